//! The feedback of overload: what it brings on, by arithmetic and closed forms, through a scenario file and the command line.
//!
//! **False alarms.** As in `staff.rs`: a mean lies within 4.5 standard errors of the exact one, so that a correct program and
//! another seed fail a comparison about once in 150,000 times; there are five, and the seed is fixed. All else is exact.

#![expect(clippy::disallowed_methods, reason = "no result of the program is computed here")]

mod told;

use crate::engines::{SEED, fast, read};
use crate::support::{Answer, Caseload, Place};
use caseload::scenario::Point;

/// Three clerks' worth of work for two, week after week.
const BUSY: &str = "title = \"overload\"\ncalendar = \"none\"\nruns_for = \"20 weeks\"\n\
    [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = { mean = \"2 h\", varies = \"exponential\" }\ndue_within = \"3 days\"\n\
    raised = { each = \"team\", at_random = \"36 per day\" }\n";

fn clerks(people: u32, more: &str) -> String {
    format!("[[staff]]\nrole = \"clerk\"\npeople = {people}\n{more}")
}

const SICKNESS: &str = "[[absence]]\nname = \"sickness\"\nat_random = \"0.05 per person per day\"\n\
    lasts = { mean = \"2 days\", varies = \"exponential\" }\n";

fn overload(more: &str) -> String {
    format!("[overload]\ngrade = \"weak\"\n{more}")
}

/// The answer of `n` replications of a text.
fn run(text: &str, n: u64) -> Answer {
    let place = Place::new();
    Caseload::run(&place.file("overload.toml", text), n).seed(31).answer()
}

fn near(answer: &Answer, key: &str, expected: f64, width: f64) {
    let (mean, error) = (answer.mean(key), answer.standard_error(key));
    assert!(error <= width * expected.abs() / 2.0, "{key} is known to {error} only");
    assert!((mean - expected).abs() <= 4.5 * error, "{key} is {mean} (+- {error}), not {expected}");
}

/// Rows of a scenario without its feedback and with it; what only the second records stands at the end and is left out.
fn both(text: &str, replication: u64) -> (Vec<i64>, Vec<i64>) {
    let without = read(text);
    let with = without.with_feedback().expect("shown apart");
    let key = SEED.replication(replication);
    let (without, with) = (fast(&without, Point::Typical, key), fast(&with, Point::Typical, key));
    let shared = without.row.len();
    (without.row, with.row[..shared].to_vec())
}

#[test]
fn a_team_that_is_never_overloaded_has_the_same_answer_to_the_bit() {
    let text = format!(
        "{BUSY}{}{SICKNESS}{}",
        clerks(4, "leaving = \"0.01 per person per day\"\nrecruitment = { advert = \"2 weeks\" }\n"),
        overload("above = \"400 %\"\nsickness = { of = \"sickness\", times = 5 }\nleaving = { times = 5 }\n")
    );
    for replication in 0..10 {
        let (without, with) = both(&text, replication);
        assert_eq!(without, with, "replication {replication}");
    }
    // Where it is overloaded the same file has another answer, so that the comparison above says something.
    let (without, with) = both(&text.replace("400 %", "50 %"), 0);
    assert_ne!(without, with);
}

#[test]
fn as_often_as_ever_is_no_feedback() {
    let text = format!(
        "{BUSY}{}{SICKNESS}{}",
        clerks(2, "leaving = \"0.01 per person per day\"\n"),
        overload("for = \"1 week\"\nsickness = { of = \"sickness\", times = 1 }\nleaving = { times = 1 }\n")
    );
    for replication in 0..5 {
        let (without, with) = both(&text, replication);
        assert_eq!(without, with, "replication {replication}");
    }
}

#[test]
fn what_overload_does_to_one_role_leaves_the_others_fortunes_alone() {
    let text = format!(
        "{BUSY}{}{}{SICKNESS}{}",
        clerks(2, ""),
        "[[staff]]\nrole = \"typist\"\npeople = 3\nleaving = \"0.02 per person per day\"\nrecruitment = { advert = \"1 week\" }\n",
        overload("for = \"1 week\"\nsickness = { of = \"sickness\", times = 5 }\nleaving = { times = 5 }\n")
    );
    let without = read(&text);
    let with = without.with_feedback().expect("shown apart");
    let key = SEED.replication(3);
    let (without, with) = (fast(&without, Point::Typical, key), fast(&with, Point::Typical, key));
    let layout = &with.layout;
    assert!(with.row[layout.brought_on(0, false)] > 5);
    for month in 0..layout.months {
        assert_eq!(without.row[without.layout.away(month, 1, 0)], with.row[layout.away(month, 1, 0)]);
        assert_eq!(without.row[without.layout.filled(month, 1)], with.row[layout.filled(month, 1)]);
    }
    assert_eq!(with.row[layout.brought_on(1, false)] + with.row[layout.brought_on(1, true)], 0);
}

