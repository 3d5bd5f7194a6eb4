//! Who holds whom while people come and go.

use super::plan::Plan;
use super::plan_sources::PatternPlan;
use super::register::ON_REGISTER;
use super::sites::NOWHERE;
use super::state::{NONE, Workspace};
use super::trace::Trace;

impl Workspace {
    /// The holder of an offender who takes their work: nobody when they are away for long or their post is empty.
    #[inline]
    pub(super) fn holder_of(&self, offender: u32) -> Option<u32> {
        let holder = self.holder.get(offender as usize).copied().filter(|&holder| holder != NONE)?;
        let post = self.posts.get(holder as usize);
        post.is_none_or(|post| post.stays() && !post.state.covered).then_some(holder)
    }

    /// Each offender of one who leaves goes to the colleague who holds fewest, of the offender's own site if one has
    /// room, or to nobody.
    pub(super) fn hand_back(&mut self, plan: &Plan, person: u32) {
        let Some((role, _)) = plan.holding else { return };
        if plan.staffing.people[person as usize].role != role {
            return;
        }
        for offender in 0..self.holder.len() {
            if self.holder[offender] != person || !self.is_on_register(offender) {
                continue;
            }
            let next = self.least_held(plan, person, self.site_of(plan, offender as u32));
            self.give(offender, next);
        }
    }

    /// A newcomer takes those nobody holds, then one by one from whoever holds most, up to the average.
    pub(super) fn take_over(&mut self, plan: &Plan, person: u32) {
        let Some((role, most_held)) = plan.holding else { return };
        if plan.staffing.people[person as usize].role != role || self.holder.is_empty() {
            return;
        }
        let people = plan.staffing.roles[role as usize].people.clone();
        let there = people.clone().filter(|&q| self.posts[q as usize].stays()).count();
        let offenders = (0..self.holder.len()).filter(|&offender| self.is_on_register(offender)).count();
        let average = ((offenders / there.max(1)) as u32).min(most_held);
        // Each time those of the newcomer's own site first.
        let site = plan.sites.as_ref().map_or(NOWHERE, |sites| sites.of(person));
        let rounds = if site == NOWHERE { &[false][..] } else { &[true, false] };
        for &near in rounds {
            self.take_the_unheld(person, average, |ws, offender| !near || ws.site_of(plan, offender) == site);
        }
        for &near in rounds {
            self.take_from_most(plan, person, average, |ws, offender| !near || ws.site_of(plan, offender) == site);
        }
    }

    /// Takes those nobody holds and whom `fits` allows.
    fn take_the_unheld(&mut self, person: u32, average: u32, fits: impl Fn(&Self, u32) -> bool) {
        let mut unheld = 0;
        while self.held[person as usize] < average && unheld < self.holder.len() {
            if self.holder[unheld] == NONE && self.is_on_register(unheld) && fits(self, unheld as u32) {
                self.give(unheld, person);
            }
            unheld += 1;
        }
    }

    /// Takes one by one from whoever holds most and has somebody whom `fits` allows.
    fn take_from_most(&mut self, plan: &Plan, person: u32, average: u32, fits: impl Fn(&Self, u32) -> bool) {
        let own = person as usize;
        let people = plan.staffing.roles[plan.staffing.people[own].role as usize].people.clone();
        // Where to look for the first offender of each colleague; nowhere when there is none left.
        self.first_of.clear();
        self.first_of.resize(people.len(), 0);
        while self.held[own] < average {
            let asked = |q: &u32| self.first_of[(q - people.start) as usize] != NONE;
            let others = people.clone().filter(|&q| q != person && self.posts[q as usize].stays()).filter(asked);
            let most = others.max_by_key(|&q| (self.held[q as usize], std::cmp::Reverse(q)));
            let Some(from) = most.filter(|&q| self.held[q as usize] > self.held[own]) else { break };
            let place = (from - people.start) as usize;
            let first = self.first_of[place] as usize;
            let held = |offender: &usize| {
                self.holder[*offender] == from && self.is_on_register(*offender) && fits(self, *offender as u32)
            };
            match (first..self.holder.len()).find(held) {
                Some(next) => {
                    self.first_of[place] = next as u32;
                    self.give(next, person);
                }
                None => self.first_of[place] = NONE,
            }
        }
    }

    fn is_on_register(&self, offender: usize) -> bool {
        self.member[offender] & ON_REGISTER != 0
    }

    fn give(&mut self, offender: usize, to: u32) {
        let from = std::mem::replace(&mut self.holder[offender], to);
        if from != NONE {
            self.held[from as usize] -= 1;
        }
        if to != NONE {
            self.held[to as usize] += 1;
            self.handed.push(offender as u32);
        }
    }

    /// Work raised by the changes of manager since the last time.
    pub(super) fn hand_on<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        for i in 0..self.handed.len() {
            let offender = self.handed[i];
            for index in 0..plan.per_offender as u32 {
                let source = &plan.sources[index as usize];
                let held = plan.custody_possible && self.custody[offender as usize] > self.now;
                if matches!(source.pattern, PatternPlan::ChangeOfHolder)
                    && (source.from..source.until).contains(&self.now)
                    && !held
                {
                    self.raise_apart(plan, source, offender, index);
                    self.let_arise(plan, trace);
                }
            }
        }
        self.handed.clear();
    }
}
