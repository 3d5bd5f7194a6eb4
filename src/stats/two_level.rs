//! Two levels of variation: what we do not know, and what chance does.

use super::tally::Tally;

/// A variance split from K draws of the parameters with n replications each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoLevel {
    /// Mean over everything.
    pub mean: f64,
    /// Variance of the expected result over draws of the parameters: (MSB - MSW) / n. Unbiased, and
    /// so it may come out negative when ignorance matters little; shown as it is.
    pub var_parameter: f64,
    /// Variance between replications at given parameters: MSW.
    pub var_chance: f64,
    /// Share of the parameters in the total, held between 0 and 1; `None` when nothing varies.
    pub share_parameter: Option<f64>,
    /// Standard error of the mean: sqrt(MSB / (K n)).
    pub standard_error: f64,
    /// Replications a draw that make the split most precise for normal data,
    /// 1 + chance / parameters; `None` when the parameters' variance is not above 0.
    pub best_replications: Option<f64>,
    /// Draws of the parameters, K.
    pub draws: u64,
    /// Replications a draw, n.
    pub replications: u64,
}

/// Splits the variance of `groups`, one a draw of the parameters. `None` unless there are at least
/// two, all of the same size of at least two.
/// Source: one-way random-effects analysis of variance; Sun, Apley and Staum, *Operations Research* 59 (2011).
#[must_use]
pub fn two_level<G: AsRef<[f64]>>(groups: &[G]) -> Option<TwoLevel> {
    let tallies: Vec<Tally> = groups.iter().map(|group| group.as_ref().iter().copied().collect()).collect();
    let n = tallies.first()?.n();
    if tallies.iter().any(|tally| tally.n() != n) {
        return None;
    }
    let means: Tally = tallies.iter().filter_map(Tally::mean).collect();
    let within: Tally = tallies.iter().map(Tally::variance).collect::<Option<Vec<_>>>()?.into_iter().collect();
    let size = n as f64;
    let between = means.variance()? * size;
    let var_chance = within.mean()?;
    let var_parameter = (between - var_chance) / size;
    let shown = var_parameter.max(0.0);
    let total = shown + var_chance;
    Some(TwoLevel {
        mean: means.mean()?,
        var_parameter,
        var_chance,
        share_parameter: (total > 0.0).then(|| shown / total),
        standard_error: libm::sqrt(between / (means.n() as f64 * size)),
        best_replications: (var_parameter > 0.0).then(|| 1.0 + var_chance / var_parameter),
        draws: means.n(),
        replications: n,
    })
}
