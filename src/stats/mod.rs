//! Statistics: tallies, estimates and their intervals, comparison, precision, two levels of variance.
//!
//! The observations are bare numbers; what they measure is others' business. An answer that a
//! sample is too small to give is `None` or an error that says how much more is needed: never NaN,
//! and never an interval of width zero that only means "one observation".

mod conjugate;
mod counts;
mod estimate;
mod paired;
mod precision;
mod proportion;
mod quantile;
mod ratio;
mod score;
mod sum;
mod tally;
#[cfg(test)]
mod tests;
mod two_level;

pub use conjugate::{CountAhead, RateLaw, ShareLaw, SuccessesAhead};
pub use counts::{poisson_interval, rate_interval, rate_ratio_interval};
pub use estimate::{Estimate, Interval, bonferroni};
pub use paired::{Paired, paired};
pub use precision::{Precision, Stop, Verdict, first_n, look_ahead, relative_half_width_met};
pub use proportion::{clopper_pearson, wilson};
pub use quantile::{QuantileEstimate, TooFew, quantile_interval, replications_needed, sample_quantile};
pub use ratio::{RatioEstimate, jackknife_ratio, ratio, residual};
pub use score::{Evenness, central, crps, evenness, log_score, randomised_pit};
pub use sum::Sum;
pub use tally::Tally;
pub use two_level::{TwoLevel, two_level};
