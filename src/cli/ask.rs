//! `run`, `compare` and `sweep`: from what was typed to an answer shown and kept.

use std::fs;
use std::path::Path;

use super::args::{Common, Compare, Run, Sweep};
use super::exit::Failure;
use super::progress::{Bar, stop_flag};
use super::{present, show, trace};
use crate::experiment::settings::{BLOCK, CAP, DRAWS, RELATIVE};
use crate::experiment::study::{self, Named};
use crate::experiment::{Control, Progress, Refusal, Settings, Study, Wanted, Warning, sweep as grid};
use crate::results::{Folder, run_that_wrote};
use crate::scenario::{self, Loaded};
use crate::units::counted;

/// Draws and most replications of each cell of a sweep, which has many.
const SWEEP: (u32, u64) = (40, 4 * BLOCK);

pub(super) fn run(asked: &Run) -> Result<(), Failure> {
    let (named, noted) = named(&[&asked.scenario], &asked.common)?;
    if let Some(path) = &asked.trace {
        let same = |file: &String| matches!((fs::canonicalize(file), fs::canonicalize(path)), (Ok(a), Ok(b)) if a == b);
        if named[0].scenario.files.iter().any(same) {
            let text = format!("--trace {path} would write over the scenario itself; name another file");
            return Err(Failure::Request(text));
        }
        if let Some(run) = run_that_wrote(Path::new(path)) {
            let run = run.display();
            let text =
                format!("--trace {path} would write over a file of the run in the folder `{run}`; name another file");
            return Err(Failure::Request(text));
        }
        return trace::write(&named[0].scenario, asked.common.making.seed, asked.replication.unwrap_or(0), path);
    }
    let command = format!("caseload run {}", quoted(&asked.scenario));
    answer(&asked.common, &named, noted, (DRAWS, CAP), &command, |settings, control| {
        study::run(&named[0], settings, control)
    })
}

pub(super) fn compare(asked: &Compare) -> Result<(), Failure> {
    let files: Vec<&str> = std::iter::once(&asked.base).chain(&asked.others).map(String::as_str).collect();
    if files.iter().filter(|file| **file == "-").count() > 1 {
        return Err(Failure::Request("standard input can give one scenario only".to_owned()));
    }
    let (named, noted) = named(&files, &asked.common)?;
    let list: Vec<String> = files.iter().map(|file| quoted(file)).collect();
    let command = format!("caseload compare {}", list.join(" "));
    answer(&asked.common, &named, noted, (DRAWS, CAP), &command, |settings, control| {
        study::compare(&named[0], &named[1..], settings, control)
    })
}

pub(super) fn sweep(asked: &Sweep) -> Result<(), Failure> {
    for (set, _) in &asked.common.set {
        if let Some(factor) = asked.vary.iter().find(|factor| grid::within(set, &factor.key)) {
            return Err(Failure::Request(format!(
                "--set {set} and --vary {}: what is varied writes over what is set; leave one of them out",
                factor.key
            )));
        }
    }
    set_once(&asked.common)?;
    let loaded = changed(scenario::open(&asked.scenario)?, &asked.common)?;
    let (first, warnings) = loaded.scenario()?;
    if !asked.common.making.quiet {
        show::diagnostics(&warnings);
    }
    let name = stem(&asked.scenario);
    let vary: Vec<String> = asked
        .vary
        .iter()
        .map(|factor| format!(" --vary {}", quoted(&format!("{}={}", factor.key, factor.values.join(",")))))
        .collect();
    let command = format!("caseload sweep {}{}", quoted(&asked.scenario), vary.concat());
    let noted = warnings.iter().map(|found| noted(&name, found)).collect();
    let named = [Named { name: name.clone(), scenario: first }];
    answer(&asked.common, &named, noted, SWEEP, &command, |settings, control| {
        grid::sweep(&name, &loaded, asked.vary.clone(), settings, control)
    })
}

/// What reading a file had to say of it, as part of the answer.
fn noted(scenario: &str, found: &scenario::Diagnostic) -> Warning {
    let place = format!("{}:{}:{}", found.place.file, found.place.line, found.place.column);
    let (text, help) = (found.message.clone(), found.help.clone());
    Warning::InTheFile { scenario: scenario.to_owned(), place, text, help }
}

/// Loads scenarios, with what `--set` changes, each under a name of its own; and what is to be said of their files.
fn named(files: &[&str], common: &Common) -> Result<(Vec<Named>, Vec<Warning>), Failure> {
    set_once(common)?;
    let mut list: Vec<Named> = Vec::new();
    let (mut faults, mut notes) = (Vec::new(), Vec::new());
    for file in files {
        let read = scenario::open(file).and_then(|loaded| overridden(loaded, common)).and_then(Loaded::into_scenario);
        match read {
            Ok((scenario, warnings)) => {
                if !common.making.quiet {
                    show::diagnostics(&warnings);
                }
                let stem = stem(file);
                let same = list.iter().filter(|n| n.name == stem || n.name.starts_with(&format!("{stem} "))).count();
                let name = if same == 0 { stem } else { format!("{stem} {}", same + 1) };
                notes.extend(warnings.iter().map(|found| noted(&name, found)));
                list.push(Named { name, scenario });
            }
            Err(errors) => faults.extend(errors),
        }
    }
    if faults.is_empty() { Ok((list, notes)) } else { Err(Failure::File(faults)) }
}

