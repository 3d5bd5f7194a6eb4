//! A caseload in motion, shocks, policies for overload: exact answers, by the command line.
//!
//! Means are judged by Student's t at 1e-5 and variances within five of their standard errors, so that a correct
//! program and a new seed fail here less than once in five thousand times; the seed is fixed.

use crate::SEED;
use crate::judge::{Estimate, Rule, mean};
use crate::support::{Answer, Caseload, Place, Table, scenarios, trace};

/// Runs a shipped textbook scenario.
fn textbook(file: &str, n: u64) -> (Answer, Table) {
    Caseload::run(&scenarios().join("textbook").join(file), n).seed(SEED).replications()
}

/// Runs a text.
fn run(text: &str, n: u64) -> (Answer, Table) {
    let place = Place::new();
    Caseload::run(&place.file("motion.toml", text), n).seed(SEED).replications()
}

/// A variance that is known, within five standard errors of a sample that is nearly normal.
fn variance(sample: &[f64], expected: f64, what: &str) {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let found = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let fourth = sample.iter().map(|x| (x - mean).powi(4)).sum::<f64>() / n;
    let error = ((fourth - found * found).max(0.0) / n).sqrt();
    assert!(
        (found - expected).abs() <= 5.0 * error,
        "variance of {what} is {found} and should be {expected} ({error})"
    );
}

/// Simpson's rule.
fn integral(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let n = 2000;
    let h = (to - from) / f64::from(n);
    let at = |i: i32| f(from + h * f64::from(i));
    (0..n).step_by(2).map(|i| h / 3.0 * (at(i) + 4.0 * at(i + 1) + at(i + 2))).sum()
}

/// Hours that `check` expects of the first role, over `days`.
fn asked(text: &str, days: f64) -> f64 {
    let place = Place::new();
    let ended = Caseload::new("check").arg("--json").file(&place.file("motion.toml", text)).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let list: serde_json::Value = serde_json::from_str(&ended.out()).expect("JSON");
    list[0]["loads"][0]["asked"].as_f64().expect("hours") / 365.0 * days
}

fn shipped(file: &str) -> String {
    std::fs::read_to_string(scenarios().join("textbook").join(file)).expect("a scenario")
}

#[test]
fn a_register_with_people_in_and_out() {
    let (answer, table) = textbook("register.toml", 1000);
    let (rate, newcomers, months) = (0.03_f64, 12.0, 24.0);
    let stays = (-rate * months).exp();
    let at_end = 200.0 * stays + newcomers / rate * (1.0 - stays);
    let people_months = 200.0 * (1.0 - stays) / rate + newcomers / rate * (months - (1.0 - stays) / rate);
    mean(&answer, "members at end.register", at_end, 0.01);
    mean(&answer, "members.mean.register", people_months / months, 0.01);
    mean(&answer, "joined.register", newcomers * months, 0.01);
    mean(&answer, "left.register", 200.0 + newcomers * months - at_end, 0.01);
    mean(&answer, "raised.visit", 0.25 * people_months, 0.01);
    let number = table.numbers("members at end.register");
    variance(&number, 200.0 * stays * (1.0 - stays) + newcomers / rate * (1.0 - stays), "the number at the end");
    variance(&table.numbers("joined.register"), newcomers * months, "the newcomers");
    // In every replication: people are conserved, and each newcomer is assessed once.
    let (joined, left) = (table.numbers("joined.register"), table.numbers("left.register"));
    let assessed = table.numbers("raised.initial assessment");
    for k in 0..number.len() {
        assert_eq!(200.0 + joined[k] - left[k], number[k], "replication {k}");
        assert_eq!(assessed[k], joined[k], "replication {k}");
    }
    // Before anything runs: hours as a product of means.
    let hours = 6.0 * newcomers * months + 3.0 * 0.25 * people_months;
    let told = asked(&shipped("register.toml"), 730.0);
    assert!((told / hours - 1.0).abs() < 1e-4, "{told} for {hours}");
}

