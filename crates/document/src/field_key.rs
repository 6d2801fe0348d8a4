use serde::{Deserialize, Serialize};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What a field of a document says. Names follow ICAO Doc 9303, ISO/IEC 18013 where that has none, and plain
        /// English for what only one country prints.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum FieldKey { $($(#[$doc])* $name,)* }

        impl FieldKey {
            /// Every key.
            pub const ALL: &[FieldKey] = &[$(FieldKey::$name),*];
        }
    };
}

keys! {
    // The document.
    /// Characters that designate the kind of document (Doc 9303), such as `PM`.
    DocumentCode,
    /// The document's title as printed.
    DocumentTitle,
    /// Issuing state or organisation.
    IssuingState,
    /// Issuing authority.
    IssuingAuthority,
    /// Issuing authority in Latin letters, where it stands beside another script.
    IssuingAuthorityLatin,
    /// Document number.
    DocumentNumber,
    /// Number of the blank card, apart from the document number.
    CardSerialNumber,
    /// Number against forgery (the small number beside the portrait of a Korean driving licence).
    SecurityCode,
    /// Revision of the document's layout.
    CardVersion,
    /// Date of issue.
    DateOfIssue,
    /// Date of expiry; on visas, the end of validity.
    DateOfExpiry,
    /// Why the document was issued.
    ReasonForIssue,
    /// First line of the machine-readable zone.
    MrzLine1,
    /// Second line of the machine-readable zone.
    MrzLine2,
    /// Third line of the machine-readable zone.
    MrzLine3,
    // The holder.
    /// The whole name as printed.
    Name,
    /// Primary identifier: usually the surname.
    PrimaryIdentifier,
    /// Secondary identifier: usually the given names.
    SecondaryIdentifier,
    /// Middle name, where a document prints it apart.
    MiddleName,
    /// The whole name in the script of the country, beside a Latin one (the Korean name in a Korean passport).
    NameInNationalScript,
    /// The whole name in Chinese characters, beside another script.
    NameInChineseCharacters,
    /// Nationality.
    Nationality,
    /// Sex.
    Sex,
    /// Date of birth.
    DateOfBirth,
    /// Personal number: what the state calls the person (resident registration number, alien registration number).
    PersonalNumber,
    /// A second personal number beside the first.
    OtherPersonalNumber,
    /// Address.
    Address,
    /// Status under which a foreigner stays, such as `F-4`.
    VisaStatus,
    // A driving licence.
    /// Categories of vehicles that may be driven.
    VehicleCategories,
    /// Conditions and restrictions of driving.
    DrivingConditions,
    /// First day of the period in which the licence is to be renewed.
    RenewalStart,
    /// Last day of the period in which the licence is to be renewed.
    RenewalEnd,
    /// Consent to organ donation.
    OrganDonation,
    // A business.
    /// Registration number of the business with the tax office.
    BusinessNumber,
    /// Registration number of the corporation.
    CorporationNumber,
    /// Name of the business of a sole proprietor.
    BusinessName,
    /// Name of the corporation.
    CorporationName,
    /// Who represents the business.
    RepresentativeName,
    /// Personal number of who represents the business.
    RepresentativePersonalNumber,
    /// Partner in the business.
    PartnerName,
    /// Personal number of the partner.
    PartnerPersonalNumber,
    /// Where the business is done.
    BusinessAddress,
    /// Where the head office is.
    HeadOfficeAddress,
    /// Floor space of the place of business.
    BusinessArea,
    /// Line of business.
    BusinessCategory,
    /// What is made or sold.
    BusinessItem,
    /// How the business is taxed.
    TaxStatus,
    /// First day of business.
    DateOfOpening,
}
