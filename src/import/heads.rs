//! Headings: which table a file is, and which column is which.

use super::grid::{self, Row};
use super::{Fault, Input, LARGEST, decode, private};
use crate::calendar::Date;

/// Rows among which the headings are looked for: a title may stand above them.
const HEADINGS_WITHIN: usize = 10;

/// Which table a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Caseload,
    Staff,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Caseload => "caseload",
            Self::Staff => "staff",
        }
    }

    /// The headings of the template.
    fn template(self) -> &'static str {
        match self {
            Self::Caseload => {
                "manager code, site, risk level, people, overdue 1 to 14 days, overdue 15 to 28 days, ..."
            }
            Self::Staff => "role, people, full-time share, hours a week, site, from, until",
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Manager,
    Site,
    Risk,
    People,
    /// Visits overdue by so many days, the last included; without a last, all that are longer overdue.
    Overdue(u16, Option<u16>),
    Role,
    Share,
    Hours,
    From,
    Until,
}

impl Column {
    /// What messages call it.
    pub(super) fn title(self) -> String {
        match self {
            Self::Manager => "manager code".to_owned(),
            Self::Site => "site".to_owned(),
            Self::Risk => "risk level".to_owned(),
            Self::People => "people".to_owned(),
            Self::Overdue(low, Some(high)) => format!("overdue {low} to {high} days"),
            Self::Overdue(low, None) => format!("overdue over {} days", low.saturating_sub(1)),
            Self::Role => "role".to_owned(),
            Self::Share => "full-time share".to_owned(),
            Self::Hours => "hours a week".to_owned(),
            Self::From => "from".to_owned(),
            Self::Until => "until".to_owned(),
        }
    }
}

/// A file with its headings understood.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) kind: Kind,
    /// What each column is, with where it stands.
    pub(super) columns: Vec<(usize, Column)>,
    /// Rows of counts.
    pub(super) rows: Vec<Row>,
    /// The row of totals at the end, if there is one.
    pub(super) total: Option<Row>,
}

impl Sheet {
    /// Where a column stands.
    pub(super) fn at(&self, wanted: Column) -> Option<usize> {
        self.columns.iter().find(|(_, column)| *column == wanted).map(|(at, _)| *at)
    }
}

