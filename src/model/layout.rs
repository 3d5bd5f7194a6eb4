//! What one replication records, and where each record stands.
//!
//! A replication leaves one row of whole numbers: milliseconds, counts, products of the two. Sums of
//! whole numbers are exact, so the parts of the ledger add up to the whole in every replication.
//! [`Layout`] gives the position of each record in the row; it depends on the scenario alone and is the
//! same for every replication and every draw of its parameters.

use super::records::{
    AGE_BANDS, FLOWS, Flow, LEVELS, Level, MEMBERS, Members, ON_CALL, OnCall, PERSON_BINS, TOTALS, Total,
};
use crate::scenario::world::{By, Each, Pattern, Role, Scenario};

/// One cell of the ledger of hours: who worked on what, and what raised the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Root cause.
    pub cause: usize,
    /// Kind of work.
    pub kind: usize,
    /// Role of the person.
    pub role: usize,
}

/// Positions of all records in a row.
#[expect(clippy::struct_excessive_bools, reason = "each says whether records of one sort are kept")]
#[derive(Clone, Debug)]
pub struct Layout {
    /// Reporting months.
    pub months: usize,
    /// Kinds of work.
    pub kinds: usize,
    /// Roles.
    pub roles: usize,
    /// Risk levels, and one more for work that concerns no offender.
    pub levels: usize,
    /// Names under which outcomes are counted.
    pub counts: usize,
    /// Times at which open work is counted.
    pub observations: usize,
    /// The register and the groups whose numbers are recorded, then the risk levels, then those in custody; none where
    /// nobody moves.
    pub populations: usize,
    level_populations: usize,
    custody: bool,
    /// Ledger cells that can occur, sorted.
    pub cells: Vec<Cell>,
    /// Causes that can reach each kind, for looking a cell up: `(cause, kind) -> first cell`.
    first_cell: Vec<Option<u32>>,
    causes: usize,
    /// Kinds whose per-person counts are recorded.
    pub per_person: Vec<usize>,
    /// Waits to start to compare with, for each kind: (kind, index in its list).
    pub start_targets: Vec<(usize, usize)>,
    /// Times to finish to compare with.
    pub finish_targets: Vec<(usize, usize)>,
    /// Whether people come, go, are away or work overtime: only then are posts, absence and overtime recorded.
    pub staff_changes: bool,
    /// Reasons to be away.
    pub absences: usize,
    /// Whether overload and what it brings on is recorded.
    pub feedback: bool,
    /// Whether any work travels: only then is the time of it recorded.
    pub travels: bool,
    /// Groups of staff whose time is recorded each for itself; none where no price hangs on it.
    pub staff_groups: usize,
    /// Groups of staff whose call-outs are recorded; none where nobody stands by.
    pub on_call_groups: usize,
    /// Whether those without a manager are counted: where there is a limit to how many one person holds.
    pub unheld: bool,
    at: Offsets,
    len: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Offsets {
    flows: usize,
    levels: usize,
    ages: usize,
    totals: usize,
    start_targets: usize,
    finish_targets: usize,
    counts: usize,
    capacity: usize,
    weeks: usize,
    observations: usize,
    persons: usize,
    events: usize,
    staff: usize,
    members: usize,
    feedback: usize,
    travel: usize,
    staff_groups: usize,
    on_call: usize,
    unheld: usize,
}

impl Layout {
    /// The layout of a scenario's rows.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let reach = causes_reaching(scenario);
        let mut cells = Vec::new();
        for (kind, causes) in reach.iter().enumerate() {
            let roles = roles_of(scenario, kind);
            for (cause, _) in causes.iter().enumerate().filter(|(_, reaches)| **reaches) {
                cells.extend(roles.iter().map(|&role| Cell { cause, kind, role }));
            }
        }
        cells.sort_unstable();
        let causes = scenario.causes.len();
        let kinds = scenario.kinds.len();
        let mut first_cell = vec![None; causes * kinds];
        for (i, cell) in cells.iter().enumerate().rev() {
            first_cell[cell.cause * kinds + cell.kind] = Some(i as u32);
        }
        let targets = |of: fn(&crate::scenario::world::Kind) -> usize| {
            let each = scenario.kinds.iter().enumerate();
            each.flat_map(|(k, kind)| (0..of(kind)).map(move |i| (k, i))).collect::<Vec<_>>()
        };
        let mut layout = Self {
            months: scenario.month_names.len(),
            kinds,
            roles: scenario.roles.len(),
            levels: scenario.offenders.levels.len() + 1,
            counts: scenario.counts.len(),
            observations: scenario.observe_at.len(),
            populations: populations(scenario).iter().sum(),
            level_populations: populations(scenario)[1],
            custody: scenario.counts_custody(),
            cells,
            first_cell,
            causes,
            per_person: per_person(scenario),
            start_targets: targets(|k| k.start_targets.len()),
            finish_targets: targets(|k| k.finish_targets.len()),
            staff_changes: super::plan_posts::changes(scenario),
            absences: scenario.absences.len(),
            feedback: scenario.feeds_back().is_some(),
            travels: scenario.sites.travel.is_some(),
            staff_groups: staff_groups(scenario),
            on_call_groups: on_call_groups(scenario),
            unheld: scenario.roles.iter().any(Role::bounds_held),
            at: Offsets::default(),
            len: 0,
        };
        layout.place();
        layout
    }

