//! The time line of posts: who stands in which, who is away, who is slower, from moment to moment.
//!
//! It is drawn whole at the start of a replication, from the plan and the replication's key alone, so
//! that nothing that work does can shift it. A post is filled by one person after another
//! ([`Tenure`]s); absences are [`Spell`]s; both are laid over one another into one sorted list of
//! changes, each with the whole state of its post from then on.

use super::brought_on::{Candidate, LEAVING};
use super::plan_posts::PostsPlan;
use super::spells::draw_spells;
use crate::random::{Purpose, ReplicationKey, uniform};
use crate::units::Span;

/// Most tenures and most spells of one replication; the checks of a file keep well below it.
pub(super) const MOST: usize = 4_000_000;

/// Nobody is away for any reason.
pub(super) const PRESENT: u32 = u32::MAX;

/// What is so of a post.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PostState {
    /// Somebody stands in it: who, counted from one; 0 for nobody.
    pub who: u32,
    /// The absence the person is away for, or [`PRESENT`]: of several, the one that began first.
    pub away: u32,
    /// Away for so long that work is handed over.
    pub covered: bool,
    /// Output as a share of a full one: ramp, restricted duty and tutoring together.
    pub factor: f64,
}

impl PostState {
    pub(super) const VACANT: Self = Self { who: 0, away: PRESENT, covered: false, factor: 1.0 };
}

/// A change of a post.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub time: i64,
    pub post: u32,
    pub state: PostState,
}

/// One person's time in a post.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tenure {
    pub from: i64,
    pub to: i64,
    pub newcomer: bool,
}

/// One spell of absence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spell {
    pub post: u32,
    pub absence: u32,
    pub from: i64,
    pub to: i64,
}

/// A colleague's time for a newcomer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tutored {
    pub tutor: u32,
    from: i64,
    to: i64,
    share: f64,
}

/// Memory that is reused from one replication to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    pub tenures: Vec<Tenure>,
    pub spells: Vec<Spell>,
    /// Posts or days in the order of keyed numbers.
    pub chosen: Vec<(u64, u32)>,
    /// Posts of each role on leave, day by day.
    pub away: Vec<u32>,
    /// Days of leave of one post.
    pub mine: Vec<bool>,
    /// Of each post, while tutors are chosen: its tenure in hand, and until when it tutors.
    turn: Vec<(usize, i64)>,
    /// By tutor, then by time.
    pub tutored: Vec<Tutored>,
    /// Whether spells that are no person's own chance are kept whole too, for posts that are drawn anew; by post.
    pub keeps_whole: bool,
    pub whole: Vec<Spell>,
    newcomers: Vec<(i64, u32, i64)>,
    moments: Vec<i64>,
    active: Vec<Spell>,
}

/// The time line of one replication.
#[derive(Clone, Debug, Default)]
pub(super) struct TimeLine {
    /// State of each post at the start.
    pub first: Vec<PostState>,
    /// Changes after the start, up to the horizon, by time and post.
    pub entries: Vec<Entry>,
    /// Tenures of each post: first and end.
    pub(super) of_post: Vec<(u32, u32)>,
    pub(super) scratch: Scratch,
}

impl TimeLine {
    /// Draws the time line of a replication.
    pub(super) fn draw(&mut self, plan: &PostsPlan, key: ReplicationKey) {
        self.first.clear();
        self.entries.clear();
        self.of_post.clear();
        let scratch = &mut self.scratch;
        scratch.tenures.clear();
        scratch.spells.clear();
        scratch.whole.clear();
        scratch.keeps_whole = plan.brings_on.is_some();
        for post in 0..plan.posts.len() {
            let first = scratch.tenures.len() as u32;
            draw_tenures(plan, key, post, &[], &mut scratch.tenures);
            self.of_post.push((first, scratch.tenures.len() as u32));
        }
        choose_tutors(plan, &self.of_post, scratch);
        draw_spells(plan, key, &self.of_post, scratch);
        scratch.keeps_whole = false;
        scratch.whole.sort_by_key(|s| s.post);
        scratch.spells.sort_unstable_by_key(|s| (s.post, s.from, s.absence, s.to));
        let mut spells = 0;
        for post in 0..plan.posts.len() {
            let end = spells + scratch.spells[spells..].iter().take_while(|s| s.post == post as u32).count();
            let tenures = self.of_post[post].0 as usize..self.of_post[post].1 as usize;
            lay_over(plan, post, tenures, spells..end, scratch, &mut self.first, &mut self.entries);
            spells = end;
        }
        self.entries.sort_unstable_by_key(|e| (e.time, e.post));
    }

