//! CLOVA eKYC's Document API, `POST /ekyc/v1/{domainId}/{signature}/{id-card|biz-license}/document`.
//!
//! Requests, errors and cards are those of [CLOVA OCR](crate::clova_ocr) with small differences: no `version`, items
//! without `keyText` and `confidenceScore` and with `maskingText`, an id for the answer beside that of the image, the
//! card's faces, and what to call the Verify API with.
//!
//! Sources are marked as follows: `[A]` vendor documentation, `[B]` several independent public clients or a vendor
//! example measured, `[C]` one client, `[X]` documented nowhere, our decision.
mod face;
mod resource;
mod response;

pub use resource::{Resource, SECRET_HEADER};
pub use response::{Answer, Stamp, answer};

use crate::clova::{self, Version};
pub use crate::clova::{Code, Domain, ErrorBody, Fault, Head};

/// Time in which an id of a request must not come again, in seconds (CLOVA eKYC Document API, `requestId` `[A]`).
/// Whoever keeps the ids answers a second one with [`Fault::duplicate_request`].
pub const REQUEST_ID_S: u64 = 600;

/// Reads an `application/json` body: the head and the picture's bytes. `version` is no part of the table `[A]`; clients
/// that send it along are served all the same `[C]`.
///
/// # Errors
/// 0011, see [`Code`].
pub fn from_json(body: &[u8], max_bytes: usize) -> Result<(Head, Vec<u8>), Fault> {
    clova::from_json(body, Version::Ignored, max_bytes)
}

/// Reads the `message` part of a `multipart/form-data` body whose `file` part has `file_bytes` bytes.
///
/// # Errors
/// 0011, see [`Code`].
pub fn from_multipart(message: &[u8], file_bytes: usize, max_bytes: usize) -> Result<Head, Fault> {
    clova::from_multipart(message, Version::Ignored, file_bytes, max_bytes)
}

/// Whether a request may go on, and to which resource: `segments` are the last two parts of its path, `domain` what the
/// operator has under the domain id and the signature. Identity cards and faces have domains of their own at the vendor
/// (its SDK `[A]`).
///
/// ```
/// use dialects::clova_ekyc::{Code, Domain, Resource, admit};
/// let domain = Domain { models: &Resource::ALL, secret_is_right: true };
/// assert_eq!(admit(Some(&domain), ["id-card", "document"]), Ok(Resource::IdCard));
/// assert_eq!(admit(Some(&domain), ["face", "compare"]).map_err(|fault| fault.code()), Err(Code::UrlInvalid));
/// ```
///
/// # Errors
/// 0001 for an unknown domain or path, 0002 for a wrong secret, 0022 for a resource that the domain does not serve.
pub fn admit(domain: Option<&Domain<'_, Resource>>, segments: [&str; 2]) -> Result<Resource, Fault> {
    let resource = Resource::from_path(segments).ok_or(Fault::new(Code::UrlInvalid))?;
    clova::admit(domain, Some(resource))
}
