//! V16 and V17: paired comparison, and chance apart from ignorance.

use caseload::stats::two_level;
use serde_json::Value;

use crate::SEED;
use crate::cases::Case;
use crate::judge::Estimate;
use crate::support::{Answer, Caseload, Place, Table, scenarios};

/// Pairs of V16, and draws of V17 with two replications each.
const PAIRS: u64 = 20_000;
const DRAWS: u64 = 20_000;

fn part(of: &Value, name: &str) -> f64 {
    of[name].as_f64().unwrap_or_else(|| panic!("`{name}` in {of}"))
}

fn estimate(centre: &Value, n: u64) -> Estimate {
    Estimate { value: part(centre, "mean"), standard_error: Some(part(centre, "standard_error")), n }
}

#[test]
fn v16_an_added_source_under_the_same_chance() {
    let mut case = Case::open("V16");
    let n = case.some_of(PAIRS);
    let (place, textbook) = (Place::new(), scenarios().join("textbook"));
    let command = Caseload::new("compare").file(&textbook.join("crn-base.toml")).file(&textbook.join("crn-added.toml"));
    let words = format!("-n {n} --draws 0 --threads 2 --quiet --out");
    let answer = command.seed(SEED).words(&words).file(&place.path("run")).answer();
    let hours = answer.difference("demand.total");
    case.measure("mean_A", Estimate::mean(&answer, "demand.total"));
    case.measure("mean_diff", estimate(&hours["centre"], n));
    case.measure("sd_diff_paired", Estimate::bare(part(&hours["spread"], "sd")));
    case.measure("correlation", Estimate::bare(part(hours, "correlation")));
    case.measure("variance_ratio", Estimate::bare(part(hours, "variance_ratio")));
    let table = Table::open(&place.path("run").join("replications.csv"));
    let (base, added) = (table.only("scenario", "crn-base"), table.only("scenario", "crn-added"));
    let alone = added.numbers("demand.kind.alert");
    let pairs = base.numbers("demand.total").into_iter().zip(added.numbers("demand.total")).zip(alone);
    let same = pairs.clone().all(|((a, b), alert)| ((b - a) - alert).abs() <= 1e-9 * alert);
    case.holds("replication_identity", same && pairs.count() as u64 == n);
    case.close();
}

#[test]
fn v17_chance_and_ignorance() {
    let mut case = Case::open("V17");
    let k = case.some_of(DRAWS);
    let answer: Answer = Caseload::new("run")
        .file(&scenarios().join("textbook/two-level.toml"))
        .words(&format!("-n 2 --draws {k} --per-draw 2 --threads 2 --quiet"))
        .seed(SEED)
        .answer();
    let wider = &answer.quantity("demand.total")["wider"];
    case.measure("mean", estimate(wider, k));
    case.measure("var_parameter", Estimate::bare(part(wider, "variance_ignorance")));
    case.measure("var_stochastic", Estimate::bare(part(wider, "variance_chance")));
    case.measure("share_parameter", Estimate::bare(part(wider, "share_of_ignorance")));
    // The best number inside is a formula of the two variances: given to it exactly.
    let (between, within) = (2880.0_f64 + 590.4 / 2.0, 590.4_f64);
    let (b, w) = ((between / 2.0).sqrt(), (within / 2.0).sqrt());
    let groups = [[120.0 + b - w, 120.0 + b + w], [120.0 - b - w, 120.0 - b + w]];
    let best = two_level(&groups).and_then(|split| split.best_replications).expect("a best number");
    case.measure("n_inner_opt", Estimate::bare(best));
    case.close();
}
