//! The figures of a file, as what is kept of a replication.

use super::super::catalogue::{Catalogue, Definition};
use super::super::quantities::Unit;
use super::super::runner::{Design, Kept, Runner, Trial};
use super::super::settings::Control;
use crate::random::Seed;
use crate::scenario::observed::{Figure, Measure, Observed, What};
use crate::scenario::world::Scenario;

/// The catalogue that keeps the figures and nothing else, in their order.
pub(super) fn catalogue(scenario: &Scenario, figures: &[Figure]) -> Catalogue {
    let all = Catalogue::new(scenario);
    let mut only = Catalogue::default();
    for figure in figures {
        let months = if at_end(figure) { figure.last..=figure.last } else { figure.first..=figure.last };
        // The reader of the file has seen that there is such a series; without one the figure is never reached.
        let found = all.over_months(&series_of(figure), months);
        if let Some((quantity, definition)) = found {
            only.total(quantity, definition);
        } else if let Some(item) = all.items.first() {
            only.total(item.quantity.clone(), Definition::Sum { at: Vec::new(), scale: 1.0 });
        }
    }
    only
}

fn series_of(figure: &Figure) -> String {
    match &figure.what {
        What::Count(name) => format!("counted.{name}"),
        What::Hours(role) => format!("hours.role.{role}"),
        What::Work { kind, measure } => {
            let word = match measure {
                Measure::Raised => "raised",
                Measure::Finished => "finished",
                Measure::Late => "late",
                Measure::OpenAtEnd => "open",
                Measure::OverdueAtEnd => "overdue",
            };
            format!("{word}.{kind}")
        }
    }
}

fn at_end(figure: &Figure) -> bool {
    matches!(figure.what, What::Work { measure: Measure::OpenAtEnd | Measure::OverdueAtEnd, .. })
}

/// Whether a figure is a whole number.
pub(super) fn is_whole(figure: &Figure) -> bool {
    !matches!(figure.what, What::Hours(_))
}

/// What a figure is, in words.
pub(super) fn in_words(figure: &Figure) -> String {
    match &figure.what {
        What::Count(name) => format!("{name}, counted"),
        What::Hours(role) => format!("hours worked by {role}"),
        What::Work { kind, measure } => format!("{kind}, {}", measure.word()),
    }
}

/// The unit after its number.
pub(super) fn unit(figure: &Figure) -> Unit {
    if is_whole(figure) { Unit::Count } else { Unit::Hours }
}

/// The figures of one replication.
pub(super) fn values(catalogue: &Catalogue, kept: &Kept) -> Vec<f64> {
    catalogue.items.iter().map(|item| item.reading.value(&kept.numbers).unwrap_or(0.0)).collect()
}

/// What one draw of all uncertain numbers, and the chance of its first replication, make of the figures.
/// `None` when a limit of the scenario stopped it.
#[must_use]
pub fn foretell(scenario: &Scenario, observed: &Observed, seed: u64, draw: u32) -> Option<Vec<f64>> {
    let designs = [Design::keeping(scenario, catalogue(scenario, &observed.figures))];
    let runner = Runner::new(Seed(seed), 1, Control::default());
    let outcomes = runner.replicate(&designs, &[Trial::Draw { design: 0, draw, replications: 1 }]);
    let kept = outcomes.into_iter().next()??.into_iter().next()?;
    kept.stopped.is_none().then(|| values(&designs[0].catalogue, &kept))
}
