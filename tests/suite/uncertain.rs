//! Every key of the language that takes an uncertain value is drawn, and what is drawn reaches the results.
//!
//! The key table is walked: a key that takes one and has no example here fails, and so does an example whose
//! replications are the same under every draw.

use std::collections::BTreeSet;

use caseload::scenario::keys::{self, Form, Section, Unit};
use caseload::scenario::{Point, from_text};

use crate::engines::{SEED, fast, read};

const WORLD: &str = r#"title = "a bit of everything"
starts = 2026-01-05
runs_for = "10 weeks"
[offenders]
number = 30
risk = { high = "40 %", low = "rest" }
site = { A = "52 %", B = "rest" }
[travel]
within = "17 min"
between = "43 min"
[[group]]
name = "tagged"
share = "50 %"
joins = { from = 2026-01-05, over = "4 weeks" }
devices = 3
[[group]]
name = "named"
number = 5
[[staff]]
role = "officer"
people = 2
site = "A"
rota = "Mon-Fri 08:00-16:00"
productive = "80 %"
[[staff]]
role = "clerk"
people = 1
site = "B"
supervises = "officer"
span_at_most = 8.5
full_time_share = "90 %"
[[work]]
name = "visit"
raised = { each = "offender", every = "2 weeks" }
by = "officer"
effort = "61 min"
travels = true
with = { role = "clerk", effort = "20 min" }
lapses_after = "30 h"
raises = { work = "note", number = 2, after = "3 h", one_in = 2.5 }
then = [{ name = "taken", chance = "30 %", offender = { custody = "5 days" } }, { name = "nothing", chance = "rest" }]
[[work]]
name = "alert"
raised = { each = "tagged", at_random = "3 per month", spread = 2, settling = { times = 3.5, for = "9 days" }, over_time = { steps = [{ from = "0 h", times = 1.5 }] } }
by = "officer"
effort = "30 min"
[[work]]
name = "tide"
raised = { each = "team", at_random = "1 per day", over_time = { wave = 0.5, period = "1 week" } }
by = "clerk"
effort = "5 min"
[[work]]
name = "check"
raised = { each = "device", of = "tagged", every = "8 days" }
by = "clerk"
effort = "10 min"
[[work]]
name = "call"
raised = { each = "named", every = "1 week" }
by = "clerk"
travels = true
effort = "10 min"
[[work]]
name = "note"
by = "clerk"
effort = "10 min"
due_within = "1 day"
[[backlog]]
work = "note"
number = 4
age = "2 days"
[answers]
benchmark_ratio = 40
"#;

/// A team that comes, goes and is away, and a caseload that moves: what the first world has no place for.
const MOVING: &str = r#"title = "coming and going"
starts = 2026-01-05
runs_for = "26 weeks"
[offenders]
number = 20
risk = { high = "40 %", low = "rest" }
leaving = "0.5 per offender per year"
joining = { at_random = "4 per month", risk = { high = "30 %", low = "rest" } }
[[group]]
name = "licensed"
share = "80 %"
at_most = 7
[[staff]]
role = "officer"
people = 4
rota = "Mon-Fri 08:00-16:00"
holds = "offenders"
vacant = 1
leaving = "1 per person per year"
recruitment = { course = "4 weeks" }
ramp = { from = "45 %", over = "11 weeks" }
tutoring = { share = "35 %", for = "6 weeks" }
cover_after = "3 days"
most_held = 9
most_held_later = [{ from = 2026-03-02, most = 6 }]
overtime = { when_waiting = "2 h per person", up_to = "6 h per week" }
on_call = { work = "call", call_out_at_least = "95 min", given_back = "62 %", rest = "190 min" }
[[absence]]
name = "leave"
days_a_year = 25
at_most_away = "51 %"
[[absence]]
name = "sickness"
at_random = "3 per person per year"
lasts = "5 days"
[[absence]]
name = "course"
every = "8 weeks"
lasts = "25 h"
[[absence]]
name = "lighter duty"
at_random = "2 per person per year"
lasts = "3 weeks"
keeps = "55 %"
[[work]]
name = "visit"
raised = { each = "offender", at_random = "2 per month", over_time = { grows = "20 % per year" }, shocks = { at_random = "9 per year", times = 2.5, lasts = "16 days" } }
by = "holder"
effort = "7 h"
with = { role = "officer", chance = "75 %" }
when_overloaded = { above = "12 h per person", effort = "65 %" }
[[work]]
name = "alert"
raised = { each = "licensed", at_random = "5 per month", settling = { times = 3, halves_every = "17 days", settles_at = 0.85 } }
by = "officer"
effort = "2 h"
due_within = "1 h"
grows_when_late = { by = "15 % per day", at_most = "95 %" }
[[work]]
name = "call"
raised = { each = "team", at_random = "20 per month" }
by = "officer"
effort = "30 min"
[overload]
above = "70 %"
for = "1 week"
grade = "weak"
shown = "on"
sickness = { of = "sickness", times = 2.75 }
leaving = { times = 3.25 }
"#;

