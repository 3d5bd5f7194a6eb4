//! The first sentence of each answer, made from the numbers, that can be repeated in a meeting.
//!
//! It says what to expect, for whom, with its 90 % range, as posts, and what happens to the watched
//! work. Averages have two digits here and whole posts one decimal: in a sentence more would only
//! seem exact. Less is said as "fewer" and not as a minus; a range that reaches from less to more says which end is which.

use super::words::{Quoted, Range as Shown, capital, counted, level, listed, per_cent, place_of};
use crate::experiment::headline::Figure;
use crate::experiment::{Answer, Comparison, Doubt, Headline, Overfull, Question, Range, Sweep, Watched};
use crate::units;

/// The sentence of an answer.
#[must_use]
pub fn sentence(answer: &Answer) -> String {
    let band = answer.made.band;
    let work = match (answer.question, &answer.sweep) {
        (Question::Sweep, Some(grid)) => {
            sweep(grid, answer.scenarios.iter().flat_map(|one| &one.loads).any(|load| load.at_start))
        }
        (Question::Compare, _) => compare(&answer.headline, band),
        _ => run(&answer.headline, band),
    };
    // What is only suspected comes last.
    let feedback = feedback(&answer.headline, band);
    std::iter::once(work).chain(super::money::sentence(answer)).chain(feedback).collect::<Vec<_>>().join(" ")
}

/// The sentences of all comparisons but the first, in the order asked.
pub(super) fn further(answer: &Answer) -> Vec<String> {
    let band = answer.made.band;
    let one = |(headline, comparison): (&Headline, &Comparison)| {
        let said = [Some(compare(headline, band)), super::money::of_difference(answer, comparison)];
        let said: Vec<String> = said.into_iter().flatten().chain(feedback(headline, band)).collect();
        format!("{}: {}", comparison.other, said.join(" "))
    };
    answer.further.iter().zip(answer.comparisons.iter().skip(1)).map(one).collect()
}

/// One scenario: the hours worked, how full the busiest role is, what is late.
fn run(headline: &Headline, band: f64) -> String {
    let mut parts = Vec::new();
    if let Some(hours) = &headline.hours {
        let posts = headline
            .posts
            .as_ref()
            .map_or_else(String::new, |posts| format!(", the time of {}", full_time(posts, headline)));
        parts.push(format!(
            "Expect {} hours of work done a month{}{posts}.",
            about(&as_finely(hours)),
            bracketed(hours, band)
        ));
    }
    if let Some(over) = overload(headline) {
        parts.push(over);
    } else if let Some((role, figure)) = &headline.busiest {
        let share = per_cent(figure.expected);
        let range = figure.band().map_or_else(String::new, |r| {
            format!(" ({} range {} to {})", level(band), per_cent(r.low), per_cent(r.high))
        });
        parts.push(format!("The busiest role, {role}, works {share} of its productive time{range}."));
    }
    parts.extend(headline.watched.as_ref().and_then(late));
    or_nothing(&parts)
}

/// Two scenarios: the extra hours, the posts, what they displace.
fn compare(headline: &Headline, band: f64) -> String {
    let mut parts = Vec::new();
    parts.extend(headline.doubt.map(|doubt| unlike(headline, doubt)));
    if let Some(hours) = &headline.hours {
        let what = headline.cause.clone().unwrap_or_else(|| format!("\u{201c}{}\u{201d}", headline.scenario));
        let whom = headline.group.as_ref().map_or_else(
            || format!("With {what}"),
            |(group, size)| {
                let people = counted(Quoted::whole(*size), "person", "people");
                format!("With {what} on {people} ({group})")
            },
        );
        let (more, size) = direction(hours);
        if is_nothing(hours) {
            parts.push(format!("{whom}, expect no extra hours to speak of over {}.", period(headline.months)));
        } else {
            let posts =
                headline.posts.as_ref().map_or_else(String::new, |posts| format!(": {}", as_posts(posts, headline)));
            parts.push(format!(
                "{whom}, expect {} {more} officer-hours a month over {}{}{posts}.",
                about(&size),
                period(headline.months),
                turned(hours, band, ["fewer", "extra"])
            ));
        }
    }
    parts.extend(overload(headline));
    parts.extend(headline.watched.as_ref().and_then(late));
    or_nothing(&parts)
}

