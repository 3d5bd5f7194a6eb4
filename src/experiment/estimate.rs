//! From columns of numbers to statements: the average, a single year, and both with ignorance.

use super::answer::{Centre, Estimated, Quantile, Range, Series, SeriesPoint, Spread};
use super::catalogue::{Item, Reading, SeriesItem};
use super::records::Records;
use super::settings::{BAND, CONFIDENCE};
use super::uncertainty::wider;
use crate::stats::{self, Estimate, Interval, Tally};

/// One quantity over all replications: at the typical values, and in each draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// One for each replication; `None` where not defined.
    pub typical: Vec<Option<f64>>,
    /// One list for each draw.
    pub draws: Vec<Vec<Option<f64>>>,
}

impl Column {
    /// The defined values at the typical values.
    #[must_use]
    pub fn defined(&self) -> Vec<f64> {
        self.typical.iter().copied().flatten().collect()
    }

    /// Each value times a factor.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        for x in self.typical.iter_mut().chain(self.draws.iter_mut().flatten()).flatten() {
            *x *= factor;
        }
        self
    }
}

/// An interval with finite ends.
pub(super) fn range(interval: Interval) -> Option<Range> {
    (interval.low.is_finite() && interval.high.is_finite()).then_some(Range { low: interval.low, high: interval.high })
}

/// Mean and confidence interval of one number a replication.
#[must_use]
pub fn centre(values: &[f64]) -> Option<Centre> {
    let tally: Tally = values.iter().copied().collect();
    let estimate = Estimate::from_tally(&tally, CONFIDENCE)?;
    let standard_error = estimate.standard_error().filter(|se| se.is_finite());
    let confidence = estimate.interval.and_then(range);
    estimate.mean.is_finite().then_some(Centre { mean: estimate.mean, confidence, standard_error })
}

/// Ratio of two means with its own interval.
#[must_use]
pub fn ratio_centre(pairs: &[(f64, f64)]) -> Option<Centre> {
    let estimate = stats::ratio(pairs, CONFIDENCE)?;
    let mut own = pairs.iter().filter(|(_, under)| *under != 0.0).map(|(over, under)| over / under);
    let first = own.next()?;
    // A constant is said as every replication has it.
    if pairs.len() > 1 && own.all(|x| x.to_bits() == first.to_bits()) {
        let exact = Range { low: first, high: first };
        return Some(Centre { mean: first, confidence: Some(exact), standard_error: Some(0.0) });
    }
    let confidence = estimate.interval.and_then(range);
    let standard_error = estimate.standard_error.filter(|se| se.is_finite());
    estimate.ratio.is_finite().then_some(Centre { mean: estimate.ratio, confidence, standard_error })
}

/// How single outcomes spread; `None` from fewer than two.
#[must_use]
pub fn spread(values: &[f64]) -> Option<Spread> {
    if values.len() < 2 {
        return None;
    }
    let sorted = sorted(values);
    let quantile = |p: f64| {
        let value = stats::sample_quantile(&sorted, p)?;
        let confidence = stats::quantile_interval(&sorted, p, CONFIDENCE).ok().and_then(|q| range(q.interval));
        Some(Quantile { p, value, confidence })
    };
    let sd = values.iter().copied().collect::<Tally>().sd().filter(|sd| sd.is_finite());
    let (low, high) = tails();
    Some(Spread { sd, p5: quantile(low)?, p50: quantile(0.5)?, p95: quantile(high)? })
}

/// The 90 % band of single outcomes; `None` from fewer than two.
#[must_use]
pub fn band(values: &[f64]) -> Option<Range> {
    let sorted = sorted(values);
    let (low, high) = tails();
    let ends = stats::sample_quantile(&sorted, low).zip(stats::sample_quantile(&sorted, high));
    ends.filter(|_| values.len() > 1).map(|(low, high)| Range { low, high })
}

fn tails() -> (f64, f64) {
    // 0.05 and 0.95 as their nearest numbers, not as what subtraction leaves.
    let low = libm::round((1.0 - BAND) * 500.0) / 1000.0;
    (low, 1.0 - low)
}

pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Average at the typical values of a reading.
#[must_use]
pub fn centre_of(records: &Records, reading: Reading) -> Option<Centre> {
    if records.truncated_typical() > 0 {
        return None;
    }
    if let Reading::Ratio(..) = reading {
        let pairs: Vec<(f64, f64)> = records.typical.iter().filter_map(|kept| reading.pair(&kept.numbers)).collect();
        return ratio_centre(&pairs);
    }
    centre(&records.column(reading).defined())
}

/// The same over the first replications only.
pub(super) fn first_centre_of(records: &Records, reading: Reading, upto: usize) -> Option<Centre> {
    let first = records.typical.get(..upto)?;
    if let Reading::Ratio(..) = reading {
        let pairs: Vec<(f64, f64)> = first.iter().filter_map(|kept| reading.pair(&kept.numbers)).collect();
        return ratio_centre(&pairs);
    }
    bare(first.iter().filter_map(|kept| reading.value(&kept.numbers)))
}

/// Mean and standard error, without an interval.
pub(super) fn bare(values: impl Iterator<Item = f64>) -> Option<Centre> {
    let tally: Tally = values.collect();
    Some(Centre { mean: tally.mean()?, confidence: None, standard_error: tally.standard_error() })
}

/// A total with all that is to be said about it.
#[must_use]
pub fn estimated(records: &Records, item: &Item) -> Estimated {
    let column = records.column(item.reading);
    let values = column.defined();
    let whole = records.truncated_typical() == 0;
    Estimated {
        quantity: item.quantity.clone(),
        centre: centre_of(records, item.reading),
        spread: if whole { spread(&values) } else { None },
        wider: if records.truncated() == 0 { wider(&column.draws) } else { None },
        defined: values.len() as u64,
        undefined: (column.typical.len() - values.len()) as u64,
    }
}

/// A series, month by month.
#[must_use]
pub fn trajectory(records: &Records, item: &SeriesItem) -> Series {
    let points = item.readings.iter().map(|&reading| point(records, reading)).collect();
    Series { quantity: item.quantity.clone(), points }
}

/// One month of a series.
#[must_use]
pub fn point(records: &Records, reading: Reading) -> SeriesPoint {
    let column = records.column(reading);
    let whole = records.truncated_typical() == 0;
    SeriesPoint {
        centre: centre_of(records, reading),
        chance: if whole { band(&column.defined()) } else { None },
        wider: if records.truncated() == 0 { mixture(&column.draws) } else { None },
    }
}

/// The 90 % band over all draws and replications together.
#[must_use]
pub fn mixture(draws: &[Vec<Option<f64>>]) -> Option<Range> {
    let all: Vec<f64> = draws.iter().flatten().copied().flatten().collect();
    band(&all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_replication_has_no_interval_and_a_constant_has_one_of_width_zero() {
        let one = centre(&[5.0]).unwrap();
        assert_eq!((one.mean, one.confidence), (5.0, None));
        assert_eq!(spread(&[5.0]), None);
        let constant = centre(&[0.1; 7]).unwrap();
        assert_eq!(constant.confidence, Some(Range { low: 0.1, high: 0.1 }));
        let ratio = ratio_centre(&[(1.0, 3.0), (1.0, 3.0), (1.0, 3.0)]).unwrap();
        assert!(ratio.confidence.unwrap().half_width() <= 0.0);
        // The same ratio from numbers that round differently.
        let ratio = ratio_centre(&[(0.1, 1.0), (0.1 * 3.0, 3.0), (0.1 * 7.0, 7.0)]).unwrap();
        assert_eq!(ratio.standard_error, Some(0.0));
        assert!(ratio.confidence.unwrap().half_width() <= 0.0);
    }

    #[test]
    fn a_ratio_without_denominator_is_not_defined() {
        assert_eq!(ratio_centre(&[(0.0, 0.0), (0.0, 0.0)]), None);
        assert_eq!(centre(&[]), None);
    }

    #[test]
    fn the_band_holds_nine_outcomes_in_ten() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(band(&values), Some(Range { low: 5.0, high: 95.0 }));
        let spread = spread(&values).unwrap();
        assert!(spread.p95.confidence.unwrap().contains(95.0) && spread.p50.confidence.is_some());
    }
}
