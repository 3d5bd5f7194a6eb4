//! A caseload in motion that does not move, and policies that never apply, change nothing.

use super::{N, SEED, file, usual, with};
use crate::support::{Answer, Caseload, Place};

fn answer(text: &str) -> Answer {
    let place = Place::new();
    Caseload::run(&file(&place, text), N).seed(SEED).answer()
}

/// Every quantity of `before` is the same in `after`, to the bit.
fn nothing_changes(before: &str, after: &str) {
    let (before, after) = (answer(before), answer(after));
    for key in before.keys() {
        assert_eq!(before.quantity(&key).to_string(), after.quantity(&key).to_string(), "{key}");
    }
}

const OFFENDERS: &str = "[offenders]\nnumber = 60\n";
const REPORTS: &str = "at_random = \"0.004 per offender per hour\"";
const CALLS: &str = "at_random = \"0.4 per hour\"";

#[test]
fn nobody_joins_and_nobody_leaves() {
    let still =
        "[offenders]\nnumber = 60\nleaving = \"0 per offender per year\"\njoining = { at_random = \"0 per year\" }\n";
    nothing_changes(&usual(), &with(OFFENDERS, still));
    let by_risk = "[offenders]\nnumber = 60\nleaving = { high = \"never\", low = \"0 per year\" }\n";
    nothing_changes(&usual(), &with(OFFENDERS, by_risk));
}

#[test]
fn growth_of_nothing_and_shocks_that_multiply_by_one() {
    let grows = format!("{CALLS}, over_time = {{ grows = \"0 % per year\" }}");
    nothing_changes(&usual(), &with(CALLS, &grows));
    let shocks = "shocks = { at_random = \"1 per week\", lasts = \"2 days\", times = 1 }";
    nothing_changes(&usual(), &with(REPORTS, &format!("{REPORTS}, {shocks}")));
    let never = "shocks = { at_random = \"0 per week\", lasts = \"2 days\", times = 5 }";
    let (before, after) = (answer(&usual()), answer(&with(REPORTS, &format!("{REPORTS}, {never}"))));
    assert_eq!(before.mean("raised.report"), after.mean("raised.report"));
}

#[test]
fn policies_that_never_apply() {
    let effort = "effort = { mean = \"4 h\", varies = \"lognormal, cv 0.5\" }";
    let skip = "when_overloaded = { above = \"10000 h per person\", skip = true }";
    nothing_changes(&usual(), &with(effort, &format!("{effort}\n{skip}")));
    let grows = "grows_when_late = { by = \"0 % per week\" }";
    nothing_changes(&usual(), &with(effort, &format!("{effort}\n{grows}")));
    let alone = "with = { role = \"examiner\", chance = \"0 %\" }";
    let together = "with = { role = \"examiner\" }";
    let certain = "with = { role = \"examiner\", chance = \"100 %\" }";
    let crew = |crew: &str| with(effort, &format!("{effort}\n{crew}"));
    nothing_changes(&crew(together), &crew(certain));
    let (without, never) = (answer(&usual()), answer(&crew(alone)));
    for key in ["demand.total", "hours.total", "raised.total", "finished.visit", "wait.mean.visit"] {
        assert_eq!(without.mean(key), never.mean(key), "{key}");
    }
}

#[test]
fn a_bound_that_is_never_reached_and_a_list_of_one() {
    let group = |more: &str| format!("{OFFENDERS}[[group]]\nname = \"app\"\nshare = \"50 %\"\n{more}");
    let head = "title = \"metamorphic\"\ncalendar = \"none\"\nruns_for = \"20 days\"\n";
    let grouped = |more: &str, except: &str| {
        let text = usual().replace(
            "raised = { each = \"offender\", at_random",
            &format!("raised = {{ each = \"offender\", except = {except}, at_random"),
        );
        let risk = "risk = { high = \"20 %\", low = \"rest\" }\n";
        let text = text.replace(
            &format!("{head}{OFFENDERS}{risk}"),
            &format!("{head}{OFFENDERS}{risk}{}", group(more).replace(OFFENDERS, "")),
        );
        assert!(text.contains("[[group]]") && text.contains("except"), "{text}");
        text
    };
    nothing_changes(&grouped("", "\"app\""), &grouped("at_most = 60\n", "\"app\""));
    nothing_changes(&grouped("", "\"app\""), &grouped("", "[\"app\"]"));
}

/// A larger caseload at the start changes no newcomer: the same numbers join.
#[test]
fn newcomers_are_the_same_whoever_is_there_already() {
    let joining = |number: u32| {
        with(OFFENDERS, &format!("[offenders]\nnumber = {number}\njoining = {{ at_random = \"2 per day\" }}\n"))
    };
    let (few, many) = (answer(&joining(60)), answer(&joining(90)));
    assert_eq!(few.quantity("joined.register").to_string(), many.quantity("joined.register").to_string());
    assert!(few.mean("joined.register") > 30.0);
}
