//! Sheets: one side of a card, or one page, as it was printed, seen straight on.
use document::{Point, Quad};
use imaging::Picture;
use mrz::Format;

use crate::background::{bands, fade, ghost_words, ink, security_print};
use crate::canvas::{Colour, ellipse, fill_polygon, fill_quad, frame, rounded, stroke};
use crate::fonts::{Face, Fonts, Pen};
use crate::person::{Person, digits, printed_date};
use crate::random::Random;
use crate::strip::mrz_pen;
use crate::words::{GHOSTS, LABELS, PROSE, TITLES};

/// What pictures are drawn from: fonts, and optionally real faces and backgrounds, which are never part of the product.
pub struct Assets {
    /// Faces of type.
    pub fonts: Fonts,
    /// Portraits; drawn silhouettes when empty.
    pub portraits: Vec<Picture>,
    /// Scenes to lay documents on; drawn ones only when empty.
    pub scenes: Vec<Picture>,
}

/// What is printed on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// Side of a card with portrait and no zone.
    CardFront,
    /// A passport's page with portrait and no zone, as of internal passports and old books.
    Page,
    /// A certificate on A4.
    Paper,
    /// A page or a card's side with a zone of the format.
    Zone(Format),
}

/// A line of print and where it lies on its sheet.
#[derive(Clone, Debug)]
pub struct PrintedLine {
    /// What it says.
    pub text: String,
    /// From the left of the first character's cell to the right of the last one's, from capital height to baseline.
    pub quad: Quad,
}

/// A drawn sheet with its truth.
pub struct Sheet {
    /// The print, straight on; the sheet's outline is the picture's frame with corners of `radius`.
    pub picture: Picture,
    /// What it is.
    pub kind: SheetKind,
    /// Pixels per millimetre.
    pub unit: f32,
    /// Corner radius in pixels.
    pub radius: f32,
    /// The lines of the machine-readable zone, top first; empty when there is none.
    pub zone: Vec<PrintedLine>,
}

impl SheetKind {
    /// A kind as often as such sheets are met.
    pub fn random(random: &mut Random) -> Self {
        let kinds = [
            (0.33, Self::Zone(Format::Td3)),
            (0.21, Self::Zone(Format::Td1)),
            (0.08, Self::Zone(Format::Td2)),
            (0.07, Self::Zone(Format::MrvA)),
            (0.06, Self::Zone(Format::MrvB)),
            (0.05, Self::Zone(Format::FrenchId)),
            (0.02, Self::Zone(Format::SwissDrivingLicence)),
            (0.02, Self::Zone(Format::FrenchDrivingLicence)),
            (0.01, Self::Zone(Format::ChineseExitEntryPermit)),
            (0.08, Self::Page),
        ];
        let mut draw = random.uniform(0.0, 1.0);
        for (share, kind) in kinds {
            if draw < share {
                return kind;
            }
            draw -= share;
        }
        Self::CardFront
    }

    /// Width and height in millimetres (Doc 9303 parts 4 to 7; ISO/IEC 7810 for ID-1 cards).
    pub fn millimetres(self) -> (f32, f32) {
        match self {
            Self::Zone(Format::Td3) | Self::Page => (125.0, 88.0),
            Self::Paper => (210.0, 297.0),
            Self::Zone(Format::MrvA) => (120.0, 80.0),
            Self::Zone(Format::Td2 | Format::MrvB | Format::FrenchId) => (105.0, 74.0),
            _ => (85.6, 53.98),
        }
    }
}

