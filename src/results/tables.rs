//! The tables: the numbers of the answer, one fact a row.

use std::collections::BTreeSet;

use csv::Writer;

use crate::experiment::catalogue::Item;
use crate::experiment::runner::Kept;
use crate::experiment::{
    Answer, Centre, Difference, Estimated, Family, LedgerCell, Quantity, Range, Records, SeriesPoint, Spread, Study,
    Wider,
};

type Row = Vec<String>;
type Table = Result<(String, Vec<u8>), csv::Error>;

/// A name as a cell of a table: what a spreadsheet would take for a formula is given a leading apostrophe.
#[must_use]
pub fn cell(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{name}") } else { name.to_owned() }
}

/// Every table of a study: name and bytes.
pub(super) fn all(study: &Study) -> Result<Vec<(String, Vec<u8>)>, csv::Error> {
    let answer = &study.answer;
    let mut tables = vec![quantities(answer)?, months(answer)?, assumptions(answer)?, warnings(answer)?];
    if !answer.comparisons.is_empty() {
        tables.extend([differences(answer)?, ledger(answer)?]);
    }
    if answer.sweep.is_some() {
        tables.push(sweep(answer)?);
    }
    tables.push(replications(&study.records)?);
    Ok(tables)
}

fn table(name: &str, header: &[&str], rows: impl IntoIterator<Item = Row>) -> Table {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok((name.to_owned(), bytes))
}

/// A number in its shortest form that reads back the same, or an empty cell.
fn number(x: Option<f64>) -> String {
    x.map_or(String::new(), |x| x.to_string())
}

fn ends(range: Option<Range>) -> [String; 2] {
    [number(range.map(|r| r.low)), number(range.map(|r| r.high))]
}

fn share(x: f64) -> String {
    x.to_string()
}

const STATED: [&str; 17] = [
    "mean",
    "confidence_low",
    "confidence_high",
    "sd",
    "p5",
    "p50",
    "p95",
    "mean_over_draws",
    "mean_over_draws_low",
    "mean_over_draws_high",
    "outcome_p5",
    "outcome_p95",
    "expected_p5",
    "expected_p95",
    "variance_ignorance",
    "variance_chance",
    "share_of_ignorance",
];

fn stated(centre: Option<Centre>, spread: Option<Spread>, wider: Option<Wider>) -> Row {
    let mut row = vec![number(centre.map(|c| c.mean))];
    row.extend(ends(centre.and_then(|c| c.confidence)));
    row.push(number(spread.and_then(|s| s.sd)));
    row.extend([spread.map(|s| s.p5.value), spread.map(|s| s.p50.value), spread.map(|s| s.p95.value)].map(number));
    row.push(number(wider.map(|w| w.mean)));
    row.extend(ends(wider.and_then(|w| w.confidence)));
    row.extend(ends(wider.map(|w| w.outcome)));
    row.extend(ends(wider.map(|w| w.expected)));
    row.extend([
        number(wider.map(|w| w.variance_ignorance)),
        number(wider.map(|w| w.variance_chance)),
        number(wider.and_then(|w| w.share_of_ignorance)),
    ]);
    row
}

