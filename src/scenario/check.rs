//! What no single value can answer: sums, loops, crews, and words that have no effect.

use super::diagnostic::{Severity, listed};
use super::exposure::Members;
use super::flow::Flow;
use super::offered::{self, Offered};
use super::read::rounded;
use super::world::{By, Chance, Due, Each, GroupSize, Kind, Point, Scenario, WhenInterrupted};
use crate::units::{DAY, Instant, YEAR};

/// Notes a finding: severity, code, path, what is so, what to do.
pub(super) type Note<'a> = dyn FnMut(Severity, &'static str, &str, String, String) + 'a;

/// All checks.
pub(super) fn all(scenario: &Scenario, note: &mut Note<'_>) {
    names(scenario, note);
    let mut sums_right = true;
    for kind in &scenario.kinds {
        sums_right &= chances(kind, note);
        policies(scenario, kind, note);
        crews(scenario, kind, note);
        without_effect(scenario, kind, note);
    }
    group_sizes(scenario, note);
    holders_have_offenders(scenario, note);
    newcomers(scenario, note);
    never_raised(scenario, note);
    posts(scenario, note);
    super::check_staff::all(scenario, note);
    super::check_on_call::all(scenario, note);
    super::check_dates::all(scenario, note);
    super::returns::check(scenario, note);
    super::sites::check(scenario, note);
    super::money::check(scenario, note);
    sources(scenario, note);
    if sums_right
        && ends(scenario, note)
        && let Some(offered) = offered::at(scenario, &Point::Typical)
    {
        countable(scenario, &offered, note);
        if scenario.steady_state {
            steady(scenario, &offered, note);
        }
    }
}

/// Most hours that the work of a period may take together, so that no sum of milliseconds is too large: those of a hundred
/// thousand full-time posts for ten years.
const MOST_HOURS: f64 = 2e9;

/// The work of the period can be added up.
fn countable(scenario: &Scenario, offered: &Offered, note: &mut Note<'_>) {
    let years = scenario.horizon.0 as f64 / YEAR as f64;
    let hours = offered.kind_hours.iter().sum::<f64>() * years + offered.backlog_hours.iter().sum::<f64>();
    if hours <= MOST_HOURS {
        return;
    }
    let most =
        offered.kind_hours.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(k, _)| &scenario.kinds[k].name);
    let path = most.map_or_else(|| "work".to_owned(), |name| format!("work.{name}.effort"));
    let message =
        format!("the work of the period takes {hours:.1e} hours in all; no more than 2,000 million can be counted");
    note(
        Severity::Error,
        "limit",
        &path,
        message,
        "look at the unit of its effort, and at how often it is raised".to_owned(),
    );
}

/// Words that stand for something else where a name is expected.
const TAKEN_BY_SUMS: &[&str] = &["total"];
const TAKEN_BY_EACH: &[&str] = &["team", "offender", "device", "all"];
const TAKEN_BY_ROLES: &[&str] = &["total", "holder", "no one", "anyone"];

/// Names can be read, and none stands for something else.
fn names(scenario: &Scenario, note: &mut Note<'_>) {
    let mut look = |path: &str, name: &str, taken: &[&str]| {
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            let message = format!("the name {name:?} has nothing to read in it, or a control character");
            note(Severity::Error, "name", path, message, "give it a name of letters, digits and spaces".to_owned());
        } else if taken.contains(&name) {
            let message = format!("`{name}` stands for something else here");
            note(Severity::Error, "name", path, message, "give it another name".to_owned());
        }
    };
    for kind in &scenario.kinds {
        let path = format!("work.{}", kind.name);
        look(&path, &kind.name, TAKEN_BY_SUMS);
        kind.then.iter().for_each(|branch| look(&format!("{path}.then"), &branch.name, &[]));
    }
    for role in &scenario.roles {
        look(&format!("staff.{}", role.name), &role.name, TAKEN_BY_ROLES);
        role.staff.iter().for_each(|staff| look(&format!("staff.{}", staff.name), &staff.name, &[]));
    }
    scenario.absences.iter().for_each(|a| look(&format!("absence.{}", a.name), &a.name, TAKEN_BY_SUMS));
    scenario.groups.iter().for_each(|group| look(&format!("group.{}", group.name), &group.name, TAKEN_BY_EACH));
    if scenario.counts_members() {
        scenario.groups.iter().for_each(|group| look(&format!("group.{}", group.name), &group.name, &["register"]));
    }
    scenario.offenders.levels.iter().for_each(|level| look("offenders.risk", level, TAKEN_BY_SUMS));
    for name in scenario.causes.iter().chain(&scenario.stages).chain(&scenario.counts) {
        look("work", name, TAKEN_BY_SUMS);
    }
}

