//! The feedback of overload beside an answer that is without it: the same replications, with it too.

use serde::Serialize;

use super::answer::{Estimated, ScenarioAnswer, Series};
use super::catalogue::Catalogue;
use super::compare::{Comparison, Difference, DifferenceSeries, Displaced, Posts};
use super::contrast::difference;
use super::estimate::{estimated, trajectory};
use super::headline::Figure;
use super::precision::late_key;
use super::quantities::Family;
use super::records::Records;
use super::study::Named;
use crate::scenario::world::{Grade, Scenario, Shown};
use crate::units::MONTH;

/// What overload does to those who carry it, in one scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithFeedback {
    /// How good the evidence is, in the word of the file: `strong`, `moderate`, `weak`.
    pub grade: &'static str,
    /// Whether the answer itself has the feedback (`shown = "on"`); otherwise it is without, and this stands apart.
    pub in_the_answer: bool,
    /// With the feedback: what leads, and what overload brought on.
    pub quantities: Vec<Estimated>,
    /// With it less without it, replication by replication; empty where the answer itself has it.
    pub differences: Vec<Difference>,
    /// With the feedback, month by month, of what is drawn; empty where the answer itself has it.
    pub series: Vec<Series>,
}

/// A comparison in which those scenarios that have a feedback have it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedWithFeedback {
    /// How good the evidence is; of two, the weaker.
    pub grade: &'static str,
    /// The extra hours as posts.
    pub posts: Posts,
    /// What the extra work displaces.
    pub displaced: Displaced,
    /// Other minus base month by month, of what is drawn.
    pub series: Vec<DifferenceSeries>,
}

/// What a sentence needs of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeedbackFigures {
    /// How good the evidence is.
    pub grade: &'static str,
    /// Whether the leading numbers have the feedback in them; then there are none here.
    pub in_the_answer: bool,
    /// The leading hours, with it.
    pub hours: Option<Figure>,
    /// What is watched for lateness, tasks a month, with it.
    pub late_a_month: Option<Figure>,
}

/// The scenarios that are to be replicated with their feedback too: place among `named`, and what they are then.
pub(super) fn apart(named: &[Named]) -> Vec<(usize, Named)> {
    let with = |(index, one): (usize, &Named)| {
        let scenario = one.scenario.with_feedback()?;
        let grade = scenario.feedback.as_ref()?.grade.word();
        let name = format!("{}, with the feedback of overload (evidence: {grade})", one.name);
        Some((index, Named { name, scenario }))
    };
    named.iter().enumerate().filter_map(with).collect()
}

/// Keys that are shown without it and with it; of roles those that were ever overloaded, and the one the answer leads with.
fn leading(scenario: &Scenario, answer: &ScenarioAnswer, of: &Records) -> Vec<String> {
    let late = late_key(scenario);
    let kind = late.as_deref().and_then(|key| key.strip_prefix("late.")).unwrap_or("total").to_owned();
    let mut keys = vec!["hours a month.total".to_owned(), "demand a month.total".to_owned()];
    let ever = |role: &str| {
        let weeks = of.catalogue.find(&format!("weeks overloaded.{role}")).map(|item| of.column(item.reading));
        weeks.is_some_and(|column| {
            column.typical.iter().chain(column.draws.iter().flatten()).any(|weeks| weeks.is_some_and(|n| n > 0.0))
        })
    };
    let leads = |role: &String| answer.ladder.role.as_ref() == Some(role) || ever(role);
    for role in answer.names.roles.iter().filter(|role| leads(role)) {
        keys.extend(
            ["capacity", "posts filled", "utilisation", "excessive weeks"].map(|what| format!("{what}.{role}")),
        );
    }
    keys.extend(late);
    keys.extend(["overdue at end", "offender-days overdue"].map(|what| format!("{what}.{kind}")));
    keys.push("cost.total".to_owned());
    keys
}

/// Keys of what an answer surely holds with the feedback, where that is shown apart: what overload brings on, and the
/// hours, lateness and costs of the whole.
#[must_use]
pub fn foretold_with_feedback(scenario: &Scenario) -> Vec<String> {
    let Some(with) = scenario.with_feedback() else { return Vec::new() };
    let late = late_key(&with);
    let kind = late.as_deref().and_then(|key| key.strip_prefix("late.")).unwrap_or("total");
    let totals = ["hours a month.total", "demand a month.total", "cost.total"].map(str::to_owned);
    let lateness = ["late", "overdue at end", "offender-days overdue"].map(|what| format!("{what}.{kind}"));
    let catalogue = Catalogue::new(&with);
    let brought = catalogue.items.iter().filter(|item| item.quantity.family == Family::Overload);
    let all = totals.into_iter().chain(lateness).filter(|key| catalogue.find(key).is_some());
    all.chain(brought.map(|item| item.quantity.key.clone())).collect()
}

