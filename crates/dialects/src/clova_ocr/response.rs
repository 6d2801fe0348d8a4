use document::Document;
use mrz::Date;
use reader::{Error, PhotoInfo, Reading};
use serde::Serialize;

use super::{Model, PassportResult, passport_result};
use crate::clova::{BizLicense, Fault, Head, IdCard, InferResult, Wire, biz_license, id_card, inferred};

/// The values of an answer that come from clock and chance.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The server's own time in milliseconds since 1970, not an echo of the request's `[A]`.
    pub timestamp_ms: u64,
    /// Id of the image: 32 lower-case hexadecimal digits `[B]`.
    pub uid: String,
    /// The calendar day, for `age` and `isExpired`.
    pub today: Date,
}

/// What a picture showed to one model.
pub struct Seen {
    photo: PhotoInfo,
    card: Option<Card>,
}

impl Seen {
    /// What `model` makes of a reading.
    pub fn new(model: Model, reading: &Reading, today: Date) -> Self {
        let card = match model {
            Model::Passport => passport_result(reading, today).map(Card::passport),
            Model::IdCard | Model::BizLicense => Card::of(model, &reading.documents()),
        };
        Self { photo: reading.photo, card }
    }

    /// What `model` makes of the documents in a photo: the first that is one of its own. Passports of the passport
    /// model are told from the lines of their zone, which only a [`Reading`] has.
    pub fn documents(model: Model, photo: PhotoInfo, documents: &[Document]) -> Self {
        Self { photo, card: Card::of(model, documents) }
    }
}

/// The body of HTTP 200.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    version: &'static str,
    request_id: String,
    timestamp: u64,
    images: [Image; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Image {
    uid: String,
    name: String,
    infer_result: InferResult,
    message: &'static str,
    validation_result: ValidationResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    converted_image_info: Option<ConvertedImage>,
    #[serde(flatten)]
    card: Option<Card>,
}

// `message` is in the tables and in no example [A]: there is nothing to say about a check that nobody asked for.
#[derive(Serialize)]
struct ValidationResult {
    // The one value in every sample of this family [A].
    result: &'static str,
}

/// `convertedImageInfo`: the picture that a page became. It is in the tables and absent from every example, all of
/// which are pictures already `[A]`; so it comes with PDF and TIFF `[X]`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConvertedImage {
    width: u32,
    height: u32,
    page_index: u32,
}

/// The document in a picture, under the key of its model. Absent on failure `[A]`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Card {
    /// A foreign passport.
    #[serde(rename_all = "camelCase")]
    Passport {
        /// Its fields. This model has no `meta` `[C]`.
        passport_result: Box<PassportResult>,
    },
    /// A Korean card.
    IdCard(IdCard),
    /// A Korean certificate of a business.
    BizLicense(BizLicense),
}

impl Card {
    fn passport(passport_result: PassportResult) -> Self {
        Card::Passport { passport_result: Box::new(passport_result) }
    }

    fn of(model: Model, documents: &[Document]) -> Option<Self> {
        documents.iter().find_map(|document| match model {
            Model::Passport => None,
            Model::IdCard => id_card(document, Wire::Ocr).map(Card::IdCard),
            Model::BizLicense => biz_license(document, Wire::Ocr).map(Card::BizLicense),
        })
    }
}

/// The answer to a picture, read or not.
///
/// A picture that cannot be decoded is an answer with `inferResult` `ERROR`, never an HTTP error `[A]`.
///
/// # Errors
/// 0011 for more than one page or too many bytes, 0501 when the reading failed or was given up.
pub fn answer(model: Model, head: Head, stamp: Stamp, outcome: Result<Seen, &Error>) -> Result<Answer, Fault> {
    let photo = outcome.as_ref().ok().map(|seen| seen.photo);
    let (infer_result, message, card) = inferred(outcome.map(|seen| seen.card), model.not_found())?;
    let converted = photo.filter(|photo| matches!(photo.format, imaging::Format::Pdf | imaging::Format::Tiff));
    Ok(Answer {
        version: "V2",
        request_id: head.request_id,
        timestamp: stamp.timestamp_ms,
        images: [Image {
            uid: stamp.uid,
            name: head.image_name,
            infer_result,
            message,
            validation_result: ValidationResult { result: "NO_REQUESTED" },
            converted_image_info: converted.map(|photo| ConvertedImage {
                width: photo.width,
                height: photo.height,
                page_index: 0,
            }),
            card,
        }],
    })
}
