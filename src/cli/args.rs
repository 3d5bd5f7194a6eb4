//! What can be typed, with help that teaches.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::args_facing::{Backtest, Calibrate};
use super::require::Require;
use crate::experiment::Factor;

/// How much work is coming to an offender-management team, and how many people it needs.
#[derive(Debug, Parser)]
#[command(
    name = "caseload",
    version,
    after_help = "A scenario is a TOML file; `caseload init` writes one to fill in, scenarios/ has more. `-` reads it from standard input.\n\
                  Exit codes: 0 done, 1 could not finish or write, 2 the request or the file is at fault, 3 a --require target was missed."
)]
pub(super) struct Caseload {
    /// What to do; nothing shows how to begin.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Is the file sound, how much work comes to each role, and how much can it do
    #[command(after_help = "\
Examples:
  caseload check scenarios/nottinghamshire-2021/base.toml
  caseload check --diff scenarios/nottinghamshire-2021/base.toml scenarios/nottinghamshire-2021/app.toml
  caseload check --json my-team.toml         for editors and pipelines")]
    Check(Check),
    /// One scenario: estimates, trajectories, warnings
    #[command(after_help = "\
Examples:
  caseload run scenarios/nottinghamshire-2021/base.toml
  caseload run base.toml --out results/base                      a folder with report.html, tables and figures
  caseload run base.toml --set 'offenders.number=1500'           the same team with more people to manage
  caseload run base.toml --replication 7 --trace events.csv      every step of one replication
  caseload run base.toml --require 'late.home visit<=60'         exit code 3 if more are late in the period

Two bands are given. \"If our numbers are right\" is what chance alone does at the typical values.
\"Allowing for what we do not know\" also draws every uncertain number of the file.")]
    Run(Run),
    /// Paired differences under the same chance: the extra work, and what it displaces
    #[command(after_help = "\
Examples:
  caseload compare base.toml app.toml
  caseload compare base.toml app.toml unfiltered.toml --out results/app
  caseload compare base.toml app.toml --require 'app:excessive weeks.offender manager<=20%'
  caseload compare base.toml app.toml --require 'difference:demand a month.total<=120'

Every scenario meets the same chance, source by source, so what differs is what the files make differ.")]
    Compare(Compare),
    /// A grid of values, such as offenders by staff
    #[command(after_help = "\
Examples:
  caseload sweep app.toml --vary offenders.number=1000,1300,1600 --vary 'staff.offender manager.people=20,24,28'
  caseload sweep app.toml --vary 'work.alert triage.effort=5 min,10 min,20 min'

KEY is the path of a value in the merged file. Every cell is paired with the first.")]
    Sweep(Sweep),
    /// Last year's figures, held against what the scenario foretells of them
    #[command(after_help = "\
Examples:
  caseload backtest base.toml observed.toml
  caseload backtest base.toml observed.toml --out results/last-year      report.html, a plot, tables, results.json
  caseload backtest base.toml observed.toml --require 'inside 90>=4' --require 'surprise>=0.05'

OBSERVED is a small file of its own; scenarios/OBSERVED.md says how to write one:

  title = \"Last year\"
  [[figure]]
  name   = \"breaches\"
  count  = \"breach\"          what the scenario counts under this name
  value  = 24
  from   = 2020-10-01         whole reporting months of the scenario
  until  = 2021-05-31
  source = \"returns to the inspectorate\"

Each figure is shown beside the range in which the scenario puts nine periods in ten, by chance alone and with what we
do not know, and scored. The report says what cannot be concluded.")]
    Backtest(Backtest),
    /// What last year's figures say of the numbers we do not know
    #[command(after_help = "\
Examples:
  caseload calibrate base.toml observed.toml --out results/learnt        writes calibrated.toml and a report
  caseload compare results/learnt/calibrated.toml app.toml               a calibrated file is a scenario like any other
  caseload calibrate base.toml observed.toml --budget 100000 --tolerance 0.25

A [[rate]] or [[share]] of OBSERVED was seen directly, and its law is exact (gamma-Poisson, beta-binomial). A [[figure]] was
seen only through what the scenario makes of its numbers; these are learnt by simulating until the figures come out nearly as
observed (approximate Bayesian computation, sequential Monte Carlo). What was believed before is the scenario's own `uncertain`.
The report shows each number before and after, and says which ones the figures did not inform.")]
    Calibrate(Calibrate),
    /// A starter scenario for your own team: asks a few numbers, writes commented files to fill in
    #[command(after_help = "\
Examples:
  caseload init                                       asks on the terminal, writes your-force/
  caseload init east --offenders 900 --managers 14    the rest is asked, or takes its default
  caseload init east --yes                            asks nothing

Every default says where it comes from, and stays in the file with its source until you replace it.
Nothing is written over. What to do next stands in the README.md that is written.")]
    Init(Init),
    /// A part of a scenario from spreadsheet exports: caseload and staff as counts, never a person
    #[command(after_help = "\
