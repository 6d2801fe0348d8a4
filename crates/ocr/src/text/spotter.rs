use document::{Confidence, Quad};
use imaging::{Homography, Picture};
use inference::{Error, Network, Tensor};

use super::lines::lines;
use super::words::words;

/// A printed word.
#[derive(Clone, Debug)]
pub struct Word {
    /// From the word's own top left, in pixels of the photo.
    pub quad: Quad,
    /// How sure it is that print is there.
    pub score: Confidence,
}

/// Words in a row.
#[derive(Clone, Debug)]
pub struct TextLine {
    /// Around all words, from the line's own top left, in pixels of the photo.
    pub quad: Quad,
    /// In reading order.
    pub words: Vec<Word>,
}

/// What is printed on a sheet.
#[derive(Clone, Debug)]
pub struct SpottedText {
    /// The lines, from top to bottom as the sheet was shown.
    pub lines: Vec<TextLine>,
    /// Whether most of the print stands on its head: the sheet is to be turned by half.
    pub upside_down: bool,
}

/// Least probability of a cell that belongs to a word.
const MIN_SCORE: f32 = 0.5;
/// Long side of the view of a card or page, and short side of one that is higher than wide, in pixels: a certificate on A4
/// has smaller print.
const LANDSCAPE_LONG: f32 = 640.0;
const PORTRAIT_SHORT: f32 = 736.0;
/// The network halves the picture so often.
const MULTIPLE: f32 = 32.0;

/// Finds print on sheets.
pub struct TextSpotter {
    network: Network,
    stride: f32,
}

impl TextSpotter {
    /// A spotter around a network for the task `text-spotting`.
    ///
    /// # Errors
    /// When the network was made for another task.
    pub fn new(network: Network) -> Result<Self, Error> {
        network.card().expect_task("text-spotting")?;
        let stride = network.card().stride.map_or(4.0, |stride| stride.get() as f32);
        Ok(Self { network, stride })
    }

    /// The print on the sheet that `quad` outlines on the photo, from its own top left.
    ///
    /// # Errors
    /// When the network fails.
    pub fn spot(&self, photo: &Picture, quad: &Quad) -> Result<SpottedText, Error> {
        let nothing = SpottedText { lines: Vec::new(), upside_down: false };
        let (width, height) = view_size(quad.width(), quad.height());
        let view = Quad::rectangle(0.0, 0.0, width as f32, height as f32);
        let Some(photo_from_view) = Homography::between(&view, quad) else { return Ok(nothing) };
        let picture = imaging::warp(photo, &photo_from_view, width, height, [128; 3]);
        let card = self.network.card();
        let shape = vec![1, 3, height as usize, width as usize];
        let outputs = self.network.run(Tensor { shape, data: picture.planes(card.mean, card.std) })?;
        let Some(maps) = outputs.first() else { return Ok(nothing) };
        let found = words(maps, self.stride, MIN_SCORE);
        // By length, so that a few words of vertical print don't decide.
        let upright: f32 = found.iter().map(|word| word.quad.corners()[1].x - word.quad.corners()[0].x).sum();
        let mut lines = lines(found);
        for line in &mut lines {
            line.quad = line.quad.map(|p| photo_from_view.apply(p));
            for word in &mut line.words {
                word.quad = word.quad.map(|p| photo_from_view.apply(p));
            }
        }
        Ok(SpottedText { lines, upside_down: upright < 0.0 })
    }
}

/// Size of the view of a sheet of these proportions, in pixels.
fn view_size(width: f32, height: f32) -> (u32, u32) {
    let aspect = (width / height.max(1.0)).clamp(0.25, 4.0);
    let (width, height) = if aspect >= 0.9 {
        (LANDSCAPE_LONG, LANDSCAPE_LONG / aspect)
    } else {
        (PORTRAIT_SHORT, (PORTRAIT_SHORT / aspect).min(2.0 * PORTRAIT_SHORT))
    };
    let whole = |side: f32| ((side / MULTIPLE).round().max(1.0) * MULTIPLE) as u32;
    (whole(width), whole(height))
}

#[cfg(test)]
mod tests {
    use super::view_size;

    #[test]
    fn views_keep_proportions_in_whole_steps() {
        assert_eq!(view_size(856.0, 540.0), (640, 416));
        assert_eq!(view_size(1250.0, 880.0), (640, 448));
        assert_eq!(view_size(210.0, 297.0), (736, 1056));
        assert_eq!(view_size(10.0, 1e9), (736, 1472));
    }
}
