//! Work: what raises it, who does it, what follows.

use super::motion::{GROWS_WHEN_LATE, SHOCKS, WHEN_OVERLOADED};
use super::{Form, MAY, MUST, Per, Section, Unit, WITHOUT, key, or};

/// A kind of work.
pub static WORK: Section = Section {
    heading: "[[work]]",
    about: "One kind of work: what raises it, who does it, how long it takes, what follows.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name"),
        key("stage", Form::Text, or("the name"), "label under which kinds are added up"),
        key("cause", Form::Text, or("the name"), "root cause its own stream is counted under"),
        key("raised", Form::Raised, or("by other work"), "what raises it, besides other work"),
        key(
            "by",
            Form::Name("role, `holder` or `no one`"),
            MUST,
            "who does it: a role, `holder` (the offender's own person) or `no one`",
        ),
        key("with", Form::OneOrMore(&WITH), MAY, "others needed at the same start"),
        key(
            "effort",
            Form::DurationByRisk,
            or("required unless by = \"no one\""),
            "how long it takes the person who does it",
        ),
        key(
            "travels",
            Form::Flag,
            or("false"),
            "done where the offender is: the way (`[travel]`) is added to the effort of each who goes; of those free, people of the offender's site go first",
        ),
        key(
            "priority",
            Form::WholeByRisk(1, 9),
            or("5"),
            "1 is the most urgent, 9 the least; `{ by_risk = { ... } }` protects the visits that matter most",
        ),
        key("interrupts", Form::Flag, or("false"), "may interrupt work of a less urgent priority"),
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
        key("late_after", Form::Length, or("0 h"), "counted as late when this long past due"),
        key("lapses_after", Form::Duration, MAY, "leaves unworked if not begun within this time"),
        key("raises", Form::Raises, MAY, "work always raised when it is done"),
        key("then", Form::Tables(&BRANCH), MAY, "exclusive outcomes: exactly one of these follows"),
        key("start_targets", Form::Lengths, MAY, "waits to start, to report the share above"),
        key("finish_targets", Form::Lengths, MAY, "times to finish, to report the share above"),
        key("when_overloaded", Form::Table(&WHEN_OVERLOADED), MAY, "what becomes of it when too much waits"),
        key("grows_when_late", Form::Table(&GROWS_WHEN_LATE), MAY, "it is a bigger job when it is begun past due"),
        key("remove", Form::Flag, or("false"), "drops the kind of work that an extended file defines"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};

/// Others needed.
pub static WITH: Section = Section {
    heading: "with",
    about: "Further people needed to begin; all begin together.",
    passport: true,
    keys: &[
        key("role", Form::Name("role"), MAY, "anyone of this role; either this or `roles`"),
        key("roles", Form::Names("role"), MAY, "any of these roles, in order of preference"),
        key("people", Form::Whole(1, 100), or("1"), "how many"),
        key("effort", Form::DurationByRisk, or("the lead's"), "effort of each of them"),
        key(
            "chance",
            Form::Number(Unit::Share),
            or("100 %"),
            "share of the tasks that need them; the rest is done without",
        ),
    ],
};

/// What raises work.
pub static RAISED: Section = Section {
    heading: "raised",
    about: "For whom, and by exactly one pattern: `every`, `at_random`, `at`, `on_joining` or `on`.",
    passport: true,
    keys: &[
        key(
            "each",
            Form::Name("group, `team`, `offender` or `device`"),
            MUST,
            "one stream for each of these: `team`, `offender`, a group's name, or `device`",
        ),
        key("of", Form::Name("group"), MAY, "with each = \"device\": the group whose devices are meant"),
        key(
            "except",
            Form::Names("group"),
            MAY,
            "with each = \"offender\": not for members of this group, or of any of these",
        ),
        key(
            "every",
            Form::NumberByRisk(Unit::Duration),
            MAY,
            "in a cycle of this length, from a random moment of the first; by risk level it may be `\"never\"`",
        ),
        key("first", Form::Moment, MAY, "with `every`: the first one, for all alike"),
        key("at_random", Form::NumberByRisk(Unit::Rate(Per::Offender)), MAY, "at random (Poisson) at this rate"),
        key(
            "spread",
            Form::Number(Unit::Positive),
            or("all alike"),
            "with `at_random`: shape k of each one's own gamma multiplier with mean one; small k is a few with much",
        ),
        key("settling", Form::Table(&SETTLING), MAY, "with `at_random`: the first part of a membership is busier"),
        key(
            "over_time",
            Form::OneOrMore(&OVER_TIME),
            MAY,
            "with `at_random`: how the rate varies with time; several multiply one another",
        ),
        key(
            "shocks",
            Form::Table(&SHOCKS),
            MAY,
            "with `at_random`: times at which the rate is multiplied, for the whole team at once",
        ),
        key("one_at_a_time", Form::Flag, or("false"), "with `at_random`: one with such work open raises no other"),
        key("at", Form::Moments, MAY, "at these moments"),
        key("efforts", Form::Lengths, MAY, "with `at`: the effort of each"),
        key(
            "on_joining",
            Form::Flag,
            MAY,
            "once, on joining the group; with each = \"offender\", once for each newcomer to the register",
        ),
        key(
            "on",
            Form::Choice(&["change of manager", "return from custody"]),
            MAY,
            "once for each change of an offender's holder to another, for the new one (with each = \"offender\"); once for each return from custody",
        ),
        key("from", Form::Moment, MAY, "not before"),
        key("until", Form::Moment, MAY, "before this moment, and not at it"),
    ],
};

