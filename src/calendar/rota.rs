//! Weekly patterns of duty, before they have dates.
//!
//! A pattern has one week or several that alternate. Week 1 is the week, Monday to Sunday, that
//! holds the first day of the scenario, and the pattern runs in both directions from there, so the
//! warm-up alternates too.

use crate::units::MINUTE;
use thiserror::Error;

/// Minutes in a day of 24 hours.
pub(super) const DAY_MINUTES: u16 = 24 * 60;
/// Minutes in a week.
pub(super) const WEEK_MINUTES: u16 = 7 * DAY_MINUTES;

/// When a group of staff is on duty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rota {
    /// Round the clock, every day of the year; bank holidays make no difference to it.
    Always,
    /// A pattern of weeks.
    Weeks(Pattern),
}

/// One week or several that alternate, with at least one shift among them, none overlapping.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    weeks: Vec<Vec<Shift>>,
}

/// One period of duty in a week, in minutes of clock time since midnight at the start of Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shift {
    /// When it begins, 0 to 10 079.
    pub start: u16,
    /// When it ends, after `start` by less than 24 hours, or by 24 hours from midnight; above
    /// 10 080 when it runs into Monday.
    pub end: u16,
}

/// A rota that cannot be understood: what was found, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RotaError {
    /// A word where a day of the week should be.
    #[error("`{found}` is not a day of the week; write Mon, Tue, Wed, Thu, Fri, Sat, Sun or a range such as Mon-Fri")]
    NotADay {
        /// The word in the text.
        found: String,
    },
    /// A word where the hours of a shift should be.
    #[error("`{found}` is not the hours of a shift; write its start and end by the 24-hour clock, such as 08:00-16:00")]
    NotHours {
        /// The word in the text.
        found: String,
    },
    /// A day that follows hours without a comma.
    #[error("`{found}` follows the hours of other days; put a comma before it")]
    NoComma {
        /// The day in the text.
        found: String,
    },
    /// Days without hours.
    #[error("`{found}` has no hours; write for example `{found} 08:00-16:00`")]
    DaysWithoutHours {
        /// The days in the text.
        found: String,
    },
    /// Hours without days.
    #[error("`{found}` has no days; write for example `Mon-Fri {found}`")]
    HoursWithoutDays {
        /// The hours in the text.
        found: String,
    },
    /// A shift that ends when it begins.
    #[error("the shift `{found}` has no length; a whole day is 00:00-24:00")]
    NoLength {
        /// The hours in the text.
        found: String,
    },
    /// Two shifts at one time, of one week or of neighbouring weeks.
    #[error("the shifts `{first}` and `{second}` overlap; let the first end before the second begins")]
    Overlap {
        /// The shift that begins first.
        first: Shift,
        /// The shift that begins before the first has ended.
        second: Shift,
    },
    /// No shift in any week.
    #[error("the rota has no shift in any week; write for example `Mon-Fri 08:00-16:00`")]
    NoShifts,
    /// Longer shifts of a rota without any.
    #[error("people who are always on duty cannot work longer")]
    AlwaysLonger,
    /// A longer shift that would last more than a day.
    #[error("with so much more, the shift `{found}` would last longer than a day")]
    TooLong {
        /// The shift as it is.
        found: Shift,
    },
    /// A longer shift that would reach into the next.
    #[error("with so much more, the shift `{first}` would reach into the shift `{second}`")]
    Reaches {
        /// The shift that begins first, as it is.
        first: Shift,
        /// The one after it.
        second: Shift,
    },
    /// `always` as one of several weeks.
    #[error("week {week} is `always`, which stands alone; for every hour of one week write `Mon-Sun 00:00-24:00`")]
    AlwaysAmongWeeks {
        /// The week, counted from one.
        week: usize,
    },
}

impl Rota {
    /// Mean duty in a week, in hours of clock time, before bank holidays and clock changes.
    pub fn weekly_hours(&self) -> f64 {
        match self {
            Self::Always => f64::from(WEEK_MINUTES) / 60.0,
            Self::Weeks(pattern) => pattern.minutes() as f64 / 60.0 / pattern.weeks.len() as f64,
        }
    }

    /// Mean duty in a year of 365 days, in hours of clock time, before bank holidays.
    pub fn yearly_hours(&self) -> f64 {
        self.weekly_hours() * 365.0 / 7.0
    }
}

