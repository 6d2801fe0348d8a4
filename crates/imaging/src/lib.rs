//! Pictures: perspective mappings, warping, resizing, drawing, encoding.
//!
//! Coordinates follow `document::Point`: `(0, 0)` is the corner of the top-left pixel, so pixel centres lie at halves.
mod draw;
mod encode;
mod homography;
mod picture;
mod resize;
mod shrink;
mod warp;

pub use draw::{draw_line, draw_quad};
pub use encode::{encode_jpeg, encode_png};
pub use homography::Homography;
pub use picture::Picture;
pub use resize::{crop, resize, turn};
pub use warp::{rectify, warp};
