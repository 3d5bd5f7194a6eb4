//! Matching free people with waiting work.

use super::{Job, Line, Plain};
use caseload::model::{Flow, Step};
use caseload::scenario::{Discipline, WhenInterrupted};
use std::collections::BTreeSet;

impl Plain<'_> {
    pub(super) fn match_people(&mut self) {
        let mut held = BTreeSet::new();
        loop {
            while let Some(task) = self.most_urgent(&held) {
                if !self.begin(task, &held) {
                    self.hold_people(task, &mut held);
                }
            }
            if !self.interrupt(&mut held) {
                break;
            }
            held.clear();
        }
        self.call_out();
    }

    fn free(&self, person: usize, held: &BTreeSet<usize>) -> bool {
        self.people[person].there() && self.people[person].job.is_none() && !held.contains(&person)
    }

    /// 1 is the most urgent; work without an offender has the priority of the first risk level.
    fn priority(&self, task: usize) -> u8 {
        self.kind(task).priority_at(self.tasks[task].level)
    }

    /// Smaller is sooner.
    pub(super) fn urgency(&self, task: usize) -> (u8, i64, u64) {
        let t = &self.tasks[task];
        let priority = self.priority(task);
        match self.discipline(self.role_of(t.kind).expect("someone does it")) {
            Discipline::Fifo => (0, i64::MIN, t.number),
            Discipline::PriorityFifo | Discipline::Random => (priority, i64::MIN, t.number),
            Discipline::PriorityDue => (priority, t.due.unwrap_or(i64::MAX), t.number),
        }
    }

    fn most_urgent(&self, held: &BTreeSet<usize>) -> Option<usize> {
        (0..self.tasks.len())
            .filter(|&task| self.tasks[task].waiting)
            .filter(|&task| match self.tasks[task].line {
                Line::Role(role) => self.roles[role].iter().any(|&p| self.free(p, held)),
                Line::Own(person) => self.free(person, held),
                Line::Nowhere => false,
            })
            .min_by_key(|&task| self.urgency(task))
    }

    /// First free person of a role from `turn` on, then from the beginning; for a task that travels those of its
    /// offender's site before the rest.
    fn in_turn(&self, task: usize, role: usize, turn: usize, taken: &BTreeSet<usize>) -> Option<usize> {
        let free = || self.roles[role].iter().copied().filter(|&p| self.free(p, taken));
        let near = || free().filter(|&p| self.kind(task).travels && self.near(task, p));
        near()
            .find(|&p| p >= turn)
            .or_else(|| near().next())
            .or_else(|| free().find(|&p| p >= turn))
            .or_else(|| free().next())
    }

    /// Lead and crew for a task, and whose turn it is afterwards; `None` if the crew is not complete.
    fn crew_for(&self, task: usize, held: &BTreeSet<usize>) -> (Option<Vec<usize>>, Vec<usize>) {
        let role = self.role_of(self.tasks[task].kind).expect("someone does it");
        let mut turn = self.turn.clone();
        let lead = match self.tasks[task].line {
            Line::Own(person) => Some(person).filter(|&p| self.free(p, held)),
            _ => self.in_turn(task, role, turn[role], held),
        };
        let Some(lead) = lead else { return (None, turn) };
        let mut taken = held.clone();
        let mut together = vec![lead];
        taken.insert(lead);
        for (_, crew) in self.crews(task) {
            let mut missing = crew.people;
            for &other in &crew.roles {
                while missing > 0 {
                    let Some(person) = self.in_turn(task, other, turn[other], &taken) else { break };
                    taken.insert(person);
                    together.push(person);
                    turn[other] = person + 1;
                    missing -= 1;
                }
            }
            if missing > 0 {
                return (None, turn);
            }
        }
        turn[role] = lead + 1;
        (Some(together), turn)
    }

    fn begin(&mut self, task: usize, held: &BTreeSet<usize>) -> bool {
        let (together, turn) = self.crew_for(task, held);
        if together.is_some() {
            self.turn = turn;
        }
        let Some(together) = together else { return false };
        let t = &mut self.tasks[task];
        t.waiting = false;
        t.at_work = together.len() as u32;
        let mut way = 0;
        let step = if t.started.is_none() { Step::Started } else { Step::Resumed };
        if t.started.is_none() {
            t.started = Some(self.now);
            let kind = t.kind;
            self.grow_when_late(task);
            self.sums.flow(Flow::Started, kind, 1);
            way = self.way(task, &together, None);
        }
        self.record(step, task, Some(together[0]), None);
        let mut parts = vec![self.tasks[task].remaining];
        for (i, crew) in self.crews(task) {
            parts.extend(std::iter::repeat_n(self.part(task, i, crew) + way, crew.people as usize));
        }
        for (person, part) in together.into_iter().zip(parts) {
            let now = self.now;
            let who = &mut self.people[person];
            let mut job = Job { task, remaining: part, written: who.duty_before(now), done: None };
            job.done = who.when_done(&job, now);
            who.job = Some(job);
        }
        true
    }

    fn hold_people(&self, task: usize, held: &mut BTreeSet<usize>) {
        match self.tasks[task].line {
            Line::Role(role) => held.extend(self.in_turn(task, role, self.turn[role], held)),
            Line::Own(person) => {
                held.insert(person);
            }
            Line::Nowhere => {}
        }
        for (_, crew) in self.crews(task) {
            let mut wanted = crew.people;
            for &other in &crew.roles {
                while wanted > 0 {
                    let Some(person) = self.in_turn(task, other, 0, held) else { break };
                    held.insert(person);
                    wanted -= 1;
                }
            }
        }
    }

    /// The head of a line.
    fn head(&self, line: Line) -> Option<usize> {
        (0..self.tasks.len())
            .filter(|&task| self.tasks[task].waiting && self.tasks[task].line == line)
            .min_by_key(|&task| self.urgency(task))
    }

    /// Interrupts one person's work; whether it did.
    fn interrupt(&mut self, held: &mut BTreeSet<usize>) -> bool {
        for role in 0..self.roles.len() {
            let people = self.roles[role].clone();
            if !people.iter().any(|&p| self.free(p, held))
                && let Some(task) = self.head(Line::Role(role))
                && self.interrupt_for(task, &people, held)
            {
                return true;
            }
            for &person in &people {
                if self.people[person].job.is_some()
                    && let Some(task) = self.head(Line::Own(person))
                    && self.interrupt_for(task, &[person], held)
                {
                    return true;
                }
            }
        }
        false
    }

    fn interrupt_for(&mut self, task: usize, people: &[usize], held: &mut BTreeSet<usize>) -> bool {
        let urgent = self.kind(task);
        if !urgent.interrupts {
            return false;
        }
        let least_urgent = people
            .iter()
            .copied()
            .filter(|&p| self.people[p].there())
            .filter_map(|p| self.people[p].job.as_ref().map(|job| (p, job.task)))
            .filter(|&(_, at_hand)| {
                let kind = self.kind(at_hand);
                self.priority(at_hand) > self.priority(task)
                    && kind.when_interrupted != WhenInterrupted::Never
                    && self.tasks[at_hand].at_work == 1
            })
            .max_by_key(|&(_, at_hand)| (self.priority(at_hand), at_hand));
        let Some((person, _)) = least_urgent else { return false };
        // Nobody sets work down for a task whose crew is not complete.
        let job = self.people[person].job.take();
        let complete = self.crew_for(task, held).0.is_some();
        self.people[person].job = job;
        if !complete {
            return false;
        }
        self.set_down(person);
        if !self.begin(task, held) {
            self.hold_people(task, held);
        }
        true
    }
}