/// A heading in lower case, its words parted by one space.
fn words(heading: &str) -> String {
    let parts = heading.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn column(heading: &str, kind: Kind) -> Option<Column> {
    let words = words(heading);
    let caseload = [
        (
            Column::Manager,
            ["manager code", "manager", "offender manager code", "offender manager", "om code"].as_slice(),
        ),
        (Column::Site, &["site", "location", "base", "office", "station"]),
        (Column::Risk, &["risk level", "risk", "level", "risk band"]),
        (
            Column::People,
            &["people", "count", "number", "offenders", "caseload", "cases", "number of offenders", "number of people"],
        ),
    ];
    let staff = [
        (Column::Role, ["role", "post", "job"].as_slice()),
        (Column::People, &["people", "number", "count", "headcount", "number of people"]),
        (Column::Share, &["full time share", "share of full time", "share", "full time share each"]),
        (Column::Hours, &["hours a week", "hours per week", "weekly hours", "hours"]),
        (Column::Site, &["site", "location", "base", "office", "station"]),
        (Column::From, &["from", "start date", "starts", "in post from"]),
        (Column::Until, &["until", "to", "end date", "ends", "in post until"]),
    ];
    let known = if kind == Kind::Caseload { caseload.as_slice() } else { staff.as_slice() };
    let named = known.iter().find(|(_, names)| names.contains(&words.as_str())).map(|(column, _)| *column);
    named.or_else(|| if kind == Kind::Caseload { overdue(&words) } else { None })
}

/// `overdue 15 to 28 days`, `Visits overdue 15-28 days`, `overdue over 91 days`.
fn overdue(words: &str) -> Option<Column> {
    let rest = words.strip_prefix("visits ").unwrap_or(words).strip_prefix("overdue ")?;
    let rest = rest.strip_suffix(" days")?;
    let parts: Vec<&str> = rest.split(' ').filter(|w| *w != "to" && *w != "by").collect();
    let days = |text: &str| text.parse::<u16>().ok().filter(|days| *days <= 3650);
    match parts[..] {
        ["over" | "more", longer] | ["more", "than", longer] => Some(Column::Overdue(days(longer)? + 1, None)),
        [low, high] => {
            let (low, high) = (days(low)?, days(high)?);
            (low <= high).then_some(Column::Overdue(low, Some(high)))
        }
        _ => None,
    }
}

/// Reads a file as far as its headings, and refuses what looks like somebody's details anywhere in it. None where the rows
/// cannot be understood; otherwise they are worth reading on, so that all faults are found at once.
pub(super) fn sheet(file: &Input<'_>, today: Date, faults: &mut Vec<Fault>) -> Option<Sheet> {
    let name = file.name;
    if file.bytes.len() > LARGEST {
        let help = "give counts, not one row a person; and only the sheet with the table";
        faults.push(Fault::file(name, format!("the file is larger than {LARGEST} bytes"), help));
        return None;
    }
    let text = decode::text(file.bytes).map_err(|(what, help)| faults.push(Fault::file(name, what, help))).ok()?;
    let mut rows = grid::rows(name, &text).map_err(|found| faults.extend(found)).ok()?;
    if rows.is_empty() {
        let help = "save the sheet that holds the table, and not another one";
        faults.push(Fault::file(name, "the file is empty", help));
        return None;
    }
    faults.extend(details(name, &rows, today));
    let Some((at, kind)) = headings(&rows) else {
        let help = format!(
            "write a first row of headings. A caseload table has: {}; a staff table has: {}",
            Kind::Caseload.template(),
            Kind::Staff.template()
        );
        faults.push(Fault::file(name, "no row of headings of a caseload or staff table was found", help));
        return None;
    };
    let head = rows[at].clone();
    rows.drain(..=at);
    let columns = columns(name, &head, kind, &rows, faults);
    let total = totals(name, &mut rows, faults);
    if !columns.iter().any(|(_, column)| *column == Column::People) {
        let help = format!("a {} table has: {}", kind.word(), kind.template());
        faults.push(Fault::file(name, "the column `people` is missing", help).row(head.number));
        return None;
    }
    if rows.is_empty() {
        let help = "write a row for each group of people";
        faults.push(Fault::file(name, "there are no rows under the headings", help));
        return None;
    }
    Some(Sheet { kind, columns, rows, total })
}

/// Cells that look like somebody's details.
fn details(name: &str, rows: &[Row], today: Date) -> Vec<Fault> {
    let mut faults = Vec::new();
    for row in rows {
        for (column, cell) in row.cells.iter().enumerate() {
            if let Some(what) = private::cell(cell, today) {
                let message = format!("this looks like {what}. It was not read, and it is not repeated here");
                let help = "caseload works on counts and takes nothing about any person: take the column out, or put codes in its place";
                faults.push(Fault::file(name, message, help).row(row.number).column(column));
            }
        }
    }
    faults
}

/// The row of headings, and whose they are: the first with the column that tells the table, and one more.
fn headings(rows: &[Row]) -> Option<(usize, Kind)> {
    rows.iter().take(HEADINGS_WITHIN).enumerate().find_map(|(at, row)| {
        [(Kind::Caseload, Column::Risk), (Kind::Staff, Column::Role)].into_iter().find_map(|(kind, tells)| {
            let known: Vec<Column> = row.cells.iter().filter_map(|cell| column(cell, kind)).collect();
            (known.contains(&tells) && known.len() > 1).then_some((at, kind))
        })
    })
}

fn columns(name: &str, head: &Row, kind: Kind, rows: &[Row], faults: &mut Vec<Fault>) -> Vec<(usize, Column)> {
    let mut columns: Vec<(usize, Column)> = Vec::new();
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(head.cells.len());
    for at in 0..width {
        let heading = head.cell(at);
        let here = |message: String, help: &str| Fault::file(name, message, help).row(head.number).column(at);
        match column(heading, kind) {
            Some(found) if columns.iter().any(|(_, other)| *other == found) => {
                faults.push(
                    here("this heading stands twice".to_owned(), "keep one of the columns").heading(&found.title()),
                );
            }
            Some(found) => columns.push((at, found)),
            None if heading.is_empty() => {
                if rows.iter().any(|row| !row.cell(at).is_empty()) {
                    let help = "give it a heading of the template, or take the column out";
                    faults.push(here("this column has content and no heading".to_owned(), help));
                }
            }
            None => {
                let message = match private::heading(&words(heading)) {
                    Some(what) => {
                        format!("by its heading this column holds {what}. It was not read, and it is not repeated here")
                    }
                    None => "this heading is not in the template".to_owned(),
                };
                let help = format!("take the column out; a {} table has: {}", kind.word(), kind.template());
                faults.push(here(message, &help));
            }
        }
    }
    columns
}

/// Takes the row of totals away. One in the middle is a sum of a part, by which people would be counted twice.
fn totals(name: &str, rows: &mut Vec<Row>, faults: &mut Vec<Fault>) -> Option<Row> {
    let is_total = |row: &Row| {
        let first = row.cells.iter().find(|cell| !cell.is_empty()).map_or(String::new(), |cell| words(cell));
        let mut words = first.split(' ');
        matches!(words.next(), Some("total" | "totals" | "sum" | "subtotal" | "subtotals" | "overall"))
            || first == "grand total"
            || first.ends_with(" total")
    };
    let last = rows.pop_if(|row| is_total(row));
    for row in rows.iter().filter(|row| is_total(row)) {
        let help = "take sums of parts out of the table; one row of totals at the end may stay, and is checked";
        faults.push(Fault::file(name, "this is a row of totals among the rows that it adds up", help).row(row.number));
    }
    rows.retain(|row| !is_total(row));
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_however_they_are_written() {
        for text in ["Risk Level", "risk_level", " RISK-LEVEL ", "Risk"] {
            assert_eq!(column(text, Kind::Caseload), Some(Column::Risk), "{text}");
        }
        for text in [
            "Overdue 15 to 28 days",
            "visits overdue 15-28 days",
            "OVERDUE 15\u{2013}28 DAYS",
            "overdue by 15 to 28 days",
        ] {
            assert_eq!(column(text, Kind::Caseload), Some(Column::Overdue(15, Some(28))), "{text}");
        }
        assert_eq!(column("overdue over 91 days", Kind::Caseload), Some(Column::Overdue(92, None)));
        assert_eq!(column("overdue more than 91 days", Kind::Caseload), Some(Column::Overdue(92, None)));
        for text in ["overdue", "overdue 9 to 3 days", "overdue 99999 to 3 days", "overdue over 3651 days", "name", ""]
        {
            assert_eq!(column(text, Kind::Caseload), None, "{text}");
        }
    }
}
