//! Straightened sheets full of text, as the text spotter sees them, with every word's place.
use document::{Homography, Point, Quad};
use imaging::Picture;
use mrz::Format;
use serde::Serialize;

use crate::background::{bands, ghost_words, security_print};
use crate::camera::capture;
use crate::canvas::{Colour, ellipse, fill_quad, stroke};
use crate::korea;
use crate::light::relight;
use crate::line::LineAssets;
use crate::look::{Impression, Look, legible, print};
use crate::person::Person;
use crate::random::Random;
use crate::seal::seal;
use crate::sheet::{Assets, Page};
use crate::text::{Item, Script, Text, item, text_in};
use crate::typeface::Typeface;
use crate::typeset::{Mask, Setting, set};
use crate::words::GHOSTS;

/// A word and where it is.
#[derive(Clone, Debug, Serialize)]
pub struct PageWord {
    /// What it says, without spaces.
    pub text: String,
    /// Clockwise from the top left of the word itself, in pixels: as wide as its ink, as tall as its line's.
    pub quad: Quad,
    /// Which line it belongs to; words of a line follow each other in reading order.
    pub line: u32,
}

/// A straightened sheet with its words.
pub struct TextPage {
    /// What the spotter sees.
    pub picture: Picture,
    /// All words, microprint and the machine-readable zone included (there, a word is a whole line).
    pub words: Vec<PageWord>,
    /// Whether the sheet is upside down.
    pub upside_down: bool,
}

/// What a sheet of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPageKind {
    /// An ID-1 card, 640 x 416 pixels.
    Card,
    /// A passport's data page, 640 x 448 pixels.
    Passport,
    /// A certificate on A4, 736 x 1040 pixels.
    Certificate,
}

impl TextPageKind {
    /// A kind as often as such sheets are met.
    pub fn random(random: &mut Random) -> Self {
        match random.index(10) {
            0..=5 => Self::Card,
            6..=7 => Self::Passport,
            _ => Self::Certificate,
        }
    }

    /// Width and height in pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Card => (640, 416),
            Self::Passport => (640, 448),
            Self::Certificate => (736, 1040),
        }
    }

    fn width_mm(self) -> f32 {
        match self {
            Self::Card => 85.6,
            Self::Passport => 125.0,
            Self::Certificate => 210.0,
        }
    }
}

/// Draws a sheet of text.
pub fn text_page(random: &mut Random, lines: &LineAssets, assets: &Assets, kind: TextPageKind) -> TextPage {
    let unit = kind.size().0 as f32 / kind.width_mm();
    let korean = match kind {
        TextPageKind::Card => 0.3,
        TextPageKind::Passport => 0.1,
        TextPageKind::Certificate => 0.3,
    };
    if random.chance(korean) {
        let (picture, words) = korean_document(random, lines, assets, kind, unit);
        return finish(random, picture, words);
    }
    let mut press = Press::new(random, lines, assets, kind, unit);
    match kind {
        TextPageKind::Card => press.card(random),
        TextPageKind::Passport => press.passport(random),
        TextPageKind::Certificate => press.certificate(random),
    }
    finish(random, press.page.picture, press.words)
}

/// A Korean document of the size, in the layout of its kind.
fn korean_document(
    random: &mut Random,
    lines: &LineAssets,
    assets: &Assets,
    kind: TextPageKind,
    unit: f32,
) -> (Picture, Vec<PageWord>) {
    loop {
        let plan = random.pick(korea::LAYOUTS).plan(random, lines.split, true);
        if plan.millimetres().0 == kind.width_mm() {
            let finer = random.uniform(1.0, 1.5);
            let drawing = plan.draw(random, lines, assets, unit * finer);
            let (picture, print) = korea::fitted(drawing, kind.size());
            return (picture, print.words);
        }
    }
}

/// How a group of lines is printed.
struct Style<'a> {
    face: &'a Typeface,
    /// Height of capitals or of Hangul bodies in pixels.
    height: f32,
    ink: Colour,
    look: Look,
    tracking: f32,
    stretch: f32,
}

/// A sheet on which text is printed, remembering where.
struct Press<'a> {
    page: Page<'a>,
    lines: &'a LineAssets,
    words: Vec<PageWord>,
    count: u32,
    script: Script,
}

