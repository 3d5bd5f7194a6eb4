//! Who holds whom while people come and go.

use super::allocation::may_hold;
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

    /// Nobody holds the offenders of one who leaves, until all changes of the instant are made.
    pub(super) fn hand_back(&mut self, plan: &Plan, person: u32) {
        if plan.holding.as_ref().is_some_and(|holding| holding.role == plan.staffing.people[person as usize].role) {
            self.give_up_beyond(plan, person, 0);
        }
    }

    /// Those whom a person holds beyond so many, the last of them by number, are held by nobody.
    fn give_up_beyond(&mut self, plan: &Plan, person: u32, keeps: u32) {
        let mut held = 0;
        for offender in 0..self.holder.len() {
            if self.holder[offender] == person && self.is_on_register(offender) {
                held += 1;
                if held > keeps {
                    if plan.sites.is_some() {
                        self.given_up.push((offender as u32, self.site_of(plan, offender as u32)));
                    }
                    self.assign(plan, offender, NONE);
                }
            }
        }
    }

    /// All who go and come at this instant have done so: those who came take their share, of those nobody holds first,
    /// and what is left goes to whoever has room. So nobody is handed over twice, whichever post changed first.
    pub(super) fn settle_holders<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        let mut came = std::mem::take(&mut self.came);
        came.retain(|&person| self.in_post(person));
        came.sort_unstable();
        came.dedup();
        self.given_up.sort_unstable();
        for &person in &came {
            self.take_over(plan, person, &came);
        }
        came.clear();
        self.came = came;
        self.give_the_unheld(plan);
        self.given_up.clear();
        self.handed.sort_unstable();
        self.hand_on(plan, trace);
    }

    /// Of the holders in post the first of those with the most room, if any has room: of a site first, then of all.
    /// Without a limit that is whoever holds fewest.
    pub(super) fn most_room(&self, plan: &Plan, site: u8) -> u32 {
        let Some(holding) = &plan.holding else { return NONE };
        let people = plan.staffing.roles[holding.role as usize].people.clone();
        let room = |p: u32| i64::from(self.may_hold[p as usize]) - i64::from(self.held[p as usize]);
        let with_room = people.filter(|&p| self.in_post(p) && room(p) > 0);
        let away = |p: u32| site != NOWHERE && !Self::works_from(plan, p, site);
        with_room.min_by_key(|&p| (away(p), -room(p), p)).unwrap_or(NONE)
    }

    /// Sets how many offenders each person may hold.
    pub(super) fn set_limit(&mut self, plan: &Plan, most: u32) {
        self.may_hold.clear();
        self.may_hold.extend(plan.staffing.people.iter().map(|who| may_hold(most, who.full_time_share)));
    }

    /// There is another limit: nobody holds those beyond it, until all changes of the instant are made.
    pub(super) fn change_limit(&mut self, plan: &Plan, most: u32) {
        let Some(holding) = &plan.holding else { return };
        self.set_limit(plan, most);
        for person in plan.staffing.roles[holding.role as usize].people.clone() {
            let may = self.may_hold[person as usize];
            if self.held[person as usize] > may {
                self.give_up_beyond(plan, person, may);
            }
        }
    }

    /// Those nobody holds go, in order of number, to whoever has the most room, as long as anybody has.
    pub(super) fn give_the_unheld(&mut self, plan: &Plan) {
        if self.unheld == 0 || self.most_room(plan, NOWHERE) == NONE {
            return;
        }
        for offender in 0..self.holder.len() {
            if self.holder[offender] == NONE && self.is_on_register(offender) {
                let next = self.most_room(plan, self.site_of(plan, offender as u32));
                if next == NONE {
                    break;
                }
                self.give(plan, offender, next);
            }
        }
    }

    /// A newcomer takes those nobody holds, then one by one from whoever holds most, up to the average; nobody from
    /// those who `came` at the same instant.
    fn take_over(&mut self, plan: &Plan, person: u32, came: &[u32]) {
        let Some(role) = plan.holding.as_ref().map(|holding| holding.role) else { return };
        if plan.staffing.people[person as usize].role != role || self.holder.is_empty() {
            return;
        }
        let people = plan.staffing.roles[role as usize].people.clone();
        let there = people.clone().filter(|&q| self.posts[q as usize].stays()).count();
        let offenders = (0..self.holder.len()).filter(|&offender| self.is_on_register(offender)).count();
        let average = ((offenders / there.max(1)) as u32).min(self.may_hold[person as usize]);
        // Each time those of the newcomer's own site first.
        let site = plan.sites.as_ref().map_or(NOWHERE, |sites| sites.of(person));
        let rounds = if site == NOWHERE { &[false][..] } else { &[true, false] };
        for &near in rounds {
            self.take_the_unheld(plan, person, average, |ws, offender| !near || ws.site_of(plan, offender) == site);
        }
        for &near in rounds {
            self.take_from_most(plan, person, average, came, |ws, offender| {
                !near || ws.site_of(plan, offender) == site
            });
        }
    }

    /// Takes those nobody holds and whom `fits` allows.
    fn take_the_unheld(&mut self, plan: &Plan, person: u32, average: u32, fits: impl Fn(&Self, u32) -> bool) {
        let mut unheld = 0;
        while self.held[person as usize] < average && unheld < self.holder.len() {
            if self.holder[unheld] == NONE && self.is_on_register(unheld) && fits(self, unheld as u32) {
                self.give(plan, unheld, person);
            }
            unheld += 1;
        }
    }

    /// Takes one by one from whoever holds most and has somebody whom `fits` allows.
    fn take_from_most(
        &mut self,
        plan: &Plan,
        person: u32,
        average: u32,
        came: &[u32],
        fits: impl Fn(&Self, u32) -> bool,
    ) {
        let own = person as usize;
        let people = plan.staffing.roles[plan.staffing.people[own].role as usize].people.clone();
        // Where to look for the first offender of each colleague; nowhere when there is none left.
        self.first_of.clear();
        self.first_of.resize(people.len(), 0);
        while self.held[own] < average {
            let asked = |q: &u32| self.first_of[(q - people.start) as usize] != NONE;
            let others = people
                .clone()
                .filter(|q| came.binary_search(q).is_err() && self.posts[*q as usize].stays())
                .filter(asked);
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
                    self.give(plan, next, person);
                }
                None => self.first_of[place] = NONE,
            }
        }
    }

    fn is_on_register(&self, offender: usize) -> bool {
        self.member[offender] & ON_REGISTER != 0
    }

    fn give(&mut self, plan: &Plan, offender: usize, to: u32) {
        self.assign(plan, offender, to);
        self.handed.push(offender as u32);
    }

    /// Somebody on the register has another holder, or none.
    pub(super) fn assign(&mut self, plan: &Plan, offender: usize, to: u32) {
        let from = std::mem::replace(&mut self.holder[offender], to);
        match self.held.get_mut(from as usize) {
            Some(held) => *held -= 1,
            None => self.count_unheld(plan, -1),
        }
        match self.held.get_mut(to as usize) {
            Some(held) => *held += 1,
            None => self.count_unheld(plan, 1),
        }
    }

    /// So many more on the register have no holder.
    pub(super) fn count_unheld(&mut self, plan: &Plan, by: i64) {
        self.unheld = self.unheld.saturating_add_signed(by as i32);
        if plan.layout.unheld {
            self.ledger.unheld(&plan.layout, by, self.now);
        }
    }

    /// Work raised by the changes of manager after the first so many is still to arise.
    pub(super) fn raise_handovers(&mut self, plan: &Plan, first: usize) {
        for i in first..self.handed.len() {
            let offender = self.handed[i];
            for index in 0..plan.per_offender as u32 {
                self.raise_handover(plan, offender, index);
            }
        }
        self.handed.truncate(first);
    }

    /// Raises work of a stream, if it is of a change of manager; whether it did.
    fn raise_handover(&mut self, plan: &Plan, offender: u32, index: u32) -> bool {
        let source = &plan.sources[index as usize];
        let held = plan.custody_possible && self.custody[offender as usize] > self.now;
        let raises = matches!(source.pattern, PatternPlan::ChangeOfHolder)
            && (source.from..source.until).contains(&self.now)
            && !held;
        if raises {
            self.raise_apart(plan, source, offender, index);
        }
        raises
    }

    /// Lets the work arise that the changes of manager since the last time raise.
    pub(super) fn hand_on<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        for i in 0..self.handed.len() {
            let offender = self.handed[i];
            for index in 0..plan.per_offender as u32 {
                if self.raise_handover(plan, offender, index) {
                    self.let_arise(plan, trace);
                }
            }
        }
        self.handed.clear();
    }
}
