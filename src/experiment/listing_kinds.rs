//! The quantities of each kind of work: numbers, waits, backlog, lateness.

use super::catalogue::{Catalogue, Definition, quantity};
use super::listing::{DAYS, HOURS, Listing, written};
use super::quantities::{Better, Family, NOBODY, Unit};
use crate::model::{AGE_BANDS, Flow, Layout, Level, Total};
use crate::scenario::world::By;
use crate::units::Span;

/// A set of kinds that is reported together.
struct Pool {
    /// Last part of the keys: the kind's name, `total`.
    key: String,
    /// In words.
    words: String,
    /// Name, for one kind.
    of: Option<String>,
    kinds: Vec<usize>,
}

pub(super) fn list(listing: &Listing<'_>, into: &mut Catalogue) {
    let kinds = &listing.scenario.kinds;
    let all = Pool { key: "total".into(), words: "all work".into(), of: None, kinds: (0..kinds.len()).collect() };
    let due: Vec<usize> = (0..kinds.len()).filter(|&k| kinds[k].due.is_some()).collect();
    let all_due = Pool { key: "total".into(), words: "all work with a due date".into(), of: None, kinds: due };
    let one = |(index, name): (usize, &str)| Pool {
        key: name.to_owned(),
        words: name.to_owned(),
        of: Some(name.to_owned()),
        kinds: vec![index],
    };
    let each: Vec<Pool> = kinds.iter().enumerate().map(|(i, kind)| one((i, &kind.name))).collect();
    for pool in std::iter::once(&all).chain(&each) {
        numbers(listing, pool, into);
    }
    for pool in &each {
        waits_of_one(listing, pool, into);
    }
    let mut pooled = vec![Pool { key: "all".into(), ..all }];
    for (role, name) in listing.scenario.roles.iter().enumerate() {
        let led = kinds.iter().enumerate().filter(|(_, k)| matches!(k.by, By::Role(r) | By::Holder(r) if r == role));
        let led: Vec<usize> = led.map(|(i, _)| i).collect();
        if !led.is_empty() {
            let words = format!("work of {}", name.name);
            pooled.push(Pool { key: format!("role.{}", name.name), words, of: Some(name.name.clone()), kinds: led });
        }
    }
    for pool in &pooled {
        means(listing.layout, pool, into);
    }
    for pool in std::iter::once(&all_due).chain(each.iter().filter(|p| p.kinds.iter().all(|&k| kinds[k].due.is_some())))
    {
        if !pool.kinds.is_empty() {
            lateness(listing, pool, into);
        }
    }
    observations(listing, &each, into);
}

fn totals(layout: &Layout, total: Total, kinds: &[usize]) -> Vec<usize> {
    kinds.iter().map(|&kind| layout.total(total, kind)).collect()
}

fn flows(layout: &Layout, flow: Flow, month: usize, kinds: &[usize]) -> Vec<usize> {
    kinds.iter().map(|&kind| layout.flow(flow, month, kind)).collect()
}

fn levels(layout: &Layout, what: Level, month: usize, kinds: &[usize], only: Option<usize>) -> Vec<usize> {
    let of = |kind: usize| (0..layout.levels).filter(move |l| only.is_none_or(|o| o == *l)).map(move |l| (kind, l));
    kinds.iter().flat_map(|&kind| of(kind)).map(|(kind, level)| layout.level(what, month, kind, level)).collect()
}

fn numbers(listing: &Listing<'_>, pool: &Pool, into: &mut Catalogue) {
    let layout = listing.layout;
    let of = pool.of.as_deref();
    let every = |flow: Flow| (0..layout.months).flat_map(|m| flows(layout, flow, m, &pool.kinds)).collect::<Vec<_>>();
    for (flow, word, better) in [
        (Flow::Raised, "raised", Better::Neither),
        (Flow::Started, "started", Better::Neither),
        (Flow::Finished, "finished", Better::Higher),
        (Flow::Lapsed, "lapsed", Better::Lower),
        (Flow::Referred, "referred", Better::Lower),
    ] {
        let label = format!("{} {word}", pool.words);
        let what = quantity(format!("{word}.{}", pool.key), label, (Family::Flow, Unit::Count, better), of, None);
        if matches!(flow, Flow::Raised | Flow::Finished) {
            listing.summed(into, what, 1.0, &|month| flows(layout, flow, month, &pool.kinds));
        } else {
            into.total(what, Definition::Sum { at: every(flow), scale: 1.0 });
        }
    }
    let share = (Family::TaskShare, Unit::Share, Better::Lower);
    for (flow, word) in [(Flow::Lapsed, "lapsed"), (Flow::Referred, "referred")] {
        let what =
            quantity(format!("share {word}.{}", pool.key), format!("share of {} {word}", pool.words), share, of, None);
        into.total(what, Definition::Ratio { over: every(flow), under: every(Flow::Raised), scale: 1.0 });
    }
    let elapsed = listing.scenario.horizon.0.max(1) as f64;
    for (total, word) in [(Total::InHandArea, "in hand"), (Total::WaitingArea, "waiting")] {
        let label = format!("{} {word} on average", pool.words);
        let sort = (Family::Level, Unit::Tasks, Better::Lower);
        let what = quantity(format!("{word}.mean.{}", pool.key), label, sort, of, None);
        into.total(what, Definition::Sum { at: totals(layout, total, &pool.kinds), scale: 1.0 / elapsed });
    }
    backlog(listing, pool, into);
    let lost = quantity(
        format!("lost.{}", pool.key),
        format!("hours lost by beginning {} again", pool.words),
        (Family::Hours, Unit::Hours, Better::Lower),
        of,
        None,
    );
    into.total(lost, Definition::Sum { at: totals(layout, Total::Lost, &pool.kinds), scale: HOURS });
}

