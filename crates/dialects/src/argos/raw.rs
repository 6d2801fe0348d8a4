use std::collections::BTreeMap;

use document::{Document, Field, FieldKey, Line, Quad};
use serde::Serialize;

/// `raw`: every field under its name, in alphabetical order as in the vendor's example `[B]`.
pub(super) type Raw = BTreeMap<&'static str, Entry>;

/// What was read in one place. `rotate` has a `value` only `[A]`.
#[derive(Serialize)]
pub(super) struct Entry {
    value: String,
    /// `0..=100`.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    /// On some fields only `[A]`: on those that carry a check of their own, whether it agrees `[X]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<bool>,
    /// On the straightened document, whose picture the caller does not see `[A]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<Corners>,
    /// On the picture as sent `[A]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    original_coordinates: Option<Corners>,
}

/// Clockwise from the text's top left `[B]`, in whole pixels.
#[derive(Serialize)]
struct Corners {
    first: Corner,
    second: Corner,
    third: Corner,
    fourth: Corner,
}

#[derive(Serialize)]
struct Corner {
    x: i32,
    y: i32,
}

/// The fields of the front, and those of the back that the front does not have.
pub(super) fn raw(front: &Document, back: Option<&Document>) -> Raw {
    let mut raw = Raw::new();
    for field in [Some(front), back].into_iter().flatten().flat_map(|document| &document.fields) {
        if let Some(name) = name(field.key) {
            raw.entry(name).or_insert_with(|| Entry::new(field));
        }
    }
    // Degrees, our reading of the one value "0" in the vendor's example [X]: how far the front was turned clockwise.
    let turn = front.turn.degrees().to_string();
    raw.insert(
        "rotate",
        Entry { value: turn, score: None, accepted: None, coordinates: None, original_coordinates: None },
    );
    raw
}

impl Entry {
    fn new(field: &Field) -> Self {
        let around = |place: fn(&Line) -> Quad| {
            Quad::enclosing(&field.lines.iter().map(place).collect::<Vec<_>>()).as_ref().map(Corners::from)
        };
        Self {
            value: field.text.clone(),
            score: Some((field.confidence.get() * 100.0).round() as u8),
            accepted: field.verified,
            coordinates: around(|line| line.on_sheet),
            original_coordinates: around(|line| line.on_photo),
        }
    }
}

impl From<&Quad> for Corners {
    fn from(quad: &Quad) -> Self {
        let [first, second, third, fourth] =
            quad.corners().map(|point| Corner { x: point.x.round() as i32, y: point.y.round() as i32 });
        Self { first, second, third, fourth }
    }
}

/// The names in `raw`, an open list: the first five are in the vendor's example `[A]`, the others go by the names in
/// `ocr` `[X]`. None for what no document of a person shows.
fn name(key: FieldKey) -> Option<&'static str> {
    Some(match key {
        FieldKey::Address => "address",
        FieldKey::IssuingAuthority => "authority",
        FieldKey::Name => "name",
        FieldKey::NameInChineseCharacters => "name_chn",
        FieldKey::DocumentNumber => "number",
        FieldKey::IssuingAuthorityLatin => "authority_eng",
        FieldKey::DateOfBirth => "birth_date",
        FieldKey::SecurityCode => "code",
        FieldKey::DrivingConditions => "condition",
        FieldKey::DocumentCode => "document_code",
        FieldKey::DateOfExpiry => "expire_date",
        FieldKey::SecondaryIdentifier => "first_name",
        FieldKey::Sex => "gender",
        FieldKey::PersonalNumber => "identity_number",
        FieldKey::DateOfIssue => "issue_date",
        FieldKey::IssuingState => "issuing_country",
        FieldKey::PrimaryIdentifier => "last_name",
        FieldKey::VehicleCategories => "license_type",
        FieldKey::MiddleName => "middle_name",
        FieldKey::MrzLine1 => "mrz_line1",
        FieldKey::MrzLine2 => "mrz_line2",
        FieldKey::MrzLine3 => "mrz_line3",
        FieldKey::NameInNationalScript => "name_local",
        FieldKey::Nationality => "nationality",
        FieldKey::OrganDonation => "organ_donation",
        FieldKey::OtherPersonalNumber => "other_identity_number",
        FieldKey::RenewalEnd => "renew_end_date",
        FieldKey::RenewalStart => "renew_start_date",
        FieldKey::CardSerialNumber => "serial_number",
        FieldKey::DocumentTitle => "title",
        FieldKey::CardVersion => "version",
        FieldKey::VisaStatus => "visa_type",
        _ => return None,
    })
}
