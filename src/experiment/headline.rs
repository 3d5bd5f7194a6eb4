//! The numbers behind the one sentence a manager can repeat.

use serde::Serialize;

use std::collections::BTreeSet;

use super::answer::{Centre, Estimated, Range, ScenarioAnswer, Spread, Wider};
use super::compare::{Basis, Comparison, Difference};
use super::foreseen::nothing_in_common;
use super::overfull::{self, Overfull};
use super::precision::late_key;
use super::quantities::Unit;
use super::study::Named;
use crate::scenario::world::{Each, GroupSize, Scenario};
use crate::units::MONTH;

/// What the first sentence is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Headline {
    /// Name of the scenario it speaks of: the other of the first comparison, else the only one.
    pub scenario: String,
    /// Name of the base, when there is one.
    pub base: Option<String>,
    /// Title of the scenario.
    pub title: String,
    /// The one root cause that only the other scenario has, such as `the app`, where it is what the hours are of.
    pub cause: Option<String>,
    /// Size of the group that causes the difference, as `("monitored", 160)`, when exactly one group is new or
    /// nothing else raises the new causes.
    pub group: Option<(String, f64)>,
    /// Length of the counted period (months).
    pub months: f64,
    /// The leading number: extra officer-hours a month, or hours worked a month.
    pub hours: Option<Figure>,
    /// Which hours `hours` are, in a comparison.
    pub basis: Option<Basis>,
    /// The same as full-time posts.
    pub posts: Option<Figure>,
    /// Role whose posts are meant.
    pub posts_role: Option<String>,
    /// The busiest role, and its utilisation, for one scenario.
    pub busiest: Option<(String, Figure)>,
    /// What is watched for lateness.
    pub watched: Option<Watched>,
    /// The fullest role of the scenario, if it is asked for more hours than it has.
    pub overload: Option<Overfull>,
    /// Why the difference says little, when it does.
    pub doubt: Option<Doubt>,
    /// The leading numbers with the feedback of overload, where the file says what that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<super::FeedbackFigures>,
}

/// What makes a difference doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// No kind of work is in both scenarios.
    NothingInCommon,
    /// They begin on different days.
    DifferentStarts,
}

/// A number with its 90 % bands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// The expected value: over our ignorance where studied, else at the typical values.
    pub expected: f64,
    /// At the typical values.
    pub typical: Option<f64>,
    /// 90 % band of single outcomes by chance alone.
    pub chance: Option<Range>,
    /// 90 % band of single outcomes with ignorance.
    pub wider: Option<Range>,
    /// Confidence interval for `expected`.
    pub confidence: Option<Range>,
    /// Unit.
    pub unit: Unit,
}

impl Figure {
    /// The widest band that was studied.
    #[must_use]
    pub fn band(&self) -> Option<Range> {
        self.wider.or(self.chance)
    }

    /// The same number, so many times as large.
    #[must_use]
    pub fn times(self, by: f64) -> Self {
        let range = |range: Range| Range { low: range.low * by, high: range.high * by };
        Self {
            expected: self.expected * by,
            typical: self.typical.map(|typical| typical * by),
            chance: self.chance.map(range),
            wider: self.wider.map(range),
            confidence: self.confidence.map(range),
            unit: self.unit,
        }
    }
}

/// Lateness of the watched kind of work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Watched {
    /// Kind; `None` for all kinds with a due date.
    pub kind: Option<String>,
    /// Days past due after which a task counts as late.
    pub late_after_days: f64,
    /// Late a month in the base, when there is one.
    pub base_a_month: Option<f64>,
    /// Late a month in the scenario.
    pub a_month: Option<f64>,
    /// Name of the most severe risk level that has any number under management.
    pub severest_level: Option<String>,
    /// Late a month at that level.
    pub severest_a_month: Option<f64>,
}

/// The headline of a run, or of one of the comparisons.
pub(super) fn headline(
    named: &[Named],
    answers: &[ScenarioAnswer],
    comparisons: &[Comparison],
    other: usize,
) -> Headline {
    let first = comparisons.get(other);
    let index = first.map_or(0, |_| other + 1).min(named.len().saturating_sub(1));
    let scenario = &named[index].scenario;
    let answer = &answers[index];
    let base = first.and_then(|_| answers.first());
    let busiest = busiest(answer);
    Headline {
        scenario: named[index].name.clone(),
        base: base.map(|b| b.name.clone()),
        title: scenario.title.clone(),
        cause: first.and_then(Comparison::cause).cloned(),
        group: first.filter(|c| c.posts.basis == Basis::Caused).and_then(|c| group(scenario, &c.new_causes)),
        months: scenario.horizon.0 as f64 / MONTH as f64,
        hours: match first {
            Some(comparison) => comparison.posts.hours_a_month.as_ref().and_then(of_difference),
            None => answer.quantity("hours a month.total").and_then(of_estimate),
        },
        basis: first.map(|c| c.posts.basis),
        posts: first.and_then(|c| c.posts.full_time.as_ref()).and_then(of_difference),
        posts_role: first.and_then(|c| c.posts.role.clone()),
        busiest,
        watched: watched(scenario, answer, base),
        overload: overfull::fullest(scenario, answer),
        doubt: first.and_then(|_| doubt(&named[0].scenario, scenario)),
        feedback: super::overload::figures(scenario, answer, first),
    }
}

