//! The slow, plain engine and the fast one agree record by record, and sum by sum.
//!
//! `cargo test` tries a few hundred random scenarios with a fixed seed. For more:
//!
//! ```text
//! CASELOAD_CASES=20000 cargo test --release --test suite agreement -- --nocapture
//! CASELOAD_SEED=7 CASELOAD_CASES=20000 ...    other ones
//! ```

use crate::engines::{difference, read};
use crate::generated;
use crate::plain::Departures;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// Cases of the everyday suite.
const CASES: u32 = 400;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// A runner that tries the same cases every time.
pub(crate) fn runner(share: u32) -> TestRunner {
    let cases = number("CASELOAD_CASES").map_or(CASES / share, |n| n as u32);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("CASELOAD_SEED").unwrap_or(1).to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

#[test]
fn two_engines_tell_the_same_story_of_random_scenarios() {
    let result = runner(1).run(&generated::scenarios(), |text| {
        let scenario = read(&text);
        for replication in 0..2 {
            difference(&scenario, replication, Departures::KNOWN)
                .map_err(|what| TestCaseError::fail(format!("replication {replication}: {what}")))?;
        }
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, text)) => panic!("{why}\n{text}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}
