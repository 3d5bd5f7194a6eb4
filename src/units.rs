//! Time and work as whole milliseconds, each its own type.
//!
//! A simulated clock must order two events the same way on every machine, so time is an integer
//! and never a floating-point number of hours. A millisecond is far below any duration a team
//! records, and 44 bits of it are 557 years.
//!
//! [`Span`] is elapsed time: nights and weekends count. [`Effort`] is work content: it passes only
//! while a person is on duty. They do not add; only a rota turns one into the other.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Milliseconds in one second.
pub const SECOND: i64 = 1_000;
/// Milliseconds in one minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in one hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in one day of 24 hours.
pub const DAY: i64 = 24 * HOUR;
/// Milliseconds in one week.
pub const WEEK: i64 = 7 * DAY;
/// Milliseconds in one year of 365 days: the year of every rate and of every cycle.
pub const YEAR: i64 = 365 * DAY;
/// Milliseconds of the longest duration that may be written, and of the longest effort that is drawn: 600 years.
pub const LONGEST: i64 = 600 * YEAR;
/// Milliseconds in one month of 365/12 days: the month of every rate and of every cycle.
/// Results are reported by calendar month; that month is a date, not a length.
pub const MONTH: i64 = YEAR / 12;

/// A number of things with its noun: "1 role", "2 roles".
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A point in simulated time: milliseconds since midnight at the start of the scenario's first
/// day, elapsed (a day on which the clocks change has 23 or 25 hours). Negative during warm-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// An elapsed time in milliseconds; nights and weekends count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

/// Work content in milliseconds of one person's productive attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Effort(pub i64);

impl Instant {
    /// The start of the scenario's first day; what happens before it is warm-up.
    pub const ZERO: Self = Self(0);
    /// Later than any event of any replication.
    pub const NEVER: Self = Self(i64::MAX);

    /// Hours since [`Instant::ZERO`].
    #[must_use]
    pub fn hours(self) -> f64 {
        self.0 as f64 / HOUR as f64
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// The nearest whole millisecond to `milliseconds`; a value that is not a number becomes zero.
    #[must_use]
    pub fn rounded(milliseconds: f64) -> Self {
        Self(libm::round(milliseconds) as i64)
    }

    /// The length in hours.
    #[must_use]
    pub fn hours(self) -> f64 {
        self.0 as f64 / HOUR as f64
    }

    /// The length in days of 24 hours.
    #[must_use]
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }
}

impl Effort {
    /// No work at all.
    pub const ZERO: Self = Self(0);

    /// The nearest whole millisecond to `milliseconds`; a value that is not a number becomes zero.
    #[must_use]
    pub fn rounded(milliseconds: f64) -> Self {
        Self(libm::round(milliseconds) as i64)
    }

    /// The work in hours.
    #[must_use]
    pub fn hours(self) -> f64 {
        self.0 as f64 / HOUR as f64
    }
}

impl Add<Span> for Instant {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Instant {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

macro_rules! amount {
    ($name:ident) => {
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (size, unit) = match self.0.unsigned_abs() as i64 {
                    0 => return f.write_str("0 h"),
                    ms if ms < MINUTE => (SECOND, "s"),
                    ms if ms < HOUR => (MINUTE, "min"),
                    ms if ms < 2 * DAY => (HOUR, "h"),
                    _ => (DAY, "days"),
                };
                let hundredths = libm::round(self.0 as f64 / size as f64 * 100.0) / 100.0;
                write!(f, "{hundredths} {unit}")
            }
        }
    };
}

amount!(Span);
amount!(Effort);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_moves_by_spans_and_their_difference_is_a_span() {
        let noon = Instant::ZERO + Span(12 * HOUR);
        assert_eq!(noon - Instant::ZERO, Span(12 * HOUR));
        assert_eq!(noon - Span(13 * HOUR), Instant(-HOUR));
    }

    #[test]
    fn rounding_takes_the_nearest_millisecond_and_no_number_becomes_none() {
        assert_eq!(Effort::rounded(1.5), Effort(2));
        assert_eq!(Effort::rounded(f64::NAN), Effort(0));
    }

    #[test]
    fn a_length_is_shown_in_the_unit_a_person_would_use() {
        assert_eq!(Span(90 * MINUTE).to_string(), "1.5 h");
        assert_eq!(Effort(10 * MINUTE).to_string(), "10 min");
        assert_eq!(Span(14 * DAY).to_string(), "14 days");
    }
}
