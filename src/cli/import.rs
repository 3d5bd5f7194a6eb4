//! `import`: spreadsheet exports to a part of a scenario.

use std::io::Read as _;
use std::path::Path;

use super::args::Import;
use super::exit::Failure;
use crate::calendar::Date;
use crate::import::{Input, LARGEST, Options, import as read};

pub(super) fn import(asked: &Import) -> Result<(), Failure> {
    let now = jiff::Zoned::now().date();
    let today: Date = match &asked.today {
        Some(text) => text.parse().map_err(|_| Failure::Request(format!("--today {text} is not a date")))?,
        None => now,
    };
    if let Some(path) = &asked.out
        && path.exists()
        && !asked.force
    {
        let path = path.display();
        let text =
            format!("`{path}` exists and is left as it is; name another file with --out, or say --force to replace it");
        return Err(Failure::Request(text));
    }
    if let Some(out) = &asked.out
        && let Some(table) = asked.tables.iter().find(|table| is_same(Path::new(table), out))
    {
        let text = format!("`{table}` is to be read, so nothing is written over it; name another file with --out");
        return Err(Failure::Request(text));
    }
    let mut contents = Vec::new();
    for path in &asked.tables {
        let bytes = bytes(path).map_err(|error| Failure::Request(format!("`{path}` cannot be read: {error}")))?;
        let name = Path::new(path).file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned());
        contents.push((name, bytes));
    }
    let files: Vec<Input<'_>> = contents.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let options = Options {
        stamp: (!asked.no_date).then_some(today),
        work: asked.work.clone(),
        due_within: asked.due_within,
        full_week: asked.full_week,
        productive: asked.productive_hours,
        ..Options::new(today)
    };
    let made = match read(&files, &options) {
        Ok(made) => made,
        Err(faults) => {
            let told: Vec<String> = faults.iter().map(|fault| format!("error: {fault}")).collect();
            return Err(Failure::Table(told));
        }
    };
    match &asked.out {
        None => super::write_out(&made.toml)?,
        Some(path) => {
            std::fs::write(path, &made.toml)
                .map_err(|error| Failure::Unfinished(format!("`{}` cannot be written: {error}", path.display())))?;
        }
    }
    if !asked.quiet {
        for note in &made.notes {
            super::say(&format!("note: {note}"));
        }
        if let Some(path) = &asked.out {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            super::say(&format!(
                "{} is written. A scenario beside it takes these numbers with: extends = [\"base.toml\", \"{name}\"]",
                path.display()
            ));
        }
    }
    Ok(())
}

/// Whether two paths lead to one file that is there.
fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}

/// A file as it is, or as much of it as shows that it is too large.
fn bytes(path: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
