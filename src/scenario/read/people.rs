//! Offenders and groups of them.

use super::super::keys::{self, Unit};
use super::super::tree::Node;
use super::super::world::{ByLevel, Group, GroupSize, Joins, Number, Offenders, Passport};
use super::number::PASSPORT_NAMES;
use super::{Fields, Known, Reader};
use crate::units::DAY;

/// The highest rate of leaving the register: on average after a day (events per ms).
const MOST_LEAVING: f64 = 1.0 / DAY as f64;

/// Above this the register would be left sooner than is likely: on average after 90 days (events per ms).
const SOON: f64 = MOST_LEAVING / 90.0;

impl Reader<'_> {
    /// Names of the risk levels, before anything refers to them.
    pub(super) fn level_names(&mut self, offenders: Option<&Node>) {
        let risk = offenders.and_then(Node::table).and_then(|table| table.get("risk")).and_then(Node::table);
        self.levels = match risk {
            Some(risk) => risk
                .entries
                .iter()
                .map(|e| e.key.clone())
                .filter(|key| !PASSPORT_NAMES.contains(&key.as_str()))
                .collect(),
            None => vec!["all".to_owned()],
        };
        if let (Some(risk), true) = (risk, self.levels.is_empty() || self.levels.len() > 16) {
            let at = risk.entries.first().map_or_else(Default::default, |entry| entry.key_at);
            let message = format!("there are {} risk levels", self.levels.len());
            self.error("limit", "offenders.risk", at, message, "give 1 to 16 of them");
        }
    }

    pub(super) fn offenders(&mut self, node: Option<&Node>) -> Option<Offenders> {
        let nobody = |levels: &[String]| Offenders {
            number: Number::known("offenders.number", 0.0),
            levels: levels.to_vec(),
            shares: vec![Number::known("offenders.risk.all", 1.0)],
            rest: None,
            joining: None,
            leaving: None,
        };
        let Some(node) = node else {
            return Some(nobody(&self.levels));
        };
        let fields = self.fields(node, "offenders", &keys::OFFENDERS, &Passport::default())?;
        let number = self.number(&fields, "number", Unit::Offenders);
        let (shares, rest) = match fields.get("risk") {
            Some(node) => self.shares(node, &fields)?,
            None => (vec![Number::known("offenders.risk.all", 1.0)], None),
        };
        let joining = match fields.get("joining") {
            Some(node) => Some(self.joining(node, &fields)?),
            None => None,
        };
        let leaving = if fields.has("leaving") { Some(self.leaving(&fields)?) } else { None };
        Some(Offenders { number: number?, levels: self.levels.clone(), shares, rest, joining, leaving })
    }

    /// How people leave the register: one number, or one for each risk level.
    fn leaving(&mut self, fields: &Fields) -> Option<ByLevel<Number>> {
        let mut leaving = self.number_by_risk(fields, "leaving", Unit::Rate(keys::Per::Offender))?;
        for rate in leaving.iter_mut() {
            if rate.typical > MOST_LEAVING {
                let message = format!("`{}`: they would stay for less than a day", rate.written);
                let help = "write a rate of at most 1 per offender per day";
                self.error("range", &rate.key, fields.at("leaving"), message, help);
            } else if rate.typical > SOON {
                let days = libm::round(1.0 / rate.typical / DAY as f64);
                let message = format!("`{}`: they would stay for {days} days on average", rate.written);
                let help = "nobody is on the register for so short a time: write a rate per year".to_owned();
                self.doubt("range", &rate.key, fields.at("leaving"), message, help);
            }
            rate.highest = rate.highest.min(MOST_LEAVING);
        }
        Some(leaving)
    }

    /// Shares at the risk levels.
    pub(super) fn shares(&mut self, node: &Node, around: &Fields) -> Option<(Vec<Number>, Option<usize>)> {
        let levels = self.levels.clone();
        let what = (Known::Level, "risk level", "write { high = \"20 %\", low = \"rest\" }");
        self.shares_among(node, &around.path("risk"), &around.passport, what, &levels)
    }

    /// Shares at each of some names, which add up to one.
    pub(super) fn shares_among(
        &mut self,
        node: &Node,
        path: &str,
        around: &Passport,
        (known, what, help): (Known, &str, &str),
        names: &[String],
    ) -> Option<(Vec<Number>, Option<usize>)> {
        let Some(table) = node.table() else {
            self.error("form", path, node.at, format!("{} stands where {what}s are wanted", node.sort()), help);
            return None;
        };
        let passport = self.loose_passport(node, path, around);
        let mut shares = Vec::new();
        let mut rest = None;
        for entry in table.entries.iter().filter(|entry| !PASSPORT_NAMES.contains(&entry.key.as_str())) {
            self.named(what, known, &entry.key, path, entry.key_at);
        }
        for (index, name) in names.iter().enumerate() {
            let Some(share) = table.get(name) else {
                let message = format!("nothing is said for the {what} `{name}`");
                let help = format!("give every {} a share, or \"rest\"", what.rsplit(' ').next().unwrap_or(what));
                self.error("missing-level", path, node.at, message, help);
                return None;
            };
            let path = format!("{path}.{name}");
            if share.text() == Some("rest") {
                if rest.replace(index).is_some() {
                    self.error("sum", &path, share.at, "`rest` is said twice", "say it of one");
                }
                let mut number = Number::known(&path, 0.0);
                "rest".clone_into(&mut number.written);
                number.highest = 1.0;
                number.passport = passport.clone();
                number.place = self.sources.place(share.at);
                shares.push(Some(number));
            } else {
                shares.push(self.number_of(share, &path, Unit::Share, &passport));
            }
        }
        let mut shares = shares.into_iter().collect::<Option<Vec<Number>>>()?;
        let sum: f64 = shares.iter().map(|share| share.typical).sum();
        match rest {
            Some(_) if sum > 1.0 + 1e-9 => {
                let message = format!("the shares of {what}s add up to {} without the rest", rounded(sum));
                self.error("sum", path, node.at, message, "make them add up to at most 1");
            }
            Some(rest) => shares[rest].typical = (1.0 - sum).max(0.0),
            None if (sum - 1.0).abs() > 1e-9 => {
                let each: Vec<String> =
                    shares.iter().zip(names).map(|(s, name)| format!("{name} {}", rounded(s.typical))).collect();
                let message = format!("the shares of {what}s add up to {} ({})", rounded(sum), each.join(", "));
                self.error("sum", path, node.at, message, "make them add up to 1, or say \"rest\" of one");
            }
            None => {}
        }
        Some((shares, rest))
    }

    /// One group; the groups it refers to are known by name.
    pub(super) fn group(&mut self, node: &Node, name: &str) -> Option<Group> {
        let path = format!("group.{name}");
        let fields = self.fields(node, &path, &keys::GROUP, &Passport::default())?;
        let of = self.reference(&fields, "of", "group", Known::Group);
        let mut levels = Vec::new();
        for item in self.chosen(&fields, "risk", "risk level") {
            if let Some(text) = self.text_of(item, &fields.path("risk")) {
                levels.extend(self.named("risk level", Known::Level, text, &fields.path("risk"), item.at));
            }
        }
        let size = match (fields.has("number"), fields.has("share")) {
            (true, false) => self.number(&fields, "number", Unit::Offenders).map(GroupSize::Number),
            (false, true) => self.number(&fields, "share", Unit::Share).map(GroupSize::Share),
            _ => {
                let message = format!("the group `{name}` wants either `number` or `share`");
                self.error("form", &path, node.at, message, "give exactly one of them");
                None
            }
        };
        let joins = match fields.get("joins") {
            Some(node) => {
                let inside = self.fields(node, &fields.path("joins"), &keys::JOINS, &fields.passport)?;
                let from = inside.get("from").and_then(|node| self.moment(node, &inside.path("from")));
                let over = self.number(&inside, "over", Unit::Duration);
                Some(Joins { from: from?, over: over? })
            }
            None => None,
        };
        let devices = if fields.has("devices") { Some(self.count(&fields, "devices")?) } else { None };
        let at_most =
            if fields.has("at_most") { Some(self.number(&fields, "at_most", Unit::Offenders)?) } else { None };
        Some(Group { name: name.to_owned(), of, levels, size: size?, joins, devices, at_most })
    }

    /// A key whose text is a name.
    pub(super) fn reference(&mut self, fields: &Fields, key: &str, what: &str, known: Known) -> Option<usize> {
        let node = fields.get(key)?;
        let text = self.text_of(node, &fields.path(key))?;
        self.named(what, known, text, &fields.path(key), node.at)
    }
}

/// A sum as a person would write it, without the last bits of binary arithmetic.
pub(in crate::scenario) fn rounded(value: f64) -> String {
    let rounded = libm::round(value * 1e9) / 1e9;
    rounded.to_string()
}
