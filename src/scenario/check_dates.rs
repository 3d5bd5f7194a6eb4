//! Dates outside the run: nothing comes of what they are said of, which a reader of the answer must know.

use super::check::Note;
use super::diagnostic::Severity;
use super::world::{AbsenceWhen, Kind, Pattern, Role, Scenario};
use crate::units::{Instant, YEAR, counted};

/// When something can have an effect: from the first instant up to, and without, the second.
type Reach = (Instant, Instant);

/// All checks. Steps of a rate are looked at as they are read, where each still has its place.
pub(super) fn all(scenario: &Scenario, note: &mut Note<'_>) {
    let run = (Instant::ZERO - scenario.warm_up, scenario.horizon);
    let mut say = |path: &str, message: String| {
        let help = "nothing comes of it: give another date, or simulate the time that it is in".to_owned();
        note(Severity::Warning, "no-effect", path, message, help);
    };
    scenario.kinds.iter().for_each(|kind| work(kind, run, &mut say));
    scenario.roles.iter().for_each(|role| staff(role, run, &mut say));
    for group in &scenario.groups {
        if let Some(when) = group.joins.as_ref().and_then(|joins| outside(run, Some(joins.from), None)) {
            say(&format!("group.{}.joins.from", group.name), format!("joining `{}` {when}", group.name));
        }
    }
    absences(scenario, run, &mut say);
    money(scenario, &mut say);
}

/// That a time lies outside the reach, in words; nothing where it does not.
fn outside(reach: Reach, from: Option<Instant>, until: Option<Instant>) -> Option<&'static str> {
    match (from, until) {
        (Some(from), _) if from >= reach.1 => Some("begins after the end of the period"),
        (_, Some(until)) if until <= reach.0 => Some("ends before the run begins"),
        _ => None,
    }
}

/// That some of a list of moments come after the end, in words; nothing where none do.
fn after_the_end(moments: impl Iterator<Item = Instant>, run: Reach) -> Option<String> {
    let (late, all) = moments.fold((0, 0), |(late, all), at| (late + u64::from(at >= run.1), all + 1));
    let of = if late == all { counted(all, "moment", "moments") } else { format!("{late} of {all} moments") };
    let lie = if late == 1 { "lies" } else { "lie" };
    (late > 0).then(|| format!("{of} {lie} after the end of the period"))
}

fn work(kind: &Kind, run: Reach, say: &mut dyn FnMut(&str, String)) {
    let path = format!("work.{}", kind.name);
    for branch in &kind.then {
        if let Some(when) = outside(run, branch.from, branch.until) {
            let key = if branch.from.is_some_and(|from| from >= run.1) { "from" } else { "until" };
            let message = format!("the outcome `{}` of `{}` {when}", branch.name, kind.name);
            say(&format!("{path}.then.{}.{key}", branch.name), message);
        }
    }
    let Some(raised) = &kind.raised else { return };
    if raised.until.is_some_and(|until| until <= run.0) {
        say(&format!("{path}.raised.until"), format!("what raises `{}` ends before the run begins", kind.name));
    }
    match &raised.pattern {
        Pattern::Cycle { first: Some(first), .. } if *first >= run.1 => {
            let message = format!("the first of `{}` comes after the end of the period", kind.name);
            say(&format!("{path}.raised.first"), message);
        }
        Pattern::At(entries) => {
            if let Some(lie) = after_the_end(entries.iter().map(|entry| entry.at), run) {
                say(&format!("{path}.raised.at"), format!("`{}`: {lie}", kind.name));
            }
        }
        _ => {}
    }
}

fn staff(role: &Role, run: Reach, say: &mut dyn FnMut(&str, String)) {
    for staff in role.staff.iter().filter(|staff| staff.until.is_some_and(|until| until <= run.0)) {
        let message = format!("`{}` leave their posts before the run begins", staff.name);
        say(&format!("staff.{}.until", staff.name), message);
    }
    let named = role.staff.first().map_or(&role.name, |staff| &staff.name);
    for (_, most) in role.most_held_later.iter().filter(|(from, _)| *from >= run.1) {
        let message = format!(
            "the limit of {} offenders for each `{}` begins after the end of the period",
            most.typical, role.name
        );
        say(&format!("staff.{named}.most_held_later"), message);
    }
}

fn absences(scenario: &Scenario, run: Reach, say: &mut dyn FnMut(&str, String)) {
    for absence in &scenario.absences {
        let path = format!("absence.{}", absence.name);
        match &absence.when {
            AbsenceWhen::Every { first: Some(first), .. } if *first >= run.1 => {
                say(
                    &format!("{path}.first"),
                    format!("the first `{}` comes after the end of the period", absence.name),
                );
            }
            AbsenceWhen::At(moments) => {
                if let Some(lie) = after_the_end(moments.iter().copied(), run) {
                    say(&format!("{path}.at"), format!("`{}`: {lie}", absence.name));
                }
            }
            AbsenceWhen::Planned(leave) => {
                let apart = leave.not_between.iter().find_map(|(from, until)| outside(run, Some(*from), Some(*until)));
                if let Some(when) = apart {
                    let message = format!("a time in which there is no `{}` {when}", absence.name);
                    say(&format!("{path}.not_between"), message);
                }
            }
            _ => {}
        }
    }
}

/// Costs and grants tell of the year after the period too.
fn money(scenario: &Scenario, say: &mut dyn FnMut(&str, String)) {
    let Some(money) = &scenario.money else { return };
    let reach = (Instant::ZERO, Instant(scenario.horizon.0.saturating_add(YEAR)));
    let when = |from: Option<Instant>, until: Option<Instant>| match outside(reach, from, until)? {
        "ends before the run begins" => Some("ends before the period begins"),
        _ => Some("begins more than a year after the end of the period"),
    };
    for cost in &money.costs {
        if let Some(when) = when(cost.from, cost.until) {
            say(&format!("cost.{}", cost.name), format!("the cost `{}` {when}", cost.name));
        }
    }
    for grant in &money.grants {
        if let Some(when) = when(Some(grant.from), Some(grant.until)) {
            say(&format!("grant.{}", grant.name), format!("the grant `{}` {when}", grant.name));
        }
    }
}
