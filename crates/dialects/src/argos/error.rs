use serde::Serialize;

use super::{Module, Stamp};
use crate::Refusal;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $text:literal $recognition:literal $liveness:literal,)*) => {
        /// The documented error codes of both modules (Argos, Global ID Recognition API and ID Liveness API, tables of
        /// `errorCode` `[A]`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// Its number, as callbacks have it.
            pub fn number(self) -> u16 {
                match self { $(Code::$name => $number,)* }
            }

            /// Its number in four digits, as answers over HTTP have it.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The documented text; None when the module's table lacks the code.
            pub fn message(self, module: Module) -> Option<&'static str> {
                let text = match (self, module) {
                    $((Code::$name, Module::Recognition) => $recognition,
                      (Code::$name, Module::Liveness) => $liveness,)*
                };
                (!text.is_empty()).then_some(text)
            }
        }
    };
}

codes! {
    /// The workspace is switched off.
    WorkspaceUnavailable = 1001 "1001" "Workspace is unavailable" "Workspace is unavailable",
    /// A failure of the server; worth another try.
    ProcessFailed = 1003 "1003" "Fail to process data" "Fail to process data",
    /// No picture.
    IdImageRequired = 1005 "1005" "idImage is required" "idImage is required",
    /// No country.
    IssuingCountryRequired = 1006 "1006" "issuingCountry is required" "",
    /// No choice of checks.
    PipelinesRequired = 1007 "1007" "" "pipelines is required",
    /// A choice of checks that is not understood.
    PipelinesInvalid = 1008 "1008" "" "invalid pipelines format",
    /// The picture could not be worked on; worth another try.
    AnalyzeFailed = 1009 "1009" "Fail to analyze data" "Fail to analyze document",
    /// A `callbackUrl` without an address. In the first edition of the interface it was required `[A]`; today nothing else
    /// leads here `[X]`.
    CallbackUrlRequired = 1010 "1010" "callbackUrl is required" "callbackUrl is required",
    /// The front does not show the document that the request names.
    CardNotRecognized = 1011 "1011" "Fail to recognize idCard" "",
    /// The back does not show the document that the request names.
    BackNotRecognized = 1012 "1012" "Fail to recognize back of an idCard" "",
    /// The picture is no base64 or no picture.
    ImageInvalid = 1013 "1013" "Invalid image format" "",
    /// No type of document.
    IdTypeRequired = 1014 "1014" "idType is required" "",
    /// The body is no JSON object, or a value in it is of the wrong kind. Older pages show the text with the names of the
    /// fields in it `[A]`; the current one has these words.
    InputsInvalid = 1015 "1015" "invalid inputs : missing fields" "",
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The module says so.
    Module(Code),
    /// The gateway before the modules says so, with a status and a text of its own: known from another product of the
    /// vendor behind the same kind of gateway `[C]`.
    Gateway(u16, &'static str),
}

impl Fault {
    /// There is no such module, or not for this method `[X]`.
    pub fn unknown_route() -> Self {
        Fault::Gateway(404, "Not Found")
    }

    /// The HTTP status it travels with.
    pub fn status(self, module: Module) -> u16 {
        match (self, module) {
            (Fault::Module(Code::WorkspaceUnavailable), Module::Liveness) => 401,
            (Fault::Module(_), _) => 400,
            (Fault::Gateway(status, _), _) => status,
        }
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Fault::Module(code)
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownKey => Fault::Gateway(403, "Forbidden"), // [C]
            Refusal::DisabledWorkspace => Code::WorkspaceUnavailable.into(),
            Refusal::TooLarge => Fault::Gateway(413, "Request Entity Too Large"), // [C]
            // The verify modules document no limit of calls [X]: the words of this kind of gateway.
            Refusal::RateLimited => Fault::Gateway(429, "Too Many Requests"),
            Refusal::QuotaUsed => Fault::Gateway(429, "Limit Exceeded"),
            // The vendor advises to try again after either.
            Refusal::Busy | Refusal::Failed => Code::ProcessFailed.into(),
            Refusal::Late => Code::AnalyzeFailed.into(),
        }
    }
}

/// The body of an HTTP error.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct ErrorBody<'a>(Shape<'a>);

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Shape<'a> {
    Gateway { message: &'static str },
    Flat(ModuleError<'a>),
    Wrapped { error: ModuleError<'a> },
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ModuleError<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_type: Option<&'static str>,
    transaction_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine_version: Option<&'a str>,
    error_code: &'static str,
    message: &'static str,
}

impl<'a> ErrorBody<'a> {
    /// The body that tells of `fault`.
    pub fn new(module: Module, fault: Fault, stamp: &'a Stamp) -> Self {
        let code = match fault {
            Fault::Gateway(_, message) => return Self(Shape::Gateway { message }),
            Fault::Module(code) => code,
        };
        let status = fault.status(module);
        // 401 has neither status nor module nor version in its body [A].
        let is_bare = status == 401;
        let error = ModuleError {
            status_code: (!is_bare).then_some(status),
            api_type: (!is_bare).then_some(module.api_type()),
            transaction_id: &stamp.transaction_id,
            engine_version: stamp.engine_version.as_deref().filter(|_| !is_bare && module == Module::Liveness),
            error_code: code.as_str(),
            message: text(code, module),
        };
        Self(match module {
            Module::Recognition => Shape::Flat(error),
            Module::Liveness => Shape::Wrapped { error },
        })
    }
}

/// The body of a callback that tells of a failure: flat for both modules, the code a number, always 400 (Argos, callback
/// pages of both modules `[A]`).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallbackError<'a> {
    status_code: u16,
    api_type: &'static str,
    transaction_id: &'a str,
    error_code: u16,
    message: &'static str,
}

impl<'a> CallbackError<'a> {
    /// The body that tells of `code`.
    pub fn new(module: Module, code: Code, stamp: &'a Stamp) -> Self {
        Self {
            status_code: 400,
            api_type: module.api_type(),
            transaction_id: &stamp.transaction_id,
            error_code: code.number(),
            message: text(code, module),
        }
    }
}

/// The text of a code; one that the module's table lacks is a failure of ours and says so.
fn text(code: Code, module: Module) -> &'static str {
    code.message(module).unwrap_or("Fail to process data")
}
