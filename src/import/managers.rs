//! How many each manager holds, by the sheet: counts without a code, for the posts of a scenario.

use super::caseload::Caseload;
use super::fragment::{FEW, HOLDER};
use super::staff::{Group, Posts};

/// Managers in words: how many, and with how many each.
pub(super) fn told(table: &Caseload) -> Option<String> {
    let (least, most) = (table.managers.iter().min()?, table.managers.iter().max()?);
    if !may_be_told(table) {
        let number = table.managers.len();
        return Some(format!("{number} {}", if number == 1 { "manager" } else { "managers" }));
    }
    Some(match (table.managers.len(), least == most) {
        (1, _) => format!("1 manager with {most}"),
        (number, true) => format!("{number} managers with {most} each"),
        (number, false) => format!("{number} managers with {least} to {most} each"),
    })
}

/// Whether it may be said how many each holds: who holds a few may be the only one at a site.
pub(super) fn may_be_told(table: &Caseload) -> bool {
    let few = table.managers.iter().any(|&held| held < FEW) || table.has_few() || table.has_few_without_a_manager();
    !table.managers.is_empty() && !few
}

/// The line that says how many each of so many managers holds, the most first, so that no line is anybody's.
pub(super) fn line(mut held: Vec<u32>) -> String {
    held.sort_unstable_by(|a, b| b.cmp(a));
    let held: Vec<String> = held.iter().map(u32::to_string).collect();
    format!("held_at_start = [{}]\n", held.join(", "))
}

/// How many each of a group of staff holds; `None` where the groups are not those of the sheet's managers.
pub(super) fn held_by(table: &Caseload, posts: &Posts, group: &Group) -> Option<Vec<u32>> {
    if !matches_up(table, posts) || !holds_at_start(group) {
        return None;
    }
    Some(at(table, posts, group))
}

/// Whether every group of managers has as many people as the sheet has managers for it, so that each can be given theirs, and
/// that may be told.
pub(super) fn matches_up(table: &Caseload, posts: &Posts) -> bool {
    let mut groups = posts.groups.iter().filter(|group| holds_at_start(group)).peekable();
    let mut given = 0;
    let all = groups.peek().is_some()
        && groups.all(|group| {
            let own = at(table, posts, group).len();
            given += own;
            own == group.people as usize
        });
    all && given == table.managers.len() && may_be_told(table)
}

/// In post from the start, as a manager.
fn holds_at_start(group: &Group) -> bool {
    group.role == HOLDER && group.from.is_none()
}

/// What the managers hold who can only be those of a group: all of them where there is one group, or those of its site.
fn at(table: &Caseload, posts: &Posts, group: &Group) -> Vec<u32> {
    let one = posts.groups.iter().filter(|group| holds_at_start(group)).count() == 1;
    let here = |site: &Option<String>| match site {
        Some(site) if !group.site.is_empty() => *site == group.site.to_lowercase(),
        _ => one,
    };
    let all = table.managers.iter().zip(&table.manager_sites);
    all.filter(|(_, site)| here(site)).map(|(held, _)| *held).collect()
}
