//! The tables. Columns are counted from 0, where Doc 9303 counts from 1.

use crate::alphabet::CharSet;
use crate::field_key::FieldKey as Key;
use crate::layout::{Check, Content, Field, FillerRule, Layout, Span};

const LETTERS: CharSet = CharSet::LETTERS;
const LETTERS_FILLER: CharSet = LETTERS.union(CharSet::FILLER);

/// TD3: `P` by the standard; `A`, `C` and `I`, its codes for other official documents, are met on booklets too.
const PASSPORT_CODE: Content = Content::Code(CharSet::of("PACI"), LETTERS_FILLER);
const VISA_CODE: Content = Content::Code(CharSet::of("V"), LETTERS_FILLER);
/// TD1 and TD2: `A`, `C` and `I` by the standard; issuers also use `D`, `P`, `R` and others, never `V` (Doc 9303-5 note k).
const CARD_CODE: Content = Content::Code(LETTERS.without(CharSet::of("V")), LETTERS_FILLER);
/// TD1: the second character is a digit on some cards, as `C1` on permanent resident cards of the USA.
const TD1_CODE: Content = Content::Code(LETTERS.without(CharSet::of("V")), CharSet::ALL);

const fn span(line: usize, start: usize, end: usize) -> Span {
    Span::new(line, start, end)
}

const fn field(key: Key, line: usize, start: usize, end: usize, content: Content) -> Field {
    Field { key, span: span(line, start, end), content }
}

const fn check(key: Key, protects: Key, line: usize, column: usize, covers: &'static [Span]) -> Check {
    Check { key, protects, digit: span(line, column, column + 1), covers, filler: FillerRule::Missing }
}

const fn check_or_filler(check: Check, filler: FillerRule) -> Check {
    Check { filler, ..check }
}

/// Doc 9303-5 clause 4.2.2.
pub(crate) const TD1: Layout = Layout {
    line_lengths: &[30, 30, 30],
    mark_line: 0,
    marks: &[""],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, TD1_CODE),
        field(Key::IssuingState, 0, 2, 5, Content::State),
        field(Key::DocumentNumber, 0, 5, 14, Content::Alphanumeric),
        field(Key::DocumentNumberCheckDigit, 0, 14, 15, Content::CheckDigitOrFiller),
        field(Key::OptionalData, 0, 15, 30, Content::Alphanumeric),
        field(Key::DateOfBirth, 1, 0, 6, Content::Date),
        field(Key::DateOfBirthCheckDigit, 1, 6, 7, Content::CheckDigit),
        field(Key::Sex, 1, 7, 8, Content::Sex),
        field(Key::DateOfExpiry, 1, 8, 14, Content::Date),
        field(Key::DateOfExpiryCheckDigit, 1, 14, 15, Content::CheckDigit),
        field(Key::Nationality, 1, 15, 18, Content::Nationality),
        field(Key::OptionalData2, 1, 18, 29, Content::Alphanumeric),
        field(Key::CompositeCheckDigit, 1, 29, 30, Content::CheckDigit),
        field(Key::Name, 2, 0, 30, Content::Name),
    ],
    checks: &[
        check_or_filler(
            check(Key::DocumentNumberCheckDigit, Key::DocumentNumber, 0, 14, &[span(0, 5, 14)]),
            FillerRule::LongNumber(span(0, 15, 30)),
        ),
        check(Key::DateOfBirthCheckDigit, Key::DateOfBirth, 1, 6, &[span(1, 0, 6)]),
        check(Key::DateOfExpiryCheckDigit, Key::DateOfExpiry, 1, 14, &[span(1, 8, 14)]),
        check(
            Key::CompositeCheckDigit,
            Key::CompositeCheckDigit,
            1,
            29,
            &[span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)],
        ),
    ],
};

