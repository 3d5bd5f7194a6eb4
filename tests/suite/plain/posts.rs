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

use super::{Line, Plain};
use caseload::calendar::Days;
use caseload::model::OnCall;
use caseload::random::{Purpose, Stream, name_key, uniform};
use caseload::scenario::{Absence, AbsenceWhen, Leave, Pattern, Staff, Takes, WhenInterrupted};
use caseload::units::{Instant, Span, YEAR};

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

    fn share(&self, number: &caseload::scenario::Number) -> f64 {
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
    fn beats(&self, every: i64, first: Option<Instant>, own: Stream) -> Vec<(u32, i64)> {
        let phase = (every as f64 * uniform(own.at(0))) as i64;
        let first = first.map_or(self.now + phase, |i| i.0);
        let all = (0..).map(|k| (k, first + every * i64::from(k)));
        all.take_while(|b| b.1 <= self.s.horizon.0).filter(|b| b.1 >= self.now).collect()
    }

    fn spells_of_one(&self, index: usize, absence: &Absence, post: &mut Post<'a>) {
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
                self.beats(every, *first, own)
            }
            AbsenceWhen::At(moments) => moments.iter().enumerate().map(|(k, at)| (k as u32, at.0)).collect(),
            AbsenceWhen::Planned(_) => return,
        };
        for (k, from) in starts {
            Self::spell(post, index, from, from.saturating_add(self.lasts(absence, own.child(k))));
        }
    }

    fn events_of_the_team(&self, index: usize, absence: &Absence, takes: &Takes, posts: &mut [Post<'a>]) {
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
                self.beats(every, *first, team)
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
            for (_, p) in taken(posts, at, &|own| own.child(k)) {
                Self::spell(&mut posts[p], index, at, to);
            }
        }
    }

    fn leave_of_all(&self, index: usize, absence: &Absence, leave: &Leave, posts: &mut [Post<'a>]) {
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
        let long = |s: &Spell| post.staff.posts.cover_after.is_some_and(|span| s.to - s.from > span.0);
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

    /// Work in hand that can be set down, and work in the own line, goes to the common line.
    pub(super) fn hand_over(&mut self, p: usize) {
        let role = self.people[p].role;
        if let Some(job) = &self.people[p].job {
            let (task, kind) = (job.task, self.kind(job.task));
            if kind.with.is_empty() && kind.when_interrupted != WhenInterrupted::Never {
                self.tasks[task].line = Line::Role(role);
                self.set_down(p);
            }
        }
        for task in self.tasks.iter_mut().filter(|t| t.waiting && t.line == Line::Own(p)) {
            task.line = Line::Role(role);
        }
    }

    pub(super) fn held(&self, person: usize) -> usize {
        self.offenders.iter().filter(|o| o.on_register && o.holder == Some(person)).count()
    }

    /// The role whose people hold offenders by name.
    pub(super) fn holding_role(&self) -> Option<usize> {
        self.s.roles.iter().position(|r| r.holds && !r.pooled)
    }

    /// How many offenders a person may hold now: a full-time person the last limit said, others their share of it.
    pub(super) fn may_hold(&self, p: usize) -> usize {
        let role = &self.s.roles[self.people[p].role];
        let later = role.most_held_later.iter().rev().find(|limit| limit.0.0 <= self.limits_until);
        match later.map(|limit| limit.1).or(role.most_held) {
            Some(most) => ((f64::from(most) * self.people[p].full_time_share + 1e-9) as usize).max(1),
            None => usize::MAX,
        }
    }

    /// Whom a person holds beyond the first so many is held by nobody.
    fn give_up_beyond(&mut self, p: usize, keeps: usize) {
        let own = |&o: &usize| self.offenders[o].holder == Some(p) && self.offenders[o].on_register;
        for o in (0..self.offenders.len()).filter(own).skip(keeps).collect::<Vec<_>>() {
            self.offenders[o].holder = None;
            self.given_up.push((o, p));
        }
    }

    pub(super) fn holders(&self) -> Vec<Option<usize>> {
        self.offenders.iter().map(|o| o.holder).collect()
    }

    /// Everyone who goes or comes at this instant has: those who came take their share, the rest goes to whoever has
    /// room, and whoever has another manager than before raises the work of it. One who came into the post of the
    /// manager before is another.
    pub(super) fn settle_holders(&mut self, before: &[Option<usize>]) {
        let mut came = std::mem::take(&mut self.came);
        came.retain(|&p| self.stays(p));
        came.sort_unstable();
        came.dedup();
        for &p in &came {
            self.take_over(p, &came);
        }
        self.give_the_unheld(&mut Vec::new());
        self.given_up.clear();
        let another = |&o: &usize| {
            let after = self.offenders[o].holder;
            self.offenders[o].on_register && after.is_some_and(|p| before[o] != after || came.contains(&p))
        };
        let moved: Vec<usize> = (0..self.offenders.len()).filter(another).collect();
        self.handed_on(&moved);
    }

    /// There is another limit to how many offenders a person holds.
    pub(super) fn limit_changes(&mut self) {
        self.limits_until = self.now;
        for p in self.holding_role().map_or(Vec::new(), |role| self.roles[role].clone()) {
            self.give_up_beyond(p, self.may_hold(p));
        }
    }

    /// Whoever has no manager gets the colleague with the most room, as long as there is any.
    pub(super) fn give_the_unheld(&mut self, moved: &mut Vec<usize>) {
        let Some(role) = self.holding_role() else { return };
        for o in 0..self.offenders.len() {
            if self.offenders[o].on_register && self.offenders[o].holder.is_none() {
                self.offenders[o].holder = self.most_room(role, self.site_of(o));
                moved.extend(self.offenders[o].holder.map(|_| o));
            }
        }
    }

    /// How many on the register have no manager, whenever that changes.
    pub(super) fn watch_the_unheld(&mut self) {
        let unheld = self.offenders.iter().filter(|o| o.on_register && o.holder.is_none()).count() as i64;
        self.sums.unheld(self.now, unheld);
    }

    /// A newcomer takes those nobody holds, then one by one from whoever holds most, up to the average; each time
    /// those of the own site first, and nobody from those who came at the same instant.
    fn take_over(&mut self, p: usize, came: &[usize]) {
        let role = self.people[p].role;
        if !self.s.roles[role].holds || self.s.roles[role].pooled {
            return;
        }
        let there = self.roles[role].iter().filter(|&&q| self.stays(q)).count();
        let all = self.offenders.iter().filter(|o| o.on_register).count();
        let average = (all / there.max(1)).min(self.may_hold(p));
        let own = self.people[p].site;
        while self.held(p) < average {
            let first_of = |holder: Option<usize>, near: bool| {
                let fits = |&o: &usize| !near || own.is_some() && self.site_of(o) == own;
                let held = |&o: &usize| self.offenders[o].on_register && self.offenders[o].holder == holder;
                (0..self.offenders.len()).filter(held).find(fits)
            };
            let from_most = |near: bool| {
                let others = self.roles[role].iter().copied().filter(|&q| !came.contains(&q) && self.stays(q));
                let asked = others.filter_map(|q| Some((self.held(q), std::cmp::Reverse(q), first_of(Some(q), near)?)));
                asked.max().filter(|most| most.0 > self.held(p)).map(|most| most.2)
            };
            let unheld = first_of(None, true).or_else(|| first_of(None, false));
            let Some(taken) = unheld.or_else(|| from_most(true)).or_else(|| from_most(false)) else { break };
            self.offenders[taken].holder = Some(p);
        }
    }

    /// Work raised by a change of manager is still to arise.
    pub(super) fn raise_handovers(&mut self, moved: &[usize]) {
        for &o in moved {
            for index in 0..self.personal.len() {
                if self.hands_over(o, index) {
                    self.raise_later(o, index);
                }
            }
        }
    }

    /// Whether a stream of an offender raises work at a change of manager now.
    fn hands_over(&self, o: usize, index: usize) -> bool {
        let kind = self.personal[index];
        let inside = self.now >= self.earliest(kind) && self.now < self.until(kind);
        matches!(self.pattern(kind), Some(Pattern::ChangeOfHolder)) && inside && self.offenders[o].custody <= self.now
    }

    /// Work raised by a change of manager.
    fn handed_on(&mut self, moved: &[usize]) {
        for &o in moved {
            for index in 0..self.personal.len() {
                if self.hands_over(o, index) {
                    self.raise_once(o, index);
                }
            }
        }
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
        for p in 0..self.people.len() {
            self.add_up(p);
        }
    }
}

pub(super) fn tenth(over: i64, k: i64) -> i64 {
    over / 10 * k + over % 10 * k / 10
}
