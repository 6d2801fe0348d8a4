//! CLOVA OCR's Document API ("specialised models"), `POST /custom/v1/{domainId}/{invokeKey}/document/passport`:
//! foreign passports, read from their machine-readable zone.
//!
//! Sources are marked as follows: `[A]` vendor documentation, `[B]` several independent public clients or a vendor
//! example measured, `[C]` one client, `[X]` documented nowhere, our decision.
mod error;
mod passport;
mod request;
mod response;

pub use error::{Code, ErrorBody, Fault};
pub use passport::{PassportResult, passport_result};
pub use request::{Head, from_json, from_multipart};
pub use response::{Answer, Stamp, answer};
