//! Rotas as people write them: `Mon-Thu 08:00-16:00, Fri 08:00-15:00`.
//!
//! A week is a list, parted by commas, of days and the hours of one shift or of several. Days
//! without hours take those of the next item (`Mon, Wed 09:00-17:00`), hours without days belong
//! to the days before (`Mon-Fri 08:00-12:00, 13:00-17:00`). A range of days may pass Sunday
//! (`Fri-Mon`), a shift may pass midnight (`22:00-06:00`). `off` is a week without shifts.

use super::rota::{DAY_MINUTES, Pattern, Rota, RotaError, Shift};
use std::fmt;
use std::str::FromStr;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const FULL: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Start and end of a shift in minutes after midnight; the end is above 1440 past midnight.
type Hours = (u16, u16);

impl Rota {
    /// Reads `always` or one week.
    ///
    /// # Errors
    ///
    /// What was found and what would be right, in words for the author of the file.
    pub fn parse(text: &str) -> Result<Self, RotaError> {
        Self::parse_weeks(&[text])
    }

    /// Reads weeks that alternate; one text alone may be `always`.
    ///
    /// # Errors
    ///
    /// As [`Rota::parse`]; also when shifts overlap from one week into the next.
    pub fn parse_weeks<T: AsRef<str>>(texts: &[T]) -> Result<Self, RotaError> {
        let always = |text: &T| text.as_ref().trim().eq_ignore_ascii_case("always");
        match texts.iter().position(always) {
            Some(_) if texts.len() == 1 => Ok(Self::Always),
            Some(before) => Err(RotaError::AlwaysAmongWeeks { week: before + 1 }),
            None => {
                let weeks = texts.iter().map(|text| week(text.as_ref())).collect::<Result<_, _>>();
                Pattern::new(weeks?).map(Self::Weeks)
            }
        }
    }

    /// The canonical text of each week; [`Rota::parse_weeks`] reads it back to an equal rota.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Always => vec!["always".to_owned()],
            Self::Weeks(pattern) => pattern.weeks().iter().map(|week| week_text(week)).collect(),
        }
    }
}

impl FromStr for Rota {
    type Err = RotaError;
    fn from_str(text: &str) -> Result<Self, RotaError> {
        Self::parse(text)
    }
}

/// The canonical text; weeks that alternate are parted by semicolons.
impl fmt::Display for Rota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.texts().join("; "))
    }
}

/// Day and hours, such as `Sat 22:00-06:00`.
impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = DAYS.get(usize::from(self.day())).unwrap_or(&"?");
        write!(f, "{name} {}", hours_text(hours_of(*self)))
    }
}

fn week(text: &str) -> Result<Vec<Shift>, RotaError> {
    let text = text.replace(['–', '—'], "-");
    let text = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
    let mut shifts = Vec::new();
    if text.eq_ignore_ascii_case("off") {
        return Ok(shifts);
    }
    let (mut named, mut days, mut hours_given) = (Vec::new(), Vec::new(), false);
    for item in text.split(',') {
        let mut hours_in_item = false;
        for word in item.split_whitespace() {
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                let (start, end) = hours(word)?;
                if days.is_empty() {
                    return Err(RotaError::HoursWithoutDays { found: word.to_owned() });
                }
                let shift = |&day: &u16| Shift { start: day * DAY_MINUTES + start, end: day * DAY_MINUTES + end };
                shifts.extend(days.iter().map(shift));
                (hours_given, hours_in_item) = (true, true);
            } else {
                let more = days_of(word)?;
                if hours_in_item {
                    return Err(RotaError::NoComma { found: word.to_owned() });
                }
                if std::mem::take(&mut hours_given) {
                    named.clear();
                    days.clear();
                }
                named.push(word);
                days.extend(more);
            }
        }
    }
    if !hours_given && !days.is_empty() {
        return Err(RotaError::DaysWithoutHours { found: named.join(", ") });
    }
    Ok(shifts)
}

/// The days of `Mon`, `Monday` or `Fri-Mon`, 0 for Monday.
fn days_of(word: &str) -> Result<Vec<u16>, RotaError> {
    let unknown = |part: &str| RotaError::NotADay { found: part.to_owned() };
    let day = |part: &str| {
        let name = part.to_lowercase();
        let known = |full: &&str| name.len() >= 3 && full.starts_with(&name);
        FULL.iter().position(known).ok_or_else(|| unknown(part)).map(|day| day as u16)
    };
    let Some((first, last)) = word.split_once('-') else {
        return Ok(vec![day(word)?]);
    };
    let (first, last) = (day(first)?, day(last)?);
    let length = (last + 7 - first) % 7;
    Ok((first..=first + length).map(|day| day % 7).collect())
}

