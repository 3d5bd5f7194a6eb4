//! Exact limits for a rate from a count of events.

use super::estimate::{Interval, tail};
use super::proportion::clopper_pearson;
use crate::special::{gamma_quantile, gamma_quantile_tails};

/// Exact limits for the mean of a Poisson count of which `k` was seen; `None` for a level outside
/// (0, 1). For `k` = 0 the lower limit is 0. Source: Garwood, *Biometrika* 28 (1936).
#[must_use]
pub fn poisson_interval(k: u64, level: f64) -> Option<Interval> {
    if !(level > 0.0 && level < 1.0) {
        return None;
    }
    let (alpha, count) = (tail(level), k as f64);
    let low = if k == 0 { 0.0 } else { gamma_quantile(count, alpha) };
    Some(Interval { low, high: gamma_quantile_tails(count + 1.0, 1.0 - alpha, alpha) })
}

/// [`poisson_interval`] for the rate per unit of `exposure`; `None` unless the exposure is above 0.
#[must_use]
pub fn rate_interval(k: u64, exposure: f64, level: f64) -> Option<Interval> {
    let Interval { low, high } = poisson_interval(k, level)?;
    (exposure > 0.0).then(|| Interval { low: low / exposure, high: high / exposure })
}

/// Exact limits for the ratio of two Poisson rates, `k` events in `exposure` over `k0` in
/// `exposure0`: given their sum, the first count is binomial. The upper limit is `None` when `k0`
/// is 0. Source: Przyborowski and Wilenski, *Biometrika* 31 (1940).
#[must_use]
pub fn rate_ratio_interval(
    (k, exposure): (u64, f64),
    (k0, exposure0): (u64, f64),
    level: f64,
) -> Option<(f64, Option<f64>)> {
    let Interval { low, high } = clopper_pearson(k, k.checked_add(k0)?, level)?;
    let scale = exposure0 / exposure;
    (exposure > 0.0 && exposure0 > 0.0)
        .then(|| (scale * low / (1.0 - low), (high < 1.0).then(|| scale * high / (1.0 - high))))
}
