//! What absences on dates take off the hours that `check` expects, against what a run of the same file has. Nothing here is left to
//! chance, so that the two are the same.

use crate::support::{Caseload, Place};

const LITTLE: &str =
    "[[work]]\nname = \"w\"\nraised = { each = \"team\", every = \"10 days\" }\nby = \"m\"\neffort = \"1 min\"\n";

fn file(head: &str, rota: &str, absence: &str) -> String {
    format!(
        "title = \"dated\"\ncalendar = \"none\"\nstarts = 2026-01-05\n{head}\n[[staff]]\nrole = \"m\"\npeople = 10\nrota = \"{rota}\"\n\
         [[absence]]\nname = \"away\"\n{absence}\n{LITTLE}"
    )
}

/// Hours there are in the period: by `check`, by a run, and what the build-up takes off a post's year.
fn hours(text: &str) -> (f64, f64, f64) {
    let place = Place::new();
    let path = place.file("dated.toml", text);
    let checked = Caseload::checked(&path);
    let answer = Caseload::run(&path, 2).answer();
    let years = answer.0["scenarios"][0]["days"].as_f64().unwrap() / 365.0;
    let built = &answer.0["scenarios"][0]["build_up"][0]["absences"][0][1];
    (
        checked[0]["loads"][0]["available"].as_f64().unwrap() * years,
        answer.mean("capacity.m"),
        built.as_f64().unwrap_or(0.0),
    )
}

#[test]
fn absences_on_dates_take_the_duty_that_the_rota_has_on_them_inside_the_period() {
    let weekdays = "Mon-Fri 08:00-16:00";
    for (head, rota, absence, wanted) in [
        // 261 weekdays of eight hours for ten people.
        ("runs_for = \"1 year\"", weekdays, "every = \"1 week\"\nfirst = 2026-01-10\nlasts = \"1 day\"", 20_880.0),
        (
            "runs_for = \"1 year\"",
            weekdays,
            "every = \"1 week\"\nfirst = 2026-01-07\nlasts = \"1 day\"",
            20_880.0 - 52.0 * 80.0,
        ),
        // A Monday and a Tuesday; a Friday to a Monday; a morning.
        ("runs_for = \"1 year\"", weekdays, "at = [2026-03-02]\nlasts = \"2 days\"", 20_880.0 - 160.0),
        ("runs_for = \"1 year\"", weekdays, "at = [2026-03-06]\nlasts = \"4 days\"", 20_880.0 - 160.0),
        ("runs_for = \"1 year\"", weekdays, "at = [2026-03-06T08:00]\nlasts = \"3 h\"", 20_880.0 - 30.0),
        // What lies past the end of the period, or in its second year, or begins twice.
        ("runs_for = \"1 year\"", weekdays, "at = [2026-12-14]\nlasts = \"26 weeks\"", 20_880.0 - 16.0 * 80.0),
        ("runs_for = \"2 years\"", weekdays, "at = [2027-03-01]\nlasts = \"26 weeks\"", 2.0 * 20_880.0 - 26.0 * 400.0),
        ("runs_for = \"28 days\"", weekdays, "at = [2026-01-12]\nlasts = \"7 days\"", 1_200.0),
        ("runs_for = \"28 days\"", weekdays, "at = [2026-02-09]\nlasts = \"7 days\"", 1_600.0),
        ("runs_for = \"28 days\"", weekdays, "at = [2026-01-12, 2026-01-14]\nlasts = \"7 days\"", 1_600.0 - 7.0 * 80.0),
        (
            "runs_for = \"28 days\"\nwarm_up = \"7 days\"",
            weekdays,
            "at = [2025-12-31]\nlasts = \"7 days\"",
            1_600.0 - 160.0,
        ),
        // What began before the run and is not over.
        ("runs_for = \"28 days\"", weekdays, "at = [2025-12-29]\nlasts = \"14 days\"", 1_600.0 - 400.0),
        ("runs_for = \"28 days\"", weekdays, "at = [2025-12-22]\nlasts = \"14 days\"", 1_600.0),
        (
            "runs_for = \"28 days\"",
            weekdays,
            "every = \"2 weeks\"\nfirst = 2025-12-31\nlasts = \"7 days\"",
            1_600.0 - 160.0 - 400.0 - 240.0,
        ),
        (
            "runs_for = \"28 days\"",
            weekdays,
            "each = \"team\"\ntakes = 3\nat = [2025-12-29]\nlasts = \"14 days\"",
            1_480.0,
        ),
        // Three of ten at once, and a share that comes to three.
        (
            "runs_for = \"28 days\"",
            weekdays,
            "each = \"team\"\ntakes = 3\nat = [2026-01-12]\nlasts = \"7 days\"",
            1_480.0,
        ),
        (
            "runs_for = \"28 days\"",
            weekdays,
            "each = \"team\"\ntakes = \"28 %\"\nat = [2026-01-12]\nlasts = \"7 days\"",
            1_480.0,
        ),
        // Half the output of a week.
        ("runs_for = \"28 days\"", weekdays, "keeps = \"50 %\"\nat = [2026-01-12]\nlasts = \"7 days\"", 1_400.0),
    ] {
        let (expected, simulated, _) = hours(&file(head, rota, absence));
        assert!((simulated - wanted).abs() < 1e-6 * wanted, "{head} {absence}: a run has {simulated} and not {wanted}");
        assert!((expected - wanted).abs() < 1e-6 * wanted, "{head} {absence}: check has {expected} and not {wanted}");
    }
}

