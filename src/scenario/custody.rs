//! Custody, expected: who is taken there and when they come back, what is not raised for them meanwhile, and what their
//! return raises.
//!
//! The run is cut into pieces. People are taken evenly over each, by the expected work that can end there; they come back by
//! the law of its length, those who are still on the register. Who they are is kept apart by the stream that the work began
//! with, so that a recall of those monitored brings back people who are monitored; whoever is in two groups of which neither
//! is drawn from the other is in both by chance. What stays out: that work waits and comes after a delay, so that custody
//! begins with the work that leads to it; and that one custody may begin within another.

use super::crowd::World;
use super::flow::Flow;
use super::returns::on_return;
use super::sorts::Sorts;
use super::world::{Each, Kind, Pattern, Point, Scenario};
use crate::random::Sampler;
use crate::units::Instant;

/// Pieces that the run is cut into, besides the dates on which something changes.
const PIECES: i64 = 64;

/// Most dates at which it is cut besides.
const MOST_DATES: usize = 200;

/// Lengths of custody that stand for its law.
const LENGTHS: u32 = 64;

/// Most cells (outcome, sort of people, risk level) that are followed; where there are more, sorts are not kept apart.
const MOST_CELLS: usize = 2_000;

/// What is not followed further, as a share of those taken.
const LITTLE: f64 = 1e-9;

/// How often those who have returned within a piece may be taken again in it.
const AGAIN: usize = 64;

/// Custody in a scenario at a point, piece by piece.
pub(super) struct Custody<'a> {
    scenario: &'a Scenario,
    point: &'a Point,
    pieces: Vec<(Instant, Instant)>,
    levels: usize,
    /// Which kinds can come to an outcome that takes people there.
    leads: Vec<bool>,
    sorts: Sorts<'a>,
    takes: Vec<Takes>,
    /// Kinds that returns raise, and whose.
    raised: Vec<(usize, usize)>,
    /// Those who return, by piece, and by sort and level.
    back: Vec<Vec<f64>>,
    /// In custody as a piece begins, by sort and level.
    held: Vec<f64>,
}

/// An outcome that takes people into custody.
struct Takes {
    kind: usize,
    branch: usize,
    /// Lengths that stand for its law (ms), each as likely as the others.
    lengths: Vec<f64>,
}

/// For each outcome that takes people, how many it takes for one task of each kind, with all that comes of it.
pub(super) struct Response(Vec<Vec<f64>>);

/// Work that may lead to custody: its kind, sort and level of people, number of tasks.
struct Arises {
    kind: usize,
    cell: usize,
    number: f64,
}

impl<'a> Custody<'a> {
    /// `None` where nobody can be taken there.
    pub(super) fn of(world: &World<'a>, parts: &[(Instant, Instant)]) -> Option<Self> {
        let (scenario, point) = (world.scenario, world.point);
        if !scenario.counts_custody() {
            return None;
        }
        let pieces = pieces(scenario, parts);
        let levels = scenario.offenders.levels.len();
        let middles: Vec<f64> =
            pieces.iter().map(|(from, until)| f64::midpoint(from.0 as f64, until.0 as f64)).collect();
        let (takes, leads) = (takes(scenario, point), leads_there(scenario));
        let mut tells = leads.clone();
        if takes.len() * Sorts::how_many(scenario, &tells) * levels > MOST_CELLS {
            tells.fill(false);
        }
        let sorts = Sorts::new(world, &tells, &middles);
        let on_return = |(index, kind): (usize, &Kind)| Some((index, sorts.whom(on_return(kind)?.each)?));
        let cells = vec![0.0; sorts.count() * levels];
        Some(Self {
            scenario,
            point,
            levels,
            takes,
            leads,
            raised: scenario.kinds.iter().enumerate().filter_map(on_return).collect(),
            back: vec![cells.clone(); pieces.len()],
            held: cells,
            sorts,
            pieces,
        })
    }

