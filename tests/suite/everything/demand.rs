//! What comes to the team is the same whatever the team is, case by case.
//!
//! Here nearly everything hangs together: a finished review moves somebody to another risk level, an arrest ends in custody, and
//! custody silences what would have been raised. So of what is raised for offenders, those are compared to whom nothing has happened
//! in either run that changes an offender; and not what waits for one that is open to close (`one_at_a_time`), for a licence, or
//! for another manager.

use std::collections::BTreeSet;

use super::{SEED, file};
use crate::support::{Caseload, Place, Table, trace};

/// Raised for the team, whatever happens to anybody.
const TEAM: [&str; 3] = ["urgent call", "team meeting", "recorded log"];
/// Raised for offenders by streams of their own: the kind and its cause, by which follow-ups are told apart.
const PERSONAL: [(&str, &str); 5] = [
    ("home visit", "home visit"),
    ("risk review", "reviews"),
    ("question about an order", "question about an order"),
    ("device check", "device check"),
    ("initial assessment", "initial assessment"),
];
/// Outcomes that change an offender.
const CHANGES: [&str; 8] = ["up", "down", "recalled", "leaves the area", "refuses", "found", "granted", "expired"];

fn steps(more: &str, replication: u64) -> Table {
    let place = Place::new();
    trace(&file(&place, more), SEED, replication)
}

fn changed(steps: &Table) -> BTreeSet<String> {
    let rows = steps.columns(&["outcome", "offender"]).into_iter();
    rows.filter(|row| CHANGES.contains(&row[0].as_str())).map(|row| row[1].clone()).collect()
}

/// When and for whom tasks of a kind and a cause arose; and with what effort, where nothing shortens it as it arises.
fn arisen(steps: &Table, kind: &str, cause: &str, without: &BTreeSet<String>) -> Vec<Vec<String>> {
    let arose = steps.only("step", "arose").only("kind", kind).only("cause", cause);
    let columns: &[&str] = if kind == "risk review" {
        &["offender", "time_ms", "risk_level"]
    } else {
        &["offender", "time_ms", "risk_level", "effort_min"]
    };
    let rows = arose.columns(columns).into_iter();
    rows.filter(|row| row[0].is_empty() || !without.contains(&row[0])).collect()
}

/// How many tasks were compared.
fn same_demand(before: &Table, after: &Table, except: &str) -> usize {
    let without: BTreeSet<String> = changed(before).union(&changed(after)).cloned().collect();
    let mut compared = 0;
    for (kind, cause) in TEAM.iter().map(|kind| (*kind, *kind)).chain(PERSONAL).filter(|(kind, _)| *kind != except) {
        let told = arisen(before, kind, cause, &without);
        compared += told.len();
        assert_eq!(told, arisen(after, kind, cause, &without), "{kind}");
    }
    compared
}

#[test]
fn extra_officer_and_priority_same_demand() {
    let other = [
        "[[staff]]\nrole = \"manager\"\nname = \"manager, Nottingham\"\npeople = 4\nheld_at_start = [12, 10, 9, 0]\n",
        "[[staff]]\nrole = \"manager\"\nname = \"manager, Mansfield\"\nleaving = \"9 per person per year\"\n",
        "[[staff]]\nrole = \"manager\"\nname = \"manager, Mansfield\"\nwithout = [\"overtime\", \"cover_after\", \"ramp\"]\n",
        "[[staff]]\nrole = \"clerk\"\npeople = 1\n",
        "[[absence]]\nname = \"sickness\"\nat_random = \"20 per person per year\"\n",
        "[travel]\nbetween = \"4 h\"\n",
        "[[work]]\nname = \"home visit\"\npriority = 9\n",
        "[[work]]\nname = \"alert\"\npriority = 1\ninterrupts = true\n",
    ];
    for (replication, more) in other.iter().enumerate() {
        let (before, after) = (steps("", replication as u64), steps(more, replication as u64));
        let compared = same_demand(&before, &after, "");
        assert!(compared > 100, "only {compared} tasks compared");
        assert_ne!(before.only("step", "started"), after.only("step", "started"), "{more}");
    }
}

#[test]
fn rename_is_new_stream() {
    let body = "raised = { each = \"keepers of many\", at_random = \"0.05 per offender per day\" }\nby = \"clerk\"\neffort = \"15 min\"\n";
    let named =
        |name: &str| format!("[[work]]\nname = \"device check\"\nremove = true\n[[work]]\nname = \"{name}\"\n{body}");
    let (before, after) = (steps(&named("one"), 0), steps(&named("other"), 0));
    same_demand(&before, &after, "");
    let nobody = BTreeSet::new();
    let [one, other] = [(&before, "one"), (&after, "other")].map(|(steps, name)| arisen(steps, name, name, &nobody));
    assert!(!one.is_empty() && one != other);
}

/// Two sources of half the rate bring the same on average, by other draws.
#[test]
fn split_source() {
    let half = |name: &str| {
        format!(
            "[[work]]\nname = \"{name}\"\nstage = \"question\"\ncause = \"question\"\nby = \"clerk\"\neffort = \"15 min\"\n\
             raised = {{ each = \"offender\", except = [\"order\", \"undeclared\"], at_random = \"0.01 per offender per day\", over_time = \
             {{ steps = [{{ from = 2021-03-29, times = 1.5 }}] }} }}\n"
        )
    };
    let whole = "[[work]]\nname = \"question about an order\"\nstage = \"question\"\ncause = \"question\"\n";
    let split = half("question about an order") + &half("question again");
    let place = Place::new();
    let ask = |text: &str| Caseload::run(&file(&place, text), 200).seed(SEED).answer();
    let (one, two) = (ask(whole), ask(&split));
    for key in ["hours.cause.question", "hours.total", "raised.total", "wait.mean.alert", "call-outs.manager"] {
        let error = one.standard_error(key).hypot(two.standard_error(key));
        assert_ne!(one.mean(key), two.mean(key), "{key}");
        assert!((one.mean(key) - two.mean(key)).abs() <= 4.0 * error, "{key}: {} and {}", one.mean(key), two.mean(key));
    }
}

/// Planned leave has its days inside the run, so that is left out: all else is drawn without looking at the end.
#[test]
fn longer_horizon() {
    let rest = "[[absence]]\nname = \"annual leave\"\nremove = true\n[[absence]]\nname = \"leave by the day\"\nremove = true\n";
    // Less the hour by which the clocks go forward.
    let end = (42.0 * 24.0 - 1.0) * 3_600_000.0;
    let names = ["time_ms", "step", "task", "kind", "offender", "risk_level", "person", "effort_min", "outcome"];
    let until = |steps: &Table| {
        let rows = steps.columns(&names).into_iter();
        rows.filter(|row| row[0].parse::<f64>().is_ok_and(|at| at < end)).collect::<Vec<_>>()
    };
    for replication in 0..4 {
        let short = steps(rest, replication);
        let long = steps(&format!("runs_for = \"9 weeks\"\n{rest}"), replication);
        assert!(long.rows.len() > short.rows.len() + 300);
        assert_eq!(until(&short), until(&long));
    }
}
