//! Month by month: a figure of lines with bands, its words and its table.

use super::document::{Block, Cell, Column, Row, Table, file_name};
use super::estimates::{TYPICAL, Wording};
use super::figure::{Drawing, Figure, Lines, Series as Line, Spot};
use super::quote::{ends, manner, money, money_range};
use super::words::{Quoted, Range as Shown};
use crate::experiment::{Quantity, SeriesPoint};
use crate::units::counted;

/// A named line: who it belongs to, what it is, its months.
pub(super) type Named<'a> = (String, &'a Quantity, &'a [SeriesPoint]);

/// What is drawn over the months.
pub(super) struct Months<'a> {
    /// What it shows.
    pub(super) caption: &'a str,
    /// The scenario it is of, where there are several.
    pub(super) of: Option<&'a str>,
    /// Names of the months.
    pub(super) months: &'a [String],
    /// The lines, four at most.
    pub(super) lines: &'a [Named<'a>],
    /// The same as the only line with the feedback of overload, and the grade of the evidence for it.
    pub(super) feedback: Option<(&'a [SeriesPoint], &'static str)>,
}

/// The figure; `None` without a number to draw.
pub(super) fn trajectory(what: &Months<'_>, words: &Wording) -> Option<Block> {
    let Months { months, lines, .. } = *what;
    let (_, quantity, _) = lines.first()?;
    let unit = manner(quantity).unit;
    let alone = lines.len() == 1;
    let drawn: Vec<Line> = lines.iter().take(4).map(|(name, what, points)| line(name, what, points, alone)).collect();
    if !drawn.iter().flat_map(|line| &line.points).any(|spot| spot.value.value().is_some()) {
        return None;
    }
    let of = what.of.map_or_else(String::new, |name| format!(", {name}"));
    let beside = what.feedback.map_or_else(String::new, |(_, grade)| {
        format!("; hatched: with the feedback of overload, which is not in the answer (evidence: {grade})")
    });
    let caption = format!("{}{of}{beside}", what.caption);
    // The scenario comes first, so that it is not what is cut from a long name.
    let name = file_name(&format!("months {} {}", what.of.unwrap_or_default(), what.caption));
    let wider = lines.iter().any(|line| line.2.iter().any(|point| point.wider.is_some()));
    let apart = what.feedback.map(|(points, grade)| {
        let with = line("with the feedback", quantity, points, false);
        (with, format!("{}, with the feedback of overload (evidence: {grade})", words.single))
    });
    let drawing = Drawing::Lines(Lines {
        at: months.to_vec(),
        unit: super::words::capital(unit),
        series: drawn.clone(),
        wide_band: if wider {
            format!("{}, allowing for what we do not know", words.single)
        } else {
            words.single.clone()
        },
        chance_band: format!("{}, if our numbers are right", words.single),
        narrow_band: words.average.clone(),
        apart: apart.clone(),
    });
    let all: Vec<Line> = drawn.into_iter().chain(apart.map(|(with, _)| with)).collect();
    let description: Vec<String> = all.iter().filter_map(|line| said(line, months)).collect();
    let figure = Figure {
        table: table(&name, &caption, unit, months, &all, words),
        name,
        description: format!(
            "Line chart over {}, in {unit}. {}",
            counted(months.len() as u64, "month", "months"),
            description.join(" ")
        ),
        caption,
        drawing,
    };
    Some(Block::Figure(Box::new(figure)))
}

/// One line; chance is shown apart from ignorance when it stands `alone`.
fn line(name: &str, what: &Quantity, points: &[SeriesPoint], alone: bool) -> Line {
    let times = manner(what).times;
    let spot = |point: &SeriesPoint| {
        let Some(centre) = point.centre else { return Spot::bare(Quoted::NONE) };
        let value = if what.is_money() {
            money(centre.mean, centre.standard_error)
        } else {
            Quoted::supported(centre.mean * times, centre.standard_error.map(|e| e * times))
        };
        let narrow = centre.confidence.map(|r| Shown::at(r.low * times, r.high * times, value.places()));
        let banded = |r: crate::experiment::Range| {
            if what.is_money() { money_range(r) } else { Shown::of(r.low * times, r.high * times) }
        };
        let wide = point.wider.or(point.chance).map(banded);
        let chance = point.chance.filter(|_| alone && point.wider.is_some()).map(banded);
        Spot { value, wide: wide.and_then(ends), chance: chance.and_then(ends), narrow: narrow.and_then(ends) }
    };
    Line { name: name.to_owned(), points: points.iter().map(spot).collect() }
}

/// What a line does, in words.
fn said(line: &Line, months: &[String]) -> Option<String> {
    let defined = || line.points.iter().zip(months).filter_map(|(p, m)| Some((p, m, p.value.value()?)));
    let (first, start, _) = defined().next()?;
    let (last, end, _) = defined().next_back()?;
    let (top, at, _) = defined().max_by(|a, b| a.2.total_cmp(&b.2))?;
    let band = last.wide.map_or_else(String::new, |(low, high)| format!(" (range {low} to {high})"));
    let name = super::words::capital(&line.name);
    let peak = if top.value == last.value || top.value == first.value {
        String::new()
    } else {
        format!("; it is highest in {at}, at {}", top.value)
    };
    Some(format!("{name}: {} in {start}, {} in {end}{band}{peak}.", first.value, last.value))
}

/// Whether chance and ignorance stand apart in a line.
fn split(line: &Line) -> bool {
    line.points.iter().any(|spot| spot.chance.is_some())
}

fn table(name: &str, caption: &str, unit: &str, months: &[String], lines: &[Line], words: &Wording) -> Table {
    let mut columns = vec![Column::words("Month")];
    for line in lines {
        let of =
            |what: &str| if lines.len() > 1 { format!("{}: {what}", line.name) } else { super::words::capital(what) };
        columns.push(Column::number(&of(&format!("average {TYPICAL}")), unit));
        columns.push(Column::range(&of(&words.average), ""));
        if split(line) {
            columns.push(Column::range(&of(&format!("{}, if our numbers are right", words.single)), ""));
            columns.push(Column::range(&of(&format!("{}, allowing for what we do not know", words.single)), ""));
        } else {
            columns.push(Column::range(&of(&words.single), ""));
        }
    }
    let range = |ends: Option<(Quoted, Quoted)>| ends.map_or(Shown::NONE, |(low, high)| Shown { low, high });
    let row = |(i, month): (usize, &String)| {
        let mut cells = vec![Cell::from(month.as_str())];
        for line in lines {
            let spot = line.points.get(i).copied().unwrap_or(Spot::bare(Quoted::NONE));
            cells.extend([spot.value.into(), range(spot.narrow).into()]);
            cells.extend(split(line).then(|| Cell::from(range(spot.chance))));
            cells.push(range(spot.wide).into());
        }
        Row::item(cells)
    };
    Table {
        name: name.to_owned(),
        caption: format!("{caption}: the numbers"),
        columns,
        rows: months.iter().enumerate().map(row).collect(),
        note: None,
    }
}
