//! Span of control: how many posts there are for each that supervises them, by arithmetic, and the warning.

use caseload::scenario::from_text;
use serde_json::Value;

use crate::support::{Caseload, Place};

/// Twelve posts of which two are half-time, two sergeants, and reviews that follow from the officers' work.
const TEAM: &str = "title = \"span\"\ncalendar = \"none\"\nruns_for = \"365 days\"\n[offenders]\nnumber = 110\n\
    [[staff]]\nrole = \"officer\"\npeople = 10\n[[staff]]\nrole = \"officer\"\nname = \"part-time\"\npeople = 2\nfull_time_share = \"50 %\"\n\
    [[staff]]\nrole = \"desk\"\npeople = 1\n\
    [[staff]]\nrole = \"sergeant\"\npeople = 2\nsupervises = [\"officer\", \"desk\"]\n\
    [[work]]\nname = \"visit\"\nby = \"officer\"\neffort = \"2 h\"\nraised = { each = \"offender\", every = \"73 days\" }\nraises = \"review\"\n\
    [[work]]\nname = \"review\"\nby = \"sergeant\"\neffort = \"30 min\"\n\
    [[work]]\nname = \"own\"\nby = \"sergeant\"\neffort = \"1 h\"\nraised = { each = \"team\", every = \"10 days\" }\n";

fn check(text: &str) -> Value {
    let place = Place::new();
    let ended = Caseload::new("check").words("--json").file(&place.file("span.toml", text)).end();
    serde_json::from_str::<Value>(&ended.out()).unwrap()[0].clone()
}

#[test]
fn posts_and_hours_of_supervision_are_as_arithmetic_has_them() {
    let checked = check(TEAM);
    let loads = checked["loads"].as_array().unwrap();
    let span = &loads.iter().find(|load| load["role"] == "sergeant").unwrap()["span"];
    // 10 + 2 x 0.5 + 1 posts; 110 x 5 reviews of half an hour. What the sergeants do by themselves is not supervision.
    for (key, expected) in [("posts", 2.0), ("supervised", 12.0), ("of_each", 6.0), ("hours", 275.0 / 12.0)] {
        let value = span[key].as_f64().unwrap();
        assert!((value - expected).abs() < 1e-9, "{key} is {value}, not {expected}");
    }
    assert!(loads.iter().filter(|load| load["role"] != "sergeant").all(|load| load.get("span").is_none()));
    assert_eq!(checked["warnings"].as_array().unwrap().len(), 0);
    let place = Place::new();
    let file = place.file("span.toml", TEAM);
    let words =
        "Span of control: one sergeant to 6.0 posts of officer and desk; the work of each of these brings 22.9 hours";
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = flat(Caseload::new("check").file(&file).end().out());
    assert!(shown.contains(words), "{shown}");
    // A report has it on its page.
    let folder = place.path("out");
    Caseload::run(&file, 2).words("--out").arg(folder.to_str().unwrap()).end();
    let page = flat(std::fs::read_to_string(folder.join("report.html")).unwrap());
    assert!(page.contains(words));
}

#[test]
fn more_than_the_file_allows_is_warned_of() {
    let bounded = |most: &str| check(&TEAM.replace("\"desk\"]\n", &format!("\"desk\"]\nspan_at_most = {most}\n")));
    assert_eq!(bounded("6")["warnings"].as_array().unwrap().len(), 0);
    let warned = bounded("5.5");
    let [warning] = warned["warnings"].as_array().unwrap().as_slice() else { panic!("{}", warned["warnings"]) };
    assert_eq!(warning["warning"], "span-exceeded");
    assert_eq!(warning["role"], "sergeant");
    assert_eq!(warning["span"]["at_most"], 5.5);
    assert_eq!(warning["span"]["of_each"], 6.0);
}

