use document::{Document, DocumentKind, FieldKey as Key, Mask};
use serde::Serialize;

use super::Meta;
use super::item::{Item, Polygon};
use super::table::{Row, Shape, Wire, always, at_times, fields};
use crate::ordered::Ordered;

/// The part that identifies: serial number and check digit of a resident or alien registration number.
const LAST_7: Shape = Shape::Text(Some(Mask::LastDigits(7)));
const LAST_8: Shape = Shape::Text(Some(Mask::LastDigits(8)));
const WHOLE: Shape = Shape::Text(Some(Mask::Whole));
const WHOLE_DATE: Shape = Shape::Date(Some(Mask::Whole));
const TEXT: Shape = Shape::Text(None);
/// A state by its printed name, as in the vendor's passport example `[A]`, not by its code.
const PRINTED: Shape = Shape::Printed;
const DATE: Shape = Shape::Date(None);
const PLAIN: Shape = Shape::Plain;

// Fields and masks: Naver Cloud, CLOVA OCR pages of the id-card models and CLOVA eKYC Document API, tables of `result`
// [A]. The passport page also speaks of `pp.condition` and `pp.organDonation`; they are licence fields that went astray
// there, and the table of `pp` itself lacks them. Which fields are mandatory is our reading [X].

const RESIDENT_CARD: &[Row] = &[
    always("name", Key::Name, TEXT),
    always("personalNum", Key::PersonalNumber, LAST_7),
    always("address", Key::Address, TEXT),
    always("issueDate", Key::DateOfIssue, WHOLE_DATE),
    always("authority", Key::IssuingAuthority, TEXT),
];

const DRIVING_LICENCE: &[Row] = &[
    always("type", Key::VehicleCategories, PLAIN),
    always("num", Key::DocumentNumber, LAST_8),
    always("name", Key::Name, TEXT),
    always("personalNum", Key::PersonalNumber, LAST_7),
    always("address", Key::Address, TEXT),
    // Older licences have another term, no number against forgery, and need show neither condition nor consent.
    at_times("renewStartDate", Key::RenewalStart, DATE),
    at_times("renewEndDate", Key::RenewalEnd, DATE),
    at_times("condition", Key::DrivingConditions, TEXT),
    at_times("code", Key::SecurityCode, TEXT),
    at_times("organDonation", Key::OrganDonation, PLAIN),
    always("issueDate", Key::DateOfIssue, WHOLE_DATE),
    always("authority", Key::IssuingAuthority, TEXT),
];

const PASSPORT: &[Row] = &[
    always("type", Key::DocumentCode, TEXT),
    always("issueCountry", Key::IssuingState, PLAIN),
    always("num", Key::DocumentNumber, WHOLE),
    always("surName", Key::PrimaryIdentifier, TEXT),
    always("givenName", Key::SecondaryIdentifier, TEXT),
    always("nationality", Key::Nationality, PRINTED),
    always("birthDate", Key::DateOfBirth, DATE),
    // On passports of the older kind; eKYC's table has it, that of OCR has not [A].
    Row { ocr: None, ..at_times("personalNum", Key::PersonalNumber, WHOLE) },
    always("sex", Key::Sex, TEXT),
    // The dates of a passport are not masked, unlike those of the cards [A].
    always("issueDate", Key::DateOfIssue, DATE),
    always("expireDate", Key::DateOfExpiry, DATE),
    always("authority", Key::IssuingAuthority, PLAIN),
    always("fullNameKor", Key::NameInNationalScript, TEXT),
    always("mrz1", Key::MrzLine1, WHOLE),
    always("mrz2", Key::MrzLine2, WHOLE),
];

const ALIEN_CARD: &[Row] = &[
    always("alienRegNum", Key::PersonalNumber, LAST_7),
    at_times("alienRegNumEtc", Key::OtherPersonalNumber, WHOLE),
    // Cards since 2023 do not print it.
    at_times("sex", Key::Sex, TEXT),
    always("name", Key::Name, TEXT),
    always("nationality", Key::Nationality, PRINTED),
    always("visaType", Key::VisaStatus, TEXT),
    always("issueDate", Key::DateOfIssue, WHOLE_DATE),
    always("authority", Key::IssuingAuthority, TEXT),
    at_times("authorityEng", Key::IssuingAuthorityLatin, TEXT),
    // On the back of the card [A], so a picture of the front has none; in eKYC's table only.
    Row { ocr: None, ..at_times("serialNum", Key::CardSerialNumber, TEXT) },
];

