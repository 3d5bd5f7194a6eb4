//! Money, through scenario files and the command line: sums that can be done by hand.
//!
//! A full month is a twelfth of a year, part of a month its share of the month; everything is worked out to the penny.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Answer, Caseload, Place, files};

const HALF_A_PENNY: f64 = 0.005;

/// A file for 2024, a leap year, with some parts added.
fn text(parts: &str) -> String {
    format!(
        "title = \"priced\"\nstarts = 2024-01-01\nruns_for = \"12 months\"\n[money]\nprices = \"2024/25\"\n\
         [offenders]\nnumber = 40\n\
         [[staff]]\nrole = \"officer\"\npeople = 3\nrota = \"Mon-Fri 08:00-16:00\"\ncost = \"GBP 48,000 per year\"\n\
         [[work]]\nname = \"visit\"\nby = \"officer\"\neffort = \"2 h\"\n\
         raised = {{ each = \"team\", at = [2024-03-04T09:00:00, 2024-03-05T09:00:00, 2024-06-03T09:00:00, 2024-06-04T09:00:00] }}\n{parts}"
    )
}

fn file(place: &Place, text: &str) -> PathBuf {
    place.file("priced.toml", text)
}

fn answer(text: &str) -> Answer {
    let place = Place::new();
    Caseload::run(&file(&place, text), 3).answer()
}

fn about(found: f64, expected: f64) {
    assert!((found - expected).abs() < HALF_A_PENNY, "{found} and not {expected}");
}

/// A monthly series of the only scenario.
fn by_month(answer: &Answer, key: &str) -> Vec<f64> {
    let all = answer.0["scenarios"][0]["series"].as_array().unwrap();
    let series = all.iter().find(|s| s["key"] == key).unwrap_or_else(|| panic!("no series {key}"));
    series["points"].as_array().unwrap().iter().map(|p| p["centre"]["mean"].as_f64().unwrap()).collect()
}

fn months_are(answer: &Answer, key: &str, expected: [f64; 12]) {
    let found = by_month(answer, key);
    assert_eq!(found.len(), 12);
    for (month, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() < HALF_A_PENNY, "{key}, month {}: {found} and not {expected}", month + 1);
    }
}

#[test]
fn posts_filled_for_a_year_cost_exactly_their_yearly_cost() {
    let answer = answer(&text(""));
    assert_eq!(answer.mean("cost.staff.officer").to_bits(), 144_000_f64.to_bits());
    assert_eq!(answer.mean("cost.total").to_bits(), 144_000_f64.to_bits());
    assert_eq!(answer.mean("cost later.total").to_bits(), 144_000_f64.to_bits());
    months_are(&answer, "cost.staff.officer", [12_000.0; 12]);
    about(by_month(&answer, "cost so far.total")[4], 60_000.0);
    assert_eq!(answer.quantity("cost.total")["spread"]["sd"], 0.0, "nothing of it is chance");
}

#[test]
fn part_of_a_month_is_its_share_of_the_month_in_a_leap_year_too() {
    let clerk = "[[staff]]\nrole = \"clerk\"\npeople = 2\nfull_time_share = 0.5\nfrom = 2024-02-15\nuntil = 2024-06-21\n\
                 rota = \"Mon-Fri 08:00-16:00\"\ncost = \"GBP 30,000 per year\"\n";
    let month = 30_000.0 / 12.0;
    let mut expected = [0.0; 12];
    expected[1] = month * 15.0 / 29.0;
    expected[2..5].fill(month);
    expected[5] = month * 20.0 / 30.0;
    let leap = answer(&text(clerk));
    months_are(&leap, "cost.staff.clerk", expected);
    about(leap.mean("cost.staff.clerk"), expected.iter().sum());
    about(leap.mean("cost later.staff.clerk"), 0.0);
    let plain = answer(&text(clerk).replace("2024-", "2023-"));
    expected[1] = month * 14.0 / 28.0;
    months_are(&plain, "cost.staff.clerk", expected);
}

