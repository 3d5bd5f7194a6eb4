//! Laws of one quantity: quantile, mean, standard deviation, scaling.

use crate::special::{beta_quantile, exp, gamma_quantile, ln, ln_gamma, normal_pdf, normal_quantile};

/// A probability law, in whatever unit its owner states.
///
/// Made by its constructors, every law here has finite parameters inside its domain; a law written
/// out by hand outside it gives NaN and never a panic.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Always this value.
    Fixed(f64),
    /// Equally likely anywhere between `low` and `high`.
    Uniform {
        /// Smallest value.
        low: f64,
        /// Largest value, at least `low`.
        high: f64,
    },
    /// Memoryless, on the positive numbers.
    Exponential {
        /// Mean, at least 0.
        mean: f64,
    },
    /// The exponential of a normal variate.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm, at least 0.
        sigma: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape, above 0; 1 is the exponential law.
        shape: f64,
        /// Scale, at least 0; the mean is shape times scale.
        scale: f64,
    },
    /// Weibull.
    Weibull {
        /// Shape, above 0; 1 is the exponential law.
        shape: f64,
        /// Scale, at least 0: the 63rd percentile.
        scale: f64,
    },
    /// Density a triangle.
    Triangular {
        /// Smallest value.
        low: f64,
        /// Most likely value, between `low` and `high`.
        mode: f64,
        /// Largest value, above `low`.
        high: f64,
    },
    /// A beta law between `low` and `high` whose mean is `(low + 4 mode + high) / 6`.
    Pert {
        /// Smallest value.
        low: f64,
        /// Most likely value, between `low` and `high`.
        mode: f64,
        /// Largest value, above `low`.
        high: f64,
    },
    /// Normal; may be negative.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, at least 0.
        sd: f64,
    },
    /// A share whose log-odds are normal; between 0 and 1.
    LogitNormal {
        /// Mean of the log-odds.
        mu: f64,
        /// Standard deviation of the log-odds, at least 0.
        sigma: f64,
    },
    /// Beta, between 0 and 1.
    Beta {
        /// First parameter, above 0.
        a: f64,
        /// Second parameter, above 0.
        b: f64,
    },
    /// One of a list of values.
    Discrete {
        /// The values, ascending.
        values: Vec<f64>,
        /// Chance of that value or a smaller one; the last is 1.
        cumulative: Vec<f64>,
    },
    /// Another law's variate times a number: what [`Law::scaled`] gives where the law has no
    /// parameter of size.
    Scaled {
        /// Factor, above 0.
        by: f64,
        /// The law that is multiplied.
        law: Box<Law>,
    },
}

/// `u` held inside the range of [`uniform`](super::uniform), so that no quantile is infinite.
#[inline]
pub(super) fn inside(u: f64) -> f64 {
    const SMALLEST: f64 = f64::EPSILON / 2.0;
    const LARGEST: f64 = 1.0 - SMALLEST;
    if u >= LARGEST {
        LARGEST
    } else if u > SMALLEST {
        u
    } else {
        SMALLEST
    }
}

/// The two parameters of the beta law under a PERT law. Source: Malcolm et al., *Operations
/// Research* 7 (1959), with the usual weight of four on the mode.
pub(super) fn pert_shapes(low: f64, mode: f64, high: f64) -> (f64, f64) {
    let range = high - low;
    (1.0 + 4.0 * (mode - low) / range, 1.0 + 4.0 * (high - mode) / range)
}

