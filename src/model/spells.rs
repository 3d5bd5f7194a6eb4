//! Spells of absence of a replication: who is away for what, from when until when.
//!
//! Every draw stands at the address of the post and the absence, numbered by occurrence, so that
//! nothing that work does shifts it and another post's fortunes do not either.

use super::before::{MOST_BEFORE, add_under_way, beats_before, events_before, under_way};
use super::brought_on::Candidate;
use super::plan_posts::{AbsencePlan, LeavePlan, PostPlan, PostsPlan, TakesPlan, When};
use super::time_line::{MOST, Scratch, Spell, Tenure, exponential};
use crate::random::{Purpose, ReplicationKey, Sampler, Stream, uniform};
use crate::units::{Span, YEAR};

/// Which draw of an occurrence gives what. New uses take the next free number.
pub(super) mod draw {
    pub(in crate::model) const GAP: u32 = 0;
    pub(in crate::model) const LENGTH: u32 = 1;
    pub(in crate::model) const CHOICE: u32 = 2;
    /// Children of a post's stream: its preferences among weeks, and among days.
    pub(in crate::model) const WEEKS: u32 = 1;
    pub(in crate::model) const DAYS: u32 = 2;
    /// Child of a post's or the team's stream: the numbered occurrences before the start.
    pub(in crate::model) const BEFORE: u32 = u32::MAX;
    /// Child of a post's stream: what overload could bring on.
    pub(in crate::model) const OVERLOAD: u32 = u32::MAX - 1;
}

/// Adds all spells, in no particular order.
pub(super) fn draw_spells(plan: &PostsPlan, key: ReplicationKey, of_post: &[(u32, u32)], scratch: &mut Scratch) {
    for (index, absence) in plan.absences.iter().enumerate() {
        match (&absence.when, absence.takes) {
            (When::Planned(leave), _) => plan_leave(plan, key, index, absence, leave, of_post, scratch),
            (_, Some(takes)) => befall_team(plan, key, index, absence, takes, of_post, scratch),
            (_, None) => {
                for (p, post) in plan.posts.iter().enumerate().filter(|(_, post)| absence.roles >> post.role & 1 == 1) {
                    let own = stream_of(plan, key, index, post);
                    let tenures = of_post[p].0 as usize..of_post[p].1 as usize;
                    match absence.when {
                        When::AtRandom(rate) => {
                            let whom = Whom { own, post: p as u32, index, tenures };
                            come_and_go(plan, whom, absence, rate, &[], scratch);
                        }
                        _ => befall_person(plan, own, index, absence, p as u32, tenures, scratch),
                    }
                }
            }
        }
    }
}

pub(super) fn stream_of(plan: &PostsPlan, key: ReplicationKey, absence: usize, post: &PostPlan) -> Stream {
    key.stream(Purpose::Absence, plan.groups[post.group as usize].absence_keys[absence], post.place)
}

pub(super) fn length(lasts: &Sampler, occurrence: Stream) -> i64 {
    Span::rounded(lasts.sample(uniform(occurrence.at(draw::LENGTH)))).0.max(0)
}

/// Adds the part of a spell that falls on the tenure in which it begins.
pub(super) fn add(
    scratch: &mut Scratch,
    post: u32,
    absence: usize,
    from: i64,
    to: i64,
    tenures: std::ops::Range<usize>,
) {
    if scratch.keeps_whole {
        scratch.whole.push(Spell { post, absence: absence as u32, from, to });
    }
    let held = scratch.tenures[tenures].iter().find(|t| t.from <= from && from < t.to);
    if let Some(tenure) = held.copied()
        && scratch.spells.len() < MOST
    {
        let to = to.min(tenure.to);
        if to > from {
            scratch.spells.push(Spell { post, absence: absence as u32, from, to });
        }
    }
}

/// Whose absence it is: stream, post, index of the absence, tenures.
#[derive(Clone)]
pub(super) struct Whom {
    pub own: Stream,
    pub post: u32,
    pub index: usize,
    pub tenures: std::ops::Range<usize>,
}

