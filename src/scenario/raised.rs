//! What raises work: for whom, by what pattern, how its rate varies.

use super::motion::{GroupSet, Shocked};
use super::values::{ByLevel, Number};
use crate::units::{Instant, Span};

/// What raises a kind of work, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// For whom.
    pub each: Each,
    /// By what pattern.
    pub pattern: Pattern,
    /// Not before.
    pub from: Option<Instant>,
    /// Not after.
    pub until: Option<Instant>,
}

/// For whom work is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// One stream for the whole team.
    Team,
    /// One stream for each offender.
    Offender,
    /// One stream for each member of a group, from joining to leaving it.
    Member(usize),
    /// One stream for each device of each member of a group.
    Device(usize),
    /// One stream for each offender who is a member of none of these groups.
    Except(GroupSet),
}

/// Pattern of arrivals.
#[expect(clippy::large_enum_variant, reason = "a scenario has few of them and is built once")]
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// Every so many milliseconds, by risk level (never at a level that has none). The first is at a
    /// random moment of the first cycle, or at `first`.
    Cycle {
        /// Cycle length, milliseconds.
        every: ByLevel<Number>,
        /// First one, for all alike.
        first: Option<Instant>,
    },
    /// At random (Poisson).
    AtRandom(AtRandom),
    /// At these instants.
    At(Vec<LogEntry>),
    /// Once, on joining the group; for newcomers to the register with [`Each::Offender`].
    Joining,
    /// Once for each change of the offender's holder to another (only for [`Each::Offender`]).
    ChangeOfHolder,
    /// Once for each return from custody (not for [`Each::Team`]).
    ReturnFromCustody,
}

/// A Poisson stream.
#[derive(Clone, Debug, PartialEq)]
pub struct AtRandom {
    /// Events per millisecond for each person, device or team, by risk level.
    pub rate: ByLevel<Number>,
    /// Shape k of the gamma law, with mean one, of a person's own multiplier (negative binomial counts); `None` when all are alike.
    pub spread: Option<Number>,
    /// The first part of a membership is busier.
    pub settling: Option<Settling>,
    /// How the rate varies with the time of the scenario.
    pub profile: Profile,
    /// How it grows: logarithm of the factor, per millisecond.
    pub growth: Option<Number>,
    /// Times at which it is multiplied.
    pub shocks: Option<Shocked>,
    /// A person with one of these open raises no other; the next gap starts when it is finished.
    pub one_at_a_time: bool,
}

/// A busier beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Settling {
    /// The rate is multiplied by this ...
    pub times: Number,
    /// ... and by less as time passes.
    pub fades: Fades,
}

/// How a busier beginning ends.
#[expect(clippy::large_enum_variant, reason = "a scenario has few of them and is built once")]
#[derive(Clone, Debug, PartialEq)]
pub enum Fades {
    /// At once, this long after joining, milliseconds.
    After(Number),
    /// What lies above (or below) `settles_at` is halved every so many milliseconds.
    Halves {
        /// That time.
        every: Number,
        /// The multiplier in the end.
        settles_at: Number,
    },
}

/// How a rate varies with time.
#[derive(Clone, Debug, PartialEq)]
pub enum Profile {
    /// It does not.
    Constant,
    /// Multipliers from instants on, sorted; the first holds before it too, after the last it stays, or repeats.
    Steps {
        /// (since the start, multiplier), ascending; from zero where they repeat.
        steps: Vec<(Span, f64)>,
        /// Length after which the steps repeat.
        repeats: Option<Span>,
    },
    /// `1 + amplitude sin(2 pi t / period)`.
    Wave {
        /// Between 0 and 1.
        amplitude: f64,
        /// Period.
        period: Span,
    },
    /// Several of these, multiplied.
    Pieces {
        /// (since the start, multiplier), ascending from the beginning of the run.
        steps: Vec<(Span, f64)>,
        /// The wave that each is a multiple of: amplitude and period.
        wave: Option<(f64, Span)>,
    },
}

/// One entry of a list of instants.
#[derive(Clone, Debug, PartialEq)]
pub struct LogEntry {
    /// When it arises.
    pub at: Instant,
    /// The lead's effort if recorded, milliseconds; drawn from the kind's law otherwise.
    pub effort: Option<f64>,
}
