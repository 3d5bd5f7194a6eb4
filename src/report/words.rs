//! Numbers in words: rounded to what is known of them, with separators, ranges and units.
//!
//! A number that came from chance is never shown finer than its standard error allows: the error
//! gets two digits and the value is cut at the same place. A range is cut where its width has two
//! digits. What does not exist is said to be "not defined"; no NaN is ever printed.
//!
//! The same [`Quoted`] is shown by every presenter, so the terminal, the page and the CSV file
//! cannot disagree about a number.

use std::fmt;

/// What stands in the place of a number that does not exist.
pub const UNDEFINED: &str = "not defined";

/// Finest place that is ever shown: thousandths.
const FINEST: i32 = 3;

/// Coarsest place that is ever shown: hundreds of millions.
const COARSEST: i32 = -8;

/// A number and the place it is rounded to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quoted {
    value: Option<f64>,
    places: i32,
}

impl Quoted {
    /// A number that is not defined.
    pub const NONE: Self = Self { value: None, places: 0 };

    /// Rounded to `places` after the point; negative places round to tens, hundreds and so on.
    #[must_use]
    pub fn at(value: f64, places: i32) -> Self {
        let places = places.clamp(COARSEST, FINEST);
        Self { value: value.is_finite().then(|| rounded(value, places)), places }
    }

    /// Rounded to a whole number.
    #[must_use]
    pub fn whole(value: f64) -> Self {
        Self::at(value, 0)
    }

    /// Rounded to so many significant digits; a whole number gets no point.
    #[must_use]
    pub fn digits(value: f64, digits: i32) -> Self {
        if value.is_finite() && value.fract() == 0.0 {
            Self::at(value, place_of(value, digits).min(0))
        } else if value.is_finite() {
            Self::at(value, place_of(value, digits))
        } else {
            Self::NONE
        }
    }

    /// Rounded to the place that the second digit of its standard error has. Without an error (one
    /// replication), three digits; with an error of zero, or no more than rounding leaves, three digits or
    /// the whole number.
    #[must_use]
    pub fn supported(value: f64, standard_error: Option<f64>) -> Self {
        match standard_error {
            Some(error) if error > 1e-12 * value.abs() && error.is_finite() => Self::at(value, place_of(error, 2)),
            Some(_) if value.fract() == 0.0 => Self::whole(value),
            _ => Self::digits(value, 3),
        }
    }

    /// The same, when the number exists.
    #[must_use]
    pub fn maybe(value: Option<f64>, places: i32) -> Self {
        value.map_or(Self::NONE, |value| Self::at(value, places))
    }

    /// The rounded number.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        self.value
    }

    /// The place it is rounded to, after the point.
    #[must_use]
    pub fn places(self) -> i32 {
        self.places
    }

    /// Whether `value` is what this number rounds, to within half of its last place.
    #[must_use]
    pub fn says(self, value: f64) -> bool {
        self.value.is_some_and(|shown| (shown - value).abs() <= 0.500_001 * power_of_ten(-self.places))
    }

    /// The number for machines: no separators, a hyphen for minus; empty when not defined.
    #[must_use]
    pub fn machine(self) -> String {
        let Some(value) = self.value else { return String::new() };
        format!("{:.*}", self.places.max(0) as usize, value)
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(value) = self.value else { return f.pad(UNDEFINED) };
        if value.abs() >= 1e15 {
            return f.pad(&format!("{value:.2e}"));
        }
        let digits = self.machine();
        let (sign, digits) = digits.strip_prefix('-').map_or(("", &*digits), |rest| ("\u{2212}", rest));
        let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
        let mut text = format!("{sign}{}", separated(whole));
        if let Some(part) = part {
            text.push('.');
            text.push_str(part);
        }
        f.pad(&text)
    }
}

/// A lower and an upper number, rounded alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end.
    pub low: Quoted,
    /// Upper end.
    pub high: Quoted,
}

impl Range {
    /// A range that is not defined.
    pub const NONE: Self = Self { low: Quoted::NONE, high: Quoted::NONE };

    /// Rounded where the width has two digits.
    #[must_use]
    pub fn of(low: f64, high: f64) -> Self {
        let width = (high - low).abs();
        let places = if width > 0.0 && width.is_finite() {
            place_of(width, 2)
        } else if low.fract() == 0.0 {
            0
        } else {
            place_of(low, 3)
        };
        Self::at(low, high, places)
    }

