//! A table of bad files: one change to a good one, and what must be said about it, and where.

use std::fmt::Write as _;

use super::{from_text, open_with};

/// The good file. Line numbers of the table below count from its first line.
const GOOD: &str = r#"title = "Letters"
starts = 2021-02-01
runs_for = "12 months"
[offenders]
number = 100
risk = { high = "20 %", low = "80 %" }
[[group]]
name = "tagged"
share = "10 %"
[[staff]]
role = "clerk"
people = 2
holds = "offenders"
rota = "Mon-Fri 08:00-16:00"
[[work]]
name = "letter"
by = "clerk"
raised = { each = "offender", at_random = "2 per offender per month" }
effort = { mean = "15 min", varies = "cv 0.5" }
then = [{ name = "advice", chance = 0.55 }, { name = "visit", chance = 0.45, raises = "visit" }]
[[work]]
name = "visit"
by = "holder"
effort = "2 h"
"#;

/// (what is written, what it is replaced by, line:column, a part of what is said)
#[rustfmt::skip]
const BAD: &[(&str, &str, &str, &str)] = &[
    // Rates.
    ("\"2 per offender per month\"", "nan", "18:43", "`NaN` is not a finite number"),
    ("\"2 per offender per month\"", "\"NaN per month\"", "18:43", "does not begin with a number; write \"0.3 per month\""),
    ("\"2 per offender per month\"", "inf", "18:43", "`inf` is not a finite number"),
    ("\"2 per offender per month\"", "1e999", "18:43", "`inf` is not a finite number"),
    ("\"2 per offender per month\"", "\"1e999 per month\"", "18:43", "write \"0.3 per month\""),
    ("\"2 per offender per month\"", "-1", "18:43", "`-1` is negative"),
    ("\"2 per offender per month\"", "\"-1 per month\"", "18:43", "`-1 per month` is negative"),
    ("\"2 per offender per month\"", "2", "18:43", "`2` has no unit; write \"0.3 per month\""),
    ("\"2 per offender per month\"", "\"5 per fortnight\"", "18:43", "`fortnight` is not a unit of time; write \"0.3 per month\": per s, min, h, day, week, month or year"),
    ("\"2 per offender per month\"", "\"5 hour\"", "18:43", "`5 hour` is not a rate"),
    ("\"2 per offender per month\"", "\"1e300 per hour\"", "18:43", "more than one a millisecond"),
    ("\"2 per offender per month\"", "\"2 per device per month\"", "18:43", "a rate per device, but `each` asks for a rate per offender"),
    // Durations.
    ("\"2 h\"", "-2", "24:10", "is negative"),
    ("\"2 h\"", "\"-2 h\"", "24:10", "`-2 h` is negative"),
    ("\"2 h\"", "2", "24:10", "`2` has no unit; write a number and a unit, \"90 min\"; units are ms, s, min, h"),
    ("\"2 h\"", "\"5 fortnights\"", "24:10", "`fortnights` is not a unit of time; units are ms, s, min, h, days"),
    ("\"2 h\"", "\"two hours\"", "24:10", "does not begin with a number"),
    ("\"2 h\"", "\"\"", "24:10", "the text is empty"),
    ("\"2 h\"", "\"2\"", "24:10", "`2` has no unit; write one of ms, s"),
    ("\"12 months\"", "\"1e15 h\"", "3:12", "longer than 600 years"),
    ("\"12 months\"", "\"60 years\"", "3:12", "`60 years` is longer than 50 years"),
    ("\"12 months\"", "\"0 h\"", "3:1", "the counted period is 0"),
    ("\"15 min\", varies = \"cv 0.5\"", "\"15 min\", varies = \"sometimes\"", "19:38", "`sometimes` does not say how it varies; write `not at all`, `exponential`, `cv 0.35`"),
    ("\"15 min\", varies = \"cv 0.5\"", "\"15 min\", p50 = \"2 h\", p90 = \"3 h\"", "19:10", "a duration wants one centre"),
    ("{ mean = \"15 min\", varies = \"cv 0.5\" }", "{ p50 = \"2 h\", p90 = \"1 h\" }", "19:10", ""),
    ("{ mean = \"15 min\", varies = \"cv 0.5\" }", "{ low = \"2 h\", mode = \"1 h\", high = \"3 h\" }", "19:10", ""),
    ("{ mean = \"15 min\", varies = \"cv 0.5\" }", "{ by_risk = { high = \"2 h\" } }", "19:22", "nothing is said for the risk levels `low`"),
    ("{ mean = \"15 min\", varies = \"cv 0.5\" }", "{ by_risk = { high = \"2 h\", lo = \"1 h\" } }", "19:38", "there is no risk level `lo`; did you mean `low`?"),
    // Uncertainty.
    ("\"15 min\", varies", "\"15 min\", uncertain = [\"20 min\", \"5 min\"], varies", "19:41", "the low end of the range is not below"),
    (
        "\"15 min\", varies",
        "\"15 min\", uncertain = { uniform = [\"20 min\", \"30 min\"] }, varies",
        "19:53",
        "outside its own law",
    ),
    (
        "\"15 min\", varies",
        "\"15 min\", uncertain = { normal = { mean = \"3 h\", sd = \"1 min\" } }, varies",
        "19:52",
        "outside its own law",
    ),
    ("\"15 min\", varies", "\"15 min\", uncertain = [\"20 min\", \"30 min\"], varies", "19:41", "outside its own range"),
    ("\"15 min\", varies", "\"15 min\", uncertain = [\"20 min\"], varies", "19:41", "a range has two values and this has 1"),
    ("\"15 min\", varies", "\"15 min\", uncertain = { triangle = [\"1 h\"] }, varies", "19:43", "did you mean `triangular`?"),
    ("\"15 min\", varies", "\"15 min\", uncertain = { sample = \"x\", column = \"y\" }, varies", "19:43", "there is no joint sample `x`"),
    ("\"15 min\", varies", "\"15 min\", confidence = \"great\", varies", "19:42", "`great` is not one of the choices"),
    // People and shares.
    ("people = 2", "people = 2.5", "12:10", "`2.5` is not a whole number of people; write two [[staff]] groups, one with full_time_share = \"50 %\""),
    ("people = 2", "people = 1_000_000_000", "12:10", "outside 0 to 10000"),
    ("people = 2", "people = -1", "12:10", "`-1` is negative"),
    ("people = 2", "people = \"2 per year\"", "12:10", "`2 per year` is not a whole number of people"),
    ("number = 100", "number = 1_000_000_000", "5:10", "outside 0 to 500000"),
    ("\"20 %\"", "\"21 %\"", "6:8", "the shares of risk levels add up to 1.01 (high 0.21, low 0.8)"),
    ("\"20 %\"", "\"120 %\"", "6:17", "the share `120 %` is not between 0 and 1"),
    ("share = \"10 %\"", "share = -0.1", "9:9", "the share `-0.1` is not between 0 and 1"),
    ("share = \"10 %\"", "share = \"10 %\"\nnumber = 5", "7:1", "wants either `number` or `share`"),
    ("share = \"10 %\"", "share = \"10 %\"\nof = \"tagged\"", "7:1", "in a circle"),
    ("Mon-Fri 08:00-16:00", "Monday to Friday", "14:8", ""),
    // Chances, loops, crews, holders.
    ("chance = 0.45", "chance = 0.4", "20:8", "the chances of what follows `letter` add up to 0.95 (advice 0.55, visit 0.4); give the missing 0.05 to one of them, or add an outcome with chance = \"rest\""),
    ("chance = 0.45", "chance = 0.451", "20:8", "add up to 1.001"),
    ("chance = 0.45", "chance = 1.2", "20:72", "the share `1.2` is not between 0 and 1"),
    ("chance = 0.55 }, { name = \"visit\", chance = 0.45", "chance = \"rest\" }, { name = \"visit\", chance = \"rest\"", "20:8", "`rest` is said of 2 outcomes"),
    ("name = \"advice\"", "name = \"visit\"", "20:8", "two outcomes of `letter` are called `visit`"),
    ("effort = \"2 h\"", "effort = \"2 h\"\nraises = \"visit\"", "21:1", "work raises itself without end: visit -> visit"),
    ("effort = \"2 h\"", "effort = \"2 h\"\nraises = { work = \"letter\", number = 3 }", "15:1", "work raises itself without end: letter -> visit -> letter"),
    ("effort = \"2 h\"", "effort = \"2 h\"\nwith = { role = \"clerk\", people = 2 }", "25:8", "`visit` needs 3 people of `clerk` at once, and there are 2"),
    ("effort = \"2 h\"", "effort = \"2 h\"\nwith = { role = \"clerk\" }\nwhen_interrupted = \"resume\"", "26:20", "`visit` needs several people and may be interrupted"),
    ("holds = \"offenders\"\n", "", "22:6", "no role holds offenders"),
    ("each = \"offender\", at_random = \"2 per offender per month\"", "each = \"team\", at_random = \"2 per month\"", "23:6", "`visit` is done by the holder, but can come about without an offender"),
    // Names and keys.
    ("by = \"clerk\"", "by = \"clark\"", "17:6", "there is no role `clark`; did you mean `clerk`? There are: `clerk`"),
    ("raises = \"visit\"", "raises = \"vsit\"", "20:87", "there is no work `vsit`; did you mean `visit`?"),
    ("each = \"offender\"", "each = \"taged\"", "18:19", "did you mean `tagged`?"),
    ("runs_for", "run_for", "3:1", "`run_for` is not a key of the file; did you mean `runs_for`?"),
    ("title = \"Letters\"\n", "", "1:1", "`title` is missing"),
    ("effort = \"2 h\"\n", "", "21:1", "`effort` is missing"),
    ("starts = 2021-02-01", "starts = \"2021-02-01\"", "2:10", "write 2021-02-01, without quotation marks"),
    ("starts = 2021-02-01\n", "", "1:1", "give the first day, starts = 2021-02-01, or calendar = \"none\""),
    ("starts = 2021-02-01", "starts = 2021-02-01\ncalendar = \"Wales\"", "3:12", "`Wales` is not one of the choices; did you mean"),
    ("name = \"visit\"\n", "name = \"letter\"\n", "21:1", "two kinds of work are called `letter`, the first on line 15 of "),
    ("name = \"visit\"\n", "name = \"visit\"\npriority = 10\n", "23:12", "`10` is not a whole number from 1 to 9"),
    ("at_random =", "every = \"1 week\", at_random =", "18:10", "`raised` wants exactly one pattern, and this has `every` and `at_random`"),
    ("at_random =", "first = 2021-03-01, at_random =", "18:31", "`first` goes with `every`"),
    // The file itself.
    ("people = 2", "people = 2 3", "12:10", "this is not TOML here"),
    ("people = 2", "people = 2\npeople = 3", "13:1", "duplicate key"),
    ("people = 2", "people = 2 \0", "12:12", "is a NUL"),
];

