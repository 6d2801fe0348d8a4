use document::{Confidence, Document};
use reader::{Error, ErrorKind};
use serde::Serialize;

use super::ocr::ocr;
use super::raw::{Raw, raw};
use super::{Answer, Code, Fault, IdType, Module, Stamp};
use crate::ordered::Ordered;

/// Below this confidence of any field a person should look: when the vendor says so is not documented, the bound is ours
/// `[X]`.
const REVIEW_BELOW: f32 = 0.8;

/// What the reader made of one side of a document.
pub type Side<'a> = Result<&'a [Document], &'a Error>;

/// `result` of recognition. The page's prose also speaks of `documentInfo`, `personalInfo` and `verificationStatus`:
/// leftovers of an older answer, absent from schema and examples; clients read `data` `[A]` `[B]`.
#[derive(Serialize)]
pub struct Recognition {
    data: Data,
    /// Whether a person should look at the front, our reading of the name `[X]`.
    review_front: bool,
    review_back: bool,
    /// Values are not documented `[X]`: those of `idType`.
    document_type: &'static str,
}

#[derive(Serialize)]
struct Data {
    raw: Raw,
    ocr: Ordered<String>,
}

impl Recognition {
    /// The answer to a request for a document of `issuing_country`: the first such on the front, and on the back if there
    /// is one.
    ///
    /// # Errors
    /// 1011 and 1012 for a side that does not show it, 1013 for one that is no picture, 1003 when the reading failed,
    /// 1009 when it was given up.
    pub fn answer(
        id_type: IdType,
        issuing_country: &str,
        stamp: Stamp,
        front: Side<'_>,
        back: Option<Side<'_>>,
    ) -> Result<Answer<Self>, Fault> {
        let find = |side: Side<'_>, missing| {
            let documents = side.map_err(fault)?;
            let document = documents.iter().find(|document| id_type.is(issuing_country, document));
            document.cloned().ok_or(missing)
        };
        let front = find(front, Code::CardNotRecognized)?;
        let back = back.map(|side| find(side, Code::BackNotRecognized)).transpose()?;
        let result = Self {
            data: Data { raw: raw(&front, back.as_ref()), ocr: ocr(&front, back.as_ref()) },
            review_front: needs_review(&front),
            review_back: back.as_ref().is_some_and(needs_review),
            document_type: id_type.as_str(),
        };
        Ok(Answer::new(Module::Recognition, stamp, result))
    }
}

/// The code for a picture that could not be read. The table has 1013 for what is no base64 `[A]`; bytes that are no
/// picture are an invalid format too, and trying again, as 1003 and 1009 advise, would not help `[X]`.
fn fault(error: &Error) -> Code {
    match error.kind() {
        ErrorKind::Picture(_) => Code::ImageInvalid,
        ErrorKind::Cancelled => Code::AnalyzeFailed,
        _ => Code::ProcessFailed,
    }
}

fn needs_review(document: &Document) -> bool {
    let bound = Confidence::new(REVIEW_BELOW);
    document.fields.iter().any(|field| field.verified == Some(false) || field.confidence < bound)
}
