//! Who holds whom, and what changes hands when people come, go, or may hold fewer.

use super::{Line, Plain};
use caseload::scenario::{Pattern, WhenInterrupted};

impl Plain<'_> {
    /// Work in hand that can be set down, and work in the own line, goes to the common line.
    pub(super) fn hand_over(&mut self, p: usize) {
        let role = self.people[p].role;
        if let Some(job) = &self.people[p].job {
            let (task, kind) = (job.task, self.kind(job.task));
            if kind.with.is_empty() && kind.when_interrupted != WhenInterrupted::Never {
                self.tasks[task].line = Line::Role(role);
                self.set_down(p);
            }
        }
        for task in self.tasks.iter_mut().filter(|t| t.waiting && t.line == Line::Own(p)) {
            task.line = Line::Role(role);
        }
    }

    pub(super) fn held(&self, person: usize) -> usize {
        self.offenders.iter().filter(|o| o.on_register && o.holder == Some(person)).count()
    }

    /// The role whose people hold offenders by name.
    pub(super) fn holding_role(&self) -> Option<usize> {
        self.s.roles.iter().position(|r| r.holds && !r.pooled)
    }

    /// How many offenders a person may hold now: a full-time person the last limit said, others their share of it.
    pub(super) fn may_hold(&self, p: usize) -> usize {
        let role = &self.s.roles[self.people[p].role];
        let later = role.most_held_later.iter().rev().find(|limit| limit.0.0 <= self.limits_until);
        match later.map(|limit| &limit.1).or(role.most_held.as_ref()) {
            Some(most) => ((libm::round(most.at(&self.point)) * self.people[p].full_time_share + 1e-9) as usize).max(1),
            None => usize::MAX,
        }
    }

    /// Whom a person holds beyond the first so many is held by nobody.
    pub(super) fn give_up_beyond(&mut self, p: usize, keeps: usize) {
        let own = |&o: &usize| self.offenders[o].holder == Some(p) && self.offenders[o].on_register;
        for o in (0..self.offenders.len()).filter(own).skip(keeps).collect::<Vec<_>>() {
            self.offenders[o].holder = None;
            self.given_up.push((o, p));
        }
    }

    pub(super) fn holders(&self) -> Vec<Option<usize>> {
        self.offenders.iter().map(|o| o.holder).collect()
    }

    /// Everyone who goes or comes at this instant has: those who came take their share, the rest goes to whoever has
    /// room, and whoever has another manager than before raises the work of it. One who came into the post of the
    /// manager before is another.
    pub(super) fn settle_holders(&mut self, before: &[Option<usize>]) {
        let mut came = std::mem::take(&mut self.came);
        came.retain(|&p| self.stays(p));
        came.sort_unstable();
        came.dedup();
        for &p in &came {
            self.take_over(p, &came);
        }
        self.give_the_unheld(&mut Vec::new());
        self.given_up.clear();
        let another = |&o: &usize| {
            let after = self.offenders[o].holder;
            self.offenders[o].on_register && after.is_some_and(|p| before[o] != after || came.contains(&p))
        };
        let moved: Vec<usize> = (0..self.offenders.len()).filter(another).collect();
        self.handed_on(&moved);
    }

    /// There is another limit to how many offenders a person holds.
    pub(super) fn limit_changes(&mut self) {
        self.limits_until = self.now;
        for p in self.holding_role().map_or(Vec::new(), |role| self.roles[role].clone()) {
            self.give_up_beyond(p, self.may_hold(p));
        }
    }

    /// Whoever has no manager gets the colleague with the most room, as long as there is any.
    pub(super) fn give_the_unheld(&mut self, moved: &mut Vec<usize>) {
        let Some(role) = self.holding_role() else { return };
        for o in 0..self.offenders.len() {
            if self.offenders[o].on_register && self.offenders[o].holder.is_none() {
                self.offenders[o].holder = self.most_room(role, self.site_of(o));
                moved.extend(self.offenders[o].holder.map(|_| o));
            }
        }
    }

    /// How many on the register have no manager, whenever that changes.
    pub(super) fn watch_the_unheld(&mut self) {
        let unheld = self.offenders.iter().filter(|o| o.on_register && o.holder.is_none()).count() as i64;
        self.sums.unheld(self.now, unheld);
    }

    /// A newcomer takes those nobody holds, then one by one from whoever holds most, up to the average; each time
    /// those of the own site first, and nobody from those who came at the same instant.
    pub(super) fn take_over(&mut self, p: usize, came: &[usize]) {
        let role = self.people[p].role;
        if !self.s.roles[role].holds || self.s.roles[role].pooled {
            return;
        }
        let there = self.roles[role].iter().filter(|&&q| self.stays(q)).count();
        let all = self.offenders.iter().filter(|o| o.on_register).count();
        let average = (all / there.max(1)).min(self.may_hold(p));
        let own = self.people[p].site;
        while self.held(p) < average {
            let first_of = |holder: Option<usize>, near: bool| {
                let fits = |&o: &usize| !near || own.is_some() && self.site_of(o) == own;
                let held = |&o: &usize| self.offenders[o].on_register && self.offenders[o].holder == holder;
                (0..self.offenders.len()).filter(held).find(fits)
            };
            let from_most = |near: bool| {
                let others = self.roles[role].iter().copied().filter(|&q| !came.contains(&q) && self.stays(q));
                let asked = others.filter_map(|q| Some((self.held(q), std::cmp::Reverse(q), first_of(Some(q), near)?)));
                asked.max().filter(|most| most.0 > self.held(p)).map(|most| most.2)
            };
            let unheld = first_of(None, true).or_else(|| first_of(None, false));
            let Some(taken) = unheld.or_else(|| from_most(true)).or_else(|| from_most(false)) else { break };
            self.offenders[taken].holder = Some(p);
        }
    }

    /// Work raised by a change of manager is still to arise.
    pub(super) fn raise_handovers(&mut self, moved: &[usize]) {
        for &o in moved {
            for index in 0..self.personal.len() {
                if self.hands_over(o, index) {
                    self.raise_later(o, index);
                }
            }
        }
    }

    /// Whether a stream of an offender raises work at a change of manager now.
    pub(super) fn hands_over(&self, o: usize, index: usize) -> bool {
        let kind = self.personal[index];
        let inside = self.now >= self.earliest(kind) && self.now < self.until(kind);
        matches!(self.pattern(kind), Some(Pattern::ChangeOfHolder)) && inside && self.offenders[o].custody <= self.now
    }

    /// Work raised by a change of manager.
    pub(super) fn handed_on(&mut self, moved: &[usize]) {
        for &o in moved {
            for index in 0..self.personal.len() {
                if self.hands_over(o, index) {
                    self.raise_once(o, index);
                }
            }
        }
    }
}
