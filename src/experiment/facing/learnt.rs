//! What was learnt of numbers that are seen only through what the scenario makes of them.

use serde::Serialize;

use super::super::answer::Range;
use super::super::runner::{Design, Runner, Trial};
use super::super::settings::{Control, Progress};
use super::super::study::Refusal;
use super::abc::{self, BATCH, Found, Search};
use super::calibrate::{Fault, LearnSettings};
use super::space::{self, Axis};
use super::{figures, scale};
use crate::random::{Purpose, Seed, name_key};
use crate::scenario::learnt::{Belief, Believed, Sample};
use crate::scenario::observed::{Figure, Observed};
use crate::scenario::world::{Number, Passport, Scenario};
use crate::scenario::{Loaded, learnt::in_words};

/// Name of the joint sample that holds what was learnt.
pub(super) const SAMPLE: &str = "learnt from observed figures";

/// Most values in the sample that is written: a scenario file holds 1 MB, and a value takes some twenty bytes.
const MOST_CELLS: u64 = 40_000;

/// What came of learning from figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Learning {
    /// Particles of each generation.
    pub particles: u64,
    /// Tolerance that was asked for.
    pub wanted: f64,
    /// Tolerance that was reached: root mean square over the figures of (simulated - observed) / scale. `None` when not
    /// even a second generation was complete.
    pub tolerance: Option<f64>,
    /// By what share what was learnt may be wider than the figures allow, at most, since periods that are only near count; `None`
    /// when nothing bounds it.
    pub wider_at_most: Option<f64>,
    /// Why it ended.
    pub ended: Ended,
    /// Attempts, one replication each.
    pub attempts: u64,
    /// Effective number of particles at the end.
    pub effective: f64,
    /// Each generation.
    pub generations: Vec<Generation>,
    /// Each figure that was learnt from, with the scale of its distance.
    pub parts: Vec<Part>,
    /// Each number.
    pub inputs: Vec<Input>,
}

/// A figure that was learnt from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What was observed.
    pub observed: f64,
    /// What its distance is measured in: `by_chance`, or a tenth of `before` where that is more; 0 when it never varied, and it is then
    /// left out.
    pub scale: f64,
    /// Standard deviation over what was believed before, chance included.
    pub before: f64,
    /// Standard deviation by chance alone, under the numbers that came nearest in the first generation.
    pub by_chance: f64,
}

/// Why the search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// The tolerance was reached.
    Tolerance,
    /// The attempts were used up; the last complete generation counts.
    Budget,
    /// No simulated period comes nearer than those at hand.
    Nearest,
    /// Somebody stopped it; the last complete generation counts.
    Stopped,
}

/// One generation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Generation {
    /// Its tolerance; `None` for the first, which takes everything.
    pub tolerance: Option<f64>,
    /// Attempts made for it.
    pub attempts: u64,
    /// Particles.
    pub accepted: u64,
    /// Effective number of them.
    pub effective: f64,
}

/// A number, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Input {
    /// Its key.
    pub key: String,
    /// Joint sample it belongs to, whose rows are learnt as a whole.
    pub joint: Option<String>,
    /// Median before, base units.
    pub before: f64,
    /// 90 % range before.
    pub before_90: Range,
    /// Median after.
    pub after: f64,
    /// 90 % range after.
    pub after_90: Range,
    /// The six numbers in words: median, low, high before; median, low, high after.
    pub words: [String; 6],
    /// Largest distance between the two distribution functions.
    pub moved: f64,
    /// What chance alone makes of the largest of these distances over all numbers in 95 of 100 such samples.
    pub moved_by_chance: f64,
    /// Whether the figures said something about it.
    pub informed: bool,
}

/// What learning hands back.
#[derive(Debug)]
pub(super) struct Learnt {
    pub learning: Learning,
    pub beliefs: Vec<Belief>,
    pub sample: Sample,
}

/// Why figures have nothing to teach.
fn nothing_left(used: &[Figure], apart: &[&str]) -> String {
    let figures: Vec<String> = used.iter().map(|figure| format!("`{}`", figure.name)).collect();
    let figures = figures.join(", ");
    if apart.is_empty() {
        return format!(
            "no number of the scenario is uncertain, so the figures ({figures}) have nothing to teach; give `uncertain` to what you do not know"
        );
    }
    format!(
        "every uncertain number is learnt directly ({}), so nothing is left for {figures} to teach; say held_back = true of each, and it is a check",
        apart.join(", ")
    )
}

