//! What is told of a load before a run and after it, where it hangs on dates, on posts, or on what outcomes change.

use caseload::scenario::{Point, from_text, offered};
use serde_json::Value;

use crate::support::{Answer, Caseload, Place};

fn checked(text: &str) -> Value {
    let place = Place::new();
    Caseload::checked(&place.file("told.toml", text))[0].clone()
}

fn run(text: &str) -> Answer {
    let place = Place::new();
    Caseload::run(&place.file("told.toml", text), 4).answer()
}

/// The warnings of a sort.
fn of<'a>(said: &'a Value, sort: &str) -> Vec<&'a Value> {
    said["warnings"].as_array().unwrap().iter().filter(|one| one["warning"] == sort).collect()
}

/// Letters of which an outcome raises forms, for typists who are there for a part of the time.
fn letters(by: &str, outcome: &str, typist: &str) -> String {
    format!(
        "title = \"forms\"\ncalendar = \"none\"\nruns_for = \"100 days\"\n\
         [[staff]]\nrole = \"clerk\"\npeople = 1\n[[staff]]\nrole = \"typist\"\npeople = 1\n{typist}\n\
         [[work]]\nname = \"letter\"\nraised = {{ each = \"team\", every = \"1 day\" }}\nby = \"{by}\"\n{}\
         then = [{{ name = \"on\", {outcome}, raises = \"form\" }}, {{ name = \"kept\", chance = \"rest\" }}]\n\
         [[work]]\nname = \"form\"\nby = \"typist\"\neffort = \"1 h\"\n",
        if by == "no one" { "" } else { "effort = \"1 h\"\n" }
    )
}

#[test]
fn work_of_an_outcome_comes_while_it_is_one() {
    let half = "chance = \"50 %\"";
    let vacant = |by: &str, outcome: &str, typist: &str| {
        let said = checked(&letters(by, outcome, typist));
        of(&said, "nobody-in-post").first().map(|one| one["days"].as_f64().unwrap())
    };
    assert_eq!(vacant("clerk", &format!("{half}, from = \"50 days\""), "from = \"50 days\""), None);
    assert_eq!(vacant("clerk", &format!("{half}, from = \"50 days\""), "from = \"60 days\""), Some(10.0));
    assert_eq!(vacant("no one", &format!("{half}, until = \"50 days\""), "until = \"50 days\""), None);
    assert_eq!(vacant("no one", &format!("{half}, until = \"50 days\""), "until = \"45 days\""), Some(5.0));
    assert_eq!(vacant("clerk", half, "from = \"50 days\""), Some(50.0));
    assert_eq!(vacant("clerk", "chance = \"0 %\"", "from = \"50 days\""), None, "nothing ever comes of it");
}

#[test]
fn people_without_hours_are_not_nobody() {
    let said = |typist: &str, sort: &str| {
        let said = checked(&letters("clerk", "chance = \"50 %\"", "MORE").replace("people = 1\nMORE", typist));
        let found = of(&said, sort);
        assert_eq!(found.len(), 1, "{typist}: {}", said["warnings"]);
        found[0].clone()
    };
    said("people = 0", "nobody-to-do-it");
    let vacant = said("people = 2\nvacant = 2", "no-hours-for-it");
    assert_eq!((vacant["people"].as_f64(), vacant["in_post"].as_bool()), (Some(2.0), Some(false)));
    let idle = said("people = 2\nproductive = \"0 %\"", "no-hours-for-it");
    assert_eq!((idle["people"].as_f64(), idle["in_post"].as_bool()), (Some(2.0), Some(true)));
    let place = Place::new();
    let text = letters("clerk", "chance = \"50 %\"", "productive = \"0 %\"");
    let shown = Caseload::new("check").file(&place.file("idle.toml", &text)).end().out();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("which has 1 post, and the rota, `productive` and absences leave no hours"), "{shown}");
    assert!(!shown.contains("nobody has that role"), "{shown}");
}

