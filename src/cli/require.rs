//! Targets: `KEY<=VALUE`, asked for with `--require`.

use crate::experiment::catalogue::Catalogue;
use crate::experiment::study::Named;
use crate::experiment::{Answer, Difference, Estimated, ScenarioAnswer, WithFeedback, foretold_with_feedback};

use super::exit::Failure;

/// How a value is held against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    AtMost,
    Below,
    AtLeast,
    Above,
}

/// One target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Require {
    /// As written.
    text: String,
    /// Scenario, `difference`, or nothing.
    of: Option<String>,
    key: String,
    relation: Relation,
    value: f64,
}

/// Names, in the place of a scenario, what stands beside the answer.
const FEEDBACK: &str = "feedback";

/// Keys of what is surely known with the feedback of overload where that is shown apart.
fn known_with_feedback(named: &[Named]) -> Vec<String> {
    let mut keys: Vec<String> = named.iter().flat_map(|n| foretold_with_feedback(&n.scenario)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Reads a target.
pub(super) fn parse(text: &str) -> Result<Require, String> {
    let signs = [("<=", Relation::AtMost), (">=", Relation::AtLeast), ("<", Relation::Below), (">", Relation::Above)];
    let found = signs.into_iter().find_map(|(sign, relation)| {
        let (key, value) = text.rsplit_once(sign)?;
        Some((key.trim(), value.trim(), relation))
    });
    let (key, value, relation) = found.ok_or("write KEY<=VALUE, with <=, <, >= or >")?;
    let value = share(value).map_err(|_| format!("`{value}` is not a number; write KEY<=VALUE, as 0.2 or 20 %"))?;
    let (of, key) = match key.split_once(':') {
        Some((of, key)) => (Some(of.trim().to_owned()), key.trim()),
        None => (None, key),
    };
    if key.is_empty() {
        return Err("write KEY<=VALUE".to_owned());
    }
    Ok(Require { text: text.to_owned(), of, key: key.to_owned(), relation, value })
}

/// Reads a number, or a share as a percentage.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let (digits, scale) = text.trim().strip_suffix('%').map_or((text, 1.0), |digits| (digits, 0.01));
    let number: f64 = digits.trim().parse().map_err(|_| "write a number or a percentage".to_owned())?;
    if number.is_finite() { Ok(number * scale) } else { Err("write a number or a percentage".to_owned()) }
}

impl Require {
    /// Whether the scenarios have what the target speaks of, before anything runs.
    pub(super) fn check(&self, named: &[Named]) -> Result<(), Failure> {
        let of = self.of.as_deref();
        let apart = named.iter().any(|n| n.scenario.with_feedback().is_some());
        let exists = of.is_none()
            || named.iter().any(|n| of == Some(&n.name))
            || (of == Some("difference") && named.len() > 1)
            || (of == Some(FEEDBACK) && apart);
        if of == Some(FEEDBACK) && !exists {
            return Err(self.no_feedback(named));
        }
        if of == Some("difference") && !exists {
            let (text, key) = (&self.text, &self.key);
            let cure = "compare two, or leave `difference:` out";
            return Err(Failure::Request(format!(
                "--require {text}: one scenario has no difference in `{key}`; {cure}"
            )));
        }
        if !exists {
            let there: Vec<&str> = named.iter().map(|n| n.name.as_str()).collect();
            return Err(Failure::Request(format!(
                "--require {}: there is no scenario `{}`; there are {}",
                self.text,
                of.unwrap_or_default(),
                there.join(", ")
            )));
        }
        if of == Some(FEEDBACK) && !named.iter().any(|n| n.name == FEEDBACK) {
            return self.check_keys_of_feedback(named);
        }
        let catalogues: Vec<Catalogue> = named.iter().map(|n| Catalogue::new(&n.scenario)).collect();
        if catalogues.iter().any(|c| c.find(&self.key).is_some()) {
            return Ok(());
        }
        if of.is_none() && known_with_feedback(named).contains(&self.key) {
            return Err(Failure::Request(format!(
                "--require {}: the answer is without the feedback of overload; ask for `{FEEDBACK}:{}`",
                self.text, self.key
            )));
        }
        let keys = catalogues.iter().flat_map(|c| c.items.iter().map(|i| i.quantity.key.as_str()));
        let near = keys.map(|key| (strsim::jaro_winkler(key, &self.key), key)).max_by(|a, b| a.0.total_cmp(&b.0));
        let near = near.map_or(String::new(), |(_, key)| format!("; did you mean `{key}`?"));
        Err(Failure::Request(format!("--require {}: nothing is called `{}`{near}", self.text, self.key)))
    }

    /// What to ask for where nothing stands beside the answer.
    fn no_feedback(&self, named: &[Named]) -> Failure {
        let why = if named.iter().any(|n| n.scenario.feeds_back().is_some()) {
            "the feedback of overload is in the answer itself (shown = \"on\" of [overload])"
        } else if named.iter().any(|n| n.scenario.feedback.is_some()) {
            "the feedback of overload is shown nowhere; say --set overload.shown=apart, or leave it out"
        } else {
            "the file has no [overload], so that nothing is known with its feedback"
        };
        let relation = self.text.split_once(':').map_or(self.text.as_str(), |(_, rest)| rest.trim());
        Failure::Request(format!("--require {}: {why}; ask for \"{relation}\"", self.text))
    }

    /// Whether what the target speaks of is known with the feedback of overload where that is shown apart.
    fn check_keys_of_feedback(&self, named: &[Named]) -> Result<(), Failure> {
        let keys = known_with_feedback(named);
        if keys.contains(&self.key) {
            return Ok(());
        }
        let there = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let text = &self.text;
        Err(Failure::Request(format!("--require {text}: what is known with the feedback of overload is {there}")))
    }

    /// What is missed, in words; `None` when the target is met. Without a scenario's name it speaks of the only
    /// one, or of every other than the base.
    pub(super) fn missed(&self, answer: &Answer) -> Option<String> {
        let values: Vec<(String, Option<f64>)> = if self.of.as_deref() == Some("difference") {
            let of = answer.comparisons.iter();
            of.map(|c| (c.other.clone(), c.difference(&self.key).and_then(Difference::expected))).collect()
        } else if self.of.as_deref() == Some(FEEDBACK) && answer.scenarios.iter().all(|s| s.name != FEEDBACK) {
            let of =
                answer.scenarios.iter().filter_map(|s| Some((s, s.overload.as_ref().filter(|o| !o.in_the_answer)?)));
            let value = |with: &WithFeedback| with.quantities.iter().find(|q| q.quantity.key == self.key)?.expected();
            of.map(|(s, with)| (format!("{} with the feedback of overload", s.name), value(with))).collect()
        } else {
            let skipped = usize::from(self.of.is_none() && answer.scenarios.len() > 1);
            let wanted = |s: &&ScenarioAnswer| self.of.as_ref().is_none_or(|of| *of == s.name);
            let of = answer.scenarios.iter().skip(skipped).filter(wanted);
            of.map(|s| (s.name.clone(), s.quantity(&self.key).and_then(Estimated::expected))).collect()
        };
        values.into_iter().find_map(|(name, value)| match value {
            None => Some(format!("{}: not defined in {name}", self.text)),
            Some(value) if self.holds(value) => None,
            Some(value) => Some(format!("{}: it is {value} in {name}", self.text)),
        })
    }

    /// Whether one of these is what the target speaks of, before anything runs.
    pub(super) fn check_keys(&self, keys: &[String]) -> Result<(), Failure> {
        let near =
            keys.iter().map(|key| (strsim::jaro_winkler(key, &self.key), key)).max_by(|a, b| a.0.total_cmp(&b.0));
        match (&self.of, keys.contains(&self.key)) {
            (None, true) => Ok(()),
            (Some(_), _) => Err(Failure::Request(format!(
                "--require {}: there is one scenario only; leave its name out",
                self.text
            ))),
            (None, false) => {
                let near = near.map_or(String::new(), |(_, key)| format!("; did you mean `{key}`?"));
                Err(Failure::Request(format!("--require {}: nothing is called `{}`{near}", self.text, self.key)))
            }
        }
    }

    /// What is missed, in words, of values with their keys; `None` when the target is met.
    pub(super) fn missed_of(&self, values: &[(String, Option<f64>)]) -> Option<String> {
        match values.iter().find(|(key, _)| *key == self.key).and_then(|(_, value)| *value) {
            None => Some(format!("{}: not defined", self.text)),
            Some(value) if self.holds(value) => None,
            Some(value) => Some(format!("{}: it is {value}", self.text)),
        }
    }

    fn holds(&self, value: f64) -> bool {
        match self.relation {
            Relation::AtMost => value <= self.value,
            Relation::Below => value < self.value,
            Relation::AtLeast => value >= self.value,
            Relation::Above => value > self.value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_with_its_scenario_and_its_percentage() {
        let target = parse("app:excessive weeks.offender manager <= 20 %").unwrap();
        assert_eq!((target.of.as_deref(), target.key.as_str()), (Some("app"), "excessive weeks.offender manager"));
        assert!((target.value - 0.2).abs() < 1e-12 && target.holds(0.2) && !target.holds(0.21));
        assert!(parse("a").is_err() && parse("a<=b").is_err() && parse("<=1").is_err() && parse("a<=nan").is_err());
        assert_eq!(parse("a>3").unwrap().relation, Relation::Above);
    }
}
