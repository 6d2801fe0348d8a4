//! From the network's two grids to quads on its square.
use document::{Point, Quad};
use imaging::Plane;
use inference::Tensor;

use crate::line::{Search, Side, quad_of, sides};

/// A sheet on the square.
#[derive(Clone)]
pub(crate) struct Found {
    /// Corners clockwise from the one that is the square's top left.
    pub(crate) quad: Quad,
    pub(crate) score: f32,
    /// Log-odds, up to a constant, that corner `i` is the document's own top left.
    pub(crate) first: [f32; 4],
}

impl Found {
    /// The same sheet with the corners named one further round.
    fn relabel(&self, by: usize) -> Self {
        Self {
            quad: self.quad.relabel(by),
            score: self.score,
            first: std::array::from_fn(|i| self.first[(i + by) % 4]),
        }
    }

    /// The quad from the document's own top left.
    pub(crate) fn upright(&self) -> Quad {
        let best = (0..4).max_by(|&a, &b| self.first[a].total_cmp(&self.first[b])).unwrap_or(0);
        self.quad.relabel(best)
    }

    /// The sheet that two parts of it make: of each corner the one that lies further out.
    pub(crate) fn joined(&self, part: &Self) -> Self {
        let part = part.aligned(&self.quad);
        let (a, b) = (self.quad.centre(), part.quad.centre());
        let middle = a.lerp(b, 0.5);
        let outer = |i: usize| {
            let (own, other) = (self.quad.0[i], part.quad.0[i]);
            if middle.distance(own) >= middle.distance(other) { own } else { other }
        };
        let quad = Quad(std::array::from_fn(outer));
        let first = std::array::from_fn(|i| self.first[i] + part.first[i]);
        if quad.is_convex() { Self { quad, first, score: self.score } } else { self.clone() }
    }

    /// Named as in `other`, which outlines the same sheet.
    pub(crate) fn aligned(&self, other: &Quad) -> Self {
        let apart = |by: &usize| {
            let quad = self.quad.relabel(*by);
            quad.corners().iter().zip(other.corners()).map(|(a, b)| a.distance(*b)).sum::<f32>()
        };
        let by = (0..4).min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(0);
        self.relabel(by)
    }
}

/// Reads the grids: cells that see a sheet's middle vote for its corners, votes for the same sheet are averaged, and
/// each corner moves to the peak of the corner heat near by, then each side to the line that gathers most side heat.
///
/// `sheets` is 1 x 13 x H x W: score logit; x and y of four corners from the cell's centre, in sides of the square; four
/// logits for which of them is the document's first. `corners` is 1 x 1 x H x W of logits, `borders` 1 x 4 x H x W: top,
/// right, bottom, left as the picture shows them.
pub(crate) fn found(sheets: &Tensor, corners: &Tensor, borders: &Tensor, side: f32, min_score: f32) -> Vec<Found> {
    let mut votes = votes(sheets, side, min_score);
    votes.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut groups: Vec<Vec<Found>> = Vec::new();
    for vote in votes {
        match groups.iter_mut().find(|group| overlap(&group[0].quad, &vote.quad) > 0.5) {
            // Much smaller or larger ones are misreadings of the same sheet: they don't count.
            Some(group) if group[0].quad.iou(&vote.quad) < 0.4 => {}
            Some(group) => {
                let aligned = vote.aligned(&group[0].quad);
                group.push(aligned);
            }
            None => groups.push(vec![vote]),
        }
    }
    let heat = Heat::new(corners, 0, side);
    let borders: [Heat; 4] = std::array::from_fn(|i| Heat::new(borders, i, side));
    let mut all: Vec<Found> = groups
        .iter()
        .map(|group| {
            let mean = average(group);
            let proper = |quad: Quad, before: Quad| if quad.is_convex() { quad } else { before };
            let cornered = proper(heat.refine(&mean.quad), mean.quad);
            Found { quad: proper(on_borders(&cornered, &borders), cornered), ..mean }
        })
        .filter(|f| f.quad.is_convex())
        .collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    all
}

/// Shared area over the smaller one's.
pub(crate) fn overlap(a: &Quad, b: &Quad) -> f32 {
    let smaller = a.signed_area().abs().min(b.signed_area().abs());
    if smaller > 0.0 { a.intersection_area(b) / smaller } else { 1.0 }
}

fn votes(sheets: &Tensor, side: f32, min_score: f32) -> Vec<Found> {
    let &[_, 13, height, width] = sheets.shape.as_slice() else { return Vec::new() };
    let cells = width * height;
    let stride = side / width as f32;
    let mut votes = Vec::new();
    for (cell, logit) in sheets.data.iter().take(cells).enumerate() {
        let score = sigmoid(*logit);
        if score < min_score {
            continue;
        }
        let centre = Point::new((cell % width) as f32 + 0.5, (cell / width) as f32 + 0.5);
        let value = |channel: usize| sheets.data.get(channel * cells + cell).copied().unwrap_or(0.0);
        let quad = Quad(std::array::from_fn(|i| {
            Point::new(centre.x * stride + value(1 + 2 * i) * side, centre.y * stride + value(2 + 2 * i) * side)
        }));
        if quad.is_convex() {
            votes.push(Found { quad, score, first: std::array::from_fn(|i| value(9 + i)) });
        }
    }
    votes
}

