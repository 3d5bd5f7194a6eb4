//! Nothing is lost and nothing comes from nowhere: tasks, their time in hand, hours worked.
//!
//! All in whole numbers, so that what should be equal is equal to the last digit.

use crate::agreement::runner;
use crate::engines::{SEED, fast, read, shipped};
use crate::generated;
use crate::plain;
use caseload::model::{Flow, Layout, Level, Plan, Record, Step, Total, Trace, Workspace};
use caseload::scenario::{By, Point, Scenario};
use proptest::test_runner::{TestCaseError, TestError};
use std::collections::BTreeMap;

/// Takes the measure of the number in hand from a trace, in two ways.
#[derive(Default)]
struct InHand {
    /// Kinds that nobody does are never in hand.
    nobody: Vec<bool>,
    horizon: i64,
    /// Task -> (kind, when it came into hand).
    open: BTreeMap<u64, (u32, i64)>,
    number: Vec<i128>,
    passed: Vec<i64>,
    /// Integral of the number in hand, by sweeping time.
    integral: Vec<i128>,
    /// Sum of times in hand, task by task.
    times: Vec<i128>,
}

impl InHand {
    fn new(s: &Scenario) -> Self {
        let n = s.kinds.len();
        Self {
            nobody: s.kinds.iter().map(|k| k.by == By::NoOne).collect(),
            horizon: s.horizon.0,
            open: BTreeMap::new(),
            number: vec![0; n],
            passed: vec![0; n],
            integral: vec![0; n],
            times: vec![0; n],
        }
    }

    fn pass(&mut self, kind: usize, to: i64) {
        let to = to.max(0);
        self.integral[kind] += self.number[kind] * i128::from(to - self.passed[kind]);
        self.passed[kind] = to;
    }

    fn time(&mut self, kind: u32, from: i64, to: i64) {
        self.times[kind as usize] += i128::from((to - from.max(0)).max(0));
    }

    fn end(&mut self) {
        for kind in 0..self.number.len() {
            self.pass(kind, self.horizon);
        }
        for (kind, from) in std::mem::take(&mut self.open).into_values() {
            self.time(kind, from, self.horizon);
        }
    }
}

impl Trace for InHand {
    const ON: bool = true;
    fn record(&mut self, record: Record) {
        let kind = record.kind as usize;
        if self.nobody[kind] {
            return;
        }
        match record.step {
            Step::Arose => {
                self.pass(kind, record.at.0);
                self.number[kind] += 1;
                self.open.insert(record.task, (record.kind, record.at.0));
            }
            Step::Referred | Step::Finished | Step::Lapsed | Step::Skipped => {
                self.pass(kind, record.at.0);
                self.number[kind] -= 1;
                let (kind, from) = self.open.remove(&record.task).expect("it arose");
                self.time(kind, from, record.at.0);
            }
            _ => {}
        }
    }
}

fn equal<T: Copy + PartialEq + std::fmt::Debug>(what: &str, left: T, right: T) -> Result<(), String> {
    if left == right { Ok(()) } else { Err(format!("{what}: {left:?} and {right:?}")) }
}

/// Tasks and times of one replication of any scenario.
pub(crate) fn tasks_and_times(s: &Scenario, replication: u64) -> Result<(), String> {
    let plan = Plan::new(s, &plain::clock_of(s), &Point::Typical);
    let layout = plan.layout();
    let mut row = vec![0; layout.len()];
    let mut in_hand = InHand::new(s);
    let stopped = Workspace::new().run(&plan, SEED.replication(replication), &mut row, &mut in_hand);
    equal("stopped", stopped, Ok(()))?;
    in_hand.end();
    let months = 0..layout.months;
    for (k, kind) in s.kinds.iter().enumerate() {
        let name = &kind.name;
        let sum = |flow| months.clone().map(|m| row[layout.flow(flow, m, k)]).sum::<i64>();
        let open =
            (0..layout.levels).map(|l| row[layout.level(Level::OpenAtEnd, layout.months - 1, k, l)]).sum::<i64>();
        let came = row[layout.total(Total::Opening, k)] + sum(Flow::Raised);
        let went = sum(Flow::Finished) + sum(Flow::Lapsed) + sum(Flow::Referred);
        equal(&format!("{name}: opening + raised = finished + lapsed + referred + open"), came, went + open)?;
        let by_age: i64 = (0..4).map(|band| row[layout.open_by_age(layout.months - 1, k, band)]).sum();
        equal(&format!("{name}: open by age adds up to open"), by_age, open)?;
        let area = i128::from(row[layout.total(Total::InHandArea, k)]);
        equal(&format!("{name}: integral in hand = sum of times in hand"), in_hand.integral[k], in_hand.times[k])?;
        equal(&format!("{name}: the ledger's integral in hand"), area, in_hand.integral[k])?;
    }
    hours_fit_the_roles(s, layout, &row)
}

