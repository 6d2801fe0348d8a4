//! From the spotter's maps to words: connected cores, each with its own direction and height.
use document::{Confidence, Point, Quad};
use inference::Tensor;

use super::spotter::Word;
use crate::components::components;

/// Maps that the network gives.
pub(super) const MAPS: usize = 4;
/// What of a word's height is left out of its core at each end, as in the network's training.
const SHORT: f32 = 0.15;
/// The unit of heights, in pixels: the network says `ln(height / UNIT)`.
const UNIT: f32 = 16.0;
/// Words flatter than this, in pixels, are specks.
const LEAST_HEIGHT: f32 = 3.0;
/// Cores that are so many times as long as high tell their direction.
const LONG: f32 = 4.0;
/// What the network's direction of a core counts, in heights of its word, beside the lengths of long ones.
const OWN: f32 = 0.5;
/// Long ones count as near as this, in pixels (the deviation of a Gaussian)...
const NEAR: f32 = 60.0;
/// ...and where they run as it does: the cosine between them.
const PARALLEL: f32 = 0.8;

/// The words in the maps of one sheet, in its pixels, `stride` of them to a cell.
///
/// `maps` is 1 x 4 x H x W: logit of being core, cosine and sine of the text's direction, `ln(height / 16)`.
pub(super) fn words(maps: &Tensor, stride: f32, min_score: f32) -> Vec<Word> {
    let &[_, MAPS, height, width] = maps.shape.as_slice() else { return Vec::new() };
    let Some(core) = maps.data.get(..width * height) else { return Vec::new() };
    let maps = Maps { maps: &maps.data, width, height };
    let threshold = (min_score / (1.0 - min_score)).ln();
    let cores: Vec<Core> =
        components(core, width, threshold).iter().filter_map(|cells| Core::new(&maps, cells, stride)).collect();
    cores.iter().map(|core| core.word(&core.direction_among(&cores), stride)).collect()
}

struct Maps<'a> {
    maps: &'a [f32],
    width: usize,
    height: usize,
}

impl Maps<'_> {
    fn value(&self, plane: usize, cell: usize) -> f32 {
        self.maps.get(plane * self.width * self.height + cell).copied().unwrap_or(0.0)
    }
}

/// The cells in the middle of a word.
struct Core {
    /// Their centres, in pixels.
    cells: Vec<Point>,
    /// The mean of these.
    centre: Point,
    /// How high the word is, in pixels.
    height: f32,
    /// Unit vector along the text, as the network sees it.
    seen: Point,
    /// Unit vector along the cells, and how far these reach along it, where they are a long row: they lie along their text and tell
    /// its direction better than the network, which sees few sheets aslant.
    axis: Option<(Point, f32)>,
    score: Confidence,
}

impl Core {
    /// `None` when the network says nothing sensible of the cells.
    fn new(maps: &Maps<'_>, cells: &[usize], stride: f32) -> Option<Self> {
        let count = cells.len().max(1) as f32;
        let mean = |of: &dyn Fn(&usize) -> f32| cells.iter().map(of).sum::<f32>() / count;
        let (cos, sin) = (mean(&|cell| maps.value(1, *cell)), mean(&|cell| maps.value(2, *cell)));
        let length = cos.hypot(sin);
        let height = UNIT * mean(&|cell| maps.value(3, *cell)).exp();
        if cells.is_empty() || length < 0.1 || height < LEAST_HEIGHT || !height.is_finite() {
            return None;
        }
        let seen = Point::new(cos / length, sin / length);
        let score = Confidence::new(mean(&|cell| 1.0 / (1.0 + (-maps.value(0, *cell)).exp())));
        let place = |cell: &usize| {
            Point::new(((cell % maps.width) as f32 + 0.5) * stride, ((cell / maps.width) as f32 + 0.5) * stride)
        };
        let cells: Vec<Point> = cells.iter().map(place).collect();
        let centre = Point::new(
            cells.iter().map(|cell| cell.x).sum::<f32>() / count,
            cells.iter().map(|cell| cell.y).sum::<f32>() / count,
        );
        let axis = axis(&cells, centre, seen);
        Some(Self { cells, centre, height, seen, axis, score })
    }

    /// The direction of its text: the mean of those of the long rows around it, itself among them, that run much as it is seen to do.
    /// The longer a row is, the better it tells.
    fn direction_among(&self, cores: &[Core]) -> Point {
        let own = (OWN * self.height).powi(2);
        let mut sum = Point::new(own * self.seen.x, own * self.seen.y);
        for core in cores {
            let Some((axis, length)) = core.axis else { continue };
            if axis.x * self.seen.x + axis.y * self.seen.y > PARALLEL {
                let apart = self.centre.distance(core.centre) / NEAR;
                let weight = length * length * (-apart * apart / 2.0).exp();
                sum = Point::new(sum.x + weight * axis.x, sum.y + weight * axis.y);
            }
        }
        let length = sum.x.hypot(sum.y);
        Point::new(sum.x / length, sum.y / length)
    }