/// Section, key, and the phrase of the world with its uncertain kind.
const DRAWN: &[(&str, &str, &str, &str)] = &[
    ("[offenders]", "number", "number = 30", "number = { value = 30, uncertain = [10, 60] }"),
    ("[offenders]", "risk", "high = \"40 %\"", "high = { value = \"40 %\", uncertain = [\"10 %\", \"80 %\"] }"),
    ("[offenders]", "site", "A = \"52 %\"", "A = { value = \"52 %\", uncertain = [\"10 %\", \"90 %\"] }"),
    ("[travel]", "within", "\"17 min\"", "{ value = \"17 min\", uncertain = [\"5 min\", \"50 min\"] }"),
    ("[travel]", "between", "\"43 min\"", "{ value = \"43 min\", uncertain = [\"20 min\", \"90 min\"] }"),
    ("[[group]]", "number", "number = 5", "number = { value = 5, uncertain = [1, 20] }"),
    ("[[group]]", "share", "share = \"50 %\"", "share = { value = \"50 %\", uncertain = [\"10 %\", \"90 %\"] }"),
    ("[[group]]", "devices", "devices = 3", "devices = { mean = 3, varies = \"poisson\", uncertain = [1, 9] }"),
    ("joins", "over", "over = \"4 weeks\"", "over = { value = \"4 weeks\", uncertain = [\"1 week\", \"9 weeks\"] }"),
    ("[[staff]]", "people", "people = 2", "people = { value = 2, uncertain = [1, 8] }"),
    ("[[staff]]", "productive", "\"80 %\"", "{ value = \"80 %\", uncertain = [\"30 %\", \"95 %\"] }"),
    ("[[work]]", "effort", "effort = \"61 min\"", "effort = { mean = \"61 min\", uncertain = [\"30 min\", \"2 h\"] }"),
    ("[[work]]", "lapses_after", "\"30 h\"", "{ mean = \"30 h\", uncertain = [\"4 h\", \"100 h\"] }"),
    (
        "raised",
        "every",
        "every = \"2 weeks\"",
        "every = { value = \"2 weeks\", uncertain = [\"1 week\", \"4 weeks\"] }",
    ),
    (
        "raised",
        "at_random",
        "\"3 per month\"",
        "{ value = \"3 per month\", uncertain = [\"1 per month\", \"9 per month\"] }",
    ),
    ("raised", "spread", "spread = 2", "spread = { value = 2, uncertain = [0.5, 8] }"),
    ("settling", "times", "times = 3.5", "times = { value = 3.5, uncertain = [1, 9] }"),
    ("settling", "for", "for = \"9 days\"", "for = { value = \"9 days\", uncertain = [\"2 days\", \"30 days\"] }"),
    ("with", "effort", "effort = \"20 min\"", "effort = { mean = \"20 min\", uncertain = [\"10 min\", \"40 min\"] }"),
    ("raises", "number", "number = 2,", "number = { mean = 2, varies = \"poisson\", uncertain = [1, 6] },"),
    ("raises", "after", "after = \"3 h\"", "after = { mean = \"3 h\", uncertain = [\"1 h\", \"40 h\"] }"),
    ("raises", "one_in", "one_in = 2.5", "one_in = { value = 2.5, uncertain = [1.5, 9] }"),
    ("then", "chance", "chance = \"30 %\"", "chance = { value = \"30 %\", uncertain = [\"10 %\", \"60 %\"] }"),
    ("offender", "custody", "\"5 days\"", "{ mean = \"5 days\", uncertain = [\"1 day\", \"30 days\"] }"),
    ("[[backlog]]", "number", "number = 4", "number = { value = 4, uncertain = [1, 20] }"),
    ("[[backlog]]", "age", "age = \"2 days\"", "age = { mean = \"2 days\", uncertain = [\"4 h\", \"10 days\"] }"),
];

