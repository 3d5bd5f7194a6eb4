//! What raises work, and how the rate of it varies.

use std::fmt::Write;

use super::{MOMENTS, Writer};

const SETTLING: [&str; 4] = [
    ", settling = { times = 3, for = \"1 day\" }",
    ", settling = { times = 4, halves_every = \"12 h\", settles_at = 0.5 }",
    ", settling = { times = 2, for = \"2 days\" }",
    ", settling = { times = 0, halves_every = \"1 day\" }",
];

impl Writer<'_> {
    pub(super) fn window(&mut self) -> String {
        match self.pick(8) {
            6 => format!(", from = \"{}\"", self.of(&MOMENTS)),
            7 => format!(", until = \"{}\"", self.of(&MOMENTS)),
            _ => String::new(),
        }
    }

    pub(super) fn team_stream(&mut self) -> String {
        let pattern = match self.pick(4) {
            0 => format!("every = \"{}\"", self.of(&["8 h", "12 h", "1 day", "5 h"])),
            1 => format!("every = \"{}\", first = \"{}\"", self.of(&["8 h", "12 h", "1 day"]), self.of(&MOMENTS)),
            2 => {
                let rate = self.of(&["3 per day", "0.2 per hour", "8 per day", "0"]);
                let rate = if rate == "0" { rate.to_owned() } else { format!("\"{rate}\"") };
                format!("at_random = {rate}{}{}{}", self.profile(), self.shocks(), self.one_at_a_time())
            }
            _ => self.at(),
        };
        let window = self.window();
        format!("raised = {{ each = \"team\", {pattern}{window} }}")
    }

    pub(super) fn at(&mut self) -> String {
        let number = 1 + self.pick(4);
        let at: Vec<String> = (0..number).map(|_| format!("\"{}\"", self.of(&MOMENTS))).collect();
        let mut pattern = format!("at = [{}]", at.join(", "));
        if self.pick(2) > 0 {
            let efforts: Vec<String> =
                (0..number).map(|_| format!("\"{}\"", self.of(&["1 h", "0 h", "4 h"]))).collect();
            write!(pattern, ", efforts = [{}]", efforts.join(", ")).expect("a string grows");
        }
        pattern
    }

    pub(super) fn profile(&mut self) -> String {
        match self.pick(11) {
            8 => ", over_time = [{ repeats_every = \"24 h\", steps = [{ from = \"0 h\", times = 1 }, { from = \"9 h\", times = 0 }, \
                  { from = \"17 h\", times = 2 }] }, { steps = [{ from = \"40 h\", times = 1.5 }, { from = \"90 h\", times = 0.5 }] }]"
                .to_owned(),
            9 => ", over_time = [{ wave = 0.6, period = \"100 h\" }, { repeats_every = \"24 h\", steps = [{ from = \"0 h\", \
                  times = 0 }, { from = \"9 h\", times = 2 }] }]"
                .to_owned(),
            10 => ", over_time = [{ grows = \"500 % per year\" }, { steps = [{ from = \"30 h\", times = 2 }] }, { wave = 0.3, \
                   period = \"60 h\" }]"
                .to_owned(),
            6 => ", over_time = { grows = \"5000 % per year\" }".to_owned(),
            7 => ", over_time = { grows = \"-95 % per year\", steps = [{ from = \"0 h\", times = 3 }, { from = \"20 h\", times = 1 }] }"
                .to_owned(),
            3 => {
                ", over_time = { steps = [{ from = \"0 h\", times = 2 }, { from = \"30 h\", times = 0.5 }] }".to_owned()
            }
            4 => ", over_time = { steps = [{ from = \"0 h\", times = 0 }, { from = \"8 h\", times = 2 }], \
                  repeats_every = \"24 h\" }"
                .to_owned(),
            5 => ", over_time = { wave = 0.8, period = \"24 h\" }".to_owned(),
            _ => String::new(),
        }
    }

    /// Shocks of one name, described by the first that has them.
    pub(super) fn shocks(&mut self) -> String {
        if !self.one_in(5) {
            return String::new();
        }
        let times = self.of(&["3", "0", "1", "0.5"]);
        if std::mem::replace(&mut self.shocks, true) {
            return format!(", shocks = {{ name = \"wave\", times = {times} }}");
        }
        let lasts = self.of(&["\"12 h\"", "{ mean = \"6 h\", varies = \"exponential\" }"]);
        format!(", shocks = {{ name = \"wave\", at_random = \"1.5 per day\", lasts = {lasts}, times = {times} }}")
    }

    pub(super) fn one_at_a_time(&mut self) -> &'static str {
        if self.one_in(4) { ", one_at_a_time = true" } else { "" }
    }

    pub(super) fn personal_stream(&mut self) -> String {
        if self.holds && self.one_in(if self.lively { 5 } else { 20 }) {
            return "raised = { each = \"offender\", on = \"change of manager\" }".to_owned();
        }
        let each = self.pick(4);
        let group = if self.groups.is_empty() { None } else { Some(self.pick(self.groups.len())) };
        let (each, per, in_group) = match (each, group) {
            (1, Some(g)) => (format!("each = \"g{g}\""), "member", true),
            (2, Some(g)) if self.groups[g] => (format!("each = \"device\", of = \"g{g}\""), "device", true),
            (3, Some(g)) if g > 0 && self.pick(2) > 0 => {
                (format!("each = \"offender\", except = [\"g0\", \"g{g}\"]"), "offender", self.joining)
            }
            (3, Some(g)) => (format!("each = \"offender\", except = \"g{g}\""), "offender", self.joining),
            _ => ("each = \"offender\"".to_owned(), "offender", self.joining),
        };
        let two = self.levels == 2;
        if self.one_in(6) {
            let window = self.window();
            return format!("raised = {{ {each}, on = \"return from custody\"{window} }}");
        }
        let pattern = match self.pick(if in_group { 6 } else { 4 }) {
            0 => {
                let every = self.of(&["1 day", "12 h", "2 days", "40 h"]);
                let first =
                    if self.pick(3) > 1 { format!(", first = \"{}\"", self.of(&MOMENTS)) } else { String::new() };
                if two && self.pick(2) > 0 {
                    let low = self.of(&["3 days", "never", "6 h"]);
                    format!("every = {{ high = \"{every}\", low = \"{low}\" }}{first}")
                } else {
                    format!("every = \"{every}\"{first}")
                }
            }
            1 | 2 => {
                let rate = self.of(&["0.5", "1", "0.2", "3"]);
                let rate = if two && self.pick(2) > 0 {
                    let low = self.of(&["0.2", "0", "1.5"]);
                    format!(
                        "{{ by_risk = {{ high = \"{rate} per {per} per day\", low = \"{low} per {per} per day\" }} }}"
                    )
                } else {
                    format!("\"{rate} per {per} per day\"")
                };
                let spread = if self.one_in(4) { ", spread = 2" } else { "" };
                let settling = if in_group && self.one_in(2) { self.of(&SETTLING) } else { "" };
                let (profile, shocks) = (self.profile(), self.shocks());
                format!("at_random = {rate}{spread}{settling}{profile}{shocks}{}", self.one_at_a_time())
            }
            3 => self.at(),
            _ => "on_joining = true".to_owned(),
        };
        let window = self.window();
        format!("raised = {{ {each}, {pattern}{window} }}")
    }
}
