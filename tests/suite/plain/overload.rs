//! What overload brings on.
//!
//! A week of a role has too much in it when the effort that fell to it in the week, and what it carried into it past due,
//! is more than `above` of its hours. So many such weeks in a row make it overloaded, until a week has not. What overload
//! could bring on comes at the rate that it adds, in the child `u32::MAX - 1` of the stream of a post (for leaving) or of
//! group, absence and place: the k-th gap and length are those of its k-th child. It takes effect while the role is
//! overloaded; the whole line of the post is then found again, with it. At one instant it comes after posts change.

use super::posts::{Post, Spell};
use super::{Line, Plain};
use caseload::random::{Purpose, Stream, name_key, uniform};
use caseload::scenario::{AbsenceWhen, By, Feedback, Kind};
use caseload::units::WEEK;

/// Something that overload could bring on: an absence, or that somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MayCome {
    pub time: i64,
    pub post: usize,
    /// `None` for leaving.
    pub absence: Option<usize>,
    pub lasts: i64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Overload {
    pub may_come: Vec<MayCome>,
    /// Looked at up to here.
    next: usize,
    pub taken: Vec<MayCome>,
    /// Effort that fell to each person and role in the week.
    person: Vec<i64>,
    role: Vec<i64>,
    weeks: Vec<u32>,
    pub week_from: i64,
    /// Weeks overloaded, absences and leavers brought on, by role.
    pub told: Vec<[i64; 3]>,
}

impl<'a> Plain<'a> {
    fn overloaded(&self, role: usize, feedback: &Feedback) -> bool {
        self.overload.weeks[role] >= feedback.weeks
    }

    /// The next that may come now or later, while any role is overloaded.
    pub(super) fn may_come_next(&self) -> Option<MayCome> {
        let feedback = self.s.feeds_back()?;
        let any = (0..self.s.roles.len()).any(|role| self.overloaded(role, feedback));
        self.overload.may_come.get(self.overload.next).copied().filter(|_| any)
    }

    /// At the start of a replication, when posts are drawn.
    pub(super) fn draw_overload(&mut self) {
        let Some(feedback) = self.s.feeds_back() else { return };
        let roles = self.s.roles.len();
        self.overload = Overload {
            person: vec![0; self.people.len()],
            role: vec![0; roles],
            weeks: vec![0; roles],
            told: vec![[0; 3]; roles],
            ..Overload::default()
        };
        let mut all = Vec::new();
        for (p, post) in self.posts.iter().enumerate() {
            let mut come = |own: Stream, rate: f64, absence: Option<usize>| {
                let own = own.child(u32::MAX - 1);
                let mut time = -self.s.warm_up.0;
                for k in 0.. {
                    time = time.saturating_add(Self::exponential(uniform(own.child(k).at(0)), rate).max(1));
                    if time > self.s.horizon.0 {
                        break;
                    }
                    let lasts = absence.map_or(0, |a| self.lasts(&self.s.absences[a], own.child(k)));
                    all.push(MayCome { time, post: p, absence, lasts });
                }
            };
            if let (Some(leaving), Some(times)) = (&post.staff.posts.leaving, &feedback.leaving) {
                let own = self.key.stream(Purpose::Post, name_key(&post.staff.name), post.place);
                come(own, leaving.at(&self.point) * (times.at(&self.point) - 1.0), None);
            }
            if let Some(sickness) = &feedback.sickness {
                for &a in &sickness.absences {
                    let absence = &self.s.absences[a];
                    let AbsenceWhen::AtRandom(rate) = &absence.when else { continue };
                    if absence.roles.contains(&post.role) {
                        let more = sickness.times.at(&self.point) - 1.0;
                        come(self.own(absence, post), rate.at(&self.point) * more, Some(a));
                    }
                }
            }
        }
        all.sort_unstable();
        self.overload.may_come = all;
    }

    /// Whose own line new work joins that there is room for; it falls into somebody's week.
    pub(super) fn allot(&mut self, what: &Kind, role: usize, offender: Option<usize>, effort: i64) -> Option<usize> {
        let By::Holder(_) = what.by else {
            self.falls_to(Line::Role(role), effort);
            return None;
        };
        let holder = self.taker(offender);
        self.falls_to(holder.map_or(Line::Role(role), Line::Own), effort);
        holder
    }

