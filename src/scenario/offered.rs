//! Offered load: how much work comes, and how much can be done, without simulating.
//!
//! Each stream is integrated over the counted period (members join, rates vary, memberships
//! settle), then followed through the mean numbers of work that work raises: part by part between the
//! dates at which outcomes change, what work raises falling into the same part. What stays out:
//! that work waits, and what it raises comes later, across such a date; what outcomes change about an offender (risk level,
//! groups, the register), but for custody; lapsing, `one_at_a_time`, what is skipped or shortened or grows when there is too
//! much to do. So the load is what the scenario asks for when nothing is turned away, which is what a comparison with capacity wants.

use super::away::Present;
use super::build_up;
use super::crowd::{World, own_streams};
use super::custody::Custody;
use super::exposure::{Members, Own};
use super::flow::Flow;
use super::world::{Backlog, By, ByLevel, Duration, Kind, Point, Productive, Scenario, Staff};
use crate::calendar::{Clock, Duty, Nation, Zone};
use crate::units::{HOUR, Instant, YEAR};

/// Expected work and capacity of a scenario at one point. All hours are hours a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    /// Tasks of each kind a year.
    pub tasks: Vec<f64>,
    /// Hours of each kind, of all who take part.
    pub kind_hours: Vec<f64>,
    /// Hours asked of each role; a crew of several roles counts for the one it prefers.
    pub role_hours: Vec<f64>,
    /// Hours on the way of each role, among those asked for.
    pub travel_hours: Vec<f64>,
    /// Hours by root cause.
    pub cause_hours: Vec<f64>,
    /// Hours by stage.
    pub stage_hours: Vec<f64>,
    /// Productive hours of each role; `None` where people are unlimited.
    pub capacity_hours: Vec<Option<f64>>,
    /// Hours of the work already waiting at the start and all it raises, by role, once.
    pub backlog_hours: Vec<f64>,
    /// Offenders at each risk level.
    pub offenders: Vec<f64>,
    /// What each role does of it.
    pub by_role: Vec<OfRole>,
}

/// What one role does of the expected work. All hours are hours a year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfRole {
    /// Hours of each kind.
    pub kind_hours: Vec<f64>,
    /// Hours for one offender at each risk level; `None` where there is nobody.
    pub per_offender: Vec<Option<f64>>,
    /// Hours of work that concerns no offender in particular.
    pub team_hours: f64,
}

impl Offered {
    /// Load of a role: hours asked for each hour there is. `None` where people are unlimited, or
    /// nothing is asked of nobody; infinite where something is.
    pub fn load(&self, role: usize) -> Option<f64> {
        let (asked, there) = (*self.role_hours.get(role)?, (*self.capacity_hours.get(role)?)?);
        if there > 0.0 { Some(asked / there) } else { (asked > 0.0).then_some(f64::INFINITY) }
    }
}

/// The offered load at a point; `None` if work raises itself without end there.
pub fn at(scenario: &Scenario, point: &Point) -> Option<Offered> {
    let levels = scenario.offenders.levels.len();
    let width = levels + 1;
    let Arising { tasks, recorded } = arising(scenario, point)?;
    let mut sum = Sum::new(scenario, width, point);
    for (index, kind) in scenario.kinds.iter().enumerate() {
        for (column, number) in tasks[index].iter().enumerate().filter(|(_, number)| **number > 0.0) {
            sum.add(index, kind, column, *number, point);
        }
        sum.add_lead(index, kind, kind.cause.unwrap_or(0) * width + levels, recorded[index] / HOUR as f64);
    }
    let offenders = Members::at(scenario, point).offenders;
    Some(Offered {
        tasks: tasks.iter().map(|row| row.iter().sum()).collect(),
        by_role: sum
            .role_kinds
            .into_iter()
            .zip(sum.role_levels)
            .map(|(kind_hours, by_level)| {
                let each = |(people, hours): (&f64, &f64)| (*people > 0.0).then(|| hours / people);
                let per_offender = offenders.iter().zip(&by_level).map(each).collect();
                OfRole { kind_hours, per_offender, team_hours: by_level[levels] }
            })
            .collect(),
        kind_hours: sum.kind_hours,
        role_hours: sum.role_hours,
        travel_hours: sum.travel_hours,
        cause_hours: sum.cause_hours,
        stage_hours: sum.stage_hours,
        capacity_hours: capacity(scenario, point),
        backlog_hours: backlog(scenario, &Flow::at(scenario, point, Instant::ZERO), point),
        offenders,
    })
}

