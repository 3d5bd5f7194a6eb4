//! Teams in a row, and service times that are not exponential.

use super::erlang::{mmc_mean_flow, mmc_mean_wait};

/// Mean time from arrival to the end of the last stage, each stage (service rate, servers) an M/M/c
/// queue at the same arrival rate: what leaves an M/M/c queue is again a Poisson stream.
/// Source: Burke, *Operations Research* 4 (1956); Jackson (1957).
#[must_use]
pub fn tandem_flow(arrival_rate: f64, stages: &[(f64, u32)]) -> f64 {
    stages.iter().map(|&(rate, servers)| mmc_mean_flow(arrival_rate, rate, servers)).sum()
}

/// Approximate mean wait to start in G/G/c: M/M/c's times the mean of the squared coefficients of
/// variation of gaps and services. An approximation; exact for M/M/c and M/G/1.
/// Source: Allen, *Probability, Statistics and Queueing Theory* (1990), section 5.5.
#[must_use]
pub fn allen_cunneen_wait(arrival_rate: f64, service_rate: f64, servers: u32, gap_cv2: f64, service_cv2: f64) -> f64 {
    mmc_mean_wait(arrival_rate, service_rate, servers) * f64::midpoint(gap_cv2, service_cv2)
}
