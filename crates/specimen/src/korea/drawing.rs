//! Printing a plan in faces of type, and photographing it.
use document::{Homography, Point, Quad};
use imaging::Picture;

use super::plan::{Composition, Family, Ink, Plan, PlannedLine, PrintedField, Style, faces};
use crate::canvas::Colour;
use crate::fonts::Face;
use crate::line::LineAssets;
use crate::look::{Impression, Look, legible, print};
use crate::photo::{Capture, Photo, photo_of};
use crate::random::Random;
use crate::sheet::{Assets, PrintedLine, Sheet, SheetKind};
use crate::strip::mrz_pen;
use crate::text::{Script, Text};
use crate::textpage::PageWord;
use crate::typeface::Typeface;
use crate::typeset::{Mask, SetLine, Setting, set};

/// A drawn document, straight on, with its truth.
pub struct Drawing {
    /// The print; the document's outline is the picture's frame with corners of `radius` pixels.
    pub picture: Picture,
    /// Where everything stands on it.
    pub print: Composition,
    /// Corner radius in pixels.
    pub radius: f32,
}

/// A photographed document with its truth.
pub struct KoreanPhoto {
    /// The photo, with the document as its first sheet.
    pub photo: Photo,
    /// The fields, on the photo.
    pub fields: Vec<PrintedField>,
    /// Every word, on the photo.
    pub words: Vec<PageWord>,
}

/// What a document's lines are set in.
struct Press<'a> {
    lines: &'a LineAssets,
    /// One for each family, picked once for the whole document.
    faces: Vec<(Family, &'a Typeface)>,
    zone: &'a Face,
    look: Look,
    ink: Colour,
}

/// A line that is ready to be printed.
enum Ready {
    Type(SetLine),
    Zone { text: String, pitch: f32 },
}

impl Plan {
    /// Draws the document at `unit` pixels per millimetre.
    pub fn draw(&self, random: &mut Random, lines: &LineAssets, assets: &Assets, unit: f32) -> Drawing {
        let size = ((self.size.0 * unit) as u32, (self.size.1 * unit) as u32);
        let mut picture = self.ground.draw(random, size.0, size.1, unit);
        for mark in &self.under {
            mark.draw(&mut picture, random, assets, unit);
        }
        let press = Press::new(random, lines, assets, self.looks);
        let mut ready = Vec::new();
        let print = self.lay(unit, |line| {
            let (made, ink) = press.set(random, line, unit)?;
            let left = line.left(unit, &ink.spans);
            ready.push((made, line.style, (left, line.at.1 * unit)));
            Some(ink)
        });
        // One ribbon, one laser: all lines of a document are printed alike.
        let alike = u64::from(random.bits());
        for (line, style, at) in ready {
            press.print(&mut picture, &mut Random::new(alike), line, &style, at, unit);
        }
        for mark in &self.over {
            mark.draw(&mut picture, random, assets, unit);
        }
        // Cards and passports have round corners, paper has none.
        let radius = if self.size.0 > 200.0 { 0.0 } else { 3.2 * unit };
        Drawing { picture, print, radius }
    }

    /// Draws the document and photographs it; `width` is about how many pixels wide it shall be in the photo.
    pub fn photograph(
        &self,
        random: &mut Random,
        lines: &LineAssets,
        assets: &Assets,
        capture: Capture,
        width: f32,
    ) -> KoreanPhoto {
        let unit = width * random.uniform(1.0, 1.3) / self.size.0;
        let Drawing { picture, mut print, radius } = self.draw(random, lines, assets, unit);
        let zone = print.fields.iter().filter(|field| is_line_of_zone(field));
        let zone: Vec<PrintedLine> =
            zone.map(|field| PrintedLine { text: field.text.clone(), quad: field.lines[0] }).collect();
        let kind = match (zone.is_empty(), self.size.0 > 200.0) {
            (false, _) => SheetKind::Zone(mrz::Format::Td3),
            (true, true) => SheetKind::Paper,
            (true, false) => SheetKind::CardFront,
        };
        let frame = picture.quad();
        let legible: Vec<Quad> = print.fields.iter().flat_map(|field| field.lines.iter().copied()).collect();
        let photo = photo_of(random, assets, capture, Sheet { picture, kind, unit, radius, zone }, width, &legible);
        let on_photo = photo.sheets.first().and_then(|sheet| Homography::between(&frame, &sheet.quad));
        if let Some(map) = on_photo {
            print.quads_mut().for_each(|quad| *quad = quad.map(|point| map.apply(point)));
        }
        let Composition { fields, words, .. } = print;
        KoreanPhoto { photo, fields, words }
    }
}