#[test]
fn licences_are_servers() {
    let (answer, _) = textbook("licences.toml", 1500);
    mean(&answer, "waiting to join at end.monitored", 0.569_521_690_767_519_6, 0.15);
    mean(&answer, "members at end.monitored", 4.0, 0.03);
    assert!(answer.quantity("members at end.monitored")["spread"]["p95"]["value"].as_f64() <= Some(6.0));
}

#[test]
fn licences_in_whole_numbers() {
    // Ten want a licence at once, there are three, and each is held for five days: 3, 3, 3 and 1.
    let text = "title = \"licences\"\ncalendar = \"none\"\nruns_for = \"18 days\"\n\
                observe_at = [\"1 h\", \"121 h\", \"241 h\", \"361 h\"]\n\
                [offenders]\nnumber = 10\n\
                [[group]]\nname = \"app\"\nshare = \"100 %\"\nat_most = 3\njoins = { from = \"0 h\", over = \"0 h\" }\n\
                [[staff]]\nrole = \"vendor\"\npeople = \"unlimited\"\n\
                [[work]]\nname = \"monitoring\"\nraised = { each = \"app\", on_joining = true }\nby = \"vendor\"\n\
                effort = \"5 days\"\n\
                then = [{ name = \"ended\", chance = \"100 %\", offender = { leaves = \"app\" } }]\n";
    let (answer, _) = run(text, 2);
    for (when, open) in [("1 h", 3.0), ("121 h", 3.0), ("241 h", 3.0), ("361 h", 1.0)] {
        assert_eq!(answer.mean(&format!("open at {when}.monitoring")), open, "{when}");
    }
    assert_eq!(answer.mean("joined.app"), 10.0);
    assert_eq!(answer.mean("left.app"), 9.0);
    // 3 licences for 15 days and one for three: 48 days in 18.
    assert!((answer.mean("members.mean.app") - 48.0 / 18.0).abs() < 1e-9);
    assert_eq!(answer.mean("waiting to join at end.app"), 0.0);
}

#[test]
fn growth_and_fading_have_their_integrals() {
    let (answer, table) = textbook("growth-and-fading.toml", 150);
    let referrals = 480.0 / 1.12_f64.ln() * (1.12_f64.powi(3) - 1.0);
    let alerts = 250.0 * 1.5 * (0.6 * 36.0 + 2.4 * 2.0 / 2.0_f64.ln() * (1.0 - 2.0_f64.powi(-18)));
    mean(&answer, "raised.referral", referrals, 0.01);
    mean(&answer, "raised.alert", alerts, 0.01);
    variance(&table.numbers("raised.referral"), referrals, "the referrals");
    variance(&table.numbers("raised.alert"), alerts, "the alerts");
    let told = asked(&shipped("growth-and-fading.toml"), 1095.0);
    let hours = referrals + alerts / 4.0;
    assert!((told / hours - 1.0).abs() < 1e-4, "{told} for {hours}");
}

#[test]
fn two_streams_share_a_shock() {
    let (answer, table) = textbook("shocks.toml", 2000);
    let (begins, ends, days) = (12.0 / 365.0, 0.1, 360.0_f64);
    let k = begins + ends;
    let p = begins / k;
    let on = |t: f64| p * (1.0 - (-k * t).exp());
    let time = integral(0.0, days, on);
    // Covariance of the state at s and at a later t, integrated over both.
    let inner = |s: f64| integral(s, days, |t| on(s) * (p + (1.0 - p) * (-k * (t - s)).exp()) - on(s) * on(t));
    let time_variance = 2.0 * integral(0.0, days, inner);
    let (alerts, captures) = (table.numbers("raised.alert"), table.numbers("raised.capture"));
    let (many, few) = (3.0 * days + 9.0 * time, 2.0 * days + 3.0 * time);
    mean(&answer, "raised.alert", many, 0.02);
    mean(&answer, "raised.capture", few, 0.02);
    variance(&alerts, many + 81.0 * time_variance, "the alerts");
    variance(&captures, few + 9.0 * time_variance, "the captures");
    // The sum has the covariance of a shared state, 9 x 3 x var, twice.
    let both: Vec<f64> = alerts.iter().zip(&captures).map(|(a, b)| a + b).collect();
    variance(&both, many + few + 144.0 * time_variance, "both together");
    let told = asked(&shipped("shocks.toml"), days);
    let hours = many / 6.0 + few / 12.0;
    assert!((told / hours - 1.0).abs() < 1e-4, "{told} for {hours}");
}

