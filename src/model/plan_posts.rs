//! Who can be away or leave, compiled: the fixed part of the time line of posts.

use super::before::look_back;
use super::brought_on::BringsOn;
use crate::calendar::{Clock, Days};
use crate::random::{Law, NameKey, Sampler, name_key};
use crate::scenario::world::{
    AbsenceWhen, Feedback, MoreOften, Number, OnCall, Point, Scenario, Staff, Takes, whole_limit,
};
use crate::units::{Instant, Span, WEEK};
use std::ops::Range;

/// Everything fixed about posts and absences.
#[derive(Debug)]
pub(super) struct PostsPlan {
    /// One for each person of the staffing, in its order.
    pub posts: Vec<PostPlan>,
    pub groups: Vec<GroupPosts>,
    pub absences: Vec<AbsencePlan>,
    /// Days of the whole period, if anything is planned by day.
    pub days: Days,
    /// Posts of each role: first and end.
    pub roles: Vec<(u32, u32)>,
    /// What overload brings on, where it does.
    pub brings_on: Option<BringsOn>,
    /// Mondays on which overtime is decided (ms).
    pub mondays: Vec<i64>,
    /// Who stands by, group by group, and the Mondays on which the turn passes on (ms).
    pub on_call: Vec<OnCallPlan>,
    pub turns: Vec<i64>,
    /// When there is another limit to how many offenders a full-time person holds, and which.
    pub limits: Vec<(i64, u32)>,
    pub start: i64,
    pub horizon: i64,
}

