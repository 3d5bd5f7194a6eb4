//! How many offenders one person may hold: who moves at a limit, who waits for a manager, and how many that are.

use super::{ABSTRACT, exactly, run};
use crate::engines::agree;

const HANDOVER: &str = "[[work]]\nname = \"handover\"\nby = \"holder\"\neffort = \"1 h\"\nraised = { each = \"offender\", on = \"change of manager\" }\n";

/// Thirty offenders of one officer; a half-time colleague comes on the fifth day and takes fifteen.
fn two_officers(limits: &str) -> String {
    format!(
        "{ABSTRACT}runs_for = \"30 days\"\n[offenders]\nnumber = 30\n\
         [[staff]]\nrole = \"officer\"\nname = \"a\"\npeople = 1\nholds = \"offenders\"\n{limits}\
         [[staff]]\nrole = \"officer\"\nname = \"b\"\npeople = 1\nfull_time_share = \"50 %\"\nholds = \"offenders\"\nfrom = \"5 days\"\n{limits}{HANDOVER}"
    )
}

#[test]
fn beyond_a_new_limit_offenders_move_to_the_colleague_with_room_and_then_wait() {
    // (limit from the tenth day on, changes of manager, without a manager from then on)
    for (most, changes, without) in [
        // Twenty, and ten of a half-time post: five of the fifteen go back.
        (20, 15.0 + 5.0, 0.0),
        // Eighteen and nine: six are too many, and there is room for three.
        (18, 15.0 + 3.0, 3.0),
        // Ten and five: ten too many there and five here, and no room.
        (10, 15.0, 15.0),
        (40, 15.0, 0.0),
    ] {
        let text = two_officers(&format!("most_held_later = [{{ from = \"10 days\", most = {most} }}]\n"));
        agree(&text);
        let answer = run(&text, 2);
        exactly(&answer, "raised.handover", changes);
        exactly(&answer, "without a manager at end.total", without);
        exactly(&answer, "without a manager.mean", without * 20.0 / 30.0);
    }
}

#[test]
fn a_limit_that_rises_gives_those_who_wait_a_manager() {
    // Ten at first, of one alone; on the fifth day five more; from the tenth 24 and 12: all have one, each with a handover.
    let text = two_officers("most_held = 10\nmost_held_later = [{ from = \"10 days\", most = 24 }]\n");
    agree(&text);
    let answer = run(&text, 2);
    exactly(&answer, "raised.handover", 5.0 + 15.0);
    exactly(&answer, "without a manager at end.total", 0.0);
    exactly(&answer, "without a manager.mean", (20.0 * 5.0 + 15.0 * 5.0) / 30.0);
}

#[test]
fn who_goes_off_the_register_makes_room_for_one_who_waits() {
    let text = format!(
        "{ABSTRACT}runs_for = \"30 days\"\n[offenders]\nnumber = 10\nrisk = {{ high = \"10 %\", low = \"rest\" }}\n\
         [[staff]]\nrole = \"officer\"\npeople = 2\nholds = \"offenders\"\nmost_held = 4\n{HANDOVER}\
         [[work]]\nname = \"end of term\"\nby = \"no one\"\n\
         raised = {{ each = \"offender\", every = {{ high = \"90 days\", low = \"never\" }}, first = \"12 days\" }}\n\
         then = [{{ name = \"gone\", chance = \"100 %\", offender = {{ off_register = true }} }}]\n"
    );
    agree(&text);
    let answer = run(&text, 2);
    exactly(&answer, "raised.handover", 1.0);
    exactly(&answer, "without a manager at end.total", 1.0);
    exactly(&answer, "without a manager.mean", (2.0 * 12.0 + 18.0) / 30.0);
}

#[test]
fn who_leaves_hands_over_as_far_as_there_is_room_and_a_newcomer_takes_the_rest() {
    // Fifteen each with room for twenty; the second leaves: five move, ten wait; the third takes these and five more.
    let text = format!(
        "{ABSTRACT}runs_for = \"30 days\"\n[offenders]\nnumber = 30\n\
         [[staff]]\nrole = \"officer\"\nname = \"a\"\npeople = 1\nholds = \"offenders\"\nmost_held = 20\n\
         [[staff]]\nrole = \"officer\"\nname = \"b\"\npeople = 1\nholds = \"offenders\"\nmost_held = 20\nuntil = \"6 days\"\n\
         [[staff]]\nrole = \"officer\"\nname = \"c\"\npeople = 1\nholds = \"offenders\"\nmost_held = 20\nfrom = \"21 days\"\n{HANDOVER}"
    );
    agree(&text);
    let answer = run(&text, 2);
    exactly(&answer, "raised.handover", 5.0 + 15.0);
    exactly(&answer, "without a manager.mean", 10.0 * 15.0 / 30.0);
    exactly(&answer, "without a manager at end.total", 0.0);
}

#[test]
fn wrong_limits_are_told_with_their_place_and_their_cure() {
    for (limits, what, cure) in [
        ("most_held_later = [{ most = 3 }]\n", "`from` is missing", "from this moment on"),
        ("most_held_later = [{ from = \"1 day\" }]\n", "`most` is missing", "one full-time person"),
        ("most_held = { value = 0, source = \"X1\" }\n", "is not a whole number from 1", "write one that is"),
        ("most_held = { source = \"X1\" }\n", "the number has no value", "give `value`"),
        ("most_held_later = [{ from = \"1 day\", most = 0 }]\n", "is not a whole number from 1", "write one that is"),
        (
            "most_held_later = [{ from = \"2 days\", most = 3 }, { from = \"1 day\", most = 4 }]\n",
            "does not come after the one before it",
            "in order of time",
        ),
    ] {
        let found = caseload::scenario::from_text("limits.toml", &two_officers(limits)).expect_err(limits);
        let said: Vec<String> = found.iter().map(|d| d.drawn(false)).collect();
        assert!(
            said.iter().any(|d| d.contains(what) && d.contains(cure) && d.contains("limits.toml:")),
            "{limits}{said:#?}"
        );
    }
    let pooled = two_officers("ownership = \"pooled\"\nmost_held_later = [{ from = \"1 day\", most = 3 }]\n");
    agree(&pooled);
}
