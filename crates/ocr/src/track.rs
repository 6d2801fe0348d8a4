//! Lines as tracks: from the cells of a heat map to a curved centre line with two ends and a height.

use crate::components::components;

/// One line of print on a view of a sheet, in pixels of the view.
#[derive(Clone, Debug)]
pub struct Track {
    /// Left end.
    pub start: f32,
    /// Right end.
    pub end: f32,
    /// Centre line: `y = c0 + c1 x + c2 x^2`, with x counted from the middle of the view's width in such widths.
    pub curve: [f32; 3],
    /// Width of the view, the unit of the curve.
    pub view_width: f32,
    /// Height of a capital.
    pub cap: f32,
}

impl Track {
    /// Height of the centre line at `x`.
    pub fn y(&self, x: f32) -> f32 {
        let t = x / self.view_width - 0.5;
        self.curve[0] + self.curve[1] * t + self.curve[2] * t * t
    }

    /// Length along x.
    pub fn length(&self) -> f32 {
        self.end - self.start
    }
}

/// A grid of probabilities that a cell is covered by a line.
pub(crate) struct Heat {
    pub(crate) cells: Vec<f32>,
    pub(crate) width: usize,
    /// Pixels of the view per cell.
    pub(crate) stride: f32,
}

/// What a heat map shows.
pub(crate) struct Tracks {
    pub(crate) tracks: Vec<Track>,
    /// Whether most of the heat runs from top to bottom: the view is turned by a quarter.
    pub(crate) sideways: bool,
}

/// Cells with at least this probability belong to a line.
const THRESHOLD: f32 = 0.5;

impl Heat {
    /// Groups the hot cells into lines, the topmost first.
    pub(crate) fn tracks(&self) -> Tracks {
        let place = |cell: usize| (cell % self.width, cell / self.width);
        let groups = components(&self.cells, self.width, THRESHOLD).into_iter();
        let cells = groups.map(|group| group.into_iter().map(place).collect());
        let pieces: Vec<Piece> = cells.filter_map(|cells| Piece::new(self, cells)).collect();
        let (mut along, mut across) = (0.0, 0.0);
        for piece in &pieces {
            *(if piece.spread_x >= piece.spread_y { &mut along } else { &mut across }) += piece.cells.len() as f32;
        }
        let lying = pieces.into_iter().filter(|piece| piece.spread_x > 2.0 * piece.spread_y).collect();
        let mut tracks: Vec<Track> = joined(lying).iter().filter_map(|piece| piece.track(self)).collect();
        tracks.sort_by(|a, b| a.curve[0].total_cmp(&b.curve[0]));
        Tracks { tracks, sideways: across > along }
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        self.cells[y * self.width + x]
    }
}

/// Connected cells of one line, or of a part of it that glare or a finger left.
struct Piece {
    cells: Vec<(usize, usize)>,
    left: usize,
    right: usize,
    middle_y: f32,
    slope: f32,
    thickness: f32,
    spread_x: f32,
    spread_y: f32,
}

impl Piece {
    fn new(heat: &Heat, cells: Vec<(usize, usize)>) -> Option<Self> {
        if cells.len() < 6 {
            return None;
        }
        let left = cells.iter().map(|c| c.0).min()?;
        let right = cells.iter().map(|c| c.0).max()?;
        let top = cells.iter().map(|c| c.1).min()?;
        let bottom = cells.iter().map(|c| c.1).max()?;
        let count = cells.len() as f32;
        let mean_x = cells.iter().map(|c| c.0 as f32).sum::<f32>() / count;
        let middle_y = cells.iter().map(|c| c.1 as f32).sum::<f32>() / count;
        let variance = cells.iter().map(|c| (c.0 as f32 - mean_x).powi(2)).sum::<f32>();
        let covariance = cells.iter().map(|c| (c.0 as f32 - mean_x) * (c.1 as f32 - middle_y)).sum::<f32>();
        let slope = if variance > 0.0 { covariance / variance } else { 0.0 };
        let mass: f32 = cells.iter().map(|&(x, y)| heat.at(x, y)).sum();
        Some(Self {
            left,
            right,
            middle_y: middle_y + slope * ((left + right) as f32 / 2.0 - mean_x),
            slope,
            thickness: mass / (right - left + 1) as f32,
            spread_x: (right - left + 1) as f32,
            spread_y: (bottom - top + 1) as f32,
            cells,
        })
    }

    fn middle_x(&self) -> f32 {
        (self.left + self.right) as f32 / 2.0
    }

    /// Whether the other piece carries this line on.
    fn continues(&self, other: &Piece) -> bool {
        let apart = other.left > self.right || self.left > other.right;
        let slope = if self.spread_x > other.spread_x { self.slope } else { other.slope };
        let step = slope * (other.middle_x() - self.middle_x());
        apart && (self.middle_y + step - other.middle_y).abs() < 0.7 * self.thickness.max(other.thickness)
    }

