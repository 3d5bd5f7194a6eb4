//! What `check` expects, against arithmetic and against a run.

use crate::support::{Caseload, Place};

/// Outcomes that change on a date one after another, and in a circle.
const DATED: &str = r#"
title    = "A chain and a loop whose outcomes change on a date"
calendar = "none"
runs_for = "100 days"

[[staff]]
role   = "clerk"
people = "unlimited"

[[work]]
name   = "letter"
raised = { each = "team", every = "1 day", first = "30 min" }
by     = "clerk"
effort = "1 h"
then   = [{ name = "on", chance = "100 %", until = "40 days", raises = "answer" }, { name = "kept", chance = "rest" }]

[[work]]
name   = "answer"
by     = "clerk"
effort = "2 h"
then   = [{ name = "on", chance = "100 %", until = "40 days", raises = "file" }, { name = "kept", chance = "rest" }]

[[work]]
name   = "file"
by     = "clerk"
effort = "3 h"

[[work]]
name   = "form"
raised = { each = "team", at_random = "1 per day", over_time = { steps = [{ from = "40 days", times = 3 }] } }
by     = "clerk"
effort = "1 h"
then   = [{ name = "again", chance = "75 %", until = "40 days", raises = "form" }, { name = "kept", chance = "rest" }]

[[backlog]]
work   = "answer"
number = 10
"#;

#[test]
fn outcomes_that_change_on_a_date_are_followed_date_by_date() {
    let place = Place::new();
    let file = place.file("dated.toml", DATED);
    let checked = Caseload::checked(&file);
    let a_year = 365.0 / 100.0;
    // Of a hundred letters the first forty are answered and each answer is filed; the averages over the period would
    // have sixteen on file. Forty forms come back three times each, then three a day do not.
    let expected =
        [("letter", 100.0, 1.0), ("answer", 40.0, 2.0), ("file", 40.0, 3.0), ("form", 40.0 * 4.0 + 180.0, 1.0)];
    for (kind, tasks, hours) in expected {
        let all = checked[0]["kinds"].as_array().unwrap();
        let own = all.iter().find(|own| own["kind"] == kind).unwrap();
        let said = |key: &str| own[key].as_f64().unwrap() / a_year;
        assert!((said("tasks") - tasks).abs() < 1e-6, "{kind}: {} and not {tasks}", said("tasks"));
        assert!((said("hours") - tasks * hours).abs() < 1e-6, "{kind}: {}", said("hours"));
    }
    let waiting = checked[0]["loads"][0]["backlog"].as_f64().unwrap();
    assert!((waiting - 10.0 * (2.0 + 3.0)).abs() < 1e-9, "the backlog is followed up as on the first day: {waiting}");
    // A run says the same; forms alone are random: about 340 a replication, and 200 replications, five standard errors.
    let answer = Caseload::run(&file, 200).seed(5).answer();
    for (kind, tasks) in [("letter", 100.0), ("answer", 40.0), ("file", 40.0 + 10.0)] {
        assert!((answer.mean(&format!("raised.{kind}")) - tasks).abs() < 1e-9, "{kind}");
    }
    let (mean, error) = (answer.mean("raised.form"), answer.standard_error("raised.form"));
    assert!((mean - 340.0).abs() < 5.0 * error && error < 5.0, "{mean} {error}");
}

/// A sound file in which nothing lies outside the period, and what may be put into it.
const DATES: &str = r#"title = "dates"
starts = 2026-04-06
runs_for = "6 months"
[money]
prices = "invented"
[offenders]
number = 20
LEAVING
[[group]]
name = "tag"
share = "50 %"
JOINS
[[staff]]
role = "clerk"
people = 3
productive = "80 %"
holds = "offenders"
cost = "GBP 20 per hour"
rota = "Mon-Fri 09:00-17:00"
LIMIT
[[staff]]
role = "typist"
people = 1
productive = "80 %"
POST
[[absence]]
name = "leave"
AWAY
[[work]]
name = "letter"
by = "clerk"
effort = "1 h"
raised = { each = "team", at_random = "1 per week"RATE }
then = [{ name = "on", chance = "10 %"THEN }, { name = "kept", chance = "rest" }]
[[work]]
name = "form"
by = "typist"
effort = "1 h"
raised = { each = "team", FORM }
[[cost]]
name = "kit"
amount = "GBP 5 per year"
COST
[[grant]]
name = "gift"
amount = "GBP 5 per year"
GRANT
"#;

