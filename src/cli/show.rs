//! What is shown besides answers: diagnostics, warnings, the schema.

use std::io::IsTerminal;

use super::exit::Failure;
use crate::experiment::Warning;
use crate::scenario::{self, Diagnostic};

/// Whether standard error takes colour.
pub(super) fn colour() -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !plain && std::io::stderr().is_terminal()
}

/// Draws diagnostics on standard error.
pub(super) fn diagnostics(list: &[Diagnostic]) {
    let colour = colour();
    for diagnostic in list {
        super::say(&diagnostic.drawn(colour));
    }
}

/// Says warnings of an answer on standard error, each with its advice; those of the files have been drawn already.
pub(super) fn warnings(list: &[Warning]) {
    for warning in list.iter().filter(|warning| !matches!(warning, Warning::InTheFile { .. })) {
        super::say(&format!("warning: {}\n         {}", warning.message(), warning.advice()));
    }
}

/// Writes JSON to standard output.
pub(super) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::Unfinished(format!("the results cannot be written as JSON: {error}")))?;
    super::write_out(&(text + "\n"))
}

/// The JSON Schema of the scenario language, or of that of observed figures.
pub(super) fn schema(observed: bool) -> Result<(), Failure> {
    json(&if observed { scenario::schema::observed_schema() } else { scenario::schema::schema() })
}
