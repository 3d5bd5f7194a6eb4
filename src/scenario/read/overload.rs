//! `[overload]`.

use super::super::feedback::{Feedback, Grade, MoreOften, Shown};
use super::super::keys::{self, Unit};
use super::super::tree::Node;
use super::super::world::{Absence, AbsenceWhen, Number, Passport, Role};
use super::{Fields, Reader};
use crate::units::WEEK;

/// Most times as often that something may come.
const MOST_TIMES: f64 = 100.0;
/// Most weeks in a row that may be asked for: ten years.
const MOST_WEEKS: i64 = 520;

impl Reader<'_> {
    /// The feedback of overload; the outer `None` is an error. The absences that could be read are known, in the order of the file.
    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    pub(super) fn feedback(
        &mut self,
        top: &Fields,
        absences: &[Option<Absence>],
        roles: &[Role],
    ) -> Option<Option<Feedback>> {
        let Some(node) = top.get("overload") else { return Some(None) };
        let fields = self.fields(node, "overload", &keys::OVERLOAD, &Passport::default())?;
        let above = if fields.has("above") {
            self.number(&fields, "above", Unit::Percentage)
        } else {
            Some(Number::known("overload.above", 1.1))
        };
        let weeks = self.weeks_in_a_row(&fields);
        let sickness = match fields.get("sickness") {
            Some(node) => Some(self.more_often(node, &fields, absences)?),
            None => None,
        };
        let leaving = match fields.get("leaving") {
            Some(node) => {
                let own = self.fields(node, &fields.path("leaving"), &keys::LEAVING, &fields.passport)?;
                if !roles.iter().flat_map(|role| &role.staff).any(|staff| staff.posts.leaving.is_some()) {
                    let message = "nobody leaves, so that nobody can leave more often";
                    let help = "give `leaving` of a [[staff]], or leave this out";
                    self.error("form", &own.path, own.at, message, help);
                }
                Some(self.times(&own)?)
            }
            None => None,
        };
        let word = |key: &str| fields.get(key).and_then(Node::text);
        let grade = match word("grade") {
            Some("strong") => Grade::Strong,
            Some("moderate") => Grade::Moderate,
            _ => Grade::Weak,
        };
        let shown = match word("shown") {
            Some("on") => Shown::On,
            Some("off") => Shown::Off,
            _ => Shown::Apart,
        };
        Some(Some(Feedback { above: above?, weeks: weeks?, sickness, leaving, grade, shown }))
    }

    fn weeks_in_a_row(&mut self, fields: &Fields) -> Option<u32> {
        let Some(node) = fields.get("for") else { return Some(4) };
        let path = fields.path("for");
        let length = self.length(node, &path)?.0;
        if length % WEEK != 0 || !(1..=MOST_WEEKS).contains(&(length / WEEK)) {
            let message = format!("`{}` is not a number of whole weeks from 1 to {MOST_WEEKS}", node.written());
            self.error("range", &path, node.at, message, "write \"4 weeks\"");
            return None;
        }
        Some((length / WEEK) as u32)
    }

    fn more_often(&mut self, node: &Node, around: &Fields, absences: &[Option<Absence>]) -> Option<MoreOften> {
        let fields = self.fields(node, &around.path("sickness"), &keys::SICKNESS, &around.passport)?;
        let path = fields.path("of");
        let mut found = Vec::new();
        for item in fields.get("of").map(Self::items).unwrap_or_default() {
            let name = self.text_of(item, &path)?;
            // One that could not be read has been complained of.
            let known = absences.iter().flatten().map(|absence| absence.name.as_str());
            let known: Vec<&str> = known.collect();
            let Some(index) = absences.iter().position(|a| a.as_ref().is_some_and(|a| a.name == name)) else {
                let help = format!("the absences are: {}", super::super::diagnostic::listed(&known));
                self.error("unknown-name", &path, item.at, format!("there is no absence `{name}`"), help);
                continue;
            };
            let own = absences.get(index).and_then(Option::as_ref);
            if own.is_none_or(|own| !matches!(own.when, AbsenceWhen::AtRandom(_)) || own.takes.is_some()) {
                let message =
                    format!("`{name}` does not come at random to each person, so that it cannot come more often");
                self.error("form", &path, item.at, message, "name absences with a rate per person");
            }
            found.push(index);
        }
        if found.is_empty() && fields.has("of") {
            self.error("form", &path, fields.at("of"), "`of` names no absence", "name one, or leave `sickness` out");
        }
        found.sort_unstable();
        found.dedup();
        Some(MoreOften { absences: found, times: self.times(&fields)? })
    }

    /// How many times as often: at least once.
    fn times(&mut self, fields: &Fields) -> Option<Number> {
        let mut times = self.number(fields, "times", Unit::Factor)?;
        if !(1.0..=MOST_TIMES).contains(&times.typical) {
            let message = format!("`{}` is not from 1 to {MOST_TIMES}", times.written);
            self.error("range", &times.key, fields.at("times"), message, "write how many times as often, such as 1.5");
        }
        (times.lowest, times.highest) = (times.lowest.max(1.0), times.highest.min(MOST_TIMES));
        Some(times)
    }
}