/// What stands for each word where nothing else is said.
const SOUND: &[(&str, &str)] =
    &[("AWAY", "days_a_year = 20"), ("FORM", "every = \"1 week\""), ("GRANT", "from = 2026-04-06")];

/// (word, what stands for it, what is said, where)
#[rustfmt::skip]
const OUTSIDE: &[(&str, &str, &str, &str)] = &[
    ("THEN", ", from = 2026-10-06", "the outcome `on` of `letter` begins after the end of the period", "work.letter.then.on.from"),
    ("THEN", ", until = 2026-04-06", "the outcome `on` of `letter` ends before the run begins", "work.letter.then.on.until"),
    ("RATE", ", over_time = { steps = [{ from = 2026-05-01, times = 2 }, { from = 2026-10-06, times = 1 }] }", "this step begins after the end of the period", "work.letter.raised.over_time.steps.2.from"),
    ("RATE", ", over_time = [{ wave = 0.2, period = \"1 year\" }, { steps = [{ from = 2026-11-01, times = 2 }] }]", "this step begins after the end of the period", "over_time.2.steps.1.from"),
    ("RATE", ", until = 2026-04-01", "what raises `letter` ends before the run begins", "work.letter.raised.until"),
    ("FORM", "at = [2026-05-01, 2026-10-06]", "`form`: 1 of 2 moments lies after the end of the period", "work.form.raised.at"),
    ("FORM", "every = \"1 week\", first = 2026-12-01", "the first of `form` comes after the end of the period", "work.form.raised.first"),
    ("LIMIT", "most_held = 20\nmost_held_later = [{ from = 2026-10-06, most = 9 }]", "the limit of 9 offenders for each `clerk` begins after the end of the period", "staff.clerk.most_held_later"),
    ("POST", "until = 2026-04-06", "`typist` leave their posts before the run begins", "staff.typist.until"),
    ("POST", "from = 2026-10-06", "`typist` come into post after the end of the period", "staff.typist.from"),
    ("JOINS", "joins = { from = 2026-10-06, over = \"2 weeks\" }", "joining `tag` begins after the end of the period", "group.tag.joins.from"),
    ("AWAY", "at = [2026-10-06, 2026-10-08]\nlasts = \"1 day\"", "`leave`: 2 moments lie after the end of the period", "absence.leave.at"),
    ("AWAY", "every = \"1 year\"\nfirst = 2026-10-06\nlasts = \"1 day\"", "the first `leave` comes after the end of the period", "absence.leave.first"),
    ("AWAY", "days_a_year = 20\nnot_between = [[2025-12-20, 2026-01-02]]", "a time in which there is no `leave` ends before the run begins", "absence.leave.not_between"),
    ("COST", "from = 2027-10-08", "the cost `kit` begins more than a year after the end of the period", "cost.kit"),
    ("COST", "from = 2025-04-06\nuntil = 2026-04-06", "the cost `kit` ends before the period begins", "cost.kit"),
    ("GRANT", "from = 2027-10-08", "the grant `gift` begins more than a year after", "grant.gift"),
    // What can be read and is hardly meant so.
    ("RATE", ", over_time = { repeats_every = \"1 week\", steps = [{ from = \"0 h\", times = 1 }, { from = \"120 h\", times = 2 }] }", "", ""),
    ("LEAVING", "leaving = \"1 per offender per week\"", "they would stay for 7 days on average", "offenders.leaving"),
    ("LIMIT", "on_call = { work = \"letter\", call_out_at_least = \"2 h\" }", "a call-out counts as so long at least, and is neither paid nor given back by it", "staff.clerk.on_call.call_out_at_least"),
];

/// The file with one thing in it.
fn dated(word: &str, what: &str) -> String {
    let words = ["LEAVING", "JOINS", "LIMIT", "POST", "AWAY", "RATE", "THEN", "FORM", "COST", "GRANT"];
    words.iter().fold(DATES.to_owned(), |text, one| {
        let usual = SOUND.iter().find(|(sound, _)| sound == one).map_or("", |(_, usual)| usual);
        text.replace(one, if *one == word { what } else { usual })
    })
}

