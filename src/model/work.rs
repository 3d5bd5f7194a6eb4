//! A piece of work: it arises, is begun, is finished, and something follows.

use super::plan::{ChangePlan, CountPlan, KindPlan, Lead, Plan, Slice};
use super::replicate::Stopped;
use super::state::{Arising, Follow, NEVER_MS, NONE, Person, Task, Workspace};
use super::trace::{Step, Trace};
use crate::random::{Stream, geometric, poisson, rounded, uniform};
use crate::scenario::world::{CountLaw, Due};
use crate::units::{Instant, Span};

/// Which draw of a task's stream gives what. New uses take the next free number.
mod draw {
    pub(super) const EFFORT: u32 = 0;
    pub(super) const PATIENCE: u32 = 1;
    pub(super) const OUTCOME: u32 = 2;
    pub(super) const CUSTODY: u32 = 3;
    pub(super) const CREW: u32 = 8;
    /// Of a raise's own stream: whether, how many, after how long.
    pub(super) const WHETHER: u32 = 0;
    pub(super) const NUMBER: u32 = 1;
    pub(super) const AFTER: u32 = 2;
}

impl Workspace {
    /// Lets everything that is to arise now arise, and what follows at once from it.
    pub(super) fn let_arise<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        // Work done by no one can raise more of itself without an event in between: bound that too.
        let mut arisen = 0;
        while let Some(arising) = self.arising.pop() {
            self.arise(plan, &arising, trace);
            arisen += 1;
            let open = self.open as usize + self.arising.len();
            if self.handled + arisen > plan.event_limit {
                self.truncated = Some(Stopped::Events);
                self.arising.clear();
            } else if open > plan.open_limit as usize {
                self.truncated = Some(Stopped::OpenTasks);
                self.arising.clear();
            }
        }
    }

    fn arise<T: Trace>(&mut self, plan: &Plan, arising: &Arising, trace: &mut T) {
        let Follow { stream, origin, kind, cause, offender } = arising.follow;
        let what = &plan.kinds[kind as usize];
        let level = if offender == NONE { 0 } else { self.level[offender as usize] };
        let effort = if arising.effort >= 0 {
            arising.effort
        } else if what.lead == Lead::NoOne {
            0
        } else {
            let sampler = &plan.samplers[what.effort.at(level)];
            whole(sampler.sample(uniform(stream.at(draw::EFFORT))))
        };
        let order = self.arisen;
        self.arisen += 1;
        let task = Task {
            stream,
            order,
            arose: arising.arose,
            origin,
            due: NEVER_MS,
            started: NEVER_MS,
            remaining: effort,
            effort,
            credited: self.now,
            offender,
            kind,
            cause,
            line: 0,
            cell: plan.layout.first_cell(cause as usize, kind as usize).unwrap_or(0) as u32,
            source: arising.source,
            members: 0,
            level,
            open: true,
        };
        if T::ON {
            trace.record(self.record(Step::Arose, &task, None));
        }
        let Some((role, line)) = self.allot(plan, &task, what) else {
            self.ledger.passed(kind as usize);
            self.follow(plan, &Parent::of(&task), trace);
            self.restart_source(plan, &task);
            return;
        };
        if self.in_hand[role as usize] >= plan.staffing.roles[role as usize].room {
            self.ledger.referred(kind as usize);
            if T::ON {
                trace.record(self.record(Step::Referred, &task, None));
            }
            self.restart_source(plan, &task);
            return;
        }
        self.in_hand[role as usize] += 1;
        self.ledger.joined(kind as usize, self.now);
        let at = self.take_place(task);
        self.tasks[at as usize].line = line;
        if let Some(due) = what.due {
            let arose = arising.arose;
            self.tasks[at as usize].due = match due {
                Due::Within(span) => arose.saturating_add(span.0),
                Due::WorkingDays(n) => plan.working_days.add(Instant(arose), n).0,
            };
        }
        if plan.staffing.roles[role as usize].unlimited {
            self.begin_unlimited(plan, at, role, trace);
            return;
        }
        if let Some(lapse) = what.lapse {
            let patience = plan.samplers[lapse as usize].sample(uniform(stream.at(draw::PATIENCE)));
            self.wait_at_most(plan, at, Span::rounded(patience).0);
        }
        if what.others == 0 && line == role && self.can_begin_at_once(plan, role) {
            let people = &plan.staffing.roles[role as usize].people;
            if let Some(person) = self.free_in(people, self.turn[role as usize]) {
                self.turn[role as usize] = person + 1;
                self.crew.clear();
                self.begin_now(plan, at, person, trace);
                return;
            }
        }
        self.join_line(plan, at);
    }

    /// Role and line of a new task, and whose week it falls into; nothing for work done by no one.
    #[inline]
    fn allot(&mut self, plan: &Plan, task: &Task, what: &KindPlan) -> Option<(u32, u32)> {
        let effort = task.effort;
        let crew = if what.others == 0 { 0 } else { self.crew_effort(plan, task) };
        self.ledger.raised(task.kind as usize, effort + crew);
        match what.lead {
            Lead::NoOne => None,
            Lead::Role(role) => {
                self.ledger.fell_to_role(role as usize, effort + crew);
                Some((role, role))
            }
            Lead::Holder(role) => {
                if crew > 0 {
                    let first = &plan.crews[what.crew.first as usize];
                    self.ledger.fell_to_role(first.roles[0] as usize, crew);
                }
                let Some(&person) = plan.holders.get(task.offender as usize) else {
                    self.ledger.fell_to_role(role as usize, effort);
                    return Some((role, role));
                };
                self.ledger.fell_to_person(person as usize, effort);
                Some((role, plan.own_line(person) as u32))
            }
        }
    }

    /// Whether a new task would be begun by the next dispatch whatever else happens: nobody waits for
    /// the role's people, somebody is free, and nothing else happens in this instant.
    #[inline]
    fn can_begin_at_once(&self, plan: &Plan, role: u32) -> bool {
        let staffing = &plan.staffing.roles[role as usize];
        self.stirred == 0
            && self.arising.is_empty()
            && self.free_roles >> role & 1 == 1
            && self.waiting_roles & staffing.affects == 0
            && self.calm(plan)
    }

    /// Whether no further event of this instant comes before dispatch.
    #[inline]
    pub(super) fn calm(&self, plan: &Plan) -> bool {
        let next = self.events.first();
        next == crate::engine::NEVER
            || crate::engine::time_of(next) as i64 - plan.warm_up > self.now
            || crate::engine::slot_of(next) >= self.slots.lapses
    }

    fn crew_effort(&self, plan: &Plan, task: &Task) -> i64 {
        let crews = &plan.crews[plan.kinds[task.kind as usize].crew.range()];
        crews.iter().map(|crew| i64::from(crew.people) * part_of(plan, task, crew)).sum()
    }

    /// Begins a task, or takes it up again, with its lead and the crew found by the dispatcher.
    pub(super) fn begin_task<T: Trace>(&mut self, plan: &Plan, at: u32, lead: u32, trace: &mut T) {
        self.leave_line(plan, at);
        self.begin_now(plan, at, lead, trace);
    }

    /// Begins a task that stands in no line.
    #[inline]
    fn begin_now<T: Trace>(&mut self, plan: &Plan, at: u32, lead: u32, trace: &mut T) {
        let task = &mut self.tasks[at as usize];
        task.members = 1 + self.crew.len() as u32;
        let (remaining, cell, kind) = (task.remaining, task.cell, task.kind);
        let first = task.started == NEVER_MS;
        if first {
            task.started = self.now;
            self.ledger.started(plan, task, self.now);
        }
        if T::ON {
            let step = if first { Step::Started } else { Step::Resumed };
            trace.record(self.record(step, &self.tasks[at as usize], Some(lead)));
        }
        self.put_to_work(plan, lead, at, cell, kind, remaining);
        if !self.crew.is_empty() {
            let task = self.tasks[at as usize];
            let mut next = 0;
            for crew in &plan.crews[plan.kinds[task.kind as usize].crew.range()] {
                let part = part_of(plan, &task, crew);
                for _ in 0..crew.people {
                    let person = self.crew[next];
                    next += 1;
                    self.put_to_work(plan, person, at, cell, kind, part);
                }
            }
            self.crew.clear();
        }
    }

    #[inline]
    fn put_to_work(&mut self, plan: &Plan, person: u32, at: u32, cell: u32, kind: u32, part: i64) {
        let who = &plan.staffing.people[person as usize];
        self.make_unfree(who.role, person);
        let position = self.duty_position(plan, person as usize);
        let cell = plan.cell_of(cell, kind, who.role);
        self.people[person as usize] = Person { task: at, cell, remaining: part, position };
        let duty = if part == 0 {
            Some(0)
        } else if who.productive > 0.0 {
            Some(duty_for(part, who.productive))
        } else {
            None
        };
        let slot = person as usize;
        let done = duty.map_or(NEVER_MS, |needed| {
            if needed == 0 {
                return self.now;
            }
            if who.always {
                return position.saturating_add(needed);
            }
            let hint = self.duty_cursor[who.duty as usize];
            plan.staffing.duties[who.duty as usize].reach(position.saturating_add(needed), hint)
        });
        self.events.set(slot, Self::key_at(plan, done, slot));
    }

    /// Takes a person off their task.
    pub(super) fn free_person(&mut self, plan: &Plan, person: u32) {
        self.people[person as usize].task = NONE;
        let who = &plan.staffing.people[person as usize];
        if self.duty_on[who.duty as usize] {
            self.make_free(who.role, person);
        }
        self.stir(plan, who.role);
    }

    /// A person has done their part.
    pub(super) fn part_finished<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        let Person { task: at, cell, remaining, .. } = self.people[person as usize];
        self.ledger.worked(cell as usize, remaining);
        self.events.set(person as usize, crate::engine::NEVER);
        self.free_person(plan, person);
        let task = &mut self.tasks[at as usize];
        task.members -= 1;
        if task.members == 0 {
            self.finish(plan, at, Some(person), trace);
        } else if T::ON {
            trace.record(self.record(Step::Released, &self.tasks[at as usize], Some(person)));
        }
    }

    /// Work of unlimited staff is begun as it arises.
    fn begin_unlimited<T: Trace>(&mut self, plan: &Plan, at: u32, role: u32, trace: &mut T) {
        let task = &mut self.tasks[at as usize];
        task.started = self.now;
        task.members = 1;
        task.line = role;
        let task = *task;
        self.ledger.started(plan, &task, self.now);
        if T::ON {
            trace.record(self.record(Step::Started, &task, None));
        }
        let productive = plan.staffing.roles[role as usize].productive;
        if task.effort > 0 && productive <= 0.0 {
            return;
        }
        let takes = if task.effort == 0 { 0 } else { duty_for(task.effort, productive) };
        self.unlimited.push((self.now + plan.warm_up).saturating_add(takes).max(0) as u64, at);
        self.reset_delay_slots(plan);
    }

    pub(super) fn unlimited_finished<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        if let Some(done) = self.unlimited.pop() {
            let task = self.tasks[done.what as usize];
            let role = task.line;
            self.ledger.worked(plan.cell_of(task.cell, task.kind, role) as usize, task.remaining);
            self.finish(plan, done.what, None, trace);
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

    fn finish<T: Trace>(&mut self, plan: &Plan, at: u32, person: Option<u32>, trace: &mut T) {
        self.ledger.finished(plan, &self.tasks[at as usize], self.now);
        let kind = &plan.kinds[self.tasks[at as usize].kind as usize];
        let mut outcome = None;
        if !kind.raises.is_empty() || !kind.branches.is_empty() {
            let parent = Parent::of(&self.tasks[at as usize]);
            outcome = self.follow(plan, &parent, trace);
        }
        if T::ON {
            let mut record = self.record(Step::Finished, &self.tasks[at as usize], person);
            record.outcome = outcome;
            trace.record(record);
        }
        self.close(plan, at);
        if !self.arising.is_empty() {
            self.let_arise(plan, trace);
        }
    }

    /// A task leaves for good.
    fn close(&mut self, plan: &Plan, at: u32) {
        let task = &mut self.tasks[at as usize];
        task.open = false;
        let (kind, source) = (task.kind, task.source);
        if let Lead::Role(role) | Lead::Holder(role) = plan.kinds[kind as usize].lead {
            self.in_hand[role as usize] -= 1;
        }
        self.free_tasks.push(at);
        self.open -= 1;
        if source != NONE {
            let task = self.tasks[at as usize];
            self.restart_source(plan, &task);
        }
    }

    /// What follows a finished task: its outcome, further work, a change to the offender.
    fn follow<T: Trace>(&mut self, plan: &Plan, task: &Parent, trace: &mut T) -> Option<u32> {
        let kind = &plan.kinds[task.kind as usize];
        if !kind.raises.is_empty() {
            self.raise(plan, task, kind.raises);
        }
        if kind.branches.is_empty() {
            return None;
        }
        let u = uniform(task.stream.at(draw::OUTCOME));
        let branches = &plan.branches[kind.branches.range()];
        let chosen = branches.iter().position(|b| u < b.upto).unwrap_or(branches.len() - 1);
        let branch = &branches[chosen];
        for &count in &plan.branch_counts[branch.counts.range()] {
            self.ledger.counted(count as usize);
        }
        if !branch.raises.is_empty() {
            self.raise(plan, task, branch.raises);
        }
        if task.offender != NONE {
            for change in &plan.changes[branch.changes.range()] {
                self.change_offender(plan, task, *change, trace);
            }
        }
        Some(chosen as u32)
    }

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
            self.arising.push(Arising { follow: due.what, source: NONE, effort: -1, arose: self.now });
            self.let_arise(plan, trace);
        }
        self.reset_delay_slots(plan);
    }

    fn wait_at_most(&mut self, plan: &Plan, at: u32, patience: i64) {
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
                if let Lead::Role(role) | Lead::Holder(role) = plan.kinds[task.kind as usize].lead {
                    // People held for it may take other work.
                    self.stir(plan, role);
                }
                self.ledger.lapsed(plan, &task, self.now);
                if T::ON {
                    trace.record(self.record(Step::Lapsed, &task, None));
                }
                self.close(plan, at);
            }
        }
        self.reset_delay_slots(plan);
    }

    fn change_offender<T: Trace>(&mut self, plan: &Plan, task: &Parent, change: ChangePlan, trace: &mut T) {
        let offender = task.offender;
        match change {
            ChangePlan::Risk(level) => self.change_level(plan, offender, level),
            ChangePlan::Joins(group) => self.join_group(plan, offender, group, trace),
            ChangePlan::Leaves(group) => self.leave_group(plan, offender, group),
            ChangePlan::Custody(sampler) => {
                let drawn = plan.samplers[sampler as usize].sample(uniform(task.stream.at(draw::CUSTODY)));
                let until = self.now.saturating_add(Span::rounded(drawn).0.max(0));
                let custody = &mut self.custody[offender as usize];
                *custody = (*custody).max(until);
            }
            ChangePlan::OffRegister => self.custody[offender as usize] = NEVER_MS,
        }
    }
}

