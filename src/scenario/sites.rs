//! Where people work from and where offenders live, and how long it takes to get there.

use super::check::Note;
use super::diagnostic::Severity;
use super::values::{Number, Point};
use super::world::{By, Kind, Scenario, Staff};

/// The sites, and the way between and within them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sites {
    /// Names, in the order in which staff name them; none where nobody has a site.
    pub names: Vec<String>,
    /// How long the way takes; there if any work travels.
    pub travel: Option<Travel>,
    /// Where offenders live; `None` where each lives at the site of whoever holds them.
    pub living: Option<Living>,
}

/// How long the way there and back takes for each person who goes, milliseconds of effort.
#[derive(Clone, Debug, PartialEq)]
pub struct Travel {
    /// To an offender of one's own site.
    pub within: Number,
    /// To an offender of another site.
    pub between: Number,
}

/// Where offenders live.
#[derive(Clone, Debug, PartialEq)]
pub struct Living {
    /// Share at each of [`Sites::names`].
    pub shares: Vec<Number>,
    /// The site that has whatever the others leave.
    pub rest: Option<usize>,
}

impl Living {
    /// Share at each site at a point; they add to one.
    pub fn shares_at(&self, point: &Point) -> Vec<f64> {
        super::number::shares_at(&self.shares, self.rest, point)
    }
}

/// Words about travel that contradict each other or change nothing.
pub(super) fn check(scenario: &Scenario, note: &mut Note<'_>) {
    let mut travels = false;
    for kind in scenario.kinds.iter().filter(|kind| kind.travels) {
        let path = format!("work.{}.travels", kind.name);
        travels = true;
        if kind.by == By::NoOne {
            let message = format!("`{}` is done by no one, so nobody travels", kind.name);
            note(Severity::Error, "travel", &path, message, "leave `travels` out, or say who does it".to_owned());
        } else if scenario.sites.travel.is_none() {
            let message = format!("`{}` travels, and nothing says how long that takes", kind.name);
            let help = "add [travel] with `within` and `between`, or leave `travels` out".to_owned();
            note(Severity::Error, "travel", &path, message, help);
        }
    }
    for role in &scenario.roles {
        let mut people = role.staff.iter().filter(|staff| staff.people.is_some());
        let first = people.next().map(|staff| staff.site.is_some());
        if let Some(other) = people.find(|staff| Some(staff.site.is_some()) != first) {
            let message = format!("some of the people of `{}` have a site, and some have none", role.name);
            let help = "say `site` of each group of staff of the role, or of none".to_owned();
            note(Severity::Error, "agree", &format!("staff.{}", other.name), message, help);
        }
    }
    if scenario.sites.travel.is_some() && !travels {
        let message = "no work travels, so that `travel` changes nothing".to_owned();
        note(Severity::Warning, "no-effect", "travel", message, "say travels = true of some work".to_owned());
    }
}

/// Whether a group has anybody in post: some of its posts are filled at the start, or will be.
fn filled(staff: &Staff, people: f64, point: &Point) -> bool {
    let vacant = staff.posts.vacant.as_ref().map_or(0.0, |vacant| vacant.at(point));
    people > 0.0 && (people > vacant || !staff.posts.recruitment.is_empty())
}

impl Scenario {
    /// How long each person who does one task of a kind travels, expected from the file alone (ms): somebody of the
    /// offender's own site goes wherever the role has anybody there.
    pub fn expected_travel(&self, kind: &Kind, point: &Point) -> f64 {
        let Some(travel) = self.sites.travel.as_ref().filter(|_| kind.travels) else { return 0.0 };
        let (within, between) = (travel.within.at(point), travel.between.at(point));
        let here = |role: usize, site: usize| {
            let staff = self.roles.get(role).map_or(&[][..], |role| &role.staff);
            let in_post =
                |staff: &Staff| staff.people.as_ref().is_none_or(|people| filled(staff, people.at(point), point));
            staff.iter().any(|staff| staff.site.is_none_or(|own| own == site) && in_post(staff))
        };
        let crews = kind.with.iter();
        // A crew goes together: it takes as long as it takes whoever has the longest way.
        let near = |site: usize| {
            kind.role().is_none_or(|role| here(role, site))
                && crews.clone().all(|crew| crew.roles.iter().any(|&role| here(role, site)))
        };
        let living = self.sites.living.as_ref().map_or_else(|| self.held_at(point), |living| living.shares_at(point));
        let far: f64 = living.iter().enumerate().filter(|(site, _)| !near(*site)).map(|(_, share)| share).sum();
        within + (between - within) * far
    }

    /// Share of the offenders at each site where each lives at the site of whoever holds them.
    fn held_at(&self, point: &Point) -> Vec<f64> {
        let mut posts = vec![0.0; self.sites.names.len()];
        let weight = |staff: &Staff| staff.people.as_ref().map_or(0.0, |p| p.at(point)) * staff.full_time_share;
        let holding = self.roles.iter().find(|role| role.holds && !role.pooled);
        let staff = holding.map_or(&[][..], |role| &role.staff);
        let total: f64 = staff.iter().map(weight).sum();
        for one in staff {
            if let Some(sum) = one.site.and_then(|site| posts.get_mut(site)) {
                *sum += weight(one) / total.max(1e-9);
            }
        }
        posts
    }
}
