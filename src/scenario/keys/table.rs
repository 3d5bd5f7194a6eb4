//! The table itself: sections in the order a file would have them.

use super::{Form, Key, Need, Per, Section, Unit};

const fn key(name: &'static str, form: Form, need: Need, meaning: &'static str) -> Key {
    Key {
        name,
        form,
        need,
        meaning,
    }
}

const MUST: Need = Need::Required;
const MAY: Need = Need::Default("");
const fn or(default: &'static str) -> Need {
    Need::Default(default)
}

/// What a number can say about itself.
pub const PASSPORT: &[Key] = &[
    key(
        "source",
        Form::Text,
        MAY,
        "where the number comes from: ids of `[sources]`, or plain words; a number without one is listed as unsupported",
    ),
    key(
        "confidence",
        Form::Choice(&["high", "medium", "low", "assumption"]),
        MAY,
        "how far it can be trusted",
    ),
    key("note", Form::Text, MAY, "anything a reader should know"),
    key("owner", Form::Text, MAY, "who answers for it"),
    key(
        "review_by",
        Form::Day,
        MAY,
        "after this date it should not be used unread",
    ),
];

/// The whole file.
pub static TOP: Section = Section {
    heading: "The file",
    about: "Keys that stand before the first heading.",
    passport: false,
    keys: &[
        key(
            "extends",
            Form::Texts,
            MAY,
            "files that this one builds on, from the folder of this file; only what differs need be given",
        ),
        key(
            "title",
            Form::Text,
            MUST,
            "what the scenario is called in every report",
        ),
        key(
            "question",
            Form::Text,
            MAY,
            "the question it answers, as a sentence",
        ),
        key(
            "starts",
            Form::Day,
            MAY,
            "first day; may be left out only with `calendar = \"none\"` (then 2000-01-03)",
        ),
        key(
            "runs_for",
            Form::Length,
            MUST,
            "length of the counted period; months and years are calendar months and years from `starts`",
        ),
        key(
            "warm_up",
            Form::Length,
            or("none"),
            "length of the uncounted period before `starts`",
        ),
        key(
            "analysis",
            Form::Choice(&["terminating", "steady state"]),
            or("terminating"),
            "whether the period itself is the question, or a long-run average",
        ),
        key(
            "calendar",
            Form::Choice(&["England and Wales", "Scotland", "Northern Ireland", "none"]),
            or("England and Wales"),
            "whose bank holidays apply; `none` has neither these nor clock changes",
        ),
        key(
            "observe_at",
            Form::Moments,
            MAY,
            "times at which open work is counted, besides the ends of months",
        ),
        key(
            "offenders",
            Form::Table(&OFFENDERS),
            or("no offenders"),
            "the caseload",
        ),
        key("group", Form::Tables(&GROUP), MAY, "parts of the caseload"),
        key("staff", Form::Tables(&STAFF), MUST, "who does the work"),
        key("work", Form::Tables(&WORK), MUST, "kinds of work"),
        key(
            "backlog",
            Form::Tables(&BACKLOG),
            MAY,
            "work already waiting at the start",
        ),
        key(
            "joint",
            Form::Tables(&JOINT),
            MAY,
            "numbers that are uncertain together",
        ),
        key(
            "sources",
            Form::Words,
            MAY,
            "what the ids used in `source` mean",
        ),
        key(
            "limits",
            Form::Table(&LIMITS),
            MAY,
            "bounds on one replication",
        ),
        key(
            "answers",
            Form::Table(&ANSWERS),
            MAY,
            "what the report should lead with",
        ),
    ],
};

/// Offenders under management.
pub static OFFENDERS: Section = Section {
    heading: "[offenders]",
    about: "The caseload. Without it the team has work of its own and no offenders.",
    passport: true,
    keys: &[
        key(
            "number",
            Form::Number(Unit::Offenders),
            MUST,
            "how many, at most 500,000",
        ),
        key(
            "risk",
            Form::Levels,
            or("one level, `all`"),
            "share at each risk level, most severe first; they add up to one, and one of them may be `\"rest\"`",
        ),
    ],
};

