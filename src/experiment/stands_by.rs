//! Who stands by outside the hours of duty, and for what: a load does not know the hours of call-outs.

use serde::Serialize;

use crate::scenario::world::{OnCall, Role, Scenario, Staff};

/// Some of a group of staff who are on call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandsBy {
    /// Group of staff.
    pub staff: String,
    /// How many at one time.
    pub people: u32,
    /// Work that they come out for.
    pub work: Vec<String>,
    /// Whether hours on call are taken off later duty: given back, or rested.
    pub less_duty: bool,
}

/// Those of a role, in the order of the file.
pub(super) fn stand_by(scenario: &Scenario, role: &Role) -> Vec<StandsBy> {
    let on_call = role.staff.iter().filter_map(|staff| Some((staff, staff.posts.on_call.as_ref()?)));
    let name = |&kind: &usize| Some(scenario.kinds.get(kind)?.name.clone());
    let one = |(staff, own): (&Staff, &OnCall)| StandsBy {
        staff: staff.name.clone(),
        people: own.people,
        work: own.kinds.iter().filter_map(name).collect(),
        less_duty: own.given_back.is_some() || own.rest.is_some(),
    };
    on_call.map(one).collect()
}
