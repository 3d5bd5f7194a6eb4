//! Dates, clocks and rotas: the only room that knows that a week has weekends.
//!
//! The rest of the simulator counts milliseconds. Here a civil date and time becomes such a count
//! ([`Clock`]), a weekly pattern becomes dated periods of duty ([`Rota`], [`Duty`]), and "three
//! working days" becomes an instant ([`WorkingDays`]). Bank holidays come by rule for each
//! [`Nation`], so a scenario may be set in any year of this century.
//!
//! Everything dated is worked out once, before a replication begins; what a replication asks
//! afterwards is a search in a sorted table.

mod bank_holiday;
mod clock;
mod days;
mod duty;
#[cfg(test)]
mod duty_tests;
mod nation;
mod rota;
mod rota_text;
mod working_days;
mod zone;

pub use bank_holiday::{BankHolidays, bank_holidays, is_bank_holiday};
pub use clock::{Clock, WHOLE_MONTH};
pub use days::Days;
pub use duty::Duty;
pub use jiff::civil::{Date, DateTime, Weekday};
pub use nation::Nation;
pub use rota::{Pattern, Rota, RotaError, Shift};
pub use working_days::WorkingDays;
pub use zone::Zone;

/// The date `days` days after `date` (before it, if negative); stops at the ends of the calendar,
/// the years -9999 and 9999.
fn days_after(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::SignedDuration::from_secs(days.saturating_mul(86_400)))
}

/// Days from `earlier` to `later`, negative if they are the other way round.
fn days_between(earlier: Date, later: Date) -> i64 {
    later.duration_since(earlier).as_secs() / 86_400
}

/// The Monday of the week (Monday to Sunday) that holds `date`.
fn monday(date: Date) -> Date {
    days_after(date, -i64::from(date.weekday().to_monday_zero_offset()))
}
