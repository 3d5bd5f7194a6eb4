//! What differs between two scenarios, in words: `check --diff A B`.
//!
//! The merged trees are compared, so that it does not matter how either was put together. Named
//! things are matched by name; a number is shown with its passport, because a value that changed
//! and kept its source is worth a question.

use std::fmt;

use super::load::Loaded;
use super::merge::item_name;
use super::tree::{Node, Value};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Dotted key.
    pub path: String,
    /// What the first says; `None` if it does not have the key.
    pub old: Option<String>,
    /// What the second says; `None` if it does not have the key.
    pub new: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.old, &self.new) {
            (None, Some(new)) => write!(f, "{} is added: {}", self.path, in_short(new)),
            (Some(old), None) => write!(f, "{} is taken away: {}", self.path, in_short(old)),
            (old, new) => {
                let words = |side: &Option<String>| side.as_deref().map(in_short).unwrap_or_default();
                write!(f, "{}: {} becomes {}", self.path, words(old), words(new))
            }
        }
    }
}

/// Most characters of one side of a difference that are worth reading in a line.
const MOST: usize = 400;

/// What a side says, cut where it is too long to be read: a joint sample has hundreds of rows.
fn in_short(side: &str) -> String {
    let all = side.chars().count();
    if all <= MOST {
        return side.to_owned();
    }
    let shown: String = side.chars().take(MOST).collect();
    let shown = shown.rsplit_once(", ").map_or(shown.as_str(), |(whole, _)| whole);
    format!("{shown}, ... ({all} characters; `--json` gives them all)")
}

/// All differences from `first` to `second`, sorted by key.
pub fn differences(first: &Loaded, second: &Loaded) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", "", Some(&first.tree), Some(&second.tree), &mut found);
    found.retain(|difference| difference.path != "extends");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Keys that make a table one number: it is then compared whole.
const NUMBER: &[&str] = &["value", "typical", "uncertain", "mean", "p50", "mode", "values"];

/// The parts of a value that are compared one by one; `None` for a value that is compared whole.
fn parts<'n>(key: &str, node: &'n Node) -> Option<Vec<(String, &'n Node)>> {
    match &node.value {
        Value::Table(table) if !NUMBER.iter().any(|key| table.has(key)) => {
            Some(table.entries.iter().map(|entry| (entry.key.clone(), &entry.node)).collect())
        }
        Value::List(items) if !items.is_empty() && items.iter().all(|item| item.table().is_some()) => {
            let name = |(index, item): (usize, &'n Node)| {
                let named = item.table().and_then(|table| item_name(key, table));
                (named.unwrap_or_else(|| (index + 1).to_string()), item)
            };
            Some(items.iter().enumerate().map(name).collect())
        }
        _ => None,
    }
}

fn compare(path: &str, key: &str, old: Option<&Node>, new: Option<&Node>, found: &mut Vec<Difference>) {
    let written = |node: Option<&Node>| node.map(Node::inline);
    if written(old) == written(new) {
        return;
    }
    let (Some(old_parts), Some(new_parts)) =
        (old.and_then(|node| parts(key, node)), new.and_then(|node| parts(key, node)))
    else {
        found.push(Difference { path: path.to_owned(), old: written(old), new: written(new) });
        return;
    };
    let under = |name: &str| {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    };
    for (name, node) in &old_parts {
        let other = new_parts.iter().find(|part| part.0 == *name).map(|part| part.1);
        compare(&under(name), name, Some(node), other, found);
    }
    for (name, node) in &new_parts {
        if !old_parts.iter().any(|part| part.0 == *name) {
            compare(&under(name), name, None, Some(node), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_too_long_to_read_is_cut_at_a_whole_piece_and_says_how_long_it_is() {
        let rows: Vec<String> = (0..300).map(|i| format!("[{i}, 10]")).collect();
        let new = rows.join(", ");
        let difference = Difference { path: "joint".to_owned(), old: Some("[]".to_owned()), new: Some(new.clone()) };
        let said = difference.to_string();
        assert!(said.starts_with("joint: [] becomes [0, 10], [1, 10], "), "{said}");
        assert!(said.ends_with(&format!(", ... ({} characters; `--json` gives them all)", new.len())), "{said}");
        assert!(said.len() < 500, "{said}");
        let short = Difference { path: "people".to_owned(), old: None, new: Some("3".to_owned()) };
        assert_eq!(short.to_string(), "people is added: 3");
    }
}
