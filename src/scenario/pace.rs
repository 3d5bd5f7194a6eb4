//! A duration said as an amount of work and how much of it is done in an hour.

use super::values::{Duration, Number, Point};

/// How fast an amount is worked through.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    /// How much in a millisecond.
    pub at: Number,
    /// Share of the amount that is taken away before anybody works on it.
    pub removes: Option<Number>,
}

impl Pace {
    /// Milliseconds for each of the amount at a point.
    pub(super) fn time_of_each(&self, point: &Point) -> f64 {
        let removed = self.removes.as_ref().map_or(0.0, |share| share.at(point));
        (1.0 - removed).max(0.0) / self.at.at(point).max(f64::MIN_POSITIVE)
    }

    fn numbers(&self) -> impl Iterator<Item = &Number> {
        std::iter::once(&self.at).chain(&self.removes)
    }
}

impl Duration {
    /// Every number it is made of: the centre, and the pace where it is an amount.
    pub fn numbers(&self) -> impl Iterator<Item = &Number> {
        std::iter::once(&self.centre).chain(self.pace.iter().flat_map(|pace| pace.numbers()))
    }

    /// By what the typical law is multiplied at a point.
    pub(super) fn factor(&self, point: &Point) -> f64 {
        let centre = if self.centre.typical > 0.0 { self.centre.at(point) / self.centre.typical } else { 1.0 };
        self.pace.as_ref().map_or(centre, |pace| {
            let typical = pace.time_of_each(&Point::Typical);
            if typical > 0.0 { centre * pace.time_of_each(point) / typical } else { centre }
        })
    }

    /// How it comes about, as the file says it: `5020 at 2000 per hour, 60 % taken away`; nothing for a plain one.
    pub fn build_up(&self) -> Option<String> {
        let pace = self.pace.as_ref()?;
        let less = pace.removes.as_ref().map_or_else(String::new, |share| format!(", {} taken away", share.written));
        Some(format!("{} at {}{less}", self.centre.written, pace.at.written))
    }
}