/// Logistic function: the share that has log-odds `x`.
#[inline]
fn share(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

impl Law {
    /// The value that the variate stays below with chance `u`: inversion, one uniform a variate.
    ///
    /// Never decreases in `u`. `u` is held inside the open interval (0, 1): at or beyond an end,
    /// or NaN, it is taken as the nearest value a [`Stream`](super::Stream) can give.
    #[must_use]
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        let u = inside(u);
        match *self {
            Self::Fixed(value) => value,
            Self::Uniform { low, high } => low + u * (high - low),
            Self::Exponential { mean } => -mean * ln(1.0 - u),
            Self::Lognormal { mu, sigma } => exp(mu + sigma * normal_quantile(u)),
            Self::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Self::LogitNormal { mu, sigma } => share(mu + sigma * normal_quantile(u)),
            Self::Weibull { shape, scale } => scale * libm::pow(-ln(1.0 - u), 1.0 / shape),
            Self::Triangular { low, mode, high } => triangular(low, mode, high, u),
            Self::Gamma { shape, scale } => scale * gamma_quantile(shape, u),
            Self::Beta { a, b } => beta_quantile(a, b, u),
            Self::Pert { low, mode, high } => {
                let (a, b) = pert_shapes(low, mode, high);
                low + (high - low) * beta_quantile(a, b, u)
            }
            Self::Discrete { ref values, ref cumulative } => {
                let index = cumulative.partition_point(|chance| *chance < u);
                values.get(index).or(values.last()).copied().unwrap_or(0.0)
            }
            Self::Scaled { by, ref law } => by * law.quantile(u),
        }
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Fixed(value) => value,
            Self::Uniform { low, high } => f64::midpoint(low, high),
            Self::Exponential { mean } | Self::Normal { mean, .. } => mean,
            Self::Lognormal { mu, sigma } => libm::exp(mu + 0.5 * sigma * sigma),
            Self::LogitNormal { mu, sigma } => logit_normal_moments(mu, sigma).0,
            Self::Weibull { shape, scale } => scale * libm::exp(ln_gamma(1.0 + 1.0 / shape)),
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Gamma { shape, scale } => shape * scale,
            Self::Beta { a, b } => a / (a + b),
            Self::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Self::Discrete { ref values, ref cumulative } => {
                chances(cumulative).zip(values).map(|(chance, value)| chance * value).sum()
            }
            Self::Scaled { by, ref law } => by * law.mean(),
        }
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        match *self {
            Self::Fixed(_) => 0.0,
            Self::Uniform { low, high } => (high - low) / libm::sqrt(12.0),
            Self::Exponential { mean } => mean,
            Self::Normal { sd, .. } => sd,
            Self::Lognormal { sigma, .. } => self.mean() * libm::sqrt(libm::expm1(sigma * sigma)),
            Self::LogitNormal { mu, sigma } => logit_normal_moments(mu, sigma).1,
            Self::Weibull { shape, .. } => {
                let cv2 = ln_gamma(1.0 + 2.0 / shape) - 2.0 * ln_gamma(1.0 + 1.0 / shape);
                self.mean() * libm::sqrt(libm::expm1(cv2))
            }
            Self::Triangular { low, mode, high } => {
                let (left, right) = (mode - low, high - mode);
                libm::sqrt((left * left + right * right + left * right) / 18.0)
            }
            Self::Gamma { shape, scale } => scale * libm::sqrt(shape),
            Self::Beta { a, b } => beta_sd(a, b),
            Self::Pert { low, mode, high } => {
                let (a, b) = pert_shapes(low, mode, high);
                (high - low) * beta_sd(a, b)
            }
            Self::Discrete { ref values, ref cumulative } => {
                let mean = self.mean();
                let square = |(chance, value): (f64, &f64)| chance * (value - mean) * (value - mean);
                libm::sqrt(chances(cumulative).zip(values).map(square).sum())
            }
            Self::Scaled { by, ref law } => by * law.sd(),
        }
    }

    /// The law of `by` times the variate, `by` at least 0; 0, a negative number and NaN give `Fixed(0)`.
    #[must_use]
    pub fn scaled(&self, by: f64) -> Self {
        if !(by > 0.0) {
            return Self::Fixed(0.0);
        }
        match *self {
            Self::Fixed(value) => Self::Fixed(by * value),
            Self::Uniform { low, high } => Self::Uniform { low: by * low, high: by * high },
            Self::Exponential { mean } => Self::Exponential { mean: by * mean },
            Self::Lognormal { mu, sigma } => Self::Lognormal { mu: mu + libm::log(by), sigma },
            Self::Normal { mean, sd } => Self::Normal { mean: by * mean, sd: by * sd },
            Self::Weibull { shape, scale } => Self::Weibull { shape, scale: by * scale },
            Self::Gamma { shape, scale } => Self::Gamma { shape, scale: by * scale },
            Self::Triangular { low, mode, high } => {
                Self::Triangular { low: by * low, mode: by * mode, high: by * high }
            }
            Self::Pert { low, mode, high } => Self::Pert { low: by * low, mode: by * mode, high: by * high },
            Self::Discrete { ref values, ref cumulative } => Self::Discrete {
                values: values.iter().map(|value| by * value).collect(),
                cumulative: cumulative.clone(),
            },
            Self::Scaled { by: before, ref law } => Self::Scaled { by: by * before, law: law.clone() },
            Self::LogitNormal { .. } | Self::Beta { .. } => Self::Scaled { by, law: Box::new(self.clone()) },
        }
    }
}

/// Quantile of the triangular law; measured from the nearer end.
#[inline]
fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let range = high - low;
    if u * range <= mode - low {
        low + libm::sqrt(u * range * (mode - low))
    } else {
        high - libm::sqrt((1.0 - u) * range * (high - mode))
    }
}

/// Standard deviation of a beta law.
fn beta_sd(a: f64, b: f64) -> f64 {
    let n = a + b;
    libm::sqrt(a / n * (b / n) / (n + 1.0))
}

/// Chance of each value, from the cumulative chances.
fn chances(cumulative: &[f64]) -> impl Iterator<Item = f64> + '_ {
    let before = std::iter::once(&0.0).chain(cumulative);
    cumulative.iter().zip(before).map(|(now, before)| now - before)
}

/// Mean and standard deviation of the logit-normal law, which has no closed form: trapezoidal rule
/// over 8.5 standard deviations either side. Its error falls exponentially with the step over
/// `sigma`; below 1e-12 while `sigma` is at most 60.
fn logit_normal_moments(mu: f64, sigma: f64) -> (f64, f64) {
    let half = if sigma < 8.0 { 256 } else { 2048 };
    let step = 8.5 / f64::from(half);
    let weigh = |i: i32| {
        let z = f64::from(i) * step;
        (normal_pdf(z), share(mu + sigma * z))
    };
    let (mut weights, mut mean) = (0.0, 0.0);
    for (weight, x) in (-half..=half).map(weigh) {
        weights += weight;
        mean += weight * x;
    }
    mean /= weights;
    let square: f64 = (-half..=half).map(weigh).map(|(w, x)| w * (x - mean) * (x - mean)).sum();
    (mean, libm::sqrt(square / weights))
}
