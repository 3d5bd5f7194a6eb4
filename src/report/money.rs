//! What it costs: a sentence, lines, months, and the year after, for one scenario and for a difference.

use super::compare_report::{columns, side_by_side};
use super::document::{Block, Cell, Column, Part, Row, Section, Table, file_name};
use super::estimates::{Wording, full};
use super::quote::Known;
use super::sentence::{either_way, inside, period};
use super::trajectory::{Months, trajectory};
use super::words::{Quoted, capital, level, listed, place_of};
use crate::experiment::{Answer, Comparison, Difference, Pricing, Question, Range, ScenarioAnswer, SeriesPoint, Sort};

/// Sums that close a table of costs: key and words.
const SUMS: [(&str, &str); 5] = [
    ("recurrent", "Recurrent"),
    ("one-off", "One-off"),
    ("total", "All costs"),
    ("grants", "Paid by grants"),
    ("net", "Paid by the force"),
];

/// A line or a sum: what it is called, its key, its standing.
struct Line {
    words: String,
    key: String,
    part: Part,
}

/// Lines and sums of some pricings, those without a meaning left out.
fn lines(pricings: &[&Pricing]) -> Vec<Line> {
    let mut list: Vec<Line> = Vec::new();
    for line in pricings.iter().flat_map(|pricing| &pricing.lines) {
        let words = match line.sort {
            Sort::Staff => format!("posts: {}", line.name),
            Sort::Recurrent => line.name.clone(),
            Sort::OneOff => format!("{} (once)", line.name),
            Sort::Grant => format!("grant: {}", line.name),
        };
        if list.iter().all(|known| known.key != line.key) {
            list.push(Line { words, key: line.key.clone(), part: Part::Item });
        }
    }
    let has = |sort: Sort| pricings.iter().any(|pricing| pricing.lines.iter().any(|line| line.sort == sort));
    for (key, words) in SUMS {
        let shown = match key {
            "one-off" | "recurrent" => has(Sort::OneOff),
            "grants" | "net" => has(Sort::Grant),
            _ => true,
        };
        if shown {
            list.push(Line { words: words.to_owned(), key: format!("cost.{key}"), part: Part::Total });
        }
    }
    list
}

/// The pricing of a scenario that has any line.
fn pricing(scenario: &ScenarioAnswer) -> Option<&Pricing> {
    scenario.money.as_ref().filter(|money| !money.lines.is_empty())
}

/// What is so of every table of costs.
fn intro(pricings: &[&Pricing]) -> String {
    let prices = pricings.first().map_or("", |pricing| pricing.prices.as_str());
    let mut open: Vec<&str> = pricings.iter().flat_map(|pricing| &pricing.not_priced).map(String::as_str).collect();
    open.sort_unstable();
    open.dedup();
    let left = if open.is_empty() {
        String::new()
    } else {
        format!(" Posts of {} have no cost in the file and are in no sum.", listed(&open))
    };
    format!(
        "Pounds in {prices} prices, without inflation. Posts are paid for the time they are filled, worked or not; a full month is a \
         twelfth of a year.{left}"
    )
}

