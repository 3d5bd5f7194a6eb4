//! What must hold for every input: the claims that the fuzz targets try and the tests replay.
//!
//! A claim takes bytes and panics when it does not hold. The targets under `fuzz/targets` give it
//! bytes made up by libFuzzer; `tests/suite/corpus.rs` gives it every file of `fuzz/corpus`, so that
//! what was once found stays mended without a fuzzer or a nightly compiler.

use caseload::calendar::{Clock, Zone};
use caseload::model::{NoTrace, Plan, Workspace};
use caseload::random::Seed;
use caseload::scenario::world::Limits;
use caseload::scenario::{self, Diagnostic, Point, Scenario, offered};

/// Most offenders of a scenario that is replicated: making their tables takes longer than a thousand events.
const MOST_OFFENDERS: f64 = 5_000.0;

/// Most of everything else in one replication.
const MOST: Limits = Limits { open_tasks: 1_000, events: 1_000 };

/// Reading ends with a scenario or with errors that can be shown, never otherwise.
pub(crate) fn reading_never_panics(bytes: &[u8]) {
    match read(bytes) {
        Ok((scenario, _)) => {
            // What `check` shows.
            for point in points() {
                let _ = offered::at(&scenario, &point);
            }
            for number in scenario.numbers() {
                let value = number.at(&Point::Typical);
                assert!(value.is_finite(), "{} is {value}", number.key);
            }
        }
        Err(found) => {
            assert!(found.iter().any(Diagnostic::is_error), "refused without a reason");
            for diagnostic in &found {
                let shown = diagnostic.drawn(false);
                assert!(!shown.is_empty());
            }
        }
    }
}

/// A sound scenario can be replicated, at its typical values and at a draw of the uncertain ones; what comes out is
/// the same the second time. Says whether the bytes were such a scenario.
pub(crate) fn a_thousand_events_never_panic(bytes: &[u8]) -> bool {
    let Ok((mut scenario, _)) = read(bytes) else { return false };
    scenario.limits = MOST;
    let zone = if scenario.nation.is_some() { Zone::London } else { Zone::Abstract };
    let clock = Clock::new(scenario.starts.parse().unwrap_or_default(), zone);
    let mut workspace = Workspace::new();
    let mut replicated = false;
    for point in points() {
        // A small file can ask for half a million people, drawn or typical.
        if scenario.offenders.number.at(&point) > MOST_OFFENDERS {
            continue;
        }
        let plan = Plan::new(&scenario, &clock, &point);
        let mut rows = [vec![0; plan.layout().len()], vec![0; plan.layout().len()]];
        let [first, second] = &mut rows;
        let ends = [first, second].map(|row| workspace.run(&plan, Seed(1).replication(0), row, &mut NoTrace));
        assert_eq!(ends[0], ends[1], "the workspace remembers");
        assert!(rows[0] == rows[1], "the workspace remembers");
        let events = rows[0][plan.layout().events()];
        assert!((0..=1_000).contains(&events), "{events} events");
        replicated = true;
    }
    replicated
}

fn points() -> [Point; 2] {
    [Point::Typical, Point::Draw { seed: Seed(1), index: 0 }]
}

/// As a file of these bytes would be read; it can extend nothing.
fn read(bytes: &[u8]) -> Result<(Scenario, Vec<Diagnostic>), Vec<Diagnostic>> {
    let name = "fuzzed.toml";
    scenario::open_with(name, &|path| {
        if path == name { Ok(bytes.to_vec()) } else { Err(std::io::ErrorKind::NotFound.into()) }
    })?
    .into_scenario()
}
