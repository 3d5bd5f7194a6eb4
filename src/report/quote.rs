//! From estimates to quoted numbers: units, scales, and how finely each may be said.

use super::words::{Quoted, Range as Shown};
use crate::experiment::{Centre, Difference, Estimated, Family, Quantity, Range, Spread, Unit, Wider};

/// How a quantity is said: the factor from its unit to the words, and the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Manner {
    /// Factor.
    pub(super) times: f64,
    /// Unit in words, empty for counts.
    pub(super) unit: &'static str,
}

/// How a quantity is said: shares in per cent, all else in its own unit.
pub(super) fn manner(quantity: &Quantity) -> Manner {
    match quantity.unit {
        Unit::Share => Manner { times: 100.0, unit: "%" },
        Unit::Count => Manner { times: 1.0, unit: count_of(quantity.family) },
        Unit::Days if quantity.family == Family::OverdueDays => Manner { times: 1.0, unit: "offender-days" },
        Unit::ElapsedHours => Manner { times: 1.0, unit: "hours, nights included" },
        other => Manner { times: 1.0, unit: other.word() },
    }
}

/// What is counted.
fn count_of(family: Family) -> &'static str {
    match family {
        Family::Flow | Family::Backlog | Family::Late => "tasks",
        Family::Counted => "outcomes",
        Family::Members => "people",
        Family::Engine => "events",
        Family::Overload => "",
        _ => "number",
    }
}

/// What estimates and differences have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Known<'a> {
    pub(super) quantity: &'a Quantity,
    pub(super) centre: Option<Centre>,
    pub(super) spread: Option<Spread>,
    pub(super) wider: Option<Wider>,
}

impl<'a> From<&'a Estimated> for Known<'a> {
    fn from(e: &'a Estimated) -> Self {
        Self { quantity: &e.quantity, centre: e.centre, spread: e.spread, wider: e.wider }
    }
}

impl<'a> From<&'a Difference> for Known<'a> {
    fn from(d: &'a Difference) -> Self {
        Self { quantity: &d.quantity, centre: d.centre, spread: d.spread, wider: d.wider }
    }
}

impl Known<'_> {
    fn times(&self) -> f64 {
        manner(self.quantity).times
    }

    /// The best average, with ignorance where it was studied, cut where its standard error allows.
    pub(super) fn average(&self) -> Quoted {
        self.wider.map_or_else(|| self.typical(), |w| self.number(w.mean, Some(w.standard_error)))
    }

    /// The average at the typical values.
    pub(super) fn typical(&self) -> Quoted {
        self.centre.map_or(Quoted::NONE, |c| self.number(c.mean, c.standard_error))
    }

    /// How sure we are of the best average.
    pub(super) fn confidence(&self) -> Shown {
        match (self.wider, self.centre) {
            (Some(wider), _) => self.near(wider.confidence, self.average()),
            (None, Some(centre)) => self.near(centre.confidence, self.typical()),
            (None, None) => Shown::NONE,
        }
    }

    /// How sure we are of the average at the typical values.
    pub(super) fn typical_confidence(&self) -> Shown {
        self.near(self.centre.and_then(|c| c.confidence), self.typical())
    }

    /// What a single period may look like if our numbers are right.
    pub(super) fn chance(&self) -> Shown {
        self.spread.map_or(Shown::NONE, |s| self.band(Range { low: s.p5.value, high: s.p95.value }))
    }

    /// What a single period may look like, allowing for what we do not know.
    pub(super) fn allowing(&self) -> Shown {
        self.wider.map_or(Shown::NONE, |w| self.band(w.outcome))
    }

    /// The widest band that was studied.
    pub(super) fn widest(&self) -> Shown {
        if self.wider.is_some() { self.allowing() } else { self.chance() }
    }

    fn number(&self, value: f64, error: Option<f64>) -> Quoted {
        let times = self.times();
        if self.quantity.is_money() {
            return money(value, error);
        }
        let said = Quoted::supported(value * times, error.map(|e| e * times));
        let finest = if self.quantity.unit == Unit::Share && value.abs() >= 0.01 { 1 } else { 2 };
        if said.places() > finest { Quoted::at(value * times, finest) } else { said }
    }

    fn band(&self, range: Range) -> Shown {
        if self.quantity.is_money() {
            return money_range(range);
        }
        Shown::of(range.low * self.times(), range.high * self.times())
    }

    /// An interval for an average, cut at the place of the average.
    fn near(&self, range: Option<Range>, average: Quoted) -> Shown {
        range.map_or(Shown::NONE, |r| Shown::at(r.low * self.times(), r.high * self.times(), average.places()))
    }
}

/// A sum of money: cut where its error allows, to the pound at the finest, and to the pound when it is sure.
pub(super) fn money(value: f64, error: Option<f64>) -> Quoted {
    match error {
        Some(error) if error > 1e-12 * value.abs() => {
            let said = Quoted::supported(value, Some(error));
            if said.places() > 0 { Quoted::whole(value) } else { said }
        }
        _ => Quoted::whole(value),
    }
}

/// A range of money, to the pound at the finest.
pub(super) fn money_range(range: Range) -> Shown {
    let width = range.high - range.low;
    let sure = width <= 1e-12 * range.high.abs();
    let said = Shown::of(range.low, range.high);
    if sure || said.low.places() > 0 { Shown::at(range.low, range.high, 0) } else { said }
}

/// The ends of a range for a figure, when there are any.
pub(super) fn ends(range: Shown) -> Option<(Quoted, Quoted)> {
    range.low.value().map(|_| (range.low, range.high))
}
