//! Any bytes at all as a scenario file: `cargo +nightly fuzz run scenario -- -dict=fuzz/scenario.dict`.

#![no_main]

#[path = "../claims.rs"]
#[expect(dead_code, reason = "each target tries one claim")]
mod claims;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claims::reading_never_panics(bytes));
