//! What may come to a team, a file each beside the policies: the effect of each is known by arithmetic.
//!
//! Judged as the policies are: what is counted on a cycle or on dates is exact, means by Student's t at 1e-5.

use crate::judge::{about, exactly, mean, policy};
use crate::support::Table;

/// Days of the run, and the same in years of 365.
const DAYS: f64 = 364.0;
const YEARS: f64 = DAYS / 365.0;

/// Two columns that agree in every replication, the second times a factor.
fn alike(table: &Table, key: &str, other: &str, times: f64) {
    for (one, two) in table.numbers(key).iter().zip(table.numbers(other)) {
        assert!((one - times * two).abs() < 1e-6, "{key} {one}, {other} {two}");
    }
}

#[test]
fn who_refuses_consent_is_counted_not_captured_and_seen_more_often() {
    let (answer, table) = policy("consent");
    exactly(&answer, "raised.asking for consent", 50.0);
    about(&answer, "counted.consent refused", 10.0);
    let (refused, captured) = (table.numbers("counted.consent refused"), table.numbers("raised.raw capture"));
    let seen = table.numbers("raised.visit instead of monitoring");
    for ((refused, captured), seen) in refused.iter().zip(captured).zip(seen) {
        // Asking fifty takes a few days, in which one capture of each is missed at most.
        let all = (50.0 - refused) * 52.0;
        assert!(captured <= all && captured >= all - (50.0 - refused), "{captured} of {all}");
        assert!(seen <= refused * 4.0 && seen >= refused * 3.0, "{seen} visits to {refused}");
    }
}

#[test]
fn one_search_in_ten_finds_a_device_that_was_not_declared() {
    let (answer, table) = policy("undeclared-devices");
    exactly(&answer, "raised.search for devices", 200.0);
    exactly(&answer, "demand.kind.search for devices", 400.0);
    about(&answer, "counted.undeclared device", 200.0 * 0.1);
    // A breach is found by a search or by an alert: nothing else leads to an enquiry.
    let breaches = table.numbers("raised.breach enquiry");
    for (breaches, found) in breaches.iter().zip(table.numbers("counted.undeclared device")) {
        assert!(*breaches >= found, "{breaches} with {found} found");
    }
    assert!(answer.mean("raised.capture of a second device") > 300.0);
}

/// n' = g (100 - n) - e n: a birth-death chain whose mean is known at all times.
#[test]
fn orders_are_granted_varied_and_expire_as_a_birth_death_chain() {
    let (answer, _) = policy("orders");
    let (granted, expires, varied, start) = (0.1, 0.2, 0.1, 30.0);
    let (speed, level) = (granted + expires, 100.0 * granted / (granted + expires));
    // Person-years with an order.
    let with = level * YEARS + (start - level) * (1.0 - libm::exp(-speed * YEARS)) / speed;
    about(&answer, "raised.order granted", granted * (100.0 * YEARS - with));
    about(&answer, "raised.order expires", expires * with);
    mean(&answer, "raised.order varied", varied * with, 0.2);
    let hours = [("explained", "granted", 1.5), ("varied", "varied", 3.0)];
    for (asked, raised, each) in hours {
        let (asked, raised) = (format!("demand.kind.order {asked}"), format!("raised.order {raised}"));
        assert!((answer.mean(&asked) - each * answer.mean(&raised)).abs() < 1e-6, "{asked}");
    }
    // n(t), at the end and on average; who comes less who goes is what there are more.
    let end = level + (start - level) * libm::exp(-speed * YEARS);
    mean(&answer, "members at end.order", end, 0.05);
    mean(&answer, "members.mean.order", with / YEARS, 0.05);
    let change = answer.mean("joined.order") - answer.mean("left.order");
    assert!((answer.mean("members at end.order") - start - change).abs() < 1e-6, "{change}");
    let ended = answer.mean("demand.kind.plan without an order");
    assert!((ended - answer.mean("raised.order expires")).abs() < 1e-6, "{ended}");
}

#[test]
fn a_register_that_grows_has_its_closed_form() {
    let (answer, table) = policy("growth");
    let (growth, leaves) = (libm::log(1.1), 0.1);
    let (grown, stayed) = (libm::exp(growth * YEARS), libm::exp(-leaves * YEARS));
    about(&answer, "joined.register", 20.0 * (grown - 1.0) / growth);
    about(&answer, "members at end.register", 100.0 * stayed + 20.0 * (grown - stayed) / (growth + leaves));
    alike(&table, "demand.kind.assessment", "joined.register", 6.0);
}

