//! Statistics against known values, and the honesty of intervals.

use super::*;
use crate::special::normal_quantile;

#[track_caller]
fn close(found: f64, expected: f64, relative: f64) {
    let error = (found - expected).abs();
    assert!(error <= relative * expected.abs(), "{found} is not {expected}: {error:e}");
}

/// Uniforms in (0, 1) for tests: Weyl's counter, mixed; the floors keep `random` out of reach.
fn uniforms(seed: u64) -> impl Iterator<Item = f64> {
    (1_u64..).map(move |i| {
        let mut z = seed.wrapping_add(i.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 11) | 1) as f64 / 9_007_199_254_740_992.0
    })
}

#[test]
fn v24_the_nist_sets_are_met() {
    let pattern = |first: f64, low: f64, high: f64| -> Tally {
        std::iter::once(first).chain([low, high].into_iter().cycle().take(1000)).collect()
    };
    let first: Tally = [10_000_001.0, 10_000_003.0, 10_000_002.0].into_iter().collect();
    for (tally, mean, sd, tolerance) in [
        (first, 10_000_002.0, 1.0, 1e-12),
        (pattern(1.2, 1.1, 1.3), 1.2, 0.1, 1e-12),
        (pattern(1_000_000.2, 1_000_000.1, 1_000_000.3), 1_000_000.2, 0.1, 1e-6),
        (pattern(10_000_000.2, 10_000_000.1, 10_000_000.3), 10_000_000.2, 0.1, 1e-6),
    ] {
        close(tally.mean().unwrap(), mean, 1e-14);
        close(tally.sd().unwrap(), sd, tolerance);
    }
}

#[test]
fn merged_tallies_are_the_tally_of_all() {
    let data: Vec<f64> = uniforms(1).take(1000).collect();
    let whole: Tally = data.iter().copied().collect();
    let parts = data.chunks(77).map(|part| part.iter().copied().collect::<Tally>());
    let merged = parts.fold(Tally::new(), |sum, part| sum.merged(&part));
    close(merged.mean().unwrap(), whole.mean().unwrap(), 1e-14);
    close(merged.variance().unwrap(), whole.variance().unwrap(), 1e-13);
    assert_eq!((merged.n(), merged.min(), merged.max()), (1000, whole.min(), whole.max()));
}

#[test]
fn small_samples_say_so() {
    assert_eq!(Estimate::from_values(&[], 0.95), None);
    let one = Estimate::from_values(&[3.0], 0.95).unwrap();
    assert_eq!((one.interval, one.sd, one.half_width()), (None, None, None));
    let same = Estimate::from_values(&[3.0; 5], 0.95).unwrap();
    assert_eq!(same.half_width(), Some(0.0));
    assert_eq!(same.interval, Some(Interval { low: 3.0, high: 3.0 }));
}

#[test]
fn a_compensated_sum_keeps_small_terms() {
    let sum: Sum = [1.0, 1e100, 1.0, -1e100].into_iter().collect();
    close(sum.value(), 2.0, 0.0);
}

#[test]
fn quantile_intervals_need_the_published_sample_sizes() {
    assert_eq!(replications_needed(0.9, 0.95), 36);
    assert_eq!(replications_needed(0.95, 0.95), 72);
    assert_eq!(replications_needed(0.99, 0.95), 368);
    let data: Vec<f64> = (1..=36).map(f64::from).collect();
    assert_eq!(quantile_interval(&data[..35], 0.9, 0.95), Err(TooFew { n: 35, needed: 36 }));
    let found = quantile_interval(&data, 0.9, 0.95).unwrap();
    assert_eq!(found.value.to_bits(), 33_f64.to_bits());
    assert_eq!(found.interval.high.to_bits(), 36_f64.to_bits());
    // Median of 20: the classical 6th and 15th order statistics.
    let median = quantile_interval(&data[..20], 0.5, 0.95).unwrap();
    assert_eq!(median.interval, Interval { low: 6.0, high: 15.0 });
}

#[test]
fn a_sample_quantile_is_the_smallest_observation_that_reaches_the_share() {
    let data: Vec<f64> = (1..=100).map(f64::from).collect();
    for (p, expected) in [(0.07, 7.0), (0.071, 8.0), (0.5, 50.0), (1.0, 100.0), (0.001, 1.0)] {
        assert_eq!(sample_quantile(&data, p), Some(expected));
    }
    assert_eq!(sample_quantile(&[], 0.5), None);
    assert_eq!(sample_quantile(&data, f64::NAN), None);
}

