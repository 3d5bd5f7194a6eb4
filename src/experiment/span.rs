//! Span of control: how many posts there are for each post that supervises them.

use serde::Serialize;

use crate::scenario::offered::Offered;
use crate::scenario::world::{By, Kind, Role, Scenario};

/// How many posts a role supervises.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Span {
    /// Roles supervised.
    pub supervises: Vec<String>,
    /// Full-time posts that supervise, filled or not.
    pub posts: f64,
    /// Full-time posts supervised.
    pub supervised: f64,
    /// Posts supervised by each; `None` where nobody supervises.
    pub of_each: Option<f64>,
    /// The most that the file allows.
    pub at_most: Option<f64>,
    /// Hours a year of work that the supervisors do because of work of those roles, for each post supervised; `None`
    /// where the file has no such work.
    pub hours: Option<f64>,
}

/// The span of a role at the typical values; `None` where it supervises nobody, or somebody is unlimited.
pub(super) fn span(scenario: &Scenario, index: usize, offered: &Offered) -> Option<Span> {
    let role = scenario.roles.get(index).filter(|role| !role.supervises.is_empty())?;
    let supervised: f64 =
        role.supervises.iter().map(|&other| establishment(scenario.roles.get(other)?)).sum::<Option<f64>>()?;
    let posts = establishment(role)?;
    let theirs = |kind: &Kind| kind.role().is_some_and(|other| role.supervises.contains(&other));
    // Only what follows from their work and from no one else's, so that the hours are theirs for certain.
    let follows = |kind: usize| {
        let raises = |other: &&Kind| {
            let all = other.then.iter().flat_map(|branch| &branch.raises).chain(&other.raises);
            all.into_iter().any(|raise| raise.kind == kind)
        };
        let mut raisers = scenario.kinds.iter().filter(raises).peekable();
        raisers.peek().is_some() && raisers.all(theirs)
    };
    let own = |(_, kind): &(usize, &Kind)| kind.raised.is_none() && kind.by == By::Role(index);
    let kinds = scenario.kinds.iter().enumerate().filter(own).filter(|(kind, _)| follows(*kind));
    let hours: Vec<f64> = kinds.filter_map(|(kind, _)| offered.kind_hours.get(kind).copied()).collect();
    Some(Span {
        supervises: role.supervises.iter().filter_map(|&r| Some(scenario.roles.get(r)?.name.clone())).collect(),
        posts,
        supervised,
        of_each: (posts > 0.0).then(|| supervised / posts),
        at_most: role.span_at_most.as_ref().map(|most| most.typical),
        hours: (!hours.is_empty() && supervised > 0.0).then(|| hours.iter().sum::<f64>() / supervised),
    })
}

impl Span {
    /// Whether each supervises more than the file allows.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        self.of_each.zip(self.at_most).is_some_and(|(each, most)| each > most * (1.0 + 1e-9))
    }
}

/// Full-time posts of a role, filled or not; `None` where any of its people are unlimited.
fn establishment(role: &Role) -> Option<f64> {
    role.staff.iter().map(|staff| Some(staff.people.as_ref()?.typical * staff.full_time_share)).sum()
}
