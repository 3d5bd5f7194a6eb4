//! An offender joins or leaves a group, or changes risk level, and with it what is raised for them.

use super::plan::Plan;
use super::plan_sources::{EachPlan, PatternPlan};
use super::register::ON_REGISTER;
use super::state::{NEVER_MS, Workspace};

impl Workspace {
    /// As an outcome of work: who joins a part of a group joins the whole.
    pub(super) fn join_with_whole(&mut self, plan: &Plan, offender: u32, group: u32) {
        if let Some(whole) = plan.groups.list[group as usize].of {
            self.join_with_whole(plan, offender, whole);
        }
        self.join_group(plan, offender, group);
    }

    /// An offender becomes a member of a group, or will when they are one of the group which it is drawn from.
    pub(super) fn join_group(&mut self, plan: &Plan, offender: u32, group: u32) {
        let member = self.member[offender as usize];
        if member >> group & 1 == 1 || member & ON_REGISTER == 0 {
            return;
        }
        if !self.in_whole(plan, offender, group as usize) {
            self.joins_with_whole[offender as usize] |= 1 << group;
            return;
        }
        if !self.has_room(plan, group as usize) {
            self.stand_in_line(offender, group as usize);
            return;
        }
        self.strike_out(plan, offender);
        self.member[offender as usize] |= 1 << group;
        self.moved(plan, 1 + group as usize, 1, true);
        self.joined[offender as usize * plan.groups.list.len() + group as usize] = self.now;
        // Who was chosen for it has been given devices already.
        if self.selected[offender as usize] >> group & 1 == 0
            && let Some(key) = self.key
        {
            self.draw_devices(plan, key, offender, group as usize);
        }
        for index in 0..plan.per_offender as u32 {
            match plan.sources[index as usize].each {
                EachPlan::Member(g) | EachPlan::Device(g) if g == group => {
                    self.begin_membership(plan, offender, index);
                }
                EachPlan::Except(groups) if groups >> group & 1 == 1 => {
                    self.set_pending(plan, offender, index, NEVER_MS);
                }
                _ => {}
            }
        }
        self.reset_offender(offender);
        self.join_parts(plan, offender, group);
    }

    /// Whether an offender is in the group that a group is drawn from.
    pub(super) fn in_whole(&self, plan: &Plan, offender: u32, group: usize) -> bool {
        plan.groups.list[group].of.is_none_or(|whole| self.member[offender as usize] >> whole & 1 == 1)
    }

    /// Who has become a member of a group joins those drawn from it that waited for this.
    fn join_parts(&mut self, plan: &Plan, offender: u32, group: u32) {
        let Some(&waiting) = self.joins_with_whole.get(offender as usize).filter(|&&waiting| waiting != 0) else {
            return;
        };
        for g in group..plan.groups.list.len() as u32 {
            if waiting >> g & 1 == 1 && plan.groups.list[g as usize].of == Some(group) {
                self.joins_with_whole[offender as usize] &= !(1 << g);
                self.join_group(plan, offender, g);
            }
        }
    }

    /// Waits no longer to join a group, in a line or for the group that it is drawn from.
    pub(super) fn wait_no_more(&mut self, offender: u32, group: usize) {
        self.leave_the_line(offender, group);
        if let Some(waiting) = self.joins_with_whole.get_mut(offender as usize) {
            *waiting &= !(1 << group);
        }
    }

    /// An offender is no longer a member of a group, nor of any that is drawn from it; then those who wait are let in.
    pub(super) fn leave_group(&mut self, plan: &Plan, offender: u32, group: u32) {
        self.wait_no_more(offender, group as usize);
        if self.member[offender as usize] >> group & 1 == 0 {
            return;
        }
        self.strike_out(plan, offender);
        let (mut left, mut out) = (0_u32, 1_u32 << group);
        for g in group..plan.groups.list.len() as u32 {
            if plan.groups.list[g as usize].of.is_some_and(|of| out >> of & 1 == 1) {
                out |= 1 << g;
                self.wait_no_more(offender, g as usize);
                if let Some(position) = plan.groups.joining.iter().position(|&joining| joining == g) {
                    self.pending.set(offender, plan.per_offender + position, NEVER_MS);
                }
            }
            if out >> g & 1 == 1 && self.member[offender as usize] >> g & 1 == 1 {
                left |= 1 << g;
                self.leave_one(plan, offender, g);
            }
        }
        self.reset_offender(offender);
        self.fill_places(plan, left);
    }

    fn leave_one(&mut self, plan: &Plan, offender: u32, group: u32) {
        self.member[offender as usize] &= !(1 << group);
        self.moved(plan, 1 + group as usize, -1, true);
        for index in 0..plan.per_offender as u32 {
            let source = &plan.sources[index as usize];
            match source.each {
                EachPlan::Member(g) | EachPlan::Device(g) if g == group => {
                    self.set_pending(plan, offender, index, NEVER_MS);
                }
                EachPlan::Except(groups) if groups >> group & 1 == 1 && self.applies(source, offender) => {
                    self.activate(plan, offender, index, self.now);
                }
                _ => {}
            }
        }
    }

    /// An offender's risk level changes: cycles tighten at once or slacken after the next, and random
    /// streams keep what is left of their gap, measured by the new rate.
    pub(super) fn change_level(&mut self, plan: &Plan, offender: u32, level: u8) {
        let old = self.level[offender as usize];
        if old == level {
            return;
        }
        self.strike_out(plan, offender);
        self.level[offender as usize] = level;
        if self.member[offender as usize] & ON_REGISTER != 0 {
            self.moved_at_level(plan, old, -1, true);
            self.moved_at_level(plan, level, 1, true);
        }
        if !plan.register.leaving.is_empty() {
            self.leave_at_new_level(plan, offender, old);
        }
        for index in 0..plan.per_offender as u32 {
            let source = &plan.sources[index as usize];
            if !self.applies(source, offender) {
                continue;
            }
            let pending = self.pending.time(offender, index as usize);
            match &source.pattern {
                PatternPlan::Cycle { every, .. } => {
                    let cycle = self.cycle(every, offender);
                    let begun = self.now.max(source.from);
                    let next = if cycle == i64::MAX { NEVER_MS } else { pending.min(begun.saturating_add(cycle)) };
                    self.set_pending(plan, offender, index, next);
                }
                PatternPlan::AtRandom(random) => {
                    let place = Self::place(plan, offender, index);
                    if random.one_at_a_time && self.positions[place] == 1 {
                        continue;
                    }
                    let before = self.base_rate(plan, source, random, offender, old);
                    let after = self.base_rate(plan, source, random, offender, level);
                    if before.to_bits() == after.to_bits() {
                        continue;
                    }
                    if before > 0.0 && after > 0.0 && pending != NEVER_MS {
                        let begun = self.now.max(source.from);
                        let left = self.units_between(plan, source, random, offender, begun, pending);
                        let next = self.after_units(plan, source, random, offender, begun, left * before / after);
                        self.set_pending(plan, offender, index, next);
                    } else {
                        self.activate(plan, offender, index, self.now);
                    }
                }
                _ => {}
            }
        }
        self.reset_offender(offender);
    }
}
