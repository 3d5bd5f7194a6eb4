//! Keys of events: one word that says when, and from which source.
//!
//! A key packs the time (44 bits of milliseconds, 557 years) over the slot (20 bits), so that the smallest key is the next
//! event and events at one instant come in the order of their slots.

/// Bits of a key that hold the slot.
const SLOT_BITS: u32 = 20;

/// Most slots an event list can have.
pub const MAX_SLOTS: usize = 1 << SLOT_BITS;

/// Latest time a key can hold, in milliseconds since the start of the replication.
pub const MAX_TIME: u64 = (1 << (64 - SLOT_BITS)) - 2;

/// The key of a slot with nothing pending: later than every event.
pub const NEVER: u64 = u64::MAX;

/// The key of an event at `time` (milliseconds since the start of the replication) in `slot`;
/// [`NEVER`] for a time beyond [`MAX_TIME`].
#[inline]
#[must_use]
pub const fn key(time: u64, slot: usize) -> u64 {
    if time > MAX_TIME { NEVER } else { (time << SLOT_BITS) | slot as u64 }
}

/// The time of a key, in milliseconds since the start of the replication.
#[inline]
#[must_use]
pub const fn time_of(key: u64) -> u64 {
    key >> SLOT_BITS
}

/// The key of an event in `slot` at the time of another that is pending.
#[inline]
#[must_use]
pub const fn same_time(key: u64, slot: usize) -> u64 {
    (key & (u64::MAX << SLOT_BITS)) | slot as u64
}

/// The slot of a key.
#[inline]
#[must_use]
pub const fn slot_of(key: u64) -> usize {
    (key & (MAX_SLOTS as u64 - 1)) as usize
}
