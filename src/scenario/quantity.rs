//! Quantities from text: durations, rates, shares and counts, in base units.
//!
//! A value carries its unit: `"90 min"`, `"0.3 per month"`, `"12 %"`. A bare number where a unit
//! is wanted is refused rather than guessed at. Base units are milliseconds, events per
//! millisecond, fractions of one, and counts.

use super::amount;
use super::keys::{Paid, Per, Unit};
use super::tree::{Node, Value};
use crate::units::{DAY, HOUR, MINUTE, MONTH, SECOND, WEEK, YEAR};

/// Longest duration that may be written (ms).
pub(super) const LONGEST: f64 = crate::units::LONGEST as f64;
/// Most offenders.
pub(super) const MOST_OFFENDERS: f64 = 500_000.0;
/// Most people in one group of staff.
pub(super) const MOST_PEOPLE: f64 = 10_000.0;

/// Greatest growth of a rate: a hundredfold in a year (logarithm, for each millisecond).
const MOST_GROWTH: f64 = 4.61 / YEAR as f64;

const UNITS: &str = "ms, s, min, h, days, weeks, months or years";

/// What is so, and what to do.
pub(super) type Fault = (String, String);

fn fault<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Fault> {
    Err((message.into(), help.into()))
}

/// Milliseconds in a unit of time.
pub(super) fn unit_of_time(word: &str) -> Option<i64> {
    Some(match word {
        "ms" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "day" | "days" => DAY,
        "week" | "weeks" => WEEK,
        "month" | "months" => MONTH,
        "year" | "years" => YEAR,
        _ => return None,
    })
}

/// A duration as (amount, milliseconds in its unit), one for each part of a compound.
pub(super) fn parts(text: &str) -> Result<Vec<(f64, i64)>, Fault> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    if rest.is_empty() {
        return fault("a duration is wanted and the text is empty", "write a number and a unit, \"90 min\"");
    }
    while !rest.is_empty() {
        let (amount, after) = leading_number(rest, text)?;
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        if word.is_empty() {
            let message = format!("`{text}` has no unit");
            return fault(message, format!("write one of {UNITS}: \"{} min\"", rest.trim()));
        }
        let Some(unit) = unit_of_time(word) else {
            return fault(format!("`{word}` is not a unit of time"), format!("units are {UNITS}"));
        };
        parts.push((amount, unit));
        rest = after.trim_start();
    }
    Ok(parts)
}

/// The number a text begins with, and what follows it.
fn leading_number<'a>(rest: &'a str, whole: &str) -> Result<(f64, &'a str), Fault> {
    let part_of_number = |at: usize, c: char| {
        c.is_ascii_digit()
            || c == '.'
            || (matches!(c, '+' | '-') && (at == 0 || rest[..at].ends_with(['e', 'E'])))
            || (matches!(c, 'e' | 'E')
                && rest[at + 1..].starts_with(|d: char| d.is_ascii_digit() || d == '-' || d == '+'))
    };
    let end = rest.char_indices().find(|(at, c)| !part_of_number(*at, *c)).map_or(rest.len(), |(at, _)| at);
    let (number, after) = rest.split_at(end);
    match number.parse::<f64>() {
        Ok(amount) if !amount.is_finite() => {
            fault(format!("`{whole}` is too large a number"), "write one that a clock or a count can reach")
        }
        Ok(amount) if amount < 0.0 => fault(format!("`{whole}` is negative"), "it must be 0 or more"),
        Ok(amount) => Ok((amount.abs(), after)),
        Err(_) => {
            fault(format!("`{whole}` does not begin with a number"), format!("write a number, then one of {UNITS}"))
        }
    }
}

/// A duration in milliseconds.
pub(super) fn duration(text: &str) -> Result<f64, Fault> {
    let total: f64 = parts(text)?.iter().map(|(amount, unit)| amount * *unit as f64).sum();
    if total <= LONGEST {
        Ok(total)
    } else {
        fault(format!("`{text}` is longer than 600 years"), "write a shorter one")
    }
}

