//! An answer read from JSON: quantities by key.

use serde_json::Value;

/// What `--json` wrote.
#[derive(Clone, Debug)]
pub(crate) struct Answer(pub(crate) Value);

impl Answer {
    pub(crate) fn read(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("JSON and nothing else on standard output"))
    }

    /// A quantity of scenario number `index`.
    pub(crate) fn of(&self, index: usize, key: &str) -> &Value {
        let all = self.0["scenarios"][index]["quantities"].as_array().expect("quantities");
        all.iter().find(|q| q["key"] == key).unwrap_or_else(|| {
            let keys: Vec<&str> = all.iter().filter_map(|q| q["key"].as_str()).collect();
            panic!("no quantity `{key}` among {keys:?}")
        })
    }

    /// A quantity of the first scenario.
    pub(crate) fn quantity(&self, key: &str) -> &Value {
        self.of(0, key)
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        let all = self.0["scenarios"][0]["quantities"].as_array().expect("quantities");
        all.iter().filter_map(|q| q["key"].as_str()).map(str::to_owned).collect()
    }

    pub(crate) fn mean(&self, key: &str) -> f64 {
        number(&self.quantity(key)["centre"]["mean"], key)
    }

    pub(crate) fn standard_error(&self, key: &str) -> f64 {
        number(&self.quantity(key)["centre"]["standard_error"], key)
    }

    pub(crate) fn sd(&self, key: &str) -> f64 {
        number(&self.quantity(key)["spread"]["sd"], key)
    }

    /// Replications at the typical values.
    pub(crate) fn replications(&self) -> u64 {
        self.0["scenarios"][0]["replications"]["typical"].as_u64().expect("a number of replications")
    }

    /// A quantity of the first comparison.
    pub(crate) fn difference(&self, key: &str) -> &Value {
        let all = self.0["comparisons"][0]["differences"].as_array().expect("differences");
        all.iter().find(|q| q["key"] == key).unwrap_or_else(|| panic!("no difference `{key}`"))
    }
}

/// A number; the test fails, naming `what`, when it is none.
pub(crate) fn number(value: &Value, what: &str) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{what} is {value}, not a number"))
}
