use crate::alphabet::{FILLER, symbol_of};

/// Repeating weights of the check digit (Doc 9303-3 clause 4.9).
pub(crate) const WEIGHTS: [u32; 3] = [7, 3, 1];

/// The check digit (0-9) of a text: weights 7, 3, 1, modulo 10 (Doc 9303-3 clause 4.9).
///
/// `None` when a character cannot stand in a zone. The empty text has check digit 0.
///
/// ```
/// # use vidimus_mrz as mrz;
/// assert_eq!(mrz::check_digit("520727"), Some(3)); // the worked example of the clause
/// assert_eq!(mrz::check_digit("AB2134<<<"), Some(5)); // and the second one
/// assert_eq!(mrz::check_digit("ab"), None);
/// ```
pub fn check_digit(text: &str) -> Option<u8> {
    let symbols: Option<Vec<u8>> = text.chars().map(symbol_of).collect();
    symbols.and_then(|s| check_digit_of(&s))
}

/// The check digit (0-9) of symbol indices; `None` when an index is above 36.
pub fn check_digit_of(symbols: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (&symbol, weight) in symbols.iter().zip(WEIGHTS.iter().cycle()) {
        if symbol > FILLER {
            return None;
        }
        sum = (sum + weight * value(symbol)) % 10;
    }
    Some(sum as u8)
}

/// Whether no check digit can tell these two symbol indices apart: their values are equal modulo 10.
///
/// Each weight is prime to 10, so the position does not matter. The ten classes are `0AKU<`, `1BLV`, `2CMW`, `3DNX`,
/// `4EOY`, `5FPZ`, `6GQ`, `7HR`, `8IS` and `9JT`. A symbol is not confused with itself, and indices above 36 with nothing.
///
/// ```
/// # use vidimus_mrz as mrz;
/// let symbol = |c| mrz::symbol_of(c).unwrap();
/// assert!(mrz::undetectable(symbol('K'), symbol('<')));
/// assert!(!mrz::undetectable(symbol('O'), symbol('0'))); // 24 and 0: every check digit sees it
/// ```
pub fn undetectable(a: u8, b: u8) -> bool {
    a != b && a <= FILLER && b <= FILLER && value(a) % 10 == value(b) % 10
}

/// What a symbol counts in a check digit: digits 0-9, letters 10-35, the filler 0.
pub(crate) fn value(symbol: u8) -> u32 {
    if symbol == FILLER { 0 } else { u32::from(symbol) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::alphabet::char_of;

    #[test]
    fn undetectable_pairs_are_exactly_the_classes() {
        let classes = ["0AKU<", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"];
        let class = |c: char| classes.iter().position(|k| k.contains(c));
        for a in 0..=FILLER {
            for b in 0..=FILLER {
                let (x, y) = (char_of(a).unwrap(), char_of(b).unwrap());
                assert_eq!(undetectable(a, b), a != b && class(x) == class(y), "{x} {y}");
            }
        }
        assert!(!undetectable(0, 40));
    }

    #[test]
    fn an_undetectable_pair_has_equal_check_digits_everywhere() {
        for (a, b) in [("K1234", "<1234"), ("1K234", "1U234"), ("12L34", "12134")] {
            assert_eq!(check_digit(a), check_digit(b));
        }
        assert_eq!(check_digit_of(&[1, 37]), None);
    }
}
