//! Who is away when the replication begins: what befell people before it and is not over.
//!
//! The past has the child `u32::MAX` of the stream of a post or of the team; its k-th child is the k-th occurrence. It
//! begins twenty times mean plus variance over mean of a length before the start; for a person somewhere in a round
//! of being there and away (draw 0).

use super::Plain;
use super::posts::{Post, Spell};
use caseload::random::{Stream, uniform};
use caseload::scenario::Absence;
use caseload::units::YEAR;

const MOST: u32 = 10_000;

impl<'a> Plain<'a> {
    pub(super) fn start_ms(&self) -> i64 {
        -self.s.warm_up.0
    }

    /// Mean of a length, and how long before the start the past begins.
    pub(super) fn past(&self, absence: &Absence) -> (f64, i64) {
        let law = absence.lasts.as_ref().expect("a length").at(&self.point);
        let (mean, sd) = (law.mean(), law.sd());
        if mean <= 0.0 {
            return (mean, 0);
        }
        (mean, (20.0 * (mean + sd * sd / mean)).min((50 * YEAR) as f64) as i64)
    }

    pub(super) fn away_at_the_start(&self, absence: &Absence, own: Stream, rate: f64) -> Option<(i64, i64)> {
        let (mean, length) = self.past(absence);
        if rate <= 0.0 || length == 0 {
            return None;
        }
        let past = own.child(u32::MAX);
        let mut fit = self.start_ms() - length - ((mean + mean.min(1.0 / rate)) * uniform(past.at(0))) as i64;
        for n in 0..MOST {
            let one = past.child(n);
            let falls = fit.saturating_add(Self::exponential(uniform(one.at(0)), rate));
            let back = falls.saturating_add(self.lasts(absence, one));
            if falls >= self.start_ms() {
                return None;
            }
            if back > self.start_ms() {
                return Some((falls, back));
            }
            fit = back.max(fit + 1);
        }
        None
    }

    /// Beats of a cycle before the start that are not over: number, from, to.
    pub(super) fn beats_before(&self, absence: &Absence, own: Stream, every: i64) -> Vec<(u32, i64, i64)> {
        let first = self.start_ms() + (every as f64 * uniform(own.at(0))) as i64;
        let oldest = self.start_ms() - self.past(absence).1;
        let all = (0..MOST).map(|k| (k, first - every * (i64::from(k) + 1))).take_while(|b| b.1 >= oldest);
        let spells = all.map(|(k, from)| (k, from, from + self.lasts(absence, own.child(u32::MAX).child(k))));
        spells.filter(|s| s.1 < self.start_ms() && s.2 > self.start_ms()).collect()
    }

    /// Events of the team before the start that are not over: number, from, to.
    pub(super) fn events_before(&self, absence: &Absence, team: Stream, rate: f64) -> Vec<(u32, i64, i64)> {
        let past = team.child(u32::MAX);
        let oldest = self.start_ms() - self.past(absence).1;
        let mut from = -self.s.warm_up.0;
        let all = (0..MOST).map(|k| {
            from = from.saturating_sub(Self::exponential(uniform(past.child(k).at(0)), rate).max(1));
            (k, from)
        });
        let spells =
            all.take_while(|e| e.1 >= oldest).map(|(k, from)| (k, from, from + self.lasts(absence, past.child(k))));
        spells.filter(|s| s.2 > self.start_ms()).collect()
    }

    /// A spell of someone who has been in post since before the start.
    pub(super) fn under_way(&self, post: &mut Post<'a>, absence: usize, from: i64, to: i64) {
        post.whole.push(Spell { absence, from, to });
        let start = -self.s.warm_up.0;
        let tenure = post.tenures.iter().find(|t| t.from <= start && start < t.to && !t.newcomer);
        if let Some(tenure) = tenure {
            let to = to.min(tenure.to);
            post.spells.push(Spell { absence, from, to });
        }
    }
}
