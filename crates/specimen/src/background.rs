//! Papers and security backgrounds: gradients, guilloche line families, rosettes, fibres, ghost words.
use document::Point;
use imaging::Picture;

use crate::canvas::{Colour, blend, ellipse, fill_polygon, stroke};
use crate::fonts::{Fonts, Pen};
use crate::random::{Random, hash};

/// One family of wavy parallel lines, as guilloche machines draw them.
struct Waves {
    direction: (f32, f32),
    period: f32,
    duty: f32,
    colour: Colour,
    opacity: f32,
    /// Phase added by position along x and along y, in periods.
    bend_x: Vec<f32>,
    bend_y: Vec<f32>,
}

impl Waves {
    fn random(random: &mut Random, width: u32, height: u32, unit: f32, tone: Colour) -> Self {
        let angle = random.uniform(0.0, std::f32::consts::PI);
        let mut bend = |length: u32| {
            let (a, fa, pa) =
                (random.uniform(0.0, 6.0), random.log_uniform(2.0, 30.0) * unit, random.uniform(0.0, 7.0));
            let (b, fb, pb) = (random.uniform(0.0, 1.2), random.log_uniform(1.0, 8.0) * unit, random.uniform(0.0, 7.0));
            (0..length).map(|i| a * (i as f32 / fa + pa).sin() + b * (i as f32 / fb + pb).sin()).collect::<Vec<f32>>()
        };
        let (bend_x, bend_y) = (bend(width), bend(height));
        Self {
            direction: (angle.cos(), angle.sin()),
            period: random.log_uniform(0.35, 2.5) * unit,
            duty: random.uniform(0.15, 0.6),
            colour: jitter(random, tone, 60),
            opacity: random.uniform(0.08, 0.5),
            bend_x,
            bend_y,
        }
    }

    fn opacity_at(&self, x: u32, y: u32) -> f32 {
        let along = (x as f32 * self.direction.0 + y as f32 * self.direction.1) / self.period;
        let phase = along + self.bend_x[x as usize] + self.bend_y[y as usize];
        let distance = (phase - phase.floor() - 0.5).abs() * 2.0;
        let edge = (1.5 / self.period).min(1.0);
        ((self.duty - distance) / edge + 0.5).clamp(0.0, 1.0) * self.opacity
    }
}

pub(crate) fn jitter(random: &mut Random, colour: Colour, by: i32) -> Colour {
    colour.map(|v| (v as i32 + random.whole(-by, by)).clamp(0, 255) as u8)
}

/// A light print tone: `low..=255` per channel, not too colourful.
pub(crate) fn pastel(random: &mut Random, low: i32) -> Colour {
    let grey = random.whole(low, 255);
    let spread = random.whole(0, 45);
    std::array::from_fn(|_| (grey + random.whole(-spread, spread)).clamp(low - 20, 255) as u8)
}

/// A dark ink.
pub(crate) fn ink(random: &mut Random) -> Colour {
    let level = random.whole(0, 70);
    if random.chance(0.8) { [level as u8; 3] } else { std::array::from_fn(|_| random.whole(0, 110) as u8) }
}

/// Paints a whole security background; `unit` is a millimetre in pixels and sets the fineness of the print.
/// `busyness` in `0..=1` scales how much is printed.
pub fn security_print(random: &mut Random, width: u32, height: u32, unit: f32, busyness: f32) -> Picture {
    let low = if random.chance(0.15) { 120 } else { 185 };
    let corners: [Colour; 4] =
        if random.chance(0.3) { [pastel(random, low); 4] } else { std::array::from_fn(|_| pastel(random, low)) };
    let tone = std::array::from_fn(|_| random.whole(60, 230) as u8);
    let mut picture = guilloche(random, (width, height), unit, corners, tone, busyness);
    if random.chance(0.5 * busyness) {
        rosette(&mut picture, random, unit, None);
    }
    if random.chance(0.35 * busyness) {
        blotches(&mut picture, random, unit);
    }
    picture
}

