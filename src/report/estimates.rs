//! Tables of estimates: the short form with one range, and the full one with chance and ignorance apart.

use super::document::{Cell, Column, Row, Table};
use super::quote::{Known, manner};
use super::words::{Quoted, level, per_cent};
use crate::experiment::Made;

/// Words over the columns, which depend on the levels used.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wording {
    /// "90 % range of a single period".
    pub(super) single: String,
    /// "95 % confidence in the average".
    pub(super) average: String,
    band: String,
}

impl Wording {
    pub(super) fn of(made: &Made) -> Self {
        Self {
            single: format!("{} range of a single period", level(made.band)),
            average: format!("{} confidence in the average", level(made.confidence)),
            band: level(made.band),
        }
    }
}

/// Over what averages are: all draws of the uncertain numbers where these were studied, else the typical values.
pub(super) fn basis<'a>(mut known: impl Iterator<Item = &'a Known<'a>>) -> &'static str {
    if known.any(|known| known.wider.is_some()) { "over all draws" } else { TYPICAL }
}

/// What averages are of that know nothing of draws.
pub(super) const TYPICAL: &str = "at the typical values";

/// Average, confidence and the widest range studied, one row each.
pub(super) fn short(name: &str, caption: &str, first: &str, rows: &[(String, Known<'_>)], words: &Wording) -> Table {
    let row = |(label, known): &(String, Known<'_>)| {
        Row::item(vec![
            label.as_str().into(),
            manner(known.quantity).unit.into(),
            known.average().into(),
            known.confidence().into(),
            known.widest().into(),
        ])
    };
    Table {
        name: name.to_owned(),
        caption: caption.to_owned(),
        columns: vec![
            Column::words(first),
            Column::words("Unit"),
            Column::number("Average", basis(rows.iter().map(|(_, known)| known))),
            Column::range(&words.average, ""),
            Column::range(&words.single, ""),
        ],
        rows: rows.iter().map(row).collect(),
        note: None,
    }
}

/// Chance and ignorance apart: what comes by chance if our numbers are right, and the wider band.
pub(super) fn full(name: &str, caption: &str, rows: &[(String, Known<'_>)], words: &Wording) -> Table {
    let row = |(label, known): &(String, Known<'_>)| {
        let share = known.wider.and_then(|w| w.share_of_ignorance);
        let average = known.wider.map_or(Quoted::NONE, |_| known.average());
        let (chance, allowing) = (known.chance(), known.allowing());
        let studied = known.wider.is_some();
        let ignorance = match share {
            Some(share) => per_cent(share).into(),
            None if studied => Cell::from("does not vary"),
            None => Cell::from("not studied"),
        };
        let or_not = |cell: Cell| if studied { cell } else { "not studied".into() };
        Row::item(vec![
            label.as_str().into(),
            manner(known.quantity).unit.into(),
            known.typical().into(),
            known.typical_confidence().into(),
            chance.into(),
            or_not(average.into()),
            or_not(allowing.into()),
            ignorance,
        ])
    };
    let single = format!("{} range of a single period", words.band);
    Table {
        name: name.to_owned(),
        caption: caption.to_owned(),
        columns: vec![
            Column::words("What"),
            Column::words("Unit"),
            Column::number("Average if our numbers are right", ""),
            Column::range(&words.average, ""),
            Column::range(&format!("{single}, if our numbers are right"), ""),
            Column::number("Average allowing for what we do not know", ""),
            Column::range(&format!("{single}, allowing for what we do not know"), ""),
            Column::words("Part of the variance that is ignorance"),
        ],
        rows: rows.iter().map(row).collect(),
        note: Some(
            "A range of a single period says what one real period of this length may look like; it does not shrink with more replications. The \
             confidence in the average says how well this many replications settle the average; it does."
                .to_owned(),
        ),
    }
}

/// A table with one average for each pair of row and column.
pub(super) fn averages<'a>(
    name: &str,
    caption: &str,
    (first, heads): (&str, &[(&str, &str)]),
    rows: &[String],
    find: impl Fn(&str, &str) -> Option<Known<'a>>,
) -> Table {
    let all: Vec<Known<'_>> =
        rows.iter().flat_map(|row| heads.iter().filter_map(|(head, _)| find(row, head))).collect();
    let basis = basis(all.iter());
    let cells = |row: &String| {
        let numbers =
            heads.iter().map(|(head, _)| find(row, head).map_or("\u{2013}".into(), |known| known.average().into()));
        Row::item(std::iter::once(Cell::from(row.as_str())).chain(numbers).collect())
    };
    let columns = heads.iter().map(|(head, unit)| Column::number(head, unit));
    Table {
        name: name.to_owned(),
        caption: format!("{caption} {basis}"),
        columns: std::iter::once(Column::words(first)).chain(columns).collect(),
        rows: rows
            .iter()
            .map(cells)
            .filter(|row| row.cells.iter().any(|cell| !matches!(cell, Cell::Words(_))))
            .collect(),
        note: None,
    }
}