Examples:
  caseload import caseload.csv staff.csv --out your-force/imported.toml
  caseload import caseload.csv                        shows the part that it would write

A caseload table has a row for each manager code and risk level:
  manager code, site, risk level, people, overdue 1 to 14 days, overdue 15 to 28 days, overdue over 28 days
A staff table has a row for people who work alike:
  role, people, full-time share, hours a week, site, from, until
Only the risk level with people, and the role with people, must be there. Templates, and samples of what goes
wrong, are written by `caseload init`. Any CSV that a spreadsheet saves will do.

Only counts come in. A column or cell that looks like a name, a date of birth, an address or a reference
number is refused by its place, and what it holds is never repeated.

A scenario takes the numbers with:  extends = [\"base.toml\", \"imported.toml\"]")]
    Import(Import),
    /// JSON Schema of the scenario language, for editors
    Schema(Schema),
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// That of files of observed figures instead
    #[arg(long)]
    pub observed: bool,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Folder to write to
    #[arg(value_name = "DIR", default_value = "your-force")]
    pub folder: PathBuf,
    /// Registered offenders managed in the community
    #[arg(long, value_name = "N")]
    pub offenders: Option<String>,
    /// Very high, high, medium, low risk: four counts, or four percentages
    #[arg(long, value_name = "A,B,C,D")]
    pub risk: Option<String>,
    /// Offender managers in post
    #[arg(long, value_name = "N")]
    pub managers: Option<String>,
    /// Sergeants in post
    #[arg(long, value_name = "N")]
    pub sergeants: Option<String>,
    /// Hours a year a full-time manager has for this work: one figure, or a range as 1300-1500
    #[arg(long, value_name = "HOURS")]
    pub productive_hours: Option<String>,
    /// People who will have the monitoring app (licences)
    #[arg(long, value_name = "N")]
    pub monitored: Option<String>,
    /// Home visits overdue today at very high, high, medium, low risk; 0 for none
    #[arg(long, value_name = "A,B,C,D")]
    pub overdue: Option<String>,
    /// Ask nothing: what no option gives takes its default
    #[arg(long, short)]
    pub yes: bool,
}

impl Init {
    /// What an option was given.
    pub(super) fn given(&self, option: &str) -> Option<&str> {
        match option {
            "offenders" => &self.offenders,
            "risk" => &self.risk,
            "managers" => &self.managers,
            "sergeants" => &self.sergeants,
            "productive-hours" => &self.productive_hours,
            "monitored" => &self.monitored,
            _ => &self.overdue,
        }
        .as_deref()
    }
}

/// Options of `import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// A caseload table, a staff table, or one of each
    #[arg(required = true, value_name = "CSV", num_args = 1..=2)]
    pub tables: Vec<String>,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    pub force: bool,
    /// The kind of work whose overdue visits are counted
    #[arg(long, value_name = "NAME", default_value = "home visit")]
    pub work: String,
    /// Days in which that work is due once it arises
    #[arg(long, value_name = "DAYS", default_value_t = 14, value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub due_within: u16,
    /// Hours a week of a full-time post, for a column of hours
    #[arg(long, value_name = "HOURS", default_value = "40", value_parser = full_week)]
    pub full_week: f64,
    /// Productive hours a year of a full-time post: one figure, or a range as 1300-1500 [default: 1250-1550, most likely 1400]
    #[arg(long, value_name = "HOURS", value_parser = super::init::productive)]
    pub productive_hours: Option<(f64, f64)>,
    /// The day it is, by which dates of birth are told: 2026-04-01
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<String>,
    /// Leave the date out of what is written
    #[arg(long)]
    pub no_date: bool,
    /// No notes on standard error
    #[arg(long, short)]
    pub quiet: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scenario files, or two with --diff
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Show what differs between two scenarios
    #[arg(long)]
    pub diff: bool,
    /// Write JSON to standard output
    #[arg(long)]
    pub json: bool,
    /// Say nothing about a sound file
    #[arg(long, short)]
    pub quiet: bool,
}

/// Options of everything that simulates: how it is made, and where the answer goes.
#[derive(Debug, Args)]
pub(super) struct Making {
    /// Seed of all chance
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; the answer is the same for any number [default: all]
    #[arg(long, short = 'j', value_name = "T", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: u16,
    /// Folder for report.html, results.json, tables and figures: a new or empty one, or that of an earlier run,
    /// whose files are replaced
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the results as JSON to standard output, and nothing else there
    #[arg(long)]
    pub json: bool,
    /// No progress and no warnings on standard error; the answer has all warnings, as text and as JSON
    #[arg(long, short)]
    pub quiet: bool,
}

