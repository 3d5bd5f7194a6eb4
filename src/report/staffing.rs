//! Staff as they are: from the rota to productive hours, posts filled month by month, the trough and
//! when service recovers.

use super::document::{Block, Cell, Column, Row, Section, Table};
use super::estimates::{Wording, short};
use super::quote::Known;
use super::trajectory::{Months, trajectory};
use super::words::Quoted;
use crate::experiment::{Estimated, Family, ScenarioAnswer, SeriesPoint};
use crate::scenario::build_up::BuildUp;

/// The build-up of productive hours, as a table of lines and roles.
pub(super) fn build_up(name: &str, list: &[BuildUp]) -> Table {
    let mut columns = vec![Column::words("Hours a year of a full-time post")];
    columns.extend(list.iter().map(|own| Column::number(&own.role, "hours")));
    let line = |what: &str, value: &dyn Fn(&BuildUp) -> f64| {
        let mut cells: Vec<Cell> = vec![what.into()];
        cells.extend(list.iter().map(|own| Cell::from(Quoted::whole(value(own)))));
        Row::item(cells)
    };
    let mut rows =
        vec![line("Contracted: the rota", &|own| own.contracted), line("Bank holidays", &|own| -own.bank_holidays)];
    let mut names: Vec<&String> = Vec::new();
    for (absence, _) in list.iter().flat_map(|own| &own.absences) {
        if !names.contains(&absence) {
            names.push(absence);
        }
    }
    for absence in names {
        let lost =
            |own: &BuildUp| own.absences.iter().find(|(name, _)| name == absence).map_or(0.0, |(_, hours)| -hours);
        rows.push(line(&super::words::capital(absence), &lost));
    }
    rows.push(line("On duty", &|own| own.on_duty));
    if list.iter().any(|own| own.slower > 0.0) {
        rows.push(line("Slower than full output", &|own| -own.slower));
    }
    rows.push(line("Not productive", &|own| -own.not_productive));
    rows.push(line("Productive", &|own| own.productive));
    if list.iter().any(|own| own.newcomers > 0.0 || own.tutoring > 0.0) {
        rows.push(line("Newcomers, not yet at full output", &|own| -own.newcomers));
        rows.push(line("Tutoring newcomers", &|own| -own.tutoring));
        rows.push(line("Productive, with newcomers among them", &|own| own.left));
    }
    Table {
        name: name.to_owned(),
        caption: "From the rota to productive hours: a full-time post in the 365 days from the start".to_owned(),
        columns,
        rows,
        note: Some(
            "Expected from the file alone. Published deductions leave an officer 1,250 to 1,550 productive hours a year; far \
             outside of that, look again at the shares above."
                .to_owned(),
        ),
    }
}

/// The build-up of each role, for a report; `None` without a role that has a number of people.
pub(super) fn build_up_section(answer: &ScenarioAnswer) -> Option<Section> {
    let name = super::document::file_name(&format!("{} build-up", answer.name));
    let table = || Block::Table(build_up(&name, &answer.build_up));
    let heading = "From the rota to productive hours";
    (!answer.build_up.is_empty()).then(|| Section::evidence(heading, "", vec![table()]))
}

/// When the team is at its lowest and when service recovers; `None` where nobody comes, goes or is away.
pub(super) fn trough_section(answer: &ScenarioAnswer) -> Option<Section> {
    let blocks = lowest(answer);
    (!blocks.is_empty()).then(|| Section::answer("The lowest month, and when service recovers", "", blocks))
}

/// The month in which each role has least of its hours by the rota, and when overdue work, which is the team's, is back to where it was.
fn lowest(answer: &ScenarioAnswer) -> Vec<Block> {
    let one = |role: &String| {
        let (at, hours) = trough(answer, role)?;
        Some(format!(
            "{}: fewest hours, by the measure of its rota, in {}: {hours} on average at the typical values.",
            super::words::capital(role),
            answer.months.get(at).map_or("", String::as_str)
        ))
    };
    let lowest: Vec<String> = answer.names.roles.iter().filter_map(one).collect();
    if lowest.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::List(lowest)];
    blocks.extend(recovery(answer).map(Block::Paragraph));
    blocks
}