    pub(super) fn pieces(&self) -> &[(Instant, Instant)] {
        &self.pieces
    }

    /// How many are taken into custody by each outcome, for a task of each kind, while outcomes are as in a part of the run.
    /// `None` if some work raises itself without end.
    pub(super) fn response(&self, flow: &Flow, (from, until): (Instant, Instant)) -> Option<Response> {
        let kinds = self.scenario.kinds.len();
        let mut unit = vec![vec![0.0; kinds]; kinds];
        for (kind, _) in self.leads.iter().enumerate().filter(|(_, leads)| **leads) {
            unit[kind][kind] = 1.0;
        }
        let each = |takes: &Takes| self.scenario.kinds[takes.kind].mean_chances(self.point, from, until)[takes.branch];
        flow.total(&mut unit).then(|| {
            let of = |takes: &Takes| unit[takes.kind].iter().map(|number| number * each(takes)).collect();
            Response(self.takes.iter().map(of).collect())
        })
    }

    /// Share of those whom a stream is of who are not in custody as a piece begins.
    pub(super) fn free(&self, kind: &Kind, level: usize, piece: usize) -> f64 {
        let raised = kind.raised.as_ref().filter(|raised| level < self.levels && raised.pattern != Pattern::Joining);
        let Some(at) = raised.and_then(|raised| self.sorts.whom(raised.each)) else { return 1.0 };
        let all = self.sorts.number(at, level, piece);
        let held = |sort: usize| self.held[sort * self.levels + level] * self.sorts.chance(at, sort, level, piece);
        let held: f64 = (0..self.sorts.count()).map(held).sum();
        if all > 0.0 { (1.0 - held / all).clamp(0.0, 1.0) } else { 1.0 }
    }

    /// What streams raise in a piece: (kind, risk level, number).
    pub(super) fn follow(
        &mut self,
        piece: usize,
        response: &Response,
        own: &[(usize, usize, f64)],
        raise: &mut dyn FnMut(usize, usize, f64),
    ) {
        let leads =
            own.iter().filter(|(kind, level, number)| self.leads[*kind] && *level < self.levels && *number > 0.0);
        let own: Vec<Arises> = leads
            .map(|&(kind, level, number)| Arises { kind, cell: self.sorts.of_kind(kind) * self.levels + level, number })
            .collect();
        let back = std::mem::take(&mut self.back[piece]);
        let returns = back.iter().sum();
        let raised = self.raise(piece, &back, raise);
        self.pass(piece, back);
        self.take(piece, response, own, f64::INFINITY, raise);
        self.take(piece, response, raised, returns, raise);
    }

    /// A piece passes for those who are held as it begins.
    fn pass(&mut self, piece: usize, back: Vec<f64>) {
        // By the next piece some of those held have left the register, and some of those in no group have joined one.
        let held = std::mem::take(&mut self.held);
        self.held = vec![0.0; held.len()];
        let next = (piece + 1).min(self.pieces.len() - 1);
        let lasts = (self.pieces[piece].1 - self.pieces[piece].0).0 as f64;
        for (cell, (held, back)) in held.into_iter().zip(back).enumerate().filter(|(_, (held, _))| *held > 0.0) {
            let number = (held - back).max(0.0) * self.stays(cell % self.levels, lasts);
            for (sort, share) in self.sorts.later(cell / self.levels, cell % self.levels, (piece, next)) {
                self.held[sort * self.levels + cell % self.levels] += number * share;
            }
        }
    }

