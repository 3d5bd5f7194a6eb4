//! Several ways in which a rate varies with time, multiplied: constant pieces, or pieces of a wave.
//!
//! The integral at the start of every piece is kept, and a grid over the pieces both ways: a year of weeks costs hardly
//! more than one step.

use super::Intensity;
use super::arrival::Step;

/// Pieces that are gone through one by one before the grid is asked.
const NEAR: usize = 6;

/// Finds the last of ascending numbers that is not above (or is below) another: a grid says where to begin.
#[derive(Clone, Debug, PartialEq)]
struct Finder {
    low: f64,
    cells_per_unit: f64,
    /// For each cell, a place near which its numbers stand; any place gives the same answer.
    near: Vec<u32>,
}

impl Finder {
    fn new(ascending: impl ExactSizeIterator<Item = f64> + Clone) -> Self {
        let cells = 2 * ascending.len();
        let low = ascending.clone().next().unwrap_or(0.0);
        let length = ascending.clone().last().unwrap_or(0.0) - low;
        let cells_per_unit = if length > 0.0 { cells as f64 / length } else { 0.0 };
        let mut finder = Self { low, cells_per_unit, near: vec![0; cells + 1] };
        for (place, number) in ascending.enumerate() {
            let cell = finder.cell(number);
            finder.near[cell] = place as u32;
        }
        for cell in 1..finder.near.len() {
            finder.near[cell] = finder.near[cell].max(finder.near[cell - 1]);
        }
        finder
    }

    #[inline]
    fn cell(&self, x: f64) -> usize {
        // The cast takes what is below the grid to its first cell.
        (((x - self.low) * self.cells_per_unit) as usize).min(self.near.len() - 1)
    }

    /// The last of so many places at which `is_before` holds, which it does up to one of them; 0 if at none.
    #[inline]
    fn last(&self, x: f64, places: usize, is_before: impl Fn(usize) -> bool) -> usize {
        let mut at = self.near[self.cell(x)] as usize;
        while at + 1 < places && is_before(at + 1) {
            at += 1;
        }
        while at > 0 && !is_before(at) {
            at -= 1;
        }
        at
    }
}

/// A multiplier in pieces.
#[derive(Clone, Debug, PartialEq)]
pub struct Pieces {
    /// Ascending; the first also holds before it, the last for ever.
    steps: Vec<Step>,
    starts: Finder,
    /// Integral from 0 to the start of each.
    gone: Vec<f64>,
    passed: Finder,
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
        let starts = Finder::new(steps.iter().map(|step| step.from));
        let passed = starts.clone();
        let mut pieces = Self { steps, starts, gone, passed, base: Box::new(base) };
        let zero = pieces.cumulative(0.0);
        pieces.gone.iter_mut().for_each(|gone| *gone -= zero);
        pieces.passed = Finder::new(pieces.gone.iter().copied());
        pieces
    }

    /// The piece that holds at `t`.
    fn piece(&self, t: f64) -> usize {
        self.starts.last(t, self.steps.len(), |place| self.steps[place].from <= t)
    }

    /// As [`Intensity::at`].
    pub(super) fn at(&self, t: f64) -> f64 {
        self.steps[self.piece(t)].times * self.base.at(t)
    }

    /// As [`Intensity::cumulative`].
    pub(super) fn cumulative(&self, t: f64) -> f64 {
        let piece = self.piece(t);
        let Step { from, times } = self.steps[piece];
        let inside = match *self.base {
            Intensity::Constant => t - from,
            ref base => base.cumulative(t) - base.cumulative(from),
        };
        self.gone[piece] + times * inside
    }

    /// As [`Intensity::inverse`].
    pub(super) fn inverse(&self, target: f64) -> f64 {
        let piece = self.passed.last(target, self.gone.len(), |place| self.gone[place] < target);
        let after = if self.gone[piece] < target { piece + 1 } else { piece };
        let Step { from, times } = self.steps[piece];
        if !(times > 0.0) {
            return f64::INFINITY * if target < self.gone[piece] { -1.0 } else { 1.0 };
        }
        let inside = (target - self.gone[piece]) / times;
        let time = match *self.base {
            Intensity::Constant => from + inside,
            ref base => base.inverse(base.cumulative(from) + inside),
        };
        // Rounding may not carry it into a piece where the multiplier is zero.
        self.steps.get(after).map_or(time, |next| time.min(next.from))
    }

    /// The time at which [`Pieces::cumulative`] has grown by `units`, above zero, since `t`.
    pub(super) fn later(&self, t: f64, units: f64) -> f64 {
        self.later_from(self.piece(t), t, units)
    }

    /// The piece that holds at `t`, from one on that holds at `t` or before it.
    #[inline]
    fn piece_from(&self, mut place: usize, t: f64) -> usize {
        while self.steps.get(place + 1).is_some_and(|next| next.from <= t) {
            place += 1;
        }
        place
    }

    /// As [`Pieces::later`] where the piece that holds at `t` is known; a gap is seldom longer than a few pieces, which are
    /// gone through one by one.
    #[inline]
    fn later_from(&self, first: usize, t: f64, units: f64) -> f64 {
        let mut left = units;
        let mut here = t;
        if matches!(*self.base, Intensity::Constant) {
            for place in first..self.steps.len().min(first + NEAR) {
                let times = self.steps[place].times;
                let end = self.steps.get(place + 1).map_or(f64::INFINITY, |next| next.from);
                let takes = left / times;
                if takes <= end - here {
                    return here + takes;
                }
                left -= times * (end - here);
                here = end;
            }
        }
        self.inverse(self.cumulative(t) + units)
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

/// An intensity gone along from one time to a later one: where it stands need not be looked for.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'i> {
    intensity: &'i Intensity,
    place: usize,
}

impl<'i> Walk<'i> {
    /// From a time on (ms).
    #[must_use]
    pub fn from(intensity: &'i Intensity, t: f64) -> Self {
        let place = if let Intensity::Pieces(pieces) = intensity { pieces.piece(t) } else { 0 };
        Self { intensity, place }
    }

    /// As [`Intensity::later`], for a `t` not before any asked for so far.
    #[inline]
    pub fn later(&mut self, t: f64, units: f64) -> f64 {
        match self.intensity {
            Intensity::Pieces(pieces) => {
                self.place = pieces.piece_from(self.place, t);
                pieces.later_from(self.place, t, units)
            }
            other => other.later(t, units),
        }
    }
}
