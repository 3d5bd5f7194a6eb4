//! The parts of the search that can be checked by arithmetic; the whole is checked in `tests/validation`.

use super::abc::{Figures, Search, Simulate, effective, search};
use super::learnt::Ended;
use super::space::{Axis, Kernel};
use crate::random::{Law, Seed};
use crate::scenario::world::{Number, Uncertainty};
use crate::special::normal_pdf;

fn uniform(key: &str, low: f64, high: f64) -> Number {
    let mut number = Number::known(key, 0.5);
    number.uncertain = Uncertainty::Follows(Law::Uniform { low, high });
    number
}

fn rows(key: &str, column: &[f64]) -> Number {
    let mut number = Number::known(key, 0.5);
    number.uncertain =
        Uncertainty::Joint { sample: 0, name: "both".to_owned(), column: column.to_vec(), in_turn: false };
    number
}

/// What a kernel arrives at, over the prior, times the prior, is a density: it adds up to one.
#[test]
fn every_kernel_is_a_density() {
    for kernel in [Kernel::Afresh, Kernel::Walk(0.3), Kernel::Walk(1.1)] {
        let step = 0.001;
        let each = (-9000..9000).map(|i| {
            let to = f64::from(i) * step;
            normal_pdf(to) * libm::exp(kernel.log_over_prior(0.7, to)) * step
        });
        let sum: f64 = each.sum();
        assert!((sum - 1.0).abs() < 1e-6, "{kernel:?}: {sum}");
    }
    let kernel = Kernel::Rows(7);
    let sum: f64 = (0..7).map(|to| libm::exp(kernel.log_over_prior(3.0, f64::from(to))) / 7.0).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

#[test]
fn numbers_of_one_sample_are_one_axis() {
    let numbers = [rows("a", &[1.0, 2.0]), uniform("b", 0.0, 1.0), rows("c", &[5.0, 6.0])];
    let axes = Axis::of(&numbers.each_ref());
    assert_eq!(axes.len(), 2);
    let mut values = Vec::new();
    axes[0].values(1.0, &mut values);
    assert_eq!(values, [2.0, 6.0]);
    assert_eq!(Axis::of(&[&Number::known("d", 1.0)]).len(), 0);
}

fn how(tolerance: f64, budget: u64) -> Search {
    Search { seed: Seed(3), particles: 200, quantile: 0.5, tolerance, budget }
}

/// A figure that is its number, and one that never varies.
fn itself(axes: &[Axis]) -> impl FnMut(&[Vec<f64>], u32) -> Option<Vec<Figures>> + '_ {
    |positions, _| {
        let one = |position: &Vec<f64>| {
            let mut values = Vec::new();
            axes.iter().zip(position).for_each(|(axis, at)| axis.values(*at, &mut values));
            Some(vec![values[0], 4.0])
        };
        Some(positions.iter().map(one).collect())
    }
}

#[test]
fn the_search_ends_at_its_tolerance_near_what_was_seen() {
    let numbers = [uniform("a", 0.0, 1.0)];
    let axes = Axis::of(&numbers.each_ref());
    let mut simulate = itself(&axes);
    let simulate: &mut Simulate<'_> = &mut simulate;
    let found = search(&axes, &[0.3, 9.0], &how(0.05, 100_000), simulate).unwrap();
    assert_eq!(found.ended, Ended::Tolerance);
    assert_eq!((found.scales.len(), found.scales[1].unit()), (2, 0.0));
    for position in &found.population.positions {
        let mut value = Vec::new();
        axes[0].values(position[0], &mut value);
        assert!((value[0] - 0.3).abs() <= 0.05 * found.scales[0].unit() + 1e-12, "{value:?}");
    }
    assert!((found.population.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert!(effective(&found.population.weights) > 100.0);
    assert!(found.generations.windows(2).all(|g| g[1].tolerance.unwrap() < g[0].tolerance.unwrap_or(f64::MAX)));
    assert_eq!(found.attempts, found.generations.iter().map(|g| g.attempts).sum::<u64>());
}

#[test]
fn the_search_ends_at_its_budget_or_where_nothing_is_nearer() {
    let numbers = [uniform("a", 0.0, 1.0)];
    let axes = Axis::of(&numbers.each_ref());
    let mut simulate = itself(&axes);
    let found = search(&axes, &[0.3, 4.0], &how(0.0, 2_000), &mut simulate).unwrap();
    assert_eq!(found.ended, Ended::Budget);
    assert!(found.attempts <= 2_000 && found.population.positions.len() == 200);
    let mut coarse = |positions: &[Vec<f64>], _: u32| {
        Some(positions.iter().map(|position| Some(vec![if position[0] < 0.0 { 1.0 } else { 2.0 }])).collect())
    };
    let found = search(&axes, &[9.0], &how(0.0, 20_000), &mut coarse).unwrap();
    assert_eq!(found.ended, Ended::Nearest);
    assert!(found.population.positions.iter().all(|position| position[0] >= 0.0));
    let mut stopped = |_: &[Vec<f64>], _: u32| None;
    assert!(search(&axes, &[1.0], &how(0.0, 2_000), &mut stopped).is_none());
}
