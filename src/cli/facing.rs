//! `backtest` and `calibrate`: last year's figures against a scenario.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;

use super::args_facing::{Backtest, Calibrate, Facing};
use super::ask::{quoted, stem};
use super::exit::Failure;
use super::progress::{Bar, stop_flag};
use super::{present, show};
use crate::experiment::facing::{self, LearnSettings, Sides};
use crate::experiment::{Control, Made, Named, Progress, Settings, Wanted};
use crate::report::{Document, for_backtest, for_calibration};
use crate::results::Folder;
use crate::scenario::observed::{self, Observed};
use crate::scenario::{self, Loaded, Scenario};

/// The two sides, read.
struct Read {
    name: String,
    plain: Loaded,
    loaded: Loaded,
    scenario: Scenario,
    observed: Observed,
}

fn read(asked: &Facing) -> Result<Read, Failure> {
    if asked.scenario == "-" && asked.observed == "-" {
        return Err(Failure::Request("standard input can give one file only".to_owned()));
    }
    for (i, (key, _)) in asked.set.iter().enumerate() {
        if asked.set[..i].iter().any(|(known, _)| known == key) {
            return Err(Failure::Request(format!("--set {key} is given twice; leave one of them out")));
        }
    }
    let plain = scenario::open(&asked.scenario)?;
    let mut loaded = plain.clone();
    for (key, value) in &asked.set {
        loaded = loaded.set(key, value)?;
    }
    let (scenario, mut warnings) = loaded.scenario()?;
    let (observed, more) = observed::load(&asked.observed, &scenario)?;
    warnings.extend(more);
    if !asked.making.quiet {
        show::diagnostics(&warnings);
    }
    Ok(Read { name: stem(&asked.scenario), plain, loaded, scenario, observed })
}

/// The command that repeats the answer; what cannot change it is not part of it.
fn command(word: &str, asked: &Facing, options: &str) -> String {
    let mut words = format!(
        "caseload {word} {} {} --seed {}{options}",
        quoted(&asked.scenario),
        quoted(&asked.observed),
        asked.making.seed
    );
    for (key, value) in &asked.set {
        let _ = write!(words, " --set {}", quoted(&format!("{key}={value}")));
    }
    words
}

/// An answer that is to be shown and kept.
struct Told<'a, A> {
    answer: &'a A,
    document: Document,
    made: &'a Made,
    sides: &'a Sides,
    more: Vec<(String, Vec<u8>)>,
}

fn tell<A: Serialize>(asked: &Facing, folder: Option<&Folder>, told: Told<'_, A>) -> Result<(), Failure> {
    let date = (!asked.no_date).then(|| jiff::Zoned::now().date().to_string());
    if let Some(folder) = folder {
        let results = serde_json::to_vec_pretty(told.answer)
            .map_err(|error| Failure::Unfinished(format!("results.json: {error}")))?;
        let mut files = vec![("results.json".to_owned(), results)];
        files.extend(told.more);
        files.extend(present::pages_of(told.document.clone(), date.as_deref()));
        let sides = told.sides;
        let scenarios = serde_json::json!([{
            "name": sides.name, "title": sides.title, "hash": sides.hash, "files": sides.files,
            "observed": { "title": sides.observed_title, "file": sides.observed_file, "sha256": sides.observed_hash },
        }]);
        folder.write_files(told.made, &scenarios, files, date.as_deref()).map_err(Failure::Unfinished)?;
    }
    if asked.making.json {
        show::json(told.answer)?;
    } else {
        present::show_document(&told.document)?;
    }
    if let (Some(folder), false) = (folder, asked.making.quiet) {
        let instead = if folder.replaces() { ", in the place of the earlier run" } else { "" };
        super::say(&format!("written to {}{instead}", folder.path().display()));
    }
    Ok(())
}