/// Spells at random of one person after another in a post; `more` are those that overload brought on.
///
/// While one of these lasts, the gap to the next spell stands still.
pub(super) fn come_and_go(
    plan: &PostsPlan,
    Whom { own, post, index, tenures }: Whom,
    absence: &AbsencePlan,
    rate: f64,
    more: &[Candidate],
    scratch: &mut Scratch,
) {
    let keeps_whole = std::mem::take(&mut scratch.keeps_whole);
    let mut more = more.iter().filter(|candidate| candidate.what == 1 + index as u32).peekable();
    let mut occurrence = 0;
    for t in tenures {
        let Tenure { from, to, newcomer } = scratch.tenures[t];
        let mut now = from;
        if from == plan.start
            && !newcomer
            && let Some(spell) = under_way(plan, own, absence, rate)
        {
            add_under_way(plan, (post, index), spell, t..t + 1, scratch);
            now = spell.1;
        }
        while scratch.spells.len() < MOST {
            let one = own.child(occurrence);
            let mut begins = now.saturating_add(exponential(uniform(one.at(draw::GAP)), rate));
            while let Some(brought) = more.next_if(|brought| brought.time < begins.min(to)) {
                if brought.time >= now {
                    let ends = brought.time.saturating_add(brought.lasts);
                    add(scratch, post, index, brought.time, ends, t..t + 1);
                    now = ends.max(brought.time + 1);
                    begins = begins.saturating_add(now - brought.time);
                }
            }
            if begins >= to || begins > plan.horizon {
                break;
            }
            occurrence += 1;
            let ends = begins.saturating_add(length(&absence.lasts, one));
            add(scratch, post, index, begins, ends, t..t + 1);
            now = ends.max(now + 1);
        }
        occurrence += 1;
    }
    scratch.keeps_whole = keeps_whole;
}

/// Spells that befall one person apart from the others, by dates or in a cycle.
fn befall_person(
    plan: &PostsPlan,
    own: Stream,
    index: usize,
    absence: &AbsencePlan,
    post: u32,
    tenures: std::ops::Range<usize>,
    scratch: &mut Scratch,
) {
    match &absence.when {
        When::Every { every, first } => {
            let first = first.unwrap_or_else(|| {
                let first = plan.start.saturating_add((*every as f64 * uniform(own.at(draw::GAP))) as i64);
                beats_before(plan, own, absence, (*every, first), &mut |_, from, to| {
                    add_under_way(plan, (post, index), (from, to), tenures.clone(), scratch);
                    scratch.spells.len() < MOST
                });
                first
            });
            beats(plan, absence, (*every, first), &mut |k, from| {
                let ends = from.saturating_add(length(&absence.lasts, own.child(k)));
                add_dated(plan, scratch, (post, index), (from, ends), tenures.clone());
                scratch.spells.len() < MOST
            });
        }
        When::At(moments) => {
            for (k, &from) in moments.iter().enumerate() {
                let ends = from.saturating_add(length(&absence.lasts, own.child(k as u32)));
                add_dated(plan, scratch, (post, index), (from, ends), tenures.clone());
            }
        }
        When::AtRandom(_) | When::Planned(_) => {}
    }
}

/// A spell that begins on a date: of one before the start those have the rest who are in post then.
fn add_dated(
    plan: &PostsPlan,
    scratch: &mut Scratch,
    (post, absence): (u32, usize),
    (from, to): (i64, i64),
    tenures: std::ops::Range<usize>,
) {
    if from >= plan.start {
        add(scratch, post, absence, from, to, tenures);
    } else if to > plan.start {
        add_under_way(plan, (post, absence), (from, to), tenures, scratch);
    }
}

