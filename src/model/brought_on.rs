//! What overload brings on: absence and leaving beyond what there would be.
//!
//! Thinning: what overload could bring on is drawn when the replication begins, at addresses of its own and at the
//! rate that overload adds. It takes effect only if the role is overloaded at its moment. Then the line of that post
//! is drawn anew with it: up to then as it was, from then on its own way, with the gap to the next absence
//! standing still meanwhile. Nothing that overload did not cause shifts.

use super::plan::Plan;
use super::plan_posts::{PostsPlan, When};
use super::spells::{draw, length, stream_of};
use super::state::{NEVER_MS, Workspace};
use super::time_line::{Entry, MOST, PostState, exponential};
use super::trace::Trace;
use crate::random::{Purpose, ReplicationKey, Stream, uniform};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// What leaves, where other things that may be brought on are absences, numbered from one.
pub(super) const LEAVING: u32 = 0;

/// When a scenario's roles are overloaded.
#[derive(Clone, Copy, Debug)]
pub(super) struct FeedbackPlan {
    /// Work of a week for each hour of it.
    pub above: f64,
    /// So many weeks above it in a row.
    pub weeks: u32,
}

/// What overload adds to the rates of posts, as multiples of them.
#[derive(Clone, Debug)]
pub(super) struct BringsOn {
    pub leaving: f64,
    /// Absences, by index.
    pub absences: Vec<(u32, f64)>,
}

/// Something that overload could bring on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub time: i64,
    pub post: u32,
    /// [`LEAVING`], or one more than the index of an absence.
    pub what: u32,
    pub lasts: i64,
}

/// Overload and what it brought on so far in a replication.
#[derive(Clone, Debug, Default)]
pub(super) struct BroughtOn {
    candidates: Vec<Candidate>,
    next: usize,
    /// Weeks in a row in which each role had too much.
    weeks: Vec<u32>,
    /// Roles overloaded now, by bit.
    overloaded: u64,
    /// What took effect, post by post.
    taken: Vec<Vec<Candidate>>,
    /// Changes to come of posts that were drawn anew; others follow the time line.
    own: Vec<Option<VecDeque<Entry>>>,
    /// When the next of these is, some of them out of date.
    due: BinaryHeap<Reverse<(i64, u32)>>,
    /// State of each post by its line.
    shown: Vec<PostState>,
    rebuilt: Vec<(u32, PostState, VecDeque<Entry>)>,
}

impl BroughtOn {
    pub(super) fn reset(&mut self, plan: &Plan) {
        self.weeks.clear();
        self.weeks.resize(if plan.staffing.feedback.is_some() { plan.staffing.roles.len() } else { 0 }, 0);
        self.overloaded = 0;
        self.candidates.clear();
        self.taken.clear();
        self.own.clear();
        self.due.clear();
        self.shown.clear();
    }

    /// Draws what could be brought on; whether there is room for all of it.
    pub(super) fn draw(&mut self, plan: &PostsPlan, key: ReplicationKey, first: &[PostState]) -> bool {
        let Some(brings) = &plan.brings_on else { return true };
        self.taken.resize_with(plan.posts.len(), Vec::new);
        self.own.resize_with(plan.posts.len(), || None);
        self.shown.extend_from_slice(first);
        for (p, post) in plan.posts.iter().enumerate() {
            let group = &plan.groups[post.group as usize];
            let own = key.stream(Purpose::Post, group.key, post.place).child(draw::OVERLOAD);
            self.draw_one(plan, own, group.leaving * brings.leaving, (p, LEAVING), &|_| 0);
            for &(index, more) in &brings.absences {
                let absence = &plan.absences[index as usize];
                if let (When::AtRandom(rate), 1) = (&absence.when, absence.roles >> post.role & 1) {
                    let own = stream_of(plan, key, index as usize, post).child(draw::OVERLOAD);
                    self.draw_one(plan, own, rate * more, (p, 1 + index), &|one| length(&absence.lasts, one));
                }
            }
        }
        self.candidates.sort_unstable();
        self.candidates.len() < MOST
    }

    fn draw_one(
        &mut self,
        plan: &PostsPlan,
        own: Stream,
        rate: f64,
        (post, what): (usize, u32),
        lasts: &dyn Fn(Stream) -> i64,
    ) {
        let mut time = plan.start;
        for k in 0.. {
            let one = own.child(k);
            time = time.saturating_add(exponential(uniform(one.at(draw::GAP)), rate).max(1));
            if time > plan.horizon || self.candidates.len() >= MOST {
                break;
            }
            self.candidates.push(Candidate { time, post: post as u32, what, lasts: lasts(one) });
        }
    }

    /// When something of this is next to be looked at.
    pub(super) fn next_time(&self) -> i64 {
        let due = self.due.peek().map_or(NEVER_MS, |&Reverse((time, _))| time);
        let may = if self.overloaded == 0 { None } else { self.candidates.get(self.next) };
        due.min(may.map_or(NEVER_MS, |candidate| candidate.time))
    }

    /// A post follows a line of its own from now on.
    fn follow_own(&mut self, post: u32, line: VecDeque<Entry>) {
        self.due.extend(line.front().map(|entry| Reverse((entry.time, post))));
        self.own[post as usize] = Some(line);
    }

