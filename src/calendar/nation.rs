//! The nations of the United Kingdom, as far as their bank holidays differ.

use std::fmt;

/// A nation (England and Wales share their bank holidays) whose calendar a team works by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nation {
    /// England and Wales.
    EnglandAndWales,
    /// Scotland: 2 January, no Easter Monday, an early summer holiday, St Andrew's Day.
    Scotland,
    /// Northern Ireland: as England and Wales, with St Patrick's Day and 12 July.
    NorthernIreland,
}

impl Nation {
    /// The names as a scenario file writes them, in the order of the variants.
    pub const NAMES: [&str; 3] = ["England and Wales", "Scotland", "Northern Ireland"];

    /// Every nation, in the order of [`Nation::NAMES`].
    pub const ALL: [Self; 3] = [Self::EnglandAndWales, Self::Scotland, Self::NorthernIreland];

    /// The nation with this name, letter for letter; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nation| nation.name() == name)
    }

    /// The name as a scenario file writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::EnglandAndWales => Self::NAMES[0],
            Self::Scotland => Self::NAMES[1],
            Self::NorthernIreland => Self::NAMES[2],
        }
    }
}

impl fmt::Display for Nation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nation_is_found_by_its_own_name_and_no_other() {
        for (nation, name) in Nation::ALL.into_iter().zip(Nation::NAMES) {
            assert_eq!(Nation::from_name(name), Some(nation));
            assert_eq!(nation.to_string(), name);
        }
        assert_eq!(Nation::from_name("Wales"), None);
    }
}