impl<'a> Press<'a> {
    fn new(random: &mut Random, lines: &'a LineAssets, assets: &'a Assets, kind: TextPageKind, unit: f32) -> Self {
        let (width, height) = kind.size();
        let mut picture = if kind == TextPageKind::Certificate && random.chance(0.75) {
            let mut paper = Picture::new(width, height, [random.whole(222, 255) as u8; 3]);
            if random.chance(0.5) {
                let tint = std::array::from_fn(|_| random.whole(150, 240) as u8);
                let (x, y) = (width as f32 / 2.0, height as f32 * random.uniform(0.3, 0.6));
                let (rx, ry) = (random.uniform(60.0, 200.0), random.uniform(60.0, 200.0));
                let seal = ellipse(Point::new(x, y), rx, ry, 0.0);
                crate::canvas::fill_polygon(&mut paper, &seal, tint, random.uniform(0.1, 0.4));
            }
            paper
        } else {
            let busyness = random.uniform(0.1, 1.0);
            let mut ground = security_print(random, width, height, unit, busyness);
            if random.chance(0.3) {
                bands(&mut ground, random, unit, height as f32 / unit * 0.8);
            }
            ground
        };
        if random.chance(0.2) {
            ghost_words(&mut picture, random, &assets.fonts, unit, GHOSTS);
        }
        let script = match random.uniform(0.0, 1.0) {
            d if d < 0.42 => Script::Korean,
            d if d < 0.84 => Script::Latin,
            d if d < 0.92 => Script::Cyrillic,
            d if d < 0.96 => Script::Japanese,
            _ => Script::Greek,
        };
        let (width_mm, height_mm) = (width as f32 / unit, height as f32 / unit);
        let page = Page { picture, unit, width_mm, height_mm, assets };
        Self { page, lines, words: Vec::new(), count: 0, script }
    }

    fn size(&self) -> (f32, f32) {
        (self.page.picture.width() as f32, self.page.picture.height() as f32)
    }

