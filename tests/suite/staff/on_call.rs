//! On-call, by arithmetic: who comes out, how long it takes and counts, what it costs, and what is given back.

use super::{ABSTRACT, exactly, run};
use crate::engines::agree;
use crate::support::{Caseload, Place, trace};

/// Clerks who work from nine to five, one of them on call, and a call on Tuesday at eight in the evening.
fn office(people: u32, on_call: &str) -> String {
    format!(
        "{ABSTRACT}runs_for = \"2 weeks\"\n[[staff]]\nrole = \"clerk\"\npeople = {people}\n\
         rota = \"Mon-Fri 09:00-17:00\"\n{on_call}\
         [[work]]\nname = \"call\"\nby = \"clerk\"\neffort = \"90 min\"\nraised = {{ each = \"team\", at = [\"44 h\"] }}\n"
    )
}

/// A letter of eight hours at an hour of the run.
fn letter(at: &str) -> String {
    format!(
        "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"8 h\"\nraised = {{ each = \"team\", at = [\"{at}\"] }}\n"
    )
}

const ON_CALL: &str = "on_call = { work = \"call\" }\n";

#[test]
fn whoever_is_on_call_comes_out_at_once_where_otherwise_the_morning_is_waited_for() {
    let waits = run(&office(1, ""), 2);
    exactly(&waits, "flow.mean.call", 13.0 + 1.5);
    exactly(&waits, "capacity.clerk", 80.0);
    let text = office(1, ON_CALL);
    agree(&text);
    let comes = run(&text, 2);
    exactly(&comes, "flow.mean.call", 1.5);
    exactly(&comes, "call-outs.clerk", 1.0);
    exactly(&comes, "called out.clerk", 1.5);
    exactly(&comes, "called out as counted.clerk", 1.5);
    exactly(&comes, "given back.clerk", 0.0);
    // Hours called out are hours worked, and hours that there were.
    exactly(&comes, "hours.role.clerk", 1.5);
    exactly(&comes, "capacity.clerk", 81.5);
    // A part-time clerk at half the output takes as long: an hour of work is an hour called out.
    let slow = office(1, &format!("full_time_share = \"50 %\"\nproductive = \"60 %\"\n{ON_CALL}"));
    agree(&slow);
    exactly(&run(&slow, 2), "flow.mean.call", 1.5);
    exactly(&run(&slow, 2), "capacity.clerk", 80.0 * 0.3 + 1.5);
}

#[test]
fn a_call_out_counts_is_paid_and_is_given_back_as_its_rule_says() {
    let rule = "on_call = { work = \"call\", call_out_at_least = \"3 h\", paid = \"time and a half\", \
                allowance = \"GBP 20 per day\", given_back = \"100 %\" }\ncost = \"GBP 20 per hour\"\n";
    let text = format!("{}[money]\nprices = \"invented\"\n", office(1, rule));
    agree(&text);
    let answer = run(&text, 2);
    exactly(&answer, "called out as counted.clerk", 3.0);
    exactly(&answer, "cost.called out.clerk", 3.0 * 1.5 * 20.0);
    assert!((answer.mean("cost.on call.clerk") - 14.0 * 20.0).abs() < 0.01);
    // Three hours off on Wednesday morning.
    exactly(&answer, "given back.clerk", 3.0);
    exactly(&answer, "capacity.clerk", 80.0 + 1.5 - 3.0);
    // So a letter of Wednesday at nine is begun at twelve, and done on Thursday at twelve.
    let late = run(&format!("{text}{}", letter("57 h")), 2);
    exactly(&late, "flow.mean.letter", 27.0);
    // Of a half-time clerk three hours are six of the rota, each of which is half paid for.
    let half = text.replace("people = 1\n", "people = 1\nfull_time_share = \"50 %\"\n");
    agree(&half);
    exactly(&run(&half, 2), "given back.clerk", 3.0);
    exactly(&run(&half, 2), "capacity.clerk", 40.0 + 1.5 - 3.0);
}

/// Paid call-outs of a clerk, priced.
fn paid(more: &str) -> String {
    let rule = format!(
        "on_call = {{ work = \"call\", call_out_at_least = \"3 h\", paid = \"time and a half\", allowance = \"GBP 20 per day\" }}\n\
         cost = \"GBP 20 per hour\"\n{more}"
    );
    format!("{}[money]\nprices = \"invented\"\n", office(1, &rule))
}

