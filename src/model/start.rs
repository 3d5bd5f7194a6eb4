//! The world at the start of a replication: who belongs to which part of the caseload, when each
//! stream first happens, and the work already waiting.

use super::demand::part_way;
use super::on_call::CalledOut;
use super::plan::Plan;
use super::plan_sources::{PatternPlan, SizePlan};
use super::register::{ON_REGISTER, entity};
use super::state::{Arising, Follow, NEVER_MS, NONE, Person, RoleState, Slots, Workspace};
use super::trace::Trace;
use crate::random::{Purpose, ReplicationKey, Stream, uniform};
use crate::units::Span;
use std::ops::Range;

/// Offenders whose streams are opened together: their rows of pending times lie near the processor.
const SIDE_BY_SIDE: usize = 16;

impl Workspace {
    /// Sets the world up for a replication.
    pub(super) fn begin<T: Trace>(&mut self, plan: &Plan, key: ReplicationKey, trace: &mut T) {
        self.key = Some(key);
        self.now = -plan.warm_up;
        self.clear(plan);
        self.calm_from = crate::engine::key(0, self.slots.lapses);
        self.place_staff(plan);
        self.place_offenders(plan, key);
        self.open_team_streams(plan, key);
        self.events.rebuild();
        self.reset_roster_slot(plan);
        self.reset_delay_slots(plan);
        let first = plan.observations.first().map_or(NEVER_MS, |o| o.after);
        self.events.set(self.slots.observe, Self::key_at(plan, first, self.slots.observe));
        // Nothing is begun before everything of the first instant has arisen.
        self.stirred = u64::MAX;
        self.bring_backlog(plan, key, trace);
        if plan.warm_up == 0 {
            self.ledger.begin_counting(plan);
            self.count_custody(plan);
            self.forget_the_gone(plan);
            self.count_overdue_at_start(plan);
            self.carry_overdue(plan);
        }
        if self.calm() {
            self.dispatch(plan, trace);
        }
    }

    fn clear(&mut self, plan: &Plan) {
        let people = plan.staffing.people.len();
        let offenders = plan.caseload as usize;
        let team = plan.sources.len() - plan.per_offender;
        let called = if plan.staffing.on_call == 0 { 0 } else { people };
        let unlimited = people + called;
        self.slots = Slots {
            called: people,
            unlimited,
            roster: unlimited + 1,
            offenders: unlimited + 2,
            team: unlimited + 2 + offenders,
            delayed: unlimited + 2 + offenders + team,
            lapses: unlimited + 3 + offenders + team,
            observe: unlimited + 4 + offenders + team,
            count: unlimited + 5 + offenders + team,
        };
        refill(&mut self.called, called, CalledOut::NOBODY);
        self.may_call = false;
        self.callable.iter_mut().for_each(super::on_call::Callable::clear);
        self.callable.resize_with(if called > 0 { plan.kinds.len() } else { 0 }, super::on_call::Callable::new);
        self.events.reset(self.slots.count, self.slots.offenders..self.slots.team, plan.end_key());
        let roles = plan.staffing.roles.iter();
        let people_orders = plan.staffing.people.iter().map(|p| plan.staffing.roles[p.role as usize].discipline);
        let orders = roles.clone().map(|r| r.discipline).chain(people_orders).map(super::plan::order_of);
        self.lines.reset(orders);
        self.tasks.clear();
        self.free_tasks.clear();
        (self.open, self.arisen, self.handled) = (0, 0, 0);
        self.look_up_at = plan.event_limit.min(0x400);
        self.provisional = 0;
        self.arising.clear();
        (self.stirred, self.roster_next, self.observe_next, self.truncated) = (0, 0, 0, None);
        self.reserved.clear();
        self.crew.clear();
        refill(&mut self.roles, roles.len(), RoleState::default());
        (self.free_roles, self.waiting_roles) = (0, 0);
        self.delayed.clear();
        self.unlimited.clear();
        self.lapses.clear();
        self.ledger.reset(plan);
        refill(&mut self.waiting_effort, if plan.weighs_waiting() { roles.len() } else { 0 }, 0);
    }