/// A part of the caseload.
pub static GROUP: Section = Section {
    heading: "[[group]]",
    about: "Part of the caseload that work can be tied to: those with an order, those monitored.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "what work calls it"),
        key(
            "of",
            Form::Name("group"),
            or("all offenders"),
            "drawn from the members of this group",
        ),
        key(
            "risk",
            Form::Names("risk level"),
            or("all levels"),
            "drawn from these risk levels",
        ),
        key(
            "number",
            Form::Number(Unit::Offenders),
            MAY,
            "how many; either this or `share`",
        ),
        key(
            "share",
            Form::Number(Unit::Share),
            MAY,
            "what share of those it is drawn from; either this or `number`",
        ),
        key(
            "joins",
            Form::Table(&JOINS),
            or("members from before the start"),
            "when its members join",
        ),
        key("devices", Form::Count, MAY, "things each member has"),
        key(
            "remove",
            Form::Flag,
            or("false"),
            "drops the group that an extended file defines",
        ),
    ],
};

/// When members join.
pub static JOINS: Section = Section {
    heading: "joins",
    about: "Members join evenly over a period, each at a random moment of it.",
    passport: true,
    keys: &[
        key("from", Form::Moment, MUST, "first joining"),
        key(
            "over",
            Form::Number(Unit::Duration),
            MUST,
            "length of the period",
        ),
    ],
};

/// People of one role with one rota.
pub static STAFF: Section = Section {
    heading: "[[staff]]",
    about: "People of one role with one rota. A role may have several; what belongs to the role (`holds`, `room`, `discipline`) must then agree.",
    passport: true,
    keys: &[
        key("role", Form::Text, MUST, "the role that work names"),
        key(
            "name",
            Form::Text,
            or("the role"),
            "name of this group of people",
        ),
        key(
            "people",
            Form::People,
            MUST,
            "how many people, whole, or `\"unlimited\"`",
        ),
        key(
            "full_time_share",
            Form::Number(Unit::Share),
            or("100 %"),
            "share of a full-time post that each of them works",
        ),
        key(
            "rota",
            Form::Rota,
            or("always"),
            "weekly pattern of duty, `\"Mon-Fri 08:00-16:00\"`; a list of weeks alternates",
        ),
        key(
            "works_bank_holidays",
            Form::Flag,
            or("false"),
            "whether duty falls on bank holidays too",
        ),
        key(
            "productive",
            Form::Productive,
            or("100 %"),
            "share of duty time that reaches this work, or hours a year for a full-time post",
        ),
        key(
            "holds",
            Form::Choice(&["offenders"]),
            MAY,
            "each offender has one named person of this role",
        ),
        key(
            "from",
            Form::Moment,
            or("before the start"),
            "first day in post",
        ),
        key("until", Form::Moment, or("the end"), "last day in post"),
        key(
            "room",
            Form::Whole(0, 1_000_000),
            or("no bound"),
            "most tasks the role may have in hand; one that finds it full is referred elsewhere",
        ),
        key(
            "discipline",
            Form::Choice(&[
                "first come first served",
                "priority, then first come first served",
                "priority, then earliest due date",
                "random order",
            ]),
            or("priority, then first come first served"),
            "order in which waiting work is taken",
        ),
        key(
            "remove",
            Form::Flag,
            or("false"),
            "drops the group of people that an extended file defines",
        ),
    ],
};

/// A kind of work.
pub static WORK: Section = Section {
    heading: "[[work]]",
    about: "One kind of work: what raises it, who does it, how long it takes, what follows.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name"),
        key(
            "stage",
            Form::Text,
            or("the name"),
            "label under which kinds are added up",
        ),
        key(
            "cause",
            Form::Text,
            or("the name"),
            "root cause its own stream is counted under",
        ),
        key(
            "raised",
            Form::Raised,
            or("by other work"),
            "what raises it, besides other work",
        ),
        key(
            "by",
            Form::Name("role, `holder` or `no one`"),
            MUST,
            "who does it: a role, `holder` (the offender's own person) or `no one`",
        ),
        key(
            "with",
            Form::OneOrMore(&WITH),
            MAY,
            "others needed at the same start",
        ),
        key(
            "effort",
            Form::DurationByRisk,
            or("required unless by = \"no one\""),
            "how long it takes the person who does it",
        ),
        key(
            "priority",
            Form::Whole(1, 9),
            or("5"),
            "1 is the most urgent, 9 the least",
        ),
        key(
            "interrupts",
            Form::Flag,
            or("false"),
            "may interrupt work of a less urgent priority",
        ),
        key(
            "when_interrupted",
            Form::Choice(&["never", "resume", "restart"]),
            or("never"),
            "what becomes of it when interrupted",
        ),
        key(
            "due_within",
            Form::Due,
            MAY,
            "due this long after it arises; working days are Monday to Friday without bank holidays",
        ),
        key(
            "late_after",
            Form::Length,
            or("0 h"),
            "counted as late when this long past due",
        ),
        key(
            "lapses_after",
            Form::Duration,
            MAY,
            "leaves unworked if not begun within this time",
        ),
        key(
            "raises",
            Form::Raises,
            MAY,
            "work always raised when it is done",
        ),
        key(
            "then",
            Form::Tables(&BRANCH),
            MAY,
            "exclusive outcomes: exactly one of these follows",
        ),
        key(
            "start_targets",
            Form::Lengths,
            MAY,
            "waits to start, to report the share above",
        ),
        key(
            "finish_targets",
            Form::Lengths,
            MAY,
            "times to finish, to report the share above",
        ),
        key(
            "remove",
            Form::Flag,
            or("false"),
            "drops the kind of work that an extended file defines",
        ),
    ],
};

