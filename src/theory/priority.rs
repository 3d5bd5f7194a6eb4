//! Waits by class when some work comes first; class 0 is the most urgent.

use super::erlang::erlang_c;

/// One class of work at a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkClass {
    /// Arrivals per unit of time.
    pub arrival_rate: f64,
    /// Mean service time.
    pub mean: f64,
    /// Mean of the squared service time.
    pub square: f64,
}

/// For each class the intensity of the classes before it, and with it included.
fn cumulated(loads: impl Iterator<Item = f64>) -> impl Iterator<Item = (f64, f64)> {
    loads.scan(0.0, |sum, load| {
        let before = *sum;
        *sum += load;
        Some((before, *sum))
    })
}

/// What a class waits for a residual of `residual`; infinite when it and those before it overload the server.
fn cobham(residual: f64, before: f64, with: f64) -> f64 {
    if with < 1.0 { residual / ((1.0 - before) * (1.0 - with)) } else { f64::INFINITY }
}

/// Mean wait to start of each class in M/G/1 with non-preemptive priorities; every wait is infinite
/// from a total intensity of 1 on (how the first classes then fare depends on which of the others
/// is served).
/// Source: Cobham, *Operations Research* 2 (1954).
#[must_use]
pub fn mg1_priority_waits(classes: &[WorkClass]) -> Vec<f64> {
    let total: f64 = classes.iter().map(|c| c.arrival_rate * c.mean).sum();
    let residual: f64 = classes.iter().map(|c| 0.5 * c.arrival_rate * c.square).sum();
    let wait = |(before, with)| {
        if total < 1.0 { cobham(residual, before, with) } else { f64::INFINITY }
    };
    cumulated(classes.iter().map(|c| c.arrival_rate * c.mean)).map(wait).collect()
}

/// Mean wait to start of each class in M/M/c with non-preemptive priorities and one service rate.
/// A class whose own and more urgent work overload the servers waits without end, others do not.
/// Source: Cobham (1954).
#[must_use]
pub fn mmc_priority_waits(arrival_rates: &[f64], service_rate: f64, servers: u32) -> Vec<f64> {
    let capacity = f64::from(servers) * service_rate;
    let total: f64 = arrival_rates.iter().sum();
    let residual = erlang_c(total / service_rate, servers) / capacity;
    cumulated(arrival_rates.iter().map(|rate| rate / capacity))
        .map(|(before, with)| cobham(residual, before, with))
        .collect()
}

/// Mean time from arrival to finish of each class in M/G/1 when more urgent work interrupts and the
/// interrupted is resumed. Source: Conway, Maxwell and Miller, *Theory of Scheduling* (1967), section 8-7;
/// for M/M/1 take `square` = 2 `mean`^2.
#[must_use]
pub fn mg1_preemptive_flows(classes: &[WorkClass]) -> Vec<f64> {
    let mut residual = 0.0;
    cumulated(classes.iter().map(|c| c.arrival_rate * c.mean))
        .zip(classes)
        .map(|((before, with), class)| {
            residual += 0.5 * class.arrival_rate * class.square;
            cobham(residual, before, with) + class.mean / (1.0 - before).max(0.0)
        })
        .collect()
}
