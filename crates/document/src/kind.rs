use serde::{Deserialize, Serialize};

/// What a document is, whoever issued it; together with the issuing state it names one kind of paper or card.
///
/// The Korean resident card is an [`IdentityCard`](Self::IdentityCard) of KOR, the Korean alien registration card a
/// [`ResidencePermit`](Self::ResidencePermit) of KOR, the Aadhaar card an identity card of IND.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DocumentKind {
    /// Passport (ICAO Doc 9303-4), passport cards included.
    Passport,
    /// Visa (Doc 9303-7).
    Visa,
    /// National identity card.
    IdentityCard,
    /// Permission to stay, of a card's shape.
    ResidencePermit,
    /// Driving licence (ISO/IEC 18013-1 and national forms).
    DrivingLicence,
    /// Registration certificate of a vehicle.
    VehicleRegistration,
    /// Card that shows a taxpayer's number.
    TaxCard,
    /// Licence of a business, as it hangs on the wall.
    BusinessLicence(BusinessForm),
    /// Certificate, made out on demand, that a business is registered.
    BusinessCertificate(BusinessForm),
}

/// Whose business it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessForm {
    /// A legal person.
    Corporation,
    /// One natural person, or several jointly.
    SoleProprietor,
}
