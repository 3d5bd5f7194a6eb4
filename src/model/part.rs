//! One person's part of a task: it is begun, it is done, and the next is taken up.

use super::plan::{Begins, Plan};
use super::state::{NEVER_MS, NONE, Person, Workspace, has_bit};
use super::trace::{Step, Trace};
use crate::scenario::world::Discipline;

impl Workspace {
    /// Gives a person who has no task their part of one.
    #[inline]
    pub(super) fn put_to_work(&mut self, plan: &Plan, person: u32, at: u32, cell: u32, part: i64) {
        let (position, done) = self.duty_ahead(plan, person, part);
        self.occupy(plan, person, Person { task: at, cell, remaining: part, position });
        self.events.set_near(person as usize, Self::key_at(plan, done, person as usize));
    }

    /// A person who is free is no longer.
    #[inline]
    fn occupy(&mut self, plan: &Plan, person: u32, at_work: Person) {
        self.make_unfree(plan.staffing.people[person as usize].role, person);
        self.people[person as usize] = at_work;
    }

    /// Where a person's duty stands, and when a part begun now would be done.
    #[inline]
    fn duty_ahead(&mut self, plan: &Plan, person: u32, part: i64) -> (i64, i64) {
        if !self.posts.is_empty() {
            return self.duty_ahead_in_post(plan, person, part);
        }
        let who = &plan.staffing.people[person as usize];
        let position = if who.always { self.now } else { self.duty_position(plan, person as usize) };
        let done = if part == 0 {
            self.now
        } else if who.productive > 0.0 {
            let reached = position.saturating_add(duty_for(part, who.productive, who.duty_per_effort));
            if who.always {
                reached
            } else {
                let duty = who.duty as usize;
                plan.staffing.duties[duty].reach(reached, self.duty_cursor[duty])
            }
        } else {
            NEVER_MS
        };
        (position, done)
    }

    /// Takes a person off their task.
    #[inline]
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
        let Person { task: at, cell, remaining, .. } = self.people[person as usize];
        self.ledger.worked(cell as usize, remaining);
        self.vacant = person;
        self.free_person(plan, person);
        let task = &mut self.tasks[at as usize];
        task.members -= 1;
        if task.members == 0 {
            self.finish(plan, at, Some(person), trace);
        } else if T::ON {
            trace.record(self.record(Step::Released, &self.tasks[at as usize], Some(person)));
        }
        if self.vacant != NONE && !self.take_up_next(plan, person, trace) {
            self.settle_vacant();
        }
        if self.posts.get(person as usize).is_some_and(|post| post.leaving) {
            self.leave_now(plan, person, trace);
        }
    }

    /// Gives the event list to know that somebody has done their part; until then their event stands.
    #[inline]
    pub(super) fn settle_vacant(&mut self) {
        if self.vacant != NONE {
            self.events.set_near(self.vacant as usize, crate::engine::NEVER);
            self.vacant = NONE;
        }
    }

    /// The usual end of a part where work waits: the one who has just become free is the only one of the role, and the
    /// next dispatch would give them the head of its line or of their own. Then the end of one part and of the next
    /// change the event list once and not twice. False where it is otherwise: then the event list is still to know.
    #[inline]
    fn take_up_next<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) -> bool {
        let who = &plan.staffing.people[person as usize];
        let role = who.role;
        let state = self.roles[role as usize];
        if self.stirred != who.affects
            || state.free != 1
            || self.waiting_roles & who.affects != 1 << role
            || plan.staffing.may_interrupt & who.affects != 0
            || !has_bit(&self.free, person)
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
        let (kind, line, remaining, arose, first) =
            (task.kind as usize, task.line, task.remaining, task.arose, task.started == NEVER_MS);
        let what = &plan.kinds[kind];
        if what.begins != Begins::Settled {
            // What is to do is known when it is begun.
            return false;
        }
        if what.others > 0 {
            // They would be held for it if its crew is to come from the role.
            self.settle_vacant();
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
        self.vacant = NONE;
        self.stirred = 0;
        self.roles[role as usize].turn = person + 1;
        self.leave_line_of(at, line, role, plan);
        let task = &mut self.tasks[at as usize];
        task.members = 1;
        if first {
            task.started = self.now;
            self.ledger.started(plan, kind, arose, self.now);
        }
        if T::ON {
            let step = if first { Step::Started } else { Step::Resumed };
            trace.record(self.record(step, &self.tasks[at as usize], Some(person)));
        }
        self.occupy(plan, person, Person { task: at, cell, remaining, position });
        true
    }
}

/// Duty that a part needs at a productive share, rounded up to a whole millisecond; `inverse` is one over the share.
#[inline]
pub(super) fn duty_for(part: i64, productive: f64, inverse: f64) -> i64 {
    // A product is within four parts in 2^53 of the quotient, and there sooner: it settles everything
    // but what lies close to a whole number.
    let near = part as f64 * inverse;
    let below = near as i64;
    let fraction = near - below as f64;
    if near < 1e12 && fraction > 1e-3 && fraction < 0.999 {
        return below.wrapping_add(1);
    }
    let exact = part as f64 / productive;
    let below = exact as i64;
    below + i64::from((below as f64) < exact)
}
