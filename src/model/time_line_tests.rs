//! The time line of posts by itself: days counted exactly, addresses kept, ramps that add up.

use super::*;
use crate::calendar::{Clock, Zone};
use crate::model::plan_posts::compile_posts;
use crate::random::Seed;
use crate::scenario::{self, Point};
use crate::units::{DAY, HOUR, WEEK};

const HEAD: &str = r#"
title = "posts"
starts = 2021-01-04
runs_for = "12 months"
[[work]]
name = "letter"
by = "clerk"
effort = "1 h"
raised = { each = "team", at = ["0 h"] }
"#;

fn plan(text: &str) -> PostsPlan {
    let text = format!("{HEAD}{text}");
    let (scenario, _) =
        scenario::from_text("posts.toml", &text).unwrap_or_else(|found| panic!("{}", found[0].drawn(false)));
    let clock = Clock::new(scenario.starts.parse().unwrap(), Zone::London);
    compile_posts(&scenario, &clock, &Point::Typical).unwrap()
}

fn drawn(plan: &PostsPlan, replication: u64) -> TimeLine {
    let mut line = TimeLine::default();
    line.draw(plan, Seed(7).replication(replication));
    line
}

/// Changes of one post.
fn of(line: &TimeLine, post: u32) -> Vec<(i64, PostState)> {
    line.entries.iter().filter(|e| e.post == post).map(|e| (e.time, e.state)).collect()
}

const CLERKS: &str = "[[staff]]\nrole = \"clerk\"\npeople = 8\nrota = \"Mon-Fri 08:00-16:00\"\n";
const LEAVE: &str = "[[absence]]\nname = \"leave\"\ndays_a_year = 27\n";

/// Working days (England and Wales, 2021) on which a post is away.
fn working_days_away(plan: &PostsPlan, line: &TimeLine, post: u32) -> Vec<usize> {
    let mut away = Vec::new();
    let changes = of(line, post);
    for d in (0..plan.days.len()).filter(|&d| plan.days.is_working(d, false)) {
        let noon = plan.days.midnight(d) + 12 * HOUR;
        let state = changes.iter().take_while(|c| c.0 <= noon).last().map_or(line.first[post as usize], |c| c.1);
        if state.away != PRESENT {
            away.push(d);
        }
    }
    away
}

#[test]
fn everyone_takes_exactly_the_days_of_leave_they_have_in_weeks_and_single_days() {
    let plan = plan(&format!("{CLERKS}{LEAVE}"));
    for replication in 0..20 {
        let line = drawn(&plan, replication);
        for post in 0..8 {
            let away = working_days_away(&plan, &line, post);
            assert_eq!(away.len(), 27, "post {post}");
            // Five whole weeks: every working day of theirs is away.
            let whole = (0..plan.days.len() - 6).filter(|&d| plan.days.is_monday(d)).filter(|&monday| {
                let week: Vec<usize> = (monday..monday + 7).filter(|&d| plan.days.is_working(d, false)).collect();
                week.iter().all(|d| away.contains(d))
            });
            assert!(whole.count() >= 5);
        }
    }
}

#[test]
fn part_of_a_year_has_its_part_of_the_leave() {
    let half = HEAD.replace("12 months", "26 weeks");
    let text = format!("{half}{CLERKS}{LEAVE}");
    let (scenario, _) = scenario::from_text("posts.toml", &text).unwrap();
    let clock = Clock::new(scenario.starts.parse().unwrap(), Zone::London);
    let plan = compile_posts(&scenario, &clock, &Point::Typical).unwrap();
    // 27 x 182 / 365 = 13.46
    assert_eq!(working_days_away(&plan, &drawn(&plan, 0), 3).len(), 13);
}

#[test]
fn nobody_is_on_leave_when_none_may_be_and_no_more_than_may_at_once() {
    let bounds = "not_between = [[2021-12-20, 2022-01-02]]\nat_most_away = \"25 %\"\n";
    let plan = plan(&format!("{CLERKS}{LEAVE}{bounds}"));
    for replication in 0..20 {
        let line = drawn(&plan, replication);
        let each: Vec<Vec<usize>> = (0..8).map(|post| working_days_away(&plan, &line, post)).collect();
        let first = plan.days.first_from(
            Clock::new("2021-01-04".parse().unwrap(), Zone::London).midnight("2021-12-20".parse().unwrap()).0,
        );
        assert!(each.iter().flatten().all(|&d| d < first), "the last fortnight is free of leave");
        for d in 0..plan.days.len() {
            assert!(each.iter().filter(|away| away.contains(&d)).count() <= 2);
        }
        assert!(each.iter().all(|away| away.len() == 27));
    }
}

