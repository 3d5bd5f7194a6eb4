//! A joint sample of what was learnt, and the nodes of a file that say it.

use crate::scenario::tree::{At, Entry, Node, Table, Value};
use crate::scenario::world::{Number, Passport};

/// A joint sample of what was learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Its name.
    pub name: String,
    /// The numbers whose values its columns hold, in order.
    pub numbers: Vec<Number>,
    /// Rows of values in base units.
    pub rows: Vec<Vec<f64>>,
    /// Where it comes from.
    pub passport: Passport,
}

/// A sample as the file says it.
pub(super) fn sample_node(sample: &Sample, at: At, say: &dyn Fn(&Number, f64) -> Value) -> Node {
    let node = |value: Value| Node { value, at };
    let columns = sample.numbers.iter().map(|number| text(&number.key, at)).collect();
    let row = |row: &Vec<f64>| {
        node(Value::List(row.iter().zip(&sample.numbers).map(|(value, number)| node(say(number, *value))).collect()))
    };
    let mut entries = vec![("name", Value::Text(sample.name.clone())), ("taken", Value::Text("in turn".to_owned()))];
    let passport = &sample.passport;
    for (key, words) in [("source", &passport.source), ("confidence", &passport.confidence), ("note", &passport.note)] {
        entries.extend(words.iter().map(|words| (key, Value::Text(words.clone()))));
    }
    entries.push(("columns", Value::List(columns)));
    entries.push(("rows", Value::List(sample.rows.iter().map(row).collect())));
    table(entries, at)
}

pub(super) fn entry(key: &str, node: Node) -> Entry {
    Entry { key: key.to_owned(), key_at: node.at, node }
}

pub(super) fn text(words: &str, at: At) -> Node {
    Node { value: Value::Text(words.to_owned()), at }
}

pub(super) fn table(entries: Vec<(&str, Value)>, at: At) -> Node {
    let entries = entries.into_iter().map(|(key, value)| entry(key, Node { value, at })).collect();
    Node { value: Value::Table(Table { entries }), at }
}
