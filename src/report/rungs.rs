//! The ladder: the ratio, the points and the simulation on one scale, with a sentence on each.

use super::document::{Block, Column, Row, Section, Table};
use super::figure::{Drawing, Figure, Ladder as Picture, Rung as Step};
use super::words::{Quoted, Range as Shown, counted, per_cent};
use crate::experiment::{Ladder, Rung};

/// A step as the description of the figure says it.
fn spoken(step: &Step) -> String {
    match step.value.value() {
        Some(_) => format!("{}: {} %", step.name, step.value),
        None => format!("{}: nothing to compare with", step.name),
    }
}

/// The section; `None` when the scenario has no role with a number of people. `of` names the scenario
/// where there are several.
pub(super) fn section(ladder: &Ladder, of: Option<&str>) -> Option<Section> {
    let role = ladder.role.as_ref()?;
    let mut steps = Vec::new();
    let mut rows = Vec::new();
    let mut step = |name: &str, value: Option<f64>, range: Option<Shown>, how: String| {
        let value = value.map_or(Quoted::NONE, |value| Quoted::whole(100.0 * value));
        steps.push(Step { name: name.to_owned(), value, range: range.map(|r| (r.low, r.high)) });
        rows.push(Row::item(vec![name.into(), value.into(), range.unwrap_or(Shown::NONE).into(), how.into()]));
    };
    if let Some(ratio) = &ladder.ratio {
        let benchmark = ratio.benchmark.map_or_else(
            || "the file gives no ratio to compare with".to_owned(),
            |b| format!("compared with {}", Quoted::digits(b, 3)),
        );
        let (people, posts, each) =
            (Quoted::whole(ratio.offenders), Quoted::digits(ratio.posts, 3), Quoted::digits(ratio.per_post, 2));
        let (people, posts) =
            (counted(people, "offender", "offenders"), counted(posts, "full-time post", "full-time posts"));
        let how = format!("{people} for {posts}: {each} each; {benchmark}");
        step("1. Ratio: offenders for each post", ratio.of_benchmark, None, how);
    }
    if let Some(points) = &ladder.points {
        let (asked, available) = (Quoted::digits(points.asked, 3), Quoted::digits(points.available, 3));
        let how = format!("{asked} hours a year asked for, {available} available");
        step("2. Points: hours asked for over hours available", points.load, None, how);
    }
    if let Some(simulated) = &ladder.simulated {
        let range = simulated.band.map(|b| Shown::at(100.0 * b.low, 100.0 * b.high, 0));
        let weeks = simulated
            .excessive_weeks
            .map_or_else(String::new, |share| format!("{} of officer-weeks above 110 % of capacity", per_cent(share)));
        let overdue = simulated.overdue_at_end.map_or_else(String::new, |n| {
            format!("{} overdue at the end", counted(Quoted::digits(n, 2), "task", "tasks"))
        });
        let how = [weeks, overdue].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("; ");
        step("3. Simulation: share of productive time worked", simulated.utilisation, range, how);
    }
    if steps.is_empty() {
        return None;
    }
    let said: Vec<String> = steps.iter().map(spoken).collect();
    let suffix = of.map_or_else(String::new, |name| format!(", {name}"));
    let name = super::document::file_name(&format!("ladder{suffix}"));
    let table = Table {
        name: name.clone(),
        caption: format!("Three answers for the role \u{201c}{role}\u{201d}{suffix}"),
        columns: vec![
            Column::words("Method"),
            Column::number("Share of what there is", "%"),
            Column::range("Range of a single period", "%"),
            Column::words("What it counts"),
        ],
        rows,
        note: Some("The ratio is a share of the benchmark, the others are shares of productive time. Ratio and points are at the typical values, the simulation is over all draws where there are any. The simulation cannot show more than 100 % worked: what does not fit is left undone and stands in the backlog.".to_owned()),
    };
    let figure = Figure {
        name,
        caption: format!("Does the work fit? Three answers for the role \u{201c}{role}\u{201d}{suffix}"),
        description: format!(
            "{} against a line at 100 %. {}.",
            ["One bar", "Two bars", "Three bars"][said.len().clamp(1, 3) - 1],
            said.join(". ")
        ),
        drawing: Drawing::Ladder(Picture {
            unit: "Share of what there is, %".to_owned(),
            line: (Quoted::whole(100.0), "full".to_owned()),
            rungs: steps,
        }),
        table,
    };
    let mut sentences: Vec<(Rung, String)> = ladder.sentences.clone();
    sentences.sort_by_key(|(rung, _)| *rung as u8);
    let blocks = vec![Block::Figure(Box::new(figure)), Block::List(sentences.into_iter().map(|(_, s)| s).collect())];
    let heading = format!("Does the work fit? Three answers{suffix}");
    let intro = if ladder.simulated.is_some() {
        "The same question answered by counting people, by adding up hours, and by simulation."
    } else {
        "The same question answered by counting people and by adding up hours; the third answer is the simulation of `caseload run`."
    };
    Some(Section::answer(&heading, intro, blocks))
}
