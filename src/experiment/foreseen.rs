//! What can be known of a scenario before anything runs, and of two whether they can be compared.

use super::expected::Expected;
use super::ladder::{RoleLoad, has_overtime, is_bounded};
use super::study::{Named, Refusal};
use super::warning::{CallOuts, Warning};
use crate::scenario::world::{By, Each, Group, Kind, Pattern, Point, Raise, Raised, Role, Scenario};
use crate::units::{DAY, Instant};

/// Warnings that need no simulation. `loads` are those of [`loads`](super::ladder::loads).
#[must_use]
pub fn foreseen(name: &str, scenario: &Scenario, loads: &[RoleLoad]) -> Vec<Warning> {
    Expected::of(scenario).foreseen(name, loads)
}

/// As [`foreseen`], where so many tasks of each kind are expected a year.
pub(super) fn foreseen_of(name: &str, scenario: &Scenario, tasks: &[f64], loads: &[RoleLoad]) -> Vec<Warning> {
    let mut list = Vec::new();
    let arises = arises(scenario, tasks);
    let scenario_name = || name.to_owned();
    for (index, load) in loads.iter().enumerate() {
        let role = || load.role.clone();
        if let Some(value) = load.load.filter(|value| *value > 1.0 && !is_bounded(scenario, index)) {
            let less_duty = load.on_call.iter().any(|own| own.less_duty);
            let how = if less_duty { CallOuts::About } else { CallOuts::UpTo };
            list.push(Warning::Overload {
                scenario: scenario_name(),
                role: role(),
                load: value,
                with_call_outs: load.hangs_on_call_outs().then_some(how),
                grows: None,
                at_start: load.at_start,
                overtime: has_overtime(scenario, index),
            });
        }
        if let Some(span) = load.span.as_ref().filter(|span| span.is_exceeded()) {
            list.push(Warning::SpanExceeded { scenario: scenario_name(), role: role(), span: span.clone() });
        }
        let leads = |kind: &Kind| matches!(kind.by, By::Role(r) | By::Holder(r) if r == index);
        let leads_work = scenario.kinds.iter().zip(&arises).any(|(kind, arises)| leads(kind) && arises.is_some());
        if scenario.roles.get(index).is_some_and(|r| r.room == Some(0)) && leads_work {
            list.push(Warning::NoRoom { scenario: scenario_name(), role: role(), hours: load.asked });
        } else if load.load.is_none() && load.available == Some(0.0) && load.asked + load.backlog > 0.0 {
            let people: f64 = scenario.roles.get(index).map_or(0.0, people);
            let (scenario, role, hours) = (scenario_name(), role(), load.asked);
            list.push(if people > 0.0 {
                let in_post = load.posts.is_some_and(|posts| posts > 0.0);
                Warning::NoHoursForIt { scenario, role, hours, people, in_post }
            } else {
                Warning::NobodyToDoIt { scenario, role, hours }
            });
        } else if let Some((from, until, days)) = vacant(scenario, index, &arises) {
            let shown = |at: i64| moment(scenario, Instant(at));
            let (from, until) = (shown(from), shown(until));
            list.push(Warning::NobodyInPost { scenario: scenario_name(), role: role(), from, until, days });
        }
    }
    if scenario.steady_state && scenario.warm_up.0 == 0 {
        list.push(Warning::NoWarmUp { scenario: scenario_name() });
    }
    list
}

/// People of a role, in post or not.
fn people(role: &Role) -> f64 {
    role.staff.iter().filter_map(|staff| staff.people.as_ref()).map(|people| people.typical).sum()
}

/// A moment as the file would say it.
fn moment(scenario: &Scenario, at: Instant) -> String {
    match scenario.clock() {
        Some(clock) if scenario.nation.is_some() => clock.civil(at).date().to_string(),
        _ => format!("day {}", libm::round(at.0 as f64 / DAY as f64 * 10.0) / 10.0),
    }
}