fn doubt(base: &Scenario, other: &Scenario) -> Option<Doubt> {
    if nothing_in_common(base, other) {
        return Some(Doubt::NothingInCommon);
    }
    (base.starts != other.starts).then_some(Doubt::DifferentStarts)
}

/// The role with the highest load, and how much of its hours are worked.
fn busiest(answer: &ScenarioAnswer) -> Option<(String, Figure)> {
    let loads = answer.loads.iter().filter_map(|load| load.load.map(|value| (value, &load.role)));
    let (_, role) = loads.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let figure = of_estimate(answer.quantity(&format!("utilisation.{role}"))?)?;
    Some((role.clone(), figure))
}

/// The one group to whose members or devices the new causes' work is raised, with its size.
fn group(scenario: &Scenario, causes: &[String]) -> Option<(String, f64)> {
    let raised = scenario.kinds.iter().filter(|kind| {
        let cause = kind.cause.and_then(|c| scenario.causes.get(c));
        kind.raised.is_some() && cause.is_some_and(|c| causes.contains(c))
    });
    let groups: BTreeSet<Option<usize>> = raised
        .map(|kind| match kind.raised.as_ref().map(|raised| raised.each) {
            Some(Each::Member(group) | Each::Device(group)) => Some(group),
            _ => None,
        })
        .collect();
    let only = groups.first().copied().flatten().filter(|_| groups.len() == 1)?;
    let group = scenario.groups.get(only)?;
    let size = match &group.size {
        GroupSize::Number(number) => number.typical,
        GroupSize::Share(share) if group.of.is_none() && group.levels.is_empty() => {
            share.typical * scenario.offenders.number.typical
        }
        GroupSize::Share(_) => return None,
    };
    Some((group.name.clone(), size))
}

fn watched(scenario: &Scenario, answer: &ScenarioAnswer, base: Option<&ScenarioAnswer>) -> Option<Watched> {
    let key = late_key(scenario)?;
    let name = key.strip_prefix("late.").unwrap_or("total");
    let months = scenario.horizon.0.max(1) as f64 / MONTH as f64;
    let a_month = |of: &ScenarioAnswer, key: &str| of.quantity(key).and_then(Estimated::expected).map(|x| x / months);
    let kind = scenario.kinds.iter().find(|kind| kind.name == name);
    let shares = scenario.offenders.shares_at(&crate::scenario::world::Point::Typical);
    // One level for all is none to be named.
    let levels = scenario.offenders.levels.iter().filter(|_| scenario.offenders.levels.len() > 1);
    let severest = levels.zip(shares).find(|(_, share)| *share > 0.0).map(|(l, _)| l);
    Some(Watched {
        kind: kind.map(|kind| kind.name.clone()),
        late_after_days: kind.map_or(0.0, |kind| kind.late_after.days()),
        base_a_month: base.and_then(|base| a_month(base, &key)),
        a_month: a_month(answer, &key),
        severest_a_month: severest.and_then(|level| a_month(answer, &format!("{key}.{level}"))),
        severest_level: severest.cloned(),
    })
}

pub(super) fn of_difference(of: &Difference) -> Option<Figure> {
    Some(figure(of.expected()?, of.centre, of.spread, of.wider, of.quantity.unit))
}

pub(super) fn of_estimate(of: &Estimated) -> Option<Figure> {
    Some(figure(of.expected()?, of.centre, of.spread, of.wider, of.quantity.unit))
}

/// What the sentence needs of an estimate or a difference; its confidence is that of the number it leads with.
fn figure(expected: f64, centre: Option<Centre>, spread: Option<Spread>, wider: Option<Wider>, unit: Unit) -> Figure {
    Figure {
        expected,
        typical: centre.map(|c| c.mean),
        chance: spread.map(|s| Range { low: s.p5.value, high: s.p95.value }),
        wider: wider.map(|w| w.outcome),
        confidence: wider.map_or_else(|| centre.and_then(|c| c.confidence), |w| w.confidence),
        unit,
    }
}
