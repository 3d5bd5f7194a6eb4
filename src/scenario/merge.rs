//! Inheritance: laying a file over those it extends.
//!
//! Named things merge by name (`remove` drops one, `without` some of its keys), tables that describe a thing merge key by key, and a number is
//! replaced with its passport: a value may not inherit the source of the value it displaces.

use super::tree::{At, Entry, Node, Table, Value};

/// A fault of merging: where, and what is so.
pub(super) struct MergeFault {
    /// What kind of fault.
    pub(super) code: &'static str,
    /// Where.
    pub(super) at: At,
    /// The other place that it is about, if there is one.
    pub(super) also: Option<At>,
    /// Dotted key.
    pub(super) path: String,
    /// What is so.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

/// Lists whose items have names.
const NAMED: &[&str] = &["group", "staff", "absence", "work", "backlog", "joint", "cost", "grant"];
/// Top-level tables that merge key by key.
const STRUCTURAL: &[&str] = &["offenders", "travel", "sources", "limits", "answers", "money", "overload"];
/// Tables inside an item that merge key by key.
const INNER: &[&str] = &["raised", "with"];
/// The patterns of `raised`, each with the keys that belong to it alone.
const PATTERNS: &[(&str, &[&str])] = &[
    ("every", &["first"]),
    ("at_random", &["spread", "settling", "over_time", "shocks", "one_at_a_time"]),
    ("at", &["efforts"]),
    ("on_joining", &[]),
    ("on", &[]),
];

/// Whether a top-level list has items that merge by name.
pub(super) fn is_named(list: &str) -> bool {
    NAMED.contains(&list)
}

/// Whether a top-level table merges key by key.
pub(super) fn is_structural(table: &str) -> bool {
    STRUCTURAL.contains(&table)
}

/// The name by which an item merges.
pub(super) fn item_name(list: &str, item: &Table) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Node::text).map(str::to_owned);
    text("name").or_else(|| match list {
        "staff" => text("role"),
        "backlog" => {
            let work = text("work")?;
            Some(text("risk").map_or(work.clone(), |risk| format!("{work}, {risk}")))
        }
        _ => None,
    })
}

/// Lays `child` over `parent`.
pub(super) fn over(parent: Table, child: Table, faults: &mut Vec<MergeFault>) -> Table {
    let mut merged = parent;
    for entry in child.entries {
        if entry.key == "extends" {
            continue;
        }
        let structural = STRUCTURAL.contains(&entry.key.as_str());
        let named = NAMED.contains(&entry.key.as_str());
        match (merged.get_mut(&entry.key).map(|node| &mut node.value), entry.node.value) {
            (Some(Value::Table(old)), Value::Table(new)) if structural => {
                *old = keys_over(std::mem::take(old), new);
            }
            (Some(Value::List(old)), Value::List(new)) if named => {
                named_over(&entry.key, old, new, faults);
            }
            (None, Value::List(new)) if named => {
                let mut items = Vec::new();
                named_over(&entry.key, &mut items, new, faults);
                let node = Node { value: Value::List(items), at: entry.node.at };
                merged.put(Entry { key: entry.key, key_at: entry.key_at, node });
            }
            (_, value) => {
                let node = Node { value, at: entry.node.at };
                merged.put(Entry { key: entry.key, key_at: entry.key_at, node });
            }
        }
    }
    merged
}

fn named_over(list: &str, old: &mut Vec<Node>, new: Vec<Node>, faults: &mut Vec<MergeFault>) {
    let inherited = old.len();
    let mut gone = Vec::new();
    let mut seen = std::collections::BTreeMap::new();
    for item in new {
        let at = item.at;
        let Value::Table(mut table) = item.value else {
            old.push(item);
            continue;
        };
        let name = item_name(list, &table);
        let found = name.as_ref().and_then(|name| {
            old.iter()
                .take(inherited)
                .position(|node| node.table().and_then(|t| item_name(list, t)).as_ref() == Some(name))
        });
        // Items of one name that nothing below has are told apart when all files are read.
        if let (Some(name), Some(_)) = (&name, found)
            && let Some(first) = seen.insert(name.clone(), at)
        {
            faults.push(MergeFault {
                code: "twice",
                at,
                also: Some(first),
                path: format!("{list}.{name}"),
                message: format!("`{name}` of [[{list}]] stands twice in this file"),
                help: "put both into one: each changes the same item of the extended file".to_owned(),
            });
        }
        let removes = matches!(table.get("remove").map(|node| &node.value), Some(Value::Flag(true)));
        match (found, removes) {
            (Some(index), true) => gone.push(index),
            (None, true) => faults.push(MergeFault {
                code: "remove",
                at,
                also: None,
                path: format!("{list}.{}", name.as_deref().unwrap_or("?")),
                message: format!("`remove` names a {list} that no extended file has"),
                help: format!("files that are extended have: {}", names(list, old)),
            }),
            (Some(index), false) => {
                table.drop_key("remove");
                let without = take_without(&mut table);
                let path_of_name = format!("{list}.{}", name.as_deref().unwrap_or("?"));
                faults.extend(without.iter().filter(|node| is_its_name(list, &table, node)).map(|node| MergeFault {
                    code: "remove",
                    at: node.at,
                    also: None,
                    path: format!("{path_of_name}.without"),
                    message: format!("`without` names `{}`, by which the item is known", node.text().unwrap_or("?")),
                    help: "leave it out of `without`; remove = true drops the whole item".to_owned(),
                }));
                if let Value::Table(under) = &mut old[index].value {
                    let path = format!("{list}.{}", name.as_deref().unwrap_or("?"));
                    for (index, node) in without.iter().enumerate() {
                        let again = without[..index].iter().find(|other| other.text() == node.text());
                        do_without(under, node, again, &path, faults);
                    }
                    *under = item_over(std::mem::take(under), table);
                }
                old[index].at = at;
            }
            (None, false) => {
                table.drop_key("remove");
                faults.extend(take_without(&mut table).first().map(|node| MergeFault {
                    code: "remove",
                    at: node.at,
                    also: None,
                    path: format!("{list}.{}", name.as_deref().unwrap_or("?")),
                    message: format!("`without` leaves something out of a {list} that no extended file has"),
                    help: "leave it out, or extend a file that has it".to_owned(),
                }));
                old.push(Node { value: Value::Table(table), at });
            }
        }
    }
    let mut index = 0;
    old.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
}

