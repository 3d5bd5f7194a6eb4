//! The house has floors, and a room knows only itself and the floors below.
//!
//! Reads every file under `src/` and looks at each `crate::name`, wherever it stands: in a `use`, in
//! an expression, in the link of a comment. Grouped paths `crate::{a, b::c}` are taken apart. What
//! cannot be understood is refused, so that nothing passes because it was not seen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rooms by floor, the ground floor first. Rooms of one floor do not know one another.
const FLOORS: [&[&str]; 9] = [
    &["units", "special"],
    &["calendar", "random", "stats", "engine", "theory"],
    &["queue"],
    &["scenario"],
    &["model"],
    &["experiment"],
    &["report", "results", "import"],
    &["cli", "serve"],
    // The roots, which open the house to the outside.
    &["lib", "main"],
];

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The room a file belongs to: the first name under `src/`.
fn room_of(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// A name at the start of a text.
fn name(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The first names of the items of a group, from just inside its opening brace.
fn grouped(text: &str) -> Result<Vec<&str>, String> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (i, c) in text.char_indices() {
        let ends_item = depth == 0 && matches!(c, ',' | '}');
        if ends_item {
            let item = text[start..i].trim();
            if !item.is_empty() {
                match name(item) {
                    "" | "self" | "super" => return Err(format!("`{item}` in a group of crate paths")),
                    known => names.push(known),
                }
            }
            start = i + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Ok(names),
            '}' => depth -= 1,
            _ => {}
        }
    }
    Err("a group that does not end".to_owned())
}

/// Every room that a text names by way of `crate`.
fn named(text: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    for (at, found) in text.match_indices("crate") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        // `pub(crate)`, `$crate` and the word in prose name no room.
        let rest = &text[at + found.len()..];
        let Some(after) = rest.trim_start().strip_prefix("::") else { continue };
        let after = after.trim_start();
        match after.strip_prefix('{') {
            Some(inside) => names.extend(grouped(inside)?),
            None if name(after).is_empty() => {
                return Err(format!("`crate::{}`", after.lines().next().unwrap_or_default()));
            }
            None => names.push(name(after)),
        }
    }
    Ok(names)
}

#[test]
fn a_room_knows_only_itself_and_the_floors_below() {
    let mut faults = Vec::new();
    for file in files_under(Path::new("src")) {
        let room = room_of(&file);
        let Some(floor) = floor_of(&room) else {
            faults.push(format!("{}: `{room}` has no floor", file.display()));
            continue;
        };
        let text = std::fs::read_to_string(&file).unwrap();
        match named(&text) {
            Err(what) => faults.push(format!("{}: {what} is not understood", file.display())),
            Ok(names) => {
                for name in names.into_iter().filter(|&name| name != room) {
                    match floor_of(name) {
                        Some(below) if below < floor => {}
                        Some(_) => faults.push(format!("{}: `{room}` names `{name}`", file.display())),
                        None => faults.push(format!("{}: `crate::{name}` is not a room", file.display())),
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_module_of_the_library_has_a_floor() {
    let text = std::fs::read_to_string("src/lib.rs").unwrap();
    let modules: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter_map(|line| line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod ")))
        .map(|rest| rest.trim_end_matches(';'))
        .collect();
    assert!(modules.len() > 5, "the modules of lib.rs are declared one a line");
    for module in modules {
        assert!(floor_of(module).is_some(), "`{module}` has no floor; give it one in tests/suite/floors.rs");
    }
}

#[test]
fn every_way_of_naming_a_room_is_understood() {
    let understood: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("use crate::units::Span;", ["units"].as_slice()),
        ("use crate::{units, random::{Law, Seed}, calendar::Duty as D};", &["units", "random", "calendar"]),
        ("use crate :: {\n    units::{A, B},\n    queue,\n};", &["units", "queue"]),
        ("fn f() -> crate::model::Plan { crate::engine::key(0, 0) }", &["model", "engine"]),
        ("/// See [`crate::stats`].", &["stats"]),
        ("pub(crate) fn f() {} // a crate of things, my_crate::x", &[]),
    ]);
    for (text, rooms) in understood {
        assert_eq!(named(text).unwrap(), rooms, "{text}");
    }
    for refused in ["use crate::*;", "use crate::{self, units};", "use crate::{*};", "use crate::{units"] {
        assert!(named(refused).is_err(), "{refused}");
    }
}
