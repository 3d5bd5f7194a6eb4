//! The scenario at one point, compiled into flat tables with small integer ids.
//!
//! The event loop never touches a string: kinds, roles, people, streams and outcomes are indices, laws
//! are samplers, rotas are dated duty tables. A plan is made once for each set of parameters and shared
//! by the threads that replicate it.

use super::allocation::{Holding, holders};
use super::layout::Layout;
use super::plan_motion::{RegisterPlan, ShockPlan, compile_shocks};
use super::plan_posts::PostsPlan;
use super::plan_sources::{Groups, Source, compile_groups, compile_sources};
use super::plan_staff::{Staffing, compile_staff};
use super::plan_tables::{Follows, Tables};
use super::plan_work::{
    BranchPlan, ChangePlan, CountPlan, CrewPlan, KindPlan, LaterPlan, Lead, OverloadPlan, RaisePlan, Slice, begins,
    lead_of, overload_of, own_crew, plain,
};
use super::sites::SitesPlan;
use crate::calendar::{Clock, WorkingDays};
use crate::engine::key;
use crate::random::{NameKey, Sampler};
use crate::scenario::whole::whole_parts;
use crate::scenario::world::{Discipline, Due, Point, Scenario};
use crate::units::{Instant, Span};

/// A scenario at one point, ready to replicate.
#[derive(Debug)]
pub struct Plan {
    pub(super) layout: Layout,
    pub(super) kinds: Vec<KindPlan>,
    /// First ledger cell of each cause and kind, kinds within causes.
    pub(super) first_cells: Vec<u32>,
    /// Roles that can work on each kind, ascending.
    pub(super) kind_roles: Vec<Vec<u32>>,
    pub(super) raises: Vec<RaisePlan>,
    pub(super) branches: Vec<BranchPlan>,
    pub(super) later: Vec<LaterPlan>,
    pub(super) changes: Vec<ChangePlan>,
    pub(super) branch_counts: Vec<u32>,
    pub(super) samplers: Vec<Sampler>,
    pub(super) counts: Vec<CountPlan>,
    pub(super) crews: Vec<CrewPlan>,
    pub(super) staffing: Staffing,
    pub(super) sources: Vec<Source>,
    /// Sources `0..per_offender` have one stream for each offender; the rest one for the team.
    pub(super) per_offender: usize,
    /// Own multipliers of each offender.
    pub(super) spreads: usize,
    pub(super) groups: Groups,
    pub(super) backlog: Vec<BacklogPlan>,
    pub(super) register: RegisterPlan,
    pub(super) shocks: Vec<ShockPlan>,
    pub(super) overloads: Vec<OverloadPlan>,
    /// Where people work from and offenders live, where anybody has a site or travels.
    pub(super) sites: Option<SitesPlan>,
    /// Places for offenders: those under management at the start, and newcomers.
    pub(super) caseload: u32,
    /// First offender of each level, and the end.
    pub(super) level_starts: Vec<u32>,
    /// Holder of each offender at the start, an index of a person, or nobody.
    pub(super) holders: Vec<u32>,
    /// Whose people hold offenders by name, and how many each at most.
    pub(super) holding: Option<Holding>,
    pub(super) horizon: i64,
    pub(super) warm_up: i64,
    /// Ends of the reporting months.
    pub(super) month_ends: Vec<i64>,
    /// What is observed when, in the order of happening.
    pub(super) observations: Vec<Observation>,
    pub(super) working_days: WorkingDays,
    pub(super) open_limit: u32,
    pub(super) event_limit: u64,
    pub(super) start_target_values: Vec<i64>,
    pub(super) finish_target_values: Vec<i64>,
    pub(super) custody_possible: bool,
    /// Streams of an offender whose quiet work is written down provisionally.
    pub(super) provisional: usize,
    pub(super) lapses_possible: bool,
}

#[derive(Clone, Debug)]
pub(super) struct BacklogPlan {
    pub key: NameKey,
    pub kind: u32,
    pub cause: u32,
    pub number: u32,
    pub level: Option<u8>,
    pub age: u32,
}

impl Plan {
    /// Compiles a scenario at a point.
    #[must_use]
    pub fn new(scenario: &Scenario, clock: &Clock, point: &Point) -> Self {
        Self::compile(scenario, clock, point, None)
    }

    /// The plan of the same scenario at another point: as [`Plan::new`], many times as fast.
    ///
    /// Calendars do not depend on the point, and samplers' tables only where a shape does.
    #[must_use]
    pub fn at(&self, scenario: &Scenario, clock: &Clock, point: &Point) -> Self {
        Self::compile(scenario, clock, point, Some(self))
    }

