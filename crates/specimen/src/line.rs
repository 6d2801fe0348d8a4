//! Single lines of print as the text recogniser sees them: cut out of a photo, straightened, grey.
use document::Point;
use imaging::Picture;

use crate::background::{pastel, security_print};
use crate::camera::{capture, motion_blur};
use crate::canvas::{ellipse, stroke};
use crate::fonts::Split;
use crate::light::relight;
use crate::look::{Impression, Look, luma, print, readable_ink};
use crate::random::{Random, hash};
use crate::strip::to_grey;
use crate::text::{Script, Text, text, text_in};
use crate::typeface::{Typeface, Typefaces};
use crate::typeset::{Mask, SetLine, Setting, set};

/// Height of a line strip in pixels.
pub const LINE_HEIGHT: u32 = 40;
/// Widths of a line strip in pixels; they are even.
pub const LINE_WIDTHS: (u32, u32) = (32, 640);
/// Lines are drawn no larger than this many pixels of glyph height: what is larger is shrunk by the strip anyway.
const DRAWN_HEIGHT: f32 = 36.0;
/// Lines whose ink is closer to their ground than this, in grey levels, could not be read by anyone and are drawn anew.
const LEAST_CONTRAST: f32 = 13.0;
/// How many grounds are drawn beforehand, and their size in pixels.
const GROUNDS: usize = 96;
const GROUND_SIZE: (u32, u32) = (720, 240);

/// What text lines are drawn from.
pub struct LineAssets {
    /// Faces of type.
    pub typefaces: Typefaces,
    /// Which words may be used.
    pub split: Split,
    grounds: Vec<Picture>,
}

impl LineAssets {
    /// Draws the security backgrounds that lines are cut from, other ones for training and validation.
    pub fn new(typefaces: Typefaces, split: Split) -> Self {
        let mut random = Random::new(if split == Split::Validation { 0x11AE } else { 0x7EA1 });
        let (width, height) = GROUND_SIZE;
        let ground = |random: &mut Random| {
            let (unit, busyness) = (random.uniform(4.0, 12.0), random.uniform(0.3, 1.0));
            security_print(random, width, height, unit, busyness)
        };
        let grounds = (0..GROUNDS).map(|_| ground(&mut random)).collect();
        Self { typefaces, split, grounds }
    }
}

/// A grey picture of one line of print and what it says.
pub struct LineStrip {
    /// [`LINE_HEIGHT`] rows of `width` grey values.
    pub grey: Vec<u8>,
    /// Width in pixels, even, within [`LINE_WIDTHS`].
    pub width: u32,
    /// What the line says.
    pub text: Text,
    /// Height of its capitals, or of its Hangul or Han bodies, in pixels of the photo it was cut from.
    pub glyph_height: f32,
}

impl LineStrip {
    /// The strip as a picture.
    pub fn picture(&self) -> Picture {
        let mut picture = Picture::new(self.width, LINE_HEIGHT, [0; 3]);
        picture.data_mut().chunks_exact_mut(3).zip(&self.grey).for_each(|(pixel, grey)| pixel.fill(*grey));
        picture
    }
}

/// Draws one line.
pub fn line_strip(random: &mut Random, assets: &LineAssets) -> LineStrip {
    line_saying(random, assets, |random| text(random, assets.split))
}

/// Draws one line with Han characters.
pub fn han_strip(random: &mut Random, assets: &LineAssets) -> LineStrip {
    line_saying(random, assets, |random| text_in(random, assets.split, Script::Han))
}

/// Draws a line of what `say` thinks of.
fn line_saying(random: &mut Random, assets: &LineAssets, say: impl Fn(&mut Random) -> Text) -> LineStrip {
    loop {
        let text = say(random);
        if let Some(face) = assets.typefaces.pick(random, &text)
            && let Some(strip) = draw(random, assets, face, text)
        {
            return strip;
        }
    }
}