/// Warnings of reading a text: (path, what is said).
fn warnings(text: &str) -> Vec<(String, String)> {
    let (_, found) = caseload::scenario::from_text("dates.toml", text).unwrap_or_else(|found| panic!("{found:?}"));
    found.into_iter().map(|one| (one.path, one.message)).collect()
}

#[test]
fn what_lies_wholly_outside_the_period_is_said_with_its_place() {
    assert_eq!(warnings(&dated("", "")), [], "a sound file is not warned of");
    for (word, what, says, path) in OUTSIDE {
        let found = warnings(&dated(word, what));
        if says.is_empty() {
            assert_eq!(found, [], "{what}: the run begins on a Monday");
        } else {
            let one = found.len() == 1 && found[0].1.contains(says) && found[0].0.contains(path);
            assert!(one, "{what}: {says} ({path})\n{found:?}");
        }
    }
    // A cost of the year after is one that the answer tells of.
    assert_eq!(warnings(&dated("COST", "from = 2027-01-01")), []);
    // A run says it as well as a check.
    let place = Place::new();
    let file = place.file("dates.toml", dated("THEN", ", from = 2026-10-06"));
    let said = Caseload::run(&file, 2).answer().0["warnings"].to_string();
    assert!(said.contains("in-the-file") && said.contains("begins after the end of the period"), "{said}");
}

#[test]
fn a_week_of_steps_that_does_not_begin_on_a_monday_is_told_of() {
    let (_, week, ..) = OUTSIDE.iter().find(|(_, what, ..)| what.contains("repeats_every")).unwrap();
    let text = dated("RATE", week).replace("2026-04-06", "2026-04-08");
    let found = warnings(&text);
    assert!(found.len() == 1 && found[0].1.contains("begins with the run, on a Wednesday"), "{found:?}");
    assert_eq!(found[0].0, "work.letter.raised.over_time.repeats_every");
}

#[test]
fn a_limit_to_what_people_without_number_hold_is_told_of() {
    let text = dated("LIMIT", "most_held = 20").replacen("people = 3", "people = \"unlimited\"", 1);
    let found =
        warnings(&text.replace("cost = \"GBP 20 per hour\"\n", "").replace("rota = \"Mon-Fri 09:00-17:00\"\n", ""));
    let said = found.iter().any(|(path, text)| path == "staff.clerk.most_held" && text.contains("are without number"));
    assert!(said, "{found:?}");
}

#[test]
fn the_load_of_a_role_with_people_on_call_is_said_as_the_most_that_it_can_be() {
    let full = |more: &str| {
        let text = dated("LIMIT", &format!("on_call = {{ work = \"letter\"{more} }}"));
        let place = Place::new();
        let file = place.file("dates.toml", text.replace("1 per week", "40 per day"));
        let checked = Caseload::checked(&file);
        let list = checked[0]["warnings"].as_array().unwrap().clone();
        let words = Caseload::new("check").file(&file).end().out().split_whitespace().collect::<Vec<_>>().join(" ");
        (list.iter().find(|one| one["warning"] == "overload").unwrap()["with_call_outs"].clone(), words)
    };
    let (how, said) = full("");
    assert_eq!(how, "up to");
    assert!(said.contains("more work comes than `clerk` can do without call-outs: up to"), "{said}");
    assert_eq!(full(", given_back = \"50 %\"").0, "about", "hours off later are not taken off the hours there are");
    // A run knows how many were called out: it says so, or nothing where the hours suffice with them.
    let place = Place::new();
    let text = dated("LIMIT", "on_call = { work = \"letter\" }").replace("1 per week", "40 per day");
    let answer = Caseload::run(&place.file("dates.toml", text), 4).answer();
    let warned = answer.0["warnings"].as_array().unwrap().iter().find(|one| one["warning"] == "overload").cloned();
    let led = &answer.0["headline"]["overload"];
    assert_eq!(warned.is_some(), !led.is_null(), "the sentence and the warning agree");
    if let Some(warned) = warned {
        assert_eq!((&warned["with_call_outs"], &warned["load"]), (&"counted".into(), &led["load"]), "{led}");
    }
}