/// What arises in the counted period, brought to a year.
struct Arising {
    /// Tasks of each kind: one column for each cause and risk level; the last level stands for no offender.
    tasks: Vec<Vec<f64>>,
    /// Milliseconds by which recorded efforts of each kind exceed the mean that stands for them.
    recorded: Vec<f64>,
}

/// `None` if work raises itself without end.
fn arising(scenario: &Scenario, point: &Point) -> Option<Arising> {
    let members = Members::at(scenario, point);
    let world = World::new(scenario, &members, point);
    let parts = parts(scenario);
    let mut custody = Custody::of(&world, &parts);
    let pieces = custody.as_ref().map_or_else(|| parts.clone(), |custody| custody.pieces().to_vec());
    let (levels, causes) = (scenario.offenders.levels.len(), scenario.causes.len());
    let width = levels + 1;
    let mut tasks = vec![vec![0.0; causes * width]; scenario.kinds.len()];
    let mut recorded = vec![0.0; scenario.kinds.len()];
    let a_year = YEAR as f64 / scenario.horizon.0.max(1) as f64;
    let streams: Vec<Vec<Own>> = scenario
        .kinds
        .iter()
        .map(|kind| kind.raised.as_ref().map_or_else(Vec::new, |r| own_streams(&world, r, &pieces)))
        .collect();
    let warm_up = (Instant(-scenario.warm_up.0), Instant::ZERO);
    let before = custody.as_ref().map(|_| warm_up).filter(|(from, until)| from < until);
    let mut streams = streams.into_iter().map(Vec::into_iter).collect::<Vec<_>>();
    let mut piece = 0;
    for (from, until) in before.into_iter().chain(parts) {
        let flow = Flow::between(scenario, point, from, until);
        let response = match &custody {
            Some(custody) => Some(custody.response(&flow, (from, until))?),
            None => None,
        };
        let counts = from >= Instant::ZERO;
        let mut own_part = vec![vec![0.0; causes * width]; scenario.kinds.len()];
        while pieces.get(piece).is_some_and(|piece| piece.0 < until) {
            let mut raised = Vec::new();
            for (index, (kind, stream)) in scenario.kinds.iter().zip(&mut streams).enumerate() {
                let (Some(own), Some(cause)) = (stream.next(), kind.cause) else { continue };
                for (level, number) in own.by_level.iter().enumerate() {
                    let free = custody.as_ref().map_or(1.0, |custody| custody.free(kind, level, piece));
                    own_part[index][cause * width + level] += number * free * a_year;
                    raised.push((index, level, number * free));
                }
                if counts {
                    recorded[index] += own.recorded_efforts(&|level| lead(kind, level, point)) * a_year;
                }
            }
            if let Some((custody, response)) = custody.as_mut().zip(response.as_ref()) {
                custody.follow(piece, response, &raised, &mut |kind, level, number| {
                    if let Some(cause) = scenario.kinds[kind].cause {
                        own_part[kind][cause * width + level] += number * a_year;
                    }
                });
            }
            piece += 1;
        }
        if !flow.total(&mut own_part) {
            return None;
        }
        if counts {
            tasks.iter_mut().flatten().zip(own_part.iter().flatten()).for_each(|(sum, number)| *sum += number);
        }
    }
    Some(Arising { tasks, recorded })
}

/// Most parts that the counted period is cut into.
const MOST_PARTS: usize = 400;

/// The counted period, cut where outcomes change. Where that is more often than [`MOST_PARTS`], neighbouring parts are
/// taken as one, with the chances there on average.
fn parts(scenario: &Scenario) -> Vec<(Instant, Instant)> {
    let inside = |at: &Instant| Instant::ZERO < *at && *at < scenario.horizon;
    let mut ends: Vec<Instant> = scenario.kinds.iter().flat_map(Kind::outcomes_change).filter(inside).collect();
    ends.sort_unstable();
    ends.dedup();
    let each = ends.len().div_ceil(MOST_PARTS).max(1);
    let ends: Vec<Instant> = ends.into_iter().step_by(each).chain([scenario.horizon]).collect();
    let begins = std::iter::once(Instant::ZERO).chain(ends.iter().copied());
    begins.zip(ends.iter().copied()).collect()
}