/// Options that all experiments share.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Replications at the typical values [default: until the leading numbers are known to 2 %]
    #[arg(long, short = 'n', value_name = "N")]
    pub replications: Option<u64>,
    /// Half-width wanted for the leading numbers, as a share of the mean: 2 %, 0.01
    #[arg(long, value_name = "SHARE", value_parser = super::require::share, conflicts_with = "replications")]
    pub precision: Option<f64>,
    /// Draws of the uncertain numbers; 0 for chance alone [default: 200, 40 in a sweep]
    #[arg(long, value_name = "K")]
    pub draws: Option<u32>,
    /// Replications in each draw
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub per_draw: u32,
    #[command(flatten)]
    pub making: Making,
    /// A target: KEY<=VALUE, also <, > or >=; exit code 3 if it is missed. SCENARIO:KEY names one scenario of a
    /// comparison, difference:KEY the difference, feedback:KEY what stands beside the answer with the feedback of overload
    #[arg(long, value_name = "TARGET", value_parser = super::require::parse)]
    pub require: Vec<Require>,
    /// Change a value of the file: KEY=VALUE
    #[arg(long, value_name = "KEY=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,
    /// The day against which review dates are held: 2026-04-01
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<String>,
    /// Leave the date out of what is written
    #[arg(long)]
    pub no_date: bool,
}

/// Options of `run`.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Scenario file, or `-`
    pub scenario: String,
    /// Only replication K, counted from 0, with --trace
    #[arg(long, value_name = "K", requires = "trace")]
    pub replication: Option<u64>,
    /// Write every step of the replication to this CSV file, or `-`
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["replications", "precision", "draws", "out", "json", "require"]
    )]
    pub trace: Option<String>,
    #[command(flatten)]
    pub common: Common,
}

/// Options of `compare`.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// What the others are held against
    pub base: String,
    /// The others
    #[arg(required = true, value_name = "OTHER")]
    pub others: Vec<String>,
    #[command(flatten)]
    pub common: Common,
}

/// Options of `sweep`.
#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// Scenario file, or `-`
    pub scenario: String,
    /// A key and its values: KEY=A,B,C; once more for a second key
    #[arg(long, required = true, value_name = "KEY=A,B,C", value_parser = factor)]
    pub vary: Vec<Factor>,
    #[command(flatten)]
    pub common: Common,
}

fn full_week(text: &str) -> Result<f64, String> {
    let hours = crate::import::number(text).map_err(|(message, _)| message.to_owned())?;
    let sound = !hours.percent && (20.0..=48.0).contains(&hours.value);
    if sound { Ok(hours.value) } else { Err("write hours from 20 to 48".to_owned()) }
}

pub(super) fn assignment(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE")?;
    if key.trim().is_empty() || value.trim().is_empty() {
        return Err("write KEY=VALUE".to_owned());
    }
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

fn factor(text: &str) -> Result<Factor, String> {
    let (key, values) = assignment(text).map_err(|_| "write KEY=A,B,C".to_owned())?;
    let values = at_commas(&values);
    if values.iter().any(String::is_empty) {
        return Err("a value between two commas is empty".to_owned());
    }
    Ok(Factor { key, values })
}

/// Parts between commas; those inside brackets, braces or quotation marks do not count.
fn at_commas(text: &str) -> Vec<String> {
    let (mut parts, mut part, mut depth, mut quote) = (Vec::new(), String::new(), 0_i32, None);
    for c in text.chars() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(std::mem::take(&mut part).trim().to_owned());
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part.trim().to_owned());
    parts
}

fn date(text: &str) -> Result<String, String> {
    let date: crate::calendar::Date = text.parse().map_err(|_| "write a date as 2026-04-01".to_owned())?;
    Ok(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Caseload::command().debug_assert();
    }

    #[test]
    fn help_lists_the_options_in_the_order_in_which_they_are_wanted() {
        let mut command = Caseload::command();
        let mut order = |name: &str| -> Vec<String> {
            let help = command.find_subcommand_mut(name).unwrap().render_help().to_string();
            let lines = help.lines().map(str::trim).filter(|line| line.starts_with('-'));
            let options = lines.filter_map(|line| line.split([' ', ',']).find(|word| word.starts_with("--")));
            options.map(|option| option.trim_start_matches('-').to_owned()).collect()
        };
        let run = "replication trace replications precision draws per-draw seed threads out json quiet require set today no-date help";
        assert_eq!(order("run").join(" "), run);
        let backtest = "seed threads out json quiet set no-date replications draws per-draw require help";
        assert_eq!(order("backtest").join(" "), backtest);
    }

    #[test]
    fn commas_inside_a_value_do_not_part_it() {
        assert_eq!(at_commas("1, 2 ,3"), ["1", "2", "3"]);
        assert_eq!(at_commas("{a=1,b=2},[1,2],\"x,y\""), ["{a=1,b=2}", "[1,2]", "\"x,y\""]);
        assert!(factor("a=1,,2").is_err() && factor("a").is_err() && factor("=1").is_err());
    }
}
