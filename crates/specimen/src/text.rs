//! What lines of documents say: names, addresses, dates, numbers, labels, and random strings so that no list of words is
//! learned by heart.
pub(crate) mod korean;
mod latin;
mod numbers;

use document::korea::hanja_read_as;
use serde::Serialize;

use crate::alphabet::{Letters, holds, letters};
use crate::fonts::Split;
use crate::random::Random;
use crate::words::{hanja, scripts};

/// What a line is written in; serialised as the ISO 15924 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Script {
    /// Hangul, with or without hanja, digits and Latin letters among it.
    #[serde(rename = "Kore")]
    Korean,
    /// Han characters only.
    #[serde(rename = "Hani")]
    Han,
    /// Latin letters.
    #[serde(rename = "Latn")]
    Latin,
    /// Digits and signs.
    #[serde(rename = "Zyyy")]
    Digits,
    /// Hiragana and Katakana, with or without Han characters.
    #[serde(rename = "Jpan")]
    Japanese,
    /// Cyrillic.
    #[serde(rename = "Cyrl")]
    Cyrillic,
    /// Greek.
    #[serde(rename = "Grek")]
    Greek,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it says: characters of [`alphabet`](crate::alphabet), single spaces, none at the ends, never empty.
    pub text: String,
    /// What it is written in.
    pub script: Script,
}

/// Draws words from lists, with one in six kept for validation.
#[derive(Clone, Copy)]
pub(crate) struct Vocabulary {
    split: Split,
}

impl Vocabulary {
    pub(crate) fn new(split: Split) -> Self {
        Self { split }
    }

