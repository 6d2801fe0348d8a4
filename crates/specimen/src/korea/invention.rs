//! Invented holders: names, days, numbers, addresses and offices, none of anybody.
use document::korea::{PersonNumber, business_number_agrees, corporation_number_agrees};

use crate::fonts::Split;
use crate::person::digits;
use crate::random::Random;
use crate::text::{Vocabulary, hanja_for, korean};
use crate::words::korea::{BUILDINGS, DONGS, IMMIGRATION_OFFICES, NATIONALITIES, PROVINCES, ROADS, TAX_OFFICES, TOWNS};
use crate::words::korean::{SURNAMES, TRADES, VISAS};
use crate::words::{GIVEN_NAMES, SURNAMES as FOREIGN_SURNAMES};

/// Year, month, day.
pub(super) type Day = (u16, u8, u8);

pub(super) fn iso((year, month, day): Day) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// Who invents.
pub(super) struct Inventor<'a> {
    pub(super) random: &'a mut Random,
    words: Vocabulary,
}

/// A Korean name.
pub(super) struct Name {
    pub(super) surname: &'static str,
    pub(super) given: String,
    pub(super) hanja: String,
}

impl Name {
    pub(super) fn whole(&self) -> String {
        format!("{}{}", self.surname, self.given)
    }
}

/// Where somebody lives.
pub(super) struct Address {
    /// What no line break parts.
    pub(super) parts: Vec<String>,
    /// The mayor or head who is in charge there.
    pub(super) mayor: String,
}

impl<'a> Inventor<'a> {
    pub(super) fn new(random: &'a mut Random, split: Split) -> Self {
        Self { random, words: Vocabulary::new(split) }
    }

