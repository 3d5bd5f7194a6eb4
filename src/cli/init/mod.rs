//! `init`: a starter scenario for a force to fill in.
//!
//! The files are those of `scenarios/your-force`, which are part of the program. An answer takes the place of one default in
//! them, and its passport says that it was given here; whatever is not answered stays as it is shipped, with its source.

mod answers;
mod files;
mod terminal;

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args::Init;
use super::exit::Failure;
use answers::{Answers, QUESTIONS};

pub(super) use answers::productive;

pub(super) fn init(asked: &Init) -> Result<(), Failure> {
    let folder = &asked.folder;
    // Before any question is asked.
    refuse_if_there(folder)?;
    let mut answers = Answers::default();
    let mut faults = Vec::new();
    for question in &QUESTIONS {
        if let Some(text) = asked.given(question.option)
            && let Err(fault) = answers.take(question, text)
        {
            faults.push(format!("--{}: {fault}", question.option));
        }
    }
    let open = |option: &str| asked.given(option).is_none();
    let talk = !asked.yes && QUESTIONS.iter().any(|q| open(q.option)) && std::io::stdin().is_terminal();
    if faults.is_empty() {
        // What is about to be asked has no default yet.
        faults.extend(if talk { answers.at_odds() } else { answers.with_defaults().at_odds() });
    }
    if !faults.is_empty() {
        return Err(Failure::Request(faults.join("\ncaseload: ")));
    }
    if talk {
        let mut screen = anstream::stderr();
        terminal::ask(&mut std::io::stdin().lock(), &mut screen, &mut answers, &open)
            .map_err(|error| Failure::Unfinished(format!("the terminal cannot be read: {error}")))?
            .map_err(Failure::Request)?;
    }
    write(folder, &files::filled(&answers))?;
    super::write_out(&said(folder, &answers))
}

/// Nothing is ever written over: not one file, and none of the others if one is there.
fn refuse_if_there(folder: &Path) -> Result<(), Failure> {
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::Request(format!("`{}` is a file; name a folder", folder.display())));
    }
    let there: Vec<&str> = files::names().filter(|name| fs::symlink_metadata(folder.join(name)).is_ok()).collect();
    if there.is_empty() {
        return Ok(());
    }
    let folder = folder.display();
    let more = if there.len() > 3 { format!(" and {} more", there.len() - 3) } else { String::new() };
    let there = there[..there.len().min(3)].join(", ");
    let text = format!("`{folder}` has {there}{more} already, and init writes over nothing; name another folder");
    Err(Failure::Request(text))
}

fn write(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Failure> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
            let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
            file.write_all(bytes)
        });
        if let Err(error) = made {
            return Err(Failure::Unfinished(format!("`{}` cannot be written: {error}", path.display())));
        }
    }
    Ok(())
}

/// What was written, what stands for what was not answered, and what to do next.
fn said(folder: &Path, answers: &Answers) -> String {
    let mut text = format!(
        "Written to {}: base.toml (your team), app.toml (with the app), and what they build on.\n",
        folder.display()
    );
    let defaults: Vec<String> = QUESTIONS
        .iter()
        .filter(|question| !answers.has(question))
        .map(|question| format!("  --{:<17} {}, {}\n", question.option, question.default, question.from))
        .collect();
    if !defaults.is_empty() {
        text += "\nNot answered, so these stand until you replace them:\n";
        text += &defaults.concat();
    }
    let base = folder.join("base.toml");
    let (base, app) = (base.display(), folder.join("app.toml"));
    text + &format!(
        "\nNext:\n  caseload check {base}\n  caseload run {base}\n  caseload compare {base} {}\n\
         What to replace first stands in {}.\n",
        app.display(),
        folder.join("README.md").display()
    )
}
