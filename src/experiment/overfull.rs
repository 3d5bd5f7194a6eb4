//! A role that is asked for more hours than it has: how many, and whether its open work grows for it.
//!
//! What a load says is expected of the whole period. A peak at the start, worked off later, brings it over one as a lasting want of
//! people does; which of them it is only the simulated months say.

use serde::Serialize;

use super::answer::{Estimated, ScenarioAnswer};
use super::ladder::{asks, is_bounded};
use super::warning::{CallOuts, Warning};
use crate::scenario::world::{By, Kind, Point, Scenario};
use crate::units::YEAR;

/// By how much open work must be more at the end than before, to be called growing.
const MORE: f64 = 1.02;

/// The fullest role, where more is asked of it than it has hours for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overfull {
    /// Role.
    pub role: String,
    /// Hours asked for each hour there is.
    pub load: f64,
    /// Whether its open or overdue work grows to the end of the simulated months; `None` where they do not say.
    pub grows: Option<bool>,
    /// Whether hours of call-outs are among those there are; they are where they could bring the load to one.
    pub call_outs: bool,
}

/// The fullest role of a scenario, if it has too much to do.
pub(super) fn fullest(scenario: &Scenario, answer: &ScenarioAnswer) -> Option<Overfull> {
    let own = answer.loads.iter().enumerate().filter(|(role, _)| !is_bounded(scenario, *role));
    let loads = own.filter_map(|(index, own)| Some((index, own, load(scenario, answer, index)?)));
    let (index, own, load) = loads.filter(|(_, _, load)| *load > 1.0).max_by(|a, b| a.2.total_cmp(&b.2))?;
    let grows = grows(scenario, answer, index);
    Some(Overfull { role: own.role.clone(), load, grows, call_outs: own.hangs_on_call_outs() })
}

/// The load of a role. Where outcomes change offenders, hours asked for are those that came up in the simulation and not those of the
/// start. Hours called out are hours that there were, and what is given back for them was not there; they are
/// counted where they can tell whether the hours suffice, so that elsewhere one number stands in all places.
fn load(scenario: &Scenario, answer: &ScenarioAnswer, role: usize) -> Option<f64> {
    let own = answer.loads.get(role)?;
    let a_year = YEAR as f64 / (answer.days * crate::units::DAY as f64).max(1.0);
    let arisen = own.at_start.then(|| arisen(scenario, answer, role)).flatten().map(|hours| hours * a_year);
    if !own.hangs_on_call_outs() && arisen.is_none() {
        return own.load;
    }
    let expected = |key: &str| answer.quantity(&format!("{key}.{}", own.role)).and_then(Estimated::expected);
    let called = if own.hangs_on_call_outs() { expected("called out")? - expected("given back")? } else { 0.0 };
    let there = own.available? + called * a_year;
    Some(arisen.unwrap_or(own.asked) / there).filter(|load| load.is_finite())
}

/// Hours asked of a role by the work that arose in the simulation, at the typical values: of each kind its part of them.
fn arisen(scenario: &Scenario, answer: &ScenarioAnswer, role: usize) -> Option<f64> {
    let hours = |kind: &Kind| {
        let found = answer.quantity(&format!("demand.kind.{}", kind.name))?;
        Some(found.centre.map_or_else(|| found.expected(), |centre| Some(centre.mean))? * part(scenario, kind, role))
    };
    scenario.kinds.iter().filter(|kind| asks(kind, role)).map(hours).sum()
}

