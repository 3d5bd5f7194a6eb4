//! The starter's files, and where answers go into them.

use super::answers::{Answers, Risk};
use crate::import::hours;

/// The files of the starter, as they are shipped.
const FILES: &[(&str, &[u8])] = &[
    ("base.toml", include_bytes!("../../../scenarios/your-force/base.toml")),
    ("app.toml", include_bytes!("../../../scenarios/your-force/app.toml")),
    ("routine-work.toml", include_bytes!("../../../scenarios/your-force/routine-work.toml")),
    ("app-work.toml", include_bytes!("../../../scenarios/your-force/app-work.toml")),
    ("observed.toml", include_bytes!("../../../scenarios/your-force/observed.toml")),
    ("README.md", include_bytes!("../../../scenarios/your-force/README.md")),
    ("templates/caseload.csv", include_bytes!("../../../scenarios/your-force/templates/caseload.csv")),
    ("templates/staff.csv", include_bytes!("../../../scenarios/your-force/templates/staff.csv")),
    ("templates/broken/addresses.csv", include_bytes!("../../../scenarios/your-force/templates/broken/addresses.csv")),
    (
        "templates/broken/births-without-a-heading.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/births-without-a-heading.csv"),
    ),
    ("templates/broken/births.csv", include_bytes!("../../../scenarios/your-force/templates/broken/births.csv")),
    ("templates/broken/empty.csv", include_bytes!("../../../scenarios/your-force/templates/broken/empty.csv")),
    (
        "templates/broken/manager-names.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/manager-names.csv"),
    ),
    ("templates/broken/names.csv", include_bytes!("../../../scenarios/your-force/templates/broken/names.csv")),
    (
        "templates/broken/no-headings.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/no-headings.csv"),
    ),
    ("templates/broken/numbers.csv", include_bytes!("../../../scenarios/your-force/templates/broken/numbers.csv")),
    (
        "templates/broken/one-row-a-person.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/one-row-a-person.csv"),
    ),
    (
        "templates/broken/overdue-overlaps.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/overdue-overlaps.csv"),
    ),
    (
        "templates/broken/references.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/references.csv"),
    ),
    (
        "templates/broken/some-sites.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/some-sites.csv"),
    ),
    (
        "templates/broken/staff-numbers.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/staff-numbers.csv"),
    ),
    ("templates/broken/subtotals.csv", include_bytes!("../../../scenarios/your-force/templates/broken/subtotals.csv")),
    ("templates/broken/twice.csv", include_bytes!("../../../scenarios/your-force/templates/broken/twice.csv")),
    (
        "templates/broken/unicode-text.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/unicode-text.csv"),
    ),
    ("templates/broken/workbook.csv", include_bytes!("../../../scenarios/your-force/templates/broken/workbook.csv")),
    (
        "templates/broken/wrong-total.csv",
        include_bytes!("../../../scenarios/your-force/templates/broken/wrong-total.csv"),
    ),
];

/// Names of the files, from the folder.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// Productive hours as the shipped files have them.
const PRODUCTIVE: &str = r#"{ typical = "1400 h per year", uncertain = { triangular = ["1250 h per year", "1400 h per year", "1550 h per year"] }, source = "X38", confidence = "assumption" }"#;

/// Where an answer comes from.
const GIVEN: &str = "own figure, given to `caseload init`";

/// The files with the answers in them.
pub(super) fn filled(answers: &Answers) -> Vec<(&'static str, Vec<u8>)> {
    let changes = changes(answers);
    let file = |(name, bytes): &(&'static str, &'static [u8])| {
        let mut of_this = changes.iter().filter(|change| change.file == *name).peekable();
        if of_this.peek().is_none() {
            return (*name, bytes.to_vec());
        }
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for change in of_this {
            text = text.replace(&change.from, &change.to);
        }
        (*name, text.into_bytes())
    };
    FILES.iter().map(file).collect()
}

/// One phrase of a shipped file and what takes its place.
#[derive(Debug)]
struct Change {
    file: &'static str,
    from: String,
    to: String,
}

