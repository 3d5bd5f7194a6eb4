//! Small random scenarios, as the text of a file, so that the language is tried too.
//!
//! A scenario is written from a tape of random numbers, one for each choice. A tape that ends gives
//! zeros, and zero is always the plainest choice, so proptest shrinks a failing scenario to a plain
//! one by cutting and lowering the tape. Times lie on a coarse grid: most of what can go wrong goes
//! wrong when several things happen at one instant.

mod people;
mod streams;
mod work;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

/// Scenarios that both engines can replicate.
pub(crate) fn scenarios() -> impl Strategy<Value = String> {
    vec(any::<u16>(), 0..400).prop_map(|tape| Writer::new(&tape, false).scenario())
}

/// The same, and lines served in random order.
pub(crate) fn scenarios_of_any_discipline() -> impl Strategy<Value = String> {
    vec(any::<u16>(), 0..400).prop_map(|tape| Writer::new(&tape, true).scenario())
}

const LEVELS: [&str; 2] = ["high", "low"];
const DELAYS: [&str; 6] = [
    "\"1 h\"",
    "\"0 h\"",
    "\"1 day\"",
    "\"30 min\"",
    "{ mean = \"6 h\", varies = \"exponential\" }",
    "{ values = [\"0 h\", \"2 h\"] }",
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
                let whole = self.pick(g);
                self.line(&format!("of = \"g{whole}\""));
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