/// Learns the numbers of a scenario from the figures that are not held back.
pub(super) fn learn(
    loaded: &Loaded,
    scenario: &Scenario,
    observed: &Observed,
    apart: &[&str],
    settings: &LearnSettings,
    control: &Control<'_>,
) -> Result<Learnt, Refusal> {
    let used: Vec<Figure> = observed.figures.iter().filter(|figure| !figure.held_back).cloned().collect();
    let mut numbers = scenario.numbers();
    numbers.retain(|number| match &observed.learn {
        Some(keys) => keys.contains(&number.key) || goes_with(scenario, number, keys),
        None => number.is_uncertain() && !apart.contains(&number.key.as_str()),
    });
    let axes = Axis::of(&numbers);
    if axes.is_empty() {
        return Err(Refusal::NothingToLearn(nothing_left(&used, apart)));
    }
    let fewest = abc::fewest(settings.particles as usize);
    if settings.budget < fewest {
        let text = format!(
            "{} attempts cannot give {} particles and measure chance; ask for {fewest} or more with --budget",
            settings.budget, settings.particles
        );
        return Err(Refusal::NothingToLearn(text));
    }
    let columns: usize = axes.iter().map(|axis| axis.numbers().len()).sum();
    if columns as u64 * u64::from(settings.rows) > MOST_CELLS {
        let text = format!(
            "{} rows of {columns} numbers do not fit a scenario file; ask for at most {} with --rows, or learn fewer numbers",
            settings.rows,
            MOST_CELLS / columns as u64
        );
        return Err(Refusal::NothingToLearn(text));
    }
    let seed = Seed(settings.seed);
    let how = Search {
        seed,
        particles: settings.particles as usize,
        quantile: settings.quantile,
        tolerance: settings.tolerance,
        budget: settings.budget,
    };
    let seen: Vec<f64> = used.iter().map(|figure| figure.value).collect();
    let found = simulate(loaded, scenario, &axes, &used, &seen, &how, settings, control)?;
    if found.scales.iter().all(|scale| scale.unit() <= 0.0) {
        let text = "none of the figures varies with what is to be learnt: every attempt gave the same";
        return Err(Refusal::NothingToLearn(text.to_owned()));
    }
    let sample = rows(&axes, &found, settings);
    let inputs = inputs(&axes, &found, settings.fault);
    let beliefs = believe(&sample, &inputs, &found, observed, settings);
    let tolerance = found.generations.last().and_then(|g| g.tolerance);
    let parts = used.iter().zip(&found.scales).map(|(figure, scale)| Part {
        name: figure.name.clone(),
        observed: figure.value,
        scale: scale.unit(),
        before: scale.before,
        by_chance: scale.chance,
    });
    let learning = Learning {
        particles: u64::from(settings.particles),
        wanted: settings.tolerance,
        tolerance,
        wider_at_most: tolerance.and_then(|tolerance| scale::widening(tolerance, &found.scales)),
        ended: found.ended,
        attempts: found.attempts,
        effective: abc::effective(&found.population.weights),
        parts: parts.collect(),
        generations: found.generations,
        inputs,
    };
    Ok(Learnt { learning, beliefs, sample })
}

/// Numbers of one joint sample, and numbers that are uncertain as one, are learnt together: all, when one is named.
fn goes_with(scenario: &Scenario, number: &Number, keys: &[String]) -> bool {
    use crate::scenario::world::Uncertainty::{Follows, Joint};
    let same = |other: &&Number| match (&other.uncertain, &number.uncertain) {
        (Joint { name: of, .. }, Joint { name, .. }) => of == name,
        (Follows(_), Follows(_)) => space::place(other) == space::place(number),
        _ => false,
    };
    scenario.numbers().into_iter().filter(same).any(|other| keys.contains(&other.key))
}

