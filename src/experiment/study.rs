//! Running and comparing: from scenarios to an [`Answer`] and the records it was made of.

use super::answer::{Answer, Made, Names, Precision, Question, Replications, ScenarioAnswer, Why};
use super::assumptions::{assumptions, unsupported};
use super::compare::Comparison;
use super::contrast::difference_column;
use super::estimate::{Column, estimated, trajectory};
use super::foreseen::{foreseen, refuse_unlike};
use super::ladder::RoleLoad;
use super::ladder::{ladder, loads};
use super::ledger::caused;
use super::precision::{Watch, late_key};
use super::records::Records;
use super::runner::{Design, Kept, Runner, Trial};
use super::settings::{BAND, CONFIDENCE, Control, MOST, Settings, Wanted};
use super::warning::Warning;
use super::{headline, overload, precision};
use crate::model::Stopped;
use crate::random::{STREAM_VERSION, Seed};
use crate::scenario::Diagnostic;
use crate::scenario::world::Scenario;
use crate::units::{self, DAY};

/// Most whole numbers kept of all replications together: about two gigabytes.
const MOST_KEPT: u64 = 1 << 28;

/// A scenario and what to call it.
#[derive(Clone, Debug)]
pub struct Named {
    /// Unique in the experiment: `base`, `app`.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// An answer and the records it was made of.
#[derive(Clone, Debug)]
pub struct Study {
    /// The answer.
    pub answer: Answer,
    /// The records of each scenario, in the order asked, then of those with the feedback of overload; of each cell for a sweep.
    pub records: Vec<Records>,
}

/// Why an experiment is not made.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A long-run average of a team that falls ever further behind does not exist.
    #[error(
        "{scenario}: a long-run average was asked for, but `{role}` has {:.0} hours of work for every 100 it can do; the backlog \
         has no average, it grows. Ask for a period instead: leave `analysis` out and give `runs_for`",
        load * 100.0
    )]
    SteadyState {
        /// Scenario.
        scenario: String,
        /// Role.
        role: String,
        /// Hours asked for each productive hour.
        load: f64,
    },
    /// A difference between periods of different length, or between a period and a long-run average, means nothing.
    #[error("`{base}` and `{other}` cannot be compared: {why}. {cure}")]
    Unlike {
        /// Base.
        base: String,
        /// Other.
        other: String,
        /// In what they differ.
        why: String,
        /// What to do.
        cure: &'static str,
    },
    /// Nothing to replicate.
    #[error("at least one replication is needed; give --replications 1 or more")]
    NoReplications,
    /// More than the program takes on.
    #[error(
        "{asked} replications are asked for; at most {most} can be kept in memory for {} of this size", units::counted(*scenarios as u64, "scenario", "scenarios")
    )]
    TooMany {
        /// Replications asked for, draws included.
        asked: u64,
        /// Most that can be.
        most: u64,
        /// Scenarios.
        scenarios: usize,
    },
    /// No replication was finished before it was stopped.
    #[error("stopped before the first replication was finished; there is nothing to report")]
    Stopped,
    /// A cell of a sweep is not a sound scenario.
    #[error("a value of the grid does not fit the scenario: {}", .0.first().map_or_else(String::new, ToString::to_string))]
    Scenario(Vec<Diagnostic>),
    /// A backtest without a figure that the scenario can foretell.
    #[error(
        "the file has no [[figure]], so there is nothing to hold against the scenario; `caseload calibrate` takes rates and shares"
    )]
    NoFigures,
    /// A calibration that has nothing to learn from, or nothing to learn.
    #[error("{0}")]
    NothingToLearn(String),
    /// Two factors of a grid write the same value.
    #[error(
        "`{first}` and `{second}` are both varied, and the second would write over the first; vary it once, with all its values"
    )]
    VariedTwice {
        /// Key of the first.
        first: String,
        /// Key of the second.
        second: String,
    },
    /// What overload does is varied, and the answer of each cell is without it.
    #[error(
        "`{key}` is varied, and with shown = \"apart\" no case of a sweep has the feedback of overload, so that all would be the same; \
         add --vary overload.shown=on, or write shown = \"on\" in [overload]"
    )]
    FeedbackApart {
        /// Key.
        key: String,
    },
    /// The grid is too large or empty.
    #[error("the grid has {}; it may have 1 to {most}", units::counted(*cells as u64, "cell", "cells"))]
    Grid {
        /// Cells.
        cells: usize,
        /// Most.
        most: usize,
    },
}

/// One scenario: estimates, trajectories, warnings.
///
/// # Errors
/// When it cannot be asked so, or was stopped before anything was finished.
pub fn run(named: &Named, settings: &Settings, control: Control<'_>) -> Result<Study, Refusal> {
    study(Question::Run, std::slice::from_ref(named), settings, control)
}

