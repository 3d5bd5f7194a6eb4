//! The report of a calibration: what was believed, what was seen, what is believed now.

use super::backtest_report::{facts, figures, scores, sources};
use super::document::{Block, Cell, Column, Document, Fact, Notice, Row, Section, Table};
use super::figure::{Dot, Dots, Drawing, Figure};
use super::words::{Quoted, Range as Shown, counted, listed};
use crate::experiment::facing::{Ahead, Calibration, Ended, Generation, Input, Learning, Part, RateTold, ShareTold};
use crate::scenario::learnt::rounded;

/// Most numbers in the plot; all are in the table.
const DRAWN: usize = 24;

/// The document of a calibration.
#[must_use]
pub fn for_calibration(calibration: &Calibration) -> Document {
    let sides = &calibration.sides;
    let mut sections = Vec::new();
    if !calibration.rates.is_empty() || !calibration.shares.is_empty() {
        sections.push(seen(calibration));
    }
    if let Some(learning) = &calibration.learning {
        sections.push(inputs(learning));
        sections.push(how(learning));
    }
    if let Some(check) = &calibration.check {
        sections.push(figures(check, "The figures against what was learnt", "check"));
        sections.push(scores(check, "check-scores"));
    }
    sections.push(Section::answer("What this does not say", "", vec![Block::List(cannot(calibration))]));
    sections.extend(sources(sides));
    let mut reproduce = facts(&calibration.made, sides);
    if let Some(learning) = &calibration.learning {
        reproduce.push(Fact::new("Attempts", learning.attempts.to_string()));
    }
    Document {
        title: format!("{}: its numbers, by \u{201c}{}\u{201d}", sides.title, sides.observed_title),
        question: Some("What do last year's figures say of the numbers we do not know?".to_owned()),
        sentence: sentence(calibration),
        sections,
        warnings: warnings(calibration),
        reproduce,
        date: None,
    }
}

fn sentence(calibration: &Calibration) -> String {
    let mut said = Vec::new();
    for rate in &calibration.rates {
        let at =
            |p: f64| rate.posterior.quantiles.iter().find(|q| (q.p - p).abs() < 1e-9).map_or(f64::NAN, |q| q.value);
        said.push(format!(
            "{}: {} events give {} per {} (90 % range {}).",
            rate.name,
            rate.events,
            Quoted::digits(at(0.5), 3),
            per(rate),
            Shown::of(at(0.05), at(0.95))
        ));
    }
    for share in &calibration.shares {
        let at =
            |p: f64| share.posterior.quantiles.iter().find(|q| (q.p - p).abs() < 1e-9).map_or(f64::NAN, |q| q.value);
        said.push(format!(
            "{}: {} of {} give {} % (90 % range {} %).",
            share.name,
            share.successes,
            share.trials,
            Quoted::digits(100.0 * at(0.5), 3),
            Shown::of(100.0 * at(0.05), 100.0 * at(0.95))
        ));
    }
    if let Some(learning) = &calibration.learning {
        let informed: Vec<&Input> = learning.inputs.iter().filter(|input| input.informed).collect();
        let total = counted(Quoted::whole(learning.inputs.len() as f64), "uncertain number", "uncertain numbers");
        said.push(format!("The figures said something about {} of {total}.", informed.len()));
        let mut leading = informed.clone();
        leading.sort_by(|a, b| b.moved.total_cmp(&a.moved).then(a.key.cmp(&b.key)));
        if let Some(first) = leading.first() {
            said.push(format!(
                "Most about {}: {} before, {} now (90 % range {} to {}).",
                first.key, first.words[0], first.words[3], first.words[4], first.words[5]
            ));
        }
    }
    said.join(" ")
}

/// The length a rate is told for, in words.
fn per(rate: &RateTold) -> String {
    let month = 730.0;
    let months = rate.per_hours / month;
    let time = if (months - 1.0).abs() < 1e-9 {
        "month".to_owned()
    } else if (months - libm::round(months)).abs() < 1e-9 && months > 0.5 {
        format!("{} months", libm::round(months))
    } else {
        format!("{} hours", rounded(rate.per_hours))
    };
    if rate.people > 1 { format!("person and {time}") } else { time }
}

