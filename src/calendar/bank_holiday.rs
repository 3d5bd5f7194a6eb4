//! Bank holidays by rule.
//!
//! A scenario may begin in any year, so the days are worked out and not listed: Easter by the
//! anonymous Gregorian computus (Meeus, *Astronomical Algorithms*, chapter 8), Mondays by counting,
//! and fixed days by name with a substitute on the next free weekday when they fall on a weekend.
//! As on GOV.UK, only the substitute counts then; a bank holiday is always a weekday.
//!
//! Days that a proclamation moved or added are kept in a table, from 2000 on. A future year has
//! none, so a year with a jubilee not yet proclaimed comes out one day too long.

use super::{Nation, days_after};
use jiff::civil::{Date, Weekday, date};

/// Days added once, and where: `None` is every nation.
const ADDED: &[(Date, Option<Nation>)] = &[
    (date(2002, 6, 3), None),                    // Golden Jubilee
    (date(2011, 4, 29), None),                   // royal wedding
    (date(2012, 6, 5), None),                    // Diamond Jubilee
    (date(2022, 6, 3), None),                    // Platinum Jubilee
    (date(2022, 9, 19), None),                   // state funeral of Queen Elizabeth II
    (date(2023, 5, 8), None),                    // coronation of King Charles III
    (date(2026, 6, 15), Some(Nation::Scotland)), // football World Cup
];

/// The bank holidays of one year, earliest first; each is a weekday.
///
/// True to the published lists from 2000 on; earlier years follow today's rules, which were not
/// always theirs. St Andrew's Day is one from 2007.
pub fn bank_holidays(nation: Nation, year: i16) -> Vec<Date> {
    let scotland = nation == Nation::Scotland;
    let on = |month, day| Date::new(year, month, day).ok();
    // The nth Monday of a month; -1 is the last.
    let monday = |month, nth| on(month, 1)?.nth_weekday_of_month(nth, Weekday::Monday).ok();
    let easter = easter(year);
    let from_easter = |days| Some(days_after(easter?, days));

    let mut days = Vec::with_capacity(12);
    if scotland {
        days.extend(observed(&[on(1, 1), on(1, 2)]));
    } else {
        days.extend(observed(&[on(1, 1)]));
        days.extend(from_easter(1));
    }
    if nation == Nation::NorthernIreland {
        days.extend(observed(&[on(3, 17)]));
        days.extend(observed(&[on(7, 12)]));
    }
    days.extend(from_easter(-2));
    days.extend(match year {
        2020 => on(5, 8), // 75 years after the end of the war in Europe
        _ => monday(5, 1),
    });
    days.extend(match year {
        2002 | 2012 => on(6, 4), // beside a jubilee
        2022 => on(6, 2),
        _ => monday(5, -1),
    });
    days.extend(monday(8, if scotland { 1 } else { -1 }));
    if scotland && year >= 2007 {
        days.extend(observed(&[on(11, 30)]));
    }
    days.extend(observed(&[on(12, 25), on(12, 26)]));
    for &(day, place) in ADDED {
        if day.year() == year && place.is_none_or(|place| place == nation) {
            days.push(day);
        }
    }
    days.sort_unstable();
    days
}

/// Whether `date` is a bank holiday in `nation`. To ask about many dates, keep a [`BankHolidays`].
pub fn is_bank_holiday(nation: Nation, date: Date) -> bool {
    BankHolidays::of(Some(nation)).contains(date)
}

/// The bank holidays of one nation, or of none, which remembers the year last asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankHolidays {
    nation: Option<Nation>,
    year: Option<i16>,
    days: Vec<Date>,
}

impl BankHolidays {
    /// The bank holidays of `nation`; `None` has none.
    pub fn of(nation: Option<Nation>) -> Self {
        Self { nation, year: None, days: Vec::new() }
    }

    /// Whether `date` is among them.
    pub fn contains(&mut self, date: Date) -> bool {
        let Some(nation) = self.nation else {
            return false;
        };
        if is_weekend(date) {
            return false;
        }
        if self.year != Some(date.year()) {
            self.year = Some(date.year());
            self.days = bank_holidays(nation, date.year());
        }
        self.days.contains(&date)
    }

