//! Other parameters than the published ones, one or more for each family of queues, against the closed
//! forms of `caseload::theory`, so that nothing can be made to fit the cases alone.

use caseload::theory::{
    self, WorkClass, erlang_a, erlang_c, finite_source, mg1_preemptive_flows, mg1_priority_waits, mg1_wait_sd,
    mmc_flow_tail, mmc_mean_wait, mmc_priority_waits, mmc_wait_sd, mmc_wait_tail, mmck, tandem_flow,
};

use crate::cases::SHORTER;
use crate::judge::{Estimate, Rule};
use crate::support::{Answer, Caseload, Place};
use crate::{SEED, in_full};

/// Replications of each scenario.
const N: u64 = 60;

/// What a measure must agree with: quantity, exact value, share of it that the half-width may have.
pub(crate) type Exact<'a> = (&'a str, f64, f64);

/// A scenario without a calendar: `head` says staff and offenders, each kind of work its own table.
pub(crate) fn scenario(head: &str, work: &[String]) -> String {
    let kinds: String = work.iter().map(|kind| format!("[[work]]\n{kind}\n")).collect();
    format!("title = \"other values\"\ncalendar = \"none\"\n{head}\n{kinds}")
}

/// A kind of work of the whole team that arises at random.
pub(crate) fn kind(name: &str, by: &str, rate: &str, effort: &str, more: &str) -> String {
    format!(
        "name = {name:?}\nby = {by:?}\nraised = {{ each = \"team\", at_random = {rate:?} }}\neffort = {effort}\n{more}"
    )
}

pub(crate) fn staff(role: &str, people: u32, more: &str) -> String {
    format!("[[staff]]\nrole = {role:?}\npeople = {people}\n{more}\n")
}

fn exponential(mean: &str) -> String {
    format!("{{ mean = {mean:?}, varies = \"exponential\" }}")
}

