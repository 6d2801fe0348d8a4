//! The vocabulary shared by every room: points and quads, confidence, quarter turns; and what a recognised document is,
//! in the terms of ICAO Doc 9303 and ISO/IEC 18013, so that any wire format can be written from it.
//!
//! Nothing here knows of pictures or of I/O.
mod attack;
mod confidence;
mod face;
mod field_key;
mod geometry;
mod homography;
mod kind;
pub mod korea;
mod mask;
pub mod pattern;
mod recognised;
mod row;

pub use attack::Attack;
pub use confidence::Confidence;
pub use face::{Face, Landmark, Opening};
pub use field_key::FieldKey;
pub use geometry::{Point, Quad, Turn};
pub use homography::Homography;
pub use kind::{BusinessForm, DocumentKind};
pub use mask::Mask;
pub use recognised::{Document, Field, Line};
pub use row::{Neighbours, row_outline, rows};