/// Ten offenders, visited daily for so long at each level; after an hour all are CHANGED.
fn visited(high: &str, low: &str, starts: &str, changed: &str) -> String {
    format!(
        "title = \"moves\"\ncalendar = \"none\"\nruns_for = \"100 days\"\n[offenders]\nnumber = 10\n\
         risk = {{ {starts} }}\n[[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[work]]\nname = \"visit\"\nraised = {{ each = \"offender\", every = \"1 day\", first = \"12 h\" }}\nby = \"clerk\"\n\
         effort = {{ by_risk = {{ high = \"{high}\", low = \"{low}\" }} }}\n\
         [[work]]\nname = \"change\"\nraised = {{ each = \"offender\", at = [\"1 h\"] }}\nby = \"no one\"\n\
         then = [{{ name = \"changed\", chance = \"rest\", offender = {{ {changed} }} }}]\n"
    )
}

const HIGH: &str = "high = \"100 %\", low = \"rest\"";
const LOW: &str = "high = \"0 %\", low = \"rest\"";

#[test]
fn a_load_of_the_start_is_told_as_such_and_a_run_says_what_came() {
    // Forty hours a day for one person, before everybody has an hour a week or is gone.
    for changed in ["risk = \"low\"", "off_register = true"] {
        let text = visited("4 h", "10 min", HIGH, changed);
        let before = checked(&text);
        let warned = of(&before, "overload");
        assert_eq!(warned.len(), 1, "{changed}");
        assert_eq!(warned[0]["at_start"], true, "{changed}");
        let place = Place::new();
        let shown = Caseload::new("check").file(&place.file("told.toml", &text)).end().out();
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("with the offenders as they are at the start: 167 hours asked for every 100 there are; outcomes change offenders, so that a run may"), "{shown}");
        assert!(shown.contains("of its productive hours, with the offenders as they are at the start:"), "{shown}");
        let after = run(&text);
        assert!(of(&after.0, "overload").is_empty(), "{changed}: {}", after.0["warnings"]);
        assert!(after.0["headline"]["overload"].is_null(), "{changed}: {}", after.0["headline"]);
    }
}

/// Nothing is raised for those who are in custody, and `check` knows.
#[test]
fn a_load_that_custody_lowers_is_expected_so() {
    let text = visited("4 h", "10 min", HIGH, "custody = \"1000 days\"");
    for said in [checked(&text), run(&text).0] {
        assert!(of(&said, "overload").is_empty(), "{}", said["warnings"]);
    }
}

#[test]
fn an_overload_that_only_comes_about_is_told_by_the_run() {
    let text = visited("4 h", "2 h", LOW, "risk = \"high\"");
    assert!(of(&checked(&text), "overload").is_empty());
    let after = run(&text);
    let warned = of(&after.0, "overload");
    assert_eq!(warned.len(), 1, "{}", after.0["warnings"]);
    // Each of ten has 4 h a day of one person's 24.
    for load in [&warned[0]["load"], &after.0["headline"]["overload"]["load"]] {
        assert!((load.as_f64().unwrap() - 40.0 / 24.0).abs() < 1e-6, "{load}");
    }
    assert_eq!(warned[0]["grows"], true);
    // What falls to a crew of another role is not asked of the lead.
    let crew = text
        .replace(
            "role = \"clerk\"\npeople = 1\n",
            "role = \"clerk\"\npeople = 2\n[[staff]]\nrole = \"guard\"\npeople = 1\n",
        )
        .replace("by = \"clerk\"\n", "by = \"clerk\"\nwith = { role = \"guard\", people = 1 }\n");
    let after = run(&crew);
    let warned = of(&after.0, "overload");
    assert_eq!(warned.len(), 1, "{}", after.0["warnings"]);
    assert_eq!(warned[0]["role"], "guard");
    assert!((warned[0]["load"].as_f64().unwrap() - 40.0 / 24.0).abs() < 1e-6, "{}", warned[0]);
}