pub(super) fn backtest(asked: &Backtest) -> Result<(), Failure> {
    let read = read(&asked.facing)?;
    let keys = values(None, &read.observed).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    for target in &asked.require {
        target.check_keys(&keys)?;
    }
    let folder = asked.facing.making.out.as_deref().map(Folder::open).transpose()?;
    let options =
        format!(" --replications {} --draws {} --per-draw {}", asked.replications, asked.draws, asked.per_draw);
    let settings = Settings {
        seed: asked.facing.making.seed,
        replications: Wanted::Number(asked.replications),
        draws: asked.draws,
        per_draw: asked.per_draw,
        threads: usize::from(asked.facing.making.threads),
        today: None,
        command: Some(command("backtest", &asked.facing, &options)),
    };
    let bar = Bar::new(asked.facing.making.quiet);
    let progress = |progress: Progress| bar.tell(progress);
    let control = Control { stop: Some(stop_flag()), progress: Some(&progress) };
    let named = Named { name: read.name, scenario: read.scenario };
    let answer = facing::backtest(&named, &read.observed, &settings, control);
    bar.done();
    let answer = answer?;
    let document = for_backtest(&answer);
    let told = Told { answer: &answer, document, made: &answer.made, sides: &answer.sides, more: Vec::new() };
    tell(&asked.facing, folder.as_ref(), told)?;
    if answer.truncated > 0 {
        return Err(Failure::Unfinished(format!("{} replications reached a limit of the scenario", answer.truncated)));
    }
    let values = values(Some(&answer), &read.observed);
    let missed: Vec<String> = asked.require.iter().filter_map(|target| target.missed_of(&values)).collect();
    if missed.is_empty() { Ok(()) } else { Err(Failure::Missed(missed)) }
}

/// What `--require` may speak of; without an answer, the keys alone.
fn values(answer: Option<&facing::Backtest>, observed: &Observed) -> Vec<(String, Option<f64>)> {
    let together = answer.map(|answer| answer.together);
    let mut list = vec![
        ("inside 90".to_owned(), together.map(|t| t.inside_90 as f64)),
        ("inside 95".to_owned(), together.map(|t| t.inside_95 as f64)),
        ("surprise".to_owned(), together.and_then(|t| t.surprise)),
        ("distance".to_owned(), together.and_then(|t| t.distance)),
        ("log score".to_owned(), together.and_then(|t| t.log_score)),
    ];
    for (i, figure) in observed.figures.iter().enumerate() {
        let whole = answer.and_then(|answer| answer.figures.get(i)).and_then(|figure| figure.whole);
        list.push((format!("pit.{}", figure.name), whole.map(|p| p.pit)));
        list.push((format!("crps.{}", figure.name), whole.map(|p| p.crps)));
        list.push((format!("log score.{}", figure.name), whole.and_then(|p| p.log_score)));
    }
    list
}

pub(super) fn calibrate(asked: &Calibrate) -> Result<(), Failure> {
    let read = read(&asked.facing)?;
    if asked.facing.making.out.is_some() && asked.facing.scenario == "-" {
        let text = "the scenario that is written extends the one given, so that must be a file and not standard input";
        return Err(Failure::Request(text.to_owned()));
    }
    let folder = asked.facing.making.out.as_deref().map(Folder::open).transpose()?;
    let options = format!(
        " --particles {} --tolerance {} --quantile {} --budget {} --rows {}",
        asked.particles, asked.tolerance, asked.quantile, asked.budget, asked.rows
    );
    let settings = LearnSettings {
        seed: asked.facing.making.seed,
        threads: usize::from(asked.facing.making.threads),
        particles: asked.particles,
        tolerance: asked.tolerance,
        quantile: asked.quantile,
        budget: asked.budget,
        rows: asked.rows,
        command: Some(command("calibrate", &asked.facing, &options)),
        ..LearnSettings::default()
    };
    let bar = Bar::new(asked.facing.making.quiet);
    let progress = |progress: Progress| bar.tell(progress);
    let control = Control { stop: Some(stop_flag()), progress: Some(&progress) };
    let answer = facing::calibrate(&read.name, &read.plain, &read.loaded, &read.observed, &settings, control);
    bar.done();
    let answer = answer?;
    let mut more = Vec::new();
    if let Some(folder) = &folder {
        let extends = from_folder(folder.path(), Path::new(&asked.facing.scenario));
        more.push((
            "calibrated.toml".to_owned(),
            answer.file(&extends.to_string_lossy().replace('\\', "/")).into_bytes(),
        ));
    }
    let document = for_calibration(&answer);
    let told = Told { answer: &answer, document, made: &answer.made, sides: &answer.sides, more };
    tell(&asked.facing, folder.as_ref(), told)?;
    if answer.learning.as_ref().is_some_and(|learning| learning.ended == facing::Ended::Stopped) {
        return Err(Failure::Unfinished("stopped: the last complete generation counts".to_owned()));
    }
    Ok(())
}

/// The way from a folder to a file, steps up included; the file's own path where there is no such way.
fn from_folder(folder: &Path, file: &Path) -> PathBuf {
    let (Ok(folder), Ok(file)) = (folder.canonicalize(), file.canonicalize()) else { return file.to_owned() };
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), file.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return file;
    }
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - common);
    up.chain(to.into_iter().skip(common)).collect()
}
