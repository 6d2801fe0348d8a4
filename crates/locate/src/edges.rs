//! Moves the sides of a sheet to the edges in the picture, to fractions of a pixel.
use document::{Point, Quad};
use imaging::{Homography, Picture};

/// Long side of the straightened sheet in which edges are looked for, in pixels.
const LONG: f32 = 360.0;
/// How far a side may lie from its edge, as a share of the sheet's short side: at the first pass and the second.
const REACH: [f32; 2] = [0.09, 0.025];
/// Profiles across each side.
const PROFILES: usize = 72;
/// Share of a side, at each end, that is left out: corners may be round.
const CORNER: f32 = 0.06;
/// Contrast in grey levels above which a step counts, and above which more does not count more.
const FAINT: f32 = 4.0;
const STRONG: f32 = 28.0;
/// Share of the profiles that must show a step on the line.
const SUPPORT: f32 = 0.55;

/// The quad with each side on the best straight edge near it; sides without one stay.
pub(crate) fn refine(photo: &Picture, quad: &Quad) -> Quad {
    let mut refined = *quad;
    for reach in REACH {
        if let Some(better) = pass(photo, &refined, reach).filter(|b| b.is_convex() && b.iou(quad) > 0.6) {
            refined = better;
        }
    }
    refined
}

fn pass(photo: &Picture, quad: &Quad, reach: f32) -> Option<Quad> {
    let scale = LONG / quad.width().max(quad.height()).max(1.0);
    let (width, height) = (quad.width() * scale, quad.height() * scale);
    let reach = (reach * width.min(height)).max(3.0).round();
    let margin = reach + 4.0;
    let inner = Quad::rectangle(margin, margin, width, height);
    let photo_from_flat = Homography::between(&inner, quad)?;
    let size = ((width + 2.0 * margin).ceil() as u32, (height + 2.0 * margin).ceil() as u32);
    if size.0 > 2000 || size.1 > 2000 {
        return None;
    }
    let flat = Flat::new(&imaging::warp(photo, &photo_from_flat, size.0, size.1, [128; 3]));
    let corners = inner.corners();
    let sides: [Side; 4] = std::array::from_fn(|i| {
        let side = Side { from: corners[i], to: corners[(i + 1) % 4] };
        side.moved(&flat, reach as i32).unwrap_or(side)
    });
    let mut moved = [Point::default(); 4];
    for (i, corner) in moved.iter_mut().enumerate() {
        *corner = photo_from_flat.apply(sides[(i + 3) % 4].crossing(&sides[i])?);
    }
    Some(Quad(moved))
}

/// Grey values of the straightened sheet and its surroundings; each pixel the channel mean.
struct Flat {
    grey: Vec<f32>,
    width: usize,
    height: usize,
}

impl Flat {
    fn new(picture: &Picture) -> Self {
        let grey = picture.data().chunks_exact(3).map(|p| (p[0] as f32 + p[1] as f32 + p[2] as f32) / 3.0).collect();
        Self { grey, width: picture.width() as usize, height: picture.height() as usize }
    }

    /// Bilinear, with the border carried on.
    fn at(&self, p: Point) -> f32 {
        let (x, y) = ((p.x - 0.5).max(0.0), (p.y - 0.5).max(0.0));
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let value = |dx: usize, dy: usize| {
            let index = (top + dy).min(self.height - 1) * self.width + (left + dx).min(self.width - 1);
            self.grey.get(index).copied().unwrap_or(128.0)
        };
        let upper = value(0, 0) + (value(1, 0) - value(0, 0)) * fx;
        let lower = value(0, 1) + (value(1, 1) - value(0, 1)) * fx;
        upper + (lower - upper) * fy
    }
}

/// A side of the sheet, clockwise, so that outside lies to its left.
struct Side {
    from: Point,
    to: Point,
}

impl Side {
    /// The point a share `t` along, `by` pixels to the outside.
    fn point(&self, t: f32, by: f32) -> Point {
        let length = self.from.distance(self.to).max(1e-3);
        let (nx, ny) = ((self.to.y - self.from.y) / length, (self.from.x - self.to.x) / length);
        let p = self.from.lerp(self.to, t);
        Point::new(p.x + nx * by, p.y + ny * by)
    }

