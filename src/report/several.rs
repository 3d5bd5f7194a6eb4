//! Several scenarios against one base, side by side: a sentence for each, and one figure of them all.

use super::document::{Block, Cell, Column, Row, Section, Table, file_name};
use super::estimates::{Wording, basis};
use super::figure::{Bar, Bars, Drawing, Figure};
use super::quote::{Known, ends};
use super::words::Quoted;
use crate::experiment::{Answer, Comparison, Difference};

/// What each of several others adds, in one figure, and the sentence of each that does not lead.
pub(super) fn section(answer: &Answer, words: &Wording) -> Option<Section> {
    let base = &answer.comparisons.first()?.base;
    let asked = |comparison: &Comparison| Some((comparison.other.clone(), comparison.posts.demand_a_month.clone()?));
    let found: Vec<(String, Difference)> = answer.comparisons.iter().filter_map(asked).collect();
    let mut blocks = vec![Block::List(super::sentence::further(answer))];
    let caption = format!("Hours a month asked for by the work that arose: each scenario less {base}");
    let name = file_name(&format!("all less {base}"));
    let rows: Vec<(String, Known<'_>)> = found.iter().map(|(other, d)| (other.clone(), Known::from(d))).collect();
    // One place for all, the coarsest that any needs, so that the bars can be compared.
    let place = rows.iter().map(|(_, known)| known.average().places()).min().unwrap_or(0).min(1);
    let number = |value: Quoted| Quoted::maybe(value.value(), place);
    let bar = |(other, known): &(String, Known<'_>)| {
        let total = number(known.average());
        Bar { name: other.clone(), parts: vec![total], total, range: ends(known.widest()) }
    };
    let row = |(other, known): &(String, Known<'_>)| {
        Row::item(vec![
            Cell::from(other.as_str()),
            number(known.average()).into(),
            known.confidence().into(),
            known.widest().into(),
        ])
    };
    let bars: Vec<Bar> = rows.iter().map(bar).collect();
    let said: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.total)).collect();
    if !bars.is_empty() {
        blocks.push(Block::Figure(Box::new(Figure {
            name: name.clone(),
            caption: caption.clone(),
            description: format!("Horizontal bars, in hours a month more or less than {base}: {}.", said.join(", ")),
            drawing: Drawing::Bars(Bars {
                unit: format!("Hours a month asked for, more or less than \u{201c}{base}\u{201d}"),
                parts: vec!["difference".to_owned()],
                bars,
            }),
            table: Table {
                name,
                caption: format!("{caption}: the numbers {}", basis(rows.iter().map(|(_, known)| known))),
                columns: vec![
                    Column::words("Scenario"),
                    Column::number("Average", "hours a month"),
                    Column::range(&words.average, "hours a month"),
                    Column::range(&words.single, "hours a month"),
                ],
                rows: rows.iter().map(row).collect(),
                note: None,
            },
        })));
    }
    Some(Section::answer(
        "All against the base",
        "The first sentence of this report is about the first of the scenarios. The others, in the order asked:",
        blocks,
    ))
}
