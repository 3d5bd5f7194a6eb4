//! What the team does changes nothing in what comes to it.

use std::collections::BTreeMap;

use super::{CALL, REPORT, SEED, arisen, file, steps, usual, with};
use crate::support::{Caseload, Place, Table};

const SOURCES: [&str; 3] = ["visit", "call", "report"];

/// Who a task is, to compare it between runs: when it arose and whom it concerns.
fn outcomes(steps: &Table, kind: &str) -> BTreeMap<(String, String), String> {
    let of = steps.only("kind", kind);
    let cells = |step: &str, name: &str| of.only("step", step).columns(&["task", name, "offender"]);
    let born: BTreeMap<String, String> =
        cells("arose", "time_ms").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    cells("finished", "outcome")
        .into_iter()
        .map(|row| ((born[&row[0]].clone(), row[2].clone()), row[1].clone()))
        .collect()
}

/// All tasks of the three sources arise at the same times, with the same efforts and the same outcomes.
fn same_demand(before: &Table, after: &Table) {
    for kind in SOURCES {
        assert_eq!(arisen(before, kind), arisen(after, kind), "{kind}");
    }
    let after = outcomes(after, "report");
    let both = outcomes(before, "report").into_iter().filter_map(|(task, is)| Some((is, after.get(&task)?.clone())));
    let both: Vec<_> = both.collect();
    assert!(both.len() > 20);
    assert!(both.iter().all(|(before, after)| before == after));
}

#[test]
fn extra_officer_same_demand() {
    for replication in 0..4 {
        let before = steps(&usual(), replication);
        let after = steps(&with("people = 3", "people = 4"), replication);
        same_demand(&before, &after);
        assert_ne!(before.only("step", "started"), after.only("step", "started"));
    }
}

#[test]
fn priority_same_demand() {
    let before = steps(&usual(), 0);
    let after = steps(&with("priority = 5", "priority = 2"), 0);
    same_demand(&before, &after);
    assert_ne!(before.only("step", "started"), after.only("step", "started"));
}

/// An officer who always has something to do does as much, whatever comes first.
#[test]
fn priority_same_work() {
    let text = |visits: u32| {
        format!(
            "title = \"busy\"\ncalendar = \"none\"\nruns_for = \"30 days\"\n[[staff]]\nrole = \"officer\"\npeople = 1\n\
             [[work]]\nname = \"letter\"\nraised = {{ each = \"team\", at = [\"0 h\"], efforts = [\"5 h\"] }}\n\
             by = \"officer\"\neffort = \"5 h\"\npriority = 5\n\
             [[work]]\nname = \"visit\"\nraised = {{ each = \"team\", at_random = \"1 per hour\" }}\nby = \"officer\"\n\
             effort = {{ mean = \"2 h\", varies = \"exponential\" }}\npriority = {visits}\n\
             [[work]]\nname = \"call\"\nraised = {{ each = \"team\", at_random = \"1 per hour\" }}\nby = \"officer\"\n\
             effort = {{ mean = \"1 h\", varies = \"exponential\" }}\npriority = 3\n"
        )
    };
    let place = Place::new();
    let hours = |visits| Caseload::run(&file(&place, &text(visits)), 5).seed(SEED).replications().1;
    let (first, last) = (hours(1), hours(9));
    assert_eq!(first.numbers("hours.total"), [720.0; 5]);
    assert_eq!(last.numbers("hours.total"), [720.0; 5]);
    assert_ne!(first.numbers("hours.kind.visit"), last.numbers("hours.kind.visit"));
    assert_eq!(first.numbers("demand.total"), last.numbers("demand.total"));
}

#[test]
fn rename_is_new_stream() {
    let before = steps(&usual(), 0);
    let after = steps(&with("name = \"call\"", "name = \"ring\""), 0);
    for kind in ["visit", "report"] {
        assert_eq!(arisen(&before, kind), arisen(&after, kind), "{kind}");
    }
    assert_ne!(arisen(&before, "call"), arisen(&after, "ring"));
}

/// Two sources of half the rate bring the same on average, by other draws.
#[test]
fn split_source() {
    let half = CALL.replace("0.4 per hour", "0.2 per hour");
    let other = half.replace("name = \"call\"", "name = \"call too\"\nstage = \"call\"\ncause = \"call\"");
    let half = half.replace("name = \"call\"", "name = \"call\"\nstage = \"call\"\ncause = \"call\"");
    let split = usual().replace(CALL, &(half + &other));
    let place = Place::new();
    let ask = |text: &str| Caseload::run(&file(&place, text), 300).seed(SEED).answer();
    let (one, two) = (ask(&usual()), ask(&split));
    for key in ["hours.cause.call", "hours.total", "raised.total", "wait.mean.visit", "share lapsed.total"] {
        let error = one.standard_error(key).hypot(two.standard_error(key));
        assert_ne!(one.mean(key), two.mean(key), "{key}");
        assert!((one.mean(key) - two.mean(key)).abs() <= 4.0 * error, "{key}: {} and {}", one.mean(key), two.mean(key));
    }
    assert!(usual().contains(REPORT));
}

#[test]
fn longer_horizon() {
    const HORIZON: f64 = 20.0 * 24.0 * 3_600_000.0;
    let until = |steps: &Table| {
        let names = ["time_ms", "step", "task", "kind", "offender", "risk_level", "person", "effort_min", "outcome"];
        let rows = steps.columns(&names);
        rows.into_iter().filter(|row| row[0].parse::<f64>().unwrap() < HORIZON).collect::<Vec<_>>()
    };
    for replication in 0..4 {
        let (short, long) = (steps(&usual(), replication), steps(&with("20 days", "33 days"), replication));
        assert!(long.rows.len() > short.rows.len());
        assert_eq!(until(&short), until(&long));
    }
}

/// One more officer, first come first served, nothing lapses and nothing follows: no start comes later.
#[test]
fn monotone_staff() {
    let text = |people: u32| {
        let mut text = format!(
            "title = \"monotone\"\ncalendar = \"none\"\nruns_for = \"20 days\"\n\
             [[staff]]\nrole = \"officer\"\npeople = {people}\ndiscipline = \"first come first served\"\n"
        );
        for (name, rate, mean) in [("a", "0.5", "2 h"), ("b", "0.3", "4 h"), ("c", "0.1", "6 h")] {
            text.push_str(&format!(
                "[[work]]\nname = {name:?}\nraised = {{ each = \"team\", at_random = \"{rate} per hour\" }}\n\
                 by = \"officer\"\neffort = {{ mean = {mean:?}, varies = \"exponential\" }}\n"
            ));
        }
        text
    };
    for replication in 0..8 {
        let starts = |people| {
            let mut starts = steps(&text(people), replication).only("step", "started").numbers("time_ms");
            starts.sort_by(f64::total_cmp);
            starts
        };
        let (fewer, more) = (starts(3), starts(4));
        assert!(fewer.len() > 300 && more.len() >= fewer.len());
        assert!(fewer.iter().zip(&more).all(|(fewer, more)| more <= fewer), "replication {replication}");
    }
}
