//! The world at the start.

use super::posts::State;
use super::{Arising, Follow, Observe, Person, Plain, Running};
use caseload::calendar::{Days, Duty, Rota};
use caseload::random::{Purpose, Stream, name_key, uniform};
use caseload::scenario::{Each, GroupSize, Productive, Staff};
use caseload::units::{Instant, Span, WEEK, YEAR};

impl Plain<'_> {
    pub(super) fn start(&mut self) {
        self.people();
        if self.staff_changes() {
            self.draw_posts();
        } else {
            self.draw_overload();
        }
        if self.staff_changes() {
            for p in 0..self.people.len() {
                self.set_pace(p);
            }
        }
        self.sources();
        self.offenders();
        self.memberships();
        self.hold();
        self.newcomers();
        self.settle();
        self.give_the_unheld(&mut Vec::new());
        self.watch_the_unheld();
        self.shocks();
        self.streams();
        let begin = self.now;
        let last = self.s.horizon.0 - 1;
        self.observations = vec![(begin.max(-1), 0, Observe::Begin)];
        let open = self.s.observe_at.iter().enumerate();
        self.observations.extend(open.map(|(i, at)| (at.0.min(last), at.0, Observe::Open(i))));
        self.observations.extend(self.s.months.iter().skip(1).map(|at| (at.0 - 1, at.0, Observe::Month)));
        if self.s.feeds_back().is_some() {
            self.observations.extend((1..=self.s.horizon.0 / WEEK).map(|w| (w * WEEK - 1, w * WEEK, Observe::Week)));
        }
        self.observations.sort_unstable();
        if self.s.roles.iter().flat_map(|r| &r.staff).any(|s| s.posts.overtime.is_some()) {
            let days = Days::new(&self.clock, self.s.nation, Instant(self.now), self.s.horizon);
            let mondays = (0..days.len()).filter(|&d| days.is_monday(d)).map(|d| days.midnight(d));
            self.mondays = mondays.filter(|&t| t >= self.now && t <= self.s.horizon.0).collect();
        }
        if self.s.roles.iter().flat_map(|r| &r.staff).any(|s| s.posts.on_call.is_some()) {
            let days = Days::new(&self.clock, self.s.nation, Instant(self.now), self.s.horizon);
            let mondays = (0..days.len()).filter(|&d| days.is_monday(d)).map(|d| days.midnight(d));
            self.turns = mondays.filter(|&t| t > self.now && t <= self.s.horizon.0).collect();
        }
        let later = self.s.roles.iter().filter(|r| r.bounds_held()).flat_map(|r| &r.most_held_later);
        self.limits = later.map(|limit| limit.0.0).filter(|&from| from > self.now).collect();
        self.backlog();
        if self.s.warm_up.0 == 0 {
            self.begin_counting();
        }
        self.changed = true;
    }

    fn people(&mut self) {
        let start = Instant::ZERO - self.s.warm_up;
        for (r, role) in self.s.roles.iter().enumerate() {
            for staff in &role.staff {
                let off = self.s.nation.filter(|_| !staff.works_bank_holidays);
                let table = |rota: &Rota| {
                    let table = Duty::build(rota, &self.clock, off, start, self.s.horizon, None);
                    let ends: Vec<(i64, bool)> = table.boundaries().collect();
                    ends.chunks(2).map(|c| (c[0].0, c[1].0)).collect::<Vec<(i64, i64)>>()
                };
                let overtime = staff.posts.overtime.as_ref().map(|o| o.up_to.at(&self.point) as i64);
                let longer = overtime.and_then(|ms| staff.rota.longer(ms).ok());
                let duty = [table(&staff.rota), longer.map_or(Vec::new(), |rota| table(&rota))];
                let mut changes: Vec<(i64, usize, bool)> = Vec::new();
                for (t, periods) in duty.iter().enumerate() {
                    changes.extend(periods.iter().flat_map(|&(a, b)| [(a, t, true), (b, t, false)]));
                }
                changes.retain(|c| c.0 > start.0);
                changes.sort_unstable();
                let on = [0, 1].map(|t: usize| duty[t].iter().any(|&(a, b)| a <= start.0 && start.0 < b));
                let productive = self.productive(staff) * staff.full_time_share;
                let Some(number) = &staff.people else {
                    self.unlimited[r] = Some(productive);
                    continue;
                };
                let said = role.staff.iter().any(|staff| !staff.held_at_start.is_empty());
                for place in 0..libm::round(number.at(&self.point)).max(0.0) as usize {
                    let own = staff.held_at_start.get(place).copied().unwrap_or(0);
                    self.roles[r].push(self.people.len());
                    self.people.push(Person {
                        role: r,
                        site: staff.site,
                        full_time_share: staff.full_time_share,
                        holds: if said { f64::from(own) } else { staff.full_time_share },
                        productive,
                        pace: productive,
                        on,
                        duty: duty.clone(),
                        changes: changes.clone(),
                        longer: false,
                        state: State { who: 1, away: None, covered: false, factor: 1.0 },
                        leaving: false,
                        added_up: start.0,
                        week_hours: 0,
                        job: None,
                        call: None,
                        held_back: false,
                        back_at: None,
                        owed: (0, start.0),
                    });
                }
            }
        }
    }

    fn productive(&self, staff: &Staff) -> f64 {
        match &staff.productive {
            Productive::Share(share) => share.at(&self.point),
            Productive::Yearly(hours) => {
                let off = self.s.nation.filter(|_| !staff.works_bank_holidays);
                let year = Duty::build(&staff.rota, &self.clock, off, Instant::ZERO, Instant(YEAR), None).total();
                if year > 0 { (hours.at(&self.point) / year as f64).clamp(0.0, 1.0) } else { 0.0 }
            }
        }
    }

    fn sources(&mut self) {
        for (k, kind) in self.s.kinds.iter().enumerate() {
            match &kind.raised {
                Some(raised) if raised.each == Each::Team => self.team.push(k),
                Some(_) => self.personal.push(k),
                None => {}
            }
        }
    }

    /// Level by level; whole numbers by largest remainders.
    fn offenders(&mut self) {
        let number = self.s.offenders.number.at(&self.point) as usize;
        let exact: Vec<f64> = self.s.offenders.shares_at(&self.point).iter().map(|s| s * number as f64).collect();
        let mut whole: Vec<usize> = exact.iter().map(|x| (x + 1e-6) as usize).collect();
        while whole.iter().sum::<usize>() < number {
            let left = |l: &usize| exact[*l] - whole[*l] as f64;
            let most = (0..exact.len()).rev().max_by(|a, b| left(a).total_cmp(&left(b))).expect("a level");
            whole[most] += 1;
        }
        for (level, &n) in whole.iter().enumerate() {
            for _ in 0..n {
                let mut somebody = self.somebody(level, self.offenders.len() as u32);
                somebody.on_register = true;
                self.offenders.push(somebody);
            }
        }
        for offender in 0..number {
            self.sums.moved(self.now, 0, 1, false);
            self.sums.at_level(self.now, self.offenders[offender].level, 1, false);
        }
    }

    /// Those with the smallest keyed numbers are the members of a group.
    fn memberships(&mut self) {
        for (g, group) in self.s.groups.iter().enumerate() {
            let name = name_key(&group.name);
            let mut chosen: Vec<(u64, usize)> = (0..self.offenders.len())
                .filter(|&o| group.of.is_none_or(|of| self.offenders[o].selected[of]))
                .filter(|&o| group.levels.is_empty() || group.levels.contains(&self.offenders[o].level))
                .map(|o| (self.key.stream(Purpose::Group, name, o as u32).at(0), o))
                .collect();
            chosen.sort_unstable();
            let wanted = match &group.size {
                GroupSize::Number(n) => libm::round(n.at(&self.point)).max(0.0),
                GroupSize::Share(share) => libm::round(share.at(&self.point) * chosen.len() as f64),
            };
            chosen.truncate(wanted as usize);
            // Who has joined already joined in order; those who joined long ago, in the order of their numbers.
            let mut chosen: Vec<(Option<i64>, u64, usize)> =
                chosen.into_iter().map(|(draw, o)| (self.joining_of(g, o as u32), draw, o)).collect();
            chosen.sort_unstable();
            for (joins, _, o) in chosen {
                self.offenders[o].selected[g] = true;
                self.offenders[o].devices[g] = self.devices_of(g, o as u32);
                if joins.is_some_and(|t| t >= self.now) {
                    self.offenders[o].joining[g] = joins;
                } else if !self.in_whole(o, g) {
                    self.offenders[o].with_whole[g] = true;
                } else if self.has_room(g) {
                    self.offenders[o].member[g] = true;
                    self.offenders[o].joined[g] = joins;
                    self.sums.moved(self.now, 1 + g, 1, false);
                } else {
                    self.waiting[g].push(o);
                }
            }
        }
    }

    /// Each holder's offenders are spread evenly along the caseload.
    fn hold(&mut self) {
        let Some(role) = self.holding_role() else { return };
        let people: Vec<usize> = self.roles[role].iter().copied().filter(|&p| self.people[p].state.who > 0).collect();
        if people.is_empty() {
            return;
        }
        let holders = self.in_turns(&people, self.offenders.len());
        for (offender, holder) in self.offenders.iter_mut().zip(holders) {
            offender.holder = Some(holder);
        }
        for &p in &people {
            let may = self.may_hold(p);
            for offender in self.offenders.iter_mut().filter(|o| o.holder == Some(p)).skip(may) {
                offender.holder = None;
            }
        }
    }

    fn streams(&mut self) {
        for o in 0..self.offenders.len() {
            self.open_streams(o);
            if !self.offenders[o].on_register {
                continue;
            }
            for i in 0..self.personal.len() {
                if self.applies(self.personal[i], Some(o)) {
                    self.begin_stream(Some(o), i, self.now);
                }
            }
            self.will_leave(o);
        }
        let running = |stream| Running { stream, position: 0, next: None, factor: 1.0 };
        for (i, &kind) in self.team.clone().iter().enumerate() {
            let name = name_key(&self.s.kinds[kind].name);
            self.team_streams.push(running(self.key.stream(Purpose::Team, name, 0)));
            self.begin_stream(None, i, self.now);
        }
    }

    fn backlog(&mut self) {
        let cause = self.s.causes.iter().position(|c| c == "backlog").unwrap_or(0);
        for list in &self.s.backlog {
            let name = name_key(&list.number.key);
            let mut concerned: Vec<(u64, usize)> = (0..self.offenders.len())
                .filter(|&o| self.offenders[o].on_register)
                .filter(|&o| list.level.is_none_or(|l| self.offenders[o].level == l))
                .map(|o| (self.key.stream(Purpose::Backlog, name, o as u32).at(0), o))
                .collect();
            concerned.sort_unstable();
            for i in 0..libm::round(list.number.at(&self.point)).max(0.0) as usize {
                let offender = (!concerned.is_empty()).then(|| concerned[i % concerned.len()].1);
                let stream: Stream = self.key.stream(Purpose::Backlog, name, u32::MAX - i as u32).child(0);
                let age = Span::rounded(self.draw(&list.age, uniform(stream.child(1).at(0)))).0.max(0);
                let arose = self.now - age;
                let follow = Follow { stream, origin: arose, kind: list.kind, cause, offender };
                self.arising.push(Arising { follow, restarts: None, effort: None, arose });
                self.let_arise();
            }
        }
    }
}