    /// A style whose face can print texts like the sample.
    fn style(&self, random: &mut Random, sample: &Text, height: f32) -> Option<Style<'a>> {
        let face = self.lines.typefaces.pick(random, sample)?;
        let look = Look::random(random, height);
        let look = if look == Look::Ghost || look == Look::Outline { Look::Plain } else { look };
        let tracking = if random.chance(0.2) { random.uniform(0.0, 0.25) } else { 0.0 };
        let stretch = if random.chance(0.3) { random.uniform(0.8, 1.1) } else { 1.0 };
        let ink = if random.chance(0.7) {
            [random.whole(0, 60) as u8; 3]
        } else {
            std::array::from_fn(|_| random.whole(0, 140) as u8)
        };
        Some(Style { face, height, ink, look, tracking, stretch })
    }

    fn item(&self, random: &mut Random, what: Item) -> Text {
        item(random, self.lines.split, self.script, what)
    }

    /// Prints a line with its left end at `x` and its baseline at `y`, unless it would leave the sheet, reach beyond `right`
    /// or cover other words. Words that do not fit are dropped. Returns where the line ends.
    fn put(&mut self, random: &mut Random, style: &Style<'a>, text: &Text, x: f32, y: f32, right: f32) -> Option<f32> {
        let face = if style.face.covers(&text.text) { style.face } else { self.lines.typefaces.pick(random, text)? };
        let em = style.height / face.height(text.script);
        let setting = Setting { em, stretch: style.stretch, tracking: style.tracking, word_gap: style.tracking * 1.2 };
        let mut text = text.text.clone();
        let mut line = set(face, &text, &setting)?;
        while x + line.right > right {
            let cut = text.rfind(' ')?;
            text.truncate(cut);
            line = set(face, &text, &setting)?;
        }
        let (top, bottom) = (y + line.top, y + line.bottom);
        let (width, height) = self.size();
        if x + line.left < 1.0 || x + line.right > width - 1.0 || top < 1.0 || bottom > height - 1.0 {
            return None;
        }
        let place = Quad::rectangle(x + line.left, top, line.right - line.left, bottom - top);
        if self.taken(&place) {
            return None;
        }
        let quads: Vec<(String, Quad)> = line
            .words
            .iter()
            .map(|word| (word.text.clone(), Quad::rectangle(x + word.left, top, word.right - word.left, bottom - top)))
            .collect();
        let end = x + line.right;
        let rim = 3.0;
        let at = ((x + line.left - rim).floor(), (top - rim).floor());
        let mask_width = (line.right - line.left + 2.0 * rim + 2.0) as usize;
        let mut mask = Mask::new(mask_width, (bottom - top + 2.0 * rim + 2.0) as usize);
        mask.print(line, x - at.0, y - at.1);
        self.stamp(random, style, mask, (at.0 as i32, at.1 as i32));
        self.remember(quads);
        Some(end)
    }

    /// Prints a line along a side of the sheet, a quarter turned; `x` and `y` are the middle of its place.
    fn put_upright(&mut self, random: &mut Random, style: &Style<'a>, text: &Text, x: f32, y: f32) -> Option<()> {
        let face = if style.face.covers(&text.text) { style.face } else { self.lines.typefaces.pick(random, text)? };
        let em = style.height / face.height(text.script);
        let setting = Setting { em, stretch: style.stretch, tracking: style.tracking, word_gap: style.tracking * 1.2 };
        let line = set(face, &text.text, &setting)?;
        let rim = 3.0;
        let origin = (rim - line.left, rim - line.top);
        let (long, tall) = (line.right - line.left + 2.0 * rim, line.bottom - line.top + 2.0 * rim);
        let clockwise = random.chance(0.5);
        let at = ((x - tall / 2.0).floor(), (y - long / 2.0).floor());
        let turn = |p: Point| {
            let (px, py) = if clockwise { (tall.ceil() - p.y, p.x) } else { (p.y, long.ceil() - p.x) };
            Point::new(at.0 + px, at.1 + py)
        };
        let place = Quad::rectangle(rim, rim, long - 2.0 * rim, tall - 2.0 * rim).map(turn);
        let (width, height) = self.size();
        let inside = |p: &Point| p.x > 1.0 && p.y > 1.0 && p.x < width - 1.0 && p.y < height - 1.0;
        if !place.corners().iter().all(inside) || self.taken(&place) {
            return None;
        }
        let quads = line
            .words
            .iter()
            .map(|word| {
                let upright =
                    Quad::rectangle(origin.0 + word.left, rim, word.right - word.left, line.bottom - line.top);
                (word.text.clone(), upright.map(turn))
            })
            .collect();
        let mut mask = Mask::new(long.ceil() as usize, tall.ceil() as usize);
        mask.print(line, origin.0, origin.1);
        self.stamp(random, style, mask.turned(clockwise), (at.0 as i32, at.1 as i32));
        self.remember(quads);
        Some(())
    }

    /// Prints a mask with the style's ink, or another where that could not be read.
    fn stamp(&mut self, random: &mut Random, style: &Style<'a>, mut mask: Mask, at: (i32, i32)) {
        let picture = &mut self.page.picture;
        let ink = legible(random, picture, at, (mask.width, mask.height), style.ink);
        let impression = Impression { at, look: style.look, height: style.height, ink };
        print(picture, &mut mask, random, &impression);
    }

    fn remember(&mut self, quads: Vec<(String, Quad)>) {
        let line = self.count;
        self.words.extend(quads.into_iter().map(|(text, quad)| PageWord { text, quad, line }));
        self.count += 1;
    }

    /// Whether other words lie within a place, give or take half a pixel.
    fn taken(&self, place: &Quad) -> bool {
        let [l, t, r, b] = bounds(place);
        self.words.iter().any(|word| {
            let [left, top, right, bottom] = bounds(&word.quad);
            left < r - 0.5 && right > l + 0.5 && top < b - 0.5 && bottom > t + 0.5
        })
    }

    /// Labels above, before or without values from `top` to `bottom`, between `left` and `right`, in columns.
    fn fields(&mut self, random: &mut Random, [left, top, right, bottom]: [f32; 4]) {
        let unit = self.page.unit;
        let columns = if right - left > 260.0 { random.whole(1, 3) } else { 1 };
        let value_height = random.uniform(1.5, 3.0) * unit.min(7.5);
        let label_height = (value_height * random.uniform(0.4, 0.85)).max(4.2);
        let sample = self.item(random, Item::Name);
        let label_sample = self.item(random, Item::Label);
        let styles = self.style(random, &sample, value_height).zip(self.style(random, &label_sample, label_height));
        let Some((value_style, label_style)) = styles else { return };
        let layout = random.index(3);
        let pitch = random.uniform(1.25, 1.9);
        let colon = *random.pick(&["", ":", ""]);
        let kinds = [
            Item::Name,
            Item::Name,
            Item::Number,
            Item::Date,
            Item::Address,
            Item::Date,
            Item::Office,
            Item::Number,
            Item::Phrase,
            Item::Company,
            Item::Trade,
        ];
        let breadth = (right - left) / columns as f32;
        for column in 0..columns {
            let x = left + breadth * column as f32;
            let end = x + breadth * 0.97;
            let mut y = top + value_height;
            while y < bottom {
                let what = *random.pick(&kinds);
                let value = if random.chance(0.12) {
                    let script = self.script;
                    text_in(random, self.lines.split, script)
                } else {
                    self.item(random, what)
                };
                let mut label = self.item(random, Item::Label);
                label.text += colon;
                match layout {
                    0 => {
                        self.put(random, &label_style, &label, x, y, end);
                        y += value_height * pitch * 0.95;
                        self.put(random, &value_style, &value, x, y, end);
                        y += label_height * pitch + value_height * 0.4;
                    }
                    1 => {
                        let after = self.put(random, &label_style, &label, x, y, end).unwrap_or(x);
                        let from = if random.chance(0.5) {
                            after + value_height * 0.6
                        } else {
                            (x + breadth * 0.4).max(after + 4.0)
                        };
                        self.put(random, &value_style, &value, from, y, end);
                        y += value_height * pitch;
                    }
                    _ => {
                        self.put(random, &value_style, &value, x, y, end);
                        y += value_height * pitch;
                    }
                }
                if random.chance(0.1) {
                    let below = y - value_height * pitch * 0.7;
                    let (from, to) = (Point::new(x, below), Point::new(end, below));
                    stroke(&mut self.page.picture, from, to, random.uniform(0.5, 1.6), label_style.ink, 0.6);
                }
            }
        }
    }

    /// One line of a kind and a height (in millimetres) at a place in pixels.
    fn single(&mut self, random: &mut Random, what: Item, height_mm: f32, x: f32, y: f32) -> Option<f32> {
        let text = self.item(random, what);
        let style = self.style(random, &text, height_mm * self.page.unit)?;
        let right = self.size().0 - 3.0;
        self.put(random, &style, &text, x, y, right)
    }

    /// Print of four to six pixels: repeated words, notices.
    fn microprint(&mut self, random: &mut Random) {
        let (width, height) = self.size();
        let tall = random.uniform(4.0, 6.0);
        let what = *random.pick(&[Item::Phrase, Item::Title, Item::Label]);
        let sample = self.item(random, what);
        let Some(mut style) = self.style(random, &sample, tall) else { return };
        style.look = Look::Plain;
        style.tracking = 0.0;
        let (x, mut y) = (random.uniform(0.02, 0.6) * width, random.uniform(0.05, 0.95) * height);
        for _ in 0..random.whole(1, 4) {
            let repeated = if random.chance(0.3) { sample.clone() } else { self.item(random, what) };
            let mut text = repeated.clone();
            for _ in 0..random.whole(0, 3) {
                text.text = format!("{} {}", text.text, repeated.text);
            }
            self.put(random, &style, &text, x, y, width - 4.0);
            y += tall * random.uniform(1.4, 2.0);
        }
    }

    fn edge_print(&mut self, random: &mut Random) {
        let (width, height) = self.size();
        let what = *random.pick(&[Item::Number, Item::Number, Item::Title, Item::Date]);
        let text = self.item(random, what);
        let tall = random.uniform(1.0, 2.4) * self.page.unit;
        if let Some(style) = self.style(random, &text, tall.max(5.0)) {
            let x = if random.chance(0.5) { tall + 4.0 } else { width - tall - 4.0 };
            let y = random.uniform(0.3, 0.7) * height;
            self.put_upright(random, &style, &text, x, y);
        }
    }

    /// A card of any country: title, portrait, labels and values.
    fn card(&mut self, random: &mut Random) {
        let unit = self.page.unit;
        let (width, height) = self.size();
        let band = random.uniform(6.0, 12.0) * unit;
        if random.chance(0.3) {
            let colour = std::array::from_fn(|_| random.whole(10, 240) as u8);
            let strip = Quad::rectangle(0.0, 0.0, width, band);
            fill_quad(&mut self.page.picture, &strip, colour, random.uniform(0.4, 1.0));
        }
        let margin = random.uniform(2.0, 5.0) * unit;
        let title_height = random.uniform(2.0, 4.6);
        let x = random.uniform(margin, width * 0.45);
        let y = band * random.uniform(0.5, 0.9);
        self.single(random, Item::Title, title_height, x, y);
        if random.chance(0.5) {
            let second = title_height * random.uniform(0.4, 0.8);
            self.single(random, Item::Title, second, x, band * 0.9 + second * unit * 1.3);
        }
        let mut area = [margin, band + 2.5 * unit, width - margin, height - random.uniform(2.0, 8.0) * unit];
        if random.chance(0.85) {
            let portrait = (random.uniform(18.0, 27.0), random.uniform(24.0, 35.0));
            let on_left = random.chance(0.7);
            let at_x = if on_left { margin / unit } else { 85.6 - portrait.0 - margin / unit };
            let at_y = (band / unit + random.uniform(1.0, 4.0)).min(53.0 - portrait.1);
            self.page.portrait(random, at_x, at_y, portrait.0, portrait.1, 1.0);
            // Now and then print runs over the portrait's border.
            let gap = if random.chance(0.15) { -2.0 } else { random.uniform(1.0, 4.0) };
            if on_left {
                area[0] = (at_x + portrait.0 + gap) * unit;
            } else {
                area[2] = (at_x - gap) * unit;
            }
            if random.chance(0.3) {
                let size = random.uniform(8.0, 14.0);
                let x = if on_left { 83.0 - size } else { 3.0 };
                let pale = random.uniform(0.2, 0.7);
                self.page.portrait(random, x, 52.0 - size * 1.3, size, size * 1.25, pale);
            }
            if random.chance(0.4) {
                let y = (at_y + portrait.1 + 3.0) * unit;
                let tall = random.uniform(1.4, 2.8);
                self.single(random, Item::Number, tall, at_x * unit, y.min(height - 4.0));
            }
        } else if random.chance(0.4) {
            self.page.chip(random);
        }
        if random.chance(0.12) {
            // Its bars reach 16 mm up.
            self.page.barcode(random, 52.0);
            area[3] = area[3].min(35.0 * unit);
        }
        self.fields(random, area);
        if random.chance(0.3) {
            self.page.signature(random, area[0] / unit, area[2] / unit, 50.0);
        }
        if random.chance(0.15) {
            let (x, y) = (random.uniform(0.2, 0.9) * width, random.uniform(0.3, 0.9) * height);
            let size = random.uniform(6.0, 14.0) * unit;
            seal(&mut self.page.picture, random, x, y, size, true);
        }
        self.trimmings(random);
    }

    /// A data page: labels over values beside the portrait, the zone below.
    fn passport(&mut self, random: &mut Random) {
        let unit = self.page.unit;
        let (width, height) = self.size();
        let zone_top = height - 23.2 * unit;
        let top = random.uniform(5.0, 9.0) * unit;
        let (tall, x) = (random.uniform(2.2, 4.2), random.uniform(4.0, 40.0) * unit);
        self.single(random, Item::Title, tall, x, top);
        let (tall, x) = (random.uniform(1.8, 3.0), random.uniform(45.0, 80.0) * unit);
        self.single(random, Item::Title, tall, x, top);
        let portrait = (random.uniform(30.0, 36.0), random.uniform(38.0, 46.0));
        let on_left = random.chance(0.85);
        let at_x = if on_left { random.uniform(3.0, 8.0) } else { 121.0 - portrait.0 };
        let at_y = zone_top / unit - portrait.1 - random.uniform(1.0, 5.0);
        self.page.portrait(random, at_x, at_y.max(10.0), portrait.0, portrait.1, 1.0);
        let area = if on_left {
            [(at_x + portrait.0 + 3.0) * unit, top + 4.0 * unit, width - 3.0 * unit, zone_top - unit]
        } else {
            [4.0 * unit, top + 4.0 * unit, (at_x - 2.0) * unit, zone_top - unit]
        };
        self.fields(random, area);
        if random.chance(0.9) {
            let person = Person::random(random);
            let format = *random.pick(&[Format::Td3, Format::Td3, Format::Td3, Format::MrvA, Format::MrvB]);
            let lines = self.page.zone(random, format, &person);
            for line in lines {
                self.remember(vec![(line.text, line.quad)]);
            }
        }
        if random.chance(0.3) {
            self.page.signature(random, 45.0, 110.0, zone_top / unit);
        }
        self.trimmings(random);
    }

    /// A certificate: title, table or list, statement, date, office and seal.
    fn certificate(&mut self, random: &mut Random) {
        let unit = self.page.unit;
        let (width, height) = self.size();
        if random.chance(0.7) {
            self.script = Script::Korean;
        }
        let margin = random.uniform(10.0, 26.0) * unit;
        let mut y = random.uniform(22.0, 45.0) * unit;
        if random.chance(0.6) {
            let tall = random.uniform(2.2, 3.2);
            self.single(random, Item::Number, tall, margin, y - 12.0 * unit);
        }
        let title = self.item(random, Item::Title);
        let tall = random.uniform(5.0, 9.0) * unit;
        if let Some(mut style) = self.style(random, &title, tall) {
            style.look = Look::Plain;
            let guess = title.text.chars().count() as f32 * style.height * 0.95;
            let x = ((width - guess) / 2.0).max(margin);
            self.put(random, &style, &title, x, y, width - margin);
        }
        y += random.uniform(7.0, 11.0) * unit;
        let tall = random.uniform(3.0, 4.0);
        self.single(random, Item::Label, tall, width * 0.4, y);
        y += random.uniform(5.0, 12.0) * unit;
        let bottom = height * random.uniform(0.55, 0.75);
        if random.chance(0.5) {
            self.table(random, [margin, y, width - margin, bottom]);
        } else {
            self.list(random, [margin, y, width - margin, bottom]);
        }
        let mut y = bottom + random.uniform(8.0, 14.0) * unit;
        for _ in 0..random.whole(1, 3) {
            let tall = random.uniform(2.6, 3.6);
            self.single(random, Item::Phrase, tall, margin, y);
            y += random.uniform(5.0, 8.0) * unit;
        }
        let middle = width * random.uniform(0.3, 0.5);
        let tall = random.uniform(3.0, 4.2);
        self.single(random, Item::Date, tall, middle, y + 6.0 * unit);
        y += random.uniform(14.0, 24.0) * unit;
        let tall = random.uniform(4.5, 8.0);
        let end = self.single(random, Item::Office, tall, middle - 20.0 * unit, y).unwrap_or(middle);
        if random.chance(0.85) {
            let size = random.uniform(16.0, 30.0) * unit;
            seal(&mut self.page.picture, random, end, y - 3.0 * unit, size, true);
        }
        if random.chance(0.4) {
            let floor = self.page.height_mm - random.uniform(4.0, 14.0);
            self.page.barcode(random, floor);
        }
        let (tall, y) = (random.uniform(1.8, 2.6), height - random.uniform(5.0, 14.0) * unit);
        self.single(random, Item::Phrase, tall, margin, y);
        self.trimmings(random);
    }

    /// Label and value line by line, values starting at one place.
    fn list(&mut self, random: &mut Random, [left, top, right, bottom]: [f32; 4]) {
        let tall = random.uniform(2.6, 3.8) * self.page.unit;
        let sample = self.item(random, Item::Label);
        let Some(style) = self.style(random, &sample, tall) else { return };
        let column = left + (right - left) * random.uniform(0.2, 0.35);
        let colon = *random.pick(&[" :", ":", ""]);
        let step = tall * random.uniform(1.6, 3.0);
        let mut y = top + tall;
        while y < bottom {
            let mut label = self.item(random, Item::Label);
            label.text += colon;
            let after = self.put(random, &style, &label, left, y, right).unwrap_or(left);
            let what = *random.pick(&[Item::Name, Item::Company, Item::Number, Item::Date, Item::Address, Item::Trade]);
            let value = self.item(random, what);
            self.put(random, &style, &value, column.max(after + tall * 0.5), y, right);
            if what == Item::Address || what == Item::Trade {
                y += tall * 1.45;
                let more = self.item(random, what);
                self.put(random, &style, &more, column, y, right);
            }
            y += step;
        }
    }

    /// A ruled table.
    fn table(&mut self, random: &mut Random, [left, top, right, bottom]: [f32; 4]) {
        let tall = random.uniform(2.0, 3.2) * self.page.unit;
        let sample = self.item(random, Item::Label);
        let Some(style) = self.style(random, &sample, tall) else { return };
        let row = tall * random.uniform(1.7, 3.2);
        let columns = random.whole(2, 5);
        let mut edges: Vec<f32> = (0..=columns).map(|i| left + (right - left) * i as f32 / columns as f32).collect();
        for edge in &mut edges[1..columns as usize] {
            *edge += random.uniform(-0.3, 0.3) * (right - left) / columns as f32;
        }
        let thickness = random.uniform(0.6, 1.8);
        let shaded = random.chance(0.4);
        let ink = style.ink;
        let mut y = top;
        while y + row <= bottom {
            if shaded {
                let cell = Quad::rectangle(edges[0], y, edges[1] - edges[0], row);
                fill_quad(&mut self.page.picture, &cell, [205, 210, 215], 0.7);
            }
            for (i, pair) in edges.windows(2).enumerate() {
                if random.chance(0.12) {
                    continue;
                }
                let what = if i % 2 == 0 {
                    Item::Label
                } else {
                    *random.pick(&[Item::Name, Item::Company, Item::Number, Item::Date, Item::Address, Item::Trade])
                };
                let text = self.item(random, what);
                let x = pair[0] + random.uniform(0.1, 0.6) * tall + thickness;
                self.put(random, &style, &text, x, y + row * 0.5 + tall * 0.42, pair[1] - 1.0);
            }
            stroke(&mut self.page.picture, Point::new(left, y), Point::new(right, y), thickness, ink, 0.9);
            y += row;
        }
        stroke(&mut self.page.picture, Point::new(left, y), Point::new(right, y), thickness, ink, 0.9);
        for x in edges {
            stroke(&mut self.page.picture, Point::new(x, top), Point::new(x, y), thickness, ink, 0.9);
        }
    }

    /// Things that any sheet may have besides.
    fn trimmings(&mut self, random: &mut Random) {
        if random.chance(0.35) {
            self.edge_print(random);
        }
        for _ in 0..random.whole(0, 2) {
            self.microprint(random);
        }
        if random.chance(0.1) {
            let (width, height) = self.size();
            let x = random.uniform(0.0, width);
            let lean = random.uniform(-0.4, 0.4) * height;
            let (from, to) = (Point::new(x, 0.0), Point::new(x + lean, height));
            let thick = random.uniform(0.03, 0.2) * width;
            stroke(&mut self.page.picture, from, to, thick, [255; 3], random.uniform(0.1, 0.4));
        }
    }
}