/// The beats of a cycle to the end of the replication, with their numbers; the first are those which may not be over at
/// its start.
fn beats(plan: &PostsPlan, absence: &AbsencePlan, (every, first): (i64, i64), each: &mut dyn FnMut(u32, i64) -> bool) {
    let number_by = |time: i64| (time.saturating_sub(first).max(0) as u64).div_ceil(every as u64) as i64;
    let mut k = number_by(plan.start - absence.look_back).max(number_by(plan.start) - i64::from(MOST_BEFORE));
    loop {
        let time = first.saturating_add(every.saturating_mul(k));
        if time > plan.horizon || !each(k as u32, time) {
            break;
        }
        k += 1;
    }
}

/// Spells that take several of the team at once.
fn befall_team(
    plan: &PostsPlan,
    key: ReplicationKey,
    index: usize,
    absence: &AbsencePlan,
    takes: TakesPlan,
    of_post: &[(u32, u32)],
    scratch: &mut Scratch,
) {
    let team = key.stream(Purpose::Absence, absence.key, u32::MAX);
    // Who is taken is settled by numbered lots of each post; what befell before the start has others.
    let mut befall = |lot: (bool, u32), (from, ends): (i64, i64)| {
        if ends <= plan.start && from < plan.start {
            return true;
        }
        choose(plan, key, index, absence, lot, from.max(plan.start), of_post, scratch);
        let there = scratch.chosen.len();
        let wanted = match takes {
            TakesPlan::Posts(number) => number as usize,
            TakesPlan::Share(share) => libm::round(share * there as f64) as usize,
        };
        for i in 0..wanted.min(there) {
            let post = scratch.chosen[i].1;
            let tenures = of_post[post as usize].0 as usize..of_post[post as usize].1 as usize;
            add_dated(plan, scratch, (post, index), (from, ends), tenures);
        }
        scratch.spells.len() < MOST
    };
    let lasts = |k: u32, from: i64| from.saturating_add(length(&absence.lasts, team.child(k)));
    match &absence.when {
        When::AtRandom(rate) => {
            events_before(plan, team, absence, *rate, &mut |k, from, to| befall((true, k), (from, to)));
            let (mut now, mut k) = (plan.start, 0);
            loop {
                now = now.saturating_add(exponential(uniform(team.child(k).at(draw::GAP)), *rate).max(1));
                if now > plan.horizon || !befall((false, k), (now, lasts(k, now))) {
                    break;
                }
                k += 1;
            }
        }
        When::Every { every, first } => {
            let first = first.unwrap_or_else(|| {
                let first = plan.start.saturating_add((*every as f64 * uniform(team.at(draw::GAP))) as i64);
                beats_before(plan, team, absence, (*every, first), &mut |k, from, to| befall((true, k), (from, to)));
                first
            });
            beats(plan, absence, (*every, first), &mut |k, from| befall((false, k), (from, lasts(k, from))));
        }
        When::At(moments) => moments.iter().enumerate().for_each(|(k, &from)| {
            befall((false, k as u32), (from, lasts(k as u32, from)));
        }),
        When::Planned(_) => {}
    }
}

/// The posts of the roles that are filled at a moment, by their keyed numbers for this occurrence, before the start or after it.
#[expect(clippy::too_many_arguments, reason = "what a choice depends on")]
fn choose(
    plan: &PostsPlan,
    key: ReplicationKey,
    index: usize,
    absence: &AbsencePlan,
    (before, number): (bool, u32),
    at: i64,
    of_post: &[(u32, u32)],
    scratch: &mut Scratch,
) {
    scratch.chosen.clear();
    for (p, post) in plan.posts.iter().enumerate().filter(|(_, post)| absence.roles >> post.role & 1 == 1) {
        let tenures = &scratch.tenures[of_post[p].0 as usize..of_post[p].1 as usize];
        if tenures.iter().any(|t| t.from <= at && at < t.to) {
            let own = stream_of(plan, key, index, post);
            let own = if before { own.child(draw::BEFORE) } else { own }.child(number);
            scratch.chosen.push((own.at(draw::CHOICE), p as u32));
        }
    }
    scratch.chosen.sort_unstable();
}

