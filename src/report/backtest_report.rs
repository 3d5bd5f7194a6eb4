//! The report of a backtest: last year's figures among what the scenario foretells of them.

use super::document::{Block, Cell, Column, Document, Fact, Notice, Row, Section, Table};
use super::figure::{Dot, Dots, Drawing, Figure};
use super::words::{Quoted, Range as Shown, counted, per_cent};
use crate::experiment::facing::{Backtest, FigureTold, Prediction, Sides};
use crate::experiment::{Made, Range, Unit};

/// The document of a backtest.
#[must_use]
pub fn for_backtest(backtest: &Backtest) -> Document {
    let sides = &backtest.sides;
    let mut reproduce = facts(&backtest.made, sides);
    reproduce.push(Fact::new(
        "Replications",
        format!("{} at typical values; {} draws of {}", backtest.replications, backtest.draws, backtest.per_draw),
    ));
    let mut sections = vec![
        figures(backtest, "Observed against foretold", "backtest"),
        Section::answer("What this does not say", "", vec![Block::List(cannot(backtest))]),
        scores(backtest, "scores"),
    ];
    sections.extend(sources(sides));
    Document {
        title: format!("{}, against {}", sides.title, sides.observed_title),
        question: Some("Does the scenario foretell what was counted?".to_owned()),
        sentence: sentence(backtest),
        sections,
        warnings: warnings(backtest),
        reproduce,
        date: None,
    }
}

/// The two sides and how to bring them together again.
pub(super) fn facts(made: &Made, sides: &Sides) -> Vec<Fact> {
    vec![
        Fact::new("Program", format!("caseload {}", made.version)),
        Fact::new("Seed", made.seed.to_string()),
        Fact::new("Random numbers", format!("{}, stream version {}", made.generator, made.stream_version)),
        Fact::new("Command", made.command.clone().unwrap_or_else(|| "not made by a command".to_owned())),
        Fact::new("Scenario", sides.title.clone()),
        Fact::new("Files of the scenario", sides.files.join(", ")),
        Fact::new("Hash of the scenario", sides.hash.clone()),
        Fact::new("Period", format!("{} days from {}", Quoted::digits(sides.days, 3), sides.starts)),
        Fact::new("Observed figures", format!("{}, {}", sides.observed_title, sides.observed_file)),
        Fact::new("Hash of the observed figures", sides.observed_hash.clone()),
    ]
}

/// What the ids mean.
pub(super) fn sources(sides: &Sides) -> Option<Section> {
    if sides.sources.is_empty() {
        return None;
    }
    let rows = sides.sources.iter().map(|(id, what)| Row::item(vec![id.as_str().into(), what.as_str().into()]));
    let table = Table {
        name: "sources".to_owned(),
        caption: "What the sources are".to_owned(),
        columns: vec![Column::words("Id"), Column::words("Source")],
        rows: rows.collect(),
        note: None,
    };
    let intro = "Sources named by the observed figures and by the scenario.";
    Some(Section::evidence("Sources", intro, vec![Block::Table(table)]))
}

fn sentence(backtest: &Backtest) -> String {
    let together = &backtest.together;
    let surprise = together.surprise.map_or(String::new(), |share| {
        format!(
            " Of 100 simulated periods, {} lie at least as far from the average as what was observed.",
            Quoted::digits(100.0 * share, if share < 0.01 { 1 } else { 2 })
        )
    });
    format!(
        "Of {}, {} {} in the range that the scenario gives for nine periods in ten; {} would be expected of a right scenario.{surprise} {}",
        counted(Quoted::whole(together.figures as f64), "observed figure", "observed figures"),
        Quoted::whole(together.inside_90 as f64),
        if together.inside_90 == 1 { "lies" } else { "lie" },
        Quoted::at(together.expected_90, 1),
        calibration(backtest)
    )
}

/// Whether so many inside says anything.
fn calibration(backtest: &Backtest) -> String {
    let together = &backtest.together;
    if together.so_few < 0.05 {
        return format!(
            "So few would lie inside in only {} of cases if the ranges were right: the scenario is too sure of itself, or wrong.",
            per_cent(together.so_few)
        );
    }
    if together.surprise.is_some_and(|share| share < 0.05) {
        return "So far out the scenario\u{2019}s own periods hardly ever lie: that speaks against it, or against a figure.".to_owned();
    }
    if let Some(share) = together.surprise.filter(|share| *share > 0.95 && together.figures > 2) {
        return format!(
            "That is nearer to the middle than all but {} of 100 simulated periods: so near as happens when numbers are chosen with the figures in view.",
            Quoted::digits(100.0 * (1.0 - share), 1)
        );
    }
    if together.too_narrow_passes > 0.05 {
        return format!(
            "Nothing here speaks against it; but ranges that hold only seven periods in ten would pass as well in {} of cases.",
            per_cent(together.too_narrow_passes)
        );
    }
    "Nothing here speaks against it.".to_owned()
}

