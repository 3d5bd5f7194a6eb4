//! Why a law cannot be made from the numbers given.

use thiserror::Error;

/// A number from which a law cannot be made: which one, what it is, and what it would have to be.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{what} is {found}; it must be {wanted}")]
pub struct LawError {
    /// The number's name, such as `mean` or `p90`.
    pub what: &'static str,
    /// What it is.
    pub found: f64,
    /// What it would have to be, in words.
    pub wanted: &'static str,
}

/// Fails with a [`LawError`] unless `holds`; written so that NaN fails.
pub(super) fn require(holds: bool, what: &'static str, found: f64, wanted: &'static str) -> Result<(), LawError> {
    if holds { Ok(()) } else { Err(LawError { what, found, wanted }) }
}
