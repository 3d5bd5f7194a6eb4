//! The same numbers tomorrow as today: one trace, and fingerprints of what the shipped scenarios give.
//!
//! **Changing anything under `tests/suite/golden` needs a "Changed results" entry in `CHANGELOG.md`**, unless only the
//! scenario changed and not the program. A change that alters draws needs a new `STREAM_VERSION` too; the fingerprints of
//! each version stand in a file of their own. To print them again:
//!
//! ```text
//! cargo test --test suite -- --ignored print_golden
//! ```

use crate::engines::{Fast, SEED, fast};
use caseload::experiment::study::{self, Named};
use caseload::experiment::{Control, Settings, Wanted};
use caseload::model::Record;
use caseload::random::{Law, STREAM_VERSION, Sampler};
use caseload::scenario::{self, Point, Scenario};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;

const DESK: &str = "tests/suite/golden/desk.toml";
const BITS: &str = "tests/suite/golden/bits.txt";
const TRACE: &str = "tests/suite/golden/desk.trace";

/// Shipped scenarios with a fingerprint: each a part of the engine that the others do not use.
const FINGERPRINTED: [&str; 12] = [
    "scenarios/nottinghamshire-2021/app.toml",
    "scenarios/nottinghamshire-2021/base.toml",
    "scenarios/nottinghamshire-2021/unfiltered.toml",
    "scenarios/textbook/daily-rhythm.toml",
    "scenarios/textbook/erlang-a.toml",
    "scenarios/textbook/finite-caseload.toml",
    "scenarios/textbook/mmck.toml",
    "scenarios/textbook/people-negbin.toml",
    "scenarios/textbook/priority-preemptive.toml",
    "scenarios/textbook/reference-team.toml",
    "scenarios/textbook/rework.toml",
    "scenarios/textbook/trace-priority.toml",
];

fn load(path: &str) -> Scenario {
    scenario::load(path).unwrap_or_else(|found| panic!("{path}: {}", found[0].drawn(false))).0
}

/// Time as days, hours, minutes, seconds and milliseconds.
fn clock(ms: i64) -> String {
    let (s, ms) = (ms / 1_000, ms % 1_000);
    format!("{}d {:02}:{:02}:{:02}.{ms:03}", s / 86_400, s / 3_600 % 24, s / 60 % 60, s % 60)
}

/// One record, a line.
fn line(scenario: &Scenario, r: &Record) -> String {
    let kind = &scenario.kinds[r.kind as usize];
    let mut text = format!("{}  {:8} #{} {}", clock(r.at.0), r.step.word(), r.task, kind.name);
    let mut add = |what: std::fmt::Arguments<'_>| text.write_fmt(what).unwrap();
    if let Some(offender) = r.offender {
        add(format_args!(", offender {offender} ({})", scenario.offenders.levels[usize::from(r.level)]));
    }
    if let Some(person) = r.person {
        add(format_args!(", person {person}"));
    }
    if let Some(outcome) = r.outcome.and_then(|o| kind.then.get(o as usize)) {
        add(format_args!(", {}", outcome.name));
    }
    add(format_args!(", {} ms of effort, caused by {}", r.effort, scenario.causes[r.cause as usize]));
    text
}

fn trace() -> String {
    let scenario = load(DESK);
    let Fast { records, .. } = fast(&scenario, Point::Typical, SEED.replication(0));
    let mut text = String::new();
    for record in &records {
        text.push_str(&line(&scenario, record));
        text.push('\n');
    }
    text
}