    fn place(&mut self) {
        let mut next = 0;
        let mut take = |n: usize| {
            let at = next;
            next += n;
            at
        };
        take(self.months * self.cells.len());
        self.at = Offsets {
            flows: take(self.months * self.kinds * FLOWS.len()),
            levels: take(self.months * self.kinds * self.levels * LEVELS.len()),
            ages: take(self.months * self.kinds * (AGE_BANDS.len() + 1)),
            totals: take(self.kinds * TOTALS.len()),
            start_targets: take(self.start_targets.len()),
            finish_targets: take(self.finish_targets.len()),
            counts: take(self.months * self.counts),
            capacity: take(self.months * self.roles),
            weeks: take(self.roles * 2),
            observations: take(self.observations * self.kinds),
            persons: take(self.per_person.len() * PERSON_BINS),
            events: take(1),
            staff: take(if self.staff_changes {
                self.months * self.roles * (2 + self.absences) + self.kinds
            } else {
                0
            }),
            members: take(self.months * self.populations * MEMBERS.len()),
            feedback: take(if self.feedback { 3 * self.roles } else { 0 }),
            travel: take(if self.travels { self.months * self.roles } else { 0 }),
            staff_groups: take(self.months * self.staff_groups * 2),
            on_call: take(self.months * self.on_call_groups * ON_CALL.len()),
            unheld: take(if self.unheld { 2 * self.months } else { 0 }),
        };
        self.len = next;
    }

    /// Length of a row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether a row is empty; it never is, since it counts events.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Hours of a ledger cell in a month (ms).
    #[must_use]
    pub fn hours(&self, month: usize, cell: usize) -> usize {
        month * self.cells.len() + cell
    }

    /// First cell of a cause and kind; the roles of the kind follow in ascending order.
    #[must_use]
    pub fn first_cell(&self, cause: usize, kind: usize) -> Option<usize> {
        self.first_cell.get(cause * self.kinds + kind).copied().flatten().map(|c| c as usize)
    }

    /// Position of a role's cell for a cause and kind.
    #[must_use]
    pub fn cell(&self, cause: usize, kind: usize, role: usize) -> Option<usize> {
        let first = self.first_cell(cause, kind)?;
        let same = self.cells[first..].iter().take_while(|c| c.cause == cause && c.kind == kind);
        same.into_iter().position(|c| c.role == role).map(|i| first + i)
    }

    /// A flow of a kind in a month.
    #[must_use]
    pub fn flow(&self, flow: Flow, month: usize, kind: usize) -> usize {
        self.at.flows + (month * self.kinds + kind) * FLOWS.len() + flow as usize
    }

    /// A record of a kind and risk level in a month.
    #[must_use]
    pub fn level(&self, what: Level, month: usize, kind: usize, level: usize) -> usize {
        self.at.levels + ((month * self.kinds + kind) * self.levels + level) * LEVELS.len() + what as usize
    }

    /// Tasks of a kind open at the end of a month in an age band since arising (count).
    #[must_use]
    pub fn open_by_age(&self, month: usize, kind: usize, band: usize) -> usize {
        self.at.ages + (month * self.kinds + kind) * (AGE_BANDS.len() + 1) + band
    }

    /// A total of a kind.
    #[must_use]
    pub fn total(&self, total: Total, kind: usize) -> usize {
        self.at.totals + kind * TOTALS.len() + total as usize
    }

    /// Tasks that waited longer to start than a target; `index` counts [`Layout::start_targets`].
    #[must_use]
    pub fn start_later(&self, index: usize) -> usize {
        self.at.start_targets + index
    }

