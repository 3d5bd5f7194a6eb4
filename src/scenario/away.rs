//! What an absence takes of the duty there is, expected: dates take what the rota has on them, chance takes its share of the time.

use super::world::{Absence, AbsenceWhen, Leave, Point, Scenario, Staff, Takes};
use crate::calendar::{Clock, Days, Duty};
use crate::random::Sampler;
use crate::units::{HOUR, Instant, YEAR};

/// Lengths of an absence that stand for its law.
const LENGTHS: u32 = 16;

/// Moments that are looked at one by one; more lie so close that the rota's average does.
const MOST_MOMENTS: f64 = 5_000.0;

/// The duty of a group of staff from which something may be taken, while it is in post within a stretch of time.
pub(super) struct Present<'a> {
    scenario: &'a Scenario,
    role: usize,
    staff: &'a Staff,
    clock: &'a Clock,
    point: &'a Point,
    duty: Duty,
    until: Instant,
}

impl<'a> Present<'a> {
    /// From the start until an instant.
    pub(super) fn until(
        scenario: &'a Scenario,
        role: usize,
        staff: &'a Staff,
        clock: &'a Clock,
        point: &'a Point,
        until: Instant,
    ) -> Self {
        let inside =
            |at: Option<Instant>, otherwise: Instant| at.map_or(otherwise, |at| at.clamp(Instant::ZERO, until));
        let window = (inside(staff.from, Instant::ZERO), inside(staff.until, until));
        let duty = Duty::build(&staff.rota, clock, staff.holidays_off(scenario), Instant::ZERO, until, Some(window));
        Self { scenario, role, staff, clock, point, duty, until: window.1 }
    }

    /// This duty, in hours.
    pub(super) fn duty_hours(&self) -> f64 {
        self.duty.total() as f64 / HOUR as f64
    }

    /// Share of this duty that an absence costs one of the group: all while they are away, less where they are only slower.
    pub(super) fn lost_to(&self, absence: &Absence) -> f64 {
        let keeps = absence.keeps.as_ref().map_or(0.0, |keeps| keeps.at(self.point));
        (self.share_of(absence) * (1.0 - keeps)).clamp(0.0, 1.0)
    }

    fn share_of(&self, absence: &Absence) -> f64 {
        let lasts = absence.lasts.as_ref().map_or(0.0, |lasts| lasts.mean(self.point));
        let taken = taken(self.scenario, absence, self.point);
        match &absence.when {
            AbsenceWhen::Planned(leave) => self.leave(leave),
            AbsenceWhen::AtRandom(rate) if absence.takes.is_some() => rate.at(self.point) * lasts * taken,
            AbsenceWhen::AtRandom(rate) => {
                let times = rate.at(self.point) * lasts;
                times / (1.0 + times)
            }
            AbsenceWhen::Every { every, first: None } => lasts * taken / every.at(self.point).max(1.0),
            AbsenceWhen::Every { every, first: Some(_) } => match self.moments(absence) {
                Some(moments) => self.on_dates(&moments, absence) * taken,
                None => lasts * taken / every.at(self.point).max(1.0),
            },
            AbsenceWhen::At(_) => self.on_dates(&self.moments(absence).unwrap_or_default(), absence) * taken,
        }
    }

    /// The dates of an absence of which somebody of the group may be away; `None` for one without dates, or with too many
    /// to be looked at one by one.
    fn moments(&self, absence: &Absence) -> Option<Vec<i64>> {
        let begins = self.begins(absence);
        match &absence.when {
            AbsenceWhen::Every { every, first: Some(first) } => {
                let every = every.at(self.point).max(1.0);
                let skipped = libm::ceil(((begins - first.0 as f64) / every).max(0.0));
                let number = libm::ceil((self.until.0 - first.0) as f64 / every) - skipped;
                let moment = |k| first.0 + ((skipped + k as f64) * every) as i64;
                (number <= MOST_MOMENTS).then(|| (0..number.max(0.0) as u64).map(moment).collect())
            }
            AbsenceWhen::At(moments) => {
                let inside = |at: &i64| begins <= *at as f64 && *at < self.until.0;
                Some(moments.iter().map(|at| at.0).filter(inside).collect())
            }
            _ => None,
        }
    }

    /// Share of this duty that some absences leave, each with the share that it takes by itself: those on dates take the same
    /// days once, and of the others each takes its share of what is left.
    pub(super) fn left_by(&self, absences: &[(&Absence, f64)]) -> f64 {
        let dated: Vec<(&Absence, Vec<i64>)> =
            absences.iter().filter_map(|(absence, _)| Some((*absence, self.moments(absence)?))).collect();
        if dated.len() < 2 {
            return absences.iter().map(|(_, share)| 1.0 - share).product();
        }
        let apart = absences.iter().filter(|(absence, _)| !dated.iter().any(|(own, _)| std::ptr::eq(*own, *absence)));
        let apart: f64 = apart.map(|(_, share)| 1.0 - share).product();
        apart * (1.0 - self.on_any_of(&dated))
    }

    /// Share of this duty that is lost to several absences on dates.
    fn on_any_of(&self, dated: &[(&Absence, Vec<i64>)]) -> f64 {
        let mut changes: Vec<(i64, usize, f64)> = Vec::new();
        for (index, (absence, moments)) in dated.iter().enumerate() {
            let keeps = absence.keeps.as_ref().map_or(0.0, |keeps| keeps.at(self.point));
            let each = taken(self.scenario, absence, self.point) * (1.0 - keeps) / f64::from(LENGTHS);
            self.spells(moments, absence, &mut |from, ends| {
                changes.extend([(from, index, each), (ends, index, -each)]);
            });
        }
        changes.sort_unstable_by_key(|change| change.0);
        let mut away = vec![0.0_f64; dated.len()];
        let (mut lost, mut since) = (0.0, i64::MIN);
        for (at, index, more) in changes {
            if at > since {
                let left: f64 = away.iter().map(|share| 1.0 - share.clamp(0.0, 1.0)).product();
                lost += (1.0 - left) * self.duty.total_between(since, at) as f64;
                since = at;
            }
            away[index] += more;
        }
        lost / (self.duty.total() as f64).max(1.0)
    }

