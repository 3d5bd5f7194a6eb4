//! What happens next, and what it brings about.

use super::{Arising, Next, Plain};

impl Plain<'_> {
    /// Looks at everything that may happen next for the earliest.
    pub(super) fn next(&self) -> Option<(i64, Next)> {
        let mut all: Vec<(i64, Next)> = Vec::new();
        for (p, person) in self.people.iter().enumerate() {
            all.extend(person.job.as_ref().and_then(|job| job.done).map(|t| (t, Next::Released(p))));
            all.extend(person.changes.first().map(|&(t, ..)| (t, Next::Duty(p))));
            let home = person.call.as_ref().map(|call| call.began + call.part);
            all.extend(home.or(person.back_at).map(|t| (t, Next::CallOut(p))));
        }
        all.extend(self.post_changes.first().map(|&(t, p)| (t, Next::Post(p))));
        all.extend(self.may_come_next().map(|what| (what.time, Next::MayCome)));
        all.extend(self.mondays.first().map(|&t| (t, Next::Monday(0))));
        all.extend(self.limits.first().map(|&t| (t, Next::Limit(0))));
        all.extend(self.turns.get(self.turn_of).map(|&t| (t, Next::Turn(0))));
        all.extend(self.unlimited_work.iter().map(|w| (w.0, Next::UnlimitedDone(w.1))));
        for (o, offender) in self.offenders.iter().enumerate() {
            for (i, running) in offender.streams.iter().enumerate() {
                let until = self.until(self.personal[i]);
                all.extend(running.next.filter(|&t| t < until).map(|t| (t, Next::Stream(o, i))));
            }
            for (g, joining) in offender.joining.iter().enumerate() {
                all.extend(joining.filter(|_| offender.on_register).map(|t| (t, Next::Joining(o, g))));
            }
            all.extend(offender.arrives.or(offender.leaves).map(|t| (t, Next::Register(o))));
        }
        for (i, running) in self.team_streams.iter().enumerate() {
            let until = self.until(self.team[i]);
            all.extend(running.next.filter(|&t| t < until).map(|t| (t, Next::Team(i))));
        }
        all.extend(self.follow_ups.iter().map(|f| (f.0, Next::FollowUp(f.1))));
        all.extend(self.lapses.iter().map(|l| (l.0, Next::Lapse(l.1))));
        all.extend(self.observations.get(self.observed).map(|o| (o.0, Next::Observe(self.observed))));
        // Offender by offender: what an offender joins comes after the same offender's streams.
        let order = |next: &Next| match *next {
            Next::Stream(o, i) => (5, o as u64, i),
            Next::Joining(o, g) => (5, o as u64, self.personal.len() + g),
            Next::Register(o) => (5, o as u64, usize::MAX),
            Next::Released(p) => (0, 0, p),
            Next::CallOut(p) => (0, 1, p),
            Next::UnlimitedDone(entry) => (1, entry, 0),
            Next::Duty(p) => (2, p as u64, 0),
            Next::Post(p) => (3, p as u64, 0),
            Next::MayCome => (4, 0, 0),
            Next::Monday(_) => (4, 1, 0),
            Next::Turn(_) => (4, 2, 0),
            Next::Limit(_) => (4, 3, 0),
            Next::Team(i) => (6, i as u64, 0),
            Next::FollowUp(entry) => (7, entry, 0),
            Next::Lapse(entry) => (8, entry, 0),
            Next::Observe(i) => (9, i as u64, 0),
        };
        all.into_iter().min_by_key(|(t, next)| (*t, order(next)))
    }

    pub(super) fn run(&mut self) {
        loop {
            let next = self.next();
            let instant_is_over =
                next.is_none_or(|(t, what)| t > self.now || matches!(what, Next::Lapse(_) | Next::Observe(_)));
            if self.changed && instant_is_over {
                self.changed = false;
                self.match_people();
                continue;
            }
            let Some((time, what)) = next.filter(|n| n.0 < self.s.horizon.0) else { break };
            self.now = time;
            let steps = self.records.len();
            self.handle(what);
            self.watch_the_unheld();
            // Somebody who joins a group, a stream that is silent in custody, a month that ends: nothing to match.
            let turn = matches!(what, Next::Turn(_) | Next::Limit(_) | Next::CallOut(_));
            let staff = turn || matches!(what, Next::Duty(_) | Next::Post(_) | Next::MayCome | Next::Monday(_));
            self.changed |= staff || self.records.len() > steps;
        }
        self.last_week();
    }

    pub(super) fn handle(&mut self, what: Next) {
        match what {
            Next::Released(person) => self.part_finished(person),
            Next::CallOut(person) => self.call_out_event(person),
            Next::Turn(_) => self.turn_of += 1,
            Next::UnlimitedDone(entry) => {
                let at = self.unlimited_work.iter().position(|w| w.1 == entry).expect("pending");
                let (_, _, task) = self.unlimited_work.remove(at);
                let role = self.role_of(self.tasks[task].kind).expect("someone does it");
                let remaining = self.tasks[task].remaining;
                self.worked(task, role, remaining);
                self.finish(task, None);
            }
            Next::Duty(person) => {
                let (_, table, on) = self.people[person].changes.remove(0);
                self.people[person].on[table] = on;
            }
            Next::Post(_) | Next::MayCome | Next::Monday(_) | Next::Limit(_) => self.staff_changes_now(),
            Next::Stream(offender, index) => {
                self.fire(Some(offender), index);
                self.let_arise();
            }
            Next::Joining(offender, group) => {
                self.offenders[offender].joining[group] = None;
                self.join(offender, group);
                self.let_arise();
            }
            Next::Register(offender) => self.register_event(offender),
            Next::Team(index) => {
                self.fire(None, index);
                self.let_arise();
            }
            Next::FollowUp(entry) => {
                let at = self.follow_ups.iter().position(|f| f.1 == entry).expect("pending");
                let (_, _, follow) = self.follow_ups.remove(at);
                self.arising.push(Arising { follow, restarts: None, effort: None, arose: self.now });
                self.let_arise();
            }
            Next::Lapse(entry) => {
                let at = self.lapses.iter().position(|l| l.1 == entry).expect("pending");
                let (_, _, task) = self.lapses.remove(at);
                if self.tasks[task].open() && self.tasks[task].started.is_none() {
                    self.lapse(task);
                }
            }
            Next::Observe(index) => {
                self.observed += 1;
                let (_, at, what) = self.observations[index];
                self.now = at;
                self.observe(what);
            }
        }
    }

    /// Posts change, then what overload brings on takes effect, then offenders change hands, then overtime is decided: all of it before anything that
    /// this raises goes on.
    pub(super) fn staff_changes_now(&mut self) {
        let before = self.holders();
        self.about_to_leave();
        while let Some(&(_, person)) = self.post_changes.first().filter(|change| change.0 <= self.now) {
            self.post_changes.remove(0);
            let state = self.state_of(person, self.now);
            self.change_post(person, state);
        }
        while self.may_come_next().is_some_and(|what| what.time <= self.now) {
            self.may_come();
        }
        while self.limits.first().is_some_and(|&limit| limit <= self.now) {
            self.limits.remove(0);
            self.limit_changes();
        }
        self.settle_holders(&before);
        while self.mondays.first().is_some_and(|&monday| monday <= self.now) {
            self.mondays.remove(0);
            self.decide_overtime();
        }
    }
}
