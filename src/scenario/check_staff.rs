//! What no single value can answer about staff: leave that has no place, people who never come, bounds.

use super::check::Note;
use super::diagnostic::Severity;
use super::world::{Absence, AbsenceWhen, By, Pattern, Point, Role, Scenario, Staff};
use crate::units::{HOUR, Instant, WEEK, YEAR};

/// Most spells and newcomers of one replication that a file may ask for, expected.
const MOST: f64 = 1_000_000.0;

/// All checks.
pub(super) fn all(scenario: &Scenario, note: &mut Note<'_>) {
    changes_of_manager(scenario, note);
    places(scenario, note);
    spans(scenario, note);
    circles(scenario, note);
    limits(scenario, note);
    held_at_start(scenario, note);
    feedback(scenario, note);
    let years = (scenario.horizon.0 + scenario.warm_up.0) as f64 / YEAR as f64;
    let mut expected = 0.0;
    for (index, absence) in scenario.absences.iter().enumerate() {
        expected += spells_a_year(scenario, absence) * years * more_often(scenario, index);
        room_for_leave(scenario, absence, note);
        if absence.roles.is_empty() {
            let message = format!("`{}` concerns nobody: no role has a number of people", absence.name);
            let help = "leave it out, or give a role a number of people".to_owned();
            note(Severity::Warning, "no-effect", &format!("absence.{}", absence.name), message, help);
        }
        if let (AbsenceWhen::AtRandom(rate), Some(lasts)) = (&absence.when, &absence.lasts)
            && rate.typical > 1.0 / HOUR as f64
        {
            let message = format!("`{}` begins more than once an hour (`{}`)", absence.name, rate.written);
            let help = format!(
                "say how often a spell of `{}` begins, not how much of the time it takes",
                lasts.centre.written
            );
            note(Severity::Error, "limit", &format!("absence.{}.at_random", absence.name), message, help);
        }
    }
    for role in &scenario.roles {
        for staff in &role.staff {
            let people = staff.people.as_ref().map_or(0.0, |people| people.typical);
            let Some(leaving) = &staff.posts.leaving else { continue };
            if leaving.typical > 1.0 / WEEK as f64 && staff.posts.recruitment.is_empty() {
                let message =
                    format!("people of `{}` leave after less than a week on average, and nobody follows", staff.name);
                let help = "write a rate per person, such as \"0.06 per person per year\"".to_owned();
                note(Severity::Warning, "order", &format!("staff.{}.leaving", staff.name), message, help);
            }
            let times = scenario.feedback.as_ref().and_then(|feedback| feedback.leaving.as_ref());
            expected += people * leaving.typical * times.map_or(1.0, |times| times.typical) * YEAR as f64 * years;
        }
    }
    if expected > MOST {
        let message = format!(
            "about {expected:.0} spells of absence and changes of people are to be drawn, and the most is {MOST}"
        );
        let help = "simulate a shorter period, or put rare long spells for frequent short ones".to_owned();
        note(Severity::Error, "limit", "absence", message, help);
    }
}

/// How many are held at the start, in all, beside how many there are: where they differ all are given out in these proportions.
fn held_at_start(scenario: &Scenario, note: &mut Note<'_>) {
    let there = scenario.offenders.number.typical;
    for role in &scenario.roles {
        let says = |staff: &&Staff| !staff.held_at_start.is_empty();
        let Some(first) = role.staff.iter().find(says) else { continue };
        let held: f64 = role.staff.iter().flat_map(|staff| &staff.held_at_start).map(|&number| f64::from(number)).sum();
        // A few may have no manager yet, as a sheet counts them.
        if (held - there).abs() > 0.05 * there {
            let message = format!(
                "`held_at_start` of `{}` adds up to {held}, and {there} offenders are managed at the start: all of these are given out, \
                 in those proportions",
                role.name
            );
            let help = "make the numbers add up to `offenders.number`, or leave them as proportions".to_owned();
            note(Severity::Warning, "sum", &format!("staff.{}.held_at_start", first.name), message, help);
        }
    }
}

/// How many times as often an absence may come at most.
fn more_often(scenario: &Scenario, absence: usize) -> f64 {
    let sickness = scenario.feedback.as_ref().and_then(|feedback| feedback.sickness.as_ref());
    sickness.filter(|sickness| sickness.absences.contains(&absence)).map_or(1.0, |sickness| sickness.times.typical)
}

