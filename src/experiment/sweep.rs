//! A grid of values of some keys, each cell paired with the first.

use serde::Serialize;

use super::{Difference, Estimated, Quantity, Warning};

/// A key that is varied, and the values it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Factor {
    /// Path in the scenario: `offenders.number`.
    pub key: String,
    /// Values, as written.
    pub values: Vec<String>,
}

/// A grid of scenarios.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sweep {
    /// What is varied; the last factor varies fastest over the cells.
    pub factors: Vec<Factor>,
    /// The quantities in every cell, in the order of [`SweepCell::responses`].
    pub responses: Vec<Quantity>,
    /// The cells.
    pub cells: Vec<SweepCell>,
}

/// One cell of the grid.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepCell {
    /// For each factor, which of its values.
    pub at: Vec<usize>,
    /// Offered load of the busiest role, and its name.
    pub busiest: Option<(String, f64)>,
    /// One for each of [`Sweep::responses`].
    pub responses: Vec<SweepResponse>,
    /// Warnings of the cell.
    pub warnings: Vec<Warning>,
}

/// One quantity in one cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepResponse {
    /// The estimate.
    pub estimate: Estimated,
    /// Against the first cell; `None` in the first.
    pub against_first: Option<Difference>,
}