    /// Rounded to given places.
    #[must_use]
    pub fn at(low: f64, high: f64, places: i32) -> Self {
        if low.is_finite() && high.is_finite() {
            Self { low: Quoted::at(low, places), high: Quoted::at(high, places) }
        } else {
            Self::NONE
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low.value.is_none() {
            return f.pad(UNDEFINED);
        }
        f.pad(&format!("{} to {}", self.low, self.high))
    }
}

/// A share in per cent, finer near nothing: `0.034` is "3.4 %".
#[must_use]
pub fn per_cent(share: f64) -> String {
    let value = 100.0 * share;
    let places = i32::from(value.abs() < 10.0 && value != 0.0);
    format!("{} %", Quoted::at(value, places))
}

/// A level such as 0.9 as "90 %", 0.975 as "97.5 %".
#[must_use]
pub fn level(level: f64) -> String {
    let value = 100.0 * level;
    let whole = (value - rounded(value, 0)).abs() < 1e-9;
    format!("{} %", Quoted::at(value, i32::from(!whole)))
}

/// A count with its noun: "1 visit", "12 visits", "no visits".
#[must_use]
pub fn counted(number: Quoted, one: &str, many: &str) -> String {
    match number.value {
        Some(0.0) => format!("no {many}"),
        Some(1.0) => format!("{number} {one}"),
        _ => format!("{number} {many}"),
    }
}

/// Words joined as in speech: "a", "a and b", "a, b and c".
#[must_use]
pub fn listed<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The words with a capital at the beginning.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text with nothing in it that a terminal, a browser or a spreadsheet obeys: control characters
/// and marks that turn the direction of writing become a replacement sign; a line feed or tab, a space.
#[must_use]
pub fn harmless(text: &str) -> String {
    let calm = |c: char| match c {
        '\n' | '\t' | '\r' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{fffe}' | '\u{ffff}' => {
            char::REPLACEMENT_CHARACTER
        }
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(calm).collect()
}

/// The place after the point at which `value`, rounded, has so many significant digits.
pub(super) fn place_of(value: f64, digits: i32) -> i32 {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let leading = |x: f64| libm::floor(libm::log10(x.abs())) as i32;
    let place = digits - 1 - leading(value);
    // 0.0996 rounds up to 0.10: the leading digit moves, and the place with it. What is too small to be
    // written keeps its place.
    match rounded(value, place) {
        0.0 => place,
        shown => digits - 1 - leading(shown),
    }
}

fn rounded(value: f64, places: i32) -> f64 {
    if places < 0 {
        let unit = power_of_ten(-places);
        return libm::rint(value / unit) * unit + 0.0;
    }
    let shown = format!("{:.*}", places.min(15) as usize, value);
    // Adding nothing turns minus zero into zero.
    shown.parse::<f64>().unwrap_or(value) + 0.0
}

fn power_of_ten(exponent: i32) -> f64 {
    let mut unit = 1.0;
    for _ in 0..exponent.unsigned_abs().min(300) {
        unit *= 10.0;
    }
    if exponent < 0 { 1.0 / unit } else { unit }
}

fn separated(digits: &str) -> String {
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_cut_where_its_error_has_two_digits() {
        let shown = |v, e| Quoted::supported(v, Some(e)).to_string();
        assert_eq!(shown(95.3712, 4.4), "95.4");
        assert_eq!(shown(95.3712, 44.0), "95");
        assert_eq!(shown(30_412.3, 523.0), "30,410");
        assert_eq!(shown(1_234_567.0, 99_600.0), "1,230,000");
        assert_eq!(shown(0.012_345, 0.000_99), "0.012");
        assert_eq!(Quoted::supported(40.0, Some(0.0)).to_string(), "40");
    }

    #[test]
    fn what_does_not_exist_is_not_defined() {
        assert_eq!(Quoted::at(f64::NAN, 2).to_string(), UNDEFINED);
        assert_eq!(Quoted::digits(f64::INFINITY, 2).to_string(), UNDEFINED);
        assert_eq!(Range::of(f64::NAN, 1.0).to_string(), UNDEFINED);
        assert_eq!(Quoted::NONE.machine(), "");
    }

    #[test]
    fn a_range_is_cut_where_its_width_has_two_digits() {
        assert_eq!(Range::of(38.7, 193.2).to_string(), "40 to 190");
        assert_eq!(Range::of(0.512, 0.871).to_string(), "0.51 to 0.87");
        assert_eq!(Range::of(-12.4, 31.0).to_string(), "\u{2212}12 to 31");
        assert_eq!(Range::of(5.0, 5.0).to_string(), "5 to 5");
    }

    #[test]
    fn no_minus_stands_before_nothing() {
        assert_eq!(Quoted::at(-0.001, 2).to_string(), "0.00");
        assert_eq!(Quoted::at(-4.0, -1).to_string(), "0");
    }

    #[test]
    fn shares_levels_and_lists_read_as_spoken() {
        assert_eq!(per_cent(0.034), "3.4 %");
        assert_eq!(per_cent(0.93), "93 %");
        assert_eq!(per_cent(0.0), "0 %");
        assert_eq!(level(0.975), "97.5 %");
        assert_eq!(listed(&["low", "medium", "high"]), "low, medium and high");
        assert_eq!(counted(Quoted::whole(1.0), "visit", "visits"), "1 visit");
        assert_eq!(counted(Quoted::whole(0.2), "visit", "visits"), "no visits");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_passes() {
        assert_eq!(harmless("a\u{1b}[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
    }
}
