//! Who is away and when: spells of one person, events that take several, leave. `posts.rs` says how they are drawn.

use super::Plain;
use super::posts::{Post, Spell};
use caseload::calendar::Days;
use caseload::random::{Purpose, Stream, name_key, uniform};
use caseload::scenario::{Absence, AbsenceWhen, Leave, Takes};
use caseload::units::{Instant, Span, YEAR};

impl<'a> Plain<'a> {
    pub(super) fn own(&self, absence: &Absence, post: &Post<'_>) -> Stream {
        let name = name_key(&format!("{}\u{1f}{}", post.staff.name, absence.name));
        self.key.stream(Purpose::Absence, name, post.place)
    }

    pub(super) fn lasts(&self, absence: &Absence, occurrence: Stream) -> i64 {
        let lasts = absence.lasts.as_ref().expect("a length");
        Span::rounded(self.draw(lasts, uniform(occurrence.at(1)))).0.max(0)
    }

    /// A spell belongs to the tenure in which it begins.
    pub(super) fn spell(post: &mut Post<'_>, absence: usize, from: i64, to: i64) {
        post.whole.push(Spell { absence, from, to });
        if let Some(tenure) = post.tenures.iter().find(|t| t.from <= from && from < t.to) {
            let to = to.min(tenure.to);
            if from < to {
                post.spells.push(Spell { absence, from, to });
            }
        }
    }

    /// Starts of the beats of a cycle, with their numbers.
    /// Beats of a cycle with their numbers; of one with a first date also those before the start that may not be over.
    pub(super) fn beats(&self, absence: &Absence, every: i64, first: Option<Instant>, own: Stream) -> Vec<(u32, i64)> {
        let oldest = self.start_ms() - self.past(absence).1;
        let phase = (every as f64 * uniform(own.at(0))) as i64;
        let first = first.map_or(self.now + phase, |i| i.0);
        let all = (0..).map(|k| (k, first + every * i64::from(k)));
        all.take_while(|b| b.1 <= self.s.horizon.0).filter(|b| b.1 >= oldest).collect()
    }

    pub(super) fn spells_of_one(&self, index: usize, absence: &Absence, post: &mut Post<'a>) {
        let own = self.own(absence, post);
        let starts: Vec<(u32, i64)> = match &absence.when {
            AbsenceWhen::AtRandom(rate) => {
                return self.comes_and_goes(index, absence, rate.at(&self.point), &[], post);
            }
            AbsenceWhen::Every { every, first } => {
                let every = self.length(every).max(1);
                if first.is_none() {
                    for (_, falls, back) in self.beats_before(absence, own, every) {
                        self.under_way(post, index, falls, back);
                    }
                }
                self.beats(absence, every, *first, own)
            }
            AbsenceWhen::At(moments) => moments.iter().enumerate().map(|(k, at)| (k as u32, at.0)).collect(),
            AbsenceWhen::Planned(_) => return,
        };
        for (k, from) in starts {
            self.dated(post, index, from, from.saturating_add(self.lasts(absence, own.child(k))));
        }
    }

    /// A spell that begins on a date, perhaps before the start.
    fn dated(&self, post: &mut Post<'a>, index: usize, from: i64, to: i64) {
        if from >= self.start_ms() {
            Self::spell(post, index, from, to);
        } else if to > self.start_ms() {
            self.under_way(post, index, from, to);
        }
    }

