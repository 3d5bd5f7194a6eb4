//! A group drawn from another holds no one who is not in that other any more.

use crate::engines::agree;
use crate::support::{Answer, Caseload, Place};

/// Ten people in a group, and in one drawn from it (INNER); on the tenth day they leave the OUT.
const TEXT: &str = r#"
title    = "Groups"
calendar = "none"
runs_for = "30 days"
[offenders]
number = 10
[[group]]
name  = "outer"
share = "100 %"
[[group]]
name  = "inner"
of    = "outer"
share = "100 %"
INNER
[[group]]
name  = "innermost"
of    = "inner"
share = "50 %"
[[staff]]
role   = "clerk"
people = "unlimited"
[[work]]
name   = "leaving"
raised = { each = "offender", at = ["10 days"] }
by     = "no one"
then   = [{ name = "left", chance = "rest", offender = { leaves = "OUT" } }]
[[work]]
name   = "visit"
raised = { each = "inner", every = "1 day", first = "12 h" }
by     = "clerk"
effort = "1 h"
[[work]]
name   = "look"
raised = { each = "innermost", every = "1 day", first = "12 h" }
by     = "clerk"
effort = "1 h"
[[work]]
name   = "letter"
raised = { each = "offender", except = ["outer", "inner"], every = "1 day", first = "12 h" }
by     = "clerk"
effort = "1 h"
"#;

fn run(inner: &str, out: &str) -> Answer {
    let text = TEXT.replace("INNER", inner).replace("OUT", out);
    agree(&text);
    let place = Place::new();
    Caseload::run(&place.file("groups.toml", &text), 2).answer()
}

fn are(answer: &Answer, expected: &[(&str, f64)]) {
    for (key, number) in expected {
        assert!((answer.mean(key) - number).abs() < 1e-9, "{key} is {} and not {number}", answer.mean(key));
    }
}

#[test]
fn who_leaves_a_group_leaves_those_drawn_from_it() {
    let all = run("", "outer");
    are(&all, &[("raised.visit", 100.0), ("raised.look", 50.0), ("raised.letter", 200.0)]);
    are(&all, &[("left.outer", 10.0), ("left.inner", 10.0), ("left.innermost", 5.0)]);
    // Not the other way round.
    let inner = run("", "inner");
    are(&inner, &[("raised.visit", 100.0), ("raised.look", 50.0), ("raised.letter", 0.0)]);
    are(&inner, &[("left.outer", 0.0), ("left.inner", 10.0), ("left.innermost", 5.0)]);
}

#[test]
fn who_has_left_joins_and_waits_no_more() {
    // All were to join on the twentieth day.
    let later = run("joins = { from = \"20 days\", over = \"0 h\" }", "outer");
    are(&later, &[("raised.visit", 0.0), ("joined.inner", 0.0)]);
    // Four are members and six wait; whoever is let in by one who leaves has left in the same instant.
    let bounded = run("at_most = 4", "outer");
    are(&bounded, &[("raised.visit", 40.0), ("waiting to join at end.inner", 0.0), ("members at end.inner", 0.0)]);
}

/// Ten people who may be in a group, in one drawn from it, and in one drawn from that.
const PARTS: &str = r#"
title    = "Parts"
calendar = "none"
runs_for = "30 days"
[offenders]
number = 10
[[group]]
name  = "outer"
WHOLE
[[group]]
name  = "inner"
of    = "outer"
PART
[[group]]
name  = "innermost"
of    = "inner"
share = "100 %"
[[staff]]
role   = "clerk"
people = "unlimited"
[[work]]
name   = "finding"
raised = { each = "offender", at = ["10 days"] }
by     = "no one"
then   = [{ name = "found", chance = "rest"FOUND }]
[[work]]
name   = "visit"
raised = { each = "inner", every = "1 day", first = "12 h" }
by     = "clerk"
effort = "1 h"
[[work]]
name   = "look"
raised = { each = "innermost", every = "1 day", first = "12 h" }
by     = "clerk"
effort = "1 h"
[[work]]
name   = "install"
raised = { each = "innermost", on_joining = true }
by     = "clerk"
effort = "1 h"
[[work]]
name   = "letter"
raised = { each = "offender", except = ["outer", "innermost"], every = "1 day", first = "12 h" }
by     = "clerk"
effort = "1 h"
[[work]]
name   = "call"
raised = { each = "offender", except = "inner", every = "1 day", first = "12 h" }
by     = "clerk"
effort = "1 h"
"#;