#[test]
fn of_a_call_out_that_the_period_cuts_the_part_inside_is_paid() {
    // Called an hour before the end: an hour is worked and paid, and what would make it three hours is not.
    let text = paid("").replace("44 h", "335 h");
    agree(&text);
    let end = run(&text, 2);
    exactly(&end, "called out.clerk", 1.0);
    exactly(&end, "called out as counted.clerk", 1.0);
    exactly(&end, "cost.called out.clerk", 1.5 * 20.0);
    // What waits at the beginning of a week of warm-up takes an hour more than that week.
    let backlog = "[[backlog]]\nwork = \"call\"\nnumber = 1\n";
    let text = format!("{}{backlog}", paid(""))
        .replace("runs_for", "warm_up = \"1 week\"\nruns_for")
        .replace("90 min", "169 h")
        .replace(", raised = { each = \"team\", at = [\"44 h\"] }", "")
        .replace("raised = { each = \"team\", at = [\"44 h\"] }\n", "");
    agree(&text);
    let straddles = run(&text, 2);
    exactly(&straddles, "called out.clerk", 1.0);
    exactly(&straddles, "called out as counted.clerk", 1.0);
    exactly(&straddles, "cost.called out.clerk", 1.5 * 20.0);
}

#[test]
fn nothing_is_paid_in_the_year_after_for_a_group_that_is_gone() {
    let stays = run(&paid(""), 2);
    let a_year = 365.0 / 14.0;
    assert!((stays.mean("cost later.called out.clerk") - a_year * 3.0 * 1.5 * 20.0).abs() < 0.01);
    assert!((stays.mean("cost later.on call.clerk") - 365.0 * 20.0).abs() < 0.01);
    for until in ["1 week", "2 weeks"] {
        let gone = run(&paid(&format!("until = \"{until}\"\n")), 2);
        assert!(gone.mean("cost.called out.clerk") > 89.0);
        exactly(&gone, "cost later.called out.clerk", 0.0);
        exactly(&gone, "cost later.on call.clerk", 0.0);
        exactly(&gone, "cost later.staff.clerk", 0.0);
    }
    // A group that comes half-way is there for all of the year after: what it did in a week it does in each.
    let comes = run(&paid("from = \"1 week\"\n").replace("44 h", "212 h"), 2);
    assert!((comes.mean("cost later.called out.clerk") - 365.0 / 7.0 * 90.0).abs() < 0.01);
    // Posts that change with the dates of their group, too.
    let moves = run(&paid("vacant = 1\nrecruitment = { advert = \"3 days\" }\nuntil = \"2 weeks\"\n"), 2);
    exactly(&moves, "cost later.staff.clerk", 0.0);
}

#[test]
fn no_allowance_is_paid_for_posts_that_nobody_fills() {
    let vacant = run(&paid("vacant = 1\n"), 2);
    exactly(&vacant, "cost.on call.clerk", 0.0);
    exactly(&vacant, "cost later.on call.clerk", 0.0);
    // One of two is filled, and two should stand by.
    let half = paid("vacant = 1\n")
        .replace("people = 1\n", "people = 2\n")
        .replace("work = \"call\"", "work = \"call\", people = 2");
    agree(&half);
    assert!((run(&half, 2).mean("cost.on call.clerk") - 14.0 * 20.0).abs() < 0.01);
}

#[test]
fn a_call_out_goes_on_when_duty_begins_and_rest_follows_it() {
    // Called at half past eight on Wednesday, home at ten; a letter of eight hours waits from nine.
    let text = |on_call: &str| format!("{}{}", office(1, on_call).replace("44 h", "56.5 h"), letter("57 h"));
    let hours = |on_call: &str| {
        agree(&text(on_call));
        run(&text(on_call), 2)
    };
    let none = hours(ON_CALL);
    exactly(&none, "flow.mean.call", 1.5);
    exactly(&none, "flow.mean.letter", 25.0);
    exactly(&none, "capacity.clerk", 80.0 - 1.0 + 1.5);
    // Hours off follow: to half past eleven, and to a quarter past twelve.
    let back = hours("on_call = { work = \"call\", given_back = \"100 %\" }\n");
    exactly(&back, "flow.mean.letter", 26.5);
    exactly(&back, "given back.clerk", 1.5);
    let more = hours("on_call = { work = \"call\", given_back = \"150 %\" }\n");
    exactly(&more, "flow.mean.letter", 27.25);
    // Eleven hours of rest: to nine in the evening, which is the rest of the day.
    let rest = hours("on_call = { work = \"call\", rest = \"11 h\" }\n");
    exactly(&rest, "flow.mean.letter", 32.0);
    exactly(&rest, "given back.clerk", 7.0);
    // The day given back after a night.
    let night = office(1, "on_call = { work = \"call\", rest = \"24 h\" }\n");
    agree(&night);
    exactly(&run(&night, 2), "given back.clerk", 8.0);
}

