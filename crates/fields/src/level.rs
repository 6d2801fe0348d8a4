//! How the rows of a sheet run. Where its outline was found badly, they are not level, and what stands in one row lies at several
//! heights.
use document::Point;

use crate::sheet::Line;

/// Lines that are so many times as long as high tell how rows run.
const LONG: f32 = 3.0;
/// The steepest that a row runs, as height over length: what is steeper stands across.
const STEEPEST: f32 = 0.3;
/// Lines that differ by this much from the others, as height over length, count half.
const ODD: f32 = 0.02;
/// What holds the rows parallel, as a share of what all lines together weigh.
const PARALLEL: f32 = 0.01;
/// How often lines are weighed by how odd they are.
const ROUNDS: usize = 5;

/// The slope of the rows at every height of a sheet: a straight line, fitted to those of the lines of print, longer ones first and
/// odd ones last (least squares, reweighted after Cauchy).
pub(crate) struct Level {
    middle: Point,
    slope: f32,
    /// By how much the slope grows from one pixel to the one below.
    growth: f32,
}

/// Where a line of print is, how steep, and what it weighs.
struct Run {
    y: f32,
    slope: f32,
    weight: f32,
}

impl Level {
    /// Of the lines of a sheet of this size.
    pub(crate) fn new<'a>(lines: impl Iterator<Item = &'a Line>, width: f32, height: f32) -> Self {
        let middle = Point::new(width / 2.0, height / 2.0);
        let run = |line: &Line| {
            let [a, b, c, d] = line.on_sheet.0;
            let (x, y) = (b.x - a.x + c.x - d.x, b.y - a.y + c.y - d.y);
            let is_long = x.abs() / 2.0 > LONG * line.on_sheet.height() && y.abs() < STEEPEST * x.abs();
            is_long.then(|| Run { y: line.on_sheet.centre().y - middle.y, slope: y / x, weight: x * x })
        };
        let runs: Vec<Run> = lines.filter_map(run).collect();
        let mut level = Self { middle, slope: median(&runs), growth: 0.0 };
        for _ in 0..ROUNDS {
            level.fit(&runs, height);
        }
        level
    }

    fn fit(&mut self, runs: &[Run], height: f32) {
        let [mut w, mut wy, mut wyy, mut ws, mut wys] = [0.0; 5];
        for Run { y, slope, weight } in runs {
            let odd = (slope - self.slope - self.growth * y) / ODD;
            let weight = weight / (1.0 + odd * odd);
            w += weight;
            wy += weight * y;
            wyy += weight * y * y;
            ws += weight * slope;
            wys += weight * y * slope;
        }
        wyy += PARALLEL * w * height * height;
        let determinant = w * wyy - wy * wy;
        if determinant > 0.0 {
            self.slope = (wyy * ws - wy * wys) / determinant;
            self.growth = (w * wys - wy * ws) / determinant;
        }
    }

    /// Where a point of the sheet would be if its rows were level.
    pub(crate) fn apply(&self, point: Point) -> Point {
        let slope = self.slope + self.growth * (point.y - self.middle.y);
        Point::new(point.x, point.y - slope * (point.x - self.middle.x))
    }
}

/// The slope that half of all print is steeper than.
fn median(runs: &[Run]) -> f32 {
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by(|a, b| a.slope.total_cmp(&b.slope));
    let half = runs.iter().map(|run| run.weight).sum::<f32>() / 2.0;
    let mut before = 0.0;
    let middle = sorted.into_iter().find(|run| {
        before += run.weight;
        before >= half
    });
    middle.map_or(0.0, |run| run.slope)
}

#[cfg(test)]
mod tests {
    use document::{Confidence, Quad};

    use super::*;

    fn line(quad: Quad) -> Line {
        let (text, confidence) = ("가".to_owned(), Confidence::new(0.9));
        Line { text, confidence, on_photo: quad, on_sheet: quad, words: vec![], first: None }
    }

    #[test]
    fn rows_become_level_however_they_run() {
        // Level rows, moved as the outline's error moves them.
        let slope = |y: f32| 0.05 - 0.0001 * (y - 300.0);
        let aslant = |p: Point| Point::new(p.x, p.y + slope(p.y) * (p.x - 200.0));
        let row = |x: f32, y: f32, width: f32| line(Quad::rectangle(x, y, width, 12.0).map(aslant));
        let mut lines: Vec<Line> = (0..10).map(|row_of| row(20.0, 40.0 + 55.0 * row_of as f32, 110.0)).collect();
        lines.push(row(250.0, 95.0, 100.0));
        // A short one, one that was found askew, and one that stands across.
        lines.push(line(Quad::rectangle(300.0, 300.0, 10.0, 12.0)));
        lines.push(line(Quad([[150.0, 200.0], [210.0, 230.0], [205.0, 240.0], [145.0, 210.0]].map(Point::from))));
        lines.push(line(Quad::rectangle(390.0, 100.0, 10.0, 200.0).relabel(1)));
        let level = Level::new(lines.iter(), 400.0, 600.0);
        let y = |line: &Line| level.apply(line.on_sheet.centre()).y;
        assert!((y(&lines[1]) - y(&lines[10])).abs() < 1.5, "{} {}", y(&lines[1]), y(&lines[10]));
        for line in &lines[..11] {
            let [a, b, ..] = line.on_sheet.map(|p| level.apply(p)).0;
            assert!((a.y - b.y).abs() < 1.0, "{a:?} {b:?}");
        }
    }

    #[test]
    fn nothing_moves_without_print() {
        let level = Level::new([].iter(), 400.0, 600.0);
        assert_eq!(level.apply(Point::new(3.0, 4.0)), Point::new(3.0, 4.0));
    }
}
