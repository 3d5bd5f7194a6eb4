//! Bringing files into a folder all together, in the place of those an earlier run wrote there.
//!
//! All are first written into a folder of their own inside the folder and brought to disk; only then do they move
//! to their places, the manifest last. A disk that fills up leaves the earlier run as it was. Files that no run
//! wrote are never touched.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

/// Folder that files are written in until all are there.
const UNFINISHED: &str = ".caseload-unfinished";

/// Names the files of a run, and tells a run folder from any other.
pub(super) const MANIFEST: &str = "manifest.json";

/// What a folder holds before a run is written to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing, or nothing that is seen.
    Nothing,
    /// An earlier run.
    Run,
    /// Something else.
    Other,
}

/// What there is in a folder. What begins with a dot does not count.
pub(super) fn holds(folder: &Path) -> io::Result<Holds> {
    if written_by_runs(folder).is_some() {
        return Ok(Holds::Run);
    }
    for entry in fs::read_dir(folder)? {
        if !entry?.file_name().to_string_lossy().starts_with('.') {
            return Ok(Holds::Other);
        }
    }
    Ok(Holds::Nothing)
}

/// Tries whether files can be written in a folder.
pub(super) fn probe(folder: &Path) -> io::Result<()> {
    let staging = folder.join(UNFINISHED);
    fs::create_dir_all(&staging)?;
    let probe = staging.join("probe");
    let tried = File::create(&probe).and_then(|mut file| file.write_all(b"x"));
    let _ = fs::remove_file(&probe);
    // A stage that a run left when it was killed stays until the next run is written.
    let _ = fs::remove_dir(&staging);
    tried
}

/// Names, relative to the folder, that earlier runs wrote; `None` when none did.
fn written_by_runs(folder: &Path) -> Option<BTreeSet<String>> {
    let manifests = [folder.join(MANIFEST), folder.join(UNFINISHED).join(MANIFEST)];
    let found: Vec<BTreeSet<String>> = manifests.iter().filter_map(|manifest| named_by(manifest)).collect();
    (!found.is_empty()).then(|| found.into_iter().flatten().collect())
}

/// The folder of the run that wrote a file, which may be named by any way that leads to it; `None` when no run did.
#[must_use]
pub fn run_that_wrote(file: &Path) -> Option<PathBuf> {
    let file = fs::canonicalize(file).ok()?;
    let wrote = |folder: &&Path| {
        let Ok(inside) = file.strip_prefix(folder) else { return false };
        let names = |names: BTreeSet<String>| names.iter().any(|name| Path::new(name) == inside);
        written_by_runs(folder).is_some_and(|written| inside == Path::new(MANIFEST) || names(written))
    };
    file.ancestors().skip(1).find(wrote).map(Path::to_owned)
}

/// Names that a manifest of this program lists. One that would lead out of the folder is nobody's.
fn named_by(manifest: &Path) -> Option<BTreeSet<String>> {
    let manifest: Value = serde_json::from_slice(&fs::read(manifest).ok()?).ok()?;
    if manifest.get("program")?.as_str()? != "caseload" {
        return None;
    }
    let names = manifest.get("files")?.as_array()?.iter().filter_map(|file| file.get("name")?.as_str());
    let inside = |name: &&str| Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    Some(names.filter(inside).map(str::to_owned).collect())
}

