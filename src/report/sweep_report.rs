//! The report on a grid: heat maps of the first two factors, and the table of every cell.

use super::document::{Block, Cell, Column, Document, Row, Section, Table, file_name};
use super::estimates::{Wording, basis};
use super::figure::{Drawing, Figure, HeatMap, Spotlight};
use super::footing;
use super::quote::{Known, manner};
use super::words::{Quoted, capital};
use crate::experiment::{Answer, Factor, Sweep, SweepCell};
use crate::units::counted;

/// Responses that get a heat map.
const MOST_MAPS: usize = 6;

/// The document of a sweep.
#[must_use]
pub fn for_sweep(answer: &Answer) -> Document {
    let words = Wording::of(&answer.made);
    let mut sections = Vec::new();
    if let Some(sweep) = &answer.sweep {
        let at_start = answer.scenarios.iter().flat_map(|one| &one.loads).any(|load| load.at_start);
        sections.push(loads(sweep, at_start));
        sections.push(responses(sweep, &words));
        sections.push(cells(sweep, &words));
    }
    sections.push(footing::precision(&answer.scenarios));
    if let Some(first) = answer.scenarios.first() {
        sections.push(footing::assumptions(&first.assumptions, &first.sources, None));
    }
    let question = answer.scenarios.first().and_then(|s| s.question.clone());
    footing::document(answer, answer.headline.title.clone(), question, sections)
}

/// The load of the busiest role over the grid.
fn loads(sweep: &Sweep, at_start: bool) -> Section {
    let value = |cell: &SweepCell| cell.busiest.as_ref().map_or(Quoted::NONE, |(_, load)| Quoted::whole(100.0 * load));
    let beyond = |cell: &SweepCell| cell.busiest.as_ref().is_some_and(|(_, load)| *load >= 1.0);
    let maps = maps(sweep, "load of the busiest role", "%", value, beyond);
    let intro = "Hours asked for over productive hours, at the typical values. A heavy frame marks the cases where more work comes than can be done: where that lasts, their backlog grows.";
    let as_is = " Outcomes change offenders, which is not in it: everybody is as at the start, or as they join.";
    Section::answer("Where the work fits", &format!("{intro}{}", if at_start { as_is } else { "" }), maps)
}

/// The responses over the grid.
fn responses(sweep: &Sweep, words: &Wording) -> Section {
    let mut blocks = Vec::new();
    for (r, quantity) in sweep.responses.iter().enumerate().take(MOST_MAPS) {
        let value = |cell: &SweepCell| {
            cell.responses.get(r).map_or(Quoted::NONE, |found| Known::from(&found.estimate).average())
        };
        blocks.extend(maps(sweep, &quantity.label, manner(quantity).unit, value, |_| false));
    }
    let intro = format!("Averages; the table of all cases gives their {} and the {}.", words.average, words.single);
    Section::answer("What comes of it", &intro, blocks)
}

/// Heat maps of the first two factors; one for each combination of the others.
fn maps(
    sweep: &Sweep,
    label: &str,
    unit: &str,
    value: impl Fn(&SweepCell) -> Quoted,
    beyond: impl Fn(&SweepCell) -> bool,
) -> Vec<Block> {
    let Some(down) = sweep.factors.first() else { return Vec::new() };
    let none = Factor { key: String::new(), values: vec![capital(unit)] };
    let across = sweep.factors.get(1).unwrap_or(&none);
    let mut rest: Vec<&[usize]> = Vec::new();
    for cell in &sweep.cells {
        let others = cell.at.get(2..).unwrap_or_default();
        if !rest.contains(&others) {
            rest.push(others);
        }
    }
    let map = |others: &[usize]| {
        let at = |row: usize, column: usize| {
            sweep.cells.iter().find(|cell| {
                cell.at.first() == Some(&row)
                    && cell.at.get(1).is_none_or(|c| *c == column)
                    && cell.at.get(2..).unwrap_or_default() == others
            })
        };
        let nothing = Spotlight { value: Quoted::NONE, beyond: false };
        let spot = |row, column| {
            at(row, column).map_or(nothing, |cell| Spotlight { value: value(cell), beyond: beyond(cell) })
        };
        let row = |row: usize| (0..across.values.len()).map(|column| spot(row, column)).collect::<Vec<_>>();
        let grid: Vec<Vec<Spotlight>> = (0..down.values.len()).map(row).collect();
        Block::Figure(Box::new(figure(label, unit, (down, across), grid, &held(sweep, others))))
    };
    rest.into_iter().map(map).collect()
}

/// What the further factors are held at, in words.
fn held(sweep: &Sweep, others: &[usize]) -> String {
    let each = sweep.factors.iter().skip(2).zip(others);
    let said: Vec<String> = each.filter_map(|(f, i)| Some(format!("{} = {}", f.key, f.values.get(*i)?))).collect();
    if said.is_empty() { String::new() } else { format!(", {}", said.join(", ")) }
}

