//! Staff as people: each with a role, a dated duty, and a productive share of it.

use super::brought_on::FeedbackPlan;
use super::plan_posts::{PostsPlan, compile_posts};
use crate::calendar::{Clock, Duty, Rota};
use crate::random::{NameKey, name_key};
use crate::scenario::world::{By, Discipline, Point, Scenario, Staff};
use crate::units::Instant;
use std::ops::Range;

/// Everything fixed about the staff.
#[derive(Debug)]
pub(super) struct Staffing {
    pub people: Vec<PersonPlan>,
    pub roles: Vec<RolePlan>,
    /// Distinct dated duties; people with the same rota, window and holidays share one.
    pub duties: Vec<Duty>,
    /// Changes of duty over the replication: (time, duty, on), sorted.
    pub roster: Vec<(i64, u32, bool)>,
    /// Roles that lead work which may interrupt other work.
    pub may_interrupt: u64,
    /// Roles of which somebody stands by, and those whose work may begin though nobody of them is free.
    pub on_call: u64,
    pub though_none_free: u64,
    /// People of each duty, and their roles.
    pub duty_people: Vec<Vec<u32>>,
    pub duty_roles: Vec<Vec<u32>>,
    /// Productive time of each role in each month (ms), where nobody comes, goes or is away.
    pub capacity: Vec<Vec<i64>>,
    /// Who comes, goes and is away, if anybody does.
    pub posts: Option<PostsPlan>,
    /// What makes a role overloaded, where that is asked.
    pub feedback: Option<FeedbackPlan>,
    /// Duty in a year (ms) of each group of staff, in the order of the file.
    pub yearly: Vec<f64>,
}

#[derive(Clone, Debug)]
pub(super) struct PersonPlan {
    pub role: u32,
    pub duty: u32,
    /// Duty in weeks with overtime.
    pub longer: Option<u32>,
    /// On duty from before the start to the horizon without a break.
    pub always: bool,
    /// Productive milliseconds for each millisecond of duty.
    pub productive: f64,
    pub full_time_share: f64,
    /// How many offenders are given out to this person at the start, in proportion to others.
    pub holds: f64,
    /// [`RolePlan::affects`] of the person's role.
    pub affects: u64,
}

impl PersonPlan {
    /// Whether equal parts begun together by both also end together.
    #[inline]
    pub(super) fn same_pace(&self, other: &Self) -> bool {
        self.duty == other.duty && self.productive.to_bits() == other.productive.to_bits()
    }
}

#[derive(Clone, Debug)]
pub(super) struct RolePlan {
    pub name: NameKey,
    pub people: Range<u32>,
    pub unlimited: bool,
    /// Productive share of an unlimited role.
    pub productive: f64,
    pub discipline: Discipline,
    pub room: u32,
    /// Roles whose matching can depend on this one's people: itself and those joined to it by crews.
    pub affects: u64,
}