/// A base and others, paired by draw and replication.
///
/// # Errors
/// As for [`run`].
pub fn compare(base: &Named, others: &[Named], settings: &Settings, control: Control<'_>) -> Result<Study, Refusal> {
    let all: Vec<Named> = std::iter::once(base.clone()).chain(others.iter().cloned()).collect();
    study(Question::Compare, &all, settings, control)
}

fn study(question: Question, named: &[Named], settings: &Settings, control: Control<'_>) -> Result<Study, Refusal> {
    // What overload does stands apart: the same replications with it, after those of the answer itself.
    let apart = overload::apart(named);
    let scenarios: Vec<&Scenario> = named.iter().chain(apart.iter().map(|(_, one)| one)).map(|n| &n.scenario).collect();
    for one in named {
        refuse_steady_state(&one.name, &one.scenario)?;
        refuse_unlike(&named[0], one)?;
    }
    let designs: Vec<Design<'_>> = scenarios.iter().map(|s| Design::new(s)).collect();
    let relative = match settings.replications {
        Wanted::Precision { relative, .. } => relative,
        Wanted::Number(_) => super::settings::RELATIVE,
    };
    let watches: Vec<Watch> = match question {
        Question::Compare => {
            (1..named.len()).flat_map(|i| precision::watches(scenarios[0], i, Some(0), relative)).collect()
        }
        _ => precision::watches(scenarios[0], 0, None, relative),
    };
    let labels: Vec<String> = named.iter().chain(apart.iter().map(|(_, one)| one)).map(|n| n.name.clone()).collect();
    let gathered = gather(&labels, &designs, &watches, settings, control)?;
    let records = gathered.records;
    let mut warnings = Vec::new();
    let mut answers = Vec::new();
    for (one, records) in named.iter().zip(&records) {
        let own = loads(&one.scenario);
        warn(&one.name, &one.scenario, records, &own, settings, &mut warnings);
        let answer = scenario_answer(one, records, own, gathered.precision.clone(), gathered.interrupted_of);
        super::overfull::learn(&one.scenario, &answer, &mut warnings);
        answers.push(answer);
    }
    let with = |index: usize| apart.iter().position(|(of, _)| *of == index).map(|at| &records[named.len() + at]);
    for (i, answer) in answers.iter_mut().enumerate() {
        answer.overload = overload::with_feedback(&named[i].scenario, answer, &records[i], with(i));
    }
    let comparison = |i: usize| {
        let (base, other) = ((&named[0], &records[0]), (&named[i], &records[i]));
        let with_feedback = overload::compared(base, other, [with(0), with(i)]);
        Comparison { with_feedback, ..super::compare::comparison(base, other) }
    };
    let comparisons: Vec<Comparison> = (1..named.len()).map(comparison).collect();
    for (i, answer) in answers.iter_mut().enumerate() {
        let moved = headline_column(&named[i].scenario, &records[0], &records[i], i > 0);
        answer.assumptions = assumptions(&named[i].scenario, Seed(settings.seed), moved.as_ref());
        warnings.extend(unsupported(&named[i].name, &answer.assumptions));
    }
    for comparison in &comparisons {
        warnings.extend(comparison.warnings(&named[0].scenario, named));
    }
    if let Some(interrupted) = gathered.interrupted_of {
        let (scenario, finished) = (named[0].name.clone(), records[0].replications());
        warnings.push(Warning::StoppedEarly { scenario, finished, of: interrupted });
    }
    imprecise(&gathered.precision, named, &records[0], &mut warnings);
    let headline = headline::headline(named, &answers, &comparisons, 0);
    let further = (1..comparisons.len()).map(|i| headline::headline(named, &answers, &comparisons, i)).collect();
    let made = made(settings);
    let answer = Answer { question, headline, further, made, scenarios: answers, comparisons, sweep: None, warnings };
    Ok(Study { answer, records })
}

/// How an answer is made, for its record.
pub(super) fn made(settings: &Settings) -> Made {
    Made {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        stream_version: STREAM_VERSION,
        generator: "addresses by ChaCha8 and Philox4x32-10".to_owned(),
        seed: settings.seed,
        confidence: CONFIDENCE,
        band: BAND,
        command: settings.command.clone(),
    }
}

/// Replications gathered, and why no more.
#[derive(Debug)]
pub(super) struct Gathered {
    pub records: Vec<Records>,
    pub precision: Precision,
    /// How many were meant, if somebody stopped it.
    pub interrupted_of: Option<u64>,
}

