//! Who holds whom while people come and go.

use super::plan::Plan;
use super::plan_sources::PatternPlan;
use super::state::{NONE, Workspace};
use super::trace::Trace;

impl Workspace {
    /// The holders at the start of a replication.
    pub(super) fn place_holders(&mut self, plan: &Plan) {
        self.holder.clear();
        self.held.clear();
        self.moved.clear();
        if plan.staffing.posts.is_none() || plan.holding.is_none() {
            return;
        }
        self.holder.extend(&plan.holders);
        self.holder.resize(plan.caseload as usize, NONE);
        self.held.resize(plan.staffing.people.len(), 0);
        for &holder in self.holder.iter().filter(|&&h| h != NONE) {
            self.held[holder as usize] += 1;
        }
    }

    /// The holder of an offender now.
    #[inline]
    pub(super) fn holder_of(&self, plan: &Plan, offender: u32) -> Option<u32> {
        if self.holder.is_empty() {
            return plan.holders.get(offender as usize).copied().filter(|&h| h != NONE);
        }
        self.holder.get(offender as usize).copied().filter(|&h| h != NONE)
    }

    /// Each offender of one who leaves goes to the colleague who holds fewest, or to nobody.
    pub(super) fn depart(&mut self, plan: &Plan, person: u32) {
        let Some((role, most_held)) = plan.holding else { return };
        if plan.staffing.people[person as usize].role != role {
            return;
        }
        let people = plan.staffing.roles[role as usize].people.clone();
        for offender in 0..self.holder.len() {
            if self.holder[offender] != person {
                continue;
            }
            let colleagues = people.clone().filter(|&q| q != person && self.posts[q as usize].stays());
            let fewest = colleagues.min_by_key(|&q| (self.held[q as usize], q));
            let next = fewest.filter(|&q| self.held[q as usize] < most_held).unwrap_or(NONE);
            self.give(offender, next);
        }
    }

    /// A newcomer takes those nobody holds, then one by one from whoever holds most, up to the average.
    pub(super) fn arrive(&mut self, plan: &Plan, person: u32) {
        let Some((role, most_held)) = plan.holding else { return };
        if plan.staffing.people[person as usize].role != role || self.holder.is_empty() {
            return;
        }
        let people = plan.staffing.roles[role as usize].people.clone();
        let there = people.clone().filter(|&q| self.posts[q as usize].stays()).count();
        let average = ((self.holder.len() / there.max(1)) as u32).min(most_held);
        let own = person as usize;
        let mut unheld = 0;
        while self.held[own] < average && unheld < self.holder.len() {
            if self.holder[unheld] == NONE {
                self.give(unheld, person);
            }
            unheld += 1;
        }
        // Where to look for the first offender of each colleague.
        self.first_of.clear();
        self.first_of.resize(people.len(), 0);
        while self.held[own] < average {
            let others = people.clone().filter(|&q| q != person && self.posts[q as usize].stays());
            let most = others.max_by_key(|&q| (self.held[q as usize], std::cmp::Reverse(q)));
            let Some(from) = most.filter(|&q| self.held[q as usize] > self.held[own]) else { break };
            let place = (from - people.start) as usize;
            let first = self.first_of[place] as usize;
            let Some(ahead) = self.holder[first..].iter().position(|&h| h == from) else { break };
            self.first_of[place] = (first + ahead) as u32;
            self.give(first + ahead, person);
        }
    }

    fn give(&mut self, offender: usize, to: u32) {
        let from = std::mem::replace(&mut self.holder[offender], to);
        if from != NONE {
            self.held[from as usize] -= 1;
        }
        if to != NONE {
            self.held[to as usize] += 1;
            self.moved.push(offender as u32);
        }
    }

    /// Work raised by the changes of manager since the last time.
    pub(super) fn hand_on<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        for i in 0..self.moved.len() {
            let offender = self.moved[i];
            for index in 0..plan.per_offender as u32 {
                let source = &plan.sources[index as usize];
                let held = plan.custody_possible && self.custody[offender as usize] > self.now;
                if matches!(source.pattern, PatternPlan::ChangeOfHolder)
                    && (source.from..=source.until).contains(&self.now)
                    && !held
                {
                    self.raise_apart(plan, source, offender, index);
                    self.let_arise(plan, trace);
                }
            }
        }
        self.moved.clear();
    }
}
