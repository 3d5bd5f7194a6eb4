//! A warm replication allocates nothing.
//!
//! In a binary of its own, because it counts what the global allocator is asked for.

#![expect(clippy::expect_used, reason = "a helper of tests, not only tests")]
#![expect(unsafe_code, reason = "a global allocator cannot be written without; the library itself forbids it")]

use caseload::calendar::{Clock, Date, Zone};
use caseload::model::{NoTrace, Plan, Workspace};
use caseload::random::Seed;
use caseload::scenario::{self, Point};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Requests of this thread; the test harness has others.
    static REQUESTS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, counting.
struct Counting;

fn count() {
    // A thread that is ending has no counter any more.
    let _ = REQUESTS.try_with(|n| n.set(n.get() + 1));
}

// SAFETY: every call is handed to the system's allocator unchanged; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the promises of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the promises of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the promises of `realloc`.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Requests for memory in replications after the same ones have been run once.
fn requests_when_warm(path: &str) -> u64 {
    let (scenario, _) = scenario::load(path).expect("a sound scenario");
    let starts: Date = scenario.starts.parse().expect("a date");
    let zone = if scenario.nation.is_some() { Zone::London } else { Zone::Abstract };
    let plan = Plan::new(&scenario, &Clock::new(starts, zone), &Point::Typical);
    let mut row = vec![0; plan.layout().len()];
    let mut workspace = Workspace::new();
    let mut replicate = || {
        for replication in 0..3 {
            workspace.run(&plan, Seed(1).replication(replication), &mut row, &mut NoTrace).expect("it ends");
        }
    };
    replicate();
    let before = REQUESTS.get();
    replicate();
    REQUESTS.get() - before
}

#[test]
fn the_counter_counts() {
    let before = REQUESTS.get();
    std::hint::black_box(Vec::<u8>::with_capacity(100));
    assert_eq!(REQUESTS.get() - before, 1);
}

#[test]
fn a_warm_replication_of_the_reference_team_allocates_nothing() {
    assert_eq!(requests_when_warm("scenarios/textbook/reference-team.toml"), 0);
}

// Fails: a due date beyond the table of working days (`WorkingDays::count`) allocates. The plan's table must reach
// beyond the horizon, by the longest `due_within` in working days, and before the warm-up, by the age of the backlog.
#[test]
fn a_warm_replication_of_nottinghamshire_allocates_nothing() {
    assert_eq!(requests_when_warm("scenarios/nottinghamshire-2021/base.toml"), 0);
    assert_eq!(requests_when_warm("scenarios/nottinghamshire-2021/app.toml"), 0);
    assert_eq!(requests_when_warm("scenarios/nottinghamshire-2021/sites.toml"), 0);
}

#[test]
fn a_warm_replication_of_a_caseload_in_motion_allocates_nothing() {
    for file in ["register", "licences", "shocks", "growth-and-fading"] {
        assert_eq!(requests_when_warm(&format!("scenarios/textbook/{file}.toml")), 0, "{file}");
    }
}

#[test]
fn a_warm_replication_of_a_team_that_comes_goes_and_is_away_allocates_nothing() {
    assert_eq!(requests_when_warm("scenarios/textbook/staff-as-they-are.toml"), 0);
    assert_eq!(requests_when_warm("scenarios/policies/on-call.toml"), 0);
}
