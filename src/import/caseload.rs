//! The caseload table: people by risk level, and overdue visits by how long they are overdue.

use std::collections::{BTreeMap, BTreeSet};

use super::cell;
use super::grid::Row;
use super::heads::{Column, Sheet};
use super::{Fault, Input};

/// Risk levels as a scenario names them, most severe first, with what people write for them.
pub(super) const LEVELS: [(&str, &[&str]); 4] = [
    ("very_high", &["very high", "vh", "veryhigh"]),
    ("high", &["high", "h"]),
    ("medium", &["medium", "med", "m"]),
    ("low", &["low", "l"]),
];

/// Most people in one scenario.
const MOST: u32 = 500_000;

/// Days overdue, from and to.
pub(super) type Band = (u16, Option<u16>);

/// What the table says.
#[derive(Clone, Debug, Default)]
pub(super) struct Caseload {
    pub(super) file: String,
    pub(super) hash: String,
    /// People by level.
    pub(super) people: [u32; 4],
    /// Overdue visits by band, then by level.
    pub(super) overdue: BTreeMap<Band, [u32; 4]>,
    /// People of each manager, those of nobody apart.
    pub(super) managers: Vec<u32>,
    /// The site of each of them, if it is one.
    pub(super) manager_sites: Vec<Option<String>>,
    pub(super) unallocated: u32,
    /// People of each site, and the row that names it first.
    pub(super) sites: BTreeMap<String, (u32, usize)>,
    /// People in rows without a site.
    pub(super) nowhere: u32,
}

impl Caseload {
    /// Whether some place has so few people that no place is counted out: what the others leave would say how many.
    pub(super) fn has_few(&self) -> bool {
        let few = super::fragment::FEW;
        self.sites.values().any(|(number, _)| *number < few) || (1..few).contains(&self.nowhere)
    }

    /// Whether some risk level has a few people.
    pub(super) fn has_few_at_a_level(&self) -> bool {
        self.people.iter().any(|number| (1..super::fragment::FEW).contains(number))
    }

    /// Whether a few people have no manager: what the managers hold would say how many.
    pub(super) fn has_few_without_a_manager(&self) -> bool {
        (1..super::fragment::FEW).contains(&self.unallocated)
    }
}

