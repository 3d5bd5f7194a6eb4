//! The numbers behind the one sentence a manager can repeat.

use serde::Serialize;

use super::{Range, Unit};

/// What the first sentence is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Headline {
    /// Name of the scenario it speaks of: the other of the first comparison, else the only one.
    pub scenario: String,
    /// Name of the base, when there is one.
    pub base: Option<String>,
    /// Title of the scenario.
    pub title: String,
    /// Size of the group that causes the difference, as `("monitored", 160)`, when exactly one group is new or
    /// nothing else raises the new causes.
    pub group: Option<(String, f64)>,
    /// Length of the counted period [months].
    pub months: f64,
    /// The leading number: extra officer-hours a month, or hours worked a month.
    pub hours: Option<Figure>,
    /// The same as full-time posts.
    pub posts: Option<Figure>,
    /// Role whose posts are meant.
    pub posts_role: Option<String>,
    /// The busiest role, and its utilisation, for one scenario.
    pub busiest: Option<(String, Figure)>,
    /// What is watched for lateness.
    pub watched: Option<Watched>,
}

/// A number with its 90 % bands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// The expected value: over our ignorance where studied, else at the typical values.
    pub expected: f64,
    /// At the typical values.
    pub typical: Option<f64>,
    /// 90 % band of single outcomes by chance alone.
    pub chance: Option<Range>,
    /// 90 % band of single outcomes with ignorance.
    pub wider: Option<Range>,
    /// Confidence interval for `expected`.
    pub confidence: Option<Range>,
    /// Unit.
    pub unit: Unit,
}

impl Figure {
    /// The widest band that was studied.
    #[must_use]
    pub fn band(&self) -> Option<Range> {
        self.wider.or(self.chance)
    }
}

/// Lateness of the watched kind of work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Watched {
    /// Kind; `None` for all kinds with a due date.
    pub kind: Option<String>,
    /// Days past due after which a task counts as late.
    pub late_after_days: f64,
    /// Late a month in the base, when there is one.
    pub base_a_month: Option<f64>,
    /// Late a month in the scenario.
    pub a_month: Option<f64>,
    /// Name of the most severe risk level that has any number under management.
    pub severest_level: Option<String>,
    /// Late a month at that level.
    pub severest_a_month: Option<f64>,
}