fn backlog(listing: &Listing<'_>, pool: &Pool, into: &mut Catalogue) {
    let layout = listing.layout;
    let of = pool.of.as_deref();
    let sort = (Family::Backlog, Unit::Count, Better::Lower);
    let last = layout.months.saturating_sub(1);
    let opening = quantity(
        format!("open at start.{}", pool.key),
        format!("{} open at the start", pool.words),
        (Family::Backlog, Unit::Count, Better::Neither),
        of,
        None,
    );
    into.total(opening, Definition::Sum { at: totals(layout, Total::Opening, &pool.kinds), scale: 1.0 });
    let dated = pool.kinds.iter().any(|&k| listing.scenario.kinds[k].due.is_some());
    for (what, word) in [(Level::OpenAtEnd, "open"), (Level::OverdueAtEnd, "overdue")] {
        if what == Level::OverdueAtEnd && !dated {
            continue;
        }
        let at = |month: usize| levels(layout, what, month, &pool.kinds, None);
        let label = format!("{} {word} at the end", pool.words);
        let total = quantity(format!("{word} at end.{}", pool.key), label, sort, of, None);
        into.total(total, Definition::Sum { at: at(last), scale: 1.0 });
        let label = format!("{} {word} at the end of the month", pool.words);
        let series = quantity(format!("{word}.{}", pool.key), label, sort, of, None);
        into.monthly(series, layout.months, &|month| Definition::Sum { at: at(month), scale: 1.0 });
    }
    for band in 0..=AGE_BANDS.len() {
        let words = age_words(band);
        let at = |month: usize| pool.kinds.iter().map(|&k| layout.open_by_age(month, k, band)).collect::<Vec<_>>();
        let label = format!("{} open {words} at the end", pool.words);
        let what = quantity(format!("open at end by age.{}.{words}", pool.key), label, sort, of, None);
        into.total(what, Definition::Sum { at: at(last), scale: 1.0 });
        if pool.of.is_none() {
            let label = format!("{} open {words}", pool.words);
            let what = quantity(format!("open by age.{}.{words}", pool.key), label, sort, of, None);
            into.monthly(what, layout.months, &|month| Definition::Sum { at: at(month), scale: 1.0 });
        }
    }
}

/// An age band of open work.
fn age_words(band: usize) -> String {
    match (band.checked_sub(1).map(|b| AGE_BANDS[b]), AGE_BANDS.get(band)) {
        (None, Some(to)) => format!("below {to} days"),
        (Some(from), Some(to)) => format!("{from} to {to} days"),
        (Some(from), None) => format!("{from} days or more"),
        (None, None) => "of any age".to_owned(),
    }
}

/// Average waits of a set of kinds: ratios of sums to numbers of tasks.
fn means(layout: &Layout, pool: &Pool, into: &mut Catalogue) {
    for (family, key, words, sum, count) in [
        (Family::Wait, "wait.mean", "mean wait to start", Total::WaitSum, Total::WaitCount),
        (Family::FlowTime, "flow.mean", "mean time from arising to finish", Total::FlowSum, Total::FlowCount),
        (
            Family::Wait,
            "time in queue.mean",
            "mean time in the queue, lapsed included",
            Total::QueueSum,
            Total::QueueCount,
        ),
        (
            Family::FlowTime,
            "from origin.mean",
            "mean time from the first cause to finish",
            Total::OriginSum,
            Total::FlowCount,
        ),
    ] {
        let sort = (family, Unit::ElapsedHours, Better::Lower);
        let label = format!("{}, {words}", pool.words);
        let what = quantity(format!("{key}.{}", pool.key), label, sort, pool.of.as_deref(), None);
        let (over, under) = (totals(layout, sum, &pool.kinds), totals(layout, count, &pool.kinds));
        into.total(what, Definition::Ratio { over, under, scale: HOURS });
    }
}

