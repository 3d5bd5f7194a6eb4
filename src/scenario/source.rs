//! Reading one text into a tree, within limits.
//!
//! A scenario may come from anyone. Size, encoding and depth are looked at before the parser sees
//! the text, so that no file, however made, costs more than a little memory.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Severity};
use super::tree::{At, Entry, Moment, Node, Table, Value};
use super::world::Place;

/// Largest file, bytes.
pub(super) const LARGEST: usize = 1 << 20;
/// Longest line that a diagnostic carries whole, bytes; of a longer one, so much around what is meant.
const LONGEST: usize = 2000;
/// Deepest nesting.
pub(super) const DEEPEST: usize = 32;

/// One text and its name.
#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    lines: Vec<usize>,
}

/// All texts that a scenario was read from; an [`At`] points into them.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Names of the files, in the order they were read.
    pub(super) fn names(&self) -> Vec<String> {
        self.list.iter().map(|source| source.name.clone()).collect()
    }

    /// Where a stretch begins.
    pub(super) fn place(&self, at: At) -> Place {
        let Some(source) = self.list.get(at.file) else {
            return Place::default();
        };
        let (line, start) = source.line_of(at.start);
        let end = source.text.floor_char_boundary(at.start);
        let before = source.text.get(start..end).unwrap_or_default();
        Place { file: source.name.clone(), line: line + 1, column: before.chars().count() + 1 }
    }

    /// The line on which a stretch begins, and the bytes of it that are meant.
    fn excerpt(&self, at: At) -> (String, Range<usize>) {
        let Some(source) = self.list.get(at.file) else {
            return (String::new(), 0..0);
        };
        let (_, start) = source.line_of(at.start);
        let rest = source.text.get(start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        // The parser may point into the middle of a character that is not of the language.
        let first = line.floor_char_boundary(at.start.saturating_sub(start));
        let last = line.ceil_char_boundary(at.end.saturating_sub(start)).max(first);
        if line.len() <= LONGEST {
            return (line.to_owned(), first..last);
        }
        // A thousand faults in a line of a megabyte would else be a gigabyte.
        let from = line.floor_char_boundary(first.saturating_sub(LONGEST / 2));
        let to = line.ceil_char_boundary(first.saturating_add(LONGEST / 2).min(line.len()));
        (line.get(from..to).unwrap_or_default().to_owned(), first - from..last.min(to) - from)
    }

    /// A diagnostic about a stretch.
    pub(super) fn diagnose(
        &self,
        severity: Severity,
        code: &'static str,
        path: &str,
        at: At,
        message: String,
        help: Option<String>,
    ) -> Diagnostic {
        let (line_text, within) = self.excerpt(at);
        Diagnostic {
            severity,
            code,
            path: path.to_owned(),
            place: self.place(at),
            span: at.start..at.end,
            message,
            help,
            line_text,
            within,
        }
    }

    fn error(&self, code: &'static str, at: At, message: String, help: &str) -> Diagnostic {
        self.diagnose(Severity::Error, code, "", at, message, Some(help.to_owned()))
    }

    /// Takes a text in and parses it; the index of the text is the answer's `at.file`.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<Node, Vec<Diagnostic>> {
        let file = self.list.len();
        let too_large = bytes.len() > LARGEST;
        let bytes = if too_large { &bytes[..0] } else { bytes };
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let (text, bad_byte) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let good = error.valid_up_to();
                (std::str::from_utf8(&bytes[..good]).unwrap_or_default(), Some(good))
            }
        };
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.list.push(Source { name: name.to_owned(), text: text.to_owned(), lines });
        let here = |start: usize| At { file, start, end: start + 1 };
        if too_large {
            let message = format!("the file is larger than {LARGEST} bytes, the most a scenario may have");
            let mut error = self.error("limit", here(0), message, "split it with `extends`, or leave data out of it");
            error.place = Place { file: name.to_owned(), line: 0, column: 0 };
            return Err(vec![error]);
        }
        if let Some(at) = bad_byte {
            let message = format!("byte {at} is not UTF-8 text");
            return Err(vec![self.error("encoding", here(at), message, "save the file as UTF-8")]);
        }
        if let Some(at) = text.find('\0') {
            let message = format!("byte {at} is a NUL, which no TOML text has");
            return Err(vec![self.error("encoding", here(at), message, "remove it, or save the file as UTF-8")]);
        }
        if let Some(at) = too_deep(text) {
            let message = format!("brackets are nested deeper than {DEEPEST}");
            return Err(vec![self.error("limit", here(at), message, "no part of a scenario needs so many")]);
        }
        let (tree, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(errors.iter().take(20).map(|error| self.syntax(file, error)).collect());
        }
        let span = tree.span();
        let at = At { file, start: span.start, end: span.end };
        table(file, tree.get_ref(), 0).map(|table| Node { value: Value::Table(table), at }).map_err(|at| {
            let message = format!("keys are nested deeper than {DEEPEST}, or a number does not fit in 64 bits");
            vec![self.error("limit", at, message, "no part of a scenario needs this")]
        })
    }

    fn syntax(&self, file: usize, error: &toml::de::Error) -> Diagnostic {
        let span = error.span().unwrap_or(0..0);
        let words = error.message().replace("invalid", "unexpected").replace('\n', ", ");
        let message = format!("this is not TOML here: {words}");
        let at = At { file, start: span.start, end: span.end.max(span.start + 1) };
        let help = if words.contains("duplicate key") {
            "a key may be given once; remove one of them"
        } else {
            "text is written in quotation marks, a list in [ ], a table in { } on one line"
        };
        self.error("toml", at, message, help)
    }
}