/// The height of a line's glyphs in source pixels: 6 to 60, most between 8 and 30.
fn source_height(random: &mut Random) -> f32 {
    if random.chance(0.7) { random.log_uniform(8.0, 30.0) } else { random.log_uniform(6.0, 60.0) }
}

/// How a line is set on documents: mostly plain, some condensed or spaced.
fn setting(random: &mut Random, face: &Typeface, script: Script, em: f32) -> Setting {
    let stretch = match random.index(10) {
        0..=5 => 1.0,
        6..=7 => random.uniform(0.86, 1.0),
        8 => random.uniform(0.72, 0.9),
        _ => random.uniform(1.0, 1.2),
    };
    let tracking = match random.index(10) {
        0..=5 => 0.0,
        6 => random.uniform(0.0, 0.3),
        7 if matches!(script, Script::Korean | Script::Han) => random.uniform(-0.08, 0.0),
        _ => random.uniform(0.0, 0.1),
    };
    let tracking = if face.monospaced() { tracking.min(0.0) } else { tracking };
    // Spread letters need wider spaces still to be told from them.
    let word_gap = tracking * 1.2 + if random.chance(0.15) { random.uniform(0.0, 0.8) } else { 0.0 };
    Setting { em, stretch, tracking, word_gap }
}

fn draw(random: &mut Random, assets: &LineAssets, face: &Typeface, mut text: Text) -> Option<LineStrip> {
    let glyph_height = source_height(random);
    let drawn = glyph_height.min(DRAWN_HEIGHT);
    let em = drawn / face.height(text.script);
    let setting = setting(random, face, text.script, em);

    // The share of the strip that the line takes up, and with it the scale from source pixels to the strip's.
    let share = if random.chance(0.92) { random.uniform(0.6, 0.9) } else { random.uniform(0.48, 0.96) };
    let mut line = set(face, &text.text, &setting)?;
    let strip_height = LINE_HEIGHT as f32;
    let scale_of = |tall: f32| strip_height * share / tall;
    while (line.right - line.left) * scale_of(line.bottom - line.top) > LINE_WIDTHS.1 as f32 - 6.0 {
        shorten(&mut text.text)?;
        line = set(face, &text.text, &setting)?;
    }
    if drawn > 10.0
        && random.chance(0.12)
        && let Some(mixed) = mixed(random, assets, &text, &setting)
    {
        line = mixed;
    }
    let tall = line.bottom - line.top;
    let scale = scale_of(tall).min((LINE_WIDTHS.1 as f32 - 6.0) / (line.right - line.left));

    let mut margins = if random.chance(0.85) {
        [random.uniform(2.0, 16.0), random.uniform(2.0, 16.0)]
    } else {
        [random.uniform(0.0, 3.0), random.uniform(0.0, 40.0)]
    };
    let inked = (line.right - line.left) * scale;
    let short = LINE_WIDTHS.0 as f32 - (inked + margins[0] + margins[1]);
    if short > 0.0 {
        margins = margins.map(|margin| margin + short / 2.0 + 1.0);
    }
    // What the strip sees, and a rim for its tilt and for blur.
    let rim = 3.0 + 0.15 * tall;
    let origin = (
        margins[0] / scale + rim - line.left + random.uniform(0.0, 1.0),
        (strip_height / scale - tall) * 0.92 + rim - line.top + random.uniform(0.0, 1.0),
    );
    let width = (origin.0 + line.right + margins[1] / scale + rim).ceil() as u32;
    let height = (origin.1 + line.bottom + (strip_height / scale - tall) * 0.92 + rim).ceil() as u32;
    let (left, top, bottom) = (line.left, line.top, line.bottom);
    let mut picture = ground(random, assets, width, height, drawn);
    let look = Look::random(random, drawn);
    let under = mean_luma(&picture);
    let ink = readable_ink(random, under);
    if random.chance(0.25) {
        rule(&mut picture, random, &origin, em, tall);
    }
    let mut mask = Mask::new(width as usize, height as usize);
    mask.print(line, origin.0, origin.1);
    if random.chance(0.3) {
        // Lines above and below, of the same letters moved sideways: in the strip only their rims are seen.
        let pitch = (tall * random.uniform(1.12, 1.9)).round() as i32;
        let aside = random.whole(3, 60);
        let neighbours = neighbours(&mask, pitch, aside, [random.chance(0.6), random.chance(0.6)]);
        mask.map(|x, y, cover| cover.max(neighbours.at(x as i32, y as i32)));
    }
    let impression = Impression { at: (0, 0), look, height: drawn, ink };
    print(&mut picture, &mut mask, random, &impression);
    overprint(&mut picture, random, drawn);

    let severity = ((glyph_height - 5.0) / 16.0).clamp(0.0, 1.0) * random.uniform(0.15, 1.0);
    if random.chance(0.3) {
        // Resampled on its way: enlarged from fewer pixels, or turned.
        let by = random.uniform(0.62, 0.98);
        let part = |v: u32| ((v as f32 * by) as u32).max(4);
        picture = imaging::resize(&imaging::resize(&picture, part(width), part(height)), width, height);
    }
    if random.chance(0.7) {
        relight(&mut picture, random, 0.1 + 0.45 * severity);
    }
    if random.chance(0.12 * severity) {
        motion_blur(&mut picture, drawn * 0.15, random.uniform(0.0, std::f32::consts::PI));
    }
    let seen = capture(picture, random, severity * 0.8);
    if !matches!(look, Look::Embossed | Look::Engraved) && !readable(&seen, &mask) {
        return None;
    }
    let wanted = inked + margins[0] + margins[1];
    let strip_width = (wanted.clamp(LINE_WIDTHS.0 as f32, LINE_WIDTHS.1 as f32) / 2.0).floor() as u32 * 2;
    let spare = strip_height - tall * scale;
    let cut = Cut {
        left: origin.0 + left - margins[0] / scale,
        middle: origin.1 + (top + bottom) / 2.0 - spare / scale * random.uniform(-0.42, 0.42),
        scale,
        stretch: 1.0 / scale,
        tilt: random.normal(0.05) * tall,
        slant: if random.chance(0.5) { random.normal(0.06) } else { 0.0 },
        curl: if random.chance(0.3) { random.normal(0.05) * tall } else { 0.0 },
        swell: if random.chance(0.3) { random.normal(0.03) } else { 0.0 },
    };
    let grey = cut.sample(&seen, strip_width);
    Some(LineStrip { grey, width: strip_width, text, glyph_height })
}

