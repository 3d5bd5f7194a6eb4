//! Every number of a scenario: for lists of assumptions, for what is unsupported, for sensitivity.

use super::world::{
    Absence, AbsenceWhen, ByLevel, Chance, Change, Count, Duration, Fades, GroupSize, Number, Pattern, PostCost, Posts,
    Productive, Raise, Raised, Scenario, Takes,
};

/// All numbers, sorted by key. Defaults of the language, which no file wrote, are left out.
pub(super) fn all(scenario: &Scenario) -> Vec<&Number> {
    let mut found = Vec::new();
    found.push(&scenario.offenders.number);
    found.extend(&scenario.offenders.shares);
    if let Some(joining) = &scenario.offenders.joining {
        found.push(&joining.rate);
        found.extend(&joining.growth);
        found.extend(&joining.shares);
    }
    found.extend(scenario.offenders.leaving.iter().flat_map(ByLevel::iter));
    for shock in &scenario.shocks {
        found.push(&shock.rate);
        found.extend(shock.lasts.numbers());
    }
    for group in &scenario.groups {
        match &group.size {
            GroupSize::Number(number) | GroupSize::Share(number) => found.push(number),
        }
        found.extend(group.joins.as_ref().map(|joins| &joins.over));
        found.extend(group.devices.as_ref().map(|devices| &devices.mean));
        found.extend(&group.at_most);
    }
    for staff in scenario.roles.iter().flat_map(|role| &role.staff) {
        found.extend(&staff.people);
        match &staff.productive {
            Productive::Share(number) | Productive::Yearly(number) => found.push(number),
        }
        posts(&staff.posts, &mut found);
    }
    found.extend(scenario.roles.iter().flat_map(|role| role.span_at_most.iter().chain(&role.most_held)));
    found.extend(scenario.roles.iter().flat_map(|role| &role.most_held_later).map(|(_, most)| most));
    found.extend(scenario.sites.travel.iter().flat_map(|travel| [&travel.within, &travel.between]));
    found.extend(scenario.sites.living.iter().flat_map(|living| &living.shares));
    found.extend(money(scenario));
    scenario.absences.iter().for_each(|absence| absences(absence, &mut found));
    if let Some(feedback) = &scenario.feedback {
        found.push(&feedback.above);
        found.extend(feedback.sickness.iter().map(|sickness| &sickness.times).chain(&feedback.leaving));
    }
    for kind in &scenario.kinds {
        found.extend(centres(&kind.effort));
        found.extend(kind.with.iter().filter_map(|crew| crew.effort.as_ref()).flat_map(centres));
        found.extend(kind.with.iter().filter_map(|crew| crew.chance.as_ref()));
        if let Some(overload) = &kind.overload {
            found.push(&overload.above);
            found.extend(&overload.effort);
        }
        if let Some(lateness) = &kind.lateness {
            found.extend([&lateness.by, &lateness.at_most]);
        }
        found.extend(kind.lapses_after.iter().flat_map(Duration::numbers));
        raised(kind.raised.as_ref(), &mut found);
        raises(&kind.raises, &mut found);
        for branch in &kind.then {
            if let Chance::Share(share) = &branch.chance {
                found.push(share);
            }
            raises(&branch.raises, &mut found);
            for change in &branch.changes {
                if let Change::Custody(custody) = change {
                    found.extend(custody.numbers());
                }
            }
        }
    }
    for backlog in &scenario.backlog {
        found.push(&backlog.number);
        found.extend(backlog.age.numbers());
    }
    found.extend(&scenario.answers.benchmark_ratio);
    found.retain(|number| number.place.line > 0);
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found.dedup_by(|a, b| a.key == b.key);
    found
}

/// Costs of posts, other costs, grants.
fn money(scenario: &Scenario) -> impl Iterator<Item = &Number> {
    let posts = scenario.roles.iter().flat_map(|role| &role.staff).filter_map(|staff| staff.cost.as_ref());
    let costs = scenario.money.iter().flat_map(|money| money.costs.iter().map(|cost| &cost.amount));
    let grants = scenario.money.iter().flat_map(|money| money.grants.iter().map(|grant| &grant.amount));
    posts.flat_map(PostCost::numbers).chain(costs).chain(grants)
}

fn centres(durations: &ByLevel<Duration>) -> impl Iterator<Item = &Number> {
    durations.iter().flat_map(Duration::numbers)
}

fn raised<'a>(raised: Option<&'a Raised>, found: &mut Vec<&'a Number>) {
    match raised.map(|raised| &raised.pattern) {
        Some(Pattern::Cycle { every, .. }) => found.extend(every.iter()),
        Some(Pattern::AtRandom(random)) => {
            found.extend(random.rate.iter());
            found.extend(&random.spread);
            if let Some(settling) = &random.settling {
                found.push(&settling.times);
                match &settling.fades {
                    Fades::After(lasts) => found.push(lasts),
                    Fades::Halves { every, settles_at } => found.extend([every, settles_at]),
                }
            }
            found.extend(&random.growth);
            found.extend(random.shocks.as_ref().map(|shocks| &shocks.times));
        }
        Some(Pattern::At(_) | Pattern::Joining | Pattern::ChangeOfHolder | Pattern::ReturnFromCustody) | None => {}
    }
}

fn posts<'a>(posts: &'a Posts, found: &mut Vec<&'a Number>) {
    found.extend(posts.vacant.iter().chain(&posts.leaving));
    found.extend(posts.recruitment.iter().flat_map(|(_, stage)| stage.numbers()));
    found.extend(posts.ramp.iter().flat_map(|ramp| [&ramp.from, &ramp.over]));
    found.extend(posts.tutoring.iter().flat_map(|tutoring| [&tutoring.share, &tutoring.lasts]));
    found.extend(&posts.cover_after);
    found.extend(posts.overtime.iter().flat_map(|overtime| [&overtime.when_waiting, &overtime.up_to]));
    found.extend(posts.on_call.iter().flat_map(super::staffing::OnCall::numbers));
}

fn absences<'a>(absence: &'a Absence, found: &mut Vec<&'a Number>) {
    match &absence.when {
        AbsenceWhen::Planned(leave) => found.extend(std::iter::once(&leave.days).chain(&leave.at_most_away)),
        AbsenceWhen::AtRandom(number) | AbsenceWhen::Every { every: number, .. } => found.push(number),
        AbsenceWhen::At(_) => {}
    }
    found.extend(absence.lasts.iter().flat_map(Duration::numbers));
    found.extend(&absence.keeps);
    if let Some(Takes::Share(share)) = &absence.takes {
        found.push(share);
    }
}

fn raises<'a>(raises: &'a [Raise], found: &mut Vec<&'a Number>) {
    for raise in raises {
        found.extend(raise.number.as_ref().map(|Count { mean, .. }| mean));
        found.extend(raise.after.iter().flat_map(Duration::numbers));
        found.extend(&raise.one_in);
    }
}
