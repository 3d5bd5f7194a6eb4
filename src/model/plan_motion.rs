//! What is fixed about a caseload that moves: who joins and leaves the register, shocks, and rates with a tempo of their own.

use super::plan_tables::Tables;
use crate::random::{NameKey, Tempo, name_key};
use crate::scenario::world::{AtRandom, ByLevel, Fades, Joining, Number, Point, Scenario};

/// Most people on the register in one replication, those who have left included.
pub(super) const MOST_PEOPLE: u32 = 500_000;

/// The register.
#[derive(Debug)]
pub(super) struct RegisterPlan {
    /// On it at the start.
    pub initial: u32,
    pub joining: Option<JoiningPlan>,
    /// Rate of leaving at each level (per millisecond); empty when nobody leaves.
    pub leaving: Vec<f64>,
    /// Key of the draws of those who leave.
    pub leaving_key: NameKey,
    /// Whether people join or leave by themselves: each has a place for that in the row of pending times.
    pub moves: bool,
    /// Whether the numbers on the register and in the groups are recorded.
    pub counted: bool,
}

#[derive(Debug)]
pub(super) struct JoiningPlan {
    /// Newcomers per millisecond.
    pub rate: f64,
    pub tempo: Tempo,
    /// Chance of each level or one before it.
    pub upto: Vec<f64>,
    pub key: NameKey,
    pub level_key: NameKey,
    /// Places for newcomers.
    pub places: u32,
}

#[derive(Debug)]
pub(super) struct ShockPlan {
    pub key: NameKey,
    /// Rate at which one begins while there is none.
    pub rate: f64,
    /// Sampler of how long it lasts.
    pub lasts: u32,
}

/// A rate that grows, fades or is shocked.
#[derive(Debug)]
pub(super) struct TempoPlan {
    pub tempo: Tempo,
    /// (in the beginning, in the end, speed) of a beginning that fades.
    pub fades: Option<(f64, f64, f64)>,
    /// (shock, multiplier).
    pub shock: Option<(u32, f64)>,
}

fn growth(number: Option<&Number>, point: &Point) -> f64 {
    number.map_or(0.0, |growth| growth.at(point))
}

impl RegisterPlan {
    pub(super) fn new(scenario: &Scenario, point: &Point, initial: u32) -> Self {
        let offenders = &scenario.offenders;
        let joining = offenders.joining.as_ref().map(|joining| compile_joining(scenario, joining, point, initial));
        let rate = |leaving: &ByLevel<Number>, level| leaving.get(level).map_or(0.0, |rate| rate.at(point).max(0.0));
        let leaving = offenders.leaving.as_ref();
        Self {
            initial,
            joining,
            leaving: leaving
                .map_or_else(Vec::new, |l| (0..offenders.levels.len()).map(|level| rate(l, level)).collect()),
            leaving_key: name_key("leaving"),
            moves: offenders.move_by_themselves(),
            counted: scenario.counts_members(),
        }
    }

    /// Places in all, on the register at the start or free for a newcomer.
    pub(super) fn places(&self) -> u32 {
        self.initial + self.joining.as_ref().map_or(0, |joining| joining.places)
    }
}

fn compile_joining(scenario: &Scenario, joining: &Joining, point: &Point, initial: u32) -> JoiningPlan {
    let tempo = Tempo { intensity: joining.profile.intensity(), growth: growth(joining.growth.as_ref(), point) };
    let rate = joining.rate.at(point).max(0.0);
    let mean = rate * tempo.passed(-(scenario.warm_up.0 as f64), scenario.horizon.0 as f64, None);
    // A Poisson number exceeds its mean by eight standard deviations and twenty less than once in 10^14 times.
    let most = if rate > 0.0 { libm::ceil(mean + 8.0 * mean.sqrt() + 20.0) } else { 0.0 };
    let mut sum = 0.0;
    let shares = joining.shares_at(point);
    let upto = shares.into_iter().map(|share| {
        sum += share;
        sum
    });
    JoiningPlan {
        rate,
        tempo,
        upto: upto.collect(),
        key: name_key("joining"),
        level_key: name_key("level"),
        places: most.min(f64::from(MOST_PEOPLE.saturating_sub(initial))) as u32,
    }
}

pub(super) fn compile_shocks(scenario: &Scenario, point: &Point, tables: &mut Tables<'_>) -> Vec<ShockPlan> {
    let shock = |shock: &crate::scenario::world::Shock| ShockPlan {
        key: name_key(&shock.name),
        rate: shock.rate.at(point).max(0.0),
        lasts: tables.sampler(&shock.lasts),
    };
    scenario.shocks.iter().map(shock).collect()
}

/// The tempo of a stream; none where it has only a profile and a beginning that ends at once.
pub(super) fn compile_tempo(random: &AtRandom, point: &Point) -> Option<Box<TempoPlan>> {
    let fades = random.settling.as_ref().and_then(|settling| match &settling.fades {
        Fades::After(_) => None,
        Fades::Halves { every, settles_at } => {
            Some((settling.times.at(point), settles_at.at(point), std::f64::consts::LN_2 / every.at(point)))
        }
    });
    // A shock that multiplies by one changes nothing, to the bit.
    let shock = random.shocks.as_ref().map(|shocks| (shocks.shock as u32, shocks.times.at(point)));
    let shock = shock.filter(|&(_, times)| times.to_bits() != 1.0_f64.to_bits());
    let growth = growth(random.growth.as_ref(), point);
    let tempo = Tempo { intensity: random.profile.intensity(), growth };
    (growth.abs() > 0.0 || fades.is_some() || shock.is_some()).then(|| Box::new(TempoPlan { tempo, fades, shock }))
}
