//! The flat tables of a plan under construction: samplers, counts, crews, what follows finished work.

use super::plan::BacklogPlan;
use super::plan_work::{BranchPlan, ChangePlan, CountPlan, CrewPlan, LaterPlan, PerLevel, RaisePlan, Slice};
use crate::random::{Law, Sampler, name_key};
use crate::scenario::world::{ByLevel, Change, Count, Crew, Duration, Kind, Point, Raise, Scenario};
use crate::units::Instant;

/// Tables of what follows finished work, under construction.
#[derive(Default)]
pub(super) struct Follows {
    pub raises: Vec<RaisePlan>,
    pub branches: Vec<BranchPlan>,
    pub later: Vec<LaterPlan>,
    pub changes: Vec<ChangePlan>,
    pub counts: Vec<u32>,
}

/// Tables under construction.
pub(super) struct Tables<'a> {
    pub samplers: Vec<Sampler>,
    /// Samplers of the same scenario at another point, whose tables may serve again.
    pub known: &'a [Sampler],
    pub counts: Vec<CountPlan>,
    pub point: &'a Point,
    pub levels: usize,
}

impl Tables<'_> {
    pub(super) fn sampler(&mut self, duration: &Duration) -> u32 {
        self.law(&duration.at(self.point))
    }

    /// A sampler of a law; its table is made only if no earlier one will do.
    pub(super) fn law(&mut self, law: &Law) -> u32 {
        let sampler = Sampler::new_like(law, self.known.iter().chain(&self.samplers));
        self.samplers.push(sampler);
        self.samplers.len() as u32 - 1
    }

    pub(super) fn per_level(&mut self, by_level: &ByLevel<Duration>) -> PerLevel {
        let first = self.samplers.len() as u32;
        match by_level {
            ByLevel::Same(duration) => {
                self.sampler(duration);
                PerLevel { first, stride: 0 }
            }
            ByLevel::Each(_) => {
                for level in 0..self.levels {
                    let law = by_level.get(level).map_or(Law::Fixed(0.0), |d| d.at(self.point));
                    self.law(&law);
                }
                PerLevel { first, stride: 1 }
            }
        }
    }

    /// The effort where it is the same for every task and level, or -1.
    pub(super) fn fixed(&self, effort: PerLevel) -> i64 {
        let constant = self.samplers[effort.first as usize].constant().filter(|_| effort.stride == 0);
        constant.map_or(-1, super::work::whole)
    }

    pub(super) fn count(&mut self, count: &Count) -> u32 {
        self.counts.push(CountPlan { mean: count.mean.at(self.point), law: count.varies });
        self.counts.len() as u32 - 1
    }

    pub(super) fn crew(&mut self, with: &[Crew], crews: &mut Vec<CrewPlan>) -> Slice {
        let first = crews.len() as u32;
        for (i, crew) in with.iter().enumerate() {
            let effort = crew.effort.as_ref().map(|e| self.per_level(e));
            let roles = crew.roles.iter().map(|&r| r as u32).collect();
            let fixed_effort = effort.map_or(-1, |e| self.fixed(e));
            let chance = crew.chance.as_ref().map_or(1.0, |chance| chance.at(self.point));
            crews.push(CrewPlan { roles, people: crew.people, effort, fixed_effort, chance, draw: i as u32 });
        }
        Slice { first, end: crews.len() as u32 }
    }

    pub(super) fn raises(
        &mut self,
        list: &[Raise],
        out: &mut Vec<RaisePlan>,
        scenario: &Scenario,
        branch: &str,
    ) -> Slice {
        let first = out.len() as u32;
        for (i, raise) in list.iter().enumerate() {
            let kind = &scenario.kinds[raise.kind].name;
            let twin = list[..i].iter().filter(|r| r.kind == raise.kind).count();
            let key = name_key(&format!("{branch}\u{1f}{kind}\u{1f}{twin}")).0 as u32;
            let number = raise.number.as_ref().map(|n| self.count(n));
            let after = raise.after.as_ref().map(|d| self.sampler(d));
            let one_in = raise.one_in.as_ref().map_or(1.0, |n| n.at(self.point).max(1.0));
            out.push(RaisePlan { kind: raise.kind as u32, number, after, chance: 1.0 / one_in, key });
        }
        Slice { first, end: out.len() as u32 }
    }

    /// The outcomes of a kind: at the beginning of the run, and what takes their place later.
    pub(super) fn outcomes(&mut self, kind: &Kind, scenario: &Scenario, follows: &mut Follows) -> (Slice, Slice) {
        let begin = Instant::ZERO - scenario.warm_up;
        let first = self.branches(kind, scenario, begin, follows);
        let first_later = follows.later.len() as u32;
        for at in kind.outcomes_change().into_iter().filter(|at| begin < *at && *at <= scenario.horizon) {
            let branches = self.branches(kind, scenario, at, follows);
            follows.later.push(LaterPlan { from: at.0, branches });
        }
        (first, Slice { first: first_later, end: follows.later.len() as u32 })
    }

    fn branches(
        &mut self,
        kind: &Kind,
        scenario: &Scenario,
        at: Instant,
        Follows { raises, branches, changes, counts, .. }: &mut Follows,
    ) -> Slice {
        let first_branch = branches.len() as u32;
        let chances = kind.chances_at(self.point, at);
        let last = kind.then.iter().rposition(|branch| branch.holds(at));
        let mut upto = 0.0;
        for (i, (branch, chance)) in kind.then.iter().zip(chances).enumerate() {
            if !branch.holds(at) {
                continue;
            }
            upto = if last == Some(i) { 1.0 } else { upto + chance };
            let first_change = changes.len() as u32;
            for change in &branch.changes {
                changes.push(match change {
                    Change::Risk(level) => ChangePlan::Risk(*level as u8),
                    Change::Joins(group) => ChangePlan::Joins(*group as u32),
                    Change::Leaves(group) => ChangePlan::Leaves(*group as u32),
                    Change::Custody(duration) => ChangePlan::Custody(self.sampler(duration)),
                    Change::OffRegister => ChangePlan::OffRegister,
                });
            }
            let first_count = counts.len() as u32;
            counts.extend(branch.counts.iter().map(|&c| c as u32));
            branches.push(BranchPlan {
                idle: branch.raises.is_empty() && branch.counts.is_empty() && branch.changes.is_empty(),
                upto,
                raises: self.raises(&branch.raises, raises, scenario, &branch.name),
                counts: Slice { first: first_count, end: counts.len() as u32 },
                changes: Slice { first: first_change, end: changes.len() as u32 },
                outcome: i as u32,
            });
        }
        Slice { first: first_branch, end: branches.len() as u32 }
    }

    pub(super) fn backlog(&mut self, scenario: &Scenario) -> Vec<BacklogPlan> {
        let cause = scenario.causes.iter().position(|c| c == super::layout::BACKLOG_CAUSE).unwrap_or(0) as u32;
        let list = scenario.backlog.iter();
        list.map(|b| BacklogPlan {
            key: name_key(&b.number.key),
            kind: b.kind as u32,
            cause,
            number: libm::round(b.number.at(self.point)).max(0.0) as u32,
            level: b.level.map(|l| l as u8),
            age: self.sampler(&b.age),
        })
        .collect()
    }
}
