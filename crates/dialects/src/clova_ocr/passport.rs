use mrz::{Date, FieldKey, Format};
use reader::{MrzReading, Reading};
use serde::Serialize;

/// `passportResult`: the fields of the machine-readable zone. Names, order and the two texts per item come from one
/// public client `[C]`; the formats of the values are our choice `[X]`: `rawText` is the slice of the zone,
/// `refinedText` the normalised value. A derived value that cannot be worked out is absent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PassportResult {
    document_class_code: Item,
    issuing_state_code: Item,
    first_name: Item,
    last_name1: Item,
    // `lastName2` is known by name only [C] and stays absent: a zone cannot tell a second surname from the second word
    // of one (Doc 9303-3 section 4.6).
    document_number: Item,
    check_digit_for_document_number: Item,
    nationality: Item,
    date_of_birth: Item,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<Item>,
    check_digit_for_date_of_birth: Item,
    gender: Item,
    date_of_expiry: Item,
    check_digit_for_date_of_expiry: Item,
    personal_number: Item,
    final_digit_for_personal_number: Item,
    mrz_type: Item,
    mrz_lines: Item,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_expired: Option<Item>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    raw_text: String,
    refined_text: Refined,
}

/// A string, an integer (`age`, check digits) or a boolean (`isExpired`) `[C]`.
#[derive(Serialize)]
#[serde(untagged)]
enum Refined {
    Text(String),
    Number(u16),
    Flag(bool),
}

/// The result for the first passport in the picture, as of `today`; None when it shows none.
///
/// A passport is a zone of format TD3 (Doc 9303-4): cards and visas have models of their own at the vendor `[X]`.
pub fn passport_result(reading: &Reading, today: Date) -> Option<PassportResult> {
    let zone = reading.zones().find(|zone| zone.format == Format::Td3)?;
    let birth = date(zone, FieldKey::DateOfBirth);
    let expiry = date(zone, FieldKey::DateOfExpiry);
    let lines = zone.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    Some(PassportResult {
        document_class_code: text(zone, FieldKey::DocumentCode),
        issuing_state_code: text(zone, FieldKey::IssuingState),
        first_name: text(zone, FieldKey::SecondaryIdentifier),
        last_name1: text(zone, FieldKey::PrimaryIdentifier),
        document_number: text(zone, FieldKey::DocumentNumber),
        check_digit_for_document_number: digit(zone, FieldKey::DocumentNumberCheckDigit),
        nationality: text(zone, FieldKey::Nationality),
        date_of_birth: text(zone, FieldKey::DateOfBirth),
        age: birth.and_then(|birth| full_years(birth, today)).map(|years| derived(Refined::Number(years))),
        check_digit_for_date_of_birth: digit(zone, FieldKey::DateOfBirthCheckDigit),
        gender: text(zone, FieldKey::Sex),
        date_of_expiry: text(zone, FieldKey::DateOfExpiry),
        check_digit_for_date_of_expiry: digit(zone, FieldKey::DateOfExpiryCheckDigit),
        personal_number: text(zone, FieldKey::OptionalData),
        final_digit_for_personal_number: digit(zone, FieldKey::OptionalDataCheckDigit),
        mrz_type: same("TD3"),
        mrz_lines: same(&lines),
        // The day of expiry itself still counts as valid.
        is_expired: expiry.map(|expiry| derived(Refined::Flag(expiry < today))),
    })
}

/// A field as it stands and as it reads; without a valid meaning, `refinedText` is empty.
fn text(zone: &MrzReading, key: FieldKey) -> Item {
    let field = zone.field(key);
    Item {
        raw_text: field.map(|field| field.raw.clone()).unwrap_or_default(),
        refined_text: Refined::Text(field.and_then(|field| field.value.clone()).unwrap_or_default()),
    }
}

/// A check digit, which stands in the lines only; a filler in its place reads as an empty text.
fn digit(zone: &MrzReading, key: FieldKey) -> Item {
    let place = zone.format.layout().fields.iter().find(|field| field.key == key).map(|field| field.span);
    let raw_text =
        place.and_then(|span| zone.lines.get(span.line)?.text.get(span.start..span.end)).unwrap_or_default().to_owned();
    let refined_text = raw_text.parse().map_or(Refined::Text(String::new()), Refined::Number);
    Item { raw_text, refined_text }
}

fn same(value: &str) -> Item {
    Item { raw_text: value.to_owned(), refined_text: Refined::Text(value.to_owned()) }
}

/// What is worked out rather than read has no raw text.
fn derived(refined_text: Refined) -> Item {
    Item { raw_text: String::new(), refined_text }
}

fn date(zone: &MrzReading, key: FieldKey) -> Option<Date> {
    Date::try_from(zone.field(key)?.value.clone()?).ok()
}

/// Completed years of life; None before birth. Who was born on 29 February completes a year on 1 March in common years.
fn full_years(birth: Date, today: Date) -> Option<u16> {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year().checked_sub(birth.year())?.checked_sub(u16::from(before_birthday))
}
