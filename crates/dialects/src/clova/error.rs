use std::borrow::Cow;

use serde::Serialize;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal $status:literal $message:literal,)*) => {
        /// The documented error codes `[A]`, as far as they apply to a passport model.
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
    /// `X-OCR-SECRET` is missing or wrong.
    SecretInvalid = "0002" 401 "Secret key validate failed.",
    /// Malformed JSON, a missing field, a bad format or size.
    BodyInvalid = "0011" 400 "Request body invalid.",
    /// A `version` other than `V2`.
    VersionUnsupported = "0021" 400 "Protocol version not support.",
    /// The domain is not one of this model `[B]`.
    DomainInvalid = "0022" 400 "Request domain invalid.",
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

    /// The text on the wire.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.code
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
