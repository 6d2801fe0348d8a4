use serde::Deserialize;
use serde_json::Value;

use super::{Code, Fault, IdType};
use crate::base64;

/// A request to recognise a document. Holds pictures: it has no `Debug`.
pub struct RecognitionRequest {
    /// Bytes of the picture of the front.
    pub front: Vec<u8>,
    /// Bytes of the picture of the back.
    pub back: Option<Vec<u8>>,
    /// Three capital letters; that ISO 3166-1 knows them is not asked `[X]`.
    pub issuing_country: String,
    /// What the picture shows.
    pub id_type: IdType,
    /// Where to send the result; with it, the request is answered before the work is done.
    pub callback_url: Option<String>,
}

/// Values of any kind, so that each wrong one meets its own code.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(borrow, default)]
    id_image: Text<'a>,
    #[serde(borrow, default)]
    id_back_image: Text<'a>,
    #[serde(borrow, default)]
    issuing_country: Text<'a>,
    #[serde(borrow, default)]
    id_type: Text<'a>,
    #[serde(borrow, default)]
    callback_url: Text<'a>,
}

/// A text, borrowed from the body where it holds no escapes; or anything else.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Text<'a> {
    #[serde(borrow)]
    Borrowed(&'a str),
    Owned(String),
    Other(Value),
}

impl Default for Text<'_> {
    fn default() -> Self {
        Text::Other(Value::Null)
    }
}

impl Text<'_> {
    /// The text; None when there is none: missing, null or empty. Anything else is `wrong`.
    pub(super) fn given(&self, wrong: Code) -> Result<Option<&str>, Code> {
        match self {
            Text::Borrowed(text) => Ok(Some(*text)),
            Text::Owned(text) => Ok(Some(text.as_str())),
            Text::Other(Value::Null) => Ok(None),
            Text::Other(_) => Err(wrong),
        }
        .map(|text| text.filter(|text| !text.is_empty()))
    }
}

impl RecognitionRequest {
    /// Reads an `application/json` body. Errors come at once, also for a request with a `callbackUrl` `[A]`.
    ///
    /// # Errors
    /// 1005, 1006 and 1014 for what is missing, 1010 for an empty `callbackUrl`, 1013 for a picture that is no base64
    /// (one with a `data:` prefix is none `[A]`) or larger than `max_bytes`, 1015 for everything else.
    pub fn from_json(body: &[u8], max_bytes: usize) -> Result<Self, Fault> {
        let body: Body<'_> = object(body).ok_or(Code::InputsInvalid)?;
        let wrong = Code::InputsInvalid;
        let front = body.id_image.given(Code::ImageInvalid)?.ok_or(Code::IdImageRequired)?;
        let country = body.issuing_country.given(wrong)?.ok_or(Code::IssuingCountryRequired)?;
        let id_type = body.id_type.given(wrong)?.ok_or(Code::IdTypeRequired)?;
        // No code is documented for a value outside the lists [X].
        if country.len() != 3 || !country.bytes().all(|c| c.is_ascii_uppercase()) {
            return Err(wrong.into());
        }
        let id_type = IdType::from_wire(id_type).ok_or(wrong)?;
        let callback_url = callback_url(&body.callback_url, wrong)?;
        let picture = |text| base64::decode(text, max_bytes).map_err(|_| Code::ImageInvalid);
        Ok(Self {
            back: body.id_back_image.given(Code::ImageInvalid)?.map(picture).transpose()?,
            front: picture(front)?,
            issuing_country: country.to_owned(),
            id_type,
            callback_url,
        })
    }
}

/// The JSON object that a body is; None for any other body. The derived parsers would also take an array in its place.
pub(super) fn object<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    let is_object = body.trim_ascii_start().starts_with(b"{");
    is_object.then(|| serde_json::from_slice(body).ok()).flatten()
}

/// The address to call back; whether it may be called is the caller's to find out. One that is there and empty is
/// missing, one that is no web address is `wrong`.
pub(super) fn callback_url(text: &Text<'_>, wrong: Code) -> Result<Option<String>, Code> {
    match text {
        Text::Borrowed("") => Err(Code::CallbackUrlRequired),
        Text::Owned(text) if text.is_empty() => Err(Code::CallbackUrlRequired),
        _ => match text.given(wrong)? {
            Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => Err(wrong),
            url => Ok(url.map(str::to_owned)),
        },
    }
}