/// Families of fine lines near a tone over a gradient of four corners.
pub(crate) fn guilloche(
    random: &mut Random,
    (width, height): (u32, u32),
    unit: f32,
    corners: [Colour; 4],
    tone: Colour,
    busyness: f32,
) -> Picture {
    let families = if random.chance(1.0 - busyness) { 0 } else { random.whole(1, 3) };
    let waves: Vec<Waves> = (0..families).map(|_| Waves::random(random, width, height, unit, tone)).collect();
    let grain = random.uniform(0.0, 7.0) * busyness;
    let seed = random.bits();
    let mut picture = Picture::new(width, height, [255; 3]);
    let data = picture.data_mut();
    for y in 0..height {
        let v = y as f32 / height as f32;
        for x in 0..width {
            let u = x as f32 / width as f32;
            let noise = ((hash(x, y, seed) & 0xFF) as f32 / 127.5 - 1.0) * grain;
            let mut value: [f32; 3] = std::array::from_fn(|c| {
                let top = corners[0][c] as f32 * (1.0 - u) + corners[1][c] as f32 * u;
                let bottom = corners[3][c] as f32 * (1.0 - u) + corners[2][c] as f32 * u;
                top * (1.0 - v) + bottom * v + noise
            });
            for family in &waves {
                let opacity = family.opacity_at(x, y);
                for (channel, paint) in value.iter_mut().zip(family.colour) {
                    *channel += (paint as f32 - *channel) * opacity;
                }
            }
            let at = (y as usize * width as usize + x as usize) * 3;
            for (out, channel) in data[at..at + 3].iter_mut().zip(value) {
                *out = channel as u8;
            }
        }
    }
    picture
}

/// Ornamental bands right across a page, such as part the zone from what is above it, and upright ones at its sides:
/// lines inside a sheet that are stronger than its border.
pub(crate) fn bands(picture: &mut Picture, random: &mut Random, unit: f32, floor: f32) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    for _ in 0..random.whole(1, 2) {
        let upright = random.chance(0.3);
        let breadth = unit * if upright { random.uniform(4.0, 22.0) } else { random.uniform(1.5, 7.0) };
        let at = match (upright, random.chance(0.6)) {
            (true, _) => random.uniform(0.0, 1.0) * (width - breadth),
            (false, true) => (floor * unit - breadth * random.uniform(0.5, 1.0)).max(0.0),
            (false, false) => random.uniform(0.0, 1.0) * (height - breadth).max(0.0),
        };
        let (w, h) = if upright { (breadth, height) } else { (width, breadth) };
        let (w, h) = (w.max(1.0) as u32, h.max(1.0) as u32);
        let fineness = unit * random.uniform(0.4, 1.0);
        let mut print = security_print(random, w, h, fineness, 1.0);
        let dark = random.uniform(0.4, 1.0);
        print.data_mut().iter_mut().for_each(|v| *v = (*v as f32 * dark) as u8);
        let opacity = random.uniform(0.4, 1.0);
        let (left, top) = if upright { (at as i32, 0) } else { (0, at as i32) };
        for y in 0..h {
            for x in 0..w {
                blend(picture, left + x as i32, top + y as i32, print.pixel(x, y), opacity);
            }
        }
        if random.chance(0.5) {
            let (from, to) = if upright {
                (Point::new(at, 0.0), Point::new(at, height))
            } else {
                (Point::new(0.0, at), Point::new(width, at))
            };
            let thickness = unit * random.uniform(0.1, 0.5);
            stroke(picture, from, to, thickness, ink(random), 0.9);
        }
    }
}

/// Lets the print of one or two sides end before the paper does, softly.
pub(crate) fn fade(picture: &mut Picture, random: &mut Random) {
    let paper = random.whole(235, 255) as f32;
    let (width, height) = (picture.width(), picture.height());
    for _ in 0..random.whole(1, 2) {
        let side = random.index(4);
        let reach = random.uniform(0.03, 0.25) * if side.is_multiple_of(2) { height } else { width } as f32;
        for y in 0..height {
            for x in 0..width {
                let distance = match side {
                    0 => y,
                    1 => width - 1 - x,
                    2 => height - 1 - y,
                    _ => x,
                } as f32;
                let pale = (1.3 * (1.0 - distance / reach)).clamp(0.0, 1.0);
                let pixel = picture.pixel(x, y);
                // Dark print stays: only the ground fades.
                let light = pixel.iter().all(|v| *v > 110);
                if pale > 0.0 && light {
                    picture.set(x, y, pixel.map(|v| (v as f32 + (paper - v as f32) * pale) as u8));
                }
            }
        }
    }
}