/// Doc 9303-6 clause 4.2.2.
pub(crate) const TD2: Layout = Layout {
    line_lengths: &[36, 36],
    mark_line: 0,
    marks: &[""],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, CARD_CODE),
        field(Key::IssuingState, 0, 2, 5, Content::State),
        field(Key::Name, 0, 5, 36, Content::Name),
        field(Key::DocumentNumber, 1, 0, 9, Content::Alphanumeric),
        field(Key::DocumentNumberCheckDigit, 1, 9, 10, Content::CheckDigitOrFiller),
        field(Key::Nationality, 1, 10, 13, Content::Nationality),
        field(Key::DateOfBirth, 1, 13, 19, Content::Date),
        field(Key::DateOfBirthCheckDigit, 1, 19, 20, Content::CheckDigit),
        field(Key::Sex, 1, 20, 21, Content::Sex),
        field(Key::DateOfExpiry, 1, 21, 27, Content::Date),
        field(Key::DateOfExpiryCheckDigit, 1, 27, 28, Content::CheckDigit),
        field(Key::OptionalData, 1, 28, 35, Content::Alphanumeric),
        field(Key::CompositeCheckDigit, 1, 35, 36, Content::CheckDigit),
    ],
    checks: &[
        check_or_filler(
            check(Key::DocumentNumberCheckDigit, Key::DocumentNumber, 1, 9, &[span(1, 0, 9)]),
            FillerRule::LongNumber(span(1, 28, 35)),
        ),
        check(Key::DateOfBirthCheckDigit, Key::DateOfBirth, 1, 19, &[span(1, 13, 19)]),
        check(Key::DateOfExpiryCheckDigit, Key::DateOfExpiry, 1, 27, &[span(1, 21, 27)]),
        check(
            Key::CompositeCheckDigit,
            Key::CompositeCheckDigit,
            1,
            35,
            &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)],
        ),
    ],
};

/// Doc 9303-4 clause 4.2.2. Chinese passports fill the whole optional data with letters and digits: no row of their own.
pub(crate) const TD3: Layout = Layout {
    line_lengths: &[44, 44],
    mark_line: 0,
    marks: &[""],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, PASSPORT_CODE),
        field(Key::IssuingState, 0, 2, 5, Content::State),
        field(Key::Name, 0, 5, 44, Content::Name),
        field(Key::DocumentNumber, 1, 0, 9, Content::Alphanumeric),
        field(Key::DocumentNumberCheckDigit, 1, 9, 10, Content::CheckDigit),
        field(Key::Nationality, 1, 10, 13, Content::Nationality),
        field(Key::DateOfBirth, 1, 13, 19, Content::Date),
        field(Key::DateOfBirthCheckDigit, 1, 19, 20, Content::CheckDigit),
        field(Key::Sex, 1, 20, 21, Content::Sex),
        field(Key::DateOfExpiry, 1, 21, 27, Content::Date),
        field(Key::DateOfExpiryCheckDigit, 1, 27, 28, Content::CheckDigit),
        field(Key::OptionalData, 1, 28, 42, Content::Alphanumeric),
        field(Key::OptionalDataCheckDigit, 1, 42, 43, Content::CheckDigitOrFiller),
        field(Key::CompositeCheckDigit, 1, 43, 44, Content::CheckDigit),
    ],
    checks: &[
        check(Key::DocumentNumberCheckDigit, Key::DocumentNumber, 1, 9, &[span(1, 0, 9)]),
        check(Key::DateOfBirthCheckDigit, Key::DateOfBirth, 1, 19, &[span(1, 13, 19)]),
        check(Key::DateOfExpiryCheckDigit, Key::DateOfExpiry, 1, 27, &[span(1, 21, 27)]),
        check_or_filler(
            check(Key::OptionalDataCheckDigit, Key::OptionalData, 1, 42, &[span(1, 28, 42)]),
            FillerRule::EmptyField,
        ),
        check(
            Key::CompositeCheckDigit,
            Key::CompositeCheckDigit,
            1,
            43,
            &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)],
        ),
    ],
};

