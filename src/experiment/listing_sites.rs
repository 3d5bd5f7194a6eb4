//! Hours of travel, by role; none where nothing travels.

use super::catalogue::{Catalogue, quantity};
use super::listing::{HOURS, Listing};
use super::quantities::{Better, Family, Unit};
use crate::model::roles_of;

pub(super) fn list(listing: &Listing<'_>, into: &mut Catalogue) {
    let (scenario, layout) = (listing.scenario, listing.layout);
    if !layout.travels {
        return;
    }
    let kinds = scenario.kinds.iter().enumerate().filter(|(_, kind)| kind.travels);
    let mut roles: Vec<usize> = kinds.flat_map(|(index, _)| roles_of(scenario, index)).collect();
    roles.sort_unstable();
    roles.dedup();
    let sort = (Family::Travel, Unit::Hours, Better::Lower);
    for &role in &roles {
        let name = &scenario.roles[role].name;
        let label = format!("hours of travel of {name}");
        let what = quantity(format!("travel.{name}"), label, sort, Some(name), None);
        listing.summed(into, what, HOURS, &|month| vec![layout.travel(month, role)]);
    }
    let all = |month: usize| roles.iter().map(|&role| layout.travel(month, role)).collect();
    let what = quantity("travel.total".into(), "hours of travel".into(), sort, None, None);
    listing.summed(into, what, HOURS, &all);
}
