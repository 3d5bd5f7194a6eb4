//! Rules that the engine once broke, found by the second engine: the smallest scenario for each.

use crate::engines::{SEED, agree, fast, read};
use crate::plain;
use caseload::scenario::Point;

fn rules(text: &str) {
    agree(&format!("title = \"known\"\ncalendar = \"none\"\n{text}"));
}

#[test]
fn urgent_work_of_the_first_instant_comes_before_the_backlog() {
    rules(
        r#"
        runs_for = "1 day"
        [[staff]]
        role = "clerk"
        people = 1
        [[work]]
        name = "urgent"
        raised = { each = "team", at = ["0 h"] }
        by = "clerk"
        effort = "1 h"
        priority = 1
        [[work]]
        name = "letter"
        by = "clerk"
        effort = "1 h"
        [[backlog]]
        work = "letter"
        number = 1
        "#,
    );
}

#[test]
fn who_has_left_a_group_raises_nothing_for_it() {
    rules(
        r#"
        runs_for = "20 days"
        [offenders]
        number = 3
        [[group]]
        name = "app"
        share = "100 %"
        [[staff]]
        role = "clerk"
        people = 1
        [[work]]
        name = "alert"
        raised = { each = "app", at_random = "1 per member per day", one_at_a_time = true }
        by = "clerk"
        effort = "1 h"
        then = [{ name = "removed", chance = "100 %", offender = { leaves = "app" } }]
        "#,
    );
}

#[test]
fn a_gap_that_ends_beyond_the_horizon_is_shortened_and_not_drawn_anew() {
    rules(
        r#"
        runs_for = "10 days"
        [offenders]
        number = 20
        risk = { high = "0 %", low = "100 %" }
        [[staff]]
        role = "clerk"
        people = "unlimited"
        [[work]]
        name = "review"
        raised = { each = "offender", at = ["1 day"] }
        by = "clerk"
        effort = "1 h"
        then = [{ name = "worse", chance = "100 %", offender = { risk = "high" } }]
        [[work]]
        name = "alert"
        raised = { each = "offender", at_random = { by_risk = { high = "1 per offender per week", low = "1 per offender per month" } } }
        by = "clerk"
        effort = "1 h"
        "#,
    );
}

#[test]
fn a_change_of_risk_level_does_not_begin_a_stream_before_its_from() {
    rules(
        r#"
        runs_for = "30 days"
        [offenders]
        number = 1
        risk = { high = "0 %", low = "100 %" }
        [[staff]]
        role = "clerk"
        people = "unlimited"
        [[work]]
        name = "review"
        raised = { each = "offender", at = ["1 day"] }
        by = "clerk"
        effort = "1 h"
        then = [{ name = "worse", chance = "100 %", offender = { risk = "high" } }]
        [[work]]
        name = "visit"
        raised = { each = "offender", every = { high = "1 day", low = "5 days" }, from = "20 days" }
        by = "clerk"
        effort = "1 h"
        "#,
    );
}

#[test]
fn a_change_of_risk_level_reaches_those_who_raise_one_at_a_time() {
    rules(
        r#"
        runs_for = "30 days"
        [offenders]
        number = 1
        risk = { high = "0 %", low = "100 %" }
        [[staff]]
        role = "clerk"
        people = "unlimited"
        [[work]]
        name = "review"
        raised = { each = "offender", at = ["1 day"] }
        by = "clerk"
        effort = "1 h"
        then = [{ name = "worse", chance = "100 %", offender = { risk = "high" } }]
        [[work]]
        name = "alert"
        raised = { each = "offender", at_random = { by_risk = { high = "1 per offender per day", low = "0 per offender per day" } }, one_at_a_time = true }
        by = "clerk"
        effort = "1 h"
        "#,
    );
}

#[test]
fn a_change_of_risk_level_keeps_to_the_profile_of_the_rate() {
    rules(
        r#"
        runs_for = "10 days"
        [offenders]
        number = 20
        risk = { high = "0 %", low = "100 %" }
        [[staff]]
        role = "clerk"
        people = "unlimited"
        [[work]]
        name = "review"
        raised = { each = "offender", at = ["20 h"] }
        by = "clerk"
        effort = "1 h"
        then = [{ name = "worse", chance = "100 %", offender = { risk = "high" } }]
        [[work]]
        name = "alert"
        by = "clerk"
        effort = "1 h"
        [work.raised]
        each = "offender"
        at_random = { by_risk = { high = "2 per offender per day", low = "1 per offender per day" } }
        over_time = { steps = [{ from = "0 h", times = 0 }, { from = "12 h", times = 2 }], repeats_every = "24 h" }
        "#,
    );
}

