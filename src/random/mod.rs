//! Chance: addressed streams of random numbers, and the laws that variates follow.
//!
//! Two scenarios that differ in one policy should differ in their results for that reason alone.
//! So a draw is not whatever a generator yields next, but has an address: *why* it is wanted
//! ([`Purpose`]), *from which source* ([`NameKey`]), *for whom* (an entity number), *in which
//! replication*, and *which one of the stream*. The hundredth person then meets the same fortunes
//! under every policy: common random numbers (Law, *Simulation Modeling and Analysis*, section 11.2).
//!
//! A variate is made from exactly one uniform by inversion, so that no law can put a stream out of
//! step and a higher uniform always means a higher variate. [`Law`] says what the law is;
//! [`Sampler`] draws from it quickly.

#![expect(clippy::neg_cmp_op_on_partial_ord, reason = "a check is written so that NaN fails it")]

mod address;
mod arrival;
mod count;
mod error;
mod fit;
mod law;
mod philox;
mod pieces;
mod sampler;
mod stream;
mod table;
mod tempo;

pub use address::{NameKey, Purpose, ReplicationKey, STREAM_VERSION, Seed, name_key};
pub use arrival::{Intensity, Step};
pub use count::{geometric, poisson, rounded};
pub use error::LawError;
pub use law::Law;
pub use pieces::{Pieces, Walk};
pub use sampler::Sampler;
pub use stream::{Stream, uniform};
pub use tempo::{Fading, Tempo};

#[cfg(test)]
mod battery;
#[cfg(test)]
mod tests;
