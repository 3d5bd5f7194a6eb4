//! What is written down, with its cause: every hour, every flow, every wait.
//!
//! The ledger is one row of whole numbers laid out by [`Layout`]. Warm-up is negative
//! time: one event at time zero empties the row, and nothing before it is counted.

mod observe;

use super::layout::Layout;
use super::plan::Plan;
use super::plan_work::KindPlan;
use super::records::{FLOWS, Flow, Level, Members, OnCall, Total, UNDEFINED};
use super::state::{NONE, Task};
use super::waits::Times;
use crate::model::AGE_BANDS;
use crate::units::DAY;
use std::hint::cold_path;

/// Running state of one kind of work: all that an event of the kind writes down.
#[derive(Clone, Debug, Default)]
struct KindState {
    /// The month's flows so far, in the order of [`FLOWS`]; they go into the row when the month ends.
    flow: [i64; FLOWS.len()],
    in_hand: i64,
    waiting: i64,
    /// When each left, less when each came: with so many still there at a moment, that moment times their number more is the
    /// time they have spent, whatever the order of coming and going.
    in_hand_spent: i64,
    waiting_spent: i64,
    wait_squares: f64,
    wait_sum: i64,
    /// Waits of those who left the queue without being begun, and how many.
    lapsed_sum: i64,
    lapsed_count: i64,
    flow_sum: i64,
    origin_sum: i64,
    lost: i64,
    waits: Times,
    flows: Times,
}

/// The row being written, and what is needed to write it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    row: Vec<i64>,
    kinds: Vec<KindState>,
    month: usize,
    month_start: i64,
    /// First position of the month's flows and hours in the row.
    flows: usize,
    hours: usize,
    counts: usize,
    /// Effort that fell to each person and role in the week, and what they carried into it past due.
    person_week: Vec<i64>,
    role_week: Vec<i64>,
    /// Productive hours of each person in the week.
    person_hours: Vec<i64>,
    /// The register and the groups, where their numbers are recorded.
    populations: Vec<Population>,
    /// Those without a manager, where they are counted.
    without_manager: Population,
}

/// How many are on the register or in a group.
#[derive(Clone, Copy, Debug, Default)]
struct Population {
    number: i64,
    /// When their time was last written down.
    since: i64,
}

impl Ledger {
    pub(super) fn reset(&mut self, plan: &Plan) {
        let layout = &plan.layout;
        self.row.clear();
        self.row.resize(layout.len(), 0);
        self.kinds.resize_with(layout.kinds, KindState::default);
        for kind in &mut self.kinds {
            (kind.in_hand, kind.waiting) = (0, 0);
            kind.clear();
        }
        self.person_week.clear();
        self.person_week.resize(plan.staffing.people.len(), 0);
        self.person_hours.clear();
        self.person_hours.resize(plan.staffing.people.len(), 0);
        self.role_week.clear();
        self.role_week.resize(layout.roles, 0);
        self.populations.clear();
        self.populations.resize(layout.populations, Population { number: 0, since: -plan.warm_up });
        self.without_manager = Population { number: 0, since: -plan.warm_up };
        self.enter_month(layout, 0, 0);
    }

    fn enter_month(&mut self, layout: &Layout, month: usize, start: i64) {
        let month = month.min(layout.months.saturating_sub(1));
        (self.month, self.month_start) = (month, start);
        self.hours = layout.hours(month, 0);
        self.flows = layout.flow(Flow::Raised, month, 0);
        self.counts = layout.count(month, 0);
    }

    /// Adds the flows kept with the kinds to the row of the month.
    fn close_flows(&mut self) {
        for (kind, state) in self.kinds.iter_mut().enumerate() {
            let first = self.flows + kind * FLOWS.len();
            for (sum, n) in self.row[first..first + FLOWS.len()].iter_mut().zip(&mut state.flow) {
                *sum += std::mem::take(n);
            }
        }
    }

    /// Work of a kind arises that asks for so much effort and goes no further.
    pub(super) fn raised(&mut self, kind: usize, demand: i64) {
        self.kinds[kind].raised(demand);
    }

    /// Work of a kind asks for more than it did when it arose.
    pub(super) fn asked_more(&mut self, kind: usize, demand: i64) {
        self.kinds[kind].flow[Flow::Demand as usize] += demand;
    }

    /// Work done by no one arises and is finished.
    #[inline]
    pub(super) fn passed(&mut self, kind: usize, demand: i64) {
        let state = &mut self.kinds[kind];
        state.raised(demand);
        state.count(Flow::Finished);
    }

    /// The reporting month under way.
    pub(super) fn month(&self) -> usize {
        self.month
    }

