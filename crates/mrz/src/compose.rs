use std::fmt;

use serde::{Deserialize, Serialize};

use crate::alphabet::CharSet;
use crate::check_digit::check_digit;
use crate::field_key::FieldKey;
use crate::format::Format;
use crate::grid::Grid;
use crate::layout::{Check, Content, Field, FillerRule, Span};
use crate::transliterate::transliterate;

/// What a zone shall say. Fields that a format lacks are left out; an empty one is written as fillers. Its `Debug` hides the values.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ZoneData {
    /// One or two characters, such as `P`, `ID` or `VC`.
    pub document_code: String,
    /// Code of the issuing state as it shall be printed, such as `FRA` or `D`.
    pub issuing_state: String,
    /// Primary identifier in any script that [`transliterate`] knows.
    pub primary_identifier: String,
    /// Secondary identifier, likewise; its words parted by blanks.
    pub secondary_identifier: String,
    /// Document number. Beyond nine characters TD1 and TD2 carry it on into the optional data, the others cut it. French
    /// identity card: 12 characters. Swiss licence: 12 digits.
    pub document_number: String,
    /// Code of the nationality as it shall be printed.
    pub nationality: String,
    /// YYMMDD, fillers for unknown parts.
    pub date_of_birth: String,
    /// `M`, `F`, or anything else for unspecified.
    pub sex: String,
    /// YYMMDD.
    pub date_of_expiry: String,
    /// Optional data; on the French identity card the office of issue, on the Swiss licence the number of the blank card.
    pub optional_data: String,
    /// Second optional data (TD1).
    pub optional_data_2: String,
    /// TD3: leave the check digit of blank optional data a filler rather than 0 (Doc 9303-4 allows both).
    pub filler_check_digit: bool,
}

impl fmt::Debug for ZoneData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZoneData").finish_non_exhaustive()
    }
}

/// Writes the lines of a zone, check digits computed, names transliterated and cut by Doc 9303-4 clause 4.2.3.
///
/// Every line has the length of the format and holds symbols of the zone only. Characters that may not stand in a field are
/// replaced by fillers.
///
/// ```
/// # use vidimus_mrz as mrz;
/// use mrz::{Format, ZoneData};
/// let data = ZoneData {
///     document_code: "I".into(),
///     issuing_state: "UTO".into(),
///     primary_identifier: "Eriksson".into(),
///     secondary_identifier: "Anna Maria".into(),
///     document_number: "D23145890".into(),
///     nationality: "UTO".into(),
///     date_of_birth: "740812".into(),
///     sex: "F".into(),
///     date_of_expiry: "120415".into(),
///     ..ZoneData::default()
/// };
/// let lines = mrz::compose(Format::Td2, &data);
/// assert_eq!(lines, ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]);
/// ```
pub fn compose(format: Format, data: &ZoneData) -> Vec<String> {
    let mut grid = Grid::new(format, &[]);
    for field in format.layout().fields {
        write(&mut grid, field.span, &text_of(field, data), |offset| field.content.alphabet(offset));
    }
    for check in format.layout().checks {
        if !continue_number(&mut grid, check, data) {
            write_digit(&mut grid, check, data.filler_check_digit);
        }
    }
    grid.lines()
}

fn write(grid: &mut Grid, span: Span, text: &str, alphabet: impl Fn(usize) -> CharSet) {
    for ((line, column), c) in span.cells().zip(text.chars()) {
        if alphabet(column - span.start).contains_char(c) {
            grid.set(line, column, c);
        }
    }
}

fn write_digit(grid: &mut Grid, check: &Check, filler_when_blank: bool) {
    let covered: String = check.covers.iter().map(|&span| grid.text(span)).collect();
    let blank = covered.chars().all(|c| c == '<');
    if blank && filler_when_blank && check.filler == FillerRule::EmptyField {
        return;
    }
    if let Some(digit) = check_digit(&covered) {
        grid.set(check.digit.line, check.digit.start, char::from(b'0' + digit));
    }
}

/// Writes what a document number is too long for into the optional data; whether there was any.
fn continue_number(grid: &mut Grid, check: &Check, data: &ZoneData) -> bool {
    let (FillerRule::LongNumber(optional), Some(number)) = (check.filler, check.covers.first()) else { return false };
    let whole = transliterate(&data.document_number).replace('<', "");
    let kept: String = whole.chars().take(number.len() + optional.len().saturating_sub(2)).collect();
    let rest: String = kept.chars().skip(number.len()).collect();
    let (false, Some(digit)) = (rest.is_empty(), check_digit(&kept)) else { return false };
    let tail = transliterate(&data.optional_data);
    write(grid, *number, &kept, |_| CharSet::ALL);
    write(grid, optional, &"<".repeat(optional.len()), |_| CharSet::ALL);
    write(grid, optional, &format!("{rest}{digit}<{tail}"), |_| CharSet::ALL);
    true
}

