//! The shipped scenarios: sound, sourced, and fit to be run by anybody anywhere.

use crate::engines::shipped;
use caseload::experiment::{Control, Named, Settings, Wanted, study};
use caseload::scenario::{self, Loaded, Scenario};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// The scenarios that cite evidence, a folder each; the textbook's numbers are exact and cite nothing.
const FORCES: [&str; 4] = ["nottinghamshire-2021", "durham-2021", "cumbria", "avon-and-somerset-2021"];

/// Families of ids, a letter before a number. Of the evidence: the app, breaches, caseload, forensics, in the community,
/// numbers registered, outcomes, breach rates, risk, staff, the schedule of work, assumptions. And Y, the assumptions that
/// the scenarios add.
const FAMILIES: [char; 13] = ['A', 'B', 'C', 'F', 'K', 'N', 'O', 'P', 'R', 'S', 'W', 'X', 'Y'];

/// The highest number of an assumption, X1 to X43.
const ASSUMPTIONS: u32 = 43;

fn files_under(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path, extensions));
        } else if path.extension().is_some_and(|e| extensions.iter().any(|known| e == *known)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_of_a_force(path: &str) -> bool {
    FORCES.iter().any(|force| path.starts_with(&format!("scenarios/{force}/")))
}

fn forces() -> Vec<(String, Scenario)> {
    let files = shipped().into_iter().filter(|(path, _)| is_of_a_force(path));
    let read: Vec<_> = files.map(|(path, loaded)| (path, loaded.into_scenario().unwrap().0)).collect();
    for force in FORCES {
        let files = read.iter().filter(|(path, _)| path.contains(force)).count();
        assert!(files >= 2, "{force}: one to compare with another, and {files} found");
    }
    read
}

/// The ids in a `source`: "X12, W17".
fn ids(source: &str) -> impl Iterator<Item = &str> {
    source.split([',', ';']).map(str::trim)
}

fn is_well_formed(id: &str) -> bool {
    let mut letters = id.chars();
    let family = letters.next();
    let number = letters.as_str();
    let digits = !number.is_empty() && !number.starts_with('0') && number.chars().all(|c| c.is_ascii_digit());
    let number: u32 = if digits { number.parse().unwrap_or(0) } else { 0 };
    family.is_some_and(|f| FAMILIES.contains(&f)) && number > 0 && (family != Some('X') || number <= ASSUMPTIONS)
}

#[test]
fn every_number_of_a_force_has_a_source_and_says_how_far_it_can_be_trusted() {
    let mut faults = Vec::new();
    for (path, scenario) in forces() {
        let numbers = scenario.numbers();
        assert!(numbers.len() > 40, "{path}: only {} numbers", numbers.len());
        for number in numbers {
            let passport = &number.passport;
            if passport.source.as_deref().is_none_or(str::is_empty) {
                faults.push(format!("{path}: {} ({}) has no source", number.key, number.written));
            }
            if passport.confidence.is_none() {
                faults.push(format!("{path}: {} ({}) has no confidence", number.key, number.written));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_id_of_a_force_is_explained_and_every_explanation_is_used() {
    let mut faults = BTreeSet::new();
    let mut own = BTreeMap::new();
    for (path, scenario) in forces() {
        let explained: BTreeSet<&str> = scenario.sources.iter().map(|(id, _)| id.as_str()).collect();
        let joint = scenario.joints.iter().map(|joint| &joint.passport);
        let numbers = scenario.numbers();
        let passports = numbers.iter().map(|number| &number.passport).chain(joint);
        for id in passports.filter_map(|passport| passport.source.as_deref()).flat_map(ids) {
            if !explained.contains(id) {
                faults.insert(format!("{path}: `{id}` is cited and not explained in [sources]"));
            }
        }
        for (id, meaning) in &scenario.sources {
            // An assumption of the scenarios' own is the same one everywhere.
            if id.starts_with('Y') && own.entry(id.clone()).or_insert(meaning.clone()) != meaning {
                faults.insert(format!("{path}: `{id}` means something else in another file"));
            }
            if !is_well_formed(id) {
                faults.insert(format!("{path}: `{id}` is not an id of the evidence"));
            }
            if id.starts_with(['X', 'Y']) != meaning.starts_with("Assumption") {
                faults.insert(format!("{path}: `{id}` is explained as \"{meaning}\""));
            }
        }
    }
    // What a file explains, that file uses: in a source, a note or a comment.
    for file in FORCES.iter().flat_map(|force| files_under(&Path::new("scenarios").join(force), &["toml"])) {
        let text = std::fs::read_to_string(&file).unwrap();
        let Some((_, sources)) = text.split_once("\n[sources]\n") else { continue };
        for id in sources.lines().filter_map(|line| line.split_once('=')).map(|(id, _)| id.trim()) {
            let cited = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| *word == id).count();
            if cited < 2 {
                faults.insert(format!("{}: `{id}` is explained and never cited", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_id_is_a_letter_of_a_family_and_a_number() {
    for good in ["A1", "B10", "C7", "O6", "R9", "W17", "X1", "X43"] {
        assert!(is_well_formed(good), "{good}");
    }
    for bad in ["", "X", "X0", "X07", "X44", "Z1", "x1", "B", "B1a", "B-1", "1"] {
        assert!(!is_well_formed(bad), "{bad}");
    }
}

/// Shipped files of observed figures, each after the scenario it faces. Every file whose name begins so must be here.
fn observed() -> Vec<[PathBuf; 2]> {
    let pairs = [
        ["your-force/base.toml", "your-force/observed.toml"],
        ["nottinghamshire-2021/since-october-2020.toml", "nottinghamshire-2021/observed-2020-21.toml"],
        ["durham-2021/programme.toml", "durham-2021/observed-2020-21.toml"],
        ["avon-and-somerset-2021/operation.toml", "avon-and-somerset-2021/observed-february-2021.toml"],
    ];
    pairs.map(|pair| pair.map(|name| Path::new("scenarios").join(name))).to_vec()
}

#[test]
fn every_shipped_file_of_observed_figures_fits_the_scenario_it_faces() {
    for [scenario, file] in observed() {
        let (scenario, _) = scenario::load(scenario.to_str().unwrap()).unwrap();
        let (observed, warnings) = scenario::observed::load(file.to_str().unwrap(), &scenario).unwrap();
        assert!(warnings.is_empty(), "{warnings:?}");
        assert!(observed.figures.iter().all(|figure| figure.passport.source.is_some()), "{}", file.display());
    }
}

#[test]
fn every_shipped_scenario_is_sound_and_no_other_file_lies_beside_them() {
    let known: BTreeSet<PathBuf> = shipped().into_iter().map(|(path, _)| path.into()).collect();
    let extended: BTreeSet<PathBuf> = shipped()
        .into_iter()
        .flat_map(|(_, loaded)| loaded.into_scenario().unwrap().0.files)
        .map(PathBuf::from)
        .collect();
    let observed: BTreeSet<PathBuf> = observed().into_iter().map(|pair| pair[1].clone()).collect();
    for file in files_under(Path::new("scenarios"), &["toml"]) {
        if observed.contains(&file) {
            continue;
        }
        assert!(known.contains(&file) || extended.contains(&file), "{} is neither sound nor extended", file.display());
    }
    assert!(known.len() >= 20, "{known:?}");
}

#[test]
fn every_shipped_file_is_valid_by_the_schema_that_editors_use() {
    let scenarios = jsonschema::validator_for(&scenario::schema::schema()).unwrap();
    let figures = jsonschema::validator_for(&scenario::schema::observed_schema()).unwrap();
    let observed: BTreeSet<PathBuf> = observed().into_iter().map(|pair| pair[1].clone()).collect();
    let mut faults = Vec::new();
    for file in files_under(Path::new("scenarios"), &["toml"]) {
        let validator = if observed.contains(&file) { &figures } else { &scenarios };
        let text = std::fs::read_to_string(&file).unwrap();
        let json = table_as_json(&DeTable::parse(&text).unwrap().into_inner());
        faults.extend(validator.iter_errors(&json).map(|e| format!("{}: {}: {e}", file.display(), e.instance_path())));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// TOML as an editor hands it to a schema: dates are texts.
fn as_json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::Datetime(moment) => moment.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| as_json(item.get_ref())).collect(),
        DeValue::Table(table) => table_as_json(table),
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).unwrap().into(),
        DeValue::Float(x) => x.as_str().parse::<f64>().unwrap().into(),
        DeValue::Boolean(b) => (*b).into(),
    }
}

fn table_as_json(table: &DeTable<'_>) -> serde_json::Value {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref()))).collect()
}

#[test]
fn every_shipped_scenario_can_be_run_to_its_end() {
    let mut shortened = 0;
    for (path, loaded) in shipped() {
        let length = if is_of_a_force(&path) { "3 weeks" } else { "3 days" };
        // A textbook case may look at a moment beyond so short a time; it is short enough as it is.
        let short = loaded.set("runs_for", length).and_then(Loaded::into_scenario);
        shortened += u32::from(short.is_ok());
        let (scenario, _) = short.unwrap_or_else(|_| loaded.into_scenario().unwrap());
        let settings = Settings { replications: Wanted::Number(2), draws: 2, ..Settings::default() };
        let named = Named { name: path.clone(), scenario };
        let study = study::run(&named, &settings, Control::default()).unwrap_or_else(|e| panic!("{path}: {e}"));
        let made = study.answer.scenarios[0].replications;
        assert_eq!((made.typical, made.truncated), (2, 0), "{path}");
    }
    assert!(shortened >= 15, "only {shortened} were shortened");
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    // Put together here, so that this file does not name them either.
    let places = ["/work", "/root", "/home", "/Users", "/opt"].map(|place| format!("{place}/"));
    let hosts = ["localhost", "127.0.0", "artifactory", "nexus.", "index-url", "file://"].map(str::to_owned);
    let allowed = Path::new("tests/suite/scenarios.rs");
    let folders = ["src", "scenarios", "tests", "benches", "fuzz/targets", "fuzz/corpus", "docs", ".ci"];
    let kinds = ["rs", "toml", "md", "txt", "html", "py", "sh", "json", "csv", "trace"];
    let mut files: Vec<PathBuf> = std::fs::read_dir(".").unwrap().map(|entry| entry.unwrap().path()).collect();
    // `.git` is a file in a second working tree.
    files.retain(|path| path.is_file() && !path.ends_with(".git"));
    for folder in folders.map(Path::new).into_iter().filter(|folder| folder.is_dir()) {
        files.extend(files_under(folder, &kinds));
    }
    files.extend([".ci/run"].map(PathBuf::from).into_iter().filter(|path| path.is_file()));
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.as_path() != allowed) {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        for (number, line) in text.lines().enumerate() {
            for word in places.iter().chain(&hosts) {
                if names(line, word) {
                    faults.push(format!("{}:{}: {word}", file.display(), number + 1));
                }
            }
        }
    }
    // Every dependency comes from the public registry.
    let lock = std::fs::read_to_string("Cargo.lock").unwrap();
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let elsewhere = lock.lines().filter(|line| line.starts_with("source = ") && *line != public);
    faults.extend(elsewhere.map(|line| format!("Cargo.lock: {line}")));
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Whether a line names a place: not as a part of an address on the web or of a longer path.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !word.starts_with('/') || !before.is_some_and(|c| c.is_alphanumeric() || "._-*}".contains(c))
    })
}