#[test]
fn parental_leave_takes_its_share_of_the_time() {
    let (answer, _) = policy("parental-leave");
    let away = 26.0 * 7.0 / (26.0 * 7.0 + 3650.0);
    mean(&answer, "hours away.parental leave.manager", 4.0 * DAYS * 24.0 * away, 0.2);
}

#[test]
fn a_court_week_and_a_murder_take_as_many_as_they_say() {
    let (answer, _) = policy("court-week");
    exactly(&answer, "hours away.court week.manager", 2.0 * 168.0);
    exactly(&answer, "hours away.murder inquiry.manager", 3.0 * 336.0);
    exactly(&answer, "hours away.training day.manager", 4.0 * 24.0);
}

#[test]
fn an_outside_unit_works_off_its_backlog_first() {
    let (answer, table) = policy("forensics-queue");
    let keys = ["finished.device examination", "open at end.device examination", "raised.device examination"];
    let [done, open, raised] = keys.map(|key| table.numbers(key));
    for ((done, open), raised) in done.iter().zip(open).zip(raised) {
        assert!((done + open - raised - 30.0).abs() < 1e-9, "{done} and {open} of 30 and {raised}");
    }
    // Thirty exponential times of five days: 150 days, before anything else is begun.
    about(&answer, "raised.device examination", 2.0 * answer.mean("finished.arrest"));
    let waited = answer.mean("wait.mean.device examination");
    assert!(waited > 60.0 * 24.0, "{waited} h");
}

#[test]
fn a_sergeant_looks_at_each_alert_each_closed_matter_and_each_plan() {
    let (answer, table) = policy("sergeant");
    alike(&table, "raised.sergeant's view of an alert", "finished.alert triage", 1.0);
    alike(&table, "raised.sergeant's view of a plan", "finished.visit", 1.0);
    let (closed, charged) = (table.numbers("finished.investigation"), table.numbers("finished.arrest"));
    let views = table.numbers("raised.sergeant's view of a closed matter");
    for ((closed, charged), views) in closed.iter().zip(charged).zip(views) {
        assert!((closed + charged - views).abs() < 1e-9);
    }
    let hours = ["an alert", "a closed matter", "a plan"];
    let hours: f64 = hours.iter().map(|what| answer.mean(&format!("demand.kind.sergeant's view of {what}"))).sum();
    assert!((hours - (260.0 / 6.0 + 52.0 / 3.0 + 31.0)).abs() < 2.0, "{hours}");
}

/// A wave over the whole period and a pattern that repeats in it a whole number of times are orthogonal.
#[test]
fn a_season_and_a_week_even_out_over_the_year() {
    let (answer, _) = policy("season");
    about(&answer, "raised.raw capture", 2600.0);
}

#[test]
fn a_release_half_way_stays_and_changes_the_route() {
    let (answer, _) = policy("release");
    about(&answer, "raised.raw capture", 50.0 * 26.0 * 2.5);
    about(&answer, "raised.alert triage", 1300.0 * 0.1 + 1950.0 * 0.125);
}

#[test]
fn school_holidays_come_on_their_dates() {
    let (answer, _) = policy("school-holidays");
    about(&answer, "raised.raw capture", 50.0 * (46.0 + 6.0 * 2.0));
}

/// A ramp with decay: the mean, over those who join evenly, of the integral of a multiplier that fades.
#[test]
fn deterrence_that_fades_is_the_mean_of_two_known_integrals() {
    let (answer, _) = policy("deterrence-fades");
    let c = 13.0 / std::f64::consts::LN_2;
    let kept = c / 8.0 * (libm::exp(-44.0 / c) - libm::exp(-52.0 / c));
    let weeks = 48.0 - 0.5 * c * (1.0 - kept);
    about(&answer, "raised.breach of someone monitored", 50.0 * weeks * 7.0 / 365.0);
}

#[test]
fn grading_takes_what_a_filter_leaves() {
    let (answer, table) = policy("image-grading");
    alike(&table, "raised.image grading", "finished.arrest", 1.0);
    alike(&table, "demand.kind.image grading", "raised.image grading", 5000.0 * 0.4 / 200.0);
    assert!(answer.mean("raised.image grading") > 15.0);
    // By hand 25 h (F10), filtered and sorted one (F9).
    for (name, hours) in [("image-grading-by-hand", 25.0), ("image-grading-sorted", 1.0)] {
        let (_, table) = policy(name);
        alike(&table, "demand.kind.image grading", "raised.image grading", hours);
        alike(&table, "raised.image grading", "finished.arrest", 1.0);
    }
}
