//! Closed forms of queueing theory: previews, and the answers that the simulator is tested against.
//!
//! Rates and times are in any one unit of time. A mean that grows without end is infinite, which is
//! the right answer; an argument that makes no sense (a negative rate, no servers) gives NaN or
//! `None` as stated. Nothing here knows the model: that is the point of testing against it.

#![expect(clippy::neg_cmp_op_on_partial_ord, reason = "a check is written so that NaN fails it")]

mod birth_death;
mod erlang;
mod fluid;
mod network;
mod priority;
mod single;
#[cfg(test)]
mod tests;

pub use birth_death::{Lapsing, SteadyState, erlang_a, finite_source, mmck};
pub use erlang::{
    erlang_b, erlang_c, mmc_flow_tail, mmc_mean_busy, mmc_mean_flow, mmc_mean_wait, mmc_wait_quantile, mmc_wait_sd,
    mmc_wait_tail, servers_for_wait,
};
pub use fluid::{FluidPiece, fluid_backlog, fluid_with_lapses, halfin_whitt_delay, square_root_staffing};
pub use network::{allen_cunneen_wait, tandem_flow};
pub use priority::{WorkClass, mg1_preemptive_flows, mg1_priority_waits, mmc_priority_waits};
pub use single::{mg1_mean_wait, mg1_wait_sd, mm1_flow_quantile, mm1_flow_tail, mm1_mean_wait};
