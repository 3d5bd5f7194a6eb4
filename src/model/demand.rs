//! Streams of demand: when the next piece of work arises, for whom.

use super::plan::Plan;
use super::plan_sources::{Course, EachPlan, PatternPlan, Quiet, RandomPlan, Source};
use super::register::ON_REGISTER;
use super::state::{Arising, Follow, NEVER_MS, NONE, Workspace};
use super::tempo::Settles;
use super::trace::Trace;
use crate::random::{Stream, uniform};
use crate::special::ln;
use std::hint::cold_path;

impl Workspace {
    /// The earliest pending time of an offender happens.
    #[inline(never)]
    pub(super) fn offender_event<T: Trace>(&mut self, plan: &Plan, offender: u32, trace: &mut T) {
        match self.pending.happens(offender, plan.per_offender, self.now) {
            Some((at, due)) => {
                self.happening.1 = at;
                self.fire::<T, false>(plan, (offender, at as u32), due, trace);
            }
            None => {
                cold_path();
                self.other_event(plan, offender, trace);
            }
        }
    }

    /// What happens to an offender is not the stream that was expected.
    #[inline(never)]
    fn other_event<T: Trace>(&mut self, plan: &Plan, offender: u32, trace: &mut T) {
        let Some(at) = self.pending.due(offender, self.now) else {
            self.reset_offender(offender);
            return;
        };
        if at < plan.per_offender {
            self.pending.comes_first(offender, at);
            self.offender_event(plan, offender, trace);
            return;
        }
        if at == plan.register_column() {
            self.register_event(plan, offender, trace);
            return;
        }
        self.pending.set(offender, at, NEVER_MS);
        let group = plan.groups.joining[at - plan.per_offender];
        self.join_group(plan, offender, group);
        self.reset_offender(offender);
        if !self.arising.is_empty() {
            self.let_arise(plan, trace);
        }
    }

    /// A stream of the team happens.
    #[inline(never)]
    pub(super) fn team_event<T: Trace>(&mut self, plan: &Plan, index: usize, trace: &mut T) {
        let due = (0, self.team_streams[index]);
        self.fire::<T, true>(plan, (NONE, (plan.per_offender + index) as u32), due, trace);
    }

    /// Gives the event list the earliest pending time of an offender.
    #[inline]
    pub(super) fn reset_offender(&mut self, offender: u32) {
        let earliest = self.pending.earliest(offender);
        let slot = self.offender_slot(offender);
        let keys = self.pending.expect(offender, earliest, slot);
        self.expect_at(slot, keys);
    }

    /// Gives the event list another key of an offender: the one that stood, and the new.
    #[inline]
    fn expect_at(&mut self, slot: usize, keys: (u64, u64)) {
        let (pending, first) = (&self.pending, self.slots.offenders);
        self.events.replace(slot, keys, |slot| pending.stands(slot.wrapping_sub(first), slot));
    }

    #[inline]
    fn offender_slot(&self, offender: u32) -> usize {
        self.slots.offenders.wrapping_add(offender as usize)
    }

    /// A stream, of an offender or the team.
    #[inline(always)]
    fn stream(&self, plan: &Plan, offender: u32, index: u32) -> Stream {
        if offender == NONE {
            self.team_streams[index as usize - plan.per_offender]
        } else {
            self.pending.stream(offender, index as usize)
        }
    }

    #[inline(always)]
    fn set_stream(&mut self, plan: &Plan, offender: u32, index: u32, stream: Stream) {
        if offender == NONE {
            self.team_streams[index as usize - plan.per_offender] = stream;
        } else {
            self.pending.set_stream(offender, index as usize, stream);
        }
    }

    /// The next of a stream's numbers, as the stream of a piece of work.
    #[inline(always)]
    pub(super) fn next_stream(&mut self, plan: &Plan, offender: u32, index: u32) -> Stream {
        let mut own = self.stream(plan, offender, index);
        let next = Stream::from_state(own.next_u64());
        self.set_stream(plan, offender, index, own);
        next
    }

    #[inline(always)]
    fn next_uniform(&mut self, plan: &Plan, offender: u32, index: u32) -> f64 {
        uniform(self.next_stream(plan, offender, index).state())
    }

    /// Where the position of a stream in its list stands.
    #[inline]
    pub(super) fn place(plan: &Plan, offender: u32, source: u32) -> usize {
        let (row, source) = (plan.per_offender, source as usize);
        if offender == NONE {
            (plan.caseload as usize).wrapping_mul(row).wrapping_add(source).wrapping_sub(row)
        } else {
            (offender as usize).wrapping_mul(row).wrapping_add(source)
        }
    }

