//! The reference team on one thread: milliseconds a replication, and outputs to hold against other programs'.
//!
//! `cargo run --release --example one_thread -- REPLICATIONS [SEED] [SIZE | SCENARIO]`. Prints one `name value` a line. The
//! time is the engine's alone, in a warm workspace, the tables compiled: `caseload run` adds loading and statistics, which
//! `benches/against_simpy.sh` times too. A SIZE is that number of offenders, staff scaled alike; a SCENARIO is a file to
//! take in its place.

#![expect(clippy::expect_used, reason = "a bench that cannot go on ends")]

mod worlds;

use caseload::model::{Layout, NoTrace, Total, Workspace};
use caseload::random::Seed;
use std::sync::LazyLock;
use std::time::Instant;

const HOUR: f64 = 3_600_000.0;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual| arguments.next().map_or(usual, |a| a.parse::<u64>().expect("a whole number"));
    let (replications, seed) = (number(200), Seed(number(1)));
    let other = arguments.next();
    let scenario = match other.as_deref().map(|other| (other, other.parse::<usize>())) {
        None => worlds::sound(&worlds::open(worlds::REFERENCE_TEAM)),
        Some((_, Ok(offenders))) => worlds::team_of(offenders),
        Some((path, Err(_))) => worlds::sound(&worlds::open(path)),
    };
    let plan = worlds::plan(&scenario);
    let layout = plan.layout();
    let mut row = vec![0; layout.len()];
    let mut sums = vec![0_i64; layout.len()];
    let mut workspace = Workspace::new();
    workspace.run(&plan, seed.replication(replications), &mut row, &mut NoTrace).expect("it reaches its horizon");

    let before = cpu_seconds();
    for replication in 0..replications {
        workspace.run(&plan, seed.replication(replication), &mut row, &mut NoTrace).expect("it reaches its horizon");
        for (sum, value) in sums.iter_mut().zip(&row) {
            *sum = sum.wrapping_add(*value);
        }
    }
    let elapsed = cpu_seconds() - before;

    let n = replications as f64;
    let kind = |name: &str| scenario.kinds.iter().position(|k| k.name == name).expect("a kind of the reference team");
    let of = |what: Total, name: &str| sums[layout.total(what, kind(name))] as f64;
    println!("ms {:.6}", elapsed * 1e3 / n);
    let events = sums[layout.events()] as f64 / n;
    println!("events {events}");
    println!("ns_an_event {:.2}", elapsed * 1e9 / n / events);
    if other.is_some() {
        return;
    }
    println!("officer_busy {}", busy(layout, &sums, scenario.roles.iter().position(|r| r.name == "officer")));
    println!("alert_wait_h {}", of(Total::WaitSum, "alert triage") / of(Total::WaitCount, "alert triage") / HOUR);
    println!("visit_wait_d {}", of(Total::WaitSum, "visit") / of(Total::WaitCount, "visit") / HOUR / 24.0);
}

/// Time this thread has had of a processor, where the system says so (Linux); elsewhere, time passed.
fn cpu_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stated = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = stated.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

/// Share of a role's productive hours that was worked.
fn busy(layout: &Layout, sums: &[i64], role: Option<usize>) -> f64 {
    let months = 0..layout.months;
    let role = role.expect("a role of the reference team");
    let cells = layout.cells.iter().enumerate().filter(|(_, cell)| cell.role == role);
    let worked: i64 = cells.flat_map(|(i, _)| months.clone().map(move |m| layout.hours(m, i))).map(|at| sums[at]).sum();
    let there: i64 = months.clone().map(|m| sums[layout.capacity(m, role)]).sum();
    worked as f64 / there as f64
}
