//! Numbers at a point: what an uncertain value is in one set of parameters.

use super::keys::Unit;
use super::world::{Duration, Kind, Number, Offenders, Passport, Place, Point, Scenario, Uncertainty};
use crate::random::{Law, Purpose, Seed, name_key};

impl Number {
    /// A number that is taken as known, for tests and for defaults of the language.
    pub fn known(key: &str, value: f64) -> Self {
        Self {
            key: key.to_owned(),
            unit: Unit::Factor,
            typical: value,
            uncertain: Uncertainty::Known,
            lowest: 0.0,
            highest: f64::MAX,
            written: value.to_string(),
            written_uncertain: String::new(),
            passport: Passport::default(),
            place: Place::default(),
            drawn_as: None,
        }
    }

    /// Whether it differs from one set of parameters to the next.
    pub fn is_uncertain(&self) -> bool {
        !matches!(self.uncertain, Uncertainty::Known)
    }

    /// The value at a point, within the number's own bounds.
    ///
    /// The draw is addressed by seed, set of parameters and the number's key, so that it does not
    /// depend on what else the scenario holds. Numbers of one joint sample share the address of
    /// the sample, and so take the same row.
    pub fn at(&self, point: &Point) -> f64 {
        let Point::Draw { seed, index } = *point else {
            return self.typical;
        };
        let value = match &self.uncertain {
            Uncertainty::Known => return self.typical,
            Uncertainty::Follows(law) => {
                let key = self.drawn_as.as_ref().unwrap_or(&self.key);
                law.quantile(uniform(seed, index, Purpose::Parameter, key))
            }
            Uncertainty::Joint { column, in_turn: true, .. } => {
                let row = index as usize % column.len().max(1);
                column.get(row).copied().unwrap_or(self.typical)
            }
            Uncertainty::Joint { name, column, .. } => {
                let u = uniform(seed, index, Purpose::JointRow, name);
                let row = (u * column.len() as f64) as usize;
                column.get(row.min(column.len().saturating_sub(1))).copied().unwrap_or(self.typical)
            }
        };
        self.within(value)
    }

    /// The value that is not exceeded with chance `u`, of a number that follows a law of its own; the typical
    /// value of any other.
    pub fn quantile(&self, u: f64) -> f64 {
        match &self.uncertain {
            Uncertainty::Follows(law) => self.within(law.quantile(u)),
            Uncertainty::Known | Uncertainty::Joint { .. } => self.typical,
        }
    }

    /// A draw moved to the bounds.
    fn within(&self, value: f64) -> f64 {
        if value.is_nan() { self.typical } else { value.max(self.lowest).min(self.highest) }
    }
}

fn uniform(seed: Seed, index: u32, purpose: Purpose, name: &str) -> f64 {
    seed.parameter(index, purpose, name_key(name)).next_uniform()
}

impl Duration {
    /// Always the same, for tests and for defaults of the language.
    pub fn fixed(key: &str, milliseconds: f64) -> Self {
        Self { law: Law::Fixed(milliseconds), centre: Number::known(key, milliseconds), pace: None }
    }

    /// The law at a point: the typical law scaled to the centre and the pace of the point.
    pub fn at(&self, point: &Point) -> Law {
        if *point == Point::Typical || self.centre.typical <= 0.0 || !self.numbers().any(Number::is_uncertain) {
            return self.law.clone();
        }
        self.law.scaled(self.factor(point))
    }

    /// Mean at a point, milliseconds.
    pub fn mean(&self, point: &Point) -> f64 {
        let typical = self.centre.typical;
        if typical <= 0.0 { self.law.mean() } else { self.law.mean() * self.factor(point) }
    }
}

/// Shares that add to one: what is missing goes to `rest` if there is one; otherwise, and where
/// draws of independent shares pass one together, all are brought to scale.
pub(super) fn complete(shares: &mut [f64], rest: Option<usize>) {
    let sum: f64 = shares.iter().sum();
    if let Some(rest) = rest
        && sum <= 1.0
    {
        if let Some(share) = shares.get_mut(rest) {
            *share = 1.0 - sum;
        }
    } else if sum > 0.0 {
        for share in shares {
            *share /= sum;
        }
    }
}

impl Offenders {
    /// Share at each risk level at a point; they add to one.
    pub fn shares_at(&self, point: &Point) -> Vec<f64> {
        shares_at(&self.shares, self.rest, point)
    }
}

/// Shares at a point, completed so that they add to one.
pub(super) fn shares_at(shares: &[Number], rest: Option<usize>, point: &Point) -> Vec<f64> {
    let mut shares: Vec<f64> = shares.iter().map(|share| share.at(point)).collect();
    if let Some(rest) = rest {
        shares[rest] = 0.0;
    }
    complete(&mut shares, rest);
    shares
}

impl Kind {
    /// Priority at a risk level: 1 is the most urgent, 9 the least.
    pub fn priority_at(&self, level: usize) -> u8 {
        self.priority.get(level).copied().unwrap_or(5)
    }

    /// The most urgent priority it has at any risk level.
    pub fn most_urgent(&self) -> u8 {
        self.priority.iter().copied().min().unwrap_or(5)
    }

    /// The least urgent priority it has at any risk level.
    pub fn least_urgent(&self) -> u8 {
        self.priority.iter().copied().max().unwrap_or(5)
    }
}

impl Scenario {
    /// Every number of the scenario, uncertain or not, sorted by key.
    pub fn numbers(&self) -> Vec<&Number> {
        super::numbers::all(self)
    }

    /// The numbers that say no source, sorted by key.
    pub fn unsupported(&self) -> Vec<&Number> {
        self.numbers().into_iter().filter(|number| number.passport.source.is_none()).collect()
    }
}
