//! Approximate Bayesian computation by sequential Monte Carlo.
//!
//! A generation holds particles: positions of the numbers at which a simulated period came near enough to the
//! observed one. The first is drawn from what was believed before. Each later one takes a particle at random by
//! weight, moves it by a kernel, simulates, and keeps it when the distance is at most the generation's tolerance; its
//! weight is the density of what was believed before over that of the whole proposal. The tolerance of a generation is a
//! quantile of the distances in the one before. Distances are in what chance alone makes of a figure, which is measured after
//! the first generation. Source: Toni et al., *Journal of the Royal Society Interface* 6 (2009);
//! the adaptive tolerance and the kernel: Beaumont et al., *Biometrika* 96 (2009).
//!
//! Attempts are numbered through all generations, and an attempt draws from addresses of its own. They are made in
//! batches of a fixed size and accepted in their order, so the answer does not depend on threads.

use super::learnt::{Ended, Generation};
use super::scale::{self, Scale};
use super::space::{Axis, Kernel};
use crate::random::{Purpose, Seed, name_key};

/// Fewest attempts of a search: those of the first generation, and those by which chance is measured.
pub(super) fn fewest(particles: usize) -> u64 {
    (particles.div_ceil(BATCH) * BATCH + 2 * BATCH) as u64
}

/// Attempts that are simulated together. Rows of proposals are taken in turn, so batches start at multiples of it.
pub(super) const BATCH: usize = 128;

/// How the search is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Search {
    pub seed: Seed,
    /// Particles of a generation.
    pub particles: usize,
    /// Share of a generation whose largest distance is the next tolerance.
    pub quantile: f64,
    /// Distance that is near enough.
    pub tolerance: f64,
    /// Most attempts.
    pub budget: u64,
}

/// A generation that is complete.
#[derive(Clone, Debug)]
pub(super) struct Population {
    /// Positions, one row a particle.
    pub positions: Vec<Vec<f64>>,
    /// Weights, adding up to one.
    pub weights: Vec<f64>,
    distances: Vec<f64>,
}

/// What came of a search.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub population: Population,
    pub generations: Vec<Generation>,
    pub ended: Ended,
    /// How each figure varies.
    pub scales: Vec<Scale>,
    /// Attempts made.
    pub attempts: u64,
}

/// Simulates a batch of positions as the attempts numbered from the second argument on: the figures of each, `None` for one
/// that a limit stopped. `None` when somebody stopped it all.
pub(super) type Simulate<'s> = dyn FnMut(&[Vec<f64>], u32) -> Option<Vec<Figures>> + 's;

/// The figures of one attempt; `None` where a limit stopped it.
pub(super) type Figures = Option<Vec<f64>>;

/// An attempt that came near enough.
struct Accepted {
    position: Vec<f64>,
    distance: f64,
}

/// Makes the search; `None` when it was stopped before the first generation was complete.
pub(super) fn search(axes: &[Axis], seen: &[f64], how: &Search, simulate: &mut Simulate<'_>) -> Option<Found> {
    let mut maker = Maker { axes, how, next: 0 };
    let first = maker.first(simulate)?;
    let scales = maker.scales(&first, seen, simulate)?;
    let distance = |figures: &[f64]| scale::distance(figures, seen, &scales);
    let mut all: Vec<Accepted> = first
        .into_iter()
        .map(|(position, figures)| Accepted { distance: figures.map_or(f64::MAX, |f| distance(&f)), position })
        .collect();
    all.truncate(how.particles);
    let weights = vec![1.0 / all.len() as f64; all.len()];
    let mut population = population(all, weights);
    let mut generations = vec![generation(f64::MAX, maker.next, &population)];
    let ended = loop {
        let before = generations.last().map_or(f64::MAX, |g| g.tolerance.unwrap_or(f64::MAX));
        let Some(tolerance) = next_tolerance(&population.distances, before, how) else {
            break if before <= how.tolerance { Ended::Tolerance } else { Ended::Nearest };
        };
        let kernels: Vec<Kernel> = axes
            .iter()
            .enumerate()
            .map(|(j, axis)| {
                let along: Vec<f64> = population.positions.iter().map(|row| row[j]).collect();
                Kernel::of(axis, &along, &population.weights)
            })
            .collect();
        let start = maker.next;
        match maker.later(&population, &kernels, tolerance, &distance, simulate) {
            Later::Whole(accepted) => {
                let weights = weighed(&population, &kernels, &accepted);
                population = self::population(accepted, weights);
                generations.push(generation(tolerance, maker.next - start, &population));
            }
            Later::OutOfBudget => break Ended::Budget,
            Later::Stopped => break Ended::Stopped,
        }
    };
    Some(Found { population, generations, ended, scales, attempts: maker.next })
}

fn population(accepted: Vec<Accepted>, weights: Vec<f64>) -> Population {
    let distances = accepted.iter().map(|a| a.distance).collect();
    Population { positions: accepted.into_iter().map(|a| a.position).collect(), weights, distances }
}

fn generation(tolerance: f64, attempts: u64, population: &Population) -> Generation {
    Generation {
        tolerance: (tolerance < f64::MAX).then_some(tolerance),
        attempts,
        accepted: population.positions.len() as u64,
        effective: effective(&population.weights),
    }
}

/// Effective sample size of weights that add up to one. Source: Kish.
pub(super) fn effective(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|w| w * w).sum::<f64>()
}

/// The tolerance of the next generation; `None` when there is nothing nearer to look for.
fn next_tolerance(distances: &[f64], before: f64, how: &Search) -> Option<f64> {
    if before <= how.tolerance {
        return None;
    }
    let mut sorted = distances.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = crate::stats::sample_quantile(&sorted, how.quantile)?;
    // Figures are whole numbers, so many distances are alike: the next one below is then taken.
    let next = if quantile < before { quantile } else { sorted.iter().copied().rfind(|d| *d < before)? };
    Some(next.max(how.tolerance)).filter(|next| *next < before)
}

