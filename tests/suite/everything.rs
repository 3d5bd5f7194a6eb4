//! A scenario with everything in it that the language can say, and the promises that must hold of it all the same.
//!
//! `everything/everything.toml` is the scenario; it extends `team.toml` so that inheritance is in it too, and `otherwise.toml` says
//! it otherwise where two things cannot be said at once. The 22 relations of V25 here:
//!
//! | relation | where |
//! | --- | --- |
//! | `same_seed_twice`, `threads`, `prefix`, `resume`, `other_seed`, `platforms`, `build_profile` | `bytes.rs` |
//! | `reorder_sources`, `zero_rate_source`, `idle_team`, `time_units`, `scale_money` | `unmoved.rs` |
//! | `rename_is_new_stream`, `extra_officer_same_demand`, `priority_same_demand`, `split_source`, `longer_horizon` | `demand.rs` |
//! | `conservation`, `little`, `work_balance` | `balance.rs` |
//! | `zero_noise` | does not apply: the scenario is full of chance; `metamorphic/balance.rs` |
//! | `monotone_staff` | does not apply: it holds for one line served first come first served; `metamorphic/demand.rs` |
//!
//! That an officer who is always busy does as much whatever comes first, a half of `priority_same_demand`, does not apply either:
//! what finished work raises, and who is called out for it, hangs on the order.

#![expect(clippy::disallowed_methods, clippy::float_cmp, reason = "no result of the program is computed here")]

mod balance;
mod bytes;
mod demand;
mod engines;
mod generator;
mod happens;
mod keys;
mod unmoved;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::{Answer, Caseload, Place};

const SEED: u64 = 25;
const N: u64 = 12;

/// The files of the scenario, the one that others extend first.
const FILES: [&str; 3] = ["team.toml", "everything.toml", "otherwise.toml"];

/// Where a file of the scenario is.
fn path(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/everything").join(name);
    path.to_str().expect("a path in UTF-8").replace('\\', "/")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).expect("a file of the scenario").replace("\r\n", "\n")
}

/// A file that lays a text over everything.
fn file(place: &Place, more: &str) -> PathBuf {
    place.file("scenario.toml", format!("extends = \"{}\"\n{more}", path("everything.toml")))
}

/// Everything with a change made to the text of its files themselves; the change must change something.
fn rewritten(place: &Place, change: &dyn Fn(&str, &str) -> String) -> PathBuf {
    let mut changed = false;
    for name in &FILES[..2] {
        let (before, after) = (text(name), change(name, &text(name)));
        changed |= before != after;
        place.file(name, after);
    }
    assert!(changed, "nothing was rewritten");
    place.path("everything.toml")
}

fn answer(scenario: &Path, n: u64) -> Answer {
    Caseload::run(scenario, n).seed(SEED).answer()
}

/// Every quantity by its key, as it is written.
fn quantities(answer: &Answer) -> BTreeMap<String, String> {
    answer.keys().into_iter().map(|key| (key.clone(), answer.quantity(&key).to_string())).collect()
}