/// A rate in events per millisecond.
pub(super) fn rate(text: &str, per: Per) -> Result<f64, Fault> {
    let help = match per {
        Per::Pace => "write \"600 per hour\": per s, min, h, day, week, month or year",
        _ => "write \"0.3 per month\": per s, min, h, day, week, month or year",
    };
    if matches!(text.trim(), "never") {
        return Ok(0.0);
    }
    let (amount, after) = leading_number(text.trim(), text).map_err(|(message, _)| (message, help.to_owned()))?;
    let words: Vec<&str> = after.split_whitespace().collect();
    let (whom, time) = match words.as_slice() {
        ["per", time] => (None, *time),
        ["per", whom, "per", time] => (Some(*whom), *time),
        [] if amount.abs() < f64::MIN_POSITIVE => return Ok(0.0),
        _ => return fault(format!("`{text}` is not a rate"), help),
    };
    if let Some(whom) = whom {
        let agrees = match per {
            Per::Team => ["team"].as_slice(),
            Per::Offender => &["offender", "person"],
            Per::Member => &["member", "person", "offender"],
            Per::Device => &["device"],
            Per::Person => &["person", "post"],
            Per::Pace => &["person"],
        };
        if !agrees.contains(&whom) {
            if per == Per::Pace {
                let message = format!("`{text}` is a rate per {whom}, and here it is how much one person does");
                return fault(message, "write \"600 per hour\"".to_owned());
            }
            let message = format!("`{text}` is a rate per {whom}, but `each` asks for a rate per {}", agrees[0]);
            return fault(message, format!("write `per {}`, or change `each`", agrees[0]));
        }
    }
    let Some(unit) = unit_of_time(time) else {
        return fault(format!("`{time}` is not a unit of time"), help);
    };
    let rate = amount / unit as f64;
    if rate <= 1.0 {
        Ok(rate)
    } else {
        fault(format!("`{text}` is more than one a millisecond"), "the clock counts milliseconds; write a smaller rate")
    }
}

/// A share as a fraction.
pub(super) fn share(text: &str) -> Result<f64, Fault> {
    let trimmed = text.trim();
    let help = "write \"12 %\", or a bare number between 0 and 1";
    let (number, scale) = match trimmed.strip_suffix('%') {
        Some(number) => (number.trim(), 100.0),
        None => return fault(format!("`{text}` is not a share"), help),
    };
    match number.parse::<f64>() {
        Ok(value) => fraction(value / scale, text),
        Err(_) => fault(format!("`{text}` is not a share"), help),
    }
}

/// A percentage as a fraction, of any size and sign.
/// Largest fraction that may stand for a percentage without its sign.
const MOST_BARE: f64 = 10.0;

fn percentage(text: &str) -> Result<f64, Fault> {
    let number = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    match number {
        Some(number) if number.is_finite() => Ok(number / 100.0),
        _ => fault(format!("`{text}` is not a percentage"), "write \"12 %\""),
    }
}

/// `"3 % per year"`: the fraction, and the milliseconds it is for.
fn share_per_time(text: &str) -> Result<(f64, f64), Fault> {
    let parts = text.split_once(" per ");
    let parts = parts.and_then(|(share, time)| Some((percentage(share).ok()?, unit_of_time(time.trim())?)));
    match parts {
        Some((share, time)) => Ok((share, time as f64)),
        None => fault(format!("`{text}` is not a percentage for a time"), "write \"3 % per year\""),
    }
}

fn fraction(value: f64, written: &str) -> Result<f64, Fault> {
    if (0.0..=1.0).contains(&value) {
        Ok(value.abs())
    } else {
        fault(format!("the share `{written}` is not between 0 and 1"), "write a share from \"0 %\" to \"100 %\"")
    }
}

/// One value in the base unit of `unit`.
pub(super) fn value(node: &Node, unit: Unit) -> Result<f64, Fault> {
    let found = match &node.value {
        Value::Text(text) => from_text(text, unit)?,
        // Whole numbers beyond 2^53 would lose digits; they are far above every limit.
        Value::Whole(number) => from_number(*number as f64, node, unit)?,
        Value::Real(number) => from_number(*number, node, unit)?,
        _ => {
            return fault(format!("{} is not {}", node.sort(), wanted(unit)), example(unit));
        }
    };
    within(found, node, unit)
}