/// Doc 9303-7 clause 4.2.2, format A: no composite.
pub(crate) const MRV_A: Layout = Layout {
    line_lengths: &[44, 44],
    mark_line: 0,
    marks: &["V"],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, VISA_CODE),
        field(Key::IssuingState, 0, 2, 5, Content::State),
        field(Key::Name, 0, 5, 44, Content::Name),
        field(Key::DocumentNumber, 1, 0, 9, Content::Alphanumeric),
        field(Key::DocumentNumberCheckDigit, 1, 9, 10, Content::CheckDigit),
        field(Key::Nationality, 1, 10, 13, Content::Nationality),
        field(Key::DateOfBirth, 1, 13, 19, Content::Date),
        field(Key::DateOfBirthCheckDigit, 1, 19, 20, Content::CheckDigit),
        field(Key::Sex, 1, 20, 21, Content::Sex),
        field(Key::DateOfExpiry, 1, 21, 27, Content::Date),
        field(Key::DateOfExpiryCheckDigit, 1, 27, 28, Content::CheckDigit),
        field(Key::OptionalData, 1, 28, 44, Content::Alphanumeric),
    ],
    checks: VISA_CHECKS,
};

/// Doc 9303-7 clause 4.2.2, format B: no composite.
pub(crate) const MRV_B: Layout = Layout {
    line_lengths: &[36, 36],
    mark_line: 0,
    marks: &["V"],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, VISA_CODE),
        field(Key::IssuingState, 0, 2, 5, Content::State),
        field(Key::Name, 0, 5, 36, Content::Name),
        field(Key::DocumentNumber, 1, 0, 9, Content::Alphanumeric),
        field(Key::DocumentNumberCheckDigit, 1, 9, 10, Content::CheckDigit),
        field(Key::Nationality, 1, 10, 13, Content::Nationality),
        field(Key::DateOfBirth, 1, 13, 19, Content::Date),
        field(Key::DateOfBirthCheckDigit, 1, 19, 20, Content::CheckDigit),
        field(Key::Sex, 1, 20, 21, Content::Sex),
        field(Key::DateOfExpiry, 1, 21, 27, Content::Date),
        field(Key::DateOfExpiryCheckDigit, 1, 27, 28, Content::CheckDigit),
        field(Key::OptionalData, 1, 28, 36, Content::Alphanumeric),
    ],
    checks: VISA_CHECKS,
};

const VISA_CHECKS: &[Check] = &[
    check(Key::DocumentNumberCheckDigit, Key::DocumentNumber, 1, 9, &[span(1, 0, 9)]),
    check(Key::DateOfBirthCheckDigit, Key::DateOfBirth, 1, 19, &[span(1, 13, 19)]),
    check(Key::DateOfExpiryCheckDigit, Key::DateOfExpiry, 1, 27, &[span(1, 21, 27)]),
];

/// French identity card of 1988 to 2021, whose composite covers both lines, names included. No standard gives the layout; it
/// was confirmed on specimens, whose three check digits it explains. The last six columns of line 1 are blank on some cards.
pub(crate) const FRENCH_ID: Layout = Layout {
    line_lengths: &[36, 36],
    mark_line: 0,
    marks: &["IDFRA"],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, Content::Code(CharSet::of("I"), CharSet::of("D"))),
        field(Key::IssuingState, 0, 2, 5, Content::State),
        field(Key::PrimaryIdentifier, 0, 5, 30, Content::Identifier),
        field(Key::IssuingOffice, 0, 30, 36, Content::Alphanumeric),
        field(Key::DocumentNumber, 1, 0, 12, Content::FrenchIdNumber),
        field(Key::DocumentNumberCheckDigit, 1, 12, 13, Content::CheckDigit),
        field(Key::SecondaryIdentifier, 1, 13, 27, Content::Identifier),
        field(Key::DateOfBirth, 1, 27, 33, Content::Date),
        field(Key::DateOfBirthCheckDigit, 1, 33, 34, Content::CheckDigit),
        field(Key::Sex, 1, 34, 35, Content::Sex),
        field(Key::CompositeCheckDigit, 1, 35, 36, Content::CheckDigit),
    ],
    checks: &[
        check(Key::DocumentNumberCheckDigit, Key::DocumentNumber, 1, 12, &[span(1, 0, 12)]),
        check(Key::DateOfBirthCheckDigit, Key::DateOfBirth, 1, 33, &[span(1, 27, 33)]),
        check(Key::CompositeCheckDigit, Key::CompositeCheckDigit, 1, 35, &[span(0, 0, 36), span(1, 0, 35)]),
    ],
};

