//! What is asked: trials fixed before anything runs, and the statements made of their outcomes.
//!
//! An experiment is an array of trials, each a scenario at one [`Point`](crate::scenario::Point) under
//! the chance of one replication. Running, comparing and sweeping
//! fix the array, have it replicated, and turn rows of whole numbers into an
//! [`Answer`]: estimates with two intervals, paired differences, a ledger of extra hours, warnings.
//! An answer is data. Presenters (text, HTML, CSV, JSON) read it and compute nothing.
//!
//! Two levels are kept apart throughout. Replications at the typical values show what *chance* does:
//! [`Spread`] is the band "if our numbers are right". Draws of the uncertain numbers, with replications
//! inside each, add *ignorance*: [`Wider`] is the band "allowing for what we do not know".

pub mod answer;
mod assumptions;
pub mod catalogue;
pub mod compare;
pub mod contrast;
pub mod estimate;
mod expected;
pub mod facing;
mod foreseen;
pub mod headline;
mod kind_hours;
pub mod ladder;
mod ledger;
mod listing;
mod listing_kinds;
mod listing_members;
mod listing_sites;
mod listing_staff;
mod money;
mod overfull;
pub mod overload;
mod precision;
pub mod quantities;
pub mod records;
pub mod runner;
pub mod settings;
mod span;
mod stands_by;
pub mod study;
pub mod sweep;
#[cfg(test)]
mod tests;
mod uncertainty;
pub mod warning;

pub use answer::{
    Answer, Assumption, Centre, Estimated, Made, Names, Precision, Quantile, Question, Range, Replications,
    ScenarioAnswer, Series, SeriesPoint, Spread, Target, Why, Wider,
};
pub use assumptions::passports;
pub use compare::{
    Basis, Comparison, Difference, DifferenceSeries, Displaced, LedgerCell, LedgerPart, LedgerTable, Part, Posts,
};
pub use expected::Expected;
pub use foreseen::foreseen;
pub use headline::{Doubt, Figure, Headline, Watched};
pub use kind_hours::{KindHours, kind_hours};
pub use ladder::{Ladder, LevelWeight, Points, Ratio, RoleLoad, Rung, Simulated};
pub use money::{PostCosts, PricedLine, Pricing, Sort, post_costs};
pub use overfull::Overfull;
pub use overload::{ComparedWithFeedback, FeedbackFigures, WithFeedback, foretold_with_feedback};
pub use quantities::{Better, Family, Quantity, Unit};
pub use records::Records;
pub use settings::{Control, Progress, Settings, Wanted};
pub use span::Span;
pub use stands_by::StandsBy;
pub use study::{Named, Refusal, Study};
pub use sweep::{Factor, Sweep, SweepCell, SweepResponse};
pub use warning::{CallOuts, Warning};
