use serde::Serialize;

use crate::field_key::FieldKey;

/// What is wrong or doubtful about a zone. Findings name places, never what stands there, so they may be logged.
///
/// Lines and columns are counted from 0. Serialised as an object with `code` in snake case beside the other parts. That a
/// document has expired is no finding: the zone is right, and the reader of the answer decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// The zone has more or fewer lines than its format.
    LineCount {
        /// Lines of the format.
        expected: usize,
        /// Lines given.
        found: usize,
    },
    /// A line is longer or shorter than in its format. What is missing counts as fillers, what is too much is left out.
    LineLength {
        /// The line.
        line: usize,
        /// Characters of the format.
        expected: usize,
        /// Characters given.
        found: usize,
    },
    /// A character that may not stand where it does.
    InvalidCharacter {
        /// Field it belongs to.
        field: FieldKey,
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// A check digit disagrees with what it protects.
    CheckDigitMismatch {
        /// The protected field, or the composite check digit.
        field: FieldKey,
    },
    /// A filler stands where a check digit should.
    MissingCheckDigit {
        /// The protected field, or the composite check digit.
        field: FieldKey,
    },
    /// No day that the calendar has, or an unknown part where none is allowed.
    ImpossibleDate {
        /// The date.
        field: FieldKey,
    },
    /// A code in neither ISO 3166-1 nor Doc 9303-3 section 5.
    UnknownCountry {
        /// Issuing state or nationality.
        field: FieldKey,
    },
    /// The name fills its field to the last column, so it may have been cut (Doc 9303-4 clause 4.2.3).
    NameTruncated {
        /// The identifier that ends the field.
        field: FieldKey,
    },
    /// Fillers stand in a name where the rules have none; a character may have been read as a filler.
    NameIrregular {
        /// The identifier.
        field: FieldKey,
    },
    /// Two symbols are about equally likely here and every check digit is blind to the difference.
    UndetectableConfusion {
        /// Field it belongs to.
        field: FieldKey,
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// The check digits proved that the most likely symbol was wrong, and it was replaced.
    CorrectedByCheckDigit {
        /// Field it belongs to.
        field: FieldKey,
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// Several readings, or none that is likely, satisfy the check digits; nothing was corrected.
    NotProven {
        /// The field whose check digit is in doubt.
        field: FieldKey,
    },
    /// Independent readings of the same zone differ in this field.
    ReadingsDisagree {
        /// The field.
        field: FieldKey,
    },
}

impl Finding {
    /// The field it is about; `None` for those about whole lines.
    pub fn field(&self) -> Option<FieldKey> {
        match *self {
            Self::LineCount { .. } | Self::LineLength { .. } => None,
            Self::InvalidCharacter { field, .. }
            | Self::CheckDigitMismatch { field }
            | Self::MissingCheckDigit { field }
            | Self::ImpossibleDate { field }
            | Self::UnknownCountry { field }
            | Self::NameTruncated { field }
            | Self::NameIrregular { field }
            | Self::UndetectableConfusion { field, .. }
            | Self::CorrectedByCheckDigit { field, .. }
            | Self::NotProven { field }
            | Self::ReadingsDisagree { field } => Some(field),
        }
    }
}
