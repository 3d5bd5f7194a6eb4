//! The amounts of one draw of parameters, laid beside what happened in a replication.

use super::{Books, Sort, UNITS, YEAR};
use crate::calendar::Clock;
use crate::model::{Cell, Flow, Layout, Members, OnCall};
use crate::scenario::money::{PostCost, pence_at};
use crate::scenario::world::{CostOf, Point, Scenario, Staff};
use crate::units::HOUR;

/// All that is to be paid and received at one point.
#[derive(Debug)]
pub(crate) struct Bill {
    /// What does not depend on what happens, as it stands in the row.
    fixed: Vec<i64>,
    /// What does.
    metered: Vec<Metered>,
}

/// A price and what it is for each of.
#[derive(Debug)]
struct Metered {
    line: usize,
    /// Pence, in parts of [`FINE`].
    price: i128,
    meter: Meter,
    /// When there is any of it: of staff, between their dates.
    window: Window,
}

/// What happened and is paid for.
#[derive(Clone, Copy, Debug)]
enum Meter {
    /// Time that the posts of a group of staff were filled, where people leave and fill them; for others the file fixes
    /// it, see [`Bill::staff`].
    Filled(usize),
    /// The same of a group of staff, and of no more of its posts than stand by.
    StandingBy(usize),
    /// Hours of overtime of a group of staff.
    Overtime(usize),
    /// Hours called out of a group of staff, as they count.
    CalledOut(usize),
    /// Time of membership of a population of the layout: one more than the index of a group.
    Membership(usize),
    /// Joinings of that population.
    Joinings(usize),
    /// Finished tasks of a kind.
    Finished(usize),
    /// Hours worked on a kind.
    Hours(usize),
}

/// Where a cost begins and ends, in calendar months passed.
type Window = (i64, i64);

/// Parts of a penny in which a price is kept that is a quotient of others.
const FINE: i128 = 1_000_000_000;

const ALWAYS: Window = (i64::MIN, i64::MAX);

