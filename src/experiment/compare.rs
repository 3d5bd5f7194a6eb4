//! Two scenarios under the same chance: what the second adds, and what that displaces.

use serde::Serialize;

use super::contrast::{Both, difference, difference_column, difference_point, stated, untruncated};
use super::foreseen::otherwise_alike;
use super::ladder::post_hours;
use super::ledger::{caused, ledger, new_causes};
use super::precision::late_key;
use super::quantities::NOBODY;
use super::records::Records;
use super::study::Named;
use super::{Better, Centre, Family, Quantity, Range, SeriesPoint, Spread, Unit, Warning, Wider};
use crate::scenario::world::Scenario;
use crate::units::MONTH;

/// One other scenario against the base.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Name of the base.
    pub base: String,
    /// Name of the other.
    pub other: String,
    /// Other minus base, quantity by quantity; matched by key.
    pub differences: Vec<Difference>,
    /// Other minus base month by month; the months are the base's. Empty when the two cover different periods.
    pub series: Vec<DifferenceSeries>,
    /// Where the extra hours fall.
    pub ledger: LedgerTable,
    /// What the extra work displaces.
    pub displaced: Displaced,
    /// The extra hours as posts.
    pub posts: Posts,
    /// Causes that only the other has.
    pub new_causes: Vec<String>,
    /// The same with the feedback of overload, where a scenario shows it apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_feedback: Option<super::ComparedWithFeedback>,
}

impl Comparison {
    /// A difference by its key.
    #[must_use]
    pub fn difference(&self, key: &str) -> Option<&Difference> {
        self.differences.iter().find(|d| d.quantity.key == key)
    }
}

/// Other minus base of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// What it is.
    #[serde(flatten)]
    pub quantity: Quantity,
    /// Base, at the typical values.
    pub base: Option<f64>,
    /// Other, at the typical values.
    pub other: Option<f64>,
    /// Mean difference with its paired Student interval.
    pub centre: Option<Centre>,
    /// Spread of single differences by chance alone.
    pub spread: Option<Spread>,
    /// With ignorance: base and other under the same draws.
    pub wider: Option<Wider>,
    /// Correlation of the two over replications; `None` when either does not vary.
    pub correlation: Option<f64>,
    /// Variance of an unpaired difference over that of the paired one; `None` when the difference does not vary.
    pub variance_ratio: Option<f64>,
    /// Pairs of replications in which both were defined.
    pub pairs: u64,
    /// Whether the interval of the difference has zero inside.
    pub spans_zero: Option<bool>,
}

impl Difference {
    /// The best single number: over our ignorance where that was studied, else at the typical values.
    #[must_use]
    pub fn expected(&self) -> Option<f64> {
        self.wider.map(|w| w.mean).or(self.centre.map(|c| c.mean))
    }

    /// The widest 90 % band of a single difference that was studied.
    #[must_use]
    pub fn band(&self) -> Option<Range> {
        self.wider.map(|w| w.outcome).or(self.spread.map(|s| Range { low: s.p5.value, high: s.p95.value }))
    }
}

/// Other minus base of one series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DifferenceSeries {
    /// What it is.
    #[serde(flatten)]
    pub quantity: Quantity,
    /// One for each month.
    pub points: Vec<SeriesPoint>,
}

/// What a part of the ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Hours of causes that only the other scenario has.
    Caused,
    /// Changes in the hours of causes that both have: work put off, or brought forward.
    Displaced,
}

/// The extra hours, cell by cell. The mean differences of the cells add up to that of the whole, and they
/// do so in whole milliseconds in every replication.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerTable {
    /// Caused and displaced, each with its cells by stage and role.
    pub parts: Vec<LedgerPart>,
    /// All extra hours.
    pub total: LedgerCell,
    /// Whether the parts added up to the whole in every replication.
    pub adds_up: bool,
}

/// One part of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerPart {
    /// Which.
    pub part: Part,
    /// Root causes in it.
    pub causes: Vec<String>,
    /// Cells by stage, role `None`: sums over roles. In the other scenario's order of stages.
    pub stages: Vec<LedgerCell>,
    /// Cells by stage and role.
    pub cells: Vec<LedgerCell>,
    /// Sum of the part.
    pub total: LedgerCell,
}

/// One cell of the ledger: hours over the counted period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerCell {
    /// Stage; `None` in a sum over stages.
    pub stage: Option<String>,
    /// Role; `None` in a sum over roles.
    pub role: Option<String>,
    /// Extra hours at the typical values.
    pub centre: Option<Centre>,
    /// Spread by chance alone.
    pub spread: Option<Spread>,
    /// With ignorance.
    pub wider: Option<Wider>,
}

impl LedgerCell {
    /// The best single number.
    #[must_use]
    pub fn expected(&self) -> Option<f64> {
        self.wider.map(|w| w.mean).or(self.centre.map(|c| c.mean))
    }
}

