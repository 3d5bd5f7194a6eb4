//! A piece of work: it arises, is begun, is finished, and something follows.
//!
//! Draws of a task's own stream: 0 effort, 1 patience, 2 outcome, 3 custody, 8 and on the efforts of
//! its crews; of its child stream 4: whether it needs them. A raise has a child stream, keyed by branch, kind and position among equals: 0
//! whether, 1 how many; the child stream of that for the i-th of them is the new task's own, whose
//! draw 66 is the delay.

use super::{Arising, Follow, Left, Line, Plain, Task};
use caseload::model::{Flow, Step};
use caseload::random::{geometric, name_key, poisson, rounded, uniform};
use caseload::scenario::{By, Change, Count, CountLaw, Crew, Due, Kind, Overload, Raise, WhenInterrupted};
use caseload::units::{Instant, Span};

impl Plain<'_> {
    pub(super) fn how_many(&self, count: &Count, u: f64) -> u64 {
        let mean = count.mean.at(&self.point);
        match count.varies {
            CountLaw::Fixed => rounded(mean, u),
            CountLaw::Poisson => poisson(mean, u),
            CountLaw::Geometric => geometric(mean, u),
        }
    }

    pub(super) fn let_arise(&mut self) {
        while let Some(arising) = self.arising.pop() {
            self.arise(arising);
        }
    }

    fn due(&mut self, due: Due, arose: i64) -> i64 {
        match due {
            Due::Within(span) => arose + span.0,
            Due::WorkingDays(days) => self.working_days.add(Instant(arose), days).0,
        }
    }

    fn arise(&mut self, arising: Arising) {
        let Follow { stream, origin, kind, cause, offender } = arising.follow;
        let what = &self.s.kinds[kind];
        let level = offender.map_or(0, |o| self.offenders[o].level);
        let effort = match (arising.effort, what.by) {
            (Some(recorded), _) => recorded,
            (None, By::NoOne) => 0,
            (None, _) => what.effort.get(level).map_or(0, |law| self.milliseconds(law, uniform(stream.at(0)))),
        };
        let overload = self.overload(what, offender.map(|_| level));
        let effort = match overload.map(|overload| &overload.effort) {
            Some(Some(share)) => libm::round(effort as f64 * share.at(&self.point)) as i64,
            _ => effort,
        };
        let at = self.tasks.len();
        self.tasks.push(Task {
            number: at as u64,
            kind,
            cause,
            offender,
            level,
            stream,
            arose: arising.arose,
            origin,
            joined: None,
            due: None,
            effort,
            remaining: effort,
            travel: 0,
            line: Line::Nowhere,
            waiting: false,
            started: None,
            at_work: 0,
            left: None,
            restarts: arising.restarts,
            written: self.now,
            unlimited: false,
        });
        self.record(Step::Arose, at, None, None);
        let crews: i64 = self.crews(at).map(|(i, c)| i64::from(c.people) * self.part(at, i, c)).sum();
        self.sums.flow(Flow::Raised, kind, 1);
        let ways = self.ways_foreseen(at);
        self.sums.flow(Flow::Demand, kind, effort + crews + ways);
        if let Some(overload) = overload {
            overload.counts.iter().for_each(|&name| self.sums.count(name));
            if overload.effort.is_none() {
                self.sums.flow(Flow::Lapsed, kind, 1);
                self.record(Step::Skipped, at, None, None);
                self.restart_source(at);
                return;
            }
        }
        let Some(role) = self.role_of(kind) else {
            self.sums.flow(Flow::Finished, kind, 1);
            // Until its outcome has followed it is still the one of those who raise one at a time.
            self.passing = Some(at);
            self.follow(at);
            self.passing = None;
            self.restart_source(at);
            return;
        };
        let others: i64 = self.crews(at).map(|(_, crew)| i64::from(crew.people)).sum();
        let way = ways / (1 + others);
        let in_hand = self.tasks.iter().filter(|t| t.open() && self.role_of(t.kind) == Some(role)).count();
        if self.s.roles[role].room.is_some_and(|room| in_hand >= room as usize) {
            self.sums.flow(Flow::Referred, kind, 1);
            self.record(Step::Referred, at, None, None);
            self.restart_source(at);
            return;
        }
        let each = self.crews(at).map(|(i, c)| (c.roles[0], i64::from(c.people) * (self.part(at, i, c) + way)));
        for (role, effort) in each.collect::<Vec<_>>() {
            self.falls_to(Line::Role(role), effort);
        }
        let holder = self.allot(what, role, offender, effort + way);
        let due = what.due.map(|due| self.due(due, arising.arose));
        let task = &mut self.tasks[at];
        task.joined = Some(self.now);
        task.due = due;
        task.line = holder.map_or(Line::Role(role), Line::Own);
        if let Some(productive) = self.unlimited[role] {
            task.started = Some(self.now);
            task.at_work = 1;
            task.unlimited = true;
            self.grow_when_late(at);
            self.way(at, &[], Some(role));
            let effort = self.tasks[at].remaining;
            self.sums.flow(Flow::Started, kind, 1);
            self.record(Step::Started, at, None, None);
            if effort == 0 || productive > 0.0 {
                let takes = if effort == 0 { 0 } else { libm::ceil(effort as f64 / productive) as i64 };
                let entry = self.entry();
                self.unlimited_work.push((self.now + takes, entry, at));
            }
            return;
        }
        if let Some(patience) = &what.lapses_after {
            let patience = Span::rounded(self.draw(patience, uniform(stream.at(1)))).0.max(0);
            let entry = self.entry();
            self.lapses.push((self.now.saturating_add(patience), entry, at));
        }
        self.join_line(at);
    }

    /// The crews that a task needs, with their places in the file.
    pub(super) fn crews(&self, task: usize) -> impl Iterator<Item = (usize, &Crew)> {
        let t = &self.tasks[task];
        let draws = t.stream.child(4);
        let needed = move |(i, crew): &(usize, &Crew)| {
            crew.chance.as_ref().is_none_or(|chance| uniform(draws.at(*i as u32)) < chance.at(&self.point))
        };
        self.s.kinds[t.kind].with.iter().enumerate().filter(needed)
    }

    /// Work begun past due is a bigger job.
    pub(super) fn grow_when_late(&mut self, task: usize) {
        let Some(lateness) = self.s.lateness(self.kind(task)) else { return };
        let t = &self.tasks[task];
        let late = (self.now - t.due.unwrap_or(i64::MAX)).max(0) as f64;
        let grows = (lateness.by.at(&self.point) * late).min(lateness.at_most.at(&self.point));
        let more = libm::round(t.effort as f64 * grows) as i64;
        self.tasks[task].effort += more;
        self.tasks[task].remaining += more;
    }

    fn milliseconds(&self, duration: &caseload::scenario::Duration, u: f64) -> i64 {
        (libm::round(self.draw(duration, u)) as i64).clamp(0, 600 * caseload::units::YEAR)
    }

    /// Effort of each member of the `i`-th crew.
    pub(super) fn part(&self, task: usize, i: usize, crew: &Crew) -> i64 {
        let t = &self.tasks[task];
        let Some(effort) = &crew.effort else { return t.effort };
        effort.get(t.level).map_or(0, |law| self.milliseconds(law, uniform(t.stream.at(8 + i as u32))))
    }

    pub(super) fn join_line(&mut self, task: usize) {
        self.tasks[task].waiting = true;
    }

    /// Hours go to cause, kind and role in the month.
    pub(super) fn worked(&mut self, task: usize, role: usize, effort: i64) {
        let t = &self.tasks[task];
        self.sums.hours(t.cause, t.kind, role, effort);
    }

    /// Writes up what a person has done since the last time, whole milliseconds, rounded down.
    pub(super) fn write_up(&mut self, person: usize) {
        let (now, who) = (self.now, &mut self.people[person]);
        let passed = who.duty_before(now);
        let (role, pace) = (who.role, who.pace);
        let Some(job) = &mut who.job else { return };
        let done = (((passed - job.written) as f64 * pace) as i64).clamp(0, job.remaining);
        job.remaining -= done;
        job.written = passed;
        let task = job.task;
        self.worked(task, role, done);
    }

    pub(super) fn write_up_all(&mut self) {
        for person in 0..self.people.len() {
            self.write_up(person);
        }
        self.write_up_calls();
        for task in 0..self.tasks.len() {
            if self.tasks[task].unlimited && self.tasks[task].open() {
                let role = self.role_of(self.tasks[task].kind).expect("someone does it");
                let t = &mut self.tasks[task];
                let productive = self.unlimited[role].unwrap_or(0.0);
                if t.remaining > 0 && productive <= 0.0 {
                    continue;
                }
                let done = (((self.now - t.written) as f64 * productive) as i64).clamp(0, t.remaining);
                t.remaining -= done;
                t.written = self.now;
                self.worked(task, role, done);
            }
        }
    }

    pub(super) fn part_finished(&mut self, person: usize) {
        let job = self.people[person].job.take().expect("at work");
        let role = self.people[person].role;
        self.worked(job.task, role, job.remaining);
        self.tasks[job.task].at_work -= 1;
        if self.tasks[job.task].at_work == 0 {
            self.finish(job.task, Some(person));
        } else {
            self.record(Step::Released, job.task, Some(person), None);
        }
        if self.people[person].leaving {
            self.leave_now(person);
        }
    }

    /// Puts a person's work down.
    pub(super) fn set_down(&mut self, person: usize) {
        self.write_up(person);
        let job = self.people[person].job.take().expect("at work");
        let restarts = self.kind(job.task).when_interrupted == WhenInterrupted::Restart;
        let task = &mut self.tasks[job.task];
        task.at_work = 0;
        // The way is not gone again; what is left of it is.
        task.remaining = if restarts { task.effort.max(job.remaining) } else { job.remaining };
        let (kind, lost) = (task.kind, (task.effort - job.remaining).max(0));
        if restarts {
            *self.sums.lost.entry(kind).or_insert(0) += lost;
        }
        self.record(Step::SetDown, job.task, Some(person), None);
        self.join_line(job.task);
    }

    pub(super) fn finish(&mut self, task: usize, person: Option<usize>) {
        let kind = self.tasks[task].kind;
        self.sums.flow(Flow::Finished, kind, 1);
        let outcome = self.follow(task);
        self.record(Step::Finished, task, person, outcome);
        self.tasks[task].left = Some((self.now, Left::Finished));
        self.restart_source(task);
        self.let_arise();
    }

    pub(super) fn lapse(&mut self, task: usize) {
        let kind = self.tasks[task].kind;
        self.sums.flow(Flow::Lapsed, kind, 1);
        self.record(Step::Lapsed, task, None, None);
        self.tasks[task].waiting = false;
        self.tasks[task].left = Some((self.now, Left::Lapsed));
        self.restart_source(task);
    }

    fn restart_source(&mut self, task: usize) {
        if let Some(index) = self.tasks[task].restarts {
            self.restart(self.tasks[task].offender, index);
        }
    }

    /// What follows; the index of the outcome if there are any.
    fn follow(&mut self, task: usize) -> Option<usize> {
        let kind = self.kind(task);
        self.raise(task, "", &kind.raises);
        if kind.then.is_empty() {
            return None;
        }
        let u = uniform(self.tasks[task].stream.at(2));
        let now = Instant(self.now);
        let chances = kind.chances_at(&self.point, now);
        let mut upto = 0.0;
        let mut chosen = kind.then.iter().rposition(|branch| branch.holds(now)).expect("one always holds");
        for (i, chance) in chances.iter().enumerate() {
            upto += chance;
            if u < upto {
                chosen = i;
                break;
            }
        }
        let branch = &kind.then[chosen];
        for &name in &branch.counts {
            self.sums.count(name);
        }
        self.raise(task, &branch.name, &branch.raises);
        if let Some(offender) = self.tasks[task].offender {
            for change in &branch.changes {
                match change {
                    Change::Risk(level) => self.change_level(offender, *level),
                    Change::Joins(group) => self.join_with_whole(offender, *group),
                    Change::Leaves(group) => self.leave(offender, *group),
                    Change::Custody(length) => {
                        let length = Span::rounded(self.draw(length, uniform(self.tasks[task].stream.at(3)))).0;
                        let until = self.now.saturating_add(length.max(0));
                        self.take_into_custody(offender, until);
                    }
                    Change::OffRegister => self.depart(offender),
                }
            }
        }
        Some(chosen)
    }

    fn raise(&mut self, parent: usize, branch: &str, raises: &[Raise]) {
        let Task { stream, origin, cause, offender, .. } = self.tasks[parent];
        for (i, raise) in raises.iter().enumerate().rev() {
            let twin = raises[..i].iter().filter(|r| r.kind == raise.kind).count();
            let name = &self.s.kinds[raise.kind].name;
            let own = stream.child(name_key(&format!("{branch}\u{1f}{name}\u{1f}{twin}")).0 as u32);
            let one_in = raise.one_in.as_ref().map_or(1.0, |n| n.at(&self.point).max(1.0));
            if one_in > 1.0 && uniform(own.at(0)) >= 1.0 / one_in {
                continue;
            }
            let number = raise.number.as_ref().map_or(1, |n| self.how_many(n, uniform(own.at(1))));
            for i in 0..number as u32 {
                let follow = Follow { stream: own.child(i), origin, kind: raise.kind, cause, offender };
                let after = raise
                    .after
                    .as_ref()
                    .map_or(0, |d| Span::rounded(self.draw(d, uniform(own.child(i).at(66)))).0.max(0));
                if after == 0 {
                    self.arising.push(Arising { follow, restarts: None, effort: None, arose: self.now });
                } else {
                    let entry = self.entry();
                    self.follow_ups.push((self.now.saturating_add(after), entry, follow));
                }
            }
        }
    }
}

impl<'a> Plain<'a> {
    /// What is said of work that arises now, if too much waits for its role.
    fn overload(&self, kind: &'a Kind, level: Option<usize>) -> Option<&'a Overload> {
        let overload = kind.overload.as_ref()?;
        if !overload.levels.is_empty() && !level.is_some_and(|level| overload.levels.contains(&level)) {
            return None;
        }
        let role = kind.role()?;
        let waits = |t: &&Task| t.waiting && self.role_of(t.kind) == Some(role);
        let waiting: i64 = self.tasks.iter().filter(waits).map(|t| t.remaining).sum();
        let people = self.roles[role].iter().filter(|&&p| self.stays(p)).count();
        (waiting as f64 > overload.above.at(&self.point) * people as f64).then_some(overload)
    }
}
