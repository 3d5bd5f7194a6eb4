//! The checked scenario: everything fixed about the world, in base units, with every number's passport.
//!
//! A [`Scenario`] is what a scenario file says after inheritance, units, references and limits have
//! been dealt with. Names have become small indices, durations milliseconds, shares fractions of
//! one. Uncertain numbers are still uncertain: [`Number::at`] gives the value at one [`Point`].
//!
//! Two things are never confused. *Variation* is how one task differs from the next: it is in
//! [`Duration::law`] and is drawn for every task. *Uncertainty* is how unsure we are of a typical
//! value: it is in [`Number::uncertain`] and is drawn once for each set of parameters.

use crate::calendar::{Nation, Rota};
use crate::units::{Instant, Span};

pub use super::feedback::{Feedback, Grade, MoreOften, Shown};
pub use super::money::{Cost, CostOf, CostPart, Grant, Money, PartAmount, PostCost};
pub use super::motion::{GroupSet, Joining, Lateness, Overload, Shock, Shocked};
pub use super::pace::Pace;
pub use super::raised::{AtRandom, Each, Fades, LogEntry, Pattern, Profile, Raised, Settling};
pub use super::sites::{Living, Sites, Travel};
pub use super::staffing::{Absence, AbsenceWhen, Leave, OnCall, Overtime, Paid, Posts, Ramp, Takes, Tutoring};
pub use super::values::{ByLevel, Count, CountLaw, Duration, Joint, Number, Passport, Place, Point, Uncertainty};

/// Everything fixed about the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Title.
    pub title: String,
    /// The question it answers, as a sentence.
    pub question: Option<String>,
    /// First day, ISO 8601 civil date.
    pub starts: String,
    /// Length of the counted period, elapsed.
    pub horizon: Instant,
    /// Length of the uncounted period before it, elapsed.
    pub warm_up: Span,
    /// Whether a long-run average is asked for (`analysis = "steady state"`).
    pub steady_state: bool,
    /// Nation whose bank holidays and clock apply; `None` for an abstract calendar without either.
    pub nation: Option<Nation>,
    /// Boundaries of the reporting months: first is zero, last is the horizon.
    pub months: Vec<Instant>,
    /// Names of the reporting months: `2021-02`.
    pub month_names: Vec<String>,
    /// Offenders under management.
    pub offenders: Offenders,
    /// Parts of the caseload that work can be tied to.
    pub groups: Vec<Group>,
    /// Roles, in file order; staff of one role may stand in several groups.
    pub roles: Vec<Role>,
    /// Reasons to be away, in file order.
    pub absences: Vec<Absence>,
    /// Where people work from, where offenders live, and the way.
    pub sites: Sites,
    /// Kinds of work.
    pub kinds: Vec<Kind>,
    /// Work already waiting at the start.
    pub backlog: Vec<Backlog>,
    /// Root causes: every label that a stream of demand may carry. `"backlog"` is among them when there is one.
    pub causes: Vec<String>,
    /// Stages of work: labels under which kinds are added up.
    pub stages: Vec<String>,
    /// Names under which outcomes are counted.
    pub counts: Vec<String>,
    /// Times at which open work is counted, besides the ends of months.
    pub observe_at: Vec<Instant>,
    /// Times at which rates are multiplied, for the whole team at once.
    pub shocks: Vec<Shock>,
    /// What overload does to those who carry it, if the file says.
    pub feedback: Option<Feedback>,
    /// Numbers that are uncertain together.
    pub joints: Vec<Joint>,
    /// What the ids used in `source` mean.
    pub sources: Vec<(String, String)>,
    /// Bounds on one replication.
    pub limits: Limits,
    /// Questions about the results that the file asks to have answered first.
    pub answers: Answers,
    /// Prices, costs and grants; `None` when nothing is priced.
    pub money: Option<Money>,
    /// The merged scenario in canonical text; its SHA-256 is the scenario's hash.
    pub canonical: String,
    /// SHA-256 of `canonical`, hexadecimal.
    pub hash: String,
    /// Files it was read from, the extended ones first.
    pub files: Vec<String>,
}

/// Bounds on one replication; reaching one stops it and marks it truncated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Tasks open at one time.
    pub open_tasks: u32,
    /// Events in one replication.
    pub events: u64,
}

/// What the answer should lead with.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Kind of work whose lateness the headline names, an index into kinds; the most overdue kind if `None`.
    pub watch: Option<usize>,
    /// Offenders per holder that the ratio rung compares with, for example 50.
    pub benchmark_ratio: Option<Number>,
}

/// Offenders under management.
#[derive(Clone, Debug, PartialEq)]
pub struct Offenders {
    /// How many.
    pub number: Number,
    /// Risk levels, as the file orders them (most severe first by custom).
    pub levels: Vec<String>,
    /// Share at each level; they add to one.
    pub shares: Vec<Number>,
    /// The level that has whatever the others leave, if the file says `rest`.
    pub rest: Option<usize>,
    /// Who is new on the register.
    pub joining: Option<Joining>,
    /// Rate of leaving the register, per millisecond.
    pub leaving: Option<ByLevel<Number>>,
}

