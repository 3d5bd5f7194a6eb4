//! What one replication records: the sorts of records, and their order in its row.
//!
//! Where each stands in the row is [`Layout`](super::Layout)'s.

/// A record that is not defined in a replication, such as the longest wait when nothing began.
pub const UNDEFINED: i64 = i64::MIN;

/// Age bands of the backlog in days: below 7, 28, 91, and older.
pub const AGE_BANDS: [u32; 3] = [7, 28, 91];

/// How many people raised 0, 1, ... of a kind of work; the last bin holds all above.
pub const PERSON_BINS: usize = 17;

/// The value a stated share is compared with in the officer-weeks record: 110 % of capacity.
pub const EXCESSIVE_LOAD: f64 = 1.10;

/// What is counted for each kind of work in each month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Tasks that arose (count).
    Raised,
    /// Tasks begun for the first time (count).
    Started,
    /// Tasks finished (count).
    Finished,
    /// Tasks that left unworked (count).
    Lapsed,
    /// Tasks that found no room and were referred elsewhere (count).
    Referred,
    /// Effort of all people in the tasks that arose (ms).
    Demand,
}

/// Flows, in the order of the row.
pub const FLOWS: [Flow; 6] = [Flow::Raised, Flow::Started, Flow::Finished, Flow::Lapsed, Flow::Referred, Flow::Demand];

/// What is recorded for each kind of work, risk level and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Tasks open at the end of the month (count).
    OpenAtEnd,
    /// Tasks open and past due at the end of the month (count).
    OverdueAtEnd,
    /// Time that tasks of the kind spent past due in the month (ms); divided by a day, offender-days overdue.
    OverdueTime,
    /// Tasks that passed `late_after` beyond their due date in the month, undone (count).
    Late,
}

/// Level records, in the order of the row.
pub const LEVELS: [Level; 4] = [Level::OpenAtEnd, Level::OverdueAtEnd, Level::OverdueTime, Level::Late];

/// What is recorded once for each kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Open at time zero (count).
    Opening,
    /// Sum of times from arising to first start, over tasks begun (ms).
    WaitSum,
    /// Tasks in that sum (count).
    WaitCount,
    /// Sum of times in the queue, lapsed tasks included (ms).
    QueueSum,
    /// Tasks in that sum (count).
    QueueCount,
    /// Sum of times from arising to finish (ms).
    FlowSum,
    /// Tasks in that sum (count).
    FlowCount,
    /// Sum of times from the arising of the first task of the chain to this finish (ms).
    OriginSum,
    /// Median time from arising to start (ms).
    WaitP50,
    /// Its 90th percentile.
    WaitP90,
    /// Its 95th percentile.
    WaitP95,
    /// Standard deviation of the time from arising to start across tasks (ms).
    WaitSd,
    /// Median time from arising to finish (ms).
    FlowP50,
    /// Its 90th percentile.
    FlowP90,
    /// Its 95th percentile.
    FlowP95,
    /// Integral over time of the number in hand, waiting and begun (ms x tasks).
    InHandArea,
    /// Integral over time of the number not yet begun (ms x tasks).
    WaitingArea,
    /// Hours lost by beginning again after an interruption (ms).
    Lost,
    /// Finished past due (count).
    FinishedOverdue,
}

/// Totals, in the order of the row.
pub const TOTALS: [Total; 19] = [
    Total::Opening,
    Total::WaitSum,
    Total::WaitCount,
    Total::QueueSum,
    Total::QueueCount,
    Total::FlowSum,
    Total::FlowCount,
    Total::OriginSum,
    Total::WaitP50,
    Total::WaitP90,
    Total::WaitP95,
    Total::WaitSd,
    Total::FlowP50,
    Total::FlowP90,
    Total::FlowP95,
    Total::InHandArea,
    Total::WaitingArea,
    Total::Lost,
    Total::FinishedOverdue,
];

/// What is recorded of the register and of each group in each month, where people move by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// People at the end of the month (count).
    AtEnd,
    /// Integral over the month of the number of people (ms x people).
    Time,
    /// Who joined in the month (count).
    Joined,
    /// Who left in the month (count).
    Left,
    /// Who waits to join at the end of the month (count).
    WaitingAtEnd,
}

/// Records of members, in the order of the row.
pub const MEMBERS: [Members; 5] =
    [Members::AtEnd, Members::Time, Members::Joined, Members::Left, Members::WaitingAtEnd];

/// What is recorded of those on call of each group of staff in each month, where anybody stands by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnCall {
    /// Hours worked called out, among the hours worked (ms).
    Worked,
    /// Hours that count: those worked and, once a call-out ends, what it is shorter than it counts at least (ms).
    Counted,
    /// Call-outs of one person that ended (count).
    CallOuts,
    /// Hours of usual duty given back (ms).
    GivenBack,
    /// Time of those who stood by: as many as the rule says, or as were in post and not away (ms).
    StoodBy,
}

/// Records of those on call, in the order of the row.
pub const ON_CALL: [OnCall; 5] =
    [OnCall::Worked, OnCall::Counted, OnCall::CallOuts, OnCall::GivenBack, OnCall::StoodBy];
