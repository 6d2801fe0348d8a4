//! Argos' "verify" modules: `POST /modules/recognition` (Global ID Recognition) and `POST /modules/document` (ID
//! Liveness).
//!
//! Both take a picture in base64 and answer at once, or later to a `callbackUrl`. Their errors differ: recognition's are
//! flat and always 400, those of liveness are wrapped in `error`, and a workspace that is switched off is 401 there. A
//! code is a string over HTTP and a number in a callback.
//!
//! Sources are marked as follows: `[A]` vendor documentation, `[B]` several independent public clients or a vendor
//! example measured, `[C]` one client or another product of the vendor, `[X]` documented nowhere, our decision.
mod answer;
mod error;
mod id_type;
mod liveness;
mod module;
mod ocr;
mod raw;
mod recognition;
mod request;

pub use answer::{Accepted, Answer, Callback, Stamp};
pub use error::{CallbackError, Code, ErrorBody, Fault};
pub use id_type::IdType;
pub use liveness::{Liveness, LivenessRequest, Pipelines};
pub use module::{KEY_HEADER, Module};
pub use recognition::{Recognition, Side};
pub use request::RecognitionRequest;