    /// What so many returns in a piece raise, by sort and level; what may lead to custody again is given back.
    fn raise(&self, piece: usize, back: &[f64], raise: &mut dyn FnMut(usize, usize, f64)) -> Vec<Arises> {
        let (from, _) = self.pieces[piece];
        let mut again = Vec::new();
        for &(index, own) in &self.raised {
            let Some(raised) = on_return(&self.scenario.kinds[index]) else { continue };
            let inside = raised.from.is_none_or(|at| at <= from) && raised.until.is_none_or(|at| from < at);
            for (cell, returns) in back.iter().enumerate().filter(|(_, returns)| inside && **returns > 0.0) {
                let (sort, level) = (cell / self.levels, cell % self.levels);
                let number = returns * self.sorts.chance(own, sort, level, piece) * self.each(raised.each);
                raise(index, level, number);
                if self.leads[index] && number > 0.0 {
                    let cell = self.sorts.narrower(sort, own, index) * self.levels + level;
                    again.push(Arises { kind: index, cell, number });
                }
            }
        }
        again
    }

    /// People are taken into custody by what comes of some work of a piece, at most so many; what those raise who are back
    /// within it may take them again.
    fn take(
        &mut self,
        piece: usize,
        response: &Response,
        mut arises: Vec<Arises>,
        mut at_most: f64,
        raise: &mut dyn FnMut(usize, usize, f64),
    ) {
        let mut first = None;
        for round in 1..=AGAIN {
            let mut taken = vec![vec![0.0; self.held.len()]; self.takes.len()];
            for (taken, of) in taken.iter_mut().zip(&response.0) {
                for one in &arises {
                    taken[one.cell] += one.number * of[one.kind];
                }
            }
            // Nobody is taken twice on one return.
            let sum: f64 = taken.iter().flatten().sum();
            let kept = if sum > at_most { at_most / sum } else { 1.0 };
            taken.iter_mut().flatten().for_each(|number| *number *= kept);
            let mut here = vec![0.0; self.held.len()];
            for (at, taken) in taken.iter().enumerate() {
                self.will_return(piece, round, at, taken, &mut here);
            }
            at_most = here.iter().sum();
            arises = self.raise(piece, &here, raise);
            if arises.is_empty() || at_most <= LITTLE * *first.get_or_insert(sum) {
                break;
            }
        }
    }

    /// Those taken come back: into `here` where that is within the piece. Of those taken for the `round`th time in it, each
    /// earlier custody has passed.
    fn will_return(&mut self, piece: usize, round: usize, takes: usize, taken: &[f64], here: &mut [f64]) {
        if taken.iter().all(|number| *number <= 0.0) {
            return;
        }
        let some_time = self.takes[takes].lengths.len() as f64 / f64::from(LENGTHS);
        self.held.iter_mut().zip(taken).for_each(|(held, taken)| *held += taken * some_time);
        let (from, until) = (self.pieces[piece].0.0 as f64, self.pieces[piece].1.0 as f64);
        let mut lands = vec![vec![0.0; self.pieces.len() - piece]; self.levels];
        let mut here_again = 0.0;
        for &length in &self.takes[takes].lengths {
            let first = (from + (round - 1) as f64 * length).min(until);
            let reached = self.pieces.partition_point(|(_, end)| end.0 as f64 <= first + length);
            for at in reached.max(piece)..self.pieces.len() {
                let (a, b) = (self.pieces[at].0.0 as f64, self.pieces[at].1.0 as f64);
                if a > until + length {
                    break;
                }
                let (low, high) = ((first + length).max(a), (until + length).min(b));
                let share = if until > first {
                    (high - low).max(0.0) / (until - first)
                } else {
                    f64::from(u8::from((a..b).contains(&(until + length))))
                };
                let share = share / f64::from(LENGTHS);
                here_again += if at == piece { share } else { 0.0 };
                for (level, lands) in lands.iter_mut().enumerate() {
                    lands[at - piece] += share * self.stays(level, length);
                }
            }
        }
        for (cell, taken) in taken.iter().enumerate().filter(|(_, taken)| **taken > 0.0) {
            let level = cell % self.levels;
            here[cell] += taken * lands[level][0];
            self.held[cell] = (self.held[cell] - taken * here_again).max(0.0);
            for (later, share) in lands[level].iter().enumerate().skip(1).filter(|(_, share)| **share > 0.0) {
                let at = piece + later;
                for (sort, part) in self.sorts.later(cell / self.levels, level, (piece, at)) {
                    self.back[at][sort * self.levels + level] += taken * share * part;
                }
            }
        }
    }

