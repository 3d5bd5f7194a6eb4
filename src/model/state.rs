//! All that changes during a replication, in memory that is reused from one to the next.

use super::ledger::Ledger;
use super::plan::Plan;
use super::plan_work::LEVELS;
use super::trace::Record;
use crate::engine::{DelayList, EventList, key};
use crate::queue::{Lines, Urgency};
use crate::random::{ReplicationKey, Stream};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// No task, person, offender or source.
pub(super) const NONE: u32 = u32::MAX;

/// A time that is not reached.
pub(super) const NEVER_MS: i64 = i64::MAX;

/// One piece of work, from arising to leaving.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    /// State of the task's own stream: effort, patience, outcome and children all follow from it.
    pub stream: Stream,
    /// Number in order of arising; settles ties among equals and tells an old task from a new one in the same place.
    pub order: u64,
    pub arose: i64,
    /// When the first task of the chain arose.
    pub origin: i64,
    pub due: i64,
    /// First start, [`NEVER_MS`] before it.
    pub started: i64,
    /// Lead's effort still to do (ms).
    pub remaining: i64,
    /// Lead's effort in all (ms).
    pub effort: i64,
    /// Last time up to which work of unlimited staff was credited.
    pub credited: i64,
    pub offender: u32,
    pub kind: u32,
    pub cause: u32,
    /// Line it waits in or came from.
    pub line: u32,
    /// First ledger cell of its cause and kind.
    pub cell: u32,
    /// Source to restart when it leaves, for those who raise one at a time.
    pub source: u32,
    /// People still at work on it.
    pub members: u32,
    pub level: u8,
    pub open: bool,
}

impl Task {
    /// What stands in a place that nothing was put into yet.
    const NOTHING: Self = Self {
        stream: Stream::from_state(0),
        order: 0,
        arose: 0,
        origin: 0,
        due: NEVER_MS,
        started: NEVER_MS,
        remaining: 0,
        effort: 0,
        credited: 0,
        offender: NONE,
        kind: 0,
        cause: 0,
        line: 0,
        cell: 0,
        source: NONE,
        members: 0,
        level: 0,
        open: false,
    };
}

/// One person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    /// Task at hand, or [`NONE`].
    pub task: u32,
    /// Ledger cell that the hours go to.
    pub cell: u32,
    /// Own part of the task still to do (ms of effort).
    pub remaining: i64,
    /// Cumulative duty at the last credit (ms).
    pub position: i64,
    /// The next of a crew whose parts all end with this one's, and whose end is an event of this one alone; or [`NONE`].
    pub with: u32,
}

/// One role.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RoleState {
    /// Last person who was given work, for taking turns.
    pub turn: u32,
    /// Tasks in hand.
    pub in_hand: u32,
    /// People who are free.
    pub free: u32,
    /// Tasks that wait in its line or in its people's own.
    pub waiting: u32,
    /// Random choices made so far.
    pub choices: u32,
}

/// Work to arise later.
#[derive(Clone, Copy, Debug)]
pub(super) struct Follow {
    pub stream: Stream,
    pub origin: i64,
    pub kind: u32,
    pub cause: u32,
    pub offender: u32,
}

/// Work arising now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arising {
    pub follow: Follow,
    pub source: u32,
    /// Recorded effort, or -1 to draw it.
    pub effort: i64,
    /// When it arose; before now for work already waiting at the start.
    pub arose: i64,
}

/// Places of the event list, in the order in which events at one instant are handled.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slots {
    /// One for each person who may be called out.
    pub called: usize,
    pub unlimited: usize,
    pub roster: usize,
    pub offenders: usize,
    pub team: usize,
    pub delayed: usize,
    /// From here on dispatch comes before the event.
    pub lapses: usize,
    pub observe: usize,
    pub count: usize,
}

