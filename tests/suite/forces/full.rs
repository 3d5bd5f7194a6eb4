//! Nottinghamshire with staff and caseload as they are: what must hold of it, and of the two files that change one thing.

use super::{compare, file, of, run};
use crate::support::{Answer, Caseload, Place, files};

const FULL: &str = "nottinghamshire-2021/full.toml";

/// The 95 % confidence interval of a difference at the typical values.
fn interval(answer: &Answer, key: &str) -> (f64, f64) {
    let at =
        |end: &str| answer.difference(key)["centre"]["confidence"][end].as_f64().unwrap_or_else(|| panic!("{key}"));
    (at("low"), at("high"))
}

/// X38: 1,250 to 1,550 h. The lines add up, and what was replaced is not counted twice.
#[test]
fn the_hours_of_a_manager_build_up_to_what_the_evidence_has() {
    let answer = run(FULL, 2);
    let roles = answer.0["scenarios"][0]["build_up"].as_array().unwrap();
    for role in ["offender manager", "digital monitoring officer"] {
        let own = roles.iter().find(|own| own["role"] == role).unwrap();
        let line = |name: &str| own[name].as_f64().unwrap();
        let absences = own["absences"].as_array().unwrap();
        let away: f64 = absences.iter().map(|one| one[1].as_f64().unwrap()).sum();
        assert!((1250.0..=1550.0).contains(&line("productive")), "{own}");
        assert!((line("contracted") - line("bank_holidays") - away - line("on_duty")).abs() < 1e-6, "{own}");
        assert!((line("on_duty") - line("slower") - line("not_productive") - line("productive")).abs() < 1e-6, "{own}");
        // S3: 69 to 71 h of sickness a year, taken off whole; S2: 22 to 30 days of leave.
        let of = |part: &str| -> f64 {
            let found = absences.iter().filter(|one| one[0].as_str().unwrap().contains(part));
            found.map(|one| one[1].as_f64().unwrap()).sum()
        };
        assert!((55.0..=75.0).contains(&of("sickness")), "{own}");
        assert!((22.0 * 8.0..=30.0 * 8.0).contains(&of("leave")), "{own}");
    }
}

/// 208 come in a year and an eighth goes: 1,664 - 364 exp(-1/8) = 1,342.8, a growth of 3.3 %, where N2 has 2.4 to 5.0 %.
#[test]
fn the_register_grows_as_the_nation_s_did() {
    let answer = run(FULL, 40);
    let end = answer.mean("members at end.register");
    assert!((end - 1342.8).abs() < 15.0, "{end}"); // five standard errors
    assert!((1.024..=1.05).contains(&(end / 1300.0)), "{end}");
    let joined = answer.mean("joined.register");
    assert!((joined - 207.6).abs() < 12.0, "{joined}");
    // Each newcomer is assessed once, and no stand-in beside it.
    let assessed = answer.mean("demand.kind.new case") / 11.0;
    assert!((assessed / joined - 1.0).abs() < 0.05, "{assessed} of {joined}");
    // As many licences as people monitored at the start: those that come free are used again, but more come free now that orders
    // expire (0.15 a year) than people are newly proposed who are not monitored yet.
    let monitored = answer.mean("members at end.monitored");
    assert!((142.0..=160.0).contains(&monitored), "{monitored}");
    // Published breaches as a yearly rate for 1,300: 36 (23.1 to 53.6). Shocks raise it, deterrence lowers it.
    assert!((23.1..=53.6).contains(&answer.mean("counted.breach")), "{}", answer.mean("counted.breach"));
}

/// Y46: 13.8 % of those assessed change level in a year, and the mix stays that of R1. W17: about as many orders are granted as expire.
#[test]
fn people_move_between_levels_and_orders_come_and_go_and_the_mix_stays() {
    let answer = run(FULL, 40);
    let register = answer.mean("members.mean.register");
    let level = |name: &str| answer.mean(&format!("at risk level on average.{name}")) / register;
    for (name, share) in [("very_high", 0.02), ("high", 0.18), ("medium", 0.30), ("low", 0.50)] {
        assert!((level(name) - share).abs() < 0.01, "{name}: {}", level(name));
    }
    let close = |key: &str, expected: f64| {
        let found = answer.mean(key);
        assert!((found - expected).abs() < 5.0 * libm::sqrt(expected / 40.0), "{key} is {found}, not {expected}");
    };
    let rates = [(0.02, 0.3), (0.18, 0.0333 + 0.1), (0.30, 0.06 + 0.15), (0.50, 0.09)];
    let moves: f64 = rates.iter().map(|(share, rate)| share * rate).sum();
    close("counted.risk level changed", answer.mean("members.mean.assessed yearly") * moves);
    let holders = answer.mean("members.mean.order holders");
    close("raised.order expires", 0.15 * holders);
    close("raised.order granted", 0.08 * (register - holders));
}

