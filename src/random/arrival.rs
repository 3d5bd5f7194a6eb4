//! How a rate varies with time, as a change of clock.
//!
//! Arrivals at a rate that varies are arrivals at a constant rate on a clock that runs fast where
//! the rate is high. [`Intensity::cumulative`] turns elapsed time into that clock, and
//! [`Intensity::inverse`] turns it back: the next arrival is the inverse of the clock's reading plus an
//! exponential gap. Source: Çinlar, *Introduction to Stochastic Processes* (1975), section 4.7.

use super::pieces::Pieces;
use std::f64::consts::TAU;

/// From an instant on, this multiplier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Milliseconds since the start of the profile.
    pub from: f64,
    /// What the rate is multiplied by from then on, at least 0.
    pub times: f64,
}

/// How a rate varies with time: a multiplier of a mean rate.
#[derive(Clone, Debug, PartialEq)]
pub enum Intensity {
    /// It does not.
    Constant,
    /// Constant between steps. The first step also holds before it.
    Steps {
        /// Ascending in `from`. None at all is a multiplier of one.
        steps: Vec<Step>,
        /// Milliseconds after which the steps repeat, in both directions of time: above 0, and
        /// beyond the last `from`. `None` keeps the last step for ever.
        repeats: Option<f64>,
    },
    /// `1 + amplitude sin(2 pi t / period)`.
    Wave {
        /// Between 0 and 1.
        amplitude: f64,
        /// Milliseconds, above 0.
        period: f64,
    },
    /// Several of these, multiplied.
    Pieces(Pieces),
}

impl Intensity {
    /// The multiplier's integral from 0 to `t` (ms); negative before 0.
    #[must_use]
    pub fn cumulative(&self, t: f64) -> f64 {
        match *self {
            Self::Constant => t,
            Self::Steps { ref steps, repeats: None } => along(steps, t),
            Self::Steps { ref steps, repeats: Some(length) } => {
                let rounds = libm::floor(t / length);
                rounds * along(steps, length) + along(steps, t - rounds * length)
            }
            Self::Wave { amplitude, period } => {
                // 1 - cos x = 2 sin^2(x / 2), without cancellation near 0.
                let half = libm::sin(0.5 * TAU * (t / period - libm::floor(t / period)));
                t + amplitude * period / TAU * 2.0 * half * half
            }
            Self::Pieces(ref pieces) => pieces.cumulative(t),
        }
    }

    /// The time (ms) at which [`Intensity::cumulative`] reaches `target`; the earliest, for a target
    /// above 0, where a multiplier of zero leaves several.
    ///
    /// Exact up to rounding for steps; for a wave the residual is below 1e-12 of the larger of
    /// target and period. Infinite, with the sign of `target`, where the multiplier is zero for ever and the target
    /// is never reached.
    #[must_use]
    pub fn inverse(&self, target: f64) -> f64 {
        match *self {
            Self::Constant => target,
            Self::Steps { ref steps, repeats: None } => back(steps, target),
            Self::Steps { ref steps, repeats: Some(length) } => {
                let round = along(steps, length);
                if target == 0.0 {
                    return 0.0;
                }
                if !(round > 0.0) {
                    return f64::INFINITY * if target < 0.0 { -1.0 } else { 1.0 };
                }
                // A target on the seam belongs to the round that ends there.
                let rounds = libm::ceil(target / round) - 1.0;
                let rest = (target - rounds * round).clamp(0.0, round);
                rounds * length + back(steps, rest).min(length)
            }
            Self::Wave { amplitude, period } => wave_inverse(amplitude, period, target),
            Self::Pieces(ref pieces) => pieces.inverse(target),
        }
    }

    /// The time (ms) at which [`Intensity::cumulative`] has grown by `units`, above 0, since `t`.
    #[must_use]
    pub fn later(&self, t: f64, units: f64) -> f64 {
        match *self {
            Self::Pieces(ref pieces) => pieces.later(t, units),
            _ => self.inverse(self.cumulative(t) + units),
        }
    }

    /// The multiplier at `t` (ms).
    #[must_use]
    pub fn at(&self, t: f64) -> f64 {
        match *self {
            Self::Constant => 1.0,
            Self::Steps { ref steps, repeats } => {
                let t = repeats.map_or(t, |length| t - length * libm::floor(t / length));
                let begun = steps.iter().take_while(|step| step.from <= t).last();
                begun.or(steps.first()).map_or(1.0, |step| step.times)
            }
            Self::Wave { amplitude, period } => 1.0 + amplitude * libm::sin(TAU * t / period),
            Self::Pieces(ref pieces) => pieces.at(t),
        }
    }
}

/// The pieces of a list of steps: (from, to, multiplier), the first from minus infinity.
pub(super) fn pieces(steps: &[Step]) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
    let ends = steps.iter().skip(1).map(|step| step.from).chain(std::iter::once(f64::INFINITY));
    let starts = std::iter::once(f64::NEG_INFINITY).chain(steps.iter().skip(1).map(|s| s.from));
    steps.iter().zip(starts.zip(ends)).map(|(step, (from, to))| (from, to, step.times))
}

/// Integral of the steps from 0 to `t`.
fn along(steps: &[Step], t: f64) -> f64 {
    if steps.is_empty() {
        return t;
    }
    let (low, high, sign) = if t < 0.0 { (t, 0.0, -1.0) } else { (0.0, t, 1.0) };
    let inside = |(from, to, times): (f64, f64, f64)| {
        let length = high.min(to) - low.max(from);
        if length > 0.0 { times * length } else { 0.0 }
    };
    sign * pieces(steps).map(inside).sum::<f64>()
}

/// The time at which [`along`] reaches `target`.
fn back(steps: &[Step], target: f64) -> f64 {
    if steps.is_empty() || target == 0.0 {
        return target;
    }
    let mut left = target.abs();
    if target < 0.0 {
        let mut list: Vec<_> = pieces(steps).filter(|piece| piece.0 < 0.0).collect();
        list.reverse();
        for (from, to, times) in list {
            let start = to.min(0.0);
            if times > 0.0 {
                if left <= times * (start - from) {
                    return start - left / times;
                }
                left -= times * (start - from);
            }
        }
        return f64::NEG_INFINITY;
    }
    for (from, to, times) in pieces(steps).filter(|piece| piece.1 > 0.0) {
        let start = from.max(0.0);
        if times > 0.0 {
            if left <= times * (to - start) {
                return start + left / times;
            }
            left -= times * (to - start);
        }
    }
    f64::INFINITY
}

/// Newton's method inside a bracket that is halved when a step would leave it.
fn wave_inverse(amplitude: f64, period: f64, target: f64) -> f64 {
    // In turns of the wave: x + a/(2 pi) (1 - cos 2 pi x) = y, which whole turns leave alone.
    let turns = libm::floor(target / period);
    let y = target / period - turns;
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = y;
    for _ in 0..100 {
        let half = libm::sin(0.5 * TAU * x);
        let value = x + amplitude / TAU * 2.0 * half * half - y;
        if value.abs() < 1e-16 {
            break;
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let next = x - value / (1.0 + amplitude * libm::sin(TAU * x));
        let next = if next > low && next < high { next } else { f64::midpoint(low, high) };
        if (next - x).abs() < 1e-16 {
            break;
        }
        x = next;
    }
    (turns + x) * period
}
