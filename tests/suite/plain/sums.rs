//! What adds up: counted as it happens where a month matters, otherwise from the list of all tasks.

use super::{Left, Observe, Plain, Task};
use caseload::model::{AGE_BANDS, Flow, Layout, Level, Members, ON_CALL, OnCall, PERSON_BINS, Total};
use caseload::scenario::Scenario;
use caseload::units::DAY;
use std::collections::{BTreeMap, BTreeSet};

/// Where the numbers at risk levels begin among populations.
const LEVELS: usize = 1 << 16;

/// Sums over the counted period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sums {
    month: usize,
    months: usize,
    flows: BTreeMap<(usize, usize, usize), i64>,
    /// (month, cause, kind, role) -> ms.
    pub hours: BTreeMap<(usize, usize, usize, usize), i64>,
    counts: BTreeMap<(usize, usize), i64>,
    pub lost: BTreeMap<usize, i64>,
    /// (kind, offender) -> events of random streams.
    pub raised_by: BTreeMap<(usize, usize), usize>,
    opening: BTreeMap<usize, i64>,
    /// Tasks begun before counting began.
    begun_before: BTreeSet<u64>,
    observed: BTreeMap<(usize, usize), i64>,
    /// (month, role) -> ms of capacity, of posts filled, of overtime.
    staff: BTreeMap<(usize, usize), [i64; 3]>,
    /// (month, group of staff) -> ms of posts filled, of overtime.
    groups: BTreeMap<(usize, usize), [i64; 2]>,
    /// (month, group of staff, what of those on call) -> ms, or a number.
    on_call: BTreeMap<(usize, usize, usize), i64>,
    /// (month, role, absence) -> ms.
    away: BTreeMap<(usize, usize, usize), i64>,
    overdue_at_start: BTreeMap<usize, i64>,
    /// (month, role) -> ms of travel.
    travel: BTreeMap<(usize, usize), i64>,
    /// (month, population, joined or left) -> people.
    moves: BTreeMap<(usize, usize, bool), i64>,
    /// How many had no manager, from when on.
    unheld: Vec<(i64, i64)>,
    /// Every change of a population: when, which, by how many. Risk levels are beyond [`LEVELS`].
    log: Vec<(i64, usize, i64)>,
    /// month -> people taken into custody.
    taken: BTreeMap<usize, i64>,
}

impl Sums {
    pub(super) fn new(s: &Scenario) -> Self {
        Self { months: s.month_names.len(), ..Self::default() }
    }

    pub(super) fn flow(&mut self, flow: Flow, kind: usize, by: i64) {
        *self.flows.entry((flow as usize, self.month, kind)).or_insert(0) += by;
    }

    /// The register (0) or a group (one more than its index) gains or loses somebody.
    pub(super) fn moved(&mut self, now: i64, population: usize, by: i64, counts: bool) {
        self.log.push((now, population, by));
        if counts {
            *self.moves.entry((self.month, population, by > 0)).or_insert(0) += 1;
        }
    }

    /// As [`Sums::moved`], for the number at a risk level.
    pub(super) fn at_level(&mut self, now: i64, level: usize, by: i64, counts: bool) {
        self.moved(now, LEVELS + level, by, counts);
    }

    pub(super) fn taken(&mut self) {
        *self.taken.entry(self.month).or_insert(0) += 1;
    }

    /// So many have no manager now.
    pub(super) fn unheld(&mut self, now: i64, number: i64) {
        if self.unheld.last().is_none_or(|last| last.1 != number) {
            self.unheld.push((now, number));
        }
    }

    pub(super) fn travelled(&mut self, role: usize, way: i64) {
        *self.travel.entry((self.month, role)).or_insert(0) += way;
    }

    pub(super) fn count(&mut self, name: usize) {
        *self.counts.entry((self.month, name)).or_insert(0) += 1;
    }

    pub(super) fn hours(&mut self, cause: usize, kind: usize, role: usize, effort: i64) {
        *self.hours.entry((self.month, cause, kind, role)).or_insert(0) += effort;
    }
}

impl Sums {
    pub(super) fn group(&mut self, group: usize, both: [i64; 2]) {
        let sums = self.groups.entry((self.month, group)).or_insert([0; 2]);
        for (sum, n) in sums.iter_mut().zip(both) {
            *sum += n;
        }
    }

