//! The vocabulary shared by every room: points and quads, confidence, quarter turns.
//!
//! Nothing here knows of pictures or of I/O.
mod confidence;
mod geometry;

pub use confidence::Confidence;
pub use geometry::{Point, Quad, Turn};
