//! Files of observed figures: what was counted last year, read against a scenario.
//!
//! The file is TOML with a small language of its own, read by the same machinery as a scenario: every error
//! at once, each with its line and the nearest name. Names and keys are those of the scenario it is held against.

use sha2::{Digest, Sha256};

use super::diagnostic::Diagnostic;
use super::world::{Number, Passport, Place, Scenario};
use crate::stats::{RateLaw, ShareLaw};

/// What was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What it is called.
    pub title: String,
    /// The file, as the user gave it.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub hash: String,
    /// Figures that the scenario can foretell, in file order.
    pub figures: Vec<Figure>,
    /// Rates seen directly.
    pub rates: Vec<SeenRate>,
    /// Shares seen directly.
    pub shares: Vec<SeenShare>,
    /// Keys of the numbers to learn from the figures; every uncertain one if `None`.
    pub learn: Option<Vec<String>>,
    /// What the ids used in `source` mean.
    pub sources: Vec<(String, String)>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What reports call it.
    pub name: String,
    /// What was counted.
    pub what: What,
    /// How many; hours for [`What::Hours`].
    pub value: f64,
    /// First reporting month of the window, counted from zero.
    pub first: usize,
    /// Last reporting month of the window.
    pub last: usize,
    /// People it was counted over.
    pub exposure: Option<f64>,
    /// Whether it is kept for checking.
    pub held_back: bool,
    /// Where it comes from.
    pub passport: Passport,
    /// Where it stands.
    pub place: Place,
}

/// What a figure counts, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Outcomes counted under a name.
    Count(String),
    /// Tasks of a kind.
    Work {
        /// The kind.
        kind: String,
        /// Raised, finished or late in the window; open or overdue at its end.
        measure: Measure,
    },
    /// Hours worked by a role.
    Hours(String),
}

/// What is counted of a kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Raised in the window.
    Raised,
    /// Finished in the window.
    Finished,
    /// Became late in the window.
    Late,
    /// Open at its end.
    OpenAtEnd,
    /// Past due and open at its end.
    OverdueAtEnd,
}

impl Measure {
    /// The measure by its word in the file.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "raised" => Self::Raised,
            "finished" => Self::Finished,
            "late" => Self::Late,
            "open at end" => Self::OpenAtEnd,
            "overdue at end" => Self::OverdueAtEnd,
            _ => return None,
        })
    }

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Finished => "finished",
            Self::Late => "late",
            Self::OpenAtEnd => "open at end",
            Self::OverdueAtEnd => "overdue at end",
        }
    }
}

/// A rate of the scenario that was seen directly.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenRate {
    /// What reports call it.
    pub name: String,
    /// The number of the scenario.
    pub number: Number,
    /// Events in each period.
    pub counts: Vec<u64>,
    /// Exposure of each period: milliseconds, times the people at risk where the rate is for each of them.
    pub exposures: Vec<f64>,
    /// People at risk; 1 for a rate of the team.
    pub people: u32,
    /// What was believed before; exposure as in `exposures`.
    pub prior: RateLaw,
    /// Whether the file gave it.
    pub prior_given: bool,
    /// Length for which the rate is told (ms).
    pub per: f64,
    /// Further exposure to foretell a count for: length (ms) times people.
    pub predict: f64,
    /// Counts whose chance of being reached is wanted.
    pub at_least: Vec<u64>,
    /// Where it comes from.
    pub passport: Passport,
}

/// A share of the scenario that was seen directly.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenShare {
    /// What reports call it.
    pub name: String,
    /// The number of the scenario.
    pub number: Number,
    /// How many came out so.
    pub successes: u64,
    /// Of how many.
    pub trials: u64,
    /// What was believed before.
    pub prior: ShareLaw,
    /// Whether the file gave it.
    pub prior_given: bool,
    /// Further trials to foretell successes for.
    pub predict: u64,
    /// Counts whose chance of being reached is wanted.
    pub at_least: Vec<u64>,
    /// Where it comes from.
    pub passport: Passport,
}

/// Observed figures with warnings, or all that is wrong with the file.
pub type Read = Result<(Observed, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Reads a file of observed figures from disk, against the scenario it is about.
///
/// # Errors
/// All that is wrong with it.
pub fn load(path: &str, scenario: &Scenario) -> Read {
    let bytes = super::load::bytes_of(path).map_err(|error| {
        let mut found = super::source::Sources::default().diagnose(
            super::Severity::Error,
            "file",
            "",
            super::tree::At { file: usize::MAX, start: 0, end: 0 },
            format!("`{path}` cannot be read: {error}"),
            Some("give the path of a file of observed figures; scenarios/OBSERVED.md says how to write one".to_owned()),
        );
        path.clone_into(&mut found.place.file);
        vec![found]
    })?;
    from_bytes(path, &bytes, scenario)
}

/// Reads observed figures that are in memory.
///
/// # Errors
/// All that is wrong with them.
pub fn from_text(name: &str, text: &str, scenario: &Scenario) -> Read {
    from_bytes(name, text.as_bytes(), scenario)
}

/// Reads observed figures from the bytes of a file.
///
/// # Errors
/// All that is wrong with them.
pub fn from_bytes(name: &str, bytes: &[u8], scenario: &Scenario) -> Read {
    let mut sources = super::source::Sources::default();
    let tree = sources.add(name, bytes)?;
    let (mut observed, warnings) = super::read::observed(&sources, &tree, scenario)?;
    name.clone_into(&mut observed.file);
    observed.hash = Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        use std::fmt::Write as _;
        let _ = write!(out, "{byte:02x}");
        out
    });
    Ok((observed, warnings))
}
