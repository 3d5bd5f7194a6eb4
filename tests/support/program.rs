//! The command as a user runs it: arguments in; exit code, two streams and files out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::{Answer, Table};

/// Folder of the shipped scenarios.
pub(crate) fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// Every file in a folder and below, by its path from there.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    found
}

/// A folder of its own for the files of one test, gone when dropped.
#[derive(Debug)]
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and returns where.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("a file in a temporary folder");
        path
    }
}

/// A command line of the program.
#[derive(Debug)]
pub(crate) struct Caseload(Command);

impl Caseload {
    /// A command with its first words, such as `run`.
    pub(crate) fn new(word: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
        command.arg(word).stdin(Stdio::null());
        Self(command)
    }

    /// `run` of one scenario with `n` replications, no draws, in silence.
    pub(crate) fn run(scenario: &Path, n: u64) -> Self {
        Self::new("run").file(scenario).words(&format!("-n {n} --draws 0 --threads 2 --quiet --no-date"))
    }

    pub(crate) fn file(mut self, path: &Path) -> Self {
        self.0.arg(path);
        self
    }

    /// Adds an argument as it is.
    pub(crate) fn arg(mut self, word: &str) -> Self {
        self.0.arg(word);
        self
    }

    /// Adds arguments that hold no spaces.
    pub(crate) fn words(mut self, words: &str) -> Self {
        self.0.args(words.split_whitespace());
        self
    }

    pub(crate) fn seed(self, seed: u64) -> Self {
        self.words(&format!("--seed {seed}"))
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn folder(mut self, path: &Path) -> Self {
        self.0.current_dir(path);
        self
    }

    /// Runs it to its end.
    pub(crate) fn end(mut self) -> Ended {
        let began = Instant::now();
        let output = self.0.output().expect("the program starts");
        Ended { output, took: began.elapsed() }
    }

    /// Starts it, both streams kept.
    pub(crate) fn start(mut self) -> std::process::Child {
        self.0.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
    }

    /// What `check` says of a sound file, as JSON.
    pub(crate) fn checked(file: &Path) -> serde_json::Value {
        let ended = Self::new("check").file(file).words("--json").end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        serde_json::from_str(&ended.out()).expect("JSON")
    }

    /// The answer as JSON; the test fails if there is none.
    pub(crate) fn answer(self) -> Answer {
        let ended = self.words("--json").end();
        assert_eq!(ended.code(), 0, "{}", ended.said());
        Answer::read(&ended.out())
    }

    /// The answer, and the table of replications of the run folder.
    pub(crate) fn replications(self) -> (Answer, Table) {
        let place = Place::new();
        let folder = place.path("run");
        let answer = self.words("--out").file(&folder).answer();
        (answer, Table::open(&folder.join("replications.csv")))
    }
}

/// What came of a command.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) output: Output,
    pub(crate) took: Duration,
}

impl Ended {
    /// The exit code; the test fails if the program was killed.
    pub(crate) fn code(&self) -> i32 {
        self.output.status.code().unwrap_or_else(|| panic!("ended by a signal: {}", self.said()))
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("UTF-8 on standard output")
    }

    /// Standard error.
    pub(crate) fn said(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }
}
