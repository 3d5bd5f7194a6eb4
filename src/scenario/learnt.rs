//! What was learnt of a scenario's numbers, put into it: other uncertainties in the place of those it had.
//!
//! Numbers are found in the tree by the place they were written at, so every way of writing one is understood:
//! a bare value, a table, one of several risk levels, the chance of an outcome. What comes out is a scenario
//! file that extends the given one and says of every number it changes where it comes from.

use super::diagnostic::{Diagnostic, Severity};
use super::keys::{Paid, Unit};
use super::load::Loaded;
use super::source::Sources;
use super::tree::{At, Entry, Node, Table, Value};
use super::world::{Number, Passport, Place};
use crate::units::{DAY, HOUR, MINUTE, MONTH, WEEK, YEAR};

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
    let (extends, title) = (super::tree::quoted(&head.extends), super::tree::quoted(&head.title));
    let _ = writeln!(out, "\nextends = {extends}\ntitle   = {title}");
    let (Some(old), Some(new)) = (before.tree.table(), after.tree.table()) else { return out };
    let mut tables = String::new();
    for Entry { key, node, .. } in new.entries.iter().filter(|e| e.key != "title" && e.key != "extends") {
        let was = old.get(key);
        if was.is_some_and(|was| was.inline() == node.inline()) {
            continue;
        }
        let name = super::tree::bare_or_quoted(key);
        match (was.map(|was| &was.value), &node.value) {
            (was, Value::List(items)) if super::merge::is_named(key) => {
                let was = if let Some(Value::List(was)) = was { was.as_slice() } else { &[] };
                for item in items {
                    changed_item(&mut tables, key, was, item);
                }
            }
            (Some(Value::Table(was)), Value::Table(now)) if super::merge::is_structural(key) => {
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
            let _ = writeln!(out, "{} = {}", super::tree::bare_or_quoted(key), node.inline());
        }
    }
}

fn changed_item(out: &mut String, list: &str, was: &[Node], item: &Node) {
    use std::fmt::Write as _;
    let Some(now) = item.table() else { return };
    let name = super::merge::item_name(list, now);
    let same = |node: &&Node| node.table().and_then(|table| super::merge::item_name(list, table)) == name;
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
            let _ = writeln!(out, "{} = {}", super::tree::bare_or_quoted(key), node.inline());
            unchanged.put(entry(key, node.clone()));
        }
    }
    let mut rest = now.clone();
    rest.entries.retain(|entry| !unchanged.has(&entry.key));
    changed_keys(out, was, &rest);
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

fn entry(key: &str, node: Node) -> Entry {
    Entry { key: key.to_owned(), key_at: node.at, node }
}

fn text(words: &str, at: At) -> Node {
    Node { value: Value::Text(words.to_owned()), at }
}

fn table(entries: Vec<(&str, Value)>, at: At) -> Node {
    let entries = entries.into_iter().map(|(key, value)| entry(key, Node { value, at })).collect();
    Node { value: Value::Table(Table { entries }), at }
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
        if let Some(value) = table.get(key).and_then(|node| super::quantity::value(node, unit).ok()) {
            table.put(entry(key, rounded(value * factor)));
        }
    }
    if !table.has("values") {
        table.put(entry(centre.unwrap_or("typical"), rounded(typical)));
    }
}

