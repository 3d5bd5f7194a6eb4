//! Streams of demand and the parts of the caseload they are tied to.

use super::plan_motion::{TempoPlan, compile_tempo};
use super::plan_tables::Tables;
use crate::random::{Intensity, Law, NameKey, name_key};
use crate::scenario::world::{AtRandom, Each, Fades, GroupSize, Pattern, Point, Profile, Scenario};
use crate::units::Span;

/// One stream of demand, or one for each offender.
#[derive(Debug)]
pub(super) struct Source {
    /// Key of the kind's name: a stream is addressed by its name, not by its position.
    pub key: NameKey,
    pub kind: u32,
    pub cause: u32,
    pub each: EachPlan,
    pub pattern: PatternPlan,
    pub from: i64,
    pub until: i64,
    /// Index in the layout's list of per-person counts.
    pub per_person: Option<u32>,
    /// Group whose devices each raise the work, all at once.
    pub by_device: Option<u32>,
    pub quiet: Quiet,
}

/// Whether the work of a stream passes without events where nothing comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quiet {
    No,
    /// It is written down ahead of its time, and nothing that happens to an offender can change it.
    Settled,
    /// It is written down ahead of its time, and what has not come by the time at which something happens to the offender is
    /// struck out again. With its number among the streams of which this holds.
    Provisional(u32),
}

impl Source {
    /// Whether nothing is asked of an offender's stream before they join the group that it is tied to.
    pub(super) fn opens_on_joining(&self) -> bool {
        matches!(self.each, EachPlan::Member(_) | EachPlan::Device(_))
            && matches!(self.pattern, PatternPlan::AtRandom(_))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EachPlan {
    Team,
    Offender,
    Member(u32),
    Device(u32),
    /// Members of none of these groups, by bit.
    Except(u32),
}

#[derive(Debug)]
pub(super) enum PatternPlan {
    /// Cycle by level in milliseconds; `i64::MAX` for never.
    Cycle {
        every: Vec<i64>,
        first: Option<i64>,
    },
    AtRandom(Box<RandomPlan>),
    /// (instant, effort if recorded), ascending.
    At(Vec<(i64, Option<i64>)>),
    Joining,
    ChangeOfHolder,
    ReturnFromCustody,
}

#[derive(Debug)]
pub(super) struct RandomPlan {
    /// Events per millisecond by level.
    pub rate: Vec<f64>,
    /// Sampler of a person's own multiplier.
    pub spread: Option<u32>,
    /// Which of an offender's multipliers it is.
    pub spread_index: Option<u32>,
    /// (multiplier, lasts) after joining, where it ends at once.
    pub settling: Option<(f64, i64)>,
    pub intensity: Option<Intensity>,
    /// Growth, a beginning that fades, shocks.
    pub tempo: Option<Box<TempoPlan>>,
    pub one_at_a_time: bool,
    /// The rate neither settles after joining nor follows a profile or tempo.
    pub steady: bool,
}

/// A random stream of an offender.
#[derive(Clone, Copy)]
pub(super) struct Course<'p> {
    pub source: &'p Source,
    pub random: &'p RandomPlan,
    pub offender: u32,
}

/// Parts of the caseload.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub list: Vec<GroupPlan>,
    /// Groups whose members join over time, in order; each has a place in an offender's row of pending times.
    pub joining: Vec<u32>,
}

