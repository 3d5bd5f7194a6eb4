//! Every key of the scenario language, once.
//!
//! The readers refuse what is not in this table and suggest the nearest name that is; the JSON
//! Schema and the reference in `scenarios/README.md` are printed from it. A key is added here
//! and in the reader of its section, and nowhere else.

mod money;
mod motion;
mod observed;
mod overload;
mod sites;
mod staff;
mod top;
mod values;
mod work;

pub use money::{COST, GRANT, MONEY, POST_COST};
pub use motion::{GROWS_WHEN_LATE, JOINING, SHOCKS, WHEN_OVERLOADED};
pub use observed::{FIGURE, OBSERVED, RATE, RATE_PRIOR, SHARE, SHARE_PRIOR};
pub use overload::{LEAVING, OVERLOAD, SICKNESS};
pub use sites::TRAVEL;
pub use staff::{ABSENCE, MOST_HELD_LATER, ON_CALL, OVERTIME, RAMP, STAFF, TUTORING};
pub use top::{ANSWERS, BACKLOG, GROUP, JOINS, LIMITS, OFFENDERS, TOP};
pub use values::{BETA, COUNT, DURATION, GAMMA, JOINT, LOGNORMAL, MEAN_SD, NUMBER, PASSPORT, PLAIN, UNCERTAIN};
pub use work::{BRANCH, CHANGES, OVER_TIME, RAISE, RAISED, SETTLING, STEP, WITH, WORK};

/// A table of the language: the whole file, one `[[work]]`, the table after `raised =`.
#[derive(Debug)]
pub struct Section {
    /// Heading in the reference: `[[work]]`.
    pub heading: &'static str,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
    /// Whether the passport keys (`source`, `confidence`, ...) may stand in it.
    pub passport: bool,
    /// Its own keys, in the order a person would write them.
    pub keys: &'static [Key],
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What may stand after it.
    pub form: Form,
    /// Whether it must be given, and what holds when it is not.
    pub need: Need,
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

/// Whether a key must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It need not; without it this holds (empty: nothing does).
    Default(&'static str),
}

/// What may stand after a key.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// Any text.
    Text,
    /// A name that another table defines.
    Name(&'static str),
    /// One such name, or a list of them.
    Names(&'static str),
    /// A text, or a list of texts.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// A whole number in that range, or one for each risk level.
    WholeByRisk(i64, i64),
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A date, a date and time, or a duration since the start.
    Moment,
    /// Several of them.
    Moments,
    /// A date.
    Day,
    /// A duration without uncertainty.
    Length,
    /// Several of them.
    Lengths,
    /// A length, or a number of working days.
    Due,
    /// A number with or without its passport.
    Number(Unit),
    /// A number with or without its passport that is taken as known.
    Plain(Unit),
    /// A number, or one for each risk level.
    NumberByRisk(Unit),
    /// A value in the unit of the number around it.
    Value,
    /// Two or three values in that unit.
    Values,
    /// How unsure we are of a number.
    Uncertain,
    /// A duration with variation, uncertainty and passport.
    Duration,
    /// One for each risk level, or the same for all.
    DurationByRisk,
    /// A whole number, or a table with a law.
    Count,
    /// A number, or a table with a law like a duration's.
    Variable,
    /// A table.
    Table(&'static Section),
    /// A table, or a list of such.
    OneOrMore(&'static Section),
    /// A list of tables, or `[[name]]` headings.
    Tables(&'static Section),
    /// The name of work, a table, or a list of these.
    Raises,
    /// A table, or the text `by other work`.
    Raised,
    /// Any names, each with a text.
    Words,
    /// Risk levels, each with a share.
    Levels,
    /// Sites, each with a share.
    Sites,
    /// Share of time, or hours a year.
    Productive,
    /// Whole number of people, or `unlimited`.
    People,
    /// A rota, or a list of weeks.
    Rota,
    /// Rows of a joint sample.
    Rows,
    /// An amount a year, or a share of pay.
    Amount,
    /// An amount for a full-time post, or its parts.
    PostCost,
    /// Pairs of dates.
    Periods,
    /// Names, each with a duration with variation.
    Stages,
    /// Whole number of people, or a share of them.
    Takes,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A duration, milliseconds.
    Duration,
    /// A rate, events per millisecond, for each of these.
    Rate(Per),
    /// A share between 0 and 1.
    Share,
    /// Offenders, whole.
    Offenders,
    /// People, whole.
    People,
    /// A count, not negative.
    Count,
    /// A multiplier, not negative.
    Factor,
    /// A number above zero.
    Positive,
    /// At least one.
    OneIn,
    /// Hours a year, in milliseconds a year.
    Yearly,
    /// An amount of money: pence, or pence a year or an hour.
    Amount(Paid),
    /// Growth of a rate: the logarithm of a year's factor, a millisecond. It may be negative.
    Growth,
    /// A share for each millisecond.
    Creep,
    /// A fraction that may be above one.
    Percentage,
    /// A duration for each person, milliseconds.
    EachPerson,
    /// Working days a year.
    DaysAYear,
    /// Hours a week, in milliseconds.
    Weekly,
}

/// What an amount of money is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// It is a single amount.
    Once,
    /// It is paid for time, by the year.
    Yearly,
    /// It is paid for each hour of work.
    Hourly,
}

/// Whom a rate is for; a rate that says `per offender` must mean it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// The whole team.
    Team,
    /// Each offender.
    Offender,
    /// Each member of a group.
    Member,
    /// Each device.
    Device,
    /// Each person of the staff.
    Person,
    /// How much of an amount one person does.
    Pace,
}

impl Section {
    /// Every key that may stand in the section, the passport keys last.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> {
        let passport: &'static [Key] = if self.passport { PASSPORT } else { &[] };
        self.keys.iter().chain(passport)
    }

    /// Names of all its keys.
    pub fn names(&self) -> Vec<&'static str> {
        self.all_keys().map(|key| key.name).collect()
    }
}

/// One key of a section.
pub(super) const fn key(name: &'static str, form: Form, need: Need, meaning: &'static str) -> Key {
    Key { name, form, need, meaning }
}

/// What `without` means, in every section that has it.
pub(super) const WITHOUT: &str =
    "keys that the extended file gives and that are left out here, also inside a table: `raised.until`";

/// It must be given.
pub(super) const MUST: Need = Need::Required;
/// It need not be given, and nothing holds without it.
pub(super) const MAY: Need = Need::Default("");

/// Without it, this holds.
pub(super) const fn or(default: &'static str) -> Need {
    Need::Default(default)
}
