//! The few numbers that matter, and which of them make no sense.

use crate::import::{number, whole};

/// One thing that is asked.
#[derive(Debug)]
pub(super) struct Question {
    /// The option that answers it.
    pub(super) option: &'static str,
    /// What is asked on a terminal.
    pub(super) text: &'static str,
    /// What stands without an answer, as it would be typed.
    pub(super) default: &'static str,
    /// Where that comes from.
    pub(super) from: &'static str,
}

/// In the order in which they are asked.
pub(super) const QUESTIONS: [Question; 7] = [
    Question {
        option: "offenders",
        text: "How many registered offenders does the team manage in the community?",
        default: "1300",
        from: "Nottinghamshire, 2021 (C6)",
    },
    Question {
        option: "risk",
        text: "How many of them are at very high, high, medium, low risk? Four counts, or four percentages",
        default: "2,18,30,50",
        from: "percentages of England and Wales, 2016 (R1)",
    },
    Question {
        option: "managers",
        text: "How many offender managers are in post?",
        default: "24",
        from: "Nottinghamshire, 2021 (C7)",
    },
    Question {
        option: "sergeants",
        text: "How many sergeants supervise them?",
        default: "4",
        from: "Nottinghamshire, 2021 (C6)",
    },
    Question {
        option: "productive-hours",
        text: "How many hours a year does a full-time manager have for this work, after leave, sickness and training? One figure, or a range as 1300-1500",
        default: "1250-1550",
        from: "most likely 1,400, an assumption built up from leave, sickness and training (X38)",
    },
    Question {
        option: "monitored",
        text: "How many people will have the monitoring app (licences)?",
        default: "50",
        from: "Warwickshire's licences, 2023 (A2)",
    },
    Question {
        option: "overdue",
        text: "How many home visits are overdue today at very high, high, medium, low risk? Four counts, or 0 for none",
        default: "0,0,0,0",
        from: "not counted yet",
    },
];

/// Shares or counts at the four risk levels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Risk {
    /// Percentages, which add up to 100.
    Shares([f64; 4]),
    /// Counts, which add up to the number of offenders.
    Counts([u32; 4]),
}

/// What was answered; what was not has the default of the shipped file.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    pub(super) offenders: Option<u32>,
    pub(super) risk: Option<[f64; 4]>,
    pub(super) managers: Option<u32>,
    pub(super) sergeants: Option<u32>,
    pub(super) productive: Option<(f64, f64)>,
    pub(super) monitored: Option<u32>,
    pub(super) overdue: Option<[u32; 4]>,
}

/// The number of offenders in the shipped file.
const OFFENDERS: u32 = 1_300;

/// Contracted hours of a full-time post a year (S1).
const CONTRACTED: f64 = 2_086.0;

impl Answers {
    /// Whether a question was answered.
    pub(super) fn has(&self, question: &Question) -> bool {
        match question.option {
            "offenders" => self.offenders.is_some(),
            "risk" => self.risk.is_some(),
            "managers" => self.managers.is_some(),
            "sergeants" => self.sergeants.is_some(),
            "productive-hours" => self.productive.is_some(),
            "monitored" => self.monitored.is_some(),
            _ => self.overdue.is_some(),
        }
    }

    /// Takes the answer to one question, or says what is wrong with it and what to write.
    pub(super) fn take(&mut self, question: &Question, text: &str) -> Result<(), String> {
        match question.option {
            "offenders" => self.offenders = Some(between(text, 1, 500_000)?),
            "managers" => self.managers = Some(between(text, 1, 10_000)?),
            "sergeants" => self.sergeants = Some(between(text, 1, 10_000)?),
            "monitored" => self.monitored = Some(between(text, 0, 500_000)?),
            "risk" => self.risk = Some(four(text)?),
            "productive-hours" => self.productive = Some(productive(text)?),
            _ => self.overdue = Some(overdue(text)?),
        }
        Ok(())
    }

    fn offenders(&self) -> u32 {
        self.offenders.unwrap_or(OFFENDERS)
    }

