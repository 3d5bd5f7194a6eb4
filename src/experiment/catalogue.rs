//! Every quantity of a scenario with its definition over the rows that replications leave.
//!
//! A definition is a sum of whole numbers, a ratio of two such sums, or one record as it stands. Of each
//! replication only the sums are kept, as whole numbers, so that parts add up to wholes exactly.

use std::collections::BTreeMap;

use super::money::Books;
use super::quantities::{Better, Family, Quantity, Unit};
use crate::model::{Layout, UNDEFINED};
use crate::scenario::world::Scenario;

/// How a quantity follows from a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Definition {
    /// A sum of records, times a scale.
    Sum {
        /// Positions in the row.
        at: Vec<usize>,
        /// Unit of the quantity for each unit of the record.
        scale: f64,
    },
    /// A ratio of two sums, times a scale; not defined when the lower sum is zero.
    Ratio {
        /// Positions of the numerator.
        over: Vec<usize>,
        /// Positions of the denominator.
        under: Vec<usize>,
        /// Unit of the quantity for each unit of the ratio.
        scale: f64,
    },
    /// One record as it stands, times a scale; not defined when the record is not.
    Direct {
        /// Position in the row.
        at: usize,
        /// Unit of the quantity for each unit of the record.
        scale: f64,
    },
    /// A sum of accounts.
    Money {
        /// Positions in the row.
        at: Vec<usize>,
        /// Units of account in one of the quantity; below zero where the sum is said with its sign turned.
        per: f64,
    },
}

/// Where a quantity's whole numbers stand among those kept of a replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// A sum and its scale.
    Sum(usize, f64),
    /// Numerator; the denominator follows it.
    Ratio(usize, f64),
    /// A record that may be undefined.
    Direct(usize, f64),
    /// A sum of accounts and what it is divided by. A division is exact where a pound is; a scale would not be.
    Money(usize, f64),
}

impl Reading {
    /// The value in one replication; `None` where it is not defined.
    #[must_use]
    pub fn value(self, kept: &[i64]) -> Option<f64> {
        match self {
            Self::Sum(at, scale) => kept.get(at).map(|&sum| sum as f64 * scale),
            // Adding nothing turns minus zero into zero.
            Self::Money(at, per) => kept.get(at).map(|&sum| sum as f64 / per + 0.0),
            // Divided before it is scaled: equal ratios of whole numbers come out alike to the last bit.
            Self::Ratio(at, scale) => {
                let (over, under) = (*kept.get(at)? as f64, *kept.get(at + 1)? as f64);
                (under != 0.0).then(|| over / under * scale)
            }
            Self::Direct(at, scale) => kept.get(at).filter(|&&x| x != UNDEFINED).map(|&x| x as f64 * scale),
        }
    }

    /// Numerator (scaled) and denominator in one replication; `None` if it is no ratio.
    #[must_use]
    pub fn pair(self, kept: &[i64]) -> Option<(f64, f64)> {
        let Self::Ratio(at, scale) = self else { return None };
        Some((*kept.get(at)? as f64 * scale, *kept.get(at + 1)? as f64))
    }

    /// Position of a sum among the kept numbers.
    #[must_use]
    pub fn position(self) -> usize {
        match self {
            Self::Sum(at, _) | Self::Ratio(at, _) | Self::Direct(at, _) | Self::Money(at, _) => at,
        }
    }
}

/// A total and how it is read.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub quantity: Quantity,
    /// How it is read.
    pub reading: Reading,
}

/// A monthly series and how each month is read.
#[derive(Clone, Debug)]
pub struct SeriesItem {
    /// What it is.
    pub quantity: Quantity,
    /// One for each month.
    pub readings: Vec<Reading>,
}

/// A cell of the ledger: cause, stage and role, by name.
pub type CellName = (String, String, String);

/// Everything that can be said about a scenario.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Totals over the counted period.
    pub items: Vec<Item>,
    /// Monthly series.
    pub series: Vec<SeriesItem>,
    /// Hours (ms) of each cell of the ledger: position among the kept numbers.
    pub ledger: BTreeMap<CellName, usize>,
    by_key: BTreeMap<String, usize>,
    kept: Vec<Vec<usize>>,
    /// Kept numbers that are one record each and may be undefined.
    direct: Vec<bool>,
}

