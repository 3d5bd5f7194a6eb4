//! Who stands in which post, who is away, and what changes hands.
//!
//! Drawn before the replication begins, post by post: occupant k of a post has the k-th child of the
//! post's stream (0 how long they stay, 1 and on the stages until the next). A person's n-th spell of
//! an absence has the n-th child of the stream of group, absence and place (0 the gap before it, 1 its
//! length; the phase of a cycle is draw 0 of the stream itself; what is under way at the start stands in `before.rs`); the k-th event of the team has the k-th
//! child of the absence's own stream, and takes those whose own k-th child has the smallest draw 2.
//! Leave is placed by the preferences of the post: child 1 for Mondays, child 2 for days.
//!
//! At one instant posts change after duty has begun and ended, by number; then, on Mondays, overtime
//! is decided; then work arises.

use super::Plain;
use caseload::model::OnCall;
use caseload::random::{Purpose, name_key, uniform};
use caseload::scenario::{AbsenceWhen, Staff};
use caseload::units::Span;

/// One person after another in a post.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tenure {
    pub from: i64,
    pub to: i64,
    pub newcomer: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Spell {
    pub absence: usize,
    pub from: i64,
    pub to: i64,
}

/// A post and all that will happen in it.
#[derive(Clone, Debug)]
pub(super) struct Post<'a> {
    pub role: usize,
    /// Number among the groups of limited staff.
    pub group: usize,
    pub staff: &'a Staff,
    pub place: u32,
    pub vacant: bool,
    pub tenures: Vec<Tenure>,
    pub spells: Vec<Spell>,
    /// Spells that are not the person's own chance, whoever is in post.
    pub whole: Vec<Spell>,
    /// Tutoring: from, to, share.
    pub tutors: Vec<(i64, i64, f64)>,
}

/// What is so of a post at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct State {
    pub who: usize,
    pub away: Option<usize>,
    pub covered: bool,
    pub factor: f64,
}

impl<'a> Plain<'a> {
    pub(super) fn length(&self, number: &caseload::scenario::Number) -> i64 {
        Span::rounded(number.at(&self.point)).0.max(0)
    }

    pub(super) fn share(&self, number: &caseload::scenario::Number) -> f64 {
        number.at(&self.point).clamp(0.0, 1.0)
    }

    pub(super) fn exponential(u: f64, rate: f64) -> i64 {
        if rate > 0.0 { libm::round((-libm::log(u) / rate).min(1e16)) as i64 } else { i64::MAX }
    }

    /// Whether anything is said that changes who is there.
    pub(super) fn staff_changes(&self) -> bool {
        let mut staff = self.s.roles.iter().flat_map(|r| &r.staff).filter(|s| s.people.is_some());
        let limits = self.s.roles.iter().any(|role| !role.most_held_later.is_empty());
        limits || !self.s.absences.is_empty() || staff.any(|s| s.posts.any() || s.from.is_some() || s.until.is_some())
    }

    /// Draws everything that will happen to posts.
    pub(super) fn draw_posts(&mut self) {
        let mut posts = Vec::new();
        let mut groups = 0;
        for (r, role) in self.s.roles.iter().enumerate() {
            for staff in &role.staff {
                let Some(number) = &staff.people else { continue };
                let count = libm::round(number.at(&self.point)).max(0.0) as u32;
                let vacant =
                    staff.posts.vacant.as_ref().map_or(0.0, |v| libm::round(v.at(&self.point)).max(0.0)) as u32;
                for place in 0..count {
                    let vacant = place >= count.saturating_sub(vacant);
                    let tenures = self.tenures(staff, place, vacant, &[]);
                    let (spells, whole, tutors) = (Vec::new(), Vec::new(), Vec::new());
                    let group = groups;
                    posts.push(Post { role: r, group, staff, place, vacant, tenures, spells, whole, tutors });
                }
                groups += 1;
            }
        }
        self.choose_tutors(&mut posts);
        for (index, absence) in self.s.absences.iter().enumerate() {
            match (&absence.when, &absence.takes) {
                (AbsenceWhen::Planned(leave), _) => self.leave_of_all(index, absence, leave, &mut posts),
                (_, Some(takes)) => self.events_of_the_team(index, absence, takes, &mut posts),
                (_, None) => {
                    for post in posts.iter_mut().filter(|p| absence.roles.contains(&p.role)) {
                        self.spells_of_one(index, absence, post);
                    }
                }
            }
        }
        self.posts = posts;
        let mut states: Vec<State> = (0..self.posts.len()).map(|p| self.state_of(p, self.now)).collect();
        self.people.iter_mut().zip(&states).for_each(|(person, state)| person.state = *state);
        self.post_changes = self.changes_after(self.now, &mut states);
        self.draw_overload();
    }

