//! The clock of a scenario: civil dates and times to and from elapsed milliseconds.
//!
//! Elapsed time is what a simulation runs on, and it does not stop for summer time. The two meet
//! only here. A clock time that is skipped in spring moves forward by the skipped hour, and of one
//! that comes twice in autumn the first is meant, as RFC 5545 has it for calendars.

use super::{Date, DateTime, Zone, days_after};
use crate::units::Instant;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Turns civil dates and times into [`Instant`]s and back.
///
/// Dates reach from the year -9999 to 9999; what lies beyond is answered with the nearest end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    starts: Date,
    zone: Zone,
    rules: TimeZone,
    /// Milliseconds from 1970 to [`Instant::ZERO`].
    origin: i64,
}

impl Clock {
    /// The clock on which [`Instant::ZERO`] is midnight at the start of `starts`.
    pub fn new(starts: Date, zone: Zone) -> Self {
        let mut clock = Self { starts, zone, rules: zone.rules(), origin: 0 };
        clock.origin = clock.midnight(starts).0;
        clock
    }

    /// The first day of the scenario.
    pub fn starts(&self) -> Date {
        self.starts
    }

    /// The zone it was made for.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// When the clock shows this date and time, to the millisecond.
    pub fn instant(&self, shown: DateTime) -> Instant {
        let beyond = if shown.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
        let elapsed = self.rules.to_ambiguous_timestamp(shown).compatible().unwrap_or(beyond);
        Instant(elapsed.as_millisecond().saturating_sub(self.origin))
    }

    /// Midnight at the start of a date.
    pub fn midnight(&self, date: Date) -> Instant {
        self.instant(date.at(0, 0, 0, 0))
    }

    /// What the clock shows at an instant. Its `Display` is the text of a trace,
    /// `2021-02-01T09:00:00`, with a fraction where the second is not whole.
    pub fn civil(&self, instant: Instant) -> DateTime {
        let elapsed = self.origin.saturating_add(instant.0);
        let beyond = if elapsed > 0 { Timestamp::MAX } else { Timestamp::MIN };
        self.rules.to_datetime(Timestamp::from_millisecond(elapsed).unwrap_or(beyond))
    }

    /// Midnight at the start of the day that holds an instant.
    pub fn start_of_day(&self, instant: Instant) -> Instant {
        self.midnight(self.civil(instant).date())
    }

    /// Midnight at the start of the day `months` calendar months after the first day of the
    /// scenario (before it, if negative); the last day of a shorter month stands in for one it
    /// lacks. `None` beyond the ends of the calendar.
    pub fn add_months(&self, months: i32) -> Option<Instant> {
        let span = jiff::Span::new().try_months(months).ok()?;
        Some(self.midnight(self.starts.checked_add(span).ok()?))
    }

    /// Calendar months passed since the year 0, in thousand millionths of a month. Within a month they pass evenly
    /// in elapsed time; without a calendar a month is 365/12 days. It grows with the instant and never falls.
    pub fn months_passed(&self, instant: Instant) -> i64 {
        if self.zone == Zone::Abstract {
            return part_of(instant.0, crate::units::MONTH);
        }
        let date = self.civil(instant).date();
        let (from, next) = (self.midnight(date.first_of_month()), self.midnight(days_after(date.last_of_month(), 1)));
        let whole = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
        whole * WHOLE_MONTH + part_of(instant.0 - from.0, (next.0 - from.0).max(1)).clamp(0, WHOLE_MONTH)
    }

    /// The calendar months from [`Instant::ZERO`] to `horizon`: their boundaries and their names.
    ///
    /// The first boundary is zero, the last the horizon, and there is one more boundary than there
    /// are names (`2021-02`). The first and the last month may be parts of one. A horizon that is
    /// not after zero has no months and the one boundary zero.
    pub fn months(&self, horizon: Instant) -> (Vec<Instant>, Vec<String>) {
        let (mut boundaries, mut names) = (vec![Instant::ZERO], Vec::new());
        let mut month = self.starts;
        while boundaries.last() < Some(&horizon) {
            names.push(format!("{:04}-{:02}", month.year(), month.month()));
            let next = days_after(month.last_of_month(), 1);
            let ends = self.midnight(next).min(horizon);
            // The calendar itself ends at last; its last month then lasts to the horizon.
            boundaries.push(if next.month() == month.month() { horizon } else { ends });
            month = next;
        }
        (boundaries, names)
    }
}

/// The measure of one whole month in [`Clock::months_passed`].
pub const WHOLE_MONTH: i64 = 1_000_000_000;

