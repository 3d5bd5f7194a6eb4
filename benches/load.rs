//! What stands between a file and the first replication.
//!
//! `caseload check` is to answer in under 50 ms, and nearly all it does is this. Nottinghamshire's `app.toml` is the
//! largest shipped scenario: three files merged, with a joint sample of 200 rows. `read and merge` ends with one tree;
//! `check` turns the tree into a scenario and finds what is wrong; `compile` makes the flat tables of the engine, which is
//! done again for every draw of the uncertain numbers. The lines add up; the largest is where to look.

mod worlds;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("load");
    group.bench_function("read and merge", |b| b.iter(|| worlds::open(black_box(worlds::APP))));
    let loaded = worlds::open(worlds::APP);
    group.bench_function("check", |b| b.iter(|| worlds::sound(black_box(&loaded))));
    let scenario = worlds::sound(&loaded);
    group.bench_function("compile", |b| b.iter(|| worlds::plan(black_box(&scenario))));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = load
}
criterion_main!(benches);
