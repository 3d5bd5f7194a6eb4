//! What is refused before anything runs, and what is warned of: requests that contradict themselves, scenarios that
//! cannot be meant so.

use crate::support::{Caseload, Ended, Place};

const TEAM: &str = r#"title = "a team"
starts = 2026-01-05
runs_for = "8 weeks"
[offenders]
number = 40
risk = { high = "25 %", low = "rest" }
[[staff]]
role = "officer"
people = 2
[[staff]]
role = "clerk"
people = 1
[[work]]
name = "visit"
raised = { each = "offender", every = "4 weeks" }
by = "officer"
effort = "1 h"
then = [{ name = "note", chance = "50 %", raises = "filing" }, { name = "nothing", chance = "rest" }]
[[work]]
name = "filing"
by = "clerk"
effort = "10 min"
"#;

fn with(old: &str, new: &str) -> String {
    assert!(TEAM.contains(old), "`{old}` is not in the scenario");
    TEAM.replacen(old, new, 1)
}

/// A command on one file, with these words after it.
fn ask(command: &str, text: &str, words: &[&str]) -> Ended {
    let place = Place::new();
    let asked = Caseload::new(command).file(&place.file("team.toml", text));
    words.iter().fold(asked, |asked, word| asked.arg(word)).end()
}

fn refused(command: &str, text: &str, words: &[&str], says: &[&str]) {
    let ended = ask(command, text, words);
    assert_eq!((ended.code(), ended.out()), (2, String::new()), "{}", ended.said());
    for word in says {
        assert!(ended.said().contains(word), "`{word}` is not said:\n{}", ended.said());
    }
}

/// The warnings of a run and of a check, as JSON: one text each.
fn warned(text: &str) -> [String; 2] {
    let run = ask("run", text, &["-n", "2", "--draws", "0", "--quiet", "--json"]);
    let check = ask("check", text, &["--json"]);
    assert_eq!((run.code(), check.code()), (0, 0), "{}{}", run.said(), check.said());
    assert_eq!(run.said(), "", "--quiet keeps standard error empty");
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let told = |of: &serde_json::Value| {
        // Two replications are few, whatever the team.
        let of = of["warnings"].as_array().unwrap().iter().filter(|w| w["warning"] != "too-few-replications");
        serde_json::Value::from(of.cloned().collect::<Vec<_>>()).to_string()
    };
    [told(&read(&run.out())), told(&read(&check.out())[0])]
}

#[test]
fn a_value_that_is_given_twice_is_refused_with_both() {
    let vary = |values: &'static [&'static str]| values.iter().flat_map(|value| ["--vary", value]).collect::<Vec<_>>();
    refused(
        "sweep",
        TEAM,
        &vary(&["offenders.number=20,40", "offenders.number=60"]),
        &["`offenders.number` and `offenders.number` are both varied"],
    );
    refused(
        "sweep",
        TEAM,
        &vary(&["offenders.risk.high=\"20 %\"", "offenders.risk={high=1,low=0}"]),
        &["`offenders.risk.high` and `offenders.risk` are both varied"],
    );
    let both = ["--vary", "offenders.number=20,40", "--set", "offenders.number=30"];
    refused("sweep", TEAM, &both, &["--set offenders.number and --vary offenders.number"]);
    let twice = ["--set", "offenders.number=30", "--set", "offenders.number=20"];
    refused("run", TEAM, &twice, &["--set offenders.number is given twice, as 30 and as 20"]);
    let joint = "[[joint]]\nname = \"s\"\ncolumns = [\"a\", \"b\", \"a\"]\nrows = [[1, 2, 3]]\n";
    refused(
        "run",
        &format!("{TEAM}{joint}"),
        &[],
        &["columns 1 and 3 of the joint sample `s` are both called `a`", "team.toml:25:1"],
    );
}

