//! What is answered: a document of sections, tables, figures and warnings, and its presenters.
//!
//! The builders ([`for_run`], [`for_comparison`], [`for_sweep`], [`for_check`]) turn an answer into a
//! [`Document`]; all rounding and wording happens there, once. The presenters ([`to_html`],
//! [`to_text`], [`tables_csv`], [`figures_svg`]) show it and compute nothing.

mod csv;
mod document;
#[cfg(test)]
mod examples;
mod figure;
mod html;
pub mod palette;
mod svg;
mod text;
pub mod words;

pub use csv::tables_csv;
pub use document::{Block, Cell, Column, Depth, Document, Fact, Holds, Notice, Part, Row, Section, Table, file_name};
pub use figure::{
    Bar, Bars, Drawing, Figure, HeatMap, Histogram, Ladder, Lines, Rung, Series, Spot, Spotlight,
};
pub use html::to_html;
pub use svg::{figures_svg, svg};
pub use text::{to_brief_text, to_text};

#[cfg(test)]
mod proofs {
    /// Writes the invented document to the folder that `CASELOAD_LOOK` names, for a look at it.
    #[test]
    fn the_invented_document_can_be_looked_at() {
        let Ok(folder) = std::env::var("CASELOAD_LOOK") else { return };
        let document = super::examples::document();
        let mut files = super::figures_svg(&document);
        files.extend(super::tables_csv(&document));
        files.push(("report.html".to_owned(), super::to_html(&document)));
        files.push(("report.txt".to_owned(), super::to_text(&document, 100)));
        for (name, text) in files {
            std::fs::write(std::path::Path::new(&folder).join(name), text).unwrap();
        }
    }
}