/// The same for the second world.
const MOVED: &[(&str, &str, &str, &str)] = &[
    (
        "[offenders]",
        "leaving",
        "\"0.5 per offender per year\"",
        "{ value = \"0.5 per offender per year\", uncertain = [\"0.1 per offender per year\", \"2 per offender per year\"] }",
    ),
    (
        "[offenders.joining]",
        "at_random",
        "\"4 per month\"",
        "{ value = \"4 per month\", uncertain = [\"1 per month\", \"9 per month\"] }",
    ),
    ("[offenders.joining]", "risk", "high = \"30 %\"", "high = { value = \"30 %\", uncertain = [\"5 %\", \"80 %\"] }"),
    ("[[group]]", "at_most", "at_most = 7", "at_most = { value = 7, uncertain = [2, 15] }"),
    ("[[staff]]", "vacant", "vacant = 1", "vacant = { value = 1, uncertain = [0.3, 3] }"),
    (
        "[[staff]]",
        "leaving",
        "\"1 per person per year\"",
        "{ value = \"1 per person per year\", uncertain = [\"0.1 per person per year\", \"4 per person per year\"] }",
    ),
    ("ramp", "from", "\"45 %\"", "{ value = \"45 %\", uncertain = [\"10 %\", \"90 %\"] }"),
    ("ramp", "over", "\"11 weeks\"", "{ value = \"11 weeks\", uncertain = [\"4 weeks\", \"20 weeks\"] }"),
    ("tutoring", "share", "\"35 %\"", "{ value = \"35 %\", uncertain = [\"10 %\", \"70 %\"] }"),
    ("tutoring", "for", "for = \"6 weeks\"", "for = { value = \"6 weeks\", uncertain = [\"2 weeks\", \"15 weeks\"] }"),
    (
        "[[staff]]",
        "cover_after",
        "cover_after = \"3 days\"",
        "cover_after = { value = \"3 days\", uncertain = [\"1 day\", \"30 days\"] }",
    ),
    ("[[staff]]", "most_held", "most_held = 9", "most_held = { value = 9, uncertain = [3, 15] }"),
    ("most_held_later", "most", "most = 6", "most = { value = 6, uncertain = [1.2, 12] }"),
    (
        "overtime",
        "when_waiting",
        "\"2 h per person\"",
        "{ value = \"2 h per person\", uncertain = [\"1 h per person\", \"60 h per person\"] }",
    ),
    (
        "overtime",
        "up_to",
        "\"6 h per week\"",
        "{ value = \"6 h per week\", uncertain = [\"2 h per week\", \"10 h per week\"] }",
    ),
    ("on_call", "call_out_at_least", "\"95 min\"", "{ value = \"95 min\", uncertain = [\"40 min\", \"4 h\"] }"),
    ("on_call", "given_back", "\"62 %\"", "{ value = \"62 %\", uncertain = [\"10 %\", \"180 %\"] }"),
    ("on_call", "rest", "\"190 min\"", "{ value = \"190 min\", uncertain = [\"1 h\", \"30 h\"] }"),
    ("[[absence]]", "days_a_year", "days_a_year = 25", "days_a_year = { value = 25, uncertain = [10, 40] }"),
    ("[[absence]]", "at_most_away", "\"51 %\"", "{ value = \"51 %\", uncertain = [\"25 %\", \"90 %\"] }"),
    (
        "[[absence]]",
        "at_random",
        "\"3 per person per year\"",
        "{ value = \"3 per person per year\", uncertain = [\"1 per person per year\", \"9 per person per year\"] }",
    ),
    (
        "[[absence]]",
        "every",
        "every = \"8 weeks\"",
        "every = { value = \"8 weeks\", uncertain = [\"4 weeks\", \"16 weeks\"] }",
    ),
    (
        "[[absence]]",
        "lasts",
        "lasts = \"5 days\"",
        "lasts = { mean = \"5 days\", uncertain = [\"2 days\", \"15 days\"] }",
    ),
    ("[[absence]]", "keeps", "\"55 %\"", "{ value = \"55 %\", uncertain = [\"20 %\", \"90 %\"] }"),
    (
        "over_time",
        "grows",
        "\"20 % per year\"",
        "{ value = \"20 % per year\", uncertain = [\"1 % per year\", \"90 % per year\"] }",
    ),
    (
        "shocks",
        "at_random",
        "\"9 per year\"",
        "{ value = \"9 per year\", uncertain = [\"3 per year\", \"30 per year\"] }",
    ),
    ("shocks", "times", "times = 2.5", "times = { value = 2.5, uncertain = [1.2, 6] }"),
    ("shocks", "lasts", "\"16 days\"", "{ mean = \"16 days\", uncertain = [\"4 days\", \"60 days\"] }"),
    ("with", "chance", "\"75 %\"", "{ value = \"75 %\", uncertain = [\"20 %\", \"95 %\"] }"),
    (
        "when_overloaded",
        "above",
        "\"12 h per person\"",
        "{ value = \"12 h per person\", uncertain = [\"2 h per person\", \"40 h per person\"] }",
    ),
    (
        "when_overloaded",
        "effort",
        "effort = \"65 %\"",
        "effort = { value = \"65 %\", uncertain = [\"20 %\", \"90 %\"] }",
    ),
    ("settling", "halves_every", "\"17 days\"", "{ value = \"17 days\", uncertain = [\"4 days\", \"60 days\"] }"),
    ("settling", "settles_at", "settles_at = 0.85", "settles_at = { value = 0.85, uncertain = [0.3, 1.5] }"),
    (
        "grows_when_late",
        "by",
        "\"15 % per day\"",
        "{ value = \"15 % per day\", uncertain = [\"2 % per day\", \"60 % per day\"] }",
    ),
    ("[overload]", "above", "above = \"70 %\"", "above = { value = \"70 %\", uncertain = [\"10 %\", \"400 %\"] }"),
    ("[overload.sickness]", "times", "times = 2.75", "times = { value = 2.75, uncertain = [1.1, 20] }"),
    ("[overload.leaving]", "times", "times = 3.25", "times = { value = 3.25, uncertain = [1.1, 20] }"),
    ("grows_when_late", "at_most", "\"95 %\"", "{ value = \"95 %\", uncertain = [\"20 %\", \"150 %\"] }"),
];

