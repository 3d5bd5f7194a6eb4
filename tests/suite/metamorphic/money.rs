//! What a change of prices changes.

use serde_json::Value;

use super::{N, SEED, file, usual};
use crate::support::{Answer, Caseload, Place};

/// The usual scenario with everything priced that can be, and with numbers that are drawn.
fn priced(times: u32) -> String {
    let gbp = |pence: u32| format!("GBP {}.{:02}", pence * times / 100, pence * times % 100);
    let posts = format!("people = 3\ncost = \"{} per year\"\n", gbp(4_812_345));
    let extra = format!(
        "[money]\nprices = \"2024/25\"\n[[group]]\nname = \"monitored\"\nnumber = {{ typical = 20, uncertain = {{ uniform = [5, 40] }} }}\n\
         joins = {{ from = \"2 days\", over = \"9 days\" }}\n\
         [[cost]]\nname = \"licences\"\neach = \"monitored\"\namount = \"{} per year\"\n\
         [[cost]]\nname = \"joining\"\neach = \"monitored\"\non_joining = true\namount = \"{}\"\n\
         [[cost]]\nname = \"tests\"\nwork = \"examination\"\namount = \"{}\"\n\
         [[cost]]\nname = \"hire\"\nwork = \"call\"\namount = \"{} per hour\"\n\
         [[cost]]\nname = \"server\"\namount = \"{} per month\"\nfrom = \"3 days\"\n\
         [[cost]]\nname = \"set-up\"\namount = \"{}\"\nonce = \"5 days\"\n\
         [[grant]]\nname = \"help\"\namount = \"{}\"\nfrom = \"1 day\"\nuntil = \"200 days\"\n",
        gbp(19_201),
        gbp(3_507),
        gbp(30_011),
        gbp(3_853),
        gbp(10_007),
        gbp(123_457),
        gbp(960_001)
    );
    usual().replace("people = 3\n", &posts) + &extra
}

fn answer(times: u32) -> Answer {
    let place = Place::new();
    let command = Caseload::new("run").file(&file(&place, &priced(times))).seed(SEED);
    command.words(&format!("-n {N} --draws 6 --threads 2 --quiet --no-date")).answer()
}

/// Every number in a value with its place, those of variances apart.
fn numbers(value: &Value, path: &str, into: &mut Vec<(String, f64)>) {
    match value {
        Value::Object(table) => table.iter().for_each(|(key, value)| numbers(value, &format!("{path}.{key}"), into)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, value)| numbers(value, &format!("{path}.{i}"), into));
        }
        _ => into.extend(value.as_f64().map(|number| (path.to_owned(), number))),
    }
}

/// V25, `scale_money`: costs double exactly, everything else is unchanged.
#[test]
fn scale_money() {
    let (once, twice) = (answer(1), answer(2));
    let mut doubled = 0;
    for list in ["quantities", "series"] {
        let of = |answer: &Answer| answer.0["scenarios"][0][list].as_array().unwrap().clone();
        let (first, second) = (of(&once), of(&twice));
        assert_eq!(first.len(), second.len());
        for (a, b) in first.iter().zip(&second) {
            let key = a["key"].as_str().unwrap();
            assert_eq!(a["key"], b["key"]);
            if !a["unit"].as_str().unwrap().starts_with("pounds") {
                assert_eq!(a, b, "{key}");
                continue;
            }
            let (mut one, mut two) = (Vec::new(), Vec::new());
            numbers(a, "", &mut one);
            numbers(b, "", &mut two);
            for ((path, x), (_, y)) in one.iter().zip(&two) {
                let times = if path.contains("variance") { 4.0 } else { 2.0 };
                let counts = [".defined", ".undefined", ".p", ".draws", ".replications", ".share_of_ignorance"];
                let expected = if counts.iter().any(|count| path.ends_with(count)) { *x } else { times * x };
                assert_eq!(y.to_bits(), expected.to_bits(), "{key}{path}: {x} and {y}");
                doubled += usize::from(expected.to_bits() != x.to_bits());
            }
        }
    }
    assert!(doubled > 400, "{doubled} numbers doubled");
    let hours = |answer: &Answer| answer.0["scenarios"][0]["loads"].clone();
    assert_eq!(hours(&once), hours(&twice));
}

/// Prices are outside the simulation: with and without them the same happens.
#[test]
fn prices_change_nothing_but_add_what_it_costs() {
    let place = Place::new();
    let run = |text: &str| Caseload::run(&file(&place, text), N).seed(SEED).answer();
    let group = "[[group]]\nname = \"monitored\"\nnumber = { typical = 20, uncertain = { uniform = [5, 40] } }\n\
                 joins = { from = \"2 days\", over = \"9 days\" }\n";
    let (bare, priced) = (run(&(usual() + group)), run(&priced(1)));
    for key in bare.keys() {
        assert_eq!(bare.quantity(&key), priced.quantity(&key), "{key}");
    }
    assert!(priced.keys().len() > bare.keys().len());
}