/// Between which moments of the counted period each kind can arise (ms); `None` if it does not.
fn arises(scenario: &Scenario, tasks: &[f64]) -> Vec<Option<(i64, i64)>> {
    let end = scenario.horizon.0;
    let own = |index: usize, kind: &Kind| {
        let waiting = scenario.backlog.iter().any(|b| b.kind == index && b.number.typical > 0.0);
        let comes = |raised: &&Raised| {
            tasks.get(index).is_some_and(|n| *n > 0.0) || matches!(raised.pattern, Pattern::ChangeOfHolder)
        };
        let streams = kind.raised.as_ref().filter(comes).map(|raised| {
            let (joined, complete) = match raised.each {
                Each::Member(group) | Each::Device(group) => joinings(scenario, group),
                _ => (0, end),
            };
            let (first, last) = match &raised.pattern {
                Pattern::Cycle { first, .. } => (first.map_or(0, |f| f.0), end),
                Pattern::AtRandom(_) | Pattern::ChangeOfHolder => (0, end),
                // From the first time that somebody is taken there: found below.
                Pattern::ReturnFromCustody => (end, end),
                Pattern::At(log) => {
                    let moments = log.iter().map(|entry| entry.at.0);
                    (moments.clone().min().unwrap_or(0), moments.max().unwrap_or(0) + 1)
                }
                Pattern::Joining => (0, complete),
            };
            let (from, until) = (raised.from.map_or(0, |f| f.0), raised.until.map_or(end, |u| u.0));
            (first.max(from).max(joined).max(0), last.min(until).min(end))
        });
        let streams = streams.filter(|(from, until)| from < until);
        if waiting { Some((0, end)) } else { streams }
    };
    let mut arises: Vec<Option<(i64, i64)>> = scenario.kinds.iter().enumerate().map(|(i, kind)| own(i, kind)).collect();
    // What comes of other work comes after its first moment, and while the outcome that it comes of is one.
    let mut left: Vec<usize> = (0..arises.len()).filter(|&index| arises[index].is_some()).collect();
    while let Some(index) = left.pop() {
        let Some(begun) = arises[index] else { continue };
        for (raised, (from, until)) in comes_of(scenario, index, begun) {
            let wider = arises[raised].map_or((from, until), |(first, last)| (first.min(from), last.max(until)));
            if from < until && arises[raised] != Some(wider) {
                arises[raised] = Some(wider);
                left.push(raised);
            }
        }
    }
    arises
}

/// When members of a group begin to join it, and when all have who ever do; it and those that it is drawn from.
fn joinings(scenario: &Scenario, group: usize) -> (i64, i64) {
    let mut within = std::iter::successors(scenario.groups.get(group), |own| scenario.groups.get(own.of?));
    let ends = |own: &Group| own.joins.as_ref().map(|joins| joins.from.0 + libm::ceil(joins.over.typical) as i64 + 1);
    let begins = within.clone().filter_map(|own| Some(own.joins.as_ref()?.from.0)).max().unwrap_or(0);
    let complete = within.clone().filter_map(ends).max().unwrap_or(0);
    let by_work = scenario.outcomes_change_offenders();
    let later = by_work || scenario.offenders.move_by_themselves() || within.any(|own| own.at_most.is_some());
    (if by_work { 0 } else { begins }, if later { scenario.horizon.0 } else { complete })
}

/// The kinds of work that come of one that arises between two moments, each with the moments between which it can come.
fn comes_of(scenario: &Scenario, index: usize, (from, last): (i64, i64)) -> Vec<(usize, (i64, i64))> {
    let (kind, end) = (&scenario.kinds[index], scenario.horizon.0);
    // Work that takes nobody's time is finished as it arises; other work may wait.
    let done = if kind.by == By::NoOne { last } else { end };
    let by_when = |raise: &Raise, done: i64| if raise.after.is_some() { end } else { done };
    let mut list: Vec<_> = kind.raises.iter().map(|raise| (raise.kind, (from, by_when(raise, done)))).collect();
    for branch in kind.then.iter().filter(|branch| !branch.never(&Point::Typical)) {
        let from = branch.from.map_or(from, |at| from.max(at.0));
        let done = branch.until.map_or(done, |at| done.min(at.0));
        if from >= done {
            continue;
        }
        list.extend(branch.raises.iter().map(|raise| (raise.kind, (from, by_when(raise, done)))));
        if branch.custody().is_some() {
            for (returns, raised) in scenario.kinds.iter().enumerate() {
                let Some(raised) = raised.raised.as_ref().filter(|own| own.pattern == Pattern::ReturnFromCustody)
                else {
                    continue;
                };
                let (first, last) =
                    (raised.from.map_or(from, |at| from.max(at.0)), raised.until.map_or(end, |at| at.0));
                list.push((returns, (first, last.min(end))));
            }
        }
    }
    list
}

