//! The ledger of extra hours: by cause, stage and role, in whole milliseconds, adding up in every replication.

use std::collections::BTreeSet;

use super::compare::{LedgerCell, LedgerPart, LedgerTable, Part};
use super::contrast::{column, untruncated};
use super::estimate::{Column, centre, spread};
use super::records::Records;
use super::runner::Kept;
use super::uncertainty::wider;
use crate::units::HOUR;

/// Positions of a set of cells in the base and in the other.
#[derive(Clone, Debug, Default)]
struct Places {
    base: Vec<usize>,
    other: Vec<usize>,
}

impl Places {
    fn extra(&self, base: &Kept, other: &Kept) -> i64 {
        let sum = |at: &[usize], kept: &Kept| {
            at.iter().filter_map(|&i| kept.numbers.get(i)).fold(0_i64, |sum, &x| sum.saturating_add(x))
        };
        sum(&self.other, other).saturating_sub(sum(&self.base, base))
    }
}

/// The causes that only the other scenario has.
pub(super) fn new_causes(base: &Records, other: &Records) -> Vec<String> {
    let of = |records: &Records| -> BTreeSet<String> { records.catalogue.ledger.keys().map(|k| k.0.clone()).collect() };
    let old = of(base);
    of(other).into_iter().filter(|cause| !old.contains(cause)).collect()
}

/// The extra hours of causes that only the other has, one column.
pub(super) fn caused(base: &Records, other: &Records) -> Column {
    let causes = new_causes(base, other);
    let places = places(base, other, &|cause, _, _| causes.iter().any(|c| c == cause));
    hours(base, other, &places)
}

fn hours(base: &Records, other: &Records, places: &Places) -> Column {
    column(base, other, &|a, b| Some(places.extra(a, b) as f64 / HOUR as f64))
}

fn places(base: &Records, other: &Records, wanted: &dyn Fn(&str, &str, &str) -> bool) -> Places {
    let of = |records: &Records| {
        let cells = records.catalogue.ledger.iter();
        cells.filter(|((c, s, r), _)| wanted(c, s, r)).map(|(_, &at)| at).collect::<Vec<usize>>()
    };
    Places { base: of(base), other: of(other) }
}

/// The ledger of what the other adds. `stages` and `roles` give the order of the cells.
pub(super) fn ledger(base: &Records, other: &Records, stages: &[String], roles: &[String]) -> LedgerTable {
    let new: BTreeSet<String> = new_causes(base, other).into_iter().collect();
    let whole = base.truncated_typical() + other.truncated_typical() == 0;
    let cell = |stage: Option<&str>, role: Option<&str>, wanted: &dyn Fn(&str, &str, &str) -> bool| {
        let of = hours(base, other, &places(base, other, wanted));
        let values = of.defined();
        LedgerCell {
            stage: stage.map(str::to_owned),
            role: role.map(str::to_owned),
            centre: if whole { centre(&values) } else { None },
            spread: if whole { spread(&values) } else { None },
            wider: if untruncated(base, other) { wider(&of.draws) } else { None },
        }
    };
    let mut parts = Vec::new();
    for part in [Part::Caused, Part::Displaced] {
        let inside = |cause: &str| new.contains(cause) == (part == Part::Caused);
        let named: BTreeSet<&(String, String, String)> = {
            let both = base.catalogue.ledger.keys().chain(other.catalogue.ledger.keys());
            both.filter(|name| inside(&name.0)).collect()
        };
        if named.is_empty() {
            continue;
        }
        let mut by_stage = Vec::new();
        let mut cells = Vec::new();
        for stage in stages.iter().filter(|s| named.iter().any(|n| n.1 == **s)) {
            by_stage.push(cell(Some(stage), None, &|c, s, _| inside(c) && s == stage));
            for role in roles.iter().filter(|r| named.iter().any(|n| n.1 == *stage && n.2 == **r)) {
                cells.push(cell(Some(stage), Some(role), &|c, s, r| inside(c) && s == stage && r == role));
            }
        }
        let mut causes: Vec<String> = named.iter().map(|n| n.0.clone()).collect();
        causes.dedup();
        parts.push(LedgerPart { part, causes, stages: by_stage, cells, total: cell(None, None, &|c, _, _| inside(c)) });
    }
    LedgerTable { parts, total: cell(None, None, &|_, _, _| true), adds_up: adds_up(base, other, &new, stages, roles) }
}

/// Whether the cells of both parts add up to the difference in all hours, in every replication and draw.
fn adds_up(base: &Records, other: &Records, new: &BTreeSet<String>, stages: &[String], roles: &[String]) -> bool {
    let total = |records: &Records| records.catalogue.find("hours.total").map(|item| item.reading.position());
    let (Some(a), Some(b)) = (total(base), total(other)) else { return false };
    let mut cells = Vec::new();
    for caused in [true, false] {
        for stage in stages {
            for role in roles {
                cells.push(places(base, other, &|c, s, r| new.contains(c) == caused && s == stage && r == role));
            }
        }
    }
    let holds = |x: &Kept, y: &Kept| {
        let parts: i64 = cells.iter().map(|places| places.extra(x, y)).sum();
        let whole = y.numbers.get(b).zip(x.numbers.get(a)).map(|(y, x)| y.saturating_sub(*x));
        whole == Some(parts)
    };
    let draws = base.draws.iter().flatten().zip(other.draws.iter().flatten());
    base.typical.iter().zip(&other.typical).chain(draws).all(|(x, y)| holds(x, y))
}