/// Others needed.
pub static WITH: Section = Section {
    heading: "with",
    about: "Further people needed to begin; all begin together.",
    passport: true,
    keys: &[
        key(
            "role",
            Form::Name("role"),
            MAY,
            "anyone of this role; either this or `roles`",
        ),
        key(
            "roles",
            Form::Names("role"),
            MAY,
            "any of these roles, in order of preference",
        ),
        key("people", Form::Whole(1, 100), or("1"), "how many"),
        key(
            "effort",
            Form::DurationByRisk,
            or("the lead's"),
            "effort of each of them",
        ),
    ],
};

/// What raises work.
pub static RAISED: Section = Section {
    heading: "raised",
    about: "For whom, and by exactly one pattern: `every`, `at_random`, `at` or `on_joining`.",
    passport: true,
    keys: &[
        key(
            "each",
            Form::Name("group, `team`, `offender` or `device`"),
            MUST,
            "one stream for each of these: `team`, `offender`, a group's name, or `device`",
        ),
        key(
            "of",
            Form::Name("group"),
            MAY,
            "with each = \"device\": the group whose devices are meant",
        ),
        key(
            "except",
            Form::Name("group"),
            MAY,
            "with each = \"offender\": not for members of this group",
        ),
        key(
            "every",
            Form::NumberByRisk(Unit::Duration),
            MAY,
            "in a cycle of this length, from a random moment of the first; by risk level it may be `\"never\"`",
        ),
        key(
            "first",
            Form::Moment,
            MAY,
            "with `every`: the first one, for all alike",
        ),
        key(
            "at_random",
            Form::NumberByRisk(Unit::Rate(Per::Offender)),
            MAY,
            "at random (Poisson) at this rate",
        ),
        key(
            "spread",
            Form::Number(Unit::Positive),
            or("all alike"),
            "with `at_random`: shape k of each one's own gamma multiplier with mean one; small k is a few with much",
        ),
        key(
            "settling",
            Form::Table(&SETTLING),
            MAY,
            "with `at_random`: the first part of a membership is busier",
        ),
        key(
            "over_time",
            Form::Table(&OVER_TIME),
            MAY,
            "with `at_random`: how the rate varies with time",
        ),
        key(
            "one_at_a_time",
            Form::Flag,
            or("false"),
            "with `at_random`: one with such work open raises no other",
        ),
        key("at", Form::Moments, MAY, "at these moments"),
        key(
            "efforts",
            Form::Lengths,
            MAY,
            "with `at`: the effort of each",
        ),
        key("on_joining", Form::Flag, MAY, "once, on joining the group"),
        key("from", Form::Moment, MAY, "not before"),
        key("until", Form::Moment, MAY, "not after"),
    ],
};

/// A busier beginning.
pub static SETTLING: Section = Section {
    heading: "settling",
    about: "The rate is multiplied for a time after joining.",
    passport: true,
    keys: &[
        key(
            "times",
            Form::Number(Unit::Factor),
            MUST,
            "multiplied by this",
        ),
        key(
            "for",
            Form::Number(Unit::Duration),
            MUST,
            "for this long after joining",
        ),
    ],
};

