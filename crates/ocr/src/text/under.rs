use inference::HangulParts;

use super::free::TextRead;
use super::graph::{Edge, Graph};
use super::lattice::{best_alignment, forward, log_add, total};
use super::pattern::Pattern;
use super::posteriors::TextPosteriors;
use super::symbols::{Code, Symbols};

/// A line as read under a pattern or out of a list.
#[derive(Clone)]
pub struct UnderPattern {
    /// The string of the likeliest alignment that the pattern allows, with its probability, to be set beside that of the
    /// free reading.
    pub read: TextRead,
    /// Natural logarithm of the probability that the line says anything at all that is allowed.
    pub log_pattern: f32,
}

/// A kind of symbols with more than this is narrowed to the likeliest.
const WIDE: usize = 512;
/// How many symbols of a wide kind are weighed for each step.
const PER_STEP: usize = 8;

impl TextPosteriors {
    /// Reads the line as one that `pattern` allows; `None` when no such line fits into the steps.
    ///
    /// The string is exact (Viterbi over the product of the pattern's automaton and the alignments), and so are both
    /// probabilities (sums over the same product), except that of a class with more than 512 symbols the eight likeliest
    /// of every step are weighed.
    pub fn decode_under(&self, pattern: &Pattern) -> Option<UnderPattern> {
        let symbols = self.candidates(pattern);
        let mut edges = Vec::new();
        for (from, state) in pattern.states().iter().enumerate() {
            let leads =
                |(i, (_, kind)): (usize, &(char, usize))| state.next.get(*kind).copied().flatten().map(|to| (i, to));
            edges.extend(symbols.iter().enumerate().filter_map(leads).map(|(symbol, to)| Edge { from, symbol, to }));
        }
        let accepting: Vec<bool> = pattern.states().iter().map(|state| state.accepting).collect();
        let graph = Graph::new(0, &accepting, &edges);
        let symbols: Vec<char> = symbols.into_iter().map(|(symbol, _)| symbol).collect();
        let emissions = self.emissions(&symbols);
        let best = best_alignment(&graph, &emissions)?;
        let log_pattern = total(&graph, forward(&graph, &emissions).last()) as f32;
        let text: Vec<char> = best.iter().filter_map(|i| symbols.get(*i)).copied().collect();
        Some(UnderPattern { read: self.weigh(&text), log_pattern })
    }

    /// Reads the line as the likeliest of some texts; `None` when it cannot be any of them.
    pub fn decode_among(&self, texts: &[String]) -> Option<UnderPattern> {
        let probabilities = texts.iter().map(|text| f64::from(self.log_probability_of(text)));
        let weighed: Vec<(f64, &String)> = probabilities.zip(texts).filter(|(log, _)| log.is_finite()).collect();
        let (_, text) = weighed.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let log_pattern = weighed.iter().map(|(log, _)| *log).fold(f64::NEG_INFINITY, log_add) as f32;
        Some(UnderPattern { read: self.weigh(&text.chars().collect::<Vec<_>>()), log_pattern })
    }

    /// The symbols that are weighed, each with its kind.
    fn candidates(&self, pattern: &Pattern) -> Vec<(char, usize)> {
        let mut kinds: Vec<Vec<char>> = Vec::new();
        for symbol in self.symbols().all() {
            let Some(kind) = pattern.kind(symbol) else { continue };
            if kinds.len() <= kind {
                kinds.resize(kind + 1, Vec::new());
            }
            kinds[kind].push(symbol);
        }
        let mut chosen = Vec::new();
        for (kind, mut symbols) in kinds.into_iter().enumerate() {
            if symbols.len() > WIDE {
                symbols = self.likeliest_of(&symbols);
            }
            chosen.extend(symbols.into_iter().map(|symbol| (symbol, kind)));
        }
        chosen
    }

