//! A caseload that moves, shocks, and what is done when there is too much.

use super::super::keys::{self, Unit};
use super::super::motion::{GroupSet, Joining, Lateness, Overload, Shock, Shocked};
use super::super::profile::{MOST_STEPS, Unmultiplied};
use super::super::tree::{At, Node};
use super::super::world::{Duration, Fades, Number, Profile, Settling, Uncertainty};
use super::work::position;
use super::{Fields, Known, Reader};

/// Most shocks that one replication may expect; their time lines are drawn when it begins.
const MOST_SHOCKS: f64 = 10_000.0;

/// Logarithm of the most that a rate may grow over a replication.
const MOST_GROWTH: f64 = 6.907_755_278_982_137;

/// What has been said of a shock so far, by one kind of work or several.
#[derive(Debug)]
pub(super) struct Named {
    name: String,
    rate: Option<Number>,
    lasts: Option<Duration>,
    at: At,
    path: String,
}

impl Reader<'_> {
    /// `[offenders.joining]`.
    pub(super) fn joining(&mut self, node: &Node, around: &Fields) -> Option<Joining> {
        let fields = self.fields(node, &around.path("joining"), &keys::JOINING, &around.passport)?;
        let rate = self.number(&fields, "at_random", Unit::Rate(keys::Per::Team));
        let (profile, growth) = match fields.get("over_time") {
            Some(node) => self.over_time(node, &fields)?,
            None => (Profile::Constant, None),
        };
        let risk = fields.get("risk").or_else(|| around.get("risk"));
        let (shares, rest) = match risk {
            Some(node) if fields.has("risk") => self.shares(node, &fields)?,
            Some(node) => self.shares(node, around)?,
            None => (vec![Number::known("offenders.risk.all", 1.0)], None),
        };
        Some(Joining { rate: rate?, profile, growth, shares, rest })
    }

    /// `over_time`: a profile, growth, or both; or several, multiplied.
    pub(super) fn over_time(&mut self, node: &Node, around: &Fields) -> Option<(Profile, Option<Number>)> {
        let path = around.path("over_time");
        let items = Self::items(node);
        if items.is_empty() {
            self.error("form", &path, node.at, "`over_time` is an empty list", "give a profile, or leave it out");
        }
        let mut profiles = Vec::new();
        let mut growth = None;
        for (index, item) in items.iter().enumerate() {
            let path = if items.len() > 1 { format!("{path}.{}", index + 1) } else { path.clone() };
            let fields = self.fields(item, &path, &keys::OVER_TIME, &around.passport)?;
            let (profile, grows) = self.one_over_time(&fields)?;
            profiles.push(profile);
            if grows.is_some() && growth.is_some() {
                let help = "say how much it grows once, for all of it together";
                self.error("twice", &fields.path("grows"), fields.at("grows"), "another of these grows too", help);
            }
            growth = growth.or(grows);
        }
        match Profile::product(profiles, self.run.0, self.run.1) {
            Ok(profile) => Some((profile, growth)),
            Err(Unmultiplied::Waves) => {
                self.error("form", &path, node.at, "more than one of these is a wave", "write the others in steps");
                None
            }
            Err(Unmultiplied::Steps) => {
                let message = format!("multiplied, these come to more than {MOST_STEPS} steps in the run");
                self.error("limit", &path, node.at, message, "give fewer steps, or a shorter run");
                None
            }
        }
    }

    fn one_over_time(&mut self, fields: &Fields) -> Option<(Profile, Option<Number>)> {
        let mut growth = if fields.has("grows") { Some(self.number(fields, "grows", Unit::Growth)?) } else { None };
        if let Some(growth) = &mut growth {
            let most = MOST_GROWTH / self.run_length();
            if growth.typical.abs() > most {
                let message = "over the whole period the rate grows, or falls, more than a thousandfold";
                self.error("range", &growth.key, fields.at("grows"), message, "write a smaller percentage");
            }
            (growth.lowest, growth.highest) = (growth.lowest.max(-most), growth.highest.min(most));
        }
        let grows_only = growth.is_some() && !fields.has("steps") && !fields.has("wave");
        let profile = if grows_only { Profile::Constant } else { self.profile(fields)? };
        Some((profile, growth))
    }

    /// `settling`: for a time, or halved again and again.
    pub(super) fn settling(&mut self, node: &Node, around: &Fields) -> Option<Settling> {
        let fields = self.fields(node, &around.path("settling"), &keys::SETTLING, &around.passport)?;
        let times = self.number(&fields, "times", Unit::Factor);
        let fades = match (fields.has("for"), fields.has("halves_every")) {
            (true, false) => {
                if fields.has("settles_at") {
                    let message = "`settles_at` goes with `halves_every`";
                    self.error("form", &fields.path("settles_at"), fields.at("settles_at"), message, "leave it out");
                }
                self.number(&fields, "for", Unit::Duration).map(Fades::After)
            }
            (false, true) => {
                let every = self.number(&fields, "halves_every", Unit::Duration);
                let settles_at = if fields.has("settles_at") {
                    self.number(&fields, "settles_at", Unit::Factor)
                } else {
                    Some(Number::known(&fields.path("settles_at"), 1.0))
                };
                let mut every = every?;
                if every.typical < 1000.0 {
                    let message = "the time in which it is halved is shorter than a second";
                    self.error("range", &every.key, fields.at("halves_every"), message, "write a longer one");
                }
                every.lowest = 1000.0;
                Some(Fades::Halves { every, settles_at: settles_at? })
            }
            _ => {
                let message = "`settling` wants either `for` or `halves_every`";
                self.error("form", &fields.path, fields.at, message, "give one of them");
                None
            }
        };
        Some(Settling { times: times?, fades: fades? })
    }

    /// `shocks` of a stream.
    pub(super) fn shocked(&mut self, node: &Node, around: &Fields, kind: &str) -> Option<Shocked> {
        let path = around.path("shocks");
        let fields = self.fields(node, &path, &keys::SHOCKS, &around.passport)?;
        let name = self.text(&fields, "name").unwrap_or_else(|| kind.to_owned());
        let rate = if fields.has("at_random") {
            Some(self.number(&fields, "at_random", Unit::Rate(keys::Per::Team))?)
        } else {
            None
        };
        let lasts = if fields.has("lasts") { Some(self.duration(&fields, "lasts")?) } else { None };
        let times = self.number(&fields, "times", Unit::Factor)?;
        let said = |number: &Number| (number.typical.to_bits(), number.uncertain.clone());
        let Some(shock) = self.shocks.iter().position(|known| known.name == name) else {
            self.shocks.push(Named { name, rate, lasts, at: fields.at, path });
            return Some(Shocked { shock: self.shocks.len() - 1, times });
        };
        let known = &mut self.shocks[shock];
        let differs = known.rate.as_ref().zip(rate.as_ref()).is_some_and(|(a, b)| said(a) != said(b))
            || known
                .lasts
                .as_ref()
                .zip(lasts.as_ref())
                .is_some_and(|(a, b)| a.law != b.law || said(&a.centre) != said(&b.centre));
        known.rate = known.rate.take().or(rate);
        known.lasts = known.lasts.take().or(lasts);
        if differs {
            let message = format!("the shock `{name}` comes at another rate, or lasts otherwise, than other work says");
            let help = "say `at_random` and `lasts` once; `times` is each one's own";
            self.error("agree", &path, fields.at, message, help);
        }
        Some(Shocked { shock, times })
    }

    /// The shocks that all work together has described.
    pub(super) fn all_shocks(&mut self) -> Vec<Shock> {
        let length = self.run_length();
        let mut shocks = Vec::new();
        for Named { name, rate, lasts, at, path } in std::mem::take(&mut self.shocks) {
            let (Some(mut rate), Some(lasts)) = (rate, lasts) else {
                let message = format!("no work says how often the shock `{name}` comes and how long it lasts");
                self.error("missing-key", &path, at, message, "give `at_random` and `lasts` once");
                continue;
            };
            if rate.typical * length > MOST_SHOCKS {
                let message = format!("the shock `{name}` comes more than {MOST_SHOCKS} times");
                self.error("limit", &rate.key.clone(), at, message, "a rate that is always high needs no shocks");
            }
            rate.highest = rate.highest.min(MOST_SHOCKS / length);
            shocks.push(Shock { name, rate, lasts });
        }
        shocks
    }

    /// `when_overloaded`.
    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    pub(super) fn overload(&mut self, work: &Fields) -> Option<Option<Overload>> {
        let Some(node) = work.get("when_overloaded") else { return Some(None) };
        let fields = self.fields(node, &work.path("when_overloaded"), &keys::WHEN_OVERLOADED, &work.passport)?;
        let above = self.number(&fields, "above", Unit::EachPerson);
        let effort = if fields.has("effort") { Some(self.number(&fields, "effort", Unit::Share)?) } else { None };
        if self.flag(&fields, "skip") == effort.is_some() {
            let message = "`when_overloaded` wants either skip = true or `effort`";
            self.error("form", &fields.path, fields.at, message, "give one of them");
        }
        let mut levels = Vec::new();
        for item in self.chosen(&fields, "risk", "risk level") {
            if let Some(text) = self.text_of(item, &fields.path("risk")) {
                levels.extend(self.named("risk level", Known::Level, text, &fields.path("risk"), item.at));
            }
        }
        let mut counts = Vec::new();
        for item in self.chosen(&fields, "counts", "name") {
            if let Some(text) = self.text_of(item, &fields.path("counts")).map(str::to_owned) {
                counts.push(position(&mut self.counts, &text));
            }
        }
        Some(Some(Overload { above: above?, effort, levels, counts }))
    }

    /// `grows_when_late`.
    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    pub(super) fn lateness(&mut self, work: &Fields) -> Option<Option<Lateness>> {
        let Some(node) = work.get("grows_when_late") else { return Some(None) };
        let fields = self.fields(node, &work.path("grows_when_late"), &keys::GROWS_WHEN_LATE, &work.passport)?;
        if !work.has("due_within") {
            let message = "`grows_when_late` counts from when work is due, and this is never due";
            self.error("form", &fields.path, work.at("grows_when_late"), message, "give `due_within`");
        }
        let by = self.number(&fields, "by", Unit::Creep);
        let at_most = if fields.has("at_most") {
            self.number(&fields, "at_most", Unit::Percentage)
        } else {
            Some(Number::known(&fields.path("at_most"), 1.0))
        };
        Some(Some(Lateness { by: by?, at_most: at_most? }))
    }

    /// The law of another number, for one that is uncertain as that one is: its key, and its law in proportion to
    /// `typical`.
    pub(super) fn same_as(
        &mut self,
        fields: &Fields,
        unit: Unit,
        typical: Option<f64>,
    ) -> Option<(String, Option<crate::random::Law>)> {
        let key = self.text(fields, "same_as")?;
        let path = fields.path("same_as");
        let at = fields.at("same_as");
        let root = self.root;
        let other = super::super::overrides::find_all(root, &key);
        let Some(table) = other.and_then(Node::table).filter(|table| table.has("uncertain")) else {
            let message = format!("`{key}` is not the key of an uncertain number");
            let help = "give the key as `check` lists it, such as \"work.home visit.effort\"";
            self.error("unknown-name", &path, at, message, help);
            return None;
        };
        let uncertain = table.get("uncertain")?;
        if uncertain.table().is_some_and(|law| law.has("same_as") || law.has("sample")) {
            let message = format!("`{key}` is itself uncertain as another number is");
            self.error("form", &path, at, message, "name that one, or give both a column of one [[joint]] sample");
            return None;
        }
        if fields.entries.len() > 1 {
            return Some((key, None));
        }
        let centre = ["mean", "typical", "value", "p50", "mode"].into_iter().find_map(|key| table.get(key));
        let centre = match centre {
            Some(node) => Some(self.value(node, &path, unit)?),
            None => None,
        };
        let (law, median) = self.uncertain(uncertain, &path, unit, centre)?;
        let centre = centre.unwrap_or(median);
        let Uncertainty::Follows(law) = law else { return None };
        let typical = typical.unwrap_or(centre);
        if centre <= 0.0 {
            let message = format!("the typical value of `{key}` is 0, so nothing is in proportion to it");
            self.error("range", &path, at, message, "give a law beside `same_as`");
            return None;
        }
        Some((key, Some(law.scaled(typical / centre))))
    }

    /// What `except` names.
    pub(super) fn excepted(&mut self, fields: &Fields) -> Option<GroupSet> {
        let mut groups = Vec::new();
        for item in self.chosen(fields, "except", "group") {
            let text = self.text_of(item, &fields.path("except"))?;
            groups.push(self.named("group", Known::Group, text, &fields.path("except"), item.at)?);
        }
        (!groups.is_empty()).then(|| groups.into_iter().collect())
    }
}