fn waits_of_one(listing: &Listing<'_>, pool: &Pool, into: &mut Catalogue) {
    let (layout, of) = (listing.layout, pool.of.as_deref());
    means(layout, pool, into);
    let Some(&kind) = pool.kinds.first() else { return };
    for (family, key, words, total) in [
        (Family::Wait, "wait.p50", "median wait to start", Total::WaitP50),
        (Family::Wait, "wait.p90", "wait to start not exceeded by 90 %", Total::WaitP90),
        (Family::Wait, "wait.p95", "wait to start not exceeded by 95 %", Total::WaitP95),
        (Family::Wait, "wait.sd", "standard deviation of the wait to start", Total::WaitSd),
        (Family::FlowTime, "flow.p50", "median time from arising to finish", Total::FlowP50),
        (Family::FlowTime, "flow.p90", "time to finish not exceeded by 90 %", Total::FlowP90),
        (Family::FlowTime, "flow.p95", "time to finish not exceeded by 95 %", Total::FlowP95),
    ] {
        let sort = (family, Unit::ElapsedHours, Better::Lower);
        let what = quantity(format!("{key}.{}", pool.key), format!("{}, {words}", pool.words), sort, of, None);
        into.total(what, Definition::Direct { at: layout.total(total, kind), scale: HOURS });
    }
    let share = (Family::TaskShare, Unit::Share, Better::Lower);
    let mut longer = |word: &str, span: Span, over: usize, under: Total| {
        let (key, label) = (
            format!("{word} longer than {}.{}", written(span), pool.key),
            format!("share of {} that {word} longer than {}", pool.words, written(span)),
        );
        let under = vec![layout.total(under, kind)];
        into.total(quantity(key, label, share, of, None), Definition::Ratio { over: vec![over], under, scale: 1.0 });
    };
    let targets = &listing.scenario.kinds[kind];
    for (index, &(k, i)) in layout.start_targets.iter().enumerate() {
        if let Some(&span) = targets.start_targets.get(i).filter(|_| k == kind) {
            longer("waited", span, layout.start_later(index), Total::QueueCount);
        }
    }
    for (index, &(k, i)) in layout.finish_targets.iter().enumerate() {
        if let Some(&span) = targets.finish_targets.get(i).filter(|_| k == kind) {
            longer("took", span, layout.finish_later(index), Total::FlowCount);
        }
    }
}

fn lateness(listing: &Listing<'_>, pool: &Pool, into: &mut Catalogue) {
    let (layout, of) = (listing.layout, pool.of.as_deref());
    let last = layout.months.saturating_sub(1);
    let finished = (0..layout.months).flat_map(|m| flows(layout, Flow::Finished, m, &pool.kinds));
    let mut over = totals(layout, Total::FinishedOverdue, &pool.kinds);
    over.extend(levels(layout, Level::OverdueAtEnd, last, &pool.kinds, None));
    let mut under: Vec<usize> = finished.collect();
    under.extend(levels(layout, Level::OpenAtEnd, last, &pool.kinds, None));
    into.total(
        quantity(
            format!("share overdue.{}", pool.key),
            format!("share of {} finished past due, or past due and open at the end", pool.words),
            (Family::TaskShare, Unit::Share, Better::Lower),
            of,
            None,
        ),
        Definition::Ratio { over, under, scale: 1.0 },
    );
    for (what, key, words, scale, sort) in [
        (
            Level::OverdueTime,
            "offender-days overdue",
            "days past due, added up over",
            DAYS,
            (Family::OverdueDays, Unit::Days, Better::Lower),
        ),
        (Level::Late, "late", "number that became late:", 1.0, (Family::Late, Unit::Count, Better::Lower)),
    ] {
        let all = quantity(format!("{key}.{}", pool.key), format!("{words} {}", pool.words), sort, of, None);
        listing.summed(into, all, scale, &|month| levels(layout, what, month, &pool.kinds, None));
        let risks = &listing.scenario.offenders.levels;
        let nobody = pool.kinds.iter().any(|&kind| listing.nobody[kind]);
        for (index, level) in risks.iter().map(String::as_str).chain(nobody.then_some(NOBODY)).enumerate() {
            let label = if index < risks.len() {
                format!("{words} {}, {level} risk", pool.words)
            } else {
                format!("{words} {} that concerns no offender", pool.words)
            };
            let one = quantity(format!("{key}.{}.{level}", pool.key), label, sort, of, Some(level));
            let at = |month: usize| levels(layout, what, month, &pool.kinds, Some(index));
            if pool.of.is_none() || listing.scenario.answers.watch.is_some_and(|w| pool.kinds == [w]) {
                listing.summed(into, one, scale, &at);
            } else {
                into.total(one, Definition::Sum { at: (0..layout.months).flat_map(at).collect(), scale });
            }
        }
    }
}

fn observations(listing: &Listing<'_>, each: &[Pool], into: &mut Catalogue) {
    let layout = listing.layout;
    let sort = (Family::Backlog, Unit::Count, Better::Lower);
    for (index, at) in listing.scenario.observe_at.iter().enumerate() {
        let when = written(Span(at.0));
        let open = |kinds: &[usize]| kinds.iter().map(|&kind| layout.observed(index, kind)).collect::<Vec<_>>();
        let all: Vec<usize> = (0..layout.kinds).collect();
        let total = quantity(format!("open at {when}.total"), format!("all work open at {when}"), sort, None, None);
        into.total(total, Definition::Sum { at: open(&all), scale: 1.0 });
        for pool in each {
            let label = format!("{} open at {when}", pool.words);
            let one = quantity(format!("open at {when}.{}", pool.key), label, sort, pool.of.as_deref(), None);
            into.total(one, Definition::Sum { at: open(&pool.kinds), scale: 1.0 });
        }
    }
}