#[test]
fn what_a_post_costs_is_built_up_from_its_parts() {
    let place = Place::new();
    let parts = "{ pay = \"GBP 40,000 per year\", pension = \"35 %\", national_insurance = \"GBP 4,300 per year\", kit = \"GBP 25 per month\" }";
    let path = file(&place, &text("").replace("\"GBP 48,000 per year\"", parts));
    let each = 40_000.0 + 14_000.0 + 4_300.0 + 300.0;
    about(Caseload::run(&path, 2).answer().mean("cost.staff.officer"), 3.0 * each);
    let ended = Caseload::new("check").file(&path).end();
    let said = ended.out();
    for words in ["What the staff cost in a year", "14,000", "58,600", "175,800", "2024/25"] {
        assert!(said.contains(words), "{words} in\n{said}");
    }
    let ended = Caseload::new("check").file(&path).words("--json").end();
    let json: Value = serde_json::from_str(&ended.out()).unwrap();
    assert_eq!(json[0]["post_costs"][0]["a_year"], 3.0 * each);
    // An hour is one of the rota's: 40 a week, 365/7 weeks a year.
    let hourly = answer(&text("").replace("\"GBP 48,000 per year\"", "\"GBP 38.50 per hour\""));
    about(hourly.mean("cost.staff.officer"), 3.0 * (38.5 * 40.0 * 365.0 / 7.0 * 100.0_f64).round() / 100.0);
}

#[test]
fn what_is_paid_once_is_paid_in_its_month_or_not_at_all() {
    let once =
        |name: &str, when: &str| format!("[[cost]]\nname = \"{name}\"\namount = \"GBP 5,000.07\"\nonce = {when}\n");
    let all = ["2023-12-31", "2024-01-01", "2024-03-01", "2024-12-31", "2025-01-01"];
    let parts: String = all.iter().enumerate().map(|(i, when)| once(&format!("c{i}"), when)).collect();
    // What is paid outside of the period is in no sum, and a reader is told so.
    let (_, warnings) = caseload::scenario::from_text("money.toml", &text(&parts)).unwrap();
    let told: Vec<String> = warnings.iter().map(|d| d.drawn(false)).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("`c0` is paid once, before the counted period begins, and so is in no sum"), "{told:#?}");
    assert!(told[1].contains("`c4` is paid once, when the counted period is over"), "{told:#?}");
    let answer = answer(&text(&parts));
    let found: Vec<f64> = (0..5).map(|i| answer.mean(&format!("cost.item.c{i}"))).collect();
    assert_eq!(found, [0.0, 5_000.07, 5_000.07, 5_000.07, 0.0]);
    about(by_month(&answer, "cost.item.c2")[2], 5_000.07);
    about(answer.mean("cost.one-off"), 15_000.21);
    about(answer.mean("cost.recurrent"), 144_000.0);
    about(answer.mean("cost.total"), 159_000.21);
    about(answer.mean("cost later.total"), 144_000.0);
}

#[test]
fn a_yearly_cost_and_a_grant_are_spread_over_what_they_cover() {
    let answer = answer(&text(
        "[[cost]]\nname = \"server\"\namount = \"GBP 100 per month\"\nfrom = 2024-10-01\n\
         [[grant]]\nname = \"first year\"\namount = \"GBP 9,600\"\nfrom = 2023-10-01\nuntil = 2024-10-01\n\
         [[grant]]\nname = \"each year\"\namount = \"GBP 1,200 per year\"\n",
    ));
    about(answer.mean("cost.item.server"), 300.0);
    about(answer.mean("cost later.item.server"), 1_200.0);
    let mut expected = [800.0; 12];
    expected[9..].fill(0.0);
    months_are(&answer, "grant.item.first year", expected);
    about(answer.mean("grant.item.first year"), 7_200.0);
    about(answer.mean("cost.grants"), 8_400.0);
    about(answer.mean("cost.net"), 144_300.0 - 8_400.0);
    about(answer.mean("cost later.grants"), 1_200.0);
    about(answer.mean("cost later.net"), 144_000.0);
    about(*by_month(&answer, "cost so far.net").last().unwrap(), 144_300.0 - 8_400.0);
}