    #[inline(always)]
    pub(super) fn set_pending(&mut self, plan: &Plan, offender: u32, source: u32, time: i64) {
        if offender == NONE {
            let index = source as usize - plan.per_offender;
            let slot = self.slots.team + index;
            self.events.set(slot, Self::key_at(plan, time, slot));
        } else {
            self.pending.set(offender, source as usize, time);
        }
    }

    /// Work arises from a stream, and its next time is set. `others` is the earliest stamp of an offender's other streams:
    /// it was looked up before the next time is drawn, which takes long. Compiled for the team's and for an offender's apart.
    #[inline]
    fn fire<T: Trace, const TEAM: bool>(
        &mut self,
        plan: &Plan,
        (offender, index): (u32, u32),
        (others, mut own): (u64, Stream),
        trace: &mut T,
    ) {
        let source = &plan.sources[index as usize];
        let now = self.now;
        if let Quiet::Provisional(number) = source.quiet {
            self.confirm(offender, number);
        }
        if now >= source.until {
            cold_path();
            if TEAM {
                self.set_pending(plan, NONE, index, NEVER_MS);
            }
            return;
        }
        let stream = Stream::from_state(own.next_u64());
        let mut effort = -1;
        let mut restart = NONE;
        let next = match &source.pattern {
            PatternPlan::Cycle { every, .. } => {
                let cycle = self.cycle(every, offender);
                if cycle == i64::MAX { NEVER_MS } else { now.saturating_add(cycle) }
            }
            PatternPlan::AtRandom(random) => {
                if random.one_at_a_time {
                    cold_path();
                    // No gap runs while the work is in hand: `restart` draws one when it leaves, and this draw is not used.
                    own.next_u64();
                    restart = index;
                    self.positions[Self::place(plan, offender, index)] = 1;
                    NEVER_MS
                } else {
                    let u = own.next_uniform();
                    let next = self.next_random(plan, source, random, offender, now, u);
                    // A trace tells of every piece of work as it arises.
                    if T::ON || source.quiet == Quiet::No {
                        next
                    } else {
                        self.pass_over(plan, Course { source, random, offender }, &mut own, next)
                    }
                }
            }
            PatternPlan::At(entries) => {
                cold_path();
                let position = &mut self.positions[Self::place(plan, offender, index)];
                effort = entries.get(*position as usize).and_then(|e| e.1).unwrap_or(-1);
                *position += 1;
                entries.get(*position as usize).map_or(NEVER_MS, |e| e.0)
            }
            PatternPlan::Joining | PatternPlan::ChangeOfHolder | PatternPlan::ReturnFromCustody => NEVER_MS,
        };
        if TEAM {
            self.set_stream(plan, NONE, index, own);
            self.set_pending(plan, offender, index, next);
        } else {
            let slot = self.offender_slot(offender);
            let keys = self.pending.again((offender, index as usize), next, own, others, slot);
            self.expect_at(slot, keys);
            if plan.custody_possible && self.custody[offender as usize] > now {
                cold_path();
                if restart != NONE {
                    self.restart(plan, offender, restart);
                }
                self.reset_offender(offender);
                return;
            }
        }
        if source.by_device.is_none() {
            self.count_person(source, offender, 1);
            let follow = Follow { stream, origin: now, kind: source.kind, cause: source.cause, offender };
            self.let_one_arise(plan, &Arising { follow, source: restart, effort, arose: now }, trace);
        } else {
            self.raise_from(plan, source, offender, stream, effort, restart);
            self.let_arise(plan, trace);
        }
    }

    /// A stream of an offender raises work outside its pattern.
    pub(super) fn raise_apart(&mut self, plan: &Plan, source: &Source, offender: u32, index: u32) {
        let stream = self.next_stream(plan, offender, index);
        self.raise_from(plan, source, offender, stream, -1, NONE);
    }

    /// Raises the work of a source once, or once for each device.
    pub(super) fn raise_from(
        &mut self,
        plan: &Plan,
        source: &Source,
        offender: u32,
        stream: Stream,
        effort: i64,
        restart: u32,
    ) {
        let times = source
            .by_device
            .map_or(1, |group| self.devices[offender as usize * plan.groups.list.len() + group as usize]);
        self.count_person(source, offender, i64::from(times));
        for i in (0..times).rev() {
            let stream = if times == 1 { stream } else { stream.child(i) };
            let follow = Follow { stream, origin: self.now, kind: source.kind, cause: source.cause, offender };
            self.arising.push(Arising { follow, source: restart, effort, arose: self.now });
        }
    }

    #[inline]
    pub(super) fn count_person(&mut self, source: &Source, offender: u32, times: i64) {
        if let Some(index) = source.per_person {
            self.pending.count(offender, index, times);
        }
    }

