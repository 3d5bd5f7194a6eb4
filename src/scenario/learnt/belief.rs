//! What is believed of a scenario's numbers takes the place of what was.

use super::sample::{Sample, entry, sample_node, table, text};
use super::words::{exact, precise, written};
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::keys::Unit;
use crate::scenario::load::Loaded;
use crate::scenario::quantity;
use crate::scenario::source::Sources;
use crate::scenario::tree::{At, Node, Table, Value};
use crate::scenario::world::{Number, Passport, Place};

/// What is now believed of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// The number as it was.
    pub number: Number,
    /// Its new typical value, in base units; `None` leaves the old one.
    pub typical: Option<f64>,
    /// How unsure we are now.
    pub law: Believed,
    /// Where it comes from.
    pub passport: Passport,
}

/// A law that was learnt.
#[derive(Clone, Debug, PartialEq)]
pub enum Believed {
    /// A column of a joint sample, which is named as the number's key.
    Sample {
        /// The sample.
        name: String,
    },
    /// A gamma law; the mean in base units.
    Gamma {
        /// Shape.
        shape: f64,
        /// Mean.
        mean: f64,
    },
    /// A beta law.
    Beta {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
}

impl Loaded {
    /// The scenario with what was learnt in it, exactly.
    ///
    /// # Errors
    /// When a number cannot be found in the file.
    pub fn believing(&self, beliefs: &[Belief]) -> Result<Self, Vec<Diagnostic>> {
        let mut changed = self.clone();
        for belief in beliefs {
            let Some(way) = way_to(&changed.tree, &changed.sources, &belief.number.place) else {
                let message =
                    format!("`{}` cannot be found in the file, so it cannot be changed there", belief.number.key);
                let at = At { file: usize::MAX, start: 0, end: 0 };
                let help = Some("leave it out of what is learnt".to_owned());
                return Err(vec![self.sources.diagnose(
                    Severity::Error,
                    "learnt",
                    &belief.number.key,
                    at,
                    message,
                    help,
                )]);
            };
            if let Some(node) = follow(&mut changed.tree, &way) {
                believe(node, belief);
            }
        }
        Ok(changed)
    }

    /// The scenario with a joint sample, in the place of one of the same name. Its rows are taken in turn.
    #[must_use]
    pub fn with_sample(&self, sample: &Sample) -> Self {
        let mut changed = self.clone();
        let at = changed.tree.at;
        let item = sample_node(sample, at, &exact);
        let Value::Table(root) = &mut changed.tree.value else { return changed };
        match root.get_mut("joint").map(|node| &mut node.value) {
            Some(Value::List(items)) => {
                let named =
                    |node: &Node| node.table().and_then(|t| t.get("name")).and_then(Node::text) == Some(&sample.name);
                items.retain(|node| !named(node));
                items.push(item);
            }
            _ => root.put(entry("joint", Node { value: Value::List(vec![item]), at })),
        }
        changed
    }
}

/// Steps from the root to a node: the number of an entry or of an item.
type Way = Vec<usize>;

/// Keys under which a number's centre stands in its table.
const CENTRES: [&str; 5] = ["value", "typical", "mean", "p50", "mode"];

/// The way to the number that was written at a place: to its table, or to the bare value.
fn way_to(tree: &Node, sources: &Sources, place: &Place) -> Option<Way> {
    let mut way = Vec::new();
    if search(tree, sources, place, &mut way) { Some(way) } else { None }
}

fn search(node: &Node, sources: &Sources, place: &Place, way: &mut Way) -> bool {
    let children: Vec<(Option<&str>, &Node)> = match &node.value {
        Value::Table(table) => table.entries.iter().map(|e| (Some(e.key.as_str()), &e.node)).collect(),
        Value::List(items) => items.iter().map(|item| (None, item)).collect(),
        _ => return false,
    };
    for (index, (key, child)) in children.iter().enumerate() {
        let here = sources.place(child.at) == *place;
        let bare = !matches!(child.value, Value::Table(_) | Value::List(_));
        if here && bare && key.is_some_and(|key| CENTRES.contains(&key)) {
            return true;
        }
        way.push(index);
        if (here && !matches!(child.value, Value::List(_))) || search(child, sources, place, way) {
            return true;
        }
        way.pop();
    }
    false
}

fn follow<'n>(tree: &'n mut Node, way: &[usize]) -> Option<&'n mut Node> {
    let mut node = tree;
    for &index in way {
        node = match &mut node.value {
            Value::Table(table) => &mut table.entries.get_mut(index)?.node,
            Value::List(items) => items.get_mut(index)?,
            _ => return None,
        };
    }
    Some(node)
}

/// Puts a belief in the place of what a number said.
fn believe(node: &mut Node, belief: &Belief) {
    let at = node.at;
    let mut table_of = match std::mem::replace(&mut node.value, Value::Flag(false)) {
        Value::Table(table) => table,
        bare => Table { entries: vec![entry("typical", Node { value: bare, at })] },
    };
    let unit = belief.number.unit;
    if let Some(typical) = belief.typical {
        recentre(&mut table_of, unit, typical, belief.number.typical, at);
    } else if !table_of.has("values") && !CENTRES.iter().any(|key| table_of.has(key)) {
        // What sort of number it is may be told by its centre alone: hours a year, or a share.
        let whole = matches!(unit, Unit::Offenders | Unit::People);
        let value =
            if whole { written(unit, belief.number.typical) } else { exact(&belief.number, belief.number.typical) };
        table_of.put(entry("typical", Node { value, at }));
    }
    let uncertain = match &belief.law {
        Believed::Sample { name } => {
            table(vec![("sample", Value::Text(name.clone())), ("column", Value::Text(belief.number.key.clone()))], at)
        }
        Believed::Gamma { shape, mean } => {
            let inside = table(vec![("shape", Value::Real(*shape)), ("mean", precise(unit, *mean))], at);
            table(vec![("gamma", inside.value)], at)
        }
        Believed::Beta { mean, sd } => {
            let inside = table(vec![("mean", Value::Real(*mean)), ("sd", Value::Real(*sd))], at);
            table(vec![("beta", inside.value)], at)
        }
    };
    table_of.put(entry("uncertain", uncertain));
    let passport = &belief.passport;
    for (key, words) in [
        ("source", &passport.source),
        ("confidence", &passport.confidence),
        ("note", &passport.note),
        ("owner", &passport.owner),
    ] {
        match words {
            Some(words) => table_of.put(entry(key, text(words, at))),
            None => table_of.drop_key(key),
        }
    }
    table_of.drop_key("review_by");
    node.value = Value::Table(table_of);
}

/// Another centre; what else is in the centre's unit is brought along in proportion.
fn recentre(table: &mut Table, unit: Unit, typical: f64, before: f64, at: At) {
    let rounded = |value: f64| Node { value: written(unit, value), at };
    let factor = if before > 0.0 { typical / before } else { 1.0 };
    let centre = CENTRES.into_iter().find(|key| table.has(key));
    for key in ["p90", "low", "high", "sd"] {
        if let Some(value) = table.get(key).and_then(|node| quantity::value(node, unit).ok()) {
            table.put(entry(key, rounded(value * factor)));
        }
    }
    if !table.has("values") {
        table.put(entry(centre.unwrap_or("typical"), rounded(typical)));
    }
}
