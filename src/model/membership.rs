//! Time in groups that are paid for, month by month: who is a member costs something, worked with or not.

use super::layout::Membership;
use super::plan::Plan;

/// Members of one group now, and since when that number stands in no row yet.
#[derive(Clone, Copy, Debug)]
struct Members {
    number: i64,
    since: i64,
}

/// The groups of [`super::Layout::paid_groups`]; none, when no cost asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Memberships(Vec<Members>);

impl Memberships {
    pub(super) fn reset(&mut self, plan: &Plan) {
        self.0.clear();
        self.0.resize(plan.layout.paid_groups.len(), Members { number: 0, since: -plan.warm_up });
    }

    /// Someone joins a group (1) or leaves it (-1).
    pub(super) fn change(&mut self, plan: &Plan, row: &mut [i64], (group, by): (u32, i64), now: i64) {
        let Some(index) = plan.layout.paid_groups.iter().position(|&g| g as u32 == group) else { return };
        // What falls on the last instant of a month belongs to the next, as a date does.
        let month = plan.month_ends.partition_point(|&end| end <= now).min(plan.layout.months - 1);
        self.pass_to(plan, row, month, now);
        self.0[index].number += by;
        if by > 0 {
            row[plan.layout.membership(Membership::Joined, month, index)] += 1;
        }
    }

    /// Writes the time up to now into a month.
    pub(super) fn pass_to(&mut self, plan: &Plan, row: &mut [i64], month: usize, now: i64) {
        for (index, members) in self.0.iter_mut().enumerate() {
            row[plan.layout.membership(Membership::Time, month, index)] += members.number * (now - members.since);
            members.since = now;
        }
    }
}
