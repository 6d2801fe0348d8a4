use std::collections::HashMap;

use document::Confidence;

use super::graph::Graph;
use super::homoglyphs::settle;
use super::lattice::{Column, Emissions, forward, log_add, total};
use super::posteriors::TextPosteriors;
use super::prior::prior;

/// A line as read without a constraint.
#[derive(Clone)]
pub struct TextRead {
    /// What it says, character by character.
    pub characters: Vec<Character>,
    /// Natural logarithm of the probability that the line says exactly this, under the temperature of the card.
    pub log_probability: f32,
}

/// A character of a line.
#[derive(Clone)]
pub struct Character {
    /// What it is.
    pub symbol: char,
    /// The probability that it stands there, given the rest of the line: against other characters in its place and against
    /// none.
    pub probability: f32,
    /// What else may stand in its place, with probabilities, the likeliest first.
    pub others: Vec<(char, f32)>,
    /// Where its middle lies, in steps from the strip's left.
    pub centre: f32,
}

impl TextRead {
    /// The characters as a string.
    pub fn text(&self) -> String {
        self.characters.iter().map(|c| c.symbol).collect()
    }

    /// The probability that the whole line says exactly this.
    pub fn confidence(&self) -> Confidence {
        Confidence::new(self.log_probability.exp())
    }
}

/// Beginnings of a line that are kept at a step.
const BEAM: usize = 12;
/// Least logarithm of the probability of a symbol that prolongs a beginning: 0.001.
const FLOOR: f32 = -6.9;
/// Symbols that prolong a beginning at one step, at most.
const MOST: usize = 12;
/// Other symbols told for a character, at most.
const OTHERS: usize = 4;

impl TextPosteriors {
    /// Reads the line: the likeliest string that a prefix beam search finds (Graves and Jaitly, 2014), dates being expected more
    /// than other numbers; its probability as seen, summed over all alignments, and for each character its own. Letters that look
    /// the same in several scripts are taken for those of the script around them.
    pub fn decode(&self) -> TextRead {
        let mut read = self.weigh(&self.likeliest());
        settle(&mut read);
        read
    }

