//! What is wrong with a file: where, what is so, what to do. The content of a cell is never in it.

use std::collections::BTreeSet;
use std::fmt;

/// Rows that one message names before it only counts.
const NAMED: usize = 5;

/// Faults that are told; a file with more has one reason for most of them.
const MOST: usize = 2_000;

/// Something wrong with a file. Like faults of one column are one fault with several rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// Rows as the spreadsheet numbers them, from 1; empty when it is about the file or a column.
    pub rows: Vec<usize>,
    /// Column as the spreadsheet letters it, from 0.
    pub column: Option<usize>,
    /// What the table calls the column.
    pub heading: Option<String>,
    /// What is so.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Fault {
    pub(super) fn file(file: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { file: file.to_owned(), rows: Vec::new(), column: None, heading: None, message, help }
    }

    pub(super) fn row(mut self, row: usize) -> Self {
        self.rows = vec![row];
        self
    }

    pub(super) fn column(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    pub(super) fn heading(mut self, heading: &str) -> Self {
        self.heading = Some(heading.to_owned());
        self
    }

    /// The rows it speaks of, in words.
    fn rows_in_words(&self) -> String {
        let shown: Vec<String> = self.rows.iter().take(NAMED).map(usize::to_string).collect();
        match (self.rows.len(), shown.split_last()) {
            (_, None) => String::new(),
            (1, Some((only, _))) => format!(", row {only}"),
            (n, _) if n > NAMED => format!(", rows {} and {} more", shown.join(", "), n - NAMED),
            (_, Some((last, others))) => format!(", rows {} and {last}", others.join(", ")),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.file, self.rows_in_words())?;
        if let Some(column) = self.column {
            write!(f, ", column {}", letters(column))?;
        }
        if let Some(heading) = &self.heading {
            write!(f, " ({heading})")?;
        }
        write!(f, ": {}\n  = help: {}", self.message, self.help)
    }
}

/// A column as a spreadsheet letters it: A to Z, then AA.
fn letters(column: usize) -> String {
    let (mut rest, mut text) = (column, String::new());
    loop {
        text.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            return text;
        }
        rest = rest / 26 - 1;
    }
}

/// Puts like faults of one column together, in the order of their first rows. Of one cell only the first is told: what looks like
/// somebody's birth need not be told that it is no number either.
pub(super) fn grouped(faults: Vec<Fault>) -> Vec<Fault> {
    let (mut list, mut told): (Vec<Fault>, _) = (Vec::new(), BTreeSet::new());
    for mut fault in faults.into_iter().take(MOST) {
        if let (Some(row), Some(column)) = (fault.rows.first(), fault.column)
            && !told.insert((fault.file.clone(), *row, column))
        {
            continue;
        }
        let like = |other: &&mut Fault| {
            other.file == fault.file
                && other.column == fault.column
                && other.message == fault.message
                && !fault.rows.is_empty()
        };
        match list.iter_mut().find(like) {
            Some(first) => first.rows.append(&mut fault.rows),
            None => list.push(fault),
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let known = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, text) in known {
            assert_eq!(letters(column), text);
        }
    }

    #[test]
    fn like_faults_are_told_once_with_their_rows() {
        let fault = |row, message: &str| Fault::file("a.csv", message, "mend it").row(row).column(2);
        let told = |rows: &[usize]| grouped(rows.iter().map(|r| fault(*r, "x")).collect())[0].to_string();
        assert!(told(&[4]).starts_with("a.csv, row 4, column C: x"));
        assert!(told(&[4, 6, 9]).starts_with("a.csv, rows 4, 6 and 9, column C: x"));
        assert!(told(&[1, 2, 3, 4, 5, 6, 7]).starts_with("a.csv, rows 1, 2, 3, 4, 5 and 2 more, column C"));
        assert_eq!(grouped(vec![fault(1, "x"), fault(2, "y")]).len(), 2);
        // One cell, one message.
        assert_eq!(grouped(vec![fault(1, "x"), fault(1, "y")]).len(), 1);
    }
}
