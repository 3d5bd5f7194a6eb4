//! The staff table: how many people in each role, how much of a full-time post, from when to when.

use super::cell::{self, Day};
use super::heads::{Column, Sheet};
use super::{Fault, Input, Options};
use crate::calendar::Date;

/// Most people in one role, and years before today from which a date may be somebody's birth.
const MOST: u32 = 10_000;
const YEARS: i16 = 10;

/// Rows of groups of people; the sixty-four roles of a scenario have fewer.
const MOST_ROWS: usize = 500;

/// People of one role who work alike.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) role: String,
    pub(super) people: u32,
    pub(super) share: f64,
    pub(super) site: String,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

/// What the table says.
#[derive(Clone, Debug, Default)]
pub(super) struct Posts {
    pub(super) file: String,
    pub(super) hash: String,
    pub(super) groups: Vec<Group>,
}

impl Posts {
    /// One spelling of each site, that of its first row.
    fn one_spelling(&mut self) {
        let mut known: Vec<String> = Vec::new();
        for group in &mut self.groups {
            match known.iter().find(|site| site.to_lowercase() == group.site.to_lowercase()) {
                Some(site) => group.site.clone_from(site),
                None => known.push(group.site.clone()),
            }
        }
    }

    /// The sites, in the order of the rows; none where there is only one, for it would say nothing.
    pub(super) fn sites(&self) -> Vec<&str> {
        let mut sites: Vec<&str> = Vec::new();
        for group in &self.groups {
            if !group.site.is_empty() && !sites.contains(&group.site.as_str()) {
                sites.push(&group.site);
            }
        }
        if sites.len() > 1 { sites } else { Vec::new() }
    }
}

pub(super) fn read(file: &Input<'_>, sheet: &Sheet, options: &Options, faults: &mut Vec<Fault>) -> Posts {
    let mut posts = Posts { file: file.name.to_owned(), hash: super::fragment::hash(file.bytes), groups: Vec::new() };
    let before = faults.len();
    let mut seen: Vec<(Group, usize)> = Vec::new();
    if let Some(row) = sheet.rows.get(MOST_ROWS) {
        let fault = Fault::file(
            file.name,
            format!("there are more than {MOST_ROWS} rows"),
            "give a row for people who work alike",
        );
        faults.push(fault.row(row.number));
    }
    for row in sheet.rows.iter().take(MOST_ROWS) {
        let so_far = faults.len();
        let mut wrong = |column: Column, (message, help): cell::Wrong| {
            let fault = Fault::file(file.name, message, help).row(row.number).heading(&column.title());
            faults.push(sheet.at(column).map_or(fault.clone(), |at| fault.column(at)));
        };
        let text = |column: Column| sheet.at(column).map_or("", |at| row.cell(at));
        let role = text(Column::Role).to_lowercase();
        if let Err(found) = name(&role) {
            wrong(Column::Role, found);
        }
        if let Err(found) = site(text(Column::Site)) {
            wrong(Column::Site, found);
        }
        let people = match cell::whole(text(Column::People), MOST) {
            Ok(0) => Err(("nobody is in this row", "leave the row out; empty posts are not people")),
            other => other,
        };
        if let Err(found) = people {
            wrong(Column::People, found);
        }
        let mut read = |column: Column| match cell::day(text(column)) {
            _ if text(column).is_empty() => None,
            Day::Is(date) if date.year() < options.today.year() - YEARS => {
                wrong(
                    column,
                    ("this date lies more than ten years back", "leave it empty for those who have long been in post"),
                );
                None
            }
            Day::Is(date) => Some(date),
            Day::No(message, help) => {
                wrong(column, (message, help));
                None
            }
            Day::Not => {
                wrong(
                    column,
                    ("this is not a date", "write 01/04/2026, or leave it empty; format the column as a date"),
                );
                None
            }
        };
        let (from, until) = (read(Column::From), read(Column::Until));
        if from.zip(until).is_some_and(|(from, until)| from >= until) {
            wrong(Column::Until, ("the last day is not after the first", "swap the two, or mend one"));
        }
        let share = match worked(text(Column::Share), text(Column::Hours), options.full_week) {
            Ok(share) => share,
            Err((column, found)) => {
                wrong(column, found);
                1.0
            }
        };
        let group =
            Group { role, people: people.unwrap_or(1), share, site: text(Column::Site).to_owned(), from, until };
        let alike = |other: &Group| Group { people: 0, ..other.clone() } == Group { people: 0, ..group.clone() };
        if let Some((_, first)) = seen.iter().find(|(other, _)| alike(other))
            && faults.len() == so_far
        {
            let message = format!("this row is like row {first}");
            faults.push(
                Fault::file(file.name, message, "put the two into one row, and add the people up").row(row.number),
            );
        }
        seen.push((group, row.number));
    }
    if let Some((_, number)) = seen.iter().find(|(group, _)| {
        let role = |site: bool| seen.iter().any(|(other, _)| other.role == group.role && other.site.is_empty() == site);
        group.site.is_empty() && role(true) && role(false)
    }) {
        let help = "give the site in every row of the role, or in none of them";
        let fault = Fault::file(file.name, "this role has a site in other rows, and none in this", help).row(*number);
        let fault = fault.heading(&Column::Site.title());
        faults.push(sheet.at(Column::Site).map_or(fault.clone(), |at| fault.column(at)));
    }
    posts.groups = seen.into_iter().map(|(group, _)| group).collect();
    posts.one_spelling();
    if let (Some(total), Some(at), true) = (&sheet.total, sheet.at(Column::People), faults.len() == before) {
        let sum: u32 = posts.groups.iter().map(|group| group.people).fold(0, u32::saturating_add);
        let text = total.cell(at);
        if !text.is_empty() && cell::whole(text, u32::MAX) != Ok(sum) {
            let message = format!("the total is not what the rows above it add up to, {sum}");
            let fault =
                Fault::file(file.name, message, "find the row that is missing or counted twice, or take the total out");
            faults.push(fault.row(total.number).column(at).heading(&Column::People.title()));
        }
    }
    posts
}

