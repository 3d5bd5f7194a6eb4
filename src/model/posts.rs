//! Posts while work goes on: who stands in them changes, and work in hand changes with it.
//!
//! One thing is done to a person, whatever the reason: what was worked up to now is credited, their
//! state is changed, and the end of the part in hand is worked out anew ([`Workspace::retime`]). Absence and
//! return, ramp, tutoring, restricted duty, leaving, joining and weeks of overtime are all that.

use super::plan::Plan;
use super::plan_posts::PostsPlan;
use super::plan_staff::scaled;
use super::state::{NEVER_MS, NONE, Workspace};
use super::time_line::{PRESENT, PostState};
use super::trace::Trace;
use crate::scenario::world::WhenInterrupted;

/// What is so of a post now.
#[derive(Clone, Copy, Debug)]
pub(super) struct PostNow {
    pub state: PostState,
    /// Effort for each millisecond of duty: nothing when away.
    pub pace: f64,
    /// Table of duty in force.
    pub duty: u32,
    /// Can be given work when on duty and free.
    pub ready: bool,
    /// Leaves as soon as what is in hand is done.
    pub leaving: bool,
    /// Hours there were are added up to here.
    pub added_up: i64,
    /// Productive hours of the week so far (ms).
    pub week_hours: i64,
    /// Called out, or not yet back on duty after it: until when, and the usual duty still to be given back since when.
    pub held_back: bool,
    pub back_at: i64,
    pub owed: i64,
    pub owed_since: i64,
}

impl PostNow {
    fn fill(&mut self, state: PostState, productive: f64) {
        if state.who != self.state.who {
            // What is owed to one person is not owed to the next.
            (self.held_back, self.owed) = (false, 0);
        }
        self.state = state;
        let there = self.is_present() && !self.held_back;
        self.ready = there && !self.leaving;
        self.pace = if there { productive * state.factor } else { 0.0 };
    }

    /// In post and not away.
    pub(super) fn is_present(&self) -> bool {
        self.state.who > 0 && self.state.away == PRESENT
    }

    /// In post, and not about to leave.
    pub(super) fn stays(&self) -> bool {
        self.state.who > 0 && !self.leaving
    }
}

impl Workspace {
    /// Draws the time line and puts people into their posts.
    pub(super) fn place_posts(&mut self, plan: &Plan, posts: &PostsPlan) {
        let Some(key) = self.key else { return };
        self.time_line.draw(posts, key);
        self.posts.clear();
        self.came.clear();
        self.given_up.clear();
        for (person, &state) in plan.staffing.people.iter().zip(&self.time_line.first) {
            let mut post = PostNow {
                state,
                pace: 0.0,
                duty: person.duty,
                ready: false,
                leaving: false,
                added_up: self.now,
                week_hours: 0,
                held_back: false,
                back_at: NEVER_MS,
                owed: 0,
                owed_since: self.now,
            };
            post.fill(state, person.productive);
            self.posts.push(post);
        }
        self.stood_by.clear();
        self.stood_by.resize(posts.on_call.len(), self.now);
        (self.entry_next, self.monday_next, self.turn_next, self.limit_next) = (0, 0, 0, 0);
        let room = self.brought_on.draw(posts, key, &self.time_line.first);
        if self.time_line.is_cut_short() || !room {
            self.truncated = Some(super::replicate::Stopped::Events);
        }
    }

    /// When the time line next asks for something.
    pub(super) fn next_post_change(&self, plan: &Plan) -> i64 {
        let Some(posts) = &plan.staffing.posts else { return NEVER_MS };
        let entry = self.time_line.entries.get(self.entry_next).map_or(NEVER_MS, |e| e.time);
        let entry = if posts.brings_on.is_some() { entry.min(self.brought_on.next_time()) } else { entry };
        let next = |list: &[i64], at: usize| list.get(at).copied().unwrap_or(NEVER_MS);
        let limit = posts.limits.get(self.limit_next).map_or(NEVER_MS, |limit| limit.0);
        entry.min(next(&posts.mondays, self.monday_next)).min(next(&posts.turns, self.turn_next)).min(limit)
    }

    /// Whether a person on duty could be given work or be interrupted: in post, not away, not about to leave.
    #[inline(always)]
    pub(super) fn is_there(&self, plan: &Plan, person: u32) -> bool {
        match self.posts.get(person as usize) {
            None => self.duty_on[plan.staffing.people[person as usize].duty as usize],
            Some(post) => post.ready && self.duty_on[post.duty as usize],
        }
    }