    /// The change of a post's own line at a time, unless the line has been drawn anew since.
    fn take_due(&mut self, (time, post): (i64, u32)) -> Option<Entry> {
        let line = self.own[post as usize].as_mut()?;
        let entry = line.front().copied().filter(|entry| entry.time == time)?;
        line.pop_front();
        self.due.extend(line.front().map(|next| Reverse((next.time, post))));
        Some(entry)
    }
}

impl Workspace {
    /// A week of a role ends: with more work than `above` allows it is one more in a row, else the row is over.
    pub(super) fn weigh_week(&mut self, plan: &Plan, feedback: FeedbackPlan, role: usize, work: i64, hours: i64) {
        let state = &mut self.brought_on;
        if state.overloaded >> role & 1 == 1 {
            self.ledger.overloaded_week(&plan.layout, role);
        }
        let above = work as f64 > feedback.above * hours as f64;
        state.weeks[role] = if above { state.weeks[role].saturating_add(1) } else { 0 };
        let before = state.overloaded;
        if state.weeks[role] >= feedback.weeks {
            state.overloaded |= 1 << role;
        } else {
            state.overloaded &= !(1 << role);
        }
        if before == 0 && state.overloaded != 0 {
            let now = self.now;
            state.next = state.candidates.partition_point(|candidate| candidate.time < now);
        }
    }

    /// The period ends within a week: a role that is overloaded in it is so for one more.
    pub(super) fn weigh_part_week(&mut self, plan: &Plan) {
        if plan.staffing.feedback.is_none() || self.week_from >= plan.horizon {
            return;
        }
        for role in 0..plan.staffing.roles.len() {
            if self.brought_on.overloaded >> role & 1 == 1 {
                self.ledger.overloaded_week(&plan.layout, role);
            }
        }
    }

    /// Changes of posts at this instant, in the order of the posts, where some follow lines of their own; then what
    /// overload brings on.
    pub(super) fn post_changes_with_overload<T: Trace>(&mut self, plan: &Plan, posts: &PostsPlan, trace: &mut T) {
        let now = self.now;
        self.about_to_leave_with_overload(plan, trace);
        loop {
            let usual = self.time_line.entries.get(self.entry_next).filter(|entry| entry.time <= now).copied();
            let own = self.brought_on.due.peek().map(|&Reverse(due)| due).filter(|due| due.0 <= now);
            let entry = match (usual, own) {
                (None, None) => break,
                (Some(entry), due) if due.is_none_or(|due| (entry.time, entry.post) <= due) => {
                    self.entry_next += 1;
                    Some(entry).filter(|entry| self.brought_on.own[entry.post as usize].is_none())
                }
                (_, Some(due)) => {
                    self.brought_on.due.pop();
                    self.brought_on.take_due(due)
                }
                (Some(_), None) => None,
            };
            if let Some(Entry { post, state, .. }) = entry {
                self.brought_on.shown[post as usize] = state;
                self.change_post(plan, post, state, trace);
            }
        }
        while self.brought_on.overloaded != 0
            && let Some(&candidate) = self.brought_on.candidates.get(self.brought_on.next).filter(|c| c.time <= now)
        {
            self.brought_on.next += 1;
            if self.brought_on.overloaded >> posts.posts[candidate.post as usize].role & 1 == 1 {
                self.bring_on(plan, posts, candidate, trace);
            }
        }
    }

    /// As [`Workspace::about_to_leave`], where some posts follow lines of their own.
    fn about_to_leave_with_overload<T: Trace>(&mut self, plan: &Plan, trace: &mut T) {
        let now = self.now;
        let state = &self.brought_on;
        let usual = self.time_line.entries[self.entry_next..].iter().take_while(|entry| entry.time <= now);
        let mut due: Vec<Entry> = usual.filter(|entry| state.own[entry.post as usize].is_none()).copied().collect();
        let own = state.own.iter().flatten().filter_map(VecDeque::front);
        due.extend(own.filter(|entry| entry.time <= now));
        due.sort_unstable_by_key(|entry| (entry.time, entry.post));
        for entry in due {
            self.leaves_if_another(plan, entry.post, entry.state, trace);
        }
    }

    /// Something takes effect, if its post is filled and the person not away for that reason already.
    fn bring_on<T: Trace>(&mut self, plan: &Plan, posts: &PostsPlan, candidate: Candidate, trace: &mut T) {
        let Some(key) = self.key else { return };
        let state = &mut self.brought_on;
        state.taken[candidate.post as usize].push(candidate);
        let mut rebuilt = std::mem::take(&mut state.rebuilt);
        if self.time_line.draw_anew(posts, key, candidate, &state.taken, &mut rebuilt) {
            let role = posts.posts[candidate.post as usize].role as usize;
            self.ledger.brought_on(&plan.layout, role, candidate.what == LEAVING);
        } else {
            state.taken[candidate.post as usize].pop();
        }
        for &(post, state, _) in &rebuilt {
            if self.brought_on.shown[post as usize] != state {
                self.leaves_if_another(plan, post, state, trace);
            }
        }
        for (post, state, line) in rebuilt.drain(..) {
            self.brought_on.follow_own(post, line);
            let shown = &mut self.brought_on.shown[post as usize];
            if *shown != state {
                *shown = state;
                self.change_post(plan, post, state, trace);
            }
        }
        self.brought_on.rebuilt = rebuilt;
        if self.time_line.is_cut_short() {
            self.truncated = Some(super::replicate::Stopped::Events);
        }
    }
}
