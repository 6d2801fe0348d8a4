//! The native wire format: JSON in snake case, one answer per picture, errors with a stable code.

use std::borrow::Cow;
use std::fmt;

use imaging::ErrorKind as PictureFault;
use reader::{ErrorKind, Milliseconds, PhotoInfo, Reading, SheetReading};
use serde::{Deserialize, Serialize};

use crate::{Refusal, base64};

/// The answer for one picture, from `POST /v1/read` and from the command line alike.
///
/// A picture that could not be read has no `photo` and one entry in `errors`; else `errors` is empty.
#[derive(Serialize)]
pub struct Answer<'a> {
    /// What the caller calls the picture; left out over HTTP, where it has no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    photo: Option<&'a PhotoInfo>,
    sheets: &'a [SheetReading],
    milliseconds: Option<&'a Milliseconds>,
    /// Ids of the networks that were in force.
    models: &'a [String],
    errors: Vec<Fault>,
}

impl<'a> Answer<'a> {
    /// The answer to a picture that was read.
    pub fn new(file: Option<&'a str>, models: &'a [String], reading: &'a Reading) -> Self {
        Self {
            file,
            photo: Some(&reading.photo),
            sheets: &reading.sheets,
            milliseconds: Some(&reading.milliseconds),
            models,
            errors: Vec::new(),
        }
    }

    /// The answer to a picture that was not.
    pub fn refused(file: Option<&'a str>, models: &'a [String], fault: Fault) -> Self {
        Self { file, photo: None, sheets: &[], milliseconds: None, models, errors: vec![fault] }
    }
}

/// The body of an HTTP error.
#[derive(Debug, Serialize)]
pub struct ErrorBody {
    errors: [Fault; 1],
    trace_id: String,
}

impl ErrorBody {
    /// The body that tells of `fault`; the trace id is found again in the log.
    pub fn new(fault: Fault, trace_id: String) -> Self {
        Self { errors: [fault], trace_id }
    }
}

/// Why there is no answer: a code for programs, a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    code: Code,
    message: Cow<'static, str>,
}

impl Fault {
    /// A fault with a sentence that may be shown to the client.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into() }
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        let (code, message) = match refusal {
            Refusal::UnknownKey => {
                (Code::KeyInvalid, "send a key: `Authorization: Bearer <key>` or `x-api-key: <key>`")
            }
            Refusal::DisabledWorkspace => (Code::WorkspaceDisabled, "the workspace of this key is switched off"),
            Refusal::TooLarge => (Code::TooLarge, "the body is larger than allowed"),
            Refusal::RateLimited => (Code::RateLimited, "too many requests of this workspace; try again later"),
            Refusal::QuotaUsed => (Code::RateLimited, "the workspace has made all the calls that it may make"),
            Refusal::Busy => (Code::Busy, "all workers are busy and the queue is full; try again in a moment"),
            Refusal::Late => (Code::Deadline, "the answer was not ready in time"),
            Refusal::Failed => (Code::Internal, "the work failed; the trace id leads to the reason in the log"),
        };
        Self::new(code, message)
    }
}

