//! From numbers to pixels, and the round numbers that mark the way.

use crate::report::words::{Quoted, place_of};

/// A straight scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale that puts `low` at pixel `from` and `high` at pixel `to`; never of width zero.
    pub(super) fn new(low: f64, high: f64, from: i32, to: i32) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, from: f64::from(from), to: f64::from(to) }
    }

    /// The pixel of a number.
    pub(super) fn pixel(&self, value: f64) -> i32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        libm::rint(self.from + share * (self.to - self.from)) as i32
    }
}

/// Round numbers that cover a span: ascending, about `number` of them, the first at or below `low`
/// and the last at or above `high`.
pub(super) fn marks(low: f64, high: f64, number: usize) -> Vec<Quoted> {
    let (low, high) = if low.is_finite() && high.is_finite() && high > low { (low, high) } else { (0.0, 1.0) };
    let rough = (high - low) / number.max(1) as f64;
    let place = place_of(rough, 1);
    let unit = libm::pow(10.0, f64::from(-place));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|s| s * unit >= rough * 0.999).unwrap_or(10.0) * unit;
    let first = libm::floor(low / step + 1e-9) as i64;
    let last = libm::ceil(high / step - 1e-9) as i64;
    let decimals = place_of(step, 1).max(0);
    (first..=last.min(first + 50)).map(|i| Quoted::at(i as f64 * step, decimals)).collect()
}

/// Smallest and largest of the numbers, and nothing, so that lengths can be compared.
pub(super) fn span(numbers: &[Quoted]) -> (f64, f64) {
    let values = numbers.iter().filter_map(|number| number.value());
    values.fold((0.0, 0.0), |(low, high), value| (value.min(low), value.max(high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(low: f64, high: f64, number: usize) -> Vec<String> {
        marks(low, high, number).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn marks_are_round_and_cover_the_span() {
        assert_eq!(shown(0.0, 97.0, 5), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(shown(-3.0, 4.0, 4), ["\u{2212}4", "\u{2212}2", "0", "2", "4"]);
        assert_eq!(shown(0.0, 0.09, 3), ["0.00", "0.05", "0.10"]);
        assert_eq!(shown(0.0, 12_000.0, 4), ["0", "5,000", "10,000", "15,000"]);
    }

    #[test]
    fn a_span_of_nothing_still_has_a_scale() {
        assert!(marks(2.0, 2.0, 4).len() >= 2);
        assert_eq!(Scale::new(1.0, 1.0, 0, 10).pixel(1.0), 0);
    }
}
