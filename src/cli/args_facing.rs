//! What can be typed after `backtest` and `calibrate`.

use clap::Args;

use super::args::Making;
use super::require::Require;

/// Options that both commands about last year share.
#[derive(Debug, Args)]
pub(super) struct Facing {
    /// Scenario file, or `-`
    pub scenario: String,
    /// File of observed figures
    pub observed: String,
    #[command(flatten)]
    pub making: Making,
    /// Change a value of the file: KEY=VALUE
    #[arg(long, value_name = "KEY=VALUE", value_parser = super::args::assignment)]
    pub set: Vec<(String, String)>,
    /// Leave the date out of what is written
    #[arg(long)]
    pub no_date: bool,
}

/// Options of `backtest`.
#[derive(Debug, Args)]
pub(super) struct Backtest {
    #[command(flatten)]
    pub facing: Facing,
    /// Replications at the typical values
    #[arg(long, short = 'n', value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub replications: u64,
    /// Draws of the uncertain numbers; 0 for chance alone
    #[arg(long, value_name = "K", default_value_t = 400)]
    pub draws: u32,
    /// Replications in each draw
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub per_draw: u32,
    /// A target: KEY<=VALUE, also <, > or >=; exit code 3 if it is missed. Keys: `inside 90`, `inside 95`, `surprise`,
    /// `distance`, `log score`, `pit.NAME`, `crps.NAME`, `log score.NAME`
    #[arg(long, value_name = "TARGET", value_parser = super::require::parse)]
    pub require: Vec<Require>,
}

/// Options of `calibrate`.
#[derive(Debug, Args)]
pub(super) struct Calibrate {
    #[command(flatten)]
    pub facing: Facing,
    /// Particles: sets of numbers in each generation
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(20..=10_000))]
    pub particles: u32,
    /// Near enough: distance between simulated and observed figures, in standard deviations of what chance alone makes of them
    #[arg(long, value_name = "D", default_value_t = 0.5, value_parser = not_negative)]
    pub tolerance: f64,
    /// The next tolerance is the distance that this share of a generation has or is below: 50 %
    #[arg(long, value_name = "SHARE", default_value = "50 %", value_parser = part)]
    pub quantile: f64,
    /// Most attempts, one replication each
    #[arg(long, value_name = "N", default_value_t = 40_000, value_parser = clap::value_parser!(u64).range(20..=1_000_000_000))]
    pub budget: u64,
    /// Rows of the sample in calibrated.toml
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub rows: u32,
}

fn not_negative(text: &str) -> Result<f64, String> {
    super::require::share(text).and_then(|x| if x >= 0.0 { Ok(x) } else { Err("write 0 or more".to_owned()) })
}

fn part(text: &str) -> Result<f64, String> {
    let share = super::require::share(text)?;
    if (0.01..=0.99).contains(&share) { Ok(share) } else { Err("write a share from 1 % to 99 %".to_owned()) }
}
