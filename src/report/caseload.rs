//! The caseload over time: who is on the register, at each risk level, in custody and in each group, month by month.

use super::document::{Block, Cell, Column, Row, Section, Table, file_name};
use super::estimates::{TYPICAL, Wording, short};
use super::quote::Known;
use super::trajectory::{Months, trajectory};
use super::words::{Quoted, capital, listed};
use crate::experiment::{Family, ScenarioAnswer, Series, SeriesPoint};

/// Lines in one figure, and groups in one table.
const LINES: usize = 4;
const COLUMNS: usize = 5;
/// How many times as many people the most of a figure may be as the fewest.
const LIKE: f64 = 30.0;

/// A name and its months.
type Line<'a> = (&'a str, &'a Series);

/// The section; `None` where nobody moves.
pub(super) fn section(answer: &ScenarioAnswer, of: Option<&str>, words: &Wording) -> Option<Section> {
    let all = answer.quantities.iter().filter(|q| q.quantity.family == Family::Members);
    let rows: Vec<_> = all.map(|q| (capital(&q.quantity.label), Known::from(q))).collect();
    if rows.is_empty() {
        return None;
    }
    let levels = found(answer, "at risk level.");
    let custody: Vec<Line<'_>> = found(answer, "in custody.").into_iter().map(|(_, s)| ("in custody", s)).collect();
    let (register, groups): (Vec<_>, Vec<_>) =
        found(answer, "members.").into_iter().partition(|(name, _)| *name == "register");
    let mut blocks = Vec::new();
    let people: Vec<_> = register.into_iter().chain(levels.iter().copied()).chain(custody.iter().copied()).collect();
    blocks.extend(by_month(answer, "People at the end of each month, on average", &people, !levels.is_empty()));
    let mut draw = |caption: &str, lines: &[Line<'_>]| {
        let lines: Vec<_> = lines
            .iter()
            .map(|(name, series)| (name.replace('_', " "), &series.quantity, series.points.as_slice()))
            .collect();
        let drawn = Months { caption, of, months: &answer.months, lines: &lines, feedback: None };
        blocks.extend(trajectory(&drawn, words));
    };
    for some in alike(levels) {
        let first = if some.len() < answer.names.levels.len() { some.first() } else { None };
        let first = first.map_or_else(String::new, |(name, _)| format!(", {}", name.replace('_', " ")));
        draw(&format!("People on the register at the end of each month, by risk level{first}"), &some);
    }
    for some in alike(custody) {
        draw("People in custody at the end of each month", &some);
    }
    let together = alike(groups.clone());
    for some in &together {
        let names: Vec<&str> = some.iter().map(|(name, _)| *name).collect();
        draw(&format!("Members of {} at the end of each month", listed(&names)), some);
    }
    for (index, some) in groups.chunks(COLUMNS).enumerate() {
        let more = if index > 0 { format!(", {}", index + 1) } else { String::new() };
        let caption = format!("Members of groups at the end of each month, on average{more}");
        blocks.extend(by_month(answer, &caption, some, false));
    }
    let caption = "People on the register and in the groups";
    let name = file_name(&format!("{} {caption}", answer.name));
    blocks.push(Block::Table(short(&name, caption, "People", &rows, words)));
    let intro = "Who is there, who comes and who goes; those there at the start are not counted as coming. People in custody are on the \
                 register, at their risk level and in their groups; nothing is raised for them meanwhile.";
    Some(Section::evidence("The caseload over time", intro, blocks))
}

/// Those that move, the most first, in figures of a few that can be read on one scale.
fn alike(mut lines: Vec<Line<'_>>) -> Vec<Vec<Line<'_>>> {
    lines.retain(|(_, series)| changes(series));
    lines.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)));
    let mut figures: Vec<Vec<Line<'_>>> = Vec::new();
    for line in lines {
        let fits = |some: &Vec<Line<'_>>| {
            some.len() < LINES && some.first().is_some_and(|most| size(line.1) * LIKE >= size(most.1))
        };
        match figures.last_mut().filter(|some| fits(some)) {
            Some(some) => some.push(line),
            None => figures.push(vec![line]),
        }
    }
    figures
}

/// The largest average of a series.
fn size(series: &Series) -> f64 {
    let mean = |point: &SeriesPoint| point.centre.map_or(0.0, |centre| centre.mean);
    series.points.iter().map(mean).fold(0.0, f64::max)
}

/// The series whose key begins so, each by the rest of it.
fn found<'a>(answer: &'a ScenarioAnswer, begins: &str) -> Vec<(&'a str, &'a Series)> {
    let family = answer.series.iter().filter(|series| series.quantity.family == Family::Members);
    family.filter_map(|series| Some((series.quantity.key.strip_prefix(begins)?, series))).collect()
}

/// Averages at the end of each month, one column each.
fn by_month(answer: &ScenarioAnswer, caption: &str, all: &[Line<'_>], levels: bool) -> Option<Block> {
    all.first()?;
    let heads = all.iter().map(|(name, _)| Column::number(&capital(&name.replace('_', " ")), ""));
    let row = |(at, month): (usize, &String)| {
        let cells = all.iter().map(|(_, series)| Cell::from(average(series.points.get(at))));
        Row::item(std::iter::once(Cell::from(month.as_str())).chain(cells).collect())
    };
    Some(Block::Table(Table {
        name: file_name(&format!("{} {caption}", answer.name)),
        caption: format!("{caption} {TYPICAL}"),
        columns: std::iter::once(Column::words("Month")).chain(heads).collect(),
        rows: answer.months.iter().enumerate().map(row).collect(),
        note: levels.then(|| {
            "In every replication the risk levels add up to the register; the averages here are rounded each by itself.".to_owned()
        }),
    }))
}

fn average(point: Option<&SeriesPoint>) -> Quoted {
    let centre = point.and_then(|point| point.centre);
    centre.map_or(Quoted::NONE, |centre| Quoted::supported(centre.mean, centre.standard_error))
}

/// Whether anything is to be seen in a line.
fn changes(series: &Series) -> bool {
    let mean = |point: &SeriesPoint| point.centre.map_or(0.0, |centre| centre.mean);
    let ranges = |point: &SeriesPoint| point.chance.is_some_and(|range| range.high > range.low);
    let steady = series.points.windows(2).all(|two| (mean(&two[0]) - mean(&two[1])).abs() < 1e-9);
    !steady || series.points.iter().any(ranges)
}