    /// A word of an open list that this split may use.
    pub(crate) fn pick(&self, random: &mut Random, list: &[&'static str]) -> &'static str {
        // A list without a word for this split would be a mistake in the list: a test sees to that.
        for _ in 0..200 {
            let word = *random.pick(list);
            if self.split == Split::All || held_out(word) == (self.split == Split::Validation) {
                return word;
            }
        }
        random.pick::<&str>(list)
    }
}

/// Whether a word of an open list is kept for validation.
pub(crate) fn held_out(word: &str) -> bool {
    // FNV-1a: unlike a sum with small factors it spreads short words over all residues.
    let hash = word.bytes().fold(0x811C_9DC5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    (hash >> 8) % 6 == 0
}

/// A line of any script, as often as documents of the Republic of Korea and abroad have them: Korean 46 %, Latin 28 %, digits
/// 14 %, Cyrillic 6 %, Kana 4 %, Greek 2 %. At least a quarter of the Korean lines are random syllables.
pub fn text(random: &mut Random, split: Split) -> Text {
    let vocabulary = Vocabulary::new(split);
    loop {
        let (script, text) = match random.uniform(0.0, 1.0) {
            d if d < 0.37 => (Script::Korean, korean::text(random, vocabulary)),
            d if d < 0.46 => han(random, vocabulary),
            d if d < 0.74 => (Script::Latin, latin::text(random, vocabulary)),
            d if d < 0.88 => (Script::Digits, numbers::text(random)),
            d if d < 0.92 => (Script::Japanese, japanese(random, vocabulary)),
            d if d < 0.98 => (Script::Cyrillic, alphabetic(random, vocabulary, scripts::CYRILLIC, Letters::Cyrillic)),
            _ => (Script::Greek, alphabetic(random, vocabulary, scripts::GREEK, Letters::Greek)),
        };
        if let Some(text) = tidy(&text) {
            return Text { text, script };
        }
    }
}

/// A line of one script.
pub(crate) fn text_in(random: &mut Random, split: Split, script: Script) -> Text {
    let vocabulary = Vocabulary::new(split);
    loop {
        let (script, text) = match script {
            Script::Korean => (Script::Korean, korean::text(random, vocabulary)),
            Script::Han => han(random, vocabulary),
            Script::Latin => (Script::Latin, latin::text(random, vocabulary)),
            Script::Digits => (Script::Digits, numbers::text(random)),
            Script::Japanese => (Script::Japanese, japanese(random, vocabulary)),
            Script::Cyrillic => {
                (Script::Cyrillic, alphabetic(random, vocabulary, scripts::CYRILLIC, Letters::Cyrillic))
            }
            Script::Greek => (Script::Greek, alphabetic(random, vocabulary, scripts::GREEK, Letters::Greek)),
        };
        if let Some(text) = tidy(&text) {
            return Text { text, script };
        }
    }
}

/// A thing that a document states, for pages that are laid out like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// What the document is called.
    Title,
    /// What stands before a value.
    Label,
    /// The holder.
    Name,
    /// A line of an address.
    Address,
    /// Who issued the document.
    Office,
    /// A date.
    Date,
    /// The number of a person or document.
    Number,
    /// A company.
    Company,
    /// Kinds of business.
    Trade,
    /// Small print.
    Phrase,
}

/// What a document in Korean or Latin letters says of an item; scripts that have no such lists say anything.
pub(crate) fn item(random: &mut Random, split: Split, script: Script, item: Item) -> Text {
    let words = Vocabulary::new(split);
    loop {
        let text = match (script, item) {
            (_, Item::Number) => numbers::pattern(random),
            (Script::Korean, item) => korean::item(random, words, item),
            (Script::Latin, item) => latin::item(random, words, item),
            (_, Item::Date) => numbers::numeric_date(random),
            _ => return text_in(random, split, script),
        };
        if let Some(text) = tidy(&text) {
            let script = if item == Item::Number { Script::Digits } else { script };
            return Text { text, script };
        }
    }
}

/// Single spaces, none at the ends; `None` when nothing is left or a character is outside the alphabet.
fn tidy(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    (!text.is_empty() && text.chars().all(holds)).then_some(text)
}

/// Hanja: random strings over all of them, common ones more often; names with their Hangul.
fn han(random: &mut Random, vocabulary: Vocabulary) -> (Script, String) {
    if random.chance(0.45) {
        return (Script::Korean, korean::name_with_hanja(random, vocabulary));
    }
    let count = if random.chance(0.5) { random.whole(1, 4) } else { random.whole(3, 12) };
    let mut text: String = (0..count).map(|_| hanja_character(random)).collect();
    if random.chance(0.15) {
        text = format!("({text})");
    } else if random.chance(0.15) {
        let (y, m, d) = numbers::date(random);
        text = format!("{y}年{m}月{d}日");
    }
    (Script::Han, text)
}

/// One hanja; two in three of the common ones.
pub(crate) fn hanja_character(random: &mut Random) -> char {
    static LISTS: std::sync::LazyLock<[Vec<char>; 2]> =
        std::sync::LazyLock::new(|| [hanja::COMMON, hanja::RARE].map(|list| list.chars().collect()));
    let list = &LISTS[usize::from(random.chance(0.35))];
    *random.pick(list)
}

/// A hanja that is read as a syllable of a name, mostly one in use; any where none is read so.
pub(crate) fn hanja_for(random: &mut Random, syllable: char) -> char {
    let all: Vec<char> = hanja_read_as(syllable).chars().filter(|c| holds(*c)).collect();
    let common: Vec<char> = all.iter().copied().filter(|c| hanja::COMMON.contains(*c)).collect();
    match (common.is_empty(), all.is_empty()) {
        (_, true) => hanja_character(random),
        (false, _) if random.chance(0.85) => *random.pick(&common),
        _ => *random.pick(&all),
    }
}

fn japanese(random: &mut Random, vocabulary: Vocabulary) -> String {
    let kana = letters(Letters::Kana);
    match random.uniform(0.0, 1.0) {
        d if d < 0.3 => vocabulary.pick(random, scripts::JAPANESE).to_owned(),
        d if d < 0.45 => {
            let first = vocabulary.pick(random, scripts::JAPANESE);
            format!("{first} {}", vocabulary.pick(random, scripts::JAPANESE))
        }
        d => {
            // Hiragana comes first in the list, Katakana second; a string keeps to one of them.
            let half = kana.iter().position(|c| *c == 'ァ').unwrap_or(kana.len() / 2);
            let set = if random.chance(0.5) { &kana[..half] } else { &kana[half..] };
            let count = random.whole(2, 12);
            let mut text: String = (0..count).map(|_| *random.pick(set)).collect();
            if d > 0.9 {
                let at = random.index(3);
                let han: String = (0..=at).map(|_| hanja_character(random)).collect();
                text = format!("{han}{text}");
            }
            text
        }
    }
}

/// Words of a list, or random strings of a script's letters. Strings that could as well be Latin are avoided.
fn alphabetic(random: &mut Random, vocabulary: Vocabulary, list: &[&'static str], set: Letters) -> String {
    let letters = letters(set);
    for _ in 0..50 {
        let mut text = match random.uniform(0.0, 1.0) {
            d if d < 0.5 => vocabulary.pick(random, list).to_owned(),
            d if d < 0.65 => format!("{} {}", vocabulary.pick(random, list), vocabulary.pick(random, list)),
            d if d < 0.75 => {
                let (y, m, d) = numbers::date(random);
                format!("{} {d:02}.{m:02}.{y}", vocabulary.pick(random, list))
            }
            _ => {
                let (upper, lower): (Vec<char>, Vec<char>) = letters.iter().partition(|c| c.is_uppercase());
                let words = random.whole(1, 3);
                let mut text = String::new();
                for _ in 0..words {
                    let capitals = random.chance(0.4);
                    let count = random.whole(2, 10);
                    let tail = if capitals { &upper } else { &lower };
                    text.push(*random.pick(&upper));
                    text.extend((0..count).map(|_| *random.pick(tail)));
                    text.push(' ');
                }
                text
            }
        };
        if random.chance(0.25) {
            text = text.to_uppercase();
        }
        let own = text.chars().filter(|c| !c.is_ascii() && !looks_latin(*c)).count();
        if own >= 2 {
            return text;
        }
    }
    vocabulary.pick(random, list).to_owned()
}

/// Whether a Greek or Cyrillic letter is drawn like a Latin one.
fn looks_latin(c: char) -> bool {
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοΆΈΉΊΌΎΏνυАВЕКМНОРСТУХЅІЈҮҺаеорсухѕіјһЁЇёї".contains(c)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::words::{korea, korean as korean_words, labels, latin as latin_words};

    /// Every list that words are held out of.
    const OPEN: &[(&str, &[&str])] = &[
        ("roads", korea::ROADS),
        ("quarters", korea::DONGS),
        ("towns", korea::TOWNS),
        ("buildings", korea::BUILDINGS),
        ("Korean names", korean_words::GIVEN_NAMES),
        ("phrases", korean_words::PHRASES),
        ("trades", korean_words::TRADES),
        ("companies", korean_words::COMPANIES),
        ("foreigners", korean_words::FOREIGN_NAMES),
        ("labels", labels::LABELS),
        ("titles", labels::TITLES),
        ("surnames", latin_words::SURNAMES),
        ("given names", latin_words::GIVEN_NAMES),
        ("romanised names", latin_words::ROMANISED),
        ("places", latin_words::PLACES),
        ("streets", latin_words::STREETS),
        ("small print", latin_words::WORDS),
        ("Cyrillic", scripts::CYRILLIC),
        ("Greek", scripts::GREEK),
        ("Japanese", scripts::JAPANESE),
    ];

    #[test]
    fn one_word_in_six_is_never_trained_on() {
        let mut random = Random::new(1);
        for (name, list) in OPEN {
            let draw = |random: &mut Random, split| -> HashSet<&str> {
                (0..list.len() * 4).map(|_| Vocabulary::new(split).pick(random, list)).collect()
            };
            let (train, validation) = (draw(&mut random, Split::Train), draw(&mut random, Split::Validation));
            assert!(train.is_disjoint(&validation), "{name}");
            let share = validation.len() as f32 / list.len() as f32;
            assert!((0.04..0.34).contains(&share), "{name}: {share}");
        }
    }

    #[test]
    fn every_word_is_within_the_alphabet() {
        for (name, list) in OPEN {
            for word in *list {
                assert!(word.chars().all(holds), "{name}: {word}");
            }
        }
    }
}