#[test]
fn a_team_that_is_always_overloaded_falls_ill_so_many_times_as_often() {
    // Nothing is at or below no work at all: overloaded from the end of the first week on.
    let text = format!(
        "{BUSY}{}{SICKNESS}{}",
        clerks(20, ""),
        overload("above = \"0 %\"\nfor = \"1 week\"\nshown = \"on\"\nsickness = { of = \"sickness\", times = 4 }\n")
    );
    let answer = run(&text, 300);
    // Away at rate a, back at rate b: the share away starts at its level for a and goes to that for 4 a after a week.
    let (a, b, week, days) = (0.05, 0.5, 7.0, 140.0);
    let level = |a: f64| a / (a + b);
    let (before, after, speed) = (level(a), level(4.0 * a), 4.0 * a + b);
    let rest = days - week;
    let share_days = before * week + after * rest + (before - after) * (1.0 - (-speed * rest).exp()) / speed;
    near(&answer, "hours away.sickness.clerk", 20.0 * 24.0 * share_days, 0.02);
    // Three of four that begin then are brought on: the rate that is added, times the person-days there.
    let there = 20.0 * (rest - (share_days - before * week));
    near(&answer, "absences brought on.clerk", 3.0 * a * there, 0.02);
    assert!((answer.mean("weeks overloaded.clerk") - 19.0).abs() < 1e-9);
}

#[test]
fn a_team_that_is_always_overloaded_loses_people_so_many_times_as_fast() {
    let text = format!(
        "{BUSY}{}{}",
        clerks(40, "leaving = \"0.005 per person per day\"\n"),
        overload("above = \"0 %\"\nfor = \"2 weeks\"\nshown = \"on\"\nleaving = { times = 3 }\n")
    );
    let answer = run(&text, 300);
    let (c, first, days): (f64, f64, f64) = (0.005, 14.0, 140.0);
    let left = (-c * first).exp();
    let person_days = (1.0 - left) / c + left * (1.0 - (-3.0 * c * (days - first)).exp()) / (3.0 * c);
    near(&answer, "posts filled.clerk", 40.0 * person_days / days, 0.02);
    // Two of three who go after the second week go because of it.
    let gone = 40.0 * left * (1.0 - (-3.0 * c * (days - first)).exp());
    near(&answer, "leavers brought on.clerk", gone * 2.0 / 3.0, 0.03);
}

#[test]
fn who_leaves_because_of_overload_is_replaced_as_others_are() {
    // Empty and filled in turn: posts are filled at rate r = 1 / 20 days, left at 3 c after the first week.
    let text = format!(
        "{BUSY}{}{}",
        clerks(
            40,
            "leaving = \"0.005 per person per day\"\nrecruitment = { all = { mean = \"20 days\", varies = \"exponential\" } }\n"
        ),
        overload("above = \"0 %\"\nfor = \"1 week\"\nshown = \"on\"\nleaving = { times = 3 }\n")
    );
    let (c, r, week, days): (f64, f64, f64, f64) = (0.005, 0.05, 7.0, 140.0);
    let area = |from: f64, rate: f64, t: f64| {
        let level = r / (rate + r);
        level * t + (from - level) * (1.0 - (-(rate + r) * t).exp()) / (rate + r)
    };
    let at_week = r / (c + r) + (1.0 - r / (c + r)) * (-(c + r) * week).exp();
    let filled = area(1.0, c, week) + area(at_week, 3.0 * c, days - week);
    near(&run(&text, 300), "posts filled.clerk", 40.0 * filled / days, 0.01);
}

#[test]
fn a_role_is_overloaded_after_so_many_weeks_in_a_row_until_one_is_not_above() {
    // One clerk has 168 hours a week. Work of 190, 190, 190, 100, 190, 190, 168 and 190 hours arises in eight weeks.
    let at: Vec<String> = (0..8).map(|week| format!("\"{} h\"", 168 * week + 1)).collect();
    let efforts = ["190 h", "190 h", "190 h", "100 h", "190 h", "190 h", "168 h", "190 h"].map(|e| format!("\"{e}\""));
    let text = |above: &str, weeks: u32| {
        format!(
            "title = \"weeks\"\ncalendar = \"none\"\nruns_for = \"8 weeks\"\n{}{SICKNESS}\
             [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\n\
             raised = {{ each = \"team\", at = [{}], efforts = [{}] }}\n{}",
            clerks(1, ""),
            at.join(", "),
            efforts.join(", "),
            overload(&format!(
                "above = \"{above}\"\nfor = \"{weeks} weeks\"\nshown = \"on\"\nsickness = {{ of = \"sickness\", times = 1 }}\n"
            ))
        )
    };
    // Nobody is ill: hours are 168 in every week.
    let well = |above: &str, weeks: u32| {
        let answer = run(&text(above, weeks).replace("0.05 per person per day", "0 per person per day"), 2);
        answer.mean("weeks overloaded.clerk")
    };
    // Above 100 %: weeks 1 to 3, 5, 6, 8; after two in a row weeks 3, 4 and 7 are overloaded.
    assert!((well("100 %", 2) - 3.0).abs() < 1e-9);
    // After three, the fourth alone; after one, 2, 3, 4, 6 and 7; above 120 % never.
    assert!((well("100 %", 3) - 1.0).abs() < 1e-9);
    assert!((well("100 %", 1) - 5.0).abs() < 1e-9);
    assert!(well("120 %", 1).abs() < 1e-9);
    // Half the hours there, 84 a week: always.
    let half = text("100 %", 1).replace("people = 1\n", "people = 1\nproductive = \"50 %\"\n");
    assert!((run(&half.replace("0.05 per", "0 per"), 2).mean("weeks overloaded.clerk") - 7.0).abs() < 1e-9);
    // A part of a week at the end counts if it is overloaded, as the fourth week is and the ninth after the eighth; the fifth is not.
    let days = |days: u32, weeks: u32| {
        let short = text("100 %", weeks).replace("8 weeks", &format!("{days} days"));
        run(&short.replace("0.05 per", "0 per"), 2).mean("weeks overloaded.clerk")
    };
    assert!((days(22, 2) - 2.0).abs() < 1e-9 && (days(29, 2) - 2.0).abs() < 1e-9);
    assert!((days(58, 1) - 6.0).abs() < 1e-9);
}