fn sample_node(sample: &Sample, at: At, say: &dyn Fn(&Number, f64) -> Value) -> Node {
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

/// A value in base units as the file would have to say it to be read back to the last digit, money to the last penny.
fn exact(number: &Number, value: f64) -> Value {
    match number.unit {
        Unit::Duration => Value::Text(format!("{value} ms")),
        Unit::Rate(_) => Value::Text(format!("{value} per ms")),
        Unit::Yearly => Value::Text(format!("{value} ms per year")),
        Unit::Weekly => Value::Text(format!("{value} ms per week")),
        Unit::EachPerson => Value::Text(format!("{value} ms per person")),
        Unit::Creep => Value::Text(format!("{} % per ms", value * 100.0)),
        Unit::Growth => Value::Text(format!("{} % per year", libm::expm1(value * YEAR as f64) * 100.0)),
        Unit::Amount(paid) => pounds(paid, value),
        _ => Value::Real(value),
    }
}

/// An amount of pence in pounds, to the penny, which is as finely as an amount can be written.
fn pounds(paid: Paid, pence: f64) -> Value {
    let per = match paid {
        Paid::Once => "",
        Paid::Yearly => " per year",
        Paid::Hourly => " per hour",
    };
    Value::Text(format!("GBP {:.2}{per}", libm::round(pence) / 100.0))
}

/// A value as a person would write it, to six digits.
fn written(unit: Unit, value: f64) -> Value {
    said(unit, value, value, 6)
}

/// A value as a person would write it, to fifteen digits.
fn precise(unit: Unit, value: f64) -> Value {
    said(unit, value, value, 15)
}

/// A value in the unit of time that a person would choose for another one `like` it.
fn said(unit: Unit, value: f64, like: f64, digits: usize) -> Value {
    let times = |per: i64, word: &str| Value::Text(format!("{} per {word}", significant(value * per as f64, digits)));
    let over = |per: i64, word: &str| Value::Text(format!("{} {word}", significant(value / per as f64, digits)));
    match unit {
        Unit::Duration if like < 2.0 * HOUR as f64 => over(MINUTE, "min"),
        Unit::Duration if like < 4.0 * DAY as f64 => over(HOUR, "h"),
        Unit::Duration => over(DAY, "days"),
        Unit::Yearly => over(HOUR, "h per year"),
        Unit::Weekly => over(HOUR, "h per week"),
        Unit::EachPerson => over(HOUR, "h per person"),
        Unit::Creep => Value::Text(format!("{} % per week", significant(value * WEEK as f64 * 100.0, digits))),
        Unit::Growth => {
            let share = libm::expm1(value * YEAR as f64);
            Value::Text(format!("{} % per year", significant(share * 100.0, digits)))
        }
        Unit::Amount(paid) => pounds(paid, value),
        Unit::Rate(_) if like * YEAR as f64 <= 12.0 => times(YEAR, "year"),
        Unit::Rate(_) if like * MONTH as f64 <= 31.0 => times(MONTH, "month"),
        Unit::Rate(_) if like * DAY as f64 <= 48.0 => times(DAY, "day"),
        Unit::Rate(_) if like * HOUR as f64 <= 3600.0 => times(HOUR, "hour"),
        Unit::Rate(_) => times(1, "ms"),
        Unit::Offenders | Unit::People => Value::Whole(libm::round(value) as i64),
        _ => Value::Real(significant(value, digits)),
    }
}

/// A value in words, in the unit of time that a person would choose for one `like` it: `0.3 per month`, `90 min`, `12 %`.
#[must_use]
pub fn in_words(unit: Unit, value: f64, like: f64) -> String {
    match (unit, said(unit, value, like, 3)) {
        (Unit::Share | Unit::Percentage, _) => format!("{} %", significant(100.0 * value, 3)),
        (_, Value::Text(words)) => words,
        (_, Value::Real(number)) => number.to_string(),
        (_, other) => Node { value: other, at: At::default() }.inline(),
    }
}

/// A number to three significant digits, for sentences.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    significant(value, 3)
}

/// A number rounded to significant digits.
fn significant(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits.max(1) - 1).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;
    use crate::scenario::{Point, open_text, open_with};

    const TEAM: &str = r#"
