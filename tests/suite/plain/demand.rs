//! Streams of demand.
//!
//! A stream's draws, in order: one when it begins (phase of a cycle, first gap); at each event one
//! for the work itself and, at random, one for the next gap. Those who raise one at a time leave
//! that gap unused and draw another when their work has left.

use super::{Arising, Follow, Plain, Running};
use caseload::random::{Fading, Intensity, Stream, Tempo};
use caseload::scenario::{AtRandom, Each, Fades, Pattern};
use caseload::units::Span;

impl Plain<'_> {
    fn running(&mut self, offender: Option<usize>, index: usize) -> &mut Running {
        match offender {
            Some(o) => &mut self.offenders[o].streams[index],
            None => &mut self.team_streams[index],
        }
    }

    fn source(&self, offender: Option<usize>, index: usize) -> usize {
        if offender.is_some() { self.personal[index] } else { self.team[index] }
    }

    fn each(&self, kind: usize) -> Each {
        self.s.kinds[kind].raised.as_ref().expect("a source").each
    }

    fn level(&self, offender: Option<usize>) -> usize {
        offender.map_or(0, |o| self.offenders[o].level)
    }

    pub(super) fn earliest(&self, kind: usize) -> i64 {
        self.s.kinds[kind].raised.as_ref().and_then(|r| r.from).map_or(i64::MIN, |i| i.0)
    }

    pub(super) fn applies(&self, kind: usize, offender: Option<usize>) -> bool {
        match (self.each(kind), offender) {
            (Each::Team, _) => true,
            (Each::Offender, Some(o)) => self.offenders[o].on_register,
            (Each::Member(g) | Each::Device(g), Some(o)) => self.offenders[o].member[g],
            (Each::Except(groups), Some(o)) => {
                self.offenders[o].on_register && !groups.iter().any(|g| self.offenders[o].member[g])
            }
            (_, None) => false,
        }
    }

    fn cycle(&self, kind: usize, level: usize) -> Option<i64> {
        let Some(Pattern::Cycle { every, .. }) = self.pattern(kind) else { return None };
        every.get(level).map(|n| Span::rounded(n.at(&self.point)).0.max(1))
    }

    fn log(&self, kind: usize) -> Vec<(i64, Option<i64>)> {
        let Some(Pattern::At(entries)) = self.pattern(kind) else { return Vec::new() };
        let mut list: Vec<_> =
            entries.iter().map(|e| (e.at.0, e.effort.map(|ms| libm::round(ms).max(0.0) as i64))).collect();
        list.sort_by_key(|e| e.0);
        list
    }

    /// A stream begins at `from`, or when the file lets it.
    pub(super) fn begin_stream(&mut self, offender: Option<usize>, index: usize, from: i64) {
        let kind = self.source(offender, index);
        let from = from.max(self.earliest(kind));
        let stated = if self.let_in { from.max(self.now + 1) } else { from };
        let next = match self.pattern(kind) {
            Some(Pattern::Cycle { first, .. }) => {
                let u = self.running(offender, index).stream.next_uniform();
                self.cycle(kind, self.level(offender)).map(|cycle| match *first {
                    // The first of its beats that is not too early.
                    Some(first) => first.0 + cycle * ((stated - first.0).max(0) + cycle - 1).div_euclid(cycle),
                    None => from + (cycle as f64 * u) as i64,
                })
            }
            Some(Pattern::AtRandom(random)) => {
                let u = self.running(offender, index).stream.next_uniform();
                self.after_gap(kind, random, offender, index, from, u)
            }
            Some(Pattern::At(_)) => {
                let list = self.log(kind);
                let position = list.iter().filter(|e| e.0 < stated).count();
                self.running(offender, index).position = position;
                list.get(position).map(|e| e.0)
            }
            // The end of the custody that they are in, if they are.
            Some(Pattern::ReturnFromCustody) => {
                let until = offender.map_or(i64::MIN, |o| self.offenders[o].custody);
                (until > self.now && until >= from).then_some(until)
            }
            Some(Pattern::Joining | Pattern::ChangeOfHolder) | None => None,
        };
        self.running(offender, index).next = next;
    }

    /// A stream happens.
    pub(super) fn fire(&mut self, offender: Option<usize>, index: usize) {
        let kind = self.source(offender, index);
        let stream = Stream::from_state(self.running(offender, index).stream.next_u64());
        let (mut effort, mut restarts) = (None, None);
        let next = match self.pattern(kind) {
            Some(Pattern::Cycle { .. }) => self.cycle(kind, self.level(offender)).map(|cycle| self.now + cycle),
            Some(Pattern::AtRandom(random)) => {
                let u = self.running(offender, index).stream.next_uniform();
                if random.one_at_a_time {
                    restarts = Some(index);
                    None
                } else {
                    self.after_gap(kind, random, offender, index, self.now, u)
                }
            }
            Some(Pattern::At(_)) => {
                let list = self.log(kind);
                let running = self.running(offender, index);
                effort = list.get(running.position).and_then(|e| e.1);
                running.position += 1;
                list.get(running.position).map(|e| e.0)
            }
            Some(Pattern::Joining | Pattern::ChangeOfHolder | Pattern::ReturnFromCustody) | None => None,
        };
        self.running(offender, index).next = next;
        if offender.is_some_and(|o| self.offenders[o].custody > self.now) {
            if restarts.is_some() {
                self.restart(offender, index);
            }
            return;
        }
        self.raise_from(kind, offender, stream, effort, restarts);
    }

    /// The stream of an offender raises work outside its pattern.
    pub(super) fn raise_once(&mut self, offender: usize, index: usize) {
        self.raise_later(offender, index);
        self.let_arise();
    }

    /// As [`Plain::raise_once`], to arise when what is under way allows.
    pub(super) fn raise_later(&mut self, offender: usize, index: usize) {
        let kind = self.personal[index];
        let stream = Stream::from_state(self.running(Some(offender), index).stream.next_u64());
        self.raise_from(kind, Some(offender), stream, None, None);
    }

    fn raise_from(
        &mut self,
        kind: usize,
        offender: Option<usize>,
        stream: Stream,
        effort: Option<i64>,
        restarts: Option<usize>,
    ) {
        let random = matches!(self.pattern(kind), Some(Pattern::AtRandom(_)));
        let times = match (self.each(kind), offender) {
            // At random the devices are in the rate.
            (Each::Device(g), Some(o)) if !random => self.offenders[o].devices[g] as u32,
            _ => 1,
        };
        if let (true, Some(o)) = (random, offender) {
            *self.sums.raised_by.entry((kind, o)).or_insert(0) += 1;
        }
        let cause = self.s.kinds[kind].cause.unwrap_or(0);
        for i in (0..times).rev() {
            let stream = if times == 1 { stream } else { stream.child(i) };
            let follow = Follow { stream, origin: self.now, kind, cause, offender };
            self.arising.push(Arising { follow, restarts, effort, arose: self.now });
        }
    }

    /// Events a millisecond, before profile and settling.
    fn rate(&self, kind: usize, random: &AtRandom, offender: Option<usize>, index: usize, level: usize) -> f64 {
        let rate = random.rate.get(level).map_or(0.0, |n| n.at(&self.point).max(0.0));
        let Some(o) = offender else { return rate };
        let devices = match self.each(kind) {
            Each::Device(g) => self.offenders[o].devices[g] as f64,
            _ => 1.0,
        };
        let factor = if random.spread.is_some() { self.offenders[o].streams[index].factor } else { 1.0 };
        rate * devices * factor
    }

    fn intensity(random: &AtRandom) -> Intensity {
        random.profile.intensity()
    }

    /// When the membership began that a stream is tied to; for a stream of everyone, when a newcomer joined the register.
    fn member_since(&self, kind: usize, offender: Option<usize>) -> Option<i64> {
        let who = &self.offenders[offender?];
        match self.each(kind) {
            Each::Member(g) | Each::Device(g) => who.joined[g],
            Each::Offender | Each::Except(_) => who.registered,
            Each::Team => None,
        }
    }

    /// Multiplier of settling and when it ends, for a member who is still settling at `from`.
    fn settling(&self, kind: usize, random: &AtRandom, offender: Option<usize>, from: i64) -> Option<(f64, i64)> {
        let settling = random.settling.as_ref()?;
        let Fades::After(lasts) = &settling.fades else { return None };
        let end = self.member_since(kind, offender)? + Span::rounded(lasts.at(&self.point)).0.max(0);
        (end > from).then(|| (settling.times.at(&self.point).max(0.0), end))
    }

    /// What fades at `from`, where settling halves again and again.
    fn fading(&self, kind: usize, random: &AtRandom, offender: Option<usize>, from: f64) -> Option<Fading> {
        let settling = random.settling.as_ref()?;
        let Fades::Halves { every, settles_at } = &settling.fades else { return None };
        // Those there from before the start have settled for good.
        let age = self.member_since(kind, offender).map_or(1e300, |since| from - since as f64);
        let speed = std::f64::consts::LN_2 / every.at(&self.point);
        Some(Fading { times: settling.times.at(&self.point), settles_at: settles_at.at(&self.point), speed, age })
    }

    /// The tempo of a rate that grows, fades or is shocked; `None` for the plain ones.
    fn tempo(&self, random: &AtRandom) -> Option<Tempo> {
        let growth = random.growth.as_ref().map_or(0.0, |growth| growth.at(&self.point));
        let fades = random.settling.as_ref().is_some_and(|s| matches!(s.fades, Fades::Halves { .. }));
        let shocked =
            random.shocks.as_ref().is_some_and(|shocks| shocks.times.at(&self.point).to_bits() != 1.0_f64.to_bits());
        (growth != 0.0 || fades || shocked).then(|| Tempo { intensity: random.profile.intensity(), growth })
    }

    /// What the rate is multiplied by from `t` on, and until when.
    fn multiplier(&self, kind: usize, random: &AtRandom, offender: Option<usize>, t: i64) -> (f64, Option<i64>) {
        let mut times = 1.0;
        let mut changes = Vec::new();
        if let Some((settling, end)) = self.settling(kind, random, offender, t) {
            times = settling;
            changes.push(end);
        }
        // A shock that multiplies by one is none.
        let shocks =
            random.shocks.as_ref().filter(|shocks| shocks.times.at(&self.point).to_bits() != 1.0_f64.to_bits());
        if let Some(shocks) = shocks {
            for &(start, end) in &self.shock_times[shocks.shock] {
                if start <= t && t < end {
                    times *= shocks.times.at(&self.point);
                }
                changes.extend([start, end].into_iter().filter(|&change| change > t));
            }
        }
        (times, changes.into_iter().min())
    }

    /// When the gap of a uniform `u`, begun at `from`, is over.
    fn after_gap(
        &self,
        kind: usize,
        random: &AtRandom,
        offender: Option<usize>,
        index: usize,
        from: i64,
        u: f64,
    ) -> Option<i64> {
        let rate = self.rate(kind, random, offender, index, self.level(offender));
        if rate <= 0.0 {
            return None;
        }
        self.after_units(kind, random, offender, from, -caseload::special::ln(u) / rate)
    }

    /// When `units` milliseconds of the busy clock have passed since `from`.
    fn after_units(
        &self,
        kind: usize,
        random: &AtRandom,
        offender: Option<usize>,
        from: i64,
        units: f64,
    ) -> Option<i64> {
        if let Some(tempo) = self.tempo(random) {
            let (mut at, mut left) = (from, units);
            loop {
                let (times, until) = self.multiplier(kind, random, offender, at);
                let fading = self.fading(kind, random, offender, at as f64);
                let here = until.map_or(f64::INFINITY, |end| times * tempo.passed(at as f64, end as f64, fading));
                if left <= here {
                    return whole(tempo.reach(at as f64, left / times, fading)).map(|t| t.max(from));
                }
                left -= here;
                at = until.expect("what is infinite is enough");
            }
        }
        let clock = Self::intensity(random);
        let start = clock.cumulative(from as f64);
        let time = match self.settling(kind, random, offender, from) {
            Some((times, end)) => {
                let settled = clock.cumulative(end as f64);
                let busy = (settled - start) * times;
                if units <= busy { clock.inverse(start + units / times) } else { clock.inverse(settled + units - busy) }
            }
            None if clock == Intensity::Constant => return whole(units).map(|gap| from.saturating_add(gap)),
            None => clock.inverse(start + units),
        };
        whole(time).map(|t| t.max(from))
    }

    /// How far the busy clock moves between two moments.
    fn units_between(&self, kind: usize, random: &AtRandom, offender: Option<usize>, from: i64, to: i64) -> f64 {
        if let Some(tempo) = self.tempo(random) {
            let (mut at, mut sum) = (from, 0.0);
            while at < to {
                let (times, until) = self.multiplier(kind, random, offender, at);
                let end = until.map_or(to, |end| end.min(to));
                sum += times * tempo.passed(at as f64, end as f64, self.fading(kind, random, offender, at as f64));
                at = end;
            }
            return sum;
        }
        let clock = Self::intensity(random);
        let passed = |a: i64, b: i64| clock.cumulative(b as f64) - clock.cumulative(a as f64);
        match self.settling(kind, random, offender, from) {
            Some((times, end)) => passed(from, to.min(end)) * times + passed(to.min(end), to),
            None if clock == Intensity::Constant => (to - from) as f64,
            None => passed(from, to),
        }
    }

    /// The gap before the next work of someone who raises one at a time.
    pub(super) fn restart(&mut self, offender: Option<usize>, index: usize) {
        let kind = self.source(offender, index);
        if !self.applies(kind, offender) {
            return;
        }
        if let Some(Pattern::AtRandom(random)) = self.pattern(kind) {
            let u = self.running(offender, index).stream.next_uniform();
            let next = self.after_gap(kind, random, offender, index, self.now, u);
            self.running(offender, index).next = next;
        }
    }

    /// A membership that a stream is tied to begins now.
    pub(super) fn begin_membership(&mut self, offender: usize, index: usize) {
        let kind = self.personal[index];
        if !matches!(self.pattern(kind), Some(Pattern::Joining)) {
            self.begin_stream(Some(offender), index, self.now);
        } else if self.now >= self.earliest(kind) && self.now < self.until(kind) {
            let stream = Stream::from_state(self.running(Some(offender), index).stream.next_u64());
            self.raise_from(kind, Some(offender), stream, None, None);
        }
    }

    /// Into a part of a group with the whole, as an outcome of work.
    pub(super) fn join_with_whole(&mut self, offender: usize, group: usize) {
        let mut chain = vec![group];
        while let Some(whole) = self.s.groups[chain[chain.len() - 1]].of {
            chain.push(whole);
        }
        for &g in chain.iter().rev() {
            self.join(offender, g);
        }
    }

    /// Whether somebody is in the group that a group is drawn from.
    pub(super) fn in_whole(&self, offender: usize, group: usize) -> bool {
        self.s.groups[group].of.is_none_or(|whole| self.offenders[offender].member[whole])
    }

    /// Into a group; or into the list of what will be joined with the group that it is drawn from.
    pub(super) fn join(&mut self, offender: usize, group: usize) {
        if self.offenders[offender].member[group] || !self.offenders[offender].on_register {
            return;
        }
        if !self.in_whole(offender, group) {
            self.offenders[offender].with_whole[group] = true;
            return;
        }
        if !self.has_room(group) {
            if !self.waiting[group].contains(&offender) {
                self.waiting[group].push(offender);
            }
            return;
        }
        self.offenders[offender].member[group] = true;
        self.offenders[offender].joined[group] = Some(self.now);
        self.offenders[offender].devices[group] = self.devices_of(group, self.offenders[offender].entity);
        self.sums.moved(self.now, 1 + group, 1, true);
        for index in 0..self.personal.len() {
            match self.each(self.personal[index]) {
                Each::Member(g) | Each::Device(g) if g == group => self.begin_membership(offender, index),
                Each::Except(groups) if groups.has(group) => self.offenders[offender].streams[index].next = None,
                _ => {}
            }
        }
        for part in 0..self.s.groups.len() {
            let drawn = self.s.groups[part].of == Some(group);
            if drawn && std::mem::take(&mut self.offenders[offender].with_whole[part]) {
                self.join(offender, part);
            }
        }
    }

    /// Out of a group, and of all that are drawn from it; then, group by group from the last, the first in line is let in.
    pub(super) fn leave(&mut self, offender: usize, group: usize) {
        self.waiting[group].retain(|&o| o != offender);
        self.offenders[offender].with_whole[group] = false;
        if !self.offenders[offender].member[group] {
            return;
        }
        let mut out = vec![group];
        for g in 0..self.s.groups.len() {
            if self.s.groups[g].of.is_some_and(|of| out.contains(&of)) {
                out.push(g);
                self.waiting[g].retain(|&o| o != offender);
                self.offenders[offender].with_whole[g] = false;
                self.offenders[offender].joining[g] = None;
            }
        }
        out.retain(|&g| self.offenders[offender].member[g]);
        for &g in &out {
            self.leave_one(offender, g);
        }
        for g in out.into_iter().rev() {
            self.let_next_in(g);
        }
    }

    fn leave_one(&mut self, offender: usize, group: usize) {
        self.offenders[offender].member[group] = false;
        self.sums.moved(self.now, 1 + group, -1, true);
        for index in 0..self.personal.len() {
            match self.each(self.personal[index]) {
                Each::Member(g) | Each::Device(g) if g == group => {
                    self.offenders[offender].streams[index].next = None;
                }
                Each::Except(groups) if groups.has(group) && self.applies(self.personal[index], Some(offender)) => {
                    self.begin_stream(Some(offender), index, self.now);
                }
                _ => {}
            }
        }
    }

    /// Cycles tighten at once or slacken after the next; random streams keep what is left of their
    /// gap, measured by the new rate.
    pub(super) fn change_level(&mut self, offender: usize, level: usize) {
        let old = std::mem::replace(&mut self.offenders[offender].level, level);
        if old == level {
            return;
        }
        if self.offenders[offender].on_register {
            self.sums.at_level(self.now, old, -1, true);
            self.sums.at_level(self.now, level, 1, true);
        }
        self.leaving_at_new_level(offender, old);
        let who = Some(offender);
        for index in 0..self.personal.len() {
            let kind = self.personal[index];
            if !self.applies(kind, who) {
                continue;
            }
            // A time after `until` is passed over when it comes; from then on nothing is pending.
            let pending = self.offenders[offender].streams[index].next;
            let pending = pending.filter(|&t| t >= self.now);
            let begun = self.now.max(self.earliest(kind));
            match self.pattern(kind) {
                Some(Pattern::Cycle { .. }) => {
                    let next = self.cycle(kind, level).map(|cycle| {
                        let soon = begun.saturating_add(cycle);
                        pending.map_or(soon, |t| t.min(soon))
                    });
                    self.offenders[offender].streams[index].next = next;
                }
                Some(Pattern::AtRandom(random)) => {
                    if random.one_at_a_time {
                        let busy = self.tasks.iter().enumerate().any(|(at, t)| {
                            (t.open() || self.passing == Some(at))
                                && t.offender == who
                                && t.kind == kind
                                && t.restarts == Some(index)
                        });
                        if busy {
                            continue;
                        }
                    }
                    let before = self.rate(kind, random, who, index, old);
                    let after = self.rate(kind, random, who, index, level);
                    if before.to_bits() == after.to_bits() {
                        continue;
                    }
                    let next = match pending {
                        Some(t) if before > 0.0 && after > 0.0 => {
                            let units = self.units_between(kind, random, who, begun, t) * before / after;
                            self.after_units(kind, random, who, begun, units)
                        }
                        _ => {
                            self.begin_stream(who, index, self.now);
                            continue;
                        }
                    };
                    self.offenders[offender].streams[index].next = next;
                }
                _ => {}
            }
        }
    }
}

/// The nearest whole millisecond; none beyond 2^53.
fn whole(span: f64) -> Option<i64> {
    (span < 9_007_199_254_740_992.0).then(|| libm::round(span) as i64)
}
