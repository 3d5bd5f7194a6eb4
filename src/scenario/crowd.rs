//! Expected numbers of people over time where they come and go: the register in motion, groups with a bound,
//! beginnings that fade.
//!
//! The run is cut into pieces so short that the numbers hardly change in one. Within a piece people join
//! evenly and leave exponentially, which is integrated exactly; a rate is averaged over the piece. What stays
//! out is said in `offered`; besides, a group with a bound is taken to hold the lesser of the bound and the
//! expected number of those who want to be in it.

use super::exposure::{Joined, Members, Own, in_window};
use super::motion::GroupSet;
use super::nested::{Entry, Listed, within};
use super::world::{AtRandom, Each, Fades, LogEntry, Number, Pattern, Point, Raised, Scenario};
use crate::random::Tempo;
use crate::units::Instant;
use std::cell::OnceCell;

/// Pieces that the run is cut into.
const PIECES: usize = 4096;

/// Whether the expected numbers behind a stream, or its rate, need what is here.
fn concerns(scenario: &Scenario, raised: &Raised) -> bool {
    let bounded = |group: usize| Entry::concerns(scenario, group);
    let people = match raised.each {
        Each::Team => false,
        Each::Offender => scenario.offenders.move_by_themselves(),
        Each::Member(group) | Each::Device(group) => scenario.offenders.move_by_themselves() || bounded(group),
        Each::Except(groups) => {
            scenario.offenders.move_by_themselves() || groups.iter().any(bounded) || groups.iter().count() > 1
        }
    };
    let rate = match &raised.pattern {
        Pattern::AtRandom(random) => {
            let fades = random.settling.as_ref().is_some_and(|settling| matches!(settling.fades, Fades::Halves { .. }));
            fades || random.growth.is_some() || random.shocks.is_some()
        }
        _ => false,
    };
    people || rate
}

/// The pieces of a run.
struct Grid {
    from: f64,
    width: f64,
}

impl Grid {
    fn start(&self, piece: usize) -> f64 {
        self.from + self.width * piece as f64
    }

    fn middle(&self, piece: usize) -> f64 {
        self.start(piece) + 0.5 * self.width
    }

    fn piece(&self, t: f64) -> usize {
        (((t - self.from) / self.width) as usize).min(PIECES - 1)
    }
}

/// People at one risk level, piece by piece.
struct Crowd {
    /// Average number.
    there: Vec<f64>,
    /// Of these, those who have joined in the run or just before it, weighted by what is asked of their age.
    weighted: Vec<f64>,
    /// Joinings.
    joinings: Vec<f64>,
}

/// What age counts for: a busier beginning.
#[derive(Clone, Copy)]
enum Ageing {
    None,
    /// This much more for so long.
    More(f64, f64),
    /// (in the beginning, in the end, speed)
    Fades(f64, f64, f64),
}

impl Ageing {
    fn of(pattern: &Pattern, point: &Point) -> Self {
        let Pattern::AtRandom(AtRandom { settling: Some(settling), .. }) = pattern else { return Self::None };
        let times = settling.times.at(point);
        match &settling.fades {
            Fades::After(lasts) => Self::More(times - 1.0, lasts.at(point)),
            Fades::Halves { every, settles_at } => {
                Self::Fades(times, settles_at.at(point), std::f64::consts::LN_2 / every.at(point).max(1.0))
            }
        }
    }
}

/// Average over a piece of what decays by `x` in it: of what was there, and of what joins evenly in it.
fn averages(x: f64) -> (f64, f64) {
    if x < 1e-9 {
        (1.0, 0.5)
    } else {
        let stays = -libm::expm1(-x) / x;
        (stays, (1.0 - stays) / x)
    }
}

/// Numbers over time of those who join in `joinings` and leave at a rate; the piece averages.
fn decaying(joinings: &[f64], rate: f64, width: f64) -> Vec<f64> {
    let (stays, new) = averages(rate * width);
    let left = libm::exp(-rate * width);
    let mut now = 0.0;
    joinings
        .iter()
        .map(|joining| {
            let average = now * stays + joining * new;
            now = now * left + joining * stays;
            average
        })
        .collect()
}