    #[inline]
    pub(super) fn cycle(&self, every: &[i64], offender: u32) -> i64 {
        let level = if offender == NONE { 0 } else { self.level[offender as usize] };
        every.get(level as usize).copied().unwrap_or(i64::MAX)
    }

    /// Whether a source applies to an offender now.
    #[inline]
    pub(super) fn applies(&self, source: &Source, offender: u32) -> bool {
        match source.each {
            EachPlan::Team => offender == NONE,
            EachPlan::Offender => self.member[offender as usize] & ON_REGISTER != 0,
            EachPlan::Member(g) | EachPlan::Device(g) => self.member[offender as usize] >> g & 1 == 1,
            EachPlan::Except(groups) => self.member[offender as usize] & (ON_REGISTER | groups) == ON_REGISTER,
        }
    }

    /// Starts a stream for an offender (or the team) from `from` on.
    #[inline(always)]
    pub(super) fn activate(&mut self, plan: &Plan, offender: u32, index: u32, from: i64) {
        let source = &plan.sources[index as usize];
        let place = Self::place(plan, offender, index);
        let from = from.max(source.from);
        // The first moment of a stated list or beat that can be theirs.
        let stated = if self.let_in { from.max(self.now + 1) } else { from };
        let next = match &source.pattern {
            PatternPlan::Cycle { every, first } => {
                let cycle = self.cycle(every, offender);
                let u = self.next_uniform(plan, offender, index);
                if cycle == i64::MAX {
                    NEVER_MS
                } else if let Some(first) = *first {
                    let missed = (stated - first).max(0);
                    first.saturating_add(cycle.saturating_mul((missed + cycle - 1) / cycle))
                } else {
                    from.saturating_add((cycle as f64 * u) as i64)
                }
            }
            PatternPlan::AtRandom(random) => {
                let u = self.next_uniform(plan, offender, index);
                self.next_random(plan, source, random, offender, from, u)
            }
            PatternPlan::At(entries) => {
                let position = entries.partition_point(|e| e.0 < stated);
                self.positions[place] = position as u32;
                entries.get(position).map_or(NEVER_MS, |e| e.0)
            }
            PatternPlan::Joining | PatternPlan::ChangeOfHolder => NEVER_MS,
            PatternPlan::ReturnFromCustody => self.returns_at(offender).filter(|&at| at >= from).unwrap_or(NEVER_MS),
        };
        self.set_pending(plan, offender, index, next);
    }

    /// Rate of a random stream for an offender, or the team, before settling and profile.
    #[inline]
    pub(super) fn base_rate(&self, plan: &Plan, source: &Source, random: &RandomPlan, offender: u32, level: u8) -> f64 {
        let mut rate = random.rate.get(level as usize).copied().unwrap_or(0.0);
        if offender == NONE {
            return rate;
        }
        if let EachPlan::Device(g) = source.each {
            let place = (offender as usize).wrapping_mul(plan.groups.list.len()).wrapping_add(g as usize);
            rate *= f64::from(self.devices[place]);
        }
        if let Some(i) = random.spread_index {
            let place = (offender as usize).wrapping_mul(plan.spreads).wrapping_add(i as usize);
            rate *= self.factors[place];
        }
        rate
    }

    /// As [`Workspace::base_rate`] at the present level.
    #[inline]
    pub(super) fn rate_now(&self, plan: &Plan, source: &Source, random: &RandomPlan, offender: u32) -> f64 {
        let level = if offender == NONE { 0 } else { self.level[offender as usize] };
        self.base_rate(plan, source, random, offender, level)
    }

    /// From when on the clock of settling and profile goes with the time.
    pub(super) fn steady_from(&self, plan: &Plan, source: &Source, random: &RandomPlan, offender: u32) -> i64 {
        if random.steady {
            i64::MIN
        } else if random.tempo.is_some() || random.intensity.is_some() {
            NEVER_MS
        } else {
            self.settling(plan, source, random, offender, i64::MIN).map_or(i64::MIN, |(_, end)| end)
        }
    }

    /// The next time of a random stream after `from`: the unit exponential of `u` is used up along
    /// the rate, which is exact for rates that vary and keeps streams in step when a rate changes.
    // Inlined: a call hands over more numbers than the usual case works out.
    #[inline(always)]
    pub(super) fn next_random(
        &self,
        plan: &Plan,
        source: &Source,
        random: &RandomPlan,
        offender: u32,
        from: i64,
        u: f64,
    ) -> i64 {
        let rate = self.rate_now(plan, source, random, offender);
        if rate <= 0.0 {
            cold_path();
            return NEVER_MS;
        }
        let units = -ln(u) / rate;
        if random.steady {
            add_rounded(from, units)
        } else {
            self.after_units(plan, source, random, offender, from, units)
        }
    }

