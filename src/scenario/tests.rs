//! The language from the outside: good files, bad files, inheritance, overrides, offered load.

use std::io;

use super::diff::differences;
use super::*;
use crate::random::{Law, Seed};
use crate::units::{DAY, HOUR, MONTH, Span, WEEK, YEAR};

/// The smallest scenario: one clerk, one kind of letter.
const SMALL: &str = r#"title = "Letters"
runs_for = "4 weeks"
calendar = "none"
[[staff]]
role = "clerk"
people = 1
[[work]]
name = "letter"
by = "clerk"
raised = { each = "team", at_random = "2 per hour" }
effort = "15 min"
"#;

fn small(change: &[(&str, &str)]) -> String {
    change.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

fn good(text: &str) -> Scenario {
    match from_text("t.toml", text) {
        Ok((scenario, _)) => scenario,
        Err(found) => panic!("{}", found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn bad(text: &str) -> Vec<String> {
    from_text("t.toml", text).unwrap_err().iter().map(ToString::to_string).collect()
}

fn files(files: &[(&str, &str)]) -> impl Fn(&str) -> io::Result<Vec<u8>> + use<> {
    let files: Vec<(String, Vec<u8>)> = files.iter().map(|file| (file.0.to_owned(), file.1.into())).collect();
    move |path| {
        let found = files.iter().find(|file| file.0 == path);
        found.map(|file| file.1.clone()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

#[test]
fn the_smallest_scenario_is_in_base_units() {
    let scenario = good(SMALL);
    assert_eq!(scenario.horizon.0, 4 * WEEK);
    let Some(Raised { pattern: Pattern::AtRandom(random), .. }) = &scenario.kinds[0].raised else { panic!() };
    let rate = random.rate.get(0).unwrap();
    assert!((rate.typical * HOUR as f64 - 2.0).abs() < 1e-12);
    assert_eq!(rate.key, "work.letter.raised.at_random");
    assert_eq!(scenario.kinds[0].effort.get(0).unwrap().law, Law::Fixed(15.0 * 60_000.0));
    assert_eq!(
        (scenario.causes.as_slice(), scenario.stages.as_slice()),
        (&["letter".to_owned()][..], &["letter".to_owned()][..])
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let text = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    assert_eq!(good(&text).hash, good(SMALL).hash);
}

#[test]
fn twelve_months_from_a_date_are_calendar_months() {
    let dated =
        small(&[("calendar = \"none\"", "starts = 2023-02-01"), ("\"4 weeks\"", "\"2 years\"\nwarm_up = \"1 month\"")]);
    let scenario = good(&dated);
    assert_eq!(scenario.horizon.0, 2 * YEAR + DAY); // 29 February 2024
    assert_eq!(scenario.warm_up.0, 31 * DAY);
    assert_eq!((scenario.month_names.len(), scenario.months.len()), (24, 25));
}

#[test]
fn in_the_abstract_calendar_a_month_is_a_twelfth_of_a_year() {
    let scenario = good(&small(&[("\"4 weeks\"", "\"12 months\"")]));
    assert_eq!(scenario.horizon.0, 12 * MONTH);
}

#[test]
fn every_way_to_write_a_duration_gives_its_law() {
    let law = |effort: &str| {
        let scenario = good(&small(&[("\"15 min\"", effort)]));
        scenario.kinds[0].effort.get(0).unwrap().law.clone()
    };
    let h = HOUR as f64;
    assert_eq!(law("\"1 h 30 min\""), Law::Fixed(1.5 * h));
    assert_eq!(law("{ mean = \"0 h\", varies = \"exponential\" }"), Law::Fixed(0.0));
    assert_eq!(law("{ mean = \"2 h\", varies = \"exponential\" }"), Law::Exponential { mean: 2.0 * h });
    for text in ["cv 0.75", "lognormal, cv 0.75"] {
        let found = law(&format!("{{ mean = \"20 h\", varies = \"{text}\" }}"));
        assert_eq!(Ok(found), Law::lognormal_mean_cv(20.0 * h, 0.75));
    }
    assert_eq!(
        Ok(law("{ mean = \"20 h\", sd = \"15 h\", varies = \"lognormal\" }")),
        Law::lognormal_mean_cv(20.0 * h, 0.75)
    );
    assert_eq!(Ok(law("{ mean = \"2 h\", varies = \"gamma, shape 2\" }")), Law::gamma_shape_mean(2.0, 2.0 * h));
    assert_eq!(Ok(law("{ mean = \"2 h\", varies = \"weibull, cv 0.5\" }")), Law::weibull_mean_cv(2.0 * h, 0.5));
    assert_eq!(Ok(law("{ p50 = \"3 h\", p90 = \"8 h\" }")), Law::lognormal_p50_p90(3.0 * h, 8.0 * h));
    assert_eq!(Ok(law("{ low = \"1 h\", mode = \"2 h\", high = \"4 h\" }")), Law::pert(h, 2.0 * h, 4.0 * h));
    assert_eq!(
        Ok(law("{ low = \"1 h\", mode = \"2 h\", high = \"4 h\", varies = \"triangular\" }")),
        Law::triangular(h, 2.0 * h, 4.0 * h)
    );
    assert_eq!(
        Ok(law("{ values = [\"1 h\", \"3 h\"], weights = [3, 1] }")),
        Law::discrete(vec![h, 3.0 * h], vec![3.0, 1.0])
    );
}

#[test]
fn an_uncertain_number_is_typical_at_the_typical_point_and_within_its_bounds_at_every_draw() {
    let text = small(&[(
        "\"15 min\"",
        "{ typical = \"15 min\", uncertain = [\"5 min\", \"40 min\"], varies = \"exponential\" }",
    )]);
    let effort = good(&text).kinds[0].effort.get(0).unwrap().clone();
    assert!((effort.centre.at(&Point::Typical) - 900_000.0).abs() < 1e-9);
    let draws: Vec<f64> = (0..2000).map(|index| effort.centre.at(&Point::Draw { seed: Seed(7), index })).collect();
    let inside = draws.iter().filter(|draw| (300_000.0..=2_400_000.0).contains(*draw)).count();
    assert!((1740..=1860).contains(&inside), "{inside}"); // 90 % of 2000, plus or minus 4.5 standard errors
    let point = Point::Draw { seed: Seed(7), index: 3 };
    assert_eq!(effort.at(&point), Law::Exponential { mean: effort.at(&point).mean() });
}

#[test]
fn numbers_of_one_joint_sample_take_the_same_row() {
    let text = small(&[
        ("\"2 per hour\"", "{ uncertain = { sample = \"both\", column = \"rate\" } }"),
        ("\"15 min\"", "{ uncertain = { sample = \"both\", column = \"time\" } }"),
    ]) + "[[joint]]\nname = \"both\"\ncolumns = [\"rate\", \"time\"]\nrows = [[\"1 per hour\", \"10 min\"], [\"2 per hour\", \"20 min\"], [\"3 per hour\", \"30 min\"]]\n";
    let scenario = good(&text);
    let numbers = scenario.numbers();
    let find = |key: &str| *numbers.iter().find(|number| number.key == key).unwrap();
    let (rate, time) = (find("work.letter.raised.at_random"), find("work.letter.effort"));
    let mut seen = std::collections::BTreeSet::new();
    for index in 0..200 {
        let point = Point::Draw { seed: Seed(1), index };
        let (rate, time) = (rate.at(&point) * HOUR as f64, time.at(&point) / 600_000.0);
        assert!((rate - time).abs() < 1e-9);
        seen.insert(libm::round(time) as i64);
    }
    assert_eq!(seen.len(), 3);
    assert!((time.typical - 1_200_000.0).abs() < 1e-9);
}

#[test]
fn a_source_on_the_table_around_holds_for_what_has_none() {
    let text = small(&[
        ("name = \"letter\"", "name = \"letter\"\nsource = \"W1\""),
        ("\"15 min\"", "{ value = \"15 min\", source = \"X1\" }"),
    ]);
    let scenario = good(&text);
    let sources: Vec<_> = scenario.numbers().iter().map(|n| (n.key.clone(), n.passport.source.clone())).collect();
    assert!(sources.contains(&("work.letter.effort".to_owned(), Some("X1".to_owned()))));
    assert!(sources.contains(&("work.letter.raised.at_random".to_owned(), Some("W1".to_owned()))));
    assert!(sources.contains(&("staff.clerk.people".to_owned(), None)));
}

#[test]
fn a_child_changes_what_it_names_and_nothing_else() {
    let child = r#"extends = "base.toml"
title = "More letters"
[[work]]
name = "letter"
raised = { every = "1 h" }
[[staff]]
name = "clerk"
people = 2
[[staff]]
role = "porter"
people = 1
"#;
    let read = files(&[("base.toml", SMALL), ("child.toml", child)]);
    let (first, second) = (open_with("base.toml", &read).unwrap(), open_with("child.toml", &read).unwrap());
    let (scenario, _) = second.scenario().unwrap();
    assert_eq!(scenario.title, "More letters");
    assert_eq!(scenario.roles.len(), 2);
    assert!(matches!(scenario.kinds[0].raised, Some(Raised { pattern: Pattern::Cycle { .. }, .. })));
    let words: Vec<String> = differences(&first, &second).iter().map(ToString::to_string).collect();
    assert!(words.contains(&"staff.clerk.people: 1 becomes 2".to_owned()), "{words:?}");
    assert!(words.contains(&"work.letter.raised.at_random is taken away: \"2 per hour\"".to_owned()), "{words:?}");
    assert!(words.iter().any(|line| line.starts_with("staff.porter is added")), "{words:?}");
    assert!(differences(&first, &first).is_empty());
}

#[test]
fn remove_drops_an_item_and_complains_when_there_is_none() {
    let base = format!(
        "{SMALL}[[work]]\nname = \"call\"\nby = \"clerk\"\nraised = {{ each = \"team\", at = [\"1 h\"] }}\neffort = \"1 h\"\n"
    );
    let gone = "extends = \"base.toml\"\n[[work]]\nname = \"call\"\nremove = true\n";
    let none = "extends = \"base.toml\"\n[[work]]\nname = \"cal\"\nremove = true\n";
    let read = files(&[("base.toml", &base), ("gone.toml", gone), ("none.toml", none)]);
    assert_eq!(open_with("gone.toml", &read).unwrap().scenario().unwrap().0.kinds.len(), 1);
    let found = open_with("none.toml", &read).unwrap_err();
    assert!(found[0].to_string().contains("no extended file has"), "{}", found[0]);
}

#[test]
fn without_drops_keys_of_an_inherited_item_and_complains_when_there_are_none() {
    let base = format!(
        "{SMALL}[[work]]\nname = \"call\"\nby = \"clerk\"\neffort = \"1 h\"\ndue_within = \"1 day\"\npriority = 2\n\
         raised = {{ each = \"team\", at = [\"1 h\"], until = \"1 day\" }}\n"
    );
    let changed = |without: &str| format!("extends = \"base.toml\"\n[[work]]\nname = \"call\"\nwithout = {without}\n");
    let open = |own: &str| open_with("own.toml", &files(&[("base.toml", &base), ("own.toml", own)]));
    let call = |own: &str| open(own).unwrap().scenario().unwrap().0.kinds.pop().unwrap();
    assert!(call(&changed("[]")).due.is_some());
    let left = call(&changed("[\"due_within\", \"raised.until\"]"));
    assert!(left.due.is_none() && left.raised.unwrap().until.is_none());
    // What is left out may be said anew.
    let anew = call(&format!("{}due_within = \"9 days\"\n", changed("\"due_within\"")));
    assert_eq!(anew.due, Some(super::world::Due::Within(Span(9 * DAY))));
    for (without, says) in [
        ("[\"lapses_after\"]", "`without` names `lapses_after`, which the extended file does not give"),
        ("[\"raised.from\"]", "`raised` gives: `each`, `at` and `until`"),
        ("[\"raised.until.hour\"]", "`without` reaches one table deep, and `raised.until.hour` lies deeper"),
        ("[\"due_within.days\"]", "`due_within` of the extended file is no table"),
        (
            "[\"priority\", \"due_within\", \"priority\"]",
            "`without` names `priority` twice, first on line 4 of own.toml",
        ),
        ("[3]", "a bare number is not the name of a key"),
        ("[\"name\"]", "`without` names `name`, by which the item is known"),
    ] {
        let found = open(&changed(without)).unwrap_err();
        assert_eq!(found.len(), 1, "{without}");
        assert!(found[0].drawn(false).contains(says), "{}", found[0].drawn(false));
    }
    let new = "extends = \"base.toml\"\n[[work]]\nname = \"new\"\nwithout = [\"effort\"]\n";
    assert!(open(new).unwrap_err()[0].to_string().contains("no extended file has"));
}

#[test]
fn an_item_stands_once_in_a_file_that_extends_another() {
    let base = format!("{SMALL}[[work]]\nname = \"call\"\nby = \"clerk\"\neffort = \"1 h\"\n");
    let open = |own: &str| open_with("own.toml", &files(&[("base.toml", &base), ("own.toml", own)]));
    let one = "extends = \"base.toml\"\n[[work]]\nname = \"call\"\neffort = \"2 h\"\n";
    assert!(open(one).is_ok());
    for (again, list) in [
        ("[[work]]\nname = \"call\"\npriority = 2\n", "[[work]]"),
        ("[[work]]\nname = \"call\"\nremove = true\n", "[[work]]"),
        ("[[staff]]\nrole = \"clerk\"\npeople = 2\n[[staff]]\nrole = \"clerk\"\npeople = 3\n", "[[staff]]"),
    ] {
        let found = open(&format!("{one}{again}")).unwrap_err();
        let told = found[0].drawn(false);
        assert!(found.len() == 1 && found[0].code == "twice", "{told}");
        assert!(told.contains(&format!("of {list} stands twice in this file, first on line ")), "{told}");
    }
    // Two files may change one thing each.
    let read = files(&[
        ("base.toml", &base),
        ("more.toml", one),
        ("own.toml", "extends = \"more.toml\"\n[[work]]\nname = \"call\"\npriority = 2\n"),
    ]);
    assert!(open_with("own.toml", &read).is_ok());
}

#[test]
fn files_that_extend_one_another_in_a_circle_are_refused() {
    let read = files(&[("a.toml", "extends = \"b.toml\""), ("b.toml", "extends = \"a.toml\"")]);
    let found = open_with("a.toml", &read).unwrap_err();
    assert!(
        found[0]
            .to_string()
            .starts_with("b.toml:1:11: the files extend one another in a circle: a.toml -> b.toml -> a.toml")
    );
    let lost = open_with("c/d.toml", &files(&[("c/d.toml", "extends = \"../e.toml\"")])).unwrap_err();
    assert!(lost[0].to_string().starts_with("c/d.toml:1:11: `c/../e.toml` cannot be read"), "{}", lost[0]);
}

#[test]
fn an_override_replaces_a_value_and_keeps_the_variation() {
    let text = small(&[(
        "\"15 min\"",
        "{ typical = \"15 min\", uncertain = [\"5 min\", \"40 min\"], varies = \"exponential\" }",
    )]);
    let loaded = open_text("t.toml", &text).unwrap();
    let (changed, _) =
        loaded.set("work.letter.effort", "1 h").unwrap().set("staff.clerk.people", "3").unwrap().scenario().unwrap();
    let effort = changed.kinds[0].effort.get(0).unwrap();
    assert_eq!(effort.law, Law::Exponential { mean: HOUR as f64 });
    assert!(!effort.centre.is_uncertain());
    assert!((changed.roles[0].staff[0].people.as_ref().unwrap().typical - 3.0).abs() < 1e-9);
    assert_ne!(changed.hash, loaded.scenario().unwrap().0.hash);
    let lost = loaded.set("work.leter.effort", "1 h").unwrap_err();
    assert!(lost[0].to_string().contains("did you mean `letter`?"), "{}", lost[0]);
    let wrong = loaded.set("work.letter.effort", "5 fortnights").unwrap().scenario().unwrap_err();
    assert!(
        wrong[0].to_string().starts_with("override of work.letter.effort:1:9: `fortnights` is not a unit of time"),
        "{}",
        wrong[0]
    );
}

#[test]
fn the_hash_does_not_depend_on_the_order_of_the_file() {
    let other = "[[work]]\neffort = \"15 min\"\nname = \"letter\"\nraised = { at_random = \"2 per hour\", each = \"team\" }\nby = \"clerk\"\n[[staff]]\npeople = 1\nrole = \"clerk\"\n";
    let top = "calendar = \"none\"\ntitle = \"Letters\"\nruns_for = \"4 weeks\"\n";
    assert_eq!(good(&format!("{top}{other}")).hash, good(SMALL).hash);
}

#[test]
fn the_offered_load_of_a_loop_counts_what_comes_back() {
    // A quarter of the letters come back: 2 per hour become 2 / (1 - 1/4).
    let text = small(&[(
        "effort = \"15 min\"",
        "effort = \"15 min\"\nthen = [{ name = \"again\", chance = 0.25, raises = \"letter\" }, { name = \"done\", chance = \"rest\" }]",
    )]);
    let offered = offered::at(&good(&text), &Point::Typical).unwrap();
    assert!((offered.tasks[0] / 8760.0 - 8.0 / 3.0).abs() < 1e-9);
    assert!((offered.load(0).unwrap() - 2.0 / 3.0).abs() < 1e-9);
}

#[test]
fn members_who_join_over_a_period_are_counted_from_when_they_join() {
    let text = r#"title = "Joining"
runs_for = "100 days"
calendar = "none"
offenders = { number = 1000 }
group = [{ name = "tagged", number = 100, joins = { from = "0 h", over = "100 days" } }]
staff = [{ role = "clerk", people = 1 }]
work = [{ name = "alert", by = "clerk", effort = "1 h", raised = { each = "tagged", at_random = "1 per member per day", settling = { times = 3, for = "50 days" } } }]
"#;
    let offered = offered::at(&good(text), &Point::Typical).unwrap();
    // Person-days 100 * 50; of these within 50 days of joining 100 * (50 - 12.5), which count thrice.
    let expected = (5000.0 + 2.0 * 3750.0) / 100.0 * 365.0;
    assert!((offered.tasks[0] - expected).abs() < 1e-6 * expected, "{} {expected}", offered.tasks[0]);
}

#[test]
fn a_steady_state_is_refused_where_the_work_does_not_fit() {
    let text = small(&[
        ("\"15 min\"", "\"31 min\""),
        ("calendar = \"none\"", "calendar = \"none\"\nanalysis = \"steady state\""),
    ]);
    let found = bad(&text);
    assert!(found[0].starts_with("t.toml:4:12: `clerk` is offered 1.033 of its capacity"), "{found:?}");
}

#[test]
fn a_diagnostic_is_drawn_with_its_line_and_serialises() {
    let found = from_text("t.toml", &small(&[("\"15 min\"", "\"15 fortnights\"")])).unwrap_err();
    let drawn = found[0].drawn(false);
    assert!(
        drawn.contains("t.toml:11:10") && drawn.contains("effort = \"15 fortnights\"") && drawn.contains("^^^^"),
        "{drawn}"
    );
    let json = serde_json::to_value(&found[0]).unwrap();
    assert_eq!(
        (json["code"].as_str(), json["path"].as_str(), json["place"]["line"].as_u64()),
        (Some("quantity"), Some("work.letter.effort"), Some(11))
    );
}

#[test]
fn the_example_of_the_readme_is_a_scenario() {
    let readme = include_str!("../../scenarios/README.md");
    let example = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(good(example).kinds.len(), 2);
}
