//! What the feedback of overload would do, beside an answer that is without it, and how good the evidence is.

use super::compare_report::side_by_side;
use super::document::{Block, Column, Depth, Part, Section, Table, file_name};
use super::estimates::{Wording, full, short};
use super::quote::Known;
use super::trajectory::{Months, trajectory};
use super::words::capital;
use crate::experiment::{Comparison, Difference, Family, ScenarioAnswer, WithFeedback};

/// The section of one scenario; `of` names it where there are several, and it is evidence then.
pub(super) fn section(answer: &ScenarioAnswer, of: Option<&str>, words: &Wording) -> Option<Section> {
    let with = answer.overload.as_ref()?;
    let suffix = of.map_or_else(String::new, |name| format!(", {name}"));
    let name = file_name(&format!("{} overload", answer.name));
    let mut blocks = Vec::new();
    if !with.differences.is_empty() {
        blocks.push(Block::Table(beside(&name, with, words)));
    }
    let own = with.quantities.iter().filter(|q| q.quantity.family == Family::Overload);
    let rows: Vec<_> = own.map(|q| (capital(&q.quantity.label), Known::from(q))).collect();
    if !rows.is_empty() {
        let caption = "Overload and what it brought on, over the period";
        blocks.push(Block::Table(short(&format!("{name}-brought-on"), caption, "What", &rows, words)));
    }
    blocks.extend(hours_there_were(answer, with, of, words));
    let depth = if of.is_some() { Depth::Evidence } else { Depth::Answer };
    let heading = format!("With the feedback of overload (evidence: {}){suffix}", with.grade);
    Some(Section { heading, intro: Some(intro(with).to_owned()), depth, blocks })
}

/// What overload does to the hours of the role that leads, month by month; `None` where the answer itself has it.
fn hours_there_were(answer: &ScenarioAnswer, with: &WithFeedback, of: Option<&str>, words: &Wording) -> Option<Block> {
    let role = answer.ladder.role.as_ref()?;
    let key = format!("capacity.{role}");
    let (without, with_it) = (answer.series(&key)?, with.series.iter().find(|s| s.quantity.key == key)?);
    let caption = format!("Productive hours of {role} in each month");
    let lines = [("without it".to_owned(), &without.quantity, without.points.as_slice())];
    let feedback = Some((with_it.points.as_slice(), with.grade));
    let drawn = Months { caption: &caption, of, months: &answer.months, lines: &lines, feedback };
    trajectory(&drawn, words)
}

fn intro(with: &WithFeedback) -> &'static str {
    if with.in_the_answer {
        "All numbers of this report have it in them: people who are overloaded fall ill and leave more often, and work left undone grows."
    } else {
        "The answer is without it. Here the same replications have it too: people who are overloaded fall ill and leave more often, \
         and work left undone grows, as the file says. How good the evidence for that is stands in the heading. Figures show it as a \
         band of its own, hatched, with a dashed edge."
    }
}

/// Without it and with it, side by side.
fn beside(name: &str, with: &WithFeedback, words: &Wording) -> Table {
    let row = |difference: &Difference| {
        let known = with.quantities.iter().find(|q| q.quantity.key == difference.quantity.key);
        let mut row = side_by_side(&capital(&difference.quantity.label), difference, Part::Item);
        row.cells.push(known.map_or("".into(), |known| Known::from(known).widest().into()));
        row
    };
    Table {
        name: name.to_owned(),
        caption: format!("Without the feedback of overload and with it (evidence: {})", with.grade),
        columns: vec![
            Column::words("What"),
            Column::number("Without", "at typical values"),
            Column::number("With", "at typical values"),
            Column::number("Difference", "at typical values"),
            Column::number("Difference", "allowing for what we do not know"),
            Column::range(&words.average, "difference"),
            Column::range(&words.single, "difference"),
            Column::range(&words.single, &format!("with the feedback, evidence: {}", with.grade)),
        ],
        rows: with.differences.iter().map(row).collect(),
        note: None,
    }
}

/// The section of a comparison: the extra work where each scenario that has a feedback has it.
pub(super) fn comparison(comparison: &Comparison, suffix: &str, words: &Wording) -> Option<Section> {
    let with = comparison.with_feedback.as_ref()?;
    let pairs = [
        ("Extra hours a month", &comparison.posts.hours_a_month, &with.posts.hours_a_month),
        ("The same as full-time posts", &comparison.posts.full_time, &with.posts.full_time),
        ("Tasks that became late, difference", &comparison.displaced.late, &with.displaced.late),
        ("Offender-days overdue, difference", &comparison.displaced.overdue_days, &with.displaced.overdue_days),
    ];
    let mut rows: Vec<(String, Known<'_>)> = Vec::new();
    let evidence = format!(" (evidence: {})", with.grade);
    for (what, without, with) in pairs {
        rows.extend(without.as_ref().map(|d| (format!("{what}: without it"), Known::from(d))));
        rows.extend(with.as_ref().map(|d| (format!("{what}: with it{evidence}"), Known::from(d))));
    }
    let caption = format!(
        "{} less {}, without the feedback of overload and with it (evidence: {})",
        comparison.other, comparison.base, with.grade
    );
    let name = file_name(&format!("overload {}", comparison.other));
    let intro = "The answer is without it. Here each scenario whose file says what overload does has that too, under the same chance. \
                 Month by month it is drawn as a band of its own, hatched, with a dashed edge.";
    Some(Section::answer(
        &format!("With the feedback of overload (evidence: {}){suffix}", with.grade),
        intro,
        vec![Block::Table(full(&name, &caption, &rows, words))],
    ))
}
