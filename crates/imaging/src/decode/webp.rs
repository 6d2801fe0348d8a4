use std::io::{Cursor, ErrorKind as IoErrorKind};

use image_webp::{DecodingError, WebPDecoder};

use super::colour::Samples;
use super::orientation::Orientation;
use crate::shrink::RowAverager;
use crate::{Error, ErrorKind, Format, Limits, Photo, Want};

const NAME: &str = "WebP";

/// Bytes per pixel that the decoder holds beside its answer: planes of a lossy picture or the pixels of a lossless one.
const INNER_BYTES: u64 = 4;

pub(crate) fn decode(bytes: &[u8], limits: &Limits, want: Want) -> Result<Photo, Error> {
    // The container states its length (RFC 9649, section 2.3).
    let stated = bytes.get(4..).and_then(<[u8]>::first_chunk).map(|four| u64::from(u32::from_le_bytes(*four)) + 8);
    if stated.is_none_or(|stated| stated > bytes.len() as u64) {
        return Err(Error::truncated(NAME));
    }
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(refused)?;
    let (width, height) = decoder.dimensions();
    limits.check_size(NAME, width, height)?;
    if decoder.is_animated() {
        return Err(Error::new(ErrorKind::Animated, "the WebP file is an animation; send a still picture"));
    }
    let samples = if decoder.has_alpha() { Samples::RgbAlpha } else { Samples::Rgb };
    let block = want.block(width, height);
    let pixels = u64::from(width) * u64::from(height);
    let out_bytes = 3 * u64::from(width.div_ceil(block)) * u64::from(height.div_ceil(block));
    limits.check_memory(pixels * (samples.count() as u64 + INNER_BYTES) + out_bytes)?;
    decoder.set_memory_limit(limits.max_working_bytes as usize);
    limits.check_cancelled()?;

    let mut frame = vec![0; decoder.output_buffer_size().ok_or_else(|| Error::corrupt(NAME))?];
    decoder.read_image(&mut frame).map_err(refused)?;
    limits.check_cancelled()?;
    let mut out = RowAverager::new(width, height, block);
    let mut rgb = vec![0; width as usize * 3];
    for row in frame.chunks_exact(width as usize * samples.count()) {
        samples.to_rgb(row, &mut rgb);
        out.push(&rgb);
    }
    let exif = decoder.exif_metadata().map_err(refused)?;
    let orientation = exif.as_deref().map_or(Orientation::UPRIGHT, exif_orientation);
    let picture = out.finish().ok_or_else(|| Error::corrupt(NAME))?;
    Ok(orientation.upright(picture, [width, height], 1.0 / block as f32, Format::Webp))
}

/// Some writers keep the prefix that only JPEG files have.
fn exif_orientation(chunk: &[u8]) -> Orientation {
    Orientation::from_exif(chunk.strip_prefix(b"Exif\0\0").unwrap_or(chunk))
}

fn refused(error: DecodingError) -> Error {
    match &error {
        DecodingError::IoError(io) if io.kind() == IoErrorKind::UnexpectedEof => Error::truncated(NAME),
        DecodingError::MemoryLimitExceeded | DecodingError::ImageTooLarge => {
            Error::new(ErrorKind::TooManyPixels, "the WebP file needs too much memory to be decoded")
        }
        _ => Error::corrupt(NAME),
    }
    .because(error)
}
