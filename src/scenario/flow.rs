//! What follows what: how many of each kind of work one finished task raises on average, and
//! whether that ever ends.
//!
//! The means form a matrix. Work dies out exactly when the matrix has a spectral radius below
//! one; for a matrix without negative entries that is so when elimination on `1 - M` meets
//! positive pivots only. Kinds that reach one another are taken together, the rest in order.

use super::world::{Kind, Point, Raise, Scenario};
use crate::units::Instant;

/// Mean numbers of work raised by work, at one point.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    /// For each kind, what one of it raises: (kind, mean number), each kind once.
    pub(super) raises: Vec<Vec<(usize, f64)>>,
    /// Groups of kinds that reach one another, causes before what they raise.
    groups: Vec<Vec<usize>>,
}

impl Flow {
    /// The flow of a scenario at a point, on average over a part of the period.
    pub(super) fn between(scenario: &Scenario, point: &Point, from: Instant, until: Instant) -> Self {
        Self::by(scenario, point, &|kind: &Kind| kind.mean_chances(point, from, until))
    }

    /// The flow as it is at an instant.
    pub(super) fn at(scenario: &Scenario, point: &Point, at: Instant) -> Self {
        Self::by(scenario, point, &|kind: &Kind| kind.chances_at(point, at))
    }

    fn by(scenario: &Scenario, point: &Point, chances: &dyn Fn(&Kind) -> Vec<f64>) -> Self {
        let raises: Vec<Vec<(usize, f64)>> =
            scenario.kinds.iter().map(|kind| offspring(kind, point, &chances(kind))).collect();
        let groups = components(&raises);
        Self { raises, groups }
    }

    /// The first loop that never dies out: its kinds, in order, and what each raises of the next.
    pub(super) fn endless(&self) -> Option<Vec<usize>> {
        self.groups.iter().filter(|group| self.is_loop(group)).find_map(|group| {
            let mut matrix = self.one_minus(group);
            (!eliminate(&mut matrix, &mut [])).then(|| self.circle(group))
        })
    }

    /// Expected tasks of each kind, given those that arise by themselves: `sources[kind][column]`
    /// becomes the total, descendants included. `false` if some loop never ends.
    pub(super) fn total(&self, sources: &mut [Vec<f64>]) -> bool {
        for group in &self.groups {
            if self.is_loop(group) {
                // Solve x = s + M' x inside the group.
                let mut matrix = self.one_minus(group);
                transpose(&mut matrix);
                let mut sides: Vec<Vec<f64>> = group.iter().map(|kind| std::mem::take(&mut sources[*kind])).collect();
                if !eliminate(&mut matrix, &mut sides) {
                    return false;
                }
                for (kind, side) in group.iter().zip(sides) {
                    sources[*kind] = side;
                }
            }
            for &kind in group {
                for &(next, mean) in &self.raises[kind] {
                    if !group.contains(&next) {
                        let (from, to) = two(sources, kind, next);
                        to.iter_mut().zip(from.iter()).for_each(|(to, from)| *to += mean * from);
                    }
                }
            }
        }
        true
    }

    fn is_loop(&self, group: &[usize]) -> bool {
        group.len() > 1 || group.iter().any(|kind| self.raises[*kind].iter().any(|(next, _)| next == kind))
    }

    fn one_minus(&self, group: &[usize]) -> Vec<Vec<f64>> {
        let mut matrix = vec![vec![0.0; group.len()]; group.len()];
        for (row, kind) in group.iter().enumerate() {
            matrix[row][row] = 1.0;
            for (next, mean) in &self.raises[*kind] {
                if let Some(column) = group.iter().position(|other| other == next) {
                    matrix[row][column] -= mean;
                }
            }
        }
        matrix
    }

    /// A circle inside a group, along the strongest link from each kind.
    fn circle(&self, group: &[usize]) -> Vec<usize> {
        let mut walk = Vec::new();
        let mut kind = group.first().copied().unwrap_or(0);
        while !walk.contains(&kind) {
            walk.push(kind);
            let inside = self.raises[kind].iter().filter(|(next, _)| group.contains(next));
            match inside.max_by(|a, b| a.1.total_cmp(&b.1)) {
                Some((next, _)) => kind = *next,
                None => break,
            }
        }
        let start = walk.iter().position(|seen| *seen == kind).unwrap_or(0);
        walk.split_off(start)
    }
}