/// The same numbers with the feedback of overload, and how good the evidence for that is.
fn feedback(headline: &Headline, band: f64) -> Option<String> {
    let with = headline.feedback.as_ref()?;
    let evidence = format!("(evidence: {})", with.grade);
    if with.in_the_answer {
        return Some(format!("The feedback of overload {evidence} is in these numbers."));
    }
    let mut said = Vec::new();
    said.extend(with.hours.as_ref().map(|hours| match headline.base {
        None => format!("{} hours of work done a month{}", about(&as_finely(hours)), bracketed(hours, band)),
        Some(_) => {
            let (more, size) = direction(hours);
            let range = turned(hours, band, ["fewer", "extra"]);
            format!("{} {more} officer-hours a month{range}", about(&size))
        }
    }));
    let tasks = || headline.watched.as_ref()?.kind.as_deref().map(several);
    said.extend(with.late_a_month.as_ref().map(|late| {
        let tasks = tasks().unwrap_or_else(|| "tasks".to_owned());
        format!("{} {tasks} a month that become late{}", as_finely(late), bracketed(late, band))
    }));
    (!said.is_empty()).then(|| format!("With the feedback of overload {evidence}: {}.", said.join(", and ")))
}

/// Why the difference says little, before it is said.
fn unlike(headline: &Headline, doubt: Doubt) -> String {
    let base = headline.base.as_deref().unwrap_or("the base");
    let why = match doubt {
        Doubt::NothingInCommon => "share no kind of work, so this difference is not the effect of a change",
        Doubt::DifferentStarts => "begin on different days, so that the calendar is in this difference too",
    };
    format!("\u{201c}{base}\u{201d} and \u{201c}{}\u{201d} {why}.", headline.scenario)
}

/// That more work comes than the fullest role has hours for.
fn overload(headline: &Headline) -> Option<String> {
    let Overfull { role, load, grows, call_outs } = headline.overload.as_ref()?;
    let of = match &headline.base {
        Some(_) => format!("In \u{201c}{}\u{201d} more", headline.scenario),
        None => "More".to_owned(),
    };
    let with = if *call_outs { ", those of call-outs among them" } else { "" };
    // A peak that is worked off later brings the load of a short period over one too.
    let then = match grows {
        Some(true) => "so part of the work is not done and the backlog grows as long as the period runs",
        Some(false) => {
            "so at the fullest more was asked for than could be done; the open work does not grow to the end"
        }
        None => "so part of the work is not done in time",
    };
    Some(format!(
        "{of} work comes than there are hours for: {} hours of {role} are asked for where there are 100{with}, {then}.",
        Quoted::whole(load * 100.0)
    ))
}

/// A grid: where it fits and where it does not.
fn sweep(grid: &Sweep, at_start: bool) -> String {
    let keys: Vec<String> = grid.factors.iter().map(|factor| format!("\u{201c}{}\u{201d}", factor.key)).collect();
    let loads: Vec<f64> = grid.cells.iter().filter_map(|cell| cell.busiest.as_ref().map(|b| b.1)).collect();
    let over = loads.iter().filter(|load| **load >= 1.0).count();
    let least = loads.iter().copied().fold(f64::INFINITY, f64::min);
    let most = loads.iter().copied().fold(0.0, f64::max);
    if loads.is_empty() {
        let cases = units::counted(grid.cells.len() as u64, "case over {} was", "cases over {} were");
        return format!("{} simulated.", cases.replace("{}", &listed(&keys)));
    }
    let said = match over {
        0 => "in none of them does more work come than the busiest role can do".to_owned(),
        n if n == loads.len() => "in all of them more work comes than the busiest role can do".to_owned(),
        n => format!("in {n} of them more work comes than the busiest role can do"),
    };
    let as_is = if at_start { ", with the offenders as they are at the start," } else { "" };
    format!(
        "Over {} of {}, the load of the busiest role{as_is} runs from {} to {}: {said}.",
        units::counted(grid.cells.len() as u64, "case", "cases"),
        listed(&keys),
        per_cent(least),
        per_cent(most)
    )
}

