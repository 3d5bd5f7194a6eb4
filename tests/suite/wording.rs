//! What reports say in words, and what `check` lists: each through a scenario file and the command line.

use crate::support::{Caseload, Place, files};

/// Everything a run says in its report, on one line.
fn report(text: &str) -> String {
    let place = Place::new();
    let folder = place.path("run");
    let ended = Caseload::run(&place.file("team.toml", text), 2).words("--out").file(&folder).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    flat(&String::from_utf8(files(&folder)["report.txt"].clone()).unwrap())
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A letter of twelve hours each day, two clerks around the clock, and what keeps them away.
fn clerks(months: u32, absence: &str) -> String {
    format!(
        "title = \"clerks\"\nstarts = 2024-01-01\nruns_for = \"{months} months\"\n\
         [[staff]]\nrole = \"clerk\"\npeople = 2\nworks_bank_holidays = true\n{absence}\
         [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"12 h\"\ndue_within = \"1 day\"\n\
         raised = {{ each = \"team\", every = \"1 day\", first = \"0 h\" }}\n"
    )
}

fn away(from: &str, days: u32) -> String {
    format!("[[absence]]\nname = \"course\"\neach = \"team\"\ntakes = 2\nat = [{from}]\nlasts = \"{days} days\"\n")
}

#[test]
fn the_trough_is_the_month_with_the_fewest_hours_and_recovery_the_month_at_whose_end_nothing_more_is_overdue() {
    // All of February away: 28 letters of 29 are overdue when March begins, and two clerks do them within ten days.
    let said = report(&clerks(4, &away("2024-02-01", 29)));
    let expected = "Clerk: fewest hours, by the measure of its rota, in 2024-02: 0 on average at the typical values. Overdue work of the whole team, at the typical values, is back to its level at the start, \
                    no tasks, or below it at the end of 2024-03, after its peak at the end of 2024-02.";
    assert!(said.contains(expected), "{said}");
    // On the screen too, and once.
    let place = Place::new();
    let file = place.file("team.toml", clerks(4, &away("2024-02-01", 29)));
    let screen = flat(&Caseload::run(&file, 2).end().out());
    assert!(screen.contains(expected), "{screen}");
    assert_eq!(said.matches(expected).count(), 1, "{said}");
}

#[test]
fn a_team_that_does_not_recover_is_said_not_to_with_what_is_left() {
    // Away from March to the end: of the letters of 31 days, those of the last day are not yet due.
    let said = report(&clerks(3, &away("2024-03-01", 60)));
    let expected = "Clerk: fewest hours, by the measure of its rota, in 2024-03: 0 on average at the typical values. Overdue work of the whole team, at the typical values, is not back to its level at the \
                    start, no tasks, by the end: it is then 30 tasks.";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn where_nothing_is_ever_overdue_the_trough_is_said_alone() {
    // One of two is away in February, and one is enough.
    let absence = away("2024-02-01", 29).replace("takes = 2", "takes = 1");
    let said = report(&clerks(4, &absence));
    let expected = "Clerk: fewest hours, by the measure of its rota, in 2024-02: 696 on average at the typical values. Overdue work of the whole team, at the typical values, never rises above its level at \
                    the start, no tasks.";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn work_that_becomes_overdue_only_after_the_trough_has_not_recovered_before() {
    // One of two is away in February, which is enough; from April on both are wanted and more.
    let more = "[[work]]\nname = \"parcel\"\nby = \"clerk\"\neffort = \"90 h\"\ndue_within = \"1 day\"\n\
                raised = { each = \"team\", at = [2024-04-01, 2024-04-02, 2024-04-03, 2024-04-04, 2024-04-05, 2024-04-06, \
                2024-04-07, 2024-04-08, 2024-04-09, 2024-04-10, 2024-04-11, 2024-04-12, 2024-04-13, 2024-04-14, 2024-04-15] }\n";
    let absence = away("2024-02-01", 29).replace("takes = 2", "takes = 1");
    let said = report(&(clerks(4, &absence) + more));
    assert!(said.contains("rota, in 2024-02"), "{said}");
    assert!(said.contains("is not back to its level at the start, no tasks, by the end"), "{said}");
}

#[test]
fn what_is_overdue_is_the_teams_and_said_once_for_all_roles() {
    let second = "[[staff]]\nrole = \"typist\"\npeople = 1\n[[staff]]\nrole = \"usher\"\npeople = 1\n[[work]]\nname = \"letter\"";
    let said = report(
        &clerks(4, &away("2024-02-01", 29))
            .replacen("[[work]]\nname = \"letter\"", second, 1)
            .replace("each = \"team\"\ntakes", "of = \"clerk\"\neach = \"team\"\ntakes"),
    );
    // Of those nobody leaves and nobody is away from, no month is singled out.
    assert_eq!(said.matches(": fewest hours, by").count(), 1, "{said}");
    assert_eq!(said.matches("Overdue work of the whole team").count(), 1, "{said}");
}

/// May has three bank holidays less than its weekdays, and all posts; of four posts one is empty in October and November.
#[test]
fn bank_holidays_make_no_trough() {
    let text = "title = \"posts\"\nstarts = 2026-01-01\nruns_for = \"12 months\"\n\
        [[staff]]\nrole = \"clerk\"\npeople = 3\nrota = \"Mon-Fri 08:00-16:00\"\n\
        [[staff]]\nrole = \"clerk\"\nname = \"until October\"\npeople = 1\nuntil = 2026-10-01\nrota = \"Mon-Fri 08:00-16:00\"\n\
        [[staff]]\nrole = \"clerk\"\nname = \"from December\"\npeople = 1\nfrom = 2026-12-01\nrota = \"Mon-Fri 08:00-16:00\"\n\
        [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = { each = \"team\", every = \"1 day\" }\n";
    // Three posts for twenty-two days of eight hours in October.
    let said = report(text);
    assert!(said.contains("Clerk: fewest hours, by the measure of its rota, in 2026-10: 528 on average"), "{said}");
}

const TEAM: &str = "title = \"a team\"\nstarts = 2026-01-05\nruns_for = \"8 weeks\"\n[offenders]\nnumber = 100\n\
                    [[staff]]\nrole = \"officer\"\npeople = 4\nholds = \"offenders\"\nrota = \"Mon-Fri 08:00-16:00\"\n\
                    [[work]]\nname = \"examination of devices\"\nby = \"holder\"\neffort = \"3 h\"\ndue_within = \"14 days\"\n\
                    raised = { each = \"offender\", every = \"73 days\" }\n[answers]\nwatch = \"examination of devices\"\n";

#[test]
fn a_ratio_without_a_benchmark_has_nothing_to_be_compared_with() {
    let said = report(TEAM);
    assert!(said.contains("Ratio: offenders for each post: nothing to compare with"), "{said}");
    assert!(!said.contains("not defined %"), "{said}");
    let place = Place::new();
    let folder = place.path("run");
    let path = place.file("team.toml", TEAM);
    assert_eq!(Caseload::run(&path, 2).words("--out").file(&folder).end().code(), 0);
    let drawn = files(&folder).into_iter().find(|(name, _)| name.contains("ladder") && name.ends_with("svg"));
    let (_, drawn) = drawn.expect("the figure of the ladder");
    assert!(String::from_utf8(drawn).unwrap().contains("nothing to compare with"));
}

#[test]
fn several_of_a_kind_are_named_as_one_speaks() {
    let said = report(TEAM);
    assert!(said.contains("examinations of devices a month become late."), "of one risk level none is named: {said}");
}

/// What is said of a comparison of the team with itself and more, and which hours it leads with.
fn compared(more: &str) -> (String, serde_json::Value) {
    let place = Place::new();
    let (base, other) = (place.file("base.toml", TEAM), place.file("other.toml", format!("{TEAM}{more}")));
    let command = || Caseload::new("compare").file(&base).file(&other).words("-n 4 --draws 0 --quiet --no-date");
    let ended = command().end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    (flat(&ended.out()), command().answer().0["headline"]["basis"].clone())
}

#[test]
fn a_difference_is_called_by_its_new_cause_only_where_that_is_what_is_new() {
    let app = "[[work]]\nname = \"alert\"\ncause = \"the app\"\nby = \"officer\"\neffort = \"1 h\"\n\
               raised = { each = \"team\", at_random = \"2 per day\" }\n";
    let (said, basis) = compared(app);
    assert_eq!(basis, "caused");
    assert!(said.contains("With the app, expect about") && said.contains("extra officer-hours"), "{said}");
    let sickness = "[[absence]]\nname = \"sickness\"\nat_random = \"1 per year\"\nlasts = \"5 days\"\n";
    let (said, basis) = compared(&format!("{app}{sickness}"));
    assert_eq!(basis, "demand", "of the whole difference");
    assert!(said.contains("With \u{201c}other\u{201d}, expect about") && !said.contains("With the app"), "{said}");
}

#[test]
fn check_lists_the_hours_of_each_kind_for_an_offender_and_for_a_post() {
    let place = Place::new();
    let path = place.file("team.toml", TEAM);
    let ended = Caseload::new("check").file(&path).words("--json").end();
    let json: serde_json::Value = serde_json::from_str(&ended.out()).unwrap();
    let kind = &json[0]["kinds"][0];
    // A hundred offenders five times a year at three hours: 1,500 hours, 15 for each, 375 for each of four posts.
    for (key, expected) in [("tasks", 500.0), ("hours", 1500.0), ("per_offender", 15.0), ("per_post", 375.0)] {
        let found = kind[key].as_f64().unwrap();
        assert!((found - expected).abs() < 1e-6 * expected, "{key}: {found}");
    }
    let said = flat(&Caseload::new("check").file(&path).end().out());
    assert!(said.contains("Hours by kind of work"), "{said}");
    assert!(said.contains("officer 500 1,500 15 375") && said.contains("together 500 1,500 15"), "{said}");
}

#[test]
fn a_folder_that_another_run_will_be_written_to_is_refused_and_left_alone() {
    let place = Place::new();
    let folder = place.path("run");
    std::fs::create_dir(&folder).unwrap();
    let path = place.file("team.toml", TEAM);
    let other = std::fs::File::open(&folder).unwrap();
    other.lock().unwrap();
    let ended = Caseload::run(&path, 2).words("--out").file(&folder).end();
    assert_eq!(ended.code(), 2, "{}", ended.said());
    assert!(ended.said().contains("another run is under way"), "{}", ended.said());
    assert!(files(&folder).is_empty());
    drop(other);
    assert_eq!(Caseload::run(&path, 2).words("--out").file(&folder).end().code(), 0);
}

/// Averages over all draws and averages at the typical values stand side by side, and each table says which its are.
#[test]
fn every_table_of_averages_says_over_what_they_are() {
    let unsure = TEAM.replace("\"3 h\"", "{ typical = \"3 h\", uncertain = [\"1 h\", \"6 h\"] }");
    for (draws, over) in [("--draws 0", "at the typical values"), ("--draws 4 --per-draw 2", "over all draws")] {
        let place = Place::new();
        let folder = place.path("run");
        let command = Caseload::new("run").file(&place.file("team.toml", &unsure)).words("-n 4 --quiet --no-date");
        let ended = command.words(draws).words("--out").file(&folder).end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        let said = flat(&String::from_utf8(files(&folder)["report.txt"].clone()).unwrap());
        for caption in ["Open work by kind: averages", "Tasks by kind over the period: averages"] {
            assert!(said.contains(&format!("{caption} {over}")), "{caption} {over}\n{said}");
        }
        let waits = if over == "over all draws" { "of all draws" } else { over };
        assert!(said.contains(&format!("Averages over replications {waits};")), "{said}");
    }
}
