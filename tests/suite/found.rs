//! Found by attack, mended, and kept: each through a scenario file and the command line.

use crate::support::{Answer, Caseload, Place};

const HEAD: &str = "title = \"found\"\ncalendar = \"none\"\nruns_for = \"26 weeks\"\n";

fn staff(role: &str, people: &str) -> String {
    format!("[[staff]]\nrole = \"{role}\"\npeople = {people}\nproductive = \"80 %\"\n")
}

fn answer(text: &str) -> Answer {
    let place = Place::new();
    Caseload::run(&place.file("found.toml", text), 3).answer()
}

fn refused(text: &str, words: &str) {
    let place = Place::new();
    let ended = Caseload::run(&place.file("found.toml", text), 3).end();
    let said = ended.said().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(ended.code() == 2 && said.contains(words), "{said}");
}

#[test]
fn the_hours_of_a_crew_fall_into_the_week_of_its_own_role() {
    // An hour of one of two clerks each hour, and three of one of ten helpers: 62.5 % and 37.5 % of what they have.
    let work = |by: &str, with: &str| {
        format!(
            "[[work]]\nname = \"letter\"\nby = \"{by}\"\neffort = \"1 h\"\nwith = {with}\nraised = {{ each = \"team\", every = \"1 h\" }}\n"
        )
    };
    let team = format!("{HEAD}{}{}", staff("clerk", "2"), staff("helper", "10"));
    let one = answer(&format!("{team}{}", work("clerk", "{ role = \"helper\", effort = \"3 h\" }")));
    assert_eq!((one.mean("excessive weeks.clerk"), one.mean("excessive weeks.helper")), (0.0, 0.0));
    // With one helper it is the helper's weeks that have too much in them, whoever leads.
    let team = team.replace("people = 10", "people = 1");
    let one = answer(&format!("{team}{}", work("clerk", "{ role = \"helper\", effort = \"3 h\" }")));
    assert_eq!((one.mean("excessive weeks.clerk"), one.mean("excessive weeks.helper")), (0.0, 1.0));
}

#[test]
fn people_without_number_cannot_be_asked_to_come() {
    let work = "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"2 h\"\nwith = { role = \"vendor\" }\n\
                raised = { each = \"team\", every = \"1 day\" }\n";
    let text = format!("{HEAD}{}{}{work}", staff("clerk", "2"), staff("vendor", "\"unlimited\""));
    refused(&text, "`letter` needs `vendor` at once, who are without number and are never called");
}

#[test]
fn more_work_than_can_be_added_up_is_refused() {
    for effort in ["{ amount = 1000000, at = \"1e-6 per year\" }", "{ p50 = \"1 min\", p90 = \"600 years\" }"] {
        let work = format!(
            "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = {effort}\nraised = {{ each = \"team\", every = \"1 h\" }}\n"
        );
        refused(&format!("{HEAD}{}{work}", staff("clerk", "2")), "no more than 2,000 million can be counted");
    }
}

#[test]
fn an_estimate_is_said_so_finely_that_it_lies_in_its_own_range() {
    let work = "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"60 min\"\nraised = { each = \"team\", every = \"3 h\" }\n";
    let place = Place::new();
    let file = place.file("found.toml", format!("{HEAD}{}{work}", staff("clerk", "2")));
    let ended = Caseload::new("run").file(&file).words("-n 3 --draws 0 --quiet").end();
    let said = ended.out().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Expect about 243.2 hours of work done a month (90 % range 243.19 to 243.33)"), "{said}");
}

#[test]
fn a_difference_that_is_not_precise_is_named_by_its_own_scenario() {
    let work = |effort: &str, law: &str| {
        format!(
            "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = {{ mean = \"{effort}\", varies = \"{law}\" }}\n\
             raised = {{ each = \"team\", at_random = \"3 per day\" }}\n"
        )
    };
    let place = Place::new();
    let base = place.file("base.toml", format!("{HEAD}{}{}", staff("clerk", "2"), work("1 h", "cv 1")));
    let same = place.file("same.toml", "extends = \"base.toml\"\n");
    let wild = place.file("wild.toml", format!("extends = \"base.toml\"\n{}", work("1 h", "cv 9")));
    let command = Caseload::new("compare").file(&base).file(&same).file(&wild);
    let answer = command.words("-n 5 --draws 0 --quiet --no-date").answer();
    let all = answer.0["warnings"].as_array().unwrap();
    let unmet: Vec<&str> =
        all.iter().filter(|w| w["warning"] == "too-few-replications").filter_map(|w| w["scenario"].as_str()).collect();
    assert!(!unmet.is_empty() && unmet.iter().all(|name| *name == "wild"), "{all:?}");
}

