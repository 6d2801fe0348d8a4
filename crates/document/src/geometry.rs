use serde::{Deserialize, Serialize};

/// A position in pixels; `(0, 0)` is the top-left corner of the top-left pixel, so pixel centres lie at halves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f32; 2]", into = "[f32; 2]")]
pub struct Point {
    /// Pixels to the right.
    pub x: f32,
    /// Pixels down.
    pub y: f32,
}

impl Point {
    /// A point from its two coordinates.
    pub fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Euclidean distance in pixels.
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point `t` of the way from here to `other`.
    pub fn lerp(self, other: Self, t: f32) -> Self {
        Self::new(self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t)
    }
}

impl From<[f32; 2]> for Point {
    fn from([x, y]: [f32; 2]) -> Self {
        Self { x, y }
    }
}

impl From<Point> for [f32; 2] {
    fn from(p: Point) -> Self {
        [p.x, p.y]
    }
}

/// Four corners in the order top-left, top-right, bottom-right, bottom-left **of the thing itself**: a document that
/// lies upside down in the photo has its first corner at the photo's bottom right.
///
/// ```
/// use document::{Point, Quad};
/// let unit = Quad::rectangle(0.0, 0.0, 10.0, 10.0);
/// let half = Quad::rectangle(0.0, 0.0, 10.0, 5.0);
/// assert!((unit.iou(&half) - 0.5).abs() < 1e-6);
/// assert!(unit.contains(Point::new(5.0, 5.0)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quad(pub [Point; 4]);

