//! A second engine: slow, plain, and written from the rules, to judge the first one by.
//!
//! It keeps everything that may happen next where it belongs (a person's end of work with the
//! person, a stream's next time with the stream) and looks at all of it, every time, for the
//! earliest. It keeps every task that ever arose. Sums are taken afterwards from that list. The only
//! floating-point numbers are the variates, drawn at the addresses that the specification gives them.
//!
//! # The rules
//!
//! At one instant: people finish (by number), then call-outs and the rest after them end (by number of the person), then
//! work of unlimited staff ends (in order of beginning), then duty begins and ends, then posts change (all who go put down what they have first), then what overload brings
//! on, then overtime is decided, then work arises
//! (offender by offender, each offender's streams in the order of the file, then the joinings, then the register;
//! then the team's streams, then follow-ups
//! in the order in which they were raised), then people and work are matched, then patience ends.
//! A month, and the period, holds its beginning and not its end: what falls on the boundary is of the
//! next, and the ledger of the one that ends is written up before it.
//!
//! What finished work raises arises at once, before anything else happens: last in, first out. The
//! branch's work is put down after the work that always follows, so it arises first, and of several
//! children of one raise the last arises first.
//!
//! Matching: of all waiting tasks which someone free may lead, the most urgent is begun, again and
//! again. Urgency is (priority, unless the role is first come first served; due date, if the role
//! looks at it; number). Within a role people take turns: the next after the last one who was given
//! work. A task that lacks a crew holds everyone free of its role (or its holder), and as many free
//! people of its crew's roles as it needs, until the next interruption. Then, role by role, if
//! nobody is free, the head of the role's line may interrupt the least urgent, latest-arisen work in
//! hand; then the head of each busy person's own line may interrupt that person's work.

mod away;
mod before;
mod demand;
mod events;
mod holders;
mod matching;
mod on_call;
mod overload;
mod posts;
mod register;
mod sites;
mod start;
mod sums;
mod work;

use caseload::calendar::{Clock, Date, WorkingDays, Zone};
use caseload::model::{Record, Step};
use caseload::random::{ReplicationKey, Sampler, Stream};
use caseload::scenario::{By, Discipline, Duration, Kind, Pattern, Point, Scenario};
use caseload::units::Instant;
use std::cell::RefCell;
use std::collections::BTreeMap;

pub(crate) use sums::Sums;

/// Where a task waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Role(usize),
    Own(usize),
    Nowhere,
}

/// How a task left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    Finished,
    Lapsed,
}

/// One piece of work; all of them are kept.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub number: u64,
    pub kind: usize,
    pub cause: usize,
    pub offender: Option<usize>,
    pub level: usize,
    pub stream: Stream,
    pub arose: i64,
    pub origin: i64,
    /// When it came into hand; `None` for work of no one and work that was referred.
    pub joined: Option<i64>,
    pub due: Option<i64>,
    pub effort: i64,
    pub remaining: i64,
    pub line: Line,
    pub waiting: bool,
    pub started: Option<i64>,
    /// How many are still at work on it.
    pub at_work: u32,
    pub left: Option<(i64, Left)>,
    /// Stream to start again when it leaves.
    pub restarts: Option<usize>,
    /// The way of all who set out for it.
    pub travel: i64,
    /// For unlimited staff: written up to here.
    pub written: i64,
    pub unlimited: bool,
}

impl Task {
    pub(crate) fn open(&self) -> bool {
        self.joined.is_some() && self.left.is_none()
    }
}

#[derive(Clone, Debug)]
struct Job {
    task: usize,
    remaining: i64,
    /// Duty passed when it was last written up.
    written: i64,
    /// When it will be done; `None` if never.
    done: Option<i64>,
}

#[derive(Clone, Debug)]
struct Person {
    role: usize,
    site: Option<usize>,
    full_time_share: f64,
    /// Offenders at the start, in proportion to others.
    holds: f64,
    productive: f64,
    /// What of it passes now: nothing when away.
    pace: f64,
    /// Periods of duty: the usual, and those of a week with overtime.
    duty: [Vec<(i64, i64)>; 2],
    /// Changes of duty to come: when, in which of the two, whether on.
    changes: Vec<(i64, usize, bool)>,
    on: [bool; 2],
    /// Overtime is worked.
    longer: bool,
    state: posts::State,
    /// Leaves as soon as what is in hand is done.
    leaving: bool,
    /// Hours there were are added up to here.
    added_up: i64,
    /// Productive hours of the week so far.
    week_hours: i64,
    job: Option<Job>,
    call: Option<on_call::Call>,
    /// Called out, or not yet back on duty: until when, if that is known.
    held_back: bool,
    back_at: Option<i64>,
    /// Usual duty to be given back, and since when.
    owed: (i64, i64),
}