/// A rate over time.
pub static OVER_TIME: Section = Section {
    heading: "over_time",
    about: "Steps, or a wave.",
    passport: true,
    keys: &[
        key(
            "steps",
            Form::Tables(&STEP),
            MAY,
            "multipliers from moments on, the first from \"0 h\"; either this or `wave`",
        ),
        key(
            "repeats_every",
            Form::Length,
            or("the last step stays"),
            "with `steps`: length after which they repeat",
        ),
        key(
            "wave",
            Form::Number(Unit::Share),
            MAY,
            "height a of 1 + a sin(2 pi t / period); needs `period`",
        ),
        key("period", Form::Length, MAY, "length of the wave"),
    ],
};

/// One step.
pub static STEP: Section = Section {
    heading: "steps",
    about: "One multiplier.",
    passport: true,
    keys: &[
        key("from", Form::Length, MUST, "from this long after the start"),
        key(
            "times",
            Form::Number(Unit::Factor),
            MUST,
            "multiplied by this",
        ),
    ],
};

/// Work raised by finished work.
pub static RAISE: Section = Section {
    heading: "raises",
    about: "Work raised when other work is done; the bare name of the work raises one at once.",
    passport: true,
    keys: &[
        key("work", Form::Name("work"), MUST, "the kind raised"),
        key("number", Form::Count, or("1"), "how many"),
        key(
            "after",
            Form::Duration,
            or("at once"),
            "this long afterwards",
        ),
        key(
            "one_in",
            Form::Number(Unit::OneIn),
            or("1"),
            "raised with the chance one in this many: several make one matter",
        ),
    ],
};

/// An outcome.
pub static BRANCH: Section = Section {
    heading: "then",
    about: "One of the exclusive outcomes of work; their chances add up to one.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name"),
        key(
            "chance",
            Form::Number(Unit::Share),
            MUST,
            "its share, or `\"rest\"` for whatever the others leave (once)",
        ),
        key("raises", Form::Raises, MAY, "work it raises"),
        key("counts", Form::Texts, MAY, "names it is counted under"),
        key(
            "offender",
            Form::Table(&CHANGES),
            MAY,
            "what it changes about the offender",
        ),
    ],
};

/// Changes to an offender.
pub static CHANGES: Section = Section {
    heading: "offender",
    about: "What an outcome changes about the offender.",
    passport: true,
    keys: &[
        key("risk", Form::Name("risk level"), MAY, "to this risk level"),
        key(
            "joins",
            Form::Name("group"),
            MAY,
            "becomes a member of this group",
        ),
        key(
            "leaves",
            Form::Name("group"),
            MAY,
            "is no longer a member of this group",
        ),
        key(
            "custody",
            Form::Duration,
            MAY,
            "in custody for this long; nothing is raised for them meanwhile",
        ),
        key(
            "off_register",
            Form::Flag,
            or("false"),
            "nothing more is raised for them",
        ),
    ],
};

/// Work already waiting.
pub static BACKLOG: Section = Section {
    heading: "[[backlog]]",
    about: "Work that is already waiting at the start.",
    passport: true,
    keys: &[
        key(
            "name",
            Form::Text,
            or("the work, and the risk level"),
            "name of the entry, for inheritance",
        ),
        key("work", Form::Name("work"), MUST, "the kind"),
        key("number", Form::Number(Unit::Count), MUST, "how many"),
        key(
            "risk",
            Form::Name("risk level"),
            or("any"),
            "risk level of the offenders concerned",
        ),
        key("age", Form::Duration, or("0 h"), "how long ago it arose"),
        key(
            "remove",
            Form::Flag,
            or("false"),
            "drops the entry of an extended file",
        ),
    ],
};

/// A joint sample.
pub static JOINT: Section = Section {
    heading: "[[joint]]",
    about: "Numbers that are uncertain together: each set of parameters takes one row. A number says `uncertain = { sample = NAME, column = COLUMN }`.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name"),
        key("columns", Form::Texts, MUST, "names of the columns"),
        key(
            "rows",
            Form::Rows,
            MUST,
            "lists of values, each in the unit of the number that uses its column",
        ),
        key(
            "remove",
            Form::Flag,
            or("false"),
            "drops the sample of an extended file",
        ),
    ],
};

