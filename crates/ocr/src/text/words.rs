//! From the spotter's maps to words: connected cores, each with its own direction and height.
use document::{Confidence, Point, Quad};
use inference::Tensor;

use super::components::components;
use super::spotter::Word;

/// What of a word's height is left out of its core at each end, as in the network's training.
const SHORT: f32 = 0.15;
/// The unit of heights, in pixels: the network says `ln(height / UNIT)`.
const UNIT: f32 = 16.0;
/// Words flatter than this, in pixels, are specks.
const LEAST_HEIGHT: f32 = 3.0;

/// The words in the maps of one sheet, in its pixels, `stride` of them to a cell.
///
/// `maps` is 1 x 4 x H x W: logit of being core, cosine and sine of the text's direction, `ln(height / 16)`.
pub(super) fn words(maps: &Tensor, stride: f32, min_score: f32) -> Vec<Word> {
    let &[_, 4, height, width] = maps.shape.as_slice() else { return Vec::new() };
    let Some(core) = maps.data.get(..width * height) else { return Vec::new() };
    let cells = Cells { maps: &maps.data, width, height };
    let threshold = (min_score / (1.0 - min_score)).ln();
    components(core, width, threshold).iter().filter_map(|component| word(&cells, component, stride)).collect()
}

struct Cells<'a> {
    maps: &'a [f32],
    width: usize,
    height: usize,
}

impl Cells<'_> {
    fn value(&self, plane: usize, cell: usize) -> f32 {
        self.maps.get(plane * self.width * self.height + cell).copied().unwrap_or(0.0)
    }
}

/// The box around one core; `None` when the core says nothing sensible.
fn word(cells: &Cells<'_>, component: &[usize], stride: f32) -> Option<Word> {
    let count = component.len().max(1) as f32;
    let mean = |plane: usize| component.iter().map(|cell| cells.value(plane, *cell)).sum::<f32>() / count;
    let (cos, sin) = (mean(1), mean(2));
    let length = cos.hypot(sin);
    let height = UNIT * mean(3).exp();
    if component.is_empty() || length < 0.1 || height < LEAST_HEIGHT || !height.is_finite() {
        return None;
    }
    let (cos, sin) = (cos / length, sin / length);
    let along = |cell: &usize| {
        let (x, y) = ((cell % cells.width) as f32 + 0.5, (cell / cells.width) as f32 + 0.5);
        ((x * cos + y * sin) * stride, (y * cos - x * sin) * stride)
    };
    let (mut left, mut right, mut middle) = (f32::MAX, f32::MIN, 0.0);
    for (u, v) in component.iter().map(along) {
        (left, right, middle) = (left.min(u), right.max(u), middle + v / count);
    }
    let spare = stride / 2.0 + SHORT * height;
    let (left, right) = (left - spare, right + spare);
    let (top, bottom) = (middle - height / 2.0, middle + height / 2.0);
    let corner = |(u, v): (f32, f32)| Point::new(u * cos - v * sin, u * sin + v * cos);
    let sure = |cell: &usize| 1.0 / (1.0 + (-cells.value(0, *cell)).exp());
    Some(Word {
        quad: Quad([(left, top), (right, top), (right, bottom), (left, bottom)].map(corner)),
        score: Confidence::new(component.iter().map(sure).sum::<f32>() / count),
    })
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
    fn nothing_comes_of_nothing() {
        assert!(words(&maps(&[]), 4.0, 0.5).is_empty());
        assert!(words(&Tensor::zeros(&[1, 3, 4, 4]), 4.0, 0.5).is_empty());
    }
}