/// Hours added up under every label.
struct Sum {
    width: usize,
    kind_hours: Vec<f64>,
    role_hours: Vec<f64>,
    travel_hours: Vec<f64>,
    cause_hours: Vec<f64>,
    stage_hours: Vec<f64>,
    /// By role and kind, and by role and risk level.
    role_kinds: Vec<Vec<f64>>,
    role_levels: Vec<Vec<f64>>,
    /// Travel of each person for a task of each kind, milliseconds.
    travel: Vec<f64>,
}

impl Sum {
    fn new(scenario: &Scenario, width: usize, point: &Point) -> Self {
        Self {
            travel: scenario.kinds.iter().map(|kind| scenario.expected_travel(kind, point)).collect(),
            width,
            kind_hours: vec![0.0; scenario.kinds.len()],
            role_hours: vec![0.0; scenario.roles.len()],
            travel_hours: vec![0.0; scenario.roles.len()],
            cause_hours: vec![0.0; scenario.causes.len()],
            stage_hours: vec![0.0; scenario.stages.len()],
            role_kinds: vec![vec![0.0; scenario.kinds.len()]; scenario.roles.len()],
            role_levels: vec![vec![0.0; width]; scenario.roles.len()],
        }
    }

    /// `number` tasks of a kind, in a column of (cause, level).
    fn add(&mut self, index: usize, kind: &Kind, column: usize, number: f64, point: &Point) {
        let level = column % self.width;
        let travel = self.travel[index];
        self.add_lead(index, kind, column, number * (lead(kind, level, point) + travel) / HOUR as f64);
        if let Some(sum) = kind.role().and_then(|role| self.travel_hours.get_mut(role)) {
            *sum += number * travel / HOUR as f64;
        }
        for crew in &kind.with {
            let each =
                crew.effort.as_ref().map_or_else(|| lead(kind, level, point), |effort| mean(effort, level, point));
            let chance = crew.chance.as_ref().map_or(1.0, |chance| chance.at(point));
            let times = number * chance * f64::from(crew.people);
            let hours = times * (each + travel) / HOUR as f64;
            if let Some(role) = crew.roles.first() {
                self.role_hours[*role] += hours;
                self.travel_hours[*role] += times * travel / HOUR as f64;
                self.label(index, kind, (*role, column), hours);
            }
        }
    }

    fn add_lead(&mut self, index: usize, kind: &Kind, column: usize, hours: f64) {
        if let By::Role(role) | By::Holder(role) = kind.by
            && let Some(sum) = self.role_hours.get_mut(role)
        {
            *sum += hours;
            self.label(index, kind, (role, column), hours);
        }
    }

    fn label(&mut self, index: usize, kind: &Kind, (role, column): (usize, usize), hours: f64) {
        self.kind_hours[index] += hours;
        if let Some(cause) = self.cause_hours.get_mut(column / self.width) {
            *cause += hours;
        }
        self.stage_hours[kind.stage] += hours;
        self.role_kinds[role][index] += hours;
        self.role_levels[role][column % self.width] += hours;
    }
}

/// Mean effort of the lead, milliseconds.
fn lead(kind: &Kind, level: usize, point: &Point) -> f64 {
    mean(&kind.effort, level, point)
}

/// Mean at a level; work without an offender has the effort of the first.
fn mean(effort: &ByLevel<Duration>, level: usize, point: &Point) -> f64 {
    effort.get(level).or_else(|| effort.get(0)).map_or(0.0, |duration| duration.mean(point))
}

/// Productive hours a year of each role: absences and vacancies as they are expected, overtime not.
fn capacity(scenario: &Scenario, point: &Point) -> Vec<Option<f64>> {
    let clock = scenario.clock();
    let role_capacity = |(role, staff): (usize, &[Staff])| {
        let hours: Option<Vec<f64>> =
            staff.iter().map(|staff| hours_of(scenario, role, staff, clock.as_ref()?, point)).collect();
        hours.map(|hours| hours.iter().sum())
    };
    scenario.roles.iter().enumerate().map(|(index, role)| role_capacity((index, &role.staff))).collect()
}

