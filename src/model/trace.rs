//! A record of every step of every task, for those who ask; it costs nothing when nobody does.

use crate::units::Instant;

/// What happened to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It arose.
    Arose,
    /// It found no room and was referred elsewhere.
    Referred,
    /// It was begun for the first time.
    Started,
    /// It was set down for more urgent work.
    SetDown,
    /// It was taken up again.
    Resumed,
    /// A member of its crew finished their part.
    Released,
    /// It was finished.
    Finished,
    /// It left unworked.
    Lapsed,
    /// It was skipped as it arose, because too much was waiting.
    Skipped,
}

impl Step {
    /// The word used in traces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Arose => "arose",
            Self::Referred => "referred",
            Self::Started => "started",
            Self::SetDown => "set down",
            Self::Resumed => "resumed",
            Self::Released => "released",
            Self::Finished => "finished",
            Self::Lapsed => "lapsed",
            Self::Skipped => "skipped",
        }
    }
}

/// One line of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When.
    pub at: Instant,
    /// What.
    pub step: Step,
    /// Which task: numbered in order of arising within the replication.
    pub task: u64,
    /// Kind of work, an index.
    pub kind: u32,
    /// Root cause, an index.
    pub cause: u32,
    /// Offender concerned.
    pub offender: Option<u32>,
    /// Risk level, an index.
    pub level: u8,
    /// Person concerned.
    pub person: Option<u32>,
    /// The lead's effort drawn for the task (ms).
    pub effort: i64,
    /// Index of the outcome, on finishing.
    pub outcome: Option<u32>,
}

/// Takes down the steps of a replication.
pub trait Trace {
    /// Whether anything is taken down; when false the engine does not even make the records.
    const ON: bool;
    /// Takes down one step.
    fn record(&mut self, record: Record);
}

/// Takes nothing down.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTrace;

impl Trace for NoTrace {
    const ON: bool = false;
    fn record(&mut self, _: Record) {}
}

impl Trace for Vec<Record> {
    const ON: bool = true;
    fn record(&mut self, record: Record) {
        self.push(record);
    }
}
