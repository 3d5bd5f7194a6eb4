//! What an answer says in one sentence, word by word.

use super::*;
use crate::experiment::{FeedbackFigures, Unit};

/// However close to an end of its range it lies, a number is shown inside the range that is shown, and no finer than it need be.
#[test]
fn an_average_is_never_said_outside_of_its_own_range() {
    for i in 0..2_000 {
        let value = 0.05 + f64::from(i) * 0.017;
        for (below, above) in [(0.0, 0.4), (0.004, 0.02), (0.01, 3.0), (0.4, 0.0), (0.0004, 40.0), (0.3, 0.003)] {
            let (low, high) = (value - below, value + above);
            let said: f64 = as_finely(&figure(value, low, high)).replace(',', "").parse().unwrap();
            let shown = Shown::of(low, high);
            let (from, to) = (shown.low.value().unwrap(), shown.high.value().unwrap());
            assert!((from..=to).contains(&said), "{value}: {said} in {from} to {to}");
        }
    }
    assert_eq!(as_finely(&figure(0.816, 0.81, 1.25)), "0.82");
    assert_eq!(as_finely(&figure(95.37, 38.7, 193.2)), "95");
}

fn figure(expected: f64, low: f64, high: f64) -> Figure {
    let wider = Some(Range { low, high });
    Figure { expected, typical: None, chance: None, wider, confidence: None, unit: Unit::HoursAMonth }
}

fn headline() -> Headline {
    Headline {
        scenario: "app".to_owned(),
        base: Some("base".to_owned()),
        title: String::new(),
        basis: None,
        cause: Some("the app".to_owned()),
        group: Some(("monitored".to_owned(), 160.0)),
        months: 12.0,
        hours: Some(figure(95.37, 38.7, 193.2)),
        posts: Some(figure(0.817, 0.33, 1.65)),
        posts_role: Some("offender manager".to_owned()),
        busiest: None,
        overload: None,
        doubt: None,
        feedback: None,
        watched: Some(Watched {
            kind: Some("home visit".to_owned()),
            late_after_days: 14.0,
            base_a_month: Some(12.2),
            a_month: Some(31.4),
            severest_level: Some("very_high".to_owned()),
            severest_a_month: Some(0.0),
        }),
    }
}

#[test]
fn a_period_is_said_in_the_unit_in_which_it_is_whole() {
    let said = |days: f64| period(days * units::DAY as f64 / units::MONTH as f64);
    for (days, words) in [
        (365.0, "the year"),
        (366.0, "the year"),
        (731.0, "the 24 months"),
        (28.0, "the month"),
        (31.0, "the month"),
        (59.0, "the 2 months"),
        (91.0, "the 3 months"),
        (182.0, "the 6 months"),
        (21.0, "the 3 weeks"),
        (42.0, "the 6 weeks"),
        (70.0, "the 10 weeks"),
        (100.0, "the 100 days"),
        (7.0, "the 7 days"),
        (1.0, "the day"),
        (0.2, "the period"),
    ] {
        assert_eq!(said(days), words, "{days}");
    }
}

#[test]
fn the_sentence_of_a_comparison_can_be_repeated() {
    assert_eq!(
        compare(&headline(), 0.9),
        "With the app on 160 people (monitored), expect about 95 extra officer-hours a month over the year \
         (90 % range 40 to 190): as many hours, whoever works them, as 0.8 full-time posts of offender manager have. Home visits that become more than 14 days late rise from \
         12 to 31 a month, none at very high risk."
    );
}

#[test]
fn one_and_many_are_told_apart() {
    assert_eq!(
        ["home visit", "enquiry", "survey", "search", "ARMS", "examination of devices", "news of arrests"].map(several),
        [
            "home visits",
            "enquiries",
            "surveys",
            "searches",
            "ARMS tasks",
            "examinations of devices",
            "news of arrests tasks"
        ]
    );
}

#[test]
fn less_work_and_an_open_direction_are_said() {
    let mut headline = headline();
    headline.hours = Some(figure(-20.0, -60.0, 25.0));
    headline.posts = None;
    headline.watched = None;
    headline.group = None;
    headline.cause = None;
    assert_eq!(
        compare(&headline, 0.9),
        "With \u{201c}app\u{201d}, expect about 20 fewer officer-hours a month over the year (90 % range 60 fewer to 25 extra)."
    );
}

