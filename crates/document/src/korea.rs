//! Numbers of the Republic of Korea: how they are built and what their check digits say. Texts may carry hyphens and blanks;
//! nothing else but digits counts as part of a number. And how hanja in names are read.
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::BusinessForm;

/// A number that the state gives to a person: resident registration number (주민등록번호), alien registration number
/// (외국인등록번호) or domestic residence report number (국내거소신고번호). Thirteen digits `YYMMDD-Snnnnnc`, where `S`
/// tells century, sex and which of the registers.
///
/// ```
/// use document::korea::PersonNumber;
/// let number = PersonNumber::parse("800101-2000001").ok_or("thirteen digits of a person")?;
/// assert_eq!(number.born(), (1980, 1, 1));
/// assert_eq!((number.sex(), number.is_alien()), ('F', false));
/// assert!(number.check_digit_agrees());
/// assert_eq!(number.hyphened(), "800101-2000001");
/// assert!(PersonNumber::parse("801301-2000001").is_none(), "there is no such month");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonNumber {
    digits: [u8; 13],
}

impl PersonNumber {
    /// The first day whose numbers carry no check digit: from then on the six digits behind `S` are drawn at random
    /// (Enforcement Rule of the Resident Registration Act, article 2, as amended for 5 October 2020).
    pub const WITHOUT_CHECK_DIGIT: (u16, u8, u8) = (2020, 10, 5);

    /// Thirteen digits whose first six are a day of the calendar in the century that the seventh tells; None otherwise.
    pub fn parse(text: &str) -> Option<Self> {
        let number = Self { digits: digits(text)? };
        let (year, month, day) = number.born();
        is_day(year, month, day).then_some(number)
    }

    /// Year, month and day of birth.
    pub fn born(&self) -> (u16, u8, u8) {
        let pair = |at: usize| self.digits[at] * 10 + self.digits[at + 1];
        let century = match self.digits[6] {
            1 | 2 | 5 | 6 => 1900,
            3 | 4 | 7 | 8 => 2000,
            _ => 1800,
        };
        (century + u16::from(pair(0)), pair(2), pair(4))
    }

    /// `M` or `F`.
    pub fn sex(&self) -> char {
        if self.digits[6] % 2 == 1 { 'M' } else { 'F' }
    }

    /// Whether it is given to people of another nationality.
    pub fn is_alien(&self) -> bool {
        matches!(self.digits[6], 5..=8)
    }

    /// Whether the last digit is the one that the first twelve call for. Numbers given from
    /// [`Self::WITHOUT_CHECK_DIGIT`] on have none: with them this says nothing.
    ///
    /// Residents: weights 2 to 9 and 2 to 5, `(11 - sum mod 11) mod 10`. Aliens: two more, modulo 10.
    pub fn check_digit_agrees(&self) -> bool {
        self.digits[12] == self.check_digit()
    }

    /// The check digit that the first twelve digits call for.
    pub fn check_digit(&self) -> u8 {
        let weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
        let sum: u32 = self.digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
        let check = (11 - sum % 11) + if self.is_alien() { 2 } else { 0 };
        (check % 10) as u8
    }

    /// `YYMMDD-Snnnnnc`.
    pub fn hyphened(&self) -> String {
        grouped(&self.digits, &[6, 7])
    }
}

/// Whether the check digit of a business registration number (사업자등록번호, `123-45-67891`) agrees; None for a text
/// that has not ten digits.
///
/// Weights 1, 3, 7 in turn and 5 for the ninth digit, whose product also counts by its tens; `(10 - sum mod 10) mod 10`.
///
/// ```
/// use document::korea::business_number_agrees;
/// assert_eq!(business_number_agrees("123-45-67891"), Some(true));
/// assert_eq!(business_number_agrees("123-45-67892"), Some(false));
/// assert_eq!(business_number_agrees("123-45"), None);
/// ```
pub fn business_number_agrees(text: &str) -> Option<bool> {
    let digits: [u8; 10] = digits(text)?;
    let weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    let sum = sum + u32::from(digits[8]) * 5 / 10;
    Some(u32::from(digits[9]) == (10 - sum % 10) % 10)
}

/// Whose business has such a registration number: the middle two digits tell, 81 to 88 are corporations (National Tax
/// Service, make-up of the number). None for a text that has not ten digits.
///
/// ```
/// use document::{BusinessForm, korea::business_number_form};
/// assert_eq!(business_number_form("124-81-00998"), Some(BusinessForm::Corporation));
/// assert_eq!(business_number_form("123-45-67891"), Some(BusinessForm::SoleProprietor));
/// ```
pub fn business_number_form(text: &str) -> Option<BusinessForm> {
    let digits: [u8; 10] = digits(text)?;
    let is_corporation = digits[3] == 8 && (1..=8).contains(&digits[4]);
    Some(if is_corporation { BusinessForm::Corporation } else { BusinessForm::SoleProprietor })
}

/// Whether the check digit of a corporation's registration number (법인등록번호, `110111-0062437`) agrees; None for a
/// text that has not thirteen digits.
///
/// Weights 1 and 2 in turn, `(10 - sum mod 10) mod 10` (Supreme Court rule on registration numbers of corporations).
///
/// ```
/// use document::korea::corporation_number_agrees;
/// assert_eq!(corporation_number_agrees("110111-0062432"), Some(true));
/// assert_eq!(corporation_number_agrees("110111-0062433"), Some(false));
/// ```
pub fn corporation_number_agrees(text: &str) -> Option<bool> {
    let digits: [u8; 13] = digits(text)?;
    let weights = [1, 2].iter().cycle();
    let sum: u32 = digits[..12].iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    Some(u32::from(digits[12]) == (10 - sum % 10) % 10)
}