    /// Reads one line from several cuts of it: of the strings that the cuts say each by itself that which all find likeliest, in the
    /// geometric mean, dates being expected here, too. Before it stands the place of the cut that finds it likeliest. `None` without any.
    pub fn decode_together<'a>(cuts: impl Iterator<Item = &'a Self>) -> Option<(usize, TextRead)> {
        let cuts: Vec<&Self> = cuts.collect();
        if let [only] = cuts.as_slice() {
            return Some((0, only.decode()));
        }
        let mut texts: Vec<Vec<char>> = cuts.iter().map(|cut| cut.likeliest()).collect();
        texts.sort_unstable();
        texts.dedup();
        let weighed = texts.into_iter().map(|text| {
            let said: String = text.iter().collect();
            let logs: Vec<f32> = cuts.iter().map(|cut| cut.log_probability_of(&said)).collect();
            let mean = logs.iter().sum::<f32>() / logs.len() as f32;
            (mean + prior(&said).ln() as f32, mean, logs, text)
        });
        let (_, log_probability, logs, text) = weighed.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let best = (0..logs.len()).max_by(|a, b| logs[*a].total_cmp(&logs[*b]))?;
        let mut read = TextRead { log_probability, ..cuts[best].weigh(&text) };
        settle(&mut read);
        Some((best, read))
    }

    /// Natural logarithm of the probability that the line says exactly `text`; minus infinity when it cannot.
    pub fn log_probability_of(&self, text: &str) -> f32 {
        let text: Vec<char> = text.chars().collect();
        let chain = Chain::new(self, &text);
        total(&chain.graph, forward(&chain.graph, &chain.emissions).last()) as f32
    }

    fn likeliest(&self) -> Vec<char> {
        let mut tree = Tree { parents: vec![None], children: HashMap::new() };
        let mut beam = vec![Beginning { node: 0, blank: 1.0, symbol: 0.0 }];
        for step in 0..self.len() {
            let blank = f64::from(self.log_blank(step)).exp();
            let likely = self.likely(step, FLOOR, MOST);
            let stayed = |node: usize| {
                let last = tree.parents[node].and_then(|(_, symbol)| self.log_probability(step, symbol));
                last.map_or(0.0, |value| f64::from(value).exp())
            };
            let stayed: Vec<f64> = beam.iter().map(|old| stayed(old.node)).collect();
            if likely.is_empty() {
                // Nothing is added, as at most steps.
                for (old, stayed) in beam.iter_mut().zip(stayed) {
                    (old.blank, old.symbol) = (old.mass() * blank, old.symbol * stayed);
                }
                scaled(&mut beam);
                continue;
            }
            let mut next: HashMap<usize, Beginning> = HashMap::new();
            for (old, stayed) in beam.iter().zip(stayed) {
                let both = old.mass();
                let last = tree.parents[old.node].map(|(_, symbol)| symbol);
                let same = next.entry(old.node).or_insert(Beginning { node: old.node, blank: 0.0, symbol: 0.0 });
                same.blank += both * blank;
                same.symbol += old.symbol * stayed;
                for &(symbol, value) in &likely {
                    let before = if last == Some(symbol) { old.blank } else { both };
                    let node = tree.child(old.node, symbol);
                    let longer = next.entry(node).or_insert(Beginning { node, blank: 0.0, symbol: 0.0 });
                    longer.symbol += before * f64::from(value).exp();
                }
            }
            beam = next.into_values().collect();
            scaled(&mut beam);
            beam.truncate(BEAM);
        }
        let texts = beam.iter().map(|end| (tree.text(end.node), end.mass()));
        let weighed = texts.map(|(text, mass)| (mass * prior(&text.iter().collect::<String>()), text));
        weighed.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, text)| text).unwrap_or_default()
    }

    /// The probabilities of a string and of its characters.
    pub(super) fn weigh(&self, text: &[char]) -> TextRead {
        let chain = Chain::new(self, text);
        let ahead = forward(&chain.graph, &chain.emissions);
        let log_probability = total(&chain.graph, ahead.last()) as f32;
        let backward = chain.backward();
        let characters = (0..text.len()).map(|i| chain.character(self, i, &ahead, &backward)).collect();
        TextRead { characters, log_probability }
    }
}

struct Beginning {
    node: usize,
    /// Probability of the alignments that end in blank, and of those that end in the last symbol; up to a common factor.
    blank: f64,
    symbol: f64,
}

impl Beginning {
    fn mass(&self) -> f64 {
        self.blank + self.symbol
    }
}

/// Brings the likeliest to the front, with a probability of 1.
fn scaled(beam: &mut [Beginning]) {
    // The node breaks ties, so that the same line always reads the same.
    beam.sort_by(|a, b| b.mass().total_cmp(&a.mass()).then(a.node.cmp(&b.node)));
    let most = beam.first().map_or(1.0, Beginning::mass).max(f64::MIN_POSITIVE);
    beam.iter_mut().for_each(|b| (b.blank, b.symbol) = (b.blank / most, b.symbol / most));
}

/// All beginnings seen, sharing what they have in common; node 0 is the empty one.
struct Tree {
    parents: Vec<Option<(usize, char)>>,
    children: HashMap<(usize, char), usize>,
}

impl Tree {
    fn child(&mut self, node: usize, symbol: char) -> usize {
        *self.children.entry((node, symbol)).or_insert_with(|| {
            self.parents.push(Some((node, symbol)));
            self.parents.len() - 1
        })
    }

    fn text(&self, mut node: usize) -> Vec<char> {
        let mut text = Vec::new();
        while let Some((parent, symbol)) = self.parents[node] {
            text.push(symbol);
            node = parent;
        }
        text.reverse();
        text
    }
}

/// One string over the steps of a line.
struct Chain<'a> {
    text: &'a [char],
    graph: Graph,
    emissions: Emissions,
}

impl<'a> Chain<'a> {
    fn new(posteriors: &TextPosteriors, text: &'a [char]) -> Self {
        let mut symbols = text.to_vec();
        symbols.sort_unstable();
        symbols.dedup();
        let indices: Vec<usize> = text.iter().map(|c| symbols.binary_search(c).unwrap_or(0)).collect();
        Self { text, graph: Graph::chain(&indices), emissions: posteriors.emissions(&symbols) }
    }