#[expect(clippy::too_many_arguments, reason = "what a search is about, handed on whole")]
fn simulate(
    loaded: &Loaded,
    scenario: &Scenario,
    axes: &[Axis],
    used: &[Figure],
    seen: &[f64],
    how: &Search,
    settings: &LearnSettings,
    control: &Control<'_>,
) -> Result<Found, Refusal> {
    let numbers: Vec<Number> = axes.iter().flat_map(|axis| axis.numbers().iter().cloned()).collect();
    let column = |number: &Number| Belief {
        number: number.clone(),
        typical: None,
        law: Believed::Sample { name: SAMPLE.to_owned() },
        passport: Passport::default(),
    };
    let beliefs: Vec<Belief> = numbers.iter().map(column).collect();
    let template = loaded.believing(&beliefs).map_err(Refusal::Scenario)?;
    let catalogue = figures::catalogue(scenario, used);
    let runner = Runner::new(how.seed, settings.threads, Control { stop: control.stop.clone(), progress: None });
    let mut fault = None;
    let mut run = |positions: &[Vec<f64>], first: u32| -> Option<Vec<Option<Vec<f64>>>> {
        if let Some(progress) = control.progress {
            progress(Progress { done: u64::from(first), of: how.budget });
        }
        let values = |position: &Vec<f64>| {
            let mut row = Vec::with_capacity(numbers.len());
            axes.iter().zip(position).for_each(|(axis, at)| axis.values(*at, &mut row));
            row
        };
        let rows = positions.iter().map(values).collect();
        let sample = Sample { name: SAMPLE.to_owned(), numbers: numbers.clone(), rows, passport: Passport::default() };
        let scenario = match template.with_sample(&sample).into_scenario() {
            Ok((scenario, _)) => scenario,
            Err(errors) => {
                fault = Some(errors);
                return None;
            }
        };
        let designs = [Design::keeping(&scenario, catalogue.clone())];
        let trials: Vec<Trial> =
            (0..BATCH as u32).map(|i| Trial::Draw { design: 0, draw: first + i, replications: 1 }).collect();
        let mut all = Vec::with_capacity(trials.len());
        for kept in runner.replicate(&designs, &trials) {
            let kept = kept?.into_iter().next()?;
            all.push(kept.stopped.is_none().then(|| figures::values(&catalogue, &kept)));
        }
        Some(all)
    };
    let found = abc::search(axes, seen, how, &mut run);
    match (found, fault) {
        (_, Some(errors)) => Err(Refusal::Scenario(errors)),
        (Some(found), None) => Ok(found),
        (None, None) => Err(Refusal::Stopped),
    }
}

/// The particles as rows of equal weight, by systematic resampling.
fn rows(axes: &[Axis], found: &Found, settings: &LearnSettings) -> Sample {
    let numbers: Vec<Number> = axes.iter().flat_map(|axis| axis.numbers().iter().cloned()).collect();
    let population = &found.population;
    let lot = Seed(settings.seed).parameter(0, Purpose::Proposal, name_key("which rows")).next_uniform();
    let count = settings.rows.max(1);
    let (mut rows, mut particle, mut sum) = (Vec::new(), 0, population.weights.first().copied().unwrap_or(1.0));
    for i in 0..count {
        let at = (f64::from(i) + lot) / f64::from(count);
        while sum < at && particle + 1 < population.weights.len() {
            particle += 1;
            sum += population.weights[particle];
        }
        rows.push(values_of(axes, &positions_of(found, particle, settings.fault)));
    }
    // A run with fewer draws than rows takes the first: they must not all be of the first particles.
    let key =
        |i: usize| Seed(settings.seed).parameter(i as u32, Purpose::Proposal, name_key("order of rows")).next_u64();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|i| (key(*i), *i));
    let rows = order.into_iter().map(|i| rows[i].clone()).collect();
    Sample { name: SAMPLE.to_owned(), numbers, rows, passport: Passport::default() }
}

fn values_of(axes: &[Axis], position: &[f64]) -> Vec<f64> {
    let mut row = Vec::new();
    axes.iter().zip(position).for_each(|(axis, at)| axis.values(*at, &mut row));
    row
}

fn positions_of(found: &Found, particle: usize, fault: Option<Fault>) -> Vec<f64> {
    let population = &found.population;
    let position = population.positions[particle].clone();
    if fault != Some(Fault::HalvesWidth) {
        return position;
    }
    let mean = |j: usize| population.positions.iter().zip(&population.weights).map(|(p, w)| p[j] * w).sum::<f64>();
    position.iter().enumerate().map(|(j, z)| 0.5 * (z + mean(j))).collect()
}

