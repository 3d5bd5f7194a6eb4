//! What raises work: for whom, and by what pattern.

use super::super::diagnostic::listed;
use super::super::keys::{self, Per, Unit};
use super::super::tree::{At, Node};
use super::super::world::{AtRandom, ByLevel, Each, LogEntry, Number, Pattern, Profile, Raised};
use super::{Fields, Known, Reader};
use crate::calendar::{Date, Weekday};
use crate::units::{Instant, Span, WEEK};

impl Reader<'_> {
    /// `raised`; `Some(None)` when only other work raises it.
    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    pub(super) fn raised(&mut self, work: &Fields, kind: &str) -> Option<Option<Raised>> {
        let Some(node) = work.get("raised") else {
            return Some(None);
        };
        if node.text() == Some("by other work") {
            return Some(None);
        }
        let fields = self.fields(node, &work.path("raised"), &keys::RAISED, &work.passport)?;
        let each = self.each(&fields);
        let pattern = self.pattern(&fields, each, kind);
        let moment =
            |reader: &mut Self, key: &str| fields.get(key).and_then(|node| reader.moment(node, &fields.path(key)));
        let (from, until) = (moment(self, "from"), moment(self, "until"));
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            self.error(
                "order",
                &fields.path("until"),
                fields.at("until"),
                "`until` is not after `from`",
                "give a later one",
            );
        }
        Some(Some(Raised { each: each?, pattern: pattern?, from, until }))
    }

    fn each(&mut self, fields: &Fields) -> Option<Each> {
        let node = fields.get("each")?;
        let path = fields.path("each");
        let text = self.text_of(node, &path)?;
        let of = self.reference(fields, "of", "group", Known::Group);
        let except = self.excepted(fields);
        if fields.has("of") && text != "device" {
            self.error("form", &fields.path("of"), fields.at("of"), "`of` goes with each = \"device\"", "leave it out");
        }
        if fields.has("except") && text != "offender" {
            self.error(
                "form",
                &fields.path("except"),
                fields.at("except"),
                "`except` goes with each = \"offender\"",
                "leave it out",
            );
        }
        match text {
            "team" => Some(Each::Team),
            "offender" if fields.has("except") => except.map(Each::Except),
            "offender" => Some(Each::Offender),
            "device" if fields.has("of") => of.map(Each::Device),
            "device" => {
                self.error("missing-key", &path, node.at, "`of` is missing", "name the group whose devices are meant");
                None
            }
            group => {
                let index = self.groups.iter().position(|known| known == group);
                if index.is_none() {
                    let mut known = vec!["team".to_owned(), "offender".to_owned(), "device".to_owned()];
                    known.extend(self.groups.iter().cloned());
                    let near = super::super::diagnostic::nearest(group, &known);
                    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
                    let message = format!("`{group}` is neither `team`, `offender`, `device` nor a group");
                    self.error("unknown-name", &path, node.at, message, format!("{near}there are: {}", listed(&known)));
                }
                index.map(Each::Member)
            }
        }
    }

    fn pattern(&mut self, fields: &Fields, each: Option<Each>, kind: &str) -> Option<Pattern> {
        let patterns = ["every", "at_random", "at", "on_joining", "on"];
        let given: Vec<&str> = patterns.into_iter().filter(|key| fields.has(key)).collect();
        let [pattern] = given.as_slice() else {
            let message = format!("`raised` wants exactly one pattern, and this has {}", listed(&given));
            self.error(
                "form",
                &fields.path,
                fields.at,
                message,
                "give one of `every`, `at_random`, `at`, `on_joining` and `on`",
            );
            return None;
        };
        for (companion, goes_with) in [
            ("first", "every"),
            ("spread", "at_random"),
            ("settling", "at_random"),
            ("over_time", "at_random"),
            ("shocks", "at_random"),
            ("one_at_a_time", "at_random"),
            ("efforts", "at"),
        ] {
            if fields.has(companion) && *pattern != goes_with {
                let message = format!("`{companion}` goes with `{goes_with}`");
                self.error("form", &fields.path(companion), fields.at(companion), message, "leave it out");
            }
        }
        match *pattern {
            "every" => {
                let every = self.number_by_risk(fields, "every", Unit::Duration)?;
                for cycle in every.iter().filter(|cycle| cycle.typical < 1000.0) {
                    let message = format!("a cycle of `{}` is shorter than a second", cycle.written);
                    self.error(
                        "range",
                        &cycle.key,
                        fields.at("every"),
                        message,
                        "write a longer one, or \"never\" by risk level",
                    );
                }
                let first = fields.get("first").and_then(|node| self.moment(node, &fields.path("first")));
                Some(Pattern::Cycle { every: floored(every), first })
            }
            "at_random" => self.at_random(fields, each, kind).map(Pattern::AtRandom),
            "at" => self.at(fields).map(Pattern::At),
            "on" if fields.get("on").and_then(Node::text) == Some("return from custody") => {
                if each == Some(Each::Team) {
                    let message = "somebody returns from custody, and not the team";
                    let help = "write each = \"offender\", or the name of a group";
                    self.error("form", &fields.path("each"), fields.at("each"), message, help);
                }
                Some(Pattern::ReturnFromCustody)
            }
            "on" => {
                if !matches!(each, None | Some(Each::Offender)) {
                    let message = "a change of manager is each offender's own";
                    let help = "write each = \"offender\", without `except`";
                    self.error("form", &fields.path("each"), fields.at("each"), message, help);
                }
                Some(Pattern::ChangeOfHolder)
            }
            _ => {
                if !self.flag(fields, "on_joining") {
                    let message = "`on_joining` is not true";
                    self.error(
                        "form",
                        &fields.path("on_joining"),
                        fields.at("on_joining"),
                        message,
                        "write true, or another pattern",
                    );
                }
                let register = matches!(each, Some(Each::Offender | Each::Except(_))) && self.register_moves;
                if !register && !matches!(each, None | Some(Each::Member(_) | Each::Device(_))) {
                    let message = "`on_joining` wants a group, the devices of one, or a register that people join";
                    self.error(
                        "form",
                        &fields.path("on_joining"),
                        fields.at("on_joining"),
                        message,
                        "give the name of a group to `each`, or [offenders.joining]",
                    );
                }
                Some(Pattern::Joining)
            }
        }
    }

    fn at_random(&mut self, fields: &Fields, each: Option<Each>, kind: &str) -> Option<AtRandom> {
        let per = match each? {
            Each::Team => Per::Team,
            Each::Offender | Each::Except(_) => Per::Offender,
            Each::Member(_) => Per::Member,
            Each::Device(_) => Per::Device,
        };
        let rate = self.number_by_risk(fields, "at_random", Unit::Rate(per));
        let spread = if fields.has("spread") {
            let stripped = fields.get("spread").and_then(Node::text).and_then(|text| text.trim().strip_prefix('k'));
            match stripped {
                Some(k) => {
                    let node = Node {
                        value: super::super::tree::Value::Text(k.trim().to_owned()),
                        at: fields.get("spread")?.at,
                    };
                    Some(self.number_of(&node, &fields.path("spread"), Unit::Positive, &fields.passport)?)
                }
                None => Some(self.number(fields, "spread", Unit::Positive)?),
            }
        } else {
            None
        };
        let settling = match fields.get("settling") {
            Some(node) => Some(self.settling(node, fields)?),
            None => None,
        };
        let (profile, growth) = match fields.get("over_time") {
            Some(node) => self.over_time(node, fields)?,
            None => (Profile::Constant, None),
        };
        let shocks = match fields.get("shocks") {
            Some(node) => Some(self.shocked(node, fields, kind)?),
            None => None,
        };
        if matches!(each, Some(Each::Team)) && matches!(rate, Some(ByLevel::Each(_))) {
            let message = "a stream for the team has no risk level";
            self.error("form", &fields.path("at_random"), fields.at("at_random"), message, "give one rate");
        }
        let one_at_a_time = self.flag(fields, "one_at_a_time");
        Some(AtRandom { rate: rate?, spread, settling, profile, growth, shocks, one_at_a_time })
    }

    pub(super) fn profile(&mut self, fields: &Fields) -> Option<Profile> {
        match (fields.has("steps"), fields.has("wave")) {
            (true, false) => self.steps(fields),
            (false, true) => {
                let amplitude = self.plain(fields, "wave", Unit::Share)?.typical;
                let Some(node) = fields.get("period") else {
                    self.error(
                        "missing-key",
                        &fields.path("period"),
                        fields.at,
                        "`period` is missing",
                        "give the length of the wave",
                    );
                    return None;
                };
                let period = self.length(node, &fields.path("period"))?;
                self.not_zero(period, node, &fields.path("period"))?;
                Some(Profile::Wave { amplitude, period })
            }
            _ => {
                self.error(
                    "form",
                    &fields.path,
                    fields.at,
                    "`over_time` wants either `steps` or `wave`, or `grows`",
                    "give one of them",
                );
                None
            }
        }
    }

    /// A week of steps begins with the run; whoever counts them from Monday must begin it on one.
    fn monday(&mut self, length: Span, node: &Node, path: &str) {
        let first = self.dates.as_ref().and_then(|dates| dates.starts().parse::<Date>().ok());
        let Some(day) = first.map(Date::weekday).filter(|day| *day != Weekday::Monday) else { return };
        if length.0 == WEEK {
            let message = format!("the week of these steps begins with the run, on a {day:?}: `0 h` is that midnight");
            let help = format!("nothing need be done if they are counted from {day:?}; or let `starts` be a Monday");
            self.doubt("week", path, node.at, message, help);
        }
    }

    fn not_zero(&mut self, span: Span, node: &Node, path: &str) -> Option<()> {
        if span > Span::ZERO {
            return Some(());
        }
        self.error("range", path, node.at, "the length is 0", "give a longer one");
        None
    }

    fn steps(&mut self, fields: &Fields) -> Option<Profile> {
        let mut steps: Vec<(Span, f64)> = Vec::new();
        let mut late: Option<(String, At)> = None;
        for (index, node) in self.list(fields, "steps").iter().enumerate() {
            let inside =
                self.fields(node, &format!("{}.{}", fields.path("steps"), index + 1), &keys::STEP, &fields.passport)?;
            let from = inside.get("from").and_then(|node| self.moment(node, &inside.path("from")));
            let times = self.plain(&inside, "times", Unit::Factor).map(|number| number.typical);
            let (from, times) = (from? - Instant::ZERO, times?);
            let follows = steps.last().is_none_or(|(last, _)| *last < from);
            if !follows || (index == 0 && from != Span::ZERO && fields.has("repeats_every")) {
                let message = if follows {
                    "steps that repeat do not begin at the start"
                } else {
                    "the steps do not follow one another"
                };
                let help = "put them in order of time; those that repeat have their first from \"0 h\"";
                self.error("order", &inside.path("from"), inside.at("from"), message, help);
            }
            if index == 0 && from != Span::ZERO {
                // The first step holds before its beginning too.
                steps.push((Span(from.0.min(1) - 1), 1.0));
            }
            steps.push((from, times));
            if from.0 >= self.run.1.0 {
                late.get_or_insert_with(|| (inside.path("from"), inside.at("from")));
            }
        }
        if let Some((path, at)) = late {
            let message = "this step begins after the end of the period".to_owned();
            let help = "nothing comes of it: give another date, or simulate the time that it is in".to_owned();
            self.doubt("no-effect", &path, at, message, help);
        }
        let repeats = match fields.get("repeats_every") {
            Some(node) => {
                let path = fields.path("repeats_every");
                let length = self.length(node, &path)?;
                if steps.last().is_some_and(|(last, _)| *last >= length) {
                    self.error(
                        "order",
                        &path,
                        node.at,
                        "the steps repeat before the last of them",
                        "give a longer time",
                    );
                }
                self.not_zero(length, node, &path)?;
                self.monday(length, node, &path);
                Some(length)
            }
            None => None,
        };
        if steps.is_empty() {
            self.error("form", &fields.path("steps"), fields.at("steps"), "there are no steps", "give at least one");
            return None;
        }
        Some(Profile::Steps { steps, repeats })
    }

    fn at(&mut self, fields: &Fields) -> Option<Vec<LogEntry>> {
        let moments: Vec<_> =
            self.moments(fields, "at").iter().map(|node| self.moment(node, &fields.path("at"))).collect();
        let efforts: Option<Vec<Option<f64>>> = fields.has("efforts").then(|| {
            self.list(fields, "efforts")
                .iter()
                .map(|node| self.value(node, &fields.path("efforts"), Unit::Duration))
                .collect()
        });
        if let Some(efforts) = &efforts
            && efforts.len() != moments.len()
        {
            let message = format!("moments: {}, efforts: {}", moments.len(), efforts.len());
            self.error(
                "length",
                &fields.path("efforts"),
                fields.at("efforts"),
                message,
                "give one effort for each moment",
            );
            return None;
        }
        let mut entries = Vec::new();
        for (index, at) in moments.into_iter().enumerate() {
            let effort = match &efforts {
                Some(efforts) => Some((*efforts.get(index)?)?),
                None => None,
            };
            entries.push(LogEntry { at: at?, effort });
        }
        Some(entries)
    }
}

/// A cycle may not come out at nothing when its length is drawn: its lowest value is one second.
fn floored(every: ByLevel<Number>) -> ByLevel<Number> {
    let floor = |mut number: Number| {
        number.lowest = 1000.0;
        number
    };
    match every {
        ByLevel::Same(number) => ByLevel::Same(floor(number)),
        ByLevel::Each(numbers) => ByLevel::Each(numbers.into_iter().map(|number| number.map(floor)).collect()),
    }
}
