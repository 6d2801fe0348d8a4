//! Words that stand in a row make a line.
use crate::geometry::{Point, Quad};

/// Largest angle between neighbours on a line, as the cosine.
const PARALLEL: f32 = 0.97;
/// How far a neighbour may overlap, in heights.
const OVERLAP: f32 = 0.5;
/// Largest step up or down from one to the next, in heights.
const STEP: f32 = 0.35;

/// What makes words neighbours on a line.
#[derive(Clone, Copy, Debug)]
pub struct Neighbours {
    /// Largest gap between them, in heights of the higher one: more is another column.
    pub gap: f32,
    /// Smallest share of the higher one's height that the lower one has.
    pub alike: f32,
}

impl Neighbours {
    /// What the reader takes for one line.
    pub const READ: Self = Self { gap: 1.1, alike: 0.55 };
}

/// Groups the quads of words into lines, each the places of its words in reading order, by what can be seen: words that follow each
/// other in a row are one line, whoever printed them, a label and its value as well.
pub fn rows(words: &[Quad], neighbours: Neighbours) -> Vec<Vec<usize>> {
    let rows: Vec<Row> = words.iter().map(Row::of).collect();
    // Each word's nearest successor; a word that is the nearest of two goes to the nearer.
    let mut before: Vec<Option<(usize, f32)>> = vec![None; words.len()];
    for (i, row) in rows.iter().enumerate() {
        let follows = |j: usize| (i != j).then(|| row.gap_to(&rows[j], neighbours)).flatten().map(|gap| (j, gap));
        let Some((next, gap)) = (0..rows.len()).filter_map(follows).min_by(|a, b| a.1.total_cmp(&b.1)) else {
            continue;
        };
        if before[next].is_none_or(|(_, other)| gap < other) {
            before[next] = Some((i, gap));
        }
    }
    let mut after = vec![None; words.len()];
    for (i, earlier) in before.iter().enumerate() {
        if let Some((earlier, _)) = earlier {
            after[*earlier] = Some(i);
        }
    }
    let firsts = (0..words.len()).filter(|i| before[*i].is_none());
    firsts.map(|first| std::iter::successors(Some(first), |i| after[*i]).take(words.len()).collect()).collect()
}

/// The outline of a row of words, in the direction from the first to the last; None where there are none.
pub fn row_outline(words: &[Quad]) -> Option<Quad> {
    let around = |a: Quad, b: Quad| {
        let row = Row::of(&Quad([a.0[0], b.0[1], b.0[2], a.0[3]]));
        let across = |p: &Point| (p.x - row.start.x, p.y - row.start.y);
        let (mut left, mut right, mut top, mut bottom) = (f32::MAX, f32::MIN, f32::MAX, f32::MIN);
        for (x, y) in a.0.iter().chain(&b.0).map(across) {
            let (u, v) = (x * row.along.x + y * row.along.y, y * row.along.x - x * row.along.y);
            (left, right, top, bottom) = (left.min(u), right.max(u), top.min(v), bottom.max(v));
        }
        let corner = |(u, v): (f32, f32)| {
            let (dx, dy) = (u * row.along.x - v * row.along.y, u * row.along.y + v * row.along.x);
            Point::new(row.start.x + dx, row.start.y + dy)
        };
        Quad([(left, top), (right, top), (right, bottom), (left, bottom)].map(corner))
    };
    words.iter().copied().reduce(around)
}

/// A word's place along its own direction.
struct Row {
    start: Point,
    end: Point,
    /// Unit vector along the text.
    along: Point,
    height: f32,
}

impl Row {
    fn of(quad: &Quad) -> Self {
        let [a, b, c, d] = *quad.corners();
        let (start, end) = (a.lerp(d, 0.5), b.lerp(c, 0.5));
        let length = start.distance(end).max(1e-3);
        let along = Point::new((end.x - start.x) / length, (end.y - start.y) / length);
        Self { start, end, along, height: quad.height() }
    }

    /// How far behind this word the other one begins, when it may be the next on the same line.
    fn gap_to(&self, other: &Row, neighbours: Neighbours) -> Option<f32> {
        let height = self.height.max(other.height);
        let (dx, dy) = (other.start.x - self.end.x, other.start.y - self.end.y);
        let gap = dx * self.along.x + dy * self.along.y;
        let step = (dy * self.along.x - dx * self.along.y).abs();
        let parallel = self.along.x * other.along.x + self.along.y * other.along.y > PARALLEL;
        let alike = self.height.min(other.height) > neighbours.alike * height;
        let near = gap > -OVERLAP * height && gap < neighbours.gap * height && step < STEP * height;
        (parallel && alike && near).then_some(gap.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_join_and_columns_stay_apart() {
        let words = [
            Quad::rectangle(70.0, 11.0, 40.0, 20.0),  // second of the first line
            Quad::rectangle(10.0, 10.0, 50.0, 20.0),  // first of the first line
            Quad::rectangle(160.0, 10.0, 50.0, 20.0), // another column
            Quad::rectangle(10.0, 33.0, 50.0, 20.0),  // the next line
            Quad::rectangle(62.0, 38.0, 30.0, 8.0),   // small print beside it
        ];
        assert_eq!(rows(&words, Neighbours::READ), [vec![1, 0], vec![2], vec![3], vec![4]]);
        let outline = row_outline(&[words[1], words[0]]).expect("there are words");
        assert!(outline.iou(&Quad::rectangle(10.0, 10.0, 100.0, 21.0)) > 0.9, "{outline:?}");
        assert!(row_outline(&[]).is_none());
    }

    #[test]
    fn text_that_runs_upwards_is_read_upwards() {
        // Two words, turned so that their text runs from bottom to top.
        let upwards = |y: f32, length: f32| {
            Quad([(10.0, y), (10.0, y - length), (30.0, y - length), (30.0, y)].map(|(x, y)| Point::new(x, y)))
        };
        let words = [upwards(100.0, 40.0), upwards(200.0, 90.0)];
        assert_eq!(rows(&words, Neighbours::READ), [vec![1, 0]]);
        let outline = row_outline(&[words[1], words[0]]).expect("there are words");
        assert!(outline.corners()[0].distance(Point::new(10.0, 200.0)) < 0.1, "{outline:?}");
        assert!((outline.width() - 140.0).abs() < 1.0 && (outline.height() - 20.0).abs() < 1.0);
    }
}
