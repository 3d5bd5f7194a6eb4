//! The merged scenario as one text, the same for every way of writing it, and its hash.
//!
//! Keys are sorted; named lists are sorted by name, because their order changes no result.
//! Risk levels, outcomes, roles to choose from and rows keep their order.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::merge::item_name;
use super::tree::{Node, Table, Value, bare_or_quoted};

/// Lists that are sorted by the names of their items.
const NAMED: &[&str] = &["group", "staff", "work", "backlog", "joint", "absence"];
/// Tables whose keys keep the order of the file: it is the order of the risk levels.
const ORDERED: &[&str] = &["risk"];

/// The canonical text.
pub(super) fn text(tree: &Node) -> String {
    let mut out = String::new();
    let Some(table) = tree.table() else {
        return out;
    };
    for entry in sorted(table).iter().filter(|entry| entry.key != "extends") {
        let named = NAMED.contains(&entry.key.as_str());
        match (&entry.node.value, named) {
            (Value::List(items), true) => {
                let mut items: Vec<(Option<String>, String)> = items
                    .iter()
                    .map(|item| (item.table().and_then(|t| item_name(&entry.key, t)), inline(item, "")))
                    .collect();
                items.sort();
                for (_, item) in items {
                    let _ = writeln!(out, "{} += {item}", entry.key);
                }
            }
            _ => {
                let _ = writeln!(out, "{} = {}", bare_or_quoted(&entry.key), inline(&entry.node, &entry.key));
            }
        }
    }
    out
}

/// SHA-256 in hexadecimal.
pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn sorted(table: &Table) -> Vec<&super::tree::Entry> {
    let mut entries: Vec<_> = table.entries.iter().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    entries
}

fn inline(node: &Node, key: &str) -> String {
    match &node.value {
        Value::Table(table) => {
            let entries = if ORDERED.contains(&key) { table.entries.iter().collect() } else { sorted(table) };
            let entries: Vec<String> =
                entries.iter().map(|e| format!("{} = {}", bare_or_quoted(&e.key), inline(&e.node, &e.key))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, "")).collect();
            format!("[{}]", items.join(", "))
        }
        _ => node.inline(),
    }
}
