//! V10-V12, V14 and V15: runs with an end, counted at fixed times or in total.

use crate::SEED;
use crate::cases::Case;
use crate::judge::Estimate;
use crate::support::{Caseload, scenarios};

/// The skewness of a sample.
fn skewness(sample: &[f64]) -> f64 {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let moment = |k: i32| sample.iter().map(|x| (x - mean).powi(k)).sum::<f64>() / n;
    moment(3) / moment(2).powf(1.5)
}

/// The smallest value that a share `p` of a sample does not exceed.
fn quantile(sample: &[f64], p: f64) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (p * sorted.len() as f64).ceil() as usize;
    sorted[at.clamp(1, sorted.len()) - 1]
}

#[test]
fn v10_open_investigations_from_empty() {
    let mut case = Case::open("V10");
    let (answer, table) = case.until_the_end("open-investigations.toml");
    for (hours, key) in [(24, "open at 1 day.total"), (72, "open at 3 days.total"), (240, "open at 10 days.total")] {
        case.measure(&format!("mean_open_t{hours}"), Estimate::mean(&answer, key));
        case.measure(&format!("var_open_t{hours}"), Estimate::variance(&answer, key));
    }
    case.measure("p_open_le", Estimate::share(&table.numbers("open at 10 days.total"), |open| open <= 14.0));
    case.close();
}

#[test]
fn v11_a_daily_rhythm() {
    let mut case = Case::open("V11");
    let (answer, table) = case.until_the_end("daily-rhythm.toml");
    for (hours, key) in [(8, "open at 8 h.total"), (20, "open at 20 h.total"), (40, "open at 40 h.total")] {
        case.measure(&format!("mean_open_t{hours}"), Estimate::mean(&answer, key));
    }
    // Arrivals after 8 h: those in 40 h less those of the same runs in 8 h.
    let place = crate::support::Place::new();
    let whole = scenarios().join("textbook/daily-rhythm.toml");
    let text = format!("extends = {:?}\nruns_for = \"8 h\"\nobserve_at = []\n", whole.display().to_string());
    let short = place.file("until-8-h.toml", text);
    // The two runs have the same draws, replication by replication.
    let (_, until_8) = Caseload::run(&short, answer.replications()).seed(SEED).replications();
    let (all, early) = (table.numbers("raised.total"), until_8.numbers("raised.total"));
    let later: Vec<f64> = all.iter().zip(&early).map(|(all, early)| all - early).collect();
    let later = Estimate::of(&later);
    case.measure("arrivals_between", later);
    case.close();
}

#[test]
fn v12_a_step_in_demand_and_staff() {
    let mut case = Case::open("V12");
    let (answer, table) = case.until_the_end("go-live-step.toml");
    for hours in [50, 100, 200] {
        let key = format!("open at {hours} h.total");
        case.measure(&format!("mean_open_t{hours}"), Estimate::mean(&answer, &key));
        case.measure(&format!("sd_open_t{hours}"), Estimate::sd(&answer, &key));
    }
    case.measure("p_open_gt_10", Estimate::share(&table.numbers("open at 200 h.total"), |open| open > 10.0));
    case.measure("time_avg", Estimate::mean(&answer, "in hand.mean.total"));
    case.measure("finished", Estimate::mean(&answer, "finished.total"));
    case.close();
}

#[test]
fn v14_compound_hours() {
    let mut case = Case::open("V14");
    let (answer, table) = case.until_the_end("compound-hours.toml");
    let hours = table.numbers("demand.total");
    case.measure("mean", Estimate::mean(&answer, "demand.total"));
    case.measure("sd", Estimate::sd(&answer, "demand.total"));
    case.measure("skew", Estimate::bare(skewness(&hours)));
    let median = answer.quantity("demand.total")["spread"]["p50"]["value"].as_f64().expect("a median");
    case.measure("q0.5", Estimate::bare(median));
    case.measure("q0.9", Estimate::bare(quantile(&hours, 0.9)));
    case.close();
}

#[test]
fn v15_people_who_differ() {
    let mut case = Case::open("V15");
    let (answer, _) = case.until_the_end("people-negbin.toml");
    case.measure("count_mean", Estimate::mean(&answer, "raised.total"));
    case.measure("count_sd", Estimate::sd(&answer, "raised.total"));
    case.measure("p0", Estimate::mean(&answer, "people with 0.alert"));
    case.measure("p_ge_k", Estimate::mean(&answer, "people with at least 4.alert"));
    case.measure("hours_sd", Estimate::sd(&answer, "demand.total"));
    case.close();
}
