//! The binomial and Poisson laws.

use super::beta::{beta_kernel, beta_tails};
use super::gamma::{gamma_tails, poisson_kernel};
use super::normal_quantile;

/// Chance of exactly `k` successes in `n` trials, each with chance `p` in [0, 1]. Source: Loader (2000).
#[must_use]
pub fn binomial_pmf(n: u64, p: f64, k: u64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if k > n {
        return 0.0;
    }
    let (n, k) = (n as f64, k as f64);
    let q = 1.0 - p;
    if k == 0.0 {
        return libm::exp(n * libm::log1p(-p).max(-1e300));
    }
    if n - k == 0.0 {
        return libm::exp(n * libm::log(p).max(-1e300));
    }
    // The kernel is k (n - k) / n times the probability.
    beta_kernel(k, n - k, p, q) * n / (k * (n - k))
}

/// Chance of at most `k` successes in `n` trials, each with chance `p` in [0, 1].
#[must_use]
pub fn binomial_cdf(n: u64, p: f64, k: u64) -> f64 {
    1.0 - binomial_sf(n, p, k)
}

/// Chance of more than `k` successes in `n` trials, without loss in the upper tail.
/// By the beta law: Abramowitz and Stegun, 26.5.24.
#[must_use]
pub fn binomial_sf(n: u64, p: f64, k: u64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if k >= n {
        return 0.0;
    }
    beta_tails(k as f64 + 1.0, (n - k) as f64, p, 1.0 - p).0
}

/// Chance of exactly `k` events when `mean` >= 0 are expected.
#[must_use]
pub fn poisson_pmf(mean: f64, k: u64) -> f64 {
    if !(mean >= 0.0) {
        return f64::NAN;
    }
    if mean == 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    poisson_kernel(k as f64, mean)
}

/// Chance of at most `k` events when `mean` >= 0 are expected.
#[must_use]
pub fn poisson_cdf(mean: f64, k: u64) -> f64 {
    gamma_tails(k as f64 + 1.0, mean).1
}

/// Chance of more than `k` events, without loss in the upper tail.
#[must_use]
pub fn poisson_sf(mean: f64, k: u64) -> f64 {
    gamma_tails(k as f64 + 1.0, mean).0
}

/// The smallest count whose cumulative chance is at least `p`, when `mean` events are expected.
///
/// Adds up probabilities for a mean below 30; otherwise walks from the Cornish-Fisher
/// approximation. `p` is held inside (0, 1); a mean that is not positive gives zero, and a mean
/// above 1e9 is answered by its normal approximation.
#[must_use]
pub fn poisson_quantile(mean: f64, p: f64) -> u64 {
    const NEAREST_ONE: f64 = 1.0 - f64::EPSILON / 2.0;
    if !(mean > 0.0 && p > 0.0) {
        return 0;
    }
    let p = p.min(NEAREST_ONE);
    if mean < 30.0 {
        let (mut k, mut term) = (0_u64, libm::exp(-mean));
        let mut sum = term;
        while sum < p && term > 1e-25 {
            k += 1;
            term *= mean / k as f64;
            sum += term;
        }
        return k;
    }
    let z = normal_quantile(p.max(1e-300));
    let root = libm::sqrt(mean);
    let guess = libm::floor(mean + root * z + (z * z - 1.0) / 6.0 + 0.5);
    let mut k = if guess > 0.0 { guess as u64 } else { 0 };
    if mean > 1e9 {
        return k;
    }
    let mut sum = poisson_cdf(mean, k);
    if sum >= p {
        while k > 0 {
            let below = sum - poisson_pmf(mean, k);
            if below < p {
                break;
            }
            sum = below;
            k -= 1;
        }
    } else {
        while sum < p {
            k += 1;
            let next = sum + poisson_pmf(mean, k);
            if next.to_bits() == sum.to_bits() {
                break;
            }
            sum = next;
        }
    }
    k
}
