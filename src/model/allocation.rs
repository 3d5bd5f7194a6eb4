//! Who holds whom: each offender's named person, for as long as the model stands.

use super::plan_staff::Staffing;
use crate::scenario::world::Scenario;

/// The holder of each offender, or nothing when no role holds.
///
/// Offenders are numbered by risk level, so giving them out in turn gives every holder the same mix.
/// Part-time people get their share: places are spread evenly along the caseload.
pub(super) fn holders(scenario: &Scenario, staffing: &Staffing, offenders: u32) -> Vec<u32> {
    let Some(role) = scenario.roles.iter().position(|r| r.holds) else { return Vec::new() };
    let people = staffing.roles[role].people.clone();
    let weights: Vec<f64> = people.clone().map(|p| staffing.people[p as usize].full_time_share).collect();
    let total: f64 = weights.iter().sum();
    if people.is_empty() || total <= 0.0 {
        return Vec::new();
    }
    let mut places: Vec<(f64, u32)> = Vec::with_capacity(offenders as usize + weights.len());
    for (person, weight) in people.zip(weights) {
        let quota = weight / total * f64::from(offenders);
        let count = libm::ceil(quota) as u32 + 1;
        places.extend((0..count).map(|k| ((f64::from(k) + 0.5) / quota.max(1e-9), person)));
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    places.truncate(offenders as usize);
    places.into_iter().map(|(_, person)| person).collect()
}