/// A line whose first words are smaller than the others, as labels before values are, each part in a face of its own.
fn mixed(random: &mut Random, assets: &LineAssets, text: &Text, setting: &Setting) -> Option<SetLine> {
    let spaces: Vec<usize> = text.text.match_indices(' ').map(|(at, _)| at).collect();
    if spaces.is_empty() {
        return None;
    }
    let (label, value) = text.text.split_at(*random.pick(&spaces));
    let part = |text: &str, script| Text { text: text.trim().to_owned(), script };
    let (label, value) = (part(label, text.script), part(value, text.script));
    let value_face = assets.typefaces.pick(random, &value)?;
    let label_face = if random.chance(0.4) && value_face.covers(&label.text) {
        value_face
    } else {
        assets.typefaces.pick(random, &label)?
    };
    let small = Setting { em: setting.em * random.uniform(0.5, 0.85), ..*setting };
    let gap = setting.em * random.uniform(0.25, 0.9);
    Some(set(label_face, &label.text, &small)?.followed_by(set(value_face, &value.text, setting)?, gap))
}

/// Whether ink stands out from the ground: by [`LEAST_CONTRAST`], and by as much as the ground itself varies.
fn readable(seen: &Picture, mask: &Mask) -> bool {
    let (mut ink, mut ground) = ([0.0f32; 2], [0.0f32; 3]);
    let solid = mask.data.iter().copied().max().unwrap_or(0) / 5 * 3;
    for (pixel, cover) in seen.data().chunks_exact(3).zip(&mask.data) {
        let level = f32::from(pixel[1]);
        match cover {
            0 => ground.iter_mut().zip([1.0, level, level * level]).for_each(|(sum, v)| *sum += v),
            cover if *cover >= solid => ink.iter_mut().zip([1.0, level]).for_each(|(sum, v)| *sum += v),
            _ => {}
        }
    }
    if ink[0] < 1.0 || ground[0] < 1.0 {
        return true;
    }
    let (ink, mean) = (ink[1] / ink[0], ground[1] / ground[0]);
    let deviation = (ground[2] / ground[0] - mean * mean).max(0.0).sqrt();
    (ink - mean).abs() >= LEAST_CONTRAST.max(deviation)
}