/// A group cannot have more members than there are people. Drawn from a part of them, whose size follows from shares, it
/// takes all of that part, and a reader should know.
fn group_sizes(scenario: &Scenario, note: &mut Note<'_>) {
    let pools = Members::at(scenario, &Point::Typical).pools;
    for (group, pool) in scenario.groups.iter().zip(pools) {
        let GroupSize::Number(number) = &group.size else { continue };
        let path = format!("group.{}.number", group.name);
        let wanted = format!("`{}` is to have {} members", group.name, number.typical);
        if group.of.is_none() && group.levels.is_empty() {
            if number.typical > pool {
                let message = format!("{wanted}, and there are {pool} offenders");
                let help = "give a smaller number, or a share, or more offenders".to_owned();
                note(Severity::Error, "range", &path, message, help);
            }
        } else if number.typical > libm::ceil(pool) {
            // Shares of a caseload are made whole people, so that there may be one more than the share says.
            let levels: Vec<&str> = group.levels.iter().map(|l| scenario.offenders.levels[*l].as_str()).collect();
            let at = if levels.is_empty() { String::new() } else { format!(" at the risk level {}", listed(&levels)) };
            let of = group.of.map_or_else(|| "offenders".to_owned(), |of| format!("of `{}`", scenario.groups[of].name));
            let message =
                format!("{wanted}, and is drawn from about {} {of}{at}: all of them are members", libm::round(pool));
            let help = "give a smaller number, or a share, or draw it from more".to_owned();
            note(Severity::Warning, "range", &path, message, help);
        }
    }
}

/// Chances of what follows a kind add up to one.
fn chances(kind: &Kind, note: &mut Note<'_>) -> bool {
    if kind.then.is_empty() {
        return true;
    }
    let path = format!("work.{}.then", kind.name);
    let mut names = std::collections::BTreeSet::new();
    for branch in &kind.then {
        if !names.insert(&branch.name) {
            let message = format!("two outcomes of `{}` are called `{}`", kind.name, branch.name);
            note(Severity::Error, "twice", &path, message, "give each its own name".to_owned());
        }
    }
    // A moment of each time between two changes, the first long before the run.
    let times = std::iter::once(Instant(i64::MIN)).chain(kind.outcomes_change());
    times.fold(true, |right, at| right & add_up(kind, at, note))
}

/// Chances of what may follow a kind at an instant add up to one.
fn add_up(kind: &Kind, at: Instant, note: &mut Note<'_>) -> bool {
    let path = format!("work.{}.then", kind.name);
    let then = || kind.then.iter().filter(|branch| branch.holds(at));
    let rests = then().filter(|branch| branch.chance == Chance::Rest).count();
    let each: Vec<(f64, String)> = then()
        .filter_map(|branch| match &branch.chance {
            Chance::Share(share) => Some((share.typical, format!("{} {}", branch.name, rounded(share.typical)))),
            Chance::Rest => None,
        })
        .collect();
    let sum = each.iter().fold(0.0, |sum, (chance, _)| sum + chance);
    let list = each.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ");
    let list = if list.is_empty() { "none of them holds" } else { &list };
    let when = at_what_time(kind, at);
    let message = format!("the chances of what follows `{}` add up to {} ({list}){when}", kind.name, rounded(sum));
    if rests > 1 {
        let message = format!("`rest` is said of {rests} outcomes of `{}`", kind.name);
        note(Severity::Error, "sum", &path, message, "say it of one".to_owned());
    } else if sum > 1.0 + 1e-9 {
        let help = format!("take {} from them", rounded(sum - 1.0));
        note(Severity::Error, "sum", &path, message, help);
    } else if rests == 0 && sum < 1.0 - 1e-9 {
        let help =
            format!("give the missing {} to one of them, or add an outcome with chance = \"rest\"", rounded(1.0 - sum));
        note(Severity::Error, "sum", &path, message, help);
    } else {
        return true;
    }
    false
}

