use std::io::{Cursor, ErrorKind as IoErrorKind};

use ::png::{BitDepth, ColorType, Decoder, DecodingError, Reader, Transformations};

use super::colour::Samples;
use super::orientation::Orientation;
use crate::shrink::RowAverager;
use crate::{Error, ErrorKind, Format, Limits, Photo, Want};

const NAME: &str = "PNG";

/// Rows between two looks at whether the work was called off.
const ROWS_AT_ONCE: u32 = 64;

pub(crate) fn decode(bytes: &[u8], limits: &Limits, want: Want) -> Result<Photo, Error> {
    let mut decoder =
        Decoder::new_with_limits(Cursor::new(bytes), ::png::Limits { bytes: limits.max_working_bytes as usize });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.ignore_checksums(false);
    let info = decoder.read_header_info().map_err(refused)?;
    let (width, height) = (info.width, info.height);
    limits.check_size(NAME, width, height)?;

    let mut reader = decoder.read_info().map_err(refused)?;
    if reader.info().animation_control.is_some_and(|control| control.num_frames > 1) {
        return Err(Error::new(ErrorKind::Animated, "the PNG file is an animation; send a still picture"));
    }
    let samples = match reader.output_color_type() {
        (ColorType::Grayscale, BitDepth::Eight) => Samples::Grey,
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => Samples::GreyAlpha,
        (ColorType::Rgb, BitDepth::Eight) => Samples::Rgb,
        (ColorType::Rgba, BitDepth::Eight) => Samples::RgbAlpha,
        _ => return Err(Error::corrupt(NAME)),
    };
    let block = want.block(width, height);
    let out_bytes = 3 * u64::from(width.div_ceil(block)) * u64::from(height.div_ceil(block));
    let frame_bytes = reader.output_buffer_size().map_or(u64::MAX, |size| size as u64);
    let whole = reader.info().interlaced;
    limits.check_memory(out_bytes.saturating_add(if whole { frame_bytes } else { 0 }))?;

    let mut out = RowAverager::new(width, height, block);
    let mut rgb = vec![0; width as usize * 3];
    if whole {
        let mut frame = vec![0; frame_bytes as usize];
        reader.next_frame(&mut frame).map_err(refused)?;
        for row in frame.chunks_exact(width as usize * samples.count()) {
            samples.to_rgb(row, &mut rgb);
            out.push(&rgb);
        }
    } else {
        rows(&mut reader, height, limits, |row| {
            samples.to_rgb(row, &mut rgb);
            out.push(&rgb);
        })?;
    }
    // Reads on to the end chunk, so that a file cut behind its pixels is refused too.
    reader.finish().map_err(refused)?;
    let orientation = reader.info().exif_metadata.as_deref().map_or(Orientation::UPRIGHT, Orientation::from_exif);
    let picture = out.finish().ok_or_else(|| Error::truncated(NAME))?;
    Ok(orientation.upright(picture, [width, height], 1.0 / block as f32, Format::Png))
}

fn rows(
    reader: &mut Reader<Cursor<&[u8]>>,
    height: u32,
    limits: &Limits,
    mut each: impl FnMut(&[u8]),
) -> Result<(), Error> {
    for y in 0..height {
        if y % ROWS_AT_ONCE == 0 {
            limits.check_cancelled()?;
        }
        let row = reader.next_row().map_err(refused)?.ok_or_else(|| Error::truncated(NAME))?;
        each(row.data());
    }
    Ok(())
}

fn refused(error: DecodingError) -> Error {
    match &error {
        DecodingError::IoError(io) if io.kind() == IoErrorKind::UnexpectedEof => Error::truncated(NAME),
        DecodingError::LimitsExceeded => {
            Error::new(ErrorKind::TooManyPixels, "the PNG file needs too much memory to be decoded")
        }
        _ => Error::corrupt(NAME),
    }
    .because(error)
}
