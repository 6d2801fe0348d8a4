use std::fmt;

/// The 37 symbols of a zone in index order: 0-9 digits, 10-35 letters, 36 the filler (Doc 9303-3 clause 4.3).
pub const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

/// Index of the filler `<` in [`ALPHABET`].
pub const FILLER: u8 = 36;

/// Index of a character in [`ALPHABET`]; `None` for anything that cannot stand in a zone, small letters included.
///
/// ```
/// # use vidimus_mrz as mrz;
/// assert_eq!(mrz::symbol_of('A'), Some(10));
/// assert_eq!(mrz::symbol_of('<'), Some(mrz::FILLER));
/// assert_eq!(mrz::symbol_of('a'), None);
/// ```
pub const fn symbol_of(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        'A'..='Z' => Some(c as u8 - b'A' + 10),
        '<' => Some(FILLER),
        _ => None,
    }
}

/// Character of an index in [`ALPHABET`]; `None` above 36.
pub const fn char_of(symbol: u8) -> Option<char> {
    match symbol {
        0..=9 => Some((b'0' + symbol) as char),
        10..=35 => Some((b'A' + symbol - 10) as char),
        FILLER => Some('<'),
        _ => None,
    }
}

/// A set of zone symbols: bit `i` stands for the symbol with index `i` in [`ALPHABET`].
///
/// ```
/// # use vidimus_mrz as mrz;
/// let set = mrz::CharSet::DIGITS.union(mrz::CharSet::FILLER);
/// assert_eq!(set.len(), 11);
/// assert!(set.contains(7) && set.contains_char('<') && !set.contains_char('A'));
/// assert_eq!(set.iter().last(), Some(mrz::FILLER));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CharSet(u64);

impl CharSet {
    /// No symbol.
    pub const NONE: Self = Self(0);
    /// `0-9`.
    pub const DIGITS: Self = Self(0x3ff);
    /// `A-Z`.
    pub const LETTERS: Self = Self(0x3ff_ffff << 10);
    /// `<`.
    pub const FILLER: Self = Self(1 << FILLER);
    /// All 37 symbols.
    pub const ALL: Self = Self((1 << 37) - 1);

    /// The set of the characters of `text`; characters outside the alphabet are left out.
    pub const fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut bits, mut i) = (0u64, 0);
        while i < bytes.len() {
            if let Some(symbol) = symbol_of(bytes[i] as char) {
                bits |= 1 << symbol;
            }
            i += 1;
        }
        Self(bits)
    }

    /// Symbols in either set.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Symbols of this set that are not in the other.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the symbol with this index belongs to the set; `false` above 36.
    pub const fn contains(self, symbol: u8) -> bool {
        symbol <= FILLER && self.0 >> symbol & 1 == 1
    }

    /// Whether this character belongs to the set.
    pub const fn contains_char(self, c: char) -> bool {
        match symbol_of(c) {
            Some(symbol) => self.contains(symbol),
            None => false,
        }
    }

    /// Number of symbols in the set.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the set has no symbol.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set as bits, lowest bit first in the order of [`ALPHABET`].
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Symbol indices in ascending order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..=FILLER).filter(move |&symbol| self.contains(symbol))
    }
}

impl fmt::Debug for CharSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.iter().filter_map(char_of).collect();
        write!(f, "CharSet({text})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_and_characters_are_inverse() {
        for (index, c) in ALPHABET.chars().enumerate() {
            assert_eq!(symbol_of(c), Some(index as u8));
            assert_eq!(char_of(index as u8), Some(c));
        }
        assert_eq!(char_of(37), None);
        assert_eq!(CharSet::of(ALPHABET), CharSet::ALL);
        assert_eq!(CharSet::DIGITS.union(CharSet::LETTERS).union(CharSet::FILLER), CharSet::ALL);
    }
}
