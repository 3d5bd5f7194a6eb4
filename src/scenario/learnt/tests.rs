use super::*;
use crate::random::Seed;
use crate::scenario::world::{Number, Passport};
use crate::scenario::{Point, open_text, open_with};

const TEAM: &str = r#"
title = "Team"
starts = 2026-01-05
runs_for = "6 months"
[offenders]
number = 40
risk = { high = "20 %", low = "rest" }
[[staff]]
role = "officer"
people = 2
productive = { uncertain = ["1200 h per year", "1500 h per year"], source = "guess" }
[[work]]
name = "visit"
raised = { each = "offender", at_random = { high = "0.5 per month", low = { typical = "0.1 per month", uncertain = ["0.05 per month", "0.2 per month"] } } }
by = "officer"
effort = { p50 = "2 h", p90 = "5 h", uncertain = ["1 h", "4 h"] }
then = [{ name = "concern", chance = { typical = "10 %", uncertain = ["5 %", "20 %"], note = "old" } }, { name = "fine", chance = "rest" }]
[[work]]
name = "call"
raised = { each = "team", at_random = { uncertain = ["1 per day", "3 per day"] } }
by = "officer"
effort = { mean = "10 min", sd = "5 min", uncertain = ["5 min", "20 min"] }
"#;

/// Every uncertain number, in whatever way it is written, takes its column; the file written extends the old one.
#[test]
fn every_way_of_writing_a_number_takes_what_was_learnt() {
    let loaded = open_text("team.toml", TEAM).unwrap();
    let (scenario, _) = loaded.scenario().unwrap();
    let numbers: Vec<Number> = scenario.numbers().into_iter().filter(|n| n.is_uncertain()).cloned().collect();
    assert_eq!(numbers.len(), 6);
    let rows: Vec<Vec<f64>> =
        (0..7).map(|i| numbers.iter().map(|n| n.quantile(f64::from(i) / 7.0 + 0.05)).collect()).collect();
    let passport = Passport { source: Some("last year".to_owned()), ..Passport::default() };
    let sample = Sample { name: "learnt".to_owned(), numbers: numbers.clone(), rows, passport: passport.clone() };
    let beliefs: Vec<Belief> = numbers
        .iter()
        .enumerate()
        .map(|(i, number)| Belief {
            number: number.clone(),
            typical: Some(sample.rows[3][i]),
            law: Believed::Sample { name: "learnt".to_owned() },
            passport: passport.clone(),
        })
        .collect();
    let after = loaded.believing(&beliefs).unwrap();
    let (exact, _) = after.with_sample(&sample).scenario().unwrap();
    let head = Head { comment: vec!["made".to_owned()], extends: "team.toml".to_owned(), title: "Learnt".to_owned() };
    let text = file(&head, &loaded, &after, Some(&sample));
    let files = |path: &str| match path {
        "team.toml" => Ok(TEAM.as_bytes().to_vec()),
        _ => Ok(text.clone().into_bytes()),
    };
    let (read, warnings) = open_with("learnt.toml", &files).unwrap().into_scenario().unwrap();
    assert!(warnings.iter().all(|w| !w.is_error()));
    for (scenario, digits) in [(&exact, 1e-15), (&read, 1e-5)] {
        for (i, before) in numbers.iter().enumerate() {
            let number = scenario.numbers().into_iter().find(|n| n.key == before.key).unwrap();
            assert_eq!(number.passport.source.as_deref(), Some("last year"), "{}", number.key);
            assert_eq!(number.passport.note, None);
            assert!((number.typical / sample.rows[3][i] - 1.0).abs() < 1e-5, "{}", number.key);
            for index in 0..10 {
                let value = number.at(&Point::Draw { seed: Seed(1), index });
                let wanted = sample.rows[index as usize % 7][i];
                assert!((value / wanted - 1.0).abs() <= digits, "{} {index}: {value} {wanted}", number.key);
            }
        }
    }
    // How one differs from the next is as it was, in proportion.
    let spread = |s: &crate::scenario::Scenario, kind: usize| {
        let effort = s.kinds[kind].effort.get(0).unwrap();
        effort.law.sd() / effort.law.mean()
    };
    for kind in [0, 1] {
        assert!((spread(&scenario, kind) - spread(&read, kind)).abs() < 1e-5);
    }
    assert_eq!(text.matches("[[work]]").count(), 2);
}

