//! Who stands by while nobody of a role has duty, and comes out for the work that is named.
//!
//! A call-out is nobody's part of a shift: what somebody has in hand stays where it is, and what they are called out
//! for goes on, hour by hour, until it is done, whether duty begins meanwhile or not. Until then, and for as long as
//! rest and hours given back last, they are not on duty.

use super::plan::Plan;
use super::plan_posts::{OnCallPlan, PostsPlan};
use super::plan_work::Begins;
use super::state::{NEVER_MS, NONE, Task, Workspace};
use super::trace::{Step, Trace};
use super::work::{crew_parts, needed};
use crate::queue::Urgency;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One person's call-out.
#[derive(Clone, Copy, Debug)]
pub(super) struct CalledOut {
    task: u32,
    cell: u32,
    /// Who stood in the post then.
    who: u32,
    began: i64,
    remaining: i64,
    credited: i64,
}

impl CalledOut {
    pub(super) const NOBODY: Self = Self { task: NONE, cell: 0, who: 0, began: 0, remaining: 0, credited: 0 };

    pub(super) fn is_nobody(&self) -> bool {
        self.task == NONE
    }
}

/// Work of one kind for which somebody may be called out, the most urgent first; entries that no longer wait are dropped
/// when they are met.
pub(super) type Callable = BinaryHeap<Reverse<Entry>>;

/// Urgency of a task in its line, and its place.
type Entry = (Urgency, u32);

/// Whether a task that joined a line still waits.
fn waits(tasks: &[Task], &Reverse((urgency, at)): &Reverse<Entry>) -> bool {
    let task = &tasks[at as usize];
    task.open && task.order == urgency.order && task.members == 0
}

impl Workspace {
    /// Work joins a line for which somebody may be called out. Who takes it first does not tell: entries that no longer
    /// wait are dropped when they outnumber the rest.
    #[cold]
    pub(super) fn may_be_called(&mut self, plan: &Plan, at: u32) {
        let (tasks, task) = (&self.tasks, &self.tasks[at as usize]);
        let callable = &mut self.callable[task.kind as usize];
        callable.push(Reverse((Self::urgency(&plan.kinds[task.kind as usize], task), at)));
        self.may_call = true;
        if callable.len() > 2 * self.open as usize + 64 {
            let mut entries = std::mem::take(callable).into_vec();
            entries.retain(|entry| waits(tasks, entry));
            entries.sort_unstable();
            entries.dedup();
            *callable = entries.into();
        }
    }

    /// Whether anybody in post of a role has duty, away or not.
    fn has_duty(&self, plan: &Plan, role: u32) -> bool {
        let people = plan.staffing.roles[role as usize].people.clone();
        let posts = &self.posts[people.start as usize..people.end as usize];
        posts.iter().any(|post| post.state.who > 0 && self.duty_on[post.duty as usize])
    }

    /// Of these roles, those on call begin what waits for them and those on duty could not begin.
    #[cold]
    #[inline(never)]
    pub(super) fn call_out<T: Trace>(&mut self, plan: &Plan, roles: u64, trace: &mut T) {
        // Urgent work is rare, and most of it is begun by those on duty.
        if !self.may_call {
            return;
        }
        let Some(posts) = &plan.staffing.posts else { return };
        let mut left = roles & self.waiting_roles;
        while left != 0 {
            let role = left.trailing_zeros();
            left &= left - 1;
            if self.has_duty(plan, role) {
                continue;
            }
            while let Some((task, lead)) = self.next_call(plan, posts, role) {
                self.send_out(plan, task, lead, trace);
            }
            self.may_call = self.callable.iter().any(|callable| !callable.is_empty());
        }
    }

    /// The most urgent task of a role for which enough of those on call are free, with its lead; the crew is found too.
    ///
    /// Of a kind whose crew is always the same the head tells for all; only where a crew may be needed or not are those
    /// behind it asked too. So a night's stack of work is not gone through for every one who comes home.
    fn next_call(&mut self, plan: &Plan, posts: &PostsPlan, role: u32) -> Option<(u32, u32)> {
        let mut asked = std::mem::take(&mut self.callable);
        let mut put_by = std::mem::take(&mut self.put_by);
        let mut in_vain: u128 = 0;
        let of_role = |kind: usize| posts.on_call.iter().any(|own| own.role == role && own.kinds[kind]);
        let found = loop {
            let mut best: Option<(Entry, usize)> = None;
            for (kind, callable) in asked.iter_mut().enumerate() {
                while callable.peek().is_some_and(|entry| !waits(&self.tasks, entry)) {
                    callable.pop();
                }
                let Some(&Reverse(head)) = callable.peek() else { continue };
                let passed = kind < 128 && in_vain >> kind & 1 == 1;
                if !passed && best.is_none_or(|(first, _)| head < first) && of_role(kind) {
                    best = Some((head, kind));
                }
            }
            let Some(((_, at), kind)) = best else { break None };
            if let Some(lead) = self.on_call_for(plan, posts, role, at) {
                break Some((at, lead));
            }
            let same = plan.crews[plan.kinds[kind].crew.range()].iter().all(|crew| crew.chance >= 1.0);
            if same && kind < 128 {
                in_vain |= 1 << kind;
            } else {
                put_by.extend(asked[kind].pop().map(|entry| (entry, kind)));
            }
        };
        for (entry, kind) in put_by.drain(..) {
            asked[kind].push(entry);
        }
        (self.callable, self.put_by) = (asked, put_by);
        found
    }

