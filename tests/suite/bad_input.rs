//! The rules of V26: bad and extreme inputs, given to the command as a user would.
//!
//! What is rejected ends with exit code 2 and says which key, which value, and what may stand there.
//! Nothing panics, and no output holds NaN or infinity. Left out because this release has nothing of the
//! kind: `path_traversal` (a web page), `corrupt_checkpoint` and `old_checkpoint` (there are none; `kill` is
//! tested as `metamorphic::bytes::resume`), `clock` (no result depends on it: same bytes at any time).

#![expect(clippy::float_cmp, clippy::format_push_string, reason = "what is exact is compared exactly; texts are short")]

mod extremes;
mod motion;
mod ugly;
mod writing;

use std::path::PathBuf;

use crate::support::{Caseload, Ended, Place};

const SOUND: &str = r#"title = "bad input"
calendar = "none"
runs_for = "10 days"
[offenders]
number = 10
[[staff]]
role = "officer"
people = 2
[[work]]
name = "case"
raised = { each = "team", at_random = "1 per hour" }
by = "officer"
effort = { mean = "1 h", varies = "exponential" }
"#;

const RATE: &str = "\"1 per hour\"";
const EFFORT: &str = "effort = { mean = \"1 h\", varies = \"exponential\" }";

/// The sound scenario with one phrase put for another, which must be there.
fn with(old: &str, new: &str) -> String {
    assert!(SOUND.contains(old), "`{old}` is not in the scenario");
    SOUND.replace(old, new)
}

fn file(place: &Place, content: impl AsRef<[u8]>) -> PathBuf {
    place.file("bad.toml", content)
}

/// Whether a word that only a broken calculation writes stands in a text.
fn has_no_number(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.into_iter().any(|word| matches!(word, "NaN" | "nan" | "inf" | "Infinity"))
}

fn did_not_panic(ended: &Ended) {
    let said = ended.said();
    assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
}

/// Runs a file that must be rejected and returns what was said.
fn rejected(content: impl AsRef<[u8]>) -> String {
    let place = Place::new();
    let ended = Caseload::run(&file(&place, content), 3).end();
    did_not_panic(&ended);
    let said = ended.said();
    assert_eq!(ended.code(), 2, "{said}");
    assert_eq!(ended.out(), "", "nothing on standard output");
    said
}

/// Runs a file that must be accepted, as text and as JSON, and returns the text and the answer.
fn accepted(content: impl AsRef<[u8]>, n: u64) -> (String, crate::support::Answer) {
    let place = Place::new();
    let path = file(&place, content);
    let text = Caseload::run(&path, n).end();
    let json = Caseload::run(&path, n).words("--json").end();
    for ended in [&text, &json] {
        did_not_panic(ended);
        assert_eq!(ended.code(), 0, "{}", ended.said());
        assert!(!has_no_number(&ended.out()) && !has_no_number(&ended.said()), "{}", ended.out());
    }
    (text.out() + &text.said(), crate::support::Answer::read(&json.out()))
}

/// The rule, the phrase of the sound file, what stands there instead, and what must be said.
type Rule<'a> = (&'a str, &'a str, &'a str, &'a [&'a str]);

