//! What is written down, with its cause: every hour, every flow, every wait.
//!
//! The ledger is one row of whole numbers laid out by [`Layout`]. Warm-up is negative
//! time: one event at time zero empties the row, and nothing before it is counted.

use super::layout::{EXCESSIVE_LOAD, FLOWS, Flow, Layout, Level, Members, PERSON_BINS, Total, UNDEFINED};
use super::plan::{KindPlan, Observe, Plan};
use super::plan_staff::scaled;
use super::register::NOT_COUNTED;
use super::state::{NEVER_MS, NONE, Task, Workspace};
use super::waits::Times;
use crate::model::AGE_BANDS;
use crate::units::{DAY, WEEK};

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

    #[inline]
    pub(super) fn raised(&mut self, kind: usize, demand: i64) {
        let state = &mut self.kinds[kind];
        state.count(Flow::Raised);
        state.flow[Flow::Demand as usize] += demand;
    }

    /// Work of a kind asks for more than it did when it arose.
    pub(super) fn asked_more(&mut self, kind: usize, demand: i64) {
        self.kinds[kind].flow[Flow::Demand as usize] += demand;
    }

    /// Work done by no one is finished as it arises.
    #[inline]
    pub(super) fn passed(&mut self, kind: usize) {
        self.kinds[kind].count(Flow::Finished);
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

    #[inline]
    pub(super) fn referred(&mut self, kind: usize) {
        self.kinds[kind].count(Flow::Referred);
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

    #[inline]
    pub(super) fn joined(&mut self, kind: usize, now: i64) {
        let state = &mut self.kinds[kind];
        state.comes(now);
        state.waiting = state.waiting.wrapping_add(1);
        state.waiting_spent -= now;
    }

    #[inline]
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
    #[inline]
    pub(super) fn started_at_once(&mut self, kind: usize, now: i64) {
        let state = &mut self.kinds[kind];
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

    #[inline]
    fn left_queue(&mut self, plan: &Plan, kind: usize, wait: i64) {
        for target in plan.kinds[kind].start_targets.range() {
            if wait > plan.start_target_values[target] {
                self.row[plan.layout.start_later(target)] += 1;
            }
        }
    }

    #[inline]
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
                if flow > plan.finish_target_values[target] {
                    self.row[plan.layout.finish_later(target)] += 1;
                }
            }
        }
        if task.due < now {
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
            let at = plan.layout.level(Level::Late, month, task.kind as usize, task.level as usize);
            self.row[at] += 1;
        }
    }

    fn overdue_in_month(&mut self, plan: &Plan, task: &Task, now: i64) {
        let since = task.due.max(self.month_start);
        let at = plan.layout.level(Level::OverdueTime, self.month, task.kind as usize, task.level as usize);
        self.row[at] += (now - since).max(0);
    }

    fn month_end(&mut self, plan: &Plan, tasks: &[Task], now: i64) {
        let last = now >= plan.horizon;
        for task in tasks.iter().filter(|t| t.open) {
            let (kind, level) = (task.kind as usize, task.level as usize);
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

    /// The numbers at the end of a month; `waiting` is asked for each group.
    fn members_at_end(&mut self, layout: &Layout, now: i64, waiting: impl Fn(usize) -> usize) {
        for population in 0..layout.populations {
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
        for population in &mut self.populations {
            population.since = 0;
        }
    }
}

impl KindState {
    /// One more, of which there are at most as many as events: no sum of them is too large.
    #[inline]
    fn count(&mut self, flow: Flow) {
        let n = &mut self.flow[flow as usize];
        *n = n.wrapping_add(1);
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

impl Workspace {
    /// Credits a person with the work done since the last credit.
    pub(super) fn credit(&mut self, plan: &Plan, person: u32) {
        let position = self.duty_position(plan, person as usize);
        let own = plan.staffing.people[person as usize].productive;
        let productive = self.posts.get(person as usize).map_or(own, |post| post.pace);
        let who = &mut self.people[person as usize];
        let worked = ((position - who.position) as f64 * productive) as i64;
        let worked = worked.clamp(0, who.remaining);
        who.remaining -= worked;
        who.position = position;
        self.ledger.worked(who.cell as usize, worked);
    }

    fn credit_all(&mut self, plan: &Plan) {
        for person in 0..self.people.len() as u32 {
            if self.people[person as usize].task != NONE {
                self.credit(plan, person);
            }
        }
        for entry in self.unlimited.iter() {
            let task = &mut self.tasks[entry.what as usize];
            let productive = plan.staffing.roles[task.line as usize].productive;
            let worked = (((self.now - task.credited) as f64 * productive) as i64).clamp(0, task.remaining);
            task.remaining -= worked;
            task.credited = self.now;
            self.ledger.worked(plan.cell_of(task.cell, task.kind, task.line) as usize, worked);
        }
    }

    /// Writes up the ledger at the observations that are due.
    pub(super) fn observe(&mut self, plan: &Plan) {
        let instant = self.now;
        while let Some(&observation) = plan.observations.get(self.observe_next).filter(|o| o.after <= instant) {
            self.observe_next += 1;
            // All of the instant before is done; the ledger says how things stand at the boundary itself.
            self.now = observation.at;
            match observation.what {
                Observe::Begin => {
                    self.credit_all(plan);
                    self.add_up_all(plan);
                    if plan.warm_up > 0 {
                        self.ledger.begin_counting(plan);
                        self.count_overdue_at_start(plan);
                        self.carry_overdue(plan);
                        self.person_counts.fill(0);
                        self.forget_the_gone(plan);
                        self.handled = 0;
                    }
                }
                Observe::Open(index) => {
                    for kind in 0..plan.layout.kinds {
                        let at = plan.layout.observed(index as usize, kind);
                        self.ledger.row[at] = self.ledger.kinds[kind].in_hand;
                    }
                }
                Observe::Week => self.week_end(plan),
                Observe::Month => {
                    self.credit_all(plan);
                    self.add_up_all(plan);
                    let waiting = |group: usize| self.to_join.get(group).map_or(0, std::collections::VecDeque::len);
                    self.ledger.members_at_end(&plan.layout, self.now, waiting);
                    self.ledger.month_end(plan, &self.tasks, self.now);
                }
            }
        }
        let next = plan.observations.get(self.observe_next).map_or(NEVER_MS, |o| o.after);
        self.events.set(self.slots.observe, Self::key_at(plan, next, self.slots.observe));
    }

    /// Compares what fell to each person in the week, and what they carried into it past due, with
    /// their productive hours. Work that anyone of a role may do is shared in proportion to those hours.
    fn week_end(&mut self, plan: &Plan) {
        let (from, to) = (self.now - WEEK, self.now);
        let staffing = &plan.staffing;
        // Neighbours mostly share a rota.
        let mut last = (u32::MAX, 0);
        for (r, role) in staffing.roles.iter().enumerate() {
            for p in role.people.clone() {
                let who = &staffing.people[p as usize];
                self.ledger.person_hours[p as usize] = if self.posts.is_empty() {
                    if last.0 != who.duty {
                        last = (who.duty, staffing.duties[who.duty as usize].total_between(from, to));
                    }
                    scaled(last.1, who.productive)
                } else {
                    self.hours_of_the_week(plan, p as usize)
                };
            }
            let together: i64 = role.people.clone().map(|p| self.ledger.person_hours[p as usize]).sum();
            let pooled = if together > 0 { self.ledger.role_week[r] as f64 / together as f64 } else { 0.0 };
            if let Some(feedback) = plan.staffing.feedback.filter(|_| !role.people.is_empty()) {
                let own: i64 = role.people.clone().map(|p| self.ledger.person_week[p as usize]).sum();
                self.weigh_week(plan, feedback, r, own + self.ledger.role_week[r], together);
            }
            let (over, all) = plan.layout.officer_weeks(r);
            for p in role.people.clone() {
                let own = self.ledger.person_hours[p as usize];
                if own == 0 {
                    continue;
                }
                let load = self.ledger.person_week[p as usize] as f64 / own as f64 + pooled;
                self.ledger.row[over] += i64::from(load > EXCESSIVE_LOAD);
                self.ledger.row[all] += 1;
            }
        }
        if plan.staffing.feedback.is_some() {
            self.reset_roster_slot(plan);
        }
        self.week_from = to;
        self.ledger.person_week.fill(0);
        self.ledger.role_week.fill(0);
        self.carry_overdue(plan);
    }

    /// Open work past due at time zero, for saying when service recovers.
    pub(super) fn count_overdue_at_start(&mut self, plan: &Plan) {
        if plan.layout.staff_changes {
            for task in self.tasks.iter().filter(|t| t.open && t.due < self.now) {
                self.ledger.row[plan.layout.overdue_at_start(task.kind as usize)] += 1;
            }
        }
    }

    /// Work past due at the start of a week counts towards the load of the week.
    pub(super) fn carry_overdue(&mut self, plan: &Plan) {
        let roles = plan.staffing.roles.len();
        for task in self.tasks.iter().filter(|t| t.open && t.due < self.now) {
            let line = task.line as usize;
            if line >= roles {
                self.ledger.person_week[line - roles] += task.remaining;
            } else {
                self.ledger.role_week[line] += task.remaining;
            }
        }
    }

    /// Fills in what is known only at the end, and hands the row over.
    pub(super) fn write_row(&mut self, plan: &Plan, row: &mut [i64]) {
        let layout = &plan.layout;
        let end = self.now.max(0).min(plan.horizon);
        let ledger = &mut self.ledger;
        ledger.close_flows();
        for kind in 0..layout.kinds {
            let state = &ledger.kinds[kind];
            let (started, finished) = (state.waits.count() as i64, state.flows.count() as i64);
            let q = |times: &Times| times.quantiles([0.5, 0.9, 0.95]).unwrap_or([UNDEFINED; 3]);
            let (waits, flows) = (q(&state.waits), q(&state.flows));
            for (total, value) in [
                (Total::WaitSum, state.wait_sum),
                (Total::WaitCount, started),
                (Total::QueueSum, state.wait_sum + state.lapsed_sum),
                (Total::QueueCount, started + state.lapsed_count),
                (Total::FlowSum, state.flow_sum),
                (Total::FlowCount, finished),
                (Total::OriginSum, state.origin_sum),
                (Total::WaitP50, waits[0]),
                (Total::WaitP90, waits[1]),
                (Total::WaitP95, waits[2]),
                (Total::WaitSd, state.wait_sd()),
                (Total::FlowP50, flows[0]),
                (Total::FlowP90, flows[1]),
                (Total::FlowP95, flows[2]),
                (Total::InHandArea, state.in_hand_spent + state.in_hand * end),
                (Total::WaitingArea, state.waiting_spent + state.waiting * end),
                (Total::Lost, state.lost),
            ] {
                ledger.row[layout.total(total, kind)] = value;
            }
        }
        let unchanging = if layout.staff_changes { 0 } else { layout.months };
        for (month, roles) in plan.staffing.capacity.iter().enumerate().take(unchanging) {
            for (role, &capacity) in roles.iter().enumerate() {
                ledger.row[layout.capacity(month, role)] = capacity;
            }
        }
        let people = plan.caseload as usize;
        let seen = (plan.register.initial + self.arrived) as usize;
        for index in 0..layout.per_person.len() {
            let counts = &self.person_counts[index * people..index * people + seen];
            for &n in counts.iter().filter(|&&n| n != NOT_COUNTED) {
                ledger.row[layout.persons(index, (n as usize).min(PERSON_BINS - 1))] += 1;
            }
        }
        ledger.row[layout.events()] = self.handled as i64;
        let length = row.len().min(ledger.row.len());
        row[..length].copy_from_slice(&ledger.row[..length]);
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