/// Visits at random, four a day, for a lead and, in 40 % of them, a second officer.
const VISITS: &str = "title = \"visits\"\ncalendar = \"none\"\nruns_for = \"100 days\"\n\
                      [[staff]]\nrole = \"officer\"\npeople = 40\n[[staff]]\nrole = \"second\"\npeople = 40\n\
                      [[work]]\nname = \"visit\"\nraised = { each = \"team\", at_random = \"4 per day\" }\n\
                      by = \"officer\"\neffort = \"2 h\"\nwith = { role = \"second\", chance = \"40 %\" }\n";

#[test]
fn a_crew_that_is_needed_now_and_then_thins_the_visits() {
    let (answer, table) = run(VISITS, 1500);
    // A compound Poisson number of hours: two for each visit, four with a second officer.
    mean(&answer, "demand.total", 400.0 * 2.0 * 1.4, 0.01);
    variance(&table.numbers("demand.total"), 400.0 * 4.0 * (0.6 + 0.4 * 4.0), "the hours asked for");
    let all: Vec<f64> = table.numbers("hours.role.second");
    // Nobody waits: the hours of the second officers are those of a thinned stream, whole visits apart at the end.
    let sum = all.iter().sum::<f64>() / all.len() as f64;
    assert!((sum / 320.0 - 1.0).abs() < 0.02, "{sum}");
    let told = asked(VISITS, 100.0);
    assert!((told / 800.0 - 1.0).abs() < 1e-9, "{told}");
}

/// Letters that one clerk works at, in the order in which they come; `policy` stands with the work.
fn letters(effort: &str, at: &str, policy: &str) -> String {
    format!(
        "title = \"letters\"\ncalendar = \"none\"\nruns_for = \"4 days\"\n[[staff]]\nrole = \"clerk\"\npeople = 1\n\
         [[work]]\nname = \"letter\"\nraised = {{ each = \"team\", at = {at} }}\nby = \"clerk\"\neffort = \"{effort}\"\n{policy}\n"
    )
}

fn steps(text: &str) -> Table {
    let place = Place::new();
    trace(&place.file("motion.toml", text), SEED, 0)
}

fn hours_of(steps: &Table, step: &str) -> Vec<f64> {
    steps.only("step", step).numbers("time_ms").iter().map(|ms| ms / 3_600_000.0).collect()
}

#[test]
fn too_much_waiting_is_skipped_or_shortened() {
    // Nothing is begun before all of an instant has arisen: 0, 5, 10 h wait when the first three arise, then 15 h.
    let at = "[\"0 h\", \"0 h\", \"0 h\", \"0 h\", \"0 h\", \"7 h\"]";
    let policy = "when_overloaded = { above = \"10 h per person\", skip = true, counts = \"letter skipped\" }";
    let text = letters("5 h", at, policy);
    let told = steps(&text);
    assert_eq!(hours_of(&told, "skipped"), [0.0, 0.0]);
    assert_eq!(hours_of(&told, "finished"), [5.0, 10.0, 15.0, 20.0]);
    let (answer, _) = run(&text, 2);
    for (key, value) in
        [("counted.letter skipped", 2.0), ("lapsed.letter", 2.0), ("finished.letter", 4.0), ("hours.total", 20.0)]
    {
        assert_eq!(answer.mean(key), value, "{key}");
    }
    let brief = "when_overloaded = { above = \"10 h per person\", effort = \"60 %\" }";
    let told = steps(&letters("5 h", at, brief));
    // The fourth and fifth take three hours: 5, 10, 15, 18, 21; at 7 h there wait 5 + 3 + 3 h, so the last takes three too.
    assert_eq!(hours_of(&told, "finished"), [5.0, 10.0, 15.0, 18.0, 21.0, 24.0]);
}