/// Drops the last word, or half of the only one; `None` when nothing would be left.
fn shorten(text: &mut String) -> Option<()> {
    let cut = match text.rfind(' ') {
        Some(space) => space,
        None => text.char_indices().nth(text.chars().count() * 2 / 3).filter(|(at, _)| *at > 0)?.0,
    };
    text.truncate(cut);
    let trimmed = text.trim_end().len();
    text.truncate(trimmed);
    (!text.is_empty()).then_some(())
}

/// Part of a drawn security background, plain paper, a gradient, or a hologram's colours.
fn ground(random: &mut Random, assets: &LineAssets, width: u32, height: u32, drawn: f32) -> Picture {
    match random.uniform(0.0, 1.0) {
        d if d < 0.30 => gradient(random, width, height, 190),
        d if d < 0.84 => {
            let whole = random.pick(&assets.grounds);
            let mut picture = part_of(random, whole, width, height, drawn);
            if random.chance(0.15) {
                // Copies and dark cards.
                let (gain, lift) = (random.uniform(0.25, 0.8), random.uniform(0.0, 40.0));
                picture.data_mut().iter_mut().for_each(|v| *v = (f32::from(*v) * gain + lift) as u8);
            }
            picture
        }
        d if d < 0.90 => rainbow(random, width, height),
        d if d < 0.96 => {
            let dark: [u8; 3] = std::array::from_fn(|_| random.whole(0, 120) as u8);
            Picture::new(width, height, dark)
        }
        _ => gradient(random, width, height, 40),
    }
}

/// A piece of a background at a random place, scale, mirroring and order of colours.
fn part_of(random: &mut Random, from: &Picture, width: u32, height: u32, drawn: f32) -> Picture {
    // Pixels of the background for one of the line: backgrounds were drawn for capitals of about 20 pixels.
    let step = (20.0 / drawn * random.uniform(0.5, 1.3)).clamp(0.4, 2.0);
    let (columns, rows) = (from.width() as usize, from.height() as usize);
    let (x0, y0) = (random.index(columns), random.index(rows));
    let (mirror, order) = (random.chance(0.5), random.index(3));
    let gain = random.uniform(0.8, 1.1);
    let mut out = Picture::new(width, height, [0; 3]);
    let fold = |at: usize, side: usize| {
        let at = at % (2 * side);
        if at < side { at } else { 2 * side - 1 - at }
    };
    let source = from.data();
    let columns_of: Vec<usize> = (0..width as usize)
        .map(|x| {
            let x = if mirror { width as usize - 1 - x } else { x };
            fold(x0 + (x as f32 * step) as usize, columns) * 3
        })
        .collect();
    for (y, row) in out.data_mut().chunks_exact_mut(width as usize * 3).enumerate() {
        let line = fold(y0 + (y as f32 * step) as usize, rows) * columns * 3;
        for (pixel, x) in row.chunks_exact_mut(3).zip(&columns_of) {
            for (c, value) in pixel.iter_mut().enumerate() {
                *value = (f32::from(source[line + x + (c + order) % 3]) * gain).min(255.0) as u8;
            }
        }
    }
    out
}