    fn compile(scenario: &Scenario, clock: &Clock, point: &Point, before: Option<&Self>) -> Self {
        let levels = scenario.offenders.levels.len();
        let known = before.map_or(&[][..], |plan| &plan.samplers);
        let mut tables = Tables { samplers: Vec::new(), known, counts: Vec::new(), point, levels };
        let mut follows = Follows::default();
        let mut crews = Vec::new();
        let mut start_target_values = Vec::new();
        let mut finish_target_values = Vec::new();
        let mut kinds = Vec::new();
        let mut overloads = Vec::new();
        for kind in &scenario.kinds {
            let always = tables.raises(&kind.raises, &mut follows.raises, scenario, "");
            let (branches, later) = tables.outcomes(kind, scenario, &mut follows);
            let lead = lead_of(kind);
            let led_by = kind.role().and_then(|role| scenario.roles.get(role));
            let discipline = led_by.map_or(Discipline::Fifo, |r| r.discipline);
            let crew = tables.crew(&kind.with, &mut crews);
            let effort = tables.per_level(&kind.effort);
            kinds.push(KindPlan {
                lead,
                lead_cell: 0,
                crew,
                others: kind.with.iter().map(|c| c.people).sum(),
                crew_of: own_crew(kind),
                effort,
                fixed_effort: if lead == Lead::NoOne { 0 } else { tables.fixed(effort) },
                priority: std::array::from_fn(|level| kind.priority_at(level)),
                class: std::array::from_fn(|level| {
                    if discipline == Discipline::Fifo { 0 } else { u64::from(kind.priority_at(level)) << 56 }
                }),
                by_due: discipline == Discipline::PriorityDue,
                plain: plain(kind, led_by),
                called_out: led_by.is_some_and(|role| role.called_out_for(kinds.len())),
                interrupts: kind.interrupts,
                when_interrupted: kind.when_interrupted,
                due: kind.due,
                late_after: kind.late_after.0,
                lapse: kind.lapses_after.as_ref().map(|d| tables.sampler(d)),
                raises: always,
                branches,
                later,
                start_targets: spans(&kind.start_targets, &mut start_target_values),
                finish_targets: spans(&kind.finish_targets, &mut finish_target_values),
                overload: overload_of(kind, point, &mut overloads),
                lateness: scenario.lateness(kind).map(|late| (late.by.at(point), late.at_most.at(point))),
                begins: begins(kind),
            });
        }
        let layout = before.map_or_else(|| Layout::new(scenario), |plan| plan.layout.clone());
        let kind_roles = place_leads(scenario, &mut kinds);
        let staffing = compile_staff(scenario, clock, point, before.map(|plan| &plan.staffing));
        let number = scenario.offenders.number.at(point).max(0.0) as u32;
        let level_starts = level_starts(scenario, point, number);
        let initial = level_starts.last().copied().unwrap_or(0);
        let register = RegisterPlan::new(scenario, point, initial);
        let shocks = compile_shocks(scenario, point, &mut tables);
        let groups = compile_groups(scenario, point, &mut tables);
        let (sources, per_offender, spreads) = compile_sources(scenario, point, &layout.per_person, &mut tables);
        let mut plan = Self {
            first_cells: first_cells(&layout, kinds.len()),
            layout,
            kind_roles,
            sites: SitesPlan::new(scenario, point, &staffing, initial),
            holders: holders(scenario, point, &staffing, number),
            holding: Holding::new(scenario, point),
            staffing,
            sources,
            per_offender,
            spreads,
            groups,
            backlog: tables.backlog(scenario),
            caseload: register.places(),
            register,
            shocks,
            overloads,
            level_starts,
            horizon: scenario.horizon.0,
            warm_up: scenario.warm_up.0,
            month_ends: scenario.months.iter().skip(1).map(|i| i.0).collect(),
            observations: observations(scenario),
            working_days: before.map_or_else(|| working_days(scenario, clock), |plan| plan.working_days.clone()),
            open_limit: scenario.limits.open_tasks,
            event_limit: scenario.limits.events,
            start_target_values,
            finish_target_values,
            provisional: 0,
            custody_possible: follows.changes.iter().any(|c| matches!(c, ChangePlan::Custody(_))),
            lapses_possible: kinds.iter().any(|k| k.lapse.is_some()),
            kinds,
            raises: follows.raises,
            branches: follows.branches,
            later: follows.later,
            changes: follows.changes,
            branch_counts: follows.counts,
            samplers: tables.samplers,
            counts: tables.counts,
            crews,
        };
        plan.find_quiet_sources();
        plan
    }

    /// The first key at the end of the period, which is not in it; a slot with nothing pending has a later one.
    pub(super) fn end_key(&self) -> u64 {
        key((self.horizon + self.warm_up).max(0) as u64, 0)
    }

    /// Whether some rule asks how much effort waits for a role: only then is it kept.
    pub(super) fn weighs_waiting(&self) -> bool {
        !self.overloads.is_empty() || self.staffing.posts.as_ref().is_some_and(PostsPlan::has_overtime)
    }

    /// Where each record of a replication's row stands.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Offenders under management at the start.
    #[must_use]
    pub fn offenders(&self) -> u32 {
        self.register.initial
    }

    /// Place of an offender's joining and leaving the register in the row of pending times.
    #[inline]
    pub(super) fn register_column(&self) -> usize {
        self.per_offender + self.groups.joining.len()
    }