#[test]
fn hours_owed_for_two_calls_of_a_night_add_up_and_rest_does_not() {
    let text =
        |rule: &str| office(1, &format!("on_call = {{ work = \"call\", {rule} }}\n")).replace("44 h", "44 h\", \"48 h");
    for (rule, hours) in [("given_back = \"100 %\"", 3.0), ("rest = \"10 h\"", 2.5), ("rest = \"4 h\"", 0.0)] {
        agree(&text(rule));
        exactly(&run(&text(rule), 2), "given back.clerk", hours);
    }
}

#[test]
fn what_waits_when_duty_ends_is_begun_and_what_is_in_hand_stays_where_it_is() {
    // The letter is begun on Tuesday at four; the call of half past four waits for five.
    let text = format!("{}{}", office(1, ON_CALL).replace("44 h", "40.5 h"), letter("40 h"));
    agree(&text);
    let answer = run(&text, 2);
    exactly(&answer, "wait.mean.call", 0.5);
    exactly(&answer, "flow.mean.letter", 24.0);
    // By day nobody is called out.
    let day = office(2, ON_CALL).replace("44 h", "40.5 h");
    agree(&day);
    exactly(&run(&day, 2), "call-outs.clerk", 0.0);
    exactly(&run(&day, 2), "flow.mean.call", 0.5 + 16.0 + 1.0);
}

#[test]
fn a_second_call_waits_for_the_first_unless_two_stand_by() {
    let two = |n: u32| {
        let rule = format!("on_call = {{ work = \"call\", people = {n} }}\n");
        office(3, &rule).replace("[\"44 h\"]", "[\"44 h\", \"44.5 h\"]")
    };
    for (n, mean) in [(1, f64::midpoint(1.5, 2.5)), (2, 1.5)] {
        agree(&two(n));
        exactly(&run(&two(n), 2), "flow.mean.call", mean);
    }
    // What still waits when duty begins is done on duty: both come half an hour before.
    let late = two(1).replace("[\"44 h\", \"44.5 h\"]", "[\"56.5 h\", \"56.5 h\"]");
    agree(&late);
    exactly(&run(&late, 2), "call-outs.clerk", 1.0);
    exactly(&run(&late, 2), "flow.mean.call", f64::midpoint(1.5, 2.0));
}

#[test]
fn they_stand_by_week_by_week_in_turn_and_whoever_is_not_there_is_passed_over() {
    let weekly = |more: &str, people: u32| {
        let rule = format!("{more}on_call = {{ work = \"call\", people = {people} }}\n");
        office(3, &rule)
            .replace("2 weeks", "5 weeks")
            .replace("at = [\"44 h\"]", "every = \"1 week\", first = \"44 h\"")
    };
    let people = |text: &str| -> Vec<String> {
        agree(text);
        let place = Place::new();
        let steps = trace(&place.file("turns.toml", text), 1, 0);
        let told = steps.columns(&["step", "person"]);
        told.iter().filter(|row| row[0] == "started").map(|row| row[1].clone()).collect()
    };
    assert_eq!(people(&weekly("", 1)), ["0", "1", "2", "0", "1"]);
    // Of two at a time the next two follow.
    assert_eq!(people(&weekly("", 2)), ["0", "2", "1", "0", "2"]);
    // The third post is vacant.
    assert_eq!(people(&weekly("vacant = 1\n", 1)), ["0", "1", "0", "0", "1"]);
    // A run that begins in the middle of a week has a short first turn.
    let midweek = weekly("", 1).replace("calendar = \"none\"\n", "calendar = \"none\"\nstarts = 2000-01-05\n");
    assert_eq!(people(&midweek), ["0", "1", "2", "0", "1"]);
}