/// Light, camera and the errors of whoever straightened the sheet.
fn finish(random: &mut Random, mut picture: Picture, mut words: Vec<PageWord>) -> TextPage {
    let (width, height) = (picture.width(), picture.height());
    let frame = picture.quad();
    let wrong = if random.chance(0.2) { 0.02 } else { 0.006 };
    let by = wrong * width as f32;
    let seen = frame.map(|p| Point::new(p.x + random.normal(by), p.y + random.normal(by)));
    let severity = random.uniform(0.0, 1.0);
    if let Some((out_from_page, page_from_out)) =
        Homography::between(&frame, &seen).zip(Homography::between(&seen, &frame))
    {
        picture = imaging::warp(&picture, &page_from_out, width, height, [random.whole(0, 255) as u8; 3]);
        for word in &mut words {
            word.quad = word.quad.map(|p| out_from_page.apply(p));
        }
    }
    if random.chance(0.35 * severity) {
        let by = random.uniform(0.55, 0.95);
        let part = |side: u32| (side as f32 * by) as u32;
        picture = imaging::resize(&imaging::resize(&picture, part(width), part(height)), width, height);
    }
    relight(&mut picture, random, 0.2 + 0.5 * severity);
    picture = capture(picture, random, severity * 0.45);
    let upside_down = random.chance(0.15);
    if upside_down {
        picture = imaging::turn(&picture, document::Turn::Half);
        for word in &mut words {
            word.quad = word.quad.map(|p| Point::new(width as f32 - p.x, height as f32 - p.y));
        }
    }
    // A word that the camera cut off by half is none.
    let inside = |p: &Point| p.x > -4.0 && p.y > -4.0 && p.x < width as f32 + 4.0 && p.y < height as f32 + 4.0;
    words.retain(|word| word.quad.corners().iter().all(inside));
    TextPage { picture, words, upside_down }
}

/// Left, top, right, bottom of a quad.
fn bounds(quad: &Quad) -> [f32; 4] {
    quad.corners().iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[l, t, r, b], p| {
        [l.min(p.x), t.min(p.y), r.max(p.x), b.max(p.y)]
    })
}
