//! One replication, from the first event to the horizon.

pub use super::state::Workspace;

use super::plan::Plan;
use super::state::NEVER_MS;
use super::trace::Trace;
use crate::engine::{same_time, slot_of, time_of};
use crate::random::ReplicationKey;
use std::hint::cold_path;
use std::sync::atomic::Ordering;

/// Why a replication stopped before its horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// More tasks were open at one time than the scenario's limit.
    OpenTasks,
    /// More events were handled than the scenario's limit.
    Events,
    /// More people joined the register than there is room for.
    Register,
    /// Somebody asked it to.
    Asked,
}

impl Workspace {
    /// Replicates a plan once and writes its row into `row`, which must have the length of the plan's layout.
    ///
    /// # Errors
    /// Says why it stopped before the horizon; the row then holds what was recorded until that moment.
    pub fn run<T: Trace>(
        &mut self,
        plan: &Plan,
        key: ReplicationKey,
        row: &mut [i64],
        trace: &mut T,
    ) -> Result<(), Stopped> {
        self.begin(plan, key, trace);
        self.events_until_horizon(plan, trace);
        self.confirm_all(plan);
        if self.truncated.is_none() {
            self.weigh_part_week(plan);
        }
        self.write_row(plan, row);
        self.truncated.map_or(Ok(()), Err)
    }

    fn events_until_horizon<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        let end = plan.end_key();
        while self.truncated.is_none() {
            let first = self.events.first();
            if first >= end {
                break;
            }
            self.now = (time_of(first) as i64).wrapping_sub(plan.warm_up);
            self.calm_from = same_time(first, self.slots.lapses);
            let slot = slot_of(first);
            self.happening = (slot, usize::MAX);
            self.handled = self.handled.wrapping_add(1);
            if slot < self.slots.called {
                self.part_finished(plan, slot as u32, trace);
            } else if slot >= self.slots.offenders && slot < self.slots.team {
                self.offender_event(plan, slot.wrapping_sub(self.slots.offenders) as u32, trace);
            } else if slot >= self.slots.team && slot < self.slots.delayed {
                self.team_event(plan, slot.wrapping_sub(self.slots.team), trace);
            } else {
                cold_path();
                self.rare_event(plan, slot, trace);
            }
            if self.stirred != 0 && self.calm() {
                let could_begin = self.free_roles | plan.staffing.though_none_free;
                if self.stirred & self.waiting_roles & could_begin == 0 {
                    self.stirred = 0;
                } else {
                    self.dispatch(plan, trace);
                }
            }
            if self.handled >= self.look_up_at {
                self.look_up(plan);
            }
        }
    }

    fn rare_event<T: Trace>(&mut self, plan: &Plan, slot: usize, trace: &mut T) {
        if slot == self.slots.delayed {
            self.follow_up(plan, trace);
        } else if slot == self.slots.unlimited {
            self.unlimited_finished(plan, trace);
        } else if slot == self.slots.roster {
            self.roster_change(plan, trace);
        } else if slot == self.slots.lapses {
            self.lapse(plan, trace);
        } else if slot < self.slots.unlimited {
            self.call_out_event(plan, (slot - self.slots.called) as u32, trace);
        } else {
            self.observe(plan);
        }
    }

    /// Now and then it looks whether somebody asks it to stop, or it has grown too large: in between nothing can grow
    /// beyond a thousand events' worth.
    #[cold]
    #[inline(never)]
    fn look_up(&mut self, plan: &Plan) {
        self.look_up_at = self.handled.saturating_add(0x400).min(plan.event_limit);
        if self.halt.as_ref().is_some_and(|h| h.load(Ordering::Relaxed)) {
            self.truncated = Some(Stopped::Asked);
        }
        if self.handled >= plan.event_limit {
            self.truncated = Some(Stopped::Events);
        }
        if self.open as usize + self.delayed.len() > plan.open_limit as usize {
            self.truncated = Some(Stopped::OpenTasks);
        }
    }

    fn roster_change<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        let staffing = &plan.staffing;
        while let Some(&(time, duty, on)) = staffing.roster.get(self.roster_next) {
            if time > self.now {
                break;
            }
            self.roster_next += 1;
            self.duty_on[duty as usize] = on;
            for &person in &staffing.duty_people[duty as usize] {
                // A table that is not in force for the person changes nothing for them.
                self.reset_free(plan, person);
            }
            // Going off duty stirs too: people held for someone who went home take other work.
            for &role in &staffing.duty_roles[duty as usize] {
                self.stir(plan, role);
            }
        }
        if let Some(posts) = &staffing.posts {
            self.post_changes(plan, posts, trace);
        }
        self.reset_roster_slot(plan);
    }

    /// Sets when duty or a post next changes.
    pub(super) fn reset_roster_slot(&mut self, plan: &Plan) {
        let duty = plan.staffing.roster.get(self.roster_next).map_or(NEVER_MS, |r| r.0);
        let next = duty.min(self.next_post_change(plan));
        self.events.set(self.slots.roster, Self::key_at(plan, next, self.slots.roster));
    }

    /// A role may be able to begin something.
    #[inline]
    pub(super) fn stir(&mut self, plan: &Plan, role: u32) {
        self.stirred |= plan.staffing.roles[role as usize].affects;
    }
}
