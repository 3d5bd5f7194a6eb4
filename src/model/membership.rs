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

    /// Someone joins a group (1) or leaves it (-1), in a month of the ledger.
    pub(super) fn change(&mut self, plan: &Plan, (row, month): (&mut [i64], usize), group: u32, by: i64, now: i64) {
        let Some(index) = plan.layout.paid_groups.iter().position(|&g| g as u32 == group) else { return };
        self.pass_to(plan, (row, month), now);
        self.0[index].number += by;
        if by > 0 {
            // Who joins as a month begins joins in that month, as its date says.
            let month = plan.month_ends.partition_point(|&end| end <= now).min(plan.layout.months - 1);
            row[plan.layout.membership(Membership::Joined, month, index)] += 1;
        }
    }

    /// Writes the time up to now into a month of the ledger.
    pub(super) fn pass_to(&mut self, plan: &Plan, (row, month): (&mut [i64], usize), now: i64) {
        for (index, members) in self.0.iter_mut().enumerate() {
            row[plan.layout.membership(Membership::Time, month, index)] += members.number * (now - members.since);
            members.since = now;
        }
    }
}