/// Nobody works more than there is time.
fn hours_fit_the_roles(s: &Scenario, layout: &Layout, row: &[i64]) -> Result<(), String> {
    for (r, role) in s.roles.iter().enumerate() {
        if role.staff.iter().any(|staff| staff.people.is_none()) {
            continue;
        }
        let people: f64 = role.staff.iter().filter_map(|staff| staff.people.as_ref()).map(|n| n.typical).sum();
        for month in 0..layout.months {
            let cells = layout.cells.iter().enumerate().filter(|(_, cell)| cell.role == r);
            let busy: i64 = cells.map(|(i, _)| row[layout.hours(month, i)]).sum();
            let available = row[layout.capacity(month, r)];
            // A millisecond that falls to two months is written up in the second of them.
            let slack = if month > 0 || s.warm_up.0 > 0 { people as i64 } else { 0 };
            if busy > available + slack {
                return Err(format!("{} works {busy} of {available} ms in month {month}", role.name));
            }
        }
    }
    Ok(())
}

/// Hours of one replication, against what every task took.
pub(crate) fn hours(s: &Scenario, replication: u64) -> Result<(), String> {
    let key = SEED.replication(replication);
    let fast = fast(s, Point::Typical, key);
    let plain = plain::replicate(s, Point::Typical, key);
    for k in 0..s.kinds.len() {
        let cells = fast.layout.cells.iter().enumerate().filter(|(_, cell)| cell.kind == k);
        let worked: i64 = cells
            .flat_map(|(i, _)| (0..fast.layout.months).map(move |m| (m, i)))
            .map(|(m, i)| fast.row[fast.layout.hours(m, i)])
            .sum();
        let (finished, unfinished) = plain.effort_done(k);
        let lost = fast.row[fast.layout.total(Total::Lost, k)];
        let name = &s.kinds[k].name;
        equal(&format!("{name}: hours = finished + unfinished + lost"), worked, finished + unfinished + lost)?;
    }
    Ok(())
}

fn holds_for_random_scenarios(
    strategy: &impl proptest::prelude::Strategy<Value = String>,
    promise: impl Fn(&Scenario) -> Result<(), String>,
) {
    let result = runner(4).run(strategy, |text| promise(&read(&text)).map_err(TestCaseError::fail));
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, text)) => panic!("{why}\n{text}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

#[test]
fn every_task_and_all_its_time_is_accounted_for_in_random_scenarios() {
    holds_for_random_scenarios(&generated::scenarios_of_any_discipline(), |s| tasks_and_times(s, 0));
}

#[test]
fn every_hour_is_accounted_for_in_random_scenarios() {
    // Hours of tasks begun before counting are not in the row: only scenarios without a warm-up.
    holds_for_random_scenarios(&generated::scenarios(), |s| if s.warm_up.0 == 0 { hours(s, 0) } else { Ok(()) });
}

#[test]
fn every_task_and_all_its_time_is_accounted_for_in_the_shipped_scenarios() {
    let mut tried = 0;
    for (path, loaded) in shipped() {
        let (s, _) = loaded.into_scenario().unwrap();
        tasks_and_times(&s, 0).unwrap_or_else(|why| panic!("{path}: {why}"));
        tried += 1;
    }
    assert!(tried >= 20, "only {tried} shipped scenarios were read");
}

#[test]
fn every_position_of_a_row_holds_one_record() {
    let (s, _) = caseload::scenario::load("scenarios/nottinghamshire-2021/app.toml").unwrap();
    let layout = Layout::new(&s);
    let mut uses = vec![0; layout.len()];
    let mut use_one = |at: usize| uses[at] += 1;
    use_one(layout.events());
    for month in 0..layout.months {
        (0..layout.cells.len()).for_each(|cell| use_one(layout.hours(month, cell)));
        (0..layout.counts).for_each(|name| use_one(layout.count(month, name)));
        (0..layout.roles).for_each(|role| use_one(layout.capacity(month, role)));
        for kind in 0..layout.kinds {
            for flow in caseload::model::FLOWS {
                use_one(layout.flow(flow, month, kind));
            }
            (0..=caseload::model::AGE_BANDS.len()).for_each(|band| use_one(layout.open_by_age(month, kind, band)));
            for level in 0..layout.levels {
                for what in caseload::model::LEVELS {
                    use_one(layout.level(what, month, kind, level));
                }
            }
        }
    }
    for kind in 0..layout.kinds {
        for total in caseload::model::TOTALS {
            use_one(layout.total(total, kind));
        }
        (0..layout.observations).for_each(|at| use_one(layout.observed(at, kind)));
    }
    (0..layout.start_targets.len()).for_each(|i| use_one(layout.start_later(i)));
    (0..layout.finish_targets.len()).for_each(|i| use_one(layout.finish_later(i)));
    for role in 0..layout.roles {
        let (over, all) = layout.officer_weeks(role);
        use_one(over);
        use_one(all);
    }
    for population in 0..layout.populations {
        for month in 0..layout.months {
            for what in caseload::model::MEMBERS {
                use_one(layout.members(what, month, population));
            }
        }
    }
    for index in 0..layout.per_person.len() {
        (0..caseload::model::PERSON_BINS).for_each(|bin| use_one(layout.persons(index, bin)));
    }
    assert!(uses.iter().all(|&n| n == 1), "{uses:?}");
}
