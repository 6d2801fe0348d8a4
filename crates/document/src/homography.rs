use crate::{Point, Quad};

/// A perspective mapping of the plane, a 3x3 matrix in double precision.
///
/// Name values by what they map: `photo_from_sheet.apply(point_on_sheet)` is a point on the photo.
///
/// ```
/// use document::{Homography, Point, Quad};
/// let sheet = Quad::rectangle(0.0, 0.0, 100.0, 60.0);
/// let seen = Quad([[10.0, 5.0], [90.0, 12.0], [80.0, 70.0], [5.0, 60.0]].map(Point::from));
/// let photo_from_sheet = Homography::between(&sheet, &seen).unwrap();
/// assert!(photo_from_sheet.apply(Point::new(100.0, 0.0)).distance(Point::new(90.0, 12.0)) < 1e-3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homography([[f64; 3]; 3]);

/// Below this share of the squared extent, a corner triangle counts as collapsed onto a line.
const FLAT: f64 = 1e-7;

impl Homography {
    /// The mapping that takes the corners of `from` to those of `to`, in order.
    ///
    /// `None` when either quad is degenerate: not finite, three corners on a line, concave or crossing itself. Quads that run
    /// counter-clockwise are fine, and map mirrored.
    pub fn between(from: &Quad, to: &Quad) -> Option<Self> {
        let from_from_unit = Self::from_unit_square(from)?;
        let to_from_unit = Self::from_unit_square(to)?;
        Some(from_from_unit.inverse()?.then(&to_from_unit))
    }

    /// The mapping that changes nothing.
    pub fn identity() -> Self {
        Self::scale(1.0, 1.0)
    }

    /// Multiplies the coordinates.
    pub fn scale(sx: f64, sy: f64) -> Self {
        Self([[sx, 0.0, 0.0], [0.0, sy, 0.0], [0.0, 0.0, 1.0]])
    }

    /// Moves by `(dx, dy)` pixels.
    pub fn translation(dx: f64, dy: f64) -> Self {
        Self([[1.0, 0.0, dx], [0.0, 1.0, dy], [0.0, 0.0, 1.0]])
    }

    /// Maps a point. A point on the mapping's horizon has no image: the answer is then not finite.
    pub fn apply(&self, point: Point) -> Point {
        let [u, v, w] = self.project(f64::from(point.x), f64::from(point.y));
        Point::new((u / w) as f32, (v / w) as f32)
    }

    /// The mapping back; `None` when this one collapses the plane.
    pub fn inverse(&self) -> Option<Self> {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.0;
        let adjugate = [
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ];
        let determinant = a * adjugate[0][0] + b * adjugate[1][0] + c * adjugate[2][0];
        let inverse = adjugate.map(|row| row.map(|cell| cell / determinant));
        let usable = determinant != 0.0 && inverse.iter().flatten().all(|cell| cell.is_finite());
        usable.then_some(Self(inverse))
    }

    /// This mapping first, `next` on its result.
    pub fn then(&self, next: &Self) -> Self {
        Self(next.0.map(|row| std::array::from_fn(|column| (0..3).map(|k| row[k] * self.0[k][column]).sum())))
    }

    /// Homogeneous image `[u, v, w]` of `(x, y)`: the point is `(u / w, v / w)`.
    pub fn project(&self, x: f64, y: f64) -> [f64; 3] {
        self.0.map(|[a, b, c]| a * x + b * y + c)
    }

    /// What one step to the right adds to the homogeneous image.
    pub fn step(&self) -> [f64; 3] {
        self.0.map(|[a, _, _]| a)
    }

    /// Square root of the area that a unit of area at `(x, y)` is mapped to: the local scale. 0 on the horizon or beyond numbers.
    pub fn scale_at(&self, x: f64, y: f64) -> f64 {
        let [u, v, w] = self.project(x, y);
        let [[a, b, _], [d, e, _], [g, h, _]] = self.0;
        let area = ((a * w - u * g) * (e * w - v * h) - (b * w - u * h) * (d * w - v * g)) / w.powi(4);
        if area.is_finite() { area.abs().sqrt() } else { 0.0 }
    }

