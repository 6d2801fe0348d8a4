//! Invented holders.
use mrz::{Format, ZoneData};

use crate::random::Random;
use crate::words::{GIVEN_NAMES, PLACES, STATES, SURNAMES};

/// Codes an invented document may carry: `UTO` of Doc 9303 and real codes, since their letters must be learnt too.
const CODES: &[&str] = &[
    "UTO", "UTO", "D", "FRA", "GBR", "USA", "CAN", "MEX", "BRA", "ARG", "ESP", "ITA", "PRT", "NLD", "BEL", "CHE",
    "AUT", "POL", "CZE", "SVK", "HUN", "ROU", "BGR", "GRC", "TUR", "UKR", "RUS", "SWE", "NOR", "DNK", "FIN", "ISL",
    "IRL", "EST", "LVA", "LTU", "HRV", "SVN", "SRB", "ALB", "KOR", "JPN", "CHN", "TWN", "HKG", "VNM", "THA", "PHL",
    "IDN", "MYS", "SGP", "IND", "PAK", "BGD", "LKA", "KAZ", "UZB", "AZE", "GEO", "ARM", "IRN", "IRQ", "SAU", "ARE",
    "EGY", "MAR", "DZA", "TUN", "NGA", "GHA", "KEN", "ZAF", "ETH", "AUS", "NZL", "COL", "PER", "CHL", "VEN", "ECU",
    "URY", "CUB", "JAM", "XXA", "UNO",
];

/// A fictional holder and document, enough to print a page.
pub(crate) struct Person {
    pub surname: String,
    pub given: String,
    pub state: &'static str,
    pub code: &'static str,
    pub nationality: &'static str,
    pub place: &'static str,
    pub number: String,
    pub personal_number: String,
    pub sex: &'static str,
    pub birth: (i32, i32, i32),
    pub issue: (i32, i32, i32),
    pub expiry: (i32, i32, i32),
}

impl Person {
    pub(crate) fn random(random: &mut Random) -> Self {
        let mut surname = (*random.pick(SURNAMES)).to_owned();
        if random.chance(0.15) {
            surname = format!("{surname}<{}", random.pick(SURNAMES));
        }
        let mut given = (*random.pick(GIVEN_NAMES)).to_owned();
        while random.chance(0.35) && given.len() < 40 {
            given = format!("{given}<{}", random.pick(GIVEN_NAMES));
        }
        if random.chance(0.25) {
            surname = random_name(random);
        }
        if random.chance(0.25) {
            given = random_name(random);
        }
        let date = |random: &mut Random, low, high| (random.whole(low, high), random.whole(1, 12), random.whole(1, 28));
        let code = *random.pick(CODES);
        let issue = date(random, 2008, 2026);
        Self {
            surname,
            given,
            state: *random.pick(STATES),
            code,
            nationality: if random.chance(0.85) { code } else { *random.pick(CODES) },
            place: *random.pick(PLACES),
            number: number(random),
            personal_number: if random.chance(0.5) { String::new() } else { digits_and_letters(random, 14) },
            sex: *random.pick(&["M", "F", "M", "F", "M", "F", "X"]),
            birth: date(random, 1930, 2020),
            issue,
            expiry: (issue.0 + *random.pick(&[5, 10, 10]), issue.1, issue.2),
        }
    }

    /// What the zone of a format says about this person.
    pub(crate) fn zone(&self, format: Format, random: &mut Random) -> ZoneData {
        let short = |(year, month, day): (i32, i32, i32)| format!("{:02}{month:02}{day:02}", year % 100);
        let codes: &[&str] = match format {
            Format::Td3 => &["P", "P", "P", "PP", "PD", "PM", "PO", "PA", "PC"],
            Format::MrvA | Format::MrvB => &["V", "VN", "VC", "VD"],
            _ => &["I", "ID", "AR", "IR", "C", "A", "IT", "AC", "IP"],
        };
        let limit = match format {
            Format::Td3 => 14,
            Format::Td1 => 15,
            Format::Td2 => 7,
            _ => 16,
        };
        let optional = |random: &mut Random, limit: usize| {
            if random.chance(0.5) { String::new() } else { digits_and_letters(random, limit) }
        };
        let data = ZoneData {
            document_code: (*random.pick(codes)).to_owned(),
            issuing_state: self.code.to_owned(),
            primary_identifier: self.surname.replace('<', " "),
            secondary_identifier: self.given.replace('<', " "),
            document_number: self.number.clone(),
            nationality: self.nationality.to_owned(),
            date_of_birth: short(self.birth),
            sex: self.sex.to_owned(),
            date_of_expiry: short(self.expiry),
            optional_data: if format == Format::Td3 { self.personal_number.clone() } else { optional(random, limit) },
            optional_data_2: optional(random, 11),
            filler_check_digit: random.chance(0.4),
        };
        self.of_nation(format, data, random)
    }

