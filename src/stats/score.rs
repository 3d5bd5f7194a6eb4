//! How well a sample of predictions met what came: where it fell, what it cost, whether ranks are even.

use super::estimate::Interval;
use super::sample_quantile;
use crate::special::{chi_square_cdf, ln_gamma, normal_cdf};

/// The randomised probability integral transform of `seen` among predictions: its rank, with ties broken
/// by `lot` in (0, 1), over one more than their number. Uniform on (0, 1) when `seen` is one more draw
/// of the same law, whether the law has ties or not. Source: Czado, Gneiting and Held, *Biometrics* 65 (2009).
#[must_use]
pub fn randomised_pit(predicted: &[f64], seen: f64, lot: f64) -> f64 {
    let below = predicted.iter().filter(|x| **x < seen).count() as f64;
    let level = predicted.iter().filter(|x| (**x - seen).abs() <= 0.0).count() as f64;
    (below + lot * (level + 1.0)) / (predicted.len() as f64 + 1.0)
}

/// The continuous ranked probability score of a sample: the mean distance to `seen`, less half the mean
/// distance between two predictions; in the unit of the observation, less is better. `None` from fewer than two.
/// Source: Gneiting and Raftery, *JASA* 102 (2007), with the unbiased second term (Ferro, *QJRMS* 140, 2014).
#[must_use]
pub fn crps(predicted: &[f64], seen: f64) -> Option<f64> {
    let m = predicted.len() as f64;
    if predicted.len() < 2 {
        return None;
    }
    let mut sorted = predicted.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let away: f64 = sorted.iter().map(|x| (x - seen).abs()).sum();
    // The sum of all distances between pairs, from the order alone.
    let apart: f64 = sorted.iter().zip(0..).map(|(x, i)| (2.0 * f64::from(i) - m + 1.0) * x).sum();
    Some(away / m - apart / (m * (m - 1.0)))
}

/// The logarithmic score, in nats, less is better: minus the logarithm of the chance (for a whole number) or
/// density of `seen`, of the simplest law with the predictions' mean and variance. That is the negative binomial for
/// whole numbers that vary more than Poisson's, Poisson's or a rounded normal one for those that do not, and a normal one for
/// anything else. `None` where the predictions are all alike and `seen` is not.
#[must_use]
pub fn log_score(predicted: &[f64], seen: f64, whole: bool) -> Option<f64> {
    let m = predicted.len() as f64;
    let mean = predicted.iter().sum::<f64>() / m;
    let variance = predicted.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (m - 1.0);
    if predicted.len() < 2 || !(mean.is_finite() && variance.is_finite()) {
        return None;
    }
    if variance <= 0.0 {
        return ((seen - mean).abs() <= 1e-9 * mean.abs()).then_some(0.0);
    }
    let sd = libm::sqrt(variance);
    let z = (seen - mean) / sd;
    let score = if !whole {
        0.5 * z * z + libm::log(sd) + 0.5 * libm::log(std::f64::consts::TAU)
    } else if mean > 0.0 && variance > 1.0001 * mean {
        let shape = mean * mean / (variance - mean);
        let p = shape / (shape + mean);
        -(ln_gamma(seen + shape) - ln_gamma(shape) - ln_gamma(seen + 1.0)
            + shape * libm::log(p)
            + seen * libm::log1p(-p))
    } else if mean > 0.0 && variance > 0.9 * mean {
        mean - seen * libm::log(mean) + ln_gamma(seen + 1.0)
    } else {
        // The far side of the nearer tail, so that a small chance keeps its digits.
        let (near, far) = ((z.abs() - 0.5 / sd), (z.abs() + 0.5 / sd));
        -libm::log((normal_cdf(-near) - normal_cdf(-far)).max(1e-300))
    };
    score.is_finite().then_some(score)
}

/// The central interval that holds this share of the predictions; `None` from fewer than two.
#[must_use]
pub fn central(sorted: &[f64], share: f64) -> Option<Interval> {
    let tail = libm::round((1.0 - share) * 500.0) / 1000.0;
    let ends = sample_quantile(sorted, tail).zip(sample_quantile(sorted, 1.0 - tail));
    ends.filter(|_| sorted.len() > 1).map(|(low, high)| Interval { low, high })
}

