//! When enough has been replicated: by the precision of the leading outputs, decided at block boundaries only.
//!
//! The half-widths are so wide that those of all watched outputs hold together (Bonferroni), and the precision must have
//! held over the last replications as well, not only after the last of them: an interval that happens to be narrow for a
//! moment does not end a run. Source: Law, *Simulation Modeling and Analysis*, sections 9.4 and 10.3; Hoad, Robinson and
//! Davies, *JORS* 61 (2010).

use super::answer::{Centre, Precision, Target, Why};
use super::contrast::{difference_centre, first_difference_centre};
use super::estimate::{centre_of, first_centre_of};
use super::records::Records;
use super::settings::{BLOCK, CONFIDENCE, Wanted};
use crate::scenario::world::Scenario;
use crate::special::student_quantile;
use crate::stats::{bonferroni, look_ahead, relative_half_width_met};

/// How much wider an output of lateness or waiting may be than one of hours, as a share of its mean: it
/// varies far more from year to year.
const LATENESS: f64 = 5.0;
/// A half-width for late tasks that is good enough: this share of the tasks raised.
const LATE_SHARE: f64 = 0.005;
/// A half-width for a difference in hours that is good enough: this share of the base's hours.
const HOURS_SHARE: f64 = 0.001;
/// A half-width for an average wait that is good enough (h).
const WAIT_HOURS: f64 = 0.01;

/// Most places of the look-ahead at which the precision is judged: each costs as much as the last.
const LOOKS: usize = 8;

/// An output that is watched while replicating.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// Scenario, or the other of a comparison.
    scenario: usize,
    /// The base, for a difference.
    base: Option<usize>,
    key: String,
    label: String,
    relative: f64,
    /// Key of the quantity whose mean gives the absolute half-width, and the share of it.
    yardstick: Option<(String, f64)>,
    /// Absolute half-width otherwise.
    absolute: f64,
}

/// Key of what is watched for lateness in a scenario: its watched kind, all work with a due date, or nothing.
pub(super) fn late_key(scenario: &Scenario) -> Option<String> {
    let watched = scenario.answers.watch.and_then(|w| scenario.kinds.get(w)).filter(|kind| kind.due.is_some());
    match watched {
        Some(kind) => Some(format!("late.{}", kind.name)),
        None => scenario.kinds.iter().any(|kind| kind.due.is_some()).then(|| "late.total".to_owned()),
    }
}

/// The outputs to watch for one scenario, or for a difference from the base.
pub(super) fn watches(scenario: &Scenario, index: usize, base: Option<usize>, relative: f64) -> Vec<Watch> {
    let watch = |key: &str, label: &str, times: f64, yardstick: Option<(String, f64)>, absolute: f64| Watch {
        scenario: index,
        base,
        key: key.to_owned(),
        label: label.to_owned(),
        relative: relative * times,
        yardstick,
        absolute,
    };
    let hours = if base.is_some() {
        let share = Some(("demand.total".to_owned(), HOURS_SHARE));
        watch("demand.total", "difference in hours asked for", 1.0, share, 0.0)
    } else {
        watch("hours.total", "hours worked", 1.0, None, 0.0)
    };
    let words = if base.is_some() { "difference in " } else { "" };
    let second = match late_key(scenario) {
        Some(key) => {
            let raised = key.strip_prefix("late.").map(|name| (format!("raised.{name}"), LATE_SHARE));
            watch(&key, &format!("{words}tasks late"), LATENESS, raised, 0.0)
        }
        None => watch("wait.mean.all", &format!("{words}mean wait to start"), LATENESS, None, WAIT_HOURS),
    };
    vec![hours, second]
}

