//! How many people, for how long: the person-time over which streams of work run.

use super::whole::whole_parts;
use super::world::{
    AtRandom, ByLevel, Each, Fades, Group, GroupSize, LogEntry, Number, Pattern, Point, Profile, Raised, Scenario,
};
use crate::units::{Instant, Span};

/// Expected numbers of people at a point, by risk level.
#[derive(Clone, Debug)]
pub(super) struct Members {
    pub(super) offenders: Vec<f64>,
    pub(super) groups: Vec<Vec<f64>>,
    /// How many each group is drawn from.
    pub(super) pools: Vec<f64>,
}

impl Members {
    /// Expected numbers; a group takes the same share of every level it is drawn from. At each level, and in each group, are
    /// whole people; a part of a group at some levels has as many as there are on average.
    pub(super) fn at(scenario: &Scenario, point: &Point) -> Self {
        let number = scenario.offenders.number.at(point).max(0.0) as u32;
        let offenders: Vec<f64> =
            whole_parts(&scenario.offenders.shares_at(point), number).into_iter().map(f64::from).collect();
        let mut groups: Vec<Vec<f64>> = Vec::new();
        let mut pools = Vec::new();
        let mut certain: Vec<bool> = Vec::new();
        for Group { of, levels, size, .. } in &scenario.groups {
            let from = of.and_then(|of| groups.get(of)).unwrap_or(&offenders);
            let eligible = |level: usize| levels.is_empty() || levels.contains(&level);
            let drawn: Vec<f64> =
                from.iter().enumerate().map(|(level, people)| if eligible(level) { *people } else { 0.0 }).collect();
            let total: f64 = drawn.iter().sum();
            let known = of.is_none_or(|of| levels.is_empty() && certain.get(of).copied().unwrap_or(false));
            let wanted = match size {
                GroupSize::Share(share) if known => libm::round(share.at(point) * total),
                GroupSize::Share(share) => share.at(point) * total,
                GroupSize::Number(number) => libm::round(number.at(point)).min(total),
            };
            let share = if total > 0.0 { wanted / total } else { 0.0 };
            certain.push(known);
            groups.push(drawn.iter().map(|people| people * share).collect());
            pools.push(total);
        }
        Self { offenders, groups, pools }
    }
}

/// When members of a group have joined: none before `from`, all after `from + over`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joined {
    from: f64,
    over: f64,
}

/// Members from before the start.
const ALWAYS: Joined = Joined { from: f64::NEG_INFINITY, over: 0.0 };

impl Joined {
    pub(super) fn of(group: &Group, point: &Point) -> Self {
        group.joins.as_ref().map_or(ALWAYS, |joins| Self { from: joins.from.0 as f64, over: joins.over.at(point) })
    }

    /// Whether all are members from before the start.
    pub(super) fn always(self) -> bool {
        self.from.is_infinite()
    }

    /// Share that has joined before `t`.
    pub(super) fn by(self, t: f64) -> f64 {
        if t <= self.from {
            0.0
        } else if t >= self.from + self.over {
            1.0
        } else {
            (t - self.from) / self.over
        }
    }

    /// Share that has joined at `t`: who joins at a moment is there at it.
    fn at(self, t: f64) -> f64 {
        if self.over <= 0.0 && t >= self.from { 1.0 } else { self.by(t) }
    }

    /// Integral of that share from `a` to `b`, with everyone `later` by so much.
    fn time(self, a: f64, b: f64, later: f64) -> f64 {
        let until = |t: f64| {
            let past = t - later - self.from;
            if past <= 0.0 {
                0.0
            } else if past >= self.over {
                past - self.over / 2.0
            } else {
                past * past / (2.0 * self.over)
            }
        };
        if self.from.is_infinite() { b - a } else { until(b) - until(a) }
    }
}

/// Expected tasks that streams of a kind raise in the counted period.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// By risk level; the last is for no offender.
    pub(super) by_level: Vec<f64>,
    /// (level, number, recorded effort) of entries whose effort is recorded.
    recorded: Vec<(usize, f64, f64)>,
}