impl Bill {
    /// The bill of a scenario at a point.
    pub(crate) fn new(scenario: &Scenario, books: &Books, layout: &Layout, clock: &Clock, point: &Point) -> Self {
        let mut bill = Self { fixed: vec![0; books.lines.len() * (books.months + 1)], metered: Vec::new() };
        let Some(money) = &scenario.money else { return bill };
        let mut lines = 0..books.lines.len();
        for (index, _) in scenario.roles.iter().enumerate().filter(|(_, role)| role.is_priced()) {
            let Some(line) = lines.next() else { return bill };
            for (group, staff) in groups_of(scenario, index) {
                if layout.staff_groups > 0 && staff.posts.change() {
                    let (price, window) = (a_post(staff, point), in_post(staff, clock));
                    bill.metered.push(Metered { line, price, meter: Meter::Filled(group), window });
                } else {
                    bill.staff(books, clock, line, staff, point);
                }
            }
        }
        for (index, _) in scenario.roles.iter().enumerate().filter(|(_, role)| role.pays_overtime()) {
            let Some(line) = lines.next() else { return bill };
            for (group, staff) in groups_of(scenario, index) {
                if let Some(price) = an_hour_more(staff, staff.paid_overtime(), point) {
                    let window = in_post(staff, clock);
                    bill.metered.push(Metered { line, price, meter: Meter::Overtime(group), window });
                }
            }
        }
        for (index, _) in scenario.roles.iter().enumerate().filter(|(_, role)| role.pays_standing_by()) {
            let Some(line) = lines.next() else { return bill };
            for (group, staff) in groups_of(scenario, index) {
                let Some(on_call) = &staff.posts.on_call else { continue };
                let Some(allowance) = &on_call.allowance else { continue };
                let (pence, window) = (pence_at(allowance, point), in_post(staff, clock));
                let away = scenario.absences.iter().any(|absence| absence.roles.contains(&index));
                if away || staff.posts.change() {
                    bill.metered.push(Metered { line, price: finely(pence), meter: Meter::StandingBy(group), window });
                } else {
                    let people = f64::from(on_call.people).min(posts_of(staff, point)) as i64;
                    bill.time(books, line, pence.saturating_mul(people), window, &|months| months / 1000);
                }
            }
        }
        for (index, _) in scenario.roles.iter().enumerate().filter(|(_, role)| role.pays_call_outs()) {
            let Some(line) = lines.next() else { return bill };
            for (group, staff) in groups_of(scenario, index) {
                if let Some(price) = an_hour_more(staff, staff.paid_called_out(), point) {
                    let window = in_post(staff, clock);
                    bill.metered.push(Metered { line, price, meter: Meter::CalledOut(group), window });
                }
            }
        }
        for (cost, line) in money.costs.iter().zip(lines.by_ref()) {
            let price = pence_at(&cost.amount, point);
            let meter = match cost.what {
                CostOf::Time => {
                    let from = cost.from.map_or(i64::MIN, |at| clock.months_passed(at));
                    let until = cost.until.map_or(i64::MAX, |at| clock.months_passed(at));
                    bill.time(books, line, price, (from, until), &|months| months / 1000);
                    continue;
                }
                CostOf::Once(at) => {
                    let month = scenario.months.partition_point(|bound| *bound <= at).checked_sub(1);
                    if let Some(month) = month.filter(|month| *month < books.months) {
                        bill.add(books, line, month, product(price, UNITS));
                    }
                    continue;
                }
                CostOf::Member(group) => Meter::Membership(1 + group),
                CostOf::Joining(group) => Meter::Joinings(1 + group),
                CostOf::Finished(kind) => Meter::Finished(kind),
                CostOf::Hour(kind) => Meter::Hours(kind),
            };
            bill.metered.push(Metered { line, price: finely(price), meter, window: ALWAYS });
        }
        for (grant, line) in money.grants.iter().zip(lines) {
            let price = -pence_at(&grant.amount, point);
            let window = (clock.months_passed(grant.from), clock.months_passed(grant.until));
            if grant.yearly {
                let until = if grant.until == crate::units::Instant::NEVER { i64::MAX } else { window.1 };
                bill.time(books, line, price, (window.0, until), &|months| months / 1000);
            } else {
                // Shares of the whole are differences of a running share, so that they add up to all of it.
                let whole = window.1.saturating_sub(window.0).max(1);
                let share = |months: i64| ratio(UNITS, months, whole);
                bill.running(books, line, price, window, &share);
            }
        }
        bill
    }

    /// Posts filled, for the time they are filled: people times their share of full time, from `from` to `until`.
    fn staff(&mut self, books: &Books, clock: &Clock, line: usize, staff: &Staff, point: &Point) {
        let Some(cost) = &staff.cost else { return };
        let people = posts_of(staff, point);
        // A share of full time is taken to a millionth.
        let posts = libm::round(people * staff.full_time_share * 1e6) as i64;
        let filled = |months: i64| ratio(posts, months, 1_000_000_000);
        self.time(books, line, cost.yearly(&staff.rota, point), in_post(staff, clock), &filled);
    }

    /// Adds a yearly amount for the time a window is open: in each month, and in the year after the period.
    /// `quantity` turns calendar months into millionths of a month that are paid for.
    fn time(&mut self, books: &Books, line: usize, price: i64, window: Window, quantity: &dyn Fn(i64) -> i64) {
        for (month, open) in open(books, window).into_iter().enumerate() {
            self.add(books, line, month, product(price, quantity(open)));
        }
    }

    /// As [`Bill::time`] for an amount for the whole window: `share` turns the time passed into the part due.
    fn running(&mut self, books: &Books, line: usize, price: i64, window: Window, share: &dyn Fn(i64) -> i64) {
        let before = books.bounds.first().map_or(0, |first| overlap(window, (i64::MIN, *first)));
        let mut passed = before;
        for (month, open) in open(books, window).into_iter().enumerate() {
            let due = share(passed + open) - share(passed);
            passed += open;
            self.add(books, line, month, product(price, due));
        }
    }