    /// From when on somebody of the group could go away and not be back when they are there: in the warm-up too, and before
    /// the run if they are in post as it begins.
    fn begins(&self, absence: &Absence) -> f64 {
        let start = -self.scenario.warm_up.0;
        let longest = absence.lasts.as_ref().map_or(0.0, |lasts| {
            Sampler::new(&lasts.at(self.point)).sample((f64::from(LENGTHS) - 0.5) / f64::from(LENGTHS))
        });
        self.staff.from.filter(|from| from.0 > start).map_or(start as f64 - longest, |from| from.0 as f64)
    }

    /// Share of the duty that lies within so long of these moments, which ascend.
    fn on_dates(&self, moments: &[i64], absence: &Absence) -> f64 {
        let total = self.duty.total();
        let mut lost = 0.0;
        self.spells(moments, absence, &mut |from, ends| lost += self.duty.total_between(from, ends) as f64);
        if total > 0 { lost / f64::from(LENGTHS) / total as f64 } else { 0.0 }
    }

    /// The spells that begin at moments, for each of the lengths that stand for their law; who is away already does not go
    /// away again.
    fn spells(&self, moments: &[i64], absence: &Absence, each: &mut dyn FnMut(i64, i64)) {
        let Some(lasts) = &absence.lasts else { return };
        let law = Sampler::new(&lasts.at(self.point));
        // An absence of the team takes others each time.
        let each_apart = absence.takes.is_some();
        let lengths = (0..LENGTHS).map(|i| law.sample((f64::from(i) + 0.5) / f64::from(LENGTHS)).max(0.0));
        let mut back: Vec<(f64, i64)> = lengths.map(|length| (length, i64::MIN)).collect();
        for &at in moments {
            for (length, back) in &mut back {
                let ends = at.saturating_add(*length as i64);
                let from = if each_apart { at } else { at.max(*back) };
                each(from, ends.max(from));
                *back = ends.max(*back);
            }
        }
    }

    /// Planned leave: so many working days of a year's, or those that have a place. Whole weeks take the duty of their weekends
    /// too, and count the working days that are in them.
    fn leave(&self, leave: &Leave) -> f64 {
        let (scenario, works) = (self.scenario, self.staff.works_bank_holidays);
        let duty = Duty::build(
            &self.staff.rota,
            self.clock,
            self.staff.holidays_off(scenario),
            Instant::ZERO,
            Instant(YEAR),
            None,
        );
        let days = Days::new(self.clock, scenario.nation, Instant::ZERO, Instant(YEAR - 1));
        let closed = |at: i64| leave.not_between.iter().any(|&(first, end)| first.0 <= at && at < end.0);
        let duty_of = |from: usize, end: usize| duty.total_between(days.midnight(from), days.midnight(end)) as f64;
        let (mut number, mut open, mut hours) = (0.0, 0.0, 0.0);
        for d in (0..days.len()).filter(|&d| days.is_working(d, works)) {
            number += 1.0;
            open += f64::from(u8::from(!closed(days.midnight(d))));
            hours += duty_of(d, d + 1);
        }
        let total = duty.total() as f64;
        if number <= 0.0 || total <= 0.0 {
            return 0.0;
        }
        // Of a block: how many there are, the working days in all of them, and their duty.
        let long = 7 * leave.block as usize;
        let may_begin = |d: &usize| {
            let all = *d..*d + long;
            long > 0
                && days.is_monday(*d)
                && all.end <= days.len()
                && !all.into_iter().any(|d| closed(days.midnight(d)))
        };
        let (mut blocks, mut counted, mut in_blocks) = (0.0, 0.0, 0.0);
        for d in (0..days.len()).filter(may_begin) {
            blocks += 1.0;
            counted += (d..d + long).filter(|&d| days.is_working(d, works)).count() as f64;
            in_blocks += duty_of(d, d + long);
        }
        let posts = people(scenario, self.role, self.point);
        let room = leave.at_most_away.as_ref().map_or(open, |share| {
            let most = libm::floor(share.at(self.point) * posts + 1e-9).max(1.0);
            open * (most / posts.max(1.0)).min(1.0)
        });
        let wanted = leave.days.at(self.point).min(room);
        let taken = if blocks > 0.0 { libm::floor(wanted / (5.0 * f64::from(leave.block))) / blocks } else { 0.0 };
        (taken * in_blocks + (wanted - taken * counted) * hours / number) / total
    }
}

/// Posts of a role.
fn people(scenario: &Scenario, role: usize, point: &Point) -> f64 {
    scenario.roles[role].staff.iter().filter_map(|staff| Some(staff.people.as_ref()?.at(point))).sum()
}

/// Share of the posts of its roles that an absence takes at once.
fn taken(scenario: &Scenario, absence: &Absence, point: &Point) -> f64 {
    let posts: f64 = absence.roles.iter().map(|&role| people(scenario, role, point)).sum();
    match &absence.takes {
        None => 1.0,
        Some(Takes::Share(share)) if posts > 0.0 => libm::round(share.at(point) * posts) / posts,
        Some(Takes::Share(share)) => share.at(point),
        Some(Takes::Posts(number)) => (f64::from(*number) / posts.max(1.0)).min(1.0),
    }
}
