//! Facing last year: what a scenario says of a period that has passed, held against what was counted in it.
//!
//! [`backtest()`] asks how the observed figures lie among the predictions. [`calibrate()`] turns them into what is
//! now known of the scenario's numbers: exactly where a rate or a share was seen directly, and by approximate
//! Bayesian computation where it was seen only through what the scenario makes of it.

mod abc;
mod backtest;
mod calibrate;
mod figures;
mod learnt;
mod scale;
mod seen;
mod space;
#[cfg(test)]
mod tests;

pub use backtest::{Backtest, FigureTold, Prediction, Together, backtest};
pub use calibrate::{Calibration, Fault, LearnSettings, calibrate};
pub use figures::foretell;
pub use learnt::{Ended, Generation, Input, Learning, Part};
pub use seen::{Ahead, AtLeast, BetaTold, GammaTold, QuantileTold, RateTold, ShareTold};

use serde::Serialize;

use super::answer::Made;
use super::settings::{BAND, CONFIDENCE};
use crate::random::STREAM_VERSION;
use crate::scenario::observed::Observed;
use crate::scenario::world::Scenario;
use crate::units::DAY;

/// The scenario and the observed figures that face one another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sides {
    /// What the user calls the scenario.
    pub name: String,
    /// Its title.
    pub title: String,
    /// First day, ISO 8601.
    pub starts: String,
    /// Length of the counted period (days).
    pub days: f64,
    /// SHA-256 of the merged scenario.
    pub hash: String,
    /// Files it was read from.
    pub files: Vec<String>,
    /// Title of the observed figures.
    pub observed_title: String,
    /// Their file.
    pub observed_file: String,
    /// SHA-256 of their file.
    pub observed_hash: String,
    /// What the ids used in `source` mean, in both files.
    pub sources: Vec<(String, String)>,
}

impl Sides {
    fn of(name: &str, scenario: &Scenario, observed: &Observed) -> Self {
        let mut sources = observed.sources.clone();
        sources.extend(scenario.sources.iter().filter(|(id, _)| !observed.sources.iter().any(|s| s.0 == *id)).cloned());
        Self {
            name: name.to_owned(),
            title: scenario.title.clone(),
            starts: scenario.starts.clone(),
            days: scenario.horizon.0 as f64 / DAY as f64,
            hash: scenario.hash.clone(),
            files: scenario.files.clone(),
            observed_title: observed.title.clone(),
            observed_file: observed.file.clone(),
            observed_hash: observed.hash.clone(),
            sources,
        }
    }
}

fn made(seed: u64, command: Option<String>) -> Made {
    Made {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        stream_version: STREAM_VERSION,
        generator: "addresses by ChaCha8 and Philox4x32-10".to_owned(),
        seed,
        confidence: CONFIDENCE,
        band: BAND,
        command,
    }
}
