//! A stream of random numbers: 64 bits of state, read in order or at any place.
//!
//! The generator is `SplitMix64` (Steele, Lea and Flood, *Fast splittable pseudorandom number
//! generators*, OOPSLA 2014): a counter that goes up by a fixed odd number, and a mixing of it. It
//! costs about a nanosecond, and its n-th output can be had without the ones before.
//!
//! All streams walk the same circle of 2^64 places from starts that Philox scatters. That two of N
//! streams of L draws share a piece of it has a chance of about N^2 L / 2^64: for five million
//! streams of fifty draws, seven in a hundred thousand, and then one pair of them is concerned.

/// What the state goes up by: 2^64 divided by the golden ratio, odd.
const STRIDE: u64 = 0x9E37_79B9_7F4A_7C15;

/// Sets a child's origin apart from a draw.
const CHILD: u64 = 0xD1B5_4A32_D192_ED03;

/// A stream of uniform random numbers.
///
/// `Copy` on purpose: a copy starts from the same place and gives the same numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stream(u64);

impl Stream {
    /// The stream in a given state, as [`Stream::state`] told it.
    #[must_use]
    #[inline]
    pub const fn from_state(state: u64) -> Self {
        Self(state)
    }

    /// The state: everything there is to know about the stream.
    #[must_use]
    #[inline]
    pub const fn state(self) -> u64 {
        self.0
    }

    /// The next 64 random bits.
    #[inline]
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STRIDE);
        mix(self.0)
    }

    /// The next uniform variate in the open interval (0, 1).
    #[inline]
    pub fn next_uniform(&mut self) -> f64 {
        uniform(self.next_u64())
    }

    /// The 64 bits that the (`index` + 1)-th call of [`Stream::next_u64`] from here would give.
    #[must_use]
    #[inline]
    pub const fn at(self, index: u32) -> u64 {
        mix(self.0.wrapping_add(STRIDE.wrapping_mul(index as u64 + 1)))
    }

    /// The uniform variate in (0, 1) at a place of the stream: [`uniform`] of [`Stream::at`].
    #[must_use]
    #[inline]
    pub fn uniform_at(self, index: u32) -> f64 {
        uniform(self.at(index))
    }

    /// A stream of its own for the `index`-th thing that belongs to this one.
    ///
    /// Its state is a second, different mixing (the finaliser of `MurmurHash3`) of the draw at
    /// `index`, so that a child walks apart from its parent and from its brothers.
    #[must_use]
    #[inline]
    pub const fn child(self, index: u32) -> Self {
        let mut z = self.at(index) ^ CHILD;
        z = (z ^ (z >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        z = (z ^ (z >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
        Self(z ^ (z >> 33))
    }
}

/// The output mixing of `SplitMix64`: Stafford's variant 13.
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A uniform variate in the open interval (0, 1) from 64 random bits.
///
/// The upper 52 bits choose an odd multiple of 2^-53: exact, never 0 and never 1, and 1 - u is in
/// the same set. (With 53 bits and a half added, the largest would round to 1.) The smallest is
/// 2^-53, so an exponential variate never exceeds 36.8 means.
#[must_use]
#[inline]
pub fn uniform(bits: u64) -> f64 {
    const TWO_TO_MINUS_53: f64 = 1.0 / 9_007_199_254_740_992.0;
    ((bits >> 11) | 1) as f64 * TWO_TO_MINUS_53
}
