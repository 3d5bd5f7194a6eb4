//! The unit in which the distance of a figure is measured: what chance alone makes of it.
//!
//! Two periods under the same numbers differ by chance, and no search can ask for less: measured in standard deviations of what was
//! believed before, a tolerance may be one that hardly any period keeps, whatever its numbers. So chance is measured first, where it
//! matters: sets of numbers that came near are simulated twice more each, and half the mean square of the differences between the two
//! is the variance of one.
//!
//! Counting a period as near that is not the same adds a spread of its own. Differences that are even in a ball of `d` figures have
//! `d / (d + 2)` times the square of the tolerance as the variance of each; what is learnt is then at most the root of one and that
//! share as wide as exact learning would have it, as long as chance is the unit. Source: Wilkinson, *Statistical Applications in
//! Genetics and Molecular Biology* 12 (2013): a tolerance is an error of the figures.

use super::abc::Figures;

/// Least unit, of the standard deviation over what was believed before: for a figure that chance hardly moves.
const LEAST: f64 = 0.1;

/// How a figure varies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scale {
    /// Standard deviation over what was believed before, chance included.
    pub before: f64,
    /// Standard deviation by chance alone, near what was observed.
    pub chance: f64,
}

impl Scale {
    /// What the distance is measured in; 0 for a figure that never varied.
    pub(super) fn unit(self) -> f64 {
        self.chance.max(LEAST * self.before)
    }
}

/// Standard deviation of each figure over attempts.
pub(super) fn spread(attempts: &[Figures], figures: usize) -> Vec<f64> {
    let rows: Vec<&Vec<f64>> = attempts.iter().flatten().collect();
    let one = |i: usize| {
        let column: Vec<f64> = rows.iter().filter_map(|row| row.get(i).copied()).collect();
        let n = column.len() as f64;
        let mean = column.iter().sum::<f64>() / n;
        let square = column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        if square > 0.0 { libm::sqrt(square) } else { 0.0 }
    };
    (0..figures).map(one).collect()
}

/// Standard deviation of each figure by chance alone, from periods simulated twice under the same numbers.
pub(super) fn chance(once: &[Figures], again: &[Figures], figures: usize) -> Vec<f64> {
    let one = |i: usize| {
        let pairs = once.iter().zip(again).filter_map(|(a, b)| Some((a.as_ref()?.get(i)?, b.as_ref()?.get(i)?)));
        let (sum, n) = pairs.fold((0.0, 0.0), |(sum, n), (a, b)| (sum + 0.5 * (a - b) * (a - b), n + 1.0));
        if sum > 0.0 { libm::sqrt(sum / n) } else { 0.0 }
    };
    (0..figures).map(one).collect()
}

/// Root mean square of the differences, each in its unit; a figure that never varied is left out.
pub(super) fn distance(figures: &[f64], seen: &[f64], scales: &[Scale]) -> f64 {
    let units = figures.iter().zip(seen).zip(scales).map(|((x, y), scale)| (x - y, scale.unit()));
    let (sum, n) = units.filter(|(_, unit)| *unit > 0.0).fold((0.0, 0.0), |(sum, n), (difference, unit)| {
        let z: f64 = difference / unit;
        (sum + z * z, n + 1.0)
    });
    if n > 0.0 { libm::sqrt(sum / n) } else { 0.0 }
}

/// By what share what is learnt at a tolerance may be too wide at most; `None` where chance is not the unit of some figure, so that
/// nothing bounds it.
pub(super) fn widening(tolerance: f64, scales: &[Scale]) -> Option<f64> {
    let used = scales.iter().filter(|scale| scale.unit() > 0.0);
    let (n, by_chance) = used.fold((0.0, true), |(n, all), scale| (n + 1.0, all && scale.chance >= scale.unit()));
    (by_chance && n > 0.0).then(|| libm::sqrt(1.0 + tolerance * tolerance * n / (n + 2.0)) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_what_two_periods_differ_by() {
        let once = [Some(vec![3.0, 5.0]), Some(vec![7.0, 5.0]), None];
        let again = [Some(vec![5.0, 5.0]), Some(vec![7.0, 5.0]), Some(vec![0.0, 0.0])];
        assert_eq!(chance(&once, &again, 2), [1.0, 0.0]);
        assert_eq!(spread(&once, 2), [libm::sqrt(8.0), 0.0]);
    }

    #[test]
    fn a_figure_is_measured_in_chance_and_one_without_in_what_was_believed() {
        let scales = [Scale { before: 8.0, chance: 4.0 }, Scale { before: 5.0, chance: 0.0 }, Scale::default()];
        assert_eq!(scales.map(Scale::unit).to_vec(), vec![4.0, 0.5, 0.0]);
        let far = distance(&[12.0, 1.0, 9.0], &[8.0, 0.5, 0.0], &scales);
        assert!((far - 1.0).abs() < 1e-12, "{far}");
        assert_eq!(widening(0.5, &scales), None);
        let five = [scales[0]; 5];
        let widest = widening(0.5, &five).unwrap();
        assert!((widest - (libm::sqrt(1.0 + 0.25 * 5.0 / 7.0) - 1.0)).abs() < 1e-12, "{widest}");
    }
}
