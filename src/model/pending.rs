//! What is pending for each offender: when each of their streams next happens, the streams' random numbers, how many
//! pieces of the work that is counted by person each has had, and what is written down ahead of its time.
//!
//! All that an event of an offender needs stands in one row. Among a hundred thousand offenders a line of memory costs as
//! much to fetch as the event itself, so each event should fetch one. A time stands in a row as a stamp: its milliseconds
//! since the start of the replication over its column, so that the least stamp is the earliest time and, among equals, the
//! first column, and no row is searched.

use super::state::NEVER_MS;
use crate::engine::{MAX_TIME, NEVER, key};
use crate::random::Stream;
use std::hint::cold_path;

/// Bits of a stamp that hold the column.
const COLUMN_BITS: u32 = 16;
const COLUMN: u64 = (1 << COLUMN_BITS) - 1;
/// The stamp of nothing pending: later than every time.
const NO_STAMP: u64 = u64::MAX;
/// The state of a stream that was never opened.
const NOT_OPENED: u64 = NO_STAMP;
/// The number of work of somebody who is not counted.
pub(super) const NOT_COUNTED: u64 = u64::MAX;
/// Bits of what has passed that hold the number of pieces.
const PASSED_BITS: u32 = 20;
/// Most pieces of work of a stream that pass before one of them is an event.
pub(super) const MOST_PASSED: u32 = (1 << PASSED_BITS) - 1;
/// Stamps that are compared in one step.
const STEP: usize = 4;
/// Where the stamps begin in a row, after the column of the earliest.
const FIRST_STAMP: usize = 1;
/// Words in a line of memory.
const LINE: usize = 8;

/// The pending times and streams of all offenders.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// A row for each: the earliest stamp, as the event list knows it, stamps in whole steps, the states of the streams, numbers of
    /// work, what is provisional.
    rows: Vec<u64>,
    /// Where the first row begins: at the begin of a line of memory, so that a short row lies in one.
    first: usize,
    stride: usize,
    stamps: usize,
    /// Where the numbers of work stand in a row, and after them what is provisional.
    counts: usize,
    passed: usize,
    /// When the replication starts: before 0 by the length of the warm-up.
    start: i64,
}

impl Pending {
    /// Rows with nothing pending and streams that were never opened. Allocates only when it grows.
    pub(super) fn reset(
        &mut self,
        offenders: usize,
        (columns, streams): (usize, usize),
        (counts, provisional): (usize, usize),
        start: i64,
    ) {
        self.stamps = columns.next_multiple_of(STEP);
        self.counts = FIRST_STAMP + self.stamps + streams;
        self.passed = self.counts + counts;
        self.stride = (self.passed + 2 * provisional).next_multiple_of(LINE);
        self.start = start;
        self.rows.clear();
        self.rows.resize(offenders * self.stride + LINE, NO_STAMP);
        self.first = self.rows.as_ptr().align_offset(LINE * size_of::<u64>()).min(LINE);
        self.count_afresh(0..offenders as u32, 0);
    }

    #[inline]
    fn row(&self, offender: u32) -> &[u64] {
        // A place in a table is not checked for being a number too large: nothing stands there, and that is checked.
        let first = self.first.wrapping_add((offender as usize).wrapping_mul(self.stride));
        &self.rows[first..first.wrapping_add(self.stride)]
    }

    #[inline]
    fn stamps_of(&self, offender: u32) -> &[u64] {
        &self.row(offender)[FIRST_STAMP..FIRST_STAMP.wrapping_add(self.stamps)]
    }

    #[inline]
    fn row_mut(&mut self, offender: u32) -> &mut [u64] {
        let first = self.first.wrapping_add((offender as usize).wrapping_mul(self.stride));
        &mut self.rows[first..first.wrapping_add(self.stride)]
    }

    #[inline]
    fn stamp(&self, time: i64, column: usize) -> u64 {
        // No time lies before the start, and one that is not reached is too far from it to be a stamp.
        let since = time.max(self.start).wrapping_sub(self.start) as u64;
        if since >= NO_STAMP >> COLUMN_BITS { NO_STAMP } else { since << COLUMN_BITS | column as u64 & COLUMN }
    }

