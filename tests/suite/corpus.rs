//! Every file of the fuzzers' seed corpus, given to the claims that the fuzzers try.
//!
//! A crash that a fuzzer finds is put into `fuzz/corpus` under a name that says what it was; from
//! then on it is tried here, in every run of the tests.

use std::path::PathBuf;

#[path = "../../fuzz/claims.rs"]
mod claims;
#[path = "../../fuzz/figures.rs"]
mod figures;

/// The files of these targets: what one has found may trouble the other.
fn corpus_of(folders: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in folders {
        files.extend(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    corpus_of(&["fuzz/corpus/scenario", "fuzz/corpus/thousand_events"])
}

/// Says which file a claim failed on; the panic itself says no more than where.
fn each(claim: impl Fn(&[u8]) + std::panic::RefUnwindSafe) {
    for (path, bytes) in corpus() {
        let held = std::panic::catch_unwind(|| claim(&bytes));
        assert!(held.is_ok(), "{}", path.display());
    }
}

#[test]
fn reading_a_file_of_the_corpus_never_panics() {
    each(claims::reading_never_panics);
}

#[test]
fn a_thousand_events_of_a_file_of_the_corpus_never_panic() {
    each(|bytes| {
        claims::a_thousand_events_never_panic(bytes);
    });
}

#[test]
fn reading_observed_figures_of_the_corpus_never_panics() {
    let (mut read, mut refused) = (0, 0);
    let all = corpus_of(&["fuzz/corpus/observed", "fuzz/corpus/scenario"]);
    for (path, bytes) in &all {
        let sound = std::panic::catch_unwind(|| figures::reading_figures_never_panics(bytes));
        *(if sound.unwrap_or_else(|_| panic!("{}", path.display())) { &mut read } else { &mut refused }) += 1;
    }
    assert!(read >= 1 && refused >= 9, "{read} read, {refused} refused");
}

#[test]
fn the_corpus_has_files_that_are_replicated_and_files_that_are_refused() {
    let (mut replicated, mut refused) = (0, 0);
    for (path, bytes) in corpus() {
        let sound = claims::a_thousand_events_never_panic(&bytes);
        if path.starts_with("fuzz/corpus/thousand_events") {
            assert!(sound, "{} is no seed for the engine: it is not replicated", path.display());
        }
        *(if sound { &mut replicated } else { &mut refused }) += 1;
    }
    assert!(replicated >= 20 && refused >= 20, "{replicated} replicated, {refused} refused");
}