#[test]
fn the_founding_articles_counts_have_their_exact_intervals() {
    for (k, low, high) in [(24, 1.48, 3.43), (27, 1.71, 3.78), (21, 1.25, 3.09), (4, 0.10, 0.98)] {
        let found = rate_interval(k, 10.4, 0.95).unwrap();
        assert!((found.low - low).abs() < 0.005 && (found.high - high).abs() < 0.006, "{found:?}");
    }
    for (k, n, low, high) in [(8, 18, 0.22, 0.69), (6, 48, 0.047, 0.252), (2, 48, 0.005, 0.143)] {
        let found = clopper_pearson(k, n, 0.95).unwrap();
        assert!((found.low - low).abs() < 0.006 && (found.high - high).abs() < 0.006, "{found:?}");
    }
    let (low, high) = rate_ratio_interval((18, 1.0), (13, 1.0), 0.95).unwrap();
    assert!((low - 0.64).abs() < 0.005 && (high.unwrap() - 3.07).abs() < 0.006);
    let none = poisson_interval(0, 0.95).unwrap();
    close(none.high, -libm::log(0.025), 1e-12);
}

#[test]
fn wilson_agrees_with_the_published_value_and_keeps_inside() {
    // Newcombe (1998): 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
    let found = wilson(81, 263, 0.95).unwrap();
    assert!((found.low - 0.2553).abs() < 5e-5 && (found.high - 0.3662).abs() < 5e-5);
    let none = wilson(0, 20, 0.95).unwrap();
    assert!(none.low == 0.0 && (none.high - 0.1611).abs() < 5e-5);
    assert_eq!(wilson(0, 0, 0.95), None);
    assert_eq!(clopper_pearson(3, 2, 0.95), None);
}

#[test]
fn a_ratio_has_its_own_variance() {
    let pairs = [(10.0, 5.0), (12.0, 4.0), (9.0, 6.0), (20.0, 9.0)];
    let found = ratio(&pairs, 0.95).unwrap();
    close(found.ratio, 51.0 / 24.0, 1e-15);
    let r = 51.0 / 24.0;
    let squares: f64 = pairs.iter().map(|(y, k)| (y - r * k) * (y - r * k)).sum();
    close(found.standard_error.unwrap(), libm::sqrt(squares / (12.0 * 36.0)), 1e-14);
    let jack = jackknife_ratio(&pairs, 0.95).unwrap();
    close(jack.ratio, found.ratio, 0.02);
    assert_eq!(ratio(&[(1.0, 0.0)], 0.95), None);
}

#[test]
fn pairing_reports_what_it_gained() {
    let a: Vec<f64> = uniforms(5).take(50).map(normal_quantile).collect();
    let noise: Vec<f64> = uniforms(6).take(50).map(|u| 0.1 * normal_quantile(u)).collect();
    let b: Vec<f64> = a.iter().zip(&noise).map(|(x, e)| x + 1.0 + e).collect();
    let found = paired(&a, &b, 0.95).unwrap();
    assert!(found.difference.interval.unwrap().contains(1.0));
    assert!(found.correlation.unwrap() > 0.98 && found.variance_ratio.unwrap() > 50.0);
    let same = paired(&a, &a, 0.95).unwrap();
    assert_eq!((same.difference.half_width(), same.variance_ratio), (Some(0.0), None));
    let still = paired(&[1.0; 4], &[2.0; 4], 0.95).unwrap();
    assert_eq!((still.correlation, still.variance_ratio), (None, None));
}