/// The four cards of one endpoint; which one it is, the picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardType {
    /// Resident card.
    ResidentCard,
    /// Driving licence.
    DrivingLicence,
    /// Passport.
    Passport,
    /// Alien registration card.
    AlienCard,
}

impl CardType {
    /// The key of its fields, which is also eKYC's `inferDetailResource` (CLOVA eKYC Verify API, path `[A]`).
    pub(crate) fn key(self) -> &'static str {
        match self {
            CardType::ResidentCard => "ic",
            CardType::DrivingLicence => "dl",
            CardType::Passport => "pp",
            CardType::AlienCard => "ac",
        }
    }

    /// eKYC's `inferDetailType` (the vendor's own sample program `[A]`).
    pub(crate) fn detail(self) -> &'static str {
        match self {
            CardType::ResidentCard => "IC",
            CardType::DrivingLicence => "DL",
            CardType::Passport => "PP",
            CardType::AlienCard => "AC",
        }
    }

    /// The value of `idtype` `[B]`.
    fn id_type(self) -> &'static str {
        match self {
            CardType::ResidentCard => "ID Card",
            CardType::DrivingLicence => "Driver's License",
            CardType::Passport => "Passport",
            CardType::AlienCard => "Alien Registration Card",
        }
    }

    fn rows(self) -> &'static [Row] {
        match self {
            CardType::ResidentCard => RESIDENT_CARD,
            CardType::DrivingLicence => DRIVING_LICENCE,
            CardType::Passport => PASSPORT,
            CardType::AlienCard => ALIEN_CARD,
        }
    }
}

/// `idCard`: one Korean card.
#[derive(Serialize)]
pub struct IdCard {
    meta: Meta,
    result: CardResult,
}

#[derive(Serialize)]
struct CardResult {
    /// Whether all that is mandatory on such a card was read and its checks agree: our reading of a vague sentence `[X]`.
    #[serde(rename = "isConfident")]
    is_confident: bool,
    /// One entry, under the key of the card.
    #[serde(flatten)]
    card: Ordered<Ordered<Vec<Item>>>,
    /// The card's outline. An array of polygons in every example; the tables have one polygon, and another has bare
    /// coordinates `[A]`.
    rois: [Polygon; 1],
    /// `idType` in the table is a slip: examples and SDK have the small letter `[A]`.
    #[serde(rename = "idtype")]
    id_type: &'static str,
}

/// Which of the four cards a document is; None for any other. Korean documents only: a foreign passport belongs to the
/// passport model (Naver Cloud, CLOVA OCR passport page, table of addresses `[A]`).
pub(crate) fn card_type(document: &Document) -> Option<CardType> {
    if document.issuing_state != "KOR" {
        return None;
    }
    match document.kind {
        DocumentKind::IdentityCard => Some(CardType::ResidentCard),
        DocumentKind::DrivingLicence => Some(CardType::DrivingLicence),
        DocumentKind::Passport => Some(CardType::Passport),
        DocumentKind::ResidencePermit => Some(CardType::AlienCard),
        _ => None,
    }
}

/// The document as a card; None when it is none of the four.
pub(crate) fn id_card(document: &Document, wire: Wire) -> Option<IdCard> {
    let card = card_type(document)?;
    let rows = card.rows();
    let mut must = rows.iter().filter(|row| row.mandatory);
    let result = CardResult {
        is_confident: document.is_confident && must.all(|row| document.field(row.key).is_some()),
        card: Ordered(vec![(card.key(), fields(rows, wire, document))]),
        rois: [Polygon::from(&document.outline)],
        id_type: card.id_type(),
    };
    Some(IdCard { meta: Meta::KOREAN, result })
}
