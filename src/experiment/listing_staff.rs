//! The quantities of staff that come, go and are away; none where nobody does.

use super::catalogue::{Catalogue, Definition, quantity};
use super::listing::{HOURS, Listing};
use super::quantities::{Better, Family, Unit};
use crate::model::OnCall;

/// Overload and what it brought on, where replications have its feedback.
pub(super) fn overload(listing: &Listing<'_>, into: &mut Catalogue) {
    let (scenario, layout) = (listing.scenario, listing.layout);
    let Some(feedback) = scenario.feeds_back() else { return };
    for (index, role) in scenario.roles.iter().enumerate() {
        if role.staff.iter().any(|staff| staff.people.is_none()) {
            continue;
        }
        let of = Some(role.name.as_str());
        let mut add = |key: &str, label: String, at: usize| {
            let sort = (Family::Overload, Unit::Count, Better::Lower);
            let what = quantity(format!("{key}.{}", role.name), label, sort, of, None);
            into.total(what, Definition::Sum { at: vec![at], scale: 1.0 });
        };
        let label = format!("weeks in which {} counted as overloaded", role.name);
        add("weeks overloaded", label, layout.overloaded_weeks(index));
        if feedback.sickness.is_some() {
            let label = format!("absences of {} that overload brought on", role.name);
            add("absences brought on", label, layout.brought_on(index, false));
        }
        if feedback.leaving.is_some() {
            let label = format!("people of {} who left because of overload", role.name);
            add("leavers brought on", label, layout.brought_on(index, true));
        }
    }
}

/// Call-outs of a role; nothing where nobody of it stands by.
fn on_call(listing: &Listing<'_>, index: usize, into: &mut Catalogue) {
    let (scenario, layout) = (listing.scenario, listing.layout);
    let groups = scenario.roles.iter().enumerate().flat_map(|(r, role)| role.staff.iter().map(move |s| (r, s)));
    let groups = groups.filter(|(_, staff)| staff.people.is_some()).enumerate();
    let own = groups.filter(|(_, (r, staff))| *r == index && staff.posts.on_call.is_some());
    let own: Vec<usize> = own.map(|(group, _)| group).collect();
    let role = &scenario.roles[index].name;
    let mut add = |key: &str, label: String, unit: Unit, scale: f64, what: OnCall| {
        let sort = (Family::OnCall, unit, Better::Lower);
        let quantity = quantity(format!("{key}.{role}"), label, sort, Some(role.as_str()), None);
        let of = |month| own.iter().map(|&group| layout.on_call(what, month, group)).collect();
        listing.summed(into, quantity, scale, &of);
    };
    if own.is_empty() {
        return;
    }
    add("call-outs", format!("call-outs of {role}"), Unit::Count, 1.0, OnCall::CallOuts);
    add("called out", format!("hours worked called out of {role}"), Unit::Hours, HOURS, OnCall::Worked);
    let label = format!("hours of call-outs of {role}, as they count");
    add("called out as counted", label, Unit::Hours, HOURS, OnCall::Counted);
    add("given back", format!("hours of duty of {role} given back"), Unit::Hours, HOURS, OnCall::GivenBack);
}

pub(super) fn list(listing: &Listing<'_>, into: &mut Catalogue) {
    let (scenario, layout) = (listing.scenario, listing.layout);
    if !layout.staff_changes {
        return;
    }
    let elapsed = scenario.horizon.0.max(1) as f64;
    for (index, role) in scenario.roles.iter().enumerate() {
        if role.staff.iter().any(|staff| staff.people.is_none()) {
            continue;
        }
        let of = Some(role.name.as_str());
        let sort = (Family::Posts, Unit::People, Better::Higher);
        let key = format!("posts filled.{}", role.name);
        let what = quantity(key, format!("posts of {} that are filled", role.name), sort, of, None);
        let at = (0..layout.months).map(|month| layout.filled(month, index)).collect();
        into.total(what.clone(), Definition::Sum { at, scale: 1.0 / elapsed });
        into.monthly(what, layout.months, &|month| {
            let length = scenario.months.windows(2).nth(month).map_or(1, |m| (m[1].0 - m[0].0).max(1));
            Definition::Sum { at: vec![layout.filled(month, index)], scale: 1.0 / length as f64 }
        });
        let absences = scenario.absences.iter().enumerate();
        for (number, absence) in absences.filter(|(_, a)| a.keeps.is_none() && a.roles.contains(&index)) {
            let key = format!("hours away.{}.{}", absence.name, role.name);
            let label = format!("hours of {} away: {}", role.name, absence.name);
            let what = quantity(key, label, (Family::Away, Unit::Hours, Better::Lower), of, None);
            listing.summed(into, what, HOURS, &|month| vec![layout.away(month, index, number)]);
        }
        if role.staff.iter().any(|staff| staff.posts.overtime.is_some()) {
            let key = format!("overtime.{}", role.name);
            let label = format!("hours of overtime of {}", role.name);
            let what = quantity(key, label, (Family::Overtime, Unit::Hours, Better::Lower), of, None);
            listing.summed(into, what, HOURS, &|month| vec![layout.overtime(month, index)]);
        }
        on_call(listing, index, into);
    }
    let at = (0..layout.kinds).map(|kind| layout.overdue_at_start(kind)).collect();
    let sort = (Family::Backlog, Unit::Count, Better::Neither);
    let label = "all work overdue at the start".to_owned();
    into.total(quantity("overdue at start.total".into(), label, sort, None, None), Definition::Sum { at, scale: 1.0 });
}