/// What the extra work displaces, for the kind the file watches, else for all work with a due date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Displaced {
    /// The kind watched; `None` for all.
    pub kind: Option<String>,
    /// Tasks late, in all (key `late.<kind>` or `late.total`).
    pub late: Option<Difference>,
    /// Tasks late by risk level, in the base's order of levels.
    pub late_by_level: Vec<Difference>,
    /// Offender-days overdue, in all.
    pub overdue_days: Option<Difference>,
    /// Offender-days overdue by risk level.
    pub overdue_days_by_level: Vec<Difference>,
}

/// Which hours are the extra work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Hours worked because of causes that only the other scenario has.
    Caused,
    /// The difference in hours asked for by the work that arose; when no cause is new.
    Demand,
}

/// Extra hours as posts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Posts {
    /// Which hours lead.
    pub basis: Basis,
    /// The extra hours a month, all roles: those of `basis`.
    pub hours_a_month: Option<Difference>,
    /// Hours worked a month more, all roles; near zero where the team was full before.
    pub worked_a_month: Option<Difference>,
    /// Hours asked for a month more (demand), all roles: what the extra work needs, done or not.
    pub demand_a_month: Option<Difference>,
    /// The hours of `basis` as full-time posts.
    pub full_time: Option<Difference>,
    /// Role whose full-time post is meant; `None` when the scenario has none with hours.
    pub role: Option<String>,
    /// Productive hours a year of one full-time post of that role.
    pub hours_a_year: Option<f64>,
}

/// Everything about one other scenario against the base.
#[must_use]
pub fn comparison(base: (&Named, &Records), other: (&Named, &Records)) -> Comparison {
    let ((named, records), (other_named, other_records)) = (base, other);
    let mut keys: Vec<&str> = other_records.catalogue.items.iter().map(|i| i.quantity.key.as_str()).collect();
    let only_base = records.catalogue.items.iter().map(|i| i.quantity.key.as_str());
    keys.extend(only_base.filter(|key| other_records.catalogue.find(key).is_none()));
    // A cost beside no prices at all is not a difference in cost.
    let priced = named.scenario.money.is_some() && other_named.scenario.money.is_some();
    let differences: Vec<Difference> = keys
        .into_iter()
        .filter_map(|key| difference(records, other_records, key))
        .filter(|d| priced || !d.quantity.is_money())
        .collect();
    let order = |of: &dyn Fn(&Scenario) -> Vec<String>| {
        let mut all = of(&other_named.scenario);
        let more: Vec<String> = of(&named.scenario).into_iter().filter(|name| !all.contains(name)).collect();
        all.extend(more);
        all
    };
    let stages = order(&|s| s.stages.clone());
    let roles = order(&|s| s.roles.iter().map(|r| r.name.clone()).collect());
    let mut series =
        if same_period(&named.scenario, &other_named.scenario) { series(records, other_records) } else { Vec::new() };
    series.retain(|s| priced || !s.quantity.is_money());
    Comparison {
        base: named.name.clone(),
        other: other_named.name.clone(),
        displaced: displaced(&named.scenario, &other_named.scenario, &differences),
        posts: posts(&named.scenario, &other_named.scenario, records, other_records),
        ledger: ledger(records, other_records, &stages, &roles),
        new_causes: new_causes(records, other_records),
        with_feedback: None,
        series,
        differences,
    }
}

/// Whether totals compare.
fn same_period(base: &Scenario, other: &Scenario) -> bool {
    (&base.starts, base.horizon, &base.month_names) == (&other.starts, other.horizon, &other.month_names)
}

fn series(base: &Records, other: &Records) -> Vec<DifferenceSeries> {
    let of_base = |key: &str| base.catalogue.series.iter().find(|s| s.quantity.key == key);
    let of_other = |key: &str| other.catalogue.series.iter().find(|s| s.quantity.key == key);
    let mut list: Vec<&Quantity> = other.catalogue.series.iter().map(|s| &s.quantity).collect();
    list.extend(base.catalogue.series.iter().map(|s| &s.quantity).filter(|q| of_other(&q.key).is_none()));
    let one = |quantity: &Quantity| {
        let (a, b) = (of_base(&quantity.key), of_other(&quantity.key));
        let months = a.or(b)?.readings.len();
        let at = |month: usize| {
            let reading = |s: Option<&super::catalogue::SeriesItem>| s.and_then(|s| s.readings.get(month)).copied();
            Both::of(reading(a), reading(b)).map(|both| difference_point(both, base, other))
        };
        let points = (0..months).map(at).collect::<Option<Vec<SeriesPoint>>>()?;
        Some(DifferenceSeries { quantity: quantity.clone(), points })
    };
    list.into_iter().filter_map(one).collect()
}

