//! Amounts of money from text, in whole pence: `"GBP 62,000 per year"`, `"GBP 38.50 per hour"`, `"GBP 192"`.
//!
//! A stated amount is a whole number of pence and never passes through a fraction: digits become an integer.

use super::keys::Paid;
use super::quantity::Fault;
use crate::units::{DAY, MONTH, WEEK, YEAR};

/// The one currency there is.
pub(super) const CURRENCY: &str = "GBP";
/// Largest amount that may be written, pence: a thousand million pounds.
pub(super) const LARGEST: f64 = 1e11;

/// How an amount is written where one of this kind is wanted.
const fn help(wanted: Paid) -> &'static str {
    match wanted {
        Paid::Once => "write GBP, the pounds, and pence if any: \"GBP 192\", \"GBP 1,250.50\"",
        Paid::Hourly => "write GBP, the pounds, pence if any, and per hour: \"GBP 38.50 per hour\"",
        Paid::Yearly => {
            "write GBP, the pounds, pence if any, and for how long: \"GBP 62,000 per year\", \"GBP 20 per day\""
        }
    }
}

/// What an amount is for, by its own words; `None` if they are not understood.
pub(super) fn paid(text: &str) -> Option<Paid> {
    match text.split_once(" per ").map(|(_, per)| per.trim()) {
        None => Some(Paid::Once),
        Some("hour") => Some(Paid::Hourly),
        Some("year" | "month" | "week" | "day") => Some(Paid::Yearly),
        Some(_) => None,
    }
}

/// An amount in pence, or pence an hour, or pence a year.
pub(super) fn amount(text: &str, wanted: Paid) -> Result<f64, Fault> {
    let fault = |message: String| Err((message, help(wanted).to_owned()));
    let trimmed = text.trim();
    let Some(rest) = trimmed.strip_prefix(CURRENCY) else {
        return fault(format!("`{text}` does not begin with {CURRENCY}"));
    };
    let (digits, per) = match rest.split_once(" per ") {
        Some((digits, per)) => (digits.trim(), Some(per.trim())),
        None => (rest.trim(), None),
    };
    let Some(pence) = pence(digits) else {
        return fault(format!("`{text}` is not an amount of pounds and pence"));
    };
    match (wanted, per) {
        (Paid::Once, None) | (Paid::Hourly, Some("hour")) | (Paid::Yearly, Some("year")) => Ok(pence),
        (Paid::Yearly, Some("month")) => Ok(pence * (YEAR / MONTH) as f64),
        (Paid::Yearly, Some("week")) => Ok(pence * YEAR as f64 / WEEK as f64),
        (Paid::Yearly, Some("day")) => Ok(pence * (YEAR / DAY) as f64),
        (Paid::Once, Some(per)) => {
            fault(format!("`{text}` is an amount per {per}, and a single amount is wanted here"))
        }
        (Paid::Hourly, _) => fault(format!("`{text}` is not an amount per hour, and one is wanted here")),
        (Paid::Yearly, None) => fault(format!("`{text}` does not say for how long: per year, month, week or day")),
        (Paid::Yearly, Some(_)) => fault(format!("`{text}` is not an amount per year, month, week or day")),
    }
}

/// Pounds and pence as whole pence: `62,000`, `38.50`. Commas stand before each three digits, or nowhere.
fn pence(digits: &str) -> Option<f64> {
    let (pounds, part) = digits.split_once('.').map_or((digits, None), |(pounds, part)| (pounds, Some(part)));
    let groups: Vec<&str> = pounds.split(',').collect();
    let plain = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let grouped = match groups.as_slice() {
        [one] => plain(one),
        [first, others @ ..] => {
            plain(first) && first.len() <= 3 && others.iter().all(|group| plain(group) && group.len() == 3)
        }
        [] => false,
    };
    let pennies = match part {
        None => 0,
        Some(part) if part.len() == 2 && plain(part) => part.parse::<u64>().ok()?,
        Some(_) => return None,
    };
    let whole: u64 = groups.concat().parse().ok().filter(|_| grouped)?;
    Some(whole.checked_mul(100)?.checked_add(pennies)? as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_a_whole_number_of_pence() {
        assert_eq!(amount("GBP 62,000 per year", Paid::Yearly), Ok(6_200_000.0));
        assert_eq!(amount("GBP 500 per month", Paid::Yearly), Ok(600_000.0));
        assert_eq!(amount("GBP 38.50 per hour", Paid::Hourly), Ok(3_850.0));
        assert_eq!(amount("GBP 0.07", Paid::Once), Ok(7.0));
        assert_eq!(amount(" GBP 9600 ", Paid::Once), Ok(960_000.0));
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        let bad = [
            "192",
            "\u{a3}192",
            "GBP",
            "GBP 62,00",
            "GBP 1,0000",
            "GBP 3.5",
            "GBP 3.501",
            "GBP -1",
            "GBP 1e3",
            "GBP ,1",
        ];
        for text in bad {
            assert!(amount(text, Paid::Once).is_err(), "{text}");
        }
        for (text, wanted) in
            [("GBP 192", Paid::Yearly), ("GBP 5 per year", Paid::Once), ("GBP 5 per year", Paid::Hourly)]
        {
            assert!(amount(text, wanted).is_err(), "{text}");
        }
        assert_eq!(paid("GBP 1 per fortnight"), None);
    }
}
