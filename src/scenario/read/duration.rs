//! Durations with variation: a centre, how unsure we are of it, and how one differs from the next.

use super::super::diagnostic::{either, listed};
use super::super::keys::{self, Unit};
use super::super::tree::{Node, Value};
use super::super::world::{ByLevel, Duration, Number, Passport, Uncertainty};
use super::{Fields, Reader};
use crate::random::{Law, LawError};
use crate::units::counted;

/// How one differs from the next, as `varies` says it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Varies {
    Fixed,
    Exponential,
    Cv(Shape, f64),
    GammaShape(f64),
    Pert,
    Triangular,
    Named(Shape),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Lognormal,
    Gamma,
    Weibull,
}

const VARIES: &str = "write `not at all`, `exponential`, `cv 0.35`, `lognormal, cv 0.35`, `gamma, cv 0.7`, `gamma, shape 2` or `weibull, cv 0.5`";

impl Reader<'_> {
    /// A duration of a table.
    pub(super) fn duration(&mut self, fields: &Fields, key: &str) -> Option<Duration> {
        self.duration_of(fields.get(key)?, &fields.path(key), &fields.passport)
    }

    /// A duration for each risk level, or the same for all.
    pub(super) fn duration_by_risk(&mut self, fields: &Fields, key: &str) -> Option<ByLevel<Duration>> {
        let node = fields.get(key)?;
        let path = fields.path(key);
        if node.table().is_some_and(|table| table.has("by_risk")) {
            return self.by_risk(node, &path, &fields.passport, &mut |reader, node, path, around| {
                reader.duration_of(node, path, around).map(Some)
            });
        }
        self.duration_of(node, &path, &fields.passport).map(ByLevel::Same)
    }

    /// A duration of a node.
    pub(super) fn duration_of(&mut self, node: &Node, path: &str, around: &Passport) -> Option<Duration> {
        self.law_of(node, path, around, Unit::Duration)
    }

    /// A duration, or an amount with a law like a duration's.
    pub(super) fn law_of(&mut self, node: &Node, path: &str, around: &Passport, unit: Unit) -> Option<Duration> {
        if !matches!(node.value, Value::Table(_)) {
            let centre = self.number_of(node, path, unit, around)?;
            return Some(Duration { law: Law::Fixed(centre.typical), centre, pace: None });
        }
        let fields = self.fields(node, path, &keys::DURATION, around)?;
        if fields.has("by_risk") {
            self.error(
                "form",
                path,
                fields.at("by_risk"),
                "`by_risk` may not stand here",
                "write one duration for all",
            );
            return None;
        }
        let has = |key: &str| fields.has(key);
        let forms = [
            ("mean", has("mean") || has("typical") || has("value")),
            ("p50 and p90", has("p50") || has("p90")),
            ("low, mode and high", has("low") || has("mode") || has("high")),
            ("values", has("values")),
            ("amount", has("amount")),
        ];
        let given: Vec<&str> = forms.iter().filter(|form| form.1).map(|form| form.0).collect();
        if given.as_slice() == ["amount"] && unit == Unit::Duration {
            return self.amount_at_a_pace(&fields);
        }
        if !has("amount") || unit != Unit::Duration {
            self.no_pace(&fields);
        }
        match given.as_slice() {
            ["p50 and p90"] => self.two_points(&fields, unit),
            ["low, mode and high"] => self.three_points(&fields, unit),
            ["values"] => self.recorded(&fields, unit),
            ["mean"] => self.about_a_mean(&fields, unit),
            [] if has("uncertain") => self.about_a_mean(&fields, unit),
            // That these want an amount has been said.
            [] if unit == Unit::Duration && (has("at") || has("removes")) => None,
            _ => {
                let what = if unit == Unit::Duration { "a duration" } else { "an amount" };
                let message = format!("{what} wants one centre, and this has {}", listed(&given));
                let help = match given.as_slice() {
                    [] | [_] => "give `mean`, or `p50` and `p90`, or `low`, `mode` and `high`, or `values`",
                    _ => {
                        "give `mean`, or `p50` and `p90`, or `low`, `mode` and `high`, or `values`, or `amount`: one of these"
                    }
                };
                self.error("form", path, node.at, message, help);
                None
            }
        }
    }

    fn about_a_mean(&mut self, fields: &Fields, unit: Unit) -> Option<Duration> {
        let key = self.centre_key(fields, &["mean", "typical", "value"]);
        let varies = self.varies(fields)?;
        let centre = self.uncertain_number(fields, key, unit);
        let sd = match fields.get("sd") {
            Some(node) => Some(self.value(node, &fields.path("sd"), unit)?),
            None => None,
        };
        let centre = centre?;
        let mean = centre.typical;
        let cv = |given: f64| {
            if mean > 0.0 { sd.map_or(given, |sd| sd / mean) } else { given }
        };
        let law = match (varies, sd) {
            _ if mean <= 0.0 => Ok(Law::Fixed(0.0)),
            (None, Some(_)) => of_shape(Shape::Lognormal, mean, cv(0.0)),
            (None | Some(Varies::Fixed), None) => Ok(Law::Fixed(mean)),
            (Some(Varies::Exponential), None) => Law::exponential(mean),
            (Some(Varies::Cv(shape, given)), None) => of_shape(shape, mean, given),
            (Some(Varies::Named(shape)), Some(_)) => of_shape(shape, mean, cv(0.0)),
            (Some(Varies::GammaShape(shape)), None) => Law::gamma_shape_mean(shape, mean),
            (Some(Varies::Named(_)), None) => {
                self.error(
                    "varies",
                    &fields.path("varies"),
                    fields.at("varies"),
                    "the law has no spread",
                    "add `, cv 0.35`, or `sd`",
                );
                return None;
            }
            (Some(Varies::Pert | Varies::Triangular), _) => {
                let message = "this law wants `low`, `mode` and `high`";
                self.error("varies", &fields.path("varies"), fields.at("varies"), message, VARIES);
                return None;
            }
            (Some(_), Some(_)) => {
                self.error(
                    "twice",
                    &fields.path("sd"),
                    fields.at("sd"),
                    "`varies` and `sd` both give the spread",
                    "give one of them",
                );
                return None;
            }
        };
        self.made(fields, law, centre, unit)
    }

    fn two_points(&mut self, fields: &Fields, unit: Unit) -> Option<Duration> {
        let p90 = self.value_at(fields, "p90", unit);
        if !(fields.has("p50") && fields.has("p90")) {
            self.error("missing-key", &fields.path, fields.at, "`p50` and `p90` go together", "give both");
            return None;
        }
        self.only(fields, "varies", &["lognormal"]);
        let centre = self.uncertain_number(fields, Some("p50"), unit)?;
        self.made(fields, Law::lognormal_p50_p90(centre.typical, p90?), centre, unit)
    }

    fn three_points(&mut self, fields: &Fields, unit: Unit) -> Option<Duration> {
        let low = self.value_at(fields, "low", unit);
        let high = self.value_at(fields, "high", unit);
        if !["low", "mode", "high"].iter().all(|key| fields.has(key)) {
            self.error(
                "missing-key",
                &fields.path,
                fields.at,
                "`low`, `mode` and `high` go together",
                "give all three",
            );
            return None;
        }
        self.only(fields, "varies", &["pert", "triangular"]);
        let centre = self.uncertain_number(fields, Some("mode"), unit)?;
        let triangular = fields.get("varies").and_then(Node::text) == Some("triangular");
        let make = if triangular { Law::triangular } else { Law::pert };
        self.made(fields, make(low?, centre.typical, high?), centre, unit)
    }

    fn recorded(&mut self, fields: &Fields, unit: Unit) -> Option<Duration> {
        let items = self.list(fields, "values");
        let values = self.values(items, &fields.path("values"), unit)?;
        let weights = if fields.has("weights") {
            let items = self.list(fields, "weights");
            self.values(items, &fields.path("weights"), Unit::Count)?
        } else {
            vec![1.0; values.len()]
        };
        let total: f64 = weights.iter().sum();
        if weights.len() != values.len() || values.is_empty() || total <= 0.0 {
            let message = format!("values: {}, weights: {}", values.len(), weights.len());
            self.error(
                "length",
                &fields.path("values"),
                fields.at("values"),
                message,
                "give one weight, 0 or more, for each value",
            );
            return None;
        }
        let mean = values.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f64>() / total;
        let mut centre = Number::known(&fields.path, mean);
        centre.unit = unit;
        centre.passport = fields.passport.clone();
        centre.place = self.sources.place(fields.at);
        centre.written = format!("mean of {}", counted(values.len() as u64, "value", "values"));
        if let Some(node) = fields.get("uncertain") {
            let (law, other) = self.uncertain_as(node, &fields.path("uncertain"), unit, Some(mean))?;
            (centre.uncertain, centre.drawn_as) = (law.0, other);
            centre.written_uncertain = node.inline();
        }
        self.made(fields, Law::discrete(values, weights), centre, unit)
    }

    fn only(&mut self, fields: &Fields, key: &str, choices: &[&str]) {
        if let Some(node) = fields.get(key)
            && node.text().is_none_or(|text| !choices.contains(&text))
        {
            let message = format!("`{}` is not a law for these points", node.written());
            self.error("varies", &fields.path(key), node.at, message, format!("it may be {}", either(choices)));
        }
    }

    fn made(&mut self, fields: &Fields, law: Result<Law, LawError>, centre: Number, unit: Unit) -> Option<Duration> {
        match law {
            Ok(law) => {
                if centre.typical <= 0.0 && !matches!(centre.uncertain, Uncertainty::Known) {
                    let message = "an uncertain duration wants a typical value above 0";
                    self.error("range", &fields.path, fields.at, message, "give one, or leave `uncertain` out");
                }
                Some(Duration { law, centre, pace: None })
            }
            Err(error) => {
                self.error(
                    "law",
                    &fields.path,
                    fields.at,
                    super::uncertain::refused(&error, unit),
                    "change its numbers so that the law exists",
                );
                None
            }
        }
    }

    /// What `varies` says; `Some(None)` if it is not there.
    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    fn varies(&mut self, fields: &Fields) -> Option<Option<Varies>> {
        let Some(node) = fields.get("varies") else {
            return Some(None);
        };
        let text = self.text_of(node, &fields.path("varies"))?;
        let (shape, spread) = match text.split_once(',') {
            Some((shape, spread)) => (shape.trim(), spread.trim()),
            None if text.starts_with("cv") => ("lognormal", text.trim()),
            None => (text.trim(), ""),
        };
        let number = |prefix: &str| {
            let number = spread.strip_prefix(prefix)?.trim().parse::<f64>().ok()?;
            (number > 0.0 && number <= 100.0).then_some(number)
        };
        let varies = match (shape, spread) {
            ("not at all", "") => Some(Varies::Fixed),
            ("exponential", "") => Some(Varies::Exponential),
            ("pert", "") => Some(Varies::Pert),
            ("triangular", "") => Some(Varies::Triangular),
            ("lognormal", "") => Some(Varies::Named(Shape::Lognormal)),
            ("gamma", "") => Some(Varies::Named(Shape::Gamma)),
            ("weibull", "") => Some(Varies::Named(Shape::Weibull)),
            ("lognormal", _) => number("cv").map(|cv| Varies::Cv(Shape::Lognormal, cv)),
            ("gamma", _) if spread.starts_with("shape") => number("shape").map(Varies::GammaShape),
            ("gamma", _) => number("cv").map(|cv| Varies::Cv(Shape::Gamma, cv)),
            ("weibull", _) => number("cv").map(|cv| Varies::Cv(Shape::Weibull, cv)),
            _ => None,
        };
        if varies.is_none() {
            self.error(
                "varies",
                &fields.path("varies"),
                node.at,
                format!("`{text}` does not say how it varies"),
                VARIES,
            );
        }
        varies.map(Some)
    }
}

fn of_shape(shape: Shape, mean: f64, cv: f64) -> Result<Law, LawError> {
    if cv <= 0.0 {
        return Ok(Law::Fixed(mean));
    }
    match shape {
        Shape::Lognormal => Law::lognormal_mean_cv(mean, cv),
        Shape::Gamma => Law::gamma_mean_cv(mean, cv),
        Shape::Weibull => Law::weibull_mean_cv(mean, cv),
    }
}
