//! A quotable number: point, interval, level, replications.

use super::tally::Tally;
use crate::special::student_quantile;

/// A range of values, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end, at least `low`.
    pub high: f64,
}

impl Interval {
    /// Whether `value` lies in it, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Half its width.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// The interval `centre` plus and minus `half_width`.
    pub(super) fn around(centre: f64, half_width: f64) -> Self {
        Self { low: centre - half_width, high: centre + half_width }
    }
}

/// The mean of independent replications, and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Mean over replications.
    pub mean: f64,
    /// Student's interval for the mean at `level`; `None` (not available) for one replication. Of
    /// width zero when all replications agree.
    pub interval: Option<Interval>,
    /// Confidence level of the interval, between 0 and 1.
    pub level: f64,
    /// Replications.
    pub n: u64,
    /// Standard deviation between replications, `None` for one.
    pub sd: Option<f64>,
}

impl Estimate {
    /// The estimate from a tally of one number a replication: mean +- t(n - 1) S / sqrt(n).
    /// `None` of nothing. Source: Law, *Simulation Modeling and Analysis*, section 9.4.
    #[must_use]
    pub fn from_tally(tally: &Tally, level: f64) -> Option<Self> {
        let mean = tally.mean()?;
        let interval = student_factor(tally.n(), level)
            .zip(tally.standard_error())
            .map(|(factor, se)| Interval::around(mean, factor * se));
        Some(Self { mean, interval, level, n: tally.n(), sd: tally.sd() })
    }

    /// The estimate from one number a replication, in the order given.
    #[must_use]
    pub fn from_values(values: &[f64], level: f64) -> Option<Self> {
        Self::from_tally(&values.iter().copied().collect(), level)
    }

    /// Half the width of the interval.
    #[must_use]
    pub fn half_width(&self) -> Option<f64> {
        let factor = student_factor(self.n, self.level)?;
        self.standard_error().map(|se| factor * se)
    }

    /// Standard error of the mean.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.sd.map(|sd| sd / libm::sqrt(self.n as f64))
    }
}

/// Half-width of a two-sided interval in standard errors, over `n` observations; `None` below two
/// observations and for a level that is not between 0 and 1.
pub(super) fn student_factor(n: u64, level: f64) -> Option<f64> {
    let valid = n > 1 && level > 0.0 && level < 1.0;
    valid.then(|| student_quantile((n - 1) as f64, 1.0 - tail(level)))
}

/// The chance left out on either side of a two-sided interval.
pub(super) fn tail(level: f64) -> f64 {
    0.5 * (1.0 - level)
}

/// The level each of `statements` intervals needs, so that all hold together at `level`:
/// Bonferroni's inequality.
#[must_use]
pub fn bonferroni(level: f64, statements: u32) -> f64 {
    1.0 - (1.0 - level) / f64::from(statements.max(1))
}