fn from_text(text: &str, unit: Unit) -> Result<f64, Fault> {
    match unit {
        Unit::Duration => duration(text),
        Unit::Rate(per) => rate(text, per),
        Unit::Share => share(text),
        Unit::Yearly => {
            let hours =
                text.trim().strip_suffix("per year").or_else(|| text.trim().strip_suffix("a year")).unwrap_or(text);
            duration(hours)
        }
        Unit::Amount(paid) => amount::amount(text, paid),
        Unit::Growth => {
            let (share, time) = share_per_time(text)?;
            if share <= -1.0 {
                return fault(format!("`{text}` leaves nothing"), "write more than -100 %");
            }
            Ok(libm::log1p(share) / time)
        }
        Unit::Creep => share_per_time(text).map(|(share, time)| share / time),
        Unit::Percentage => percentage(text),
        Unit::EachPerson => {
            let text = text.trim();
            duration(text.strip_suffix("per person").or_else(|| text.strip_suffix("each")).unwrap_or(text))
        }
        Unit::Weekly => {
            let hours =
                text.trim().strip_suffix("per week").or_else(|| text.trim().strip_suffix("a week")).unwrap_or(text);
            duration(hours)
        }
        Unit::DaysAYear => {
            let days = text.trim().strip_suffix("days").unwrap_or(text).trim();
            days.parse().map_err(|_| (format!("`{text}` is not {}", wanted(unit)), example(unit)))
        }
        Unit::OneIn => {
            let number = text.trim().strip_prefix("one in ").unwrap_or(text).trim();
            number.parse().map_err(|_| (format!("`{text}` is not a number"), example(unit)))
        }
        Unit::Offenders | Unit::People | Unit::Count | Unit::Factor | Unit::Positive => {
            let digits = text.trim();
            // "50 per officer" is a number; a number of people has no such thing, and a time makes it a rate.
            let whom = |whom: &str| whom.split_whitespace().count() == 1 && unit_of_time(whom.trim()).is_none();
            let each = digits.split_once(" per ").filter(|(_, of)| whom(of));
            let each = each.filter(|_| !matches!(unit, Unit::Offenders | Unit::People));
            let digits = each.map_or(digits, |(number, _)| number.trim());
            digits.parse().map_err(|_| (format!("`{text}` is not {}", wanted(unit)), example(unit)))
        }
    }
}

fn from_number(number: f64, node: &Node, unit: Unit) -> Result<f64, Fault> {
    let written = node.inline();
    if !number.is_finite() {
        return fault(format!("`{written}` is not a finite number"), example(unit));
    }
    match unit {
        Unit::Share => fraction(number, &written),
        // A bare 1.1 is 110 %; nobody means a bare 110 so.
        Unit::Percentage if number > MOST_BARE => {
            let help = format!("write \"{written} %\", or {} without a sign", number / 100.0);
            fault(format!("`{written}` without a sign is {} %", number * 100.0), help)
        }
        Unit::Rate(_) | Unit::Growth | Unit::Creep if number.abs() < f64::MIN_POSITIVE => Ok(0.0),
        Unit::Duration
        | Unit::Rate(_)
        | Unit::Yearly
        | Unit::Creep
        | Unit::EachPerson
        | Unit::Weekly
        | Unit::Amount(_)
            if number < 0.0 =>
        {
            fault(format!("`{written}` is negative and has no unit; it must be 0 or more"), example(unit))
        }
        Unit::Duration
        | Unit::Rate(_)
        | Unit::Yearly
        | Unit::Growth
        | Unit::Creep
        | Unit::EachPerson
        | Unit::Weekly
        | Unit::Amount(_) => fault(format!("`{written}` has no unit"), example(unit)),
        _ => Ok(number),
    }
}

/// Refuses a value outside what its unit allows.
fn within(found: f64, node: &Node, unit: Unit) -> Result<f64, Fault> {
    let (lowest, highest) = bounds(unit);
    let written = node.written();
    if !found.is_finite() {
        fault(format!("`{written}` is not a finite number"), example(unit))
    } else if found < 0.0 && lowest >= 0.0 {
        fault(format!("`{written}` is negative"), "it must be 0 or more")
    } else if !(lowest..=highest).contains(&found) {
        fault(
            format!("`{written}` is outside {} to {}", shown(lowest, unit), shown(highest, unit)),
            format!("give {} from {} to {}", wanted(unit), shown(lowest, unit), shown(highest, unit)),
        )
    } else {
        // No negative zero.
        Ok(found + 0.0)
    }
}

/// Lowest and highest value in base units; draws are moved to them.
pub(super) fn bounds(unit: Unit) -> (f64, f64) {
    match unit {
        Unit::Duration | Unit::EachPerson => (0.0, LONGEST),
        // A hundredth to a hundredfold in a year.
        Unit::Growth => (-MOST_GROWTH, MOST_GROWTH),
        Unit::Percentage => (0.0, 1e4),
        Unit::Rate(_) | Unit::Share => (0.0, 1.0),
        // As much again in an hour.
        Unit::Creep => (0.0, 1.0 / HOUR as f64),
        Unit::Offenders => (0.0, MOST_OFFENDERS),
        Unit::People => (0.0, MOST_PEOPLE),
        Unit::Count | Unit::Factor => (0.0, 1e6),
        Unit::Positive => (1e-6, 1e6),
        Unit::OneIn => (1.0, 1e9),
        Unit::Yearly => (0.0, YEAR as f64),
        Unit::Amount(_) => (0.0, amount::LARGEST),
        Unit::DaysAYear => (0.0, 260.0),
        Unit::Weekly => (0.0, WEEK as f64),
    }
}

