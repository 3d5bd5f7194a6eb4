//! A quantile function tabulated over the normal score of the uniform.
//!
//! The logarithm of a gamma variate, and the log-odds of a beta variate, are smooth functions of
//! z = the normal quantile of u, nearly straight lines. A cubic through values and exact slopes on
//! 256 equal cells of z from -6 to 6 follows them to a relative error of the variate far below 1e-6; outside,
//! which two draws in a thousand million reach, the caller inverts exactly.

use crate::special::{normal_cdf, normal_pdf};

/// Number of cells.
const CELLS: usize = 256;
/// The table reaches from minus to plus this normal score.
const REACH: f64 = 6.0;
/// Width of a cell.
const WIDTH: f64 = 2.0 * REACH / CELLS as f64;

/// Values and slopes (per cell) at the ends of all cells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    nodes: Vec<(f64, f64)>,
}

impl Table {
    /// Tabulates `inverse(lower, upper)`, increasing in `lower`. `density` gives the derivative of
    /// the lower tail with respect to the tabulated value.
    pub(super) fn new(inverse: impl Fn(f64, f64) -> f64, density: impl Fn(f64) -> f64) -> Self {
        let nodes = (0..=CELLS)
            .map(|i| {
                let z = i as f64 * WIDTH - REACH;
                let value = inverse(normal_cdf(z), normal_cdf(-z));
                (value, WIDTH * normal_pdf(z) / density(value))
            })
            .collect::<Vec<_>>();
        Self { nodes: monotone(nodes) }
    }

    /// The tabulated value at a normal score, or `None` outside the table.
    #[inline]
    pub(super) fn at(&self, z: f64) -> Option<f64> {
        let place = (z + REACH) * (1.0 / WIDTH);
        if !(place >= 0.0 && place < CELLS as f64) {
            return None;
        }
        let cell = place as usize;
        let t = place - cell as f64;
        let &[(v0, s0), (v1, s1)] = self.nodes.get(cell..cell + 2)? else {
            return None;
        };
        let rise = v1 - v0;
        let c2 = 3.0 * rise - 2.0 * s0 - s1;
        let c3 = s0 + s1 - 2.0 * rise;
        Some(v0 + t * (s0 + t * (c2 + t * c3)))
    }

    /// `value` moved beyond the end of the table on the side of `z`, so that nothing decreases there.
    pub(super) fn beyond(&self, z: f64, value: f64) -> f64 {
        let end = if z < 0.0 { self.nodes.first() } else { self.nodes.last() };
        end.map_or(value, |(end, _)| if z < 0.0 { value.min(*end) } else { value.max(*end) })
    }
}

/// Slopes held to three times the smaller rise beside them, where a cubic cannot turn back.
/// Source: Fritsch and Carlson, *SIAM Journal on Numerical Analysis* 17 (1980).
fn monotone(mut nodes: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let rises: Vec<f64> = nodes
        .windows(2)
        .map(|w| match w {
            [(a, _), (b, _)] => b - a,
            _ => f64::INFINITY,
        })
        .collect();
    let before = std::iter::once(f64::INFINITY).chain(rises.iter().copied());
    let after = rises.iter().copied().chain(std::iter::once(f64::INFINITY));
    for ((node, before), after) in nodes.iter_mut().zip(before).zip(after) {
        let limit = 3.0 * before.min(after).max(0.0);
        node.1 = if node.1 >= 0.0 { node.1.min(limit) } else { limit / 3.0 };
    }
    nodes
}
