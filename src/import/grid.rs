//! From text to rows and cells, numbered as the spreadsheet shows them.

use super::Fault;

const MOST_ROWS: usize = 20_000;
const MOST_COLUMNS: usize = 64;
const LONGEST_CELL: usize = 200;

/// One row that is not empty.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// As the spreadsheet numbers it, from 1.
    pub(super) number: usize,
    /// Trimmed cells; missing ones at the end are empty.
    pub(super) cells: Vec<String>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// The rows of a text that are not empty.
pub(super) fn rows(name: &str, text: &str) -> Result<Vec<Row>, Vec<Fault>> {
    let (text, separator) = separated(text);
    let text = with_empty_rows(text, separator);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            faults.push(Fault::file(name, "this row cannot be read", "save the sheet as CSV again").row(index + 1));
            break;
        };
        if index >= MOST_ROWS {
            let what = format!("there are more than {MOST_ROWS} rows");
            faults.push(Fault::file(
                name,
                what,
                "give counts, one row for each manager and risk level; not one row a person",
            ));
            break;
        }
        let mut cells: Vec<String> = record.iter().map(tidy).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if let Some(long) = cells.iter().position(|cell| cell.chars().count() > LONGEST_CELL) {
            let what = format!("this cell has more than {LONGEST_CELL} characters");
            let help = "free text does not belong in a table of counts; or a quotation mark is opened and never closed";
            faults.push(Fault::file(name, what, help).row(index + 1).column(long));
        } else if cells.len() > MOST_COLUMNS {
            let what = format!("there are more than {MOST_COLUMNS} columns");
            faults.push(Fault::file(name, what, "keep the columns of the template").row(index + 1));
        } else if !cells.is_empty() {
            rows.push(Row { number: index + 1, cells });
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// A cell without the spaces of all kinds around it, and with plain ones inside.
fn tidy(cell: &str) -> String {
    cell.split(|c: char| c.is_whitespace() || c == '\u{FEFF}').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The separator: what a first line `sep=;` says, or the one that the first lines use most.
fn separated(text: &str) -> (&str, char) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(said) = first.strip_prefix("sep=")
        && let Some(separator) = said.chars().next().filter(char::is_ascii)
    {
        // Kept as an empty line, so that rows are numbered as in the file.
        return (&text[first.len()..], separator);
    }
    let count = |c: char| text.lines().take(12).map(|line| line.matches(c).count()).sum::<usize>();
    let used = [',', ';', '\t'].into_iter().rev().max_by_key(|c| count(*c));
    (text, used.unwrap_or(','))
}

/// The same text with a separator on each empty line: the reader would pass over such lines and count rows wrongly.
fn with_empty_rows(text: &str, separator: char) -> String {
    let (mut out, mut quoted, mut begins) = (String::with_capacity(text.len() + 64), false, true);
    for c in text.chars() {
        if c == '"' {
            quoted = !quoted;
        }
        if c == '\n' && begins && !quoted {
            out.push(separator);
        }
        begins = c == '\n' && !quoted;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        rows("a.csv", text).unwrap().into_iter().map(|row| (row.number, row.cells)).collect()
    }

    #[test]
    fn separators_are_found_and_rows_are_numbered_as_in_the_spreadsheet() {
        let wanted = vec![(1, vec!["a".to_owned(), "b c".to_owned()]), (4, vec!["1".to_owned(), "2".to_owned()])];
        for text in ["a,b  c\n\n,,\n1,2,,\n\n", "a;b\u{A0}c\n\n;\n1;2", "a\tb c\n\n\n\"1\"\t 2 \n"] {
            assert_eq!(cells(text), wanted, "{text:?}");
        }
        assert_eq!(cells("sep=;\na;b, c")[0], (2, vec!["a".to_owned(), "b, c".to_owned()]));
        // A line end inside a cell is no row.
        assert_eq!(cells("a,\"b\nc\"\n\nd,e")[1].0, 3);
    }

    #[test]
    fn what_is_too_large_is_refused_with_its_place() {
        let told = |text: &str| rows("a.csv", text).unwrap_err()[0].to_string();
        assert!(
            told(&format!("a,b\n1,\"{}", "x".repeat(300))).starts_with("a.csv, row 2, column B: this cell has more")
        );
        assert!(told(&"1,2\n".repeat(MOST_ROWS + 1)).contains("more than 20000 rows"));
        assert!(told(&format!("{}1", "1,".repeat(70))).contains("columns"));
    }
}