    /// A new task falls to somebody.
    pub(super) fn falls_to(&mut self, line: Line, effort: i64) {
        if self.s.feeds_back().is_none() {
            return;
        }
        match line {
            Line::Role(role) => self.overload.role[role] += effort,
            Line::Own(person) => self.overload.person[person] += effort,
            Line::Nowhere => {}
        }
    }

    /// A week begins, with what is past due.
    pub(super) fn begin_week(&mut self) {
        if self.s.feeds_back().is_none() {
            return;
        }
        self.overload.person.fill(0);
        self.overload.role.fill(0);
        for at in 0..self.tasks.len() {
            let task = &self.tasks[at];
            if task.open() && task.due.is_some_and(|due| due < self.now) {
                self.falls_to(task.line, task.remaining);
            }
        }
    }

    pub(super) fn week_ends(&mut self) {
        let Some(feedback) = self.s.feeds_back() else { return };
        self.write_up_calls();
        let any = (0..self.s.roles.len()).any(|role| self.overloaded(role, feedback));
        let changes = self.staff_changes();
        for role in 0..self.s.roles.len() {
            if self.roles[role].is_empty() {
                continue;
            }
            let people = self.roles[role].clone();
            let mut hours = 0;
            for &p in &people {
                let (now, from) = (self.now, self.now - WEEK);
                hours += if changes {
                    let part = self.part_of_week(p, self.people[p].added_up);
                    std::mem::take(&mut self.people[p].week_hours) + part
                } else {
                    let who = &self.people[p];
                    libm::round((who.duty_before(now) - who.duty_before(from)) as f64 * who.productive) as i64
                };
            }
            let fell: i64 = self.overload.role[role] + people.iter().map(|&p| self.overload.person[p]).sum::<i64>();
            if self.overloaded(role, feedback) {
                self.overload.told[role][0] += 1;
            }
            let above = fell as f64 > feedback.above.at(&self.point) * hours as f64;
            self.overload.weeks[role] = if above { self.overload.weeks[role] + 1 } else { 0 };
        }
        let now_any = (0..self.s.roles.len()).any(|role| self.overloaded(role, feedback));
        if !any && now_any {
            self.overload.next = self.overload.may_come.iter().filter(|m| m.time < self.now).count();
        }
        self.overload.week_from = self.now;
        self.begin_week();
    }

    /// The period ends within a week: a role that is overloaded in it is so for one more.
    pub(super) fn last_week(&mut self) {
        let Some(feedback) = self.s.feeds_back() else { return };
        if self.overload.week_from >= self.s.horizon.0 {
            return;
        }
        for role in 0..self.s.roles.len() {
            if self.overloaded(role, feedback) {
                self.overload.told[role][0] += 1;
            }
        }
    }

    /// Productive hours of a person since a moment of this week in which nothing changed.
    pub(super) fn part_of_week(&self, person: usize, from: i64) -> i64 {
        let who = &self.people[person];
        let from = from.max(self.overload.week_from);
        if from >= self.now {
            return 0;
        }
        libm::round((who.duty_before(self.now) - who.duty_before(from)) as f64 * who.pace) as i64
    }

    /// Hours of somebody called out, up to now.
    pub(super) fn in_the_week(&mut self, person: usize, worked: i64) {
        let since = (self.now - self.overload.week_from).max(0);
        self.people[person].week_hours += worked.min(since);
    }

    /// Overload may bring something on.
    pub(super) fn may_come(&mut self) {
        let Some(feedback) = self.s.feeds_back() else { return };
        let what = self.overload.may_come[self.overload.next];
        self.overload.next += 1;
        let role = self.posts[what.post].role;
        if !self.overloaded(role, feedback) {
            return;
        }
        let before: Vec<_> = (0..self.posts.len()).map(|p| self.state_of(p, self.now)).collect();
        let posts = self.posts.clone();
        self.overload.taken.push(what);
        self.find_lines();
        let post = &self.posts[what.post];
        let took = match what.absence {
            None => post.tenures.iter().any(|t| t.to == what.time),
            Some(a) => post.spells.iter().any(|s| s.absence == a && s.from == what.time),
        };
        if !took {
            self.overload.taken.pop();
            self.posts = posts;
            return;
        }
        self.overload.told[role][if what.absence.is_some() { 1 } else { 2 }] += 1;
        self.post_changes = self.changes_after(self.now, &mut before.clone());
        for (p, old) in before.iter().enumerate() {
            let state = self.state_of(p, self.now);
            if state != *old && self.stays(p) && state.who != self.people[p].state.who {
                self.add_up(p);
                self.people[p].leaving = true;
                self.hand_over(p);
            }
        }
        for (p, old) in before.into_iter().enumerate() {
            let state = self.state_of(p, self.now);
            if state != old {
                self.change_post(p, state);
            }
        }
    }

