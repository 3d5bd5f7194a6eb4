//! Who holds whom, and whose work it is, while people come, go and are away.

use super::{ABSTRACT, exactly, run};
use crate::support::{Place, trace};

/// Thirty offenders, three holders of whom the last leaves, and a newcomer.
fn team(more: &str) -> String {
    format!(
        "{ABSTRACT}runs_for = \"30 days\"\n[offenders]\nnumber = 30\n\
         [[staff]]\nrole = \"officer\"\nname = \"a\"\npeople = 2\nholds = \"offenders\"\n{more}\
         [[staff]]\nrole = \"officer\"\nname = \"b\"\npeople = 1\nholds = \"offenders\"\nuntil = \"10 days\"\n{more}\
         [[staff]]\nrole = \"officer\"\nname = \"c\"\npeople = 1\nholds = \"offenders\"\nfrom = \"20 days\"\n{more}\
         [[work]]\nname = \"handover\"\nby = \"holder\"\neffort = \"1 h\"\nraised = {{ each = \"offender\", on = \"change of manager\" }}\n\
         [[work]]\nname = \"call\"\nby = \"holder\"\neffort = \"1 h\"\nraised = {{ each = \"offender\", at = [\"15 days\"] }}\n"
    )
}

#[test]
fn each_change_of_manager_raises_its_handover() {
    // Ten of the one who leaves, and ten for the newcomer, who takes the average of thirty among three.
    exactly(&run(&team(""), 2), "raised.handover", 20.0);
    // Two colleagues with room for two each: six have nobody, and the newcomer takes these and then four more.
    exactly(&run(&team("most_held = 12\n"), 2), "raised.handover", 4.0 + 10.0);
    // Work of those with a manager waits for the manager, that of the six for whoever is free: 15 hours each in the end.
    exactly(&run(&team("most_held = 12\n"), 2), "finished.call", 30.0);
}

#[test]
fn those_who_go_at_one_instant_are_given_nobody_of_each_other() {
    let text = team("")
        .replace("name = \"a\"\npeople = 2", "name = \"a\"\npeople = 1")
        .replace("name = \"b\"\npeople = 1", "name = \"b\"\npeople = 2");
    let text =
        text.replace("from = \"20 days\"", "from = \"29 days\"").replace("at = [\"15 days\"]", "at = [\"9 days\"]");
    crate::engines::agree(&text);
    // Ten each: twenty go to the one who stays, once each, and fifteen to the newcomer on the last day.
    exactly(&run(&text, 2), "raised.handover", 20.0 + 15.0);
    // With nobody to stay, nobody has them until the newcomer comes.
    let all = text.replace("name = \"a\"\npeople = 1\n", "name = \"a\"\npeople = 1\nuntil = \"10 days\"\n");
    crate::engines::agree(&all);
    exactly(&run(&all, 2), "raised.handover", 30.0);
}

#[test]
fn pooled_work_is_for_anyone_and_knows_no_handover() {
    // One line is the whole switch: work of a change of manager stays in the file, and never arises.
    let text = team("ownership = \"pooled\"\n");
    crate::engines::agree(&text);
    exactly(&run(&text, 2), "raised.handover", 0.0);
    let (_, warnings) = caseload::scenario::from_text("pooled.toml", &text).expect("a sound file");
    let said: String = warnings.iter().map(|d| d.drawn(false)).collect();
    assert!(said.contains("`handover` never arises: the offenders are held by all of `officer` together"), "{said}");
    // Two people, thirty calls of an hour at once: they end after 1, 1, 2, 2, ... 15, 15 hours.
    exactly(&run(&text, 2), "flow.mean.call", 8.0);
    let named = text.replace("ownership = \"pooled\"\n", "").replace("at = [\"15 days\"]", "at = [\"5 days\"]");
    // Three holders of ten each: 1, 2, ... 10 hours. (On the tenth day the first change of manager comes.)
    exactly(&run(&named, 2), "flow.mean.call", 5.5);
}

