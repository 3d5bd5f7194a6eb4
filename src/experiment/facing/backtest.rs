//! How observed figures lie among what a scenario foretells.

use serde::Serialize;

use super::super::answer::{Made, Range};
use super::super::quantities::Unit;
use super::super::runner::{Design, Runner, Trial};
use super::super::settings::{Control, MOST, Settings, Wanted};
use super::super::study::{Named, Refusal};
use super::{Sides, figures, made};
use crate::random::{Purpose, Seed, name_key};
use crate::scenario::observed::{Figure, Observed};
use crate::special::binomial_sf;
use crate::stats;

/// Replications at the typical values, unless told otherwise.
const REPLICATIONS: u64 = 400;

/// The answer of a backtest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Backtest {
    /// How it was made.
    pub made: Made,
    /// What faces what.
    pub sides: Sides,
    /// Replications at the typical values.
    pub replications: u64,
    /// Draws of the uncertain numbers; 0 when none is uncertain or none was asked for.
    pub draws: u64,
    /// Replications a draw.
    pub per_draw: u64,
    /// Of all these, stopped early by a limit of the scenario.
    pub truncated: u64,
    /// Each figure.
    pub figures: Vec<FigureTold>,
    /// All of them together.
    pub together: Together,
}

/// One figure among its predictions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureTold {
    /// What reports call it.
    pub name: String,
    /// What it is.
    pub what: String,
    /// Unit.
    pub unit: Unit,
    /// First and last month of its window.
    pub window: (String, String),
    /// People it was counted over, where the file says so.
    pub exposure: Option<f64>,
    /// What was observed.
    pub observed: f64,
    /// Where that comes from.
    pub source: Option<String>,
    /// Whether it was kept for checking.
    pub held_back: bool,
    /// By chance alone, at the typical values.
    pub chance: Option<Prediction>,
    /// By chance and ignorance together; as `chance` when nothing is uncertain.
    pub whole: Option<Prediction>,
}

/// What was foretold of a figure, and how the observed one met it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Median.
    pub median: f64,
    /// Holds 90 % of the predictions.
    pub interval_90: Range,
    /// Holds 95 %.
    pub interval_95: Range,
    /// Whether the observed figure lies in the first.
    pub inside_90: bool,
    /// Whether it lies in the second.
    pub inside_95: bool,
    /// Its randomised rank among the predictions, 0 to 1.
    pub pit: f64,
    /// Continuous ranked probability score, in the figure's unit.
    pub crps: f64,
    /// Logarithmic score (nats); `None` where the figure cannot come about.
    pub log_score: Option<f64>,
}

/// All figures together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Together {
    /// How many there are.
    pub figures: u64,
    /// How many lie in their 90 % interval.
    pub inside_90: u64,
    /// How many lie in their 95 % interval.
    pub inside_95: u64,
    /// How many of the figures of a simulated period lie inside these intervals, on average: what does not vary, or is a
    /// count, does so more often than nine times in ten.
    pub expected_90: f64,
    /// Share of simulated periods with as few figures inside, or fewer, the observed one counted with them.
    pub so_few: f64,
    /// Chance that as many lay inside, or more, of intervals that hold only 70 %: how easily the test is passed.
    pub too_narrow_passes: f64,
    /// Root mean square of the distances of the figures from their predicted means, in predicted standard
    /// deviations; `None` when no prediction varies.
    pub distance: Option<f64>,
    /// Share of simulated periods that lie at least so far from the mean: how surprising the whole set is, the
    /// dependence between figures counted in. None does where a figure does not vary and is not what was observed.
    pub surprise: Option<f64>,
    /// Sum of the logarithmic scores (nats); `None` when one of the figures cannot come about.
    pub log_score: Option<f64>,
    /// Mean over the figures of the ranked score in predicted standard deviations.
    pub scaled_crps: Option<f64>,
}