/// What cannot be concluded.
fn cannot(backtest: &Backtest) -> Vec<String> {
    let n = backtest.together.figures;
    let mut list = Vec::new();
    if n < 20 {
        list.push(format!(
            "{} {} few: a scenario can be wrong in much and still pass. Backlogs, waits and hours that nobody counted were not tested at all.",
            counted(Quoted::whole(n as f64), "figure", "figures"),
            if n == 1 { "is" } else { "are" }
        ));
    }
    list.extend(
        [
            "Numbers chosen to agree with these figures agree with them: if the scenario\u{2019}s ranges were set with the figures in view, this is consistency and not proof.",
            "Published figures select successes: what went well is reported more often than what did not, so a right scenario may foretell less than was published.",
            "A breach found is not a breach committed: a figure can be met for the wrong reason.",
            "A wide range is easily met. A figure inside a wide range is no evidence that the middle of it is right.",
        ]
        .map(str::to_owned),
    );
    if n > 1 {
        list.push("The figures come from one period and hang together, so they count for less than as many independent ones; the share of simulated periods that lie as far allows for that.".to_owned());
    }
    if backtest.draws == 0 {
        list.push("What we do not know was left out: every number was taken at its typical value, so the ranges are too narrow.".to_owned());
    }
    list
}

fn warnings(backtest: &Backtest) -> Vec<Notice> {
    let mut list = Vec::new();
    for figure in &backtest.figures {
        let Some(whole) = figure.whole.filter(|p| !p.inside_95) else { continue };
        list.push(Notice {
            what: format!(
                "{}: {} was observed, and the scenario gives {} in 95 periods of 100.",
                figure.name,
                number(figure, figure.observed),
                range(figure, whole.interval_95)
            ),
            advice: "look whether the figure and the scenario mean the same thing, then at the inputs behind it."
                .to_owned(),
        });
    }
    if backtest.truncated > 0 {
        list.push(Notice {
            what: format!("{} replications were stopped by a limit of the scenario.", backtest.truncated),
            advice: "raise the limit in [limits]; until then these ranges are not to be trusted.".to_owned(),
        });
    }
    list
}

/// The figures: the plot, with its table.
pub(super) fn figures(backtest: &Backtest, heading: &str, name: &str) -> Section {
    let row = |figure: &FigureTold| Dot {
        name: figure.name.clone(),
        value: number(figure, figure.observed),
        wide: ends(figure.whole.map(|p| range(figure, p.interval_90))),
        narrow: ends(figure.chance.map(|p| range(figure, p.interval_90))),
    };
    let rows: Vec<Dot> = backtest.figures.iter().map(row).collect();
    let said: Vec<String> = backtest
        .figures
        .iter()
        .filter_map(|figure| {
            let whole = figure.whole?;
            let inside = if whole.inside_90 { "inside" } else { "outside" };
            let (seen, foretold) = (number(figure, figure.observed), range(figure, whole.interval_90));
            Some(format!("{}: {seen} observed, {inside} {foretold}.", figure.name))
        })
        .collect();
    let caption = "Observed figures against what the scenario foretells".to_owned();
    let picture = Figure {
        name: format!("{name}-figures"),
        description: format!("One row a figure, a dot for what was observed. {}", said.join(" ")),
        drawing: Drawing::Dots(Dots {
            dot: "observed".to_owned(),
            wide: "90 % range, allowing for what we do not know".to_owned(),
            narrow: "90 % range, if our numbers are right (chance alone)".to_owned(),
            rows,
        }),
        table: table(backtest, name, &caption),
        caption,
    };
    let intro = "Each figure beside the ranges in which the scenario puts nine periods in ten. Each row of the plot has a scale of its own.";
    Section::answer(heading, intro, vec![Block::Figure(Box::new(picture))])
}

