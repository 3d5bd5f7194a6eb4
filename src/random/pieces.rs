//! Several ways in which a rate varies with time, multiplied: constant pieces, or pieces of a wave.
//!
//! The integral at the start of every piece is kept, so that both directions find their piece by halving and
//! go on inside it: a year of weeks costs hardly more than one step.

use super::Intensity;
use super::arrival::Step;

/// A multiplier in pieces.
#[derive(Clone, Debug, PartialEq)]
pub struct Pieces {
    /// Ascending; the first also holds before it, the last for ever.
    steps: Vec<Step>,
    /// Integral from 0 to the start of each.
    gone: Vec<f64>,
    /// What each piece is a multiple of: constant, or a wave.
    base: Box<Intensity>,
}

impl Pieces {
    /// Steps, each of a constant or of a wave `(amplitude, period)`. At least one step; none is a multiplier of zero.
    #[must_use]
    pub fn new(steps: Vec<Step>, wave: Option<(f64, f64)>) -> Self {
        let base = wave.map_or(Intensity::Constant, |(amplitude, period)| Intensity::Wave { amplitude, period });
        let steps = if steps.is_empty() { vec![Step { from: 0.0, times: 0.0 }] } else { steps };
        let mut gone = Vec::with_capacity(steps.len());
        let mut sum = 0.0;
        for (index, step) in steps.iter().enumerate() {
            gone.push(sum);
            if let Some(next) = steps.get(index + 1) {
                sum += step.times * (base.cumulative(next.from) - base.cumulative(step.from));
            }
        }
        let mut pieces = Self { steps, gone, base: Box::new(base) };
        let zero = pieces.cumulative(0.0);
        pieces.gone.iter_mut().for_each(|gone| *gone -= zero);
        pieces
    }

    /// The piece that holds at `t`.
    fn piece(&self, t: f64) -> usize {
        self.steps.partition_point(|step| step.from <= t).saturating_sub(1)
    }

    /// As [`Intensity::at`].
    pub(super) fn at(&self, t: f64) -> f64 {
        self.steps[self.piece(t)].times * self.base.at(t)
    }

    /// As [`Intensity::cumulative`].
    pub(super) fn cumulative(&self, t: f64) -> f64 {
        let piece = self.piece(t);
        let Step { from, times } = self.steps[piece];
        self.gone[piece] + times * (self.base.cumulative(t) - self.base.cumulative(from))
    }

    /// As [`Intensity::inverse`].
    pub(super) fn inverse(&self, target: f64) -> f64 {
        let after = self.gone.partition_point(|gone| *gone < target);
        let piece = after.saturating_sub(1);
        let Step { from, times } = self.steps[piece];
        if !(times > 0.0) {
            return f64::INFINITY * if target < self.gone[piece] { -1.0 } else { 1.0 };
        }
        let time = self.base.inverse(self.base.cumulative(from) + (target - self.gone[piece]) / times);
        // Rounding may not carry it into a piece where the multiplier is zero.
        self.steps.get(after).map_or(time, |next| time.min(next.from))
    }

    /// The pieces between two times: (from, to, multiplier, what it is a multiple of).
    pub(super) fn between(&self, a: f64, b: f64) -> impl Iterator<Item = (f64, f64, f64, &Intensity)> + '_ {
        let first = self.piece(a);
        let inside = self.steps[first..].iter().take_while(move |step| step.from < b);
        let nexts = self.steps[first + 1..].iter().map(|step| step.from).chain(std::iter::once(f64::INFINITY));
        let here = inside.zip(nexts).enumerate();
        here.map(move |(index, (step, to))| {
            let from = if index == 0 { a } else { step.from };
            (from, to.min(b), step.times, &*self.base)
        })
    }
}
