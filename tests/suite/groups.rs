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

/// A part may have somebody whom the whole has not yet: `check` says so, and only then.
#[test]
fn a_part_of_a_group_that_fills_later_is_warned_of() {
    let said = |whole: &str, part: &str| {
        let text = format!(
            "title = \"parts\"\ncalendar = \"none\"\nruns_for = \"60 days\"\n[offenders]\nnumber = 100\n\
             [[group]]\nname = \"whole\"\nnumber = 20\n{whole}\n[[group]]\nname = \"part\"\nof = \"whole\"\nshare = \"50 %\"\n{part}\n\
             [[staff]]\nrole = \"om\"\npeople = 1\n\
             [[work]]\nname = \"call\"\nraised = {{ each = \"part\", every = \"30 days\" }}\nby = \"om\"\neffort = \"1 h\"\n"
        );
        let place = Place::new();
        let ended = Caseload::new("check").file(&place.file("parts.toml", text)).end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        let all = ended.said() + &ended.out();
        all.contains("`part` is drawn from all who are to be members of `whole`")
    };
    let later = "joins = { from = \"10 days\", over = \"10 days\" }";
    for (whole, part, ahead) in [
        ("", "", false),
        ("", later, false),
        ("at_most = 10", "", true),
        (later, "", true),
        (later, later, true),
        (later, "joins = { from = \"20 days\", over = \"10 days\" }", false),
    ] {
        assert_eq!(said(whole, part), ahead, "{whole} | {part}");
    }
}
