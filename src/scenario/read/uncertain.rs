//! Uncertainty: a range, a law, or a column of a joint sample.

use super::super::diagnostic::{listed, nearest};
use super::super::keys::{self, Unit};
use super::super::quantity;
use super::super::tree::Node;
use super::super::world::{Passport, Uncertainty};
use super::{Fields, Reader};
use crate::random::{Law, LawError};

impl Reader<'_> {
    /// An uncertainty, the median of it, and the key of the number that it follows, if it follows one.
    pub(super) fn uncertain_as(
        &mut self,
        node: &Node,
        path: &str,
        unit: Unit,
        typical: Option<f64>,
    ) -> Option<((Uncertainty, f64), Option<String>)> {
        if !node.table().is_some_and(|table| table.has("same_as")) {
            return Some((self.uncertain(node, path, unit, typical)?, None));
        }
        let fields = self.fields(node, path, &keys::UNCERTAIN, &Passport::default())?;
        let (key, law) = self.same_as(&fields, unit, typical)?;
        if let Some(law) = law {
            let median = law.quantile(0.5);
            return Some(((Uncertainty::Follows(law), median), Some(key)));
        }
        let mut own = node.clone();
        if let super::super::tree::Value::Table(table) = &mut own.value {
            table.drop_key("same_as");
        }
        let own = self.uncertain(&own, path, unit, typical)?;
        if matches!(own.0, Uncertainty::Joint { .. }) {
            let message = "a column of a joint sample has its place already";
            self.error("form", path, fields.at("same_as"), message, "leave `same_as` out");
        }
        Some((own, Some(key)))
    }

    /// An uncertainty, and the median of it (the mode of a triangle).
    pub(super) fn uncertain(
        &mut self,
        node: &Node,
        path: &str,
        unit: Unit,
        typical: Option<f64>,
    ) -> Option<(Uncertainty, f64)> {
        if let Some(items) = node.list() {
            return self.range(node, items, path, unit, typical);
        }
        let help = "write [\"5 min\", \"20 min\"] for a 90 % range, or a table with a law";
        if node.table().is_none() {
            let message = format!("{} stands where an uncertainty is wanted", node.sort());
            self.error("form", path, node.at, message, help);
            return None;
        }
        let fields = self.fields(node, path, &keys::UNCERTAIN, &Passport::default())?;
        let given: Vec<&str> =
            fields.entries.iter().map(|entry| entry.key.as_str()).filter(|key| *key != "column").collect();
        let [law] = given.as_slice() else {
            let message = format!("an uncertainty wants exactly one law, and this has {}", listed(&given));
            self.error("form", path, node.at, message, help);
            return None;
        };
        if *law == "sample" {
            return self.sample(&fields, unit);
        }
        let inside = fields.get(law)?;
        let path = fields.path(law);
        if *law == "range" {
            return self.range(inside, inside.list().unwrap_or_default(), &path, unit, typical);
        }
        let (made, median) = self.law(law, inside, &path, unit)?;
        match made {
            Ok(law) => {
                if typical.is_some_and(|typical| far_from(&law, typical)) {
                    let message = format!("the typical value is outside its own law {}", node.inline());
                    self.error("range", &path, inside.at, message, "widen the law, or change the value");
                }
                let median = median.unwrap_or_else(|| law.quantile(0.5));
                Some((Uncertainty::Follows(law), median))
            }
            Err(error) => {
                self.error("law", &path, inside.at, refused(&error, unit), "change its numbers so that the law exists");
                None
            }
        }
    }

    /// A 90 % range.
    fn range(
        &mut self,
        node: &Node,
        items: &[Node],
        path: &str,
        unit: Unit,
        typical: Option<f64>,
    ) -> Option<(Uncertainty, f64)> {
        let [low, high] = self.values(items, path, unit)?.try_into().ok().or_else(|| {
            let message = format!("a range has two values and this has {}", items.len());
            self.error("form", path, node.at, message, "write [low, high]: the 5th and 95th percentiles");
            None
        })?;
        if low >= high {
            let message = "the low end of the range is not below the high end";
            self.error("range", path, node.at, message, "write the 5th percentile first, then the 95th");
            return None;
        }
        if let Some(typical) = typical
            && !(low..=high).contains(&typical)
        {
            let message = format!("the typical value is outside its own range {}", node.inline());
            self.error("range", path, node.at, message, "widen the range, or change the value");
        }
        let law = match unit {
            Unit::Share if low > 0.0 && high < 1.0 => Law::logit_normal_p5_p95(low, high),
            Unit::Share => Law::normal_p5_p95(low, high),
            _ if low > 0.0 => Law::lognormal_p5_p95(low, high),
            _ => Law::normal_p5_p95(low, high),
        };
        match law {
            Ok(law) => {
                let median = law.quantile(0.5);
                Some((Uncertainty::Follows(law), median))
            }
            Err(error) => {
                self.error("law", path, node.at, refused(&error, unit), "change the range so that the law exists");
                None
            }
        }
    }

    /// Every item as a value; `None` if one of them is not.
    pub(super) fn values(&mut self, items: &[Node], path: &str, unit: Unit) -> Option<Vec<f64>> {
        let values: Vec<Option<f64>> = items.iter().map(|item| self.value(item, path, unit)).collect();
        values.into_iter().collect()
    }

    /// A law by its name.
    fn law(&mut self, law: &str, node: &Node, path: &str, unit: Unit) -> Option<(Result<Law, LawError>, Option<f64>)> {
        let wrong_number = |reader: &mut Self, shape: &str| {
            reader.error("form", path, node.at, format!("`{law}` wants {shape}"), format!("write {law} = {shape}"));
        };
        match law {
            "triangular" => {
                let values = self.values(node.list().unwrap_or_default(), path, unit)?;
                let [low, mode, high] = values[..] else {
                    wrong_number(self, "[low, mode, high]");
                    return None;
                };
                Some((Law::triangular(low, mode, high), Some(mode)))
            }
            "uniform" => {
                let values = self.values(node.list().unwrap_or_default(), path, unit)?;
                let [low, high] = values[..] else {
                    wrong_number(self, "[low, high]");
                    return None;
                };
                Some((Law::uniform(low, high), None))
            }
            "gamma" => {
                let fields = self.fields(node, path, &keys::GAMMA, &Passport::default())?;
                let shape = self.value_at(&fields, "shape", Unit::Positive);
                Some((Law::gamma_shape_mean(shape?, self.value_at(&fields, "mean", unit)?), None))
            }
            "lognormal" => {
                let fields = self.fields(node, path, &keys::LOGNORMAL, &Passport::default())?;
                let median = self.value_at(&fields, "median", unit);
                Some((Law::lognormal_median_p95(median?, self.value_at(&fields, "p95", unit)?), None))
            }
            "beta" if unit != Unit::Share => {
                self.error("law", path, node.at, "a beta law is for shares, and this is not one", "choose another law");
                None
            }
            _ => {
                let section = if law == "beta" { &keys::BETA } else { &keys::MEAN_SD };
                let fields = self.fields(node, path, section, &Passport::default())?;
                let mean = self.value_at(&fields, "mean", unit);
                let sd = self.value_at(&fields, "sd", unit);
                let (mean, sd) = (mean?, sd?);
                Some((if law == "beta" { Law::beta_mean_sd(mean, sd) } else { Ok(Law::Normal { mean, sd }) }, None))
            }
        }
    }

    /// The value of a key, if it is there.
    pub(super) fn value_at(&mut self, fields: &Fields, key: &str, unit: Unit) -> Option<f64> {
        self.value(fields.get(key)?, &fields.path(key), unit)
    }

    /// One column of a joint sample.
    fn sample(&mut self, fields: &Fields, unit: Unit) -> Option<(Uncertainty, f64)> {
        let name = self.text(fields, "sample")?;
        let Some(column_name) = self.text(fields, "column") else {
            self.error("missing-key", &fields.path, fields.at, "`column` is missing", "name a column of the sample");
            return None;
        };
        let Some((sample, rows)) = self.rows.get(&name).cloned() else {
            let known: Vec<String> = self.joints.iter().map(|joint| joint.name.clone()).collect();
            let near = nearest(&name, &known).map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let help = format!("{near}there are: {}", listed(&known));
            self.error(
                "unknown-name",
                &fields.path,
                fields.at("sample"),
                format!("there is no joint sample `{name}`"),
                help,
            );
            return None;
        };
        let columns = self.joints.get(sample)?.columns.clone();
        let in_turn = self.joints.get(sample)?.in_turn;
        let Some(column) = columns.iter().position(|known| *known == column_name) else {
            let message = format!("the joint sample `{name}` has no column `{column_name}`");
            self.error(
                "unknown-name",
                &fields.path,
                fields.at("column"),
                message,
                format!("it has {}", listed(&columns)),
            );
            return None;
        };
        let path = format!("joint.{name}.{column_name}");
        let column: Vec<Option<f64>> = rows.iter().map(|row| self.value(row.get(column)?, &path, unit)).collect();
        let column: Vec<f64> = column.into_iter().collect::<Option<_>>()?;
        let mut sorted = column.clone();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (sorted.get((sorted.len().max(1) - 1) / 2)?, sorted.get(sorted.len() / 2)?);
        let median = f64::midpoint(*low, *high);
        Some((Uncertainty::Joint { sample, name, column, in_turn }, median))
    }
}

/// Why there is no such law, in the unit in which its numbers were written.
pub(super) fn refused(error: &LawError, unit: Unit) -> String {
    // These have no unit, or one of their own.
    if ["cv", "shape", "number of weights", "weight", "sum of weights"].contains(&error.what) {
        return error.to_string();
    }
    format!("{} is {}; it must be {}", error.what, quantity::shown(error.found, unit), error.wanted)
}

/// Whether a value lies where a law hardly ever comes: past its ends, or beyond all but one in a thousand million of what it gives.
fn far_from(law: &Law, value: f64) -> bool {
    let (low, high) = (law.quantile(1e-9), law.quantile(1.0 - 1e-9));
    // An end itself is never quite reached.
    let slack = 1e-3 * (high - low) + 1e-9 * value.abs();
    !(low - slack..=high + slack).contains(&value)
}
