//! How the world behaves: one replication of a scenario.
//!
//! The life of a replication: a [`Plan`] (the scenario at one point, as flat tables) and a
//! [`Workspace`] (all that changes, reused) go into [`Workspace::run`] with the replication's key, and a
//! row of whole numbers comes out, laid out by [`Layout`]. Nothing is read from outside and nothing is
//! allocated once the workspace is warm, but where overload brings something on.
//!
//! # Order at one instant
//!
//! Releases (work finished, call-outs and the rest after them ended), then the roster (duty begins and ends), then posts (people leave, come, go
//! and return; what overload brings on takes effect; on Mondays overtime is decided), then arrivals (offenders' work,
//! the team's, follow-ups), then dispatch (those on duty first, then those on call), then lapses. Weeks, months and the period hold their
//! beginning and not their end, so the ledger is written up before anything of the instant at which
//! they end. New work joins the line before anyone is matched, and a task whose patience ends in
//! the instant someone becomes free is begun, not lost.

mod allocation;
mod arise;
mod before;
mod brought_on;
mod custody;
mod demand;
mod dispatch;
mod drawn_anew;
mod layout;
mod ledger;
mod membership;
mod on_call;
mod ownership;
mod part;
mod pending;
mod plan;
mod plan_motion;
mod plan_posts;
mod plan_sources;
mod plan_staff;
mod plan_tables;
mod plan_work;
mod posts;
mod quiet;
mod records;
mod register;
mod replicate;
mod sites;
mod spells;
mod start;
mod state;
mod tempo;
mod time_line;
mod trace;
mod waits;
mod work;

pub use layout::{BACKLOG_CAUSE, Cell, Layout, roles_of};
pub use plan::Plan;
pub use records::{
    AGE_BANDS, EXCESSIVE_LOAD, FLOWS, Flow, LEVELS, Level, MEMBERS, Members, ON_CALL, OnCall, PERSON_BINS, TOTALS,
    Total, UNDEFINED,
};
pub use replicate::{Stopped, Workspace};
pub use trace::{NoTrace, Record, Step, Trace};