/// Y45: one in five of those arrested is held, four months on average. S17: a call-out counts as four hours at least.
#[test]
fn some_are_held_after_arrest_and_one_manager_stands_by() {
    let answer = run(FULL, 40);
    let (arrested, held) = (answer.mean("raised.held or released"), answer.mean("counted.held after arrest"));
    assert!((held - 0.2 * arrested).abs() < 5.0 * libm::sqrt(0.16 * arrested / 40.0), "{held} of {arrested}");
    assert!(answer.mean("taken into custody.total") <= held + 1e-9);
    assert!((0.5..5.0).contains(&answer.mean("in custody at end.total")));
    let (calls, counted) =
        (answer.mean("call-outs.offender manager"), answer.mean("called out as counted.offender manager"));
    assert!(calls > 10.0 && counted >= 4.0 * calls - 1e-6, "{calls} call-outs, {counted} h");
    assert!(calls < answer.mean("raised.urgent call"), "some come by day");
    assert!((answer.mean("cost.one-off") - 2500.0).abs() < 0.01);
}

/// Y52: each who comes back from custody brings a visit; who leaves the register there does not come back.
#[test]
fn who_comes_back_from_custody_is_seen() {
    let answer = run(FULL, 40);
    let (back, seen) = (answer.mean("back from custody.total"), answer.mean("raised.return from custody"));
    assert!(seen > 1.0 && seen <= back + 1e-9 && back - seen < 0.5 + 0.2 * back, "{seen} of {back}");
    let (hours, demand) =
        (answer.mean("hours.cause.returns from custody"), answer.mean("demand.kind.return from custody"));
    assert!(hours > 0.0 && demand > 0.0, "{hours} {demand}");
}

/// Limits to caseloads and cover in absence say where they come from, as all numbers do.
#[test]
fn limits_and_cover_stand_among_the_assumptions() {
    let answer = run(FULL, 2);
    let all = answer.0["scenarios"][0]["assumptions"].as_array().unwrap();
    for (key, value) in [("cover_after", "3 days"), ("most_held", "75"), ("most_held_later.1.most", "68")] {
        let key = format!("staff.offender manager.{key}");
        let own = all.iter().find(|own| own["key"] == key.as_str()).unwrap_or_else(|| panic!("no {key}"));
        assert_eq!(
            (&own["value"], &own["source"], &own["confidence"]),
            (&value.into(), &"Y24".into(), &"assumption".into())
        );
    }
    assert!(all.iter().all(|own| own["source"].is_string()), "every number has a source");
}

/// Who is proposed either consents or is counted as refusing, one in ten; each review of a plan that is done is looked at.
#[test]
fn consent_is_refused_and_plans_are_looked_at() {
    let answer = run(FULL, 40);
    let (proposed, refused) = (answer.mean("raised.monitoring proposed"), answer.mean("counted.consent refused"));
    assert!((refused - 0.1 * proposed).abs() < 5.0 * libm::sqrt(0.09 * proposed / 40.0), "{refused} of {proposed}");
    let (done, looked) = (answer.mean("finished.plan review"), answer.mean("raised.sergeant's look at a plan"));
    assert!((done - looked).abs() < 1e-9, "{looked} of {done}");
}

/// Vacancies and absence make a nearly full team an overfull one; what gives way first is what the file says.
#[test]
fn the_team_as_it_is_is_fuller_than_the_team_on_paper() {
    let answer = compare("nottinghamshire-2021/app.toml", FULL, 40);
    assert!(interval(&answer, "late.home visit").0 > 0.0);
    assert!(of(&answer, 1, "counted.low-risk review not done") > 50.0);
    assert!(of(&answer, 1, "overtime.offender manager") > 0.0);
    assert!(of(&answer, 1, "hours.cause.changes of manager") > 100.0);
    assert!((19.0..24.0).contains(&of(&answer, 1, "posts filled.offender manager")));
}