    /// The last stamp of a moment.
    #[inline]
    fn by(&self, now: i64) -> u64 {
        (now.wrapping_sub(self.start) as u64) << COLUMN_BITS | COLUMN
    }

    /// When a column of an offender is pending; [`NEVER_MS`] when it is not.
    pub(super) fn time(&self, offender: u32, column: usize) -> i64 {
        match self.stamps_of(offender)[column] {
            NO_STAMP => NEVER_MS,
            stamp => (stamp >> COLUMN_BITS) as i64 + self.start,
        }
    }

    /// Sets when a column of an offender is pending; [`NEVER_MS`], or a time past any that counts, when it is not.
    #[inline]
    pub(super) fn set(&mut self, offender: u32, column: usize, time: i64) {
        let stamp = self.stamp(time, column);
        self.row_mut(offender)[FIRST_STAMP.wrapping_add(column)] = stamp;
    }

    /// Nothing is pending for an offender any more.
    pub(super) fn clear(&mut self, offender: u32) {
        let stamps = self.stamps;
        self.row_mut(offender)[FIRST_STAMP..FIRST_STAMP.wrapping_add(stamps)].fill(NO_STAMP);
    }

    /// The earliest stamp of an offender.
    #[inline]
    pub(super) fn earliest(&self, offender: u32) -> u64 {
        least(self.stamps_of(offender))
    }

    /// The first column that has come by now, whatever was held to be the earliest.
    pub(super) fn due(&self, offender: u32, now: i64) -> Option<usize> {
        let by = self.by(now);
        self.stamps_of(offender).iter().position(|&stamp| stamp <= by)
    }

    /// The earliest column of an offender happens, if it is one of the first so many and has come by now: which it is,
    /// the earliest stamp of the others, and its stream.
    #[inline]
    pub(super) fn happens(&mut self, offender: u32, before: usize, now: i64) -> Option<(usize, (u64, Stream))> {
        let (by, stamps) = (self.by(now), self.stamps);
        let row = self.row_mut(offender);
        let column = (row[0] & COLUMN) as usize;
        let at = FIRST_STAMP.wrapping_add(column);
        if column >= before || row[at] > by {
            cold_path();
            return None;
        }
        row[at] = NO_STAMP;
        let others = least(&row[FIRST_STAMP..FIRST_STAMP.wrapping_add(stamps)]);
        Some((column, (others, Stream::from_state(row[at.wrapping_add(stamps)]))))
    }

    /// A column is the one to happen next.
    pub(super) fn comes_first(&mut self, offender: u32, column: usize) {
        let first = &mut self.row_mut(offender)[0];
        *first = *first & !COLUMN | column as u64 & COLUMN;
    }

    /// Sets when a column is pending again and how its stream stands; the event key in `slot` that stood so far, and that of
    /// the earliest of it and `others`.
    #[inline]
    pub(super) fn again(
        &mut self,
        (offender, column): (u32, usize),
        time: i64,
        stream: Stream,
        others: u64,
        slot: usize,
    ) -> (u64, u64) {
        let (stamp, stamps) = (self.stamp(time, column), self.stamps);
        let row = self.row_mut(offender);
        let at = FIRST_STAMP.wrapping_add(column);
        row[at] = stamp;
        row[at.wrapping_add(stamps)] = stream.state();
        expect(row, stamp.min(others), slot)
    }

    /// Remembers the earliest stamp of an offender; the event key in `slot` that stood so far, and its own.
    #[inline]
    pub(super) fn expect(&mut self, offender: u32, earliest: u64, slot: usize) -> (u64, u64) {
        expect(self.row_mut(offender), earliest, slot)
    }

    /// The event key in `slot` that stands for an offender.
    #[inline]
    pub(super) fn stands(&self, offender: usize, slot: usize) -> u64 {
        let first = self.first.wrapping_add(offender.wrapping_mul(self.stride));
        self.rows.get(first).map_or(NEVER, |&stamp| key_of(stamp, slot))
    }

    /// A stream of an offender, as it stands.
    #[inline]
    pub(super) fn stream(&self, offender: u32, index: usize) -> Stream {
        Stream::from_state(self.row(offender)[(FIRST_STAMP + index).wrapping_add(self.stamps)])
    }