impl Watch {
    fn target(&self, records: &[Records], level: f64) -> Option<Target> {
        let of = records.get(self.scenario)?;
        let base = self.base.and_then(|b| records.get(b));
        let measured = base.unwrap_or(of);
        let mean_of = |key: &str| centre_of(measured, measured.catalogue.find(key)?.reading).map(|c| c.mean);
        let absolute = match &self.yardstick {
            Some((key, share)) => mean_of(key).unwrap_or(0.0) * share,
            None => self.absolute,
        };
        let centre = match base {
            Some(base) => difference_centre(base, of, &self.key),
            None => of.catalogue.find(&self.key).and_then(|item| centre_of(of, item.reading)),
        };
        // What is not defined in any replication cannot be waited for.
        let centre = centre?;
        let n = of.typical.len();
        let factor = |n: usize| student_quantile((n as f64 - 1.0).max(1.0), 0.5 * (1.0 + level));
        let half_width = centre.standard_error.map(|error| factor(n) * error);
        let enough = |mean: f64, h: f64| h == 0.0 || h <= absolute || relative_half_width_met(mean, h, self.relative);
        let met = half_width.is_some_and(|half| enough(centre.mean, half)) && {
            let first = n.saturating_sub(look_ahead(n as u64) as usize).max(2);
            let widest = factor(first);
            let seen = |upto: usize| match base {
                Some(base) => first_difference_centre(base, of, &self.key, upto),
                None => of.catalogue.find(&self.key).and_then(|item| first_centre_of(of, item.reading, upto)),
            };
            // Two replications have one interval; a run so short is judged by its end.
            (first..n).step_by((n - first.min(n)).div_ceil(LOOKS).max(1)).all(|upto| {
                let centre = seen(upto);
                centre.and_then(|c| Some((c.mean, c.standard_error?))).is_some_and(|(m, se)| enough(m, widest * se))
            })
        };
        let Centre { mean, .. } = centre;
        Some(Target {
            of: self.scenario,
            key: self.key.clone(),
            label: self.label.clone(),
            relative: self.relative,
            absolute,
            half_width,
            mean: Some(mean),
            met,
        })
    }
}

/// Whether an output is as precise as wanted by the last of the replications, whatever it was before.
pub(super) fn is_narrow(target: &Target) -> bool {
    shortfall(target) <= 1.0
}

/// How far a target is from being met: above 1, more is needed.
fn shortfall(target: &Target) -> f64 {
    let relative = target.relative / (1.0 + target.relative) * target.mean.map_or(0.0, f64::abs);
    let allowed = relative.max(target.absolute);
    match target.half_width {
        Some(half) if half <= 0.0 => 0.0,
        Some(half) if allowed > 0.0 => half / allowed,
        _ => f64::MAX,
    }
}

/// Where each watched output stands.
pub(super) fn targets(watches: &[Watch], records: &[Records]) -> Vec<Target> {
    let level = bonferroni(CONFIDENCE, watches.len() as u32);
    watches.iter().filter_map(|watch| watch.target(records, level)).collect()
}

/// The state of precision after `n` replications; `why` is only final when the run stops.
pub(super) fn state(targets: Vec<Target>, why: Why) -> Precision {
    let worst = targets.iter().max_by(|a, b| shortfall(a).total_cmp(&shortfall(b)));
    let limiting = worst.map(|t| t.key.clone());
    Precision { why, targets, limiting }
}

/// Whether to go on after `n` replications, and until how many: `None` to stop, with the reason.
pub(super) fn next(wanted: Wanted, n: u64, targets: &[Target]) -> Result<u64, Why> {
    match wanted {
        Wanted::Number(number) if n >= number => Err(Why::Given),
        Wanted::Number(number) => Ok(number),
        Wanted::Precision { at_least, at_most, .. } => {
            if n >= at_least && targets.iter().all(|t| t.met) {
                Err(Why::Met)
            } else if n >= at_most {
                Err(Why::Capped)
            } else {
                Ok((n + BLOCK).min(at_most))
            }
        }
    }
}

