//! Where people work from and offenders live.
//!
//! Of those on the register at the start each site has its share, whole by largest remainders: those with the smallest
//! draws live at the first site, and so on. A newcomer's draw is compared with the cumulative shares. Whoever begins
//! work that travels has the way added once, all of a crew the longest; the way is written down then.

use super::{Line, Plain, Task};
use caseload::model::Flow;
use caseload::random::{Purpose, name_key, uniform};
use caseload::units::Span;

impl Plain<'_> {
    /// Where everyone lives, and who holds them then.
    pub(super) fn settle(&mut self) {
        let Some(living) = &self.s.sites.living else { return };
        let shares = living.shares_at(&self.point);
        let draw = |entity: u32| self.key.stream(Purpose::Site, name_key("site"), entity).at(0);
        let initial = self.offenders.iter().filter(|o| o.on_register).count();
        let exact: Vec<f64> = shares.iter().map(|share| share * initial as f64).collect();
        let mut whole: Vec<usize> = exact.iter().map(|x| (x + 1e-6) as usize).collect();
        while whole.iter().sum::<usize>() < initial {
            let left = |l: &usize| exact[*l] - whole[*l] as f64;
            let most = (0..exact.len()).rev().max_by(|a, b| left(a).total_cmp(&left(b))).expect("a site");
            whole[most] += 1;
        }
        let mut order: Vec<(u64, usize)> = (0..initial).map(|o| (draw(o as u32), o)).collect();
        order.sort_unstable();
        let sites = whole.iter().enumerate().flat_map(|(site, &n)| std::iter::repeat_n(site, n));
        let at_start: Vec<(usize, usize)> = order.iter().map(|o| o.1).zip(sites).collect();
        let later = (initial..self.offenders.len()).map(|o| {
            let u = uniform(draw(self.offenders[o].entity));
            let mut upto = 0.0;
            let site = shares.iter().position(|share| {
                upto += share;
                u < upto
            });
            (o, site.unwrap_or(shares.len() - 1))
        });
        for (o, site) in at_start.into_iter().chain(later.collect::<Vec<_>>()) {
            self.offenders[o].site = Some(site);
        }
        self.hold_by_site(initial);
    }

    /// Holders of the own site in turn, part-time people by their share.
    fn hold_by_site(&mut self, initial: usize) {
        let Some(role) = self.holding_role() else { return };
        if self.roles[role].iter().all(|&p| self.people[p].site.is_none()) {
            return;
        }
        self.offenders.iter_mut().for_each(|o| o.holder = None);
        for site in 0..self.s.sites.names.len() {
            let there: Vec<usize> = (0..initial).filter(|&o| self.offenders[o].site == Some(site)).collect();
            let own = |p: &usize| self.people[*p].site == Some(site) && self.people[*p].state.who > 0;
            let people: Vec<usize> = self.roles[role].iter().copied().filter(own).collect();
            let holders = self.in_turns(&people, there.len());
            let mut held = vec![0; self.people.len()];
            for (&o, p) in there.iter().zip(holders) {
                held[p] += 1;
                self.offenders[o].holder = (held[p] <= self.may_hold(p)).then_some(p);
            }
        }
    }

    /// So many offenders given out to people, spread evenly by what each works of a full-time post.
    pub(super) fn in_turns(&self, people: &[usize], number: usize) -> Vec<usize> {
        let posts: f64 = people.iter().map(|&p| self.people[p].holds).sum();
        if posts <= 0.0 {
            return Vec::new();
        }
        let mut places: Vec<(f64, usize)> = Vec::new();
        for &p in people {
            let quota = self.people[p].holds / posts * number as f64;
            places.extend((0..=number).map(|k| ((k as f64 + 0.5) / quota.max(1e-9), p)));
        }
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        places.into_iter().take(number).map(|place| place.1).collect()
    }

    /// Of the holders in post the first of those with the most room, if any has: of a site first.
    pub(super) fn most_room(&self, role: usize, site: Option<usize>) -> Option<usize> {
        let there = self.roles[role].iter().copied().filter(|&p| self.stays(p));
        let with_room: Vec<usize> = there.filter(|&p| self.held(p) < self.may_hold(p)).collect();
        let near = |p: &usize| site.is_some() && self.people[*p].site == site;
        let room = |p: usize| self.may_hold(p) - self.held(p);
        let most = |people: Vec<usize>| people.into_iter().max_by_key(|&p| (room(p), std::cmp::Reverse(p)));
        most(with_room.iter().copied().filter(near).collect()).or_else(|| most(with_room))
    }

    /// Where an offender lives; without a site of their own, at that of whoever holds them, or did before this instant.
    pub(super) fn site_of(&self, offender: usize) -> Option<usize> {
        if self.s.sites.living.is_some() {
            return self.offenders[offender].site;
        }
        let given_up = || self.given_up.iter().find(|given| given.0 == offender).map(|given| given.1);
        self.people[self.offenders[offender].holder.or_else(given_up)?].site
    }

    /// Whether a person is of the site at which a task is done.
    pub(super) fn near(&self, task: usize, person: usize) -> bool {
        let site = self.tasks[task].offender.and_then(|o| self.site_of(o));
        site.is_some() && self.people[person].site == site
    }

    /// The way of all who begin a task, for each of them; nothing when it is taken up again.
    pub(super) fn way(&mut self, task: usize, together: &[usize], role: Option<usize>) -> i64 {
        let Some(travel) = self.s.sites.travel.as_ref().filter(|_| self.kind(task).travels) else { return 0 };
        let site = self.tasks[task].offender.and_then(|o| self.site_of(o));
        let far = together.iter().any(|&p| {
            let own = self.people[p].site;
            own.is_some() && site.is_some() && own != site
        });
        let number = if far { &travel.between } else { &travel.within };
        let way = Span::rounded(number.at(&self.point)).0.max(0);
        let more = way - Span::rounded(travel.within.at(&self.point)).0.max(0);
        let kind = self.tasks[task].kind;
        let roles = together.iter().map(|&p| self.people[p].role).chain(role);
        for role in roles.collect::<Vec<_>>() {
            self.sums.travelled(role, way);
            self.sums.flow(Flow::Demand, kind, more);
            self.tasks[task].travel += way;
        }
        // The shorter way fell to somebody when the work arose.
        for &p in together {
            self.falls_to(Line::Own(p), more);
        }
        self.tasks[task].remaining += way;
        way
    }

    /// The way within the site of all whom a task asks for.
    pub(super) fn ways_foreseen(&self, at: usize) -> i64 {
        let Some(travel) = self.s.sites.travel.as_ref().filter(|_| self.kind(at).travels) else { return 0 };
        let people = 1 + self.crews(at).map(|(_, crew)| i64::from(crew.people)).sum::<i64>();
        people * Span::rounded(travel.within.at(&self.point)).0.max(0)
    }

    /// All that a task takes of its lead, the crew, and the way of both.
    pub(super) fn all_of(&self, at: usize) -> i64 {
        let task: &Task = &self.tasks[at];
        let crews: i64 = self.crews(at).map(|(i, crew)| i64::from(crew.people) * self.part(at, i, crew)).sum();
        task.travel + task.effort + if task.unlimited { 0 } else { crews }
    }
}
