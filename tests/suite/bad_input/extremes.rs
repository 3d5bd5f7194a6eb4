//! Extreme but sound: nobody, nothing, no time, no variation, far too much.

use std::process::Command;

use super::{EFFORT, RATE, accepted, did_not_panic, file, has_no_number, with};
use crate::support::{Answer, Caseload, Place, Table};

/// A quantity that is not defined: no average, and said so.
fn undefined(answer: &Answer, key: &str) {
    let quantity = answer.quantity(key);
    assert!(quantity["centre"].is_null() && quantity["spread"].is_null(), "{quantity}");
    assert_eq!(quantity["defined"], 0, "{quantity}");
    assert!(quantity["undefined"].as_u64().unwrap() > 0, "{quantity}");
}

#[test]
fn negative_zero() {
    let zero = accepted(with(RATE, "\"0 per hour\""), 3).1;
    for rate in ["\"-0.0 per hour\"", "-0.0", "0"] {
        let other = accepted(with(RATE, rate), 3).1;
        assert_eq!(zero.0["scenarios"][0]["quantities"], other.0["scenarios"][0]["quantities"], "{rate}");
    }
}

#[test]
fn zero_service() {
    for effort in ["effort = \"0 h\"", "effort = { mean = \"0 h\", varies = \"exponential\" }"] {
        let (_, answer) = accepted(with(EFFORT, effort), 5);
        assert!(answer.mean("raised.case") > 200.0);
        assert_eq!(answer.mean("finished.case"), answer.mean("raised.case"));
        for key in ["hours.total", "wait.mean.case", "flow.mean.case", "open at end.total", "utilisation.officer"] {
            assert_eq!(answer.mean(key), 0.0, "{key}");
        }
    }
}

#[test]
fn zero_staff() {
    let (text, answer) = accepted(with("people = 2", "people = 0"), 5);
    assert!(text.contains("0 hours"), "{text}");
    assert_eq!((answer.mean("started.case"), answer.mean("finished.case")), (0.0, 0.0));
    assert_eq!(answer.mean("open at end.case"), answer.mean("raised.case"));
    for key in ["wait.mean.case", "flow.mean.case", "wait.p90.case", "utilisation.officer"] {
        undefined(&answer, key);
    }
}

/// That nobody has the role is said, not only to be guessed from the numbers.
#[test]
fn zero_staff_is_said() {
    let place = Place::new();
    let path = file(&place, with("people = 2", "people = 0"));
    let ended = Caseload::new("run").file(&path).words("-n 3 --json").end();
    assert!(ended.said().contains("nobody has that role"), "{}", ended.said());
}

#[test]
fn zero_caseload() {
    let each = with("each = \"team\"", "each = \"offender\"").replace("number = 10", "number = 0");
    let nobody = each.replace(RATE, "\"1 per offender per hour\"");
    for text in [nobody, with(RATE, "0")] {
        let (_, answer) = accepted(text, 5);
        for key in ["raised.total", "finished.total", "hours.total", "open at end.total", "utilisation.officer"] {
            assert_eq!(answer.mean(key), 0.0, "{key}");
        }
        for key in ["wait.mean.case", "share lapsed.case"] {
            undefined(&answer, key);
        }
    }
}

/// A limit on open tasks stops the run; no average of a part is given; memory stays small.
#[test]
fn explosion() {
    let limits = "[limits]\nopen_tasks = 2000\n[offenders]";
    let text = with(RATE, "\"2000 per hour\"").replace("[offenders]", limits).replace("10 days", "10 years");
    let place = Place::new();
    let path = file(&place, text);
    // 400 MB of address space for everything, threads and the program itself among it.
    let line = "ulimit -v 400000; exec \"$0\" run \"$1\" -n 4 --threads 2 --json --out \"$2\"";
    let mut command = Command::new("bash");
    command.args(["-c", line, env!("CARGO_BIN_EXE_caseload")]).arg(&path).arg(place.path("run"));
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    assert!(said.contains("4 of 4 replications were stopped by the limit on open tasks"), "{said}");
    assert_eq!(output.status.code(), Some(1), "{said}");
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(!has_no_number(&out));
    let answer = Answer::read(&out);
    assert_eq!(answer.0["scenarios"][0]["replications"]["truncated"], 4);
    assert!(answer.quantity("hours.total")["centre"].is_null());
    let table = Table::open(&place.path("run").join("replications.csv"));
    assert_eq!(table.words("truncated"), ["yes"; 4]);
}

