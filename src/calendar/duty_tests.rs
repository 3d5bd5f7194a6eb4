//! Duty against arithmetic that a person can do, and against an oracle that goes minute by minute.

use super::*;
use crate::units::{DAY, HOUR, Instant, MINUTE};
use jiff::civil::{Weekday, date};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const ENGLAND: Option<Nation> = Some(Nation::EnglandAndWales);

fn february_2021() -> Clock {
    Clock::new(date(2021, 2, 1), Zone::London)
}

fn rota(text: &str) -> Rota {
    Rota::parse(text).unwrap()
}

/// Duty in hours of a rota between midnights of two dates.
fn hours(rota: &Rota, off: Option<Nation>, from: Date, to: Date) -> f64 {
    let clock = february_2021();
    let duty = Duty::build(rota, &clock, off, clock.midnight(from), clock.midnight(to), None);
    duty.total() as f64 / HOUR as f64
}

#[test]
fn a_year_of_office_hours_is_its_weekdays_less_its_bank_holidays() {
    let (from, to) = (date(2021, 2, 1), date(2022, 2, 1));
    // 365 days from a Monday are 52 weeks and a Monday.
    let weekdays = 52 * 5 + 1;
    let office = rota("Mon-Fri 08:00-16:00");
    for (off, holidays) in [
        (None, 0),
        (ENGLAND, 8),                // 2 and 5 April, 3 and 31 May, 30 August, 27 and 28 December, 3 January
        (Some(Nation::Scotland), 9), // no 5 April; 2 August for 30 August; 30 November; 4 January
        (Some(Nation::NorthernIreland), 10), // 17 March and 12 July besides
    ] {
        let expected = f64::from((weekdays - holidays) * 8);
        assert_eq!(hours(&office, off, from, to).to_bits(), expected.to_bits(), "{off:?}");
    }
}

#[test]
fn a_night_on_which_the_clocks_change_is_an_hour_shorter_or_longer() {
    let nights = rota("Sat 22:00-06:00");
    for (saturday, expected) in [(date(2021, 3, 20), 8.0_f64), (date(2021, 3, 27), 7.0), (date(2021, 10, 30), 9.0)] {
        let found = hours(&nights, ENGLAND, saturday, days_after(saturday, 4));
        assert_eq!(found.to_bits(), expected.to_bits(), "{saturday}");
    }
    let clock = Clock::new(date(2021, 2, 1), Zone::Abstract);
    let year = Duty::build(&nights, &clock, None, Instant::ZERO, Instant(364 * DAY), None);
    assert_eq!(year.total(), 52 * 8 * HOUR);
}

#[test]
fn a_shift_that_begins_on_a_bank_holiday_is_off_and_one_that_runs_into_it_is_not() {
    let nights = rota("Mon-Sun 22:00-06:00");
    let good_friday = date(2021, 4, 2);
    let clock = february_2021();
    let at = |day, hour| clock.instant(Date::at(day, hour, 0, 0, 0)).0;
    let duty = Duty::build(&nights, &clock, ENGLAND, Instant::ZERO, Instant(90 * DAY), None);
    assert!(duty.is_on(at(good_friday, 5)));
    assert!(!duty.is_on(at(good_friday, 23)));
    assert!(!duty.is_on(at(days_after(good_friday, 1), 5)));
    assert!(duty.is_on(at(days_after(good_friday, 1), 22)));
}

#[test]
fn alternating_weeks_count_from_the_week_of_the_start_in_both_directions() {
    // The scenario starts on a Wednesday; its week is week 1 from the Monday before.
    let clock = Clock::new(date(2021, 2, 3), Zone::London);
    let rota = Rota::parse_weeks(&["Mon-Fri 08:00-16:00", "Sat 10:00-12:00"]).unwrap();
    let duty = Duty::build(&rota, &clock, None, Instant(-60 * DAY), Instant(60 * DAY), None);
    let at = |day: Date, hour| duty.is_on(clock.instant(day.at(hour, 0, 0, 0)).0);
    assert!(at(date(2021, 2, 1), 9) && at(date(2021, 2, 5), 9) && !at(date(2021, 2, 6), 10));
    assert!(!at(date(2021, 2, 8), 9) && at(date(2021, 2, 13), 10) && at(date(2021, 2, 15), 9));
    assert!(!at(date(2021, 1, 27), 9) && at(date(2021, 1, 30), 10) && at(date(2021, 1, 20), 9));
}

