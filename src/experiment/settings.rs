//! How an experiment is to be made, and what may watch it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Replications between two looks at the precision. Decisions fall only here, so that they do not depend on threads.
pub const BLOCK: u64 = 64;
/// Most replications at the typical values when they are added until a precision is reached.
pub const CAP: u64 = 2_000;
/// Half-width wanted for the leading quantities, as a share of the mean.
pub const RELATIVE: f64 = 0.02;
/// Draws of the uncertain numbers, unless told otherwise.
pub const DRAWS: u32 = 200;
/// Replications in each draw: with more ignorance than chance, two are best (Sun, Apley and Staum 2011).
pub const PER_DRAW: u32 = 2;
/// Confidence level of intervals.
pub const CONFIDENCE: f64 = 0.95;
/// Share of outcomes inside a band.
pub const BAND: f64 = 0.90;
/// Most replications, and most draws, that may be asked for.
pub const MOST: u64 = 10_000_000;

/// How many replications at the typical values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// This many.
    Number(u64),
    /// Until the leading quantities are as precise as this.
    Precision {
        /// Half-width as a share of the mean.
        relative: f64,
        /// Fewest.
        at_least: u64,
        /// Most.
        at_most: u64,
    },
}

impl Default for Wanted {
    fn default() -> Self {
        Self::Precision { relative: RELATIVE, at_least: BLOCK, at_most: CAP }
    }
}

/// How an experiment is to be made. The answer depends on nothing else but the scenarios, and not on `threads`.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Seed.
    pub seed: u64,
    /// Replications at the typical values.
    pub replications: Wanted,
    /// Draws of the uncertain numbers; below two, ignorance is not studied.
    pub draws: u32,
    /// Replications in each draw, at least two.
    pub per_draw: u32,
    /// Threads; 0 for as many as the machine has.
    pub threads: usize,
    /// The day against which review dates are held, ISO 8601; without it they are not looked at.
    pub today: Option<String>,
    /// The command line that repeats it.
    pub command: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            replications: Wanted::default(),
            draws: DRAWS,
            per_draw: PER_DRAW,
            threads: 0,
            today: None,
            command: None,
        }
    }
}

/// How far an experiment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Replications finished.
    pub done: u64,
    /// Replications planned, as far as is known now; it may grow until the precision is reached.
    pub of: u64,
}

/// What may watch an experiment, and stop it.
#[derive(Clone, Default)]
pub struct Control<'a> {
    /// Set by somebody to stop; what is finished then is answered with.
    pub stop: Option<Arc<AtomicBool>>,
    /// Told from time to time, from any thread.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl fmt::Debug for Control<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").field("stop", &self.stop).field("progress", &self.progress.is_some()).finish()
    }
}
