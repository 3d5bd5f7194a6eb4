//! A caseload that moves, and what is done when there is too much of it.

use super::work::OVER_TIME;
use super::{Form, MAY, MUST, Per, Section, Unit, key, or};

/// New people on the register.
pub static JOINING: Section = Section {
    heading: "[offenders.joining]",
    about: "New registrations and transfers in. A newcomer takes the risk level given here, belongs to each group that has a `share` with that chance, and goes to the holder with the most room.",
    passport: true,
    keys: &[
        key(
            "at_random",
            Form::Number(Unit::Rate(Per::Team)),
            MUST,
            "at random (Poisson) at this rate: `\"15 per month\"`",
        ),
        key(
            "over_time",
            Form::OneOrMore(&OVER_TIME),
            MAY,
            "how the rate varies with time; several multiply one another",
        ),
        key("risk", Form::Levels, or("as `[offenders]`"), "share of the newcomers at each risk level"),
    ],
};

/// A shock that several kinds of work share.
pub static SHOCKS: Section = Section {
    heading: "shocks",
    about: "Now and then, for a time, the rate is multiplied: a new image-detection release, a school holiday. There is one time line for the whole team, shared by all work that names it; the run begins without a shock.",
    passport: true,
    keys: &[
        key(
            "name",
            Form::Text,
            or("the name of the work"),
            "what it is called; work that gives the same name has the same shocks",
        ),
        key(
            "at_random",
            Form::Number(Unit::Rate(Per::Team)),
            or("as other work with this name says"),
            "rate at which one begins while there is none",
        ),
        key("lasts", Form::Duration, or("as other work with this name says"), "how long one lasts"),
        key("times", Form::Number(Unit::Factor), MUST, "the rate is multiplied by this meanwhile"),
    ],
};

/// What is done with work that arises while too much waits.
pub static WHEN_OVERLOADED: Section = Section {
    heading: "when_overloaded",
    about: "What becomes of work that arises while too much waits for the people of its role: it is skipped, or done more briefly. Either `skip` or `effort`.",
    passport: true,
    keys: &[
        key(
            "above",
            Form::Number(Unit::EachPerson),
            MUST,
            "when more effort than this waits in the role's lines for each of its people in post: `\"10 h per person\"`",
        ),
        key("skip", Form::Flag, or("false"), "it leaves unworked at once, counted as lapsed; nothing follows from it"),
        key("effort", Form::Number(Unit::Share), MAY, "it takes this share of its effort"),
        key("risk", Form::Names("risk level"), or("all levels"), "only for offenders at these risk levels"),
        key("counts", Form::Texts, MAY, "names it is counted under"),
    ],
};

/// Work that grows when it is left.
pub static GROWS_WHEN_LATE: Section = Section {
    heading: "grows_when_late",
    about: "Work that is begun past due is a bigger job: its effort grows in proportion to the time past due at the first start. A feedback of overload: off unless the file says so, and where there is `[overload]`, part of what that shows.",
    passport: true,
    keys: &[
        key(
            "by",
            Form::Number(Unit::Creep),
            MUST,
            "its effort grows by this for the time past due: `\"10 % per week\"`",
        ),
        key("at_most", Form::Number(Unit::Percentage), or("100 %"), "and by no more than this in all"),
    ],
};