    /// Everything the time line asks for at this instant.
    pub(super) fn post_changes<T: Trace>(&mut self, plan: &Plan, posts: &PostsPlan, trace: &mut T) {
        if posts.brings_on.is_some() {
            self.post_changes_with_overload(plan, posts, trace);
        } else {
            self.about_to_leave(plan, trace);
        }
        while let Some(&entry) = self.time_line.entries.get(self.entry_next).filter(|e| e.time <= self.now) {
            self.entry_next += 1;
            self.change_post(plan, entry.post, entry.state, trace);
        }
        while let Some(&(_, most)) = posts.limits.get(self.limit_next).filter(|limit| limit.0 <= self.now) {
            self.limit_next += 1;
            self.change_limit(plan, most);
        }
        self.settle_holders(plan, trace);
        while posts.mondays.get(self.monday_next).is_some_and(|&monday| monday <= self.now) {
            self.monday_next += 1;
            self.decide_overtime(plan, posts);
        }
        self.pass_turns_on(plan, posts);
    }

    /// Those who go at this instant put down what they have before anyone's offenders are given on, so that none of
    /// them is given any.
    fn about_to_leave<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        let mut next = self.entry_next;
        while let Some(&entry) = self.time_line.entries.get(next).filter(|e| e.time <= self.now) {
            next += 1;
            self.leaves_if_another(plan, entry.post, entry.state, trace);
        }
    }

    /// Somebody who is not there in the next state of the post is about to leave it.
    pub(super) fn leaves_if_another<T: Trace>(&mut self, plan: &Plan, person: u32, next: PostState, trace: &mut T) {
        let post = &self.posts[person as usize];
        if post.stays() && next.who != post.state.who {
            self.add_up(plan, person as usize);
            self.leaves(plan, person, trace);
        }
    }

    /// From now on somebody is only there to finish what cannot be set down.
    fn leaves<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        self.posts[person as usize].leaving = true;
        self.posts[person as usize].ready = false;
        self.hand_over(plan, person, trace);
    }

    /// A post changes to a new state.
    pub(super) fn change_post<T: Trace>(&mut self, plan: &Plan, person: u32, new: PostState, trace: &mut T) {
        let p = person as usize;
        self.add_up(plan, p);
        let old = self.posts[p].state;
        if old.who == new.who {
            // Hours up to now are credited at the old pace, whoever the work is handed to.
            if new.covered && !old.covered {
                self.posts[p].ready = false;
                self.hand_over(plan, person, trace);
            }
            self.retime(plan, person, new);
            return;
        }
        if old.who > 0 {
            if new.who == 0 && self.people[p].task != NONE {
                // What cannot be set down is finished first.
                self.retime(plan, person, PostState { away: PRESENT, covered: false, ..old });
                return;
            }
            self.hand_back(plan, person);
        }
        self.posts[p].leaving = false;
        self.retime(plan, person, new);
        if new.who > 0 {
            self.came.push(person);
        }
    }

    /// Someone who was to leave has done what could not be set down.
    pub(super) fn leave_now<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        self.add_up(plan, person as usize);
        self.hand_back(plan, person);
        self.posts[person as usize].leaving = false;
        self.retime(plan, person, PostState::VACANT);
        self.settle_holders(plan, trace);
    }

    /// Credits what was worked, changes a person's state, and works out when the part in hand will be done.
    pub(super) fn retime(&mut self, plan: &Plan, person: u32, state: PostState) {
        let p = person as usize;
        let who = &plan.staffing.people[p];
        let at_work = self.people[p].task != NONE;
        if at_work {
            self.credit(plan, person);
        }
        let will_be = state.who > 0 && state.away == PRESENT;
        if plan.staffing.on_call > 0 && self.posts[p].is_present() != will_be {
            self.credit_standing_by(plan, |own| own.posts.contains(&person));
        }
        self.posts[p].fill(state, who.productive);
        if at_work {
            let (position, done) = self.duty_ahead(plan, person, self.people[p].remaining);
            self.people[p].position = position;
            self.events.set_near(p, Self::key_at(plan, done, p));
        }
        self.reset_free(plan, person);
        self.stir(plan, who.role);
    }

    /// Whether the person is among the free follows from duty, state and task.
    #[inline(always)]
    pub(super) fn reset_free(&mut self, plan: &Plan, person: u32) {
        let role = plan.staffing.people[person as usize].role;
        if self.people[person as usize].task == NONE && self.is_there(plan, person) {
            self.make_free(role, person);
        } else {
            self.make_unfree(role, person);
        }
    }

    /// Work in hand that can be set down, and work in the own line, goes to the role's common line.
    fn hand_over<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        let role = plan.staffing.people[person as usize].role;
        let at = self.people[person as usize].task;
        if at != NONE {
            let kind = &plan.kinds[self.tasks[at as usize].kind as usize];
            if kind.others == 0 && kind.when_interrupted != WhenInterrupted::Never {
                self.tasks[at as usize].line = role;
                self.set_down(plan, person, trace);
            }
        }
        let own = plan.own_line(person);
        while let Some((_, task)) = self.lines.head(own, |_| 0) {
            self.leave_line(plan, task);
            self.tasks[task as usize].line = role;
            self.join_line(plan, task);
        }
    }

    /// Monday: is so much waiting that overtime is worked this week?
    fn decide_overtime(&mut self, plan: &Plan, posts: &PostsPlan) {
        // Whether one works longer changes nothing of what waits, so a role is looked at once.
        let mut seen: Option<(u32, usize, i64)> = None;
        for (p, person) in plan.staffing.people.iter().enumerate() {
            let group = &posts.groups[posts.posts[p].group as usize];
            let (Some(when_waiting), Some(longer)) = (group.overtime, person.longer) else { continue };
            let (_, there, waiting) = match seen.filter(|(role, ..)| *role == person.role) {
                Some(found) => found,
                None => {
                    let people = plan.staffing.roles[person.role as usize].people.clone();
                    let posts = &self.posts[people.start as usize..people.end as usize];
                    let there = posts.iter().filter(|post| post.stays()).count();
                    (person.role, there, self.waiting_effort.get(person.role as usize).copied().unwrap_or(0))
                }
            };
            seen = Some((person.role, there, waiting));
            let works = there > 0 && waiting as f64 > when_waiting * there as f64;
            let duty = if works { longer } else { person.duty };
            if duty == self.posts[p].duty {
                continue;
            }
            self.add_up(plan, p);
            if self.people[p].task != NONE {
                self.credit(plan, p as u32);
            }
            self.posts[p].duty = duty;
            // What was worked stands in the table that was in force; from now on the other one counts.
            let position = self.duty_position(plan, p);
            self.people[p].position = position;
            self.retime(plan, p as u32, self.posts[p].state);
        }
    }

    /// Adds up the hours there were, away and of overtime since the last time.
    pub(super) fn add_up(&mut self, plan: &Plan, p: usize) {
        let person = &plan.staffing.people[p];
        let from = std::mem::replace(&mut self.posts[p].added_up, self.now);
        if from >= self.now {
            return;
        }
        self.posts[p].week_hours += self.week_part(plan, p, from);
        let post = self.posts[p];
        let between = |duty: u32| plan.staffing.duties[duty as usize].total_between(from, self.now);
        let duty = between(post.duty);
        let paid = |ms: i64| scaled(ms, person.full_time_share);
        let capacity = scaled(duty, post.pace);
        let state = post.state;
        let filled = if state.who > 0 { self.now - from } else { 0 };
        let present = post.is_present() && !post.held_back;
        let overtime = if present && post.duty != person.duty { paid(duty - between(person.duty)) } else { 0 };
        let group = plan.staffing.posts.as_ref().map_or(0, |posts| posts.posts[p].group as usize);
        self.ledger.staffed(&plan.layout, (person.role as usize, group), [capacity, filled, overtime]);
        if state.away != PRESENT && state.who > 0 {
            self.ledger.away(&plan.layout, person.role as usize, state.away as usize, paid(duty));
        }
        if post.held_back && post.is_present() && self.called[p].is_nobody() {
            self.ledger.given_back(&plan.layout, group, paid(between(person.duty)));
        }
    }

    /// Productive hours since a moment of this week, in which nothing changed (ms).
    fn week_part(&self, plan: &Plan, p: usize, from: i64) -> i64 {
        let post = &self.posts[p];
        let duty = &plan.staffing.duties[post.duty as usize];
        scaled(duty.total_between(from.max(self.week_from), self.now), post.pace)
    }

    /// Productive hours of everyone in the week that ends now; the next week begins.
    pub(super) fn hours_of_the_week(&mut self, plan: &Plan, p: usize) -> i64 {
        let hours = self.posts[p].week_hours + self.week_part(plan, p, self.posts[p].added_up);
        self.posts[p].week_hours = 0;
        hours
    }

    pub(super) fn add_up_all(&mut self, plan: &Plan) {
        for p in 0..self.posts.len() {
            self.add_up(plan, p);
        }
        self.credit_standing_by(plan, |_| true);
    }
}