#[test]
fn v23_the_sequential_rule_stops_at_148() {
    let data = [
        46.55, 20.624, 28.08, 47.449, 19.83, 34.23, 47.509, 24.528, 34.378, 48.637, 26.745, 26.567, 45.242, 17.762,
        34.889, 46.156, 27.02, 37.218, 42.764, 16.907, 41.267, 39.436, 24.166, 38.857, 42.124, 22.784, 37.218, 44.5,
        15.902, 41.508, 39.489, 19.21, 38.368, 44.44, 24.057, 31.324, 38.1, 25.805, 32.907, 44.694, 26.114, 39.714,
        43.982, 26.424, 34.984, 38.45, 26.173, 31.499, 35.274, 23.302, 40.673, 41.965, 18.601, 36.1, 41.588, 21.182,
        34.021, 44.822, 23.835, 40.487, 41.429, 16.459, 33.961, 41.885, 22.186, 34.666, 34.831, 20.326, 35.867, 35.683,
        25.83, 37.986, 39.725, 13.718, 38.593, 44.203, 23.055, 37.408, 33.464, 24.985, 34.691, 46.433, 20.605, 32.791,
        34.513, 14.093, 36.79, 42.158, 15.983, 42.854, 37.6, 18.084, 36.017, 36.3, 14.072, 36.934, 41.292, 16.168,
        41.48, 43.97, 21.707, 36.524, 38.314, 24.101, 40.171, 34.412, 23.419, 43.479, 32.432, 13.904, 36.206, 37.604,
        25.777, 40.209, 39.391, 14.466, 46.507, 41.763, 25.021, 43.056, 38.284, 13.197, 43.323, 29.999, 24.738, 44.263,
        40.616, 20.245, 46.234, 40.017, 16.832, 47.587, 34.793, 15.365, 39.666, 38.921, 22.029, 35.515, 36.528, 21.819,
        41.511, 31.475, 25.339, 47.788, 39.058, 21.639, 34.797, 38.129, 16.349, 46.521, 32.623, 18.247, 38.579, 29.768,
        21.974, 44.456, 29.176, 24.378, 41.605, 29.162, 19.353, 39.771, 29.789, 24.764, 42.521, 32.8, 19.093, 48.445,
        38.284, 22.408, 44.986, 38.542, 19.308, 46.57, 30.938, 27.017, 43.895, 37.029, 23.683, 47.695, 32.333, 16.657,
        44.676, 29.863, 15.813, 42.651, 33.104, 23.007, 35.664, 35.867, 23.756, 45.911, 29.359, 22.772, 43.197, 30.995,
        20.239, 40.948, 36.072, 18.053, 46.368, 34.952, 20.902, 43.062, 33.326, 27.33, 43.47, 28.067, 22.358, 46.522,
        30.229, 19.25, 42.958, 34.348, 27.316, 39.203, 33.59, 18.336, 40.889, 33.684, 27.009, 47.678, 28.347, 23.076,
        47.14, 28.356, 20.041, 44.957, 34.905, 27.962, 40.941, 22.975, 30.028, 41.785, 34.678, 27.425, 42.12, 23.012,
        25.636, 48.44,
    ];
    let stop = first_n(&data, 0.05, 0.95, 10).unwrap();
    assert_eq!(stop.n, 148);
    close(stop.mean, 33.078_979_729_729_73, 1e-12);
    close(stop.half_width, 1.574_421_869_364_905_2, 1e-9);
}

#[test]
fn precision_looks_ahead_and_falls_back() {
    let wanted = Precision { relative: 0.1, absolute: 0.5, level: 0.95, at_least: 10 };
    let around_nothing: Vec<f64> = uniforms(9).take(200).map(normal_quantile).collect();
    let stop = wanted.first_held(&around_nothing).unwrap();
    let tally: Tally = around_nothing[..stop.n as usize].iter().copied().collect();
    assert_eq!(wanted.verdict(&tally), Verdict::Absolute);
    assert_eq!(wanted.first_held(&around_nothing[..12]), None);
    let constant = [0.0; 40];
    assert_eq!(wanted.first_held(&constant).unwrap().n, 10);
    assert_eq!((look_ahead(100), look_ahead(200)), (5, 10));
}

#[test]
fn two_levels_are_told_apart() {
    let groups = [[1.0, 3.0], [5.0, 7.0], [9.0, 11.0]];
    let found = two_level(&groups).unwrap();
    // Group means 2, 6, 10: MSB = 2 * 16 = 32, MSW = 2.
    close(found.var_chance, 2.0, 1e-14);
    close(found.var_parameter, 15.0, 1e-14);
    close(found.standard_error, libm::sqrt(32.0 / 6.0), 1e-14);
    close(found.best_replications.unwrap(), 1.0 + 2.0 / 15.0, 1e-14);
    let chance = two_level(&[[0.0, 2.0], [0.0, 2.0]]).unwrap();
    close(chance.var_parameter, -1.0, 1e-14);
    assert_eq!((chance.share_parameter, chance.best_replications), (Some(0.0), None));
    assert_eq!(two_level(&[vec![1.0, 2.0], vec![1.0]]), None);
}

/// How many of 20 000 Student intervals over `n` variates cover `truth`.
fn covered(seed: u64, n: usize, truth: f64, law: impl Fn(f64) -> f64) -> u32 {
    let mut draws = uniforms(seed).map(law);
    let covers = |_| {
        let sample: Vec<f64> = draws.by_ref().take(n).collect();
        let interval = Estimate::from_values(&sample, 0.95).unwrap().interval.unwrap();
        u32::from(interval.contains(truth))
    };
    (0..20_000).map(covers).sum()
}

/// Bands are four standard deviations of a binomial count: false alarms once in 16 000.
#[test]
fn student_intervals_cover_what_they_claim_and_fall_short_as_known_when_skewed() {
    let normal = covered(11, 12, 0.0, normal_quantile);
    assert!((18_876..=19_124).contains(&normal), "{normal}");
    let skewed = covered(12, 12, 1.0, |u| -libm::log(1.0 - u));
    assert!((17_955..=18_285).contains(&skewed), "{skewed}");
}
