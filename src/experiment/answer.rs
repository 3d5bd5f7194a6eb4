//! The answer of an experiment, as data: what `--json` writes and what every presenter reads.
//!
//! No number here is NaN or infinite. What cannot be said is `None`, and a field beside it says why.

use serde::Serialize;

use super::{Comparison, Headline, Ladder, Quantity, RoleLoad, Sweep, Warning};
use crate::scenario::world::Place;

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// One scenario.
    Run,
    /// A base and others, paired.
    Compare,
    /// A grid of values of some keys.
    Sweep,
}

/// Everything an experiment has to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// The numbers behind the sentence that leads.
    pub headline: Headline,
    /// Of several others, those of each but the first, in the order asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Headline>,
    /// How the answer was made: enough to make it again.
    pub made: Made,
    /// Each scenario by itself; the base first. For a sweep, the first cell alone.
    pub scenarios: Vec<ScenarioAnswer>,
    /// Each other scenario against the base, in the order asked.
    pub comparisons: Vec<Comparison>,
    /// The grid, when one was asked for.
    pub sweep: Option<Sweep>,
    /// What a reader should know before believing it.
    pub warnings: Vec<Warning>,
}

/// How an answer was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Made {
    /// Version of this program.
    pub version: String,
    /// Version of the promise "same scenario, same seed, same numbers".
    pub stream_version: u32,
    /// Name of the generators.
    pub generator: String,
    /// Seed.
    pub seed: u64,
    /// Confidence level of every interval for a mean or quantile: 0.95.
    pub confidence: f64,
    /// Share of outcomes inside every band: 0.90, from the 5th to the 95th of a hundred.
    pub band: f64,
    /// The command line that repeats it, if a command made it.
    pub command: Option<String>,
}

/// A range, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Range {
    /// Half its width.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Whether `value` lies in it, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// The average over replications, and how sure we are of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Centre {
    /// Mean over replications; for an average per case, the ratio of two means.
    pub mean: f64,
    /// Student's confidence interval for the mean; `None` (not available) from one replication, of width
    /// zero when all agree.
    pub confidence: Option<Range>,
    /// Standard error of the mean, `None` from one replication.
    pub standard_error: Option<f64>,
}

/// A quantile of single outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quantile {
    /// Share of outcomes at most this: 0.05, 0.5, 0.95.
    pub p: f64,
    /// The sample quantile, one of the outcomes.
    pub value: f64,
    /// Distribution-free confidence interval; `None` when the outcomes are too few for one.
    pub confidence: Option<Range>,
}

/// What a single year may look like at the typical values, by chance alone: "if our numbers are right".
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Standard deviation between replications, `None` from one.
    pub sd: Option<f64>,
    /// 5 of 100 outcomes are at most this.
    pub p5: Quantile,
    /// Half are.
    pub p50: Quantile,
    /// 95 of 100 are.
    pub p95: Quantile,
}

/// The same quantity over draws of all uncertain numbers: "allowing for what we do not know".
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Wider {
    /// Mean over draws and replications.
    pub mean: f64,
    /// Its confidence interval, from the standard error sqrt(MSB / (K n)).
    pub confidence: Option<Range>,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// 90 % band of a single outcome, chance and ignorance together.
    pub outcome: Range,
    /// 90 % band of the expected result over our ignorance, chance taken out.
    pub expected: Range,
    /// Variance of the expected result over draws; unbiased, so it may be negative.
    pub variance_ignorance: f64,
    /// Variance between replications at given numbers.
    pub variance_chance: f64,
    /// Share of ignorance in the whole variance; `None` when nothing varies.
    pub share_of_ignorance: Option<f64>,
    /// Draws of the uncertain numbers in which the quantity was defined.
    pub draws: u64,
    /// Replications a draw.
    pub replications: u64,
}

/// A quantity, estimated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimated {
    /// What it is.
    #[serde(flatten)]
    pub quantity: Quantity,
    /// Average at the typical values; `None` when not defined in any replication (no case started).
    pub centre: Option<Centre>,
    /// Spread of single outcomes at the typical values.
    pub spread: Option<Spread>,
    /// With ignorance; `None` when no number is uncertain or it was not asked for.
    pub wider: Option<Wider>,
    /// Replications in which it was defined.
    pub defined: u64,
    /// Replications in which it was not (no case started, say).
    pub undefined: u64,
}

impl Estimated {
    /// The best single number: over our ignorance where that was studied, else at the typical values.
    #[must_use]
    pub fn expected(&self) -> Option<f64> {
        self.wider.map(|w| w.mean).or(self.centre.map(|c| c.mean))
    }

    /// The widest 90 % band of a single outcome that was studied.
    #[must_use]
    pub fn band(&self) -> Option<Range> {
        self.wider.map(|w| w.outcome).or(self.spread.map(|s| Range { low: s.p5.value, high: s.p95.value }))
    }
}

/// A quantity month by month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// What it is; its key names the series without the month.
    #[serde(flatten)]
    pub quantity: Quantity,
    /// One for each of [`ScenarioAnswer::months`].
    pub points: Vec<SeriesPoint>,
}

/// One month of a series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SeriesPoint {
    /// Average at the typical values.
    pub centre: Option<Centre>,
    /// 90 % band of single outcomes by chance alone.
    pub chance: Option<Range>,
    /// 90 % band of single outcomes with ignorance.
    pub wider: Option<Range>,
}

