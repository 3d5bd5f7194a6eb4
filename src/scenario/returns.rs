//! Returns from custody: how many are expected, and that somebody can be taken there.
//!
//! Custodies follow from the expected work of those who can end there; of each the share returns that ends within what is
//! left of the period, by its law. As with all that work raises, what follows falls into the same part of the period. What
//! stays out: that those in custody raise nothing meanwhile, and that one custody may begin within another.

use super::check::Note;
use super::diagnostic::Severity;
use super::exposure::{Joined, Members};
use super::flow::Flow;
use super::world::{Branch, Change, Duration, Each, Kind, Pattern, Point, Raised, Scenario};
use crate::random::Sampler;
use crate::units::Instant;

/// Lengths of custody that stand for its law.
const LENGTHS: u32 = 64;

/// How often those who have returned may be taken again, for what the expected numbers are worth.
const AGAIN: usize = 64;

/// Work raised by returns in a scenario in which nobody is taken into custody.
pub(super) fn check(scenario: &Scenario, note: &mut Note<'_>) {
    if scenario.counts_custody() {
        return;
    }
    for kind in scenario.kinds.iter().filter(|kind| on_return(kind).is_some()) {
        let message = format!("`{}` never arises: no outcome takes anybody into custody", kind.name);
        let help = "give an outcome offender = { custody = ... }, or leave it out".to_owned();
        note(Severity::Warning, "no-effect", &format!("work.{}.raised.on", kind.name), message, help);
    }
}

impl Branch {
    /// How long it takes an offender into custody, if it does and they stay on the register.
    pub fn custody(&self) -> Option<&Duration> {
        let gone = self.changes.contains(&Change::OffRegister);
        let custody = self.changes.iter().find_map(|change| match change {
            Change::Custody(length) => Some(length),
            _ => None,
        });
        custody.filter(|_| !gone)
    }
}

/// What raises a kind of work at returns from custody.
fn on_return(kind: &Kind) -> Option<&Raised> {
    kind.raised.as_ref().filter(|raised| raised.pattern == Pattern::ReturnFromCustody)
}

/// The returns of a scenario at a point.
pub(super) struct Returns<'a> {
    scenario: &'a Scenario,
    point: &'a Point,
    /// (kind, how many pieces of it a return at each level raises)
    raised: Vec<(usize, Vec<f64>)>,
}

impl<'a> Returns<'a> {
    /// `None` where no work is raised by them.
    pub(super) fn of(scenario: &'a Scenario, members: &Members, point: &'a Point) -> Option<Self> {
        let each = |(index, kind)| Some((index, times(scenario, members, point, on_return(kind)?.each)));
        let raised: Vec<(usize, Vec<f64>)> = scenario.kinds.iter().enumerate().filter_map(each).collect();
        (!raised.is_empty() && scenario.counts_custody()).then_some(Self { scenario, point, raised })
    }

    /// Adds to the tasks of a part of the period those that returns raise, and what comes of them; each row has one column
    /// for each cause and risk level, so many to a cause, and none at the last.
    ///
    /// A return is followed by another of the same person at most once, and that one comes after both custodies: so the
    /// returns of each round are no more than those of the round before, and are in time if all custodies since the first are.
    pub(super) fn add(&self, flow: &Flow, part: (Instant, Instant), tasks: &mut [Vec<f64>], width: usize) {
        let custodies = self.custodies(part);
        let columns = tasks.first().map_or(0, Vec::len);
        let mut latest = tasks.to_vec();
        let (mut first, mut before) = (None, f64::INFINITY);
        for round in 1..=AGAIN {
            let mut all = vec![vec![0.0; columns]; tasks.len()];
            let mut in_time = all.clone();
            let (mut sum, mut counted) = (0.0, 0.0);
            for custody in &custodies {
                let (kind, each) = &self.raised[custody.raises];
                let Some(cause) = self.scenario.kinds[*kind].cause else { continue };
                let share = custody.in_time(round, part);
                for (column, number) in latest[custody.kind].iter().enumerate().filter(|(_, number)| **number > 0.0) {
                    let level = column % width;
                    let returns = number * custody.chance * each.get(level).copied().unwrap_or(0.0);
                    all[*kind][cause * width + level] += returns;
                    in_time[*kind][cause * width + level] += returns * share;
                    (sum, counted) = (sum + returns, counted + returns * share);
                }
            }
            let kept = if sum > before { before / sum } else { 1.0 };
            for number in all.iter_mut().chain(&mut in_time).flatten() {
                *number *= kept;
            }
            before = sum * kept;
            let little = counted * kept <= 1e-9 * *first.get_or_insert(counted);
            if little || !flow.total(&mut in_time) || !flow.total(&mut all) {
                break;
            }
            tasks.iter_mut().flatten().zip(in_time.iter().flatten()).for_each(|(all, more)| *all += more);
            latest = all;
        }
    }