#[test]
fn numbers_held_at_the_start_that_do_not_add_up_are_told_of() {
    let team = |held: &str| {
        format!(
            "title = \"T\"\nstarts = 2026-01-05\nruns_for = \"4 weeks\"\n[offenders]\nnumber = 10\nrisk = {{ all = \"100 %\" }}\n[[staff]]\nrole = \"clerk\"\n\
             people = 2\nholds = \"offenders\"\nheld_at_start = {held}\nrota = \"Mon-Fri 09:00-17:00\"\n[[work]]\nname = \"visit\"\n\
             raised = {{ each = \"offender\", every = \"2 weeks\" }}\nby = \"holder\"\neffort = \"1 h\"\n"
        )
    };
    assert_eq!(warnings(&team("[6, 4]")), []);
    let found = warnings(&team("[6, 7]"));
    assert!(found.len() == 1 && found[0].0 == "staff.clerk.held_at_start", "{found:?}");
    assert!(found[0].1.contains("adds up to 13, and 10 offenders are managed"), "{found:?}");
}

/// Ten posts, eight hours on each of five days a week, for 52 weeks.
const TEN: &str = "title = \"ten\"\nstarts = 2026-01-05\nruns_for = \"52 weeks\"\ncalendar = \"none\"\n[[staff]]\nrole = \"om\"\n\
    people = 10\nrota = \"Mon-Fri 08:00-16:00\"\n";

/// One minute of work a day, so that there is some.
const LITTLE: &str =
    "[[work]]\nname = \"w\"\nraised = { each = \"team\", every = \"10 days\" }\nby = \"om\"\neffort = \"1 min\"\n";

/// What `check` says of the first role of a file: hours asked for, hours there are, hours that wait.
fn first_load(text: &str, key: &str) -> f64 {
    let place = Place::new();
    let checked = Caseload::checked(&place.file("first.toml", text));
    checked[0]["loads"][0][key].as_f64().unwrap()
}

#[test]
fn hours_there_are_follow_a_group_that_begins_or_ends_and_its_vacancies() {
    for (own, hours, within) in [
        // 26 weeks, of which half is lost to the ramp.
        ("from = \"26 weeks\"\nramp = { from = \"0 %\", over = \"26 weeks\" }", 5_200.0, 15.0),
        // Five for 13 weeks: whoever is sought comes when the group has gone.
        ("until = \"13 weeks\"\nvacant = 5\nrecruitment = { a = \"13 weeks\" }", 2_600.0, 15.0),
        // Five for 13 weeks and ten for as long.
        ("from = \"26 weeks\"\nvacant = 5\nrecruitment = { a = \"13 weeks\" }", 7_800.0, 40.0),
        ("vacant = 5\nrecruitment = { a = \"13 weeks\" }", 18_200.0, 40.0),
        // Five newcomers each take half of somebody's time for 13 weeks.
        (
            "vacant = 5\nrecruitment = { a = \"13 weeks\" }\ntutoring = { share = \"50 %\", for = \"13 weeks\" }",
            16_900.0,
            40.0,
        ),
        // Leavers at one a year from when the group begins: (1 - e^-t) / t of 26 weeks.
        ("leaving = \"1 per person per year\"\nfrom = \"26 weeks\"", 8_184.0, 25.0),
        ("leaving = \"1 per person per year\"\nuntil = \"13 weeks\"", 4_603.0, 25.0),
    ] {
        let expected = first_load(&format!("{TEN}{own}\n{LITTLE}"), "available") * 364.0 / 365.0;
        assert!((expected - hours).abs() < within, "{own}: {expected} where {hours} are by arithmetic");
    }
}

#[test]
fn effort_by_risk_level_is_expected_as_it_is_drawn() {
    let text = |more: &str| {
        format!(
            "title = \"levels\"\ncalendar = \"none\"\nruns_for = \"52 weeks\"\n[offenders]\nnumber = 100\n\
             risk = {{ high = \"10 %\", low = \"rest\" }}\n[[staff]]\nrole = \"om\"\npeople = \"unlimited\"\n[[work]]\nname = \"visit\"\n\
             by = \"om\"\neffort = {{ by_risk = {{ high = \"10 h\", low = \"1 h\" }} }}\n{more}"
        )
    };
    // Work of the team has the effort of the first level.
    let team = first_load(&text("raised = { each = \"team\", every = \"1 week\", first = \"0 h\" }\n"), "asked");
    assert!((team - 520.0 * 365.0 / 364.0).abs() < 0.1, "{team}");
    // What waits at the start waits for any of them: ten at ten hours and ninety at one.
    let waits = first_load(&text("[[backlog]]\nwork = \"visit\"\nnumber = 100\nage = \"1 day\"\n"), "backlog");
    assert!((waits - 190.0).abs() < 0.1, "{waits}");
}

