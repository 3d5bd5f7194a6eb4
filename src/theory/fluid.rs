//! Rules of thumb: square-root staffing, and backlogs as a fluid. All approximations.

use crate::special::{normal_cdf, normal_pdf};

/// Servers for an offered `load` in erlangs by the square-root rule, load + beta sqrt(load), before
/// rounding up. Source: Halfin and Whitt, *Operations Research* 29 (1981).
#[must_use]
pub fn square_root_staffing(load: f64, beta: f64) -> f64 {
    load + beta * libm::sqrt(load)
}

/// Approximate chance of waiting under [`square_root_staffing`], beta > 0:
/// 1 / (1 + beta Phi(beta) / phi(beta)).
#[must_use]
pub fn halfin_whitt_delay(beta: f64) -> f64 {
    let density = normal_pdf(beta);
    density / (density + beta * normal_cdf(beta))
}

/// A stretch of time with constant inflow and capacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FluidPiece {
    /// How long it lasts.
    pub duration: f64,
    /// Work arriving per unit of time.
    pub inflow: f64,
    /// Work that can be done per unit of time.
    pub capacity: f64,
}

/// Backlog of work at the end of each piece, from `opening` >= 0: it grows by inflow minus capacity
/// and is never below zero. Source: Newell, *Applications of Queueing Theory* (1982), chapter 2.
#[must_use]
pub fn fluid_backlog(opening: f64, pieces: &[FluidPiece]) -> Vec<f64> {
    let mut backlog = opening;
    pieces
        .iter()
        .map(|piece| {
            backlog = (backlog + piece.duration * (piece.inflow - piece.capacity)).max(0.0);
            backlog
        })
        .collect()
}

/// Number in the system after time `t`, from `opening`, when cases arrive at `arrival_rate`, each of
/// `servers` finishes at `service_rate` and those waiting lapse at `lapse_rate`:
/// x' = lambda - mu min(x, c) - theta max(x - c, 0), solved exactly on either side of c.
/// Source: Whitt, *Operations Research* 54 (2006).
#[must_use]
pub fn fluid_with_lapses(
    opening: f64,
    arrival_rate: f64,
    service_rate: f64,
    lapse_rate: f64,
    servers: f64,
    t: f64,
) -> f64 {
    let drift = arrival_rate - service_rate * servers;
    // y = x - c decays at mu below c and at theta above it, towards drift / rate.
    let flow = |y: f64, rate: f64, t: f64| {
        if rate > 0.0 { drift / rate + (y - drift / rate) * libm::exp(-rate * t) } else { y + drift * t }
    };
    let y = opening - servers;
    let above = if y == 0.0 { drift > 0.0 } else { y > 0.0 };
    let (rate, other) = if above { (lapse_rate, service_rate) } else { (service_rate, lapse_rate) };
    // The level c is crossed when drift points to it from this side.
    let crosses = y != 0.0 && (drift > 0.0) != above && drift != 0.0;
    let reached = if !crosses {
        f64::INFINITY
    } else if rate > 0.0 {
        libm::log1p(-y * rate / drift) / rate
    } else {
        -y / drift
    };
    servers + if t <= reached { flow(y, rate, t) } else { flow(0.0, other, t - reached) }
}
