//! Returns from custody, as the file has them: what takes people there, and that somebody can be taken.

use super::check::Note;
use super::diagnostic::Severity;
use super::world::{Branch, Change, Duration, Kind, Pattern, Raised, Scenario};

/// Work raised by returns in a scenario in which nobody is taken into custody.
pub(super) fn check(scenario: &Scenario, note: &mut Note<'_>) {
    if scenario.counts_custody() {
        return;
    }
    for kind in scenario.kinds.iter().filter(|kind| on_return(kind).is_some()) {
        let message = format!("`{}` never arises: no outcome takes anybody into custody", kind.name);
        let help = "give an outcome offender = { custody = ... }, or leave it out".to_owned();
        note(Severity::Warning, "no-effect", &format!("work.{}.raised.on", kind.name), message, help);
    }
}

impl Branch {
    /// How long it takes an offender into custody, if it does and they stay on the register.
    pub fn custody(&self) -> Option<&Duration> {
        let gone = self.changes.contains(&Change::OffRegister);
        let custody = self.changes.iter().find_map(|change| match change {
            Change::Custody(length) => Some(length),
            _ => None,
        });
        custody.filter(|_| !gone)
    }
}

/// What raises a kind of work at returns from custody.
pub(super) fn on_return(kind: &Kind) -> Option<&Raised> {
    kind.raised.as_ref().filter(|raised| raised.pattern == Pattern::ReturnFromCustody)
}