    fn place_staff(&mut self, plan: &Plan) {
        let staffing = &plan.staffing;
        let words = staffing.people.len().div_ceil(64);
        refill(
            &mut self.people,
            staffing.people.len(),
            Person { task: NONE, cell: 0, remaining: 0, position: 0, with: NONE },
        );
        refill(&mut self.free, words, 0);
        refill(&mut self.own_line, words, 0);
        refill(&mut self.duty_cursor, staffing.duties.len(), 0);
        self.duty_on.clear();
        self.duty_on.extend(staffing.duties.iter().map(|d| d.is_on(-plan.warm_up)));
        self.posts.clear();
        self.brought_on.reset(plan);
        self.week_from = 0;
        if let Some(posts) = &staffing.posts {
            self.place_posts(plan, posts);
        }
        self.handed.clear();
        for (p, person) in staffing.people.iter().enumerate() {
            if self.is_there(plan, p as u32) {
                self.make_free(person.role, p as u32);
            }
        }
    }

    fn place_offenders(&mut self, plan: &Plan, key: ReplicationKey) {
        let offenders = plan.caseload as usize;
        let groups = plan.groups.list.len();
        let columns = plan.register_column() + usize::from(plan.register.moves);
        let numbers = (plan.layout.per_person.len(), plan.provisional);
        self.pending.reset(offenders, (columns, plan.per_offender), numbers, -plan.warm_up);
        self.level.clear();
        for (level, bounds) in plan.level_starts.windows(2).enumerate() {
            self.level.resize(bounds[1] as usize, level as u8);
        }
        self.level.resize(offenders, 0);
        refill(&mut self.member, offenders, 0);
        self.member[..plan.register.initial as usize].fill(ON_REGISTER);
        self.place_register(plan);
        self.settle_sites(plan, key);
        // Nobody takes over from anybody yet.
        self.give_the_unheld(plan);
        self.handed.clear();
        refill(&mut self.selected, offenders, 0);
        refill(&mut self.custody, if plan.custody_possible { offenders } else { 0 }, i64::MIN);
        let team = plan.sources.len() - plan.per_offender;
        refill(&mut self.team_streams, team, Stream::from_state(0));
        refill(&mut self.positions, offenders * plan.per_offender + team, 0);
        refill(&mut self.joined, offenders * groups, i64::MIN / 2);
        refill(&mut self.devices, offenders * groups, 0);
        refill(&mut self.factors, offenders * plan.spreads, 1.0);
        self.draw_newcomers(plan, key);
        self.draw_shocks(plan, key);
        self.choose_members(plan, key);
        self.choose_newcomers(plan, key);
        self.open_leaving(plan, key);
        for first in (0..self.here).step_by(SIDE_BY_SIDE) {
            let end = self.here.min(first + SIDE_BY_SIDE as u32);
            self.open_streams_of(plan, key, first..end);
            for offender in first..end {
                let earliest = self.pending.earliest(offender);
                let slot = self.slots.offenders + offender as usize;
                self.events.preset(slot, self.pending.expect(offender, earliest, slot).1);
            }
        }
    }

    /// Opens the streams of some offenders, source by source: what a source asks for is then mostly the same as before.
    fn open_streams_of(&mut self, plan: &Plan, key: ReplicationKey, offenders: Range<u32>) {
        for (index, source) in plan.sources[..plan.per_offender].iter().enumerate() {
            for offender in offenders.clone() {
                let applies = self.applies(source, offender);
                // Most people are never in most groups: what is theirs as members is opened when they join.
                if !applies && source.opens_on_joining() {
                    continue;
                }
                self.open_stream_of(plan, key, index as u32, offender);
                if applies {
                    self.activate(plan, offender, index as u32, self.now);
                }
            }
        }
    }

