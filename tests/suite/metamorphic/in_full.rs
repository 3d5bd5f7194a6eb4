//! Some of the relations again, of a team of real size: Nottinghamshire in full, with overload shown apart. All of them with every
//! feature on are in `tests/suite/everything.rs`.
//!
//! Staff who are away, leave and are replaced, a register that moves, licences, shocks, seasons, deterrence, overtime, cover and what
//! is skipped when too much waits: none of it may let one thing touch another that it has nothing to do with.

use std::path::PathBuf;

use super::{N, SEED, arisen};
use crate::support::{Caseload, Place, Table, scenarios, trace};

/// A file that lays a text over the full scenario, for a spring.
fn file(place: &Place, more: &str) -> PathBuf {
    let full = scenarios().join("nottinghamshire-2021/overload.toml");
    let full = full.to_str().expect("a path in UTF-8").replace('\\', "/");
    place.file(
        "scenario.toml",
        format!("extends = \"{full}\"\ntitle = \"everything\"\nruns_for = \"70 days\"\nwarm_up = \"7 days\"\n{more}"),
    )
}

fn steps(more: &str, replication: u64) -> Table {
    let place = Place::new();
    trace(&file(&place, more), SEED, replication)
}

/// Work that comes by itself, whoever is there to do it.
const SOURCES: [&str; 7] = [
    "home visit",
    "ARMS assessment",
    "notified change",
    "yearly notification",
    "intelligence and records",
    "raw capture",
    "breach of someone monitored",
];

fn same_sources(before: &Table, after: &Table, except: &str) {
    for kind in SOURCES.iter().filter(|kind| **kind != except) {
        let told = arisen(before, kind);
        assert!(!told.is_empty() || *kind == "breach of someone monitored", "{kind} never arises");
        assert_eq!(told, arisen(after, kind), "{kind}");
    }
}

#[test]
fn what_the_team_is_changes_nothing_in_what_comes_to_it() {
    let before = steps("", 0);
    let more = [
        "[[staff]]\nrole = \"offender manager\"\npeople = 30\n",
        "[[staff]]\nrole = \"offender manager\"\nleaving = \"1 per person per year\"\n",
        "[[absence]]\nname = \"long-term sickness\"\nat_random = \"2 per person per year\"\n",
        "[[work]]\nname = \"home visit\"\npriority = 1\n",
        "[[staff]]\nrole = \"offender manager\"\nwithout = [\"overtime\", \"cover_after\", \"ramp\"]\n",
    ];
    for more in more {
        let after = steps(more, 0);
        same_sources(&before, &after, "");
        assert_ne!(before.only("step", "started"), after.only("step", "started"), "{more}");
    }
}

#[test]
fn another_name_is_another_stream_and_moves_no_other() {
    let before = steps("", 1);
    let renamed = "[[work]]\nname = \"notified change\"\nremove = true\n[[work]]\nname = \"change told\"\nby = \"offender manager\"\n\
                   raised = { each = \"offender\", at_random = \"1.75 per offender per year\" }\neffort = \"30 min\"\n";
    let after = steps(renamed, 1);
    same_sources(&before, &after, "notified change");
    assert_ne!(arisen(&before, "notified change"), arisen(&after, "change told"));
}

#[test]
fn what_never_happens_changes_nothing() {
    let place = Place::new();
    let ask = |more: &str| Caseload::run(&file(&place, more), N).seed(SEED).answer();
    let before = ask("");
    let never = [
        "[[absence]]\nname = \"flood\"\nof = \"offender manager\"\neach = \"team\"\ntakes = 5\nat_random = \"0 per year\"\nlasts = \"1 day\"\n",
        "[[work]]\nname = \"plan review\"\ngrows_when_late = { by = \"0 % per week\" }\n",
        "[[group]]\nname = \"nobody\"\nnumber = 0\n",
    ];
    for never in never {
        let after = ask(never);
        for key in before.keys().iter().filter(|key| !key.contains("overload")) {
            // A line of its own for hours away may come; every line that was there stays as it was.
            assert_eq!(before.quantity(key).to_string(), after.quantity(key).to_string(), "{key}\n{never}");
        }
    }
}

/// Planned leave has its days inside the run, so that is left out: all else is drawn without looking at the end.
#[test]
fn a_longer_run_begins_as_the_shorter_one() {
    let rest = "[[absence]]\nname = \"annual leave\"\nremove = true\n";
    let names = ["time_ms", "step", "task", "kind", "offender", "risk_level", "person", "effort_min", "outcome"];
    let until = |steps: &Table| {
        let rows = steps.columns(&names).into_iter();
        // Less the hour that the clocks go forward.
        rows.filter(|row| row[0].parse::<f64>().unwrap() < (70.0 * 24.0 - 1.0) * 3_600_000.0).collect::<Vec<_>>()
    };
    let place = Place::new();
    let short = file(&place, rest);
    let told = trace(&short, SEED, 2);
    let text = std::fs::read_to_string(&short).unwrap().replace("70 days", "100 days");
    let long = trace(&place.file("longer.toml", text), SEED, 2);
    assert!(long.rows.len() > told.rows.len() + 1000);
    assert_eq!(until(&told), until(&long));
}

#[test]
fn nothing_is_lost() {
    let place = Place::new();
    let (answer, _) = Caseload::run(&file(&place, ""), N).seed(SEED).replications();
    let kinds: Vec<String> =
        answer.keys().iter().filter_map(|key| key.strip_prefix("raised.").map(str::to_owned)).collect();
    assert!(kinds.len() > 25, "{kinds:?}");
    for kind in kinds {
        let of = |what: &str| {
            let key = format!("{what}.{kind}");
            if answer.keys().contains(&key) { answer.mean(&key) } else { 0.0 }
        };
        let came = of("open at start") + of("raised");
        let went = of("finished") + of("lapsed") + of("referred") + of("open at end");
        assert!((came - went).abs() < 1e-6, "{kind}: {came} came, {went} went or are there");
    }
}

#[test]
fn threads_and_the_way_of_asking_change_nothing() {
    let place = Place::new();
    let scenario = file(&place, "");
    let ask = |words: &str| {
        let ended =
            Caseload::new("run").file(&scenario).seed(SEED).words(words).words("--quiet --no-date --json").end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        ended.out()
    };
    assert_eq!(ask("-n 6 --draws 4 --threads 1"), ask("-n 6 --draws 4 --threads 3"));
}