/// Runs a scenario for `hours` after a warm-up (a quarter of them every day) and judges averages.
fn agree(head: &str, work: &[String], hours: f64, exact: &[Exact<'_>]) -> Answer {
    let (hours, wider) = if in_full() { (hours, 1.0) } else { (hours / SHORTER, SHORTER.sqrt()) };
    let head = format!("warm_up = \"{} h\"\nruns_for = \"{hours} h\"\n{head}", hours / 10.0);
    let place = Place::new();
    let file = place.file("other.toml", scenario(&head, work));
    let answer = Caseload::run(&file, N).seed(SEED).answer();
    judge(&answer, exact, wider);
    answer
}

pub(crate) fn judge(answer: &Answer, exact: &[Exact<'_>], wider: f64) {
    let fault = |&(key, expected, width): &Exact<'_>| {
        let rule = Rule::Mean { tail: 1e-5, width };
        let fault = rule.fault(Estimate::mean(answer, key), expected, wider)?;
        Some(format!("{key}: {} for {expected}: {fault}", answer.mean(key)))
    };
    let faults: Vec<String> = exact.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn teams_of_one_and_of_seven() {
    for (people, rate, mean) in [(1, 0.5, 1.2), (7, 3.1, 2.0)] {
        let work = kind(
            "case",
            "officer",
            &format!("{rate} per hour"),
            &exponential(&format!("{mean} h")),
            "start_targets = [\"0 h\", \"45 min\"]\nfinish_targets = [\"3 h\"]",
        );
        let mu = 1.0 / mean;
        let wait = mmc_mean_wait(rate, mu, people);
        let answer = agree(
            &staff("officer", people, ""),
            &[work],
            60_000.0,
            &[
                ("utilisation.officer", rate * mean / f64::from(people), 0.01),
                ("wait.mean.case", wait, 0.04),
                ("flow.mean.case", wait + mean, 0.02),
                ("waiting.mean.total", rate * wait, 0.04),
                ("waited longer than 0 h.case", erlang_c(rate * mean, people), 0.02),
                ("waited longer than 45 min.case", mmc_wait_tail(rate, mu, people, 0.75), 0.03),
                ("took longer than 3 h.case", mmc_flow_tail(rate, mu, people, 3.0), 0.04),
            ],
        );
        let (sd, exact) = (answer.mean("wait.sd.case"), mmc_wait_sd(rate, mu, people));
        assert!((sd / exact - 1.0).abs() < 0.15, "{sd} for {exact}");
    }
}

#[test]
fn a_tray_of_six_at_overload() {
    let exact = mmck(2.0, 0.8, 2, 6).expect("valid");
    let work = kind("case", "officer", "2 per hour", &exponential("1.25 h"), "");
    agree(
        &staff("officer", 2, "room = 6"),
        &[work],
        20_000.0,
        &[
            ("share referred.total", exact.lost, 0.02),
            ("wait.mean.case", exact.mean_wait, 0.02),
            ("in hand.mean.total", exact.in_system, 0.02),
            ("utilisation.officer", exact.utilisation, 0.01),
        ],
    );
}

#[test]
fn one_officer_with_five_laws_of_effort() {
    // Mean 1.5 h; mean of the square and of the cube.
    let lognormal = |cv: f64| {
        let ratio = 1.0 + cv * cv;
        [1.5, 2.25 * ratio, 3.375 * ratio.powi(3)]
    };
    let gamma = |shape: f64| {
        let scale = 1.5 / shape;
        [1.5, 2.25 * (1.0 + 1.0 / shape), shape * (shape + 1.0) * (shape + 2.0) * scale.powi(3)]
    };
    for (effort, moments) in [
        ("\"1.5 h\"".to_owned(), [1.5, 2.25, 3.375]),
        ("{ mean = \"1.5 h\", varies = \"lognormal, cv 0.6\" }".to_owned(), lognormal(0.6)),
        ("{ mean = \"1.5 h\", varies = \"gamma, shape 3\" }".to_owned(), gamma(3.0)),
        ("{ mean = \"1.5 h\", varies = \"gamma, cv 2\" }".to_owned(), gamma(0.25)),
        // Half take 0.5 h, a quarter 1 h, a quarter 4 h.
        ("{ values = [\"30 min\", \"1 h\", \"4 h\"], weights = [2, 1, 1] }".to_owned(), [1.5, 4.375, 16.3125]),
    ] {
        let work = kind("case", "officer", "0.4 per hour", &effort, "");
        let [mean, square, _] = moments;
        let wait = theory::mg1_mean_wait(0.4, mean, square);
        let exact =
            [("wait.mean.case", wait, 0.05), ("flow.mean.case", wait + mean, 0.04), ("utilisation.officer", 0.6, 0.01)];
        let answer = agree(&staff("officer", 1, ""), &[work], 80_000.0, &exact);
        let (sd, exact) = (answer.mean("wait.sd.case"), mg1_wait_sd(0.4, moments));
        assert!((sd / exact - 1.0).abs() < 0.15, "{effort}: {sd} for {exact}");
    }
}

#[test]
fn three_priorities_one_officer() {
    let classes = [
        WorkClass { arrival_rate: 0.08, mean: 2.0, square: 4.0 },
        WorkClass { arrival_rate: 0.1, mean: 3.0, square: 9.0 * 1.5 },
        WorkClass { arrival_rate: 0.05, mean: 5.0, square: 50.0 },
    ];
    let work = [
        kind("first", "officer", "0.08 per hour", "\"2 h\"", "priority = 1"),
        kind("second", "officer", "0.1 per hour", "{ mean = \"3 h\", varies = \"gamma, shape 2\" }", "priority = 4"),
        kind("third", "officer", "0.05 per hour", &exponential("5 h"), "priority = 9"),
    ];
    let waits = mg1_priority_waits(&classes);
    agree(
        &staff("officer", 1, ""),
        &work,
        160_000.0,
        &[
            ("wait.mean.first", waits[0], 0.03),
            ("wait.mean.second", waits[1], 0.03),
            ("wait.mean.third", waits[2], 0.05),
        ],
    );
}

#[test]
fn three_priorities_a_team() {
    let waits = mmc_priority_waits(&[0.5, 0.7, 0.4], 0.4, 5);
    let work: Vec<String> = [("first", "0.5", 1), ("second", "0.7", 2), ("third", "0.4", 3)]
        .iter()
        .map(|(name, rate, priority)| {
            let (rate, priority) = (format!("{rate} per hour"), format!("priority = {priority}"));
            kind(name, "officer", &rate, &exponential("2.5 h"), &priority)
        })
        .collect();
    agree(
        &staff("officer", 5, ""),
        &work,
        60_000.0,
        &[
            ("wait.mean.first", waits[0], 0.03),
            ("wait.mean.second", waits[1], 0.04),
            ("wait.mean.third", waits[2], 0.06),
            ("wait.mean.all", mmc_mean_wait(1.6, 0.4, 5), 0.05),
        ],
    );
}

#[test]
fn urgent_work_interrupts() {
    let classes = [
        WorkClass { arrival_rate: 0.2, mean: 1.0, square: 1.25 },
        WorkClass { arrival_rate: 0.15, mean: 2.0, square: 8.0 },
        WorkClass { arrival_rate: 0.05, mean: 4.0, square: 16.0 },
    ];
    let flows = mg1_preemptive_flows(&classes);
    let work = [
        kind(
            "first",
            "officer",
            "0.2 per hour",
            "{ mean = \"1 h\", varies = \"lognormal, cv 0.5\" }",
            "priority = 1\ninterrupts = true",
        ),
        kind(
            "second",
            "officer",
            "0.15 per hour",
            &exponential("2 h"),
            "priority = 2\ninterrupts = true\nwhen_interrupted = \"resume\"",
        ),
        kind("third", "officer", "0.05 per hour", "\"4 h\"", "priority = 3\nwhen_interrupted = \"resume\""),
    ];
    agree(
        &staff("officer", 1, ""),
        &work,
        100_000.0,
        &[
            ("flow.mean.first", flows[0], 0.02),
            ("flow.mean.second", flows[1], 0.03),
            ("flow.mean.third", flows[2], 0.04),
        ],
    );
}

#[test]
fn alerts_that_lapse_at_overload() {
    // 3 an hour, 2 h each, four officers, patience 1.5 h: load 1.5.
    let exact = erlang_a(3.0, 0.5, 1.0 / 1.5, 4).expect("valid");
    let more = "start_targets = [\"0 h\"]\nlapses_after = { mean = \"90 min\", varies = \"exponential\" }";
    let work = kind("alert", "officer", "3 per hour", &exponential("2 h"), more);
    agree(
        &staff("officer", 4, ""),
        &[work],
        10_000.0,
        &[
            ("share lapsed.total", exact.lapse, 0.02),
            ("waited longer than 0 h.alert", exact.p_wait, 0.02),
            ("time in queue.mean.alert", exact.mean_queue_time, 0.02),
            ("waiting.mean.total", exact.waiting, 0.02),
            ("utilisation.officer", exact.utilisation, 0.01),
        ],
    );
}

#[test]
fn a_caseload_of_twelve() {
    let exact = finite_source(12, 0.05, 0.25, 3).expect("valid");
    let work = "name = \"case\"\nby = \"officer\"\neffort = { mean = \"4 h\", varies = \"exponential\" }\n\
                raised = { each = \"offender\", at_random = \"0.05 per offender per hour\", one_at_a_time = true }";
    let head = format!("[offenders]\nnumber = 12\n{}", staff("officer", 3, ""));
    let answer = agree(
        &head,
        &[work.to_owned()],
        40_000.0,
        &[
            ("in hand.mean.total", exact.in_system, 0.02),
            ("wait.mean.case", exact.mean_wait, 0.06),
            ("utilisation.officer", exact.utilisation, 0.02),
        ],
    );
    let hours = answer.0["scenarios"][0]["days"].as_f64().expect("days") * 24.0;
    let opened = Estimate::scaled(&answer, "raised.total", 1.0 / hours);
    let rule = Rule::Mean { tail: 1e-5, width: 0.05 };
    assert_eq!(rule.fault(opened, exact.throughput, 1.0), None);
}

#[test]
fn three_teams_in_a_row() {
    let next = |name: &str, by: &str, mean: &str, more: &str| {
        format!("name = {name:?}\nby = {by:?}\neffort = {}\n{more}", exponential(mean))
    };
    let work = [
        kind("first", "a", "0.9 per hour", &exponential("1 h"), "raises = [\"second\"]"),
        next("second", "b", "2 h", "raises = [\"third\"]"),
        next("third", "c", "3 h", ""),
    ];
    let head = [staff("a", 2, ""), staff("b", 3, ""), staff("c", 4, "")].concat();
    let flow = tandem_flow(0.9, &[(1.0, 2), (0.5, 3), (1.0 / 3.0, 4)]);
    agree(&head, &work, 60_000.0, &[("from origin.mean.third", flow, 0.02), ("in hand.mean.total", 0.9 * flow, 0.03)]);
}

#[test]
fn two_files_in_five_come_back() {
    // A pass takes 1 h, 0.6 passes come of 0.36 files an hour, two officers of the same team.
    let then = "then = [{ name = \"back\", chance = 0.4, raises = [\"file\"], counts = [\"back\"] }, \
                { name = \"done\", chance = \"rest\", counts = [\"done\"] }]";
    let work = kind("file", "officer", "0.9 per hour", &exponential("1 h"), then);
    // Jackson: 1.5 passes an hour.
    let wait = mmc_mean_wait(1.5, 1.0, 2);
    let answer = agree(
        &staff("officer", 2, ""),
        &[work],
        40_000.0,
        &[
            ("wait.mean.file", wait, 0.04),
            ("in hand.mean.total", 1.5 * (wait + 1.0), 0.04),
            ("utilisation.officer", 0.75, 0.01),
        ],
    );
    let share = answer.mean("counted.back") / (answer.mean("counted.back") + answer.mean("counted.done"));
    assert!((share - 0.4).abs() < 0.01, "{share}");
}