    pub(super) fn events_of_the_team(&self, index: usize, absence: &Absence, takes: &Takes, posts: &mut [Post<'a>]) {
        let team = self.key.stream(Purpose::Absence, name_key(&absence.name), u32::MAX);
        let mut before: Vec<(u32, i64, i64)> = Vec::new();
        let events: Vec<(u32, i64)> = match &absence.when {
            AbsenceWhen::AtRandom(rate) => {
                let rate = rate.at(&self.point);
                before = self.events_before(absence, team, rate);
                let mut now = self.now;
                let gaps = (0..).map(|k| (k, Self::exponential(uniform(team.child(k).at(0)), rate).max(1)));
                let times = gaps.map(|(k, gap)| {
                    now = now.saturating_add(gap);
                    (k, now)
                });
                times.take_while(|e| e.1 <= self.s.horizon.0).collect()
            }
            AbsenceWhen::Every { every, first } => {
                let every = self.length(every).max(1);
                if first.is_none() {
                    before = self.beats_before(absence, team, every);
                }
                self.beats(absence, every, *first, team)
            }
            AbsenceWhen::At(moments) => moments.iter().enumerate().map(|(k, at)| (k as u32, at.0)).collect(),
            AbsenceWhen::Planned(_) => return,
        };
        let taken = |posts: &[Post<'a>], at: i64, lot: &dyn Fn(Stream) -> Stream| {
            let mut there: Vec<(u64, usize)> = (0..posts.len())
                .filter(|&p| absence.roles.contains(&posts[p].role))
                .filter(|&p| posts[p].tenures.iter().any(|t| t.from <= at && at < t.to))
                .map(|p| (lot(self.own(absence, &posts[p])).at(2), p))
                .collect();
            there.sort_unstable();
            let number = match takes {
                Takes::Posts(number) => *number as usize,
                Takes::Share(share) => libm::round(self.share(share) * there.len() as f64) as usize,
            };
            there.truncate(number);
            there
        };
        for (k, from, to) in before {
            for (_, p) in taken(posts, self.now, &|own| own.child(u32::MAX).child(k)) {
                self.under_way(&mut posts[p], index, from, to);
            }
        }
        for (k, at) in events {
            let to = at.saturating_add(self.lasts(absence, team.child(k)));
            for (_, p) in taken(posts, at.max(self.now), &|own| own.child(k)) {
                self.dated(&mut posts[p], index, at, to);
            }
        }
    }

    pub(super) fn leave_of_all(&self, index: usize, absence: &Absence, leave: &Leave, posts: &mut [Post<'a>]) {
        let (start, horizon) = (self.now, self.s.horizon.0);
        let days = Days::new(&self.clock, self.s.nation, Instant(start), self.s.horizon);
        let (block, a_year) = (leave.block as usize, leave.days.at(&self.point).max(0.0));
        // (role, day) of everyone's leave.
        let mut on_leave: Vec<(usize, usize)> = Vec::new();
        for year in 0.. {
            let from = start + year * YEAR;
            if from >= horizon {
                break;
            }
            let to = (from + YEAR).min(horizon);
            let upto = |t: i64| libm::round(a_year * (t - start) as f64 / YEAR as f64) as u32;
            let entitled = upto(to) - upto(from);
            let inside: Vec<usize> =
                (0..days.len()).filter(|&d| from <= days.midnight(d) && days.midnight(d) < to).collect();
            for p in 0..posts.len() {
                let role = posts[p].role;
                if !absence.roles.contains(&role) {
                    continue;
                }
                let colleagues = posts.iter().filter(|post| post.role == role).count();
                let most = leave
                    .at_most_away
                    .as_ref()
                    .map_or(u32::MAX, |share| ((share.at(&self.point) * colleagues as f64 + 1e-9) as u32).max(1))
                    as usize;
                let works = posts[p].staff.works_bank_holidays;
                let own = self.own(absence, &posts[p]);
                let mut mine: Vec<usize> = Vec::new();
                let mut left = entitled;
                let mut blocks = if block == 0 { 0 } else { entitled / (5 * block as u32) };
                let mut choices: Vec<(u64, usize, usize)> = Vec::new();
                let mondays = inside.iter().filter(|&&d| days.is_monday(d) && inside.contains(&(d + 7 * block - 1)));
                if block > 0 {
                    choices.extend(mondays.map(|&d| (own.child(1).at(d as u32), d, 7 * block)));
                }
                choices.sort_unstable();
                let mut singles: Vec<(u64, usize, usize)> =
                    inside.iter().map(|&d| (own.child(2).at(d as u32), d, 1)).collect();
                singles.sort_unstable();
                for (_, first, length) in choices.into_iter().chain(singles) {
                    let wanted: Vec<usize> = (first..first + length).collect();
                    let working: Vec<usize> = wanted.iter().copied().filter(|&d| days.is_working(d, works)).collect();
                    let full = |d: &usize| on_leave.iter().filter(|l| **l == (role, *d)).count() >= most;
                    let closed = |d: &usize| {
                        leave.not_between.iter().any(|(a, b)| a.0 <= days.midnight(*d) && days.midnight(*d) < b.0)
                    };
                    if (length > 1 && blocks == 0)
                        || working.is_empty()
                        || working.len() > left as usize
                        || wanted.iter().any(|d| mine.contains(d) || closed(d))
                        || working.iter().any(full)
                    {
                        continue;
                    }
                    if length > 1 {
                        blocks -= 1;
                    }
                    left -= working.len() as u32;
                    mine.extend(&wanted);
                    on_leave.extend(wanted.iter().map(|&d| (role, d)));
                    Self::spell(&mut posts[p], index, days.midnight(first), days.midnight(first + length));
                }
            }
        }
    }
}
