//! What overload does to the people who carry it, and how well that is known.
//!
//! Off unless a file says it. The main answer of a scenario is without it: what is only suspected must not
//! move what is known. `shown = "apart"` runs the same replications with it too.

use super::values::Number;
use super::world::{Kind, Lateness, Scenario};

/// The feedback of overload.
#[derive(Clone, Debug, PartialEq)]
pub struct Feedback {
    /// Hours that fall to a role in a week, for each hour it has in it, above which the week counts.
    pub above: Number,
    /// So many such weeks in a row make the role overloaded.
    pub weeks: u32,
    /// Absences that come more often.
    pub sickness: Option<MoreOften>,
    /// People leave so many times as often.
    pub leaving: Option<Number>,
    /// How good the evidence is.
    pub grade: Grade,
    /// Where it is shown.
    pub shown: Shown,
}

/// Absences that come more often while a role is overloaded.
#[derive(Clone, Debug, PartialEq)]
pub struct MoreOften {
    /// Indices into [`Scenario::absences`], ascending; those that come at random to each person.
    pub absences: Vec<usize>,
    /// How many times as often; at least once.
    pub times: Number,
}

/// How good the evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Several good studies agree.
    Strong,
    /// There are studies, of other people or with other answers.
    Moderate,
    /// It is plausible, and hardly studied.
    Weak,
}

impl Grade {
    /// The word used everywhere.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Moderate => "moderate",
            Self::Weak => "weak",
        }
    }
}

/// Where the feedback is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The answer is without it; the same replications with it stand beside.
    Apart,
    /// The answer is with it.
    On,
    /// Nowhere.
    Off,
}

impl Scenario {
    /// The feedback, where replications have it.
    pub fn feeds_back(&self) -> Option<&Feedback> {
        self.feedback.as_ref().filter(|feedback| feedback.shown == Shown::On)
    }

    /// The same scenario with its feedback on, where that is to be shown apart.
    pub fn with_feedback(&self) -> Option<Self> {
        let feedback = self.feedback.as_ref().filter(|feedback| feedback.shown == Shown::Apart)?;
        let on = Feedback { shown: Shown::On, ..feedback.clone() };
        Some(Self { feedback: Some(on), ..self.clone() })
    }

    /// How a kind of work grows that is begun past due: that work left undone becomes a bigger job is feedback too.
    pub fn lateness<'k>(&self, kind: &'k Kind) -> Option<&'k Lateness> {
        kind.lateness.as_ref().filter(|_| self.feedback.is_none() || self.feeds_back().is_some())
    }
}