/// The days of the run, the first being day 1, on which an instant's outcomes hold; nothing where they never change.
fn at_what_time(kind: &Kind, at: Instant) -> String {
    let changes = kind.outcomes_change();
    let day = |change: &Instant| change.0.div_euclid(DAY) + 1;
    let next = changes.iter().find(|&&change| change > at);
    match (changes.contains(&at), next) {
        (false, None) => String::new(),
        (false, Some(next)) => format!(" before day {} of the run", day(next)),
        (true, None) => format!(" from day {} of the run on", day(&at)),
        (true, Some(next)) => format!(" from day {} of the run until day {}", day(&at), day(next)),
    }
}

/// A crew must exist, and may not be torn apart.
fn crews(scenario: &Scenario, kind: &Kind, note: &mut Note<'_>) {
    let path = format!("work.{}.with", kind.name);
    let limited = |role: &usize| scenario.roles[*role].staff.iter().all(|staff| staff.people.is_some());
    for crew in &kind.with {
        if let By::Role(lead) | By::Holder(lead) = kind.by
            && limited(&lead)
            && !crew.roles.is_empty()
            && !crew.roles.iter().any(limited)
        {
            let names: Vec<&str> = crew.roles.iter().map(|role| scenario.roles[*role].name.as_str()).collect();
            let message = format!(
                "`{}` needs {} at once, who are without number and are never called",
                kind.name,
                listed(&names)
            );
            let help = "say how many people there are, or leave them out of `with`".to_owned();
            note(Severity::Error, "crew", &path, message, help);
        }
        let mut there = 0.0;
        for role in &crew.roles {
            for staff in &scenario.roles[*role].staff {
                there += staff.people.as_ref().map_or(f64::INFINITY, |people| people.typical);
            }
        }
        let lead = match kind.by {
            By::Role(role) | By::Holder(role) => crew.roles.contains(&role),
            By::NoOne => false,
        };
        let needed = f64::from(crew.people) + if lead { 1.0 } else { 0.0 };
        if needed > there {
            let names: Vec<&str> = crew.roles.iter().map(|role| scenario.roles[*role].name.as_str()).collect();
            let message =
                format!("`{}` needs {needed} people of {} at once, and there are {there}", kind.name, listed(&names));
            note(
                Severity::Error,
                "crew",
                &path,
                message,
                "add people, or let other roles help: roles = [...]".to_owned(),
            );
        }
    }
    if !kind.with.is_empty() && kind.when_interrupted != WhenInterrupted::Never {
        let message = format!("`{}` needs several people and may be interrupted", kind.name);
        let help = "work of several people is never interrupted: leave `when_interrupted` out".to_owned();
        note(Severity::Error, "crew", &format!("work.{}.when_interrupted", kind.name), message, help);
    }
    if kind.by == By::NoOne && !kind.with.is_empty() {
        let message = format!("`{}` is done by no one, and yet with others", kind.name);
        note(Severity::Error, "crew", &path, message, "leave `with` out, or say who leads".to_owned());
    }
}

