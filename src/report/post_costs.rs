//! What posts cost in a year, built up from pay, pension and the rest; and what else has a price.

use super::document::{Block, Cell, Column, Row, Section, Table};
use super::words::{Quoted, capital, listed};
use crate::experiment::{PostCosts, post_costs};
use crate::scenario::world::{Cost, CostOf, Scenario};

/// The section of a check; `None` when nothing is priced.
pub(super) fn section(scenario: &Scenario) -> Option<Section> {
    let money = scenario.money.as_ref()?;
    let posts = post_costs(scenario);
    let mut blocks = Vec::new();
    if !posts.is_empty() {
        blocks.push(Block::Table(build_up(&posts)));
    }
    let others: Vec<String> = money.costs.iter().map(|cost| other(scenario, cost)).collect();
    let grants = money.grants.iter().map(|grant| format!("Grant: {}, {}.", grant.name, grant.amount.written));
    let points: Vec<String> = others.into_iter().chain(super::on_call::allowances(scenario)).chain(grants).collect();
    if !points.is_empty() {
        blocks.push(Block::List(points));
    }
    let open = scenario.pricing().map_or_else(Vec::new, |pricing| pricing.not_priced);
    if !open.is_empty() {
        blocks.push(Block::Paragraph(format!("Posts of {} have no cost and are in no sum.", listed(&open))));
    }
    if scenario.roles.iter().flat_map(|role| &role.staff).any(|staff| staff.posts.on_call.is_some()) {
        let text = "Allowances for standing by are paid besides and are not in the sum above; nor are call-outs, which the simulation prices.";
        blocks.push(Block::Paragraph(text.to_owned()));
    }
    let intro = format!(
        "In {} prices, at the typical values. A post is paid for the time it is filled; here all are, for a whole year.",
        money.prices
    );
    Some(Section::answer("What the staff cost in a year", &intro, blocks))
}

/// Groups of staff down, parts of the cost across.
fn build_up(posts: &[PostCosts]) -> Table {
    let mut parts: Vec<&str> = Vec::new();
    for (name, _) in posts.iter().flat_map(|group| &group.parts) {
        if !parts.contains(&name.as_str()) {
            parts.push(name);
        }
    }
    let row = |group: &PostCosts| {
        let part = |name: &&str| {
            let found = group.parts.iter().find(|(known, _)| known == name);
            found.map_or_else(|| Cell::from("\u{2013}"), |(_, pounds)| Quoted::whole(*pounds).into())
        };
        let mut cells = vec![Cell::from(group.name.as_str()), Quoted::digits(group.posts, 3).into()];
        cells.extend(parts.iter().map(part));
        cells.extend([Quoted::whole(group.full_time_post).into(), Quoted::whole(group.a_year).into()]);
        Row::item(cells)
    };
    let mut rows: Vec<Row> = posts.iter().map(row).collect();
    let (number, sum) = posts.iter().fold((0.0, 0.0), |(n, sum), group| (n + group.posts, sum + group.a_year));
    let mut cells = vec![Cell::from("together"), Quoted::digits(number, 3).into()];
    cells.extend(parts.iter().map(|_| Cell::from("")));
    cells.extend([Cell::from(""), Quoted::whole(sum).into()]);
    rows.push(Row::total(cells));
    let mut columns = vec![Column::words("Staff"), Column::number("Posts", "full-time")];
    columns.extend(parts.iter().map(|name| Column::number(&capital(&name.replace('_', " ")), "GBP a post")));
    columns.extend([Column::number("Full cost", "GBP a post"), Column::number("Together", "GBP a year")]);
    Table { name: "post-costs".to_owned(), caption: "The full cost of posts".to_owned(), columns, rows, note: None }
}

/// A cost besides those of staff, in words.
fn other(scenario: &Scenario, cost: &Cost) -> String {
    let group = |index: usize| scenario.groups.get(index).map_or("", |group| group.name.as_str());
    let kind = |index: usize| scenario.kinds.get(index).map_or("", |kind| kind.name.as_str());
    let what = match cost.what {
        CostOf::Time => String::new(),
        CostOf::Once(_) => ", once".to_owned(),
        CostOf::Member(index) => format!(" for each member of \u{201c}{}\u{201d}", group(index)),
        CostOf::Joining(index) => format!(" for each who joins \u{201c}{}\u{201d}", group(index)),
        CostOf::Finished(index) => format!(" for each finished \u{201c}{}\u{201d}", kind(index)),
        CostOf::Hour(index) => format!(" worked on \u{201c}{}\u{201d}", kind(index)),
    };
    format!("{}: {}{what}.", capital(&cost.name), cost.amount.written)
}