fn displaced(base: &Scenario, other: &Scenario, differences: &[Difference]) -> Displaced {
    let key = late_key(other).or_else(|| late_key(base));
    let find = |key: &str| differences.iter().find(|d| d.quantity.key == key).cloned();
    let name = key.as_deref().and_then(|key| key.strip_prefix("late.")).unwrap_or("total");
    let by_level = |word: &str| {
        let levels = base.offenders.levels.iter().map(String::as_str).chain([NOBODY]);
        levels.filter_map(|level| find(&format!("{word}.{name}.{level}"))).collect::<Vec<_>>()
    };
    Displaced {
        kind: other.answers.watch.and_then(|w| other.kinds.get(w)).map(|k| k.name.clone()).filter(|k| k == name),
        late: find(&format!("late.{name}")),
        late_by_level: by_level("late"),
        overdue_days: find(&format!("offender-days overdue.{name}")),
        overdue_days_by_level: by_level("offender-days overdue"),
    }
}

fn posts(base: &Scenario, other: &Scenario, records: &Records, other_records: &Records) -> Posts {
    let months = (other.horizon.0.max(1) as f64) / MONTH as f64;
    let (basis, column) = if new_causes(records, other_records).is_empty() || !otherwise_alike(base, other) {
        (Basis::Demand, difference_column(records, other_records, "demand.total"))
    } else {
        (Basis::Caused, Some(caused(records, other_records)))
    };
    let whole = records.truncated_typical() + other_records.truncated_typical() == 0;
    let said = |key: &str, label: &str, unit: Unit, factor: f64| {
        let (key, label) = (key.to_owned(), label.to_owned());
        let what = Quantity { key, label, family: Family::Hours, of: None, level: None, unit, better: Better::Lower };
        let column = column.clone()?.scaled(factor);
        Some(stated(what, &column, whole, untruncated(records, other_records)))
    };
    let post = post_hours(other).or_else(|| post_hours(base));
    let per_post = post.as_ref().map(|p| p.1).filter(|hours| *hours > 0.0);
    Posts {
        basis,
        hours_a_month: said("extra hours a month", "extra hours a month", Unit::HoursAMonth, 1.0 / months),
        worked_a_month: difference(records, other_records, "hours a month.total"),
        demand_a_month: difference(records, other_records, "demand a month.total"),
        full_time: per_post
            .and_then(|hours| said("extra posts", "extra full-time posts", Unit::Posts, 12.0 / months / hours)),
        role: post.map(|p| p.0),
        hours_a_year: per_post,
    }
}

impl Comparison {
    /// The one new cause that the extra hours are of, and that the difference may be called by.
    #[must_use]
    pub fn cause(&self) -> Option<&String> {
        match self.new_causes.as_slice() {
            [one] if self.posts.basis == Basis::Caused => Some(one),
            _ => None,
        }
    }

    /// Warnings of a comparison: leading differences that cannot be told from nothing, periods that differ.
    pub(super) fn warnings(&self, base: &Scenario, named: &[Named]) -> Vec<Warning> {
        let mut list = Vec::new();
        let other = named.iter().find(|n| n.name == self.other);
        if other.is_some_and(|n| !same_period(base, &n.scenario)) {
            list.push(Warning::DifferentPeriods { base: self.base.clone(), other: self.other.clone() });
        }
        let prices = |scenario: &Scenario| scenario.money.as_ref().map(|money| money.prices.clone());
        if let Some((base_prices, prices)) = prices(base).zip(other.and_then(|n| prices(&n.scenario)))
            && base_prices != prices
        {
            let (base, other) = (self.base.clone(), self.other.clone());
            list.push(Warning::DifferentPrices { base, other, base_prices, prices });
        }
        if let Some(named) = other {
            let has_costs = |scenario: &Scenario| scenario.pricing().is_some_and(|pricing| !pricing.lines.is_empty());
            let (base, other) = ((has_costs(base), &self.base), (has_costs(&named.scenario), &self.other));
            if base.0 != other.0 {
                let ((_, priced), (_, bare)) = if base.0 { (base, other) } else { (other, base) };
                list.push(Warning::CostNotCompared { priced: priced.clone(), bare: bare.clone() });
            }
        }
        if other.is_some_and(|n| super::foreseen::nothing_in_common(base, &n.scenario)) {
            list.push(Warning::NothingInCommon { base: self.base.clone(), other: self.other.clone() });
        }
        for difference in [&self.posts.hours_a_month, &self.displaced.late].into_iter().flatten() {
            let interval = difference.centre.and_then(|c| c.confidence);
            if let Some(interval) = interval.filter(|i| i.contains(0.0) && i.high > i.low) {
                let output = difference.quantity.label.clone();
                list.push(Warning::SpansZero { scenario: self.other.clone(), output, interval });
            }
        }
        list
    }
}