fn figure(
    label: &str,
    unit: &str,
    (down, across): (&Factor, &Factor),
    grid: Vec<Vec<Spotlight>>,
    held: &str,
) -> Figure {
    let caption = format!("{}{held}", capital(label));
    let name = file_name(&format!("grid {caption}"));
    let spoken = |spot: &Spotlight| spot.value;
    let numbers = || grid.iter().flatten().map(spoken).filter(|n| n.value().is_some());
    let least = numbers().min_by(|a, b| a.value().unwrap_or(0.0).total_cmp(&b.value().unwrap_or(0.0)));
    let most = numbers().max_by(|a, b| a.value().unwrap_or(0.0).total_cmp(&b.value().unwrap_or(0.0)));
    let marked = grid.iter().flatten().filter(|spot| spot.beyond).count();
    let over = if marked > 0 { format!(" {marked} of them are framed.") } else { String::new() };
    let shape = if across.key.is_empty() {
        format!("{} of {}", counted(down.values.len() as u64, "value", "values"), down.key)
    } else {
        let values = counted(down.values.len() as u64, "value", "values");
        format!("{values} of {} by {} of {}", down.key, across.values.len(), across.key)
    };
    let description = format!(
        "Grid of {shape}: {} from {} to {} ({unit}).{over}",
        label,
        least.unwrap_or(Quoted::NONE),
        most.unwrap_or(Quoted::NONE)
    );
    let row = |(value, spots): (&String, &Vec<Spotlight>)| {
        let cells = spots.iter().map(|spot| Cell::from(spot.value));
        Row::item(std::iter::once(Cell::from(value.as_str())).chain(cells).collect())
    };
    let head = |value: &String| {
        let heading = if across.key.is_empty() { capital(label) } else { format!("{} = {value}", across.key) };
        Column::number(&heading, unit)
    };
    let table = Table {
        name: name.clone(),
        caption: format!("{caption}: the numbers"),
        columns: std::iter::once(Column::words(&down.key)).chain(across.values.iter().map(head)).collect(),
        rows: down.values.iter().zip(&grid).map(row).collect(),
        note: None,
    };
    Figure {
        name,
        caption: caption.clone(),
        description,
        table,
        drawing: Drawing::Heat(HeatMap {
            across: across.key.clone(),
            columns: across.values.clone(),
            down: down.key.clone(),
            rows: down.values.clone(),
            unit: with_unit(&caption, unit),
            cells: grid,
        }),
    }
}

/// What is measured, with its unit unless the words have it already.
fn with_unit(caption: &str, unit: &str) -> String {
    let said = caption.to_lowercase();
    let has = |word: &str| said.split(|c: char| !c.is_alphanumeric()).any(|other| other == word);
    if unit.split_whitespace().all(has) { caption.to_owned() } else { format!("{caption} ({unit})") }
}

/// Every cell with its intervals and its difference from the first.
fn cells(sweep: &Sweep, words: &Wording) -> Section {
    let mut blocks = Vec::new();
    for (r, quantity) in sweep.responses.iter().enumerate() {
        let unit = manner(quantity).unit;
        let known: Vec<Known<'_>> =
            sweep.cells.iter().filter_map(|cell| Some(Known::from(&cell.responses.get(r)?.estimate))).collect();
        let row = |cell: &SweepCell| {
            let values = sweep.factors.iter().zip(&cell.at).map(|(f, i)| f.values.get(*i).cloned().unwrap_or_default());
            let mut cells: Vec<Cell> = values.map(Cell::from).collect();
            let found = cell.responses.get(r);
            let known = found.map(|f| Known::from(&f.estimate));
            cells.push(known.map_or(Quoted::NONE, |k| k.average()).into());
            cells.push(known.map_or(super::words::Range::NONE, |k| k.confidence()).into());
            cells.push(known.map_or(super::words::Range::NONE, |k| k.widest()).into());
            let against = found.and_then(|f| f.against_first.as_ref()).map(Known::from);
            cells.push(against.map_or_else(|| "first case".into(), |k| k.average().into()));
            cells.push(against.map_or_else(|| "first case".into(), |k| k.confidence().into()));
            Row::item(cells)
        };
        let mut columns: Vec<Column> = sweep.factors.iter().map(|f| Column::words(&f.key)).collect();
        columns.extend([
            Column::number("Average", unit),
            Column::range(&words.average, unit),
            Column::range(&words.single, unit),
            Column::number("Difference from the first case", unit),
            Column::range("Confidence in the difference", unit),
        ]);
        blocks.push(Block::Table(Table {
            name: file_name(&format!("cases {}", quantity.label)),
            caption: format!("Every case: {}, averages {}", quantity.label, basis(known.iter())),
            columns,
            rows: sweep.cells.iter().map(row).collect(),
            note: None,
        }));
    }
    let mut warned = Vec::new();
    for cell in &sweep.cells {
        let values: Vec<String> = sweep
            .factors
            .iter()
            .zip(&cell.at)
            .filter_map(|(f, i)| Some(format!("{} = {}", f.key, f.values.get(*i)?)))
            .collect();
        warned.extend(cell.warnings.iter().map(|w| {
            let notice = footing::notice(w);
            format!("{}: {} What to do: {}", values.join(", "), notice.what, notice.advice)
        }));
    }
    if !warned.is_empty() {
        blocks.push(Block::Paragraph("Warnings of single cases:".to_owned()));
        blocks.push(Block::List(warned));
    }
    Section::evidence("Every case", "Each case meets the same chance as the first.", blocks)
}

#[cfg(test)]
mod tests {
    use super::with_unit;

    #[test]
    fn a_unit_is_said_once() {
        assert_eq!(with_unit("Hours asked for a month", "hours a month"), "Hours asked for a month");
        assert_eq!(with_unit("Load of the busiest role", "%"), "Load of the busiest role (%)");
        assert_eq!(
            with_unit("Number that became late: home visit", "tasks"),
            "Number that became late: home visit (tasks)"
        );
    }
}
