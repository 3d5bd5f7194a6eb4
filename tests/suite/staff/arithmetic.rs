//! Hours that follow from dates and clocks alone.

use super::{ABSTRACT, LETTER, exactly, run};

const CLERK: &str = "[[staff]]\nrole = \"clerk\"\npeople = 1\nrota = \"Mon-Fri 08:00-16:00\"\n";

fn dated(starts: &str, length: &str) -> String {
    format!("title = \"staff\"\nstarts = {starts}\nruns_for = \"{length}\"\n{LETTER}")
}

#[test]
fn a_court_case_over_easter_costs_the_hours_of_duty_it_falls_on() {
    // 20 working days without Good Friday (2 April) and Easter Monday; away from Thursday noon to Tuesday noon.
    let court = "[[absence]]\nname = \"court\"\nat = [2021-04-01T12:00:00]\nlasts = \"5 days\"\n";
    let answer = run(&format!("{}{CLERK}{court}", dated("2021-03-22", "4 weeks")), 2);
    exactly(&answer, "hours away.court.clerk", 8.0);
    exactly(&answer, "capacity.clerk", 18.0 * 8.0 - 8.0);
    exactly(&answer, "posts filled.clerk", 1.0);
}

#[test]
fn the_night_on_which_the_clocks_change_is_an_hour_shorter_for_those_away_too() {
    let night = "[[staff]]\nrole = \"clerk\"\npeople = 2\nrota = \"Sun 00:00-06:00\"\n";
    let away = "[[absence]]\nname = \"training\"\nof = \"clerk\"\nat = [2021-03-27]\nlasts = \"2 days\"\n";
    let answer = run(&format!("{}{night}{away}", dated("2021-03-22", "2 weeks")), 2);
    // Two Sundays, of five and of six hours; both are away on the first.
    exactly(&answer, "hours away.training.clerk", 2.0 * 5.0);
    exactly(&answer, "capacity.clerk", 2.0 * 6.0);
}

#[test]
fn leave_of_a_year_takes_its_days_exactly_in_every_replication() {
    let staff = CLERK.replace("people = 1", "people = 8");
    let leave = "[[absence]]\nname = \"leave\"\ndays_a_year = 27\nat_most_away = \"25 %\"\nnot_between = [[2021-12-20, 2022-01-02]]\n";
    let text = dated("2021-01-04", "365 days");
    let (with, without) = (run(&format!("{text}{staff}{leave}"), 20), run(&format!("{text}{staff}"), 2));
    exactly(&with, "hours away.leave.clerk", 8.0 * 27.0 * 8.0);
    assert!(with.sd("hours away.leave.clerk") < 1e-9);
    exactly(&with, "capacity.clerk", without.mean("capacity.clerk") - 8.0 * 27.0 * 8.0);
}

#[test]
fn away_for_two_reasons_is_away_once_and_counts_for_the_first() {
    let text = format!(
        "{ABSTRACT}runs_for = \"10 days\"\n{LETTER}[[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[absence]]\nname = \"first\"\nat = [\"24 h\"]\nlasts = \"48 h\"\n\
         [[absence]]\nname = \"second\"\nat = [\"48 h\"]\nlasts = \"72 h\"\n"
    );
    let answer = run(&text, 2);
    exactly(&answer, "hours away.first.clerk", 48.0);
    exactly(&answer, "hours away.second.clerk", 48.0);
    exactly(&answer, "capacity.clerk", 240.0 - 96.0);
}

#[test]
fn restricted_duty_is_slower_and_not_away() {
    let text = format!(
        "{ABSTRACT}runs_for = \"10 days\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\nproductive = \"50 %\"\n\
         [[absence]]\nname = \"restricted\"\nat = [\"24 h\"]\nlasts = \"48 h\"\nkeeps = \"25 %\"\n\
         [[work]]\nname = \"job\"\nby = \"clerk\"\neffort = \"36 h\"\nraised = {{ each = \"team\", at = [\"0 h\"] }}\n"
    );
    let answer = run(&text, 2);
    exactly(&answer, "capacity.clerk", (240.0 - 0.75 * 48.0) / 2.0);
    // 12 h in the first day, 6 h in the two slow ones, 18 h in another day and a half.
    exactly(&answer, "flow.mean.job", 24.0 + 48.0 + 36.0);
    assert!(!answer.keys().iter().any(|key| key.starts_with("hours away.restricted")));
}

