//! Which clock a team lives by.

use jiff::tz::TimeZone;

/// The rule that turns clock times into elapsed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Europe/London, the civil time of every nation of the United Kingdom. The day on which
    /// summer time begins has 23 hours, the day on which it ends 25.
    London,
    /// No place: every day has 24 hours and the clock never changes.
    Abstract,
}

/// The rule in force in the United Kingdom since 1996, as POSIX writes it.
const SINCE_1996: &str = "GMT0BST,M3.5.0/1,M10.5.0/2";

impl Zone {
    /// The zone's clock changes. Only the database compiled into the program is read, never the
    /// machine's own, so that results do not depend on the machine.
    pub(super) fn rules(self) -> TimeZone {
        match self {
            Self::Abstract => TimeZone::UTC,
            // The database is always compiled in; the rest keeps the function total.
            Self::London => {
                TimeZone::get("Europe/London").or_else(|_| TimeZone::posix(SINCE_1996)).unwrap_or(TimeZone::UTC)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn london_comes_from_the_database_and_agrees_with_the_rule_since_1996() {
        let london = Zone::London.rules();
        assert_eq!(london.iana_name(), Some("Europe/London"));
        let rule = TimeZone::posix(SINCE_1996).unwrap();
        let mut day = date(1996, 1, 1);
        while day.year() <= 2100 {
            for hour in [0, 2, 12] {
                let clock = day.at(hour, 0, 0, 0);
                let (by_database, by_rule) = (london.to_timestamp(clock), rule.to_timestamp(clock));
                assert_eq!(by_database.unwrap(), by_rule.unwrap(), "{clock}");
            }
            day = day.tomorrow().unwrap();
        }
    }
}
