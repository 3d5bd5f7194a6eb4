//! Kinds of work: who does them, how long they take, what follows.

use super::super::keys::{self, Unit};
use super::super::tree::{Node, Value};
use super::super::world::{
    Backlog, Branch, By, ByLevel, Chance, Change, Crew, Due, Duration, Kind, Passport, Raise, WhenInterrupted,
};
use super::{Fields, Known, Reader};
use crate::units::Span;

/// Longest time that may be given in working days: some forty years.
const MOST_WORKING_DAYS: u64 = 10_000;

impl Reader<'_> {
    /// One `[[work]]`.
    pub(super) fn kind(&mut self, node: &Node, name: &str) -> Option<Kind> {
        let path = format!("work.{name}");
        let fields = self.fields(node, &path, &keys::WORK, &Passport::default())?;
        let stage = self.text(&fields, "stage").unwrap_or_else(|| name.to_owned());
        let cause = self.text(&fields, "cause");
        let raised = self.raised(&fields, name);
        let by = self.by(&fields);
        let with = self.crews(&fields);
        let effort = self.effort(&fields, by);
        let due = self.due(&fields);
        let late_after = fields.get("late_after").map(|node| self.length(node, &fields.path("late_after")));
        let lapses_after = fields.has("lapses_after").then(|| self.duration(&fields, "lapses_after"));
        let always = self.raises(&fields);
        let then = self.branches(&fields);
        let start_targets = self.lengths(&fields, "start_targets");
        let finish_targets = self.lengths(&fields, "finish_targets");
        let priority = self.priority(&fields);
        let overload = self.overload(&fields);
        let lateness = self.lateness(&fields);
        let raised = raised?;
        if raised.is_none() && cause.is_some() {
            let message = "only work with its own `raised` carries a cause";
            self.error(
                "form",
                &fields.path("cause"),
                fields.at("cause"),
                message,
                "leave it out: other work passes its own cause on",
            );
        }
        if fields.has("late_after") && !fields.has("due_within") {
            let message = "`late_after` counts from when work is due, and this is never due";
            self.error("form", &fields.path("late_after"), fields.at("late_after"), message, "give `due_within`");
        }
        let cause = raised.as_ref().map(|_| position(&mut self.causes, cause.as_deref().unwrap_or(name)));
        Some(Kind {
            name: name.to_owned(),
            stage: position(&mut self.stages, &stage),
            raised,
            cause,
            by: by?,
            with: with?,
            effort: effort?,
            priority: priority?,
            interrupts: self.flag(&fields, "interrupts"),
            when_interrupted: match fields.get("when_interrupted").and_then(Node::text) {
                Some("resume") => WhenInterrupted::Resume,
                Some("restart") => WhenInterrupted::Restart,
                _ => WhenInterrupted::Never,
            },
            due: due?,
            late_after: late_after.unwrap_or(Some(Span::ZERO))?,
            lapses_after: lapses_after.map_or(Some(None), |lapse| lapse.map(Some))?,
            raises: always?,
            then: then?,
            start_targets: start_targets?,
            finish_targets: finish_targets?,
            overload: overload?,
            lateness: lateness?,
            travels: self.flag(&fields, "travels"),
            place: self.sources.place(node.at),
        })
    }

    fn by(&mut self, fields: &Fields) -> Option<By> {
        let node = fields.get("by")?;
        let path = fields.path("by");
        match self.text_of(node, &path)? {
            "no one" => Some(By::NoOne),
            // Which role holds is known once all staff are read: `build` puts it in.
            "holder" => Some(By::Holder(usize::MAX)),
            role => self.named("role", Known::Role, role, &path, node.at).map(By::Role),
        }
    }

    /// Priority of a kind of work, for all or by risk level.
    fn priority(&mut self, fields: &Fields) -> Option<ByLevel<u8>> {
        let Some(node) = fields.get("priority") else { return Some(ByLevel::Same(5)) };
        let path = fields.path("priority");
        if node.table().is_none() {
            return self.whole_of(node, &path, 1, 9).map(|whole| ByLevel::Same(whole as u8));
        }
        self.by_risk(node, &path, &fields.passport, &mut |reader, node, path, _| {
            reader.whole_of(node, path, 1, 9).map(|whole| Some(whole as u8))
        })
    }

    fn effort(&mut self, fields: &Fields, by: Option<By>) -> Option<ByLevel<Duration>> {
        let path = fields.path("effort");
        match (fields.has("effort"), by) {
            (true, Some(By::NoOne)) => {
                let message = "work that no one does takes no one's time";
                self.error("form", &path, fields.at("effort"), message, "leave `effort` out, or say who does it");
                None
            }
            (true, _) => self.duration_by_risk(fields, "effort"),
            (false, Some(By::NoOne)) => Some(ByLevel::Same(Duration::fixed(&path, 0.0))),
            (false, _) => {
                self.error(
                    "missing-key",
                    &path,
                    fields.at,
                    "`effort` is missing",
                    "give how long it takes, or by = \"no one\"",
                );
                None
            }
        }
    }

    fn crews(&mut self, fields: &Fields) -> Option<Vec<Crew>> {
        let Some(node) = fields.get("with") else {
            return Some(Vec::new());
        };
        let mut crews = Vec::new();
        let items = Self::items(node);
        for (index, item) in items.iter().enumerate() {
            let path =
                if items.len() > 1 { format!("{}.{}", fields.path("with"), index + 1) } else { fields.path("with") };
            let inside = self.fields(item, &path, &keys::WITH, &fields.passport)?;
            let named = if inside.has("roles") { "roles" } else { "role" };
            let mut roles = Vec::new();
            if inside.has("role") == inside.has("roles") {
                self.error("form", &path, item.at, "`with` wants either `role` or `roles`", "give one of them");
            } else {
                for item in self.chosen(&inside, named, "role") {
                    let text = self.text_of(item, &inside.path(named))?;
                    roles.extend(self.named("role", Known::Role, text, &inside.path(named), item.at));
                }
            }
            let people = if inside.has("people") { self.whole(&inside, "people", 1, 100) } else { Some(1) };
            let effort = if inside.has("effort") { Some(self.duration_by_risk(&inside, "effort")?) } else { None };
            let chance = if inside.has("chance") { Some(self.number(&inside, "chance", Unit::Share)?) } else { None };
            crews.push(Crew { roles, people: people? as u32, effort, chance });
        }
        Some(crews)
    }

    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    fn due(&mut self, fields: &Fields) -> Option<Option<Due>> {
        let Some(node) = fields.get("due_within") else {
            return Some(None);
        };
        let path = fields.path("due_within");
        let text = node.text().map_or("", str::trim);
        let days = text.strip_suffix("working days").or_else(|| text.strip_suffix("working day"));
        let Some(days) = days else {
            return self.length(node, &path).map(|span| Some(Due::Within(span)));
        };
        match days.trim().parse::<u64>() {
            Ok(days) if (1..=MOST_WORKING_DAYS).contains(&days) => Some(Some(Due::WorkingDays(days as u32))),
            Ok(days) if days > 0 => {
                let message = format!("`{text}` is more than {MOST_WORKING_DAYS} working days");
                self.error("limit", &path, node.at, message, "give fewer, or leave `due_within` out: it is never due");
                None
            }
            _ => {
                self.error(
                    "quantity",
                    &path,
                    node.at,
                    format!("`{text}` is not a whole number of working days"),
                    "write \"3 working days\"",
                );
                None
            }
        }
    }

    fn lengths(&mut self, fields: &Fields, key: &str) -> Option<Vec<Span>> {
        let lengths: Vec<_> = self.list(fields, key).iter().map(|node| self.length(node, &fields.path(key))).collect();
        lengths.into_iter().collect()
    }

    /// `raises`: a name, a table, or a list of these.
    fn raises(&mut self, fields: &Fields) -> Option<Vec<Raise>> {
        let Some(node) = fields.get("raises") else {
            return Some(Vec::new());
        };
        let mut raises = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for item in Self::items(node) {
            let named = item.table().and_then(|table| table.get("work")).and_then(Node::text).or(item.text());
            if let Some(name) = named
                && !seen.insert(name)
            {
                let help = "raise it once, with `number`";
                self.error("twice", &fields.path("raises"), item.at, format!("`{name}` is raised twice here"), help);
            }
            raises.push(self.raise(item, fields));
        }
        raises.into_iter().collect()
    }

    fn raise(&mut self, node: &Node, around: &Fields) -> Option<Raise> {
        let path = around.path("raises");
        if let Value::Text(name) = &node.value {
            let kind = self.named("work", Known::Kind, name, &path, node.at)?;
            return Some(Raise { kind, number: None, after: None, one_in: None });
        }
        let named = node.table().and_then(|table| table.get("work")).and_then(Node::text);
        let path = named.map_or(path.clone(), |name| format!("{path}.{name}"));
        let fields = self.fields(node, &path, &keys::RAISE, &around.passport)?;
        let kind = self.reference(&fields, "work", "work", Known::Kind);
        let number = fields.has("number").then(|| self.count(&fields, "number"));
        let after = fields.has("after").then(|| self.duration(&fields, "after"));
        let one_in = fields.has("one_in").then(|| self.number(&fields, "one_in", Unit::OneIn));
        let given = |missing: bool| if missing { None } else { Some(()) };
        given(matches!(number, Some(None)) || matches!(after, Some(None)) || matches!(one_in, Some(None)))?;
        Some(Raise { kind: kind?, number: number.flatten(), after: after.flatten(), one_in: one_in.flatten() })
    }

    fn branches(&mut self, fields: &Fields) -> Option<Vec<Branch>> {
        let mut branches = Vec::new();
        for (index, node) in self.list(fields, "then").iter().enumerate() {
            let name = node.table().and_then(|table| table.get("name")).and_then(Node::text);
            let name = name.map_or_else(|| (index + 1).to_string(), str::to_owned);
            branches.push(self.branch(node, &format!("{}.{name}", fields.path("then")), name, fields));
        }
        branches.into_iter().collect()
    }

    fn branch(&mut self, node: &Node, path: &str, name: String, around: &Fields) -> Option<Branch> {
        let fields = self.fields(node, path, &keys::BRANCH, &around.passport)?;
        let chance = match fields.get("chance") {
            Some(node) if node.text() == Some("rest") => Some(Chance::Rest),
            _ => self.number(&fields, "chance", Unit::Share).map(Chance::Share),
        };
        let moment =
            |reader: &mut Self, key: &str| fields.get(key).and_then(|node| reader.moment(node, &fields.path(key)));
        let (from, until) = (moment(self, "from"), moment(self, "until"));
        if from.zip(until).is_some_and(|(from, until)| from >= until) {
            let message = "`until` is not after `from`";
            self.error("order", &fields.path("until"), fields.at("until"), message, "give a later one");
        }
        let raises = self.raises(&fields);
        let mut counts = Vec::new();
        if let Some(node) = fields.get("counts") {
            for item in Self::items(node) {
                if let Some(text) = self.text_of(item, &fields.path("counts")) {
                    let text = text.to_owned();
                    counts.push(position(&mut self.counts, &text));
                }
            }
        }
        let changes = match fields.get("offender") {
            Some(node) => self.changes(node, &fields),
            None => Some(Vec::new()),
        };
        Some(Branch { name, chance: chance?, from, until, raises: raises?, counts, changes: changes? })
    }

    fn changes(&mut self, node: &Node, around: &Fields) -> Option<Vec<Change>> {
        let fields = self.fields(node, &around.path("offender"), &keys::CHANGES, &around.passport)?;
        let mut changes = Vec::new();
        changes.extend(self.reference(&fields, "risk", "risk level", Known::Level).map(Change::Risk));
        changes.extend(self.reference(&fields, "joins", "group", Known::Group).map(Change::Joins));
        changes.extend(self.reference(&fields, "leaves", "group", Known::Group).map(Change::Leaves));
        if fields.has("custody") {
            changes.push(Change::Custody(self.duration(&fields, "custody")?));
        }
        if self.flag(&fields, "off_register") {
            changes.push(Change::OffRegister);
        }
        Some(changes)
    }

    /// One `[[backlog]]`.
    pub(super) fn backlog(&mut self, node: &Node, name: &str) -> Option<Backlog> {
        let path = format!("backlog.{name}");
        let fields = self.fields(node, &path, &keys::BACKLOG, &Passport::default())?;
        let kind = self.reference(&fields, "work", "work", Known::Kind);
        let number = self.number(&fields, "number", Unit::Count);
        let level = fields.has("risk").then(|| self.reference(&fields, "risk", "risk level", Known::Level));
        let age = if fields.has("age") {
            self.duration(&fields, "age")
        } else {
            Some(Duration::fixed(&fields.path("age"), 0.0))
        };
        Some(Backlog {
            kind: kind?,
            number: number?,
            level: level.map_or(Some(None), |level| level.map(Some))?,
            age: age?,
        })
    }
}

/// Index of a label, which is added if it is new.
pub(super) fn position(labels: &mut Vec<String>, label: &str) -> usize {
    labels.iter().position(|known| known == label).unwrap_or_else(|| {
        labels.push(label.to_owned());
        labels.len() - 1
    })
}
