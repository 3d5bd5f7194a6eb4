//! Staff as they are, through a scenario file and the command line: hours that arithmetic knows, laws that theory knows.
//!
//! **False alarms.** Where chance is involved the mean must lie within 4.5 standard errors of the exact one: a correct
//! program and another seed fail a comparison about once in 150,000 times. There are fewer than thirty; the seed is
//! fixed, so that a test that passes keeps passing. Everything else is exact, to the rounding of a millisecond a piece.

#![expect(clippy::disallowed_methods, reason = "no result of the program is computed here")]

mod arithmetic;
mod away;
mod bad;
mod chance;
mod dated;
mod hands;
mod limits;
mod on_call;
mod start;
mod vacations;

use crate::support::{Answer, Caseload, Place};

const SEED: u64 = 31;

/// A period of the abstract calendar that starts on a Monday, without work of any length.
const ABSTRACT: &str = "title = \"staff\"\ncalendar = \"none\"\n";
/// Work for a role that exists, and next to nothing of it.
const LETTER: &str =
    "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 min\"\nraised = { each = \"team\", at = [\"0 h\"] }\n";

/// The answer of `n` replications of a text.
fn run(text: &str, n: u64) -> Answer {
    let place = Place::new();
    Caseload::run(&place.file("staff.toml", text), n).seed(SEED).answer()
}

/// Asserts that a mean is an exact number, but for the rounding of milliseconds.
fn exactly(answer: &Answer, key: &str, expected: f64) {
    let mean = answer.mean(key);
    assert!((mean - expected).abs() < 1e-4, "{key} is {mean}, not {expected}");
}

/// Asserts that a mean is within 4.5 standard errors of the exact one, and known to a share of it.
fn near(answer: &Answer, key: &str, expected: f64, width: f64) {
    let (mean, error) = (answer.mean(key), answer.standard_error(key));
    assert!(error <= width * expected.abs() / 2.0, "{key} is known to {error} only");
    assert!((mean - expected).abs() <= 4.5 * error, "{key} is {mean} (+- {error}), not {expected}");
}
