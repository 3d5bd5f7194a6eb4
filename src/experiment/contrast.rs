//! Differences between two scenarios under the same chance, replication by replication.

use super::answer::{Centre, SeriesPoint};
use super::catalogue::Reading;
use super::compare::Difference;
use super::estimate::{Column, band, bare, centre, mixture, range, spread};
use super::quantities::Quantity;
use super::records::Records;
use super::runner::Kept;
use super::settings::CONFIDENCE;
use super::uncertainty::wider;
use crate::special::student_quantile;
use crate::stats::{Interval, Tally, paired, residual};

/// How a quantity is read in two scenarios. What only one of them has counts as zero in the other, if it is a sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Both {
    base: Option<Reading>,
    other: Option<Reading>,
}

impl Both {
    /// `None` if it cannot be compared.
    pub(super) fn of(base: Option<Reading>, other: Option<Reading>) -> Option<Self> {
        match (base, other) {
            (Some(_), Some(_))
            | (None, Some(Reading::Sum(..) | Reading::Money(..)))
            | (Some(Reading::Sum(..) | Reading::Money(..)), None) => Some(Self { base, other }),
            _ => None,
        }
    }

    fn side(reading: Option<Reading>, kept: &Kept) -> Option<f64> {
        reading.map_or(Some(0.0), |reading| reading.value(&kept.numbers))
    }

    /// Other minus base in one replication. Sums of one scale are subtracted as whole numbers.
    fn difference(self, base: &Kept, other: &Kept) -> Option<f64> {
        if let (Some(Reading::Sum(a, scale)), Some(Reading::Sum(b, same))) = (self.base, self.other)
            && scale.to_bits() == same.to_bits()
        {
            let (first, second) = (base.numbers.get(a)?, other.numbers.get(b)?);
            return Some(second.saturating_sub(*first) as f64 * scale);
        }
        if let (Some(Reading::Money(a, per)), Some(Reading::Money(b, same))) = (self.base, self.other)
            && per.to_bits() == same.to_bits()
        {
            let (first, second) = (base.numbers.get(a)?, other.numbers.get(b)?);
            return Some(second.saturating_sub(*first) as f64 / per + 0.0);
        }
        Some(Self::side(self.other, other)? - Self::side(self.base, base)?)
    }

    /// Differences over all replications.
    pub(super) fn column(self, base: &Records, other: &Records) -> Column {
        column(base, other, &|a, b| self.difference(a, b))
    }

    /// Mean difference. Ratios are subtracted as ratios, with the variance of what both leave over.
    fn centre(self, base: &Records, other: &Records) -> Option<Centre> {
        if base.truncated_typical() + other.truncated_typical() > 0 {
            return None;
        }
        if let (Some(a @ Reading::Ratio(..)), Some(b @ Reading::Ratio(..))) = (self.base, self.other) {
            let pairs = |records: &Records, reading: Reading| -> Vec<(f64, f64)> {
                records.typical.iter().filter_map(|kept| reading.pair(&kept.numbers)).collect()
            };
            return ratio_difference(&pairs(base, a), &pairs(other, b));
        }
        centre(&self.column(base, other).defined())
    }
}

/// A column made of pairs of replications.
pub(super) fn column(base: &Records, other: &Records, of: &dyn Fn(&Kept, &Kept) -> Option<f64>) -> Column {
    let zip = |a: &[Kept], b: &[Kept]| a.iter().zip(b).map(|(a, b)| of(a, b)).collect::<Vec<_>>();
    Column {
        typical: zip(&base.typical, &other.typical),
        draws: base.draws.iter().zip(&other.draws).map(|(a, b)| zip(a, b)).collect(),
    }
}

/// The second ratio of means less the first, over the same replications.
fn ratio_difference(first: &[(f64, f64)], second: &[(f64, f64)]) -> Option<Centre> {
    let ratio = |pairs: &[(f64, f64)]| {
        let under: f64 = pairs.iter().map(|p| p.1).sum();
        let over: f64 = pairs.iter().map(|p| p.0).sum();
        (under != 0.0 && over.is_finite()).then(|| (over / under, under / pairs.len() as f64))
    };
    let ((a, mean_a), (b, mean_b)) = (ratio(first)?, ratio(second)?);
    let left =
        |&((ya, na), (yb, nb)): &((f64, f64), (f64, f64))| residual(yb, b, nb) / mean_b - residual(ya, a, na) / mean_a;
    let pairs: Vec<((f64, f64), (f64, f64))> = first.iter().copied().zip(second.iter().copied()).collect();
    let same = pairs.iter().all(|(x, y)| x == y);
    let residuals: Tally = pairs.iter().map(left).collect();
    let standard_error = if same { residuals.standard_error().map(|_| 0.0) } else { residuals.standard_error() };
    let mean = if same { 0.0 } else { b - a };
    let confidence = standard_error.and_then(|se| {
        let half = student_quantile((pairs.len() as f64 - 1.0).max(1.0), 0.5 * (1.0 + CONFIDENCE)) * se;
        range(Interval { low: mean - half, high: mean + half })
    });
    mean.is_finite().then_some(Centre { mean, confidence, standard_error })
}

/// How a key is read in two scenarios.
fn both(base: &Records, other: &Records, key: &str) -> Option<Both> {
    let reading = |records: &Records| records.catalogue.find(key).map(|item| item.reading);
    Both::of(reading(base), reading(other))
}

