//! Spreadsheet exports: from counts in CSV files to the caseload and staff tables of a scenario.
//!
//! Two tables are understood, each known by its headings. *Caseload*: how many people each manager holds at each risk level, at
//! which site, and how many visits are overdue and by how long. *Staff*: how many people work in each role, how much, where, and
//! from when. Only counts come in. A column that is not in the tables is refused, and so is a cell that looks like a name, a date of birth, an
//! address or a reference number; what such a cell holds is never repeated, neither in a message nor in what is written.
//!
//! A file is what a spreadsheet makes of it: UTF-8 or UTF-16, commas, semicolons or tabs, `1,300` and `60 %`, a title above the
//! headings, empty rows below, a row of totals (which is checked). All that is wrong is said at once, by row and column letter.

mod caseload;
mod cell;
mod decode;
mod fault;
mod fragment;
mod grid;
mod heads;
mod managers;
mod private;
mod sites;
mod staff;
#[cfg(test)]
mod tests;

pub use cell::{Number, number, whole};
pub use fault::Fault;
pub use fragment::hours;

use crate::calendar::Date;
use heads::Kind;

/// A file as it lies on the disk.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What messages call it.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// What the files do not say.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day it is; a date ten years before it or more may be somebody's date of birth.
    pub today: Date,
    /// The day written into the passports.
    pub stamp: Option<Date>,
    /// The kind of work whose overdue visits are counted.
    pub work: String,
    /// Days in which that work is due once it arises: a visit overdue by 10 days arose this much earlier still.
    pub due_within: u16,
    /// Hours a week of a full-time post.
    pub full_week: f64,
    /// Productive hours of a full-time post a year, as the least and the most; none for the published range.
    pub productive: Option<(f64, f64)>,
}

impl Options {
    /// What the starter scenario assumes.
    #[must_use]
    pub fn new(today: Date) -> Self {
        let work = "home visit".to_owned();
        Self { today, stamp: None, work, due_within: 14, full_week: 40.0, productive: None }
    }
}

/// What came of an import.
#[derive(Clone, Debug)]
pub struct Imported {
    /// A part of a scenario, as TOML.
    pub toml: String,
    /// What a reader should know, a sentence each.
    pub notes: Vec<String>,
}

/// The most that one file may hold.
pub const LARGEST: usize = 4_000_000;

/// Reads a caseload table, a staff table, or one of each.
///
/// # Errors
/// All that is wrong with the files.
pub fn import(files: &[Input<'_>], options: &Options) -> Result<Imported, Vec<Fault>> {
    let (mut faults, mut people, mut posts) = (Vec::new(), None, None);
    for file in files {
        let Some(sheet) = heads::sheet(file, options.today, &mut faults) else { continue };
        let second = match sheet.kind {
            Kind::Caseload => people.replace(caseload::read(file, &sheet, &mut faults)).is_some(),
            Kind::Staff => posts.replace(staff::read(file, &sheet, options, &mut faults)).is_some(),
        };
        if second {
            let what = format!("this is a second {} table", sheet.kind.word());
            faults.push(Fault::file(file.name, what, "put the rows into one file"));
        }
    }
    if let (Some(people), Some(posts)) = (&people, &posts) {
        sites::agree(people, posts, &mut faults);
    }
    if faults.is_empty() {
        Ok(fragment::write(people.as_ref(), posts.as_ref(), options))
    } else {
        Err(fault::grouped(faults))
    }
}
