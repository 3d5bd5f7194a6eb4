//! What things cost and who pays: full costs of posts, other costs, grants.
//!
//! Amounts are pence, or pence a year, or pence an hour. A stated amount is whole; one that is drawn is taken
//! to the nearest penny before anything is made of it. Money is outside the simulation: it takes what happened
//! and prices it, and changes nothing.

use super::check::Note;
use super::diagnostic::Severity;
use super::values::{Number, Point};
use super::world::{Scenario, Staff};
use crate::calendar::Rota;
use crate::units::Instant;

/// The prices of a scenario, and what is priced besides staff.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// The year whose prices these are, in the file's words: `2024/25`.
    pub prices: String,
    /// Costs besides those of staff, in file order.
    pub costs: Vec<Cost>,
    /// Grants, in file order.
    pub grants: Vec<Grant>,
}

/// What a full-time post costs.
#[derive(Clone, Debug, PartialEq)]
pub enum PostCost {
    /// Pence a year.
    Yearly(Number),
    /// Pence for each contracted hour.
    Hourly(Number),
    /// Parts that add up.
    Parts(Vec<CostPart>),
}

/// A part of what a post costs: pay, pension, vehicle.
#[derive(Clone, Debug, PartialEq)]
pub struct CostPart {
    /// Name, a key of the language.
    pub name: &'static str,
    /// How much.
    pub amount: PartAmount,
}

/// How much a part is.
#[derive(Clone, Debug, PartialEq)]
pub enum PartAmount {
    /// Pence a year.
    Yearly(Number),
    /// A share of the part called `pay`.
    OfPay(Number),
}

/// A cost besides those of staff.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Name.
    pub name: String,
    /// How much, by what it is for.
    pub amount: Number,
    /// What it is for.
    pub what: CostOf,
    /// Not before.
    pub from: Option<Instant>,
    /// Not after.
    pub until: Option<Instant>,
}

/// What a cost is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostOf {
    /// Time: pence a year, spread by months.
    Time,
    /// Paid once, at this moment.
    Once(Instant),
    /// Each member of the group: pence a year of membership.
    Member(usize),
    /// Each joining of the group.
    Joining(usize),
    /// Each finished task of the kind.
    Finished(usize),
    /// Each hour worked on the kind, by anyone.
    Hour(usize),
}

impl CostOf {
    /// Whether it comes once and not again.
    #[must_use]
    pub fn is_one_off(self) -> bool {
        matches!(self, Self::Once(_) | Self::Joining(_))
    }
}

/// Money from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Name.
    pub name: String,
    /// Pence in all, spread evenly over what it covers; or pence a year.
    pub amount: Number,
    /// Whether the amount is a yearly one.
    pub yearly: bool,
    /// Begins to cover.
    pub from: Instant,
    /// Ends to cover; [`Instant::NEVER`] for a yearly one without an end.
    pub until: Instant,
}

/// A number of pence at a point, whole.
#[must_use]
pub fn pence_at(number: &Number, point: &Point) -> i64 {
    libm::round(number.at(point)) as i64
}

impl PostCost {
    /// Pence a year for a full-time post on a rota, whole.
    #[must_use]
    pub fn yearly(&self, rota: &Rota, point: &Point) -> i64 {
        match self {
            Self::Yearly(number) => pence_at(number, point),
            Self::Hourly(number) => libm::round(pence_at(number, point) as f64 * rota.yearly_hours()) as i64,
            Self::Parts(_) => self.parts(point).iter().fold(0, |sum, part| sum.saturating_add(part.1)),
        }
    }

    /// The parts by name, pence a year, whole; empty where the file gives the whole alone.
    #[must_use]
    pub fn parts(&self, point: &Point) -> Vec<(&'static str, i64)> {
        let Self::Parts(parts) = self else { return Vec::new() };
        let pay = parts.iter().find(|part| part.name == "pay").map_or(0, |part| match &part.amount {
            PartAmount::Yearly(number) => pence_at(number, point),
            PartAmount::OfPay(_) => 0,
        });
        let each = parts.iter().map(|part| match &part.amount {
            PartAmount::Yearly(number) => (part.name, pence_at(number, point)),
            PartAmount::OfPay(share) => (part.name, libm::round(pay as f64 * share.at(point)) as i64),
        });
        each.collect()
    }

    /// The numbers in it.
    #[must_use]
    pub fn numbers(&self) -> Vec<&Number> {
        match self {
            Self::Yearly(number) | Self::Hourly(number) => vec![number],
            Self::Parts(parts) => parts.iter().map(CostPart::number).collect(),
        }
    }
}

impl CostPart {
    /// The number in it.
    #[must_use]
    pub fn number(&self) -> &Number {
        match &self.amount {
            PartAmount::Yearly(number) | PartAmount::OfPay(number) => number,
        }
    }
}

/// Costs that no counted month has.
pub(super) fn check(scenario: &Scenario, note: &mut Note<'_>) {
    for cost in scenario.money.iter().flat_map(|money| &money.costs) {
        let CostOf::Once(at) = cost.what else { continue };
        let when = match at {
            at if at < Instant::ZERO => "before the counted period begins",
            at if at.0 >= scenario.horizon.0 => "when the counted period is over",
            _ => continue,
        };
        let message = format!("`{}` is paid once, {when}, and so is in no sum", cost.name);
        let help = "give a day within the period, lengthen `runs_for`, or leave the cost out".to_owned();
        note(Severity::Warning, "no-effect", &format!("cost.{}.once", cost.name), message, help);
    }
    let unpriced = |staff: &&Staff| scenario.money.is_some() && staff.cost.is_none();
    for staff in scenario.roles.iter().flat_map(|role| &role.staff).filter(unpriced) {
        let overtime = staff.posts.overtime.as_ref().is_some_and(|own| own.paid.is_some());
        let on_call = staff.posts.on_call.as_ref().is_some_and(|own| own.paid.is_some());
        for (paid, key, what) in [(overtime, "overtime", "hours of overtime"), (on_call, "on_call", "hours called out")]
        {
            if paid {
                let message = format!("`{}` has no `cost`, so that {what} are priced at nothing", staff.name);
                let help = "give `cost` of these staff, or leave `paid` out".to_owned();
                note(Severity::Warning, "no-effect", &format!("staff.{}.{key}.paid", staff.name), message, help);
            }
        }
    }
}
