//! What a scenario asks for before anything runs: worked out once at the typical values, and read in several ways.

use super::foreseen::foreseen_of;
use super::kind_hours::{KindHours, kind_hours_of};
use super::ladder::{Ladder, RoleLoad, loads_of, preview_of};
use super::warning::Warning;
use crate::scenario::offered::{self, Offered};
use crate::scenario::world::{Point, Scenario};

/// The expected work of a scenario.
#[derive(Debug)]
pub struct Expected<'a> {
    scenario: &'a Scenario,
    offered: Option<Offered>,
}

impl<'a> Expected<'a> {
    /// Works it out, at the typical values.
    #[must_use]
    pub fn of(scenario: &'a Scenario) -> Self {
        Self { scenario, offered: offered::at(scenario, &Point::Typical) }
    }

    /// All of it; `None` when work raises itself without end.
    pub(super) fn offered(&self) -> Option<&Offered> {
        self.offered.as_ref()
    }

    /// Offered load and capacity of each role, in the scenario's order; empty when work raises itself without end.
    #[must_use]
    pub fn loads(&self) -> Vec<RoleLoad> {
        self.offered().map_or_else(Vec::new, |offered| loads_of(self.scenario, offered))
    }

    /// The first two rungs, which need no simulation.
    #[must_use]
    pub fn ladder(&self) -> Ladder {
        self.offered().map_or_else(Ladder::default, |offered| preview_of(self.scenario, offered, &self.loads()))
    }

    /// The kinds that somebody works on, in the order of the file; empty when work raises itself without end.
    #[must_use]
    pub fn kind_hours(&self) -> Vec<KindHours> {
        self.offered().map_or_else(Vec::new, |offered| kind_hours_of(self.scenario, offered))
    }

    /// Warnings that need no simulation. `loads` are those of [`Expected::loads`].
    #[must_use]
    pub fn foreseen(&self, name: &str, loads: &[RoleLoad]) -> Vec<Warning> {
        foreseen_of(name, self.scenario, self.offered().map_or(&[], |offered| &offered.tasks), loads)
    }
}