    /// Whether the bound on tenures or spells was reached.
    pub(super) fn is_cut_short(&self) -> bool {
        self.scratch.tenures.len() >= MOST || self.scratch.spells.len() >= MOST
    }
}

/// The nearest whole millisecond of an exponential time at a rate; never at rate zero.
pub(super) fn exponential(u: f64, rate: f64) -> i64 {
    if rate > 0.0 { Span::rounded((-libm::log(u) / rate).min(1e16)).0 } else { i64::MAX }
}

/// One person after another in a post. Occupant k is drawn at the k-th child of the post's stream: how
/// long they stay, then the stages until the next one comes. Who was made to leave by overload left then.
pub(super) fn draw_tenures(
    plan: &PostsPlan,
    key: ReplicationKey,
    index: usize,
    taken: &[Candidate],
    tenures: &mut Vec<Tenure>,
) {
    let post = &plan.posts[index];
    let group = &plan.groups[post.group as usize];
    let own = key.stream(Purpose::Post, group.key, post.place);
    let end = post.until;
    let mut from = plan.start.max(post.from);
    let mut newcomer = post.from > plan.start;
    let mut occupant = 0;
    let mut vacant = post.vacant;
    while from < end && from <= plan.horizon && tenures.len() < MOST {
        let one = own.child(occupant);
        let leaves = if vacant {
            from
        } else {
            let leaves = from.saturating_add(exponential(uniform(one.at(0)), group.leaving).max(1));
            let made = |c: &&Candidate| c.what == LEAVING && from < c.time && c.time < leaves;
            let leaves = taken.iter().find(made).map_or(leaves, |candidate| candidate.time);
            tenures.push(Tenure { from, to: leaves.min(end), newcomer });
            leaves
        };
        if group.stages.is_empty() {
            break;
        }
        from = leaves;
        for (stage, sampler) in group.stages.iter().enumerate() {
            let takes = sampler.sample(uniform(one.at(1 + stage as u32)));
            from = from.saturating_add(Span::rounded(takes).0.max(0));
        }
        (newcomer, vacant) = (true, false);
        occupant += 1;
    }
}

/// Who tutors whom: newcomers in the order in which they come, each the first colleague of the role who
/// is in post, past the own ramp and not tutoring.
pub(super) fn choose_tutors(plan: &PostsPlan, of_post: &[(u32, u32)], scratch: &mut Scratch) {
    scratch.tutored.clear();
    scratch.newcomers.clear();
    for (p, post) in plan.posts.iter().enumerate() {
        if plan.groups[post.group as usize].tutoring.is_some() {
            let own = &scratch.tenures[of_post[p].0 as usize..of_post[p].1 as usize];
            scratch.newcomers.extend(own.iter().filter(|t| t.newcomer).map(|t| (t.from, p as u32, t.to)));
        }
    }
    scratch.newcomers.sort_unstable();
    // Newcomers come in the order of time, so that one place in the tenures of each post and the end of its last
    // tutoring are enough.
    scratch.turn.clear();
    scratch.turn.resize(plan.posts.len(), (0, i64::MIN));
    let Scratch { tenures, turn, newcomers, tutored, .. } = scratch;
    for &(from, newcomer, leaves) in newcomers.iter() {
        let post = &plan.posts[newcomer as usize];
        let Some((share, lasts)) = plan.groups[post.group as usize].tutoring else { continue };
        let (first, end) = plan.roles[post.role as usize];
        let mut free = |p: u32| {
            let (at, busy) = &mut turn[p as usize];
            if p == newcomer || from < *busy {
                return None;
            }
            let ramp = plan.groups[plan.posts[p as usize].group as usize].ramp.map_or(0, |(_, over)| over);
            let own = &tenures[of_post[p as usize].0 as usize..of_post[p as usize].1 as usize];
            while own.get(*at).is_some_and(|t| t.to <= from) {
                *at += 1;
            }
            let there = own.get(*at).filter(|t| t.from <= from)?;
            (!there.newcomer || there.from.saturating_add(ramp) <= from).then_some((p, there.to))
        };
        if let Some((tutor, tutor_leaves)) = (first..end).find_map(&mut free) {
            let to = from.saturating_add(lasts).min(leaves).min(tutor_leaves);
            turn[tutor as usize].1 = to;
            tutored.push(Tutored { tutor, from, to, share });
        }
    }
    tutored.sort_unstable_by_key(|t| (t.tutor, t.from, t.to));
}