/// Three months in which a grant of a year pays half: what it still pays later must not be said to go on for ever.
#[test]
fn what_a_grant_still_pays_in_the_year_after_is_told_from_what_comes_when_it_has_ended() {
    let report = |grant: &str| {
        let (place, folder) = (Place::new(), Place::new().path("run"));
        let short = text(grant).replace("\"12 months\"", "\"3 months\"");
        Caseload::run(&file(&place, &short), 3).words("--out").file(&folder).answer();
        let page = String::from_utf8(files(&folder)["report.txt"].clone()).unwrap();
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let first_year =
        report("[[grant]]\nname = \"g\"\namount = \"GBP 72,000\"\nfrom = 2024-01-01\nuntil = 2025-01-01\n");
    // Of 144,000 a year it pays 18,000 in the three months and 54,000 in the year after.
    let words = "It costs about GBP 36,000 over the 3 months, in 2024/25 prices; a grant pays GBP 18,000 of it. In the year after the force \
                 pays about GBP 90,000; without a grant it is about GBP 144,000 a year.";
    assert!(first_year.contains(words), "{first_year}");
    assert!(!first_year.contains("From then on"), "{first_year}");
    let more = report("[[grant]]\nname = \"g\"\namount = \"GBP 40,000\"\nfrom = 2024-01-01\nuntil = 2024-04-01\n");
    assert!(
        more.contains("GBP 36,000 over the 3 months, in 2024/25 prices; a grant of GBP 40,000 is more than that."),
        "{more}"
    );
    let ended = report("[[grant]]\nname = \"g\"\namount = \"GBP 18,000\"\nfrom = 2024-01-01\nuntil = 2024-04-01\n");
    let words = "a grant pays GBP 18,000 of it. From then on the force pays about GBP 144,000 a year.";
    assert!(ended.contains(words), "{ended}");
}

#[test]
fn licences_are_paid_for_the_time_of_membership() {
    let parts = "[[group]]\nname = \"monitored\"\nnumber = 10\njoins = { from = 2024-03-01, over = \"0 h\" }\n\
                 [[group]]\nname = \"others\"\nnumber = 7\n\
                 [[cost]]\nname = \"licences\"\neach = \"monitored\"\namount = \"GBP 192 per year\"\n\
                 [[cost]]\nname = \"fees\"\neach = \"others\"\namount = \"GBP 12 per month\"\n\
                 [[cost]]\nname = \"installing\"\neach = \"monitored\"\non_joining = true\namount = \"GBP 35\"\n\
                 [[cost]]\nname = \"not again\"\neach = \"others\"\non_joining = true\namount = \"GBP 35\"\n";
    let answer = answer(&text(parts));
    let mut expected = [160.0; 12];
    expected[..2].fill(0.0);
    months_are(&answer, "cost.item.licences", expected);
    about(answer.mean("cost.item.licences"), 1_600.0);
    about(answer.mean("cost later.item.licences"), 1_920.0);
    months_are(&answer, "cost.item.fees", [84.0; 12]);
    // Who joins in the instant at which a month begins joins in that month.
    let mut expected = [0.0; 12];
    expected[2] = 350.0;
    months_are(&answer, "cost.item.installing", expected);
    about(answer.mean("cost.item.not again"), 0.0);
    about(answer.mean("cost.one-off"), 350.0);
    about(answer.mean("cost later.one-off"), 0.0);
}

/// Leaving ends what is paid for: ten members, all of whom leave on 15 April.
#[test]
fn who_leaves_is_paid_for_no_longer() {
    let parts = "[[group]]\nname = \"monitored\"\nnumber = 10\n\
                 [[cost]]\nname = \"licences\"\neach = \"monitored\"\namount = \"GBP 192 per year\"\n\
                 [[work]]\nname = \"end\"\nby = \"no one\"\nraised = { each = \"monitored\", at = [2024-04-16] }\n\
                 then = [{ name = \"ended\", chance = \"100 %\", offender = { leaves = \"monitored\" } }]\n";
    let mut expected = [0.0; 12];
    expected[..3].fill(160.0);
    expected[3] = 80.0;
    months_are(&answer(&text(parts)), "cost.item.licences", expected);
}

#[test]
fn work_is_paid_for_by_the_piece_and_by_the_hour() {
    let parts = "[[cost]]\nname = \"tests\"\nwork = \"visit\"\namount = \"GBP 300\"\n\
                 [[cost]]\nname = \"hire\"\nwork = \"visit\"\namount = \"GBP 38.50 per hour\"\n";
    let answer = answer(&text(parts));
    let two = |each: f64| [0.0, 0.0, 2.0 * each, 0.0, 0.0, 2.0 * each, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    months_are(&answer, "cost.item.tests", two(300.0));
    months_are(&answer, "cost.item.hire", two(77.0));
    about(answer.mean("cost later.item.tests"), 1_200.0);
}

#[test]
fn without_a_calendar_a_year_is_a_year() {
    let text = text("")
        .replace("starts = 2024-01-01\nruns_for = \"12 months\"", "calendar = \"none\"\nruns_for = \"73 days\"");
    let text = text.split("raised = ").next().unwrap().to_owned() + "raised = { each = \"team\", every = \"1 day\" }\n";
    about(answer(&text).mean("cost.total"), 144_000.0 / 5.0);
}

/// The bands: what is drawn is ignorance, and chance alone moves only what depends on chance.
#[test]
fn an_uncertain_amount_is_ignorance_and_not_chance() {
    let place = Place::new();
    let amount = "{ typical = \"GBP 48,000 per year\", uncertain = { uniform = [\"GBP 40,000 per year\", \"GBP 56,000 per year\"] } }";
    let path = file(&place, &text("").replace("\"GBP 48,000 per year\"", amount));
    let answer = Caseload::new("run").file(&path).words("-n 3 --draws 40 --threads 2 --quiet --no-date").answer();
    let cost = answer.quantity("cost.total");
    assert_eq!(cost["spread"]["sd"], 0.0);
    assert_eq!(cost["wider"]["share_of_ignorance"], 1.0);
    let (low, high) = (&cost["wider"]["outcome"]["low"], &cost["wider"]["outcome"]["high"]);
    let (low, high) = (low.as_f64().unwrap(), high.as_f64().unwrap());
    assert!((120_000.0..126_000.0).contains(&low) && (162_000.0..=168_000.0).contains(&high), "{low} to {high}");
    // A drawn amount is a whole number of pence, and so are three times a year of it.
    assert!((low * 100.0 - (low * 100.0).round()).abs() < 1e-6, "{low}");
}

#[test]
fn a_difference_adds_up_by_line_to_the_penny_and_is_told() {
    let place = Place::new();
    let base = place.file("base.toml", text(""));
    let more = "extends = \"base.toml\"\n\
                [[group]]\nname = \"monitored\"\nnumber = 9\njoins = { from = 2024-02-03, over = \"97 days\" }\n\
                [[staff]]\nrole = \"monitor\"\npeople = 1\nfrom = 2024-02-03\nrota = \"Mon-Fri 08:00-16:00\"\ncost = \"GBP 40,519 per year\"\n\
                [[cost]]\nname = \"licences\"\neach = \"monitored\"\n\
                amount = { typical = \"GBP 192 per year\", uncertain = [\"GBP 150 per year\", \"GBP 250 per year\"] }\n\
                [[cost]]\nname = \"set-up\"\namount = \"GBP 1,234.56\"\nonce = 2024-02-03\n\
                [[grant]]\nname = \"first year\"\namount = \"GBP 9,600\"\nfrom = 2024-02-03\nuntil = 2025-02-03\n\
                [[work]]\nname = \"alert\"\ncause = \"the app\"\nby = \"monitor\"\neffort = \"1 h\"\n\
                raised = { each = \"monitored\", at_random = \"2 per member per month\" }\n";
    let other = place.file("app.toml", more);
    let folder = place.path("run");
    let command =
        Caseload::new("compare").file(&base).file(&other).words("-n 5 --draws 20 --threads 2 --quiet --no-date");
    let answer = command.words("--out").file(&folder).answer();
    for side in ["centre", "wider"] {
        let mean = |key: &str| answer.difference(key)[side]["mean"].as_f64().unwrap();
        let lines = ["cost.staff.officer", "cost.staff.monitor", "cost.item.licences", "cost.item.set-up"].map(mean);
        about(mean("cost.total"), lines.iter().sum());
        about(mean("cost.net"), mean("cost.total") - mean("grant.item.first year"));
        about(mean("cost.recurrent") + mean("cost.one-off"), mean("cost.total"));
        assert!(lines[0].abs() < 1e-9, "both have the same officers");
        about(lines[1], 40_519.0 / 12.0 * (27.0 / 29.0 + 10.0));
    }
    let series = answer.0["comparisons"][0]["series"].as_array().unwrap();
    let one = |key: &str| -> f64 {
        let found = series.iter().find(|s| s["key"] == key).unwrap();
        found["points"].as_array().unwrap().iter().map(|p| p["centre"]["mean"].as_f64().unwrap()).sum()
    };
    about(one("cost.total"), answer.difference("cost.total")["centre"]["mean"].as_f64().unwrap());
    let files = files(&folder);
    let read = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    for name in ["report.html", "report.txt"] {
        let page = read(name);
        for words in [
            "What it costs",
            "in 2024/25 prices",
            "a grant pays GBP",
            "In the year after the force pays",
            "without a grant it is",
            "licences",
        ] {
            let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(words), "`{words}` in {name}");
        }
    }
    assert!(
        files.keys().any(|name| name.starts_with("figures/") && name.contains("cost-so-far")),
        "{:?}",
        files.keys()
    );
    assert!(files.keys().any(|name| name == "tables/costs-app.csv"), "{:?}", files.keys());
    assert!(read("quantities.csv").contains("cost.item.licences,cost of licences,GBP"));
    assert!(read("months.csv").contains("app minus base,cost.total"));
    assert!(!read("report.html").contains("NaN"));
}

#[test]
fn a_cost_beside_no_prices_is_no_difference_and_other_prices_are_doubted() {
    let place = Place::new();
    let priced = place.file("priced.toml", text(""));
    let bare = text("").replace("[money]\nprices = \"2024/25\"\n", "").replace("cost = \"GBP 48,000 per year\"\n", "");
    let bare = place.file("bare.toml", bare);
    let dear = place.file("dear.toml", text("").replace("2024/25", "2021/22"));
    let compare = |a: &PathBuf, b: &PathBuf| {
        let command = Caseload::new("compare").file(a).file(b);
        command.words("-n 2 --draws 0 --quiet --no-date").answer()
    };
    let differences = compare(&bare, &priced);
    let keys = differences.0["comparisons"][0]["differences"].as_array().unwrap();
    assert!(keys.iter().all(|d| d["unit"] != "pounds"), "no difference in money");
    for (a, b) in [(&bare, &priced), (&priced, &bare)] {
        let warnings = compare(a, b).0["warnings"].as_array().unwrap().clone();
        let said =
            warnings.iter().find(|one| one["warning"] == "cost-not-compared").expect("a word on what is not known");
        assert!(said["priced"] == "priced" && said["bare"] == "bare", "{said}");
    }
    let warnings = compare(&priced, &dear).0["warnings"].to_string();
    assert!(!warnings.contains("cost-not-compared"), "{warnings}");
    assert!(warnings.contains("different-prices"), "{warnings}");
    assert!(!compare(&priced, &priced).0["warnings"].to_string().contains("different-prices"));
    let plain = Caseload::run(&bare, 2).answer();
    assert!(plain.keys().iter().all(|key| !key.starts_with("cost")), "what is not priced costs no line");
    assert!(plain.0["scenarios"][0].get("money").is_none());
}

#[test]
fn a_fault_in_an_amount_is_pointed_at_with_its_cure() {
    const COST: &str = "[[cost]]\nname = \"c\"\n";
    let officer = "cost = \"GBP 48,000 per year\"";
    let rules: &[(&str, &str, &str, &[&str])] = &[
        (
            "no currency",
            officer,
            "cost = \"48,000 per year\"",
            &["does not begin with GBP", "GBP 62,000 per year", ":12:8"],
        ),
        ("bare", officer, "cost = 48000", &["has no unit", "GBP 62,000 per year"]),
        ("sign", officer, "cost = \"\u{a3}48,000 per year\"", &["does not begin with GBP"]),
        ("commas", officer, "cost = \"GBP 4,8000 per year\"", &["not an amount of pounds and pence"]),
        ("no time", officer, "cost = \"GBP 48,000\"", &["does not say for how long"]),
        ("large", officer, "cost = \"GBP 48,000,000,000 per year\"", &["outside GBP 0 to"]),
        ("unlimited", "people = 3", "people = \"unlimited\"", &["no posts to pay for", "[[cost]] with `work`"]),
        (
            "always",
            "rota = \"Mon-Fri 08:00-16:00\"\ncost = \"GBP 48,000 per year\"",
            "cost = \"GBP 40 per hour\"",
            &["always on duty"],
        ),
        ("part", officer, "cost = { pay = \"GBP 1 per year\", bonus = \"3 %\" }", &["`bonus` is not a key", "pension"]),
        ("no prices", "[money]\nprices = \"2024/25\"\n", "", &["whose prices they are", "add [money]"]),
    ];
    let place = Place::new();
    let refused = |name: &str, text: &str, words: &[&str]| {
        let ended = Caseload::new("check").file(&file(&place, text)).end();
        let said = ended.said();
        assert_eq!(ended.code(), 2, "{name}: {said}");
        for word in words {
            assert!(said.contains(word), "{name}: `{word}` in\n{said}");
        }
    };
    for (name, old, new, words) in rules {
        let sound = text("");
        assert!(sound.contains(old), "{name}");
        refused(name, &sound.replace(old, new), words);
    }
    let costs: &[(&str, &str, &[&str])] = &[
        ("once per year", "amount = \"GBP 5 per year\"\nonce = 2024-03-01", &["a single amount is wanted"]),
        (
            "two things",
            "amount = \"GBP 5\"\nonce = 2024-03-01\nwork = \"visit\"",
            &["a cost is for one thing", "write two costs"],
        ),
        ("no group", "amount = \"GBP 5 per year\"\neach = \"monitored\"", &["there is no group `monitored`"]),
        ("no each", "amount = \"GBP 5 per year\"\non_joining = true", &["`on_joining` stands without `each`"]),
        ("per hour", "amount = \"GBP 5 per hour\"", &["not an amount per year, month, week or day"]),
        ("window", "amount = \"GBP 5\"\nwork = \"visit\"\nfrom = 2024-03-01", &["belongs to a cost per year"]),
        (
            "order",
            "amount = \"GBP 5 per year\"\nfrom = 2024-03-01\nuntil = 2024-02-01",
            &["`until` is not after `from`"],
        ),
        ("fortnight", "amount = \"GBP 5 per fortnight\"", &["per year, month, week or day"]),
    ];
    for (name, cost, words) in costs {
        refused(name, &text(&format!("{COST}{cost}\n")), words);
    }
    refused("grant", &text("[[grant]]\nname = \"g\"\namount = \"GBP 9,600\"\n"), &["wants an end", "give `until`"]);
}

/// Amounts at their limit and periods of centuries are answered, in finite numbers.
#[test]
fn the_largest_amounts_and_the_longest_periods_are_answered() {
    let parts = "[[cost]]\nname = \"c\"\nwork = \"visit\"\namount = \"GBP 1,000,000,000\"\n\
                 [[grant]]\nname = \"g\"\namount = \"GBP 1,000,000,000\"\nfrom = \"0 h\"\nuntil = \"600 years\"\n";
    let large = text(parts).replace("48,000", "1,000,000,000").replace("people = 3", "people = 9000");
    let place = Place::new();
    let ended = Caseload::run(&file(&place, &large), 2).words("--json").end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    let found = Answer::read(&ended.out());
    assert!(found.mean("cost.total") > 1e9 && found.mean("cost.total").is_finite());
    let long = text("").replace("12 months", "49 years");
    about(answer(&long).mean("cost.total") / 49.0, 144_000.0);
}

#[test]
fn a_vacant_post_is_not_paid() {
    let vacant = text("").replace("people = 3", "people = 3\nvacant = 1");
    let answer = answer(&vacant);
    about(answer.mean("cost.staff.officer"), 96_000.0);
    months_are(&answer, "cost.staff.officer", [8_000.0; 12]);
    about(answer.mean("cost later.total"), 96_000.0);
}

/// A dearer post of the same role ends with June: each post at its own price and by its own dates, whoever else comes and goes.
#[test]
fn posts_of_one_role_are_paid_each_at_its_own_price_and_by_its_own_dates() {
    let second = "[[staff]]\nrole = \"officer\"\nname = \"second\"\npeople = 1\nrota = \"Mon-Fri 08:00-16:00\"\n\
                  cost = \"GBP 96,000 per year\"\nuntil = 2024-07-01\n";
    for (vacant, each) in [("", 12_000.0), ("\nvacant = 1", 8_000.0)] {
        let answer = answer(&text(second).replace("people = 3", &format!("name = \"first\"\npeople = 3{vacant}")));
        let mut expected = [each; 12];
        expected[..6].fill(each + 8_000.0);
        months_are(&answer, "cost.staff.officer", expected);
        about(answer.mean("cost later.total"), 12.0 * each);
    }
}

#[test]
fn each_group_of_a_role_that_turns_over_is_paid_at_its_own_price() {
    let clerks = |name: &str, vacant: u32, cost: &str| {
        format!(
            "[[staff]]\nrole = \"clerk\"\nname = \"{name}\"\npeople = 2\nvacant = {vacant}\ncost = \"GBP {cost} per year\"\n"
        )
    };
    let parts = format!("{}{}", clerks("junior", 2, "40,000"), clerks("senior", 1, "60,000"));
    crate::engines::agree(&text(&parts));
    let answer = answer(&text(&parts));
    about(answer.mean("cost.staff.clerk"), 60_000.0);
    about(answer.mean("cost later.staff.clerk"), 60_000.0);
    months_are(&answer, "cost.staff.clerk", [5_000.0; 12]);
}

/// GBP 48,000 a year for 40 hours in each of 365 / 7 weeks.
const AN_HOUR: f64 = 48_000.0 / (40.0 * 365.0 / 7.0);

#[test]
fn only_the_overtime_that_is_paid_is_paid() {
    let overtime =
        |more: &str| format!("overtime = {{ when_waiting = \"30 h per person\", up_to = \"5 h per week\"{more} }}\n");
    let staff = |name: &str, more: &str| {
        format!(
            "[[staff]]\nrole = \"clerk\"\nname = \"{name}\"\npeople = 1\nrota = \"Mon-Fri 08:00-16:00\"\n\
             cost = \"GBP 48,000 per year\"\n{}",
            overtime(more)
        )
    };
    let parts = format!(
        "{}{}[[work]]\nname = \"letter\"\nby = \"clerk\"\neffort = \"1 h\"\n[[backlog]]\nwork = \"letter\"\nnumber = 400\n",
        staff("paid", ", paid = \"time and a half\""),
        staff("unpaid", "")
    );
    crate::engines::agree(&text(&parts));
    let answer = answer(&text(&parts));
    let hours = answer.mean("overtime.clerk");
    assert!(hours > 10.0, "{hours} hours of overtime");
    about(answer.mean("cost.overtime.clerk"), hours / 2.0 * 1.5 * AN_HOUR);
}

#[test]
fn an_hour_of_overtime_is_paid_by_its_rule_and_stands_in_a_line_of_its_own() {
    let backlog = "[[work]]\nname = \"review\"\nby = \"officer\"\neffort = \"4 h\"\n\
                   [[backlog]]\nwork = \"review\"\nnumber = 100\n";
    // GBP 23.0137 an hour, of which no rule rounds anything.
    let mut worked = Vec::new();
    for (paid, times) in [("time and a third", 4.0 / 3.0), ("time and a half", 1.5), ("double time", 2.0)] {
        let overtime =
            format!("overtime = {{ when_waiting = \"30 h per person\", up_to = \"5 h per week\", paid = \"{paid}\" }}");
        let answer = answer(&text(backlog).replace("people = 3", &format!("people = 3\n{overtime}")));
        let hours = answer.mean("overtime.officer");
        assert!(hours > 10.0, "{hours} hours of overtime");
        let an_hour = times * AN_HOUR;
        about(answer.mean("cost.overtime.officer"), hours * an_hour);
        about(answer.mean("cost.staff.officer"), 144_000.0);
        about(answer.mean("cost.total"), 144_000.0 + hours * an_hour);
        worked.push(hours);
    }
    // What an hour costs decides nothing about the hours.
    assert!(worked.windows(2).all(|two| (two[0] - two[1]).abs() < 1e-9), "{worked:?}");
}

/// Twice the pay is twice the overtime, to one part in a thousand million: the price of an hour is not rounded to the penny.
#[test]
fn twice_the_pay_is_twice_the_overtime() {
    let backlog = "[[work]]\nname = \"review\"\nby = \"officer\"\neffort = \"4 h\"\n\
                   [[backlog]]\nwork = \"review\"\nnumber = 100\n";
    let overtime = "people = 3\novertime = { when_waiting = \"30 h per person\", up_to = \"5 h per week\", paid = \"time and a third\" }";
    let once = text(backlog).replace("people = 3", overtime).replace("48,000", "40,519");
    let [once, twice] = [once.clone(), once.replace("40,519", "81,038")].map(|text| answer(&text));
    for key in ["cost.overtime.officer", "cost later.overtime.officer", "cost.total"] {
        let (once, twice) = (once.mean(key), twice.mean(key));
        assert!(once > 100.0 && (twice / once - 2.0).abs() < 2e-9, "{key}: {once} and {twice}");
    }
}

/// The year after, by hand. Ten are monitored from March: a licence of GBP 192 a year goes on, GBP 35 on joining was paid once. A post until
/// October, a cost once, and a grant that has ended are not in it; the officers are, and a clerk who came in July is for all twelve months.
#[test]
fn the_year_after_has_what_goes_on_and_nothing_that_has_ended() {
    let clerk = |name: &str, dates: &str, cost: &str| {
        format!(
            "[[staff]]\nrole = \"clerk\"\nname = \"{name}\"\npeople = 2\n{dates}\nrota = \"Mon-Fri 08:00-16:00\"\ncost = \"GBP {cost} per year\"\n"
        )
    };
    let parts = format!(
        "{}{}[[group]]\nname = \"monitored\"\nnumber = 10\njoins = {{ from = 2024-03-01, over = \"0 h\" }}\n\
         [[cost]]\nname = \"licences\"\neach = \"monitored\"\namount = \"GBP 192 per year\"\n\
         [[cost]]\nname = \"installing\"\neach = \"monitored\"\non_joining = true\namount = \"GBP 35\"\n\
         [[cost]]\nname = \"set-up\"\namount = \"GBP 5,000\"\nonce = 2024-12-31\n\
         [[grant]]\nname = \"g\"\namount = \"GBP 9,600\"\nfrom = 2024-01-01\nuntil = 2025-01-01\n",
        clerk("gone", "until = 2024-10-01", "60,000"),
        clerk("new", "from = 2024-07-01", "30,000"),
    );
    for vacant in ["", "\nvacant = 1"] {
        let filled = if vacant.is_empty() { 2.0 } else { 1.0 };
        let answer = answer(&text(&parts.replace("people = 2", &format!("people = 2{vacant}"))));
        about(answer.mean("cost.staff.clerk"), filled * (60_000.0 * 0.75 + 15_000.0));
        about(answer.mean("cost later.staff.clerk"), filled * 30_000.0);
        about(answer.mean("cost.item.installing"), 350.0);
        about(answer.mean("cost later.item.installing"), 0.0);
        about(answer.mean("cost later.item.licences"), 1_920.0);
        about(answer.mean("cost later.one-off"), 0.0);
        about(answer.mean("cost later.grants"), 0.0);
        about(answer.mean("cost later.total"), 144_000.0 + filled * 30_000.0 + 1_920.0);
        about(answer.mean("cost later.net"), answer.mean("cost later.total"));
    }
}

#[test]
fn what_costs_the_same_is_said_to() {
    let place = Place::new();
    let base = place.file("base.toml", text(""));
    let other = place.file("slower.toml", "extends = \"base.toml\"\n[[work]]\nname = \"visit\"\neffort = \"3 h\"\n");
    let folder = place.path("run");
    let command = Caseload::new("compare").file(&base).file(&other).words("-n 3 --draws 0 --quiet --no-date --out");
    assert_eq!(command.file(&folder).end().code(), 0);
    let said = String::from_utf8(files(&folder)["report.txt"].clone()).unwrap();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("What it costs over the year does not change, in 2024/25 prices."), "{said}");
    // A difference that is nothing in every replication is not drawn.
    let drawn =
        |folder: &std::path::Path| files(folder).keys().any(|name| name.ends_with("months-extra-cost-so-far.svg"));
    assert!(!drawn(&folder));
    let dearer = place.file("dearer.toml", "extends = \"base.toml\"\n[[staff]]\nrole = \"officer\"\npeople = 4\n");
    let folder = place.path("dearer");
    let command = Caseload::new("compare").file(&base).file(&dearer).words("-n 3 --draws 0 --quiet --no-date --out");
    assert_eq!(command.file(&folder).end().code(), 0);
    assert!(drawn(&folder), "{:?}", files(&folder).keys());
}
