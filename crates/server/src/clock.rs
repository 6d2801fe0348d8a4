use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mrz::Date;

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    i64::try_from(since_1970().as_millis()).unwrap_or(i64::MAX)
}

/// The same for wire formats, which have no negative times.
pub(crate) fn timestamp_ms() -> u64 {
    u64::try_from(now_ms()).unwrap_or(0)
}

/// The calendar day in UTC.
pub fn today() -> Date {
    civil(since_1970().as_secs() / 86_400)
}

fn since_1970() -> Duration {
    // A clock set before 1970 reads as 1970.
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The day that lies `days` after 1 January 1970; the last one known when the calendar ends.
fn civil(days: u64) -> Date {
    const CYCLE: u64 = 146_097; // days in 400 Gregorian years
    let mut year = 1970_u64.saturating_add(days / CYCLE * 400);
    let mut left = days % CYCLE;
    while left >= days_of(year) {
        left -= days_of(year);
        year += 1;
    }
    let mut month = 1;
    while left >= days_in(year, month) {
        left -= days_in(year, month);
        month += 1;
    }
    let day = u16::try_from(year).ok().and_then(|year| Date::new(year, month, u8::try_from(left + 1).ok()?));
    day.unwrap_or(const { Date::new(9999, 12, 31).expect("a day of the calendar") })
}

fn days_of(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in(year: u64, month: u8) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        for (days, text) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_778, "2026-11-21"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
            (146_097, "2370-01-01"),
            (2_932_896, "9999-12-31"),
            (u64::MAX, "9999-12-31"),
        ] {
            assert_eq!(civil(days).to_string(), text, "{days}");
        }
    }
}