    pub(super) fn chance(&mut self, probability: f32) -> bool {
        self.random.chance(probability)
    }

    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        *self.random.pick(of)
    }

    pub(super) fn digits(&mut self, count: usize) -> String {
        digits(self.random, count)
    }

    /// A name; seldom of two or of four syllables and more.
    pub(super) fn name(&mut self) -> Name {
        let (surname, han) = self.pick(SURNAMES);
        let mut given = korean::given(self.random, self.words);
        if self.chance(0.03) {
            given = given.chars().take(1).collect();
        } else if self.chance(0.03) {
            given += &korean::given(self.random, self.words);
        }
        let hanja: String = given.chars().map(|syllable| hanja_for(self.random, syllable)).collect();
        Name { surname, given, hanja: format!("{han}{hanja}") }
    }

    pub(super) fn day(&mut self, from: u16, to: u16) -> Day {
        let year = self.random.whole(i32::from(from), i32::from(to)) as u16;
        (year, self.random.whole(1, 12) as u8, self.random.whole(1, 28) as u8)
    }

    /// Somebody of age on a day: born when, and whether a man.
    pub(super) fn adult(&mut self, on: Day) -> (Day, bool) {
        (self.day((on.0 - 75).max(1935), on.0 - 18), self.chance(0.5))
    }

    /// A number of a person born on that day; one that is not valid has another last digit.
    pub(super) fn person_number(&mut self, born: Day, male: bool, alien: bool, is_valid: bool) -> String {
        let century = (if born.0 < 2000 { 1 } else { 3 }) + u8::from(!male) + if alien { 4 } else { 0 };
        let front = format!("{:02}{:02}{:02}-{century}{}", born.0 % 100, born.1, born.2, self.digits(5));
        let check = PersonNumber::parse(&format!("{front}0")).map_or(0, |number| number.check_digit());
        format!("{front}{}", (check + u8::from(!is_valid)) % 10)
    }

    /// The middle two digits tell the form of the business: 81 to 88 are corporations.
    pub(super) fn business_number(&mut self, of_corporation: bool, is_valid: bool) -> String {
        let form = match of_corporation {
            true => self.pick(&[81, 81, 82, 85, 86, 87, 88]),
            false => self.random.whole(1, 79),
        };
        let front = format!("{}-{form:02}-{}", self.random.whole(101, 699), self.digits(4));
        with_last(&front, |text| business_number_agrees(text) == Some(is_valid))
    }

    pub(super) fn corporation_number(&mut self, is_valid: bool) -> String {
        let front = format!("{}1-{}", self.random.whole(11_011, 19_991), self.digits(6));
        with_last(&front, |text| corporation_number_agrees(text) == Some(is_valid))
    }

    /// An address of a day: by road, or by lot as before 2014 and in part since.
    pub(super) fn address(&mut self, on: Day) -> Address {
        let (province, districts) = self.pick(PROVINCES);
        let district = self.pick(districts);
        let name = if on < (2023, 6, 11) && province == "강원특별자치도" {
            "강원도"
        } else if on < (2024, 1, 18) && province == "전북특별자치도" {
            "전라북도"
        } else if on < (2006, 7, 1) && province == "제주특별자치도" {
            "제주도"
        } else {
            province
        };
        let mut parts: Vec<String> = std::iter::once(name).chain(district.split(' ')).map(str::to_owned).collect();
        let seat = district.split(' ').next().unwrap_or(district);
        let mayor = match seat.chars().next_back() {
            Some('군') => format!("{name} {seat}수"),
            Some('구') => format!("{name} {seat}청장"),
            Some('시') => format!("{name} {seat}장"),
            _ => format!("{name}장"),
        };
        if seat.ends_with('군') {
            parts.push(self.words.coin(self.random, TOWNS));
        }
        let quarter = format!("{}{}동", self.words.coin(self.random, DONGS), self.pick(&["", "", "", "1", "2", "3"]));
        let building = self.words.coin(self.random, BUILDINGS);
        let number = match self.chance(0.3) {
            true => format!("{}-{}", self.random.whole(1, 999), self.random.whole(1, 60)),
            false => self.random.whole(1, 999).to_string(),
        };
        let flat = match self.random.index(6) {
            0 => vec![format!("{}호", self.random.whole(101, 2504))],
            1 => vec![format!("{}층", self.random.whole(1, 30))],
            2 => vec![format!("{}-{}", self.random.whole(101, 130), self.random.whole(101, 2504))],
            3 => vec![],
            _ => vec![
                format!("{}동", self.random.whole(101, 130)),
                format!("{}호", self.random.whole(1, 25) * 100 + self.random.whole(1, 8)),
            ],
        };
        if on < (2012, 1, 1) || self.chance(0.1) {
            parts.push(quarter);
            parts.push(if self.chance(0.5) { format!("{number}번지") } else { number });
            if self.chance(0.6) {
                parts.push(building);
                parts.extend(flat);
            }
            return Address { parts, mayor };
        }
        let stem = self.words.coin(self.random, ROADS);
        parts.push(match self.random.index(6) {
            0 => format!("{stem}대로"),
            1 => format!("{stem}로{}길", self.random.whole(1, 120)),
            2 => format!("{stem}길"),
            3 => format!("{stem}로{}번길", self.random.whole(1, 500)),
            _ => format!("{stem}로"),
        });
        parts.push(if flat.is_empty() { number } else { format!("{number},") });
        parts.extend(flat);
        match self.random.index(4) {
            0 => parts.push(format!("({quarter})")),
            1 | 2 => parts.extend([format!("({quarter},"), format!("{building})")]),
            _ => {}
        }
        Address { parts, mayor }
    }

    /// An address by road in Latin letters, from the house to the province.
    pub(super) fn latin_address(&mut self) -> String {
        let (province, districts) = self.pick(PROVINCES);
        let district = self.pick(districts);
        let road = self.words.pick(self.random, ROADS);
        let capitals = self.chance(0.4);
        // The last syllable is a division's or a road's kind.
        let written = |word: &str| {
            let (stem, kind) = word.split_at(word.char_indices().next_back().map_or(0, |(at, _)| at));
            let (stem, kind) = (latin_word(stem, capitals), romanised(kind));
            format!("{stem}-{}", if capitals { kind } else { kind.to_lowercase() })
        };
        let city = ["특별자치시", "특별시", "광역시"].iter().find_map(|kind| province.strip_suffix(kind));
        let province = match city {
            Some(city) => latin_word(city, capitals),
            None => written(&province.replace("특별자치", "")),
        };
        let divisions: Vec<String> = district.split(' ').rev().map(written).collect();
        format!(
            "{}, {}, {}, {province}",
            self.random.whole(1, 999),
            written(&format!("{road}로")),
            divisions.join(", ")
        )
    }

    /// The head of a provincial police agency, as it was called on a day.
    pub(super) fn police(&mut self, on: Day) -> String {
        let (province, _) = self.pick(PROVINCES);
        if on >= (2021, 1, 1) {
            let name = match province {
                "경기도" => self.pick(&["경기도남부", "경기도북부"]),
                "강원특별자치도" if on < (2023, 6, 11) => "강원도",
                "전북특별자치도" if on < (2024, 1, 18) => "전라북도",
                other => other,
            };
            return format!("{name}경찰청장");
        }
        let name = match province {
            "경기도" if on >= (2016, 3, 25) => self.pick(&["경기남부", "경기북부"]),
            "충청북도" => "충북",
            "충청남도" => "충남",
            "전북특별자치도" => "전북",
            "전라남도" => "전남",
            "경상북도" => "경북",
            "경상남도" => "경남",
            other => other.get(..6).unwrap_or(other),
        };
        format!("{name}지방경찰청장")
    }

    /// The head of an immigration office in Korean and in English.
    pub(super) fn immigration(&mut self, on: Day) -> (String, String) {
        let (place, latin) = self.pick(IMMIGRATION_OFFICES);
        let ending = match on >= (2018, 5, 10) {
            true if self.chance(0.6) => "출입국·외국인청장",
            true => "출입국·외국인사무소장",
            false => "출입국관리사무소장",
        };
        (format!("{place}{ending}"), format!("CHIEF, {latin} IMMIGRATION OFFICE"))
    }

    pub(super) fn tax_office(&mut self) -> String {
        format!("{}세무서장", self.pick(TAX_OFFICES))
    }

    /// A state as cards print it, with its code.
    pub(super) fn nationality(&mut self) -> (&'static str, &'static str) {
        let (code, korean, english) = self.pick(NATIONALITIES);
        (if self.chance(0.6) { english } else { korean }, code)
    }

    /// Name in Latin capitals: surname and given names.
    pub(super) fn foreigner(&mut self) -> String {
        let mut name = self.pick(FOREIGN_SURNAMES).to_owned();
        while name.len() < 34 {
            name = format!("{name} {}", self.pick(GIVEN_NAMES));
            if !self.chance(0.3) {
                break;
            }
        }
        name.replace('<', " ")
    }

    /// A status of stay as printed, with its code.
    pub(super) fn visa_status(&mut self, only: Option<&str>) -> (String, String) {
        let code = |visa: &str| visa.split(['(', ')']).nth(1).unwrap_or_default().to_owned();
        let visa = loop {
            let visa = self.pick(VISAS);
            if only.is_none_or(|only| code(visa) == only) {
                break visa;
            }
        };
        (visa.to_owned(), code(visa))
    }

    pub(super) fn company(&mut self) -> String {
        korean::company(self.random, self.words)
    }

    /// Lines of business with what is made or sold.
    pub(super) fn trades(&mut self, most: i32) -> Vec<(String, String)> {
        let mut trades: Vec<(String, String)> = Vec::new();
        for _ in 0..self.random.whole(1, most) {
            let category = loop {
                let word = self.words.coin(self.random, TRADES);
                if word.ends_with('업') && word.chars().count() < 7 {
                    break word;
                }
            };
            let mut item = self.words.coin(self.random, TRADES);
            if self.chance(0.3) {
                item = format!("{item}, {}", self.words.coin(self.random, TRADES));
            }
            trades.push((category, item));
        }
        trades
    }
}