#[test]
fn work_begun_late_is_a_bigger_job() {
    let policy = "due_within = \"4 h\"\ngrows_when_late = { by = \"10 % per hour\", at_most = \"50 %\" }";
    let told = steps(&letters("6 h", "[\"0 h\", \"1 h\", \"2 h\"]", policy));
    // The second is begun at 6 h, one hour late: 6.6 h, to 12.6 h. The third was due at 6 h: 6.6 h late, 50 % at most.
    let finished = hours_of(&told, "finished");
    assert!(finished.iter().zip([6.0, 12.6, 21.6]).all(|(told, exact)| (told - exact).abs() < 1e-6), "{finished:?}");
    assert_eq!(finished.len(), 3);
}

#[test]
fn one_unknown_in_two_places_moves_both_alike() {
    let text = |b: &str| {
        format!(
            "title = \"same\"\ncalendar = \"none\"\nruns_for = \"10 days\"\n[[staff]]\nrole = \"clerk\"\npeople = \"unlimited\"\n\
             [[work]]\nname = \"a\"\nraised = {{ each = \"team\", every = \"1 day\", first = \"0 h\" }}\nby = \"clerk\"\n\
             effort = {{ typical = \"2 h\", uncertain = [\"1 h\", \"4 h\"] }}\n\
             [[work]]\nname = \"b\"\nraised = {{ each = \"team\", every = \"1 day\", first = \"0 h\" }}\nby = \"clerk\"\n\
             effort = {{ typical = \"6 h\", uncertain = {b} }}\n"
        )
    };
    let draws = |text: &str| {
        let place = Place::new();
        let path = place.file("same.toml", text);
        let words = "-n 2 --draws 40 --per-draw 2 --threads 2 --quiet --no-date";
        let (_, table) = Caseload::new("run").file(&path).words(words).seed(SEED).replications();
        let of = |key: &str| table.numbers(key).split_off(2);
        (of("demand.kind.a"), of("demand.kind.b"))
    };
    let (a, b) = draws(&text("{ same_as = \"work.a.effort\" }"));
    assert_eq!(a.len(), 80);
    assert!(a.iter().zip(&b).all(|(a, b)| (b / a - 3.0).abs() < 1e-5), "in proportion");
    assert!(a.iter().any(|x| (x - a[0]).abs() > 1.0), "uncertain at all");
    // With a law of its own it takes the same place in that: between 5 and 8 h, uniform.
    let (a, b) = draws(&text("{ same_as = \"work.a.effort\", uniform = [\"5 h\", \"8 h\"] }"));
    let rank = |list: &[f64], x: f64| list.iter().filter(|y| **y < x).count();
    assert!(a.iter().zip(&b).all(|(x, y)| rank(&a, *x) == rank(&b, *y)), "in the same order");
    assert!(b.iter().all(|y| (50.0..=88.1).contains(y)), "{b:?}");
    let (a, b) = draws(&text("[\"3 h\", \"12 h\"]"));
    assert!(a.iter().zip(&b).any(|(x, y)| rank(&a, *x) != rank(&b, *y)), "by itself it goes its own way");
}

#[test]
fn a_list_of_exceptions_leaves_the_rest() {
    let text = "title = \"except\"\ncalendar = \"none\"\nruns_for = \"10 days\"\n\
                [offenders]\nnumber = 100\nrisk = { high = \"20 %\", medium = \"30 %\", low = \"rest\" }\n\
                [[group]]\nname = \"high\"\nrisk = \"high\"\nshare = \"100 %\"\n\
                [[group]]\nname = \"medium\"\nrisk = \"medium\"\nshare = \"100 %\"\n\
                [[staff]]\nrole = \"clerk\"\npeople = \"unlimited\"\n\
                [[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\n\
                raised = { each = \"offender\", except = [\"high\", \"medium\"], every = \"1 day\", first = \"12 h\" }\n";
    let (answer, _) = run(text, 2);
    assert_eq!(answer.mean("raised.letter"), 500.0);
    let told = asked(text, 10.0);
    assert!((told - 500.0).abs() < 1e-6, "{told}");
}

