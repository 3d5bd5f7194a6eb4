//! A sound scenario replicated for a thousand events:
//! `cargo +nightly fuzz run thousand_events -- -dict=fuzz/scenario.dict`.

#![no_main]

#[path = "../claims.rs"]
#[expect(dead_code, reason = "each target tries one claim")]
mod claims;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    claims::a_thousand_events_never_panic(bytes);
});
