//! What things cost, and who pays.

use super::{Form, MAY, MUST, Paid, Section, Unit, WITHOUT, key, or};

/// Prices.
pub static MONEY: Section = Section {
    heading: "[money]",
    about: "Whose prices the amounts are. It must be there as soon as anything has a cost; without it nothing is priced. An amount is `\"GBP 62,000 per year\"` (or per month, week, day), `\"GBP 38.50 per hour\"` or `\"GBP 192\"`: whole pounds, or pounds and pence.",
    passport: false,
    keys: &[
        key("currency", Form::Choice(&["GBP"]), or("GBP"), "the currency of every amount"),
        key("prices", Form::Text, MUST, "the year whose prices these are, `\"2024/25\"`; it stands beside every sum"),
    ],
};

/// What a full-time post costs, by parts.
pub static POST_COST: Section = Section {
    heading: "cost of a post",
    about: "The full cost of a full-time post a year in parts that add up, instead of one amount. All but `pay` may also be a share of `pay`.",
    passport: true,
    keys: &[
        key("pay", Form::Number(Unit::Amount(Paid::Yearly)), MUST, "pay and allowances"),
        key("pension", Form::Amount, MAY, "employer's pension"),
        key("national_insurance", Form::Amount, MAY, "employer's National Insurance"),
        key("kit", Form::Amount, MAY, "equipment, uniform, telephone, desk"),
        key("vehicle", Form::Amount, MAY, "vehicle and fuel"),
        key("training", Form::Amount, MAY, "courses"),
        key("overheads", Form::Amount, MAY, "buildings, personnel and finance services"),
    ],
};

/// A cost besides those of staff.
pub static COST: Section = Section {
    heading: "[[cost]]",
    about: "A cost besides those of staff. Without `once`, `each` or `work` it is an amount per year, paid month by month: a full month is a twelfth, part of a month its share of the month.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name, a line of every table of costs"),
        key(
            "amount",
            Form::Number(Unit::Amount(Paid::Once)),
            MUST,
            "how much; per year, month, week or day where time is paid for, per hour with `work`, otherwise for each",
        ),
        key("once", Form::Moment, MAY, "paid once, then; outside the counted period it is not counted"),
        key(
            "each",
            Form::Name("group"),
            MAY,
            "for each member of this group: per year of membership, or with `on_joining`",
        ),
        key("on_joining", Form::Flag, or("false"), "with `each`: once for each who joins in the counted period"),
        key(
            "work",
            Form::Name("work"),
            MAY,
            "for each of this kind that is finished; an amount per hour, for each hour worked on it",
        ),
        key("from", Form::Moment, or("the start"), "of a cost per year: not before"),
        key("until", Form::Moment, or("the end"), "of a cost per year: up to this moment"),
        key("remove", Form::Flag, or("false"), "drops the cost that an extended file defines"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};

/// Money from outside.
pub static GRANT: Section = Section {
    heading: "[[grant]]",
    about: "Money from outside: shown apart from costs, and taken off them to say what the force pays.",
    passport: true,
    keys: &[
        key("name", Form::Text, MUST, "its name"),
        key(
            "amount",
            Form::Number(Unit::Amount(Paid::Once)),
            MUST,
            "in all, spread evenly from `from` to `until`; or per year",
        ),
        key("from", Form::Moment, or("the start"), "it covers costs from then"),
        key("until", Form::Moment, or("the end, if the amount is per year"), "it covers costs until then"),
        key("remove", Form::Flag, or("false"), "drops the grant that an extended file defines"),
        key("without", Form::Texts, MAY, WITHOUT),
    ],
};
