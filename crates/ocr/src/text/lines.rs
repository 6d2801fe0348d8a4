//! Words that stand in a row make a line.
use document::{Point, Quad};

use super::spotter::{TextLine, Word};

/// Largest angle between neighbours on a line, as the cosine.
const PARALLEL: f32 = 0.97;
/// Smallest share of the higher neighbour's height that the lower one has.
const ALIKE: f32 = 0.55;
/// Largest gap between neighbours, in heights of the higher one: more is another column.
const GAP: f32 = 1.1;
/// How far a neighbour may overlap, in heights.
const OVERLAP: f32 = 0.5;
/// Largest step up or down from one to the next, in heights.
const STEP: f32 = 0.35;

/// Groups words into lines, each in reading order; the lines from top to bottom as the sheet shows them.
pub(super) fn lines(words: Vec<Word>) -> Vec<TextLine> {
    let rows: Vec<Row> = words.iter().map(|word| Row::of(&word.quad)).collect();
    // Each word's nearest successor; a word that is the nearest of two goes to the nearer.
    let mut before: Vec<Option<(usize, f32)>> = vec![None; words.len()];
    for (i, row) in rows.iter().enumerate() {
        let follows = |j: usize| (i != j).then(|| row.gap_to(&rows[j])).flatten().map(|gap| (j, gap));
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
    let mut lines: Vec<TextLine> = (0..words.len())
        .filter(|i| before[*i].is_none())
        .map(|first| {
            let chain = std::iter::successors(Some(first), |i| after[*i]).take(words.len());
            TextLine::of(chain.map(|i| words[i].clone()).collect())
        })
        .collect();
    lines.sort_by(|a, b| a.quad.centre().y.total_cmp(&b.quad.centre().y));
    lines
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
    fn gap_to(&self, other: &Row) -> Option<f32> {
        let height = self.height.max(other.height);
        let (dx, dy) = (other.start.x - self.end.x, other.start.y - self.end.y);
        let gap = dx * self.along.x + dy * self.along.y;
        let step = (dy * self.along.x - dx * self.along.y).abs();
        let parallel = self.along.x * other.along.x + self.along.y * other.along.y > PARALLEL;
        let alike = self.height.min(other.height) > ALIKE * height;
        let near = gap > -OVERLAP * height && gap < GAP * height && step < STEP * height;
        (parallel && alike && near).then_some(gap.max(0.0))
    }
}

impl TextLine {
    /// A line of words in reading order; its quad runs from the first word's left to the last one's right.
    fn of(words: Vec<Word>) -> Self {
        let quads = words.iter().map(|word| word.quad);
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
        let quad = quads.reduce(around).unwrap_or(Quad::rectangle(0.0, 0.0, 0.0, 0.0));
        Self { quad, words }
    }
}

#[cfg(test)]
mod tests {
    use document::Confidence;

    use super::*;

    fn word(x: f32, y: f32, width: f32, height: f32) -> Word {
        Word { quad: Quad::rectangle(x, y, width, height), score: Confidence::new(0.9) }
    }

    #[test]
    fn neighbours_join_and_columns_stay_apart() {
        let words = vec![
            word(70.0, 11.0, 40.0, 20.0),  // second of the first line
            word(10.0, 10.0, 50.0, 20.0),  // first of the first line
            word(160.0, 10.0, 50.0, 20.0), // another column
            word(10.0, 33.0, 50.0, 20.0),  // the next line
            word(62.0, 38.0, 30.0, 8.0),   // small print beside it
        ];
        let lines = lines(words);
        let sizes: Vec<usize> = lines.iter().map(|line| line.words.len()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 5);
        assert_eq!(sizes.iter().filter(|size| **size == 2).count(), 1);
        let pair = lines.iter().find(|line| line.words.len() == 2).expect("a line of two words");
        assert_eq!(pair.words[0].quad.corners()[0], Point::new(10.0, 10.0));
        assert!(pair.quad.iou(&Quad::rectangle(10.0, 10.0, 100.0, 21.0)) > 0.9, "{:?}", pair.quad);
    }

    #[test]
    fn text_that_runs_upwards_is_read_upwards() {
        // Two words, turned so that their text runs from bottom to top.
        let upwards = |y: f32, length: f32| Word {
            quad: Quad([(10.0, y), (10.0, y - length), (30.0, y - length), (30.0, y)].map(|(x, y)| Point::new(x, y))),
            score: Confidence::new(0.9),
        };
        let lines = lines(vec![upwards(100.0, 40.0), upwards(200.0, 90.0)]);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].words[0].quad.corners()[0], Point::new(10.0, 200.0));
        assert!((lines[0].quad.width() - 140.0).abs() < 1.0 && (lines[0].quad.height() - 20.0).abs() < 1.0);
    }
}