    /// As [`Workspace::open_stream_of`]; apart, so that the loop over all offenders keeps its own copy.
    #[inline(never)]
    pub(super) fn open_late(&mut self, plan: &Plan, key: ReplicationKey, index: u32, offender: u32) {
        self.open_stream_of(plan, key, index, offender);
    }

    #[inline(always)]
    fn open_stream_of(&mut self, plan: &Plan, key: ReplicationKey, index: u32, offender: u32) {
        let source = &plan.sources[index as usize];
        let entity = entity(plan, offender);
        self.open_stream(plan, offender, index, key.stream(Purpose::Arrivals, source.key, entity));
        if let PatternPlan::AtRandom(random) = &source.pattern
            && let Some((sampler, at)) = random.spread.zip(random.spread_index)
        {
            let own = key.stream(Purpose::Person, source.key, entity);
            let factor = plan.samplers[sampler as usize].sample(uniform(own.at(0)));
            self.factors[offender as usize * plan.spreads + at as usize] = factor;
        }
    }

    fn open_team_streams(&mut self, plan: &Plan, key: ReplicationKey) {
        for index in plan.per_offender..plan.sources.len() {
            self.open_stream(plan, NONE, index as u32, key.stream(Purpose::Team, plan.sources[index].key, 0));
            self.activate(plan, NONE, index as u32, self.now);
        }
    }

    /// Chooses the members of each group: those with the smallest keyed numbers, so that a larger
    /// group holds all members of a smaller one and nobody's membership depends on anybody else's.
    fn choose_members(&mut self, plan: &Plan, key: ReplicationKey) {
        let groups = plan.groups.list.len();
        for (g, group) in plan.groups.list.iter().enumerate() {
            let mut chosen = std::mem::take(&mut self.chosen);
            chosen.clear();
            for offender in 0..plan.offenders() {
                let in_parent = group.of.is_none_or(|of| self.selected[offender as usize] >> of & 1 == 1);
                if in_parent && group.levels >> self.level[offender as usize].min(31) & 1 == 1 {
                    chosen.push((key.stream(Purpose::Group, group.key, offender).at(0), offender));
                }
            }
            let wanted = match group.size {
                SizePlan::Number(n) => n as usize,
                SizePlan::Share(s) => libm::round(s * chosen.len() as f64) as usize,
            };
            if wanted < chosen.len() {
                if wanted > 0 {
                    chosen.select_nth_unstable(wanted - 1);
                }
                chosen.truncate(wanted);
            }
            if group.at_most.is_some() {
                // Those beyond the bound stand in line in the order of joining, or of their numbers.
                chosen.sort_unstable_by_key(|&(draw, offender)| {
                    (Self::joining_moment(plan, key, offender, g).unwrap_or(i64::MIN), draw)
                });
            }
            for &(_, offender) in &chosen {
                let at = offender as usize * groups + g;
                self.selected[offender as usize] |= 1 << g;
                self.draw_devices(plan, key, offender, g);
                let joins = Self::joining_moment(plan, key, offender, g);
                match joins.filter(|&t| t >= self.now) {
                    Some(time) => {
                        let position = plan.groups.joining.iter().position(|&j| j as usize == g).unwrap_or(0);
                        self.pending.set(offender, plan.per_offender + position, time);
                    }
                    None if !self.in_whole(plan, offender, g) => {
                        self.joins_with_whole[offender as usize] |= 1 << g;
                    }
                    None if !self.has_room(plan, g) => self.stand_in_line(offender, g),
                    None => {
                        self.moved(plan, 1 + g, 1, false);
                        self.member[offender as usize] |= 1 << g;
                        self.joined[at] = joins.unwrap_or(i64::MIN / 2);
                    }
                }
            }
            self.chosen = chosen;
        }
    }

