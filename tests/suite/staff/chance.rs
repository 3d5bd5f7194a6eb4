//! Staff by chance, against closed forms.

use super::{ABSTRACT, LETTER, near, run};

/// Probability that a server that is up at 0, goes down at rate `a` and comes up at rate `b` is up at `t`.
fn up(a: f64, b: f64, t: f64) -> f64 {
    b / (a + b) + a / (a + b) * (-(a + b) * t).exp()
}

/// Integral of a function over [0, t] by Simpson's rule.
fn integral(t: f64, f: impl Fn(f64) -> f64) -> f64 {
    let n = 2000;
    let h = t / f64::from(n);
    let sum: f64 = (0..=n)
        .map(|i| {
            f(f64::from(i) * h)
                * if i == 0 || i == n {
                    1.0
                } else if i % 2 == 1 {
                    4.0
                } else {
                    2.0
                }
        })
        .sum();
    sum * h / 3.0
}

/// Variance of the time that one such server is up in [0, t].
fn up_time_variance(a: f64, b: f64, t: f64) -> f64 {
    // Twice the integral over s < u of P(up at s) (P(up at u | up at s) - P(up at u)).
    2.0 * integral(t, |s| up(a, b, s) * integral(t - s, |d| up(a, b, d) - up(a, b, s + d)))
}

#[test]
fn spells_of_absence_are_a_server_that_breaks_down_and_has_done_so_for_long() {
    // 20 people, down once in 10 days for 2 days on average, and as many at the start as at any time.
    let text = format!(
        "{ABSTRACT}runs_for = \"20 days\"\n{LETTER}[[staff]]\nrole = \"clerk\"\npeople = 20\n\
         [[absence]]\nname = \"sickness\"\nat_random = \"0.1 per person per day\"\nlasts = {{ mean = \"2 days\", varies = \"exponential\" }}\n"
    );
    let answer = run(&text, 400);
    let (a, b, t) = (0.1, 0.5, 20.0);
    let share = b / (a + b);
    near(&answer, "capacity.clerk", 20.0 * 24.0 * t * share, 0.01);
    near(&answer, "hours away.sickness.clerk", 20.0 * 24.0 * t * (1.0 - share), 0.05);
    // People are independent: the variance is twenty times that of one, 2 p q times the integral of (t - d) e^-(a + b) d.
    // A sample variance of 400 has a standard error of 7 %.
    let area = integral(t, |d| (t - d) * (-(a + b) * d).exp());
    let ratio = answer.sd("capacity.clerk").powi(2) / (20.0 * 24.0 * 24.0 * 2.0 * share * (1.0 - share) * area);
    assert!((ratio - 1.0).abs() < 4.5 * 0.0708, "variance {ratio} times the exact one");
}

#[test]
fn an_only_server_that_breaks_down_has_the_queue_of_white_and_christie() {
    // M/M/1 with breakdowns at rate xi, repairs at rate eta: White and Christie, Operations Research 6 (1958), by hour.
    let (arrives, done, breaks, mended) = (0.5, 1.0, 0.05, 0.5);
    let text = format!(
        "{ABSTRACT}runs_for = \"60 weeks\"\nwarm_up = \"3 weeks\"\nanalysis = \"steady state\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[absence]]\nname = \"breakdown\"\nat_random = \"{breaks} per person per h\"\nlasts = {{ mean = \"2 h\", varies = \"exponential\" }}\n\
         [[work]]\nname = \"job\"\nby = \"clerk\"\neffort = {{ mean = \"1 h\", varies = \"exponential\" }}\n\
         raised = {{ each = \"team\", at_random = \"{arrives} per h\" }}\n"
    );
    let both: f64 = breaks + mended;
    let exact = arrives * (both * both + done * breaks) / (both * (mended * done - arrives * both));
    near(&run(&text, 100), "in hand.mean.total", exact, 0.04);
}

#[test]
fn vacancies_and_turnover_are_independent_posts_that_come_and_go() {
    // Each post is empty and filled in turn: a birth-death chain over the number filled.
    let text = format!(
        "{ABSTRACT}runs_for = \"52 weeks\"\n{LETTER}[[staff]]\nrole = \"clerk\"\npeople = 24\nvacant = 4\n\
         leaving = \"1 per person per year\"\nrecruitment = {{ all = {{ mean = \"73 days\", varies = \"exponential\" }} }}\n"
    );
    let answer = run(&text, 400);
    let (a, b, t) = (1.0 / 365.0, 1.0 / 73.0, 364.0);
    let there = integral(t, |s| up(a, b, s)) / t;
    // A post that is empty at the start is filled with the probability that one filled is not empty, the rates exchanged.
    let comes = integral(t, |s| 1.0 - up(b, a, s)) / t;
    near(&answer, "posts filled.clerk", 20.0 * there + 4.0 * comes, 0.01);
    let variance = 20.0 * up_time_variance(a, b, t) + 4.0 * up_time_variance(b, a, t);
    let ratio = answer.sd("posts filled.clerk").powi(2) / (variance / t / t);
    assert!((ratio - 1.0).abs() < 4.5 * 0.0708, "variance {ratio} times the exact one");
    // Nobody follows: posts empty for good.
    let gone =
        run(&text.replace("recruitment = { all = { mean = \"73 days\", varies = \"exponential\" } }\n", ""), 400);
    near(&gone, "posts filled.clerk", 20.0 * (1.0 - (-a * t).exp()) / (a * t), 0.02);
}

#[test]
fn an_event_that_takes_four_of_twenty_costs_the_hours_of_a_compound_poisson_law() {
    let (rate, lasts, length) = (20.0 / 365.0, 5.0, 365.0);
    let text = format!(
        "{ABSTRACT}runs_for = \"365 days\"\n{LETTER}[[staff]]\nrole = \"clerk\"\npeople = 20\n\
         [[absence]]\nname = \"murder\"\neach = \"team\"\ntakes = 4\nat_random = \"20 per year\"\nlasts = \"5 days\"\n"
    );
    let answer = run(&text, 400);
    // Events fall on one person at a fifth of the rate; who is taken twice is away once.
    let away = |t: f64| 1.0 - (-rate / 5.0 * t.min(lasts)).exp();
    near(&answer, "hours away.murder.clerk", 20.0 * 24.0 * integral(length, away), 0.05);
    // With a short event overlaps are rare, and the hours are 4 hours for each of a Poisson number of events.
    let short = run(&text.replace("lasts = \"5 days\"", "lasts = \"1 h\""), 400);
    near(&short, "hours away.murder.clerk", 80.0, 0.05);
    let ratio = short.sd("hours away.murder.clerk").powi(2) / (20.0 * 16.0);
    assert!((ratio - 1.0).abs() < 4.5 * 0.0725, "variance {ratio} times the exact one");
}

#[test]
fn nobody_works_more_hours_than_there_are() {
    let file = crate::support::scenarios().join("textbook/staff-as-they-are.toml");
    let (answer, table) = crate::support::Caseload::run(&file, 20).seed(super::SEED).replications();
    assert!(answer.mean("hours.role.officer") > 0.0);
    let there = table.numbers("capacity.officer");
    for (hours, there) in table.numbers("hours.role.officer").into_iter().zip(there) {
        assert!(hours <= there + 0.01, "{hours} hours worked of {there}");
    }
}
