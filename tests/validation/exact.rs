//! V13, V22, V23 and V24: answers without chance.

use caseload::stats::{Tally, first_n};
use serde_json::Value;

use crate::cases::Case;
use crate::judge::Estimate;
use crate::support::{Caseload, Place, scenarios, trace};

/// The streams of V13, `people` officers with 28 productive hours a week, one stream or all.
fn streams(people: u32, only: Option<&str>) -> String {
    let list = [
        ("visits", "40 per week", "\"3 h\""),
        ("alerts", "90 per week", "{ mean = \"0.5 h\", varies = \"lognormal, cv 1\" }"),
        ("breaches", "2.5 per week", "{ mean = \"18 h\", varies = \"gamma, shape 2\" }"),
    ];
    let mut text = format!(
        "title = \"V13\"\ncalendar = \"none\"\nruns_for = \"52 weeks\"\n\
         [[staff]]\nrole = \"officer\"\npeople = {people}\nproductive = 0.16666666666666666\n"
    );
    for (name, rate, effort) in list.iter().filter(|(name, ..)| only.is_none_or(|o| o == *name)) {
        text.push_str(&format!(
            "[[work]]\nname = {name:?}\nby = \"officer\"\neffort = {effort}\n\
             raised = {{ each = \"team\", at_random = {rate:?} }}\n"
        ));
    }
    text
}

/// What `check --json` says of the load of the officers: hours asked for a week, load.
fn load(text: &str) -> (f64, f64) {
    let place = Place::new();
    let ended = Caseload::new("check").arg("--json").file(&place.file("v13.toml", text)).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let list: Value = serde_json::from_str(&ended.out()).expect("JSON");
    let of = |name: &str| list[0]["loads"][0][name].as_f64().unwrap_or_else(|| panic!("`{name}` in {list}"));
    // Loads are for a year of 365 days.
    (of("asked") / 365.0 * 7.0, of("load"))
}

#[test]
fn v13_offered_hours() {
    let mut case = Case::open("V13");
    let (hours, load_of_ten) = load(&streams(10, None));
    case.measure("hours", Estimate::bare(hours));
    case.measure("fte", Estimate::bare(load_of_ten * 10.0));
    for stream in ["visits", "alerts", "breaches"] {
        case.measure(&format!("hours_{stream}"), Estimate::bare(load(&streams(10, Some(stream))).0));
    }
    let posts = (1..20).find(|&people| load(&streams(people, None)).1 <= 0.85).expect("enough people");
    case.measure("posts", Estimate::bare(f64::from(posts)));
    case.close();
}

#[test]
fn v22_an_exact_timetable() {
    let mut case = Case::open("V22");
    let file = scenarios().join("textbook/trace-priority.toml");
    let steps = trace(&file, 1, 0);
    let hours = |kind: &str, step: &str| {
        let found = steps.only("kind", kind).only("step", step).numbers("time_ms");
        assert_eq!(found.len(), 1, "{kind} {step}");
        found[0] / 3_600_000.0
    };
    let cases = case.model()["cases"].as_array().expect("cases").clone();
    let (mut overdue, mut makespan, mut area) = (0, 0.0_f64, 0.0);
    for one in &cases {
        let id = one["id"].as_str().expect("an id");
        let (arrival, due) = (one["arrival"].as_f64().expect("hours"), one["due_within"].as_f64().expect("hours"));
        assert_eq!(hours(id, "arose"), arrival, "{id}");
        let finish = hours(id, "finished");
        case.measure(&format!("start_{id}"), Estimate::bare(hours(id, "started")));
        case.measure(&format!("finish_{id}"), Estimate::bare(finish));
        overdue += u32::from(finish > arrival + due);
        makespan = makespan.max(finish);
        area += finish - arrival;
    }
    case.measure("overdue", Estimate::bare(f64::from(overdue)));
    case.measure("makespan", Estimate::bare(makespan));
    case.measure("backlog_area", Estimate::bare(area));
    // The answer says the same as the trace.
    let answer = Caseload::run(&file, 2).answer();
    case.measure("overdue", Estimate::bare(answer.mean("late.total")));
    case.measure("backlog_area", Estimate::bare(answer.mean("in hand.mean.total") * 10.0));
    case.close();
}

#[test]
fn v23_the_first_number_that_is_precise_enough() {
    let mut case = Case::open("V23");
    let model = case.model().clone();
    let data: Vec<f64> = model["data"].as_array().expect("data").iter().filter_map(Value::as_f64).collect();
    let of = |name: &str| model[name].as_f64().expect("a number");
    let stop = first_n(&data, of("gamma"), of("confidence"), model["n0"].as_u64().expect("n0")).expect("it stops");
    case.measure("n", Estimate::bare(stop.n as f64));
    case.measure("mean", Estimate::bare(stop.mean));
    case.measure("half", Estimate::bare(stop.half_width));
    case.close();
}

#[test]
fn v24_variance_of_large_numbers() {
    let mut case = Case::open("V24");
    let pattern = |first: f64, low: f64, high: f64| {
        let mut data = vec![first];
        data.extend(std::iter::repeat_n([low, high], 500).flatten());
        data
    };
    let sets = [
        ("NumAcc1", vec![10_000_001.0, 10_000_003.0, 10_000_002.0]),
        ("NumAcc2", pattern(1.2, 1.1, 1.3)),
        ("NumAcc3", pattern(1_000_000.2, 1_000_000.1, 1_000_000.3)),
        ("NumAcc4", pattern(10_000_000.2, 10_000_000.1, 10_000_000.3)),
    ];
    for (name, data) in sets {
        let tally: Tally = data.into_iter().collect();
        case.measure(&format!("{name}_mean"), Estimate::bare(tally.mean().expect("a mean")));
        case.measure(&format!("{name}_sd"), Estimate::bare(tally.sd().expect("a deviation")));
    }
    case.close();
}