/// Bounds.
pub static LIMITS: Section = Section {
    heading: "[limits]",
    about: "Bounds on one replication; reaching one stops it, and the result says so.",
    passport: false,
    keys: &[
        key(
            "open_tasks",
            Form::Whole(1, 4_000_000_000),
            or("1000000"),
            "tasks open at one time",
        ),
        key(
            "events",
            Form::Whole(1, 1_000_000_000_000),
            or("1000000000"),
            "events in one replication",
        ),
    ],
};

/// What to answer.
pub static ANSWERS: Section = Section {
    heading: "[answers]",
    about: "What the report should lead with.",
    passport: true,
    keys: &[
        key(
            "watch",
            Form::Name("work"),
            or("the most overdue kind"),
            "kind of work whose lateness the headline names",
        ),
        key(
            "benchmark_ratio",
            Form::Number(Unit::Positive),
            MAY,
            "offenders per holder to compare with",
        ),
    ],
};

/// A number and its passport.
pub static NUMBER: Section = Section {
    heading: "A number",
    about: "A bare value, or a table with the value, how unsure we are of it, and where it comes from.",
    passport: true,
    keys: &[
        key(
            "value",
            Form::Value,
            MAY,
            "the value; `typical` is the same key for a number that has `uncertain`",
        ),
        key(
            "typical",
            Form::Value,
            or("median of the law"),
            "the typical value; without it the median of `uncertain`",
        ),
        key(
            "uncertain",
            Form::Uncertain,
            or("known"),
            "how unsure we are: two values are a 90 % range",
        ),
    ],
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
        key(
            "p50",
            Form::Value,
            MAY,
            "half take less than this; with `p90`",
        ),
        key(
            "p90",
            Form::Value,
            MAY,
            "nine in ten take less than this; with `p50`",
        ),
        key("low", Form::Value, MAY, "least; with `mode` and `high`"),
        key(
            "mode",
            Form::Value,
            MAY,
            "most likely; with `low` and `high`",
        ),
        key("high", Form::Value, MAY, "most; with `low` and `mode`"),
        key(
            "values",
            Form::Values,
            MAY,
            "recorded values, one of which is taken",
        ),
        key(
            "weights",
            Form::Values,
            or("all alike"),
            "with `values`: how often each is taken",
        ),
        key(
            "varies",
            Form::Text,
            or("not at all"),
            "`not at all`, `exponential`, `cv 0.35`, `lognormal, cv 0.35`, `gamma, cv 0.7`, `gamma, shape 2`, `weibull, cv 0.5`; three points: `pert`, `triangular`; with p50 and p90: `lognormal`",
        ),
        key(
            "sd",
            Form::Value,
            MAY,
            "standard deviation, instead of a cv in `varies`",
        ),
        key(
            "uncertain",
            Form::Uncertain,
            or("known"),
            "how unsure we are of the centre; the spread stays in proportion",
        ),
        key(
            "by_risk",
            Form::Words,
            MAY,
            "instead of all else: a duration for each risk level",
        ),
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
        key(
            "uncertain",
            Form::Uncertain,
            or("known"),
            "how unsure we are of the mean",
        ),
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
        key(
            "sample",
            Form::Name("joint"),
            MAY,
            "a joint sample; with `column`",
        ),
        key("column", Form::Text, MAY, "its column; with `sample`"),
    ],
};

/// Gamma law.
pub static GAMMA: Section = Section {
    heading: "gamma",
    about: "A gamma law.",
    passport: false,
    keys: &[
        key("shape", Form::Number(Unit::Positive), MUST, "its shape"),
        key("mean", Form::Value, MUST, "its mean"),
    ],
};

/// Lognormal law.
pub static LOGNORMAL: Section = Section {
    heading: "lognormal",
    about: "A lognormal law.",
    passport: false,
    keys: &[
        key("median", Form::Value, MUST, "its median"),
        key("p95", Form::Value, MUST, "its 95th percentile"),
    ],
};

/// Beta law.
pub static BETA: Section = Section {
    heading: "beta",
    about: "A beta law on 0 to 1.",
    passport: false,
    keys: &[
        key("mean", Form::Value, MUST, "its mean"),
        key("sd", Form::Value, MUST, "its standard deviation"),
    ],
};

/// Normal law.
pub static MEAN_SD: Section = Section {
    heading: "normal",
    about: "A normal law; draws outside what the number may be are moved to its bounds.",
    passport: false,
    keys: &[
        key("mean", Form::Value, MUST, "its mean"),
        key("sd", Form::Value, MUST, "its standard deviation"),
    ],
};