/// Everything about one scenario at one point that the streams of work share; what takes long is worked out when it is
/// first asked for.
pub(super) struct World<'a> {
    pub(super) scenario: &'a Scenario,
    members: &'a Members,
    pub(super) point: &'a Point,
    grid: Grid,
    /// Start of the run, warm-up included.
    begins: f64,
    /// Newcomers at each level, piece by piece.
    newcomers: Vec<OnceCell<Vec<f64>>>,
    /// Share of those who want to be in each group that its bound lets in.
    let_in: Vec<OnceCell<Vec<f64>>>,
}

impl<'a> World<'a> {
    pub(super) fn new(scenario: &'a Scenario, members: &'a Members, point: &'a Point) -> Self {
        let begins = -(scenario.warm_up.0 as f64);
        let from = scenario.groups.iter().filter_map(|group| group.joins.as_ref()).map(|joins| joins.from.0 as f64);
        let from = from.fold(begins, f64::min);
        let grid = Grid { from, width: (scenario.horizon.0 as f64 - from) / PIECES as f64 };
        let newcomers = vec![OnceCell::new(); scenario.offenders.levels.len()];
        Self { scenario, members, point, grid, begins, newcomers, let_in: vec![OnceCell::new(); scenario.groups.len()] }
    }

    /// How many there are at a risk level, of those whom a stream is of, at some moments.
    pub(super) fn numbers(&self, each: Each, level: usize, at: &[f64]) -> Vec<f64> {
        let crowd = match each {
            Each::Team => return vec![0.0; at.len()],
            Each::Offender => self.register(level, Ageing::None),
            Each::Member(group) | Each::Device(group) => self.group(group, level, Ageing::None),
            Each::Except(groups) => self.except(groups, level, Ageing::None),
        };
        at.iter().map(|t| crowd.there[self.grid.piece(*t)]).collect()
    }

    fn leaving(&self, level: usize) -> f64 {
        let leaving = self.scenario.offenders.leaving.as_ref().and_then(|leaving| leaving.get(level));
        leaving.map_or(0.0, |rate| rate.at(self.point))
    }

    /// Newcomers at a level in each piece.
    fn newcomers(&self, level: usize) -> &[f64] {
        self.newcomers[level].get_or_init(|| self.newcomers_at(level))
    }

    fn newcomers_at(&self, level: usize) -> Vec<f64> {
        let Some(joining) = &self.scenario.offenders.joining else { return vec![0.0; PIECES] };
        let rate = joining.rate.at(self.point) * joining.shares_at(self.point).get(level).copied().unwrap_or(0.0);
        let tempo =
            Tempo { intensity: joining.profile.intensity(), growth: growth(joining.growth.as_ref(), self.point) };
        let in_piece = |piece: usize| {
            let (low, high) = (self.grid.start(piece).max(self.begins), self.grid.start(piece + 1));
            if high > low { rate * tempo.passed(low, high, None) } else { 0.0 }
        };
        (0..PIECES).map(in_piece).collect()
    }

    /// Share of those there at the beginning who are still there.
    fn surviving(&self, level: usize, t: f64) -> f64 {
        libm::exp(-self.leaving(level) * (t - self.begins).max(0.0))
    }

    /// Those on the register.
    fn register(&self, level: usize, ageing: Ageing) -> Crowd {
        let joinings = self.newcomers(level).to_vec();
        let before: Vec<f64> =
            (0..PIECES).map(|k| self.members.offenders[level] * self.surviving(level, self.grid.middle(k))).collect();
        self.crowd(joinings, &before, level, ageing)
    }

