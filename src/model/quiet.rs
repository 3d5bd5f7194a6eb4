//! Work that no one does and nothing comes of: written down ahead of its time.
//!
//! A detector that is right once in seventy times raises seventy pieces of work for every one that reaches the
//! team. The others are drawn, counted and forgotten; where nothing that happens meanwhile can change them, a
//! stream goes on to its next piece of consequence at once, and those before it cost no events.

use super::demand::add_rounded;
use super::plan::Plan;
use super::plan_sources::{EachPlan, PatternPlan, RandomPlan, Source};
use super::plan_work::{KindPlan, Lead};
use super::state::{NEVER_MS, Workspace};
use super::work::draw;
use crate::random::{Stream, uniform};
use crate::special::ln;

/// Whether pieces of work of a kind may pass with nothing coming of them.
fn may_pass(plan: &Plan, kind: &KindPlan) -> bool {
    kind.lead == Lead::NoOne
        && kind.raises.is_empty()
        && kind.later.is_empty()
        && (kind.branches.is_empty() || plan.branches[kind.branches.range()].iter().any(|branch| branch.idle))
}

impl Plan {
    /// Marks the streams whose work may be written down ahead: no outcome changes an offender, and nobody leaves them.
    pub(super) fn find_quiet_sources(&mut self) {
        let mut quiet = vec![false; self.sources.len()];
        for (quiet, source) in quiet.iter_mut().zip(&self.sources) {
            let stays = match source.each {
                EachPlan::Team => false,
                EachPlan::Except(groups) => !self.groups.joining.iter().any(|group| groups >> group & 1 == 1),
                EachPlan::Offender | EachPlan::Member(_) | EachPlan::Device(_) => true,
            };
            let steady = matches!(&source.pattern, PatternPlan::AtRandom(random) if !random.one_at_a_time);
            *quiet = stays
                && steady
                && source.by_device.is_none()
                && self.changes.is_empty()
                && self.register.leaving.is_empty()
                && may_pass(self, &self.kinds[source.kind as usize]);
        }
        for (source, quiet) in self.sources.iter_mut().zip(quiet) {
            source.quiet = quiet;
        }
    }
}

impl Workspace {
    /// Writes down the work of a quiet stream from `next` on, up to the first piece of which something may come;
    /// returns when that is.
    ///
    /// Every piece counts as an event, so a limit on events is met by the same replications as otherwise.
    pub(super) fn pass_over(
        &mut self,
        plan: &Plan,
        source: &Source,
        random: &RandomPlan,
        offender: u32,
        own: &mut Stream,
        mut next: i64,
    ) -> i64 {
        // Before counting begins nothing can be written down.
        if self.now < 0 {
            return next;
        }
        if next == NEVER_MS {
            return next;
        }
        let branches = &plan.branches[plan.kinds[source.kind as usize].branches.range()];
        let end = plan.horizon.min(source.until);
        let mut passed = 0;
        let (mut month, mut in_month) = (self.ledger.month(), 0);
        // Nothing changes the offender meanwhile, so their rate stays what it is.
        let rate = self.rate_now(plan, source, random, offender);
        let steady_from = self.steady_from(plan, source, random, offender);
        while next < end && self.handled < plan.event_limit {
            let mut ahead = *own;
            let stream = Stream::from_state(ahead.next_u64());
            let u = uniform(stream.at(draw::OUTCOME));
            if !branches.iter().find(|branch| u < branch.upto).or(branches.last()).is_none_or(|branch| branch.idle) {
                break;
            }
            // What happens as a month ends is of the next.
            while plan.month_ends.get(month).is_some_and(|&end| end <= next) && month + 1 < plan.layout.months {
                self.ledger.passed_in(plan, source.kind as usize, month, in_month);
                (month, in_month) = (month + 1, 0);
            }
            in_month += 1;
            passed += 1;
            self.handled += 1;
            let gap = ahead.next_uniform();
            let units = -ln(gap) / rate;
            next = if next >= steady_from {
                add_rounded(next, units)
            } else {
                self.after_units(plan, source, random, offender, next, units)
            };
            *own = ahead;
        }
        self.ledger.passed_in(plan, source.kind as usize, month, in_month);
        self.count_person(source, offender, passed);
        next
    }
}
