//! Promises of the whole room, kept on real answers: the shipped Nottinghamshire scenarios.

use super::document::{Block, Cell, Document};
use super::{
    examples, figures_svg, for_backtest, for_calibration, for_check, for_comparison, for_run, for_sweep, tables_csv,
    to_html, to_text,
};
use crate::experiment::facing::{LearnSettings, backtest, calibrate};
use crate::experiment::kind_hours;
use crate::experiment::ladder::{loads, preview};
use crate::experiment::{Answer, Control, Factor, Named, Settings, Wanted, study, sweep};
use crate::scenario;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/nottinghamshire-2021/");

fn named(name: &str) -> Named {
    let (scenario, _) = scenario::load(&format!("{FOLDER}{name}.toml")).unwrap();
    Named { name: name.to_owned(), scenario }
}

fn settings(replications: u64, draws: u32) -> Settings {
    let command = Some("caseload compare base.toml app.toml".to_owned());
    Settings { replications: Wanted::Number(replications), draws, threads: 1, command, ..Settings::default() }
}

fn compared() -> Answer {
    study::compare(&named("base"), &[named("app")], &settings(24, 12), Control::default()).unwrap().answer
}

/// All documents that can be made, each with a name.
fn documents() -> Vec<(&'static str, Document)> {
    let run = study::run(&named("app"), &settings(24, 12), Control::default()).unwrap().answer;
    let loaded = scenario::open(&format!("{FOLDER}base.toml")).unwrap();
    let factor = |key: &str, values: &[&str]| Factor {
        key: key.to_owned(),
        values: values.iter().map(|v| (*v).to_owned()).collect(),
    };
    let factors = vec![
        factor("offenders.number", &["720", "1300", "2400"]),
        factor("staff.offender manager.people", &["20", "24", "28"]),
    ];
    let grid = sweep::sweep("base", &loaded, factors, &settings(8, 0), Control::default()).unwrap().answer;
    let checked = named("app").scenario;
    let [faced, learnt] = facing();
    let (full, with) = (named("full"), named("overload"));
    let beside = study::run(&with, &settings(8, 4), Control::default()).unwrap().answer;
    let compared_with =
        study::compare(&full, &[named("app"), with], &settings(8, 4), Control::default()).unwrap().answer;
    vec![
        ("overload", for_run(&beside)),
        ("overload compared", for_comparison(&compared_with)),
        ("backtest", faced),
        ("calibrate", learnt),
        ("invented", examples::document()),
        ("run", for_run(&run)),
        ("compare", for_comparison(&compared())),
        ("sweep", for_sweep(&grid)),
        ("check", for_check(&checked, &preview(&checked), (&loads(&checked), &kind_hours(&checked)), &[])),
    ]
}

/// A backtest and a calibration, with every sort of figure.
fn facing() -> [Document; 2] {
    let text = r#"
        title = "Last <year>"
        learn = ["work.breach enquiry.raised.at_random", "work.home visit.effort", "group.monitored.number"]
        [[figure]]
        name = "breaches"
        count = "breach"
        value = 40
        [[figure]]
        name = "hours"
        hours_of = "offender manager"
        value = "30000 h"
        held_back = true
        [[figure]]
        name = "overdue"
        work = "home visit"
        measure = "overdue at end"
        value = 90000
        [[rate]]
        name = "new"
        key = "work.new case.raised.at_random"
        counts = [20, 17]
        exposures = ["1 month", "1 month"]
        people = 1300
        at_least = [30]
        [[share]]
        name = "arrests"
        key = "work.breach enquiry.then.arrest.chance"
        successes = 21
        trials = 24
    "#;
    let app = named("app");
    let loaded = scenario::open(&format!("{FOLDER}app.toml")).unwrap();
    let (mut observed, _) = scenario::observed::from_text("observed.toml", text, &app.scenario)
        .unwrap_or_else(|errors| panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
    let told = backtest(&app, &observed, &settings(12, 6), Control::default()).unwrap();
    // One cannot be learnt from: nothing comes near.
    observed.figures.retain(|figure| figure.name != "overdue");
    let settings = LearnSettings { particles: 40, budget: 512, rows: 10, threads: 1, ..LearnSettings::default() };
    let learnt = calibrate("app", &loaded, &loaded, &observed, &settings, Control::default()).unwrap();
    [for_backtest(&told), for_calibration(&learnt)]
}

#[test]
fn every_document_keeps_the_promises_of_the_room() {
    let look = std::env::var("CASELOAD_LOOK").ok();
    for (name, document) in documents() {
        let text = to_text(&document, 100);
        let page = to_html(&document);
        let files = tables_csv(&document);
        let figures = figures_svg(&document);
        for figure in document.figures() {
            assert_eq!(figure.numbers_without_a_cell(), [], "{name}: {}", figure.name);
        }
        let mut names: Vec<&String> = files.iter().chain(&figures).map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), files.len() + figures.len(), "{name}: file names");
        for table in document.tables() {
            assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{name}: {}", table.caption);
        }
        for (what, shown) in [("text", &text), ("page", &page)] {
            assert!(!shown.contains("NaN") && !shown.contains("inf "), "{name}: {what}");
        }
        if let Some(folder) = &look {
            let folder = std::path::Path::new(folder).join(name);
            std::fs::create_dir_all(&folder).unwrap();
            let own = [("report.html".to_owned(), page), ("report.txt".to_owned(), text)];
            for (file, text) in files.into_iter().chain(figures).chain(own) {
                std::fs::write(folder.join(file), text).unwrap();
            }
        }
    }
}