/// Two different rows, the second to be changed.
fn two(rows: &mut [Vec<f64>], from: usize, to: usize) -> (&[f64], &mut [f64]) {
    if from < to {
        let (low, high) = rows.split_at_mut(to);
        (&low[from], &mut high[0])
    } else {
        let (low, high) = rows.split_at_mut(from);
        (&high[0], &mut low[to])
    }
}

/// What one finished task of a kind raises on average.
fn offspring(kind: &Kind, point: &Point, chances: &[f64]) -> Vec<(usize, f64)> {
    let mut means = std::collections::BTreeMap::new();
    let mut add = |raises: &[Raise], chance: f64| {
        for raise in raises {
            *means.entry(raise.kind).or_insert(0.0) += chance * raise.mean(point);
        }
    };
    add(&kind.raises, 1.0);
    for (branch, chance) in kind.then.iter().zip(chances) {
        add(&branch.raises, *chance);
    }
    means.into_iter().filter(|(_, mean)| *mean > 0.0).collect()
}

impl Raise {
    /// Mean number raised at a point.
    pub fn mean(&self, point: &Point) -> f64 {
        let number = self.number.as_ref().map_or(1.0, |count| count.mean.at(point));
        let one_in = self.one_in.as_ref().map_or(1.0, |one_in| one_in.at(point).max(1.0));
        number / one_in
    }
}

/// Takes a multiple of one row from another.
fn subtract(to: &mut [f64], from: &[f64], factor: f64) {
    for (low, high) in to.iter_mut().zip(from) {
        *low -= factor * high;
    }
}

fn transpose(matrix: &mut [Vec<f64>]) {
    for row in 1..matrix.len() {
        let (above, below) = matrix.split_at_mut(row);
        for (column, other) in above.iter_mut().enumerate() {
            std::mem::swap(&mut other[row], &mut below[0][column]);
        }
    }
}

/// Solves `matrix x = sides` in place; `false` at the first pivot that is not positive.
fn eliminate(matrix: &mut [Vec<f64>], sides: &mut [Vec<f64>]) -> bool {
    let size = matrix.len();
    for pivot in 0..size {
        // Rounding leaves a loop of mean exactly one a hair on either side.
        if matrix[pivot][pivot] <= 1e-12 {
            return false;
        }
        for row in pivot + 1..size {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            if factor.abs() > 0.0 {
                let (above, below) = matrix.split_at_mut(row);
                subtract(&mut below[0][pivot..], &above[pivot][pivot..], factor);
                if !sides.is_empty() {
                    let (from, to) = two(sides, pivot, row);
                    subtract(to, from, factor);
                }
            }
        }
    }
    if !sides.is_empty() {
        for row in (0..size).rev() {
            for (next, factor) in matrix[row].iter().copied().enumerate().skip(row + 1) {
                let (from, to) = two(sides, next, row);
                subtract(to, from, factor);
            }
            let pivot = matrix[row][row];
            sides[row].iter_mut().for_each(|side| *side /= pivot);
        }
    }
    true
}

/// Strongly connected components, each before those it leads to (Tarjan, without recursion).
fn components(edges: &[Vec<(usize, f64)>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let size = edges.len();
    let (mut order, mut low) = (vec![NEW; size], vec![0; size]);
    let (mut open, mut is_open) = (Vec::new(), vec![false; size]);
    let (mut next, mut found) = (0, Vec::new());
    for root in 0..size {
        if order[root] != NEW {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some(&(node, edge)) = path.last() {
            if edge == 0 && order[node] == NEW {
                (order[node], low[node]) = (next, next);
                next += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(&(to, _)) = edges[node].get(edge) {
                if let Some(top) = path.last_mut() {
                    top.1 += 1;
                }
                if order[to] == NEW {
                    path.push((to, 0));
                } else if is_open[to] {
                    low[node] = low[node].min(order[to]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                let start = open.iter().position(|other| *other == node).unwrap_or(0);
                let mut group = open.split_off(start);
                for node in &group {
                    is_open[*node] = false;
                }
                group.sort_unstable();
                found.push(group);
            }
        }
    }
    found.reverse();
    found
}
