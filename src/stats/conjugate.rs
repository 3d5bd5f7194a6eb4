//! What counts say of a rate, and successes of a share, exactly: conjugate laws and what they predict.
//!
//! Source: Gelman et al., *Bayesian Data Analysis* (3rd ed.), sections 2.4 and 2.6.

use crate::special::{beta_cdf, beta_quantile_tails, gamma_quantile_tails, ln_gamma, normal_quantile};

/// What is known of a rate: a gamma law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLaw {
    /// Shape, above 0: events already believed in.
    pub shape: f64,
    /// Rate parameter, at least 0: the exposure in which they were seen.
    pub exposure: f64,
}

/// A count that is to come, when its rate follows a gamma law: negative binomial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountAhead {
    /// Shape of the rate's law.
    shape: f64,
    /// Exposure behind the law over the whole, that to come included: the chance in each negative binomial trial.
    known: f64,
    /// The mean.
    mean: f64,
}

/// What is known of a share: a beta law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareLaw {
    /// First parameter, above 0: successes already believed in.
    pub a: f64,
    /// Second parameter, above 0: failures.
    pub b: f64,
}

/// Successes to come among a number of trials, when their share follows a beta law: beta-binomial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SuccessesAhead {
    law: ShareLaw,
    trials: u64,
}

impl RateLaw {
    /// The gamma law with a mean and a standard deviation; `None` unless both are above 0 and finite.
    #[must_use]
    pub fn from_moments(mean: f64, sd: f64) -> Option<Self> {
        let law = Self { shape: mean / sd * (mean / sd), exposure: mean / sd / sd };
        let sound = mean > 0.0 && sd > 0.0 && law.shape.is_finite() && law.exposure.is_finite();
        (sound && law.shape > 0.0 && law.exposure > 0.0).then_some(law)
    }

    /// After this many more events in this much more exposure.
    #[must_use]
    pub fn after(self, events: u64, exposure: f64) -> Self {
        Self { shape: self.shape + events as f64, exposure: self.exposure + exposure }
    }

    /// Whether it is a law: both parameters above 0 and finite.
    #[must_use]
    pub fn is_proper(self) -> bool {
        self.shape > 0.0 && self.exposure > 0.0 && self.shape.is_finite() && self.exposure.is_finite()
    }

    /// The mean, events per unit of exposure.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.shape / self.exposure
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(self) -> f64 {
        libm::sqrt(self.shape) / self.exposure
    }

    /// The rate that is not exceeded with chance `p`.
    #[must_use]
    pub fn quantile(self, p: f64) -> f64 {
        gamma_quantile_tails(self.shape, p, 1.0 - p) / self.exposure
    }

    /// The count in a further exposure.
    #[must_use]
    pub fn ahead(self, exposure: f64) -> CountAhead {
        let known = self.exposure / (self.exposure + exposure);
        CountAhead { shape: self.shape, known, mean: self.mean() * exposure }
    }
}

impl CountAhead {
    /// The mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.mean
    }

    /// The variance: the mean, and its square over the shape for what is not known of the rate.
    #[must_use]
    pub fn variance(self) -> f64 {
        self.mean + self.mean * self.mean / self.shape
    }

    /// Chance of at most `k`. By the beta law: Abramowitz and Stegun, 26.5.26.
    #[must_use]
    pub fn at_most(self, k: u64) -> f64 {
        if self.known >= 1.0 { 1.0 } else { beta_cdf(self.shape, k as f64 + 1.0, self.known) }
    }

    /// Chance of at least `k`.
    #[must_use]
    pub fn at_least(self, k: u64) -> f64 {
        match k {
            0 => 1.0,
            _ if self.known >= 1.0 => 0.0,
            _ => beta_cdf(k as f64, self.shape, 1.0 - self.known),
        }
    }

    /// The smallest count that is not exceeded with chance `p` or more; `p` in (0, 1).
    #[must_use]
    pub fn quantile(self, p: f64) -> u64 {
        let guess = self.mean + normal_quantile(p).max(0.0) * libm::sqrt(self.variance());
        first(|k| self.at_most(k) >= p, guess)
    }
}