#[test]
fn who_supervises_whom_must_make_sense() {
    for (from, to, words, cure) in [
        ("[\"officer\", \"desk\"]", "\"sergeant\"", "`sergeant` supervises itself", "name the roles"),
        ("[\"officer\", \"desk\"]", "\"offcer\"", "there is no role `offcer`", "did you mean `officer`?"),
        ("[\"officer\", \"desk\"]", "[]", "`supervises` names nobody", "or leave it out"),
        (
            "supervises = [\"officer\", \"desk\"]",
            "span_at_most = 6",
            "`span_at_most` goes with `supervises`",
            "say that",
        ),
        ("\"desk\"]\n", "\"desk\"]\nspan_at_most = 0\n", "`0` is outside", "give a number"),
        (
            "role = \"desk\"\npeople = 1\n",
            "role = \"desk\"\npeople = 1\nsupervises = \"sergeant\"\n",
            "`desk` supervises `sergeant`, which supervises `desk`",
            "take the role out of one of these",
        ),
        (
            "role = \"desk\"\npeople = 1\n",
            "role = \"desk\"\npeople = 1\n[[staff]]\nrole = \"chief\"\npeople = 1\nsupervises = \"sergeant\"\n\
             [[staff]]\nrole = \"clerk\"\npeople = 1\nsupervises = \"clerk\"\n",
            "`clerk` supervises itself",
            "name the roles",
        ),
        ("people = 2\nsupervises", "people = \"unlimited\"\nsupervises", "these people are unlimited", "leave it out"),
    ] {
        let found = from_text("span.toml", &TEAM.replace(from, to)).expect_err(to);
        let said: Vec<String> = found.iter().map(|d| d.drawn(false)).collect();
        assert!(said.iter().any(|d| d.contains(words) && d.contains(cure)), "{to}: {said:#?}");
    }
}

#[test]
fn a_circle_of_three_is_told_once_and_a_chain_is_none() {
    let three = |last: &str| {
        let top = format!(
            "[[staff]]\nrole = \"chief\"\npeople = 1\nsupervises = \"sergeant\"\n[[staff]]\nrole = \"inspector\"\npeople = 1\nsupervises = \"{last}\"\n"
        );
        let text = TEAM.replace("\"desk\"]\n", &format!("\"inspector\"]\n{top}"));
        match from_text("span.toml", &text) {
            Ok((_, warnings)) => warnings,
            Err(found) => found,
        }
    };
    let circle = three("chief");
    let told: Vec<String> = circle.iter().map(|d| d.drawn(false)).filter(|d| d.contains("supervises")).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("`sergeant` supervises `inspector`, which supervises `chief`, which supervises `sergeant`"),
        "{}",
        told[0]
    );
    assert!(three("desk").iter().all(|d| !d.drawn(false).contains("which supervises")));
}

#[test]
fn without_a_number_of_people_there_is_no_span_and_that_is_said() {
    let text = TEAM.replace("role = \"desk\"\npeople = 1", "role = \"desk\"\npeople = \"unlimited\"");
    let (_, warnings) = from_text("span.toml", &text).expect("a sound file");
    let said: String = warnings.iter().map(|d| d.drawn(false)).collect();
    assert!(said.contains("no span of control of `sergeant` is told: `desk` is without number"), "{said}");
}

#[test]
fn to_say_who_supervises_changes_no_result() {
    let place = Place::new();
    let without = TEAM.replace("supervises = [\"officer\", \"desk\"]\n", "");
    let run = |name: &str, text: &str| {
        Caseload::run(&place.file(name, text), 4).answer().0["scenarios"][0]["quantities"].clone()
    };
    assert_eq!(run("a.toml", TEAM), run("b.toml", &without));
}

#[test]
fn posts_that_are_there_for_part_of_the_period_count_for_that_part() {
    let term = "title = \"term\"\nstarts = 2026-01-01\nruns_for = \"365 days\"\n[offenders]\nnumber = 400\n\
        [[staff]]\nrole = \"officer\"\npeople = 8\nholds = \"offenders\"\nrota = \"Mon-Fri 08:00-16:00\"\n\
        [[staff]]\nrole = \"officer\"\nname = \"april\"\npeople = 4\nholds = \"offenders\"\nrota = \"Mon-Fri 08:00-16:00\"\n\
        from = 2026-04-01\nuntil = 2026-05-01\n\
        [[work]]\nname = \"visit\"\nby = \"officer\"\neffort = \"2 h\"\nraised = { each = \"offender\", every = \"73 days\" }\n";
    let checked = check(term);
    let posts = 8.0 + 4.0 * 30.0 / 365.0;
    let ratio = &checked["ladder"]["ratio"];
    // 400 x 5 visits of two hours.
    for (value, expected) in [
        (&checked["loads"][0]["posts"], posts),
        (&ratio["posts"], posts),
        (&ratio["per_post"], 400.0 / posts),
        (&checked["kinds"][0]["per_post"], 4000.0 / posts),
    ] {
        assert!((value.as_f64().unwrap() - expected).abs() < 1e-9, "{value}, not {expected}");
    }
}
