//! No key of the language is left out, unless for a reason that stands here.

use std::collections::BTreeSet;

use caseload::scenario::keys::{self, Form, Key, Section};
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::{FILES, text};

/// Choices that neither `everything.toml` nor `otherwise.toml` makes, and why not. Keys that are not used would stand here too.
const NOT_USED: &[(&str, &str, &str, &str)] = &[
    (
        "The file",
        "analysis",
        "steady state",
        "refused where a role is overloaded, as one is here; `span.rs`, validation",
    ),
    (
        "The file",
        "calendar",
        "Northern Ireland",
        "one of four that differ in a list of dates; `calendar::bank_holiday`",
    ),
    ("The file", "calendar", "none", "another way to say when; most other tests have it"),
    (
        "[[staff]]",
        "discipline",
        "random order",
        "the plain engine has no line in random order; `conservation.rs` tries it",
    ),
    ("[overload]", "grade", "strong", "a word that the report repeats"),
    ("[overload]", "shown", "off", "is that nothing is shown; `overload.rs`"),
];

/// What a scenario uses: (section, key), and (section, key, choice).
#[derive(Default)]
pub(super) struct Used {
    pub keys: BTreeSet<(&'static str, &'static str)>,
    choices: BTreeSet<(&'static str, &'static str, String)>,
}

fn heading(section: &'static Section, key: &Key) -> &'static str {
    if section.keys.iter().any(|own| own.name == key.name) { section.heading } else { "Passport keys" }
}

/// The section that a table after a key of this form is read by.
fn section_of(form: Form) -> Option<&'static Section> {
    match form {
        Form::Table(section) | Form::OneOrMore(section) | Form::Tables(section) => Some(section),
        Form::Raises => Some(&keys::RAISE),
        Form::Raised => Some(&keys::RAISED),
        Form::Number(_)
        | Form::NumberByRisk(_)
        | Form::Levels
        | Form::Sites
        | Form::Productive
        | Form::Amount
        | Form::People
        | Form::Takes => Some(&keys::NUMBER),
        Form::Plain(_) => Some(&keys::PLAIN),
        Form::Uncertain => Some(&keys::UNCERTAIN),
        Form::Duration | Form::DurationByRisk | Form::Variable | Form::Stages => Some(&keys::DURATION),
        Form::Count => Some(&keys::COUNT),
        Form::PostCost => Some(&keys::POST_COST),
        Form::Text
        | Form::Name(_)
        | Form::Names(_)
        | Form::Texts
        | Form::Flag
        | Form::Whole(..)
        | Form::WholeByRisk(..)
        | Form::Choice(_)
        | Form::Moment
        | Form::Moments
        | Form::Day
        | Form::Length
        | Form::Lengths
        | Form::Due
        | Form::Value
        | Form::Values
        | Form::Words
        | Form::Rota
        | Form::Rows
        | Form::Periods => None,
    }
}

impl Used {
    fn table(&mut self, section: &'static Section, table: &Map<String, Value>) {
        for (name, value) in table {
            let key = section.all_keys().find(|key| key.name == name);
            let key = key.unwrap_or_else(|| panic!("`{name}` is no key of `{}`", section.heading));
            let place = (heading(section, key), key.name);
            self.keys.insert(place);
            if let (Form::Choice(_), Some(choice)) = (key.form, value.as_str()) {
                self.choices.insert((place.0, place.1, choice.to_owned()));
            }
            let by_risk = key.name == "by_risk" && section.heading == keys::DURATION.heading;
            self.value(if by_risk { Form::Stages } else { key.form }, value);
        }
    }

    fn value(&mut self, form: Form, value: &Value) {
        let Some(section) = section_of(form) else { return };
        match value {
            Value::Object(table) => {
                let own = |section: &Section| table.keys().all(|key| section.names().contains(&key.as_str()));
                let named = matches!(form, Form::Levels | Form::Sites | Form::Stages | Form::NumberByRisk(_));
                if named && !own(section) {
                    // Names, each with a value of its own: risk levels, sites, stages.
                    table.values().for_each(|inner| self.value(form, inner));
                } else if matches!(form, Form::PostCost) && own(&keys::NUMBER) {
                    self.table(&keys::NUMBER, table);
                } else {
                    self.table(section, table);
                }
            }
            Value::Array(list) => {
                // Of a list of values, the law is said in short.
                list.iter().filter(|item| item.is_object()).for_each(|item| self.value(form, item));
            }
            _ => {}
        }
    }
}

/// Every key there is, and every choice, by way of the sections that a file can reach.
pub(super) fn all() -> Used {
    let (mut all, mut seen) = (Used::default(), BTreeSet::new());
    let mut ahead = vec![&keys::TOP];
    while let Some(section) = ahead.pop() {
        if !seen.insert(section.heading) {
            continue;
        }
        for key in section.all_keys() {
            let place = (heading(section, key), key.name);
            all.keys.insert(place);
            if let Form::Choice(choices) = key.form {
                all.choices.extend(choices.iter().map(|choice| (place.0, place.1, (*choice).to_owned())));
            }
            ahead.extend(section_of(key.form));
        }
    }
    all
}

fn table(table: &DeTable) -> Map<String, Value> {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref()))).collect()
}

/// Tables, lists and texts; what else stands somewhere does not matter here.
fn plain(value: &DeValue) -> Value {
    match value {
        DeValue::Table(inner) => Value::Object(table(inner)),
        DeValue::Array(list) => list.iter().map(|item| plain(item.get_ref())).collect(),
        DeValue::String(text) => Value::String(text.to_string()),
        _ => Value::Null,
    }
}

/// What a text uses.
pub(super) fn of_text(text: &str) -> Used {
    let mut used = Used::default();
    used.table(&keys::TOP, &table(DeTable::parse(text).expect("a file in TOML").get_ref()));
    used
}

#[test]
fn every_key_of_the_language_is_used_or_left_out_for_a_reason() {
    let mut used = Used::default();
    for name in FILES {
        let own = of_text(&text(name));
        used.keys.extend(own.keys);
        used.choices.extend(own.choices);
    }
    let all = all();
    assert!(all.keys.len() > 200 && all.choices.len() > 40, "{} keys, {}", all.keys.len(), all.choices.len());
    let left_out: Vec<_> = all.keys.difference(&used.keys).collect();
    assert!(left_out.is_empty(), "use them in tests/suite/everything: {left_out:?}");
    let not_used: Vec<_> = all.choices.difference(&used.choices).cloned().collect();
    let known: Vec<_> = NOT_USED.iter().map(|&(section, key, choice, _)| (section, key, choice.to_owned())).collect();
    assert_eq!(not_used, known, "choices that are not made in tests/suite/everything");
}

/// Ways to say how a duration varies, which are words inside a text.
#[test]
fn every_law_is_used() {
    let all: String = FILES.iter().map(|name| text(name)).collect();
    for law in [
        "not at all",
        "exponential",
        "cv ",
        "lognormal, cv",
        "gamma, cv",
        "gamma, shape",
        "weibull, cv",
        "pert",
        "triangular",
        "lognormal",
    ] {
        assert!(all.contains(&format!("varies = \"{law}")), "{law}");
    }
}
