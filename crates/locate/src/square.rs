use document::{Homography, Point, Quad};
use imaging::Picture;
use inference::{Card, Tensor};

/// A part of a photo as the network sees it: centred in a square, the rest grey.
pub(crate) struct Square {
    pub(crate) tensor: Tensor,
    pub(crate) photo_from_square: Homography,
}

/// What the network was trained to see around the picture.
const FILL: [u8; 3] = [128; 3];

impl Square {
    /// Fits `view` (a quad on the photo) into a square of `side` pixels, keeping the aspect of `width` to `height`.
    /// `None` when the quad is degenerate.
    pub(crate) fn new(photo: &Picture, view: &Quad, width: f32, height: f32, side: u32, card: &Card) -> Option<Self> {
        let scale = side as f32 / width.max(height);
        let (w, h) = (width * scale, height * scale);
        let (left, top) = ((side as f32 - w) / 2.0, (side as f32 - h) / 2.0);
        let target = Quad::rectangle(left, top, w, h);
        let photo_from_square = Homography::between(&target, view)?;
        let mut picture = imaging::warp(photo, &photo_from_square, side, side, FILL);
        // The view's surroundings stay grey, as in training, even where the photo goes on.
        keep_inside(&mut picture, &target);
        let shape = vec![1, 3, side as usize, side as usize];
        let tensor = Tensor { shape, data: picture.planes(card.channels.order(), card.mean, card.std) };
        Some(Self { tensor, photo_from_square })
    }
}

/// Paints what lies outside an upright rectangle in the network's fill.
fn keep_inside(picture: &mut Picture, kept: &Quad) {
    let [from, _, to, _] = *kept.corners();
    let width = picture.width() as usize;
    for (i, pixel) in picture.data_mut().chunks_exact_mut(3).enumerate() {
        let at = Point::new((i % width) as f32 + 0.5, (i / width) as f32 + 0.5);
        if !(at.x >= from.x && at.x <= to.x && at.y >= from.y && at.y <= to.y) {
            pixel.copy_from_slice(&FILL);
        }
    }
}