title = "Team"
starts = 2026-01-05
runs_for = "6 months"
[offenders]
number = 40
risk = { high = "20 %", low = "rest" }
[[staff]]
role = "officer"
people = 2
productive = { uncertain = ["1200 h per year", "1500 h per year"], source = "guess" }
[[work]]
name = "visit"
raised = { each = "offender", at_random = { high = "0.5 per month", low = { typical = "0.1 per month", uncertain = ["0.05 per month", "0.2 per month"] } } }
by = "officer"
effort = { p50 = "2 h", p90 = "5 h", uncertain = ["1 h", "4 h"] }
then = [{ name = "concern", chance = { typical = "10 %", uncertain = ["5 %", "20 %"], note = "old" } }, { name = "fine", chance = "rest" }]
[[work]]
name = "call"
raised = { each = "team", at_random = { uncertain = ["1 per day", "3 per day"] } }
by = "officer"
effort = { mean = "10 min", sd = "5 min", uncertain = ["5 min", "20 min"] }
"#;

    /// Every uncertain number, in whatever way it is written, takes its column; the file written extends the old one.
    #[test]
    fn every_way_of_writing_a_number_takes_what_was_learnt() {
        let loaded = open_text("team.toml", TEAM).unwrap();
        let (scenario, _) = loaded.scenario().unwrap();
        let numbers: Vec<Number> = scenario.numbers().into_iter().filter(|n| n.is_uncertain()).cloned().collect();
        assert_eq!(numbers.len(), 6);
        let rows: Vec<Vec<f64>> =
            (0..7).map(|i| numbers.iter().map(|n| n.quantile(f64::from(i) / 7.0 + 0.05)).collect()).collect();
        let passport = Passport { source: Some("last year".to_owned()), ..Passport::default() };
        let sample = Sample { name: "learnt".to_owned(), numbers: numbers.clone(), rows, passport: passport.clone() };
        let beliefs: Vec<Belief> = numbers
            .iter()
            .enumerate()
            .map(|(i, number)| Belief {
                number: number.clone(),
                typical: Some(sample.rows[3][i]),
                law: Believed::Sample { name: "learnt".to_owned() },
                passport: passport.clone(),
            })
            .collect();
        let after = loaded.believing(&beliefs).unwrap();
        let (exact, _) = after.with_sample(&sample).scenario().unwrap();
        let head =
            Head { comment: vec!["made".to_owned()], extends: "team.toml".to_owned(), title: "Learnt".to_owned() };
        let text = file(&head, &loaded, &after, Some(&sample));
        let files = |path: &str| match path {
            "team.toml" => Ok(TEAM.as_bytes().to_vec()),
            _ => Ok(text.clone().into_bytes()),
        };
        let (read, warnings) = open_with("learnt.toml", &files).unwrap().into_scenario().unwrap();
        assert!(warnings.iter().all(|w| !w.is_error()));
        for (scenario, digits) in [(&exact, 1e-15), (&read, 1e-5)] {
            for (i, before) in numbers.iter().enumerate() {
                let number = scenario.numbers().into_iter().find(|n| n.key == before.key).unwrap();
                assert_eq!(number.passport.source.as_deref(), Some("last year"), "{}", number.key);
                assert_eq!(number.passport.note, None);
                assert!((number.typical / sample.rows[3][i] - 1.0).abs() < 1e-5, "{}", number.key);
                for index in 0..10 {
                    let value = number.at(&Point::Draw { seed: Seed(1), index });
                    let wanted = sample.rows[index as usize % 7][i];
                    assert!((value / wanted - 1.0).abs() <= digits, "{} {index}: {value} {wanted}", number.key);
                }
            }
        }
        // How one differs from the next is as it was, in proportion.
        let spread = |s: &crate::scenario::Scenario, kind: usize| {
            let effort = s.kinds[kind].effort.get(0).unwrap();
            effort.law.sd() / effort.law.mean()
        };
        for kind in [0, 1] {
            assert!((spread(&scenario, kind) - spread(&read, kind)).abs() < 1e-5);
        }
        assert_eq!(text.matches("[[work]]").count(), 2);
    }

    /// Whatever is uncertain in the fullest scenarios, money and overtime too, can be learnt and read back.
    #[test]
    fn every_unit_of_the_shipped_scenarios_can_be_read_back() {
        let mut units = std::collections::BTreeSet::new();
        for path in
            ["nottinghamshire-2021/since-october-2020", "nottinghamshire-2021/overload", "durham-2021/programme"]
        {
            let path = format!("scenarios/{path}.toml");
            let loaded = crate::scenario::open(&path).unwrap();
            let (scenario, _) = loaded.scenario().unwrap();
            let numbers: Vec<Number> = scenario.numbers().into_iter().filter(|n| n.is_uncertain()).cloned().collect();
            let rows: Vec<Vec<f64>> =
                (1..4).map(|i| numbers.iter().map(|n| n.quantile(f64::from(i) / 4.0)).collect()).collect();
            let sample = Sample { name: "learnt".to_owned(), numbers, rows, passport: Passport::default() };
            let each = sample.numbers.iter().enumerate();
            let beliefs: Vec<Belief> = each
                .map(|(i, number)| Belief {
                    number: number.clone(),
                    typical: Some(sample.rows[1][i]),
                    law: Believed::Sample { name: "learnt".to_owned() },
                    passport: Passport::default(),
                })
                .collect();
            let after = loaded.believing(&beliefs).unwrap();
            let (exact, _) = after.with_sample(&sample).scenario().unwrap();
            let head = Head { comment: Vec::new(), extends: path.clone(), title: "Learnt".to_owned() };
            let text = file(&head, &loaded, &after, Some(&sample));
            let files = |path: &str| match path {
                "learnt.toml" => Ok(text.clone().into_bytes()),
                _ => std::fs::read(path),
            };
            let (read, _) = open_with("learnt.toml", &files).unwrap().into_scenario().unwrap();
            for scenario in [&exact, &read] {
                for (i, before) in sample.numbers.iter().enumerate() {
                    units.insert(format!("{:?}", before.unit));
                    let number = scenario.numbers().into_iter().find(|n| n.key == before.key).unwrap();
                    let (found, wanted) = (number.at(&Point::Draw { seed: Seed(1), index: 2 }), sample.rows[2][i]);
                    // Money is written to the penny, numbers of people in whole.
                    let near = (found - wanted).abs() <= 0.5 || (found / wanted - 1.0).abs() <= 1e-4;
                    assert!(near, "{path}: {} is {found} and was {wanted}", before.key);
                }
            }
        }
        for unit in ["Amount(Yearly)", "Weekly", "Creep", "EachPerson", "Duration"] {
            assert!(units.contains(unit), "{unit} is not among {units:?}");
        }
    }

    #[test]
    fn conjugate_laws_are_written_as_they_are() {
        let loaded = open_text("team.toml", TEAM).unwrap();
        let (scenario, _) = loaded.scenario().unwrap();
        let find = |key: &str| scenario.numbers().into_iter().find(|n| n.key == key).unwrap().clone();
        let share = find("work.visit.then.concern.chance");
        let belief = |number: &Number, law: Believed| Belief {
            number: number.clone(),
            typical: None,
            law,
            passport: Passport::default(),
        };
        let rate = find("work.call.raised.at_random");
        let after = loaded
            .believing(&[
                belief(&share, Believed::Beta { mean: 0.25, sd: 0.05 }),
                belief(&rate, Believed::Gamma { shape: 4.0, mean: rate.typical }),
            ])
            .unwrap();
        let (scenario, _) = after.scenario().unwrap();
        let law = |key: &str| match &scenario.numbers().into_iter().find(|n| n.key == key).unwrap().uncertain {
            crate::scenario::Uncertainty::Follows(law) => law.clone(),
            other => panic!("{other:?}"),
        };
        assert!((law("work.visit.then.concern.chance").mean() - 0.25).abs() < 1e-12);
        assert!((law("work.call.raised.at_random").mean() / rate.typical - 1.0).abs() < 1e-12);
    }

    #[test]
    fn values_are_said_as_a_person_would() {
        let alone = |unit: Unit, value: f64| in_words(unit, value, value);
        assert_eq!(alone(Unit::Duration, 5_400_000.0), "90 min");
        assert_eq!(in_words(Unit::Duration, 5_400_000.0, 9e6), "1.5 h");
        assert_eq!(alone(Unit::Share, 0.1234), "12.3 %");
        assert_eq!(alone(Unit::Rate(super::super::keys::Per::Team), 2.0 / MONTH as f64), "2 per month");
        assert_eq!(alone(Unit::Rate(super::super::keys::Per::Team), 2.0 / DAY as f64), "2 per day");
        assert_eq!(alone(Unit::People, 7.2), "7");
    }
}
