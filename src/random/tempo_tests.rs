//! The integrals against Simpson's rule, and the way back against the way there.

use super::super::{Pieces, Walk};
use super::*;

fn intensities() -> Vec<Intensity> {
    let steps = |list: &[(f64, f64)]| list.iter().map(|&(from, times)| Step { from, times }).collect::<Vec<_>>();
    vec![
        Intensity::Constant,
        Intensity::Steps { steps: steps(&[(0.0, 2.0), (30.0, 0.5), (55.0, 3.0)]), repeats: None },
        Intensity::Steps { steps: steps(&[(0.0, 0.0), (8.0, 2.0), (20.0, 0.5)]), repeats: Some(24.0) },
        Intensity::Wave { amplitude: 0.8, period: 24.0 },
        Intensity::Pieces(Pieces::new(steps(&[(-20.0, 1.5), (5.0, 0.0), (8.0, 2.0), (60.0, 0.5)]), None)),
        Intensity::Pieces(Pieces::new(steps(&[(-20.0, 1.5), (5.0, 0.2), (8.0, 2.0), (60.0, 0.5)]), Some((0.8, 24.0)))),
    ]
}

fn fadings() -> [Option<Fading>; 3] {
    [
        None,
        Some(Fading { times: 3.0, settles_at: 0.5, speed: 0.03, age: 4.0 }),
        Some(Fading { times: 0.0, settles_at: 1.2, speed: 0.2, age: 0.0 }),
    ]
}

/// Simpson's rule, cut at every whole number, where all steps of these tests stand.
fn by_simpson(tempo: &Tempo, a: f64, b: f64, fading: Option<Fading>) -> f64 {
    let value = |t: f64, within: f64| {
        let faded =
            fading.map_or(1.0, |f| f.settles_at + (f.times - f.settles_at) * libm::exp(-f.speed * (f.age + t - a)));
        tempo.intensity.at(within) * libm::exp(tempo.growth * t) * faded
    };
    let mut sum = 0.0;
    let mut low = a;
    while low < b {
        let high = (low.floor() + 1.0).min(b);
        // The middle says which step holds, its ends may stand on a seam.
        let (parts, width) = (20, high - low);
        for i in 0..parts {
            let (x, h) = (low + width * f64::from(i) / f64::from(parts), width / f64::from(parts));
            // A hair inside its ends a wave is as good as at them, and a step is not yet another.
            let smooth = !matches!(tempo.intensity, Intensity::Steps { .. });
            let inside = |t: f64| t.clamp(low + 1e-12, high - 1e-9);
            let at = |t: f64| value(t, if smooth { inside(t) } else { low + width / 2.0 });
            sum += h / 6.0 * (at(x) + 4.0 * at(x + h / 2.0) + at(x + h));
        }
        low = high;
    }
    sum
}

#[test]
fn the_integrals_are_those_of_simpsons_rule() {
    for intensity in intensities() {
        for growth in [0.0, 0.01, -0.02] {
            let tempo = Tempo { intensity: intensity.clone(), growth };
            for fading in fadings() {
                for (a, b) in [(0.0, 10.0), (3.5, 40.25), (-30.0, 100.0), (17.0, 17.0), (49.0, 71.5)] {
                    let (exact, told) = (by_simpson(&tempo, a, b, fading), tempo.passed(a, b, fading));
                    let within = 1e-8 * exact.abs().max(1.0);
                    assert!((exact - told).abs() <= within, "{tempo:?} {fading:?} {a} to {b}: {told} for {exact}");
                }
            }
        }
    }
}

#[test]
fn the_way_back_is_the_way_there() {
    for intensity in intensities() {
        for growth in [0.0, 1e-4, -1e-4] {
            let tempo = Tempo { intensity: intensity.clone(), growth };
            for fading in fadings() {
                for (from, units) in [(0.0, 1e-3), (5.0, 7.0), (-20.0, 33.0), (100.0, 200.0)] {
                    let end = tempo.reach(from, units, fading);
                    let back = tempo.passed(from, end, fading);
                    assert!(
                        (back - units).abs() < 1e-5,
                        "{tempo:?} {fading:?}: {units} from {from} gives {end}, {back}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_never_comes_is_infinite() {
    let falling = Tempo { intensity: Intensity::Constant, growth: -0.1 };
    assert!(falling.reach(0.0, 10.5, None).is_infinite());
    assert!(falling.reach(0.0, 9.5, None).is_finite());
    let still = Fading { times: 1.0, settles_at: 0.0, speed: 0.1, age: 0.0 };
    let steady = Tempo { intensity: Intensity::Constant, growth: 0.0 };
    assert!(steady.reach(50.0, 10.5, Some(still)).is_infinite());
    let none = Fading { times: 0.0, settles_at: 0.0, speed: 0.1, age: 0.0 };
    assert!(steady.reach(0.0, 1.0, Some(none)).is_infinite());
}

#[test]
fn without_growth_it_is_the_intensity_to_the_bit() {
    for intensity in intensities() {
        let tempo = Tempo { intensity: intensity.clone(), growth: 0.0 };
        for (from, units) in [(0.0, 3.0), (12.5, 40.0)] {
            let own = intensity.inverse(intensity.cumulative(from) + units);
            assert_eq!(tempo.reach(from, units, None).to_bits(), own.to_bits());
        }
    }
}

#[test]
fn a_walk_comes_to_the_very_times_that_a_search_finds() {
    for intensity in intensities() {
        let mut walk = Walk::from(&intensity, -30.0);
        let mut t = -30.0;
        for step in 0..200 {
            let units = 0.1 * f64::from(step % 23 + 1);
            let then = intensity.later(t, units);
            assert_eq!(walk.later(t, units).to_bits(), then.to_bits(), "{intensity:?} from {t}");
            // Now and then some pieces are passed over.
            t = if step % 40 == 39 { then + 10.0 } else { then };
        }
    }
}
