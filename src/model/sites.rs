//! Where people work from and offenders live: who goes, how long the way is, and who holds whom.

use super::allocation::{Holding, given_out};
use super::plan::Plan;
use super::plan_staff::Staffing;
use super::plan_work::{Begins, KindPlan};
use super::register::entity;
use super::state::{NONE, Workspace, next_bit};
use super::work::needed;
use crate::random::{NameKey, Purpose, ReplicationKey, Stream, name_key, uniform};
use crate::scenario::world::{Point, Scenario};
use crate::units::Span;
use std::ops::Range;

/// No site.
pub(super) const NOWHERE: u8 = u8::MAX;

/// The sites of a scenario that has any, at one point.
#[derive(Debug)]
pub(super) struct SitesPlan {
    /// The way there and back (ms of effort).
    within: i64,
    between: i64,
    /// Site of each person.
    of_person: Vec<u8>,
    /// People of each site, by bit.
    people: Vec<Vec<u64>>,
    living: Option<LivingPlan>,
}

/// Where offenders live.
#[derive(Debug)]
struct LivingPlan {
    key: NameKey,
    /// Offenders there at the start, site by site.
    numbers: Vec<u32>,
    /// Cumulative chances of newcomers.
    upto: Vec<f64>,
    /// Holders of the offenders of each site at the start, in turn; [`NONE`] for those for whom nobody of the site
    /// has room. No lists where no holder has a site.
    holders: Vec<Vec<u32>>,
}

impl SitesPlan {
    /// The sites at a point; `None` where nobody has a site and nothing travels.
    pub(super) fn new(scenario: &Scenario, point: &Point, staffing: &Staffing, offenders: u32) -> Option<Self> {
        let names = scenario.sites.names.len();
        let travel = scenario.sites.travel.as_ref();
        if names == 0 && travel.is_none() {
            return None;
        }
        let mut of_person = Vec::with_capacity(staffing.people.len());
        for staff in scenario.roles.iter().flat_map(|role| &role.staff) {
            let Some(people) = &staff.people else { continue };
            let number = libm::round(people.at(point)).max(0.0) as usize;
            of_person.extend(std::iter::repeat_n(staff.site.map_or(NOWHERE, |site| site as u8), number));
        }
        let mut people = vec![vec![0; of_person.len().div_ceil(64)]; names];
        for (person, &site) in of_person.iter().enumerate().filter(|(_, site)| **site != NOWHERE) {
            people[site as usize][person / 64] |= 1 << (person % 64);
        }
        let living = scenario.sites.living.as_ref().map(|living| {
            let shares = living.shares_at(point);
            let numbers = crate::scenario::whole::whole_parts(&shares, offenders);
            let mut sum = 0.0;
            let upto = shares.iter().map(|share| {
                sum += share;
                sum
            });
            let sited = Holding::new(scenario, point).is_some_and(|holding| {
                let mut role = staffing.roles[holding.role as usize].people.clone();
                role.any(|person| of_person[person as usize] != NOWHERE)
            });
            let here = |(site, &number): (usize, &u32)| {
                given_out(scenario, point, staffing, number, |person| usize::from(of_person[person as usize]) == site)
            };
            let holders = if sited { numbers.iter().enumerate().map(here).collect() } else { Vec::new() };
            LivingPlan { key: name_key("site"), upto: upto.collect(), holders, numbers }
        });
        let way = |number: &crate::scenario::world::Number| Span::rounded(number.at(point)).0.max(0);
        let (within, between) = travel.map_or((0, 0), |travel| (way(&travel.within), way(&travel.between)));
        Some(Self { within, between, of_person, people, living })
    }

    /// Site of a person.
    pub(super) fn of(&self, person: u32) -> u8 {
        self.of_person.get(person as usize).copied().unwrap_or(NOWHERE)
    }
}

/// Effort of the lead and of the crews with the way of each within the site; what more it takes is known when the
/// work is begun.
#[cold]
pub(super) fn with_way(plan: &Plan, what: &KindPlan, stream: Stream, effort: i64, crew: i64) -> (i64, i64) {
    let within = plan.sites.as_ref().map_or(0, |sites| sites.within);
    let needed = plan.crews[what.crew.range()].iter().filter(|crew| needed(crew, stream));
    let others: i64 = needed.map(|crew| i64::from(crew.people)).sum();
    (effort + within, crew + others * within)
}

