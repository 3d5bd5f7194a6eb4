//! What the scenario speaks of comes about in it: a relation that holds of nothing proves nothing.

use super::{SEED, answer, path};
use crate::support::{Caseload, Place, trace};

#[test]
fn everything_happens() {
    let answer = answer(path("everything.toml").as_ref(), 60);
    let mut all = vec![
        "referred.examination",
        "lapsed.notified change",
        "lapsed.home visit",
        "lost.risk review",
        "overtime.manager",
        "call-outs.manager",
        "given back.manager",
        "travel.total",
        "without a manager.mean",
        "waiting to join at end.monitored",
        "left.monitored",
        "left.register",
        "left.order",
    ];
    let keys = answer.keys();
    let each = ["raised.", "counted.", "joined.", "hours away.", "cost.", "grant."];
    all.extend(keys.iter().map(String::as_str).filter(|key| each.iter().any(|prefix| key.starts_with(prefix))));
    for key in &all {
        assert!(answer.mean(key) > 0.0, "{key}: {}", answer.mean(key));
    }
    assert!(all.len() > 60, "{} things", all.len());
    let contracted = 7.0;
    assert!(answer.mean("posts filled.manager") < contracted, "somebody has left");
}

#[test]
fn overload_brings_on_absence_and_leaving() {
    let answer = answer(path("otherwise.toml").as_ref(), 60);
    for key in ["weeks overloaded.manager", "absences brought on.manager", "leavers brought on.manager"] {
        assert!(answer.mean(key) > 0.5, "{key}: {}", answer.mean(key));
    }
}

/// What a task can go through.
#[test]
fn every_step_is_taken() {
    let steps = trace(path("everything.toml").as_ref(), SEED, 0);
    for step in ["arose", "started", "set down", "resumed", "released", "finished", "lapsed", "skipped"] {
        assert!(!steps.only("step", step).rows.is_empty(), "{step}");
    }
}

#[test]
fn it_is_asked_about_in_every_way() {
    let place = Place::new();
    let [everything, otherwise] = ["everything.toml", "otherwise.toml"].map(path);
    let said = |command: Caseload| {
        let ended = command.end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        assert!(!ended.out().contains("NaN") && !ended.out().contains("inf "), "{}", ended.out());
    };
    said(Caseload::new("check").file(everything.as_ref()));
    said(Caseload::new("check").words("--diff").file(everything.as_ref()).file(otherwise.as_ref()));
    let few = "-n 3 --draws 4 --quiet --no-date --out";
    let compare = Caseload::new("compare").file(everything.as_ref()).file(otherwise.as_ref());
    said(compare.words(few).file(&place.path("compared")));
    let sweep = Caseload::new("sweep").file(everything.as_ref()).arg("--vary").arg("offenders.number=60,70");
    said(sweep.words(few).file(&place.path("swept")));
}
