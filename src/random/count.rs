//! Whole numbers from one uniform each.

use super::law::inside;
use crate::special::poisson_quantile;

/// A Poisson count with this mean, by inversion; a mean that is not positive gives 0.
#[must_use]
#[inline]
pub fn poisson(mean: f64, u: f64) -> u64 {
    poisson_quantile(mean, inside(u))
}

/// A geometric count on 1, 2, 3, ... with this mean, by inversion; a mean of at most 1, or none, gives 1.
#[must_use]
pub fn geometric(mean: f64, u: f64) -> u64 {
    if !(mean > 1.0) {
        return 1;
    }
    let trials = libm::floor(libm::log(1.0 - inside(u)) / libm::log1p(-1.0 / mean));
    // A float becomes the nearest u64 there is; infinity (a mean beyond all counts) the largest.
    (trials as u64).saturating_add(1)
}

/// `mean` rounded down, or up with the chance of its fraction, so that the mean is kept; a negative
/// mean, or none, gives 0.
#[must_use]
#[inline]
pub fn rounded(mean: f64, u: f64) -> u64 {
    if !(mean > 0.0) {
        return 0;
    }
    let whole = libm::floor(mean);
    // Up for high uniforms: the count never decreases in `u`.
    (whole as u64).saturating_add(u64::from(1.0 - inside(u) < mean - whole))
}
