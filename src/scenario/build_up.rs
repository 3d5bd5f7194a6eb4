//! From the rota to productive hours: what becomes of a full-time post's year, expected and without
//! simulating.
//!
//! Absences of several sorts overlap by chance, and who is away twice is away once: with shares f of
//! the time, 1 - (1 - f1)(1 - f2)... of it is lost, and each is shown with its part of that. What newcomers and
//! their tutors cost stands at the end, for a post of which it is not known who stands in it.

use super::away::Present;
use super::turnover;
use super::world::{Absence, Point, Role, Scenario, Staff};
use crate::calendar::{Clock, Duty};
use crate::units::{DAY, HOUR, Instant, YEAR};

/// What becomes of the hours of a full-time post of a role in the 365 days from the start. All in hours.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BuildUp {
    /// Role.
    pub role: String,
    /// Hours of the rota.
    pub contracted: f64,
    /// Of them on bank holidays that are not worked.
    pub bank_holidays: f64,
    /// Lost to each absence.
    pub absences: Vec<(String, f64)>,
    /// On duty.
    pub on_duty: f64,
    /// Of them lost to being slower (absences that keep a share of output).
    pub slower: f64,
    /// Of the rest, what does not reach this work.
    pub not_productive: f64,
    /// What does, of somebody at full output.
    pub productive: f64,
    /// Of that, lost to newcomers who are not yet at full output.
    pub newcomers: f64,
    /// Of that, lost to tutoring them.
    pub tutoring: f64,
    /// What the two leave.
    pub left: f64,
}

/// The build-up of each role with a number of people, in the order of the file.
#[must_use]
pub fn build_up(scenario: &Scenario, point: &Point) -> Vec<BuildUp> {
    let Some(clock) = scenario.clock() else { return Vec::new() };
    let roles = scenario.roles.iter().enumerate();
    roles.filter_map(|(index, role)| of_role(scenario, index, role, &clock, point)).collect()
}

fn of_role(scenario: &Scenario, index: usize, role: &Role, clock: &Clock, point: &Point) -> Option<BuildUp> {
    let weight = |staff: &Staff| Some(staff.people.as_ref()?.at(point) * staff.full_time_share);
    let total: f64 = role.staff.iter().map(weight).sum::<Option<f64>>()?;
    let mut sum: Option<BuildUp> = None;
    for staff in &role.staff {
        let share = if total > 0.0 { weight(staff)? / total } else { 1.0 / role.staff.len() as f64 };
        let own = of_staff(scenario, index, role, staff, clock, point);
        let add = |a: f64, b: f64| a + share * b;
        sum = Some(match sum {
            None => BuildUp {
                contracted: share * own.contracted,
                bank_holidays: share * own.bank_holidays,
                absences: own.absences.into_iter().map(|(name, hours)| (name, share * hours)).collect(),
                on_duty: share * own.on_duty,
                slower: share * own.slower,
                not_productive: share * own.not_productive,
                productive: share * own.productive,
                newcomers: share * own.newcomers,
                tutoring: share * own.tutoring,
                left: share * own.left,
                ..own
            },
            Some(sum) => BuildUp {
                contracted: add(sum.contracted, own.contracted),
                bank_holidays: add(sum.bank_holidays, own.bank_holidays),
                absences: sum.absences.into_iter().zip(own.absences).map(|(a, b)| (a.0, add(a.1, b.1))).collect(),
                on_duty: add(sum.on_duty, own.on_duty),
                slower: add(sum.slower, own.slower),
                not_productive: add(sum.not_productive, own.not_productive),
                productive: add(sum.productive, own.productive),
                newcomers: add(sum.newcomers, own.newcomers),
                tutoring: add(sum.tutoring, own.tutoring),
                left: add(sum.left, own.left),
                role: sum.role,
            },
        });
    }
    sum
}

