//! Quantiles of times within one replication, from counts in bins of fixed relative width.
//!
//! Bins are exact below 64 ms and 1/32 of a power of two wide above it, so a quantile is within 3.2 %
//! at worst, and interpolation inside the bin makes it far closer where tasks are many. Counts do not
//! depend on the order in which times arrive.

const LINEAR: u64 = 64;
const PER_OCTAVE: u64 = 32;
const BINS: usize = 1344;

/// A histogram of times in milliseconds.
#[derive(Clone, Debug)]
pub(super) struct Times {
    bins: Box<[u32; BINS]>,
    count: u64,
    highest: usize,
}

impl Default for Times {
    fn default() -> Self {
        Self { bins: Box::new([0; BINS]), count: 0, highest: 0 }
    }
}

#[inline]
fn bin_of(ms: i64) -> usize {
    let v = ms.max(0) as u64;
    let octave = 63 - u64::from((v | LINEAR).leading_zeros());
    let index = (LINEAR + (octave - 6) * PER_OCTAVE).wrapping_add((v >> (octave - 5)).wrapping_sub(PER_OCTAVE));
    // Work that waits and work that does not come in no order that can be foreseen.
    std::hint::select_unpredictable(v < LINEAR, v as usize, (index as usize).min(BINS - 1))
}

fn edge(bin: usize) -> f64 {
    let bin = bin as u64;
    if bin < LINEAR {
        return bin as f64;
    }
    let octave = (bin - LINEAR) / PER_OCTAVE + 6;
    let within = (bin - LINEAR) % PER_OCTAVE + PER_OCTAVE;
    (within << (octave - 5)) as f64
}

impl Times {
    pub(super) fn clear(&mut self) {
        self.bins[..=self.highest].fill(0);
        self.count = 0;
        self.highest = 0;
    }

    #[inline(always)]
    pub(super) fn add(&mut self, ms: i64) {
        let bin = bin_of(ms);
        // At most as many as events: no count of them is too large.
        self.bins[bin] = self.bins[bin].wrapping_add(1);
        self.count = self.count.wrapping_add(1);
        self.highest = self.highest.max(bin);
    }

    /// How many times there are.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The smallest times, interpolated within their bins, not exceeded by these shares, which ascend; none without times.
    pub(super) fn quantiles<const N: usize>(&self, shares: [f64; N]) -> Option<[i64; N]> {
        if self.count == 0 {
            return None;
        }
        let (mut bin, mut below) = (0, 0.0);
        Some(shares.map(|p| {
            let target = (p * self.count as f64).max(f64::MIN_POSITIVE);
            let mut here = f64::from(self.bins[bin]);
            while below + here < target && bin < self.highest {
                below += here;
                bin += 1;
                here = f64::from(self.bins[bin]);
            }
            if bin < LINEAR as usize {
                return bin as i64;
            }
            let share = (target - below) / here;
            let (low, high) = (edge(bin), edge(bin + 1));
            libm::round(low + share * (high - low)) as i64
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_falls_between_the_edges_of_its_bin() {
        for ms in (0..2000).chain([63, 64, 65, 1 << 20, (1 << 30) + 12345, 1 << 43]) {
            let bin = bin_of(ms);
            assert!(edge(bin) <= ms as f64 && (ms as f64) < edge(bin + 1), "{ms} in {bin}");
        }
    }

    #[test]
    fn a_quantile_is_within_the_width_of_its_bin() {
        let mut times = Times::default();
        for i in 1..=10_000 {
            times.add(i * 1000);
        }
        let found = times.quantiles([0.5, 0.9, 0.95]).unwrap();
        for (q, exact) in found.into_iter().zip([5e6, 9e6, 9.5e6]) {
            assert!((q as f64 / exact - 1.0).abs() < 0.005, "{exact}: {q}");
        }
        assert_eq!(times.quantiles([0.9]).unwrap()[0], found[1]);
        times.clear();
        assert_eq!(times.quantiles([0.5]), None);
    }
}
