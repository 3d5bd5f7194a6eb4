//! The slow, plain engine and the fast one agree record by record, and sum by sum.
//!
//! `cargo test` tries a few thousand random scenarios with a fixed seed. For more:
//!
//! ```text
//! CASELOAD_CASES=20000 cargo test --release --test suite agreement -- --nocapture
//! CASELOAD_SEED=7 CASELOAD_CASES=20000 ...    other ones
//! ```

use crate::engines::{SEED, difference, difference_at, fast, read, shipped};
use crate::generated;
use caseload::model::{OnCall, Step};
use caseload::scenario::{self, Loaded, Point};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// Cases of the everyday suite.
const CASES: u32 = 3000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// A runner that tries the same cases every time.
pub(crate) fn runner(share: u32) -> TestRunner {
    let cases = number("CASELOAD_CASES").map_or(CASES / share, |n| n as u32);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("CASELOAD_SEED").unwrap_or(1).to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

#[test]
fn two_engines_tell_the_same_story_of_random_scenarios() {
    let result = runner(1).run(&generated::scenarios(), |text| {
        let scenario = read(&text);
        for replication in 0..2 {
            difference(&scenario, replication)
                .map_err(|what| TestCaseError::fail(format!("replication {replication}: {what}")))?;
        }
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, text)) => panic!("{why}\n{text}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

#[test]
fn two_engines_tell_the_same_story_of_the_shipped_scenarios() {
    let mut tried = 0;
    for (path, loaded) in shipped() {
        let length = if path.contains("textbook") { "2 days" } else { "10 days" };
        // A textbook case may look at a moment beyond so short a time; it is then left out.
        let Ok((scenario, _)) = loaded.set("runs_for", length).and_then(Loaded::into_scenario) else {
            continue;
        };
        for point in [Point::Typical, Point::Draw { seed: SEED, index: 1 }] {
            difference_at(&scenario, point, 0).unwrap_or_else(|what| panic!("{path} at {point:?}: {what}"));
        }
        tried += 1;
    }
    assert!(tried >= 15, "only {tried} shipped scenarios were compared");
}

#[test]
fn the_random_scenarios_bring_about_everything_that_can_happen_to_a_task() {
    let seen = std::cell::RefCell::new(std::collections::BTreeMap::<&str, u32>::new());
    let scenarios = proptest::prelude::Strategy::prop_map(generated::scenarios(), |text| {
        let scenario = read(&text);
        fast(&scenario, Point::Typical, SEED.replication(0)).records
    });
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 600, failure_persistence: None, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &[1; 32]),
    );
    let told = runner.run(&scenarios, |records| {
        for record in records {
            *seen.borrow_mut().entry(record.step.word()).or_insert(0) += 1;
        }
        Ok(())
    });
    assert!(told.is_ok());
    for step in [
        Step::Arose,
        Step::Referred,
        Step::Started,
        Step::SetDown,
        Step::Resumed,
        Step::Released,
        Step::Finished,
        Step::Lapsed,
        Step::Skipped,
    ] {
        let times = seen.borrow().get(step.word()).copied().unwrap_or(0);
        assert!(times >= 40, "{} only {times} times: {:?}", step.word(), seen.borrow());
    }
}

#[test]
fn the_random_scenarios_bring_about_everything_that_can_happen_to_staff() {
    let seen = std::cell::RefCell::new(std::collections::BTreeMap::<&str, u32>::new());
    let scenarios = proptest::prelude::Strategy::prop_map(generated::scenarios(), |text| {
        let scenario = read(&text);
        let fast = fast(&scenario, Point::Typical, SEED.replication(0));
        (scenario, fast)
    });
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 600, failure_persistence: None, ..Config::default() },
        TestRng::from_seed(RngAlgorithm::ChaCha, &[1; 32]),
    );
    let told = runner.run(&scenarios, |(scenario, fast)| {
        let layout = &fast.layout;
        let raised_on = |pattern: scenario::Pattern| {
            scenario.kinds.iter().enumerate().any(|(k, kind)| {
                let own = kind.raised.as_ref().is_some_and(|r| r.pattern == pattern);
                own && (0..layout.months).any(|m| fast.row[layout.flow(caseload::model::Flow::Raised, m, k)] > 0)
            })
        };
        let returned = raised_on(scenario::Pattern::ReturnFromCustody);
        *seen.borrow_mut().entry("work of a return from custody").or_insert(0) += u32::from(returned);
        if !layout.staff_changes {
            return Ok(());
        }
        let cells = || (0..layout.months).flat_map(|month| (0..layout.roles).map(move |role| (month, role)));
        let any = |at: &dyn Fn(usize, usize) -> i64| cells().any(|(month, role)| at(month, role) > 0);
        let away = |month, role| (0..layout.absences).map(|a| fast.row[layout.away(month, role, a)]).sum();
        let groups = || (0..layout.months).flat_map(|m| (0..layout.on_call_groups).map(move |group| (m, group)));
        let on_call = |what| groups().any(|(month, group)| fast.row[layout.on_call(what, month, group)] > 0);
        for (what, happens) in [
            ("away", any(&away)),
            ("overtime", any(&|month, role| fast.row[layout.overtime(month, role)])),
            ("filled", any(&|month, role| fast.row[layout.filled(month, role)])),
            ("work of a change of manager", raised_on(scenario::Pattern::ChangeOfHolder)),
            ("call-out", on_call(OnCall::CallOuts)),
            ("hours given back", on_call(OnCall::GivenBack)),
        ] {
            *seen.borrow_mut().entry(what).or_insert(0) += u32::from(happens);
        }
        let roles = || (0..layout.roles).filter(|_| layout.feedback);
        for (what, happens) in [
            ("overloaded", roles().any(|role| fast.row[layout.overloaded_weeks(role)] > 0)),
            ("absence brought on", roles().any(|role| fast.row[layout.brought_on(role, false)] > 0)),
            ("leaving brought on", roles().any(|role| fast.row[layout.brought_on(role, true)] > 0)),
        ] {
            *seen.borrow_mut().entry(what).or_insert(0) += u32::from(happens);
        }
        Ok(())
    });
    assert!(told.is_ok());
    for (what, times) in seen.borrow().iter() {
        assert!(*times >= 7, "{what} only {times} times: {:?}", seen.borrow());
    }
    assert_eq!(seen.borrow().len(), 10);
}

