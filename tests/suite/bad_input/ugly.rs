//! Ugly files: each as ugly as one could think of, none a reason to panic, to hang, or to fill the memory.

use std::time::Duration;

use super::{did_not_panic, has_no_number};
use crate::support::{Caseload, Ended, Place};

const HEAD: &str = "title = \"ugly\"\ncalendar = \"none\"\nruns_for = \"4 weeks\"\n";
const STAFF: &str = "[[staff]]\nrole = \"a\"\npeople = 2\n";
const WORK: &str =
    "[[work]]\nname = \"w\"\nby = \"a\"\neffort = \"1 h\"\nraised = { each = \"team\", every = \"4 h\" }\n";

fn check(text: &str) -> Ended {
    let place = Place::new();
    let ended = Caseload::new("check").file(&place.file("ugly.toml", text)).end();
    did_not_panic(&ended);
    assert!(ended.took < Duration::from_secs(20), "{:?}\n{:.500}", ended.took, text);
    ended
}

/// The sound scenario with something put for the key of a work, its effort or its stream.
fn effort(law: &str) -> String {
    [HEAD, STAFF, &WORK.replace("\"1 h\"", law)].concat()
}

fn stream(pattern: &str) -> String {
    [HEAD, STAFF, &WORK.replace("every = \"4 h\"", pattern)].concat()
}

fn staff(more: &str) -> String {
    [HEAD, STAFF, more, WORK].concat()
}

/// What is refused, and a word of what is said of it.
#[test]
fn what_cannot_be_meant_is_refused_in_plain_words() {
    let levels = (0..999).map(|i| format!("l{i} = \"0.1 %\", ")).collect::<Vec<_>>().concat();
    let groups: String =
        (0..200).map(|i| format!("[[group]]\nname = \"g{i}\"\nshare = 1\n")).collect::<Vec<_>>().concat();
    for (text, said) in [
        (HEAD.replace("4 weeks", "9e300 years") + STAFF + WORK, "longer than 600 years"),
        (HEAD.replace("4 weeks", "0 weeks") + STAFF + WORK, "the counted period is 0"),
        (HEAD.replace("4 weeks", "４ weeks") + STAFF + WORK, "does not begin with a number"),
        (effort("nan"), "not a finite number"),
        (effort("\"inf h\""), "does not begin with a number"),
        (effort("{ mean = \"1 h\", uncertain = [\"3 h\", \"1 h\"] }"), "the low end of the range is not below the high end"),
        (effort("{ mean = \"1 h\", varies = \"weibull, cv 1e9\" }"), "does not say how it varies"),
        (effort("{ mean = \"1 h\", varies = \"gamma, shape 1e-9\" }"), "it must be between"),
        (effort("{ mean = \"1 h\", uncertain = { same_as = \"work.w.effort\" } }"), "itself uncertain as another number is"),
        (effort("{ mean = \"1 h\", uncertain = { gamma = { shape = 1, mean = \"1 h\" }, beta = { mean = 2, sd = 9 } } }"), "exactly one law"),
        (stream("at_random = \"1 per day\", over_time = { grows = \"1e300 % per day\" }"), "is outside"),
        (stream("at_random = \"1 per day\", over_time = { repeats_every = \"1 ms\", steps = [{ from = \"0 h\", times = 1 }, { from = \"2 h\", times = 0 }] }"), "the steps repeat before the last of them"),
        (stream("at_random = \"1e12 per day\""), "more than one a millisecond"),
        (staff("on_call = { work = \"w\", people = 0, call_out_at_least = \"-1 h\", given_back = \"-50 %\", rest = \"-11 h\" }\n"), "is negative"),
        (staff("leaving = \"1000 per person per day\"\nrecruitment = { x = \"0 h\" }\n").replace("people = 2", "people = 10000"), "spells of absence and changes of people"),
        (staff("rota = \"Mon-Fri 16:00-16:00\"\n"), "has no length"),
        (staff("cost = \"GBP 999999999999999999999 per year\"\n"), "not an amount of pounds and pence"),
        (staff(&format!("[offenders]\nnumber = 10\nrisk = {{ {levels}x = \"rest\" }}\n")), "1000 risk levels"),
        (staff(&format!("[offenders]\nnumber = 10\n{groups}")), "200 of [[group]]"),
        (staff("[offenders]\nnumber = 9\n[[group]]\nname = \"g\"\nof = \"h\"\nshare = 1\n[[group]]\nname = \"h\"\nof = \"g\"\nshare = 1\n"), "in a circle"),
        ([HEAD, STAFF, WORK, "raises = \"w\"\n"].concat(), "without end"),
        ([HEAD, STAFF, WORK, "due_within = \"99999999999 working days\"\n"].concat(), "is more than"),
        ([HEAD, "staff = []\nwork = []\n"].concat(), "there is no [[work]]"),
        ([HEAD, "[offenders]\n[[staff]]\n[[work]]\n[[group]]\n[[absence]]\n[overload]\n[travel]\n[money]\n[[cost]]\n[[grant]]\n[[joint]]\n[[backlog]]\n"].concat(), "is missing"),
    ] {
        let ended = check(&text);
        assert_eq!(ended.code(), 2, "{text:.500}");
        let words = ended.said().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(said) && words.contains("help:"), "wanted `{said}`:\n{words:.2000}");
    }
}

