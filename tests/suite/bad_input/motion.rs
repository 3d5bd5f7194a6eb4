//! Bad words about a caseload in motion, shocks and policies: what must be said.

use super::{EFFORT, RATE, Rule, accepted, all_rejected, rejected, with};

const TEN: &str = "number = 10\n";

#[test]
fn joining_and_leaving() {
    let offenders = |more: &str| format!("{TEN}{more}\n");
    let rules: Vec<(&str, String, &[&str])> = vec![
        ("rate", offenders("joining = { at_random = \"15\" }"), &["offenders.joining.at_random", "`15` is not a rate"]),
        (
            "rate for whom",
            offenders("joining = { at_random = \"1 per offender per year\" }"),
            &["rate per offender", "per team"],
        ),
        ("key", offenders("joining = { at_randm = \"1 per year\" }"), &["did you mean `at_random`?"]),
        (
            "level",
            offenders("joining = { at_random = \"1 per year\", risk = { hihg = 1 } }"),
            &["no risk level `hihg`"],
        ),
        (
            "shares",
            offenders("joining = { at_random = \"1 per year\", risk = { all = \"90 %\" } }"),
            &["offenders.joining.risk", "add up to 0.9"],
        ),
        ("leaving", offenders("leaving = \"-1 per offender per year\""), &["offenders.leaving", "is negative"]),
        (
            "leaving too soon",
            offenders("leaving = \"2 per offender per day\""),
            &["offenders.leaving", "less than a day", "at most 1"],
        ),
        ("leaving for whom", offenders("leaving = \"1 per device per year\""), &["rate per device"]),
        ("too many", offenders("joining = { at_random = \"900000 per day\" }"), &["more than 500000 people"]),
        (
            "growth",
            offenders("joining = { at_random = \"1 per day\", over_time = { grows = \"3 %\" } }"),
            &["grows", "3 % per year"],
        ),
        (
            "growth",
            offenders("joining = { at_random = \"1 per day\", over_time = { grows = 0.03 } }"),
            &["has no unit"],
        ),
        (
            "growth",
            offenders("joining = { at_random = \"1 per day\", over_time = { grows = \"nan % per year\" } }"),
            &["not a percentage"],
        ),
        (
            "growth",
            offenders("joining = { at_random = \"1 per day\", over_time = { grows = \"-100 % per year\" } }"),
            &["leaves nothing"],
        ),
        (
            "growth",
            offenders("joining = { at_random = \"1 per day\", over_time = { grows = \"900000 % per day\" } }"),
            &["outside"],
        ),
        (
            "bound",
            offenders("[[group]]\nname = \"app\"\nshare = \"50 %\"\nat_most = -3"),
            &["group.app.at_most", "negative"],
        ),
        (
            "bound",
            offenders("[[group]]\nname = \"app\"\nshare = \"50 %\"\nat_most = 2.5"),
            &["group.app.at_most", "whole"],
        ),
        (
            "name",
            offenders("leaving = \"1 per year\"\n[[group]]\nname = \"register\"\nshare = \"50 %\""),
            &["`register` stands for something else"],
        ),
    ];
    for (name, new, words) in &rules {
        let rule: Rule<'_> = (name, TEN, new, words);
        all_rejected(&[rule]);
    }
}

#[test]
fn work_of_newcomers_needs_newcomers() {
    let raised = "raised = { each = \"team\", at_random = \"1 per hour\" }";
    let said = rejected(with(raised, "raised = { each = \"offender\", on_joining = true }"));
    assert!(said.contains("a register that people join") && said.contains("[offenders.joining]"), "{said}");
}

