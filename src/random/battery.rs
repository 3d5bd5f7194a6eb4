//! A quick battery on neighbouring streams, fixed seeds, each limit a false alarm in about 10 000.

use super::*;
use crate::special::{chi_square_quantile, poisson_cdf, poisson_sf};

/// Sixty-four streams read in turn, neighbours in the way named.
fn neighbours() -> Vec<(&'static str, Vec<Stream>)> {
    let name = name_key("alerts");
    let at =
        |seed, replication, name, entity| Seed(seed).replication(replication).stream(Purpose::Arrivals, name, entity);
    let first = at(1, 0, name, 0);
    vec![
        ("seeds", (0..64).map(|i| at(i, 0, name, 0)).collect()),
        ("replications", (0..64).map(|i| at(1, i, name, 0)).collect()),
        ("entities", (0..64).map(|i| at(1, 0, name, i)).collect()),
        ("key bits", (0..64).map(|i| at(1, 0, NameKey(name.0 ^ (1 << i)), 0)).collect()),
        ("children", (0..64).map(|i| first.child(i)).collect()),
        ("draws of a parameter", (0..64).map(|i| Seed(1).parameter(i, Purpose::Parameter, name)).collect()),
    ]
}

/// The streams' outputs in turn.
fn interleaved(streams: &[Stream], each: u32) -> impl Iterator<Item = u64> + '_ {
    (0..each).flat_map(|index| streams.iter().map(move |stream| stream.at(index)))
}

/// Chi-square of counts that should all be equal, against its 0.00005 and 0.99995 quantiles.
fn even(what: &str, counts: &[u32]) {
    let expected = counts.iter().map(|c| f64::from(*c)).sum::<f64>() / counts.len() as f64;
    let square = |c: &u32| (f64::from(*c) - expected) * (f64::from(*c) - expected) / expected;
    let found: f64 = counts.iter().map(square).sum();
    let df = (counts.len() - 1) as f64;
    let (low, high) = (chi_square_quantile(df, 5e-5), chi_square_quantile(df, 0.999_95));
    assert!((low..=high).contains(&found), "{what}: chi-square {found} of {df}");
}

#[test]
fn bytes_are_even() {
    for (what, streams) in neighbours() {
        let mut counts = vec![0; 8 * 256];
        for bits in interleaved(&streams, 2000) {
            for (place, byte) in bits.to_le_bytes().into_iter().enumerate() {
                counts[256 * place + usize::from(byte)] += 1;
            }
        }
        for place in counts.chunks(256) {
            even(what, place);
        }
    }
}

#[test]
fn neighbouring_draws_make_even_pairs() {
    for (what, streams) in neighbours() {
        for shift in [0, 29, 58] {
            let bits: Vec<u64> = interleaved(&streams, 2000).collect();
            let mut counts = vec![0; 4096];
            for pair in bits.windows(2) {
                counts[(pair[0] >> shift & 63) as usize * 64 + (pair[1] >> shift & 63) as usize] += 1;
            }
            even(what, &counts);
        }
    }
}

/// Marsaglia's birthday spacings: 4096 birthdays in a year of 2^32 days have 4 equal spacings on average.
#[test]
fn birthdays_are_spaced_by_chance() {
    for (what, streams) in neighbours() {
        for shift in [0, 16, 32] {
            let bits: Vec<u64> = interleaved(&streams, 64 * 16).collect();
            let mut repeats = 0;
            for year in bits.chunks(4096) {
                let mut days: Vec<u64> = year.iter().map(|b| b >> shift & 0xFFFF_FFFF).collect();
                days.sort_unstable();
                let mut gaps: Vec<u64> = days.windows(2).map(|w| w[1] - w[0]).collect();
                gaps.sort_unstable();
                repeats += gaps.windows(2).filter(|w| w[0] == w[1]).count() as u64;
            }
            let mean = 4.0 * 16.0;
            let likely = poisson_cdf(mean, repeats) > 5e-5 && poisson_sf(mean, repeats) > 5e-5;
            assert!(likely, "{what}: {repeats} of {mean}");
        }
    }
}

#[test]
fn a_changed_bit_of_an_address_changes_half_the_state() {
    for (what, streams) in neighbours() {
        let pairs = streams.windows(2).map(|w| (w[0].state() ^ w[1].state()).count_ones());
        let changed: u32 = pairs.sum();
        // 63 pairs of 64 bits: mean 2016, standard deviation 31.7; four of them either side.
        assert!((1889..=2143).contains(&changed), "{what}: {changed}");
    }
}
