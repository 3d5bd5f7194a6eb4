//! Two scenarios under the same chance: the difference, and what pairing gained.

use super::estimate::Estimate;
use super::tally::Tally;

/// A comparison of two scenarios replication by replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// The second minus the first.
    pub difference: Estimate,
    /// Correlation between the two over replications; `None` below two replications, or when either
    /// does not vary.
    pub correlation: Option<f64>,
    /// Variance of the difference between independent runs over that of the paired one: above 1,
    /// common random numbers helped. `None` below two replications, or when the difference does not
    /// vary.
    pub variance_ratio: Option<f64>,
}

/// Compares `first` and `second`, one number a replication and the same replications in the same
/// order. `None` when there are none, or not as many of one as of the other.
/// Source: Law, *Simulation Modeling and Analysis*, sections 10.2 and 11.2.
#[must_use]
pub fn paired(first: &[f64], second: &[f64], level: f64) -> Option<Paired> {
    if first.len() != second.len() {
        return None;
    }
    let gaps: Tally = first.iter().zip(second).map(|(a, b)| b - a).collect();
    let difference = Estimate::from_tally(&gaps, level)?;
    let (a, b): (Tally, Tally) = (first.iter().copied().collect(), second.iter().copied().collect());
    let (mean_a, mean_b) = (a.mean()?, b.mean()?);
    let products = first.iter().zip(second).map(|(x, y)| (x - mean_a) * (y - mean_b));
    let covariance = products.sum::<f64>() / (a.n() as f64 - 1.0);
    let spread = a.sd().zip(b.sd()).map(|(sa, sb)| sa * sb).filter(|s| *s > 0.0);
    let correlation = spread.map(|spread| (covariance / spread).clamp(-1.0, 1.0));
    let apart = a.variance().zip(b.variance()).map(|(va, vb)| va + vb);
    let together = gaps.variance().filter(|v| *v > 0.0);
    let variance_ratio = apart.zip(together).map(|(apart, together)| apart / together);
    Some(Paired { difference, correlation, variance_ratio })
}