pub(super) fn read(file: &Input<'_>, sheet: &Sheet, faults: &mut Vec<Fault>) -> Caseload {
    let mut table =
        Caseload { file: file.name.to_owned(), hash: super::fragment::hash(file.bytes), ..Caseload::default() };
    let bands = bands(file.name, sheet, faults);
    table.overdue = bands.iter().map(|(_, band)| (*band, [0; 4])).collect();
    let (mut seen, mut managers) = (BTreeMap::new(), BTreeMap::<String, (u32, Option<Option<String>>)>::new());
    for row in &sheet.rows {
        let mut wrong = |column: Column, (message, help): cell::Wrong| {
            let fault = Fault::file(file.name, message, help).row(row.number).heading(&column.title());
            faults.push(match sheet.at(column) {
                Some(at) => fault.column(at),
                None => fault,
            });
        };
        let text = |column: Column| sheet.at(column).map(|at| row.cell(at));
        let code = text(Column::Manager).map(str::to_uppercase);
        if let Some(code) = &code
            && let Err(found) = manager(code)
        {
            wrong(Column::Manager, found);
        }
        if let Some(found) = text(Column::Site).and_then(|site| super::staff::site(site).err()) {
            wrong(Column::Site, found);
        }
        let site = text(Column::Site).map(str::to_lowercase);
        let level = level(text(Column::Risk).unwrap_or_default());
        let people = cell::whole(text(Column::People).unwrap_or_default(), MOST);
        let overdue: Vec<_> = bands.iter().map(|(at, band)| (*band, cell::whole(row.cell(*at), MOST))).collect();
        for (band, found) in &overdue {
            if let Err(found) = found {
                wrong(Column::Overdue(band.0, band.1), *found);
            }
        }
        if let Err(found) = level {
            wrong(Column::Risk, found);
        }
        if let Err(found) = people {
            wrong(Column::People, found);
        }
        let (Ok(level), Ok(people)) = (level, people) else { continue };
        if let Some(first) = seen.insert((code.clone(), site.clone(), level), row.number) {
            let message = format!("manager, site and risk level are those of row {first}");
            faults.push(Fault::file(file.name, message, "put the two rows into one").row(row.number));
        }
        let waiting: u64 = overdue.iter().filter_map(|(_, n)| n.ok()).map(u64::from).sum();
        if waiting > u64::from(people) {
            let help = "count each person whose visit is overdue once, in the row of their risk level";
            faults.push(Fault::file(file.name, "more visits are overdue than there are people", help).row(row.number));
        }
        table.people[level] = table.people[level].saturating_add(people);
        for (band, number) in overdue {
            if let (Some(levels), Ok(number)) = (table.overdue.get_mut(&band), number) {
                levels[level] = levels[level].saturating_add(number);
            }
        }
        match code {
            Some(code) if is_nobody(&code) => table.unallocated = table.unallocated.saturating_add(people),
            Some(code) => {
                let held = managers.entry(code).or_default();
                held.0 = held.0.saturating_add(people);
                let site = site.filter(|site| !site.is_empty());
                // At two sites they are at neither.
                let same = held.1.as_ref().is_none_or(|known| *known == site);
                held.1 = Some(if same { site } else { None });
            }
            None => {}
        }
        match text(Column::Site).filter(|site| !site.is_empty()) {
            Some(site) => {
                // One spelling for all, that of its first row.
                let like = table.sites.keys().find(|known| known.to_lowercase() == site.to_lowercase()).cloned();
                let at = table.sites.entry(like.unwrap_or_else(|| site.to_owned())).or_insert((0, row.number));
                at.0 = at.0.saturating_add(people);
            }
            None => table.nowhere = table.nowhere.saturating_add(people),
        }
    }
    (table.managers, table.manager_sites) = managers.into_values().map(|(held, site)| (held, site.flatten())).unzip();
    let few_held = table.managers.iter().any(|&held| held < super::fragment::FEW);
    if few_held || table.has_few() || table.has_few_at_a_level() || table.has_few_without_a_manager() {
        table.hash.clear();
    }
    if let Some(total) = &sheet.total {
        check_total(file.name, sheet, total, &table, faults);
    }
    let all: u64 = table.people.iter().map(|n| u64::from(*n)).sum();
    if all > u64::from(MOST) {
        faults.push(Fault::file(file.name, format!("there are more than {MOST} people"), "give one team's caseload"));
    } else if all == 0 && faults.is_empty() {
        faults.push(Fault::file(
            file.name,
            "there are no people in the table",
            "write how many there are at each risk level",
        ));
    }
    table
}

/// Where each band of overdue visits stands; bands that overlap would count visits twice.
fn bands(name: &str, sheet: &Sheet, faults: &mut Vec<Fault>) -> Vec<(usize, Band)> {
    let mut bands: Vec<(usize, Band)> = sheet
        .columns
        .iter()
        .filter_map(|(at, column)| match column {
            Column::Overdue(low, high) => Some((*at, (*low, *high))),
            _ => None,
        })
        .collect();
    bands.sort_by_key(|(_, band)| *band);
    for pair in bands.windows(2) {
        if pair[0].1.1.is_none_or(|high| high >= pair[1].1.0) {
            let help = "let each begin a day after the one before it ends: 1 to 14, 15 to 28, over 28";
            let column = Column::Overdue(pair[1].1.0, pair[1].1.1);
            let fault = Fault::file(name, "this column overlaps another, so visits would be counted twice", help);
            faults.push(fault.column(pair[1].0).heading(&column.title()));
        }
    }
    bands
}

