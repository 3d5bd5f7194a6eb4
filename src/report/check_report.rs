//! The report on a file before anything has run: what it asks for, what there is, what its laws imply.

use super::document::{Block, Cell, Column, Document, Fact, Row, Section, Table};
use super::words::{Quoted, capital, per_cent};
use super::{footing, rungs, workload};
use crate::experiment::{KindHours, Ladder, RoleLoad, Warning, passports};
use crate::scenario::world::{Duration, Kind, Scenario};
use crate::units::{DAY, HOUR, MINUTE, MONTH, counted};

/// The document of a check: loads and capacity, the ladder's first rungs, the laws, the numbers.
#[must_use]
pub fn for_check(
    scenario: &Scenario,
    ladder: &Ladder,
    (loads, kinds): (&[RoleLoad], &[KindHours]),
    warnings: &[Warning],
) -> Document {
    let mut sections = vec![Section::answer(
        "Hours asked for and hours there are",
        &expected_how(scenario),
        std::iter::once(Block::Table(workload::loads("offered-load", loads)))
            .chain(workload::travel(loads))
            .chain(workload::spans(loads))
            .chain(super::on_call::standing_by(loads))
            .collect(),
    )];
    if !kinds.is_empty() {
        sections.push(Section::answer("Hours by kind of work", &a_year(scenario), vec![Block::Table(by_kind(kinds))]));
    }
    let build_up = crate::scenario::build_up::build_up(scenario, &crate::scenario::Point::Typical);
    if !build_up.is_empty() {
        sections.push(Section::answer(
            "From the rota to productive hours",
            "",
            vec![Block::Table(super::staffing::build_up("build-up", &build_up))],
        ));
    }
    sections.extend(rungs::section(ladder, None));
    sections.extend(super::post_costs::section(scenario));
    sections.push(laws(scenario));
    sections.push(footing::assumptions(&passports(scenario), &scenario.sources, None));
    Document {
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        sentence: sentence(scenario, loads),
        sections,
        warnings: warnings.iter().map(footing::notice).collect(),
        reproduce: vec![
            Fact::new("Program", format!("caseload {}", env!("CARGO_PKG_VERSION"))),
            Fact::new("Files", scenario.files.join(", ")),
            Fact::new("Hash", scenario.hash.clone()),
        ],
        date: None,
    }
}

/// What the numbers by kind are: those of a period, brought to a year.
fn a_year(scenario: &Scenario) -> String {
    let mut text = "What each kind of work asks for in a year, of all who take part.".to_owned();
    let days = scenario.horizon.0 as f64 / DAY as f64;
    if (days - 365.0).abs() > 1.5 {
        let period = super::sentence::period(days * DAY as f64 / MONTH as f64);
        let times = Quoted::digits(365.0 / days, 3);
        text = format!(
            "{text} It is what {period} of the scenario ask for, as if a year went on like them: what happens once in the period stands here {times} times."
        );
    }
    text
}

/// What the expected hours rest on.
fn expected_how(scenario: &Scenario) -> String {
    let mut text = "Expected from the file alone, at the typical values; nothing has been simulated.".to_owned();
    let raises = |kind: &Kind| {
        let mut all = kind.then.iter().flat_map(|branch| &branch.raises).chain(&kind.raises);
        all.any(|raise| raise.after.is_some())
    };
    if scenario.kinds.iter().any(raises) {
        text.push_str(
            " What work raises is counted with it, also what comes after so long that a run ends before: a run has less of it.",
        );
    }
    if scenario.outcomes_move_offenders() {
        text.push_str(
            " What outcomes change about an offender (risk level, groups, the register) is left out: everybody is taken to be as at \
             the start, or as they join. A run has it.",
        );
    }
    if scenario.counts_custody() {
        text.push_str(
            " Custody is taken to begin when the work arises that leads to it, and each to end before the next begins.",
        );
    }
    text
}

fn sentence(scenario: &Scenario, loads: &[RoleLoad]) -> String {
    let busiest = loads.iter().filter_map(|l| Some((l, l.load?))).max_by(|a, b| a.1.total_cmp(&b.1));
    let sound = format!(
        "The file is sound: {}, {}, {}.",
        counted(scenario.kinds.len() as u64, "kind of work", "kinds of work"),
        counted(scenario.roles.len() as u64, "role", "roles"),
        counted(scenario.numbers().len() as u64, "number", "numbers")
    );
    let Some((role, load)) = busiest else { return sound };
    let judgement = if role.hangs_on_call_outs() {
        "more work comes than can be done without call-outs"
    } else if load >= 1.0 {
        "more work comes than can be done, and where that lasts the backlog grows"
    } else if load >= 0.9 {
        "nearly full, so that work waits long"
    } else {
        "the hours suffice"
    };
    let as_is = if role.at_start { ", with the offenders as they are at the start" } else { "" };
    format!(
        "{sound} The fullest role is {}, asked for {}{} of its productive hours{as_is}: {judgement}.",
        role.role,
        if super::on_call::is_upper_bound(role) { "at most " } else { "" },
        per_cent(load)
    )
}

