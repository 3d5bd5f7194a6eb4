//! The random scenarios that both engines are tried on use every key that reaches a replication.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::keys::{all, of_text};
use crate::generated;

/// So many of them use each key, at least, and each two mechanisms; the seed is fixed.
const AT_LEAST: usize = 5;

/// Sections and keys (`*`: all of them) that no random scenario uses, and why.
const NOT_USED: &[(&str, &str, &str)] = &[
    ("*", "remove", INHERITS),
    ("*", "without", INHERITS),
    ("The file", "extends", INHERITS),
    ("Passport keys", "*", TOLD),
    ("A plain number", "*", TOLD),
    ("The file", "question", TOLD),
    ("The file", "sources", TOLD),
    ("The file", "answers", TOLD),
    ("[answers]", "*", TOLD),
    ("[[backlog]]", "name", TOLD),
    ("[[staff]]", "supervises", TOLD),
    ("[[staff]]", "span_at_most", TOLD),
    ("[[work]]", "stage", TOLD),
    ("The file", "analysis", "is how the answer is worked out, and whether it is refused"),
    ("The file", "limits", "stop a replication, and none here comes near; `bad_input/extremes.rs`"),
    ("[limits]", "*", "stop a replication, and none here comes near; `bad_input/extremes.rs`"),
    ("The file", "joint", UNCERTAIN),
    ("[[joint]]", "*", UNCERTAIN),
    ("A number", "*", UNCERTAIN),
    ("A count", "uncertain", UNCERTAIN),
    ("A duration with variation", "uncertain", UNCERTAIN),
    ("uncertain", "*", UNCERTAIN),
    ("gamma", "*", UNCERTAIN),
    ("lognormal", "*", UNCERTAIN),
    ("beta", "*", UNCERTAIN),
    ("normal", "*", UNCERTAIN),
    ("The file", "grant", MONEY),
    ("[[grant]]", "*", MONEY),
    ("[[staff]]", "cost", MONEY),
    ("cost of a post", "*", MONEY),
    ("[[cost]]", "once", MONEY),
    ("[[cost]]", "from", MONEY),
    ("[[cost]]", "until", MONEY),
    ("[[cost]]", "work", MONEY),
    ("[money]", "currency", MONEY),
    ("on_call", "paid", MONEY),
    ("on_call", "allowance", MONEY),
    ("overtime", "paid", MONEY),
    ("A count", "typical", "another word for `mean`"),
    ("A count", "value", "another word for `mean`"),
    ("A duration with variation", "typical", "another word for `mean`"),
    ("A duration with variation", "value", "another word for `mean`"),
    ("A duration with variation", "sd", "another way to say a `cv`"),
    ("with", "role", "another way to say `roles`"),
];
const INHERITS: &str = "is about files and not about what they say";
const TOLD: &str = "is told and changes nothing";
const UNCERTAIN: &str = "sets of parameters are tried on the shipped scenarios and on everything, and `uncertain.rs`";
const MONEY: &str = "prices what happened; `money.rs`";

/// What may get in one another's way.
const TOGETHER: [(&str, &str); 25] = [
    ("The file", "travel"),
    ("The file", "overload"),
    ("The file", "backlog"),
    ("The file", "warm_up"),
    ("[offenders]", "joining"),
    ("[[group]]", "at_most"),
    ("[[staff]]", "on_call"),
    ("[[staff]]", "ownership"),
    ("[[staff]]", "most_held_later"),
    ("[[staff]]", "leaving"),
    ("[[staff]]", "overtime"),
    ("[[staff]]", "cover_after"),
    ("[[staff]]", "room"),
    ("[[absence]]", "days_a_year"),
    ("[[absence]]", "takes"),
    ("[[work]]", "with"),
    ("[[work]]", "when_overloaded"),
    ("[[work]]", "grows_when_late"),
    ("raised", "over_time"),
    ("raised", "shocks"),
    ("raised", "one_at_a_time"),
    ("then", "from"),
    ("offender", "custody"),
    ("offender", "risk"),
    ("offender", "off_register"),
];

fn texts(number: usize) -> Vec<String> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[1; 32]));
    let scenarios = generated::scenarios();
    (0..number).map(|_| scenarios.new_tree(&mut runner).expect("a scenario").current()).collect()
}

#[test]
fn the_random_scenarios_use_every_key_that_reaches_a_replication() {
    let mut times: BTreeMap<(&str, &str), usize> = all().keys.into_iter().map(|key| (key, 0)).collect();
    for text in texts(500) {
        for key in of_text(&text).keys {
            *times.entry(key).or_default() += 1;
        }
    }
    for ((section, key), times) in times {
        let is = |name: &str, this: &str| name == "*" || name == this;
        let left_out = NOT_USED.iter().any(|&(of, name, _)| is(of, section) && is(name, key));
        assert_eq!(times == 0, left_out, "`{section}` `{key}`: {times} times");
        assert!(left_out || times >= AT_LEAST, "`{section}` `{key}`: {times} times");
    }
}

#[test]
fn the_random_scenarios_use_every_two_mechanisms_together() {
    // As many as the engines are compared on, every day.
    let used: Vec<_> = texts(3000).iter().map(|text| of_text(text).keys).collect();
    for (i, one) in TOGETHER.iter().enumerate() {
        for other in &TOGETHER[i + 1..] {
            // Nobody in particular holds anybody where all hold in common: there is no limit to that.
            if (one.1, other.1) == ("ownership", "most_held_later") {
                continue;
            }
            let times = used.iter().filter(|keys| keys.contains(one) && keys.contains(other)).count();
            assert!(times >= AT_LEAST, "{one:?} and {other:?}: {times} times");
        }
    }
}
