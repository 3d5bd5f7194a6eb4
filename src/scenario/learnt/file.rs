//! The scenario file that says what was learnt: it extends the one before, and has what changed.

use super::sample::{Sample, entry, sample_node};
use super::words::said;
use crate::scenario::load::Loaded;
use crate::scenario::merge;
use crate::scenario::tree::{At, Entry, Node, Table, Value, bare_or_quoted, quoted};

/// What a learnt scenario file says before its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Comment lines, without their marks.
    pub comment: Vec<String>,
    /// The file it extends, as it is to be named in it.
    pub extends: String,
    /// Title.
    pub title: String,
}

/// A scenario file that extends `before` and makes of it `after`, which has the same keys and perhaps more,
/// and the sample, whose values are rounded to six digits.
#[must_use]
pub fn file(head: &Head, before: &Loaded, after: &Loaded, sample: Option<&Sample>) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for line in &head.comment {
        let _ = writeln!(out, "# {}", line.replace(['\n', '\r'], " "));
    }
    let (extends, title) = (quoted(&head.extends), quoted(&head.title));
    let _ = writeln!(out, "\nextends = {extends}\ntitle   = {title}");
    let (Some(old), Some(new)) = (before.tree.table(), after.tree.table()) else { return out };
    let mut tables = String::new();
    for Entry { key, node, .. } in new.entries.iter().filter(|e| e.key != "title" && e.key != "extends") {
        let was = old.get(key);
        if was.is_some_and(|was| was.inline() == node.inline()) {
            continue;
        }
        let name = bare_or_quoted(key);
        match (was.map(|was| &was.value), &node.value) {
            (was, Value::List(items)) if merge::is_named(key) => {
                let was = if let Some(Value::List(was)) = was { was.as_slice() } else { &[] };
                for item in items {
                    changed_item(&mut tables, key, was, item);
                }
            }
            (Some(Value::Table(was)), Value::Table(now)) if merge::is_structural(key) => {
                let _ = writeln!(tables, "\n[{name}]");
                changed_keys(&mut tables, was, now);
            }
            _ => {
                let _ = writeln!(out, "{name} = {}", node.inline());
            }
        }
    }
    out.push_str(&tables);
    if let Some(sample) = sample {
        let node = sample_node(sample, At::default(), &|number, value| said(number.unit, value, number.typical, 6));
        let table = node.table().cloned().unwrap_or_default();
        let _ = writeln!(out, "\n[[joint]]");
        for Entry { key, node, .. } in &table.entries {
            match node.list().filter(|_| key == "rows") {
                None => {
                    let _ = writeln!(out, "{key} = {}", node.inline());
                }
                Some(rows) => {
                    let rows: Vec<String> = rows.iter().map(|row| format!("  {},\n", row.inline())).collect();
                    let _ = writeln!(out, "rows = [\n{}]", rows.concat());
                }
            }
        }
    }
    out
}

fn changed_keys(out: &mut String, was: &Table, now: &Table) {
    use std::fmt::Write as _;
    for Entry { key, node, .. } in &now.entries {
        if was.get(key).is_none_or(|was| was.inline() != node.inline()) {
            let _ = writeln!(out, "{} = {}", bare_or_quoted(key), node.inline());
        }
    }
}

fn changed_item(out: &mut String, list: &str, was: &[Node], item: &Node) {
    use std::fmt::Write as _;
    let Some(now) = item.table() else { return };
    let name = merge::item_name(list, now);
    let same = |node: &&Node| node.table().and_then(|table| merge::item_name(list, table)) == name;
    let none = Table::default();
    let was = was.iter().find(same).and_then(Node::table).unwrap_or(&none);
    let as_it_was = |Entry { key, node, .. }: &Entry| was.get(key).is_some_and(|was| was.inline() == node.inline());
    if now.entries.iter().all(as_it_was) {
        return;
    }
    let _ = writeln!(out, "\n[[{list}]]");
    // By these the item is found in the file it is laid over.
    let mut unchanged = Table::default();
    for Entry { key, node, .. } in &was.entries {
        let identity = match list {
            "staff" => key == "name" || key == "role",
            "backlog" => key == "name" || key == "work" || key == "risk",
            _ => key == "name",
        };
        if identity {
            let _ = writeln!(out, "{} = {}", bare_or_quoted(key), node.inline());
            unchanged.put(entry(key, node.clone()));
        }
    }
    let mut rest = now.clone();
    rest.entries.retain(|entry| !unchanged.has(&entry.key));
    changed_keys(out, was, &rest);
}
