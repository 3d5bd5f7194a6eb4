//! Who is away when a replication begins: what befell people before it and is not over yet.
//!
//! Those in post at the start have been there for long, and their comings and goings with them. The same
//! laws are followed from so long before the start that the number away on the first day is that of any
//! other day. The draws have addresses of their own, beside those of what befalls people later.

use super::plan_posts::{AbsencePlan, PostsPlan};
use super::spells::{draw, length};
use super::time_line::{MOST, Scratch, Spell, exponential};
use crate::random::{Stream, uniform};
use crate::units::YEAR;

/// Most spells looked at for one person: lengths that are next to nothing are many.
pub(super) const MOST_BEFORE: u32 = 10_000;

/// Lengths (the mean one, and what their spread adds) before the start at which the past begins.
const LENGTHS: f64 = 20.0;

/// How long before the start (ms) the past of spells with this mean and standard deviation begins.
///
/// What is left of a spell under way is half of `mean + sd^2 / mean` on average; twenty of these forget the beginning.
pub(super) fn look_back(mean: f64, sd: f64) -> i64 {
    if mean > 0.0 { (LENGTHS * (mean + sd * sd / mean)).min((50 * YEAR) as f64) as i64 } else { 0 }
}

/// The spell under way at the start of someone who is in post, if there is one.
pub(super) fn under_way(plan: &PostsPlan, own: Stream, absence: &AbsencePlan, rate: f64) -> Option<(i64, i64)> {
    if rate <= 0.0 || absence.look_back == 0 {
        return None;
    }
    let past = own.child(draw::BEFORE);
    // The past begins somewhere in a round: spells that all last alike would else keep in step for long.
    let round = absence.mean + (1.0 / rate).min(absence.mean);
    let mut now = plan.start - absence.look_back - (round * uniform(past.at(draw::GAP))) as i64;
    for k in 0..MOST_BEFORE {
        let one = past.child(k);
        let begins = now.saturating_add(exponential(uniform(one.at(draw::GAP)), rate));
        if begins >= plan.start {
            break;
        }
        let ends = begins.saturating_add(length(&absence.lasts, one));
        if ends > plan.start {
            return Some((begins, ends));
        }
        now = ends.max(now + 1);
    }
    None
}

/// The beats of a cycle before the start whose spells are not over, the cycle's first beat after it being at `first`.
pub(super) fn beats_before(
    plan: &PostsPlan,
    own: Stream,
    absence: &AbsencePlan,
    (every, first): (i64, i64),
    each: &mut dyn FnMut(u32, i64, i64) -> bool,
) {
    let past = own.child(draw::BEFORE);
    for k in 0..MOST_BEFORE {
        let begins = first.saturating_sub(every.saturating_mul(i64::from(k) + 1));
        if begins < plan.start - absence.look_back {
            break;
        }
        let ends = begins.saturating_add(length(&absence.lasts, past.child(k)));
        if begins < plan.start && ends > plan.start && !each(k, begins, ends) {
            break;
        }
    }
}

/// The events of the team before the start whose spells are not over, the latest first.
pub(super) fn events_before(
    plan: &PostsPlan,
    team: Stream,
    absence: &AbsencePlan,
    rate: f64,
    each: &mut dyn FnMut(u32, i64, i64) -> bool,
) {
    let past = team.child(draw::BEFORE);
    let mut begins = plan.start;
    for k in 0..MOST_BEFORE {
        let one = past.child(k);
        begins = begins.saturating_sub(exponential(uniform(one.at(draw::GAP)), rate).max(1));
        if begins < plan.start - absence.look_back {
            break;
        }
        let ends = begins.saturating_add(length(&absence.lasts, one));
        if ends > plan.start && !each(k, begins, ends) {
            break;
        }
    }
}

/// Adds a spell that is under way at the start, of someone who is in post then.
pub(super) fn add_under_way(
    plan: &PostsPlan,
    (post, absence): (u32, usize),
    (from, to): (i64, i64),
    tenures: std::ops::Range<usize>,
    scratch: &mut Scratch,
) {
    if scratch.keeps_whole {
        scratch.whole.push(Spell { post, absence: absence as u32, from, to });
    }
    let held = scratch.tenures[tenures].iter().find(|t| t.from <= plan.start && plan.start < t.to && !t.newcomer);
    if let Some(tenure) = held.copied()
        && scratch.spells.len() < MOST
    {
        scratch.spells.push(Spell { post, absence: absence as u32, from, to: to.min(tenure.to) });
    }
}
