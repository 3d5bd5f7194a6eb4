//! `check`: is the file sound, how much work comes, how much can be done; and what differs between two.

use std::fmt::Write as _;

use serde::Serialize;

use super::args::Check;
use super::exit::Failure;
use super::{present, show};
use crate::experiment::ladder::Ladder;
use crate::experiment::{Expected, KindHours, PostCosts, RoleLoad, Warning, post_costs};
use crate::scenario::{self, Diagnostic, Loaded};

/// What `check --json` writes for each file.
#[derive(Debug, Serialize)]
struct Checked {
    file: String,
    sound: bool,
    title: Option<String>,
    hash: Option<String>,
    loads: Vec<RoleLoad>,
    /// Hours a year by kind of work.
    kinds: Vec<KindHours>,
    /// What posts cost in a year, where the file prices them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    post_costs: Vec<PostCosts>,
    ladder: Option<Ladder>,
    /// What can be foreseen of a run.
    warnings: Vec<Warning>,
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
                let expected = Expected::of(&scenario);
                let (loads, kinds, ladder) = (expected.loads(), expected.kind_hours(), expected.ladder());
                let seen = expected.foreseen(&super::ask::stem(file), &loads);
                if !asked.json {
                    show::diagnostics(&warnings);
                    if !asked.quiet {
                        present::show_check(&scenario, &ladder, (&loads, &kinds), &seen)?;
                    }
                }
                Checked {
                    file: file.clone(),
                    sound: true,
                    title: Some(scenario.title.clone()),
                    hash: Some(scenario.hash.clone()),
                    loads,
                    kinds,
                    post_costs: post_costs(&scenario),
                    ladder: Some(ladder),
                    warnings: seen,
                    diagnostics: warnings,
                }
            }
            Err(errors) => {
                if !asked.json {
                    show::diagnostics(&errors);
                }
                let file = file.clone();
                let (title, hash, ladder) = (None, None, None);
                let (loads, kinds, post_costs, warnings) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
                Checked {
                    file,
                    sound: false,
                    title,
                    hash,
                    loads,
                    kinds,
                    post_costs,
                    ladder,
                    warnings,
                    diagnostics: errors,
                }
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