/// The section on one scenario: the sentence and the lines.
pub(super) fn section(scenario: &ScenarioAnswer, of: Option<&str>, words: &Wording, band: f64) -> Option<Section> {
    let money = pricing(scenario)?;
    let rows: Vec<(String, Known<'_>)> = lines(&[money])
        .into_iter()
        .filter_map(|line| Some((line.words, Known::from(scenario.quantity(&line.key)?))))
        .collect();
    let mut blocks = vec![Block::Paragraph(of_scenario(scenario, band)?)];
    let caption = "What it costs over the period, by line";
    blocks.push(Block::Table(full(&file_name(&format!("{} costs", scenario.name)), caption, &rows, words)));
    let heading = of.map_or_else(|| "What it costs".to_owned(), |name| format!("{}: what it costs", capital(name)));
    Some(Section::answer(&heading, &intro(&[money]), blocks))
}

/// Month by month of one scenario: the figure and the table.
pub(super) fn months(scenario: &ScenarioAnswer, of: Option<&str>, words: &Wording) -> Option<Section> {
    let money = pricing(scenario)?;
    let grants = money.lines.iter().any(|line| line.sort == Sort::Grant);
    let suffix = of.map_or_else(String::new, |name| format!(", {name}"));
    let wanted: &[(&str, &str)] = if grants {
        &[("cost so far.total", "all costs"), ("cost so far.net", "paid by the force")]
    } else {
        &[("cost so far.total", "all costs")]
    };
    let drawn: Vec<_> = wanted
        .iter()
        .filter_map(|(key, name)| {
            let series = scenario.series(key)?;
            Some(((*name).to_owned(), &series.quantity, series.points.as_slice()))
        })
        .collect();
    let mut blocks = Vec::new();
    let figure = Months { caption: "Cost so far", of, months: &scenario.months, lines: &drawn, feedback: None };
    blocks.extend(trajectory(&figure, words));
    let lines = lines(&[money]);
    let find = |key: &str, month: usize| scenario.series(key).and_then(|s| s.points.get(month)?.centre.map(|c| c.mean));
    blocks.push(Block::Table(by_month(&format!("{} costs by month", scenario.name), scenario, &lines, &find)));
    let heading = format!("Costs month by month{suffix}");
    Some(Section::evidence(&heading, "Averages at the typical values, to the pound.", blocks))
}

/// Months down, lines across.
fn by_month(name: &str, scenario: &ScenarioAnswer, lines: &[Line], find: &dyn Fn(&str, usize) -> Option<f64>) -> Table {
    let row = |(month, name): (usize, &String)| {
        let cells = lines.iter().map(|line| Cell::from(Quoted::maybe(find(&line.key, month), 0)));
        Row::item(std::iter::once(Cell::from(name.as_str())).chain(cells).collect())
    };
    let mut rows: Vec<Row> = scenario.months.iter().enumerate().map(row).collect();
    let sum = |line: &Line| {
        let all: Option<f64> = (0..scenario.months.len()).map(|month| find(&line.key, month)).sum();
        Cell::from(Quoted::maybe(all, 0))
    };
    rows.push(Row::total(std::iter::once(Cell::from("together")).chain(lines.iter().map(sum)).collect()));
    Table {
        name: file_name(name),
        caption: "Costs by line and month".to_owned(),
        columns: std::iter::once(Column::words("Month"))
            .chain(lines.iter().map(|line| Column::number(&line.words, "GBP")))
            .collect(),
        rows,
        note: Some("Each number is rounded by itself, so that sums may differ by a pound.".to_owned()),
    }
}

/// The section on a difference, when both sides are priced.
pub(super) fn difference(
    answer: &Answer,
    comparison: &Comparison,
    of: Option<&str>,
    words: &Wording,
) -> Option<(Section, Section)> {
    let suffix = of.map_or_else(String::new, |name| format!(", {name}"));
    let side = |name: &str| answer.scenarios.iter().find(|s| s.name == name);
    let (base, other) = (side(&comparison.base)?, side(&comparison.other)?);
    let pricings = [pricing(other)?, pricing(base)?];
    let lines = lines(&pricings);
    let mut rows: Vec<Row> = Vec::new();
    for line in &lines {
        rows.extend(comparison.difference(&line.key).map(|d| side_by_side(&line.words, d, line.part)));
    }
    for (key, words) in SUMS.iter().filter(|(key, _)| lines.iter().any(|line| line.key == format!("cost.{key}"))) {
        let found = comparison.difference(&format!("cost later.{key}")).filter(|_| *key != "one-off");
        rows.extend(found.map(|d| side_by_side(&format!("The year after: {}", words.to_lowercase()), d, Part::Item)));
    }
    let table = Table {
        name: file_name(&format!("costs {}", comparison.other)),
        caption: format!("What it costs: {} less {}, GBP over the period", comparison.other, comparison.base),
        columns: columns("Line", comparison, words),
        rows,
        note: Some(
            "The lines add up to the whole to the penny in every replication; here each is rounded by itself. The year after is a year \
             like the last month: posts and licences as they then stand, work as over the period, nothing once."
                .to_owned(),
        ),
    };
    let sentence = of_difference(answer, comparison)?;
    let heading = format!("What it costs{suffix}");
    let first = Section::answer(&heading, &intro(&pricings), vec![Block::Paragraph(sentence), Block::Table(table)]);
    let mut blocks = Vec::new();
    let drawn: Vec<_> = [("cost so far.total", "all costs"), ("cost so far.net", "paid by the force")]
        .into_iter()
        .filter(|(key, _)| *key != "cost so far.net" || lines.iter().any(|line| line.key == "cost.net"))
        .filter_map(|(key, name)| {
            let series = comparison.series.iter().find(|s| s.quantity.key == key)?;
            Some((name.to_owned(), &series.quantity, series.points.as_slice()))
        })
        .collect();
    let figure = Months { caption: "Extra cost so far", of, months: &base.months, lines: &drawn, feedback: None };
    // What costs the same in every replication leaves nothing to draw.
    let moves = |point: &SeriesPoint| {
        let ranges = [point.chance, point.wider].into_iter().flatten();
        let ends = ranges.flat_map(|range| [range.low, range.high]);
        point.centre.map(|centre| centre.mean).into_iter().chain(ends).any(|pounds| pounds.abs() >= 0.005)
    };
    if drawn.iter().any(|(_, _, points)| points.iter().any(moves)) {
        blocks.extend(trajectory(&figure, words));
    }
    let find = |key: &str, month: usize| {
        let series = comparison.series.iter().find(|s| s.quantity.key == key)?;
        series.points.get(month)?.centre.map(|c| c.mean)
    };
    if !comparison.series.is_empty() {
        blocks.push(Block::Table(by_month(&format!("extra costs by month {}", comparison.other), base, &lines, &find)));
    }
    let intro = format!("{} less {}: averages at the typical values, to the pound.", comparison.other, comparison.base);
    Some((first, Section::evidence(&format!("Extra cost month by month{suffix}"), &intro, blocks)))
}

/// The sentence on money that ends the leading one; `None` when nothing is priced.
pub(super) fn sentence(answer: &Answer) -> Option<String> {
    match answer.question {
        Question::Run => of_scenario(answer.scenarios.first()?, answer.made.band),
        Question::Compare => of_difference(answer, answer.comparisons.first()?),
        Question::Sweep => None,
    }
}

fn of_scenario(scenario: &ScenarioAnswer, band: f64) -> Option<String> {
    let money = pricing(scenario)?;
    let said = |key: &str| Some(Known::from(scenario.quantity(key)?));
    let months = scenario.days / 365.0 * 12.0;
    Some(spoken(&Story { what: "It", more: "", months, prices: &money.prices, band, said: &said }))
}

pub(super) fn of_difference(answer: &Answer, comparison: &Comparison) -> Option<String> {
    let side = |name: &str| answer.scenarios.iter().find(|s| s.name == name);
    let (base, other) = (side(&comparison.base)?, side(&comparison.other)?);
    let (money, _) = (pricing(other)?, pricing(base)?);
    let what = comparison.cause().map_or_else(|| format!("\u{201c}{}\u{201d}", comparison.other), |one| capital(one));
    let said = |key: &str| comparison.difference(key).map(|d: &Difference| Known::from(d));
    let months = other.days / 365.0 * 12.0;
    Some(spoken(&Story {
        what: &what,
        more: " more",
        months,
        prices: &money.prices,
        band: answer.made.band,
        said: &said,
    }))
}

/// What a sentence on money is made of.
struct Story<'a> {
    what: &'a str,
    more: &'a str,
    months: f64,
    prices: &'a str,
    band: f64,
    said: &'a dyn Fn(&str) -> Option<Known<'a>>,
}

