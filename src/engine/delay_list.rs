//! Events without a slot of their own: follow-up work after a delay, lapses, work of unlimited staff.
//!
//! A binary heap ordered by (time, order of entry), so that ties are settled by who came first. One
//! slot of the [`EventList`](super::EventList) carries its earliest time.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Something that will happen at a time.
#[derive(Clone, Copy, Debug)]
pub struct Delayed<T> {
    /// Milliseconds since the start of the replication.
    pub time: u64,
    /// Order of entry, which settles ties.
    pub order: u64,
    /// What will happen.
    pub what: T,
}

impl<T> PartialEq for Delayed<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.time, self.order) == (other.time, other.order)
    }
}

impl<T> Eq for Delayed<T> {}

impl<T> PartialOrd for Delayed<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Delayed<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.time, other.order).cmp(&(self.time, self.order))
    }
}

/// A list of delayed things, earliest first.
#[derive(Clone, Debug)]
pub struct DelayList<T> {
    heap: BinaryHeap<Delayed<T>>,
    entered: u64,
}

impl<T> Default for DelayList<T> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), entered: 0 }
    }
}

impl<T: Copy> DelayList<T> {
    /// Empties the list, keeping its memory.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.entered = 0;
    }

    /// Adds `what` at `time`.
    pub fn push(&mut self, time: u64, what: T) {
        self.heap.push(Delayed { time, order: self.entered, what });
        self.entered += 1;
    }

    /// Time of the earliest, `u64::MAX` when empty.
    #[must_use]
    pub fn first_time(&self) -> u64 {
        self.heap.peek().map_or(u64::MAX, |d| d.time)
    }

    /// Takes the earliest out.
    pub fn pop(&mut self) -> Option<Delayed<T>> {
        self.heap.pop()
    }

    /// How many are pending.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether none is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// Keeps those for which `keep` holds; used to drop entries that no longer matter.
    pub fn retain(&mut self, keep: impl FnMut(&Delayed<T>) -> bool) {
        self.heap.retain(keep);
    }

    /// All pending things, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Delayed<T>> {
        self.heap.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_one_time_the_first_to_enter_leaves_first() {
        let mut list = DelayList::default();
        list.push(5, 'b');
        list.push(3, 'a');
        list.push(5, 'c');
        let order: String = std::iter::from_fn(|| list.pop().map(|d| d.what)).collect();
        assert_eq!(order, "abc");
        assert_eq!(list.first_time(), u64::MAX);
    }
}
