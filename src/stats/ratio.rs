//! Averages per case when the number of cases is itself random.
//!
//! Cases of one replication are not independent, so they must not be pooled as a sample: the
//! replication is the unit, and the average per case is a ratio of two means.

use super::estimate::{Interval, student_factor};
use super::sum::Sum;

/// A ratio of two means over replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioEstimate {
    /// Sum of numerators over sum of denominators.
    pub ratio: f64,
    /// Its standard error, `None` for one replication.
    pub standard_error: Option<f64>,
    /// Student's interval; `None` for one replication.
    pub interval: Option<Interval>,
    /// Replications.
    pub n: u64,
}

/// The ratio of (numerator, denominator) pairs, one a replication, with the delta-method variance
/// sum (Y - R N)^2 / (n (n - 1) mean(N)^2). `None` (not defined) when the denominators add up to 0.
/// Source: Cochran, *Sampling Techniques*, section 2.11.
#[must_use]
pub fn ratio(pairs: &[(f64, f64)], level: f64) -> Option<RatioEstimate> {
    let n = pairs.len() as u64;
    let (above, below) = totals(pairs)?;
    let ratio = above / below;
    let squares: Sum = pairs.iter().map(|&(y, k)| residual(y, ratio, k) * residual(y, ratio, k)).collect();
    let count = n as f64;
    // n / (n - 1) sum of squares / total^2 is the same variance with the mean's n cancelled.
    let se = (n > 1).then(|| libm::sqrt(squares.value() * count / (count - 1.0)) / below.abs());
    Some(with_error(ratio, se, n, level))
}

/// What a numerator has beyond the ratio of its denominator. A ratio that is the same in every replication leaves
/// nothing but what rounding the ratio and the product leaves, and that is nothing.
#[must_use]
pub fn residual(numerator: f64, ratio: f64, denominator: f64) -> f64 {
    let expected = ratio * denominator;
    let left = numerator - expected;
    if left.abs() <= 4.0 * f64::EPSILON * numerator.abs().max(expected.abs()) { 0.0 } else { left }
}

/// The ratio by the jackknife: less biased when denominators vary much. `None` as for [`ratio`], or
/// when leaving one replication out leaves a denominator of 0. Source: Law, section 9.5.3.
#[must_use]
pub fn jackknife_ratio(pairs: &[(f64, f64)], level: f64) -> Option<RatioEstimate> {
    let n = pairs.len() as u64;
    let (above, below) = totals(pairs)?;
    if n < 2 {
        return Some(with_error(above / below, None, n, level));
    }
    let count = n as f64;
    if pairs.iter().any(|(_, k)| below - k == 0.0) {
        return None;
    }
    let pseudo = pairs.iter().map(|(y, k)| count * above / below - (count - 1.0) * (above - y) / (below - k));
    let tally: super::tally::Tally = pseudo.collect();
    Some(with_error(tally.mean()?, tally.standard_error(), n, level))
}

/// Sums of numerators and of denominators; `None` when the ratio is not defined.
fn totals(pairs: &[(f64, f64)]) -> Option<(f64, f64)> {
    let above: Sum = pairs.iter().map(|pair| pair.0).collect();
    let below: Sum = pairs.iter().map(|pair| pair.1).collect();
    (below.value() != 0.0).then(|| (above.value(), below.value()))
}

fn with_error(ratio: f64, standard_error: Option<f64>, n: u64, level: f64) -> RatioEstimate {
    let interval =
        student_factor(n, level).zip(standard_error).map(|(factor, se)| Interval::around(ratio, factor * se));
    RatioEstimate { ratio, standard_error, interval, n }
}