/// What it costs, who pays, what the year after brings.
fn spoken(story: &Story<'_>) -> String {
    let expected =
        |key: &str| (story.said)(key).and_then(|known| known.wider.map(|w| w.mean).or(known.centre.map(|c| c.mean)));
    let range = |key: &str| {
        let known = (story.said)(key)?;
        let chance = known.spread.map(|s| Range { low: s.p5.value, high: s.p95.value });
        known.wider.map(|w| w.outcome).or(chance).filter(|r| r.high - r.low >= 1.0)
    };
    let Some(total) = expected("cost.total") else {
        return "What it costs is not known: the replications were cut short.".to_owned();
    };
    let own = range("cost.total");
    // A sum is said as finely as its own range allows, in three digits at most unless these leave the range.
    let about = |key: &str, value: f64| {
        let place = range(key).map_or(0, |r| place_of(r.high - r.low, 2)).min(place_of(value, 3)).min(0);
        let signed = expected(key).unwrap_or(value);
        format!("GBP {}", Quoted::at(value, inside(signed, range(key).map(|r| (r.low, r.high)), place).min(0)))
    };
    let (size, more) = if total < 0.0 { (-total, " less") } else { (total, story.more) };
    let bracket = own.map_or_else(String::new, |r| {
        format!(" ({} range {})", level(story.band), either_way((r.low, r.high), total < 0.0, ["less", "more"]))
    });
    let over = period(story.months);
    let nothing = |key: &str| expected(key).is_none_or(|value| value.abs() < 0.5);
    let sums = ["cost.total", "cost.grants", "cost later.total", "cost later.net"];
    if !story.more.is_empty() && own.is_none() && sums.into_iter().all(nothing) {
        return format!("What it costs over {over} does not change, in {} prices.", story.prices);
    }
    let mut text = format!(
        "{} costs about {}{more} over {over}{bracket}, in {} prices",
        story.what,
        about("cost.total", size),
        story.prices
    );
    let grants = expected("cost.grants").filter(|grants| grants.abs() >= 0.5);
    match grants {
        Some(grants) if grants > 0.0 => {
            let paid = about("cost.grants", grants);
            text = if grants <= total {
                format!("{text}; a grant pays {paid} of it.")
            } else {
                format!("{text}; a grant of {paid} is more than that.")
            };
        }
        _ => text.push('.'),
    }
    // A grant that ends within the year after, or later, is not paid from then on: what it hides is said beside it.
    let after = expected("cost later.net").zip(expected("cost later.total"));
    if let Some((net, all)) = after {
        let said = |key: &str, value: f64| {
            let (size, more) = if value < 0.0 { (-value, " less") } else { (value, story.more) };
            format!("{}{more}", about(key, size))
        };
        let granted = expected("cost later.grants").is_some_and(|grants| grants.abs() >= 0.5);
        if granted {
            let (net, all) = (said("cost later.net", net), said("cost later.total", all));
            text = format!(
                "{text} In the year after the force pays about {net}; without a grant it is about {all} a year."
            );
        } else if (net - (total - grants.unwrap_or(0.0))).abs() > 0.005 * total.abs() {
            let later = match said("cost later.net", net).as_str() {
                "GBP 0 more" | "GBP 0 less" => "about as much either way".to_owned(),
                "GBP 0" => "nothing".to_owned(),
                amount => format!("about {amount} a year"),
            };
            text = format!("{text} From then on the force pays {later}.");
        }
    }
    text
}
