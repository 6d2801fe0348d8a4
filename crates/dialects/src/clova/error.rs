use std::borrow::Cow;

use serde::Serialize;

use crate::Refusal;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal $status:literal $message:literal,)*) => {
        /// The documented error codes (Naver Cloud, CLOVA OCR overview, table of response status codes `[A]`).
        ///
        /// Left out are 0028 (table detection, Text OCR only) and 1021 with what follows it (deployment of templates,
        /// Template OCR only): no request to a document model can lead there.
        ///
        /// The table of CLOVA eKYC is not public `[X]`. Its errors are an object with `code` and `message` too (the
        /// vendor's own SDK `[A]`), so these codes serve there as well.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// Its spelling on the wire: a string of four digits.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// The HTTP status it travels with.
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* }
            }

            /// The documented text.
            pub fn message(self) -> &'static str {
                match self { $(Code::$name => $message,)* }
            }
        }
    };
}

codes! {
    /// Wrong path, domain or invoke key.
    UrlInvalid = "0001" 400 "URL is invalid.",
    /// The secret is missing or wrong.
    SecretInvalid = "0002" 401 "Secret key validate failed.",
    /// Malformed JSON, a missing field, a bad format or size.
    BodyInvalid = "0011" 400 "Request body invalid.",
    /// A `version` other than `V2`.
    VersionUnsupported = "0021" 400 "Protocol version not support.",
    /// The domain is not one of this model `[B]`.
    DomainInvalid = "0022" 400 "Request domain invalid.",
    /// The calls that were paid for are used up.
    QuotaUsed = "0023" 400 "API request count reach the upper limit.",
    /// Too many calls. The vendor answers 400 here, not 429.
    RateLimited = "0025" 400 "Calls to this api have exceeded the rate limit.",
    /// The program failed.
    Unknown = "0500" 500 "Unknown service error.",
    /// The reading failed or took too long.
    Service = "0501" 500 "OCR service error.",
}

/// An HTTP error: a code, and a detail behind its documented text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    code: Code,
    message: Cow<'static, str>,
}

impl Fault {
    /// The code with its documented text alone.
    pub fn new(code: Code) -> Self {
        Self { code, message: Cow::Borrowed(code.message()) }
    }

    /// An invalid body, with what is wrong about it: the live service also puts a detail here `[C]`.
    pub fn body(detail: &str) -> Self {
        let code = Code::BodyInvalid;
        Self { code, message: format!("{} {detail}", code.message()).into() }
    }

    /// More than one page, with the text that the live service was seen to send `[C]`.
    pub fn multiple_pages() -> Self {
        Self { code: Code::BodyInvalid, message: "Special models do not support multiple PDF or Tiff".into() }
    }

    /// The id of a request that came before within the time in which it must not come again (Naver Cloud, CLOVA eKYC
    /// Document API, request body `[A]`; code and text `[X]`).
    pub fn duplicate_request() -> Self {
        Self::body("requestId is duplicated.")
    }

    /// The text on the wire.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.code
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::new(match refusal {
            // A workspace that is switched off has no valid secret [X].
            Refusal::UnknownKey | Refusal::DisabledWorkspace => Code::SecretInvalid,
            Refusal::QuotaUsed => Code::QuotaUsed,
            // A full queue: the one documented refusal that asks the caller to come again.
            Refusal::RateLimited | Refusal::Busy => Code::RateLimited,
            Refusal::Late => Code::Service,
            Refusal::Failed => Code::Unknown,
            Refusal::TooLarge => return Self::body("image size is too large"),
        })
    }
}

/// The body of an HTTP error `[A]`, keys in the order of the vendor's sample `[B]`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody<'a> {
    code: &'static str,
    message: Cow<'static, str>,
    path: &'a str,
    trace_id: String,
    timestamp: u64,
}

impl<'a> ErrorBody<'a> {
    /// The body that tells of `fault`. `path` is the path called (the vendor shows an internal one `[C]`),
    /// `trace_id` 32 lower-case hexadecimal digits, `timestamp_ms` milliseconds since 1970.
    pub fn new(fault: Fault, path: &'a str, trace_id: String, timestamp_ms: u64) -> Self {
        Self { code: fault.code.as_str(), message: fault.message, path, trace_id, timestamp: timestamp_ms }
    }
}
