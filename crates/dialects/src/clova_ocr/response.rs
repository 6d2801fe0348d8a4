use imaging::ErrorKind as PictureFault;
use mrz::Date;
use reader::{Error, ErrorKind, Reading};
use serde::Serialize;

use super::{Code, Fault, Head, PassportResult, passport_result};

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
    // Absent on failure, like the card of the other models [A]; `convertedImageInfo` is in the tables, yet in no
    // sample, and is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    passport: Option<Passport>,
}

/// The three values `[B]`; what tells FAILURE from ERROR is our choice `[X]`.
#[derive(Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum InferResult {
    /// A passport was read.
    Success,
    /// The picture was decoded and shows no passport.
    Failure,
    /// The picture could not be decoded `[A]`.
    Error,
}

#[derive(Serialize)]
struct ValidationResult {
    // The one value in every sample of this family [A].
    result: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Passport {
    passport_result: PassportResult,
}

/// The answer to a picture, read or not.
///
/// A picture that cannot be decoded is an answer with `inferResult` `ERROR`, never an HTTP error `[A]`.
///
/// # Errors
/// 0011 for more than one page or too many bytes, 0501 when the reading failed or was given up.
pub fn answer(head: Head, stamp: Stamp, outcome: Result<&Reading, &Error>) -> Result<Answer, Fault> {
    let (infer_result, message, passport) = match outcome {
        Ok(reading) => match passport_result(reading, stamp.today) {
            Some(passport_result) => (InferResult::Success, "SUCCESS", Some(Passport { passport_result })), // [A]
            None => (InferResult::Failure, "No passport found.", None),                                     // [X]
        },
        Err(error) => match error.kind() {
            ErrorKind::Picture(PictureFault::MultiplePages) => return Err(Fault::multiple_pages()),
            ErrorKind::Picture(PictureFault::TooManyBytes) => return Err(Fault::body("image size is too large")),
            ErrorKind::Picture(_) => (InferResult::Error, "Read page:0 error.", None), // [A]
            _ => return Err(Fault::new(Code::Service)),
        },
    };
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
            passport,
        }],
    })
}
