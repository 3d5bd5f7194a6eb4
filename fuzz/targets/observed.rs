//! Any bytes at all as a file of observed figures: `cargo +nightly fuzz run observed`.

#![no_main]

#[path = "../figures.rs"]
mod figures;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    figures::reading_figures_never_panics(bytes);
});
