//! The clock of a rate that grows, fades or is shocked.
//!
//! From one moment to the next at which the multiplier jumps, the clock is that of [`Tempo`](crate::random::Tempo);
//! the stretches are gone through one after the other.

use super::demand::add_rounded;
use super::plan::Plan;
use super::plan_motion::TempoPlan;
use super::plan_sources::{Course, EachPlan, Source};
use super::state::{NEVER_MS, Workspace};
use crate::random::{Fading, Purpose, ReplicationKey, Walk, uniform};
use crate::units::Span;

/// Who settles: the end of the busier beginning and its multiplier, and since when the membership lasts.
#[derive(Clone, Copy)]
pub(super) struct Settles {
    pub times: f64,
    pub end: i64,
}

/// A time through which the rate of a stream is multiplied by the same, but for its profile: many of its pieces are drawn one
/// after the other without asking again.
#[derive(Clone, Copy)]
pub(super) struct Stretch<'p> {
    own: &'p TempoPlan,
    settles: Option<Settles>,
    walk: Walk<'p>,
    times: f64,
    until: i64,
}

impl Stretch<'_> {
    /// When `units` have passed after `from`, if that lies within the stretch.
    #[inline(always)]
    pub(super) fn after(&mut self, from: i64, units: f64) -> Option<i64> {
        let left = units / self.times;
        if from < self.until && left > 0.0 {
            let time = self.walk.later(from as f64, left);
            (time <= self.until as f64).then(|| add_rounded(0, time).max(from))
        } else {
            None
        }
    }
}

impl Workspace {
    /// The stretch in which a moment lies; none for a rate that grows or fades, or has only a profile or a beginning.
    pub(super) fn stretch<'p>(&self, plan: &Plan, course: Course<'p>, at: i64) -> Option<Stretch<'p>> {
        let Course { source, random, offender } = course;
        let own = random.tempo.as_ref().filter(|own| own.fades.is_none() && own.tempo.growth == 0.0)?;
        let settles = self.settling(plan, source, random, offender, at);
        let settles = settles.map(|(times, end)| Settles { times, end });
        let (times, until) = self.multiplier(own, settles, at);
        Some(Stretch { own, settles, walk: Walk::from(&own.tempo.intensity, at as f64), times, until })
    }

    /// Goes on to the next stretch when one is over by a moment.
    #[inline]
    pub(super) fn pass_stretch(&self, stretch: &mut Stretch<'_>, at: i64) {
        if at >= stretch.until {
            (stretch.times, stretch.until) = self.multiplier(stretch.own, stretch.settles, at);
        }
    }

    /// When the membership began that a stream is tied to; for a stream of everyone, when a newcomer joined the register.
    #[inline]
    pub(super) fn member_since(&self, plan: &Plan, source: &Source, offender: u32) -> Option<i64> {
        let since = match source.each {
            EachPlan::Member(g) | EachPlan::Device(g) => {
                self.joined[offender as usize * plan.groups.list.len() + g as usize]
            }
            EachPlan::Offender | EachPlan::Except(_) => *self.registered.get(offender as usize)?,
            EachPlan::Team => return None,
        };
        (since > i64::MIN / 2).then_some(since)
    }

    fn fading(&self, plan: &Plan, source: &Source, own: &TempoPlan, offender: u32, at: f64) -> Option<Fading> {
        let (times, settles_at, speed) = own.fades?;
        // Those there from before the start have settled for good.
        let age = self.member_since(plan, source, offender).map_or(1e300, |since| at - since as f64);
        Some(Fading { times, settles_at, speed, age })
    }

    /// What the rate is multiplied by from `at` on, and until when.
    fn multiplier(&self, own: &TempoPlan, settles: Option<Settles>, at: i64) -> (f64, i64) {
        let (mut times, mut until) = (1.0, NEVER_MS);
        if let Some(settles) = settles.filter(|settles| settles.end > at) {
            (times, until) = (settles.times, settles.end);
        }
        if let Some((shock, by)) = own.shock {
            let list = &self.shock_times[shock as usize];
            let next = list.partition_point(|&(_, end)| end <= at);
            if let Some(&(start, end)) = list.get(next) {
                if start <= at {
                    times *= by;
                    until = until.min(end);
                } else {
                    until = until.min(start);
                }
            }
        }
        (times, until)
    }

    /// When `units` have passed after `from`.
    pub(super) fn after_units_of(
        &self,
        plan: &Plan,
        source: &Source,
        own: &TempoPlan,
        settles: Option<Settles>,
        (offender, from): (u32, i64),
        units: f64,
    ) -> f64 {
        let (mut at, mut left) = (from, units);
        loop {
            let (times, until) = self.multiplier(own, settles, at);
            let fading = self.fading(plan, source, own, offender, at as f64);
            if fading.is_none() && own.tempo.growth == 0.0 {
                // Usually nothing changes before it: one way there, and none back.
                let time = own.tempo.reach(at as f64, left / times, None);
                if time <= until as f64 {
                    return time;
                }
            }
            let here = if until == NEVER_MS {
                f64::INFINITY
            } else {
                times * own.tempo.passed(at as f64, until as f64, fading)
            };
            if left <= here {
                return own.tempo.reach(at as f64, left / times, fading);
            }
            left -= here;
            at = until;
        }
    }

    /// How far the clock moves between two moments.
    pub(super) fn units_between_of(
        &self,
        plan: &Plan,
        source: &Source,
        own: &TempoPlan,
        settles: Option<Settles>,
        offender: u32,
        (from, to): (i64, i64),
    ) -> f64 {
        let (mut at, mut sum) = (from, 0.0);
        while at < to {
            let (times, until) = self.multiplier(own, settles, at);
            let end = until.min(to);
            let fading = self.fading(plan, source, own, offender, at as f64);
            sum += times * own.tempo.passed(at as f64, end as f64, fading);
            at = end;
        }
        sum
    }

    /// Draws when each shock begins and ends: while there is none, the next is a gap away.
    pub(super) fn draw_shocks(&mut self, plan: &Plan, key: ReplicationKey) {
        self.shock_times.resize_with(plan.shocks.len(), Vec::new);
        for (shock, times) in plan.shocks.iter().zip(&mut self.shock_times) {
            times.clear();
            if shock.rate <= 0.0 {
                continue;
            }
            let stream = key.stream(Purpose::Shock, shock.key, 0);
            let mut end = -plan.warm_up;
            for number in 0.. {
                let gap = libm::round(-libm::log(stream.uniform_at(2 * number)) / shock.rate) as i64;
                let start = end.saturating_add(gap);
                if start > plan.horizon {
                    break;
                }
                let drawn = plan.samplers[shock.lasts as usize].sample(uniform(stream.at(2 * number + 1)));
                end = start.saturating_add(Span::rounded(drawn).0.max(0));
                times.push((start, end));
            }
        }
    }
}