#[test]
fn less_than_a_tenth_reads_as_a_number_does() {
    let mut headline = headline();
    headline.hours = Some(figure(0.031, 0.0, 0.2));
    headline.watched = headline.watched.map(|w| Watched { a_month: Some(0.0002), severest_a_month: Some(0.0002), ..w });
    let said = compare(&headline, 0.9);
    assert!(said.contains("expect no extra hours to speak of over the year. Home"), "{said}");
    assert!(said.ends_with("fall from 12 to fewer than 0.1 a month."), "{said}");
    headline.hours = Some(figure(0.031, -20.0, 31.0));
    let said = compare(&headline, 0.9);
    assert!(said.contains("expect fewer than 0.1 extra officer-hours a month"), "{said}");
    headline.watched = headline.watched.map(|w| Watched { base_a_month: Some(0.0011), ..w });
    let said = compare(&headline, 0.9);
    assert!(
        said.ends_with(" Hardly any home visits become more than 14 days late, in the one as in the other."),
        "{said}"
    );
    headline.posts = Some(figure(0.012, 0.0, 0.1));
    assert!(compare(&headline, 0.9).contains("as fewer than 0.1 full-time posts of"), "{said}");
    headline.base = None;
    headline.watched = headline.watched.map(|w| Watched { base_a_month: None, ..w });
    let said = run(&headline, 0.9);
    assert!(said.ends_with(" Fewer than 0.1 home visits a month become more than 14 days late."), "{said}");
}

#[test]
fn less_is_said_without_a_minus_and_its_range_with_it() {
    let mut headline = headline();
    (headline.hours, headline.posts) = (Some(figure(-57.2, -131.0, -10.2)), Some(figure(-0.41, -0.9, -0.1)));
    let said = compare(&headline, 0.9);
    let expected = "about 57 fewer officer-hours a month over the year (90 % range 10 to 130): as many hours, whoever works them, as 0.4 ";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn each_end_of_a_range_from_less_to_more_says_which_it_is() {
    let said = |low, high, less| either_way((low, high), less, ["less", "more"]);
    assert_eq!(said(-110_400.0, 52_300.0, true), "110,000 less to 50,000 more");
    assert_eq!(said(-33_100.0, 0.0, true), "0 to 33,000");
    assert_eq!(said(62_000.0, 102_000.0, false), "62,000 to 102,000");
}

#[test]
fn a_number_is_said_inside_its_own_range() {
    assert_eq!(as_finely(&figure(1_352.0, 1_341.0, 1_369.0)), "1,350");
    assert_eq!(as_finely(&figure(1_347.0, 1_346.0, 1_348.4)), "1,347");
    assert_eq!(as_finely(&figure(-1_347.0, -1_348.4, -1_346.0)), "1,347");
    assert_eq!(as_finely(&figure(5.0, 4.0, 6.0)), "5");
    assert_eq!(bracketed(&figure(3.62, 3.62, 3.62), 0.9), "", "what does not vary has no range");
    assert_eq!(as_finely(&figure(12.0, 13.0, 20.0)), "12", "an average may lie outside of a skewed range");
}

#[test]
fn more_work_than_hours_is_said_calmly_in_the_place_of_how_busy_they_are() {
    let mut headline = headline();
    (headline.base, headline.watched, headline.posts) = (None, None, None);
    headline.busiest = Some(("officer".to_owned(), figure(0.98, 0.97, 0.99)));
    assert!(run(&headline, 0.9).contains("The busiest role, officer, works 98 %"));
    let over = Overfull { role: "officer".to_owned(), load: 1.364, grows: Some(true), call_outs: false };
    headline.overload = Some(over.clone());
    assert_eq!(
        run(&headline, 0.9),
        "Expect about 95 hours of work done a month (90 % range 40 to 190). More work comes than there are hours for: 136 hours of \
         officer are asked for where there are 100, so part of the work is not done and the backlog grows as long as the period runs."
    );
    // Where the months do not show it, it is not said.
    headline.overload = Some(Overfull { grows: Some(false), call_outs: true, ..over });
    let said = run(&headline, 0.9);
    assert!(!said.contains("backlog"), "{said}");
    let words = "where there are 100, those of call-outs among them, so at the fullest more was asked for than could be done; \
                 the open work does not grow to the end.";
    assert!(said.ends_with(words), "{said}");
}

#[test]
fn a_doubtful_difference_is_called_so_before_it_is_said() {
    let mut headline = headline();
    headline.doubt = Some(Doubt::NothingInCommon);
    assert!(compare(&headline, 0.9).starts_with("\u{201c}base\u{201d} and \u{201c}app\u{201d} share no kind of work"));
}

#[test]
fn the_feedback_of_overload_is_said_apart_with_its_evidence() {
    let mut headline = headline();
    headline.feedback = Some(FeedbackFigures {
        grade: "weak",
        in_the_answer: false,
        hours: Some(figure(120.0, 40.0, 260.0)),
        late_a_month: Some(figure(44.0, 10.0, 90.0)),
    });
    assert_eq!(
        super::feedback(&headline, 0.9).unwrap(),
        "With the feedback of overload (evidence: weak): about 120 extra officer-hours a month (90 % range 40 \
         to 260), and 44 home visits a month that become late (90 % range 10 to 90)."
    );
    if let Some(feedback) = &mut headline.feedback {
        feedback.in_the_answer = true;
    }
    let said = super::feedback(&headline, 0.9).unwrap();
    assert_eq!(said, "The feedback of overload (evidence: weak) is in these numbers.");
}

#[test]
fn without_numbers_the_sentence_says_so() {
    let mut headline = headline();
    (headline.hours, headline.watched) = (None, None);
    assert!(run(&headline, 0.9).starts_with("No replication gave"));
}
