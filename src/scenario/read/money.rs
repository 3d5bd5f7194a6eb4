//! Prices, what posts cost, other costs, grants.

use super::super::amount;
use super::super::keys::{self, Paid, Unit};
use super::super::tree::Node;
use super::super::world::{Cost, CostOf, CostPart, Grant, Money, PartAmount, Passport, PostCost};
use super::build::Named;
use super::{Fields, Known, Reader};
use crate::calendar::Rota;
use crate::units::Instant;

/// Parts of what a post costs.
const PARTS: [&str; 7] = ["pay", "pension", "national_insurance", "kit", "vehicle", "training", "overheads"];

impl Reader<'_> {
    /// Everything about money but what posts cost. The inner `None`: nothing is priced.
    #[expect(clippy::option_option, reason = "a fault is not the same as nothing said")]
    pub(super) fn money(&mut self, top: &Fields, costs: &[Named<'_>], grants: &[Named<'_>]) -> Option<Option<Money>> {
        let cost: Vec<_> = costs.iter().map(|(node, name)| self.cost(node, name)).collect();
        let grant: Vec<_> = grants.iter().map(|(node, name)| self.grant(node, name)).collect();
        let Some(node) = top.get("money") else {
            let mut staff = top.get("staff").and_then(Node::list).into_iter().flatten();
            let allowance = |table: &super::super::tree::Table| {
                Some(table.get("on_call").and_then(Node::table)?.get("allowance")?.at)
            };
            let priced = staff.find_map(|node| {
                let table = node.table()?;
                table.get("cost").map(|cost| cost.at).or_else(|| allowance(table))
            });
            let first = costs.first().or(grants.first()).map(|(node, _)| node.at);
            return if let Some(at) = first.or(priced) {
                let message = "something is priced, and nothing says whose prices they are";
                self.error("money", "money", at, message, "add [money] with prices = \"2024/25\"");
                None
            } else {
                Some(None)
            };
        };
        let fields = self.fields(node, "money", &keys::MONEY, &Passport::default())?;
        let prices = self.text(&fields, "prices")?;
        let costs = cost.into_iter().collect::<Option<Vec<Cost>>>()?;
        Some(Some(Money { prices, costs, grants: grant.into_iter().collect::<Option<Vec<Grant>>>()? }))
    }

    /// What a full-time post costs. The inner `None`: it is not priced.
    #[expect(clippy::option_option, reason = "a fault is not the same as nothing said")]
    pub(super) fn post_cost(&mut self, fields: &Fields, rota: &Rota) -> Option<Option<PostCost>> {
        let Some(node) = fields.get("cost") else { return Some(None) };
        let path = fields.path("cost");
        if fields.get("people").and_then(Node::text) == Some("unlimited") {
            let message = "unlimited people have no posts to pay for";
            let help = "price the work instead: [[cost]] with `work` and an amount per hour";
            self.error("money", &path, node.at, message, help);
            return None;
        }
        if node.table().is_some_and(|table| PARTS.iter().any(|part| table.has(part))) {
            return self.post_parts(node, &path, &fields.passport).map(Some);
        }
        if written(node).and_then(amount::paid) == Some(Paid::Hourly) {
            if matches!(rota, Rota::Always) {
                let message = "a cost per hour wants a rota that says the hours, and these people are always on duty";
                self.error("money", &path, node.at, message, "give a rota, or a cost per year");
                return None;
            }
            return self.number(fields, "cost", Unit::Amount(Paid::Hourly)).map(|n| Some(PostCost::Hourly(n)));
        }
        self.number(fields, "cost", Unit::Amount(Paid::Yearly)).map(|n| Some(PostCost::Yearly(n)))
    }

    fn post_parts(&mut self, node: &Node, path: &str, around: &Passport) -> Option<PostCost> {
        let fields = self.fields(node, path, &keys::POST_COST, around)?;
        let mut parts = Vec::new();
        for name in PARTS {
            let Some(node) = fields.get(name) else { continue };
            let money = name == "pay" || written(node).is_some_and(|text| text.trim().starts_with(amount::CURRENCY));
            let unit = if money { Unit::Amount(Paid::Yearly) } else { Unit::Share };
            let number = self.number(&fields, name, unit);
            let amount = number.map(if money { PartAmount::Yearly } else { PartAmount::OfPay });
            parts.push(amount.map(|amount| CostPart { name, amount }));
        }
        let parts = parts.into_iter().collect::<Option<Vec<CostPart>>>()?;
        fields.has("pay").then_some(PostCost::Parts(parts))
    }

    fn cost(&mut self, node: &Node, name: &str) -> Option<Cost> {
        let path = format!("cost.{name}");
        let fields = self.fields(node, &path, &keys::COST, &Passport::default())?;
        let given: Vec<&str> = ["once", "each", "work"].into_iter().filter(|key| fields.has(key)).collect();
        if let [first, second, ..] = given.as_slice() {
            let message = format!("`{first}` and `{second}` are both given, and a cost is for one thing");
            self.error("twice", &fields.path(second), fields.at(second), message, "write two costs");
            return None;
        }
        let joining = self.flag(&fields, "on_joining");
        if joining && !fields.has("each") {
            let message = "`on_joining` stands without `each`";
            self.error("form", &fields.path("on_joining"), fields.at("on_joining"), message, "say each = the group");
        }
        let said = fields.get("amount").and_then(written).and_then(amount::paid);
        let (what, paid) = match given.first() {
            Some(&"once") => {
                let moment = self.moment(fields.get("once")?, &fields.path("once"))?;
                (CostOf::Once(moment), Paid::Once)
            }
            Some(&"each") => {
                let group = self.reference(&fields, "each", "group", Known::Group)?;
                if joining { (CostOf::Joining(group), Paid::Once) } else { (CostOf::Member(group), Paid::Yearly) }
            }
            Some(&"work") => {
                let kind = self.reference(&fields, "work", "work", Known::Kind)?;
                let hourly = said == Some(Paid::Hourly);
                if hourly { (CostOf::Hour(kind), Paid::Hourly) } else { (CostOf::Finished(kind), Paid::Once) }
            }
            _ => (CostOf::Time, Paid::Yearly),
        };
        let amount = self.number(&fields, "amount", Unit::Amount(paid));
        let (from, until) = self.in_order(&fields);
        if !matches!(what, CostOf::Time) && (fields.has("from") || fields.has("until")) {
            let key = if fields.has("from") { "from" } else { "until" };
            let message = format!("`{key}` belongs to a cost per year that is paid whatever happens");
            let help = "leave it out, or end what the cost is for";
            self.error("form", &fields.path(key), fields.at(key), message, help);
        }
        Some(Cost { name: name.to_owned(), amount: amount?, what, from, until })
    }

    fn grant(&mut self, node: &Node, name: &str) -> Option<Grant> {
        let path = format!("grant.{name}");
        let fields = self.fields(node, &path, &keys::GRANT, &Passport::default())?;
        let yearly = fields.get("amount").and_then(written).and_then(amount::paid) == Some(Paid::Yearly);
        let amount = self.number(&fields, "amount", Unit::Amount(if yearly { Paid::Yearly } else { Paid::Once }));
        let (from, until) = self.in_order(&fields);
        if !yearly && !fields.has("until") {
            let message = "a grant that is one amount wants an end of what it covers";
            self.error("missing-key", &fields.path("until"), fields.at, message, "give `until`, or an amount per year");
            return None;
        }
        let (from, until) = (from.unwrap_or(Instant::ZERO), until.unwrap_or(Instant::NEVER));
        Some(Grant { name: name.to_owned(), amount: amount?, yearly, from, until })
    }

    /// `from` and `until`, in order.
    fn in_order(&mut self, fields: &Fields) -> (Option<Instant>, Option<Instant>) {
        let mut moment = |key: &str| fields.get(key).and_then(|node| self.moment(node, &fields.path(key)));
        let (from, until) = (moment("from"), moment("until"));
        if until.is_some_and(|until| from.unwrap_or(Instant::ZERO) >= until) {
            let message = "`until` is not after `from`";
            self.error("order", &fields.path("until"), fields.at("until"), message, "give a later one");
        }
        (from, until)
    }
}

/// The first text in a number: its value, or the low end of its range.
fn written(node: &Node) -> Option<&str> {
    if let Some(text) = node.text() {
        return Some(text);
    }
    let table = node.table()?;
    let centre = ["value", "typical"].iter().find_map(|key| table.get(key)).and_then(Node::text);
    centre.or_else(|| table.get("uncertain").and_then(Node::list).and_then(<[Node]>::first).and_then(Node::text))
}