/// Posts, hours there were, absence and overtime of a run; `None` where nobody comes, goes or is away.
pub(super) fn section(answer: &ScenarioAnswer, of: Option<&str>, words: &Wording) -> Option<Section> {
    let series = |key: &str| answer.series(key);
    let roles: Vec<&String> =
        answer.names.roles.iter().filter(|role| series(&format!("posts filled.{role}")).is_some()).collect();
    if roles.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    for (key, caption) in
        [("posts filled", "Posts filled in each month"), ("capacity", "Productive hours there were in each month")]
    {
        let lines: Vec<_> = roles
            .iter()
            .filter_map(|role| {
                let found = series(&format!("{key}.{role}"))?;
                Some(((*role).clone(), &found.quantity, found.points.as_slice()))
            })
            .collect();
        let drawn = Months { caption, of, months: &answer.months, lines: &lines, feedback: None };
        blocks.extend(trajectory(&drawn, words));
    }
    // A run of one scenario leads with them.
    if of.is_some() {
        blocks.extend(lowest(answer));
    }
    let rows = |family: Family| {
        let all = answer.quantities.iter().filter(move |q| q.quantity.family == family);
        all.map(|q| (super::words::capital(&q.quantity.label), Known::from(q))).collect::<Vec<_>>()
    };
    for (family, caption) in [
        (Family::Away, "Hours of duty away over the period"),
        (Family::Overtime, "Hours of overtime over the period"),
        (Family::OnCall, "Called out over the period"),
    ] {
        let rows = rows(family);
        if !rows.is_empty() {
            let name = super::document::file_name(&format!("{} {caption}", answer.name));
            blocks.push(Block::Table(short(&name, caption, "Role", &rows, words)));
        }
    }
    let intro = "Posts are places: who stands in them changes. Away for two reasons at once counts once, for the reason that began first.";
    Some(Section::evidence("The staff there were", intro, blocks))
}

/// The month, and its hours, in which a role has the smallest share of its hours by the rota, so that neither a short month nor bank holidays make
/// one; `None` where nobody of it comes, goes or is away.
fn trough(answer: &ScenarioAnswer, role: &str) -> Option<(usize, Quoted)> {
    let filled = &answer.series(&format!("posts filled.{role}"))?.points;
    let steady =
        filled.windows(2).all(|two| (mean(&two[0]).unwrap_or(0.0) - mean(&two[1]).unwrap_or(0.0)).abs() < 1e-9);
    let of_role = |q: &&Estimated| q.quantity.family == Family::Away && q.quantity.key.ends_with(&format!(".{role}"));
    let away = answer.quantities.iter().filter(of_role).any(|q| q.expected().is_some_and(|hours| hours > 0.0));
    if steady && !away {
        return None;
    }
    let hours: Vec<f64> =
        answer.series(&format!("capacity.{role}"))?.points.iter().map(|p| mean(p).unwrap_or(0.0)).collect();
    // A month that the period cuts short is no trough.
    let first_is_whole = answer.starts.ends_with("-01");
    let all_are = first_is_whole && answer.days >= 28.0 * hours.len() as f64;
    let from = usize::from(!first_is_whole && hours.len() > 2);
    let to = hours.len() - usize::from(!all_are && hours.len() > 1);
    let by_rota = answer.by_rota.get(answer.names.roles.iter().position(|own| own == role)?)?;
    let share = |i: usize| by_rota.get(i).filter(|all| **all > 0.0).map(|all| hours[i] / all);
    // The first of equal ones.
    let lower = |a: (usize, f64), b: (usize, f64)| if b.1 < a.1 * (1.0 - 1e-9) { b } else { a };
    let (at, _) = (from..to).filter_map(|i| Some((i, share(i)?))).reduce(lower)?;
    Some((at, Quoted::whole(hours[at])))
}

/// When the team's open overdue work is back, after its peak, to where it was at the start.
fn recovery(answer: &ScenarioAnswer) -> Option<String> {
    // Months know no draws, and what they are held against is of the same replications.
    let start = answer.quantity("overdue at start.total")?.centre?.mean;
    let overdue = answer.series("overdue.total")?;
    let level = |i: usize| overdue.points.get(i).and_then(mean).unwrap_or(0.0);
    let peak = (0..answer.months.len()).max_by(|&a, &b| level(a).total_cmp(&level(b)))?;
    let recovered = (peak..answer.months.len()).find(|&i| level(i) <= start);
    let begun = super::words::counted(Quoted::digits(start, 3), "task", "tasks");
    let what = "Overdue work of the whole team, at the typical values,";
    Some(match (level(peak) > start, recovered) {
        (false, _) => format!("{what} never rises above its level at the start, {begun}."),
        (true, Some(i)) => format!(
            "{what} is back to its level at the start, {begun}, or below it at the end of {}, after its peak at the end of {}.",
            answer.months[i], answer.months[peak]
        ),
        (true, None) => format!(
            "{what} is not back to its level at the start, {begun}, by the end: it is then {}.",
            super::words::counted(Quoted::digits(level(answer.months.len().saturating_sub(1)), 3), "task", "tasks")
        ),
    })
}

fn mean(point: &SeriesPoint) -> Option<f64> {
    point.centre.map(|centre| centre.mean)
}