fn ahead_words(ahead: &Ahead) -> String {
    let at = |p: f64| ahead.quantiles.iter().find(|q| (q.p - p).abs() < 1e-9).map_or(0.0, |q| q.value);
    let chances: Vec<String> = ahead
        .at_least
        .iter()
        .map(|a| format!("at least {}: {} %", a.count, Quoted::digits(100.0 * a.chance, 3)))
        .collect();
    let chances = if chances.is_empty() { String::new() } else { format!("; {}", listed(&chances)) };
    format!("median {}, 90 % range {} to {}{chances}", at(0.5), at(0.05), at(0.95))
}

/// Rates and shares that were seen directly.
fn seen(calibration: &Calibration) -> Section {
    let mut rows = Vec::new();
    for rate in &calibration.rates {
        let law = |law: &crate::experiment::facing::GammaTold| {
            format!("gamma, shape {} and rate {}", rounded(law.shape), rounded(law.rate))
        };
        rows.push(Row::item(vec![
            rate.name.as_str().into(),
            rate.key.as_str().into(),
            format!("{} events in {} x {}", rate.events, rounded(rate.exposure), per(rate)).into(),
            law(&rate.prior).into(),
            law(&rate.posterior).into(),
            Quoted::maybe(rate.posterior.mean, 3).into(),
            Quoted::maybe(rate.posterior.sd, 3).into(),
            ahead_words(&rate.ahead).into(),
            rate.source.clone().unwrap_or_else(|| "no source".to_owned()).into(),
        ]));
    }
    for share in &calibration.shares {
        rows.push(Row::item(share_cells(share)));
    }
    let table = Table {
        name: "seen-directly".to_owned(),
        caption: "Rates and shares that were seen directly".to_owned(),
        columns: vec![
            Column::words("What was seen"),
            Column::words("Number of the scenario"),
            Column::words("Seen"),
            Column::words("Believed before"),
            Column::words("Believed now"),
            Column::number("Mean now", ""),
            Column::number("Standard deviation now", ""),
            Column::words("As much again would give"),
            Column::words("Source"),
        ],
        rows,
        note: Some("Exact: gamma-Poisson for rates, beta-binomial for shares. What was believed before is the law the file gives, or the one with the mean and standard deviation of the scenario's own range.".to_owned()),
    };
    Section::answer(
        "Seen directly",
        "Counts with a known exposure, and successes among known trials.",
        vec![Block::Table(table)],
    )
}

fn share_cells(share: &ShareTold) -> Vec<Cell> {
    let law = |law: &crate::experiment::facing::BetaTold| format!("beta, {} and {}", rounded(law.a), rounded(law.b));
    vec![
        share.name.as_str().into(),
        share.key.as_str().into(),
        format!("{} of {}", share.successes, share.trials).into(),
        law(&share.prior).into(),
        law(&share.posterior).into(),
        Quoted::at(share.posterior.mean, 3).into(),
        Quoted::at(share.posterior.sd, 3).into(),
        ahead_words(&share.ahead).into(),
        share.source.clone().unwrap_or_else(|| "no source".to_owned()).into(),
    ]
}

/// A figure, and the unit of its distance.
fn unit(part: &Part) -> String {
    let unit = Quoted::digits(part.scale, 2);
    if part.scale <= 0.0 {
        format!("{} (always the same: left out)", part.name)
    } else if part.scale > part.by_chance {
        format!("{} ({unit}, a tenth of what was believed before, since chance alone makes less)", part.name)
    } else {
        format!("{} ({unit}; {} over what was believed before)", part.name, Quoted::digits(part.before, 2))
    }
}

/// What the tolerance costs, in words.
fn widening(learning: &Learning) -> String {
    learning.wider_at_most.map_or_else(
        || "Simulated periods that are only near the observed one count as the same; nothing says how much wider that makes what was learnt.".to_owned(),
        |share| {
            format!(
                "Simulated periods that are only near the observed one count as the same, so that a range now may be wider than the figures allow by up to about {} %.",
                Quoted::digits(100.0 * share, 2)
            )
        },
    )
}