/// A value in base units as a person would write it: the largest unit of which there is at least one.
pub(super) fn shown(value: f64, unit: Unit) -> String {
    let in_digits = |value: f64| (libm::round(value * 1e4) / 1e4).to_string();
    let times =
        [("ms", 1), ("s", SECOND), ("min", MINUTE), ("h", HOUR), ("days", DAY), ("weeks", WEEK), ("years", YEAR)];
    match unit {
        Unit::Duration => {
            let fits = |(_, size): &&(&str, i64)| value >= *size as f64 && (value / *size as f64).fract().abs() < 1e-9;
            let above = |(_, size): &&(&str, i64)| value >= *size as f64;
            let (name, size) = times.iter().rev().find(fits).or(times.iter().rev().find(above)).unwrap_or(&times[0]);
            format!("{} {name}", in_digits(value / *size as f64))
        }
        Unit::Yearly => format!("{} h per year", in_digits(value / HOUR as f64)),
        Unit::Share | Unit::Percentage => format!("{} %", in_digits(value * 100.0)),
        Unit::Rate(_) => {
            let sizes = [("s", SECOND), ("min", MINUTE), ("h", HOUR), ("day", DAY), ("week", WEEK), ("month", MONTH)];
            let (name, size) = sizes.iter().find(|(_, size)| value * *size as f64 >= 1.0).unwrap_or(&("year", YEAR));
            format!("{} per {name}", in_digits(value * *size as f64))
        }
        Unit::Growth => format!("{} % per year", in_digits(libm::expm1(value * YEAR as f64) * 100.0)),
        Unit::Creep => format!("{} % per hour", in_digits(value * HOUR as f64 * 100.0)),
        Unit::EachPerson => format!("{} per person", shown(value, Unit::Duration)),
        Unit::Weekly => format!("{} h per week", in_digits(value / HOUR as f64)),
        Unit::Amount(_) => format!("GBP {}", in_digits(value / 100.0)),
        _ => value.to_string(),
    }
}

/// What a reader wants, as a phrase.
pub(super) fn wanted(unit: Unit) -> &'static str {
    match unit {
        Unit::Duration => "a duration",
        Unit::Rate(_) => "a rate",
        Unit::Share => "a share",
        Unit::Offenders | Unit::People => "a whole number of people",
        Unit::Count => "a count",
        Unit::Factor | Unit::Positive => "a number",
        Unit::OneIn => "a number of at least 1",
        Unit::Yearly => "a number of hours a year",
        Unit::Amount(_) => "an amount of money",
        Unit::Growth | Unit::Creep => "a percentage for a time",
        Unit::Percentage => "a percentage",
        Unit::EachPerson => "a duration for each person",
        Unit::DaysAYear => "a number of working days a year",
        Unit::Weekly => "a number of hours a week",
    }
}

/// How to write one.
pub(super) fn example(unit: Unit) -> String {
    match unit {
        Unit::Duration => format!("write a number and a unit, \"90 min\"; units are {UNITS}"),
        Unit::Rate(Per::Pace) => "write \"600 per hour\": per s, min, h, day, week, month or year".to_owned(),
        Unit::Rate(_) => "write \"0.3 per month\": per s, min, h, day, week, month or year".to_owned(),
        Unit::Share => "write \"12 %\", or a bare number between 0 and 1".to_owned(),
        Unit::Offenders => "write a whole number from 0 to 500,000".to_owned(),
        Unit::People => "write a whole number from 0 to 10,000".to_owned(),
        Unit::Count => "write a number, 0 or more".to_owned(),
        Unit::Factor | Unit::Positive => "write a number above 0".to_owned(),
        Unit::OneIn => "write a number of at least 1".to_owned(),
        Unit::Yearly => "write \"1400 h per year\"".to_owned(),
        Unit::Amount(Paid::Once) => "write \"GBP 192\"".to_owned(),
        Unit::Amount(Paid::Yearly) => "write \"GBP 62,000 per year\"".to_owned(),
        Unit::Amount(Paid::Hourly) => "write \"GBP 38.50 per hour\"".to_owned(),
        Unit::Growth => "write \"3 % per year\", or \"-3 % per year\" for a fall".to_owned(),
        Unit::Creep => "write \"10 % per week\"".to_owned(),
        Unit::Percentage => "write \"150 %\"".to_owned(),
        Unit::EachPerson => "write \"10 h per person\"".to_owned(),
        Unit::DaysAYear => "write a number from 0 to 260".to_owned(),
        Unit::Weekly => "write \"6 h per week\"".to_owned(),
    }
}