#[test]
fn work_of_two_wants_two_on_call_and_work_for_the_holder_is_anyones_then() {
    let text = office(2, "on_call = { work = \"call\", people = 2 }\n")
        .replace("effort = \"90 min\"\n", "effort = \"90 min\"\nwith = { role = \"clerk\", effort = \"2 h\" }\n");
    agree(&text);
    let answer = run(&text, 2);
    exactly(&answer, "flow.mean.call", 2.0);
    exactly(&answer, "call-outs.clerk", 2.0);
    exactly(&answer, "called out.clerk", 3.5);
    let held = office(3, &format!("holds = \"offenders\"\n{ON_CALL}"))
        .replace("by = \"clerk\"", "by = \"holder\"")
        .replace("each = \"team\"", "each = \"offender\"");
    let held = format!("{held}[offenders]\nnumber = 6\n");
    agree(&held);
    // One after the other, by the same person: 1.5 h to 9 h.
    exactly(&run(&held, 2), "flow.mean.call", 1.5 * 3.5);
}

#[test]
fn a_bank_holiday_is_no_duty_and_absence_is() {
    // Good Friday of 2021 at eleven: whoever is on call comes, as on any night.
    let text = office(1, ON_CALL)
        .replace("calendar = \"none\"\n", "starts = 2021-03-29\n")
        .replace("at = [\"44 h\"]", "at = [2021-04-02T11:00:00]");
    agree(&text);
    exactly(&run(&text, 2), "flow.mean.call", 1.5);
    // With the only clerk on a course nobody is on duty on Tuesday, but it is no time to stand by; nor is there anybody.
    let course = format!(
        "{}[[absence]]\nname = \"course\"\nat = [\"33 h\"]\nlasts = \"24 h\"\n",
        office(1, ON_CALL).replace("44 h", "34 h")
    );
    agree(&course);
    exactly(&run(&course, 2), "call-outs.clerk", 0.0);
    exactly(&run(&course, 2), "flow.mean.call", 24.5);
}

/// (what stands in the place of the rule, what is said, how it is cured)
const BAD: &[(&str, &str, &str)] = &[
    ("{ people = 1 }", "`work` is missing", "kinds of work"),
    ("{ work = [] }", "`work` names nothing", "leave `on_call` out"),
    ("{ work = \"cal\" }", "there is no work `cal`", "did you mean `call`?"),
    ("{ work = \"letter\" }", "`letter` is not work of `clerk`", "name work by `clerk`"),
    ("{ work = \"call\", people = 3 }", "3 are to stand by, and `clerk` has 2", "give at most as many"),
    ("{ work = \"pair\" }", "`pair` takes 2 at once, and 1 of `clerk` stand by", "people = 2"),
    ("{ work = \"mixed\" }", "`mixed` takes others of `typist`", "let others of the role come"),
    ("{ work = \"call\", call_out_at_least = \"2 weeks\" }", "more than a week", "\"2 h\""),
    ("{ work = \"call\", paid = \"triple\" }", "is not one of the choices", "time and a half"),
    ("{ work = \"call\", given_back = \"8 h\" }", "is not a percentage", "\"12 %\""),
    ("{ work = \"call\", allowance = \"GBP 20\" }", "GBP 20", "\"GBP 20 per day\""),
    (
        "{ work = \"call\", allowance = \"GBP 2 per hour\" }",
        "GBP 2 per hour",
        "and for how long: \"GBP 62,000 per year\", \"GBP 20 per day\"",
    ),
    ("{ work = \"call\", allowance = \"GBP 20 per day\" }", "nothing says whose prices", "add [money]"),
    ("{ work = \"call\", turns = \"1 day\" }", "`turns` is not a key of on_call", "keys here are"),
];

