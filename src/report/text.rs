//! The terminal: plain words and tables, wrapped to a width, without colour.

use super::document::{Block, Cell, Depth, Document, Holds, Section, Table};
use super::words::harmless;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};

/// Narrowest width that is served.
const NARROWEST: usize = 40;

/// The whole document for a terminal of `width` characters.
#[must_use]
pub fn to_text(document: &Document, width: usize) -> String {
    written(document, width, |_| true)
}

/// The short answer: the sentence, the warnings, and the sections that everyone needs.
#[must_use]
pub fn to_brief_text(document: &Document, width: usize) -> String {
    written(document, width, |section| section.depth == Depth::Answer)
}

fn written(document: &Document, width: usize, wanted: impl Fn(&Section) -> bool) -> String {
    let width = width.max(NARROWEST);
    let mut out = String::new();
    paragraph(&mut out, &document.title, width, "");
    if let Some(question) = &document.question {
        paragraph(&mut out, question, width, "");
    }
    if let Some(date) = &document.date {
        paragraph(&mut out, &format!("Written on {date}"), width, "");
    }
    out.push('\n');
    paragraph(&mut out, &document.sentence, width, "");
    if !document.warnings.is_empty() {
        heading(&mut out, "Before you rely on this");
        for warning in &document.warnings {
            paragraph(&mut out, &format!("{} What to do: {}", warning.what, warning.advice), width, "- ");
        }
    }
    for section in document.sections.iter().filter(|section| wanted(section)) {
        heading(&mut out, &section.heading);
        if let Some(intro) = &section.intro {
            paragraph(&mut out, intro, width, "");
        }
        for block in &section.blocks {
            piece(&mut out, block, width);
        }
    }
    heading(&mut out, "How to get this answer again");
    for fact in &document.reproduce {
        paragraph(&mut out, &format!("{}: {}", fact.name, fact.value), width, "");
    }
    out
}

fn piece(out: &mut String, block: &Block, width: usize) {
    match block {
        Block::Paragraph(words) => paragraph(out, words, width, ""),
        Block::List(points) => {
            for point in points {
                paragraph(out, point, width, "- ");
            }
        }
        Block::Table(table) => grid(out, table, width),
        Block::Figure(figure) => {
            out.push('\n');
            paragraph(out, &figure.description, width, "");
            grid(out, &figure.table, width);
        }
    }
}

fn heading(out: &mut String, words: &str) {
    let words = harmless(words);
    out.push('\n');
    out.push_str(&words);
    out.push('\n');
    out.extend(std::iter::repeat_n('-', words.chars().count()));
    out.push('\n');
}

/// Words wrapped to a width; lines after the first are indented as far as the mark is wide.
fn paragraph(out: &mut String, words: &str, width: usize, mark: &str) {
    let words = harmless(words);
    let mut room = 0;
    for (i, word) in words.split_whitespace().enumerate() {
        let length = word.chars().count();
        if i == 0 {
            out.push_str(mark);
            room = width.saturating_sub(mark.len());
        } else if length < room {
            out.push(' ');
            room -= 1;
        } else {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', mark.len()));
            room = width.saturating_sub(mark.len());
        }
        out.push_str(word);
        room = room.saturating_sub(length);
    }
    out.push('\n');
}

fn grid(out: &mut String, table: &Table, width: usize) {
    out.push('\n');
    paragraph(out, &table.caption, width, "");
    let words = |text: &str| harmless(text).split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let least: Vec<usize> = (0..table.columns.len())
        .map(|c| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(c)).map(|cell| words(&cell.shown()));
            cells.chain([words(&table.columns[c].full_heading())]).max().unwrap_or(0) + 2
        })
        .collect();
    if least.iter().sum::<usize>() > width {
        stacked(out, table, width);
    } else {
        columned(out, table, width, &least);
    }
    if let Some(note) = &table.note {
        paragraph(out, note, width, "");
    }
}

/// The table in columns, none narrower than its longest word.
fn columned(out: &mut String, table: &Table, width: usize, least: &[usize]) {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-')));
    drawn.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.min(400) as u16);
    drawn.set_header(table.columns.iter().map(|column| cell(&column.full_heading(), column.holds)));
    for row in &table.rows {
        let shown = row.cells.iter().zip(&table.columns);
        drawn.add_row(shown.map(|(value, column)| cell(&Cell::shown(value), column.holds)));
    }
    drawn.set_constraints(least.iter().map(|w| ColumnConstraint::LowerBoundary(Width::Fixed(*w as u16))));
    out.push_str(&drawn.trim_fmt());
    out.push('\n');
}

/// A table too wide for the terminal, a row at a time with its headings.
fn stacked(out: &mut String, table: &Table, width: usize) {
    for row in &table.rows {
        let mut fields = row.cells.iter().zip(&table.columns);
        if let Some((name, _)) = fields.next() {
            paragraph(out, &name.shown(), width, "  ");
        }
        for (value, column) in fields.filter(|(value, _)| !value.shown().is_empty()) {
            paragraph(out, &format!("{}: {}", column.full_heading(), value.shown()), width, "    ");
        }
    }
}

fn cell(words: &str, holds: Holds) -> comfy_table::Cell {
    let alignment = match holds {
        Holds::Words => CellAlignment::Left,
        Holds::Number | Holds::Range => CellAlignment::Right,
    };
    comfy_table::Cell::new(harmless(words)).set_alignment(alignment)
}

#[cfg(test)]
mod tests {
    use super::super::csv::tables_csv;
    use super::super::examples::document;
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [60, 80, 120] {
            let text = to_text(&document(), width);
            let widest = text.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(width), "{widest:?} at {width}\n{text}");
        }
    }

    #[test]
    fn text_and_csv_say_the_same_numbers() {
        let document = document();
        let text = to_text(&document, 400);
        let files = tables_csv(&document);
        for (table, (name, csv)) in document.tables().zip(&files) {
            for number in table.rows.iter().flat_map(|row| &row.cells).flat_map(Cell::numbers) {
                assert!(text.contains(&number.to_string()), "{number} in the text");
                assert!(csv.contains(&number.machine()), "{number} in {name}");
            }
        }
    }

    #[test]
    fn the_short_answer_is_shorter_and_has_no_escape() {
        let mut document = document();
        document.title.push_str("\u{1b}[2J");
        assert!(to_brief_text(&document, 80).len() < to_text(&document, 80).len());
        assert!(!to_text(&document, 80).contains('\u{1b}'));
    }
}