    /// Chance that somebody at a level is on the register still after so long.
    fn stays(&self, level: usize, time: f64) -> f64 {
        let leaving = self.scenario.offenders.leaving.as_ref().and_then(|all| all.get(level));
        leaving.map_or(1.0, |rate| libm::exp(-rate.at(self.point) * time))
    }

    /// How many streams each of those whom work is raised for has.
    fn each(&self, each: Each) -> f64 {
        let Each::Device(group) = each else { return 1.0 };
        self.scenario.groups[group].devices.as_ref().map_or(0.0, |count| count.mean.at(self.point))
    }
}

/// The kinds that can come to an outcome that takes people into custody.
fn leads_there(scenario: &Scenario) -> Vec<bool> {
    let takes = |kind: &Kind| kind.then.iter().any(|branch| branch.custody().is_some());
    let mut leads: Vec<bool> = scenario.kinds.iter().map(takes).collect();
    loop {
        let follows = |kind: &Kind| {
            let mut raises = kind.then.iter().flat_map(|branch| &branch.raises).chain(&kind.raises);
            raises.any(|raise| leads[raise.kind])
        };
        let more: Vec<usize> = (0..leads.len()).filter(|&at| !leads[at] && follows(&scenario.kinds[at])).collect();
        if more.is_empty() {
            return leads;
        }
        for at in more {
            leads[at] = true;
        }
    }
}

fn takes(scenario: &Scenario, point: &Point) -> Vec<Takes> {
    let mut list = Vec::new();
    for (kind, own) in scenario.kinds.iter().enumerate() {
        for (branch, custody) in own.then.iter().enumerate().filter_map(|(at, branch)| Some((at, branch.custody()?))) {
            let sampler = Sampler::new(&custody.at(point));
            let lengths = (0..LENGTHS).map(|i| sampler.sample((f64::from(i) + 0.5) / f64::from(LENGTHS)));
            // Who is taken for no time at all is not in custody.
            list.push(Takes { kind, branch, lengths: lengths.filter(|length| *length > 0.0).collect() });
        }
    }
    list
}

/// The run, warm-up included, cut into short pieces, and at the dates of outcomes, of streams and of what is raised by them.
fn pieces(scenario: &Scenario, parts: &[(Instant, Instant)]) -> Vec<(Instant, Instant)> {
    let (begins, end) = (-scenario.warm_up.0, scenario.horizon.0);
    let mut dates: Vec<i64> = Vec::new();
    for raised in scenario.kinds.iter().filter_map(|kind| kind.raised.as_ref()) {
        dates.extend([raised.from, raised.until].into_iter().flatten().map(|at| at.0));
        if let Pattern::At(entries) = &raised.pattern {
            // What comes at a moment comes in a piece of its own.
            dates.extend(entries.iter().take(MOST_DATES).flat_map(|entry| [entry.at.0, entry.at.0 + 1]));
        }
    }
    for joins in scenario.groups.iter().filter_map(|group| group.joins.as_ref()) {
        dates.extend([joins.from.0, joins.from.0 + joins.over.typical as i64]);
    }
    dates.truncate(MOST_DATES);
    dates.extend(parts.iter().flat_map(|(from, until)| [from.0, until.0]));
    let even = |piece: i64| begins + ((end - begins) as f64 * piece as f64 / PIECES as f64) as i64;
    dates.extend((0..=PIECES).map(even));
    dates.retain(|at| (begins..=end).contains(at));
    dates.sort_unstable();
    dates.dedup();
    dates.windows(2).map(|ends| (Instant(ends[0]), Instant(ends[1]))).collect()
}