impl Quad {
    /// An axis-parallel rectangle, the right way up.
    pub fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self([Point::new(x, y), Point::new(x + width, y), Point::new(x + width, y + height), Point::new(x, y + height)])
    }

    /// Corners clockwise from top-left.
    pub fn corners(&self) -> &[Point; 4] {
        &self.0
    }

    /// Applies `f` to every corner.
    pub fn map(&self, f: impl FnMut(Point) -> Point) -> Self {
        Self(self.0.map(f))
    }

    /// Mean of the corners.
    pub fn centre(&self) -> Point {
        let sum = self.0.iter().fold((0.0, 0.0), |s, p| (s.0 + p.x, s.1 + p.y));
        Point::new(sum.0 / 4.0, sum.1 / 4.0)
    }

    /// Mean length of the top and bottom sides, in pixels.
    pub fn width(&self) -> f32 {
        (self.0[0].distance(self.0[1]) + self.0[3].distance(self.0[2])) / 2.0
    }

    /// Mean length of the left and right sides, in pixels.
    pub fn height(&self) -> f32 {
        (self.0[0].distance(self.0[3]) + self.0[1].distance(self.0[2])) / 2.0
    }

    /// The narrowest quad that encloses all, with its sides along those of the first; None of none. Words of a line
    /// become the line, lines become the paragraph.
    ///
    /// ```
    /// use document::Quad;
    /// let words = [Quad::rectangle(5.0, 5.0, 10.0, 4.0), Quad::rectangle(20.0, 4.0, 10.0, 4.0)];
    /// assert_eq!(Quad::enclosing(&words), Some(Quad::rectangle(5.0, 4.0, 25.0, 5.0)));
    /// ```
    pub fn enclosing(quads: &[Quad]) -> Option<Self> {
        let [first, others @ ..] = quads else { return None };
        if others.is_empty() {
            return Some(*first);
        }
        let (along, down) = first.axes();
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for corner in quads.iter().flat_map(|quad| quad.0) {
            let (s, t) = coordinates(corner, along, down);
            low = (low.0.min(s), low.1.min(t));
            high = (high.0.max(s), high.1.max(t));
        }
        let place = |s: f32, t: f32| Point::new(s * along.x + t * down.x, s * along.y + t * down.y);
        Some(Self([place(low.0, low.1), place(high.0, low.1), place(high.0, high.1), place(low.0, high.1)]))
    }

    /// The right-hand part of a line of text that takes `share` (`0..=1`) of its length.
    ///
    /// ```
    /// use document::Quad;
    /// let line = Quad::rectangle(10.0, 0.0, 40.0, 8.0);
    /// assert_eq!(line.right_part(0.25), Quad::rectangle(40.0, 0.0, 10.0, 8.0));
    /// ```
    pub fn right_part(&self, share: f32) -> Self {
        let [a, b, c, d] = self.0;
        // From the left corners, which a share of 1 leaves as they are to the last bit.
        Self([a.lerp(b, 1.0 - share), b, c, d.lerp(c, 1.0 - share)])
    }

    /// The quad moved outwards by `margin` pixels on all four sides.
    ///
    /// ```
    /// use document::Quad;
    /// assert_eq!(Quad::rectangle(2.0, 3.0, 4.0, 5.0).grown(1.0), Quad::rectangle(1.0, 2.0, 6.0, 7.0));
    /// ```
    pub fn grown(&self, margin: f32) -> Self {
        let (along, down) = self.axes();
        let moved = |p: Point, s: f32, t: f32| {
            Point::new(p.x + (s * along.x + t * down.x) * margin, p.y + (s * along.y + t * down.y) * margin)
        };
        let [a, b, c, d] = self.0;
        Self([moved(a, -1.0, -1.0), moved(b, 1.0, -1.0), moved(c, 1.0, 1.0), moved(d, -1.0, 1.0)])
    }

    /// The directions of length 1 along the text and down the lines; those of the picture for a quad without width or
    /// height.
    fn axes(&self) -> (Point, Point) {
        let [a, b, c, d] = self.0;
        let unit = |x: f32, y: f32| {
            let length = x.hypot(y);
            (length > 0.0).then(|| Point::new(x / length, y / length))
        };
        let along = unit(b.x - a.x + c.x - d.x, b.y - a.y + c.y - d.y);
        let down = unit(d.x - a.x + c.x - b.x, d.y - a.y + c.y - b.y);
        match (along, down) {
            (Some(along), Some(down)) if (along.x * down.y - along.y * down.x).abs() > 1e-3 => (along, down),
            _ => (Point::new(1.0, 0.0), Point::new(0.0, 1.0)),
        }
    }

    /// The same quad read after turning the thing: corner `i` becomes corner `i + quarters`.
    /// A quad whose first corner is wrong by `n` positions is mended by `relabel(n)`.
    pub fn relabel(&self, quarters: usize) -> Self {
        Self(std::array::from_fn(|i| self.0[(i + quarters) % 4]))
    }

    /// Area in square pixels (shoelace formula), positive when the corners run clockwise on a y-down picture.
    pub fn signed_area(&self) -> f32 {
        signed_area(&self.0)
    }

    /// Whether the four corners turn the same way throughout and run clockwise.
    pub fn is_convex(&self) -> bool {
        (0..4).all(|i| cross(self.0[i], self.0[(i + 1) % 4], self.0[(i + 2) % 4]) > 0.0)
    }

    /// Whether a point lies inside (for a convex quad).
    pub fn contains(&self, p: Point) -> bool {
        let sign = self.signed_area().signum();
        (0..4).all(|i| cross(self.0[i], self.0[(i + 1) % 4], p) * sign >= 0.0)
    }

    /// Intersection over union with another convex quad, in `0..=1`; 0 when either has no area.
    pub fn iou(&self, other: &Quad) -> f32 {
        let (a, b) = (self.signed_area().abs(), other.signed_area().abs());
        let shared = self.intersection_area(other);
        let union = a + b - shared;
        if union > 0.0 { (shared / union).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Area shared with another convex quad (Sutherland and Hodgman, 1974), in square pixels.
    pub fn intersection_area(&self, other: &Quad) -> f32 {
        let mut clip = other.0;
        if other.signed_area() < 0.0 {
            clip.reverse();
        }
        let mut polygon: Vec<Point> = self.0.to_vec();
        for i in 0..4 {
            let (a, b) = (clip[i], clip[(i + 1) % 4]);
            let mut kept = Vec::with_capacity(polygon.len() + 2);
            for j in 0..polygon.len() {
                let (p, q) = (polygon[j], polygon[(j + 1) % polygon.len()]);
                let (sp, sq) = (cross(a, b, p), cross(a, b, q));
                if sp >= 0.0 {
                    kept.push(p);
                }
                if (sp >= 0.0) != (sq >= 0.0) {
                    kept.push(p.lerp(q, sp / (sp - sq)));
                }
            }
            polygon = kept;
        }
        signed_area(&polygon).abs()
    }
}

/// How far `p` lies along and down two directions that need not be at right angles.
fn coordinates(p: Point, along: Point, down: Point) -> (f32, f32) {
    let area = along.x * down.y - along.y * down.x;
    ((p.x * down.y - p.y * down.x) / area, (along.x * p.y - along.y * p.x) / area)
}

fn cross(a: Point, b: Point, c: Point) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn signed_area(polygon: &[Point]) -> f32 {
    let twice: f32 = (0..polygon.len())
        .map(|i| {
            let (p, q) = (polygon[i], polygon[(i + 1) % polygon.len()]);
            p.x * q.y - q.x * p.y
        })
        .sum();
    twice / 2.0
}

/// How far a thing is turned clockwise from upright, in quarter turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "u16")]
pub enum Turn {
    /// Upright.
    None,
    /// 90 degrees clockwise.
    Quarter,
    /// Upside down.
    Half,
    /// 270 degrees clockwise.
    ThreeQuarters,
}

impl Turn {
    /// Every turn, from none to three quarters.
    pub const ALL: [Turn; 4] = [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters];

    /// Half a turn more.
    pub fn opposite(self) -> Self {
        Self::ALL[(self as usize + 2) % 4]
    }

    /// Clockwise degrees: 0, 90, 180 or 270.
    pub fn degrees(self) -> u16 {
        self as u16 * 90
    }
}

impl From<Turn> for u16 {
    fn from(turn: Turn) -> Self {
        turn.degrees()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iou_of_shifted_squares() {
        let a = Quad::rectangle(0.0, 0.0, 10.0, 10.0);
        let b = Quad::rectangle(5.0, 0.0, 10.0, 10.0);
        assert!((a.iou(&b) - 50.0 / 150.0).abs() < 1e-6);
        assert!((a.iou(&a.relabel(2)) - 1.0).abs() < 1e-6);
        assert_eq!(a.iou(&Quad::rectangle(20.0, 0.0, 5.0, 5.0)), 0.0);
    }

    #[test]
    fn what_encloses_lines_of_a_turned_sheet_is_turned_too() {
        let upside_down = |x: f32, y: f32| Quad::rectangle(x, y, 10.0, 2.0).relabel(2);
        let enclosing = Quad::enclosing(&[upside_down(30.0, 20.0), upside_down(10.0, 16.0)]).expect("two quads");
        assert!(enclosing.iou(&Quad::rectangle(10.0, 16.0, 30.0, 6.0)) > 0.999);
        assert!(enclosing.0[0].distance(Point::new(40.0, 22.0)) < 1e-3, "the text begins at the bottom right");
        assert_eq!(Quad::enclosing(&[]), None);
        let point = Quad([Point::new(3.0, 4.0); 4]);
        assert_eq!(Quad::enclosing(&[point, point]), Some(point));
    }

    #[test]
    fn orientation_and_convexity() {
        let square = Quad::rectangle(0.0, 0.0, 10.0, 10.0);
        assert!(square.is_convex() && square.signed_area() > 0.0);
        let mut mirrored = square;
        mirrored.0.swap(1, 3);
        assert!(!mirrored.is_convex());
    }
}
