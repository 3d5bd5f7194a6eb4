//! One person's part of a task: it is begun, it is done, and the next is taken up.

use super::plan::Plan;
use super::plan_work::{Begins, KindPlan};
use super::state::{NEVER_MS, NONE, Person, Workspace, has_bit};
use super::trace::{Step, Trace};
use super::work::crew_parts;
use crate::scenario::world::Discipline;
use std::hint::cold_path;

impl Workspace {
    /// Gives a person who has no task their part of one.
    #[inline(always)]
    pub(super) fn put_to_work(&mut self, plan: &Plan, person: u32, at: u32, cell: u32, part: i64) {
        let (position, done) = self.duty_ahead(plan, person, part);
        self.occupy(plan, person, Person { task: at, cell, remaining: part, position, with: NONE });
        self.events.set_near(person as usize, Self::key_at(plan, done, person as usize));
    }

    /// A person who is free is no longer.
    #[inline(always)]
    fn occupy(&mut self, plan: &Plan, person: u32, at_work: Person) {
        self.make_unfree(plan.staffing.people[person as usize].role, person);
        self.people[person as usize] = at_work;
    }

    /// Where a person's duty stands, and when a part of so much effort begun now would be done.
    #[inline(always)]
    pub(super) fn duty_ahead(&mut self, plan: &Plan, person: u32, part: i64) -> (i64, i64) {
        let who = &plan.staffing.people[person as usize];
        let (pace, duty) = match self.posts.get(person as usize) {
            None => (who.productive, who.duty as usize),
            Some(post) => (post.pace, post.duty as usize),
        };
        let takes = match part {
            0 => {
                cold_path();
                0
            }
            _ if pace > 0.0 => duty_for(part, pace),
            _ => {
                cold_path();
                NEVER_MS
            }
        };
        if who.always {
            return (self.now, self.now.saturating_add(takes));
        }
        let (table, cursor) = (&plan.staffing.duties[duty], &mut self.duty_cursor[duty]);
        if takes == 0 {
            cold_path();
            return (table.position(self.now, cursor), self.now);
        }
        table.ahead(self.now, takes, cursor)
    }

    /// Takes a person off their task.
    #[inline(always)]
    pub(super) fn free_person(&mut self, plan: &Plan, person: u32) {
        self.people[person as usize].task = NONE;
        let who = &plan.staffing.people[person as usize];
        if self.is_there(plan, person) {
            self.make_free(who.role, person);
        }
        self.stirred |= who.affects;
    }

