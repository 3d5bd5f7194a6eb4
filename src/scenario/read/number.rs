//! Numbers with their passports, alone or by risk level, and counts.

use super::super::keys::{self, Section, Unit};
use super::super::quantity;
use super::super::tree::{Node, Value};
use super::super::world::{ByLevel, Count, CountLaw, Number, Passport, Uncertainty};
use super::{Fields, Reader};

impl Reader<'_> {
    /// One value in base units.
    pub(super) fn value(&mut self, node: &Node, path: &str, unit: Unit) -> Option<f64> {
        match quantity::value(node, unit) {
            Ok(value) => Some(value),
            Err((message, help)) => {
                self.error("quantity", path, node.at, message, help);
                None
            }
        }
    }

    /// A number of a table.
    pub(super) fn number(&mut self, fields: &Fields, key: &str, unit: Unit) -> Option<Number> {
        self.number_of(fields.get(key)?, &fields.path(key), unit, &fields.passport)
    }

    /// A number: a bare value, or a table with its passport.
    pub(super) fn number_of(&mut self, node: &Node, path: &str, unit: Unit, around: &Passport) -> Option<Number> {
        if !matches!(node.value, Value::Table(_)) {
            let typical = self.value(node, path, unit)?;
            self.must_be_whole(node, path, unit, typical);
            return Some(self.assemble(node, path, unit, typical, Uncertainty::Known, "", around.clone()));
        }
        let fields = self.fields(node, path, &keys::NUMBER, around)?;
        let centre = self.centre_key(&fields, &["value", "typical"]);
        self.uncertain_number(&fields, centre, unit)
    }

    /// A number that is taken as known. An uncertainty of it would be read and not drawn, so it is refused.
    pub(super) fn plain(&mut self, fields: &Fields, key: &str, unit: Unit) -> Option<Number> {
        let (node, path) = (fields.get(key)?, fields.path(key));
        let Some(table) = node.table() else {
            return self.number_of(node, &path, unit, &fields.passport);
        };
        if let Some(uncertain) = table.entries.iter().find(|entry| entry.key == "uncertain") {
            let message = format!("`{key}` takes a plain value: an uncertainty of it is not drawn");
            let help = "leave `uncertain` out, and say how unsure we are of the number it multiplies";
            self.error("plain", &format!("{path}.uncertain"), uncertain.key_at, message, help);
            return None;
        }
        let inside = self.fields(node, &path, &keys::PLAIN, &fields.passport)?;
        self.uncertain_number(&inside, inside.has("value").then_some("value"), unit)
    }

    /// The key that gives the centre, when exactly one of these is there.
    pub(super) fn centre_key(&mut self, fields: &Fields, keys: &[&'static str]) -> Option<&'static str> {
        let given: Vec<&'static str> = keys.iter().copied().filter(|key| fields.has(key)).collect();
        if let [first, second, ..] = given.as_slice() {
            let message = format!("`{first}` and `{second}` are both given, and both are the typical value");
            self.error("twice", &fields.path(second), fields.at(second), message, "give one of them");
        }
        given.first().copied()
    }

    /// A number from a table that has been opened: its centre under `centre`, and `uncertain`.
    pub(super) fn uncertain_number(&mut self, fields: &Fields, centre: Option<&str>, unit: Unit) -> Option<Number> {
        let written = centre.and_then(|key| fields.get(key));
        let typical = match (centre, written) {
            (Some(key), Some(node)) => {
                let typical = self.value(node, &fields.path(key), unit)?;
                self.must_be_whole(node, &fields.path(key), unit, typical);
                Some(typical)
            }
            _ => None,
        };
        let mut drawn_as = None;
        let (uncertain, text) = match fields.get("uncertain") {
            Some(node) => {
                let (law, other) = self.uncertain_as(node, &fields.path("uncertain"), unit, typical)?;
                drawn_as = other;
                (Some(law), node.inline())
            }
            None => (None, String::new()),
        };
        let (uncertainty, median) = match uncertain {
            Some((uncertainty, median)) => (uncertainty, Some(median)),
            None => (Uncertainty::Known, None),
        };
        let Some(typical) = typical.or(median) else {
            let help = "give `value`, or `uncertain` with a range";
            self.error("missing-key", &fields.path, fields.at, "the number has no value", help);
            return None;
        };
        let from = Node { value: Value::Text(String::new()), at: fields.at };
        let node = written.unwrap_or(&from);
        let number = self.assemble(node, &fields.path, unit, typical, uncertainty, &text, fields.passport.clone());
        Some(Number { drawn_as, ..number })
    }

    fn must_be_whole(&mut self, node: &Node, path: &str, unit: Unit, value: f64) {
        if matches!(unit, Unit::Offenders | Unit::People) && (value - libm::floor(value)).abs() > 0.0 {
            let message = format!("`{}` is not a whole number of people", node.written());
            let help = match unit {
                Unit::People => "write two [[staff]] groups, one with full_time_share = \"50 %\"",
                _ => "write a whole number",
            };
            self.error("whole", path, node.at, message, help);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a number, put together in one place")]
    fn assemble(
        &self,
        node: &Node,
        path: &str,
        unit: Unit,
        typical: f64,
        uncertain: Uncertainty,
        written_uncertain: &str,
        passport: Passport,
    ) -> Number {
        let (lowest, highest) = quantity::bounds(unit);
        let written = match node.written() {
            text if text.is_empty() => format!("median of {written_uncertain}"),
            text => text,
        };
        Number {
            key: path.to_owned(),
            unit,
            typical,
            uncertain,
            lowest,
            highest,
            written,
            written_uncertain: written_uncertain.to_owned(),
            passport,
            place: self.sources.place(node.at),
            drawn_as: None,
        }
    }

    /// A number of a table, or one for each risk level.
    pub(super) fn number_by_risk(&mut self, fields: &Fields, key: &str, unit: Unit) -> Option<ByLevel<Number>> {
        let node = fields.get(key)?;
        let path = fields.path(key);
        if unit == Unit::Duration && node.text().is_some_and(|text| text.trim() == "never") {
            let message = "`never` is said of a risk level, and here of all: nothing would ever be raised";
            let help = "write { high = \"26 weeks\", low = \"never\" }, or leave the work out";
            self.error("quantity", &path, node.at, message, help);
            return None;
        }
        let Some(table) = node.table() else {
            return self.number_of(node, &path, unit, &fields.passport).map(ByLevel::Same);
        };
        if ["value", "typical", "uncertain"].iter().any(|key| table.has(key)) {
            return self.number_of(node, &path, unit, &fields.passport).map(ByLevel::Same);
        }
        self.by_risk(node, &path, &fields.passport, &mut |reader, node, path, around| {
            if node.text().is_some_and(|text| text == "never") {
                Some(None)
            } else {
                reader.number_of(node, path, unit, around).map(Some)
            }
        })
    }

    /// A table with something for each risk level, directly or under `by_risk`; every level must be given.
    pub(super) fn by_risk<T>(
        &mut self,
        node: &Node,
        path: &str,
        around: &Passport,
        read: ReadLevel<'_, Self, T>,
    ) -> Option<ByLevel<T>> {
        let outer = node.table()?;
        let passport = self.loose_passport(node, path, around);
        if let Some(inside) = outer.get("by_risk") {
            for entry in &outer.entries {
                if entry.key != "by_risk" && !PASSPORT_NAMES.contains(&entry.key.as_str()) {
                    let message = format!("`{}` may not stand beside `by_risk`", entry.key);
                    self.error(
                        "unknown-key",
                        path,
                        entry.key_at,
                        message,
                        "give it for each risk level, inside `by_risk`",
                    );
                }
            }
            if inside.table().is_none_or(|table| table.has("by_risk")) {
                self.error(
                    "form",
                    path,
                    inside.at,
                    "`by_risk` wants a table with each risk level",
                    "write { high = ..., low = ... }",
                );
                return None;
            }
            return self.by_risk(inside, path, &passport, read);
        }
        let mut values: Vec<Option<T>> = self.levels.iter().map(|_| None).collect();
        let mut given = vec![false; values.len()];
        for entry in outer.entries.iter().filter(|entry| !PASSPORT_NAMES.contains(&entry.key.as_str())) {
            let Some(level) = self.named("risk level", super::Known::Level, &entry.key, path, entry.key_at) else {
                continue;
            };
            given[level] = true;
            values[level] = read(self, &entry.node, &format!("{path}.{}", entry.key), &passport).flatten();
        }
        let missing: Vec<String> =
            self.levels.iter().zip(&given).filter(|(_, given)| !**given).map(|(level, _)| level.clone()).collect();
        if !missing.is_empty() {
            let list = super::super::diagnostic::listed(&missing);
            let message = format!("nothing is said for the risk levels {list}");
            self.error(
                "missing-level",
                path,
                node.at,
                message,
                "give every level; \"never\" is a value where none is raised",
            );
        }
        Some(ByLevel::Each(values))
    }

    /// Passport of a table whose other keys are names.
    pub(super) fn loose_passport(&mut self, node: &Node, path: &str, around: &Passport) -> Passport {
        static ONLY: Section = Section { heading: "passport", about: "", passport: true, keys: &[] };
        let Some(table) = node.table() else {
            return around.clone();
        };
        let entries = table.entries.iter().filter(|e| PASSPORT_NAMES.contains(&e.key.as_str())).cloned().collect();
        let only = Node { value: Value::Table(super::super::tree::Table { entries }), at: node.at };
        self.fields(&only, path, &ONLY, around).map_or_else(|| around.clone(), |fields| fields.passport)
    }

    /// A count: a whole number, or a mean and how it varies.
    pub(super) fn count(&mut self, fields: &Fields, key: &str) -> Option<Count> {
        let node = fields.get(key)?;
        let path = fields.path(key);
        if node.table().is_none() {
            let mean = self.number_of(node, &path, Unit::Count, &fields.passport)?;
            if (mean.typical - libm::floor(mean.typical)).abs() > 0.0 {
                let message = format!("`{}` is not a whole number", node.written());
                self.error("whole", &path, node.at, message, "write { mean = 2.5, varies = \"poisson\" } if it varies");
            }
            return Some(Count { mean, varies: CountLaw::Fixed });
        }
        let inside = self.fields(node, &path, &keys::COUNT, &fields.passport)?;
        let centre = self.centre_key(&inside, &["mean", "typical", "value"]);
        let mean = self.uncertain_number(&inside, centre, Unit::Count)?;
        let varies = match inside.get("varies").and_then(Node::text) {
            Some("poisson") => CountLaw::Poisson,
            Some("geometric") => CountLaw::Geometric,
            _ => CountLaw::Fixed,
        };
        if varies == CountLaw::Geometric && mean.typical < 1.0 {
            let message = format!("a geometric count of mean {} counts from one", mean.typical);
            self.error("range", &path, node.at, message, "give a mean of at least 1, or varies = \"poisson\"");
        }
        Some(Count { mean, varies })
    }
}

/// Reads what stands at one risk level: node, path, passport around it. The inner `None` is "never".
type ReadLevel<'r, R, T> = &'r mut dyn FnMut(&mut R, &Node, &str, &Passport) -> Option<Option<T>>;

/// Names of the passport keys.
pub(super) const PASSPORT_NAMES: &[&str] = &["source", "confidence", "note", "owner", "review_by"];