    /// A crowd from its joinings and from those who had joined long before.
    fn crowd(&self, joinings: Vec<f64>, before: &[f64], level: usize, ageing: Ageing) -> Crowd {
        let (rate, width) = (self.leaving(level), self.grid.width);
        let young = decaying(&joinings, rate, width);
        let there: Vec<f64> = young.iter().zip(before).map(|(young, old)| young + old).collect();
        let weighted = match ageing {
            Ageing::None => there.clone(),
            Ageing::More(more, lasts) => {
                let back = lasts / width;
                let older = |k: usize| {
                    // The average of the pieces that lay under this one so long ago.
                    let at = k as f64 - back;
                    let (low, part) = (libm::floor(at), at - libm::floor(at));
                    let of = |at: f64| if at < 0.0 { 0.0 } else { young[(at as usize).min(PIECES - 1)] };
                    libm::exp(-rate * lasts) * ((1.0 - part) * of(low) + part * of(low + 1.0))
                };
                (0..PIECES).map(|k| there[k] + more * (young[k] - older(k)).max(0.0)).collect()
            }
            Ageing::Fades(times, end, speed) => {
                let fading = decaying(&joinings, rate + speed, width);
                there.iter().zip(fading).map(|(there, fading)| end * there + (times - end) * fading).collect()
            }
        };
        Crowd { there, weighted, joinings }
    }

    /// Those who are in a group, or would be if there were no bounds.
    fn wanting(&self, group: usize, level: usize, ageing: Ageing) -> Crowd {
        let joined = Entry::of(self.scenario, group, self.point);
        let chance = self.scenario.newcomers_chance(group, level, self.point);
        let newcomers = self.newcomers(level);
        let there = decaying(newcomers, self.leaving(level), self.grid.width);
        let first = self.members.groups[group][level];
        if joined.always() {
            let before: Vec<f64> = (0..PIECES).map(|k| first * self.surviving(level, self.grid.middle(k))).collect();
            let joinings = newcomers.iter().map(|number| number * chance).collect();
            return self.crowd(joinings, &before, level, ageing);
        }
        let joining = |k: usize| {
            let (low, high) = (self.grid.start(k), self.grid.start(k + 1));
            let here = first * self.surviving(level, self.grid.middle(k)) + chance * there[k];
            (joined.by(high) - joined.by(low)) * here + joined.by(self.grid.middle(k)) * chance * newcomers[k]
        };
        self.crowd((0..PIECES).map(joining).collect(), &vec![0.0; PIECES], level, ageing)
    }

    /// Share of those who are in the group which a group is drawn from, and want to be in it, that its bound lets in, piece
    /// by piece.
    fn let_in(&self, group: usize) -> &[f64] {
        self.let_in[group].get_or_init(|| self.let_in_to(group))
    }

    fn let_in_to(&self, group: usize) -> Vec<f64> {
        let Some(bound) = &self.scenario.groups[group].at_most else { return vec![1.0; PIECES] };
        let bound = bound.at(self.point);
        let mut wanting = vec![0.0; PIECES];
        for level in 0..self.scenario.offenders.levels.len() {
            let crowd = self.wanting(group, level, Ageing::None);
            wanting.iter_mut().zip(crowd.there).for_each(|(sum, there)| *sum += there);
        }
        if let Some(whole) = self.scenario.groups[group].of {
            wanting.iter_mut().zip(self.all_let_in(whole)).for_each(|(wanting, share)| *wanting *= share);
        }
        wanting.into_iter().map(|wanting| if wanting > bound { bound / wanting } else { 1.0 }).collect()
    }

    /// Share of those who want to be in a group that the bounds let in: its own, and those of the groups it is drawn from.
    fn all_let_in(&self, group: usize) -> Vec<f64> {
        let mut share = vec![1.0; PIECES];
        for own in within(self.scenario, group) {
            share.iter_mut().zip(self.let_in(own)).for_each(|(share, own)| *share *= own);
        }
        share
    }

    fn group(&self, group: usize, level: usize, ageing: Ageing) -> Crowd {
        let mut crowd = self.wanting(group, level, ageing);
        if within(self.scenario, group).any(|own| self.scenario.groups[own].at_most.is_some()) {
            let inside = self.all_let_in(group);
            for list in [&mut crowd.there, &mut crowd.weighted] {
                list.iter_mut().zip(&inside).for_each(|(number, share)| *number *= share);
            }
            self.let_in_turn(group, level, &inside, &mut crowd);
        }
        crowd
    }

