//! Who is in custody: how many is written down when somebody is taken there, and what their return raises is pending from then on.

use super::ledger::Ledger;
use super::plan::Plan;
use super::plan_sources::PatternPlan;
use super::records::Members;
use super::register::ON_REGISTER;
use super::state::Workspace;

impl Workspace {
    /// An offender is in custody until a moment, if not for longer already.
    pub(super) fn take_into_custody(&mut self, plan: &Plan, offender: u32, until: i64) {
        let there = self.custody[offender as usize];
        if until <= there.max(self.now) || self.member[offender as usize] & ON_REGISTER == 0 {
            return;
        }
        self.custody[offender as usize] = until;
        if there > self.now {
            self.ledger.back_from_custody(plan, there, -1);
            self.ledger.in_custody(plan, there, until, 1);
        } else {
            self.ledger.taken_into_custody(plan);
            self.ledger.in_custody(plan, self.now, until, 1);
        }
        self.ledger.back_from_custody(plan, until, 1);
        for (index, source) in plan.sources[..plan.per_offender].iter().enumerate() {
            if matches!(source.pattern, PatternPlan::ReturnFromCustody) && self.applies(source, offender) {
                self.activate(plan, offender, index as u32, self.now);
            }
        }
    }

    /// When somebody who is in custody comes back.
    pub(super) fn returns_at(&self, offender: u32) -> Option<i64> {
        self.custody.get(offender as usize).copied().filter(|&until| until > self.now)
    }

    /// Who goes off the register is in nobody's custody here.
    pub(super) fn leave_custody(&mut self, plan: &Plan, offender: u32) {
        if let Some(until) = self.returns_at(offender) {
            self.ledger.back_from_custody(plan, until, -1);
            self.ledger.in_custody(plan, self.now, until, -1);
            self.ledger.back_from_custody(plan, self.now, 1);
        }
    }

    /// Those in custody when counting begins.
    pub(super) fn count_custody(&mut self, plan: &Plan) {
        for (offender, &until) in self.custody.iter().enumerate() {
            if until >= 0 && self.member[offender] & ON_REGISTER != 0 {
                self.ledger.in_custody(plan, 0, until, 1);
                self.ledger.back_from_custody(plan, until, 1);
            }
        }
    }
}

impl Ledger {
    /// So many more are in custody from one moment to another: what falls on the end of a month is in it still.
    fn in_custody(&mut self, plan: &Plan, from: i64, until: i64, by: i64) {
        let Some(population) = plan.layout.in_custody() else { return };
        let mut start = 0;
        for (month, &end) in plan.month_ends.iter().enumerate() {
            let time = until.min(end) - from.max(start);
            self.add(plan.layout.members(Members::Time, month, population), by * time.max(0));
            if from < end && until >= end {
                self.add(plan.layout.members(Members::AtEnd, month, population), by);
            }
            start = end;
        }
    }

    /// Somebody is taken into custody now.
    fn taken_into_custody(&mut self, plan: &Plan) {
        if let Some(population) = plan.layout.in_custody() {
            self.add(plan.layout.members(Members::Joined, self.month(), population), 1);
        }
    }

    /// So many more are back at a moment; one beyond the end is not counted.
    fn back_from_custody(&mut self, plan: &Plan, at: i64, by: i64) {
        let month = plan.month_ends.partition_point(|&end| end <= at);
        if let Some(population) = plan.layout.in_custody().filter(|_| month < plan.layout.months && at >= 0) {
            self.add(plan.layout.members(Members::Left, month, population), by);
        }
    }
}