fn level(text: &str) -> Result<usize, cell::Wrong> {
    let words = text.to_lowercase().replace(['_', '-'], " ").replace(" risk", "");
    LEVELS
        .iter()
        .position(|(_, names)| names.contains(&words.trim()))
        .ok_or(("this is not a risk level", "write very high, high, medium or low"))
}

/// Whether a manager's code says that nobody holds these people.
fn is_nobody(code: &str) -> bool {
    matches!(code, "UNALLOCATED" | "NONE" | "VACANT" | "VACANCY")
}

/// A code has a number and next to no letters, so that it is neither a name nor an officer's number.
fn manager(code: &str) -> Result<(), cell::Wrong> {
    const ALLOWED: [&str; 7] = ["MANAGER", "OFFICER", "POST", "TEAM", "DESK", "UNIT", "OM"];
    if code.is_empty() {
        return Err(("the code is missing", "write a code such as M01, or `unallocated`"));
    }
    if is_nobody(code) {
        return Ok(());
    }
    let parts = code.split([' ', '-', '_', '.', '/']).filter(|part| !ALLOWED.contains(part));
    let (mut letters, mut digits) = (0, 0);
    for c in parts.flat_map(str::chars) {
        match c {
            c if c.is_ascii_digit() => digits += 1,
            _ => letters += 1,
        }
    }
    if digits > 3 {
        return Err((
            "this is longer than a code; it may be an officer's number",
            "number the managers from M01, and keep the list to yourself",
        ));
    }
    if letters > 3 || (digits == 0 && letters > 1) {
        return Err((
            "this is not a code; it may be a name",
            "number the managers from M01, and keep the list to yourself",
        ));
    }
    Ok(())
}

/// The row of totals must say what the rows above it add up to.
fn check_total(name: &str, sheet: &Sheet, total: &Row, table: &Caseload, faults: &mut Vec<Fault>) {
    let unread: BTreeSet<usize> = faults.iter().filter(|f| f.file == name).filter_map(|f| f.column).collect();
    for (at, column) in &sheet.columns {
        let sum: u64 = match column {
            Column::People => table.people.iter().map(|n| u64::from(*n)).sum(),
            Column::Overdue(low, high) => {
                table.overdue.get(&(*low, *high)).iter().flat_map(|l| l.iter()).map(|n| u64::from(*n)).sum()
            }
            _ => continue,
        };
        let text = total.cell(*at);
        // Where a cell above could not be read, the sum is not known.
        if text.is_empty() || unread.contains(at) {
            continue;
        }
        match cell::whole(text, u32::MAX) {
            Ok(said) if u64::from(said) == sum => {}
            Ok(_) => {
                let message = format!("the total is not what the rows above it add up to, {sum}");
                let fault =
                    Fault::file(name, message, "find the row that is missing or counted twice, or take the total out");
                faults.push(fault.row(total.number).column(*at).heading(&column.title()));
            }
            Err((message, help)) => {
                faults.push(Fault::file(name, message, help).row(total.number).column(*at).heading(&column.title()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_managers_code_is_neither_a_name_nor_an_officers_number() {
        for code in ["M01", "OM-7", "OM 12", "MANAGER 3", "A", "B12", "7", "UNALLOCATED", "TEAM 2/M04", "POST_9"] {
            assert!(manager(code).is_ok(), "{code}");
        }
        for code in ["", "SMITH", "LEE", "J SMITH", "PC1234", "12345", "SMITH1", "JO", "M0001", "?????", "ZO\u{CB}"] {
            assert!(manager(code).is_err(), "{code}");
        }
    }

    #[test]
    fn risk_levels_are_known_however_they_are_written() {
        for (text, at) in [("Very High", 0), ("very_high", 0), ("VH", 0), ("High risk", 1), ("MEDIUM", 2), ("low", 3)] {
            assert_eq!(level(text), Ok(at), "{text}");
        }
        assert!(level("").is_err() && level("standard").is_err());
    }
}
