use crate::alphabet::CharSet;
use crate::field_key::FieldKey;

/// Columns `start..end` of one line, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Span {
    /// Line, from 0.
    pub line: usize,
    /// First column, from 0.
    pub start: usize,
    /// Column after the last.
    pub end: usize,
}

impl Span {
    /// Columns `start..end` of `line`.
    pub const fn new(line: usize, start: usize, end: usize) -> Self {
        Self { line, start, end }
    }

    /// Whether the span holds this position.
    pub const fn contains(self, line: usize, column: usize) -> bool {
        self.line == line && self.start <= column && column < self.end
    }

    /// Number of columns.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no column.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Its positions as (line, column).
    pub fn cells(self) -> impl Iterator<Item = (usize, usize)> {
        (self.start..self.end).map(move |column| (self.line, column))
    }
}

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Two characters, each from its own set.
    Code(CharSet, CharSet),
    /// Three-character code of the issuing state: letters, padded with fillers.
    State,
    /// The same for the nationality, which may be blank.
    Nationality,
    /// Primary and secondary identifier, parted by two fillers.
    Name,
    /// One identifier alone, its words parted by fillers.
    Identifier,
    /// Digits, letters and fillers.
    Alphanumeric,
    /// Digits only.
    Digits,
    /// Number of the French identity card: year and month of issue, three characters of the department, five digits.
    FrenchIdNumber,
    /// Number of the French driving licence: two digits, two letters, five digits.
    FrenchLicenceNumber,
    /// Blank number of the Swiss licence: six characters, a language letter, two fillers.
    SwissCardNumber,
    /// YYMMDD, fillers where a part is unknown (Doc 9303-3 clause 4.8).
    Date,
    /// `M`, `F` or a filler for unspecified. `X` belongs to the printed zone only (Doc 9303-4 clause 4.2.2.2, note p).
    Sex,
    /// A check digit.
    CheckDigit,
    /// A check digit that may be a filler, by the rule of its [`Check`].
    CheckDigitOrFiller,
    /// Fillers only.
    Filler,
}

impl Content {
    /// The symbols that may stand `offset` columns into a field of this content.
    pub fn alphabet(self, offset: usize) -> CharSet {
        const DIGITS: CharSet = CharSet::DIGITS;
        const LETTERS: CharSet = CharSet::LETTERS;
        const FILLER: CharSet = CharSet::FILLER;
        match (self, offset) {
            (Content::Code(first, _), 0) => first,
            (Content::Code(_, second), _) => second,
            (Content::State | Content::Name, 0) => LETTERS,
            (Content::State | Content::Nationality | Content::Name | Content::Identifier, _) => LETTERS.union(FILLER),
            (Content::Alphanumeric, _) => CharSet::ALL,
            (Content::FrenchIdNumber, 2) => CharSet::of("01"),
            (Content::FrenchIdNumber, 4..=6) => DIGITS.union(LETTERS),
            (Content::FrenchLicenceNumber, 2 | 3) | (Content::SwissCardNumber, 6) => LETTERS,
            (Content::SwissCardNumber, 0..=5) => DIGITS.union(LETTERS),
            (Content::FrenchIdNumber | Content::FrenchLicenceNumber | Content::Digits, _) => DIGITS,
            (Content::Date, 2) => CharSet::of("01<"),
            (Content::Date, 4) => CharSet::of("0123<"),
            (Content::Date, _) => DIGITS.union(FILLER),
            (Content::Sex, _) => CharSet::of("MF<"),
            (Content::CheckDigit, _) => DIGITS,
            (Content::CheckDigitOrFiller, _) => DIGITS.union(FILLER),
            (Content::SwissCardNumber | Content::Filler, _) => FILLER,
        }
    }
}

/// One field of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub key: FieldKey,
    /// Where it stands.
    pub span: Span,
    /// What it may hold.
    pub content: Content,
}

/// What a filler in the place of a check digit means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillerRule {
    /// The check digit is missing.
    Missing,
    /// Allowed while the field it protects holds fillers only (Doc 9303-4 clause 4.2.2.2, personal number).
    EmptyField,
    /// The document number is longer than its field: it goes on in the optional data that starts at this span, followed
    /// by its check digit and a filler (Doc 9303-5 clause 4.2.2.1 note j, Doc 9303-6 clause 4.2.2.2 note j).
    LongNumber(Span),
}

/// One check digit of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Name of the check digit.
    pub key: FieldKey,
    /// Field it protects; the composite protects itself.
    pub protects: FieldKey,
    /// Where the digit stands (one column).
    pub digit: Span,
    /// What it is computed over, in this order.
    pub covers: &'static [Span],
    /// What a filler in its place means.
    pub filler: FillerRule,
}

/// A format as a table: every position of every line belongs to exactly one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Length of each line, in characters.
    pub line_lengths: &'static [usize],
    /// Fields in reading order.
    pub fields: &'static [Field],
    /// Check digits, the composite last.
    pub checks: &'static [Check],
    /// Line on which the document code stands.
    pub mark_line: usize,
    /// How that line may start.
    pub marks: &'static [&'static str],
}

impl Layout {
    /// The field with this key.
    pub fn field(&self, key: FieldKey) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}
