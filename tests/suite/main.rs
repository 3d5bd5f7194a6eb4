//! Promises kept by the whole: one module a promise.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "helpers of tests, not only tests")]

mod agreement;
mod conservation;
mod corpus;
mod engines;
mod floors;
mod generated;
mod golden;
mod known;
mod plain;
mod scenarios;
