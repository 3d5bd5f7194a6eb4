//! The clock and the future event list; it knows no people.
//!
//! A simulation asks three things of its event list: the earliest event, a new time for one source
//! of events, and that ties are settled by a rule. [`EventList`] holds one event for each of its slots, the few busy ones in
//! a winner tree and thousands of others in a calendar;
//! [`DelayList`] holds the unbounded rest behind a single slot of it.

mod calendar;
mod delay_list;
mod event_list;
mod key;
mod winner_tree;

pub use delay_list::{DelayList, Delayed};
pub use event_list::EventList;
pub use key::{MAX_SLOTS, MAX_TIME, NEVER, key, same_time, slot_of, time_of};
