//! What an answer rests on: assumptions with their passports, sources, cautions; and how to repeat it.

use super::document::{Block, Cell, Column, Document, Fact, Notice, Row, Section, Table};
use super::words::{self, Quoted, capital, level};
use crate::experiment::{Answer, Assumption, ScenarioAnswer, Target, Warning, Why};
use crate::units::counted;

/// The numbers of a scenario, worst supported first, and what their sources mean.
pub(super) fn assumptions(list: &[Assumption], sources: &[(String, String)], of: Option<&str>) -> Section {
    let suffix = of.map_or_else(String::new, |name| format!(", {name}"));
    let row = |a: &Assumption| {
        let words = |text: &Option<String>, none: &str| Cell::from(text.clone().unwrap_or_else(|| none.to_owned()));
        let uncertain =
            if a.uncertain.is_empty() { "taken as known".to_owned() } else { super::unsure::in_words(&a.uncertain) };
        let moves = a.moves_headline.map_or_else(|| "\u{2013}".into(), |r| Cell::from(Quoted::at(r, 2)));
        Row::item(vec![
            a.key.as_str().into(),
            a.value.as_str().into(),
            uncertain.into(),
            words(&a.source, "no source"),
            words(&a.confidence, "not stated"),
            moves,
            words(&a.note, ""),
            words(&a.owner, ""),
            words(&a.review_by, ""),
        ])
    };
    let unsupported = list.iter().filter(|a| a.source.is_none()).count();
    let judged = list.iter().filter(|a| a.source.is_some() && a.confidence.as_deref() == Some("assumption")).count();
    let intro = format!(
        "Of {}, {} no source and {}. The worst supported come first.",
        counted(list.len() as u64, "number", "numbers"),
        counted(unsupported as u64, "has", "have"),
        counted(judged as u64, "more is a judgement", "more are judgements")
    );
    let table = Table {
        name: super::document::file_name(&format!("assumptions{suffix}")),
        caption: format!("Numbers and their passports{suffix}"),
        columns: vec![
            Column::words("Number"),
            Column::words("Value"),
            Column::words("How unsure we are of it"),
            Column::words("Source"),
            Column::words("Confidence"),
            Column::number("Moves the answer", "rank correlation"),
            Column::words("Note"),
            Column::words("Owner"),
            Column::words("Review by"),
        ],
        rows: list.iter().map(row).collect(),
        note: Some("\u{201c}Moves the answer\u{201d} runs from \u{2212}1 to 1: how closely the leading number follows this one over the draws of all uncertain numbers.".to_owned()),
    };
    let mut blocks = vec![Block::List(cautions()), Block::Table(table)];
    if !sources.is_empty() {
        blocks.push(Block::Table(Table {
            name: super::document::file_name(&format!("sources{suffix}")),
            caption: format!("What the sources are{suffix}"),
            columns: vec![Column::words("Id"), Column::words("Source")],
            rows: sources.iter().map(|(id, what)| Row::item(vec![id.as_str().into(), what.as_str().into()])).collect(),
            note: None,
        }));
    }
    Section::evidence(&format!("What this rests on{suffix}"), &intro, blocks)
}

