//! A piece of work arises: its effort is drawn, it is put down to somebody, and begins or joins a line.

use super::plan::Plan;
use super::plan_staff::RolePlan;
use super::plan_work::{Begins, KindPlan, Lead, OverloadPlan};
use super::replicate::Stopped;
use super::sites::with_way;
use super::state::{Arising, Follow, NEVER_MS, NONE, Task, Workspace};
use super::trace::{Step, Trace};
use super::work::{Parent, crew_effort, draw, needed, part_of, whole};
use crate::random::{Stream, uniform};
use crate::scenario::world::Due;
use crate::units::{Instant, Span};
use std::hint::cold_path;

/// Effort that a task asks of its lead and of its crews, the way within the site in it.
#[inline]
fn asked_of(plan: &Plan, what: &KindPlan, stream: Stream, level: u8, effort: i64) -> (i64, i64) {
    let crew = if what.others == 0 { 0 } else { crew_effort(plan, what, stream, level, effort) };
    if what.begins == Begins::Travels { with_way(plan, what, stream, effort, crew) } else { (effort, crew) }
}

impl Workspace {
    /// Lets everything that is to arise now arise, and what follows at once from it.
    pub(super) fn let_arise<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        self.let_rest_arise(plan, 0, trace);
    }

    /// Lets one piece of work arise, and what follows at once from it.
    ///
    /// Nearly everything arises alone, and goes this way without passing through the list.
    // Inlined: a call hands over through memory what the event has at hand.
    #[inline(always)]
    pub(super) fn let_one_arise<T: Trace>(&mut self, plan: &Plan, arising: &Arising, trace: &mut T) {
        self.arise_here(plan, arising, trace);
        if !self.arising.is_empty() {
            cold_path();
            self.let_rest_arise(plan, 1, trace);
        }
    }

    /// As [`Workspace::let_arise`] where so many pieces have arisen already.
    #[inline(never)]
    fn let_rest_arise<T: Trace>(&mut self, plan: &Plan, mut arisen: u64, trace: &mut T) {
        // One alone is checked with its event.
        if arisen > 0 {
            self.check_limits(plan, arisen);
        }
        while let Some(arising) = self.arising.pop() {
            self.arise(plan, &arising, trace);
            arisen += 1;
            self.check_limits(plan, arisen);
        }
    }

    /// Work done by no one can raise more of itself without an event in between: that is bounded too.
    #[inline]
    fn check_limits(&mut self, plan: &Plan, arisen: u64) {
        let open = self.open as usize + self.arising.len();
        if self.handled + arisen > plan.event_limit {
            self.truncated = Some(Stopped::Events);
            self.arising.clear();
        } else if open > plan.open_limit as usize {
            self.truncated = Some(Stopped::OpenTasks);
            self.arising.clear();
        }
    }

    /// A piece of work arises; what follows from it at once is still to arise.
    // Not inlined into a loop: there the compiler loads what a rare path needs before the usual one.
    #[inline(never)]
    fn arise<T: Trace>(&mut self, plan: &Plan, arising: &Arising, trace: &mut T) {
        self.arise_here(plan, arising, trace);
    }

    /// As [`Workspace::arise`], within the event that raises it: half of all events are of work that arises alone.
    // Inlined: as for one alone.
    #[inline(always)]
    fn arise_here<T: Trace>(&mut self, plan: &Plan, arising: &Arising, trace: &mut T) {
        let Follow { stream, origin, kind, cause, offender } = arising.follow;
        let what = &plan.kinds[kind as usize];
        let level = if offender == NONE { 0 } else { self.level[offender as usize] };
        let effort = if arising.effort >= 0 {
            arising.effort
        } else if what.fixed_effort >= 0 {
            what.fixed_effort
        } else {
            let sampler = &plan.samplers[what.effort.at(level)];
            whole(sampler.sample(uniform(stream.at(draw::EFFORT))))
        };
        let overload = what.overload.and_then(|own| self.overload(plan, own, offender, level));
        let effort = overload.and_then(|own| own.effort).map_or(effort, |share| whole(effort as f64 * share));
        let (order, now) = (self.arisen, self.now);
        self.arisen = order.wrapping_add(1);
        // Made where it is put: a task is too large to carry about.
        let fresh = |due: i64, started: i64, line: u32, cell: u32| Task {
            stream,
            order,
            arose: arising.arose,
            origin,
            due,
            started,
            remaining: effort,
            effort,
            credited: now,
            offender,
            kind,
            cause,
            line,
            cell,
            source: arising.source,
            members: u32::from(started != NEVER_MS),
            level,
            open: true,
        };
        if T::ON {
            trace.record(self.record(Step::Arose, &fresh(NEVER_MS, NEVER_MS, 0, 0), None));
        }
        let (asked, crew) = asked_of(plan, what, stream, level, effort);
        let demand = asked + crew;
        if overload.is_some_and(|overload| self.skips(overload, kind)) {
            self.ledger.raised(kind as usize, demand);
            self.turn_away(plan, Step::Skipped, &fresh(NEVER_MS, NEVER_MS, 0, 0), trace);
            return;
        }
        let (Lead::Role(role) | Lead::Holder(role)) = what.lead else {
            self.ledger.passed(kind as usize, demand);
            self.follow(plan, what, &Parent { stream, origin, cause, offender });
            self.restart_source(plan, arising.source, offender);
            return;
        };
        let staffing = &plan.staffing.roles[role as usize];
        if self.roles[role as usize].in_hand >= staffing.room {
            self.ledger.referred(kind as usize, demand);
            self.turn_away(plan, Step::Referred, &fresh(NEVER_MS, NEVER_MS, 0, 0), trace);
            return;
        }
        // What is referred elsewhere falls to nobody here.
        if crew > 0 {
            self.fell_to_crews(plan, what, (stream, level), (effort, asked - effort), crew);
        }
        let line = self.allot(plan, what, offender, asked);
        let state = &mut self.roles[role as usize];
        state.in_hand = state.in_hand.wrapping_add(1);
        let turn = state.turn;
        let cell = plan.first_cells[(cause as usize).wrapping_mul(plan.kinds.len()).wrapping_add(kind as usize)];
        let due = due_of(plan, what, arising.arose);
        // A lapse, entered below, comes after dispatch and so cannot change this.
        let may_begin = what.others == 0 && line == role && self.can_begin_at_once(staffing, role);
        if may_begin
            && what.plain
            && arising.arose == now
            && let Some(person) = self.free_in(&staffing.people, turn)
        {
            self.roles[role as usize].turn = person + 1;
            self.ledger.started_at_once(kind as usize, demand, now);
            let at = self.take_place();
            self.tasks[at as usize] = fresh(due, now, line, cell);
            if T::ON {
                trace.record(self.record(Step::Started, &self.tasks[at as usize], Some(person)));
            }
            self.put_to_work(plan, person, at, cell + what.lead_cell, effort);
            return;
        }
        self.ledger.joined(kind as usize, demand, now);
        let at = self.take_place();
        self.tasks[at as usize] = fresh(due, NEVER_MS, line, cell);
        if staffing.unlimited {
            cold_path();
            self.begin_unlimited(plan, at, role, trace);
            return;
        }
        if let Some(lapse) = what.lapse {
            let patience = plan.samplers[lapse as usize].sample(uniform(stream.at(draw::PATIENCE)));
            self.wait_at_most(plan, at, Span::rounded(patience).0);
        }
        if may_begin && let Some(person) = self.next_for(plan, what, at, &staffing.people, turn) {
            self.roles[role as usize].turn = person + 1;
            self.begin_now(plan, at, person, trace);
            return;
        }
        self.join_line_of(plan, at, what, role);
    }

    /// Work does not come into hand.
    #[cold]
    fn turn_away<T: Trace>(&mut self, plan: &Plan, step: Step, task: &Task, trace: &mut T) {
        if T::ON {
            trace.record(self.record(step, task, None));
        }
        self.restart_source(plan, task.source, task.offender);
    }

    /// Counts what is done because too much waits; whether it is to skip the work.
    #[cold]
    fn skips(&mut self, overload: &OverloadPlan, kind: u32) -> bool {
        for &name in &overload.counts {
            self.ledger.counted(name as usize);
        }
        if overload.effort.is_none() {
            self.ledger.skipped(kind as usize);
        }
        overload.effort.is_none()
    }

    /// What is said of work of a kind that arises now, if too much waits for its role.
    fn overload<'p>(&self, plan: &'p Plan, own: u32, offender: u32, level: u8) -> Option<&'p OverloadPlan> {
        let own = &plan.overloads[own as usize];
        if own.levels.is_some_and(|levels| offender == NONE || levels >> level & 1 == 0) {
            return None;
        }
        let people = plan.staffing.roles[own.role as usize].people.clone();
        let people = people.filter(|&p| self.in_post(p)).count();
        (self.waiting_effort[own.role as usize] as f64 > own.above * people as f64).then_some(own)
    }

    /// The parts of the crews of a new task, with the way of each, fall into the week of the role that each crew is asked of first.
    fn fell_to_crews(
        &mut self,
        plan: &Plan,
        what: &KindPlan,
        (stream, level): (Stream, u8),
        (effort, way): (i64, i64),
        together: i64,
    ) {
        let crews = &plan.crews[what.crew.range()];
        if let [only] = crews {
            // No part need be drawn again.
            self.ledger.fell_to_role(only.roles[0] as usize, together);
            return;
        }
        for crew in crews.iter().filter(|crew| needed(crew, stream)) {
            let part = part_of(plan, crew, stream, level, effort) + way;
            self.ledger.fell_to_role(crew.roles[0] as usize, i64::from(crew.people) * part);
        }
    }

    /// The line of a new task; the lead's effort is put down to those whose week it falls into.
    #[inline(always)]
    fn allot(&mut self, plan: &Plan, what: &KindPlan, offender: u32, effort: i64) -> u32 {
        match what.lead {
            Lead::NoOne => 0,
            Lead::Role(role) => {
                self.ledger.fell_to_role(role as usize, effort);
                role
            }
            Lead::Holder(role) => {
                let Some(person) = self.holder_of(offender) else {
                    cold_path();
                    self.ledger.fell_to_role(role as usize, effort);
                    return role;
                };
                self.ledger.fell_to_person(person as usize, effort);
                plan.own_line(person) as u32
            }
        }
    }

    /// Whether a new task would be begun by the next dispatch whatever else happens: nobody waits for
    /// the role's people, somebody is free, and nothing else happens in this instant.
    #[inline(always)]
    fn can_begin_at_once(&self, staffing: &RolePlan, role: u32) -> bool {
        self.stirred == 0
            && self.arising.is_empty()
            && self.free_roles >> role & 1 == 1
            && self.waiting_roles & staffing.affects == 0
            && self.calm()
    }

    /// Whether no further event of this instant comes before dispatch.
    #[inline]
    pub(super) fn calm(&self) -> bool {
        self.events.first() >= self.calm_from
    }
}

/// When a task of a kind that arose then is due.
#[inline(always)]
fn due_of(plan: &Plan, what: &KindPlan, arose: i64) -> i64 {
    match what.due {
        None => NEVER_MS,
        Some(Due::Within(span)) => arose.saturating_add(span.0),
        Some(Due::WorkingDays(n)) => plan.working_days.add(Instant(arose), n).0,
    }
}
