//! The report on a base and others: the extra work, where it falls, what it displaces.

use super::document::{Block, Cell, Column, Document, Part as Standing, Row, Section, Table, file_name};
use super::estimates::{TYPICAL, Wording, full, short};
use super::figure::{Bar, Bars, Drawing, Figure};
use super::palette::PARTS;
use super::quote::Known;
use super::run_report::details;
use super::trajectory::{Months, trajectory};
use super::words::{Quoted, Range as Shown, capital, listed};
use super::{footing, money, rungs, workload};
use crate::experiment::{
    Answer, Basis, Comparison, Difference, Family, LedgerCell, LedgerPart, LedgerTable, Part, ScenarioAnswer,
};

/// The document of a comparison.
#[must_use]
pub fn for_comparison(answer: &Answer) -> Document {
    let words = Wording::of(&answer.made);
    let several = answer.comparisons.len() > 1;
    let mut sections = Vec::new();
    let mut evidence = Vec::new();
    sections.extend(several.then(|| super::several::section(answer, &words)).flatten());
    for comparison in &answer.comparisons {
        let of = several.then_some(comparison.other.as_str());
        let suffix = of.map_or_else(String::new, |name| format!(", {name}"));
        sections.push(extra(comparison, &suffix, &words));
        sections.push(ledger(comparison, &suffix, &words));
        sections.push(displaced(comparison, &suffix, &words));
        sections.extend(super::overload::comparison(comparison, &suffix, &words));
        if let Some((cost, by_month)) = money::difference(answer, comparison, of, &words) {
            sections.push(cost);
            evidence.push(by_month);
        }
        evidence.push(months(answer, comparison, of, &words));
        evidence.push(outcomes(comparison, &suffix, &words));
    }
    for scenario in &answer.scenarios {
        sections.extend(rungs::section(&scenario.ladder, Some(&scenario.name)));
    }
    for scenario in &answer.scenarios {
        evidence.extend(super::overload::section(scenario, Some(&scenario.name), &words));
        evidence.extend(money::months(scenario, Some(&scenario.name), &words));
        evidence.extend(details(scenario, Some(&scenario.name), &words).into_iter().map(|section| Section {
            heading: format!("{}: {}", capital(&scenario.name), section.heading.to_lowercase()),
            ..section
        }));
    }
    evidence.push(footing::precision(&answer.scenarios));
    let last = answer.scenarios.iter().skip(1).chain(answer.scenarios.first());
    evidence.extend(last.map(|s| footing::assumptions(&s.assumptions, &s.sources, Some(&s.name))));
    sections.extend(evidence);
    let question =
        answer.scenarios.iter().find(|s| s.name == answer.headline.scenario).and_then(|s| s.question.clone());
    footing::document(answer, answer.headline.title.clone(), question, sections)
}

