//! Decoding a line under a grammar that fixes its length and what may stand at each position.
//!
//! The network gives, per step, a distribution over symbols and blank (connectionist temporal classification, Graves et
//! al., 2006). All alignments of exactly N permitted symbols form a lattice; the forward-backward algorithm over it gives
//! the probability of that set and, for each position, the probability of every symbol. Runs of fillers, whose length
//! plain decoding gets wrong, are thereby counted.
use mrz::CharSet;

use crate::recogniser::{CLASSES, Step};

const SYMBOLS: usize = CLASSES - 1;
const BLANK: usize = SYMBOLS;

/// A line under its grammar.
#[derive(Clone)]
pub struct Decoded {
    /// Natural logarithm of the probability that the strip shows a line of this grammar at all.
    pub log_likelihood: f32,
    /// For each position the symbols with their probabilities, the likeliest first; given the grammar they sum to 1.
    pub positions: Vec<Vec<(u8, f32)>>,
    /// For each position where it stands, in steps from the strip's left.
    pub centres: Vec<f32>,
}

/// The natural logarithm of the probability that these steps show `grammar.len()` permitted symbols; `None` when they
/// cannot.
pub(crate) fn log_likelihood(steps: &[Step], grammar: &[CharSet]) -> Option<f32> {
    let lattice = Lattice::new(steps, grammar)?;
    let mut column = lattice.first()?;
    for step in steps.iter().skip(1) {
        column = lattice.next(&column, step)?;
    }
    lattice.ended(&column).map(|total| total as f32)
}

/// Decodes a line of `grammar.len()` symbols. `None` when the strip is too short for it or has no permitted alignment.
pub fn decode(steps: &[Step], grammar: &[CharSet]) -> Option<Decoded> {
    let lattice = Lattice::new(steps, grammar)?;
    let forward = lattice.forward()?;
    let log_likelihood = lattice.ended(forward.last()?)?;
    let backward = lattice.backward(&forward);
    let mut mass = vec![[0f64; SYMBOLS]; grammar.len()];
    let mut moment = vec![0f64; grammar.len()];
    for (t, (ahead, behind)) in forward.iter().zip(&backward).enumerate() {
        let scale = (ahead.log_scale + behind.log_scale - log_likelihood).exp();
        for (i, row) in ahead.rows() {
            let (Some(mass), Some(after)) = (mass.get_mut(i), behind.row(i)) else { continue };
            for ((mass, entered), after) in mass.iter_mut().zip(row.entered).zip(after.symbol) {
                // Alignments that begin this symbol of position i at step t.
                let begun = entered * after * scale;
                *mass += begun;
                moment[i] += begun * t as f64;
            }
        }
    }
    let totals: Vec<f64> = mass.iter().map(|m| m.iter().sum()).collect();
    if totals.iter().any(|total| *total <= 0.0 || total.is_nan()) {
        return None;
    }
    let ranked = |(mass, total): (&[f64; SYMBOLS], &f64)| {
        let mut symbols: Vec<(u8, f32)> = mass.iter().zip(0u8..).map(|(m, c)| (c, (m / total) as f32)).collect();
        symbols.retain(|s| s.1 > 1e-7);
        symbols.sort_by(|a, b| b.1.total_cmp(&a.1));
        symbols
    };
    let positions = mass.iter().zip(&totals).map(ranked).collect();
    let centres = moment.iter().zip(&totals).map(|(m, total)| (m / total) as f32 + 0.5).collect();
    Some(Decoded { log_likelihood: log_likelihood as f32, positions, centres })
}

/// States at one step around position i: `blank`, the gap before it; `symbol[c]`, while its symbol c is seen; `entered`,
/// the part of `symbol` that has just begun.
#[derive(Clone)]
struct Row {
    blank: f64,
    symbol: [f64; SYMBOLS],
    entered: [f64; SYMBOLS],
}

const EMPTY: Row = Row { blank: 0.0, symbol: [0.0; SYMBOLS], entered: [0.0; SYMBOLS] };

impl Row {
    fn mass(&self) -> f64 {
        self.blank + self.symbol.iter().sum::<f64>()
    }
}

/// The rows of one step that are not negligible, scaled to sum to 1.
struct Column {
    first: usize,
    kept: Vec<Row>,
    log_scale: f64,
}

/// Rows with less than this share of a step's probability are dropped at either end.
const NEGLIGIBLE: f64 = 1e-12;

