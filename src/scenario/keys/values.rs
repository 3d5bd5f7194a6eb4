//! Numbers, durations, counts, and how unsure we are of them.

use super::{Form, Key, MAY, MUST, Per, Section, Unit, WITHOUT, key, or};

/// What a number can say about itself.
pub const PASSPORT: &[Key] = &[
    key(
        "source",
        Form::Text,
        MAY,
        "where the number comes from: ids of `[sources]`, or plain words; a number without one is listed as unsupported",
    ),
    key("confidence", Form::Choice(&["high", "medium", "low", "assumption"]), MAY, "how far it can be trusted"),
    key("note", Form::Text, MAY, "anything a reader should know"),
    key("owner", Form::Text, MAY, "who answers for it"),
    key("review_by", Form::Day, MAY, "after this date it should not be used unread"),
];

/// A joint sample.
pub static JOINT: Section = Section {
    heading: "[[joint]]",
    about: "Numbers that are uncertain together: each set of parameters takes one row. A number says `uncertain = { sample = NAME, column = COLUMN }`.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name"),
        key("columns", Form::Texts, MUST, "names of the columns"),
        key("rows", Form::Rows, MUST, "lists of values, each in the unit of the number that uses its column"),
        key(
            "taken",
            Form::Choice(&["at random", "in turn"]),
            or("at random"),
            "which row a set of parameters takes; in turn, the first takes the first, and after the last comes the first again",
        ),
        key("remove", Form::Flag, or("false"), "drops the sample of an extended file"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};

/// A number and its passport.
pub static NUMBER: Section = Section {
    heading: "A number",
    about: "A bare value, or a table with the value, how unsure we are of it, and where it comes from.",
    passport: true,
    keys: &[
        key("value", Form::Value, MAY, "the value; `typical` is the same key for a number that has `uncertain`"),
        key("typical", Form::Value, or("median of the law"), "the typical value; without it the median of `uncertain`"),
        key("uncertain", Form::Uncertain, or("known"), "how unsure we are: two values are a 90 % range"),
    ],
};

/// A number that is taken as known.
pub static PLAIN: Section = Section {
    heading: "A plain number",
    about: "A bare value, or a table with the value and where it comes from. It is taken as known: how unsure we are stands at the number it multiplies or is compared with.",
    passport: true,
    keys: &[key("value", Form::Value, MUST, "the value")],
};

/// A duration.
pub static DURATION: Section = Section {
    heading: "A duration with variation",
    about: "A text for a fixed one, or a table: a centre, and how one differs from the next.",
    passport: true,
    keys: &[
        key("mean", Form::Value, MAY, "the mean"),
        key("typical", Form::Value, MAY, "the same as `mean`"),
        key("value", Form::Value, MAY, "the same as `mean`"),
        key("p50", Form::Value, MAY, "half take less than this; with `p90`"),
        key("p90", Form::Value, MAY, "nine in ten take less than this; with `p50`"),
        key("low", Form::Value, MAY, "least; with `mode` and `high`"),
        key("mode", Form::Value, MAY, "most likely; with `low` and `high`"),
        key("high", Form::Value, MAY, "most; with `low` and `mode`"),
        key("values", Form::Values, MAY, "recorded values, one of which is taken"),
        key("weights", Form::Values, or("all alike"), "with `values`: how often each is taken"),
        key(
            "varies",
            Form::Text,
            or("not at all"),
            "`not at all`, `exponential`, `cv 0.35`, `lognormal, cv 0.35`, `gamma, cv 0.7`, `gamma, shape 2`, `weibull, cv 0.5`; three points: `pert`, `triangular`; with p50 and p90: `lognormal`",
        ),
        key("sd", Form::Value, MAY, "standard deviation, instead of a cv in `varies`"),
        key(
            "uncertain",
            Form::Uncertain,
            or("known"),
            "how unsure we are of the centre; the spread stays in proportion",
        ),
        key(
            "amount",
            Form::Variable,
            MAY,
            "instead of a centre: how much there is to do, `{ mean = 5000, varies = \"cv 1\" }`, a number with variation like a duration's; with `at`",
        ),
        key(
            "at",
            Form::Number(Unit::Rate(Per::Pace)),
            or("required with `amount`"),
            "how much of the amount one person does: `\"600 per hour\"`",
        ),
        key(
            "removes",
            Form::Number(Unit::Share),
            or("nothing"),
            "with `amount`: share of it that a filter takes away before anybody works on it",
        ),
        key("by_risk", Form::Words, MAY, "instead of all else: a duration for each risk level"),
    ],
};

/// A count.
pub static COUNT: Section = Section {
    heading: "A count",
    about: "A whole number, or a table: a mean, and how one differs from the next.",
    passport: true,
    keys: &[
        key("mean", Form::Value, MAY, "the mean"),
        key("typical", Form::Value, MAY, "the same as `mean`"),
        key("value", Form::Value, MAY, "the same as `mean`"),
        key(
            "varies",
            Form::Choice(&["not at all", "poisson", "geometric"]),
            or("not at all"),
            "how it varies; geometric counts from one",
        ),
        key("uncertain", Form::Uncertain, or("known"), "how unsure we are of the mean"),
    ],
};

/// Uncertainty other than a range.
pub static UNCERTAIN: Section = Section {
    heading: "uncertain",
    about: "Two values are a 90 % range (lognormal; logit-normal for a share; normal where neither can be). Otherwise a table with one of these laws, or a column of a joint sample.",
    passport: false,
    keys: &[
        key("triangular", Form::Values, MAY, "[low, mode, high]"),
        key("uniform", Form::Values, MAY, "[low, high]"),
        key("gamma", Form::Table(&GAMMA), MAY, "gamma law"),
        key("lognormal", Form::Table(&LOGNORMAL), MAY, "lognormal law"),
        key("beta", Form::Table(&BETA), MAY, "beta law, for a share"),
        key("normal", Form::Table(&MEAN_SD), MAY, "normal law"),
        key("sample", Form::Name("joint"), MAY, "a joint sample; with `column`"),
        key("column", Form::Text, MAY, "its column; with `sample`"),
        key(
            "same_as",
            Form::Text,
            MAY,
            "key of another uncertain number that this one rises and falls with: alone in proportion to it, beside a law at the same place of the law",
        ),
        key("range", Form::Values, MAY, "[low, high], a 90 % range; the list by itself says the same"),
    ],
};

/// Gamma law.
pub static GAMMA: Section = Section {
    heading: "gamma",
    about: "A gamma law.",
    passport: false,
    keys: &[key("shape", Form::Number(Unit::Positive), MUST, "its shape"), key("mean", Form::Value, MUST, "its mean")],
};

/// Lognormal law.
pub static LOGNORMAL: Section = Section {
    heading: "lognormal",
    about: "A lognormal law.",
    passport: false,
    keys: &[key("median", Form::Value, MUST, "its median"), key("p95", Form::Value, MUST, "its 95th percentile")],
};

/// Beta law.
pub static BETA: Section = Section {
    heading: "beta",
    about: "A beta law on 0 to 1.",
    passport: false,
    keys: &[key("mean", Form::Value, MUST, "its mean"), key("sd", Form::Value, MUST, "its standard deviation")],
};

/// Normal law.
pub static MEAN_SD: Section = Section {
    heading: "normal",
    about: "A normal law; draws outside what the number may be are moved to its bounds.",
    passport: false,
    keys: &[key("mean", Form::Value, MUST, "its mean"), key("sd", Form::Value, MUST, "its standard deviation")],
};
