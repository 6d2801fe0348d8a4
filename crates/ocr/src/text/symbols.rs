use std::collections::HashMap;

use inference::{Ctc, HangulParts};

/// The first syllable of Hangul in Unicode; the others follow in the order of their parts (section 3.12).
const FIRST_SYLLABLE: u32 = 0xAC00;

/// What the classes of a network stand for, as its card says.
pub(crate) struct Symbols {
    pub(crate) blank: usize,
    first: usize,
    alphabet: Vec<char>,
    classes: HashMap<char, usize>,
    /// The class of the first initial consonant, where syllables are products.
    initials: Option<usize>,
}

/// Where the probability of a symbol stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// A class of the first output.
    Class(usize),
    /// The product of a class of the first output, a vowel and a final consonant.
    Syllable { class: usize, vowel: usize, r#final: usize },
}

impl Symbols {
    pub(crate) fn new(ctc: &Ctc, alphabet: &str) -> Self {
        let alphabet: Vec<char> = alphabet.chars().collect();
        let classes = alphabet.iter().copied().zip(ctc.first..).collect();
        let initials = ctc.hangul.as_ref().map(|parts| parts.initials);
        Self { blank: ctc.blank, first: ctc.first, alphabet, classes, initials }
    }

    /// Where a symbol's probability stands; `None` when the network does not know it.
    pub(crate) fn code(&self, symbol: char) -> Option<Code> {
        if let Some(class) = self.classes.get(&symbol) {
            return Some(Code::Class(*class));
        }
        let index = u32::from(symbol).checked_sub(FIRST_SYLLABLE)? as usize;
        let (vowels, finals) = (HangulParts::VOWELS, HangulParts::FINALS);
        let initial = index / (vowels * finals);
        if initial >= HangulParts::INITIALS {
            return None;
        }
        let class = self.initials? + initial;
        Some(Code::Syllable { class, vowel: index / finals % vowels, r#final: index % finals })
    }

    /// The symbol of a class of the first output; `None` for blank, initial consonants and classes without a meaning.
    pub(crate) fn symbol(&self, class: usize) -> Option<char> {
        self.alphabet.get(class.checked_sub(self.first)?).copied()
    }

    /// The number of the initial consonant that a class stands for.
    pub(crate) fn initial(&self, class: usize) -> Option<usize> {
        class.checked_sub(self.initials?).filter(|initial| *initial < HangulParts::INITIALS)
    }

    /// The syllable of three parts.
    pub(crate) fn syllable(initial: usize, vowel: usize, r#final: usize) -> Option<char> {
        let index = (initial * HangulParts::VOWELS + vowel) * HangulParts::FINALS + r#final;
        char::from_u32(FIRST_SYLLABLE + index as u32)
    }

    /// Every symbol that the network knows.
    pub(crate) fn all(&self) -> impl Iterator<Item = char> {
        let count = HangulParts::INITIALS * HangulParts::VOWELS * HangulParts::FINALS;
        let syllables = if self.initials.is_some() { 0..count as u32 } else { 0..0 };
        let syllables = syllables.filter_map(|index| char::from_u32(FIRST_SYLLABLE + index));
        self.alphabet.iter().copied().chain(syllables.filter(|c| !self.classes.contains_key(c)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::posteriors::tests::product_card;

    #[test]
    fn every_syllable_has_its_parts() {
        let card = product_card("A한");
        let (ctc, alphabet) = card.text_codes().expect("a card for text");
        let symbols = Symbols::new(ctc, alphabet);
        for symbol in ('가'..='힣').filter(|c| *c != '한') {
            let Some(Code::Syllable { class, vowel, r#final }) = symbols.code(symbol) else { panic!("{symbol}") };
            let initial = symbols.initial(class).expect("an initial's class");
            assert_eq!(Symbols::syllable(initial, vowel, r#final), Some(symbol));
        }
        // ㄱ + ㅏ + ㄱ
        assert_eq!(symbols.code('각'), Some(Code::Syllable { class: 1, vowel: 0, r#final: 1 }));
        assert_eq!((symbols.code('A'), symbols.symbol(20)), (Some(Code::Class(20)), Some('A')));
        assert_eq!(symbols.code('한'), Some(Code::Class(21)), "a class of its own goes first");
        assert_eq!(
            (symbols.code('B'), symbols.code('\u{D7A4}'), symbols.symbol(0), symbols.symbol(1)),
            (None, None, None, None)
        );
        assert_eq!(symbols.all().count(), 11_173);
    }
}
