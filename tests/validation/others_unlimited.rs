//! Other parameters, unlimited staff and totals: Poisson counts, compound sums, people who differ.

use crate::SEED;
use crate::in_full;
use crate::judge::Estimate;
use crate::others::{judge, kind, scenario};
use crate::support::{Answer, Caseload, Place, Table};

const UNLIMITED: &str = "[[staff]]\nrole = \"officer\"\npeople = \"unlimited\"\n";

/// Runs a scenario with an end: 20,000 replications, or a quarter of them.
fn run(head: &str, work: &[String]) -> (Answer, Table, f64) {
    let (n, wider) = if in_full() { (20_000, 1.0) } else { (5_000, 2.0) };
    let place = Place::new();
    let file = place.file("other.toml", scenario(&format!("{head}\n{UNLIMITED}"), work));
    let (answer, table) = Caseload::run(&file, n).seed(SEED).replications();
    (answer, table, wider)
}

/// A variance within a share of what is exact.
fn variance(answer: &Answer, key: &str, exact: f64, share: f64) {
    let found = Estimate::variance(answer, key).value;
    assert!((found / exact - 1.0).abs() <= share, "{key}: variance {found} for {exact}");
}

#[test]
fn open_work_from_empty_with_a_fixed_effort() {
    // All that arose within the last 10 h is open: Poisson, 2.5 x min(t, 10).
    let work = kind("case", "officer", "2.5 per hour", "\"10 h\"", "");
    let (answer, _, wider) = run("runs_for = \"30 h\"\nobserve_at = [\"4 h\", \"30 h\"]", &[work]);
    judge(&answer, &[("open at 4 h.total", 10.0, 0.01), ("open at 30 h.total", 25.0, 0.01)], wider);
    variance(&answer, "open at 4 h.total", 10.0, 0.05 * wider);
    variance(&answer, "open at 30 h.total", 25.0, 0.05 * wider);
}

#[test]
fn open_work_under_a_step_in_demand() {
    // Exponential 6 h. Rate 2 until 12 h, then 5: m(12) = 12 (1 - e^-2); after, m -> 30 at rate 1/6.
    let raised = "{ each = \"team\", at_random = \"1 per hour\", over_time = { steps = \
                  [{ from = \"0 h\", times = 2 }, { from = \"12 h\", times = 5 }] } }";
    let work = format!(
        "name = \"case\"\nby = \"officer\"\nraised = {raised}\neffort = {{ mean = \"6 h\", varies = \"exponential\" }}"
    );
    let (answer, _, wider) = run("runs_for = \"20 h\"\nobserve_at = [\"12 h\", \"20 h\"]", &[work]);
    let at_12 = 12.0 * (1.0 - (-2.0_f64).exp());
    let at_20 = 30.0 + (at_12 - 30.0) * (-8.0_f64 / 6.0).exp();
    let exact = [
        ("open at 12 h.total", at_12, 0.01),
        ("open at 20 h.total", at_20, 0.01),
        ("raised.total", 2.0 * 12.0 + 5.0 * 8.0, 0.005),
    ];
    judge(&answer, &exact, wider);
    variance(&answer, "raised.total", 64.0, 0.05 * wider);
}

#[test]
fn open_work_under_a_wave_of_another_period() {
    // Rate 3 (1 + 0.8 sin(2 pi t / 10)), exponential 2 h: the exact response of a linear filter.
    let raised = "{ each = \"team\", at_random = \"3 per hour\", over_time = { wave = 0.8, period = \"10 h\" } }";
    let work = format!(
        "name = \"case\"\nby = \"officer\"\nraised = {raised}\neffort = {{ mean = \"2 h\", varies = \"exponential\" }}"
    );
    let (answer, _, wider) = run("runs_for = \"17 h\"\nobserve_at = [\"3 h\", \"17 h\"]", &[work]);
    let (w, mu) = (std::f64::consts::TAU / 10.0, 0.5);
    let open = |t: f64| {
        let fade = (-mu * t).exp();
        let wave = (mu * (w * t).sin() - w * (w * t).cos() + w * fade) / (mu * mu + w * w);
        3.0 * ((1.0 - fade) / mu + 0.8 * wave)
    };
    judge(&answer, &[("open at 3 h.total", open(3.0), 0.01), ("open at 17 h.total", open(17.0), 0.01)], wider);
}

#[test]
fn hours_demanded_with_a_skewed_law() {
    // Compound Poisson: 3 a day for 10 days, gamma with mean 2 h and cv 1.5.
    let work = kind("job", "officer", "3 per day", "{ mean = \"2 h\", varies = \"gamma, cv 1.5\" }", "");
    let (answer, table, wider) = run("runs_for = \"10 days\"", &[work]);
    judge(&answer, &[("demand.total", 60.0, 0.01), ("raised.total", 30.0, 0.01)], wider);
    variance(&answer, "demand.total", 30.0 * 4.0 * 3.25, 0.06 * wider);
    assert_eq!(table.rows.len() as u64, answer.replications());
}

#[test]
fn people_who_differ_more() {
    // 120 people, shape 0.5, mean 2 a year in two years: each count is negative binomial.
    let work = "name = \"alert\"\nby = \"officer\"\neffort = \"1 h\"\n\
                raised = { each = \"offender\", at_random = \"2 per offender per year\", spread = 0.5 }";
    let head = "runs_for = \"730 days\"\n[offenders]\nnumber = 120\n";
    let (answer, _, wider) = run(head, &[work.to_owned()]);
    let (shape, mean) = (0.5, 4.0);
    let p = shape / (shape + mean);
    let none = f64::powf(p, shape);
    let one = none * shape * (1.0 - p);
    judge(
        &answer,
        &[
            ("raised.total", 480.0, 0.01),
            ("people with 0.alert", none, 0.02),
            ("people with at least 2.alert", 1.0 - none - one, 0.02),
        ],
        wider,
    );
    variance(&answer, "raised.total", 120.0 * (mean + mean * mean / shape), 0.06 * wider);
}