    /// As [`Ledger::raised`] and [`Ledger::passed`], so many times, in this month or a later one.
    pub(super) fn passed_in(&mut self, plan: &Plan, kind: usize, month: usize, number: i64) {
        self.row[plan.layout.flow(Flow::Raised, month, kind)] += number;
        self.row[plan.layout.flow(Flow::Finished, month, kind)] += number;
    }

    /// Work arises and is done elsewhere.
    #[inline]
    pub(super) fn referred(&mut self, kind: usize, demand: i64) {
        let state = &mut self.kinds[kind];
        state.raised(demand);
        state.count(Flow::Referred);
    }

    /// Skipped as it arises: it leaves unworked.
    #[inline]
    pub(super) fn skipped(&mut self, kind: usize) {
        self.kinds[kind].count(Flow::Lapsed);
    }

    #[inline]
    pub(super) fn counted(&mut self, name: usize) {
        self.row[self.counts + name] += 1;
    }

    #[inline]
    pub(super) fn worked(&mut self, cell: usize, effort: i64) {
        self.row[self.hours + cell] += effort;
    }

    pub(super) fn lost(&mut self, kind: usize, effort: i64) {
        self.kinds[kind].lost(effort);
    }

    /// Hours there were, time that posts were filled, and overtime, of one person of a role (ms).
    pub(super) fn staffed(
        &mut self,
        layout: &Layout,
        (role, group): (usize, usize),
        [capacity, filled, overtime]: [i64; 3],
    ) {
        self.row[layout.capacity(self.month, role)] += capacity;
        self.row[layout.filled(self.month, role)] += filled;
        self.row[layout.overtime(self.month, role)] += overtime;
        if layout.staff_groups > 0 {
            self.row[layout.group_filled(self.month, group)] += filled;
            self.row[layout.group_overtime(self.month, group)] += overtime;
        }
    }

    /// Hours worked by somebody called out, who would not have been there (ms); they count as they are worked.
    pub(super) fn called_out(&mut self, layout: &Layout, (role, group): (usize, usize), worked: i64) {
        self.row[layout.capacity(self.month, role)] += worked;
        self.row[layout.on_call(OnCall::Worked, self.month, group)] += worked;
        self.row[layout.on_call(OnCall::Counted, self.month, group)] += worked;
    }

    /// So much time of those who stood by (ms).
    pub(super) fn stood_by(&mut self, layout: &Layout, group: usize, time: i64) {
        self.row[layout.on_call(OnCall::StoodBy, self.month, group)] += time;
    }

    /// A call-out ends, which counts as so much longer than it was (ms).
    pub(super) fn ended_call_out(&mut self, layout: &Layout, group: usize, longer: i64) {
        self.row[layout.on_call(OnCall::CallOuts, self.month, group)] += 1;
        self.row[layout.on_call(OnCall::Counted, self.month, group)] += longer;
    }

    /// Duty that was given back for call-outs (ms).
    pub(super) fn given_back(&mut self, layout: &Layout, group: usize, hours: i64) {
        self.row[layout.on_call(OnCall::GivenBack, self.month, group)] += hours;
    }

    /// Hours away for a reason (ms).
    pub(super) fn away(&mut self, layout: &Layout, role: usize, absence: usize, hours: i64) {
        self.row[layout.away(self.month, role, absence)] += hours;
    }

    /// A role was overloaded through a week.
    pub(super) fn overloaded_week(&mut self, layout: &Layout, role: usize) {
        self.row[layout.overloaded_weeks(role)] += 1;
    }

    /// Overload brought on an absence, or made somebody leave.
    pub(super) fn brought_on(&mut self, layout: &Layout, role: usize, leaves: bool) {
        self.row[layout.brought_on(role, leaves)] += 1;
    }

    /// Somebody of a role sets out.
    pub(super) fn travelled(&mut self, layout: &Layout, role: usize, way: i64) {
        self.row[layout.travel(self.month, role)] += way;
    }

    #[inline]
    pub(super) fn fell_to_person(&mut self, person: usize, effort: i64) {
        self.person_week[person] += effort;
    }

    #[inline]
    pub(super) fn fell_to_role(&mut self, role: usize, effort: i64) {
        self.role_week[role] += effort;
    }

    /// Work arises and is to wait.
    #[inline(always)]
    pub(super) fn joined(&mut self, kind: usize, demand: i64, now: i64) {
        let state = &mut self.kinds[kind];
        state.raised(demand);
        state.comes(now);
        state.waiting = state.waiting.wrapping_add(1);
        state.waiting_spent -= now;
    }

