//! A grid of values of some keys, each cell paired with the first.

use serde::Serialize;

use super::answer::{Answer, Question};
use super::catalogue::Catalogue;
use super::compare::Difference;
use super::contrast::difference;
use super::estimate::estimated;
use super::headline::headline;
use super::ladder::{loads, post_hours};
use super::precision::{late_key, watches};
use super::records::Records;
use super::runner::Design;
use super::settings::{Control, RELATIVE, Settings, Wanted};
use super::study::{Named, Refusal, Study, gather, made, refuse_steady_state, scenario_answer, warn};
use super::{Estimated, Quantity, Warning};
use crate::scenario::Loaded;
use crate::scenario::world::Scenario;

/// Most cells of a grid.
pub const MOST_CELLS: usize = 1_000;

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

/// Replicates a grid: every combination of the factors' values, laid over a loaded scenario.
///
/// # Errors
/// When a value does not fit the scenario, the grid is too large, or nothing was finished.
pub fn sweep(
    name: &str,
    loaded: &Loaded,
    factors: Vec<Factor>,
    settings: &Settings,
    control: Control<'_>,
) -> Result<Study, Refusal> {
    if let Some((first, second)) = overlapping(&factors) {
        return Err(Refusal::VariedTwice { first, second });
    }
    let cells = cells(&factors)?;
    let named = cells
        .iter()
        .map(|at| {
            let mut changed = loaded.clone();
            for (factor, &value) in factors.iter().zip(at) {
                changed = changed.set(&factor.key, &factor.values[value]).map_err(Refusal::Scenario)?;
            }
            let (scenario, _) = changed.into_scenario().map_err(Refusal::Scenario)?;
            Ok(Named { name: cell_name(name, &factors, at), scenario })
        })
        .collect::<Result<Vec<Named>, Refusal>>()?;
    let of_overload = |key: &str| key.starts_with("overload.") && key != "overload.shown";
    // Where [overload] stands it governs what grows when it is late, too.
    let of_feedback = |factor: &&Factor| of_overload(&factor.key) || factor.key.contains(".grows_when_late");
    let apart = |cell: &Named| cell.scenario.feedback.is_some() && cell.scenario.feeds_back().is_none();
    if let Some(factor) = factors.iter().find(of_feedback)
        && named.iter().all(apart)
    {
        return Err(Refusal::FeedbackApart { key: factor.key.clone() });
    }
    for cell in &named {
        refuse_steady_state(&cell.name, &cell.scenario)?;
    }
    let mut designs: Vec<Design<'_>> = named.iter().map(|n| Design::new(&n.scenario)).collect();
    let keys = responses(&named[0].scenario, &designs[0].catalogue);
    for design in &mut designs {
        design.catalogue = design.catalogue.only(&keys);
    }
    let relative = if let Wanted::Precision { relative, .. } = settings.replications { relative } else { RELATIVE };
    let watched: Vec<_> = named
        .iter()
        .enumerate()
        .flat_map(|(i, n)| watches(&n.scenario, i, None, relative).into_iter().take(1))
        .collect();
    let labels: Vec<String> = named.iter().map(|n| n.name.clone()).collect();
    let gathered = gather(&labels, &designs, &watched, settings, control)?;
    let records = gathered.records;
    let grid = grid(&cells, &named, &records, &keys, settings);
    let own = loads(&named[0].scenario);
    let mut warnings = Vec::new();
    if let Some(of) = gathered.interrupted_of {
        let finished = records[0].replications();
        warnings.push(Warning::StoppedEarly { scenario: name.to_owned(), finished, of });
    }
    let first = scenario_answer(&named[0], &records[0], own, gathered.precision, gathered.interrupted_of);
    let answers = vec![first];
    let responses = keys.iter().filter_map(|key| Some(designs[0].catalogue.find(key)?.quantity.clone())).collect();
    let answer = Answer {
        question: Question::Sweep,
        headline: headline(&named[..1], &answers, &[], 0),
        made: made(settings),
        scenarios: answers,
        comparisons: Vec::new(),
        further: Vec::new(),
        sweep: Some(Sweep { factors, responses, cells: grid }),
        warnings,
    };
    Ok(Study { answer, records })
}

