//! How the command ends: the one place that turns what went wrong into an exit code.

use std::process::ExitCode;

use crate::experiment::Refusal;
use crate::results::NoFolder;
use crate::scenario::Diagnostic;

/// Why the command does not end with 0.
#[derive(Debug)]
pub(super) enum Failure {
    /// It could not finish, or could not write: 1.
    Unfinished(String),
    /// The request is at fault: 2.
    Request(String),
    /// A scenario file is at fault: 2.
    File(Vec<Diagnostic>),
    /// A table of a spreadsheet is at fault: 2.
    Table(Vec<String>),
    /// Done, and a target was missed: 3.
    Missed(Vec<String>),
}

impl Failure {
    /// The exit code.
    pub(super) fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Unfinished(_) => 1,
            Self::Request(_) | Self::File(_) | Self::Table(_) => 2,
            Self::Missed(_) => 3,
        })
    }

    /// Says on standard error what is wrong.
    pub(super) fn tell(&self) {
        match self {
            Self::Unfinished(text) | Self::Request(text) => super::say(&format!("caseload: {text}")),
            Self::File(diagnostics) => super::show::diagnostics(diagnostics),
            Self::Table(faults) => {
                for fault in faults {
                    super::say(fault);
                }
            }
            Self::Missed(targets) => {
                for target in targets {
                    super::say(&format!("caseload: target missed: {target}"));
                }
            }
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Scenario(diagnostics) => Self::File(diagnostics),
            Refusal::Stopped => Self::Unfinished(refusal.to_string()),
            other => Self::Request(other.to_string()),
        }
    }
}

impl From<NoFolder> for Failure {
    fn from(fault: NoFolder) -> Self {
        match fault {
            NoFolder::NotOurs(_) | NoFolder::InUse(_) => Self::Request(fault.to_string()),
            NoFolder::Unwritable(..) => Self::Unfinished(fault.to_string()),
        }
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::File(diagnostics)
    }
}