fn with_last(front: &str, fits: impl Fn(&str) -> bool) -> String {
    (0..10).map(|last| format!("{front}{last}")).find(|text| fits(text)).unwrap_or_else(|| format!("{front}0"))
}

/// Breaks an address into lines of no more than `room` heights of its characters.
pub(super) fn broken(parts: &[String], room: f32) -> Vec<String> {
    let wide = |text: &str| {
        text.chars()
            .map(|c| {
                if c == ' ' {
                    0.35
                } else if c.is_ascii() {
                    0.6
                } else {
                    1.0
                }
            })
            .sum::<f32>()
    };
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut().filter(|line| wide(line) + wide(part) + 0.35 <= room) {
            Some(line) => *line = format!("{line} {part}"),
            None => lines.push(part.clone()),
        }
    }
    lines
}

/// A Korean word in Latin capitals (Revised Romanization, syllable by syllable, as passports have it).
pub(super) fn romanised(word: &str) -> String {
    const LEADS: [&str; 19] =
        ["G", "KK", "N", "D", "TT", "R", "M", "B", "PP", "S", "SS", "", "J", "JJ", "CH", "K", "T", "P", "H"];
    const VOWELS: [&str; 21] = [
        "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WO", "WE", "WI", "YU",
        "EU", "UI", "I",
    ];
    const TAILS: [&str; 28] = [
        "", "K", "K", "K", "N", "N", "N", "T", "L", "K", "M", "L", "L", "L", "P", "L", "M", "P", "P", "T", "T", "NG",
        "T", "T", "K", "T", "P", "T",
    ];
    let syllable = |symbol: char| {
        let code = (u32::from(symbol).wrapping_sub(0xAC00) % 11_172) as usize;
        [LEADS[code / 588], VOWELS[code % 588 / 28], TAILS[code % 28]].concat()
    };
    word.chars().map(syllable).collect()
}

/// A Korean word in Latin letters, in capitals or with one.
fn latin_word(word: &str, capitals: bool) -> String {
    let latin = romanised(word);
    if capitals || latin.is_empty() { latin } else { format!("{}{}", &latin[..1], latin[1..].to_lowercase()) }
}

/// A surname in Latin capitals, as most of its bearers spell it.
pub(super) fn romanised_surname(surname: &str) -> String {
    let usual = [
        ("김", "KIM"),
        ("이", "LEE"),
        ("박", "PARK"),
        ("최", "CHOI"),
        ("정", "JUNG"),
        ("강", "KANG"),
        ("조", "CHO"),
        ("윤", "YOON"),
        ("오", "OH"),
        ("우", "WOO"),
        ("유", "YOO"),
    ];
    let known = usual.iter().find(|(hangul, _)| *hangul == surname);
    known.map_or_else(|| romanised(surname), |(_, latin)| (*latin).to_owned())
}
