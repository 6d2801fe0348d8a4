use document::{Confidence, Homography, Point, Quad, Turn};
use imaging::Picture;
use inference::{Error, Network};

use crate::answer::{Found, found, overlap};
use crate::edges::refine;
use crate::square::Square;

/// A document's side or page in a photo.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Corners in pixels of the photo, from the document's own top left; they may lie outside the frame.
    pub quad: Quad,
    /// How sure it is that a sheet is there.
    pub score: Confidence,
}

impl Sheet {
    /// How far the sheet is turned clockwise in the photo, to the nearest quarter.
    pub fn turn(&self) -> Turn {
        let [a, b, c, d] = *self.quad.corners();
        let (x, y) = ((b.x - a.x) + (c.x - d.x), (b.y - a.y) + (c.y - d.y));
        let quarters = (y.atan2(x) / std::f32::consts::FRAC_PI_2).round() as i32;
        Turn::ALL[quarters.rem_euclid(4) as usize]
    }
}

/// How a [`Locator`] decides.
#[derive(Clone, Copy, Debug)]
pub struct Params {
    /// Least score of a sheet, `0..=1`.
    pub min_score: f32,
    /// Most sheets that are reported, the surest first.
    pub max_sheets: usize,
    /// Margin around a sheet at the second look, as a share of its sides.
    pub margin: f32,
}

impl Default for Params {
    fn default() -> Self {
        Self { min_score: 0.4, max_sheets: 4, margin: 0.1 }
    }
}

/// Most closer looks at one sheet, not counting those that saw another slant, and counting them.
const AGAIN: usize = 2;
const AT_ALL: usize = 4;
/// A sheet that moved less than this, as a share of its short side, needs no further look.
const SETTLED: f32 = 0.02;
/// What lies further off than this, as a share of the short side, is another sheet...
const SAME: f32 = 0.3;
/// ...unless it shares more than this of their area: then the first look saw its place and not its slant.
const SAME_PLACE: f32 = 0.4;

/// How much longer than the longest side of a sheet the sides of a square around it are.
const AROUND: f32 = 1.3;

/// Of two sheets that share more than this of the smaller, the less sure one is a part of the other...
const ACROSS: f32 = 0.3;
/// ...and up to this the other one was seen in part, too: a page that fills the frame, by its upper and its lower half.
const INSIDE: f32 = 0.8;

/// Finds sheets.
pub struct Locator {
    network: Network,
    params: Params,
    side: u32,
}

fn longest_side(quad: &Quad) -> (Point, Point) {
    let [a, b, c, d] = *quad.corners();
    let sides = [(b, c), (c, d), (d, a)];
    sides
        .into_iter()
        .fold((a, b), |most, side| if side.0.distance(side.1) > most.0.distance(most.1) { side } else { most })
}

/// Whether it lies nearer to half of a quarter turn than to the sides of the frame.
fn is_aslant(quad: &Quad) -> bool {
    let (from, to) = longest_side(quad);
    let (x, y) = ((to.x - from.x).abs(), (to.y - from.y).abs());
    x.min(y) > x.max(y) * (std::f32::consts::FRAC_PI_8).tan()
}

/// The square around a quad's centre, along its longest side and this much longer.
fn square_around(quad: &Quad) -> Quad {
    let (from, to) = longest_side(quad);
    let (x, y) = ((to.x - from.x) * AROUND / 2.0, (to.y - from.y) * AROUND / 2.0);
    let centre = quad.centre();
    Quad(
        [(-x + y, -y - x), (x + y, y - x), (x - y, y + x), (-x - y, -y + x)]
            .map(|(dx, dy)| Point::new(centre.x + dx, centre.y + dy)),
    )
}

impl Locator {
    /// A locator around a network for the task `sheet-location`.
    ///
    /// # Errors
    /// When the network was made for another task or has no fixed square input.
    pub fn new(network: Network, params: Params) -> Result<Self, Error> {
        network.card().expect_task("sheet-location")?;
        let side = network.card().fixed_axis(3)? as u32;
        Ok(Self { network, params, side })
    }

    /// The sheets in a photo, the surest first; empty when there is none.
    ///
    /// # Errors
    /// When the network fails.
    pub fn locate(&self, photo: &Picture) -> Result<Vec<Sheet>, Error> {
        let (width, height) = (photo.width() as f32, photo.height() as f32);
        let mut sheets = self.look(photo, &photo.quad(), width, height)?;
        sheets.truncate(self.params.max_sheets);
        for sheet in &mut sheets {
            self.look_closer(photo, sheet)?;
        }
        let mut settled: Vec<Found> = Vec::new();
        for sheet in sheets {
            // Sheets lie beside each other, or one covers the other: what lies across another is a part of the same.
            match settled.iter_mut().find(|known| overlap(&known.quad, &sheet.quad) > ACROSS) {
                Some(known) if overlap(&known.quad, &sheet.quad) < INSIDE => {
                    *known = known.joined(&sheet);
                    self.look_closer(photo, known)?;
                }
                Some(_) => {}
                None => settled.push(sheet),
            }
        }
        let sheet = |f: Found| Sheet { quad: refine(photo, &f.upright()), score: Confidence::new(f.score) };
        Ok(settled.into_iter().map(sheet).collect())
    }

