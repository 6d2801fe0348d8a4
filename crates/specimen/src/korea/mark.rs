//! What is printed on documents besides lines: grounds, portraits, seals, emblems, rules, codes.
use document::{Point, Quad};
use imaging::Picture;

use crate::background::{guilloche, rosette};
use crate::canvas::{Colour, blend, ellipse, fill_polygon, fill_quad, frame, rounded, stroke};
use crate::random::Random;
use crate::seal::seal;
use crate::sheet::{Assets, Page};

/// What a document is printed on.
#[derive(Clone, Copy)]
pub(crate) enum Ground {
    /// Fine lines of a tone over four corners' colours.
    Security { corners: [Colour; 4], tone: Colour },
    /// Paper with a pale emblem in its middle.
    Paper { tone: Colour, emblem: Option<Colour> },
}

/// Something printed. Places and sizes are in millimetres.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    /// The holder; `opacity` below 1 for a second, pale portrait.
    Portrait { at: (f32, f32), size: (f32, f32), opacity: f32 },
    /// A red seal about its middle.
    Seal { at: (f32, f32), size: f32 },
    /// The emblem of the government about its middle.
    Taegeuk { at: (f32, f32), size: f32, opacity: f32 },
    /// An even area.
    Panel { at: (f32, f32), size: (f32, f32), ink: Colour, opacity: f32 },
    /// A straight line.
    Rule { from: (f32, f32), to: (f32, f32), thickness: f32, ink: Colour },
    /// The outline of an area.
    Frame { at: (f32, f32), size: (f32, f32), thickness: f32, ink: Colour },
    /// A square code.
    Code { at: (f32, f32), size: f32 },
    /// Contacts of a chip.
    Chip { at: (f32, f32) },
    /// The sign of a chip without contacts (Doc 9303-9).
    ChipSign { at: (f32, f32) },
    /// A film that shines in colours.
    Hologram { at: (f32, f32), size: f32 },
}

impl Ground {
    pub(crate) fn draw(self, random: &mut Random, width: u32, height: u32, unit: f32) -> Picture {
        match self {
            Self::Security { corners, tone } => {
                let near = |random: &mut Random, colour: Colour, by: i32| {
                    let shade = random.whole(-by, by);
                    colour.map(|v| (i32::from(v) + shade + random.whole(-4, 4)).clamp(0, 255) as u8)
                };
                let corners = corners.map(|corner| near(random, corner, 10));
                let tone = near(random, tone, 20);
                let busyness = random.uniform(0.5, 1.0);
                let mut picture = guilloche(random, (width, height), unit, corners, tone, busyness);
                for _ in 0..random.whole(1, 3) {
                    let ink = near(random, tone, 30);
                    rosette(&mut picture, random, unit, Some(ink));
                }
                picture
            }
            Self::Paper { tone, emblem } => {
                let level = random.whole(-8, 6);
                let paper = tone.map(|v| (i32::from(v) + level).clamp(0, 255) as u8);
                let mut picture = Picture::new(width, height, paper);
                if let Some(ink) = emblem {
                    let middle = Point::new(width as f32 / 2.0, height as f32 * 0.55);
                    let opacity = random.uniform(0.15, 0.4);
                    for (radius, ink) in [(32.0, ink), (27.0, paper), (18.0, ink), (14.0, paper)] {
                        let ring = ellipse(middle, radius * unit, radius * unit, 0.0);
                        let opacity = if ink == paper { 0.8 } else { opacity };
                        fill_polygon(&mut picture, &ring, ink, opacity);
                    }
                }
                picture
            }
        }
    }
}

