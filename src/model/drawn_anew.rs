//! The line of a post drawn anew, with what overload has brought on in it so far.

use super::before::add_under_way;
use super::brought_on::{Candidate, LEAVING};
use super::plan_posts::{PostsPlan, When};
use super::spells::{Whom, add, come_and_go, stream_of};
use super::time_line::{Entry, PostState, Tenure, TimeLine, Tutored, choose_tutors, draw_tenures, lay_over};
use crate::random::ReplicationKey;
use std::collections::VecDeque;

impl TimeLine {
    /// Draws the line of a candidate's post anew, and of those whose tutoring that changes: of each its state at the
    /// candidate's moment and its changes afterwards, by post. False if the candidate changes nothing.
    pub(super) fn draw_anew(
        &mut self,
        plan: &PostsPlan,
        key: ReplicationKey,
        candidate: Candidate,
        taken: &[Vec<Candidate>],
        rebuilt: &mut Vec<(u32, PostState, VecDeque<Entry>)>,
    ) -> bool {
        let Candidate { time, post, what, .. } = candidate;
        let mut posts = vec![post];
        if what == LEAVING {
            let (first, end) = self.of_post[post as usize];
            let inside = |t: &Tenure| t.from < time && time < t.to;
            if !self.scratch.tenures[first as usize..end as usize].iter().any(inside) {
                return false;
            }
            let first = self.scratch.tenures.len() as u32;
            draw_tenures(plan, key, post as usize, &taken[post as usize], &mut self.scratch.tenures);
            self.of_post[post as usize] = (first, self.scratch.tenures.len() as u32);
            self.choose_again(plan, &mut posts);
        }
        for post in posts {
            let line = self.line_of(plan, key, post, &taken[post as usize]);
            if what != LEAVING && !self.scratch.spells.iter().any(|s| s.absence + 1 == what && s.from == time) {
                return false;
            }
            rebuilt.push((post, line.0, line.1));
            if let Some((_, state, changes)) = rebuilt.last_mut() {
                while let Some(entry) = changes.front().copied().filter(|entry| entry.time <= time) {
                    *state = entry.state;
                    changes.pop_front();
                }
            }
        }
        true
    }

    /// Chooses tutors again; adds the posts that tutor otherwise than before.
    fn choose_again(&mut self, plan: &PostsPlan, posts: &mut Vec<u32>) {
        if plan.groups.iter().all(|group| group.tutoring.is_none()) {
            return;
        }
        let before = self.scratch.tutored.clone();
        choose_tutors(plan, &self.of_post, &mut self.scratch);
        let of = |list: &[Tutored], post: u32| -> Vec<Tutored> {
            let from = list.partition_point(|t| t.tutor < post);
            list[from..].iter().take_while(|t| t.tutor == post).copied().collect()
        };
        let after = &self.scratch.tutored;
        let mut all: Vec<u32> = before.iter().chain(after).map(|t| t.tutor).collect();
        all.sort_unstable();
        all.dedup();
        posts.extend(all.into_iter().filter(|&post| of(&before, post) != of(after, post)));
        posts.sort_unstable();
        posts.dedup();
    }

    /// The whole line of a post: its state at the start, and its changes.
    fn line_of(
        &mut self,
        plan: &PostsPlan,
        key: ReplicationKey,
        number: u32,
        taken: &[Candidate],
    ) -> (PostState, VecDeque<Entry>) {
        let post = &plan.posts[number as usize];
        let (first, end) = self.of_post[number as usize];
        let tenures = first as usize..end as usize;
        let scratch = &mut self.scratch;
        scratch.spells.clear();
        let from = scratch.whole.partition_point(|s| s.post < number);
        let to = scratch.whole.partition_point(|s| s.post <= number);
        for at in from..to {
            let spell = scratch.whole[at];
            let index = spell.absence as usize;
            if spell.from < plan.start {
                add_under_way(plan, (number, index), (spell.from, spell.to), tenures.clone(), scratch);
            } else {
                add(scratch, number, index, spell.from, spell.to, tenures.clone());
            }
        }
        for (index, absence) in plan.absences.iter().enumerate() {
            if let (When::AtRandom(rate), None, 1) = (&absence.when, absence.takes, absence.roles >> post.role & 1) {
                let own = stream_of(plan, key, index, post);
                let whom = Whom { own, post: number, index, tenures: tenures.clone() };
                come_and_go(plan, whom, absence, *rate, taken, scratch);
            }
        }
        scratch.spells.sort_unstable_by_key(|s| (s.post, s.from, s.absence, s.to));
        let (mut state, mut changes) = (Vec::new(), Vec::new());
        let all = 0..scratch.spells.len();
        lay_over(plan, number as usize, tenures, all, scratch, &mut state, &mut changes);
        (state.first().copied().unwrap_or(PostState::VACANT), changes.into())
    }
}