impl Workspace {
    /// Draws where everyone lives who is or will be on the register, and gives those there out to holders of their
    /// own site.
    pub(super) fn settle_sites(&mut self, plan: &Plan, key: ReplicationKey) {
        self.site.clear();
        let Some(living) = plan.sites.as_ref().and_then(|sites| sites.living.as_ref()) else { return };
        let mut drawn = std::mem::take(&mut self.chosen);
        drawn.clear();
        let initial = plan.register.initial;
        let draw = |offender| key.stream(Purpose::Site, living.key, entity(plan, offender)).at(0);
        drawn.extend((0..initial).map(|offender| (draw(offender), offender)));
        drawn.sort_unstable();
        self.site.resize(plan.caseload as usize, 0);
        let mut left = drawn.iter();
        for (site, &number) in living.numbers.iter().enumerate() {
            for &(_, offender) in left.by_ref().take(number as usize) {
                self.site[offender as usize] = site as u8;
            }
        }
        self.chosen = drawn;
        for offender in initial..plan.caseload {
            let u = uniform(draw(offender));
            let site = living.upto.iter().position(|upto| u < *upto).unwrap_or(living.upto.len() - 1);
            self.site[offender as usize] = site as u8;
        }
        if living.holders.is_empty() {
            return;
        }
        self.first_of.clear();
        self.first_of.resize(living.holders.len(), 0);
        for offender in 0..initial as usize {
            let site = usize::from(self.site[offender]);
            let next = self.first_of[site] as usize;
            self.first_of[site] += 1;
            let holder = living.holders[site].get(next).copied().unwrap_or(NONE);
            self.assign(plan, offender, holder);
        }
    }

    /// Where an offender lives; without a site of their own, at that of whoever holds them, or did before this instant.
    pub(super) fn site_of(&self, plan: &Plan, offender: u32) -> u8 {
        let Some(sites) = &plan.sites else { return NOWHERE };
        if let Some(&site) = self.site.get(offender as usize) {
            return site;
        }
        match self.holder.get(offender as usize) {
            Some(&holder) if holder != NONE => sites.of(holder),
            _ => {
                let at = self.given_up.binary_search_by_key(&offender, |given| given.0);
                at.map_or(NOWHERE, |at| self.given_up[at].1)
            }
        }
    }

    /// Whether a person works from a site.
    pub(super) fn works_from(plan: &Plan, person: u32, site: u8) -> bool {
        site != NOWHERE && plan.sites.as_ref().is_some_and(|sites| sites.of(person) == site)
    }

    /// Of the free people of a range the next for a task: whose turn it is, and for work that travels those of the
    /// offender's site first.
    #[inline]
    pub(super) fn next_for(
        &self,
        plan: &Plan,
        what: &KindPlan,
        task: u32,
        people: &Range<u32>,
        turn: u32,
    ) -> Option<u32> {
        if what.begins == Begins::Travels { self.nearest(plan, task, people, turn) } else { self.free_in(people, turn) }
    }

    #[cold]
    fn nearest(&self, plan: &Plan, task: u32, people: &Range<u32>, turn: u32) -> Option<u32> {
        let site = self.site_of(plan, self.tasks[task as usize].offender);
        let of_site = plan.sites.as_ref().and_then(|sites| sites.people.get(site as usize));
        let near = of_site.and_then(|of_site| {
            let word = |w: usize| self.free[w] & of_site[w];
            next_bit(word, turn.max(people.start), people.end).or_else(|| next_bit(word, people.start, people.end))
        });
        near.or_else(|| self.free_in(people, turn))
    }

    /// The way of all who begin a task: the longest among its lead and the crew just found. It is written down, and
    /// the lead's is added to what is to do.
    #[cold]
    pub(super) fn set_out(&mut self, plan: &Plan, at: u32, lead: u32) -> i64 {
        let Some(sites) = &plan.sites else { return 0 };
        let home = self.site_of(plan, self.tasks[at as usize].offender);
        let far = |&person: &u32| {
            let site = sites.of(person);
            site != NOWHERE && home != NOWHERE && site != home
        };
        let kind = self.tasks[at as usize].kind as usize;
        let crew = if plan.kinds[kind].others == 0 { &[][..] } else { &self.crew };
        let way = if far(&lead) || crew.iter().any(far) { sites.between } else { sites.within };
        for &person in std::iter::once(&lead).chain(crew) {
            self.ledger.travelled(&plan.layout, plan.staffing.people[person as usize].role as usize, way);
            // The shorter way was asked for when the work arose.
            self.ledger.fell_to_person(person as usize, way - sites.within);
            self.ledger.asked_more(kind, way - sites.within);
        }
        self.tasks[at as usize].remaining += way;
        way
    }

    /// As [`Workspace::set_out`] for people who are unlimited and have no site.
    #[cold]
    pub(super) fn set_out_unlimited(&mut self, plan: &Plan, at: u32, role: u32) {
        if let Some(sites) = &plan.sites {
            self.ledger.travelled(&plan.layout, role as usize, sites.within);
            self.tasks[at as usize].remaining += sites.within;
        }
    }
}