/// Holds observed figures against a scenario.
///
/// # Errors
/// When there is no figure, nothing to replicate, or somebody stopped it.
pub fn backtest(
    named: &Named,
    observed: &Observed,
    settings: &Settings,
    control: Control<'_>,
) -> Result<Backtest, Refusal> {
    let scenario = &named.scenario;
    super::super::study::refuse_steady_state(&named.name, scenario)?;
    if observed.figures.is_empty() {
        return Err(Refusal::NoFigures);
    }
    let replications = match settings.replications {
        Wanted::Number(number) => number,
        Wanted::Precision { .. } => REPLICATIONS,
    };
    let uncertain = scenario.numbers().iter().any(|number| number.is_uncertain());
    let draws = if uncertain && settings.draws >= 2 && settings.per_draw >= 2 { settings.draws } else { 0 };
    let asked = replications.saturating_add(u64::from(draws) * u64::from(settings.per_draw));
    if replications < 2 {
        return Err(Refusal::NoReplications);
    }
    let most = MOST / (observed.figures.len() as u64 + 1);
    if asked > most {
        return Err(Refusal::TooMany { asked, most, scenarios: 1 });
    }
    let designs = [Design::keeping(scenario, figures::catalogue(scenario, &observed.figures))];
    let runner = Runner::new(Seed(settings.seed), settings.threads, control);
    runner.plan(asked);
    let typical: Vec<Trial> = (0..replications).map(|replication| Trial::Typical { design: 0, replication }).collect();
    let draw = |draw: u32| Trial::Draw { design: 0, draw, replications: settings.per_draw };
    let drawn: Vec<Trial> = (0..draws).map(draw).collect();
    let mut truncated = 0;
    let mut outcomes = |trials: &[Trial]| -> Option<Vec<Vec<f64>>> {
        let mut rows = Vec::new();
        for kept in runner.replicate(&designs, trials) {
            for kept in kept? {
                truncated += u64::from(kept.stopped.is_some());
                rows.push(figures::values(&designs[0].catalogue, &kept));
            }
        }
        Some(rows)
    };
    let chance = outcomes(&typical).ok_or(Refusal::Stopped)?;
    let whole = if draws > 0 { outcomes(&drawn).ok_or(Refusal::Stopped)? } else { chance.clone() };
    let told = |i: usize, figure: &Figure| told(scenario, figure, settings.seed, i, &chance, &whole);
    let figures: Vec<FigureTold> = observed.figures.iter().enumerate().map(|(i, figure)| told(i, figure)).collect();
    let together = together(&figures, &whole);
    Ok(Backtest {
        made: made(settings.seed, settings.command.clone()),
        sides: Sides::of(&named.name, scenario, observed),
        replications,
        draws: u64::from(draws),
        per_draw: if draws > 0 { u64::from(settings.per_draw) } else { 0 },
        truncated,
        figures,
        together,
    })
}

fn told(
    scenario: &crate::scenario::world::Scenario,
    figure: &Figure,
    seed: u64,
    index: usize,
    chance: &[Vec<f64>],
    whole: &[Vec<f64>],
) -> FigureTold {
    let column = |rows: &[Vec<f64>]| rows.iter().filter_map(|row| row.get(index).copied()).collect::<Vec<f64>>();
    let lot = Seed(seed).parameter(0, Purpose::Ranking, name_key(&figure.name)).next_uniform();
    let month = |i: usize| scenario.month_names.get(i).cloned().unwrap_or_default();
    FigureTold {
        name: figure.name.clone(),
        what: figures::in_words(figure),
        unit: figures::unit(figure),
        window: (month(figure.first), month(figure.last)),
        exposure: figure.exposure,
        observed: figure.value,
        source: figure.passport.source.clone(),
        held_back: figure.held_back,
        chance: prediction(&column(chance), figure, lot),
        whole: prediction(&column(whole), figure, lot),
    }
}