    /// The risk levels, if they were answered and agree with the number of offenders.
    pub(super) fn levels(&self) -> Result<Option<Risk>, String> {
        let Some(four) = self.risk else { return Ok(None) };
        let sum: f64 = four.iter().sum();
        let offenders = self.offenders();
        if (sum - 100.0).abs() < 1e-6 {
            return Ok(Some(Risk::Shares(four)));
        }
        if (sum - f64::from(offenders)).abs() < 1e-6 && four.iter().all(|n| n.fract().abs() < 1e-9) {
            return Ok(Some(Risk::Counts(four.map(|n| n as u32))));
        }
        let sum = (sum * 1e6).round() / 1e6;
        Err(format!(
            "the four numbers add up to {sum}; write percentages that add up to 100, or counts that add up to {offenders}"
        ))
    }

    /// The same with the default of each question that is still open, to see whether these fit too.
    pub(super) fn with_defaults(&self) -> Self {
        let mut all = self.clone();
        for question in QUESTIONS.iter().filter(|question| !self.has(question)) {
            // The defaults can be read; a test says so.
            let _ = all.take(question, question.default);
        }
        all
    }

    /// Answers that contradict one another: which, and what to do.
    pub(super) fn at_odds(&self) -> Option<String> {
        if let Err(fault) = self.levels() {
            return Some(format!("--risk: {fault}"));
        }
        let offenders = self.offenders();
        if let Some(managers) = self.managers.filter(|n| *n > offenders) {
            return Some(format!(
                "--managers: {managers} managers for {offenders} offenders: are the two numbers swapped?"
            ));
        }
        if let (Some(sergeants), Some(managers)) = (self.sergeants, self.managers)
            && sergeants > managers
        {
            return Some(format!(
                "--sergeants: {sergeants} sergeants for {managers} managers: are the two numbers swapped?"
            ));
        }
        if let Some(monitored) = self.monitored.filter(|n| *n > offenders) {
            return Some(format!(
                "--monitored: {monitored} of {offenders} offenders cannot be monitored; write at most {offenders}"
            ));
        }
        let late: u64 = self.overdue.iter().flatten().map(|n| u64::from(*n)).sum();
        if late > u64::from(offenders) {
            return Some(format!("--overdue: {late} visits overdue for {offenders} offenders; count each person once"));
        }
        let risk = self.levels().ok().flatten();
        if let (Some(Risk::Counts(levels)), Some(overdue)) = (risk, self.overdue)
            && let Some(at) = (0..4).find(|&at| overdue[at] > levels[at])
        {
            let level = ["very high", "high", "medium", "low"][at];
            return Some(format!(
                "--overdue: {} visits overdue at {level} risk, where there are {} people",
                overdue[at], levels[at]
            ));
        }
        None
    }
}

fn plain((message, help): (&str, &str)) -> String {
    format!("{message}; {help}")
}

fn between(text: &str, least: u32, most: u32) -> Result<u32, String> {
    match whole(text, most) {
        Ok(number) if number >= least => Ok(number),
        Ok(_) => Err(format!("write a whole number from {least} to {most}")),
        Err((message, _)) => Err(format!("{message}; write a whole number from {least} to {most}")),
    }
}

/// Four numbers between commas, semicolons or spaces.
fn four(text: &str) -> Result<[f64; 4], String> {
    let help = "write four numbers between commas, the most severe level first: 2,18,30,50";
    let parts: Vec<&str> =
        text.split([',', ';', ' ', '/']).map(str::trim).filter(|part| !part.is_empty() && *part != "%").collect();
    let numbers: Result<Vec<f64>, _> = parts.iter().map(|part| number(part).map(|n| n.value)).collect();
    let numbers = numbers.map_err(|(message, _)| format!("{message}; {help}"))?;
    let count = numbers.len();
    numbers.try_into().map_err(|_| format!("{count} numbers are given; {help}"))
}

fn overdue(text: &str) -> Result<[u32; 4], String> {
    if text.trim() == "0" {
        return Ok([0; 4]);
    }
    let help = "a total does not say who waits: write four counts, very high risk first: 0,4,11,20";
    let numbers = four(text).map_err(|_| help.to_owned())?;
    if numbers.iter().any(|n| n.fract() != 0.0 || *n > 500_000.0) {
        return Err(help.to_owned());
    }
    Ok(numbers.map(|n| n as u32))
}

