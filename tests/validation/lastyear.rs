//! Learning from counts: V20 in full, other parameters against an independent library, and the two ways of learning
//! against one another.

use serde_json::Value;
use statrs::distribution::{Beta, ContinuousCDF, DiscreteCDF, Gamma, NegativeBinomial};

use crate::SEED;
use crate::cases::Case;
use crate::judge::Estimate;
use crate::support::{Caseload, Place};

/// A stream of cases, a share of which are hits.
pub(crate) fn scenario(rate: &str, chance: &str, length: &str) -> String {
    format!(
        "title = \"Counts\"\nruns_for = \"{length}\"\ncalendar = \"none\"\n\
         staff = [{{ role = \"clerk\", people = 1 }}]\n[[work]]\nname = \"case\"\nby = \"no one\"\n\
         raised = {{ each = \"team\", at_random = {rate} }}\n\
         then = [{{ name = \"hit\", chance = {chance}, counts = [\"hit\"] }}, {{ name = \"miss\", chance = \"rest\" }}]\n"
    )
}

fn calibrated(scenario: &str, observed: &str, options: &str) -> Value {
    let place = Place::new();
    let (scenario, observed) = (place.file("scenario.toml", scenario), place.file("observed.toml", observed));
    let command = Caseload::new("calibrate").file(&scenario).file(&observed).seed(SEED);
    command.words("--quiet --threads 2").words(options).answer().0
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn quantile(of: &Value, p: f64) -> f64 {
    let list = of["quantiles"].as_array().expect("quantiles");
    let found = list.iter().find(|q| (number(&q["p"]) - p).abs() < 1e-12);
    number(&found.unwrap_or_else(|| panic!("no quantile {p}"))["value"])
}

const KNOWN: &str = "\"10 %\"";

#[test]
fn v20_gamma_poisson_posterior() {
    let mut case = Case::open("V20");
    let model = case.model().clone();
    let (prior, counts) = (&model["prior"], model["counts"].to_string());
    let quarters = |value: &Value| format!("{} months", 3.0 * number(value));
    let exposures: Vec<String> = model["exposures"].as_array().unwrap().iter().map(quarters).collect();
    let observed = format!(
        "title = \"V20\"\n[[rate]]\nname = \"cases\"\nkey = \"work.case.raised.at_random\"\ncounts = {counts}\n\
         exposures = {exposures:?}\nprior = {{ shape = {}, exposure = {:?} }}\nper = \"3 months\"\npredict = {:?}\nat_least = [8]\n",
        number(&prior["shape"]),
        quarters(&prior["rate"]),
        quarters(&model["predict_exposure"])
    );
    let told = calibrated(&scenario("\"2 per month\"", KNOWN, "12 months"), &observed, "");
    let rate = &told["rates"][0];
    let (posterior, ahead) = (&rate["posterior"], &rate["ahead"]);

    for (id, value) in [
        ("shape", number(&posterior["shape"])),
        ("rate", number(&posterior["rate"])),
        ("mean", number(&posterior["mean"])),
        ("sd", number(&posterior["sd"])),
        ("q0.05", quantile(posterior, 0.05)),
        ("q0.5", quantile(posterior, 0.5)),
        ("q0.95", quantile(posterior, 0.95)),
        ("pred_mean", number(&ahead["mean"])),
        ("pred_var", number(&ahead["variance"])),
        ("pred_ge", number(&ahead["at_least"][0]["chance"])),
        ("pred_q0.1", quantile(ahead, 0.1)),
        ("pred_q0.5", quantile(ahead, 0.5)),
        ("pred_q0.9", quantile(ahead, 0.9)),
        ("pred_q0.95", quantile(ahead, 0.95)),
    ] {
        case.measure(id, Estimate::bare(value));
    }
    case.close();
}

fn near(what: &str, found: f64, expected: f64, share: f64) {
    assert!((found - expected).abs() <= share * expected.abs(), "{what}: {found}, expected {expected}");
}

/// Rates of people and shares, with other numbers, against statrs.
#[test]
fn other_counts_give_the_laws_of_an_independent_library() {
    for (people, counts, lengths, shape, months, at_least) in [
        (1300_u32, vec![24_u64], vec![8.0], 2.5, 3000.0, 30_u64),
        (40, vec![0, 0], vec![6.0, 12.0], 0.5, 10.0, 1),
        (500, vec![300, 280, 310], vec![3.0, 3.0, 3.0], 9.0, 40.0, 320),
    ] {
        let exposures: Vec<String> = lengths.iter().map(|m| format!("{m} months")).collect();
        let observed = format!(
            "title = \"t\"\n[[rate]]\nname = \"a\"\nkey = \"work.case.raised.at_random\"\ncounts = {counts:?}\nexposures = {exposures:?}\n\
             people = {people}\nprior = {{ shape = {shape}, exposure = \"{months} months\" }}\npredict = \"2 months\"\nat_least = [{at_least}]\n\
             [[share]]\nname = \"b\"\nkey = \"work.case.then.hit.chance\"\nsuccesses = 6\ntrials = 48\nprior = {{ a = 1.5, b = {shape} }}\npredict = 20\n"
        );
        let text = scenario("\"0.1 per month\"", KNOWN, "12 months")
            .replace("each = \"team\"", "each = \"offender\"")
            .replace("[[work]]", "[offenders]\nnumber = 10\n[[work]]");
        let told = calibrated(&text, &observed, "");
        let (events, exposure) = (counts.iter().sum::<u64>() as f64, lengths.iter().sum::<f64>() * f64::from(people));
        let law = Gamma::new(shape + events, months + exposure).unwrap();
        let rate = &told["rates"][0];
        near("rate", number(&rate["posterior"]["rate"]), months + exposure, 1e-12);
        for p in [0.025, 0.5, 0.95] {
            near("quantile", quantile(&rate["posterior"], p), law.inverse_cdf(p), 1e-6);
        }
        let further = 2.0 * f64::from(people);
        let ahead = NegativeBinomial::new(shape + events, (months + exposure) / (months + exposure + further)).unwrap();
        let chance = number(&rate["ahead"]["at_least"][0]["chance"]);
        // The library subtracts from one, so its digits end at 1e-16.
        assert!((chance - (1.0 - ahead.cdf(at_least - 1))).abs() < 1e-9, "{chance}");
        let share = &told["shares"][0];
        let law = Beta::new(7.5, 42.0 + shape).unwrap();
        for p in [0.025, 0.5, 0.95] {
            near("share", quantile(&share["posterior"], p), law.inverse_cdf(p), 1e-6);
        }
    }
}

/// Without a prior in the file, the scenario's own law is taken; a gamma law is its own conjugate.
#[test]
fn the_prior_is_the_scenarios_own_range() {
    let rate = "{ uncertain = { gamma = { shape = 4, mean = \"2 per month\" } } }";
    let chance = "{ uncertain = { beta = { mean = 0.3, sd = 0.1 } } }";
    let observed = "title = \"t\"\n[[rate]]\nname = \"a\"\nkey = \"work.case.raised.at_random\"\ncounts = [7]\nexposures = [\"5 months\"]\n\
                    [[share]]\nname = \"b\"\nkey = \"work.case.then.hit.chance\"\nsuccesses = 2\ntrials = 9\n";
    let told = calibrated(&scenario(rate, chance, "5 months"), observed, "");
    let (prior, posterior) = (&told["rates"][0]["prior"], &told["rates"][0]["posterior"]);
    near("shape", number(&prior["shape"]), 4.0, 1e-9);
    near("rate", number(&prior["rate"]), 2.0, 1e-9);
    near("after", number(&posterior["mean"]), 11.0 / 7.0, 1e-9);
    let (prior, posterior) = (&told["shares"][0]["prior"], &told["shares"][0]["posterior"]);
    near("a", number(&prior["a"]), 6.0, 1e-9);
    near("b", number(&prior["b"]), 14.0, 1e-9);
    near("share", number(&posterior["mean"]), 8.0 / 29.0, 1e-9);
}

/// Seen only through its count, with tolerance 0, a rate is learnt as the conjugate answer has it. The mean and the
/// standard deviation of 2,000 weighted particles are held to five standard errors of 1,000 independent ones.
#[test]
fn learning_by_simulation_gives_the_conjugate_answer() {
    let rate = "{ uncertain = { gamma = { shape = 4, mean = \"3 per month\" } } }";
    let chance = "{ uncertain = { beta = { mean = 0.3, sd = 0.1 } } }";
    let observed = "title = \"t\"\n[[figure]]\nname = \"cases\"\nwork = \"case\"\nmeasure = \"raised\"\nvalue = 14\n";
    let options = "--particles 2000 --rows 2000 --tolerance 0 --budget 200000 --out";
    let place = Place::new();
    let scenario = place.file("s.toml", scenario(rate, chance, "3 months"));
    let observed = place.file("o.toml", observed);
    let folder = place.path("out");
    let command = Caseload::new("calibrate").file(&scenario).file(&observed).seed(SEED);
    let told = command.words("--quiet --threads 2").words(options).file(&folder).answer().0;
    let learning = &told["learning"];
    assert_eq!(learning["ended"], "tolerance", "{}", learning["generations"]);
    assert!(number(&learning["tolerance"]) <= 0.0);
    let text = std::fs::read_to_string(folder.join("calibrated.toml")).unwrap();
    let (loaded, _) = caseload::scenario::load(folder.join("calibrated.toml").to_str().unwrap()).unwrap();
    assert!(text.contains("extends = \"../s.toml\""), "{text}");
    let column = |key: &str| {
        let number = loaded.numbers().into_iter().find(|n| n.key == key).unwrap();
        match &number.uncertain {
            caseload::scenario::Uncertainty::Joint { column, .. } => column.clone(),
            other => panic!("{other:?}"),
        }
    };
    let month = caseload::units::MONTH as f64;
    let days: f64 = loaded.horizon.0 as f64 / month;
    let moments = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (mean, (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / values.len() as f64).sqrt())
    };
    let rates: Vec<f64> = column("work.case.raised.at_random").iter().map(|x| x * month).collect();
    let (mean, sd) = moments(&rates);
    let (shape, exposure) = (4.0 + 14.0, 4.0 / 3.0 + days);
    let (exact, exact_sd) = (shape / exposure, shape.sqrt() / exposure);
    assert!((mean - exact).abs() < 5.0 * exact_sd / 1000_f64.sqrt(), "{mean} and {exact}");
    assert!((sd - exact_sd).abs() < 5.0 * exact_sd / 2000_f64.sqrt(), "{sd} and {exact_sd}");
    // The share of hits is not informed by a count of cases, and the answer says so.
    let (mean, sd) = moments(&column("work.case.then.hit.chance"));
    assert!(
        (mean - 0.3).abs() < 5.0 * 0.1 / 1000_f64.sqrt() && (sd - 0.1).abs() < 5.0 * 0.1 / 2000_f64.sqrt(),
        "{mean} {sd}"
    );
    let informed = |key: &str| {
        let inputs = learning["inputs"].as_array().unwrap();
        inputs.iter().find(|input| input["key"] == key).unwrap()["informed"].as_bool().unwrap()
    };
    assert!(informed("work.case.raised.at_random") && !informed("work.case.then.hit.chance"));
}
