//! People who join the register and leave it, and groups that hold no more than so many.
//!
//! Newcomers have places after those who are there from the start, in the order in which they join, and are made
//! ready when the replication begins. Their draws have numbers of their own, so that a larger caseload at the start
//! changes no newcomer.

use super::plan::Plan;
use super::plan_sources::{PatternPlan, SizePlan};
use super::posts::PostNow;
use super::replicate::Stopped;
use super::state::{NEVER_MS, NONE, Workspace};
use super::trace::Trace;
use crate::random::{Purpose, ReplicationKey, uniform};

/// The first number of a newcomer's draws.
const NEWCOMERS: u32 = 1 << 31;

/// On the register: a bit of an offender's memberships that no group has.
pub(super) const ON_REGISTER: u32 = 1 << 31;

/// The number of an offender's draws.
#[inline]
pub(super) fn entity(plan: &Plan, offender: u32) -> u32 {
    if offender < plan.register.initial { offender } else { NEWCOMERS + (offender - plan.register.initial) }
}

impl Workspace {
    /// Draws when newcomers join, and their risk levels.
    pub(super) fn draw_newcomers(&mut self, plan: &Plan, key: ReplicationKey) {
        self.here = plan.register.initial;
        self.arrived = 0;
        let Some(joining) = plan.register.joining.as_ref().filter(|joining| joining.rate > 0.0) else { return };
        let stream = key.stream(Purpose::Register, joining.key, 0);
        let mut time = -plan.warm_up as f64;
        for number in 0.. {
            time = joining.tempo.reach(time, -libm::log(stream.uniform_at(number)) / joining.rate, None);
            if time > plan.horizon as f64 {
                break;
            }
            if number >= joining.places {
                self.truncated = Some(Stopped::Register);
                break;
            }
            let own = key.stream(Purpose::Register, joining.level_key, NEWCOMERS + number);
            let u = uniform(own.at(0));
            let level = joining.upto.iter().position(|upto| u < *upto).unwrap_or(joining.upto.len() - 1);
            let offender = (plan.register.initial + number) as usize;
            self.level[offender] = level as u8;
            self.pending.set(offender as u32, plan.register_column(), libm::round(time) as i64);
            self.here += 1;
        }
    }

    /// Chooses the groups that newcomers will belong to.
    pub(super) fn choose_newcomers(&mut self, plan: &Plan, key: ReplicationKey) {
        for offender in plan.register.initial..self.here {
            let entity = entity(plan, offender);
            for (g, group) in plan.groups.list.iter().enumerate() {
                let SizePlan::Share(share) = group.size else { continue };
                let within = group.of.is_none_or(|of| self.selected[offender as usize] >> of & 1 == 1)
                    && group.levels >> self.level[offender as usize].min(31) & 1 == 1;
                if within && uniform(key.stream(Purpose::Group, group.key, entity).at(0)) < share {
                    self.selected[offender as usize] |= 1 << g;
                    self.draw_devices(plan, key, offender, g);
                    if let Some(time) = Self::joining_moment(plan, key, offender, g) {
                        self.joined[offender as usize * plan.groups.list.len() + g] = time;
                    }
                }
            }
        }
    }

    /// Those who are on the register at the start will leave it.
    pub(super) fn open_leaving(&mut self, plan: &Plan, key: ReplicationKey) {
        if plan.register.leaving.is_empty() {
            return;
        }
        for offender in 0..self.here {
            let stream = key.stream(Purpose::Register, plan.register.leaving_key, entity(plan, offender));
            self.leaving[offender as usize] = stream;
            if offender < plan.register.initial {
                self.will_leave(plan, offender);
            }
        }
    }

    fn set_register(&mut self, plan: &Plan, offender: u32, time: i64) {
        if plan.register.moves {
            self.pending.set(offender, plan.register_column(), time);
        }
    }