/// A course in a week in which somebody is away anyway costs nothing more.
#[test]
fn absences_on_the_same_dates_take_them_once() {
    let twice = "at = [2026-03-02]\nlasts = \"5 days\"\n[[absence]]\nname = \"course\"\n";
    for (absence, lost) in [
        ("at = [2026-03-02]\nlasts = \"5 days\"", 400.0),
        ("at = [2026-03-04]\nlasts = \"6 days\"", 400.0 + 80.0),
        ("at = [2026-03-04]\nlasts = \"6 days\"\nkeeps = \"50 %\"", 400.0 + 40.0),
        ("at = [2026-03-09]\nlasts = \"1 day\"", 400.0 + 80.0),
        ("every = \"52 weeks\"\nfirst = 2026-03-02\nlasts = \"1 day\"", 400.0),
    ] {
        let text = file("runs_for = \"1 year\"", "Mon-Fri 08:00-16:00", &format!("{twice}{absence}"));
        let (expected, simulated, _) = hours(&text);
        for (from, found) in [("check", expected), ("a run", simulated)] {
            assert!((20_880.0 - found - lost).abs() < 1e-3, "{absence}: {from} loses {}", 20_880.0 - found);
        }
    }
}

#[test]
fn the_build_up_of_a_posts_year_has_the_days_of_a_course_as_the_rota_has_them() {
    let (.., built) =
        hours(&file("runs_for = \"1 year\"", "Mon-Fri 08:00-16:00", "at = [2026-03-02]\nlasts = \"2 days\""));
    assert!((built - 16.0).abs() < 1e-9, "{built}");
}

/// Weeks of leave count five days each, and take the weekend's duty with them; single days are weekdays.
#[test]
fn weeks_of_leave_take_the_duty_of_their_weekends() {
    let every_day = "Mon-Sun 08:00-16:00";
    for (rota, leave, wanted) in [
        ("Mon-Fri 08:00-16:00", "days_a_year = 25\nblock = \"1 week\"", 25.0 * 8.0),
        (every_day, "days_a_year = 25\nblock = \"1 week\"", 35.0 * 8.0),
        (every_day, "days_a_year = 30\nblock = \"2 weeks\"", 42.0 * 8.0),
        (every_day, "days_a_year = 27\nblock = \"2 weeks\"", (28.0 + 7.0) * 8.0),
        (every_day, "days_a_year = 27\nblock = \"1 day\"", 27.0 * 8.0),
        ("Mon-Fri 08:00-16:00, Sat-Sun 10:00-14:00", "days_a_year = 25\nblock = \"1 week\"", 5.0 * 48.0),
    ] {
        let (expected, simulated, built) = hours(&file("runs_for = \"1 year\"", rota, leave));
        assert!((expected - simulated).abs() < 1e-6 * simulated, "{rota} {leave}: check {expected}, a run {simulated}");
        assert!((built - wanted).abs() < 1e-6 * wanted, "{rota} {leave}: {built} and not {wanted}");
    }
}

#[test]
fn leave_that_has_no_place_is_not_taken_off() {
    // One of four at a time, on the 33 weekdays from the first of December to mid-January: 66 hours each.
    let absence =
        "days_a_year = 27\nat_most_away = \"25 %\"\nblock = \"1 day\"\nnot_between = [[2026-01-15, 2026-11-30]]";
    let text = file("runs_for = \"1 year\"", "Mon-Fri 08:00-16:00", absence).replace("people = 10", "people = 4");
    let (expected, simulated, built) = hours(&text);
    assert!((expected - simulated).abs() < 1e-6 * simulated, "check {expected}, a run {simulated}");
    assert!((4.0 * built - (4.0 * 2_088.0 - simulated)).abs() < 1e-6 * simulated, "{built} a post");
    assert!(built < 80.0, "{built} is not all of 216 hours");
}