    /// For each step everything from it on, in the order of the steps; the graph is the string read from its end, where
    /// node `i` is symbol `len - 1 - i`.
    fn backward(&self) -> Vec<Column> {
        let indices: Vec<usize> = self.graph.nodes.iter().rev().map(|node| node.symbol).collect();
        let emissions = Emissions {
            blank: self.emissions.blank.iter().rev().copied().collect(),
            symbols: self.emissions.symbols.iter().rev().cloned().collect(),
        };
        let mut columns = forward(&Graph::chain(&indices), &emissions);
        columns.reverse();
        columns
    }

    fn character(&self, posteriors: &TextPosteriors, i: usize, ahead: &[Column], behind: &[Column]) -> Character {
        const NEVER: f64 = f64::NEG_INFINITY;
        let (length, steps) = (self.text.len(), ahead.len());
        let (before, after) = (i.checked_sub(1).map(|b| self.text[b]), self.text.get(i + 1).copied());
        // Everything up to the step before `t`, with the symbols before i said, none of them `next` just now.
        let said = |t: usize, next: char| match t.checked_sub(1).map(|t| &ahead[t]) {
            None => {
                if i == 0 {
                    0.0
                } else {
                    NEVER
                }
            }
            Some(column) => {
                let symbol = if i > 0 && before != Some(next) { column.node[i - 1] } else { NEVER };
                log_add(column.blank[i], symbol)
            }
        };
        // Everything from step `t` on, with the symbols after i still to come.
        let to_come = |t: usize, last: char| match behind.get(t) {
            None => {
                if i + 1 == length {
                    0.0
                } else {
                    NEVER
                }
            }
            Some(column) => {
                let symbol = if i + 1 < length && after != Some(last) { column.node[length - i - 2] } else { NEVER };
                log_add(column.blank[length - i - 1], symbol)
            }
        };
        let with = |symbol: char| {
            let (mut seen, mut sum) = (NEVER, NEVER);
            for t in 0..steps {
                let value = posteriors.log_probability(t, symbol).map_or(NEVER, f64::from);
                seen = log_add(seen, said(t, symbol)) + value;
                sum = log_add(sum, seen + to_come(t + 1, symbol));
            }
            sum
        };
        let without = match after {
            Some(after) => (0..steps).map(|t| said(t, after) + behind[t].node[length - i - 2]).fold(NEVER, log_add),
            None => said(steps, '\0'),
        };
        let own = with(self.text[i]);
        let occupied = |t: usize| {
            let emission = self.emissions.symbols[t][self.graph.nodes[i].symbol];
            (ahead[t].node[i] + behind[t].node[length - 1 - i] - emission - own).exp()
        };
        let occupied: Vec<f64> =
            (0..steps).map(occupied).map(|share| if share.is_finite() { share } else { 0.0 }).collect();
        let held: f64 = occupied.iter().sum();
        let moment: f64 = occupied.iter().enumerate().map(|(t, share)| share * (t as f64 + 0.5)).sum();

        let mut rivals: Vec<char> = (0..steps)
            .filter(|t| occupied[*t] > 0.05)
            .flat_map(|t| posteriors.likely(t, FLOOR, OTHERS + 1))
            .map(|(symbol, _)| symbol)
            .filter(|symbol| *symbol != self.text[i])
            .collect();
        rivals.sort_unstable();
        rivals.dedup();
        let rivals: Vec<(char, f64)> = rivals.into_iter().map(|symbol| (symbol, with(symbol))).collect();
        let all = rivals.iter().map(|(_, value)| *value).fold(log_add(own, without), log_add);
        let share = |value: f64| (value - all).exp() as f32;
        let mut others: Vec<(char, f32)> = rivals.into_iter().map(|(symbol, value)| (symbol, share(value))).collect();
        others.retain(|other| other.1 > 1e-6);
        others.sort_by(|a, b| b.1.total_cmp(&a.1));
        others.truncate(OTHERS);
        let centre = if held > 0.0 { (moment / held) as f32 } else { 0.0 };
        Character { symbol: self.text[i], probability: share(own), others, centre }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::posteriors::tests::{plain, product};

    /// Every path over blank and two letters, summed by the string that it spells.
    fn enumerated(steps: &[&[f32]]) -> HashMap<String, f32> {
        let mut all = HashMap::new();
        for code in 0..3usize.pow(steps.len() as u32) {
            let path: Vec<usize> = (0..steps.len()).map(|t| code / 3usize.pow(t as u32) % 3).collect();
            let mut spelt = path.clone();
            spelt.dedup();
            let text = spelt.iter().filter(|c| **c > 0).map(|c| ['A', 'B'][c - 1]).collect();
            *all.entry(text).or_insert(0.0) += path.iter().zip(steps).map(|(c, s)| s[*c]).product::<f32>();
        }
        all
    }

    const STEPS: &[&[f32]] =
        &[&[0.3, 0.5, 0.2], &[0.3, 0.1, 0.6], &[0.4, 0.35, 0.25], &[0.25, 0.25, 0.5], &[0.6, 0.1, 0.3]];

    #[test]
    fn the_likeliest_string_is_found_with_its_probability() {
        let all = enumerated(STEPS);
        let (best, probability) = all.iter().max_by(|a, b| a.1.total_cmp(b.1)).expect("strings");
        let read = plain("AB", STEPS).decode();
        assert_eq!(read.text(), *best);
        assert!((read.log_probability.exp() - probability).abs() < 1e-5);
        assert!((read.confidence().get() - probability).abs() < 1e-5);
        for (text, probability) in &all {
            let got = plain("AB", STEPS).log_probability_of(text).exp();
            assert!((got - probability).abs() < 1e-5, "{text}: {got} {probability}");
        }
    }

    #[test]
    fn several_cuts_expect_dates_too() {
        const ALPHABET: &str = "0124/7";
        // A cut of 01/12/2024 or 01712/2024 that is sure of all but the third sign, and the probabilities of 7 and / there.
        let cut = |seven: f32, slash: f32| {
            let step = |(at, symbol): (usize, char)| {
                let share = |other: char| match (at, other) {
                    (2, '7') => seven,
                    (2, '/') => slash,
                    (2, _) => 0.0,
                    _ => f32::from(other == symbol),
                };
                let shares: Vec<f32> = ALPHABET.chars().map(share).collect();
                [vec![1.0 - shares.iter().sum::<f32>()], shares].concat()
            };
            let steps: Vec<Vec<f32>> = "01/12/2024".chars().enumerate().map(step).collect();
            plain(ALPHABET, &steps.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        let (doubtful, sure) = (cut(0.4, 0.5), cut(0.97, 0.02));
        assert_eq!(
            (doubtful.decode().text(), sure.decode().text()),
            ("01/12/2024".to_owned(), "01712/2024".to_owned())
        );
        let (_, read) = TextPosteriors::decode_together([&doubtful, &sure].into_iter()).expect("cuts");
        assert_eq!(read.text(), "01/12/2024");
        // What is said of its probability is what was seen.
        assert!((read.confidence().get() - (0.5_f32 * 0.02).sqrt()).abs() < 1e-4, "{:?}", read.confidence());
    }

    #[test]
    fn of_what_several_cuts_say_that_stands_which_all_find_likely() {
        let cuts =
            [plain("AB", &[&[0.1, 0.5, 0.4]]), plain("AB", &[&[0.1, 0.1, 0.8]]), plain("AB", &[&[0.2, 0.45, 0.35]])];
        let (best, read) = TextPosteriors::decode_together(cuts.iter()).expect("cuts");
        assert_eq!((best, read.text().as_str()), (1, "B"));
        let expected = (0.4_f32 * 0.8 * 0.35).cbrt();
        assert!((read.confidence().get() - expected).abs() < 1e-5, "{:?} {expected}", read.confidence());
        let (_, alone) = TextPosteriors::decode_together(cuts[..1].iter()).expect("a cut");
        assert_eq!(alone.text(), cuts[0].decode().text());
        assert!(TextPosteriors::decode_together([].iter()).is_none());
    }

    #[test]
    fn best_paths_are_not_the_likeliest_strings() {
        // Blank is the likeliest at either step, yet 0.64 of all alignments say A.
        let read = plain("A", &[&[0.6, 0.4], &[0.6, 0.4]]).decode();
        assert_eq!(read.text(), "A");
        assert!((read.confidence().get() - 0.64).abs() < 1e-6);
    }

    #[test]
    fn a_characters_probability_is_against_others_and_none() {
        let all = enumerated(STEPS);
        let read = plain("AB", STEPS).decode();
        let text = read.text();
        for (i, character) in read.characters.iter().enumerate() {
            let with = |replacement: &str| {
                let changed: String = text
                    .chars()
                    .enumerate()
                    .map(|(j, c)| if i == j { replacement.to_owned() } else { c.to_string() })
                    .collect();
                all.get(&changed).copied().unwrap_or(0.0)
            };
            let expected = all[&text] / (with("A") + with("B") + with(""));
            assert!((character.probability - expected).abs() < 1e-5, "{i}: {} {expected}", character.probability);
            let other = if character.symbol == 'A' { 'B' } else { 'A' };
            let told = character.others.iter().find(|o| o.0 == other).map_or(0.0, |o| o.1);
            let expected = with(&other.to_string()) / (with("A") + with("B") + with(""));
            assert!((told - expected).abs() < 1e-5, "{i}: {told} {expected}");
        }
    }

    #[test]
    fn centres_lie_where_the_symbols_are() {
        let seen = |class: usize| -> Vec<f32> { (0..3).map(|c| if c == class { 0.98 } else { 0.01 }).collect() };
        let steps: Vec<Vec<f32>> = [0, 1, 1, 1, 0, 0, 2, 0].map(seen).to_vec();
        let steps: Vec<&[f32]> = steps.iter().map(Vec::as_slice).collect();
        let read = plain("AB", &steps).decode();
        assert_eq!(read.text(), "AB");
        assert!((read.characters[0].centre - 2.5).abs() < 0.2 && (read.characters[1].centre - 6.5).abs() < 0.2);
        assert!(read.characters.iter().all(|c| c.probability > 0.9));
    }

    #[test]
    fn syllables_are_read_from_their_parts() {
        let marks = |step: usize, initial: usize, vowel: usize, last: usize| {
            [(step, 0, 1 + initial, 12.0), (step, 1, vowel, 12.0), (step, 2, last, 12.0)]
        };
        // 홍, blank, 길, blank, A; ㅎ ㅗ ㅇ are 18, 8, 21 and ㄱ ㅣ ㄹ are 0, 20, 8.
        let mut all = [marks(0, 18, 8, 21), marks(2, 0, 20, 8)].concat();
        all.extend([(1, 0, 0, 12.0), (3, 0, 0, 12.0), (4, 0, 20, 12.0)]);
        let read = product("A", 5, &all).decode();
        assert_eq!(read.text(), "홍길A");
        assert!(read.confidence().get() > 0.99);
    }

    #[test]
    fn a_date_is_read_where_another_number_is_little_likelier() {
        // 2.1.2000 or 271.2000, with a share of the mark of 0.1 or of 0.01 at its first place.
        let read = |mark: f32| {
            let symbols = "0127.";
            let sure = |c: char| symbols.chars().position(|s| s == c).map_or(0, |at| at + 1);
            let step = |c: char| -> Vec<f32> { (0..6).map(|i| if i == sure(c) { 0.995 } else { 0.001 }).collect() };
            let mut steps: Vec<Vec<f32>> = Vec::new();
            for c in "2.1.2000".chars() {
                steps.extend([step(c), step(' ')]);
            }
            steps[2] = vec![0.001, 0.001, 0.001, 0.001, 0.996 - mark, mark];
            let steps: Vec<&[f32]> = steps.iter().map(Vec::as_slice).collect();
            plain(symbols, &steps).decode().text()
        };
        assert_eq!(read(0.1), "2.1.2000");
        assert_eq!(read(0.01), "271.2000");
    }

    #[test]
    fn no_steps_say_nothing_for_sure() {
        let read = plain("AB", &[]).decode();
        assert_eq!((read.text().as_str(), read.log_probability), ("", 0.0));
    }
}