fn head<'a>(first: &[&'a str], last: &[&'a str]) -> Vec<&'a str> {
    first.iter().chain(&STATED).chain(last).copied().collect()
}

fn what(name: &str, quantity: &Quantity) -> Row {
    vec![cell(name), cell(&quantity.key), cell(&quantity.label), quantity.unit.word().to_owned()]
}

fn quantities(answer: &Answer) -> Table {
    let row = |name: &str, q: &Estimated| {
        let mut row = what(name, &q.quantity);
        row.extend(stated(q.centre, q.spread, q.wider));
        row.extend([q.defined.to_string(), q.undefined.to_string()]);
        row
    };
    let rows = answer.scenarios.iter().flat_map(|s| s.quantities.iter().map(|q| row(&s.name, q)));
    table("quantities.csv", &head(&["scenario", "key", "label", "unit"], &["defined", "undefined"]), rows)
}

const MONTHLY: [&str; 12] = [
    "scenario",
    "key",
    "label",
    "unit",
    "month",
    "mean",
    "confidence_low",
    "confidence_high",
    "chance_p5",
    "chance_p95",
    "outcome_p5",
    "outcome_p95",
];

fn month(name: &str, quantity: &Quantity, month: &str, point: &SeriesPoint) -> Row {
    let mut row = what(name, quantity);
    row.push(cell(month));
    row.push(number(point.centre.map(|c| c.mean)));
    row.extend(ends(point.centre.and_then(|c| c.confidence)));
    row.extend(ends(point.chance));
    row.extend(ends(point.wider));
    row
}

fn months(answer: &Answer) -> Table {
    let mut rows = Vec::new();
    for scenario in &answer.scenarios {
        for series in &scenario.series {
            let points = scenario.months.iter().zip(&series.points);
            rows.extend(points.map(|(name, point)| month(&scenario.name, &series.quantity, name, point)));
        }
    }
    if let Some(base) = answer.scenarios.first() {
        for comparison in &answer.comparisons {
            let name = format!("{} minus {}", comparison.other, comparison.base);
            for series in &comparison.series {
                let points = base.months.iter().zip(&series.points);
                rows.extend(points.map(|(month_name, point)| month(&name, &series.quantity, month_name, point)));
            }
        }
    }
    table("months.csv", &MONTHLY, rows)
}

fn difference(d: &Difference) -> Row {
    let mut row = stated(d.centre, d.spread, d.wider);
    row.extend([d.base, d.other, d.correlation, d.variance_ratio].map(number));
    row.push(d.pairs.to_string());
    row
}

const PAIRED: [&str; 5] = ["base_mean", "other_mean", "correlation", "variance_ratio", "pairs"];

fn differences(answer: &Answer) -> Table {
    let rows = answer.comparisons.iter().flat_map(|c| {
        c.differences.iter().map(|d| {
            let mut row = vec![cell(&c.base)];
            row.extend(what(&c.other, &d.quantity));
            row.extend(difference(d));
            row
        })
    });
    table("differences.csv", &head(&["base", "other", "key", "label", "unit"], &PAIRED), rows)
}

fn ledger(answer: &Answer) -> Table {
    let mut rows = Vec::new();
    for comparison in &answer.comparisons {
        let mut add = |part: &str, at: &LedgerCell| {
            let name = |x: &Option<String>| x.as_deref().map_or_else(|| "all".to_owned(), cell);
            let mut row = vec![cell(&comparison.base), cell(&comparison.other), part.to_owned()];
            row.extend([name(&at.stage), name(&at.role), "hours".to_owned()]);
            row.extend(stated(at.centre, at.spread, at.wider));
            rows.push(row);
        };
        for part in &comparison.ledger.parts {
            let word = if part.part == crate::experiment::Part::Caused { "caused" } else { "displaced" };
            part.cells.iter().chain(&part.stages).for_each(|c| add(word, c));
            add(word, &part.total);
        }
        add("all", &comparison.ledger.total);
    }
    table("ledger.csv", &head(&["base", "other", "part", "stage", "role", "unit"], &[]), rows)
}

fn sweep(answer: &Answer) -> Table {
    let Some(sweep) = &answer.sweep else { return table("sweep.csv", &[], []) };
    let keys: Vec<String> = sweep.factors.iter().map(|f| cell(&f.key)).collect();
    let mut first: Vec<&str> = keys.iter().map(String::as_str).collect();
    first.extend(["key", "label", "unit"]);
    let last = ["difference_from_first", "difference_low", "difference_high"];
    let mut rows = Vec::new();
    for at in &sweep.cells {
        for response in &at.responses {
            let values =
                sweep.factors.iter().zip(&at.at).map(|(f, &i)| cell(f.values.get(i).map_or("", String::as_str)));
            let mut row: Row = values.collect();
            row.extend(what("", &response.estimate.quantity).into_iter().skip(1));
            row.extend(stated(response.estimate.centre, response.estimate.spread, response.estimate.wider));
            let centre = response.against_first.as_ref().and_then(|d| d.centre);
            row.push(number(centre.map(|c| c.mean)));
            row.extend(ends(centre.and_then(|c| c.confidence)));
            rows.push(row);
        }
    }
    table("sweep.csv", &head(&first, &last), rows)
}

fn assumptions(answer: &Answer) -> Table {
    let header = [
        "scenario",
        "key",
        "value",
        "uncertain",
        "source",
        "confidence",
        "note",
        "owner",
        "review_by",
        "file",
        "line",
        "rank_correlation_with_answer",
    ];
    let rows = answer.scenarios.iter().flat_map(|s| {
        s.assumptions.iter().map(|a| {
            let text = |x: &Option<String>| x.as_deref().map_or_else(String::new, cell);
            vec![
                cell(&s.name),
                cell(&a.key),
                cell(&a.value),
                cell(&a.uncertain),
                text(&a.source),
                text(&a.confidence),
                text(&a.note),
                text(&a.owner),
                text(&a.review_by),
                cell(&a.place.file),
                a.place.line.to_string(),
                number(a.moves_headline),
            ]
        })
    });
    table("assumptions.csv", &header, rows)
}

fn warnings(answer: &Answer) -> Table {
    let rows = answer.warnings.iter().map(|w| vec![cell(&w.message()), w.advice().to_owned()]);
    table("warnings.csv", &["warning", "advice"], rows)
}

/// Columns above which details are left out of the table of replications.
const MANY: usize = 400;

/// Whether a quantity stays in a table of replications that would be too wide with all of them.
fn leads(quantity: &Quantity) -> bool {
    let details = matches!(quantity.family, Family::Ledger | Family::People) || quantity.key.contains(" by age.");
    let by_kind = matches!(
        quantity.family,
        Family::Flow
            | Family::Backlog
            | Family::Level
            | Family::TaskShare
            | Family::FlowTime
            | Family::Hours
            | Family::Members
    );
    let wait = quantity.family == Family::Wait && !quantity.key.starts_with("wait.mean");
    !details && quantity.level.is_none() && (quantity.of.is_none() || !(by_kind || wait))
}

/// Columns of the table of replications that stand for quantities, and how many quantities there are.
fn columns(records: &[Records]) -> (Vec<&str>, usize) {
    let mut keys: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    let all: Vec<&Item> = records.iter().flat_map(|r| &r.catalogue.items).collect();
    let distinct: BTreeSet<&str> = all.iter().map(|i| i.quantity.key.as_str()).collect();
    for item in all.iter().filter(|i| distinct.len() <= MANY || leads(&i.quantity)) {
        if seen.insert(item.quantity.key.as_str()) {
            keys.push(&item.quantity.key);
        }
    }
    (keys, distinct.len())
}

/// What the table of replications leaves out, in words; `None` when it holds every quantity.
pub(super) fn left_out(records: &[Records]) -> Option<String> {
    let (keys, all) = columns(records);
    (keys.len() < all).then(|| {
        format!(
            "replications.csv holds {} of {all} quantities, as tables of more than {MANY} leave out details (by kind of work, risk level, \
             person, age and stage); quantities.csv holds every one, over all replications",
            keys.len()
        )
    })
}

/// One row for each replication of each scenario: at the typical values without a draw, then draw by draw.
fn replications(records: &[Records]) -> Table {
    let (keys, _) = columns(records);
    let shown: Vec<String> = keys.iter().map(|key| cell(key)).collect();
    let mut header = vec!["scenario", "draw", "replication", "truncated"];
    header.extend(shown.iter().map(String::as_str));
    let mut rows = Vec::new();
    for record in records {
        let readings: Vec<_> = keys.iter().map(|key| record.catalogue.find(key).map(|i| i.reading)).collect();
        let mut add = |draw: Option<usize>, replication: usize, kept: &Kept| {
            let mut row =
                vec![cell(&record.name), draw.map_or(String::new(), |d| d.to_string()), replication.to_string()];
            row.push(if kept.stopped.is_some() { "yes" } else { "no" }.to_owned());
            let values = readings.iter().map(|r| r.and_then(|r| r.value(&kept.numbers)));
            row.extend(values.map(|x| x.map_or_else(String::new, share)));
            rows.push(row);
        };
        for (replication, kept) in record.typical.iter().enumerate() {
            add(None, replication, kept);
        }
        for (draw, list) in record.draws.iter().enumerate() {
            for (replication, kept) in list.iter().enumerate() {
                add(Some(draw), replication, kept);
            }
        }
    }
    table("replications.csv", &header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_spreadsheet_would_run_are_made_harmless() {
        for name in ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"] {
            assert!(cell(name).starts_with('\''), "{name:?}");
        }
        assert_eq!(cell("home visit"), "home visit");
    }
}