#[test]
fn a_role_that_can_take_no_work_is_warned_of() {
    for text in warned(&with("role = \"clerk\"", "role = \"clerk\"\nroom = 0")) {
        assert!(text.contains("no-room") && text.contains("clerk"), "{text}");
    }
    let said = ask("check", &with("role = \"clerk\"", "role = \"clerk\"\nroom = 0"), &[]).out();
    assert!(said.contains("which has room for no task") && said.contains("What to do: leave `room` out"), "{said}");
    for text in warned(TEAM) {
        assert_eq!(text, "[]", "a sound team is not warned of");
    }
}

#[test]
fn a_time_without_anybody_in_post_is_warned_of_only_while_work_comes() {
    let clerk = |more: &str| with("role = \"clerk\"", &format!("role = \"clerk\"\n{more}"));
    for text in warned(&clerk("from = 2026-01-19")) {
        let gap = r#""days":14.0,"from":"2026-01-05","role":"clerk","scenario":"team","until":"2026-01-19","#;
        assert!(text.contains("nobody-in-post") && text.contains(gap), "{text}");
    }
    // A second clerk fills the gap; or the work begins when the clerk does.
    let filled =
        clerk("from = 2026-01-19") + "[[staff]]\nrole = \"clerk\"\nname = \"cover\"\npeople = 1\nuntil = 2026-01-19\n";
    let later = clerk("from = 2026-01-19").replace("\"4 weeks\" }", "\"4 weeks\", from = 2026-01-19 }");
    for text in [filled, later].iter().flat_map(|text| warned(text)) {
        assert_eq!(text, "[]");
    }
    let left = warned(&clerk("until = \"5 weeks\""));
    assert!(left.iter().all(|text| text.contains(r#""until":"2026-03-02""#)), "{left:?}");
}

#[test]
fn a_group_larger_than_the_people_it_is_drawn_from_is_refused() {
    let group = |more: &str| format!("{TEAM}[[group]]\nname = \"monitored\"\n{more}\n");
    let says = ["`monitored` is to have 41 members, and there are 40 offenders", "team.toml:25:", "share"];
    refused("run", &group("number = 41"), &[], &says);
    // A part of them follows from shares: all of it is taken, and that is said.
    let inner = group("number = 12") + "[[group]]\nname = \"inner\"\nof = \"monitored\"\nnumber = 13\n";
    let high = group("number = 11\nrisk = \"high\"");
    for (text, says) in [(high, "about 10 offenders at the risk level `high`"), (inner, "about 12 of `monitored`")] {
        let ended = ask("check", &text, &["--quiet"]);
        assert_eq!(ended.code(), 0, "{}", ended.said());
        assert!(ended.said().contains(says) && ended.said().contains("all of them are members"), "{}", ended.said());
    }
    for text in [group("number = 40"), group("number = 10\nrisk = \"high\"")] {
        let ended = ask("check", &text, &["--quiet"]);
        assert_eq!((ended.code(), ended.said()), (0, String::new()));
    }
}

/// `compare` of two texts.
fn compare(base: &str, other: &str) -> Ended {
    let place = Place::new();
    let (base, other) = (place.file("base.toml", base), place.file("other.toml", other));
    Caseload::new("compare").file(&base).file(&other).words("-n 3 --draws 0 --threads 1").end()
}

#[test]
fn what_cannot_be_compared_is_refused_and_what_should_not_be_is_called_so() {
    let refused = compare(TEAM, &with("8 weeks", "9 weeks"));
    assert_eq!(refused.code(), 2, "{}", refused.out());
    assert!(refused.said().contains("one covers 56 days and the other 63"), "{}", refused.said());
    let steady = with("8 weeks", "8 weeks\"\nanalysis = \"steady state\"\nwarm_up = \"1 week");
    let refused = compare(TEAM, &steady);
    assert!(refused.code() == 2 && refused.said().contains("a long-run average"), "{}", refused.said());
    let doubtful = compare(TEAM, &with("2026-01-05", "2026-02-02"));
    assert_eq!(doubtful.code(), 0, "{}", doubtful.said());
    assert!(
        doubtful.out().contains("\u{201c}base\u{201d} and \u{201c}other\u{201d} begin on different days"),
        "{}",
        doubtful.out()
    );
    assert!(doubtful.out().contains("do not begin on the same day"), "{}", doubtful.out());
    let strange = compare(TEAM, &TEAM.replace("visit", "call").replace("filing", "letter"));
    assert_eq!(strange.code(), 0, "{}", strange.said());
    let said = strange.out();
    let first = said.lines().find(|line| line.contains('\u{201c}')).unwrap();
    assert!(first.contains("share no kind of work"), "{said}");
    assert!(said.contains("What to do: compare a scenario with one that extends it"), "{said}");
    // A leap day apart, twelve months are twelve months.
    let year = |starts: &str| TEAM.replace("8 weeks", "12 months").replace("2026-01-05", starts);
    assert_eq!(compare(&year("2027-04-01"), &year("2026-04-01")).code(), 0);
}

#[test]
fn more_work_than_hours_leads_the_answer_in_calm_words() {
    let said = ask("run", &with("people = 2", "people = 2\nproductive = \"1 %\""), &["-n", "3", "--quiet"]).out();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains(
            "More work comes than there are hours for: 298 hours of officer are asked for where there are 100"
        ),
        "{said}"
    );
}

#[test]
fn few_replications_are_called_few_and_not_imprecise() {
    // Every replication but for the random visits is alike: narrow at once, and not for long.
    let text = with("every = \"4 weeks\"", "at_random = \"1000 per month\"").replace("\"1 h\"", "\"1 min\"");
    let said = ask("run", &text, &["-n", "4", "--draws", "0", "--json", "--quiet"]).out();
    let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
    let few = answer["warnings"].as_array().unwrap().iter().filter(|one| one["warning"] == "too-few-replications");
    let few: Vec<_> = few.collect();
    assert!(few.iter().any(|one| one["output"] == "hours worked" && one["too_soon"] == true), "{few:?}");
    let shown = ask("run", &text, &["-n", "4", "--draws", "0", "--quiet"]).out();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("4 replications are too few to know how precise `hours worked` is"), "{shown}");
}

#[test]
fn what_was_open_at_a_moment_asked_for_is_on_the_screen_and_in_the_report() {
    let text = with("runs_for", "observe_at = [2026-01-26, \"30 h\"]\nruns_for");
    let place = Place::new();
    let folder = place.path("run");
    let command = Caseload::run(&place.file("team.toml", &text), 3).words("--out").file(&folder).end();
    assert_eq!(command.code(), 0, "{}", command.said());
    let report = std::fs::read_to_string(folder.join("report.txt")).unwrap();
    for (text, whole) in [(command.out(), false), (report, true)] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in ["Tasks open on", "2026-01-26", "2026-01-06 at"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert_eq!(text.contains("Open work by kind at the moments asked for"), whole, "{text}");
    }
}

#[test]
fn what_the_file_is_warned_of_is_in_the_answer_whatever_is_kept_quiet() {
    let never = format!("{TEAM}[[work]]\nname = \"unused\"\nby = \"clerk\"\neffort = \"1 h\"\n");
    let [run, _] = warned(&never);
    assert!(
        run.contains("in-the-file") && run.contains("nothing raises `unused`") && run.contains("team.toml:23"),
        "{run}"
    );
}

#[test]
fn messages_speak_in_the_units_and_the_words_of_the_file() {
    let says = |old: &str, new: &str, words: &[&str]| refused("check", &with(old, new), &[], words);
    says("people = 2", "people = 2\nproductive = \"9000 h per year\"", &["outside 0 h per year to 8760 h per year"]);
    let due = |text: &str| format!("effort = \"1 h\"\ndue_within = \"{text}\"");
    says("effort = \"1 h\"", &due("99999 working days"), &["`99999 working days` is more than 10000 working days"]);
    says("effort = \"1 h\"", &due("2.5 working days"), &["`2.5 working days` is not a whole number of working days"]);
    says("\"4 weeks\"", "\"never\"", &["`never` is said of a risk level", "{ high = \"26 weeks\", low = \"never\" }"]);
    says("\"8 weeks\"", "\"1.5 months\"", &["`1.5 months` is not a whole number of months", "\"46 days\""]);
    says("\"8 weeks\"", "\"0.1 years\"", &["not a whole number of months", "\"37 days\""]);
    says("title", "extends = \"-\"\ntitle", &["standard input cannot be extended"]);
    says("name = \"filing\"", "name = \"visit\"", &["two kinds of work are called `visit`, the first on line 13 of "]);
    says("\"1 h\"", "{ p50 = \"3 h\", p90 = \"1 h\" }", &["p90 is 1 h; it must be at least the number before it"]);
    says(
        "\"4 weeks\"",
        "{ value = \"4 weeks\", uncertain = { uniform = [\"9 weeks\", \"12 days\"] } }",
        &["high is 12 days"],
    );
    says(
        "\"25 %\"",
        "{ value = \"25 %\", uncertain = { triangular = [\"30 %\", \"25 %\", \"50 %\"] } }",
        &["mode is 25 %"],
    );
    // A year and a half is eighteen months.
    let year = ask("run", &with("8 weeks", "1.5 years"), &["-n", "1", "--draws", "0", "-q", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&year.out()).unwrap();
    assert_eq!(answer["scenarios"][0]["months"].as_array().unwrap().len(), 19, "from 5 January to 4 July of the next");
}

#[test]
fn one_is_said_in_the_singular() {
    let text = TEAM.replace("number = 40", "number = 1").replace("{ high = \"25 %\", low = \"rest\" }", "{ low = 1 }");
    let place = Place::new();
    let folder = place.path("run");
    let to = folder.to_str().unwrap();
    let run = ask("run", &text, &["-n", "1", "--draws", "0", "-q", "--set", "runs_for=1 day", "--out", to]);
    assert_eq!(run.code(), 0, "{}", run.said());
    let report = std::fs::read_to_string(folder.join("report.txt")).unwrap();
    let check = ask("check", &text, &[]).out();
    let said = report + &check;
    for wrong in ["1 roles", "1 numbers", "1 days", "1 replications", "1 months", "1 offenders", "1 tasks", "1 kinds"] {
        let found = said.split(wrong).collect::<Vec<_>>();
        let stands = found.windows(2).any(|pair| !pair[0].ends_with(|c: char| c.is_ascii_digit() || c == '.'));
        assert!(!stands, "{wrong}:\n{said}");
    }
    let one = "title = \"one\"\ncalendar = \"none\"\nruns_for = \"1 day\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n[[work]]\n\
               name = \"letter\"\nraised = { each = \"team\", at_random = \"1 per hour\" }\nby = \"clerk\"\neffort = \"1 min\"\n";
    assert!(ask("check", one, &[]).out().contains("1 kind of work, 1 role, 3 numbers"));
}

#[test]
fn the_results_of_a_comparison_are_short_and_say_what_is_elsewhere() {
    let place = Place::new();
    let folder = place.path("run");
    let of = |name: &str| crate::support::scenarios().join("nottinghamshire-2021").join(name);
    let ended = Caseload::new("compare")
        .file(&of("base.toml"))
        .file(&of("app.toml"))
        .words("-n 4 --draws 2 -q --out")
        .file(&folder)
        .end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let text = std::fs::read_to_string(folder.join("results.json")).unwrap();
    assert!(text.len() < 2_000_000, "{} bytes", text.len());
    let results: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(results["left_to_tables"].as_array().unwrap().iter().any(|s| s.as_str().unwrap().contains("months.csv")));
    let keys = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|q| q["key"].as_str().unwrap().to_owned()).collect()
    };
    let scenario = &results["scenarios"][1];
    for key in ["hours.total", "wait.p90.home visit", "late.home visit", "utilisation.offender manager"] {
        assert!(keys(&scenario["quantities"]).iter().any(|k| k == key), "{key}");
    }
    assert!(keys(&scenario["series"]).iter().any(|k| k == "hours.total"));
    assert!(keys(&results["comparisons"][0]["differences"]).iter().any(|k| k == "late.home visit"));
    // What is not there is in the tables.
    let table = std::fs::read_to_string(folder.join("quantities.csv")).unwrap();
    assert!(!keys(&scenario["quantities"]).iter().any(|k| k == "late.home visit.very_high"));
    assert!(table.contains("late.home visit.very_high"));
}
