use std::fmt;

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar; serialised as ISO 8601 `YYYY-MM-DD`.
///
/// ```
/// # use vidimus_mrz as mrz;
/// use mrz::Date;
/// let leap = Date::new(2024, 2, 29).unwrap();
/// assert_eq!(leap.to_string(), "2024-02-29");
/// assert_eq!(Date::new(2023, 2, 29), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day with this year (1 to 9999), month (1 to 12) and day of the month; `None` when the calendar has no such day.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || day == 0 || day > days_in(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Year, 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut parts = text.split('-').map(str::parse::<u16>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err("a date is written YYYY-MM-DD");
        };
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else {
            return Err("the calendar has no such day");
        };
        Date::new(year, month, day).ok_or("the calendar has no such day")
    }
}

/// Days of a month; 0 when there is no such month.
const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// What six characters YYMMDD say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZoneDate {
    /// A day, month or year in ISO 8601, as precise as the zone is.
    Known { year: u16, month: Option<u8>, day: Option<u8> },
    /// Fillers only.
    Unknown,
    /// No day that the calendar has, or fillers where Doc 9303-3 clause 4.8 has none.
    Impossible,
}

impl ZoneDate {
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `None` unless known.
    pub(crate) fn iso(self) -> Option<String> {
        match self {
            ZoneDate::Known { year, month: Some(month), day: Some(day) } => {
                Some(format!("{year:04}-{month:02}-{day:02}"))
            }
            ZoneDate::Known { year, month: Some(month), day: None } => Some(format!("{year:04}-{month:02}")),
            ZoneDate::Known { year, .. } => Some(format!("{year:04}")),
            ZoneDate::Unknown | ZoneDate::Impossible => None,
        }
    }
}

/// A date of birth. Rule for the century: the latest in which the date is not after `today`.
pub(crate) fn date_of_birth(text: &str, today: Date) -> ZoneDate {
    let century = today.year / 100 * 100;
    parse(text, |two_digits, month, day| {
        let year = century + two_digits;
        let later = (year, month.unwrap_or(0), day.unwrap_or(0)) > (today.year, today.month, today.day);
        if later { year.saturating_sub(100) } else { year }
    })
}

/// A date of expiry. Rule for the century: the year lies from 50 years before to 49 years after `today`, so that a document
/// of the last century never looks valid; it must be a full date.
pub(crate) fn date_of_expiry(text: &str, today: Date) -> ZoneDate {
    match parse(text, |two_digits, _, _| nearest(two_digits, today)) {
        ZoneDate::Known { day: None, .. } | ZoneDate::Unknown => ZoneDate::Impossible,
        date => date,
    }
}

/// Year and month YYMM of issue, by the rule of a birth date.
pub(crate) fn month_of_issue(text: &str, today: Date) -> ZoneDate {
    date_of_birth(&format!("{text}<<"), today)
}

/// Whether six characters can be a date in some century; fillers may stand for unknown parts when `partial`.
pub(crate) fn plausible(text: &str, partial: bool) -> bool {
    match parse(text, |two_digits, _, _| 2000 + two_digits) {
        ZoneDate::Known { day, .. } => partial || day.is_some(),
        ZoneDate::Unknown => partial,
        ZoneDate::Impossible => false,
    }
}

fn nearest(two_digits: u16, today: Date) -> u16 {
    let first = today.year.saturating_sub(50);
    first + (100 + two_digits - first % 100) % 100
}

fn parse(text: &str, year_of: impl Fn(u16, Option<u8>, Option<u8>) -> u16) -> ZoneDate {
    if text.chars().count() == 6 && text.chars().all(|c| c == '<') {
        return ZoneDate::Unknown;
    }
    let pair = |at: usize| -> Option<Option<u8>> {
        match text.get(at..at + 2)?.as_bytes() {
            [b'<', b'<'] => Some(None),
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some(Some((tens - b'0') * 10 + ones - b'0')),
            _ => None,
        }
    };
    let (Some(Some(yy)), Some(month), Some(day)) = (pair(0), pair(2), pair(4)) else {
        return ZoneDate::Impossible;
    };
    let year = year_of(u16::from(yy), month, day);
    let exists = match (month, day) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(month), day) => Date::new(year, month, day.unwrap_or(1)).is_some(),
    };
    if exists { ZoneDate::Known { year, month, day } } else { ZoneDate::Impossible }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    const TODAY: Date = Date { year: 2026, month: 11, day: 15 };

    #[test]
    fn centuries() {
        // (text, birth, expiry)
        let table = [
            ("740812", Some("1974-08-12"), Some("2074-08-12")),
            ("261115", Some("2026-11-15"), Some("2026-11-15")), // born today
            ("261116", Some("1926-11-16"), Some("2026-11-16")), // a birth is never in the future
            ("751231", Some("1975-12-31"), Some("2075-12-31")),
            ("760101", Some("1976-01-01"), Some("1976-01-01")), // 50 years back rather than ahead
            ("991231", Some("1999-12-31"), Some("1999-12-31")),
            ("000229", Some("2000-02-29"), Some("2000-02-29")),
            ("230229", None, None),
            ("741301", None, None),
            ("740800", None, None),
            ("7408<<", Some("1974-08"), None),
            ("74<<<<", Some("1974"), None),
            ("74<<12", None, None),
            ("7<0812", None, None),
            ("<<<<<<", None, None),
            ("74081", None, None),
        ];
        for (text, birth, expiry) in table {
            assert_eq!(date_of_birth(text, TODAY).iso().as_deref(), birth, "birth {text}");
            assert_eq!(date_of_expiry(text, TODAY).iso().as_deref(), expiry, "expiry {text}");
        }
    }

    #[test]
    fn unknown_is_not_impossible() {
        assert_eq!(date_of_birth("<<<<<<", TODAY), ZoneDate::Unknown);
        assert_eq!(date_of_expiry("<<<<<<", TODAY), ZoneDate::Impossible);
        assert_eq!(date_of_birth("é40812", TODAY), ZoneDate::Impossible);
    }

    #[test]
    fn iso_text_round_trips() {
        assert_eq!(Date::try_from("2024-02-29".to_owned()), Ok(Date::new(2024, 2, 29).unwrap()));
        for bad in ["2023-02-29", "2023-2", "a-b-c", "2024-01-01-01", "2024-300-01"] {
            assert!(Date::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
