//! What must hold for every file of observed figures: the claim that the target `observed` tries and
//! `tests/suite/corpus.rs` replays.

use caseload::scenario::{self, Diagnostic, Scenario, observed};

/// The scenario that the figures are held against: something of each sort that they may name.
const SCENARIO: &str = r#"
title = "observed"
starts = 2025-01-01
runs_for = "3 months"
[offenders]
number = 100
risk = { high = "20 %", low = "rest" }
[[staff]]
role = "officer"
people = 2
[[work]]
name = "visit"
raised = { each = "offender", at_random = { value = "0.2 per offender per month", uncertain = { uniform = ["0.1 per offender per month", "0.3 per offender per month"] } } }
by = "officer"
effort = "1 h"
due_within = "14 days"
then = [{ name = "breach", chance = { value = "10 %", uncertain = { uniform = ["5 %", "15 %"] } }, counts = "breach" }, { name = "none", chance = "rest" }]
"#;

fn scenario() -> Scenario {
    let read = scenario::from_text("scenario.toml", SCENARIO);
    read.unwrap_or_else(|found| panic!("{}", found[0].drawn(false))).0
}

/// Reading ends with figures that are finite or with errors that can be shown. Says whether they could be read.
pub(crate) fn reading_figures_never_panics(bytes: &[u8]) -> bool {
    match observed::from_bytes("fuzzed.toml", bytes, &scenario()) {
        Ok((observed, warnings)) => {
            assert!(warnings.iter().all(|warning| !warning.is_error()), "an error passed for a warning");
            for figure in &observed.figures {
                assert!(figure.value.is_finite(), "{} is {}", figure.name, figure.value);
            }
            for rate in &observed.rates {
                assert!(rate.exposures.iter().all(|exposure| exposure.is_finite()), "{}", rate.name);
            }
            true
        }
        Err(found) => {
            assert!(found.iter().any(Diagnostic::is_error), "refused without a reason");
            assert!(found.iter().all(|diagnostic| !diagnostic.drawn(false).is_empty()));
            false
        }
    }
}
