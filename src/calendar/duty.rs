//! Dated duty: when people of one rota are at work, and how much duty has passed.
//!
//! Work passes only on duty. If a task needs four hours and the shift ends in one, the other three
//! pass tomorrow, or after the bank holiday. So duty is laid out once as a sorted table of periods,
//! each with the duty before it. *Position* is the duty that has passed, in milliseconds; a task
//! begun at `t` ends when the position has grown by its effort:
//!
//! ```text
//! reach(position(t) + effort)
//! ```
//!
//! A period of duty holds its start and not its end. A task whose last millisecond is the last of
//! a shift ends with that shift, not with the start of the next: `reach` is the earliest instant.
//!
//! Times here are bare milliseconds since [`Instant::ZERO`], because this is the innermost loop.

use super::{BankHolidays, Clock, Nation, Rota, days_after, days_between, monday};
use crate::units::{DAY, Instant};
use jiff::SignedDuration;

/// Farthest time from zero that a table holds, in milliseconds; sums of two stay in range.
const FARTHEST: i64 = i64::MAX / 4;

/// One unbroken period of duty, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Period {
    start: i64,
    end: i64,
    /// Duty before `start`.
    before: i64,
}

/// The periods of duty of one rota between two instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    from: i64,
    periods: Box<[Period]>,
}

impl Duty {
    /// Duty without a break from one instant to another; never, if they are in the wrong order.
    pub fn always(from: Instant, to: Instant) -> Self {
        Self::of(from.0, vec![(from.0, to.0)], from.0, to.0)
    }

    /// The duty of `rota` between `from` and `to`, within the time in post `window` if there is one.
    ///
    /// A shift that begins on a bank holiday of `off` does not take place; `None` is for those who
    /// work bank holidays and for calendars without. [`Rota::Always`] knows no holidays. Shifts
    /// keep clock time, so a night on which the clocks change is an hour longer or shorter. A shift
    /// under way at a limit is cut there; shifts that touch become one period.
    pub fn build(
        rota: &Rota,
        clock: &Clock,
        off: Option<Nation>,
        from: Instant,
        to: Instant,
        window: Option<(Instant, Instant)>,
    ) -> Self {
        let (posted, leaves) = window.unwrap_or((from, to));
        let (from, to) = (from.max(posted), to.min(leaves));
        let Rota::Weeks(pattern) = rota else {
            return Self::always(from, to);
        };
        let mut holidays = BankHolidays::of(off);
        let mut shifts = Vec::new();
        let first_week = monday(clock.starts());
        // A shift of the week before may still run.
        let mut week = days_after(monday(clock.civil(from).date()), -7);
        while from < to && clock.midnight(week) < to {
            for &shift in pattern.week(days_between(first_week, week).div_euclid(7)) {
                let day = days_after(week, i64::from(shift.day()));
                if !holidays.contains(day) {
                    let at = |of_day: i64| {
                        let into = SignedDuration::from_millis(of_day % DAY);
                        let shown = days_after(day, of_day / DAY).at(0, 0, 0, 0);
                        clock.instant(shown.saturating_add(into)).0
                    };
                    shifts.push((at(shift.start_of_day()), at(shift.end_of_day())));
                }
            }
            let next = days_after(week, 7);
            if days_between(week, next) < 7 {
                break; // the calendar itself ends here
            }
            week = next;
        }
        Self::of(from.0, shifts, from.0, to.0)
    }