/// A key that is set twice has two values, of which only the last would count.
fn set_once(common: &Common) -> Result<(), Failure> {
    for (index, (key, value)) in common.set.iter().enumerate() {
        if let Some((_, first)) = common.set[..index].iter().find(|(known, _)| known == key) {
            return Err(Failure::Request(format!(
                "--set {key} is given twice, as {first} and as {value}; leave one of them out"
            )));
        }
    }
    Ok(())
}

fn overridden(mut loaded: Loaded, common: &Common) -> Result<Loaded, Vec<scenario::Diagnostic>> {
    for (key, value) in &common.set {
        loaded = loaded.set(key, value)?;
    }
    Ok(loaded)
}

fn changed(loaded: Loaded, common: &Common) -> Result<Loaded, Failure> {
    Ok(overridden(loaded, common)?)
}

/// The name of a file without folder and ending.
pub(super) fn stem(file: &str) -> String {
    if file == "-" {
        return "standard input".to_owned();
    }
    Path::new(file).file_stem().map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// A word as a shell would take it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The settings that were asked for, and the command that repeats them. What cannot change the answer
/// (threads, where it is written) is not part of the command.
fn settings(common: &Common, (draws, most): (u32, u64), command: &str) -> Settings {
    let relative = common.precision.unwrap_or(RELATIVE);
    let replications = match common.replications {
        Some(number) => Wanted::Number(number),
        None => Wanted::Precision { relative, at_least: BLOCK, at_most: most },
    };
    let mut words = format!("{command} --seed {}", common.making.seed);
    let mut option = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            for part in [" --", name, " ", &value] {
                words.push_str(part);
            }
        }
    };
    option("replications", common.replications.map(|n| n.to_string()));
    option("precision", common.precision.map(|p| p.to_string()));
    option("draws", common.draws.map(|k| k.to_string()));
    option("per-draw", (common.per_draw != 2).then(|| common.per_draw.to_string()));
    for (key, value) in &common.set {
        option("set", Some(quoted(&format!("{key}={value}"))));
    }
    option("today", common.today.clone());
    Settings {
        seed: common.making.seed,
        replications,
        draws: common.draws.unwrap_or(draws),
        per_draw: common.per_draw,
        threads: usize::from(common.making.threads),
        today: common.today.clone(),
        command: Some(words),
    }
}

fn answer(
    common: &Common,
    named: &[Named],
    noted: Vec<Warning>,
    defaults: (u32, u64),
    command: &str,
    ask: impl FnOnce(&Settings, Control<'_>) -> Result<Study, Refusal>,
) -> Result<(), Failure> {
    for target in &common.require {
        target.check(named)?;
    }
    let folder = common.making.out.as_deref().map(Folder::open).transpose()?;
    let settings = settings(common, defaults, command);
    let bar = Bar::new(common.making.quiet);
    let tell = |progress: Progress| bar.tell(progress);
    let control = Control { stop: Some(stop_flag()), progress: Some(&tell) };
    let study = ask(&settings, control);
    bar.done();
    let mut study = study?;
    study.answer.warnings.extend(noted);
    let mut left_out = None;
    if let Some(folder) = &folder {
        let date = (!common.no_date).then(|| jiff::Zoned::now().date().to_string());
        let pages = present::pages(&study.answer, date.as_deref());
        left_out = folder.write(&study, pages, date.as_deref()).map_err(Failure::Unfinished)?;
    }
    if common.making.json {
        show::json(&study.answer)?;
    } else {
        present::show(&study.answer)?;
    }
    if !common.making.quiet && common.making.json {
        show::warnings(&study.answer.warnings);
    }
    if let (Some(folder), false) = (&folder, common.making.quiet) {
        let instead = if folder.replaces() { ", in the place of the earlier run" } else { "" };
        super::say(&format!("written to {}{instead}", folder.path().display()));
        if let Some(text) = &left_out {
            super::say(text);
        }
    }
    finish(common, &study)
}

/// The exit code: stopped early, or cut short by a limit, before missed targets.
fn finish(common: &Common, study: &Study) -> Result<(), Failure> {
    let stopped =
        study.answer.scenarios.iter().find_map(|s| s.replications.interrupted_of.map(|of| (s.replications, of)));
    if let Some((made, of)) = stopped {
        let finished = made.typical + made.draws * made.per_draw;
        return Err(Failure::Unfinished(format!(
            "stopped: {finished} of {of} replications were finished, and only these count"
        )));
    }
    let cut: u64 = study.answer.scenarios.iter().map(|s| s.replications.truncated).sum();
    if cut > 0 {
        return Err(Failure::Unfinished(format!(
            "{} a limit of the scenario and stopped there: no averages are given",
            counted(cut, "replication reached", "replications reached")
        )));
    }
    let missed: Vec<String> = common.require.iter().filter_map(|target| target.missed(&study.answer)).collect();
    if missed.is_empty() { Ok(()) } else { Err(Failure::Missed(missed)) }
}
