//! The sections on work itself: hours, use of time, backlog, waits, tasks, counted outcomes.

use super::document::{Block, Cell, Column, Row, Section, Table, file_name};
use super::estimates::{Wording, averages, short};
use super::figure::{Bar, Bars, Drawing, Figure};
use super::quote::{Known, ends};
use super::words::{Quoted, capital, listed};
use crate::experiment::{Estimated, Family, RoleLoad, ScenarioAnswer};

/// Hours from which a wait is said in days.
const LONG_WAIT: f64 = 72.0;

/// Quantities of a family, labelled by what they are of; those of one risk level left out.
fn family(answer: &ScenarioAnswer, family: Family) -> Vec<(String, Known<'_>)> {
    let of = answer.quantities.iter().filter(|q| q.quantity.family == family && q.quantity.level.is_none());
    of.map(|q| (q.quantity.of.clone().unwrap_or_else(|| q.quantity.label.clone()), Known::from(q))).collect()
}

/// Where the hours go.
pub(super) fn hours(answer: &ScenarioAnswer, words: &Wording) -> Section {
    let mut blocks = Vec::new();
    let causes = family(answer, Family::HoursByCause);
    blocks.extend(cause_bars(answer, &causes, words));
    for (which, heading, first) in [
        (Family::HoursByStage, "Hours worked by stage", "Stage"),
        (Family::HoursByRole, "Hours worked by role", "Role"),
        (Family::HoursByKind, "Hours worked by kind of work", "Kind of work"),
        (Family::Travel, "Hours of travel, among the hours worked", "Role"),
    ] {
        let mut rows = family(answer, which);
        if which == Family::Travel {
            in_all(answer, &mut rows);
        }
        if !rows.is_empty() {
            blocks.push(Block::Table(short(&named(heading, answer), heading, first, &rows, words)));
        }
    }
    let kinds = &answer.names.kinds;
    let find = |kind: &str, head: &str| {
        let word = if head == "Asked for" { "demand.kind" } else { "hours.kind" };
        answer.quantity(&format!("{word}.{kind}")).map(Known::from)
    };
    let heads = [("Asked for", "hours"), ("Worked", "hours")];
    let caption = "Hours asked for by the work that arose, and hours worked";
    blocks.push(Block::Table(averages(&named(caption, answer), caption, ("Kind of work", &heads), kinds, find)));
    Section::evidence(
        "Where the hours go",
        "Hours of one person's work over the whole period. Every hour carries the cause that raised it.",
        blocks,
    )
}