/// The extra hours, as hours and as posts.
fn extra(comparison: &Comparison, suffix: &str, words: &Wording) -> Section {
    let posts = &comparison.posts;
    let leading = match posts.basis {
        Basis::Caused => "Hours worked because of the new causes",
        Basis::Demand => "Hours asked for by the work that arose, difference",
    };
    let mut rows: Vec<(String, Known<'_>)> = Vec::new();
    let same = posts.role.as_ref().map_or_else(String::new, |role| format!(" of {role}"));
    let same = format!("The same counted as full-time posts{same}");
    for (what, difference) in [
        (leading, &posts.hours_a_month),
        (same.as_str(), &posts.full_time),
        ("Hours asked for, difference", &posts.demand_a_month),
        ("Hours worked in all, difference", &posts.worked_a_month),
    ] {
        // Where the difference in the hours asked for leads it is not said again.
        let again = posts.basis == Basis::Demand && what == "Hours asked for, difference";
        rows.extend(difference.as_ref().filter(|_| !again).map(|d| (what.to_owned(), Known::from(d))));
    }
    let travel = comparison.differences.iter().filter(|d| d.quantity.family == Family::Travel);
    let role = |d: &Difference| d.quantity.of.as_ref().map(|role| format!("Hours of travel, difference: {role}"));
    rows.extend(travel.filter_map(|d| Some((role(d)?, Known::from(d)))));
    let name = file_name(&format!("extra work {}", comparison.other));
    let mut blocks = vec![Block::Table(full(
        &name,
        &format!("Extra work: {} less {}", comparison.other, comparison.base),
        &rows,
        words,
    ))];
    if let (Some(role), Some(hours)) = (&posts.role, posts.hours_a_year) {
        blocks.push(Block::Paragraph(format!(
            "Extra hours of all roles are counted as posts of the role \u{201c}{role}\u{201d}, whoever works them: one is {} productive hours a year.",
            Quoted::whole(hours)
        )));
    }
    blocks.push(Block::Paragraph(
        "A team that was nearly full before cannot work many more hours: then extra work shows less in the hours worked in all than in \
         the hours asked for, and in what is displaced."
            .to_owned(),
    ));
    Section::answer(
        &format!("How much extra work{suffix}"),
        "Both scenarios meet the same chance, replication by replication, so a difference is the scenario's doing.",
        blocks,
    )
}

/// Where the extra hours fall.
fn ledger(comparison: &Comparison, suffix: &str, words: &Wording) -> Section {
    let ledger = &comparison.ledger;
    let name = file_name(&format!("ledger {}", comparison.other));
    let caption =
        format!("Extra hours over the period by stage and role: {} less {}", comparison.other, comparison.base);
    let apart = !comparison.new_causes.is_empty();
    let Some(figure) = ledger_figure(ledger, &name, &caption, apart, words) else {
        let none = Block::Paragraph("No hours were worked in either scenario.".to_owned());
        return Section::answer(&format!("Where the extra hours fall{suffix}"), "", vec![none]);
    };
    let sure = if ledger.adds_up {
        "The parts add up to the whole exactly in every replication; here each is rounded by itself."
    } else {
        "The parts did not add up to the whole in every replication: please report this."
    };
    let causes = if comparison.new_causes.is_empty() {
        String::new()
    } else {
        let causes: Vec<String> = comparison.new_causes.iter().map(|c| format!("\u{201c}{c}\u{201d}")).collect();
        format!(
            " Caused work carries the {} {}, which only \u{201c}{}\u{201d} has.",
            if causes.len() > 1 { "causes" } else { "cause" },
            listed(&causes),
            comparison.other
        )
    };
    let rest = if apart {
        " Displaced work is other work done less, more, earlier or later because of it."
    } else {
        " Both scenarios have the same causes of work, so that this is the same work done more, less, earlier or later."
    };
    let intro = format!("{sure}{causes}{rest}");
    Section::answer(&format!("Where the extra hours fall{suffix}"), &intro, vec![Block::Figure(Box::new(figure))])
}

fn ledger_figure(ledger: &LedgerTable, name: &str, caption: &str, apart: bool, words: &Wording) -> Option<Figure> {
    let total = quoted(&ledger.total, None)?;
    let over = if ledger.total.wider.is_some() { "over all draws" } else { TYPICAL };
    let place = total.places().min(0);
    let mut roles: Vec<String> = Vec::new();
    for cell in ledger.parts.iter().flat_map(|part| &part.cells) {
        roles.extend(cell.role.clone().filter(|role| !roles.contains(role)));
    }
    let mut rows = Vec::new();
    let mut bars = Vec::new();
    for part in &ledger.parts {
        let (prefix, sum) = match part.part {
            Part::Caused => ("", "Caused, together"),
            // Without new causes nothing is displaced by them: the same work is done more, less, earlier or later.
            Part::Displaced if apart => ("displaced: ", "Displaced, together"),
            Part::Displaced => ("", "Work that both have, together"),
        };
        for stage in &part.stages {
            let label = format!("{prefix}{}", stage.stage.as_deref().unwrap_or("all stages"));
            let entry = Entry::of(part, stage, &roles, place);
            if entry.parts.iter().any(|part| part.value() != Some(0.0)) {
                bars.push(entry.bar(&label, roles.len() <= PARTS.len()));
            }
            rows.push(entry.row(&label, Standing::Item));
        }
        rows.push(Entry::of(part, &part.total, &roles, place).row(sum, Standing::Total));
    }
    let all: Vec<Quoted> = roles.iter().map(|role| summed(ledger, role, place)).collect();
    let entry = Entry {
        parts: all,
        total: quoted(&ledger.total, Some(place))?,
        confidence: near(&ledger.total, place),
        range: band(&ledger.total, place),
    };
    rows.push(entry.row("All extra hours", Standing::Total));
    let said: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.total)).collect();
    let parts = if roles.len() <= PARTS.len() { roles.clone() } else { vec!["all roles".to_owned()] };
    let mut columns = vec![Column::words("Stage")];
    columns.extend(roles.iter().map(|role| Column::number(role, "hours")));
    columns.push(Column::number("All roles", "hours"));
    columns.push(Column::range(&words.average, "hours"));
    columns.push(Column::range(&words.single, "hours"));
    Some(Figure {
        name: name.to_owned(),
        caption: caption.to_owned(),
        description: format!(
            "Horizontal bars by stage, parts by role, in hours over the period: {}. All together {}. Bars to the left of zero are hours that are not worked.",
            said.join(", "),
            entry.total
        ),
        drawing: Drawing::Bars(Bars { unit: "Extra hours over the period".to_owned(), parts, bars }),
        table: Table {
            name: name.to_owned(),
            caption: format!("{caption}: the numbers"),
            columns,
            rows,
            note: Some(format!("Averages are {over}, rounded alike, so that sums may differ in the last digit.")),
        },
    })
}