    /// The side on the best edge within `reach` pixels, or nothing when no edge is good enough.
    fn moved(&self, flat: &Flat, reach: i32) -> Option<Side> {
        let span = (2 * reach + 1) as usize;
        let share = |k: usize| CORNER + (1.0 - 2.0 * CORNER) * (k as f32 + 0.5) / PROFILES as f32;
        // How strong the step is at every offset of every profile.
        let mut steps = vec![0f32; PROFILES * span];
        for k in 0..PROFILES {
            let value = |by: f32| flat.at(self.point(share(k), by));
            for (j, step) in steps[k * span..(k + 1) * span].iter_mut().enumerate() {
                let by = j as f32 - reach as f32;
                let contrast = (value(by + 1.0) + value(by + 2.0) - value(by - 1.0) - value(by - 2.0)).abs() / 2.0;
                *step = if contrast < FAINT { 0.0 } else { contrast };
            }
        }
        // The line from offset a at the start to offset b at the end that gathers most.
        let mut best = (0.0, 0i32, 0i32);
        for a in -reach..=reach {
            for b in (-reach).max(a - reach)..=reach.min(a + reach) {
                let sum: f32 = (0..PROFILES)
                    .map(|k| {
                        let by = a as f32 + (b - a) as f32 * share(k);
                        let step = steps[k * span + (by.round() as i32 + reach) as usize];
                        // The little for more than strong makes the middle of a strong step the best place.
                        step.min(STRONG) + 0.05 * step
                    })
                    .sum();
                let far = (a.abs().max(b.abs())) as f32 / reach as f32;
                let score = sum * (1.0 - 0.35 * far * far);
                if score > best.0 {
                    best = (score, a, b);
                }
            }
        }
        let (_, a, b) = best;
        // Straight line through the centres of the steps near it.
        let (mut n, mut st, mut stt, mut sd, mut std) = (0.0f32, 0.0f32, 0.0f32, 0.0f32, 0.0f32);
        let mut supported = 0usize;
        for k in 0..PROFILES {
            let by = (a as f32 + (b - a) as f32 * share(k)).round() as i32;
            let (mut mass, mut moment) = (0.0, 0.0);
            for near in (by - 2).max(-reach)..=(by + 2).min(reach) {
                let weight = steps[k * span + (near + reach) as usize];
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
        if (supported as f32) < SUPPORT * PROFILES as f32 || determinant.abs() < 1e-6 {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A light sheet with a dark band inside, on a darker desk.
    fn photo(quad: &Quad) -> Picture {
        let mut picture = Picture::new(400, 300, [90; 3]);
        let band = {
            let map = Homography::between(&Quad::rectangle(0.0, 0.0, 1.0, 1.0), quad).expect("a proper quad");
            Quad::rectangle(0.1, 0.3, 0.5, 0.2).map(|p| map.apply(p))
        };
        for y in 0..300 {
            for x in 0..400 {
                let samples = (0..16).map(|s| {
                    Point::new(x as f32 + (s % 4) as f32 / 4.0 + 0.125, y as f32 + (s / 4) as f32 / 4.0 + 0.125)
                });
                let level: f32 = samples
                    .map(|p| {
                        if band.contains(p) {
                            60.0
                        } else if quad.contains(p) {
                            210.0
                        } else {
                            90.0
                        }
                    })
                    .sum();
                picture.set(x, y, [(level / 16.0) as u8; 3]);
            }
        }
        picture
    }

    #[test]
    fn sides_move_to_the_edges() {
        let truth =
            Quad([Point::new(80.3, 60.6), Point::new(320.2, 75.1), Point::new(311.7, 230.4), Point::new(74.9, 221.8)]);
        let rough =
            Quad([Point::new(88.0, 66.0), Point::new(312.0, 70.0), Point::new(317.0, 224.0), Point::new(70.0, 214.0)]);
        let found = refine(&photo(&truth), &rough);
        for (f, t) in found.corners().iter().zip(truth.corners()) {
            assert!(f.distance(*t) < 0.7, "{f:?} {t:?}");
        }
    }

    #[test]
    fn without_edges_nothing_moves() {
        let quad = Quad::rectangle(50.0, 40.0, 200.0, 130.0);
        assert_eq!(refine(&Picture::new(400, 300, [128; 3]), &quad), quad);
    }
}
