//! What a reader should know before believing an answer: a closed list, each with advice.

use serde::Serialize;

use crate::units;

/// One warning.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "warning", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Warning {
    /// More work comes than a role can do.
    Overload {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// Hours asked for each productive hour.
        load: f64,
        /// How these hours stand to call-outs; `None` where they cannot tell whether the hours suffice.
        #[serde(skip_serializing_if = "Option::is_none")]
        with_call_outs: Option<CallOuts>,
        /// Whether its open or overdue work grows to the end of the period; `None` where nothing is simulated.
        #[serde(skip_serializing_if = "Option::is_none")]
        grows: Option<bool>,
        /// Whether the load is that of the offenders as they are at the start, and outcomes change them.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        at_start: bool,
        /// Whether the role works overtime by a rule.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        overtime: bool,
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
    /// Work comes for a role whose people have no hours for it.
    NoHoursForIt {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// Hours asked for a year.
        hours: f64,
        /// Posts of the role, filled or not.
        people: f64,
        /// Whether anybody is in post for a part of the period.
        in_post: bool,
    },
    /// Work comes for a role that has room for none: all of it is referred elsewhere.
    NoRoom {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// Hours asked for a year.
        hours: f64,
    },
    /// For a part of the period work comes for a role and nobody of it is in post.
    NobodyInPost {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// When that begins: a date, or a number of days since the start.
        from: String,
        /// When somebody comes, or the period ends.
        until: String,
        /// Length in days, of all such parts together.
        days: f64,
    },
    /// A role supervises more posts than the file allows.
    SpanExceeded {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// How many posts there are, of whom, and how many there may be.
        span: super::Span,
    },
    /// What reading the file had to say of it.
    InTheFile {
        /// Scenario.
        scenario: String,
        /// File, line and column.
        place: String,
        /// What is so.
        text: String,
        /// What to do.
        help: Option<String>,
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
        /// Whether that is what was wanted, and has not been so for long enough to be relied on.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        too_soon: bool,
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
    /// The scenarios begin on different days: bank holidays and the calendar are in the difference.
    DifferentPeriods {
        /// Base.
        base: String,
        /// Other.
        other: String,
    },
    /// No kind of work is in both scenarios, so that nothing is compared with its like.
    NothingInCommon {
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

/// What a load knows of call-outs, which are hours worked and hours that there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CallOuts {
    /// Nothing: their hours are among those asked for, and not among those there are.
    #[serde(rename = "up to")]
    UpTo,
    /// Nothing, and those called out have hours off for it too.
    #[serde(rename = "about")]
    About,
    /// All: they were simulated.
    #[serde(rename = "counted")]
    Counted,
}

impl Warning {
    /// What is so, as a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Overload { scenario, role, load, with_call_outs, grows, at_start, .. } => {
                let (without, how) = match with_call_outs {
                    Some(CallOuts::UpTo) => (" without call-outs", "up to "),
                    Some(CallOuts::About) => (" without call-outs", "about "),
                    Some(CallOuts::Counted) => (" even with call-outs", ""),
                    None => ("", ""),
                };
                let then = match grows {
                    Some(true) => "; the backlog grows as long as the period runs",
                    Some(false) => {
                        "; at the fullest more was asked for than could be done, and its open work does not grow to the end"
                    }
                    None if *at_start => "; outcomes change offenders, so that a run may find more or less",
                    None if with_call_outs.is_some() => "",
                    None => "; where that lasts, the backlog grows",
                };
                let load = load * 100.0;
                let as_is = if *at_start { ", with the offenders as they are at the start" } else { "" };
                format!(
                    "{scenario}: more work comes than `{role}` can do{without}{as_is}: {how}{load:.0} hours asked for every 100 there are{then}"
                )
            }
            Self::NobodyToDoIt { scenario, role, hours } => {
                format!("{scenario}: {hours:.0} hours a year come for `{role}`, and nobody has that role")
            }
            Self::NoHoursForIt { scenario, role, hours, people, in_post } => format!(
                "{scenario}: {hours:.0} hours a year come for `{role}`, which has {}, and {}",
                counted(*people, "post"),
                without_hours(*in_post)
            ),
            Self::NoRoom { scenario, role, hours } => format!(
                "{scenario}: {hours:.0} hours a year come for `{role}`, which has room for no task (`room = 0`): all are referred elsewhere, and none is done"
            ),
            Self::NobodyInPost { scenario, role, from, until, days } => format!(
                "{scenario}: work comes for `{role}`, and nobody of that role is in post from {from} to {until} ({})",
                counted(*days, "day")
            ),
            Self::SpanExceeded { scenario, role, span } => format!(
                "{scenario}: one `{role}` supervises {:.1} posts of {}, and the file allows at most {}",
                span.of_each.unwrap_or(0.0),
                span.supervises.join(" and "),
                span.at_most.unwrap_or(0.0)
            ),
            Self::InTheFile { scenario, place, text, .. } => format!("{scenario}: {text} ({place})"),
            Self::TooFewReplications { scenario, replications, output, relative, too_soon } => {
                let reached = relative.map_or(String::new(), |r| format!(" (plus or minus {:.1} %)", r * 100.0));
                if *too_soon {
                    let made = units::counted(*replications, "replication is", "replications are");
                    return format!(
                        "{scenario}: {made} too few to know how precise `{output}` is{reached}: that is what was wanted, and a few \
                         more may widen it"
                    );
                }
                format!(
                    "{scenario}: after {} `{output}` is not yet as precise as wanted{reached}",
                    units::counted(*replications, "replication", "replications")
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
                "{scenario}: {replications} of {} stopped by the limit on {limit}; averages are not given",
                units::counted(*of, "replication was", "replications were")
            ),
            Self::StoppedEarly { scenario, finished, of } => {
                format!(
                    "{scenario}: stopped early, with {finished} of {} finished; only those count",
                    units::counted(*of, "replication", "replications")
                )
            }
            Self::DifferentPeriods { base, other } => {
                format!("`{base}` and `{other}` do not begin on the same day, so the calendar is in their difference")
            }
            Self::NothingInCommon { base, other } => {
                format!(
                    "`{base}` and `{other}` share no kind of work, so the difference is between two teams that have nothing in common"
                )
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
    pub fn advice(&self) -> &str {
        match self {
            Self::NoRoom { .. } => "leave `room` out, or give the number of tasks the role can have in hand",
            Self::NobodyInPost { .. } => {
                "let `from` and `until` of the role's staff meet, or give `raised` of the work the same `from` and `until`"
            }
            Self::InTheFile { help, .. } => help.as_deref().unwrap_or("see whether it is meant so"),
            Self::SpanExceeded { .. } => "add posts to the role that supervises, or raise `span_at_most`",
            Self::NothingInCommon { .. } => "compare a scenario with one that extends it, or run each by itself",
            Self::Overload { with_call_outs: Some(CallOuts::UpTo | CallOuts::About), .. } => {
                "run it: a call-out is an hour worked and an hour that there is, so how full the role is hangs on how many there are"
            }
            Self::Overload { overtime: true, .. } => {
                "read the months, not the averages; add people, or lower the demand, until the load is below 0.9; overtime by the rule \
                 of the file is not among the hours there are, and does a part of what is over"
            }
            Self::Overload { .. } => {
                "read the months, not the averages; add people, or lower the demand, until the load is below 0.9"
            }
            Self::NobodyToDoIt { .. } => "add people to the role, or give the work to another",
            Self::NoHoursForIt { in_post: true, .. } => "look at `rota`, `productive` and the absences of its people",
            Self::NoHoursForIt { .. } => {
                "look at `vacant`, `from` and `until` of its people, or give the work to another"
            }
            Self::TooFewReplications { .. } => "ask for more with --replications",
            Self::SpansZero { .. } => "ask for more with --replications, or say that no difference was found",
            Self::PastReview { .. } => "have its owner confirm it or give a newer value",
            Self::UnsupportedAssumption { .. } => "find or measure it first: it decides the answer",
            Self::Truncated { .. } => "shorten the period, or raise the limit in [limits]",
            Self::StoppedEarly { .. } => "run it again with the same seed to its end",
            Self::DifferentPrices { .. } => "bring both to the prices of one year, and say so in [money]",
            Self::DifferentPeriods { .. } => "give both the same `starts`",
            Self::NoWarmUp { .. } => "give `warm_up`, several times the longest wait",
        }
    }
}

/// Why people have no hours.
fn without_hours(in_post: bool) -> &'static str {
    if in_post {
        "the rota, `productive` and absences leave no hours for work"
    } else {
        "nobody is in one of them in the period"
    }
}

/// A number of things, to a digit after the point, in the singular for one.
fn counted(number: f64, noun: &str) -> String {
    let shown = libm::round(number * 10.0) / 10.0;
    let one = shown.to_bits() == 1.0_f64.to_bits();
    format!("{shown} {noun}{}", if one { "" } else { "s" })
}
