//! The key references of `scenarios/README.md` and `scenarios/OBSERVED.md`, printed from the key table.

use std::fmt::Write as _;

use super::keys::{self, Form, Need, Section, Unit};

/// Sections in the order of the reference.
const SECTIONS: &[&Section] = &[
    &keys::TOP,
    &keys::OFFENDERS,
    &keys::JOINING,
    &keys::GROUP,
    &keys::JOINS,
    &keys::STAFF,
    &keys::MOST_HELD_LATER,
    &keys::RAMP,
    &keys::TUTORING,
    &keys::OVERTIME,
    &keys::ON_CALL,
    &keys::ABSENCE,
    &keys::OVERLOAD,
    &keys::SICKNESS,
    &keys::LEAVING,
    &keys::WORK,
    &keys::RAISED,
    &keys::SETTLING,
    &keys::OVER_TIME,
    &keys::STEP,
    &keys::SHOCKS,
    &keys::WITH,
    &keys::RAISE,
    &keys::BRANCH,
    &keys::CHANGES,
    &keys::WHEN_OVERLOADED,
    &keys::GROWS_WHEN_LATE,
    &keys::BACKLOG,
    &keys::JOINT,
    &keys::LIMITS,
    &keys::ANSWERS,
    &keys::MONEY,
    &keys::POST_COST,
    &keys::COST,
    &keys::GRANT,
    &keys::NUMBER,
    &keys::PLAIN,
    &keys::DURATION,
    &keys::COUNT,
    &keys::UNCERTAIN,
    &keys::GAMMA,
    &keys::LOGNORMAL,
    &keys::BETA,
    &keys::MEAN_SD,
];

/// Sections of a file of observed figures.
const OBSERVED: &[&Section] =
    &[&keys::OBSERVED, &keys::FIGURE, &keys::RATE, &keys::SHARE, &keys::RATE_PRIOR, &keys::SHARE_PRIOR];

/// Every key of the language as Markdown tables.
pub fn reference() -> String {
    printed(SECTIONS)
}

/// Every key of a file of observed figures.
pub fn observed_reference() -> String {
    printed(OBSERVED)
}

/// A noun with its article.
fn one(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {what}")
}

