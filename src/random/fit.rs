//! Laws made from what people can say: a mean and a spread, two percentiles, three points.
//!
//! Every constructor states its inequalities, and each is written so that NaN fails it. A spread of
//! zero gives [`Law::Fixed`], as does a mean of zero for a law on the positive numbers.

use super::error::{LawError, require};
use super::law::Law;
use crate::special::{increasing_root, ln_gamma};

/// Standard normal quantile at 0.90.
const Z90: f64 = 1.281_551_565_544_600_4;
/// Standard normal quantile at 0.95.
const Z95: f64 = 1.644_853_626_951_472_7;

const POSITIVE: &str = "a finite number above 0";
const NOT_NEGATIVE: &str = "a finite number of at least 0";
const FINITE: &str = "a finite number";

type Made = Result<Law, LawError>;

fn positive(what: &'static str, found: f64) -> Result<(), LawError> {
    require(found > 0.0 && found.is_finite(), what, found, POSITIVE)
}

fn not_negative(what: &'static str, found: f64) -> Result<(), LawError> {
    require(found >= 0.0 && found.is_finite(), what, found, NOT_NEGATIVE)
}

fn finite(what: &'static str, found: f64) -> Result<(), LawError> {
    require(found.is_finite(), what, found, FINITE)
}

/// Fails unless `second` is at least `first`.
fn ascending(what: &'static str, first: f64, second: f64) -> Result<(), LawError> {
    require(second >= first, what, second, "at least the number before it")
}

/// A lognormal law through its logarithm's centre and spread; no spread gives `Fixed`.
fn lognormal(mu: f64, sigma: f64, centre: f64) -> Law {
    if sigma > 0.0 { Law::Lognormal { mu, sigma } } else { Law::Fixed(centre) }
}