    /// While a bound holds people back, those come in for whom there is room: until it is reached, and then for each who leaves.
    fn let_in_turn(&self, group: usize, level: usize, inside: &[f64], crowd: &mut Crowd) {
        let leave = self.leaving(level) * self.grid.width;
        let here_before = Entry::of(self.scenario, group, self.point).always();
        let mut before = if here_before { crowd.there[0] } else { 0.0 };
        for (k, &inside) in inside.iter().enumerate() {
            let there = crowd.there[k];
            if inside < 1.0 {
                crowd.joinings[k] = (there - before).max(0.0) + leave * there;
                before = there;
            } else {
                // From the middle of a piece to its end half of its joinings come.
                before = there + 0.5 * (crowd.joinings[k] - leave * there);
            }
        }
    }

    /// Those on the register who are in none of the groups.
    fn except(&self, groups: GroupSet, level: usize, ageing: Ageing) -> Crowd {
        let mut crowd = self.register(level, ageing);
        let listed = Listed::new(self.scenario, self.members, self.point, groups, level);
        // By when each group is joined by those in the one that it is drawn from, and the share that its bound lets in.
        let joined = |group: usize| (Joined::of(&self.scenario.groups[group], self.point), self.let_in(group));
        let joined: Vec<_> = (0..self.scenario.groups.len()).map(joined).collect();
        for k in 0..PIECES {
            let middle = self.grid.middle(k);
            let joined = |group: usize| {
                let (joined, inside) = &joined[group];
                joined.by(middle) * inside.get(k).copied().unwrap_or(1.0)
            };
            let (old, new) =
                (self.members.offenders[level] * self.surviving(level, middle), listed.none(1, None, &joined));
            let all = crowd.there[k];
            let outside = old * listed.none(0, None, &joined) + (all - old).max(0.0) * new;
            let kept = if all > 0.0 { outside / all } else { 0.0 };
            crowd.there[k] *= kept;
            crowd.weighted[k] *= kept;
            crowd.joinings[k] *= new;
        }
        crowd
    }
}

fn growth(number: Option<&Number>, point: &Point) -> f64 {
    number.map_or(0.0, |growth| growth.at(point))
}

/// Average multiplier of shocks at a time: there is none at the beginning of the run, and what one asks of its mean
/// length is exact for one that lasts an exponential time.
fn shocked(scenario: &Scenario, random: &AtRandom, point: &Point, since: f64) -> f64 {
    let Some(shocks) = &random.shocks else { return 1.0 };
    let Some(shock) = scenario.shocks.get(shocks.shock) else { return 1.0 };
    let (rate, lasts) = (shock.rate.at(point), shock.lasts.mean(point));
    if rate <= 0.0 || lasts <= 0.0 {
        return 1.0;
    }
    let ends = 1.0 / lasts;
    let on = rate / (rate + ends) * -libm::expm1(-(rate + ends) * since.max(0.0));
    1.0 + on * (shocks.times.at(point) - 1.0)
}

/// What the streams of `raised` raise in each of several parts of the period.
pub(super) fn own_streams(world: &World<'_>, raised: &Raised, parts: &[(Instant, Instant)]) -> Vec<Own> {
    let World { scenario, members, point, .. } = *world;
    let begins = Instant(-scenario.warm_up.0);
    let (first, last) = (raised.from.unwrap_or(begins), raised.until.unwrap_or(scenario.horizon));
    let inside = |(from, until): &(Instant, Instant)| ((*from).max(first).0 as f64, (*until).min(last).0 as f64);
    let windows: Vec<(f64, f64)> = parts.iter().map(inside).collect();
    if concerns(scenario, raised) {
        return of_crowds(world, raised, &windows);
    }
    windows.into_iter().map(|window| in_window(scenario, raised, members, point, window)).collect()
}

