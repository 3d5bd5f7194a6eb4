//! All that is kept of one scenario's replications.

use super::catalogue::{Catalogue, Reading};
use super::estimate::Column;
use super::runner::Kept;
use crate::model::Stopped;

/// What is kept of a scenario: whole numbers by replication, at the typical values and in each draw.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Name of the scenario.
    pub name: String,
    /// What the numbers mean.
    pub catalogue: Catalogue,
    /// Replications at the typical values, in order.
    pub typical: Vec<Kept>,
    /// Draws of the uncertain numbers, in order, each with its replications.
    pub draws: Vec<Vec<Kept>>,
}

impl Records {
    /// A reading over all replications.
    #[must_use]
    pub fn column(&self, reading: Reading) -> Column {
        let read = |kept: &Kept| reading.value(&kept.numbers);
        Column {
            typical: self.typical.iter().map(read).collect(),
            draws: self.draws.iter().map(|draw| draw.iter().map(read).collect()).collect(),
        }
    }

    /// A quantity over the replications at the typical values, by key.
    #[must_use]
    pub fn values(&self, key: &str) -> Option<Vec<Option<f64>>> {
        let item = self.catalogue.find(key)?;
        Some(self.typical.iter().map(|kept| item.reading.value(&kept.numbers)).collect())
    }

    /// Replications at the typical values that a limit stopped.
    #[must_use]
    pub fn truncated_typical(&self) -> u64 {
        self.typical.iter().filter(|kept| kept.stopped.is_some()).count() as u64
    }

    /// All replications that a limit stopped.
    #[must_use]
    pub fn truncated(&self) -> u64 {
        self.truncated_typical() + self.draws.iter().flatten().filter(|kept| kept.stopped.is_some()).count() as u64
    }

    /// The limit that stopped the first of them.
    #[must_use]
    pub fn limit(&self) -> Option<Stopped> {
        self.typical.iter().chain(self.draws.iter().flatten()).find_map(|kept| kept.stopped)
    }

    /// Replications in all.
    #[must_use]
    pub fn replications(&self) -> u64 {
        (self.typical.len() + self.draws.iter().map(Vec::len).sum::<usize>()) as u64
    }
}