fn text_of(field: &Field, data: &ZoneData) -> String {
    let value = match field.key {
        FieldKey::DocumentCode => &data.document_code,
        FieldKey::IssuingState => &data.issuing_state,
        FieldKey::PrimaryIdentifier => &data.primary_identifier,
        FieldKey::SecondaryIdentifier => &data.secondary_identifier,
        FieldKey::DocumentNumber => &data.document_number,
        FieldKey::Nationality => &data.nationality,
        FieldKey::DateOfBirth => &data.date_of_birth,
        FieldKey::Sex => &data.sex,
        FieldKey::DateOfExpiry => &data.date_of_expiry,
        FieldKey::OptionalData | FieldKey::IssuingOffice | FieldKey::CardNumber => &data.optional_data,
        FieldKey::OptionalData2 => &data.optional_data_2,
        FieldKey::Name => return name(&data.primary_identifier, &data.secondary_identifier, field.span.len()),
        _ => return String::new(),
    };
    match (field.content, field.key) {
        (Content::Date, _) => value.clone(),
        (Content::Identifier, FieldKey::SecondaryIdentifier) => {
            let words: Vec<String> = value.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
            cut(&words.join("<<"), field.span.len()) // the French card parts given names by two fillers
        }
        (Content::Identifier, _) => cut(&letters(value), field.span.len()),
        _ => transliterate(value),
    }
}

/// A name without digits, which may not stand in a name field (Doc 9303-3 clause 4.6).
fn letters(name: &str) -> String {
    transliterate(&name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>())
}

/// Longest part of the secondary identifier that a long primary identifier must leave room for.
const RESERVED: usize = 5;

/// Both identifiers in `width` columns. A primary identifier that leaves no room for the secondary is shortened word by word,
/// the longest first; then the end is cut. A name that was cut ends in a letter in the last column.
fn name(primary: &str, secondary: &str, width: usize) -> String {
    let (primary, secondary) = (letters(primary), letters(secondary));
    if secondary.is_empty() {
        return cut(&primary, width);
    }
    let first = secondary.split('<').next().map_or(0, str::len);
    let room = width.saturating_sub(2 + first.min(RESERVED));
    let mut words: Vec<&str> = primary.split('<').collect();
    while words.iter().map(|word| word.len() + 1).sum::<usize>() > room + 1 {
        let Some(longest) = words.iter_mut().rev().max_by_key(|word| word.len()).filter(|word| word.len() > 1) else {
            words.pop();
            continue;
        };
        *longest = longest.get(..longest.len() - 1).unwrap_or_default();
    }
    cut(&format!("{}<<{secondary}", words.join("<")), width)
}

/// The first `width` characters; a cut that would end in a filler takes a letter out of the word before instead. A word of one letter
/// goes with its fillers, unless the rest would then seem whole: the last word of several letters gives one then.
fn cut(text: &str, width: usize) -> String {
    let mut text = text.to_owned();
    while text.len() > width {
        let head = text.get(..width).unwrap_or_default();
        if !head.ends_with('<') {
            return head.to_owned();
        }
        let Some(last_letter) = head.rfind(|c| c != '<').filter(|&at| at > 0) else { return head.to_owned() };
        let of_several = head.as_bytes().windows(2).rposition(|pair| !pair.contains(&b'<')).map(|at| at + 1);
        let mut shorter = without(&text, last_letter);
        if let Some(at) = of_several.filter(|_| shorter.len() < width) {
            shorter = without(&text, at);
        }
        text = shorter;
    }
    text
}

/// A text without one of its letters; where that was a word, without the fillers behind it.
fn without(text: &str, letter: usize) -> String {
    let (before, after) = (text.get(..letter).unwrap_or_default(), text.get(letter + 1..).unwrap_or_default());
    let after = if before.ends_with('<') { after.trim_start_matches('<') } else { after };
    format!("{before}{after}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut() {
        // width 39 is that of TD3; the first three are examples of Doc 9303-4 clause 4.2.3, which leaves the fourth to the issuer
        let table = [
            ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", 39, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
            ("Nilavadhanananda", "Arnpol Petch Charonguang", 39, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
            ("Papandropoulous", "Jonathon Warren Trevor", 39, "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
            (
                "Bennelong Wooloomooloo Warrandyte Warnambool",
                "Dingo Potoroo",
                39,
                "BENNELO<WOOLOOM<WARRAND<WARNAMBO<<DINGO",
            ),
            ("Abcdef", "Ghi Jkl", 12, "ABCDEF<<GH<J"),
            ("Abcdefgh", "A B Cd", 14, "ABCDEFGH<<A<CD"),
            ("Abcdefghijkl", "", 8, "ABCDEFGH"),
            ("Abcde F G", "", 8, "ABCD<F<G"),
            ("A B C D E", "", 8, "A<B<C<E"),
            ("Li", "Na 3", 9, "LI<<NA"),
        ];
        for (primary, secondary, width, expected) in table {
            let written = name(primary, secondary, width);
            assert!(written.len() <= width);
            assert_eq!(written, expected.get(..width.min(expected.len())).unwrap(), "{primary} {secondary}");
        }
    }
}
