//! The command: reads what was asked, calls the library as a stranger would, and shows what it says.
//!
//! Standard output carries the answer and nothing else; what is said on the way goes to standard error.
//! Exit codes: 0 done, 1 could not finish or write, 2 the request or the file is at fault, 3 done but a
//! `--require` target was missed.

mod args;
mod args_facing;
mod ask;
mod check;
mod exit;
mod facing;
mod import;
mod init;
mod present;
mod progress;
mod require;
mod show;
mod trace;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::{Caseload, Command};
use exit::Failure;

/// What a newcomer should type.
const WELCOME: &str = "\
caseload: how much work is coming to an offender-management team, and how many people it needs

Try these, in this order:

  caseload check   scenarios/nottinghamshire-2021/base.toml
      is the file sound; how much work comes to each role, and how much it can do
  caseload run     scenarios/nottinghamshire-2021/base.toml
      a year of the team, many times over
  caseload compare scenarios/nottinghamshire-2021/base.toml scenarios/nottinghamshire-2021/app.toml
      what the monitoring app adds, and what that displaces
  caseload backtest scenarios/nottinghamshire-2021/since-october-2020.toml scenarios/nottinghamshire-2021/observed-2020-21.toml
      would the scenario have foretold what was published
  caseload init    your-force
      the same for your own team: asks a few numbers and writes files to fill in

`caseload help` lists everything; `caseload help compare` explains one command.
";

/// Runs the command on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    progress::survive_file_limit();
    let arguments = match Caseload::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match arguments.command {
        None => write_out(WELCOME),
        Some(Command::Check(check)) => check::check(&check),
        Some(Command::Run(run)) => ask::run(&run),
        Some(Command::Compare(compare)) => ask::compare(&compare),
        Some(Command::Sweep(sweep)) => ask::sweep(&sweep),
        Some(Command::Backtest(backtest)) => facing::backtest(&backtest),
        Some(Command::Calibrate(calibrate)) => facing::calibrate(&calibrate),
        Some(Command::Schema(schema)) => show::schema(schema.observed),
        Some(Command::Init(init)) => init::init(&init),
        Some(Command::Import(import)) => import::import(&import),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell();
            failure.code()
        }
    }
}

/// Writes to standard output. A reader that has had enough (`| head`) is not a failure.
fn write_out(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Unfinished(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something on standard error.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