/// All that changes during a replication.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(super) now: i64,
    /// Key from which events come after the dispatch of this instant.
    pub(super) calm_from: u64,
    /// What happens now: its slot and, of an offender's, its column.
    pub(super) happening: (usize, usize),
    pub(super) slots: Slots,
    pub(super) events: EventList,
    pub(super) lines: Lines,
    pub(super) key: Option<ReplicationKey>,

    pub(super) tasks: Vec<Task>,
    pub(super) free_tasks: Vec<u32>,
    pub(super) open: u32,
    pub(super) arisen: u64,
    pub(super) arising: Vec<Arising>,

    pub(super) people: Vec<Person>,
    /// People without a task who are on duty.
    pub(super) free: Vec<u64>,
    /// People with work waiting in their own line.
    pub(super) own_line: Vec<u64>,
    pub(super) reserved: Vec<u32>,
    pub(super) crew: Vec<u32>,
    pub(super) roles: Vec<RoleState>,
    /// Roles that may be able to begin something.
    pub(super) stirred: u64,
    /// Roles with somebody free.
    pub(super) free_roles: u64,
    /// Roles with work waiting in their line or in their people's own.
    pub(super) waiting_roles: u64,

    /// Who comes, goes and is away in this replication.
    pub(super) time_line: super::time_line::TimeLine,
    /// What overload does to that.
    pub(super) brought_on: super::brought_on::BroughtOn,
    pub(super) entry_next: usize,
    pub(super) monday_next: usize,
    pub(super) turn_next: usize,
    pub(super) limit_next: usize,
    /// Call-outs of each person, and work that somebody may be called out for, by its kind; none where nobody stands by.
    pub(super) called: Vec<super::on_call::CalledOut>,
    /// Up to when the time of those who stood by is written down, for each group that has somebody stand by.
    pub(super) stood_by: Vec<i64>,
    pub(super) callable: Vec<super::on_call::Callable>,
    /// Whether there is any such work, though it may have been begun.
    pub(super) may_call: bool,
    /// Work that was asked for in vain while somebody was sought for other work.
    pub(super) put_by: Vec<(std::cmp::Reverse<(Urgency, u32)>, usize)>,
    /// Posts as they are; none when nothing about them changes.
    pub(super) posts: Vec<super::posts::PostNow>,
    /// Offenders who have just got another holder.
    pub(super) handed: Vec<u32>,
    /// Who has come into post at this instant.
    pub(super) came: Vec<u32>,
    /// Whom nobody holds since this instant, in order of number when they are looked for, and the site of the last holder.
    pub(super) given_up: Vec<(u32, u8)>,
    pub(super) first_of: Vec<u32>,
    /// Start of the week for which loads are compared.
    pub(super) week_from: i64,

    pub(super) duty_cursor: Vec<usize>,
    pub(super) duty_on: Vec<bool>,
    pub(super) roster_next: usize,

    /// Effort still to do of the tasks that wait for each role (ms), kept where a rule asks for it.
    pub(super) waiting_effort: Vec<i64>,

    /// Offenders who are on the register at the start or will join it.
    pub(super) here: u32,
    /// Newcomers who have joined.
    pub(super) arrived: u32,
    /// Streams of those who leave, and when newcomers joined; empty where nobody does.
    pub(super) leaving: Vec<Stream>,
    pub(super) registered: Vec<i64>,
    /// Holder of each offender, how many each person holds and may hold, and how many on the register have no holder.
    pub(super) holder: Vec<u32>,
    pub(super) held: Vec<u32>,
    pub(super) may_hold: Vec<u32>,
    pub(super) unheld: u32,
    /// Where each offender lives, where the file says so.
    pub(super) site: Vec<u8>,
    /// Who waits to join each group, and the groups that each offender waits for, by bit.
    pub(super) to_join: Vec<VecDeque<u32>>,
    pub(super) in_line: Vec<u32>,
    /// Groups, by bit, that an offender joins as soon as they are in the group which these are drawn from.
    pub(super) joins_with_whole: Vec<u32>,
    /// Whoever joins a group now takes the place of one who has just left it.
    pub(super) let_in: bool,
    /// When each shock begins and ends.
    pub(super) shock_times: Vec<Vec<(i64, i64)>>,

    pub(super) level: Vec<u8>,
    /// Groups an offender is in, by bit, and whether on the register.
    pub(super) member: Vec<u32>,
    /// Groups an offender belongs to or will join, by bit.
    pub(super) selected: Vec<u32>,
    pub(super) custody: Vec<i64>,
    /// Pending times and streams of offenders; the columns are sources, then joinings, then the register.
    pub(super) pending: super::pending::Pending,
    pub(super) team_streams: Vec<Stream>,
    pub(super) positions: Vec<u32>,
    pub(super) factors: Vec<f64>,
    pub(super) joined: Vec<i64>,
    pub(super) devices: Vec<u32>,
    pub(super) chosen: Vec<(u64, u32)>,

    pub(super) delayed: DelayList<Follow>,
    pub(super) unlimited: DelayList<u32>,
    pub(super) lapses: DelayList<(u32, u64)>,
    pub(super) observe_next: usize,

    pub(super) ledger: Ledger,
    pub(super) handled: u64,
    /// Pieces of quiet work that are written down and may yet be struck out.
    pub(super) provisional: u64,
    /// At which event it next looks whether somebody asks it to stop, or it has handled enough.
    pub(super) look_up_at: u64,
    pub(super) truncated: Option<super::replicate::Stopped>,
    pub(super) halt: Option<Arc<AtomicBool>>,
}