/// Swiss driving licence since 2003 (letter of the federal roads office, October 2003): no check digit at all.
/// The document number is the holder's nine-digit register number with the three-digit number of the copy.
pub(crate) const SWISS_DRIVING_LICENCE: Layout = Layout {
    line_lengths: &[9, 30, 30],
    mark_line: 1,
    marks: &["FA"],
    fields: &[
        field(Key::CardNumber, 0, 0, 9, Content::SwissCardNumber),
        field(Key::DocumentCode, 1, 0, 2, Content::Code(CharSet::of("F"), CharSet::of("A"))),
        field(Key::IssuingState, 1, 2, 5, Content::State),
        field(Key::DocumentNumber, 1, 5, 17, Content::Digits),
        field(Key::Filler, 1, 17, 19, Content::Filler),
        field(Key::DateOfBirth, 1, 19, 25, Content::Date),
        field(Key::Filler, 1, 25, 30, Content::Filler),
        field(Key::Name, 2, 0, 30, Content::Name),
    ],
    checks: &[],
};

/// French driving licence since 2013. No public text gives the layout; it was confirmed on the published specimen, whose
/// two check digits it explains.
pub(crate) const FRENCH_DRIVING_LICENCE: Layout = Layout {
    line_lengths: &[30],
    mark_line: 0,
    marks: &["D1FRA"],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, Content::Code(CharSet::of("D"), CharSet::of("1"))),
        field(Key::IssuingState, 0, 2, 5, Content::State),
        field(Key::DocumentNumber, 0, 5, 14, Content::FrenchLicenceNumber),
        field(Key::DocumentNumberCheckDigit, 0, 14, 15, Content::CheckDigit),
        field(Key::DateOfExpiry, 0, 15, 21, Content::Date),
        field(Key::PrimaryIdentifier, 0, 21, 29, Content::Identifier),
        field(Key::CompositeCheckDigit, 0, 29, 30, Content::CheckDigit),
    ],
    checks: &[
        check(Key::DocumentNumberCheckDigit, Key::DocumentNumber, 0, 14, &[span(0, 0, 14)]),
        check(Key::CompositeCheckDigit, Key::CompositeCheckDigit, 0, 29, &[span(0, 0, 29)]),
    ],
};

/// Chinese exit-entry permit card. No public text gives the layout; it is taken from how readers of the card's chip derive
/// their key, and has not been confirmed on a specimen.
pub(crate) const CHINESE_EXIT_ENTRY_PERMIT: Layout = Layout {
    line_lengths: &[30],
    mark_line: 0,
    marks: &["C"],
    fields: &[
        field(Key::DocumentCode, 0, 0, 2, Content::Code(CharSet::of("C"), LETTERS)),
        field(Key::DocumentNumber, 0, 2, 11, Content::Alphanumeric),
        field(Key::DocumentNumberCheckDigit, 0, 11, 12, Content::CheckDigit),
        field(Key::Filler, 0, 12, 13, Content::Filler),
        field(Key::DateOfExpiry, 0, 13, 19, Content::Date),
        field(Key::DateOfExpiryCheckDigit, 0, 19, 20, Content::CheckDigit),
        field(Key::Filler, 0, 20, 21, Content::Filler),
        field(Key::DateOfBirth, 0, 21, 27, Content::Date),
        field(Key::DateOfBirthCheckDigit, 0, 27, 28, Content::CheckDigit),
        field(Key::Filler, 0, 28, 29, Content::Filler),
        field(Key::CompositeCheckDigit, 0, 29, 30, Content::CheckDigit),
    ],
    checks: &[
        check(Key::DocumentNumberCheckDigit, Key::DocumentNumber, 0, 11, &[span(0, 2, 11)]),
        check(Key::DateOfExpiryCheckDigit, Key::DateOfExpiry, 0, 19, &[span(0, 13, 19)]),
        check(Key::DateOfBirthCheckDigit, Key::DateOfBirth, 0, 27, &[span(0, 21, 27)]),
        check(
            Key::CompositeCheckDigit,
            Key::CompositeCheckDigit,
            0,
            29,
            &[span(0, 2, 12), span(0, 13, 20), span(0, 21, 28)],
        ),
    ],
};