impl Mark {
    pub(crate) fn draw(self, picture: &mut Picture, random: &mut Random, assets: &Assets, unit: f32) {
        let point = |(x, y): (f32, f32)| Point::new(x * unit, y * unit);
        match self {
            Self::Portrait { at, size, opacity } => {
                let (width_mm, height_mm) = (picture.width() as f32 / unit, picture.height() as f32 / unit);
                let bare = std::mem::replace(picture, Picture::new(1, 1, [0; 3]));
                let mut page = Page { picture: bare, unit, width_mm, height_mm, assets };
                page.portrait(random, at.0, at.1, size.0, size.1, opacity);
                *picture = page.picture;
            }
            Self::Seal { at, size } => {
                let by = |random: &mut Random| random.uniform(-0.06, 0.06) * size;
                let at = (at.0 + by(random), at.1 + by(random));
                seal(picture, random, at.0 * unit, at.1 * unit, size * unit, false);
            }
            Self::Taegeuk { at, size, opacity } => taegeuk(picture, point(at), size * unit / 2.0, opacity),
            Self::Panel { at, size, ink, opacity } => {
                let quad = Quad::rectangle(at.0 * unit, at.1 * unit, size.0 * unit, size.1 * unit);
                fill_quad(picture, &quad, ink, opacity);
            }
            Self::Rule { from, to, thickness, ink } => {
                stroke(picture, point(from), point(to), (thickness * unit).max(0.7), ink, 0.9);
            }
            Self::Frame { at, size, thickness, ink } => {
                let thickness = (thickness * unit).max(0.7);
                frame(picture, at.0 * unit, at.1 * unit, size.0 * unit, size.1 * unit, thickness, ink);
            }
            Self::Code { at, size } => code(picture, random, point(at), size * unit),
            Self::Chip { at } => chip(picture, random, point(at), unit),
            Self::ChipSign { at } => {
                let ink = [70, 70, 80];
                let (x, y) = (at.0 * unit, at.1 * unit);
                frame(picture, x, y, 8.0 * unit, 4.5 * unit, 0.5 * unit, ink);
                let middle = (y + 2.25 * unit, 0.4 * unit);
                let (from, to) = (Point::new(x, middle.0), Point::new(x + 8.0 * unit, middle.0));
                stroke(picture, from, to, middle.1, ink, 0.9);
                let disc = ellipse(Point::new(x + 4.0 * unit, middle.0), 1.3 * unit, 1.3 * unit, 0.0);
                fill_polygon(picture, &disc, ink, 0.9);
            }
            Self::Hologram { at, size } => {
                let turn = random.uniform(0.0, std::f32::consts::TAU);
                let strength = random.uniform(0.1, 0.3);
                for ring in 0..14 {
                    let radius = size * unit / 2.0 * (1.0 - ring as f32 / 14.0);
                    let hue = turn + ring as f32 * 0.8;
                    let ink = [0.0, 2.1, 4.2].map(|shift| (160.0 + 90.0 * (hue + shift).sin()) as u8);
                    fill_polygon(picture, &ellipse(point(at), radius, radius * 0.85, 0.0), ink, strength);
                }
            }
        }
    }
}

/// Red over blue, parted by a wave.
fn taegeuk(picture: &mut Picture, centre: Point, radius: f32, opacity: f32) {
    let turn = |x: f32, y: f32| (x * 0.83 + y * 0.56, y * 0.83 - x * 0.56);
    let reach = radius.ceil() as i32 + 1;
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            let (x, y) = turn(dx as f32, dy as f32);
            let cover = (radius - x.hypot(y) + 0.5).clamp(0.0, 1.0);
            let half = radius / 2.0;
            let is_red = match ((x + half).hypot(y) < half, (x - half).hypot(y) < half) {
                (true, _) => true,
                (_, true) => false,
                _ => y < 0.0,
            };
            let ink = if is_red { [205, 50, 60] } else { [20, 75, 150] };
            blend(picture, centre.x as i32 + dx, centre.y as i32 + dy, ink, cover * opacity);
        }
    }
}

fn code(picture: &mut Picture, random: &mut Random, at: Point, size: f32) {
    let cells = 25;
    let cell = size / cells as f32;
    let mut fill = |column: f32, row: f32, wide: f32, ink: Colour| {
        fill_quad(
            picture,
            &Quad::rectangle(at.x + column * cell, at.y + row * cell, wide * cell, wide * cell),
            ink,
            1.0,
        );
    };
    fill(-2.0, -2.0, cells as f32 + 4.0, [250; 3]);
    for place in 0..cells * cells {
        let (column, row) = (place % cells, place / cells);
        let (is_left, is_right) = (column < 8, column > 16);
        let is_corner = if row < 8 { is_left || is_right } else { row > 16 && is_left };
        if !is_corner && random.chance(0.48) {
            fill(column as f32, row as f32, 1.0, [25; 3]);
        }
    }
    for (column, row) in [(0.0, 0.0), (18.0, 0.0), (0.0, 18.0)] {
        fill(column, row, 7.0, [25; 3]);
        fill(column + 1.0, row + 1.0, 5.0, [250; 3]);
        fill(column + 2.0, row + 2.0, 3.0, [25; 3]);
    }
}

fn chip(picture: &mut Picture, random: &mut Random, at: Point, unit: f32) {
    let gold = [random.whole(185, 225) as u8, random.whole(160, 195) as u8, random.whole(90, 170) as u8];
    let (width, height) = (12.0 * unit, 10.5 * unit);
    fill_polygon(picture, &rounded(at.x, at.y, width, height, 1.5 * unit), gold, 1.0);
    let ink = [95, 80, 45];
    for part in [0.33, 0.66] {
        let y = at.y + height * part;
        stroke(picture, Point::new(at.x, y), Point::new(at.x + width, y), 0.25 * unit, ink, 0.8);
        let x = at.x + width * part;
        stroke(picture, Point::new(x, at.y), Point::new(x, at.y + height), 0.25 * unit, ink, 0.8);
    }
}