#[test]
fn what_is_referred_elsewhere_overloads_nobody() {
    // Six letters of 50 hours at once each week for a clerk of 168 hours, who has room for two at a time: 100 hours stay.
    let at: Vec<String> =
        (0..36).map(|letter| format!("\"{} min\"", (168 * (letter / 6) + 1) * 60 + letter % 6)).collect();
    let text = format!(
        "title = \"referred\"\ncalendar = \"none\"\nruns_for = \"6 weeks\"\n{}{SICKNESS}\
         [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"50 h\"\n\
         raised = {{ each = \"team\", at = [{}] }}\n{}",
        clerks(1, "room = 2\n"),
        at.join(", "),
        overload("above = \"100 %\"\nfor = \"1 week\"\nshown = \"on\"\nsickness = { of = \"sickness\", times = 2 }\n")
    )
    .replace("0.05 per", "0 per");
    assert!(run(&text, 2).mean("weeks overloaded.clerk").abs() < 1e-9);
    assert!((run(&text.replace("room = 2\n", ""), 2).mean("weeks overloaded.clerk") - 5.0).abs() < 1e-9);
}

#[test]
fn work_carried_into_a_week_past_due_counts_in_it() {
    // 500 hours at once for one clerk of 168 hours, due in a day: 500, then 332 and 164 hours past due at the start of the next weeks.
    let text = format!(
        "title = \"carried\"\ncalendar = \"none\"\nruns_for = \"6 weeks\"\n{}\
         [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\ndue_within = \"1 day\"\n\
         [[backlog]]\nwork = \"letter\"\nnumber = 500\nage = \"2 days\"\n{}",
        clerks(1, "leaving = \"0 per person per day\"\n"),
        overload("above = \"100 %\"\nfor = \"1 week\"\nshown = \"on\"\nleaving = { times = 2 }\n")
    );
    // Above in the first and the second week: the second and the third are overloaded.
    assert!((run(&text, 2).mean("weeks overloaded.clerk") - 2.0).abs() < 1e-9);
}

#[test]
fn where_overload_is_described_work_that_grows_is_part_of_it() {
    let grows = BUSY.replace(
        "due_within = \"3 days\"\n",
        "due_within = \"3 days\"\ngrows_when_late = { by = \"10 % per week\" }\n",
    );
    let staff = clerks(2, "");
    let row = |text: &str| fast(&read(text), Point::Typical, SEED.replication(1)).row;
    let plain = row(&format!("{BUSY}{staff}"));
    let today = row(&format!("{grows}{staff}"));
    assert_ne!(plain, today);
    // Apart or off, the answer is without it; on, it is as it would be without the table.
    for shown in ["apart", "off"] {
        assert_eq!(row(&format!("{grows}{staff}{}", overload(&format!("shown = \"{shown}\"\n")))), plain, "{shown}");
    }
    let on = row(&format!("{grows}{staff}{}", overload("shown = \"on\"\n")));
    assert_eq!(on[..today.len()], today);
    let (without, with) = both(&format!("{grows}{staff}{}", overload("")), 1);
    assert_eq!((without, with), (plain, today));
}

#[test]
fn the_answer_with_its_feedback_does_not_depend_on_threads() {
    let place = Place::new();
    let text = format!(
        "{BUSY}{}{SICKNESS}{}",
        clerks(2, "leaving = \"0.01 per person per day\"\n"),
        overload(
            "for = \"1 week\"\nsickness = { of = \"sickness\", times = { typical = 3, uncertain = [2, 4] } }\nleaving = { times = 3 }\n"
        )
    );
    let file = place.file("overload.toml", &text);
    let on = |threads: &str| {
        let asked = Caseload::new("run").file(&file).words("-n 24 --draws 4 --seed 5 --json --threads").arg(threads);
        let ended = asked.end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        // The command line is in the answer.
        ended.out().replace(&format!("--threads {threads}"), "")
    };
    assert_eq!(on("1"), on("2"));
}
