//! Values of the checked scenario: numbers with their passports, durations and counts with their laws.

use super::keys::Unit;
use crate::random::{Law, Seed};

/// Where in a file something was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Place {
    /// The file, as the user gave it or as `extends` named it.
    pub file: String,
    /// Line, counted from one.
    pub line: usize,
    /// Column in characters, counted from one.
    pub column: usize,
}

/// What a number can say about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passport {
    /// Where the value comes from: ids of the `[sources]` table, or plain words. `None` is an unsupported number.
    pub source: Option<String>,
    /// How far it can be trusted, in the words of the file (`high`, `medium`, `low`, `assumption`).
    pub confidence: Option<String>,
    /// Anything a reader should know.
    pub note: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// After this date it should not be used unread, ISO 8601.
    pub review_by: Option<String>,
}

/// One number of the scenario, in base units: milliseconds, events per millisecond, a fraction of one, or a count.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Dotted name, stable under reordering: `work.home visit.effort`. It addresses the number's own uncertainty draw.
    pub key: String,
    /// What it counts.
    pub unit: Unit,
    /// The typical value, used when chance alone is studied.
    pub typical: f64,
    /// How unsure we are of the typical value.
    pub uncertain: Uncertainty,
    /// Lowest value a draw may take; draws below are moved to it.
    pub lowest: f64,
    /// Highest value a draw may take; draws above are moved to it.
    pub highest: f64,
    /// The value as the file wrote it, for lists of assumptions: `"10 min"`.
    pub written: String,
    /// The uncertainty as the file wrote it, or empty.
    pub written_uncertain: String,
    /// Source, confidence, note, owner, review date.
    pub passport: Passport,
    /// Where it stands.
    pub place: Place,
    /// Key of the number whose place in its law this one takes in its own; its own key if `None`.
    pub drawn_as: Option<String>,
}

/// How unsure we are of one typical value.
#[derive(Clone, Debug, PartialEq)]
pub enum Uncertainty {
    /// Taken as known.
    Known,
    /// Follows this law, in the number's base unit.
    Follows(Law),
    /// Takes one column of a joint sample, in the number's base unit; all numbers of one sample take the same row.
    Joint {
        /// Index into [`super::Scenario::joints`].
        sample: usize,
        /// Name of the sample; it addresses the draw of the row.
        name: String,
        /// The values of the column, one for each row.
        column: Vec<f64>,
        /// Whether set of parameters number k takes row k, beginning again after the last; a row at random otherwise.
        in_turn: bool,
    },
}

/// Numbers that are uncertain together: each set of parameters takes one row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// Name in the file; addresses the draw of the row.
    pub name: String,
    /// Column names.
    pub columns: Vec<String>,
    /// Number of rows.
    pub rows: usize,
    /// Whether sets of parameters take the rows one after the other.
    pub in_turn: bool,
    /// Passport of the table as a whole.
    pub passport: Passport,
}

/// The set of parameters at which a scenario is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Every number at its typical value.
    Typical,
    /// Every uncertain number drawn, each from its own address (seed, draw, key).
    Draw {
        /// Seed of the experiment.
        seed: Seed,
        /// Which set of parameters, counted from zero.
        index: u32,
    },
}

/// A value for each risk level, or one for all.
#[derive(Clone, Debug, PartialEq)]
pub enum ByLevel<T> {
    /// The same at every level.
    Same(T),
    /// One for each of [`super::Offenders::levels`]; `None` where the level has none.
    Each(Vec<Option<T>>),
}

impl<T> ByLevel<T> {
    /// The value at a risk level.
    pub fn get(&self, level: usize) -> Option<&T> {
        match self {
            Self::Same(value) => Some(value),
            Self::Each(values) => values.get(level).and_then(Option::as_ref),
        }
    }

    /// All values that are given.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        let (one, many) = match self {
            Self::Same(value) => (Some(value), [].as_slice()),
            Self::Each(values) => (None, values.as_slice()),
        };
        one.into_iter().chain(many.iter().flatten())
    }

    /// As [`ByLevel::iter`], to change them.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let (one, many) = match self {
            Self::Same(value) => (Some(value), [].as_mut_slice()),
            Self::Each(values) => (None, values.as_mut_slice()),
        };
        one.into_iter().chain(many.iter_mut().flatten())
    }
}

/// How long something takes, and how one differs from the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    /// Variation between tasks at the typical centre, in milliseconds.
    pub law: Law,
    /// The uncertain centre, in milliseconds: mean, P50 or mode, as the file gave it. At a point the
    /// law is scaled by `centre.at(point) / centre.typical`. With a pace it is a number of things.
    pub centre: Number,
    /// How fast an amount is worked through; `None` for a plain duration.
    pub pace: Option<Box<super::pace::Pace>>,
}

/// How many of something, and how one differs from the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// Mean number.
    pub mean: Number,
    /// How it varies.
    pub varies: CountLaw,
}

/// Law of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountLaw {
    /// A whole number, always the same. A mean that is not whole is rounded up with the chance of its fraction.
    Fixed,
    /// Poisson.
    Poisson,
    /// Geometric on 1, 2, 3, ...
    Geometric,
}