#[test]
fn work_waits_in_hand_while_its_person_is_away() {
    let text = format!(
        "{ABSTRACT}runs_for = \"20 days\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[absence]]\nname = \"course\"\nat = [\"10 h\", \"100 h\"]\nlasts = \"30 h\"\n\
         [[work]]\nname = \"job\"\nby = \"clerk\"\neffort = \"80 h\"\nraised = {{ each = \"team\", at = [\"0 h\"] }}\n"
    );
    exactly(&run(&text, 2), "flow.mean.job", 80.0 + 30.0 + 30.0);
}

#[test]
fn a_newcomers_ramp_and_the_tutors_time_add_up() {
    let text = format!(
        "{ABSTRACT}runs_for = \"150 days\"\n{LETTER}\
         [[staff]]\nrole = \"clerk\"\nname = \"old\"\npeople = 1\n\
         [[staff]]\nrole = \"clerk\"\nname = \"new\"\npeople = 1\nfrom = \"10 days\"\n\
         ramp = {{ from = \"40 %\", over = \"100 days\" }}\ntutoring = {{ share = \"20 %\", for = \"20 days\" }}\n"
    );
    let answer = run(&text, 2);
    // The old one loses a fifth of 20 days; the new one has 100 days at 70 % on average and 40 in full.
    exactly(&answer, "capacity.clerk", 24.0 * (150.0 - 4.0 + 70.0 + 40.0));
    exactly(&answer, "posts filled.clerk", (150.0 + 140.0) / 150.0);
    // The build-up says so beforehand, of a post: the same 30 and 4 days among the two.
    let own = &answer.0["scenarios"][0]["build_up"][0];
    let line = |name: &str| own[name].as_f64().unwrap();
    assert!((line("newcomers") - 24.0 * 30.0 / 2.0).abs() < 1e-6, "{own}");
    assert!((line("tutoring") - 24.0 * 4.0 / 2.0).abs() < 1e-6, "{own}");
    assert!((line("productive") - line("newcomers") - line("tutoring") - line("left")).abs() < 1e-9, "{own}");
}

#[test]
fn what_newcomers_cost_is_in_the_build_up_and_in_the_hours_there_were() {
    // Two of ten posts are vacant until the 73rd day; a newcomer begins with half and comes up in 100 days, a colleague gives 30 %
    // of 50 days. A ramp that begins 30 days before the end of the 365 loses what falls into them.
    let text = |delay: &str| {
        format!(
            "{ABSTRACT}runs_for = \"365 days\"\n{LETTER}[[staff]]\nrole = \"clerk\"\npeople = 10\nvacant = 2\nproductive = \"50 %\"\n\
             recruitment = {{ all = \"{delay}\" }}\nramp = {{ from = \"50 %\", over = \"100 days\" }}\n\
             tutoring = {{ share = \"30 %\", for = \"50 days\" }}\n"
        )
    };
    for (delay, ramp, tutoring) in [("73 days", 25.0, 15.0), ("335 days", 0.5 * (30.0 - 4.5), 9.0)] {
        let answer = run(&text(delay), 2);
        let own = &answer.0["scenarios"][0]["build_up"][0];
        let line = |name: &str| own[name].as_f64().unwrap();
        // Of ten posts, at 12 h a day.
        assert!((line("newcomers") - 0.2 * ramp * 12.0).abs() < 1e-6, "{own}");
        assert!((line("tutoring") - 0.2 * tutoring * 12.0).abs() < 1e-6, "{own}");
        if delay == "73 days" {
            let there = 10.0 * 365.0 - 2.0 * 73.0;
            exactly(&answer, "capacity.clerk", 12.0 * (there - 2.0 * ramp - 2.0 * tutoring));
        }
    }
}