#[test]
fn every_wrong_use_is_told_with_its_place_and_its_cure() {
    let more = "[[staff]]\nrole = \"typist\"\npeople = 2\n\
        [[work]]\nname = \"letter\"\nby = \"typist\"\neffort = \"1 h\"\nraised = { each = \"team\", at = [\"1 h\"] }\n\
        [[work]]\nname = \"pair\"\nby = \"clerk\"\neffort = \"1 h\"\nwith = { role = \"clerk\" }\nraised = { each = \"team\", at = [\"1 h\"] }\n\
        [[work]]\nname = \"mixed\"\nby = \"clerk\"\neffort = \"1 h\"\nwith = { role = \"typist\" }\nraised = { each = \"team\", at = [\"1 h\"] }\n";
    let mut wrong = Vec::new();
    for (rule, what, cure) in BAD {
        let text = format!("{}{more}", office(2, &format!("on_call = {rule}\n")));
        let found = match caseload::scenario::from_text("on-call.toml", &text) {
            Ok((_, warnings)) => warnings,
            Err(found) => found,
        };
        let said: Vec<String> = found.iter().map(|d| d.drawn(false)).collect();
        let place = "on-call.toml:8:";
        if !said.iter().any(|d| d.contains(what) && d.contains(cure) && d.contains(place)) {
            wrong.push(format!("{rule}: {what}; {cure} at {place}\n{}", said.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
}

#[test]
fn who_always_has_duty_is_never_called_out_and_that_is_said() {
    for rota in ["rota = \"always\"\n", ""] {
        let text = office(2, ON_CALL).replace("rota = \"Mon-Fri 09:00-17:00\"\n", rota);
        let (_, warnings) = caseload::scenario::from_text("on-call.toml", &text).expect("a sound file");
        let said = warnings.iter().map(|d| d.drawn(false)).collect::<String>();
        assert!(said.contains("has duty at all hours, so nobody of `clerk` is called out"), "{said}");
        agree(&text);
        exactly(&run(&text, 2), "call-outs.clerk", 0.0);
    }
}

#[test]
fn a_check_says_who_stands_by_what_the_load_leaves_out_and_what_standing_by_costs() {
    let rule = |more: &str| {
        let on_call = format!("on_call = {{ work = \"call\", people = 2, allowance = \"GBP 20 per day\"{more} }}\n");
        format!("{}[money]\nprices = \"invented\"\n", office(3, &format!("{on_call}cost = \"GBP 20 per hour\"\n")))
    };
    let check = |text: &str| {
        let place = Place::new();
        let said = Caseload::new("check").file(&place.file("on-call.toml", text)).end().out();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = check(&rule(""));
    for words in [
        "On call: 2 of clerk stand by, week by week in turn, for call, while nobody of clerk has duty.",
        "are in the hours asked for of clerk and not in its productive hours, so that the load is at most what is shown.",
        "asked for at most",
        "Clerk, standing by: GBP 20 per day for each of 2, GBP 14,600 a year.",
        "Allowances for standing by are paid besides and are not in the sum above; nor are call-outs",
    ] {
        assert!(said.contains(words), "{words} in\n{said}");
    }
    // What is given back is not taken off the hours there are, and then nothing is a bound.
    let back = check(&rule(", given_back = \"100 %\""));
    assert!(back.contains("so that the load is rough") && !back.contains("asked for at most"), "{back}");
    let none = check(&office(3, ""));
    assert!(!none.contains("On call") && !none.contains("asked for at most"), "{none}");
}

#[test]
fn the_example_of_the_language_can_be_used_with_an_arrest_that_takes_two_managers() {
    let language = include_str!("../../../scenarios/README.md");
    let staff = language.split("```toml\n").find(|part| part.contains("on_call =")).unwrap();
    let staff = staff.split("```").next().unwrap();
    let with = |name: &str, crew: &str| {
        format!(
            "[[work]]\nname = \"{name}\"\nby = \"offender manager\"\neffort = \"2 h\"\n{crew}\
             raised = {{ each = \"team\", at_random = \"1 per week\" }}\n"
        )
    };
    let text = format!(
        "title = \"example\"\nstarts = 2026-01-05\nruns_for = \"12 weeks\"\n[money]\nprices = \"2026/27\"\n{staff}{}{}",
        with("arrest", "with = { role = \"offender manager\", people = 1 }\n"),
        with("urgent alert", "")
    );
    let place = Place::new();
    let said = Caseload::new("check").file(&place.file("example.toml", &text)).end().out();
    assert!(said.contains("On call: 2 of offender manager stand by"), "{said}");
    let one = text.replace("people = 2, call_out", "people = 1, call_out");
    assert_ne!(one, text);
    let found = caseload::scenario::from_text("example.toml", &one).unwrap_err();
    assert!(found.iter().any(|d| d.drawn(false).contains("takes 2 at once, and 1 of `offender manager` stand by")));
}
