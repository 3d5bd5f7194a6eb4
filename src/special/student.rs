//! Student's t law.

use super::beta::{beta_log_odds, beta_tails};
use super::{normal_cdf, normal_quantile, normal_sf};

/// Degrees of freedom beyond which t and the normal law agree to the last digit kept.
const NEARLY_NORMAL: f64 = 1e15;

/// Chance that a t variate with `df` > 0 degrees of freedom exceeds `t`, without loss in the upper tail.
#[must_use]
pub fn student_sf(df: f64, t: f64) -> f64 {
    if !(df > 0.0) || t.is_nan() {
        return f64::NAN;
    }
    if df > NEARLY_NORMAL {
        return normal_sf(t);
    }
    if t.is_infinite() {
        return if t > 0.0 { 0.0 } else { 1.0 };
    }
    let square = t * t / df;
    let (x, y) = if square > 1e300 { (1.0, 0.0) } else { (square / (1.0 + square), 1.0 / (1.0 + square)) };
    let outside = beta_tails(0.5, 0.5 * df, x, y).1;
    if t > 0.0 { 0.5 * outside } else { 1.0 - 0.5 * outside }
}

/// Chance that a t variate with `df` > 0 degrees of freedom is at most `t`.
#[must_use]
pub fn student_cdf(df: f64, t: f64) -> f64 {
    if df > NEARLY_NORMAL { normal_cdf(t) } else { student_sf(df, -t) }
}

/// The value that a t variate with `df` > 0 degrees of freedom stays below with chance `p` in [0, 1].
///
/// By the beta law of t^2 / (df + t^2). The factor of a two-sided 95 % interval over n
/// replications is `student_quantile(n - 1, 0.975)`.
#[must_use]
pub fn student_quantile(df: f64, p: f64) -> f64 {
    if !(df > 0.0 && (0.0..=1.0).contains(&p)) {
        return f64::NAN;
    }
    if df > NEARLY_NORMAL {
        return normal_quantile(p);
    }
    let nearer = p.min(1.0 - p);
    let odds = beta_log_odds(0.5, 0.5 * df, 1.0 - 2.0 * nearer, 2.0 * nearer);
    let size = libm::sqrt(df) * libm::exp(0.5 * odds);
    if p < 0.5 { -size } else { size }
}