#[test]
fn custody_and_return() {
    // Free for 50 days on average, in custody for 25: who is free is arrested and visited at random.
    let text = "title = \"custody\"\ncalendar = \"none\"\nruns_for = \"100 days\"\n[offenders]\nnumber = 100\n\
                [[staff]]\nrole = \"officer\"\npeople = \"unlimited\"\n\
                [[work]]\nname = \"arrest\"\nby = \"no one\"\n\
                raised = { each = \"offender\", at_random = \"0.02 per offender per day\" }\n\
                then = [{ name = \"held\", chance = \"100 %\", offender = { custody = { mean = \"25 days\", varies = \"exponential\" } } }]\n\
                [[work]]\nname = \"visit\"\nby = \"officer\"\neffort = \"1 h\"\n\
                raised = { each = \"offender\", at_random = \"0.1 per offender per day\" }\n";
    let (answer, table) = run(text, 400);
    let (held, freed) = (0.02, 0.04_f64);
    let free = |t: f64| freed / (held + freed) + held / (held + freed) * (-(held + freed) * t).exp();
    let days = integral(0.0, 100.0, free);
    mean(&answer, "raised.arrest", 100.0 * held * days, 0.02);
    mean(&answer, "raised.visit", 100.0 * 0.1 * days, 0.02);
    // The same on/off chain, as the report tells it: who is in custody at the end and on average, who was taken and is back.
    mean(&answer, "in custody at end.total", 100.0 * (1.0 - free(100.0)), 0.02);
    mean(&answer, "in custody on average.total", 100.0 - days, 0.02);
    let balance = ["taken into custody.total", "back from custody.total", "in custody at end.total"];
    let [taken, back, there] = balance.map(|key| table.numbers(key));
    assert_eq!(taken, table.numbers("raised.arrest"));
    for ((taken, back), there) in taken.iter().zip(back).zip(there) {
        assert_eq!(taken - back, there);
    }
    for (month, found) in by_month(&answer, "in custody.total").into_iter().enumerate() {
        let expected = 100.0 * (1.0 - free((365.0 / 12.0 * (month as f64 + 1.0)).min(100.0)));
        // Five standard errors of 400 binomial numbers.
        assert!((found - expected).abs() < 5.0 * 4.8 / 20.0, "month {month}: {found} for {expected}");
    }
}

/// The average of a series in each month.
fn by_month(answer: &Answer, key: &str) -> Vec<f64> {
    let series = answer.0["scenarios"][0]["series"].as_array().expect("series");
    let own = series.iter().find(|s| s["quantity"]["key"] == key || s["key"] == key).expect(key);
    let points = own["points"].as_array().expect("points");
    points.iter().map(|p| p["centre"]["mean"].as_f64().expect("a number")).collect()
}

/// A register of birth and death, with two risk levels between which people move: what is at a level goes at the rate at which
/// people leave, and to and fro at two more, so that the means follow two linear equations.
#[test]
fn moves_between_risk_levels() {
    let text = "title = \"levels\"\ncalendar = \"none\"\nruns_for = \"100 days\"\nwarm_up = \"10 days\"\n\
                [offenders]\nnumber = 100\nrisk = { high = \"20 %\", low = \"rest\" }\nleaving = \"0.005 per offender per day\"\n\
                joining = { at_random = \"1 per day\", risk = { high = \"50 %\", low = \"rest\" } }\n\
                [[staff]]\nrole = \"officer\"\npeople = \"unlimited\"\n\
                [[work]]\nname = \"up\"\nby = \"no one\"\n\
                raised = { each = \"offender\", at_random = { high = \"never\", low = \"0.02 per offender per day\" } }\n\
                then = [{ name = \"up\", chance = \"100 %\", offender = { risk = \"high\" } }]\n\
                [[work]]\nname = \"down\"\nby = \"no one\"\n\
                raised = { each = \"offender\", at_random = { high = \"0.03 per offender per day\", low = \"never\" } }\n\
                then = [{ name = \"down\", chance = \"100 %\", offender = { risk = \"low\" } }]\n";
    let (answer, table) = run(text, 400);
    let (leaves, up, down, joins) = (0.005_f64, 0.02, 0.03, 1.0);
    // All of them: N' = 1 - 0.005 N. The high: h' = 0.5 + 0.02 (N - h) - 0.035 h, an exponential mixture again.
    let all = |t: f64| joins / leaves + (100.0 - joins / leaves) * (-leaves * t).exp();
    let speed = leaves + up + down;
    let level = (0.5 * joins + up * joins / leaves) / speed;
    let slow = up * (100.0 - joins / leaves) / (speed - leaves);
    let high = |t: f64| level + slow * (-leaves * t).exp() + (20.0 - level - slow) * (-speed * t).exp();
    mean(&answer, "members at end.register", all(110.0), 0.02);
    mean(&answer, "at risk level at end.high", high(110.0), 0.02);
    mean(&answer, "at risk level at end.low", all(110.0) - high(110.0), 0.02);
    mean(&answer, "at risk level on average.high", integral(10.0, 110.0, high) / 100.0, 0.02);
    let columns = ["at risk level at end.high", "at risk level at end.low", "members at end.register"];
    let [at_high, at_low, register] = columns.map(|key| table.numbers(key));
    for ((high, low), all) in at_high.iter().zip(at_low).zip(register) {
        assert_eq!(high + low, all);
    }
    // Who is new at high has joined there or come up; who is gone has come down or left. Nothing is counted of the warm-up.
    let came = 100.0 * 0.5 * joins + up * (integral(10.0, 110.0, all) - integral(10.0, 110.0, high));
    mean(&answer, "came to risk level.high", came, 0.02);
    mean(&answer, "left risk level.high", (down + leaves) * integral(10.0, 110.0, high), 0.02);
    let [high, low, all] =
        ["at risk level.high", "at risk level.low", "members.register"].map(|key| by_month(&answer, key));
    for ((high, low), all) in high.iter().zip(low).zip(all) {
        assert!((high + low - all).abs() < 1e-9, "{high} and {low} are not {all}");
    }
}