/// Prior against posterior.
fn inputs(learning: &Learning) -> Section {
    let mut order: Vec<&Input> = learning.inputs.iter().collect();
    order.sort_by(|a, b| b.moved.total_cmp(&a.moved).then(a.key.cmp(&b.key)));
    let share = |input: &Input, value: f64| {
        if input.before > 0.0 { Quoted::at(100.0 * value / input.before, 0) } else { Quoted::NONE }
    };
    let pair = |input: &Input, range: crate::experiment::Range| Shown {
        low: share(input, range.low),
        high: share(input, range.high),
    };
    let row = |input: &&Input| {
        Row::item(vec![
            input.key.as_str().into(),
            input.words[0].as_str().into(),
            format!("{} to {}", input.words[1], input.words[2]).into(),
            input.words[3].as_str().into(),
            format!("{} to {}", input.words[4], input.words[5]).into(),
            pair(input, input.before_90).into(),
            share(input, input.after).into(),
            pair(input, input.after_90).into(),
            Quoted::at(input.moved, 2).into(),
            if input.informed { "yes" } else { "no" }.into(),
        ])
    };
    let silent: Vec<&str> = order.iter().filter(|input| !input.informed).map(|input| input.key.as_str()).collect();
    let drawn = order.iter().take(DRAWN).map(|input| Dot {
        name: input.key.clone(),
        value: share(input, input.after),
        wide: super::quote::ends(pair(input, input.before_90)),
        narrow: super::quote::ends(pair(input, input.after_90)),
    });
    let caption = "What was believed of each number, and what is believed now".to_owned();
    let moved: Vec<String> = order
        .iter()
        .filter(|input| input.informed)
        .take(5)
        .map(|i| {
            format!(
                "{}: {} ({} to {}) before, {} ({} to {}) now.",
                i.key, i.words[0], i.words[1], i.words[2], i.words[3], i.words[4], i.words[5]
            )
        })
        .collect();
    let figure = Figure {
        name: "inputs".to_owned(),
        description: format!(
            "One row a number, in per cent of the median before; the most moved first. {}",
            moved.join(" ")
        ),
        drawing: Drawing::Dots(Dots {
            dot: "median now, per cent of the median before".to_owned(),
            wide: "90 % range before".to_owned(),
            narrow: "90 % range now".to_owned(),
            rows: drawn.collect(),
        }),
        table: Table {
            name: "inputs".to_owned(),
            caption: caption.clone(),
            columns: vec![
                Column::words("Number"),
                Column::words("Before"),
                Column::words("90 % range before"),
                Column::words("Now"),
                Column::words("90 % range now"),
                Column::range("Range before", "% of the median before"),
                Column::number("Median now", "% of the median before"),
                Column::range("Range now", "% of the median before"),
                Column::number("Moved", "0 to 1"),
                Column::words("Informed"),
            ],
            rows: order.iter().map(row).collect(),
            note: Some(format!(
                "Moved: the largest distance between the distribution functions before and now. Chance alone moves some number by {} in one such sample of twenty; what moved less is called not informed. Numbers of one joint sample are learnt as whole rows of it.",
                learning.inputs.first().map_or(Quoted::NONE, |input| Quoted::at(input.moved_by_chance, 2))
            )),
        },
        caption,
    };
    let words = if silent.is_empty() {
        "The figures said something about every number that was to be learnt.".to_owned()
    } else {
        format!(
            "What the figures did not inform: {} of {} numbers are believed now as they were before, as far as can be told. They are {}.",
            silent.len(),
            order.len(),
            listed(&silent)
        )
    };
    Section::answer(
        "Before and now",
        "Numbers that were seen only through what the scenario makes of them.",
        vec![Block::Paragraph(words), Block::Figure(Box::new(figure))],
    )
}