fn parts(whole: &str, part: &str, found: &str) -> (String, Answer) {
    let text = PARTS.replace("WHOLE", whole).replace("PART", part).replace("FOUND", found);
    agree(&text);
    let place = Place::new();
    let answer = Caseload::run(&place.file("parts.toml", &text), 2).answer();
    (text, answer)
}

/// What `check` expects of each kind in the period.
fn expected(text: &str, kind: &str) -> f64 {
    let place = Place::new();
    let checked = Caseload::checked(&place.file("parts.toml", text));
    let kinds = checked[0]["kinds"].as_array().unwrap();
    kinds.iter().find(|own| own["kind"] == kind).unwrap()["tasks"].as_f64().unwrap() * 30.0 / 365.0
}

#[test]
fn nobody_is_in_a_part_of_a_group_before_they_are_in_the_whole() {
    let all = "share = \"100 %\"";
    // The whole is joined on the tenth day, the part with it or on the fifteenth.
    for (joins, from) in [("", 10.0), ("joins = { from = \"15 days\", over = \"0 h\" }", 15.0)] {
        let (text, answer) =
            parts(&format!("{all}\njoins = {{ from = \"10 days\", over = \"0 h\" }}"), &format!("{all}\n{joins}"), "");
        let numbers = [
            ("visit", 10.0 * (30.0 - from)),
            ("look", 10.0 * (30.0 - from)),
            ("install", 10.0),
            ("letter", 100.0),
            ("call", 10.0 * from),
        ];
        for (kind, number) in numbers {
            are(&answer, &[(&format!("raised.{kind}"), number)]);
            assert!((expected(&text, kind) - number).abs() < 0.1, "{kind}: {} and not {number}", expected(&text, kind));
        }
    }
    // Both are joined evenly over the month: of those who are in the whole on a day as many are in the part.
    let evenly = format!("{all}\njoins = {{ from = \"0 h\", over = \"30 days\" }}");
    let (text, _) = parts(&evenly, &evenly, "");
    let noon = |day: u32| (f64::from(day) + 0.5) / 30.0;
    let squares: f64 = (0..30).map(|day| noon(day) * noon(day)).sum();
    assert!((expected(&text, "visit") - 10.0 * squares).abs() < 0.1, "{}", expected(&text, "visit"));
    assert!((expected(&text, "call") - 10.0 * (30.0 - squares)).abs() < 0.1, "{}", expected(&text, "call"));
    // Four have a place in the whole, so that four are in the part; of a part with a place for two, two.
    for (bound, number) in [("", 4.0), ("\nat_most = 2", 2.0)] {
        let (text, answer) = parts(&format!("{all}\nat_most = 4"), &format!("{all}{bound}"), "");
        let both = [("visit", 30.0 * number), ("letter", 30.0 * 6.0), ("call", 30.0 * (10.0 - number))];
        for (kind, number) in both {
            are(&answer, &[(&format!("raised.{kind}"), number)]);
            assert!((expected(&text, kind) - number).abs() < 0.1, "{kind}: {} and not {number}", expected(&text, kind));
        }
        are(&answer, &[("members at end.inner", number), ("members at end.innermost", number)]);
        are(&answer, &[("waiting to join at end.outer", 6.0)]);
    }
}

#[test]
fn who_comes_to_a_part_of_a_group_by_what_is_found_comes_to_the_whole() {
    let found = ", offender = { joins = \"innermost\" }";
    let (_, answer) = parts("number = 0", "number = 0", found);
    are(&answer, &[("joined.outer", 10.0), ("joined.inner", 10.0), ("joined.innermost", 10.0)]);
    are(&answer, &[("raised.visit", 200.0), ("raised.look", 200.0), ("raised.letter", 100.0), ("raised.call", 100.0)]);
    // Those for whom the whole has no place wait for it, and not for the part.
    let (_, answer) = parts("number = 0\nat_most = 4", "number = 0\nat_most = 4", found);
    are(&answer, &[("joined.outer", 4.0), ("joined.inner", 4.0), ("joined.innermost", 4.0)]);
    are(&answer, &[("waiting to join at end.outer", 6.0), ("waiting to join at end.inner", 0.0)]);
    are(&answer, &[("raised.look", 80.0), ("raised.letter", 220.0)]);
}
