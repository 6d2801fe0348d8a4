//! The wire formats that clients already speak: request types, validation, mapping and error bodies, as pure
//! functions. Time, ids and the calendar day come in as values; sockets are the server's.
//!
//! - [`native`]: `POST /v1/read`, and what the command line prints.
//! - [`clova_ocr`]: CLOVA OCR Document API, `/document/{passport|id-card|biz-license}`.
//! - [`clova_ekyc`]: CLOVA eKYC Document API, `/{id-card|biz-license}/document`.
//! - [`argos`]: Argos verify modules, `/modules/{recognition|document}`.
//!
//! Vendor spellings live here and nowhere else.
pub mod argos;
mod base64;
mod clova;
pub mod clova_ekyc;
pub mod clova_ocr;
mod door;
pub mod native;
mod ordered;
mod refusal;

pub use door::Door;
pub use refusal::Refusal;

/// The OpenAPI 3.1 document of all dialects, as `GET /openapi.json` serves it.
pub const OPENAPI: &str = include_str!("../assets/openapi.json");
