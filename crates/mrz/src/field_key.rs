use serde::{Deserialize, Serialize};

/// Name of a field, after Doc 9303; serialised in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldKey {
    /// One or two characters that designate the kind of document.
    DocumentCode,
    /// Issuing state or organisation.
    IssuingState,
    /// The whole name field, before it is split into its identifiers.
    Name,
    /// Primary identifier: usually the surname.
    PrimaryIdentifier,
    /// Secondary identifier: usually the given names.
    SecondaryIdentifier,
    /// Document number.
    DocumentNumber,
    /// Check digit of the document number.
    DocumentNumberCheckDigit,
    /// Nationality.
    Nationality,
    /// Date of birth.
    DateOfBirth,
    /// Check digit of the date of birth.
    DateOfBirthCheckDigit,
    /// Sex.
    Sex,
    /// Date of expiry; on visas, the end of validity.
    DateOfExpiry,
    /// Check digit of the date of expiry.
    DateOfExpiryCheckDigit,
    /// Month of issue, which the French identity card carries inside its number.
    DateOfIssue,
    /// Optional data; on TD3 the personal number or other optional data.
    OptionalData,
    /// Check digit of the optional data (TD3).
    OptionalDataCheckDigit,
    /// Second optional data (TD1, line 2).
    #[serde(rename = "optional_data_2")]
    OptionalData2,
    /// Department and office of issue (French identity card).
    IssuingOffice,
    /// Number of the blank card and its language letter (Swiss driving licence, line 1).
    CardNumber,
    /// Composite check digit.
    CompositeCheckDigit,
    /// Columns that hold fillers only.
    Filler,
}
