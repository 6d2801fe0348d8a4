//! Moves the sides of a sheet to the edges in the picture, to fractions of a pixel.
use document::{Homography, Quad};
use imaging::{Picture, Plane};

use crate::line::{Search, Side, quad_of, sides};

/// Long side of the straightened sheet in which edges are looked for, in pixels.
const LONG: f32 = 360.0;
/// How far a side may lie from its edge, as a share of the sheet's short side: at the first pass and the second.
const REACH: [f32; 2] = [0.03, 0.02];
/// Profiles across each side.
const PROFILES: usize = 72;
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
    let flat = Plane::grey(&imaging::warp(photo, &photo_from_flat, size.0, size.1, [128; 3]));
    let search = Search { reach: reach as i32, profiles: PROFILES, strong: STRONG, support: SUPPORT };
    let moved =
        sides(&inner).map(|side| side.moved(&search, |side, share, by| step(&flat, side, share, by)).unwrap_or(side));
    Some(quad_of(&moved)?.map(|p| photo_from_flat.apply(p)))
}

/// How strong the step across the side is, at a share of it and an offset to the outside.
fn step(flat: &Plane, side: &Side, share: f32, by: f32) -> f32 {
    let value = |by: f32| flat.sample(side.point(share, by));
    let contrast = (value(by + 1.0) + value(by + 2.0) - value(by - 1.0) - value(by - 2.0)).abs() / 2.0;
    if contrast < FAINT { 0.0 } else { contrast }
}

#[cfg(test)]
mod tests {
    use document::Point;

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