impl Catalogue {
    /// The catalogue of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let layout = Layout::new(scenario);
        let mut catalogue = Self::default();
        super::listing::list(scenario, &layout, &mut catalogue);
        super::money::list(scenario, &Books::new(scenario, &layout), &mut catalogue);
        catalogue
    }

    /// A total by its key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Item> {
        self.by_key.get(key).and_then(|&i| self.items.get(i))
    }

    /// Reads the numbers to be kept out of a row.
    #[must_use]
    pub fn keep(&self, row: &[i64]) -> Box<[i64]> {
        let sums = self.kept.iter().zip(&self.direct).map(|(at, &direct)| match (direct, at.as_slice()) {
            (true, [at]) => row.get(*at).copied().unwrap_or(UNDEFINED),
            _ => at.iter().filter_map(|&i| row.get(i)).fold(0_i64, |sum, &x| sum.saturating_add(x)),
        });
        sums.collect()
    }

    /// Numbers kept of a replication.
    #[must_use]
    pub fn width(&self) -> usize {
        self.kept.len()
    }

    /// The catalogue with these totals alone, for experiments that keep many scenarios.
    #[must_use]
    pub fn only(&self, keys: &[String]) -> Self {
        let mut less = Self::default();
        let take = |at: usize| self.kept.get(at).cloned().unwrap_or_default();
        for item in keys.iter().filter_map(|key| self.find(key)) {
            let definition = match item.reading {
                Reading::Sum(at, scale) => Definition::Sum { at: take(at), scale },
                Reading::Money(at, per) => Definition::Money { at: take(at), per },
                Reading::Ratio(at, scale) => Definition::Ratio { over: take(at), under: take(at + 1), scale },
                Reading::Direct(at, scale) => {
                    let Some(&record) = take(at).first() else { continue };
                    Definition::Direct { at: record, scale }
                }
            };
            less.total(item.quantity.clone(), definition);
        }
        less
    }

    /// What a series is over some of its months, as a definition over rows; `None` without such a series of sums.
    pub(super) fn over_months(
        &self,
        key: &str,
        months: std::ops::RangeInclusive<usize>,
    ) -> Option<(Quantity, Definition)> {
        let series = self.series.iter().find(|series| series.quantity.key == key)?;
        let (mut at, mut unit) = (Vec::new(), 1.0);
        for reading in series.readings.get(months)? {
            let Reading::Sum(kept, scale) = *reading else { return None };
            at.extend(self.kept.get(kept)?);
            unit = scale;
        }
        Some((series.quantity.clone(), Definition::Sum { at, scale: unit }))
    }

    fn read(&mut self, definition: Definition) -> Reading {
        let at = self.kept.len();
        match definition {
            Definition::Sum { at: sum, scale } => {
                self.kept.push(sum);
                self.direct.push(false);
                Reading::Sum(at, scale)
            }
            Definition::Money { at: sum, per } => {
                self.kept.push(sum);
                self.direct.push(false);
                Reading::Money(at, per)
            }
            Definition::Ratio { over, under, scale } => {
                self.kept.extend([over, under]);
                self.direct.extend([false, false]);
                Reading::Ratio(at, scale)
            }
            Definition::Direct { at: record, scale } => {
                self.kept.push(vec![record]);
                self.direct.push(true);
                Reading::Direct(at, scale)
            }
        }
    }

    /// Adds a total.
    pub(super) fn total(&mut self, quantity: Quantity, definition: Definition) {
        let reading = self.read(definition);
        self.by_key.entry(quantity.key.clone()).or_insert(self.items.len());
        self.items.push(Item { quantity, reading });
    }

    /// Adds a series.
    pub(super) fn monthly(&mut self, quantity: Quantity, months: usize, define: &dyn Fn(usize) -> Definition) {
        let readings = (0..months).map(|month| self.read(define(month))).collect();
        self.series.push(SeriesItem { quantity, readings });
    }

    /// Adds a cell of the ledger, which is also a total.
    pub(super) fn cell(&mut self, name: CellName, quantity: Quantity, definition: Definition) {
        let at = self.kept.len();
        self.total(quantity, definition);
        self.ledger.insert(name, at);
    }
}

/// A quantity from its parts.
pub(super) fn quantity(
    key: String,
    label: String,
    (family, unit, better): (Family, Unit, Better),
    of: Option<&str>,
    level: Option<&str>,
) -> Quantity {
    Quantity { key, label, family, of: of.map(str::to_owned), level: level.map(str::to_owned), unit, better }
}
