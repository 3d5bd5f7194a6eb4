//! The run folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::digest;
use super::staged::{self, Holds, MANIFEST};
use super::tables;
use crate::experiment::{Made, Study};

/// A folder that was found fit to take a run.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    replaces: bool,
    /// Keeps others out as long as this one is open; let go by itself if the program is killed.
    _lock: Option<Lock>,
}

/// Stands in a folder that is taken where folders themselves cannot be locked.
const LOCK: &str = ".caseload-lock";

/// A folder that is taken.
#[derive(Debug)]
struct Lock {
    /// The folder itself, or a file in it; `None` once it is let go.
    held: Option<File>,
    /// The file in it, which goes when the folder is let go.
    file: Option<PathBuf>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Some systems do not remove a file that is open. One that stays, as after a crash, is locked by nobody.
        drop(self.held.take());
        if let Some(file) = &self.file {
            let _ = fs::remove_file(file);
        }
    }
}

/// Why a folder cannot take a run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFolder {
    /// It holds files that no run wrote: another was meant.
    #[error(
        "the folder `{0}` holds files and no {MANIFEST} of an earlier run; name a new folder, an empty one, or that of an earlier run, \
         which is replaced"
    )]
    NotOurs(String),
    /// Another run is being written to it.
    #[error(
        "another run is under way that will be written to the folder `{0}`; name another folder, or wait for it to end"
    )]
    InUse(String),
    /// It cannot be made or written to.
    #[error("the folder `{0}` cannot be written to: {1}")]
    Unwritable(String, String),
}

impl Folder {
    /// Makes the folder if need be, and tries whether it can take a run, before anything runs: it is empty, or
    /// holds an earlier run, can be written to, and nobody else is about to write to it.
    ///
    /// # Errors
    /// Says in words what is in the way.
    pub fn open(path: &Path) -> Result<Self, NoFolder> {
        let unwritable = |error: std::io::Error| NoFolder::Unwritable(path.display().to_string(), error.to_string());
        fs::create_dir_all(path).map_err(unwritable)?;
        let lock = lock(path).map_err(|()| NoFolder::InUse(path.display().to_string()))?;
        let holds = staged::holds(path).map_err(unwritable)?;
        if holds == Holds::Other {
            return Err(NoFolder::NotOurs(path.display().to_string()));
        }
        staged::probe(path).map_err(unwritable)?;
        Ok(Self { path: path.to_owned(), replaces: holds == Holds::Run, _lock: lock })
    }

    /// Whether an earlier run is replaced.
    #[must_use]
    pub fn replaces(&self) -> bool {
        self.replaces
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes results, tables, the given pages, and the manifest last, in the place of an earlier run; gives in words what the tables
    /// leave out, if anything.
    ///
    /// # Errors
    /// Says in words which file could not be written.
    pub fn write(
        &self,
        study: &Study,
        pages: Vec<(String, Vec<u8>)>,
        date: Option<&str>,
    ) -> Result<Option<String>, String> {
        let results = digest::results(&study.answer).map_err(|error| format!("results.json: {error}"))?;
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
        let left_out = tables::left_out(&study.records);
        self.put(&study.answer.made, &scenarios.into(), files, date, left_out.as_deref())?;
        Ok(left_out)
    }

    /// Writes the given files, and the manifest last, in the place of an earlier run.
    ///
    /// # Errors
    /// Says in words which file could not be written.
    pub fn write_files(
        &self,
        made: &Made,
        scenarios: &serde_json::Value,
        files: Vec<(String, Vec<u8>)>,
        date: Option<&str>,
    ) -> Result<(), String> {
        self.put(made, scenarios, files, date, None)
    }

    fn put(
        &self,
        made: &Made,
        scenarios: &serde_json::Value,
        mut files: Vec<(String, Vec<u8>)>,
        date: Option<&str>,
        left_out: Option<&str>,
    ) -> Result<(), String> {
        let mut listed = Vec::new();
        for (name, bytes) in &files {
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
        if let (Some(left_out), Some(map)) = (left_out, manifest.as_object_mut()) {
            map.insert("left_out".to_owned(), json!(left_out));
        }
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| format!("manifest.json: {error}"))?;
        files.push((MANIFEST.to_owned(), text));
        staged::put(&self.path, &files)
    }
}

/// Takes a folder for one run. Windows opens no folder as a file: there a file in the folder is locked in its place.
/// Where a file system knows no locks at all there is none.
fn lock(path: &Path) -> Result<Option<Lock>, ()> {
    match File::open(path).map(|folder| held(folder, None)) {
        Ok(Ok(Some(lock))) => Ok(Some(lock)),
        Ok(Err(())) => Err(()),
        Ok(Ok(None)) | Err(_) => lock_by_file(path),
    }
}

/// The same by a file in the folder.
fn lock_by_file(path: &Path) -> Result<Option<Lock>, ()> {
    let file = path.join(LOCK);
    match OpenOptions::new().create(true).truncate(false).write(true).open(&file) {
        Ok(opened) => held(opened, Some(file)),
        // On Windows a file that is about to go cannot be opened: whoever has it is about to let go.
        Err(error) if file.exists() && error.kind() == io::ErrorKind::PermissionDenied => Err(()),
        // That nothing can be written here is found, and said, by the probe.
        Err(_) => Ok(None),
    }
}

/// Locks an open folder or file; `None` where there are no locks.
fn held(opened: File, file: Option<PathBuf>) -> Result<Option<Lock>, ()> {
    match opened.try_lock() {
        Ok(()) => Ok(Some(Lock { held: Some(opened), file })),
        Err(TryLockError::WouldBlock) => Err(()),
        Err(TryLockError::Error(_)) => Ok(None),
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
        let unwritable = |path: &Path| matches!(Folder::open(path), Err(NoFolder::Unwritable(..)));
        assert!(unwritable(&file) && unwritable(&file.join("below")));
        let made = Folder::open(&dir.path().join("a/b")).unwrap();
        assert!(!made.replaces() && fs::read_dir(made.path()).unwrap().next().is_none());
        assert!(matches!(Folder::open(dir.path()), Err(NoFolder::NotOurs(_))));
    }

    #[test]
    fn a_folder_takes_one_run_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let first = Folder::open(dir.path()).unwrap();
        assert!(matches!(Folder::open(dir.path()), Err(NoFolder::InUse(_))));
        drop(first);
        assert!(Folder::open(dir.path()).is_ok());
    }

    #[test]
    fn where_a_folder_cannot_be_locked_a_file_in_it_is_and_goes_with_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let first = lock_by_file(dir.path()).unwrap().expect("a file can be locked");
        assert!(dir.path().join(LOCK).exists());
        assert!(lock_by_file(dir.path()).is_err());
        assert_eq!(
            staged::holds(dir.path()).unwrap(),
            Holds::Nothing,
            "the file does not make the folder somebody else's"
        );
        drop(first);
        assert!(!dir.path().join(LOCK).exists());
        // One that a killed run left is nobody's.
        fs::write(dir.path().join(LOCK), "").unwrap();
        assert!(lock_by_file(dir.path()).unwrap().is_some());
    }

    #[test]
    fn names_cannot_leave_the_folder() {
        assert_eq!(plain("../../etc/passwd"), "------etc-passwd");
    }
}