/// Draws a sheet at about `unit` pixels per millimetre.
pub fn sheet(random: &mut Random, assets: &Assets, kind: SheetKind, unit: f32) -> Sheet {
    let (width_mm, height_mm) = kind.millimetres();
    let stretch = random.uniform(0.97, 1.03);
    let (width, height) = ((width_mm * unit * stretch) as u32, (height_mm * unit) as u32);
    let busyness = random.uniform(0.1, 1.0);
    let mut page = Page {
        picture: security_print(random, width, height, unit, busyness),
        unit,
        width_mm: width as f32 / unit,
        height_mm,
        assets,
    };
    let person = Person::random(random);
    if random.chance(0.3) {
        ghost_words(&mut page.picture, random, &assets.fonts, unit, GHOSTS);
    }
    let floor = match kind {
        SheetKind::Zone(format) => zone_top(format, height_mm),
        SheetKind::CardFront | SheetKind::Page | SheetKind::Paper => {
            height_mm * if random.chance(0.6) { random.uniform(0.6, 0.9) } else { 0.97 }
        }
    };
    if random.chance(0.35) {
        bands(&mut page.picture, random, unit, floor);
    }
    let back = matches!(kind, SheetKind::Zone(Format::Td1 | Format::SwissDrivingLicence)) && random.chance(0.75);
    if back {
        page.back_side(random, &person, floor);
    } else {
        page.front_side(random, &person, floor);
    }
    if random.chance(0.25) {
        ghost_words(&mut page.picture, random, &assets.fonts, unit, GHOSTS);
    }
    let zone = match kind {
        SheetKind::Zone(format) => page.zone(random, format, &person),
        SheetKind::CardFront | SheetKind::Page | SheetKind::Paper => Vec::new(),
    };
    if random.chance(0.15) {
        fade(&mut page.picture, random);
    }
    let flat = matches!(kind, SheetKind::Zone(Format::MrvA | Format::MrvB));
    let radius = if flat || random.chance(0.3) { 0.0 } else { random.uniform(1.5, 4.0) * unit };
    if random.chance(0.3) {
        let (w, h) = (width as f32, height as f32);
        let tint = ink(random);
        frame(&mut page.picture, 0.0, 0.0, w, h, random.uniform(0.5, 2.5), tint);
    }
    Sheet { picture: page.picture, kind, unit, radius, zone }
}

/// Where the zone begins, in millimetres from the top (Doc 9303-3 clause 4.2: 23.2 mm at the bottom of every format; the
/// national cards with a single line give it less).
fn zone_top(format: Format, height_mm: f32) -> f32 {
    height_mm - if format.line_lengths().len() == 1 { 9.0 } else { 23.2 }
}

/// A sheet being printed. Positions are in millimetres.
pub(crate) struct Page<'a> {
    pub picture: Picture,
    /// Pixels per millimetre.
    pub unit: f32,
    pub width_mm: f32,
    pub height_mm: f32,
    pub assets: &'a Assets,
}

