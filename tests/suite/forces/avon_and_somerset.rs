//! Avon and Somerset's two-day operation: what 48 devices yielded, the hours of grading, and the visits put off.

use caseload::stats::{Interval, clopper_pearson};

use super::{compare, of, period, run};

const WITHOUT: &str = "avon-and-somerset-2021/without.toml";
const OPERATION: &str = "avon-and-somerset-2021/operation.toml";
const BY_HAND: &str = "avon-and-somerset-2021/by-hand.toml";
const DEVICES: u64 = 48;
const IMAGES: f64 = 241_000.0;

/// What was found, by the name it is counted under.
const FOUND: [(&str, u64); 6] = [
    ("device with a finding", 6),
    ("device with suspected images", 2),
    ("device with elimination software", 1),
    ("device with borderline material", 1),
    ("device that shows someone at risk", 1),
    ("device with dark web searches", 1),
];

#[test]
fn the_devices_yield_what_was_published() {
    let answer = run(OPERATION, 120);
    assert!((answer.mean("finished.check of a device") - DEVICES as f64).abs() < 1e-9, "all in the two days");
    for (name, found) in FOUND {
        let key = format!("counted.{name}");
        let share = answer.mean(&key) / DEVICES as f64;
        let Interval { low, high } = clopper_pearson(found, DEVICES, 0.95).unwrap();
        assert!((low..=high).contains(&share), "{name}: {share} outside {low} to {high}");
        let (p5, p95) = period(answer.quantity(&key));
        assert!((p5..=p95).contains(&(found as f64)), "{name}: {found} outside {p5} to {p95}");
    }
}

/// The checks of all 48 devices end in the two days for which people were borrowed: nobody works on them afterwards.
#[test]
fn borrowed_people_work_on_the_two_days_only() {
    let answer = run(OPERATION, 20);
    assert!(answer.mean("open at 9 days.check of a device").abs() < 1e-9);
    // Ten people, two days of ten hours, nine tenths of them.
    let capacity = answer.mean("capacity.device examiner");
    assert!((capacity - 10.0 * 20.0 * 0.9).abs() < 1e-6, "{capacity}");
}

#[test]
fn grading_takes_the_images_over_the_images_an_hour() {
    for (name, an_hour) in [(OPERATION, 2_000.0), (BY_HAND, 200.0)] {
        let answer = run(name, 60);
        let (mean, se) =
            (answer.mean("demand.kind.grading of images"), answer.standard_error("demand.kind.grading of images"));
        let hours = IMAGES / an_hour;
        assert!((mean - hours).abs() < 4.0 * se, "{name}: {mean} and {hours}, standard error {se}");
    }
}

/// Two officers at each of 24 doors are not at those of others: visits that were due stand open on the morning after.
#[test]
fn the_visits_of_the_two_days_come_later() {
    let answer = compare(WITHOUT, OPERATION, 50);
    let more = |key: &str| of(&answer, 1, key) - of(&answer, 0, key);
    let doors = of(&answer, 1, "hours.kind.visit of the operation");
    assert!((doors - 192.0).abs() < 8.0, "{doors}");
    let (morning, fortnight) = (more("open at 9 days.home visit"), more("open at 23 days.home visit"));
    assert!((15.0..=40.0).contains(&morning), "{morning} more open on 10 February");
    assert!(fortnight > 2.0 && fortnight < morning, "{fortnight} more open on 24 February");
    assert!(more("late.home visit") > 1.0);
    // The same visits fell due; those put off are made later.
    assert!(more("raised.home visit").abs() < 1e-9);
    assert!(more("finished.home visit") < 0.0);
}

/// Each finding raises its work under the cause of the operation.
#[test]
fn what_follows_is_counted_under_the_operation() {
    let answer = compare(WITHOUT, OPERATION, 100);
    let full = of(&answer, 1, "raised.full examination");
    assert!((full - of(&answer, 1, "counted.device with suspected images")).abs() < 1e-9, "{full}");
    let enquiries = of(&answer, 1, "raised.breach enquiry") - of(&answer, 0, "raised.breach enquiry");
    assert!((enquiries - 3.0).abs() < 0.6, "{enquiries}");
    for stage in ["response", "arrest and charge file", "grading of images"] {
        assert!(of(&answer, 1, &format!("hours.ledger.the operation.{stage}.offender manager")) > 5.0, "{stage}");
    }
}

/// More hours are asked for than there are, over a peak at the start that is worked off: no backlog grows, and none is told of.
#[test]
fn a_backlog_that_shrinks_is_not_said_to_grow() {
    let answer = run(BY_HAND, 200);
    let over = &answer.0["headline"]["overload"];
    assert!(over["load"].as_f64().unwrap() > 1.0 && over["grows"] == false, "{over}");
    let warning = answer.0["warnings"].as_array().unwrap().iter().find(|one| one["warning"] == "overload").unwrap();
    assert_eq!(warning["grows"], false, "{warning}");
    let open =
        answer.0["scenarios"][0]["series"].as_array().unwrap().iter().find(|one| one["key"] == "open.total").unwrap();
    let ends: Vec<f64> = (0..3).map(|month| open["points"][month]["centre"]["mean"].as_f64().unwrap()).collect();
    assert!(ends[0] > ends[1] && ends[1] > ends[2], "{ends:?}");
    // A file alone cannot know it.
    let checked = crate::support::Caseload::new("check").file(&super::file(BY_HAND)).end().out();
    assert!(!checked.contains("as long as the period runs") && checked.contains("where that"), "{checked}");
}