/// One line of the ledger: hours by role, together, and their ranges.
struct Entry {
    parts: Vec<Quoted>,
    total: Quoted,
    confidence: Shown,
    range: Shown,
}

impl Entry {
    fn of(part: &LedgerPart, sum: &LedgerCell, roles: &[String], place: i32) -> Self {
        let parts = roles.iter().map(|role| {
            let mut own = part.cells.iter().filter(|c| c.role.as_ref() == Some(role));
            let hours = match &sum.stage {
                Some(stage) => own.find(|c| c.stage.as_ref() == Some(stage)).and_then(LedgerCell::expected),
                None => own.map(LedgerCell::expected).sum(),
            };
            Quoted::at(hours.unwrap_or(0.0), place)
        });
        Self {
            parts: parts.collect(),
            total: quoted(sum, Some(place)).unwrap_or(Quoted::NONE),
            confidence: near(sum, place),
            range: band(sum, place),
        }
    }

    fn bar(&self, name: &str, apart: bool) -> Bar {
        let range = self.range.low.value().map(|_| (self.range.low, self.range.high));
        let parts = if apart { self.parts.clone() } else { vec![self.total] };
        Bar { name: name.to_owned(), parts, total: self.total, range }
    }

    fn row(&self, name: &str, part: Standing) -> Row {
        let mut cells = vec![Cell::from(name)];
        cells.extend(self.parts.iter().map(|n| Cell::from(*n)));
        cells.extend([self.total.into(), self.confidence.into(), self.range.into()]);
        Row { cells, part }
    }
}

/// Hours of a role over all parts of the ledger.
fn summed(ledger: &LedgerTable, role: &str, place: i32) -> Quoted {
    let own = ledger.parts.iter().flat_map(|part| &part.cells).filter(|c| c.role.as_deref() == Some(role));
    Quoted::maybe(own.map(LedgerCell::expected).sum(), place)
}

/// The expected hours of a cell at a place, or where their standard error allows.
fn quoted(cell: &LedgerCell, place: Option<i32>) -> Option<Quoted> {
    let value = cell.expected()?;
    let error = cell.wider.map(|w| w.standard_error).or(cell.centre.and_then(|c| c.standard_error));
    Some(place.map_or_else(|| Quoted::supported(value, error), |place| Quoted::at(value, place)))
}

fn near(cell: &LedgerCell, place: i32) -> Shown {
    let interval = cell.wider.map_or_else(|| cell.centre.and_then(|c| c.confidence), |w| w.confidence);
    interval.map_or(Shown::NONE, |r| Shown::at(r.low, r.high, place))
}

fn band(cell: &LedgerCell, place: i32) -> Shown {
    let chance = cell.spread.map(|s| (s.p5.value, s.p95.value));
    let range = cell.wider.map(|w| (w.outcome.low, w.outcome.high)).or(chance);
    range.map_or(Shown::NONE, |(low, high)| Shown::at(low, high, place))
}

/// What the extra work displaces.
fn displaced(comparison: &Comparison, suffix: &str, words: &Wording) -> Section {
    let displaced = &comparison.displaced;
    let kind = displaced.kind.clone().unwrap_or_else(|| "all work with a due date".to_owned());
    let level = |d: &Difference| d.quantity.level.as_deref().map_or_else(|| "all levels".to_owned(), workload::spoken);
    let mut rows: Vec<Row> = Vec::new();
    let blocks = [
        ("became late", &displaced.late, &displaced.late_by_level),
        ("offender-days overdue", &displaced.overdue_days, &displaced.overdue_days_by_level),
    ];
    for (what, all, by_level) in blocks {
        rows.extend(by_level.iter().map(|d| side_by_side(&format!("{what}: {}", level(d)), d, Standing::Item)));
        rows.extend(all.iter().map(|d| side_by_side(&format!("{what}: all levels"), d, Standing::Total)));
    }
    let table = Table {
        name: file_name(&format!("displaced {}", comparison.other)),
        caption: format!("What is displaced: {kind}, over the period"),
        columns: columns("What", comparison, words),
        rows,
        note: Some("Where lateness grows steeply, the average over all that our numbers may be lies well above the result at their typical values.".to_owned()),
    };
    Section::answer(
        &format!("What is displaced{suffix}"),
        "Work that could not be done in time because other work took the hours.",
        vec![Block::Table(table)],
    )
}

/// The columns of a table whose rows are made by [`side_by_side`].
pub(super) fn columns(first: &str, comparison: &Comparison, words: &Wording) -> Vec<Column> {
    vec![
        Column::words(first),
        Column::number(&comparison.base, "at typical values"),
        Column::number(&comparison.other, "at typical values"),
        Column::number("Difference", "at typical values"),
        Column::number("Difference", "allowing for what we do not know"),
        Column::range(&words.average, "difference"),
        Column::range(&words.single, "difference"),
    ]
}

