//! Staff as they are: who is away and when, posts and who stands in them, overtime, on call.
//!
//! A post is a place; who stands in it changes. What is said here belongs to posts. It names no
//! person and no health: an absence has a name that the file gives it, and a length.

use super::world::{Duration, Number};
use crate::units::Instant;

/// A reason to be away, or slower, of the people of some roles.
#[derive(Clone, Debug, PartialEq)]
pub struct Absence {
    /// Name; keys its draws.
    pub name: String,
    /// Roles concerned, ascending; only those with a number of people.
    pub roles: Vec<usize>,
    /// When it begins.
    pub when: AbsenceWhen,
    /// How long it lasts, elapsed; `None` for planned leave, which has whole days.
    pub lasts: Option<Duration>,
    /// Share of output kept meanwhile: slower, not away. `None` is away.
    pub keeps: Option<Number>,
    /// How many it takes at once, where it befalls the team and not one person.
    pub takes: Option<Takes>,
}

/// When an absence begins.
#[expect(clippy::large_enum_variant, reason = "a scenario has few of them and is built once")]
#[derive(Clone, Debug, PartialEq)]
pub enum AbsenceWhen {
    /// So many working days a year, planned.
    Planned(Leave),
    /// At random, events per millisecond: for each person the next gap begins at the return, for the team at the event.
    AtRandom(Number),
    /// Every so many milliseconds, from a random moment of the first cycle (each person their own) or from `first`.
    Every {
        /// Length of the cycle, milliseconds.
        every: Number,
        /// First one, for all alike.
        first: Option<Instant>,
    },
    /// At these moments, for all alike; ascending.
    At(Vec<Instant>),
}

/// Planned leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    /// Working days a year of 365 days.
    pub days: Number,
    /// Weeks in a block; 0 for single days alone.
    pub block: u32,
    /// Periods in which none is taken, from midnight to midnight.
    pub not_between: Vec<(Instant, Instant)>,
    /// Share of a role's posts on this leave at once; `None` for no bound.
    pub at_most_away: Option<Number>,
}

/// How many an absence of the team takes at once.
#[expect(clippy::large_enum_variant, reason = "a scenario has few of them and is built once")]
#[derive(Clone, Debug, PartialEq)]
pub enum Takes {
    /// So many.
    Posts(u32),
    /// This share of the posts that are filled, rounded.
    Share(Number),
}

/// What is said of the posts of a group of staff.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Posts {
    /// Posts vacant at the start, the last of the group.
    pub vacant: Option<Number>,
    /// Leavers per millisecond for each person in post.
    pub leaving: Option<Number>,
    /// Stages of filling a vacancy, one after the other; without any it stays.
    pub recruitment: Vec<(String, Duration)>,
    /// How newcomers come up to full output.
    pub ramp: Option<Ramp>,
    /// A colleague's time for each newcomer.
    pub tutoring: Option<Tutoring>,
    /// An absence longer than this hands over at its start.
    pub cover_after: Option<Number>,
    /// Longer shifts when much waits.
    pub overtime: Option<Overtime>,
    /// Some of them stand by outside their role's duty.
    pub on_call: Option<OnCall>,
}

/// How a newcomer comes up to full output.
#[derive(Clone, Debug, PartialEq)]
pub struct Ramp {
    /// Share of full output on the first day.
    pub from: Number,
    /// Milliseconds until full output.
    pub over: Number,
}

/// A colleague's time for a newcomer.
#[derive(Clone, Debug, PartialEq)]
pub struct Tutoring {
    /// Share of the colleague's output.
    pub share: Number,
    /// For so many milliseconds.
    pub lasts: Number,
}

/// Overtime by rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Overtime {
    /// Worked in a week that begins with more effort waiting for each person in post than this, milliseconds.
    pub when_waiting: Number,
    /// Milliseconds a week, spread over the shifts of the week.
    pub up_to: Number,
    /// What an hour is paid, as a multiple of an ordinary hour.
    pub paid: Option<Paid>,
}

/// On call: some of a group of staff stand by while nobody of their role has duty, and come out for some kinds of work.
#[derive(Clone, Debug, PartialEq)]
pub struct OnCall {
    /// Kinds of work they are called out for, ascending.
    pub kinds: Vec<usize>,
    /// How many stand by at one time.
    pub people: u32,
    /// A shorter call-out counts as so many milliseconds.
    pub at_least: Option<Number>,
    /// What an hour that counts is paid, as a multiple of an ordinary hour.
    pub paid: Option<Paid>,
    /// Pence a year for each who stands by.
    pub allowance: Option<Number>,
    /// Share of the hours that count that is taken off later duty.
    pub given_back: Option<Number>,
    /// Milliseconds after a call-out in which there is no duty.
    pub rest: Option<Number>,
}

impl OnCall {
    /// The numbers in it.
    #[must_use]
    pub fn numbers(&self) -> Vec<&Number> {
        let all = [&self.at_least, &self.allowance, &self.given_back, &self.rest];
        all.into_iter().flatten().collect()
    }
}

/// What an hour of overtime, or called out, is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// Time and a third.
    TimeAndAThird,
    /// Time and a half.
    TimeAndAHalf,
    /// Double time.
    DoubleTime,
}

impl Paid {
    /// As a multiple of an ordinary hour.
    #[must_use]
    pub const fn times(self) -> f64 {
        match self {
            Self::TimeAndAThird => 4.0 / 3.0,
            Self::TimeAndAHalf => 1.5,
            Self::DoubleTime => 2.0,
        }
    }
}

impl super::world::Role {
    /// In proportion to others of the role, how many offenders somebody holds at the start who has this place in a group of staff:
    /// by the share of full time, or where the file says how many, by that.
    #[must_use]
    pub fn holds_first(&self, staff: &super::world::Staff, place: usize) -> f64 {
        if self.staff.iter().all(|staff| staff.held_at_start.is_empty()) {
            return staff.full_time_share;
        }
        staff.held_at_start.get(place).map_or(0.0, |&number| f64::from(number))
    }
}

impl Posts {
    /// Whether who stands in the posts can change.
    #[must_use]
    pub const fn change(&self) -> bool {
        self.vacant.is_some() || self.leaving.is_some()
    }

    /// Whether anything is said.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}
