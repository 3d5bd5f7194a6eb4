//! A file of observed figures, read against a scenario.

use super::super::dates::Dates;
use super::super::diagnostic::{Diagnostic, listed, nearest};
use super::super::keys::{self, Unit};
use super::super::observed::{Figure, Measure, Observed, What};
use super::super::source::Sources;
use super::super::tree::Node;
use super::super::world::{Passport, Scenario};
use super::{Fields, Known, Reader};
use crate::calendar::Date;
use crate::units::{HOUR, Instant};

/// Most figures, rates and shares in a file.
const MOST: usize = 200;

/// Reads the tree of such a file.
pub(in super::super) fn observed(
    sources: &Sources,
    tree: &Node,
    scenario: &Scenario,
) -> Result<(Observed, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut reader = Reader::new(sources, tree);
    reader.kinds = scenario.kinds.iter().map(|kind| kind.name.clone()).collect();
    reader.roles = scenario.roles.iter().map(|role| role.name.clone()).collect();
    reader.counts.clone_from(&scenario.counts);
    let civil = scenario.nation.is_some();
    reader.dates = scenario.starts.parse().ok().map(|first| Dates::new(first, civil));
    let read = reader.observations(tree, scenario);
    let mut found = reader.found;
    found.sort_by_key(|found| (found.severity, found.span.start));
    found.dedup();
    match read {
        Some(read) if !found.iter().any(Diagnostic::is_error) => Ok((read, found)),
        _ => Err(found),
    }
}

