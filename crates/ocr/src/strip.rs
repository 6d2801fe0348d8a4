//! Cutting a line out along its curve.
use document::{Homography, Point, Quad};
use imaging::{Picture, Plane};

use crate::track::Track;

/// How a line is laid into a strip. The numbers are those of the recogniser's training.
#[derive(Clone, Copy, Debug)]
pub struct StripShape {
    /// Characters that the line has room for.
    pub symbols: usize,
    /// Factor on the height of the cut: above 1 shows more above and below.
    pub loosen: f32,
    /// Whether the view is upside down.
    pub upside_down: bool,
    /// Room left and right of the line, in characters: for ends found too far in.
    pub margin: f32,
}

/// Height of a strip in pixels.
const HEIGHT: usize = 32;
/// Distance of two characters in a strip.
const PITCH: f32 = 14.0;
/// Height of a capital in a strip.
const CAP: f32 = 17.0;
/// Room around a line whose ends are known, in characters.
pub(crate) const EXACT: f32 = 1.2;
/// Distance of characters over capital height in OCR-B size I at 10 characters an inch (Doc 9303-3 clause 4.3).
const PITCH_PER_CAP: f32 = 1.06;

/// Added to a strip's deviation before its values are divided by it: an empty strip stays quiet.
const CONTRAST_FLOOR: f32 = 4.0;

/// Brings values to mean 0 and about deviation 1; `floor` is added to the deviation that they are divided by.
pub(crate) fn standardise(values: &mut [f32], floor: f32) {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    let deviation = (values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count).sqrt();
    values.iter_mut().for_each(|v| *v = (*v - mean) / (deviation + floor));
}

/// The quad with a margin left and right, above and below, as shares of its sides. The same plane, so perspective is kept.
pub(crate) fn grown(quad: &Quad, [x, y]: [f32; 2]) -> Quad {
    let unit = Quad::rectangle(0.0, 0.0, 1.0, 1.0);
    let wide = Quad::rectangle(-x, -y, 1.0 + 2.0 * x, 1.0 + 2.0 * y);
    let map = Homography::between(&unit, quad);
    let grown = map.map(|map| wide.map(|p| map.apply(p)));
    grown.filter(|g| g.is_convex() && g.corners().iter().all(|p| p.x.is_finite() && p.y.is_finite())).unwrap_or(*quad)
}

impl StripShape {
    /// Width of the strip in pixels, a multiple of 4.
    pub fn width(&self) -> usize {
        (((self.symbols as f32 + 2.0 * self.margin) * PITCH) / 4.0).ceil() as usize * 4
    }

    /// The number of characters, of 30, 36 and 44, that fits the proportions of the line best; `photo_from_view` makes
    /// them the proportions on the photo.
    pub(crate) fn symbols_of(track: &Track, photo_from_view: &Homography) -> usize {
        let (length, cap) = on_photo(track, photo_from_view);
        let count = length / cap.max(0.1) / PITCH_PER_CAP;
        let off = |n: &usize| (count / *n as f32).ln().abs();
        [30, 36, 44].into_iter().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(44)
    }
}

/// Length and capital height of a track in photo pixels, along its middle.
fn on_photo(track: &Track, photo_from_view: &Homography) -> (f32, f32) {
    let at = |x: f32, dy: f32| photo_from_view.apply(Point::new(x, track.y(x) + dy));
    let middle = (track.start + track.end) / 2.0;
    let length = at(track.start, 0.0).distance(at(middle, 0.0)) + at(middle, 0.0).distance(at(track.end, 0.0));
    (length, at(middle, -track.cap / 2.0).distance(at(middle, track.cap / 2.0)))
}

/// A line, cut out and straightened: grey rows of one height, with the way back to the photo.
pub struct Strip {
    grey: Vec<f32>,
    width: usize,
    track: Track,
    photo_from_view: Homography,
    shape: StripShape,
    /// View pixels per strip pixel.
    step: (f32, f32),
}

impl Strip {
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn height(&self) -> usize {
        HEIGHT
    }

    /// The strip as a picture, to look at.
    pub(crate) fn picture(&self) -> Picture {
        let mut picture = Picture::new(self.width as u32, HEIGHT as u32, [0; 3]);
        for (pixel, value) in picture.data_mut().chunks_exact_mut(3).zip(&self.grey) {
            pixel.fill(*value as u8);
        }
        picture
    }

    /// Values with mean 0 and about deviation 1, as the recogniser was trained.
    pub(crate) fn normalise_into(&self, out: &mut [f32]) {
        out.iter_mut().zip(&self.grey).for_each(|(o, v)| *o = *v);
        standardise(out, CONTRAST_FLOOR);
    }

