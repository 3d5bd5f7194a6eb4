//! The days of a period as a table: when each begins, which are worked on by custom.

use super::{BankHolidays, Clock, Nation, days_after};
use crate::units::Instant;

/// Days from the one that holds one instant to the one that holds another, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Midnight at the start of each day, and after the last.
    midnights: Vec<i64>,
    /// Day of the week of the first, 0 for Monday.
    first: usize,
    holidays: Vec<bool>,
}

impl Days {
    /// The days between two instants; none if they are in the wrong order.
    #[must_use]
    pub fn new(clock: &Clock, nation: Option<Nation>, from: Instant, to: Instant) -> Self {
        let mut days = Self::default();
        if from > to {
            return days;
        }
        let mut day = clock.civil(from).date();
        let mut holidays = BankHolidays::of(nation);
        days.first = day.weekday().to_monday_zero_offset() as usize;
        days.midnights.push(clock.midnight(day).0);
        while days.midnights.last().is_some_and(|&midnight| midnight <= to.0) {
            days.holidays.push(holidays.contains(day));
            let next = days_after(day, 1);
            if next == day {
                break; // the calendar itself ends here
            }
            day = next;
            days.midnights.push(clock.midnight(day).0);
        }
        days
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.midnights.len().saturating_sub(1)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Midnight at the start of a day (ms); of the one after the last, its end.
    #[must_use]
    pub fn midnight(&self, day: usize) -> i64 {
        self.midnights.get(day).or(self.midnights.last()).copied().unwrap_or(i64::MAX)
    }

    /// First day that begins at an instant (ms) or after it.
    #[must_use]
    pub fn first_from(&self, t: i64) -> usize {
        self.midnights.partition_point(|&midnight| midnight < t)
    }

    /// Whether it is a Monday.
    #[must_use]
    pub const fn is_monday(&self, day: usize) -> bool {
        (self.first + day).is_multiple_of(7)
    }

    /// Whether it is a Monday to Friday and, unless bank holidays are worked, none of these.
    #[must_use]
    pub fn is_working(&self, day: usize, works_bank_holidays: bool) -> bool {
        (self.first + day) % 7 < 5 && (works_bank_holidays || self.holidays.get(day) != Some(&true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::units::{DAY, HOUR};
    use jiff::civil::date;

    #[test]
    fn days_begin_at_midnight_of_the_clock_and_a_bank_holiday_is_no_working_day() {
        let clock = Clock::new(date(2021, 3, 26), Zone::London); // a Friday; the clocks change on Sunday
        let days = Days::new(&clock, Some(Nation::EnglandAndWales), Instant(0), Instant(12 * DAY));
        assert_eq!((days.len(), days.midnight(3)), (13, 3 * DAY - HOUR));
        assert!(days.is_monday(3) && !days.is_monday(4));
        // Good Friday is 2 April, Easter Monday 5 April.
        let working: Vec<usize> = (0..days.len()).filter(|&d| days.is_working(d, false)).collect();
        assert_eq!(working, [0, 3, 4, 5, 6, 11, 12]);
        assert!(days.is_working(7, true));
        assert_eq!(days.first_from(3 * DAY), 4);
        assert!(Days::new(&clock, None, Instant(1), Instant(0)).is_empty());
    }
}
