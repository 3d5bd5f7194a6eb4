//! The gamma function, the gamma law and the chi-square law.

use super::root::increasing_root;
use super::{HALF_LN_TAU, MANY, normal_quantile};

/// Terms after which a series or a fraction is cut off; enough for a shape of about 1e9.
const TERMS: u32 = 1_000_000;

/// Logarithm of the absolute value of the gamma function at `x`.
///
/// Relative error below 1e-13 for positive `x` (the FreeBSD algorithm in `libm`); infinite at zero
/// and the negative whole numbers.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma_r(x).0
}

/// What Stirling's formula misses: `ln(x!) - (x + 1/2) ln x + x - ln(2 pi)/2`, `x` > 0.
/// Source: Loader, *Fast and accurate computation of binomial probabilities* (2000).
pub(super) fn stirling_error(x: f64) -> f64 {
    if x < 10.0 {
        return ln_gamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - HALF_LN_TAU;
    }
    let s = 1.0 / (x * x);
    (1.0 / 12.0
        - s * (1.0 / 360.0
            - s * (1.0 / 1260.0
                - s * (1.0 / 1680.0
                    - s * (1.0 / 1188.0 - s * (691.0 / 360_360.0 - s * (1.0 / 156.0 - s * 3617.0 / 122_400.0)))))))
        / x
}

/// Deviance `x ln(x/m) + m - x` without cancellation, `x` >= 0, `m` > 0. Source: Loader (2000).
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let d = x - m;
    if d.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - d;
    }
    let v = d / (x + m);
    let (mut sum, mut power) = (d * v, 2.0 * x * v);
    for j in 1..1000 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
}

/// `x^a exp(-x) / Gamma(a + 1)`: the Poisson probability for any real `a` > 0.
pub(super) fn poisson_kernel(a: f64, x: f64) -> f64 {
    if a == 0.0 {
        return libm::exp(-x);
    }
    if x < a * 1e-8 || a < 1e-3 {
        return libm::exp(a * libm::log(x) - x - ln_gamma(a + 1.0));
    }
    libm::exp(-stirling_error(a) - deviance(a, x)) / libm::sqrt(std::f64::consts::TAU * a)
}

/// `x^a exp(-x) / Gamma(a)`: the density of the logarithm of a gamma variate, at `ln x`.
pub(crate) fn gamma_kernel(a: f64, x: f64) -> f64 {
    a * poisson_kernel(a, x)
}

/// Both tails of the gamma law of shape `a` and scale one: (at most `x`, more than `x`).
pub(super) fn gamma_tails(a: f64, x: f64) -> (f64, f64) {
    if !(a > 0.0 && a.is_finite() && x >= 0.0) {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if x >= MANY {
        return (1.0, 0.0);
    }
    if x < a + 1.0 {
        let (mut sum, mut term) = (1.0, 1.0);
        let mut n = a;
        for _ in 0..TERMS {
            n += 1.0;
            term *= x / n;
            sum += term;
            if !(term >= sum * 1e-17) {
                break;
            }
        }
        let lower = (poisson_kernel(a, x) * sum).min(1.0);
        return (lower, 1.0 - lower);
    }
    let upper = (poisson_kernel(a, x) * a * upper_fraction(a, x)).min(1.0);
    (1.0 - upper, upper)
}

/// Legendre's continued fraction for the upper incomplete gamma function, by Lentz's method.
/// Source: Press et al., *Numerical Recipes*, section 6.2.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..TERMS {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        if d.abs() < tiny {
            d = tiny;
        }
        c = b + an / c;
        if c.abs() < tiny {
            c = tiny;
        }
        d = 1.0 / d;
        let step = d * c;
        h *= step;
        if !((step - 1.0).abs() > f64::EPSILON) {
            break;
        }
    }
    h
}

/// Chance that a gamma variate of shape `a` > 0 and scale one is at most `x` >= 0: the regularised
/// lower incomplete gamma function. Series and continued fraction, Press et al., section 6.2, with
/// Loader's form of the leading factor.
#[must_use]
pub fn gamma_p(a: f64, x: f64) -> f64 {
    gamma_tails(a, x).0
}

/// One minus [`gamma_p`], without loss in the upper tail.
#[must_use]
pub fn gamma_q(a: f64, x: f64) -> f64 {
    gamma_tails(a, x).1
}

/// Logarithm of the value that a gamma variate of shape `a` stays below with chance `lower`;
/// `upper` = 1 - `lower`, given apart so that neither tail loses digits.
pub(crate) fn gamma_log_quantile(a: f64, lower: f64, upper: f64) -> f64 {
    if !(a > 0.0 && a.is_finite() && lower >= 0.0 && upper >= 0.0) {
        return f64::NAN;
    }
    if lower == 0.0 {
        return f64::NEG_INFINITY;
    }
    if upper == 0.0 {
        return f64::INFINITY;
    }
    // Near zero the law is a power: P(x) = x^a / Gamma(a + 1).
    let power = (libm::log(lower) + ln_gamma(a + 1.0)) / a;
    if power < -40.0 {
        return power;
    }
    // Wilson and Hilferty's cube, the power where the cube is negative.
    let z = if lower < upper { normal_quantile(lower) } else { -normal_quantile(upper) };
    let cube = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * libm::sqrt(a));
    let guess = if cube > 0.3 { libm::log(a) + 3.0 * libm::log(cube) } else { power };
    let (low, high) = (power.min(guess) - 1.0, libm::log(a + 800.0 + 40.0 * libm::sqrt(a)));
    let (target_lower, target_upper) = (libm::log(lower), libm::log(upper));
    let by_lower = lower <= upper;
    increasing_root(
        |y| {
            let x = libm::exp(y);
            let (p, q) = gamma_tails(a, x);
            let density = poisson_kernel(a, x) * a;
            if by_lower {
                (libm::log(p) - target_lower, density / p)
            } else {
                (target_upper - libm::log(q), density / q)
            }
        },
        guess,
        low,
        high,
    )
}

/// The value that a gamma variate of shape `a` > 0 and scale one stays below with chance `p` in [0, 1].
///
/// Newton's method on the logarithm of the nearer tail, from Wilson and Hilferty's approximation.
/// A value below the smallest double is zero.
#[must_use]
pub fn gamma_quantile(a: f64, p: f64) -> f64 {
    gamma_quantile_tails(a, p, 1.0 - p)
}

/// [`gamma_quantile`] with both tails given: `upper` is 1 - `lower` to its own full precision.
#[must_use]
pub fn gamma_quantile_tails(a: f64, lower: f64, upper: f64) -> f64 {
    libm::exp(gamma_log_quantile(a, lower, upper))
}

/// Chance that a chi-square variate with `df` > 0 degrees of freedom is at most `x`.
#[must_use]
pub fn chi_square_cdf(df: f64, x: f64) -> f64 {
    gamma_p(0.5 * df, 0.5 * x)
}

/// The value that a chi-square variate with `df` > 0 degrees of freedom stays below with chance `p`.
#[must_use]
pub fn chi_square_quantile(df: f64, p: f64) -> f64 {
    2.0 * gamma_quantile(0.5 * df, p)
}
