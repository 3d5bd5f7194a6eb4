//! Kinds of work: who does them, how urgent they are, and what follows.

use std::fmt::Write;

use super::{DELAYS, LEVELS, Writer};

const EFFORTS: [&str; 14] = [
    "1 h",
    "30 min",
    "2 h",
    "0 h",
    "5 h",
    "{ mean = \"2 h\", varies = \"exponential\" }",
    "{ mean = \"3 h\", varies = \"lognormal, cv 0.5\" }",
    "{ values = [\"30 min\", \"1 h\", \"3 h\"] }",
    "{ by_risk = { high = \"4 h\", low = \"1 h\" } }",
    "11 h",
    "{ amount = { mean = 30, varies = \"cv 0.5\" }, at = \"20 per hour\", removes = \"50 %\" }",
    "{ p50 = \"1 h\", p90 = \"3 h\" }",
    "{ low = \"30 min\", mode = \"1 h\", high = \"4 h\", varies = \"pert\" }",
    "{ values = [\"1 h\", \"4 h\"], weights = [3, 1] }",
];

impl Writer<'_> {
    pub(super) fn effort(&mut self, key: &str) -> String {
        let mut effort = self.of(&EFFORTS);
        if effort.contains("by_risk") && self.levels < 2 {
            effort = "90 min";
        }
        if effort.starts_with('{') { format!("{key} = {effort}") } else { format!("{key} = \"{effort}\"") }
    }

    pub(super) fn work(&mut self, k: usize) {
        self.line(&format!("[[work]]\nname = \"w{k}\""));
        if k == 0 || self.pick(4) > 0 {
            let raised = if self.personal[k] { self.personal_stream() } else { self.team_stream() };
            self.line(&raised);
            if self.one_in(3) {
                self.line("cause = \"shared\"");
            }
        }
        self.who(k);
        let priority = 1 + self.pick(3) * 4;
        if self.levels == 2 && self.one_in(6) {
            let low = 1 + self.pick(3) * 4;
            self.line(&format!("priority = {{ by_risk = {{ high = {priority}, low = {low} }} }}"));
        } else {
            self.line(&format!("priority = {priority}"));
        }
        if priority < 9 && self.pick(4) > 0 {
            self.line("interrupts = true");
        }
        let due = self.pick(5);
        match due {
            1 => self.line("due_within = \"6 h\""),
            2 => self.line("due_within = \"1 working day\"\nlate_after = \"5 h\""),
            3 => self.line("due_within = \"0 h\"\nlate_after = \"1 day\""),
            _ => {}
        }
        if (1..=3).contains(&due) && self.one_in(4) {
            self.line("grows_when_late = { by = \"30 % per day\", at_most = \"80 %\" }");
        }
        if self.one_in(6) {
            let what = self.of(&["skip = true, counts = \"breach\"", "effort = \"50 %\"", "skip = true"]);
            let above = self.of(&["3 h per person", "0 h", "30 min per person"]);
            let risk = if self.levels == 2 && self.one_in(3) { ", risk = \"low\"" } else { "" };
            self.line(&format!("when_overloaded = {{ above = \"{above}\", {what}{risk} }}"));
        }
        if self.one_in(4) {
            let patience = self.of(&DELAYS);
            self.line(&format!("lapses_after = {patience}"));
        }
        if self.one_in(3) {
            let raises = self.raises(k, true);
            if !raises.is_empty() {
                self.line(&format!("raises = [{raises}]"));
            }
        }
        if self.pick(2) > 0 {
            self.branches(k);
        }
        if self.one_in(3) {
            self.line("start_targets = [\"1 h\", \"1 day\"]\nfinish_targets = [\"3 h\"]");
        }
    }

    pub(super) fn who(&mut self, k: usize) {
        if self.one_in(8) {
            return self.line("by = \"no one\"");
        }
        let effort = self.effort("effort");
        self.line(&effort);
        if self.sites && self.pick(3) > 0 {
            self.line("travels = true");
        }
        let holder = self.holds && self.personal[k] && self.pick(2) > 0;
        let role = if holder { 0 } else { self.pick(self.roles.len()) };
        if holder {
            self.line("by = \"holder\"");
        } else {
            self.line(&format!("by = \"r{role}\""));
        }
        if self.roles[role].unlimited || !self.one_in(3) {
            if !self.roles[role].unlimited {
                self.own_work.push((k, role, 1));
            }
            let when = self.of(&["never", "resume", "restart", "resume", "restart"]);
            return self.line(&format!("when_interrupted = \"{when}\""));
        }
        let limited: Vec<usize> = (0..self.roles.len()).filter(|&r| !self.roles[r].unlimited).collect();
        let other = self.of(&limited);
        let second = self.of(&limited);
        let mut roles = vec![other];
        if second != other && self.pick(2) > 0 {
            roles.push(second);
        }
        let there: u32 = roles.iter().map(|&r| self.roles[r].people - u32::from(r == role)).sum();
        if there == 0 {
            self.own_work.push((k, role, 1));
            return;
        }
        let people = 1 + self.pick(2).min(there as usize - 1);
        let names: Vec<String> = roles.iter().map(|r| format!("\"r{r}\"")).collect();
        let mut crew = format!("roles = [{}], people = {people}", names.join(", "));
        if self.pick(2) > 0 {
            let effort = self.effort("effort");
            write!(crew, ", {effort}").expect("a string grows");
        }
        if self.one_in(3) {
            crew.push_str(", chance = \"50 %\"");
        }
        self.line(&format!("with = {{ {crew} }}"));
        if roles.contains(&role) {
            self.own_work.push((k, role, 1 + people as u32));
        }
    }

    /// Kinds that a kind may raise: later ones, so that work ends; team work raises no personal work.
    pub(super) fn raises(&mut self, k: usize, always: bool) -> String {
        let ahead: Vec<usize> = (k + 1..self.kinds).filter(|&j| self.personal[k] || !self.personal[j]).collect();
        let mut list = Vec::new();
        let mut named = std::collections::BTreeSet::new();
        for _ in 0..=self.pick(2) {
            let back = !always && self.one_in(4);
            if back && !named.insert(k) {
                continue;
            }
            if back {
                // Back to itself, from a branch and now and then: it ends.
                list.push(format!("{{ work = \"w{k}\", one_in = 3 }}"));
                continue;
            }
            if ahead.is_empty() {
                continue;
            }
            let kind = self.of(&ahead);
            // A list names a kind once; `number` says how many.
            if !named.insert(kind) {
                continue;
            }
            let mut raise = format!("work = \"w{kind}\"");
            match self.pick(6) {
                3 => raise.push_str(", number = 2"),
                4 => raise.push_str(", number = { mean = 1.3, varies = \"poisson\" }"),
                5 => raise.push_str(", number = { mean = 1.5, varies = \"geometric\" }"),
                _ => {}
            }
            if self.pick(3) > 0 {
                let after = self.of(&DELAYS);
                write!(raise, ", after = {after}").expect("a string grows");
            }
            if self.one_in(4) {
                raise.push_str(", one_in = 2");
            }
            list.push(if raise.contains(',') { format!("{{ {raise} }}") } else { format!("\"w{kind}\"") });
        }
        list.join(", ")
    }

    pub(super) fn branches(&mut self, k: usize) {
        let chances = self.of(&["50 %", "20 %", "100 %"]);
        let mut branches = Vec::new();
        // Now and then the first gives way to another after two days.
        let changes = self.one_in(4);
        let all: &[(&str, &str)] = if changes {
            &[(chances, ", until = \"48 h\""), ("rest", ""), ("35 %", ", from = \"48 h\"")]
        } else {
            &[(chances, ""), ("rest", "")]
        };
        for (b, (chance, when)) in all.iter().enumerate() {
            let mut branch = format!("name = \"b{b}\", chance = \"{chance}\"{when}");
            if self.pick(2) > 0 {
                let raises = self.raises(k, false);
                if !raises.is_empty() {
                    write!(branch, ", raises = [{raises}]").expect("a string grows");
                }
            }
            if self.one_in(3) {
                let counts = self.of(&["\"breach\"", "[\"breach\", \"arrest\"]"]);
                write!(branch, ", counts = {counts}").expect("a string grows");
            }
            if self.personal[k] && self.pick(2) > 0 {
                let change = self.change();
                write!(branch, ", offender = {{ {change} }}").expect("a string grows");
            }
            branches.push(format!("{{ {branch} }}"));
        }
        self.line(&format!("then = [{}]", branches.join(", ")));
    }

    pub(super) fn change(&mut self) -> String {
        let group = if self.groups.is_empty() { None } else { Some(self.pick(self.groups.len())) };
        match (self.pick(6), group) {
            (1 | 2, _) if self.levels == 2 => format!("risk = \"{}\"", self.of(&LEVELS)),
            (3, Some(g)) => format!("joins = \"g{g}\""),
            (4, Some(g)) => format!("leaves = \"g{g}\""),
            (5, _) => "off_register = true".to_owned(),
            _ => format!("custody = {}", self.of(&DELAYS)),
        }
    }
}