impl Rota {
    /// The rota with longer shifts: so many milliseconds more a week, shared evenly among the shifts of the week
    /// and rounded down to whole minutes. Weeks without a shift stay as they are.
    ///
    /// # Errors
    ///
    /// For a rota without shifts, and where a longer shift would reach into the next or last a day or more.
    pub fn longer(&self, a_week: i64) -> Result<Self, RotaError> {
        let Self::Weeks(pattern) = self else {
            return Err(RotaError::AlwaysLonger);
        };
        let longer = |week: &Vec<Shift>| -> Result<Vec<Shift>, RotaError> {
            let each = a_week.max(0) / MINUTE / (week.len().max(1) as i64);
            let each = each.min(i64::from(WEEK_MINUTES)) as u16;
            let longer = |shift: &Shift| Shift { start: shift.start, end: shift.end.saturating_add(each) };
            let too_long = |shift: &&Shift| {
                let length = longer(shift).end.saturating_sub(shift.start);
                length > DAY_MINUTES || (length == DAY_MINUTES && !shift.start.is_multiple_of(DAY_MINUTES))
            };
            match week.iter().find(too_long) {
                Some(&found) => Err(RotaError::TooLong { found }),
                None => Ok(week.iter().map(longer).collect()),
            }
        };
        let weeks = pattern.weeks.iter().map(longer).collect::<Result<Vec<_>, _>>()?;
        // Faults are told of the shifts as the file has them.
        let as_written = |shift: Shift| {
            let all = pattern.weeks.iter().flatten();
            all.copied().find(|own| own.start == shift.start).unwrap_or(shift)
        };
        Pattern::new(weeks).map(Self::Weeks).map_err(|fault| match fault {
            RotaError::Overlap { first, second } => {
                RotaError::Reaches { first: as_written(first), second: as_written(second) }
            }
            fault => fault,
        })
    }
}

impl Pattern {
    /// A pattern of these weeks: shifts in any order, which are sorted.
    ///
    /// # Errors
    ///
    /// [`RotaError::NoShifts`] without any shift; [`RotaError::NoLength`] for a shift that ends
    /// when it begins or before, lasts longer than it may or begins outside its week; [`RotaError::Overlap`].
    pub fn new(mut weeks: Vec<Vec<Shift>>) -> Result<Self, RotaError> {
        for week in &mut weeks {
            week.sort_unstable();
            let sound = |shift: &Shift| {
                let Some(length) = shift.end.checked_sub(shift.start) else {
                    return false;
                };
                let whole_day = length == DAY_MINUTES && shift.start.is_multiple_of(DAY_MINUTES);
                shift.start < WEEK_MINUTES && length > 0 && (length < DAY_MINUTES || whole_day)
            };
            if let Some(shift) = week.iter().find(|shift| !sound(shift)) {
                return Err(RotaError::NoLength { found: shift.to_string() });
            }
        }
        let pattern = Self { weeks };
        let mut running: Vec<(i64, i64, Shift)> = pattern.in_cycle().collect();
        let Some(&(start, end, first)) = running.first() else {
            return Err(RotaError::NoShifts);
        };
        // After the last week comes the first again.
        let cycle = pattern.weeks.len() as i64 * i64::from(WEEK_MINUTES);
        running.push((start + cycle, end + cycle, first));
        for pair in running.windows(2) {
            if let [(_, first_ends, first), (second_starts, _, second)] = *pair
                && first_ends > second_starts
            {
                return Err(RotaError::Overlap { first, second });
            }
        }
        Ok(pattern)
    }

    /// The weeks in the order in which they alternate, each with its shifts, earliest first.
    pub fn weeks(&self) -> &[Vec<Shift>] {
        &self.weeks
    }

    /// The shifts of the week that comes `weeks` weeks after week 1 (before it, if negative).
    pub fn week(&self, weeks: i64) -> &[Shift] {
        let turn = weeks.rem_euclid(self.weeks.len().max(1) as i64);
        self.weeks.get(turn as usize).map_or(&[], Vec::as_slice)
    }

    /// Each shift with its start and end in minutes since the start of week 1.
    fn in_cycle(&self) -> impl Iterator<Item = (i64, i64, Shift)> {
        (0_i64..).zip(&self.weeks).flat_map(|(number, week)| {
            let monday = number * i64::from(WEEK_MINUTES);
            week.iter().map(move |&s| (monday + i64::from(s.start), monday + i64::from(s.end), s))
        })
    }

    /// Duty in all weeks together, in minutes of clock time.
    fn minutes(&self) -> i64 {
        self.in_cycle().map(|(start, end, _)| end - start).sum()
    }
}

impl Shift {
    /// Day on which it begins, 0 for Monday to 6 for Sunday.
    pub fn day(self) -> u16 {
        self.start / DAY_MINUTES
    }

    /// Its start after midnight of that day, in milliseconds of clock time.
    pub fn start_of_day(self) -> i64 {
        i64::from(self.start % DAY_MINUTES) * MINUTE
    }

    /// Its end after midnight of the day on which it begins, in milliseconds of clock time.
    pub fn end_of_day(self) -> i64 {
        (i64::from(self.end) - i64::from(self.day() * DAY_MINUTES)) * MINUTE
    }
}
