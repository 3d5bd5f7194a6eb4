//! What the test crates share: the command run as a user runs it, its answers, and tables read back.

mod answer;
mod program;
mod table;

pub(crate) use answer::Answer;
pub(crate) use program::{Caseload, Ended, Place, files, scenarios};
pub(crate) use table::{Table, trace};