/// Who issued driving licences under a number's first two digits, as older licences print it instead of the digits.
///
/// The number is `RR-YY-nnnnnn-cc`: region, year of the first licence, serial number and two digits behind it, of which
/// one is a check digit and one counts the issues. How the check digit is formed has not been published, so nothing here
/// tells whether it is right.
const LICENCE_REGIONS: [(u8, &[&str]); 18] = [
    (11, &["서울"]),
    (12, &["부산"]),
    (13, &["경기", "경기남부"]),
    (14, &["강원"]),
    (15, &["충북"]),
    (16, &["충남"]),
    (17, &["전북"]),
    (18, &["전남"]),
    (19, &["경북"]),
    (20, &["경남"]),
    (21, &["제주"]),
    (22, &["대구"]),
    (23, &["인천"]),
    (24, &["광주"]),
    (25, &["대전"]),
    (26, &["울산"]),
    (27, &["세종"]),
    (28, &["경기북부"]),
];

/// The region of a licence number's first part, in digits or in a word; None for one that is not known.
///
/// ```
/// use document::korea::licence_region;
/// assert_eq!(licence_region("서울"), Some(11));
/// assert_eq!(licence_region("28"), Some(28));
/// assert_eq!(licence_region("30"), None);
/// ```
pub fn licence_region(text: &str) -> Option<u8> {
    let is = |(code, words): &&(u8, &[&str])| words.contains(&text) || text.parse() == Ok(*code);
    LICENCE_REGIONS.iter().find(is).map(|(code, _)| *code)
}

/// Every word that stands for a region on older licences.
pub fn licence_region_words() -> impl Iterator<Item = &'static str> {
    LICENCE_REGIONS.iter().flat_map(|(_, words)| words.iter().copied())
}

/// Exactly `N` digits, whatever blanks and hyphens are between them; None with any other sign.
fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut found = [0; N];
    let mut count = 0;
    for character in text.chars().filter(|character| !matches!(character, ' ' | '-')) {
        *found.get_mut(count)? = character.to_digit(10)? as u8;
        count += 1;
    }
    (count == N).then_some(found)
}

fn grouped(digits: &[u8], groups: &[usize]) -> String {
    let mut rest = digits.iter();
    let group = |length: &usize| rest.by_ref().take(*length).map(|digit| char::from(b'0' + digit)).collect::<String>();
    groups.iter().map(group).collect::<Vec<_>>().join("-")
}

fn is_day(year: u16, month: u8, day: u8) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A line for each syllable: the hanja of KS X 1001 that are read so, in that standard's order, which is one of readings. A
/// hanja with several readings stands with each; so do those whose initial changes at the beginning of a word.
static READINGS: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (syllable, hanja) = line.split_once(' ')?;
        Some((syllable.chars().next()?, hanja))
    };
    include_str!("korea/hanja.txt").lines().filter_map(line).collect()
});

/// The hanja that are read as a syllable of Hangul; empty for one that no hanja is read as.
///
/// ```
/// use document::korea::hanja_read_as;
/// assert!(hanja_read_as('홍').contains('洪') && hanja_read_as('길').contains('吉'));
/// assert!(hanja_read_as('리').contains('李') && hanja_read_as('이').contains('李'));
/// assert_eq!(hanja_read_as('뷁'), "");
/// ```
pub fn hanja_read_as(syllable: char) -> &'static str {
    READINGS.get(&syllable).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centuries_and_sexes() {
        // number, born, sex, alien
        let table = [
            ("8304221185600", (1983, 4, 22), 'M', false),
            ("000229-4000000", (2000, 2, 29), 'F', false),
            ("991231 - 9000000", (1899, 12, 31), 'M', false),
            ("851201-5000000", (1985, 12, 1), 'M', true),
            ("051201-8000000", (2005, 12, 1), 'F', true),
        ];
        for (text, born, sex, alien) in table {
            let number = PersonNumber::parse(text).expect("a day of the calendar");
            assert_eq!((number.born(), number.sex(), number.is_alien()), (born, sex, alien), "{text}");
        }
        for bad in ["000229-1000000", "990229-1000000", "8304221-185600x", "830422-118560", "830422-11856000", ""] {
            assert!(PersonNumber::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn one_check_digit_of_ten_agrees() {
        for front in ["800101-100000", "830422-118560", "700707-634567", "011130-700001"] {
            let agreeing: Vec<u8> = (0..10u8)
                .filter(|last| PersonNumber::parse(&format!("{front}{last}")).is_some_and(|n| n.check_digit_agrees()))
                .collect();
            assert_eq!(agreeing.len(), 1, "{front}");
        }
        // By hand: 8·2+0+0+1·5+0+1·7+1·8 = 36, 36 mod 11 = 3, 11 - 3 = 8; of an alien 5·8 instead of 1·8: 68 mod 11 = 2,
        // 11 - 2 + 2 = 11, so 1.
        assert!(PersonNumber::parse("800101-1000008").is_some_and(|number| number.check_digit_agrees()));
        assert!(PersonNumber::parse("800101-5000001").is_some_and(|number| number.check_digit_agrees()));
    }

    #[test]
    fn every_region_has_one_code() {
        let words: Vec<&str> = licence_region_words().collect();
        let mut unique = words.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), words.len());
        assert_eq!((11..=28).filter(|code| licence_region(&code.to_string()) == Some(*code)).count(), 18);
    }
}
