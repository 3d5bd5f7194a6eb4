//! Three rungs: the ratio, the points, the simulation, each answering "does the work fit".

use serde::Serialize;

use super::Range;

/// The three rungs for the role that holds offenders, or the busiest role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ladder {
    /// Role it speaks of; `None` when the scenario has no role with a number of people.
    pub role: Option<String>,
    /// First rung.
    pub ratio: Option<Ratio>,
    /// Second rung.
    pub points: Option<Points>,
    /// Third rung.
    pub simulated: Option<Simulated>,
    /// One sentence for each rung present, on what it leaves out or why it differs.
    pub sentences: Vec<(Rung, String)>,
}

/// Which rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rung {
    /// Offenders per full-time holder.
    Ratio,
    /// Weight times cases over points available.
    Points,
    /// The simulation.
    Simulation,
}

/// Offenders per full-time holder.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ratio {
    /// Offenders under management.
    pub offenders: f64,
    /// Full-time posts that hold them.
    pub posts: f64,
    /// Offenders for each.
    pub per_post: f64,
    /// What it is compared with, from the file.
    pub benchmark: Option<f64>,
    /// Its ratio to the benchmark.
    pub of_benchmark: Option<f64>,
}

/// A sum in the manner of the Workload Measurement Tool: one point is one hour a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Points {
    /// Weight and cases of each risk level.
    pub levels: Vec<LevelWeight>,
    /// Points of work that concerns no offender in particular.
    pub team: f64,
    /// Points asked for.
    pub asked: f64,
    /// Points available.
    pub available: f64,
    /// Asked over available; `None` when none are available.
    pub load: Option<f64>,
}

/// Cases at one risk level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelWeight {
    /// Risk level.
    pub level: String,
    /// Expected hours a year for one offender.
    pub weight: f64,
    /// Offenders.
    pub cases: f64,
}

/// What the simulation says of the same role.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Simulated {
    /// Mean share of productive time worked.
    pub utilisation: Option<f64>,
    /// Its 90 % band of single outcomes, the widest studied.
    pub band: Option<Range>,
    /// Share of officer-weeks above 110 % of capacity.
    pub excessive_weeks: Option<f64>,
    /// Tasks overdue at the end, all kinds.
    pub overdue_at_end: Option<f64>,
}

/// Offered load of one role at the typical values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleLoad {
    /// Role.
    pub role: String,
    /// Hours asked for a year.
    pub asked: f64,
    /// Productive hours a year; `None` where people are unlimited.
    pub available: Option<f64>,
    /// Asked over available; `None` where people are unlimited or there are none.
    pub load: Option<f64>,
    /// People in post, full-time equivalents; `None` where unlimited.
    pub posts: Option<f64>,
    /// Hours of the work already waiting at the start, once.
    pub backlog: f64,
}