    pub(super) fn on_call(&mut self, group: usize, what: OnCall, n: i64) {
        *self.on_call.entry((self.month, group, what as usize)).or_insert(0) += n;
    }

    /// Hours there were of somebody called out.
    pub(super) fn hours_there_were(&mut self, role: usize, ms: i64) {
        self.staff.entry((self.month, role)).or_insert([0; 3])[0] += ms;
    }

    pub(super) fn staff(&mut self, role: usize, capacity: i64, filled: i64, overtime: i64, away: Option<(usize, i64)>) {
        let sums = self.staff.entry((self.month, role)).or_insert([0; 3]);
        for (sum, n) in sums.iter_mut().zip([capacity, filled, overtime]) {
            *sum += n;
        }
        if let Some((absence, ms)) = away {
            *self.away.entry((self.month, role, absence)).or_insert(0) += ms;
        }
    }
}

/// How much of `[a, b)` lies in `[from, to)`.
fn overlap(a: i64, b: i64, from: i64, to: i64) -> i64 {
    b.min(to).saturating_sub(a.max(from)).max(0)
}

impl Plain<'_> {
    fn open_now(&self, kind: usize) -> i64 {
        self.tasks.iter().filter(|t| t.open() && t.kind == kind).count() as i64
    }

    pub(super) fn begin_counting(&mut self) {
        let (log, unheld) = (std::mem::take(&mut self.sums.log), std::mem::take(&mut self.sums.unheld));
        self.sums = Sums { unheld, log, ..Sums::new(self.s) };
        self.gone_before = self.offenders.iter().map(|o| !o.on_register && o.arrives.is_none()).collect();
        for kind in 0..self.s.kinds.len() {
            self.sums.opening.insert(kind, self.open_now(kind));
            let now = self.now;
            let overdue = self.tasks.iter().filter(|t| t.open() && t.kind == kind && t.due.is_some_and(|d| d < now));
            self.sums.overdue_at_start.insert(kind, overdue.count() as i64);
        }
        let begun = self.tasks.iter().filter(|t| t.started.is_some());
        self.sums.begun_before = begun.map(|t| t.number).collect();
        self.begin_week();
    }

    pub(super) fn observe(&mut self, what: Observe) {
        match what {
            Observe::Begin => {
                self.write_up_all();
                self.add_up_all();
                if self.s.warm_up.0 > 0 {
                    self.begin_counting();
                }
            }
            Observe::Week => self.week_ends(),
            Observe::Open(index) => {
                for kind in 0..self.s.kinds.len() {
                    self.sums.observed.insert((index, kind), self.open_now(kind));
                }
            }
            Observe::Month => {
                self.write_up_all();
                self.add_up_all();
                self.sums.month = (self.sums.month + 1).min(self.sums.months - 1);
            }
        }
    }

    /// Whether what happened at `t` is counted.
    pub(crate) fn counted(t: i64) -> bool {
        t >= 0
    }

    fn gone(task: &Task) -> i64 {
        task.left.map_or(i64::MAX, |l| l.0)
    }

    /// Effort of all people in the finished tasks of a kind, and what was done of the open ones [ms].
    pub(crate) fn effort_done(&self, kind: usize) -> (i64, i64) {
        let (mut finished, mut unfinished) = (0, 0);
        for (at, task) in self.tasks.iter().enumerate().filter(|(_, t)| t.kind == kind && t.joined.is_some()) {
            let all = self.all_of(at);
            let jobs = self.people.iter().filter_map(|p| p.job.as_ref()).map(|job| (job.task, job.remaining));
            let calls = self.people.iter().filter_map(|p| p.call.as_ref()).map(|call| (call.task, call.remaining()));
            let at_work = jobs.chain(calls).filter(|(task, _)| *task == at);
            let left = match task.started {
                None => all,
                Some(_) if task.unlimited || task.waiting => task.remaining,
                Some(_) => at_work.map(|(_, remaining)| remaining).sum(),
            };
            match task.left {
                Some((_, Left::Finished)) => finished += all,
                Some((_, Left::Lapsed)) => {}
                None => unfinished += all - left,
            }
        }
        (finished, unfinished)
    }

    /// Everything the row of the first engine should say, by position, with a name for each.
    pub(crate) fn row(&self, layout: &Layout) -> BTreeMap<usize, (String, i64)> {
        let mut row = BTreeMap::new();
        let s = self.s;
        let months: Vec<(i64, i64)> = s.months.windows(2).map(|m| (m[0].0, m[1].0)).collect();
        for (month, &(from, to)) in months.iter().enumerate() {
            for (cell, what) in layout.cells.iter().enumerate() {
                let hours = self.sums.hours.get(&(month, what.cause, what.kind, what.role));
                row.insert(layout.hours(month, cell), (format!("hours {month} {what:?}"), hours.copied().unwrap_or(0)));
            }
            for flow in caseload::model::FLOWS {
                for kind in 0..s.kinds.len() {
                    let n = self.sums.flows.get(&(flow as usize, month, kind)).copied().unwrap_or(0);
                    row.insert(layout.flow(flow, month, kind), (format!("{flow:?} {month} {kind}"), n));
                }
            }
            for name in 0..s.counts.len() {
                let n = self.sums.counts.get(&(month, name)).copied().unwrap_or(0);
                row.insert(layout.count(month, name), (format!("count {month} {name}"), n));
            }
            for (role, people) in self.roles.iter().enumerate() {
                let [there, filled, overtime] = self.sums.staff.get(&(month, role)).copied().unwrap_or([0; 3]);
                let each = people.iter().map(|&p| {
                    let who = &self.people[p];
                    let duty = who.duty_before(to) - who.duty_before(from);
                    libm::round(duty as f64 * who.productive) as i64
                });
                let capacity = if layout.staff_changes { there } else { each.sum() };
                row.insert(layout.capacity(month, role), (format!("capacity {month} {role}"), capacity));
                if layout.travels {
                    let way = self.sums.travel.get(&(month, role)).copied().unwrap_or(0);
                    row.insert(layout.travel(month, role), (format!("travel {month} {role}"), way));
                }
                if layout.staff_changes {
                    row.insert(layout.filled(month, role), (format!("posts filled {month} {role}"), filled));
                    row.insert(layout.overtime(month, role), (format!("overtime {month} {role}"), overtime));
                    for absence in 0..s.absences.len() {
                        let away = self.sums.away.get(&(month, role, absence)).copied().unwrap_or(0);
                        let at = layout.away(month, role, absence);
                        row.insert(at, (format!("away {month} {role} {absence}"), away));
                    }
                }
            }
            for group in 0..layout.staff_groups {
                let [filled, overtime] = self.sums.groups.get(&(month, group)).copied().unwrap_or([0; 2]);
                row.insert(layout.group_filled(month, group), (format!("group filled {month} {group}"), filled));
                row.insert(layout.group_overtime(month, group), (format!("group overtime {month} {group}"), overtime));
            }
            if layout.unheld {
                let list = &self.sums.unheld;
                let until = |i: usize| list.get(i + 1).map_or(i64::MAX, |next| next.0);
                let time = list.iter().enumerate().map(|(i, one)| one.1 * overlap(one.0, until(i), from, to)).sum();
                let at_end = list.iter().rev().find(|one| one.0 < to).map_or(0, |one| one.1);
                let (end, integral) = layout.without_manager(month);
                row.insert(end, (format!("without a manager {month}"), at_end));
                row.insert(integral, (format!("time without a manager {month}"), time));
            }
            for group in 0..layout.on_call_groups {
                for what in ON_CALL {
                    let n = self.sums.on_call.get(&(month, group, what as usize)).copied().unwrap_or(0);
                    row.insert(layout.on_call(what, month, group), (format!("{what:?} on call {month} {group}"), n));
                }
            }
            for kind in 0..s.kinds.len() {
                self.levels(layout, month, kind, (from, to), &mut row);
            }
        }
        if layout.feedback {
            for (role, told) in self.overload.told.iter().enumerate() {
                row.insert(layout.overloaded_weeks(role), (format!("weeks overloaded {role}"), told[0]));
                row.insert(layout.brought_on(role, false), (format!("absences brought on {role}"), told[1]));
                row.insert(layout.brought_on(role, true), (format!("leavers brought on {role}"), told[2]));
            }
        }
        if layout.populations > 0 {
            self.populations(layout, &months, &mut row);
        }
        for kind in 0..s.kinds.len() {
            self.totals(layout, kind, &mut row);
            if layout.staff_changes {
                let n = self.sums.overdue_at_start.get(&kind).copied().unwrap_or(0);
                row.insert(layout.overdue_at_start(kind), (format!("overdue at start {kind}"), n));
            }
            for index in 0..s.observe_at.len() {
                let n = self.sums.observed.get(&(index, kind)).copied().unwrap_or(0);
                row.insert(layout.observed(index, kind), (format!("observed {index} {kind}"), n));
            }
        }
        for (index, &kind) in layout.per_person.iter().enumerate() {
            let mut bins = [0; PERSON_BINS];
            for o in 0..self.offenders.len() {
                if self.gone_before[o] || self.offenders[o].arrives.is_some() {
                    continue;
                }
                let n = self.sums.raised_by.get(&(kind, o)).copied().unwrap_or(0);
                bins[n.min(PERSON_BINS - 1)] += 1;
            }
            for (bin, n) in bins.into_iter().enumerate() {
                row.insert(layout.persons(index, bin), (format!("persons {kind} {bin}"), n));
            }
        }
        row
    }

    fn populations(&self, layout: &Layout, months: &[(i64, i64)], row: &mut BTreeMap<usize, (String, i64)>) {
        self.custody(layout, months, row);
        let groups = (0..=self.s.groups.len()).map(|p| (p, p));
        let levels = (0..self.s.offenders.levels.len()).filter_map(|l| Some((layout.at_level(l)?, LEVELS + l)));
        for (place, population) in groups.chain(levels) {
            let number = |t: i64| -> i64 {
                let log = self.sums.log.iter();
                log.filter(|&&(at, which, _)| which == population && at < t).map(|&(_, _, by)| by).sum()
            };
            for (month, &(from, to)) in months.iter().enumerate() {
                let log = self.sums.log.iter().filter(|&&(_, which, _)| which == population);
                let time: i64 = log.map(|&(at, _, by)| by * overlap(at, i64::MAX, from, to)).sum();
                let moved = |joined| self.sums.moves.get(&(month, population, joined)).copied().unwrap_or(0);
                for (what, n) in [
                    (Members::AtEnd, number(to)),
                    (Members::Time, time),
                    (Members::Joined, moved(true)),
                    (Members::Left, moved(false)),
                ] {
                    let name = format!("{what:?} {month} {population}");
                    row.insert(layout.members(what, month, place), (name, n));
                }
            }
            if (1..=self.s.groups.len()).contains(&population) {
                let waiting = self.waiting[population - 1].len() as i64;
                let at = layout.members(Members::WaitingAtEnd, layout.months - 1, population);
                row.insert(at, (format!("waiting {population}"), waiting));
            }
        }
    }

    /// From the stays in custody: what falls on the end of a month is in it still.
    fn custody(&self, layout: &Layout, months: &[(i64, i64)], row: &mut BTreeMap<usize, (String, i64)>) {
        let Some(population) = layout.in_custody() else { return };
        let stays = || self.offenders.iter().flat_map(|o| &o.custodies);
        for (month, &(from, to)) in months.iter().enumerate() {
            for (what, n) in [
                (Members::AtEnd, stays().filter(|stay| stay.0 < to && stay.1 >= to).count() as i64),
                (Members::Time, stays().map(|stay| overlap(stay.0, stay.1, from, to)).sum()),
                (Members::Joined, self.sums.taken.get(&month).copied().unwrap_or(0)),
                (Members::Left, stays().filter(|stay| (from..to).contains(&stay.1)).count() as i64),
            ] {
                row.insert(layout.members(what, month, population), (format!("{what:?} {month} custody"), n));
            }
        }
    }

    fn levels(
        &self,
        layout: &Layout,
        month: usize,
        kind: usize,
        (from, to): (i64, i64),
        row: &mut BTreeMap<usize, (String, i64)>,
    ) {
        let last = to >= self.s.horizon.0;
        let held = || self.tasks.iter().filter(|t| t.kind == kind && t.joined.is_some());
        let open = |t: &Task| t.joined.is_some_and(|j| j < to) && Self::gone(t) >= to;
        for level in 0..layout.levels {
            // Work that concerns no offender is at a level of its own, the last.
            let here = || held().filter(|t| t.offender.map_or(layout.levels - 1, |_| t.level) == level);
            let due = |t: &Task| t.due.unwrap_or(i64::MAX);
            let overdue_time = here().map(|t| overlap(due(t), Self::gone(t).min(to), from, to)).sum();
            let late = here().filter(|t| {
                let line = due(t).saturating_add(self.s.kinds[kind].late_after.0);
                let here = line >= 0 && from <= line && (line < to || last);
                here && Self::gone(t).min(self.s.horizon.0) > line
            });
            for (what, n) in [
                (Level::OpenAtEnd, here().filter(|t| open(t)).count() as i64),
                (Level::OverdueAtEnd, here().filter(|t| open(t) && due(t) < to).count() as i64),
                (Level::OverdueTime, overdue_time),
                (Level::Late, late.count() as i64),
            ] {
                row.insert(layout.level(what, month, kind, level), (format!("{what:?} {month} {kind} {level}"), n));
            }
        }
        let mut bands = [0; AGE_BANDS.len() + 1];
        for task in held().filter(|t| open(t)) {
            let days = (to - task.arose) / DAY;
            bands[AGE_BANDS.iter().filter(|&&band| days >= i64::from(band)).count()] += 1;
        }
        for (band, n) in bands.into_iter().enumerate() {
            row.insert(layout.open_by_age(month, kind, band), (format!("age {month} {kind} {band}"), n));
        }
    }

    fn totals(&self, layout: &Layout, kind: usize, row: &mut BTreeMap<usize, (String, i64)>) {
        let held = || self.tasks.iter().filter(|t| t.kind == kind && t.joined.is_some());
        let end = self.s.horizon.0;
        let waits: Vec<i64> = held()
            .filter(|t| t.arose >= 0 && !self.sums.begun_before.contains(&t.number))
            .filter_map(|t| t.started.map(|at| at - t.arose))
            .collect();
        let lapsed: Vec<i64> = held()
            .filter(|t| t.arose >= 0)
            .filter_map(|t| match t.left {
                Some((at, Left::Lapsed)) if Self::counted(at) => Some(at - t.arose),
                _ => None,
            })
            .collect();
        let finished: Vec<(&Task, i64)> = held()
            .filter_map(|t| match t.left {
                Some((at, Left::Finished)) if Self::counted(at) => Some((t, at)),
                _ => None,
            })
            .collect();
        let flows: Vec<i64> = finished.iter().filter(|f| f.0.arose >= 0).map(|f| f.1 - f.0.arose).collect();
        let origins = finished.iter().filter(|f| f.0.arose >= 0).map(|f| f.1 - f.0.origin).sum();
        let joined = |t: &Task| t.joined.unwrap_or(i64::MAX);
        let in_hand = held().map(|t| overlap(joined(t), Self::gone(t), 0, end)).sum();
        let waiting = held().map(|t| overlap(joined(t), t.started.unwrap_or(Self::gone(t)), 0, end)).sum();
        for (what, n) in [
            (Total::Opening, self.sums.opening.get(&kind).copied().unwrap_or(0)),
            (Total::WaitSum, waits.iter().sum()),
            (Total::WaitCount, waits.len() as i64),
            (Total::QueueSum, waits.iter().chain(&lapsed).sum()),
            (Total::QueueCount, (waits.len() + lapsed.len()) as i64),
            (Total::FlowSum, flows.iter().sum()),
            (Total::FlowCount, flows.len() as i64),
            (Total::OriginSum, origins),
            (Total::InHandArea, in_hand),
            (Total::WaitingArea, waiting),
            (Total::Lost, self.sums.lost.get(&kind).copied().unwrap_or(0)),
            (Total::FinishedOverdue, finished.iter().filter(|f| f.0.due.is_some_and(|d| d < f.1)).count() as i64),
        ] {
            row.insert(layout.total(what, kind), (format!("{what:?} {kind}"), n));
        }
        for (index, &(k, i)) in layout.start_targets.iter().enumerate().filter(|t| t.1.0 == kind) {
            let target = self.s.kinds[k].start_targets[i].0;
            let n = waits.iter().chain(&lapsed).filter(|&&w| w > target).count() as i64;
            row.insert(layout.start_later(index), (format!("starts later than {target} {kind}"), n));
        }
        for (index, &(k, i)) in layout.finish_targets.iter().enumerate().filter(|t| t.1.0 == kind) {
            let target = self.s.kinds[k].finish_targets[i].0;
            let n = flows.iter().filter(|&&f| f > target).count() as i64;
            row.insert(layout.finish_later(index), (format!("finishes later than {target} {kind}"), n));
        }
    }
}
