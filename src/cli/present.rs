//! The one place where answers are handed to the presenters.

use super::exit::Failure;
use crate::experiment::{Answer, KindHours, Ladder, Question, RoleLoad, Warning};
use crate::report::{self, Document};
use crate::scenario::world::Scenario;

/// Columns of text on standard output.
const WIDTH: usize = 100;

fn document(answer: &Answer) -> Document {
    match answer.question {
        Question::Run => report::for_run(answer),
        Question::Compare => report::for_comparison(answer),
        Question::Sweep => report::for_sweep(answer),
    }
}

/// The short answer, on standard output.
pub(super) fn show(answer: &Answer) -> Result<(), Failure> {
    show_document(&document(answer))
}

/// The short form of a document, on standard output.
pub(super) fn show_document(document: &Document) -> Result<(), Failure> {
    super::write_out(&report::to_brief_text(document, WIDTH))
}

/// What `check` shows of a sound scenario, on standard output.
pub(super) fn show_check(
    scenario: &Scenario,
    ladder: &Ladder,
    asked: (&[RoleLoad], &[KindHours]),
    warnings: &[Warning],
) -> Result<(), Failure> {
    super::write_out(&report::to_text(&report::for_check(scenario, ladder, asked, warnings), WIDTH))
}

/// Files for the run folder besides the machine's tables: the report, its figures, and its tables as people read them.
pub(super) fn pages(answer: &Answer, date: Option<&str>) -> Vec<(String, Vec<u8>)> {
    pages_of(document(answer), date)
}

/// The same of a document.
pub(super) fn pages_of(mut document: Document, date: Option<&str>) -> Vec<(String, Vec<u8>)> {
    document.date = date.map(str::to_owned);
    let mut files = vec![
        ("report.html".to_owned(), report::to_html(&document).into_bytes()),
        ("report.txt".to_owned(), report::to_text(&document, WIDTH).into_bytes()),
    ];
    let inside = |folder: &str, (name, text): (String, String)| (format!("{folder}/{name}"), text.into_bytes());
    files.extend(report::figures_svg(&document).into_iter().map(|file| inside("figures", file)));
    files.extend(report::tables_csv(&document).into_iter().map(|file| inside("tables", file)));
    files
}