fn grid(
    cells: &[Vec<usize>],
    named: &[Named],
    records: &[Records],
    keys: &[String],
    settings: &Settings,
) -> Vec<SweepCell> {
    let cell = |(i, at): (usize, &Vec<usize>)| {
        let loads = loads(&named[i].scenario);
        let mut warnings = Vec::new();
        warn(&named[i].name, &named[i].scenario, &records[i], &loads, settings, &mut warnings);
        let response = |key: &String| {
            let estimate = estimated(&records[i], records[i].catalogue.find(key)?);
            let against_first = if i > 0 { difference(&records[0], &records[i], key) } else { None };
            Some(SweepResponse { estimate, against_first })
        };
        let busiest = loads.iter().filter_map(|l| Some((l.role.clone(), l.load?))).max_by(|a, b| a.1.total_cmp(&b.1));
        SweepCell { at: at.clone(), busiest, responses: keys.iter().filter_map(response).collect(), warnings }
    };
    cells.iter().enumerate().map(cell).collect()
}

/// All combinations, the last factor fastest.
fn cells(factors: &[Factor]) -> Result<Vec<Vec<usize>>, Refusal> {
    let count = factors.iter().try_fold(1_usize, |n, f| n.checked_mul(f.values.len())).unwrap_or(usize::MAX);
    if factors.is_empty() || count == 0 || count > MOST_CELLS {
        return Err(Refusal::Grid { cells: if factors.is_empty() { 0 } else { count }, most: MOST_CELLS });
    }
    let mut cells = vec![Vec::new()];
    for factor in factors {
        let longer = |cell: Vec<usize>| {
            (0..factor.values.len()).map(move |value| {
                let mut cell = cell.clone();
                cell.push(value);
                cell
            })
        };
        cells = cells.into_iter().flat_map(longer).collect();
    }
    Ok(cells)
}

/// Two factors of which one would write over the other.
fn overlapping(factors: &[Factor]) -> Option<(String, String)> {
    factors.iter().enumerate().find_map(|(index, factor)| {
        let over = |other: &&Factor| within(&factor.key, &other.key) || within(&other.key, &factor.key);
        factors[..index].iter().find(over).map(|other| (other.key.clone(), factor.key.clone()))
    })
}

/// Whether a dotted key is another one, or leads to a part of it.
#[must_use]
pub fn within(key: &str, whole: &str) -> bool {
    key.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn cell_name(name: &str, factors: &[Factor], at: &[usize]) -> String {
    let values = factors.iter().zip(at).map(|(factor, &value)| format!("{} = {}", factor.key, factor.values[value]));
    format!("{name} ({})", values.collect::<Vec<_>>().join(", "))
}

/// What every cell reports: hours, how full the role is, what is late and what is left.
fn responses(scenario: &Scenario, catalogue: &Catalogue) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some((role, _)) = post_hours(scenario) {
        keys.extend([format!("utilisation.{role}"), format!("excessive weeks.{role}")]);
    }
    keys.extend(["hours a month.total".to_owned(), "demand a month.total".to_owned()]);
    if let Some(late) = late_key(scenario) {
        let overdue = late.replacen("late.", "offender-days overdue.", 1);
        keys.extend([late, overdue, "overdue at end.total".to_owned()]);
    }
    keys.extend(["open at end.total".to_owned(), "wait.mean.all".to_owned(), "hours.total".to_owned()]);
    keys.retain(|key| catalogue.find(key).is_some());
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_factor_varies_fastest() {
        let factor = |key: &str, n: usize| Factor { key: key.into(), values: vec!["1".into(); n] };
        let all = cells(&[factor("a", 2), factor("b", 2)]).unwrap();
        assert_eq!(all, vec![vec![0, 0], vec![0, 1], vec![1, 0], vec![1, 1]]);
        assert!(cells(&[]).is_err() && cells(&[factor("a", 0)]).is_err());
        assert!(cells(&[factor("a", 100), factor("b", 100)]).is_err());
    }

    #[test]
    fn two_factors_that_write_the_same_value_are_found() {
        let factors = |keys: &[&str]| -> Vec<Factor> {
            keys.iter().map(|key| Factor { key: (*key).into(), values: vec!["1".into()] }).collect()
        };
        let both = |first: &str, second: &str| Some((first.to_owned(), second.to_owned()));
        assert_eq!(overlapping(&factors(&["a", "b", "a"])), both("a", "a"));
        assert_eq!(overlapping(&factors(&["a.b.mean", "a.b"])), both("a.b.mean", "a.b"));
        assert_eq!(overlapping(&factors(&["a.b", "a.bc", "a.c"])), None);
    }
}