/// The mean of votes for one sheet, weighted by their scores; the score is the best one's.
fn average(group: &[Found]) -> Found {
    let mut corners = [(0f32, 0f32); 4];
    let mut first = [0f32; 4];
    let mut total = 0.0;
    for member in group {
        let weight = member.score * member.score;
        total += weight;
        for (s, p) in corners.iter_mut().zip(member.quad.corners()) {
            *s = (s.0 + p.x * weight, s.1 + p.y * weight);
        }
        for (s, f) in first.iter_mut().zip(member.first) {
            *s += f * weight;
        }
    }
    let total = f32::max(total, f32::MIN_POSITIVE);
    Found {
        quad: Quad(corners.map(|(x, y)| Point::new(x / total, y / total))),
        score: group.first().map_or(0.0, |f| f.score),
        first: first.map(|f| f / total),
    }
}

/// The quad with each side on the line that gathers most of its heat near it; sides without one stay.
fn on_borders(quad: &Quad, borders: &[Heat; 4]) -> Quad {
    let far = (0.12 * quad.width().min(quad.height())).clamp(3.0, 24.0) as i32;
    let mut moved = sides(quad);
    // The second time near by, from the middle: how far a line lies from where it was expected no longer counts.
    for reach in [far, 3] {
        let search = Search { reach, profiles: 32, strong: 1.0, support: 0.5 };
        for (side, heat) in moved.iter_mut().zip(borders) {
            let warm = |side: &Side, share: f32, by: f32| {
                let value = heat.between(side.point(share, by));
                if value < 0.1 { 0.0 } else { value }
            };
            *side = side.moved(&search, warm).unwrap_or(*side);
        }
    }
    quad_of(&moved).unwrap_or(*quad)
}

/// How much each fine cell looks like a corner, or a side: a plane of probabilities over the square.
struct Heat {
    /// None when the network gave no such channel: then it is cold everywhere.
    plane: Option<Plane>,
    stride: f32,
}

impl Heat {
    /// A channel of 1 x C x H x W logits over a square of `side` pixels.
    fn new(tensor: &Tensor, channel: usize, side: f32) -> Self {
        let (height, width) = match tensor.shape.as_slice() {
            &[_, channels, height, width] if channel < channels => (height, width),
            _ => (0, 0),
        };
        let cells = width * height;
        let logits = tensor.data.get(channel * cells..(channel + 1) * cells).unwrap_or(&[]);
        let plane = Plane::new(width, height, logits.iter().map(|logit| sigmoid(*logit)).collect());
        Self { plane, stride: side / width.max(1) as f32 }
    }

    fn size(&self) -> (usize, usize) {
        self.plane.as_ref().map_or((0, 0), |plane| (plane.width(), plane.height()))
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        self.plane.as_ref().map_or(0.0, |plane| plane.get(x, y))
    }

    /// Between the cells; beyond the square as at its border.
    fn between(&self, p: Point) -> f32 {
        self.plane.as_ref().map_or(0.0, |plane| plane.sample(Point::new(p.x / self.stride, p.y / self.stride)))
    }

    fn cell(&self, x: usize, y: usize) -> Point {
        Point::new((x as f32 + 0.5) * self.stride, (y as f32 + 0.5) * self.stride)
    }

    fn refine(&self, quad: &Quad) -> Quad {
        let size = quad.width().min(quad.height());
        let mut refined = *quad;
        for point in &mut refined.0 {
            if let Some(peak) = self.peak(*point, 0.08 * size + 2.0) {
                *point = peak;
            }
        }
        refined
    }