    /// One person after another in a post; some were made to leave by overload.
    pub(super) fn tenures(&self, staff: &Staff, place: u32, vacant: bool, made: &[i64]) -> Vec<Tenure> {
        let own = self.key.stream(Purpose::Post, name_key(&staff.name), place);
        let begins = staff.from.map_or(i64::MIN, |i| i.0);
        let ends = staff.until.map_or(i64::MAX, |i| i.0);
        let leaving = staff.posts.leaving.as_ref().map_or(0.0, |rate| rate.at(&self.point));
        let mut tenures: Vec<Tenure> = Vec::new();
        let start = -self.s.warm_up.0;
        let mut from = begins.max(start);
        for occupant in 0.. {
            if from >= ends || from > self.s.horizon.0 {
                break;
            }
            let one = own.child(occupant);
            let mut free = from;
            if occupant > 0 || !vacant {
                free = from.saturating_add(Self::exponential(uniform(one.at(0)), leaving).max(1));
                free = made.iter().copied().find(|&t| from < t && t < free).unwrap_or(free);
                tenures.push(Tenure { from, to: free.min(ends), newcomer: occupant > 0 || begins > start });
            }
            if staff.posts.recruitment.is_empty() {
                break;
            }
            for (i, (_, stage)) in staff.posts.recruitment.iter().enumerate() {
                let takes = Span::rounded(self.draw(stage, uniform(one.at(1 + i as u32)))).0.max(0);
                free = free.saturating_add(takes);
            }
            from = free;
        }
        tenures
    }