    fn likeliest_of(&self, symbols: &[char]) -> Vec<char> {
        let coded = |symbol: &char| self.symbols().code(*symbol).map(|code| (*symbol, code));
        let codes: Vec<(char, Code)> = symbols.iter().filter_map(coded).collect();
        let of_parts = |(_, code): &(char, Code)| matches!(code, Code::Syllable { .. });
        let (syllables, others): (Vec<_>, Vec<_>) = codes.iter().copied().partition(of_parts);
        let are_all = syllables.len() == HangulParts::INITIALS * HangulParts::VOWELS * HangulParts::FINALS;
        let weighed = if are_all { others } else { codes };
        let mut chosen = Vec::new();
        for step in 0..self.len() {
            let mut values: Vec<(f32, char)> =
                weighed.iter().map(|(symbol, code)| (self.of_code(step, *code), *symbol)).collect();
            if are_all {
                values.extend(self.likeliest_syllables(step));
            }
            if values.len() > PER_STEP {
                values.select_nth_unstable_by(PER_STEP - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                values.truncate(PER_STEP);
            }
            chosen.extend(values.into_iter().map(|(_, symbol)| symbol));
        }
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    /// Syllables at a step with the logarithms of their probabilities, the likeliest of all among them: as their parts are told
    /// independently, those are made of the likeliest parts.
    fn likeliest_syllables(&self, step: usize) -> Vec<(f32, char)> {
        let value = |[initial, vowel, r#final]: [usize; 3]| {
            let symbol = Symbols::syllable(initial, vowel, r#final)?;
            Some((self.of_code(step, self.symbols().code(symbol)?), symbol))
        };
        let counts = [HangulParts::INITIALS, HangulParts::VOWELS, HangulParts::FINALS];
        let likeliest = |part: usize| {
            let with = |which: usize| {
                let mut parts = [0; 3];
                parts[part] = which;
                value(parts).map_or(f32::NEG_INFINITY, |(value, _)| value)
            };
            let mut ranked: Vec<(f32, usize)> = (0..counts[part]).map(|which| (with(which), which)).collect();
            ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            ranked.into_iter().take(PER_STEP).map(|(_, which)| which).collect::<Vec<_>>()
        };
        let [initials, vowels, finals] = [0, 1, 2].map(likeliest);
        let pairs = initials.iter().flat_map(|initial| vowels.iter().map(move |vowel| (*initial, *vowel)));
        let parts = pairs.flat_map(|(initial, vowel)| finals.iter().map(move |r#final| [initial, vowel, *r#final]));
        parts.filter_map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::text::posteriors::tests::{plain, product};

    const STEPS: &[&[f32]] = &[
        &[0.2, 0.4, 0.1, 0.3],
        &[0.3, 0.1, 0.5, 0.1],
        &[0.4, 0.2, 0.1, 0.3],
        &[0.1, 0.3, 0.2, 0.4],
        &[0.25, 0.15, 0.35, 0.25],
    ];

    /// Every path over blank and the letters A, B, 0: the sum by string, and the likeliest path with its string.
    fn enumerated(allowed: impl Fn(&str) -> bool) -> (HashMap<String, f32>, String) {
        let mut all = HashMap::new();
        let mut best = (0.0, String::new());
        for code in 0..4usize.pow(STEPS.len() as u32) {
            let path: Vec<usize> = (0..STEPS.len()).map(|t| code / 4usize.pow(t as u32) % 4).collect();
            let mut spelt = path.clone();
            spelt.dedup();
            let text: String = spelt.iter().filter(|c| **c > 0).map(|c| ['A', 'B', '0'][c - 1]).collect();
            if allowed(&text) {
                let probability = path.iter().zip(STEPS).map(|(c, s)| s[*c]).product::<f32>();
                if probability > best.0 {
                    best = (probability, text.clone());
                }
                *all.entry(text).or_insert(0.0) += probability;
            }
        }
        (all, best.1)
    }

    #[test]
    fn the_likeliest_syllables_are_those_of_all() {
        // Every part with a value of its own.
        let marks = [(0, 20), (1, 21), (2, 28)].iter().flat_map(|(output, count)| {
            (0..2).flat_map(move |step| {
                (0..*count)
                    .map(move |class| (step, *output, class, ((class * 37 + step * 11 + output * 5) % 41) as f32 / 9.0))
            })
        });
        let posteriors = product("A", 2, &marks.collect::<Vec<_>>());
        let all: Vec<char> = ('가'..='힣').collect();
        let mut expected = Vec::new();
        for step in 0..2 {
            let mut ranked = all.clone();
            let value = |symbol: &char| posteriors.log_probability(step, *symbol).expect("known");
            ranked.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.cmp(b)));
            expected.extend(ranked.into_iter().take(PER_STEP));
        }
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(posteriors.likeliest_of(&all), expected);
        assert!(posteriors.likeliest_of(&all[1..]).iter().all(|symbol| all[1..].contains(symbol)));
    }

    #[test]
    fn agrees_with_enumeration() {
        for pattern in
            [r"\u\d", r"[AB]{2}", r"(A|B0|AB)*", r".*", r"A?B?0?", r"[^0]+", "AA", "", r"\u{3,9}", "(AB|A)(B|0)?"]
        {
            let compiled = Pattern::new(pattern).expect(pattern);
            let (all, best) = enumerated(|text| compiled.accepts(text));
            let read = plain("AB0", STEPS).decode_under(&compiled).expect(pattern);
            assert_eq!(read.read.text(), best, "{pattern}");
            let (own, sum) = (read.read.log_probability.exp(), read.log_pattern.exp());
            assert!((own - all[&best]).abs() < 1e-5, "{pattern}: {own} {}", all[&best]);
            assert!((sum - all.values().sum::<f32>()).abs() < 1e-5, "{pattern}: {sum}");
        }
    }

    #[test]
    fn what_does_not_fit_is_none() {
        let posteriors = plain("AB0", STEPS);
        for pattern in [r"\d{3}\u{3}", "AAAA", "C"] {
            assert!(posteriors.decode_under(&Pattern::new(pattern).expect(pattern)).is_none(), "{pattern}");
        }
    }

    #[test]
    fn the_pattern_overrules_look_alikes() {
        // O, a little surer than 0, then 1.
        let steps: &[&[f32]] = &[&[0.05, 0.5, 0.44, 0.01], &[0.9, 0.03, 0.03, 0.04], &[0.02, 0.02, 0.03, 0.93]];
        let posteriors = plain("O01", steps);
        let free = posteriors.decode();
        assert_eq!(free.text(), "O1");
        let digits = posteriors.decode_under(&Pattern::new(r"\d{2}").expect("a pattern")).expect("fits");
        assert_eq!(digits.read.text(), "01");
        let own = digits.read.log_probability;
        assert!(own < free.log_probability && own <= digits.log_pattern);
        let rival = free.characters[0].others.first().expect("a rival");
        assert_eq!(rival.0, '0');
    }

    #[test]
    fn of_a_list_the_likeliest_is_read() {
        let posteriors = plain("AB0", STEPS);
        let (all, _) = enumerated(|_| true);
        let texts = ["AB", "0", "B0B", "AAAAAA", "C"].map(str::to_owned);
        let read = posteriors.decode_among(&texts).expect("one of them");
        let of = |text: &str| all.get(text).copied().unwrap_or(0.0);
        let best = texts.iter().max_by(|a, b| of(a).total_cmp(&of(b))).expect("some");
        assert_eq!(read.read.text(), *best);
        assert!((read.log_pattern.exp() - texts.iter().map(|text| of(text)).sum::<f32>()).abs() < 1e-5);
        assert!(posteriors.decode_among(&["C".to_owned()]).is_none());
    }

    #[test]
    fn wide_classes_find_what_is_there_and_what_must_be() {
        // 가, blank, A: a pattern of two syllables must make one of the A.
        let marks = [(0, 0, 1, 9.0), (0, 1, 0, 9.0), (0, 2, 0, 9.0), (1, 0, 0, 9.0), (2, 0, 20, 9.0), (2, 0, 3, 4.0)];
        let mut marks = marks.to_vec();
        marks.extend([(2, 1, 4, 5.0), (2, 2, 1, 5.0)]);
        let posteriors = product("A", 3, &marks);
        assert_eq!(posteriors.decode().text(), "가A");
        let read = posteriors.decode_under(&Pattern::new(r"\h{2}").expect("a pattern")).expect("fits");
        // ㄴ, the third initial, ㅓ, the fifth vowel, ㄱ.
        assert_eq!(read.read.text(), "가넉");
        assert!(read.log_pattern > -6.0 && read.log_pattern < -3.0, "{}", read.log_pattern);
    }
}
