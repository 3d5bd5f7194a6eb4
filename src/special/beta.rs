//! The incomplete beta function, the beta law and the F law.

use super::gamma::{deviance, ln_gamma, stirling_error};
use super::normal_quantile;
use super::root::increasing_root;

/// Terms after which the fraction is cut off; enough for parameters of about 1e9.
const TERMS: u32 = 1_000_000;

/// `x^a y^b / B(a, b)` for `x` + `y` = 1, by Loader's form of the binomial probability.
pub(crate) fn beta_kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 || y <= 0.0 {
        return 0.0;
    }
    let n = a + b;
    if a < 1e-3 || b < 1e-3 {
        let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(n);
        return libm::exp(a * libm::log(x) + b * libm::log(y) - ln_beta);
    }
    let shape = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let fit = deviance(a, n * x) + deviance(b, n * y);
    libm::exp(shape - fit) * libm::sqrt(a / n * b / std::f64::consts::TAU)
}

/// Both tails of the beta law at `x`, with `y` = 1 - `x` given to its own full precision.
pub(super) fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if !(a > 0.0 && b > 0.0 && (a + b).is_finite() && (0.0..=1.0).contains(&x)) {
        return (f64::NAN, f64::NAN);
    }
    let kernel = beta_kernel(a, b, x, y);
    if x * (b + 1.0) < y * (a + 1.0) {
        let lower = (kernel * fraction(a, b, x) / a).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (kernel * fraction(b, a, y) / b).min(1.0);
        (1.0 - upper, upper)
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
/// Source: Press et al., *Numerical Recipes*, section 6.4.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let away = |v: f64| if v.abs() < tiny { tiny } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if !((step - 1.0).abs() > f64::EPSILON) {
            break;
        }
    }
    h
}

/// Chance that a beta variate with parameters `a`, `b` > 0 is at most `x` in [0, 1]: the
/// regularised incomplete beta function.
#[must_use]
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    beta_tails(a, b, x, 1.0 - x).0
}

/// Log-odds `ln(x / (1 - x))` of the beta quantile; both tails given so that neither loses digits.
pub(crate) fn beta_log_odds(a: f64, b: f64, lower: f64, upper: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (a + b).is_finite() && lower >= 0.0 && upper >= 0.0) {
        return f64::NAN;
    }
    if lower == 0.0 {
        return f64::NEG_INFINITY;
    }
    if upper == 0.0 {
        return f64::INFINITY;
    }
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    // Near either end the law is a power.
    let floor = (libm::log(lower * a) + ln_beta) / a;
    let roof = -(libm::log(upper * b) + ln_beta) / b;
    let small = -40.0 - libm::log1p(b);
    if floor < small {
        return floor;
    }
    if roof > 40.0 + libm::log1p(a) {
        return roof;
    }
    let (low, high) = (floor.min(-1.0) - 60.0, roof.max(1.0) + 60.0);
    let z = if lower < upper { normal_quantile(lower) } else { -normal_quantile(upper) };
    let guess = if a > 1.0 && b > 1.0 {
        libm::log(a / b) + z * libm::sqrt(1.0 / a + 1.0 / b)
    } else if lower < a / (a + b) {
        floor.min(0.0)
    } else {
        roof.max(0.0)
    };
    let by_lower = lower <= upper;
    let target = libm::log(lower.min(upper));
    increasing_root(
        |odds| {
            let e = libm::exp(-odds.abs());
            let (nearer, farther) = (e / (1.0 + e), 1.0 / (1.0 + e));
            let (x, y) = if odds < 0.0 { (nearer, farther) } else { (farther, nearer) };
            let (p, q) = beta_tails(a, b, x, y);
            let slope = beta_kernel(a, b, x, y);
            if by_lower { (libm::log(p) - target, slope / p) } else { (target - libm::log(q), slope / q) }
        },
        guess,
        low,
        high,
    )
}

/// The value that a beta variate with parameters `a`, `b` > 0 stays below with chance `p` in [0, 1].
/// Newton's method on the logarithm of the nearer tail over the log-odds.
#[must_use]
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    beta_quantile_tails(a, b, p, 1.0 - p)
}

/// [`beta_quantile`] with both tails given: `upper` is 1 - `lower` to its own full precision.
#[must_use]
pub fn beta_quantile_tails(a: f64, b: f64, lower: f64, upper: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-beta_log_odds(a, b, lower, upper)))
}

/// Chance that an F variate with `d1`, `d2` > 0 degrees of freedom is at most `x` >= 0.
#[must_use]
pub fn f_cdf(d1: f64, d2: f64, x: f64) -> f64 {
    let share = 1.0 / (d1 * x + d2);
    beta_tails(0.5 * d1, 0.5 * d2, d1 * x * share, d2 * share).0
}

/// The value that an F variate with `d1`, `d2` > 0 degrees of freedom stays below with chance `p`.
#[must_use]
pub fn f_quantile(d1: f64, d2: f64, p: f64) -> f64 {
    d2 / d1 * libm::exp(beta_log_odds(0.5 * d1, 0.5 * d2, p, 1.0 - p))
}
