//! When the ledger is written up: at the end of a week, of a month, of the warm-up and of the replication.

use super::super::plan::{Observe, Plan};
use super::super::plan_staff::scaled;
use super::super::records::{EXCESSIVE_LOAD, PERSON_BINS, Total, UNDEFINED};
use super::super::state::{NEVER_MS, NONE, Workspace};
use super::super::waits::Times;
use crate::units::WEEK;

impl Workspace {
    /// Credits a person with the work done since the last credit.
    pub(in crate::model) fn credit(&mut self, plan: &Plan, person: u32) {
        let position = self.duty_position(plan, person as usize);
        let own = plan.staffing.people[person as usize].productive;
        let productive = self.posts.get(person as usize).map_or(own, |post| post.pace);
        let who = &mut self.people[person as usize];
        let worked = ((position - who.position) as f64 * productive) as i64;
        let worked = worked.clamp(0, who.remaining);
        who.remaining -= worked;
        who.position = position;
        self.ledger.worked(who.cell as usize, worked);
    }

    fn credit_all(&mut self, plan: &Plan) {
        for person in 0..self.people.len() as u32 {
            if self.people[person as usize].task != NONE {
                self.credit(plan, person);
            }
        }
        self.credit_called_out(plan);
        for entry in self.unlimited.iter() {
            let task = &mut self.tasks[entry.what as usize];
            let productive = plan.staffing.roles[task.line as usize].productive;
            let worked = (((self.now - task.credited) as f64 * productive) as i64).clamp(0, task.remaining);
            task.remaining -= worked;
            task.credited = self.now;
            self.ledger.worked(plan.cell_of(task.cell, task.kind, task.line) as usize, worked);
        }
    }

    /// Writes up the ledger at the observations that are due.
    pub(in crate::model) fn observe(&mut self, plan: &Plan) {
        let instant = self.now;
        while let Some(&observation) = plan.observations.get(self.observe_next).filter(|o| o.after <= instant) {
            self.observe_next += 1;
            // All of the instant before is done; the ledger says how things stand at the boundary itself.
            self.now = observation.at;
            match observation.what {
                Observe::Begin => {
                    self.credit_all(plan);
                    self.add_up_all(plan);
                    if plan.warm_up > 0 {
                        self.ledger.begin_counting(plan);
                        self.count_custody(plan);
                        self.count_overdue_at_start(plan);
                        self.carry_overdue(plan);
                        self.pending.count_afresh(0..plan.caseload, 0);
                        self.forget_the_gone(plan);
                        self.handled = 0;
                    }
                }
                Observe::Open(index) => {
                    for kind in 0..plan.layout.kinds {
                        let at = plan.layout.observed(index as usize, kind);
                        self.ledger.row[at] = self.ledger.kinds[kind].in_hand;
                    }
                }
                Observe::Week => self.week_end(plan),
                Observe::Month => {
                    self.credit_all(plan);
                    self.add_up_all(plan);
                    let waiting = |group: usize| self.to_join.get(group).map_or(0, std::collections::VecDeque::len);
                    self.ledger.unheld_at_end(&plan.layout, self.now);
                    self.ledger.members_at_end(&plan.layout, self.now, waiting);
                    self.ledger.month_end(plan, &self.tasks, self.now);
                }
            }
        }
        let next = plan.observations.get(self.observe_next).map_or(NEVER_MS, |o| o.after);
        self.events.set(self.slots.observe, Self::key_at(plan, next, self.slots.observe));
    }