impl Column {
    /// Scales and trims; `None` when nothing is left.
    fn new(first: usize, mut kept: Vec<Row>, carried: f64) -> Option<Self> {
        let total: f64 = kept.iter().map(Row::mass).sum();
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        for row in &mut kept {
            row.blank /= total;
            row.symbol.iter_mut().chain(&mut row.entered).for_each(|v| *v /= total);
        }
        let light = |row: &&Row| row.mass() < NEGLIGIBLE;
        let front = kept.iter().take_while(light).count();
        let back = kept.iter().rev().take_while(light).count();
        kept.truncate(kept.len() - back);
        kept.drain(..front);
        Some(Self { first: first + front, kept, log_scale: carried + total.ln() })
    }

    fn row(&self, i: usize) -> Option<&Row> {
        self.kept.get(i.checked_sub(self.first)?)
    }

    fn rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        (self.first..).zip(&self.kept)
    }
}

struct Lattice<'a> {
    steps: &'a [Step],
    allowed: Vec<[f64; SYMBOLS]>,
}

impl<'a> Lattice<'a> {
    fn new(steps: &'a [Step], grammar: &[CharSet]) -> Option<Self> {
        let possible = !grammar.is_empty() && steps.len() >= grammar.len();
        let allowed = |set: &CharSet| std::array::from_fn(|c| f64::from(u8::from(set.contains(c as u8))));
        possible.then(|| Self { steps, allowed: grammar.iter().map(allowed).collect() })
    }

    fn emission(&self, step: &Step, i: usize, c: usize) -> f64 {
        self.allowed.get(i).map_or(0.0, |allowed| step[c] as f64 * allowed[c])
    }

    fn first(&self) -> Option<Column> {
        let step = self.steps.first()?;
        let entered = std::array::from_fn(|c| self.emission(step, 0, c));
        Column::new(0, vec![Row { blank: step[BLANK] as f64, symbol: entered, entered }], 0.0)
    }

    /// The column after `previous`: every state stays or moves on by one.
    fn next(&self, previous: &Column, step: &Step) -> Option<Column> {
        let last = (previous.first + previous.kept.len()).min(self.allowed.len());
        let mut kept = Vec::with_capacity(last + 1 - previous.first);
        let mut before = &EMPTY;
        for i in previous.first..=last {
            let here = previous.row(i).unwrap_or(&EMPTY);
            let came = here.blank + before.symbol.iter().sum::<f64>();
            let mut row = EMPTY;
            row.blank = came * step[BLANK] as f64;
            for c in 0..SYMBOLS {
                let emission = self.emission(step, i, c);
                // The same symbol twice needs a blank between.
                row.entered[c] = (came - before.symbol[c]).max(0.0) * emission;
                row.symbol[c] = row.entered[c] + here.symbol[c] * emission;
            }
            kept.push(row);
            before = here;
        }
        Column::new(previous.first, kept, previous.log_scale)
    }

    fn forward(&self) -> Option<Vec<Column>> {
        let mut columns = vec![self.first()?];
        for step in self.steps.iter().skip(1) {
            let column = self.next(columns.last()?, step)?;
            columns.push(column);
        }
        Some(columns)
    }

    /// Logarithm of the probability that everything has been said after the last step.
    fn ended(&self, last: &Column) -> Option<f64> {
        let count = self.allowed.len();
        let gap = last.row(count).map_or(0.0, |row| row.blank);
        let symbol = last.row(count - 1).map_or(0.0, |row| row.symbol.iter().sum());
        let ended: f64 = gap + symbol;
        (ended > 0.0).then(|| ended.ln() + last.log_scale)
    }

