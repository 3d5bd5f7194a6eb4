//! Who does what next: matching free people with waiting work.
//!
//! Work waits in the line of a role (anyone of it may take it) or in a person's own line (work for the
//! offenders they hold). A free person takes the most urgent task they may lead. When it needs a crew
//! and not enough people are free, those who are free are held for it: nothing less urgent overtakes
//! it, so that a visit by two officers is not put off for ever by work for one. An interruption lets
//! them go, and all are matched anew: what was set down may be more urgent than what they were held
//! for. Everyone on duty and
//! without a task is matched, most urgent task first, whenever anything has changed.

use super::plan::Plan;
use super::plan_work::{KindPlan, LEVELS, Lead};
use super::state::{NONE, Workspace, clear_bit, has_bit, next_bit, set_bit};
use super::trace::{Step, Trace};
use super::work::needed;
use crate::queue::Urgency;
use crate::random::Purpose;
use crate::scenario::world::{Discipline, WhenInterrupted};
use std::hint::cold_path;
use std::ops::Range;

/// The most urgent task that somebody free may lead.
#[derive(Clone, Copy)]
struct Candidate {
    urgency: Urgency,
    task: u32,
    role: u32,
    /// The holder, or [`NONE`] for anyone of the role.
    person: u32,
}

impl Workspace {
    /// Begins all that can be begun.
    #[inline(always)]
    pub(super) fn dispatch<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        let calls = self.stirred & plan.staffing.on_call;
        self.match_those_on_duty(plan, trace);
        if calls != 0 {
            cold_path();
            self.call_out(plan, calls, trace);
            self.stirred = 0;
        }
    }

    #[inline(always)]
    fn match_those_on_duty<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        let stirred = std::mem::take(&mut self.stirred) & self.waiting_roles;
        if stirred & (self.free_roles | plan.staffing.may_interrupt) == 0 {
            return;
        }
        if self.serve_simple_line(plan, stirred, trace)
            || stirred & self.waiting_roles & (self.free_roles | plan.staffing.may_interrupt) == 0
        {
            self.stirred = 0;
            return;
        }
        loop {
            while stirred & self.free_roles & self.waiting_roles != 0 {
                let Some(candidate) = self.most_urgent(plan, stirred) else { break };
                if !self.try_to_begin(plan, candidate, trace) {
                    self.hold_for(plan, candidate);
                }
            }
            let interrupted = self.interrupt_once(plan, stirred & plan.staffing.may_interrupt, trace);
            // Work that was set down may be more urgent than what people are held for: all are matched anew.
            while let Some(person) = self.reserved.pop() {
                self.make_free(plan.staffing.people[person as usize].role, person);
            }
            if !interrupted {
                break;
            }
        }
        // What was set down or begun on the way has been considered; only new events stir again.
        self.stirred = 0;
    }

    /// The usual case, done without comparing candidates: one role has been stirred, all its work
    /// waits in its common line, and the most urgent needs nobody of another role.
    ///
    /// True when nothing is left to begin, although some may be free and work may wait.
    #[inline(always)]
    fn serve_simple_line<T: Trace>(&mut self, plan: &Plan, stirred: u64, trace: &mut T) -> bool {
        if !stirred.is_power_of_two() {
            return false;
        }
        let role = stirred.trailing_zeros();
        let staffing = &plan.staffing.roles[role as usize];
        if staffing.discipline == Discipline::Random {
            return false;
        }
        loop {
            let state = self.roles[role as usize];
            if state.free == 0 || state.waiting == 0 || state.waiting != self.lines.len(role as usize) {
                break;
            }
            let Some((_, task)) = self.lines.head(role as usize, |_| 0) else { break };
            let what = &plan.kinds[self.tasks[task as usize].kind as usize];
            if what.others > 0 {
                if what.crew_of != role {
                    break;
                }
                if state.free <= what.others {
                    // All who are free would be held for it, and nothing else could begin.
                    return plan.staffing.may_interrupt >> role & 1 == 0;
                }
                let candidate = Candidate { urgency: Urgency::default(), task, role, person: NONE };
                if !self.try_to_begin(plan, candidate, trace) {
                    break;
                }
                continue;
            }
            let Some(lead) = self.next_for(plan, what, task, &staffing.people, state.turn) else { break };
            self.roles[role as usize].turn = lead + 1;
            self.leave_line_of(task, role, role, plan);
            self.begin_now(plan, task, lead, trace);
        }
        false
    }

    #[inline(always)]
    fn most_urgent(&mut self, plan: &Plan, stirred: u64) -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        let mut left = stirred & self.free_roles & self.waiting_roles;
        while left != 0 {
            let role = left.trailing_zeros();
            left &= left - 1;
            if !self.lines.is_empty(role as usize)
                && let Some((urgency, task)) = self.head_of_role(plan, role)
            {
                consider(&mut best, Candidate { urgency, task, role, person: NONE });
            }
            if self.roles[role as usize].waiting == self.lines.len(role as usize) {
                continue;
            }
            let people = plan.staffing.roles[role as usize].people.clone();
            let mut from = people.start;
            while let Some(person) = next_bit(|w| self.free[w] & self.own_line[w], from, people.end) {
                let line = plan.own_line(person);
                if let Some((urgency, task)) = self.lines.head(line, |_| 0) {
                    consider(&mut best, Candidate { urgency, task, role, person });
                }
                from = person + 1;
            }
        }
        best
    }

    /// Head of a role's line; a random line draws each choice from the role's own address.
    #[inline(always)]
    fn head_of_role(&mut self, plan: &Plan, role: u32) -> Option<(Urgency, u32)> {
        let (choices, key) = (&mut self.roles[role as usize].choices, self.key);
        let name = plan.staffing.roles[role as usize].name;
        self.lines.head(role as usize, |n| {
            *choices += 1;
            let draw = key.map_or(0, |k| k.stream(Purpose::Discipline, name, *choices).at(0));
            ((u128::from(draw) * u128::from(n)) >> 64) as u32
        })
    }

    /// First free person of a range, taking turns from `after`.
    #[inline(always)]
    pub(super) fn free_in(&self, people: &Range<u32>, after: u32) -> Option<u32> {
        let from = after.max(people.start);
        let word = people.start as usize / 64;
        if people.end as usize > (word + 1) * 64 || people.is_empty() {
            cold_path();
            return next_bit(|w| self.free[w], from, people.end)
                .or_else(|| next_bit(|w| self.free[w], people.start, people.end));
        }
        // The usual case of a role in one word: whether the turn goes round cannot be foreseen.
        let of_role = (u64::MAX << (people.start % 64)) & (u64::MAX >> (63 - (people.end - 1) % 64));
        let free = self.free[word] & of_role;
        let ahead = if from >= people.end { 0 } else { free & (u64::MAX << (from % 64)) };
        let bits = std::hint::select_unpredictable(ahead == 0, free, ahead);
        (bits != 0).then(|| word as u32 * 64 + bits.trailing_zeros())
    }

    #[inline(always)]
    fn try_to_begin<T: Trace>(&mut self, plan: &Plan, candidate: Candidate, trace: &mut T) -> bool {
        let role = &plan.staffing.roles[candidate.role as usize];
        let lead = if candidate.person == NONE {
            let what = &plan.kinds[self.tasks[candidate.task as usize].kind as usize];
            let turn = self.roles[candidate.role as usize].turn;
            let Some(person) = self.next_for(plan, what, candidate.task, &role.people, turn) else {
                return false;
            };
            person
        } else {
            candidate.person
        };
        self.make_unfree(candidate.role, lead);
        if !self.find_crew(plan, candidate.task) {
            self.make_free(candidate.role, lead);
            return false;
        }
        self.roles[candidate.role as usize].turn = lead + 1;
        self.begin_task(plan, candidate.task, lead, trace);
        true
    }

    /// Finds the crew of a task among the free and takes them; nobody is taken and no turn is moved
    /// unless it is complete.
    #[inline(always)]
    fn find_crew(&mut self, plan: &Plan, task: u32) -> bool {
        let kind = &plan.kinds[self.tasks[task as usize].kind as usize];
        let stream = self.tasks[task as usize].stream;
        self.crew.clear();
        for crew in plan.crews[kind.crew.range()].iter().filter(|crew| needed(crew, stream)) {
            let mut missing = crew.people;
            for &other in &crew.roles {
                let people = &plan.staffing.roles[other as usize].people;
                // Turns move only when the crew is complete; within it they follow from who was taken.
                let mut turn = self.turn_after(plan, other);
                while missing > 0 {
                    let Some(person) = self.next_for(plan, kind, task, people, turn) else { break };
                    self.make_unfree(other, person);
                    self.crew.push(person);
                    turn = person + 1;
                    missing -= 1;
                }
            }
            if missing > 0 {
                while let Some(person) = self.crew.pop() {
                    self.make_free(plan.staffing.people[person as usize].role, person);
                }
                return false;
            }
        }
        for i in 0..self.crew.len() {
            let person = self.crew[i];
            self.roles[plan.staffing.people[person as usize].role as usize].turn = person + 1;
        }
        true
    }

    /// Whose turn it is in a role, after those already taken for the crew being found.
    fn turn_after(&self, plan: &Plan, role: u32) -> u32 {
        let taken = self.crew.iter().rev().find(|&&p| plan.staffing.people[p as usize].role == role);
        taken.map_or(self.roles[role as usize].turn, |&p| p + 1)
    }

    /// Keeps the people who are free for a task that cannot be crewed yet from less urgent work.
    fn hold_for(&mut self, plan: &Plan, candidate: Candidate) {
        let kind = &plan.kinds[self.tasks[candidate.task as usize].kind as usize];
        if candidate.person == NONE {
            let people = plan.staffing.roles[candidate.role as usize].people.clone();
            let turn = self.roles[candidate.role as usize].turn;
            if let Some(person) = self.next_for(plan, kind, candidate.task, &people, turn) {
                self.reserve(candidate.role, person);
            }
        } else {
            self.reserve(candidate.role, candidate.person);
        }
        let stream = self.tasks[candidate.task as usize].stream;
        for crew in plan.crews[kind.crew.range()].iter().filter(|crew| needed(crew, stream)) {
            let mut wanted = crew.people;
            for &other in &crew.roles {
                while wanted > 0 {
                    let people = &plan.staffing.roles[other as usize].people;
                    let Some(person) = self.next_for(plan, kind, candidate.task, people, 0) else { break };
                    self.reserve(other, person);
                    wanted -= 1;
                }
            }
        }
    }

    fn reserve(&mut self, role: u32, person: u32) {
        self.make_unfree(role, person);
        self.reserved.push(person);
    }

    /// Sets one person's work down for more urgent work that nobody is free to take, and begins that.
    fn interrupt_once<T: Trace>(&mut self, plan: &Plan, stirred: u64, trace: &mut T) -> bool {
        let mut left = stirred;
        while left != 0 {
            let role = left.trailing_zeros();
            left &= left - 1;
            let people = plan.staffing.roles[role as usize].people.clone();
            if self.free_in(&people, 0).is_none()
                && let Some((_, task)) = self.head_of_role(plan, role)
                && self.interrupt_for(plan, task, people.clone(), trace)
            {
                return true;
            }
            for person in people {
                if has_bit(&self.own_line, person)
                    && self.people[person as usize].task != NONE
                    && let Some((_, task)) = self.lines.head(plan.own_line(person), |_| 0)
                    && self.interrupt_for(plan, task, person..person + 1, trace)
                {
                    return true;
                }
            }
        }
        false
    }

    /// Sets down the least urgent work of these people for a task that may interrupt it, if its crew
    /// is complete, and begins the task.
    fn interrupt_for<T: Trace>(&mut self, plan: &Plan, task: u32, people: Range<u32>, trace: &mut T) -> bool {
        let Some(lead) = self.least_urgent_at_work(plan, task, people) else { return false };
        if !self.find_crew(plan, task) {
            return false;
        }
        // Setting down begins nothing, so the crew just found stays as it is.
        let role = plan.staffing.people[lead as usize].role;
        self.set_down(plan, lead, trace);
        self.make_unfree(role, lead);
        self.roles[role as usize].turn = lead + 1;
        self.begin_task(plan, task, lead, trace);
        true
    }

    /// Who of these is doing work that `task` may interrupt; the least urgent, most recent work first.
    fn least_urgent_at_work(&self, plan: &Plan, task: u32, people: Range<u32>) -> Option<u32> {
        let urgent = &plan.kinds[self.tasks[task as usize].kind as usize];
        if !urgent.interrupts {
            return None;
        }
        let at_work = people.filter(|&p| {
            let at_hand = self.people[p as usize].task;
            at_hand != NONE && self.is_there(plan, p) && {
                let kind = &plan.kinds[self.tasks[at_hand as usize].kind as usize];
                self.priority_of(plan, at_hand) > self.priority_of(plan, task)
                    && kind.when_interrupted != WhenInterrupted::Never
                    && self.tasks[at_hand as usize].members == 1
            }
        });
        at_work.max_by_key(|&p| {
            let task = &self.tasks[self.people[p as usize].task as usize];
            (plan.kinds[task.kind as usize].priority[task.level as usize & (LEVELS - 1)], task.order)
        })
    }

    fn priority_of(&self, plan: &Plan, task: u32) -> u8 {
        let task = &self.tasks[task as usize];
        plan.kinds[task.kind as usize].priority[task.level as usize & (LEVELS - 1)]
    }

    pub(super) fn set_down<T: Trace>(&mut self, plan: &Plan, person: u32, trace: &mut T) {
        self.credit(plan, person);
        let at = self.people[person as usize].task;
        let left = self.people[person as usize].remaining;
        self.free_person(plan, person);
        let task = &mut self.tasks[at as usize];
        task.members = 0;
        if plan.kinds[task.kind as usize].when_interrupted == WhenInterrupted::Restart {
            // Who has not got there yet has the rest of the way before them, and nothing is lost.
            self.ledger.lost(task.kind as usize, (task.effort - left).max(0));
            task.remaining = task.effort.max(left);
        } else {
            task.remaining = left;
        }
        let task = *task;
        self.events.set(person as usize, crate::engine::NEVER);
        if T::ON {
            trace.record(self.record(Step::SetDown, &task, Some(person)));
        }
        self.join_line(plan, at);
    }

    /// Puts a task that was set down back into its line.
    pub(super) fn join_line(&mut self, plan: &Plan, at: u32) {
        let what = &plan.kinds[self.tasks[at as usize].kind as usize];
        if let Lead::Role(role) | Lead::Holder(role) = what.lead {
            self.join_line_of(plan, at, what, role);
        }
    }

    /// Puts a task of a kind into its line, of a role or of somebody of it.
    #[inline(always)]
    pub(super) fn join_line_of(&mut self, plan: &Plan, at: u32, what: &KindPlan, role: u32) {
        let task = &self.tasks[at as usize];
        let line = task.line;
        let roles = plan.staffing.roles.len();
        let urgency = Self::urgency(what, task);
        if let Some(waiting) = self.waiting_effort.get_mut(role as usize) {
            cold_path();
            *waiting += task.remaining;
        }
        if what.called_out {
            cold_path();
            self.may_be_called(plan, at);
        }
        self.lines.push(line as usize, at, urgency);
        let waiting = &mut self.roles[role as usize].waiting;
        *waiting = waiting.wrapping_add(1);
        self.waiting_roles |= 1 << role;
        if line as usize >= roles {
            set_bit(&mut self.own_line, line.wrapping_sub(roles as u32));
        }
        self.stir(plan, role);
    }

    /// Takes a task out of its line.
    #[inline(always)]
    pub(super) fn leave_line(&mut self, plan: &Plan, at: u32) {
        let line = self.tasks[at as usize].line;
        let roles = plan.staffing.roles.len() as u32;
        let role = if line < roles { line } else { plan.staffing.people[(line - roles) as usize].role };
        self.leave_line_of(at, line, role, plan);
    }

    #[inline(always)]
    pub(super) fn leave_line_of(&mut self, at: u32, line: u32, role: u32, plan: &Plan) {
        self.lines.remove(line as usize, at);
        if let Some(waiting) = self.waiting_effort.get_mut(role as usize) {
            cold_path();
            *waiting -= self.tasks[at as usize].remaining;
        }
        let waiting = &mut self.roles[role as usize].waiting;
        *waiting = waiting.wrapping_sub(1);
        if *waiting == 0 {
            self.waiting_roles &= !(1 << role);
        }
        let roles = plan.staffing.roles.len() as u32;
        if line >= roles && self.lines.is_empty(line as usize) {
            clear_bit(&mut self.own_line, line.wrapping_sub(roles));
        }
    }
}

#[inline(always)]
fn consider(best: &mut Option<Candidate>, candidate: Candidate) {
    if best.is_none_or(|b| candidate.urgency < b.urgency) {
        *best = Some(candidate);
    }
}
