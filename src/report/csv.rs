//! Each table as a CSV file, with the same rounded numbers that the page shows.
//!
//! Numbers are plain: a point, a hyphen for minus, no separators, empty when not defined. Words
//! that a spreadsheet would take for a formula are preceded by an apostrophe.

use super::document::{Cell, Column, Document, Holds, Table};
use super::words::harmless;

/// Each table of a document as (file name, CSV text).
#[must_use]
pub fn tables_csv(document: &Document) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for table in document.tables() {
        let mut name = format!("{}.csv", table.name);
        let mut copy = 2;
        while files.iter().any(|(other, _)| *other == name) {
            name = format!("{}-{copy}.csv", table.name);
            copy += 1;
        }
        files.push((name, text(table)));
    }
    files
}

fn text(table: &Table) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = out.write_record(table.columns.iter().flat_map(heads));
    for row in &table.rows {
        let _ = out.write_record(row.cells.iter().zip(&table.columns).flat_map(|(cell, column)| fields(cell, column)));
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn heads(column: &Column) -> Vec<String> {
    let heading = column.full_heading();
    match column.holds {
        Holds::Range => vec![calm(&format!("{heading}, from")), calm(&format!("{heading}, to"))],
        Holds::Words | Holds::Number => vec![calm(&heading)],
    }
}

fn fields(cell: &Cell, column: &Column) -> Vec<String> {
    match (cell, column.holds) {
        (Cell::Range(range), Holds::Range) => vec![range.low.machine(), range.high.machine()],
        (Cell::Number(number), Holds::Number | Holds::Words) => vec![number.machine()],
        (other, Holds::Range) => vec![calm(&other.shown()), String::new()],
        (other, Holds::Number | Holds::Words) => vec![calm(&other.shown())],
    }
}

/// Words that no spreadsheet takes for a formula.
fn calm(words: &str) -> String {
    let words = harmless(words);
    if words.trim_start().starts_with(['=', '+', '-', '@', '|', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']) {
        format!("'{words}")
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::document;
    use super::*;

    #[test]
    fn a_formula_in_a_name_stays_words() {
        assert_eq!(calm("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(calm(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(calm("home visit"), "home visit");
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        let quoted = super::super::words::Quoted::at(-1234.5, 1);
        assert_eq!(fields(&quoted.into(), &Column::number("hours", "")), ["-1234.5"]);
    }

    #[test]
    fn each_row_has_a_field_for_each_head() {
        for (name, text) in tables_csv(&document()) {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let heads = reader.headers().unwrap().len();
            for record in reader.records() {
                assert_eq!(record.unwrap().len(), heads, "{name}");
            }
        }
    }
}