fn is_line_of_zone(field: &PrintedField) -> bool {
    matches!(field.key, document::FieldKey::MrzLine1 | document::FieldKey::MrzLine2)
}

impl<'a> Press<'a> {
    fn new(random: &mut Random, lines: &'a LineAssets, assets: &'a Assets, looks: &[Look]) -> Self {
        let families = [Family::Gothic, Family::Batang, Family::Heading, Family::Gungseo, Family::Latin];
        let face = |random: &mut Random, family| {
            let sample = if family == Family::Latin { "Aa" } else { "가" };
            Some((family, lines.typefaces.one_of(random, faces(family), sample)?))
        };
        let faces = families.into_iter().filter_map(|family| face(random, family)).collect();
        let level = random.whole(8, 55) as u8;
        let look = *random.pick(looks);
        Self { lines, faces, zone: random.pick(&assets.fonts.ocr_b), look, ink: [level; 3] }
    }

    fn set(&self, random: &mut Random, line: &PlannedLine, unit: f32) -> Option<(Ready, Ink)> {
        let text = line.text();
        let Style { family, size, tracking, room, .. } = line.style;
        let height = size * unit;
        if family == Family::Zone {
            let pitch = tracking * unit;
            let spans = (0..text.len()).map(|at| (at as f32 * pitch, (at + 1) as f32 * pitch)).collect();
            return Some((Ready::Zone { text, pitch }, Ink { spans, top: -height, bottom: 0.0 }));
        }
        let chosen = self.faces.iter().find(|(known, face)| *known == family && face.covers(&text));
        let of_family = |random: &mut Random| self.lines.typefaces.one_of(random, faces(family), &text);
        let face = match chosen {
            Some((_, face)) => *face,
            None => of_family(random).or_else(|| {
                let text = Text { text: text.clone(), script: Script::Korean };
                self.lines.typefaces.pick(random, &text)
            })?,
        };
        let em = height / face.height(Script::Korean);
        let mut setting = Setting { em, stretch: 1.0, tracking, word_gap: tracking };
        let mut made = set(face, &text, &setting)?;
        let wide = made.right - made.left;
        if wide > room * unit {
            let by = room * unit / wide;
            setting = Setting { stretch: by, tracking: tracking * by, word_gap: tracking * by, ..setting };
            made = set(face, &text, &setting)?;
        }
        let ink = Ink { spans: made.inks.clone(), top: made.top, bottom: made.bottom };
        Some((Ready::Type(made), ink))
    }

    fn print(
        &self,
        picture: &mut Picture,
        random: &mut Random,
        line: Ready,
        style: &Style,
        (x, y): (f32, f32),
        unit: f32,
    ) {
        let height = style.size * unit;
        let line = match line {
            Ready::Zone { text, pitch } => {
                let pen = mrz_pen(random, height);
                self.zone.draw_pitched(picture, x, y, &text, pitch, &pen);
                return;
            }
            Ready::Type(line) => line,
        };
        let rim = 3.0;
        let at = ((x + line.left - rim).floor(), (y + line.top - rim).floor());
        let (wide, tall) = (line.right - line.left + 2.0 * rim + 2.0, line.bottom - line.top + 2.0 * rim + 2.0);
        let mut mask = Mask::new(wide as usize, tall as usize);
        mask.print(line, x - at.0, y - at.1);
        let at = (at.0 as i32, at.1 as i32);
        let (look, ink) = style.form.map_or((self.look, self.ink), |ink| (Look::Plain, ink));
        let ink = legible(random, picture, at, (mask.width, mask.height), ink);
        print(picture, &mut mask, random, &Impression { at, look, height, ink });
    }
}

/// A drawing brought to the size of a straightened sheet.
pub(crate) fn fitted(drawing: Drawing, (width, height): (u32, u32)) -> (Picture, Composition) {
    let Drawing { picture, mut print, .. } = drawing;
    let by = (width as f32 / picture.width() as f32, height as f32 / picture.height() as f32);
    for word in &mut print.words {
        word.quad = word.quad.map(|point| Point::new(point.x * by.0, point.y * by.1));
    }
    (imaging::resize(&picture, width, height), print)
}
