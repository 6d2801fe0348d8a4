//! From a map of probabilities to boxes, as networks trained with differentiable binarisation mean it (Liao et al.,
//! "Real-time Scene Text Detection with Differentiable Binarization", 2020).
use document::{Confidence, Point, Quad};
use inference::{Binarisation, Tensor};

use super::spotter::Word;
use crate::components::components;

/// Cores with a shorter side than this, in cells, are specks.
const LEAST_SIDE: f32 = 2.0;
/// A box that is so many times as high as wide holds a line that runs from top to bottom.
const UPENDED: f32 = 1.5;

/// The boxes in the map of one sheet, in its pixels, `stride` of them to a cell. A box holds a word or a row of words.
///
/// `map` is 1 x 1 x H x W. It tells nothing of the text's direction: it is taken to run to the right, or down in a box that
/// is high.
pub(super) fn boxes(map: &Tensor, stride: f32, params: &Binarisation) -> Vec<Word> {
    let &[_, 1, _, width] = map.shape.as_slice() else { return Vec::new() };
    let cores = components(&map.data, width, params.threshold);
    cores.into_iter().filter_map(|core| word(&map.data, width, &core, stride, params)).collect()
}

/// The box around one core; `None` when it is a speck or doubtful.
fn word(values: &[f32], width: usize, core: &[usize], stride: f32, params: &Binarisation) -> Option<Word> {
    let score = core.iter().map(|cell| values[*cell]).sum::<f32>() / core.len().max(1) as f32;
    if score < params.least_score {
        return None;
    }
    // From centre to centre: training paints the cells on a core's border too.
    let centre = |cell: &usize| Point::new((cell % width) as f32 + 0.5, (cell / width) as f32 + 0.5);
    let frame = Frame::around(&hull(core.iter().map(centre).collect()))?;
    if frame.length.min(frame.height) < LEAST_SIDE {
        return None;
    }
    let spare = params.grow * frame.length * frame.height / (2.0 * (frame.length + frame.height));
    Some(Word {
        quad: frame.grown(spare).quad().map(|p| Point::new(p.x * stride, p.y * stride)),
        score: Confidence::new(score),
    })
}

/// An oriented rectangle.
#[derive(Clone, Copy)]
struct Frame {
    centre: Point,
    /// Unit vector along the text.
    along: Point,
    length: f32,
    height: f32,
}

impl Frame {
    /// The smallest rectangle around a convex polygon: one of its sides lies on one of the polygon's (Freeman and Shapira,
    /// "Determining the minimum-area encasing rectangle for an arbitrary closed curve", 1975). `None` for a line or a point.
    fn around(hull: &[Point]) -> Option<Self> {
        let edges = hull.iter().zip(hull.iter().cycle().skip(1));
        let frames = edges.filter_map(|(a, b)| Self::on_edge(hull, *a, *b));
        frames.min_by(|a, b| (a.length * a.height).total_cmp(&(b.length * b.height))).map(Self::directed)
    }

    /// The rectangle with a side along `a` to `b`.
    fn on_edge(hull: &[Point], a: Point, b: Point) -> Option<Self> {
        let side = a.distance(b);
        if hull.len() < 3 || side == 0.0 {
            return None;
        }
        let along = Point::new((b.x - a.x) / side, (b.y - a.y) / side);
        let (mut least, mut most) = (Point::new(f32::MAX, f32::MAX), Point::new(f32::MIN, f32::MIN));
        for p in hull {
            let (u, v) = (p.x * along.x + p.y * along.y, p.y * along.x - p.x * along.y);
            least = Point::new(least.x.min(u), least.y.min(v));
            most = Point::new(most.x.max(u), most.y.max(v));
        }
        let (u, v) = ((least.x + most.x) / 2.0, (least.y + most.y) / 2.0);
        let centre = Point::new(u * along.x - v * along.y, u * along.y + v * along.x);
        Some(Self { centre, along, length: most.x - least.x, height: most.y - least.y })
    }

    /// The same rectangle, its text running to the right, or down where it is high.
    fn directed(self) -> Self {
        let upright = if self.along.x.abs() >= self.along.y.abs() { self } else { self.turned() };
        let upright = if upright.along.x < 0.0 { upright.turned().turned() } else { upright };
        if upright.height >= UPENDED * upright.length { upright.turned() } else { upright }
    }

    /// The same rectangle, its text running a quarter further clockwise.
    fn turned(self) -> Self {
        let along = Point::new(-self.along.y, self.along.x);
        Self { along, length: self.height, height: self.length, ..self }
    }

    fn grown(self, spare: f32) -> Self {
        Self { length: self.length + 2.0 * spare, height: self.height + 2.0 * spare, ..self }
    }

    fn quad(self) -> Quad {
        let (u, v) = (self.length / 2.0, self.height / 2.0);
        let Self { centre, along, .. } = self;
        let corner =
            |(u, v): (f32, f32)| Point::new(centre.x + u * along.x - v * along.y, centre.y + u * along.y + v * along.x);
        Quad([(-u, -v), (u, -v), (u, v), (-u, v)].map(corner))
    }
}

