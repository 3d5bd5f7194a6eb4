//! What is said of those on call must be able to happen.

use super::check::Note;
use super::diagnostic::Severity;
use super::world::{OnCall, Role, Scenario, Staff};
use crate::calendar::Rota;
use crate::units::WEEK;

/// All checks.
pub(super) fn all(scenario: &Scenario, note: &mut Note<'_>) {
    for (r, role) in scenario.roles.iter().enumerate() {
        for staff in &role.staff {
            let Some(on_call) = &staff.posts.on_call else { continue };
            let path = format!("staff.{}.on_call", staff.name);
            enough(staff, on_call, &path, note);
            never(role, &path, note);
            short(on_call, &path, note);
            idle(on_call, &path, note);
            for &kind in &on_call.kinds {
                work(scenario, r, kind, &path, note);
            }
        }
    }
}

/// No more stand by than there are.
fn enough(staff: &Staff, on_call: &OnCall, path: &str, note: &mut Note<'_>) {
    let there = staff.people.as_ref().map_or(f64::INFINITY, |people| people.typical);
    if f64::from(on_call.people) > there {
        let message = format!("{} are to stand by, and `{}` has {there}", on_call.people, staff.name);
        note(Severity::Error, "range", &format!("{path}.people"), message, "give at most as many".to_owned());
    }
}

/// What a call-out counts as at least is part of a day or two.
fn short(on_call: &OnCall, path: &str, note: &mut Note<'_>) {
    if let Some(at_least) = on_call.at_least.as_ref().filter(|at_least| at_least.typical > WEEK as f64) {
        let message = format!("`{}` is more than a week for one call-out", at_least.written);
        let help = "give a few hours, such as \"2 h\"".to_owned();
        note(Severity::Error, "range", &format!("{path}.call_out_at_least"), message, help);
    }
}

/// What a call-out counts as at least is for what is paid, and for what is given back.
fn idle(on_call: &OnCall, path: &str, note: &mut Note<'_>) {
    if on_call.at_least.is_some() && on_call.paid.is_none() && on_call.given_back.is_none() {
        let message = "a call-out counts as so long at least, and is neither paid nor given back by it".to_owned();
        let help = "say `paid` or `given_back`, or leave it out".to_owned();
        note(Severity::Warning, "no-effect", &format!("{path}.call_out_at_least"), message, help);
    }
}

/// Who always has duty is never on call.
fn never(role: &Role, path: &str, note: &mut Note<'_>) {
    let always = role.staff.iter().find(|staff| staff.people.is_none() || matches!(staff.rota, Rota::Always));
    if let Some(staff) = always {
        let message = format!("`{}` has duty at all hours, so nobody of `{}` is called out", staff.name, role.name);
        let help = "give it a `rota`, or leave `on_call` out".to_owned();
        note(Severity::Warning, "no-effect", path, message, help);
    }
}

/// They can do what they are called out for.
fn work(scenario: &Scenario, r: usize, k: usize, path: &str, note: &mut Note<'_>) {
    let (role, kind) = (&scenario.roles[r], &scenario.kinds[k]);
    let path = format!("{path}.work");
    if kind.role() != Some(r) {
        let message = format!("`{}` is not work of `{}`, so they are not called out for it", kind.name, role.name);
        let help = format!("name work by `{}`, or leave it out", role.name);
        note(Severity::Error, "on-call", &path, message, help);
        return;
    }
    if let Some(crew) = kind.with.iter().find(|crew| !crew.roles.contains(&r)) {
        let names: Vec<&str> = crew.roles.iter().map(|&role| scenario.roles[role].name.as_str()).collect();
        let message = format!(
            "`{}` takes others of {}, and only people of `{}` are called out for it",
            kind.name,
            super::diagnostic::listed(&names),
            role.name
        );
        let help = "leave it out, or let others of the role come: roles = [...]".to_owned();
        note(Severity::Error, "on-call", &path, message, help);
        return;
    }
    let standing = |staff: &Staff| {
        let on_call = staff.posts.on_call.as_ref().filter(|on_call| on_call.kinds.contains(&k))?;
        Some(on_call.people)
    };
    let there: u32 = role.staff.iter().filter_map(standing).sum();
    let needed = 1 + kind.with.iter().map(|crew| crew.people).sum::<u32>();
    if needed > there {
        let message = format!("`{}` takes {needed} at once, and {there} of `{}` stand by", kind.name, role.name);
        let help = format!("let as many stand by: on_call = {{ people = {needed}, ... }}");
        note(Severity::Error, "on-call", &path, message, help);
    }
}