    /// Who leads a task of those on call: the first who is free. Who comes with them is found too.
    fn on_call_for(&mut self, plan: &Plan, posts: &PostsPlan, role: u32, at: u32) -> Option<u32> {
        let Task { kind, stream, .. } = self.tasks[at as usize];
        let crews = &plan.crews[plan.kinds[kind as usize].crew.range()];
        let others: u32 = crews.iter().filter(|crew| needed(crew, stream)).map(|crew| crew.people).sum();
        self.crew.clear();
        let mut lead = None;
        for on_call in posts.on_call.iter().filter(|own| own.role == role && own.kinds[kind as usize]) {
            let mut standing = 0;
            for place in 0..on_call.posts.len() as u32 {
                let person = on_call.in_turn(self.turn_next, place);
                let post = &self.posts[person as usize];
                if standing == on_call.people {
                    break;
                }
                if !post.stays() || !post.is_present() {
                    continue;
                }
                standing += 1;
                if !self.called[person as usize].is_nobody() {
                    continue;
                }
                if lead.is_none() {
                    lead = Some(person);
                } else if self.crew.len() < others as usize {
                    self.crew.push(person);
                }
            }
        }
        lead.filter(|_| self.crew.len() == others as usize)
    }

    /// Begins a task, or takes it up again, with those of them on call who were found.
    fn send_out<T: Trace>(&mut self, plan: &Plan, at: u32, lead: u32, trace: &mut T) {
        self.leave_line(plan, at);
        let what = &plan.kinds[self.tasks[at as usize].kind as usize];
        let way = if what.begins == Begins::Settled { 0 } else { self.settle_effort(plan, what, at, lead) };
        self.is_begun(plan, at, 1 + self.crew.len() as u32, lead, trace);
        let task = self.tasks[at as usize];
        self.goes_out(plan, lead, (at, task.cell + what.lead_cell), task.remaining);
        for (next, part) in crew_parts(plan, what, task.stream, task.level, task.effort).enumerate() {
            let person = self.crew[next];
            let cell = plan.cell_of(task.cell, task.kind, plan.staffing.people[person as usize].role);
            self.goes_out(plan, person, (at, cell), part + way);
        }
        self.crew.clear();
    }

    fn goes_out(&mut self, plan: &Plan, person: u32, (task, cell): (u32, u32), part: i64) {
        let p = person as usize;
        self.add_up(plan, p);
        let now = self.now;
        let usual = &plan.staffing.duties[plan.staffing.people[p].duty as usize];
        let post = &mut self.posts[p];
        post.owed = (post.owed - usual.total_between(post.owed_since, now)).max(0);
        (post.held_back, post.back_at) = (true, NEVER_MS);
        let state = post.state;
        self.called[p] = CalledOut { task, cell, who: state.who, began: now, remaining: part, credited: now };
        self.retime(plan, person, state);
        self.set_call_out_slot(plan, p, now.saturating_add(part));
    }

    fn set_call_out_slot(&mut self, plan: &Plan, p: usize, time: i64) {
        let slot = self.slots.called + p;
        let key = if time == NEVER_MS { crate::engine::NEVER } else { Self::key_at(plan, time, slot) };
        self.events.set(slot, key);
    }

