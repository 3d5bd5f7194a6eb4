//! A piece of work: it arises, is begun, is finished, and something follows.

use super::part::duty_for;
use super::plan::Plan;
use super::plan_work::{Begins, BranchPlan, ChangePlan, CountPlan, CrewPlan, KindPlan, Lead, Slice};
use super::state::{Arising, Follow, NEVER_MS, NONE, Task, Workspace};
use super::trace::{Step, Trace};
use crate::random::{Stream, geometric, poisson, rounded, uniform};
use crate::scenario::world::CountLaw;
use crate::units::{LONGEST, Span};
use std::hint::cold_path;
use std::iter::repeat_n;

/// Which draw of a task's stream gives what. New uses take the next free number.
pub(super) mod draw {
    pub(in crate::model) const EFFORT: u32 = 0;
    pub(in crate::model) const PATIENCE: u32 = 1;
    pub(in crate::model) const OUTCOME: u32 = 2;
    pub(in crate::model) const CUSTODY: u32 = 3;
    /// The child stream that says which crews are needed.
    pub(in crate::model) const NEEDED: u32 = 4;
    pub(in crate::model) const CREW: u32 = 8;
    /// Of a raise's own stream: whether, how many, after how long.
    pub(in crate::model) const WHETHER: u32 = 0;
    pub(in crate::model) const NUMBER: u32 = 1;
    pub(in crate::model) const AFTER: u32 = 2;
}

impl Workspace {
    /// Begins a task, or takes it up again, with its lead and the crew found by the dispatcher.
    #[inline(always)]
    pub(super) fn begin_task<T: Trace>(&mut self, plan: &Plan, at: u32, lead: u32, trace: &mut T) {
        self.leave_line(plan, at);
        self.begin_now(plan, at, lead, trace);
    }

    /// Begins a task that stands in no line.
    #[inline(always)]
    pub(super) fn begin_now<T: Trace>(&mut self, plan: &Plan, at: u32, lead: u32, trace: &mut T) {
        let kind = self.tasks[at as usize].kind as usize;
        let what = &plan.kinds[kind];
        let way = if what.begins == Begins::Settled { 0 } else { self.settle_effort(plan, what, at, lead) };
        // With others, a crew has been found: those of it that this task needs.
        let members = if what.others == 0 { 1 } else { 1 + self.crew.len() as u32 };
        self.is_begun(plan, at, members, lead, trace);
        let Task { remaining, cell, .. } = self.tasks[at as usize];
        if what.others == 0 {
            self.put_to_work(plan, lead, at, cell + what.lead_cell, remaining);
        } else {
            self.put_crew_to_work::<T>(plan, at, what, lead, way);
        }
    }

    /// A task is begun by so many, or taken up again.
    #[inline(always)]
    pub(super) fn is_begun<T: Trace>(&mut self, plan: &Plan, at: u32, members: u32, lead: u32, trace: &mut T) {
        let task = &mut self.tasks[at as usize];
        task.members = members;
        let (kind, arose, first) = (task.kind as usize, task.arose, task.started == NEVER_MS);
        if first {
            task.started = self.now;
            self.ledger.started(plan, kind, arose, self.now);
        }
        if T::ON {
            let step = if first { Step::Started } else { Step::Resumed };
            trace.record(self.record(step, &self.tasks[at as usize], Some(lead)));
        }
    }

    /// At its first start: late work grows, and somebody sets out. Gives how long the way of each of the crew is.
    #[inline(never)]
    pub(super) fn settle_effort(&mut self, plan: &Plan, what: &KindPlan, at: u32, lead: u32) -> i64 {
        let task = &mut self.tasks[at as usize];
        if task.started != NEVER_MS {
            return 0;
        }
        grow_when_late(what, task, self.now);
        if what.begins == Begins::Travels { self.set_out(plan, at, lead) } else { 0 }
    }

