//! Durham, year to March 2021: people found in breach, charges by the middle of June, and the time evidence takes.

use caseload::stats::{Interval, clopper_pearson};

use super::{Caseload, SEED, compare, faces, file, of, run};

const BEFORE: &str = "durham-2021/before.toml";
const PROGRAMME: &str = "durham-2021/programme.toml";
const FOUND: &str = "counted.person found in breach";

/// By how much, at least, the median time from seizure to result falls. The force says a fraction, and no number.
const FACTOR: f64 = 10.0;

#[test]
fn as_many_people_are_found_as_the_force_published() {
    faces(&run(BEFORE, 100), "person found in breach", 13);
    faces(&run(PROGRAMME, 100), "person found in breach", 18);
}

#[test]
fn eight_of_eighteen_charged_by_the_middle_of_june_is_no_surprise() {
    let answer = run(PROGRAMME, 100);
    faces(&answer, "charge", 8);
    let share = answer.mean("counted.charge") / answer.mean(FOUND);
    let Interval { low, high } = clopper_pearson(8, 18, 0.95).unwrap();
    assert!((low..=high).contains(&share), "{share} outside {low} to {high}");
    // Without the programme fewer of those found would have been charged by then: their devices wait.
    let before = run(BEFORE, 100);
    let waited = before.mean("counted.charge") / before.mean(FOUND);
    assert!(waited < share - 0.05, "{waited} and {share}");
}

/// Whoever is found joins the group of those found, and is found no more. At a rate of one a year, beside the rate at
/// which people leave the register, those there at the start are found with chance p, and newcomers, who come evenly over
/// the year, with the average of that chance over the part of the year left to them.
#[test]
fn people_are_counted_and_not_their_breaches() {
    let set = |kind: &str| format!("work.{kind}.raised.at_random=1 per offender per year");
    let command = Caseload::run(&file(BEFORE), 40).seed(SEED).words("--set").arg(&set("found in breach"));
    let answer = command.words("--set").arg(&set("found in breach, from October")).answer();
    let (found, leave, come) = (1.0_f64, 0.087, 12.0 * 11.2);
    let rate = found + leave;
    let gone = 1.0 - libm::exp(-rate);
    let expected = found / rate * (842.0 * gone + come * (1.0 - gone / rate));
    let (mean, se) = (answer.mean(FOUND), answer.standard_error(FOUND));
    assert!((mean - expected).abs() < 4.0 * se, "{mean} and {expected}, standard error {se}");
}

/// 842 people at the start of the year, and 901 at its end.
#[test]
fn the_register_grows_as_published() {
    let answer = run(BEFORE, 60);
    // Who came in the 440 days, less who went: dN/dt = come - leave x N, so N tends to come / leave.
    let (come, leave) = (12.0 * 11.2, 0.087);
    let at = |years: f64| come / leave + (842.0 - come / leave) * libm::exp(-leave * years);
    assert!((at(1.0) - 901.0).abs() < 2.0, "{}", at(1.0));
    let (cases, se) = (answer.mean("raised.new case"), answer.standard_error("raised.new case"));
    assert!((cases - come * 440.0 / 365.0).abs() < 4.0 * se, "{cases}");
    // Yearly notifications follow the caseload: one a person and year.
    let people =
        (come / leave) * 440.0 / 365.0 + (842.0 - come / leave) * (1.0 - libm::exp(-leave * 440.0 / 365.0)) / leave;
    let (raised, se) = (answer.mean("raised.yearly notification"), answer.standard_error("raised.yearly notification"));
    assert!((raised - people).abs() < 4.0 * se + 0.002 * people, "{raised} and {people}");
}

#[test]
fn evidence_takes_a_fraction_of_the_time() {
    let answer = compare(BEFORE, PROGRAMME, 50);
    let days =
        |index, found: &str| of(&answer, index, &format!("flow.p50.examination of devices found {found}")) / 24.0;
    let (before, programme) = (days(0, "from October"), days(1, "from October"));
    assert!((60.0..=180.0).contains(&before), "{before} days before");
    assert!(before > FACTOR * programme, "{before} days before, {programme} with the programme");
    // As FORCES.md has it: half within two and a half days, three on average.
    assert!((1.5..=3.5).contains(&programme), "{programme}");
    let average = of(&answer, 1, "flow.mean.examination of devices found from October") / 24.0;
    assert!((2.5..=4.0).contains(&average) && average > programme, "{average}");
    // What was found before October goes the old way, and waits as long, in both.
    let old_way = [0, 1].map(|index| days(index, "before October"));
    assert!((old_way[1] / old_way[0] - 1.0).abs() < 0.02, "{old_way:?}");
    assert!((old_way[0] / before - 1.0).abs() < 0.25, "{old_way:?} and {before}");
}

/// The headline is of the same matters in both files: those found from October, seven or so and twelve, late without the
/// programme and not with it. Those found before are as late with it as without.
#[test]
fn the_headline_compares_the_same_examinations() {
    let answer = compare(BEFORE, PROGRAMME, 50);
    let from = |index, what: &str| of(&answer, index, &format!("{what}.examination of devices found from October"));
    let until = |index, what: &str| of(&answer, index, &format!("{what}.examination of devices found before October"));
    assert!((from(0, "raised") - 6.6).abs() < 1.5 && (from(1, "raised") - 11.8).abs() < 1.8);
    assert!(from(0, "late") > 0.9 * from(0, "raised") && from(1, "late") < 0.5);
    assert!((until(0, "raised") - until(1, "raised")).abs() < 1e-9);
    assert!((until(0, "late") - until(1, "late")).abs() < 0.3);
    let command = Caseload::new("compare").file(&file(BEFORE)).file(&file(PROGRAMME)).seed(SEED);
    let said = command.words("-n 20 --draws 2 --threads 2 --quiet --no-date").end().out();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Examinations of devices found from October that become late fall from 0."), "{said}");
}

/// What is found in addition is found at the door: as many checks as order holders, half a year and the rate make,
/// times the yield of Avon and Somerset.
#[test]
fn the_programme_finds_what_its_checks_find() {
    let answer = compare(BEFORE, PROGRAMME, 150);
    let checks = of(&answer, 1, "raised.check at the door");
    // 886 people on average between October and March.
    let expected = 886.0 * 0.35 * 0.55 * 182.0 / 365.0;
    assert!((checks / expected - 1.0).abs() < 0.03, "{checks} and {expected}");
    let at_the_door = of(&answer, 1, "counted.found at the door");
    let more = of(&answer, 1, FOUND) - of(&answer, 0, FOUND);
    assert!((at_the_door / checks - 0.06).abs() < 0.008, "{at_the_door} of {checks}");
    // Two runs of the half year differ by chance with a standard deviation of 0.3.
    assert!((more - at_the_door).abs() < 0.9, "{more} and {at_the_door}");
}

/// A grant of GBP 284,000 for the year from October covers eight months and fourteen days of June before the end.
#[test]
fn the_grant_is_income_for_the_part_of_its_year_that_is_counted() {
    let answer = run(PROGRAMME, 3);
    let expected = 284_000.0 * (8.0 + 14.0 / 30.0) / 12.0;
    let grants = answer.mean("cost.grants");
    assert!((grants - expected).abs() < 1.0, "{grants} and {expected}");
    assert!((answer.mean("cost.total") - grants - answer.mean("cost.net")).abs() < 0.01);
}