#[test]
fn a_long_run_average_is_not_refused_for_the_load_of_the_start() {
    let steady =
        |text: String| text.replace("calendar", "analysis = \"steady state\"\nwarm_up = \"20 days\"\ncalendar");
    let moves = steady(visited("4 h", "10 min", HIGH, "risk = \"low\""));
    let said = checked(&moves);
    assert!(
        said["diagnostics"][0]["message"].as_str().unwrap().contains("with the offenders as they are at the start")
    );
    assert!(of(&run(&moves).0, "overload").is_empty());
    // Where nothing changes them it is refused as ever.
    let stays = moves.replace("offender = { risk = \"low\" }", "counts = \"nothing\"");
    let found = from_text("stays.toml", &stays).unwrap_err();
    assert!(found[0].message.contains("no long-run average exists"), "{}", found[0].message);
}

/// Work at random under a profile, for a team and for the members of a group who join over time.
fn profiled(profile: &str) -> String {
    let kind = |name: &str, each: &str, per: &str| {
        format!(
            "[[work]]\nname = \"{name}\"\nby = \"clerk\"\neffort = \"1 h\"\n\
             raised = {{ each = \"{each}\", at_random = \"1 {per}per day\", over_time = {profile} }}\n"
        )
    };
    format!(
        "title = \"waves\"\ncalendar = \"none\"\nruns_for = \"100 days\"\n[offenders]\nnumber = 10\n\
         [[group]]\nname = \"tag\"\nshare = \"100 %\"\njoins = {{ from = \"0 days\", over = \"100 days\" }}\n\
         [[staff]]\nrole = \"clerk\"\npeople = 20\n{}{}",
        kind("letter", "team", ""),
        kind("alert", "tag", "per member ")
    )
}

#[test]
fn a_short_profile_is_foreseen_as_soon_as_a_long_one() {
    let time = |profile: &str| {
        let scenario = from_text("waves.toml", &profiled(profile)).unwrap().0;
        let begun = std::time::Instant::now();
        let found = offered::at(&scenario, &Point::Typical).unwrap();
        let a_year = 365.0 / 100.0;
        (begun.elapsed().as_secs_f64(), found.tasks[0] / a_year, found.tasks[1] / a_year)
    };
    let (long, ..) = time("{ wave = 0.8, period = \"1 day\" }");
    let steps =
        "repeats_every = \"1 h\", steps = [{ from = \"0 h\", times = 0.5 }, { from = \"30 min\", times = 1.5 }]";
    let short_steps = steps.replace("1 h", "2 s").replace("30 min", "1 s").replace("0 h", "0 s");
    for profile in [
        "{ wave = 0.8, period = \"2 s\" }".to_owned(),
        format!("[{{ wave = 0.8, period = \"2 s\" }}, {{ {steps} }}]"),
        format!("{{ {short_steps} }}"),
        "[{ wave = 0.8, period = \"2 s\" }, { grows = \"0.001 % per year\" }]".to_owned(),
    ] {
        let (short, letters, alerts) = time(&profile);
        // Whole waves come to nothing: a letter a day, and ten who join evenly are five on average.
        assert!((letters - 100.0).abs() < 0.01 && (alerts - 500.0).abs() < 0.1, "{profile}: {letters} {alerts}");
        // 6,400 pieces and a few thousand; without a bound they were two million, which took seconds, or as many for each
        // step. The half second is for a machine that does something else.
        assert!(short < 60.0 * long + 0.5, "{profile}: {short} s and {long} s");
    }
}

/// Without a calendar no date is told as one; with one the first day is.
#[test]
fn a_period_without_a_calendar_is_told_without_a_first_day() {
    let text = letters("clerk", "chance = \"50 %\"", "");
    let dated = text.replace("calendar = \"none\"", "starts = 2026-04-06");
    let report = |text: &str| {
        let (place, folder) = (Place::new(), Place::new().path("run"));
        let ended = Caseload::run(&place.file("told.toml", text), 2).words("--out").file(&folder).end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        std::fs::read_to_string(folder.join("report.txt")).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = report(&text);
    assert!(said.contains("100 days without a calendar: a month in an average is 730 hours"), "{said}");
    assert!(!said.contains("100 days from") && !said.contains("one real year"), "{said}");
    assert!(report(&dated).contains("100 days from 2026-04-06"));
}
