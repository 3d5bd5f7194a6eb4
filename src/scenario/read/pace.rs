//! Durations said as an amount and how much of it is done in an hour.

use super::super::keys::{Per, Unit};
use super::super::world::{Duration, Pace, Point};
use super::{Fields, Reader};

impl Reader<'_> {
    /// `{ amount = ..., at = "600 per hour", removes = "60 %" }`.
    pub(super) fn amount_at_a_pace(&mut self, fields: &Fields) -> Option<Duration> {
        for key in ["uncertain", "varies", "sd", "weights"] {
            if fields.has(key) {
                let message = format!("`{key}` does not say of which part it is meant");
                let help =
                    "say it of `amount`, `at` or `removes`: { amount = { mean = 5000, varies = \"cv 1\" }, ... }";
                self.error("form", &fields.path(key), fields.at(key), message, help);
            }
        }
        let node = fields.get("amount")?;
        let amount = self.law_of(node, &fields.path("amount"), &fields.passport, Unit::Count);
        let at = if fields.has("at") {
            self.number(fields, "at", Unit::Rate(Per::Pace))
        } else {
            let message = "nothing says how much of the amount is done in an hour";
            self.error("missing-key", &fields.path("at"), fields.at, message, "give at = \"600 per hour\"");
            None
        };
        let removes = if fields.has("removes") { Some(self.number(fields, "removes", Unit::Share)?) } else { None };
        let (mut amount, mut at) = (amount?, at?);
        if at.typical <= 0.0 {
            let message = "at that pace it never ends";
            self.error("range", &fields.path("at"), fields.at("at"), message, "write more than 0");
            return None;
        }
        if let Some(all) = removes.as_ref().filter(|share| share.typical >= 1.0) {
            let message = "everything is taken away, and nothing is left to do";
            self.error("range", &all.key, fields.at("removes"), message, "write less than 100 %");
            return None;
        }
        // However it is drawn, it comes to an end.
        at.lowest = at.typical / 1000.0;
        let pace = Pace { at, removes };
        amount.law = amount.law.scaled(pace.time_of_each(&Point::Typical));
        Some(Duration { pace: Some(Box::new(pace)), ..amount })
    }

    /// `at` and `removes` belong to an amount.
    pub(super) fn no_pace(&mut self, fields: &Fields) {
        for key in ["at", "removes"].into_iter().filter(|key| fields.has(key)) {
            let message = format!("`{key}` goes with `amount`");
            let help = "write { amount = 5000, at = \"600 per hour\" }, or leave it out";
            self.error("form", &fields.path(key), fields.at(key), message, help);
        }
    }
}