#[test]
fn orders_are_granted_and_expire() {
    // Everyone gets an order on day 10 that runs for 30 days; under it a visit every 7 days from a common date, day 0.
    let text = "title = \"orders\"\ncalendar = \"none\"\nruns_for = \"60 days\"\n[offenders]\nnumber = 8\n\
                risk = { high = \"50 %\", low = \"rest\" }\n\
                [[group]]\nname = \"order\"\nnumber = 0\n\
                [[staff]]\nrole = \"officer\"\npeople = \"unlimited\"\n\
                [[work]]\nname = \"hearing\"\nby = \"no one\"\nraised = { each = \"offender\", at = [\"240 h\"] }\n\
                then = [{ name = \"granted\", chance = \"100 %\", offender = { joins = \"order\", risk = \"high\" },\n\
                raises = { work = \"order expires\", after = \"30 days\" } }]\n\
                [[work]]\nname = \"order expires\"\nby = \"no one\"\n\
                then = [{ name = \"expired\", chance = \"100 %\", offender = { leaves = \"order\", risk = \"low\" } }]\n\
                [[work]]\nname = \"condition check\"\nby = \"officer\"\neffort = \"1 h\"\n\
                raised = { each = \"order\", every = \"7 days\", first = \"0 h\" }\n\
                [[work]]\nname = \"high risk call\"\nby = \"officer\"\neffort = \"1 h\"\n\
                raised = { each = \"offender\", at = [\"1 day\", \"20 days\", \"50 days\"] }\n\
                priority = { by_risk = { high = 1, low = 9 } }\n";
    let told = steps(text);
    let checks = told.only("kind", "condition check").only("step", "arose");
    let days: Vec<f64> = checks.numbers("time_ms").iter().map(|ms| ms / 86_400_000.0).collect();
    assert_eq!(days.len(), 8 * 4, "days 14, 21, 28 and 35");
    assert!(days.iter().all(|day| [14.0, 21.0, 28.0, 35.0].contains(day)), "{days:?}");
    let calls = told.only("kind", "high risk call").only("step", "arose");
    let levels: Vec<usize> = ["high", "low"].map(|level| calls.only("risk_level", level).rows.len()).into();
    // Four high on day 1, all eight on day 20, none on day 50.
    assert_eq!(levels, [12, 12]);
}

