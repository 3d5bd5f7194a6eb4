//! The numbers that are learnt, as axes: each on a scale where what was believed of it is a standard normal law,
//! so that no step leaves what the number may be; a joint sample as its rows.

use crate::random::{Purpose, Seed, Stream, name_key};
use crate::scenario::world::{Number, Uncertainty};
use crate::special::{normal_cdf, normal_quantile};

/// One thing that is learnt.
#[derive(Clone, Debug)]
pub(super) enum Axis {
    /// A number that follows a law, and those that take the same place in theirs (`same_as`).
    Law(Vec<Number>),
    /// A joint sample: its name, its number of rows, and the numbers that use it.
    Rows(String, usize, Vec<Number>),
}

impl Axis {
    /// The axes of numbers that are uncertain, in the order given; those of one joint sample are one axis.
    pub(super) fn of(numbers: &[&Number]) -> Vec<Self> {
        let mut axes: Vec<Self> = Vec::new();
        for &number in numbers {
            match &number.uncertain {
                Uncertainty::Known => {}
                Uncertainty::Follows(_) => {
                    let same = axes.iter_mut().find_map(|axis| match axis {
                        Self::Law(numbers) if numbers.iter().any(|known| place(known) == place(number)) => {
                            Some(numbers)
                        }
                        _ => None,
                    });
                    match same {
                        Some(numbers) => numbers.push(number.clone()),
                        None => axes.push(Self::Law(vec![number.clone()])),
                    }
                }
                Uncertainty::Joint { name, column, .. } => {
                    let same = axes.iter_mut().find_map(|axis| match axis {
                        Self::Rows(known, _, numbers) if known == name => Some(numbers),
                        _ => None,
                    });
                    match same {
                        Some(numbers) => numbers.push(number.clone()),
                        None => axes.push(Self::Rows(name.clone(), column.len(), vec![number.clone()])),
                    }
                }
            }
        }
        axes
    }

    /// The numbers on it.
    pub(super) fn numbers(&self) -> &[Number] {
        match self {
            Self::Law(numbers) | Self::Rows(_, _, numbers) => numbers,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Law(numbers) => numbers.first().map_or("", place),
            Self::Rows(name, ..) => name,
        }
    }

    /// The stream of an attempt on this axis.
    pub(super) fn stream(&self, seed: Seed, attempt: u32) -> Stream {
        seed.parameter(attempt, Purpose::Proposal, name_key(self.name()))
    }

    /// A position from what was believed before.
    pub(super) fn prior(&self, stream: &mut Stream) -> f64 {
        let u = stream.next_uniform();
        match self {
            Self::Law(_) => normal_quantile(u),
            Self::Rows(_, rows, _) => row(u, *rows),
        }
    }

    /// The values of its numbers at a position.
    pub(super) fn values(&self, position: f64, into: &mut Vec<f64>) {
        match self {
            Self::Law(numbers) => {
                let u = normal_cdf(position);
                into.extend(numbers.iter().map(|number| number.quantile(u)));
            }
            Self::Rows(_, _, numbers) => into.extend(numbers.iter().map(|number| match &number.uncertain {
                Uncertainty::Joint { column, .. } => {
                    let value = column.get(position as usize).copied().unwrap_or(number.typical);
                    value.max(number.lowest).min(number.highest)
                }
                _ => number.typical,
            })),
        }
    }

    /// Values of a number of this axis as believed before, evenly over its law, ascending.
    pub(super) fn believed(number: &Number) -> Vec<f64> {
        let mut values: Vec<f64> = match &number.uncertain {
            Uncertainty::Joint { column, .. } => {
                column.iter().map(|value| value.max(number.lowest).min(number.highest)).collect()
            }
            _ => (0..2000).map(|i| number.quantile((f64::from(i) + 0.5) / 2000.0)).collect(),
        };
        values.sort_unstable_by(f64::total_cmp);
        values
    }
}

/// The number whose place in its law this one takes: its own, or that of another.
pub(super) fn place(number: &Number) -> &str {
    number.drawn_as.as_deref().unwrap_or(&number.key)
}

fn row(u: f64, rows: usize) -> f64 {
    ((u * rows as f64) as usize).min(rows.saturating_sub(1)) as f64
}

/// How positions on one axis are moved from one generation to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kernel {
    /// Normal, with this standard deviation.
    Walk(f64),
    /// Afresh from what was believed before: the figures have said little about this axis.
    Afresh,
    /// The same row with the chance one half, else any row of so many.
    Rows(usize),
}

impl Kernel {
    /// Twice the weighted variance for an axis that the figures have narrowed (Beaumont et al., *Biometrika* 96, 2009).
    pub(super) fn of(axis: &Axis, positions: &[f64], weights: &[f64]) -> Self {
        if let Axis::Rows(_, rows, _) = axis {
            return Self::Rows(*rows);
        }
        let mean: f64 = positions.iter().zip(weights).map(|(z, w)| z * w).sum();
        let variance: f64 = positions.iter().zip(weights).map(|(z, w)| w * (z - mean) * (z - mean)).sum();
        if variance > 0.5 { Self::Afresh } else { Self::Walk(libm::sqrt((2.0 * variance).max(1e-6))) }
    }

    /// A new position.
    pub(super) fn step(self, from: f64, stream: &mut Stream) -> f64 {
        let u = stream.next_uniform();
        match self {
            Self::Walk(sd) => from + sd * normal_quantile(u),
            Self::Afresh => normal_quantile(u),
            Self::Rows(_) if u < 0.5 => from,
            Self::Rows(rows) => row(stream.next_uniform(), rows),
        }
    }

    /// Logarithm of the density of arriving at `to` from `from`, over that of what was believed before at `to`.
    pub(super) fn log_over_prior(self, from: f64, to: f64) -> f64 {
        match self {
            Self::Afresh => 0.0,
            Self::Walk(sd) => {
                let step = (to - from) / sd;
                0.5 * (to * to - step * step) - libm::log(sd)
            }
            Self::Rows(rows) => {
                let rows = rows as f64;
                libm::log(0.5 + if (from - to).abs() < 0.5 { 0.5 * rows } else { 0.0 })
            }
        }
    }
}
