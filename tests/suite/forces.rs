//! The forces of the founding articles: what each published, and what its scenario must give.
//!
//! A published count is held against the model in two ways: the model's mean lies inside the exact interval of the
//! count, and the count lies inside the model's own 90 % range of a single period, under chance alone. Counts that the
//! ranges of a scenario were chosen by agree by construction; then the test is a guard against drift, and the scenario
//! says so. Seeds are fixed.

mod avon_and_somerset;
mod cumbria;
mod durham;
mod full;
mod nottinghamshire;
mod sites;

use caseload::stats::{Interval, poisson_interval};
use serde_json::Value;
use std::path::PathBuf;

use crate::support::{Answer, Caseload, scenarios};

const SEED: u64 = 2021;

/// A shipped file: `durham-2021/before.toml`.
fn file(name: &str) -> PathBuf {
    scenarios().join(name)
}

/// A scenario at its typical values.
fn run(name: &str, replications: u64) -> Answer {
    Caseload::run(&file(name), replications).seed(SEED).answer()
}

/// Two scenarios of a folder under the same chance, at their typical values.
fn compare(base: &str, other: &str, replications: u64) -> Answer {
    let command = Caseload::new("compare").file(&file(base)).file(&file(other)).seed(SEED);
    command.words(&format!("-n {replications} --draws 0 --threads 2 --quiet --no-date")).answer()
}

/// The mean of a quantity of one of the scenarios compared.
fn of(answer: &Answer, index: usize, key: &str) -> f64 {
    answer.of(index, key)["centre"]["mean"].as_f64().unwrap_or_else(|| panic!("{key} has no mean"))
}

/// The 5th and 95th percentile of a single period, under chance alone.
fn period(quantity: &Value) -> (f64, f64) {
    let at = |name: &str| quantity["spread"][name]["value"].as_f64().unwrap_or_else(|| panic!("{quantity}"));
    (at("p5"), at("p95"))
}

/// A count as published, and the model that claims to explain it.
fn faces(answer: &Answer, key: &str, published: u64) {
    let key = format!("counted.{key}");
    let Interval { low, high } = poisson_interval(published, 0.95).unwrap();
    let mean = answer.mean(&key);
    assert!((low..=high).contains(&mean), "{key}: {mean} outside {low} to {high}, of {published}");
    let (p5, p95) = period(answer.quantity(&key));
    assert!((p5..=p95).contains(&(published as f64)), "{key}: {published} outside {p5} to {p95}");
}

/// The exact intervals are those worked out by hand from the articles.
#[test]
fn the_intervals_are_those_of_the_published_counts() {
    let table = [(24, 15.38, 35.71), (21, 13.00, 32.10), (27, 17.79, 39.28), (4, 1.09, 10.24), (2, 0.24, 7.22)];
    for (count, low, high) in table {
        let exact = poisson_interval(count, 0.95).unwrap();
        assert!((exact.low - low).abs() < 0.006 && (exact.high - high).abs() < 0.006, "{count}: {exact:?}");
    }
}