/// The first part of the period in which work comes for a role and nobody of it is in post, and the days of all such.
fn vacant(scenario: &Scenario, role: usize, arises: &[Option<(i64, i64)>]) -> Option<(i64, i64, f64)> {
    let needs = |kind: &Kind| {
        matches!(kind.by, By::Role(r) | By::Holder(r) if r == role) || kind.with.iter().any(|crew| crew.roles == [role])
    };
    let asked = scenario.kinds.iter().zip(arises).filter(|(kind, _)| needs(kind)).filter_map(|(_, arises)| *arises);
    let (from, until) = asked.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let staff = &scenario.roles.get(role)?.staff;
    // People without number are there whatever `from` and `until` say.
    if staff.iter().any(|s| s.people.is_none()) {
        return None;
    }
    let mut posts: Vec<(i64, i64)> = staff
        .iter()
        .filter(|s| s.people.as_ref().is_some_and(|people| people.typical > 0.0))
        .map(|s| (s.from.map_or(i64::MIN, |f| f.0), s.until.map_or(i64::MAX, |u| u.0)))
        .collect();
    posts.sort_unstable();
    let (mut covered, mut first, mut total) = (from, None, 0);
    for (begins, ends) in posts.into_iter().chain([(until, i64::MAX)]) {
        let begins = begins.min(until);
        if begins > covered {
            first = first.or(Some((covered, begins)));
            total += begins - covered;
        }
        covered = covered.max(ends);
    }
    first.map(|(a, b)| (a, b, total as f64 / DAY as f64))
}

/// Why two scenarios differ in more than the difference can bear: their lengths, or what is asked of them. A leap
/// day or a clock change apart, lengths are alike.
///
/// # Errors
/// Says in what they differ.
pub(super) fn refuse_unlike(base: &Named, other: &Named) -> Result<(), Refusal> {
    let (a, b) = (&base.scenario, &other.scenario);
    let (why, cure) = if a.steady_state != b.steady_state {
        let of = |named: &Named| if named.scenario.steady_state { "a long-run average" } else { "a period" };
        let why = format!("one asks for {} and the other for {}", of(base), of(other));
        (why, "Give both the same `analysis`")
    } else if (a.horizon.0 - b.horizon.0).abs() > DAY {
        let days = |named: &Named| libm::round(named.scenario.horizon.0 as f64 / DAY as f64 * 10.0) / 10.0;
        let why =
            format!("one covers {} days and the other {}, so that no total has its like", days(base), days(other));
        (why, "Give both the same `runs_for`")
    } else {
        return Ok(());
    };
    Err(Refusal::Unlike { base: base.name.clone(), other: other.name.clone(), why, cure })
}

/// Whether a new cause may be all that is new: staff and caseload come and go in both, or in neither.
pub(super) fn otherwise_alike(base: &Scenario, other: &Scenario) -> bool {
    let moves = |scenario: &Scenario| {
        let staff = scenario.roles.iter().flat_map(|role| &role.staff).any(|staff| staff.posts.any());
        let offenders = &scenario.offenders;
        [!scenario.absences.is_empty(), staff, offenders.joining.is_some(), offenders.leaving.is_some()]
    };
    moves(base) == moves(other)
}

/// Whether no kind of work is in both.
pub(super) fn nothing_in_common(base: &Scenario, other: &Scenario) -> bool {
    !base.kinds.iter().any(|kind| other.kinds.iter().any(|k| k.name == kind.name))
}
