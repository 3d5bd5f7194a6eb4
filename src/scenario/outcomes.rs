//! What follows work: which outcomes hold when, and with what chance.

use super::number::complete;
use super::world::{Branch, Chance, Kind, Point};
use crate::units::Instant;

impl Branch {
    /// Whether it is an outcome of work that is finished at an instant.
    pub fn holds(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Whether it has no chance at a point.
    pub fn never(&self, point: &Point) -> bool {
        matches!(&self.chance, Chance::Share(share) if share.at(point) <= 0.0)
    }
}

impl Kind {
    /// When its outcomes change, ascending; nothing where they are the same at all times.
    pub fn outcomes_change(&self) -> Vec<Instant> {
        let mut moments: Vec<Instant> = self.then.iter().flat_map(|b| b.from.into_iter().chain(b.until)).collect();
        moments.sort_unstable();
        moments.dedup();
        moments
    }

    /// Chance of each of [`Kind::then`] at a point and an instant: nothing for what does not hold then. They add to one if
    /// any holds.
    pub fn chances_at(&self, point: &Point, at: Instant) -> Vec<f64> {
        let mut rest = None;
        let mut chances = Vec::with_capacity(self.then.len());
        for (index, branch) in self.then.iter().enumerate() {
            match &branch.chance {
                _ if !branch.holds(at) => chances.push(0.0),
                Chance::Share(share) => chances.push(share.at(point)),
                Chance::Rest => {
                    rest = Some(index);
                    chances.push(0.0);
                }
            }
        }
        complete(&mut chances, rest);
        chances
    }

    /// The same on average over a period, each time counting alike.
    pub(super) fn mean_chances(&self, point: &Point, from: Instant, until: Instant) -> Vec<f64> {
        let mut begins: Vec<Instant> = vec![from];
        begins.extend(self.outcomes_change().into_iter().filter(|at| from < *at && *at < until));
        if begins.len() == 1 {
            return self.chances_at(point, from);
        }
        let mut means = vec![0.0; self.then.len()];
        for (index, at) in begins.iter().enumerate() {
            let end = begins.get(index + 1).unwrap_or(&until);
            let share = (*end - *at).0 as f64 / (until - from).0 as f64;
            means.iter_mut().zip(self.chances_at(point, *at)).for_each(|(mean, chance)| *mean += share * chance);
        }
        means
    }
}
