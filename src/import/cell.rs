//! What stands in a cell: numbers, shares and dates, as people type them in the United Kingdom.

use crate::calendar::Date;

/// A number, and whether a percent sign followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// As written: 60 for `60 %`.
    pub value: f64,
    /// Whether a percent sign followed.
    pub percent: bool,
}

/// What is wrong with a cell, without its content, and what to do.
pub(super) type Wrong = (&'static str, &'static str);

/// Reads `1,300`, `1 300`, `0.6` or `60 %`.
///
/// # Errors
/// What it is instead, and what to write; never the text itself.
pub fn number(text: &str) -> Result<Number, (&'static str, &'static str)> {
    let text = text.trim();
    if text.is_empty() {
        return Err(("this cell is empty", "write the number, or 0 for none"));
    }
    if text.starts_with('#') {
        return Err((
            "the spreadsheet shows an error, or the column was too narrow",
            "mend the formula, or widen the column, and save again",
        ));
    }
    if text.starts_with('=') {
        return Err(("this is a formula, not its value", "save the sheet as CSV, which keeps the values"));
    }
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    let spaced = digits.replace(['\u{A0}', '\u{202F}', '\u{2009}', '\''], " ");
    let plain = if spaced.contains([',', ' ']) { ungrouped(&spaced)? } else { spaced };
    if plain.starts_with(['-', '(', '\u{2212}']) {
        return Err(("this is a negative number", "counts begin at 0"));
    }
    let shaped = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') && plain.bytes().any(|b| b.is_ascii_digit());
    if !shaped {
        let exponent = plain.contains(['e', 'E']) && plain.parse::<f64>().is_ok();
        return Err(if exponent {
            ("this is in the short form of a spreadsheet for large numbers", "format the column as a plain number")
        } else {
            ("this is text where a number is wanted", "write digits only, 0 for none")
        });
    }
    match plain.parse::<f64>() {
        Ok(value) if value <= 1e9 => Ok(Number { value, percent }),
        Ok(_) => Err(("this number is too large", "write a count")),
        Err(_) => Err(("this is not a number", "write digits only, 0 for none")),
    }
}

/// Takes separators of thousands away: groups of three behind the first.
fn ungrouped(text: &str) -> Result<String, Wrong> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let separator = if whole.contains(',') { ',' } else { ' ' };
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let sound = (1..=3).contains(&first.len()) && digits(first) && rest.iter().all(|g| g.len() == 3 && digits(g));
    if !sound {
        return Err(if whole.bytes().all(|b| b.is_ascii_digit() || b == b',') {
            ("this has a comma where no thousands end", "write a point for decimals, as in 0.8")
        } else {
            ("this is text where a number is wanted", "write digits only, 0 for none")
        });
    }
    let plain = format!("{first}{}", rest.concat());
    Ok(fraction.map_or(plain.clone(), |fraction| format!("{plain}.{fraction}")))
}

/// Reads a whole number up to `most`.
///
/// # Errors
/// What it is instead, and what to write.
pub fn whole(text: &str, most: u32) -> Result<u32, (&'static str, &'static str)> {
    let Number { value, percent } = number(text)?;
    if percent {
        return Err(("this is a percentage where a count is wanted", "write how many"));
    }
    if value > f64::from(most) {
        return Err(("this number is too large", "see the limits in the README"));
    }
    let whole = value as u32;
    if (f64::from(whole) - value).abs() > 0.0 {
        return Err(("this is not a whole number", "count people, not full-time equivalents"));
    }
    Ok(whole)
}

/// Reads the share of a full-time post: `60 %`, `0.6`, `1`.
pub(super) fn share(text: &str) -> Result<f64, Wrong> {
    let Number { value, percent } = number(text)?;
    let share = if percent { value / 100.0 } else { value };
    match share {
        share if share > 0.0 && share <= 1.0 => Ok(share),
        share if share > 1.0 && !percent => Err(("this is more than one full-time post", "write 60 % or 0.6")),
        _ => Err(("a share lies above 0 and is at most 100 %", "write 60 % or 0.6")),
    }
}

/// What a cell that may be a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// A day.
    Is(Date),
    /// Like a date, but there is no such day.
    No(&'static str, &'static str),
    /// Nothing like a date.
    Not,
}

