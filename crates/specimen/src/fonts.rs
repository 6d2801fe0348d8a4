//! Faces from font files, and lines of text drawn with them.
use std::path::{Path, PathBuf};

use ab_glyph::{Font, FontVec, GlyphId, PxScale, point};
use imaging::Picture;

use crate::canvas::{Colour, blend};

/// One font file, measured.
pub struct Face {
    font: FontVec,
    /// File name without extension; decides whether the face is held out.
    pub name: String,
    cap_height: f32,
}

/// How a line of text is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Height of a capital letter, in pixels.
    pub cap_height: f32,
    /// Ink.
    pub colour: Colour,
    /// Opacity of the ink, `0..=1`.
    pub opacity: f32,
    /// Horizontal stretch; 1 is the face as designed.
    pub stretch: f32,
    /// Extra stroke weight in pixels.
    pub embolden: f32,
    /// Chance that a pixel of ink is missing, for worn and dotted prints.
    pub wear: f32,
}

impl Face {
    /// Reads a font; `None` when it is damaged or has no Latin capitals.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Option<Self> {
        let font = FontVec::try_from_vec_and_index(bytes, 0).ok()?;
        let glyph = font.glyph_id('H').with_scale_and_position(PxScale::from(1000.0), point(0.0, 0.0));
        let cap_height = font.outline_glyph(glyph)?.px_bounds().height() / 1000.0;
        (cap_height > 0.2).then(|| Self { font, name: name.to_owned(), cap_height })
    }

    /// Whether every character of a text has a glyph.
    pub fn covers(&self, text: &str) -> bool {
        text.chars().all(|c| c == ' ' || self.font.glyph_id(c) != GlyphId(0))
    }

    fn scale(&self, pen: &Pen) -> PxScale {
        let size = pen.cap_height / self.cap_height;
        PxScale { x: size * pen.stretch, y: size }
    }

    fn advance(&self, c: char, scale: PxScale) -> f32 {
        let units = self.font.height_unscaled();
        self.font.h_advance_unscaled(self.font.glyph_id(c)) * scale.x / units
    }

    /// Width of a text in pixels.
    pub fn width(&self, text: &str, pen: &Pen) -> f32 {
        let scale = self.scale(pen);
        text.chars().map(|c| self.advance(c, scale)).sum()
    }

    /// Draws a text whose baseline starts at `(x, baseline)`; returns its width.
    pub fn draw(&self, picture: &mut Picture, x: f32, baseline: f32, text: &str, pen: &Pen) -> f32 {
        let scale = self.scale(pen);
        let mut at = x;
        for c in text.chars() {
            self.glyph(picture, at, baseline, c, scale, pen);
            at += self.advance(c, scale);
        }
        at - x
    }

    /// Draws a text with every character centred in a cell of `pitch` pixels, as typewriters and MRZ printers do.
    pub fn draw_pitched(&self, picture: &mut Picture, x: f32, baseline: f32, text: &str, pitch: f32, pen: &Pen) {
        let scale = self.scale(pen);
        for (i, c) in text.chars().enumerate() {
            let advance = self.advance(c, scale);
            self.glyph(picture, x + i as f32 * pitch + (pitch - advance) / 2.0, baseline, c, scale, pen);
        }
    }

    fn glyph(&self, picture: &mut Picture, x: f32, baseline: f32, c: char, scale: PxScale, pen: &Pen) {
        let glyph = self.font.glyph_id(c).with_scale_and_position(scale, point(x, baseline));
        let Some(outline) = self.font.outline_glyph(glyph) else { return };
        let bounds = outline.px_bounds();
        let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
        let wear = (pen.wear * 65536.0) as u32;
        let mut dab = |dx: u32, dy: u32, coverage: f32| {
            let (px, py) = (left + dx as i32, top + dy as i32);
            if wear > 0 && crate::random::hash(px as u32, py as u32, 77) & 0xFFFF < wear {
                return;
            }
            blend(picture, px, py, pen.colour, coverage * pen.opacity);
            if pen.embolden > 0.0 {
                blend(picture, px + 1, py, pen.colour, coverage * pen.opacity * pen.embolden.min(1.0));
            }
        };
        outline.draw(&mut dab);
    }
}