/// Strange, and sound: it is answered, with numbers.
#[test]
fn what_is_strange_and_can_be_meant_is_answered() {
    let rota = vec!["\"Mon-Fri 08:00-16:00\""; 500].join(", ");
    let offenders = "[offenders]\nnumber = 10\n[[group]]\nname = \"g\"\nnumber = 0\n";
    for text in [
        HEAD.replace("4 weeks", "100 years").replace("calendar = \"none\"\n", "starts = 0001-01-01\n") + STAFF + WORK,
        effort("{ low = \"2 h\", mode = \"2 h\", high = \"2 h\", varies = \"pert\" }"),
        effort("{ p50 = \"1 ms\", p90 = \"500 years\" }"),
        stream("at_random = \"1 per day\", over_time = { repeats_every = \"1 s\", steps = [{ from = \"0 h\", times = 0 }, { from = \"999 ms\", times = 1e-300 }] }"),
        staff(&format!("rota = [{rota}]\n")),
        [HEAD, offenders, STAFF, &WORK.replace("team", "offender"), "then = [{ name = \"x\", chance = 1, offender = { custody = \"0 h\", off_register = true, joins = \"g\", leaves = \"g\", risk = \"all\" } }]\n"].concat(),
        staff("[[absence]]\nname = \"x\"\nat_random = \"1 per person per day\"\nlasts = \"500 years\"\nkeeps = \"0 %\"\n"),
        staff("").replace("ugly", "\u{202e}\u{1f4a9}\u{301}"),
    ] {
        let place = Place::new();
        let file = place.file("ugly.toml", &text);
        for command in [Caseload::new("check").file(&file), Caseload::run(&file, 2).words("--json")] {
            let ended = command.end();
            did_not_panic(&ended);
            assert!(ended.code() == 0 || ended.said().contains("error["), "{}\n{text:.500}", ended.said());
            assert!(!has_no_number(&ended.out()), "{text:.500}");
            assert!(ended.took < Duration::from_secs(20), "{:?}\n{text:.500}", ended.took);
        }
    }
}

/// A megabyte of faults in one line was a line of a megabyte for each of them.
#[test]
fn very_many_faults_are_told_as_far_as_anybody_reads() {
    let moments: Vec<String> = (700..60_000).map(|hour| format!("\"{hour} h\"")).collect();
    let ended = check(&format!("{HEAD}observe_at = [{}]\n{STAFF}{WORK}", moments.join(", ")));
    assert_eq!(ended.code(), 2);
    let said = ended.said();
    assert_eq!(said.matches("outside the counted period").count(), 1000);
    assert!(said.contains("there is more: the first 1000 faults are told"), "{}", said.len());
    assert!(said.len() < 1_000_000, "{} bytes", said.len());
    // What is meant is still shown under its mark.
    assert!(said.contains("\"700 h\""), "{said:.2000}");
}

#[test]
fn files_extend_one_another_only_so_far() {
    let place = Place::new();
    let last = [HEAD, STAFF, WORK].concat();
    for i in 0..40 {
        place.file(&format!("deep{i}.toml"), format!("extends = \"deep{}.toml\"\n", i + 1));
        place.file(&format!("wide{i}.toml"), format!("extends = [\"wide{0}.toml\", \"wide{0}.toml\"]\n", i + 1));
    }
    place.file("deep40.toml", &last);
    place.file("wide40.toml", &last);
    place.file("last.toml", &last);
    place.file("round.toml", "extends = [\"last.toml\", \"turn.toml\"]\n");
    place.file("turn.toml", "extends = \"round.toml\"\n");
    place.file("self.toml", "extends = \"self.toml\"\n");
    place.file("folder.toml", "extends = \".\"\n");
    let remove = "[[staff]]\nrole = \"a\"\nremove = true\n[[work]]\nname = \"w\"\nremove = true\n";
    place.file("nothing.toml", format!("extends = \"last.toml\"\n{remove}"));
    for (name, said) in [
        ("deep0.toml", "more than 8 files extend one another"),
        ("wide0.toml", "is extended twice"),
        ("round.toml", "in a circle"),
        ("self.toml", "in a circle"),
        ("folder.toml", "cannot be read"),
        ("nothing.toml", "there is no [[staff]]"),
    ] {
        let ended = Caseload::new("check").file(&place.path(name)).end();
        did_not_panic(&ended);
        assert!(ended.code() == 2 && ended.said().contains(said), "{name}: {:.1000}", ended.said());
        assert!(ended.took < Duration::from_secs(20), "{name}: {:?}", ended.took);
    }
}

/// To open a pipe that nobody writes to is to wait for ever.
#[cfg(unix)]
#[test]
fn a_pipe_is_no_file_to_extend() {
    let place = Place::new();
    let made = std::process::Command::new("mkfifo").arg(place.path("pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let ended = Caseload::new("check").file(&place.file("ugly.toml", "extends = \"pipe\"\n")).end();
    assert!(ended.code() == 2 && ended.said().contains("it is not a file"), "{}", ended.said());
}
