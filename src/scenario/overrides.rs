//! Changing one value of a loaded scenario by its path: `work.home visit.effort`, `"4 h"`.
//!
//! The value is TOML text; words that are not TOML are taken as a text, so that a command line
//! needs no second layer of quotation marks. A plain value in the place of an uncertain number
//! makes it known; how one task differs from the next (`varies`) stays as it was.

use super::diagnostic::{Diagnostic, Severity, listed, nearest};
use super::load::Loaded;
use super::merge::item_name;
use super::tree::{At, Entry, Node, Table, Value};

impl Loaded {
    /// The scenario with another value at `path`, a dotted key of the merged file.
    ///
    /// # Errors
    /// A path that leads nowhere, or a value that is not one. Whether the value fits is said by [`Loaded::scenario`].
    pub fn set(&self, path: &str, toml_text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut changed = self.clone();
        let name = format!("override of {path}");
        let tree = match changed.sources.add(&name, format!("value = {toml_text}").as_bytes()) {
            Ok(tree) => Ok(tree),
            Err(errors) if toml_text.trim_start().starts_with(['[', '{', '"', '\'']) => Err(errors),
            Err(_) => {
                let quoted = super::tree::quoted(toml_text.trim());
                changed.sources.add(&name, format!("value = {quoted}").as_bytes())
            }
        }?;
        let Some(mut value) =
            tree.table().filter(|table| table.entries.len() == 1).and_then(|t| t.get("value")).cloned()
        else {
            return Err(vec![self.cannot(path, format!("`{toml_text}` is more than one value"), "give one value")]);
        };
        // A bare word is TOML for nothing, but `true`, dates and numbers are themselves.
        value.at.file = changed.sources.names().len() - 1;
        let Value::Table(root) = &mut changed.tree.value else {
            return Err(Vec::new());
        };
        match put(root, "", path, path, value) {
            Ok(()) => Ok(changed),
            Err((message, help)) => Err(vec![self.cannot(path, message, &help)]),
        }
    }

    /// The value at a path, as the file wrote it.
    pub fn written(&self, path: &str) -> Option<String> {
        find(&self.tree, path).map(|(_, node)| node.written())
    }

    fn cannot(&self, path: &str, message: String, help: &str) -> Diagnostic {
        let nowhere = At { file: usize::MAX, start: 0, end: 0 };
        let mut found =
            self.sources.diagnose(Severity::Error, "override", path, nowhere, message, Some(help.to_owned()));
        found.place.file = format!("override of {path}");
        found
    }
}

/// The longest name among `names` that `path` begins with, and what follows it.
fn step<'p>(path: &'p str, names: &[String]) -> Option<(usize, &'p str)> {
    let mut best: Option<(usize, usize)> = None;
    for (index, name) in names.iter().enumerate() {
        let fits = path.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if fits && best.is_none_or(|(_, length)| name.len() > length) {
            best = Some((index, name.len()));
        }
    }
    best.map(|(index, length)| (index, path[length..].strip_prefix('.').unwrap_or("")))
}

/// Names of the items of a list: their own, or their numbers from one.
fn item_names(list: &str, items: &[Node]) -> Vec<String> {
    let name = |(index, node): (usize, &Node)| {
        let named = node.table().and_then(|table| item_name(list, table));
        named.unwrap_or_else(|| (index + 1).to_string())
    };
    items.iter().enumerate().map(name).collect()
}

/// The deepest place of the tree that lies on a path, and its value.
pub(super) fn find<'n>(tree: &'n Node, path: &str) -> Option<(At, &'n Node)> {
    let mut found: Option<(At, &Node)> = None;
    let (mut node, mut rest, mut key) = (tree, path, "");
    while !rest.is_empty() {
        match &node.value {
            Value::Table(table) => {
                let keys: Vec<String> = table.entries.iter().map(|entry| entry.key.clone()).collect();
                let Some((index, after)) = step(rest, &keys) else {
                    break;
                };
                (node, rest, key) = (&table.entries[index].node, after, table.entries[index].key.as_str());
            }
            Value::List(items) => {
                let Some((index, after)) = step(rest, &item_names(key, items)) else {
                    break;
                };
                (node, rest) = (&items[index], after);
            }
            _ => break,
        }
        found = Some((node.at, node));
    }
    found
}