/// Overload that does nothing to anybody.
fn feedback(scenario: &Scenario, note: &mut Note<'_>) {
    let Some(feedback) = &scenario.feedback else { return };
    let grows = scenario.kinds.iter().any(|kind| kind.lateness.is_some());
    if feedback.sickness.is_none() && feedback.leaving.is_none() && !grows {
        let message = "overload does nothing: nobody falls ill or leaves more often, and no work grows when it is late";
        let help = "give `sickness` or `leaving`, or leave [overload] out".to_owned();
        note(Severity::Warning, "no-effect", "overload", message.to_owned(), help);
    }
    if i64::from(feedback.weeks) * WEEK >= scenario.horizon.0 {
        let message = format!("nobody is overloaded for {} weeks in a period that is no longer", feedback.weeks);
        let help = "shorten `for`, or simulate a longer period".to_owned();
        note(Severity::Warning, "no-effect", "overload.for", message, help);
    }
}

/// Fewer places than offenders: some have no manager from the start, although every post is filled.
fn places(scenario: &Scenario, note: &mut Note<'_>) {
    let start = Instant(-scenario.warm_up.0);
    let Some(role) = scenario.roles.iter().find(|role| role.bounds_held()) else { return };
    let Some(most) = role.most_held_at(start, &Point::Typical) else { return };
    let there = |staff: &&Staff| staff.from.is_none_or(|from| from <= start);
    let of = |staff: &Staff| {
        let each = libm::floor(f64::from(most) * staff.full_time_share + 1e-9).max(1.0);
        staff.people.as_ref().map_or(f64::INFINITY, |people| libm::round(people.typical) * each)
    };
    let (places, offenders) = (role.staff.iter().filter(there).map(of).sum::<f64>(), scenario.offenders.number.typical);
    if places < offenders {
        let message = format!(
            "all posts of `{}` together hold {places} of the {offenders} offenders at the start, so that the others have no manager",
            role.name
        );
        let help =
            "raise `most_held`, or add posts; if it is meant so, work for the holder of the others is for anyone"
                .to_owned();
        let later = role.most_held_later.iter().any(|(from, _)| *from <= start);
        let key = if later { "most_held_later" } else { "most_held" };
        let named = role.staff.first().map_or("", |staff| staff.name.as_str());
        note(Severity::Warning, "range", &format!("staff.{named}.{key}"), message, help);
    }
}

/// A limit to what one person holds wants a number of persons.
fn limits(scenario: &Scenario, note: &mut Note<'_>) {
    for role in scenario.roles.iter().filter(|role| role.bounds_held()) {
        if let Some(staff) = role.staff.iter().find(|staff| staff.people.is_none()) {
            let key = if role.most_held.is_some() { "most_held" } else { "most_held_later" };
            let message =
                format!("`{}` are without number, so that a limit to what one of them holds does nothing", staff.name);
            let help = format!("say how many people there are, or leave `{key}` out");
            note(Severity::Warning, "no-effect", &path_of(role, key), message, help);
        }
    }
}

/// A change of manager wants someone who is one.
fn changes_of_manager(scenario: &Scenario, note: &mut Note<'_>) {
    for kind in &scenario.kinds {
        if kind.raised.as_ref().is_none_or(|raised| raised.pattern != Pattern::ChangeOfHolder) {
            continue;
        }
        let path = format!("work.{}.raised.on", kind.name);
        let holding = scenario.roles.iter().find(|role| role.holds);
        match holding {
            None => {
                let message = "no role holds offenders, so no manager changes".to_owned();
                note(
                    Severity::Error,
                    "holder",
                    &path,
                    message,
                    "say holds = \"offenders\" of one [[staff]]".to_owned(),
                );
            }
            Some(role) if role.pooled => {
                let message = format!(
                    "`{}` never arises: the offenders are held by all of `{}` together, so no manager changes",
                    kind.name, role.name
                );
                let help = "nothing need be done; with ownership = \"named\" it arises".to_owned();
                note(Severity::Warning, "no-effect", &path, message, help);
            }
            Some(_) => {}
        }
    }
    for role in scenario.roles.iter().filter(|role| role.pooled) {
        let named = |by: By| matches!(by, By::Role(r) if scenario.roles[r].name == role.name);
        if !scenario.kinds.iter().any(|kind| named(kind.by)) {
            let message = format!("nothing is done by `{}`, so that ownership makes no difference", role.name);
            note(Severity::Warning, "no-effect", &path_of(role, "ownership"), message, "leave it out".to_owned());
        }
    }
}