fn how(learning: &Learning) -> Section {
    let row = |(i, g): (usize, &Generation)| {
        Row::item(vec![
            format!("{}", i + 1).into(),
            Quoted::maybe(g.tolerance, 3).into(),
            Quoted::whole(g.attempts as f64).into(),
            Quoted::whole(g.accepted as f64).into(),
            Quoted::at(g.effective, 0).into(),
        ])
    };
    let ended = match learning.ended {
        Ended::Tolerance => "It ended when the tolerance was reached.",
        Ended::Budget => {
            "It ended when the attempts were used up, before the tolerance was reached; the last complete generation counts."
        }
        Ended::Nearest => "It ended when no simulated period came nearer than those at hand.",
        Ended::Stopped => "Somebody stopped it; the last complete generation counts.",
    };
    let scales: Vec<String> = learning.parts.iter().map(unit).collect();
    let words = format!(
        "Approximate Bayesian computation by sequential Monte Carlo (Toni et al. 2009). Distance: root mean square over the figures of simulated less observed, each in the standard deviation that chance alone gives it, measured by simulating what came nearest twice more: {}. Each generation's tolerance is a quantile of the distances in the one before. Kernel: on the scale where the belief before is a standard normal law, a normal step with twice the weighted variance for each number that the figures have narrowed, a fresh draw from the belief before for the others; a row of a joint sample is kept with the chance one half, else drawn afresh. Tolerance wanted {}, reached {}. {} {ended}",
        listed(&scales),
        Quoted::digits(learning.wanted, 3),
        learning.tolerance.map_or_else(|| "none".to_owned(), |t| Quoted::digits(t, 3).to_string()),
        widening(learning),
    );
    let table = Table {
        name: "generations".to_owned(),
        caption: "Generations".to_owned(),
        columns: vec![
            Column::words("Generation"),
            Column::number("Tolerance", "standard deviations by chance"),
            Column::number("Attempts", ""),
            Column::number("Particles", ""),
            Column::number("Effective number of them", ""),
        ],
        rows: learning.generations.iter().enumerate().map(row).collect(),
        note: None,
    };
    Section::evidence("How it was learnt", "", vec![Block::Paragraph(words), Block::Table(table)])
}

fn cannot(calibration: &Calibration) -> Vec<String> {
    let mut list = vec![
        "What was learnt holds if the scenario is right in everything else: a wrong mechanism is made good by wrong numbers.".to_owned(),
        "Published figures select successes, and a breach found is not a breach committed: learning from such figures carries their choice into the numbers.".to_owned(),
        "The figures above were learnt from, except those held back. Agreement with figures that were learnt from is no test.".to_owned(),
        "If the scenario's ranges were already chosen with these figures in view, the figures are counted twice and the ranges now are too narrow.".to_owned(),
    ];
    list.extend(calibration.learning.as_ref().map(widening));
    if calibration.learning.as_ref().is_some_and(|learning| learning.parts.len() < learning.inputs.len()) {
        list.push("There are fewer figures than numbers to learn: several sets of numbers agree with them equally well, and only their combinations are known better.".to_owned());
    }
    list
}

fn warnings(calibration: &Calibration) -> Vec<Notice> {
    let mut list = Vec::new();
    let Some(learning) = &calibration.learning else { return list };
    if learning.ended != Ended::Tolerance {
        let reached =
            learning.tolerance.map_or("none was reached".to_owned(), |t| format!("{} was reached", rounded(t)));
        list.push(Notice {
            what: format!(
                "The tolerance wanted was {}, and {reached}: what was learnt is wider than the figures allow.",
                rounded(learning.wanted)
            ),
            advice: "ask for more with --budget, learn fewer numbers (`learn`), or accept a wider --tolerance."
                .to_owned(),
        });
    }
    if learning.effective < 0.2 * learning.particles as f64 {
        list.push(Notice {
            what: format!(
                "Only {} of {} particles count: a few carry most of the weight.",
                rounded(learning.effective),
                learning.particles
            ),
            advice: "ask for more --particles, or learn fewer numbers.".to_owned(),
        });
    }
    for part in learning.parts.iter().filter(|part| part.scale <= 0.0) {
        list.push(Notice {
            what: format!("{}: the scenario gave the same in every attempt, so nothing was learnt from it.", part.name),
            advice: "look whether the scenario can produce it at all.".to_owned(),
        });
    }
    list
}