/// Reads `01/04/2026`, `1.4.2026`, `2026-04-01` or `1 Apr 2026`, a time of day behind it or not.
pub(super) fn day(text: &str) -> Day {
    let first = text.split(['T', ' ']).next().unwrap_or_default();
    let numbers = |text: &str| -> Option<[u16; 3]> {
        let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
        let parts: Vec<u16> =
            parts.iter().map(|p| p.parse().ok().filter(|_| !p.starts_with('+'))).collect::<Option<_>>()?;
        <[u16; 3]>::try_from(parts).ok()
    };
    let (year, month, day) = match numbers(first) {
        Some([year, month, day]) if year > 999 => (year, month, day),
        Some([day, month, year]) if year > 999 => (year, month, day),
        Some(_) => return Day::No("the year of this date has fewer than four digits", "write 01/04/2026"),
        None => match spelt(text) {
            Some(found) => found,
            None => return Day::Not,
        },
    };
    let small = |n: u16| i8::try_from(n).ok();
    let made = match (i16::try_from(year), small(month), small(day)) {
        (Ok(year), Some(month), Some(day)) => Date::new(year, month, day).ok(),
        _ => None,
    };
    match made {
        Some(date) => Day::Is(date),
        None if month > 12 => Day::No("there is no such month", "write the day first, then the month: 31/01/2026"),
        None => Day::No("there is no such day", "write a date as 01/04/2026"),
    }
}

/// `1 Apr 2026`, `01-April-2026`.
fn spelt(text: &str) -> Option<(u16, u16, u16)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = text.split([' ', '-', '/', ',']).filter(|w| !w.is_empty()).take(4).collect();
    let [day, month, year, ..] = words[..] else { return None };
    let name = month.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| name.starts_with(known))?;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let year = year.parse().ok().filter(|year| *year > 999)?;
    Some((year, month as u16 + 1, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let known = [
            ("0", 0.0),
            ("1300", 1300.0),
            ("1,300", 1300.0),
            ("1 300", 1300.0),
            ("1\u{A0}300", 1300.0),
            ("12,345,678", 12_345_678.0),
        ];
        for (text, value) in known {
            assert_eq!(number(text), Ok(Number { value, percent: false }), "{text}");
        }
        assert_eq!(number("12.5 %"), Ok(Number { value: 12.5, percent: true }));
        assert_eq!(number("1,250.5"), Ok(Number { value: 1250.5, percent: false }));
        for bad in [
            "",
            "-3",
            "(3)",
            "1,30",
            "0,8",
            "1,3000",
            "#REF!",
            "####",
            "=A1",
            "1.3E+03",
            "three",
            "1e400",
            ".",
            "1.2.3",
            "NaN",
            "inf",
            "9999999999",
            "%",
        ] {
            assert!(number(bad).is_err(), "{bad}");
        }
        assert_eq!(whole("1,300", 500_000), Ok(1300));
        assert!(whole("1.5", 10).is_err() && whole("11", 10).is_err() && whole("5 %", 10).is_err());
    }

    #[test]
    fn a_share_is_a_percentage_or_at_most_one() {
        assert_eq!(share("60 %"), Ok(0.6));
        assert_eq!(share("0.6"), Ok(0.6));
        assert_eq!(share("1"), Ok(1.0));
        assert!(share("60").is_err() && share("0").is_err() && share("120 %").is_err());
    }

    #[test]
    fn dates_are_read_day_first() {
        let first = Date::constant(2026, 4, 1);
        for text in [
            "01/04/2026",
            "1/4/2026",
            "1.4.2026",
            "01-04-2026",
            "2026-04-01",
            "1 Apr 2026",
            "01-April-2026",
            "1st April 2026",
            "01/04/2026 00:00",
            "2026-04-01T00:00:00",
        ] {
            assert_eq!(day(text), Day::Is(first), "{text}");
        }
        for text in ["04/31/2026", "31/04/2026", "1/4/26", "0/1/2026", "1/4/9999999"] {
            assert!(!matches!(day(text), Day::Is(_)), "{text}");
        }
        for text in ["", "Mansfield", "12", "1/2", "45383", "M 1 2"] {
            assert_eq!(day(text), Day::Not, "{text}");
        }
    }
}
