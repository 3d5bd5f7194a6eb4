//! What a reader should know before believing an answer: a closed list, each with advice.

use serde::Serialize;

/// One warning.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "warning", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Warning {
    /// More work comes than a role can do: its backlog grows as long as the scenario runs.
    Overload {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// Hours asked for each productive hour.
        load: f64,
    },
    /// Work comes for a role in which nobody is.
    NobodyToDoIt {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// Hours asked for a year.
        hours: f64,
    },
    /// The wanted precision was not reached.
    TooFewReplications {
        /// Scenario.
        scenario: String,
        /// Replications made.
        replications: u64,
        /// Label of the output that needs more.
        output: String,
        /// Half-width reached, as a share of the mean; `None` when not available.
        relative: Option<f64>,
    },
    /// A difference that leads the answer cannot be told from nothing.
    SpansZero {
        /// Other scenario.
        scenario: String,
        /// Label of the quantity.
        output: String,
        /// The interval.
        interval: super::Range,
    },
    /// A number's review date has passed on the given day.
    PastReview {
        /// Scenario.
        scenario: String,
        /// Key of the number.
        key: String,
        /// Its review date.
        review_by: String,
        /// The given day.
        today: String,
    },
    /// A number without a source moves the headline.
    UnsupportedAssumption {
        /// Scenario.
        scenario: String,
        /// Key of the number.
        key: String,
        /// Value as written.
        value: String,
        /// The source it names, if any: an assumption all the same.
        source: Option<String>,
        /// Rank correlation with the headline over the draws.
        correlation: f64,
    },
    /// Replications were stopped by a limit of the scenario; their means are not given.
    Truncated {
        /// Scenario.
        scenario: String,
        /// How many.
        replications: u64,
        /// Of how many.
        of: u64,
        /// Which limit: `open tasks` or `events`.
        limit: String,
    },
    /// Somebody stopped the run.
    StoppedEarly {
        /// Scenario.
        scenario: String,
        /// Replications finished.
        finished: u64,
        /// Meant.
        of: u64,
    },
    /// A difference is not comparable because the scenarios have different lengths or start dates.
    DifferentPeriods {
        /// Base.
        base: String,
        /// Other.
        other: String,
    },
    /// Costs are compared in the prices of different years.
    DifferentPrices {
        /// Base.
        base: String,
        /// Other.
        other: String,
        /// Prices of the base.
        base_prices: String,
        /// Prices of the other.
        prices: String,
    },
    /// A steady-state average was asked for without a warm-up.
    NoWarmUp {
        /// Scenario.
        scenario: String,
    },
}

impl Warning {
    /// What is so, as a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Overload { scenario, role, load } => format!(
                "{scenario}: more work comes than `{role}` can do: {:.0} hours asked for every 100 there are; the backlog grows as long as the period runs",
                load * 100.0
            ),
            Self::NobodyToDoIt { scenario, role, hours } => {
                format!("{scenario}: {hours:.0} hours a year come for `{role}`, and nobody has that role")
            }
            Self::TooFewReplications { scenario, replications, output, relative } => {
                let reached = relative.map_or(String::new(), |r| format!(" (plus or minus {:.1} %)", r * 100.0));
                format!(
                    "{scenario}: after {replications} replications `{output}` is not yet as precise as wanted{reached}"
                )
            }
            Self::SpansZero { scenario, output, interval } => format!(
                "{scenario}: the difference in `{output}` cannot be told from nothing: its interval runs from {:.3} to {:.3}",
                interval.low, interval.high
            ),
            Self::PastReview { scenario, key, review_by, today } => {
                format!("{scenario}: `{key}` was to be reviewed by {review_by}; it is {today}")
            }
            Self::UnsupportedAssumption { scenario, key, value, source, correlation } => {
                let rests = source.as_ref().map_or("has no source".to_owned(), |s| format!("rests on judgement ({s})"));
                format!(
                    "{scenario}: `{key}` = {value} {rests} and moves the answer (rank correlation {correlation:.2})"
                )
            }
            Self::Truncated { scenario, replications, of, limit } => format!(
                "{scenario}: {replications} of {of} replications were stopped by the limit on {limit}; averages are not given"
            ),
            Self::StoppedEarly { scenario, finished, of } => {
                format!("{scenario}: stopped early, with {finished} of {of} replications finished; only those count")
            }
            Self::DifferentPeriods { base, other } => {
                format!("`{base}` and `{other}` do not cover the same period, so totals do not compare")
            }
            Self::DifferentPrices { base, other, base_prices, prices } => {
                format!("`{base}` is in {base_prices} prices and `{other}` in {prices}, so costs do not compare")
            }
            Self::NoWarmUp { scenario } => {
                format!("{scenario}: a long-run average was asked for without a warm-up, so the start is in it")
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Overload { .. } => {
                "read the months, not the averages; add people, or lower the demand, until the load is below 0.9"
            }
            Self::NobodyToDoIt { .. } => "add people to the role, or give the work to another",
            Self::TooFewReplications { .. } => "ask for more with --replications",
            Self::SpansZero { .. } => "ask for more with --replications, or say that no difference was found",
            Self::PastReview { .. } => "have its owner confirm it or give a newer value",
            Self::UnsupportedAssumption { .. } => "find or measure it first: it decides the answer",
            Self::Truncated { .. } => "shorten the period, or raise the limit in [limits]",
            Self::StoppedEarly { .. } => "run it again with the same seed to its end",
            Self::DifferentPeriods { .. } => "give both the same `starts` and `runs_for`",
            Self::DifferentPrices { .. } => "bring both to the prices of one year, and say so in [money]",
            Self::NoWarmUp { .. } => "give `warm_up`, several times the longest wait",
        }
    }
}
