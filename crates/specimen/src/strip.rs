//! Single MRZ lines as the recogniser sees them: cut out of a photo, [`STRIP_HEIGHT`] pixels high, grey.
use document::{Homography, Point, Quad};
use imaging::Picture;

use crate::background::{ghost_words, ink, jitter, pastel, security_print};
use crate::camera::{capture, motion_blur};
use crate::canvas::{ellipse, fill_polygon, stroke};
use crate::fonts::{Fonts, Pen};
use crate::light::relight;
use crate::random::Random;
use crate::words::{GHOSTS, GIVEN_NAMES, SURNAMES};

/// Height of a strip in pixels; the capitals are about 17 pixels high in it.
pub const STRIP_HEIGHT: u32 = 32;
/// Capital height in a strip when the line was cut out exactly.
pub const STRIP_CAP: f32 = 17.0;
/// Distance of two characters in a strip when the line was cut out exactly.
pub const STRIP_PITCH: f32 = 14.0;
/// Distance of two characters over their height in OCR-B size I at 10 characters an inch (Doc 9303-3 clause 4.3).
const PITCH_PER_CAP: f32 = 1.06;
const SYMBOLS: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

/// A grey picture of a printed line and what it says.
pub struct Strip {
    /// `STRIP_HEIGHT` rows of `width` grey values.
    pub grey: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// The characters `0-9A-Z<`.
    pub text: String,
}

/// Draws one strip of the given width.
pub fn strip(random: &mut Random, fonts: &Fonts, width: u32) -> Strip {
    let pitch = STRIP_PITCH * random.uniform(0.82, 1.22);
    let margins = (random.uniform(1.0, 26.0), random.uniform(1.0, 26.0));
    let count = (((width as f32 - margins.0 - margins.1) / pitch) as usize).max(1);
    let text = line_text(random, count);
    let cap = STRIP_CAP * random.uniform(0.8, 1.2);
    // Resolution at which the camera saw the line: capital height in sensor pixels.
    let seen_cap = if random.chance(0.5) { random.log_uniform(4.8, 9.0) } else { random.log_uniform(8.0, 30.0) };

    let print = print(random, fonts, &text, pitch / cap / (STRIP_PITCH / STRIP_CAP) * PITCH_PER_CAP);
    let shrink = (seen_cap / print.cap).min(1.0);
    let seen_size = |v: u32| ((v as f32 * shrink) as u32).max(4);
    let (seen_width, seen_height) = (seen_size(print.picture.width()), seen_size(print.picture.height()));
    let mut seen = imaging::resize(&print.picture, seen_width, seen_height);
    // Resampled by a scaler that did not smooth enough, or enlarged from a smaller picture.
    if random.chance(0.2) {
        let by = random.uniform(0.6, 1.0);
        let small =
            imaging::resize(&seen, ((seen_width as f32 * by) as u32).max(3), ((seen_height as f32 * by) as u32).max(3));
        seen = imaging::resize(&small, seen_width, seen_height);
    }
    let severity = ((seen_cap - 4.0) / 14.0).clamp(0.0, 1.0) * random.uniform(0.2, 1.0);
    relight(&mut seen, random, 0.3 + 0.6 * severity);
    if random.chance(0.15 * severity) {
        motion_blur(&mut seen, seen_cap * 0.25, if severity > 0.5 { 0.0 } else { 1.57 });
    }
    let seen = capture(seen, random, severity);

    // Cut out with the errors of a line finder: tilt, curl, wrong height and offset.
    let (sx, sy) =
        (seen_width as f32 / print.picture.width() as f32, seen_height as f32 / print.picture.height() as f32);
    let centre = (print.baseline - print.cap / 2.0) * sy + random.normal(0.07) * print.cap * sy;
    let half = print.cap * sy / cap * STRIP_HEIGHT as f32 / 2.0;
    let per_px = print.pitch * sx / pitch;
    let left = print.left * sx - margins.0 * per_px;
    let right = left + width as f32 * per_px;
    let tilt = random.normal(0.06) * print.cap * sy;
    let slant = random.normal(0.05) * print.cap * sx;
    let quad = Quad([
        Point::new(left + slant, centre - half - tilt),
        Point::new(right + slant, centre - half + tilt),
        Point::new(right - slant, centre + half + tilt),
        Point::new(left - slant, centre + half - tilt),
    ]);
    let target = Quad::rectangle(0.0, 0.0, width as f32, STRIP_HEIGHT as f32);
    let cut = match Homography::between(&target, &quad) {
        Some(map) => imaging::warp(&seen, &map, width, STRIP_HEIGHT, [random.whole(0, 255) as u8; 3]),
        None => Picture::new(width, STRIP_HEIGHT, [0; 3]),
    };
    Strip { grey: to_grey(&cut), width, text }
}

/// Luma (ITU-R BT.601) of every pixel.
pub fn to_grey(picture: &Picture) -> Vec<u8> {
    picture.data().chunks_exact(3).map(|p| imaging::luma([p[0], p[1], p[2]])).collect()
}

