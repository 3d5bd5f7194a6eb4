//! Who stands by, and comes out.
//!
//! In the n-th week of the run (Monday to Monday; the first may be short) the posts of a group stand by in the order
//! that begins with number n x people, counted round; whoever is not in post, leaves or is away is passed over. They
//! are asked when nobody in post of the role has duty, after those on duty of all roles have been matched: for the most
//! urgent work first, and work for which not enough of them are free is passed over. A call-out takes its effort hour by
//! hour. Until it is done, and after it until rest and hours given back are over, the person is not on duty.

use super::Plain;
use caseload::model::{Flow, OnCall, Step};
use caseload::scenario::Staff;
use caseload::units::WEEK;

/// One person's part of a call-out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub task: usize,
    pub began: i64,
    pub part: i64,
    /// Who stood in the post.
    who: usize,
    /// Written up to here.
    written: i64,
}

impl Call {
    pub(super) fn remaining(&self) -> i64 {
        self.began + self.part - self.written
    }
}

impl<'a> Plain<'a> {
    pub(super) fn call_out(&mut self) {
        for role in 0..self.roles.len() {
            let has_duty =
                |&p: &usize| self.people[p].state.who > 0 && self.people[p].on[usize::from(self.people[p].longer)];
            if self.roles[role].iter().any(has_duty) {
                continue;
            }
            loop {
                let own = |&t: &usize| self.tasks[t].waiting && self.role_of(self.tasks[t].kind) == Some(role);
                let mut waiting: Vec<usize> = (0..self.tasks.len()).filter(own).collect();
                waiting.sort_by_key(|&t| self.urgency(t));
                let Some((task, together)) = waiting.iter().find_map(|&t| Some((t, self.enough_for(t, role)?))) else {
                    break;
                };
                self.send_out(task, &together);
            }
        }
    }

    /// Those on call who begin a task, the lead first.
    fn enough_for(&self, task: usize, role: usize) -> Option<Vec<usize>> {
        let kind = self.tasks[task].kind;
        let needed = 1 + self.crews(task).map(|(_, crew)| crew.people as usize).sum::<usize>();
        let mut free = Vec::new();
        let mut groups: Vec<usize> = self.roles[role].iter().filter_map(|&p| Some(self.posts.get(p)?.group)).collect();
        groups.dedup();
        for group in groups {
            let posts: Vec<usize> = (0..self.posts.len()).filter(|&p| self.posts[p].group == group).collect();
            let Some(on_call) = &self.staff_of(posts[0]).posts.on_call else { continue };
            if !on_call.kinds.contains(&kind) {
                continue;
            }
            let mut order = posts.clone();
            order.rotate_left(self.turn_of * on_call.people as usize % posts.len());
            let standing = order.into_iter().filter(|&p| self.stays(p) && self.people[p].state.away.is_none());
            free.extend(standing.take(on_call.people as usize).filter(|&p| self.people[p].call.is_none()));
        }
        free.truncate(needed);
        (free.len() == needed).then_some(free)
    }