/// More offenders than stand in a tree of the event list: what is put off, put forward and given up among them.
#[test]
fn two_engines_tell_the_same_story_of_a_caseload_of_tens_of_thousands() {
    let text = r#"
starts = 2024-01-01
runs_for = "4 days"
title = "A very large caseload"

[offenders]
number = 17000
risk = { high = "40 %", low = "rest" }
joining = { at_random = "100000 per year" }
leaving = "2 per offender per year"

[[group]]
name = "order"
number = 500
joins = { from = 2024-01-01, over = "2 days" }

[[staff]]
role = "officer"
people = 20

[[work]]
name = "visit"
raised = { each = "offender", at_random = "3 per offender per year" }
by = "officer"
effort = { mean = "3 h", varies = "exponential" }
then = [
  { name = "up", chance = "30 %", offender = { risk = "high" } },
  { name = "down", chance = "30 %", offender = { risk = "low" } },
  { name = "held", chance = "20 %", offender = { custody = { mean = "5 h", varies = "exponential" } } },
  { name = "nothing", chance = "rest" },
]

[[work]]
name = "review"
raised = { each = "offender", every = { high = "200 days", low = "400 days" } }
by = "no one"
then = [
  { name = "ordered", chance = "40 %", offender = { joins = "order" } },
  { name = "gone", chance = "10 %", offender = { off_register = true } },
  { name = "nothing", chance = "rest" },
]

[[work]]
name = "check"
raised = { each = "order", at_random = { high = "60 per offender per year", low = "10 per offender per year" }, one_at_a_time = true }
by = "officer"
effort = "20 min"
then = [{ name = "lifted", chance = "50 %", offender = { leaves = "order" } }, { name = "nothing", chance = "rest" }]
"#;
    let scenario = read(text);
    difference(&scenario, 0).unwrap_or_else(|what| panic!("{what}"));
    let row = fast(&scenario, Point::Typical, SEED.replication(0));
    assert!(row.records.len() > 2000, "only {} records", row.records.len());
}
