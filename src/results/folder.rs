//! The run folder.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::tables;
use crate::experiment::{Made, Study};

/// Beginning of the name of a file that is being written.
const UNFINISHED: &str = ".caseload-unfinished-";

/// A folder that was found writable.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder if need be and tries whether it can be written to, before anything runs.
    ///
    /// # Errors
    /// Says in words what is in the way.
    pub fn open(path: &Path) -> Result<Self, String> {
        let folder = Self { path: path.to_owned() };
        let probe = folder.path.join(format!("{UNFINISHED}probe"));
        let tried = fs::create_dir_all(&folder.path)
            .and_then(|()| File::create(&probe)?.write_all(b"x"))
            .and_then(|()| fs::remove_file(&probe));
        match tried {
            Ok(()) => Ok(folder),
            Err(error) => Err(format!("the folder `{}` cannot be written to: {error}", path.display())),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes results, tables, the given pages, and the manifest last.
    ///
    /// # Errors
    /// Says in words which file could not be written.
    pub fn write(&self, study: &Study, pages: Vec<(String, Vec<u8>)>, date: Option<&str>) -> Result<(), String> {
        let results = serde_json::to_vec_pretty(&study.answer).map_err(|error| format!("results.json: {error}"))?;
        let mut files = vec![("results.json".to_owned(), results)];
        files.extend(tables::all(study).map_err(|error| format!("a table cannot be written: {error}"))?);
        for scenario in &study.answer.scenarios {
            files.push((format!("scenario-{}.toml", plain(&scenario.name)), scenario.canonical.clone().into_bytes()));
        }
        files.extend(pages);
        let scenarios: Vec<_> = study
            .answer
            .scenarios
            .iter()
            .map(|s| json!({ "name": s.name, "title": s.title, "hash": s.hash, "files": s.files, "replications": s.replications }))
            .collect();
        self.write_files(&study.answer.made, &scenarios.into(), &files, date)
    }

    /// Writes the given files, and the manifest last.
    ///
    /// # Errors
    /// Says in words which file could not be written.
    pub fn write_files(
        &self,
        made: &Made,
        scenarios: &serde_json::Value,
        files: &[(String, Vec<u8>)],
        date: Option<&str>,
    ) -> Result<(), String> {
        let mut listed = Vec::new();
        for (name, bytes) in files {
            self.put(name, bytes)?;
            listed.push(json!({ "name": name, "bytes": bytes.len(), "sha256": sha256(bytes) }));
        }
        let mut manifest = json!({
            "program": "caseload",
            "version": made.version,
            "stream_version": made.stream_version,
            "generator": made.generator,
            "seed": made.seed,
            "command": made.command,
            "scenarios": scenarios,
            "files": listed,
        });
        if let (Some(date), Some(map)) = (date, manifest.as_object_mut()) {
            map.insert("date".to_owned(), json!(date));
        }
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| format!("manifest.json: {error}"))?;
        self.put("manifest.json", &text)
    }

    /// Writes one file whole, or leaves what was there.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let place = self.path.join(name);
        let in_words = |error: io::Error| format!("`{}` cannot be written: {error}", place.display());
        let beside = place.parent().unwrap_or(&self.path).to_owned();
        fs::create_dir_all(&beside).map_err(in_words)?;
        let last = place.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let unfinished = beside.join(format!("{UNFINISHED}{last}"));
        let written = File::create(&unfinished)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&unfinished, &place));
        if let Err(error) = written {
            let _ = fs::remove_file(&unfinished);
            return Err(in_words(error));
        }
        // A folder cannot be opened for this everywhere; where it can, the new name is brought to disk too.
        if let Ok(folder) = File::open(&beside) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// A name that is safe as part of a file's name.
fn plain(name: &str) -> String {
    let kept: String =
        name.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    kept.chars().take(80).collect()
}

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_made_is_found_before_anything_runs() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(Folder::open(&file).is_err());
        assert!(Folder::open(&file.join("below")).is_err());
        assert!(Folder::open(&dir.path().join("a/b")).is_ok());
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_unfinished_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        folder.put("a.csv", b"one").unwrap();
        folder.put("a.csv", b"two").unwrap();
        folder.put("figures/b.svg", b"three").unwrap();
        assert_eq!(fs::read(dir.path().join("a.csv")).unwrap(), b"two");
        let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2);
    }

    #[test]
    fn names_cannot_leave_the_folder() {
        assert_eq!(plain("../../etc/passwd"), "------etc-passwd");
    }
}
