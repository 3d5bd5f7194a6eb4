//! From observed figures to what is now known of a scenario's numbers.

use serde::Serialize;

use super::super::answer::Made;
use super::super::settings::{Control, Settings, Wanted};
use super::super::study::{Named, Refusal};
use super::backtest::{Backtest, backtest};
use super::learnt::{Learning, learn, source};
use super::seen::{self, RateTold, ShareTold};
use super::{Sides, made};
use crate::scenario::Loaded;
use crate::scenario::learnt::{Belief, Head, Sample};
use crate::scenario::observed::Observed;

/// Most rows of what was learnt that the figures are held against.
const MOST_CHECKED: u32 = 400;

/// How a calibration is to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnSettings {
    /// Seed.
    pub seed: u64,
    /// Threads; 0 for as many as the machine has.
    pub threads: usize,
    /// Particles of a generation.
    pub particles: u32,
    /// Distance that is near enough, in what chance alone makes of the figures (standard deviations).
    pub tolerance: f64,
    /// Share of a generation whose largest distance is the next tolerance; above 0, below 1.
    pub quantile: f64,
    /// Most attempts, one replication each.
    pub budget: u64,
    /// Rows of the sample that is written.
    pub rows: u32,
    /// The command line that repeats it.
    pub command: Option<String>,
    /// Breaks the fit on purpose, for the tests that must notice.
    #[doc(hidden)]
    pub fault: Option<Fault>,
}

impl Default for LearnSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            threads: 0,
            particles: 500,
            tolerance: 0.5,
            quantile: 0.5,
            budget: 40_000,
            rows: 200,
            command: None,
            fault: None,
        }
    }
}

/// A fit that is broken on purpose. No command reaches it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What was believed before is not counted, in exact laws.
    IgnoresPrior,
    /// What is learnt is half as wide as it should be.
    HalvesWidth,
}

/// The answer of a calibration.
#[derive(Clone, Debug, Serialize)]
pub struct Calibration {
    /// How it was made.
    pub made: Made,
    /// What faces what.
    pub sides: Sides,
    /// Rates that were seen directly.
    pub rates: Vec<RateTold>,
    /// Shares that were seen directly.
    pub shares: Vec<ShareTold>,
    /// What the figures taught; `None` without figures to learn from.
    pub learning: Option<Learning>,
    /// The figures held against the scenario with what was learnt; `None` without figures.
    pub check: Option<Backtest>,
    /// The sample of what was learnt from figures.
    #[serde(skip)]
    pub sample: Option<Sample>,
    /// The scenario with everything that was learnt.
    #[serde(skip)]
    pub after: Loaded,
    /// The scenario as it was, with what the command line changed.
    #[serde(skip)]
    before: Loaded,
}

/// Learns the numbers of a scenario from observed figures. `plain` is the file as it stands, `loaded` the same with what
/// the command line changes.
///
/// # Errors
/// When there is nothing to learn or to learn from, or somebody stopped it.
pub fn calibrate(
    name: &str,
    plain: &Loaded,
    loaded: &Loaded,
    observed: &Observed,
    settings: &LearnSettings,
    control: Control<'_>,
) -> Result<Calibration, Refusal> {
    let (scenario, _) = loaded.scenario().map_err(Refusal::Scenario)?;
    super::super::study::refuse_steady_state(name, &scenario)?;
    let sides = Sides::of(name, &scenario, observed);
    let from = source(observed);
    let (rates, mut beliefs): (Vec<RateTold>, Vec<Belief>) =
        observed.rates.iter().map(|rate| seen::rate(rate, &from, settings.fault)).unzip();
    let (shares, more): (Vec<ShareTold>, Vec<Belief>) =
        observed.shares.iter().map(|share| seen::share(share, &from, settings.fault)).unzip();
    beliefs.extend(more);
    let mut after = loaded.believing(&beliefs).map_err(Refusal::Scenario)?;
    let (mut learning, mut sample) = (None, None);
    if observed.figures.iter().any(|figure| !figure.held_back) {
        // What was seen directly is what is believed before the figures are looked at.
        let (between, _) = after.scenario().map_err(Refusal::Scenario)?;
        let apart: Vec<&str> = beliefs.iter().map(|belief| belief.number.key.as_str()).collect();
        let learnt = learn(&after, &between, observed, &apart, settings, &control)?;
        after = after.believing(&learnt.beliefs).map_err(Refusal::Scenario)?;
        learning = Some(learnt.learning);
        sample = Some(Sample { passport: passport(observed, settings), ..learnt.sample });
    } else if beliefs.is_empty() {
        let text = "every figure is held back, and no rate or share was seen directly: there is nothing to learn from";
        return Err(Refusal::NothingToLearn(text.to_owned()));
    }
    let check = if observed.figures.is_empty() {
        None
    } else {
        let with_rows = sample.as_ref().map_or_else(|| after.clone(), |sample| after.with_sample(sample));
        let (scenario, _) = with_rows.into_scenario().map_err(Refusal::Scenario)?;
        let settings = Settings {
            seed: settings.seed,
            replications: Wanted::Number(200),
            draws: settings.rows.clamp(2, MOST_CHECKED),
            threads: settings.threads,
            ..Settings::default()
        };
        Some(backtest(&Named { name: name.to_owned(), scenario }, observed, &settings, control)?)
    };
    let made = made(settings.seed, settings.command.clone());
    Ok(Calibration { made, sides, rates, shares, learning, check, sample, after, before: plain.clone() })
}

fn passport(observed: &Observed, settings: &LearnSettings) -> crate::scenario::world::Passport {
    crate::scenario::world::Passport {
        source: Some(source(observed)),
        note: Some(format!(
            "Rows of equal weight, learnt by ABC-SMC with seed {} and a budget of {} replications.",
            settings.seed, settings.budget
        )),
        ..Default::default()
    }
}

impl Calibration {
    /// The scenario file with what was learnt; `extends` is the given scenario, as the file is to name it.
    #[must_use]
    pub fn file(&self, extends: &str) -> String {
        let sides = &self.sides;
        let mut comment = vec![
            format!("{}: numbers as learnt from {}.", sides.title, sides.observed_title),
            format!(
                "Written by caseload {} with seed {}; the observed figures are {}",
                self.made.version, self.made.seed, sides.observed_file
            ),
            format!("(SHA-256 {}).", sides.observed_hash),
        ];
        if let Some(learning) = &self.learning {
            let silent: Vec<&str> = learning.inputs.iter().filter(|i| !i.informed).map(|i| i.key.as_str()).collect();
            if !silent.is_empty() {
                comment.push(format!(
                    "The figures said nothing that can be told from chance about {} of {} numbers.",
                    silent.len(),
                    learning.inputs.len()
                ));
            }
        }
        let head = Head { comment, extends: extends.to_owned(), title: format!("{}, calibrated", sides.title) };
        crate::scenario::learnt::file(&head, &self.before, &self.after, self.sample.as_ref())
    }
}
