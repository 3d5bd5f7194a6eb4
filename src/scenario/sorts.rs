//! Sorts of people, by the stream that work began with: whom it is of, and who is of another sort as well.

use super::crowd::World;
use super::motion::GroupSet;
use super::nested::within;
use super::world::{Each, Kind, Scenario};

/// Those whom streams are of; the first are the sorts that are kept apart.
pub(super) struct Sorts<'a> {
    scenario: &'a Scenario,
    /// All offenders first, then those of the streams that tell, then the others.
    whom: Vec<Each>,
    count: usize,
    /// How many there are of each of these at each level, piece by piece.
    numbers: Vec<Vec<Vec<f64>>>,
    /// For each kind, which sort its own stream is of; all offenders where that does not tell.
    origins: Vec<usize>,
}

impl<'a> Sorts<'a> {
    /// `tells` says of which kinds it matters whom their streams are of; `middles` are the times of the pieces.
    pub(super) fn new(world: &World<'a>, tells: &[bool], middles: &[f64]) -> Self {
        let scenario = world.scenario;
        let (whom, count) = whom(scenario, tells);
        let own = |kind: &Kind| Some(people(kind.raised.as_ref()?.each));
        let sort = |kind: &Kind| whom[..count].iter().position(|each| Some(*each) == own(kind)).unwrap_or(0);
        let levels = scenario.offenders.levels.len();
        let numbers = |each: &Each| (0..levels).map(|level| world.numbers(*each, level, middles)).collect();
        Self {
            scenario,
            count,
            numbers: whom.iter().map(numbers).collect(),
            origins: scenario.kinds.iter().map(sort).collect(),
            whom,
        }
    }

    /// How many would be kept apart.
    pub(super) fn how_many(scenario: &Scenario, tells: &[bool]) -> usize {
        whom(scenario, tells).1
    }

    /// How many sorts are kept apart.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The sort that the own stream of a kind is of.
    pub(super) fn of_kind(&self, kind: usize) -> usize {
        self.origins[kind]
    }

    /// Where those whom a stream is of stand; `None` for the team.
    pub(super) fn whom(&self, each: Each) -> Option<usize> {
        self.whom.iter().position(|own| *own == people(each))
    }

    /// How many there are.
    pub(super) fn number(&self, of: usize, level: usize, piece: usize) -> f64 {
        self.numbers[of][level][piece]
    }

    fn share(&self, part: usize, all: usize, level: usize, piece: usize) -> f64 {
        let (part, all) = (self.number(part, level, piece), self.number(all, level, piece));
        if all > 0.0 { (part / all).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Which sorts those of a sort at a level in one piece are of in a later one, and with what chance: of those who are in
    /// none of some groups then, some have joined.
    pub(super) fn later(&self, sort: usize, level: usize, (piece, later): (usize, usize)) -> [(usize, f64); 2] {
        let Each::Except(groups) = self.whom[sort] else { return [(sort, 1.0), (sort, 0.0)] };
        let share = |piece: usize| self.share(sort, 0, level, piece);
        let stay = if share(piece) > 0.0 { (share(later) / share(piece)).min(1.0) } else { 1.0 };
        let joined = |each: &Each| matches!(each, Each::Member(group) if groups == GroupSet::from_iter([*group]));
        [(sort, stay), (self.whom[..self.count].iter().position(joined).unwrap_or(0), 1.0 - stay)]
    }

    /// Chance that one of a sort is one of those whom a stream is of.
    pub(super) fn chance(&self, of: usize, sort: usize, level: usize, piece: usize) -> f64 {
        let share = |part: usize, all: usize| self.share(part, all, level, piece);
        let inside = |group: usize, of: usize| within(self.scenario, group).any(|own| own == of);
        let none_of = |group: usize, except: GroupSet| !except.iter().any(|own| inside(group, own));
        match (self.whom[of], self.whom[sort]) {
            _ if of == sort || of == 0 => 1.0,
            (Each::Member(group), Each::Member(own)) if inside(own, group) => 1.0,
            (Each::Member(group), Each::Member(own)) if inside(group, own) => share(of, sort),
            (Each::Member(group), Each::Except(out)) | (Each::Except(out), Each::Member(group))
                if !none_of(group, out) =>
            {
                0.0
            }
            _ => share(of, 0),
        }
    }

    /// The sort of those of a sort for whom the own stream of a kind raises it, too.
    pub(super) fn narrower(&self, sort: usize, own: usize, kind: usize) -> usize {
        let told = self.origins[kind];
        match (self.whom[sort], self.whom[own]) {
            (Each::Offender, _) | (Each::Except(_), Each::Member(_)) => told,
            (Each::Member(group), Each::Member(of)) if !within(self.scenario, group).any(|own| own == of) => told,
            _ => sort,
        }
    }
}

/// Whom streams are of, and how many of these are kept apart.
fn whom(scenario: &Scenario, tells: &[bool]) -> (Vec<Each>, usize) {
    let mut whom = vec![Each::Offender];
    let mut add = |wanted: bool| {
        for (kind, _) in scenario.kinds.iter().zip(tells).filter(|(_, tells)| **tells == wanted) {
            let own = kind.raised.as_ref().map(|raised| people(raised.each)).filter(|each| *each != Each::Team);
            whom.extend(own.filter(|own| !whom.contains(own)));
            // Those who are not in a group may come to be in it.
            if let Some(Each::Except(groups)) = own
                && groups.iter().count() == 1
            {
                let members = groups.iter().map(Each::Member);
                whom.extend(members.filter(|_| wanted).filter(|own| !whom.contains(own)).collect::<Vec<_>>());
            }
        }
        whom.len()
    };
    let sorts = add(true);
    add(false);
    (whom, sorts)
}

/// Whom a stream is of: the devices of a group are its members'.
fn people(each: Each) -> Each {
    match each {
        Each::Device(group) => Each::Member(group),
        other => other,
    }
}
