//! When enough has been replicated: by the precision of the leading outputs, decided at block boundaries only.

use super::answer::{Centre, Precision, Target, Why};
use super::contrast::difference_centre;
use super::estimate::centre_of;
use super::records::Records;
use super::settings::{BLOCK, Wanted};
use crate::scenario::world::Scenario;
use crate::stats::relative_half_width_met;

/// How much wider an output of lateness or waiting may be than one of hours, as a share of its mean: it
/// varies far more from year to year.
const LATENESS: f64 = 5.0;
/// A half-width for late tasks that is good enough: this share of the tasks raised.
const LATE_SHARE: f64 = 0.005;
/// A half-width for a difference in hours that is good enough: this share of the base's hours.
const HOURS_SHARE: f64 = 0.001;
/// A half-width for an average wait that is good enough (h).
const WAIT_HOURS: f64 = 0.01;

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
    fn target(&self, records: &[Records]) -> Option<Target> {
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
        let half_width = centre.confidence.map(|c| c.half_width());
        let met = half_width
            .is_some_and(|h| h == 0.0 || h <= absolute || relative_half_width_met(centre.mean, h, self.relative));
        let Centre { mean, .. } = centre;
        Some(Target {
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
    watches.iter().filter_map(|watch| watch.target(records)).collect()
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
    use super::*;

    fn target(mean: f64, half: f64, absolute: f64) -> Target {
        let half_width = Some(half);
        Target {
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
