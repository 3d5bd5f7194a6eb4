//! A calendar queue of one-word event keys: days of a calendar, of which only the present one is in order.
//!
//! A caseload has thousands of events pending, nearly all of them far off. A tree keeps all of them in order all the time;
//! a calendar (Brown, CACM 31(10), 1988) only writes down on which day each will be, and sorts a day when it comes. What is
//! gained is not so much the work of sorting: the next event is known before the one at hand has drawn its own next time,
//! and in a very large caseload the people of a day are looked up together, so that the processor fetches them from memory
//! side by side and not one after the other.
//!
//! A key that no longer stands is not looked for: what stands for each place is told by whoever asks (`stands`), and a key
//! that differs from it is dropped when its day, or its turn, comes.

use super::key::{NEVER, slot_of};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Keys of one leaf of a day.
const ON_A_LEAF: usize = 15;

/// Keys that a day should hold: enough that the sort's small cases are rare, few enough that a day's people stay near.
const ON_A_DAY: u64 = 32;

/// Most days of a calendar.
const MOST_DAYS: u64 = 4096;

/// No leaf.
const NONE: u32 = u32::MAX;

/// Some of the keys of a day, in two lines of memory.
#[derive(Clone, Copy, Debug)]
#[repr(align(128))]
struct Leaf {
    keys: [u64; ON_A_LEAF],
    next: u32,
}

impl Leaf {
    const EMPTY: Self = Self { keys: [NEVER; ON_A_LEAF], next: NONE };
}

/// A day: the leaf that is being written and how many keys stand on it; those after it are full.
///
/// The number stands here and not on the leaf, which need not be fetched from memory to write on it.
#[derive(Clone, Copy, Debug)]
struct Day {
    leaf: u32,
    used: u32,
}

impl Day {
    const EMPTY: Self = Self { leaf: NONE, used: ON_A_LEAF as u32 };
}

/// Keys of many slots in a row, each with at most one that stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Calendar {
    slots: Range<usize>,
    /// The keys of today, the earliest last.
    today: Vec<u64>,
    /// Keys that came for today after it was opened.
    late: BinaryHeap<Reverse<u64>>,
    /// How many keys of today may no longer stand.
    loose: usize,
    /// The first key after today.
    tomorrow: u64,
    /// The earliest key; [`NEVER`] when nothing is pending.
    root: u64,
    days: Vec<Day>,
    leaves: Vec<Leaf>,
    free: Vec<u32>,
    /// Keys on leaves, whether they stand or not, and the most there is room for.
    written: usize,
    room: usize,
    /// Bits of a key below its day.
    bits: u32,
    /// The first key that is never asked for.
    end: u64,
}

impl Calendar {
    /// Nothing is pending for these slots; keys from `end` on will not be asked for. Allocates only when it grows.
    pub(super) fn reset(&mut self, slots: Range<usize>, end: u64) {
        self.room = 2 * slots.len();
        self.slots = slots;
        self.end = end;
        self.today.clear();
        self.today.reserve(self.room);
        self.late.clear();
        self.late.reserve(self.room + 1);
        (self.loose, self.written, self.tomorrow, self.root) = (0, 0, 0, NEVER);
        self.days.clear();
    }

    /// Writes down a key before the calendar is opened.
    #[inline]
    pub(super) fn preset(&mut self, key: u64) {
        if key < self.end {
            self.today.push(key);
        }
    }

    /// Lays out the days by how many keys there are and how soon they come, and opens the first; the earliest key.
    pub(super) fn open(&mut self) -> u64 {
        // Among many independent sources as much is to happen in each part of the time as in the first.
        let early = self.today.iter().filter(|&&key| key < self.end / 8).count() as u64;
        let days = (8 * early / ON_A_DAY).clamp(1, MOST_DAYS);
        self.bits = (self.end / days).max(1).ilog2();
        self.days.resize((self.end >> self.bits) as usize + 1, Day::EMPTY);
        // Each day may have one leaf that is not full.
        let leaves = self.room / ON_A_LEAF + self.days.len() + 1;
        if self.leaves.len() < leaves {
            self.leaves.resize(leaves, Leaf::EMPTY);
        }
        self.free_all_leaves();
        let mut keys = std::mem::take(&mut self.today);
        for &key in &keys {
            self.write_down(key);
        }
        keys.clear();
        self.today = keys;
        self.open_next_day(|_| None);
        self.root
    }

    fn free_all_leaves(&mut self) {
        self.free.clear();
        self.free.extend((0..self.leaves.len() as u32).rev());
        self.days.fill(Day::EMPTY);
        self.written = 0;
    }

