//! What falls on one instant: whose month it is, who takes it, who is free for it.

use crate::engines::agree;
use crate::support::{Answer, Caseload, Place, trace};

const ABSTRACT: &str = "title = \"instants\"\ncalendar = \"none\"\n";

fn run(text: &str) -> Answer {
    let place = Place::new();
    Caseload::run(&place.file("instants.toml", format!("{ABSTRACT}{text}")), 2).answer()
}

/// A clerk's letters over four weeks, or what else is said of the file.
fn letters(top: &str, raised: &str) -> String {
    format!(
        "runs_for = \"4 weeks\"\n{top}[[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = {{ each = \"team\", {raised} }}\n"
    )
}

fn raised(top: &str, when: &str) -> u64 {
    let text = letters(top, when);
    agree(&format!("{ABSTRACT}{text}"));
    run(&text).mean("raised.letter") as u64
}

#[test]
fn a_period_holds_its_beginning_and_not_its_end() {
    let weekly = "every = \"1 week\", first = \"0 h\"";
    assert_eq!(raised("", weekly), 4, "a round each week, and none at the end");
    assert_eq!(raised("", "at = [\"0 h\", \"28 days\"]"), 1);
    let warm = "warm_up = \"1 week\"\n";
    assert_eq!(raised(warm, "at = [\"0 h\"]"), 1, "what falls on the end of the warm-up is counted");
    assert_eq!(raised("", "every = \"1 day\", first = \"0 h\", until = \"3 days\""), 3, "`until` is not in it either");
    // An hour's work that would be done at the end is not done.
    let text = letters("", "at = [\"670 h\", \"671 h\"]");
    assert!((run(&text).mean("finished.letter") - 1.0).abs() < 1e-9);
}

#[test]
fn work_counts_and_costs_of_midnight_are_of_the_month_that_begins() {
    let text = "title = \"months\"\nstarts = 2024-01-01\nruns_for = \"3 months\"\n[money]\nprices = \"2024/25\"\n\
                [[staff]]\nrole = \"clerk\"\npeople = 1\n\
                [[work]]\nname = \"letter\"\nby = \"no one\"\n\
                raised = { each = \"team\", at = [2024-02-01T00:00:00, 2024-04-01T00:00:00] }\n\
                then = [{ name = \"sent\", chance = \"100 %\", counts = \"sent\" }]\n\
                [[cost]]\nname = \"stamp\"\namount = \"GBP 10\"\nwork = \"letter\"\n\
                [[cost]]\nname = \"once\"\namount = \"GBP 10\"\nonce = 2024-02-01\n\
                [[cost]]\nname = \"after\"\namount = \"GBP 10\"\nonce = 2024-04-01\n";
    agree(text);
    let place = Place::new();
    let answer = Caseload::run(&place.file("months.toml", text), 2).answer();
    let series = |key: &str| -> Vec<f64> {
        let all = answer.0["scenarios"][0]["series"].as_array().unwrap();
        let found = all.iter().find(|s| s["key"] == key).unwrap_or_else(|| panic!("no series {key}"));
        found["points"].as_array().unwrap().iter().map(|p| p["centre"]["mean"].as_f64().unwrap()).collect()
    };
    for key in ["cost.item.stamp", "cost.item.once"] {
        assert_eq!(series(key), [0.0, 10.0, 0.0], "{key}");
    }
    assert_eq!(series("cost.item.after"), [0.0; 3]);
    for key in ["raised.letter", "counted.sent"] {
        assert!((answer.mean(key) - 1.0).abs() < 1e-9, "{key}");
    }
}

#[test]
fn who_is_let_in_by_one_who_leaves_has_the_next_of_stated_moments_and_not_the_same() {
    for (how, gone) in [
        ("at = [\"24 h\", \"48 h\"]", "leaves = \"app\""),
        ("every = \"24 h\", first = \"24 h\"", "off_register = true"),
    ] {
        let text = format!(
            "runs_for = \"72 h\"\n[offenders]\nnumber = 3\n[[group]]\nname = \"app\"\nshare = \"100 %\"\nat_most = 1\n\
             [[staff]]\nrole = \"clerk\"\npeople = 1\n\
             [[work]]\nname = \"test\"\nby = \"no one\"\nraised = {{ each = \"app\", {how} }}\n\
             then = [{{ name = \"off\", chance = \"100 %\", offender = {{ {gone} }} }}]\n"
        );
        agree(&format!("{ABSTRACT}{text}"));
        // One at the end of the first day, the next at the end of the second; the third has the place for the rest.
        let found = run(&text).mean("raised.test");
        assert!((found - 2.0).abs() < 1e-9, "{found} with {how}");
    }
}

#[test]
fn who_is_held_for_a_crew_takes_up_more_urgent_work_that_an_interruption_sets_down() {
    let text = "runs_for = \"3 days\"\n[offenders]\nnumber = 1\n\
                [[staff]]\nrole = \"officer\"\npeople = 2\nholds = \"offenders\"\n\
                [[work]]\nname = \"report\"\nby = \"officer\"\neffort = \"5 h\"\npriority = 3\nwhen_interrupted = \"resume\"\n\
                raised = { each = \"team\", at = [\"0 h\"] }\n\
                [[work]]\nname = \"visit\"\nby = \"officer\"\neffort = \"1 h\"\npriority = 5\n\
                with = { role = \"officer\" }\nraised = { each = \"team\", at = [\"1 h\"] }\n\
                [[work]]\nname = \"call\"\nby = \"holder\"\neffort = \"1 h\"\npriority = 1\ninterrupts = true\n\
                raised = { each = \"offender\", at = [\"2 h\"] }\n";
    let text = format!("{ABSTRACT}{text}");
    agree(&text);
    let place = Place::new();
    let steps = trace(&place.file("held.toml", &text), 1, 0).only("step", "resumed");
    // The second officer waits for a colleague from the first hour on, and does not go on waiting beside the report.
    assert_eq!(steps.columns(&["time_ms", "person"]), [["7200000".to_owned(), "1".to_owned()]]);
}