#[test]
fn an_officer_more_shifts_nobodys_fortunes() {
    let text = |people: u32| {
        format!(
            "[[staff]]\nrole = \"clerk\"\npeople = {people}\nleaving = \"1 per person per year\"\nrecruitment = {{ advert = {{ mean = \"6 weeks\", varies = \"exponential\" }} }}\n{LEAVE}\
             [[absence]]\nname = \"sickness\"\nat_random = \"3 per person per year\"\nlasts = {{ mean = \"6 days\", varies = \"lognormal, cv 1.5\" }}\n"
        )
    };
    let (few, many) = (plan(&text(5)), plan(&text(6)));
    let (before, after) = (drawn(&few, 3), drawn(&many, 3));
    for post in 0..5 {
        assert_eq!(of(&before, post), of(&after, post), "post {post}");
        assert!(of(&before, post).len() > 3);
    }
}

#[test]
fn a_spell_ends_with_the_tenure_and_the_next_one_begins_fit() {
    let text = "[[staff]]\nrole = \"clerk\"\npeople = 1\nuntil = 2021-02-01\nfrom = 2021-01-11\n\
                [[absence]]\nname = \"court\"\nat = [2021-01-05, 2021-01-25]\nlasts = \"4 weeks\"\n";
    let line = drawn(&plan(text), 0);
    assert_eq!(line.first[0], PostState::VACANT);
    let states: Vec<_> = of(&line, 0).into_iter().map(|(t, s)| (t / DAY, s.who, s.away)).collect();
    // The spell of the fifth began before anyone stood in the post.
    assert_eq!(states, [(7, 1, PRESENT), (21, 1, 0), (28, 0, PRESENT)]);
}

#[test]
fn away_for_two_reasons_is_booked_to_the_one_that_began_first_and_covered_until_the_return() {
    let text = "[[staff]]\nrole = \"clerk\"\npeople = 1\ncover_after = \"3 days\"\n\
                [[absence]]\nname = \"a\"\nat = [\"24 h\", \"20 days\"]\nlasts = \"4 days\"\n\
                [[absence]]\nname = \"b\"\nat = [\"72 h\"]\nlasts = \"3 days\"\n\
                [[absence]]\nname = \"c\"\nat = [\"23 days\"]\nlasts = \"1 day\"\nkeeps = \"50 %\"\n";
    let line = drawn(&plan(text), 0);
    let states: Vec<_> = of(&line, 0).into_iter().map(|(t, s)| (t / DAY, s.away, s.covered, s.factor)).collect();
    assert_eq!(
        states,
        [
            (1, 0, true, 1.0),
            (5, 1, true, 1.0), // b began on the third day; it is short, but the person has not been back
            (6, PRESENT, false, 1.0),
            (20, 0, true, 1.0),
            (23, 0, true, 0.5),
            (24, PRESENT, false, 1.0),
        ]
    );
}

#[test]
fn a_ramp_is_ten_steps_whose_mean_is_half_way() {
    let text = "[[staff]]\nrole = \"clerk\"\npeople = 1\nfrom = \"10 days\"\nramp = { from = \"40 %\", over = \"100 days\" }\n";
    let line = drawn(&plan(text), 0);
    let steps = of(&line, 0);
    assert_eq!(steps.len(), 11);
    let mut sum = 0.0;
    for pair in steps.windows(2) {
        assert_eq!(pair[1].0 - pair[0].0, 10 * DAY);
        sum += pair[0].1.factor;
    }
    assert!((sum / 10.0 - 0.7).abs() < 1e-12, "{sum}");
    assert!((steps[0].1.factor - 0.43).abs() < 1e-12 && (steps[10].1.factor - 1.0).abs() < 1e-12);
}

