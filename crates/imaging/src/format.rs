use crate::Error;

/// A file format that is read. It is told by the first bytes, never by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// JPEG (ISO/IEC 10918-1).
    Jpeg,
    /// PNG (W3C, third edition).
    Png,
    /// TIFF 6.0 and BigTIFF.
    Tiff,
    /// WebP (RFC 9649).
    Webp,
    /// PDF (ISO 32000-2).
    Pdf,
}

/// Where a PDF header may begin at the latest; common readers look this far.
const PDF_HEADER_WITHIN: usize = 1024;

impl Format {
    /// The format's common name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::Tiff => "TIFF",
            Format::Webp => "WebP",
            Format::Pdf => "PDF",
        }
    }

    /// Tells the format by its first bytes.
    ///
    /// # Errors
    /// `UnsupportedFormat`, naming the format where it is a known one.
    pub fn of(bytes: &[u8]) -> Result<Self, Error> {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        if starts(b"\xFF\xD8\xFF") {
            return Ok(Format::Jpeg);
        }
        if starts(b"\x89PNG\r\n\x1A\n") {
            return Ok(Format::Png);
        }
        if [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|magic| starts(*magic)) {
            return Ok(Format::Tiff);
        }
        if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Ok(Format::Webp);
        }
        let head = bytes.get(..PDF_HEADER_WITHIN).unwrap_or(bytes);
        if head.windows(5).any(|five| five == b"%PDF-") {
            return Ok(Format::Pdf);
        }
        Err(Error::unsupported(foreign(bytes)))
    }
}

/// What a file that is not read seems to be.
fn foreign(bytes: &[u8]) -> &'static str {
    const MAGICS: [(&[u8], &str); 12] = [
        (b"GIF8", "GIF"),
        (b"BM", "BMP"),
        (b"\0\0\x01\0", "ICO"),
        (b"\0\0\0\x0CjP  ", "JPEG 2000"),
        (b"\xFF\x4F\xFF\x51", "JPEG 2000"),
        (b"\0\0\0\x0CJXL ", "JPEG XL"),
        (b"\xFF\x0A", "JPEG XL"),
        (b"8BPS", "a Photoshop file"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"<svg", "SVG"),
        (b"<?xml", "XML or SVG"),
        (b"<", "HTML or XML"),
    ];
    // ISO base media files (ISO/IEC 14496-12): a `ftyp` box with the brand behind it; HEIF brands as in ISO/IEC 23008-12.
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12).unwrap_or_default() {
            b"avif" | b"avis" => "AVIF",
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => "HEIC",
            _ => "a video or camera raw file",
        };
    }
    let known = MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic));
    known.map_or("this kind of file", |(_, name)| name)
}