/// Paper whose tone changes across it, with a little grain.
fn gradient(random: &mut Random, width: u32, height: u32, low: i32) -> Picture {
    let (a, b) = (pastel(random, low), pastel(random, low));
    let b = if random.chance(0.6) { a } else { b };
    let (grain, seed) = (random.uniform(0.0, 6.0), random.bits());
    let mut picture = Picture::new(width, height, a);
    for (i, pixel) in picture.data_mut().chunks_exact_mut(3).enumerate() {
        let (x, y) = (i as u32 % width, i as u32 / width);
        let t = x as f32 / width as f32;
        let noise = ((hash(x, y, seed) & 0xFF) as f32 / 127.5 - 1.0) * grain;
        for (c, value) in pixel.iter_mut().enumerate() {
            *value = (f32::from(a[c]) * (1.0 - t) + f32::from(b[c]) * t + noise).clamp(0.0, 255.0) as u8;
        }
    }
    picture
}

/// The colours of a hologram or a shiny film.
fn rainbow(random: &mut Random, width: u32, height: u32) -> Picture {
    let mut picture = Picture::new(width, height, [0; 3]);
    let (base, swing) = (random.uniform(110.0, 200.0), random.uniform(20.0, 55.0));
    let (fx, fy) = (random.uniform(0.02, 0.12), random.uniform(-0.1, 0.1));
    let phase = random.uniform(0.0, 6.0);
    let wave: Vec<f32> = (0..256).map(|i| (i as f32 / 256.0 * std::f32::consts::TAU).sin()).collect();
    for (i, pixel) in picture.data_mut().chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i as u32 % width) as f32, (i as u32 / width) as f32);
        let t = x * fx + y * fy + phase;
        for (c, value) in pixel.iter_mut().enumerate() {
            let turn = (t + c as f32 * 2.1) / std::f32::consts::TAU;
            *value = (base + swing * wave[((turn - turn.floor()) * 256.0) as usize & 255]).clamp(0.0, 255.0) as u8;
        }
    }
    picture
}

fn mean_luma(picture: &Picture) -> i32 {
    let (width, height) = (picture.width(), picture.height());
    let points = (0..64u32).map(|i| picture.pixel((i % 16) * width / 16, height / 4 + (i / 16) * height / 8));
    points.map(luma).sum::<i32>() / 64
}

/// A ruled line below or above, a box around, a line through.
fn rule(picture: &mut Picture, random: &mut Random, origin: &(f32, f32), em: f32, tall: f32) {
    let width = picture.width() as f32;
    let ground = mean_luma(picture);
    let colour = readable_ink(random, ground);
    let thickness = (em * random.uniform(0.03, 0.1)).max(0.6);
    let opacity = random.uniform(0.3, 1.0);
    let below = origin.1 + em * random.uniform(0.16, 0.35);
    let above = below - tall - em * random.uniform(0.25, 0.5);
    let mut across = |y: f32| {
        let tilt = random.normal(0.02) * em;
        stroke(picture, Point::new(0.0, y), Point::new(width, y + tilt), thickness, colour, opacity);
    };
    across(below);
    if em as i32 % 3 != 0 {
        across(above);
    }
    if random.chance(0.4) {
        let x = if random.chance(0.5) { origin.0 - em * 0.35 } else { width - em * random.uniform(0.6, 1.2) };
        stroke(picture, Point::new(x, above), Point::new(x, below), thickness, colour, opacity);
    }
}

/// The mask moved up and down by a line's pitch and sideways.
fn neighbours(mask: &Mask, pitch: i32, aside: i32, both: [bool; 2]) -> Mask {
    let mut out = Mask::new(mask.width, mask.height);
    let width = mask.width as i32;
    out.map(|x, y, _| {
        let (x, y) = ((x as i32 + aside) % width, y as i32);
        let above = if both[0] { mask.at(x, y + pitch) } else { 0 };
        let below = if both[1] { mask.at(x, y - pitch) } else { 0 };
        above.max(below)
    });
    out
}