    /// Draws when somebody leaves who is on the register from now on.
    fn will_leave(&mut self, plan: &Plan, offender: u32) {
        let rate = plan.register.leaving.get(self.level[offender as usize] as usize).copied().unwrap_or(0.0);
        let time = if rate > 0.0 {
            let u = self.leaving[offender as usize].next_uniform();
            self.now.saturating_add(libm::round(-libm::log(u) / rate) as i64)
        } else {
            NEVER_MS
        };
        self.set_register(plan, offender, time);
    }

    /// At another risk level, the time left is measured by the new rate.
    pub(super) fn leave_at_new_level(&mut self, plan: &Plan, offender: u32, old: u8) {
        let rate = |level: u8| plan.register.leaving.get(level as usize).copied().unwrap_or(0.0);
        let (before, after) = (rate(old), rate(self.level[offender as usize]));
        if self.member[offender as usize] & ON_REGISTER == 0 || before.to_bits() == after.to_bits() {
            return;
        }
        let pending = self.pending.time(offender, plan.register_column());
        if pending == NEVER_MS || after <= 0.0 {
            self.will_leave(plan, offender);
        } else {
            let left = libm::round((pending - self.now) as f64 * before / after) as i64;
            self.set_register(plan, offender, self.now.saturating_add(left));
        }
    }

    /// Somebody joins the register, or leaves it.
    pub(super) fn register_event<T: Trace>(&mut self, plan: &Plan, offender: u32, trace: &mut T) {
        self.set_register(plan, offender, NEVER_MS);
        if self.member[offender as usize] & ON_REGISTER == 0 {
            self.arrive(plan, offender);
        } else {
            self.depart(plan, offender);
        }
        self.reset_offender(offender);
        if !self.arising.is_empty() {
            self.let_arise(plan, trace);
        }
    }

    fn arrive(&mut self, plan: &Plan, offender: u32) {
        let (at, groups) = (offender as usize, plan.groups.list.len());
        self.arrived += 1;
        self.member[at] |= ON_REGISTER;
        self.registered[at] = self.now;
        self.count_unheld(plan, 1);
        let holder = self.most_room(plan, self.site_of(plan, offender));
        self.assign(plan, at, holder);
        self.moved(plan, 0, 1, true);
        self.moved_at_level(plan, self.level[at], 1, true);
        for g in 0..groups {
            if self.selected[at] >> g & 1 == 0 {
                continue;
            }
            let moment = self.joined[at * groups + g];
            if moment > self.now {
                let position = plan.groups.joining.iter().position(|&j| j as usize == g).unwrap_or(0);
                self.pending.set(offender, plan.per_offender + position, moment);
            } else if !self.in_whole(plan, offender, g) {
                self.joins_with_whole[at] |= 1 << g;
            } else if self.has_room(plan, g) {
                self.member[at] |= 1 << g;
                self.joined[at * groups + g] = self.now;
                self.moved(plan, 1 + g, 1, true);
            } else {
                self.stand_in_line(offender, g);
            }
        }
        for index in 0..plan.per_offender as u32 {
            if self.applies(&plan.sources[index as usize], offender) {
                self.begin_membership(plan, offender, index);
            }
        }
        self.will_leave(plan, offender);
    }

    /// A membership that a stream is tied to begins now.
    pub(super) fn begin_membership(&mut self, plan: &Plan, offender: u32, index: u32) {
        let source = &plan.sources[index as usize];
        if let Some(key) = self.key
            && source.opens_on_joining()
            && !self.pending.is_opened(offender, index as usize)
        {
            self.open_late(plan, key, index, offender);
        }
        if !matches!(source.pattern, PatternPlan::Joining) {
            self.activate(plan, offender, index, self.now);
        } else if (source.from..source.until).contains(&self.now) {
            let stream = self.next_stream(plan, offender, index);
            self.raise_from(plan, source, offender, stream, -1, NONE);
        }
    }

