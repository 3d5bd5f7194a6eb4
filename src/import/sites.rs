//! Where people work from and where offenders live, by both tables.
//!
//! A scenario knows a site by the staff who work from it. So the caseload's sites come in beside a staff table that has them, and
//! not otherwise.

use std::fmt::Write as _;

use super::Fault;
use super::caseload::Caseload;
use super::fragment::{FEW, commented, counted, decimals, few_in, quoted};
use super::staff::Posts;

/// A site of the caseload must be one that somebody works from.
pub(super) fn agree(people: &Caseload, posts: &Posts, faults: &mut Vec<Fault>) {
    let known: Vec<String> = posts.sites().iter().map(|site| site.to_lowercase()).collect();
    if known.is_empty() {
        return;
    }
    for (site, (_, row)) in &people.sites {
        if !known.contains(&site.to_lowercase()) {
            let message = format!("nobody in {} works from this site", commented(&posts.file));
            let help = "write sites alike in both tables, or add who works there, or leave the column out";
            faults.push(Fault::file(&people.file, message, help).row(*row).heading("site"));
        }
    }
}

/// Where the offenders live, as `[offenders]` says it; and what a reader should know.
pub(super) fn living(people: &Caseload, posts: Option<&Posts>, notes: &mut Vec<String>) -> String {
    let sites = posts.map_or_else(Vec::new, Posts::sites);
    if sites.is_empty() || people.sites.is_empty() {
        if people.sites.len() > 1 {
            let file = commented(&people.file);
            notes.push(format!("{file} has sites, and no staff table says who works from them: they are left out"));
        }
        return String::new();
    }
    let all: u32 = people.sites.values().map(|(number, _)| *number).fold(0, u32::saturating_add);
    if people.nowhere > 0 {
        notes.push(format!("{} people have no site; they are taken to live as the others do", counted(people.nowhere)));
    }
    // Where a few are somewhere, shares are of all people there are, and what those few leave is in the rest: that of the largest.
    let few = people.has_few();
    let whole = f64::from(if few { all.saturating_add(people.nowhere) } else { all }.max(1));
    if few {
        notes.push(format!(
            "fewer than {FEW} people are at one place: of a site with so few the share is a range that holds every count from 0 to {}, and \
             the largest site has the rest; give them in the scenario if they matter",
            FEW - 1
        ));
    }
    notes.push("who lives where is in; how long the way takes is for [travel] in the scenario to say".to_owned());
    let here = |site: &str| people.sites.iter().find(|(own, _)| own.to_lowercase() == site.to_lowercase());
    let mut living: Vec<(&str, u32)> = sites.iter().map(|site| (*site, here(site).map_or(0, |own| own.1.0))).collect();
    // Every site has to be said, and the rest is for the largest.
    if few {
        // Nor may the order tell of two with a few which has more.
        living.sort_by_key(|&(_, number)| if number < FEW { 0 } else { number });
    } else {
        living.sort_by_key(|&(_, number)| number > 0);
    }
    // Rounded shares need not add up to one; the rest does.
    let last = living.len().saturating_sub(1);
    let told = |number: u32| number >= FEW || (number == 0 && !few);
    let exact: u32 = living.iter().take(last).map(|&(_, n)| n).filter(|&n| told(n)).fold(0, u32::saturating_add);
    let rough = living.iter().take(last).filter(|&&(_, n)| !told(n)).count().max(1);
    // All that is left is what several of them can have between them.
    let most = f64::from(FEW - 1).min((whole - f64::from(exact)) / rough as f64);
    let per_cent = |number: f64| decimals(number * 100.0 / whole, 6);
    let mut text = String::from("site       = { ");
    for (index, (site, number)) in living.iter().enumerate() {
        let share = if index == last {
            "\"rest\"".to_owned()
        } else if told(*number) {
            format!("\"{} %\"", per_cent(f64::from(*number)))
        } else {
            few_in(most, whole)
        };
        let _ = write!(text, "{}{} = {share}", if index > 0 { ", " } else { "" }, quoted(site));
    }
    text + " }\n"
}