    /// Work of unlimited staff is begun as it arises.
    pub(super) fn begin_unlimited<T: Trace>(&mut self, plan: &Plan, at: u32, role: u32, trace: &mut T) {
        let task = &mut self.tasks[at as usize];
        task.started = self.now;
        task.members = 1;
        task.line = role;
        let what = &plan.kinds[task.kind as usize];
        grow_when_late(what, task, self.now);
        if what.begins == Begins::Travels {
            self.set_out_unlimited(plan, at, role);
        }
        let task = self.tasks[at as usize];
        self.ledger.started(plan, task.kind as usize, task.arose, self.now);
        if T::ON {
            trace.record(self.record(Step::Started, &task, None));
        }
        let productive = plan.staffing.roles[role as usize].productive;
        if task.remaining > 0 && productive <= 0.0 {
            return;
        }
        let takes = if task.remaining == 0 { 0 } else { duty_for(task.remaining, productive) };
        self.unlimited.push((self.now + plan.warm_up).saturating_add(takes).max(0) as u64, at);
        self.reset_delay_slots(plan);
    }

    pub(super) fn unlimited_finished<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        if let Some(done) = self.unlimited.pop() {
            let task = self.tasks[done.what as usize];
            let role = task.line;
            self.ledger.worked(plan.cell_of(task.cell, task.kind, role) as usize, task.remaining);
            self.finish(plan, done.what, trace);
        }
        self.reset_delay_slots(plan);
    }

    pub(super) fn reset_delay_slots(&mut self, plan: &Plan) {
        let slots = self.slots;
        let at = |time: u64, slot: usize| {
            if time == u64::MAX { crate::engine::NEVER } else { crate::engine::key(time, slot) }
        };
        self.events.set(slots.unlimited, at(self.unlimited.first_time(), slots.unlimited));
        self.events.set(slots.delayed, at(self.delayed.first_time(), slots.delayed));
        if plan.lapses_possible {
            self.events.set(slots.lapses, at(self.lapses.first_time(), slots.lapses));
        }
    }

    /// A task is done, and what follows from it at once arises.
    fn finish<T: Trace>(&mut self, plan: &Plan, at: u32, trace: &mut T) {
        self.complete(plan, at, None, trace);
        if !self.arising.is_empty() {
            self.let_arise(plan, trace);
        }
    }

    /// A task is done; what follows from it at once is still to arise.
    #[inline(always)]
    pub(super) fn complete<T: Trace>(&mut self, plan: &Plan, at: u32, person: Option<u32>, trace: &mut T) {
        let task = &self.tasks[at as usize];
        let kind = &plan.kinds[task.kind as usize];
        self.ledger.finished(plan, kind, task, self.now);
        let mut outcome = None;
        if !kind.raises.is_empty() || !kind.branches.is_empty() {
            let parent = Parent::of(task);
            outcome = self.follow(plan, kind, &parent);
        }
        if T::ON {
            let mut record = self.record(Step::Finished, &self.tasks[at as usize], person);
            record.outcome = outcome;
            trace.record(record);
        }
        self.close(plan, kind, at);
    }

    /// A task leaves for good.
    #[inline(always)]
    fn close(&mut self, plan: &Plan, kind: &KindPlan, at: u32) {
        let task = &mut self.tasks[at as usize];
        task.open = false;
        let (source, offender) = (task.source, task.offender);
        if let Lead::Role(role) | Lead::Holder(role) = kind.lead {
            let in_hand = &mut self.roles[role as usize].in_hand;
            *in_hand = in_hand.wrapping_sub(1);
        }
        self.free_tasks.push(at);
        self.open = self.open.wrapping_sub(1);
        if source != NONE {
            cold_path();
            self.restart_source(plan, source, offender);
        }
    }

    /// What follows a finished task: its outcome, further work, a change to the offender.
    // Inlined: of most tasks nothing comes but an outcome, which is soon drawn.
    #[inline(always)]
    pub(super) fn follow(&mut self, plan: &Plan, kind: &KindPlan, task: &Parent) -> Option<u32> {
        if !kind.raises.is_empty() {
            self.raise(plan, task, kind.raises);
        }
        if kind.branches.is_empty() {
            return None;
        }
        let u = uniform(task.stream.at(draw::OUTCOME));
        let now = if kind.later.is_empty() { kind.branches } else { plan.outcomes_at(kind, self.now) };
        let branches = &plan.branches[now.range()];
        let chosen = branches.iter().position(|b| u < b.upto).unwrap_or(branches.len() - 1);
        let branch = &branches[chosen];
        if !branch.idle {
            cold_path();
            self.follow_branch(plan, branch, task);
        }
        Some(branch.outcome)
    }

    /// What follows an outcome of which something comes.
    // Apart: of most pieces of work nothing comes, and those should not pay for what a branch may do.
    #[inline(never)]
    fn follow_branch(&mut self, plan: &Plan, branch: &BranchPlan, task: &Parent) {
        for &count in &plan.branch_counts[branch.counts.range()] {
            self.ledger.counted(count as usize);
        }
        if !branch.raises.is_empty() {
            self.raise(plan, task, branch.raises);
        }
        if task.offender != NONE {
            for change in &plan.changes[branch.changes.range()] {
                self.change_offender(plan, task, *change);
            }
        }
    }

    #[inline(never)]
    fn raise(&mut self, plan: &Plan, parent: &Parent, raises: Slice) {
        for raise in plan.raises[raises.range()].iter().rev() {
            let own = parent.stream.child(raise.key);
            if raise.chance < 1.0 && uniform(own.at(draw::WHETHER)) >= raise.chance {
                continue;
            }
            let number = raise.number.map_or(1, |n| count(plan.counts[n as usize], uniform(own.at(draw::NUMBER))));
            for i in 0..number.min(u64::from(plan.open_limit)) as u32 {
                let stream = own.child(i);
                let follow = Follow {
                    stream,
                    origin: parent.origin,
                    kind: raise.kind,
                    cause: parent.cause,
                    offender: parent.offender,
                };
                let delay = raise.after.map_or(0, |after| {
                    let drawn = plan.samplers[after as usize].sample(uniform(own.child(i).at(64 + draw::AFTER)));
                    Span::rounded(drawn).0.max(0)
                });
                if delay == 0 {
                    self.arising.push(Arising { follow, source: NONE, effort: -1, arose: self.now });
                } else if self.delayed.len() < plan.open_limit as usize {
                    let time = (self.now + plan.warm_up).saturating_add(delay);
                    self.delayed.push(time.max(0) as u64, follow);
                    self.reset_delay_slots(plan);
                }
            }
        }
    }

    pub(super) fn follow_up<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        if let Some(due) = self.delayed.pop() {
            let arising = Arising { follow: due.what, source: NONE, effort: -1, arose: self.now };
            self.let_one_arise(plan, &arising, trace);
        }
        self.reset_delay_slots(plan);
    }

    pub(super) fn wait_at_most(&mut self, plan: &Plan, at: u32, patience: i64) {
        let order = self.tasks[at as usize].order;
        let time = (self.now + plan.warm_up).saturating_add(patience.max(0)) as u64;
        self.lapses.push(time, (at, order));
        // Entries of tasks that were begun in time are dropped when they outnumber the rest.
        if self.lapses.len() > 2 * self.open as usize + 64 {
            let tasks = &self.tasks;
            self.lapses.retain(|l| {
                let task = &tasks[l.what.0 as usize];
                task.open && task.order == l.what.1 && task.started == NEVER_MS
            });
        }
        self.reset_delay_slots(plan);
    }

    pub(super) fn lapse<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        if let Some(due) = self.lapses.pop() {
            let (at, order) = due.what;
            let task = self.tasks[at as usize];
            if task.open && task.order == order && task.started == NEVER_MS {
                self.leave_line(plan, at);
                let kind = &plan.kinds[task.kind as usize];
                if let Lead::Role(role) | Lead::Holder(role) = kind.lead {
                    // People held for it may take other work.
                    self.stir(plan, role);
                }
                self.ledger.lapsed(plan, &task, self.now);
                if T::ON {
                    trace.record(self.record(Step::Lapsed, &task, None));
                }
                self.close(plan, kind, at);
            }
        }
        self.reset_delay_slots(plan);
    }

    fn change_offender(&mut self, plan: &Plan, task: &Parent, change: ChangePlan) {
        let offender = task.offender;
        match change {
            ChangePlan::Risk(level) => self.change_level(plan, offender, level),
            ChangePlan::Joins(group) => self.join_with_whole(plan, offender, group),
            ChangePlan::Leaves(group) => self.leave_group(plan, offender, group),
            ChangePlan::Custody(sampler) => {
                self.strike_out(plan, offender);
                let drawn = plan.samplers[sampler as usize].sample(uniform(task.stream.at(draw::CUSTODY)));
                let until = self.now.saturating_add(Span::rounded(drawn).0.max(0));
                self.take_into_custody(plan, offender, until);
                self.reset_offender(offender);
            }
            ChangePlan::OffRegister => self.depart(plan, offender),
        }
    }
}