fn hours_of(scenario: &Scenario, role: usize, staff: &Staff, clock: &Clock, point: &Point) -> Option<f64> {
    let people = staff.people.as_ref()?.at(point);
    let there = Present::until(scenario, role, staff, clock, point, scenario.horizon);
    let a_year = YEAR as f64 / scenario.horizon.0.max(1) as f64;
    let hours =
        people * staff.full_time_share * staff.productive_share(scenario, clock, point) * there.duty_hours() * a_year;
    let there = build_up::presence(scenario, role, &there) * build_up::filled(scenario, staff, point);
    Some(hours * there)
}

impl Staff {
    /// Share of duty time that reaches the work, between 0 and 1, before the full-time share. Hours a
    /// year are taken of the dated duty in the 365 days from the start, without the bank holidays that
    /// are not worked, so that a post delivers them exactly.
    pub fn productive_share(&self, scenario: &Scenario, clock: &Clock, point: &Point) -> f64 {
        self.productive_share_of(|| self.duty_in_a_year(scenario, clock), point)
    }

    /// As [`Staff::productive_share`] for one who knows [`Staff::duty_in_a_year`], which depends on no point.
    pub fn productive_share_of(&self, duty_in_a_year: impl FnOnce() -> f64, point: &Point) -> f64 {
        match &self.productive {
            Productive::Share(share) => share.at(point),
            Productive::Yearly(yearly) => {
                let duty = duty_in_a_year();
                if duty > 0.0 { (yearly.at(point) / duty).clamp(0.0, 1.0) } else { 0.0 }
            }
        }
    }

    /// Productive hours that a full-time post of this group yields in the 365 days from the start.
    pub fn productive_hours(&self, scenario: &Scenario, clock: &Clock, point: &Point) -> f64 {
        self.productive_share(scenario, clock, point) * self.duty_in_a_year(scenario, clock) / HOUR as f64
    }

    /// Milliseconds of duty in the 365 days from the start, without the bank holidays that are not worked.
    pub fn duty_in_a_year(&self, scenario: &Scenario, clock: &Clock) -> f64 {
        Duty::build(&self.rota, clock, self.holidays_off(scenario), Instant::ZERO, Instant(YEAR), None).total() as f64
    }

    /// Whose bank holidays this group has off; `None` if it works on them.
    pub(super) fn holidays_off(&self, scenario: &Scenario) -> Option<Nation> {
        if self.works_bank_holidays { None } else { scenario.nation }
    }
}

impl Scenario {
    /// The clock of the scenario's dates: London time with a nation, days of 24 hours without. `None`
    /// for a first day that is no date, which a checked scenario never has.
    pub fn clock(&self) -> Option<Clock> {
        let zone = if self.nation.is_some() { Zone::London } else { Zone::Abstract };
        self.starts.parse().ok().map(|first| Clock::new(first, zone))
    }
}

/// Hours by role of the backlog and all it raises, as if it were done at once.
fn backlog(scenario: &Scenario, flow: &Flow, point: &Point) -> Vec<f64> {
    let width = scenario.offenders.levels.len() + 1;
    let mut tasks = vec![vec![0.0; width]; scenario.kinds.len()];
    let shares = scenario.offenders.shares_at(point);
    for Backlog { kind, number, level, .. } in &scenario.backlog {
        let number = number.at(point);
        match level {
            Some(level) => tasks[*kind][*level] += number,
            // It waits for any of the offenders, where there are any.
            None if scenario.offenders.number.at(point) > 0.0 => {
                tasks[*kind].iter_mut().zip(&shares).for_each(|(tasks, share)| *tasks += number * share);
            }
            None => tasks[*kind][width - 1] += number,
        }
    }
    let mut sum = Sum::new(scenario, width, point);
    if !scenario.backlog.is_empty() && flow.total(&mut tasks) {
        for (index, kind) in scenario.kinds.iter().enumerate() {
            for (level, number) in tasks[index].iter().enumerate().filter(|(_, number)| **number > 0.0) {
                sum.add(index, kind, level, *number, point);
            }
        }
    }
    sum.role_hours
}