/// Puts all files in their places, the last of them last, and takes away what earlier runs left and this one does
/// not have. On a failure to write, what was there stays.
pub(super) fn put(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), String> {
    let staging = folder.join(UNFINISHED);
    let stage = || {
        for (name, bytes) in files {
            write(&staging.join(name), bytes).map_err(|error| in_words(&folder.join(name), &error))?;
        }
        Ok(())
    };
    let earlier = written_by_runs(folder).unwrap_or_default();
    let cleared = fs::remove_dir_all(&staging);
    if let Some(error) = cleared.err().filter(|error| error.kind() != io::ErrorKind::NotFound) {
        return Err(in_words(&staging, &error));
    }
    if let Err(error) = stage() {
        let _ = fs::remove_dir_all(&staging);
        return Err(error);
    }
    let new: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in earlier.iter().filter(|name| !new.contains(name.as_str())) {
        let place = folder.join(name);
        let _ = fs::remove_file(&place);
        // A folder of figures that has none left goes too; one that still has something cannot be removed.
        if let Some(above) = place.parent().filter(|above| *above != folder) {
            let _ = fs::remove_dir(above);
        }
    }
    for (name, _) in files {
        let place = folder.join(name);
        let above = place.parent().map_or(Ok(()), fs::create_dir_all);
        above.and_then(|()| fs::rename(staging.join(name), &place)).map_err(|error| in_words(&place, &error))?;
    }
    let _ = fs::remove_dir_all(&staging);
    // A folder cannot be opened for this everywhere; where it can, the new names are brought to disk too.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn write(place: &Path, bytes: &[u8]) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut file = File::create(place)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn in_words(place: &Path, error: &io::Error) -> String {
    format!("`{}` cannot be written: {error}", place.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(names: &[&str]) -> Vec<(String, Vec<u8>)> {
        let listed: Vec<Value> = names.iter().map(|name| serde_json::json!({ "name": name })).collect();
        let manifest = serde_json::json!({ "program": "caseload", "files": listed });
        let mut files: Vec<(String, Vec<u8>)> =
            names.iter().map(|n| ((*n).to_owned(), n.as_bytes().to_vec())).collect();
        files.push((MANIFEST.to_owned(), manifest.to_string().into_bytes()));
        files
    }

    fn there(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_run_takes_the_place_of_an_earlier_one_and_of_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(holds(dir.path()).unwrap(), Holds::Nothing);
        put(dir.path(), &run(&["a.csv", "figures/old.svg", "old.csv"])).unwrap();
        fs::write(dir.path().join("notes.txt"), "mine").unwrap();
        assert_eq!(holds(dir.path()).unwrap(), Holds::Run);
        put(dir.path(), &run(&["a.csv", "new.csv"])).unwrap();
        assert_eq!(there(dir.path()), ["a.csv", MANIFEST, "new.csv", "notes.txt"]);
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_earlier_run_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), &run(&["a.csv", "b.csv"])).unwrap();
        let mut files = run(&["a.csv"]);
        files[0].1 = b"newer".to_vec();
        files.insert(1, ("a.csv/below-a-file".to_owned(), Vec::new()));
        assert!(put(dir.path(), &files).is_err());
        assert_eq!(there(dir.path()), ["a.csv", "b.csv", MANIFEST]);
        assert_eq!(fs::read(dir.path().join("a.csv")).unwrap(), b"a.csv");
    }

    #[test]
    fn a_run_killed_while_its_files_moved_is_cleared_by_the_next() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), &run(&["a.csv"])).unwrap();
        let staging = dir.path().join(UNFINISHED);
        put(&staging, &run(&["moved.csv", "left.csv"])).unwrap();
        fs::rename(staging.join("moved.csv"), dir.path().join("moved.csv")).unwrap();
        probe(dir.path()).unwrap();
        put(dir.path(), &run(&["a.csv"])).unwrap();
        assert_eq!(there(dir.path()), ["a.csv", MANIFEST]);
    }

    #[test]
    fn a_manifest_cannot_have_files_removed_outside_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, outside) = (dir.path().join("run"), dir.path().join("outside.txt"));
        fs::create_dir(&folder).unwrap();
        fs::write(&outside, "mine").unwrap();
        let names = ["../outside.txt", outside.to_str().unwrap(), "a.csv"];
        fs::write(folder.join(MANIFEST), &run(&names)[3].1).unwrap();
        put(&folder, &run(&["b.csv"])).unwrap();
        assert_eq!(fs::read(&outside).unwrap(), b"mine");
    }

    #[test]
    fn what_another_program_wrote_is_not_a_run() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".gitkeep"), "").unwrap();
        assert_eq!(holds(dir.path()).unwrap(), Holds::Nothing);
        for text in ["not JSON", "{}", r#"{ "program": "another", "files": [] }"#] {
            fs::write(dir.path().join(MANIFEST), text).unwrap();
            assert_eq!(holds(dir.path()).unwrap(), Holds::Other, "{text}");
        }
    }
}
