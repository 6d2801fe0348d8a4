//! What the streams of a PDF would unpack to, measured before the PDF library unpacks them: it sets itself no limit.

use std::io::Read;

use flate2::bufread::ZlibDecoder;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::dict::keys::{H, HEIGHT, SUBTYPE, W, WIDTH};
use hayro::hayro_syntax::object::{Dict, Name, Object, Stream};

use super::jpeg_layout::JpegLayout;
use crate::{Error, ErrorKind, Limits};

const NAME: &str = "PDF";
const KEYWORD: &[u8] = b"stream";
const BUFFER: usize = 64 << 10;
/// Bytes per pixel of an embedded picture: as unpacked, as RGB and as scaled.
const IMAGE_BYTES: u64 = 8;

/// Inflates, into nothing, whatever follows a `stream` keyword, wherever it is in the file; all of it together must fit
/// [`Limits::max_working_bytes`]. What is not deflated ends at once.
pub(crate) fn check_unpacked(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    let (mut at, mut total) = (0, 0_u64);
    let mut buffer = vec![0; BUFFER];
    while let Some(found) =
        bytes.get(at..).and_then(|rest| rest.windows(KEYWORD.len()).position(|window| window == KEYWORD))
    {
        at += found + KEYWORD.len();
        let data = bytes.get(at..).unwrap_or_default().trim_ascii_start();
        let mut inflater = ZlibDecoder::new(data);
        while let Ok(count @ 1..) = inflater.read(&mut buffer) {
            limits.check_cancelled()?;
            total += count as u64;
            if total > limits.max_working_bytes {
                return Err(Error::new(ErrorKind::TooComplex, "the PDF file unpacks to too many bytes"));
            }
        }
        // What was inflated need not be searched for further streams.
        at += inflater.total_in() as usize;
    }
    Ok(())
}

/// Refuses streams that are packed twice, or by LZW, whose size unpacked is not known beforehand, and pictures that are too large.
pub(crate) fn check_objects(pdf: &Pdf, limits: &Limits) -> Result<(), Error> {
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let filters = stream.filters();
        let packed =
            |filter: &&Filter| !matches!(filter, Filter::AsciiHexDecode | Filter::Ascii85Decode | Filter::Crypt);
        if filters.iter().filter(packed).count() > 1 || filters.iter().any(|filter| matches!(filter, Filter::LzwDecode))
        {
            return Err(Error::unsupported("a PDF with doubly packed or LZW streams"));
        }
        let dict = stream.dict();
        if dict.get::<Name<'_>>(SUBTYPE).is_some_and(|name| &*name == b"Image") {
            let [width, height] = image_size(dict);
            check_image(&stream, width, height, limits)?;
        }
    }
    Ok(())
}

/// The size a picture's dictionary states, also by the short keys of an inline picture; 0 where it does not.
pub(crate) fn image_size(dict: &Dict<'_>) -> [u32; 2] {
    [(WIDTH, W), (HEIGHT, H)].map(|(long, short)| dict.get::<u32>(long).or_else(|| dict.get::<u32>(short)).unwrap_or(0))
}

/// Checks the size an embedded picture claims, and that of the JPEG in it.
pub(crate) fn check_image(stream: &Stream<'_>, width: u32, height: u32, limits: &Limits) -> Result<(), Error> {
    limits.check_size(NAME, width, height)?;
    limits.check_memory(u64::from(width) * u64::from(height) * IMAGE_BYTES)?;
    if stream.filters().iter().any(|filter| matches!(filter, Filter::DctDecode)) && stream.filters().len() == 1 {
        let data = stream.raw_data();
        let layout = JpegLayout::read(&data)?;
        limits.check_size(NAME, layout.width, layout.height)?;
        let pixels = u64::from(layout.width) * u64::from(layout.height);
        limits.check_memory(pixels * IMAGE_BYTES + layout.coefficient_bytes())?;
    }
    Ok(())
}