#[test]
fn a_task_that_ends_with_the_shift_ends_then_and_not_in_the_morning() {
    let duty =
        Duty::build(&rota("Mon-Fri 08:00-16:00"), &february_2021(), None, Instant::ZERO, Instant(14 * DAY), None);
    let mut cursor = 0;
    let at_two = duty.position(14 * HOUR, &mut cursor);
    assert_eq!(duty.reach(at_two + 2 * HOUR, cursor), 16 * HOUR);
    assert_eq!(duty.reach(at_two + 2 * HOUR + 1, cursor), DAY + 8 * HOUR + 1);
    assert_eq!(duty.reach(duty.total(), cursor), 11 * DAY + 16 * HOUR);
    assert_eq!(duty.reach(duty.total() + 1, cursor), i64::MAX);
    assert!(duty.is_on(8 * HOUR) && !duty.is_on(16 * HOUR));
    assert_eq!(duty.next_boundary(0), Some((8 * HOUR, true)));
    assert_eq!(duty.next_boundary(8 * HOUR), Some((16 * HOUR, false)));
    assert_eq!(duty.next_boundary(13 * DAY), None);
}

#[test]
fn shifts_that_touch_are_one_period_and_a_post_cuts_them() {
    let clock = Clock::new(date(2021, 2, 1), Zone::Abstract);
    let post = Some((Instant(2 * HOUR), Instant(9 * DAY)));
    let round = rota("Mon-Sun 06:00-14:00, 14:00-22:00, 22:00-06:00");
    let duty = Duty::build(&round, &clock, None, Instant::ZERO, Instant(30 * DAY), post);
    assert_eq!(duty, Duty::build(&Rota::Always, &clock, ENGLAND, Instant::ZERO, Instant(30 * DAY), post));
    assert_eq!(duty.boundaries().collect::<Vec<_>>(), [(2 * HOUR, true), (9 * DAY, false)]);
    assert_eq!(duty.periods(), 1);
}

#[test]
fn no_instant_is_too_far_and_no_post_too_short() {
    let (first, last) = (Instant(i64::MIN), Instant::NEVER);
    let always = Duty::always(first, last);
    for t in [i64::MIN, -1, 0, i64::MAX] {
        always.worked_until(t);
        always.position(t, &mut 9);
        always.reach(t, 9);
        always.next_boundary(t);
        always.total_between(t, i64::MIN);
    }
    let weekly = rota("Sun 22:00-06:00");
    let clock = february_2021();
    assert!(Duty::build(&weekly, &clock, ENGLAND, first, last, None).periods() > 1_000_000);
    let never = Duty::build(&weekly, &clock, ENGLAND, last, first, None);
    assert_eq!((never.total(), never.reach(1, 0), never.next_boundary(0)), (0, i64::MAX, None));
    for starts in [Date::MIN, Date::MAX] {
        let clock = Clock::new(starts, Zone::London);
        Duty::build(&weekly, &clock, ENGLAND, Instant(-9 * DAY), Instant(9 * DAY), None);
    }
}

/// Weeks of shifts at random minutes that do not overlap; each week keeps clear of its end.
fn patterns() -> impl Strategy<Value = Rota> {
    let cuts = prop::collection::btree_set(0_u16..7 * 288 - 1, 0..24);
    let week = cuts.prop_map(|cuts| {
        let cuts: Vec<u16> = cuts.into_iter().map(|cut| cut * 5).collect();
        let lasting = |pair: &[u16]| Shift { start: pair[0], end: pair[1].min(pair[0] + 1435) };
        cuts.chunks_exact(2).map(lasting).collect::<Vec<_>>()
    });
    prop::collection::vec(week, 1..4)
        .prop_filter_map("a shift in some week", |weeks| Pattern::new(weeks).ok().map(Rota::Weeks))
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[21; 32]))
}

