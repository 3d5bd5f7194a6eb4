//! Every key of a file of observed figures, `OBSERVED.toml`.

use super::{Form, MAY, MUST, Section, Unit, key, or};

/// The whole file.
pub static OBSERVED: Section = Section {
    heading: "The file of observed figures",
    about: "What was counted last year, to be held against what a scenario says. It wants a title and at least one figure, rate or share.",
    passport: true,
    keys: &[
        key("title", Form::Text, MUST, "what the figures are called in every report"),
        key("figure", Form::Tables(&FIGURE), MAY, "figures that the scenario can foretell"),
        key("rate", Form::Tables(&RATE), MAY, "counts with their exposure, for a rate of the scenario"),
        key("share", Form::Tables(&SHARE), MAY, "successes among trials, for a share of the scenario"),
        key(
            "learn",
            Form::Texts,
            or("all uncertain numbers"),
            "keys of the uncertain numbers that `calibrate` may learn from the figures",
        ),
        key("sources", Form::Words, MAY, "what the ids used in `source` mean"),
    ],
};

/// A figure.
pub static FIGURE: Section = Section {
    heading: "[[figure]]",
    about: "One observed figure: what was counted, how many, and when. Exactly one of `count`, `work` and `hours_of` says what it is.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "what reports call it"),
        key("count", Form::Name("counted outcome"), MAY, "outcomes that the scenario counts under this name"),
        key("work", Form::Name("work"), MAY, "tasks of this kind; with `measure`"),
        key(
            "measure",
            Form::Choice(&["raised", "finished", "late", "open at end", "overdue at end"]),
            or("finished"),
            "with `work`: tasks raised, finished or become late in the window, or open or overdue at its end",
        ),
        key(
            "hours_of",
            Form::Name("role"),
            MAY,
            "hours worked by this role; the value is then a duration, `\"1200 h\"`",
        ),
        key("value", Form::Value, MUST, "what was observed: a whole number, or a duration for `hours_of`"),
        key("from", Form::Day, or("the start"), "first day of the window, which is the first day of a reporting month"),
        key("until", Form::Day, or("the end"), "last day of the window, which is the last day of a reporting month"),
        key(
            "exposure",
            Form::Number(Unit::Offenders),
            MAY,
            "how many people the figure was counted over; a warning says when the scenario has others",
        ),
        key(
            "held_back",
            Form::Flag,
            or("false"),
            "`calibrate` does not learn from it, and holds what was learnt against it",
        ),
    ],
};

/// A rate seen directly.
pub static RATE: Section = Section {
    heading: "[[rate]]",
    about: "Counts with their exposure, for one rate of the scenario. `calibrate` turns them into what is now known of the rate, exactly (gamma-Poisson).",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "what reports call it"),
        key("key", Form::Text, MUST, "key of the rate in the scenario: `work.breach enquiry.raised.at_random`"),
        key("counts", Form::Values, MUST, "events in each period, whole numbers"),
        key("exposures", Form::Lengths, MUST, "length of each period"),
        key(
            "people",
            Form::Whole(1, 500_000),
            MAY,
            "how many people, members or devices were at risk; wanted where the rate is for each of them",
        ),
        key("prior", Form::Table(&RATE_PRIOR), or("from the scenario"), "what was believed before"),
        key("per", Form::Length, or("1 month"), "length for which the rate is told: events per so long"),
        key("predict", Form::Length, or("as `per`"), "a further exposure, of as many people, to foretell a count for"),
        key("at_least", Form::Values, MAY, "whole numbers: the chance of at least so many in the further exposure"),
    ],
};

/// A share seen directly.
pub static SHARE: Section = Section {
    heading: "[[share]]",
    about: "Successes among trials, for one share of the scenario. `calibrate` turns them into what is now known of the share, exactly (beta-binomial).",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "what reports call it"),
        key("key", Form::Text, MUST, "key of the share in the scenario: `work.breach enquiry.then.arrest.chance`"),
        key("successes", Form::Whole(0, 1_000_000), MUST, "how many came out so"),
        key("trials", Form::Whole(1, 1_000_000), MUST, "of how many"),
        key("prior", Form::Table(&SHARE_PRIOR), or("from the scenario"), "what was believed before"),
        key("predict", Form::Whole(1, 1_000_000), or("as `trials`"), "further trials to foretell successes for"),
        key("at_least", Form::Values, MAY, "whole numbers: the chance of at least so many successes in them"),
    ],
};

/// What was believed of a rate.
pub static RATE_PRIOR: Section = Section {
    heading: "prior of a rate",
    about: "A gamma law: `shape` events seen in `exposure`. Without it, the gamma law with the mean and standard deviation of the scenario's own uncertain range.",
    passport: false,
    keys: &[
        key("shape", Form::Number(Unit::Positive), MUST, "shape of the law: so many events"),
        key("exposure", Form::Length, MUST, "its rate parameter, as an exposure of one person or of the team"),
    ],
};

/// What was believed of a share.
pub static SHARE_PRIOR: Section = Section {
    heading: "prior of a share",
    about: "A beta law: `a` successes and `b` failures. Without it, the beta law with the mean and standard deviation of the scenario's own uncertain range.",
    passport: false,
    keys: &[
        key("a", Form::Number(Unit::Positive), MUST, "successes already believed in"),
        key("b", Form::Number(Unit::Positive), MUST, "failures already believed in"),
    ],
};
