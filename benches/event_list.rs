//! What one event costs as the event list grows.
//!
//! This is the hold model (Jones, CACM 29(4), 1986): a list kept at one length, where each step takes the earliest event
//! and schedules another an exponential span later. Nearly all that a simulation asks of its list is this. The spans are
//! drawn beforehand, so the lines are the list's own cost.
//!
//! Read across a line first: from 32 to 100,000 the winner tree should grow a few times, not three thousand times. Then
//! against `binary heap`, the same one-word keys in the standard library's heap, in its kindest use (the top is replaced in
//! place): the tree should be several times faster at every length. `as a replication uses it` has the offenders' slots beside
//! those of the few at work, in a second tree while they are thousands and in a calendar when they are more.
//! Figures to compare with: the tree 7, 10, 10 and 32 ns where the heap of keys takes 24 to 98.

#![expect(clippy::expect_used, reason = "a bench that cannot go on ends")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use caseload::engine::{EventList, NEVER, key, slot_of, time_of};
use caseload::random::{Law, Purpose, Sampler, Seed, name_key};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// Spans drawn beforehand; a power of two.
const SPANS: usize = 1 << 12;

/// Exponential spans [ms], taken in turn for ever. The mean grows with the length of the list, so that time passes at one
/// pace and never runs out.
struct Spans {
    drawn: Vec<u64>,
    next: usize,
}

impl Spans {
    fn new(slots: usize) -> Self {
        let law = Sampler::new(&Law::exponential(64.0 * slots as f64).expect("a positive mean"));
        let mut stream = Seed(1).replication(0).stream(Purpose::Arrivals, name_key("hold"), 0);
        Self { drawn: (0..SPANS).map(|_| law.sample(stream.next_uniform()) as u64).collect(), next: 0 }
    }

    #[inline]
    fn take(&mut self) -> u64 {
        self.next = (self.next + 1) % SPANS;
        self.drawn[self.next]
    }
}

fn tree(slots: usize) -> impl FnMut() -> u64 {
    let mut spans = Spans::new(slots);
    let mut list = EventList::default();
    list.reset(slots, 0..0, NEVER);
    for slot in 0..slots {
        list.preset(slot, key(spans.take(), slot));
    }
    list.rebuild();
    move || {
        let first = list.first();
        let slot = slot_of(first);
        list.set(slot, key(time_of(first) + spans.take(), slot));
        first
    }
}

/// The list as a replication uses it: one slot in thirty-two is of the few at work, the others stand apart. After every so
/// many mean spans, as at the end of a replication, all begins afresh.
fn apart(slots: usize) -> impl FnMut() -> u64 {
    let mut spans = Spans::new(slots);
    let near = slots / 32;
    let end = key(16 * 64 * slots as u64, 0);
    let mut list = EventList::default();
    let mut keys = vec![NEVER; slots];
    move || {
        let first = list.first();
        if first >= end {
            list.reset(slots, near..slots, end);
            for (slot, standing) in keys.iter_mut().enumerate() {
                *standing = key(spans.take(), slot);
                list.preset(slot, *standing);
            }
            list.rebuild();
            return first;
        }
        let slot = slot_of(first);
        let next = key(time_of(first) + spans.take(), slot);
        if slot < near {
            list.set_near(slot, next);
        } else {
            let old = std::mem::replace(&mut keys[slot], next);
            list.replace(slot, (old, next), |slot| keys[slot]);
        }
        first
    }
}

fn heap(slots: usize) -> impl FnMut() -> u64 {
    let mut spans = Spans::new(slots);
    let mut heap: BinaryHeap<Reverse<u64>> = (0..slots).map(|slot| Reverse(key(spans.take(), slot))).collect();
    move || {
        let mut top = heap.peek_mut().expect("a hold keeps the length");
        let Reverse(first) = *top;
        *top = Reverse(key(time_of(first) + spans.take(), slot_of(first)));
        first
    }
}

fn hold(c: &mut Criterion) {
    let mut group = c.benchmark_group("event list");
    group.throughput(Throughput::Elements(1));
    for slots in [32, 1_024, 2_048, 100_000] {
        let mut step = tree(slots);
        group.bench_function(BenchmarkId::new("winner tree", slots), |b| b.iter(&mut step));
        let mut step = apart(slots);
        group.bench_function(BenchmarkId::new("as a replication uses it", slots), |b| b.iter(&mut step));
        let mut step = heap(slots);
        group.bench_function(BenchmarkId::new("binary heap", slots), |b| b.iter(&mut step));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(std::time::Duration::from_millis(500))
        .measurement_time(std::time::Duration::from_secs(2));
    targets = hold
}
criterion_main!(benches);