/// A test of whether ranks are spread evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evenness {
    /// Chi-square statistic.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// Chance of one as large or larger when the ranks are even.
    pub p: f64,
}

/// Chi-square test of ranks from 0 to `most` in `bins` equal bins; `bins` divides `most` + 1. `None` without ranks
/// or bins. Source: Talts et al., *Validating Bayesian inference algorithms with simulation-based calibration* (2018).
#[must_use]
pub fn evenness(ranks: &[u64], most: u64, bins: u64) -> Option<Evenness> {
    if ranks.is_empty() || bins < 2 || !(most + 1).is_multiple_of(bins) {
        return None;
    }
    let width = (most + 1) / bins;
    let mut counts = vec![0_u64; bins as usize];
    for rank in ranks {
        *counts.get_mut((rank / width) as usize)? += 1;
    }
    let expected = ranks.len() as f64 / bins as f64;
    let statistic = counts.iter().map(|c| (*c as f64 - expected) * (*c as f64 - expected) / expected).sum::<f64>();
    let df = (bins - 1) as f64;
    Some(Evenness { statistic, df, p: 1.0 - chi_square_cdf(df, statistic) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transform_is_even_over_its_lot_and_tells_sides() {
        let predicted = [1.0, 2.0, 2.0, 5.0];
        assert!((randomised_pit(&predicted, 2.0, 0.5) - 0.5).abs() < 1e-15);
        assert!((randomised_pit(&predicted, 0.0, 0.5) - 0.1).abs() < 1e-15);
        assert!((randomised_pit(&predicted, 9.0, 0.5) - 0.9).abs() < 1e-15);
    }

    /// By the definition: all pairs, one by one.
    #[test]
    fn the_ranked_score_is_its_double_sum() {
        let predicted = [3.0, -1.0, 4.0, 1.5, 9.0, 2.6];
        let m = predicted.len() as f64;
        for seen in [-3.0, 1.5, 12.0] {
            let away: f64 = predicted.iter().map(|x: &f64| (x - seen).abs()).sum::<f64>() / m;
            let pairs = predicted.iter().flat_map(|x| predicted.iter().map(move |y: &f64| (x - y).abs()));
            let by_hand = away - 0.5 * pairs.sum::<f64>() / (m * (m - 1.0));
            assert!((crps(&predicted, seen).unwrap() - by_hand).abs() < 1e-12);
        }
        assert_eq!(crps(&[1.0], 1.0), None);
    }

    /// Poisson quantiles as a sample: the score is near minus the logarithm of the Poisson chance.
    #[test]
    fn the_logarithmic_score_of_a_poisson_sample_is_the_poisson_one() {
        let sample: Vec<f64> =
            (0..4000).map(|i| crate::special::poisson_quantile(7.0, (f64::from(i) + 0.5) / 4000.0) as f64).collect();
        for seen in [2, 7, 15] {
            let exact = -libm::log(crate::special::poisson_pmf(7.0, seen));
            assert!((log_score(&sample, seen as f64, true).unwrap() - exact).abs() < 0.05, "{seen}");
        }
        assert_eq!(log_score(&[4.0, 4.0], 4.0, true), Some(0.0));
        assert_eq!(log_score(&[4.0, 4.0], 5.0, true), None);
    }

    #[test]
    fn even_ranks_pass_and_heaped_ones_fail() {
        let even: Vec<u64> = (0..1000).map(|i| i % 20).collect();
        assert!(evenness(&even, 19, 10).unwrap().p > 0.999);
        let heaped: Vec<u64> = (0..1000).map(|i| 5 + i % 10).collect();
        assert!(evenness(&heaped, 19, 10).unwrap().p < 1e-9);
        assert_eq!(evenness(&[], 19, 10), None);
        assert_eq!(evenness(&even, 19, 7), None);
    }
}