/// The corners of the convex hull, without points on its sides (Andrew's monotone chain, 1979).
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let half = |points: &mut dyn Iterator<Item = &Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for &p in points {
            while let [.., a, b] = chain.as_slice()
                && (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) <= 0.0
            {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter());
    hull.extend(half(&mut points.iter().rev()));
    hull
}

#[cfg(test)]
mod tests {
    use inference::{Card, Tensor};

    use super::*;

    fn params() -> Binarisation {
        let card = r#"
            input = { name = "x", shape = [1, 3, "height", "width"] }
            outputs = [{ name = "map", shape = [1, 1, "height", "width"] }]
            [binarisation]
            threshold = 0.3
            least_score = 0.5
            grow = 2.5
        "#;
        Card::of_function("map", "text-spotting", card).expect("a good card").binarisation.expect("the table")
    }

    /// A map as training paints it: each box (centre, length, height, angle), shrunk by 0.84 of its area over its perimeter
    /// (a shrink ratio of 0.4: 1 - 0.4 squared), with its probability. What undoes that depends on the proportions; 2.5 is
    /// near it for these boxes.
    fn map(boxes: &[(Point, f32, f32, f32, f32)]) -> Tensor {
        let (width, height) = (200, 120);
        let mut map = Tensor::zeros(&[1, 1, height, width]);
        for (cell, value) in map.data.iter_mut().enumerate() {
            let (x, y) = ((cell % width) as f32 + 0.5, (cell / width) as f32 + 0.5);
            for (centre, length, high, angle, probability) in boxes {
                let shrunk = 0.84 * length * high / (2.0 * (length + high));
                let (sin, cos) = angle.sin_cos();
                let (dx, dy) = (x - centre.x, y - centre.y);
                let (u, v) = ((dx * cos + dy * sin).abs(), (dy * cos - dx * sin).abs());
                // Half a cell more: the border is painted.
                if u <= length / 2.0 - shrunk + 0.5 && v <= high / 2.0 - shrunk + 0.5 {
                    *value = *probability;
                }
            }
        }
        map
    }

    #[test]
    fn painted_boxes_come_back() {
        let truth = [
            (Point::new(50.0, 20.0), 80.0, 16.0, 0.0, 0.9),
            (Point::new(60.0, 70.0), 90.0, 20.0, -0.25, 0.8),
            (Point::new(180.0, 60.0), 18.0, 90.0, 0.0, 0.7),  // runs down
            (Point::new(130.0, 100.0), 40.0, 16.0, 0.0, 0.4), // doubtful
            (Point::new(130.0, 20.0), 2.0, 2.0, 0.0, 0.9),    // a speck
        ];
        let found = boxes(&map(&truth), 2.0, &params());
        assert_eq!(found.len(), 3, "{found:?}");
        for (centre, length, height, angle, probability) in &truth[..3] {
            let (sin, cos) = angle.sin_cos();
            let place = |p: Point| {
                Point::new((centre.x + p.x * cos - p.y * sin) * 2.0, (centre.y + p.x * sin + p.y * cos) * 2.0)
            };
            let quad = Quad::rectangle(-length / 2.0, -height / 2.0, *length, *height).map(place);
            let best = found.iter().find(|word| word.quad.iou(&quad) > 0.8).expect("a box there");
            assert!((best.score.get() - probability).abs() < 1e-5);
            // A line that runs down begins at the top right.
            let first = if height > length { quad.corners()[1] } else { quad.corners()[0] };
            assert!(best.quad.corners()[0].distance(first) < 6.0, "{:?} {first:?}", best.quad);
            assert!(best.quad.is_convex() && best.quad.signed_area() > 0.0);
        }
    }

    #[test]
    fn boxes_grow_with_the_card() {
        let map = map(&[(Point::new(100.0, 60.0), 100.0, 20.0, 0.0, 0.9)]);
        let grown = |grow: f32| {
            let mut params = params();
            params.grow = grow;
            let found = boxes(&map, 1.0, &params);
            found.first().map(|word| word.quad.height()).expect("a box")
        };
        let core = grown(0.0);
        // The core's sides are 100 - 14 and 20 - 14.
        assert!((core - 6.0).abs() < 1.1, "{core}");
        let spare = 86.0 * core / (86.0 + core) / 2.0;
        assert!((grown(2.0) - (core + 4.0 * spare)).abs() < 0.5, "{}", grown(2.0));
    }

    #[test]
    fn nothing_comes_of_nothing() {
        assert!(boxes(&map(&[]), 1.0, &params()).is_empty());
        assert!(boxes(&Tensor::zeros(&[1, 4, 8, 8]), 1.0, &params()).is_empty());
        // A line of cells has no height.
        assert!(boxes(&map(&[(Point::new(100.0, 60.5), 80.0, 0.2, 0.0, 0.9)]), 1.0, &params()).is_empty());
    }
}
