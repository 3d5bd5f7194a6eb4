//! Three rungs: the ratio, the points, the simulation, each answering "does the work fit".

use std::collections::BTreeSet;

use serde::Serialize;

use super::answer::{Range, ScenarioAnswer};
use super::expected::Expected;
use super::span::{Span, span};
use super::stands_by::{StandsBy, stand_by};
use crate::scenario::build_up::build_up;
use crate::scenario::offered::Offered;
use crate::scenario::world::{By, Kind, Pattern, Point, Role, Scenario, Staff};

/// The three rungs for the role that holds offenders, or the busiest role.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ladder {
    /// Role it speaks of; `None` when the scenario has no role with a number of people.
    pub role: Option<String>,
    /// First rung.
    pub ratio: Option<Ratio>,
    /// Second rung.
    pub points: Option<Points>,
    /// Third rung.
    pub simulated: Option<Simulated>,
    /// One sentence for each rung present, on what it leaves out or why it differs.
    pub sentences: Vec<(Rung, String)>,
}

/// Which rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rung {
    /// Offenders per full-time holder.
    Ratio,
    /// Weight times cases over points available.
    Points,
    /// The simulation.
    Simulation,
}

/// Offenders per full-time holder.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ratio {
    /// Offenders under management.
    pub offenders: f64,
    /// Full-time posts that hold them, on average over the period.
    pub posts: f64,
    /// Offenders for each.
    pub per_post: f64,
    /// What it is compared with, from the file.
    pub benchmark: Option<f64>,
    /// Its ratio to the benchmark.
    pub of_benchmark: Option<f64>,
}

/// A sum in the manner of the Workload Measurement Tool: one point is one hour a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Points {
    /// Weight and cases of each risk level.
    pub levels: Vec<LevelWeight>,
    /// Points of work that concerns no offender in particular.
    pub team: f64,
    /// Points asked for.
    pub asked: f64,
    /// Points available.
    pub available: f64,
    /// Asked over available; `None` when none are available.
    pub load: Option<f64>,
}

/// Cases at one risk level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelWeight {
    /// Risk level.
    pub level: String,
    /// Expected hours a year for one offender.
    pub weight: f64,
    /// Offenders.
    pub cases: f64,
}

/// What the simulation says of the same role.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Simulated {
    /// Mean share of productive time worked.
    pub utilisation: Option<f64>,
    /// Its 90 % band of single outcomes, the widest studied.
    pub band: Option<Range>,
    /// Share of officer-weeks above 110 % of capacity.
    pub excessive_weeks: Option<f64>,
    /// Tasks overdue at the end, all kinds.
    pub overdue_at_end: Option<f64>,
}

/// Offered load of one role at the typical values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleLoad {
    /// Role.
    pub role: String,
    /// Hours asked for a year.
    pub asked: f64,
    /// Productive hours a year; `None` where people are unlimited.
    pub available: Option<f64>,
    /// Asked over available; `None` where people are unlimited or there are none.
    pub load: Option<f64>,
    /// People in post, full-time equivalents, on average over the period; `None` where unlimited.
    pub posts: Option<f64>,
    /// Hours of the work already waiting at the start, once.
    pub backlog: f64,
    /// Hours a year on the way, among those asked for; `None` where it does not travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel: Option<f64>,
    /// How many posts it supervises, where the file says whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// Who stands by outside its hours of duty: the hours of call-outs are among those asked for and not among those
    /// available.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on_call: Vec<StandsBy>,
    /// Whether outcomes change offenders, which the hours asked for leave out: they are those of everybody as at the start, or as
    /// they join.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub at_start: bool,
    /// Hours a year that call-outs could take at most: all its work that somebody is called out for. `None` where nobody is on call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_outs_at_most: Option<f64>,
}

impl RoleLoad {
    /// Whether its hours suffice or not hangs on how many hours people are called out.
    #[must_use]
    pub fn hangs_on_call_outs(&self) -> bool {
        let enough = |most: f64| self.available.is_some_and(|there| self.asked <= there + most);
        self.load.is_some_and(|load| load > 1.0) && self.call_outs_at_most.is_some_and(enough)
    }
}

/// Offered load and capacity of each role at the typical values, in the scenario's order; empty when work
/// raises itself without end.
#[must_use]
pub fn loads(scenario: &Scenario) -> Vec<RoleLoad> {
    Expected::of(scenario).loads()
}