/// A busier beginning.
pub static SETTLING: Section = Section {
    heading: "settling",
    about: "The rate is multiplied for a time after joining: for a while (`for`), or less and less (`halves_every`). With each = \"offender\" it counts from joining the register; those there from the start have settled.",
    passport: true,
    keys: &[
        key("times", Form::Number(Unit::Factor), MUST, "multiplied by this"),
        key("for", Form::Number(Unit::Duration), MAY, "for this long after joining; either this or `halves_every`"),
        key(
            "halves_every",
            Form::Number(Unit::Duration),
            MAY,
            "what `times` lies above (or below) `settles_at` is halved in each such time",
        ),
        key(
            "settles_at",
            Form::Number(Unit::Factor),
            or("1"),
            "with `halves_every`: what the multiplier comes to in the end",
        ),
    ],
};

/// A rate over time.
pub static OVER_TIME: Section = Section {
    heading: "over_time",
    about: "Steps, or a wave, or growth, or growth with one of these. A list of such tables multiplies them, a season by a week: `[{ wave = 0.2, period = \"1 year\" }, { repeats_every = \"1 week\", steps = [...] }]`; at most one of them is a wave, and one grows.",
    passport: true,
    keys: &[
        key(
            "steps",
            Form::Tables(&STEP),
            MAY,
            "multipliers from moments on, 1 before the first; either this or `wave`",
        ),
        key(
            "repeats_every",
            Form::Length,
            or("the last step stays"),
            "with `steps`, the first of which is then from the start: length after which they repeat",
        ),
        key("wave", Form::Plain(Unit::Share), MAY, "height a of 1 + a sin(2 pi t / period); needs `period`"),
        key("period", Form::Length, MAY, "length of the wave"),
        key(
            "grows",
            Form::Number(Unit::Growth),
            or("not at all"),
            "the rate grows, or falls, by this every year, compounded and without steps, from the start: `\"3 % per year\"`",
        ),
    ],
};

/// One step.
pub static STEP: Section = Section {
    heading: "steps",
    about: "One multiplier.",
    passport: true,
    keys: &[
        key("from", Form::Moment, MUST, "from this moment on"),
        key("times", Form::Plain(Unit::Factor), MUST, "multiplied by this"),
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
        key("after", Form::Duration, or("at once"), "this long afterwards"),
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
    about: "One of the exclusive outcomes of work; their chances add up to one. With `from` and `until` a chance, or the way that work takes, changes on a date: what holds as the work is finished decides.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name"),
        key("chance", Form::Number(Unit::Share), MUST, "its share, or `\"rest\"` for whatever the others leave (once)"),
        key(
            "from",
            Form::Moment,
            MAY,
            "it is an outcome from this moment on: the chances of those that hold at one time add up to one",
        ),
        key("until", Form::Moment, MAY, "it is an outcome up to this moment, and not at it"),
        key("raises", Form::Raises, MAY, "work it raises"),
        key("counts", Form::Texts, MAY, "names it is counted under"),
        key("offender", Form::Table(&CHANGES), MAY, "what it changes about the offender"),
    ],
};

/// Changes to an offender.
pub static CHANGES: Section = Section {
    heading: "offender",
    about: "What an outcome changes about the offender.",
    passport: true,
    keys: &[
        key("risk", Form::Name("risk level"), MAY, "to this risk level"),
        key("joins", Form::Name("group"), MAY, "becomes a member of this group"),
        key("leaves", Form::Name("group"), MAY, "is no longer a member of this group"),
        key("custody", Form::Duration, MAY, "in custody for this long; nothing is raised for them meanwhile"),
        key(
            "off_register",
            Form::Flag,
            or("false"),
            "off the register and out of every group; nothing more is raised for them",
        ),
    ],
};