/// A span of control is told of posts, and people without number have none.
fn spans(scenario: &Scenario, note: &mut Note<'_>) {
    let unlimited = |role: &&Role| role.staff.iter().any(|staff| staff.people.is_none());
    for role in scenario.roles.iter().filter(|role| !role.supervises.is_empty()) {
        let theirs = role.supervises.iter().map(|&other| &scenario.roles[other]);
        if let Some(other) = std::iter::once(role).chain(theirs).find(unlimited) {
            let message = format!(
                "no span of control of `{}` is told: `{}` is without number and has no posts",
                role.name, other.name
            );
            let help = "say how many people there are, or leave `supervises` out".to_owned();
            note(Severity::Warning, "no-effect", &path_of(role, "supervises"), message, help);
        }
    }
}

/// Nobody is supervised, through however many others, by those they supervise.
fn circles(scenario: &Scenario, note: &mut Note<'_>) {
    for (r, role) in scenario.roles.iter().enumerate() {
        // Each role reached, and from whom it was reached first.
        let mut from: Vec<Option<usize>> = vec![None; scenario.roles.len()];
        let mut open = vec![r];
        while let Some(one) = open.pop() {
            for &other in &scenario.roles[one].supervises {
                if from[other].is_none() {
                    from[other] = Some(one);
                    open.push(other);
                }
            }
        }
        let mut circle = vec![r];
        while let Some(before) = from[circle[circle.len() - 1]].filter(|before| *before != r) {
            circle.push(before);
        }
        // Told once of each circle, at the first of its roles in the file; who names itself has been told already.
        if from[r].is_none() || from[r] == Some(r) || circle.iter().any(|&other| other < r) {
            continue;
        }
        let names: Vec<String> =
            circle.iter().rev().map(|&other| format!("`{}`", scenario.roles[other].name)).collect();
        let message = format!("`{}` supervises {}", role.name, names.join(", which supervises "));
        let help = "take the role out of one of these `supervises`".to_owned();
        note(Severity::Error, "circle", &path_of(role, "supervises"), message, help);
    }
}

/// Path of a key of a role: it stands in the first of its groups.
fn path_of(role: &Role, key: &str) -> String {
    format!("staff.{}.{key}", role.staff.first().map_or(&role.name, |staff| &staff.name))
}

/// Posts of the roles of an absence.
fn posts(scenario: &Scenario, absence: &Absence) -> f64 {
    let staff = absence.roles.iter().flat_map(|&role| &scenario.roles[role].staff);
    staff.filter_map(|staff| Some(staff.people.as_ref()?.typical)).sum()
}

fn spells_a_year(scenario: &Scenario, absence: &Absence) -> f64 {
    let people = posts(scenario, absence);
    people
        * match &absence.when {
            AbsenceWhen::Planned(leave) => leave.days.typical,
            AbsenceWhen::AtRandom(rate) => rate.typical * YEAR as f64,
            AbsenceWhen::Every { every, .. } => YEAR as f64 / every.typical.max(1.0),
            AbsenceWhen::At(moments) => moments.len() as f64,
        }
}

/// Leave that all together cannot take.
fn room_for_leave(scenario: &Scenario, absence: &Absence, note: &mut Note<'_>) {
    let AbsenceWhen::Planned(leave) = &absence.when else { return };
    let Some(share) = &leave.at_most_away else { return };
    let closed: f64 = leave.not_between.iter().map(|(a, b)| (b.0.min(YEAR) - a.0.max(0)).max(0) as f64).sum();
    let open = (1.0 - closed / YEAR as f64).max(0.0) * 253.0;
    for &role in &absence.roles {
        let staff = &scenario.roles[role].staff;
        let people: f64 = staff.iter().filter_map(|staff| Some(staff.people.as_ref()?.typical)).sum();
        let most = libm::floor(share.typical * people + 1e-9).max(1.0);
        if people * leave.days.typical > most * open {
            let message = format!(
                "the leave of {people} people of `{}` does not fit: {} days a year, with {most} away at most",
                scenario.roles[role].name, leave.days.typical
            );
            let help = "raise `at_most_away`, or shorten `not_between`; what has no place is not taken".to_owned();
            note(Severity::Warning, "leave", &format!("absence.{}.at_most_away", absence.name), message, help);
        }
    }
}