    /// What takes people into custody whose return raises something.
    fn custodies(&self, part: (Instant, Instant)) -> Vec<Custody> {
        let mut list = Vec::new();
        for (index, kind) in self.scenario.kinds.iter().enumerate() {
            if kind.then.iter().all(|branch| branch.custody().is_none()) {
                continue;
            }
            let chances = kind.mean_chances(self.point, part.0, part.1);
            for (branch, chance) in kind.then.iter().zip(chances).filter(|(_, chance)| *chance > 0.0) {
                let Some(custody) = branch.custody() else { continue };
                let sampler = Sampler::new(&custody.at(self.point));
                let length = |i: u32| sampler.sample((f64::from(i) + 0.5) / f64::from(LENGTHS));
                let lengths: Vec<f64> = (0..LENGTHS).map(length).collect();
                for (raises, (raised, _)) in self.raised.iter().enumerate() {
                    let Some(raised) = on_return(&self.scenario.kinds[*raised]) else { continue };
                    let end = raised.until.map_or(self.scenario.horizon, |until| until.min(self.scenario.horizon));
                    let window = (raised.from.map_or(f64::NEG_INFINITY, |from| from.0 as f64), end.0 as f64);
                    list.push(Custody { kind: index, chance, raises, lengths: lengths.clone(), window });
                }
            }
        }
        list
    }
}

/// An outcome that takes people into custody, and one of the kinds of work that their return raises.
struct Custody {
    kind: usize,
    chance: f64,
    /// Index into [`Returns::raised`].
    raises: usize,
    /// Lengths that stand for its law (ms), each as likely as the others.
    lengths: Vec<f64>,
    /// When a return raises the work.
    window: (f64, f64),
}

impl Custody {
    /// Share of those beginning evenly in a part of the period whose return, after so many of them, raises the work.
    fn in_time(&self, custodies: usize, (a, b): (Instant, Instant)) -> f64 {
        let (a, b) = (a.0 as f64, b.0 as f64);
        let before = |t: f64| ((t - a) / (b - a)).clamp(0.0, 1.0);
        let share = |length: &f64| {
            let length = length * custodies as f64;
            if length > 0.0 { (before(self.window.1 - length) - before(self.window.0 - length)).max(0.0) } else { 0.0 }
        };
        self.lengths.iter().map(share).sum::<f64>() / self.lengths.len().max(1) as f64
    }
}

/// How many pieces of work one return at each risk level raises: the share of the offenders there whom the stream is of.
fn times(scenario: &Scenario, members: &Members, point: &Point, each: Each) -> Vec<f64> {
    let end = scenario.horizon.0 as f64;
    let inside = |group: usize, level: usize| {
        let all = members.offenders[level];
        let joined = Joined::of(&scenario.groups[group], point).by(end);
        if all > 0.0 { joined * members.groups[group][level] / all } else { 0.0 }
    };
    let devices = |group: usize| scenario.groups[group].devices.as_ref().map_or(0.0, |count| count.mean.at(point));
    let one = |level: usize| match each {
        Each::Team => 0.0,
        Each::Offender => 1.0,
        Each::Member(group) => inside(group, level),
        Each::Device(group) => inside(group, level) * devices(group),
        Each::Except(groups) => groups.iter().map(|group| 1.0 - inside(group, level)).product(),
    };
    (0..scenario.offenders.levels.len()).map(one).collect()
}