/// What became late, in the scenario and in the base.
fn late(watched: &Watched) -> Option<String> {
    let now = watched.a_month?;
    let tasks = watched.kind.as_ref().map_or_else(|| "tasks".to_owned(), |kind| several(kind));
    let named = watched.kind.as_ref().map_or_else(|| "Tasks".to_owned(), |kind| capital(&several(kind)));
    let past = if watched.late_after_days > 0.0 {
        format!(" more than {} late", counted(Quoted::digits(watched.late_after_days, 2), "day", "days"))
    } else {
        " late".to_owned()
    };
    // Of next to none it says nothing that there are next to none at one level.
    let hardly = now < 0.05;
    let severest = watched.severest_level.as_ref().zip(watched.severest_a_month).filter(|_| !hardly).map_or_else(
        String::new,
        |(name, at)| {
            let spoken = name.replace('_', " ");
            if at > 0.0 { format!(", {} at {spoken} risk", few(at, 2)) } else { format!(", none at {spoken} risk") }
        },
    );
    let Some(before) = watched.base_a_month else {
        return Some(format!("{} {tasks} a month become{past}{severest}.", capital(&about(&few(now, 2)))));
    };
    if hardly && before < 0.05 {
        return Some(format!("Hardly any {tasks} become{past}, in the one as in the other."));
    }
    let turn = if now > before { "rise" } else { "fall" };
    let (before, now) = (few(before, 2), few(now, 2));
    Some(if before == now {
        format!("{named} that become{past} stay at {} a month{severest}.", about(&now))
    } else {
        format!("{named} that become{past} {turn} from {before} to {now} a month{severest}.")
    })
}

/// More than one of a kind of work: a plain plural where the name is singular.
fn several(kind: &str) -> String {
    let vowel = |c: char| "aeiou".contains(c);
    // It is the first noun of "examination of devices" that there are several of.
    let parts =
        [" of ", " for ", " with ", " after ", " to "].iter().filter_map(|part| Some((kind.find(part)?, *part)));
    if let Some((at, _)) = parts.min()
        && !kind[..at].ends_with(['s', 'S'])
    {
        return format!("{}{}", several(&kind[..at]), &kind[at..]);
    }
    match kind.strip_suffix('y') {
        Some(stem) if !stem.ends_with(vowel) => format!("{stem}ies"),
        _ if kind.ends_with(['s', 'S']) => format!("{kind} tasks"),
        _ if ["ch", "sh", "x", "z"].iter().any(|end| kind.ends_with(end)) => format!("{kind}es"),
        _ => format!("{kind}s"),
    }
}

/// A number of so many digits, a small one not finer than a tenth.
fn few(value: f64, digits: i32) -> String {
    let number = Quoted::digits(value, digits);
    match number.value() {
        Some(_) if value > 0.0 && value < 0.05 => "fewer than 0.1".to_owned(),
        Some(value) if number.places() > 1 => Quoted::at(value, 1).to_string(),
        _ => number.to_string(),
    }
}

/// "About" before a number, unless the number says so itself.
fn about(number: &str) -> String {
    if number.starts_with("fewer") { number.to_owned() } else { format!("about {number}") }
}

/// Whether a difference is too small to be worth a number, on average and in a single period.
fn is_nothing(figure: &Figure) -> bool {
    let small = |hours: f64| hours.abs() < 0.5;
    figure.expected.abs() < 0.05 && figure.band().is_none_or(|range| small(range.low) && small(range.high))
}

/// The size of a difference and whether it is more or fewer.
fn direction(figure: &Figure) -> (&'static str, String) {
    let more = if figure.expected < 0.0 { "fewer" } else { "extra" };
    (more, as_finely(figure))
}

/// The size of a number with two digits, or as many more as keep it inside its own range.
fn as_finely(figure: &Figure) -> String {
    let (value, band) = (figure.expected, figure.band());
    let whole = i32::from(value.fract() != 0.0);
    let place = inside(value, band.map(|r| (r.low, r.high)), place_of(value, 2).min(whole));
    let size = value.abs();
    if size > 0.0 && size < 0.05 { few(size, 2) } else { Quoted::at(size, place).to_string() }
}

