//! The clock and the future event list; it knows no people.
//!
//! A simulation asks three things of its event list: the earliest event, a new time for one source
//! of events, and that ties are settled by a rule. [`EventList`] is a winner tree over fixed slots;
//! [`DelayList`] holds the unbounded rest behind a single slot of it.

mod delay_list;
mod event_list;

pub use delay_list::{DelayList, Delayed};
pub use event_list::{EventList, MAX_SLOTS, MAX_TIME, NEVER, key, same_time, slot_of, time_of};
