//! The laws against their distributions, and golden values that pin the streams.

use statrs::distribution as known;
use statrs::distribution::ContinuousCDF;

use super::*;

/// Uniforms of a fixed address.
fn draws(seed: u64, n: u32) -> impl Iterator<Item = f64> {
    let stream = Seed(seed).replication(0).stream(Purpose::Arrivals, name_key("test"), 0);
    (0..n).map(move |i| stream.uniform_at(i))
}

#[track_caller]
fn close(found: f64, expected: f64, relative: f64) {
    let error = (found - expected).abs();
    assert!(error <= relative * expected.abs().max(1e-300), "{found} is not {expected}: {error:e}");
}

fn laws() -> Vec<Law> {
    let made = [
        Law::uniform(2.0, 5.0),
        Law::exponential(3.0),
        Law::lognormal_mean_cv(90.0, 0.6),
        Law::gamma_mean_cv(10.0, 0.7),
        Law::gamma_shape_mean(0.3, 2.0),
        Law::weibull_mean_cv(5.0, 0.5),
        Law::weibull_mean_cv(5.0, 2.5),
        Law::triangular(1.0, 2.0, 6.0),
        Law::pert(1.0, 2.0, 6.0),
        Law::pert(0.0, 0.0, 6.0),
        Law::normal_p5_p95(-1.0, 4.0),
        Law::logit_normal_p5_p95(0.05, 0.4),
        Law::beta_mean_sd(0.2, 0.1),
        Law::beta_mean_sd(0.1, 0.25),
        Law::discrete(vec![16.0, 1.0, 4.0], vec![0.1, 0.6, 0.3]),
        Law::beta_mean_sd(0.2, 0.1).map(|law| law.scaled(7.0)),
    ];
    made.into_iter().map(Result::unwrap).collect()
}

/// Largest distance between the sample of `n` variates and a distribution, times the root of n.
fn distance(law: &Law, seed: u64, cdf: impl Fn(f64) -> f64) -> f64 {
    let sampler = Sampler::new(law);
    let mut sample: Vec<f64> = draws(seed, 100_000).map(|u| sampler.sample(u)).collect();
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let gaps = sample.iter().enumerate().map(|(i, x)| {
        let p = cdf(*x);
        (p - i as f64 / n).max((i + 1) as f64 / n - p)
    });
    gaps.fold(0.0, f64::max) * libm::sqrt(n)
}

/// A cumulative distribution to compare with.
type Cdf = Box<dyn Fn(f64) -> f64>;

/// Kolmogorov and Smirnov, two-sided at 0.001 each (limit 1.95), seeds fixed.
#[test]
fn each_law_follows_its_distribution() {
    let weibull = Law::weibull_mean_cv(5.0, 0.5).unwrap();
    let Law::Weibull { shape, scale } = weibull else { unreachable!() };
    let weibull_known = known::Weibull::new(shape, scale).unwrap();
    let (a, b) = (1.0 + 0.8, 1.0 + 3.2);
    let beta = known::Beta::new(a, b).unwrap();
    let gamma = known::Gamma::new(2.5, 0.5).unwrap();
    let small = known::Gamma::new(0.3, 0.15).unwrap();
    let logn = known::LogNormal::new(1.0, 0.8).unwrap();
    let triangle = known::Triangular::new(1.0, 6.0, 2.0).unwrap();
    let normal = known::Normal::new(1.0, 2.0).unwrap();
    let cases: Vec<(Law, Cdf)> = vec![
        (Law::Uniform { low: 2.0, high: 5.0 }, Box::new(|x| (x - 2.0) / 3.0)),
        (Law::Exponential { mean: 3.0 }, Box::new(|x| -libm::expm1(-x / 3.0))),
        (weibull, Box::new(move |x| weibull_known.cdf(x))),
        (Law::Lognormal { mu: 1.0, sigma: 0.8 }, Box::new(move |x| logn.cdf(x))),
        (Law::Triangular { low: 1.0, mode: 2.0, high: 6.0 }, Box::new(move |x| triangle.cdf(x))),
        (Law::Pert { low: 1.0, mode: 2.0, high: 6.0 }, Box::new(move |x| beta.cdf((x - 1.0) / 5.0))),
        (Law::Beta { a, b }, Box::new(move |x| beta.cdf(x))),
        (Law::Gamma { shape: 2.5, scale: 2.0 }, Box::new(move |x| gamma.cdf(x))),
        (Law::gamma_shape_mean(0.3, 2.0).unwrap(), Box::new(move |x| small.cdf(x))),
        (Law::Normal { mean: 1.0, sd: 2.0 }, Box::new(move |x| normal.cdf(x))),
        (Law::LogitNormal { mu: 1.0, sigma: 2.0 }, Box::new(move |x| normal.cdf(libm::log(x / (1.0 - x))))),
    ];
    for (seed, (law, cdf)) in (0..).zip(&cases) {
        let found = distance(law, seed, cdf);
        assert!(found < 1.95, "{law:?}: {found}");
    }
}

