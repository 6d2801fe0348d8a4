use document::Point;

use crate::{Format, Picture};

/// A picture as it was sent: decoded, the right way up as its metadata says, and perhaps smaller than the file holds it.
#[derive(Clone, Debug)]
pub struct Photo {
    /// The pixels, upright.
    pub picture: Picture,
    /// Pixels per row as sent, once upright. For a PDF: as drawn.
    pub full_width: u32,
    /// Rows as sent, once upright. For a PDF: as drawn.
    pub full_height: u32,
    /// Picture pixels per pixel as sent, in `(0, 1]`.
    pub scale: f32,
    /// What the file was.
    pub format: Format,
    /// Where the corner of the picture lies, in pixels as sent: not zero when the last column or row of a scaled picture is
    /// only partly filled and was turned to the front.
    origin: Point,
}

impl Photo {
    pub(crate) fn new(picture: Picture, full: [u32; 2], scale: f32, origin: Point, format: Format) -> Self {
        Self { picture, full_width: full[0], full_height: full[1], scale, format, origin }
    }

    /// Where a point of the picture lies on the upright photo as sent, in its pixels.
    pub fn full_from_picture(&self, point: Point) -> Point {
        Point::new(point.x / self.scale + self.origin.x, point.y / self.scale + self.origin.y)
    }

    /// Where a point of the upright photo as sent lies in the picture.
    pub fn picture_from_full(&self, point: Point) -> Point {
        Point::new((point.x - self.origin.x) * self.scale, (point.y - self.origin.y) * self.scale)
    }
}
