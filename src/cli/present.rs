//! The one place where answers are handed to the presenters.

use std::fmt::Write as _;

use crate::experiment::Answer;

/// The answer as text for a terminal.
pub(super) fn text(answer: &Answer) -> String {
    let mut text = String::new();
    let headline = &answer.headline;
    if let Some(hours) = headline.hours {
        let band = hours.band().map_or(String::new(), |b| format!(" (90 % range {:.0} to {:.0})", b.low, b.high));
        let extra = if headline.base.is_some() { "extra " } else { "" };
        let _ = writeln!(text, "{}: about {:.0} {extra}hours a month{band}", headline.title, hours.expected);
    }
    for warning in &answer.warnings {
        let _ = writeln!(text, "warning: {}; {}", warning.message(), warning.advice());
    }
    text
}

/// Files for the run folder besides tables: the report and its figures.
pub(super) fn pages(_answer: &Answer, _date: Option<&str>) -> Vec<(String, Vec<u8>)> {
    Vec::new()
}
