//! Work that no one does and nothing comes of: it passes without events.
//!
//! A detector that is right once in seventy times raises seventy pieces of work for every one that reaches the
//! team. The others are drawn, counted and forgotten: a stream goes on to its next piece of consequence at once, and
//! those before it are written down ahead of their time. Where something may happen to the offender meanwhile, it is kept
//! in mind where the stream stood: what had not come by then is struck out again, as if it had never been drawn.

use super::demand::add_rounded;
use super::pending::MOST_PASSED;
use super::plan::Plan;
use super::plan_sources::{Course, EachPlan, PatternPlan, Quiet};
use super::plan_work::{KindPlan, Lead};
use super::replicate::Stopped;
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
    /// Finds the streams whose work passes without events where nothing comes of it.
    pub(super) fn find_quiet_sources(&mut self) {
        let unchanged = self.changes.is_empty() && self.register.leaving.is_empty();
        let mut quiet = vec![Quiet::No; self.sources.len()];
        for (quiet, source) in quiet.iter_mut().zip(&self.sources[..self.per_offender]) {
            let random = matches!(&source.pattern, PatternPlan::AtRandom(random) if !random.one_at_a_time);
            if !random || source.by_device.is_some() || !may_pass(self, &self.kinds[source.kind as usize]) {
                continue;
            }
            let ends_with_joining = match source.each {
                EachPlan::Except(groups) => self.groups.joining.iter().any(|group| groups >> group & 1 == 1),
                EachPlan::Team | EachPlan::Offender | EachPlan::Member(_) | EachPlan::Device(_) => false,
            };
            *quiet = if unchanged && !ends_with_joining {
                Quiet::Settled
            } else {
                self.provisional += 1;
                Quiet::Provisional(self.provisional as u32 - 1)
            };
        }
        for (source, quiet) in self.sources.iter_mut().zip(quiet) {
            source.quiet = quiet;
        }
    }
}

/// How far to go along a stream: from the piece at a time, over so many at most, to the last before another time.
#[derive(Clone, Copy)]
struct Along {
    next: i64,
    most: u32,
    before: i64,
}

impl Workspace {
    /// Writes down the work of a quiet stream from `next` on, up to the first piece of which something may come;
    /// returns when that is.
    ///
    /// Every piece counts as an event, so a limit on events is met by the same replications as otherwise.
    pub(super) fn pass_over(&mut self, plan: &Plan, course: Course<'_>, own: &mut Stream, next: i64) -> i64 {
        let Course { source, offender, .. } = course;
        // Before counting begins nothing can be written down, and in custody nothing is raised.
        let held = plan.custody_possible && self.custody[offender as usize] > self.now;
        if self.now < 0 || held || next == NEVER_MS {
            return next;
        }
        let room = plan.event_limit.saturating_sub(self.handled + self.provisional);
        let most = u32::try_from(room).unwrap_or(u32::MAX).min(MOST_PASSED);
        let along = Along { next, most, before: plan.horizon.min(source.until) };
        let stood = *own;
        let (then, passed) = self.go_along::<true, 1>(plan, course, own, along);
        if let Quiet::Provisional(number) = source.quiet {
            if passed > 0 {
                self.pending.pass(offender, number, (next, passed), stood);
                self.provisional += u64::from(passed);
            }
        } else {
            self.handled += u64::from(passed);
        }
        then
    }

    /// Goes along a stream; returns when its next piece is, and how many have been passed. `LOOK`: only until a piece of
    /// which something may come. `WRITE`: each is written down so many times, or struck out.
    fn go_along<const LOOK: bool, const WRITE: i64>(
        &mut self,
        plan: &Plan,
        course: Course<'_>,
        own: &mut Stream,
        Along { mut next, most, before }: Along,
    ) -> (i64, u32) {
        let Course { source, random, offender } = course;
        let kind = source.kind as usize;
        let branches = &plan.branches[plan.kinds[kind].branches.range()];
        // Nothing changes the offender meanwhile, so their rate stays what it is.
        let rate = self.rate_now(plan, source, random, offender);
        let steady_from = self.steady_from(plan, source, random, offender);
        let mut stretch = if next >= before { None } else { self.stretch(plan, course, next) };
        let last_month = plan.layout.months.saturating_sub(1);
        let mut month = plan.month_ends.partition_point(|&end| end <= next).min(last_month);
        let (mut passed, mut in_month) = (0, 0);
        while next < before && passed < most {
            let mut ahead = *own;
            let stream = Stream::from_state(ahead.next_u64());
            if LOOK {
                let u = uniform(stream.at(draw::OUTCOME));
                if !branches.iter().find(|branch| u < branch.upto).or(branches.last()).is_none_or(|branch| branch.idle)
                {
                    break;
                }
            }
            // What happens as a month ends is of the next.
            while month < last_month && plan.month_ends.get(month).is_some_and(|&end| end <= next) {
                self.ledger.passed_in(plan, kind, month, in_month);
                (month, in_month) = (month + 1, 0);
            }
            in_month += WRITE;
            passed += 1;
            let units = -ln(ahead.next_uniform()) / rate;
            next = if next >= steady_from {
                add_rounded(next, units)
            } else if let Some(then) = stretch.as_mut().and_then(|stretch| stretch.after(next, units)) {
                then
            } else {
                let then = self.after_units(plan, source, random, offender, next, units);
                if let Some(stretch) = &mut stretch {
                    self.pass_stretch(stretch, then);
                }
                then
            };
            *own = ahead;
        }
        self.ledger.passed_in(plan, kind, month, in_month);
        self.count_person(source, offender, WRITE * i64::from(passed));
        (next, passed)
    }

    /// A piece of consequence happens: all before it has.
    #[inline]
    pub(super) fn confirm(&mut self, offender: u32, number: u32) {
        if let Some((_, passed, _)) = self.pending.take_passed(offender, number) {
            self.handled += u64::from(passed);
            self.provisional -= u64::from(passed);
        }
    }

    /// The period ends: all that was to happen in it has.
    pub(super) fn confirm_all(&mut self, plan: &Plan) {
        self.handled += std::mem::take(&mut self.provisional);
        if self.handled >= plan.event_limit && self.truncated.is_none() {
            self.truncated = Some(Stopped::Events);
        }
    }

    /// Something is about to happen to an offender: of their quiet streams, what has not come yet is struck out, and each is
    /// pending for its very next piece. The event list is to be told when all is done.
    pub(super) fn strike_out(&mut self, plan: &Plan, offender: u32) {
        if plan.provisional == 0 {
            return;
        }
        let slot = self.slots.offenders + offender as usize;
        for (index, source) in plan.sources[..plan.per_offender].iter().enumerate() {
            let (Quiet::Provisional(number), PatternPlan::AtRandom(random)) = (source.quiet, &source.pattern) else {
                continue;
            };
            let Some((first, passed, mut own)) = self.pending.take_passed(offender, number) else { continue };
            // Of this instant, what comes before that which happens now has happened.
            let before = self.now + i64::from((slot, index) < self.happening);
            let along = Along { next: first, most: passed, before };
            let course = Course { source, random, offender };
            let (next, come) = self.go_along::<false, 0>(plan, course, &mut own, along);
            let rest = Along { next, most: passed - come, before: NEVER_MS };
            self.go_along::<false, -1>(plan, course, &mut own.clone(), rest);
            self.pending.set_stream(offender, index, own);
            self.pending.set(offender, index, next);
            self.handled += u64::from(come);
            self.provisional -= u64::from(passed);
        }
    }
}