impl Reader<'_> {
    fn observations(&mut self, tree: &Node, scenario: &Scenario) -> Option<Observed> {
        let top = self.fields(tree, "", &keys::OBSERVED, &Passport::default())?;
        let title = self.text(&top, "title");
        let sources = self.words(&top, "sources");
        let (figures, rates, shares) = (self.list(&top, "figure"), self.list(&top, "rate"), self.list(&top, "share"));
        let number = figures.len() + rates.len() + shares.len();
        if number == 0 {
            let help = "add a [[figure]], a [[rate]] or a [[share]]; scenarios/OBSERVED.md says how";
            self.error("empty", "", top.at, "nothing was observed", help);
        } else if number > MOST {
            let message = format!("there are {number} figures, rates and shares, and the most is {MOST}");
            self.error("limit", "", top.at, message, "leave some of them out");
            return None;
        }
        let figures: Vec<_> = figures.iter().map(|node| self.figure(node, &top.passport, scenario)).collect();
        let rates: Vec<_> = rates.iter().map(|node| self.seen_rate(node, &top.passport, scenario)).collect();
        let shares: Vec<_> = shares.iter().map(|node| self.seen_share(node, &top.passport, scenario)).collect();
        let learn = top.get("learn").map(|node| self.learnable(node, scenario));
        let observed = Observed {
            title: title?,
            file: String::new(),
            hash: String::new(),
            figures: figures.into_iter().collect::<Option<Vec<_>>>()?,
            rates: rates.into_iter().collect::<Option<Vec<_>>>()?,
            shares: shares.into_iter().collect::<Option<Vec<_>>>()?,
            learn,
            sources,
        };
        self.each_once(&observed, &top);
        Some(observed)
    }

    /// A name may stand once, and a number be seen directly once.
    fn each_once(&mut self, observed: &Observed, top: &Fields<'_>) {
        let figures = observed.figures.iter().map(|f| f.name.as_str());
        let names = figures.chain(observed.rates.iter().map(|r| r.name.as_str()));
        let names: Vec<&str> = names.chain(observed.shares.iter().map(|s| s.name.as_str())).collect();
        let rates = observed.rates.iter().map(|r| r.number.key.as_str());
        let seen: Vec<&str> = rates.chain(observed.shares.iter().map(|s| s.number.key.as_str())).collect();
        for (what, list) in [("name", names), ("key", seen)] {
            for (i, one) in list.iter().enumerate().filter(|(i, one)| list[..*i].contains(one)) {
                let message = format!("the {what} `{one}` is given twice");
                let help = if what == "name" { "give each its own" } else { "put all counts in one list" };
                self.error("twice", &format!("{what} {}", i + 1), top.at, message, help);
            }
        }
    }

    fn figure(&mut self, node: &Node, around: &Passport, scenario: &Scenario) -> Option<Figure> {
        let name = node.table().and_then(|table| table.get("name")).and_then(Node::text).unwrap_or("?");
        let fields = self.fields(node, &format!("figure.{name}"), &keys::FIGURE, around)?;
        let name = self.text(&fields, "name");
        let what = self.what(&fields, scenario);
        let value = self.seen_value(&fields, matches!(what, Some(What::Hours(_))));
        let window = self.window(&fields, scenario);
        let exposure = match fields.get("exposure") {
            Some(node) => Some(self.value(node, &fields.path("exposure"), Unit::Offenders)?),
            None => None,
        };
        self.same_people(&fields, exposure, scenario);
        if fields.passport.source.is_none() {
            self.warning(
                "unsupported",
                &fields,
                "the figure says no source",
                "say where it was counted: source = \"...\"",
            );
        }
        let held_back = self.flag(&fields, "held_back");
        let (first, last) = window?;
        Some(Figure {
            name: name?,
            what: what?,
            value: value?,
            first,
            last,
            exposure,
            held_back,
            passport: fields.passport.clone(),
            place: self.sources.place(fields.at),
        })
    }

    fn warning(&mut self, code: &'static str, fields: &Fields<'_>, message: &str, help: &str) {
        let severity = super::Severity::Warning;
        let (path, help) = (fields.path.clone(), Some(help.to_owned()));
        self.found.push(self.sources.diagnose(severity, code, &path, fields.at, message.to_owned(), help));
    }

    fn same_people(&mut self, fields: &Fields<'_>, exposure: Option<f64>, scenario: &Scenario) {
        let has = scenario.offenders.number.typical;
        if let Some(exposure) = exposure.filter(|exposure| (exposure - has).abs() > 0.1 * has.max(1.0)) {
            let message = format!("the figure was counted over {exposure} people, and the scenario manages {has}");
            let help = "give the scenario as many, or hold a figure of the same people against it";
            self.warning("exposure", fields, &message, help);
        }
    }

    fn what(&mut self, fields: &Fields<'_>, scenario: &Scenario) -> Option<What> {
        let given: Vec<&str> = ["count", "work", "hours_of"].into_iter().filter(|key| fields.has(key)).collect();
        let [one] = given.as_slice() else {
            let message = format!("a figure is exactly one thing, and this says {}", listed(&given));
            let help = "give `count`, or `work` with `measure`, or `hours_of`";
            self.error("form", &fields.path, fields.at, message, help);
            return None;
        };
        if fields.has("measure") && *one != "work" {
            let message = "`measure` belongs to `work`";
            self.error("form", &fields.path("measure"), fields.at("measure"), message, "remove it");
        }
        let path = fields.path(one);
        let node = fields.get(one)?;
        let name = self.text_of(node, &path)?.to_owned();
        match *one {
            "count" => {
                if !self.counts.contains(&name) {
                    let near = nearest(&name, &self.counts).map_or(String::new(), |n| format!("did you mean `{n}`? "));
                    let help = format!("{near}The scenario counts {}", listed(&self.counts));
                    self.error(
                        "unknown-name",
                        &path,
                        node.at,
                        format!("the scenario counts nothing under `{name}`"),
                        help,
                    );
                    return None;
                }
                Some(What::Count(name))
            }
            "hours_of" => self.named("role", Known::Role, &name, &path, node.at).map(|_| What::Hours(name)),
            _ => {
                let kind = self.named("work", Known::Kind, &name, &path, node.at)?;
                let word = fields.get("measure").and_then(Node::text).unwrap_or("finished");
                let measure = Measure::from_word(word)?;
                if matches!(measure, Measure::Late | Measure::OverdueAtEnd) && scenario.kinds[kind].due.is_none() {
                    let message = format!("`{name}` is never due in the scenario, so none of it is late");
                    self.error(
                        "measure",
                        &fields.path("measure"),
                        fields.at("measure"),
                        message,
                        "give it `due_within`, or measure something else",
                    );
                    return None;
                }
                Some(What::Work { kind: name, measure })
            }
        }
    }

    fn seen_value(&mut self, fields: &Fields<'_>, hours: bool) -> Option<f64> {
        let node = fields.get("value")?;
        let path = fields.path("value");
        if hours {
            return self.value(node, &path, Unit::Duration).map(|ms| ms / HOUR as f64);
        }
        self.whole_of(node, &path, 0, 1_000_000_000_000).map(|value| value as f64)
    }

    /// First and last reporting month of a window.
    fn window(&mut self, fields: &Fields<'_>, scenario: &Scenario) -> Option<(usize, usize)> {
        let mut day = |key: &str| match fields.get(key) {
            Some(node) => self.day(node, &fields.path(key)).map(Some),
            None => Some(None),
        };
        let (from, until) = (day("from"), day("until"));
        let (from, until) = (from?, until?);
        let dates = self.dates.as_ref()?;
        let midnight = |day: Date| dates.instant(day.to_datetime(jiff::civil::Time::midnight()));
        let begins = from.map_or(Instant::ZERO, midnight);
        let ends = match until.map(Date::tomorrow) {
            None => scenario.horizon,
            Some(next) => next.map_or(Instant(i64::MAX), midnight),
        };
        let first = scenario.months.iter().position(|at| *at == begins);
        let last = scenario.months.iter().position(|at| *at == ends);
        if let (Some(first), Some(last)) = (first, last.filter(|last| *last > first.unwrap_or(0))) {
            return Some((first, last - 1));
        }
        let starts: Date = scenario.starts.parse().ok()?;
        let (from, until) = (from.unwrap_or(starts), until);
        let key = if first.is_none() { "from" } else { "until" };
        let names = match scenario.month_names.as_slice() {
            [first, .., last] => format!("{first} to {last}"),
            names => names.join(", "),
        };
        let message = "the window is not made of whole reporting months of the scenario".to_owned();
        let until = until.filter(|until| *until >= from);
        let cure = until.map_or("its last day must not come before its first".to_owned(), |until| {
            format!(
                "to count from {from} to {until}, set `starts = {from}` and `runs_for = \"{}\"` in the scenario",
                length(from, until)
            )
        });
        self.error(
            "window",
            &fields.path(key),
            fields.at(key),
            message,
            format!("the scenario starts on {starts} and has the months {names}, cut at its start and end; {cure}"),
        );
        None
    }

    /// Keys of uncertain numbers.
    fn learnable(&mut self, node: &Node, scenario: &Scenario) -> Vec<String> {
        let numbers = scenario.numbers();
        let uncertain: Vec<&str> = numbers.iter().filter(|n| n.is_uncertain()).map(|n| n.key.as_str()).collect();
        let mut learn = Vec::new();
        for item in Self::items(node) {
            let Some(key) = self.text_of(item, "learn").map(str::to_owned) else { continue };
            if uncertain.contains(&key.as_str()) {
                learn.push(key);
            } else if numbers.iter().any(|number| number.key == key) {
                let message = format!("`{key}` is taken as known in the scenario, so there is nothing to learn");
                self.error(
                    "known",
                    "learn",
                    item.at,
                    message,
                    "give it `uncertain` in the scenario: that is what was believed before",
                );
            } else {
                let near = nearest(&key, &uncertain).map_or(String::new(), |n| format!("did you mean `{n}`? "));
                let help = format!("{near}`caseload check` lists the numbers of a scenario");
                self.error("unknown-name", "learn", item.at, format!("the scenario has no number `{key}`"), help);
            }
        }
        learn.dedup();
        learn
    }

    /// A list of whole numbers, or one.
    pub(super) fn wholes(&mut self, fields: &Fields<'_>, key: &str, most: i64) -> Option<Vec<u64>> {
        let Some(node) = fields.get(key) else { return Some(Vec::new()) };
        let path = fields.path(key);
        let items: Vec<Option<i64>> =
            Self::items(node).iter().map(|item| self.whole_of(item, &path, 0, most)).collect();
        items.into_iter().map(|item| item.map(|whole| whole as u64)).collect()
    }

    /// A list of lengths above 0, or one (ms).
    pub(super) fn lengths_above_zero(&mut self, fields: &Fields<'_>, key: &str) -> Option<Vec<f64>> {
        let Some(node) = fields.get(key) else { return Some(Vec::new()) };
        let path = fields.path(key);
        let mut lengths = Vec::new();
        for item in Self::items(node) {
            let length = self.value(item, &path, Unit::Duration)?;
            if length <= 0.0 {
                self.error("range", &path, item.at, "the length is 0", "give a longer one");
                return None;
            }
            lengths.push(length);
        }
        if lengths.is_empty() {
            self.error("length", &path, node.at, "the list is empty", "give at least one length: \"3 months\"");
            return None;
        }
        Some(lengths)
    }
}

/// A span of whole days as a scenario would say it.
fn length(from: Date, until: Date) -> String {
    let next = until.tomorrow().unwrap_or(until);
    let months =
        (i32::from(next.year()) - i32::from(from.year())) * 12 + i32::from(next.month()) - i32::from(from.month());
    if from.day() == next.day() && months > 0 {
        return if months == 1 { "1 month".to_owned() } else { format!("{months} months") };
    }
    let days = from.until(next).map_or(1, |span| span.get_days());
    format!("{days} days")
}
