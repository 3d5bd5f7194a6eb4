//! What overload does to the people who carry it.

use super::{Form, MAY, MUST, Section, Unit, key, or};

/// The feedback of overload.
pub static OVERLOAD: Section = Section {
    heading: "[overload]",
    about: "What overload does to those who carry it. Without this table nothing; with it, and `shown = \"apart\"`, the main answer is without the feedback, and the same replications with it are shown beside with their own range. It governs `grows_when_late` too. Weeks are counted from the start of the counted period, and a role counts as overloaded until a week is at or below `above`.",
    passport: true,
    keys: &[
        key(
            "above",
            Form::Number(Unit::Percentage),
            or("110 %"),
            "hours of work that fall to a role in a week, and that it carries into it past due, for each hour it has in the week",
        ),
        key(
            "for",
            Form::Length,
            or("4 weeks"),
            "so many weeks above that, one after the other, make the role overloaded; whole weeks",
        ),
        key("sickness", Form::Table(&SICKNESS), MAY, "absences that come more often meanwhile"),
        key("leaving", Form::Table(&LEAVING), MAY, "people leave more often meanwhile"),
        key(
            "grade",
            Form::Choice(&["strong", "moderate", "weak"]),
            MUST,
            "how good the evidence is; it stands wherever the feedback is shown",
        ),
        key(
            "shown",
            Form::Choice(&["apart", "on", "off"]),
            or("apart"),
            "`apart`: beside the main answer; `on`: the main answer has it; `off`: nothing has it, and no work grows when it is late",
        ),
    ],
};

/// Absences that come more often.
pub static SICKNESS: Section = Section {
    heading: "[overload.sickness]",
    about: "Absences of those who carry it that come more often. They last as long as others of their name.",
    passport: true,
    keys: &[
        key("of", Form::Names("absence"), MUST, "names of absences that come `at_random` to each person"),
        key("times", Form::Number(Unit::Factor), MUST, "they come so many times as often, 1 to 100"),
    ],
};

/// People leave more often.
pub static LEAVING: Section = Section {
    heading: "[overload.leaving]",
    about: "People of groups of staff with `leaving` leave more often; they are replaced as others are.",
    passport: true,
    keys: &[key("times", Form::Number(Unit::Factor), MUST, "so many times as often, 1 to 100")],
};
