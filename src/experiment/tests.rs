//! Promises of the whole room, on small teams.

use super::settings::{Control, Settings, Wanted};
use super::study::{Named, Refusal, Study, compare, run};
use super::sweep::{Factor, sweep};
use super::{Answer, Part, Question, Warning};
use crate::scenario;

const TEAM: &str = r#"
title = "A small team"
runs_for = "8 weeks"
calendar = "none"
[answers]
watch = "visit"
[offenders]
number = 60
risk = { high = "40 %", low = "60 %" }
[[staff]]
role = "officer"
people = 2
holds = "offenders"
rota = "Mon-Fri 08:00-16:00"
discipline = "priority, then earliest due date"
[[work]]
name = "visit"
stage = "routine"
cause = "visits"
raised = { each = "offender", every = { high = "2 weeks", low = "6 weeks" } }
by = "holder"
effort = { mean = "2 h", varies = "exponential", uncertain = { uniform = ["1 h", "3 h"] } }
priority = 5
due_within = "7 days"
"#;

const MORE: &str = r#"
[[work]]
name = "alert"
stage = "triage"
cause = "the app"
raised = { each = "offender", at_random = "1 per month" }
by = "officer"
effort = { mean = "30 min", varies = "exponential" }
priority = 1
then = [{ name = "matter", chance = "20 %", counts = "breach", raises = ["enquiry"] }, { name = "nothing", chance = "rest" }]
[[work]]
name = "enquiry"
stage = "response"
by = "holder"
effort = "3 h"
priority = 2
"#;

fn named(name: &str, text: &str) -> Named {
    let (scenario, _) = scenario::from_text("team.toml", text).unwrap();
    Named { name: name.to_owned(), scenario }
}

fn settings(n: u64, threads: usize) -> Settings {
    Settings { replications: Wanted::Number(n), draws: 10, threads, ..Settings::default() }
}

