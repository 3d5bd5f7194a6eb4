//! Rates and shares that were seen directly: what is now known of them, exactly.

use serde::Serialize;

use super::calibrate::Fault;
use crate::scenario::learnt::{Belief, Believed};
use crate::scenario::observed::{SeenRate, SeenShare};
use crate::scenario::world::Passport;
use crate::stats::{RateLaw, ShareLaw};

/// Probabilities at which laws are told.
const TOLD: [f64; 7] = [0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975];

/// A quantile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct QuantileTold {
    /// Chance of at most this.
    pub p: f64,
    /// The value.
    pub value: f64,
}

/// The chance of a large count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtLeast {
    /// At least so many.
    pub count: u64,
    /// Its chance.
    pub chance: f64,
}

/// A count that is to come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ahead {
    /// Further exposure, in the unit of the rate; further trials of a share.
    pub exposure: f64,
    /// Mean.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
    /// Quantiles: the smallest count with at least the chance.
    pub quantiles: Vec<QuantileTold>,
    /// Chances that the file asks for.
    pub at_least: Vec<AtLeast>,
}

/// A rate, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateTold {
    /// What reports call it.
    pub name: String,
    /// Key in the scenario.
    pub key: String,
    /// Length for which the rate is told (hours).
    pub per_hours: f64,
    /// People at risk, 1 for a rate of the team.
    pub people: u32,
    /// Events in all.
    pub events: u64,
    /// Exposure in all, in lengths of `per_hours` of one person (or of the team).
    pub exposure: f64,
    /// Where that comes from.
    pub source: Option<String>,
    /// Whether the file gave the prior, and not the scenario.
    pub prior_given: bool,
    /// Before.
    pub prior: GammaTold,
    /// After.
    pub posterior: GammaTold,
    /// A count to come, of as many people.
    pub ahead: Ahead,
}

/// A gamma law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GammaTold {
    /// Shape.
    pub shape: f64,
    /// Rate parameter: exposure.
    pub rate: f64,
    /// Mean; `None` of a prior without exposure.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Quantiles.
    pub quantiles: Vec<QuantileTold>,
}

/// A share, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShareTold {
    /// What reports call it.
    pub name: String,
    /// Key in the scenario.
    pub key: String,
    /// Successes.
    pub successes: u64,
    /// Of so many.
    pub trials: u64,
    /// Where that comes from.
    pub source: Option<String>,
    /// Whether the file gave the prior, and not the scenario.
    pub prior_given: bool,
    /// Before.
    pub prior: BetaTold,
    /// After.
    pub posterior: BetaTold,
    /// Successes to come.
    pub ahead: Ahead,
}

/// A beta law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BetaTold {
    /// First parameter.
    pub a: f64,
    /// Second parameter.
    pub b: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Quantiles.
    pub quantiles: Vec<QuantileTold>,
}

fn quantiles(at: impl Fn(f64) -> f64) -> Vec<QuantileTold> {
    TOLD.iter().map(|&p| QuantileTold { p, value: at(p) }).collect()
}

fn gamma(law: RateLaw, per: f64) -> GammaTold {
    // Told in the unit of the file: so many events in so many lengths of it.
    let told = RateLaw { shape: law.shape, exposure: law.exposure / per };
    let proper = told.is_proper();
    GammaTold {
        shape: told.shape,
        rate: told.exposure,
        mean: proper.then(|| told.mean()),
        sd: proper.then(|| told.sd()),
        quantiles: if proper { quantiles(|p| told.quantile(p)) } else { Vec::new() },
    }
}

fn beta(law: ShareLaw) -> BetaTold {
    BetaTold { a: law.a, b: law.b, mean: law.mean(), sd: law.sd(), quantiles: quantiles(|p| law.quantile(p)) }
}

/// A rate after its counts, and what is then believed of it.
pub(super) fn rate(seen: &SeenRate, source: &str, fault: Option<Fault>) -> (RateTold, Belief) {
    let events: u64 = seen.counts.iter().sum();
    let exposure: f64 = seen.exposures.iter().sum();
    let after = match fault {
        None => seen.prior.after(events, exposure),
        Some(Fault::IgnoresPrior) => RateLaw { shape: events as f64 + 0.01, exposure },
        Some(Fault::HalvesWidth) => {
            let right = seen.prior.after(events, exposure);
            RateLaw { shape: 4.0 * right.shape, exposure: 4.0 * right.exposure }
        }
    };
    let ahead = after.ahead(seen.predict);
    let told = RateTold {
        name: seen.name.clone(),
        key: seen.number.key.clone(),
        per_hours: seen.per / crate::units::HOUR as f64,
        people: seen.people,
        events,
        exposure: exposure / seen.per,
        source: seen.passport.source.clone(),
        prior_given: seen.prior_given,
        prior: gamma(seen.prior, seen.per),
        posterior: gamma(after, seen.per),
        ahead: Ahead {
            exposure: seen.predict / seen.per,
            mean: ahead.mean(),
            variance: ahead.variance(),
            quantiles: quantiles(|p| ahead.quantile(p) as f64),
            at_least: seen.at_least.iter().map(|&k| AtLeast { count: k, chance: ahead.at_least(k) }).collect(),
        },
    };
    let note = format!(
        "{}: {events} events, exactly (gamma-Poisson); gamma with shape {} before.",
        seen.name,
        crate::scenario::learnt::rounded(seen.prior.shape)
    );
    let law = Believed::Gamma { shape: after.shape, mean: after.mean() };
    let belief = Belief {
        number: seen.number.clone(),
        typical: Some(after.quantile(0.5)),
        law,
        passport: passport(source, note),
    };
    (told, belief)
}

/// A share after its trials, and what is then believed of it.
pub(super) fn share(seen: &SeenShare, source: &str, fault: Option<Fault>) -> (ShareTold, Belief) {
    let right = seen.prior.after(seen.successes, seen.trials);
    let after = match fault {
        None => right,
        Some(Fault::IgnoresPrior) => ShareLaw { a: 0.01, b: 0.01 }.after(seen.successes, seen.trials),
        Some(Fault::HalvesWidth) => ShareLaw { a: 4.0 * right.a, b: 4.0 * right.b },
    };
    let ahead = after.ahead(seen.predict);
    let told = ShareTold {
        name: seen.name.clone(),
        key: seen.number.key.clone(),
        successes: seen.successes,
        trials: seen.trials,
        source: seen.passport.source.clone(),
        prior_given: seen.prior_given,
        prior: beta(seen.prior),
        posterior: beta(after),
        ahead: Ahead {
            exposure: seen.predict as f64,
            mean: ahead.mean(),
            variance: ahead.variance(),
            quantiles: quantiles(|p| ahead.quantile(p) as f64),
            at_least: seen.at_least.iter().map(|&k| AtLeast { count: k, chance: ahead.at_least(k) }).collect(),
        },
    };
    let note = format!(
        "{}: {} of {}, exactly (beta-binomial); beta {} and {} before.",
        seen.name,
        seen.successes,
        seen.trials,
        crate::scenario::learnt::rounded(seen.prior.a),
        crate::scenario::learnt::rounded(seen.prior.b)
    );
    let law = Believed::Beta { mean: after.mean(), sd: after.sd() };
    let belief = Belief {
        number: seen.number.clone(),
        typical: Some(after.quantile(0.5)),
        law,
        passport: passport(source, note),
    };
    (told, belief)
}

fn passport(source: &str, note: String) -> Passport {
    Passport {
        source: Some(source.to_owned()),
        confidence: Some("medium".to_owned()),
        note: Some(note),
        ..Passport::default()
    }
}