    fn add(&mut self, books: &Books, line: usize, month: usize, units: i64) {
        if let Some(place) = self.fixed.get_mut(line * (books.months + 1) + month) {
            *place = place.saturating_add(units);
        }
    }

    /// Writes the accounts behind the records of a replication.
    pub(crate) fn write(&self, books: &Books, layout: &Layout, row: &mut Vec<i64>) {
        row.truncate(books.first);
        row.extend_from_slice(&self.fixed);
        for metered in &self.metered {
            let mut all = 0_i64;
            let mut last = 0;
            for month in 0..books.months {
                last = metered.meter.read(books, layout, row, month);
                all = all.saturating_add(last);
                let at = books.at(metered.line, month);
                row[at] = row[at].saturating_add(priced(metered.price, last));
            }
            // For how long it is there in the period, in its last month, and in the year after.
            let mut there = open(books, metered.window);
            let after = there.pop().unwrap_or(0);
            let (in_all, in_last) = (there.iter().sum(), there.last().copied().unwrap_or(0));
            let later = match metered.meter {
                // As many as there were in the last month.
                Meter::Membership(_) | Meter::Filled(_) | Meter::StandingBy(_) => ratio(last, after, in_last),
                Meter::Joinings(_) => 0,
                // As much as over the period, for the time that there is somebody.
                Meter::Finished(_) | Meter::Hours(_) | Meter::Overtime(_) | Meter::CalledOut(_) => {
                    ratio(all, after, in_all)
                }
            };
            let at = books.later(metered.line);
            row[at] = row[at].saturating_add(priced(metered.price, later));
        }
        if !books.lines.is_empty() {
            running_sums(books, row);
        }
    }
}

impl Meter {
    /// What is paid for in a month: pence times this are units of account.
    fn read(self, books: &Books, layout: &Layout, row: &[i64], month: usize) -> i64 {
        let record = |at: usize| row.get(at).copied().unwrap_or(0);
        let months = |time: i64| {
            let length = books.lengths.get(month).copied().unwrap_or(1);
            ratio(time, books.months_in(month) / 1000, length)
        };
        match self {
            Self::Filled(group) => months(record(layout.group_filled(month, group))),
            Self::StandingBy(group) => months(record(layout.on_call(OnCall::StoodBy, month, group))),
            Self::Overtime(group) => ratio(record(layout.group_overtime(month, group)), UNITS, HOUR),
            Self::CalledOut(group) => ratio(record(layout.on_call(OnCall::Counted, month, group)), UNITS, HOUR),
            Self::Membership(group) => months(record(layout.members(Members::Time, month, group))),
            Self::Joinings(group) => record(layout.members(Members::Joined, month, group)).saturating_mul(UNITS),
            Self::Finished(kind) => record(layout.flow(Flow::Finished, month, kind)).saturating_mul(UNITS),
            Self::Hours(kind) => {
                let on = |(_, cell): &(usize, &Cell)| cell.kind == kind;
                let cells = layout.cells.iter().enumerate().filter(on);
                ratio(cells.map(|(i, _)| record(layout.hours(month, i))).sum(), UNITS, HOUR)
            }
        }
    }
}

/// When a group of staff is in post.
fn in_post(staff: &Staff, clock: &Clock) -> Window {
    let from = staff.from.map_or(i64::MIN, |at| clock.months_passed(at));
    (from, staff.until.map_or(i64::MAX, |at| clock.months_passed(at)))
}

/// Posts of a group of staff at a point, whole; none where the people are unlimited.
fn posts_of(staff: &Staff, point: &Point) -> f64 {
    staff.people.as_ref().map_or(0.0, |people| libm::round(people.at(point)).max(0.0))
}

