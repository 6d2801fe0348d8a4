use turbojpeg::{Decompressor, Image, PixelFormat, ScalingFactor};

use super::colour::Samples;
use super::jpeg_layout::JpegLayout;
use super::orientation::Orientation;
use crate::{Error, ErrorKind, Format, Limits, Photo, Picture, Want};

const NAME: &str = "JPEG";

/// Divisors at which the library's decoder scales quickly.
const DIVISORS: [u32; 4] = [8, 4, 2, 1];

/// Complaints of the library about files that are whole all the same; every other complaint refuses the file.
const HARMLESS: [&str; 3] = [
    "Invalid SOS parameters for sequential JPEG",
    "Unknown Adobe color transform code",
    "unknown JFIF revision number",
];

pub(crate) fn decode(bytes: &[u8], limits: &Limits, want: Want) -> Result<Photo, Error> {
    let layout = JpegLayout::read(bytes)?;
    limits.check_size(NAME, layout.width, layout.height)?;
    if layout.scans > limits.max_scans {
        let sentence = format!("the JPEG file has {} scans; at most {} are accepted", layout.scans, limits.max_scans);
        return Err(Error::new(ErrorKind::TooComplex, sentence));
    }
    let cmyk = layout.sampling.len() == 4;
    let divisor = divisor(&layout, want);
    let (width, height) = (layout.width.div_ceil(divisor), layout.height.div_ceil(divisor));
    let pixels = u64::from(width) * u64::from(height);
    limits.check_memory(layout.coefficient_bytes() + pixels * if cmyk { 7 } else { 3 })?;
    limits.check_cancelled()?;

    let samples = match (cmyk, layout.adobe) {
        (false, _) => Samples::Rgb,
        (true, false) => Samples::Cmyk,
        (true, true) => Samples::CmykInverted,
    };
    let data = decompress(bytes, divisor, [width, height], samples, limits.max_scans)?;
    let data = if cmyk {
        let mut rgb = vec![0; pixels as usize * 3];
        samples.to_rgb(&data, &mut rgb);
        rgb
    } else {
        data
    };
    let picture = Picture::from_raw(width, height, data).ok_or_else(|| Error::corrupt(NAME))?;
    let orientation = layout.exif.map_or(Orientation::UPRIGHT, Orientation::from_exif);
    limits.check_cancelled()?;
    Ok(orientation.upright(picture, [layout.width, layout.height], 1.0 / divisor as f32, Format::Jpeg))
}

/// The largest divisor that leaves the long side no shorter than wanted.
fn divisor(layout: &JpegLayout<'_>, want: Want) -> u32 {
    let long = layout.width.max(layout.height);
    DIVISORS.into_iter().find(|divisor| long.div_ceil(*divisor) >= want.max_long_side).unwrap_or(1)
}

fn decompress(
    bytes: &[u8],
    divisor: u32,
    [width, height]: [u32; 2],
    samples: Samples,
    max_scans: u32,
) -> Result<Vec<u8>, Error> {
    let mut decompressor = Decompressor::new().map_err(refused)?;
    let header = decompressor.read_header(bytes).map_err(refused)?;
    let factor = ScalingFactor::new(1, divisor as usize);
    decompressor.set_scaling_factor(factor).map_err(refused)?;
    decompressor.set_scan_limit(max_scans).map_err(refused)?;
    let scaled = header.scaled(factor);
    if (scaled.width, scaled.height) != (width as usize, height as usize) {
        return Err(Error::corrupt(NAME));
    }
    let pitch = scaled.width * samples.count();
    let mut pixels = vec![0; pitch * scaled.height];
    let format = if samples.count() == 4 { PixelFormat::CMYK } else { PixelFormat::RGB };
    let image = Image { pixels: pixels.as_mut_slice(), width: scaled.width, pitch, height: scaled.height, format };
    match decompressor.decompress(bytes, image) {
        Err(error) if !is_harmless(&error) => Err(refused(error)),
        _ => Ok(pixels),
    }
}

fn is_harmless(error: &turbojpeg::Error) -> bool {
    matches!(error, turbojpeg::Error::TurboJpegError(text) if HARMLESS.iter().any(|harmless| text.contains(harmless)))
}

fn refused(error: turbojpeg::Error) -> Error {
    let early = matches!(&error, turbojpeg::Error::TurboJpegError(text) if text.contains("remature end"));
    if early { Error::truncated(NAME) } else { Error::corrupt(NAME) }.because(error)
}
