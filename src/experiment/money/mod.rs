//! What a replication costs: its happenings, priced.
//!
//! Money is outside the simulation. After a replication has left its row, the amounts of the same draw of
//! parameters are laid beside what happened (posts filled, memberships, joinings, work finished, hours) and each
//! line of the accounts is written behind the row, month by month. So costs have the same replications, draws
//! and pairs as everything else, and their parts add up as whole numbers do.
//!
//! The unit of account is a penny over twelve million: a whole number of pence for a whole number of millionths
//! of a twelfth of a year. Every product is a whole number, so a doubled amount doubles every sum exactly. The
//! rounding is there only: time is taken to a millionth of a month, a drawn amount to a penny. A price that is a quotient, that of an hour
//! of overtime, is kept to a thousand-millionth of a penny.

mod bill;
mod listing;

use serde::Serialize;

use crate::calendar::WHOLE_MONTH;
use crate::model::Layout;
use crate::scenario::world::{Cost, Paid, Point, Role, Scenario, Staff};

pub(super) use bill::Bill;
pub(super) use listing::list;

/// Units of account in a penny.
const UNITS: i64 = 12_000_000;
/// Units of account in a pound.
const POUND: f64 = 100.0 * UNITS as f64;
/// Measure of twelve months.
const YEAR: i64 = 12 * WHOLE_MONTH;

/// What sort of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Staff in post.
    Staff,
    /// Paid again and again.
    Recurrent,
    /// Paid once.
    OneOff,
    /// Received.
    Grant,
}

/// A line of the accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PricedLine {
    /// Key of its quantity: `cost.staff.sergeant`, `cost.item.licences`, `grant.item.first year`.
    pub key: String,
    /// Name: the role, the cost, the grant.
    pub name: String,
    /// What sort.
    pub sort: Sort,
}

/// What the posts of one group of staff cost in a year, at the typical values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PostCosts {
    /// Role.
    pub role: String,
    /// Name of the group of staff.
    pub name: String,
    /// Full-time posts, when all are filled.
    pub posts: f64,
    /// Parts of what a full-time post costs (GBP a year), by their keys; empty where the file gives the whole alone.
    pub parts: Vec<(String, f64)>,
    /// What a full-time post costs (GBP a year).
    pub full_time_post: f64,
    /// What the posts cost together in a year in which all are filled (GBP).
    pub a_year: f64,
}

/// The build-up of what staff cost, for each group that has a cost.
#[must_use]
pub fn post_costs(scenario: &Scenario) -> Vec<PostCosts> {
    let pounds = |pence: i64| pence as f64 / 100.0;
    let all = scenario.roles.iter().flat_map(|role| role.staff.iter().map(move |staff| (role, staff)));
    let one = |(role, staff): (&Role, &Staff)| {
        let (cost, people) = staff.cost.as_ref().zip(staff.people.as_ref())?;
        let posts = libm::round(people.typical) * staff.full_time_share;
        let each = pounds(cost.yearly(&staff.rota, &Point::Typical));
        let parts = cost.parts(&Point::Typical).into_iter().map(|(name, pence)| (name.to_owned(), pounds(pence)));
        Some(PostCosts {
            role: role.name.clone(),
            name: staff.name.clone(),
            posts,
            parts: parts.collect(),
            full_time_post: each,
            a_year: each * posts,
        })
    };
    all.filter_map(one).collect()
}

/// Whose prices, and which lines there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pricing {
    /// Currency of every amount: GBP.
    pub currency: String,
    /// The year whose prices they are.
    pub prices: String,
    /// Lines, staff first, grants last.
    pub lines: Vec<PricedLine>,
    /// Roles whose posts have no cost, so that they are in no sum.
    pub not_priced: Vec<String>,
}

/// Lines, months, and where they stand in a row.
#[derive(Clone, Debug)]
pub(super) struct Books {
    pub(super) lines: Vec<PricedLine>,
    /// First position behind the records of the model.
    first: usize,
    pub(super) months: usize,
    /// Calendar months passed at each boundary of the reporting months.
    bounds: Vec<i64>,
    /// Length of each reporting month (ms).
    lengths: Vec<i64>,
}