/// How many thousand millionths of `whole` a span is, rounded down.
fn part_of(span: i64, whole: i64) -> i64 {
    let parts = i128::from(span) * i128::from(WHOLE_MONTH);
    parts.div_euclid(i128::from(whole)).clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{DAY, HOUR};
    use jiff::civil::date;

    fn london() -> Clock {
        Clock::new(date(2021, 2, 1), Zone::London)
    }

    #[test]
    fn an_instant_is_shown_as_the_clock_on_the_wall_shows_it() {
        let clock = london();
        assert_eq!(clock.civil(Instant(9 * HOUR)).to_string(), "2021-02-01T09:00:00");
        let summer = clock.instant(date(2021, 7, 1).at(9, 0, 0, 0));
        assert_eq!(summer, Instant(150 * DAY + 8 * HOUR)); // 28 + 31 + 30 + 31 + 30 days, an hour early
        assert_eq!(clock.civil(summer).to_string(), "2021-07-01T09:00:00");
        assert_eq!(clock.civil(Instant(-1)).to_string(), "2021-01-31T23:59:59.999");
    }

    #[test]
    fn a_scenario_that_starts_in_summer_counts_from_its_own_midnight() {
        let clock = Clock::new(date(2021, 7, 1), Zone::London);
        assert_eq!(clock.midnight(date(2021, 7, 1)), Instant::ZERO);
        assert_eq!(clock.midnight(date(2021, 12, 1)), Instant(153 * DAY + HOUR));
    }

    #[test]
    fn the_days_on_which_the_clocks_change_have_23_and_25_hours() {
        for (day, hours) in [(date(2021, 3, 28), 23), (date(2021, 10, 31), 25), (date(2021, 11, 1), 24)] {
            let length = |clock: &Clock| clock.midnight(day.tomorrow().unwrap()) - clock.midnight(day);
            assert_eq!(length(&london()).0, hours * HOUR);
            assert_eq!(length(&Clock::new(date(2021, 2, 1), Zone::Abstract)).0, DAY);
        }
    }

    #[test]
    fn a_skipped_time_moves_forward_and_a_repeated_one_is_the_first() {
        let clock = london();
        let spring = date(2021, 3, 28);
        let skipped = clock.instant(spring.at(1, 30, 0, 0));
        assert_eq!(skipped, clock.instant(spring.at(2, 30, 0, 0)));
        let autumn = date(2021, 10, 31);
        let repeated = clock.instant(autumn.at(1, 30, 0, 0)) - clock.midnight(autumn);
        assert_eq!(repeated.0, 3 * HOUR / 2);
    }

    #[test]
    fn twelve_calendar_months_are_a_year_and_a_short_month_ends_early() {
        assert_eq!(london().add_months(12), Some(Instant(365 * DAY)));
        assert_eq!(london().add_months(-2), Some(Instant(-62 * DAY)));
        let last_of_january = Clock::new(date(2021, 1, 31), Zone::London);
        assert_eq!(last_of_january.add_months(1), Some(Instant(28 * DAY)));
        assert_eq!(london().add_months(i32::MAX), None);
    }

    #[test]
    fn months_begin_with_the_calendar_and_the_first_and_last_may_be_parts() {
        let clock = Clock::new(date(2021, 1, 15), Zone::London);
        let horizon = clock.midnight(date(2021, 4, 10));
        let (boundaries, names) = clock.months(horizon);
        assert_eq!(names, ["2021-01", "2021-02", "2021-03", "2021-04"]);
        let expected = [0, 17 * DAY, 45 * DAY, 76 * DAY - HOUR, 85 * DAY - HOUR];
        assert_eq!(boundaries, expected.map(Instant));

        let (whole, names) = london().months(Instant(365 * DAY));
        assert_eq!((whole.len(), names.len()), (13, 12));
        assert_eq!(names.last().map(String::as_str), Some("2022-01"));
        assert_eq!(london().months(Instant::ZERO), (vec![Instant::ZERO], vec![]));
    }

    #[test]
    fn months_pass_as_the_calendar_has_them() {
        let clock = Clock::new(date(2024, 1, 1), Zone::London);
        let since = |day: Date| clock.months_passed(clock.midnight(day)) - clock.months_passed(Instant::ZERO);
        assert_eq!(since(date(2024, 2, 1)), WHOLE_MONTH);
        assert_eq!(since(date(2024, 4, 1)), 3 * WHOLE_MONTH);
        assert_eq!(since(date(2025, 1, 1)), 12 * WHOLE_MONTH);
        // The middle of a February of 29 days; half of March is half its hours, one of which is lacking.
        let middle = Instant(clock.midnight(date(2024, 2, 15)).0 + 12 * HOUR);
        assert_eq!(clock.months_passed(middle) - clock.months_passed(Instant::ZERO), 3 * WHOLE_MONTH / 2);
        let middle = Instant(clock.midnight(date(2024, 3, 1)).0 + (31 * DAY - HOUR) / 2);
        assert_eq!(clock.months_passed(middle) - clock.months_passed(Instant::ZERO), 5 * WHOLE_MONTH / 2);
        let plain = Clock::new(date(2024, 1, 1), Zone::Abstract);
        assert_eq!(plain.months_passed(Instant(crate::units::YEAR)), 12 * WHOLE_MONTH);
        assert_eq!(plain.months_passed(Instant(-crate::units::MONTH)), -WHOLE_MONTH);
    }

    #[test]
    fn nothing_beyond_the_calendar_is_a_surprise() {
        for starts in [Date::MIN, Date::MAX, date(2021, 2, 1)] {
            for zone in [Zone::London, Zone::Abstract] {
                let clock = Clock::new(starts, zone);
                for end in [Instant(i64::MIN), Instant::NEVER] {
                    clock.start_of_day(end);
                    let (boundaries, names) = clock.months(end);
                    assert_eq!(boundaries.len(), names.len() + 1);
                }
            }
        }
        let (boundaries, _) = Clock::new(Date::MAX, Zone::London).months(Instant::NEVER);
        assert_eq!(boundaries, [Instant::ZERO, Instant::NEVER]);
    }
}
