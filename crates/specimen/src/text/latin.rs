//! Lines in Latin letters.
use super::{Item, Vocabulary, numbers};
use crate::alphabet::{Letters, letters};
use crate::person::digits;
use crate::random::Random;
use crate::words::labels::{LABELS, TITLES};
use crate::words::latin::{GIVEN_NAMES, MONTHS, PLACES, ROMANISED, STREETS, SURNAMES, WORDS};

/// A line in Latin letters.
pub(super) fn text(random: &mut Random, words: Vocabulary) -> String {
    let text = match random.uniform(0.0, 1.0) {
        d if d < 0.16 => name(random, words),
        d if d < 0.40 => label(random, words),
        d if d < 0.46 => words.pick(random, TITLES).to_owned(),
        d if d < 0.56 => address(random, words),
        d if d < 0.63 => date(random),
        d if d < 0.71 => numbers::pattern(random) + &code(random),
        d if d < 0.77 => prose(random, words),
        d if d < 0.80 => words.pick(random, PLACES).to_owned(),
        _ => string(random),
    };
    match random.index(10) {
        0..=2 => text.to_uppercase(),
        3 => text.to_lowercase(),
        _ => text,
    }
}

/// What a document in Latin letters says of an item.
pub(super) fn item(random: &mut Random, words: Vocabulary, item: Item) -> String {
    let text = match item {
        Item::Title => words.pick(random, TITLES).to_owned(),
        Item::Label => return label(random, words),
        Item::Name => name(random, words),
        Item::Address => address(random, words),
        Item::Office | Item::Company => words.pick(random, PLACES).to_owned(),
        Item::Date if random.chance(0.6) => numbers::numeric_date(random),
        Item::Date => date(random),
        Item::Number => numbers::pattern(random),
        Item::Trade => words.pick(random, LABELS).to_owned(),
        Item::Phrase => return prose(random, words),
    };
    if random.chance(0.6) { text.to_uppercase() } else { text }
}

fn name(random: &mut Random, words: Vocabulary) -> String {
    if random.chance(0.2) {
        let (a, b) = (words.pick(random, ROMANISED), words.pick(random, ROMANISED));
        return match random.index(4) {
            0 => format!("{a}, {b}"),
            1 => a.to_owned(),
            _ => format!("{a} {b}"),
        };
    }
    let (given, surname) = (words.pick(random, GIVEN_NAMES), words.pick(random, SURNAMES));
    match random.index(8) {
        0 => given.to_owned(),
        1 => surname.to_owned(),
        2 => format!("{surname}, {given}"),
        3 => format!("{surname}-{} {given}", words.pick(random, SURNAMES)),
        4 => format!("{given} {} {surname}", words.pick(random, GIVEN_NAMES)),
        5 => format!("{surname} {given}"),
        _ => format!("{given} {surname}"),
    }
}

fn label(random: &mut Random, words: Vocabulary) -> String {
    let label = words.pick(random, LABELS);
    let number = random.whole(1, 14);
    match random.index(14) {
        0 => format!("{label} / {}", words.pick(random, LABELS)),
        1 => format!("{label}/{}", words.pick(random, LABELS)),
        2 => format!("{label} | {}", words.pick(random, LABELS)),
        3 => format!("{label} · {}", words.pick(random, LABELS)),
        4 => format!("{label}:"),
        5 => format!("{number}. {label}"),
        6 => format!("{number}{} {label}", random.pick(&["a.", "b.", "c.", "d.", "a", "d", ")"])),
        7 => format!("({number}) {label}"),
        8 => format!("{label}: {}", numbers::numeric_date(random)),
        9 => format!("{label} {}", numbers::pattern(random)),
        10 => format!("{number}. {}", name(random, words)),
        _ => label.to_owned(),
    }
}

fn address(random: &mut Random, words: Vocabulary) -> String {
    let (street, place) = (words.pick(random, STREETS), words.pick(random, PLACES));
    let number = random.whole(1, 2999);
    match random.index(9) {
        0 => format!("{number} {street}"),
        1 => format!("{number}, {street}"),
        2 => format!("{street} {number}, {place}"),
        3 => format!("{} {place}", digits(random, 5)),
        4 => format!("{place}, {} {}", code(random), digits(random, 5)),
        5 => format!("{street} {number}{}", random.pick(&["a", "/2", "-4", " B", "bis", ", 3º izq."])),
        6 => format!("{street} {}-{}", random.whole(1, 99), random.whole(1, 40)),
        7 => format!("{} {} {place}", digits(random, 3), digits(random, 2)),
        _ => format!("{street} {number}"),
    }
}

fn date(random: &mut Random) -> String {
    let (y, _, d) = numbers::date(random);
    let month = *random.pick(MONTHS);
    match random.index(9) {
        0 => format!("{d:02} {month} {y}"),
        1 => format!("{d:02} {month}/{} {y}", random.pick(MONTHS)),
        2 => format!("{d:02} {month}/{} {:02}", random.pick(MONTHS), y % 100),
        3 => format!("{d}. {month} {y}"),
        4 => format!("{month} {d}, {y}"),
        5 => format!("{d} {month} {y}"),
        6 => format!("{d} de {month} de {y}"),
        7 => format!("{d:02}{month}{y}"),
        _ => format!("{d:02}-{month}-{y}"),
    }
}

fn code(random: &mut Random) -> String {
    (0..random.whole(1, 3)).map(|_| char::from(b'A' + random.index(26) as u8)).collect()
}

fn prose(random: &mut Random, words: Vocabulary) -> String {
    let count = random.whole(2, 8);
    let picked: Vec<&str> = (0..count).map(|_| words.pick(random, WORDS)).collect();
    let text = picked.join(" ");
    if random.chance(0.4) { format!("{text}.") } else { text }
}

/// Random letters and digits, with all diacritics, in words of one case or mixed.
fn string(random: &mut Random) -> String {
    let accented = letters(Letters::Latin);
    let share = *random.pick(&[0.0, 0.15, 0.5, 0.3]);
    let digit = *random.pick(&[0.0, 0.0, 0.2, 0.5]);
    let mut text = String::new();
    for _ in 0..random.whole(1, 4) {
        let case = random.index(4);
        for i in 0..random.whole(1, 10) {
            let c = if random.chance(digit) {
                char::from(b'0' + random.index(10) as u8)
            } else if random.chance(share) {
                *random.pick(accented)
            } else {
                char::from(b'a' + random.index(26) as u8)
            };
            match case {
                0 => text.extend(c.to_uppercase()),
                1 if i == 0 => text.extend(c.to_uppercase()),
                2 if random.chance(0.5) => text.extend(c.to_uppercase()),
                _ => text.push(c),
            }
        }
        match random.index(12) {
            0 => text.push('-'),
            1 => text.push_str(", "),
            2 => text.push_str("' "),
            3 => text.push('/'),
            _ => text.push(' '),
        }
    }
    text
}