impl Source {
    /// The line (from zero) that holds a byte, and the byte it starts at.
    fn line_of(&self, byte: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= byte).saturating_sub(1);
        (line, self.lines.get(line).copied().unwrap_or(0))
    }
}

/// The first bracket outside strings and comments that opens a level too many.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'[' | b'{' => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'#' => {
                at += bytes[at..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len() - at);
            }
            quote @ (b'"' | b'\'') => at = past_string(bytes, at, quote),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The last byte of the string that begins at `at`, or of its line if it does not end.
fn past_string(bytes: &[u8], at: usize, quote: u8) -> usize {
    let triple = bytes[at..].starts_with(&[quote; 3]);
    let mut next = at + if triple { 3 } else { 1 };
    while next < bytes.len() {
        match bytes[next] {
            b'\\' if quote == b'"' => next += 1,
            b'\n' if !triple => return next,
            b if b == quote && !triple => return next,
            b if b == quote && bytes[next..].starts_with(&[quote; 3]) => return next + 2,
            _ => {}
        }
        next += 1;
    }
    bytes.len()
}

fn table(file: usize, from: &DeTable<'_>, depth: usize) -> Result<Table, At> {
    let mut entries = Vec::new();
    for (key, value) in from {
        let span = key.span();
        entries.push(Entry {
            key: key.get_ref().to_string(),
            key_at: At { file, start: span.start, end: span.end },
            node: node(file, value.get_ref(), value.span(), depth + 1)?,
        });
    }
    entries.sort_by_key(|entry| entry.key_at.start);
    Ok(Table { entries })
}

fn node(file: usize, from: &DeValue<'_>, span: Range<usize>, depth: usize) -> Result<Node, At> {
    let at = At { file, start: span.start, end: span.end };
    if depth > DEEPEST {
        return Err(at);
    }
    let value = match from {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Whole(i64::from_str_radix(number.as_str(), number.radix()).map_err(|_| at)?),
        DeValue::Float(number) => Value::Real(number.as_str().parse().map_err(|_| at)?),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => Value::Date(Moment {
            written: moment.to_string(),
            date: moment.date.map(|date| (date.year, date.month, date.day)),
            time: moment
                .time
                .map(|time| (time.hour, time.minute, time.second.unwrap_or(0), time.nanosecond.unwrap_or(0))),
            offset: moment.offset.is_some(),
        }),
        DeValue::Array(items) => Value::List(
            items.iter().map(|item| node(file, item.get_ref(), item.span(), depth + 1)).collect::<Result<_, _>>()?,
        ),
        DeValue::Table(entries) => Value::Table(table(file, entries, depth)?),
    };
    Ok(Node { value, at })
}
