//! What the test crates share: the command run as a user runs it, its answers, and tables read back.

mod answer;
mod program;
mod table;

pub use answer::Answer;
pub use program::{Caseload, Ended, Place, scenarios};
pub use table::{Table, trace};