/// The place at which a number is said: the one wanted, or a finer one at which it stays inside its own range. Who reads of
/// about 1,400 in a range of 1,341 to 1,369 believes neither.
pub(super) fn inside(value: f64, range: Option<(f64, f64)>, wanted: i32) -> i32 {
    let Some((low, high)) = range else { return wanted };
    // An average outside the middle nine tenths of what may happen is said as it was wanted too.
    if !(low..=high).contains(&value) {
        return wanted;
    }
    // The ends are shown rounded themselves; at their own place the number is never outside of them.
    let shown = Shown::of(low, high);
    let ends = shown.low.value().unwrap_or(low)..=shown.high.value().unwrap_or(high);
    let fits = |place: &i32| Quoted::at(value, *place).value().is_some_and(|number| ends.contains(&number));
    let own = shown.low.places();
    (wanted..=own.max(wanted)).find(fits).unwrap_or(own)
}

/// The 90 % range of a single period, the widest studied, in brackets.
fn bracketed(figure: &Figure, band: f64) -> String {
    range_of(figure)
        .map_or_else(String::new, |range| format!(" ({} range {})", level(band), Shown::of(range.low, range.high)))
}

/// The band of a number; none where nothing varies.
fn range_of(figure: &Figure) -> Option<Range> {
    figure.band().filter(|range| range.high - range.low > 1e-9 * range.high.abs())
}

/// The same of a difference that is said without its sign: the range is turned with it, and where it reaches from less to
/// more each end says which it is.
fn turned(figure: &Figure, band: f64, sides: [&str; 2]) -> String {
    let Some(range) = range_of(figure) else { return String::new() };
    format!(" ({} range {})", level(band), either_way((range.low, range.high), figure.expected < 0.0, sides))
}

/// A range of a difference whose middle is said as less or as more, in the words for less and for more.
pub(super) fn either_way((low, high): (f64, f64), less: bool, [fewer, extra]: [&str; 2]) -> String {
    let shown = Shown::of(low, high);
    let end = |end: Quoted| end.value().unwrap_or(0.0);
    let size = |number: Quoted| Quoted::at(end(number).abs(), number.places());
    if end(shown.low) < 0.0 && end(shown.high) > 0.0 {
        format!("{} {fewer} to {} {extra}", size(shown.low), size(shown.high))
    } else if less && end(shown.high) <= 0.0 {
        format!("{} to {}", size(shown.high), size(shown.low))
    } else {
        shown.to_string()
    }
}

/// The posts that extra hours make. They are all roles' hours, and one role's post is their measure.
fn as_posts(posts: &Figure, headline: &Headline) -> String {
    match headline.posts_role {
        Some(_) => format!("as many hours, whoever works them, as {} have", full_time(posts, headline)),
        None => full_time(posts, headline),
    }
}

/// Posts to a tenth, and whose.
fn full_time(posts: &Figure, headline: &Headline) -> String {
    // Which way they go is said before.
    let size = posts.expected.abs();
    let number = Quoted::at(size, 1);
    let said = if size > 0.0 && size < 0.05 { few(size, 1) } else { number.to_string() };
    let whose = headline.posts_role.as_ref().map_or_else(String::new, |role| format!(" of {role}"));
    let noun = if number.value() == Some(1.0) { "post" } else { "posts" };
    format!("{said} full-time {noun}{whose}")
}

/// The period in words: in months where it is about so many, else in weeks or days.
pub(super) fn period(months: f64) -> String {
    let whole = Quoted::whole(months);
    // February is 0.92 months of an average length, January 1.02.
    let about = whole.value().filter(|&n| n >= 1.0 && (n - months).abs() < 0.09);
    match about {
        Some(12.0) => "the year".to_owned(),
        Some(1.0) => "the month".to_owned(),
        Some(_) => format!("the {whole} months"),
        None => match libm::round(months * units::MONTH as f64 / units::DAY as f64) as i64 {
            0 => "the period".to_owned(),
            1 => "the day".to_owned(),
            days if days % 7 == 0 && days > 7 => format!("the {} weeks", Quoted::whole((days / 7) as f64)),
            days => format!("the {} days", Quoted::whole(days as f64)),
        },
    }
}

fn or_nothing(parts: &[String]) -> String {
    if parts.is_empty() {
        "No replication gave a number to lead with; the warnings say why.".to_owned()
    } else {
        parts.join(" ")
    }
}

#[cfg(test)]
mod tests;