#[test]
fn shocks_settling_and_policies() {
    let rate = |more: &str| format!("{RATE}, {more}");
    let effort = |more: &str| format!("{EFFORT}\n{more}");
    let rules: Vec<(&str, &str, String, &[&str])> = vec![
        ("shock without rate", RATE, rate("shocks = { times = 2 }"), &["how often the shock `case` comes"]),
        (
            "shock without times",
            RATE,
            rate("shocks = { at_random = \"1 per day\", lasts = \"1 h\" }"),
            &["`times` is missing"],
        ),
        (
            "too many",
            RATE,
            rate("shocks = { at_random = \"1 per s\", lasts = \"1 s\", times = 2 }"),
            &["more than 10000 times"],
        ),
        (
            "negative",
            RATE,
            rate("shocks = { at_random = \"1 per day\", lasts = \"1 h\", times = -2 }"),
            &["times", "negative"],
        ),
        ("settling", RATE, rate("settling = { times = 2 }"), &["either `for` or `halves_every`"]),
        (
            "settling",
            RATE,
            rate("settling = { times = 2, for = \"1 h\", settles_at = 0.5 }"),
            &["`settles_at` goes with `halves_every`"],
        ),
        ("settling", RATE, rate("settling = { times = 2, halves_every = \"1 ms\" }"), &["shorter than a second"]),
        ("over_time", RATE, rate("over_time = { period = \"1 day\" }"), &["either `steps` or `wave`"]),
        (
            "overload",
            EFFORT,
            effort("when_overloaded = { above = \"10 h per person\" }"),
            &["either skip = true or `effort`"],
        ),
        (
            "overload",
            EFFORT,
            effort("when_overloaded = { above = \"10 h\", skip = true, effort = \"50 %\" }"),
            &["either skip = true or `effort`"],
        ),
        (
            "overload",
            EFFORT,
            effort("when_overloaded = { above = \"10\", skip = true }"),
            &["when_overloaded.above", "unit"],
        ),
        (
            "overload",
            EFFORT,
            effort("when_overloaded = { above = \"1 h\", skip = true, risk = \"hihg\" }"),
            &["no risk level `hihg`"],
        ),
        ("lateness", EFFORT, effort("grows_when_late = { by = \"10 % per week\" }"), &["`due_within`"]),
        (
            "lateness",
            EFFORT,
            effort("due_within = \"1 h\"\ngrows_when_late = { by = \"10 %\" }"),
            &["not a percentage for a time"],
        ),
        (
            "lateness",
            EFFORT,
            effort("due_within = \"1 h\"\ngrows_when_late = { by = \"-10 % per week\" }"),
            &["is negative"],
        ),
        ("chance", EFFORT, effort("with = { role = \"officer\", chance = \"140 %\" }"), &["between 0 and 1"]),
        ("except", RATE, rate("except = \"app\""), &["`except` goes with each = \"offender\""]),
        (
            "same_as",
            "\"1 h\"",
            "\"1 h\", uncertain = { same_as = \"work.other.effort\" }".to_owned(),
            &["not the key of an uncertain number"],
        ),
        (
            "same_as",
            "\"1 h\"",
            "\"1 h\", uncertain = { same_as = \"work.case.effort\" }".to_owned(),
            &["itself uncertain as another"],
        ),
    ];
    for (name, old, new, words) in &rules {
        let rule: Rule<'_> = (name, old, new, words);
        all_rejected(&[rule]);
    }
}

#[test]
fn two_accounts_of_one_shock_must_agree() {
    let other = "[[work]]\nname = \"other\"\nby = \"officer\"\neffort = \"1 h\"\n\
                 raised = { each = \"team\", at_random = \"1 per day\", shocks = { name = \"wave\", at_random = \"2 per month\", times = 3 } }";
    let text = with(
        RATE,
        &format!("{RATE}, shocks = {{ name = \"wave\", at_random = \"1 per month\", lasts = \"1 day\", times = 2 }}"),
    );
    let said = rejected(format!("{text}{other}\n"));
    assert!(said.contains("the shock `wave` comes at another rate"), "{said}");
    accepted(format!("{text}{}\n", other.replace("2 per month", "1 per month")), 2);
}

/// Extremes that are allowed: everyone leaves within days, a shock that never ends, growth to the limit.
#[test]
fn extremes_are_simulated() {
    let gone =
        with(TEN, &format!("{TEN}leaving = \"1 per offender per day\"\njoining = {{ at_random = \"20 per day\" }}\n"));
    let (_, answer) = accepted(gone, 3);
    // Twenty come in a day and stay for one: 20 on average, give or take 2.6 over three replications; four of these.
    assert!((answer.mean("members at end.register") - 20.0).abs() < 10.4);
    let (_, answer) = accepted(
        with(RATE, &format!("{RATE}, shocks = {{ at_random = \"9 per day\", lasts = \"100 years\", times = 0 }}")),
        3,
    );
    assert!(answer.mean("raised.case") < 60.0);
    accepted(with(RATE, &format!("{RATE}, over_time = {{ grows = \"9000 % per year\" }}")), 3);
    accepted(with(RATE, &format!("{RATE}, over_time = {{ grows = \"-98 % per year\" }}")), 3);
}
