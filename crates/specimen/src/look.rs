//! How print looks: plain, bold, embossed, engraved, by laser, dots or ink jet, as an outline.
use imaging::Picture;

use crate::canvas::{Colour, blend};
use crate::random::{Random, hash};
use crate::typeset::Mask;

/// A way of printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Solid ink.
    Plain,
    /// Solid ink that ran a little.
    Bold,
    /// Raised: lit on one side, shaded on the other, hardly any ink.
    Embossed,
    /// Sunk: the other way round.
    Engraved,
    /// Burnt by a laser: grey, soft, of low contrast.
    Laser,
    /// Dots of a needle printer.
    DotMatrix,
    /// Ragged edges and specks.
    InkJet,
    /// Whole pixels, as of screens and old printers.
    Bitmap,
    /// Only the edge of each stroke.
    Outline,
    /// Pale ink, as of second images.
    Ghost,
}

impl Look {
    /// One as often as documents have it; `height` is that of the capitals in pixels.
    pub(crate) fn random(random: &mut Random, height: f32) -> Self {
        let look = match random.uniform(0.0, 1.0) {
            d if d < 0.53 => Self::Plain,
            d if d < 0.56 => Self::Bitmap,
            d if d < 0.66 => Self::Bold,
            d if d < 0.72 => Self::Embossed,
            d if d < 0.75 => Self::Engraved,
            d if d < 0.83 => Self::Laser,
            d if d < 0.87 => Self::DotMatrix,
            d if d < 0.93 => Self::InkJet,
            d if d < 0.95 => Self::Outline,
            _ => Self::Ghost,
        };
        // Fine structure needs pixels.
        let least = match look {
            Self::DotMatrix => 14.0,
            Self::Outline => 18.0,
            Self::Embossed | Self::Engraved | Self::Bitmap => 11.0,
            _ => 0.0,
        };
        if height < least { Self::Plain } else { look }
    }
}

/// Luma of a colour (ITU-R BT.601), `0..=255`.
pub(crate) fn luma(colour: Colour) -> i32 {
    (i32::from(colour[0]) * 77 + i32::from(colour[1]) * 151 + i32::from(colour[2]) * 28) >> 8
}

/// An ink that can be read on a ground of the given luma.
pub(crate) fn readable_ink(random: &mut Random, ground: i32) -> Colour {
    let dark = ground > 105;
    for _ in 0..12 {
        let colour: Colour = match (random.index(10), dark) {
            (0..=4, true) => [random.whole(0, 60) as u8; 3],
            (5..=6, true) => std::array::from_fn(|_| random.whole(0, 110) as u8),
            (0..=5, false) => [random.whole(190, 255) as u8; 3],
            _ => std::array::from_fn(|_| random.whole(0, 255) as u8),
        };
        let difference = ground - luma(colour);
        if (dark && difference >= 65) || (!dark && difference <= -65) {
            return colour;
        }
    }
    if dark { [10; 3] } else { [245; 3] }
}

/// The ink, or another where it could not be read on what lies under a mask of a size.
pub(crate) fn legible(
    random: &mut Random,
    picture: &Picture,
    at: (i32, i32),
    (width, height): (usize, usize),
    ink: Colour,
) -> Colour {
    let points = (0..48i32).map(|i| {
        let (u, v) = (i % 12, i / 12);
        let x = (at.0 + width as i32 * u / 12).clamp(0, picture.width() as i32 - 1);
        let y = (at.1 + height as i32 * (v + 1) / 5).clamp(0, picture.height() as i32 - 1);
        luma(picture.pixel(x as u32, y as u32))
    });
    let ground = points.sum::<i32>() / 48;
    if (ground - luma(ink)).abs() < 70 { readable_ink(random, ground) } else { ink }
}

/// A mask's place on a picture, and what it is printed with.
#[derive(Clone, Copy)]
pub(crate) struct Impression {
    /// Where the mask's top left pixel lies.
    pub at: (i32, i32),
    /// The way of printing.
    pub look: Look,
    /// Height of the capitals in pixels.
    pub height: f32,
    /// A colour that stands out from the ground.
    pub ink: Colour,
}