/// The groups of staff of a role that have posts, with their numbers among those of all roles.
fn groups_of(scenario: &Scenario, role: usize) -> Vec<(usize, &Staff)> {
    let all = scenario.roles.iter().enumerate().flat_map(|(r, role)| role.staff.iter().map(move |staff| (r, staff)));
    let posts = all.filter(|(_, staff)| staff.people.is_some()).enumerate();
    posts.filter(|(_, (r, _))| *r == role).map(|(group, (_, staff))| (group, staff)).collect()
}

/// Pence a year for one post of a group of staff, finely.
fn a_post(staff: &Staff, point: &Point) -> i128 {
    let yearly = staff.cost.as_ref().map_or(0, |cost| cost.yearly(&staff.rota, point));
    libm::round(staff.full_time_share * yearly as f64 * FINE as f64) as i128
}

/// Pence for an hour of overtime or called out of a group of staff, finely: what an hour of its pay is, or of the whole
/// cost where pay is not told apart, as often as the rule says; `None` where none is worked or paid.
fn an_hour_more(staff: &Staff, times: Option<f64>, point: &Point) -> Option<i128> {
    let (cost, times) = staff.cost.as_ref().zip(times)?;
    let an_hour = if let PostCost::Hourly(number) = cost {
        pence_at(number, point) as f64
    } else {
        let pay = cost.parts(point).into_iter().find(|(name, _)| *name == "pay");
        let yearly = pay.map_or_else(|| cost.yearly(&staff.rota, point), |(_, pence)| pence);
        yearly as f64 / staff.rota.yearly_hours()
    };
    let price = times * an_hour;
    price.is_finite().then(|| libm::round(price * FINE as f64) as i128)
}

/// Adds up costs, and what is left of them after grants, month after month.
fn running_sums(books: &Books, row: &mut Vec<i64>) {
    row.resize(books.so_far(true, books.months), 0);
    let (mut all, mut net) = (0_i64, 0_i64);
    for month in 0..books.months {
        for (index, line) in books.lines.iter().enumerate() {
            let units = row[books.at(index, month)];
            net = net.saturating_add(units);
            if line.sort != Sort::Grant {
                all = all.saturating_add(units);
            }
        }
        let (first, second) = (books.so_far(false, month), books.so_far(true, month));
        (row[first], row[second]) = (all, net);
    }
}

/// Calendar months that a window is open in each month of the period, and in the year after it.
fn open(books: &Books, window: Window) -> Vec<i64> {
    let mut months: Vec<i64> = books.bounds.windows(2).map(|pair| overlap(window, (pair[0], pair[1]))).collect();
    let end = books.bounds.last().copied().unwrap_or(0);
    months.push(overlap(window, (end, end.saturating_add(YEAR))));
    months
}

fn overlap(a: Window, b: Window) -> i64 {
    a.1.min(b.1).saturating_sub(a.0.max(b.0)).max(0)
}

/// `a * b / c` to the nearest whole number, never beyond what a number of the row holds.
fn ratio(a: i64, b: i64, c: i64) -> i64 {
    let c = i128::from(c.max(1));
    within((i128::from(a) * i128::from(b) + c / 2).div_euclid(c))
}

/// A price times a quantity.
fn product(price: i64, quantity: i64) -> i64 {
    within(i128::from(price) * i128::from(quantity))
}

/// Whole pence in parts of [`FINE`].
fn finely(pence: i64) -> i128 {
    i128::from(pence) * FINE
}

/// The same of a price in parts of [`FINE`], to the nearest unit of account.
fn priced(price: i128, quantity: i64) -> i64 {
    within(price.saturating_mul(i128::from(quantity)).saturating_add(FINE / 2).div_euclid(FINE))
}

/// Sums of a run stay far from the ends of the numbers: 7,000 million pounds a line.
fn within(value: i128) -> i64 {
    value.clamp(i128::from(-i64::MAX), i128::from(i64::MAX)) as i64
}