    /// Tasks that took longer to finish than a target; `index` counts [`Layout::finish_targets`].
    #[must_use]
    pub fn finish_later(&self, index: usize) -> usize {
        self.at.finish_targets + index
    }

    /// Outcomes counted under a name in a month.
    #[must_use]
    pub fn count(&self, month: usize, name: usize) -> usize {
        self.at.counts + month * self.counts + name
    }

    /// Productive hours of a role in a month (ms).
    #[must_use]
    pub fn capacity(&self, month: usize, role: usize) -> usize {
        self.at.capacity + month * self.roles + role
    }

    /// Officer-weeks of a role with a load above [`EXCESSIVE_LOAD`](super::EXCESSIVE_LOAD), and officer-weeks in all.
    #[must_use]
    pub fn officer_weeks(&self, role: usize) -> (usize, usize) {
        (self.at.weeks + 2 * role, self.at.weeks + 2 * role + 1)
    }

    /// Tasks of a kind open at an observation.
    #[must_use]
    pub fn observed(&self, observation: usize, kind: usize) -> usize {
        self.at.observations + observation * self.kinds + kind
    }

    /// People with `bin` tasks of the kind at `index` of [`Layout::per_person`].
    #[must_use]
    pub fn persons(&self, index: usize, bin: usize) -> usize {
        self.at.persons + index * PERSON_BINS + bin
    }

    /// Events handled.
    #[must_use]
    pub fn events(&self) -> usize {
        self.at.events
    }

    /// Time that the posts of a role were filled in a month (ms), where [`Layout::staff_changes`].
    #[must_use]
    pub fn filled(&self, month: usize, role: usize) -> usize {
        self.at.staff + (month * self.roles + role) * (2 + self.absences)
    }

    /// Hours of overtime of a role in a month (ms), where [`Layout::staff_changes`].
    #[must_use]
    pub fn overtime(&self, month: usize, role: usize) -> usize {
        self.filled(month, role) + 1
    }

    /// Hours of duty that a role was away for a reason in a month (ms), where [`Layout::staff_changes`].
    #[must_use]
    pub fn away(&self, month: usize, role: usize, absence: usize) -> usize {
        self.filled(month, role) + 2 + absence
    }

    /// Time that the posts of a group of staff were filled in a month (ms); groups are those of limited people, role by
    /// role in file order, of which there are [`Layout::staff_groups`].
    #[must_use]
    pub fn group_filled(&self, month: usize, group: usize) -> usize {
        self.at.staff_groups + (month * self.staff_groups + group) * 2
    }

    /// Hours of overtime of a group of staff in a month (ms), as [`Layout::group_filled`].
    #[must_use]
    pub fn group_overtime(&self, month: usize, group: usize) -> usize {
        self.group_filled(month, group) + 1
    }

    /// A record of those on call of a group of staff in a month, groups as in [`Layout::group_filled`]; only where
    /// [`Layout::on_call_groups`] are recorded.
    #[must_use]
    pub fn on_call(&self, what: OnCall, month: usize, group: usize) -> usize {
        self.at.on_call + (month * self.on_call_groups + group) * ON_CALL.len() + what as usize
    }

    /// Those on the register without a manager: how many at the end of a month (count), and the integral of their number
    /// over it (ms x people); only where [`Layout::unheld`].
    #[must_use]
    pub fn without_manager(&self, month: usize) -> (usize, usize) {
        (self.at.unheld + 2 * month, self.at.unheld + 2 * month + 1)
    }

    /// Tasks of a kind open and past due at time zero (count), where [`Layout::staff_changes`].
    #[must_use]
    pub fn overdue_at_start(&self, kind: usize) -> usize {
        self.at.staff + self.months * self.roles * (2 + self.absences) + kind
    }

    /// The population of those on the register at a risk level; `None` where nothing changes how many there are.
    #[must_use]
    pub fn at_level(&self, level: usize) -> Option<usize> {
        let first = self.populations - usize::from(self.custody) - self.level_populations;
        (level < self.level_populations).then_some(first + level)
    }

    /// The population of those on the register who are in custody; `None` where nobody can be.
    #[must_use]
    pub fn in_custody(&self) -> Option<usize> {
        self.custody.then(|| self.populations - 1)
    }

