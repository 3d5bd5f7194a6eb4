//! Drawing quickly from a law.

use std::sync::Arc;

use super::law::{Law, inside, pert_shapes};
use super::table::Table;
use crate::special::{beta_kernel, beta_log_odds, exp, gamma_kernel, gamma_log_quantile, normal_quantile};

/// Draws variates of one law, one uniform each.
///
/// Laws with a closed form are inverted directly. Gamma, beta and PERT laws take about a
/// microsecond to invert, so their quantile function is tabulated once: relative error below 1e-6
/// (of the distance from `low` for a PERT law), exact in the outermost tails (chance 1e-9 each),
/// never decreasing in the uniform.
#[derive(Clone, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// Inverted directly.
    Direct(Law),
    /// `scale` times a gamma variate; the table holds its logarithm.
    Gamma { scale: f64, shape: f64, table: Arc<Table> },
    /// `low` plus `range` times a beta variate; the table holds its log-odds.
    Beta { low: f64, range: f64, a: f64, b: f64, table: Arc<Table> },
}

impl Sampler {
    /// A sampler for a law. Building a table takes about half a millisecond.
    #[must_use]
    pub fn new(law: &Law) -> Self {
        Self(match *law {
            Law::Gamma { shape, scale } if shape > 0.0 => {
                let density = |y: f64| gamma_kernel(shape, libm::exp(y));
                let table = Table::new(|p, q| gamma_log_quantile(shape, p, q), density);
                Kind::Gamma { scale, shape, table: Arc::new(table) }
            }
            Law::Beta { a, b } => Self::beta(0.0, 1.0, a, b),
            Law::Pert { low, mode, high } if low < high => {
                let (a, b) = pert_shapes(low, mode, high);
                Self::beta(low, high - low, a, b)
            }
            Law::Scaled { by, law: ref inner } => return Self::new(inner).scaled(by),
            _ => Kind::Direct(law.clone()),
        })
    }

    /// As [`Sampler::new`], with the table of one of `known` where that is the same: it depends on the shape alone.
    #[must_use]
    pub fn new_like<'a>(law: &Law, mut known: impl Iterator<Item = &'a Self>) -> Self {
        let same = |a: f64, b: f64| a.to_bits() == b.to_bits();
        match *law {
            Law::Gamma { shape, scale } => known.find_map(|sampler| match sampler.0 {
                Kind::Gamma { shape: other, ref table, .. } if same(shape, other) => {
                    Some(Self(Kind::Gamma { scale, shape, table: table.clone() }))
                }
                _ => None,
            }),
            Law::Beta { a, b } => Self::beta_like(known, 0.0, 1.0, a, b),
            Law::Pert { low, mode, high } if low < high => {
                let (a, b) = pert_shapes(low, mode, high);
                Self::beta_like(known, low, high - low, a, b)
            }
            _ => None,
        }
        .unwrap_or_else(|| Self::new(law))
    }

    /// The sampler of a beta law with a known table.
    fn beta_like<'a>(mut known: impl Iterator<Item = &'a Self>, low: f64, range: f64, a: f64, b: f64) -> Option<Self> {
        let same = |x: f64, y: f64| x.to_bits() == y.to_bits();
        known.find_map(|sampler| match sampler.0 {
            Kind::Beta { a: p, b: q, ref table, .. } if same(a, p) && same(b, q) => {
                Some(Self(Kind::Beta { low, range, a, b, table: table.clone() }))
            }
            _ => None,
        })
    }

    #[expect(clippy::many_single_char_names, reason = "formulas keep the letters of their sources")]
    fn beta(low: f64, range: f64, a: f64, b: f64) -> Kind {
        let density = |odds: f64| {
            let e = libm::exp(-odds.abs());
            let (x, y) = (1.0 / (1.0 + e), e / (1.0 + e));
            if odds < 0.0 { beta_kernel(a, b, y, x) } else { beta_kernel(a, b, x, y) }
        };
        let table = Table::new(|p, q| beta_log_odds(a, b, p, q), density);
        Kind::Beta { low, range, a, b, table: Arc::new(table) }
    }

    /// The value, if every variate is the same.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        match self.0 {
            Kind::Direct(Law::Fixed(value)) => Some(value),
            _ => None,
        }
    }

    /// The variate for a uniform `u` in (0, 1); never decreases in `u`.
    #[must_use]
    #[inline]
    pub fn sample(&self, u: f64) -> f64 {
        match self.0 {
            Kind::Direct(ref law) => law.quantile(u),
            Kind::Gamma { scale, shape, ref table } => {
                let z = normal_quantile(inside(u));
                scale
                    * exp(table.at(z).unwrap_or_else(|| {
                        let u = inside(u);
                        table.beyond(z, gamma_log_quantile(shape, u, 1.0 - u))
                    }))
            }
            Kind::Beta { low, range, a, b, ref table } => {
                let z = normal_quantile(inside(u));
                let odds = table.at(z).unwrap_or_else(|| {
                    let u = inside(u);
                    table.beyond(z, beta_log_odds(a, b, u, 1.0 - u))
                });
                low + range / (1.0 + exp(-odds))
            }
        }
    }

    /// The sampler of `by` times the variate, sharing this one's table; `by` as in [`Law::scaled`].
    #[must_use]
    pub fn scaled(&self, by: f64) -> Self {
        if !(by > 0.0) {
            return Self(Kind::Direct(Law::Fixed(0.0)));
        }
        Self(match self.0.clone() {
            Kind::Direct(law) => Kind::Direct(law.scaled(by)),
            Kind::Gamma { scale, shape, table } => Kind::Gamma { scale: by * scale, shape, table },
            Kind::Beta { low, range, a, b, table } => Kind::Beta { low: by * low, range: by * range, a, b, table },
        })
    }
}