/// What a task hands on to the work that follows it.
#[derive(Clone, Copy)]
pub(super) struct Parent {
    pub stream: Stream,
    pub origin: i64,
    pub cause: u32,
    pub offender: u32,
}

impl Parent {
    #[inline]
    fn of(task: &Task) -> Self {
        let Task { stream, origin, cause, offender, .. } = *task;
        Self { stream, origin, cause, offender }
    }
}

/// The nearest whole millisecond of a time that is not negative, and no longer than can be written: a law may have a
/// longer tail.
#[inline]
pub(super) fn whole(ms: f64) -> i64 {
    ((ms + 0.5) as i64).clamp(0, LONGEST)
}

/// Effort of each member of a crew, in a task with this stream, risk level and lead's effort.
#[inline(always)]
pub(super) fn part_of(plan: &Plan, crew: &CrewPlan, stream: Stream, level: u8, effort: i64) -> i64 {
    match crew.effort {
        _ if crew.fixed_effort >= 0 => crew.fixed_effort,
        Some(own) => whole(plan.samplers[own.at(level)].sample(uniform(stream.at(draw::CREW + crew.draw)))),
        None => effort,
    }
}

/// Effort of each member of the crews that a task needs, in the order in which the crews are said.
pub(super) fn crew_parts<'p>(
    plan: &'p Plan,
    what: &KindPlan,
    stream: Stream,
    level: u8,
    effort: i64,
) -> impl Iterator<Item = i64> + 'p {
    let crews = plan.crews[what.crew.range()].iter().filter(move |crew| needed(crew, stream));
    crews.flat_map(move |crew| repeat_n(part_of(plan, crew, stream, level, effort), crew.people as usize))
}