    /// A record of the register (population 0), of a group (one more than its index), of a risk level
    /// ([`Layout::at_level`]) or of those in custody in a month; only where [`Layout::populations`] are recorded.
    #[must_use]
    pub fn members(&self, what: Members, month: usize, population: usize) -> usize {
        self.at.members + (month * self.populations + population) * MEMBERS.len() + what as usize
    }

    /// Weeks through which a role was overloaded (count), where [`Layout::feedback`].
    #[must_use]
    pub fn overloaded_weeks(&self, role: usize) -> usize {
        self.at.feedback + 3 * role
    }

    /// Absences, or people who left, that overload brought on in a role (count), where [`Layout::feedback`].
    #[must_use]
    pub fn brought_on(&self, role: usize, leaves: bool) -> usize {
        self.at.feedback + 3 * role + 1 + usize::from(leaves)
    }

    /// Effort of a role that went on the way in a month (ms), where [`Layout::travels`]: counted when work is begun.
    #[must_use]
    pub fn travel(&self, month: usize, role: usize) -> usize {
        self.at.travel + month * self.roles + role
    }

    /// Number of causes.
    #[must_use]
    pub fn causes(&self) -> usize {
        self.causes
    }
}

/// Populations that are recorded: the register and the groups, the risk levels, those in custody.
fn populations(scenario: &Scenario) -> [usize; 3] {
    let levels = if scenario.counts_levels() { scenario.offenders.levels.len() } else { 0 };
    let register = if scenario.counts_members() { 1 + scenario.groups.len() } else { 0 };
    [register, levels, usize::from(scenario.counts_custody())]
}

/// Roles that can work on a kind, ascending.
#[must_use]
pub fn roles_of(scenario: &Scenario, kind: usize) -> Vec<usize> {
    let kind = &scenario.kinds[kind];
    let lead = match kind.by {
        By::Role(role) | By::Holder(role) => Some(role),
        By::NoOne => None,
    };
    let crew = kind.with.iter().flat_map(|crew| crew.roles.iter().copied());
    let mut roles: Vec<usize> = lead.into_iter().chain(crew).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// Groups of staff to record one by one: all of them where posts or overtime are paid for as they come out.
fn staff_groups(scenario: &Scenario) -> usize {
    let groups = || scenario.roles.iter().flat_map(|role| &role.staff).filter(|staff| staff.people.is_some());
    let metered =
        groups().any(|staff| staff.cost.is_some() && (staff.posts.change() || staff.posts.overtime.is_some()));
    if scenario.money.is_some() && metered { groups().count() } else { 0 }
}

/// Groups of staff whose call-outs are recorded: all of them where anybody stands by.
fn on_call_groups(scenario: &Scenario) -> usize {
    let groups = || scenario.roles.iter().flat_map(|role| &role.staff).filter(|staff| staff.people.is_some());
    if groups().any(|staff| staff.posts.on_call.is_some()) { groups().count() } else { 0 }
}

/// For each kind, the causes whose chains can reach it.
fn causes_reaching(scenario: &Scenario) -> Vec<Vec<bool>> {
    let causes = scenario.causes.len();
    let mut reach = vec![vec![false; causes]; scenario.kinds.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (k, kind) in scenario.kinds.iter().enumerate() {
        open.extend(kind.cause.filter(|_| kind.raised.is_some()).map(|cause| (k, cause)));
    }
    if let Some(cause) = scenario.causes.iter().position(|c| c == BACKLOG_CAUSE) {
        open.extend(scenario.backlog.iter().map(|b| (b.kind, cause)));
    }
    while let Some((kind, cause)) = open.pop() {
        if std::mem::replace(&mut reach[kind][cause], true) {
            continue;
        }
        let kind = &scenario.kinds[kind];
        let after = kind.then.iter().flat_map(|branch| &branch.raises);
        open.extend(kind.raises.iter().chain(after).map(|raise| (raise.kind, cause)));
        // A change of membership starts streams, but those carry their own cause.
    }
    reach
}

/// Cause of the work that was waiting at the start.
pub const BACKLOG_CAUSE: &str = "backlog";

/// Kinds raised at random for each person.
fn per_person(scenario: &Scenario) -> Vec<usize> {
    let kinds = scenario.kinds.iter().enumerate();
    let random = kinds.filter(|(_, kind)| {
        kind.raised
            .as_ref()
            .is_some_and(|raised| matches!(raised.pattern, Pattern::AtRandom(_)) && !matches!(raised.each, Each::Team))
    });
    random.map(|(k, _)| k).collect()
}
