//! What can be said about a scenario: every quantity with its key, its words, its unit, its direction.

use serde::Serialize;

/// Unit of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Hours of work, one person's.
    Hours,
    /// Hours of work a month.
    HoursAMonth,
    /// Elapsed hours, nights and weekends included.
    ElapsedHours,
    /// Elapsed days; offender-days.
    Days,
    /// A fraction of one.
    Share,
    /// A number of tasks, people or outcomes.
    Count,
    /// An average number of people.
    People,
    /// An average number of tasks.
    Tasks,
    /// Full-time posts.
    Posts,
    /// Pounds.
    Pounds,
    /// Pounds a month.
    PoundsAMonth,
}

impl Unit {
    /// The word after a number; empty for shares and counts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::HoursAMonth => "hours a month",
            Self::ElapsedHours => "hours elapsed",
            Self::Days => "days",
            Self::People => "people",
            Self::Tasks => "tasks",
            Self::Posts => "full-time posts",
            Self::Pounds => "GBP",
            Self::PoundsAMonth => "GBP a month",
            Self::Share | Self::Count => "",
        }
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
    /// Neither.
    Neither,
}

/// The level of work that concerns no offender in particular, where it stands beside the risk levels.
pub(super) const NOBODY: &str = "no offender";

/// What sort of quantity it is; presenters group by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Hours worked in all.
    Hours,
    /// Hours worked, by root cause.
    HoursByCause,
    /// Hours worked, by stage.
    HoursByStage,
    /// Hours worked, by role.
    HoursByRole,
    /// Hours worked, by kind of work.
    HoursByKind,
    /// Hours worked, by cause, stage and role together: the cells of the ledger.
    Ledger,
    /// Hours that the work which arose asks for.
    Demand,
    /// Productive hours there are.
    Capacity,
    /// Hours worked for each productive hour.
    Utilisation,
    /// Share of officer-weeks above 110 % of capacity.
    ExcessiveWeeks,
    /// Tasks raised, started, finished, lapsed, referred.
    Flow,
    /// Open tasks, overdue tasks.
    Backlog,
    /// Offender-days overdue.
    OverdueDays,
    /// Tasks that became late.
    Late,
    /// Time from arising to start.
    Wait,
    /// Time from arising to finish.
    FlowTime,
    /// Average numbers: in hand, waiting, busy.
    Level,
    /// Shares of tasks: lapsed, waited too long.
    TaskShare,
    /// Counted outcomes.
    Counted,
    /// Shares of people by how much they raised.
    People,
    /// People on the register and in the groups, where they move by themselves.
    Members,
    /// What the engine did.
    Engine,
    /// Sums of money.
    Cost,
    /// Lines of the accounts.
    CostLine,
    /// Posts that are filled.
    Posts,
    /// Hours of duty away, by absence.
    Away,
    /// Hours of overtime.
    Overtime,
    /// Call-outs of those on call, their hours, and what is given back for them.
    OnCall,
    /// Weeks overloaded, and what overload brought on.
    Overload,
    /// Hours of travel, which are among the hours worked.
    Travel,
}

/// One thing that can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// Stable name: `hours.cause.the app`, `wait.p90.home visit`.
    pub key: String,
    /// In words.
    pub label: String,
    /// What sort it is.
    pub family: Family,
    /// What it is of: the cause, kind, role, stage; `None` for a total.
    pub of: Option<String>,
    /// Risk level, where it is of one; `no offender` for work of the team.
    pub level: Option<String>,
    /// Unit.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
}

impl Quantity {
    /// Whether it is a sum of money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        matches!(self.unit, Unit::Pounds | Unit::PoundsAMonth)
    }
}
