//! Whether a document is seen in colour.
use document::Quad;
use imaging::{Picture, rectify};

/// The sheet is looked at in this size, in pixels, block by block of so many: light differs less within a block than
/// over a sheet, inks differ within one.
const SIZE: [u32; 2] = [128, 80];
const BLOCK: u32 = 16;
/// This far towards the centre its corners are moved first: what lies beside a badly found border is not its own.
const INWARDS: f32 = 0.08;
/// Darker pixels, in the mean of their channels, are too noisy to have a colour; brighter ones, in any channel, too clipped.
const DARK: f32 = 40.0;
const CLIPPED: u8 = 250;
/// A block with fewer pixels between the two says nothing, a sheet with fewer such blocks nothing either.
const PIXELS: usize = 60;
const BLOCKS: usize = 8;
/// Colours further apart than this, in parts of their brightness, in the block at this quantile are inks and not light: a
/// portrait is only a few of the blocks. Found on photos of grey copies, some half in the sun, and of coloured documents
/// (docs/BENCHMARKS.md).
const SPREAD: f32 = 0.11;
const QUANTILE: f32 = 0.95;

/// Whether the part of a picture inside `quad` is without colour, whatever the colour of the light; None when too
/// little of it can be seen.
pub(crate) fn is_greyscale(picture: &Picture, quad: &Quad) -> Option<bool> {
    let centre = quad.centre();
    let inner = quad.map(|corner| corner.lerp(centre, INWARDS));
    let sheet = rectify(picture, &inner, SIZE[0], SIZE[1], [0; 3])?;
    let blocks = (0..SIZE[1] / BLOCK).flat_map(|y| (0..SIZE[0] / BLOCK).map(move |x| (x * BLOCK, y * BLOCK)));
    let mut spreads: Vec<f32> = blocks.filter_map(|(x, y)| spread(&sheet, x, y)).collect();
    spreads.sort_by(f32::total_cmp);
    let at = (spreads.len() as f32 * QUANTILE) as usize;
    (spreads.len() >= BLOCKS).then(|| spreads[at] < SPREAD)
}

/// How far the colours of a block are apart: standard deviation of red against green and yellow against blue, in parts
/// of their brightness.
fn spread(sheet: &Picture, left: u32, top: u32) -> Option<f32> {
    let places = (top..top + BLOCK).flat_map(|y| (left..left + BLOCK).map(move |x| (x, y)));
    let colours: Vec<[f32; 2]> = places.filter_map(|(x, y)| colour(sheet.pixel(x, y))).collect();
    let mean = |of: &dyn Fn(&[f32; 2]) -> f32| colours.iter().map(of).sum::<f32>() / colours.len() as f32;
    let (reds, yellows) = (mean(&|c| c[0]), mean(&|c| c[1]));
    (colours.len() >= PIXELS).then(|| mean(&|c| (c[0] - reds).powi(2) + (c[1] - yellows).powi(2)).sqrt())
}

fn colour(pixel: [u8; 3]) -> Option<[f32; 2]> {
    let [r, g, b] = pixel.map(f32::from);
    let brightness = (r + g + b) / 3.0;
    let is_seen = brightness > DARK && pixel.iter().all(|channel| *channel < CLIPPED);
    is_seen.then(|| [(r - g) / brightness, ((r + g) / 2.0 - b) / brightness])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet with blocks of two inks under light of this colour, brighter towards the right.
    fn sheet(inks: [[u8; 3]; 2], light: [f32; 3]) -> Picture {
        let mut picture = Picture::new(640, 400, [0; 3]);
        for (x, y) in (0..400).flat_map(|y| (0..640).map(move |x| (x, y))) {
            let ink = inks[usize::from((x / 20 + y / 20) % 2 == 0)];
            let bright = 0.5 + x as f32 / 1300.0;
            let lit = [0, 1, 2].map(|channel| (f32::from(ink[channel]) * light[channel] * bright) as u8);
            picture.set(x, y, lit);
        }
        picture
    }

    #[test]
    fn coloured_light_is_no_colour_and_coloured_ink_is() {
        let look = |inks, light| {
            let picture = sheet(inks, light);
            is_greyscale(&picture, &picture.quad())
        };
        for light in [[1.0, 1.0, 1.0], [1.0, 0.8, 0.6], [0.6, 0.8, 1.0]] {
            assert_eq!(look([[230; 3], [120; 3]], light), Some(true), "{light:?}");
            assert_eq!(look([[230; 3], [200, 140, 120]], light), Some(false), "{light:?}");
        }
        assert_eq!(look([[20; 3], [30; 3]], [1.0; 3]), None, "too dark to tell");
        let picture = sheet([[230; 3], [120; 3]], [1.0; 3]);
        assert_eq!(is_greyscale(&picture, &Quad::rectangle(5.0, 5.0, 0.0, 0.0)), None, "nothing to look at");
    }
}
