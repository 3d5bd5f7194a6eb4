//! Small random scenarios, as the text of a file, so that the language is tried too.
//!
//! A scenario is written from a tape of random numbers, one for each choice. A tape that ends gives
//! zeros, and zero is always the plainest choice, so proptest shrinks a failing scenario to a plain
//! one by cutting and lowering the tape. Times lie on a coarse grid: most of what can go wrong goes
//! wrong when several things happen at one instant.
//!
//! It is long because it says every part of the language once; a writer cut in two would share one tape.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use std::fmt::Write;

/// Scenarios that both engines can replicate.
pub(crate) fn scenarios() -> impl Strategy<Value = String> {
    vec(any::<u16>(), 0..400).prop_map(|tape| Writer::new(&tape, false).scenario())
}

/// The same, and lines served in random order.
pub(crate) fn scenarios_of_any_discipline() -> impl Strategy<Value = String> {
    vec(any::<u16>(), 0..400).prop_map(|tape| Writer::new(&tape, true).scenario())
}

const LEVELS: [&str; 2] = ["high", "low"];
const EFFORTS: [&str; 11] = [
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
];
const DELAYS: [&str; 6] = [
    "\"1 h\"",
    "\"0 h\"",
    "\"1 day\"",
    "\"30 min\"",
    "{ mean = \"6 h\", varies = \"exponential\" }",
    "{ values = [\"0 h\", \"2 h\"] }",
];
const ROTAS: [&str; 6] = [
    "\"always\"",
    "\"Mon-Fri 08:00-16:00\"",
    "\"Mon-Sun 09:00-12:00\"",
    "\"Mon-Sun 22:00-06:00\"",
    "[\"Mon-Thu 08:00-16:00\", \"Tue-Sun 12:00-20:00\"]",
    "\"Mon-Wed 08:00-12:00, Sat 10:00-18:00\"",
];
const SETTLING: [&str; 3] = [
    ", settling = { times = 3, for = \"1 day\" }",
    ", settling = { times = 4, halves_every = \"12 h\", settles_at = 0.5 }",
    ", settling = { times = 0, halves_every = \"1 day\" }",
];
const MOMENTS: [&str; 8] = ["24 h", "12 h", "0 h", "36 h", "1 h", "48 h", "60 h", "90 h"];

struct Role {
    people: u32,
    unlimited: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "what has been written so far, each fact by itself")]