    /// The box around it that runs in a direction.
    fn word(&self, along: &Point, stride: f32) -> Word {
        let (mut left, mut right, mut middle) = (f32::MAX, f32::MIN, 0.0);
        for cell in &self.cells {
            let (u, v) = (cell.x * along.x + cell.y * along.y, cell.y * along.x - cell.x * along.y);
            (left, right, middle) = (left.min(u), right.max(u), middle + v / self.cells.len() as f32);
        }
        let spare = stride / 2.0 + SHORT * self.height;
        let (left, right) = (left - spare, right + spare);
        let (top, bottom) = (middle - self.height / 2.0, middle + self.height / 2.0);
        let corner = |(u, v): (f32, f32)| Point::new(u * along.x - v * along.y, u * along.y + v * along.x);
        let quad = Quad([(left, top), (right, top), (right, bottom), (left, bottom)].map(corner));
        Word { quad, score: self.score }
    }
}

/// The axis of the largest moment of cells and how far they reach along it, seen along `seen`; `None` where they are about as high as
/// long.
fn axis(cells: &[Point], centre: Point, seen: Point) -> Option<(Point, f32)> {
    let (mut uu, mut uv, mut vv) = (0.0, 0.0, 0.0);
    for cell in cells {
        let (x, y) = (cell.x - centre.x, cell.y - centre.y);
        let (u, v) = (x * seen.x + y * seen.y, y * seen.x - x * seen.y);
        (uu, uv, vv) = (uu + u * u, uv + u * v, vv + v * v);
    }
    if uu == 0.0 || uu < LONG * LONG * vv {
        return None;
    }
    let (sin, cos) = ((2.0 * uv).atan2(uu - vv) / 2.0).sin_cos();
    let axis = Point::new(seen.x * cos - seen.y * sin, seen.y * cos + seen.x * sin);
    // A row of that length has the moment length^2 / 12.
    Some((axis, (12.0 * uu / cells.len() as f32).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Maps as the network is trained to give them, for words from their centre, length, height and angle.
    fn maps(words: &[(Point, f32, f32, f32)]) -> Tensor {
        let (width, height, stride) = (96, 64, 4.0);
        let mut maps = Tensor::zeros(&[1, 4, height, width]);
        maps.data[..width * height].fill(-6.0);
        for (cell, (centre, length, high, angle)) in (0..width * height).flat_map(|c| words.iter().map(move |w| (c, w)))
        {
            let (x, y) = ((cell % width) as f32 + 0.5, (cell / width) as f32 + 0.5);
            let (dx, dy) = (x * stride - centre.x, y * stride - centre.y);
            let (sin, cos) = angle.sin_cos();
            let (u, v) = ((dx * cos + dy * sin).abs(), (dy * cos - dx * sin).abs());
            if u <= length / 2.0 - SHORT * high && v <= high * 0.25 {
                for (plane, value) in [6.0, cos, sin, (high / UNIT).ln()].into_iter().enumerate() {
                    maps.data[plane * width * height + cell] = value;
                }
            }
        }
        maps
    }

    #[test]
    fn words_come_back_with_their_direction() {
        let (straight, upside_down, tilted) = (
            (Point::new(100.0, 40.0), 120.0, 20.0, 0.0),
            (Point::new(280.0, 40.0), 90.0, 24.0, std::f32::consts::PI),
            (Point::new(190.0, 160.0), 160.0, 22.0, 0.3),
        );
        let found = words(&maps(&[straight, upside_down, tilted]), 4.0, 0.5);
        assert_eq!(found.len(), 3);
        for (centre, length, height, angle) in [straight, upside_down, tilted] {
            let (sin, cos) = angle.sin_cos();
            let truth = Quad::rectangle(-length / 2.0, -height / 2.0, length, height)
                .map(|p| Point::new(centre.x + p.x * cos - p.y * sin, centre.y + p.x * sin + p.y * cos));
            let best = found.iter().find(|word| word.quad.iou(&truth) > 0.8).expect("a word there");
            assert!(best.quad.corners()[0].distance(truth.corners()[0]) < 6.0, "{:?} {truth:?}", best.quad);
            assert!(best.score.get() > 0.99);
        }
    }

    #[test]
    fn long_words_tell_their_direction_and_that_of_short_ones() {
        let truth = [(Point::new(190.0, 130.0), 260.0, 22.0, 0.12), (Point::new(120.0, 40.0), 24.0, 22.0, 0.12)];
        let mut maps = maps(&truth);
        // The network says that all run level.
        let plane = 96 * 64;
        for cell in (0..plane).filter(|cell| maps.data[*cell] > 0.0).collect::<Vec<_>>() {
            (maps.data[plane + cell], maps.data[2 * plane + cell]) = (1.0, 0.0);
        }
        let found = words(&maps, 4.0, 0.5);
        assert_eq!(found.len(), 2);
        for word in found {
            let [a, b, ..] = word.quad.0;
            assert!(((b.y - a.y).atan2(b.x - a.x) - 0.12).abs() < 0.03, "{a:?} {b:?}");
        }
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(words(&maps(&[]), 4.0, 0.5).is_empty());
        assert!(words(&Tensor::zeros(&[1, 3, 4, 4]), 4.0, 0.5).is_empty());
    }
}