/// A part of the caseload: those with an order, those managed reactively, those monitored.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Name.
    pub name: String,
    /// Drawn from the members of this group (an earlier index), or from all offenders.
    pub of: Option<usize>,
    /// Risk levels it is drawn from; empty for all.
    pub levels: Vec<usize>,
    /// How many, or what share of those it is drawn from.
    pub size: GroupSize,
    /// Members join evenly over this period; `None` when they are members from before the start.
    pub joins: Option<Joins>,
    /// Things each member has (devices); one task or stream for each where work says `per = "device"`.
    pub devices: Option<Count>,
    /// Most members at one time.
    pub at_most: Option<Number>,
}

/// Size of a group.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupSize {
    /// This many people (fewer if there are not so many to draw from).
    Number(Number),
    /// This share of those it is drawn from.
    Share(Number),
}

/// When members join a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Joins {
    /// First joining.
    pub from: Instant,
    /// Spread evenly over this span, in milliseconds; each member at a random moment of it.
    pub over: Number,
}

/// One role, with the groups of staff who have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Name.
    pub name: String,
    /// Order in which waiting work is taken.
    pub discipline: Discipline,
    /// Staff of this role. Empty never: a role exists because a group names it.
    pub staff: Vec<Staff>,
    /// Whether each offender has one named person of this role.
    pub holds: bool,
    /// Most tasks the role may have in hand (waiting and in progress); a task that finds it full is referred elsewhere.
    pub room: Option<u32>,
    /// Whether work for the holder is done by anyone of the role (`ownership = "pooled"`).
    pub pooled: bool,
    /// Most offenders one full-time person holds; those for whom nobody has room have no holder.
    pub most_held: Option<Number>,
    /// Other such limits, each from a moment on, in order.
    pub most_held_later: Vec<(Instant, Number)>,
    /// Roles whose people it supervises.
    pub supervises: Vec<usize>,
    /// Most posts of theirs that one of its posts should supervise.
    pub span_at_most: Option<Number>,
}

impl Role {
    /// Whether there is ever a limit to how many offenders a person holds.
    #[must_use]
    pub fn bounds_held(&self) -> bool {
        self.holds && !self.pooled && (self.most_held.is_some() || !self.most_held_later.is_empty())
    }

    /// Most offenders one full-time person holds at an instant; `None` without a bound.
    #[must_use]
    pub fn most_held_at(&self, at: Instant, point: &Point) -> Option<u32> {
        let later = self.most_held_later.iter().rev().find(|(from, _)| *from <= at);
        later.map(|(_, most)| most).or(self.most_held.as_ref()).map(|most| whole_limit(most, point))
    }

    /// Whether some of it are called out for a kind of work.
    #[must_use]
    pub fn called_out_for(&self, kind: usize) -> bool {
        let on_call = self.staff.iter().filter_map(|staff| staff.posts.on_call.as_ref());
        on_call.into_iter().any(|on_call| on_call.kinds.contains(&kind))
    }
}

/// Most offenders that somebody holds, by a number of the file.
#[must_use]
pub fn whole_limit(most: &Number, point: &Point) -> u32 {
    libm::round(most.at(point)).clamp(1.0, MOST_HELD) as u32
}

/// The most that a limit to what one person holds can say.
pub const MOST_HELD: f64 = 500_000.0;

/// A group of people of one role with one rota.
#[derive(Clone, Debug, PartialEq)]
pub struct Staff {
    /// Name of the group, unique in its role.
    pub name: String,
    /// People, whole; `None` is unlimited (every task is worked from the moment it arises).
    pub people: Option<Number>,
    /// Where they work from, an index into [`Sites::names`].
    pub site: Option<usize>,
    /// Share of a full-time post that each of them works, above 0 and at most 1. It scales productive time.
    pub full_time_share: f64,
    /// How many offenders each of them holds at the start; empty where nothing is said.
    pub held_at_start: Vec<u32>,
    /// Weekly pattern of duty.
    pub rota: Rota,
    /// Whether duty falls on bank holidays too.
    pub works_bank_holidays: bool,
    /// Share of duty time that reaches this work.
    pub productive: Productive,
    /// First instant in post; `None` from before the start.
    pub from: Option<Instant>,
    /// Last instant in post; `None` to the end.
    pub until: Option<Instant>,
    /// What a full-time post costs; `None` when it is not priced.
    pub cost: Option<PostCost>,
    /// Vacancies, leavers, newcomers, cover and overtime.
    pub posts: Posts,
}

/// Productive part of duty time.
#[derive(Clone, Debug, PartialEq)]
pub enum Productive {
    /// A fraction of duty time.
    Share(Number),
    /// Milliseconds a year for a full-time post; the share follows from the dated duty in the 365 days from the
    /// start, bank holidays that are not worked taken off.
    Yearly(Number),
}