#[test]
fn what_overload_may_do_is_drawn_as_a_band_of_its_own() {
    for (name, document) in documents() {
        let apart: Vec<_> = document
            .figures()
            .filter(|figure| matches!(&figure.drawing, super::figure::Drawing::Lines(lines) if lines.apart.is_some()))
            .collect();
        if name == "invented" {
            continue;
        }
        let expected = match name {
            // The role's hours and their use, what is overdue in number and in days.
            "overload" => 4,
            // Of the difference the hours and what is overdue, and of the scenario its role's hours.
            "overload compared" => 3,
            _ => 0,
        };
        assert_eq!(apart.len(), expected, "{name}");
        for figure in apart {
            let words = "hatched: with the feedback of overload, which is not in the answer (evidence: weak)";
            assert!(figure.caption.contains(words), "{}", figure.caption);
            assert!(figure.description.contains("With the feedback: "), "{}", figure.description);
            let drawn = super::svg::svg(figure);
            assert!(drawn.contains("with the feedback of overload (evidence: weak)"), "{name}: {}", figure.name);
        }
    }
}

#[test]
fn what_was_watched_says_whose_it_is() {
    let wanted = Wanted::Precision { relative: 0.5, at_least: 8, at_most: 8 };
    let settings = Settings { replications: wanted, ..settings(8, 0) };
    let others = [named("app"), named("officer")];
    let answer = study::compare(&named("base"), &others, &settings, Control::default()).unwrap().answer;
    let document = for_comparison(&answer);
    let table = document.tables().find(|table| table.name == "precision").unwrap();
    let of: Vec<String> = table.rows.iter().map(|row| row.cells[1].shown()).collect();
    assert!(of.contains(&"app less base".to_owned()) && of.contains(&"officer less base".to_owned()), "{of:?}");
    assert_eq!(document.tables().filter(|table| table.name.starts_with("precision")).count(), 1);
    // The one that does not lead is told too, by its name, and all stand in one figure.
    let all = document.sections.iter().find(|section| section.heading == "All against the base").unwrap();
    let Block::List(said) = &all.blocks[0] else { panic!("a list") };
    assert!(said.len() == 1 && said[0].starts_with("officer: With "), "{said:?}");
    let figure = document.figures().find(|figure| figure.name == "all-less-base").unwrap();
    assert!(matches!(&figure.drawing, super::figure::Drawing::Bars(bars) if bars.bars.len() == 2));
}

#[test]
fn where_no_cause_is_new_nothing_is_called_displaced() {
    let answer = study::compare(&named("base"), &[named("sites")], &settings(4, 0), Control::default()).unwrap().answer;
    let document = for_comparison(&answer);
    let ledger = document.tables().find(|table| table.name == "ledger-sites").unwrap();
    let rows: Vec<String> = ledger.rows.iter().map(|row| row.cells[0].shown()).collect();
    assert!(rows.contains(&"routine".to_owned()) && !rows.iter().any(|row| row.contains("isplaced")), "{rows:?}");
}

#[test]
fn check_says_what_it_cannot_foresee_and_promises_no_simulation() {
    let full = named("full").scenario;
    let document = for_check(&full, &preview(&full), (&loads(&full), &kind_hours(&full)), &[]);
    let kinds = document.tables().find(|table| table.name == "hours-by-kind").unwrap();
    let row = kinds.rows.iter().find(|row| row.cells[0].shown() == "handover").unwrap();
    assert_eq!((row.cells[2].shown(), row.cells[3].shown()), ("not foreseen".to_owned(), "not foreseen".to_owned()));
    assert!(kinds.note.as_ref().unwrap().contains("a change of manager raises is not foreseen"));
    let ladder = document.figures().find(|figure| figure.name == "ladder").unwrap();
    assert!(ladder.description.starts_with("Two bars"), "{}", ladder.description);
    let fit = document.sections.iter().find(|section| section.heading.starts_with("Does the work fit?")).unwrap();
    assert!(fit.intro.as_ref().unwrap().contains("`caseload run`"));
}

#[test]
fn a_full_time_post_is_what_absences_leave_of_it() {
    let answer = study::compare(&named("app"), &[named("full")], &settings(4, 0), Control::default()).unwrap().answer;
    let posts = &answer.comparisons[0].posts;
    let full = &answer.scenarios[1];
    let left = full.build_up.iter().find(|own| Some(&own.role) == posts.role.as_ref()).unwrap();
    assert!(!left.absences.is_empty() && left.productive < 1_500.0);
    assert!((posts.hours_a_year.unwrap() - left.productive).abs() < 1e-9);
}

#[test]
fn an_answer_makes_the_same_bytes_twice() {
    let (first, second) = (for_comparison(&compared()), for_comparison(&compared()));
    assert_eq!(to_html(&first), to_html(&second));
    assert_eq!(to_text(&first, 80), to_text(&second, 80));
    assert_eq!(tables_csv(&first), tables_csv(&second));
    assert_eq!(figures_svg(&first), figures_svg(&second));
}

#[test]
fn the_ledger_table_holds_the_hours_of_the_answer() {
    let answer = compared();
    let document = for_comparison(&answer);
    let ledger = document.tables().find(|table| table.name == "ledger-app").unwrap();
    let total = answer.comparisons[0].ledger.total.expected().unwrap();
    let mut shown = ledger.rows.last().unwrap().cells.iter().filter_map(|cell| match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    });
    assert!(shown.next_back().unwrap().says(total));
}