/// Settings that can do nothing.
fn without_effect(scenario: &Scenario, kind: &Kind, note: &mut Note<'_>) {
    let path = format!("work.{}", kind.name);
    if let Some(raised) = &kind.raised {
        if raised.from.is_some_and(|from| from >= scenario.horizon) {
            let message = format!("`{}` is raised from after the end of the period", kind.name);
            note(
                Severity::Warning,
                "no-effect",
                &format!("{path}.raised.from"),
                message,
                "it will not arise".to_owned(),
            );
        }
        if let Each::Device(group) = raised.each
            && scenario.groups[group].devices.is_none()
        {
            let message = format!("the members of `{}` have no devices", scenario.groups[group].name);
            let help = "give the group `devices`".to_owned();
            note(Severity::Error, "devices", &format!("{path}.raised.of"), message, help);
        }
    }
    if let (Some(lapse), Some(Due::Within(due))) = (&kind.lapses_after, kind.due)
        && lapse.mean(&Point::Typical) < due.0 as f64
    {
        let message = format!("`{}` lapses, on average, before it is due", kind.name);
        note(Severity::Warning, "order", &format!("{path}.lapses_after"), message, "few of it can be late".to_owned());
    }
    let same_people = |other: &Kind| match (kind.by, other.by) {
        (By::Role(a) | By::Holder(a), By::Role(b) | By::Holder(b)) => a == b,
        _ => false,
    };
    let interruptible = |other: &Kind| {
        other.when_interrupted != WhenInterrupted::Never
            && other.least_urgent() > kind.most_urgent()
            && same_people(other)
    };
    if kind.interrupts && !scenario.kinds.iter().any(interruptible) {
        let message =
            format!("`{}` interrupts, but no less urgent work of the same people can be interrupted", kind.name);
        let help = "say when_interrupted = \"resume\" of such work, or leave `interrupts` out".to_owned();
        note(Severity::Warning, "no-effect", &format!("{path}.interrupts"), message, help);
    }
}

/// Work that concerns no offender has no holder, and changes no offender.
fn holders_have_offenders(scenario: &Scenario, note: &mut Note<'_>) {
    for (kind, reached) in scenario.kinds.iter().zip(scenario.may_concern_nobody()) {
        if reached && matches!(kind.by, By::Holder(_)) {
            let message = format!("`{}` is done by the holder, but can come about without an offender", kind.name);
            let help = "raise it for each offender, or name a role".to_owned();
            note(Severity::Error, "holder", &format!("work.{}.by", kind.name), message, help);
        }
        if reached && kind.then.iter().any(|branch| !branch.changes.is_empty()) {
            let message = format!("`{}` changes an offender, but can come about without one", kind.name);
            let help = "then nothing is changed".to_owned();
            note(Severity::Warning, "no-effect", &format!("work.{}.then", kind.name), message, help);
        }
    }
}

/// All who are ever on the register must fit.
fn newcomers(scenario: &Scenario, note: &mut Note<'_>) {
    let Some(joining) = &scenario.offenders.joining else { return };
    let growth = joining.growth.as_ref().map_or(0.0, |growth| growth.typical);
    let tempo = crate::random::Tempo { intensity: joining.profile.intensity(), growth };
    let (from, to) = (-(scenario.warm_up.0 as f64), scenario.horizon.0 as f64);
    let all = scenario.offenders.number.typical + joining.rate.typical * tempo.passed(from, to, None);
    if all > super::quantity::MOST_OFFENDERS {
        let message = format!(
            "more than {} people would be on the register over the period, about {}",
            super::quantity::MOST_OFFENDERS,
            libm::round(all)
        );
        note(
            Severity::Error,
            "limit",
            "offenders.joining",
            message,
            "simulate a shorter period, or fewer people".to_owned(),
        );
    }
}

/// Policies for overload say something that can come about.
fn policies(scenario: &Scenario, kind: &Kind, note: &mut Note<'_>) {
    let path = format!("work.{}.when_overloaded", kind.name);
    let Some(overload) = &kind.overload else { return };
    let limited = kind.role().and_then(|role| scenario.roles.get(role));
    if limited.is_none_or(|role| role.staff.iter().any(|staff| staff.people.is_none())) {
        let message = format!("nothing ever waits for those who do `{}`", kind.name);
        note(Severity::Warning, "no-effect", &path, message, "leave `when_overloaded` out".to_owned());
    }
    if overload.effort.as_ref().is_some_and(|share| share.typical >= 1.0) && overload.counts.is_empty() {
        let message = format!("`{}` takes all of its effort when too much waits", kind.name);
        note(Severity::Warning, "no-effect", &path, message, "give a smaller share, or skip = true".to_owned());
    }
}