    /// A slot that had one key has another; either may be [`NEVER`]. `stands` tells the key that stands for a slot,
    /// of this one already the new. Gives the earliest key.
    #[inline(never)]
    pub(super) fn replace(&mut self, old: u64, key: u64, stands: impl Fn(usize) -> u64 + Copy) -> u64 {
        if old == key {
            return self.root;
        }
        if old == self.root {
            if self.today.last() == Some(&old) {
                self.today.pop();
            }
            if !self.late.is_empty() {
                self.drop_late(old);
            }
        } else if old < self.tomorrow {
            self.loose += 1;
        }
        if key < self.end {
            if key >= self.tomorrow {
                self.write_down(key);
                if self.written > self.room {
                    self.write_afresh(stands);
                }
            } else {
                self.come_late(key, stands);
            }
        }
        match self.today.last() {
            Some(&last) if self.late.is_empty() && self.loose == 0 => self.root = last,
            _ => self.settle(stands),
        }
        self.root
    }

    #[inline]
    fn write_down(&mut self, key: u64) {
        let Some(day) = self.days.get_mut((key >> self.bits) as usize) else { return };
        self.written += 1;
        if day.used >= ON_A_LEAF as u32 {
            let Some(fresh) = self.free.pop() else { return };
            if let Some(leaf) = self.leaves.get_mut(fresh as usize) {
                leaf.next = day.leaf;
            }
            *day = Day { leaf: fresh, used: 0 };
        }
        if let Some(leaf) = self.leaves.get_mut(day.leaf as usize)
            && let Some(place) = leaf.keys.get_mut(day.used as usize)
        {
            *place = key;
            day.used += 1;
        }
    }

    /// Of what is written down, keeps what stands.
    #[cold]
    #[inline(never)]
    fn write_afresh(&mut self, stands: impl Fn(usize) -> u64) {
        self.free_all_leaves();
        for slot in self.slots.clone() {
            let key = stands(slot);
            if (self.tomorrow..self.end).contains(&key) {
                self.write_down(key);
            }
        }
    }

    /// A key comes for today.
    #[inline(never)]
    fn come_late(&mut self, key: u64, stands: impl Fn(usize) -> u64) {
        if self.late.len() >= self.room {
            self.late.retain(|&Reverse(key)| stands(slot_of(key)) == key);
        }
        self.late.push(Reverse(key));
    }

    #[inline(never)]
    fn drop_late(&mut self, old: u64) {
        while self.late.peek() == Some(&Reverse(old)) {
            self.late.pop();
        }
    }

    /// Finds what is first where more than the order of today is to be looked at.
    #[inline(never)]
    fn settle(&mut self, stands: impl Fn(usize) -> u64 + Copy) {
        if self.loose > 0 {
            while let Some(&key) = self.today.last()
                && stands(slot_of(key)) != key
            {
                self.today.pop();
            }
            while let Some(&Reverse(key)) = self.late.peek()
                && stands(slot_of(key)) != key
            {
                self.late.pop();
            }
        }
        if self.today.is_empty() && self.late.is_empty() {
            self.open_next_day(|key| Some(stands(slot_of(key))));
        }
        let late = self.late.peek().map_or(NEVER, |&Reverse(key)| key);
        self.root = self.today.last().map_or(NEVER, |&key| key).min(late);
    }

    /// Opens the next day that has a key which stands.
    fn open_next_day(&mut self, stands: impl Fn(u64) -> Option<u64>) {
        self.loose = 0;
        while self.today.is_empty() {
            let day = (self.tomorrow >> self.bits) as usize;
            let Some(opened) = self.days.get_mut(day) else {
                self.tomorrow = NEVER;
                break;
            };
            self.tomorrow = (day as u64 + 1).checked_mul(1 << self.bits).unwrap_or(NEVER);
            let Day { leaf: mut at, mut used } = std::mem::replace(opened, Day::EMPTY);
            while let Some(leaf) = self.leaves.get(at as usize) {
                self.today.extend_from_slice(leaf.keys.get(..used as usize).unwrap_or_default());
                self.free.push(at);
                (at, used) = (leaf.next, ON_A_LEAF as u32);
            }
            self.written -= self.today.len().min(self.written);
            // Whoever asks looks up all of the day, which brings them near side by side.
            self.today.retain(|&key| stands(key).is_none_or(|standing| standing == key));
            self.today.sort_unstable_by_key(|&key| Reverse(key));
            self.today.dedup();
        }
        self.root = self.today.last().map_or(NEVER, |&key| key);
    }
}
