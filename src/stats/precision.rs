//! When enough replications have been run.

use super::estimate::Estimate;
use super::tally::Tally;

/// Whether a half-width is small enough for a relative error of at most `gamma`: it may be
/// gamma / (1 + gamma) of the estimated mean, which bounds the error relative to the *true* mean.
/// Never for a mean of 0. Source: Law, *Simulation Modeling and Analysis*, section 9.4.1.
#[must_use]
pub fn relative_half_width_met(mean: f64, half_width: f64, gamma: f64) -> bool {
    mean != 0.0 && half_width <= gamma / (1.0 + gamma) * mean.abs()
}

/// How many further replications the rule must keep holding for after it first does at `n`: 5 up to
/// n = 100, then 5 % of n. Source: Hoad, Robinson and Davies, *JORS* 61 (2010).
#[must_use]
pub fn look_ahead(n: u64) -> u64 {
    if n <= 100 { 5 } else { n / 20 }
}

/// A wanted precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Largest relative error of the mean, above 0: 0.05 is five per cent.
    pub relative: f64,
    /// A half-width that is good enough whatever the mean, in the response's unit; 0 for none. It
    /// decides for means near 0 and for probabilities.
    pub absolute: f64,
    /// Confidence level, between 0 and 1.
    pub level: f64,
    /// Fewest replications; at least 2 are taken, 10 advised.
    pub at_least: u64,
}

/// What a [`Precision`] says about the replications so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// More replications are needed.
    NotYet,
    /// The relative precision is reached.
    Relative,
    /// The absolute precision is reached, and the relative one is not.
    Absolute,
}

impl Precision {
    /// The verdict on one estimate. Replications that all agree reach any precision.
    #[must_use]
    pub fn verdict(&self, tally: &Tally) -> Verdict {
        let estimate = Estimate::from_tally(tally, self.level);
        let Some((mean, half)) = estimate.and_then(|e| Some((e.mean, e.half_width()?))) else {
            return Verdict::NotYet;
        };
        if tally.n() < self.at_least {
            Verdict::NotYet
        } else if relative_half_width_met(mean, half, self.relative) {
            Verdict::Relative
        } else if half <= self.absolute || half == 0.0 {
            Verdict::Absolute
        } else {
            Verdict::NotYet
        }
    }

    /// The first number of replications at which the precision is reached and then kept through
    /// the [`look_ahead`]; `None` when `data`, in replication order, does not suffice.
    #[must_use]
    pub fn first_held(&self, data: &[f64]) -> Option<Stop> {
        let mut tally = Tally::new();
        let mut since: Option<Stop> = None;
        for x in data {
            tally.add(*x);
            if self.verdict(&tally) == Verdict::NotYet {
                since = None;
                continue;
            }
            let stop = since.or_else(|| Stop::at(&tally, self.level));
            since = stop;
            if stop.is_some_and(|s| tally.n() >= s.n + look_ahead(s.n)) {
                return stop;
            }
        }
        None
    }
}

/// Where a sequential procedure stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Replications.
    pub n: u64,
    /// Mean over them.
    pub mean: f64,
    /// Half-width of its interval.
    pub half_width: f64,
}

impl Stop {
    fn at(tally: &Tally, level: f64) -> Option<Self> {
        let estimate = Estimate::from_tally(tally, level)?;
        Some(Self { n: estimate.n, mean: estimate.mean, half_width: estimate.half_width()? })
    }
}

/// The first `n` of at least `n0` at which the relative half-width is met, without look-ahead;
/// `None` when `data`, in replication order, does not suffice.
#[must_use]
pub fn first_n(data: &[f64], gamma: f64, level: f64, n0: u64) -> Option<Stop> {
    let mut tally = Tally::new();
    data.iter().find_map(|x| {
        tally.add(*x);
        let stop = Stop::at(&tally, level).filter(|stop| stop.n >= n0)?;
        relative_half_width_met(stop.mean, stop.half_width, gamma).then_some(stop)
    })
}
