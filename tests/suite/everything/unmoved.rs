//! What says the same in other words, or adds nothing, changes nothing.

use std::fmt::Write as _;

use super::{N, answer, file, path, quantities, rewritten};
use crate::support::{Answer, Place};

fn everything() -> Answer {
    answer(path("everything.toml").as_ref(), N)
}

/// Every line of the answer is there still, and says the same.
fn unchanged(after: &Answer) {
    let after = quantities(after);
    for (key, value) in quantities(&everything()) {
        assert_eq!(after.get(&key), Some(&value), "{key}");
    }
}

/// The parts of a text, each beginning with a heading of a list; what stands before the first is one too.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in text.lines() {
        if line.starts_with("[[") || line.starts_with('[') {
            parts.push(String::new());
        }
        let last = parts.last_mut().expect("one at least");
        last.push_str(line);
        last.push('\n');
    }
    parts
}

#[test]
fn reorder_sources() {
    let place = Place::new();
    let scenario = rewritten(&place, &|_, text| {
        let (work, rest): (Vec<String>, Vec<String>) =
            parts(text).into_iter().partition(|part| part.starts_with("[[work]]"));
        rest.into_iter().chain(work.into_iter().rev()).collect()
    });
    let after = answer(&scenario, N);
    assert_eq!(quantities(&everything()), quantities(&after));
}

#[test]
fn zero_rate_source_and_idle_team() {
    let place = Place::new();
    let nothing = "raised = { each = \"team\", at_random = \"0 per week\" }\nby = \"clerk\"\neffort = \"2 h\"\n";
    unchanged(&answer(&file(&place, &format!("[[work]]\nname = \"nothing\"\n{nothing}")), N));
    unchanged(&answer(&file(&place, "[[staff]]\nrole = \"idler\"\npeople = 2\n"), N));
}

/// A number of these is a number of those: `"2 h"` is `"120 min"`.
fn in_units(text: &str, unit: &str, times: u32, other: &str) -> String {
    let mut pieces = text.split('"');
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for (i, piece) in pieces.enumerate() {
        let number = piece.strip_suffix(unit).and_then(|number| number.strip_suffix(' '));
        let number = number.filter(|_| i % 2 == 0).and_then(|number| number.parse::<u32>().ok());
        let piece = number.map_or(piece.to_owned(), |number| format!("{} {other}", number * times));
        written.push('"');
        written.push_str(&piece);
    }
    written
}

#[test]
fn time_units() {
    let place = Place::new();
    let scenario = rewritten(&place, &|_, text| {
        // How long a block of leave is, is a choice of words.
        let text = text.replace("block       = \"1 week\"", "");
        let text = in_units(&in_units(&text, "min", 60, "s"), "h", 60, "min");
        in_units(&in_units(&text, "weeks", 7, "days"), "week", 168, "h")
    });
    let (before, after) = (everything(), answer(&scenario, N));
    assert_eq!(before.keys(), after.keys());
    for key in before.keys() {
        let mean = |of: &Answer| of.quantity(&key)["centre"]["mean"].as_f64();
        match (mean(&before), mean(&after)) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-9 * a.abs(), "{key}: {a} and {b}"),
            (a, b) => assert_eq!(a, b, "{key}"),
        }
    }
}

/// Twice every amount.
fn twice(text: &str) -> String {
    let mut pieces = text.split("GBP ");
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(piece.len());
        let amount: f64 = piece[..end].replace(',', "").parse().expect("an amount");
        write!(written, "GBP {}{}", 2.0 * amount, &piece[end..]).expect("a string grows");
    }
    written
}

#[test]
fn scale_money() {
    let place = Place::new();
    let scenario = rewritten(&place, &|_, text| {
        text.lines().map(|line| if line.contains("currency") { line.to_owned() } else { twice(line) } + "\n").collect()
    });
    let (once, twice) = (everything(), answer(&scenario, N));
    let (mut sums, mut items) = (0, 0);
    for key in once.keys() {
        let (before, after) = (once.quantity(&key), twice.quantity(&key));
        if !before["unit"].as_str().expect("a unit").starts_with("pounds") {
            assert_eq!(before, after, "{key}");
            continue;
        }
        let (before, after) = (once.mean(&key), twice.mean(&key));
        // Prices of an hour are taken to the penny: a penny in some thirty pounds.
        let rounded = 1.0 / 3000.0;
        assert!((after - 2.0 * before).abs() <= rounded * before, "{key}: {before} and {after}");
        if key.contains(".item.") {
            assert_eq!(after, 2.0 * before, "{key}");
            items += 1;
        }
        sums += 1;
    }
    assert!(sums > 20 && items > 8, "{sums} sums, {items} items");
}