    /// Zones that only one nation prints have its code and numbers of its own form.
    fn of_nation(&self, format: Format, data: ZoneData, random: &mut Random) -> ZoneData {
        let letter = |random: &mut Random| char::from(b'A' + random.index(26) as u8);
        let (code, state, number, optional) = match format {
            // Year and month of issue, department, serial number; the office of issue.
            Format::FrenchId => {
                let number = format!("{:02}{:02}{}", self.issue.0 % 100, self.issue.1, digits(random, 8));
                ("ID", "FRA", number, if random.chance(0.5) { String::new() } else { digits(random, 6) })
            }
            Format::FrenchDrivingLicence => {
                let letters = [letter(random), letter(random)];
                let number = format!("{}{}{}{}", digits(random, 2), letters[0], letters[1], digits(random, 5));
                ("D1", "FRA", number, String::new())
            }
            // The register's number and the copy's; the blank card's.
            Format::SwissDrivingLicence => {
                let blank = format!("{}{}", digits_and_letters(random, 6), letter(random));
                ("FA", *random.pick(&["CHE", "LIE"]), digits(random, 12), format!("{blank:0>7}"))
            }
            Format::ChineseExitEntryPermit => ("CR", "CHN", digits_and_letters(random, 9), String::new()),
            // IDFRA in 36 columns is the French card's mark.
            Format::Td2 if data.issuing_state == "FRA" => {
                ("I", "FRA", data.document_number.clone(), data.optional_data.clone())
            }
            _ => return data,
        };
        let (document_code, issuing_state) = (code.to_owned(), state.to_owned());
        ZoneData { document_code, issuing_state, document_number: number, optional_data: optional, ..data }
    }
}

/// A date in one of the ways documents print it.
pub(crate) fn printed_date((year, month, day): (i32, i32, i32), style: usize) -> String {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    match style % 6 {
        0 => format!("{day:02}.{month:02}.{year}"),
        1 => format!("{day:02} {} {year}", MONTHS[(month - 1) as usize % 12]),
        2 => format!("{year}-{month:02}-{day:02}"),
        3 => format!("{day:02}/{month:02}/{year}"),
        4 => format!("{day:02} {month:02} {year}"),
        _ => format!(
            "{day:02} {} /{} {:02}",
            MONTHS[(month - 1) as usize % 12],
            MONTHS[(month - 1) as usize % 12],
            year % 100
        ),
    }
}

pub(crate) fn digits(random: &mut Random, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + random.index(10) as u8)).collect()
}

fn number(random: &mut Random) -> String {
    if random.chance(0.4) {
        return digits_and_letters(random, 9);
    }
    let letters = random.whole(0, 3) as usize;
    let head: String = (0..letters).map(|_| char::from(b'A' + random.index(26) as u8)).collect();
    let length = random.whole(6, 9) as usize;
    head.clone() + &digits(random, length.saturating_sub(letters))
}

fn digits_and_letters(random: &mut Random, most: usize) -> String {
    let count = random.whole(most as i32 / 2, most as i32) as usize;
    let letters = random.uniform(0.0, 0.8);
    (0..count)
        .map(|_| {
            if random.chance(letters) {
                (b'A' + random.index(26) as u8) as char
            } else {
                (b'0' + random.index(10) as u8) as char
            }
        })
        .collect()
}

fn random_name(random: &mut Random) -> String {
    (0..random.whole(2, 14)).map(|_| (b'A' + random.index(26) as u8) as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is drawn must be what a reader of the format accepts: every symbol permitted where it stands, every check
    /// digit right, every date on the calendar.
    #[test]
    fn zones_are_such_as_their_formats_permit() {
        let mut random = Random::new(7);
        for format in Format::ALL {
            for _ in 0..200 {
                let person = Person::random(&mut random);
                let lines = mrz::compose(format, &person.zone(format, &mut random));
                for (line, text) in lines.iter().enumerate() {
                    for (column, character) in text.chars().enumerate() {
                        let permitted = format.alphabet(line, column);
                        let symbol = mrz::symbol_of(character).expect("a symbol of the alphabet");
                        assert!(permitted.contains(symbol), "{format:?} {line}:{column} in {lines:?}");
                    }
                }
                let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
                assert_eq!(mrz::Format::detect(&texts), Some(format), "{lines:?}");
            }
        }
    }
}
