use std::fmt;
use std::sync::Arc;

use crate::{Error, ErrorKind};

/// How much one file may ask for. All but `cancelled` are checked against the file's headers, before the work.
///
/// The defaults keep a process that decodes one file at a time below 400 MB.
#[derive(Clone)]
pub struct Limits {
    /// Size of the file, in bytes. Default 50 MB.
    pub max_bytes: usize,
    /// Width times height, as sent. Default 100 million. Formats that are read row by row or scaled while decoding reach it;
    /// for the others `max_working_bytes` ends earlier.
    pub max_pixels: u64,
    /// Width or height, in pixels, as sent. Default 20 000 (A4 at 1200 dpi has 14 032).
    pub max_side: u32,
    /// Estimated memory for decoding, the resulting picture included, in bytes. Default 256 MiB: a progressive JPEG of about
    /// 45 MP (it is held whole as coefficients), an interlaced PNG of 60 MP, a WebP of 40 MP.
    pub max_working_bytes: u64,
    /// Scans of a JPEG. Default 64; common progressive files have 10, and each may cost a pass over the whole picture
    /// ("Two Issues with the JPEG Standard", libjpeg-turbo project, 2015).
    pub max_scans: u32,
    /// Drawing operations of a PDF page. Default 200 000.
    pub max_operations: u32,
    /// Asked between parts of the work (bands of rows, strips, drawing operations); once it says `true`, decoding ends with
    /// [`ErrorKind::Cancelled`]. This is where a caller puts a deadline. The inside of a JPEG, a WebP and the painting of a PDF
    /// page, once begun, run to their end: the other limits bound them.
    pub cancelled: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 50_000_000,
            max_pixels: 100_000_000,
            max_side: 20_000,
            max_working_bytes: 256 << 20,
            max_scans: 64,
            max_operations: 200_000,
            cancelled: None,
        }
    }
}

impl Limits {
    pub(crate) fn check_bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Err(Error::new(ErrorKind::Empty, "the file is empty"));
        }
        if bytes.len() > self.max_bytes {
            let sentence = format!("the file has {} bytes; at most {} are accepted", bytes.len(), self.max_bytes);
            return Err(Error::new(ErrorKind::TooManyBytes, sentence));
        }
        Ok(())
    }

    /// Checks a size from a header; a side of 0 counts as damage.
    pub(crate) fn check_size(&self, what: &str, width: u32, height: u32) -> Result<(), Error> {
        if width == 0 || height == 0 {
            return Err(Error::corrupt(what));
        }
        if width.max(height) > self.max_side || u64::from(width) * u64::from(height) > self.max_pixels {
            let sentence = format!(
                "the picture has {width} x {height} pixels; at most {} in all and {} a side are accepted",
                self.max_pixels, self.max_side
            );
            return Err(Error::new(ErrorKind::TooManyPixels, sentence));
        }
        Ok(())
    }

    /// Checks an estimate of the memory that decoding will take.
    pub(crate) fn check_memory(&self, bytes: u64) -> Result<(), Error> {
        if bytes > self.max_working_bytes {
            let sentence =
                "the picture is too large to be decoded in this format; send a smaller one or a baseline JPEG";
            return Err(Error::new(ErrorKind::TooManyPixels, sentence));
        }
        Ok(())
    }

    pub(crate) fn check_cancelled(&self) -> Result<(), Error> {
        match &self.cancelled {
            Some(cancelled) if cancelled() => {
                Err(Error::new(ErrorKind::Cancelled, "decoding the picture took too long or was called off"))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits")
            .field("max_bytes", &self.max_bytes)
            .field("max_pixels", &self.max_pixels)
            .field("max_side", &self.max_side)
            .field("max_working_bytes", &self.max_working_bytes)
            .field("max_scans", &self.max_scans)
            .field("max_operations", &self.max_operations)
            .finish_non_exhaustive()
    }
}

/// Which size serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// The long side that the caller can use, in pixels. A file with at least twice as many is decoded scaled down by a whole
    /// number, to the smallest size that is not below this; a PDF page is drawn at this size.
    pub max_long_side: u32,
}

impl Default for Want {
    /// 2400 pixels: a card that takes a quarter of the frame still has 300 dpi.
    fn default() -> Self {
        Self { max_long_side: 2400 }
    }
}

impl Want {
    /// The largest whole number by which a picture may be shrunk.
    pub(crate) fn block(self, width: u32, height: u32) -> u32 {
        (width.max(height) / self.max_long_side.max(1)).max(1)
    }
}
