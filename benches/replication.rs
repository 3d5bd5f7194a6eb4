//! What one replication costs, for each event it handles.
//!
//! A replication is one simulated year, and all that an experiment does is replicate. `replication/team` is the reference
//! team (`scenarios/textbook/reference-team.toml`) with 100 to 130,000 offenders, staff and users of the app scaled alike,
//! from the file through the general engine. Read the throughput, in events a second, down the sizes: it should stay nearly
//! flat, because a larger team has more events and not dearer ones; what fall there is, is memory. The time at 1,300,
//! over the number of replications in the line's name, is to be at most 2.0 ms (aim 1.4).
//!
//! `replication/others` are the shapes that are met otherwise: M/M/20 with two priorities, where nearly every event begins
//! and ends work (at least 20 million events a second, aim 40; see below for what counts as an event), and Nottinghamshire's
//! team without and with the app, with rotas, bank holidays and named managers (at most 4 ms a year, aim 2.5), and with
//! every feature on (an event is to cost at most twice one of the reference team).
//!
//! An event is what the engine handles: work that arises, a part of work that ends, a change of duty, an observation. The
//! workspace is warm, so nothing is allocated; replications are taken in turn, so the lines are averages over chance.

mod worlds;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use std::time::Duration;
use worlds::Ready;

/// One line: replications taken in turn from a round of so many. An iteration is a round, which is always the same work.
fn line(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, mut ready: Ready) {
    group.throughput(Throughput::Elements(ready.events_of_a_round()));
    let round = ready.round();
    group.bench_function(format!("{name} ({round} x)"), |b| b.iter(|| ready.events_of_a_round()));
}

fn team(c: &mut Criterion) {
    let mut group = c.benchmark_group("replication/team");
    group.sampling_mode(SamplingMode::Flat);
    for (offenders, round) in [(100, 32), (1_300, 16), (13_000, 2), (130_000, 1)] {
        let ready = Ready::new(&worlds::team_of(offenders), round);
        line(&mut group, &format!("{offenders} offenders"), ready);
    }
    group.finish();
}

fn others(c: &mut Criterion) {
    let mut group = c.benchmark_group("replication/others");
    group.sampling_mode(SamplingMode::Flat);
    for (name, path, round) in [
        ("M-M-20, two priorities", worlds::MM20, 1),
        ("Nottinghamshire, base", worlds::BASE, 8),
        ("Nottinghamshire, app", worlds::APP, 8),
        ("Nottinghamshire, full", worlds::FULL, 8),
    ] {
        line(&mut group, name, Ready::new(&worlds::sound(&worlds::open(path)), round));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = team, others
}
criterion_main!(benches);
