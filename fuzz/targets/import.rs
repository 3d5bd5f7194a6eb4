//! Any bytes at all as a spreadsheet export: `cargo +nightly fuzz run import`.

#![no_main]

#[path = "../tables.rs"]
mod tables;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tables::importing_never_panics(bytes));