fn printed(sections: &[&Section]) -> String {
    let mut out = String::new();
    for section in sections {
        let _ = write!(out, "### `{}`\n\n{}", section.heading, section.about);
        if section.passport {
            out.push_str(" Passport keys may stand here.");
        }
        out.push_str("\n\n");
        rows(&mut out, section.keys);
    }
    out.push_str("### Passport keys\n\nIn any table that says so; the nearest one holds.\n\n");
    rows(&mut out, keys::PASSPORT);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn rows(out: &mut String, keys: &[keys::Key]) {
    out.push_str("| key | what it may be | without it | meaning |\n| --- | --- | --- | --- |\n");
    for key in keys {
        let need = match key.need {
            Need::Required => "must be given",
            Need::Default(default) => default,
        };
        let cells = [form(key.form), need.to_owned(), key.meaning.to_owned()].map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(out, "| `{}` | {} | {} | {} |", key.name, cells[0], cells[1], cells[2]);
    }
    out.push('\n');
}

/// What a key may be, in words.
fn form(form: Form) -> String {
    match form {
        Form::Text => "text".to_owned(),
        Form::Name(what) => format!("name of {}", one(what)),
        Form::Names(what) => format!("name of {}, or a list of them", one(what)),
        Form::Texts => "text, or a list of texts".to_owned(),
        Form::Flag => "`true` or `false`".to_owned(),
        Form::Whole(lowest, highest) => format!("whole number, {lowest} to {highest}"),
        Form::Choice(choices) => choices.iter().map(|choice| format!("`\"{choice}\"`")).collect::<Vec<_>>().join(", "),
        Form::Moment => "date, date and time, or duration since the start".to_owned(),
        Form::Moments => "list of dates or durations since the start".to_owned(),
        Form::Day => "date".to_owned(),
        Form::Length => "duration".to_owned(),
        Form::Lengths => "list of durations".to_owned(),
        Form::Due => "duration, or `\"3 working days\"`".to_owned(),
        Form::Number(unit) => unit_words(unit).to_owned(),
        Form::Plain(unit) => format!("{}, taken as known", unit_words(unit)),
        Form::WholeByRisk(lowest, highest) => format!("whole number, {lowest} to {highest}, or one by risk level"),
        Form::NumberByRisk(unit) => format!("{}, or one by risk level", unit_words(unit)),
        Form::Value => "a value".to_owned(),
        Form::Values => "list of values".to_owned(),
        Form::Uncertain => "`[low, high]`, or a law".to_owned(),
        Form::Duration => "duration with variation".to_owned(),
        Form::DurationByRisk => "duration with variation, or `{ by_risk = { ... } }`".to_owned(),
        Form::Count => "count".to_owned(),
        Form::Variable => "number, or a table like this one".to_owned(),
        Form::Table(section) => format!("table: `{}`", section.heading),
        Form::OneOrMore(section) => format!("table: `{}`, or a list of them", section.heading),
        Form::Tables(section) => format!("tables: `{}`", section.heading),
        Form::Raises => "name of work, a table, or a list of these".to_owned(),
        Form::Raised => "table: `raised`, or `\"by other work\"`".to_owned(),
        Form::Words => "names, each with its value".to_owned(),
        Form::Levels => "risk levels, each with a share".to_owned(),
        Form::Sites => "sites, each with a share".to_owned(),
        Form::Productive => "share, or `\"1400 h per year\"`".to_owned(),
        Form::People => "whole number to 10,000, or `\"unlimited\"`".to_owned(),
        Form::Rota => "rota, or a list of weeks".to_owned(),
        Form::Rows => "list of lists of values".to_owned(),
        Form::Amount => "amount per year, or a share of `pay`".to_owned(),
        Form::PostCost => "amount per year or per contracted hour, or table: `cost of a post`".to_owned(),
        Form::Periods => "list of pairs of dates".to_owned(),
        Form::Stages => "names, each with a duration with variation".to_owned(),
        Form::Takes => "whole number, or share".to_owned(),
    }
}

fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Duration => "duration",
        Unit::Rate(_) => "rate",
        Unit::Share => "share",
        Unit::Offenders => "whole number to 500,000",
        Unit::People => "whole number to 10,000",
        Unit::Count | Unit::Factor => "number, 0 or more",
        Unit::Positive => "number above 0",
        Unit::OneIn => "number, 1 or more",
        Unit::Yearly => "hours a year",
        Unit::Amount(keys::Paid::Once) => "amount",
        Unit::Amount(keys::Paid::Yearly) => "amount per year",
        Unit::Amount(keys::Paid::Hourly) => "amount per hour",
        Unit::Growth | Unit::Creep => "percentage per year, month, week or day",
        Unit::Percentage => "percentage, which may be above 100 %",
        Unit::EachPerson => "duration per person",
        Unit::DaysAYear => "number of days",
        Unit::Weekly => "hours a week",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_holds_the_reference_as_the_code_prints_it() {
        let readme = include_str!("../../scenarios/README.md").replace("\r\n", "\n");
        let (_, printed) = readme.split_once("<!-- keys -->\n\n").unwrap();
        assert_eq!(printed, reference(), "print it again: cargo test -- --ignored print_reference");
    }

    #[test]
    fn the_page_on_observed_figures_holds_its_reference_as_the_code_prints_it() {
        let page = include_str!("../../scenarios/OBSERVED.md").replace("\r\n", "\n");
        let (_, printed) = page.split_once("<!-- keys -->\n\n").unwrap();
        assert_eq!(printed, observed_reference(), "print it again: cargo test -- --ignored print_reference");
    }

    /// Writes the key tables into `scenarios/README.md` and `scenarios/OBSERVED.md`, below the mark.
    #[test]
    #[ignore = "writes files; run it after changing a key"]
    fn print_reference() {
        for (name, text) in [("README", reference()), ("OBSERVED", observed_reference())] {
            let path = format!("{}/scenarios/{name}.md", env!("CARGO_MANIFEST_DIR"));
            let readme = std::fs::read_to_string(&path).unwrap();
            let (written, _) = readme.split_once("<!-- keys -->").unwrap();
            std::fs::write(path, format!("{written}<!-- keys -->\n\n{text}")).unwrap();
        }
    }
}