    /// A person has done their part.
    #[inline(never)]
    pub(super) fn part_finished<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        let who = &mut self.people[person as usize];
        let Person { task: at, cell, remaining, with, .. } = *who;
        who.task = NONE;
        self.ledger.worked(cell as usize, remaining);
        if with != NONE {
            self.companions_finished(plan, at, with);
        }
        let task = &mut self.tasks[at as usize];
        task.members = task.members.wrapping_sub(1);
        if task.members == 0 {
            self.complete(plan, at, Some(person), trace);
        } else if T::ON {
            trace.record(self.record(Step::Released, &self.tasks[at as usize], Some(person)));
        }
        if !(self.arising.is_empty() && self.take_up_next(plan, person, trace)) {
            self.release(plan, person);
            if !self.arising.is_empty() {
                self.let_arise(plan, trace);
            }
        }
        if self.posts.get(person as usize).is_some_and(|post| post.leaving) {
            cold_path();
            self.leave_now(plan, person, trace);
        }
    }

    /// Those whose parts end with that of another, in one event of the last of them.
    ///
    /// Had each an event of their own, all would come at this instant, before dispatch, and those before the last could
    /// be given nothing.
    fn companions_finished(&mut self, plan: &Plan, at: u32, mut with: u32) {
        while with != NONE {
            let person = with;
            let who = &self.people[person as usize];
            let (cell, remaining) = (who.cell, who.remaining);
            with = who.with;
            self.ledger.worked(cell as usize, remaining);
            self.free_person(plan, person);
            let members = &mut self.tasks[at as usize].members;
            *members = members.wrapping_sub(1);
            self.handled = self.handled.wrapping_add(1);
        }
    }

    /// Gives a lead and the crew found for a task, none of whom is free any more, their parts. Where all end together, so
    /// that nobody is to be told apart, only the last of them has an event; a trace tells of each. All of the crew have the
    /// same way before them; the lead's is in what is to do.
    #[inline(always)]
    pub(super) fn put_crew_to_work<T: Trace>(&mut self, plan: &Plan, at: u32, what: &KindPlan, lead: u32, way: i64) {
        let task = &self.tasks[at as usize];
        let (kind, stream, level, effort, own, first) =
            (task.kind, task.stream, task.level, task.effort, task.remaining, task.cell);
        let (position, done) = self.duty_ahead(plan, lead, own);
        let leader = &plan.staffing.people[lead as usize];
        let mut together = !T::ON && self.posts.is_empty();
        let mut last = lead;
        self.people[lead as usize] =
            Person { task: at, cell: first + what.lead_cell, remaining: own, position, with: NONE };
        for (next, part) in crew_parts(plan, what, stream, level, effort).enumerate() {
            let (person, remaining) = (self.crew[next], part + way);
            let who = &plan.staffing.people[person as usize];
            together &= remaining == own && who.same_pace(leader);
            last = last.max(person);
            let cell = plan.cell_of(first, kind, who.role);
            self.people[person as usize] = Person { task: at, cell, remaining, position, with: NONE };
        }
        if together {
            let mut with = NONE;
            for i in 0..=self.crew.len() {
                let person = self.crew.get(i).copied().unwrap_or(lead);
                if person != last {
                    self.people[person as usize].with = with;
                    with = person;
                }
            }
            self.people[last as usize].with = with;
            self.events.set_near(last as usize, Self::key_at(plan, done, last as usize));
        } else {
            self.events.set_near(lead as usize, Self::key_at(plan, done, lead as usize));
            for i in 0..self.crew.len() {
                let person = self.crew[i];
                let (position, done) = self.duty_ahead(plan, person, self.people[person as usize].remaining);
                self.people[person as usize].position = position;
                self.events.set_near(person as usize, Self::key_at(plan, done, person as usize));
            }
        }
        self.crew.clear();
    }

    /// Somebody who has done their part has nothing to do until dispatch.
    #[inline(always)]
    fn release(&mut self, plan: &Plan, person: u32) {
        self.free_person(plan, person);
        self.events.set_near(person as usize, crate::engine::NEVER);
    }

    /// The usual end of a part where work waits: nobody else of the role is free, and the next dispatch would give the
    /// one who has become free the head of its line or of their own. Then the end of one part and of the next change the
    /// event list once and not twice. False where it is otherwise: then they are still to be released.
    #[inline(always)]
    fn take_up_next<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) -> bool {
        let who = &plan.staffing.people[person as usize];
        let role = who.role;
        if self.waiting_roles & who.affects != 1 << role
            || self.stirred & !who.affects != 0
            || self.free_roles >> role & 1 == 1
            || plan.staffing.may_interrupt & who.affects != 0
            || !self.is_there(plan, person)
            || plan.staffing.roles[role as usize].discipline == Discipline::Random
        {
            return false;
        }
        let common = self.lines.head(role as usize, |_| 0);
        let own = if has_bit(&self.own_line, person) { self.lines.head(plan.own_line(person), |_| 0) } else { None };
        let at = match (common, own) {
            (Some(common), Some(own)) => {
                if own.0 < common.0 {
                    own.1
                } else {
                    common.1
                }
            }
            (Some(only), None) | (None, Some(only)) => only.1,
            (None, None) => return false,
        };
        let task = &self.tasks[at as usize];
        let (line, remaining) = (task.line, task.remaining);
        let what = &plan.kinds[task.kind as usize];
        if what.begins != Begins::Settled {
            // What is to do is known when it is begun.
            cold_path();
            return false;
        }
        if what.others > 0 {
            // They would be held for it if its crew is to come from the role.
            self.release(plan, person);
            if what.crew_of == role && self.calm() {
                self.stirred = 0;
            }
            return true;
        }
        let cell = task.cell + what.lead_cell;
        let (position, done) = self.duty_ahead(plan, person, remaining);
        self.events.set_near(person as usize, Self::key_at(plan, done, person as usize));
        if !self.calm() {
            // More is to happen before dispatch, or this part is done as soon as begun.
            return false;
        }
        self.stirred = 0;
        self.roles[role as usize].turn = person + 1;
        self.leave_line_of(at, line, role, plan);
        self.is_begun(plan, at, 1, person, trace);
        self.people[person as usize] = Person { task: at, cell, remaining, position, with: NONE };
        true
    }
}

/// Duty that a part needs at a productive share above zero, rounded up to a whole millisecond.
#[inline]
pub(super) fn duty_for(part: i64, productive: f64) -> i64 {
    let exact = part as f64 / productive;
    let below = exact as i64;
    below.saturating_add(i64::from((below as f64) < exact))
}
