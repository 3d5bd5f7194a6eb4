//! What is pending for each offender: when each of their streams next happens, and the streams' random numbers.
//!
//! All that an event of an offender needs stands in one row. Among a hundred thousand offenders a line of memory costs as
//! much to fetch as the event itself, so each event should fetch one. A time stands in a row as a stamp: its milliseconds
//! since the start of the replication over its column, so that the least stamp is the earliest time and, among equals, the
//! first column, and no row is searched.

use super::state::NEVER_MS;
use crate::engine::{MAX_TIME, NEVER, key};
use crate::random::Stream;

/// Bits of a stamp that hold the column.
const COLUMN_BITS: u32 = 16;
/// The stamp of nothing pending: later than every time.
const NO_STAMP: u64 = u64::MAX;
/// The state of a stream that was never opened.
const NOT_OPENED: u64 = NO_STAMP;
/// Stamps that are compared in one step.
const STEP: usize = 4;
/// Words in a line of memory.
const LINE: usize = 8;

/// The pending times and streams of all offenders.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// A row for each: stamps in whole steps, then the states of the streams.
    rows: Vec<u64>,
    /// Where the first row begins: at the begin of a line of memory, so that a short row lies in one.
    first: usize,
    stride: usize,
    stamps: usize,
    /// Column of the earliest time of each: small enough to stay near where the rows are not.
    columns: Vec<u16>,
    /// When the replication starts: before 0 by the length of the warm-up.
    start: i64,
}

impl Pending {
    /// Rows with nothing pending and streams that were never opened. Allocates only when it grows.
    pub(super) fn reset(&mut self, offenders: usize, columns: usize, streams: usize, start: i64) {
        self.stamps = columns.next_multiple_of(STEP);
        self.stride = (self.stamps + streams).next_multiple_of(if self.stamps + streams > STEP { LINE } else { STEP });
        self.start = start;
        self.rows.clear();
        self.rows.resize(offenders * self.stride + LINE, NO_STAMP);
        self.first = self.rows.as_ptr().align_offset(LINE * size_of::<u64>()).min(LINE);
        self.columns.clear();
        self.columns.resize(offenders, 0);
    }

    #[inline]
    fn row(&self, offender: u32) -> &[u64] {
        // A place in a table is not checked for being a number too large: nothing stands there, and that is checked.
        let first = self.first.wrapping_add((offender as usize).wrapping_mul(self.stride));
        &self.rows[first..first.wrapping_add(self.stride)]
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
        if since >= NO_STAMP >> COLUMN_BITS { NO_STAMP } else { since << COLUMN_BITS | column as u64 & 0xFFFF }
    }

    /// The last stamp of a moment.
    #[inline]
    fn by(&self, now: i64) -> u64 {
        (now.wrapping_sub(self.start) as u64) << COLUMN_BITS | 0xFFFF
    }

    /// When a column of an offender is pending; [`NEVER_MS`] when it is not.
    pub(super) fn time(&self, offender: u32, column: usize) -> i64 {
        match self.row(offender)[column] {
            NO_STAMP => NEVER_MS,
            stamp => (stamp >> COLUMN_BITS) as i64 + self.start,
        }
    }

    /// Sets when a column of an offender is pending; [`NEVER_MS`], or a time past any that counts, when it is not.
    #[inline]
    pub(super) fn set(&mut self, offender: u32, column: usize, time: i64) {
        let stamp = self.stamp(time, column);
        self.row_mut(offender)[column] = stamp;
    }

    /// Nothing is pending for an offender any more.
    pub(super) fn clear(&mut self, offender: u32) {
        let stamps = self.stamps;
        self.row_mut(offender)[..stamps].fill(NO_STAMP);
    }

    /// The earliest stamp of an offender.
    #[inline]
    pub(super) fn earliest(&self, offender: u32) -> u64 {
        least(&self.row(offender)[..self.stamps])
    }

    /// The column of an offender's earliest time.
    #[inline]
    pub(super) fn column(&self, offender: u32) -> usize {
        usize::from(self.columns[offender as usize])
    }

    /// The first column that has come by now, whatever was held to be the earliest.
    pub(super) fn due(&self, offender: u32, now: i64) -> Option<usize> {
        let by = self.by(now);
        self.row(offender)[..self.stamps].iter().position(|&stamp| stamp <= by)
    }

    /// A column happens, if it has come by now: the earliest stamp of the others, and its stream.
    #[inline]
    pub(super) fn happens(&mut self, offender: u32, column: usize, now: i64) -> Option<(u64, Stream)> {
        let (by, stamps) = (self.by(now), self.stamps);
        let row = self.row_mut(offender);
        if row[column] > by {
            return None;
        }
        row[column] = NO_STAMP;
        let others = least(&row[..stamps]);
        Some((others, Stream::from_state(row[stamps.wrapping_add(column)])))
    }

    /// Sets when a column is pending again and how its stream stands; the event key in `slot` of the earliest of it and `others`.
    #[inline]
    pub(super) fn again(
        &mut self,
        (offender, column): (u32, usize),
        time: i64,
        stream: Stream,
        others: u64,
        slot: usize,
    ) -> u64 {
        let (stamp, stamps) = (self.stamp(time, column), self.stamps);
        let row = self.row_mut(offender);
        row[column] = stamp;
        row[stamps.wrapping_add(column)] = stream.state();
        self.expect(offender, stamp.min(others), slot)
    }

    /// Remembers the earliest stamp of an offender; its event key in `slot`.
    #[inline]
    pub(super) fn expect(&mut self, offender: u32, earliest: u64, slot: usize) -> u64 {
        self.columns[offender as usize] = earliest as u16;
        let since = earliest >> COLUMN_BITS;
        if since > MAX_TIME { NEVER } else { key(since, slot) }
    }

    /// A stream of an offender, as it stands.
    #[inline]
    pub(super) fn stream(&self, offender: u32, index: usize) -> Stream {
        Stream::from_state(self.row(offender)[self.stamps.wrapping_add(index)])
    }

    /// Whether a stream of an offender was ever opened.
    pub(super) fn is_opened(&self, offender: u32, index: usize) -> bool {
        self.stream(offender, index).state() != NOT_OPENED
    }

    #[inline]
    pub(super) fn set_stream(&mut self, offender: u32, index: usize, stream: Stream) {
        let place = self.stamps.wrapping_add(index);
        self.row_mut(offender)[place] = stream.state();
    }
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