    pub(super) fn draw_devices(&mut self, plan: &Plan, key: ReplicationKey, offender: u32, group: usize) {
        let own = &plan.groups.list[group];
        if let Some(count) = own.devices {
            let stream = key.stream(Purpose::Devices, own.key, entity(plan, offender));
            let number = super::work::count(plan.counts[count as usize], uniform(stream.at(0)));
            self.devices[offender as usize * plan.groups.list.len() + group] = number.min(1000) as u32;
        }
    }

    /// When somebody chosen for a group joins it; `None` from before the start.
    pub(super) fn joining_moment(plan: &Plan, key: ReplicationKey, offender: u32, group: usize) -> Option<i64> {
        let own = &plan.groups.list[group];
        let (from, over) = own.joins?;
        Some(part_way(from, over, key.stream(Purpose::Joining, own.key, entity(plan, offender)).at(0)))
    }

    /// Who holds whom, and nobody in any line.
    fn place_register(&mut self, plan: &Plan) {
        let (places, groups) = (plan.caseload as usize, plan.groups.list.len());
        refill(&mut self.holder, places, NONE);
        refill(&mut self.held, plan.staffing.people.len(), 0);
        self.set_limit(plan, plan.holding.as_ref().map_or(u32::MAX, |holding| holding.most));
        self.unheld = 0;
        self.count_unheld(plan, i64::from(plan.register.initial));
        for (offender, &holder) in plan.holders.iter().enumerate().take(places) {
            self.assign(plan, offender, holder);
        }
        let joins = plan.register.joining.is_some();
        refill(&mut self.registered, if joins { places } else { 0 }, i64::MIN / 2);
        let leaves = !plan.register.leaving.is_empty();
        refill(&mut self.leaving, if leaves { places } else { 0 }, Stream::from_state(0));
        let bounded = plan.groups.list.iter().any(|group| group.at_most.is_some());
        refill(&mut self.in_line, if bounded { places } else { 0 }, 0);
        let drawn = plan.groups.list.iter().any(|group| group.of.is_some());
        refill(&mut self.joins_with_whole, if drawn { places } else { 0 }, 0);
        self.to_join.resize_with(groups, std::collections::VecDeque::new);
        self.to_join.iter_mut().for_each(std::collections::VecDeque::clear);
        for offender in 0..plan.register.initial as usize {
            self.moved(plan, 0, 1, false);
            self.moved_at_level(plan, self.level[offender], 1, false);
        }
    }

    fn bring_backlog<T: Trace>(&mut self, plan: &Plan, key: ReplicationKey, trace: &mut T) {
        for list in &plan.backlog {
            let mut chosen = std::mem::take(&mut self.chosen);
            chosen.clear();
            let offenders = plan.offenders();
            let (first, end) = match list.level {
                Some(level) => (plan.level_starts[level as usize], plan.level_starts[level as usize + 1]),
                None => (0, offenders),
            };
            chosen.extend((first..end).map(|o| (key.stream(Purpose::Backlog, list.key, o).at(0), o)));
            chosen.sort_unstable();
            for i in 0..list.number {
                let offender = if chosen.is_empty() { NONE } else { chosen[i as usize % chosen.len()].1 };
                let stream = key.stream(Purpose::Backlog, list.key, u32::MAX - i).child(0);
                let own = stream.child(1);
                let age = Span::rounded(plan.samplers[list.age as usize].sample(uniform(own.at(0)))).0.max(0);
                let arose = self.now - age;
                let follow = Follow { stream, origin: arose, kind: list.kind, cause: list.cause, offender };
                self.arising.push(Arising { follow, source: NONE, effort: -1, arose });
                self.let_arise(plan, trace);
            }
            self.chosen = chosen;
        }
    }
}

fn refill<T: Clone>(list: &mut Vec<T>, length: usize, value: T) {
    list.clear();
    list.resize(length, value);
}
