//! From a path or a text to a scenario: reading, `extends`, and the order of the rooms.

use std::collections::BTreeSet;
use std::io;

use super::diagnostic::{Diagnostic, Severity};
use super::merge;
use super::source::Sources;
use super::tree::{At, Node, Table, Value};
use super::world::Scenario;

/// Most files above one another.
const DEEPEST_EXTENDS: usize = 8;

/// A scenario with its warnings, or all that is wrong with it.
pub type Outcome = Result<(Scenario, Vec<Diagnostic>), Vec<Diagnostic>>;

/// A scenario file with all it extends merged in, not yet checked.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub(super) sources: Sources,
    pub(super) tree: Node,
}

impl Loaded {
    /// Checks it and turns it into a scenario.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn into_scenario(self) -> Outcome {
        super::read::scenario(&self.sources, &self.tree)
    }

    /// Checks it without giving it up, for sweeps over overrides.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn scenario(&self) -> Outcome {
        super::read::scenario(&self.sources, &self.tree)
    }
}

/// Reads and checks a scenario from disk; `-` is standard input.
///
/// # Errors
/// All that is wrong with it and the files it extends.
pub fn load(path: &str) -> Outcome {
    open(path)?.into_scenario()
}

/// Checks a scenario that is in memory and extends nothing.
///
/// # Errors
/// All that is wrong with it.
pub fn from_text(name: &str, text: &str) -> Outcome {
    open_text(name, text)?.into_scenario()
}

/// Reads a scenario from disk and merges what it extends; `-` is standard input.
///
/// # Errors
/// What cannot be read, or is not TOML, or cannot be merged.
pub fn open(path: &str) -> Result<Loaded, Vec<Diagnostic>> {
    open_with(path, &bytes_of)
}

/// The bytes of a file, or of standard input for `-`, up to one more than a scenario may have.
pub(super) fn bytes_of(path: &str) -> io::Result<Vec<u8>> {
    use io::Read as _;
    // One byte more is enough to refuse it.
    let most = super::source::LARGEST as u64 + 1;
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        let kind = std::fs::metadata(path)?;
        // To open a pipe that nobody writes to would be to wait for ever. The shell's own, `<(...)`, have somebody.
        if !kind.is_file() && !kind.is_dir() && !path.starts_with("/dev/") && !path.starts_with("/proc/") {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Takes a text that extends nothing.
///
/// # Errors
/// What is not TOML.
pub fn open_text(name: &str, text: &str) -> Result<Loaded, Vec<Diagnostic>> {
    open_with(name, &|path| {
        if path == name { Ok(text.as_bytes().to_vec()) } else { Err(io::Error::from(io::ErrorKind::NotFound)) }
    })
}

/// Reads a scenario through `read`, which gives the bytes of a path: from disk, from memory, from an archive.
///
/// # Errors
/// What cannot be read, or is not TOML, or cannot be merged.
pub fn open_with(path: &str, read: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Result<Loaded, Vec<Diagnostic>> {
    let mut loader = Loader { sources: Sources::default(), read, found: Vec::new() };
    let tree = loader.file(path, None, &mut Vec::new());
    match tree {
        Some(tree) if loader.found.is_empty() => Ok(Loaded { sources: loader.sources, tree }),
        _ => Err(loader.found),
    }
}

struct Loader<'a> {
    sources: Sources,
    read: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
    found: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn error(&mut self, code: &'static str, path: &str, at: At, message: String, help: String) {
        self.found.push(self.sources.diagnose(Severity::Error, code, path, at, message, Some(help)));
    }

    /// One file over all it extends. `named` is where another file names it; `above` are the files below it on the line.
    fn file(&mut self, path: &str, named: Option<At>, above: &mut Vec<String>) -> Option<Node> {
        // A file that is named by nobody has no place: an index past the last source.
        let at = named.unwrap_or(At { file: usize::MAX, start: 0, end: 0 });
        if above.iter().any(|name| name == path) {
            above.push(path.to_owned());
            let message = format!("the files extend one another in a circle: {}", above.join(" -> "));
            above.pop();
            self.error("extends", "extends", at, message, "one of them must extend nothing".to_owned());
            return None;
        }
        if above.len() > DEEPEST_EXTENDS {
            let message = format!("more than {DEEPEST_EXTENDS} files extend one another");
            self.error("limit", "extends", at, message, "merge some of them".to_owned());
            return None;
        }
        let bytes = match (self.read)(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("`{path}` cannot be read: {error}");
                let help = "a path in `extends` is taken from the folder of the file that names it";
                self.error("file", "extends", at, message, help.to_owned());
                if named.is_none()
                    && let Some(last) = self.found.last_mut()
                {
                    path.clone_into(&mut last.place.file);
                    last.help = Some("give the path of a scenario file, or `-` for standard input".to_owned());
                }
                return None;
            }
        };
        let tree = match self.sources.add(path, &bytes) {
            Ok(tree) => tree,
            Err(errors) => {
                self.found.extend(errors);
                return None;
            }
        };
        let Value::Table(own) = tree.value else {
            return None;
        };
        above.push(path.to_owned());
        let mut below = Table::default();
        for (parent, at) in self.parents(&own) {
            if let Some(Node { value: Value::Table(table), .. }) = self.file(&beside(path, &parent), Some(at), above) {
                below = self.over(below, table);
            }
        }
        above.pop();
        let merged = self.over(below, own);
        Some(Node { value: Value::Table(merged), at: tree.at })
    }

    fn over(&mut self, below: Table, above: Table) -> Table {
        let mut faults = Vec::new();
        let merged = merge::over(below, above, &mut faults);
        for fault in faults {
            let also = fault.also.map(|at| self.sources.place(at));
            let message = also.map_or(fault.message.clone(), |first| {
                format!("{}, first on line {} of {}", fault.message, first.line, first.file)
            });
            self.error(fault.code, &fault.path, fault.at, message, fault.help);
        }
        merged
    }

    fn parents(&mut self, own: &Table) -> Vec<(String, At)> {
        let Some(node) = own.get("extends") else {
            return Vec::new();
        };
        let items = node.list().unwrap_or(std::slice::from_ref(node));
        let mut parents = Vec::new();
        let mut seen = BTreeSet::new();
        for item in items {
            match item.text() {
                Some("-") => {
                    let message = "standard input cannot be extended".to_owned();
                    let help = "name a file; the scenario itself may come from standard input".to_owned();
                    self.error("extends", "extends", item.at, message, help);
                }
                Some(path) if seen.insert(path) => parents.push((path.to_owned(), item.at)),
                Some(path) => {
                    let message = format!("`{path}` is extended twice");
                    self.error("extends", "extends", item.at, message, "name it once".to_owned());
                }
                None => {
                    let message = format!("{} is not the path of a file", item.sort());
                    self.error("form", "extends", item.at, message, "write \"base.toml\"".to_owned());
                }
            }
        }
        parents
    }
}

/// The path of a file that another names.
fn beside(path: &str, named: &str) -> String {
    if path == "-" {
        return named.to_owned();
    }
    let folder = std::path::Path::new(path).parent().unwrap_or(std::path::Path::new(""));
    folder.join(named).to_string_lossy().into_owned()
}
