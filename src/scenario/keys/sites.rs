//! Where people work from, and the way to those they visit.

use super::{Form, MUST, Section, Unit, key};

/// How long the way takes.
pub static TRAVEL: Section = Section {
    heading: "[travel]",
    about: "How long the way takes, there and back, for each person who goes, as effort, once for a piece of work that says `travels = true`: at its first start, and not when it is taken up again. Several go together, and take as long as the longest way among them. Where the person or the offender has no site, it is `within`.",
    passport: true,
    keys: &[
        key("within", Form::Number(Unit::Duration), MUST, "to an offender at the person's own site: `\"25 min\"`"),
        key("between", Form::Number(Unit::Duration), MUST, "to an offender at another site"),
    ],
};
