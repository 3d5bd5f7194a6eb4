//! Posts that are vacant, left and filled again, day by day in expectation: how many are filled, how many newcomers there
//! are, and what they and their tutors cost in output. Leavers go at their rate, newcomers come the mean recruitment later.

use super::world::{Point, Scenario, Staff};
use crate::units::DAY;

/// One day of a group of staff.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    /// Days since the start.
    pub at: i64,
    /// Share of its posts that is filled.
    pub there: f64,
    /// Newcomers for each post.
    pub newcomers: f64,
}

/// The days since the start, from one until another, on which a group of staff is in post by the day `until`.
pub(super) fn in_post(scenario: &Scenario, staff: &Staff, until: i64) -> (i64, i64) {
    let day = |ms: i64| ms.div_euclid(DAY);
    let begins = day(-scenario.warm_up.0);
    let from = staff.from.map_or(begins, |from| day(from.0).max(begins));
    (from, staff.until.map_or(until, |last| until.min(day(last.0 + DAY - 1))).max(from))
}

/// The days until another on which a group is in post, with those of the warm-up. What is vacant, who leaves and who is
/// sought begins with the group.
pub(super) fn days(scenario: &Scenario, staff: &Staff, point: &Point, until: i64) -> Vec<Day> {
    let posts = &staff.posts;
    let vacant = vacant(staff, point);
    let a_day = posts.leaving.as_ref().map_or(0.0, |rate| rate.at(point) * DAY as f64).min(1.0);
    let delay: f64 = posts.recruitment.iter().map(|(_, stage)| stage.mean(point)).sum();
    let delay = (delay / DAY as f64).min(1e6) as usize;
    let (from, until) = in_post(scenario, staff, until);
    let mut leaving: Vec<f64> = vec![vacant];
    let mut there = 1.0 - vacant;
    let day = |at: i64| {
        let left = there * a_day;
        let place = (at - from) as usize;
        let comes = if posts.recruitment.is_empty() { None } else { place.checked_sub(delay) };
        let newcomers = comes.and_then(|at| leaving.get(at)).copied().unwrap_or(0.0);
        there = (there - left + newcomers).clamp(0.0, 1.0);
        if place == 0 {
            leaving[0] += left;
        } else {
            leaving.push(left);
        }
        Day { at, there, newcomers }
    };
    (from..until).map(day).collect()
}

/// Days of full output that a post loses from the start until a day: to newcomers who are not yet at it, and to the
/// colleagues who tutor them, as if one were always free to.
pub(super) fn lost_to_newcomers(scenario: &Scenario, staff: &Staff, point: &Point, until: i64) -> [f64; 2] {
    let posts = &staff.posts;
    let until = in_post(scenario, staff, until).1;
    let ramp = posts.ramp.as_ref().map_or((1.0, 0.0), |r| (r.from.at(point), r.over.at(point) / DAY as f64));
    let tutoring = posts.tutoring.as_ref().map_or((0.0, 0.0), |t| (t.share.at(point), t.lasts.at(point) / DAY as f64));
    // Of a ramp, what falls between two moments since its beginning; output rises evenly.
    let slow = |a: f64, b: f64| {
        let below = |t: f64| t - t * t / (2.0 * ramp.1);
        let [a, b] = [a, b].map(|t| t.clamp(0.0, ramp.1));
        if ramp.1 > 0.0 { (1.0 - ramp.0) * (below(b) - below(a)) } else { 0.0 }
    };
    let taught = |a: f64, b: f64| tutoring.0 * (b.clamp(0.0, tutoring.1) - a.clamp(0.0, tutoring.1));
    let mut lost = [0.0; 2];
    let mut add = |from: f64, newcomers: f64| {
        let (a, b) = (-from, until as f64 - from);
        lost[0] += newcomers * slow(a, b);
        lost[1] += newcomers * taught(a, b);
    };
    // Those who begin on a date are newcomers all.
    if let Some(from) = staff.from.filter(|from| from.0 > -scenario.warm_up.0) {
        add(from.0 as f64 / DAY as f64, 1.0 - vacant(staff, point));
    }
    if posts.change() {
        for day in days(scenario, staff, point, until) {
            add(day.at as f64, day.newcomers);
        }
    }
    lost
}

/// Share of a group's posts that is vacant when it begins.
fn vacant(staff: &Staff, point: &Point) -> f64 {
    let people = staff.people.as_ref().map_or(0.0, |people| people.at(point));
    staff.posts.vacant.as_ref().map_or(0.0, |vacant| (vacant.at(point) / people.max(1.0)).clamp(0.0, 1.0))
}