fn never_raised(scenario: &Scenario, note: &mut Note<'_>) {
    let begins = |index: usize, kind: &Kind| {
        kind.raised.is_some() || scenario.backlog.iter().any(|backlog| backlog.kind == index)
    };
    for (kind, reached) in scenario.kinds.iter().zip(scenario.reached(&begins)) {
        if !reached {
            let message = format!("nothing raises `{}`", kind.name);
            let help = "give it `raised`, or raise it from other work".to_owned();
            note(Severity::Warning, "never-raised", &format!("work.{}", kind.name), message, help);
        }
    }
}

fn posts(scenario: &Scenario, note: &mut Note<'_>) {
    for staff in scenario.roles.iter().flat_map(|role| &role.staff) {
        if staff.from.is_some_and(|from| from >= scenario.horizon) {
            let message = format!("`{}` come into post after the end of the period", staff.name);
            let help = "they will do nothing".to_owned();
            note(Severity::Warning, "no-effect", &format!("staff.{}.from", staff.name), message, help);
        }
    }
}

/// An id that looks like one of `[sources]` should be there.
fn sources(scenario: &Scenario, note: &mut Note<'_>) {
    if scenario.sources.is_empty() {
        return;
    }
    for number in scenario.numbers() {
        for id in number.passport.source.iter().flat_map(|source| source.split(',')).map(str::trim) {
            let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
            let looks =
                !letters.is_empty() && letters.len() < id.len() && letters.chars().all(|c| c.is_ascii_uppercase());
            if looks && !scenario.sources.iter().any(|(known, _)| known == id) {
                let message = format!("the source `{id}` is not in [sources]");
                note(Severity::Warning, "source", &number.key, message, "say there what it means".to_owned());
            }
        }
    }
}

/// Whether work raised by work dies out.
fn ends(scenario: &Scenario, note: &mut Note<'_>) -> bool {
    let changes = scenario.kinds.iter().flat_map(Kind::outcomes_change);
    let mut times: Vec<Instant> = std::iter::once(Instant::ZERO - scenario.warm_up).chain(changes).collect();
    times.sort_unstable();
    times.dedup();
    let Some(circle) = times.into_iter().find_map(|at| Flow::at(scenario, &Point::Typical, at).endless()) else {
        return true;
    };
    let first = circle.first().copied().unwrap_or(0);
    let mut names: Vec<&str> = circle.iter().map(|kind| scenario.kinds[*kind].name.as_str()).collect();
    names.push(&scenario.kinds[first].name);
    let message = format!("work raises itself without end: {}", names.join(" -> "));
    let help = "lower a chance on the way, so that less than one comes back on average".to_owned();
    note(Severity::Error, "loop", &format!("work.{}", scenario.kinds[first].name), message, help);
    false
}

/// A long-run average exists only where the work fits.
fn steady(scenario: &Scenario, offered: &Offered, note: &mut Note<'_>) {
    for (index, role) in scenario.roles.iter().enumerate() {
        if let Some(load) = offered.load(index)
            && load >= 1.0
        {
            let offered =
                format!("`{}` is offered {} of its capacity", role.name, rounded(libm::round(load * 1000.0) / 1000.0));
            if scenario.outcomes_change_offenders() {
                let message = format!(
                    "{offered} with the offenders as they are at the start; unless what outcomes change about them lowers it, no long-run average exists"
                );
                let help = "run it, and see whether the open work grows".to_owned();
                note(Severity::Warning, "unstable", "analysis", message, help);
                continue;
            }
            let message = format!("{offered}, so no long-run average exists");
            let help = "say analysis = \"terminating\", or add people until the load is below 1".to_owned();
            note(Severity::Error, "unstable", "analysis", message, help);
        }
    }
}
