//! The whole file: names first, then every section, then the scenario.

use std::rc::Rc;

use super::super::canonical;
use super::super::check;
use super::super::diagnostic::Severity;
use super::super::keys::{self, Unit};
use super::super::load::Outcome;
use super::super::merge::item_name;
use super::super::source::Sources;
use super::super::tree::{At, Node};
use super::super::world::{Answers, By, Group, Joint, Kind, Limits, Passport, Role, Scenario};
use super::work::position;
use super::{Fields, Known, MOST_FOUND, Reader};
use crate::units::{Instant, counted};

/// Most of each thing: its key, and how many of it there may be.
const MOST: &[(&str, usize)] = &[
    ("work", 1000),
    ("staff", 200),
    ("group", 31),
    ("backlog", 1000),
    ("joint", 200),
    ("cost", 200),
    ("grant", 50),
    ("absence", 50),
];

/// Reads the merged tree.
pub(in super::super) fn scenario(sources: &Sources, tree: &Node) -> Outcome {
    let mut reader = Reader::new(sources, tree);
    let scenario = reader.file(tree);
    let mut found = reader.found;
    found.sort_by(|a, b| (a.severity, &a.place.file, a.span.start).cmp(&(b.severity, &b.place.file, b.span.start)));
    found.dedup();
    if reader.more {
        let message = format!("there is more: the first {MOST_FOUND} faults are told");
        let help = Some("mend these, and look again".to_owned());
        found.push(sources.diagnose(Severity::Error, "limit", "", tree.at, message, help));
    }
    match scenario {
        Some(scenario) if !found.iter().any(super::Diagnostic::is_error) => Ok((scenario, found)),
        _ => Err(found),
    }
}

/// An item of a named list and its name.
pub(super) type Named<'n> = (&'n Node, String);