/// Keys that take a plain value: the phrase with an uncertainty, which is refused.
const PLAIN: &[(&str, &str, &str, &str)] = &[
    ("[[staff]]", "full_time_share", "\"90 %\"", "{ value = \"90 %\", uncertain = [\"50 %\", \"95 %\"] }"),
    ("[[staff]]", "span_at_most", "= 8.5", "= { value = 8.5, uncertain = [6, 12] }"),
    ("over_time", "wave", "wave = 0.5", "wave = { value = 0.5, uncertain = [0.2, 0.8] }"),
    ("steps", "times", "times = 1.5", "times = { value = 1.5, uncertain = [1, 2] }"),
    ("[answers]", "benchmark_ratio", "= 40", "= { value = 40, uncertain = [30, 50] }"),
];

/// Keys of a section and those inside it: the first that take an uncertain value, then those taken as known.
fn keys_of(section: &'static Section, drawn: &mut BTreeSet<(String, String)>, plain: &mut BTreeSet<(String, String)>) {
    for key in section.keys {
        let named = (section.heading.to_owned(), key.name.to_owned());
        match key.form {
            Form::Table(inner) | Form::OneOrMore(inner) | Form::Tables(inner) => keys_of(inner, drawn, plain),
            Form::Raises => keys_of(&keys::RAISE, drawn, plain),
            Form::Raised => keys_of(&keys::RAISED, drawn, plain),
            Form::Plain(_) => _ = plain.insert(named),
            // An amount is priced beside the rows; `money.rs` draws them.
            Form::Number(Unit::Amount(_)) => {}
            Form::Number(_)
            | Form::NumberByRisk(_)
            | Form::Duration
            | Form::DurationByRisk
            | Form::Count
            | Form::Levels
            | Form::Sites
            | Form::Productive
            | Form::People => _ = drawn.insert(named),
            _ => {}
        }
    }
}

