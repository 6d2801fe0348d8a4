use std::io::{Cursor, ErrorKind as IoErrorKind};

use ::tiff::decoder::{ChunkType, Decoder, DecodingResult, Limits as TiffLimits};
use ::tiff::tags::Tag;
use ::tiff::{ColorType, TiffError};

use super::colour::Samples;
use super::orientation::Orientation;
use crate::shrink::RowAverager;
use crate::{Error, ErrorKind, Format, Limits, Photo, Want};

const NAME: &str = "TIFF";
const CHUNKY: u32 = 1;

pub(crate) fn decode(bytes: &[u8], limits: &Limits, want: Want) -> Result<Photo, Error> {
    let mut inner = TiffLimits::default();
    let working_bytes = usize::try_from(limits.max_working_bytes).unwrap_or(usize::MAX);
    (inner.decoding_buffer_size, inner.intermediate_buffer_size) = (working_bytes, working_bytes);
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(refused)?.with_limits(inner);
    let (width, height) = decoder.dimensions().map_err(refused)?;
    limits.check_size(NAME, width, height)?;
    if decoder.more_images() {
        return Err(Error::new(ErrorKind::MultiplePages, "the TIFF file has several pages; send one page per file"));
    }
    let (samples, bits) = layout(&mut decoder)?;
    let chunks = Chunks::of(&mut decoder, bytes.len() as u64, [width, height])?;

    let block = want.block(width, height);
    let out_bytes = 3 * u64::from(width.div_ceil(block)) * u64::from(height.div_ceil(block));
    let chunk_bytes =
        u64::from(chunks.width).saturating_mul(u64::from(chunks.height)).saturating_mul(samples.count() as u64 * 2);
    let band_bytes = 3 * u64::from(width) * u64::from(chunks.height.min(height));
    limits.check_memory(out_bytes.saturating_add(chunk_bytes).saturating_add(band_bytes))?;

    let mut out = RowAverager::new(width, height, block);
    let mut band = vec![0; band_bytes as usize];
    for down in 0..height.div_ceil(chunks.height) {
        limits.check_cancelled()?;
        for across in 0..chunks.across {
            let index = down * chunks.across + across;
            let (chunk_width, chunk_height) = decoder.chunk_data_dimensions(index);
            let data = eight_bits(decoder.read_chunk(index).map_err(refused)?, bits, chunk_width, chunk_height)?;
            let stride = chunk_width as usize * samples.count();
            let left = (across * chunks.width) as usize * 3;
            for (from, to) in data.chunks_exact(stride.max(1)).zip(band.chunks_exact_mut(width as usize * 3)) {
                samples.to_rgb(from, to.get_mut(left..).unwrap_or_default());
            }
        }
        // The last band may be lower; rows beyond the height are ignored.
        band.chunks_exact(width as usize * 3).for_each(|row| out.push(row));
    }
    let orientation = decoder.find_tag_unsigned(Tag::Orientation).ok().flatten().unwrap_or(1);
    let picture = out.finish().ok_or_else(|| Error::corrupt(NAME))?;
    Ok(Orientation::from_tag(orientation).upright(picture, [width, height], 1.0 / block as f32, Format::Tiff))
}

/// How samples make colours, and bits per sample.
fn layout(decoder: &mut Decoder<Cursor<&[u8]>>) -> Result<(Samples, u8), Error> {
    let planar: u32 = decoder.find_tag_unsigned(Tag::PlanarConfiguration).map_err(refused)?.unwrap_or(CHUNKY);
    match decoder.colortype().map_err(refused)? {
        ColorType::Gray(bits @ (1 | 2 | 4 | 8 | 16)) => Ok((Samples::Grey, bits)),
        _ if planar != CHUNKY => Err(Error::unsupported("a TIFF with separate colour planes")),
        ColorType::GrayA(bits @ (8 | 16)) => Ok((Samples::GreyAlpha, bits)),
        ColorType::RGB(bits @ (8 | 16)) => Ok((Samples::Rgb, bits)),
        ColorType::RGBA(bits @ (8 | 16)) => Ok((Samples::RgbAlpha, bits)),
        ColorType::CMYK(bits @ (8 | 16)) => Ok((Samples::Cmyk, bits)),
        ColorType::YCbCr(bits @ 8) => Ok((Samples::YCbCr, bits)),
        _ => Err(Error::unsupported("a TIFF with this kind of colours")),
    }
}

/// The strips or tiles that the picture is cut into, in pixels; a strip is as wide as the picture.
struct Chunks {
    width: u32,
    height: u32,
    across: u32,
}

impl Chunks {
    /// Checks that every chunk is there and lies within the file, so that nothing is read in part.
    fn of(decoder: &mut Decoder<Cursor<&[u8]>>, file_len: u64, [width, height]: [u32; 2]) -> Result<Self, Error> {
        let (offsets, counts) = match decoder.get_chunk_type() {
            ChunkType::Strip => (Tag::StripOffsets, Tag::StripByteCounts),
            ChunkType::Tile => (Tag::TileOffsets, Tag::TileByteCounts),
        };
        let (chunk_width, chunk_height) = decoder.chunk_dimensions();
        if chunk_width == 0 || chunk_height == 0 {
            return Err(Error::corrupt(NAME));
        }
        let across = width.div_ceil(chunk_width);
        let expected = u64::from(across) * u64::from(height.div_ceil(chunk_height));
        let offsets = decoder.get_tag_u64_vec(offsets).map_err(refused)?;
        let counts = decoder.get_tag_u64_vec(counts).map_err(refused)?;
        if offsets.len() as u64 != expected || counts.len() as u64 != expected {
            return Err(Error::corrupt(NAME));
        }
        let within = |(offset, count): (&u64, &u64)| offset.checked_add(*count).is_some_and(|end| end <= file_len);
        if !offsets.iter().zip(&counts).all(within) {
            return Err(Error::truncated(NAME));
        }
        Ok(Self { width: chunk_width, height: chunk_height, across })
    }
}

/// The samples as bytes: the high byte of 16 bits, or packed bits spread to `0..=255`.
fn eight_bits(data: DecodingResult, bits: u8, width: u32, height: u32) -> Result<Vec<u8>, Error> {
    match data {
        DecodingResult::U16(data) => Ok(data.into_iter().map(|sample| (sample >> 8) as u8).collect()),
        DecodingResult::U8(data) if bits == 8 => Ok(data),
        DecodingResult::U8(data) if bits < 8 => {
            let (per_byte, most) = (8 / bits, u8::MAX >> (8 - bits));
            let stride = (data.len() / height.max(1) as usize).max(1);
            let spread =
                |byte: u8| (0..per_byte).rev().map(move |place| ((byte >> (place * bits)) & most) * (u8::MAX / most));
            let rows = data.chunks_exact(stride);
            Ok(rows.flat_map(|row| row.iter().flat_map(|byte| spread(*byte)).take(width as usize)).collect())
        }
        _ => Err(Error::unsupported("a TIFF with this kind of samples")),
    }
}

fn refused(error: TiffError) -> Error {
    match &error {
        TiffError::IoError(io) if io.kind() == IoErrorKind::UnexpectedEof => Error::truncated(NAME),
        TiffError::UnsupportedError(_) => Error::unsupported("this variant of TIFF"),
        TiffError::LimitsExceeded => {
            Error::new(ErrorKind::TooManyPixels, "the TIFF file needs too much memory to be decoded")
        }
        _ => Error::corrupt(NAME),
    }
    .because(error)
}
