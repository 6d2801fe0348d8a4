//! What readers of print do to lines: characters misread, lost and added, blanks lost and added, rows cut in two, quads
//! that shake.
use document::{Confidence, Quad};
use fields::{Line, Sheet, Word};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::pick;

const ALIKE: [&str; 10] = ["0OD", "1Il", "2Z", "5S", "8B", "6G", "9g", "-–", ".,", "7T"];

/// The sheet as a reader sees it that misreads this share of the characters, and the indices of lines that it changed.
pub(crate) fn misread(random: &mut ChaCha8Rng, sheet: &Sheet, share: f64) -> (Sheet, Vec<usize>) {
    let mut changed = Vec::new();
    let mut lines = Vec::new();
    for (index, line) in sheet.lines.iter().enumerate() {
        let mut is_changed = false;
        let words = line.words.iter().map(|word| misread_word(random, word, share, &mut is_changed));
        let words: Vec<Word> = words.filter(|word| !word.text.is_empty()).collect();
        if is_changed {
            changed.push(index);
        }
        lines.extend(parts(random, words));
    }
    // Lines come in any order.
    for at in (1..lines.len()).rev() {
        lines.swap(at, random.random_range(0..=at));
    }
    (Sheet { lines, ..sheet.clone() }, changed)
}

/// The line, or two where a wide gap may have parted it.
fn parts(random: &mut ChaCha8Rng, words: Vec<Word>) -> Vec<Line> {
    if words.len() > 2 && random.random_bool(0.05) {
        let cut = random.random_range(1..words.len());
        return [words[..cut].to_vec(), words[cut..].to_vec()].into_iter().filter_map(line).collect();
    }
    line(words).into_iter().collect()
}

fn line(words: Vec<Word>) -> Option<Line> {
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let confidence = Confidence::new(words.iter().map(|word| word.confidence.get()).product());
    let quads = |of: fn(&Word) -> Quad| Quad::enclosing(&words.iter().map(of).collect::<Vec<_>>());
    let (on_photo, on_sheet) = (quads(|word| word.on_photo)?, quads(|word| word.on_sheet)?);
    Some(Line { text, confidence, on_photo, on_sheet, words, first: None })
}

fn misread_word(random: &mut ChaCha8Rng, word: &Word, share: f64, is_changed: &mut bool) -> Word {
    let mut text = String::new();
    let mut wrong = false;
    for symbol in word.text.chars() {
        if !random.random_bool(share) {
            text.push(symbol);
            continue;
        }
        wrong = true;
        match random.random_range(0..10) {
            0 => {}
            1 => text.extend([symbol, symbol]),
            _ => text.push(other(random, symbol)),
        }
    }
    *is_changed |= wrong;
    let confidence = if wrong { random.random_range(0.2..0.9) } else { random.random_range(0.85..0.999) };
    let slack = word.on_sheet.height() * 0.06;
    let (dx, dy) = (random.random_range(-slack..=slack), random.random_range(-slack..=slack));
    let moved = |quad: Quad| quad.map(|point| document::Point::new(point.x + dx, point.y + dy));
    Word {
        text,
        confidence: Confidence::new(confidence),
        on_photo: moved(word.on_photo),
        on_sheet: moved(word.on_sheet),
    }
}

fn other(random: &mut ChaCha8Rng, symbol: char) -> char {
    let code = u32::from(symbol);
    if (0xAC00..=0xD7A3).contains(&code) {
        // Another vowel, or another final consonant.
        let (lead, vowel, tail) = ((code - 0xAC00) / 588, (code - 0xAC00) % 588 / 28, (code - 0xAC00) % 28);
        let (vowel, tail) = if random.random_bool(0.5) { ((vowel + 1) % 21, tail) } else { (vowel, (tail + 1) % 28) };
        return char::from_u32(0xAC00 + lead * 588 + vowel * 28 + tail).unwrap_or(symbol);
    }
    let group = ALIKE.iter().find(|group| group.contains(symbol));
    match group {
        Some(group) => pick(random, &group.chars().filter(|other| *other != symbol).collect::<Vec<_>>()),
        None if symbol.is_ascii_digit() => char::from(b'0' + random.random_range(0..10u8)),
        None => pick(random, &['E', 'm', '.', '시', '이']),
    }
}