/// Three replications at the typical values and one at a draw, all numbers of their rows.
fn rows(scenario: &Scenario) -> String {
    let mut digest = Sha256::new();
    let draw = Point::Draw { seed: SEED, index: 0 };
    for (point, replication) in [(Point::Typical, 0), (Point::Typical, 1), (Point::Typical, 2), (draw, 3)] {
        for value in fast(scenario, point, SEED.replication(replication)).row {
            digest.update(value.to_le_bytes());
        }
    }
    hex(&digest.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn fingerprints_file() -> String {
    format!("tests/suite/golden/rows-{STREAM_VERSION}.txt")
}

/// One line for each scenario: its path, its own hash, the hash of its rows.
fn fingerprints() -> String {
    let mut text = String::new();
    for path in FINGERPRINTED {
        let scenario = load(path);
        let _ = writeln!(text, "{path} {} {}", scenario.hash, rows(&scenario));
    }
    text
}

#[test]
fn a_small_desk_lives_through_the_same_two_days() {
    let (kept, now) = (fs::read_to_string(TRACE).unwrap(), trace());
    for (i, (kept, now)) in kept.lines().zip(now.lines()).enumerate() {
        assert_eq!(kept, now, "line {} of {TRACE}: results have changed, see the head of tests/suite/golden.rs", i + 1);
    }
    assert_eq!(kept.lines().count(), now.lines().count(), "{TRACE} is longer or shorter than it was");
}

#[test]
fn the_golden_trace_shows_every_step() {
    let kept = fs::read_to_string(TRACE).unwrap();
    for word in ["arose", "referred", "started", "set down", "resumed", "released", "finished", "lapsed"] {
        assert!(kept.contains(&format!("  {word:8} #")), "nothing is {word} in {TRACE}");
    }
}

#[test]
fn the_shipped_scenarios_give_the_numbers_they_gave() {
    let file = fingerprints_file();
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let mut faults = Vec::new();
    for now in fingerprints().lines() {
        let [path, hash, rows] = now.split(' ').collect::<Vec<_>>()[..] else { panic!("{now}") };
        let Some(old) = kept.lines().find_map(|line| line.strip_prefix(&format!("{path} "))) else {
            faults.push(format!("{path} has no fingerprint"));
            continue;
        };
        let (old_hash, old_rows) = old.split_once(' ').unwrap();
        if rows != old_rows {
            let why = if hash == old_hash {
                "the same scenario gives other results: this needs a \"Changed results\" entry"
            } else {
                "the scenario was changed, and with it its results"
            };
            faults.push(format!("{path}: {why}"));
        }
    }
    assert!(faults.is_empty(), "{file}; see the head of tests/suite/golden.rs\n{}", faults.join("\n"));
}

/// A function of one number.
type Function = fn(f64) -> f64;

/// Functions whose bits the draws rest on, at a thousand points each, and every law at a thousand chances.
fn bits() -> String {
    let chances: Vec<f64> = (0..1_000).map(|i| (f64::from(i) + 0.5) / 1_000.0).collect();
    let mut text = String::new();
    let mut line = |name: &str, values: &mut dyn Iterator<Item = f64>| {
        let mut digest = Sha256::new();
        values.for_each(|x| digest.update(x.to_bits().to_le_bytes()));
        let _ = writeln!(text, "{name} {}", hex(&digest.finalize()));
    };
    let functions: [(&str, Function); 14] = [
        ("exp", |u| libm::exp(60.0 * u - 30.0)),
        ("own exp", |u| caseload::special::exp(60.0 * u - 30.0)),
        ("own ln", caseload::special::ln),
        ("expm1", |u| libm::expm1(2.0 * u - 1.0)),
        ("ln", |u| libm::log(u)),
        ("log1p", |u| libm::log1p(4.0 * u - 0.99)),
        ("sin", |u| libm::sin(200.0 * u - 100.0)),
        ("cos", |u| libm::cos(200.0 * u - 100.0)),
        ("sqrt", |u| libm::sqrt(1e6 * u)),
        ("pow", |u| libm::pow(u, 3.7 - 5.0 * u)),
        ("erfc", |u| libm::erfc(12.0 * u - 6.0)),
        ("lgamma", |u| libm::lgamma(50.0 * u)),
        ("normal quantile", caseload::special::normal_quantile),
        ("round", |u| libm::round(1e3 * u - 500.0)),
    ];
    for (name, of) in functions {
        line(name, &mut chances.iter().map(|u| of(*u)));
    }
    let laws = [
        ("exponential", Law::exponential(3.0)),
        ("lognormal", Law::lognormal_mean_cv(3.0, 0.7)),
        ("gamma", Law::gamma_shape_mean(0.4, 3.0)),
        ("weibull", Law::weibull_mean_cv(3.0, 1.6)),
        ("triangular", Law::triangular(1.0, 2.0, 5.0)),
        ("pert", Law::pert(1.0, 2.0, 5.0)),
        ("uniform", Law::uniform(1.0, 5.0)),
        ("beta", Law::beta_mean_sd(0.3, 0.1)),
        ("logit-normal", Law::logit_normal_p5_p95(0.1, 0.4)),
        ("normal", Law::normal_p5_p95(-1.0, 4.0)),
        ("discrete", Law::discrete(vec![1.0, 2.0, 7.0], vec![3.0, 1.0, 2.0])),
    ];
    for (name, law) in laws {
        let sampler = Sampler::new(&law.unwrap());
        line(name, &mut chances.iter().map(|u| sampler.sample(*u)));
    }
    text
}

#[test]
fn every_function_and_law_gives_the_same_bits_on_every_machine() {
    let kept = fs::read_to_string(BITS).unwrap_or_default();
    let changed: Vec<String> =
        bits().lines().filter(|now| !kept.lines().any(|k| k == *now)).map(str::to_owned).collect();
    assert!(
        changed.is_empty(),
        "{BITS}: other bits than were kept, see the head of tests/suite/golden.rs: {changed:?}"
    );
}

#[test]
fn a_run_names_the_version_of_the_program_and_of_its_streams() {
    let (scenario, settings) =
        (load(FINGERPRINTED[3]), Settings { replications: Wanted::Number(1), ..Settings::default() });
    let named = Named { name: "rhythm".to_owned(), scenario };
    let made = study::run(&named, &settings, Control::default()).unwrap().answer.made;
    assert_eq!((made.version.as_str(), made.stream_version), (env!("CARGO_PKG_VERSION"), STREAM_VERSION));
}

/// Writes the trace and the fingerprints.
#[test]
#[ignore = "writes files; run it after a change of results that is meant"]
fn print_golden() {
    fs::write(TRACE, trace()).unwrap();
    fs::write(fingerprints_file(), fingerprints()).unwrap();
    fs::write(BITS, bits()).unwrap();
}
