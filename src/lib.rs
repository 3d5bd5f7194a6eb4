//! How much work is coming to a police offender-management team, and how many people it needs.

#![forbid(unsafe_code)]

pub mod calendar;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod experiment;
#[cfg(feature = "report")]
pub mod import;
pub mod model;
pub mod queue;
pub mod random;
#[cfg(feature = "report")]
pub mod report;
#[cfg(feature = "report")]
pub mod results;
pub mod scenario;
pub mod special;
pub mod stats;
pub mod theory;
pub mod units;
