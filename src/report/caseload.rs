//! The caseload over time: who is on the register, at each risk level, in custody and in each group, month by month.

use super::document::{Block, Cell, Column, Row, Section, Table, file_name};
use super::estimates::{Wording, short};
use super::quote::{Known, manner};
use super::trajectory::{Months, trajectory};
use super::words::{Quoted, capital};
use crate::experiment::{Family, ScenarioAnswer, Series, SeriesPoint};

/// Lines in one figure.
const LINES: usize = 4;

/// The section; `None` where nobody moves.
pub(super) fn section(answer: &ScenarioAnswer, of: Option<&str>, words: &Wording) -> Option<Section> {
    let all = answer.quantities.iter().filter(|q| q.quantity.family == Family::Members);
    let rows: Vec<_> = all.map(|q| (capital(&q.quantity.label), Known::from(q))).collect();
    if rows.is_empty() {
        return None;
    }
    let levels = found(answer, "at risk level.");
    let register = found(answer, "members.").into_iter().filter(|(name, _)| *name == "register");
    let custody = found(answer, "in custody.").into_iter().map(|(_, series)| ("in custody", series));
    let groups = || found(answer, "members.").into_iter().filter(|(name, _)| *name != "register");
    let table: Vec<_> = register.clone().chain(levels.iter().copied()).chain(custody.clone()).chain(groups()).collect();
    let mut blocks = Vec::new();
    blocks.extend(by_month(answer, &table, !levels.is_empty()));
    for (caption, lines) in [
        ("People on the register by risk level", levels),
        ("People in custody", custody.collect()),
        ("Members of groups", groups().collect::<Vec<_>>()),
    ] {
        let moving: Vec<_> = lines.into_iter().filter(|(_, series)| changes(series)).collect();
        for some in moving.chunks(LINES) {
            let lines: Vec<_> = some
                .iter()
                .map(|(name, series)| ((*name).to_owned(), &series.quantity, series.points.as_slice()))
                .collect();
            let first = some.first().map_or("", |(name, _)| name);
            let caption = if moving.len() > LINES {
                format!("{caption} at the end of each month, from {first}")
            } else {
                format!("{caption} at the end of each month")
            };
            let drawn = Months { caption: &caption, of, months: &answer.months, lines: &lines, feedback: None };
            blocks.extend(trajectory(&drawn, words));
        }
    }
    let caption = "People on the register and in the groups";
    let name = file_name(&format!("{} {caption}", answer.name));
    blocks.push(Block::Table(short(&name, caption, "People", &rows, words)));
    let intro = "Who is there, who comes and who goes; those there at the start are not counted as coming. People in custody are on the \
                 register, at their risk level and in their groups; nothing is raised for them meanwhile.";
    Some(Section::evidence("The caseload over time", intro, blocks))
}

/// The series whose key begins so, each by the rest of it.
fn found<'a>(answer: &'a ScenarioAnswer, begins: &str) -> Vec<(&'a str, &'a Series)> {
    let family = answer.series.iter().filter(|series| series.quantity.family == Family::Members);
    family.filter_map(|series| Some((series.quantity.key.strip_prefix(begins)?, series))).collect()
}

/// Averages at the end of each month, one column each.
fn by_month(answer: &ScenarioAnswer, all: &[(&str, &Series)], levels: bool) -> Option<Block> {
    let unit = all.first().map(|(_, series)| manner(&series.quantity).unit)?;
    let heads = all.iter().map(|(name, _)| Column::number(&capital(name), unit));
    let row = |(at, month): (usize, &String)| {
        let cells = all.iter().map(|(_, series)| Cell::from(average(series.points.get(at))));
        Row::item(std::iter::once(Cell::from(month.as_str())).chain(cells).collect())
    };
    let caption = "People at the end of each month, on average";
    Some(Block::Table(Table {
        name: file_name(&format!("{} {caption}", answer.name)),
        caption: caption.to_owned(),
        columns: std::iter::once(Column::words("Month")).chain(heads).collect(),
        rows: answer.months.iter().enumerate().map(row).collect(),
        note: levels.then(|| {
            "In every replication the numbers at the risk levels add up to the register; averages are rounded each by itself.".to_owned()
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