#[test]
fn a_stack_of_work_is_not_gone_through_for_everyone_who_comes_home() {
    // 200 a day of 20 minutes, of which those on duty can do 96 and one on call 48 or 72: thousands wait at the end.
    let team = staff("clerk", "4").replace("productive = \"80 %\"", "rota = \"Mon-Fri 08:00-16:00\"");
    let work = "[[work]]\nname = \"alert\"\nby = \"clerk\"\neffort = \"20 min\"\nraised = { each = \"team\", at_random = \"200 per day\" }\n";
    let one = answer(&format!("{HEAD}{team}on_call = {{ work = \"alert\" }}\n{work}"));
    // 26 weeks of five days with 8 hours of four and 16 of one, and two with 24 of one; the first hours wait for work.
    let hours = 26.0 * (5.0 * (4.0 * 8.0 + 16.0) + 2.0 * 24.0);
    let worked = one.mean("hours.total");
    assert!(worked > hours - 60.0 && worked <= hours + 1.0, "{worked} of {hours}");
}

#[test]
fn chances_that_do_not_add_up_for_a_time_are_told_with_the_time() {
    let work = |first: &str, second: &str| {
        format!(
            "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = {{ each = \"team\", every = \"1 day\" }}\n\
             then = [{{ name = \"x\", chance = \"100 %\", {first} }}, {{ name = \"y\", chance = \"100 %\", {second} }}]\n"
        )
    };
    let team = format!("{HEAD}{}", staff("clerk", "2"));
    let gap = work("until = \"3 weeks\"", "from = \"4 weeks\"");
    refused(&format!("{team}{gap}"), "add up to 0 (none of them holds) from day 22 of the run until day 29");
    let both = work("until = \"4 weeks\"", "from = \"3 weeks\"");
    refused(&format!("{team}{both}"), "add up to 2 (x 1, y 1) from day 22 of the run until day 29");
}

#[test]
fn who_joins_a_group_by_an_outcome_has_its_devices() {
    // All twenty join on the first day, by an outcome: two devices each, of which each is checked once, and asked about every day after.
    let text = format!(
        "{HEAD}[offenders]\nnumber = 20\n[[group]]\nname = \"app\"\nnumber = 0\ndevices = 2\n{}\
         [[work]]\nname = \"offer\"\nby = \"no one\"\nraised = {{ each = \"offender\", at = [\"12 h\"] }}\n\
         then = [{{ name = \"taken\", chance = \"100 %\", offender = {{ joins = \"app\" }} }}]\n\
         [[work]]\nname = \"check\"\nby = \"clerk\"\neffort = \"1 min\"\nraised = {{ each = \"device\", of = \"app\", on_joining = true }}\n\
         [[work]]\nname = \"question\"\nby = \"clerk\"\neffort = \"1 min\"\nraised = {{ each = \"device\", of = \"app\", every = \"1 day\", first = \"1 day\" }}\n\
         [[work]]\nname = \"alert\"\nby = \"clerk\"\neffort = \"1 min\"\nraised = {{ each = \"device\", of = \"app\", at_random = \"1 per device per day\" }}\n",
        staff("clerk", "2")
    );
    let one = answer(&text);
    assert_eq!((one.mean("raised.check"), one.mean("raised.question")), (40.0, 40.0 * 181.0));
    // Of 40 devices for 181.5 days in three replications, a Poisson number: within five standard deviations.
    let (mean, expected) = (one.mean("raised.alert"), 40.0 * 181.5);
    assert!((mean - expected).abs() < 5.0 * (expected / 3.0_f64).sqrt(), "{mean}");
}

#[test]
fn work_that_concerns_no_offender_is_late_at_no_risk_level() {
    // Six hours a day are asked of the team and 4.8 can be done; the one visit a day of an offender takes no time.
    let risk = "[offenders]\nnumber = 1\nrisk = { very_high = \"100 %\", low = \"rest\" }\n";
    let work = |name: &str, each: &str, by: &str, effort: &str| {
        format!(
            "[[work]]\nname = \"{name}\"\nraised = {{ each = \"{each}\", every = \"1 day\" }}\nby = \"{by}\"\n\
             effort = \"{effort}\"\ndue_within = \"1 day\"\n"
        )
    };
    let team = staff("clerk", "1").replace("80 %", "20 %") + &staff("visitor", "1");
    let jobs = work("team job", "team", "clerk", "6 h") + &work("visit", "offender", "visitor", "1 h");
    let answer = answer(&format!("{HEAD}{risk}{team}{jobs}"));
    for key in ["late", "offender-days overdue"] {
        let all = answer.mean(&format!("{key}.total"));
        assert!(all > 100.0, "{key}: {all}");
        let of = |level: &str| answer.mean(&format!("{key}.total.{level}"));
        assert!((of("no offender") - all).abs() < 1e-9 && of("very_high").abs() < 1e-9, "{key}");
        assert!(!answer.keys().contains(&format!("{key}.visit.no offender")));
    }
}
