use document::{Document, FieldKey};

use crate::ordered::Ordered;

/// What stands behind a key of `ocr`.
enum Source {
    Value(FieldKey),
    FullName,
    Gender,
    Zone,
}

/// The keys of `ocr` in the order of the vendor's table `[A]`. What they mean is said nowhere; this is our reading `[X]`.
const KEYS: [(&str, Source); 15] = [
    ("ocr_fullName", Source::FullName),
    ("ocr_firstName", Source::Value(FieldKey::SecondaryIdentifier)),
    ("ocr_middleName", Source::Value(FieldKey::MiddleName)),
    ("ocr_lastName", Source::Value(FieldKey::PrimaryIdentifier)),
    ("ocr_gender", Source::Gender),
    ("ocr_nationality", Source::Value(FieldKey::Nationality)),
    // Dates as YYYY-MM-DD, like another product of the vendor [C].
    ("ocr_birthDate", Source::Value(FieldKey::DateOfBirth)),
    ("ocr_identityNumber", Source::Value(FieldKey::PersonalNumber)),
    ("ocr_issueDate", Source::Value(FieldKey::DateOfIssue)),
    ("ocr_expireDate", Source::Value(FieldKey::DateOfExpiry)),
    ("ocr_version", Source::Value(FieldKey::CardVersion)),
    ("ocr_number", Source::Value(FieldKey::DocumentNumber)),
    ("full_mrz", Source::Zone),
    ("mrz_line1", Source::Value(FieldKey::MrzLine1)),
    ("mrz_line2", Source::Value(FieldKey::MrzLine2)),
];

/// `ocr`: the values that the front or else the back shows. What neither shows is left out; whether the vendor sends an
/// empty text then is not known `[X]`.
pub(super) fn ocr(front: &Document, back: Option<&Document>) -> Ordered<String> {
    let values = KEYS.iter().filter_map(|(name, source)| {
        let value = read(front, source).or_else(|| read(back?, source))?;
        Some((*name, value))
    });
    Ordered(values.collect())
}

fn read(document: &Document, source: &Source) -> Option<String> {
    let value = |key| document.field(key)?.value.as_deref();
    match source {
        Source::Value(key) => value(*key).map(str::to_owned),
        Source::FullName => value(FieldKey::Name).map(str::to_owned).or_else(|| {
            // Surname first, as machine-readable zones have it [X].
            let parts = [FieldKey::PrimaryIdentifier, FieldKey::SecondaryIdentifier, FieldKey::MiddleName];
            let parts = parts.into_iter().filter_map(value).collect::<Vec<_>>();
            (!parts.is_empty()).then(|| parts.join(" "))
        }),
        // `male` and `female` like another product of the vendor [C]; there is no word for the X of Doc 9303.
        Source::Gender => match value(FieldKey::Sex)? {
            "M" => Some("male".to_owned()),
            "F" => Some("female".to_owned()),
            _ => None,
        },
        Source::Zone => {
            let lines = [FieldKey::MrzLine1, FieldKey::MrzLine2, FieldKey::MrzLine3];
            let zone = lines.into_iter().filter_map(value).collect::<String>();
            (!zone.is_empty()).then_some(zone)
        }
    }
}
