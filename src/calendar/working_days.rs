//! Working days: Monday to Friday without bank holidays.
//!
//! "Three working days" from Tuesday at 10:00 is Friday at 10:00. What arises on a day that is not
//! a working day counts as arising when the next working day begins, at midnight, so "one working
//! day" from any time on a Saturday ends when Tuesday begins.

use super::{BankHolidays, Clock, Date, Nation};
use crate::units::{DAY, Instant, Span};

/// Adds working days to instants.
///
/// Clock changes fall on Sundays, so every working day has 24 hours and the same clock time is the
/// same time after midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingDays {
    clock: Clock,
    nation: Option<Nation>,
    /// Midnights at the start of the working days of the range (ms).
    midnights: Box<[i64]>,
    /// For each span of 24 hours from the first of them, the place of the last that begins before the span ends.
    by_day: Box<[u32]>,
}

impl WorkingDays {
    /// The working days of `nation` (`None` has no bank holidays), quick to count between `from`
    /// and `to`. Beyond them they are counted one by one, with the same result.
    pub fn new(clock: &Clock, nation: Option<Nation>, from: Instant, to: Instant) -> Self {
        let mut holidays = BankHolidays::of(nation);
        let mut midnights = Vec::new();
        let (mut day, last) = (clock.civil(from).date(), clock.civil(to).date());
        while day <= last {
            if holidays.is_working_day(day) {
                midnights.push(clock.midnight(day).0);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        let days = midnights.first().zip(midnights.last()).map_or(0, |(first, last)| (last - first) / DAY + 2);
        let last_before = |end: i64| midnights.partition_point(|&midnight| midnight < end).saturating_sub(1) as u32;
        let by_day = (1..=days).map(|day| last_before(midnights[0] + day * DAY)).collect();
        Self { clock: clock.clone(), nation, midnights: midnights.into(), by_day }
    }

    /// The same clock time `days` working days later; [`Instant::NEVER`] beyond the calendar.
    ///
    /// Zero days from a working day is `at` itself, from any other day the start of the next
    /// working day.
    pub fn add(&self, at: Instant, days: u32) -> Instant {
        self.look_up(at.0, days as usize).unwrap_or_else(|| self.count(at, days))
    }

    fn look_up(&self, at: i64, days: usize) -> Option<Instant> {
        let since = at.checked_sub(*self.midnights.first()?).filter(|&since| since >= 0)?;
        let mut today = *self.by_day.get((since / DAY) as usize)? as usize;
        // Clocks go forward and back: a midnight may lie an hour into the span.
        while *self.midnights.get(today)? > at {
            today = today.checked_sub(1)?;
        }
        let after_midnight = at - self.midnights.get(today)?;
        let (first, after_midnight) = if after_midnight < DAY { (today, after_midnight) } else { (today + 1, 0) };
        let midnight = self.midnights.get(first.checked_add(days)?)?;
        Some(Instant(midnight + after_midnight))
    }

    fn count(&self, at: Instant, days: u32) -> Instant {
        let mut holidays = BankHolidays::of(self.nation);
        let mut next_working = |mut day: Date| {
            while !holidays.is_working_day(day) {
                day = day.tomorrow().ok()?;
            }
            Some(day)
        };
        let mut reach = || {
            let today = self.clock.civil(at).date();
            let mut day = next_working(today)?;
            let after_midnight = if day == today { at - self.clock.midnight(today) } else { Span::ZERO };
            for _ in 0..days {
                day = next_working(day.tomorrow().ok()?)?;
            }
            Some(self.clock.midnight(day) + after_midnight)
        };
        reach().unwrap_or(Instant::NEVER)
    }

    /// The number of working days in the range given to [`WorkingDays::new`].
    pub fn len(&self) -> usize {
        self.midnights.len()
    }

    /// Whether that range holds no working day.
    pub fn is_empty(&self) -> bool {
        self.midnights.is_empty()
    }

    /// Whether the day that holds `at` is a working day.
    pub fn is_working_day(&self, at: Instant) -> bool {
        BankHolidays::of(self.nation).is_working_day(self.clock.civil(at).date())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Zone, days_after};
    use crate::units::HOUR;
    use jiff::civil::{date, datetime};

    fn of(nation: Option<Nation>) -> WorkingDays {
        let clock = Clock::new(date(2021, 2, 1), Zone::London);
        WorkingDays::new(&clock, nation, Instant(-30 * DAY), Instant(400 * DAY))
    }

    #[track_caller]
    fn later(days: &WorkingDays, from: &str, count: u32) -> String {
        let at = days.clock.instant(from.parse().unwrap());
        days.clock.civil(days.add(at, count)).to_string()
    }

    #[test]
    fn three_working_days_pass_over_easter_and_the_change_of_clocks() {
        let england = of(Some(Nation::EnglandAndWales));
        assert_eq!(later(&england, "2021-03-26T10:00:00", 1), "2021-03-29T10:00:00");
        assert_eq!(later(&england, "2021-04-01T10:00:00", 1), "2021-04-06T10:00:00");
        assert_eq!(later(&england, "2021-03-31T10:00:00", 3), "2021-04-07T10:00:00");
        let scotland = of(Some(Nation::Scotland));
        assert_eq!(later(&scotland, "2021-04-01T10:00:00", 1), "2021-04-05T10:00:00");
        assert_eq!(later(&of(None), "2021-04-01T10:00:00", 1), "2021-04-02T10:00:00");
    }

    #[test]
    fn what_arises_at_a_weekend_arises_when_the_next_working_day_begins() {
        let england = of(Some(Nation::EnglandAndWales));
        assert_eq!(later(&england, "2021-02-06T15:00:00", 0), "2021-02-08T00:00:00");
        assert_eq!(later(&england, "2021-02-07T23:59:59", 1), "2021-02-09T00:00:00");
        assert_eq!(later(&england, "2021-05-03T12:00:00", 1), "2021-05-05T00:00:00");
        assert_eq!(later(&england, "2021-02-05T23:59:59", 1), "2021-02-08T23:59:59");
    }

    #[test]
    fn the_table_and_the_count_agree_within_and_beyond_the_range() {
        for nation in [None, Some(Nation::NorthernIreland)] {
            let days = of(nation);
            for hour in (-60 * 24..500 * 24).step_by(7) {
                let at = Instant(hour * HOUR + 1);
                for count in [0, 1, 3, 20] {
                    assert_eq!(days.add(at, count), days.count(at, count));
                }
            }
        }
    }

    #[test]
    fn a_calendar_year_in_england_has_253_working_days_of_2021() {
        let clock = Clock::new(date(2021, 1, 1), Zone::London);
        let end = clock.instant(datetime(2021, 12, 31, 23, 0, 0, 0));
        let year = WorkingDays::new(&clock, Some(Nation::EnglandAndWales), Instant::ZERO, end);
        assert_eq!(year.len(), 261 - 8);
        assert!(!year.is_working_day(Instant::ZERO) && year.is_working_day(Instant(3 * DAY)));
        assert!(!year.is_empty());
    }

    #[test]
    fn an_abstract_calendar_counts_weekdays_and_no_answer_lies_beyond_the_calendar() {
        let clock = Clock::new(date(2000, 1, 3), Zone::Abstract);
        let days = WorkingDays::new(&clock, None, Instant::ZERO, Instant(70 * DAY));
        assert_eq!(days.add(Instant(9 * HOUR), 5), Instant(7 * DAY + 9 * HOUR));
        assert_eq!(days.add(Instant::NEVER - Span(1), 5), Instant::NEVER);
        assert_eq!(days.add(Instant::ZERO, u32::MAX), Instant::NEVER);
        let beyond = days_after(date(2000, 1, 3), 70);
        assert_eq!(clock.midnight(beyond), Instant(70 * DAY));
    }
}