    /// Unit square to quad in closed form (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, section 2.2.3).
    fn from_unit_square(quad: &Quad) -> Option<Self> {
        let [p0, p1, p2, p3] = quad.corners().map(|p| [f64::from(p.x), f64::from(p.y)]);
        if !is_proper(&[p0, p1, p2, p3]) {
            return None;
        }
        let [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]];
        let [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]];
        let [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
        let denominator = dx1 * dy2 - dx2 * dy1;
        let g = (sx * dy2 - dx2 * sy) / denominator;
        let h = (dx1 * sy - sx * dy1) / denominator;
        Some(Self([
            [p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0]],
            [p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1]],
            [g, h, 1.0],
        ]))
    }
}

/// Whether the corners turn the same way throughout, none of them (nearly) straight.
fn is_proper(corners: &[[f64; 2]; 4]) -> bool {
    let range = |axis: usize| {
        let values = corners.map(|p| p[axis]);
        values.iter().copied().fold(f64::MIN, f64::max) - values.iter().copied().fold(f64::MAX, f64::min)
    };
    let least = FLAT * range(0).max(range(1)).powi(2);
    let turns: [f64; 4] = std::array::from_fn(|i| {
        let [a, b, c] = [corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]];
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    });
    least.is_finite() && (turns.iter().all(|&t| t > least) || turns.iter().all(|&t| t < -least))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quad(corners: [[f32; 2]; 4]) -> Quad {
        Quad(corners.map(Point::from))
    }

    #[test]
    fn corners_map_to_corners_and_back() {
        let from = quad([[3.0, 4.0], [200.0, 10.0], [190.0, 150.0], [-20.0, 120.0]]);
        for to in [
            Quad::rectangle(0.0, 0.0, 1011.0, 638.0),
            Quad::rectangle(0.0, 0.0, 1011.0, 638.0).relabel(3),
            quad([[0.0, 0.0], [0.0, 10.0], [10.0, 10.0], [10.0, 0.0]]),
            quad([[1000.0, 2000.0], [3000.0, 2100.0], [2500.0, 3000.0], [1400.0, 2900.0]]),
        ] {
            let to_from_from = Homography::between(&from, &to).expect("proper quads");
            let from_from_to = to_from_from.inverse().expect("invertible");
            for (a, b) in from.corners().iter().zip(to.corners()) {
                assert!(to_from_from.apply(*a).distance(*b) < 1e-3);
                assert!(from_from_to.apply(*b).distance(*a) < 1e-3);
            }
        }
    }

    #[test]
    fn degenerate_quads_have_no_mapping() {
        let unit = Quad::rectangle(0.0, 0.0, 1.0, 1.0);
        for (bad, why) in [
            ([[0.0, 0.0]; 4], "a point"),
            ([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]], "a line"),
            ([[0.0, 0.0], [5.0, 0.0], [10.0, 0.0], [5.0, 8.0]], "a triangle"),
            ([[0.0, 0.0], [10.0, 0.0], [2.0, 2.0], [0.0, 10.0]], "concave"),
            ([[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]], "crossing itself"),
            ([[f32::NAN, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]], "not a number"),
            ([[f32::INFINITY, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]], "infinite"),
        ] {
            assert!(Homography::between(&quad(bad), &unit).is_none(), "{why}");
            assert!(Homography::between(&unit, &quad(bad)).is_none(), "{why}");
        }
    }

    #[test]
    fn then_applies_left_to_right() {
        let both = Homography::translation(1.0, 0.0).then(&Homography::scale(2.0, 3.0));
        assert_eq!(both.apply(Point::new(1.0, 1.0)), Point::new(4.0, 3.0));
        assert_eq!(both.then(&both.inverse().expect("invertible")), Homography::identity());
        assert!(Homography::scale(0.0, 1.0).inverse().is_none());
        assert!((both.scale_at(5.0, 5.0) - 6.0_f64.sqrt()).abs() < 1e-12);
    }
}
