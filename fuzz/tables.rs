//! What must hold for every spreadsheet export: the claim that the target `import` tries and `tests/suite/forms.rs` replays.

use caseload::calendar::Date;
use caseload::import::{Input, Options, import};
use caseload::scenario;

/// An import ends with faults that can be told, or with TOML that a scenario can build on.
pub(crate) fn importing_never_panics(bytes: &[u8]) {
    let options = Options::new(Date::constant(2026, 4, 1));
    match import(&[Input { name: "fuzzed.csv", bytes }], &options) {
        Err(faults) => {
            assert!(!faults.is_empty(), "refused without a reason");
            assert!(faults.iter().all(|fault| fault.to_string().starts_with("fuzzed.csv")), "a fault without a place");
        }
        Ok(made) => assert!(scenario::open_text("imported.toml", &made.toml).is_ok(), "not TOML: {}", made.toml),
    }
}
