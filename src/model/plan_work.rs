//! Work in the plan: its kinds, what follows from it, and who does it.

use crate::scenario::world::{By, CountLaw, Due, Kind, Point, Role, WhenInterrupted};

/// Who leads a kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    Role(u32),
    Holder(u32),
    NoOne,
}

/// When it is known what a task takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begins {
    /// As it arises.
    Settled,
    /// When it is begun: late work grows.
    Grows,
    /// When it is begun: somebody has to get there; it may grow too.
    Travels,
}

/// A range of a flat table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slice {
    pub first: u32,
    pub end: u32,
}

impl Slice {
    #[inline]
    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.first == self.end
    }
}

/// One sampler for each level, or one for all (stride 0).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PerLevel {
    pub first: u32,
    pub stride: u32,
}

impl PerLevel {
    #[inline]
    pub(super) fn at(self, level: u8) -> usize {
        (self.first + self.stride * u32::from(level)) as usize
    }
}

/// Most risk levels a scenario may have.
pub(super) const LEVELS: usize = 16;

#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about a kind of work")]
#[derive(Clone, Debug)]
pub(super) struct KindPlan {
    pub lead: Lead,
    /// Which of the ledger cells of a cause and this kind is the lead's.
    pub lead_cell: u32,
    pub crew: Slice,
    /// People needed besides the lead.
    pub others: u32,
    /// The role that all of the crew come from, if it is the lead's own and they are always needed; else `u32::MAX`.
    pub crew_of: u32,
    pub effort: PerLevel,
    /// The effort where it is the same for every task, or -1.
    pub fixed_effort: i64,
    /// Priority by risk level; work without an offender has that of the first.
    pub priority: [u8; LEVELS],
    /// The priorities as the upper part of an [`Urgency`](crate::queue::Urgency), and whether its due time is the lower.
    pub class: [u64; LEVELS],
    pub by_due: bool,
    /// Needs one person of a limited role, and does not lapse: it may begin as it arises.
    pub plain: bool,
    /// Somebody may be called out for it.
    pub called_out: bool,
    pub interrupts: bool,
    pub when_interrupted: WhenInterrupted,
    pub due: Option<Due>,
    pub late_after: i64,
    pub lapse: Option<u32>,
    pub raises: Slice,
    pub branches: Slice,
    /// Outcomes that take their place later, an interval of the plan's.
    pub later: Slice,
    pub start_targets: Slice,
    pub finish_targets: Slice,
    /// What becomes of it when too much waits, an index of the plan's overloads.
    pub overload: Option<u32>,
    /// (share of its effort for each millisecond past due, at most).
    pub lateness: Option<(f64, f64)>,
    pub begins: Begins,
}

/// What becomes of work that arises when too much waits.
#[derive(Clone, Debug)]
pub(super) struct OverloadPlan {
    pub role: u32,
    /// Waiting effort for each person in post (ms).
    pub above: f64,
    /// Share of its effort that it takes; `None` when it is skipped.
    pub effort: Option<f64>,
    /// Levels at which it holds, by bit; all when it is so for work without an offender too.
    pub levels: Option<u32>,
    pub counts: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct RaisePlan {
    pub kind: u32,
    pub number: Option<u32>,
    pub after: Option<u32>,
    /// Chance that it is raised: one over `one_in`.
    pub chance: f64,
    /// Keys the children's streams; from the names of kind and branch and the position among equals.
    pub key: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BranchPlan {
    /// Cumulative chance up to and including this branch.
    pub upto: f64,
    pub raises: Slice,
    pub counts: Slice,
    pub changes: Slice,
    /// Nothing comes of it.
    pub idle: bool,
    /// Which outcome of the kind it is.
    pub outcome: u32,
}

/// From an instant on, these are the outcomes of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct LaterPlan {
    pub from: i64,
    pub branches: Slice,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum ChangePlan {
    Risk(u8),
    Joins(u32),
    Leaves(u32),
    Custody(u32),
    OffRegister,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct CountPlan {
    pub mean: f64,
    pub law: CountLaw,
}

#[derive(Clone, Debug)]
pub(super) struct CrewPlan {
    pub roles: Vec<u32>,
    pub people: u32,
    pub effort: Option<PerLevel>,
    /// The effort where it is the same for every task, or -1.
    pub fixed_effort: i64,
    /// Share of the tasks that need it.
    pub chance: f64,
    /// Which draw of the task gives this crew's effort.
    pub draw: u32,
}

pub(super) fn lead_of(kind: &Kind) -> Lead {
    match kind.by {
        By::Role(role) => Lead::Role(role as u32),
        By::Holder(role) => Lead::Holder(role as u32),
        By::NoOne => Lead::NoOne,
    }
}

pub(super) fn begins(kind: &Kind) -> Begins {
    match (kind.travels, &kind.lateness) {
        (true, _) => Begins::Travels,
        (false, Some(_)) => Begins::Grows,
        (false, None) => Begins::Settled,
    }
}

/// Needs one person of a limited role, who need not travel, and does not lapse.
pub(super) fn plain(kind: &Kind, led_by: Option<&Role>) -> bool {
    kind.with.is_empty()
        && kind.lapses_after.is_none()
        && !kind.travels
        && led_by.is_some_and(|r| r.staff.iter().all(|s| s.people.is_some()))
}

/// The role of a kind's lead, if its whole crew is of that role and always needed; else `u32::MAX`.
pub(super) fn own_crew(kind: &Kind) -> u32 {
    match kind.by {
        By::Role(role) | By::Holder(role)
            if kind.with.iter().all(|crew| crew.roles == [role] && crew.chance.is_none()) =>
        {
            role as u32
        }
        _ => u32::MAX,
    }
}

/// Index of what becomes of a kind when too much waits, which is added to the list.
pub(super) fn overload_of(kind: &Kind, point: &Point, overloads: &mut Vec<OverloadPlan>) -> Option<u32> {
    let (overload, role) = kind.overload.as_ref().zip(kind.role())?;
    let levels = overload.levels.iter().fold(0, |mask, &level| mask | 1 << level.min(31));
    overloads.push(OverloadPlan {
        role: role as u32,
        above: overload.above.at(point),
        effort: overload.effort.as_ref().map(|share| share.at(point)),
        levels: (!overload.levels.is_empty()).then_some(levels),
        counts: overload.counts.iter().map(|&name| name as u32).collect(),
    });
    Some(overloads.len() as u32 - 1)
}