/// What published counts can and cannot say.
fn cautions() -> Vec<String> {
    [
        "Published figures select successes: what went well is reported more often than what did not.",
        "Counts are not rates: a count becomes a rate only with a number of people and a length of time, and these are often assumed.",
        "A breach found is not a breach committed: better detection finds more, whatever people do.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// How precise the answer is, and what limited it.
pub(super) fn precision(answers: &[ScenarioAnswer]) -> Section {
    let mut blocks = Vec::new();
    for answer in answers {
        let replications = answer.replications;
        let why = match answer.precision.why {
            Why::Given => "the number that was asked for",
            Why::Met => "enough for the precision wanted",
            Why::Capped => {
                "the most that are made without being asked; the precision wanted was not reached everywhere"
            }
            Why::Interrupted => "as many as were finished when the run was stopped",
        };
        let ignorance = if replications.draws > 0 {
            format!(
                " What we do not know was studied with {} draws of all uncertain numbers, {} each.",
                Quoted::whole(replications.draws as f64),
                counted(replications.per_draw, "replication", "replications")
            )
        } else {
            " What we do not know was not studied: every number was taken at its typical value.".to_owned()
        };
        blocks.push(Block::Paragraph(format!(
            "{}: {} at the typical values, {why}.{ignorance}",
            capital(&answer.name),
            words::counted(Quoted::whole(replications.typical as f64), "replication", "replications"),
        )));
    }
    // All scenarios of an answer are replicated alike, so that what was watched is said once.
    if let Some(first) = answers.first().filter(|first| !first.precision.targets.is_empty()) {
        blocks.extend(limiting(first, answers).map(Block::Paragraph));
        blocks.push(Block::Table(targets(first, answers)));
    }
    Section::evidence("How precise this is", "", blocks)
}

/// The output that needed most replications, and whose it is.
fn limiting(first: &ScenarioAnswer, answers: &[ScenarioAnswer]) -> Option<String> {
    let key = first.precision.limiting.as_ref()?;
    let own = first.precision.targets.iter().filter(|target| target.key == *key);
    let allowed = |t: &Target| (t.relative * t.mean.map_or(0.0, f64::abs)).max(t.absolute).max(f64::MIN_POSITIVE);
    let short = |t: &Target| t.half_width.map_or(f64::MAX, |half| half / allowed(t));
    let target = own.max_by(|a, b| short(a).total_cmp(&short(b)))?;
    let of = if answers.len() > 2 { format!(" of {}", whose(target, answers)) } else { String::new() };
    Some(format!("The output that needed most was \u{201c}{}\u{201d}{of}.", target.label))
}

/// Whose output is watched: a scenario's, or a difference's.
fn whose(target: &Target, answers: &[ScenarioAnswer]) -> String {
    let name = |at: usize| answers.get(at).map_or_else(String::new, |answer| answer.name.clone());
    if answers.len() > 1 { format!("{} less {}", name(target.of), name(0)) } else { name(target.of) }
}

fn targets(first: &ScenarioAnswer, answers: &[ScenarioAnswer]) -> Table {
    let row = |t: &Target| {
        let mean = t.mean.map_or(Quoted::NONE, |mean| Quoted::supported(mean, t.half_width.map(|h| 0.5 * h)));
        let half = t.half_width.map_or(Quoted::NONE, |half| Quoted::digits(half, 2));
        Row::item(vec![
            t.label.as_str().into(),
            whose(t, answers).into(),
            mean.into(),
            half.into(),
            format!("within {}", level(t.relative)).into(),
            if t.met { "yes".into() } else { "no".into() },
        ])
    };
    Table {
        name: "precision".to_owned(),
        caption: "Precision of the outputs that were watched".to_owned(),
        columns: vec![
            Column::words("Output"),
            Column::words("Of"),
            Column::number("Average", ""),
            Column::number("Half-width of its confidence interval", ""),
            Column::words("Wanted"),
            Column::words("Reached"),
        ],
        rows: first.precision.targets.iter().map(row).collect(),
        note: Some(
            "The half-widths are so wide that all of them hold together. A precision counts as reached when it has held for a while."
                .to_owned(),
        ),
    }
}

/// A warning as a notice.
pub(super) fn notice(warning: &Warning) -> Notice {
    Notice { what: format!("{}.", capital(&warning.message())), advice: format!("{}.", warning.advice()) }
}

/// The document around the sections of an answer.
pub(super) fn document(answer: &Answer, title: String, question: Option<String>, sections: Vec<Section>) -> Document {
    Document {
        title,
        question,
        sentence: super::sentence::sentence(answer),
        sections,
        warnings: answer.warnings.iter().map(notice).collect(),
        reproduce: reproduce(answer),
        date: None,
    }
}

fn reproduce(answer: &Answer) -> Vec<Fact> {
    let made = &answer.made;
    let mut facts = vec![
        Fact::new("Program", format!("caseload {}", made.version)),
        Fact::new("Seed", made.seed.to_string()),
        Fact::new("Random numbers", format!("{}, stream version {}", made.generator, made.stream_version)),
        Fact::new("Command", made.command.clone().unwrap_or_else(|| "not made by a command".to_owned())),
    ];
    for scenario in &answer.scenarios {
        let days = Quoted::digits(scenario.days, 3);
        facts.push(Fact::new(&format!("Scenario {}", scenario.name), scenario.title.clone()));
        facts.push(Fact::new(&format!("Files of {}", scenario.name), scenario.files.join(", ")));
        facts.push(Fact::new(&format!("Hash of {}", scenario.name), scenario.hash.clone()));
        facts.push(Fact::new(
            &format!("Period of {}", scenario.name),
            format!(
                "{}{}{}",
                words::counted(days, "day", "days"),
                if scenario.dated {
                    format!(" from {}", scenario.starts)
                } else {
                    format!(" without a calendar: a month in an average is 730 hours, and months are told apart as from {} on", scenario.starts)
                },
                if scenario.warm_up_days > 0.0 {
                    let days = words::counted(Quoted::digits(scenario.warm_up_days, 3), "day", "days");
                    format!(", after a warm-up of {days}")
                } else {
                    String::new()
                }
            ),
        ));
        facts.push(Fact::new(
            &format!("Replications of {}", scenario.name),
            format!(
                "{} at typical values; {} draws of {}",
                scenario.replications.typical, scenario.replications.draws, scenario.replications.per_draw
            ),
        ));
    }
    facts.push(Fact::new(
        "Levels",
        format!(
            "{} for confidence intervals, {} for ranges of a single period",
            level(made.confidence),
            level(made.band)
        ),
    ));
    facts
}