/// Order in which waiting work is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// `first come first served`, priorities ignored.
    Fifo,
    /// `priority, then first come first served`.
    PriorityFifo,
    /// `priority, then earliest due date`.
    PriorityDue,
    /// `random order`, within a priority.
    Random,
}

/// One kind of work.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Name; keys its random streams.
    pub name: String,
    /// Stage, an index into [`Scenario::stages`].
    pub stage: usize,
    /// What raises it, besides other work.
    pub raised: Option<Raised>,
    /// Root cause its stream carries, an index into [`Scenario::causes`]; `None` when only other work raises it.
    pub cause: Option<usize>,
    /// Who does it.
    pub by: By,
    /// Others needed at the same start.
    pub with: Vec<Crew>,
    /// Lead's effort.
    pub effort: ByLevel<Duration>,
    /// 1 is the most urgent, 9 the least.
    pub priority: ByLevel<u8>,
    /// May interrupt work of a less urgent priority.
    pub interrupts: bool,
    /// What becomes of it when interrupted.
    pub when_interrupted: WhenInterrupted,
    /// Due this long after it arises.
    pub due: Option<Due>,
    /// Counted as late when this long past due.
    pub late_after: Span,
    /// Leaves unworked if not begun within this time.
    pub lapses_after: Option<Duration>,
    /// Always raised when it is done.
    pub raises: Vec<Raise>,
    /// What follows: exactly one of these.
    pub then: Vec<Branch>,
    /// Waits to start to report the share above, milliseconds.
    pub start_targets: Vec<Span>,
    /// Times to finish to report the share above, milliseconds.
    pub finish_targets: Vec<Span>,
    /// What becomes of it when it arises while too much waits.
    pub overload: Option<Overload>,
    /// How it grows when it is begun past due.
    pub lateness: Option<Lateness>,
    /// Whether it is done where the offender is.
    pub travels: bool,
    /// Where it stands.
    pub place: Place,
}

/// When a task is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Elapsed time after it arises.
    Within(Span),
    /// The same clock time this many working days later (Monday to Friday without bank holidays).
    WorkingDays(u32),
}

/// Who does a kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Anyone of this role.
    Role(usize),
    /// The offender's own named person of this role.
    Holder(usize),
    /// Nobody: it happens, takes no one's time, and its outcomes follow at once (a vendor's filter, a raw capture).
    NoOne,
}

/// Further people needed to begin a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    /// Any of these roles, in order of preference.
    pub roles: Vec<usize>,
    /// How many.
    pub people: u32,
    /// Effort of each of them; the lead's if `None`.
    pub effort: Option<ByLevel<Duration>>,
    /// Share of the tasks that need them; all if `None`.
    pub chance: Option<Number>,
}

/// What becomes of interrupted work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenInterrupted {
    /// It is never interrupted.
    Never,
    /// Taken up where it was set down.
    Resume,
    /// Begun again from the start; the hours already worked stay worked.
    Restart,
}

/// Work raised by finished work.
#[derive(Clone, Debug, PartialEq)]
pub struct Raise {
    /// Kind raised.
    pub kind: usize,
    /// How many.
    pub number: Option<Count>,
    /// This long afterwards.
    pub after: Option<Duration>,
    /// Raised with the chance one in this many: several make one matter.
    pub one_in: Option<Number>,
}

/// One of the exclusive outcomes of a kind of work.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// Name.
    pub name: String,
    /// Its chance.
    pub chance: Chance,
    /// It is an outcome from this instant on, where that is said.
    pub from: Option<Instant>,
    /// It is one up to this instant, and not at it.
    pub until: Option<Instant>,
    /// Work it raises.
    pub raises: Vec<Raise>,
    /// Names it is counted under, indices into [`Scenario::counts`].
    pub counts: Vec<usize>,
    /// What it changes about the offender.
    pub changes: Vec<Change>,
}

/// Chance of a branch.
#[expect(clippy::large_enum_variant, reason = "a scenario has few of them and is built once")]
#[derive(Clone, Debug, PartialEq)]
pub enum Chance {
    /// This share.
    Share(Number),
    /// Whatever the others leave.
    Rest,
}

/// A change to the offender.
#[expect(clippy::large_enum_variant, reason = "a scenario has few of them and is built once")]
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// To this risk level.
    Risk(usize),
    /// Becomes a member of the group now.
    Joins(usize),
    /// Is no longer a member of the group.
    Leaves(usize),
    /// In custody for this long: nothing is raised for them meanwhile.
    Custody(Duration),
    /// Off the register: nothing more is raised for them.
    OffRegister,
}

/// Work already waiting at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Backlog {
    /// Kind.
    pub kind: usize,
    /// How many.
    pub number: Number,
    /// Risk level of the offenders concerned; any if `None`.
    pub level: Option<usize>,
    /// How long ago it arose.
    pub age: Duration,
}
