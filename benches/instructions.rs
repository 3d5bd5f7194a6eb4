//! How many instructions the hot paths take, counted by valgrind: the same on a busy machine as on a quiet one.
//!
//! Time says whether a change matters; instructions say whether it did anything. A hold on the event list, one replication
//! of the reference team and of Nottinghamshire, and loading a scenario: read the change against the last run, which
//! gungraun prints beside each count. A change of under one part in a thousand is nothing.
//!
//! To compile it nothing is needed. To run it, two things must be there, and neither comes with the house:
//!
//! ```text
//! apt-get install valgrind
//! cargo install gungraun-runner --version 0.20.0
//! cargo bench --bench instructions
//! ```
//!
//! A bare `cargo bench` leaves it out (`bench = false` in `Cargo.toml`), and so do `cargo test` and `cargo clippy`; the gate
//! compiles it by name.

#![expect(missing_docs, reason = "gungraun's macros make modules, functions and constants")]

mod worlds;

use caseload::engine::{EventList, NEVER, key, slot_of, time_of};
use gungraun::{library_benchmark, library_benchmark_group, main};
use std::hint::black_box;
use worlds::Ready;

/// A list with an event in each slot.
fn full(slots: usize) -> EventList {
    let mut list = EventList::default();
    list.reset(slots, 0..0, NEVER);
    for slot in 0..slots {
        list.preset(slot, key(slot as u64 * 37 % 1_000, slot));
    }
    list.rebuild();
    list
}

#[library_benchmark]
#[bench::of_32(full(32))]
#[bench::of_2048(full(2_048))]
fn thousand_holds(mut list: EventList) -> EventList {
    for step in 0..1_000 {
        let first = list.first();
        list.set(slot_of(first), key(time_of(first) + step * 7 % 1_000, slot_of(first)));
    }
    black_box(list)
}

fn ready(path: &str) -> Ready {
    Ready::new(&worlds::sound(&worlds::open(path)), 1)
}

#[library_benchmark]
#[bench::reference_team(ready(worlds::REFERENCE_TEAM))]
#[bench::nottinghamshire_base(ready(worlds::BASE))]
#[bench::nottinghamshire_app(ready(worlds::APP))]
#[bench::nottinghamshire_full(ready(worlds::FULL))]
fn replication(mut ready: Ready) -> (u64, Ready) {
    let events = black_box(ready.replicate());
    (events, ready)
}

#[library_benchmark]
fn load() -> caseload::scenario::Scenario {
    worlds::sound(&worlds::open(black_box(worlds::APP)))
}

library_benchmark_group!(name = hot_paths, benchmarks = [thousand_holds, replication, load]);

main!(library_benchmark_groups = hot_paths);
