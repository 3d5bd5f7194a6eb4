//! Absence where it touches something else: who stands by, and groups that come later.

use super::{ABSTRACT, exactly, run};

/// Two clerks of whom one stands by, and a course for all, or as `course` says.
fn course(course: &str) -> String {
    format!(
        "{ABSTRACT}runs_for = \"14 days\"\n[money]\nprices = \"invented\"\n\
         [[staff]]\nrole = \"clerk\"\npeople = 2\nrota = \"Mon-Fri 09:00-17:00\"\ncost = \"GBP 20 per hour\"\n\
         on_call = {{ work = \"call\", people = 1, allowance = \"GBP 20 per day\" }}\n\
         [[absence]]\nname = \"course\"\nof = \"clerk\"\n{course}\n\
         [[work]]\nname = \"call\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = {{ each = \"team\", at = [\"13 days\"] }}\n"
    )
}

#[test]
fn no_allowance_is_paid_while_all_who_could_stand_by_are_away() {
    let paid = |text: &str| {
        crate::engines::agree(text);
        run(text, 2).mean("cost.on call.clerk")
    };
    let is = |found: f64, expected: f64| assert!((found - expected).abs() < 0.01, "{found} and not {expected}");
    // Both are away for three of fourteen days.
    is(paid(&course("at = [\"2 days\"]\nlasts = \"3 days\"")), 11.0 * 20.0);
    // One of two is, and the other stands by.
    is(paid(&course("at = [\"2 days\"]\nlasts = \"3 days\"\neach = \"team\"\ntakes = 1")), 14.0 * 20.0);
    // Two should stand by, and one of them is away.
    let two = course("at = [\"2 days\"]\nlasts = \"3 days\"\neach = \"team\"\ntakes = 1")
        .replace("people = 1, allow", "people = 2, allow");
    is(paid(&two), (2.0 * 14.0 - 3.0) * 20.0);
}

/// One clerk always on duty for the last 183 days of a year, or all of it, who is away for a week from a date on.
fn group(from: &str, at: &str) -> String {
    format!(
        "{ABSTRACT}runs_for = \"365 days\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n{from}\
         [[absence]]\nname = \"court\"\nof = \"clerk\"\n{at}\nlasts = \"7 days\"\n\
         [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = {{ each = \"team\", at = [\"200 days\"] }}\n"
    )
}

#[test]
fn an_absence_before_a_group_comes_takes_nobody_away() {
    let from = "from = \"182 days\"\n";
    for (from, at, days, lost) in [
        (from, "at = [\"10 days\"]", 183.0, 0.0),
        (from, "at = [\"10 days\", \"300 days\"]", 176.0, 7.0 / 183.0),
        (from, "every = \"100 days\"\nfirst = \"50 days\"", 169.0, 14.0 / 183.0),
        ("until = \"100 days\"\n", "at = [\"10 days\", \"300 days\"]", 93.0, 0.07),
        ("", "at = [\"10 days\"]", 358.0, 7.0 / 365.0),
    ] {
        let answer = run(&group(from, at), 2);
        let own = &answer.0["scenarios"][0];
        // What is expected is what there is.
        let expected = own["loads"][0]["available"].as_f64().unwrap();
        assert!((expected - days * 24.0).abs() < 1e-6, "{from}{at}: {expected}");
        exactly(&answer, "capacity.clerk", days * 24.0);
        // And a post's year is built up of it.
        let off = own["build_up"][0]["absences"][0][1].as_f64().unwrap();
        assert!((off - lost * 8760.0).abs() < 1e-6, "{from}{at}: {off}");
    }
}
