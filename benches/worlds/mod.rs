//! The scenarios that the benches run, and how they are made ready.

#![allow(dead_code, reason = "each bench uses a part of it")]

use caseload::calendar::{Clock, Zone};
use caseload::model::{NoTrace, Plan, Workspace};
use caseload::random::Seed;
use caseload::scenario::{self, Loaded, Point, Scenario};

pub(crate) const REFERENCE_TEAM: &str = "scenarios/textbook/reference-team.toml";
pub(crate) const MM20: &str = "scenarios/textbook/mm20-priorities.toml";
pub(crate) const BASE: &str = "scenarios/nottinghamshire-2021/base.toml";
pub(crate) const APP: &str = "scenarios/nottinghamshire-2021/app.toml";
pub(crate) const FULL: &str = "scenarios/nottinghamshire-2021/full.toml";

/// Seed of every bench.
pub(crate) const SEED: Seed = Seed(1);

/// A shipped scenario, merged and unchecked; cargo runs benches in the folder of the package.
pub(crate) fn open(path: &str) -> Loaded {
    scenario::open(path).expect("a shipped scenario is there")
}

pub(crate) fn sound(loaded: &Loaded) -> Scenario {
    loaded.scenario().expect("a shipped scenario is sound").0
}

/// The reference team with this many offenders in the place of 1,300: staff and users of the app scaled alike, at least
/// the two officers whom a visit takes.
pub(crate) fn team_of(offenders: usize) -> Scenario {
    let scaled = |of: usize, least: usize| (of * offenders).div_ceil(1_300).max(least).to_string();
    let changes = [
        ("offenders.number", scaled(1_300, 1)),
        ("group.app users.number", scaled(520, 1)),
        ("staff.officer.people", scaled(24, 2)),
        ("staff.triage.people", scaled(2, 1)),
        ("staff.digital.people", scaled(1, 1)),
    ];
    let mut loaded = open(REFERENCE_TEAM);
    for (key, value) in changes {
        loaded = loaded.set(key, &value).expect("the key is in the file");
    }
    sound(&loaded)
}

pub(crate) fn plan(scenario: &Scenario) -> Plan {
    let zone = if scenario.nation.is_some() { Zone::London } else { Zone::Abstract };
    let starts = scenario.starts.parse().expect("a checked date");
    Plan::new(scenario, &Clock::new(starts, zone), &Point::Typical)
}

/// A plan that is replicated again and again, number after number, in one warm workspace.
pub(crate) struct Ready {
    plan: Plan,
    workspace: Workspace,
    row: Vec<i64>,
    next: u64,
    /// Numbers are taken in turn from `0..round`, so that every round is the same work.
    round: u64,
}

impl Ready {
    pub(crate) fn new(scenario: &Scenario, round: u64) -> Self {
        let plan = plan(scenario);
        let row = vec![0; plan.layout().len()];
        let mut ready = Self { plan, workspace: Workspace::new(), row, next: 0, round };
        // The first replications find the memory they need.
        for _ in 0..round {
            ready.replicate();
        }
        ready
    }

    /// One replication; how many events it had.
    pub(crate) fn replicate(&mut self) -> u64 {
        let key = SEED.replication(self.next);
        self.next = (self.next + 1) % self.round;
        self.workspace.run(&self.plan, key, &mut self.row, &mut NoTrace).expect("it reaches its horizon");
        self.row[self.plan.layout().events()] as u64
    }

    /// Events of one round.
    pub(crate) fn events_of_a_round(&mut self) -> u64 {
        (0..self.round).map(|_| self.replicate()).sum()
    }

    pub(crate) fn round(&self) -> u64 {
        self.round
    }
}
