use crate::Error;

/// What the markers of a JPEG file say, read without decoding it (ISO/IEC 10918-1, annex B).
#[derive(Debug, Default)]
pub(crate) struct JpegLayout<'a> {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Horizontal and vertical sampling factors, one pair per component.
    pub(crate) sampling: Vec<[u8; 2]>,
    pub(crate) progressive: bool,
    /// Whether an APP14 segment of Adobe's is there: CMYK is stored inverted then.
    pub(crate) adobe: bool,
    /// The TIFF structure of the first Exif segment.
    pub(crate) exif: Option<&'a [u8]>,
    pub(crate) scans: u32,
}

const NAME: &str = "JPEG";

impl<'a> JpegLayout<'a> {
    /// Walks all markers up to the end of the image; what follows it (some cameras append data) is not looked at.
    ///
    /// # Errors
    /// `Truncated` without an end marker, `Corrupt` without exactly one frame header or without a scan, `UnsupportedFormat` for
    /// processes other than 8-bit baseline, extended or progressive.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut layout = Self::default();
        let mut at = 2;
        loop {
            let (marker, next) = next_marker(bytes, at).ok_or_else(|| Error::truncated(NAME))?;
            at = next;
            match marker {
                0xD9 if layout.scans > 0 => return Ok(layout),
                0xD8 | 0xD9 => return Err(Error::corrupt(NAME)),
                0x01 | 0xD0..=0xD7 => {}
                _ => {
                    let length =
                        bytes.get(at..).and_then(<[u8]>::first_chunk).map(|two| usize::from(u16::from_be_bytes(*two)));
                    let length = length.ok_or_else(|| Error::truncated(NAME))?;
                    let body = bytes.get(at + 2..at + length.max(2)).ok_or_else(|| Error::truncated(NAME))?;
                    if length < 2 {
                        return Err(Error::corrupt(NAME));
                    }
                    layout.segment(marker, body)?;
                    at += length;
                }
            }
        }
    }

    fn segment(&mut self, marker: u8, body: &'a [u8]) -> Result<(), Error> {
        match marker {
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => self.frame(marker, body)?,
            0xDA if self.sampling.is_empty() => return Err(Error::corrupt(NAME)),
            0xDA => self.scans += 1,
            0xE1 if self.exif.is_none() => self.exif = body.strip_prefix(b"Exif\0\0"),
            0xEE => self.adobe |= body.starts_with(b"Adobe"),
            _ => {}
        }
        Ok(())
    }

    fn frame(&mut self, marker: u8, body: &[u8]) -> Result<(), Error> {
        if !self.sampling.is_empty() {
            return Err(Error::corrupt(NAME));
        }
        let Some((&[precision, h1, h0, w1, w0, count], components)) = body.split_first_chunk::<6>() else {
            return Err(Error::corrupt(NAME));
        };
        if !matches!(marker, 0xC0..=0xC2 | 0xC9 | 0xCA) || precision != 8 {
            return Err(Error::unsupported("a lossless, hierarchical or 12-bit JPEG"));
        }
        self.height = u32::from(u16::from_be_bytes([h1, h0]));
        self.width = u32::from(u16::from_be_bytes([w1, w0]));
        self.progressive = matches!(marker, 0xC2 | 0xCA);
        self.sampling = components.as_chunks::<3>().0.iter().map(|[_, hv, _]| [hv >> 4, hv & 15]).collect();
        let proper = self.sampling.iter().flatten().all(|factor| (1..=4).contains(factor));
        if self.sampling.len() != usize::from(count) || !matches!(count, 1 | 3 | 4) || !proper {
            return Err(Error::corrupt(NAME));
        }
        Ok(())
    }

    /// Bytes of coefficients that a decoder must hold before it can give any pixel; none when one scan carries all components.
    pub(crate) fn coefficient_bytes(&self) -> u64 {
        if !self.progressive && self.scans <= 1 {
            return 0;
        }
        let most = |axis: usize| self.sampling.iter().map(|factors| u64::from(factors[axis])).max().unwrap_or(1);
        let per_pixel: u64 = self.sampling.iter().map(|[h, v]| u64::from(*h) * u64::from(*v)).sum();
        let pixels = u64::from(self.width.next_multiple_of(32)) * u64::from(self.height.next_multiple_of(32));
        2 * pixels * per_pixel / (most(0) * most(1))
    }
}

/// The next marker at or after `at` and the position behind it; stuffed zeros and fill bytes are passed over.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)? + 1;
        match bytes.get(at)? {
            0xFF => {}
            0x00 => at += 1,
            marker => return Some((*marker, at + 1)),
        }
    }
}