/// Lays tenures, spells, ramps and tutoring of one post over one another.
pub(super) fn lay_over(
    plan: &PostsPlan,
    post: usize,
    tenures: std::ops::Range<usize>,
    spells: std::ops::Range<usize>,
    scratch: &mut Scratch,
    first: &mut Vec<PostState>,
    entries: &mut Vec<Entry>,
) {
    let group = &plan.groups[plan.posts[post].group as usize];
    let Scratch { tenures: all_tenures, spells: all_spells, tutored, moments, active, .. } = scratch;
    let (tenures, spells) = (&all_tenures[tenures], &all_spells[spells]);
    moments.clear();
    moments.push(plan.start);
    for tenure in tenures {
        moments.extend([tenure.from, tenure.to]);
        if let (true, Some((_, over))) = (tenure.newcomer, group.ramp) {
            moments.extend((0..=10).map(|k| ramp_step(tenure.from, over, k)).filter(|&t| t < tenure.to));
        }
    }
    moments.extend(spells.iter().flat_map(|s| [s.from, s.to]));
    let tutored = &tutored[tutored.partition_point(|t| t.tutor < post as u32)..];
    let tutored = &tutored[..tutored.partition_point(|t| t.tutor == post as u32)];
    moments.extend(tutored.iter().flat_map(|t| [t.from, t.to]));
    moments.retain(|t| (plan.start..=plan.horizon).contains(t));
    moments.sort_unstable();
    moments.dedup();
    active.clear();
    let (mut begun, mut at, mut helped, mut last) = (0, 0, 0, PostState::VACANT);
    for &now in moments.iter() {
        while tenures.get(at).is_some_and(|t| t.to <= now) {
            at += 1;
        }
        while let Some(spell) = spells.get(begun).filter(|s| s.from <= now) {
            active.push(*spell);
            begun += 1;
        }
        active.retain(|s| s.to > now);
        let mut state = PostState::VACANT;
        if let Some(tenure) = tenures.get(at).filter(|t| t.from <= now) {
            state.who = at as u32 + 1;
            if let (true, Some((from, over))) = (tenure.newcomer, group.ramp) {
                state.factor = ramp_share(tenure.from, from, over, now);
            }
            for spell in active.iter() {
                match plan.absences[spell.absence as usize].keeps {
                    Some(keeps) => state.factor *= keeps,
                    None => {
                        if state.away == PRESENT {
                            state.away = spell.absence;
                        }
                        state.covered |= spell.to - spell.from > group.cover_after;
                    }
                }
            }
            // Once handed over, work comes back at the return.
            state.covered |= state.away != PRESENT && last.covered && last.who == state.who;
            while tutored.get(helped).is_some_and(|t| t.to <= now) {
                helped += 1;
            }
            if let Some(tutoring) = tutored.get(helped).filter(|t| t.from <= now) {
                state.factor *= 1.0 - tutoring.share;
            }
        }
        if now == plan.start {
            first.push(state);
        } else if state != last {
            entries.push(Entry { time: now, post: post as u32, state });
        }
        last = state;
    }
}

/// When the k-th of ten steps begins; the tenth is the end of the ramp.
fn ramp_step(from: i64, over: i64, k: i64) -> i64 {
    // Tenths rounded down, without an overflow.
    from.saturating_add(over / 10 * k + over % 10 * k / 10)
}

/// Share of full output in a ramp that began at `began`: each of ten equal steps at its own middle.
fn ramp_share(began: i64, from: f64, over: i64, now: i64) -> f64 {
    match (0..=10).rev().find(|&k| ramp_step(began, over, k) <= now) {
        Some(10) | None => 1.0,
        Some(k) => from + (1.0 - from) * (k as f64 + 0.5) / 10.0,
    }
}

#[cfg(test)]
#[path = "time_line_tests.rs"]
mod tests;
