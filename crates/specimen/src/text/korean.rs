//! Lines of Korean documents.
use std::sync::LazyLock;

use super::{Item, Vocabulary, hanja_for, numbers};
use crate::fonts::Split;
use crate::person::digits;
use crate::random::Random;
use crate::words::korea::{BUILDINGS, DONGS, OFFICES, OLD_PROVINCES, PROVINCES, ROADS, TOWNS};
use crate::words::korean::{
    COMPANIES, COMPANY_KINDS, COUNTRIES, FOREIGN_NAMES, GIVEN_NAMES, LABELS, PHRASES, SURNAMES, SYLLABLES, TITLES,
    TRADES, VISAS,
};

/// A line with Hangul in it.
pub(super) fn text(random: &mut Random, words: Vocabulary) -> String {
    match random.uniform(0.0, 1.0) {
        d if d < 0.34 => syllables(random, words),
        d if d < 0.42 => name(random, words),
        d if d < 0.60 => address(random, words),
        d if d < 0.65 => office(random, words),
        d if d < 0.70 => date(random),
        d if d < 0.75 => (*random.pick(TITLES)).to_owned(),
        d if d < 0.85 => labelled(random, words),
        d if d < 0.90 => trade(random, words),
        d if d < 0.94 => company(random, words),
        d if d < 0.97 => words.pick(random, PHRASES).to_owned(),
        _ => foreigner(random, words),
    }
}

/// What a Korean document says of an item.
pub(super) fn item(random: &mut Random, words: Vocabulary, item: Item) -> String {
    match item {
        Item::Title => (*random.pick(TITLES)).to_owned(),
        Item::Label => (*random.pick(LABELS)).to_owned(),
        Item::Name if random.chance(0.3) => name_with_hanja(random, words),
        Item::Name => name(random, words),
        Item::Address => address(random, words),
        Item::Office => office(random, words),
        Item::Date if random.chance(0.6) => numbers::numeric_date(random),
        Item::Date => date(random),
        Item::Number => numbers::pattern(random),
        Item::Company => company(random, words),
        Item::Trade => trade(random, words),
        Item::Phrase => words.pick(random, PHRASES).to_owned(),
    }
}

/// Any of the 11,172 syllables, those most often that end as syllables of words do; in training half of them are of those in use.
fn syllable(random: &mut Random, words: Vocabulary) -> char {
    if words.split == Split::Train && random.chance(0.5) {
        return syllable_in_use(random);
    }
    // ㄱ ㄴ ㄹ ㅁ ㅂ ㅅ ㅇ, counted as the standard composes them (Unicode 3.12).
    const COMMON: [usize; 7] = [1, 4, 8, 16, 17, 19, 21];
    let (initial, vowel) = (random.index(19), random.index(21));
    let end = match random.uniform(0.0, 1.0) {
        d if d < 0.45 => 0,
        d if d < 0.8 => *random.pick(&COMMON),
        _ => random.index(28),
    };
    char::from_u32(0xAC00 + ((initial * 21 + vowel) * 28 + end) as u32).unwrap_or('가')
}

/// One of the syllables that occur in print.
fn syllable_in_use(random: &mut Random) -> char {
    static ALL: LazyLock<Vec<char>> = LazyLock::new(|| SYLLABLES.chars().collect());
    *random.pick(&ALL)
}

