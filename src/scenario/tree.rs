//! The tree of a scenario file: values that remember where they were written.
//!
//! Everything after parsing works on this tree, so a value that came from a file three steps up
//! the line of `extends`, or from an override on the command line, can still be pointed at.

use std::fmt::Write as _;

/// A stretch of one source text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct At {
    /// Index of the source.
    pub(super) file: usize,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What was written.
    pub(super) value: Value,
    /// Where.
    pub(super) at: At,
}

/// What a file can say.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A string.
    Text(String),
    /// An integer.
    Whole(i64),
    /// A number with a point or exponent; may be infinite or no number until a reader refuses it.
    Real(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A date, or a date and time.
    Date(Moment),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// A date, a time, or both, as TOML has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// As TOML writes it.
    pub(super) written: String,
    /// Year, month, day.
    pub(super) date: Option<(u16, u8, u8)>,
    /// Hour, minute, second, nanosecond.
    pub(super) time: Option<(u8, u8, u8, u32)>,
    /// Whether it has an offset from universal time.
    pub(super) offset: bool,
}

/// Named values in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The entries; no key occurs twice.
    pub(super) entries: Vec<Entry>,
}

/// One named value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) key: String,
    /// Where the name stands.
    pub(super) key_at: At,
    /// Its value.
    pub(super) node: Node,
}

impl Table {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The value of a key, to be changed.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Puts an entry in the place of one with the same key, or at the end.
    pub(super) fn put(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }

    /// Takes a key out.
    pub(super) fn drop_key(&mut self, key: &str) {
        self.entries.retain(|entry| entry.key != key);
    }
}

impl Node {
    /// The string, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The table, if it is one.
    pub(super) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The items of an array.
    pub(super) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// What sort of thing it is, in words.
    pub(super) fn sort(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Whole(_) | Value::Real(_) => "a bare number",
            Value::Flag(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value as a person would write it: a string without its quotation marks.
    pub(super) fn written(&self) -> String {
        match &self.value {
            Value::Text(text) => text.clone(),
            _ => self.inline(),
        }
    }

    /// The value as TOML on one line.
    pub(super) fn inline(&self) -> String {
        match &self.value {
            Value::Text(text) => quoted(text),
            Value::Whole(number) => number.to_string(),
            Value::Real(number) => format!("{number:?}"),
            Value::Flag(flag) => flag.to_string(),
            Value::Date(moment) => moment.written.clone(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Self::inline).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Table(table) if table.entries.is_empty() => "{}".to_owned(),
            Value::Table(table) => {
                let entries: Vec<String> =
                    table.entries.iter().map(|e| format!("{} = {}", bare_or_quoted(&e.key), e.node.inline())).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }
}

/// A key as TOML writes it.
pub(super) fn bare_or_quoted(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.to_owned() } else { quoted(key) }
}

/// A TOML basic string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
