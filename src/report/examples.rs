//! An invented document with every kind of block, for the tests of the presenters.

use super::document::{Block, Cell, Column, Document, Fact, Notice, Row, Section, Table};
use super::figure::{Bar, Bars, Drawing, Figure, HeatMap, Histogram, Ladder, Lines, Rung, Series, Spot, Spotlight};
use super::words::{Quoted, Range};

fn q(value: f64) -> Quoted {
    Quoted::at(value, 1)
}

#[expect(clippy::unnecessary_wraps, reason = "the fields it fills may be absent")]
fn pair(low: f64, high: f64) -> Option<(Quoted, Quoted)> {
    Some((q(low), q(high)))
}

/// A table of all the numbers of a drawing, in the order drawn.
fn listing(name: &str, drawing: &Drawing) -> Table {
    let numbers = drawing.numbers();
    Table {
        name: name.to_owned(),
        caption: format!("The numbers of {name}"),
        columns: vec![Column::words("place"), Column::number("value", "hours")],
        rows: numbers.iter().map(|n| Row::item(vec![Cell::from("<b>a & b</b>"), (*n).into()])).collect(),
        note: Some("Invented.".to_owned()),
    }
}

fn figure(name: &str, drawing: Drawing) -> Block {
    Block::Figure(Box::new(Figure {
        name: name.to_owned(),
        caption: format!("A figure called {name} <script>"),
        description: "Hours rise from 40 to 70 & then stay \"level\".".to_owned(),
        table: listing(name, &drawing),
        drawing,
    }))
}

fn lines() -> Drawing {
    let at: Vec<String> = (2..14).map(|m| format!("2021-{m:02}")).collect();
    let series = |name: &str, base: f64, slope: f64| Series {
        name: name.to_owned(),
        points: (0..12)
            .map(|m| {
                let middle = base + slope * f64::from(m);
                Spot {
                    value: q(middle),
                    wide: pair(middle - 20.0, middle + 30.0),
                    chance: None,
                    narrow: pair(middle - 4.0, middle + 4.0),
                }
            })
            .collect(),
    };
    Drawing::Lines(Lines {
        at,
        unit: "Visits overdue at the end of the month".to_owned(),
        series: vec![series("with the app", 40.0, 9.0), series("base", 38.0, 1.5)],
        wide_band: "a single year: 9 in 10".to_owned(),
        chance_band: String::new(),
        narrow_band: "the average: 95 % confidence".to_owned(),
        apart: Some((series("with <b>", 60.0, 11.0), "with what is only suspected".to_owned())),
    })
}

fn bars() -> Drawing {
    let bar = |name: &str, parts: [f64; 4], range: Option<(f64, f64)>| Bar {
        name: name.to_owned(),
        parts: parts.map(q).to_vec(),
        total: q(parts.iter().sum()),
        range: range.map(|(low, high)| (q(low), q(high))),
    };
    Drawing::Bars(Bars {
        unit: "Extra officer-hours a month".to_owned(),
        parts: ["offender manager", "sergeant", "digital monitoring officer", "digital forensics"]
            .map(String::from)
            .to_vec(),
        bars: vec![
            bar("triage", [0.0, 0.0, 8.5, 0.0], Some((4.0, 15.0))),
            bar("response <i>", [14.0, 2.0, 0.0, 0.0], Some((8.0, 31.0))),
            bar("arrest and charge file", [31.0, 3.0, 0.0, 9.0], Some((12.0, 90.0))),
            bar("installing and re-installing", [42.0, 0.0, 0.0, 0.0], None),
            bar("routine (put off)", [-12.0, -1.5, 0.0, 0.0], None),
        ],
    })
}

fn heat() -> Drawing {
    let cell = |v: f64| Spotlight { value: q(v), beyond: v > 95.0 };
    Drawing::Heat(HeatMap {
        across: "offenders.number".to_owned(),
        columns: ["1,000", "1,200", "1,400", "1,600"].map(String::from).to_vec(),
        down: "staff.people".to_owned(),
        rows: ["20", "24", "28"].map(String::from).to_vec(),
        unit: "Load of the busiest role, per cent".to_owned(),
        cells: vec![
            [70.0, 84.0, 98.0, 112.0].map(cell).to_vec(),
            [58.0, 70.0, 82.0, 93.5].map(cell).to_vec(),
            [50.0, 60.0, 70.0, 80.0].map(cell).to_vec(),
        ],
    })
}

fn ladder() -> Drawing {
    let rung = |name: &str, value: f64, range| Rung { name: name.to_owned(), value: q(value), range };
    Drawing::Ladder(Ladder {
        unit: "Share of what there is, per cent".to_owned(),
        line: (Quoted::whole(100.0), "full".to_owned()),
        rungs: vec![
            rung("1. Ratio: offenders for each manager", 108.3, None),
            rung("2. Points: hours asked over hours available", 90.4, None),
            rung("3. Simulation: share of time worked", 93.1, pair(78.0, 109.0)),
        ],
    })
}

fn histogram() -> Drawing {
    Drawing::Histogram(Histogram {
        unit: "Extra officer-hours a month".to_owned(),
        from: q(0.0),
        ends: (1..=10).map(|i| q(f64::from(i) * 25.0)).collect(),
        counts: [3.0, 18.0, 41.0, 55.0, 38.0, 22.0, 12.0, 7.0, 3.0, 1.0].map(Quoted::whole).to_vec(),
        marks: vec![(q(40.0), "1 year in 20 is below".to_owned()), (q(190.0), "1 year in 20 is above".to_owned())],
    })
}

/// The document.
pub(super) fn document() -> Document {
    let table = Table {
        name: "extra".to_owned(),
        caption: "Words, numbers and ranges".to_owned(),
        columns: vec![Column::words("=kind"), Column::number("mean", "hours"), Column::range("90 % range", "hours")],
        rows: vec![
            Row::item(vec!["=1+1".into(), Quoted::at(-1234.5, 1).into(), Range::of(-40.0, 190.0).into()]),
            Row::total(vec!["all".into(), Quoted::NONE.into(), Range::NONE.into()]),
        ],
        note: None,
    };
    Document {
        title: "Invented & short".to_owned(),
        question: Some("How much extra work?".to_owned()),
        sentence: "Expect about 95 extra officer-hours a month (90 % range 40 to 190).".to_owned(),
        sections: vec![
            Section::answer("The answer", "What it is.", vec![Block::Table(table), figure("ledger", bars())]),
            Section::evidence(
                "The evidence",
                "",
                vec![
                    Block::Paragraph("Some words that are long enough to be wrapped at least once on a narrow terminal, twice on a narrower one.".to_owned()),
                    Block::List(vec!["One point.".to_owned(), "Another <one>.".to_owned()]),
                    figure("trajectory", lines()),
                    figure("grid", heat()),
                    figure("ladder", ladder()),
                    figure("spread", histogram()),
                ],
            ),
        ],
        warnings: vec![Notice { what: "The interval spans zero.".to_owned(), advice: "ask for more replications.".to_owned() }],
        reproduce: vec![Fact::new("Seed", "1"), Fact::new("Command", "caseload compare base.toml app.toml")],
        date: None,
    }
}