/// As [`loads`], of expected work that is known.
pub(super) fn loads_of(scenario: &Scenario, offered: &Offered) -> Vec<RoleLoad> {
    let one = |(index, role): (usize, &Role)| RoleLoad {
        role: role.name.clone(),
        asked: offered.role_hours.get(index).copied().unwrap_or(0.0),
        available: offered.capacity_hours.get(index).copied().flatten(),
        load: offered.load(index).filter(|load| load.is_finite()),
        posts: posts(scenario, role),
        backlog: offered.backlog_hours.get(index).copied().unwrap_or(0.0),
        travel: offered.travel_hours.get(index).copied().filter(|hours| *hours > 0.0),
        span: span(scenario, index, offered),
        on_call: stand_by(scenario, role),
        at_start: scenario.outcomes_move_offenders(),
        call_outs_at_most: call_outs_at_most(scenario, index, offered),
    };
    scenario.roles.iter().enumerate().map(one).collect()
}

/// Hours a year of a role's own work that somebody is called out for.
fn call_outs_at_most(scenario: &Scenario, role: usize, offered: &Offered) -> Option<f64> {
    let on_call = scenario.roles.get(role)?.staff.iter().filter_map(|staff| staff.posts.on_call.as_ref());
    let kinds: BTreeSet<usize> = on_call.flat_map(|own| own.kinds.iter().copied()).collect();
    if kinds.is_empty() {
        return None;
    }
    let own = offered.by_role.get(role)?;
    Some(kinds.iter().filter_map(|&kind| own.kind_hours.get(kind)).sum())
}

/// People in post, full-time equivalents, with the vacancies of the start; a group that is there for part of the
/// period counts for that part. `None` where any group of the role is unlimited.
pub(super) fn posts(scenario: &Scenario, role: &Role) -> Option<f64> {
    let vacant = |s: &Staff| s.posts.vacant.as_ref().map_or(0.0, |vacant| vacant.typical);
    let filled = |s: &Staff| Some((s.people.as_ref()?.typical - vacant(s)).max(0.0) * s.full_time_share);
    role.staff.iter().map(|s| Some(filled(s)? * part_of_period(scenario, s))).sum::<Option<f64>>()
}

/// Share of the counted period between `from` and `until` of a group of staff.
fn part_of_period(scenario: &Scenario, staff: &Staff) -> f64 {
    let end = scenario.horizon.0.max(1);
    let from = staff.from.map_or(0, |from| from.0.clamp(0, end));
    let until = staff.until.map_or(end, |until| until.0.clamp(0, end));
    (until - from).max(0) as f64 / end as f64
}

/// Whether any of a role work overtime by a rule.
pub(super) fn has_overtime(scenario: &Scenario, role: usize) -> bool {
    scenario.roles.get(role).is_some_and(|r| r.staff.iter().any(|s| s.posts.overtime.is_some()))
}

/// Whether a role's work cannot pile up without end: there is no room for it, it lapses, or it comes from people
/// who raise one at a time.
pub(super) fn is_bounded(scenario: &Scenario, role: usize) -> bool {
    let one_at_a_time = |kind: &Kind| {
        let pattern = kind.raised.as_ref().map(|raised| &raised.pattern);
        matches!(pattern, Some(Pattern::AtRandom(random)) if random.one_at_a_time)
    };
    scenario.roles.get(role).is_some_and(|r| r.room.is_some())
        || scenario
            .kinds
            .iter()
            .filter(|kind| asks(kind, role))
            .all(|kind| kind.lapses_after.is_some() || one_at_a_time(kind))
}

/// Whether a role leads a kind of work, or goes along.
pub(super) fn asks(kind: &Kind, role: usize) -> bool {
    matches!(kind.by, By::Role(r) | By::Holder(r) if r == role) || kind.with.iter().any(|c| c.roles.contains(&role))
}

/// The role the ladder speaks of: the one that holds offenders, else the busiest with a number of people.
fn role_of(scenario: &Scenario, loads: &[RoleLoad]) -> Option<usize> {
    scenario.roles.iter().position(|role| role.holds).or_else(|| {
        let busy = loads.iter().enumerate().filter_map(|(i, load)| load.load.map(|value| (i, value)));
        busy.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(i, _)| i)
    })
}

