//! Effort said as an amount and how much of it is done in an hour: images to grade, filtered beforehand or not.

use caseload::scenario::{Duration, Point, Scenario, from_text};

use crate::engines::{SEED, read};
use crate::support::{Caseload, Place};

fn text(effort: &str) -> String {
    format!(
        "title = \"grading\"\ncalendar = \"none\"\nruns_for = \"30 days\"\n[[staff]]\nrole = \"grader\"\npeople = 3\n\
         [[work]]\nname = \"device\"\nby = \"grader\"\neffort = {effort}\nraised = {{ each = \"team\", every = \"12 h\", first = \"0 h\" }}\n"
    )
}

fn effort(scenario: &Scenario) -> &Duration {
    scenario.kinds[0].effort.get(0).expect("an effort")
}

const HOUR: f64 = 3_600_000.0;

#[test]
fn an_amount_at_a_pace_takes_its_quotient() {
    for (said, hours) in [
        ("{ amount = 1000, at = \"400 per hour\" }", 2.5),
        ("{ amount = 1000, at = \"400 per hour\", removes = \"60 %\" }", 1.0),
        ("{ amount = 90, at = \"0.5 per min\" }", 3.0),
        ("{ amount = 1000, at = { value = \"400 per hour\", source = \"F9\" }, removes = 0 }", 2.5),
    ] {
        let place = Place::new();
        let answer = Caseload::run(&place.file("grading.toml", text(said)), 2).answer();
        let each = answer.mean("demand.kind.device") / answer.mean("raised.device");
        assert!((each - hours).abs() < 1e-6, "{said} takes {each} h, not {hours}");
        assert!((answer.mean("flow.mean.device") - hours).abs() < 1e-6, "{said}");
    }
}

#[test]
fn the_law_is_that_of_the_amount_in_another_measure() {
    let of = |said: &str| effort(&read(&text(said))).clone();
    for (amount, plain) in [
        ("{ mean = 500, varies = \"cv 1\" }", "{ mean = \"2 h\", varies = \"cv 1\" }"),
        ("{ mean = 500, varies = \"gamma, cv 0.5\" }", "{ mean = \"2 h\", varies = \"gamma, cv 0.5\" }"),
        ("{ p50 = 250, p90 = 1000 }", "{ p50 = \"1 h\", p90 = \"4 h\" }"),
        ("{ low = 250, mode = 500, high = 1500 }", "{ low = \"1 h\", mode = \"2 h\", high = \"6 h\" }"),
        ("{ values = [250, 1000] }", "{ values = [\"1 h\", \"4 h\"] }"),
    ] {
        // A thousand, of which three quarters are taken away, at 62.5 an hour: 250 are an hour.
        let scaled = of(&format!("{{ amount = {amount}, at = \"62.5 per hour\", removes = \"75 %\" }}"));
        let plain = of(plain);
        for (a, b) in [
            (scaled.law.mean(), plain.law.mean()),
            (scaled.law.sd(), plain.law.sd()),
            (scaled.law.quantile(0.1), plain.law.quantile(0.1)),
            (scaled.law.quantile(0.95), plain.law.quantile(0.95)),
        ] {
            assert!((a - b).abs() < 1e-6 * HOUR, "{amount}: {a} and {b}");
        }
    }
}

#[test]
fn each_part_is_drawn_by_itself_and_the_quotient_follows() {
    let scenario = read(&text(
        "{ amount = { mean = 500, varies = \"cv 1\", uncertain = [300, 900] }, at = { value = \"62.5 per hour\", uncertain = [\"30 per hour\", \"90 per hour\"] }, \
         removes = { value = \"75 %\", uncertain = [\"60 %\", \"90 %\"] } }",
    ));
    let numbers = scenario.numbers();
    let find = |key: &str| *numbers.iter().find(|n| n.key == format!("work.device.effort.{key}")).expect(key);
    let (amount, at, removes) = (find("amount"), find("at"), find("removes"));
    assert!([amount, at, removes].iter().all(|number| number.is_uncertain()));
    let effort = effort(&scenario);
    let mut seen = std::collections::BTreeSet::new();
    for index in 0..200 {
        let point = Point::Draw { seed: SEED, index };
        let expected = amount.at(&point) * (1.0 - removes.at(&point)) / at.at(&point);
        let law = effort.at(&point);
        assert!((law.mean() - expected).abs() < 1e-9 * expected, "{} and {expected}", law.mean());
        assert!((effort.mean(&point) - expected).abs() < 1e-9 * expected);
        // The spread stays in proportion.
        assert!((law.sd() / law.mean() - 1.0).abs() < 1e-9);
        seen.insert(expected.to_bits());
    }
    assert_eq!(seen.len(), 200);
}

#[test]
fn check_shows_it_back() {
    let place = Place::new();
    let said = "{ amount = { mean = 5020, varies = \"cv 1\" }, at = { value = \"2000 per hour\", uncertain = [\"1000 per hour\", \"4000 per hour\"] }, removes = \"60 %\" }";
    let shown = Caseload::new("check").file(&place.file("grading.toml", text(said))).end().out();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["5020", "2000 per", "60 %", "taken away", "1000 per"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_its_cure() {
    for (said, words, cure) in [
        ("{ amount = 1000 }", "how much of the amount is done in an hour", "at = \"600 per hour\""),
        ("{ amount = 1000, at = \"0 per hour\" }", "at that pace it never ends", "more than 0"),
        ("{ amount = 1000, at = \"400 per hour\", removes = \"100 %\" }", "nothing is left to do", "less than 100 %"),
        ("{ at = \"400 per hour\" }", "`at` goes with `amount`", "write { amount = 5000"),
        ("{ amount = 5, at = \"4 per offender per hour\" }", "how much one person does", "600 per hour"),
        ("{ amount = 5, at = \"4 h\" }", "`4 h` is not a rate", "600 per hour"),
        ("{ amount = { varies = \"cv 1\" }, at = \"4 per hour\" }", "an amount wants one centre", "give `mean`"),
        ("{ mean = \"2 h\", at = \"400 per hour\" }", "`at` goes with `amount`", "or leave it out"),
        ("{ mean = \"2 h\", removes = \"50 %\" }", "`removes` goes with `amount`", "or leave it out"),
        (
            "{ amount = 1000, mean = \"2 h\", at = \"4 per h\" }",
            "wants one centre, and this has `mean`",
            "one of these",
        ),
        ("{ amount = 1000, at = \"4 per h\", varies = \"cv 1\" }", "does not say of which part", "say it of `amount`"),
        ("{ amount = \"2 h\", at = \"4 per h\" }", "2 h", "number"),
        ("{ amount = { amount = 5, at = \"1 per h\" }, at = \"4 per h\" }", "wants one centre", "give `mean`"),
        ("{ amount = 1000, at = 400 }", "has no unit", "per"),
        ("{ amount = -5, at = \"4 per h\" }", "-5", ""),
    ] {
        let found = from_text("grading.toml", &text(said)).expect_err(said);
        let told: Vec<String> = found.iter().map(|d| d.drawn(false)).collect();
        assert!(told.iter().any(|d| d.contains(words) && d.contains(cure)), "{said}: {told:#?}");
    }
}
