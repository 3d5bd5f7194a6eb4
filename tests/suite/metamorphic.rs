//! The relations of V25: what a change to a scenario may change in the answer, and what it may not.
//!
//! All through the command line, all 22. `platforms` is tested by what is checked in: the digest of `build_profile`
//! here, the trace, the fingerprints of the shipped scenarios and the bits of every function and law under
//! `tests/suite/golden`. They are the same numbers wherever this suite passes.

#![expect(
    clippy::disallowed_methods,
    clippy::float_cmp,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "no result of the program is computed here; what is exact is compared exactly"
)]

mod balance;
mod bytes;
mod demand;
mod in_full;
mod money;
mod motion;

use std::path::PathBuf;

use crate::support::{Place, Table, trace};

/// Replications in the runs compared here.
const N: u64 = 12;
const SEED: u64 = 25;

const HEAD: &str = "title = \"metamorphic\"\ncalendar = \"none\"\nruns_for = \"20 days\"\n\
                    [offenders]\nnumber = 60\nrisk = { high = \"20 %\", low = \"rest\" }\n";
const OFFICERS: &str = "[[staff]]\nrole = \"officer\"\npeople = 3\n";
const EXAMINERS: &str = "[[staff]]\nrole = \"examiner\"\npeople = 1\n";
const VISIT: &str = r#"
[[work]]
name = "visit"
raised = { each = "offender", every = { high = "5 days", low = "15 days" } }
by = "officer"
effort = { mean = "4 h", varies = "lognormal, cv 0.5" }
priority = 5
due_within = "1 day"
"#;
const CALL: &str = r#"
[[work]]
name = "call"
raised = { each = "team", at_random = "0.4 per hour" }
by = "officer"
effort = { mean = "3 h", varies = "exponential" }
priority = 1
lapses_after = { mean = "10 h", varies = "exponential" }
"#;
const REPORT: &str = r#"
[[work]]
name = "report"
raised = { each = "offender", at_random = "0.004 per offender per hour", spread = 0.5 }
by = "officer"
effort = { mean = "2 h", varies = "gamma, shape 2" }
priority = 3
then = [
  { name = "examine", chance = "30 %", raises = ["examination"], counts = ["examined"] },
  { name = "close", chance = "rest" },
]
"#;
const EXAMINATION: &str = r#"
[[work]]
name = "examination"
by = "examiner"
effort = { mean = "12 h", varies = "lognormal, cv 1" }
priority = 4
"#;

/// The parts of the scenario in their usual order: three sources, two teams, four priorities.
const PARTS: [&str; 7] = [HEAD, OFFICERS, EXAMINERS, VISIT, CALL, REPORT, EXAMINATION];

fn usual() -> String {
    PARTS.concat()
}

/// The usual text with one phrase put for another, which must be there.
fn with(old: &str, new: &str) -> String {
    let text = usual();
    assert!(text.contains(old), "`{old}` is not in the scenario");
    text.replace(old, new)
}

/// A scenario file that is always called the same, so that answers do not differ in the name.
fn file(place: &Place, text: &str) -> PathBuf {
    place.file("scenario.toml", text)
}

/// Every step of a replication of a text.
fn steps(text: &str, replication: u64) -> Table {
    let place = Place::new();
    trace(&file(&place, text), SEED, replication)
}

/// When and with what each task of a kind arose, in order.
fn arisen(steps: &Table, kind: &str) -> Vec<Vec<String>> {
    let arose = steps.only("kind", kind).only("step", "arose");
    arose.columns(&["time_ms", "offender", "risk_level", "effort_min"])
}