/// Compiles the staff of a scenario; `before` is that of the same scenario at another point, whose duties are the same.
pub(super) fn compile_staff(scenario: &Scenario, clock: &Clock, point: &Point, before: Option<&Staffing>) -> Staffing {
    let start = Instant::ZERO - scenario.warm_up;
    let mut duties: Vec<Duty> = Vec::new();
    let mut known: Vec<((&Rota, bool), usize)> = Vec::new();
    let mut people = Vec::new();
    let mut roles = Vec::new();
    let mut yearly = Vec::new();
    // Where it is uncertain how long shifts may become, each point has its own.
    let unsure = |staff: &Staff| staff.posts.overtime.as_ref().is_some_and(|overtime| overtime.up_to.is_uncertain());
    let before = before.filter(|_| !scenario.roles.iter().flat_map(|role| &role.staff).any(unsure));
    for (r, role) in scenario.roles.iter().enumerate() {
        let first = people.len() as u32;
        let mut unlimited = false;
        let mut unlimited_share = 1.0;
        for staff in &role.staff {
            let holidays = scenario.nation.filter(|_| !staff.works_bank_holidays);
            let table = |at: usize, rota: &Rota| {
                let made = before.and_then(|staffing| staffing.duties.get(at).cloned());
                made.unwrap_or_else(|| Duty::build(rota, clock, holidays, start, scenario.horizon, None))
            };
            let key = (&staff.rota, staff.works_bank_holidays);
            let duty = known.iter().find(|k| k.0 == key).map(|k| k.1);
            let duty = duty.unwrap_or_else(|| {
                known.push((key, duties.len()));
                duties.push(table(duties.len(), &staff.rota));
                duties.len() - 1
            });
            let overtime = staff.posts.overtime.as_ref().map(|overtime| overtime.up_to.at(point) as i64);
            let longer = overtime.and_then(|ms| staff.rota.longer(ms).ok()).map(|rota| {
                duties.push(table(duties.len(), &rota));
                duties.len() as u32 - 1
            });
            let duty_in_a_year = before
                .and_then(|staffing| staffing.yearly.get(yearly.len()).copied())
                .unwrap_or_else(|| staff.duty_in_a_year(scenario, clock));
            yearly.push(duty_in_a_year);
            let productive = staff.productive_share_of(|| duty_in_a_year, point) * staff.full_time_share;
            match &staff.people {
                Some(number) => {
                    let person = PersonPlan {
                        role: r as u32,
                        duty: duty as u32,
                        longer,
                        always: matches!(staff.rota, Rota::Always),
                        productive,
                        full_time_share: staff.full_time_share,
                        holds: staff.full_time_share,
                        affects: affected_by(scenario, r),
                    };
                    let count = libm::round(number.at(point)).max(0.0) as usize;
                    let holds = (0..count).map(|place| role.holds_first(staff, place));
                    people.extend(holds.map(|holds| PersonPlan { holds, ..person.clone() }));
                }
                None => {
                    unlimited = true;
                    unlimited_share = productive;
                }
            }
        }
        roles.push(RolePlan {
            name: name_key(&role.name),
            people: first..people.len() as u32,
            unlimited,
            productive: unlimited_share,
            discipline: role.discipline,
            room: role.room.unwrap_or(u32::MAX),
            affects: affected_by(scenario, r),
        });
    }
    let roster = before.map_or_else(|| roster(&duties, start), |staffing| staffing.roster.clone());
    let mut duty_people = vec![Vec::new(); duties.len()];
    let mut duty_roles = vec![Vec::new(); duties.len()];
    for (p, person) in people.iter().enumerate() {
        let person: &PersonPlan = person;
        for duty in std::iter::once(person.duty).chain(person.longer) {
            duty_people[duty as usize].push(p as u32);
            let roles: &mut Vec<u32> = &mut duty_roles[duty as usize];
            if !roles.contains(&person.role) {
                roles.push(person.role);
            }
        }
    }
    let mut staffing = Staffing {
        people,
        roles,
        duties,
        roster,
        duty_people,
        duty_roles,
        capacity: Vec::new(),
        posts: compile_posts(scenario, clock, point),
        feedback: scenario.feeds_back().map(|f| FeedbackPlan { above: f.above.at(point), weeks: f.weeks }),
        yearly,
        may_interrupt: interrupting(scenario),
        on_call: 0,
        though_none_free: 0,
    };
    let on_call = staffing.posts.iter().flat_map(|posts| &posts.on_call);
    staffing.on_call = on_call.fold(0, |mask, on_call| mask | 1 << on_call.role);
    staffing.though_none_free = staffing.may_interrupt | staffing.on_call;
    staffing.capacity = capacity(&staffing, &scenario.months);
    staffing
}

/// The roles whose matching can depend on one another: those joined by crews, directly or through others.
fn affected_by(scenario: &Scenario, role: usize) -> u64 {
    let together: Vec<u64> = scenario
        .kinds
        .iter()
        .filter(|kind| !kind.with.is_empty())
        .map(|kind| {
            let lead = match kind.by {
                By::Role(lead) | By::Holder(lead) => 1 << lead,
                By::NoOne => 0,
            };
            kind.with.iter().flat_map(|crew| &crew.roles).fold(lead, |mask, &r| mask | 1 << r)
        })
        .collect();
    let mut affected = 1_u64 << role;
    loop {
        let before = affected;
        for &roles in together.iter().filter(|&&roles| roles & before != 0) {
            affected |= roles;
        }
        if affected == before {
            return affected;
        }
    }
}

fn interrupting(scenario: &Scenario) -> u64 {
    scenario.kinds.iter().filter(|k| k.interrupts).fold(0, |mask, kind| match kind.by {
        By::Role(role) | By::Holder(role) => mask | 1 << role,
        By::NoOne => mask,
    })
}

fn roster(duties: &[Duty], start: Instant) -> Vec<(i64, u32, bool)> {
    let mut roster = Vec::new();
    for (d, duty) in duties.iter().enumerate() {
        roster.extend(duty.boundaries().filter(|(t, _)| *t > start.0).map(|(t, on)| (t, d as u32, on)));
    }
    // At one instant duty ends before duty begins, so that a person is never on twice.
    roster.sort_unstable();
    roster
}

pub(super) fn scaled(duty: i64, productive: f64) -> i64 {
    libm::round(duty as f64 * productive) as i64
}

fn capacity(staffing: &Staffing, months: &[Instant]) -> Vec<Vec<i64>> {
    let between = months.windows(2);
    between
        .map(|m| {
            let role = |r: &RolePlan| {
                let people = &staffing.people[r.people.start as usize..r.people.end as usize];
                let each = people.iter().map(|p| {
                    let duty = staffing.duties[p.duty as usize].total_between(m[0].0, m[1].0);
                    scaled(duty, p.productive)
                });
                each.sum()
            };
            staffing.roles.iter().map(role).collect()
        })
        .collect()
}