    /// Looks at a sheet again until it stays where it is.
    fn look_closer(&self, photo: &Picture, sheet: &mut Found) -> Result<(), Error> {
        let (mut left, mut view) = (AGAIN, sheet.upright());
        // The corners of what lies aslant may be far off at first: from them it would be seen distorted.
        if is_aslant(&view) {
            (left, view) = (AGAIN + 1, square_around(&view));
        }
        for _ in 0..AT_ALL {
            let moved = self.look_again(photo, sheet, &view)?;
            left -= usize::from(moved < SAME);
            if moved < SETTLED || left == 0 {
                break;
            }
            view = sheet.upright();
            if moved >= SAME {
                view = square_around(&view);
            }
        }
        Ok(())
    }

    /// Looks at the same sheet straight on and close, where `quad` is: mends its corners, and adds to what is known of its
    /// first one. Gives how far the corner that moved most did, as a share of the sheet's short side; infinity when it was
    /// seen with another slant.
    fn look_again(&self, photo: &Picture, sheet: &mut Found, quad: &Quad) -> Result<f32, Error> {
        let (width, height) = (quad.width(), quad.height());
        let (dx, dy) = (self.params.margin * width, self.params.margin * height);
        let flat = Quad::rectangle(0.0, 0.0, width, height);
        let grown = Quad::rectangle(-dx, -dy, width + 2.0 * dx, height + 2.0 * dy);
        let Some(photo_from_flat) = Homography::between(&flat, quad) else { return Ok(0.0) };
        let view = grown.map(|p| photo_from_flat.apply(p));
        if !view.corners().iter().all(|p| p.x.is_finite() && p.y.is_finite()) || !view.is_convex() {
            return Ok(0.0);
        }
        let again = self.look(photo, &view, width + 2.0 * dx, height + 2.0 * dy)?;
        let moved = |f: &Found| {
            let corners = f.quad.corners().iter().zip(sheet.quad.corners());
            corners.map(|(a, b)| a.distance(*b)).fold(0.0, f32::max) / width.min(height)
        };
        let better = again.iter().map(|f| f.aligned(&sheet.quad)).map(|f| (moved(&f), f)).find(|(by, _)| *by < SAME);
        let Some((by, better)) = better else {
            // Its corners are not those that were seen before, so what was known of the first one says nothing.
            let Some(instead) = again.into_iter().find(|f| f.quad.iou(&sheet.quad) > SAME_PLACE) else {
                return Ok(0.0);
            };
            *sheet = Found { score: sheet.score.max(instead.score), ..instead };
            return Ok(f32::INFINITY);
        };
        sheet.quad = better.quad;
        for (sum, more) in sheet.first.iter_mut().zip(better.first) {
            *sum += more;
        }
        Ok(by)
    }

    fn look(&self, photo: &Picture, view: &Quad, width: f32, height: f32) -> Result<Vec<Found>, Error> {
        let Some(square) = Square::new(photo, view, width, height, self.side, self.network.card()) else {
            return Ok(Vec::new());
        };
        let outputs = self.network.run(square.tensor)?;
        let [sheets, corners, borders] = outputs.as_slice() else { return Ok(Vec::new()) };
        let side = self.side as f32;
        let mut all = found(sheets, corners, borders, side, self.params.min_score);
        for one in &mut all {
            one.quad = one.quad.map(|p| square.photo_from_square.apply(p));
        }
        all.retain(|f| f.quad.is_convex());
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_lies_along_the_longest_side() {
        let slanted = Quad([Point::new(0.0, 0.0), Point::new(8.0, 6.0), Point::new(5.0, 10.0), Point::new(-3.0, 4.0)]);
        let square = square_around(&slanted);
        assert!((square.width() - 10.0 * AROUND).abs() < 1e-3 && (square.height() - 10.0 * AROUND).abs() < 1e-3);
        assert!(square.centre().distance(slanted.centre()) < 1e-5);
        let [a, b, ..] = *square.corners();
        assert!(((b.y - a.y) / (b.x - a.x) - 0.75).abs() < 1e-5);
        assert!(is_aslant(&slanted) && !is_aslant(&Quad::rectangle(0.0, 0.0, 8.0, 5.0)));
    }
}