/// Effort of all members of the crews of a task.
#[inline(always)]
pub(super) fn crew_effort(plan: &Plan, what: &KindPlan, stream: Stream, level: u8, effort: i64) -> i64 {
    let part = |crew: &CrewPlan| i64::from(crew.people) * part_of(plan, crew, stream, level, effort);
    plan.crews[what.crew.range()].iter().filter(|crew| needed(crew, stream)).map(part).sum()
}

/// Whether a task with this stream needs a crew.
#[inline]
pub(super) fn needed(crew: &CrewPlan, stream: Stream) -> bool {
    crew.chance >= 1.0 || uniform(stream.child(draw::NEEDED).at(crew.draw)) < crew.chance
}

/// Work begun past due is a bigger job.
fn grow_when_late(what: &KindPlan, task: &mut Task, now: i64) {
    let Some((by, at_most)) = what.lateness else { return };
    if task.due < now {
        let more = libm::round(task.effort as f64 * (by * (now - task.due) as f64).min(at_most)) as i64;
        task.effort += more;
        task.remaining += more;
    }
}

/// A number from its law and one uniform.
pub(super) fn count(plan: CountPlan, u: f64) -> u64 {
    match plan.law {
        CountLaw::Fixed => rounded(plan.mean, u),
        CountLaw::Poisson => poisson(plan.mean, u),
        CountLaw::Geometric => geometric(plan.mean, u),
    }
}
