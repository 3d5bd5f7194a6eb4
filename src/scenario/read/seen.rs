//! Rates and shares of a scenario that were seen directly, with what was believed of them before.

use super::super::diagnostic::nearest;
use super::super::keys::{self, Per, Unit};
use super::super::observed::{SeenRate, SeenShare};
use super::super::tree::Node;
use super::super::world::{Number, Passport, Scenario, Uncertainty};
use super::{Fields, Reader};
use crate::stats::{RateLaw, ShareLaw};
use crate::units::MONTH;

impl Reader<'_> {
    pub(super) fn seen_rate(&mut self, node: &Node, around: &Passport, scenario: &Scenario) -> Option<SeenRate> {
        let fields = self.fields(node, &path_of("rate", node), &keys::RATE, around)?;
        let name = self.text(&fields, "name");
        let number = self.seen_number(&fields, scenario);
        let counts = self.wholes(&fields, "counts", 1_000_000_000);
        let lengths = self.lengths_above_zero(&fields, "exposures");
        let people = if fields.has("people") { Some(self.whole(&fields, "people", 1, 500_000)? as u32) } else { None };
        let per = self.one_length(&fields, "per", MONTH as f64);
        let at_least = self.wholes(&fields, "at_least", 1_000_000_000);
        let (number, counts, lengths, per) = (number?, counts?, lengths?, per?);
        let predict = self.one_length(&fields, "predict", per)?;
        let Unit::Rate(whom) = number.unit else {
            let message = format!("`{}` is not a rate", number.key);
            self.error("unit", &fields.path("key"), fields.at("key"), message, "a share stands under [[share]]");
            return None;
        };
        match (whom, people) {
            (Per::Team | Per::Pace, Some(_)) => {
                let message = "the rate is one of the whole team, so it has no number of people";
                self.error("form", &fields.path("people"), fields.at("people"), message, "remove it");
                return None;
            }
            (Per::Offender | Per::Member | Per::Device, None) => {
                let message = "the rate is for each person or device, and `people` does not say how many there were";
                self.error("missing-key", &fields.path("people"), fields.at, message, "give `people = 1300`");
                return None;
            }
            _ => {}
        }
        if counts.len() != lengths.len() || counts.is_empty() {
            let message = format!("there are {} counts and {} exposures", counts.len(), lengths.len());
            self.error(
                "length",
                &fields.path("exposures"),
                fields.at("exposures"),
                message,
                "give one exposure for each count",
            );
            return None;
        }
        let people = people.unwrap_or(1);
        let at_risk = f64::from(people);
        let (prior, prior_given) = match fields.get("prior") {
            Some(node) => (self.rate_prior(node, &fields)?, true),
            None => (self.own_prior(&fields, &number, RateLaw::from_moments)?, false),
        };
        Some(SeenRate {
            name: name?,
            number,
            counts,
            exposures: lengths.into_iter().map(|length| length * at_risk).collect(),
            people,
            prior,
            prior_given,
            per,
            predict: predict * at_risk,
            at_least: at_least?,
            passport: fields.passport.clone(),
        })
    }

    pub(super) fn seen_share(&mut self, node: &Node, around: &Passport, scenario: &Scenario) -> Option<SeenShare> {
        let fields = self.fields(node, &path_of("share", node), &keys::SHARE, around)?;
        let name = self.text(&fields, "name");
        let number = self.seen_number(&fields, scenario);
        let successes = self.whole(&fields, "successes", 0, 1_000_000);
        let trials = self.whole(&fields, "trials", 1, 1_000_000);
        let at_least = self.wholes(&fields, "at_least", 1_000_000_000);
        let predict = if fields.has("predict") { self.whole(&fields, "predict", 1, 1_000_000)? } else { trials? };
        let (number, successes, trials) = (number?, successes? as u64, trials? as u64);
        if number.unit != Unit::Share {
            let message = format!("`{}` is not a share", number.key);
            self.error("unit", &fields.path("key"), fields.at("key"), message, "a rate stands under [[rate]]");
            return None;
        }
        if successes > trials {
            let message = format!("there are {successes} successes among {trials} trials");
            self.error(
                "range",
                &fields.path("successes"),
                fields.at("successes"),
                message,
                "give at most as many as trials",
            );
            return None;
        }
        let (prior, prior_given) = match fields.get("prior") {
            Some(node) => (self.share_prior(node, &fields)?, true),
            None => (self.own_prior(&fields, &number, ShareLaw::from_moments)?, false),
        };
        Some(SeenShare {
            name: name?,
            number,
            successes,
            trials,
            prior,
            prior_given,
            predict: predict as u64,
            at_least: at_least?,
            passport: fields.passport.clone(),
        })
    }

    /// A length above 0 (ms), or what holds without it.
    fn one_length(&mut self, fields: &Fields<'_>, key: &str, without: f64) -> Option<f64> {
        if !fields.has(key) {
            return Some(without);
        }
        let lengths = self.lengths_above_zero(fields, key)?;
        if let [one] = lengths.as_slice() {
            return Some(*one);
        }
        self.error("form", &fields.path(key), fields.at(key), "one length is wanted", "write \"3 months\"");
        None
    }

    /// The number of the scenario that `key` names.
    fn seen_number(&mut self, fields: &Fields<'_>, scenario: &Scenario) -> Option<Number> {
        let node = fields.get("key")?;
        let key = self.text_of(node, &fields.path("key"))?.to_owned();
        let numbers = scenario.numbers();
        let Some(number) = numbers.iter().find(|number| number.key == key) else {
            let names: Vec<&str> = numbers.iter().map(|number| number.key.as_str()).collect();
            let near = nearest(&key, &names).map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let help = format!("{near}`caseload check` lists the numbers of a scenario");
            self.error(
                "unknown-name",
                &fields.path("key"),
                node.at,
                format!("the scenario has no number `{key}`"),
                help,
            );
            return None;
        };
        if let Uncertainty::Joint { name, .. } = &number.uncertain {
            let message = format!("`{key}` is known only together with others, in the joint sample `{name}`");
            let help = "observe it through a [[figure]]: all the numbers of the sample are then learnt together";
            self.error("joint", &fields.path("key"), node.at, message, help);
            return None;
        }
        Some((*number).clone())
    }

    fn rate_prior(&mut self, node: &Node, fields: &Fields<'_>) -> Option<RateLaw> {
        let inside = self.fields(node, &fields.path("prior"), &keys::RATE_PRIOR, &Passport::default())?;
        let shape = self.value_at(&inside, "shape", Unit::Positive);
        let exposure = self.value_at(&inside, "exposure", Unit::Duration);
        Some(RateLaw { shape: shape?, exposure: exposure? })
    }

    fn share_prior(&mut self, node: &Node, fields: &Fields<'_>) -> Option<ShareLaw> {
        let inside = self.fields(node, &fields.path("prior"), &keys::SHARE_PRIOR, &Passport::default())?;
        let a = self.value_at(&inside, "a", Unit::Positive);
        let b = self.value_at(&inside, "b", Unit::Positive);
        Some(ShareLaw { a: a?, b: b? })
    }

    /// The conjugate law with the moments of the scenario's own uncertainty.
    fn own_prior<L>(&mut self, fields: &Fields<'_>, number: &Number, make: fn(f64, f64) -> Option<L>) -> Option<L> {
        let law = match &number.uncertain {
            Uncertainty::Follows(law) => make(law.mean(), law.sd()),
            Uncertainty::Known | Uncertainty::Joint { .. } => None,
        };
        if law.is_none() {
            let message =
                format!("what was believed of `{}` before is not known: the scenario takes it as known", number.key);
            let help = "give it `uncertain` in the scenario, or give a `prior` here";
            self.error("prior", &fields.path("prior"), fields.at, message, help);
        }
        law
    }
}

fn path_of(list: &str, node: &Node) -> String {
    let name = node.table().and_then(|table| table.get("name")).and_then(Node::text).unwrap_or("?");
    format!("{list}.{name}")
}
