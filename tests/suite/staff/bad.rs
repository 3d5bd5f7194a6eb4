//! Wrong uses of the keys about staff: each with its place and its cure.

use caseload::scenario::from_text;

const GOOD: &str = "title = \"staff\"\nstarts = 2021-02-01\nruns_for = \"12 months\"\n[offenders]\nnumber = 100\n";
const STAFF: &str = "[[staff]]\nrole = \"clerk\"\npeople = 4\nrota = \"Mon-Fri 08:00-16:00\"\n";
const WORK: &str = "[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = { each = \"team\", at_random = \"1 per day\" }\n";

/// What is said of a file with more lines for the staff and more tables after them.
fn said(staff: &str, more: &str) -> Vec<String> {
    let text = format!("{GOOD}{STAFF}{staff}{WORK}{more}");
    let found = match from_text("staff.toml", &text) {
        Ok((_, warnings)) => warnings,
        Err(found) => found,
    };
    found.iter().map(|d| d.drawn(false)).collect()
}

/// (lines of the staff, further tables, line, what is said, how it is cured)
#[rustfmt::skip]
const BAD: &[(&str, &str, usize, &str, &str)] = &[
    ("holds = \"offenders\"\nheld_at_start = [50, 50]\n", "", 11, "there is not one number for each of `people`", "as many as there are posts"),
    ("holds = \"offenders\"\nheld_at_start = [0, 0, 0, 0]\n", "", 11, "nobody of the group holds anybody", "how many each holds"),
    ("holds = \"offenders\"\nheld_at_start = [1, 2.5, 3, 4]\n", "", 11, "is not a whole number from 0", "write one that is"),
    ("held_at_start = [25, 25, 25, 25]\n", "", 10, "`held_at_start` goes with holds = \"offenders\"", "say that too"),
    ("", "[[absence]]\nname = \"a\"\n", 15, "an absence wants exactly one pattern", "give one of `days_a_year`"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per year\"\ndays_a_year = 3\n", 15, "wants exactly one pattern", "give one of"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per year\"\n", 15, "does not say how long it lasts", "give `lasts`"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per offender per year\"\nlasts = \"1 day\"\n", 17, "a rate per offender, but `each` asks for a rate per person", "per person"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"5 per person per h\"\nlasts = \"1 day\"\n", 17, "more than once an hour", "say how often a spell"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per year\"\nlasts = \"1 day\"\nkeeps = \"150 %\"\n", 19, "is not between 0 and 1", "write a share"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per year\"\nlasts = \"1 day\"\ntakes = 2\n", 19, "`takes` goes with each = \"team\"", "say that too"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per year\"\nlasts = \"1 day\"\neach = \"team\"\n", 19, "does not say how many it takes", "takes = 4"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per year\"\nlasts = \"1 day\"\neach = \"team\"\ntakes = 0\n", 20, "is not a whole number from 1", "write one that is"),
    ("", "[[absence]]\nname = \"a\"\nat_random = \"1 per year\"\nlasts = \"1 day\"\nblock = \"1 week\"\n", 19, "`block` goes with `days_a_year`", "leave it out"),
    ("", "[[absence]]\nname = \"a\"\ndays_a_year = 300\n", 17, "is outside 0 to 260", "from 0 to 260"),
    ("", "[[absence]]\nname = \"a\"\ndays_a_year = 20\nlasts = \"1 day\"\n", 18, "lasts as many days as it has", "leave it out"),
    ("", "[[absence]]\nname = \"a\"\ndays_a_year = 20\nnot_between = [2021-12-01]\n", 18, "a pair of dates is wanted", "[[2021-12-20, 2022-01-02]]"),
    ("", "[[absence]]\nname = \"a\"\ndays_a_year = 20\nnot_between = [[2021-12-20, 2021-12-01]]\n", 18, "before the first", "write the earlier one first"),
    ("", "[[absence]]\nname = \"a\"\ndays_a_year = 200\nat_most_away = \"25 %\"\n", 18, "does not fit", "raise `at_most_away`"),
    ("", "[[absence]]\nname = \"a\"\nof = \"clark\"\ndays_a_year = 20\n", 17, "there is no role `clark`", "did you mean `clerk`?"),
    ("", "[[absence]]\nname = \"a\"\nevery = \"1 s\"\nlasts = \"1 day\"\n", 17, "shorter than an hour", "write a longer one"),
    ("productive = \"1400 h per year\"\n", "[[absence]]\nname = \"a\"\ndays_a_year = 20\n", 16, "has leave, sickness and training taken off already", "as the share of duty"),
    ("productive = \"1400 h per year\"\n", "[[absence]]\nname = \"a\"\ndays_a_year = 20\n", 16, "would take it off again", "name their roles with `of`, without `clerk`"),
    ("overtime = { when_waiting = \"30 h per person\", up_to = \"6 h per week\", paid = \"double time\" }\n", "[money]\nprices = \"2026/27\"\n", 10, "hours of overtime are priced at nothing", "give `cost`"),
    ("on_call = { work = \"letter\", paid = \"double time\" }\n", "[money]\nprices = \"2026/27\"\n", 10, "hours called out are priced at nothing", "give `cost`"),
    ("holds = \"offenders\"\nmost_held = 24\n", "", 11, "hold 96 of the 100 offenders at the start", "raise `most_held`"),
    ("holds = \"offenders\"\nfull_time_share = \"50 %\"\nmost_held = 40\nmost_held_later = [{ from = \"10 days\", most = 60 }]\n", "", 12, "hold 80 of the 100 offenders at the start", "add posts"),
    ("vacant = 5\n", "", 10, "5 posts are vacant, and there are 4", "give at most as many"),
    ("leaving = \"0.1\"\n", "", 10, "is not a rate", "per month"),
    ("recruitment = { advert = \"6 weeks\" }\n", "", 10, "no post of `clerk` is ever vacant", "give `vacant` or `leaving` too"),
    ("vacant = 1\nrecruitment = { advert = 6 }\n", "", 11, "has no unit", "write a number and a unit"),
    ("vacant = 1\nrecruitment = \"6 weeks\"\n", "", 11, "stands where the stages of recruitment are wanted", "write { advert"),
    ("ramp = { from = \"40 %\", over = \"6 months\" }\n", "", 10, "has no newcomers to whom `ramp` could apply", "give `recruitment` too"),
    ("vacant = 1\nrecruitment = { a = \"1 day\" }\nramp = { over = \"6 months\" }\n", "", 12, "`from` is missing", "share of full output"),
    ("vacant = 1\nrecruitment = { a = \"1 day\" }\ntutoring = { share = 3, for = \"1 day\" }\n", "", 12, "is not between 0 and 1", "write a share"),
    ("overtime = { when_waiting = \"30 h per person\" }\n", "", 10, "`up_to` is missing", "hours a week"),
    ("overtime = { when_waiting = \"30 h per person\", up_to = \"90 h per week\" }\n", "", 10, "the shift `Mon 08:00-16:00` would last longer than a day", "leave room for it"),
    ("overtime = { when_waiting = 30, up_to = \"6 h per week\" }\n", "", 10, "has no unit", "h per person"),
    ("overtime = { when_waiting = \"30 h per person\", up_to = \"6 h per week\", paid = \"triple\" }\n", "", 10, "is not one of the choices", "time and a half"),
    ("", "[[absence]]\nname = \"a\"\nof = []\nat_random = \"1 per year\"\nlasts = \"1 day\"\n", 17, "`of` is an empty list and names no role", "name one, or leave it out"),
    ("", "[[absence]]\nname = \"a\"\nat = []\nlasts = \"1 day\"\n", 17, "`at` is an empty list", "give a moment"),
    ("", "[[work]]\nname = \"x\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = { each = \"team\", at = [] }\n", 19, "`at` is an empty list", "or another pattern"),
    ("", "[[work]]\nname = \"x\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = { each = \"offender\", except = [], at = [\"1 day\"] }\n", 19, "`except` is an empty list and names no group", "name one"),
    ("", "[[work]]\nname = \"x\"\nby = \"clerk\"\neffort = \"1 h\"\nwith = { roles = [] }\nraised = { each = \"team\", at = [\"1 day\"] }\n", 19, "`roles` is an empty list and names no role", "name one"),
    ("", "[[work]]\nname = \"x\"\nby = \"clerk\"\neffort = \"1 h\"\nwhen_overloaded = { above = \"1 h per person\", skip = true, risk = [] }\nraised = { each = \"team\", at = [\"1 day\"] }\n", 19, "`risk` is an empty list and names no risk level", "name one"),
    ("", "[[work]]\nname = \"x\"\nby = \"clerk\"\neffort = \"1 h\"\nwhen_overloaded = { above = \"1 h per person\", skip = true, counts = [] }\nraised = { each = \"team\", at = [\"1 day\"] }\n", 19, "`counts` is an empty list and names no name", "name one"),
    ("", "[[group]]\nname = \"g\"\nshare = \"50 %\"\nrisk = []\n", 18, "`risk` is an empty list and names no risk level", "name one"),
    ("", "[[work]]\nname = \"x\"\nby = \"clerk\"\neffort = \"1 h\"\ndue_within = \"1 day\"\ngrows_when_late = { by = \"101 % per hour\" }\nraised = { each = \"team\", at = [\"1 day\"] }\n", 20, "is outside 0 % per hour to 100 % per hour", "from 0 % per hour"),
    ("most_held = 60\n", "", 10, "`most_held` goes with holds", "say that too"),
    ("ownership = \"pooled\"\n", "", 10, "`ownership` goes with holds", "say that too"),
    ("cover_after = 3\n", "", 10, "has no unit", "write a number and a unit"),
    ("", "[[work]]\nname = \"handover\"\nby = \"clerk\"\neffort = \"1 h\"\nraised = { each = \"offender\", on = \"change of manager\" }\n", 19, "no role holds offenders", "say holds = \"offenders\""),
    ("holds = \"offenders\"\nownership = \"pooled\"\n", "[[work]]\nname = \"handover\"\nby = \"holder\"\neffort = \"1 h\"\nraised = { each = \"offender\", on = \"change of manager\" }\n", 21, "no manager changes", "ownership = \"named\""),
    ("holds = \"offenders\"\n", "[[work]]\nname = \"handover\"\nby = \"holder\"\neffort = \"1 h\"\nraised = { each = \"team\", on = \"change of manager\" }\n", 20, "is each offender's own", "write each = \"offender\""),
];