#[test]
fn what_overload_may_do_stands_beside_the_answer() {
    let file = file("nottinghamshire-2021/overload.toml");
    let with = Caseload::run(&file, 60).answer();
    // The answer is that of full.toml: `compare` finds no difference.
    let alike = compare(FULL, "nottinghamshire-2021/overload.toml", 6);
    for key in ["late.total", "hours.total", "posts filled.offender manager"] {
        assert_eq!(alike.difference(key)["centre"]["mean"].as_f64(), Some(0.0), "{key}");
    }
    let told = &with.0["scenarios"][0]["overload"];
    assert_eq!(told["grade"], "weak");
    let differences = told["differences"].as_array().unwrap();
    let of = |key: &str| differences.iter().find(|d| d["quantity"]["key"] == key || d["key"] == key).unwrap();
    for key in ["late.home visit", "overdue at end.home visit"] {
        let low = of(key)["centre"]["confidence"]["low"].as_f64().unwrap();
        assert!(low > 0.0, "{key}: {low}");
    }
    // Fewer people are there, and not by many: the evidence allows no more.
    let filled = of("posts filled.offender manager")["centre"]["mean"].as_f64().unwrap();
    assert!((-2.0..0.0).contains(&filled), "{filled}");
}

#[test]
fn caseloads_held_in_common_wait_less() {
    let answer = compare(FULL, "nottinghamshire-2021/pooled.toml", 20);
    for key in ["wait.mean.home visit", "overdue at end.home visit"] {
        let (low, high) = interval(&answer, key);
        assert!(high < 0.0, "{key}: {low} to {high}");
    }
}

/// Two scenarios whose staff come and go, in one folder: every figure has a name of its own.
#[test]
fn two_such_scenarios_can_be_compared_in_one_folder() {
    let place = Place::new();
    let folder = place.path("both");
    let command = Caseload::new("compare").file(&file(FULL)).file(&file("nottinghamshire-2021/pooled.toml"));
    let short = command.words("-n 2 --draws 2 --quiet --no-date --out").file(&folder);
    short.words("--set").arg("runs_for=2 months").answer();
    let written = files(&folder);
    for name in ["full", "pooled"] {
        let figure = format!("figures/months-{name}-posts-filled-in-each-month.svg");
        assert!(written.contains_key(figure.as_str()), "{figure}: {:?}", written.keys());
    }
}

/// Urgent calls are a few hours of many thousands: that some are answered by those on call cannot make the hours suffice, so that
/// one load stands everywhere, with the usual advice, and the overtime that the file has a rule of.
#[test]
fn call_outs_that_cannot_matter_are_not_pointed_at() {
    let answer = super::run("nottinghamshire-2021/full.toml", 20);
    let load = answer.0["headline"]["overload"]["load"].as_f64().unwrap();
    let warning = answer.0["warnings"].as_array().unwrap().iter().find(|one| one["warning"] == "overload").unwrap();
    let points = &answer.0["scenarios"][0]["ladder"]["points"]["load"];
    assert!((warning["load"].as_f64().unwrap() - load).abs() < 1e-9, "{warning} and {load}");
    // The points are those of the start, and outcomes change offenders: the run says what came of it.
    let points = points.as_f64().unwrap();
    assert!((points - load).abs() > 1e-3 && (points / load - 1.0).abs() < 0.1, "{points} and {load}");
    assert!(warning.get("with_call_outs").is_none() && warning["overtime"] == true, "{warning}");
    let own = &answer.0["scenarios"][0]["loads"][0];
    let (most, asked) = (own["call_outs_at_most"].as_f64().unwrap(), own["asked"].as_f64().unwrap());
    assert!(most > 0.0 && most < 0.01 * asked, "{most} of {asked}");
    // What is open grows, and that is said.
    assert_eq!(answer.0["headline"]["overload"]["grows"], true);
    let said = crate::support::Caseload::new("check").file(&super::file("nottinghamshire-2021/full.toml")).end().out();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("lower the demand, until the load is below 0.9; overtime by the rule of the file"), "{said}");
    assert!(!said.contains("a call-out is an hour"), "{said}");
}