/// Whether a minute is on duty, read off the clock on the wall.
fn on_by_the_wall(rota: &Rota, clock: &Clock, off: Option<Nation>, minute: i64) -> bool {
    let shown = clock.civil(Instant(minute * MINUTE));
    let today = shown.date();
    let Rota::Weeks(pattern) = rota else {
        return true;
    };
    [today, today.yesterday().unwrap()].into_iter().any(|day| {
        let weeks = days_between(monday(clock.starts()), monday(day)) / 7;
        let since =
            days_between(day, today) * DAY + i64::from(shown.hour()) * HOUR + i64::from(shown.minute()) * MINUTE;
        let works = off.is_none_or(|nation| !is_bank_holiday(nation, day));
        let weekday = day.weekday().since(Weekday::Monday) as u16;
        works
            && pattern
                .week(weeks)
                .iter()
                .any(|shift| shift.day() == weekday && (shift.start_of_day()..shift.end_of_day()).contains(&since))
    })
}

#[test]
fn duty_is_what_a_count_minute_by_minute_finds() {
    let clock = Clock::new(date(2021, 3, 31), Zone::London); // Easter ahead, no change of clocks
    let days = 30;
    runner(60)
        .run(&(patterns(), prop::bool::ANY), |(rota, holidays)| {
            let off = ENGLAND.filter(|_| holidays);
            let (from, to) = (Instant(-2 * DAY), Instant(days * DAY));
            let duty = Duty::build(&rota, &clock, off, from, to, None);
            let (mut passed, mut cursor, mut was_on) = (0, 0, false);
            for minute in -2 * 24 * 60..days * 24 * 60 {
                let t = minute * MINUTE;
                let on = on_by_the_wall(&rota, &clock, off, minute);
                prop_assert_eq!(duty.is_on(t), on);
                prop_assert_eq!(duty.worked_until(t), passed);
                prop_assert_eq!(duty.position(t, &mut cursor), passed);
                if on != was_on && minute > -2 * 24 * 60 {
                    prop_assert_eq!(duty.next_boundary(t - 1), Some((t, on)));
                }
                if on {
                    // The first and the last millisecond of this minute of duty, from any hint.
                    for hint in [0, cursor, usize::MAX] {
                        prop_assert_eq!(duty.reach(passed + 1, hint), t + 1);
                        prop_assert_eq!(duty.reach(passed + MINUTE, hint), t + MINUTE);
                    }
                    passed += MINUTE;
                }
                was_on = on;
            }
            prop_assert_eq!(duty.total(), passed);
            prop_assert_eq!(duty.reach(passed + 1, cursor), i64::MAX);
            Ok(())
        })
        .unwrap();
}

#[test]
fn both_are_on_duty_when_each_is() {
    let clock = february_2021();
    let (from, to) = (Instant::ZERO, Instant(21 * DAY));
    runner(40)
        .run(&(patterns(), patterns()), |(one, other)| {
            let [a, b] = [one, other].map(|rota| Duty::build(&rota, &clock, None, from, to, None));
            let both = a.intersection(&b);
            prop_assert_eq!(&both, &b.intersection(&a));
            let mut passed = 0;
            for t in (0..to.0).step_by(MINUTE as usize) {
                prop_assert_eq!(both.is_on(t), a.is_on(t) && b.is_on(t));
                passed += if both.is_on(t) { MINUTE } else { 0 };
            }
            prop_assert_eq!(both.total(), passed);
            Ok(())
        })
        .unwrap();
}

#[test]
fn every_rota_is_read_back_from_its_own_text() {
    runner(200)
        .run(&patterns(), |rota| {
            prop_assert_eq!(Rota::parse_weeks(&rota.texts()), Ok(rota));
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_text_makes_the_reader_stumble() {
    let text = "([a-zA-Z]{0,4}|[MTWFSmonuedthri, :0-9–-]{0,20}|.{0,20})";
    runner(2_000)
        .run(&text, |text| {
            let _ = Rota::parse(&text);
            Ok(())
        })
        .unwrap();
}
