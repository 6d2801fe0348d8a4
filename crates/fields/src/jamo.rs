//! Hangul by its letters: two syllables that differ in one stroke differ in one letter of two or three.

/// The letters of a text for comparison, each with the position (in characters) that it comes from: syllables by their
/// jamo, Latin in lower case, what looks like Latin as Latin, without blanks and signs.
pub(crate) fn letters(text: impl Iterator<Item = char>) -> Vec<(char, usize)> {
    let mut letters = Vec::new();
    for (at, symbol) in text.enumerate() {
        match u32::from(symbol) {
            code @ 0xAC00..=0xD7A3 => {
                let (lead, vowel, tail) = ((code - 0xAC00) / 588, (code - 0xAC00) % 588 / 28, (code - 0xAC00) % 28);
                let parts = [Some(0x1100 + lead), Some(0x1161 + vowel), (tail > 0).then_some(0x11A7 + tail)];
                letters.extend(parts.into_iter().flatten().filter_map(char::from_u32).map(|letter| (letter, at)));
            }
            // Not the dot between words, which is a letter of old Hangul to Unicode.
            _ if symbol.is_alphanumeric() && symbol != 'ㆍ' => {
                letters.extend(symbol.to_lowercase().map(|letter| (as_latin(letter), at)))
            }
            _ => {}
        }
    }
    letters
}

/// Whether two letters beside each other are of one word: Hangul and other letters are not.
pub(crate) fn is_one_word(one: char, next: char) -> bool {
    let is_hangul = |symbol: char| matches!(symbol, '가'..='힣');
    one.is_alphabetic() && next.is_alphabetic() && is_hangul(one) == is_hangul(next)
}

/// A small letter of Cyrillic or Greek as the Latin one that it, or its capital, looks like; any other as it is.
fn as_latin(letter: char) -> char {
    const ALIKE: (&str, &str) = ("авекмнорстухүіѕјαβεηικμνορτυχ", "abekmhopctyxyisjabehikmnoptyx");
    let found = ALIKE.0.chars().zip(ALIKE.1.chars()).find(|(own, _)| *own == letter);
    found.map_or(letter, |(_, latin)| latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_come_apart() {
        assert_eq!(letters("Ехріґу Dаtε".chars()).iter().map(|(letter, _)| letter).collect::<String>(), "expiґydate");
        let found = letters("각 a-1힣".chars());
        let expected = [('ᄀ', 0), ('ᅡ', 0), ('ᆨ', 0), ('a', 2), ('1', 4), ('ᄒ', 5), ('ᅵ', 5), ('ᇂ', 5)];
        assert_eq!(found, expected);
    }
}
