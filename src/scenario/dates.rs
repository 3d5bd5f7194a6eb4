//! Dates of a scenario as instants: when it starts, how long it runs, where its months end.

use jiff::Span as CivilSpan;

use super::quantity::parts;
use super::tree::Moment;
use crate::calendar::{Clock, Date, DateTime, Zone};
use crate::units::{DAY, Instant, MONTH, WEEK, YEAR};

/// The clock of a scenario, and what its lengths mean.
#[derive(Clone, Debug)]
pub(super) struct Dates {
    clock: Clock,
    /// Whether months and years are calendar months and years.
    civil: bool,
}

impl Dates {
    /// For a scenario that starts on a day. `civil` is false for the abstract calendar, which has no clock changes.
    pub(super) fn new(first: Date, civil: bool) -> Self {
        let zone = if civil { Zone::London } else { Zone::Abstract };
        Self { clock: Clock::new(first, zone), civil }
    }

    /// The first day, ISO 8601.
    pub(super) fn starts(&self) -> String {
        self.clock.starts().to_string()
    }

    /// Elapsed milliseconds from the start to a civil moment.
    pub(super) fn instant(&self, moment: DateTime) -> Instant {
        self.clock.instant(moment)
    }

    /// Milliseconds from the start to a duration after it (`sign` 1) or before it (-1). Whole months,
    /// weeks and days of a dated scenario are those of the calendar.
    pub(super) fn length(&self, text: &str, sign: i64) -> Result<Instant, (String, String)> {
        let too_long = || (format!("`{text}` reaches beyond the calendar"), "write a shorter one".to_owned());
        let mut civil = CivilSpan::new();
        let mut exact = 0.0;
        for (amount, unit) in parts(text)? {
            // Half a year is six months; half a month is no number of days.
            let (amount, unit) =
                if unit == YEAR && amount.fract() > 0.0 { (amount * 12.0, MONTH) } else { (amount, unit) };
            let whole = libm::trunc(amount);
            let is_whole = (amount - whole).abs() < f64::EPSILON && whole < 1e6;
            let (months, days) = match unit {
                YEAR => (12, 0),
                MONTH => (1, 0),
                WEEK => (0, 7),
                DAY => (0, 1),
                _ => (0, 0),
            };
            if self.civil && months > 0 && !is_whole {
                let message = format!("`{text}` is not a whole number of months, and months of the calendar differ");
                let days = libm::round(amount * unit as f64 / DAY as f64);
                return Err((message, format!("write whole months, or days: \"{days} days\"")));
            }
            if self.civil && is_whole && months + days > 0 {
                let count = whole as i64;
                civil = civil
                    .try_months(i64::from(civil.get_months()) + count * months)
                    .and_then(|span| span.try_days(i64::from(span.get_days()) + count * days))
                    .map_err(|_| too_long())?;
            } else {
                exact += amount * unit as f64;
            }
        }
        if exact > super::quantity::LONGEST {
            return Err(too_long());
        }
        let first = self.clock.starts();
        let day = if sign < 0 { first.checked_sub(civil) } else { first.checked_add(civil) };
        let base = self.clock.midnight(day.map_err(|_| too_long())?);
        Ok(Instant(base.0.saturating_add(sign * libm::round(exact) as i64)))
    }

    /// Boundaries and names of the calendar months that a period from zero to `horizon` touches.
    pub(super) fn months(&self, horizon: Instant) -> (Vec<Instant>, Vec<String>) {
        self.clock.months(horizon)
    }
}

/// A TOML date as a civil date; `None` for a time of day or a date with an offset.
pub(super) fn civil_date(moment: &Moment) -> Option<Date> {
    let (year, month, day) = moment.date.filter(|_| !moment.offset)?;
    Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
}

/// A TOML date, or local date and time, as a civil moment.
pub(super) fn civil_moment(moment: &Moment) -> Option<DateTime> {
    let date = civil_date(moment)?;
    let time = match moment.time {
        Some((hour, minute, second, nanosecond)) => {
            jiff::civil::Time::new(hour as i8, minute as i8, second.min(59) as i8, i32::try_from(nanosecond).ok()?)
                .ok()?
        }
        None => jiff::civil::Time::midnight(),
    };
    Some(date.to_datetime(time))
}
