//! Scenario files: from TOML text to the checked [`world::Scenario`].
//!
//! A file passes through five rooms. `source` reads it, within limits, into a tree that
//! remembers the place of every key and value. `merge` lays the files named by `extends` under
//! it. The readers turn the tree into base units, naming every key by the one table in [`keys`].
//! `check` asks what no single value can answer: whether names exist, chances add up, work can
//! end. Errors are collected on the way, all of them, each with its line and column.
//!
//! ```
//! let text = r#"
//! title = "One clerk"
//! runs_for = "4 weeks"
//! calendar = "none"
//! staff = [{ role = "clerk", people = 1 }]
//! work = [{ name = "letter", raised = { each = "team", at_random = "2 per hour" }, by = "clerk", effort = "15 min" }]
//! "#;
//! let (scenario, warnings) = caseload::scenario::from_text("letters.toml", text).unwrap();
//! assert_eq!(scenario.kinds[0].name, "letter");
//! assert!(warnings.iter().all(|w| !w.is_error()));
//! ```

mod amount;
mod away;
pub mod build_up;
mod canonical;
mod check;
mod check_dates;
mod check_on_call;
mod check_staff;
mod crowd;
mod custody;
mod dates;
pub mod diagnostic;
pub mod diff;
mod exposure;
pub mod feedback;
mod flow;
pub mod keys;
pub mod learnt;
mod load;
mod merge;
pub mod money;
mod motion;
mod nested;
mod number;
mod numbers;
pub mod observed;
pub mod offered;
mod outcomes;
mod overrides;
mod pace;
mod profile;
mod quantity;
mod raised;
mod read;
pub mod reference;
mod returns;
pub mod schema;
mod sites;
mod sorts;
mod source;
mod staffing;
mod tree;
mod turnover;
mod values;
pub mod whole;
pub mod world;

pub use diagnostic::{Diagnostic, Severity};
pub use load::{Loaded, Outcome, from_text, load, open, open_text, open_with};
pub use world::*;

#[cfg(test)]
mod bad_files;
#[cfg(test)]
mod tests;
