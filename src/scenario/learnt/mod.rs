//! What was learnt of a scenario's numbers, put into it: other uncertainties in the place of those it had.
//!
//! Numbers are found in the tree by the place they were written at, so every way of writing one is understood:
//! a bare value, a table, one of several risk levels, the chance of an outcome. What comes out is a scenario
//! file that extends the given one and says of every number it changes where it comes from.

mod belief;
mod file;
mod sample;
#[cfg(test)]
mod tests;
mod words;

pub use belief::{Belief, Believed};
pub use file::{Head, file};
pub use sample::Sample;
pub use words::{in_words, rounded};