#[test]
fn overtime_is_worked_in_the_weeks_that_begin_with_much_waiting_and_counts_apart() {
    let staff = |overtime: &str| {
        format!(
            "{ABSTRACT}runs_for = \"4 weeks\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\nrota = \"Mon-Fri 08:00-16:00\"\n{overtime}\
             [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\n[[backlog]]\nwork = \"letter\"\nnumber = 70\n"
        )
    };
    let overtime = |above: &str| {
        format!(
            "overtime = {{ when_waiting = \"{above} per person\", up_to = \"5 h per week\", paid = \"time and a half\" }}\n"
        )
    };
    // 70 hours wait: 45 of them in a week with an hour more a day, then 25 are left, which is not above 30.
    let once = run(&staff(&overtime("30 h")), 2);
    exactly(&once, "overtime.clerk", 5.0);
    exactly(&once, "capacity.clerk", 4.0 * 40.0 + 5.0);
    exactly(&once, "hours.total", 70.0);
    // Above nothing at all: the second week begins with 25 waiting, the third with none.
    exactly(&run(&staff(&overtime("0 h")), 2), "overtime.clerk", 10.0);
    // Above more than there is: never, and the hours are those without the rule.
    exactly(&run(&staff(&overtime("70 h")), 2), "overtime.clerk", 0.0);
    exactly(&run(&staff(""), 2), "capacity.clerk", 160.0);
}

#[test]
fn a_fixed_term_post_has_its_dates_and_its_work_is_finished_by_others() {
    let text = format!(
        "{ABSTRACT}runs_for = \"20 days\"\n[[staff]]\nrole = \"clerk\"\nname = \"a\"\npeople = 1\nuntil = \"2 days\"\n\
         [[staff]]\nrole = \"clerk\"\nname = \"b\"\npeople = 1\nfrom = \"5 days\"\n\
         [[work]]\nname = \"job\"\nby = \"clerk\"\neffort = \"72 h\"\nwhen_interrupted = \"resume\"\n\
         raised = {{ each = \"team\", at = [\"0 h\"] }}\n"
    );
    // 48 h by the first, put down, 24 h by the second from the sixth day on.
    let answer = run(&text, 2);
    exactly(&answer, "flow.mean.job", 5.0 * 24.0 + 24.0);
    exactly(&answer, "capacity.clerk", 24.0 * (2.0 + 15.0));
    // Work that cannot be put down is finished first, and only then does its person leave.
    let kept = text.replace("when_interrupted = \"resume\"\n", "");
    let answer = run(&kept, 2);
    exactly(&answer, "flow.mean.job", 72.0);
    exactly(&answer, "capacity.clerk", 24.0 * (3.0 + 15.0));
}

#[test]
fn an_absence_that_never_happens_changes_nothing() {
    let without = format!(
        "{ABSTRACT}runs_for = \"60 days\"\n[offenders]\nnumber = 30\n[[staff]]\nrole = \"clerk\"\npeople = 3\nholds = \"offenders\"\nrota = \"Mon-Fri 08:00-16:00\"\n\
         [[work]]\nname = \"visit\"\nby = \"holder\"\neffort = {{ mean = \"3 h\", varies = \"cv 0.5\" }}\ndue_within = \"2 days\"\n\
         raised = {{ each = \"offender\", every = \"10 days\" }}\n"
    );
    let with = format!("{without}[[absence]]\nname = \"never\"\nat_random = 0\nlasts = \"5 days\"\n");
    let (before, after) = (run(&without, 6), run(&with, 6));
    for key in before.keys() {
        assert_eq!(before.quantity(&key)["centre"], after.quantity(&key)["centre"], "{key}");
    }
    exactly(&after, "hours away.never.clerk", 0.0);
}