impl Own {
    /// Nothing yet.
    pub(super) fn new(levels: usize) -> Self {
        Self { by_level: vec![0.0; levels + 1], recorded: Vec::new() }
    }

    /// Notes (level, number, recorded effort).
    pub(super) fn record(&mut self, entry: Option<(usize, f64, f64)>) {
        self.recorded.extend(entry);
    }

    /// Milliseconds by which recorded efforts exceed the mean that stands for them.
    pub(super) fn recorded_efforts(&self, mean: &dyn Fn(usize) -> f64) -> f64 {
        self.recorded.iter().map(|(level, number, effort)| number * (effort - mean(*level))).sum()
    }
}

/// What the streams of `raised` raise in a part of the counted period, where people stay whom there are.
pub(super) fn in_window(
    scenario: &Scenario,
    raised: &Raised,
    members: &Members,
    point: &Point,
    window: (f64, f64),
) -> Own {
    let levels = scenario.offenders.levels.len();
    let mut own = Own::new(levels);
    if window.0 >= window.1 {
        return own;
    }
    let devices = |group: usize| scenario.groups[group].devices.as_ref().map_or(0.0, |count| count.mean.at(point));
    let joined = |group: usize| Joined::of(&scenario.groups[group], point);
    // Streams: (level, how many, since when). Those of an exception are taken off again.
    let mut streams: Vec<(usize, f64, Joined)> = Vec::new();
    let all = |people: &[f64], times: f64, joined: Joined| -> Vec<(usize, f64, Joined)> {
        people.iter().enumerate().map(|(level, people)| (level, people * times, joined)).collect()
    };
    match raised.each {
        Each::Team => streams.push((levels, 1.0, ALWAYS)),
        Each::Offender => streams = all(&members.offenders, 1.0, ALWAYS),
        Each::Member(group) => streams = all(&members.groups[group], 1.0, joined(group)),
        Each::Device(group) => streams = all(&members.groups[group], devices(group), joined(group)),
        Each::Except(groups) => {
            streams = all(&members.offenders, 1.0, ALWAYS);
            for group in groups.iter() {
                streams.extend(all(&members.groups[group], -1.0, joined(group)));
            }
        }
    }
    for (level, number, joined) in streams {
        let tasks = match &raised.pattern {
            Pattern::Cycle { every, first } => cycles(every, *first, level, window, joined, point),
            Pattern::AtRandom(random) => at_random(random, level, window, joined, point),
            Pattern::Joining => joined.by(window.1) - joined.by(window.0),
            // Who leaves when is known in a replication only; returns are worked out from what sends people to custody.
            Pattern::ChangeOfHolder | Pattern::ReturnFromCustody => 0.0,
            Pattern::At(entries) => {
                let inside = |entry: &&LogEntry| (window.0..window.1).contains(&(entry.at.0 as f64));
                let mut sum = 0.0;
                for entry in entries.iter().filter(inside) {
                    let there = joined.at(entry.at.0 as f64);
                    sum += there;
                    own.recorded.extend(entry.effort.map(|effort| (level, number * there, effort)));
                }
                sum
            }
        };
        own.by_level[level] += number * tasks;
    }
    own
}

/// The value at a level; of work without an offender, the one for all.
fn level_value(values: &ByLevel<Number>, level: usize, point: &Point) -> Option<f64> {
    values.get(level).map(|number| number.at(point))
}

fn cycles(
    every: &ByLevel<Number>,
    first: Option<Instant>,
    level: usize,
    window: (f64, f64),
    joined: Joined,
    point: &Point,
) -> f64 {
    let Some(every) = level_value(every, level, point).filter(|every| *every > 0.0) else {
        return 0.0;
    };
    let Some(first) = first else {
        return joined.time(window.0, window.1, 0.0) / every;
    };
    let first = first.0 as f64;
    // Dates are the same for all: each counts those who have joined by then.
    let from = libm::ceil((window.0 - first) / every).max(0.0);
    let last = libm::ceil((window.1 - first) / every) - 1.0;
    if last < from {
        0.0
    } else if last - from > 100_000.0 {
        joined.time(window.0.max(first), window.1, 0.0) / every
    } else {
        (0..=(last - from) as u32).map(|step| joined.at(first + (from + f64::from(step)) * every)).sum()
    }
}

