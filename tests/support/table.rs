//! Tables read back: the replications of a run folder, the trace of a replication.

use std::path::Path;

use super::Caseload;

/// A CSV file: names of columns, and cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut reader = csv::Reader::from_reader(bytes);
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let header = cells(reader.headers().expect("a header"));
        let rows = reader.records().map(|record| cells(&record.expect("a row"))).collect();
        Self { header, rows }
    }

    pub(crate) fn open(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self::read(&bytes)
    }

    fn place(&self, name: &str) -> usize {
        let found = self.header.iter().position(|column| column == name);
        found.unwrap_or_else(|| panic!("no column `{name}` among {:?}", self.header))
    }

    /// A column as text.
    pub(crate) fn words(&self, name: &str) -> Vec<&str> {
        let at = self.place(name);
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// A column of numbers; an empty cell fails the test.
    pub(crate) fn numbers(&self, name: &str) -> Vec<f64> {
        let read = |word: &str| word.parse().unwrap_or_else(|_| panic!("`{word}` in `{name}` is not a number"));
        self.words(name).into_iter().map(read).collect()
    }

    /// The rows whose column says `word`.
    pub(crate) fn only(&self, column: &str, word: &str) -> Self {
        let at = self.place(column);
        let rows = self.rows.iter().filter(|row| row[at] == word).cloned().collect();
        Self { header: self.header.clone(), rows }
    }

    /// Some columns, in the order asked for.
    pub(crate) fn columns(&self, names: &[&str]) -> Vec<Vec<String>> {
        let places: Vec<usize> = names.iter().map(|name| self.place(name)).collect();
        self.rows.iter().map(|row| places.iter().map(|&at| row[at].clone()).collect()).collect()
    }
}

/// Every step of one replication of a scenario.
pub(crate) fn trace(scenario: &Path, seed: u64, replication: u64) -> Table {
    let command = Caseload::new("run").file(scenario).seed(seed);
    let ended = command.words(&format!("--quiet --replication {replication} --trace -")).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    Table::read(&ended.output.stdout)
}