fn table(backtest: &Backtest, name: &str, caption: &str) -> Table {
    let words = |yes: bool| if yes { "yes" } else { "no" };
    let row = |figure: &FigureTold| {
        let shown = |p: Option<Prediction>, of: fn(Prediction) -> Range| {
            Cell::from(p.map_or(Shown::NONE, |p| range(figure, of(p))))
        };
        let held = if figure.held_back { ", held back" } else { "" };
        let window = if figure.window.0 == figure.window.1 {
            figure.window.0.clone()
        } else {
            format!("{} to {}", figure.window.0, figure.window.1)
        };
        Row::item(vec![
            format!("{}{held}", figure.name).into(),
            format!("{} ({window})", figure.what).into(),
            number(figure, figure.observed).into(),
            figure.whole.map_or(Quoted::NONE, |p| Quoted::digits(p.median, 3)).into(),
            shown(figure.whole, |p| p.interval_90),
            shown(figure.chance, |p| p.interval_90),
            shown(figure.whole, |p| p.interval_95),
            words(figure.whole.is_some_and(|p| p.inside_90)).into(),
        ])
    };
    Table {
        name: format!("{name}-figures"),
        caption: caption.to_owned(),
        columns: vec![
            Column::words("Figure"),
            Column::words("What it is"),
            Column::number("Observed", ""),
            Column::number("Median foretold", ""),
            Column::range("90 % range", ""),
            Column::range("By chance alone", ""),
            Column::range("95 % range", ""),
            Column::words("In the 90 % range"),
        ],
        rows: backtest.figures.iter().map(row).collect(),
        note: None,
    }
}

/// The scores.
pub(super) fn scores(backtest: &Backtest, name: &str) -> Section {
    let row = |figure: &FigureTold| {
        let of = |read: fn(Prediction) -> Option<f64>, places: i32| {
            Cell::from(figure.whole.and_then(read).map_or(Quoted::NONE, |x| Quoted::at(x, places)))
        };
        Row::item(vec![
            figure.name.as_str().into(),
            of(|p| Some(p.mean), 2),
            of(|p| Some(p.sd), 2),
            of(|p| Some(p.pit), 3),
            of(|p| Some(p.crps), 2),
            of(|p| p.log_score, 2),
            figure.source.clone().unwrap_or_else(|| "no source".to_owned()).into(),
        ])
    };
    let together = &backtest.together;
    let mut rows: Vec<Row> = backtest.figures.iter().map(row).collect();
    rows.push(Row::total(vec![
        "together".into(),
        Quoted::NONE.into(),
        Quoted::NONE.into(),
        Quoted::NONE.into(),
        Quoted::NONE.into(),
        Quoted::maybe(together.log_score, 2).into(),
        "".into(),
    ]));
    let note = format!(
        "Place: the share of predictions below the figure, ties broken by lot; even over 0 to 1 when the scenario is right. Ranked score (CRPS): in the figure's own unit, 0 is best; over all figures it is {} predicted standard deviations. Logarithmic score: minus the logarithm of the chance that a law with the predictions' mean and variance gives the figure (negative binomial, Poisson or rounded normal for counts, normal for hours); less is better. The figures lie {} predicted standard deviations from their means, root mean square.",
        Quoted::maybe(together.scaled_crps, 2),
        Quoted::maybe(together.distance, 2),
    );
    let table = Table {
        name: name.to_owned(),
        caption: "Scores, chance and ignorance together".to_owned(),
        columns: vec![
            Column::words("Figure"),
            Column::number("Mean foretold", ""),
            Column::number("Standard deviation", ""),
            Column::number("Place", "0 to 1"),
            Column::number("Ranked score", ""),
            Column::number("Logarithmic score", "nats"),
            Column::words("Source of the figure"),
        ],
        rows,
        note: Some(note),
    };
    Section::evidence(
        "Scores",
        "For comparing scenarios that face the same figures: less is better.",
        vec![Block::Table(table)],
    )
}

fn number(figure: &FigureTold, value: f64) -> Quoted {
    if figure.unit == Unit::Count { Quoted::whole(value) } else { Quoted::digits(value, 4) }
}

fn range(figure: &FigureTold, range: Range) -> Shown {
    if figure.unit == Unit::Count { Shown::at(range.low, range.high, 0) } else { Shown::of(range.low, range.high) }
}

fn ends(range: Option<Shown>) -> Option<(Quoted, Quoted)> {
    range.and_then(super::quote::ends)
}