impl Person {
    fn duty_before(&self, t: i64) -> i64 {
        self.duty[usize::from(self.longer)].iter().map(|&(from, to)| (to.min(t) - from).max(0)).sum()
    }

    /// The earliest time before which so much duty lies.
    fn reaches(&self, mut duty: i64) -> Option<i64> {
        for &(from, to) in &self.duty[usize::from(self.longer)] {
            if duty <= to - from {
                return Some(from + duty);
            }
            duty -= to - from;
        }
        None
    }

    /// In post and not away.
    fn present(&self) -> bool {
        self.state.who > 0 && self.state.away.is_none()
    }

    /// On duty, in post and not away: work could be begun or is being done.
    fn there(&self) -> bool {
        self.on[usize::from(self.longer)] && self.present() && !self.leaving && !self.held_back
    }

    /// When a job written up to now will be done.
    fn when_done(&self, job: &Job, now: i64) -> Option<i64> {
        if job.remaining == 0 {
            return Some(now);
        }
        let duty = libm::ceil(job.remaining as f64 / self.pace) as i64;
        if self.pace > 0.0 { self.reaches(job.written + duty) } else { None }
    }
}

#[derive(Clone, Debug)]
struct Running {
    stream: Stream,
    position: usize,
    next: Option<i64>,
    factor: f64,
}

#[derive(Clone, Debug)]
struct Offender {
    level: usize,
    /// Number of the draws.
    entity: u32,
    on_register: bool,
    /// When a newcomer joined the register.
    registered: Option<i64>,
    /// When the register will be joined, and left.
    arrives: Option<i64>,
    leaves: Option<i64>,
    leaving: Stream,
    /// One for each source that has one stream for each offender.
    streams: Vec<Running>,
    /// Pending joinings, one for each group.
    joining: Vec<Option<i64>>,
    selected: Vec<bool>,
    /// Groups to be joined with the one that they are drawn from.
    with_whole: Vec<bool>,
    member: Vec<bool>,
    joined: Vec<Option<i64>>,
    devices: Vec<u64>,
    /// In custody until, and from when until when in all.
    custody: i64,
    custodies: Vec<(i64, i64)>,
    holder: Option<usize>,
    site: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Follow {
    stream: Stream,
    origin: i64,
    kind: usize,
    cause: usize,
    offender: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Arising {
    follow: Follow,
    restarts: Option<usize>,
    effort: Option<i64>,
    arose: i64,
}

/// What may happen next. The order of the variants is the order at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Released(usize),
    CallOut(usize),
    UnlimitedDone(u64),
    Duty(usize),
    Post(usize),
    MayCome,
    Monday(usize),
    Turn(usize),
    Limit(usize),
    Stream(usize, usize),
    Joining(usize, usize),
    Register(usize),
    Team(usize),
    FollowUp(u64),
    Lapse(u64),
    Observe(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Observe {
    Begin,
    Open(usize),
    Week,
    Month,
}

/// The world.
pub(crate) struct Plain<'a> {
    s: &'a Scenario,
    clock: Clock,
    point: Point,
    key: ReplicationKey,
    samplers: RefCell<BTreeMap<usize, Sampler>>,
    working_days: WorkingDays,
    now: i64,
    people: Vec<Person>,
    roles: Vec<Vec<usize>>,
    unlimited: Vec<Option<f64>>,
    turn: Vec<usize>,
    offenders: Vec<Offender>,
    /// Who waits to join each group, in order.
    waiting: Vec<Vec<usize>>,
    /// Whoever joins a group now takes the place of one who has just left it.
    let_in: bool,
    /// Who had left the register before counting began.
    gone_before: Vec<bool>,
    /// When each shock begins and ends.
    shock_times: Vec<Vec<(i64, i64)>>,
    /// Kinds with one stream for each offender, in file order.
    personal: Vec<usize>,
    /// Kinds with one stream for the team.
    team: Vec<usize>,
    team_streams: Vec<Running>,
    pub(crate) tasks: Vec<Task>,
    arising: Vec<Arising>,
    /// Work of no one whose outcome is following.
    passing: Option<usize>,
    entered: u64,
    unlimited_work: Vec<(i64, u64, usize)>,
    follow_ups: Vec<(i64, u64, Follow)>,
    lapses: Vec<(i64, u64, usize)>,
    /// After everything of which instant, for which moment, what is written up.
    observations: Vec<(i64, i64, Observe)>,
    observed: usize,
    posts: Vec<posts::Post<'a>>,
    /// Changes of posts to come.
    post_changes: Vec<(i64, usize)>,
    /// Who has come into post at this instant.
    came: Vec<usize>,
    /// Whom nobody holds since this instant, and who did.
    given_up: Vec<(usize, usize)>,
    /// Mondays to come on which overtime is decided.
    mondays: Vec<i64>,
    /// Mondays on which the turn to stand by passes on, and how many have been.
    turns: Vec<i64>,
    turn_of: usize,
    /// Who stood by is written up to here.
    stood_by: i64,
    /// Limits to how many offenders a person holds that are to come, and up to when they have.
    limits: Vec<i64>,
    limits_until: i64,
    overload: overload::Overload,
    changed: bool,
    pub(crate) records: Vec<Record>,
    pub(crate) sums: Sums,
}

/// Replicates a scenario once, the plain way.
pub(crate) fn replicate(s: &Scenario, point: Point, key: ReplicationKey) -> Plain<'_> {
    let mut plain = Plain::new(s, point, key);
    plain.start();
    plain.run();
    plain
}

/// The clock of a scenario.
pub(crate) fn clock_of(s: &Scenario) -> Clock {
    let first: Date = s.starts.parse().expect("a checked date");
    Clock::new(first, if s.nation.is_some() { Zone::London } else { Zone::Abstract })
}

impl<'a> Plain<'a> {
    fn new(s: &'a Scenario, point: Point, key: ReplicationKey) -> Self {
        let clock = clock_of(s);
        let working_days = WorkingDays::new(&clock, s.nation, Instant::ZERO - s.warm_up, s.horizon);
        Self {
            s,
            clock,
            point,
            key,
            samplers: RefCell::default(),
            working_days,
            now: -s.warm_up.0,
            people: Vec::new(),
            roles: vec![Vec::new(); s.roles.len()],
            unlimited: vec![None; s.roles.len()],
            turn: vec![0; s.roles.len()],
            offenders: Vec::new(),
            waiting: vec![Vec::new(); s.groups.len()],
            let_in: false,
            gone_before: Vec::new(),
            shock_times: Vec::new(),
            personal: Vec::new(),
            team: Vec::new(),
            team_streams: Vec::new(),
            tasks: Vec::new(),
            arising: Vec::new(),
            passing: None,
            entered: 0,
            unlimited_work: Vec::new(),
            follow_ups: Vec::new(),
            lapses: Vec::new(),
            observations: Vec::new(),
            observed: 0,
            posts: Vec::new(),
            post_changes: Vec::new(),
            came: Vec::new(),
            given_up: Vec::new(),
            mondays: Vec::new(),
            turns: Vec::new(),
            turn_of: 0,
            stood_by: -s.warm_up.0,
            limits: Vec::new(),
            limits_until: -s.warm_up.0,
            overload: overload::Overload::default(),
            changed: true,
            records: Vec::new(),
            sums: Sums::new(s),
        }
    }

