//! Running both engines on one scenario, and comparing what they say.

use crate::plain;
use caseload::model::{Layout, NoTrace, Plan, Record, Workspace};
use caseload::random::{ReplicationKey, Seed};
use caseload::scenario::{self, Point, Scenario};

/// Seed of all replications in this suite.
pub(crate) const SEED: Seed = Seed(2026);

/// A scenario from a text that must be sound.
pub(crate) fn read(text: &str) -> Scenario {
    match scenario::from_text("generated.toml", text) {
        Ok((scenario, _)) => scenario,
        Err(found) => {
            let all: Vec<String> = found.iter().map(|d| d.drawn(false)).collect();
            panic!("{}\n{text}", all.join("\n"));
        }
    }
}

/// The shipped scenarios, by path.
pub(crate) fn shipped() -> Vec<(String, scenario::Loaded)> {
    let mut files = Vec::new();
    for folder in
        std::fs::read_dir("scenarios").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        files.extend(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    let paths = files.iter().filter(|file| file.extension().is_some_and(|e| e == "toml")).map(|f| f.to_str().unwrap());
    // A part that others extend is not a scenario by itself.
    let sound = |path: &str| scenario::open(path).ok().filter(|loaded| loaded.scenario().is_ok());
    paths.filter_map(|path| sound(path).map(|loaded| (path.to_owned(), loaded))).collect()
}

/// What the first engine says.
#[derive(Debug)]
pub(crate) struct Fast {
    pub layout: Layout,
    pub row: Vec<i64>,
    pub records: Vec<Record>,
}

/// One replication by the first engine.
pub(crate) fn fast(scenario: &Scenario, point: Point, key: ReplicationKey) -> Fast {
    let plan = Plan::new(scenario, &plain::clock_of(scenario), &point);
    let layout = plan.layout().clone();
    let mut row = vec![0; layout.len()];
    let mut records: Vec<Record> = Vec::new();
    let stopped = Workspace::new().run(&plan, key, &mut row, &mut records);
    assert!(stopped.is_ok(), "{stopped:?}");
    // The same by the way of the experiments: a plan that takes over what the typical one has, nothing recorded.
    let typical = Plan::new(scenario, &plain::clock_of(scenario), &Point::Typical);
    let plan = typical.at(scenario, &plain::clock_of(scenario), &point);
    let mut again = vec![0; layout.len()];
    assert_eq!(Workspace::new().run(&plan, key, &mut again, &mut NoTrace), Ok(()));
    assert!(again == row, "a replication that nobody watches differs");
    Fast { layout, row, records }
}

/// The first difference between the engines, in words.
pub(crate) fn difference(scenario: &Scenario, replication: u64) -> Result<(), String> {
    difference_at(scenario, Point::Typical, replication)
}

/// The first difference at any set of parameters.
pub(crate) fn difference_at(scenario: &Scenario, point: Point, replication: u64) -> Result<(), String> {
    let key = SEED.replication(replication);
    let fast = fast(scenario, point, key);
    let plain = plain::replicate(scenario, point, key);
    let ours = plain.records.iter().map(Some).chain(std::iter::repeat(None));
    let theirs = fast.records.iter().map(Some).chain(std::iter::repeat(None));
    let most = plain.records.len().max(fast.records.len());
    for (i, (plain, fast)) in ours.zip(theirs).take(most).enumerate() {
        if plain != fast {
            return Err(format!("record {i}\n  plain {plain:?}\n  fast  {fast:?}"));
        }
    }
    for (at, (what, n)) in plain.row(&fast.layout) {
        if fast.row[at] != n {
            return Err(format!("{what}: plain {n}, fast {}", fast.row[at]));
        }
    }
    Ok(())
}

/// Fails, with the scenario, when the engines differ.
pub(crate) fn agree(text: &str) {
    let scenario = read(text);
    for replication in 0..4 {
        if let Err(what) = difference(&scenario, replication) {
            panic!("replication {replication}: {what}\n{text}");
        }
    }
}