    pub(super) fn choose_tutors(&self, posts: &mut [Post<'a>]) {
        let mut newcomers = Vec::new();
        for (p, post) in posts.iter().enumerate().filter(|(_, post)| post.staff.posts.tutoring.is_some()) {
            newcomers.extend(post.tenures.iter().filter(|t| t.newcomer).map(|t| (t.from, p, t.to)));
        }
        newcomers.sort_unstable();
        for (from, newcomer, leaves) in newcomers {
            let tutoring = posts[newcomer].staff.posts.tutoring.clone().expect("it has");
            let there = |post: &Post<'_>| post.tenures.iter().copied().find(|t| t.from <= from && from < t.to);
            let tutor = (0..posts.len()).find(|&p| {
                let post = &posts[p];
                let ramp = post.staff.posts.ramp.as_ref().map_or(0, |ramp| self.length(&ramp.over));
                p != newcomer
                    && post.role == posts[newcomer].role
                    && there(post).is_some_and(|t| !t.newcomer || t.from + ramp <= from)
                    && !post.tutors.iter().any(|&(a, b, _)| a <= from && from < b)
            });
            if let Some(tutor) = tutor {
                let stays = there(&posts[tutor]).expect("in post").to;
                let to = (from + self.length(&tutoring.lasts)).min(leaves).min(stays);
                let share = self.share(&tutoring.share);
                posts[tutor].tutors.push((from, to, share));
            }
        }
    }

    /// What is so of a post at a moment.
    pub(super) fn state_of(&self, p: usize, t: i64) -> State {
        let post = &self.posts[p];
        let mut state = State { who: 0, away: None, covered: false, factor: 1.0 };
        let Some(at) = post.tenures.iter().position(|x| x.from <= t && t < x.to) else { return state };
        let tenure = post.tenures[at];
        state.who = at + 1;
        if let (true, Some(ramp)) = (tenure.newcomer, &post.staff.posts.ramp) {
            let over = self.length(&ramp.over);
            let steps = (0..=10).filter(|&k| tenure.from + tenth(over, k) <= t).count();
            if steps <= 10 {
                let from = self.share(&ramp.from);
                state.factor = from + (1.0 - from) * ((steps - 1) as f64 + 0.5) / 10.0;
            }
        }
        let mut spells: Vec<Spell> = post.spells.clone();
        spells.sort_by_key(|s| (s.from, s.absence, s.to));
        let away = |s: &&Spell| self.s.absences[s.absence].keeps.is_none();
        for spell in spells.iter().filter(|s| s.from <= t && t < s.to) {
            if let Some(keeps) = &self.s.absences[spell.absence].keeps {
                state.factor *= self.share(keeps);
            }
        }
        state.away = spells.iter().filter(away).find(|s| s.from <= t && t < s.to).map(|s| s.absence);
        // Away without a break since the beginning of a spell that is long enough.
        let long = |s: &Spell| {
            post.staff
                .posts
                .cover_after
                .as_ref()
                .is_some_and(|after| s.to - s.from > libm::round(after.at(&self.point)) as i64)
        };
        // What was under way at the start belongs to whoever was in post then.
        let start = -self.s.warm_up.0;
        let own = |s: &Spell| s.from >= tenure.from || (s.from < start && tenure.from == start);
        if state.away.is_some() {
            let mut since = t;
            while let Some(earlier) = spells
                .iter()
                .filter(away)
                .filter(|s| s.from < since && s.to >= since && own(s) && s.from <= t)
                .map(|s| s.from)
                .min()
            {
                since = earlier;
            }
            state.covered =
                spells.iter().filter(away).any(|s| since <= s.from && s.from <= t && s.to > since && long(s));
        }
        for &(from, to, share) in &post.tutors {
            if from <= t && t < to {
                state.factor *= 1.0 - share;
            }
        }
        state
    }

    /// In post, and not about to leave.
    pub(super) fn stays(&self, person: usize) -> bool {
        self.people[person].state.who > 0 && !self.people[person].leaving
    }

    /// Whose own line an offender's work joins: nobody's when their holder is away for long or gone.
    pub(super) fn taker(&self, offender: Option<usize>) -> Option<usize> {
        let holder = self.offenders[offender?].holder?;
        (self.stays(holder) && !self.people[holder].state.covered).then_some(holder)
    }

    /// All who go at this instant put down what they have, before anyone's offenders are given on.
    pub(super) fn about_to_leave(&mut self) {
        let now: Vec<usize> = self.post_changes.iter().filter(|c| c.0 == self.now).map(|c| c.1).collect();
        for p in now {
            if self.stays(p) && self.state_of(p, self.now).who != self.people[p].state.who {
                self.add_up(p);
                self.people[p].leaving = true;
                self.hand_over(p);
            }
        }
    }

    /// A post changes.
    pub(super) fn change_post(&mut self, p: usize, new: State) {
        self.write_up_standing_by();
        self.add_up(p);
        let old = self.people[p].state;
        if old.who == new.who {
            self.people[p].state = new;
            if new.covered && !old.covered {
                self.hand_over(p);
            }
        } else {
            if old.who > 0 && new.who == 0 && self.people[p].job.is_some() {
                // What cannot be set down is finished first.
                self.people[p].state = State { away: None, covered: false, ..old };
                return self.set_pace(p);
            }
            if old.who > 0 {
                self.give_up_beyond(p, 0);
            }
            self.people[p].state = new;
            self.people[p].leaving = false;
            self.owes_nothing(p);
            if new.who > 0 {
                self.came.push(p);
            }
        }
        self.set_pace(p);
    }

    /// Someone who was to leave has finished what could not be set down.
    pub(super) fn leave_now(&mut self, p: usize) {
        self.write_up_standing_by();
        self.add_up(p);
        let before = self.holders();
        self.give_up_beyond(p, 0);
        self.people[p].state = State { who: 0, away: None, covered: false, factor: 1.0 };
        self.people[p].leaving = false;
        self.owes_nothing(p);
        self.set_pace(p);
        self.settle_holders(&before);
    }

    /// Work begun goes on at the new pace.
    pub(super) fn set_pace(&mut self, p: usize) {
        self.write_up(p);
        let now = self.now;
        let who = &mut self.people[p];
        who.pace = if who.present() && !who.held_back { who.productive * who.state.factor } else { 0.0 };
        let written = who.duty_before(now);
        let Some(mut job) = who.job.take() else { return };
        job.written = written;
        job.done = who.when_done(&job, now);
        who.job = Some(job);
    }

    /// Monday: is so much waiting that overtime is worked this week?
    pub(super) fn decide_overtime(&mut self) {
        for p in 0..self.people.len() {
            let Some(overtime) = &self.posts[p].staff.posts.overtime else { continue };
            let role = self.people[p].role;
            let there = self.roles[role].iter().filter(|&&q| self.stays(q)).count();
            let waiting: i64 = (0..self.tasks.len())
                .filter(|&t| self.tasks[t].waiting && self.role_of(self.tasks[t].kind) == Some(role))
                .map(|t| self.tasks[t].remaining)
                .sum();
            let longer = there > 0 && waiting as f64 > overtime.when_waiting.at(&self.point) * there as f64;
            if longer != self.people[p].longer {
                self.add_up(p);
                self.write_up(p);
                let now = self.now;
                let who = &mut self.people[p];
                who.longer = longer;
                let written = who.duty_before(now);
                if let Some(job) = &mut who.job {
                    job.written = written;
                }
                self.set_pace(p);
            }
        }
    }

    /// Adds up hours there were, away and of overtime since the last time.
    pub(super) fn add_up(&mut self, p: usize) {
        let now = self.now;
        let part = self.part_of_week(p, self.people[p].added_up);
        let who = &mut self.people[p];
        who.week_hours += part;
        let from = std::mem::replace(&mut who.added_up, now);
        let between = |table: usize| {
            let before = |t: i64| who.duty[table].iter().map(|&(a, b)| (b.min(t) - a).max(0)).sum::<i64>();
            before(now) - before(from)
        };
        let duty = between(usize::from(who.longer));
        let paid = |ms: i64| libm::round(ms as f64 * who.full_time_share) as i64;
        let (role, state) = (who.role, who.state);
        let given_back = if who.held_back && who.present() && who.call.is_none() { paid(between(0)) } else { 0 };
        let capacity = libm::round(duty as f64 * who.pace) as i64;
        let overtime = if who.longer && who.present() && !who.held_back { paid(duty - between(0)) } else { 0 };
        let filled = if state.who > 0 { now - from } else { 0 };
        let away = state.away.map(|absence| (absence, paid(duty)));
        self.sums.staff(role, capacity, filled, overtime, away);
        if let Some(post) = self.posts.get(p) {
            self.sums.group(post.group, [filled, overtime]);
            self.sums.on_call(post.group, OnCall::GivenBack, given_back);
        }
    }

    pub(super) fn add_up_all(&mut self) {
        self.write_up_standing_by();
        for p in 0..self.people.len() {
            self.add_up(p);
        }
    }
}

pub(super) fn tenth(over: i64, k: i64) -> i64 {
    over / 10 * k + over % 10 * k / 10
}