/// Whether a series is drawn with the feedback beside it: hours, what is watched for lateness, and the role that leads.
fn drawn(scenario: &Scenario, role: Option<&String>, key: &str) -> bool {
    let late = late_key(scenario);
    let kind = late.as_deref().and_then(|key| key.strip_prefix("late.")).unwrap_or("total");
    key.split_once('.').is_some_and(|(what, of)| match what {
        "hours" => of == "total",
        "overdue" | "offender-days overdue" => of == kind,
        "utilisation" | "capacity" => role.is_some_and(|role| role == of),
        _ => false,
    })
}

/// What is to be said of one scenario: `with` are its records with the feedback, if those are apart.
pub(super) fn with_feedback(
    scenario: &Scenario,
    answer: &ScenarioAnswer,
    records: &Records,
    with: Option<&Records>,
) -> Option<WithFeedback> {
    let feedback = scenario.feedback.as_ref().filter(|feedback| feedback.shown != Shown::Off)?;
    let of = with.unwrap_or(records);
    let keys = leading(scenario, answer, of);
    let brought = of.catalogue.items.iter().filter(|item| item.quantity.family == Family::Overload);
    let led = keys.iter().filter(|_| with.is_some()).filter_map(|key| of.catalogue.find(key));
    Some(WithFeedback {
        grade: feedback.grade.word(),
        in_the_answer: with.is_none(),
        quantities: led.chain(brought).map(|item| estimated(of, item)).collect(),
        differences: with
            .map_or_else(Vec::new, |with| keys.iter().filter_map(|key| difference(records, with, key)).collect()),
        series: with.map_or_else(Vec::new, |with| {
            let all = with.catalogue.series.iter();
            let shown = all.filter(|item| drawn(scenario, answer.ladder.role.as_ref(), &item.quantity.key));
            shown.map(|item| trajectory(with, item)).collect()
        }),
    })
}

/// The comparison of two scenarios where each that has a feedback has it; `None` where neither has one apart.
pub(super) fn compared(
    (base, base_records): (&Named, &Records),
    (other, other_records): (&Named, &Records),
    [base_with, other_with]: [Option<&Records>; 2],
) -> Option<ComparedWithFeedback> {
    if base_with.is_none() && other_with.is_none() {
        return None;
    }
    let rank = |grade: Grade| match grade {
        Grade::Strong => 0,
        Grade::Moderate => 1,
        Grade::Weak => 2,
    };
    let grades = [base, other].map(|one| one.scenario.feedback.as_ref().map(|feedback| feedback.grade));
    let grade = grades.into_iter().flatten().max_by_key(|grade| rank(*grade))?;
    let Comparison { posts, displaced, mut series, .. } = super::compare::comparison(
        (base, base_with.unwrap_or(base_records)),
        (other, other_with.unwrap_or(other_records)),
    );
    series.retain(|series| drawn(&other.scenario, None, &series.quantity.key));
    Some(ComparedWithFeedback { grade: grade.word(), posts, displaced, series })
}

/// What the sentence of an answer says of it: the scenario's own, or the comparison's.
pub(super) fn figures(
    scenario: &Scenario,
    answer: &ScenarioAnswer,
    comparison: Option<&Comparison>,
) -> Option<FeedbackFigures> {
    let months = scenario.horizon.0.max(1) as f64 / MONTH as f64;
    let of = |key: &str| {
        let found = answer.overload.as_ref()?.quantities.iter().find(|q| q.quantity.key == key)?;
        super::headline::of_estimate(found)
    };
    let late = late_key(scenario).and_then(|key| of(&key)).map(|figure| figure.times(1.0 / months));
    match (&answer.overload, comparison) {
        (_, Some(comparison)) if comparison.with_feedback.is_some() => {
            let with = comparison.with_feedback.as_ref()?;
            let hours = with.posts.hours_a_month.as_ref().and_then(super::headline::of_difference);
            Some(FeedbackFigures { grade: with.grade, in_the_answer: false, hours, late_a_month: late })
        }
        (Some(own), None) if !own.in_the_answer => Some(FeedbackFigures {
            grade: own.grade,
            in_the_answer: false,
            hours: of("hours a month.total"),
            late_a_month: late,
        }),
        (Some(own), _) => Some(FeedbackFigures {
            grade: own.grade,
            in_the_answer: own.in_the_answer,
            hours: None,
            late_a_month: None,
        }),
        (None, _) => None,
    }
}
