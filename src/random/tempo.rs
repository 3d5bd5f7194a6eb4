//! A rate that grows over the years, and one that fades towards a level after a beginning.
//!
//! Growth multiplies an [`Intensity`] by `e^(g t)`; what fades multiplies it by `s + (m - s) e^(-k age)`.
//! The integral of such a product is a sum of integrals of the intensity against exponentials, which are
//! exact; the way back is Newton's method inside a bracket.

use super::Intensity;
use super::arrival::{Step, pieces};
use std::f64::consts::TAU;

/// An intensity that grows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tempo {
    /// What is multiplied.
    pub intensity: Intensity,
    /// Logarithm of the factor for each millisecond; it is one at time 0.
    pub growth: f64,
}

/// A multiplier that fades with age: `settles_at + (times - settles_at) e^(-speed age)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fading {
    /// At age 0, at least 0.
    pub times: f64,
    /// In the end, at least 0.
    pub settles_at: f64,
    /// Per millisecond, above 0.
    pub speed: f64,
    /// Age (ms) at the time from which it is asked for.
    pub age: f64,
}

impl Fading {
    /// What lies above (or below) the level in the end, at the time from which it is asked for.
    fn above(self) -> f64 {
        (self.times - self.settles_at) * libm::exp(-self.speed * self.age)
    }

    /// The same, asked for so many milliseconds later.
    #[must_use]
    pub fn later(self, by: f64) -> Self {
        Self { age: self.age + by, ..self }
    }
}

/// Beyond this many milliseconds (285,000 years) nothing is asked for.
const NEVER: f64 = 9_007_199_254_740_992.0;

impl Tempo {
    /// Integral of the multiplier from `a` to `b`, both in milliseconds and `b` not before `a`.
    #[must_use]
    pub fn passed(&self, a: f64, b: f64, fading: Option<Fading>) -> f64 {
        let Self { ref intensity, growth } = *self;
        let factor = if growth == 0.0 { 1.0 } else { libm::exp(growth * a) };
        match fading {
            None => factor * weighted(intensity, a, b, growth),
            Some(fading) => {
                let above = fading.above();
                let lasting =
                    if fading.settles_at > 0.0 { fading.settles_at * weighted(intensity, a, b, growth) } else { 0.0 };
                let rest = if above == 0.0 { 0.0 } else { above * weighted(intensity, a, b, growth - fading.speed) };
                factor * (lasting + rest)
            }
        }
    }

    /// The time at which [`Tempo::passed`] from `from` on reaches `units`; infinite if it never does.
    #[must_use]
    pub fn reach(&self, from: f64, units: f64, fading: Option<Fading>) -> f64 {
        if self.growth == 0.0 && fading.is_none() {
            return if units > 0.0 {
                self.intensity.later(from, units)
            } else {
                self.intensity.inverse(self.intensity.cumulative(from) + units)
            };
        }
        if !(units > 0.0) {
            return from;
        }
        let density = |t: f64| {
            let faded = fading.map_or(1.0, |f| f.settles_at + f.later(t - from).above());
            self.intensity.at(t) * libm::exp(self.growth * t) * faded
        };
        let first = units / density(from);
        let (mut low, mut high) = (0.0, if first < NEVER { first.max(1.0) } else { 1.0 });
        while self.passed(from, from + high, fading) < units {
            if high >= NEVER {
                return f64::INFINITY;
            }
            (low, high) = (high, 2.0 * high);
        }
        // A step of Newton's that leaves the bracket, or does not halve the one before last, is a halving of the bracket.
        let (mut before_last, mut last) = (high - low, high - low);
        let mut x = f64::midpoint(low, high);
        for _ in 0..200 {
            let over = self.passed(from, from + x, fading) - units;
            if over < 0.0 {
                low = x;
            } else {
                high = x;
            }
            let step = over / density(from + x);
            let next = x - step;
            let good = next > low && next < high && 2.0 * step.abs() <= before_last;
            let next = if good { next } else { f64::midpoint(low, high) };
            (before_last, last) = (last, (next - x).abs());
            x = next;
            // A millionth of a millisecond, where a time so far away can be told so closely.
            let close = 1e-6_f64.max(4.0 * f64::EPSILON * (from + x).abs());
            if last <= close || high - low <= close {
                break;
            }
        }
        from + x
    }
}

/// Integral of `e^(rate x)` from 0 to `length`.
fn exponential(rate: f64, length: f64) -> f64 {
    if rate == 0.0 { length } else { libm::expm1(rate * length) / rate }
}

/// Integral of an intensity against `e^(rate (t - a))` from `a` to `b`.
fn weighted(intensity: &Intensity, a: f64, b: f64, rate: f64) -> f64 {
    if rate == 0.0 {
        return intensity.cumulative(b) - intensity.cumulative(a);
    }
    match *intensity {
        Intensity::Constant => exponential(rate, b - a),
        Intensity::Steps { ref steps, repeats: None } => along(steps, a, b, a, rate),
        Intensity::Steps { ref steps, repeats: Some(length) } => {
            let (first, last) = (libm::floor(a / length), libm::floor(b / length));
            let (start, end) = (first * length, last * length);
            let part = |from: f64, to: f64, round: f64| along(steps, from - round, to - round, a - round, rate);
            if last <= first {
                return part(a, b, start);
            }
            let whole = along(steps, 0.0, length, 0.0, rate);
            let rounds = last - first - 1.0;
            let between = if whole == 0.0 || rounds < 1.0 {
                0.0
            } else {
                let beginning = libm::exp(rate * (start + length - a));
                whole * beginning * libm::expm1(rate * length * rounds) / libm::expm1(rate * length)
            };
            part(a, start + length, start) + between + part(end, b, end)
        }
        Intensity::Wave { amplitude, period } => {
            let speed = TAU / period;
            let turned = |t: f64| TAU * (t / period - libm::floor(t / period));
            let wave = |t: f64| rate * libm::sin(turned(t)) - speed * libm::cos(turned(t));
            let waves = (libm::exp(rate * (b - a)) * wave(b) - wave(a)) / (rate * rate + speed * speed);
            exponential(rate, b - a) + amplitude * waves
        }
        Intensity::Pieces(ref pieces) => {
            let inside = |(from, to, times, base): (f64, f64, f64, &Intensity)| {
                if to > from && times > 0.0 {
                    times * libm::exp(rate * (from - a)) * weighted(base, from, to, rate)
                } else {
                    0.0
                }
            };
            pieces.between(a, b).map(inside).sum()
        }
    }
}

/// Integral of steps against `e^(rate (t - origin))` from `a` to `b`.
fn along(steps: &[Step], a: f64, b: f64, origin: f64, rate: f64) -> f64 {
    if steps.is_empty() {
        return libm::exp(rate * (a - origin)) * exponential(rate, b - a);
    }
    let inside = |(from, to, times): (f64, f64, f64)| {
        let (low, high) = (a.max(from), b.min(to));
        if high > low && times > 0.0 {
            times * libm::exp(rate * (low - origin)) * exponential(rate, high - low)
        } else {
            0.0
        }
    };
    pieces(steps).map(inside).sum()
}

#[cfg(test)]
#[path = "tempo_tests.rs"]
mod tests;
