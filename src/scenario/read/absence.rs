//! Why people are away.

use super::super::diagnostic::listed;
use super::super::keys::{self, Per, Unit};
use super::super::tree::{Node, Value};
use super::super::world::{Absence, AbsenceWhen, Leave, Passport, Productive, Role, Takes};
use super::{Fields, Known, Reader};
use crate::units::Instant;

/// The patterns, each with the keys that belong to it alone.
const PATTERNS: &[(&str, &[&str])] = &[
    ("days_a_year", &["block", "not_between", "at_most_away"]),
    ("at_random", &[]),
    ("every", &["first"]),
    ("at", &[]),
];

impl Reader<'_> {
    /// One `[[absence]]`; the roles are known.
    pub(super) fn absence(&mut self, node: &Node, name: &str, roles: &[Role]) -> Option<Absence> {
        let path = format!("absence.{name}");
        let fields = self.fields(node, &path, &keys::ABSENCE, &Passport::default())?;
        let concerned = self.concerned(&fields, name, roles);
        let pattern = self.absence_pattern(&fields)?;
        let planned = pattern == "days_a_year";
        let team = fields.get("each").and_then(Node::text) == Some("team");
        let when = match pattern {
            "days_a_year" => self.leave(&fields).map(AbsenceWhen::Planned),
            "at_random" => {
                let per = if team { Per::Team } else { Per::Person };
                self.number(&fields, "at_random", Unit::Rate(per)).map(AbsenceWhen::AtRandom)
            }
            "every" => self.absence_cycle(&fields),
            _ => self.absence_dates(&fields),
        };
        let lasts = match (fields.has("lasts"), planned) {
            (true, false) => Some(self.duration(&fields, "lasts")?),
            (false, true) => None,
            (true, true) => {
                let message = "planned leave lasts as many days as it has";
                self.error("form", &fields.path("lasts"), fields.at("lasts"), message, "leave it out");
                None
            }
            (false, false) => {
                let message = format!("`{name}` does not say how long it lasts");
                self.error(
                    "missing-key",
                    &fields.path("lasts"),
                    fields.at,
                    message,
                    "give `lasts`, such as \"5 days\"",
                );
                None
            }
        };
        let keeps = if fields.has("keeps") { Some(self.number(&fields, "keeps", Unit::Share)?) } else { None };
        if planned && (keeps.is_some() || team) {
            let key = if team { "each" } else { "keeps" };
            let message = format!("`{key}` does not go with `days_a_year`");
            self.error("form", &fields.path(key), fields.at(key), message, "leave it out");
        }
        let takes = self.takes(&fields, team);
        Some(Absence { name: name.to_owned(), roles: concerned?, when: when?, lasts, keeps, takes: takes? })
    }

    /// The roles of `of`, or all that have a number of people.
    fn concerned(&mut self, fields: &Fields, name: &str, roles: &[Role]) -> Option<Vec<usize>> {
        let unlimited = |role: &Role| role.staff.iter().any(|staff| staff.people.is_none());
        let path = fields.path("of");
        let mut found = Vec::new();
        match fields.get("of") {
            Some(_) => {
                for item in self.chosen(fields, "of", "role") {
                    let text = self.text_of(item, &path)?;
                    let index = self.named("role", Known::Role, text, &path, item.at)?;
                    if roles.get(index).is_some_and(unlimited) {
                        let message = format!("`{text}` is unlimited, so nobody of it is missed");
                        self.error("form", &path, item.at, message, "name roles with a number of people");
                    }
                    found.push(index);
                }
            }
            None => found = (0..roles.len()).filter(|&role| !unlimited(&roles[role])).collect(),
        }
        found.sort_unstable();
        found.dedup();
        let concerned = found.iter().filter_map(|&role| roles.get(role));
        for (role, staff) in concerned.flat_map(|role| role.staff.iter().map(move |staff| (role, staff))) {
            if let Productive::Yearly(hours) = &staff.productive {
                let message = format!(
                    "`productive = \"{}\"` of `{}` has leave, sickness and training taken off already, and `{name}` would take it off again",
                    hours.written, staff.name
                );
                let help = format!(
                    "give `productive` of `{}` as the share of duty that reaches this work, or leave the absence out; if it is others' absence, name their roles with `of`, without `{}`",
                    staff.name, role.name
                );
                self.error("twice", &path, fields.at("of"), message, help);
            }
        }
        Some(found)
    }

    fn absence_pattern(&mut self, fields: &Fields) -> Option<&'static str> {
        let given: Vec<&'static str> = PATTERNS.iter().map(|(key, _)| *key).filter(|key| fields.has(key)).collect();
        let [pattern] = given.as_slice() else {
            let message = format!("an absence wants exactly one pattern, and this has {}", listed(&given));
            let help = "give one of `days_a_year`, `at_random`, `every` and `at`";
            self.error("form", &fields.path, fields.at, message, help);
            return None;
        };
        for (goes_with, companions) in PATTERNS {
            for key in companions.iter().filter(|key| fields.has(key) && goes_with != pattern) {
                let message = format!("`{key}` goes with `{goes_with}`");
                self.error("form", &fields.path(key), fields.at(key), message, "leave it out");
            }
        }
        Some(pattern)
    }

    fn leave(&mut self, fields: &Fields) -> Option<Leave> {
        let days = self.number(fields, "days_a_year", Unit::DaysAYear);
        let block = match fields.get("block").and_then(Node::text) {
            Some("1 day") => 0,
            Some("2 weeks") => 2,
            _ => 1,
        };
        let mut not_between = Vec::new();
        let path = fields.path("not_between");
        for period in self.list(fields, "not_between") {
            let ends = period.list().unwrap_or_default();
            let days: Vec<_> = ends.iter().map(|end| self.day(end, &path)).collect();
            match days.as_slice() {
                [Some(first), Some(last)] if first <= last => {
                    let next = last.tomorrow().unwrap_or(*last);
                    let dates = self.dates.as_ref()?;
                    let midnight = |day: crate::calendar::Date| dates.instant(day.at(0, 0, 0, 0));
                    not_between.push((midnight(*first), midnight(next)));
                }
                [Some(_), Some(_)] => {
                    let message = "the second date of the pair is before the first";
                    self.error("order", &path, period.at, message, "write the earlier one first");
                }
                _ => {
                    let message = "a pair of dates is wanted";
                    self.error("form", &path, period.at, message, "write [[2021-12-20, 2022-01-02]]");
                }
            }
        }
        not_between.sort_unstable();
        let at_most_away =
            if fields.has("at_most_away") { Some(self.number(fields, "at_most_away", Unit::Share)?) } else { None };
        Some(Leave { days: days?, block, not_between, at_most_away })
    }

    fn absence_cycle(&mut self, fields: &Fields) -> Option<AbsenceWhen> {
        let every = self.number(fields, "every", Unit::Duration)?;
        if every.typical < 3_600_000.0 {
            let message = format!("a cycle of `{}` is shorter than an hour", every.written);
            self.error("range", &every.key, fields.at("every"), message, "write a longer one");
        }
        let mut every = every;
        every.lowest = 3_600_000.0;
        let first = match fields.get("first") {
            Some(node) => Some(self.moment(node, &fields.path("first"))?),
            None => None,
        };
        Some(AbsenceWhen::Every { every, first })
    }

    fn absence_dates(&mut self, fields: &Fields) -> Option<AbsenceWhen> {
        let path = fields.path("at");
        let mut moments: Vec<Instant> = Vec::new();
        for node in self.moments(fields, "at") {
            moments.push(self.moment(node, &path)?);
        }
        moments.sort_unstable();
        Some(AbsenceWhen::At(moments))
    }

    /// How many at once; the outer `None` is an error.
    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    fn takes(&mut self, fields: &Fields, team: bool) -> Option<Option<Takes>> {
        let path = fields.path("takes");
        match (fields.get("takes"), team) {
            (None, false) => Some(None),
            (None, true) => {
                let message = "each = \"team\" does not say how many it takes";
                self.error("missing-key", &path, fields.at("each"), message, "give takes = 4, or takes = \"20 %\"");
                None
            }
            (Some(_), false) => {
                let message = "`takes` goes with each = \"team\"";
                self.error("form", &path, fields.at("takes"), message, "say that too, or leave it out");
                None
            }
            (Some(node), true) if matches!(node.value, Value::Whole(_)) => {
                self.whole_of(node, &path, 1, 10_000).map(|number| Some(Takes::Posts(number as u32)))
            }
            (Some(_), true) => self.number(fields, "takes", Unit::Share).map(|share| Some(Takes::Share(share))),
        }
    }
}