fn prediction(predicted: &[f64], figure: &Figure, lot: f64) -> Option<Prediction> {
    let seen = figure.value;
    let mut sorted = predicted.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let m = predicted.len() as f64;
    let mean = predicted.iter().sum::<f64>() / m;
    let variance = predicted.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (m - 1.0);
    let range = |share: f64| stats::central(&sorted, share).map(|i| Range { low: i.low, high: i.high });
    let (interval_90, interval_95) = (range(0.90)?, range(0.95)?);
    Some(Prediction {
        mean,
        sd: libm::sqrt(variance),
        median: stats::sample_quantile(&sorted, 0.5)?,
        interval_90,
        interval_95,
        inside_90: interval_90.contains(seen),
        inside_95: interval_95.contains(seen),
        pit: stats::randomised_pit(predicted, seen, lot),
        crps: stats::crps(predicted, seen)?,
        log_score: stats::log_score(predicted, seen, figures::is_whole(figure)),
    })
}

fn together(figures: &[FigureTold], whole: &[Vec<f64>]) -> Together {
    let count = |inside: fn(&Prediction) -> bool| {
        figures.iter().filter(|f| f.whole.as_ref().is_some_and(inside)).count() as u64
    };
    let scales: Vec<Option<(f64, f64)>> =
        figures.iter().map(|f| f.whole.filter(|p| p.sd > 0.0).map(|p| (p.mean, p.sd))).collect();
    let varying = scales.iter().flatten().count();
    let from_mean = |row: &[f64]| {
        let each = row.iter().zip(&scales).filter_map(|(x, scale)| scale.map(|(mean, sd)| (x - mean) / sd));
        libm::sqrt(each.map(|z| z * z).sum::<f64>() / varying.max(1) as f64)
    };
    let seen: Vec<f64> = figures.iter().map(|figure| figure.observed).collect();
    let distance = (varying > 0).then(|| from_mean(&seen));
    // No simulated period has what a figure that does not vary never is.
    let apart = |p: &Prediction, seen: f64| p.sd <= 0.0 && (seen - p.mean).abs() > 1e-9 * p.mean.abs().max(1.0);
    let never = |f: &FigureTold| f.whole.as_ref().is_some_and(|p| apart(p, f.observed));
    let ruled_out = figures.iter().any(never);
    let surprise = (varying > 0 || ruled_out).then(|| {
        // The observed period is one of those that lie so far: the share is never 0.
        let seen = distance.unwrap_or(0.0) * (1.0 - 1e-12);
        let far = whole.iter().filter(|row| !ruled_out && from_mean(row) >= seen).count() as f64;
        (far + 1.0) / (whole.len() as f64 + 1.0)
    });
    let logs: Option<Vec<f64>> = figures.iter().map(|f| f.whole.and_then(|p| p.log_score)).collect();
    let scaled: Vec<f64> =
        figures.iter().filter_map(|f| f.whole.filter(|p| p.sd > 0.0).map(|p| p.crps / p.sd)).collect();
    let (all, inside_90) = (figures.len() as u64, count(|p| p.inside_90));
    let ranges: Vec<Option<Range>> = figures.iter().map(|f| f.whole.map(|p| p.interval_90)).collect();
    let inside = |row: &Vec<f64>| {
        row.iter().zip(&ranges).filter(|(x, range)| range.is_some_and(|range| range.contains(**x))).count() as u64
    };
    let each: Vec<u64> = whole.iter().map(inside).collect();
    let periods = whole.len() as f64;
    let as_few = each.iter().filter(|&&number| number <= inside_90).count() as f64;
    Together {
        figures: all,
        inside_90,
        expected_90: each.iter().sum::<u64>() as f64 / periods.max(1.0),
        so_few: (as_few + 1.0) / (periods + 1.0),
        too_narrow_passes: inside_90.checked_sub(1).map_or(1.0, |below| binomial_sf(all, 0.7, below)),
        inside_95: count(|p| p.inside_95),
        distance,
        surprise,
        log_score: logs.map(|logs| logs.iter().sum()),
        scaled_crps: (!scaled.is_empty()).then(|| scaled.iter().sum::<f64>() / scaled.len() as f64),
    }
}