/// Part of the hours of a kind of work that is asked of a role: a crew of several roles counts for the one it prefers.
fn part(scenario: &Scenario, kind: &Kind, role: usize) -> f64 {
    let shares = scenario.offenders.shares_at(&Point::Typical);
    let mean = |effort: &crate::scenario::world::ByLevel<crate::scenario::world::Duration>| -> f64 {
        let at = |level: usize| effort.get(level).or_else(|| effort.get(0)).map_or(0.0, |e| e.mean(&Point::Typical));
        if shares.is_empty() { at(0) } else { shares.iter().enumerate().map(|(level, share)| share * at(level)).sum() }
    };
    let lead = mean(&kind.effort);
    let leads = matches!(kind.by, By::Role(r) | By::Holder(r) if r == role);
    let (mut own, mut all) = (if leads { lead } else { 0.0 }, lead);
    for crew in &kind.with {
        let chance = crew.chance.as_ref().map_or(1.0, |chance| chance.typical);
        let hours = f64::from(crew.people) * chance * crew.effort.as_ref().map_or(lead, &mean);
        all += hours;
        own += if crew.roles.first() == Some(&role) { hours } else { 0.0 };
    }
    if all > 0.0 { own / all } else { f64::from(u8::from(leads)) }
}

/// Puts into the warnings of one scenario what only its simulation says.
pub(super) fn learn(scenario: &Scenario, answer: &ScenarioAnswer, warnings: &mut Vec<Warning>) {
    let mut warned = Vec::new();
    warnings.retain_mut(|warning| {
        let Warning::Overload { scenario: of, role, load: said, with_call_outs, grows: known, at_start, .. } = warning
        else {
            return true;
        };
        let Some(index) = answer.loads.iter().position(|own| own.role == *role).filter(|_| *of == answer.name) else {
            return true;
        };
        warned.push(index);
        *known = grows(scenario, answer, index);
        if (with_call_outs.is_some() || *at_start)
            && let Some(load) = load(scenario, answer, index)
        {
            *said = load;
            *with_call_outs = with_call_outs.map(|_| CallOuts::Counted);
            *at_start = false;
        }
        *said > 1.0
    });
    // What was not so at the start came about.
    for (index, own) in answer.loads.iter().enumerate().filter(|(index, own)| own.at_start && !warned.contains(index)) {
        if let Some(load) = load(scenario, answer, index).filter(|load| *load > 1.0 && !is_bounded(scenario, index)) {
            warnings.push(Warning::Overload {
                scenario: answer.name.clone(),
                role: own.role.clone(),
                load,
                with_call_outs: None,
                grows: grows(scenario, answer, index),
                at_start: false,
                overtime: super::ladder::has_overtime(scenario, index),
            });
        }
    }
}

/// Whether the open work of a role, or what is overdue of it, is more at the end of the period than it was at the end of the
/// first month and halfway. Of one month, more than at the start.
fn grows(scenario: &Scenario, answer: &ScenarioAnswer, role: usize) -> Option<bool> {
    let kinds: Vec<&str> = scenario.kinds.iter().filter(|kind| asks(kind, role)).map(|kind| &*kind.name).collect();
    let ends = |what: &str| -> Vec<f64> {
        let series = kinds.iter().filter_map(|kind| answer.series(&format!("{what}.{kind}")));
        let mut sums = vec![Some(0.0); answer.months.len()];
        for one in series {
            for (sum, point) in sums.iter_mut().zip(&one.points) {
                *sum = sum.zip(point.centre).map(|(sum, centre)| sum + centre.mean);
            }
        }
        sums.into_iter().collect::<Option<Vec<f64>>>().unwrap_or_default()
    };
    let (mut open, overdue) = (ends("open"), ends("overdue"));
    if open.len() == 1 {
        let start = |kind: &&str| answer.quantity(&format!("open at start.{kind}")).and_then(Estimated::expected);
        open.insert(0, kinds.iter().filter_map(start).sum());
    }
    let last = *open.last()?;
    let more = |ends: &[f64], last: f64| {
        let before = ends[0].max(ends[(ends.len() - 1) / 2]);
        ends.len() > 1 && last > before * MORE && last > before + 0.5
    };
    Some(more(&open, last) || overdue.last().is_some_and(|last| more(&overdue, *last)))
}