impl PostsPlan {
    /// Whether anybody may work overtime.
    pub(super) fn has_overtime(&self) -> bool {
        self.groups.iter().any(|group| group.overtime.is_some())
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct PostPlan {
    pub role: u32,
    /// Group of staff, an index into [`PostsPlan::groups`].
    pub group: u32,
    /// Place in its group.
    pub place: u32,
    /// The post exists from and until.
    pub from: i64,
    pub until: i64,
    /// Nobody stands in it when it begins.
    pub vacant: bool,
}

#[derive(Debug)]
pub(super) struct GroupPosts {
    pub key: NameKey,
    /// Keys of its people's draws for each absence.
    pub absence_keys: Vec<NameKey>,
    /// Leavers per millisecond.
    pub leaving: f64,
    /// Stages of recruitment; a vacancy stays without.
    pub stages: Vec<Sampler>,
    /// Share on the first day, and until full output.
    pub ramp: Option<(f64, i64)>,
    /// Share of the colleague's output, and for how long.
    pub tutoring: Option<(f64, i64)>,
    /// An absence longer than this hands over; [`i64::MAX`] when none does.
    pub cover_after: i64,
    pub works_bank_holidays: bool,
    /// Overtime is worked when more effort waits for each person in post than this (ms).
    pub overtime: Option<f64>,
}

/// Who of a group of staff stands by, and for what.
#[derive(Debug)]
pub(super) struct OnCallPlan {
    pub role: u32,
    /// Group of staff, an index into [`PostsPlan::groups`], and its posts.
    pub group: u32,
    pub posts: Range<u32>,
    /// How many at one time.
    pub people: u32,
    /// Whether they come out for each kind of work.
    pub kinds: Vec<bool>,
    /// A call-out counts as so long at least (ms).
    pub at_least: i64,
    /// Share of it that is taken off later duty.
    pub given_back: f64,
    /// No duty for so long after it (ms).
    pub rest: i64,
}

#[derive(Debug)]
pub(super) struct AbsencePlan {
    pub key: NameKey,
    /// Roles concerned, by bit.
    pub roles: u64,
    pub when: When,
    pub lasts: Sampler,
    /// Mean length, and how long before the start what is under way then may have begun (ms).
    pub mean: f64,
    pub look_back: i64,
    /// Share of output kept; away without.
    pub keeps: Option<f64>,
    pub takes: Option<TakesPlan>,
}

#[derive(Debug)]
pub(super) enum When {
    Planned(LeavePlan),
    /// Events per millisecond.
    AtRandom(f64),
    Every {
        every: i64,
        first: Option<i64>,
    },
    At(Vec<i64>),
}

#[derive(Debug)]
pub(super) struct LeavePlan {
    pub days: f64,
    pub block: usize,
    pub not_between: Vec<(i64, i64)>,
    /// Most posts of each role on leave at once.
    pub most: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum TakesPlan {
    Posts(u32),
    Share(f64),
}

/// Whether the people of a scenario come, go, or are away, or work overtime: only then is there a time line.
pub(super) fn changes(scenario: &Scenario) -> bool {
    let staff = || scenario.roles.iter().flat_map(|role| &role.staff);
    !scenario.absences.is_empty()
        || scenario.roles.iter().any(|role| !role.most_held_later.is_empty())
        || staff().any(|s| s.people.is_some() && (s.posts.any() || s.from.is_some() || s.until.is_some()))
}

/// Compiles posts and absences; none when nothing about the staff changes.
pub(super) fn compile_posts(scenario: &Scenario, clock: &Clock, point: &Point) -> Option<PostsPlan> {
    if !changes(scenario) {
        return None;
    }
    let start = Instant::ZERO - scenario.warm_up;
    let mut plan = PostsPlan {
        posts: Vec::new(),
        groups: Vec::new(),
        absences: Vec::new(),
        days: Days::default(),
        roles: Vec::new(),
        brings_on: scenario.feeds_back().map(|feedback| brings_on(feedback, point)),
        mondays: Vec::new(),
        on_call: Vec::new(),
        turns: Vec::new(),
        limits: limits(scenario, point, start),
        start: start.0,
        horizon: scenario.horizon.0,
    };
    for (r, role) in scenario.roles.iter().enumerate() {
        let first = plan.posts.len() as u32;
        for staff in &role.staff {
            let Some(number) = &staff.people else { continue };
            let group = plan.groups.len() as u32;
            let count = libm::round(number.at(point)).max(0.0) as u32;
            let vacant = staff.posts.vacant.as_ref().map_or(0, |v| libm::round(v.at(point)).max(0.0) as u32);
            plan.posts.extend((0..count).map(|place| PostPlan {
                role: r as u32,
                group,
                place,
                from: staff.from.map_or(i64::MIN, |i| i.0),
                until: staff.until.map_or(i64::MAX, |i| i.0),
                vacant: place + vacant.min(count) >= count,
            }));
            if let Some(on_call) = &staff.posts.on_call {
                let end = plan.posts.len() as u32;
                let place = (r as u32, group, end - count..end);
                plan.on_call.push(on_call_of(on_call, place, scenario.kinds.len(), point));
            }
            plan.groups.push(group_of(scenario, staff, point));
        }
        plan.roles.push((first, plan.posts.len() as u32));
    }
    plan.absences = scenario.absences.iter().map(|absence| compile_absence(absence, &plan.roles, point)).collect();
    if plan.absences.iter().any(|absence| matches!(absence.when, When::Planned(_))) {
        plan.days = Days::new(clock, scenario.nation, start, scenario.horizon);
    }
    if plan.has_overtime() || !plan.on_call.is_empty() {
        let days = Days::new(clock, scenario.nation, start, scenario.horizon);
        let mondays = (0..days.len()).filter(|&d| days.is_monday(d)).map(|d| days.midnight(d));
        let mondays: Vec<i64> = mondays.filter(|&t| (start.0..=scenario.horizon.0).contains(&t)).collect();
        if !plan.on_call.is_empty() {
            plan.turns = mondays.iter().copied().filter(|&t| t > start.0).collect();
        }
        if plan.has_overtime() {
            plan.mondays = mondays;
        }
    }
    Some(plan)
}

/// Limits to how many offenders a person holds that come after the start.
fn limits(scenario: &Scenario, point: &Point, start: Instant) -> Vec<(i64, u32)> {
    let holding = scenario.roles.iter().find(|role| role.bounds_held());
    let later = holding.iter().flat_map(|role| &role.most_held_later);
    later.filter(|(from, _)| *from > start).map(|(from, most)| (from.0, whole_limit(most, point))).collect()
}

/// What comes `times` as often is what comes anyway, and `times` less one that overload may bring on.
fn brings_on(feedback: &Feedback, point: &Point) -> BringsOn {
    let more = |times: &Number| (times.at(point) - 1.0).max(0.0);
    let each = |sickness: &MoreOften| {
        sickness.absences.iter().map(|&index| (index as u32, more(&sickness.times))).collect::<Vec<_>>()
    };
    BringsOn {
        leaving: feedback.leaving.as_ref().map_or(0.0, more),
        absences: feedback.sickness.as_ref().map_or_else(Vec::new, each),
    }
}

fn group_of(scenario: &Scenario, staff: &Staff, point: &Point) -> GroupPosts {
    let posts = &staff.posts;
    let length = |number: &Number| Span::rounded(number.at(point)).0.max(0);
    let share = |number: &Number| number.at(point).clamp(0.0, 1.0);
    GroupPosts {
        key: name_key(&staff.name),
        absence_keys: scenario.absences.iter().map(|a| name_key(&format!("{}\u{1f}{}", staff.name, a.name))).collect(),
        leaving: posts.leaving.as_ref().map_or(0.0, |rate| rate.at(point).max(0.0)),
        stages: posts.recruitment.iter().map(|(_, stage)| Sampler::new(&stage.at(point))).collect(),
        ramp: posts.ramp.as_ref().map(|ramp| (share(&ramp.from), length(&ramp.over))),
        tutoring: posts.tutoring.as_ref().map(|tutoring| (share(&tutoring.share), length(&tutoring.lasts))),
        cover_after: posts.cover_after.as_ref().map_or(i64::MAX, length),
        works_bank_holidays: staff.works_bank_holidays,
        overtime: posts.overtime.as_ref().map(|overtime| overtime.when_waiting.at(point)),
    }
}

fn on_call_of(on_call: &OnCall, place: (u32, u32, Range<u32>), kinds: usize, point: &Point) -> OnCallPlan {
    let length = |number: &Option<Number>| number.as_ref().map_or(0, |n| Span::rounded(n.at(point)).0.max(0));
    let (role, group, posts) = place;
    OnCallPlan {
        role,
        group,
        posts,
        people: on_call.people,
        kinds: (0..kinds).map(|kind| on_call.kinds.contains(&kind)).collect(),
        at_least: length(&on_call.at_least).min(WEEK),
        given_back: on_call.given_back.as_ref().map_or(0.0, |share| share.at(point).max(0.0)),
        rest: length(&on_call.rest),
    }
}

fn compile_absence(absence: &crate::scenario::world::Absence, roles: &[(u32, u32)], point: &Point) -> AbsencePlan {
    let when = match &absence.when {
        AbsenceWhen::Planned(leave) => {
            let most = |posts: u32| match &leave.at_most_away {
                // A share of 25 % of 8 is 2 and not 1.9999.
                Some(share) => ((share.at(point) * f64::from(posts) + 1e-9) as u32).max(1),
                None => u32::MAX,
            };
            When::Planned(LeavePlan {
                days: leave.days.at(point).max(0.0),
                block: leave.block as usize,
                not_between: leave.not_between.iter().map(|(from, to)| (from.0, to.0)).collect(),
                most: roles.iter().map(|(first, end)| most(end - first)).collect(),
            })
        }
        AbsenceWhen::AtRandom(rate) => When::AtRandom(rate.at(point).max(0.0)),
        AbsenceWhen::Every { every, first } => {
            When::Every { every: Span::rounded(every.at(point)).0.max(1), first: first.map(|i| i.0) }
        }
        AbsenceWhen::At(moments) => When::At(moments.iter().map(|i| i.0).collect()),
    };
    let lasts = absence.lasts.as_ref().map_or(Law::Fixed(0.0), |lasts| lasts.at(point));
    AbsencePlan {
        key: name_key(&absence.name),
        roles: absence.roles.iter().fold(0, |mask, &role| mask | 1 << role),
        when,
        lasts: Sampler::new(&lasts),
        mean: lasts.mean(),
        look_back: look_back(lasts.mean(), lasts.sd()),
        keeps: absence.keeps.as_ref().map(|keeps| keeps.at(point).clamp(0.0, 1.0)),
        takes: absence.takes.as_ref().map(|takes| match takes {
            Takes::Posts(number) => TakesPlan::Posts(*number),
            Takes::Share(share) => TakesPlan::Share(share.at(point).clamp(0.0, 1.0)),
        }),
    }
}