fn at_random(random: &AtRandom, level: usize, window: (f64, f64), joined: Joined, point: &Point) -> f64 {
    let Some(rate) = level_value(&random.rate, level, point) else {
        return 0.0;
    };
    let settling = random.settling.as_ref().and_then(|settling| match &settling.fades {
        Fades::After(lasts) => Some((settling.times.at(point) - 1.0, lasts.at(point))),
        Fades::Halves { .. } => None,
    });
    // Person-time of a stretch, the busier beginning of a membership counted as so much more.
    let time = |a: f64, b: f64| {
        let plain = joined.time(a, b, 0.0);
        match settling {
            Some((more, lasts)) if joined.from.is_finite() => plain + more * (plain - joined.time(a, b, lasts)),
            _ => plain,
        }
    };
    rate * over_profile(&random.profile, window, &time)
}

/// Most stretches that a profile is cut into. A wave has its exact mean in each, so that it may turn many times in one.
const MOST: f64 = 65_536.0;

/// Integral of a profile against person-time.
fn over_profile(profile: &Profile, (a, b): (f64, f64), time: &dyn Fn(f64, f64) -> f64) -> f64 {
    match profile {
        Profile::Constant => time(a, b),
        Profile::Steps { steps, repeats } => {
            let length = repeats.map_or(b.max(1.0), |Span(length)| length as f64);
            let ends = |index: usize| steps.get(index + 1).map_or(length, |(from, _)| from.0 as f64);
            if (b - a) / length * steps.len() as f64 > MOST {
                let cycle = steps.iter().enumerate().map(|(i, (from, times))| times * (ends(i) - from.0 as f64));
                return cycle.sum::<f64>() / length * time(a, b);
            }
            let (mut sum, mut start) = (0.0, libm::floor(a / length) * length);
            while start < b {
                for (index, (from, times)) in steps.iter().enumerate() {
                    let low = (start + from.0 as f64).max(a);
                    let high = (start + ends(index)).min(b);
                    if low < high {
                        sum += times * time(low, high);
                    }
                }
                start += length;
            }
            sum
        }
        Profile::Wave { amplitude, period } => along_wave((*amplitude, *period), (a, b), (64.0, MOST), time),
        Profile::Pieces { steps, wave } => {
            let ends = steps.iter().skip(1).map(|(from, _)| from.0 as f64).chain(std::iter::once(f64::INFINITY));
            let starts = std::iter::once(a).chain(steps.iter().skip(1).map(|(from, _)| from.0 as f64));
            let inside = |((&(_, times), from), to): ((&(Span, f64), f64), f64)| {
                let (low, high) = (from.max(a), to.min(b));
                if low >= high {
                    0.0
                } else {
                    // All steps together have so many.
                    let most = (MOST * (high - low) / (b - a)).max(4.0);
                    times
                        * wave.map_or_else(|| time(low, high), |wave| along_wave(wave, (low, high), (4.0, most), time))
                }
            };
            steps.iter().zip(starts).zip(ends).map(inside).sum()
        }
    }
}

/// Integral of a wave against person-time, in at least and at most so many pieces.
fn along_wave(
    (amplitude, period): (f64, Span),
    (a, b): (f64, f64),
    (least, most): (f64, f64),
    time: &dyn Fn(f64, f64) -> f64,
) -> f64 {
    let period = period.0 as f64;
    let wanted = libm::ceil((b - a) / period * 64.0).max(least);
    // A wave that turns so often that its turns cannot be told apart is as good as even: a few pieces are enough for the people.
    let pieces = if wanted > most { libm::ceil((most / 16.0).max(least)) } else { wanted };
    let width = (b - a) / pieces;
    let turn = 2.0 * std::f64::consts::PI / period;
    (0..pieces as u32)
        .map(|piece| {
            let low = a + f64::from(piece) * width;
            let high = low + width;
            // The mean of the wave over the piece, exactly.
            let wave = (libm::cos(turn * low) - libm::cos(turn * high)) / (turn * width);
            (1.0 + amplitude * wave) * time(low, high)
        })
        .sum()
}