    fn track(&self, heat: &Heat) -> Option<Track> {
        if self.spread_x < 0.12 * heat.width as f32 {
            return None;
        }
        let view_width = heat.width as f32 * heat.stride;
        let mut sums = [[0f64; 4]; 3];
        let mut mass = 0.0;
        for &(x, y) in &self.cells {
            let t = (x as f64 + 0.5) / heat.width as f64 - 0.5;
            let weight = heat.at(x, y) as f64;
            mass += weight;
            let powers = [1.0, t, t * t];
            for (row, p) in sums.iter_mut().zip(powers) {
                for (cell, q) in row.iter_mut().zip(powers) {
                    *cell += weight * p * q;
                }
                row[3] += weight * p * (y as f64 + 0.5);
            }
        }
        // A piece of a line says little of a bend, and a wrong one leads astray where the line goes on: hold it down.
        let whole = self.spread_x > 0.7 * heat.width as f32;
        sums[2][2] += if whole { 0.002 } else { 0.1 } * mass;
        sums[1][1] += 1e-6 * mass;
        let curve = solve(sums)?.map(|c| c as f32 * heat.stride);
        // Where the heat at the ends falls to a half between two cells.
        let column = |x: usize| {
            let y = self.cells.iter().filter(|c| c.0 == x).map(|c| heat.at(c.0, c.1)).fold(0.0, f32::max);
            y.clamp(0.0, 1.0)
        };
        let start = (self.left as f32 + 1.0 - column(self.left)) * heat.stride;
        let end = (self.right as f32 + column(self.right)) * heat.stride;
        let cap = self.thickness.max(1.0) * heat.stride;
        Some(Track { start, end, curve, view_width, cap })
    }
}

/// Puts pieces of the same line together.
fn joined(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.cells.len()));
    let mut lines: Vec<Piece> = Vec::new();
    for piece in pieces {
        let Some(line) = lines.iter_mut().find(|line| line.continues(&piece)) else {
            lines.push(piece);
            continue;
        };
        line.cells.extend(piece.cells);
        let middle = line.middle_x();
        line.left = line.left.min(piece.left);
        line.right = line.right.max(piece.right);
        line.spread_x = (line.right - line.left + 1) as f32;
        line.middle_y += line.slope * (line.middle_x() - middle);
    }
    lines
}

/// Gauss elimination of a 3 x 3 system with its right side in the fourth column.
fn solve(mut m: [[f64; 4]; 3]) -> Option<[f64; 3]> {
    for i in 0..3 {
        let pivot = (i..3).max_by(|&a, &b| m[a][i].abs().total_cmp(&m[b][i].abs()))?;
        m.swap(i, pivot);
        if m[i][i].abs() < 1e-12 {
            return None;
        }
        for row in 0..3 {
            if row != i {
                let factor = m[row][i] / m[i][i];
                let source = m[i];
                m[row].iter_mut().zip(source).for_each(|(cell, s)| *cell -= factor * s);
            }
        }
    }
    Some(std::array::from_fn(|i| m[i][3] / m[i][i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heat(paint: impl Fn(f32, f32) -> f32) -> Heat {
        let (width, height) = (112, 80);
        let cells = (0..width * height).map(|i| paint((i % width) as f32 + 0.5, (i / width) as f32 + 0.5)).collect();
        Heat { cells, width, stride: 4.0 }
    }

    #[test]
    fn two_bent_lines_are_measured() {
        let bend = |x: f32| 60.0 + 3.0 * (x / 112.0 - 0.5).powi(2) * 4.0;
        let found = heat(|x, y| {
            let near = |base: f32| (y - bend(x) - base).abs() < 1.3;
            if (6.0..106.0).contains(&x) && (near(0.0) || near(7.0)) { 0.95 } else { 0.02 }
        })
        .tracks();
        assert!(!found.sideways);
        assert_eq!(found.tracks.len(), 2);
        let first = &found.tracks[0];
        assert!((first.start - 24.0).abs() < 3.0 && (first.end - 424.0).abs() < 3.0, "{first:?}");
        assert!((first.y(224.0) - 240.0).abs() < 2.0 && (first.y(40.0) - 4.0 * bend(10.0)).abs() < 2.0, "{first:?}");
    }

    #[test]
    fn a_finger_over_a_line_does_not_cut_it() {
        let found = heat(|x, y| {
            let hidden = (50.0..62.0).contains(&x);
            if !hidden && (8.0..104.0).contains(&x) && (y - 40.0).abs() < 1.5 { 0.9 } else { 0.0 }
        })
        .tracks();
        assert_eq!(found.tracks.len(), 1);
        assert!(found.tracks[0].length() > 370.0);
    }

    #[test]
    fn lines_from_top_to_bottom_are_told() {
        let found = heat(|x, y| if (x - 20.0).abs() < 1.5 && (5.0..75.0).contains(&y) { 0.9 } else { 0.0 }).tracks();
        assert!(found.sideways && found.tracks.is_empty());
    }
}