    /// Finds tenures, tutors and spells of every post again with all that was brought on.
    fn find_lines(&mut self) {
        let start = -self.s.warm_up.0;
        let mut posts = self.posts.clone();
        for (p, post) in posts.iter_mut().enumerate() {
            let made: Vec<i64> =
                self.overload.taken.iter().filter(|t| t.post == p && t.absence.is_none()).map(|t| t.time).collect();
            post.tenures = self.tenures(post.staff, post.place, post.vacant, &made);
            post.tutors.clear();
            post.spells.clear();
            for spell in std::mem::take(&mut post.whole) {
                if spell.from < start {
                    self.under_way(post, spell.absence, spell.from, spell.to);
                } else {
                    Self::spell(post, spell.absence, spell.from, spell.to);
                }
            }
            for (index, absence) in self.s.absences.iter().enumerate().filter(|(_, a)| a.takes.is_none()) {
                if let (AbsenceWhen::AtRandom(rate), true) = (&absence.when, absence.roles.contains(&post.role)) {
                    let more: Vec<MayCome> = self.overload.taken.iter().copied().filter(|t| t.post == p).collect();
                    self.comes_and_goes(index, absence, rate.at(&self.point), &more, post);
                }
            }
        }
        self.choose_tutors(&mut posts);
        self.posts = posts;
    }

    /// Spells at random of one person after another in a post.
    pub(super) fn comes_and_goes(
        &self,
        index: usize,
        absence: &caseload::scenario::Absence,
        rate: f64,
        more: &[MayCome],
        post: &mut Post<'a>,
    ) {
        let own = self.own(absence, post);
        let whole = post.whole.clone();
        let mut n = 0;
        for tenure in post.tenures.clone() {
            let mut fit = tenure.from;
            if fit == -self.s.warm_up.0
                && !tenure.newcomer
                && let Some((falls, back)) = self.away_at_the_start(absence, own, rate)
            {
                self.under_way(post, index, falls, back);
                fit = back;
            }
            loop {
                let one = own.child(n);
                n += 1;
                let mut falls = fit.saturating_add(Self::exponential(uniform(one.at(0)), rate));
                for extra in more.iter().filter(|m| m.absence == Some(index)) {
                    if extra.time < fit || extra.time >= falls.min(tenure.to) {
                        continue;
                    }
                    let back = extra.time.saturating_add(extra.lasts);
                    Self::spell(post, index, extra.time, back);
                    fit = back.max(extra.time + 1);
                    // The gap stands still while somebody is away.
                    falls = falls.saturating_add(fit - extra.time);
                }
                if falls >= tenure.to || falls > self.s.horizon.0 {
                    break;
                }
                let back = falls.saturating_add(self.lasts(absence, one));
                Self::spell(post, index, falls, back);
                fit = back.max(fit + 1);
            }
        }
        // What befalls a person by chance is found again each time; what is kept whole is the rest.
        post.whole = whole;
    }

    /// Changes of posts after a moment at which their states are these.
    pub(super) fn changes_after(&self, from: i64, last: &mut [super::posts::State]) -> Vec<(i64, usize)> {
        for (p, state) in last.iter_mut().enumerate() {
            *state = self.state_of(p, from);
        }
        let mut moments = std::collections::BTreeSet::new();
        for (p, post) in self.posts.iter().enumerate() {
            let mut all: Vec<i64> = post.tenures.iter().flat_map(|t| [t.from, t.to]).collect();
            all.extend(post.spells.iter().flat_map(|s: &Spell| [s.from, s.to]));
            all.extend(post.tutors.iter().flat_map(|t| [t.0, t.1]));
            if let Some(ramp) = &post.staff.posts.ramp {
                let over = self.length(&ramp.over);
                let new = post.tenures.iter().filter(|t| t.newcomer);
                all.extend(new.flat_map(|t| (0..=10).map(move |k| t.from + super::posts::tenth(over, k))));
            }
            moments.extend(all.into_iter().filter(|&t| t > from && t <= self.s.horizon.0).map(|t| (t, p)));
        }
        // A moment at which nothing becomes different is no change.
        let mut changes = Vec::new();
        for (t, p) in moments {
            let state = self.state_of(p, t);
            if state != last[p] {
                changes.push((t, p));
                last[p] = state;
            }
        }
        changes
    }
}
