//! The wire formats that clients already speak: request types, validation, mapping and error bodies, as pure
//! functions. Time, ids and the calendar day come in as values; sockets are the server's.
//!
//! - [`native`]: `POST /v1/read`, and what the command line prints.
//! - [`clova_ocr`]: CLOVA OCR Document API, `/document/passport` (foreign passports).
//!
//! Vendor spellings live here and nowhere else.
mod base64;
pub mod clova_ocr;
pub mod native;
