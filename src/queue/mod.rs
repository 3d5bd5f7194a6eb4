//! Waiting lines: which of the waiting tasks is the most urgent.
//!
//! A line knows only ids and [`Urgency`]. Three disciplines: in order of urgency class and then of
//! arrival (linked lists, constant time), by urgency alone (a binary heap with positions, for due
//! dates) and at random within a class. Any task can leave any line at any time, so lapses and
//! interruptions cost no search.

mod lines;

pub use lines::{Lines, Order, Urgency};