fn all_rejected(rules: &[Rule<'_>]) {
    for (name, old, new, words) in rules {
        let said = rejected(with(old, new));
        for word in *words {
            assert!(said.contains(word), "{name}: `{word}` is not said:\n{said}");
        }
    }
}

#[test]
fn rates() {
    const KEY: &str = "work.case.raised.at_random";
    const UNITS: &str = "per s, min, h, day, week, month or year";
    all_rejected(&[
        ("nan_rate", RATE, "nan", &[KEY, "`NaN` is not a finite number", UNITS]),
        ("nan_rate", RATE, "\"NaN\"", &[KEY, "`NaN`", UNITS]),
        ("nan_rate", RATE, "\"NaN per hour\"", &[KEY, "`NaN per hour`", UNITS]),
        ("inf_rate", RATE, "\"1e999 per hour\"", &[KEY, "`1e999 per hour` is too large", UNITS]),
        ("inf_rate", RATE, "1e999", &[KEY, "not a finite number", UNITS]),
        ("inf_rate", RATE, "\"inf\"", &[KEY, "`inf`", UNITS]),
        ("negative_rate", RATE, "\"-1 per hour\"", &[KEY, "`-1 per hour` is negative"]),
        ("negative_rate", RATE, "-1", &[KEY, "`-1` is negative"]),
        ("tiny_gaps", RATE, "\"1e300 per hour\"", &[KEY, "`1e300 per hour`", "more than one a millisecond"]),
        ("wrong_unit", RATE, "\"5 per fortnight\"", &[KEY, "`fortnight`", UNITS]),
        ("wrong_unit", RATE, "\"5 hour\"", &[KEY, "`5 hour` is not a rate", UNITS]),
        ("wrong_unit", RATE, "5", &[KEY, "`5` has no unit", UNITS]),
    ]);
}

#[test]
fn durations_and_times() {
    all_rejected(&[
        ("negative_duration", "\"1 h\"", "\"-2 h\"", &["work.case.effort.mean", "`-2 h` is negative", "0 or more"]),
        ("wrong_unit", "\"1 h\"", "\"5 fortnights\"", &["work.case.effort.mean", "fortnights", "week"]),
        ("wrong_unit", "\"1 h\"", "5", &["work.case.effort.mean", "`5`", "unit"]),
        ("time_precision", "\"10 days\"", "\"1e15 hours\"", &["runs_for", "`1e15 hours`", "longer than"]),
    ]);
}

#[test]
fn numbers_of_people() {
    all_rejected(&[
        ("fractional_staff", "people = 2", "people = 2.5", &["staff.officer.people", "`2.5`", "full_time_share"]),
        ("huge_staff", "people = 2", "people = 1000000000", &["staff.officer.people", "`1000000000`", "0 to 10000"]),
        ("huge_caseload", "number = 10", "number = 1000000000", &["offenders.number", "`1000000000`", "0 to 500000"]),
        ("negative staff", "people = 2", "people = -2", &["staff.officer.people", "-2"]),
    ]);
}

#[test]
fn chances_and_loops() {
    let then = |branches: &str| format!("{EFFORT}\nthen = [{branches}]");
    let two = |a: &str, b: &str| then(&format!("{{ name = \"a\", chance = {a} }}, {{ name = \"b\", chance = {b} }}"));
    let (low, high) = (two("0.5", "0.499"), two("0.5", "0.501"));
    let (above, below) = (two("1.2", "\"rest\""), two("-0.1", "\"rest\""));
    let again = then("{ name = \"again\", chance = 1, raises = [\"case\"] }");
    let always = format!("{EFFORT}\nraises = [\"case\"]");
    all_rejected(&[
        ("prob_sum", EFFORT, &low, &["work.case.then", "add up to 0.999"]),
        ("prob_sum", EFFORT, &high, &["work.case.then", "add up to 1.001"]),
        ("prob_range", EFFORT, &above, &["work.case.then.a.chance", "`1.2`", "between 0 and 1"]),
        ("prob_range", EFFORT, &below, &["work.case.then.a.chance", "`-0.1`", "between 0 and 1"]),
        ("absorbing_loop", EFFORT, &again, &["without end", "case -> case"]),
        ("absorbing_loop", EFFORT, &always, &["without end", "case -> case"]),
    ]);
    // A sum that is off by rounding only is sound.
    accepted(with(EFFORT, &two("0.1", "0.9000000000001")), 2);
}

#[test]
fn keys_and_names() {
    let twice = format!("{EFFORT}\n[[work]]\nname = \"case\"\nby = \"officer\"\neffort = \"1 h\"");
    all_rejected(&[
        ("duplicate_id", EFFORT, &twice, &["kinds of work are called `case`", "line 9"]),
        ("unknown_field", "people = 2", "poeple = 2", &["staff.officer.poeple", "did you mean `people`?"]),
        ("unknown_field", "effort =", "efort =", &["work.case.efort", "did you mean `effort`?"]),
        ("unknown_field", "by = \"officer\"", "by = \"oficer\"", &["oficer", "officer"]),
    ]);
}

#[test]
fn unstable_warning() {
    let steady = "calendar = \"none\"\nanalysis = \"steady state\"\nwarm_up = \"1 day\"";
    let said = rejected(with("calendar = \"none\"", steady).replace(RATE, "\"3 per hour\""));
    for word in ["`officer` is offered 1.5", "no long-run average", "analysis = \"terminating\""] {
        assert!(said.contains(word), "{said}");
    }
    let (said, _) = accepted(with(RATE, "\"3 per hour\""), 3);
    assert!(!said.is_empty());
}

#[test]
fn bad_utf8() {
    let said = rejected(with("bad", "b\0d"));
    assert!(said.contains("NUL") && said.contains("1:11"), "{said}");
    let mut bytes = SOUND.as_bytes().to_vec();
    bytes[11] = 0xff;
    let said = rejected(&bytes);
    assert!(said.contains("byte 11 is not UTF-8") && said.contains("1:12"), "{said}");
    let quantities = |text: &str| accepted(text, 3).1.0["scenarios"][0]["quantities"].clone();
    assert_eq!(quantities(&format!("\u{feff}{SOUND}")), quantities(SOUND));
    assert_eq!(quantities(&SOUND.replace('\n', "\r\n")), quantities(SOUND));
}

#[test]
fn deep_nesting() {
    let said = rejected(format!("x = {}", "[".repeat(100_000)));
    assert!(said.contains("nested deeper than 32"), "{said}");
    let said = rejected(format!("x = {}1{}", "{ a = ".repeat(100_000), "}".repeat(100_000)));
    assert!(said.contains("nested deeper than 32"), "{said}");
    let mut many = SOUND.to_owned();
    for k in 0..1_100 {
        many.push_str(&format!("[[work]]\nname = \"k{k}\"\nby = \"officer\"\neffort = \"1 h\"\n"));
    }
    assert!(rejected(many).contains("the most is 1000"));
    assert!(rejected(format!("{SOUND}#{}", "x".repeat(1 << 20))).contains("1048576 bytes"));
}

/// A file of a gigabyte is not even read.
#[test]
fn huge_file() {
    let place = Place::new();
    let path = place.path("huge.toml");
    std::fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let ended = Caseload::run(&path, 3).end();
    assert_eq!(ended.code(), 2);
    assert!(ended.said().contains("1048576 bytes"), "{}", ended.said());
    assert!(ended.took.as_secs() < 5, "{:?}", ended.took);
}