#[test]
fn means_and_deviations_are_those_of_a_fine_grid_of_quantiles() {
    for law in laws() {
        let sampler = Sampler::new(&law);
        let n = 200_000;
        let grid = (0..n).map(|i| sampler.sample((f64::from(i) + 0.5) / f64::from(n)));
        let (sum, square) = grid.fold((0.0, 0.0), |(s, q), x| (s + x, q + x * x));
        let mean = sum / f64::from(n);
        close(mean, law.mean(), 1e-3);
        close(libm::sqrt(square / f64::from(n) - mean * mean), law.sd(), 2e-2);
    }
}

#[test]
fn a_table_is_within_a_millionth_and_never_decreases() {
    let shapes = [0.05, 0.3, 1.0, 2.0, 30.0, 1e4];
    let mut tabulated: Vec<Law> = shapes.iter().map(|shape| Law::gamma_shape_mean(*shape, 2.0).unwrap()).collect();
    tabulated.extend(laws().into_iter().filter(|law| matches!(law, Law::Beta { .. })));
    tabulated.push(Law::pert(0.0, 1.0, 3.0).unwrap());
    for law in tabulated {
        let sampler = Sampler::new(&law);
        for u in draws(77, 2000).chain([1e-12, 1e-9, 2e-9, 0.999_999_999]) {
            close(sampler.sample(u), law.quantile(u), 1e-6);
        }
        let mut last = 0.0;
        for i in 0..100_000 {
            let z = f64::from(i - 50_000) / 6250.0;
            let x = sampler.sample(crate::special::normal_cdf(z));
            assert!(x >= last, "{law:?} falls at {z}: {last} to {x}");
            last = x;
        }
    }
}

#[test]
fn every_law_gives_a_number_for_every_uniform_and_rises_with_it() {
    for law in laws() {
        for u in [f64::NAN, -1.0, 0.0, 1.0, 2.0, f64::INFINITY] {
            assert!(law.quantile(u).is_finite() && Sampler::new(&law).sample(u).is_finite());
        }
        let values: Vec<f64> = (0..=500).map(|i| law.quantile(f64::from(i) / 500.0)).collect();
        assert!(values.is_sorted(), "{law:?}");
        close(law.scaled(3.0).mean(), 3.0 * law.mean(), 1e-12);
        close(law.scaled(3.0).sd(), 3.0 * law.sd(), 1e-12);
        close(Sampler::new(&law).scaled(3.0).sample(0.3), 3.0 * law.quantile(0.3), 1e-6);
        assert_eq!(law.scaled(0.0), Law::Fixed(0.0));
    }
}

#[test]
fn a_law_has_the_percentiles_it_was_made_from() {
    let law = Law::lognormal_p50_p90(10.0, 30.0).unwrap();
    close(law.quantile(0.5), 10.0, 1e-14);
    close(law.quantile(0.9), 30.0, 1e-14);
    close(Law::lognormal_median_p95(2.0, 9.0).unwrap().quantile(0.95), 9.0, 1e-14);
    for (law, low, high) in [
        (Law::lognormal_p5_p95(2.0, 9.0), 2.0, 9.0),
        (Law::logit_normal_p5_p95(0.1, 0.3), 0.1, 0.3),
        (Law::normal_p5_p95(-4.0, 9.0), -4.0, 9.0),
    ] {
        close(law.clone().unwrap().quantile(0.05), low, 1e-13);
        close(law.unwrap().quantile(0.95), high, 1e-13);
    }
    for cv in [0.01, 0.3, 1.0, 4.0, 40.0] {
        let law = Law::weibull_mean_cv(3.0, cv).unwrap();
        close(law.sd() / law.mean(), cv, 1e-7);
        close(law.mean(), 3.0, 1e-12);
    }
}

#[test]
fn numbers_that_make_no_law_are_named() {
    let error = Law::exponential(-1.0).unwrap_err();
    assert_eq!(error.to_string(), "mean is -1; it must be a finite number of at least 0");
    let nan = f64::NAN;
    assert!(Law::uniform(2.0, 1.0).is_err() && Law::lognormal_mean_cv(nan, 1.0).is_err());
    assert!(Law::lognormal_p50_p90(0.0, 1.0).is_err() && Law::pert(1.0, nan, 2.0).is_err());
    assert!(Law::triangular(1.0, 3.0, 2.0).is_err() && Law::beta_mean_sd(0.5, 0.5).is_err());
    assert!(Law::discrete(vec![], vec![]).is_err() && Law::discrete(vec![1.0], vec![0.0]).is_err());
    assert!(Law::logit_normal_p5_p95(0.0, 0.5).is_err() && Law::gamma_mean_cv(1.0, nan).is_err());
    assert_eq!(Law::gamma_mean_cv(0.0, 2.0), Ok(Law::Fixed(0.0)));
    assert_eq!(Law::pert(3.0, 3.0, 3.0), Ok(Law::Fixed(3.0)));
}