#[test]
fn tiny_gaps_within_the_clock() {
    // A million an hour: stopped by the limit on events, not by patience.
    let limits = "[limits]\nevents = 5000\n[offenders]";
    let text = with(RATE, "\"1000000 per hour\"").replace("[offenders]", limits);
    let place = Place::new();
    let ended = Caseload::new("run").file(&file(&place, text)).words("-n 3 --json").end();
    did_not_panic(&ended);
    assert!(ended.said().contains("stopped by the limit on events"), "{}", ended.said());
    assert!(ended.took.as_secs() < 20, "{:?}", ended.took);
}

#[test]
fn one_replication() {
    let (_, answer) = accepted(with("bad", "good"), 1);
    for key in answer.keys() {
        let quantity = answer.quantity(&key);
        assert!(quantity["centre"]["confidence"].is_null(), "{quantity}");
        assert!(quantity["centre"]["standard_error"].is_null(), "{quantity}");
        assert!(quantity["spread"].is_null(), "{quantity}");
    }
    assert!(answer.mean("raised.total") > 200.0);
    let place = Place::new();
    let none = Caseload::run(&file(&place, with("bad", "good")), 0).end();
    assert_eq!(none.code(), 2);
    assert!(none.said().contains("at least one replication"), "{}", none.said());
}

/// Work at fixed times with fixed efforts, and `more`.
fn without_chance(more: &str) -> String {
    with("at_random = \"1 per hour\"", "at = [\"1 h\", \"2 h\"]").replace(EFFORT, &format!("effort = \"3 h\"\n{more}"))
}

#[test]
fn two_identical() {
    let (_, answer) = accepted(without_chance(""), 6);
    let hours = answer.quantity("hours.total");
    assert_eq!((&hours["centre"]["mean"], &hours["spread"]["sd"]), (&6.0.into(), &0.0.into()));
    assert_eq!(hours["centre"]["confidence"]["low"], hours["centre"]["confidence"]["high"]);
    // Asked for a precision: reached at once.
    let place = Place::new();
    let ended = Caseload::new("run").file(&file(&place, without_chance(""))).words("--precision 1% --json").end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert!(ended.took.as_secs() < 20, "{:?}", ended.took);
    assert!(!has_no_number(&ended.out()) && !has_no_number(&ended.said()));
}

/// A constant time over a random number of tasks: what rounding leaves of its error breaks no report.
#[test]
fn a_constant_among_random_numbers() {
    let place = Place::new();
    let text = with(EFFORT, "effort = \"10 h\"").replace("people = 2", "people = \"unlimited\"");
    let ended = Caseload::run(&file(&place, text), 500).words("--out").file(&place.path("run")).end();
    did_not_panic(&ended);
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert!(!has_no_number(&ended.out()), "{}", ended.out());
}

/// A relative precision of a number that is 0: stops, and says by which rule.
#[test]
fn mean_zero() {
    let place = Place::new();
    let path = file(&place, with(RATE, "0"));
    let ended = Caseload::new("run").file(&path).words("--precision 1% --json").end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert!(!has_no_number(&ended.out()) && !has_no_number(&ended.said()));
    let answer = Answer::read(&ended.out());
    let precision = &answer.0["scenarios"][0]["precision"];
    assert!(precision["why"].is_string(), "{precision}");
    let targets = precision["targets"].as_array().unwrap();
    assert!(targets.iter().all(|t| t["mean"] != 0.0 || (t["met"] == true && t["half_width"] == 0.0)), "{precision}");
}