    /// Whether `date` is a working day: Monday to Friday and not among them.
    pub fn is_working_day(&mut self, date: Date) -> bool {
        !is_weekend(date) && !self.contains(date)
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The weekdays on which neighbouring named days are kept: each on its own day if that is a
/// weekday, otherwise on the next weekday that is not taken.
fn observed(named: &[Option<Date>]) -> Vec<Date> {
    let (weekend, mut kept): (Vec<Date>, Vec<Date>) = named.iter().flatten().partition(|&&day| is_weekend(day));
    for mut day in weekend {
        while is_weekend(day) || kept.contains(&day) {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        kept.push(day);
    }
    kept
}

/// Easter Sunday of the Gregorian calendar.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number.rem_euclid(19);
    let (century, of_century) = (year_number.div_euclid(100), year_number.rem_euclid(100));
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_correction + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let day_of_march = epact + to_sunday - 7 * late + 22;
    Some(days_after(Date::new(year, 3, 1).ok()?, i64::from(day_of_march - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dates GOV.UK publishes, month and day, a line a year from 2012 to 2028, as collected in
    /// govuk-bank-holidays 0.19 (a Python package). That list was made before the Scottish day of June 2026
    /// was proclaimed, on 3 February 2026; it is added here.
    const PUBLISHED: [(Nation, &str); 3] = [
        (
            Nation::EnglandAndWales,
            "
             0102 0406 0409 0507 0604 0605 0827 1225 1226
             0101 0329 0401 0506 0527 0826 1225 1226
             0101 0418 0421 0505 0526 0825 1225 1226
             0101 0403 0406 0504 0525 0831 1225 1228
             0101 0325 0328 0502 0530 0829 1226 1227
             0102 0414 0417 0501 0529 0828 1225 1226
             0101 0330 0402 0507 0528 0827 1225 1226
             0101 0419 0422 0506 0527 0826 1225 1226
             0101 0410 0413 0508 0525 0831 1225 1228
             0101 0402 0405 0503 0531 0830 1227 1228
             0103 0415 0418 0502 0602 0603 0829 0919 1226 1227
             0102 0407 0410 0501 0508 0529 0828 1225 1226
             0101 0329 0401 0506 0527 0826 1225 1226
             0101 0418 0421 0505 0526 0825 1225 1226
             0101 0403 0406 0504 0525 0831 1225 1228
             0101 0326 0329 0503 0531 0830 1227 1228
             0103 0414 0417 0501 0529 0828 1225 1226
            ",
        ),
        (
            Nation::Scotland,
            "
             0102 0103 0406 0507 0604 0605 0806 1130 1225 1226
             0101 0102 0329 0506 0527 0805 1202 1225 1226
             0101 0102 0418 0505 0526 0804 1201 1225 1226
             0101 0102 0403 0504 0525 0803 1130 1225 1228
             0101 0104 0325 0502 0530 0801 1130 1226 1227
             0102 0103 0414 0501 0529 0807 1130 1225 1226
             0101 0102 0330 0507 0528 0806 1130 1225 1226
             0101 0102 0419 0506 0527 0805 1202 1225 1226
             0101 0102 0410 0508 0525 0803 1130 1225 1228
             0101 0104 0402 0503 0531 0802 1130 1227 1228
             0103 0104 0415 0502 0602 0603 0801 0919 1130 1226 1227
             0102 0103 0407 0501 0508 0529 0807 1130 1225 1226
             0101 0102 0329 0506 0527 0805 1202 1225 1226
             0101 0102 0418 0505 0526 0804 1201 1225 1226
             0101 0102 0403 0504 0525 0615 0803 1130 1225 1228
             0101 0104 0326 0503 0531 0802 1130 1227 1228
             0103 0104 0414 0501 0529 0807 1130 1225 1226
            ",
        ),
        (
            Nation::NorthernIreland,
            "
             0102 0319 0406 0409 0507 0604 0605 0712 0827 1225 1226
             0101 0318 0329 0401 0506 0527 0712 0826 1225 1226
             0101 0317 0418 0421 0505 0526 0714 0825 1225 1226
             0101 0317 0403 0406 0504 0525 0713 0831 1225 1228
             0101 0317 0325 0328 0502 0530 0712 0829 1226 1227
             0102 0317 0414 0417 0501 0529 0712 0828 1225 1226
             0101 0319 0330 0402 0507 0528 0712 0827 1225 1226
             0101 0318 0419 0422 0506 0527 0712 0826 1225 1226
             0101 0317 0410 0413 0508 0525 0713 0831 1225 1228
             0101 0317 0402 0405 0503 0531 0712 0830 1227 1228
             0103 0317 0415 0418 0502 0602 0603 0712 0829 0919 1226 1227
             0102 0317 0407 0410 0501 0508 0529 0712 0828 1225 1226
             0101 0318 0329 0401 0506 0527 0712 0826 1225 1226
             0101 0317 0418 0421 0505 0526 0714 0825 1225 1226
             0101 0317 0403 0406 0504 0525 0713 0831 1225 1228
             0101 0317 0326 0329 0503 0531 0712 0830 1227 1228
             0103 0317 0414 0417 0501 0529 0712 0828 1225 1226
            ",
        ),
    ];

    #[test]
    fn the_rules_give_the_published_dates_of_2012_to_2028() {
        for (nation, table) in PUBLISHED {
            let lines = table.trim().lines();
            assert_eq!(lines.clone().count(), 17);
            for (year, line) in (2012..).zip(lines) {
                let ruled = bank_holidays(nation, year)
                    .iter()
                    .map(|day| format!("{:02}{:02}", day.month(), day.day()))
                    .collect::<Vec<_>>()
                    .join(" ");
                assert_eq!(ruled, line.trim(), "{nation} {year}");
            }
        }
    }

    #[test]
    fn easter_falls_where_the_prayer_book_says() {
        // The earliest and the latest possible day, a date of each exception, and today's.
        for day in [
            date(1818, 3, 22),
            date(1943, 4, 25),
            date(1954, 4, 18),
            date(1981, 4, 19),
            date(2000, 4, 23),
            date(2021, 4, 4),
            date(2038, 4, 25),
            date(2100, 3, 28),
        ] {
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn every_year_of_the_century_has_its_full_number_of_weekdays() {
        for year in 2000..=2100 {
            for (nation, usual) in Nation::ALL.into_iter().zip([8, 9, 10]) {
                let days = bank_holidays(nation, year);
                let added = match year {
                    2002 | 2011 | 2012 | 2023 => 1,
                    2022 => 2,
                    2026 if nation == Nation::Scotland => 1,
                    _ => 0,
                };
                let before_st_andrew = usize::from(nation == Nation::Scotland && year < 2007);
                assert_eq!(days.len() + before_st_andrew, usual + added, "{nation} {year}");
                assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
                assert!(days.iter().all(|&day| !is_weekend(day) && is_bank_holiday(nation, day)));
            }
        }
    }

    #[test]
    fn the_years_at_the_ends_of_the_calendar_are_answered_too() {
        for nation in Nation::ALL {
            assert_eq!(bank_holidays(nation, i16::MAX), []);
            for end in [Date::MIN, Date::MAX] {
                let listed = bank_holidays(nation, end.year()).contains(&end);
                assert_eq!(is_bank_holiday(nation, end), listed);
            }
        }
    }
}