/// Kinds of work with their hours, and the sum.
fn by_kind(kinds: &[KindHours]) -> Table {
    let maybe = |value: Option<f64>| value.map_or_else(|| "\u{2013}".into(), |v| Cell::from(Quoted::digits(v, 3)));
    let one = |own: &KindHours| {
        // What other work raises of it is known all the same.
        let known = own.foreseen || own.tasks > 0.0;
        let number = |value: f64| if known { Quoted::digits(value, 3).into() } else { "not foreseen".into() };
        Row::item(vec![
            own.kind.as_str().into(),
            own.role.as_str().into(),
            number(own.tasks),
            number(own.hours),
            maybe(own.per_offender.filter(|_| known)),
            maybe(own.per_post.filter(|_| known)),
        ])
    };
    let mut rows: Vec<Row> = kinds.iter().map(one).collect();
    let each: Option<f64> = kinds.iter().map(|own| own.per_offender).sum();
    rows.push(Row::total(vec![
        "together".into(),
        "".into(),
        Quoted::digits(kinds.iter().map(|own| own.tasks).sum(), 3).into(),
        Quoted::digits(kinds.iter().map(|own| own.hours).sum(), 3).into(),
        maybe(each),
        "\u{2013}".into(),
    ]));
    Table {
        name: "hours-by-kind".to_owned(),
        caption: "Hours a year by kind of work, at the typical values".to_owned(),
        columns: vec![
            Column::words("Kind of work"),
            Column::words("Led by"),
            Column::number("Tasks", "a year"),
            Column::number("Hours", "a year"),
            Column::number("For each offender", "hours a year"),
            Column::number("For each full-time post", "of the role that leads it, hours a year"),
        ],
        rows,
        note: Some(format!(
            "For each offender: over all who are managed at the start, whether or not the work concerns them.{}",
            if kinds.iter().any(|own| !own.foreseen) {
                " How much work a change of manager raises is not foreseen: it hangs on who leaves, and the simulation says it."
            } else {
                ""
            }
        )),
    }
}

/// What the laws of durations imply.
fn laws(scenario: &Scenario) -> Section {
    let mut rows = Vec::new();
    for kind in &scenario.kinds {
        let mut push = |what: &str, duration: &Duration, level: Option<usize>| {
            let level = level.and_then(|l| scenario.offenders.levels.get(l)).map_or("all", String::as_str);
            let (unit, size) = unit_of(duration.law.mean());
            let said = |value: f64| Cell::from(Quoted::digits(value / size as f64, 3));
            rows.push(Row::item(vec![
                kind.name.as_str().into(),
                duration.build_up().map_or_else(|| what.to_owned(), |said| format!("{what}: {said}")).into(),
                capital(&level.replace('_', " ")).into(),
                unit.into(),
                said(duration.law.mean()),
                said(duration.law.sd()),
                said(duration.law.quantile(0.5)),
                said(duration.law.quantile(0.95)),
                unsure(duration).into(),
            ]));
        };
        by_level(&kind.effort, "effort of the lead", &mut push);
        for effort in kind.with.iter().filter_map(|crew| crew.effort.as_ref()) {
            by_level(effort, "effort of the others", &mut push);
        }
        if let Some(lapse) = &kind.lapses_after {
            push("lapses after", lapse, None);
        }
        for raise in kind.raises.iter().chain(kind.then.iter().flat_map(|branch| &branch.raises)) {
            if let (Some(after), Some(raised)) = (&raise.after, scenario.kinds.get(raise.kind)) {
                push(&format!("until {} is raised", raised.name), after, None);
            }
        }
    }
    let table = Table {
        name: "durations".to_owned(),
        caption: "What the durations in the file imply".to_owned(),
        columns: vec![
            Column::words("Kind of work"),
            Column::words("Duration"),
            Column::words("Risk level"),
            Column::words("Unit"),
            Column::number("Mean", ""),
            Column::number("Standard deviation", "between tasks"),
            Column::number("Half at most", "P50"),
            Column::number("19 in 20 at most", "P95"),
            Column::words("How unsure we are of the typical value"),
        ],
        rows,
        note: Some("The spread is how one task differs from the next; how unsure we are of the typical task is another matter and stands in the last column.".to_owned()),
    };
    Section::evidence("What the laws imply", "", vec![Block::Table(table)])
}

/// How unsure we are of the numbers a duration is made of.
fn unsure(duration: &Duration) -> String {
    let written = duration.numbers().map(|n| n.written_uncertain.as_str()).filter(|s| !s.is_empty());
    let said: Vec<String> = written.map(super::unsure::in_words).collect();
    if said.is_empty() { "known".to_owned() } else { said.join("; ") }
}

fn by_level(
    durations: &crate::scenario::world::ByLevel<Duration>,
    what: &str,
    push: &mut dyn FnMut(&str, &Duration, Option<usize>),
) {
    use crate::scenario::world::ByLevel;
    match durations {
        ByLevel::Same(duration) => push(what, duration, None),
        ByLevel::Each(each) => {
            for (level, duration) in each.iter().enumerate() {
                if let Some(duration) = duration {
                    push(what, duration, Some(level));
                }
            }
        }
    }
}

/// The unit in which a duration of about this many milliseconds is said.
fn unit_of(ms: f64) -> (&'static str, i64) {
    if ms < 2.0 * HOUR as f64 {
        ("minutes", MINUTE)
    } else if ms < 3.0 * DAY as f64 {
        ("hours", HOUR)
    } else {
        ("days", DAY)
    }
}
