//! Values as the file would have to say them, and as a person would.

use crate::scenario::keys::{Paid, Unit};
use crate::scenario::tree::{At, Node, Value};
use crate::scenario::world::Number;
use crate::units::{DAY, HOUR, MINUTE, MONTH, WEEK, YEAR};

/// A value in base units as the file would have to say it to be read back to the last digit, money to the last penny.
pub(super) fn exact(number: &Number, value: f64) -> Value {
    match number.unit {
        Unit::Duration => Value::Text(format!("{value} ms")),
        Unit::Rate(_) => Value::Text(format!("{value} per ms")),
        Unit::Yearly => Value::Text(format!("{value} ms per year")),
        Unit::Weekly => Value::Text(format!("{value} ms per week")),
        Unit::EachPerson => Value::Text(format!("{value} ms per person")),
        Unit::Creep => Value::Text(format!("{} % per ms", value * 100.0)),
        Unit::Growth => Value::Text(format!("{} % per year", libm::expm1(value * YEAR as f64) * 100.0)),
        Unit::Amount(paid) => pounds(paid, value),
        _ => Value::Real(value),
    }
}

/// An amount of pence in pounds, to the penny, which is as finely as an amount can be written.
fn pounds(paid: Paid, pence: f64) -> Value {
    let per = match paid {
        Paid::Once => "",
        Paid::Yearly => " per year",
        Paid::Hourly => " per hour",
    };
    Value::Text(format!("GBP {:.2}{per}", libm::round(pence) / 100.0))
}

/// A value as a person would write it, to six digits.
pub(super) fn written(unit: Unit, value: f64) -> Value {
    said(unit, value, value, 6)
}

/// A value as a person would write it, to fifteen digits.
pub(super) fn precise(unit: Unit, value: f64) -> Value {
    said(unit, value, value, 15)
}

/// A value in the unit of time that a person would choose for another one `like` it.
pub(super) fn said(unit: Unit, value: f64, like: f64, digits: usize) -> Value {
    let times = |per: i64, word: &str| Value::Text(format!("{} per {word}", significant(value * per as f64, digits)));
    let over = |per: i64, word: &str| Value::Text(format!("{} {word}", significant(value / per as f64, digits)));
    match unit {
        Unit::Duration if like < 2.0 * HOUR as f64 => over(MINUTE, "min"),
        Unit::Duration if like < 4.0 * DAY as f64 => over(HOUR, "h"),
        Unit::Duration => over(DAY, "days"),
        Unit::Yearly => over(HOUR, "h per year"),
        Unit::Weekly => over(HOUR, "h per week"),
        Unit::EachPerson => over(HOUR, "h per person"),
        Unit::Creep => Value::Text(format!("{} % per week", significant(value * WEEK as f64 * 100.0, digits))),
        Unit::Growth => {
            let share = libm::expm1(value * YEAR as f64);
            Value::Text(format!("{} % per year", significant(share * 100.0, digits)))
        }
        Unit::Amount(paid) => pounds(paid, value),
        Unit::Rate(_) if like * YEAR as f64 <= 12.0 => times(YEAR, "year"),
        Unit::Rate(_) if like * MONTH as f64 <= 31.0 => times(MONTH, "month"),
        Unit::Rate(_) if like * DAY as f64 <= 48.0 => times(DAY, "day"),
        Unit::Rate(_) if like * HOUR as f64 <= 3600.0 => times(HOUR, "hour"),
        Unit::Rate(_) => times(1, "ms"),
        Unit::Offenders | Unit::People => Value::Whole(libm::round(value) as i64),
        _ => Value::Real(significant(value, digits)),
    }
}

/// A value in words, in the unit of time that a person would choose for one `like` it: `0.3 per month`, `90 min`, `12 %`.
#[must_use]
pub fn in_words(unit: Unit, value: f64, like: f64) -> String {
    match (unit, said(unit, value, like, 3)) {
        (Unit::Share | Unit::Percentage, _) => format!("{} %", significant(100.0 * value, 3)),
        (_, Value::Text(words)) => words,
        (_, Value::Real(number)) => number.to_string(),
        (_, other) => Node { value: other, at: At::default() }.inline(),
    }
}

/// A number to three significant digits, for sentences.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    significant(value, 3)
}

/// A number rounded to significant digits.
fn significant(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits.max(1) - 1).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_as_a_person_would() {
        let alone = |unit: Unit, value: f64| in_words(unit, value, value);
        assert_eq!(alone(Unit::Duration, 5_400_000.0), "90 min");
        assert_eq!(in_words(Unit::Duration, 5_400_000.0, 9e6), "1.5 h");
        assert_eq!(alone(Unit::Share, 0.1234), "12.3 %");
        assert_eq!(alone(Unit::Rate(crate::scenario::keys::Per::Team), 2.0 / MONTH as f64), "2 per month");
        assert_eq!(alone(Unit::Rate(crate::scenario::keys::Per::Team), 2.0 / DAY as f64), "2 per day");
        assert_eq!(alone(Unit::People, 7.2), "7");
    }
}
