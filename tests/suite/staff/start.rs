//! Who is away on the first day: as many as on any other.

use super::{ABSTRACT, LETTER, exactly, near, run};

/// Share of 50 clerks away in the first hour, for an absence of each.
fn away(absence: &str) -> String {
    format!(
        "{ABSTRACT}runs_for = \"1 h\"\n{LETTER}[[staff]]\nrole = \"clerk\"\npeople = 50\n[[absence]]\nname = \"away\"\n{absence}\n"
    )
}

#[test]
fn the_share_away_at_the_start_is_the_mean_spell_over_the_mean_round() {
    // Spells of every sort of length: the share is mean spell / (mean gap + mean spell) whatever the law.
    for (rate, lasts, mean) in [
        (4.0, "{ mean = \"3 months\", varies = \"exponential\" }", 365.0 / 4.0),
        (12.0, "{ mean = \"20 days\", varies = \"lognormal, cv 1.5\" }", 20.0),
        (6.0, "\"15 days\"", 15.0),
        (73.0, "\"45 days\"", 45.0),
    ] {
        let answer = run(&away(&format!("at_random = \"{rate} per person per year\"\nlasts = {lasts}")), 400);
        let share = mean / (365.0 / rate + mean);
        // Within the hour some return and others go: as many, so that the mean stays.
        near(&answer, "hours away.away.clerk", 50.0 * share, 0.05);
    }
}

/// Ten offenders, each called by whoever holds them: how many calls each person makes.
fn calls(staff: &str) -> Vec<usize> {
    let text = format!(
        "{ABSTRACT}runs_for = \"20 days\"\n[offenders]\nnumber = 10\n{staff}\
         [[work]]\nname = \"call\"\nby = \"holder\"\neffort = \"1 h\"\nraised = {{ each = \"offender\", at = [\"3 days\"] }}\n"
    );
    crate::engines::agree(&text);
    let scenario = crate::engines::read(&text);
    let told = crate::engines::fast(&scenario, caseload::scenario::Point::Typical, crate::engines::SEED.replication(0));
    let begun = told.records.iter().filter(|record| record.step == caseload::model::Step::Started);
    let by: Vec<u32> = begun.filter_map(|record| record.person).collect();
    (0..3).map(|person| by.iter().filter(|&&p| p == person).count()).collect()
}

#[test]
fn each_holds_at_the_start_what_the_file_says() {
    let staff = |more: &str| format!("[[staff]]\nrole = \"officer\"\npeople = 3\nholds = \"offenders\"\n{more}");
    assert_eq!(calls(&staff("held_at_start = [6, 3, 1]\n")), [6, 3, 1]);
    assert_eq!(calls(&staff("held_at_start = [0, 7, 3]\n")), [0, 7, 3]);
    // Five are said of ten there are: in proportion.
    assert_eq!(calls(&staff("held_at_start = [3, 1, 1]\n")), [6, 2, 2]);
    // Without it alike, but for who comes first.
    assert_eq!(calls(&staff("")), [4, 3, 3]);
    // A limit holds for those too: two of the six go to the colleague with the most room.
    assert_eq!(calls(&staff("held_at_start = [6, 3, 1]\nmost_held = 4\n")), [4, 3, 3]);
    // A second group that says nothing holds nobody at first.
    let two = "[[staff]]\nrole = \"officer\"\nname = \"a\"\npeople = 2\nholds = \"offenders\"\nheld_at_start = [7, 3]\n\
               [[staff]]\nrole = \"officer\"\nname = \"b\"\npeople = 1\nholds = \"offenders\"\n";
    assert_eq!(calls(two), [7, 3, 0]);
}

#[test]
fn a_cycle_without_a_first_date_has_its_share_under_way_at_the_start() {
    let answer = run(&away("every = \"70 days\"\nlasts = \"7 days\""), 400);
    near(&answer, "hours away.away.clerk", 50.0 * 0.1, 0.05);
    // With a first date there is none before it.
    exactly(
        &run(&away("every = \"70 days\"\nfirst = \"10 days\"\nlasts = \"7 days\""), 4),
        "hours away.away.clerk",
        0.0,
    );
}

#[test]
fn an_inquiry_that_began_before_the_start_goes_on() {
    // Events of the team as they come: a Poisson number is under way, and each of 50 is free of all with chance e^-(rate x length / 50).
    let text = away("each = \"team\"\ntakes = 1\nat_random = \"100 per year\"\nlasts = \"36.5 days\"");
    near(&run(&text, 400), "hours away.away.clerk", 50.0 * (1.0 - (-10.0_f64 / 50.0).exp()), 0.05);
}

#[test]
fn a_post_that_is_new_or_empty_at_the_start_has_nobody_away() {
    let text = away("at_random = \"50 per person per year\"\nlasts = \"50 days\"");
    let empty = text.replace("people = 50", "people = 50\nvacant = 50");
    exactly(&run(&empty, 4), "hours away.away.clerk", 0.0);
}

#[test]
fn who_is_away_for_long_at_the_start_is_covered_from_the_start() {
    // Two hold five each; a course that lasts from long before the start to the end takes one at random: their work is the other's.
    let text = format!(
        "{ABSTRACT}runs_for = \"20 days\"\n[offenders]\nnumber = 10\n\
         [[staff]]\nrole = \"officer\"\npeople = 2\nholds = \"offenders\"\ncover_after = \"3 days\"\n\
         [[absence]]\nname = \"course\"\neach = \"team\"\ntakes = 1\nevery = \"3650 days\"\nlasts = \"3650 days\"\n\
         [[work]]\nname = \"call\"\nby = \"holder\"\neffort = \"1 h\"\nraised = {{ each = \"offender\", at = [\"3 days\"] }}\n"
    );
    let answer = run(&text, 10);
    exactly(&answer, "hours away.course.officer", 480.0);
    exactly(&answer, "flow.mean.call", 5.5);
}