/// Whatever is uncertain in the fullest scenarios, money and overtime too, can be learnt and read back.
#[test]
fn every_unit_of_the_shipped_scenarios_can_be_read_back() {
    let mut units = std::collections::BTreeSet::new();
    for path in ["nottinghamshire-2021/since-october-2020", "nottinghamshire-2021/overload", "durham-2021/programme"] {
        let path = format!("scenarios/{path}.toml");
        let loaded = crate::scenario::open(&path).unwrap();
        let (scenario, _) = loaded.scenario().unwrap();
        let numbers: Vec<Number> = scenario.numbers().into_iter().filter(|n| n.is_uncertain()).cloned().collect();
        let rows: Vec<Vec<f64>> =
            (1..4).map(|i| numbers.iter().map(|n| n.quantile(f64::from(i) / 4.0)).collect()).collect();
        let sample = Sample { name: "learnt".to_owned(), numbers, rows, passport: Passport::default() };
        let each = sample.numbers.iter().enumerate();
        let beliefs: Vec<Belief> = each
            .map(|(i, number)| Belief {
                number: number.clone(),
                typical: Some(sample.rows[1][i]),
                law: Believed::Sample { name: "learnt".to_owned() },
                passport: Passport::default(),
            })
            .collect();
        let after = loaded.believing(&beliefs).unwrap();
        let (exact, _) = after.with_sample(&sample).scenario().unwrap();
        let head = Head { comment: Vec::new(), extends: path.clone(), title: "Learnt".to_owned() };
        let text = file(&head, &loaded, &after, Some(&sample));
        let files = |path: &str| match path {
            "learnt.toml" => Ok(text.clone().into_bytes()),
            _ => std::fs::read(path),
        };
        let (read, _) = open_with("learnt.toml", &files).unwrap().into_scenario().unwrap();
        for scenario in [&exact, &read] {
            for (i, before) in sample.numbers.iter().enumerate() {
                units.insert(format!("{:?}", before.unit));
                let number = scenario.numbers().into_iter().find(|n| n.key == before.key).unwrap();
                let (found, wanted) = (number.at(&Point::Draw { seed: Seed(1), index: 2 }), sample.rows[2][i]);
                // Money is written to the penny, numbers of people in whole.
                let near = (found - wanted).abs() <= 0.5 || (found / wanted - 1.0).abs() <= 1e-4;
                assert!(near, "{path}: {} is {found} and was {wanted}", before.key);
            }
        }
    }
    for unit in ["Amount(Yearly)", "Weekly", "Creep", "EachPerson", "Duration"] {
        assert!(units.contains(unit), "{unit} is not among {units:?}");
    }
}

#[test]
fn conjugate_laws_are_written_as_they_are() {
    let loaded = open_text("team.toml", TEAM).unwrap();
    let (scenario, _) = loaded.scenario().unwrap();
    let find = |key: &str| scenario.numbers().into_iter().find(|n| n.key == key).unwrap().clone();
    let share = find("work.visit.then.concern.chance");
    let belief = |number: &Number, law: Believed| Belief {
        number: number.clone(),
        typical: None,
        law,
        passport: Passport::default(),
    };
    let rate = find("work.call.raised.at_random");
    let after = loaded
        .believing(&[
            belief(&share, Believed::Beta { mean: 0.25, sd: 0.05 }),
            belief(&rate, Believed::Gamma { shape: 4.0, mean: rate.typical }),
        ])
        .unwrap();
    let (scenario, _) = after.scenario().unwrap();
    let law = |key: &str| match &scenario.numbers().into_iter().find(|n| n.key == key).unwrap().uncertain {
        crate::scenario::Uncertainty::Follows(law) => law.clone(),
        other => panic!("{other:?}"),
    };
    assert!((law("work.visit.then.concern.chance").mean() - 0.25).abs() < 1e-12);
    assert!((law("work.call.raised.at_random").mean() / rate.typical - 1.0).abs() < 1e-12);
}
