//! One server: M/M/1 and M/G/1, first come first served.

/// Mean wait to start in M/M/1; infinite from an intensity of 1 on. Source: Kleinrock I, section 3.2.
#[must_use]
pub fn mm1_mean_wait(arrival_rate: f64, service_rate: f64) -> f64 {
    mg1_mean_wait(arrival_rate, 1.0 / service_rate, 2.0 / (service_rate * service_rate))
}

/// Chance that arrival to finish takes longer than `t` >= 0 in M/M/1: exponential at the spare rate.
#[must_use]
pub fn mm1_flow_tail(arrival_rate: f64, service_rate: f64, t: f64) -> f64 {
    let spare = service_rate - arrival_rate;
    if spare > 0.0 { libm::exp(-spare * t) } else { 1.0 }
}

/// Time from arrival to finish that a share `p` does not exceed in M/M/1.
#[must_use]
pub fn mm1_flow_quantile(arrival_rate: f64, service_rate: f64, p: f64) -> f64 {
    let spare = service_rate - arrival_rate;
    if spare > 0.0 { -libm::log1p(-p) / spare } else { f64::INFINITY }
}

/// Mean wait to start in M/G/1 from the mean and the mean square of the service time: the formula
/// of Pollaczek and Khinchine. Infinite from an intensity of 1 on. Source: Kleinrock I, section 5.6.
#[must_use]
pub fn mg1_mean_wait(arrival_rate: f64, service_mean: f64, service_square: f64) -> f64 {
    let idle = 1.0 - arrival_rate * service_mean;
    if idle <= 0.0 {
        return f64::INFINITY;
    }
    arrival_rate * service_square / (2.0 * idle)
}

/// Standard deviation of the wait in M/G/1 from the first three moments of the service time:
/// E W^2 = 2 (E W)^2 + lambda E S^3 / (3 (1 - rho)). Source: Kleinrock I, section 5.7 (Takács).
#[must_use]
pub fn mg1_wait_sd(arrival_rate: f64, moments: [f64; 3]) -> f64 {
    let [mean, square, cube] = moments;
    let idle = 1.0 - arrival_rate * mean;
    if idle <= 0.0 {
        return f64::INFINITY;
    }
    let wait = mg1_mean_wait(arrival_rate, mean, square);
    libm::sqrt(wait * wait + arrival_rate * cube / (3.0 * idle))
}