/// The recipes of `scenarios/README.md` are sound as they stand, together in one file.
#[test]
fn the_recipes_of_the_readme_can_be_cooked() {
    let readme = std::fs::read_to_string(scenarios().join("README.md")).expect("the README");
    let (_, recipes) = readme.split_once("## A caseload that moves").expect("the recipes");
    let (recipes, _) = recipes.split_once("## Every key").expect("the reference");
    let blocks: Vec<&str> = recipes.split("```").skip(1).step_by(2).collect();
    assert_eq!(blocks.len(), 4);
    let mut text = "title = \"recipes\"\nstarts = 2026-04-01\nruns_for = \"6 months\"\n".to_owned();
    for block in blocks {
        text.push_str(block.strip_prefix("toml").expect("TOML"));
    }
    text.push_str(
        "[[staff]]\nrole = \"offender manager\"\npeople = 5\nholds = \"offenders\"\nrota = \"Mon-Fri 08:00-16:00\"\n\
         leaving = \"0.1 per person per year\"\n\
         [[absence]]\nname = \"sickness\"\nat_random = \"1.1 per person per year\"\nlasts = \"6 days\"\n",
    );
    let (answer, table) = run(&text, 20);
    assert_eq!(answer.0["scenarios"][0]["overload"]["grade"], "weak");
    assert!(answer.mean("joined.register") > 60.0 && answer.mean("left.register") > 20.0);
    for name in
        ["raised.initial assessment", "raised.order granted", "raised.recalled to custody", "counted.visit skipped"]
    {
        assert!(answer.mean(name) > 0.0, "{name}");
    }
    let (joined, left) = (table.numbers("joined.order"), table.numbers("left.order"));
    for (k, end) in table.numbers("members at end.order").iter().enumerate() {
        assert_eq!(joined[k] - left[k], *end);
    }
}

#[test]
fn charges_come_in_clusters() {
    // Alerts at random; three in ten make a matter with a Poisson number of findings, of which each is a charge in one case of
    // four: there is no charge at all with the chance exp(-lambda T p (1 - exp(-k q))).
    let text = "title = \"clusters\"\ncalendar = \"none\"\nruns_for = \"50 days\"\n\
                [[staff]]\nrole = \"desk\"\npeople = \"unlimited\"\n\
                [[work]]\nname = \"alert\"\nby = \"no one\"\nraised = { each = \"team\", at_random = \"0.1 per day\" }\n\
                then = [{ name = \"matter\", chance = \"30 %\", raises = { work = \"finding\", number = { mean = 3, varies = \"poisson\" } } },\n\
                { name = \"nothing\", chance = \"rest\" }]\n\
                [[work]]\nname = \"finding\"\nby = \"no one\"\n\
                then = [{ name = \"charge\", chance = \"25 %\", counts = \"charge\" }, { name = \"none\", chance = \"rest\" }]\n";
    let (answer, table) = run(text, 4000);
    let (matters, charges) = (50.0 * 0.1 * 0.3, 3.0 * 0.25_f64);
    let none = Estimate::share(&table.numbers("counted.charge"), |charges| charges == 0.0);
    let expected = (-matters * (1.0 - (-charges).exp())).exp();
    let fault = Rule::Probability { tail: 1e-5, width: 0.03 }.fault(none, expected, 1.0);
    assert!(fault.is_none(), "{none:?} for {expected}: {fault:?}");
    mean(&answer, "counted.charge", matters * charges, 0.05);
    // A compound Poisson number of Poisson numbers: variance is the mean times (1 + charges in a matter).
    variance(&table.numbers("counted.charge"), matters * charges * (1.0 + charges), "the charges");
}

#[test]
fn lateness_without_a_queue_is_the_tail_of_the_effort() {
    let text = "title = \"late\"\ncalendar = \"none\"\nruns_for = \"100 days\"\n\
                [[staff]]\nrole = \"desk\"\npeople = \"unlimited\"\n\
                [[work]]\nname = \"case\"\nby = \"desk\"\ndue_within = \"3 days\"\n\
                effort = { mean = \"2 days\", varies = \"exponential\" }\nraised = { each = \"team\", at_random = \"5 per day\" }\n";
    let (answer, _) = run(text, 500);
    mean(&answer, "late.case", 5.0 * 97.0 * (-1.5_f64).exp(), 0.02);
}
