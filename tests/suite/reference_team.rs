//! The reference team: scenarios C, B and A agree with five other programs.
//!
//! The numbers are those of "Rust winner tree per-source streams" in `shared/reference-team/outputs.csv`: mean and
//! 95 % half-width over 10,000 replications, delays in hours. Two means agree when they differ by at most
//! 4.42 standard errors of the difference, which chance exceeds once in 100,000: for the 39 comparisons here once in
//! 2,500 seeds. The number of visits more than 14 days late is heavy-tailed in C (0 in 98.6 % of runs), so there its
//! chance to be above 0 is compared, by an exact interval of the same level.

#![expect(clippy::unreadable_literal, clippy::inconsistent_digit_grouping, reason = "numbers as they were published")]
#![expect(clippy::disallowed_methods, reason = "no result of the program is computed here")]

use caseload::stats::clopper_pearson;

use crate::support::{Answer, Caseload, Table, scenarios};

const SEED: u64 = 365;
const REPLICATIONS: u64 = 300;
const STANDARD_ERRORS: f64 = 4.42;

/// Quantity, mean, 95 % half-width.
type Published = (&'static str, f64, f64);

const C: [Published; 13] = [
    ("utilisation.officer", 0.86896, 0.000368),
    ("hours.role.officer", 41_866.476556, 17.711483),
    ("hours.role.triage", 6239.610467, 1.101011),
    ("hours.role.digital", 2923.628544, 4.185478),
    ("hours.total", 51_029.715567, 19.836256),
    ("wait.mean.alert triage", 0.527693, 0.000588),
    ("wait.mean.visit", 17.12064, 0.19656),
    ("raised.visit", 2678.0, 0.0),
    ("finished.visit", 2668.4205, 0.22211),
    ("raised.alert triage", 12_480.6716, 2.201978),
    ("raised.investigation", 1247.5387, 0.690788),
    ("raised.device examination", 247.1082, 0.307193),
    ("raised.charge file", 73.0395, 0.164717),
];

const B: [Published; 13] = [
    ("utilisation.officer", 0.979078, 0.00007),
    ("hours.role.officer", 38_595.24729, 2.748267),
    ("hours.role.triage", 6239.610467, 1.101011),
    ("hours.role.digital", 2916.750933, 4.208853),
    ("hours.total", 47_751.60869, 5.589511),
    ("wait.mean.alert triage", 0.527693, 0.000588),
    ("wait.mean.visit", 878.590512, 5.331264),
    ("raised.visit", 2678.0, 0.0),
    ("finished.visit", 2132.0084, 2.835101),
    ("raised.alert triage", 12_480.6716, 2.201978),
    ("raised.investigation", 1247.5324, 0.689992),
    ("raised.device examination", 246.5096, 0.307522),
    ("raised.charge file", 72.8719, 0.165083),
];

const A: [Published; 13] = [
    ("utilisation.officer", 0.750959, 0.000312),
    ("hours.role.officer", 29_602.820972, 12.30283),
    ("hours.role.triage", 3284.544521, 0.007134),
    ("hours.role.digital", 1458.326606, 2.115461),
    ("hours.total", 34_345.6921, 13.034229),
    ("wait.mean.alert triage", 2073.882398, 0.640554),
    ("wait.mean.visit", 1.836408, 0.01764),
    ("raised.visit", 2678.0, 0.0),
    ("finished.visit", 2672.5216, 0.057814),
    ("raised.alert triage", 12_480.6716, 2.201978),
    ("raised.investigation", 656.8607, 0.470538),
    ("raised.device examination", 129.8573, 0.21969),
    ("raised.charge file", 36.33, 0.109933),
];

fn run(file: &str) -> (Answer, Table) {
    Caseload::run(&scenarios().join("textbook").join(file), REPLICATIONS).seed(SEED).replications()
}

fn agree(answer: &Answer, published: &[Published]) {
    let fault = |&(key, mean, half_width): &Published| {
        let error = answer.standard_error(key).hypot(half_width / 1.96);
        let off = (answer.mean(key) - mean).abs();
        (off > STANDARD_ERRORS * error)
            .then(|| format!("{key}: {} for {mean}, off by {:.1} standard errors", answer.mean(key), off / error))
    };
    let faults: Vec<String> = published.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// How many replications had a visit more than 14 days late.
fn with_late_visits(table: &Table) -> u64 {
    table.numbers("late.visit").iter().filter(|late| **late > 0.0).count() as u64
}

#[test]
fn c_stable() {
    let (answer, table) = run("reference-team.toml");
    agree(&answer, &C);
    let interval = clopper_pearson(with_late_visits(&table), REPLICATIONS, 1.0 - 1e-5).expect("an interval");
    assert!(interval.contains(0.014), "{interval:?}");
}

#[test]
fn b_officers_overloaded() {
    let (answer, table) = run("reference-team-b.toml");
    agree(&answer, &B);
    agree(&answer, &[("late.visit", 2074.4395, 5.904992)]);
    assert_eq!(with_late_visits(&table), REPLICATIONS);
}

#[test]
fn a_triage_overloaded() {
    let (answer, table) = run("reference-team-a.toml");
    agree(&answer, &A);
    assert_eq!(with_late_visits(&table), 0);
}