/// The same where people come and go, or rates do.
fn of_crowds(world: &World<'_>, raised: &Raised, windows: &[(f64, f64)]) -> Vec<Own> {
    let World { scenario, point, .. } = *world;
    let levels = scenario.offenders.levels.len();
    let mut own = vec![Own::new(levels); windows.len()];
    let mut add = |level: usize, crowd: &Crowd, each: f64| {
        let parts = own.iter_mut().zip(windows).filter(|(_, (from, until))| from < until);
        parts.for_each(|(own, window)| world.add(raised, level, crowd, each, *window, own));
    };
    let ageing = Ageing::of(&raised.pattern, point);
    if raised.each == Each::Team {
        let crowd = Crowd { there: vec![1.0; PIECES], weighted: vec![1.0; PIECES], joinings: vec![0.0; PIECES] };
        add(levels, &crowd, 1.0);
        return own;
    }
    for level in 0..levels {
        let (crowd, each) = match raised.each {
            Each::Team => continue,
            Each::Offender => (world.register(level, ageing), 1.0),
            Each::Member(group) => (world.group(group, level, ageing), 1.0),
            Each::Device(group) => {
                let devices = scenario.groups[group].devices.as_ref().map_or(0.0, |count| count.mean.at(point));
                (world.group(group, level, ageing), devices)
            }
            Each::Except(groups) => (world.except(groups, level, ageing), 1.0),
        };
        add(level, &crowd, each);
    }
    own
}

impl World<'_> {
    fn add(&self, raised: &Raised, level: usize, crowd: &Crowd, each: f64, window: (f64, f64), own: &mut Own) {
        let (grid, point) = (&self.grid, self.point);
        let at = |t: f64| each * crowd.there[grid.piece(t)];
        // Pieces in the window, each with its ends inside.
        let (first, last) = (grid.piece(window.0).saturating_sub(1), (grid.piece(window.1) + 2).min(PIECES));
        let pieces = (first..last)
            .map(|k| (k, grid.start(k).max(window.0), grid.start(k + 1).min(window.1)))
            .filter(|(_, low, high)| high > low);
        let tasks = match &raised.pattern {
            // As where nobody comes or goes.
            Pattern::ChangeOfHolder | Pattern::ReturnFromCustody => 0.0,
            Pattern::Cycle { every, first } => {
                let Some(every) = every.get(level).map(|every| every.at(point)).filter(|every| *every > 0.0) else {
                    return;
                };
                let first = first.map(|first| first.0 as f64);
                let dates = first.map(|first| {
                    let from = libm::ceil((window.0 - first) / every).max(0.0);
                    (first, from, libm::ceil((window.1 - first) / every) - 1.0 - from)
                });
                match dates {
                    Some((_, _, dates)) if dates < 0.0 => 0.0,
                    Some((first, from, dates)) if dates <= 100_000.0 => {
                        (0..=dates as u32).map(|step| at(first + (from + f64::from(step)) * every)).sum()
                    }
                    _ => pieces.map(|(k, low, high)| each * crowd.there[k] * (high - low) / every).sum(),
                }
            }
            Pattern::AtRandom(random) => {
                let Some(rate) = random.rate.get(level).map(|rate| rate.at(point)) else { return };
                let tempo =
                    Tempo { intensity: random.profile.intensity(), growth: growth(random.growth.as_ref(), point) };
                let sum: f64 = pieces
                    .map(|(k, low, high)| {
                        let shocks = shocked(self.scenario, random, point, f64::midpoint(low, high) - self.begins);
                        each * crowd.weighted[k] * tempo.passed(low, high, None) * shocks
                    })
                    .sum();
                rate * sum
            }
            Pattern::Joining => pieces.map(|(k, low, high)| each * crowd.joinings[k] * (high - low) / grid.width).sum(),
            Pattern::At(entries) => {
                let inside = |entry: &&LogEntry| (window.0..window.1).contains(&(entry.at.0 as f64));
                let mut sum = 0.0;
                for entry in entries.iter().filter(inside) {
                    let there = at(entry.at.0 as f64);
                    sum += there;
                    own.record(entry.effort.map(|effort| (level, there, effort)));
                }
                sum
            }
        };
        own.by_level[level] += tasks;
    }
}
