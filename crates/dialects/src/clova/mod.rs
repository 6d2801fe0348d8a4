//! What CLOVA OCR and CLOVA eKYC have in common: requests, errors, cards and their items.
//!
//! Sources are marked as follows: `[A]` vendor documentation, `[B]` several independent public clients or a vendor
//! example measured, `[C]` one client, `[X]` documented nowhere, our decision.
mod access;
mod biz_license;
mod error;
mod id_card;
mod item;
mod request;
mod table;

pub use access::Domain;
pub(crate) use access::admit;
pub use biz_license::BizLicense;
pub(crate) use biz_license::{biz_license, form};
pub use error::{Code, ErrorBody, Fault};
pub use id_card::IdCard;
pub(crate) use id_card::{card_type, id_card};
pub(crate) use item::{Polygon, Vertex, vertices};
pub use request::Head;
pub(crate) use request::{Version, from_json, from_multipart};
pub(crate) use table::Wire;

use imaging::ErrorKind as PictureFault;
use reader::{Error, ErrorKind};
use serde::Serialize;

/// The three values `[B]`; what tells FAILURE from ERROR is our choice `[X]`.
#[derive(Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum InferResult {
    /// A document of the model was read.
    Success,
    /// The picture was decoded and shows no such document.
    Failure,
    /// The picture could not be decoded `[A]`.
    Error,
}

/// Always Korean: no other value was ever seen `[B]`, and the models know Korean documents only `[A]`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Meta {
    estimated_language: &'static str,
}

impl Meta {
    pub(crate) const KOREAN: Self = Self { estimated_language: "ko" };
}

/// What a picture came to: `inferResult`, its `message`, and the document if there is one.
///
/// A picture that cannot be decoded is an answer with `inferResult` `ERROR`, never an HTTP error (Naver Cloud, CLOVA
/// OCR passport page, failure example `[A]`).
///
/// # Errors
/// 0011 for more than one page or too many bytes, 0501 when the reading failed or was given up.
pub(crate) fn inferred<D>(
    outcome: Result<Option<D>, &Error>,
    not_found: &'static str,
) -> Result<(InferResult, &'static str, Option<D>), Fault> {
    match outcome {
        Ok(Some(found)) => Ok((InferResult::Success, "SUCCESS", Some(found))), // [A]
        Ok(None) => Ok((InferResult::Failure, not_found, None)),               // [X]
        Err(error) => match error.kind() {
            ErrorKind::Picture(PictureFault::MultiplePages) => Err(Fault::multiple_pages()),
            ErrorKind::Picture(PictureFault::TooManyBytes) => Err(Fault::body("image size is too large")),
            ErrorKind::Picture(_) => Ok((InferResult::Error, "Read page:0 error.", None)), // [A]
            _ => Err(Fault::new(Code::Service)),
        },
    }
}
