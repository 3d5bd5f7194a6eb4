//! Staff: posts of one role with one rota, and who stands in them.

use super::super::keys::{self, Unit};
use super::super::quantity;
use super::super::tree::{Node, Value};
use super::super::world::{
    Discipline, MOST_HELD, Number, OnCall, Overtime, Paid, Passport, Posts, Productive, Ramp, Role, Staff, Tutoring,
};
use super::{Fields, Known, Reader};
use crate::calendar::{Rota, RotaError};
use crate::units::Instant;

/// Keys that are about people in posts.
const ABOUT_POSTS: &[&str] =
    &["vacant", "leaving", "recruitment", "ramp", "tutoring", "cover_after", "overtime", "on_call"];

impl Reader<'_> {
    /// One `[[staff]]`: joined to its role, which it may begin.
    pub(super) fn staff(&mut self, node: &Node, name: &str, roles: &mut Vec<Role>) -> Option<()> {
        let path = format!("staff.{name}");
        let fields = self.fields(node, &path, &keys::STAFF, &Passport::default())?;
        let role = self.text(&fields, "role")?;
        let people = match fields.get("people") {
            Some(node) if node.text() == Some("unlimited") => None,
            Some(_) => Some(self.number(&fields, "people", Unit::People)?),
            None => return None,
        };
        let full_time_share = if fields.has("full_time_share") {
            self.plain(&fields, "full_time_share", Unit::Share)?.typical
        } else {
            1.0
        };
        if full_time_share <= 0.0 {
            let at = fields.at("full_time_share");
            self.error("range", &fields.path("full_time_share"), at, "the full-time share is 0", "write one above 0");
        }
        let rota = self.rota(&fields)?;
        let productive = self.productive(&fields)?;
        let cost = self.post_cost(&fields, &rota)?;
        let moment =
            |reader: &mut Self, key: &str| fields.get(key).and_then(|node| reader.moment(node, &fields.path(key)));
        let (from, until) = (moment(self, "from"), moment(self, "until"));
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            let message = "`until` is not after `from`";
            self.error("order", &fields.path("until"), fields.at("until"), message, "give a later one");
        }
        let staff = Staff {
            name: name.to_owned(),
            site: self.site(&fields),
            full_time_share,
            held_at_start: self.held_at_start(&fields, people.as_ref()),
            people,
            rota,
            works_bank_holidays: self.flag(&fields, "works_bank_holidays"),
            productive,
            from,
            until,
            cost,
            posts: self.posts(&fields, name)?,
        };
        self.without_people(&fields, &staff);
        let this = Role {
            name: role.clone(),
            discipline: discipline(&fields),
            holds: fields.get("holds").and_then(Node::text) == Some("offenders"),
            room: self.whole(&fields, "room", 0, 1_000_000).map(|room| room as u32),
            pooled: fields.get("ownership").and_then(Node::text) == Some("pooled"),
            most_held: self.most_held(&fields, "most_held"),
            most_held_later: self.most_held_later(&fields),
            supervises: self.supervises(&fields),
            span_at_most: self.plain(&fields, "span_at_most", Unit::Positive),
            staff: vec![staff],
        };
        for key in ["ownership", "most_held", "most_held_later", "held_at_start"] {
            if fields.has(key) && !this.holds {
                let message = format!("`{key}` goes with holds = \"offenders\"");
                self.error("form", &fields.path(key), fields.at(key), message, "say that too, or leave it out");
            }
        }
        match roles.iter_mut().find(|known| known.name == role) {
            None => roles.push(this),
            Some(known) => {
                let value = |number: &Number| (number.typical.to_bits(), number.written_uncertain.clone());
                let said = |role: &Role| {
                    let own = (role.holds, role.pooled, role.room, role.discipline, role.supervises.clone());
                    let later = role.most_held_later.iter().map(|(from, most)| (*from, value(most)));
                    let later: Vec<_> = later.collect();
                    (own, role.most_held.as_ref().map(value), later, role.span_at_most.as_ref().map(value))
                };
                let agree = said(known) == said(&this);
                known.staff.extend(this.staff);
                if !agree {
                    let message = format!(
                        "the groups of staff of the role `{role}` differ in `holds`, `ownership`, `most_held`, `most_held_later`, `room`, `discipline`, `supervises` or `span_at_most`"
                    );
                    self.error("agree", &path, node.at, message, "say the same in each: these belong to the role");
                }
            }
        }
        Some(())
    }

    /// How many offenders each of a group holds at the start.
    fn held_at_start(&mut self, fields: &Fields, people: Option<&Number>) -> Vec<u32> {
        let path = fields.path("held_at_start");
        let list = self.list(fields, "held_at_start");
        let held: Vec<i64> = list.iter().filter_map(|node| self.whole_of(node, &path, 0, 500_000)).collect();
        let wanted = people.map(|people| libm::round(people.typical).max(0.0));
        if !list.is_empty() && wanted.is_none_or(|wanted| (wanted - list.len() as f64).abs() > 0.0) {
            let message = "there is not one number for each of `people`";
            self.error("form", &path, fields.at("held_at_start"), message, "write as many as there are posts");
        } else if !list.is_empty() && held.iter().all(|&number| number == 0) {
            let message = "nobody of the group holds anybody";
            self.error("form", &path, fields.at("held_at_start"), message, "write how many each holds");
        }
        held.into_iter().map(|number| number as u32).collect()
    }

    /// Most offenders that a person holds.
    fn most_held(&mut self, fields: &Fields, key: &str) -> Option<Number> {
        let node = fields.get(key)?;
        let said = match node.table() {
            Some(table) => ["value", "typical"].iter().find_map(|key| table.get(key)),
            None => Some(node),
        };
        if let Some(said) = said {
            self.whole_of(said, &fields.path(key), 1, MOST_HELD as i64)?;
        }
        let number = self.number(fields, key, Unit::Offenders)?;
        Some(Number { lowest: 1.0, ..number })
    }

    /// Limits to how many offenders a person holds, from later on.
    fn most_held_later(&mut self, fields: &Fields) -> Vec<(Instant, Number)> {
        let mut limits: Vec<(Instant, Number)> = Vec::new();
        for (index, node) in self.list(fields, "most_held_later").iter().enumerate() {
            let path = format!("{}.{}", fields.path("most_held_later"), index + 1);
            let Some(inside) = self.fields(node, &path, &keys::MOST_HELD_LATER, &fields.passport) else { continue };
            let from = inside.get("from").and_then(|node| self.moment(node, &inside.path("from")));
            let most = self.most_held(&inside, "most");
            let (Some(from), Some(most)) = (from, most) else { continue };
            if limits.last().is_some_and(|last| last.0 >= from) {
                let message = "this limit does not come after the one before it";
                self.error("order", &inside.path("from"), inside.at("from"), message, "give them in order of time");
            }
            limits.push((from, most));
        }
        limits
    }

    /// Roles whose people a role supervises, ascending.
    fn supervises(&mut self, fields: &Fields) -> Vec<usize> {
        let path = fields.path("supervises");
        let own = fields.get("role").and_then(Node::text);
        let mut roles = Vec::new();
        for item in fields.get("supervises").map_or(&[][..], Self::items) {
            let Some(text) = self.text_of(item, &path) else { continue };
            if own == Some(text) {
                let message = format!("`{text}` supervises itself");
                self.error("form", &path, item.at, message, "name the roles whose people it supervises");
            }
            roles.extend(self.named("role", Known::Role, text, &path, item.at));
        }
        if let Some(node) = fields.get("supervises").filter(|node| node.list().is_some_and(<[Node]>::is_empty)) {
            let message = "`supervises` names nobody";
            self.error("length", &path, node.at, message, "name the roles whose people it supervises, or leave it out");
        }
        if fields.has("span_at_most") && !fields.has("supervises") {
            let path = fields.path("span_at_most");
            let message = "`span_at_most` goes with `supervises`";
            self.error("form", &path, fields.at("span_at_most"), message, "say that too, or leave it out");
        }
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    fn rota(&mut self, fields: &Fields) -> Option<Rota> {
        let Some(node) = fields.get("rota") else {
            return Rota::parse("always").ok();
        };
        let path = fields.path("rota");
        let mut weeks = Vec::new();
        for item in Self::items(node) {
            weeks.push(self.text_of(item, &path)?);
        }
        let rota = match weeks.as_slice() {
            [one] => Rota::parse(one),
            many => Rota::parse_weeks(many),
        };
        match rota {
            Ok(rota) => Some(rota),
            Err(error) => {
                let help = "write \"always\", or \"Mon-Thu 08:00-16:00, Fri 08:00-15:00\"";
                self.error("rota", &path, node.at, error.to_string(), help);
                None
            }
        }
    }

    /// A share of duty time, or hours a year: whichever the value's unit says.
    fn productive(&mut self, fields: &Fields) -> Option<Productive> {
        let path = fields.path("productive");
        let Some(node) = fields.get("productive") else {
            return Some(Productive::Share(Number::known(&path, 1.0)));
        };
        let first = match &node.value {
            Value::Table(table) => {
                let centre = ["value", "typical"].iter().find_map(|key| table.get(key));
                centre.or_else(|| table.get("uncertain").and_then(Node::list).and_then(<[Node]>::first))
            }
            _ => Some(node),
        };
        let hours =
            first.and_then(Node::text).is_some_and(|text| text.contains("year") || quantity::duration(text).is_ok());
        if hours {
            self.number(fields, "productive", Unit::Yearly).map(Productive::Yearly)
        } else {
            self.number(fields, "productive", Unit::Share).map(Productive::Share)
        }
    }

    /// What is said of the posts.
    fn posts(&mut self, fields: &Fields, name: &str) -> Option<Posts> {
        let number = |reader: &mut Self, key: &str, unit: Unit| {
            if fields.has(key) { reader.number(fields, key, unit).map(Some) } else { Some(None) }
        };
        let vacant = number(self, "vacant", Unit::People);
        let leaving = number(self, "leaving", Unit::Rate(keys::Per::Person));
        let ramp = self.within(fields, "ramp", &keys::RAMP, |reader, inside| {
            let from = reader.number(inside, "from", Unit::Share);
            let over = reader.number(inside, "over", Unit::Duration);
            Some(Ramp { from: from?, over: over? })
        });
        let tutoring = self.within(fields, "tutoring", &keys::TUTORING, |reader, inside| {
            let share = reader.number(inside, "share", Unit::Share);
            let lasts = reader.number(inside, "for", Unit::Duration);
            Some(Tutoring { share: share?, lasts: lasts? })
        });
        let overtime = self.within(fields, "overtime", &keys::OVERTIME, |reader, inside| {
            let when_waiting = reader.number(inside, "when_waiting", Unit::EachPerson);
            let up_to = reader.number(inside, "up_to", Unit::Weekly);
            Some(Overtime { when_waiting: when_waiting?, up_to: up_to?, paid: paid(inside) })
        });
        let on_call = self.within(fields, "on_call", &keys::ON_CALL, Self::on_call);
        let cover_after = number(self, "cover_after", Unit::Duration);
        let recruitment = self.stages(fields);
        let posts = Posts {
            vacant: vacant?,
            leaving: leaving?,
            recruitment: recruitment?,
            ramp: ramp?,
            tutoring: tutoring?,
            cover_after: cover_after?,
            overtime: overtime?,
            on_call: on_call?,
        };
        let newcomers = !posts.recruitment.is_empty() || fields.has("from");
        for key in ["ramp", "tutoring"] {
            if fields.has(key) && !newcomers {
                let message = format!("`{name}` has no newcomers to whom `{key}` could apply");
                self.error(
                    "form",
                    &fields.path(key),
                    fields.at(key),
                    message,
                    "give `recruitment` too, or leave it out",
                );
            }
        }
        if fields.has("recruitment") && !posts.change() {
            let message = format!("no post of `{name}` is ever vacant, so nobody is recruited");
            let help = "give `vacant` or `leaving` too, or leave it out";
            self.error("form", &fields.path("recruitment"), fields.at("recruitment"), message, help);
        }
        Some(posts)
    }

    /// Who stands by, and for what.
    fn on_call(&mut self, inside: &Fields) -> Option<OnCall> {
        let path = inside.path("work");
        let mut kinds = Vec::new();
        for item in inside.get("work").map_or(&[][..], Self::items) {
            let text = self.text_of(item, &path)?;
            kinds.push(self.named("work", Known::Kind, text, &path, item.at)?);
        }
        if let Some(node) = inside.get("work").filter(|_| kinds.is_empty()) {
            let message = "`work` names nothing to be called out for";
            self.error("length", &path, node.at, message, "name kinds of work of the role, or leave `on_call` out");
        }
        kinds.sort_unstable();
        kinds.dedup();
        let mut number = |key: &str, unit: Unit| {
            if inside.has(key) { self.number(inside, key, unit).map(Some) } else { Some(None) }
        };
        let at_least = number("call_out_at_least", Unit::Duration);
        let allowance = number("allowance", Unit::Amount(keys::Paid::Yearly));
        let given_back = number("given_back", Unit::Percentage);
        let rest = number("rest", Unit::Duration);
        let people = if inside.has("people") { self.whole(inside, "people", 1, 10_000)? as u32 } else { 1 };
        Some(OnCall {
            kinds,
            people,
            at_least: at_least?,
            paid: paid(inside),
            allowance: allowance?,
            given_back: given_back?,
            rest: rest?,
        })
    }

    /// What a table within says, if it is there.
    #[expect(clippy::option_option, reason = "outer: whether it could be read; inner: whether it is there")]
    fn within<T>(
        &mut self,
        fields: &Fields,
        key: &str,
        section: &'static keys::Section,
        read: impl FnOnce(&mut Self, &Fields) -> Option<T>,
    ) -> Option<Option<T>> {
        let Some(node) = fields.get(key) else {
            return Some(None);
        };
        let inside = self.fields(node, &fields.path(key), section, &fields.passport)?;
        read(self, &inside).map(Some)
    }

    /// Stages of recruitment, in file order.
    fn stages(&mut self, fields: &Fields) -> Option<Vec<(String, super::super::world::Duration)>> {
        let path = fields.path("recruitment");
        let Some(node) = fields.get("recruitment") else {
            return Some(Vec::new());
        };
        let Some(table) = node.table() else {
            let message = format!("{} stands where the stages of recruitment are wanted", node.sort());
            self.error("form", &path, node.at, message, "write { advert = \"6 weeks\", vetting = \"8 weeks\" }");
            return None;
        };
        let passport = self.loose_passport(node, &path, &fields.passport);
        let mut stages = Vec::new();
        for entry in table.entries.iter().filter(|entry| !super::number::PASSPORT_NAMES.contains(&entry.key.as_str())) {
            stages
                .push((entry.key.clone(), self.duration_of(&entry.node, &format!("{path}.{}", entry.key), &passport)?));
        }
        if stages.is_empty() || stages.len() > 20 {
            let message = format!("there are {} stages of recruitment", stages.len());
            self.error("length", &path, node.at, message, "give between 1 and 20");
        }
        Some(stages)
    }

    /// Unlimited staff have no posts, and there are no more vacancies than posts.
    fn without_people(&mut self, fields: &Fields, staff: &Staff) {
        let vacant = staff.posts.vacant.as_ref().map_or(0.0, |vacant| vacant.typical);
        if let Some(people) = &staff.people {
            if vacant > people.typical {
                let message = format!("{vacant} posts are vacant, and there are {}", people.typical);
                self.error("range", &fields.path("vacant"), fields.at("vacant"), message, "give at most as many");
            }
        } else {
            for key in ABOUT_POSTS.iter().chain(&["site", "supervises", "span_at_most"]).filter(|key| fields.has(key)) {
                let message = format!("`{key}` is about posts, and these people are unlimited");
                self.error(
                    "form",
                    &fields.path(key),
                    fields.at(key),
                    message,
                    "give a number of people, or leave it out",
                );
            }
        }
        if let Some(overtime) = &staff.posts.overtime {
            let longer = staff.rota.longer(overtime.up_to.typical as i64);
            if let Err(error) = longer {
                let help = match error {
                    RotaError::AlwaysLonger => "give a `rota` with shifts, such as \"Mon-Fri 08:00-16:00\"",
                    _ => "give `rota` shifts that leave room for it, or a lower `up_to`",
                };
                let message = format!("overtime makes shifts longer, and {error}");
                self.error("overtime", &fields.path("overtime"), fields.at("overtime"), message, help);
            }
        }
    }
}

/// What an hour more is paid.
fn paid(fields: &Fields) -> Option<Paid> {
    match fields.get("paid").and_then(Node::text) {
        Some("time and a third") => Some(Paid::TimeAndAThird),
        Some("time and a half") => Some(Paid::TimeAndAHalf),
        Some("double time") => Some(Paid::DoubleTime),
        _ => None,
    }
}

fn discipline(fields: &Fields) -> Discipline {
    match fields.get("discipline").and_then(Node::text) {
        Some("first come first served") => Discipline::Fifo,
        Some("priority, then earliest due date") => Discipline::PriorityDue,
        Some("random order") => Discipline::Random,
        _ => Discipline::PriorityFifo,
    }
}
