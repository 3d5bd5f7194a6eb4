//! The tests of the pack: is an estimate right, and is it as precise as it says?

use serde_json::Value;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::SEED;
use crate::support::{Answer, Caseload, Table, scenarios};

/// A number from the program, with its own standard error where it has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) standard_error: Option<f64>,
    /// Replications.
    pub(crate) n: u64,
}

impl Estimate {
    /// A number that is not random, or whose error is not asked for.
    pub(crate) fn bare(value: f64) -> Self {
        Self { value, standard_error: None, n: 1 }
    }

    /// The average of a quantity over replications.
    pub(crate) fn mean(answer: &Answer, key: &str) -> Self {
        Self::scaled(answer, key, 1.0)
    }

    /// The average of a quantity times a factor.
    pub(crate) fn scaled(answer: &Answer, key: &str, by: f64) -> Self {
        let standard_error = Some(answer.standard_error(key) * by);
        Self { value: answer.mean(key) * by, standard_error, n: answer.replications() }
    }

    pub(crate) fn sd(answer: &Answer, key: &str) -> Self {
        Self::bare(answer.sd(key))
    }

    pub(crate) fn variance(answer: &Answer, key: &str) -> Self {
        Self::bare(answer.sd(key).powi(2))
    }

    /// The average of one number a replication.
    pub(crate) fn of(sample: &[f64]) -> Self {
        let n = sample.len() as f64;
        let mean = sample.iter().sum::<f64>() / n;
        let square: f64 = sample.iter().map(|x| (x - mean).powi(2)).sum();
        let standard_error = Some((square / (n - 1.0) / n).sqrt());
        Self { value: mean, standard_error, n: sample.len() as u64 }
    }

    /// The share of replications in which something holds.
    pub(crate) fn share(sample: &[f64], holds: impl Fn(f64) -> bool) -> Self {
        let n = sample.len() as f64;
        let p = sample.iter().filter(|x| holds(**x)).count() as f64 / n;
        Self { value: p, standard_error: Some((p * (1.0 - p) / n).sqrt()), n: sample.len() as u64 }
    }
}

/// What a measure asks of an estimate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// Within q standard errors, and 95 % half-width at most this share of the expected value.
    Mean { tail: f64, width: f64 },
    /// The same with a half-width in the unit of the measure.
    Probability { tail: f64, width: f64 },
    /// Within a tolerance: relative, absolute.
    Within { relative: f64, absolute: f64 },
}

impl Rule {
    /// The rule as the pack writes it.
    pub(crate) fn read(test: &Value) -> Self {
        let part = |name: &str| test[name].as_f64().unwrap_or(0.0);
        match test["type"].as_str().expect("a type of test") {
            "monte-carlo-mean" => Self::Mean { tail: part("two_sided_tail"), width: part("max_rel_half_width") },
            "monte-carlo-probability" => {
                Self::Probability { tail: part("two_sided_tail"), width: part("max_abs_half_width") }
            }
            "deterministic" | "relative" | "absolute" => {
                Self::Within { relative: part("rtol"), absolute: part("atol") }
            }
            "exact-integer" => Self::Within { relative: 0.0, absolute: 0.0 },
            other => panic!("no rule for a test of type {other}"),
        }
    }

    /// What is wrong with an estimate, if anything; `wider` stretches the precision asked for.
    pub(crate) fn fault(self, estimate: Estimate, expected: f64, wider: f64) -> Option<String> {
        let off = (estimate.value - expected).abs();
        let (tail, width) = match self {
            Self::Within { relative, absolute } => {
                let allowed = (absolute + relative * expected.abs()) * wider;
                return (!(off <= allowed)).then(|| format!("off by {off:e}, allowed {allowed:e}"));
            }
            Self::Mean { tail, width } => (tail, width * expected.abs()),
            Self::Probability { tail, width } => (tail, width),
        };
        let error = estimate.standard_error.expect("a standard error");
        let most = quantile(tail, estimate.n) * error;
        if !(off <= most) {
            return Some(format!("off by {:.2} standard errors, at most {:.2}", off / error, most / error));
        }
        let half = 1.96 * error;
        (!(half <= width * wider)).then(|| format!("half-width {half:.3e}, at most {:.3e}", width * wider))
    }
}

/// The Student t quantile that leaves `tail` outside on both sides together, from `n` observations.
fn quantile(tail: f64, n: u64) -> f64 {
    let t = StudentsT::new(0.0, 1.0, (n.max(2) - 1) as f64).expect("at least one degree of freedom");
    t.inverse_cdf(1.0 - tail / 2.0)
}

#[test]
fn the_quantile_is_that_of_the_pack() {
    assert!((quantile(1e-5, 30) - 5.3).abs() < 0.05, "{}", quantile(1e-5, 30));
    assert!((quantile(1e-5, 20_000) - 4.4).abs() < 0.05, "{}", quantile(1e-5, 20_000));
}

#[test]
fn a_wrong_mean_a_padded_error_and_no_number_fail() {
    let rule = Rule::Mean { tail: 1e-5, width: 0.02 };
    let with = |value, error| Estimate { value, standard_error: Some(error), n: 30 };
    assert!(rule.fault(with(7.6, 0.05), 7.5, 1.0).is_none());
    assert!(rule.fault(with(8.0, 0.05), 7.5, 1.0).is_some());
    assert!(rule.fault(with(8.0, 0.2), 7.5, 1.0).is_some());
    assert!(rule.fault(with(f64::NAN, 0.05), 7.5, 1.0).is_some());
    assert!(rule.fault(with(7.5, f64::NAN), 7.5, 1.0).is_some());
}

/// A mean that is known, and estimated to a relative half-width; Student's t at 1e-5.
pub(crate) fn mean(answer: &Answer, key: &str, expected: f64, width: f64) {
    let rule = Rule::Mean { tail: 1e-5, width };
    let estimate = Estimate::mean(answer, key);
    if let Some(fault) = rule.fault(estimate, expected, 1.0) {
        panic!("{key} is {} and should be {expected}: {fault}", estimate.value);
    }
}

/// 400 replications of a shipped file of `scenarios/policies`: the answer, and the table of its replications.
pub(crate) fn policy(name: &str) -> (Answer, Table) {
    let file = scenarios().join("policies").join(format!("{name}.toml"));
    Caseload::run(&file, 400).seed(SEED).replications()
}

/// What arithmetic gives in every replication.
pub(crate) fn exactly(answer: &Answer, key: &str, expected: f64) {
    let (found, spread) = (answer.mean(key), answer.sd(key));
    assert!((found - expected).abs() < 1e-6 && spread < 1e-6, "{key} is {found} ({spread}) and should be {expected}");
}

/// What arithmetic gives on average.
pub(crate) fn about(answer: &Answer, key: &str, expected: f64) {
    mean(answer, key, expected, 0.1);
}