enum Later {
    Whole(Vec<Accepted>),
    OutOfBudget,
    Stopped,
}

struct Maker<'a> {
    axes: &'a [Axis],
    how: &'a Search,
    /// Number of the next attempt; a multiple of the batch.
    next: u64,
}

type First = Vec<(Vec<f64>, Option<Vec<f64>>)>;

impl Maker<'_> {
    fn batch(&mut self, simulate: &mut Simulate<'_>, make: &dyn Fn(u32) -> Vec<f64>) -> Option<First> {
        let first = u32::try_from(self.next).ok()?;
        let positions: Vec<Vec<f64>> = (0..BATCH as u32).map(|i| make(first + i)).collect();
        let figures = simulate(&positions, first)?;
        self.next += BATCH as u64;
        Some(positions.into_iter().zip(figures).collect())
    }

    /// The first generation: from what was believed before.
    fn first(&mut self, simulate: &mut Simulate<'_>) -> Option<First> {
        let (axes, seed) = (self.axes, self.how.seed);
        let mut all = Vec::new();
        while all.len() < self.how.particles {
            let make = |attempt: u32| axes.iter().map(|axis| axis.prior(&mut axis.stream(seed, attempt))).collect();
            all.extend(self.batch(simulate, &make)?);
        }
        Some(all)
    }

    /// How each figure varies: over the first generation, and by chance alone under the numbers that came nearest.
    fn scales(&mut self, first: &First, seen: &[f64], simulate: &mut Simulate<'_>) -> Option<Vec<Scale>> {
        let attempts: Vec<Figures> = first.iter().map(|(_, figures)| figures.clone()).collect();
        let before = scale::spread(&attempts, seen.len());
        let wide: Vec<Scale> = before.iter().map(|&before| Scale { before, chance: before }).collect();
        let far = |figures: &Figures| figures.as_ref().map_or(f64::MAX, |f| scale::distance(f, seen, &wide));
        let mut order: Vec<(f64, usize)> = attempts.iter().map(far).zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let start = u32::try_from(self.next).ok()?;
        // The first generation is whole batches, so there are as many as one takes.
        let near = |attempt: u32| first[order[(attempt - start) as usize % BATCH % order.len()].1].0.clone();
        let twice = [self.batch(simulate, &near)?, self.batch(simulate, &near)?];
        let [once, again] = twice.map(|batch| batch.into_iter().map(|(_, figures)| figures).collect::<Vec<Figures>>());
        let chance = scale::chance(&once, &again, seen.len());
        Some(before.into_iter().zip(chance).map(|(before, chance)| Scale { before, chance }).collect())
    }

    /// A later generation.
    fn later(
        &mut self,
        before: &Population,
        kernels: &[Kernel],
        tolerance: f64,
        distance: &dyn Fn(&[f64]) -> f64,
        simulate: &mut Simulate<'_>,
    ) -> Later {
        let (axes, seed) = (self.axes, self.how.seed);
        let mut sum = 0.0;
        let cumulative: Vec<f64> = before
            .weights
            .iter()
            .map(|w| {
                sum += w;
                sum
            })
            .collect();
        let make = |attempt: u32| -> Vec<f64> {
            let u = seed.parameter(attempt, Purpose::Proposal, name_key("which particle")).next_uniform() * sum;
            let from = cumulative.partition_point(|c| *c < u).min(cumulative.len() - 1);
            let step =
                |((axis, kernel), at): ((&Axis, &Kernel), &f64)| kernel.step(*at, &mut axis.stream(seed, attempt));
            axes.iter().zip(kernels).zip(&before.positions[from]).map(step).collect()
        };
        let mut accepted = Vec::new();
        while accepted.len() < self.how.particles {
            if self.next + BATCH as u64 > self.how.budget {
                return Later::OutOfBudget;
            }
            let Some(batch) = self.batch(simulate, &make) else { return Later::Stopped };
            for (position, figures) in batch {
                let near = figures.map(|f| distance(&f)).filter(|d| *d <= tolerance);
                accepted.extend(near.map(|distance| Accepted { position, distance }));
            }
        }
        accepted.truncate(self.how.particles);
        Later::Whole(accepted)
    }
}

/// Weights of accepted particles, adding up to one.
fn weighed(before: &Population, kernels: &[Kernel], accepted: &[Accepted]) -> Vec<f64> {
    let one = |particle: &Accepted| {
        let logs: Vec<f64> = before
            .positions
            .iter()
            .map(|from| {
                let each = kernels.iter().zip(from).zip(&particle.position);
                each.map(|((kernel, from), to)| kernel.log_over_prior(*from, *to)).sum::<f64>()
            })
            .collect();
        let top = logs.iter().copied().fold(f64::MIN, f64::max);
        let sum: f64 = logs.iter().zip(&before.weights).map(|(l, w)| w * libm::exp(l - top)).sum();
        // A proposal that only particles without weight could have made counts as little as can be.
        -(top + libm::log(sum.max(f64::MIN_POSITIVE)))
    };
    let logs: Vec<f64> = accepted.iter().map(one).collect();
    let top = logs.iter().copied().fold(f64::MIN, f64::max);
    let raw: Vec<f64> = logs.iter().map(|l| libm::exp(l - top)).collect();
    let sum: f64 = raw.iter().sum();
    if !(sum.is_finite() && sum > 0.0) {
        return vec![1.0 / raw.len() as f64; raw.len()];
    }
    raw.into_iter().map(|w| w / sum).collect()
}
