//! What is drawn: figures as data, each with the words that replace it and the table of its numbers.
//!
//! A figure never stands alone. Its [`description`](Figure::description) says in a sentence what a
//! sighted reader takes from it, and its [`table`](Figure::table) holds every number that is drawn.

use super::document::Table;
use super::words::Quoted;

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// File name without extension; unique in a document.
    pub name: String,
    /// What it shows.
    pub caption: String,
    /// What it says, for those who do not see it.
    pub description: String,
    /// What is drawn.
    pub drawing: Drawing,
    /// Every number that is drawn.
    pub table: Table,
}

/// The kinds of figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawing {
    /// Values over time, with bands.
    Lines(Lines),
    /// Horizontal bars, in parts.
    Bars(Bars),
    /// A grid of numbered cells.
    Heat(HeatMap),
    /// The same question answered by three methods.
    Ladder(Ladder),
    /// How often which result came.
    Histogram(Histogram),
    /// A dot against intervals, row by row, each row on a scale of its own.
    Dots(Dots),
}

/// Values over time: one or a few series, each with the bands that are known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// Names of the instants, in order.
    pub at: Vec<String>,
    /// What is measured, with its unit.
    pub unit: String,
    /// The series, four at most.
    pub series: Vec<Series>,
    /// What the wide band is, such as "9 single years in 10".
    pub wide_band: String,
    /// What the band between is, where there is one.
    pub chance_band: String,
    /// What the narrow band is, such as "95 % confidence in the average".
    pub narrow_band: String,
    /// What stands beside the answer and is not in it, with what it is: drawn as a hatched band with a dashed
    /// edge and a dotted line, so that nobody takes it for a part of the answer.
    pub apart: Option<(Series, String)>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name, written at its end.
    pub name: String,
    /// One for each instant.
    pub points: Vec<Spot>,
}

/// One point of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Middle.
    pub value: Quoted,
    /// Range in which a single period may fall, the widest known.
    pub wide: Option<(Quoted, Quoted)>,
    /// Range in which it may fall by chance alone, where the wide one holds more than chance.
    pub chance: Option<(Quoted, Quoted)>,
    /// Confidence interval of the middle, if it is known.
    pub narrow: Option<(Quoted, Quoted)>,
}

/// Horizontal bars in parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// What is measured, with its unit.
    pub unit: String,
    /// Names of the parts, six at most.
    pub parts: Vec<String>,
    /// The bars, from the top.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Name.
    pub name: String,
    /// One for each part; below zero it is drawn to the left of the axis.
    pub parts: Vec<Quoted>,
    /// All parts together, written at the end.
    pub total: Quoted,
    /// Range of the whole, drawn as a thin line, if it is known.
    pub range: Option<(Quoted, Quoted)>,
}

/// A grid of numbered cells.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// What is varied along the columns.
    pub across: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// What is varied along the rows.
    pub down: String,
    /// Names of the rows.
    pub rows: Vec<String>,
    /// What is measured, with its unit.
    pub unit: String,
    /// Cells, row by row.
    pub cells: Vec<Vec<Spotlight>>,
}

/// One cell of a grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spotlight {
    /// Its number.
    pub value: Quoted,
    /// Whether the case is beyond a line that the figure's caption names, shown by a frame.
    pub beyond: bool,
}

/// The same question answered by three methods, each with its own number on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// The scale they share, with its unit.
    pub unit: String,
    /// Value of the scale that divides enough from not enough, and its name.
    pub line: (Quoted, String),
    /// The rungs, from the simplest.
    pub rungs: Vec<Rung>,
}

/// One rung.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// Name of the method.
    pub name: String,
    /// Its number.
    pub value: Quoted,
    /// Its range, for methods that have one.
    pub range: Option<(Quoted, Quoted)>,
}

/// A dot against intervals, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// What the dot is.
    pub dot: String,
    /// What the wide interval is.
    pub wide: String,
    /// What the narrow interval is.
    pub narrow: String,
    /// The rows, from the top.
    pub rows: Vec<Dot>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// Name.
    pub name: String,
    /// The dot.
    pub value: Quoted,
    /// Wide interval.
    pub wide: Option<(Quoted, Quoted)>,
    /// Narrow interval.
    pub narrow: Option<(Quoted, Quoted)>,
}

/// How often which result came.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// What is measured, with its unit.
    pub unit: String,
    /// Lower end of the first bin.
    pub from: Quoted,
    /// Upper end of each bin, ascending.
    pub ends: Vec<Quoted>,
    /// Number of results in each bin.
    pub counts: Vec<Quoted>,
    /// Values marked by a line, with their names.
    pub marks: Vec<(Quoted, String)>,
}

impl Spot {
    /// A point without bands.
    #[must_use]
    pub fn bare(value: Quoted) -> Self {
        Self { value, wide: None, chance: None, narrow: None }
    }
}

impl Drawing {
    /// Every number that is drawn.
    #[must_use]
    pub fn numbers(&self) -> Vec<Quoted> {
        let mut found = Vec::new();
        let pair = |found: &mut Vec<Quoted>, range: &Option<(Quoted, Quoted)>| {
            found.extend(range.iter().flat_map(|(low, high)| [*low, *high]));
        };
        match self {
            Self::Lines(lines) => {
                let apart = lines.apart.iter().map(|(series, _)| series);
                for spot in lines.series.iter().chain(apart).flat_map(|series| &series.points) {
                    found.push(spot.value);
                    pair(&mut found, &spot.wide);
                    pair(&mut found, &spot.chance);
                    pair(&mut found, &spot.narrow);
                }
            }
            Self::Bars(bars) => {
                for bar in &bars.bars {
                    found.extend(&bar.parts);
                    found.push(bar.total);
                    pair(&mut found, &bar.range);
                }
            }
            Self::Heat(heat) => found.extend(heat.cells.iter().flatten().map(|cell| cell.value)),
            Self::Ladder(ladder) => {
                for rung in &ladder.rungs {
                    found.push(rung.value);
                    pair(&mut found, &rung.range);
                }
            }
            Self::Dots(dots) => {
                for dot in &dots.rows {
                    found.push(dot.value);
                    pair(&mut found, &dot.wide);
                    pair(&mut found, &dot.narrow);
                }
            }
            Self::Histogram(histogram) => {
                found.push(histogram.from);
                found.extend(&histogram.ends);
                found.extend(&histogram.counts);
            }
        }
        found.retain(|number| number.value().is_some());
        found
    }
}

impl Figure {
    /// The numbers that are drawn and do not stand in the table; none in a sound figure.
    #[must_use]
    pub fn numbers_without_a_cell(&self) -> Vec<Quoted> {
        let cells: Vec<Quoted> =
            self.table.rows.iter().flat_map(|row| &row.cells).flat_map(super::document::Cell::numbers).collect();
        let drawn = self.drawing.numbers().into_iter();
        drawn.filter(|n| !cells.iter().any(|c| c.machine() == n.machine())).collect()
    }
}
