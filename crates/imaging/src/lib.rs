//! Pictures: decoding within limits, warping, resizing, drawing, encoding.
//!
//! Coordinates follow `document::Point`: `(0, 0)` is the corner of the top-left pixel, so pixel centres lie at halves.
mod decode;
mod draw;
mod encode;
mod error;
mod format;
mod limits;
mod photo;
mod picture;
mod plane;
mod resize;
mod shrink;
mod warp;

pub use decode::decode;
pub use draw::{draw_line, draw_quad, fill_quad};
pub use encode::{encode_jpeg, encode_png};
pub use error::{Error, ErrorKind};
pub use format::Format;
pub use limits::{Limits, Want};
pub use photo::Photo;
pub use picture::Picture;
pub use plane::{Plane, luma};
pub use resize::{crop, resize, turn};
pub use warp::{rectify, warp};
