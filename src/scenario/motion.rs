//! A caseload that moves, and policies for when there is too much: the part of the world that most scenarios leave out.

use super::values::{Duration, Number, Point};
use super::world::{By, Change, CostOf, Each, GroupSize, Kind, Offenders, Profile, Scenario};

/// New registrations and transfers in.
#[derive(Clone, Debug, PartialEq)]
pub struct Joining {
    /// Newcomers per millisecond.
    pub rate: Number,
    /// How the rate varies with the time of the scenario.
    pub profile: Profile,
    /// How it grows: logarithm of the factor, per millisecond.
    pub growth: Option<Number>,
    /// Share of the newcomers at each risk level.
    pub shares: Vec<Number>,
    /// The level that has whatever the others leave.
    pub rest: Option<usize>,
}

impl Joining {
    /// Share of the newcomers at each risk level at a point; they add to one.
    pub fn shares_at(&self, point: &Point) -> Vec<f64> {
        super::number::shares_at(&self.shares, self.rest, point)
    }
}

/// Times at which some rates are multiplied, one time line for the whole team.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// Its name, which addresses its draws.
    pub name: String,
    /// Rate at which one begins while there is none, per millisecond.
    pub rate: Number,
    /// How long one lasts.
    pub lasts: Duration,
}

/// What a shock does to one rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Shocked {
    /// Index into [`Scenario::shocks`].
    pub shock: usize,
    /// The rate is multiplied by this while it lasts.
    pub times: Number,
}

/// What becomes of work that arises while too much waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Overload {
    /// Waiting effort for each person in post, milliseconds.
    pub above: Number,
    /// Share of its effort that it still takes; `None` when it is skipped.
    pub effort: Option<Number>,
    /// Risk levels at which this holds; empty for all.
    pub levels: Vec<usize>,
    /// Names under which it is counted, indices into [`Scenario::counts`].
    pub counts: Vec<usize>,
}

/// How work grows that is begun past due.
#[derive(Clone, Debug, PartialEq)]
pub struct Lateness {
    /// Share of its effort for each millisecond past due.
    pub by: Number,
    /// Most of such growth, as a fraction.
    pub at_most: Number,
}

/// A set of groups, by their indices; there are at most 31.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupSet(pub u32);

impl GroupSet {
    /// Whether a group is in it.
    pub fn has(self, group: usize) -> bool {
        group < 32 && self.0 >> group & 1 == 1
    }

    /// The groups in it, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..32).filter(move |&group| self.has(group))
    }
}

impl FromIterator<usize> for GroupSet {
    fn from_iter<I: IntoIterator<Item = usize>>(groups: I) -> Self {
        Self(groups.into_iter().fold(0, |set, group| set | 1 << group.min(31)))
    }
}

impl Offenders {
    /// Whether people join or leave the register by themselves.
    pub fn move_by_themselves(&self) -> bool {
        self.joining.is_some() || self.leaving.is_some()
    }
}

impl Scenario {
    /// Whether the numbers on the register and in the groups are recorded: where they move by themselves or by what is
    /// found, a group has a bound, or its members have a cost.
    pub fn counts_members(&self) -> bool {
        let mut costs = self.money.iter().flat_map(|money| &money.costs);
        self.offenders.move_by_themselves()
            || self.changes().next().is_some()
            || self.groups.iter().any(|group| group.at_most.is_some())
            || costs.any(|cost| matches!(cost.what, CostOf::Member(_) | CostOf::Joining(_)))
    }

    /// What outcomes change about offenders.
    fn changes(&self) -> impl Iterator<Item = &Change> {
        self.kinds.iter().flat_map(|kind| &kind.then).flat_map(|branch| &branch.changes)
    }

    /// Whether outcomes change anything about offenders besides taking them into custody.
    pub fn outcomes_move_offenders(&self) -> bool {
        self.changes().any(|change| !matches!(change, Change::Custody(_)))
    }

    /// Whether outcomes change anything about offenders.
    pub fn outcomes_change_offenders(&self) -> bool {
        self.changes().next().is_some()
    }

    /// Whether the numbers at each risk level can change, and are recorded.
    pub fn counts_levels(&self) -> bool {
        let moves = self.changes().any(|change| matches!(change, Change::Risk(_) | Change::OffRegister));
        self.offenders.levels.len() > 1 && (self.offenders.move_by_themselves() || moves)
    }

    /// Which kinds can come about from the streams that `begins` picks.
    pub(super) fn reached(&self, begins: &dyn Fn(usize, &Kind) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.kinds.len()];
        let mut left: Vec<usize> = (0..reached.len()).filter(|index| begins(*index, &self.kinds[*index])).collect();
        while let Some(index) = left.pop() {
            if !std::mem::replace(&mut reached[index], true) {
                let kind = &self.kinds[index];
                let follow = kind.then.iter().flat_map(|branch| &branch.raises).chain(&kind.raises);
                left.extend(follow.map(|raise| raise.kind));
            }
        }
        reached
    }

    /// Which kinds of work are raised for the team, or follow from such: it concerns no offender in particular.
    pub fn may_concern_nobody(&self) -> Vec<bool> {
        self.reached(&|_, kind| kind.raised.as_ref().is_some_and(|raised| raised.each == Each::Team))
    }

    /// Whether anybody can be in custody, and how many are is recorded.
    pub fn counts_custody(&self) -> bool {
        self.changes().any(|change| matches!(change, Change::Custody(_)))
    }

    /// Chance that a newcomer at a risk level is chosen for a group: that of the group within those it is drawn from,
    /// times theirs. A group of a fixed number has no newcomers.
    pub fn newcomers_chance(&self, group: usize, level: usize, point: &Point) -> f64 {
        let Some(group) = self.groups.get(group) else { return 0.0 };
        let eligible = group.levels.is_empty() || group.levels.contains(&level);
        let GroupSize::Share(share) = &group.size else { return 0.0 };
        let of = group.of.map_or(1.0, |of| self.newcomers_chance(of, level, point));
        if eligible { of * share.at(point) } else { 0.0 }
    }
}

impl Kind {
    /// Role that leads it.
    pub fn role(&self) -> Option<usize> {
        match self.by {
            By::Role(role) | By::Holder(role) => Some(role),
            By::NoOne => None,
        }
    }
}
