//! Intervals for a chance from k of n. Wald's interval is not here: it fails at both ends.

use super::estimate::{Interval, tail};
use crate::special::{beta_quantile, beta_quantile_tails, normal_quantile};

/// Whether a chance can be estimated at all.
fn valid(k: u64, n: u64, level: f64) -> bool {
    n > 0 && k <= n && level > 0.0 && level < 1.0
}

/// Wilson's score interval for a chance, from `k` of `n`; close to its level on average.
/// `None` when `n` is 0, `k` exceeds it or the level is not in (0, 1).
/// Source: Wilson (1927); Brown, Cai and `DasGupta` (2001).
#[must_use]
pub fn wilson(k: u64, n: u64, level: f64) -> Option<Interval> {
    if !valid(k, n, level) {
        return None;
    }
    let z = -normal_quantile(tail(level));
    let (count, share) = (n as f64, k as f64 / n as f64);
    let z2 = z * z / count;
    let centre = (share + 0.5 * z2) / (1.0 + z2);
    let spread = share * (1.0 - share) / count + 0.25 * z2 / count;
    let half = z * libm::sqrt(spread) / (1.0 + z2);
    let low = if k == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if k == n { 1.0 } else { (centre + half).min(1.0) };
    Some(Interval { low, high })
}

/// Clopper and Pearson's exact interval for a chance, from `k` of `n`; at least its level always.
/// `None` as for [`wilson`]. Source: *Biometrika* 26 (1934).
#[must_use]
pub fn clopper_pearson(k: u64, n: u64, level: f64) -> Option<Interval> {
    if !valid(k, n, level) {
        return None;
    }
    let alpha = tail(level);
    let (hits, misses) = (k as f64, (n - k) as f64);
    let low = if k == 0 { 0.0 } else { beta_quantile(hits, misses + 1.0, alpha) };
    let high = if k == n { 1.0 } else { beta_quantile_tails(hits + 1.0, misses, 1.0 - alpha, alpha) };
    Some(Interval { low, high })
}