    /// Whether a stream of an offender was ever opened.
    pub(super) fn is_opened(&self, offender: u32, index: usize) -> bool {
        self.stream(offender, index).state() != NOT_OPENED
    }

    #[inline]
    pub(super) fn set_stream(&mut self, offender: u32, index: usize, stream: Stream) {
        let place = (FIRST_STAMP + index).wrapping_add(self.stamps);
        self.row_mut(offender)[place] = stream.state();
    }

    /// So many more pieces of a kind of work, by the index of that kind among those that are counted.
    #[inline]
    pub(super) fn count(&mut self, offender: u32, index: u32, times: i64) {
        let place = self.counts.wrapping_add(index as usize);
        let count = &mut self.row_mut(offender)[place];
        *count = count.wrapping_add_signed(times);
    }

    /// How many pieces of a kind of work each of the first so many has had; none where somebody is not counted.
    pub(super) fn counted(&self, index: usize, offenders: u32) -> impl Iterator<Item = u64> + '_ {
        (0..offenders).map(move |offender| self.row(offender)[self.counts + index]).filter(|&n| n != NOT_COUNTED)
    }

    /// Counting begins for all of some offenders; those who are gone by then are not counted.
    pub(super) fn count_afresh(&mut self, offenders: std::ops::Range<u32>, from: u64) {
        let counts = self.counts..self.passed;
        for offender in offenders {
            self.row_mut(offender)[counts.clone()].fill(from);
        }
    }

    /// So many pieces of work of a stream are written down ahead of their time, the first of them at this one; the stream
    /// stood there before.
    #[inline]
    pub(super) fn pass(&mut self, offender: u32, index: u32, (first, number): (i64, u32), stream: Stream) {
        // A time within the period is below 2^44, as every time of an event is.
        let word = (first.wrapping_sub(self.start) as u64) << PASSED_BITS | u64::from(number);
        let place = self.passed.wrapping_add(2 * index as usize);
        let row = self.row_mut(offender);
        (row[place], row[place.wrapping_add(1)]) = (word, stream.state());
    }

    /// What of a stream is provisional is so no more: when the first piece was, how many, and where the stream stood.
    #[inline]
    pub(super) fn take_passed(&mut self, offender: u32, index: u32) -> Option<(i64, u32, Stream)> {
        let (place, start) = (self.passed.wrapping_add(2 * index as usize), self.start);
        let row = self.row_mut(offender);
        let word = row[place];
        if word == NO_STAMP {
            return None;
        }
        row[place] = NO_STAMP;
        let first = (word >> PASSED_BITS) as i64 + start;
        Some((first, (word & u64::from(MOST_PASSED)) as u32, Stream::from_state(row[place.wrapping_add(1)])))
    }
}

/// Remembers the earliest stamp of a row; the event key in `slot` that stood so far, and its own.
#[inline]
fn expect(row: &mut [u64], earliest: u64, slot: usize) -> (u64, u64) {
    let before = std::mem::replace(&mut row[0], earliest);
    (key_of(before, slot), key_of(earliest, slot))
}

/// The event key in `slot` of a stamp.
#[inline]
fn key_of(stamp: u64, slot: usize) -> u64 {
    let since = stamp >> COLUMN_BITS;
    if since > MAX_TIME { NEVER } else { key(since, slot) }
}

/// The least of some stamps in whole steps.
#[inline]
fn least(stamps: &[u64]) -> u64 {
    if let Ok(&[a, b, c, d]) = <&[u64; STEP]>::try_from(stamps) {
        return a.min(b).min(c.min(d));
    }
    let (eights, rest) = stamps.as_chunks();
    let least = eights.iter().fold(NO_STAMP, least_of);
    rest.as_chunks::<STEP>().0.iter().fold(least, |least, &[a, b, c, d]| least.min(a.min(b).min(c.min(d))))
}

/// The least of nine: a function without a loop, in which minima are conditional moves. In a loop
/// over the row the compiler makes unpredictable branches of them.
#[inline(never)]
fn least_of(least: u64, stamps: &[u64; 2 * STEP]) -> u64 {
    let two = |i: usize| stamps[i].min(stamps[i + 1]);
    least.min(two(0).min(two(2)).min(two(4).min(two(6))))
}