/// One figure, or the two ends of a range.
pub(in crate::cli) fn productive(text: &str) -> Result<(f64, f64), String> {
    let text = text.to_lowercase().replace(" to ", "-").replace('\u{2013}', "-");
    let (low, high) = text.split_once('-').unwrap_or((&text, &text));
    let read = |text: &str| number(text).map_err(plain).map(|n| (n.value, n.percent));
    let ((low, a), (high, b)) = (read(low)?, read(high)?);
    if a || b {
        return Err("write hours a year, as 1400 or 1300-1500, not a share".to_owned());
    }
    if low > high {
        return Err("the range begins above its end; write the smaller figure first".to_owned());
    }
    if high > CONTRACTED {
        return Err(format!(
            "a full-time post has {CONTRACTED} contracted hours a year in all; write hours after leave, sickness and training"
        ));
    }
    if low < 300.0 {
        return Err(
            "that is less than 300 hours a year; write hours a year of a full-time post, not a week or a month"
                .to_owned(),
        );
    }
    Ok((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(given: &[(&str, &str)]) -> Result<Answers, String> {
        let mut answers = Answers::default();
        for (option, text) in given {
            let question = QUESTIONS.iter().find(|q| q.option == *option).unwrap();
            answers.take(question, text)?;
        }
        answers.with_defaults().at_odds().map_or(Ok(answers), Err)
    }

    #[test]
    fn the_defaults_are_answers_too() {
        let all: Vec<(&str, &str)> = QUESTIONS.iter().map(|q| (q.option, q.default)).collect();
        assert!(answered(&all).is_ok());
    }

    #[test]
    fn shares_are_told_from_counts_by_their_sum() {
        assert_eq!(
            answered(&[("risk", "2, 18, 30, 50")]).unwrap().levels(),
            Ok(Some(Risk::Shares([2.0, 18.0, 30.0, 50.0])))
        );
        assert_eq!(
            answered(&[("risk", "2 % 18 % 30 % 50 %")]).unwrap().levels(),
            Ok(Some(Risk::Shares([2.0, 18.0, 30.0, 50.0])))
        );
        let counts = answered(&[("offenders", "900"), ("risk", "18,160,270,452")]).unwrap().levels();
        assert_eq!(counts, Ok(Some(Risk::Counts([18, 160, 270, 452]))));
        assert!(answered(&[("offenders", "900"), ("risk", "18,160,270,453")]).unwrap_err().contains("add up to 901"));
    }

    #[test]
    fn nonsense_is_refused_with_a_cure() {
        for (given, cure) in [
            (vec![("offenders", "0")], "from 1 to 500000"),
            (vec![("offenders", "many")], "from 1 to 500000"),
            (vec![("managers", "12.5")], "whole number"),
            (vec![("offenders", "24"), ("managers", "1300")], "swapped"),
            (vec![("managers", "4"), ("sergeants", "24")], "swapped"),
            (vec![("risk", "2,18,30")], "four numbers"),
            (vec![("productive-hours", "38")], "not a week"),
            (vec![("productive-hours", "2500")], "2086"),
            (vec![("productive-hours", "1500-1300")], "smaller figure first"),
            (vec![("productive-hours", "70 %")], "hours a year"),
            (vec![("offenders", "40")], "--monitored"),
            (vec![("offenders", "20"), ("monitored", "5")], "--managers"),
            (vec![("monitored", "2000")], "cannot be monitored"),
            (vec![("overdue", "40")], "a total does not say who waits"),
            (vec![("overdue", "2000,0,0,0")], "count each person once"),
            (vec![("risk", "10,90,500,700"), ("overdue", "11,0,0,0")], "where there are 10 people"),
        ] {
            let fault = answered(&given).unwrap_err();
            assert!(fault.contains(cure), "{given:?}: {fault}");
        }
        assert!(answered(&[("overdue", "0"), ("productive-hours", "1,450"), ("offenders", "1,300")]).is_ok());
        assert_eq!(answered(&[("productive-hours", "1300 to 1500")]).unwrap().productive, Some((1300.0, 1500.0)));
    }
}
