//! Cumbria: the budget of hours for each offender, by hand, by `check` and by simulation.

use super::{Caseload, file, run};

const BUDGET: &str = "cumbria/budget.toml";
const SIMULATION: &str = "cumbria/simulation.toml";
const OFFENDERS: f64 = 600.0;

/// How often a year, times hours, times the share of people whom it concerns; then which role.
fn by_hand() -> (f64, f64) {
    let visits = 0.02 * 12.0 + 0.18 * 4.0 + 0.30 * 2.0 + 0.50 * 1.0;
    let managers = [
        visits * (3.2 + 1.55),
        visits * 0.30 * 1.9,
        5.0 * 0.75,
        0.16 * 11.0,
        0.775 * 5.0,
        1.5 * 1.375,
        1.0 * 0.75,
        2.0 * 0.5,
        0.10 * 2.0,
        0.175 * 2.0 * 0.5 * 2.0 * 52.5 / 60.0,
        0.175 * 3.65 * (10.0 / 60.0 + 0.125 * 45.0 / 60.0),
        0.15 * 12.0 * 0.5,
        6.0 / 15.0,
        0.02 * 5.0 * 5.5,
    ];
    (managers.iter().sum(), 0.10 * 6.0)
}

/// Hours asked for a year, by role, that `check` gives from the file alone.
fn by_check(name: &str) -> (f64, f64) {
    let ended = Caseload::new("check").file(&file(name)).words("--json").end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let all: serde_json::Value = serde_json::from_str(&ended.out()).unwrap();
    let loads = all[0]["loads"].as_array().unwrap().clone();
    let asked = |role: &str| loads.iter().find(|load| load["role"] == role).unwrap()["asked"].as_f64().unwrap();
    (asked("offender manager"), asked("polygraph examiner"))
}

#[test]
fn the_budget_is_the_product_of_its_means() {
    let (hand, check) = (by_hand(), by_check(BUDGET));
    for (hand, check) in [(hand.0, check.0), (hand.1, check.1)] {
        assert!((check / OFFENDERS - hand).abs() < 1e-9, "{} by check, {hand} by hand", check / OFFENDERS);
    }
    // The sum that the head of the file gives.
    let text = std::fs::read_to_string(file(BUDGET)).unwrap();
    let said = text.lines().find_map(|line| line.strip_prefix("#   together")).unwrap().trim();
    assert!((said.parse::<f64>().unwrap() - hand.0 - hand.1).abs() < 1e-6, "{said}");
}

#[test]
fn nothing_varies_in_the_budget_and_the_simulation_expects_the_same_hours() {
    let text = std::fs::read_to_string(file(BUDGET)).unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        assert!(!["varies", "uncertain", "at_random"].iter().any(|word| line.contains(word)), "{line}");
    }
    // One rate is written with four figures: one in fifteen years.
    let (budget, simulation) = (by_check(BUDGET), by_check(SIMULATION));
    assert!((simulation.0 / budget.0 - 1.0).abs() < 1e-5 && (simulation.1 / budget.1 - 1.0).abs() < 1e-5);
}

/// At four standard errors the test would fail by chance once in 16,000 seeds. Work that follows other work arises when
/// that is done, so a year that ends with work open has asked for a little less, a tenth of one per cent here.
#[test]
fn the_simulation_agrees_with_the_budget_in_the_mean() {
    for name in [BUDGET, SIMULATION] {
        let answer = run(name, 100);
        let (mean, se) = (answer.mean("demand.total"), answer.standard_error("demand.total"));
        let hours = OFFENDERS * (by_hand().0 + by_hand().1);
        assert!((mean - hours).abs() < 4.0 * se + 0.001 * hours, "{name}: {mean} and {hours}, standard error {se}");
    }
}

/// What the budget cannot say: the same hours, and some visits late.
#[test]
fn variation_makes_visits_wait() {
    let wait = |name: &str| run(name, 40).mean("wait.mean.home visit");
    let (fixed, varying) = (wait(BUDGET), wait(SIMULATION));
    assert!(varying > 1.1 * fixed, "{fixed} and {varying} hours");
}