#[test]
fn every_wrong_use_is_told_with_its_place_and_its_cure() {
    let mut wrong = Vec::new();
    for (staff, more, line, what, cure) in BAD {
        let found = said(staff, more);
        let place = format!("staff.toml:{line}:");
        if !found.iter().any(|d| d.contains(what) && d.contains(cure) && d.contains(&place)) {
            wrong.push(format!("{staff}{more}: {what}; {cure} at {place}\n{}", found.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
}

#[test]
fn who_is_always_on_duty_has_no_shifts_to_lengthen() {
    let overtime = "overtime = { when_waiting = \"30 h per person\", up_to = \"6 h per week\" }";
    for rota in ["", "rota = \"always\"\n"] {
        let text = format!("{GOOD}[[staff]]\nrole = \"clerk\"\npeople = 2\n{rota}{overtime}\n{WORK}");
        let found = from_text("staff.toml", &text).expect_err("an error");
        let said = found.iter().map(|d| d.drawn(false)).collect::<String>();
        assert!(said.contains("always on duty cannot work longer") && said.contains("Mon-Fri 08:00-16:00"), "{said}");
    }
}

#[test]
fn people_without_number_have_no_posts() {
    for key in ["vacant = 1", "leaving = \"1 per person per year\"", "cover_after = \"1 day\""] {
        let text = format!("{GOOD}[[staff]]\nrole = \"clerk\"\npeople = \"unlimited\"\n{key}\n{WORK}");
        let found = from_text("staff.toml", &text).expect_err("an error");
        assert!(found.iter().any(|d| d.drawn(false).contains("these people are unlimited")), "{key}");
    }
}