fn inputs(axes: &[Axis], found: &Found, fault: Option<Fault>) -> Vec<Input> {
    let weights = &found.population.weights;
    let particles: Vec<Vec<f64>> =
        (0..weights.len()).map(|i| values_of(axes, &positions_of(found, i, fault))).collect();
    // Kolmogorov's limit at 5 % for all numbers together (Bonferroni): with many, some would pass one of their own.
    let count: usize = axes.iter().map(|axis| axis.numbers().len()).sum();
    let limit = libm::sqrt(-0.5 * libm::log(0.025 / count.max(1) as f64));
    let by_chance = limit / libm::sqrt(abc::effective(weights));
    let numbers = axes.iter().flat_map(|axis| axis.numbers().iter().map(move |number| (axis, number)));
    numbers
        .enumerate()
        .map(|(column, (axis, number))| {
            let mut after: Vec<(f64, f64)> =
                particles.iter().map(|row| row[column]).zip(weights.iter().copied()).collect();
            after.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            let before = Axis::believed(number);
            let [low, mid, high] =
                [0.05, 0.5, 0.95].map(|p| crate::stats::sample_quantile(&before, p).unwrap_or(number.typical));
            let [low_after, mid_after, high_after] = [0.05, 0.5, 0.95].map(|p| weighted(&after, p));
            let moved = apart(&before, &after);
            let words =
                [mid, low, high, mid_after, low_after, high_after].map(|value| in_words(number.unit, value, mid));
            Input {
                key: number.key.clone(),
                joint: match axis {
                    Axis::Rows(name, ..) => Some(name.clone()),
                    Axis::Law(_) => None,
                },
                before: mid,
                before_90: Range { low, high },
                after: mid_after,
                after_90: Range { low: low_after, high: high_after },
                words,
                moved,
                moved_by_chance: by_chance,
                informed: moved > by_chance,
            }
        })
        .collect()
}

/// Quantile of sorted (value, weight) pairs.
fn weighted(sorted: &[(f64, f64)], p: f64) -> f64 {
    let mut sum = 0.0;
    let found = sorted.iter().find(|(_, weight)| {
        sum += weight;
        sum >= p
    });
    found.or(sorted.last()).map_or(0.0, |pair| pair.0)
}

/// Largest distance between the distribution of values and that of weighted ones, both ascending (Kolmogorov, Smirnov).
fn apart(before: &[f64], after: &[(f64, f64)]) -> f64 {
    let (mut sum, mut most, mut i) = (0.0_f64, 0.0_f64, 0);
    while i < after.len() {
        let value = after[i].0;
        let below = before.partition_point(|x| *x < value) as f64 / before.len() as f64;
        let upto = before.partition_point(|x| *x <= value) as f64 / before.len() as f64;
        let left = sum;
        while i < after.len() && after[i].0 <= value {
            sum += after[i].1;
            i += 1;
        }
        most = most.max((left - below).abs()).max((sum - upto).abs());
    }
    most
}

fn believe(
    sample: &Sample,
    inputs: &[Input],
    found: &Found,
    observed: &Observed,
    settings: &LearnSettings,
) -> Vec<Belief> {
    let tolerance = found.generations.last().and_then(|g| g.tolerance);
    let reached = tolerance.map_or("none reached".to_owned(), |t| crate::scenario::learnt::rounded(t).to_string());
    let one = |(number, input): (&Number, &Input)| {
        let word = if input.informed { "" } else { " The figures said nothing about it." };
        let note = format!(
            "ABC-SMC (Toni et al. 2009), {} particles, tolerance {reached}; before: {} ({} to {}).{word}",
            settings.particles, input.words[0], input.words[1], input.words[2]
        );
        Belief {
            number: number.clone(),
            typical: Some(input.after),
            law: Believed::Sample { name: SAMPLE.to_owned() },
            passport: Passport {
                source: Some(source(observed)),
                confidence: Some(if input.informed { "medium" } else { "assumption" }.to_owned()),
                note: Some(note),
                ..Passport::default()
            },
        }
    };
    sample.numbers.iter().zip(inputs).map(one).collect()
}

/// Where a learnt number comes from.
pub(super) fn source(observed: &Observed) -> String {
    format!("calibrated to {} (SHA-256 {})", observed.file, observed.hash.get(..16).unwrap_or(&observed.hash))
}
