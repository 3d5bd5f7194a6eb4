//! What `check` expects, against arithmetic and against a run.

use crate::support::{Caseload, Place};

/// Outcomes that change on a date one after another, and in a circle.
const DATED: &str = r#"
title    = "A chain and a loop whose outcomes change on a date"
calendar = "none"
runs_for = "100 days"

[[staff]]
role   = "clerk"
people = "unlimited"

[[work]]
name   = "letter"
raised = { each = "team", every = "1 day", first = "30 min" }
by     = "clerk"
effort = "1 h"
then   = [{ name = "on", chance = "100 %", until = "40 days", raises = "answer" }, { name = "kept", chance = "rest" }]

[[work]]
name   = "answer"
by     = "clerk"
effort = "2 h"
then   = [{ name = "on", chance = "100 %", until = "40 days", raises = "file" }, { name = "kept", chance = "rest" }]

[[work]]
name   = "file"
by     = "clerk"
effort = "3 h"

[[work]]
name   = "form"
raised = { each = "team", at_random = "1 per day", over_time = { steps = [{ from = "40 days", times = 3 }] } }
by     = "clerk"
effort = "1 h"
then   = [{ name = "again", chance = "75 %", until = "40 days", raises = "form" }, { name = "kept", chance = "rest" }]

[[backlog]]
work   = "answer"
number = 10
"#;

#[test]
fn outcomes_that_change_on_a_date_are_followed_date_by_date() {
    let place = Place::new();
    let file = place.file("dated.toml", DATED);
    let ended = Caseload::new("check").file(&file).words("--json").end();
    let checked: serde_json::Value = serde_json::from_str(&ended.out()).unwrap();
    let a_year = 365.0 / 100.0;
    // Of a hundred letters the first forty are answered and each answer is filed; the averages over the period would
    // have sixteen on file. Forty forms come back three times each, then three a day do not.
    let expected =
        [("letter", 100.0, 1.0), ("answer", 40.0, 2.0), ("file", 40.0, 3.0), ("form", 40.0 * 4.0 + 180.0, 1.0)];
    for (kind, tasks, hours) in expected {
        let all = checked[0]["kinds"].as_array().unwrap();
        let own = all.iter().find(|own| own["kind"] == kind).unwrap();
        let said = |key: &str| own[key].as_f64().unwrap() / a_year;
        assert!((said("tasks") - tasks).abs() < 1e-6, "{kind}: {} and not {tasks}", said("tasks"));
        assert!((said("hours") - tasks * hours).abs() < 1e-6, "{kind}: {}", said("hours"));
    }
    let waiting = checked[0]["loads"][0]["backlog"].as_f64().unwrap();
    assert!((waiting - 10.0 * (2.0 + 3.0)).abs() < 1e-9, "the backlog is followed up as on the first day: {waiting}");
    // A run says the same; forms alone are random: about 340 a replication, and 200 replications, five standard errors.
    let answer = Caseload::run(&file, 200).seed(5).answer();
    for (kind, tasks) in [("letter", 100.0), ("answer", 40.0), ("file", 40.0 + 10.0)] {
        assert!((answer.mean(&format!("raised.{kind}")) - tasks).abs() < 1e-9, "{kind}");
    }
    let (mean, error) = (answer.mean("raised.form"), answer.standard_error("raised.form"));
    assert!((mean - 340.0).abs() < 5.0 * error && error < 5.0, "{mean} {error}");
}