    /// Ledger cell of a role, given the first cell of the cause and kind.
    #[inline]
    pub(super) fn cell_of(&self, first: u32, kind: u32, role: u32) -> u32 {
        first + place_among(&self.kind_roles[kind as usize], role)
    }

    /// The outcomes of a kind at an instant, where they change.
    #[inline(never)]
    pub(super) fn outcomes_at(&self, kind: &KindPlan, now: i64) -> Slice {
        let later = &self.later[kind.later.range()];
        match later.partition_point(|later| later.from <= now) {
            0 => kind.branches,
            begun => later[begun - 1].branches,
        }
    }

    /// Line of a person's own work, after the lines of the roles.
    #[inline]
    pub(super) fn own_line(&self, person: u32) -> usize {
        self.staffing.roles.len() + person as usize
    }
}

/// Roles that can work on each kind, ascending; every kind is told where among them its lead's stands.
fn place_leads(scenario: &Scenario, kinds: &mut [KindPlan]) -> Vec<Vec<u32>> {
    let roles_of = |k| super::layout::roles_of(scenario, k).into_iter().map(|r| r as u32).collect();
    let kind_roles: Vec<Vec<u32>> = (0..kinds.len()).map(roles_of).collect();
    for (kind, roles) in kinds.iter_mut().zip(&kind_roles) {
        if let Lead::Role(lead) | Lead::Holder(lead) = kind.lead {
            kind.lead_cell = place_among(roles, lead);
        }
    }
    kind_roles
}

fn first_cells(layout: &Layout, kinds: usize) -> Vec<u32> {
    let pairs = (0..layout.causes()).flat_map(|cause| (0..kinds).map(move |kind| (cause, kind)));
    pairs.map(|(cause, kind)| layout.first_cell(cause, kind).unwrap_or(0) as u32).collect()
}

fn place_among(roles: &[u32], role: u32) -> u32 {
    roles.iter().position(|&r| r == role).unwrap_or(0) as u32
}

fn spans(list: &[Span], values: &mut Vec<i64>) -> Slice {
    let first = values.len() as u32;
    values.extend(list.iter().map(|s| s.0));
    Slice { first, end: values.len() as u32 }
}

fn working_days(scenario: &Scenario, clock: &Clock) -> WorkingDays {
    let from = Instant::ZERO - scenario.warm_up;
    // Work that arises at the horizon is due after it; the table reaches that far.
    let most = scenario.kinds.iter().filter_map(|kind| match kind.due {
        Some(Due::WorkingDays(n)) => Some(i64::from(n)),
        _ => None,
    });
    let beyond = Span((2 * most.max().unwrap_or(0) + 30).saturating_mul(crate::units::DAY));
    WorkingDays::new(clock, scenario.nation, from, scenario.horizon + beyond)
}

/// The ledger is written up: after everything of the instant `after`, as things stand at `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Observation {
    pub after: i64,
    pub at: i64,
    pub what: Observe,
}

/// What is written up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Observe {
    /// Counting begins: the end of the warm-up.
    Begin,
    /// Open work is counted, for the observation of this index.
    Open(u32),
    /// A week ends.
    Week,
    /// A reporting month ends.
    Month,
}

/// Periods hold their beginning and not their end: what falls on a boundary is of the month that begins there. Open
/// work is counted with what has come at that moment, at the very end with what has come before it.
fn observations(scenario: &Scenario) -> Vec<Observation> {
    use crate::units::WEEK;
    let mut list = vec![(0, Observe::Begin)];
    list.extend(scenario.observe_at.iter().enumerate().map(|(i, at)| (at.0, Observe::Open(i as u32))));
    let weeks = scenario.horizon.0 / WEEK;
    if scenario.roles.iter().any(|r| r.staff.iter().any(|s| s.people.is_some())) {
        list.extend((1..=weeks).map(|w| (w * WEEK, Observe::Week)));
    }
    list.extend(scenario.months.iter().skip(1).map(|m| (m.0, Observe::Month)));
    let placed = |(at, what): (i64, Observe)| {
        let after = if matches!(what, Observe::Open(_)) { at.min(scenario.horizon.0 - 1) } else { at - 1 };
        Observation { after: after.max(-scenario.warm_up.0), at, what }
    };
    let mut list: Vec<Observation> = list.into_iter().map(placed).collect();
    list.sort_unstable();
    list
}

/// Offenders are numbered level by level; the shares are met by largest remainders.
fn level_starts(scenario: &Scenario, point: &Point, number: u32) -> Vec<u32> {
    let mut starts = vec![0];
    let mut sum = 0;
    for n in whole_parts(&scenario.offenders.shares_at(point), number) {
        sum += n;
        starts.push(sum.min(number));
    }
    starts
}

/// Line order of a discipline.
pub(super) fn order_of(discipline: Discipline) -> crate::queue::Order {
    match discipline {
        Discipline::Fifo | Discipline::PriorityFifo => crate::queue::Order::Arrival,
        Discipline::PriorityDue => crate::queue::Order::Due,
        Discipline::Random => crate::queue::Order::Random,
    }
}