/// What an item says it does without.
fn take_without(item: &mut Table) -> Vec<Node> {
    let given = item.get("without").cloned();
    item.drop_key("without");
    given.map_or_else(Vec::new, |node| node.list().map_or_else(|| vec![node.clone()], <[Node]>::to_vec))
}

/// Whether an item is matched by this key.
fn is_its_name(list: &str, item: &Table, key: &Node) -> bool {
    let by: &[&str] = match list {
        _ if item.has("name") => &["name"],
        "staff" => &["role"],
        "backlog" => &["work", "risk"],
        _ => &[],
    };
    key.text().is_some_and(|key| by.contains(&key) && item.has(key))
}

/// Drops a key of an inherited item, or one of a table in it: `raised.until`. `again` says that it has been dropped already.
fn do_without(item: &mut Table, node: &Node, again: Option<&Node>, path: &str, faults: &mut Vec<MergeFault>) {
    let mut fault = |message: String, help: String| {
        let (at, also, path) = (node.at, again.map(|other| other.at), format!("{path}.without"));
        faults.push(MergeFault { code: "remove", at, also, path, message, help });
    };
    let keys = |table: &Table| {
        let has: Vec<String> = table.entries.iter().map(|entry| entry.key.clone()).collect();
        super::diagnostic::listed(&has)
    };
    let Some(key) = node.text() else {
        fault(format!("{} is not the name of a key", node.sort()), "write \"due_within\"".to_owned());
        return;
    };
    if again.is_some() {
        fault(format!("`without` names `{key}` twice"), "name it once".to_owned());
        return;
    }
    let (outer, inner) = key.split_once('.').map_or((key, None), |(outer, inner)| (outer, Some(inner)));
    match (item.get_mut(outer).map(|node| &mut node.value), inner) {
        (Some(_), None) => item.drop_key(outer),
        (Some(Value::Table(table)), Some(inner)) if table.has(inner) => table.drop_key(inner),
        (Some(Value::Table(table)), Some(inner)) if table.has(inner.split('.').next().unwrap_or(inner)) => {
            let message = format!("`without` reaches one table deep, and `{key}` lies deeper");
            let help = format!(
                "give `{outer}` anew, or leave out all of `{outer}.{}`",
                inner.split('.').next().unwrap_or(inner)
            );
            fault(message, help);
        }
        (Some(Value::Table(table)), Some(_)) => {
            let help = format!("`{outer}` gives: {}", keys(table));
            fault(format!("`without` names `{key}`, which the extended file does not give"), help);
        }
        (Some(_), Some(_)) => {
            let message = format!("`without` names `{key}`, and `{outer}` of the extended file is no table");
            fault(message, format!("leave out all of `{outer}`, or give it anew"));
        }
        (None, _) => {
            let help = format!("it gives: {}", keys(item));
            fault(format!("`without` names `{key}`, which the extended file does not give"), help);
        }
    }
}

fn names(list: &str, items: &[Node]) -> String {
    let names: Vec<String> = items.iter().filter_map(|node| node.table().and_then(|t| item_name(list, t))).collect();
    super::diagnostic::listed(&names)
}

/// One item over another: key by key, `raised` and `with` one level further down.
fn item_over(parent: Table, child: Table) -> Table {
    let mut merged = parent;
    for (given, displaced) in [("number", "share"), ("share", "number")] {
        if child.has(given) {
            merged.drop_key(displaced);
        }
    }
    for entry in child.entries {
        let inner = INNER.contains(&entry.key.as_str());
        match (merged.get_mut(&entry.key).map(|node| &mut node.value), entry.node.value) {
            (Some(Value::Table(old)), Value::Table(new)) if inner => {
                let kept = without_other_patterns(std::mem::take(old), &new);
                *old = keys_over(kept, new);
            }
            (_, value) => {
                let node = Node { value, at: entry.node.at };
                merged.put(Entry { key: entry.key, key_at: entry.key_at, node });
            }
        }
    }
    merged
}

/// A file that gives another pattern means it instead of the one it extends.
fn without_other_patterns(mut old: Table, new: &Table) -> Table {
    if PATTERNS.iter().any(|(pattern, _)| new.has(pattern)) {
        for (pattern, companions) in PATTERNS {
            if !new.has(pattern) {
                old.drop_key(pattern);
                companions.iter().for_each(|key| old.drop_key(key));
            }
        }
    }
    old
}

fn keys_over(parent: Table, child: Table) -> Table {
    let mut merged = parent;
    for entry in child.entries {
        merged.put(entry);
    }
    merged
}