impl From<&reader::Error> for Fault {
    fn from(error: &reader::Error) -> Self {
        let code = match error.kind() {
            ErrorKind::Picture(fault) => match fault {
                PictureFault::Empty => Code::PictureEmpty,
                PictureFault::UnsupportedFormat => Code::PictureFormatUnsupported,
                PictureFault::Truncated => Code::PictureTruncated,
                PictureFault::TooManyBytes => Code::TooLarge,
                PictureFault::TooManyPixels => Code::PictureTooManyPixels,
                PictureFault::TooComplex => Code::PictureTooComplex,
                PictureFault::MultiplePages => Code::PictureMultiplePages,
                PictureFault::Encrypted => Code::PictureEncrypted,
                PictureFault::Animated => Code::PictureAnimated,
                _ => Code::PictureCorrupt,
            },
            ErrorKind::Cancelled => Code::Deadline,
            _ => Code::Internal,
        };
        Self::new(code, error.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal,)*) => {
        /// Every error code with its HTTP status; the spelling on the wire is the name in snake case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The HTTP status it travels with.
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// The body is empty.
    BodyEmpty = 400,
    /// The body is not what its content type says: malformed JSON, a missing field or part.
    BodyInvalid = 400,
    /// A key of the query has a value that it cannot have.
    QueryInvalid = 400,
    /// `image` is not base64.
    Base64Invalid = 400,
    /// A key is needed and there is none that is known.
    KeyInvalid = 401,
    /// The workspace of the key is switched off.
    WorkspaceDisabled = 403,
    /// No such route, or no such job of this workspace.
    NotFound = 404,
    /// The route exists, for another method.
    MethodNotAllowed = 405,
    /// The body did not arrive in time.
    UploadTimeout = 408,
    /// More bytes than the operator allows.
    TooLarge = 413,
    /// A content type that is not understood.
    MediaTypeUnsupported = 415,
    /// A picture of no bytes.
    PictureEmpty = 422,
    /// No picture format that is read.
    PictureFormatUnsupported = 422,
    /// The file ends before the picture does.
    PictureTruncated = 422,
    /// The file contradicts itself.
    PictureCorrupt = 422,
    /// More pixels than the limits allow.
    PictureTooManyPixels = 422,
    /// More compressed passes or drawing operations than the limits allow.
    PictureTooComplex = 422,
    /// More than one page.
    PictureMultiplePages = 422,
    /// A document under a password.
    PictureEncrypted = 422,
    /// A moving picture.
    PictureAnimated = 422,
    /// The result may not be sent to the address given.
    CallbackRefused = 422,
    /// Calls come faster than the workspace may make them.
    RateLimited = 429,
    /// The machine failed; the trace id leads to the reason in the log.
    Internal = 500,
    /// All workers are busy and the queue is full; try again.
    Busy = 503,
    /// The answer was not ready in time.
    Deadline = 504,
}

/// The header that carries a key, beside `Authorization: Bearer`.
pub const KEY_HEADER: &str = "x-api-key";

/// A job as `POST /v1/jobs` accepts it, as `GET /v1/jobs/{id}` shows it, and as its callback brings it.
#[derive(Serialize)]
pub struct Job<'a> {
    /// What it is found by.
    pub id: &'a str,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// `waiting`, or `done` when there is an answer, be it that the picture could not be read.
    pub status: &'static str,
    /// The answer, as `POST /v1/read` gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer<'a>>,
}

impl<'a> Job<'a> {
    /// A job without an answer yet.
    pub fn waiting(id: &'a str, created_ms: i64) -> Self {
        Self { id, created_ms, status: "waiting", answer: None }
    }

    /// A job with its answer.
    pub fn done(id: &'a str, created_ms: i64, answer: Answer<'a>) -> Self {
        Self { id, created_ms, status: "done", answer: Some(answer) }
    }
}

/// Whether the query of `POST /v1/read` asks for every line of print: `text=true`. Other keys are ignored.
///
/// # Errors
/// When `text` is neither `true` nor `false`.
pub fn wants_text(query: Option<&str>) -> Result<bool, Fault> {
    let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    match pairs.filter(|(key, _)| *key == "text").map(|(_, value)| value).next_back() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Fault::new(Code::QueryInvalid, "`text` in the query must be true or false")),
    }
}

/// The body of `POST /v1/read` and `POST /v1/jobs` as `application/json`.
#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    image: Cow<'a, str>,
}