/// Replicates all designs side by side until `settings` are met: first at the typical values, in blocks,
/// then over the draws.
pub(super) fn gather(
    names: &[String],
    designs: &[Design<'_>],
    watches: &[Watch],
    settings: &Settings,
    control: Control<'_>,
) -> Result<Gathered, Refusal> {
    let count = designs.len() as u64;
    let uncertain = designs.iter().any(|d| d.scenario.numbers().iter().any(|n| n.is_uncertain()));
    let draws = if uncertain && settings.draws >= 2 && settings.per_draw >= 2 { settings.draws } else { 0 };
    let in_draws = u64::from(draws) * u64::from(settings.per_draw);
    refuse_size(designs, settings, in_draws)?;
    let runner = Runner::new(Seed(settings.seed), settings.threads, control);
    let mut records: Vec<Records> = names
        .iter()
        .zip(designs)
        .map(|(name, d)| Records { name: name.clone(), catalogue: d.catalogue.clone(), ..Records::default() })
        .collect();
    let mut n = 0;
    let mut targets = Vec::new();
    let (mut why, mut stopped) = (Why::Given, false);
    while !stopped {
        let until = match precision::next(settings.replications, n, &targets) {
            Ok(until) => until,
            Err(reason) => {
                why = reason;
                break;
            }
        };
        let expected = precision::expected(settings.replications, n, &targets).max(until);
        runner.plan((expected + in_draws) * count);
        let block: Vec<Trial> = (n..until)
            .flat_map(|replication| (0..designs.len()).map(move |design| Trial::Typical { design, replication }))
            .collect();
        let outcomes = runner.replicate(designs, &block);
        stopped = !keep_prefix(outcomes, &mut records, |record, kept| record.typical.extend(kept));
        n = records.first().map_or(0, |r| r.typical.len() as u64);
        targets = precision::targets(watches, &records);
    }
    if n == 0 {
        return Err(Refusal::Stopped);
    }
    let meant = (precision::expected(settings.replications, n, &targets).max(n) + in_draws) * count;
    if !stopped && draws > 0 {
        runner.plan((n + in_draws) * count);
        let replications = settings.per_draw;
        let list: Vec<Trial> = (0..draws)
            .flat_map(|draw| (0..designs.len()).map(move |design| Trial::Draw { design, draw, replications }))
            .collect();
        let outcomes = runner.replicate(designs, &list);
        stopped = !keep_prefix(outcomes, &mut records, |record, kept| record.draws.push(kept));
    }
    let why = if stopped { Why::Interrupted } else { why };
    let interrupted_of = stopped.then_some(meant / count);
    Ok(Gathered { records, precision: precision::state(targets, why), interrupted_of })
}

/// Keeps what was finished for all designs before the first gap; says whether there was none.
fn keep_prefix(
    outcomes: Vec<Option<Vec<Kept>>>,
    records: &mut [Records],
    mut keep: impl FnMut(&mut Records, Vec<Kept>),
) -> bool {
    let mut outcomes = outcomes.into_iter().peekable();
    while outcomes.peek().is_some() {
        let row: Option<Vec<Vec<Kept>>> = outcomes.by_ref().take(records.len()).collect();
        let Some(row) = row else { return false };
        for (record, kept) in records.iter_mut().zip(row) {
            keep(record, kept);
        }
    }
    true
}

fn refuse_size(designs: &[Design<'_>], settings: &Settings, in_draws: u64) -> Result<(), Refusal> {
    let (typical, adaptive) = match settings.replications {
        Wanted::Number(number) => (number, false),
        Wanted::Precision { at_most, .. } => (at_most, true),
    };
    if typical == 0 {
        return Err(Refusal::NoReplications);
    }
    let width: u64 = designs.iter().map(|d| d.catalogue.width() as u64 + 4).sum();
    let most = (MOST_KEPT / width.max(1)).min(MOST);
    let asked = typical.saturating_add(in_draws);
    if asked > most && !(adaptive && in_draws < most) {
        return Err(Refusal::TooMany { asked, most, scenarios: designs.len() });
    }
    Ok(())
}

/// Refuses a long-run average where a role falls ever further behind. Work that lapses, finds no room, or comes
/// from people who raise one at a time cannot pile up without end.
pub(super) fn refuse_steady_state(name: &str, scenario: &Scenario) -> Result<(), Refusal> {
    if !scenario.steady_state {
        return Ok(());
    }
    for (index, load) in loads(scenario).into_iter().enumerate() {
        // Where outcomes change offenders the load of the start is not that of the long run: a run says what is.
        let Some(value) = load.load.filter(|value| *value >= 1.0 && !load.at_start) else { continue };
        if !super::ladder::is_bounded(scenario, index) {
            return Err(Refusal::SteadyState { scenario: name.to_owned(), role: load.role, load: value });
        }
    }
    Ok(())
}

/// The column that stands for the answer, to see which assumptions move it: the extra hours of a comparison;
/// of a scenario by itself the number late where work has a due date, else the hours asked for.
fn headline_column(scenario: &Scenario, base: &Records, own: &Records, compared: bool) -> Option<Column> {
    if compared {
        if super::ledger::new_causes(base, own).is_empty() {
            return difference_column(base, own, "demand.total");
        }
        return Some(caused(base, own));
    }
    let key = late_key(scenario).unwrap_or_else(|| "demand.total".to_owned());
    own.catalogue.find(&key).map(|item| own.column(item.reading))
}

pub(super) fn scenario_answer(
    named: &Named,
    records: &Records,
    loads: Vec<RoleLoad>,
    precision: Precision,
    interrupted_of: Option<u64>,
) -> ScenarioAnswer {
    let scenario = &named.scenario;
    let items = &records.catalogue.items;
    let quantities: Vec<_> = items.iter().map(|item| estimated(records, item)).collect();
    let series = records.catalogue.series.iter().map(|item| trajectory(records, item)).collect();
    let mut answer = ScenarioAnswer {
        name: named.name.clone(),
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        starts: scenario.starts.clone(),
        dated: scenario.nation.is_some(),
        days: scenario.horizon.0 as f64 / DAY as f64,
        warm_up_days: scenario.warm_up.days(),
        steady_state: scenario.steady_state,
        months: scenario.month_names.clone(),
        names: Names {
            levels: scenario.offenders.levels.clone(),
            roles: scenario.roles.iter().map(|r| r.name.clone()).collect(),
            kinds: scenario.kinds.iter().map(|k| k.name.clone()).collect(),
            causes: scenario.causes.clone(),
            stages: scenario.stages.clone(),
            counts: scenario.counts.clone(),
            observed: scenario.observe_at.iter().map(|at| super::listing::observed_at(scenario, *at)).collect(),
        },
        hash: scenario.hash.clone(),
        canonical: scenario.canonical.clone(),
        files: scenario.files.clone(),
        replications: Replications {
            typical: records.typical.len() as u64,
            draws: records.draws.len() as u64,
            per_draw: records.draws.first().map_or(0, |d| d.len() as u64),
            truncated: records.truncated(),
            interrupted_of,
        },
        precision,
        quantities,
        series,
        ladder: super::ladder::Ladder::default(),
        loads,
        build_up: crate::scenario::build_up::build_up(scenario, &crate::scenario::Point::Typical),
        by_rota: crate::scenario::build_up::by_rota(scenario),
        assumptions: Vec::new(),
        sources: scenario.sources.clone(),
        money: scenario.pricing(),
        overload: None,
    };
    answer.ladder = ladder(scenario, &answer);
    answer
}

/// Warnings of one scenario by itself.
pub(super) fn warn(
    name: &str,
    scenario: &Scenario,
    records: &Records,
    loads: &[RoleLoad],
    settings: &Settings,
    into: &mut Vec<Warning>,
) {
    let scenario_name = || name.to_owned();
    into.extend(foreseen(name, scenario, loads));
    if records.truncated() > 0 {
        let limit = match records.limit() {
            Some(Stopped::OpenTasks) => "open tasks",
            Some(Stopped::Register) => "people on the register",
            _ => "events",
        };
        into.push(Warning::Truncated {
            scenario: scenario_name(),
            replications: records.truncated(),
            of: records.replications(),
            limit: limit.to_owned(),
        });
    }
    if let Some(today) = &settings.today {
        for number in scenario.numbers() {
            if let Some(review_by) = number.passport.review_by.as_ref().filter(|by| *by < today) {
                into.push(Warning::PastReview {
                    scenario: scenario_name(),
                    key: number.key.clone(),
                    review_by: review_by.clone(),
                    today: today.clone(),
                });
            }
        }
    }
}

fn imprecise(precision: &Precision, named: &[Named], records: &Records, into: &mut Vec<Warning>) {
    for target in precision.targets.iter().filter(|target| !target.met) {
        let relative = target.half_width.zip(target.mean).filter(|(_, m)| *m != 0.0).map(|(h, m)| h / m.abs());
        into.push(Warning::TooFewReplications {
            scenario: named.get(target.of).map_or_else(String::new, |named| named.name.clone()),
            replications: records.typical.len() as u64,
            output: target.label.clone(),
            relative: relative.filter(|r| r.is_finite()),
            too_soon: super::precision::is_narrow(target),
        });
    }
}
