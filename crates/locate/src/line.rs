//! Straight sides of a sheet, and the best line near one in a field of evidence.
use document::{Point, Quad};

/// Share of a side, at each end, that is left out: corners may be round.
const CORNER: f32 = 0.06;
/// How much less the line furthest from where it was expected counts.
const FAR: f32 = 0.35;

/// A side of the sheet, clockwise, so that outside lies to its left.
#[derive(Clone, Copy)]
pub(crate) struct Side {
    from: Point,
    to: Point,
}

/// Where to look for a line, and what counts as one.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    /// How far, in steps of one unit across the side.
    pub(crate) reach: i32,
    /// How many profiles across the side.
    pub(crate) profiles: usize,
    /// Strength above which more does not count more.
    pub(crate) strong: f32,
    /// Share of the profiles that must show something on the line.
    pub(crate) support: f32,
}

/// The sides of a quad in the order of its corners: the first runs from its first corner to its second.
pub(crate) fn sides(quad: &Quad) -> [Side; 4] {
    let corners = quad.corners();
    std::array::from_fn(|i| Side { from: corners[i], to: corners[(i + 1) % 4] })
}

/// The quad whose sides lie on these; `None` when two neighbours are parallel.
pub(crate) fn quad_of(sides: &[Side; 4]) -> Option<Quad> {
    let mut corners = [Point::default(); 4];
    for (i, corner) in corners.iter_mut().enumerate() {
        *corner = sides[(i + 3) % 4].crossing(&sides[i])?;
    }
    Some(Quad(corners))
}

impl Side {
    /// The point a share `t` along, `by` pixels to the outside.
    pub(crate) fn point(&self, t: f32, by: f32) -> Point {
        let length = self.from.distance(self.to).max(1e-3);
        let (nx, ny) = ((self.to.y - self.from.y) / length, (self.from.x - self.to.x) / length);
        let p = self.from.lerp(self.to, t);
        Point::new(p.x + nx * by, p.y + ny * by)
    }

    /// The side on the line that gathers most of `strength`, which is asked for a share of the side and an offset to the
    /// outside; nothing when no line is good enough.
    pub(crate) fn moved(&self, search: &Search, strength: impl Fn(&Side, f32, f32) -> f32) -> Option<Side> {
        let Search { reach, profiles, strong, support } = *search;
        let span = (2 * reach + 1) as usize;
        let share = |k: usize| CORNER + (1.0 - 2.0 * CORNER) * (k as f32 + 0.5) / profiles as f32;
        let mut field = vec![0f32; profiles * span];
        for (k, profile) in field.chunks_exact_mut(span).enumerate() {
            for (j, value) in profile.iter_mut().enumerate() {
                *value = strength(self, share(k), j as f32 - reach as f32);
            }
        }
        // The line from offset a at the start to offset b at the end that gathers most.
        let mut best = (0.0, 0i32, 0i32);
        for a in -reach..=reach {
            for b in (-reach).max(a - reach)..=reach.min(a + reach) {
                let sum: f32 = (0..profiles)
                    .map(|k| {
                        let by = a as f32 + (b - a) as f32 * share(k);
                        let value = field[k * span + (by.round() as i32 + reach) as usize];
                        // The little for more than strong makes the middle of a strong one the best place.
                        value.min(strong) + 0.05 * value
                    })
                    .sum();
                let far = (a.abs().max(b.abs())) as f32 / reach as f32;
                let score = sum * (1.0 - FAR * far * far);
                if score > best.0 {
                    best = (score, a, b);
                }
            }
        }
        let (_, a, b) = best;
        // Straight line through the centres of what lies near it.
        let (mut n, mut st, mut stt, mut sd, mut std) = (0.0f32, 0.0f32, 0.0f32, 0.0f32, 0.0f32);
        let mut supported = 0usize;
        for k in 0..profiles {
            let by = (a as f32 + (b - a) as f32 * share(k)).round() as i32;
            let (mut mass, mut moment) = (0.0, 0.0);
            for near in (by - 2).max(-reach)..=(by + 2).min(reach) {
                let weight = field[k * span + (near + reach) as usize];
                mass += weight;
                moment += weight * near as f32;
            }
            if mass > 0.0 {
                supported += 1;
                let (t, d) = (share(k), moment / mass);
                n += mass;
                st += mass * t;
                stt += mass * t * t;
                sd += mass * d;
                std += mass * t * d;
            }
        }
        let determinant = n * stt - st * st;
        if (supported as f32) < support * profiles as f32 || determinant.abs() < 1e-6 {
            return None;
        }
        let slope = (n * std - st * sd) / determinant;
        let start = (sd - slope * st) / n;
        Some(Side { from: self.point(0.0, start), to: self.point(1.0, start + slope) })
    }

    /// Where the two sides, prolonged, meet.
    fn crossing(&self, other: &Side) -> Option<Point> {
        let (dx, dy) = (self.to.x - self.from.x, self.to.y - self.from.y);
        let (ex, ey) = (other.to.x - other.from.x, other.to.y - other.from.y);
        let cross = dx * ey - dy * ex;
        if cross.abs() < 1e-6 {
            return None;
        }
        let t = ((other.from.x - self.from.x) * ey - (other.from.y - self.from.y) * ex) / cross;
        Some(Point::new(self.from.x + t * dx, self.from.y + t * dy))
    }
}