/// A guess at how many replications it will take, for the progress bar.
pub(super) fn expected(wanted: Wanted, n: u64, targets: &[Target]) -> u64 {
    match wanted {
        Wanted::Number(number) => number,
        Wanted::Precision { at_least, at_most, .. } => {
            let worst = targets.iter().map(shortfall).fold(1.0, f64::max).min(1e3);
            let needed = (n as f64 * worst * worst).min(at_most as f64) as u64;
            needed.div_ceil(BLOCK).saturating_mul(BLOCK).clamp(at_least.min(at_most), at_most)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::Catalogue;
    use super::super::runner::Kept;
    use super::*;

    fn target(mean: f64, half: f64, absolute: f64) -> Target {
        let half_width = Some(half);
        Target {
            of: 0,
            key: "k".into(),
            label: "k".into(),
            relative: 0.02,
            absolute,
            half_width,
            mean: Some(mean),
            met: false,
        }
    }

    #[test]
    fn the_output_that_needs_most_is_named_and_a_mean_near_zero_is_judged_absolutely() {
        let mut near_zero = target(0.0, 0.4, 0.5);
        near_zero.key = "near zero".into();
        let state = state(vec![near_zero, target(100.0, 3.0, 0.0)], Why::Met);
        assert_eq!(state.limiting.as_deref(), Some("k"));
        assert!(shortfall(&target(0.0, 0.4, 0.5)) < 1.0);
    }

    const CLERK: &str = "title = \"t\"\nruns_for = \"1 day\"\ncalendar = \"none\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n\
                         [[work]]\nname = \"letter\"\nraised = { each = \"team\", at_random = \"1 per hour\" }\nby = \"clerk\"\n\
                         effort = \"1 min\"\n";

    /// Records of which the hours worked are these.
    fn records(scenario: &Scenario, hours: &[i64]) -> Records {
        let catalogue = Catalogue::new(scenario);
        let at = catalogue.find("hours.total").unwrap().reading.position();
        let typical = hours.iter().map(|&hours| {
            let mut numbers = vec![0; catalogue.width()];
            numbers[at] = hours;
            Kept { numbers: numbers.into(), stopped: None }
        });
        Records { typical: typical.collect(), catalogue: catalogue.clone(), ..Records::default() }
    }

    #[test]
    fn several_outputs_are_wanted_together_and_a_moment_is_not_enough() {
        let scenario = crate::scenario::from_text("clerk.toml", CLERK).unwrap().0;
        let hours = Watch { absolute: 0.0, ..watches(&scenario, 0, None, 0.05).swap_remove(0) };
        let state = |values: &[i64], statements: usize| {
            let watched = vec![hours.clone(); statements];
            targets(&watched, &[records(&scenario, values)]).swap_remove(0)
        };
        let steady: Vec<i64> = (0..64).map(|i| 1_000 + 150 * (i % 2 * 2 - 1)).collect();
        let (alone, of_many) = (state(&steady, 1), state(&steady, 50));
        assert!(alone.met && !of_many.met, "{alone:?} {of_many:?}");
        // t(63) at 1 - 0.025 is 1.99834, at 1 - 0.025 / 50 it is 3.45177 (the integral of its density, done apart).
        let wider = of_many.half_width.unwrap() / alone.half_width.unwrap();
        assert!((wider - 3.451_77 / 1.998_34).abs() < 1e-4, "{wider}");
        // One outcome out of the ordinary, whose weight shrinks as replications are added.
        let upset = |outlier: i64| {
            let mut values = vec![1_000; 64];
            values[10] = outlier;
            state(&values, 1)
        };
        let (held, new) = (upset(2_400), upset(2_540));
        for target in [&held, &new] {
            assert!(target.half_width.unwrap() <= 0.05 / 1.05 * target.mean.unwrap(), "narrow at the end");
        }
        assert!(held.met && !new.met, "the second was too wide five replications ago: {held:?} {new:?}");
    }

    #[test]
    fn the_decision_falls_at_block_boundaries_between_floor_and_cap() {
        let wanted = Wanted::Precision { relative: 0.02, at_least: 64, at_most: 150 };
        assert_eq!(next(wanted, 0, &[]), Ok(64));
        assert_eq!(next(wanted, 64, &[]), Err(Why::Met));
        let unmet = [target(100.0, 3.0, 0.0)];
        assert_eq!(next(wanted, 64, &unmet), Ok(128));
        assert_eq!(next(wanted, 128, &unmet), Ok(150));
        assert_eq!(next(wanted, 150, &unmet), Err(Why::Capped));
        assert_eq!(next(Wanted::Number(7), 7, &unmet), Err(Why::Given));
    }
}