    /// Probability of everything after a step, given the state at it, for the rows that `forward` kept.
    fn backward(&self, forward: &[Column]) -> Vec<Column> {
        let count = self.allowed.len();
        let mut columns: Vec<Column> = Vec::with_capacity(forward.len());
        for (t, ahead) in forward.iter().enumerate().rev() {
            let mut kept = Vec::with_capacity(ahead.kept.len());
            let Some((next, step)) = columns.last().zip(self.steps.get(t + 1)) else {
                for (i, _) in ahead.rows() {
                    let (gap, symbol) = (f64::from(u8::from(i == count)), f64::from(u8::from(i + 1 == count)));
                    kept.push(Row { blank: gap, symbol: [symbol; SYMBOLS], ..EMPTY });
                }
                columns.push(Column { first: ahead.first, kept, log_scale: 0.0 });
                continue;
            };
            for (i, _) in ahead.rows() {
                let (own, after) = (next.row(i).unwrap_or(&EMPTY), next.row(i + 1).unwrap_or(&EMPTY));
                let mut row = EMPTY;
                row.blank = own.blank * step[BLANK] as f64
                    + (0..SYMBOLS).map(|c| own.symbol[c] * self.emission(step, i, c)).sum::<f64>();
                let gap = after.blank * step[BLANK] as f64;
                let go: [f64; SYMBOLS] = std::array::from_fn(|c| after.symbol[c] * self.emission(step, i + 1, c));
                let onward = gap + go.iter().sum::<f64>();
                for (c, (symbol, go)) in row.symbol.iter_mut().zip(go).enumerate() {
                    *symbol = own.symbol[c] * self.emission(step, i, c) + (onward - go).max(0.0);
                }
                kept.push(row);
            }
            let total: f64 = kept.iter().map(Row::mass).sum();
            let scale = if total > 0.0 { total } else { 1.0 };
            for row in &mut kept {
                row.blank /= scale;
                row.symbol.iter_mut().for_each(|v| *v /= scale);
            }
            columns.push(Column { first: ahead.first, kept, log_scale: next.log_scale + scale.ln() });
        }
        columns.reverse();
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A distribution that gives `class` the probability `sure` and the rest evenly.
    fn step(class: usize, sure: f32) -> Step {
        std::array::from_fn(|c| if c == class { sure } else { (1.0 - sure) / (CLASSES - 1) as f32 })
    }

    fn any(count: usize) -> Vec<CharSet> {
        vec![CharSet::ALL; count]
    }

    fn best(decoded: &Decoded) -> String {
        decoded.positions.iter().filter_map(|p| mrz::char_of(p[0].0)).collect()
    }

    #[test]
    fn counts_repeated_fillers_by_their_number() {
        // A<<<B with blurred gaps: greedy decoding would merge the fillers.
        let classes = [10, BLANK, 36, 36, 36, 36, BLANK, 36, BLANK, 11];
        let steps: Vec<Step> = classes.iter().map(|c| step(*c, 0.6)).collect();
        assert_eq!(decode(&steps, &any(5)).map(|d| best(&d)).as_deref(), Some("A<<<B"));
        assert_eq!(decode(&steps, &any(4)).map(|d| best(&d)).as_deref(), Some("A<<B"));
    }

    #[test]
    fn the_grammar_decides_between_look_alikes() {
        // O or 0, slightly more like O.
        let mut doubtful = step(24, 0.5);
        doubtful[0] = 0.45;
        let steps = [doubtful, step(BLANK, 0.9)];
        let free = decode(&steps, &[CharSet::ALL]).expect("fits");
        assert_eq!(best(&free), "O");
        let expected = 0.5 / (0.5 + 0.45 + 35.0 * 0.5 / 37.0);
        assert!((free.positions[0][0].1 - expected).abs() < 1e-3, "{}", free.positions[0][0].1);
        let digits = decode(&steps, &[CharSet::DIGITS]).expect("fits");
        assert_eq!(best(&digits), "0");
        assert!(digits.log_likelihood < free.log_likelihood);
    }

    #[test]
    fn agrees_with_enumeration() {
        // Every path of 4 steps over a few classes, summed by hand.
        let classes = [10usize, 11, BLANK];
        let steps: Vec<Step> = (0..4)
            .map(|t| {
                let mut s = [0f32; CLASSES];
                for (k, c) in classes.iter().enumerate() {
                    s[*c] = [[0.5, 0.2, 0.3], [0.1, 0.6, 0.3], [0.3, 0.3, 0.4], [0.25, 0.5, 0.25]][t][k];
                }
                s
            })
            .collect();
        let mut total = 0.0;
        let mut starts_with_a = 0.0;
        for code in 0..81usize {
            let path: Vec<usize> = (0..4).map(|t| classes[code / 3usize.pow(t) % 3]).collect();
            let probability: f32 = path.iter().zip(&steps).map(|(c, s)| s[*c]).product();
            let mut label: Vec<usize> = path.clone();
            label.dedup();
            label.retain(|c| *c != BLANK);
            if label.len() == 2 {
                total += probability;
                starts_with_a += if label[0] == 10 { probability } else { 0.0 };
            }
        }
        let decoded = decode(&steps, &any(2)).expect("fits");
        assert!((decoded.log_likelihood.exp() - total).abs() < 1e-5);
        let a = decoded.positions[0].iter().find(|s| s.0 == 10).map_or(0.0, |s| s.1);
        assert!((a - starts_with_a / total).abs() < 1e-5, "{a} {}", starts_with_a / total);
    }
}
