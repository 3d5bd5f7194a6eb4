//! An only server who is not always there, and work of any length: M/G/1 with breakdowns and with vacations.
//!
//! Two ways in which the language can say it, each against a closed form; means within 4.5 standard errors as elsewhere here.

use super::{ABSTRACT, near, run};

const ARRIVES: f64 = 0.4;

/// Effort of mean 1 h, gamma with coefficient of variation 0.5: its mean square (h^2).
const SQUARE: f64 = 1.25;

fn text(more: &str) -> String {
    format!(
        "{ABSTRACT}runs_for = \"60 weeks\"\nwarm_up = \"3 weeks\"\nanalysis = \"steady state\"\n\
         [[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[work]]\nname = \"job\"\nby = \"clerk\"\npriority = 1\neffort = {{ mean = \"1 h\", varies = \"gamma, cv 0.5\" }}\n\
         raised = {{ each = \"team\", at_random = \"{ARRIVES} per h\" }}\n{more}"
    )
}

/// Mean wait in M/G/1: Pollaczek and Khinchine.
fn wait(mean: f64, square: f64) -> f64 {
    ARRIVES * square / (2.0 * (1.0 - ARRIVES * mean))
}

#[test]
fn a_server_who_is_away_at_random_has_the_wait_of_avi_itzhak_and_naor() {
    // Operations Research 11 (1963), model A: breakdowns at rate xi of a server who is up, busy or idle; each lasts r, and
    // work goes on where it stopped. A completion takes C = S and the breakdowns in it; who finds nobody in hand waits for
    // the rest D of a breakdown, if one is under way, which decomposes into W = W(C) + (2 E D + lambda E D^2) / (2 (1 + lambda E D)).
    let (xi, r): (f64, f64) = (0.05, 3.0);
    let absence = format!(
        "[[absence]]\nname = \"away\"\nat_random = \"{xi} per person per h\"\nlasts = {{ mean = \"{r} h\", varies = \"not at all\" }}\n"
    );
    let stretch = 1.0 + xi * r;
    let (mean, square) = (stretch, SQUARE * stretch * stretch + xi * r * r);
    // Starting from up, the next arrival meets a breakdown under way with weight xi / (lambda + xi (1 - R*(lambda))).
    let all = (-ARRIVES * r).exp();
    let weight = xi / (ARRIVES + xi * (1.0 - all));
    let first = weight * (r - (1.0 - all) / ARRIVES);
    let second = weight * (r * r - 2.0 * r / ARRIVES + 2.0 * (1.0 - all) / (ARRIVES * ARRIVES));
    let extra = (2.0 * first + ARRIVES * second) / (2.0 * (1.0 + ARRIVES * first));
    let answer = run(&text(&absence), 150);
    near(&answer, "flow.mean.job", wait(mean, square) + extra + mean, 0.03);
    near(&answer, "in hand.mean.total", ARRIVES * (wait(mean, square) + extra + mean), 0.03);
}

#[test]
fn a_server_who_turns_to_other_work_when_nothing_waits_has_the_wait_of_vacations() {
    // Paperwork without end at a lower priority, the next piece a second after the last, each finished once begun: multiple vacations,
    // W = W(M/G/1) + E V^2 / (2 E V) (Fuhrmann and Cooper, Operations Research 33 (1985)). V: mean 2 h, cv 0.8.
    let paper = "[[work]]\nname = \"paperwork\"\nby = \"clerk\"\npriority = 9\nwhen_interrupted = \"never\"\n\
                 effort = { mean = \"2 h\", varies = \"gamma, cv 0.8\" }\n\
                 raised = { each = \"team\", at_random = \"3600 per h\", one_at_a_time = true }\n";
    // The load of work without end has no long-run average; the jobs that go first have.
    let answer = run(&text(paper).replace("analysis = \"steady state\"\n", ""), 150);
    let vacation = 4.0 * (1.0 + 0.64) / (2.0 * 2.0);
    near(&answer, "wait.mean.job", wait(1.0, SQUARE) + vacation, 0.03);
    // Idle only for those seconds.
    assert!((0.999..=1.0).contains(&answer.mean("utilisation.clerk")));
}