impl Law {
    /// Uniform; `low` <= `high`, both finite.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn uniform(low: f64, high: f64) -> Made {
        finite("low", low)?;
        finite("high", high)?;
        ascending("high", low, high)?;
        Ok(if low < high { Self::Uniform { low, high } } else { Self::Fixed(low) })
    }

    /// Exponential; `mean` >= 0.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn exponential(mean: f64) -> Made {
        not_negative("mean", mean)?;
        Ok(if mean > 0.0 { Self::Exponential { mean } } else { Self::Fixed(0.0) })
    }

    /// Lognormal by arithmetic mean and coefficient of variation (sd / mean); both >= 0.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn lognormal_mean_cv(mean: f64, cv: f64) -> Made {
        not_negative("mean", mean)?;
        not_negative("cv", cv)?;
        if mean == 0.0 {
            return Ok(Self::Fixed(0.0));
        }
        let variance = libm::log1p(cv * cv);
        Ok(lognormal(libm::log(mean) - 0.5 * variance, libm::sqrt(variance), mean))
    }

    /// Lognormal by median and 90th percentile; 0 < `p50` <= `p90`.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn lognormal_p50_p90(p50: f64, p90: f64) -> Made {
        positive("p50", p50)?;
        positive("p90", p90)?;
        ascending("p90", p50, p90)?;
        Ok(lognormal(libm::log(p50), libm::log(p90 / p50) / Z90, p50))
    }

    /// Lognormal by median and 95th percentile; 0 < `median` <= `p95`.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn lognormal_median_p95(median: f64, p95: f64) -> Made {
        positive("median", median)?;
        positive("p95", p95)?;
        ascending("p95", median, p95)?;
        Ok(lognormal(libm::log(median), libm::log(p95 / median) / Z95, median))
    }

    /// Lognormal by 5th and 95th percentile; 0 < `p5` <= `p95`.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn lognormal_p5_p95(p5: f64, p95: f64) -> Made {
        positive("p5", p5)?;
        positive("p95", p95)?;
        ascending("p95", p5, p95)?;
        let mu = f64::midpoint(libm::log(p5), libm::log(p95));
        Ok(lognormal(mu, libm::log(p95 / p5) / (2.0 * Z95), p5))
    }

    /// A share by 5th and 95th percentile; 0 < `p5` <= `p95` < 1.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn logit_normal_p5_p95(p5: f64, p95: f64) -> Made {
        require(p5 > 0.0 && p5 < 1.0, "p5", p5, "between 0 and 1, neither included")?;
        require(p95 > 0.0 && p95 < 1.0, "p95", p95, "between 0 and 1, neither included")?;
        ascending("p95", p5, p95)?;
        let (low, high) = (libm::log(p5 / (1.0 - p5)), libm::log(p95 / (1.0 - p95)));
        let sigma = (high - low) / (2.0 * Z95);
        let mu = f64::midpoint(low, high);
        Ok(if sigma > 0.0 { Self::LogitNormal { mu, sigma } } else { Self::Fixed(p5) })
    }

    /// Normal by 5th and 95th percentile; `p5` <= `p95`, both finite.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn normal_p5_p95(p5: f64, p95: f64) -> Made {
        finite("p5", p5)?;
        finite("p95", p95)?;
        ascending("p95", p5, p95)?;
        let sd = (p95 - p5) / (2.0 * Z95);
        let mean = f64::midpoint(p5, p95);
        Ok(if sd > 0.0 { Self::Normal { mean, sd } } else { Self::Fixed(mean) })
    }

    /// Gamma by mean and coefficient of variation (sd / mean); `mean` >= 0, 0 <= `cv` <= 1000.
    /// A `cv` below 1e-4 is taken as none.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn gamma_mean_cv(mean: f64, cv: f64) -> Made {
        not_negative("mean", mean)?;
        require((0.0..=1000.0).contains(&cv), "cv", cv, "between 0 and 1000")?;
        if mean == 0.0 || cv < 1e-4 {
            return Ok(Self::Fixed(mean));
        }
        let square = cv * cv;
        Ok(Self::Gamma { shape: 1.0 / square, scale: mean * square })
    }

    /// Gamma by shape and mean; 1e-6 <= `shape` <= 1e8, `mean` >= 0.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn gamma_shape_mean(shape: f64, mean: f64) -> Made {
        require((1e-6..=1e8).contains(&shape), "shape", shape, "between 0.000001 and 100000000")?;
        not_negative("mean", mean)?;
        Ok(if mean > 0.0 { Self::Gamma { shape, scale: mean / shape } } else { Self::Fixed(0.0) })
    }

    /// Weibull by mean and coefficient of variation (sd / mean); `mean` >= 0, 0 <= `cv` <= 100.
    /// A `cv` below 1e-3 is taken as none.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn weibull_mean_cv(mean: f64, cv: f64) -> Made {
        not_negative("mean", mean)?;
        require((0.0..=100.0).contains(&cv), "cv", cv, "between 0 and 100")?;
        if mean == 0.0 || cv < 1e-3 {
            return Ok(Self::Fixed(mean));
        }
        let target = libm::log1p(cv * cv);
        // ln(1 + cv^2) = lnG(1 + 2/k) - 2 lnG(1 + 1/k) grows with y = -ln k.
        let spread = |y: f64| {
            let e = libm::exp(y);
            ln_gamma(1.0 + 2.0 * e) - 2.0 * ln_gamma(1.0 + e) - target
        };
        let at = |y: f64| (spread(y), (spread(y + 1e-5) - spread(y - 1e-5)) / 2e-5);
        let y = increasing_root(at, libm::log(cv), -8.0, 4.0);
        let shape = libm::exp(-y);
        Ok(Self::Weibull { shape, scale: mean / libm::exp(ln_gamma(1.0 + 1.0 / shape)) })
    }

    /// Triangular; `low` <= `mode` <= `high`, all finite.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Made {
        three_points(low, mode, high)?;
        Ok(if low < high { Self::Triangular { low, mode, high } } else { Self::Fixed(low) })
    }

    /// PERT; `low` <= `mode` <= `high`, all finite.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn pert(low: f64, mode: f64, high: f64) -> Made {
        three_points(low, mode, high)?;
        Ok(if low < high { Self::Pert { low, mode, high } } else { Self::Fixed(low) })
    }

    /// Beta by mean and standard deviation; 0 < `mean` < 1, 0 <= `sd` < sqrt(mean (1 - mean)).
    /// An `sd` below 1e-4 of that limit is taken as none.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn beta_mean_sd(mean: f64, sd: f64) -> Made {
        require(mean > 0.0 && mean < 1.0, "mean", mean, "between 0 and 1, neither included")?;
        let limit = libm::sqrt(mean * (1.0 - mean));
        let wanted = "at least 0 and below the square root of mean times (1 - mean)";
        require(sd >= 0.0 && sd < limit, "sd", sd, wanted)?;
        if sd < 1e-4 * limit {
            return Ok(Self::Fixed(mean));
        }
        let n = limit / sd * (limit / sd) - 1.0;
        Ok(Self::Beta { a: mean * n, b: (1.0 - mean) * n })
    }

    /// One of `values`, each with the chance of its weight over the sum of weights. As many finite
    /// weights >= 0 as finite values, at least one above 0. The order given does not matter.
    ///
    /// # Errors
    /// When an inequality does not hold.
    pub fn discrete(values: Vec<f64>, weights: Vec<f64>) -> Made {
        let (given, weighed) = (values.len(), weights.len());
        require(given == weighed, "number of weights", weighed as f64, "the number of values")?;
        for value in &values {
            finite("value", *value)?;
        }
        for weight in &weights {
            not_negative("weight", *weight)?;
        }
        let mut pairs: Vec<_> = values.into_iter().zip(weights).filter(|p| p.1 > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = pairs.iter().map(|pair| pair.1).sum();
        require(total > 0.0 && total.is_finite(), "sum of weights", total, POSITIVE)?;
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = pairs
            .iter()
            .map(|pair| {
                sum += pair.1;
                sum / total
            })
            .collect();
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        Ok(Self::Discrete { values: pairs.into_iter().map(|pair| pair.0).collect(), cumulative })
    }
}

/// Fails unless `low` <= `mode` <= `high`, all finite with a finite range.
fn three_points(low: f64, mode: f64, high: f64) -> Result<(), LawError> {
    finite("low", low)?;
    finite("mode", mode)?;
    finite("high", high)?;
    ascending("mode", low, mode)?;
    ascending("high", mode, high)?;
    finite("high minus low", high - low)
}
