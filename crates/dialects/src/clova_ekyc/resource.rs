/// The header that carries a domain's secret (CLOVA eKYC, request headers `[A]`).
pub const SECRET_HEADER: &str = "X-EKYC-SECRET";

/// What the Document API reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Korean cards and passports.
    IdCard,
    /// Korean certificates of a business.
    BizLicense,
}

impl Resource {
    /// Everything that it reads.
    pub const ALL: [Resource; 2] = [Resource::IdCard, Resource::BizLicense];

    /// What the last two parts of a path name.
    pub fn from_path(segments: [&str; 2]) -> Option<Self> {
        match segments {
            ["id-card", "document"] => Some(Resource::IdCard),
            ["biz-license", "document"] => Some(Resource::BizLicense),
            _ => None,
        }
    }

    /// The `message` to a picture that shows no such document `[X]`.
    pub(super) fn not_found(self) -> &'static str {
        match self {
            Resource::IdCard => "No identity card found.",
            Resource::BizLicense => "No business license found.",
        }
    }
}
