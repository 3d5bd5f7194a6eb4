//! Promises kept by the whole: one module a promise.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "helpers of tests, not only tests")]

mod agreement;
#[cfg(feature = "cli")]
mod amounts;
#[cfg(feature = "cli")]
mod bad_input;
#[cfg(feature = "cli")]
mod commands;
mod conservation;
mod corpus;
#[cfg(feature = "cli")]
mod custody;
mod engines;
#[cfg(feature = "cli")]
mod everything;
mod floors;
#[cfg(feature = "cli")]
mod forces;
#[cfg(feature = "cli")]
mod foreseen;
#[cfg(feature = "cli")]
mod forms;
mod found;
mod generated;
mod golden;
#[cfg(feature = "cli")]
mod groups;
#[cfg(feature = "cli")]
mod instants;
mod known;
#[cfg(feature = "cli")]
mod lastyear;
#[cfg(feature = "cli")]
mod metamorphic;
#[cfg(feature = "cli")]
mod money;
#[cfg(feature = "cli")]
mod nottinghamshire;
#[cfg(feature = "cli")]
mod overload;
mod plain;
#[cfg(feature = "cli")]
mod reference_team;
#[cfg(feature = "cli")]
mod requests;
mod scenarios;
#[cfg(feature = "cli")]
mod sites;
#[cfg(feature = "cli")]
mod span;
#[cfg(feature = "cli")]
mod staff;
#[cfg(feature = "cli")]
#[allow(dead_code, unused_imports, reason = "shared by several test crates, and each uses its part")]
#[path = "../support/mod.rs"]
mod support;
#[cfg(feature = "cli")]
mod told;
mod uncertain;
#[cfg(feature = "cli")]
mod wording;
