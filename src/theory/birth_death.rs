//! Queues whose number in the system is a birth-and-death chain.
//!
//! The chance of state n is proportional to the product of births over deaths below it; the product
//! is kept as a sum of logarithms, so that no population is too large. Source: Kleinrock I, chapter 3.

/// States after which an endless chain is cut off.
const MOST_STATES: u32 = 10_000_000;

/// Long-run averages of a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SteadyState {
    /// Share of arrivals that find the system full and are lost; 0 where none can be.
    pub lost: f64,
    /// Cases finished per unit of time.
    pub throughput: f64,
    /// Mean number of cases begun or waiting.
    pub in_system: f64,
    /// Mean number waiting.
    pub waiting: f64,
    /// Mean wait to start of those let in.
    pub mean_wait: f64,
    /// Share of the servers' time that is busy.
    pub utilisation: f64,
}

/// Long-run averages of a queue whose work may lapse before it is begun.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lapsing {
    /// Share of arrivals that lapse.
    pub lapse: f64,
    /// Share of arrivals that cannot start at once.
    pub p_wait: f64,
    /// Mean time in queue over all arrivals, until start or lapse.
    pub mean_queue_time: f64,
    /// Mean number waiting.
    pub waiting: f64,
    /// Share of the servers' time that is busy.
    pub utilisation: f64,
}

/// Chances of the states 0, 1, ..., for `step(n)` the ratio of birth in n - 1 to death in n, up to
/// `last` or until what follows no longer counts.
fn chances(last: u32, step: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut logs = vec![0.0];
    let (mut log, mut top) = (0.0_f64, 0.0_f64);
    for n in 1..=last.min(MOST_STATES) {
        let ratio = step(f64::from(n));
        if !(ratio > 0.0) {
            break;
        }
        log += libm::log(ratio);
        top = top.max(log);
        logs.push(log);
        if ratio < 1.0 && log - libm::log1p(-ratio) < top - 50.0 {
            break;
        }
    }
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - top)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// Mean of `of(n)` over the states.
fn mean(chances: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    chances.iter().zip(0_u32..).map(|(chance, n)| chance * of(f64::from(n))).sum()
}

/// The averages of a chain in which each of `servers` finishes at `service_rate`.
fn averages(chances: &[f64], service_rate: f64, servers: f64, lost: f64) -> SteadyState {
    let busy = mean(chances, |n| n.min(servers));
    let waiting = mean(chances, |n| (n - servers).max(0.0));
    let throughput = busy * service_rate;
    SteadyState {
        lost,
        throughput,
        in_system: busy + waiting,
        waiting,
        mean_wait: if throughput > 0.0 { waiting / throughput } else { 0.0 },
        utilisation: busy / servers,
    }
}

/// M/M/c with room for `room` cases, begun and waiting; an arrival that finds it full is lost.
/// `None` unless there are servers, room for them, an arrival rate >= 0 and a service rate > 0.
#[must_use]
pub fn mmck(arrival_rate: f64, service_rate: f64, servers: u32, room: u32) -> Option<SteadyState> {
    let valid = arrival_rate >= 0.0 && service_rate > 0.0 && servers > 0 && room >= servers;
    if !valid || room > MOST_STATES {
        return None;
    }
    let c = f64::from(servers);
    let mut states = chances(room, |n| arrival_rate / (n.min(c) * service_rate));
    states.resize(room as usize + 1, 0.0);
    let lost = states.last().copied().unwrap_or(0.0);
    Some(averages(&states, service_rate, c, lost))
}

/// A fixed number of `people`, each of whom raises a case at `rate` while having none open, and
/// `servers` who finish at `service_rate`: the machine-repair model. `None` as for [`mmck`].
/// Source: Kleinrock I, section 3.8.
#[must_use]
pub fn finite_source(people: u32, rate: f64, service_rate: f64, servers: u32) -> Option<SteadyState> {
    if !(rate >= 0.0 && service_rate > 0.0 && servers > 0 && people <= MOST_STATES) {
        return None;
    }
    let (c, all) = (f64::from(servers), f64::from(people));
    let states = chances(people, |n| (all - n + 1.0) * rate / (n.min(c) * service_rate));
    Some(averages(&states, service_rate, c, 0.0))
}

/// Erlang A: M/M/c in which a case not begun lapses at `lapse_rate` > 0. It has a long-run average
/// whatever the load. `None` as for [`mmck`].
/// Source: Palm (1957); Mandelbaum and Zeltyn, *Service engineering in action* (2007).
#[must_use]
pub fn erlang_a(arrival_rate: f64, service_rate: f64, lapse_rate: f64, servers: u32) -> Option<Lapsing> {
    if !(arrival_rate > 0.0 && service_rate > 0.0 && lapse_rate > 0.0 && servers > 0) {
        return None;
    }
    let c = f64::from(servers);
    let leave = |n: f64| n.min(c) * service_rate + (n - c).max(0.0) * lapse_rate;
    let states = chances(u32::MAX, |n| arrival_rate / leave(n));
    let waiting = mean(&states, |n| (n - c).max(0.0));
    Some(Lapsing {
        lapse: waiting * lapse_rate / arrival_rate,
        p_wait: mean(&states, |n| if n >= c { 1.0 } else { 0.0 }),
        mean_queue_time: waiting / arrival_rate,
        waiting,
        utilisation: mean(&states, |n| n.min(c)) / c,
    })
}
