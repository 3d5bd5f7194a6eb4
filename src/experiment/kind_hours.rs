//! How much work each kind is: in a year, for an offender, for a full-time post; from the file alone.

use serde::Serialize;

use super::expected::Expected;
use super::ladder::posts;
use crate::scenario::offered::Offered;
use crate::scenario::world::{By, Pattern, Scenario};

/// Work of one kind, at the typical values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindHours {
    /// Kind of work.
    pub kind: String,
    /// Role that leads it.
    pub role: String,
    /// Whether the file says how much of it comes: not so of what changes of manager raise.
    pub foreseen: bool,
    /// Tasks a year.
    pub tasks: f64,
    /// Hours a year, of all who take part.
    pub hours: f64,
    /// Hours a year for each offender managed at the start; `None` without offenders.
    pub per_offender: Option<f64>,
    /// Hours a year for each full-time post of the role that leads it; `None` where its people are unlimited or none.
    pub per_post: Option<f64>,
}

/// The kinds that somebody works on, in the order of the file; empty when work raises itself without end.
#[must_use]
pub fn kind_hours(scenario: &Scenario) -> Vec<KindHours> {
    Expected::of(scenario).kind_hours()
}

/// As [`kind_hours`], of expected work that is known.
pub(super) fn kind_hours_of(scenario: &Scenario, offered: &Offered) -> Vec<KindHours> {
    let share = |hours: f64, of: f64| (of > 0.0).then(|| hours / of);
    let kinds = scenario.kinds.iter().zip(offered.kind_hours.iter().zip(&offered.tasks));
    let one = |(kind, (&hours, &tasks)): (&crate::scenario::Kind, (&f64, &f64))| {
        let (By::Role(role) | By::Holder(role)) = kind.by else { return None };
        let role = scenario.roles.get(role)?;
        Some(KindHours {
            kind: kind.name.clone(),
            role: role.name.clone(),
            foreseen: kind.raised.as_ref().is_none_or(|raised| !matches!(raised.pattern, Pattern::ChangeOfHolder)),
            tasks,
            hours,
            per_offender: share(hours, scenario.offenders.number.typical),
            per_post: posts(scenario, role).and_then(|posts| share(hours, posts)),
        })
    };
    kinds.filter_map(one).collect()
}