struct Writer<'a> {
    tape: std::slice::Iter<'a, u16>,
    any_discipline: bool,
    text: String,
    offenders: u32,
    levels: usize,
    groups: Vec<bool>,
    roles: Vec<Role>,
    holds: bool,
    /// People come, go and are away.
    lively: bool,
    kinds: usize,
    /// Groups of staff with shifts: role, people, and where in the text more can be said of them.
    shifts: Vec<(usize, u32, usize)>,
    /// Kinds that people of the lead's role can do alone: kind, role, how many at once.
    own_work: Vec<(usize, usize, u32)>,
    /// Whether people join the register.
    joining: bool,
    shocks: bool,
    /// Staff have sites, and some work travels.
    sites: bool,
    /// Whether a kind comes from offenders' streams only.
    personal: Vec<bool>,
    /// Overload brings on absence and leaving.
    weary: bool,
    /// Whether somebody may leave, and absences that come at random to each person.
    leaves: bool,
    random_absences: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(tape: &'a [u16], any_discipline: bool) -> Self {
        Self {
            tape: tape.iter(),
            any_discipline,
            text: String::new(),
            offenders: 0,
            levels: 1,
            groups: Vec::new(),
            roles: Vec::new(),
            holds: false,
            lively: false,
            kinds: 0,
            shifts: Vec::new(),
            own_work: Vec::new(),
            joining: false,
            shocks: false,
            sites: false,
            personal: Vec::new(),
            weary: false,
            leaves: false,
            random_absences: Vec::new(),
        }
    }

    /// A choice among `n`, the first the plainest.
    fn pick(&mut self, n: usize) -> usize {
        (usize::from(self.tape.next().copied().unwrap_or(0)) * n) >> 16
    }

    /// True once in `n` times.
    fn one_in(&mut self, n: usize) -> bool {
        self.pick(n) == n - 1 && n > 1
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.pick(list.len())]
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn scenario(mut self) -> String {
        self.sites = self.one_in(4);
        self.line("title = \"generated\"");
        match self.pick(6) {
            5 => {
                let starts = self.of(&["2021-03-26", "2021-04-30", "2021-12-30"]);
                self.line(&format!("starts = {starts}"));
            }
            4 => self.line("calendar = \"none\"\nstarts = 2000-01-29"),
            _ => self.line("calendar = \"none\""),
        }
        self.weary = self.one_in(6);
        let days = if self.weary { 15 + self.pick(15) } else { 1 + self.pick(8) };
        self.line(&format!("runs_for = \"{days} days\""));
        if self.one_in(4) {
            let days = 1 + self.pick(3);
            self.line(&format!("warm_up = \"{days} days\""));
        }
        if self.one_in(3) {
            self.line("observe_at = [\"0 h\", \"12 h\"]");
        }
        self.offenders();
        self.groups();
        self.staff();
        self.absences();
        self.kinds = 1 + self.pick(6);
        for _ in 0..self.kinds {
            let personal = self.offenders > 0 && self.pick(3) < 2;
            self.personal.push(personal);
        }
        for k in 0..self.kinds {
            self.work(k);
        }
        self.on_call();
        self.backlog();
        self.costs();
        if self.weary {
            self.overload();
        }
        if self.sites {
            let between = self.of(&["90 min", "50 min", "0 h"]);
            self.line(&format!("[travel]\nwithin = \"30 min\"\nbetween = \"{between}\""));
        }
        self.text
    }

    /// Overload that brings on absence and leaving.
    fn overload(&mut self) {
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

    fn offenders(&mut self) {
        if self.pick(3) == 0 {
            return;
        }
        self.offenders = 1 + self.pick(8) as u32;
        self.line(&format!("[offenders]\nnumber = {}", self.offenders));
        if self.pick(3) > 0 {
            self.levels = 2;
            let share = self.of(&["30 %", "50 %", "100 %", "0 %"]);
            self.line(&format!("risk = {{ high = \"{share}\", low = \"rest\" }}"));
        }
        if self.one_in(3) {
            self.register();
        }
        if self.sites && self.pick(3) > 0 {
            let north = self.of(&["50 %", "30 %", "100 %", "0 %"]);
            self.line(&format!("site = {{ North = \"{north}\", South = \"rest\" }}"));
        }
    }

    /// People join the register and leave it.
    fn register(&mut self) {
        let joining = self.of(&["1 per day", "0.5 per day", "4 per day", "0"]);
        let joining = if joining == "0" { joining.to_owned() } else { format!("\"{joining}\"") };
        if self.pick(4) > 0 {
            self.joining = true;
            let profile = self.profile();
            let risk =
                if self.levels == 2 && self.pick(2) > 0 { ", risk = { high = \"50 %\", low = \"rest\" }" } else { "" };
            self.line(&format!("joining = {{ at_random = {joining}{profile}{risk} }}"));
        }
        if self.levels == 2 && self.pick(2) > 0 {
            let low = self.of(&["0.3 per day", "never"]);
            self.line(&format!("leaving = {{ high = \"0.1 per offender per day\", low = \"{low}\" }}"));
        } else if self.pick(3) > 0 {
            self.line("leaving = \"0.2 per offender per day\"");
        }
    }

    fn groups(&mut self) {
        if self.offenders == 0 {
            return;
        }
        for g in 0..self.pick(4) {
            self.line(&format!("[[group]]\nname = \"g{g}\""));
            if g > 0 && self.one_in(3) {
                self.line("of = \"g0\"");
            }
            if self.levels == 2 && self.one_in(3) {
                let level = self.of(&LEVELS);
                self.line(&format!("risk = \"{level}\""));
            }
            let size = self.of(&["share = \"60 %\"", "number = 2", "share = \"100 %\"", "number = 0", "share = 0.25"]);
            // A group of more people than there are is refused; of a part of them, all are taken.
            self.line(if self.offenders < 2 && size == "number = 2" { "number = 1" } else { size });
            if self.pick(3) > 0 {
                let from = self.of(&MOMENTS);
                let over = self.of(&["2 days", "12 h", "0 h", "5 days"]);
                self.line(&format!("joins = {{ from = \"{from}\", over = \"{over}\" }}"));
            }
            if self.one_in(4) {
                let most = self.of(&[1, 2, 0, 4]);
                self.line(&format!("at_most = {most}"));
            }
            let devices = self.pick(3);
            if devices > 0 {
                let law = self.of(&["2", "{ mean = 1.5, varies = \"poisson\" }", "{ mean = 1.7 }"]);
                self.line(&format!("devices = {law}"));
            }
            self.groups.push(devices > 0);
        }
    }

    fn staff(&mut self) {
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
    fn ownership(&mut self) -> &'static str {
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
    fn posts(&mut self, dated: bool, shifts: bool) {
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
    fn on_call(&mut self) {
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

    fn absences(&mut self) {
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

    fn effort(&mut self, key: &str) -> String {
        let mut effort = self.of(&EFFORTS);
        if effort.contains("by_risk") && self.levels < 2 {
            effort = "90 min";
        }
        if effort.starts_with('{') { format!("{key} = {effort}") } else { format!("{key} = \"{effort}\"") }
    }

    fn work(&mut self, k: usize) {
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

    fn who(&mut self, k: usize) {
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

    fn window(&mut self) -> String {
        match self.pick(8) {
            6 => format!(", from = \"{}\"", self.of(&MOMENTS)),
            7 => format!(", until = \"{}\"", self.of(&MOMENTS)),
            _ => String::new(),
        }
    }

    fn team_stream(&mut self) -> String {
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

    fn at(&mut self) -> String {
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

    fn profile(&mut self) -> String {
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
    fn shocks(&mut self) -> String {
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

    fn one_at_a_time(&mut self) -> &'static str {
        if self.one_in(4) { ", one_at_a_time = true" } else { "" }
    }

    fn personal_stream(&mut self) -> String {
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
                let settling = if in_group && self.one_in(3) { self.of(&SETTLING) } else { "" };
                let (profile, shocks) = (self.profile(), self.shocks());
                format!("at_random = {rate}{spread}{settling}{profile}{shocks}{}", self.one_at_a_time())
            }
            3 => self.at(),
            _ => "on_joining = true".to_owned(),
        };
        let window = self.window();
        format!("raised = {{ {each}, {pattern}{window} }}")
    }

    /// Kinds that a kind may raise: later ones, so that work ends; team work raises no personal work.
    fn raises(&mut self, k: usize, always: bool) -> String {
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

    fn branches(&mut self, k: usize) {
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

    fn change(&mut self) -> String {
        let group = if self.groups.is_empty() { None } else { Some(self.pick(self.groups.len())) };
        match (self.pick(6), group) {
            (1 | 2, _) if self.levels == 2 => format!("risk = \"{}\"", self.of(&LEVELS)),
            (3, Some(g)) => format!("joins = \"g{g}\""),
            (4, Some(g)) => format!("leaves = \"g{g}\""),
            (5, _) => "off_register = true".to_owned(),
            _ => format!("custody = {}", self.of(&DELAYS)),
        }
    }

    fn backlog(&mut self) {
        if self.pick(3) < 2 {
            return;
        }
        let kind = self.pick(self.kinds);
        let number = 1 + self.pick(5);
        self.line(&format!("[[backlog]]\nwork = \"w{kind}\"\nnumber = {number}"));
        if self.levels == 2 && self.one_in(3) {
            let level = self.of(&LEVELS);
            self.line(&format!("risk = \"{level}\""));
        }
        let age = self.of(&DELAYS);
        self.line(&format!("age = {age}"));
    }

    /// Groups that are paid for have records of their own.
    fn costs(&mut self) {
        let priced: Vec<usize> = (0..self.groups.len()).filter(|_| self.one_in(2)).collect();
        if priced.is_empty() {
            return;
        }
        self.line("[money]\nprices = \"2024/25\"");
        for g in priced {
            self.line(&format!("[[cost]]\nname = \"c{g}\"\neach = \"g{g}\""));
            let what = self.of(&["amount = \"GBP 192 per year\"", "amount = \"GBP 35\"\non_joining = true"]);
            self.line(what);
        }
    }
}
