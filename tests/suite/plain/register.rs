//! People who join and leave the register, groups with a bound, shocks.
//!
//! Newcomers follow those there from the start, in order of joining, and their draws have numbers of their own, from
//! 2^31 on. A newcomer first has a holder (of those in post who holds fewest, the first of them), then is let into
//! groups in the order of the file, then streams begin in the order of the file. Who leaves is taken out of every
//! group and every line for one; then, group by group from the last, the first in line is let in.

use super::{Offender, Plain, Running};
use caseload::random::{Law, Purpose, Sampler, Tempo, name_key, uniform};
use caseload::scenario::{GroupSize, Pattern};
use caseload::units::Span;

/// The first number of a newcomer's draws.
const NEWCOMERS: u32 = 1 << 31;

impl Plain<'_> {
    /// A person on the register, or about to join it.
    pub(super) fn somebody(&self, level: usize, entity: u32) -> Offender {
        let groups = self.s.groups.len();
        Offender {
            level,
            entity,
            on_register: false,
            registered: None,
            arrives: None,
            leaves: None,
            leaving: self.key.stream(Purpose::Register, name_key("leaving"), entity),
            streams: Vec::new(),
            joining: vec![None; groups],
            selected: vec![false; groups],
            with_whole: vec![false; groups],
            member: vec![false; groups],
            joined: vec![None; groups],
            devices: vec![0; groups],
            custody: i64::MIN,
            custodies: Vec::new(),
            holder: None,
            site: None,
        }
    }

    /// Everyone who will join before the end.
    pub(super) fn newcomers(&mut self) {
        let Some(joining) = &self.s.offenders.joining else { return };
        let rate = joining.rate.at(&self.point);
        if rate <= 0.0 {
            return;
        }
        let growth = joining.growth.as_ref().map_or(0.0, |growth| growth.at(&self.point));
        let tempo = Tempo { intensity: joining.profile.intensity(), growth };
        let stream = self.key.stream(Purpose::Register, name_key("joining"), 0);
        let mut time = self.now as f64;
        for number in 0.. {
            time = tempo.reach(time, -libm::log(stream.uniform_at(number)) / rate, None);
            if time > self.s.horizon.0 as f64 {
                break;
            }
            let entity = NEWCOMERS + number;
            let u = self.key.stream(Purpose::Register, name_key("level"), entity).uniform_at(0);
            let mut upto = 0.0;
            let shares = joining.shares_at(&self.point);
            let level = shares.iter().position(|share| {
                upto += share;
                u < upto
            });
            let mut newcomer = self.somebody(level.unwrap_or(shares.len() - 1), entity);
            newcomer.arrives = Some(libm::round(time) as i64);
            for (g, group) in self.s.groups.iter().enumerate() {
                let name = name_key(&group.name);
                let within = group.of.is_none_or(|of| newcomer.selected[of])
                    && (group.levels.is_empty() || group.levels.contains(&newcomer.level));
                let GroupSize::Share(share) = &group.size else { continue };
                let u = uniform(self.key.stream(Purpose::Group, name, entity).at(0));
                newcomer.selected[g] = within && u < share.at(&self.point);
                if newcomer.selected[g] {
                    newcomer.devices[g] = self.devices_of(g, entity);
                    newcomer.joining[g] = self.joining_of(g, entity);
                }
            }
            self.offenders.push(newcomer);
        }
    }

    pub(super) fn devices_of(&self, group: usize, entity: u32) -> u64 {
        let group = &self.s.groups[group];
        let draw = || uniform(self.key.stream(Purpose::Devices, name_key(&group.name), entity).at(0));
        group.devices.as_ref().map_or(0, |count| self.how_many(count, draw()).min(1000))
    }

    /// When somebody chosen for a group joins it; `None` from before the start.
    pub(super) fn joining_of(&self, group: usize, entity: u32) -> Option<i64> {
        let group = &self.s.groups[group];
        let joins = group.joins.as_ref()?;
        let over = Span::rounded(joins.over.at(&self.point)).0.max(0);
        let u = uniform(self.key.stream(Purpose::Joining, name_key(&group.name), entity).at(0));
        Some(joins.from.0 + (over as f64 * u) as i64)
    }

    pub(super) fn open_streams(&mut self, offender: usize) {
        let entity = self.offenders[offender].entity;
        for &kind in &self.personal.clone() {
            let name = name_key(&self.s.kinds[kind].name);
            let shape = match self.pattern(kind) {
                Some(Pattern::AtRandom(random)) => random.spread.as_ref(),
                _ => None,
            };
            let factor = shape.map_or(1.0, |shape| {
                let law = Law::gamma_shape_mean(shape.at(&self.point), 1.0).unwrap_or(Law::Fixed(1.0));
                Sampler::new(&law).sample(uniform(self.key.stream(Purpose::Person, name, entity).at(0)))
            });
            let stream = self.key.stream(Purpose::Arrivals, name, entity);
            self.offenders[offender].streams.push(Running { stream, position: 0, next: None, factor });
        }
    }

    /// The rate at which those at a level leave.
    fn leaving_rate(&self, level: usize) -> f64 {
        let leaving = self.s.offenders.leaving.as_ref();
        leaving.and_then(|leaving| leaving.get(level)).map_or(0.0, |rate| rate.at(&self.point).max(0.0))
    }

    /// When somebody leaves who is on the register from now on.
    pub(super) fn will_leave(&mut self, offender: usize) {
        let rate = self.leaving_rate(self.offenders[offender].level);
        if rate > 0.0 {
            let u = self.offenders[offender].leaving.next_uniform();
            let gap = libm::round(-libm::log(u) / rate) as i64;
            self.offenders[offender].leaves = Some(self.now.saturating_add(gap));
        } else {
            self.offenders[offender].leaves = None;
        }
    }

    /// The time left is measured by the rate of the new level.
    pub(super) fn leaving_at_new_level(&mut self, offender: usize, old: usize) {
        let (before, after) = (self.leaving_rate(old), self.leaving_rate(self.offenders[offender].level));
        if !self.offenders[offender].on_register || before.to_bits() == after.to_bits() {
            return;
        }
        match self.offenders[offender].leaves {
            Some(t) if after > 0.0 => {
                let left = libm::round((t - self.now) as f64 * before / after) as i64;
                self.offenders[offender].leaves = Some(self.now.saturating_add(left));
            }
            _ => self.will_leave(offender),
        }
    }

    /// Somebody joins the register or leaves it, whichever is next.
    pub(super) fn register_event(&mut self, offender: usize) {
        if self.offenders[offender].arrives.is_some() {
            self.arrive(offender);
        } else {
            self.depart(offender);
        }
        self.let_arise();
    }

    fn arrive(&mut self, offender: usize) {
        let now = self.now;
        self.offenders[offender].arrives = None;
        self.offenders[offender].on_register = true;
        self.offenders[offender].registered = Some(now);
        let role = self.holding_role();
        let site = self.site_of(offender);
        self.offenders[offender].holder = role.and_then(|role| self.most_room(role, site));
        self.sums.moved(now, 0, 1, true);
        self.sums.at_level(now, self.offenders[offender].level, 1, true);
        for g in 0..self.s.groups.len() {
            let selected = self.offenders[offender].selected[g];
            let later = self.offenders[offender].joining[g].is_some_and(|t| t > now);
            if selected && !later {
                self.offenders[offender].joining[g] = None;
                if !self.in_whole(offender, g) {
                    self.offenders[offender].with_whole[g] = true;
                } else if self.has_room(g) {
                    self.offenders[offender].member[g] = true;
                    self.offenders[offender].joined[g] = Some(now);
                    self.sums.moved(now, 1 + g, 1, true);
                } else {
                    self.waiting[g].push(offender);
                }
            }
        }
        for index in 0..self.personal.len() {
            if self.applies(self.personal[index], Some(offender)) {
                self.begin_membership(offender, index);
            }
        }
        self.will_leave(offender);
    }

    /// Off the register.
    pub(super) fn depart(&mut self, offender: usize) {
        if !self.offenders[offender].on_register {
            return;
        }
        let now = self.now;
        let who = &mut self.offenders[offender];
        who.on_register = false;
        who.leaves = None;
        who.joining.fill(None);
        who.with_whole.fill(false);
        for running in &mut who.streams {
            running.next = None;
        }
        let was = std::mem::replace(&mut who.member, vec![false; self.s.groups.len()]);
        self.sums.moved(now, 0, -1, true);
        self.sums.at_level(now, self.offenders[offender].level, -1, true);
        for stay in self.offenders[offender].custodies.iter_mut().filter(|stay| stay.1 > now) {
            stay.1 = now;
        }
        for (g, was) in was.iter().enumerate() {
            self.waiting[g].retain(|&o| o != offender);
            if *was {
                self.sums.moved(now, 1 + g, -1, true);
            }
        }
        for (g, _) in was.iter().enumerate().rev().filter(|(_, was)| **was) {
            self.let_next_in(g);
        }
        let mut moved = Vec::new();
        self.give_the_unheld(&mut moved);
        self.raise_handovers(&moved);
    }

    /// In custody until a moment, or for longer.
    pub(super) fn take_into_custody(&mut self, offender: usize, until: i64) {
        let now = self.now;
        let who = &mut self.offenders[offender];
        let taken = who.on_register && until > who.custody.max(now);
        if taken {
            match who.custodies.last_mut() {
                Some(stay) if stay.1 > now => stay.1 = until,
                _ => {
                    who.custodies.push((now, until));
                    self.sums.taken();
                }
            }
        }
        let who = &mut self.offenders[offender];
        who.custody = who.custody.max(until);
        for index in 0..self.personal.len() {
            let kind = self.personal[index];
            let returns = matches!(self.pattern(kind), Some(Pattern::ReturnFromCustody));
            if taken && returns && self.applies(kind, Some(offender)) {
                self.begin_stream(Some(offender), index, now);
            }
        }
    }

    /// Whether a group can take another member.
    pub(super) fn has_room(&self, group: usize) -> bool {
        let members = self.offenders.iter().filter(|o| o.member[group]).count();
        let bound = self.s.groups[group].at_most.as_ref();
        bound.is_none_or(|bound| members < libm::round(bound.at(&self.point)).max(0.0) as usize)
    }

    /// The first in line for a group joins it, if there is room now.
    pub(super) fn let_next_in(&mut self, group: usize) {
        if !self.waiting[group].is_empty() && self.has_room(group) {
            let next = self.waiting[group].remove(0);
            // Of stated moments they have those after this one: this one was for those who were members before it.
            self.let_in = true;
            self.join(next, group);
            self.let_in = false;
        }
    }

    /// When each shock begins and ends, in order.
    pub(super) fn shocks(&mut self) {
        for shock in &self.s.shocks {
            let stream = self.key.stream(Purpose::Shock, name_key(&shock.name), 0);
            let rate = shock.rate.at(&self.point);
            let mut times = Vec::new();
            let mut end = self.now;
            for number in 0.. {
                if rate <= 0.0 {
                    break;
                }
                let gap = libm::round(-libm::log(stream.uniform_at(2 * number)) / rate) as i64;
                let start = end.saturating_add(gap);
                if start > self.s.horizon.0 {
                    break;
                }
                let lasts = Span::rounded(self.draw(&shock.lasts, stream.uniform_at(2 * number + 1))).0.max(0);
                end = start.saturating_add(lasts);
                times.push((start, end));
            }
            self.shock_times.push(times);
        }
    }
}
