//! How the feedback is told, and what a file may say of it.

use super::{BUSY, SICKNESS, clerks, overload};
use crate::support::{Caseload, Place, files};

fn text(more: &str) -> String {
    format!("{BUSY}{}{SICKNESS}{}", clerks(3, "leaving = \"0.01 per person per day\"\n"), overload(more))
}

/// What is said, without the breaks of its lines.
fn unbroken(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

const BOTH: &str = "for = \"1 week\"\nsickness = { of = [\"sickness\"], times = 3 }\nleaving = { times = 2 }\n";

#[test]
fn the_answer_is_without_it_and_the_band_with_it_stands_beside_with_its_evidence() {
    let place = Place::new();
    let file = place.file("team.toml", text(BOTH));
    let plain = place.file("plain.toml", text(&format!("shown = \"off\"\n{BOTH}")));
    let (with, off) = (Caseload::run(&file, 20).answer(), Caseload::run(&plain, 20).answer());
    // The answer itself is that of a file without the feedback.
    for key in off.keys() {
        assert_eq!(with.quantity(&key)["centre"], off.quantity(&key)["centre"], "{key}");
    }
    let told = &with.0["scenarios"][0]["overload"];
    assert_eq!((told["grade"].as_str(), told["in_the_answer"].as_bool()), (Some("weak"), Some(false)));
    let of = |list: &str, key: &str| told[list].as_array().unwrap().iter().find(|q| q["key"] == key).unwrap().clone();
    let capacity = of("differences", "capacity.clerk");
    let [base, other] = ["base", "other"].map(|side| capacity[side].as_f64().unwrap());
    assert!(other < base, "{other} of {base} hours");
    assert_eq!(of("quantities", "capacity.clerk")["centre"]["mean"].as_f64(), Some(other));
    assert!(of("quantities", "capacity.clerk")["spread"]["p95"]["value"].is_f64());
    assert!(of("quantities", "absences brought on.clerk")["centre"]["mean"].as_f64() > Some(1.0));
    assert!(off.0["scenarios"][0].get("overload").is_none());
}

#[test]
fn screen_page_and_tables_say_how_good_the_evidence_is() {
    let place = Place::new();
    let file = place.file("team.toml", text(BOTH));
    let out = place.path("out");
    let ended = Caseload::new("run").file(&file).words("-n 8 --draws 0 --no-date --out").file(&out).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert!(
        unbroken(&ended.out()).contains("With the feedback of overload (evidence: weak): about "),
        "{}",
        ended.out()
    );
    let written = files(&out);
    let page = &written["report.html"];
    let page = String::from_utf8_lossy(page);
    assert!(page.contains("With the feedback of overload (evidence: weak)"));
    assert!(written.contains_key("tables/team-overload.csv"), "{:?}", written.keys());
    assert!(written.contains_key("tables/team-overload-brought-on.csv"));
    // Every replication is there, with it and without.
    let replications = String::from_utf8_lossy(&written["replications.csv"]).into_owned();
    assert!(replications.contains("team, with the feedback of overload"));
    // With it in the answer there is one band, and its evidence is said too.
    let on = place.file("on.toml", text(&format!("shown = \"on\"\n{BOTH}")));
    let ended = Caseload::new("run").file(&on).words("-n 8 --draws 0 --no-date").end();
    let said = unbroken(&ended.out());
    assert!(said.contains("The feedback of overload (evidence: weak) is in these numbers."), "{said}");
}

#[test]
fn a_comparison_is_told_without_it_and_with_it() {
    let place = Place::new();
    let base = place.file("base.toml", text(BOTH));
    let other = place.file("more.toml", text(BOTH).replace("36 per day", "44 per day"));
    let compare = |grade: &str| {
        let other = place.file("other.toml", text(BOTH).replace("36 per day", "44 per day").replace("weak", grade));
        Caseload::new("compare").file(&base).file(&other).words("-n 12 --draws 0 --no-date").end().out()
    };
    let answer = Caseload::new("compare").file(&base).file(&other).words("-n 12 --draws 0 --no-date").answer();
    let with = &answer.0["comparisons"][0]["with_feedback"];
    assert_eq!(with["grade"], "weak");
    // More work comes, and with the feedback more of it becomes late than without.
    let late = |value: &serde_json::Value| value["displaced"]["late"]["centre"]["mean"].as_f64().unwrap();
    assert!(late(with) > 0.0 && late(&answer.0["comparisons"][0]) > 0.0);
    assert!(unbroken(&compare("weak")).contains("With the feedback of overload (evidence: weak): about "));
    // Of two grades the weaker is said.
    assert!(unbroken(&compare("strong")).contains("With the feedback of overload (evidence: weak): about "));
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place_and_a_cure() {
    let place = Place::new();
    for (more, code, words) in [
        ("sickness = { of = \"flu\", times = 2 }\n", "unknown-name", "the absences are"),
        ("sickness = { of = [], times = 2 }\n", "form", "name one"),
        ("sickness = { of = \"sickness\", times = 0.5 }\n", "range", "such as 1.5"),
        ("leaving = { times = 1000 }\n", "range", "from 1 to 100"),
        ("above = 110\nleaving = { times = 2 }\n", "quantity", "write \"110 %\", or 1.1 without a sign"),
        ("for = \"10 days\"\nleaving = { times = 2 }\n", "range", "whole weeks"),
        ("sickness = { of = \"course\", times = 2 }\n", "form", "rate per person"),
        ("shown = \"perhaps\"\n", "choice", "apart"),
    ] {
        let course = "[[absence]]\nname = \"course\"\nevery = \"20 weeks\"\nlasts = \"1 day\"\n";
        let ended = Caseload::new("check").file(&place.file("bad.toml", format!("{course}{}", text(more)))).end();
        assert_eq!(ended.code(), 2, "{more}: {}", ended.said());
        for word in [&format!("error[{code}]"), words, "overload"] {
            assert!(ended.said().contains(word), "{more}: {word}: {}", ended.said());
        }
    }
    // What is given as an option is pointed at there, and not in the file.
    let sound = place.file("sound.toml", text(BOTH));
    for set in ["overload.leaving.times=0.5", "overload.above=110", "overload.for=10 days", "overload.grade=poor"] {
        let ended = Caseload::new("run").file(&sound).words("-n 2 --quiet").arg("--set").arg(set).end();
        assert_eq!(ended.code(), 2, "{set}");
        let key = set.split('=').next().unwrap();
        assert!(ended.said().contains(&format!("--> override of {key}")), "{set}: {}", ended.said());
        assert!(!ended.said().contains("sound.toml:"), "{set}: {}", ended.said());
    }
    let ungraded = text(BOTH).replace("grade = \"weak\"\n", "");
    let ended = Caseload::new("check").file(&place.file("bad.toml", ungraded)).end();
    assert_eq!(ended.code(), 2);
    assert!(ended.said().contains("`grade` is missing"), "{}", ended.said());
    // Nobody leaves: nobody can leave more often.
    let nobody = text("leaving = { times = 2 }\n").replace("leaving = \"0.01 per person per day\"\n", "");
    assert_eq!(Caseload::new("check").file(&place.file("bad.toml", nobody)).end().code(), 2);
    // What says nothing is warned of.
    let idle = Caseload::new("check").file(&place.file("idle.toml", text("for = \"30 weeks\"\n"))).end();
    assert_eq!(idle.code(), 0, "{}", idle.said());
    assert!(idle.said().contains("overload does nothing"), "{}", idle.said());
    assert!(idle.said().contains("nobody is overloaded for 30 weeks"), "{}", idle.said());
}

#[test]
fn a_grid_is_without_what_stands_apart() {
    let place = Place::new();
    let cells = |shown: &str| {
        let file = place.file("team.toml", text(&format!("shown = \"{shown}\"\n{BOTH}")));
        let words = "--vary staff.clerk.people=3,4 -n 4 --draws 0";
        let answer = Caseload::new("sweep").file(&file).words(words).answer();
        answer.0["sweep"]["cells"].clone()
    };
    assert_eq!(cells("apart"), cells("off"));
    assert_ne!(cells("apart"), cells("on"));
}

#[test]
fn a_sweep_of_what_no_case_would_have_is_refused_with_its_cure() {
    let place = Place::new();
    let file = place.file("team.toml", text(BOTH));
    let sweep = |words: &str| Caseload::new("sweep").file(&file).words(words).words("-n 6 --draws 0 --quiet").end();
    let refused = sweep("--vary overload.sickness.times=2,5");
    assert_eq!(refused.code(), 2, "{}", refused.out());
    let said = unbroken(&refused.said());
    assert!(said.contains("`overload.sickness.times` is varied, and with shown = \"apart\""), "{said}");
    assert!(said.contains("--vary overload.shown=on"), "{said}");
    // The cure works.
    let cured = sweep("--vary overload.sickness.times=2,5 --vary overload.shown=on");
    assert_eq!(cured.code(), 0, "{}", cured.said());
    // [overload] governs what grows when it is late, too; without it that is varied like anything else.
    let grows = |text: String, name: &str| {
        let text = text.replacen(
            "due_within = \"3 days\"\n",
            "due_within = \"3 days\"\ngrows_when_late = { by = \"10 % per week\" }\n",
            1,
        );
        let file = place.file(name, text);
        let vary = ["--vary", "work.letter.grows_when_late.by=5 % per week,20 % per week"];
        let asked = vary.iter().fold(Caseload::new("sweep").file(&file), |asked, word| asked.arg(word));
        asked.words("-n 2 --draws 0 --quiet").end()
    };
    let refused = grows(text(BOTH), "grows.toml");
    let said = unbroken(&refused.said());
    assert!(
        refused.code() == 2 && said.contains("`work.letter.grows_when_late.by` is varied, and with shown"),
        "{said}"
    );
    let plain = grows(format!("{BUSY}{}", clerks(3, "")), "plain.toml");
    assert_eq!(plain.code(), 0, "{}", plain.said());
}

#[test]
fn a_target_can_be_set_for_what_stands_beside_the_answer() {
    let place = Place::new();
    let file = place.file("team.toml", text(BOTH));
    let run =
        |require: &str| Caseload::new("run").file(&file).words("-n 8 --draws 0 --quiet --require").words(require).end();
    let split = |require: &str| {
        let arguments = ["run", "-n", "8", "--draws", "0", "--quiet", "--require", require];
        let mut asked = Caseload::new(arguments[0]).file(&file);
        for word in &arguments[1..] {
            asked = asked.arg(word);
        }
        asked.end()
    };
    assert_eq!(split("feedback:absences brought on.clerk>=0").code(), 0);
    let missed = split("feedback:absences brought on.clerk<0");
    assert_eq!(missed.code(), 3, "{}", missed.said());
    assert!(missed.said().contains("in team with the feedback of overload"), "{}", missed.said());
    assert_eq!(run("feedback:late.total>=0").code(), 0);
    // Without its name the answer is meant, which has no such thing: said before anything runs.
    let meant = split("absences brought on.clerk<0");
    assert_eq!(meant.code(), 2);
    assert!(unbroken(&meant.said()).contains("ask for `feedback:absences brought on.clerk`"), "{}", meant.said());
    let unknown = split("feedback:flow.mean.letter<1");
    assert!(unknown.code() == 2 && unbroken(&unknown.said()).contains("`late.total`"), "{}", unknown.said());
    // Where nothing stands beside the answer, what to type is said.
    let place = Place::new();
    for (shown, why) in [
        ("shown = \"on\"\n", "is in the answer itself"),
        ("shown = \"off\"\n", "is shown nowhere; say --set overload.shown=apart"),
    ] {
        let file = place.file("other.toml", text(&format!("{shown}{BOTH}")));
        let asked = Caseload::new("run")
            .file(&file)
            .words("-n 2 --draws 0 --quiet --require")
            .arg("feedback:late.total<=3")
            .end();
        let said = unbroken(&asked.said());
        assert!(asked.code() == 2 && said.contains(why) && said.contains("ask for \"late.total<=3\""), "{said}");
    }
    let file = place.file("none.toml", format!("{BUSY}{}", clerks(3, "")));
    let asked = |words: &str| {
        let ended = Caseload::new("run").file(&file).words("-n 2 --draws 0 --quiet --require").arg(words).end();
        (ended.code(), unbroken(&ended.said()))
    };
    let (code, said) = asked("feedback:late.total<=3");
    assert!(
        code == 2 && said.contains("the file has no [overload]") && said.contains("ask for \"late.total<=3\""),
        "{said}"
    );
    let (code, said) = asked("difference:late.total<=3");
    assert!(code == 2 && said.contains("one scenario has no difference in `late.total`; compare two"), "{said}");
}
