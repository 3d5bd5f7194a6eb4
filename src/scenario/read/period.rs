//! The period of a scenario: when it starts, how long it runs, when it is looked at.

use super::super::dates::Dates;
use super::super::tree::{At, Node};
use super::{Fields, Reader};
use crate::calendar::Nation;
use crate::units::{Instant, Span, YEAR};

/// What the top of the file says about time.
pub(super) struct Period {
    pub(super) nation: Option<Nation>,
    pub(super) starts: String,
    pub(super) horizon: Instant,
    pub(super) warm_up: Span,
    pub(super) months: Vec<Instant>,
    pub(super) month_names: Vec<String>,
}

impl Reader<'_> {
    /// Reads it.
    pub(super) fn period(&mut self, top: &Fields) -> Option<Period> {
        let calendar = top.get("calendar").and_then(Node::text).unwrap_or("England and Wales");
        let civil = calendar != "none";
        let nation = if civil { Nation::from_name(calendar) } else { None };
        let first = match top.get("starts") {
            Some(node) => self.day(node, "starts")?,
            None if civil => {
                let help = "give the first day, starts = 2021-02-01, or calendar = \"none\"";
                self.error("missing-key", "starts", top.at, "`starts` is missing", help);
                return None;
            }
            None => jiff::civil::Date::constant(2000, 1, 3),
        };
        let dates = Dates::new(first, civil);
        self.dates = Some(dates.clone());
        let steady = top.get("analysis").and_then(Node::text) == Some("steady state");
        let most = if civil && !steady { 50 } else { 500 };
        let mut length = |key: &str, sign: i64| -> Option<Option<Instant>> {
            let Some(node) = top.get(key) else {
                return Some(None);
            };
            // The plain reader says what a duration must look like.
            self.length(node, key)?;
            match dates.length(node.text()?, sign) {
                Ok(end) if end.0.abs() <= most * (YEAR + crate::units::DAY) => Some(Some(end)),
                Ok(_) => {
                    let message = format!("`{}` is longer than {most} years", node.written());
                    self.error("limit", key, node.at, message, "simulate a shorter period");
                    None
                }
                Err((message, help)) => {
                    self.error("quantity", key, node.at, message, help);
                    None
                }
            }
        };
        let horizon = length("runs_for", 1)??;
        let warm_up = length("warm_up", -1)?.map_or(Span::ZERO, |from| Instant::ZERO - from);
        if horizon <= Instant::ZERO {
            self.error("range", "runs_for", top.at("runs_for"), "the counted period is 0", "give a longer one");
            return None;
        }
        let (months, month_names) = dates.months(horizon);
        Some(Period { nation, starts: dates.starts(), horizon, warm_up, months, month_names })
    }

    /// Moments of `observe_at` inside the counted period, in order.
    pub(super) fn inside(&mut self, moments: Vec<(Option<Instant>, At)>, horizon: Instant) -> Vec<Instant> {
        let mut inside = Vec::new();
        for (moment, at) in moments {
            match moment {
                Some(moment) if (Instant::ZERO..=horizon).contains(&moment) => inside.push(moment),
                Some(_) => self.error(
                    "range",
                    "observe_at",
                    at,
                    "this moment is outside the counted period",
                    "give one inside it",
                ),
                None => {}
            }
        }
        inside.sort();
        inside.dedup();
        inside
    }
}
