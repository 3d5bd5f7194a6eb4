//! A role that is asked for more hours than it has: how many, and whether its open work grows for it.
//!
//! What a load says is expected of the whole period. A peak at the start, worked off later, brings it over one as a lasting want of
//! people does; which of them it is only the simulated months say.

use serde::Serialize;

use super::answer::{Estimated, ScenarioAnswer};
use super::ladder::{RoleLoad, asks, is_bounded};
use super::warning::{CallOuts, Warning};
use crate::scenario::world::Scenario;
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
    let loads = own.filter_map(|(index, own)| Some((index, own, load(answer, own)?)));
    let (index, own, load) = loads.filter(|(_, _, load)| *load > 1.0).max_by(|a, b| a.2.total_cmp(&b.2))?;
    let grows = grows(scenario, answer, index);
    Some(Overfull { role: own.role.clone(), load, grows, call_outs: own.hangs_on_call_outs() })
}

/// The load of a role. Hours called out are hours that there were, and what is given back for them was not there; they are
/// counted where they can tell whether the hours suffice, so that elsewhere one number stands in all places.
fn load(answer: &ScenarioAnswer, own: &RoleLoad) -> Option<f64> {
    if !own.hangs_on_call_outs() {
        return own.load;
    }
    let expected = |key: &str| answer.quantity(&format!("{key}.{}", own.role)).and_then(Estimated::expected);
    let (more, less, there) = (expected("called out")?, expected("given back")?, own.available?);
    let a_year = YEAR as f64 / (answer.days * crate::units::DAY as f64).max(1.0);
    Some(own.asked / (there + (more - less) * a_year)).filter(|load| load.is_finite())
}

/// Puts into the warnings of one scenario what only its simulation says.
pub(super) fn learn(scenario: &Scenario, answer: &ScenarioAnswer, warnings: &mut Vec<Warning>) {
    warnings.retain_mut(|warning| {
        let Warning::Overload { scenario: of, role, load: said, with_call_outs, grows: known, .. } = warning else {
            return true;
        };
        let Some(index) = answer.loads.iter().position(|own| own.role == *role).filter(|_| *of == answer.name) else {
            return true;
        };
        *known = grows(scenario, answer, index);
        if with_call_outs.is_some()
            && let Some(load) = load(answer, &answer.loads[index])
        {
            (*said, *with_call_outs) = (load, Some(CallOuts::Counted));
        }
        *said > 1.0
    });
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