    #[inline(always)]
    pub(super) fn started(&mut self, plan: &Plan, kind: usize, arose: i64, now: i64) {
        let state = &mut self.kinds[kind];
        state.count(Flow::Started);
        state.waiting = state.waiting.wrapping_sub(1);
        state.waiting_spent += now;
        if arose >= 0 {
            let wait = now - arose;
            state.waits.add(wait);
            state.wait_sum += wait;
            state.wait_squares += wait as f64 * wait as f64;
            self.left_queue(plan, kind, wait);
        }
    }

    /// As [`Ledger::joined`] and [`Ledger::started`] at the moment at which the task arose.
    #[inline(always)]
    pub(super) fn started_at_once(&mut self, kind: usize, demand: i64, now: i64) {
        let state = &mut self.kinds[kind];
        state.raised(demand);
        state.count(Flow::Started);
        state.comes(now);
        if now >= 0 {
            // The wait is zero: sums and squares stay, and no target is missed.
            state.waits.add(0);
        }
    }

    #[inline]
    fn total(&mut self, layout: &Layout, total: Total, kind: usize) -> &mut i64 {
        &mut self.row[layout.total(total, kind)]
    }

    #[inline(always)]
    fn left_queue(&mut self, plan: &Plan, kind: usize, wait: i64) {
        for target in plan.kinds[kind].start_targets.range() {
            // Added whether it is one or none: which, cannot be foreseen.
            self.row[plan.layout.start_later(target)] += i64::from(wait > plan.start_target_values[target]);
        }
    }

    #[inline(always)]
    pub(super) fn finished(&mut self, plan: &Plan, what: &KindPlan, task: &Task, now: i64) {
        let kind = task.kind as usize;
        let state = &mut self.kinds[kind];
        state.count(Flow::Finished);
        state.goes(now);
        if task.arose >= 0 {
            let flow = now - task.arose;
            state.flows.add(flow);
            state.flow_sum += flow;
            state.origin_sum += now - task.origin;
            for target in what.finish_targets.range() {
                self.row[plan.layout.finish_later(target)] += i64::from(flow > plan.finish_target_values[target]);
            }
        }
        if task.due < now {
            cold_path();
            *self.total(&plan.layout, Total::FinishedOverdue, kind) += 1;
            self.overdue(plan, task, now);
        }
    }

    pub(super) fn lapsed(&mut self, plan: &Plan, task: &Task, now: i64) {
        let kind = task.kind as usize;
        let state = &mut self.kinds[kind];
        state.count(Flow::Lapsed);
        state.goes(now);
        state.waiting -= 1;
        state.waiting_spent += now;
        if task.arose >= 0 {
            let wait = now - task.arose;
            state.lapsed_sum += wait;
            state.lapsed_count += 1;
            self.left_queue(plan, kind, wait);
        }
        if task.due < now {
            self.overdue(plan, task, now);
        }
    }

    /// A task leaves, or the horizon comes, past its due date.
    fn overdue(&mut self, plan: &Plan, task: &Task, now: i64) {
        self.overdue_in_month(plan, task, now);
        let line = task.due.saturating_add(plan.kinds[task.kind as usize].late_after);
        if now > line && line >= 0 {
            let month = plan.month_ends.partition_point(|&end| end <= line).min(plan.layout.months - 1);
            let at = plan.layout.level(Level::Late, month, task.kind as usize, told_at(&plan.layout, task));
            self.row[at] += 1;
        }
    }

    fn overdue_in_month(&mut self, plan: &Plan, task: &Task, now: i64) {
        let since = task.due.max(self.month_start);
        let at = plan.layout.level(Level::OverdueTime, self.month, task.kind as usize, told_at(&plan.layout, task));
        self.row[at] += (now - since).max(0);
    }

    /// Adds to a record.
    pub(super) fn add(&mut self, at: usize, by: i64) {
        self.row[at] += by;
    }

    fn month_end(&mut self, plan: &Plan, tasks: &[Task], now: i64) {
        let last = now >= plan.horizon;
        for task in tasks.iter().filter(|t| t.open) {
            let (kind, level) = (task.kind as usize, told_at(&plan.layout, task));
            self.row[plan.layout.level(Level::OpenAtEnd, self.month, kind, level)] += 1;
            let age = (now - task.arose) / DAY;
            let band = AGE_BANDS.iter().take_while(|&&days| age >= i64::from(days)).count();
            self.row[plan.layout.open_by_age(self.month, kind, band)] += 1;
            if task.due < now {
                self.row[plan.layout.level(Level::OverdueAtEnd, self.month, kind, level)] += 1;
                if last {
                    self.overdue(plan, task, now);
                } else {
                    self.overdue_in_month(plan, task, now);
                }
            }
        }
        self.close_flows();
        let next = self.month + 1;
        if next < plan.layout.months {
            self.enter_month(&plan.layout, next, now);
        }
    }

    /// How many there are of a population.
    #[inline]
    pub(super) fn members(&self, population: usize) -> i64 {
        self.populations.get(population).map_or(0, |p| p.number)
    }

