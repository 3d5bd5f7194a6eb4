//! The list of quantities: hours, demand, capacity, utilisation, counts, people, and what `listing_kinds` adds.

use super::catalogue::{Catalogue, Definition, quantity};
use super::quantities::{Better, Family, Quantity, Unit};
use crate::model::{Cell, Flow, Layout, PERSON_BINS};
use crate::scenario::world::Scenario;
use crate::units::{DAY, HOUR, Instant, MINUTE, MONTH, SECOND, Span};

/// Hours for each millisecond.
pub(super) const HOURS: f64 = 1.0 / HOUR as f64;
/// Days for each millisecond.
pub(super) const DAYS: f64 = 1.0 / DAY as f64;

/// Fills a catalogue.
pub(super) fn list(scenario: &Scenario, layout: &Layout, into: &mut Catalogue) {
    let listing = Listing { scenario, layout, nobody: scenario.may_concern_nobody() };
    listing.hours(into);
    listing.ledger(into);
    listing.demand(into);
    listing.roles(into);
    listing.counted(into);
    super::listing_kinds::list(&listing, into);
    listing.people(into);
    super::listing_staff::list(&listing, into);
    super::listing_staff::overload(&listing, into);
    super::listing_members::list(&listing, into);
    super::listing_sites::list(&listing, into);
    into.total(
        quantity("events".into(), "events handled".into(), (Family::Engine, Unit::Count, Better::Neither), None, None),
        Definition::Sum { at: vec![layout.events()], scale: 1.0 },
    );
}

/// A scenario and its layout, while they are gone through.
pub(super) struct Listing<'a> {
    pub scenario: &'a Scenario,
    pub layout: &'a Layout,
    /// Which kinds of work may concern no offender.
    pub nobody: Vec<bool>,
}

