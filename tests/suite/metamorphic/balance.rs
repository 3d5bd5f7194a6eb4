//! Nothing is lost: tasks, time in hand, hours; and where there is no chance there is no spread.

use std::collections::BTreeMap;

use super::{N, SEED, file, steps, usual};
use crate::support::{Caseload, Place, Table};

const HORIZON_HOURS: f64 = 20.0 * 24.0;
const KINDS: [&str; 4] = ["visit", "call", "report", "examination"];

/// One row for each of [`N`] replications.
fn replications(text: &str) -> Table {
    let place = Place::new();
    Caseload::run(&file(&place, text), N).seed(SEED).replications().1
}

#[test]
fn zero_noise() {
    let text = "title = \"no chance\"\ncalendar = \"none\"\nruns_for = \"10 days\"\n[offenders]\nnumber = 7\n\
                [[staff]]\nrole = \"officer\"\npeople = 1\n\
                [[work]]\nname = \"visit\"\nraised = { each = \"team\", every = \"8 h\", first = \"0 h\" }\n\
                by = \"officer\"\neffort = \"9 h\"\ndue_within = \"2 h\"\n\
                [[work]]\nname = \"form\"\nraised = { each = \"team\", at = [\"1 h\", \"50 h\"] }\n\
                by = \"officer\"\neffort = \"2 h\"\n";
    let place = Place::new();
    let ended = Caseload::run(&file(&place, text), 10).seed(SEED).words("--json").end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let answer = crate::support::Answer::read(&ended.out());
    for key in answer.keys() {
        let quantity = answer.quantity(&key);
        let Some(mean) = quantity["centre"]["mean"].as_f64() else {
            assert!(quantity["centre"].is_null(), "{quantity}");
            continue;
        };
        assert_eq!(quantity["spread"]["sd"], 0.0, "{key}");
        assert_eq!(quantity["centre"]["standard_error"], 0.0, "{key}");
        let interval = &quantity["centre"]["confidence"];
        assert_eq!((interval["low"].as_f64(), interval["high"].as_f64()), (Some(mean), Some(mean)), "{key}");
    }
    assert_eq!(answer.mean("raised.form"), 2.0);
}

#[test]
fn conservation() {
    let table = replications(&usual());
    for kind in KINDS {
        let of = |what: &str| table.numbers(&format!("{what}.{kind}"));
        let [open_before, raised, finished, lapsed, referred, open] =
            ["open at start", "raised", "finished", "lapsed", "referred", "open at end"].map(of);
        for k in 0..table.rows.len() {
            let (came, went) = (open_before[k] + raised[k], finished[k] + lapsed[k] + referred[k]);
            assert_eq!(came, went + open[k], "{kind}, replication {k}");
        }
        assert!(raised.iter().sum::<f64>() > 20.0, "{kind}");
    }
}

/// Hours that each task of a trace spent in hand up to the horizon.
fn hours_in_hand(steps: &Table) -> BTreeMap<String, f64> {
    let mut hours: BTreeMap<String, f64> = BTreeMap::new();
    for row in steps.columns(&["time_ms", "step", "task"]) {
        let at = row[0].parse::<f64>().unwrap() / 3_600_000.0;
        match row[1].as_str() {
            "arose" => *hours.entry(row[2].clone()).or_default() += HORIZON_HOURS - at,
            "finished" | "lapsed" => *hours.get_mut(&row[2]).unwrap() -= HORIZON_HOURS - at,
            _ => {}
        }
    }
    hours
}

#[test]
fn little() {
    let table = replications(&usual());
    let integral = table.numbers("in hand.mean.total");
    for replication in 0..4 {
        let times: f64 = hours_in_hand(&steps(&usual(), replication)).values().sum();
        let area = integral[replication as usize] * HORIZON_HOURS;
        assert!((area - times).abs() <= 1e-9 * times, "{area} and {times}");
    }
}

#[test]
fn work_balance() {
    let table = replications(&usual());
    for replication in 0..4_u64 {
        let steps = steps(&usual(), replication);
        let efforts = |step: &str| steps.only("step", step).numbers("effort_min").iter().sum::<f64>() / 60.0;
        // Nothing is interrupted here: what is begun and not finished was worked at since it was begun.
        let finished: Vec<&str> = steps.rows.iter().filter(|r| r[2] == "finished").map(|r| r[3].as_str()).collect();
        let open = steps.only("step", "started").columns(&["task", "time_ms"]);
        let open = open.iter().filter(|row| !finished.contains(&row[0].as_str()));
        let begun: f64 = open.map(|row| HORIZON_HOURS - row[1].parse::<f64>().unwrap() / 3_600_000.0).sum();
        let hours = table.numbers("hours.total")[replication as usize];
        let parts = efforts("finished") + begun;
        assert!((hours - parts).abs() <= 1e-9 * hours, "{hours} and {parts}");
    }
    for (role, people) in [("officer", 3.0), ("examiner", 1.0)] {
        let hours = table.numbers(&format!("hours.role.{role}"));
        assert!(hours.iter().all(|hours| *hours <= people * HORIZON_HOURS), "{role}: {hours:?}");
        let busy = table.numbers(&format!("utilisation.{role}"));
        assert!(busy.iter().all(|share| *share > 0.3 && *share <= 1.0), "{role}: {busy:?}");
    }
}
