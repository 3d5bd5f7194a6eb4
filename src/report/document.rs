//! What is said: a report as data, before anyone decides how it looks.
//!
//! A [`Document`] holds words and rounded numbers only. Every presenter reads the same one and
//! computes nothing, so the terminal, the page and the CSV files say the same. Text that came from
//! a scenario file stands in it as it was written; each presenter makes it harmless on the way out.

use super::figure::Figure;
use super::words::{Quoted, Range};

/// A whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Title.
    pub title: String,
    /// The question that was asked, in the words of the scenario.
    pub question: Option<String>,
    /// The answer in one or two sentences that can be repeated in a meeting.
    pub sentence: String,
    /// The parts, in reading order.
    pub sections: Vec<Section>,
    /// What the tool doubts about its own answer.
    pub warnings: Vec<Notice>,
    /// What it takes to get the same answer again.
    pub reproduce: Vec<Fact>,
    /// Day of writing, the only line that differs between two equal runs; `None` leaves it out.
    pub date: Option<String>,
}

/// One part of a report, under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Heading.
    pub heading: String,
    /// What the part shows and how to read it.
    pub intro: Option<String>,
    /// Whether it belongs to the short answer or to the evidence behind it.
    pub depth: Depth,
    /// What it holds, in reading order.
    pub blocks: Vec<Block>,
}

/// Who needs a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everyone: also in the short answer on the terminal.
    Answer,
    /// Who checks the answer.
    Evidence,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Words.
    Paragraph(String),
    /// Points of equal standing.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A figure, with the table that holds its numbers.
    Figure(Box<Figure>),
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// File name of its CSV without extension: lower case, digits and hyphens.
    pub name: String,
    /// What it shows.
    pub caption: String,
    /// Columns; the first one names the rows.
    pub columns: Vec<Column>,
    /// Rows, each with a cell for each column.
    pub rows: Vec<Row>,
    /// How to read it, or what to beware of.
    pub note: Option<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Heading.
    pub heading: String,
    /// Unit of its numbers, in words.
    pub unit: Option<String>,
    /// What its cells hold.
    pub holds: Holds,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Words, set to the left.
    Words,
    /// Numbers, set to the right.
    Number,
    /// Ranges, set to the right; two columns in CSV.
    Range,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(heading: &str) -> Self {
        Self { heading: heading.to_owned(), unit: None, holds: Holds::Words }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(heading: &str, unit: &str) -> Self {
        Self { heading: heading.to_owned(), unit: some(unit), holds: Holds::Number }
    }

    /// A column of ranges.
    #[must_use]
    pub fn range(heading: &str, unit: &str) -> Self {
        Self { heading: heading.to_owned(), unit: some(unit), holds: Holds::Range }
    }

    /// Heading and unit together.
    #[must_use]
    pub fn full_heading(&self) -> String {
        self.unit.as_ref().map_or_else(|| self.heading.clone(), |unit| format!("{} ({unit})", self.heading))
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Cell>,
    /// Whether it stands for the sum of others, or for itself.
    pub part: Part,
}

/// Standing of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One of several.
    Item,
    /// All together.
    Total,
}

impl Row {
    /// A row among others.
    #[must_use]
    pub fn item(cells: Vec<Cell>) -> Self {
        Self { cells, part: Part::Item }
    }

    /// The sum of the others.
    #[must_use]
    pub fn total(cells: Vec<Cell>) -> Self {
        Self { cells, part: Part::Total }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Words(String),
    /// A number.
    Number(Quoted),
    /// A range.
    Range(Range),
}

impl Cell {
    /// The cell as people read it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Number(number) => number.to_string(),
            Self::Range(range) => range.to_string(),
        }
    }

    /// The numbers in it.
    #[must_use]
    pub fn numbers(&self) -> Vec<Quoted> {
        match self {
            Self::Words(_) => Vec::new(),
            Self::Number(number) => vec![*number],
            Self::Range(range) => vec![range.low, range.high],
        }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<Quoted> for Cell {
    fn from(number: Quoted) -> Self {
        Self::Number(number)
    }
}

impl From<Range> for Cell {
    fn from(range: Range) -> Self {
        Self::Range(range)
    }
}

/// A doubt, and what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What is so.
    pub what: String,
    /// What to do.
    pub advice: String,
}

/// A name and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Name.
    pub name: String,
    /// What it is.
    pub value: String,
}

impl Fact {
    /// A fact.
    #[must_use]
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: value.into() }
    }
}

impl Section {
    /// A section of the short answer.
    #[must_use]
    pub fn answer(heading: &str, intro: &str, blocks: Vec<Block>) -> Self {
        Self { heading: heading.to_owned(), intro: some(intro), depth: Depth::Answer, blocks }
    }

    /// A section of the evidence.
    #[must_use]
    pub fn evidence(heading: &str, intro: &str, blocks: Vec<Block>) -> Self {
        Self { heading: heading.to_owned(), intro: some(intro), depth: Depth::Evidence, blocks }
    }
}

impl Document {
    /// Every table in reading order, those of the figures included.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Figure(figure) => Some(&figure.table),
            Block::Paragraph(_) | Block::List(_) => None,
        })
    }

    /// Every figure in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks().filter_map(|block| match block {
            Block::Figure(figure) => Some(&**figure),
            Block::Table(_) | Block::Paragraph(_) | Block::List(_) => None,
        })
    }

    fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }
}

/// A name fit for a file: lower case letters and digits, hyphens between.
#[must_use]
pub fn file_name(words: &str) -> String {
    let mut name = String::new();
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name: String = name.trim_end_matches('-').chars().take(80).collect();
    if name.is_empty() { "table".to_owned() } else { name }
}