/// Prints a mask; it is used up.
pub(crate) fn print(picture: &mut Picture, mask: &mut Mask, random: &mut Random, impression: &Impression) {
    let Impression { at, look, height, ink } = *impression;
    match look {
        Look::Plain => {
            let opacity = if random.chance(0.8) { random.uniform(0.85, 1.0) } else { random.uniform(0.55, 0.85) };
            lay(picture, at, mask, ink, opacity);
        }
        Look::Bold => {
            let spread = (height * random.uniform(0.02, 0.07)).clamp(0.2, 2.0);
            spread_right(mask, spread);
            lay(picture, at, mask, ink, random.uniform(0.85, 1.0));
        }
        Look::Laser => {
            let level = (luma(ink) + random.whole(20, 70)).clamp(0, 255) as u8;
            lay(picture, at, mask, [level; 3], random.uniform(0.4, 0.75));
        }
        Look::Bitmap => {
            mask.map(|_, _, cover| if cover > 105 { 255 } else { 0 });
            lay(picture, at, mask, ink, random.uniform(0.85, 1.0));
        }
        Look::Ghost => lay(picture, at, mask, ink, random.uniform(0.28, 0.5)),
        Look::Embossed | Look::Engraved => {
            let depth = (height * random.uniform(0.03, 0.08)).max(0.5);
            let (dx, dy) = (depth * random.uniform(0.4, 1.0), depth);
            let sign = if look == Look::Embossed { 1.0 } else { -1.0 };
            let shade = mask.shifted(dx * sign, dy * sign);
            let light = mask.shifted(-dx * sign, -dy * sign);
            let (dark, bright) = (random.uniform(0.35, 0.9), random.uniform(0.3, 0.8));
            edge(picture, at, &shade, mask, [0; 3], dark);
            edge(picture, at, &light, mask, [255; 3], bright);
            if random.chance(0.7) {
                lay(picture, at, mask, ink, random.uniform(0.1, 0.6));
            }
        }
        Look::DotMatrix => {
            let period = (height / random.uniform(6.5, 9.5)).max(1.9);
            let size = random.uniform(0.75, 1.1);
            let (px, py) = (random.uniform(0.0, period), random.uniform(0.0, period));
            mask.map(|x, y, cover| {
                let offset = |at: usize, phase: f32| ((at as f32 + phase) / period).fract() - 0.5;
                let distance = offset(x, px).hypot(offset(y, py)) * 2.0;
                (f32::from(cover) * ((size - distance) * 2.5 + 0.5).clamp(0.0, 1.0)) as u8
            });
            spread_right(mask, 0.4);
            lay(picture, at, mask, ink, 1.0);
        }
        Look::InkJet => {
            let (seed, rough) = (random.bits(), random.uniform(60.0, 200.0));
            mask.map(|x, y, cover| {
                let noise = (hash(x as u32, y as u32, seed) & 0xFF) as f32 / 255.0 - 0.5;
                let speck = hash(x as u32, y as u32, seed ^ 5) & 0x3FF < 2;
                let near = (f32::from(cover) - 128.0 + noise * rough * f32::from(u8::from(cover > 0))) * 2.0 + 128.0;
                if speck { 160 } else { near.clamp(0.0, 255.0) as u8 }
            });
            lay(picture, at, mask, ink, random.uniform(0.75, 1.0));
        }
        Look::Outline => {
            let reach = ((height / 22.0) as i32).max(1);
            let whole = Mask { width: mask.width, height: mask.height, data: mask.data.clone() };
            mask.map(|x, y, cover| {
                let (x, y) = (x as i32, y as i32);
                let around = [(reach, 0), (-reach, 0), (0, reach), (0, -reach)];
                let inside = around.iter().map(|(dx, dy)| whole.at(x + dx, y + dy)).min().unwrap_or(0);
                cover.saturating_sub(inside)
            });
            lay(picture, at, mask, ink, 1.0);
        }
    }
}

/// Makes strokes wider by up to two pixels to the right.
fn spread_right(mask: &mut Mask, by: f32) {
    let (near, far) = ((by.min(1.0) * 256.0) as u32, ((by - 1.0).clamp(0.0, 1.0) * 256.0) as u32);
    let width = mask.width;
    for row in mask.data.chunks_exact_mut(width) {
        for x in (1..width).rev() {
            let one = (u32::from(row[x - 1]) * near) >> 8;
            let two = if x > 1 { (u32::from(row[x - 2]) * far) >> 8 } else { 0 };
            row[x] = row[x].max(one as u8).max(two as u8);
        }
    }
}

/// Lays ink through a mask.
fn lay(picture: &mut Picture, at: (i32, i32), mask: &Mask, ink: Colour, opacity: f32) {
    let width = mask.width;
    for (y, row) in mask.data.chunks_exact(width).enumerate() {
        for (x, &cover) in row.iter().enumerate() {
            if cover > 0 {
                blend(picture, at.0 + x as i32, at.1 + y as i32, ink, f32::from(cover) / 255.0 * opacity);
            }
        }
    }
}

/// Lays ink where a moved mask sticks out from the mask itself.
fn edge(picture: &mut Picture, at: (i32, i32), moved: &Mask, mask: &Mask, ink: Colour, opacity: f32) {
    let width = mask.width;
    for (i, (&a, &b)) in moved.data.iter().zip(&mask.data).enumerate() {
        let out = a.saturating_sub(b);
        if out > 0 {
            blend(picture, at.0 + (i % width) as i32, at.1 + (i / width) as i32, ink, f32::from(out) / 255.0 * opacity);
        }
    }
}