    fn staff_of(&self, p: usize) -> &'a Staff {
        self.posts[p].staff
    }

    fn send_out(&mut self, task: usize, together: &[usize]) {
        let t = &mut self.tasks[task];
        t.waiting = false;
        t.at_work = together.len() as u32;
        let first = t.started.is_none();
        let mut way = 0;
        if first {
            t.started = Some(self.now);
            let kind = t.kind;
            self.grow_when_late(task);
            self.sums.flow(Flow::Started, kind, 1);
            way = self.way(task, together, None);
        }
        self.record(if first { Step::Started } else { Step::Resumed }, task, Some(together[0]), None);
        let mut parts = vec![self.tasks[task].remaining];
        for (i, crew) in self.crews(task) {
            parts.extend(std::iter::repeat_n(self.part(task, i, crew) + way, crew.people as usize));
        }
        for (&p, part) in together.iter().zip(parts) {
            self.add_up(p);
            let now = self.now;
            let taken = self.usual_duty(p, self.people[p].owed.1, now);
            let who = &mut self.people[p];
            who.owed.0 = (who.owed.0 - taken).max(0);
            who.call = Some(Call { task, began: now, part, who: who.state.who, written: now });
            (who.held_back, who.back_at) = (true, None);
            self.set_pace(p);
        }
    }

    /// Usual duty between two moments.
    fn usual_duty(&self, p: usize, from: i64, to: i64) -> i64 {
        self.people[p].duty[0].iter().map(|&(a, b)| (b.min(to) - a.max(from)).max(0)).sum()
    }

    pub(super) fn call_out_event(&mut self, p: usize) {
        let Some(call) = self.people[p].call else {
            self.add_up(p);
            (self.people[p].held_back, self.people[p].back_at) = (false, None);
            return self.set_pace(p);
        };
        self.write_up_call(p);
        self.add_up(p);
        self.people[p].call = None;
        let on_call = self.staff_of(p).posts.on_call.as_ref().expect("on call");
        let length = |number: &Option<caseload::scenario::Number>| number.as_ref().map_or(0, |n| self.length(n));
        let (at_least, rest) = (length(&on_call.at_least).min(WEEK), length(&on_call.rest));
        let counted = (self.now - call.began).max(at_least);
        let group = self.posts[p].group;
        self.sums.on_call(group, OnCall::CallOuts, 1);
        self.sums.on_call(group, OnCall::Counted, (at_least - (self.now - call.began)).max(0));
        if self.people[p].state.who == call.who {
            let share = on_call.given_back.as_ref().map_or(0.0, |share| share.at(&self.point));
            let hours = libm::round(counted as f64 * share / self.people[p].full_time_share) as i64;
            self.comes_back(p, hours, rest);
        }
        self.tasks[call.task].at_work -= 1;
        if self.tasks[call.task].at_work == 0 {
            self.finish(call.task, Some(p));
        } else {
            self.record(Step::Released, call.task, Some(p), None);
        }
    }

    /// Not on duty before so much usual duty has passed, nor before the rest is over.
    fn comes_back(&mut self, p: usize, hours: i64, rest: i64) {
        let now = self.now;
        let owed = self.people[p].owed.0 + hours;
        let mut after = now;
        let mut left = owed;
        for &(from, to) in &self.people[p].duty[0] {
            let from = from.max(now);
            if left > 0 && to > from {
                let part = left.min(to - from);
                left -= part;
                after = from + part;
            }
        }
        let back = if left > 0 { i64::MAX } else { after.max(now.saturating_add(rest)) };
        let who = &mut self.people[p];
        who.owed = (owed, now);
        who.held_back = back > now;
        who.back_at = Some(back).filter(|&back| back > now && back < i64::MAX);
        self.set_pace(p);
    }

    /// What is owed to one person is not owed to the next.
    pub(super) fn owes_nothing(&mut self, p: usize) {
        let now = self.now;
        let who = &mut self.people[p];
        (who.held_back, who.back_at, who.owed) = (false, None, (0, now));
    }

    /// Who stood by up to now: as many as the rule says, or as were there.
    pub(super) fn write_up_standing_by(&mut self) {
        let time = self.now - std::mem::replace(&mut self.stood_by, self.now);
        let groups: std::collections::BTreeSet<usize> = self.posts.iter().map(|post| post.group).collect();
        for group in groups {
            let own: Vec<usize> = (0..self.people.len()).filter(|&p| self.posts[p].group == group).collect();
            let Some(on_call) = &self.posts[own[0]].staff.posts.on_call else { continue };
            let there = own.iter().filter(|&&p| self.people[p].present()).count() as i64;
            self.sums.on_call(group, OnCall::StoodBy, time * there.min(i64::from(on_call.people)));
        }
    }

    pub(super) fn write_up_calls(&mut self) {
        for p in 0..self.people.len() {
            self.write_up_call(p);
        }
    }

    fn write_up_call(&mut self, p: usize) {
        let now = self.now;
        let Some(call) = &mut self.people[p].call else { return };
        let worked = (now - call.written).min(call.remaining());
        call.written += worked;
        let (task, role, group) = (call.task, self.people[p].role, self.posts[p].group);
        self.worked(task, role, worked);
        self.sums.hours_there_were(role, worked);
        self.sums.on_call(group, OnCall::Worked, worked);
        self.sums.on_call(group, OnCall::Counted, worked);
        self.in_the_week(p, worked);
    }
}