/// Mean difference of a quantity by key, for the precision.
pub(super) fn difference_centre(base: &Records, other: &Records, key: &str) -> Option<Centre> {
    both(base, other, key)?.centre(base, other)
}

/// The same over the first replications only, without an interval where none is needed.
pub(super) fn first_difference_centre(base: &Records, other: &Records, key: &str, upto: usize) -> Option<Centre> {
    let both = both(base, other, key)?;
    let (first, second) = (base.typical.get(..upto)?, other.typical.get(..upto)?);
    if let (Some(a @ Reading::Ratio(..)), Some(b @ Reading::Ratio(..))) = (both.base, both.other) {
        let pairs = |kept: &[Kept], reading: Reading| -> Vec<(f64, f64)> {
            kept.iter().filter_map(|kept| reading.pair(&kept.numbers)).collect()
        };
        return ratio_difference(&pairs(first, a), &pairs(second, b));
    }
    bare(first.iter().zip(second).filter_map(|(a, b)| both.difference(a, b)))
}

/// Differences of a quantity by key, one for each replication; `None` where either is not defined.
#[must_use]
pub fn difference_column(base: &Records, other: &Records, key: &str) -> Option<Column> {
    Some(both(base, other, key)?.column(base, other))
}

/// A difference with all that is to be said about it.
#[must_use]
pub fn difference(base: &Records, other: &Records, key: &str) -> Option<Difference> {
    let both = both(base, other, key)?;
    let item = other.catalogue.find(key).or_else(|| base.catalogue.find(key))?;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (a, b) in base.typical.iter().zip(&other.typical) {
        if let (Some(a), Some(b)) = (Both::side(both.base, a), Both::side(both.other, b)) {
            first.push(a);
            second.push(b);
        }
    }
    let whole = base.truncated_typical() + other.truncated_typical() == 0;
    let mean = |records: &Records, reading: Option<Reading>| {
        reading.map_or(Some(0.0), |r| super::estimate::centre_of(records, r).map(|c| c.mean))
    };
    let mut said = stated(item.quantity.clone(), &both.column(base, other), whole, untruncated(base, other));
    said.centre = both.centre(base, other);
    said.spans_zero = said.centre.and_then(|c| c.confidence).map(|c| c.contains(0.0));
    said.base = mean(base, both.base).filter(|_| whole);
    said.other = mean(other, both.other).filter(|_| whole);
    if let Some(paired) = paired(&first, &second, CONFIDENCE).filter(|_| whole) {
        said.correlation = paired.correlation.filter(|x| x.is_finite());
        said.variance_ratio = paired.variance_ratio.filter(|x| x.is_finite());
    }
    Some(said)
}

/// Whether no replication of either was stopped by a limit.
pub(super) fn untruncated(base: &Records, other: &Records) -> bool {
    base.truncated() + other.truncated() == 0
}

/// What a column of differences says by itself; `whole` and `draws_whole` say whether nothing was truncated.
pub(super) fn stated(quantity: Quantity, column: &Column, whole: bool, draws_whole: bool) -> Difference {
    let values = column.defined();
    let centre = if whole { centre(&values) } else { None };
    Difference {
        quantity,
        base: None,
        other: None,
        centre,
        spread: if whole { spread(&values) } else { None },
        wider: if draws_whole { wider(&column.draws) } else { None },
        correlation: None,
        variance_ratio: None,
        pairs: values.len() as u64,
        spans_zero: centre.and_then(|c| c.confidence).map(|c| c.contains(0.0)),
    }
}

/// One month of a series of differences.
pub(super) fn difference_point(both: Both, base: &Records, other: &Records) -> SeriesPoint {
    let column = both.column(base, other);
    let whole = base.truncated_typical() + other.truncated_typical() == 0;
    SeriesPoint {
        centre: both.centre(base, other),
        chance: if whole { band(&column.defined()) } else { None },
        wider: if untruncated(base, other) { mixture(&column.draws) } else { None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ratios_differ_by_exactly_nothing() {
        let pairs = [(1.0, 3.0), (2.0, 7.0), (5.0, 11.0)];
        let same = ratio_difference(&pairs, &pairs).unwrap();
        assert_eq!((same.mean, same.standard_error), (0.0, Some(0.0)));
        assert_eq!(ratio_difference(&[(0.0, 0.0)], &[(1.0, 1.0)]), None);
    }

    #[test]
    fn two_constant_ratios_differ_by_a_constant() {
        let times = |ratio: f64| (1..20).map(|n| (ratio * f64::from(n), f64::from(n))).collect::<Vec<_>>();
        let apart = ratio_difference(&times(0.1), &times(0.7)).unwrap();
        assert_eq!(apart.standard_error, Some(0.0));
        assert!((apart.mean - 0.6).abs() < 1e-12);
    }

    #[test]
    fn ratios_that_move_together_differ_precisely() {
        let first: Vec<(f64, f64)> = (1..50).map(|i| (f64::from(i * 3), 10.0)).collect();
        let second: Vec<(f64, f64)> = first.iter().map(|(y, n)| (y + 1.0, *n)).collect();
        let apart = ratio_difference(&first, &second).unwrap();
        assert!((apart.mean - 0.1).abs() < 1e-12 && apart.standard_error.unwrap() < 1e-12);
    }
}