/// Productive hours of all posts of each role in each month by the rota alone, typical: nobody away, no post vacant or yet to
/// come. Empty for a role without a number of people.
pub fn by_rota(scenario: &Scenario) -> Vec<Vec<f64>> {
    let Some(clock) = scenario.clock() else { return vec![Vec::new(); scenario.roles.len()] };
    let point = &Point::Typical;
    let months = |staff: &Staff| -> Option<Vec<f64>> {
        let people = staff.people.as_ref()?.at(point) * staff.full_time_share;
        let each = people * staff.productive_share(scenario, &clock, point) / HOUR as f64;
        let off = staff.holidays_off(scenario);
        let duty = Duty::build(&staff.rota, &clock, off, Instant::ZERO, scenario.horizon, None);
        let month = |ends: &[Instant]| each * duty.total_between(ends[0].0, ends[1].0) as f64;
        Some(scenario.months.windows(2).map(month).collect())
    };
    let role = |role: &Role| {
        let groups: Option<Vec<Vec<f64>>> = role.staff.iter().map(months).collect();
        let groups = groups.unwrap_or_default();
        let month = |at: usize| groups.iter().filter_map(|group| group.get(at)).sum();
        (0..groups.first().map_or(0, Vec::len)).map(month).collect()
    };
    scenario.roles.iter().map(role).collect()
}

fn of_staff(scenario: &Scenario, index: usize, role: &Role, staff: &Staff, clock: &Clock, point: &Point) -> BuildUp {
    let off = staff.holidays_off(scenario);
    let hours =
        |off| Duty::build(&staff.rota, clock, off, Instant::ZERO, Instant(YEAR), None).total() as f64 / HOUR as f64;
    let (contracted, duty) = (hours(None), hours(off));
    let there = Present::until(scenario, index, staff, clock, point, Instant(YEAR));
    let away = lost(scenario, index, &there, false);
    let slow = lost(scenario, index, &there, true);
    let gone = duty * (1.0 - there.left_by(&away));
    let all: f64 = away.iter().map(|(_, share)| share).sum();
    let part = |share: f64| if all > 0.0 { gone * share / all } else { 0.0 };
    let on_duty = duty - gone;
    let both: Vec<_> = away.iter().chain(&slow).copied().collect();
    let slower = on_duty - duty * there.left_by(&both);
    let productive = (on_duty - slower) * staff.productive_share(scenario, clock, point);
    let a_day = productive / (YEAR / DAY) as f64;
    let [newcomers, tutoring] =
        turnover::lost_to_newcomers(scenario, staff, point, YEAR / DAY).map(|days| days * a_day);
    BuildUp {
        role: role.name.clone(),
        contracted,
        bank_holidays: contracted - duty,
        absences: away.iter().map(|(absence, share)| (absence.name.clone(), part(*share))).collect(),
        on_duty,
        slower,
        not_productive: on_duty - slower - productive,
        productive,
        newcomers,
        tutoring,
        left: productive - newcomers - tutoring,
    }
}

/// Share of its duty in the counted period that a post of a group yields with the absences of its role, expected.
pub(super) fn presence(scenario: &Scenario, role: usize, there: &Present<'_>) -> f64 {
    let mut all = lost(scenario, role, there, false);
    all.extend(lost(scenario, role, there, true));
    there.left_by(&all)
}

/// Absences of a role that take people away, or that make them slower, each with the share of duty it costs.
fn lost<'a>(scenario: &'a Scenario, role: usize, there: &Present<'_>, slower: bool) -> Vec<(&'a Absence, f64)> {
    let concerns = |absence: &&Absence| absence.keeps.is_some() == slower && absence.roles.contains(&role);
    scenario.absences.iter().filter(concerns).map(|absence| (absence, there.lost_to(absence))).collect()
}

/// Share of what a group's posts would do, while it is in post in the counted period, that they do: vacancies, and what
/// newcomers and their tutors cost, are off it.
pub(super) fn filled(scenario: &Scenario, staff: &Staff, point: &Point) -> f64 {
    let last = (scenario.horizon.0 / DAY).max(1);
    let (from, until) = turnover::in_post(scenario, staff, last);
    let length = (until - from.max(0)) as f64;
    if length <= 0.0 {
        return 1.0;
    }
    let there = if staff.posts.change() {
        let days = turnover::days(scenario, staff, point, last);
        days.iter().filter(|day| day.at >= 0).map(|day| day.there).sum()
    } else {
        length
    };
    let [slower, tutoring] = turnover::lost_to_newcomers(scenario, staff, point, last);
    ((there - slower - tutoring) / length).clamp(0.0, 1.0)
}
