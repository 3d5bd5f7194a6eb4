//! The same question has the same answer, to the byte.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::{EXAMINERS, HEAD, N, PARTS, SEED, VISIT, file, usual, with};
use crate::support::{Answer, Caseload, Place, Table, files};

/// The command on a text; `words` may say more.
fn ask(scenario: &Path, words: &str) -> Caseload {
    let command = Caseload::new("run").file(scenario).seed(SEED);
    command.words(&format!("--draws 0 --quiet --no-date {words}"))
}

/// Standard output and all files of a run.
fn all_bytes(text: &str, words: &str) -> (Vec<u8>, BTreeMap<String, Vec<u8>>) {
    let place = Place::new();
    let scenario = file(&place, text);
    // By relative names, so that where it ran does not enter the answer.
    assert!(scenario.is_file());
    let command = ask(Path::new("scenario.toml"), &format!("{words} --json --out run"));
    let ended = command.folder(scenario.parent().unwrap()).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    (ended.output.stdout.clone(), files(&place.path("run")))
}

fn answer(text: &str) -> Answer {
    let place = Place::new();
    ask(&file(&place, text), &format!("-n {N}")).answer()
}

/// Key -> average, spread and all, of every quantity.
fn quantities(answer: &Answer) -> BTreeMap<String, String> {
    answer.keys().into_iter().map(|key| (key.clone(), answer.quantity(&key).to_string())).collect()
}

/// Every quantity of `before` is the same in `after`, but for those that `except` names.
fn same_but(before: &Answer, after: &Answer, except: &[&str]) {
    let (before, after) = (quantities(before), quantities(after));
    for (key, value) in before.iter().filter(|(key, _)| !except.contains(&key.as_str())) {
        assert_eq!(after.get(key), Some(value), "{key}");
    }
}

#[test]
fn same_seed_twice() {
    let words = format!("-n {N}");
    let first = all_bytes(&usual(), &words);
    assert!(first.1.len() >= 5, "{:?}", first.1.keys());
    assert_eq!(first, all_bytes(&usual(), &words));
}

#[test]
fn threads() {
    let one = all_bytes(&usual(), "-n 40 --threads 1");
    for threads in [2, 3, 8] {
        assert!(one == all_bytes(&usual(), &format!("-n 40 --threads {threads}")), "{threads} threads");
    }
}

/// Digest of the replications of the usual scenario. It changes only when the model or the draws do, and then
/// knowingly: put the new one here. Debug and release builds, and all machines, must agree on it.
const GOLDEN: &str = "8623200d538b141f461836df0af4da5b1db194a411db4abf19fc5bad174e9288";

#[test]
fn build_profile() {
    let written = all_bytes(&usual(), "-n 20").1;
    let digest = Sha256::digest(&written["replications.csv"]);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, GOLDEN);
}

#[test]
fn prefix() {
    let table = |n: u32| Table::read(&all_bytes(&usual(), &format!("-n {n}")).1["replications.csv"]);
    let (short, long) = (table(100), table(200));
    assert_eq!((short.rows.len(), long.rows.len()), (100, 200));
    assert_eq!(short.rows[..], long.rows[..100]);
}

/// There are no checkpoints: what was killed is started again, into the same folder, and gives the same bytes.
#[test]
fn resume() {
    let words = "-n 3000 --threads 2";
    let whole = all_bytes(&usual(), words);
    let place = Place::new();
    let scenario = file(&place, &usual());
    for wait in [0, 5, 20, 60, 120] {
        let command = ask(Path::new("scenario.toml"), &format!("{words} --json --out run"));
        let mut run = command.folder(scenario.parent().unwrap()).start();
        std::thread::sleep(Duration::from_millis(wait));
        run.kill().unwrap();
        run.wait().unwrap();
    }
    let command = ask(Path::new("scenario.toml"), &format!("{words} --json --out run"));
    let ended = command.folder(scenario.parent().unwrap()).end();
    assert_eq!(ended.code(), 0, "{}", ended.said());
    assert!(ended.output.stdout == whole.0, "another answer");
    assert!(files(&place.path("run")) == whole.1, "other files: {:?}", files(&place.path("run")).keys());
}

#[test]
fn other_seed() {
    let place = Place::new();
    let scenario = file(&place, &usual());
    let ask = |seed| Caseload::run(&scenario, 200).seed(seed).answer();
    let (a, b) = (ask(1), ask(2));
    for key in ["hours.total", "raised.call", "wait.mean.visit", "finished.total", "share lapsed.call"] {
        let error = a.standard_error(key).hypot(b.standard_error(key));
        assert_ne!(a.mean(key), b.mean(key), "{key}");
        assert!((a.mean(key) - b.mean(key)).abs() <= 4.0 * error, "{key}: {} and {}", a.mean(key), b.mean(key));
    }
}

#[test]
fn reorder_sources() {
    let before = answer(&usual());
    let [head, officers, examiners, visit, call, report, examination] = PARTS;
    for order in [
        [head, officers, examiners, examination, report, call, visit],
        [head, examiners, officers, call, examination, visit, report],
    ] {
        let after = answer(&order.concat());
        assert_eq!(quantities(&before), quantities(&after));
    }
}

#[test]
fn zero_rate_source() {
    let kind = VISIT.replace("\"visit\"", "\"nothing\"");
    let kind = kind.replace(
        "each = \"offender\", every = { high = \"5 days\", low = \"15 days\" }",
        "each = \"team\", at_random = \"0 per hour\"",
    );
    assert!(kind.contains("0 per hour"));
    let added = usual() + &kind;
    same_but(&answer(&usual()), &answer(&added), &[]);
}

#[test]
fn idle_team() {
    let team = EXAMINERS.replace("examiner", "idler");
    same_but(&answer(&usual()), &answer(&(usual() + &team)), &[]);
}

#[test]
fn time_units() {
    let minutes = [
        ("20 days", "28800 min"),
        ("5 days", "7200 min"),
        ("15 days", "21600 min"),
        ("\"1 day\"", "\"1440 min\""),
        ("4 h", "240 min"),
        ("3 h", "180 min"),
        ("2 h", "120 min"),
        ("10 h", "600 min"),
        ("12 h", "720 min"),
        ("0.4 per hour", "9.6 per day"),
        ("0.004 per offender per hour", "0.672 per offender per week"),
    ];
    let mut text = usual();
    for (hours, other) in minutes {
        let _ = with(hours, other);
        text = text.replace(&format!("\"{}", hours.trim_matches('"')), &format!("\"{}", other.trim_matches('"')));
    }
    assert!(!text.contains(" h\"") && !text.contains("per hour") && text != usual() && text.starts_with(&HEAD[..20]));
    let (before, after) = (answer(&usual()), answer(&text));
    for key in before.keys() {
        let mean = |of: &Answer| of.quantity(&key)["centre"]["mean"].as_f64();
        match (mean(&before), mean(&after)) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-9 * a.abs(), "{key}: {a} and {b}"),
            (a, b) => assert_eq!(a, b, "{key}"),
        }
    }
}