impl Listing<'_> {
    /// Adds a sum over the months, as a total and as a series.
    pub(super) fn summed(&self, into: &mut Catalogue, what: Quantity, scale: f64, at: &dyn Fn(usize) -> Vec<usize>) {
        let all = (0..self.layout.months).flat_map(at).collect();
        into.total(what.clone(), Definition::Sum { at: all, scale });
        into.monthly(what, self.layout.months, &|month| Definition::Sum { at: at(month), scale });
    }

    /// Positions of the ledger cells that are wanted, in a month.
    fn cells(&self, month: usize, wanted: impl Fn(&Cell) -> bool) -> Vec<usize> {
        let cells = self.layout.cells.iter().enumerate();
        cells.filter(|(_, cell)| wanted(cell)).map(|(i, _)| self.layout.hours(month, i)).collect()
    }

    /// Calendar months in the counted period.
    pub(super) fn months(&self) -> f64 {
        (self.scenario.horizon.0.max(1) as f64) / MONTH as f64
    }

    fn hours(&self, into: &mut Catalogue) {
        let kind_of = |family| (family, Unit::Hours, Better::Neither);
        let total = quantity("hours.total".into(), "hours worked".into(), kind_of(Family::Hours), None, None);
        self.summed(into, total, HOURS, &|month| self.cells(month, |_| true));
        let a_month = (Family::Hours, Unit::HoursAMonth, Better::Neither);
        into.total(
            quantity("hours a month.total".into(), "hours worked a month".into(), a_month, None, None),
            Definition::Sum {
                at: (0..self.layout.months).flat_map(|month| self.cells(month, |_| true)).collect(),
                scale: HOURS / self.months(),
            },
        );
        let scenario = self.scenario;
        let by = [("cause", Family::HoursByCause, &scenario.causes), ("stage", Family::HoursByStage, &scenario.stages)];
        for (word, family, names) in by {
            for (index, name) in names.iter().enumerate() {
                let label = format!("hours worked, {word} {name}");
                let what = quantity(format!("hours.{word}.{name}"), label, kind_of(family), Some(name), None);
                self.summed(into, what, HOURS, &|month| {
                    self.cells(month, |cell| match family {
                        Family::HoursByCause => cell.cause == index,
                        _ => scenario.kinds[cell.kind].stage == index,
                    })
                });
            }
        }
        for (index, role) in scenario.roles.iter().enumerate() {
            let label = format!("hours worked by {}", role.name);
            let key = format!("hours.role.{}", role.name);
            let what = quantity(key, label, kind_of(Family::HoursByRole), Some(&role.name), None);
            self.summed(into, what, HOURS, &|month| self.cells(month, |cell| cell.role == index));
        }
        for (index, kind) in scenario.kinds.iter().enumerate() {
            let label = format!("hours worked on {}", kind.name);
            let key = format!("hours.kind.{}", kind.name);
            let what = quantity(key, label, kind_of(Family::HoursByKind), Some(&kind.name), None);
            self.summed(into, what, HOURS, &|month| self.cells(month, |cell| cell.kind == index));
        }
    }

    fn ledger(&self, into: &mut Catalogue) {
        let scenario = self.scenario;
        let mut groups: Vec<(usize, usize, usize)> =
            self.layout.cells.iter().map(|c| (c.cause, scenario.kinds[c.kind].stage, c.role)).collect();
        groups.sort_unstable();
        groups.dedup();
        for (cause, stage, role) in groups {
            let (c, s, r) = (&scenario.causes[cause], &scenario.stages[stage], &scenario.roles[role].name);
            let what = quantity(
                format!("hours.ledger.{c}.{s}.{r}"),
                format!("hours worked by {r} on {s}, caused by {c}"),
                (Family::Ledger, Unit::Hours, Better::Neither),
                Some(c),
                None,
            );
            let wanted =
                |cell: &Cell| cell.cause == cause && cell.role == role && scenario.kinds[cell.kind].stage == stage;
            let at = (0..self.layout.months).flat_map(|month| self.cells(month, wanted)).collect();
            into.cell((c.clone(), s.clone(), r.clone()), what, Definition::Sum { at, scale: HOURS });
        }
    }

    fn demand(&self, into: &mut Catalogue) {
        let layout = self.layout;
        let kinds = 0..layout.kinds;
        let all =
            |month: usize| -> Vec<usize> { kinds.clone().map(|kind| layout.flow(Flow::Demand, month, kind)).collect() };
        let sort = (Family::Demand, Unit::Hours, Better::Lower);
        let total = quantity("demand.total".into(), "hours asked for by the work that arose".into(), sort, None, None);
        self.summed(into, total, HOURS, &all);
        into.total(
            quantity(
                "demand a month.total".into(),
                "hours asked for a month".into(),
                (Family::Demand, Unit::HoursAMonth, Better::Lower),
                None,
                None,
            ),
            Definition::Sum { at: (0..layout.months).flat_map(all).collect(), scale: HOURS / self.months() },
        );
        for (index, kind) in self.scenario.kinds.iter().enumerate() {
            let label = format!("hours asked for by {}", kind.name);
            let what = quantity(format!("demand.kind.{}", kind.name), label, sort, Some(&kind.name), None);
            self.summed(into, what, HOURS, &|month| vec![layout.flow(Flow::Demand, month, index)]);
        }
    }

    fn roles(&self, into: &mut Catalogue) {
        let layout = self.layout;
        let elapsed = self.scenario.horizon.0.max(1) as f64;
        for (index, role) in self.scenario.roles.iter().enumerate() {
            let name = Some(role.name.as_str());
            let worked = |month: usize| self.cells(month, |cell| cell.role == index);
            into.total(
                quantity(
                    format!("busy.mean.{}", role.name),
                    format!("{} at work on average", role.name),
                    (Family::Level, Unit::People, Better::Neither),
                    name,
                    None,
                ),
                Definition::Sum { at: (0..layout.months).flat_map(worked).collect(), scale: 1.0 / elapsed },
            );
            if role.staff.iter().all(|staff| staff.people.is_none()) {
                continue;
            }
            let sort = (Family::Capacity, Unit::Hours, Better::Neither);
            let label = format!("productive hours of {}", role.name);
            let what = quantity(format!("capacity.{}", role.name), label, sort, name, None);
            self.summed(into, what, HOURS, &|month| vec![layout.capacity(month, index)]);
            let sort = (Family::Utilisation, Unit::Share, Better::Neither);
            let label = format!("share of productive hours worked by {}", role.name);
            let what = quantity(format!("utilisation.{}", role.name), label, sort, name, None);
            let capacity = |month: usize| vec![layout.capacity(month, index)];
            into.total(
                what.clone(),
                Definition::Ratio {
                    over: (0..layout.months).flat_map(worked).collect(),
                    under: (0..layout.months).flat_map(capacity).collect(),
                    scale: 1.0,
                },
            );
            into.monthly(what, layout.months, &|month| Definition::Ratio {
                over: worked(month),
                under: capacity(month),
                scale: 1.0,
            });
            let (over, all) = layout.officer_weeks(index);
            into.total(
                quantity(
                    format!("excessive weeks.{}", role.name),
                    format!("share of weeks in which more than 110 % of their hours fell to {}", role.name),
                    (Family::ExcessiveWeeks, Unit::Share, Better::Lower),
                    name,
                    None,
                ),
                Definition::Ratio { over: vec![over], under: vec![all], scale: 1.0 },
            );
        }
    }

    fn counted(&self, into: &mut Catalogue) {
        for (index, name) in self.scenario.counts.iter().enumerate() {
            let sort = (Family::Counted, Unit::Count, Better::Neither);
            let what = quantity(format!("counted.{name}"), format!("{name}, counted"), sort, Some(name), None);
            self.summed(into, what, 1.0, &|month| vec![self.layout.count(month, index)]);
        }
    }

    fn people(&self, into: &mut Catalogue) {
        let layout = self.layout;
        let sort = (Family::People, Unit::Share, Better::Neither);
        for (index, &kind) in layout.per_person.iter().enumerate() {
            let name = &self.scenario.kinds[kind].name;
            let bins = |from: usize| (from..PERSON_BINS).map(|bin| layout.persons(index, bin)).collect::<Vec<_>>();
            let mut share = |key: String, label: String, over: Vec<usize>| {
                let what = quantity(key, label, sort, Some(name), None);
                into.total(what, Definition::Ratio { over, under: bins(0), scale: 1.0 });
            };
            share(
                format!("people with 0.{name}"),
                format!("share of people who raised no {name}"),
                vec![layout.persons(index, 0)],
            );
            for least in 1..PERSON_BINS {
                let key = format!("people with at least {least}.{name}");
                share(key, format!("share of people who raised at least {least} {name}"), bins(least));
            }
        }
    }
}

/// A moment of `observe_at` as keys have it, and as a reader is told of it: by its date where there are dates.
pub(super) fn observed_at(scenario: &Scenario, at: Instant) -> (String, String) {
    let key = written(Span(at.0));
    let clock = scenario.clock().filter(|_| scenario.nation.is_some());
    let told = clock.map_or_else(
        || format!("after {key}"),
        |clock| {
            let civil = clock.civil(at);
            let time = civil.time();
            let midnight = clock.start_of_day(at) == at;
            let date = civil.date();
            if midnight { format!("on {date}") } else { format!("on {date} at {}", time.strftime("%H:%M")) }
        },
    );
    (key, told)
}

/// A span as a scenario would write it: `2 h`, `90 min`, `14 days`.
pub(super) fn written(span: Span) -> String {
    let ms = span.0;
    let units = [(DAY, "day"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s"), (1, "ms")];
    if ms == 0 {
        return "0 h".to_owned();
    }
    let (size, word) = units.into_iter().find(|(size, _)| ms % size == 0).unwrap_or((1, "ms"));
    let number = ms / size;
    let plural = if word == "day" && number != 1 { "s" } else { "" };
    format!("{number} {word}{plural}")
}
