use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use document::Point;
use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::{pdf_streams, pdf_survey};
use crate::{Error, ErrorKind, Format, Limits, Photo, Picture, Want};

const NAME: &str = "PDF";

/// Longest side of a page in points: 200 inches, the limit of common viewers (ISO 32000-1, annex C.2).
const MAX_POINTS: f32 = 14_400.0;
/// Longest content stream of a page, unpacked, in bytes.
const MAX_CONTENT: usize = 16 << 20;
/// The renderer counts pixels in 16 bits.
const MAX_DRAWN_SIDE: u32 = 16_384;
/// Readers look for the end marker this far from the end (ISO 32000-1, annex H.3, note 18).
const END_WITHIN: usize = 1024;
/// Bytes per drawn pixel: the canvas, its copy, one layer and the picture.
const DRAWN_BYTES: u64 = 16;

/// Draws a PDF of one page so that its long side is as wanted.
pub(crate) fn decode(bytes: &[u8], limits: &Limits, want: Want) -> Result<Photo, Error> {
    let tail = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or_default();
    if !holds(tail, b"%%EOF") {
        return Err(Error::truncated(NAME));
    }
    if holds(bytes, b"/Encrypt") {
        return Err(encrypted());
    }
    pdf_streams::check_unpacked(bytes, limits)?;
    // The one seam where a panic is caught: a PDF is a program, and its interpreter is young. Nothing outlives the closure but its
    // answer, so no broken state can be seen.
    catch_unwind(AssertUnwindSafe(|| draw(bytes, limits, want))).unwrap_or_else(|_| Err(Error::corrupt(NAME)))
}

fn draw(bytes: &[u8], limits: &Limits, want: Want) -> Result<Photo, Error> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::InvalidEncryption) | LoadPdfError::Invalid => Error::corrupt(NAME),
        LoadPdfError::Decryption(_) => encrypted(),
    })?;
    let [page] = pdf.pages().get(..).unwrap_or_default() else {
        return Err(match pdf.pages().len() {
            0 => Error::corrupt(NAME),
            count => {
                let sentence = format!("the PDF file has {count} pages; send one page per file");
                Error::new(ErrorKind::MultiplePages, sentence)
            }
        });
    };
    pdf_streams::check_objects(&pdf, limits)?;
    let size = drawn_size(page, limits, want)?;
    let content = page.page_stream().ok_or_else(|| Error::corrupt(NAME))?;
    if content.len() > MAX_CONTENT {
        return Err(Error::new(ErrorKind::TooComplex, "the PDF page has too much content"));
    }

    let damaged = Arc::new(AtomicBool::new(false));
    let cache = RenderCache::new();
    pdf_survey::check_page(page, content, limits)?;
    limits.check_cancelled()?;
    let seen = Arc::clone(&damaged);
    let settings = InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::ImageDecodeFailure) {
                seen.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    let (page_width, page_height) = page.render_dimensions();
    // A hundredth of a pixel keeps the renderer's rounding down from losing one.
    let [x_scale, y_scale] =
        [(size[0], page_width), (size[1], page_height)].map(|(to, from)| (to as f32 + 0.01) / from);
    let canvas = PixmapSettings { x_scale, y_scale, bg_color: WHITE };
    let drawn = render(page, &cache, &settings, &RenderSettings::default(), &canvas);
    if damaged.load(Ordering::Relaxed) {
        return Err(Error::corrupt(NAME));
    }
    let data = drawn.data_as_u8_slice().as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let picture = Picture::from_raw(width, height, data).ok_or_else(|| Error::corrupt(NAME))?;
    Ok(Photo::new(picture, [width, height], 1.0, Point::default(), Format::Pdf))
}

/// Size of the drawing in pixels.
fn drawn_size(page: &Page<'_>, limits: &Limits, want: Want) -> Result<[u32; 2], Error> {
    let (width, height) = page.render_dimensions();
    if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
        return Err(Error::corrupt(NAME));
    }
    if width.max(height) > MAX_POINTS {
        let sentence =
            format!("the PDF page measures {width:.0} x {height:.0} points; at most {MAX_POINTS} a side are accepted");
        return Err(Error::new(ErrorKind::TooManyPixels, sentence));
    }
    let scale = want.max_long_side.clamp(1, MAX_DRAWN_SIDE) as f32 / width.max(height);
    let size = [width, height].map(|side| (side * scale).round().max(1.0) as u32);
    limits.check_size(NAME, size[0], size[1])?;
    limits.check_memory(u64::from(size[0]) * u64::from(size[1]) * DRAWN_BYTES)?;
    Ok(size)
}

fn encrypted() -> Error {
    Error::new(ErrorKind::Encrypted, "the PDF file is encrypted; send it without protection")
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