#[derive(Debug)]
pub(super) struct GroupPlan {
    pub key: NameKey,
    pub of: Option<u32>,
    /// Levels it is drawn from, as a bit mask.
    pub levels: u32,
    pub size: SizePlan,
    /// (first joining, spread over) in milliseconds.
    pub joins: Option<(i64, i64)>,
    pub devices: Option<u32>,
    /// Most members at one time.
    pub at_most: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum SizePlan {
    Number(u32),
    Share(f64),
}

pub(super) fn compile_groups(scenario: &Scenario, point: &Point, tables: &mut Tables<'_>) -> Groups {
    let mut groups = Groups::default();
    for (g, group) in scenario.groups.iter().enumerate() {
        let joins = group.joins.as_ref().map(|j| (j.from.0, Span::rounded(j.over.at(point)).0.max(0)));
        if joins.is_some() {
            groups.joining.push(g as u32);
        }
        groups.list.push(GroupPlan {
            key: name_key(&group.name),
            of: group.of.map(|o| o as u32),
            levels: if group.levels.is_empty() {
                u32::MAX
            } else {
                group.levels.iter().fold(0, |mask, &l| mask | 1 << l.min(31))
            },
            size: match &group.size {
                GroupSize::Number(n) => SizePlan::Number(libm::round(n.at(point)).max(0.0) as u32),
                GroupSize::Share(s) => SizePlan::Share(s.at(point).clamp(0.0, 1.0)),
            },
            joins,
            devices: group.devices.as_ref().map(|d| tables.count(d)),
            at_most: group.at_most.as_ref().map(|n| libm::round(n.at(point)).max(0.0) as u32),
        });
    }
    groups
}

/// Per-offender sources first, in file order, then the team's; returns them and how many are per offender.
pub(super) fn compile_sources(
    scenario: &Scenario,
    point: &Point,
    per_person: &[usize],
    tables: &mut Tables<'_>,
) -> (Vec<Source>, usize, usize) {
    let levels = scenario.offenders.levels.len();
    let mut personal = Vec::new();
    let mut team = Vec::new();
    for (k, kind) in scenario.kinds.iter().enumerate() {
        let Some(raised) = &kind.raised else { continue };
        let each = match raised.each {
            Each::Team => EachPlan::Team,
            Each::Offender => EachPlan::Offender,
            Each::Member(g) => EachPlan::Member(g as u32),
            Each::Device(g) => EachPlan::Device(g as u32),
            Each::Except(groups) => EachPlan::Except(groups.0),
        };
        let pattern = match &raised.pattern {
            Pattern::Cycle { every, first } => PatternPlan::Cycle {
                every: (0..levels)
                    .map(|l| every.get(l).map_or(i64::MAX, |n| Span::rounded(n.at(point)).0.max(1)))
                    .collect(),
                first: first.map(|i| i.0),
            },
            Pattern::AtRandom(random) => PatternPlan::AtRandom(Box::new(compile_random(random, levels, point, tables))),
            Pattern::At(entries) => {
                let mut list: Vec<(i64, Option<i64>)> =
                    entries.iter().map(|e| (e.at.0, e.effort.map(|ms| libm::round(ms).max(0.0) as i64))).collect();
                list.sort_by_key(|e| e.0);
                PatternPlan::At(list)
            }
            Pattern::Joining => PatternPlan::Joining,
            Pattern::ChangeOfHolder => PatternPlan::ChangeOfHolder,
            Pattern::ReturnFromCustody => PatternPlan::ReturnFromCustody,
        };
        // At random, each device has its share of one stream's rate.
        let at_once = !matches!(pattern, PatternPlan::AtRandom(_));
        let source = Source {
            by_device: if let (EachPlan::Device(group), true) = (each, at_once) { Some(group) } else { None },
            quiet: Quiet::No,
            key: name_key(&kind.name),
            kind: k as u32,
            cause: kind.cause.unwrap_or(0) as u32,
            each,
            pattern,
            from: raised.from.map_or(i64::MIN, |i| i.0),
            until: raised.until.map_or(i64::MAX, |i| i.0),
            per_person: per_person.iter().position(|&p| p == k).map(|p| p as u32),
        };
        if each == EachPlan::Team { team.push(source) } else { personal.push(source) }
    }
    let mut spreads = 0;
    for source in &mut personal {
        if let PatternPlan::AtRandom(random) = &mut source.pattern
            && random.spread.is_some()
        {
            random.spread_index = Some(spreads);
            spreads += 1;
        }
    }
    let per_offender = personal.len();
    personal.extend(team);
    (personal, per_offender, spreads as usize)
}

fn compile_random(random: &AtRandom, levels: usize, point: &Point, tables: &mut Tables<'_>) -> RandomPlan {
    let spread = random.spread.as_ref().map(|k| {
        let shape = k.at(point);
        let law = Law::gamma_shape_mean(shape, 1.0).unwrap_or(Law::Fixed(1.0));
        tables.law(&law)
    });
    let tempo = compile_tempo(random, point);
    RandomPlan {
        rate: (0..levels).map(|l| random.rate.get(l).map_or(0.0, |n| n.at(point).max(0.0))).collect(),
        spread,
        spread_index: None,
        settling: random.settling.as_ref().and_then(|settling| match &settling.fades {
            Fades::After(lasts) => Some((settling.times.at(point).max(0.0), Span::rounded(lasts.at(point)).0.max(0))),
            Fades::Halves { .. } => None,
        }),
        intensity: (random.profile != Profile::Constant).then(|| random.profile.intensity()),
        one_at_a_time: random.one_at_a_time,
        steady: random.settling.is_none() && tempo.is_none() && random.profile == Profile::Constant,
        tempo,
    }
}
