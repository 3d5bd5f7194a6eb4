//! How unsure we are of a number, in words: what the file says as a list or a law.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The words for what a file writes behind `uncertain`; the text itself where it is of no known form.
pub(super) fn in_words(written: &str) -> String {
    let text = format!("uncertain = {written}");
    let said = DeTable::parse(&text).ok().and_then(|file| words(found(file.get_ref(), "uncertain")?));
    said.unwrap_or_else(|| written.to_owned())
}

fn found<'a>(table: &'a DeTable<'_>, key: &str) -> Option<&'a DeValue<'a>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value.get_ref())
}

fn words(value: &DeValue<'_>) -> Option<String> {
    if let Some([low, high]) = values(value).as_deref() {
        return Some(format!("{low} to {high}, 9 in 10 sure"));
    }
    let DeValue::Table(table) = value else { return None };
    let text = |key: &str| found(table, key).and_then(plain);
    let follows = text("same_as");
    let law = match (text("sample"), text("column")) {
        (Some(sample), Some(column)) => Some(format!("column {column} of the joint sample {sample}")),
        _ => table.iter().find_map(|(name, value)| law(name.get_ref(), value.get_ref())),
    };
    match (law, follows) {
        (Some(law), Some(key)) => Some(format!("{law}, in step with {key}")),
        (None, Some(key)) => Some(format!("in proportion to {key}")),
        (law, None) => law,
    }
}

fn law(name: &str, value: &DeValue<'_>) -> Option<String> {
    let list = values(value);
    match (name, list.as_deref()) {
        ("range", Some(_)) => return words(value),
        ("triangular", Some([low, mode, high])) => return Some(format!("{low} to {high}, most likely {mode}")),
        ("uniform", Some([low, high])) => return Some(format!("{low} to {high}, all alike")),
        _ => {}
    }
    let DeValue::Table(inside) = value else { return None };
    let of = |key: &str| found(inside, key).and_then(plain);
    match name {
        "gamma" => Some(format!("gamma law of mean {} and shape {}", of("mean")?, of("shape")?)),
        "lognormal" => Some(format!("above {} as often as below, 1 in 20 above {}", of("median")?, of("p95")?)),
        "beta" | "normal" => Some(format!("{name} law of mean {} and standard deviation {}", of("mean")?, of("sd")?)),
        _ => None,
    }
}

/// The values of a list, as text; `None` for anything else.
fn values(value: &DeValue<'_>) -> Option<Vec<String>> {
    let DeValue::Array(list) = value else { return None };
    list.iter().map(Spanned::get_ref).map(plain).collect()
}

/// A single value as text.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn every_form_of_an_uncertainty_is_said_in_words() {
        for (written, said) in [
            ("[\"2 h\", \"4.5 h\"]", "2 h to 4.5 h, 9 in 10 sure"),
            ("{ range = [0.5, 3] }", "0.5 to 3, 9 in 10 sure"),
            ("{ triangular = [\"30 min\", \"1 h\", \"2 h\"] }", "30 min to 2 h, most likely 1 h"),
            ("{ uniform = [\"1 %\", \"5 %\"] }", "1 % to 5 %, all alike"),
            ("{ gamma = { shape = 2, mean = \"3 h\" } }", "gamma law of mean 3 h and shape 2"),
            ("{ lognormal = { median = 4, p95 = 9 } }", "above 4 as often as below, 1 in 20 above 9"),
            ("{ beta = { mean = \"20 %\", sd = \"5 %\" } }", "beta law of mean 20 % and standard deviation 5 %"),
            ("{ sample = \"alerts\", column = \"real\" }", "column real of the joint sample alerts"),
            ("{ same_as = \"work.visit.effort\" }", "in proportion to work.visit.effort"),
            ("{ same_as = \"a.b\", uniform = [1, 2] }", "1 to 2, all alike, in step with a.b"),
            ("", ""),
            ("nothing known", "nothing known"),
        ] {
            assert_eq!(in_words(written), said, "{written}");
        }
    }
}
