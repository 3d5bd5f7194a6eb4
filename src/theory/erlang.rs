//! Erlang's formulas and the M/M/c queue.

/// Erlang B: chance that all `servers` are busy when blocked work is lost, `load` >= 0 in erlangs.
///
/// By the recursion of its inverse, 1/B(c) = 1 + (c/a) / B(c - 1): no factorials. Source: Kleinrock,
/// *Queueing Systems* I, section 3.5.
#[must_use]
pub fn erlang_b(load: f64, servers: u32) -> f64 {
    if !(load >= 0.0) {
        return f64::NAN;
    }
    if load == 0.0 {
        return if servers == 0 { 1.0 } else { 0.0 };
    }
    1.0 / (1..=servers).fold(1.0, |inverse, c| 1.0 + f64::from(c) / load * inverse)
}

/// Erlang C: chance that an arrival must wait, `load` >= 0 in erlangs; 1 when the load is at least
/// the number of servers. Source: Kleinrock I, section 3.4, by way of [`erlang_b`].
#[must_use]
pub fn erlang_c(load: f64, servers: u32) -> f64 {
    let c = f64::from(servers);
    if load >= c {
        return 1.0;
    }
    let blocked = erlang_b(load, servers);
    c * blocked / (c - load * (1.0 - blocked))
}

/// Spare service rate of M/M/c; at most 0 when it is overloaded.
fn spare(arrival_rate: f64, service_rate: f64, servers: u32) -> f64 {
    f64::from(servers) * service_rate - arrival_rate
}

/// Mean wait to start over all arrivals in M/M/c; infinite from an intensity of 1 on.
#[must_use]
pub fn mmc_mean_wait(arrival_rate: f64, service_rate: f64, servers: u32) -> f64 {
    let spare = spare(arrival_rate, service_rate, servers);
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    erlang_c(arrival_rate / service_rate, servers) / spare
}

/// Mean time from arrival to finish in M/M/c.
#[must_use]
pub fn mmc_mean_flow(arrival_rate: f64, service_rate: f64, servers: u32) -> f64 {
    mmc_mean_wait(arrival_rate, service_rate, servers) + 1.0 / service_rate
}

/// Mean number of busy servers in M/M/c.
#[must_use]
pub fn mmc_mean_busy(arrival_rate: f64, service_rate: f64, servers: u32) -> f64 {
    (arrival_rate / service_rate).min(f64::from(servers))
}

/// Chance that an arrival waits longer than `t` >= 0 in M/M/c, first come first served.
#[must_use]
pub fn mmc_wait_tail(arrival_rate: f64, service_rate: f64, servers: u32, t: f64) -> f64 {
    let spare = spare(arrival_rate, service_rate, servers);
    if spare <= 0.0 {
        return 1.0;
    }
    erlang_c(arrival_rate / service_rate, servers) * libm::exp(-spare * t)
}

/// Wait that a share `p` of arrivals does not exceed in M/M/c; 0 while fewer than 1 - p wait at all.
#[must_use]
pub fn mmc_wait_quantile(arrival_rate: f64, service_rate: f64, servers: u32, p: f64) -> f64 {
    let spare = spare(arrival_rate, service_rate, servers);
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    let waits = erlang_c(arrival_rate / service_rate, servers);
    if waits <= 1.0 - p { 0.0 } else { libm::log(waits / (1.0 - p)) / spare }
}

/// Standard deviation of the wait over all arrivals in M/M/c, first come first served.
#[must_use]
pub fn mmc_wait_sd(arrival_rate: f64, service_rate: f64, servers: u32) -> f64 {
    let spare = spare(arrival_rate, service_rate, servers);
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    let waits = erlang_c(arrival_rate / service_rate, servers);
    libm::sqrt(waits * (2.0 - waits)) / spare
}

/// Chance that arrival to finish takes longer than `t` >= 0 in M/M/c, first come first served: the
/// wait, none or exponential, plus an exponential service.
#[must_use]
pub fn mmc_flow_tail(arrival_rate: f64, service_rate: f64, servers: u32, t: f64) -> f64 {
    let spare = spare(arrival_rate, service_rate, servers);
    if spare <= 0.0 {
        return 1.0;
    }
    let waits = erlang_c(arrival_rate / service_rate, servers);
    let service = libm::exp(-service_rate * t);
    let gap = spare - service_rate;
    // P(wait + service > t) = e^-mt (1 + m (1 - e^-gt) / g), g = spare - m.
    let added = if gap == 0.0 { t } else { -libm::expm1(-gap * t) / gap };
    service * (1.0 + waits * service_rate * added)
}

/// Fewest servers, at most `most`, with which a share of at most `share` of arrivals waits longer
/// than `t` in M/M/c; `None` when `most` are not enough.
#[must_use]
pub fn servers_for_wait(arrival_rate: f64, service_rate: f64, t: f64, share: f64, most: u32) -> Option<u32> {
    let (mut low, mut high) = (1, most.saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        if mmc_wait_tail(arrival_rate, service_rate, middle, t) <= share {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    (low <= most).then_some(low)
}
