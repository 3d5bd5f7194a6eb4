//! What is wrong or doubtful in a scenario, where, and what to do about it.
//!
//! A diagnostic is complete in itself: it carries the line it speaks of, so that it can be drawn
//! long after the file has gone, and it serialises for editors and pipelines (`--json`).

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::world::Place;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scenario cannot be simulated.
    Error,
    /// It can, but a reader should know.
    Warning,
}

/// One thing that is wrong or doubtful.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What sort of thing, a short stable word: `unknown-key`, `sum`, `loop`.
    pub code: &'static str,
    /// Dotted key: `work.triage.then`.
    pub path: String,
    /// Where.
    pub place: Place,
    /// Bytes of its source text.
    pub span: Range<usize>,
    /// What is so.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The line of the file, for drawing.
    #[serde(skip)]
    pub(super) line_text: String,
    /// The bytes of that line which are meant.
    #[serde(skip)]
    pub(super) within: Range<usize>,
}

impl Diagnostic {
    /// Whether it stops the scenario from being simulated.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Draws it with the line of the file and a mark under what is meant; `colour` for a terminal.
    pub fn drawn(&self, colour: bool) -> String {
        let level = if self.is_error() { Level::ERROR } else { Level::WARNING };
        let mut group =
            level.primary_title(self.message.as_str()).id(self.code).elements((self.place.line > 0).then(|| {
                Snippet::source(self.line_text.as_str())
                    .path(self.place.file.as_str())
                    .line_start(self.place.line)
                    .annotation(AnnotationKind::Primary.span(self.within.clone()).label(self.path.as_str()))
            }));
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.line == 0 {
            write!(f, "{}: {}", self.place.file, self.message)?;
        } else {
            write!(f, "{}:{}:{}: {}", self.place.file, self.place.line, self.place.column, self.message)?;
        }
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

/// The words of `known` as a sentence lists them: `a, b and c`.
pub(super) fn listed<S: AsRef<str>>(known: &[S]) -> String {
    match known {
        [] => "none".to_owned(),
        [one] => format!("`{}`", one.as_ref()),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|name| format!("`{}`", name.as_ref())).collect();
            format!("{} and `{}`", most.join(", "), last.as_ref())
        }
    }
}

/// The words of `known` as a choice: `a, b or c`.
pub(super) fn either<S: AsRef<str>>(known: &[S]) -> String {
    let words = listed(known);
    match (known, words.rsplit_once(" and `")) {
        ([_, _, ..], Some((most, last))) => format!("{most} or `{last}"),
        _ => words,
    }
}

/// The name in `known` most like `found`, if one is like it at all.
pub(super) fn nearest<'a, S: AsRef<str>>(found: &str, known: &'a [S]) -> Option<&'a str> {
    let found = found.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let part = found.len() > 2 && (name.contains(&found) || found.contains(&name));
        strsim::jaro_winkler(&found, &name).max(if part { 0.8 } else { 0.0 })
    };
    known
        .iter()
        .map(|name| (likeness(name.as_ref()), name.as_ref()))
        .filter(|(likeness, _)| *likeness >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