/// Calls the row of all roles what it is; it stands where there are several.
fn in_all(answer: &ScenarioAnswer, rows: &mut Vec<(String, Known<'_>)>) {
    let all = answer.quantity("travel.total").map(|q| q.quantity.label.clone()).unwrap_or_default();
    let several = rows.len() > 2;
    rows.retain(|(name, _)| several || *name != all);
    rows.iter_mut().filter(|(name, _)| *name == all).for_each(|(name, _)| "all roles together".clone_into(name));
}

/// Bars of the hours by cause, each with its range.
fn cause_bars(answer: &ScenarioAnswer, rows: &[(String, Known<'_>)], words: &Wording) -> Option<Block> {
    if rows.is_empty() {
        return None;
    }
    let bar = |(name, known): &(String, Known<'_>)| Bar {
        name: name.clone(),
        parts: vec![known.average()],
        total: known.average(),
        range: ends(known.widest()),
    };
    let mut bars: Vec<Bar> = rows.iter().map(bar).collect();
    bars.sort_by(|a, b| b.total.value().unwrap_or(0.0).total_cmp(&a.total.value().unwrap_or(0.0)));
    let said: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.total)).collect();
    let caption = "Hours worked by root cause";
    let figure = Figure {
        name: named(caption, answer),
        caption: caption.to_owned(),
        description: format!(
            "Horizontal bars, hours over the period, from the most: {}. The thin lines are the {}.",
            said.join(", "),
            words.single
        ),
        drawing: Drawing::Bars(Bars {
            unit: "Hours over the period".to_owned(),
            parts: vec!["hours".to_owned()],
            bars,
        }),
        table: short(&named(caption, answer), caption, "Cause", rows, words),
    };
    Some(Block::Figure(Box::new(figure)))
}

/// How much of the time there is is used.
pub(super) fn capacity(answer: &ScenarioAnswer, words: &Wording) -> Section {
    let mut rows = Vec::new();
    for role in &answer.names.roles {
        for (key, what) in [
            ("utilisation", "share of productive time worked"),
            ("excessive weeks", "share of officer-weeks above 110 % of capacity"),
        ] {
            let found = answer.quantity(&format!("{key}.{role}"));
            rows.extend(found.map(|q| (format!("{role}: {what}"), Known::from(q))));
        }
    }
    let caption = "Use of productive time";
    let mut blocks = vec![Block::Table(short(&named(caption, answer), caption, "Role and measure", &rows, words))];
    blocks.push(Block::Table(loads(&named("offered load", answer), &answer.loads)));
    blocks.extend(travel(&answer.loads));
    blocks.extend(spans(&answer.loads));
    blocks.extend(super::on_call::standing_by(&answer.loads));
    Section::evidence(
        "How much of the time is used",
        "Above 110 % of capacity is the Ministry of Justice's line for an excessive workload in a week.",
        blocks,
    )
}

/// Hours asked for and hours there are, role by role.
pub(super) fn loads(name: &str, list: &[RoleLoad]) -> Table {
    let maybe = |v: Option<f64>| v.map_or_else(|| "unlimited".into(), |v| Cell::from(Quoted::digits(v, 3)));
    let row = |l: &RoleLoad| {
        Row::item(vec![
            l.role.as_str().into(),
            maybe(l.posts),
            Quoted::digits(l.asked, 3).into(),
            maybe(l.available),
            l.load.map_or_else(|| "\u{2013}".into(), |v| Cell::from(Quoted::whole(100.0 * v))),
            Quoted::digits(l.backlog, 3).into(),
        ])
    };
    Table {
        name: name.to_owned(),
        caption: "Hours asked for and hours there are, at the typical values".to_owned(),
        columns: vec![
            Column::words("Role"),
            Column::number("In post", "full-time posts"),
            Column::number("Asked for", "hours a year"),
            Column::number("Productive", "hours a year"),
            Column::number("Load", "%"),
            Column::number("Work waiting at the start", "hours"),
        ],
        rows: list.iter().map(row).collect(),
        note: Some(
            "At a load of 100 % or more the backlog grows where that lasts; near 100 % it is long. Posts that \
             are there for part of the period count for that part."
                .to_owned()
                + if list.iter().any(|load| load.at_start) {
                    " Outcomes change offenders (risk level, custody, groups, the register), which is not in it: everybody is as at \
                     the start, or as they join."
                } else {
                    ""
                },
        ),
    }
}

/// Hours on the way in words; `None` where nobody travels.
pub(super) fn travel(list: &[RoleLoad]) -> Option<Block> {
    let said = list.iter().filter_map(|load| {
        Some(format!(
            "On the way: {} of the {} hours a year asked for of {} are travel, if somebody of the offender's own site goes wherever the \
             role has anybody there. A busy team crosses more often, which the simulation says.",
            Quoted::digits(load.travel?, 3),
            Quoted::digits(load.asked, 3),
            load.role
        ))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then_some(Block::List(said))
}

/// Spans of control in words; `None` where the file does not say who supervises whom.
pub(super) fn spans(list: &[RoleLoad]) -> Option<Block> {
    let said = list.iter().filter_map(|load| {
        let span = load.span.as_ref()?;
        let whom = listed(&span.supervises);
        let each = match span.of_each {
            Some(each) => format!("one {} to {} posts of {whom}", load.role, Quoted::at(each, 1)),
            None => format!("no post of {} to {} of {whom}", load.role, Quoted::at(span.supervised, 1)),
        };
        let most = span.at_most.map_or_else(String::new, |most| format!(", and at most {most} by the file"));
        let hours = span.hours.map_or_else(String::new, |hours| {
            format!("; the work of each of these brings {} hours of supervision a year", Quoted::digits(hours, 3))
        });
        Some(format!("Span of control: {each}{most}{hours}."))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then_some(Block::List(said))
}

/// What is left undone at the end, and how late it became.
pub(super) fn backlog(answer: &ScenarioAnswer, words: &Wording) -> Section {
    let kinds = &answer.names.kinds;
    let mut blocks = Vec::new();
    let heads = [("at start", "tasks"), ("at end", "tasks"), ("overdue at end", "tasks")];
    let find = |kind: &str, head: &str| {
        let key = if head.starts_with("at") { format!("open {head}.{kind}") } else { format!("{head}.{kind}") };
        answer.quantity(&key).map(Known::from)
    };
    let caption = "Open work by kind: averages";
    blocks.push(Block::Table(averages(&named(caption, answer), caption, ("Kind of work", &heads), kinds, find)));
    let moments = &answer.names.observed;
    if !moments.is_empty() {
        let heads: Vec<(&str, &str)> = moments.iter().map(|(_, told)| (told.as_str(), "tasks")).collect();
        let find = |kind: &str, head: &str| {
            let (key, _) = moments.iter().find(|(_, told)| told == head)?;
            answer.quantity(&format!("open at {key}.{kind}")).map(Known::from)
        };
        let caption = "Open work by kind at the moments asked for: averages";
        blocks.push(Block::Table(averages(&named(caption, answer), caption, ("Kind of work", &heads), kinds, find)));
    }
    let ages: Vec<String> = answer
        .quantities
        .iter()
        .filter_map(|q| Some(q.quantity.key.strip_prefix("open at end by age.total.")?.to_owned()))
        .collect();
    if !ages.is_empty() {
        let heads: Vec<(&str, &str)> = ages.iter().map(|age| (age.as_str(), "tasks")).collect();
        let find =
            |kind: &str, age: &str| answer.quantity(&format!("open at end by age.{kind}.{age}")).map(Known::from);
        let caption = "Open work at the end by age since it arose: averages";
        blocks.push(Block::Table(averages(&named(caption, answer), caption, ("Kind of work", &heads), kinds, find)));
    }
    for (which, heading) in [
        (Family::OverdueDays, "Offender-days overdue by risk level"),
        (Family::Late, "Tasks that became late by risk level"),
    ] {
        let of = |q: &&Estimated| q.quantity.family == which && q.quantity.of.is_none();
        let level = |q: &Estimated| q.quantity.level.as_deref().map_or_else(|| "all levels".to_owned(), spoken);
        let rows: Vec<_> = answer.quantities.iter().filter(of).map(|q| (level(q), Known::from(q))).collect();
        if !rows.is_empty() {
            blocks.push(Block::Table(short(&named(heading, answer), heading, "Risk level", &rows, words)));
        }
    }
    Section::evidence(
        "What is left undone",
        "Open work is counted at the end of the period, overdue or not; nothing is dropped silently.",
        blocks,
    )
}

/// How long work waits.
pub(super) fn waits(answer: &ScenarioAnswer) -> Section {
    let table = |heading: &str, word: &str| {
        let (mut rows, mut drawn) = (Vec::new(), false);
        for kind in &answer.names.kinds {
            let found =
                ["mean", "p50", "p90", "p95"].map(|measure| answer.quantity(&format!("{word}.{measure}.{kind}")));
            let Some(mean) = found[0].and_then(Estimated::expected) else { continue };
            drawn |= found[0].is_some_and(|found| found.wider.is_some());
            let (times, unit) = if mean >= LONG_WAIT { (1.0 / 24.0, "days") } else { (1.0, "hours") };
            let quoted = |q: Option<&Estimated>| {
                let Some(known) = q.map(Known::from) else { return Quoted::NONE };
                let best = known.wider.map(|w| (w.mean, Some(w.standard_error)));
                let Some((value, error)) = best.or(known.centre.map(|c| (c.mean, c.standard_error))) else {
                    return Quoted::NONE;
                };
                Quoted::supported(value * times, error.map(|e| e * times))
            };
            let mut cells: Vec<Cell> = vec![kind.as_str().into(), unit.into()];
            cells.extend(found.map(|q| Cell::from(quoted(q))));
            rows.push(Row::item(cells));
        }
        Table {
            name: named(heading, answer),
            caption: heading.to_owned(),
            columns: vec![
                Column::words("Kind of work"),
                Column::words("Unit"),
                Column::number("Mean", ""),
                Column::number("Half wait at most", "P50"),
                Column::number("9 in 10 at most", "P90"),
                Column::number("19 in 20 at most", "P95"),
            ],
            rows,
            note: Some(format!(
                "Elapsed time, nights and weekends included. Averages over replications {}; the mean is over all tasks.",
                if drawn { "of all draws" } else { "at the typical values" }
            )),
        }
    };
    let blocks = vec![
        Block::Table(table("From arising to start", "wait")),
        Block::Table(table("From arising to finish", "flow")),
    ];
    Section::evidence("How long work waits", "", blocks)
}

/// What became of the tasks.
pub(super) fn tasks(answer: &ScenarioAnswer) -> Section {
    let heads = [
        ("Raised", "tasks"),
        ("Started", "tasks"),
        ("Finished", "tasks"),
        ("Lapsed", "tasks"),
        ("Referred", "tasks"),
        ("Open at end", "tasks"),
    ];
    let find = |kind: &str, head: &str| answer.quantity(&format!("{}.{kind}", head.to_lowercase())).map(Known::from);
    let caption = "Tasks by kind over the period: averages";
    let table = averages(&named(caption, answer), caption, ("Kind of work", &heads), &answer.names.kinds, find);
    Section::evidence("What became of the tasks", "", vec![Block::Table(table)])
}

/// Outcomes counted under a name; `None` when the scenario counts none.
pub(super) fn counted(answer: &ScenarioAnswer, words: &Wording) -> Option<Section> {
    let rows = family(answer, Family::Counted);
    if rows.is_empty() {
        return None;
    }
    let caption = "Outcomes counted over the period";
    let table = short(&named(caption, answer), caption, "Outcome", &rows, words);
    let intro =
        "An outcome is counted when the work that finds it is done; what nobody had time for is not in the count.";
    Some(Section::evidence("Outcomes", intro, vec![Block::Table(table)]))
}

/// A risk level in words.
pub(super) fn spoken(level: &str) -> String {
    capital(&level.replace('_', " "))
}

/// The name of a table of one scenario.
fn named(what: &str, answer: &ScenarioAnswer) -> String {
    file_name(&format!("{} {what}", answer.name))
}