fn pair(n: u64, threads: usize) -> Study {
    let (base, app) = (named("base", TEAM), named("app", &format!("{TEAM}{MORE}")));
    compare(&base, &[app], &settings(n, threads), Control::default()).unwrap()
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads() {
    let json = |threads| serde_json::to_string(&pair(9, threads).answer).unwrap();
    let one = json(1);
    assert_eq!(one, json(2));
    assert_eq!(one, json(7));
    assert!(!one.contains("NaN") && !one.contains("inf\""));
}

#[test]
fn the_first_replications_of_more_are_the_replications_of_fewer() {
    let (few, many) = (pair(5, 2), pair(12, 2));
    for (a, b) in few.records.iter().zip(&many.records) {
        assert_eq!(a.typical[..], b.typical[..5]);
        assert_eq!(a.draws, b.draws);
    }
}

#[test]
fn the_ledger_adds_up_and_what_is_caused_is_of_the_new_cause_alone() {
    let study = pair(10, 0);
    let comparison = &study.answer.comparisons[0];
    assert_eq!(comparison.new_causes, ["the app"]);
    assert!(comparison.ledger.adds_up);
    let parts: f64 = comparison.ledger.parts.iter().map(|p| p.total.centre.unwrap().mean).sum();
    let whole = comparison.ledger.total.centre.unwrap().mean;
    assert!((parts - whole).abs() < 1e-9);
    let caused = comparison.ledger.parts.iter().find(|p| p.part == Part::Caused).unwrap();
    let by_cause = study.answer.scenarios[1].quantity("hours.cause.the app").unwrap().centre.unwrap().mean;
    assert!((caused.total.centre.unwrap().mean - by_cause).abs() < 1e-9);
    let stages: Vec<_> = caused.stages.iter().map(|c| c.stage.clone().unwrap()).collect();
    assert_eq!(stages, ["triage", "response"]);
}

#[test]
fn what_is_switched_on_changes_no_demand_it_does_not_cause() {
    let study = pair(10, 0);
    let [base, app] = study.records.as_slice() else { panic!("two scenarios") };
    assert_eq!(base.values("raised.visit"), app.values("raised.visit"));
    let total = |key: &str| app.values(key).unwrap().into_iter().map(|x| x.unwrap()).sum::<f64>();
    let extra = total("demand.total") - base.values("demand.total").unwrap().iter().flatten().sum::<f64>();
    assert!((extra - total("demand.kind.alert") - total("demand.kind.enquiry")).abs() < 1e-6);
}

#[test]
fn the_added_stream_of_v16_is_the_difference_in_every_replication() {
    let load = |name: &str| {
        let (scenario, _) = scenario::load(&format!("scenarios/textbook/{name}.toml")).unwrap();
        Named { name: name.to_owned(), scenario }
    };
    let study = compare(&load("crn-base"), &[load("crn-added")], &settings(200, 0), Control::default()).unwrap();
    let [base, added] = study.records.as_slice() else { panic!("two scenarios") };
    let new: Vec<&str> = added
        .catalogue
        .items
        .iter()
        .map(|i| i.quantity.key.as_str())
        .filter(|key| key.starts_with("demand.kind.") && base.catalogue.find(key).is_none())
        .collect();
    let (a, b, extra) = (base.values("demand.total"), added.values("demand.total"), added.values(new[0]));
    for ((a, b), extra) in a.unwrap().iter().zip(b.unwrap()).zip(extra.unwrap()) {
        let (gap, extra) = (b.unwrap() - a.unwrap(), extra.unwrap());
        assert!((gap - extra).abs() <= 1e-9 * extra.abs());
    }
    let difference = study.answer.comparisons[0].difference("demand.total").unwrap();
    assert!(difference.variance_ratio.unwrap() > 1.0 && difference.correlation.unwrap() > 0.0);
}

#[test]
fn both_bands_are_given_and_ignorance_widens_them() {
    let study = run(&named("base", TEAM), &settings(40, 0), Control::default()).unwrap();
    let hours = study.answer.scenarios[0].quantity("demand.total").unwrap();
    let (chance, wider) = (hours.spread.unwrap(), hours.wider.unwrap());
    assert!(wider.outcome.high - wider.outcome.low > chance.p95.value - chance.p5.value);
    assert!(wider.share_of_ignorance.unwrap() > 0.5);
    assert_eq!(study.answer.question, Question::Run);
}

#[test]
fn one_replication_has_no_interval_and_nothing_to_do_has_no_waits() {
    let study = run(&named("base", TEAM), &settings(1, 1), Control::default()).unwrap();
    let answer = &study.answer.scenarios[0];
    let hours = answer.quantity("hours.total").unwrap();
    assert_eq!((hours.centre.unwrap().confidence, hours.spread), (None, None));
    let idle = TEAM.replace("number = 60", "number = 0");
    let study = run(&named("idle", &idle), &settings(3, 1), Control::default()).unwrap();
    let wait = study.answer.scenarios[0].quantity("wait.mean.visit").unwrap();
    assert_eq!((wait.centre, wait.defined, wait.undefined), (None, 0, 3));
}

#[test]
fn a_steady_state_of_an_overloaded_role_is_refused_with_the_role() {
    // A file that asks so is refused as a file; the library refuses a scenario that was made otherwise too.
    let mut full = named("full", &TEAM.replace("number = 60", "number = 600"));
    full.scenario.steady_state = true;
    let refused = run(&full, &settings(3, 1), Control::default()).unwrap_err();
    assert!(
        matches!(&refused, Refusal::SteadyState { role, load, .. } if role == "officer" && *load > 1.0),
        "{refused}"
    );
    let overloaded =
        run(&named("full", &TEAM.replace("number = 60", "number = 600")), &settings(3, 1), Control::default());
    let warnings = overloaded.unwrap().answer.warnings;
    assert!(warnings.iter().any(|w| matches!(w, Warning::Overload { role, .. } if role == "officer")));
}

#[test]
fn a_truncated_replication_takes_the_averages_with_it() {
    let text = format!("{TEAM}\n[limits]\nevents = 50\n");
    let study = run(&named("short", &text), &settings(4, 1), Control::default()).unwrap();
    assert_eq!(study.answer.scenarios[0].quantity("hours.total").unwrap().centre, None);
    assert!(study.answer.warnings.iter().any(|w| matches!(w, Warning::Truncated { of: 24, .. })));
}

#[test]
fn a_flag_that_is_set_before_the_start_leaves_nothing_to_report() {
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let control = Control { stop: Some(stop), progress: None };
    assert!(matches!(run(&named("base", TEAM), &settings(4, 1), control), Err(Refusal::Stopped)));
}

#[test]
fn a_run_that_is_stopped_counts_the_finished_beginning() {
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let set = std::sync::Arc::clone(&stop);
    let progress = move |p: super::Progress| {
        if p.done >= 3 {
            set.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    };
    let control = Control { stop: Some(stop), progress: Some(&progress) };
    let study = run(&named("base", TEAM), &settings(500, 2), control).unwrap();
    let made = study.answer.scenarios[0].replications;
    assert!(made.typical < 500 && made.interrupted_of == Some(520), "{made:?}");
    let whole = run(&named("base", TEAM), &settings(500, 2), Control::default()).unwrap();
    assert_eq!(study.records[0].typical[..], whole.records[0].typical[..made.typical as usize]);
}

#[test]
fn a_grid_pairs_every_cell_with_the_first() {
    let loaded = scenario::open_text("team.toml", TEAM).unwrap();
    let factor = |key: &str, values: &[&str]| Factor {
        key: key.to_owned(),
        values: values.iter().map(|v| (*v).to_owned()).collect(),
    };
    let factors = vec![factor("offenders.number", &["40", "60"]), factor("staff.officer.people", &["2", "3"])];
    let study = sweep("team", &loaded, factors, &settings(6, 2), Control::default()).unwrap();
    let Answer { sweep: Some(grid), .. } = study.answer else { panic!("a sweep") };
    assert_eq!(grid.cells.len(), 4);
    let more_people = &grid.cells[2].responses;
    let demand = more_people.iter().find(|r| r.estimate.quantity.key == "demand a month.total").unwrap();
    assert!(demand.against_first.as_ref().unwrap().centre.unwrap().mean > 0.0);
    let more_staff = &grid.cells[1].responses;
    let demand = more_staff.iter().find(|r| r.estimate.quantity.key == "demand a month.total").unwrap();
    let centre = demand.against_first.as_ref().unwrap().centre.unwrap();
    assert!(centre.mean.abs() < 1e-12, "an officer more changes nobody's demand: {centre:?}");
}

#[test]
fn precision_stops_at_a_block_and_names_what_limits_it() {
    let wanted = Wanted::Precision { relative: 0.02, at_least: 64, at_most: 256 };
    let asked = Settings { replications: wanted, draws: 0, ..Settings::default() };
    let study = run(&named("base", TEAM), &asked, Control::default()).unwrap();
    let scenario = &study.answer.scenarios[0];
    assert_eq!(scenario.replications.typical % 64, 0);
    assert!(scenario.precision.limiting.is_some());
    let few = study.answer.warnings.iter().any(|w| matches!(w, Warning::TooFewReplications { .. }));
    assert_eq!(few, scenario.precision.targets.iter().any(|t| !t.met));
}
