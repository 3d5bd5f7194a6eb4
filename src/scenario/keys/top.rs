//! The file itself, the people in it, and what is asked of it.

use super::money::{COST, GRANT, MONEY};
use super::motion::JOINING;
use super::overload::OVERLOAD;
use super::sites::TRAVEL;
use super::staff::{ABSENCE, STAFF};
use super::values::JOINT;
use super::work::WORK;
use super::{Form, MAY, MUST, Per, Section, Unit, WITHOUT, key, or};

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
        key("title", Form::Text, MUST, "what the scenario is called in every report"),
        key("question", Form::Text, MAY, "the question it answers, as a sentence"),
        key("starts", Form::Day, MAY, "first day; may be left out only with `calendar = \"none\"` (then 2000-01-03)"),
        key(
            "runs_for",
            Form::Length,
            MUST,
            "length of the counted period; months and years are calendar months and years from `starts`",
        ),
        key("warm_up", Form::Length, or("none"), "length of the uncounted period before `starts`"),
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
        key("observe_at", Form::Moments, MAY, "times at which open work is counted, besides the ends of months"),
        key("offenders", Form::Table(&OFFENDERS), or("no offenders"), "the caseload"),
        key("group", Form::Tables(&GROUP), MAY, "parts of the caseload"),
        key("staff", Form::Tables(&STAFF), MUST, "who does the work"),
        key("absence", Form::Tables(&ABSENCE), MAY, "why people are away"),
        key("overload", Form::Table(&OVERLOAD), or("nothing"), "what overload does to those who carry it"),
        key("travel", Form::Table(&TRAVEL), or("nobody travels"), "how long the way to offenders takes"),
        key("work", Form::Tables(&WORK), MUST, "kinds of work"),
        key("backlog", Form::Tables(&BACKLOG), MAY, "work already waiting at the start"),
        key("joint", Form::Tables(&JOINT), MAY, "numbers that are uncertain together"),
        key("sources", Form::Words, MAY, "what the ids used in `source` mean"),
        key("limits", Form::Table(&LIMITS), MAY, "bounds on one replication"),
        key("answers", Form::Table(&ANSWERS), MAY, "what the report should lead with"),
        key("money", Form::Table(&MONEY), or("nothing is priced"), "whose prices the amounts are"),
        key("cost", Form::Tables(&COST), MAY, "costs besides those of staff"),
        key("grant", Form::Tables(&GRANT), MAY, "money from outside"),
    ],
};

/// Offenders under management.
pub static OFFENDERS: Section = Section {
    heading: "[offenders]",
    about: "The caseload. Without it the team has work of its own and no offenders.",
    passport: true,
    keys: &[
        key("number", Form::Number(Unit::Offenders), MUST, "how many, at most 500,000"),
        key(
            "risk",
            Form::Levels,
            or("one level, `all`"),
            "share at each risk level, most severe first; they add up to one, and one of them may be `\"rest\"`",
        ),
        key("joining", Form::Table(&JOINING), or("nobody joins"), "new registrations and transfers in"),
        key(
            "leaving",
            Form::NumberByRisk(Unit::Rate(Per::Offender)),
            or("nobody leaves"),
            "off the register at random: `\"0.05 per offender per year\"`",
        ),
        key(
            "site",
            Form::Sites,
            or("each lives at the site of whoever holds them"),
            "share who live at each site of the staff; they add up to one, and one of them may be `\"rest\"`",
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
            "drawn from those who are, or are to be, members of that group, and joined no earlier than it; who leaves that group leaves this one too",
        ),
        key("risk", Form::Names("risk level"), or("all levels"), "drawn from these risk levels"),
        key("number", Form::Number(Unit::Offenders), MAY, "how many; either this or `share`"),
        key("share", Form::Number(Unit::Share), MAY, "what share of those it is drawn from; either this or `number`"),
        key("joins", Form::Table(&JOINS), or("members from before the start"), "when its members join"),
        key("devices", Form::Count, MAY, "things each member has"),
        key(
            "at_most",
            Form::Number(Unit::Offenders),
            or("no bound"),
            "most members at one time (licences); those beyond wait in order, and the first of them joins when a member leaves",
        ),
        key("remove", Form::Flag, or("false"), "drops the group that an extended file defines"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};

/// When members join.
pub static JOINS: Section = Section {
    heading: "joins",
    about: "Members join evenly over a period, each at a random moment of it.",
    passport: true,
    keys: &[
        key("from", Form::Moment, MUST, "first joining"),
        key("over", Form::Number(Unit::Duration), MUST, "length of the period"),
    ],
};

/// Work already waiting.
pub static BACKLOG: Section = Section {
    heading: "[[backlog]]",
    about: "Work that is already waiting at the start.",
    passport: true,
    keys: &[
        key("name", Form::Text, or("the work, and the risk level"), "name of the entry, for inheritance"),
        key("work", Form::Name("work"), MUST, "the kind"),
        key("number", Form::Number(Unit::Count), MUST, "how many"),
        key("risk", Form::Name("risk level"), or("any"), "risk level of the offenders concerned"),
        key("age", Form::Duration, or("0 h"), "how long ago it arose"),
        key("remove", Form::Flag, or("false"), "drops the entry of an extended file"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};

/// Bounds.
pub static LIMITS: Section = Section {
    heading: "[limits]",
    about: "Bounds on one replication; reaching one stops it, and the result says so.",
    passport: false,
    keys: &[
        key("open_tasks", Form::Whole(1, 4_000_000_000), or("1000000"), "tasks open at one time"),
        key("events", Form::Whole(1, 4_000_000_000), or("1000000000"), "events in one replication"),
    ],
};

/// What to answer.
pub static ANSWERS: Section = Section {
    heading: "[answers]",
    about: "What the report should lead with.",
    passport: true,
    keys: &[
        key("watch", Form::Name("work"), or("the most overdue kind"), "kind of work whose lateness the headline names"),
        key("benchmark_ratio", Form::Plain(Unit::Positive), MAY, "offenders per holder to compare with"),
    ],
};
