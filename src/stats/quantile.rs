//! Quantiles of a sample, with intervals that assume no law.

use super::estimate::{Interval, tail};
use crate::special::{binomial_cdf, binomial_sf};

/// The smallest observation `x` such that at least a share `p` of the sample is at most `x`: the
/// inverse of the empirical distribution, type 1 of Hyndman and Fan (1996). It is always one of
/// the observations. `sorted` ascending; `None` of nothing or for `p` outside (0, 1].
#[must_use]
pub fn sample_quantile(sorted: &[f64], p: f64) -> Option<f64> {
    if !(p > 0.0 && p <= 1.0) {
        return None;
    }
    // A hair below the whole number, so that 0.07 * 100 = 7.000000000000001 is 7.
    let rank = libm::ceil(sorted.len() as f64 * p * (1.0 - 4.0 * f64::EPSILON)) as usize;
    sorted.get(rank.max(1) - 1).copied()
}

/// A sample quantile with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileEstimate {
    /// The sample quantile.
    pub value: f64,
    /// Interval for the law's quantile: two order statistics.
    pub interval: Interval,
    /// Share of the law below the quantile.
    pub p: f64,
    /// Confidence level, which the interval reaches or exceeds.
    pub level: f64,
    /// Observations.
    pub n: u64,
}

/// A sample from which an interval for the quantile cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{n} observations are too few for an interval of this quantile; it needs {needed}")]
pub struct TooFew {
    /// Observations there are.
    pub n: u64,
    /// Observations it takes.
    pub needed: u64,
}

/// Observations below which a two-sided interval for the `p` quantile at `level` does not exist:
/// both outermost order statistics must miss the quantile with a chance of at most half of 1 - level.
#[must_use]
pub fn replications_needed(p: f64, level: f64) -> u64 {
    let farther = if p > 0.5 { p } else { 1.0 - p };
    let needed = libm::ceil(libm::log(tail(level)) / libm::log(farther));
    if needed >= 1.0 { needed as u64 } else { u64::MAX }
}

/// The sample quantile and the distribution-free interval between two order statistics.
///
/// With B binomial (n, p): the r-th, r the largest k with P(B <= k - 1) <= alpha/2, and the s-th,
/// s the smallest k with P(B >= k) <= alpha/2. Source: David and Nagaraja, *Order Statistics*, section 7.1.
///
/// # Errors
/// When the sample is too small; the error says how many observations it takes.
pub fn quantile_interval(sorted: &[f64], p: f64, level: f64) -> Result<QuantileEstimate, TooFew> {
    let n = sorted.len() as u64;
    let refusal = TooFew { n, needed: replications_needed(p, level) };
    let value = sample_quantile(sorted, p).ok_or(refusal)?;
    let alpha = tail(level);
    if n < refusal.needed || !(alpha > 0.0 && alpha < 0.5) {
        return Err(refusal);
    }
    let rank = |k: u64| sorted.get((k - 1) as usize).copied().ok_or(refusal);
    let below = first(1, n, |k| binomial_cdf(n, p, k - 1) > alpha);
    let above = first(1, n, |k| binomial_sf(n, p, k - 1) <= alpha);
    let interval = Interval { low: rank((below - 1).max(1))?, high: rank(above.min(n))? };
    Ok(QuantileEstimate { value, interval, p, level, n })
}

/// The first `k` from `low` to `high` for which `holds` (false up to some point, true after), or `high` + 1.
fn first(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (low, high + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