/// The faces that specimens are drawn with.
pub struct Fonts {
    /// OCR-B, which ICAO Doc 9303-3 clause 4.3 prescribes for the MRZ.
    pub ocr_b: Vec<Face>,
    /// Fixed-pitch faces that sloppy issuers and mock documents use instead.
    pub mono: Vec<Face>,
    /// Everything else with Latin letters.
    pub text: Vec<Face>,
}

/// Which faces may be used: training never sees the held-out ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Faces for training.
    Train,
    /// Faces kept for validation (about one in six).
    Validation,
    /// Both.
    All,
}

impl Fonts {
    /// Loads the fonts found below the directories, in a stable order.
    ///
    /// # Errors
    /// When no OCR-B is found (Debian: `fonts-ocr-b`) or no text face at all (`fonts-dejavu-core`).
    pub fn load(directories: &[PathBuf], split: Split) -> Result<Self, String> {
        let mut files = Vec::new();
        for directory in directories {
            collect(directory, &mut files);
        }
        files.sort();
        let mut fonts = Self { ocr_b: Vec::new(), mono: Vec::new(), text: Vec::new() };
        for file in files {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let Some(shelf) = Shelf::of(&name) else { continue };
            let held_out = name.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(b as u32)) % 6 == 0;
            if shelf != Shelf::OcrB && split != Split::All && held_out != (split == Split::Validation) {
                continue;
            }
            let Some(face) = std::fs::read(&file).ok().and_then(|bytes| Face::from_bytes(&name, bytes)) else {
                continue;
            };
            match shelf {
                Shelf::OcrB => fonts.ocr_b.push(face),
                Shelf::Mono => fonts.mono.push(face),
                Shelf::Text => fonts.text.push(face),
            }
        }
        if fonts.ocr_b.is_empty() {
            return Err("no OCR-B face found; install the package fonts-ocr-b".into());
        }
        if fonts.text.is_empty() {
            return Err("no text face found; install the package fonts-dejavu-core".into());
        }
        Ok(fonts)
    }

    /// Loads from where Debian puts fonts.
    ///
    /// # Errors
    /// As [`Fonts::load`].
    pub fn system(split: Split) -> Result<Self, String> {
        Self::load(&[PathBuf::from("/usr/share/fonts")], split)
    }
}

#[derive(PartialEq)]
enum Shelf {
    OcrB,
    Mono,
    Text,
}

impl Shelf {
    /// Sorts a font file by its name; `None` for symbol, outline and slanted faces that documents don't use.
    fn of(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let banned = ["ocrbf", "ocrbx", "ocrbe", "ocrbl", "emoji", "symbol", "math", "icon", "barun", "cmsy", "cmex"];
        // Installed for text lines only: with them the photos of a seed would be other ones.
        let for_lines = [
            "nanumbrush",
            "nanumpen",
            "nanumsquare_ac",
            "nanumsquareeb",
            "nanumsquarel",
            "nanumsquareroundeb",
            "nanumsquareroundl",
            "nanumgothiclight",
            "nanumgothicextrabold",
            "nanummyeongjoextrabold",
            "yethangul",
            "nanumgothiceco",
            "nanummyeongjoeco",
            "unjamo",
        ];
        let mut banned = banned.iter().chain(&for_lines);
        if banned.any(|b| lower.contains(b)) {
            return None;
        }
        if lower.starts_with("ocrb") {
            return Some(Self::OcrB);
        }
        let mono = ["mono", "ocra", "hack-", "inconsolata", "d2coding", "nanumgothic_coding"];
        if mono.iter().any(|m| lower.contains(m)) {
            let slanted = lower.contains("oblique") || lower.contains("italic");
            return (!slanted).then_some(Self::Mono);
        }
        let latin = ["dejavu", "liberation", "nanum", "opensans", "roboto", "lato", "free", "notosans-", "notoserif-"];
        latin.iter().any(|l| lower.contains(l)).then_some(Self::Text)
    }
}

pub(crate) fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "ttf" || e == "otf" || e == "ttc") {
            files.push(path);
        }
    }
}
