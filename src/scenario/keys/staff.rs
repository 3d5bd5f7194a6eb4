//! The people: who does the work, why they are away, who takes whose place.

use super::{Form, MAY, MUST, Paid, Per, Section, Unit, WITHOUT, key, or};

/// People of one role with one rota.
pub static STAFF: Section = Section {
    heading: "[[staff]]",
    about: "People of one role with one rota. A role may have several; what belongs to the role (`holds`, `ownership`, `most_held`, `most_held_later`, `room`, `discipline`, `supervises`, `span_at_most`) must then agree.",
    passport: true,
    keys: &[
        key("role", Form::Text, MUST, "the role that work names"),
        key("name", Form::Text, or("the role"), "name of this group of people"),
        key("people", Form::People, MUST, "how many posts, whole, or `\"unlimited\"`"),
        key("site", Form::Text, or("no site"), "where they work from; see `[travel]`"),
        key(
            "full_time_share",
            Form::Plain(Unit::Share),
            or("100 %"),
            "share of a full-time post that each of them works",
        ),
        key(
            "rota",
            Form::Rota,
            or("always"),
            "weekly pattern of duty, `\"Mon-Fri 08:00-16:00\"`; a list of weeks alternates",
        ),
        key("works_bank_holidays", Form::Flag, or("false"), "whether duty falls on bank holidays too"),
        key(
            "productive",
            Form::Productive,
            or("100 %"),
            "share of duty time that reaches this work, or hours a year for a full-time post",
        ),
        key("holds", Form::Choice(&["offenders"]), MAY, "each offender has one named person of this role"),
        key(
            "ownership",
            Form::Choice(&["named", "pooled"]),
            or("named"),
            "with `holds`: whether work for the holder is for the named person or for anyone of the role",
        ),
        key(
            "most_held",
            Form::Number(Unit::Offenders),
            or("no bound"),
            "with `holds`: most offenders one full-time person holds, part-time people their share of it; those for whom nobody has room have no manager, and their work is for anyone",
        ),
        key(
            "most_held_later",
            Form::Tables(&MOST_HELD_LATER),
            MAY,
            "with `holds`: other such limits from later on; offenders beyond a new one go to the colleague with most room",
        ),
        key(
            "held_at_start",
            Form::Values,
            or("by their share of full time"),
            "with `holds`: whole numbers, how many offenders each of the group holds at the start, `[54, 52, 49]`; all there are are given out in these proportions, and none at first to groups of the role that do not say",
        ),
        key("from", Form::Moment, or("before the start"), "first day in post"),
        key(
            "until",
            Form::Moment,
            or("the end"),
            "out of post from this moment on; what can be put down is, the rest is finished first",
        ),
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
            "supervises",
            Form::Names("role"),
            MAY,
            "roles whose people it supervises; `check` and the reports say how many posts there are for each of its own",
        ),
        key(
            "span_at_most",
            Form::Plain(Unit::Positive),
            or("no bound"),
            "with `supervises`: a warning if there are more posts than this for each of its own",
        ),
        key("vacant", Form::Number(Unit::People), or("0"), "posts vacant at the start, the last of the group"),
        key("leaving", Form::Number(Unit::Rate(Per::Person)), or("nobody leaves"), "leavers at random, per person"),
        key(
            "recruitment",
            Form::Stages,
            or("a vacancy stays"),
            "stages of filling a vacancy, one after the other: `{ advert = \"6 weeks\", course = \"8 weeks\" }`",
        ),
        key("ramp", Form::Table(&RAMP), or("full output at once"), "how newcomers come up to full output"),
        key("tutoring", Form::Table(&TUTORING), MAY, "a colleague's time for each newcomer"),
        key(
            "cover_after",
            Form::Number(Unit::Duration),
            or("work waits for the return"),
            "an absence longer than this, elapsed, hands work over to the role at its start",
        ),
        key("overtime", Form::Table(&OVERTIME), MAY, "longer shifts when much waits"),
        key("on_call", Form::Table(&ON_CALL), MAY, "who stands by outside the hours of duty, for what work"),
        key(
            "cost",
            Form::PostCost,
            or("not priced"),
            "full cost of a full-time post; posts filled are paid, for the time in post",
        ),
        key("remove", Form::Flag, or("false"), "drops the group of people that an extended file defines"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};

/// A limit to how many offenders a person holds, from later on.
pub static MOST_HELD_LATER: Section = Section {
    heading: "most_held_later",
    about: "Another limit to how many offenders a person holds, from a moment on.",
    passport: true,
    keys: &[
        key("from", Form::Moment, MUST, "from this moment on"),
        key("most", Form::Number(Unit::Offenders), MUST, "most offenders one full-time person holds"),
    ],
};

/// Why people are away.
pub static ABSENCE: Section = Section {
    heading: "[[absence]]",
    about: "Why people of some roles are away, by exactly one pattern: `days_a_year`, `at_random`, `every` or `at`. Away for two reasons at once is away once, and the hours go to the reason that began first.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "what the build-up of productive hours calls it"),
        key("of", Form::Names("role"), or("all roles with a number of people"), "whose"),
        key(
            "days_a_year",
            Form::Number(Unit::DaysAYear),
            MAY,
            "planned: working days a year of 365 days, in proportion for other lengths",
        ),
        key(
            "block",
            Form::Choice(&["1 day", "1 week", "2 weeks"]),
            or("1 week"),
            "with `days_a_year`: whole weeks, Monday to Sunday, as long as the days last; the rest single weekdays",
        ),
        key(
            "not_between",
            Form::Periods,
            MAY,
            "with `days_a_year`: pairs of dates, both included, between which none is taken",
        ),
        key(
            "at_most_away",
            Form::Number(Unit::Share),
            or("no bound"),
            "with `days_a_year`: share of a role's posts on it at once, rounded down, at least one",
        ),
        key(
            "at_random",
            Form::Number(Unit::Rate(Per::Person)),
            MAY,
            "at random at this rate; a person's next gap begins at the return",
        ),
        key(
            "every",
            Form::Number(Unit::Duration),
            MAY,
            "in a cycle of this length, each person from a random moment of the first",
        ),
        key("first", Form::Moment, MAY, "with `every`: the first one, for all alike"),
        key("at", Form::Moments, MAY, "at these moments, for all alike"),
        key("lasts", Form::Duration, or("required unless `days_a_year`"), "how long, elapsed"),
        key("keeps", Form::Number(Unit::Share), or("away"), "share of output kept: slower, not away"),
        key(
            "each",
            Form::Choice(&["person", "team"]),
            or("person"),
            "whether it befalls each person apart, or several of the team at once",
        ),
        key("takes", Form::Takes, MAY, "with each = \"team\": how many, or what share of the posts that are filled"),
        key("remove", Form::Flag, or("false"), "drops the absence that an extended file defines"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};

/// Coming up to full output.
pub static RAMP: Section = Section {
    heading: "ramp",
    about: "A newcomer's output rises to the full in ten equal steps.",
    passport: true,
    keys: &[
        key("from", Form::Number(Unit::Share), MUST, "share of full output on the first day"),
        key("over", Form::Number(Unit::Duration), MUST, "until full output"),
    ],
};

/// Tutoring.
pub static TUTORING: Section = Section {
    heading: "tutoring",
    about: "The first colleague of the role who is in post, no newcomer and not tutoring already gives a newcomer time.",
    passport: true,
    keys: &[
        key("share", Form::Number(Unit::Share), MUST, "share of the colleague's output"),
        key("for", Form::Number(Unit::Duration), MUST, "how long"),
    ],
};

/// Overtime.
pub static OVERTIME: Section = Section {
    heading: "overtime",
    about: "Decided at each Monday 00:00 for the week. The hours are counted apart.",
    passport: true,
    keys: &[
        key(
            "when_waiting",
            Form::Number(Unit::EachPerson),
            MUST,
            "worked when more effort than this waits for the role, for each person in post: `\"30 h per person\"`",
        ),
        key(
            "up_to",
            Form::Number(Unit::Weekly),
            MUST,
            "hours a week, spread evenly over the shifts of the rota's week: `\"6 h per week\"`",
        ),
        key("paid", Form::Choice(&["time and a third", "time and a half", "double time"]), MAY, "what an hour is paid"),
    ],
};

/// On call.
pub static ON_CALL: Section = Section {
    heading: "on_call",
    about: "While nobody in post of the role has duty, some of these people stand by, week by week in turn, and come out for some kinds of work. The hours are counted apart.",
    passport: true,
    keys: &[
        key("work", Form::Names("work"), MUST, "kinds of work of the role that they are called out for"),
        key("people", Form::Whole(1, 10_000), or("1"), "how many stand by at one time"),
        key(
            "call_out_at_least",
            Form::Number(Unit::Duration),
            or("as long as it lasts"),
            "a shorter call-out counts as so long, in what is paid and given back",
        ),
        key(
            "paid",
            Form::Choice(&["time and a third", "time and a half", "double time"]),
            MAY,
            "what an hour that counts is paid",
        ),
        key(
            "allowance",
            Form::Number(Unit::Amount(Paid::Yearly)),
            MAY,
            "for each who stands by, while there is somebody to do so: `\"GBP 20 per day\"`",
        ),
        key(
            "given_back",
            Form::Number(Unit::Percentage),
            or("nothing"),
            "so much of the hours that count is taken off the next duty: `\"100 %\"`",
        ),
        key(
            "rest",
            Form::Number(Unit::Duration),
            or("none"),
            "so long after a call-out there is no duty; `\"24 h\"` gives back the day",
        ),
    ],
};
