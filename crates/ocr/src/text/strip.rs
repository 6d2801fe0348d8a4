use document::{Homography, Point, Quad};
use imaging::Picture;

/// Longest line, in heights of a strip: beyond it a line is squeezed. A line of 400 narrow letters has room.
const LONGEST: f32 = 160.0;

/// A line, cut out of a photo and straightened, with the way back.
pub struct TextStrip {
    picture: Picture,
    photo_from_strip: Homography,
    /// Share of its height that the print takes up, in the middle.
    share: f32,
}

impl TextStrip {
    /// What `quad` outlines, `height` pixels high and as wide as its proportions ask for; its first corner is the top left
    /// of the text. What lies outside the photo is grey. The print takes up `share` of the height. `None` when the quad is
    /// degenerate.
    pub(crate) fn cut(photo: &Picture, quad: &Quad, height: usize, share: f32) -> Option<Self> {
        let proportion = (quad.width() / quad.height()).min(LONGEST);
        if !(quad.is_convex() && proportion.is_finite() && proportion > 0.0) {
            return None;
        }
        let width = (height as f32 * proportion).round().max(1.0);
        let frame = Quad::rectangle(0.0, 0.0, width, height as f32);
        let photo_from_strip = Homography::between(&frame, quad)?;
        let picture = imaging::warp(photo, &photo_from_strip, width as u32, height as u32, [128; 3]);
        Some(Self { picture, photo_from_strip, share })
    }

    /// Its width in pixels.
    pub fn width(&self) -> u32 {
        self.picture.width()
    }

    /// The strip, to look at.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    /// The quad on the photo of the print between two positions along the strip, in strip pixels; beyond its ends are its
    /// ends.
    pub fn quad(&self, left: f32, right: f32) -> Quad {
        let (width, height) = (self.picture.width() as f32, self.picture.height() as f32);
        let (left, right) = (left.clamp(0.0, width), right.clamp(0.0, width));
        let (top, bottom) = (height * (1.0 - self.share) / 2.0, height * (1.0 + self.share) / 2.0);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        Quad(corners.map(|(x, y)| self.photo_from_strip.apply(Point::new(x, y))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_line_is_straightened_and_found_again() {
        // A dark bar on the left of a line that runs from bottom to top.
        let mut photo = Picture::new(200, 300, [200; 3]);
        for y in 230..250 {
            for x in 60..80 {
                photo.set(x, y, [20; 3]);
            }
        }
        let line = Quad([(60.0, 250.0), (60.0, 50.0), (80.0, 50.0), (80.0, 250.0)].map(|(x, y)| Point::new(x, y)));
        let strip = TextStrip::cut(&photo, &line, 40, 1.0).expect("a good quad");
        assert_eq!((strip.picture().width(), strip.picture().height()), (400, 40));
        assert_eq!((strip.picture().pixel(10, 20), strip.picture().pixel(100, 20)), ([20; 3], [200; 3]));
        let bar = strip.quad(0.0, 40.0);
        for (corner, (x, y)) in bar.corners().iter().zip([(60.0, 250.0), (60.0, 230.0), (80.0, 230.0), (80.0, 250.0)]) {
            assert!(corner.distance(Point::new(x, y)) < 0.01, "{bar:?}");
        }
        assert!(TextStrip::cut(&photo, &Quad([Point::new(1.0, 1.0); 4]), 40, 1.0).is_none());
    }
}