fn with(world: &str, old: &str, new: &str) -> String {
    assert_eq!(world.matches(old).count(), 1, "`{old}` stands once in the world");
    world.replace(old, new)
}

/// The rows of one replication under several draws.
fn rows(text: &str) -> BTreeSet<Vec<i64>> {
    let scenario = read(text);
    (0..12).map(|index| fast(&scenario, Point::Draw { seed: SEED, index }, SEED.replication(0)).row).collect()
}

#[test]
fn every_key_of_the_table_has_an_example() {
    let (mut drawn, mut plain) = (BTreeSet::new(), BTreeSet::new());
    keys_of(&keys::TOP, &mut drawn, &mut plain);
    let named = |list: &[(&str, &str, &str, &str)]| -> BTreeSet<(String, String)> {
        list.iter().map(|(section, key, ..)| ((*section).to_owned(), (*key).to_owned())).collect()
    };
    let mut shown = named(DRAWN);
    shown.extend(named(MOVED));
    assert_eq!(drawn, shown);
    assert_eq!(plain, named(PLAIN));
}

#[test]
fn what_is_uncertain_is_drawn_and_reaches_the_results() {
    for (world, list) in [(WORLD, DRAWN), (MOVING, MOVED)] {
        assert_eq!(rows(world).len(), 1, "nothing is uncertain, and every draw is the same");
        for (section, key, old, new) in list {
            let text = with(world, old, new);
            let uncertain = read(&text).numbers().iter().filter(|number| number.is_uncertain()).count();
            assert_eq!(uncertain, 1, "{section} {key} is in the list of numbers");
            assert!(rows(&text).len() > 1, "{section} {key}: every draw gives the same results");
        }
    }
}

#[test]
fn an_uncertainty_that_would_not_be_drawn_is_refused() {
    for (section, key, old, new) in PLAIN {
        let found = from_text("world.toml", &with(WORLD, old, new)).expect_err(key);
        assert_eq!(found.len(), 1, "{section} {key}: {found:?}");
        let said = found[0].to_string();
        assert!(
            said.contains(&format!("`{key}` takes a plain value")) && said.contains("leave `uncertain` out"),
            "{said}"
        );
        // With its source, and no uncertainty, it is sound.
        let sourced = new.split(", uncertain").next().unwrap().to_owned() + ", source = \"X1\" }";
        read(&with(WORLD, old, &sourced));
    }
}