/// Name of the ladder's role and the productive hours a year of one full-time post of it: where the file has
/// absences, what these leave.
pub(super) fn post_hours(scenario: &Scenario) -> Option<(String, f64)> {
    let role = scenario.roles.get(role_of(scenario, &loads(scenario))?)?;
    let staff = role.staff.iter().find(|s| s.people.is_some()).or(role.staff.first())?;
    let left = build_up(scenario, &Point::Typical).into_iter().find(|own| own.role == role.name);
    let hours = match left.filter(|own| !own.absences.is_empty()) {
        Some(own) => own.productive,
        None => staff.productive_hours(scenario, &scenario.clock()?, &Point::Typical),
    };
    hours.is_finite().then(|| (role.name.clone(), hours))
}

/// The three rungs, the third from an answer whose quantities are filled in.
pub(super) fn ladder(scenario: &Scenario, answer: &ScenarioAnswer) -> Ladder {
    let Some(index) = role_of(scenario, &answer.loads) else { return Ladder::default() };
    let Some(role) = scenario.roles.get(index) else { return Ladder::default() };
    let ratio = ratio(scenario, role);
    let points = Expected::of(scenario).offered().and_then(|offered| points(scenario, index, offered));
    let simulated = simulated(role, answer);
    let mut sentences = Vec::new();
    if ratio.is_some() {
        let text = "The ratio counts people: it does not know their risk, what a visit takes, or who goes along.";
        sentences.push((Rung::Ratio, text.to_owned()));
    }
    if points.is_some() {
        let start = if scenario.outcomes_move_offenders() { ", with everybody as at the start" } else { "" };
        let text = format!(
            "The points add up the hours all work is expected to take{start}, as if it came evenly and could wait for ever."
        );
        sentences.push((Rung::Points, text));
    }
    if simulated.is_some() {
        let text = "The simulation lets the same work arrive by chance, on shifts, with due dates and priorities, so it shows what \
                    is late although the hours suffice, and what is left undone when they do not.";
        sentences.push((Rung::Simulation, text.to_owned()));
    }
    Ladder { role: Some(role.name.clone()), ratio, points, simulated, sentences }
}

/// The first two rungs, which need no simulation.
#[must_use]
pub fn preview(scenario: &Scenario) -> Ladder {
    Expected::of(scenario).ladder()
}

/// As [`preview`], of expected work that is known.
pub(super) fn preview_of(scenario: &Scenario, offered: &Offered, loads: &[RoleLoad]) -> Ladder {
    let Some((index, role)) = role_of(scenario, loads).and_then(|i| Some((i, scenario.roles.get(i)?))) else {
        return Ladder::default();
    };
    let (ratio, points) = (ratio(scenario, role), points(scenario, index, offered));
    Ladder { role: Some(role.name.clone()), ratio, points, simulated: None, sentences: Vec::new() }
}

fn ratio(scenario: &Scenario, role: &Role) -> Option<Ratio> {
    let (offenders, posts) = (scenario.offenders.number.typical, posts(scenario, role)?);
    if !role.holds || posts <= 0.0 {
        return None;
    }
    let benchmark = scenario.answers.benchmark_ratio.as_ref().map(|n| n.typical).filter(|n| *n > 0.0);
    let per_post = offenders / posts;
    Some(Ratio { offenders, posts, per_post, benchmark, of_benchmark: benchmark.map(|b| per_post / b) })
}

fn points(scenario: &Scenario, role: usize, offered: &Offered) -> Option<Points> {
    let own = offered.by_role.get(role)?;
    let available = offered.capacity_hours.get(role).copied().flatten()?;
    let each = scenario.offenders.levels.iter().zip(&offered.offenders).zip(&own.per_offender);
    let levels: Vec<LevelWeight> = each
        .filter_map(|((level, &cases), weight)| {
            let weight = (*weight)?;
            Some(LevelWeight { level: level.clone(), weight, cases })
        })
        .collect();
    let asked = own.team_hours + levels.iter().map(|l| l.weight * l.cases).sum::<f64>();
    let load = (available > 0.0).then(|| asked / available);
    Some(Points { levels, team: own.team_hours, asked, available, load })
}

fn simulated(role: &Role, answer: &ScenarioAnswer) -> Option<Simulated> {
    let utilisation = answer.quantity(&format!("utilisation.{}", role.name))?;
    let expected = |key: &str| answer.quantity(key).and_then(super::Estimated::expected);
    Some(Simulated {
        utilisation: utilisation.expected(),
        band: utilisation.band(),
        excessive_weeks: expected(&format!("excessive weeks.{}", role.name)),
        overdue_at_end: expected("overdue at end.total"),
    })
}