/// A line printed at full resolution, with its neighbours and background.
struct Print {
    picture: Picture,
    left: f32,
    baseline: f32,
    cap: f32,
    pitch: f32,
}

fn print(random: &mut Random, fonts: &Fonts, text: &str, shape: f32) -> Print {
    let cap = random.uniform(16.0, 26.0);
    let pitch = cap * shape;
    let unit = cap / 2.5;
    let margin = pitch * 2.5;
    let width = (margin * 2.0 + pitch * text.len() as f32).ceil() as u32;
    let line_step = cap * random.uniform(1.75, 3.0);
    let height = (line_step * 2.6) as u32;
    let busyness = random.uniform(0.0, 1.0);
    let mut picture = if random.chance(0.3) {
        let mut paper = Picture::new(width, height, pastel(random, 150));
        crate::camera::noise(&mut paper, random, 2.0);
        paper
    } else {
        security_print(random, width, height, unit, busyness)
    };
    if random.chance(0.15 * busyness) {
        ghost_words(&mut picture, random, fonts, unit, GHOSTS);
    }
    let mono = !fonts.mono.is_empty() && random.chance(0.15);
    let face = if mono { random.pick(&fonts.mono) } else { random.pick(&fonts.ocr_b) };
    let pen = mrz_pen(random, cap);
    let (left, baseline) = (margin, height as f32 / 2.0 + cap / 2.0);
    face.draw_pitched(&mut picture, left, baseline, text, pitch, &pen);
    for (side, chance) in [(-1.0, 0.6), (1.0, 0.6)] {
        if random.chance(chance) {
            let other = line_text(random, text.len());
            face.draw_pitched(&mut picture, left, baseline + side * line_step, &other, pitch, &pen);
        }
    }
    if random.chance(0.06) {
        scribble(&mut picture, random, cap);
    }
    if random.chance(0.06) {
        cover(&mut picture, random, cap);
    }
    Print { picture, left, baseline, cap, pitch }
}

/// The pen an MRZ printer might be: dark, of varying weight, sometimes worn.
pub(crate) fn mrz_pen(random: &mut Random, cap_height: f32) -> Pen {
    let colour = ink(random);
    Pen {
        cap_height,
        colour: jitter(random, colour, 10),
        opacity: if random.chance(0.8) { random.uniform(0.85, 1.0) } else { random.uniform(0.5, 0.9) },
        stretch: random.uniform(0.9, 1.1),
        embolden: if random.chance(0.4) { random.uniform(0.2, 1.0) } else { 0.0 },
        wear: if random.chance(0.12) { random.uniform(0.02, 0.25) } else { 0.0 },
    }
}

/// A pen stroke, a crease or an underline across the print.
fn scribble(picture: &mut Picture, random: &mut Random, cap: f32) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let from = Point::new(random.uniform(0.0, width), random.uniform(0.0, height));
    let to = Point::new(random.uniform(0.0, width), random.uniform(0.0, height));
    let colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
    stroke(picture, from, to, cap * random.uniform(0.05, 0.25), colour, random.uniform(0.3, 0.9));
}

/// A thing before the lens that hides a few characters, its border blurred: the recogniser must learn to be unsure there.
fn cover(picture: &mut Picture, random: &mut Random, cap: f32) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let centre = Point::new(random.uniform(0.0, width), height * random.uniform(0.3, 1.2));
    let radii = (cap * random.uniform(0.8, 4.0), cap * random.uniform(0.8, 2.5));
    let angle = random.uniform(0.0, 3.0);
    let colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
    let softness = random.uniform(0.1, 0.8);
    for step in (0..6).rev() {
        let grow = 1.0 + softness * step as f32 / 6.0;
        let outline = ellipse(centre, radii.0 * grow, radii.1 * grow, angle);
        fill_polygon(picture, &outline, colour, if step == 0 { 1.0 } else { 0.3 });
    }
}

/// Text as it occurs in zones, and random text so that no word list is learned by heart.
fn line_text(random: &mut Random, count: usize) -> String {
    let mut text = String::with_capacity(count);
    let kind = random.uniform(0.0, 1.0);
    if kind < 0.3 {
        while text.len() < count {
            let names = if random.chance(0.5) { SURNAMES } else { GIVEN_NAMES };
            text.push_str(random.pick::<&str>(names));
            text.push_str(if random.chance(0.3) { "<<" } else { "<" });
            if random.chance(0.25) {
                text.extend(std::iter::repeat_n('<', random.whole(2, 12) as usize));
            }
        }
        let skip = if text.len() > count { random.index(text.len() - count + 1) } else { 0 };
        return text[skip..skip + count].to_owned();
    }
    let digits = kind < 0.6;
    while text.len() < count {
        let run = random.whole(1, 7) as usize;
        let mode = random.uniform(0.0, 1.0);
        for _ in 0..run {
            let symbol = match mode {
                m if m < 0.18 => b'<',
                m if digits && m < 0.8 => SYMBOLS[random.index(10)],
                m if m < 0.5 => SYMBOLS[10 + random.index(26)],
                _ => SYMBOLS[random.index(37)],
            };
            text.push(symbol as char);
        }
    }
    text.truncate(count);
    text
}
