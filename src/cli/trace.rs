//! Every step of one replication, as CSV.

use std::fs::File;
use std::io::{BufWriter, Write};

use super::exit::Failure;
use crate::calendar::Clock;
use crate::experiment::runner;
use crate::model::{Record, Trace};
use crate::results::cell;
use crate::scenario::world::Scenario;
use crate::units::{MINUTE, counted};

/// Writes records as they come; the first failure is kept and the rest is not written.
struct Writer<'a, W: Write> {
    csv: csv::Writer<W>,
    scenario: &'a Scenario,
    clock: Clock,
    steps: u64,
    failure: Option<csv::Error>,
}

const HEADER: [&str; 12] = [
    "time_ms",
    "clock",
    "step",
    "task",
    "kind",
    "cause",
    "offender",
    "risk_level",
    "person",
    "effort_min",
    "outcome",
    "replication_step",
];

impl<W: Write> Trace for Writer<'_, W> {
    const ON: bool = true;

    fn record(&mut self, record: Record) {
        if self.failure.is_some() {
            return;
        }
        let (s, shown) = (self.scenario, |x: Option<u32>| x.map_or(String::new(), |x| x.to_string()));
        let kind = s.kinds.get(record.kind as usize);
        let outcome = record.outcome.and_then(|o| kind?.then.get(o as usize)).map_or("", |b| b.name.as_str());
        let fields = [
            record.at.0.to_string(),
            self.clock.civil(record.at).to_string(),
            record.step.word().to_owned(),
            record.task.to_string(),
            cell(kind.map_or("", |kind| kind.name.as_str())),
            cell(s.causes.get(record.cause as usize).map_or("", String::as_str)),
            shown(record.offender),
            cell(record.offender.and(s.offenders.levels.get(usize::from(record.level))).map_or("", String::as_str)),
            shown(record.person),
            (record.effort as f64 / MINUTE as f64).to_string(),
            cell(outcome),
            self.steps.to_string(),
        ];
        self.steps += 1;
        self.failure = self.csv.write_record(fields).err();
    }
}

/// Writes the steps of a replication to a file, or to standard output for `-`.
pub(super) fn write(scenario: &Scenario, seed: u64, replication: u64, path: &str) -> Result<(), Failure> {
    let out: Box<dyn Write> = if path == "-" {
        Box::new(std::io::stdout().lock())
    } else {
        Box::new(
            File::create(path).map_err(|error| Failure::Unfinished(format!("`{path}` cannot be written: {error}")))?,
        )
    };
    let csv = csv::Writer::from_writer(BufWriter::new(out));
    let clock = runner::clock_of(scenario);
    let mut writer = Writer { csv, scenario, clock, steps: 0, failure: None };
    writer.failure = writer.csv.write_record(HEADER).err();
    let stopped = runner::trace(scenario, seed, replication, &mut writer);
    let written = writer.failure.map_or(Ok(()), Err).and_then(|()| writer.csv.flush().map_err(csv::Error::from));
    if let Err(error) = written {
        return Err(Failure::Unfinished(format!("`{path}` cannot be written: {error}")));
    }
    let rest = stopped.map_or(String::new(), |s| format!("; stopped early by the limit on {s:?}"));
    let steps = counted(writer.steps, "step", "steps");
    super::say(&format!("replication {replication} of seed {seed}: {steps}{rest}"));
    Ok(())
}
