//! The report on one scenario.

use super::document::{Block, Document, Section};
use super::estimates::{Wording, full};
use super::quote::Known;
use super::trajectory::{Months, trajectory};
use super::{footing, money, rungs, workload};
use crate::experiment::{Answer, ScenarioAnswer};

/// The document of a run of one scenario.
#[must_use]
pub fn for_run(answer: &Answer) -> Document {
    let words = Wording::of(&answer.made);
    let Some(scenario) = answer.scenarios.first() else {
        return footing::document(answer, answer.headline.title.clone(), None, Vec::new());
    };
    let watched = answer.headline.watched.as_ref().and_then(|w| w.kind.as_deref());
    let mut sections = vec![in_numbers(scenario, watched, &words)];
    sections.extend(super::staffing::trough_section(scenario));
    sections.extend(super::overload::section(scenario, None, &words));
    sections.extend(rungs::section(&scenario.ladder, None));
    sections.extend(money::section(scenario, None, &words, answer.made.band));
    sections.push(months(scenario, watched, &words));
    sections.extend(money::months(scenario, None, &words));
    sections.extend(details(scenario, None, &words));
    sections.push(footing::precision(&answer.scenarios));
    sections.push(footing::assumptions(&scenario.assumptions, &scenario.sources, None));
    footing::document(answer, scenario.title.clone(), scenario.question.clone(), sections)
}

/// The sections on the work of one scenario, `of` which name where there are several.
pub(super) fn details(scenario: &ScenarioAnswer, of: Option<&str>, words: &Wording) -> Vec<Section> {
    let mut sections = vec![
        workload::hours(scenario, words),
        workload::capacity(scenario, words),
        workload::backlog(scenario, words),
        workload::waits(scenario),
        workload::tasks(scenario),
    ];
    sections.extend(workload::counted(scenario, words));
    sections.extend(super::staffing::build_up_section(scenario));
    sections.extend(super::staffing::section(scenario, of, words));
    sections.extend(super::caseload::section(scenario, of, words));
    sections
}

/// Keys of what leads: hours, use of the ladder's role, lateness.
pub(super) fn leading(scenario: &ScenarioAnswer, watched: Option<&str>) -> Vec<(String, &'static str)> {
    let kind = watched.unwrap_or("total");
    let mut keys = vec![
        ("hours a month.total".to_owned(), "Hours worked a month"),
        ("demand a month.total".to_owned(), "Hours asked for a month by the work that arose"),
    ];
    if let Some(role) = &scenario.ladder.role {
        keys.push((format!("utilisation.{role}"), "Share of productive time worked"));
        keys.push((format!("excessive weeks.{role}"), "Officer-weeks above 110 % of capacity"));
    }
    keys.push((format!("late.{kind}"), "Tasks that became late"));
    keys.push((format!("overdue at end.{kind}"), "Tasks overdue at the end"));
    keys.push((format!("offender-days overdue.{kind}"), "Offender-days overdue"));
    let roles = scenario.names.roles.iter().map(|role| format!("travel.{role}"));
    keys.extend(roles.map(|key| (key, "Hours of travel")));
    keys
}

/// What leads, with chance and ignorance apart.
fn in_numbers(scenario: &ScenarioAnswer, watched: Option<&str>, words: &Wording) -> Section {
    let label = |key: &str, what: &str| {
        let of = key.split_once('.').map_or("", |(_, of)| of);
        if of == "total" { what.to_owned() } else { format!("{what}: {of}") }
    };
    let keys = leading(scenario, watched);
    let mut rows: Vec<_> =
        keys.iter().filter_map(|(key, what)| Some((label(key, what), Known::from(scenario.quantity(key)?)))).collect();
    let open = |(key, told): &(String, String)| {
        let found = scenario.quantity(&format!("open at {key}.total"))?;
        Some((format!("Tasks open {told}"), Known::from(found)))
    };
    rows.extend(scenario.names.observed.iter().filter_map(open));
    Section::answer(
        "In numbers",
        "",
        vec![Block::Table(full("leading-numbers", "The numbers that lead", &rows, words))],
    )
}

/// The trajectories of one scenario.
fn months(scenario: &ScenarioAnswer, watched: Option<&str>, words: &Wording) -> Section {
    let kind = watched.unwrap_or("total");
    let named = |series: &[(&str, &str)], caption: &str| {
        let lines: Vec<_> = series
            .iter()
            .filter_map(|(key, name)| {
                let found = scenario.series(key)?;
                Some(((*name).to_owned(), &found.quantity, found.points.as_slice()))
            })
            .collect();
        // Beside a line that stands alone there is room for what overload may do.
        let feedback = scenario.overload.as_ref().zip(series.first()).filter(|_| series.len() == 1);
        let feedback = feedback.and_then(|(with, (key, _))| {
            let found = with.series.iter().find(|s| s.quantity.key == *key)?;
            Some((found.points.as_slice(), with.grade))
        });
        trajectory(&Months { caption, of: None, months: &scenario.months, lines: &lines, feedback }, words)
    };
    let mut blocks = Vec::new();
    blocks.extend(named(
        &[("hours.total", "worked"), ("demand.total", "asked for")],
        "Hours asked for and worked each month",
    ));
    if let Some(role) = &scenario.ladder.role {
        let caption = format!("Share of productive time worked by {role}");
        blocks.extend(named(&[(&format!("utilisation.{role}"), role)], &caption));
    }
    let of = watched.map_or_else(String::new, |kind| format!(": {kind}"));
    blocks.extend(named(
        &[(&format!("overdue.{kind}"), "overdue")],
        &format!("Tasks overdue at the end of each month{of}"),
    ));
    blocks.extend(named(
        &[(&format!("offender-days overdue.{kind}"), "offender-days")],
        &format!("Offender-days overdue in each month{of}"),
    ));
    Section::evidence(
        "Month by month",
        "Averages are at the typical values. The narrow band is how sure we are of the average; the wide band is what one real month may look like.",
        blocks,
    )
}