    /// The centre of heat around the hottest cell within about `reach` of `near`; `None` when it is cold there, as for a
    /// corner that is hidden or outside the frame.
    fn peak(&self, near: Point, reach: f32) -> Option<Point> {
        let weight = |x, y| {
            let d = self.cell(x, y).distance(near);
            self.at(x, y) * (-d * d / (2.0 * reach * reach)).exp()
        };
        let (width, height) = self.size();
        let cells = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let close = cells.filter(|&(x, y)| self.cell(x, y).distance(near) < 3.0 * reach);
        let (px, py) = close.max_by(|&a, &b| weight(a.0, a.1).total_cmp(&weight(b.0, b.1)))?;
        if self.at(px, py) < 0.3 {
            return None;
        }
        let (mut sx, mut sy, mut total) = (0.0, 0.0, 0.0);
        for y in py.saturating_sub(2)..=(py + 2).min(height - 1) {
            for x in px.saturating_sub(2)..=(px + 2).min(width - 1) {
                let (heat, cell) = (self.at(x, y), self.cell(x, y));
                if cell.distance(self.cell(px, py)) < 2.3 * self.stride {
                    sx += heat * cell.x;
                    sy += heat * cell.y;
                    total += heat;
                }
            }
        }
        (total > 0.0).then(|| Point::new(sx / total, sy / total))
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_halves_make_a_page_whichever_way_they_are_named() {
        let half = |y: f32, by: usize| {
            let quad = Quad::rectangle(10.0, y, 200.0, 180.0).relabel(by);
            Found { quad, score: 0.9, first: [1.0, 0.0, 0.0, 0.0] }
        };
        for by in 0..4 {
            let page = half(20.0, 0).joined(&half(120.0, by));
            assert_eq!(page.quad, Quad::rectangle(10.0, 20.0, 200.0, 280.0));
            assert_eq!(page.first.iter().sum::<f32>(), 2.0);
        }
        let apart = half(20.0, 0).joined(&half(20.0, 2));
        assert_eq!(apart.quad, Quad::rectangle(10.0, 20.0, 200.0, 180.0));
    }

    /// Grids that show one sheet, its document turned so that corner 2 is its own top left.
    fn grids(quad: &Quad) -> (Tensor, Tensor) {
        let mut sheets = Tensor::zeros(&[1, 13, 32, 32]);
        for (cell, at) in (0..1024).map(|i| (i, Point::new((i % 32) as f32 * 8.0 + 4.0, (i / 32) as f32 * 8.0 + 4.0))) {
            sheets.data[cell] = if at.distance(quad.centre()) < 20.0 { 4.0 } else { -6.0 };
            for (i, p) in quad.corners().iter().enumerate() {
                // A constant error of 3 pixels that the heat has to mend.
                sheets.data[(1 + 2 * i) * 1024 + cell] = (p.x + 3.0 - at.x) / 256.0;
                sheets.data[(2 + 2 * i) * 1024 + cell] = (p.y - at.y) / 256.0;
            }
            sheets.data[11 * 1024 + cell] = 2.0;
        }
        let away = |at: Point| quad.corners().iter().map(|p| at.distance(*p)).fold(f32::MAX, f32::min);
        let corners = heat(&[&away]);
        (sheets, corners)
    }

    /// Heat of one plane for each distance, as the network is trained to give it.
    fn heat(away: &[&dyn Fn(Point) -> f32]) -> Tensor {
        let mut tensor = Tensor::zeros(&[1, away.len(), 64, 64]);
        for (i, value) in tensor.data.iter_mut().enumerate() {
            let (channel, cell) = (i / 4096, i % 4096);
            let distance = away[channel](Point::new((cell % 64) as f32 * 4.0 + 2.0, (cell / 64) as f32 * 4.0 + 2.0));
            let heat = (-distance * distance / 18.0).exp().clamp(0.001, 0.999);
            *value = (heat / (1.0 - heat)).ln();
        }
        tensor
    }

    fn cold(channels: usize) -> Tensor {
        heat(&vec![&(|_| f32::MAX) as &dyn Fn(Point) -> f32; channels])
    }

    /// Heat along the four sides of a quad.
    fn borders(quad: &Quad) -> Tensor {
        let corners = *quad.corners();
        let away = |i: usize| {
            let (from, to) = (corners[i], corners[(i + 1) % 4]);
            move |at: Point| {
                let (dx, dy) = (to.x - from.x, to.y - from.y);
                let t = ((at.x - from.x) * dx + (at.y - from.y) * dy) / (dx * dx + dy * dy);
                at.distance(from.lerp(to, t.clamp(0.0, 1.0)))
            }
        };
        heat(&[&away(0), &away(1), &away(2), &away(3)])
    }

    #[test]
    fn sides_move_to_their_heat_where_corners_are_hidden() {
        let quad =
            Quad([Point::new(40.3, 60.0), Point::new(210.0, 51.7), Point::new(214.0, 180.0), Point::new(44.0, 187.0)]);
        let (mut sheets, _) = grids(&quad);
        for value in &mut sheets.data[1024..9 * 1024] {
            *value += 5.0 / 256.0;
        }
        let all = found(&sheets, &cold(1), &borders(&quad), 256.0, 0.4);
        assert_eq!(all.len(), 1);
        for (found, truth) in all[0].quad.corners().iter().zip(quad.corners()) {
            assert!(found.distance(*truth) < 1.0, "{found:?} {truth:?}");
        }
    }

    #[test]
    fn votes_are_averaged_corners_refined_and_the_first_one_named() {
        let quad =
            Quad([Point::new(60.3, 80.0), Point::new(190.0, 71.7), Point::new(200.0, 160.0), Point::new(70.0, 170.0)]);
        let (sheets, corners) = grids(&quad);
        let all = found(&sheets, &corners, &cold(4), 256.0, 0.4);
        assert_eq!(all.len(), 1);
        for (found, truth) in all[0].quad.corners().iter().zip(quad.corners()) {
            assert!(found.distance(*truth) < 1.0, "{found:?} {truth:?}");
        }
        assert_eq!(all[0].upright().0[0], all[0].quad.0[2]);
        let turned = all[0].relabel(1);
        assert_eq!(turned.upright(), all[0].upright());
        assert_eq!(turned.aligned(&quad).quad, all[0].quad);
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let mut sheets = Tensor::zeros(&[1, 13, 32, 32]);
        sheets.data.fill(-5.0);
        assert!(found(&sheets, &cold(1), &cold(4), 256.0, 0.4).is_empty());
    }
}