impl ShareLaw {
    /// The beta law with a mean and a standard deviation; `None` where there is none.
    #[must_use]
    pub fn from_moments(mean: f64, sd: f64) -> Option<Self> {
        let n = mean * (1.0 - mean) / sd / sd - 1.0;
        let sound = mean > 0.0 && mean < 1.0 && n > 0.0 && n.is_finite();
        sound.then_some(Self { a: mean * n, b: (1.0 - mean) * n })
    }

    /// After `successes` among `trials`.
    #[must_use]
    pub fn after(self, successes: u64, trials: u64) -> Self {
        Self { a: self.a + successes as f64, b: self.b + trials.saturating_sub(successes) as f64 }
    }

    /// Whether it is a law: both parameters above 0 and finite.
    #[must_use]
    pub fn is_proper(self) -> bool {
        self.a > 0.0 && self.b > 0.0 && (self.a + self.b).is_finite()
    }

    /// The mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(self) -> f64 {
        let n = self.a + self.b;
        libm::sqrt(self.a / n * (self.b / n) / (n + 1.0))
    }

    /// The share that is not exceeded with chance `p`.
    #[must_use]
    pub fn quantile(self, p: f64) -> f64 {
        beta_quantile_tails(self.a, self.b, p, 1.0 - p)
    }

    /// The successes among further trials.
    #[must_use]
    pub fn ahead(self, trials: u64) -> SuccessesAhead {
        SuccessesAhead { law: self, trials }
    }
}

impl SuccessesAhead {
    /// The mean.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.trials as f64 * self.law.mean()
    }

    /// The variance.
    #[must_use]
    pub fn variance(self) -> f64 {
        let (n, whole, mean) = (self.trials as f64, self.law.a + self.law.b, self.law.mean());
        n * mean * (1.0 - mean) * (whole + n) / (whole + 1.0)
    }

    /// Chance of exactly `k`.
    fn chance(self, k: u64) -> f64 {
        let (n, k) = (self.trials as f64, k as f64);
        let ln_beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
        let ways = -libm::log1p(n) - ln_beta(k + 1.0, n - k + 1.0);
        libm::exp(ways + ln_beta(k + self.law.a, n - k + self.law.b) - ln_beta(self.law.a, self.law.b))
    }

    /// Chance of at most `k`, added up from the nearer end.
    #[must_use]
    pub fn at_most(self, k: u64) -> f64 {
        if k >= self.trials {
            return 1.0;
        }
        let lower = k as f64 <= self.mean();
        let sum: f64 = if lower { (0..=k).map(|k| self.chance(k)).sum() } else { self.above(k) };
        if lower { sum.min(1.0) } else { (1.0 - sum).max(0.0) }
    }

    fn above(self, k: u64) -> f64 {
        (k + 1..=self.trials).rev().map(|k| self.chance(k)).sum()
    }

    /// Chance of at least `k`.
    #[must_use]
    pub fn at_least(self, k: u64) -> f64 {
        match k {
            0 => 1.0,
            _ if k > self.trials => 0.0,
            _ if k as f64 > self.mean() => self.above(k - 1).min(1.0),
            _ => (1.0 - self.at_most(k - 1)).max(0.0),
        }
    }

    /// The smallest count that is not exceeded with chance `p` or more; `p` in (0, 1).
    #[must_use]
    pub fn quantile(self, p: f64) -> u64 {
        let mut sum = 0.0;
        for k in 0..self.trials {
            sum += self.chance(k);
            if sum >= p {
                return k;
            }
        }
        self.trials
    }
}