impl Books {
    /// The books of a scenario; without a line when nothing is priced.
    pub(super) fn new(scenario: &Scenario, layout: &Layout) -> Self {
        let clock = super::runner::clock_of(scenario);
        let lines = scenario.pricing().map_or_else(Vec::new, |pricing| pricing.lines);
        Self {
            lines,
            first: layout.len(),
            months: layout.months,
            bounds: scenario.months.iter().map(|&at| clock.months_passed(at)).collect(),
            lengths: scenario.months.windows(2).map(|pair| (pair[1] - pair[0]).0.max(1)).collect(),
        }
    }

    /// Position of a line in a month; one past the last month is the year after the period.
    pub(super) fn at(&self, line: usize, month: usize) -> usize {
        self.first + line * (self.months + 1) + month
    }

    /// Position of a line in the year after the period.
    pub(super) fn later(&self, line: usize) -> usize {
        self.at(line, self.months)
    }

    /// Position of a running sum at the end of a month: of all costs, or of what is left of them after grants.
    pub(super) fn so_far(&self, net: bool, month: usize) -> usize {
        self.at(self.lines.len(), 0) + usize::from(net) * self.months + month
    }

    /// Calendar months in a reporting month.
    fn months_in(&self, month: usize) -> i64 {
        let ends = self.bounds.get(month).zip(self.bounds.get(month + 1));
        ends.map_or(0, |(from, to)| to - from)
    }
}

impl Role {
    /// Whether any of its posts has a cost.
    fn is_priced(&self) -> bool {
        self.staff.iter().any(|staff| staff.cost.is_some())
    }

    /// Whether anybody of it is paid for standing by.
    fn pays_standing_by(&self) -> bool {
        self.staff.iter().any(|staff| staff.posts.on_call.as_ref().is_some_and(|own| own.allowance.is_some()))
    }

    /// Whether it has a line for call-outs.
    fn pays_call_outs(&self) -> bool {
        self.staff.iter().any(|staff| staff.cost.is_some() && staff.paid_called_out().is_some())
    }

    /// Whether it has a line for overtime.
    fn pays_overtime(&self) -> bool {
        self.staff.iter().any(|staff| staff.cost.is_some() && staff.paid_overtime().is_some())
    }
}

impl Staff {
    /// What an hour of overtime is paid, as a multiple of an ordinary one; `None` where none is worked or paid.
    fn paid_overtime(&self) -> Option<f64> {
        self.posts.overtime.as_ref().and_then(|overtime| overtime.paid).map(Paid::times)
    }

    /// As [`Staff::paid_overtime`] of an hour called out.
    fn paid_called_out(&self) -> Option<f64> {
        self.posts.on_call.as_ref().and_then(|on_call| on_call.paid).map(Paid::times)
    }
}

impl Scenario {
    /// Whose prices, and which lines; `None` when nothing is priced.
    #[must_use]
    pub fn pricing(&self) -> Option<Pricing> {
        let money = self.money.as_ref()?;
        let priced = |role: &&Role| role.is_priced();
        let more = |role: &&Role| role.pays_overtime();
        let line =
            |word: &str, name: &String, sort| PricedLine { key: format!("{word}.{name}"), name: name.clone(), sort };
        let sort = |cost: &Cost| if cost.what.is_one_off() { Sort::OneOff } else { Sort::Recurrent };
        let staff = self.roles.iter().filter(priced).map(|role| line("cost.staff", &role.name, Sort::Staff));
        let of = |key: &str, words: &str, role: &Role| PricedLine {
            key: format!("cost.{key}.{}", role.name),
            name: format!("{words} of {}", role.name),
            sort: Sort::Staff,
        };
        let overtime = self.roles.iter().filter(more).map(|role| of("overtime", "overtime", role));
        let standing_by = self.roles.iter().filter(|role| role.pays_standing_by());
        let standing_by = standing_by.map(|role| of("on call", "being on call", role));
        let called_out = self.roles.iter().filter(|role| role.pays_call_outs());
        let called_out = called_out.map(|role| of("called out", "call-outs", role));
        let costs = money.costs.iter().map(|cost| line("cost.item", &cost.name, sort(cost)));
        let grants = money.grants.iter().map(|grant| line("grant.item", &grant.name, Sort::Grant));
        let open = |role: &&Role| role.staff.iter().any(|staff| staff.cost.is_none() && staff.people.is_some());
        Some(Pricing {
            currency: "GBP".to_owned(),
            prices: money.prices.clone(),
            lines: staff.chain(overtime).chain(standing_by).chain(called_out).chain(costs).chain(grants).collect(),
            not_priced: self.roles.iter().filter(open).map(|role| role.name.clone()).collect(),
        })
    }
}
