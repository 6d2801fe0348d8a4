use document::{Point, Quad};
use imaging::{Homography, Picture};
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
        let picture = imaging::warp(photo, &photo_from_square, side, side, FILL);
        // The view's surroundings stay grey, as in training, even where the photo goes on.
        Some(Self { tensor: tensor(&picture, &target, card), photo_from_square })
    }
}

/// Planes of `(pixel / 255 - mean) / std`, grey outside `kept`.
fn tensor(picture: &Picture, kept: &Quad, card: &Card) -> Tensor {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut tensor = Tensor::zeros(&[1, 3, height, width]);
    let [a, _, c, _] = *kept.corners();
    for (channel, plane) in tensor.data.chunks_exact_mut(width * height).enumerate() {
        let table: [f32; 256] = std::array::from_fn(|v| (v as f32 / 255.0 - card.mean[channel]) / card.std[channel]);
        for (i, (out, pixel)) in plane.iter_mut().zip(picture.data().chunks_exact(3)).enumerate() {
            let at = Point::new((i % width) as f32 + 0.5, (i / width) as f32 + 0.5);
            let inside = at.x >= a.x && at.x <= c.x && at.y >= a.y && at.y <= c.y;
            *out = table[if inside { pixel[channel] } else { FILL[channel] } as usize];
        }
    }
    tensor
}
