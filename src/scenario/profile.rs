//! How a rate varies with the time of the scenario: steps, a wave, or several of them multiplied.

use super::world::Profile;
use crate::random::{Intensity, Pieces, Step};
use crate::units::{Instant, Span};

/// Most steps that several profiles may come to when they are multiplied.
pub(super) const MOST_STEPS: usize = 100_000;

/// Why several profiles cannot be multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unmultiplied {
    /// More than one of them is a wave.
    Waves,
    /// They come to more steps than [`MOST_STEPS`].
    Steps,
}

impl Profile {
    /// The same as an intensity.
    pub fn intensity(&self) -> Intensity {
        let all = |steps: &[(Span, f64)]| -> Vec<Step> {
            steps.iter().map(|&(from, times)| Step { from: from.0 as f64, times }).collect()
        };
        match self {
            Self::Constant => Intensity::Constant,
            Self::Steps { steps, repeats } => {
                Intensity::Steps { steps: all(steps), repeats: repeats.map(|length| length.0 as f64) }
            }
            Self::Wave { amplitude, period } => Intensity::Wave { amplitude: *amplitude, period: period.0 as f64 },
            Self::Pieces { steps, wave } => {
                let wave = wave.map(|(amplitude, period)| (amplitude, period.0 as f64));
                Intensity::Pieces(Pieces::new(all(steps), wave))
            }
        }
    }

    /// Several profiles, multiplied, as it is from one instant to another; beyond these the first and the last piece hold.
    pub(super) fn product(list: Vec<Self>, from: Instant, until: Instant) -> Result<Self, Unmultiplied> {
        let mut list: Vec<Self> = list.into_iter().filter(|profile| *profile != Self::Constant).collect();
        if list.len() < 2 {
            return Ok(list.pop().unwrap_or(Self::Constant));
        }
        let mut wave = None;
        let mut moments = vec![from.0];
        for profile in &list {
            match profile {
                Self::Wave { amplitude, period } => {
                    if wave.replace((*amplitude, *period)).is_some() {
                        return Err(Unmultiplied::Waves);
                    }
                }
                _ => profile.moments(from.0, until.0, &mut moments)?,
            }
        }
        moments.sort_unstable();
        moments.dedup();
        let times = |at: i64| list.iter().map(|profile| profile.step_at(at)).product();
        let mut steps: Vec<(Span, f64)> = moments.into_iter().map(|at| (Span(at), times(at))).collect();
        steps.dedup_by(|later, before| later.1.to_bits() == before.1.to_bits());
        Ok(Self::Pieces { steps, wave })
    }

    /// When its steps begin, after the first instant and before the other.
    fn moments(&self, from: i64, until: i64, moments: &mut Vec<i64>) -> Result<(), Unmultiplied> {
        let Self::Steps { steps, repeats } = self else { return Ok(()) };
        let mut add = |at: i64| {
            if at > from && at < until {
                moments.push(at);
            }
            if moments.len() > MOST_STEPS { Err(Unmultiplied::Steps) } else { Ok(()) }
        };
        match repeats {
            None => steps.iter().skip(1).try_for_each(|(at, _)| add(at.0)),
            Some(length) => {
                let mut round = from.div_euclid(length.0) * length.0;
                while round < until {
                    steps.iter().try_for_each(|(at, _)| add(round + at.0))?;
                    round += length.0;
                }
                Ok(())
            }
        }
    }

    /// The multiplier of steps at an instant; one for what has none.
    fn step_at(&self, at: i64) -> f64 {
        let Self::Steps { steps, repeats } = self else { return 1.0 };
        let at = repeats.map_or(at, |length| at.rem_euclid(length.0));
        let begun = steps.partition_point(|(from, _)| from.0 <= at);
        steps.get(begun.saturating_sub(1)).map_or(1.0, |(_, times)| *times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(list: &[(i64, f64)], repeats: Option<i64>) -> Profile {
        let steps = list.iter().map(|&(from, times)| (Span(from), times)).collect();
        Profile::Steps { steps, repeats: repeats.map(Span) }
    }

    #[test]
    fn a_product_is_at_every_moment_the_product() {
        let list = vec![
            steps(&[(0, 1.0), (5, 0.4)], Some(7)),
            steps(&[(0, 2.0), (30, 0.0), (41, 3.0)], None),
            Profile::Constant,
            Profile::Wave { amplitude: 0.5, period: Span(20) },
        ];
        let each: Vec<Intensity> = list.iter().map(Profile::intensity).collect();
        let all = Profile::product(list, Instant(-10), Instant(60)).expect("one wave").intensity();
        for at in -20..140 {
            let at = f64::from(at) / 2.0;
            let product: f64 = each.iter().map(|one| one.at(at)).product();
            if (-10.0..60.0).contains(&at) {
                assert!((all.at(at) - product).abs() < 1e-12, "{at}: {} for {product}", all.at(at));
            }
        }
    }

    #[test]
    fn one_is_itself_and_two_waves_are_refused() {
        let week = steps(&[(0, 1.0), (5, 0.4)], Some(7));
        let one = Profile::product(vec![Profile::Constant, week.clone()], Instant(0), Instant(9));
        assert_eq!(one, Ok(week.clone()));
        let wave = Profile::Wave { amplitude: 0.5, period: Span(20) };
        let two = Profile::product(vec![wave.clone(), wave], Instant(0), Instant(9));
        assert_eq!(two, Err(Unmultiplied::Waves));
        let many = Profile::product(vec![week.clone(), week], Instant(0), Instant(1_000_000));
        assert_eq!(many, Err(Unmultiplied::Steps));
    }
}