impl Vocabulary {
    /// A word of an open list. In training one in three has about half of its syllables changed, so that documents do not say what
    /// the lists say: names of people, streets and houses are far more than any list has.
    pub(crate) fn coin(&self, random: &mut Random, list: &[&'static str]) -> String {
        let word = self.pick(random, list);
        if self.split != Split::Train || !random.chance(0.33) {
            return word.to_owned();
        }
        let changed = |c: char| match c {
            '가'..='힣' if random.chance(0.5) => syllable_in_use(random),
            _ => c,
        };
        word.chars().map(changed).collect()
    }
}

/// Syllables that make no words, alone, among digits, or in brackets: all are seen, and none is told by its neighbours.
fn syllables(random: &mut Random, words: Vocabulary) -> String {
    let mut text = String::new();
    for _ in 0..random.whole(1, 4) {
        let count = random.whole(1, 7);
        let word: String = (0..count).map(|_| syllable(random, words)).collect();
        match random.index(14) {
            0 => text += &format!("({word})"),
            1 => text += &format!("{word}{}", random.whole(0, 999)),
            2 => text += &format!("{}{word}", random.whole(0, 99)),
            3 => text += &format!("{word}·{}", syllable(random, words)),
            4 => text += &format!("{word}{}", random.pick(&[",", ".", ":", "/", "-", "~"])),
            _ => text += &word,
        }
        if random.chance(0.85) {
            text.push(' ');
        }
    }
    text
}

fn name(random: &mut Random, words: Vocabulary) -> String {
    let (surname, _) = *random.pick(SURNAMES);
    let given = given(random, words);
    match random.index(10) {
        0 => format!("{surname} {given}"),
        1 => spaced(&format!("{surname}{given}")),
        2 => format!("성명 {surname}{given}"),
        3 => format!("{surname}{given} 외 {}명", random.whole(1, 9)),
        _ => format!("{surname}{given}"),
    }
}

/// Two syllables, of the list or any that names use.
pub(crate) fn given(random: &mut Random, words: Vocabulary) -> String {
    if random.chance(0.6) {
        return words.coin(random, GIVEN_NAMES);
    }
    // Syllables of two names put together.
    let (a, b) = (words.coin(random, GIVEN_NAMES), words.coin(random, GIVEN_NAMES));
    a.chars().take(1).chain(b.chars().skip(1)).collect()
}

/// A name with its hanja in brackets, as identity cards print it.
pub(super) fn name_with_hanja(random: &mut Random, words: Vocabulary) -> String {
    let (surname, han) = *random.pick(SURNAMES);
    let given = given(random, words);
    let hanja: String = given.chars().map(|syllable| hanja_for(random, syllable)).collect();
    match random.index(8) {
        0 => format!("{surname} {given} ({han}{hanja})"),
        1 => format!("{surname}{given} ({han}{hanja})"),
        2 => format!("{han}{hanja}"),
        3 => format!("({han}{hanja})"),
        4 => spaced(&format!("{han}{hanja}")),
        _ => format!("{surname}{given}({han}{hanja})"),
    }
}

fn spaced(text: &str) -> String {
    text.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

fn province_and_district(random: &mut Random) -> (String, &'static str) {
    let (province, districts) = *random.pick(PROVINCES);
    let province = if random.chance(0.12) { *random.pick(OLD_PROVINCES) } else { province };
    (province.to_owned(), *random.pick(districts))
}

/// An address by road or by lot, whole or the part that a card's line has.
fn address(random: &mut Random, words: Vocabulary) -> String {
    let (province, district) = province_and_district(random);
    let number = if random.chance(0.3) {
        format!("{}-{}", random.whole(1, 999), random.whole(1, 99))
    } else {
        random.whole(1, 1999).to_string()
    };
    let dong = format!(
        "{}{}동",
        words.coin(random, DONGS),
        if random.chance(0.25) { digits(random, 1) } else { String::new() }
    );
    let road = match random.index(6) {
        0 => format!("{}대로", words.coin(random, ROADS)),
        1 => format!("{}로{}길", words.coin(random, ROADS), random.whole(1, 120)),
        2 => format!("{}길", words.coin(random, ROADS)),
        3 => format!("{}로{}번길", words.coin(random, ROADS), random.whole(1, 500)),
        _ => format!("{}로", words.coin(random, ROADS)),
    };
    let building = words.coin(random, BUILDINGS);
    let unit = match random.index(7) {
        0 => format!("{}동 {}호", random.whole(101, 130), random.whole(1, 30) * 100 + random.whole(1, 8)),
        1 => format!("{}층", random.whole(1, 40)),
        2 => format!("B{}호", random.whole(1, 120)),
        3 => format!("{}호", random.whole(101, 2504)),
        4 => format!("지하{}층 {}호", random.whole(1, 4), random.whole(1, 60)),
        5 => format!("{}-{}", random.whole(101, 130), random.whole(101, 2504)),
        _ => format!("{}동{}호", random.whole(1, 30), random.whole(101, 1504)),
    };
    let town = words.coin(random, TOWNS);
    match random.index(14) {
        0 => format!("{province} {district}"),
        1 => format!("{province} {district} {road}"),
        2 => format!("{province} {district} {road} {number}"),
        3 => format!("{district} {road} {number}"),
        4 => format!("{road} {number}, {unit}"),
        5 => format!("{road} {number} ({dong})"),
        6 => format!("({dong}, {building})"),
        7 => format!("{unit} ({dong}, {building})"),
        8 => format!("{province} {district} {dong} {number}"),
        9 => format!("{dong} {number}번지"),
        10 => format!("{district} {town} {number}"),
        11 => format!("{province} {district} {town}"),
        12 => format!("{building} {unit}"),
        _ => format!("{number}번지 {building} {unit}"),
    }
}

fn office(random: &mut Random, words: Vocabulary) -> String {
    let (province, district) = province_and_district(random);
    let office = *random.pick(OFFICES);
    let district = district.split(' ').next_back().unwrap_or(district);
    let stem = district.trim_end_matches(['시', '군', '구', '읍', '면']);
    match random.index(6) {
        0 => format!("{province} {office}"),
        1 => format!("{province} {stem}{office}"),
        2 => format!("{stem} {office}"),
        3 => format!("{}{office}", words.coin(random, DONGS)),
        4 => format!("{province} {district}장"),
        _ => format!("{stem}{office}"),
    }
}

fn date(random: &mut Random) -> String {
    let (y, m, d) = numbers::date(random);
    match random.index(10) {
        0 => format!("{y}년 {m}월 {d}일"),
        1 => format!("{y}년 {m:02}월 {d:02}일"),
        2 => format!("{y}년{m}월{d}일"),
        3 => format!("{y} 년 {m:02} 월 {d:02} 일"),
        4 => format!("{y}.{m:02}.{d:02}. 까지"),
        5 => format!("{y}.{m:02}.{d:02}.까지"),
        6 => format!("발급일 {y}.{m:02}.{d:02}."),
        7 => format!("기간 : {y}.{m:02}.{d:02}. ~ {}.{m:02}.{d:02}.", y + 10),
        8 => format!("{d:02} {m}월/{} {y}", random.pick(&["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "OCT"])),
        _ => format!("{y}년 {m}월 {d}일생"),
    }
}

/// A label alone or with a value behind it.
fn labelled(random: &mut Random, words: Vocabulary) -> String {
    let label = *random.pick(LABELS);
    let glue = *random.pick(&[" ", " : ", ": ", ":", " ", "  "]);
    match random.index(12) {
        0 => format!("{label}{glue}{}", numbers::pattern(random)),
        1 => format!("{label}{glue}{}", numbers::numeric_date(random)),
        2 => format!("{label}{glue}{}", name(random, words)),
        3 => format!("{label}{glue}{}", company(random, words)),
        4 => {
            let region = *random.pick(OLD_PROVINCES);
            let tail = digits(random, 6);
            format!("{region} {}-{tail}-{}", digits(random, 2), digits(random, 2))
        }
        5 => format!("{label} {}", date(random)),
        6 => format!("[{label}]"),
        7 => format!("{}. {label}", random.whole(1, 12)),
        8 => format!("○ {label}"),
        _ => label.to_owned(),
    }
}

fn trade(random: &mut Random, words: Vocabulary) -> String {
    let mut text = words.coin(random, TRADES);
    if random.chance(0.3) {
        text = format!("{} {text}", random.pick(&["업태", "종목", "업태 :", "종목 :", "[업태]", "[종목]"]));
    }
    for _ in 0..random.whole(0, 2) {
        let glue = *random.pick(&[", ", ",", " ", " 및 ", "/"]);
        text = format!("{text}{glue}{}", words.coin(random, TRADES));
    }
    text
}

pub(crate) fn company(random: &mut Random, words: Vocabulary) -> String {
    let mut text = words.coin(random, COMPANIES);
    if random.chance(0.4) {
        text += &words.coin(random, COMPANIES);
    }
    if random.chance(0.7) {
        text += *random.pick(COMPANY_KINDS);
    }
    match random.index(7) {
        0 => format!("주식회사 {text}"),
        1 => format!("(주){text}"),
        2 => format!("㈜{text}"),
        3 => format!("{text}(주)"),
        4 => format!("{text} 주식회사"),
        5 => format!("{text} {}점", words.coin(random, DONGS)),
        _ => text,
    }
}

fn foreigner(random: &mut Random, words: Vocabulary) -> String {
    match random.index(4) {
        0 => (*random.pick(COUNTRIES)).to_owned(),
        1 => (*random.pick(VISAS)).to_owned(),
        2 => format!("체류자격 {}", random.pick(VISAS)),
        _ => words.coin(random, FOREIGN_NAMES),
    }
}