    /// The quad on the photo of what stands between two positions along the strip, in strip pixels.
    pub(crate) fn quad(&self, left: f32, right: f32) -> Quad {
        let corner = |u: f32, v: f32| self.photo_from_view.apply(self.view(u, v));
        let (top, bottom) = ((HEIGHT as f32 - CAP) / 2.0, (HEIGHT as f32 + CAP) / 2.0);
        Quad([corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)])
    }

    /// Where along the view a position along the strip lies.
    pub(crate) fn view_x(&self, u: f32) -> f32 {
        self.view(u, HEIGHT as f32 / 2.0).x
    }

    /// Where a strip position lies in the view.
    fn view(&self, u: f32, v: f32) -> Point {
        let (u, v) = if self.shape.upside_down { (self.width as f32 - u, HEIGHT as f32 - v) } else { (u, v) };
        let x = self.track.start + (u - self.inset()) * self.step.0;
        Point::new(x, self.track.y(x) + (v - HEIGHT as f32 / 2.0) * self.step.1)
    }

    /// Where along the strip, in its pixels, a line that begins with the others ends when it has only `symbols` characters.
    pub(crate) fn end_of(&self, symbols: usize) -> f32 {
        self.inset() + (symbols as f32 + EXACT) * PITCH
    }

    fn inset(&self) -> f32 {
        (self.width as f32 - self.shape.symbols as f32 * PITCH) / 2.0
    }

    /// Cuts the tracks out of the photo, one strip each, in the order of the tracks.
    pub(crate) fn cut(
        photo: &Picture,
        photo_from_view: &Homography,
        tracks: &[Track],
        shape: StripShape,
    ) -> Vec<Strip> {
        let mut strips: Vec<Strip> = tracks
            .iter()
            .map(|track| {
                let (length, cap) = on_photo(track, photo_from_view);
                // The length says more of the size of print than the coarse height does; fonts differ, so both count.
                let expected = length / shape.symbols as f32 / PITCH_PER_CAP;
                let cap_in_view = track.cap * (expected / cap.max(0.1)).clamp(0.5, 2.0).sqrt();
                Strip {
                    grey: Vec::new(),
                    width: shape.width(),
                    track: track.clone(),
                    photo_from_view: *photo_from_view,
                    shape,
                    step: (track.length() / (shape.symbols as f32 * PITCH), cap_in_view / CAP * shape.loosen),
                }
            })
            .collect();
        if let Some(band) = Band::new(photo, photo_from_view, &strips) {
            for strip in &mut strips {
                strip.grey = band.sample(strip);
            }
        } else {
            strips.clear();
        }
        strips
    }
}

/// The part of the view that holds all lines, straight from the photo at twice the strips' resolution.
struct Band {
    grey: Plane,
    origin: Point,
    scale: (f32, f32),
}

impl Band {
    fn new(photo: &Picture, photo_from_view: &Homography, strips: &[Strip]) -> Option<Self> {
        let (mut low, mut high) = (Point::new(f32::MAX, f32::MAX), Point::new(f32::MIN, f32::MIN));
        let (mut step_x, mut step_y) = (f32::MAX, f32::MAX);
        for strip in strips {
            for i in 0..=8 {
                let u = strip.width as f32 * i as f32 / 8.0;
                for v in [-1.0, HEIGHT as f32 + 1.0] {
                    let p = strip.view(u, v);
                    low = Point::new(low.x.min(p.x), low.y.min(p.y));
                    high = Point::new(high.x.max(p.x), high.y.max(p.y));
                }
            }
            step_x = step_x.min(strip.step.0);
            step_y = step_y.min(strip.step.1);
        }
        let (width_view, height_view) = (high.x - low.x, high.y - low.y);
        if !(width_view > 0.0 && height_view > 0.0 && step_x > 0.0 && step_y > 0.0) {
            return None;
        }
        let (width, height) = (2.0 * width_view / step_x, 2.0 * height_view / step_y);
        // Lines of very different sizes would make a huge band: then they are not lines of one zone.
        if width > 4000.0 || height > 2000.0 {
            return None;
        }
        let (width, height) = (width.ceil() as u32, height.ceil() as u32);
        let scale = (width as f32 / width_view, height as f32 / height_view);
        let view_from_band = Homography::scale(1.0 / scale.0 as f64, 1.0 / scale.1 as f64)
            .then(&Homography::translation(low.x as f64, low.y as f64));
        let band = imaging::warp(photo, &view_from_band.then(photo_from_view), width, height, [128; 3]);
        Some(Self { grey: Plane::grey(&band), origin: low, scale })
    }

    /// Four samples a pixel, since the band is twice as fine.
    fn sample(&self, strip: &Strip) -> Vec<f32> {
        let mut grey = Vec::with_capacity(strip.width * HEIGHT);
        for row in 0..HEIGHT {
            for column in 0..strip.width {
                let mut sum = 0.0;
                for (du, dv) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let p = strip.view(column as f32 + du, row as f32 + dv);
                    let (x, y) = ((p.x - self.origin.x) * self.scale.0, (p.y - self.origin.y) * self.scale.1);
                    sum += self.grey.sample(Point::new(x, y));
                }
                grey.push(sum / 4.0);
            }
        }
        grey
    }
}
