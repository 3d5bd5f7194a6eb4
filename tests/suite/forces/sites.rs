//! Nottinghamshire from two sites: the same posts at the same price, the way that is expected, and what crossing does.

use super::{Caseload, compare, file, of};

const BASE: &str = "nottinghamshire-2021/base.toml";
const SITES: &str = "nottinghamshire-2021/sites.toml";

/// The 24 posts of base.toml are split between two groups of staff; every part of their price goes with them, in each draw.
#[test]
fn the_same_posts_cost_the_same_at_two_sites() {
    let command = Caseload::new("compare").file(&file(BASE)).file(&file(SITES)).seed(super::SEED);
    let answer = command.words("-n 4 --draws 8 --threads 2 --quiet --no-date").answer();
    let cost = answer.difference("cost.total");
    for part in ["centre", "all"] {
        let found = cost[part]["mean"].as_f64();
        assert!(found.is_none_or(|mean| mean.abs() < 0.5), "{part}: {cost}");
    }
    assert!(cost["centre"]["mean"].is_number(), "{cost}");
    assert!(of(&answer, 1, "cost.total") > 1_700_000.0);
}

/// 1,300 people are seen 1.86 times a year (X42 leaves out 40 % of the low), each time by 1.75 officers an hour on the way.
#[test]
fn the_way_that_check_expects_is_visits_times_officers_times_an_hour() {
    let said = Caseload::new("check").file(&file(SITES)).end().out().split_whitespace().collect::<Vec<_>>().join(" ");
    let visits = 1300.0 * (0.02 * 12.0 + 0.18 * 4.0 + 0.30 * 2.0 + 0.50 * 0.6);
    let way = visits * 1.75;
    assert!((4_100.0..=4_300.0).contains(&way), "{way}");
    let (before, after) = said.split_once("On the way: ").unwrap_or_else(|| panic!("{said}"));
    assert!(!before.is_empty());
    let number = after.split(' ').next().unwrap().replace(',', "");
    let expected: f64 = number.parse().unwrap();
    assert!((expected / way - 1.0).abs() < 0.01, "{expected} and {way}");
}

/// As FORCES.md has it: crossing takes another 1,000 hours on the way, three quarters of a post, at the typical values.
#[test]
fn crossing_takes_another_thousand_hours() {
    let answer = compare(BASE, SITES, 24);
    let travelled = of(&answer, 1, "travel.offender manager");
    let visits = of(&answer, 1, "finished.home visit");
    let crossed = travelled - 1.75 * visits;
    assert!((800.0..=1_300.0).contains(&crossed), "{crossed} of {travelled}, {visits} visits");
    let (low, high) = {
        let at = |end: &str| answer.difference("late.home visit")["centre"]["confidence"][end].as_f64().unwrap();
        (at("low"), at("high"))
    };
    assert!(low > 0.0, "{low} to {high} more late");
}
