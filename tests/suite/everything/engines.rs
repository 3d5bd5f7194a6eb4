//! The plain second engine tells the same story.

use caseload::scenario::{self, Point};

use super::path;
use crate::engines::{SEED, difference_at};

#[test]
fn two_engines_tell_the_same_story_of_everything() {
    for name in ["everything.toml", "otherwise.toml"] {
        let (scenario, _) = scenario::load(&path(name)).expect("a sound scenario");
        let mut points = vec![Point::Typical];
        points.extend((0..4).map(|index| Point::Draw { seed: SEED, index }));
        for (replication, point) in points.into_iter().enumerate() {
            difference_at(&scenario, point, replication as u64)
                .unwrap_or_else(|what| panic!("{name} at {point:?}, replication {replication}: {what}"));
        }
    }
}

/// What is shown apart is another scenario: it is told alike too.
#[test]
fn two_engines_tell_the_same_story_of_what_is_shown_apart() {
    let (scenario, _) = scenario::load(&path("everything.toml")).expect("a sound scenario");
    let scenario = scenario.with_feedback().expect("overload is shown apart");
    for replication in 0..3 {
        difference_at(&scenario, Point::Typical, replication).unwrap_or_else(|what| panic!("{replication}: {what}"));
    }
}
