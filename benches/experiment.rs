//! What an experiment costs, by threads.
//!
//! 256 replications of the reference team, with everything that is asked of them: records kept, estimates and intervals
//! made. No draws of uncertain numbers: the reference team has none. Read the second line against the first: with two idle
//! cores it should take little more than half as long, since replications share nothing; what remains above half is the
//! statistics at the end, which one thread makes. One thread's time over 256, less a replication's own
//! (`replication/team`), is what an experiment adds to each.

#![expect(clippy::expect_used, reason = "a bench that cannot go on ends")]

mod worlds;

use caseload::experiment::{Control, Named, Settings, Wanted, study};
use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use std::time::Duration;

const REPLICATIONS: u64 = 256;

fn threads(c: &mut Criterion) {
    let mut group = c.benchmark_group("experiment/threads");
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(REPLICATIONS));
    let scenario = worlds::sound(&worlds::open(worlds::REFERENCE_TEAM));
    let named = Named { name: "reference team".to_owned(), scenario };
    for threads in [1, 2] {
        let settings =
            Settings { replications: Wanted::Number(REPLICATIONS), draws: 0, threads, ..Settings::default() };
        group.bench_function(BenchmarkId::from_parameter(threads), |b| {
            b.iter(|| study::run(&named, &settings, Control::default()).expect("it can be asked"));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(5));
    targets = threads
}
criterion_main!(benches);
