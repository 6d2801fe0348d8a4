use document::Document;
use reader::Error;
use serde::Serialize;

use super::face::Faces;
use super::{Fault, Head, Resource};
use crate::clova::{BizLicense, IdCard, InferResult, Wire, biz_license, card_type, form, id_card, inferred};

/// The values of an answer that come from clock and chance.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The server's own time in milliseconds since 1970.
    pub timestamp_ms: u64,
    /// Id of the answer: letters and digits, 26 of them in the vendor's example `[B]`.
    pub uid: String,
    /// Id of the image: 32 lower-case hexadecimal digits `[B]`.
    pub image_uid: String,
}

/// The body of HTTP 200. CLOVA OCR's `version`, `validationResult` and `convertedImageInfo` are no part of it `[A]`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    request_id: String,
    timestamp: u64,
    uid: String,
    images: [Image; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Image {
    uid: String,
    name: String,
    // FAILURE and ERROR by analogy with CLOVA OCR [C].
    infer_result: InferResult,
    message: &'static str,
    #[serde(flatten)]
    found: Option<Found>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Found {
    #[serde(rename_all = "camelCase")]
    Card {
        id_card: IdCard,
        /// Left out while nothing looks for faces.
        #[serde(skip_serializing_if = "Option::is_none")]
        face: Option<Faces>,
        infer_detail_type: &'static str,
        infer_detail_resource: &'static str,
        /// With cards only, as in the vendor's examples `[A]`; left out where it cannot be told.
        #[serde(skip_serializing_if = "Option::is_none")]
        is_gray_scale: Option<bool>,
    },
    #[serde(rename_all = "camelCase")]
    Business { biz_license: BizLicense, infer_detail_type: &'static str, infer_detail_resource: &'static str },
}

fn found(resource: Resource, document: &Document) -> Option<Found> {
    match resource {
        Resource::IdCard => {
            let card = card_type(document)?;
            Some(Found::Card {
                id_card: id_card(document, Wire::Ekyc)?,
                face: document.faces.as_deref().map(Faces::new),
                infer_detail_type: card.detail(),
                // An old page of the Verify API calls it inferDetailTypeResource; the wire has this name [A].
                infer_detail_resource: card.key(),
                is_gray_scale: document.is_greyscale,
            })
        }
        Resource::BizLicense => {
            let (infer_detail_type, infer_detail_resource) = form(document)?;
            let biz_license = biz_license(document, Wire::Ekyc)?;
            Some(Found::Business { biz_license, infer_detail_type, infer_detail_resource })
        }
    }
}

/// The answer to a picture: the first of its documents that is one of the resource's own.
///
/// A picture that cannot be decoded is an answer with `inferResult` `ERROR`, never an HTTP error `[A]`.
///
/// # Errors
/// 0011 for more than one page or too many bytes, 0501 when the reading failed or was given up.
pub fn answer(
    resource: Resource,
    head: Head,
    stamp: Stamp,
    outcome: Result<&[Document], &Error>,
) -> Result<Answer, Fault> {
    let outcome = outcome.map(|documents| documents.iter().find_map(|document| found(resource, document)));
    let (infer_result, message, found) = inferred(outcome, resource.not_found())?;
    Ok(Answer {
        request_id: head.request_id,
        timestamp: stamp.timestamp_ms,
        uid: stamp.uid,
        images: [Image { uid: stamp.image_uid, name: head.image_name, infer_result, message, found }],
    })
}