#[test]
fn the_first_colleague_who_is_neither_new_nor_tutoring_tutors() {
    let text = "[[staff]]\nrole = \"clerk\"\nname = \"old\"\npeople = 2\n\
                [[staff]]\nrole = \"clerk\"\nname = \"new\"\npeople = 3\nfrom = \"10 days\"\n\
                ramp = { from = \"0 %\", over = \"30 days\" }\ntutoring = { share = \"20 %\", for = \"20 days\" }\n";
    let line = drawn(&plan(text), 0);
    for post in 0..2 {
        let states: Vec<_> = of(&line, post).into_iter().map(|(t, s)| (t / DAY, s.factor)).collect();
        assert_eq!(states, [(10, 0.8), (30, 1.0)], "post {post}");
    }
    // The third newcomer finds nobody.
    assert_eq!(of(&line, 4).len(), 11);
}

/// Tutors are chosen in one pass over the newcomers, not one over all tutoring for each: 40,000 newcomers in four weeks.
#[test]
fn many_newcomers_have_tutors_who_tutor_one_at_a_time() {
    let text = "[[staff]]\nrole = \"clerk\"\npeople = 1500\nleaving = \"1 per person per day\"\n\
                recruitment = { advert = \"0 h\" }\ntutoring = { share = \"50 %\", for = \"2 h\" }\n";
    let mut plan = plan(text);
    plan.horizon = 28 * DAY;
    let line = drawn(&plan, 0);
    assert!(line.scratch.tutored.len() > 35_000, "{}", line.scratch.tutored.len());
    for pair in line.scratch.tutored.windows(2).filter(|pair| pair[0].tutor == pair[1].tutor) {
        assert!(pair[0].to <= pair[1].from, "{pair:?}");
    }
}

#[test]
fn an_event_of_the_team_takes_so_many_of_those_in_post_each_time_others() {
    let text = "[[staff]]\nrole = \"clerk\"\npeople = 8\nvacant = 2\n\
                [[absence]]\nname = \"murder\"\neach = \"team\"\ntakes = 3\nat_random = \"20 per year\"\nlasts = \"5 days\"\n\
                [[absence]]\nname = \"aid\"\neach = \"team\"\ntakes = \"50 %\"\nat = [\"1 week\"]\nlasts = \"1 h\"\n";
    let plan = plan(text);
    let mut taken = [0; 8];
    for replication in 0..50 {
        let line = drawn(&plan, replication);
        let aid = line.scratch.spells.iter().filter(|s| s.absence == 1);
        assert_eq!(aid.count(), 3, "half of the six in post");
        assert!(
            line.scratch
                .spells
                .iter()
                .all(|s| s.to - s.from == if s.absence == 0 { 5 * DAY } else { HOUR } || s.to > 365 * DAY)
        );
        line.scratch.spells.iter().for_each(|s| taken[s.post as usize] += 1);
        let mut starts: Vec<i64> = line.scratch.spells.iter().filter(|s| s.absence == 0).map(|s| s.from).collect();
        starts.sort_unstable();
        assert!(starts.chunks(3).all(|three| three[0] == three[2] && three.len() == 3));
    }
    assert!(taken[..6].iter().all(|&n| n > 300) && taken[6..] == [0, 0], "{taken:?}");
}

#[test]
fn those_who_leave_are_replaced_after_every_stage_and_a_vacancy_without_any_stays() {
    let text = "[[staff]]\nrole = \"clerk\"\npeople = 3\nvacant = 1\nleaving = \"4 per person per year\"\n\
                recruitment = { advert = \"2 weeks\", course = \"1 week\" }\n\
                [[staff]]\nrole = \"clerk\"\nname = \"b\"\npeople = 2\nvacant = 1\nleaving = \"50 per person per year\"\n";
    let line = drawn(&plan(text), 1);
    assert_eq!(of(&line, 2)[0].0, 3 * WEEK);
    let mut changes = 0;
    for post in 0..3 {
        for pair in of(&line, post).windows(2).filter(|pair| pair[0].1.who == 0) {
            assert_eq!(pair[1].0 - pair[0].0, 3 * WEEK);
            changes += 1;
        }
    }
    assert!(changes >= 3);
    assert_eq!((of(&line, 3).len(), of(&line, 4).len()), (1, 0));
}