/// Planned leave, year by year and post by post: blocks of whole weeks in the order of the post's own
/// preferences, then single days, where nothing forbids it and not too many are away already.
fn plan_leave(
    plan: &PostsPlan,
    key: ReplicationKey,
    index: usize,
    absence: &AbsencePlan,
    leave: &LeavePlan,
    of_post: &[(u32, u32)],
    scratch: &mut Scratch,
) {
    let days = &plan.days;
    refill(&mut scratch.away, days.len() * plan.roles.len(), 0);
    let mut year = plan.start;
    while year < plan.horizon {
        let next = year.saturating_add(YEAR);
        let (first, end) = (days.first_from(year), days.first_from(next.min(plan.horizon)));
        let upto = |t: i64| libm::round(leave.days * (t.min(plan.horizon) - plan.start) as f64 / YEAR as f64) as u32;
        let entitled = upto(next) - upto(year);
        for (p, post) in plan.posts.iter().enumerate().filter(|(_, post)| absence.roles >> post.role & 1 == 1) {
            let mut round = Round {
                plan,
                leave,
                post,
                works: plan.groups[post.group as usize].works_bank_holidays,
                left: entitled,
                index,
                number: p as u32,
                tenures: of_post[p].0 as usize..of_post[p].1 as usize,
            };
            refill(&mut scratch.mine, days.len(), false);
            let own = stream_of(plan, key, index, post);
            let weeks = (first..end).filter(|&d| days.is_monday(d) && d + 7 * leave.block <= end);
            scratch.chosen.clear();
            let prefers = own.child(draw::WEEKS);
            scratch.chosen.extend(weeks.map(|d| (prefers.at(d as u32), d as u32)));
            scratch.chosen.sort_unstable();
            let mut blocks = if leave.block == 0 { 0 } else { entitled / (5 * leave.block as u32) };
            for i in 0..scratch.chosen.len() {
                if blocks == 0 {
                    break;
                }
                let from = scratch.chosen[i].1 as usize;
                blocks -= u32::from(round.take(from, from + 7 * leave.block, scratch));
            }
            scratch.chosen.clear();
            let prefers = own.child(draw::DAYS);
            scratch.chosen.extend((first..end).map(|d| (prefers.at(d as u32), d as u32)));
            scratch.chosen.sort_unstable();
            for i in 0..scratch.chosen.len() {
                if round.left == 0 {
                    break;
                }
                let day = scratch.chosen[i].1 as usize;
                round.take(day, day + 1, scratch);
            }
        }
        year = next;
    }
}

/// One post's leave of one year.
struct Round<'a> {
    plan: &'a PostsPlan,
    leave: &'a LeavePlan,
    post: &'a PostPlan,
    works: bool,
    /// Working days still to place.
    left: u32,
    index: usize,
    number: u32,
    tenures: std::ops::Range<usize>,
}

impl Round<'_> {
    /// Takes days off, if they may be taken; whether they were.
    fn take(&mut self, from: usize, to: usize, scratch: &mut Scratch) -> bool {
        let days = &self.plan.days;
        let role = self.post.role as usize;
        let away = |d: usize| d * self.plan.roles.len() + role;
        let working = |d: &usize| days.is_working(*d, self.works);
        let cost = (from..to).filter(working).count() as u32;
        let forbidden = |d: usize| {
            let midnight = days.midnight(d);
            self.leave.not_between.iter().any(|&(first, end)| first <= midnight && midnight < end)
        };
        if cost == 0
            || cost > self.left
            || (from..to).any(|d| scratch.mine[d] || forbidden(d))
            || (from..to).filter(working).any(|d| scratch.away[away(d)] >= self.leave.most[role])
        {
            return false;
        }
        for d in from..to {
            scratch.mine[d] = true;
            scratch.away[away(d)] += 1;
        }
        self.left -= cost;
        let (begins, ends) = (days.midnight(from), days.midnight(to));
        add(scratch, self.number, self.index, begins, ends, self.tenures.clone());
        true
    }
}

fn refill<T: Clone>(list: &mut Vec<T>, length: usize, value: T) {
    list.clear();
    list.resize(length, value);
}