fn changes(answers: &Answers) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut change = |file, from: String, to: String| changes.push(Change { file, from, to });
    let count = |n: u32| format!("{{ value = {n}, source = \"{GIVEN}\", confidence = \"high\" }}");
    let shipped = |n: u32, id: &str| {
        format!(
            "{{ value = {n}, source = \"{id}\", confidence = \"medium\", note = \"Nottinghamshire's, until you put yours.\" }}"
        )
    };
    if let Some(n) = answers.offenders {
        change("base.toml", format!("number = {}", shipped(1300, "C6")), format!("number = {}", count(n)));
    }
    if let Ok(Some(risk)) = answers.levels() {
        let from = r#"{ very_high = "2 %", high = "18 %", medium = "30 %", low = "50 %", source = "R1", confidence = "low", note = "England and Wales, 2016." }"#;
        change("base.toml", from.to_owned(), levels(risk));
    }
    if let Some(n) = answers.managers {
        change("base.toml", format!("people     = {}", shipped(24, "C7")), format!("people     = {}", count(n)));
    }
    if let Some(n) = answers.sergeants {
        change("base.toml", format!("people     = {}", shipped(4, "C6")), format!("people     = {}", count(n)));
    }
    if let Some((low, high)) = answers.productive {
        change("base.toml", PRODUCTIVE.to_owned(), hours(low, high, GIVEN));
    }
    if let Some(n) = answers.monitored {
        let from = r#"{ value = 50, source = "A2", confidence = "low", note = "Warwickshire's licences, until you put yours." }"#;
        change("app.toml", from.to_owned(), count(n));
    }
    if let Some(levels) = answers.overdue {
        for ((level, n), age) in LEVELS.iter().zip(levels).zip([28, 42, 56, 70]) {
            let head = format!("risk = \"{level}\",{} number = ", " ".repeat(9 - level.len()));
            let tail = format!(", age = \"{age} days\", source = ");
            let from = format!("{head}0{tail}\"not counted yet\", confidence = \"assumption\"");
            change("base.toml", from, format!("{head}{n}{tail}\"{GIVEN}; ages are assumed\", confidence = \"medium\""));
        }
    }
    changes
}

const LEVELS: [&str; 4] = ["very_high", "high", "medium", "low"];

fn levels(risk: Risk) -> String {
    let (shares, note) = match risk {
        Risk::Shares(shares) => (shares, String::new()),
        Risk::Counts(counts) => {
            let total: u32 = counts.iter().sum();
            let shares = counts.map(|n| f64::from(n) * 100.0 / f64::from(total.max(1)));
            (shares, format!(", note = \"{} people.\"", counts.map(|n| n.to_string()).join(", ")))
        }
    };
    let mut parts: Vec<String> = LEVELS
        .iter()
        .zip(shares)
        .map(|(level, share)| format!("{level} = \"{} %\"", (share * 1e6).round() / 1e6))
        .collect();
    // Rounded shares need not add up to one; the rest does.
    "low = \"rest\"".clone_into(&mut parts[3]);
    format!("{{ {}, source = \"{GIVEN}\", confidence = \"high\"{note} }}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Answers {
        Answers {
            offenders: Some(900),
            risk: Some([18.0, 160.0, 270.0, 452.0]),
            managers: Some(14),
            sergeants: Some(2),
            productive: Some((1300.0, 1500.0)),
            monitored: Some(60),
            overdue: Some([1, 2, 3, 4]),
        }
    }

    /// A default that was reworded in the file and not here would be a question without effect.
    #[test]
    fn every_answer_finds_its_place_in_the_shipped_files() {
        let list = changes(&all());
        assert_eq!(list.len(), 10);
        for change in list {
            let (_, bytes) = FILES.iter().find(|(name, _)| *name == change.file).unwrap();
            let found = String::from_utf8_lossy(bytes).matches(&change.from).count();
            let wanted = if change.from == PRODUCTIVE { 2 } else { 1 };
            assert_eq!(found, wanted, "{}: {}", change.file, change.from);
        }
    }

    #[test]
    fn without_answers_the_files_are_the_shipped_ones() {
        assert!(filled(&Answers::default()).iter().zip(FILES).all(|(made, file)| made.0 == file.0 && made.1 == file.1));
    }

    #[test]
    fn the_file_to_fill_in_fits_two_screens() {
        let base = String::from_utf8_lossy(FILES[0].1);
        assert!(base.lines().count() <= 100, "{}", base.lines().count());
    }
}