impl Reader<'_> {
    fn file(&mut self, tree: &Node) -> Option<Scenario> {
        let top = self.fields(tree, "", &keys::TOP, &Passport::default())?;
        let items: Vec<Vec<Named<'_>>> = MOST.iter().map(|(key, most)| self.named_items(&top, key, *most)).collect();
        let [work, staff, group, backlog, joint, cost, grant, absence] = items.as_slice() else {
            return None;
        };
        self.not_empty(&top, &[("work", work.is_empty()), ("staff", staff.is_empty())]);
        self.level_names(top.get("offenders"));
        let names = |items: &[Named<'_>]| items.iter().map(|item| item.1.clone()).collect::<Vec<_>>();
        self.kinds = names(work);
        let ordered = self.groups_in_order(group);
        self.groups = names(&ordered);
        for (node, _) in staff {
            if let Some(role) = node.table().and_then(|table| table.get("role")).and_then(Node::text) {
                position(&mut self.roles, role);
            }
        }
        if self.roles.len() > 64 {
            self.error(
                "limit",
                "staff",
                top.at("staff"),
                "there are more than 64 roles",
                "give several kinds of people one role",
            );
        }
        self.site_names(staff);
        let period = self.period(&top);
        self.run = period.as_ref().map_or(self.run, |period| (Instant::ZERO - period.warm_up, period.horizon));
        let joints: Vec<_> = joint.iter().map(|(node, name)| self.joint(node, name)).collect();
        let offenders = self.offenders(top.get("offenders"));
        self.register_moves =
            top.get("offenders").and_then(Node::table).is_some_and(|offenders| offenders.has("joining"));
        let groups: Vec<_> = ordered.iter().map(|(node, name)| self.group(node, name)).collect();
        let mut roles: Vec<Role> = Vec::new();
        for (node, name) in staff {
            self.staff(node, name, &mut roles);
        }
        let absences: Vec<_> = absence.iter().map(|(node, name)| self.absence(node, name, &roles)).collect();
        let feedback = self.feedback(&top, &absences, &roles);
        let sites = self.all_sites(&top);
        let kinds: Vec<_> = work.iter().map(|(node, name)| self.kind(node, name)).collect();
        let shocks = self.all_shocks();
        let backlog: Vec<_> = backlog.iter().map(|(node, name)| self.backlog(node, name)).collect();
        if !backlog.is_empty() {
            position(&mut self.causes, "backlog");
        }
        self.labels(&top);
        let observe_at: Vec<_> =
            self.list(&top, "observe_at").iter().map(|node| (self.moment(node, "observe_at"), node.at)).collect();
        let (limits, answers) = (self.limits(&top), self.answers(&top));
        let money = self.money(&top, cost, grant);
        let sources = self.words(&top, "sources");
        let (title, question) = (self.text(&top, "title"), self.text(&top, "question"));
        let period = period?;
        let observe_at = self.inside(observe_at, period.horizon);
        if joints.iter().any(Option::is_none) || self.found.iter().any(super::Diagnostic::is_error) {
            return None;
        }
        let mut scenario = Scenario {
            title: title?,
            question,
            starts: period.starts,
            horizon: period.horizon,
            warm_up: period.warm_up,
            steady_state: top.get("analysis").and_then(Node::text) == Some("steady state"),
            nation: period.nation,
            months: period.months,
            month_names: period.month_names,
            offenders: offenders?,
            groups: groups.into_iter().collect::<Option<Vec<Group>>>()?,
            roles,
            absences: absences.into_iter().collect::<Option<Vec<_>>>()?,
            sites: sites?,
            kinds: kinds.into_iter().collect::<Option<Vec<Kind>>>()?,
            backlog: backlog.into_iter().collect::<Option<Vec<_>>>()?,
            causes: std::mem::take(&mut self.causes),
            stages: std::mem::take(&mut self.stages),
            counts: std::mem::take(&mut self.counts),
            observe_at,
            shocks,
            feedback: feedback?,
            joints: std::mem::take(&mut self.joints),
            sources,
            limits: limits?,
            answers: answers?,
            money: money?,
            canonical: String::new(),
            hash: String::new(),
            files: self.sources.names(),
        };
        self.holders(&mut scenario, &top);
        scenario.files.sort();
        scenario.files.dedup();
        scenario.canonical = canonical::text(tree);
        scenario.hash = canonical::hash(&scenario.canonical);
        check::all(&scenario, &mut |severity, code, path, message, help| {
            let at = place_of(tree, path);
            self.found.push(self.sources.diagnose(severity, code, path, at, message, Some(help)));
        });
        Some(scenario)
    }

    /// A list that must be given is not empty, nor one of which an extending file has removed all.
    fn not_empty(&mut self, top: &Fields, lists: &[(&str, bool)]) {
        for (key, _) in lists.iter().filter(|(key, empty)| *empty && top.has(key)) {
            let message = format!("there is no [[{key}]]");
            self.error("missing-key", key, top.at(key), message, "leave one at least");
        }
    }

    /// Every label has its own row in every result, so there may not be too many.
    fn labels(&mut self, top: &Fields<'_>) {
        let (causes, stages, counts) = (self.causes.len(), self.stages.len(), self.counts.len());
        for (number, what, key) in
            [(causes, "causes", "cause"), (stages, "stages", "stage"), (counts, "counts", "counts")]
        {
            if number > 200 {
                let message = format!("there are {number} {what}, and the most is 200");
                let help = format!("give several kinds of work one `{key}`");
                self.error("limit", "work", top.at("work"), message, help);
            }
        }
    }

    /// Items of a list of named tables. A name that is missing or given twice is an error.
    fn named_items<'n>(&mut self, top: &Fields<'n>, key: &str, most: usize) -> Vec<Named<'n>> {
        let nodes = self.list(top, key);
        if nodes.len() > most {
            let message = format!("there are {} of [[{key}]], and the most is {most}", nodes.len());
            self.error("limit", key, top.at(key), message, "describe several alike as one");
            return Vec::new();
        }
        let mut items: Vec<Named<'n>> = Vec::new();
        let mut seen = std::collections::BTreeMap::new();
        for (index, node) in nodes.iter().enumerate() {
            let name = node.table().and_then(|table| item_name(key, table));
            let name = name.unwrap_or_else(|| format!("number {}", index + 1));
            if let Some(first) = seen.insert(name.clone(), node.at) {
                let place = self.sources.place(first);
                let (what, help) = match key {
                    "work" => ("kinds of work", "give each its own name, or make one of them"),
                    "staff" => ("groups of staff", "give each its own `name`; without one it is called by its role"),
                    "backlog" => ("entries of the backlog", "give each its own `name`, or add their numbers up"),
                    "joint" => ("joint samples", "give each its own name"),
                    _ => ("groups", "give each its own name"),
                };
                let message =
                    format!("two {what} are called `{name}`, the first on line {} of {}", place.line, place.file);
                self.error("twice", &format!("{key}.{name}"), node.at, message, help);
            }
            if name.len() > 200 {
                self.error("limit", key, node.at, "the name is longer than 200 bytes", "give a shorter one");
            }
            let left = |key| node.table().and_then(|table| table.get(key));
            if let Some(remove) = left("remove").or(left("without")) {
                let message = "there is nothing below this file to remove it from";
                self.error(
                    "remove",
                    &format!("{key}.{name}"),
                    remove.at,
                    message,
                    "leave it out, or extend a file that has it",
                );
            }
            items.push((node, name));
        }
        items
    }

    /// Groups with those they are drawn from first.
    fn groups_in_order<'n>(&mut self, groups: &[Named<'n>]) -> Vec<Named<'n>> {
        let of = |node: &Node| node.table().and_then(|t| t.get("of")).and_then(Node::text).map(str::to_owned);
        let mut ordered: Vec<Named<'n>> = Vec::new();
        let mut left: Vec<Named<'n>> = groups.to_vec();
        while !left.is_empty() {
            let ready = left
                .iter()
                .position(|(node, _)| of(node).is_none_or(|name| !left.iter().any(|(_, other)| *other == name)));
            let next = ready.unwrap_or_else(|| {
                let circle: Vec<String> = left.iter().map(|(_, name)| name.clone()).collect();
                let list = super::super::diagnostic::listed(&circle);
                let message = format!("groups are drawn from one another in a circle: {list}");
                self.error("loop", "group", left[0].0.at, message, "one of them must be drawn from all offenders");
                0
            });
            ordered.push(left.remove(next));
        }
        ordered
    }

    fn joint(&mut self, node: &Node, name: &str) -> Option<()> {
        let path = format!("joint.{name}");
        let fields = self.fields(node, &path, &keys::JOINT, &Passport::default())?;
        let mut columns = Vec::new();
        for item in self.list(&fields, "columns") {
            columns.push(self.text_of(item, &fields.path("columns"))?.to_owned());
        }
        for (index, column) in columns.iter().enumerate() {
            if let Some(first) = columns[..index].iter().position(|known| known == column) {
                let message = format!(
                    "columns {} and {} of the joint sample `{name}` are both called `{column}`",
                    first + 1,
                    index + 1
                );
                self.error("twice", &fields.path("columns"), fields.at("columns"), message, "give each its own name");
            }
        }
        let mut rows = Vec::new();
        for row in self.list(&fields, "rows") {
            match row.list() {
                Some(cells) if cells.len() == columns.len() => rows.push(cells.to_vec()),
                _ => {
                    let message = format!(
                        "this row does not have {}, one for each column",
                        counted(columns.len() as u64, "value", "values")
                    );
                    self.error("length", &fields.path("rows"), row.at, message, "give one value for each column");
                }
            }
        }
        if rows.is_empty() {
            self.error("length", &path, fields.at, "the joint sample has no rows", "give at least one");
        }
        let index = self.joints.len();
        let in_turn = fields.get("taken").and_then(Node::text) == Some("in turn");
        let passport = fields.passport.clone();
        self.joints.push(Joint { name: name.to_owned(), columns, rows: rows.len(), in_turn, passport });
        self.rows.insert(name.to_owned(), (index, Rc::new(rows)));
        Some(())
    }

    fn limits(&mut self, top: &Fields) -> Option<Limits> {
        let mut limits = Limits { open_tasks: 1_000_000, events: 1_000_000_000 };
        let Some(node) = top.get("limits") else {
            return Some(limits);
        };
        let fields = self.fields(node, "limits", &keys::LIMITS, &Passport::default())?;
        if fields.has("open_tasks") {
            limits.open_tasks = self.whole(&fields, "open_tasks", 1, 4_000_000_000)? as u32;
        }
        if fields.has("events") {
            limits.events = self.whole(&fields, "events", 1, 4_000_000_000)? as u64;
        }
        Some(limits)
    }

    fn answers(&mut self, top: &Fields) -> Option<Answers> {
        let Some(node) = top.get("answers") else {
            return Some(Answers { watch: None, benchmark_ratio: None });
        };
        let fields = self.fields(node, "answers", &keys::ANSWERS, &Passport::default())?;
        let watch = self.reference(&fields, "watch", "work", Known::Kind);
        let benchmark_ratio = self.plain(&fields, "benchmark_ratio", Unit::Positive);
        Some(Answers { watch, benchmark_ratio })
    }

    pub(super) fn words(&mut self, top: &Fields, key: &str) -> Vec<(String, String)> {
        let Some(node) = top.get(key) else {
            return Vec::new();
        };
        let Some(table) = node.table() else {
            self.error(
                "form",
                key,
                node.at,
                format!("{} stands where a table is wanted", node.sort()),
                "write id = \"what it means\"",
            );
            return Vec::new();
        };
        let mut words = Vec::new();
        for entry in &table.entries {
            if let Some(text) = self.text_of(&entry.node, &format!("{key}.{}", entry.key)) {
                words.push((entry.key.clone(), text.to_owned()));
            }
        }
        words
    }

    /// Puts the role that holds offenders where work says `holder`.
    fn holders(&mut self, scenario: &mut Scenario, top: &Fields) {
        let holding: Vec<usize> = (0..scenario.roles.len()).filter(|role| scenario.roles[*role].holds).collect();
        if let [_, second, ..] = holding.as_slice() {
            let message = format!("two roles hold offenders, the second is `{}`", scenario.roles[*second].name);
            self.error("holder", "staff", top.at("staff"), message, "say holds = \"offenders\" of one role");
        }
        for index in 0..scenario.kinds.len() {
            if !matches!(scenario.kinds[index].by, By::Holder(_)) {
                continue;
            }
            if let Some(role) = holding.first() {
                let pooled = scenario.roles[*role].pooled;
                scenario.kinds[index].by = if pooled { By::Role(*role) } else { By::Holder(*role) };
            } else {
                let path = format!("work.{}.by", scenario.kinds[index].name);
                let at = top.get("work").and_then(Node::list).and_then(|items| {
                    let item = items.iter().find(|item| {
                        item.table().and_then(|t| item_name("work", t)).as_ref() == Some(&scenario.kinds[index].name)
                    })?;
                    Some(item.table()?.get("by")?.at)
                });
                let message = "no role holds offenders, so no one is a holder";
                self.error(
                    "holder",
                    &path,
                    at.unwrap_or(top.at),
                    message,
                    "say holds = \"offenders\" of one [[staff]], or name a role",
                );
            }
        }
    }
}

/// Where a dotted path stands: as much of it as the tree has.
fn place_of(tree: &Node, path: &str) -> At {
    super::super::overrides::find(tree, path).map_or(tree.at, |(at, _)| at)
}
