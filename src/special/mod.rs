//! Special functions: the mathematics that laws, intervals and queueing formulas stand on.
//!
//! Results must be the same bits on every machine, so nothing here calls the platform's
//! mathematics: only `+ - * /`, square roots and the `libm` crate. Quantiles have a relative error
//! below 1e-12 for probabilities between 1e-10 and 1 - 1e-10 over the ranges that the tests state;
//! what limits them in an upper tail is that `1 - p` is known no better than a double allows.
//!
//! An argument outside a function's domain gives NaN, never a panic; an argument inside it gives a
//! number. Callers that hold checked values therefore never meet NaN.

#![expect(clippy::neg_cmp_op_on_partial_ord, reason = "a check is written so that NaN fails it")]
#![expect(clippy::many_single_char_names, reason = "formulas keep the letters of their sources")]

mod beta;
mod discrete;
mod elementary;
mod gamma;
mod normal;
mod root;
mod student;

pub use beta::{beta_cdf, beta_quantile, beta_quantile_tails, f_cdf, f_quantile};
pub(crate) use beta::{beta_kernel, beta_log_odds};
pub use discrete::{binomial_cdf, binomial_pmf, binomial_sf, poisson_cdf, poisson_pmf, poisson_quantile, poisson_sf};
pub use elementary::{exp, ln};
pub use gamma::{
    chi_square_cdf, chi_square_quantile, gamma_p, gamma_q, gamma_quantile, gamma_quantile_tails, ln_gamma,
};
pub(crate) use gamma::{gamma_kernel, gamma_log_quantile};
pub use normal::{normal_cdf, normal_pdf, normal_quantile, normal_sf};
pub use root::increasing_root;
pub use student::{student_cdf, student_quantile, student_sf};

#[cfg(test)]
mod tests;

/// Half the logarithm of 2 pi.
const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;

/// A number as large as makes no difference, and yet finite: sums of logarithms stay defined.
const MANY: f64 = 1e300;