    /// The multiplier of a newcomer and when it ends, if `from` lies before that.
    pub(super) fn settling(
        &self,
        plan: &Plan,
        source: &Source,
        random: &RandomPlan,
        offender: u32,
        from: i64,
    ) -> Option<(f64, i64)> {
        let (times, lasts) = random.settling?;
        let joined = self.member_since(plan, source, offender)?;
        Some((times, joined.saturating_add(lasts))).filter(|&(_, end)| end > from)
    }

    /// When `units` have passed after `from` on the clock of settling and profile.
    // Apart, so that the usual case of `next_random` keeps its numbers in registers.
    #[inline(never)]
    pub(super) fn after_units(
        &self,
        plan: &Plan,
        source: &Source,
        random: &RandomPlan,
        offender: u32,
        from: i64,
        units: f64,
    ) -> i64 {
        let settling = self.settling(plan, source, random, offender, from);
        if let Some(own) = &random.tempo {
            let settles = settling.map(|(times, end)| Settles { times, end });
            let time = self.after_units_of(plan, source, own, settles, (offender, from), units);
            return add_rounded(0, time).max(from);
        }
        if settling.is_none() && random.intensity.is_none() {
            return add_rounded(from, units);
        }
        let gone = |t: i64| random.intensity.as_ref().map_or(t as f64, |i| i.cumulative(t as f64));
        let reach = |target: f64| random.intensity.as_ref().map_or(target, |i| i.inverse(target));
        let start = gone(from);
        let time = match settling {
            Some((times, end)) => {
                let busy = (gone(end) - start) * times;
                if units <= busy { reach(start + units / times) } else { reach(gone(end) + units - busy) }
            }
            None => reach(start + units),
        };
        add_rounded(0, time).max(from)
    }

    /// How far the clock of settling and profile moves between two moments.
    pub(super) fn units_between(
        &self,
        plan: &Plan,
        source: &Source,
        random: &RandomPlan,
        offender: u32,
        from: i64,
        to: i64,
    ) -> f64 {
        if let Some(own) = &random.tempo {
            let settles = self.settling(plan, source, random, offender, from);
            let settles = settles.map(|(times, end)| Settles { times, end });
            return self.units_between_of(plan, source, own, settles, offender, (from, to));
        }
        let gone = |t: i64| random.intensity.as_ref().map_or(t as f64, |i| i.cumulative(t as f64));
        match self.settling(plan, source, random, offender, from) {
            Some((times, end)) => {
                let end = end.min(to);
                (gone(end) - gone(from)) * times + (gone(to) - gone(end))
            }
            None if random.intensity.is_none() => (to - from) as f64,
            None => gone(to) - gone(from),
        }
    }

    /// Restarts the stream of someone who raises one at a time, once their work has left.
    pub(super) fn restart_source(&mut self, plan: &Plan, source: u32, offender: u32) {
        if source != NONE {
            self.restart(plan, offender, source);
            if offender != NONE {
                self.reset_offender(offender);
            }
        }
    }

    fn restart(&mut self, plan: &Plan, offender: u32, index: u32) {
        let source = &plan.sources[index as usize];
        let place = Self::place(plan, offender, index);
        self.positions[place] = 0;
        if !self.applies(source, offender) {
            return;
        }
        if let PatternPlan::AtRandom(random) = &source.pattern {
            let u = self.next_uniform(plan, offender, index);
            let next = self.next_random(plan, source, random, offender, self.now, u);
            self.set_pending(plan, offender, index, next);
        }
    }

    /// Draws a unit for a stream that is about to start.
    pub(super) fn open_stream(&mut self, plan: &Plan, offender: u32, index: u32, stream: Stream) {
        self.set_stream(plan, offender, index, stream);
        self.positions[Self::place(plan, offender, index)] = 0;
    }
}

/// `from` and a span in milliseconds, rounded; never when it lies beyond the clock.
#[inline]
pub(super) fn add_rounded(from: i64, span: f64) -> i64 {
    // 2^53 ms is 285,000 years: whatever is later does not happen.
    if span < 9.007_199_254_740_992e15 { from.saturating_add(nearest(span)) } else { NEVER_MS }
}

/// The nearest whole number, halves away from zero: `libm::round(x) as i64` to the bit, without the
/// call. The cast cuts off as its `trunc` does; just under a half keeps 0.49999999999999994 at 0.
#[inline]
fn nearest(x: f64) -> i64 {
    (x + (0.5 - 0.25 * f64::EPSILON).copysign(x)) as i64
}

/// A share of the way to a moment, for joinings.
pub(super) fn part_way(from: i64, over: i64, bits: u64) -> i64 {
    from.saturating_add((over as f64 * uniform(bits)) as i64)
}
