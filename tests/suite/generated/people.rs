//! Who does the work: groups of staff, who is away, who comes and goes, who stands by, and what overload does to them.

use std::fmt::Write;

use super::{DELAYS, MOMENTS, Role, Writer};

const ROTAS: [&str; 6] = [
    "\"always\"",
    "\"Mon-Fri 08:00-16:00\"",
    "\"Mon-Sun 09:00-12:00\"",
    "\"Mon-Sun 22:00-06:00\"",
    "[\"Mon-Thu 08:00-16:00\", \"Tue-Sun 12:00-20:00\"]",
    "\"Mon-Wed 08:00-12:00, Sat 10:00-18:00\"",
];

impl Writer<'_> {
    pub(super) fn staff(&mut self) {
        let roles = 1 + self.pick(3);
        self.holds = self.offenders > 0 && self.pick(3) > 0;
        self.lively = self.pick(2) == 1;
        let ownership = if self.holds { self.ownership() } else { "" };
        for r in 0..roles {
            let disciplines = [
                "priority, then first come first served",
                "first come first served",
                "priority, then earliest due date",
                "random order",
            ];
            let choices = if self.any_discipline { 4 } else { 3 };
            let choice = self.pick(choices);
            let discipline = disciplines[choice];
            let room = if self.one_in(6) { Some(1 + self.pick(4)) } else { None };
            let unlimited = r + 1 == roles && r > 0 && self.one_in(5);
            let mut people = 0;
            let more = self.one_in(3) || self.sites && r == 0;
            let sited = self.sites && !unlimited && (r == 0 || self.pick(3) > 0);
            for group in 0..=usize::from(more) {
                let before = people;
                let number = 1 + self.pick(3) as u32;
                people += number;
                let number = if unlimited { "\"unlimited\"".to_owned() } else { number.to_string() };
                self.line(&format!("[[staff]]\nrole = \"r{r}\"\nname = \"r{r} {group}\"\npeople = {number}"));
                self.line(&format!("discipline = \"{discipline}\""));
                if sited {
                    let site = if r == 0 { ["North", "South"][group] } else { self.of(&["North", "South"]) };
                    self.line(&format!("site = \"{site}\""));
                }
                if let Some(room) = room {
                    self.line(&format!("room = {room}"));
                }
                if self.holds && r == 0 {
                    self.line("holds = \"offenders\"");
                    self.line(ownership);
                    if !unlimited && self.one_in(4) {
                        // How many each holds at the start, perhaps nobody at all in a second group.
                        let held: Vec<String> = (before..people).map(|_| self.pick(6).to_string()).collect();
                        self.line(&format!("held_at_start = [{}]", held.join(", ").replacen('0', "1", 1)));
                    }
                }
                let rota = self.of(&ROTAS);
                self.line(&format!("rota = {rota}"));
                let mut productive = self.of(&["\"100 %\"", "\"50 %\"", "\"30 %\"", "\"1400 h per year\"", "0.9"]);
                if self.lively && productive.contains("year") {
                    productive = "\"70 %\"";
                }
                self.line(&format!("productive = {productive}"));
                if self.one_in(4) {
                    self.line("full_time_share = \"50 %\"");
                }
                if self.one_in(4) {
                    self.line("works_bank_holidays = true");
                }
                let mut dated = false;
                match self.pick(6) {
                    0 => {
                        dated = true;
                        let from = self.of(&MOMENTS);
                        self.line(&format!("from = \"{from}\""));
                    }
                    1 => {
                        let until = self.of(&MOMENTS);
                        self.line(&format!("until = \"{}\"", if until == "0 h" { "30 h" } else { until }));
                    }
                    _ => {}
                }
                if unlimited {
                    break;
                }
                if self.lively {
                    self.posts(dated, rota != ROTAS[0]);
                }
                if rota != ROTAS[0] {
                    self.shifts.push((r, people - before, self.text.len()));
                }
            }
            self.roles.push(Role { people, unlimited });
        }
    }

    /// What is said of holders.
    pub(super) fn ownership(&mut self) -> &'static str {
        self.of(&[
            "",
            "",
            "",
            "most_held = 2",
            "ownership = \"pooled\"",
            "most_held = 1",
            "most_held = 3\nmost_held_later = [{ from = \"30 h\", most = 1 }, { from = \"60 h\", most = 2 }]",
            "most_held_later = [{ from = \"25 h\", most = 2 }]",
        ])
    }

    /// Vacancies, leavers, newcomers, cover, overtime.
    pub(super) fn posts(&mut self, dated: bool, shifts: bool) {
        let vacant = self.one_in(4);
        if vacant {
            self.line("vacant = 1");
        }
        let leaving = self.one_in(2);
        self.leaves |= leaving;
        if leaving {
            let rate = self.of(&["0.2", "1", "0"]);
            // Overload wants people who have not left before it comes.
            let rate = if self.weary && rate == "0" { "0.05" } else { rate };
            self.line(&format!("leaving = \"{rate} per person per day\""));
        }
        let recruited = (vacant || leaving) && self.pick(3) > 0;
        if recruited {
            let course = self.of(&DELAYS);
            self.line(&format!("recruitment = {{ advert = \"6 h\", course = {course} }}"));
        }
        if recruited || dated {
            if self.pick(2) > 0 {
                let over = self.of(&["2 days", "10 h", "0 h"]);
                self.line(&format!("ramp = {{ from = \"40 %\", over = \"{over}\" }}"));
            }
            if self.pick(2) > 0 {
                self.line("tutoring = { share = \"20 %\", for = \"1 day\" }");
            }
        }
        if self.pick(2) > 0 {
            let after = self.of(&["0 h", "12 h", "1 day"]);
            self.line(&format!("cover_after = \"{after}\""));
        }
        if shifts && self.pick(2) > 0 {
            let waiting = self.of(&["0 h", "2 h", "0 h"]);
            self.line(&format!("overtime = {{ when_waiting = \"{waiting} per person\", up_to = \"7 h per week\" }}"));
        }
    }

    /// Who stands by, for some of the work of their role.
    pub(super) fn on_call(&mut self) {
        let mut said = Vec::new();
        for role in 0..self.roles.len() {
            if !self.one_in(3) {
                continue;
            }
            let groups: Vec<(usize, u32, usize)> = self.shifts.iter().copied().filter(|own| own.0 == role).collect();
            let standing: Vec<u32> = groups.iter().map(|own| 1 + self.pick(own.1 as usize) as u32).collect();
            let enough = standing.iter().sum();
            let own = self.own_work.iter().filter(|work| work.1 == role && work.2 <= enough);
            let work: Vec<String> = own.map(|work| format!("\"w{}\"", work.0)).collect();
            if work.is_empty() {
                continue;
            }
            let one = if self.one_in(3) { 1 } else { work.len() };
            // Work for several at once wants all of them.
            let one = if self.own_work.iter().any(|work| work.1 == role && work.2 > 1) { work.len() } else { one };
            for (&(.., at), people) in groups.iter().zip(standing) {
                let mut own = format!("work = [{}], people = {people}", work[..one].join(", "));
                for key in ["call_out_at_least = \"2 h\"", "given_back = \"150 %\"", "rest = \"11 h\""] {
                    if self.pick(2) > 0 {
                        write!(own, ", {key}").expect("a string grows");
                    }
                }
                said.push((at, format!("on_call = {{ {own} }}\n")));
            }
        }
        said.sort();
        for (at, own) in said.into_iter().rev() {
            self.text.insert_str(at, &own);
        }
    }

    pub(super) fn absences(&mut self) {
        if !self.lively {
            return;
        }
        for a in 0..self.pick(4) {
            self.line(&format!("[[absence]]\nname = \"a{a}\""));
            if self.one_in(3) {
                self.line("of = \"r0\"");
            }
            let team = self.one_in(3);
            match self.pick(if team { 3 } else { 4 }) {
                0 => {
                    let (one, two) = (self.of(&MOMENTS), self.of(&MOMENTS));
                    self.line(&format!("at = [\"{one}\", \"{two}\"]"));
                }
                1 => {
                    let rate = self.of(&["0.5", "2", "0"]);
                    let whom = if team { "" } else { "per person " };
                    if !team {
                        self.random_absences.push(format!("a{a}"));
                    }
                    self.line(&format!("at_random = \"{rate} {whom}per day\""));
                }
                2 => {
                    let every = self.of(&["1 day", "30 h"]);
                    self.line(&format!("every = \"{every}\""));
                    if self.pick(2) > 0 {
                        let first = self.of(&MOMENTS);
                        self.line(&format!("first = \"{first}\""));
                    }
                }
                _ => {
                    let days = self.of(&["100", "200", "250"]);
                    self.line(&format!("days_a_year = {days}"));
                    let block = self.of(&["1 week", "1 day"]);
                    self.line(&format!("block = \"{block}\""));
                    if self.pick(2) > 0 {
                        self.line("at_most_away = \"50 %\"");
                    }
                    if self.one_in(3) {
                        self.line("not_between = [[2000-01-05, 2000-01-07], [2021-04-02, 2021-04-04]]");
                    }
                    continue;
                }
            }
            let lasts = self.of(&["\"1 day\"", "\"3 h\"", "{ mean = \"6 h\", varies = \"exponential\" }", "\"40 h\""]);
            self.line(&format!("lasts = {lasts}"));
            if self.one_in(4) {
                self.line("keeps = \"50 %\"");
            }
            if team {
                let takes = self.of(&["1", "2", "\"60 %\""]);
                self.line(&format!("each = \"team\"\ntakes = {takes}"));
            }
        }
    }

    /// Overload that brings on absence and leaving.
    pub(super) fn overload(&mut self) {
        if self.lively && self.random_absences.is_empty() {
            self.line("[[absence]]\nname = \"spells\"\nat_random = \"0.5 per person per day\"\nlasts = \"6 h\"");
            self.random_absences.push("spells".to_owned());
        }
        let above = self.of(&["0 %", "50 %", "110 %", "20 %"]);
        let weeks = self.of(&["1 week", "2 weeks", "1 week"]);
        let shown = self.of(&["on", "on", "on", "off", "apart"]);
        self.line(&format!(
            "[overload]\nabove = \"{above}\"\nfor = \"{weeks}\"\ngrade = \"weak\"\nshown = \"{shown}\""
        ));
        if !self.random_absences.is_empty() {
            let times = self.of(&["3", "1.5", "1"]);
            let of = self.random_absences.clone();
            self.line(&format!("sickness = {{ of = {of:?}, times = {times} }}"));
        }
        if self.leaves {
            let times = self.of(&["20", "8", "4", "1"]);
            self.line(&format!("leaving = {{ times = {times} }}"));
        }
    }
}
