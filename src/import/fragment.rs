//! From tables to a part of a scenario: TOML in which each number has its passport.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::caseload::{Band, Caseload, LEVELS};
use super::staff::{Group, Posts};
use super::{Imported, Options};

/// The role that holds named people, as in the starter scenario.
pub(super) const HOLDER: &str = "offender manager";

/// A number of people below which none are counted out at a site, or without one.
pub(super) const FEW: u32 = 5;

/// Days by which the longest band, which has no end, is taken to go on: most likely, and at most.
const OPEN: (u16, u16) = (30, 365);

/// How many, but for a few.
pub(super) fn counted(number: u32) -> String {
    if number < FEW { format!("fewer than {FEW}") } else { number.to_string() }
}

/// The share of some number of people, at most `most`, in a whole: nothing tells how many they are.
pub(super) fn few_in(most: f64, whole: f64) -> String {
    let per_cent = |number: f64| decimals(number * 100.0 / whole, 6);
    format!(
        "{{ typical = \"{} %\", uncertain = {{ uniform = [\"0 %\", \"{} %\"] }}, confidence = \"low\", note = \"Fewer than {FEW} \
         people; the count is left out.\" }}",
        per_cent(most / 2.0),
        per_cent(most)
    )
}

/// The first hexadecimal digits of the SHA-256 of a file: enough to tell one version of it from another.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Text within a comment.
pub(super) fn commented(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A number without needless decimals.
pub(super) fn decimals(value: f64, most: usize) -> String {
    let text = format!("{value:.most$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Where the numbers of a file come from; who answers for them is left to be filled in. Without a hash where counts are
/// held back: whoever knows the rest of so small a table could try what they were until it fits.
fn passport(file: &str, hash: &str, options: &Options) -> String {
    let stamp = options.stamp.map_or(String::new(), |date| format!(", imported {date}"));
    let hash = if hash.is_empty() { String::new() } else { format!(", SHA-256 {hash}") };
    let source = quoted(&format!("{file}{stamp}{hash}"));
    format!(
        "source     = {source}\nconfidence = \"high\"\n# owner    = \"\"                     # who answers for these counts\n"
    )
}

/// Writes the part of a scenario.
pub(super) fn write(people: Option<&Caseload>, posts: Option<&Posts>, options: &Options) -> Imported {
    let mut toml = String::from(
        "# Made by `caseload import`: counts only, nothing about any person. A part of a scenario, not one by itself.\n\
         # A scenario takes these numbers when it names this file last:   extends = [\"base.toml\", \"imported.toml\"]\n",
    );
    let mut notes = Vec::new();
    if let Some(table) = people {
        caseload(&mut toml, &mut notes, table, posts, options);
    }
    if let Some(table) = posts {
        staff(&mut toml, &mut notes, table, people, options);
    } else if let Some(table) = people.filter(|table| super::managers::may_be_told(table)) {
        managers(&mut toml, table, options);
    }
    if let (Some(table), Some(posts)) = (people, posts) {
        let held: u32 = posts.groups.iter().filter(|g| g.role == HOLDER).map(|g| g.people).fold(0, u32::saturating_add);
        if !table.managers.is_empty() && held as usize != table.managers.len() {
            let codes = table.managers.len();
            notes.push(format!(
                "{} has {codes} manager codes, {} has {held} people as {HOLDER}: is one of them out of date?",
                table.file, posts.file
            ));
        }
    }
    if let Some(table) = people {
        overdue(&mut toml, table, options);
        if let Some((low, _)) = table.overdue.keys().find(|(_, high)| high.is_none()) {
            notes.push(format!(
                "how long beyond {low} days the longest overdue are is not in the sheet: assumed most likely {} days more, a year more at \
                 most",
                OPEN.0
            ));
        }
    }
    if posts.is_some() && options.productive.is_none() {
        toml.push_str(
            "\n[sources]\nX38 = \"Assumption built up from leave, bank holidays, sickness, training and abstractions: 1,250 to 1,550 \
             productive hours a full-time post a year, most likely 1,400.\"\n",
        );
    }
    Imported { toml, notes }
}

fn caseload(toml: &mut String, notes: &mut Vec<String>, table: &Caseload, posts: Option<&Posts>, options: &Options) {
    let total: u32 = table.people.iter().sum();
    let file = commented(&table.file);
    let mut told = format!("{file}: {total} people");
    if let Some(managers) = super::managers::told(table) {
        let _ = write!(told, ", {managers}");
    }
    let late: u64 = table.overdue.values().flatten().map(|n| u64::from(*n)).sum();
    if !table.overdue.is_empty() {
        let _ = write!(told, ", {late} visits overdue");
    }
    let _ = write!(toml, "\n# {told}.\n");
    if table.sites.len() > 1 && table.has_few() {
        let _ = writeln!(toml, "# By site no counts are given: at one there are fewer than {FEW} people.");
    } else if table.sites.len() > 1 {
        let sites: Vec<String> = table.sites.iter().map(|(site, (n, _))| format!("{} {n}", commented(site))).collect();
        let _ = writeln!(toml, "# By site: {}.", sites.join(", "));
    }
    notes.push(told);
    if table.unallocated > 0 {
        let how_many = counted(table.unallocated);
        notes.push(format!("{how_many} people have no manager; the model gives each of them one"));
    }
    if table.overdue.is_empty() {
        notes.push(format!("{file} has no columns of overdue visits: what the scenario says of them stays"));
    }
    if table.has_few_at_a_level() {
        notes.push(format!(
            "fewer than {FEW} people are at a risk level: its share is a range that holds every count from 0 to {}, and the level with the \
             most people has the rest; give them in the scenario if they matter",
            FEW - 1
        ));
    }
    let (levels, counts) = levels(table, total);
    let living = super::sites::living(table, posts, notes);
    let _ = write!(
        toml,
        "\n[offenders]\nnumber     = {total}\nrisk       = {{ {} }}   # {}\n{living}{}",
        levels.join(", "),
        counts.join(", "),
        passport(&table.file, &table.hash, options)
    );
}

/// The share of each risk level, and its count for the reader. Where a level has a few, nothing tells how many: the level with the most has
/// the rest, and its count, from which they would follow, is left out.
fn levels(table: &Caseload, total: u32) -> (Vec<String>, Vec<String>) {
    let whole = f64::from(total.max(1));
    let few = table.has_few_at_a_level();
    // Rounded shares need not add up to one; the rest does.
    let rest = if few { (0..4).max_by_key(|&at| table.people[at]).unwrap_or(3) } else { 3 };
    let told = |number: u32| number >= FEW || (number == 0 && !few);
    let others = || table.people.iter().enumerate().filter(|&(at, _)| at != rest).map(|(_, &number)| number);
    let exact: u32 = others().filter(|&number| told(number)).fold(0, u32::saturating_add);
    let rough = others().filter(|&number| !told(number)).count().max(1);
    let most = f64::from(FEW - 1).min((whole - f64::from(exact)) / rough as f64);
    let one = |(at, number): (usize, u32)| match LEVELS[at].0 {
        level if at == rest => {
            (format!("{level} = \"rest\""), if few { "the rest".to_owned() } else { number.to_string() })
        }
        level if told(number) => {
            (format!("{level} = \"{} %\"", decimals(f64::from(number) * 100.0 / whole, 6)), number.to_string())
        }
        level => (format!("{level} = {}", few_in(most, whole)), counted(0)),
    };
    table.people.into_iter().enumerate().map(one).unzip()
}

/// As many managers as the sheet has codes, in the place of those the scenario has.
fn managers(toml: &mut String, table: &Caseload, options: &Options) {
    let _ = write!(
        toml,
        "\n# As many managers as there are codes, and how many each holds, the most first.\n[[staff]]\nrole       = \"{HOLDER}\"\n\
         people     = {}\nholds      = \"offenders\"\n{}{}",
        table.managers.len(),
        super::managers::line(table.managers.clone()),
        passport(&table.file, &table.hash, options)
    );
}

fn staff(toml: &mut String, notes: &mut Vec<String>, table: &Posts, people: Option<&Caseload>, options: &Options) {
    let mut names: Vec<String> = Vec::new();
    for group in &table.groups {
        let name = named(group, &names);
        let _ = write!(toml, "\n[[staff]]\nrole       = {}\n", quoted(&group.role));
        if name != group.role {
            let _ = writeln!(toml, "name       = {}", quoted(&name));
        }
        let _ = writeln!(toml, "people     = {}", group.people);
        if !group.site.is_empty() && !table.sites().is_empty() {
            let _ = writeln!(toml, "site       = {}", quoted(&group.site));
        }
        if group.share < 1.0 {
            let _ = writeln!(toml, "full_time_share = \"{} %\"", decimals(group.share * 100.0, 2));
        }
        for (key, date) in [("from       ", group.from), ("until      ", group.until)] {
            if let Some(date) = date {
                let _ = writeln!(toml, "{key}= {date}");
            }
        }
        toml.push_str(&passport(&table.file, &table.hash, options));
        let productive = match options.productive {
            None => "{ typical = \"1400 h per year\", uncertain = { triangular = [\"1250 h per year\", \"1400 h per year\", \"1550 h per year\"] }, source = \"X38\", confidence = \"assumption\" }".to_owned(),
            Some((low, high)) => hours(low, high, "given to `caseload import`"),
        };
        let _ = writeln!(toml, "productive = {productive}");
        if group.role == HOLDER {
            toml.push_str("holds      = \"offenders\"\n");
            if let Some(held) = people.and_then(|people| super::managers::held_by(people, table, group)) {
                toml.push_str(&super::managers::line(held));
            }
        }
        toml.push_str("rota       = \"Mon-Fri 08:00-16:00\"\ndiscipline = \"priority, then earliest due date\"\n");
        names.push(name);
    }
    if let Some(people) = people.filter(|people| !people.managers.is_empty()) {
        let matched = super::managers::matches_up(people, table);
        notes.push(if !super::managers::may_be_told(people) {
            format!("how many each manager holds stays out: somewhere there are fewer than {FEW} people")
        } else if matched {
            "how many each manager holds is in, the most first and without codes".to_owned()
        } else {
            "the managers of the two tables cannot be told to be the same people, so the model gives out the caseload evenly; \
             one row of staff for each site, with as many people as there are codes there, lets it follow the sheet"
                .to_owned()
        });
    }
    let people: u32 = table.groups.iter().map(|g| g.people).fold(0, u32::saturating_add);
    let posts: f64 = table.groups.iter().map(|g| f64::from(g.people) * g.share).sum();
    notes.push(format!("{}: {people} people, {} full-time posts", commented(&table.file), decimals(posts, 1)));
    if options.productive.is_none() {
        notes.push(
            "their productive hours are 1,400 a year (1,250 to 1,550, X38); --productive-hours gives yours".to_owned(),
        );
    }
    if !table.groups.iter().any(|g| g.role == HOLDER) {
        notes.push(format!("no row has the role {HOLDER}: nobody in the file holds offenders"));
    }
}

/// Productive hours as a scenario says them: one figure, or a range in which the figure lies with 90 %.
#[must_use]
pub fn hours(low: f64, high: f64, source: &str) -> String {
    let text = |hours: f64| format!("\"{} h per year\"", decimals(hours, 1));
    let source = quoted(source);
    if high > low {
        let typical = text(f64::midpoint(low, high));
        let (low, high) = (text(low), text(high));
        format!("{{ typical = {typical}, uncertain = [{low}, {high}], source = {source}, confidence = \"medium\" }}")
    } else {
        format!("{{ value = {}, source = {source}, confidence = \"medium\" }}", text(low))
    }
}

/// A name of its own for each group; the first of a role has the role's, and so lies over that of the scenario.
fn named(group: &Group, taken: &[String]) -> String {
    let mut name = group.role.clone();
    let mut add = |part: String| {
        if taken.contains(&name) && !part.is_empty() {
            name = format!("{name}, {part}");
        }
    };
    add(group.site.clone());
    add(if group.share < 1.0 { format!("{} %", decimals(group.share * 100.0, 2)) } else { "full time".to_owned() });
    add(group.from.map_or(String::new(), |date| format!("from {date}")));
    add(group.until.map_or(String::new(), |date| format!("until {date}")));
    let (plain, mut copy) = (name.clone(), 2);
    while taken.contains(&name) {
        name = format!("{plain}, {copy}");
        copy += 1;
    }
    name
}

/// Overdue visits by risk level and age. The first band of each level has the name that the starter's own entry has, so that it
/// takes its place, also where there are none.
fn overdue(toml: &mut String, table: &Caseload, options: &Options) {
    for (index, (band, levels)) in table.overdue.iter().enumerate() {
        for ((level, _), number) in LEVELS.iter().zip(levels) {
            if index > 0 && *number == 0 {
                continue;
            }
            toml.push_str("\n[[backlog]]\n");
            if index > 0 {
                let _ =
                    writeln!(toml, "name       = {}", quoted(&format!("{}, {level}, {}", options.work, days(*band))));
            }
            let _ = write!(
                toml,
                "work       = {}\nrisk       = \"{level}\"\nnumber     = {number}\nage        = {}   # overdue by {}\n{}",
                quoted(&options.work),
                age(*band, options.due_within),
                days(*band),
                passport(&table.file, &table.hash, options)
            );
        }
    }
}

fn days((low, high): Band) -> String {
    high.map_or_else(|| format!("{low} days and more"), |high| format!("{low} to {high} days"))
}

/// How long ago a visit arose that is overdue by so many days: somewhere in the band, most likely in its middle; near the
/// beginning of a band that has no end.
fn age((low, high): Band, due_within: u16) -> String {
    let from = f64::from(low) + f64::from(due_within);
    let (mode, to) = match high {
        Some(high) if high == low => return format!("\"{} days\"", decimals(from, 1)),
        Some(high) => {
            (f64::midpoint(from, f64::from(high) + f64::from(due_within)), f64::from(high) + f64::from(due_within))
        }
        None => (from + f64::from(OPEN.0), from + f64::from(OPEN.1)),
    };
    let [from, mode, to] = [from, mode, to].map(|days| decimals(days, 1));
    // Where the band has no end, two of the three are in no sheet.
    let assumed = if high.is_some() {
        String::new()
    } else {
        format!(
            ", source = \"Assumption of `caseload import`\", confidence = \"assumption\", note = \"How long beyond {low} days is not in \
             the sheet: most likely {} days more, a year more at most. Put the oldest there is for the highest.\"",
            OPEN.0
        )
    };
    format!(
        "{{ low = \"{from} days\", mode = \"{mode} days\", high = \"{to} days\", varies = \"triangular\"{assumed} }}"
    )
}
