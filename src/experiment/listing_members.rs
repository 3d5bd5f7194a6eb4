//! The register and the groups over time, where people move by themselves.

use super::catalogue::{Catalogue, Definition, quantity};
use super::listing::Listing;
use super::quantities::{Better, Family, Quantity, Unit};
use crate::model::Members;

/// Those for whom nobody has room, where there is a limit to how many one person holds.
fn without_manager(listing: &Listing<'_>, into: &mut Catalogue) {
    let layout = listing.layout;
    if !layout.unheld {
        return;
    }
    let what = |key: &str, words: &str, unit: Unit| {
        let label = format!("offenders without a manager {words}");
        quantity(format!("without a manager{key}"), label, (Family::Members, unit, Better::Lower), None, None)
    };
    let at_end = |month: usize| vec![layout.without_manager(month).0];
    let last = layout.months.saturating_sub(1);
    into.total(what(" at end.total", "at the end", Unit::Count), Definition::Sum { at: at_end(last), scale: 1.0 });
    let series = what(".total", "at the end of the month", Unit::Count);
    into.monthly(series, layout.months, &|month| Definition::Sum { at: at_end(month), scale: 1.0 });
    let elapsed = listing.scenario.horizon.0.max(1) as f64;
    let time = (0..layout.months).map(|month| layout.without_manager(month).1).collect();
    let mean = what(".mean", "on average over the period", Unit::People);
    into.total(mean, Definition::Sum { at: time, scale: 1.0 / elapsed });
}

/// Adds the numbers of the register and of each group.
pub(super) fn list(listing: &Listing<'_>, into: &mut Catalogue) {
    let layout = listing.layout;
    without_manager(listing, into);
    let groups = listing.scenario.groups.iter();
    let names = std::iter::once(("register", false)).chain(groups.map(|g| (g.name.as_str(), g.at_most.is_some())));
    for (population, (name, bounded)) in names.enumerate().take(layout.populations) {
        let named = |key: &str, label: String, unit: Unit| -> Quantity {
            quantity(format!("{key}.{name}"), label, (Family::Members, unit, Better::Neither), Some(name), None)
        };
        let at = |what: Members, month: usize| vec![layout.members(what, month, population)];
        let last = layout.months.saturating_sub(1);
        let all = |what: Members| (0..layout.months).flat_map(|month| at(what, month)).collect::<Vec<_>>();
        let there = if population == 0 { "people on the register" } else { "members of" };
        let whom = if population == 0 { there.to_owned() } else { format!("{there} {name}") };
        into.total(
            named("members at end", format!("{whom} at the end"), Unit::Count),
            Definition::Sum { at: at(Members::AtEnd, last), scale: 1.0 },
        );
        let series = named("members", format!("{whom} at the end of the month"), Unit::Count);
        into.monthly(series, layout.months, &|month| Definition::Sum { at: at(Members::AtEnd, month), scale: 1.0 });
        let elapsed = listing.scenario.horizon.0.max(1) as f64;
        into.total(
            named("members.mean", format!("{whom}, on average over the period"), Unit::People),
            Definition::Sum { at: all(Members::Time), scale: 1.0 / elapsed },
        );
        let of = if population == 0 { "the register" } else { name };
        for (what, word) in [(Members::Joined, "joined"), (Members::Left, "left")] {
            let what_of = named(word, format!("people who {word} {of}"), Unit::Count);
            listing.summed(into, what_of, 1.0, &|month| at(what, month));
        }
        if bounded {
            into.total(
                named("waiting to join at end", format!("people waiting to join {name} at the end"), Unit::Count),
                Definition::Sum { at: at(Members::WaitingAtEnd, last), scale: 1.0 },
            );
        }
    }
}