impl Workspace {
    /// A workspace that has not replicated anything yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives up a replication soon after the flag is raised.
    pub fn halt_on(&mut self, flag: Arc<AtomicBool>) {
        self.halt = Some(flag);
    }

    /// Event key of a time in a slot.
    #[inline]
    pub(super) fn key_at(plan: &Plan, time: i64, slot: usize) -> u64 {
        // A time that is not reached is later than any that a key can hold.
        key(time.saturating_add(plan.warm_up).max(0) as u64, slot)
    }

    /// Cumulative duty of a person's rota now; for those always on duty the time itself.
    #[inline]
    pub(super) fn duty_position(&mut self, plan: &Plan, person: usize) -> i64 {
        let who = &plan.staffing.people[person];
        if who.always {
            return self.now;
        }
        let duty = self.posts.get(person).map_or(who.duty, |post| post.duty) as usize;
        plan.staffing.duties[duty].position(self.now, &mut self.duty_cursor[duty])
    }

    /// A person on duty and without a task can be given one.
    #[inline(always)]
    pub(super) fn make_free(&mut self, role: u32, person: u32) {
        let word = &mut self.free[person as usize / 64];
        let bit = 1 << (person % 64);
        if *word & bit == 0 {
            *word |= bit;
            let count = &mut self.roles[role as usize].free;
            *count = count.wrapping_add(1);
            self.free_roles |= 1 << role;
        }
    }

    /// A person can be given no task: at work, off duty or held.
    #[inline(always)]
    pub(super) fn make_unfree(&mut self, role: u32, person: u32) {
        let word = &mut self.free[person as usize / 64];
        let bit = 1 << (person % 64);
        if *word & bit != 0 {
            *word &= !bit;
            let count = &mut self.roles[role as usize].free;
            *count = count.wrapping_sub(1);
            if *count == 0 {
                self.free_roles &= !(1 << role);
            }
        }
    }

    /// A place for a new task, which is to be written there.
    #[inline]
    pub(super) fn take_place(&mut self) -> u32 {
        self.open = self.open.wrapping_add(1);
        if let Some(place) = self.free_tasks.pop() {
            return place;
        }
        self.tasks.push(Task::NOTHING);
        self.tasks.len() as u32 - 1
    }

    /// Urgency of a task in its line.
    #[inline]
    pub(super) fn urgency(what: &super::plan_work::KindPlan, task: &Task) -> Urgency {
        let mut major = what.class[task.level as usize & (LEVELS - 1)];
        if what.by_due {
            let due = if task.due == NEVER_MS { (1 << 56) - 1 } else { (task.due + (1 << 50)).max(0) as u64 };
            major |= due.min((1 << 56) - 1);
        }
        Urgency { major, order: task.order }
    }

    pub(super) fn record(&self, step: super::trace::Step, task: &Task, person: Option<u32>) -> Record {
        Record {
            at: crate::units::Instant(self.now),
            step,
            task: task.order,
            kind: task.kind,
            cause: task.cause,
            offender: (task.offender != NONE).then_some(task.offender),
            level: task.level,
            person,
            effort: task.effort,
            outcome: None,
        }
    }
}

#[inline]
pub(super) fn set_bit(bits: &mut [u64], at: u32) {
    bits[at as usize / 64] |= 1 << (at % 64);
}

#[inline]
pub(super) fn clear_bit(bits: &mut [u64], at: u32) {
    bits[at as usize / 64] &= !(1 << (at % 64));
}

#[inline]
pub(super) fn has_bit(bits: &[u64], at: u32) -> bool {
    bits[at as usize / 64] >> (at % 64) & 1 == 1
}

/// First set bit in `from..end`.
#[inline]
pub(super) fn next_bit(word_at: impl Fn(usize) -> u64, from: u32, end: u32) -> Option<u32> {
    if from >= end {
        return None;
    }
    let mut word = from as usize / 64;
    let mut bits = word_at(word) & (u64::MAX << (from % 64));
    loop {
        if bits != 0 {
            let found = word as u32 * 64 + bits.trailing_zeros();
            return (found < end).then_some(found);
        }
        word += 1;
        if word * 64 >= end as usize {
            return None;
        }
        bits = word_at(word);
    }
}
