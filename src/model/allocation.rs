//! Who holds whom at the start: each offender's named person.

use super::plan_staff::Staffing;
use super::state::NONE;
use crate::scenario::world::{Point, Scenario};
use crate::units::Instant;

/// Whose people hold offenders by name, and how many each.
#[derive(Clone, Debug)]
pub(super) struct Holding {
    pub role: u32,
    /// Most that a full-time person holds at the start; [`u32::MAX`] without a bound.
    pub most: u32,
}

impl Holding {
    /// The holding role of a scenario, if its offenders are held by name.
    pub(super) fn new(scenario: &Scenario, point: &Point) -> Option<Self> {
        let role = scenario.roles.iter().position(|role| role.holds && !role.pooled)?;
        let most = scenario.roles[role].most_held_at(Instant(-scenario.warm_up.0), point);
        Some(Self { role: role as u32, most: most.unwrap_or(u32::MAX) })
    }
}

/// How many offenders somebody may hold who works a share of a full-time post, where a full-time person may hold `most`.
pub(super) fn may_hold(most: u32, full_time_share: f64) -> u32 {
    // Half of 50 is 25 and not 24.9999.
    if most == u32::MAX { most } else { ((f64::from(most) * full_time_share + 1e-9) as u32).max(1) }
}

/// The holder of each offender at the start, [`NONE`] for those beyond what their person may hold; nothing when no
/// role holds.
///
/// Offenders are numbered by risk level, so giving them out in turn gives every holder the same mix.
/// Part-time people get their share, or each what the file says: places are spread evenly along the caseload.
pub(super) fn holders(scenario: &Scenario, point: &Point, staffing: &Staffing, offenders: u32) -> Vec<u32> {
    given_out(scenario, point, staffing, offenders, |_| true)
}

/// So many offenders given out in turn to the holders whom `takes` lets take them.
pub(super) fn given_out(
    scenario: &Scenario,
    point: &Point,
    staffing: &Staffing,
    offenders: u32,
    takes: impl Fn(u32) -> bool,
) -> Vec<u32> {
    let Some(Holding { role, most, .. }) = Holding::new(scenario, point) else { return Vec::new() };
    let start = -scenario.warm_up.0;
    let filled = |p: &u32| {
        let post = staffing.posts.as_ref().and_then(|posts| posts.posts.get(*p as usize));
        post.is_none_or(|post| !post.vacant && post.from <= start && post.until > start)
    };
    let there = staffing.roles[role as usize].people.clone().filter(filled);
    let people: Vec<u32> = there.filter(|&p| takes(p)).collect();
    let weights: Vec<f64> = people.iter().map(|&p| staffing.people[p as usize].holds).collect();
    let total: f64 = weights.iter().sum();
    if people.is_empty() || total <= 0.0 {
        return Vec::new();
    }
    let mut places: Vec<(f64, u32)> = Vec::with_capacity(offenders as usize + weights.len());
    for (person, weight) in people.into_iter().zip(weights) {
        let quota = weight / total * f64::from(offenders);
        let count = libm::ceil(quota) as u32 + 1;
        places.extend((0..count).map(|k| ((f64::from(k) + 0.5) / quota.max(1e-9), person)));
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    places.truncate(offenders as usize);
    let mut held = vec![0; staffing.people.len()];
    let within = |(_, person): (f64, u32)| {
        let p = person as usize;
        held[p] += 1;
        if held[p] <= may_hold(most, staffing.people[p].full_time_share) { person } else { NONE }
    };
    places.into_iter().map(within).collect()
}
