//! The same question has the same answer, to the byte.

use std::collections::BTreeMap;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::{SEED, path};
use crate::support::{Answer, Caseload, Place, Table, files};

fn ask(words: &str, seed: u64) -> Caseload {
    let command = Caseload::new("run").file(path("everything.toml").as_ref()).seed(seed);
    command.words(&format!("--quiet --no-date {words}"))
}

/// Standard output and all files of a run. Asked for in a folder of its own, by a name that does not tell which.
fn all_bytes(words: &str) -> (Vec<u8>, BTreeMap<String, Vec<u8>>) {
    let place = Place::new();
    let folder = place.file("here", "").parent().expect("a folder").to_owned();
    let ended = ask(&format!("{words} --json --out run"), SEED).folder(&folder).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    (ended.output.stdout.clone(), files(&place.path("run")))
}

#[test]
fn same_seed_twice() {
    let words = "-n 8 --draws 4";
    assert!(all_bytes(words) == all_bytes(words));
}

#[test]
fn threads() {
    let one = all_bytes("-n 15 --draws 5 --threads 1");
    for threads in [2, 7] {
        assert!(one == all_bytes(&format!("-n 15 --draws 5 --threads {threads}")), "{threads} threads");
    }
}

/// Without its feedback and with it: each has as many replications.
#[test]
fn prefix() {
    let table = |n: u32| {
        let table = Table::read(&all_bytes(&format!("-n {n} --draws 0")).1["replications.csv"]);
        assert_eq!(table.rows.len(), 2 * n as usize);
        table
    };
    let (short, long) = (table(20), table(40));
    let [first, second] = [0, 20].map(|from| &short.rows[from..from + 20]);
    assert!(first == &long.rows[..20] && second == &long.rows[40..60]);
    assert_ne!(first, second);
}

/// There are no checkpoints: what was killed is started again, into the same folder.
#[test]
fn resume() {
    let words = "-n 400 --draws 0 --threads 2";
    let whole = all_bytes(words);
    let place = Place::new();
    let folder = place.file("here", "").parent().expect("a folder").to_owned();
    let again = || ask(&format!("{words} --json --out run"), SEED).folder(&folder);
    for wait in [5, 60] {
        let mut run = again().start();
        std::thread::sleep(Duration::from_millis(wait));
        run.kill().unwrap();
        run.wait().unwrap();
    }
    let ended = again().end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert!(ended.output.stdout == whole.0 && files(&place.path("run")) == whole.1);
}

#[test]
fn other_seed() {
    let ask = |seed| -> Answer { ask("-n 150 --draws 0 --threads 2", seed).answer() };
    let (a, b) = (ask(1), ask(2));
    for key in ["hours.total", "raised.urgent call", "travel.total", "overtime.manager", "call-outs.manager"] {
        let error = a.standard_error(key).hypot(b.standard_error(key));
        assert_ne!(a.mean(key), b.mean(key), "{key}");
        assert!((a.mean(key) - b.mean(key)).abs() <= 4.0 * error, "{key}: {} and {}", a.mean(key), b.mean(key));
    }
}

/// Digest of ten replications at typical values: `platforms` and `build_profile`, as in `metamorphic/bytes.rs`. Debug and release
/// builds and all machines agree on it. It changes only when the model, the draws or the scenario do, and then knowingly.
const GOLDEN: &str = "d1fb9eed6b86004b1254dff2c359f387bc9858d9a9eabdadb5800a09dde2f7fb";

#[test]
fn build_profile() {
    let written = all_bytes("-n 10 --draws 0").1;
    let digest: Vec<String> =
        Sha256::digest(&written["replications.csv"]).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest.concat(), GOLDEN);
}