/// Base, other and difference of one quantity.
pub(super) fn side_by_side(label: &str, difference: &Difference, part: Standing) -> Row {
    let known = Known::from(difference);
    let times = super::quote::manner(&difference.quantity).times;
    let places = known.typical().places();
    let allowing = if known.wider.is_some() { known.average().into() } else { Cell::from("not studied") };
    let side = |value: Option<f64>| Quoted::maybe(value.map(|v| v * times), places);
    let cells = vec![
        label.into(),
        side(difference.base).into(),
        side(difference.other).into(),
        known.typical().into(),
        allowing,
        known.confidence().into(),
        known.widest().into(),
    ];
    Row { cells, part }
}

/// Base and other month by month.
fn months(answer: &Answer, comparison: &Comparison, of: Option<&str>, words: &Wording) -> Section {
    let suffix = of.map_or_else(String::new, |name| format!(", {name}"));
    let side = |name: &str| answer.scenarios.iter().find(|s| s.name == name);
    let sides: Vec<&ScenarioAnswer> =
        [&comparison.base, &comparison.other].into_iter().filter_map(|n| side(n)).collect();
    let Some(first) = sides.first() else {
        return Section::evidence(&format!("Month by month{suffix}"), "", Vec::new());
    };
    let kind = comparison.displaced.kind.clone().unwrap_or_else(|| "total".to_owned());
    let mut wanted = vec![("hours.total".to_owned(), "Hours worked each month".to_owned())];
    wanted.extend(
        first
            .ladder
            .role
            .iter()
            .map(|r| (format!("utilisation.{r}"), format!("Share of productive time worked by {r}"))),
    );
    wanted.push((format!("overdue.{kind}"), format!("Tasks overdue at the end of each month: {kind}")));
    wanted.push((format!("offender-days overdue.{kind}"), format!("Offender-days overdue in each month: {kind}")));
    let mut blocks = Vec::new();
    for (key, caption) in &wanted {
        let lines: Vec<_> = sides
            .iter()
            .filter_map(|s| s.series(key).map(|found| (s.name.clone(), &found.quantity, found.points.as_slice())))
            .collect();
        blocks.extend(trajectory(&Months { caption, of, months: &first.months, lines: &lines, feedback: None }, words));
    }
    let mut wanted = vec![("hours.total".to_owned(), "Extra hours worked each month".to_owned())];
    // What overload may do shows in what is left undone, more than in the hours worked.
    wanted.extend(
        comparison
            .with_feedback
            .as_ref()
            .map(|_| (format!("overdue.{kind}"), format!("More tasks overdue at the end of each month: {kind}"))),
    );
    for (key, caption) in &wanted {
        let Some(series) = comparison.series.iter().find(|s| s.quantity.key == *key) else { continue };
        let name = format!("{} less {}", comparison.other, comparison.base);
        let lines = [(name, &series.quantity, series.points.as_slice())];
        let feedback = comparison.with_feedback.as_ref().and_then(|with| {
            let found = with.series.iter().find(|s| s.quantity.key == *key)?;
            Some((found.points.as_slice(), with.grade))
        });
        blocks.extend(trajectory(&Months { caption, of, months: &first.months, lines: &lines, feedback }, words));
    }
    Section::evidence(
        &format!("Month by month{suffix}"),
        "Averages are at the typical values. The narrow band is how sure we are of the average; the wide band is what one real month may look like.",
        blocks,
    )
}

/// Differences in counted outcomes and in the use of time.
fn outcomes(comparison: &Comparison, suffix: &str, words: &Wording) -> Section {
    let mut blocks = Vec::new();
    for (family, caption) in [
        (Family::Counted, "Counted outcomes"),
        (Family::HoursByRole, "Hours worked by role"),
        (Family::Travel, "Hours of travel, among the hours worked"),
        (Family::Utilisation, "Share of productive time worked"),
        (Family::ExcessiveWeeks, "Officer-weeks above 110 % of capacity"),
    ] {
        let own = comparison.differences.iter().filter(|d| d.quantity.family == family && d.quantity.level.is_none());
        let rows: Vec<_> =
            own.map(|d| (d.quantity.of.clone().unwrap_or_else(|| d.quantity.label.clone()), Known::from(d))).collect();
        if !rows.is_empty() {
            let caption = format!("{caption}: {} less {}", comparison.other, comparison.base);
            blocks.push(Block::Table(short(&file_name(&caption), &caption, "Of", &rows, words)));
        }
    }
    Section::evidence(&format!("Other differences{suffix}"), "", blocks)
}
