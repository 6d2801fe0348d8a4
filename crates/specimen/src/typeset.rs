//! Setting a line of type, and the coverage mask that it is printed through.
use ab_glyph::{Font, GlyphId, Outline, OutlinedGlyph, PxScale, PxScaleFactor, point};

use crate::typeface::Typeface;

/// How a line is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The em in pixels.
    pub em: f32,
    /// Horizontal stretch; 1 is the face as designed.
    pub stretch: f32,
    /// Extra space after every character, over the em.
    pub tracking: f32,
    /// Extra space between words, over the em.
    pub word_gap: f32,
}

/// A word of a set line.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// What it says.
    pub text: String,
    /// Ink from here to there, in pixels from the line's origin.
    pub left: f32,
    pub right: f32,
}

struct SetGlyph {
    id: GlyphId,
    outline: Outline,
    /// Place along the baseline in pixels.
    at: f32,
    factor: PxScaleFactor,
    scale: PxScale,
}

/// A set line: its glyphs and what they take up. Coordinates are pixels from where its baseline starts, y grows downwards.
pub(crate) struct SetLine {
    glyphs: Vec<SetGlyph>,
    /// Ink from top to bottom: above the baseline is negative. At least as tall as a capital.
    pub top: f32,
    pub bottom: f32,
    /// Ink from left to right.
    pub left: f32,
    pub right: f32,
    /// Words, left to right.
    pub words: Vec<Span>,
    /// Ink from left to right of each character that is not blank.
    pub inks: Vec<(f32, f32)>,
}

/// Sets a text; `None` when the face lacks the shape of a character.
pub(crate) fn set(face: &Typeface, text: &str, setting: &Setting) -> Option<SetLine> {
    let font = face.font();
    let units = font.units_per_em()?;
    let factor = PxScaleFactor { horizontal: setting.em * setting.stretch / units, vertical: setting.em / units };
    let scale = PxScale { x: factor.horizontal * font.height_unscaled(), y: factor.vertical * font.height_unscaled() };
    let mut line = SetLine {
        glyphs: Vec::with_capacity(text.len()),
        top: -face.height(crate::text::Script::Latin) * setting.em,
        bottom: 0.0,
        left: f32::MAX,
        right: f32::MIN,
        words: Vec::new(),
        inks: Vec::new(),
    };
    let mut pen = 0.0;
    let mut fresh = true;
    for c in text.chars() {
        let id = font.glyph_id(c);
        let advance = font.h_advance_unscaled(id) * factor.horizontal;
        if c == ' ' {
            pen +=
                advance.max(0.22 * setting.em * setting.stretch) + (setting.tracking + setting.word_gap) * setting.em;
            fresh = true;
            continue;
        }
        let outline = font.outline(id)?;
        let bounds = outline.bounds;
        let (left, right) = (pen + bounds.min.x * factor.horizontal, pen + bounds.max.x * factor.horizontal);
        let (high, low) = (bounds.min.y.max(bounds.max.y), bounds.min.y.min(bounds.max.y));
        line.top = line.top.min(-high * factor.vertical);
        line.bottom = line.bottom.max(-low * factor.vertical);
        line.inks.push((left, right));
        line.left = line.left.min(left);
        line.right = line.right.max(right);
        match line.words.last_mut().filter(|_| !fresh) {
            Some(word) => {
                word.text.push(c);
                word.right = word.right.max(right);
            }
            None => line.words.push(Span { text: c.to_string(), left, right }),
        }
        fresh = false;
        line.glyphs.push(SetGlyph { id, outline, at: pen, factor, scale });
        pen += advance + setting.tracking * setting.em;
    }
    (!line.glyphs.is_empty()).then_some(line)
}

impl SetLine {
    /// Continues the line, `gap` pixels behind its ink, with another on the same baseline.
    pub(crate) fn followed_by(mut self, mut next: Self, gap: f32) -> Self {
        let shift = self.right + gap - next.left;
        next.glyphs.iter_mut().for_each(|glyph| glyph.at += shift);
        for word in &mut next.words {
            word.left += shift;
            word.right += shift;
        }
        self.glyphs.append(&mut next.glyphs);
        self.words.append(&mut next.words);
        self.inks.extend(next.inks.iter().map(|(left, right)| (left + shift, right + shift)));
        self.top = self.top.min(next.top);
        self.bottom = self.bottom.max(next.bottom);
        self.right = next.right + shift;
        self
    }
}

/// How much of each pixel is covered by ink.
pub(crate) struct Mask {
    pub width: usize,
    pub height: usize,
    /// Row by row, `0..=255`.
    pub data: Vec<u8>,
}

impl Mask {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { width, height, data: vec![0; width * height] }
    }

    /// Adds a set line whose baseline starts at `(x, y)`; what lies outside is cut off.
    pub(crate) fn print(&mut self, line: SetLine, x: f32, y: f32) {
        for SetGlyph { id, outline, at, factor, scale } in line.glyphs {
            let glyph = OutlinedGlyph::new(id.with_scale_and_position(scale, point(x + at, y)), outline, factor);
            let bounds = glyph.px_bounds();
            let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
            let (width, height) = (self.width as i32, self.height as i32);
            glyph.draw(|dx, dy, coverage| {
                let (x, y) = (left + dx as i32, top + dy as i32);
                if x >= 0 && y >= 0 && x < width && y < height {
                    let at = (y * width + x) as usize;
                    self.data[at] = self.data[at].saturating_add((coverage * 255.0 + 0.5) as u8);
                }
            });
        }
    }

    /// Coverage at a pixel; nothing outside.
    pub(crate) fn at(&self, x: i32, y: i32) -> u8 {
        if x < 0 || y < 0 || x >= self.width as i32 || y >= self.height as i32 {
            return 0;
        }
        self.data[y as usize * self.width + x as usize]
    }

    /// The mask moved by fractions of pixels.
    pub(crate) fn shifted(&self, dx: f32, dy: f32) -> Self {
        let (ix, iy) = (dx.floor() as i32, dy.floor() as i32);
        let (fx, fy) = (((dx - dx.floor()) * 16.0) as u32, ((dy - dy.floor()) * 16.0) as u32);
        let mut out = Self::new(self.width, self.height);
        for y in 0..self.height as i32 {
            for x in 0..self.width as i32 {
                let (sx, sy) = (x - ix, y - iy);
                let sum = u32::from(self.at(sx, sy)) * (16 - fx) * (16 - fy)
                    + u32::from(self.at(sx - 1, sy)) * fx * (16 - fy)
                    + u32::from(self.at(sx, sy - 1)) * (16 - fx) * fy
                    + u32::from(self.at(sx - 1, sy - 1)) * fx * fy;
                out.data[y as usize * self.width + x as usize] = (sum >> 8) as u8;
            }
        }
        out
    }

    /// The mask turned by a quarter, clockwise or against.
    pub(crate) fn turned(&self, clockwise: bool) -> Self {
        let mut out = Self::new(self.height, self.width);
        for y in 0..self.height {
            for x in 0..self.width {
                let (to_x, to_y) = if clockwise { (self.height - 1 - y, x) } else { (y, self.width - 1 - x) };
                out.data[to_y * out.width + to_x] = self.data[y * self.width + x];
            }
        }
        out
    }

    /// Each pixel changed by a function of its position and coverage.
    pub(crate) fn map(&mut self, mut change: impl FnMut(usize, usize, u8) -> u8) {
        for y in 0..self.height {
            for x in 0..self.width {
                let at = y * self.width + x;
                self.data[at] = change(x, y, self.data[at]);
            }
        }
    }
}