/// The picture inside a JSON body `{"image": "<base64>"}`; other keys are ignored.
///
/// # Errors
/// When the body is no such JSON, the text is no base64, or the picture has no or more than `max_bytes` bytes.
pub fn picture_from_json(body: &[u8], max_bytes: usize) -> Result<Vec<u8>, Fault> {
    let request: Request<'_> = serde_json::from_slice(body).map_err(|error| {
        // serde_json's text may quote the value it met; category and position are enough and hold no personal data.
        let message = format!(
            "the body must be JSON like {{\"image\": \"<base64>\"}}; it is not, at line {} column {}",
            error.line(),
            error.column()
        );
        Fault::new(Code::BodyInvalid, message)
    })?;
    base64::decode(&request.image, max_bytes).map_err(|fault| match fault {
        base64::Fault::Malformed => Fault::new(
            Code::Base64Invalid,
            "`image` is not base64 (RFC 4648 section 4); send it without a `data:` prefix",
        ),
        base64::Fault::Empty => Fault::new(Code::PictureEmpty, "`image` is empty"),
        base64::Fault::TooLong => Fault::new(Code::TooLarge, format!("the picture is larger than {max_bytes} bytes")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_bodies() {
        let code = |body: &str| picture_from_json(body.as_bytes(), 3).map_err(|fault| fault.code());
        for (body, expected) in [
            (r#"{"image":"QUJD"}"#, Ok(b"ABC".to_vec())),
            (r#"{"image":"QUJD","note":[1]}"#, Ok(b"ABC".to_vec())),
            (r#"{"image":"\u0051UJD"}"#, Ok(b"ABC".to_vec())),
            (r#"{"image":"not base64!"}"#, Err(Code::TooLarge)),
            (r#"{"image":"!!!!"}"#, Err(Code::Base64Invalid)),
            (r#"{"image":""}"#, Err(Code::PictureEmpty)),
            (r#"{"image":"QUJDRA=="}"#, Err(Code::TooLarge)),
            (r#"{"image":7}"#, Err(Code::BodyInvalid)),
            (r#"{}"#, Err(Code::BodyInvalid)),
            ("", Err(Code::BodyInvalid)),
            ("\u{feff}{}", Err(Code::BodyInvalid)),
        ] {
            assert_eq!(code(body), expected, "{body}");
        }
    }

    #[test]
    fn print_is_asked_for_in_the_query() {
        let asked = |query| wants_text(query).map_err(|fault| fault.code());
        assert_eq!(asked(None), Ok(false));
        assert_eq!(asked(Some("a=b&text=true")), Ok(true));
        assert_eq!(asked(Some("text=true&text=false")), Ok(false));
        assert_eq!(asked(Some("text=")), Err(Code::QueryInvalid));
    }

    #[test]
    fn errors_never_quote_the_body() {
        let fault = picture_from_json(br#"{"image":"QUJD","image":"ERIKSSON"}"#, 9).expect_err("a double key");
        insta::assert_json_snapshot!(ErrorBody::new(fault, "0".repeat(32)), @r#"
        {
          "errors": [
            {
              "code": "body_invalid",
              "message": "the body must be JSON like {\"image\": \"<base64>\"}; it is not, at line 1 column 23"
            }
          ],
          "trace_id": "00000000000000000000000000000000"
        }
        "#);
    }

    #[test]
    fn codes_and_their_statuses() {
        let rows: Vec<String> = Code::ALL
            .iter()
            .map(|code| format!("{} {}", code.status(), serde_json::to_string(code).expect("a name")))
            .collect();
        insta::assert_snapshot!(rows.join("\n"), @r#"
        400 "body_empty"
        400 "body_invalid"
        400 "query_invalid"
        400 "base64_invalid"
        401 "key_invalid"
        403 "workspace_disabled"
        404 "not_found"
        405 "method_not_allowed"
        408 "upload_timeout"
        413 "too_large"
        415 "media_type_unsupported"
        422 "picture_empty"
        422 "picture_format_unsupported"
        422 "picture_truncated"
        422 "picture_corrupt"
        422 "picture_too_many_pixels"
        422 "picture_too_complex"
        422 "picture_multiple_pages"
        422 "picture_encrypted"
        422 "picture_animated"
        422 "callback_refused"
        429 "rate_limited"
        500 "internal"
        503 "busy"
        504 "deadline"
        "#);
    }
}
