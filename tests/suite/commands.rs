//! Every command that the documentation shows is a command: it runs, on what it names, and ends well.
//!
//! Commands stand in fenced blocks and between backticks. What stands for a file of the reader's own is given one; where a
//! command may run for long it is told to be brief.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::{Caseload, Ended, Place};

/// The documents, and the folder from which their commands are given.
const DOCUMENTS: [(&str, &str); 5] = [
    ("README.md", "."),
    ("scenarios/README.md", "scenarios"),
    ("scenarios/FORCES.md", "."),
    ("scenarios/OBSERVED.md", "scenarios/your-force"),
    ("scenarios/your-force/README.md", "scenarios/your-force"),
];

/// What stands for the reader's own files, from the folder of the commands.
const STANDS_FOR: [(&str, &str); 8] = [
    ("SCENARIO", "base.toml"),
    ("FILE", "base.toml"),
    ("BASE", "base.toml"),
    ("OTHER...", "app.toml"),
    ("A", "base.toml"),
    ("B", "app.toml"),
    ("OBSERVED.toml", "observed.toml"),
    ("CSV...", "templates/caseload.csv templates/staff.csv"),
];

/// The commands of a document, each without the name of the program.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    let mut outside = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            let line = line.split(" #").next().unwrap_or_default().trim();
            let started = line.strip_prefix("caseload ").or(line.strip_prefix("cargo run --release -- "));
            found.extend(started.map(str::to_owned));
        } else {
            outside.push_str(line);
            outside.push(' ');
        }
    }
    let inline = outside.split('`').skip(1).step_by(2).filter_map(|code| code.strip_prefix("caseload "));
    found.extend(inline.map(str::to_owned));
    let one_line = |command: String| command.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found: Vec<String> = found.into_iter().map(one_line).collect();
    found.sort();
    found.dedup();
    found
}

/// Options that make a command brief and keep it from asking.
fn brief(word: &str, command: &str) -> &'static str {
    match word {
        "run" | "compare" | "sweep" | "backtest" => "-n 2 --draws 2 --threads 2 --quiet --no-date",
        "calibrate" => "--particles 20 --budget 384 --rows 10 --threads 2 --quiet --no-date",
        "import" => "--today 2026-04-01",
        "init" if !command.contains("--yes") => "--yes",
        _ => "",
    }
}

/// The words of a command, quotation marks taken as a shell does.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '"' | '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("one at least").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let here = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &here);
        } else {
            std::fs::copy(&path, &here).unwrap();
        }
    }
}

/// A folder as a reader has it after unpacking, with the tables that they have filled in.
fn unpacked() -> Place {
    let place = Place::new();
    let scenarios = crate::support::scenarios();
    copy(&scenarios, &place.path("scenarios"));
    for table in ["caseload.csv", "staff.csv"] {
        let template = scenarios.join("your-force/templates").join(table);
        for folder in ["", "scenarios/your-force"] {
            std::fs::copy(&template, place.path(folder).join(table)).unwrap();
        }
    }
    place
}

/// The words of a command with files in the place of what stands for the reader's own.
fn resolved(command: &str, own: &str) -> Vec<String> {
    let replaced = |word: String| {
        let known: BTreeMap<&str, &str> = STANDS_FOR.into_iter().collect();
        known.get(word.as_str()).map_or(vec![word], |files| {
            files.split(' ').map(|file| Path::new(own).join(file).to_string_lossy().into_owned()).collect()
        })
    };
    words(command).into_iter().flat_map(replaced).collect()
}

/// What a command asks, wherever it is given and wherever its answer goes.
fn question(words: &[String], folder: &Path) -> Vec<String> {
    let to = words.iter().position(|word| word == "--out").unwrap_or(words.len());
    let whole =
        |word: &String| folder.join(word).canonicalize().map_or(word.clone(), |path| path.display().to_string());
    words.iter().take(to).map(whole).collect()
}

/// Runs a command in a folder that is as unpacked, or as an earlier command of the document left it.
fn run(command: &str, words: &[String], folder: &Path) -> Ended {
    let (first, rest) = words.split_first().expect("a command");
    let asked = rest.iter().fold(Caseload::new(first), |asked, word| asked.arg(word));
    asked.words(brief(first, command)).folder(folder).end()
}

#[test]
fn every_command_of_the_documentation_runs() {
    let place = unpacked();
    let (mut told, mut asked) = (Vec::new(), BTreeSet::new());
    for (document, folder) in DOCUMENTS {
        let text = std::fs::read_to_string(document).unwrap();
        let own = if folder.ends_with("your-force") { "" } else { "scenarios/your-force" };
        let own = if folder == "scenarios" { "your-force" } else { own };
        let mut all = commands(&text);
        // A word by itself that wants more is a mention.
        all.retain(|command| command.contains(' ') || ["init", "schema"].contains(&command.as_str()));
        // What makes files comes before what reads them.
        all.sort_by_key(|command| (!command.starts_with("init"), !command.starts_with("import")));
        for command in all {
            // What names the folder of the scenarios is given from above it, wherever it is shown.
            let from = place.path(if command.contains(" scenarios/") { "." } else { folder });
            // A starter is written into a folder that is not there yet.
            let from = if command.starts_with("init") && from.join("your-force").exists() {
                let own = place.path(&format!("starter {}", told.len()));
                std::fs::create_dir_all(&own).unwrap();
                own
            } else {
                from
            };
            let words = resolved(&command, own);
            if !command.starts_with("init") && !asked.insert(question(&words, &from)) {
                continue;
            }
            let ended = run(&command, &words, &from);
            assert!(ended.code() == 0, "{document}: caseload {command}: exit {}\n{}", ended.code(), ended.said());
            told.push(command.split(' ').next().unwrap_or_default().to_owned());
        }
    }
    for word in ["check", "run", "compare", "sweep", "backtest", "calibrate", "init", "import", "schema"] {
        assert!(told.iter().any(|told| told == word), "no document shows `caseload {word}`: {told:?}");
    }
    assert!(told.len() > 25, "{told:?}");
}