/// The value at a path, if the whole of it leads somewhere.
pub(super) fn find_all<'n>(tree: &'n Node, path: &str) -> Option<&'n Node> {
    let (mut node, mut rest, mut key) = (tree, path, "");
    while !rest.is_empty() {
        let (index, after) = match &node.value {
            Value::Table(table) => {
                let keys: Vec<String> = table.entries.iter().map(|entry| entry.key.clone()).collect();
                // A key of the scenario leaves `by_risk` out.
                if let (None, Some(inside)) = (step(rest, &keys), table.get("by_risk")) {
                    node = inside;
                    continue;
                }
                step(rest, &keys)?
            }
            Value::List(items) => step(rest, &item_names(key, items))?,
            _ => return None,
        };
        match &node.value {
            Value::Table(table) => (node, key) = (&table.entries[index].node, table.entries[index].key.as_str()),
            Value::List(items) => node = &items[index],
            _ => return None,
        }
        rest = after;
    }
    Some(node)
}

fn put(table: &mut Table, key: &str, path: &str, whole: &str, value: Node) -> Result<(), (String, String)> {
    let keys: Vec<String> = table.entries.iter().map(|entry| entry.key.clone()).collect();
    let Some((index, rest)) = step(path, &keys) else {
        if path.contains('.') || path.is_empty() || key.is_empty() {
            let near = nearest(path.split('.').next().unwrap_or(path), &keys);
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            return Err((
                format!("`{whole}` leads nowhere at `{path}`"),
                format!("{near}there are: {}", listed(&keys)),
            ));
        }
        let at = value.at;
        table.entries.push(Entry { key: path.to_owned(), key_at: at, node: value });
        return Ok(());
    };
    let name = table.entries[index].key.clone();
    let at = value.at;
    let entry = &mut table.entries[index];
    put_node(&mut entry.node, &name, rest, whole, value)?;
    // What is wrong with a key whose whole value is new is wrong with the override.
    if entry.node.at == at {
        entry.key_at = at;
    }
    Ok(())
}

fn put_node(node: &mut Node, key: &str, rest: &str, whole: &str, value: Node) -> Result<(), (String, String)> {
    if rest.is_empty() {
        replace(node, value);
        return Ok(());
    }
    match &mut node.value {
        Value::Table(table) => put(table, key, rest, whole, value),
        Value::List(items) => {
            let names = item_names(key, items);
            let Some((index, rest)) = step(rest, &names) else {
                let near = nearest(rest, &names).map_or(String::new(), |near| format!("did you mean `{near}`? "));
                return Err((
                    format!("`{whole}` leads nowhere at `{rest}`"),
                    format!("{near}there are: {}", listed(&names)),
                ));
            };
            put_node(&mut items[index], key, rest, whole, value)
        }
        _ => Err((format!("`{whole}` leads nowhere at `{rest}`"), format!("`{key}` is a single value"))),
    }
}

/// Puts a value in the place of another. The centre of a number gives way; its variation stays.
fn replace(node: &mut Node, value: Node) {
    let plain = !matches!(value.value, Value::Table(_) | Value::List(_));
    let varied = node.table().is_some_and(|table| table.has("varies") || table.has("sd"));
    let centre = node.table().and_then(|table| ["mean", "typical", "value"].into_iter().find(|key| table.has(key)));
    if let (true, true, Some(centre), Value::Table(table)) = (plain, varied, centre, &mut node.value) {
        for key in ["uncertain", "source", "confidence", "note", "owner", "review_by"] {
            table.drop_key(key);
        }
        if let Some(old) = table.get_mut(centre) {
            *old = value;
        }
    } else {
        *node = value;
    }
}
