mod colour;
mod jpeg;
mod jpeg_layout;
mod orientation;
mod pdf;
mod pdf_streams;
mod pdf_survey;
mod png;
mod tiff;
mod webp;

use crate::{Error, Format, Limits, Photo, Want};

/// Reads a file into an upright picture, within limits.
///
/// The format is told by the bytes: JPEG (baseline and progressive, grey, RGB, CMYK), PNG, TIFF (one page), WebP, PDF (one page).
/// Orientation metadata is applied; transparency is laid over white. A picture much larger than `want` is decoded scaled down.
/// Sizes are checked against `limits` before any pixel is allocated, and a file that is incomplete or contradicts itself is
/// refused rather than read in part.
///
/// ```
/// use imaging::{ErrorKind, Limits, Picture, Want, decode, encode_png};
/// let file = encode_png(&Picture::new(30, 20, [1, 2, 3]));
/// let photo = decode(&file, &Limits::default(), &Want::default())?;
/// assert_eq!((photo.full_width, photo.full_height, photo.scale), (30, 20, 1.0));
/// let error = decode(b"GIF89a", &Limits::default(), &Want::default()).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::UnsupportedFormat);
/// # Ok::<(), imaging::Error>(())
/// ```
///
/// # Errors
/// See [`ErrorKind`](crate::ErrorKind); the text of an error may be shown to whoever sent the file.
pub fn decode(bytes: &[u8], limits: &Limits, want: &Want) -> Result<Photo, Error> {
    limits.check_bytes(bytes)?;
    limits.check_cancelled()?;
    match Format::of(bytes)? {
        Format::Jpeg => jpeg::decode(bytes, limits, *want),
        Format::Png => png::decode(bytes, limits, *want),
        Format::Tiff => tiff::decode(bytes, limits, *want),
        Format::Webp => webp::decode(bytes, limits, *want),
        Format::Pdf => pdf::decode(bytes, limits, *want),
    }
}
