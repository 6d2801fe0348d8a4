//! CLOVA OCR's Document API ("specialised models"), `POST /custom/v1/{domainId}/{invokeKey}/document/{model}`.
//!
//! - `passport`: foreign passports, read from their machine-readable zone.
//! - `id-card`: Korean resident cards, driving licences, passports and alien registration cards.
//! - `biz-license`: Korean certificates of a business.
//!
//! Sources are marked as follows: `[A]` vendor documentation, `[B]` several independent public clients or a vendor
//! example measured, `[C]` one client, `[X]` documented nowhere, our decision.
mod model;
mod passport;
mod response;

pub use model::{Model, SECRET_HEADER};
pub use passport::{PassportResult, passport_result};
pub use response::{Answer, Card, Seen, Stamp, answer};

use crate::clova::{self, Version};
pub use crate::clova::{BizLicense, Code, Domain, ErrorBody, Fault, Head, IdCard};

/// Reads an `application/json` body: the head and the picture's bytes.
///
/// `version` may be missing here: older editions of the documentation have it optional, newer ones required `[A]`.
///
/// # Errors
/// 0011 or 0021, see [`Code`].
pub fn from_json(body: &[u8], max_bytes: usize) -> Result<(Head, Vec<u8>), Fault> {
    clova::from_json(body, Version::Optional, max_bytes)
}

/// Reads the `message` part of a `multipart/form-data` body whose `file` part has `file_bytes` bytes. `version` was
/// always required in its table `[A]`.
///
/// # Errors
/// 0011 or 0021, see [`Code`].
pub fn from_multipart(message: &[u8], file_bytes: usize, max_bytes: usize) -> Result<Head, Fault> {
    clova::from_multipart(message, Version::Required, file_bytes, max_bytes)
}

/// Whether a request may go on, and to which model: `segment` is the last part of its path, `domain` what the operator
/// has under the domain id and the invoke key.
///
/// ```
/// use dialects::clova_ocr::{Code, Domain, Model, admit};
/// let domain = Domain { models: &[Model::Passport], secret_is_right: true };
/// assert_eq!(admit(Some(&domain), "passport"), Ok(Model::Passport));
/// assert_eq!(admit(Some(&domain), "id-card").map_err(|fault| fault.code()), Err(Code::DomainInvalid));
/// ```
///
/// # Errors
/// 0001 for an unknown domain or model, 0002 for a wrong secret, 0022 for a model that the domain does not serve.
pub fn admit(domain: Option<&Domain<'_, Model>>, segment: &str) -> Result<Model, Fault> {
    let model = Model::from_path(segment);
    if model.is_none() && !model::OTHER_MODELS.contains(&segment) {
        return Err(Fault::new(Code::UrlInvalid));
    }
    clova::admit(domain, model)
}