#[test]
fn who_joins_at_the_first_instant_joins() {
    rules(
        r#"
        runs_for = "1 day"
        [offenders]
        number = 1
        [[group]]
        name = "app"
        share = "100 %"
        joins = { from = "0 h", over = "0 h" }
        [[staff]]
        role = "clerk"
        people = 1
        [[work]]
        name = "install"
        raised = { each = "app", on_joining = true }
        by = "clerk"
        effort = "1 h"
        "#,
    );
}

#[test]
fn the_turn_goes_to_who_was_given_work_and_not_to_who_was_asked() {
    rules(
        r#"
        runs_for = "1 day"
        [[staff]]
        role = "lead"
        people = 1
        [[staff]]
        role = "other"
        people = 2
        [[work]]
        name = "one"
        raised = { each = "team", at = ["0 h", "10 h"] }
        by = "other"
        effort = "5 h"
        [[work]]
        name = "raid"
        raised = { each = "team", at = ["1 h"] }
        by = "lead"
        with = { role = "other", people = 2 }
        effort = "1 h"
        lapses_after = "1 h"
        "#,
    );
}

#[test]
fn people_held_for_a_task_that_lapses_take_other_work_at_once() {
    rules(
        r#"
        runs_for = "2 days"
        [[staff]]
        role = "officer"
        people = 1
        [[staff]]
        role = "medic"
        people = 1
        from = "30 h"
        [[work]]
        name = "joint visit"
        raised = { each = "team", at = ["1 h"] }
        by = "officer"
        with = { role = "medic" }
        effort = "1 h"
        priority = 1
        lapses_after = "3 h"
        [[work]]
        name = "letter"
        raised = { each = "team", at = ["2 h"] }
        by = "officer"
        effort = "1 h"
        "#,
    );
}

#[test]
fn people_held_for_someone_who_goes_off_duty_take_other_work_at_once() {
    rules(
        r#"
        runs_for = "2 days"
        [[staff]]
        role = "officer"
        people = 1
        until = "5 h"
        [[staff]]
        role = "medic"
        people = 1
        [[staff]]
        role = "driver"
        people = 1
        from = "30 h"
        [[work]]
        name = "joint visit"
        raised = { each = "team", at = ["1 h"] }
        by = "officer"
        with = [{ role = "medic" }, { role = "driver" }]
        effort = "1 h"
        priority = 1
        [[work]]
        name = "letter"
        raised = { each = "team", at = ["2 h"] }
        by = "medic"
        effort = "1 h"
        "#,
    );
}

#[test]
fn less_urgent_work_of_another_role_does_not_take_people_who_are_held() {
    rules(
        r#"
        runs_for = "1 day"
        [[staff]]
        role = "officer"
        people = 1
        [[staff]]
        role = "medic"
        people = 1
        from = "10 h"
        [[staff]]
        role = "clerk"
        people = 1
        [[work]]
        name = "joint visit"
        raised = { each = "team", at = ["1 h"] }
        by = "officer"
        with = { role = "medic" }
        effort = "1 h"
        priority = 1
        [[work]]
        name = "inventory"
        raised = { each = "team", at = ["9 h"] }
        by = "clerk"
        with = { role = "officer" }
        effort = "5 h"
        priority = 9
        "#,
    );
}

#[test]
fn nobody_sets_work_down_for_a_task_that_cannot_begin() {
    rules(
        r#"
        runs_for = "2 days"
        [[staff]]
        role = "officer"
        people = 3
        [[staff]]
        role = "medic"
        people = 1
        from = "30 h"
        [[work]]
        name = "letter"
        raised = { each = "team", at = ["0 h", "0 h", "0 h"] }
        by = "officer"
        effort = "10 h"
        when_interrupted = "resume"
        priority = 9
        [[work]]
        name = "raid"
        raised = { each = "team", at = ["1 h"] }
        by = "officer"
        with = { role = "medic" }
        effort = "1 h"
        priority = 1
        interrupts = true
        "#,
    );
}

