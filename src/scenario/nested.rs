//! Groups drawn from groups: who is in one is in those that it is drawn from.

use super::exposure::{Joined, Members};
use super::motion::GroupSet;
use super::world::{Point, Scenario};

/// When members of a group have joined: it and every group that it is drawn from, each at its own time.
pub(super) struct Entry(Vec<Joined>);

impl Entry {
    pub(super) fn of(scenario: &Scenario, group: usize, point: &Point) -> Self {
        Self(within(scenario, group).map(|own| Joined::of(&scenario.groups[own], point)).collect())
    }

    /// Whether more than the group's own time of joining has a say in who is in it.
    pub(super) fn concerns(scenario: &Scenario, group: usize) -> bool {
        let bounded = within(scenario, group).any(|own| scenario.groups[own].at_most.is_some());
        bounded || within(scenario, group).skip(1).any(|own| scenario.groups[own].joins.is_some())
    }

    /// Whether all are members from before the start.
    pub(super) fn always(&self) -> bool {
        self.0.iter().all(|joined| joined.always())
    }

    /// Share that has joined before `t`.
    pub(super) fn by(&self, t: f64) -> f64 {
        self.0.iter().map(|joined| joined.by(t)).product()
    }
}

/// A group, the one that it is drawn from, the one that this is drawn from.
pub(super) fn within(scenario: &Scenario, group: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(group), |&own| scenario.groups[own].of)
}

/// Some groups, and those that they are drawn from.
pub(super) struct Listed {
    /// Of each group, those drawn from it that are listed or have such below them; the last is for the register.
    parts: Vec<Vec<usize>>,
    /// Share of those it is drawn from who are chosen for each group: of those there at the start, and of newcomers.
    shares: [Vec<f64>; 2],
    groups: GroupSet,
}

impl Listed {
    pub(super) fn new(scenario: &Scenario, members: &Members, point: &Point, groups: GroupSet, level: usize) -> Self {
        let count = scenario.groups.len();
        let mut parts = vec![Vec::new(); count + 1];
        for listed in groups.iter() {
            let mut group = Some(listed);
            while let Some(own) = group {
                group = scenario.groups[own].of;
                let list = &mut parts[group.unwrap_or(count)];
                if !list.contains(&own) {
                    list.push(own);
                }
            }
        }
        for list in &mut parts {
            list.sort_unstable();
        }
        let part = |of: f64, own: f64| if of > 0.0 { own / of } else { 0.0 };
        let chance = |group: usize| scenario.newcomers_chance(group, level, point);
        let first = |group: usize| {
            let of = scenario.groups[group].of.map_or(members.offenders[level], |of| members.groups[of][level]);
            part(of, members.groups[group][level])
        };
        let newcomer = |group: usize| part(scenario.groups[group].of.map_or(1.0, chance), chance(group));
        Self { parts, shares: [(0..count).map(first).collect(), (0..count).map(newcomer).collect()], groups }
    }

    /// Chance of being in none of the groups, for somebody in `within`: groups are drawn independently from those they
    /// are drawn from.
    pub(super) fn none(&self, who: usize, within: Option<usize>, joined: &dyn Fn(usize) -> f64) -> f64 {
        let parts = &self.parts[within.unwrap_or(self.parts.len() - 1)];
        parts
            .iter()
            .map(|&group| {
                let below = if self.groups.has(group) { 0.0 } else { self.none(who, Some(group), joined) };
                1.0 - self.shares[who][group] * joined(group) * (1.0 - below)
            })
            .product()
    }
}
