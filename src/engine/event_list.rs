//! The future event list: the earliest of all pending events.
//!
//! Each slot is a source of events that has at most one event pending: a person's completion, an
//! offender's next piece of work, the next change of the roster.

use super::calendar::Calendar;
use super::key::NEVER;
use super::winner_tree::Tree;
use std::ops::Range;

/// Most slots apart that stand in a tree: its keys and what is pending for each of their owners lie near the processor.
const MOST_IN_TREE: usize = 16_384;

/// The future event list.
///
/// The slots of a stated range (a caseload, whose next events are far off) stand apart: some thousands in a tree of their own,
/// so that the few busy ones outside it (people at work) have a short path to the root; more than that in a calendar.
#[derive(Clone, Debug, Default)]
pub struct EventList {
    near: Tree,
    /// The slots apart, in one or the other.
    far: Tree,
    calendar: Calendar,
    by_calendar: bool,
    far_slots: Range<usize>,
    /// The earliest key of those apart.
    far_first: u64,
}

impl EventList {
    /// Empties the list and gives it room for `slots` slots, all with nothing pending; those of `many` stand apart,
    /// where no key from `end` on will be asked for. Allocates only when it grows. More than [`MAX_SLOTS`](super::MAX_SLOTS) slots are
    /// not addressable by a key; the scenario's limits keep well below.
    pub fn reset(&mut self, slots: usize, many: Range<usize>, end: u64) {
        self.near.reset(slots.saturating_sub(many.len()));
        self.by_calendar = many.len() > MOST_IN_TREE;
        if self.by_calendar {
            self.calendar.reset(many.clone(), end);
        } else {
            self.far.reset(many.len());
        }
        self.far_slots = many;
        self.far_first = NEVER;
    }

    /// Sets the key of a slot that has none without putting it in order; call [`EventList::rebuild`] before the next use.
    pub fn preset(&mut self, slot: usize, key: u64) {
        if !self.far_slots.contains(&slot) {
            self.near.preset(self.near_place(slot), key);
        } else if self.by_calendar {
            self.calendar.preset(key);
        } else {
            self.far.preset(slot - self.far_slots.start, key);
        }
    }

    /// Puts all in order after a series of [`EventList::preset`].
    pub fn rebuild(&mut self) {
        self.near.rebuild();
        self.far_first = if self.by_calendar { self.calendar.open() } else { self.far.rebuild() };
    }

    /// The smallest key, [`NEVER`] when nothing is pending.
    #[inline]
    #[must_use]
    pub fn first(&self) -> u64 {
        self.near.root.min(self.far_first)
    }

    /// Gives a slot outside `many` a new key: schedules, re-times or (with [`NEVER`]) cancels.
    #[inline]
    pub fn set(&mut self, slot: usize, key: u64) {
        self.near.set(self.near_place(slot), key);
    }

    /// As [`EventList::set`] for a slot before those of `many`.
    #[inline]
    pub fn set_near(&mut self, slot: usize, key: u64) {
        self.near.set(slot, key);
    }

    /// Gives a slot among `many` that had one key another; either may be [`NEVER`]. `stands` tells of each slot
    /// among them the key that stands for it, of this one already the new; only a calendar asks.
    #[inline]
    pub fn replace(&mut self, slot: usize, (old, key): (u64, u64), stands: impl Fn(usize) -> u64 + Copy) {
        self.far_first = if self.by_calendar {
            self.calendar.replace(old, key, stands)
        } else {
            self.far.set(slot.wrapping_sub(self.far_slots.start), key);
            self.far.root
        };
    }

    #[inline]
    fn near_place(&self, slot: usize) -> usize {
        if slot < self.far_slots.start { slot } else { slot.wrapping_sub(self.far_slots.len()) }
    }
}

#[cfg(test)]
#[path = "event_list_tests.rs"]
mod tests;
