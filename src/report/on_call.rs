//! Who stands by, in words: what a load leaves out of it, and what standing by costs.

use super::document::Block;
use super::words::{Quoted, capital, listed};
use crate::experiment::RoleLoad;
use crate::scenario::world::{Scenario, Staff};

/// Who stands by in each role, and what that means for its load; `None` where nobody does.
pub(super) fn standing_by(list: &[RoleLoad]) -> Option<Block> {
    let mut said = Vec::new();
    for load in list.iter().filter(|load| !load.on_call.is_empty()) {
        for own in &load.on_call {
            let stand = if own.people == 1 { "stands" } else { "stand" };
            said.push(format!(
                "On call: {} of {} {stand} by, week by week in turn, for {}, while nobody of {} has duty.",
                own.people,
                own.staff,
                listed(&own.work),
                load.role
            ));
        }
        let so = if is_upper_bound(load) {
            "so that the load is at most what is shown"
        } else {
            "and what is given back or rested is not taken off these, so that the load is rough; the simulation has all of it"
        };
        said.push(format!(
            "The hours that call-outs take are in the hours asked for of {} and not in its productive hours, {so}.",
            load.role
        ));
    }
    (!said.is_empty()).then_some(Block::List(said))
}

/// Whether the load shown is the most that it can be, for there are hours on call besides and none are taken off.
pub(super) fn is_upper_bound(load: &RoleLoad) -> bool {
    !load.on_call.is_empty() && load.on_call.iter().all(|own| !own.less_duty)
}

/// What those who stand by are paid for it in a year, group by group.
pub(super) fn allowances(scenario: &Scenario) -> Vec<String> {
    let one = |staff: &Staff| {
        let own = staff.posts.on_call.as_ref()?;
        let allowance = own.allowance.as_ref()?;
        let a_year = Quoted::whole(allowance.typical / 100.0 * f64::from(own.people));
        let name = capital(&staff.name);
        Some(format!("{name}, standing by: {} for each of {}, GBP {a_year} a year.", allowance.written, own.people))
    };
    scenario.roles.iter().flat_map(|role| &role.staff).filter_map(one).collect()
}