#[test]
fn an_absence_long_enough_hands_work_over_and_a_short_one_lets_it_wait() {
    // One of the two is away from the third day on for ten days; on the fourth everyone is called.
    let text = |cover: &str| {
        format!(
            "{ABSTRACT}runs_for = \"20 days\"\nobserve_at = [\"100 h\"]\n[offenders]\nnumber = 10\n\
             [[staff]]\nrole = \"officer\"\npeople = 2\nholds = \"offenders\"\ncover_after = \"{cover}\"\n\
             [[absence]]\nname = \"court\"\neach = \"team\"\ntakes = 1\nat = [\"48 h\"]\nlasts = \"10 days\"\n\
             [[work]]\nname = \"call\"\nby = \"holder\"\neffort = \"1 h\"\nraised = {{ each = \"offender\", at = [\"3 days\"] }}\n"
        )
    };
    let (covered, waits) = (run(&text("3 days"), 10), run(&text("11 days"), 10));
    exactly(&covered, "open at 100 h.call", 0.0);
    exactly(&waits, "open at 100 h.call", 5.0);
    exactly(&waits, "finished.call", 10.0);
    // Ten hours one after the other, against five at once and five a week later.
    exactly(&covered, "flow.mean.call", 5.5);
    exactly(&waits, "flow.mean.call", (3.0 + 3.0 + 216.0) / 2.0);
}

#[test]
fn work_in_hand_is_set_down_by_one_who_goes_away_for_long_and_taken_up_by_a_colleague() {
    let text = format!(
        "{ABSTRACT}runs_for = \"10 days\"\n[[staff]]\nrole = \"officer\"\nname = \"a\"\npeople = 1\ncover_after = \"1 day\"\n\
         [[staff]]\nrole = \"officer\"\nname = \"b\"\npeople = 1\nfrom = \"30 h\"\n\
         [[absence]]\nname = \"course\"\nat = [\"20 h\"]\nlasts = \"5 days\"\n\
         [[work]]\nname = \"report\"\nby = \"officer\"\neffort = \"24 h\"\nwhen_interrupted = \"resume\"\nraised = {{ each = \"team\", at = [\"0 h\"] }}\n"
    );
    let place = Place::new();
    let steps = trace(&place.file("staff.toml", &text), 1, 0);
    let told = steps.columns(&["step", "time_ms", "person"]);
    let hour = |h: i64| (h * 3_600_000).to_string();
    let expected =
        [("arose", 0, ""), ("started", 0, "0"), ("set down", 20, "0"), ("resumed", 30, "1"), ("finished", 34, "1")];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for (row, (step, at, person)) in told.iter().zip(expected) {
        assert_eq!(row[..], [step.to_owned(), hour(at), person.to_owned()], "{told:?}");
    }
}

/// Groups of holders, each with its people and when they are in post, over a caseload of so many.
fn groups(offenders: u32, groups: &[(&str, &str)], more: &str) -> String {
    let staff: Vec<String> = groups
        .iter()
        .map(|(name, when)| {
            format!("[[staff]]\nrole = \"officer\"\nname = \"{name}\"\nholds = \"offenders\"\n{when}\n{more}")
        })
        .collect();
    let staff = staff.concat();
    format!(
        "{ABSTRACT}runs_for = \"30 days\"\n[offenders]\nnumber = {offenders}\n{staff}\
         [[work]]\nname = \"handover\"\nby = \"holder\"\neffort = \"1 h\"\nraised = {{ each = \"offender\", on = \"change of manager\" }}\n"
    )
}

#[test]
fn nobody_is_handed_over_twice_at_one_instant() {
    // One has a hundred, nine come: ten stay, and ninety change hands once each.
    let text = groups(100, &[("a", "people = 1"), ("b", "people = 9\nfrom = \"20 days\"")], "");
    crate::engines::agree(&text);
    exactly(&run(&text, 2), "raised.handover", 90.0);
    // Three of six each, and two without; one leaves: eight without. Two come and make it four of five each: two more.
    let (stay, goes) = (("a", "people = 2"), ("b", "people = 1\nuntil = \"10 days\""));
    let text = groups(20, &[stay, goes, ("c", "people = 2\nfrom = \"20 days\"")], "most_held = 6\n");
    crate::engines::agree(&text);
    exactly(&run(&text, 2), "raised.handover", 10.0);
    // The limit falls at the instant at which colleagues come: thirty of one, of whom ten stay.
    let more = "most_held = 40\nmost_held_later = [{ from = \"20 days\", most = 10 }]\n";
    let text = groups(30, &[("a", "people = 1"), ("b", "people = 2\nfrom = \"20 days\"")], more);
    crate::engines::agree(&text);
    exactly(&run(&text, 2), "raised.handover", 20.0);
}

#[test]
fn the_order_of_the_groups_changes_no_number_of_handovers() {
    // One stays, one goes and one comes at one instant: the fifteen of the one who goes, and nobody else.
    let (a, b, c) =
        (("a", "people = 1"), ("b", "people = 1\nuntil = \"10 days\""), ("c", "people = 1\nfrom = \"10 days\""));
    for order in [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
        let text = groups(30, &order, "");
        crate::engines::agree(&text);
        exactly(&run(&text, 2), "raised.handover", 15.0);
    }
}
