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

/// A part of the register whose number changes: the ends of its keys, whether those have the name, and the words.
struct Part<'a> {
    population: usize,
    /// First words of its keys: there at the end, month by month and on average; who came, who went.
    keys: [&'a str; 3],
    /// Last word of its keys.
    of: &'a str,
    /// Who they are, and what is said of those who came and went.
    words: [String; 3],
}

/// Those at each risk level, and those in custody, where anything changes their number.
fn parts(listing: &Listing<'_>, into: &mut Catalogue) {
    let (scenario, layout) = (listing.scenario, listing.layout);
    for (level, name) in scenario.offenders.levels.iter().enumerate() {
        let Some(population) = layout.at_level(level) else { continue };
        let spoken = name.replace('_', " ");
        let words = [
            format!("people at risk level {spoken}"),
            format!("people who came to risk level {spoken}"),
            format!("people who left risk level {spoken}"),
        ];
        let keys = ["at risk level", "came to risk level", "left risk level"];
        part(listing, into, &Part { population, keys, of: name, words });
    }
    if let Some(population) = layout.in_custody() {
        let words = ["people in custody", "people taken into custody", "people back from custody, or off the register"];
        let keys = ["in custody", "taken into custody", "back from custody"];
        part(listing, into, &Part { population, keys, of: "total", words: words.map(str::to_owned) });
    }
}

/// How many are in a part of the register at the end, month by month and on average, and who came and went.
fn part(listing: &Listing<'_>, into: &mut Catalogue, part: &Part<'_>) {
    let layout = listing.layout;
    let of = (part.of != "total").then_some(part.of);
    let named = |key: String, label: String, unit: Unit| {
        quantity(format!("{key}.{}", part.of), label, (Family::Members, unit, Better::Neither), of, None)
    };
    let at = |what: Members, month: usize| vec![layout.members(what, month, part.population)];
    let [there, came, went] = part.keys;
    let [who, who_came, who_went] = &part.words;
    let last = layout.months.saturating_sub(1);
    into.total(
        named(format!("{there} at end"), format!("{who} at the end"), Unit::Count),
        Definition::Sum { at: at(Members::AtEnd, last), scale: 1.0 },
    );
    let series = named(there.to_owned(), format!("{who} at the end of the month"), Unit::Count);
    into.monthly(series, layout.months, &|month| Definition::Sum { at: at(Members::AtEnd, month), scale: 1.0 });
    let elapsed = listing.scenario.horizon.0.max(1) as f64;
    let time = (0..layout.months).flat_map(|month| at(Members::Time, month)).collect();
    into.total(
        named(format!("{there} on average"), format!("{who}, on average over the period"), Unit::People),
        Definition::Sum { at: time, scale: 1.0 / elapsed },
    );
    for (what, key, label) in [(Members::Joined, came, who_came), (Members::Left, went, who_went)] {
        let moved = named(key.to_owned(), label.clone(), Unit::Count);
        listing.summed(into, moved, 1.0, &|month| at(what, month));
    }
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
    parts(listing, into);
}