fn hours(word: &str) -> Result<Hours, RotaError> {
    let minutes = |clock: &str| {
        let (hour, minute) = clock.split_once(':')?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok())?;
        let whole = digits(hour).filter(|_| hour.len() <= 2)?;
        let rest = digits(minute).filter(|&rest| minute.len() == 2 && rest < 60)?;
        Some(whole * 60 + rest).filter(|&of_day| of_day <= DAY_MINUTES)
    };
    let read = || {
        let (start, end) = word.split_once('-')?;
        Some((minutes(start).filter(|&start| start < DAY_MINUTES)?, minutes(end)?))
    };
    match read() {
        None => Err(RotaError::NotHours { found: word.to_owned() }),
        Some((start, end)) if start == end => Err(RotaError::NoLength { found: word.to_owned() }),
        Some((start, end)) if end < start => Ok((start, end + DAY_MINUTES)),
        Some(hours) => Ok(hours),
    }
}

fn hours_of(shift: Shift) -> Hours {
    let midnight = shift.day() * DAY_MINUTES;
    (shift.start - midnight, shift.end.saturating_sub(midnight))
}

fn hours_text((start, end): Hours) -> String {
    let end = if end > DAY_MINUTES { end - DAY_MINUTES } else { end };
    format!("{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
}

/// Days with the same hours that follow one another are written as a range.
fn week_text(week: &[Shift]) -> String {
    let mut runs: Vec<(u16, u16, Vec<Hours>)> = Vec::new();
    for shifts in week.chunk_by(|a, b| a.day() == b.day()) {
        let Some(day) = shifts.first().map(|shift| shift.day()) else {
            continue;
        };
        let hours: Vec<Hours> = shifts.iter().map(|&shift| hours_of(shift)).collect();
        match runs.last_mut() {
            Some((_, last, same)) if *last + 1 == day && *same == hours => *last = day,
            _ => runs.push((day, day, hours)),
        }
    }
    if runs.is_empty() {
        return "off".to_owned();
    }
    let name = |day: u16| DAYS.get(usize::from(day)).unwrap_or(&"?");
    let texts = runs.iter().map(|(first, last, hours)| {
        let hours = hours.iter().map(|&hours| hours_text(hours)).collect::<Vec<_>>().join(" ");
        if first == last {
            format!("{} {hours}", name(*first))
        } else {
            format!("{}-{} {hours}", name(*first), name(*last))
        }
    });
    texts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_shifts_cannot_be_longer_is_said_of_the_shifts_as_they_are() {
        let said = |rota: &str, hours: i64| {
            let longer = Rota::parse(rota).unwrap().longer(hours * crate::units::HOUR);
            longer.map_or_else(|fault| fault.to_string(), |rota| rota.to_string())
        };
        assert_eq!(said("Mon-Fri 08:00-16:00", 5), "Mon-Fri 08:00-17:00");
        assert_eq!(said("always", 5), "people who are always on duty cannot work longer");
        let long = "with so much more, the shift `Mon 08:00-16:00` would last longer than a day";
        assert_eq!([said("Mon-Fri 08:00-16:00", 80), said("Mon-Fri 08:00-16:00", 90)], [long, long]);
        assert_eq!(
            said("Mon 08:00-12:00, 13:00-17:00", 4),
            "with so much more, the shift `Mon 08:00-12:00` would reach into the shift `Mon 13:00-17:00`"
        );
        // The last shift of a week, and the first.
        assert_eq!(
            said("Mon 00:00-08:00, Sun 20:00-24:00", 4),
            "with so much more, the shift `Sun 20:00-24:00` would reach into the shift `Mon 00:00-08:00`"
        );
    }

    #[test]
    fn what_people_write_is_read_and_written_back_canonically() {
        for (written, canonical, hours) in [
            ("always", "always", 168.0),
            (" ALWAYS ", "always", 168.0),
            ("Mon-Fri 08:00-16:00", "Mon-Fri 08:00-16:00", 40.0),
            ("Mon-Thu 08:00-16:00, Fri 08:00-15:00", "Mon-Thu 08:00-16:00, Fri 08:00-15:00", 39.0),
            ("monday – friday 8:00 – 16:00", "Mon-Fri 08:00-16:00", 40.0),
            ("Mon,Wed 09:00-17:00", "Mon 09:00-17:00, Wed 09:00-17:00", 16.0),
            ("Sat-Sun 22:00-06:00", "Sat-Sun 22:00-06:00", 16.0),
            ("Fri-Mon 10:00-12:00", "Mon 10:00-12:00, Fri-Sun 10:00-12:00", 8.0),
            ("Mon-Fri 08:00-12:00, 13:00-17:00", "Mon-Fri 08:00-12:00 13:00-17:00", 40.0),
            ("Tue 13:00-17:00 08:00-12:00", "Tue 08:00-12:00 13:00-17:00", 8.0),
            ("Mon-Sun 00:00-24:00", "Mon-Sun 00:00-24:00", 168.0),
            ("Mon 22:00-00:00", "Mon 22:00-24:00", 2.0),
        ] {
            let rota = Rota::parse(written).unwrap();
            assert_eq!(rota.to_string(), canonical);
            assert_eq!(Rota::parse(canonical).as_ref(), Ok(&rota));
            assert!((rota.weekly_hours() - hours).abs() < 1e-12, "{written}");
        }
    }

    #[test]
    fn weeks_alternate_and_one_of_them_may_be_off() {
        let rota = Rota::parse_weeks(&["Mon-Fri 08:00-16:00", "off", "Sat 09:00-12:00"]).unwrap();
        assert_eq!(rota.to_string(), "Mon-Fri 08:00-16:00; off; Sat 09:00-12:00");
        assert_eq!(Rota::parse_weeks(&rota.texts()), Ok(rota.clone()));
        assert!((rota.weekly_hours() - 43.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_understood_is_named_with_what_would_be_right() {
        for (written, message) in [
            ("Mon-Fry 08:00-16:00", "`Fry` is not a day of the week; write Mon, "),
            ("T 08:00-16:00", "`T` is not a day"),
            ("Mon 8-16", "`8-16` is not the hours of a shift; write its start and end by the 24-hour clock"),
            ("Mon 08:00-25:00", "`08:00-25:00` is not the hours"),
            ("Mon 24:00-08:00", "`24:00-08:00` is not the hours"),
            ("Mon 08:60-09:00", "`08:60-09:00` is not the hours"),
            ("Mon 08:00-08:00", "the shift `08:00-08:00` has no length; a whole day is 00:00-24:00"),
            ("Mon-Fri", "`Mon-Fri` has no hours; write for example `Mon-Fri 08:00-16:00`"),
            ("Mon 08:00-16:00, Sat, Sun", "`Sat, Sun` has no hours"),
            ("08:00-16:00", "`08:00-16:00` has no days; write for example `Mon-Fri 08:00-16:00`"),
            ("Mon 08:00-16:00 Tue 08:00-16:00", "`Tue` follows the hours of other days; put a comma"),
            ("", "the rota has no shift in any week"),
            ("off", "the rota has no shift in any week"),
            ("Mon-Fri 08:00-16:00, Wed 12:00-20:00", "the shifts `Wed 08:00-16:00` and `Wed 12:00-20:00` overlap"),
            ("Mon, Mon 08:00-16:00", "the shifts `Mon 08:00-16:00` and `Mon 08:00-16:00` overlap"),
            ("Sun 22:00-06:00, Mon 05:00-09:00", "the shifts `Sun 22:00-06:00` and `Mon 05:00-09:00` overlap"),
        ] {
            let error = Rota::parse(written).unwrap_err().to_string();
            assert!(error.starts_with(message), "{written}: {error}");
        }
        let error = Rota::parse_weeks(&["Mon 08:00-16:00", "always"]).unwrap_err();
        assert!(error.to_string().starts_with("week 2 is `always`, which stands alone"));
        assert_eq!(Rota::parse_weeks::<&str>(&[]), Err(RotaError::NoShifts));
    }

    #[test]
    fn a_shift_may_not_run_into_the_week_that_follows() {
        let first = "Sun 22:00-06:00";
        assert!(Rota::parse_weeks(&[first, "Mon 06:00-09:00"]).is_ok());
        let error = Rota::parse_weeks(&[first, "Mon 05:00-09:00"]).unwrap_err();
        assert!(matches!(error, RotaError::Overlap { .. }));
    }
}
