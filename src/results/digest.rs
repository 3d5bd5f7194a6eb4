//! `results.json`: the answer without what the tables hold better, a quantity a line.
//!
//! All of it would be ten times as long, and nobody reads a month of one kind of work at one risk level from JSON.
//! Numbers keep all their digits; [`LEFT_OUT`] says in the file itself where the rest is.

use serde_json::{Map, Value};

use crate::experiment::Answer;

/// What is left to tables, said in the file.
const LEFT_OUT: [&str; 4] = [
    "scenarios.quantities: one risk level of one kind of work, times to finish, average numbers, shares of tasks and of people are in \
     quantities.csv",
    "scenarios.series and comparisons.series: months of single kinds of work and of risk levels are in months.csv",
    "comparisons.differences: those of single kinds of work, but for hours and lateness, are in differences.csv",
    "caseload ... --json writes all of it to standard output",
];

/// Families that only the tables have.
const DETAIL: &[&str] = &["flow-time", "level", "people", "task-share", "engine"];
/// Families of single kinds of work of which a difference is kept.
const DIFFERENCES: &[&str] = &[
    "hours",
    "hours-by-cause",
    "hours-by-stage",
    "hours-by-role",
    "hours-by-kind",
    "demand",
    "capacity",
    "utilisation",
    "excessive-weeks",
    "counted",
    "late",
    "overdue-days",
];
/// Families of which every month is kept.
const MONTHS: &[&str] =
    &["hours", "hours-by-cause", "hours-by-stage", "hours-by-role", "capacity", "utilisation", "counted"];

/// Longest value that is written on one line (bytes).
const LINE: usize = 1_500;

/// The file.
pub(super) fn results(answer: &Answer) -> Result<Vec<u8>, serde_json::Error> {
    let mut value = serde_json::to_value(answer)?;
    let in_lists = |value: &mut Value, list: &str, key: &str, keep: &dyn Fn(&Map<String, Value>) -> bool| {
        for of in value.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(quantities) = of.get_mut(key).and_then(Value::as_array_mut) {
                quantities.retain(|q| q.as_object().is_none_or(keep));
            }
        }
    };
    in_lists(&mut value, "scenarios", "quantities", &|q| !within(q, DETAIL) && (whole(q) || !in_kind(q)));
    in_lists(&mut value, "comparisons", "differences", &|q| {
        (within(q, DIFFERENCES) || !in_kind(q)) && !within(q, DETAIL) && whole(q)
    });
    for list in ["scenarios", "comparisons"] {
        in_lists(&mut value, list, "series", &|q| whole(q) && (within(q, MONTHS) || !in_kind(q)));
    }
    if let Some(map) = value.as_object_mut() {
        map.insert("left_to_tables".to_owned(), LEFT_OUT.as_slice().into());
    }
    let mut out = String::new();
    lines(&value, 0, &mut out);
    out.push('\n');
    Ok(out.into_bytes())
}

fn within(quantity: &Map<String, Value>, families: &[&str]) -> bool {
    quantity.get("family").and_then(Value::as_str).is_some_and(|family| families.contains(&family))
}

/// Of all risk levels together.
fn whole(quantity: &Map<String, Value>) -> bool {
    quantity.get("level").is_none_or(Value::is_null)
}

/// Of one kind of work, role, cause or label.
fn in_kind(quantity: &Map<String, Value>) -> bool {
    quantity.get("of").is_some_and(|of| !of.is_null())
}

/// JSON with short values on one line each, and long ones opened.
fn lines(value: &Value, depth: usize, out: &mut String) {
    let short = value.to_string();
    if short.len() <= LINE {
        out.push_str(&short);
        return;
    }
    let new_line = |out: &mut String, first: bool| {
        out.push_str(if first { "\n" } else { ",\n" });
        out.extend(std::iter::repeat_n(' ', depth + 1));
    };
    match value {
        Value::Array(items) => {
            out.push('[');
            for (i, value) in items.iter().enumerate() {
                new_line(out, i == 0);
                lines(value, depth + 1, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            out.push('{');
            for (i, (name, value)) in map.iter().enumerate() {
                new_line(out, i == 0);
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push_str(": ");
                lines(value, depth + 1, out);
            }
            out.push('}');
        }
        _ => out.push_str(&short),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opened_or_not_it_is_the_same_json() {
        let long: Vec<Value> = (0..400).map(|i| serde_json::json!({ "a \"b\"": i, "c": [0.1, null] })).collect();
        for value in [Value::from(long), serde_json::json!({}), serde_json::json!([1, "two"])] {
            let mut out = String::new();
            lines(&value, 0, &mut out);
            assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), value);
            assert!(out.lines().all(|line| line.len() <= LINE + 100));
        }
    }
}