    /// Compares what fell to each person in the week, and what they carried into it past due, with
    /// their productive hours. Work that anyone of a role may do is shared in proportion to those hours.
    fn week_end(&mut self, plan: &Plan) {
        self.credit_called_out(plan);
        let (from, to) = (self.now - WEEK, self.now);
        let staffing = &plan.staffing;
        // Neighbours mostly share a rota.
        let mut last = (u32::MAX, 0);
        for (r, role) in staffing.roles.iter().enumerate() {
            for p in role.people.clone() {
                let who = &staffing.people[p as usize];
                self.ledger.person_hours[p as usize] = if self.posts.is_empty() {
                    if last.0 != who.duty {
                        last = (who.duty, staffing.duties[who.duty as usize].total_between(from, to));
                    }
                    scaled(last.1, who.productive)
                } else {
                    self.hours_of_the_week(plan, p as usize)
                };
            }
            let together: i64 = role.people.clone().map(|p| self.ledger.person_hours[p as usize]).sum();
            let pooled = if together > 0 { self.ledger.role_week[r] as f64 / together as f64 } else { 0.0 };
            if let Some(feedback) = plan.staffing.feedback.filter(|_| !role.people.is_empty()) {
                let own: i64 = role.people.clone().map(|p| self.ledger.person_week[p as usize]).sum();
                self.weigh_week(plan, feedback, r, own + self.ledger.role_week[r], together);
            }
            let (over, all) = plan.layout.officer_weeks(r);
            for p in role.people.clone() {
                let own = self.ledger.person_hours[p as usize];
                if own == 0 {
                    continue;
                }
                let load = self.ledger.person_week[p as usize] as f64 / own as f64 + pooled;
                self.ledger.row[over] += i64::from(load > EXCESSIVE_LOAD);
                self.ledger.row[all] += 1;
            }
        }
        if plan.staffing.feedback.is_some() {
            self.reset_roster_slot(plan);
        }
        self.week_from = to;
        self.ledger.person_week.fill(0);
        self.ledger.role_week.fill(0);
        self.carry_overdue(plan);
    }

    /// Open work past due at time zero, for saying when service recovers.
    pub(in crate::model) fn count_overdue_at_start(&mut self, plan: &Plan) {
        if plan.layout.staff_changes {
            for task in self.tasks.iter().filter(|t| t.open && t.due < self.now) {
                self.ledger.row[plan.layout.overdue_at_start(task.kind as usize)] += 1;
            }
        }
    }

    /// Work past due at the start of a week counts towards the load of the week.
    pub(in crate::model) fn carry_overdue(&mut self, plan: &Plan) {
        let roles = plan.staffing.roles.len();
        for task in self.tasks.iter().filter(|t| t.open && t.due < self.now) {
            let line = task.line as usize;
            if line >= roles {
                self.ledger.person_week[line - roles] += task.remaining;
            } else {
                self.ledger.role_week[line] += task.remaining;
            }
        }
    }

    /// Fills in what is known only at the end, and hands the row over.
    pub(in crate::model) fn write_row(&mut self, plan: &Plan, row: &mut [i64]) {
        let layout = &plan.layout;
        let end = self.now.max(0).min(plan.horizon);
        let ledger = &mut self.ledger;
        ledger.close_flows();
        for kind in 0..layout.kinds {
            let state = &ledger.kinds[kind];
            let (started, finished) = (state.waits.count() as i64, state.flows.count() as i64);
            let q = |times: &Times| times.quantiles([0.5, 0.9, 0.95]).unwrap_or([UNDEFINED; 3]);
            let (waits, flows) = (q(&state.waits), q(&state.flows));
            for (total, value) in [
                (Total::WaitSum, state.wait_sum),
                (Total::WaitCount, started),
                (Total::QueueSum, state.wait_sum + state.lapsed_sum),
                (Total::QueueCount, started + state.lapsed_count),
                (Total::FlowSum, state.flow_sum),
                (Total::FlowCount, finished),
                (Total::OriginSum, state.origin_sum),
                (Total::WaitP50, waits[0]),
                (Total::WaitP90, waits[1]),
                (Total::WaitP95, waits[2]),
                (Total::WaitSd, state.wait_sd()),
                (Total::FlowP50, flows[0]),
                (Total::FlowP90, flows[1]),
                (Total::FlowP95, flows[2]),
                (Total::InHandArea, state.in_hand_spent + state.in_hand * end),
                (Total::WaitingArea, state.waiting_spent + state.waiting * end),
                (Total::Lost, state.lost),
            ] {
                ledger.row[layout.total(total, kind)] = value;
            }
        }
        let unchanging = if layout.staff_changes { 0 } else { layout.months };
        for (month, roles) in plan.staffing.capacity.iter().enumerate().take(unchanging) {
            for (role, &capacity) in roles.iter().enumerate() {
                ledger.row[layout.capacity(month, role)] = capacity;
            }
        }
        for index in 0..layout.per_person.len() {
            for n in self.pending.counted(index, plan.register.initial + self.arrived) {
                ledger.row[layout.persons(index, n.min(PERSON_BINS as u64 - 1) as usize)] += 1;
            }
        }
        ledger.row[layout.events()] = self.handled as i64;
        let length = row.len().min(ledger.row.len());
        row[..length].copy_from_slice(&ledger.row[..length]);
    }
}
