//! Chance and ignorance apart: draws of the uncertain numbers, with replications inside each.

use super::answer::{Range, Wider};
use super::estimate::{band, mixture};
use super::settings::CONFIDENCE;
use crate::special::student_quantile;
use crate::stats::two_level;

/// What draws of the uncertain numbers say of a quantity. Draws in which it was not defined in every
/// replication are left out and not counted. `None` without two draws of two replications.
///
/// The band of the expected result is that of the draws' means brought together: a mean over n
/// replications varies by chance too, by MSW / n, and what is left of its variance without that is what
/// ignorance makes. With none left, the band is the mean.
#[must_use]
pub(super) fn wider(draws: &[Vec<Option<f64>>]) -> Option<Wider> {
    let whole = |draw: &Vec<Option<f64>>| draw.iter().copied().collect::<Option<Vec<f64>>>();
    let groups: Vec<Vec<f64>> = draws.iter().filter_map(whole).collect();
    let split = two_level(&groups)?;
    let means: Vec<f64> = groups.iter().map(|g| g.iter().sum::<f64>() / g.len() as f64).collect();
    let between = split.var_parameter + split.var_chance / split.replications as f64;
    let kept = if between > 0.0 { (split.var_parameter / between).clamp(0.0, 1.0) } else { 0.0 };
    let factor_of_means = libm::sqrt(kept);
    let shrunken: Vec<f64> = means.iter().map(|m| split.mean + factor_of_means * (m - split.mean)).collect();
    let factor = student_quantile((split.draws - 1) as f64, 0.5 * (1.0 + CONFIDENCE));
    let half = factor * split.standard_error;
    let finite = [split.mean, half, split.var_parameter, split.var_chance].iter().all(|x| x.is_finite());
    if !finite {
        return None;
    }
    Some(Wider {
        mean: split.mean,
        confidence: Some(Range { low: split.mean - half, high: split.mean + half }),
        standard_error: split.standard_error,
        outcome: mixture(draws)?,
        expected: band(&shrunken)?,
        variance_ignorance: split.var_parameter,
        variance_chance: split.var_chance,
        share_of_ignorance: split.share_parameter,
        draws: split.draws,
        replications: split.replications,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(of: &[(f64, f64)]) -> Vec<Vec<Option<f64>>> {
        of.iter().map(|&(a, b)| vec![Some(a), Some(b)]).collect()
    }

    #[test]
    fn without_chance_all_is_ignorance_and_the_two_bands_are_one() {
        let split = wider(&draws(&[(1.0, 1.0), (2.0, 2.0), (4.0, 4.0)])).unwrap();
        assert_eq!(split.share_of_ignorance, Some(1.0));
        assert_eq!(split.outcome, split.expected);
    }

    #[test]
    fn without_ignorance_the_expected_result_is_one_number() {
        let split = wider(&draws(&[(1.0, 3.0), (3.0, 1.0), (1.0, 3.0)])).unwrap();
        assert_eq!(split.share_of_ignorance, Some(0.0));
        assert_eq!(split.expected, Range { low: 2.0, high: 2.0 });
        assert!(split.variance_ignorance < 0.0, "shown as it is");
    }

    #[test]
    fn a_draw_in_which_nothing_is_defined_is_not_counted() {
        let mut some = draws(&[(1.0, 2.0), (2.0, 3.0)]);
        some.push(vec![None, Some(1.0)]);
        assert_eq!(wider(&some).unwrap().draws, 2);
        assert_eq!(wider(&some[..1]), None);
    }
}