fn said(text: &str) -> Vec<String> {
    from_text("t.toml", text).map_or_else(|found| found.iter().map(ToString::to_string).collect(), |_| Vec::new())
}

#[test]
fn the_good_file_is_good() {
    assert_eq!(said(GOOD), Vec::<String>::new());
}

#[test]
fn each_bad_file_is_refused_at_the_place_with_the_words() {
    let mut wrong = String::new();
    for (from, to, place, words) in BAD {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let found = said(&GOOD.replace(from, to));
        let start = format!("t.toml:{place}: ");
        if !found.iter().any(|line| line.starts_with(&start) && line.contains(words)) {
            let _ = writeln!(wrong, "{to:?}: wanted {place} {words:?}, was told {found:#?}");
        }
        if found.iter().any(|line| line.contains("invalid") || line.contains("failed to")) {
            let _ = writeln!(wrong, "{to:?}: {found:#?} scolds");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_odd_but_fine_is_accepted() {
    for (from, to) in [
        ("\"2 per offender per month\"", "-0.0"),
        ("\"2 per offender per month\"", "0"),
        ("\"2 per offender per month\"", "\"0 per month\""),
        ("\"2 per offender per month\"", "{ by_risk = { high = \"1 per month\", low = 0 } }"),
        ("\"2 h\"", "\"0 h\""),
        ("people = 2", "people = 0"),
        ("people = 2", "people = \"unlimited\""),
        ("number = 100", "number = 0"),
        ("Letters", "=HYPERLINK(1)"),
        ("Letters", "<img src=x onerror=alert(1)>"),
    ] {
        assert_eq!(said(&GOOD.replace(from, to)), Vec::<String>::new(), "{to}");
    }
}

#[test]
fn all_errors_come_at_once() {
    let text =
        GOOD.replace("people = 2", "people = 2.5").replace("\"2 h\"", "\"2 hats\"").replace("runs_for", "run_for");
    assert_eq!(said(&text).len(), 4); // the unknown key, the missing key, and two values
}

#[test]
fn hostile_files_cost_little_and_are_refused() {
    let brackets = format!("a = {}", "[".repeat(100_000));
    assert!(said(&brackets)[0].contains("t.toml:1:37: brackets are nested deeper than 32"), "{:?}", said(&brackets));
    let dotted = format!("{} = 1", vec!["a"; 50_000].join("."));
    assert!(!said(&dotted).is_empty());
    let large = "#".repeat((1 << 20) + 1);
    assert!(said(&large)[0].contains("larger than 1048576 bytes"));
    let many = format!("{GOOD}{}", "[[work]]\n".repeat(60_000));
    assert!(said(&many)[0].contains("the most is 1000"), "{}", said(&many)[0]);
    let mut labels = String::new();
    for n in 0..300 {
        let _ = writeln!(labels, "[[work]]\nname = \"w{n}\"\nby = \"clerk\"\neffort = \"1 h\"");
    }
    let found = said(&format!("{GOOD}{labels}"));
    assert!(found[0].contains("there are 302 stages, and the most is 200"), "{found:?}");
    let read = |_: &str| Ok(b"title = \"\xff\"".to_vec());
    let found = open_with("t.toml", &read).map(|_| ()).map_err(|found| found[0].to_string());
    assert_eq!(found, Err("t.toml:1:10: byte 9 is not UTF-8 text; save the file as UTF-8".to_owned()));
    let strings = format!("title = \"{}\"", "[".repeat(100));
    assert!(!said(&strings)[0].contains("brackets"));
}

/// Whatever is done to a file, there is an answer and not a panic.
#[test]
fn a_file_with_pieces_lost_doubled_or_changed_is_answered() {
    const PIECES: &[&str] = &[
        "",
        "\"",
        "[",
        "]",
        "{",
        "}",
        " = ",
        "\n",
        "-",
        "1e308",
        "nan",
        "0",
        "never",
        "rest",
        "2021-02-30",
        "\u{e9}",
        "\0",
    ];
    let mut stream = crate::random::Stream::from_state(26);
    let mut pick = |below: usize| (stream.next_uniform() * below as f64) as usize;
    for _ in 0..3000 {
        let mut text: Vec<char> = GOOD.chars().collect();
        for _ in 0..=pick(4) {
            let at = pick(text.len());
            let end = (at + pick(12)).min(text.len());
            text.splice(at..end, PIECES[pick(PIECES.len())].chars());
        }
        for line in said(&text.into_iter().collect::<String>()) {
            assert!(line.starts_with("t.toml:"), "{line}");
        }
    }
}