impl Page<'_> {
    fn front_side(&mut self, random: &mut Random, person: &Person, floor: f32) {
        let margin = random.uniform(2.0, 6.0);
        if random.chance(0.35) {
            let band = Quad::rectangle(0.0, 0.0, self.width_mm * self.unit, random.uniform(6.0, 14.0) * self.unit);
            let colour = std::array::from_fn(|_| random.whole(20, 240) as u8);
            fill_quad(&mut self.picture, &band, colour, random.uniform(0.2, 0.9));
        }
        let title_cap = random.uniform(1.8, 4.0);
        let colour: Colour =
            if random.chance(0.5) { ink(random) } else { std::array::from_fn(|_| random.whole(0, 160) as u8) };
        let title = random.pick(TITLES);
        let x = random.uniform(margin, (self.width_mm * 0.5).max(margin + 1.0));
        let state = person.state.to_uppercase();
        let head = if random.chance(0.6) { state.as_str() } else { person.state };
        self.text(random, x, margin + title_cap, head, title_cap, colour);
        let second = title_cap * random.uniform(0.6, 1.0);
        self.text(random, margin, margin + title_cap + second * 1.8, title, second, colour);

        let portrait_height = (floor - margin - 12.0).clamp(14.0, 45.0) * random.uniform(0.75, 1.0);
        let portrait_width = portrait_height * random.uniform(0.72, 0.82);
        let right = random.chance(0.15);
        let portrait_x = if right { self.width_mm - margin - portrait_width } else { margin };
        let portrait_y = (floor - portrait_height - random.uniform(0.5, 4.0)).max(8.0);
        self.portrait(random, portrait_x, portrait_y, portrait_width, portrait_height, 1.0);
        if random.chance(0.3) {
            let size = portrait_height * random.uniform(0.25, 0.5);
            let gx = if right { margin } else { self.width_mm - margin - size };
            let (gy, pale) = (floor - size - random.uniform(0.0, 10.0), random.uniform(0.25, 0.7));
            self.portrait(random, gx, gy, size * 0.78, size, pale);
        }
        let left = if right { margin } else { margin + portrait_width + random.uniform(2.0, 5.0) };
        let end = if right { portrait_x - 2.0 } else { self.width_mm - margin };
        let top = margin + 8.0 + random.uniform(0.0, 5.0);
        self.fields(random, person, left, end, top, floor - 1.0);
        if random.chance(0.35) {
            self.emblem(random, floor);
        }
        if random.chance(0.5) {
            self.signature(random, left, end, floor);
        }
    }

    fn back_side(&mut self, random: &mut Random, person: &Person, floor: f32) {
        let margin = random.uniform(2.0, 6.0);
        if random.chance(0.5) {
            self.chip(random);
        }
        let left = margin + random.uniform(0.0, 25.0);
        self.fields(random, person, left, self.width_mm - margin, margin, floor - 1.0);
        if random.chance(0.4) {
            self.barcode(random, floor);
        }
        if random.chance(0.25) {
            let size = random.uniform(8.0, 18.0);
            let x = self.width_mm - margin - size;
            let opacity = random.uniform(0.3, 1.0);
            self.portrait(random, x, margin, size * 0.78, size, opacity);
        }
        if random.chance(0.2) {
            let stripe =
                Quad::rectangle(0.0, random.uniform(3.0, 6.0) * self.unit, self.width_mm * self.unit, 9.0 * self.unit);
            let dark = ink(random);
            fill_quad(&mut self.picture, &stripe, dark, 0.95);
        }
    }

    /// Labels with values below or beside them, in one to three columns.
    fn fields(&mut self, random: &mut Random, person: &Person, left: f32, right: f32, top: f32, bottom: f32) {
        let style = random.index(6);
        let values = [
            person.surname.replace('<', " "),
            person.given.replace('<', " "),
            person.code.to_owned(),
            printed_date(person.birth, style),
            person.sex.to_owned(),
            person.place.to_owned(),
            person.number.clone(),
            printed_date(person.issue, style),
            printed_date(person.expiry, style),
            person.personal_number.clone(),
            person.state.to_owned(),
            digits(random, 11),
        ];
        let columns = if right - left > 45.0 { random.whole(1, 3) } else { 1 } as usize;
        let value_cap = random.uniform(1.5, 2.6);
        let label_cap = value_cap * random.uniform(0.4, 0.8);
        let step = (label_cap + value_cap) * random.uniform(1.35, 2.0);
        let value_ink = ink(random);
        let label_ink: Colour =
            if random.chance(0.6) { std::array::from_fn(|_| random.whole(20, 150) as u8) } else { ink(random) };
        let label_face = random.index(self.assets.fonts.text.len());
        let value_face = random.index(self.assets.fonts.text.len());
        let labelled = random.chance(0.85);
        let ruled = random.chance(0.2);
        let mut at = 0;
        let mut y = top + value_cap;
        while y + step < bottom {
            for column in 0..columns {
                if random.chance(0.1) {
                    continue;
                }
                let x = left + (right - left) * column as f32 / columns as f32;
                if labelled {
                    let label = random.pick(LABELS);
                    let face = &self.assets.fonts.text[label_face];
                    self.line(face, x, y, label, label_cap, label_ink);
                }
                let face = &self.assets.fonts.text[value_face];
                self.line(face, x, y + step * 0.5, &values[at % values.len()], value_cap, value_ink);
                at += 1;
                if ruled {
                    let below = (y + step * 0.5 + value_cap * 0.35) * self.unit;
                    let end = x + (right - left) / columns as f32 * 0.95;
                    let (from, to) = (Point::new(x * self.unit, below), Point::new(end * self.unit, below));
                    stroke(&mut self.picture, from, to, 0.2 * self.unit, label_ink, 0.8);
                }
            }
            y += step;
        }
    }

    fn text(&mut self, random: &mut Random, x: f32, baseline: f32, text: &str, cap: f32, colour: Colour) {
        let face = random.pick(&self.assets.fonts.text);
        self.line(face, x, baseline, text, cap, colour);
    }

    fn line(&mut self, face: &Face, x: f32, baseline: f32, text: &str, cap: f32, colour: Colour) {
        let pen = Pen { cap_height: cap * self.unit, colour, opacity: 0.95, stretch: 1.0, embolden: 0.0, wear: 0.0 };
        if face.covers(text) {
            face.draw(&mut self.picture, x * self.unit, baseline * self.unit, text, &pen);
        }
    }

    /// A portrait, of the assets or drawn.
    pub(crate) fn portrait(&mut self, random: &mut Random, x: f32, y: f32, width: f32, height: f32, opacity: f32) {
        let unit = self.unit;
        let (x, y, width, height) = (x * unit, y * unit, width * unit, height * unit);
        if !self.assets.portraits.is_empty() && random.chance(0.8) {
            let face = random.pick(&self.assets.portraits);
            let scaled = imaging::resize(face, (width as u32).max(2), (height as u32).max(2));
            let tint: [f32; 3] =
                if random.chance(0.4) { [1.0; 3] } else { std::array::from_fn(|_| random.uniform(0.75, 1.1)) };
            for row in 0..scaled.height() {
                for column in 0..scaled.width() {
                    let mut paint = scaled.pixel(column, row);
                    for (value, t) in paint.iter_mut().zip(tint) {
                        *value = (*value as f32 * t).min(255.0) as u8;
                    }
                    crate::canvas::blend(
                        &mut self.picture,
                        x as i32 + column as i32,
                        y as i32 + row as i32,
                        paint,
                        opacity,
                    );
                }
            }
            return;
        }
        let ground = Quad::rectangle(x, y, width, height);
        let pale = random.whole(150, 240) as u8;
        fill_quad(&mut self.picture, &ground, [pale; 3], opacity * 0.9);
        let (skin, cloth, hair) = (
            [random.whole(110, 235) as u8, random.whole(80, 190) as u8, random.whole(60, 160) as u8],
            std::array::from_fn(|_| random.whole(0, 200) as u8),
            [random.whole(10, 140) as u8; 3],
        );
        let cx = x + width / 2.0;
        let shoulders = [
            Point::new(x, y + height),
            Point::new(x + width * 0.1, y + height * 0.82),
            Point::new(cx - width * 0.15, y + height * 0.74),
            Point::new(cx + width * 0.15, y + height * 0.74),
            Point::new(x + width * 0.9, y + height * 0.82),
            Point::new(x + width, y + height),
        ];
        let mut part = |polygon: &[Point], colour: Colour| fill_polygon(&mut self.picture, polygon, colour, opacity);
        part(&ellipse(Point::new(cx, y + height * 0.38), width * 0.32, height * 0.32, 0.0), hair);
        part(&shoulders, cloth);
        part(&ellipse(Point::new(cx, y + height * 0.62), width * 0.13, height * 0.18, 0.0), skin);
        part(&ellipse(Point::new(cx, y + height * 0.45), width * 0.25, height * 0.28, 0.0), skin);
        for side in [-1.0, 1.0] {
            part(
                &ellipse(Point::new(cx + side * width * 0.1, y + height * 0.42), width * 0.04, height * 0.018, 0.0),
                [30; 3],
            );
        }
        part(&ellipse(Point::new(cx, y + height * 0.58), width * 0.08, height * 0.015, 0.0), [130, 60, 60]);
    }

    /// Discs as of a coat of arms, above `floor`.
    pub(crate) fn emblem(&mut self, random: &mut Random, floor: f32) {
        let centre = Point::new(
            random.uniform(0.3, 0.9) * self.width_mm * self.unit,
            random.uniform(0.1, 0.9) * floor * self.unit,
        );
        let size = random.uniform(3.0, 10.0) * self.unit;
        let colour = std::array::from_fn(|_| random.whole(0, 220) as u8);
        for ring in 0..random.whole(1, 4) {
            let radius = size * (1.0 - ring as f32 * 0.25);
            let outline = ellipse(centre, radius, radius * random.uniform(0.8, 1.2), 0.0);
            fill_polygon(&mut self.picture, &outline, colour, random.uniform(0.15, 0.6));
        }
    }

    /// A scrawl above `floor`.
    pub(crate) fn signature(&mut self, random: &mut Random, left: f32, right: f32, floor: f32) {
        let colour = [random.whole(0, 60) as u8, random.whole(0, 60) as u8, random.whole(0, 140) as u8];
        let mut from = Point::new(
            random.uniform(left, right.max(left + 1.0)) * self.unit,
            (floor - random.uniform(2.0, 8.0)) * self.unit,
        );
        for _ in 0..random.whole(8, 22) {
            let to = Point::new(
                from.x + random.uniform(-0.6, 2.2) * self.unit,
                from.y + random.uniform(-2.2, 2.2) * self.unit,
            );
            stroke(&mut self.picture, from, to, 0.3 * self.unit, colour, 0.9);
            from = to;
        }
    }

    /// A chip's contacts.
    pub(crate) fn chip(&mut self, random: &mut Random) {
        let (x, y) = (random.uniform(5.0, 60.0) * self.unit, random.uniform(4.0, 12.0) * self.unit);
        let outline = rounded(x, y, 12.0 * self.unit, 11.0 * self.unit, 1.5 * self.unit);
        let gold = [random.whole(170, 230) as u8, random.whole(150, 200) as u8, random.whole(60, 190) as u8];
        fill_polygon(&mut self.picture, &outline, gold, 1.0);
        for i in 1..4 {
            let at = y + i as f32 * 2.75 * self.unit;
            stroke(
                &mut self.picture,
                Point::new(x, at),
                Point::new(x + 12.0 * self.unit, at),
                0.3 * self.unit,
                [70, 60, 30],
                0.8,
            );
        }
    }

    /// Bars or cells above `floor`.
    pub(crate) fn barcode(&mut self, random: &mut Random, floor: f32) {
        let (mut x, y) = (random.uniform(5.0, 30.0), floor - random.uniform(9.0, 16.0));
        let end = x + random.uniform(25.0, 55.0);
        let two_dimensional = random.chance(0.4);
        while x < end.min(self.width_mm - 3.0) {
            let bar = random.uniform(0.2, 0.8);
            if two_dimensional {
                for row in 0..9 {
                    if random.chance(0.5) {
                        let cell = Quad::rectangle(
                            x * self.unit,
                            (y + row as f32 * 0.8) * self.unit,
                            bar * self.unit,
                            0.8 * self.unit,
                        );
                        fill_quad(&mut self.picture, &cell, [20; 3], 1.0);
                    }
                }
                x += bar;
            } else {
                let cell = Quad::rectangle(x * self.unit, y * self.unit, bar * self.unit, 7.0 * self.unit);
                fill_quad(&mut self.picture, &cell, [20; 3], 1.0);
                x += bar * 2.0;
            }
        }
    }

    /// Prints the zone where Doc 9303-3 clause 4.2 puts it, give or take what printers do.
    pub(crate) fn zone(&mut self, random: &mut Random, format: Format, person: &Person) -> Vec<PrintedLine> {
        let unit = self.unit;
        let texts = mrz::compose(format, &person.zone(format, random));
        let longest = texts.iter().map(String::len).max().unwrap_or(1) as f32;
        let top = zone_top(format, self.height_mm) * unit;
        if random.chance(0.35) {
            let paper = random.whole(215, 255) as u8;
            let band = Quad::rectangle(0.0, top, self.width_mm * unit, self.height_mm * unit - top);
            fill_quad(&mut self.picture, &band, [paper; 3], random.uniform(0.3, 1.0));
        }
        let cap = random.uniform(2.25, 2.75) * unit;
        let available = (self.width_mm - 5.0) / longest;
        let pitch = (2.54 * random.uniform(0.94, 1.06)).min(available) * unit;
        let spare = self.width_mm * unit - pitch * longest;
        let left = (spare * random.uniform(0.3, 0.6)).max(1.5 * unit);
        let step = random.uniform(5.0, 6.9) * unit;
        let lines = texts.len() as f32;
        let bottom_margin = random.uniform(3.0, 6.5) * unit;
        let last = self.height_mm * unit - bottom_margin;
        let mono = !self.assets.fonts.mono.is_empty() && random.chance(0.12);
        let face = if mono { random.pick(&self.assets.fonts.mono) } else { random.pick(&self.assets.fonts.ocr_b) };
        let pen = mrz_pen(random, cap);
        let mut printed = Vec::new();
        for (i, text) in texts.into_iter().enumerate() {
            let baseline = last - (lines - 1.0 - i as f32) * step;
            face.draw_pitched(&mut self.picture, left, baseline, &text, pitch, &pen);
            let quad = Quad::rectangle(left, baseline - cap, pitch * text.len() as f32, cap);
            printed.push(PrintedLine { text, quad });
        }
        if random.chance(0.05) {
            let colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
            let around = (left - unit, last - cap - (lines - 1.0) * step - unit);
            frame(
                &mut self.picture,
                around.0,
                around.1,
                pitch * longest + 2.0 * unit,
                lines * step + unit,
                unit * 0.4,
                colour,
            );
        }
        printed
    }
}

/// A page of plain text, as lies around on desks; not a document.
pub(crate) fn text_page(random: &mut Random, fonts: &Fonts, width: u32, height: u32, unit: f32) -> Picture {
    let mut page = Picture::new(width, height, [random.whole(200, 255) as u8; 3]);
    let face = random.pick(&fonts.text);
    let cap = random.uniform(1.2, 3.0) * unit;
    let pen = Pen { cap_height: cap, colour: ink(random), opacity: 0.9, stretch: 1.0, embolden: 0.0, wear: 0.0 };
    let mut y = cap * 3.0;
    while y < height as f32 {
        let mut x = cap * 3.0;
        while x < width as f32 * random.uniform(0.75, 0.95) {
            let word = random.pick(PROSE);
            if face.covers(word) {
                x += face.draw(&mut page, x, y, word, &pen) + cap * 0.6;
            } else {
                x += cap;
            }
        }
        y += cap * 2.2;
    }
    page
}