    /// When both are on duty: two people at one visit.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut ours, mut theirs) = (self.periods.iter().peekable(), other.periods.iter().peekable());
        let mut both = Vec::new();
        while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
            both.push((a.start.max(b.start), a.end.min(b.end)));
            if a.end <= b.end {
                ours.next()
            } else {
                theirs.next()
            };
        }
        Self::of(self.from.max(other.from), both, -FARTHEST, FARTHEST)
    }

    /// Periods cut to `[low, high)`, sorted, joined where they touch, and summed.
    fn of(from: i64, mut pieces: Vec<(i64, i64)>, low: i64, high: i64) -> Self {
        let (low, high) = (low.max(-FARTHEST), high.min(FARTHEST));
        pieces.sort_unstable();
        let mut periods: Vec<Period> = Vec::with_capacity(pieces.len());
        for (start, end) in pieces {
            let (start, end) = (start.max(low), end.min(high));
            if start >= end {
                continue;
            }
            match periods.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                last => {
                    let before = last.map_or(0, |last| last.done());
                    periods.push(Period { start, end, before });
                }
            }
        }
        Self { from: from.clamp(-FARTHEST, FARTHEST), periods: periods.into() }
    }

    /// Duty before `t` (ms). A search; prefer [`Duty::position`] where time runs forward.
    #[inline]
    pub fn worked_until(&self, t: i64) -> i64 {
        self.passed(self.periods.partition_point(|period| period.start < t), t)
    }

    /// Duty before `t` (ms), as [`Duty::worked_until`].
    ///
    /// `cursor` remembers the place; start it at zero. While `t` does not decrease, all calls
    /// together pass over the table once. An earlier `t` is answered correctly by stepping back.
    #[inline]
    pub fn position(&self, t: i64, cursor: &mut usize) -> i64 {
        let mut begun = (*cursor).min(self.periods.len());
        while self.periods.get(begun).is_some_and(|period| period.start < t) {
            begun += 1;
        }
        while begun > 0 && self.periods.get(begun - 1).is_some_and(|period| period.start >= t) {
            begun -= 1;
        }
        *cursor = begun;
        self.passed(begun, t)
    }

    /// Duty before `t` (ms), and the earliest instant at which `more` milliseconds of it, above zero, have passed since:
    /// [`Duty::position`] and [`Duty::reach`] in one, which is quick where both lie in the period at hand.
    #[inline(always)]
    pub fn ahead(&self, t: i64, more: i64, cursor: &mut usize) -> (i64, i64) {
        if let Some(period) = self.periods.get(cursor.wrapping_sub(1))
            && period.start < t
            && t <= period.end
        {
            let done = t.saturating_add(more);
            if done <= period.end {
                return (period.before + (t - period.start), done);
            }
        }
        let position = self.position(t, cursor);
        (position, self.reach(position.saturating_add(more), *cursor))
    }

    /// Duty before `t` when `begun` periods have begun before it.
    #[inline]
    fn passed(&self, begun: usize, t: i64) -> i64 {
        let last = begun.checked_sub(1).and_then(|last| self.periods.get(last));
        last.map_or(0, |last| last.before + (t.min(last.end) - last.start))
    }

    /// The earliest instant (ms) before which `position` milliseconds of duty lie; the start of the
    /// table for a position that is not above zero, `i64::MAX` when the table ends before.
    ///
    /// `hint` is a cursor of [`Duty::position`]; any number gives the same answer, the place in the
    /// table from which the answer is not far gives it sooner. Because the instant is the earliest,
    /// a task without effort, begun off duty, would end with the shift before: use the later of the
    /// answer and now.
    #[inline]
    pub fn reach(&self, position: i64, hint: usize) -> i64 {
        if position <= 0 {
            return self.from;
        }
        let periods = &self.periods;
        let from = hint.saturating_sub(1).min(periods.len());
        let (passed, ahead) = periods.split_at(from);
        let found = if passed.last().is_some_and(|last| last.done() >= position) {
            passed.get(passed.partition_point(|period| period.done() < position))
        } else {
            // Most tasks end in one of the next shifts.
            let near = ahead.iter().take(NEAR).find(|period| period.done() >= position);
            near.or_else(|| {
                let far = ahead.get(NEAR..)?;
                far.get(far.partition_point(|period| period.done() < position))
            })
        };
        found.map_or(i64::MAX, |period| period.start + (position - period.before))
    }

    /// Whether `t` (ms) is on duty; the start of a shift is, its end is not.
    #[inline]
    pub fn is_on(&self, t: i64) -> bool {
        let begun = self.periods.partition_point(|period| period.start <= t);
        begun.checked_sub(1).and_then(|last| self.periods.get(last)).is_some_and(|last| t < last.end)
    }

    /// The first start or end of duty after `t` (ms), and whether duty is on from then.
    #[inline]
    pub fn next_boundary(&self, t: i64) -> Option<(i64, bool)> {
        let period = self.periods.get(self.periods.partition_point(|period| period.end <= t))?;
        Some(if period.start > t { (period.start, true) } else { (period.end, false) })
    }

    /// Every start (true) and end (false) of duty (ms), earliest first.
    pub fn boundaries(&self) -> impl Iterator<Item = (i64, bool)> + '_ {
        self.periods.iter().flat_map(|period| [(period.start, true), (period.end, false)])
    }

    /// Duty from `a` to `b` (ms); zero if `b` is not after `a`.
    #[inline]
    pub fn total_between(&self, a: i64, b: i64) -> i64 {
        (self.worked_until(b) - self.worked_until(a)).max(0)
    }

    /// All duty of the table (ms).
    #[inline]
    pub fn total(&self) -> i64 {
        self.periods.last().map_or(0, Period::done)
    }

    /// Number of unbroken periods of duty.
    pub fn periods(&self) -> usize {
        self.periods.len()
    }
}

/// Periods that [`Duty::reach`] looks at one by one before it searches.
const NEAR: usize = 6;

impl Period {
    /// Duty before its end.
    #[inline]
    fn done(&self) -> i64 {
        self.before + (self.end - self.start)
    }
}