/// The first whole number at which a rising condition holds, looked for around a guess; 2^53 at most.
fn first(holds: impl Fn(u64) -> bool, guess: f64) -> u64 {
    const MOST: u64 = 1 << 53;
    let mut high = if guess >= 1.0 && guess < MOST as f64 { guess as u64 } else { 1 };
    while !holds(high) && high < MOST {
        high *= 2;
    }
    let mut low = 0;
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::{binomial_pmf, poisson_cdf};

    fn near(a: f64, b: f64, share: f64) {
        assert!((a - b).abs() <= share * b.abs(), "{a} and {b}");
    }

    /// V20 of the validation pack, and further parameters by numerical mixing of Poisson laws.
    #[test]
    fn counts_ahead_are_poisson_counts_mixed_over_the_rate() {
        let law = RateLaw { shape: 1.0, exposure: 0.5 }.after(19, 3.0);
        near(law.ahead(1.0).at_least(8), 0.236_877_341_525_152_5, 1e-10);
        near(law.quantile(0.5), 5.619_334_978_087_333, 1e-10);
        assert_eq!([0.1, 0.5, 0.9, 0.95].map(|p| law.ahead(1.0).quantile(p)), [2, 5, 9, 11]);
        for (shape, exposure, more) in [(0.3, 2.0, 1.0), (7.5, 0.4, 2.0), (400.0, 90.0, 12.0)] {
            let law = RateLaw { shape, exposure };
            let steps = 20_000;
            for k in [0, 1, 5, 40, 60] {
                let mixed = (0..steps).map(|i| {
                    let rate = law.quantile((f64::from(i) + 0.5) / f64::from(steps));
                    poisson_cdf(rate * more, k)
                });
                let mixed = mixed.sum::<f64>() / f64::from(steps);
                let exact = law.ahead(more).at_most(k);
                assert!((mixed - exact).abs() < 2e-5, "{shape} {exposure} {k}: {mixed} and {exact}");
                near(law.ahead(more).at_least(k + 1) + exact, 1.0, 1e-12);
            }
        }
    }

    #[test]
    fn successes_ahead_are_binomial_counts_mixed_over_the_share() {
        let law = ShareLaw { a: 2.0, b: 3.0 }.after(6, 48);
        assert_eq!(law, ShareLaw { a: 8.0, b: 45.0 });
        let ahead = law.ahead(30);
        let steps = 20_000;
        for k in [0, 3, 9, 29] {
            let chance = |i: i32| binomial_pmf(30, law.quantile((f64::from(i) + 0.5) / f64::from(steps)), k);
            let mixed = (0..steps).map(chance).sum::<f64>() / f64::from(steps);
            assert!((mixed - ahead.chance(k)).abs() < 1e-6, "{k}");
        }
        let chances: Vec<f64> = (0..=30).map(|k| ahead.chance(k)).collect();
        near(chances.iter().sum(), 1.0, 1e-12);
        near(chances.iter().zip(0..).map(|(c, k)| c * f64::from(k)).sum(), ahead.mean(), 1e-12);
        let square = |(c, k): (&f64, i32)| c * (f64::from(k) - ahead.mean()) * (f64::from(k) - ahead.mean());
        near(chances.iter().zip(0..).map(square).sum(), ahead.variance(), 1e-11);
        for k in 0..=31 {
            let below = if k == 0 { 0.0 } else { ahead.at_most(k - 1) };
            assert!((below + ahead.at_least(k) - 1.0).abs() < 1e-12, "{k}");
        }
        assert!(ahead.at_most(ahead.quantile(0.9)) >= 0.9 && ahead.at_most(ahead.quantile(0.9) - 1) < 0.9);
    }

    #[test]
    fn moments_give_the_law_back_and_nothing_where_there_is_none() {
        let rate = RateLaw { shape: 3.0, exposure: 7.0 };
        let back = RateLaw::from_moments(rate.mean(), rate.sd()).unwrap();
        near(back.shape, 3.0, 1e-12);
        near(back.exposure, 7.0, 1e-12);
        let share = ShareLaw { a: 3.0, b: 7.0 };
        let back = ShareLaw::from_moments(share.mean(), share.sd()).unwrap();
        near(back.a, 3.0, 1e-12);
        assert_eq!(ShareLaw::from_moments(0.5, 0.6), None);
        assert_eq!((RateLaw::from_moments(0.0, 1.0), RateLaw::from_moments(1.0, 0.0)), (None, None));
        assert_eq!(RateLaw { shape: 2.0, exposure: 1.0 }.ahead(0.0).quantile(0.9), 0);
    }
}