/// One scenario's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioAnswer {
    /// How the user named it: the file's stem, unique in the answer (`base`, `app`).
    pub name: String,
    /// Title of the file.
    pub title: String,
    /// The question in the file.
    pub question: Option<String>,
    /// First day, ISO 8601.
    pub starts: String,
    /// Whether its days are those of a calendar; without one the first day is none in particular.
    #[serde(skip)]
    pub dated: bool,
    /// Length of the counted period (days).
    pub days: f64,
    /// Length of the warm-up before it (days).
    pub warm_up_days: f64,
    /// Whether a long-run average was asked for.
    pub steady_state: bool,
    /// Names of the reporting months: `2021-02`.
    pub months: Vec<String>,
    /// Names of the risk levels, roles, kinds, causes, stages and counts, in the scenario's order.
    pub names: Names,
    /// SHA-256 of the merged scenario.
    pub hash: String,
    /// The merged scenario in canonical text.
    #[serde(skip)]
    pub canonical: String,
    /// Files it was read from.
    pub files: Vec<String>,
    /// What was replicated.
    pub replications: Replications,
    /// Why it stopped, and which output limited it.
    pub precision: Precision,
    /// Totals over the counted period.
    pub quantities: Vec<Estimated>,
    /// Month by month.
    pub series: Vec<Series>,
    /// Three ways to answer "does the work fit", with what each says.
    pub ladder: Ladder,
    /// Offered load and capacity of each role.
    pub loads: Vec<RoleLoad>,
    /// What becomes of a full-time post's hours in each role, expected at the typical values.
    pub build_up: Vec<crate::scenario::build_up::BuildUp>,
    /// Hours of each role, in the order of the names, in each month if all its posts were filled and nobody were away.
    #[serde(skip)]
    pub by_rota: Vec<Vec<f64>>,
    /// Every number with its passport, worst supported first.
    pub assumptions: Vec<Assumption>,
    /// What the ids used in `source` mean.
    pub sources: Vec<(String, String)>,
    /// Whose prices, and which lines of cost; `None` when nothing is priced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<super::Pricing>,
    /// What overload does to those who carry it; `None` when the file does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overload: Option<super::WithFeedback>,
}

impl ScenarioAnswer {
    /// A total by its key.
    #[must_use]
    pub fn quantity(&self, key: &str) -> Option<&Estimated> {
        self.quantities.iter().find(|q| q.quantity.key == key)
    }

    /// A series by its key.
    #[must_use]
    pub fn series(&self, key: &str) -> Option<&Series> {
        self.series.iter().find(|s| s.quantity.key == key)
    }
}

/// Names in a scenario, by room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Names {
    /// Risk levels.
    pub levels: Vec<String>,
    /// Roles.
    pub roles: Vec<String>,
    /// Kinds of work.
    pub kinds: Vec<String>,
    /// Root causes.
    pub causes: Vec<String>,
    /// Stages.
    pub stages: Vec<String>,
    /// Counted outcomes.
    pub counts: Vec<String>,
    /// Moments of `observe_at`: as keys have them (`60 days`), and as a reader is told of them (`on 2021-04-02`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub observed: Vec<(String, String)>,
}

/// What was replicated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replications {
    /// Finished at the typical values; only these count.
    pub typical: u64,
    /// Draws of the uncertain numbers, finished.
    pub draws: u64,
    /// Replications a draw.
    pub per_draw: u64,
    /// Of all these, stopped early by a limit of the scenario; their outcomes bias every mean.
    pub truncated: u64,
    /// How many were meant, all told, when somebody stopped the run; `None` when it ran to its end.
    pub interrupted_of: Option<u64>,
}

/// How precise the answer was wanted, and is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Precision {
    /// Why no more was replicated.
    pub why: Why,
    /// The outputs that were watched.
    pub targets: Vec<Target>,
    /// Key of the output that needed most, if any was watched.
    pub limiting: Option<String>,
}

/// Why a run stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The number was given.
    Given,
    /// All targets were met.
    Met,
    /// The cap was reached first.
    Capped,
    /// Somebody stopped it.
    Interrupted,
}

/// An output whose precision was watched.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Target {
    /// Place of the scenario among those of the command, or of the other of a comparison.
    pub of: usize,
    /// Key of the quantity.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Half-width wanted, as a share of the mean.
    pub relative: f64,
    /// Half-width that is good enough whatever the mean, in the quantity's unit.
    pub absolute: f64,
    /// Half-width reached, in the quantity's unit; those of all watched outputs hold together (Bonferroni).
    pub half_width: Option<f64>,
    /// The mean it belongs to.
    pub mean: Option<f64>,
    /// Whether it was met.
    pub met: bool,
}

/// One number of the scenario with its passport.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assumption {
    /// Dotted key.
    pub key: String,
    /// As the file wrote it.
    pub value: String,
    /// Its uncertainty as the file wrote it, or empty.
    pub uncertain: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// How far it can be trusted.
    pub confidence: Option<String>,
    /// Anything a reader should know.
    pub note: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// After this date it should not be used unread.
    pub review_by: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Rank correlation with the headline over the draws; `None` when it is known or draws were few.
    pub moves_headline: Option<f64>,
}
