//! From the merged tree to a scenario, collecting every error on the way.
//!
//! A reader never stops at what it cannot use: it notes the error, returns `None`, and its caller
//! goes on with the next key. Only when a whole file has been read and nothing was noted is there
//! a scenario.

mod absence;
mod build;
mod duration;
mod fields;
mod money;
mod motion;
mod number;
mod observed;
mod overload;
mod pace;
mod people;
mod period;
mod raised;
mod seen;
mod sites;
mod staff;
mod uncertain;
mod work;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::dates::Dates;
use super::diagnostic::{Diagnostic, Severity, listed, nearest};
use super::source::Sources;
use super::tree::{At, Node};
use super::world::{Joint, Passport};
use crate::units::Instant;
use fields::Fields;

pub(super) use build::scenario;
pub(super) use observed::observed;
pub(super) use people::rounded;

/// Rows of a joint sample; every number that uses one of its columns looks at them.
type Rows = Rc<Vec<Vec<Node>>>;

/// What the readers share: the sources, the names that exist, and what was found wrong.
pub(super) struct Reader<'a> {
    sources: &'a Sources,
    /// The whole file, for numbers that refer to others.
    root: &'a Node,
    found: Vec<Diagnostic>,
    dates: Option<Dates>,
    levels: Vec<String>,
    groups: Vec<String>,
    roles: Vec<String>,
    sites: Vec<String>,
    kinds: Vec<String>,
    joints: Vec<Joint>,
    /// Rows of each joint sample, by its name.
    rows: BTreeMap<String, (usize, Rows)>,
    counts: Vec<String>,
    stages: Vec<String>,
    causes: Vec<String>,
    shocks: Vec<motion::Named>,
    /// Beginning and end of a replication, warm-up included.
    run: (Instant, Instant),
    /// Whether people join the register.
    register_moves: bool,
}

impl<'a> Reader<'a> {
    fn new(sources: &'a Sources, root: &'a Node) -> Self {
        Self {
            sources,
            root,
            found: Vec::new(),
            dates: None,
            levels: Vec::new(),
            groups: Vec::new(),
            roles: Vec::new(),
            sites: Vec::new(),
            kinds: Vec::new(),
            joints: Vec::new(),
            rows: BTreeMap::new(),
            counts: Vec::new(),
            stages: Vec::new(),
            causes: Vec::new(),
            shocks: Vec::new(),
            run: (Instant::ZERO, Instant(1)),
            register_moves: false,
        }
    }

    /// Length of a replication, warm-up included, in milliseconds.
    fn run_length(&self) -> f64 {
        (self.run.1.0 - self.run.0.0).max(1) as f64
    }

    /// Notes an error.
    fn error(&mut self, code: &'static str, path: &str, at: At, message: impl Into<String>, help: impl Into<String>) {
        let help = Some(help.into());
        self.found.push(self.sources.diagnose(Severity::Error, code, path, at, message.into(), help));
    }

    /// Notes what can be read and is hardly meant so.
    fn doubt(&mut self, code: &'static str, path: &str, at: At, message: String, help: String) {
        self.found.push(self.sources.diagnose(Severity::Warning, code, path, at, message, Some(help)));
    }

    /// Index of a name among those that exist; an unknown one is noted with the names that do.
    fn named(&mut self, what: &str, known: Known, name: &str, path: &str, at: At) -> Option<usize> {
        let names = match known {
            Known::Level => &self.levels,
            Known::Group => &self.groups,
            Known::Role => &self.roles,
            Known::Site => &self.sites,
            Known::Kind => &self.kinds,
        };
        if let Some(index) = names.iter().position(|known| known == name) {
            return Some(index);
        }
        let help = match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`? There are: {}", listed(names)),
            None => format!("there are: {}", listed(names)),
        };
        self.error("unknown-name", path, at, format!("there is no {what} `{name}`"), help);
        None
    }
}

/// Which names are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Level,
    Group,
    Role,
    Site,
    Kind,
}

/// The passport that holds inside a table: its own keys before those around it.
fn inner(around: &Passport, own: &Passport) -> Passport {
    let nearest = |own: &Option<String>, around: &Option<String>| own.clone().or_else(|| around.clone());
    Passport {
        source: nearest(&own.source, &around.source),
        confidence: nearest(&own.confidence, &around.confidence),
        note: nearest(&own.note, &around.note),
        owner: nearest(&own.owner, &around.owner),
        review_by: nearest(&own.review_by, &around.review_by),
    }
}