/// A stamp's ring, a pen stroke, a crease or a pale band over the print.
fn overprint(picture: &mut Picture, random: &mut Random, drawn: f32) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    if random.chance(0.05) {
        let red = [random.whole(150, 235) as u8, random.whole(0, 90) as u8, random.whole(0, 90) as u8];
        let centre = Point::new(random.uniform(0.0, width), random.uniform(-0.3, 1.3) * height);
        let radius = drawn * random.uniform(1.5, 4.0);
        let ring = ellipse(centre, radius, radius, 0.0);
        let opacity = random.uniform(0.25, 0.7);
        for (i, from) in ring.iter().enumerate() {
            stroke(picture, *from, ring[(i + 1) % ring.len()], drawn * random.uniform(0.1, 0.16), red, opacity);
        }
    }
    if random.chance(0.04) {
        let colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
        let from = Point::new(random.uniform(0.0, width), random.uniform(0.0, height));
        let to = Point::new(random.uniform(0.0, width), random.uniform(0.0, height));
        stroke(picture, from, to, drawn * random.uniform(0.04, 0.12), colour, random.uniform(0.3, 0.8));
    }
    if random.chance(0.05) {
        let x = random.uniform(0.0, width);
        let lean = random.normal(0.5) * height;
        let thick = drawn * random.uniform(0.5, 4.0);
        let pale = random.uniform(0.15, 0.5);
        stroke(picture, Point::new(x, -height), Point::new(x + lean, height * 2.0), thick, [255; 3], pale);
    }
}

/// How a strip is cut out of the picture: its place, and the errors of a line finder.
struct Cut {
    /// Left end and middle of the line in source pixels.
    left: f32,
    middle: f32,
    /// Strip pixels for one source pixel down, and source pixels for one of the strip across.
    scale: f32,
    stretch: f32,
    /// Rise from end to end, lean of the letters, bend in the middle (source pixels; source pixels for one down;
    /// source pixels), and growth of the letters from end to end (share).
    tilt: f32,
    slant: f32,
    curl: f32,
    swell: f32,
}

impl Cut {
    /// [`LINE_HEIGHT`] rows of `width` grey values, sampled bilinearly; beyond the picture its rim continues.
    fn sample(&self, picture: &Picture, width: u32) -> Vec<u8> {
        let grey = to_grey(picture);
        let (columns, rows) = (picture.width() as i32, picture.height() as i32);
        let mut out = vec![0u8; (width * LINE_HEIGHT) as usize];
        let places: Vec<(f32, f32)> = (0..width)
            .map(|x| {
                let t = (x as f32 + 0.5) / width as f32 - 0.5;
                let shift = self.tilt * t + self.curl * (1.0 - 4.0 * t * t);
                (self.middle + shift, (1.0 + self.swell * t) / self.scale)
            })
            .collect();
        for (y, row) in out.chunks_exact_mut(width as usize).enumerate() {
            let down = y as f32 + 0.5 - LINE_HEIGHT as f32 / 2.0;
            for (x, (value, (middle, step))) in row.iter_mut().zip(&places).enumerate() {
                let v = middle + down * step - 0.5;
                let u = self.left + (x as f32 + 0.5) * self.stretch + down * self.stretch * self.slant - 0.5;
                let (iu, iv) = (u.floor(), v.floor());
                let (fu, fv) = (((u - iu) * 256.0) as u32, ((v - iv) * 256.0) as u32);
                let (x0, x1) = ((iu as i32).clamp(0, columns - 1), (iu as i32 + 1).clamp(0, columns - 1));
                let (y0, y1) = ((iv as i32).clamp(0, rows - 1), (iv as i32 + 1).clamp(0, rows - 1));
                let at = |x: i32, y: i32| u32::from(grey[(y * columns + x) as usize]);
                let top = at(x0, y0) * (256 - fu) + at(x1, y0) * fu;
                let bottom = at(x0, y1) * (256 - fu) + at(x1, y1) * fu;
                *value = ((top * (256 - fv) + bottom * fv) >> 16) as u8;
            }
        }
        out
    }
}
