//! The cases of the pack: what is expected, how long to run, and the account of a run.

use std::path::PathBuf;

use serde_json::Value;

use crate::judge::{Estimate, Rule};
use crate::support::{Answer, Caseload, Place, Table, scenarios};
use crate::{NOT_YET, SEED, in_full};

/// How much shorter the everyday runs are: long-run cases in length, others in replications.
pub(crate) const SHORTER: f64 = 4.0;
const FEWER: u64 = 4;
/// Replications of a long-run case for each that the pack suggests: with those alone the widths asked for
/// are met only just.
const MORE: u64 = 2;

/// A case and the measures judged so far.
#[derive(Debug)]
pub(crate) struct Case {
    id: &'static str,
    told: Value,
    place: Place,
    /// By how much the precision asked for is stretched.
    wider: f64,
    judged: Vec<String>,
    faults: Vec<String>,
}

impl Case {
    pub(crate) fn open(id: &'static str) -> Self {
        let pack: Value = serde_json::from_str(include_str!("cases.json")).expect("cases.json");
        let list = pack["list"].as_array().expect("a list of cases");
        let told = list.iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}")).clone();
        Self { id, told, place: Place::new(), wider: 1.0, judged: Vec::new(), faults: Vec::new() }
    }

    /// Input of the case.
    pub(crate) fn model(&self) -> &Value {
        &self.told["model"]
    }

    fn shipped(file: &str) -> PathBuf {
        scenarios().join("textbook").join(file)
    }

    /// Runs a shipped long-run scenario: in full or a quarter as long.
    pub(crate) fn long_run(&mut self, file: &str) -> (Answer, Table) {
        let run = &self.told["suggested_run"];
        let (hours, n) = (run["run_length_after_warm_up"]["value"].as_f64().expect("a length"), &run["replications"]);
        let n = MORE * n.as_u64().expect("a number of replications");
        let path = if in_full() {
            Self::shipped(file)
        } else {
            self.wider = SHORTER.sqrt();
            let parent = Self::shipped(file);
            let text = format!("extends = {:?}\nruns_for = \"{} h\"\n", parent.display().to_string(), hours / SHORTER);
            self.place.file(file, text)
        };
        Caseload::run(&path, n).seed(SEED).replications()
    }

    /// How many replications (or draws) of `whole` are run.
    pub(crate) fn some_of(&mut self, whole: u64) -> u64 {
        if in_full() {
            return whole;
        }
        self.wider = (FEWER as f64).sqrt();
        whole / FEWER
    }

    /// Runs a shipped scenario with an end: all replications, or a quarter.
    pub(crate) fn until_the_end(&mut self, file: &str) -> (Answer, Table) {
        let whole = self.told["suggested_run"]["replications"].as_u64().expect("a number of replications");
        let n = self.some_of(whole);
        Caseload::run(&Self::shipped(file), n).seed(SEED).replications()
    }

    /// Judges a measure.
    pub(crate) fn measure(&mut self, id: &str, estimate: Estimate) {
        let measures = self.told["measures"].as_array().expect("measures");
        let measure = measures.iter().find(|m| m["id"] == id).unwrap_or_else(|| panic!("{}: no measure {id}", self.id));
        let expected = measure["expected"].as_f64().expect("a number");
        let rule = Rule::read(&measure["test"]);
        // What is not random is as exact in a short run.
        let exact = matches!(measure["test"]["type"].as_str(), Some("deterministic" | "exact-integer"));
        let fault = rule.fault(estimate, expected, if exact { 1.0 } else { self.wider });
        let error = estimate.standard_error.map_or(String::new(), |e| format!(" (standard error {e:.3e})"));
        println!("{} {id}: {:.6}{error}, expected {expected:.6}", self.id, estimate.value);
        self.judged.push(id.to_owned());
        if let Some(fault) = fault {
            self.faults.push(format!("{id}: {} for {expected}: {fault}", estimate.value));
        }
    }

    /// Judges a rule that is said in words.
    pub(crate) fn holds(&mut self, id: &str, holds: bool) {
        self.judged.push(id.to_owned());
        if !holds {
            self.faults.push(format!("{id} does not hold"));
        }
    }

    /// Fails the test on any fault, and on any measure that was neither judged nor listed.
    pub(crate) fn close(self) {
        let measures = self.told["measures"].as_array().expect("measures");
        let ids = measures.iter().filter_map(|m| m["id"].as_str());
        let listed = |id: &str| NOT_YET.iter().any(|(case, measure, _)| *case == self.id && *measure == id);
        let left: Vec<&str> = ids.filter(|id| !listed(id) && !self.judged.iter().any(|j| j == id)).collect();
        assert!(left.is_empty(), "{}: not judged: {left:?}", self.id);
        assert!(self.faults.is_empty(), "{} {}:\n{}", self.id, self.told["name"], self.faults.join("\n"));
    }
}
