//! Two scenarios under the same chance: what the second adds, and what that displaces.

use serde::Serialize;

use super::{Centre, Quantity, Range, Spread, Wider};

/// One other scenario against the base.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Name of the base.
    pub base: String,
    /// Name of the other.
    pub other: String,
    /// Other minus base, quantity by quantity; matched by key.
    pub differences: Vec<Difference>,
    /// Other minus base month by month: `(key, one difference for each month)`. The months are the base's.
    pub series: Vec<DifferenceSeries>,
    /// Where the extra hours fall.
    pub ledger: LedgerTable,
    /// What the extra work displaces.
    pub displaced: Displaced,
    /// The extra hours as posts.
    pub posts: Posts,
    /// Causes that only the other has.
    pub new_causes: Vec<String>,
}

impl Comparison {
    /// A difference by its key.
    #[must_use]
    pub fn difference(&self, key: &str) -> Option<&Difference> {
        self.differences.iter().find(|d| d.quantity.key == key)
    }
}

/// Other minus base of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// What it is.
    #[serde(flatten)]
    pub quantity: Quantity,
    /// Base, at the typical values.
    pub base: Option<f64>,
    /// Other, at the typical values.
    pub other: Option<f64>,
    /// Mean difference with its paired Student interval.
    pub centre: Option<Centre>,
    /// Spread of single differences by chance alone.
    pub spread: Option<Spread>,
    /// With ignorance: base and other under the same draws.
    pub wider: Option<Wider>,
    /// Correlation of the two over replications; `None` when either does not vary.
    pub correlation: Option<f64>,
    /// Variance of an unpaired difference over that of the paired one; `None` when the difference does not vary.
    pub variance_ratio: Option<f64>,
    /// Pairs of replications in which both were defined.
    pub pairs: u64,
    /// Whether the interval of the difference has zero inside.
    pub spans_zero: Option<bool>,
}

impl Difference {
    /// The best single number: over our ignorance where that was studied, else at the typical values.
    #[must_use]
    pub fn expected(&self) -> Option<f64> {
        self.wider.map(|w| w.mean).or(self.centre.map(|c| c.mean))
    }

    /// The widest 90 % band of a single difference that was studied.
    #[must_use]
    pub fn band(&self) -> Option<Range> {
        self.wider.map(|w| w.outcome).or(self.spread.map(|s| Range { low: s.p5.value, high: s.p95.value }))
    }
}

/// Other minus base of one series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DifferenceSeries {
    /// What it is.
    #[serde(flatten)]
    pub quantity: Quantity,
    /// One for each month.
    pub points: Vec<super::SeriesPoint>,
}

/// What a part of the ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Hours of causes that only the other scenario has.
    Caused,
    /// Changes in the hours of causes that both have: work put off, or brought forward.
    Displaced,
}

/// The extra hours, cell by cell. The mean differences of the cells add up to that of the whole, and they
/// do so in whole milliseconds in every replication.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerTable {
    /// Caused and displaced, each with its cells by stage and role.
    pub parts: Vec<LedgerPart>,
    /// All extra hours.
    pub total: LedgerCell,
    /// Whether the parts added up to the whole in every replication.
    pub adds_up: bool,
}

/// One part of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerPart {
    /// Which.
    pub part: Part,
    /// Root causes in it.
    pub causes: Vec<String>,
    /// Cells by stage, role `None`: sums over roles. In the other scenario's order of stages.
    pub stages: Vec<LedgerCell>,
    /// Cells by stage and role.
    pub cells: Vec<LedgerCell>,
    /// Sum of the part.
    pub total: LedgerCell,
}

/// One cell of the ledger: hours over the counted period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerCell {
    /// Stage; `None` in a sum over stages.
    pub stage: Option<String>,
    /// Role; `None` in a sum over roles.
    pub role: Option<String>,
    /// Extra hours at the typical values.
    pub centre: Option<Centre>,
    /// Spread by chance alone.
    pub spread: Option<Spread>,
    /// With ignorance.
    pub wider: Option<Wider>,
}

impl LedgerCell {
    /// The best single number.
    #[must_use]
    pub fn expected(&self) -> Option<f64> {
        self.wider.map(|w| w.mean).or(self.centre.map(|c| c.mean))
    }
}

/// What the extra work displaces, for the kind the file watches, else for all work with a due date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Displaced {
    /// The kind watched; `None` for all.
    pub kind: Option<String>,
    /// Tasks late, in all (key `late.<kind>` or `late.total`).
    pub late: Option<Difference>,
    /// Tasks late by risk level, in the base's order of levels.
    pub late_by_level: Vec<Difference>,
    /// Offender-days overdue, in all.
    pub overdue_days: Option<Difference>,
    /// Offender-days overdue by risk level.
    pub overdue_days_by_level: Vec<Difference>,
}

/// Extra hours as posts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Posts {
    /// Hours worked a month more, all roles.
    pub hours_a_month: Option<Difference>,
    /// Hours asked for a month more (demand), all roles: what the extra work needs, done or not.
    pub demand_a_month: Option<Difference>,
    /// Extra hours as full-time posts.
    pub full_time: Option<Difference>,
    /// Role whose full-time post is meant; `None` when the scenario has none with hours.
    pub role: Option<String>,
    /// Productive hours a year of one full-time post of that role.
    pub hours_a_year: Option<f64>,
}