/// Petals of lines around a point, in a colour or any.
pub(crate) fn rosette(picture: &mut Picture, random: &mut Random, unit: f32, colour: Option<Colour>) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let centre = Point::new(random.uniform(0.0, width), random.uniform(0.0, height));
    let radius = random.uniform(5.0, 30.0) * unit;
    let (petals, depth) = (random.whole(5, 24) as f32, random.uniform(0.1, 0.5));
    let (any, opacity) = (std::array::from_fn(|_| random.whole(40, 220) as u8), random.uniform(0.1, 0.5));
    let colour = colour.unwrap_or(any);
    for ring in 0..random.whole(2, 7) {
        let scale = radius * (1.0 - ring as f32 * 0.12);
        let turn = ring as f32 * 0.3;
        let point = |i: usize| {
            let angle = i as f32 / 180.0 * std::f32::consts::TAU;
            let r = scale * (1.0 + depth * (petals * angle + turn).sin());
            Point::new(centre.x + r * angle.cos(), centre.y + r * angle.sin())
        };
        for i in 0..180 {
            stroke(picture, point(i), point(i + 1), (0.12 * unit).max(0.8), colour, opacity);
        }
    }
}

fn blotches(picture: &mut Picture, random: &mut Random, unit: f32) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    for _ in 0..random.whole(1, 4) {
        let centre = Point::new(random.uniform(0.0, width), random.uniform(0.0, height));
        let (rx, ry) = (random.uniform(3.0, 30.0) * unit, random.uniform(3.0, 20.0) * unit);
        let colour = std::array::from_fn(|_| random.whole(60, 255) as u8);
        let outline = ellipse(centre, rx, ry, random.uniform(0.0, 3.0));
        fill_polygon(picture, &outline, colour, random.uniform(0.05, 0.3));
    }
}

/// Large pale words across the page ("SPECIMEN", a country's name), as overprints have them.
pub(crate) fn ghost_words(picture: &mut Picture, random: &mut Random, fonts: &Fonts, unit: f32, words: &[&str]) {
    let face = random.pick(&fonts.text);
    let word: &str = random.pick::<&str>(words);
    let cap = random.uniform(2.0, 12.0) * unit;
    let pen = Pen {
        cap_height: cap,
        colour: std::array::from_fn(|_| random.whole(30, 230) as u8),
        opacity: random.uniform(0.08, 0.45),
        stretch: random.uniform(0.8, 1.3),
        embolden: 0.0,
        wear: 0.0,
    };
    if !face.covers(word) {
        return;
    }
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let angle = if random.chance(0.5) { random.uniform(-0.7, 0.7) } else { 0.0 };
    let layer_width = (face.width(word, &pen) + cap).ceil().max(2.0);
    let mut layer = Picture::new(layer_width as u32, (cap * 1.8) as u32 + 2, [0; 3]);
    face.draw(&mut layer, cap * 0.4, cap * 1.3, word, &Pen { colour: [255; 3], opacity: 1.0, ..pen });
    let (x0, y0) = (random.uniform(-0.3, 0.8) * width, random.uniform(0.0, 1.0) * height);
    let (sin, cos) = angle.sin_cos();
    let reach = layer_width as i32 + layer.height() as i32;
    for y in (y0 as i32 - reach).max(0)..(y0 as i32 + reach).min(height as i32) {
        for x in (x0 as i32 - reach).max(0)..(x0 as i32 + reach).min(width as i32) {
            let (dx, dy) = (x as f32 - x0, y as f32 - y0);
            let (u, v) = (dx * cos + dy * sin, -dx * sin + dy * cos);
            if u >= 0.0 && v >= 0.0 && u < layer_width - 1.0 && v < layer.height() as f32 - 1.0 {
                let coverage = layer.pixel(u as u32, v as u32)[0] as f32 / 255.0;
                blend(picture, x, y, pen.colour, coverage * pen.opacity);
            }
        }
    }
}
