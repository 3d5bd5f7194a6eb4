//! Simulation-based calibration of both ways of learning (Talts et al. 2018).
//!
//! Numbers are drawn from what is believed before, figures from the numbers, and the numbers are learnt back from the
//! figures. The rank of the true number among equally likely learnt ones is then even, whatever the model. A chi-square
//! test of the ranks refuses a right fit with a chance of 1e-4 for each new seed (four tests, so four in ten thousand), and
//! must refuse a fit that is broken on purpose: one that is half as wide as it should be and, of the exact laws, one that forgets
//! what was believed before.

use caseload::experiment::Control;
use caseload::experiment::facing::{Fault, LearnSettings, calibrate, foretell};
use caseload::random::{Purpose, Seed, name_key};
use caseload::scenario::{self, Loaded, Point, observed};
use caseload::special::poisson_quantile;
use caseload::stats::{Evenness, RateLaw, ShareLaw, evenness};

use crate::lastyear::scenario;
use crate::{SEED, in_full};

/// Chance that a right fit is refused.
const ALARM: f64 = 1e-4;
/// Chance below which the ranks of a broken fit must fall.
const REFUSED: f64 = 1e-6;

fn loaded(text: &str) -> Loaded {
    scenario::open_text("team.toml", text).expect("a scenario")
}

/// Ranks of true rates and shares among 19 draws from the exact laws.
fn exact_ranks(fault: Option<Fault>, trials: u32) -> [Evenness; 2] {
    let rate = "{ uncertain = { gamma = { shape = 6, mean = \"2 per month\" } } }";
    let chance = "{ uncertain = { beta = { mean = 0.3, sd = 0.12 } } }";
    let loaded = loaded(&scenario(rate, chance, "3 months"));
    let (scenario, _) = loaded.scenario().expect("sound");
    let find = |key: &str| scenario.numbers().into_iter().find(|n| n.key == key).expect("a number");
    let (rate, share) = (find("work.case.raised.at_random"), find("work.case.then.hit.chance"));
    let month = caseload::units::MONTH as f64;
    let settings = LearnSettings { fault, threads: 1, ..LearnSettings::default() };
    let mut ranks = [Vec::new(), Vec::new()];
    for trial in 0..trials {
        let point = Point::Draw { seed: Seed(SEED), index: trial };
        let (true_rate, true_share) = (rate.at(&point) * month, share.at(&point));
        let mut chance = Seed(SEED).parameter(trial, Purpose::Log, name_key("the data"));
        let count = poisson_quantile(3.0 * true_rate, chance.next_uniform());
        let successes = (0..4).filter(|_| chance.next_uniform() < true_share).count();
        let text = format!(
            "title = \"t\"\n[[rate]]\nname = \"a\"\nkey = \"work.case.raised.at_random\"\ncounts = [{count}]\nexposures = [\"3 months\"]\n\
             [[share]]\nname = \"b\"\nkey = \"work.case.then.hit.chance\"\nsuccesses = {successes}\ntrials = 4\n"
        );
        let (observed, _) = observed::from_text("o.toml", &text, &scenario).expect("sound");
        let told = calibrate("team", &loaded, &loaded, &observed, &settings, Control::default()).expect("learnt");
        let (gamma, beta) = (&told.rates[0].posterior, &told.shares[0].posterior);
        let gamma = RateLaw { shape: gamma.shape, exposure: gamma.rate };
        let beta = ShareLaw { a: beta.a, b: beta.b };
        let mut draws = [0, 0];
        for _ in 0..19 {
            draws[0] += u64::from(gamma.quantile(chance.next_uniform()) < true_rate);
            draws[1] += u64::from(beta.quantile(chance.next_uniform()) < true_share);
        }
        ranks[0].push(draws[0]);
        ranks[1].push(draws[1]);
    }
    ranks.map(|ranks| evenness(&ranks, 19, 10).expect("ranks"))
}

#[test]
fn exact_laws_rank_the_truth_evenly_and_broken_ones_do_not() {
    let trials = if in_full() { 10_000 } else { 1_000 };
    for (what, found) in ["rate", "share"].into_iter().zip(exact_ranks(None, trials)) {
        println!("{what}: {found:?}");
        assert!(found.p > ALARM, "{what}: {found:?}");
    }
    for fault in [Fault::IgnoresPrior, Fault::HalvesWidth] {
        for (what, found) in ["rate", "share"].into_iter().zip(exact_ranks(Some(fault), trials)) {
            println!("{what}, {fault:?}: {found:?}");
            assert!(found.p < REFUSED, "{what}, {fault:?}: {found:?}");
        }
    }
}

/// Ranks of true numbers among the rows that were learnt by simulation.
fn learnt_ranks(fault: Option<Fault>, trials: u32, budget: u64, tolerance: f64) -> [Evenness; 2] {
    let rate = "{ typical = \"2 per day\", uncertain = [\"1 per day\", \"4 per day\"] }";
    let chance = "{ typical = \"40 %\", uncertain = [\"15 %\", \"70 %\"] }";
    let loaded = loaded(&scenario(rate, chance, "10 days"));
    let (scenario, _) = loaded.scenario().expect("sound");
    let keys = ["work.case.raised.at_random", "work.case.then.hit.chance"];
    let numbers = keys.map(|key| scenario.numbers().into_iter().find(|n| n.key == key).expect("a number"));
    let text = "title = \"t\"\n[[figure]]\nname = \"cases\"\nwork = \"case\"\nmeasure = \"raised\"\nvalue = 0\n\
                [[figure]]\nname = \"hits\"\ncount = \"hit\"\nvalue = 0\n";
    let (mut observed, _) = observed::from_text("o.toml", text, &scenario).expect("sound");
    let mut ranks = [Vec::new(), Vec::new()];
    for trial in 0..trials {
        let truth = numbers.map(|number| number.at(&Point::Draw { seed: Seed(SEED), index: trial }));
        let figures = foretell(&scenario, &observed, SEED, trial).expect("figures");
        observed.figures.iter_mut().zip(figures).for_each(|(figure, value)| figure.value = value);
        let settings = LearnSettings {
            seed: 1000 + u64::from(trial),
            threads: 1,
            particles: 100,
            tolerance,
            budget,
            rows: 19,
            fault,
            ..LearnSettings::default()
        };
        let told = calibrate("team", &loaded, &loaded, &observed, &settings, Control::default()).expect("learnt");
        let sample = told.sample.expect("a sample");
        for (i, truth) in truth.into_iter().enumerate() {
            let column = sample.numbers.iter().position(|n| n.key == keys[i]).expect("a column");
            ranks[i].push(sample.rows.iter().filter(|row| row[column] < truth).count() as u64);
        }
    }
    ranks.map(|ranks| evenness(&ranks, 19, 10).expect("ranks"))
}

#[test]
fn learning_by_simulation_ranks_the_truth_evenly_and_a_broken_fit_does_not() {
    let (trials, budget, tolerance) = if in_full() { (300, 4_000, 0.5) } else { (80, 2_000, 0.5) };
    for (what, found) in ["rate", "share"].into_iter().zip(learnt_ranks(None, trials, budget, tolerance)) {
        println!("{what}: {found:?}");
        assert!(found.p > ALARM, "{what}: {found:?}");
    }
    let broken = learnt_ranks(Some(Fault::HalvesWidth), trials, budget, tolerance);
    println!("halved: {broken:?}");
    assert!(broken.iter().any(|found| found.p < REFUSED), "{broken:?}");
}