    /// A call-out ends, or the rest after it.
    pub(super) fn call_out_event<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        let p = person as usize;
        self.set_call_out_slot(plan, p, NEVER_MS);
        if !self.called[p].is_nobody() {
            self.comes_home(plan, person, trace);
        } else if self.posts[p].held_back && self.posts[p].back_at <= self.now {
            self.add_up(plan, p);
            self.posts[p].held_back = false;
            self.retime(plan, person, self.posts[p].state);
        }
    }

    /// Somebody has done their part of what they were called out for.
    fn comes_home<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        let p = person as usize;
        self.credit_call_out(plan, p);
        self.add_up(plan, p);
        let one = std::mem::replace(&mut self.called[p], CalledOut::NOBODY);
        if let Some(on_call) = on_call_of(plan, person) {
            let lasted = self.now - one.began;
            let counted = lasted.max(on_call.at_least);
            self.ledger.ended_call_out(&plan.layout, on_call.group as usize, counted - lasted);
            if self.posts[p].state.who == one.who {
                self.give_back(plan, on_call, p, counted);
            }
        }
        let task = &mut self.tasks[one.task as usize];
        task.members -= 1;
        if task.members == 0 {
            self.complete(plan, one.task, Some(person), trace);
        } else if T::ON {
            trace.record(self.record(Step::Released, &self.tasks[one.task as usize], Some(person)));
        }
        self.stir(plan, plan.staffing.people[p].role);
        if !self.arising.is_empty() {
            self.let_arise(plan, trace);
        }
    }

    /// Rest, and hours off the next duty; whoever has both has the later of the two.
    fn give_back(&mut self, plan: &Plan, on_call: &OnCallPlan, p: usize, counted: i64) {
        let who = &plan.staffing.people[p];
        let usual = &plan.staffing.duties[who.duty as usize];
        let hours = libm::round((counted as f64 * on_call.given_back / who.full_time_share).min(1e17)) as i64;
        let post = &mut self.posts[p];
        (post.owed, post.owed_since) = (post.owed.saturating_add(hours), self.now);
        let position = usual.worked_until(self.now).saturating_add(post.owed);
        let after = if post.owed > 0 { usual.reach(position, 0) } else { self.now };
        post.back_at = after.max(self.now.saturating_add(on_call.rest));
        post.held_back = post.back_at > self.now;
        let (state, back_at) = (post.state, if post.held_back { post.back_at } else { NEVER_MS });
        self.set_call_out_slot(plan, p, back_at);
        self.retime(plan, p as u32, state);
    }

    /// Puts down the hours of one person called out since the last time.
    fn credit_call_out(&mut self, plan: &Plan, p: usize) {
        let one = &mut self.called[p];
        if one.is_nobody() {
            return;
        }
        let worked = (self.now - one.credited).clamp(0, one.remaining);
        (one.remaining, one.credited) = (one.remaining - worked, self.now);
        let cell = one.cell as usize;
        self.ledger.worked(cell, worked);
        self.posts[p].week_hours += worked.min((self.now - self.week_from).max(0));
        if let Some(on_call) = on_call_of(plan, p as u32) {
            self.ledger.called_out(&plan.layout, (on_call.role as usize, on_call.group as usize), worked);
        }
    }

    pub(super) fn credit_called_out(&mut self, plan: &Plan) {
        for p in 0..self.called.len() {
            self.credit_call_out(plan, p);
        }
    }

    /// Writes down who stood by up to now, of the groups that `concerns` picks: the rule's number, or as many as were there.
    pub(super) fn credit_standing_by(&mut self, plan: &Plan, concerns: impl Fn(&OnCallPlan) -> bool) {
        let Some(posts) = &plan.staffing.posts else { return };
        for (own, since) in posts.on_call.iter().zip(&mut self.stood_by).filter(|(own, _)| concerns(own)) {
            let time = self.now - std::mem::replace(since, self.now);
            let there = &self.posts[own.posts.start as usize..own.posts.end as usize];
            let there = there.iter().filter(|post| post.is_present()).count() as i64;
            self.ledger.stood_by(&plan.layout, own.group as usize, time * there.min(i64::from(own.people)));
        }
    }

    /// Monday: others may stand by from now on.
    pub(super) fn pass_turns_on(&mut self, plan: &Plan, posts: &PostsPlan) {
        while posts.turns.get(self.turn_next).is_some_and(|&monday| monday <= self.now) {
            self.turn_next += 1;
            for on_call in &posts.on_call {
                self.stir(plan, on_call.role);
            }
        }
    }
}

impl OnCallPlan {
    /// The posts in the order in which they stand by, in the week of this number.
    fn in_turn(&self, week: usize, place: u32) -> u32 {
        let posts = self.posts.len() as u64;
        let first = week as u64 * u64::from(self.people);
        self.posts.start + ((first + u64::from(place)) % posts.max(1)) as u32
    }
}

/// What is said of being on call of somebody's group.
fn on_call_of(plan: &Plan, person: u32) -> Option<&OnCallPlan> {
    plan.staffing.posts.as_ref()?.on_call.iter().find(|own| own.posts.contains(&person))
}
