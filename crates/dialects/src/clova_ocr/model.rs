/// The header that carries a domain's secret (Naver Cloud, CLOVA OCR overview, request headers `[A]`).
pub const SECRET_HEADER: &str = "X-OCR-SECRET";

/// Models of the vendor's family that are not served here `[A]`.
pub(super) const OTHER_MODELS: [&str; 4] = ["receipt", "credit-card", "name-card", "medical-receipt"];

/// The models that are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Foreign passports.
    Passport,
    /// Korean cards and passports.
    IdCard,
    /// Korean certificates of a business.
    BizLicense,
}

impl Model {
    /// Every model that is served.
    pub const ALL: [Model; 3] = [Model::Passport, Model::IdCard, Model::BizLicense];

    /// The model that the last part of a path names.
    pub fn from_path(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.as_str() == segment)
    }

    /// The last part of its path.
    pub fn as_str(self) -> &'static str {
        match self {
            Model::Passport => "passport",
            Model::IdCard => "id-card",
            Model::BizLicense => "biz-license",
        }
    }

    /// Whether its fields are printed; those of a foreign passport are taken from its machine-readable zone.
    pub fn needs_print(self) -> bool {
        self != Model::Passport
    }

    /// The `message` to a picture that shows no such document `[X]`.
    pub(super) fn not_found(self) -> &'static str {
        match self {
            Model::Passport => "No passport found.",
            Model::IdCard => "No identity card found.",
            Model::BizLicense => "No business license found.",
        }
    }
}