#[test]
fn the_level_that_has_the_rest_takes_up_the_uncertainty_of_the_others() {
    let scenario = read(
        r#"
        title = "known"
        calendar = "none"
        runs_for = "2 days"
        [offenders]
        number = 1000
        risk = { high = { typical = "10 %", uncertain = { uniform = ["5 %", "45 %"] } }, low = "rest" }
        [[staff]]
        role = "clerk"
        people = "unlimited"
        [[work]]
        name = "visit"
        raised = { each = "offender", at = ["1 day"] }
        by = "clerk"
        effort = "1 h"
        "#,
    );
    let point = Point::Draw { seed: SEED, index: 1 };
    let fast = fast(&scenario, point, SEED.replication(0));
    let plain = plain::replicate(&scenario, point, SEED.replication(0));
    let high = |records: &[caseload::model::Record]| {
        records.iter().filter(|r| r.level == 0 && r.step == caseload::model::Step::Arose).count()
    };
    assert_eq!(high(&fast.records), high(&plain.records));
}

#[test]
fn who_comes_free_takes_up_what_was_set_down_before_less_urgent_work_with_a_crew() {
    rules(
        r#"
        runs_for = "3 days"
        [offenders]
        number = 1
        risk = { high = "30 %", low = "rest" }
        joining = { at_random = "4 per day", over_time = { steps = [{ from = "0 h", times = 0 }, { from = "8 h", times = 2 }], repeats_every = "24 h" }, risk = { high = "50 %", low = "rest" } }
        [[staff]]
        role = "r0"
        name = "r0 0"
        people = 3
        discipline = "priority, then first come first served"
        holds = "offenders"
        rota = ["Mon-Thu 08:00-16:00", "Tue-Sun 12:00-20:00"]
        productive = "100 %"
        [[staff]]
        role = "r1"
        name = "r1 0"
        people = 1
        discipline = "priority, then first come first served"
        rota = "always"
        productive = "100 %"
        [[work]]
        name = "w0"
        raised = { each = "offender", every = { high = "40 h", low = "never" } }
        effort = "5 h"
        by = "r0"
        with = { roles = ["r0"], people = 1, effort = "1 h" }
        priority = 9
        then = [{ name = "b0", chance = "50 %", raises = ["w1"] }, { name = "b1", chance = "rest", offender = { custody = "1 h" } }]
        [[work]]
        name = "w1"
        raised = { each = "team", every = "1 day" }
        effort = "5 h"
        by = "r0"
        when_interrupted = "resume"
        priority = 5
        [[work]]
        name = "w2"
        raised = { each = "offender", at_random = "0.2 per offender per day", spread = 2 }
        effort = "1 h"
        by = "holder"
        when_interrupted = "never"
        priority = 1
        interrupts = true
        "#,
    );
}

#[test]
fn what_holds_when_work_is_finished_decides_what_follows() {
    rules(
        r#"
        runs_for = "10 days"
        [[staff]]
        role = "clerk"
        people = 1
        [[work]]
        name = "letter"
        raised = { each = "team", every = "6 h", first = "0 h" }
        by = "clerk"
        effort = "1 h"
        then = [
          { name = "filed", chance = "rest" },
          { name = "answered", chance = "100 %", until = "49 h", raises = ["answer"] },
          { name = "passed on", chance = "50 %", from = "49 h", until = "150 h", raises = ["answer"], counts = "passed on" },
        ]
        [[work]]
        name = "answer"
        by = "clerk"
        effort = "10 min"
        [[work]]
        name = "capture"
        raised = { each = "team", at_random = "1 per hour" }
        by = "no one"
        then = [{ name = "sent", chance = "5 %", until = "100 h", raises = "answer" }, { name = "sent less", chance = "2 %", from = "100 h", raises = "answer" }, { name = "closed", chance = "rest" }]
        "#,
    );
}

#[test]
fn a_season_and_a_week_multiply_and_steps_take_moments() {
    rules(
        r#"
        runs_for = "30 days"
        [offenders]
        number = 10
        [[staff]]
        role = "clerk"
        people = "unlimited"
        [[work]]
        name = "alert"
        by = "clerk"
        effort = "1 h"
        [work.raised]
        each = "offender"
        at_random = "2 per offender per day"
        shocks = { at_random = "1 per week", lasts = "1 day", times = 2 }
        over_time = [
          { wave = 0.5, period = "20 days" },
          { repeats_every = "1 week", steps = [{ from = "0 h", times = 1 }, { from = "5 days", times = 0 }] },
          { steps = [{ from = 2000-01-12, times = 2 }, { from = "400 h", times = 0.5 }], grows = "100 % per year" },
        ]
        "#,
    );
}