/// Share of a full-time post, from whichever of the two cells is filled; both must agree.
fn worked(share: &str, hours: &str, full_week: f64) -> Result<f64, (Column, cell::Wrong)> {
    let by_share = if share.is_empty() { None } else { Some(cell::share(share).map_err(|e| (Column::Share, e))?) };
    let by_hours = if hours.is_empty() {
        None
    } else {
        let number = cell::number(hours).map_err(|e| (Column::Hours, e))?;
        let share = number.value / full_week;
        if number.percent || share <= 0.0 || share > 1.0 {
            let wrong = (
                "these are not the hours of one person's week",
                "write hours a week up to a full-time post's, --full-week",
            );
            return Err((Column::Hours, wrong));
        }
        Some(share)
    };
    match (by_share, by_hours) {
        (Some(a), Some(b)) if (a - b).abs() > 0.01 => {
            let wrong = (
                "share and hours say different things",
                "keep one of the two, or say with --full-week what full-time is",
            );
            Err((Column::Hours, wrong))
        }
        (a, b) => Ok(a.or(b).unwrap_or(1.0)),
    }
}

/// A role is a few words.
fn name(role: &str) -> Result<(), cell::Wrong> {
    if role.is_empty() {
        return Err(("the role is missing", "write the role as the scenario names it: offender manager, sergeant"));
    }
    plain(role, 60)
        .then_some(())
        .ok_or(("this is not the name of a role", "write a few words: offender manager, sergeant"))
}

/// A site is a few words, or nothing.
pub(super) fn site(site: &str) -> Result<(), cell::Wrong> {
    plain(site, 40).then_some(()).ok_or(("this is not the name of a site", "write a few words: Mansfield, Nottingham"))
}

fn plain(text: &str, most: usize) -> bool {
    text.chars().count() <= most
        && text.chars().all(|c| c.is_alphanumeric() || " -'&()./".contains(c))
        && text.chars().filter(char::is_ascii_digit).count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_and_hours_agree_or_one_of_them_is_given() {
        assert_eq!(worked("", "", 40.0), Ok(1.0));
        assert_eq!(worked("60 %", "", 40.0), Ok(0.6));
        assert_eq!(worked("", "30", 40.0), Ok(0.75));
        assert_eq!(worked("0.75", "30", 40.0), Ok(0.75));
        assert_eq!(worked("", "37", 37.0), Ok(1.0));
        assert!(
            worked("60 %", "30", 40.0).is_err() && worked("", "41", 40.0).is_err() && worked("", "0", 40.0).is_err()
        );
    }
}