    /// Off the register, and out of every group.
    pub(super) fn depart(&mut self, plan: &Plan, offender: u32) {
        let at = offender as usize;
        let was = self.member[at];
        if was & ON_REGISTER == 0 {
            return;
        }
        self.strike_out(plan, offender);
        self.member[at] = 0;
        self.pending.clear(offender);
        match self.held.get_mut(self.holder.get(at).copied().unwrap_or(NONE) as usize) {
            Some(held) => *held -= 1,
            None => self.count_unheld(plan, -1),
        }
        self.moved(plan, 0, -1, true);
        self.moved_at_level(plan, self.level[at], -1, true);
        self.leave_custody(plan, offender);
        for g in 0..plan.groups.list.len() {
            self.wait_no_more(offender, g);
            if was >> g & 1 == 1 {
                self.moved(plan, 1 + g, -1, true);
            }
        }
        self.fill_places(plan, was);
        self.reset_offender(offender);
        let handed_before = self.handed.len();
        self.give_the_unheld(plan);
        self.raise_handovers(plan, handed_before);
    }

    /// Whether somebody stands in a post, and is not about to leave it.
    #[inline]
    pub(super) fn in_post(&self, person: u32) -> bool {
        self.posts.get(person as usize).is_none_or(PostNow::stays)
    }

    /// Whether a group can take another member.
    #[inline]
    pub(super) fn has_room(&self, plan: &Plan, group: usize) -> bool {
        plan.groups.list[group].at_most.is_none_or(|most| self.ledger.members(1 + group) < i64::from(most))
    }

    pub(super) fn stand_in_line(&mut self, offender: u32, group: usize) {
        if self.in_line[offender as usize] >> group & 1 == 0 {
            self.in_line[offender as usize] |= 1 << group;
            self.to_join[group].push_back(offender);
        }
    }

    pub(super) fn leave_the_line(&mut self, offender: u32, group: usize) {
        if self.in_line.get(offender as usize).is_some_and(|lines| lines >> group & 1 == 1) {
            self.in_line[offender as usize] &= !(1 << group);
            self.to_join[group].retain(|&waiting| waiting != offender);
        }
    }

    /// Places that somebody has left in groups, by bit, are taken: first those of a part, for which its own line waits
    /// longer than whoever comes into the whole.
    pub(super) fn fill_places(&mut self, plan: &Plan, left: u32) {
        for g in (0..plan.groups.list.len()).rev().filter(|g| left >> g & 1 == 1) {
            self.let_next_in(plan, g);
        }
    }

    /// The first in line for a group joins it, if there is room now.
    fn let_next_in(&mut self, plan: &Plan, group: usize) {
        if plan.groups.list[group].at_most.is_some()
            && self.has_room(plan, group)
            && let Some(next) = self.to_join[group].pop_front()
        {
            self.in_line[next as usize] &= !(1 << group);
            // What falls on this instant was for those who were members before it.
            self.let_in = true;
            self.join_group(plan, next, group as u32);
            self.let_in = false;
        }
    }

    /// The register (0) or a group (one more than its index) gains or loses somebody; `counts` is false for those who
    /// are there at the start.
    #[inline]
    pub(super) fn moved(&mut self, plan: &Plan, population: usize, by: i64, counts: bool) {
        if plan.register.counted {
            self.ledger.moved(&plan.layout, population, by, self.now, counts);
        }
    }

    /// As [`Workspace::moved`], for the number at a risk level.
    pub(super) fn moved_at_level(&mut self, plan: &Plan, level: u8, by: i64, counts: bool) {
        if let Some(population) = plan.layout.at_level(level as usize) {
            self.ledger.moved(&plan.layout, population, by, self.now, counts);
        }
    }

    /// Those who left before counting began are not among those who raised nothing.
    pub(super) fn forget_the_gone(&mut self, plan: &Plan) {
        for offender in 0..plan.register.initial + self.arrived {
            if self.member[offender as usize] & ON_REGISTER == 0 {
                self.pending.count_afresh(offender..offender + 1, super::pending::NOT_COUNTED);
            }
        }
    }
}