    /// Brings the time of a population up to date.
    fn pass_members(&mut self, layout: &Layout, population: usize, now: i64) {
        let p = &mut self.populations[population];
        self.row[layout.members(Members::Time, self.month, population)] += p.number * (now - p.since);
        p.since = now;
    }

    /// Somebody joins or leaves a population; who is there at the start is not counted as joining.
    pub(super) fn moved(&mut self, layout: &Layout, population: usize, by: i64, now: i64, counts: bool) {
        self.pass_members(layout, population, now);
        self.populations[population].number += by;
        if counts {
            let what = if by > 0 { Members::Joined } else { Members::Left };
            self.row[layout.members(what, self.month, population)] += 1;
        }
    }

    /// So many more have no manager.
    pub(super) fn unheld(&mut self, layout: &Layout, by: i64, now: i64) {
        let one = &mut self.without_manager;
        self.row[layout.without_manager(self.month).1] += one.number * (now - one.since);
        *one = Population { number: one.number + by, since: now };
    }

    /// How many have no manager at the end of a month.
    fn unheld_at_end(&mut self, layout: &Layout, now: i64) {
        if layout.unheld {
            self.unheld(layout, 0, now);
            self.row[layout.without_manager(self.month).0] = self.without_manager.number;
        }
    }

    /// The numbers at the end of a month; `waiting` is asked for each group.
    fn members_at_end(&mut self, layout: &Layout, now: i64, waiting: impl Fn(usize) -> usize) {
        // Who is in custody is written down when it begins.
        for population in (0..layout.populations).filter(|&p| Some(p) != layout.in_custody()) {
            self.pass_members(layout, population, now);
            let number = self.populations[population].number;
            self.row[layout.members(Members::AtEnd, self.month, population)] = number;
            if population > 0 {
                let waiting = waiting(population - 1) as i64;
                self.row[layout.members(Members::WaitingAtEnd, self.month, population)] = waiting;
            }
        }
    }

    pub(super) fn begin_counting(&mut self, plan: &Plan) {
        self.row.fill(0);
        for kind in 0..self.kinds.len() {
            let state = &mut self.kinds[kind];
            state.clear();
            let opening = state.in_hand;
            *self.total(&plan.layout, Total::Opening, kind) = opening;
        }
        self.person_week.fill(0);
        self.role_week.fill(0);
        for population in self.populations.iter_mut().chain([&mut self.without_manager]) {
            population.since = 0;
        }
    }
}

/// The risk level at which a task is told of; work that concerns no offender is at none.
#[inline]
fn told_at(layout: &Layout, task: &Task) -> usize {
    if task.offender == NONE { layout.levels - 1 } else { task.level as usize }
}

impl KindState {
    /// One more, of which there are at most as many as events: no sum of them is too large.
    #[inline]
    fn count(&mut self, flow: Flow) {
        let n = &mut self.flow[flow as usize];
        *n = n.wrapping_add(1);
    }

    /// A task arises that asks for so much effort.
    #[inline]
    fn raised(&mut self, demand: i64) {
        self.count(Flow::Raised);
        // What is expected is far less than can be counted (the file is refused otherwise); what chance makes of it stays below too.
        let sum = &mut self.flow[Flow::Demand as usize];
        *sum = sum.saturating_add(demand);
    }

    /// A task comes into hand.
    #[inline]
    fn comes(&mut self, now: i64) {
        self.in_hand = self.in_hand.wrapping_add(1);
        self.in_hand_spent -= now;
    }

    /// A task leaves.
    #[inline]
    fn goes(&mut self, now: i64) {
        self.in_hand = self.in_hand.wrapping_sub(1);
        self.in_hand_spent += now;
    }

    fn clear(&mut self) {
        self.flow = [0; FLOWS.len()];
        // As if all who are there had come at time zero.
        (self.in_hand_spent, self.waiting_spent) = (0, 0);
        self.wait_squares = 0.0;
        (self.wait_sum, self.lapsed_sum, self.lapsed_count) = (0, 0, 0);
        (self.flow_sum, self.origin_sum) = (0, 0);
        self.waits.clear();
        self.flows.clear();
        self.lost = 0;
    }
}

impl KindState {
    fn lost(&mut self, effort: i64) {
        self.lost += effort;
    }

    /// Standard deviation of the waits across tasks.
    fn wait_sd(&self) -> i64 {
        if self.waits.count() < 2 {
            return UNDEFINED;
        }
        let (n, sum) = (self.waits.count() as f64, self.wait_sum as f64);
        let variance = (self.wait_squares - sum * sum / n) / (n - 1.0);
        libm::round(variance.max(0.0).sqrt()) as i64
    }
}
