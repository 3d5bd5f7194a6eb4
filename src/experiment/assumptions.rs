//! Every number with its passport, and which of the unsupported ones move the answer.

use super::answer::Assumption;
use super::estimate::Column;
use super::warning::Warning;
use crate::random::Seed;
use crate::scenario::world::{Number, Point, Scenario};

/// Draws below which a rank correlation says nothing.
const FEWEST_DRAWS: usize = 30;
/// Rank correlation from which a number is said to move the answer.
const MOVES: f64 = 0.25;
/// Most warnings of this sort; the rest stand in the table.
const MOST_WARNINGS: usize = 3;

/// The numbers of a scenario, worst supported first: without a source, then by stated confidence, and among
/// equals those that move the answer most.
pub(super) fn assumptions(scenario: &Scenario, seed: Seed, answer: Option<&Column>) -> Vec<Assumption> {
    let means: Vec<Option<f64>> = answer.map_or_else(Vec::new, |column| {
        let mean = |draw: &Vec<Option<f64>>| {
            let values = draw.iter().copied().collect::<Option<Vec<f64>>>()?;
            Some(values.iter().sum::<f64>() / values.len().max(1) as f64)
        };
        column.draws.iter().map(mean).collect()
    });
    let mut list: Vec<Assumption> =
        scenario.numbers().into_iter().map(|number| assumption(number, moves(number, seed, &means))).collect();
    list.sort_by(|a, b| {
        let strength = |x: &Assumption| x.moves_headline.map_or(0.0, f64::abs);
        support(a).cmp(&support(b)).then(strength(b).total_cmp(&strength(a))).then(a.key.cmp(&b.key))
    });
    list
}

/// The numbers of a scenario that has not been simulated, worst supported first.
#[must_use]
pub fn passports(scenario: &Scenario) -> Vec<Assumption> {
    assumptions(scenario, Seed(0), None)
}

fn assumption(number: &Number, moves_headline: Option<f64>) -> Assumption {
    let passport = number.passport.clone();
    Assumption {
        key: number.key.clone(),
        value: number.written.clone(),
        uncertain: number.written_uncertain.clone(),
        source: passport.source,
        confidence: passport.confidence,
        note: passport.note,
        owner: passport.owner,
        review_by: passport.review_by,
        place: number.place.clone(),
        moves_headline,
    }
}

/// 0 for no source at all, up to 5 for high confidence.
fn support(assumption: &Assumption) -> u8 {
    match (assumption.source.is_some(), assumption.confidence.as_deref()) {
        (false, _) => 0,
        (true, Some("assumption")) => 1,
        (true, Some("low")) => 2,
        (true, None) => 3,
        (true, Some("medium")) => 4,
        (true, Some(_)) => 5,
    }
}

/// Spearman's rank correlation of a number's draws with the answer's.
fn moves(number: &Number, seed: Seed, means: &[Option<f64>]) -> Option<f64> {
    if !number.is_uncertain() {
        return None;
    }
    let draws = means.iter().enumerate().filter_map(|(k, mean)| {
        let value = number.at(&Point::Draw { seed, index: k as u32 });
        mean.map(|mean| (value, mean))
    });
    let (values, answers): (Vec<f64>, Vec<f64>) = draws.unzip();
    if values.len() < FEWEST_DRAWS {
        return None;
    }
    let paired = crate::stats::paired(&ranks(&values), &ranks(&answers), super::settings::CONFIDENCE)?;
    paired.correlation.filter(|x| x.is_finite())
}

/// Ranks, with equal values sharing the middle of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for group in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let below = group.first().and_then(|first| order.iter().position(|i| i == first)).unwrap_or(0);
        for &i in group {
            ranks[i] = below as f64 + 0.5 * (group.len() as f64 - 1.0);
        }
    }
    ranks
}

/// Warnings of the numbers that rest on judgement alone and move the answer.
pub(super) fn unsupported(scenario: &str, list: &[Assumption]) -> Vec<Warning> {
    let mut moving: Vec<(&Assumption, f64)> = list
        .iter()
        .filter(|a| support(a) <= 1)
        .filter_map(|a| a.moves_headline.filter(|m| m.abs() >= MOVES).map(|m| (a, m)))
        .collect();
    moving.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.key.cmp(&b.0.key)));
    let warning = |(a, correlation): (&Assumption, f64)| Warning::UnsupportedAssumption {
        scenario: scenario.to_owned(),
        key: a.key.clone(),
        value: a.value.clone(),
        source: a.source.clone(),
        correlation,
    };
    moving.into_iter().take(MOST_WARNINGS).map(warning).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), vec![2.5, 0.0, 2.5, 1.0]);
    }
}