/// What a task hands on to the work that follows it.
#[derive(Clone, Copy)]
struct Parent {
    stream: Stream,
    origin: i64,
    kind: u32,
    cause: u32,
    offender: u32,
}

impl Parent {
    #[inline]
    fn of(task: &Task) -> Self {
        let Task { stream, origin, kind, cause, offender, .. } = *task;
        Self { stream, origin, kind, cause, offender }
    }
}

/// The nearest whole millisecond of a time that is not negative.
#[inline]
fn whole(ms: f64) -> i64 {
    ((ms + 0.5) as i64).max(0)
}

/// Duty that a part needs at a productive share, rounded up to a whole millisecond.
#[inline]
fn duty_for(part: i64, productive: f64) -> i64 {
    let exact = part as f64 / productive;
    let below = exact as i64;
    below + i64::from((below as f64) < exact)
}

/// Effort of each member of a crew in a task.
fn part_of(plan: &Plan, task: &Task, crew: &super::plan::CrewPlan) -> i64 {
    crew.effort.map_or(task.effort, |effort| {
        let sampler = &plan.samplers[effort.at(task.level)];
        whole(sampler.sample(uniform(task.stream.at(draw::CREW + crew.draw))))
    })
}

/// A number from its law and one uniform.
pub(super) fn count(plan: CountPlan, u: f64) -> u64 {
    match plan.law {
        CountLaw::Fixed => rounded(plan.mean, u),
        CountLaw::Poisson => poisson(plan.mean, u),
        CountLaw::Geometric => geometric(plan.mean, u),
    }
}
