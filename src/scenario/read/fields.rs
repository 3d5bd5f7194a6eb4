//! One table read by its section of the language: unknown and missing keys, and the simple values.

use super::super::dates::{civil_date, civil_moment};
use super::super::diagnostic::{either, listed, nearest};
use super::super::keys::{Form, Need, Section};
use super::super::quantity;
use super::super::tree::{At, Entry, Node, Value};
use super::super::world::Passport;
use super::{Reader, inner};
use crate::units::{Instant, Span};

/// A table, the section it is read by, and the passport that holds in it.
#[derive(Clone, Debug)]
pub(super) struct Fields<'n> {
    pub(super) entries: &'n [Entry],
    pub(super) at: At,
    pub(super) path: String,
    pub(super) passport: Passport,
}

impl<'n> Fields<'n> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Where a key stands, or the table if it does not.
    pub(super) fn at(&self, key: &str) -> At {
        self.entries.iter().find(|entry| entry.key == key).map_or(self.at, |entry| entry.key_at)
    }

    /// The dotted path of a key.
    pub(super) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

impl Reader<'_> {
    /// Reads a table by its section.
    pub(super) fn fields<'n>(
        &mut self,
        node: &'n Node,
        path: &str,
        section: &'static Section,
        around: &Passport,
    ) -> Option<Fields<'n>> {
        let Some(table) = node.table() else {
            let help = format!("write {{ {} = ... }}", section.keys.first().map_or("key", |key| key.name));
            self.error("form", path, node.at, format!("{} stands where a table is wanted", node.sort()), help);
            return None;
        };
        let mut fields =
            Fields { entries: &table.entries, at: node.at, path: path.to_owned(), passport: around.clone() };
        let known = section.names();
        for entry in &table.entries {
            if !known.contains(&entry.key.as_str()) {
                let path = fields.path(&entry.key);
                let help = match nearest(&entry.key, &known) {
                    Some(near) => {
                        format!("did you mean `{near}`? Keys here are: {}", listed(&known))
                    }
                    None => format!("keys here are: {}", listed(&known)),
                };
                let heading = section.heading.replacen("The", "the", 1).replacen("A ", "a ", 1);
                let message = format!("`{}` is not a key of {heading}", entry.key);
                self.error("unknown-key", &path, entry.key_at, message, help);
            }
        }
        for key in section.keys.iter().filter(|key| key.need == Need::Required && !table.has(key.name)) {
            let message = format!("`{}` is missing", key.name);
            self.error("missing-key", &fields.path(key.name), fields.at, message, format!("give {}", key.meaning));
        }
        for key in section.keys {
            if let (Form::Choice(choices), Some(node)) = (key.form, fields.get(key.name)) {
                self.choice(node, &fields.path(key.name), choices);
            }
        }
        if section.passport {
            fields.passport = inner(around, &self.passport(&fields));
        }
        Some(fields)
    }

    fn choice(&mut self, node: &Node, path: &str, choices: &[&'static str]) {
        if node.text().is_none_or(|text| !choices.contains(&text)) {
            let written = node.written();
            let help = match nearest(&written, choices) {
                Some(near) => format!("did you mean `{near}`? It may be {}", either(choices)),
                None => format!("it may be {}", either(choices)),
            };
            self.error("choice", path, node.at, format!("`{written}` is not one of the choices"), help);
        }
    }

    fn passport(&mut self, fields: &Fields) -> Passport {
        if let Some(node) = fields.get("confidence") {
            self.choice(node, &fields.path("confidence"), &["high", "medium", "low", "assumption"]);
        }
        Passport {
            source: self.text(fields, "source"),
            confidence: fields.get("confidence").and_then(Node::text).map(str::to_owned),
            note: self.text(fields, "note"),
            owner: self.text(fields, "owner"),
            review_by: fields
                .get("review_by")
                .and_then(|node| self.day(node, &fields.path("review_by")))
                .map(|day| day.to_string()),
        }
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, fields: &Fields, key: &str) -> Option<String> {
        let node = fields.get(key)?;
        self.text_of(node, &fields.path(key)).map(str::to_owned)
    }

    /// A node that must be a text.
    pub(super) fn text_of<'n>(&mut self, node: &'n Node, path: &str) -> Option<&'n str> {
        match node.text() {
            Some(text) if !text.trim().is_empty() && text.len() <= 2000 => Some(text),
            Some(_) => {
                self.error("form", path, node.at, "the text is empty or longer than 2,000 bytes", "write a few words");
                None
            }
            None => {
                let help = format!("write \"{}\"", node.written());
                self.error("form", path, node.at, format!("{} stands where a text is wanted", node.sort()), help);
                None
            }
        }
    }

    /// The items of a list, or the one item that stands for a list of one.
    pub(super) fn items(node: &Node) -> &[Node] {
        node.list().unwrap_or(std::slice::from_ref(node))
    }

    /// The items of a key that chooses some of what there is: one, or a list that may not be empty, for that would
    /// say "none" where leaving the key out says "all".
    pub(super) fn chosen<'n>(&mut self, fields: &Fields<'n>, key: &str, what: &str) -> &'n [Node] {
        let Some(node) = fields.get(key) else {
            return &[];
        };
        let items = Self::items(node);
        if items.is_empty() {
            let message = format!("`{key}` is an empty list and names no {what}");
            self.error("form", &fields.path(key), node.at, message, "name one, or leave it out");
        }
        items
    }

    /// The moments of a key that must be a list of at least one.
    pub(super) fn moments<'n>(&mut self, fields: &Fields<'n>, key: &str) -> &'n [Node] {
        let items = self.list(fields, key);
        if let Some(node) = fields.get(key).filter(|node| node.list().is_some_and(<[Node]>::is_empty)) {
            let message = format!("`{key}` is an empty list: at no moment at all");
            self.error("form", &fields.path(key), node.at, message, "give a moment, or another pattern");
        }
        items
    }

    /// The items of a key that must be a list.
    pub(super) fn list<'n>(&mut self, fields: &Fields<'n>, key: &str) -> &'n [Node] {
        let Some(node) = fields.get(key) else {
            return &[];
        };
        if let Some(items) = node.list() {
            return items;
        }
        let message = format!("{} stands where a list is wanted", node.sort());
        self.error("form", &fields.path(key), node.at, message, "put it in [ ]");
        &[]
    }

    /// `true` or `false`; `false` when it is not there.
    pub(super) fn flag(&mut self, fields: &Fields, key: &str) -> bool {
        match fields.get(key).map(|node| (&node.value, node)) {
            None => false,
            Some((Value::Flag(flag), _)) => *flag,
            Some((_, node)) => {
                let message = format!("{} stands where true or false is wanted", node.sort());
                self.error("form", &fields.path(key), node.at, message, "write true or false, without quotation marks");
                false
            }
        }
    }

    /// A whole number in a range.
    pub(super) fn whole(&mut self, fields: &Fields, key: &str, lowest: i64, highest: i64) -> Option<i64> {
        let node = fields.get(key)?;
        self.whole_of(node, &fields.path(key), lowest, highest)
    }

    /// A whole number in a range, of a node.
    pub(super) fn whole_of(&mut self, node: &Node, path: &str, lowest: i64, highest: i64) -> Option<i64> {
        match node.value {
            Value::Whole(number) if (lowest..=highest).contains(&number) => Some(number),
            _ => {
                let message = format!("`{}` is not a whole number from {lowest} to {highest}", node.written());
                self.error("range", path, node.at, message, "write one that is");
                None
            }
        }
    }

    /// A plain duration.
    pub(super) fn length(&mut self, node: &Node, path: &str) -> Option<Span> {
        match quantity::value(node, super::super::keys::Unit::Duration) {
            Ok(milliseconds) => Some(Span::rounded(milliseconds)),
            Err((message, help)) => {
                self.error("quantity", path, node.at, message, help);
                None
            }
        }
    }

    /// A civil day.
    pub(super) fn day(&mut self, node: &Node, path: &str) -> Option<crate::calendar::Date> {
        let day = match &node.value {
            Value::Date(moment) if moment.time.is_none() => civil_date(moment),
            _ => None,
        };
        if day.is_none() {
            let message = format!("`{}` is not a date", node.written());
            self.error("date", path, node.at, message, "write 2021-02-01, without quotation marks");
        }
        day
    }

    /// A moment: a date, a local date and time, or a duration since the start.
    pub(super) fn moment(&mut self, node: &Node, path: &str) -> Option<Instant> {
        match &node.value {
            Value::Text(_) => self.length(node, path).map(|span| Instant(span.0)),
            Value::Date(moment) => {
                // Without a first day there is an error already.
                let dates = self.dates.as_ref()?;
                let instant = civil_moment(moment).map(|moment| dates.instant(moment));
                if instant.is_none() {
                    let message = format!("`{}` is not a local date, or date and time", node.written());
                    self.error(
                        "date",
                        path,
                        node.at,
                        message,
                        "write 2021-02-01 or 2021-02-01T09:00:00, without an offset",
                    );
                }
                instant
            }
            _ => {
                let message = format!("{} stands where a moment is wanted", node.sort());
                self.error(
                    "date",
                    path,
                    node.at,
                    message,
                    "write a date, 2021-02-01, or a duration since the start, \"100 h\"",
                );
                None
            }
        }
    }
}
