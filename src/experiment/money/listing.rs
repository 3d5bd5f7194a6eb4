//! The quantities of the accounts: sums, lines, by month, and the year after the period.

use super::super::catalogue::{Catalogue, Definition, quantity};
use super::super::quantities::{Better, Family, Quantity, Unit};
use super::{Books, POUND, Sort};
use crate::scenario::world::Scenario;
use crate::units::MONTH;

/// A set of lines that is summed, and the sign with which its sum is said.
struct Sum {
    key: &'static str,
    words: &'static str,
    wanted: fn(Sort) -> bool,
    sign: f64,
}

const SUMS: [Sum; 5] = [
    Sum { key: "total", words: "cost", wanted: |sort| !matches!(sort, Sort::Grant), sign: 1.0 },
    Sum {
        key: "recurrent",
        words: "recurrent cost",
        wanted: |sort| matches!(sort, Sort::Staff | Sort::Recurrent),
        sign: 1.0,
    },
    Sum { key: "one-off", words: "one-off cost", wanted: |sort| matches!(sort, Sort::OneOff), sign: 1.0 },
    Sum { key: "grants", words: "paid by grants", wanted: |sort| matches!(sort, Sort::Grant), sign: -1.0 },
    Sum { key: "net", words: "cost to the force, grants taken off", wanted: |_| true, sign: 1.0 },
];

/// Adds them to a catalogue; nothing when nothing is priced.
pub(in super::super) fn list(scenario: &Scenario, books: &Books, into: &mut Catalogue) {
    if books.lines.is_empty() {
        return;
    }
    let months = books.months;
    let lines = |wanted: fn(Sort) -> bool| -> Vec<usize> {
        books.lines.iter().enumerate().filter(|(_, line)| wanted(line.sort)).map(|(index, _)| index).collect()
    };
    let places = |lines: &[usize], months: std::ops::Range<usize>| -> Vec<usize> {
        months.flat_map(|month| lines.iter().map(move |&line| books.at(line, month))).collect()
    };
    for sum in &SUMS {
        let own = lines(sum.wanted);
        let per = sum.sign * POUND;
        let what = |key: String, words: String| said(key, words, Family::Cost, Unit::Pounds, None);
        let total = what(format!("cost.{}", sum.key), sum.words.to_owned());
        into.total(total.clone(), Definition::Money { at: places(&own, 0..months), per });
        into.monthly(total, months, &|month| Definition::Money { at: places(&own, month..month + 1), per });
        let net = sum.key == "net";
        if net || sum.key == "total" {
            let so_far = what(format!("cost so far.{}", sum.key), format!("{} so far", sum.words));
            into.monthly(so_far, months, &|month| Definition::Money { at: vec![books.so_far(net, month)], per });
        }
        let later = what(format!("cost later.{}", sum.key), format!("{}, the year after", sum.words));
        into.total(later, Definition::Money { at: places(&own, months..months + 1), per });
    }
    let counted = scenario.horizon.0.max(1) as f64 / MONTH as f64;
    let a_month = said("cost a month.total".into(), "cost a month".into(), Family::Cost, Unit::PoundsAMonth, None);
    let all = lines(SUMS[0].wanted);
    into.total(a_month, Definition::Money { at: places(&all, 0..months), per: POUND * counted });
    for (index, line) in books.lines.iter().enumerate() {
        let (words, sign) = match line.sort {
            Sort::Staff => (format!("cost of {} in post", line.name), 1.0),
            Sort::Recurrent | Sort::OneOff => (format!("cost of {}", line.name), 1.0),
            Sort::Grant => (format!("paid by the grant {}", line.name), -1.0),
        };
        let per = sign * POUND;
        let what = said(line.key.clone(), words.clone(), Family::CostLine, Unit::Pounds, Some(&line.name));
        into.total(what.clone(), Definition::Money { at: places(&[index], 0..months), per });
        into.monthly(what, months, &|month| Definition::Money { at: places(&[index], month..month + 1), per });
        let key = line.key.replacen('.', " later.", 1);
        let later = said(key, format!("{words}, the year after"), Family::CostLine, Unit::Pounds, Some(&line.name));
        into.total(later, Definition::Money { at: vec![books.later(index)], per });
    }
}

fn said(key: String, words: String, family: Family, unit: Unit, of: Option<&str>) -> Quantity {
    quantity(key, words, (family, unit, Better::Neither), of, None)
}
