//! `check`: is the file sound, how much work comes, how much can be done; and what differs between two.

use std::fmt::Write as _;

use serde::Serialize;

use super::args::Check;
use super::exit::Failure;
use super::show;
use crate::experiment::RoleLoad;
use crate::experiment::ladder::{Ladder, loads, preview};
use crate::scenario::world::Scenario;
use crate::scenario::{self, Diagnostic, Loaded};

/// What `check --json` writes for each file.
#[derive(Debug, Serialize)]
struct Checked {
    file: String,
    sound: bool,
    title: Option<String>,
    hash: Option<String>,
    loads: Vec<RoleLoad>,
    ladder: Option<Ladder>,
    diagnostics: Vec<Diagnostic>,
}

pub(super) fn check(asked: &Check) -> Result<(), Failure> {
    if asked.diff {
        return difference(asked);
    }
    let mut list = Vec::new();
    for file in &asked.scenarios {
        list.push(match scenario::load(file) {
            Ok((scenario, warnings)) => {
                if !asked.json {
                    show::diagnostics(&warnings);
                    if !asked.quiet {
                        super::write_out(&preview_text(file, &scenario))?;
                    }
                }
                Checked {
                    file: file.clone(),
                    sound: true,
                    title: Some(scenario.title.clone()),
                    hash: Some(scenario.hash.clone()),
                    loads: loads(&scenario),
                    ladder: Some(preview(&scenario)),
                    diagnostics: warnings,
                }
            }
            Err(errors) => {
                if !asked.json {
                    show::diagnostics(&errors);
                }
                let file = file.clone();
                let (title, hash, ladder) = (None, None, None);
                Checked { file, sound: false, title, hash, loads: Vec::new(), ladder, diagnostics: errors }
            }
        });
    }
    if asked.json {
        show::json(&list)?;
    }
    // What is wrong has been shown already.
    if list.iter().all(|checked| checked.sound) { Ok(()) } else { Err(Failure::File(Vec::new())) }
}

fn difference(asked: &Check) -> Result<(), Failure> {
    let [first, second] = asked.scenarios.as_slice() else {
        return Err(Failure::Request("--diff compares two scenarios; give two files".to_owned()));
    };
    let open = |file: &str| -> Result<Loaded, Failure> { Ok(scenario::open(file)?) };
    let list = scenario::diff::differences(&open(first)?, &open(second)?);
    if asked.json {
        return show::json(&list);
    }
    let mut text = String::new();
    for difference in &list {
        let _ = writeln!(text, "{difference}");
    }
    if list.is_empty() {
        text.push_str("the two say the same\n");
    }
    super::write_out(&text)
}

/// Offered load and capacity of each role, and the first two rungs.
fn preview_text(file: &str, scenario: &Scenario) -> String {
    let mut text = format!("{file}: sound\n  {}\n", scenario.title);
    let uncertain = scenario.numbers().iter().filter(|n| n.is_uncertain()).count();
    let unsupported = scenario.numbers().iter().filter(|n| n.passport.source.is_none()).count();
    let _ = writeln!(
        text,
        "  {} numbers: {uncertain} uncertain, {unsupported} without a source; hash {}",
        scenario.numbers().len(),
        scenario.hash.get(..12).unwrap_or_default()
    );
    let loads = loads(scenario);
    let width = loads.iter().map(|l| l.role.chars().count()).max().unwrap_or(0).max(4);
    let _ = writeln!(text, "\n  {:width$}  {:>12}  {:>12}  {:>6}", "role", "hours a year", "there are", "load");
    for load in &loads {
        let there = load.available.map_or("unlimited".to_owned(), |hours| format!("{hours:.0}"));
        let share = load.load.map_or("-".to_owned(), |x| format!("{:.0} %", x * 100.0));
        let _ = writeln!(text, "  {:width$}  {:>12.0}  {there:>12}  {share:>6}", load.role, load.asked);
    }
    let ladder = preview(scenario);
    text.push_str("\n  Does the work fit?\n");
    if let Some(ratio) = &ladder.ratio {
        let against = ratio.benchmark.map_or(String::new(), |b| format!(", against {b:.0}"));
        let _ = writeln!(text, "  ratio       {:.1} offenders for each full-time post{against}", ratio.per_post);
    }
    if let Some(points) = &ladder.points {
        let share = points.load.map_or("nobody to do it".to_owned(), |load| format!("{:.0} %", load * 100.0));
        let _ = writeln!(
            text,
            "  points      {:.0} hours of work over {:.0} hours there are: {share}",
            points.asked, points.available
        );
    }
    text.push_str("  simulation  `caseload run` says\n");
    text
}
