use document::{Document, DocumentKind};

/// `idType`: what the caller says that the picture shows `[A]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdType {
    /// National identity card.
    GovernmentId,
    /// Passport.
    Passport,
    /// Driving licence.
    DriversLicense,
    /// Residence permit.
    ResidencePermit,
    /// Registration certificate of a vehicle.
    VehicleRegistrationCertificate,
    /// Visa.
    Visa,
    /// India's identity card.
    Aadhaar,
    /// India's tax card.
    PanCard,
}

impl IdType {
    /// Every type.
    pub const ALL: [IdType; 8] = [
        IdType::GovernmentId,
        IdType::Passport,
        IdType::DriversLicense,
        IdType::ResidencePermit,
        IdType::VehicleRegistrationCertificate,
        IdType::Visa,
        IdType::Aadhaar,
        IdType::PanCard,
    ];

    /// Its spelling on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            IdType::GovernmentId => "government_id",
            IdType::Passport => "passport",
            IdType::DriversLicense => "drivers_license",
            IdType::ResidencePermit => "residence_permit",
            IdType::VehicleRegistrationCertificate => "vehicle_registration_certificate",
            IdType::Visa => "visa",
            IdType::Aadhaar => "aadhaar",
            IdType::PanCard => "pancard",
        }
    }

    /// The type of that spelling.
    pub fn from_wire(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id_type| id_type.as_str() == text)
    }

    /// Whether the document is what the request names.
    pub(super) fn is(self, issuing_country: &str, document: &Document) -> bool {
        let (kind, only_in) = match self {
            IdType::GovernmentId => (DocumentKind::IdentityCard, None),
            IdType::Passport => (DocumentKind::Passport, None),
            IdType::DriversLicense => (DocumentKind::DrivingLicence, None),
            IdType::ResidencePermit => (DocumentKind::ResidencePermit, None),
            IdType::VehicleRegistrationCertificate => (DocumentKind::VehicleRegistration, None),
            IdType::Visa => (DocumentKind::Visa, None),
            IdType::Aadhaar => (DocumentKind::IdentityCard, Some("IND")),
            IdType::PanCard => (DocumentKind::TaxCard, Some("IND")),
        };
        document.kind == kind
            && document.issuing_state == issuing_country
            && only_in.is_none_or(|state| state == document.issuing_state)
    }
}