    /// A variate of a duration's law.
    fn draw(&self, duration: &Duration, u: f64) -> f64 {
        let address = std::ptr::from_ref(duration) as usize;
        let mut made = self.samplers.borrow_mut();
        made.entry(address).or_insert_with(|| Sampler::new(&duration.at(&self.point))).sample(u)
    }

    fn kind(&self, task: usize) -> &'a Kind {
        &self.s.kinds[self.tasks[task].kind]
    }

    fn entry(&mut self) -> u64 {
        self.entered += 1;
        self.entered
    }

    fn until(&self, kind: usize) -> i64 {
        self.s.kinds[kind].raised.as_ref().and_then(|r| r.until).map_or(i64::MAX, |i| i.0)
    }

    fn pattern(&self, kind: usize) -> Option<&'a Pattern> {
        self.s.kinds[kind].raised.as_ref().map(|r| &r.pattern)
    }

    /// The role that leads a kind of work.
    fn role_of(&self, kind: usize) -> Option<usize> {
        match self.s.kinds[kind].by {
            By::Role(role) | By::Holder(role) => Some(role),
            By::NoOne => None,
        }
    }

    fn discipline(&self, role: usize) -> Discipline {
        self.s.roles[role].discipline
    }

    fn record(&mut self, step: Step, task: usize, person: Option<usize>, outcome: Option<usize>) {
        let t = &self.tasks[task];
        self.records.push(Record {
            at: Instant(self.now),
            step,
            task: t.number,
            kind: t.kind as u32,
            cause: t.cause as u32,
            offender: t.offender.map(|o| o as u32),
            level: t.level as u8,
            person: person.map(|p| p as u32),
            effort: t.effort,
            outcome: outcome.map(|o| o as u32),
        });
    }
}