#[test]
fn counts_keep_their_means() {
    let mean = |count: fn(f64, f64) -> u64, m: f64| draws(3, 100_000).map(|u| count(m, u) as f64).sum::<f64>() / 1e5;
    for m in [0.2, 2.5, 45.0] {
        // Four standard errors: false alarms once in 16 000.
        assert!((mean(poisson, m) - m).abs() < 4.0 * libm::sqrt(m / 1e5));
        assert!((mean(rounded, m) - m).abs() < 4.0 * 0.5 / libm::sqrt(1e5));
    }
    assert!((mean(geometric, 3.0) - 3.0).abs() < 4.0 * libm::sqrt(6.0 / 1e5));
    assert_eq!((geometric(f64::NAN, 0.5), poisson(-1.0, 0.5), rounded(f64::NAN, 0.5)), (1, 0, 0));
}

#[test]
fn the_changed_clock_runs_back_to_where_it_came_from() {
    let step = |from, times| Step { from, times };
    let steps = vec![step(0.0, 0.5), step(30.0, 0.0), step(50.0, 2.0)];
    for intensity in [
        Intensity::Constant,
        Intensity::Steps { steps: steps.clone(), repeats: None },
        Intensity::Steps { steps: steps.clone(), repeats: Some(100.0) },
        Intensity::Wave { amplitude: 0.5, period: 24.0 },
        Intensity::Wave { amplitude: 1.0, period: 24.0 },
        Intensity::Pieces(Pieces::new(steps.clone(), None)),
        Intensity::Pieces(Pieces::new(steps.clone(), Some((0.5, 24.0)))),
    ] {
        let mut last = f64::NEG_INFINITY;
        for i in -500..2000 {
            let target = f64::from(i) * 0.77;
            let t = intensity.inverse(target);
            assert!(t >= last, "{intensity:?} {target}");
            last = t;
            let found = intensity.cumulative(t);
            assert!((found - target).abs() <= 1e-12 * target.abs().max(24.0), "{intensity:?} {target} {found}");
            for units in [0.01, 3.0, 250.0] {
                let later = intensity.later(t, units);
                let direct = intensity.inverse(found + units);
                assert!((later - direct).abs() <= 1e-11 * direct.abs().max(24.0), "{intensity:?} {t} {units}: {later}");
            }
        }
    }
    let ends = Intensity::Steps { steps: vec![step(0.0, 1.0), step(10.0, 0.0)], repeats: None };
    assert!(ends.inverse(10.5).is_infinite());
    close(ends.inverse(10.0), 10.0, 0.0);
    // V11: rate 1, amplitude 0.5, 24 hours: 32 arrivals expected in (8, 40].
    let wave = Intensity::Wave { amplitude: 0.5, period: 24.0 };
    close(wave.cumulative(40.0) - wave.cumulative(8.0), 32.0, 1e-13);
}

#[test]
fn uniforms_are_inside_and_mirrored() {
    close(uniform(0), f64::EPSILON / 2.0, 0.0);
    close(uniform(u64::MAX), 1.0 - f64::EPSILON / 2.0, 0.0);
    assert!(uniform(u64::MAX) < 1.0);
    close(1.0 - uniform(12345 << 40), uniform(!(12345 << 40)), 0.0);
}

/// Changing these needs a new `STREAM_VERSION` and a "Changed results" entry.
#[test]
fn the_streams_are_pinned() {
    assert_eq!(name_key("home visit"), NameKey(9_469_739_688_525_135_167));
    let stream = Seed(2026).replication(3).stream(Purpose::Phase, name_key("home visit"), 7);
    let mut walked = stream;
    assert_eq!([walked.next_u64(), walked.next_u64()], [stream.at(0), stream.at(1)]);
    let outer = Seed(2026).parameter(5, Purpose::Parameter, name_key("triage"));
    assert_eq!(
        [stream.state(), stream.at(0), stream.at(99), stream.child(4).state(), outer.state()],
        [
            0xc536_9c69_7d14_1110,
            0x4a20_bca0_53bc_c37f,
            0xbccb_a188_d0de_bfe2,
            0xb9af_1c0a_0f14_e48c,
            0x497f_3a3b_f2b4_4ee1
        ]
    );
    assert_eq!(Stream::from_state(0).at(0), 0xE220_A839_7B1D_CDAF);
    let pinned: Vec<u64> = laws().iter().map(|law| Sampler::new(law).sample(0.371).to_bits()).collect();
    assert_eq!(
        pinned,
        [
            0x4008_e76c_8b43_9581,
            0x3ff6_4103_1180_5039,
            0x4050_1307_ac1b_8707,
            0x401a_0d83_a05e_3a4b,
            0x3fc6_45eb_65e7_6f83,
            0x400f_5395_0426_7478,
            0x3fda_0d94_825a_a83f,
            0x4003_a017_d17c_42ba,
            0x4000_b412_d113_1c24,
            0x3fe1_00b0_b0e6_7094,
            0x3fef_fd12_200e_a04b,
            0x3fc0_3ce0_f677_bd46,
            0x3fc3_c9d5_604f_0c5d,
            0x3e12_aefe_1420_6a1f,
            0x3ff0_0000_0000_0000,
            0x3ff1_509a_b445_2ad1
        ]
    );
}