#[test]
fn work_of_the_day_on_which_a_group_begins_is_expected() {
    let text = "title = \"live\"\ncalendar = \"none\"\nstarts = 2026-02-02\nruns_for = \"8 weeks\"\n[offenders]\nnumber = 100\nrisk = { low = \"100 %\" }\n\
        [[group]]\nname = \"app\"\nnumber = 100\njoins = { from = 2026-03-02, over = \"0 h\" }\n[[staff]]\nrole = \"om\"\npeople = \"unlimited\"\n\
        [[work]]\nname = \"install\"\nby = \"om\"\neffort = \"12 h\"\nraised = { each = \"app\", at = [2026-03-02] }\n";
    let (asked, hours) = (first_load(text, "asked"), 1_200.0 * 365.0 / 56.0);
    assert!((asked - hours).abs() < 1.0, "{asked} and not {hours}");
}

#[test]
fn what_outcomes_change_about_offenders_is_said_to_be_left_out() {
    let place = Place::new();
    let said = |change: &str| {
        let text = format!(
            "title = \"moves\"\ncalendar = \"none\"\nruns_for = \"8 weeks\"\n[offenders]\nnumber = 10\nrisk = {{ high = \"50 %\", low = \"rest\" }}\n\
             [[staff]]\nrole = \"om\"\npeople = 1\n[[work]]\nname = \"review\"\nby = \"om\"\neffort = \"1 h\"\n\
             raised = {{ each = \"offender\", every = \"4 weeks\" }}\nthen = [{{ name = \"seen\", chance = \"100 %\"{change} }}]\n"
        );
        let ended = Caseload::new("check").file(&place.file("moves.toml", text)).end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        ended.out().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let words = "What outcomes change about an offender";
    assert!(said(", offender = { risk = \"low\" }").contains(words) && !said("").contains(words));
    let (held, custody) =
        (said(", offender = { custody = \"2 weeks\" }"), "Custody is taken to begin when the work arises");
    assert!(!held.contains(words) && held.contains(custody) && !said("").contains(custody));
    let letter =
        "}]\n[[work]]\nname = \"letter\"\nby = \"om\"\neffort = \"1 h\"\nthen = [{ name = \"sent\", chance = \"100 %\"";
    let later = said(&format!(", raises = {{ work = \"letter\", after = \"5 weeks\" }} {letter}"));
    let after = "a run has less of it";
    assert!(later.contains(after) && !said(&format!(", raises = \"letter\" {letter}")).contains(after), "{later}");
}

/// As many are installed as there are licences, and then one for each who leaves: 40 at once over 24 days, and of the 40 a year's leavers.
#[test]
fn joinings_of_a_group_with_a_bound_are_those_that_it_lets_in() {
    let expected = |moving: &str| {
        let text = format!(
            "title = \"licences\"\nstarts = 2026-01-05\nruns_for = \"1 year\"\ncalendar = \"none\"\n[offenders]\nnumber = 200\n{moving}\n\
             [[group]]\nname = \"licensed\"\nshare = \"50 %\"\nat_most = 40\njoins = {{ from = 2026-02-01, over = \"60 days\" }}\n\
             [[staff]]\nrole = \"u\"\npeople = \"unlimited\"\n\
             [[work]]\nname = \"install\"\nraised = {{ each = \"licensed\", on_joining = true }}\nby = \"u\"\neffort = \"1 h\"\n"
        );
        let place = Place::new();
        let checked = Caseload::checked(&place.file("licences.toml", text));
        checked[0]["kinds"][0]["tasks"].as_f64().unwrap()
    };
    let still = expected("");
    assert!((still - 40.0).abs() < 0.5, "{still}");
    // From the 51st day on forty places are kept filled, and each is left once a year.
    let moving = expected("leaving = \"1 per offender per year\"\njoining = { at_random = \"200 per year\" }");
    let exact = 40.0 + 40.0 * (365.0 - 51.0) / 365.0;
    assert!((moving - exact).abs() < 2.0, "{moving} and not {exact}");
}
